//! Hardware chosen by hand: what fits, what is cheapest, and what is refused.

use super::super::deployment::Hardware;
use super::super::inputs::Inputs;
use super::super::projection::tests::inputs;
use super::super::workload::workloads;
use super::{Misfit, Options, misfit, options, owned_slots};

/// A large GPU and one of 8 GiB, nothing drifting, a platform hour at 75 USD.
fn plan(components: &str) -> Inputs<f64> {
    inputs(&format!(
        "horizon_months: 12, components: [{components}],
         gpus: (allowed: [\"large\", \"small\"], price_drift: 0),
         own_gpus: [(name: \"large\", per_hour: 3), (name: \"small\", memory_gib: 8, per_hour: 0.5)],
         own_models: [(name: \"m\", params_b: 8),
            (name: \"huge\", params_b: 70, layers: 80, hidden: 8192, kv_bytes_per_token: 327_680)],
         own_apis: [(name: \"api\", input: 2, output: 8)],
         hosted: (price_drift: 0), money: (discount_rate: 0, wage_growth: 0),
         team: (salaries: (platform: 126_000, loaded_cost: 1))"
    ))
}

fn of(inputs: &Inputs<f64>, members: &[usize]) -> Options {
    options(inputs, members).expect("it runs on GPUs")
}

#[test]
fn a_model_that_fits_only_on_the_larger_gpu_by_hand() {
    let inputs = plan("(name: \"a\", kind: Llm, model: \"huge\", precision: Fp16)");
    let options = of(&inputs, &[0]);
    // 140 GB of weights: two GPUs of 77.5 GB; eight small ones have 8·6.40 = 51.2 GB.
    let choice = options.cheapest(0, 12).unwrap();
    assert_eq!(inputs.gpus[choice.hardware.gpu].name, "large");
    assert_eq!(choice.hardware.slots, [2]);
    assert_eq!(options.misfits.get(&1), Some(&Misfit::Weights));
    assert_eq!(choice.runner_up, None);
    // Hardly any load, not core: one replica. 12·((2 + 2·¼ staging)·3·730 + 2·0.4 h·75)
    // = 12·(5,475 + 60) = 66,420.
    assert!((choice.cost - 66_420.0).abs() < 0.01, "{}", choice.cost);
    // Half of the year, half of it.
    let half = options.cheapest(6, 12).unwrap();
    assert!((half.cost - 33_210.0).abs() < 0.01, "{}", half.cost);
}

#[test]
fn what_is_never_the_cheapest_is_not_kept() {
    // Three models of their own on two kinds of GPU: of some thirty placements few are worth it.
    let model = |name: &str| {
        format!("(name: \"{name}\", kind: Llm, model: \"m\", tokens_out: 200, calls: 3)")
    };
    let inputs = plan(&["a", "b", "c"].map(model).join(", "));
    let options = of(&inputs, &[0, 1, 2]);
    assert!(
        options.candidates.len() <= 6,
        "{}",
        options.candidates.len()
    );
    // None of those kept is beaten in every quarter by another of its GPU.
    for (at, one) in options.candidates.iter().enumerate() {
        for (other_at, other) in options.candidates.iter().enumerate() {
            let same = one.hardware.gpu == other.hardware.gpu && at != other_at;
            assert!(!same || !one.is_always_better_than(other));
        }
    }
    assert!(options.cheapest(0, 12).is_some());
}

#[test]
fn the_cheaper_of_two_that_fit() {
    let inputs = plan(
        "(name: \"a\", kind: Llm, model: \"m\", precision: Fp4), (name: \"b\", kind: GpuJob, gpu_seconds: 0.1)",
    );
    let options = of(&inputs, &[0]);
    // 4.4 GB of weights fit one small GPU (6.4 GB): 12·(1.25·0.5·730 + 0.4·75) = 5,835;
    // the large one: 12·(1.25·3·730 + 30) = 33,210.
    let choice = options.cheapest(0, 12).unwrap();
    assert_eq!(
        (choice.hardware.gpu, choice.hardware.slots.as_slice()),
        (1, &[1][..])
    );
    assert!((choice.cost - 5_835.0).abs() < 0.01, "{}", choice.cost);
    let (other, cost) = choice.runner_up.unwrap();
    assert!(other == 0 && (cost - 33_210.0).abs() < 0.01);
    // A job of 100 ms holds up tokens due every 60 ms, so it has a GPU of its own.
    let pair = of(&inputs, &[0, 1]).cheapest(0, 12).unwrap();
    assert_eq!(
        (pair.hardware.slots.as_slice(), pair.hardware.shared),
        (&[1, 1][..], false)
    );
}

#[test]
fn reasons_why_it_does_not_fit() {
    let reason = |fields: &str| {
        let inputs = plan(&format!(
            "(name: \"a\", kind: Llm, model: \"huge\", {fields})"
        ));
        let options = of(&inputs, &[0]);
        assert!(options.cheapest(0, 12).is_none());
        options.misfits[&0]
    };
    assert_eq!(reason("inter_token_ms: 1"), Misfit::StepTooSlow);
    assert_eq!(reason("time_to_first_token_ms: 1"), Misfit::PromptTooSlow);
    // Eight GPUs leave 620 − 70 = 550 GB; a call of 4 million tokens takes 655 GB.
    assert_eq!(reason("tokens_in: 4_000_000"), Misfit::Cache);
    for misfit in [Misfit::Weights, Misfit::Cache, Misfit::ModelsBlock] {
        assert!(!misfit.sentence().is_empty());
    }
}

#[test]
fn taking_turns_by_hand() {
    let inputs = plan(
        "(name: \"a\", kind: Llm, model: \"m\"), (name: \"b\", kind: GpuJob, gpu_seconds: 0.1),
         (name: \"c\", kind: Llm, model: \"huge\", tokens_in: 10)",
    );
    let shared = |slots: &[usize]| Hardware {
        gpu: 0,
        slots: slots.to_vec(),
        shared: true,
        bought: Vec::new(),
    };
    let check = |members: &[usize], slots: &[usize], expected| {
        let work = workloads(&inputs, members, 0, &[]);
        assert_eq!(misfit(&inputs, &work, &shared(slots)), expected);
    };
    // 100 ms on one GPU, 50 ms on two, against tokens every 60 ms.
    check(&[0, 1], &[1], Some(Misfit::JobTooLong));
    check(&[0, 1], &[2], None);
    // 1,000 tokens of the small model take 2·8e9·1000/(2·989e12·0.6) = 14 ms on two GPUs, less
    // than 60 ms; the huge one's step stays below too. With 10,000 tokens it is 140 ms.
    check(&[0, 2], &[2], None);
    let mut long = inputs.clone();
    long.components[0].tokens_in = 10_000.0;
    let work = workloads(&long, &[0, 2], 0, &[]);
    assert_eq!(
        misfit(&long, &work, &shared(&[2])),
        Some(Misfit::ModelsBlock)
    );
}

#[test]
fn buying_at_little_load_and_hosting_at_much() {
    let either = |users: f64| {
        let mut inputs =
            plan("(name: \"a\", kind: Llm, model: \"m\", hosting: Either, api: \"api\")");
        inputs.demand.users = users;
        of(&inputs, &[0]).cheapest(0, 12).unwrap()
    };
    // 1,000 users: 30,000 calls at 1000·2e-6 + 300·8e-6 = 0.0044 USD: 132 a month, 1,584 in all.
    let few = either(1_000.0);
    assert_eq!(
        (few.hardware.bought.as_slice(), few.hardware.gpus()),
        (&[0][..], 0)
    );
    // Beside them a pod of 2 vCPU and 1 GiB with its sidecar, on nodes of 1.25, and a quarter of it
    // for staging: 730·1.25·1.25·(2.1·0.0405 + 1.0781·0.0044) = 102.4 a month, 1,229 in all.
    assert!((few.cost - 1_584.0 - 1_229.05).abs() < 0.1, "{}", few.cost);
    // A thousand times that: 1.6 million, against some GPUs.
    let many = either(1e6);
    assert!(
        many.hardware.bought.is_empty() && many.cost < 1e6,
        "{}",
        many.cost
    );
}

#[test]
fn placements_have_at_most_eight_gpus() {
    let mut found = Vec::new();
    owned_slots(2, 8, &mut Vec::new(), &mut found);
    let slots: Vec<&[usize]> = found.iter().map(|(slots, _)| slots.as_slice()).collect();
    assert_eq!(
        slots,
        [
            [1, 1],
            [1, 2],
            [1, 4],
            [2, 1],
            [2, 2],
            [2, 4],
            [4, 1],
            [4, 2],
            [4, 4]
        ]
    );
}

#[test]
fn what_needs_no_gpu_has_no_options() {
    let inputs = plan("(name: \"a\"), (name: \"b\", kind: HostedApi, price_per_call: 0.01)");
    assert!(options(&inputs, &[0, 1]).is_none());
}
