//! Which GPU and how many of them a unit runs on: the cheapest that fits, and why.
//!
//! Decided once for a stage, at likely inputs, from discounted rent, staging and operations of
//! every GPU type and placement; ties go to the name that comes first, then to fewer GPUs. The
//! load of every third month stands for its quarter.

mod placements;
mod undominated;

use std::collections::BTreeMap;

use super::demand::{requests_in_month, users};
use super::deployment::{Hardware, PoolLoad, hosted_price, pool_load};
use super::infrastructure::{Conditions, pool_month};
use super::inputs::Inputs;
use super::money::gpu_hour;
use super::slot::{Placed, place};
use super::workload::{Workload, workloads};
use crate::scenario::schema::Hosting;
use placements::placements;
use undominated::keep_undominated;

/// Months that one evaluated month stands for.
const QUARTER: usize = 3;
/// Most components for which buying and hosting are tried in every combination.
const MOST_EITHER: usize = 4;

/// Why a model or job cannot run on a GPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misfit {
    /// The weights alone are larger than the memory.
    Weights,
    /// Beside the weights there is no room for the cache of one call.
    Cache,
    /// One token takes longer than the target between tokens.
    StepTooSlow,
    /// Reading the prompt takes longer than the target for the first token.
    PromptTooSlow,
    /// A job would block a language model for longer than its target between tokens.
    JobTooLong,
    /// Two models would block each other for longer than their targets.
    ModelsBlock,
    /// Two jobs would keep each other's callers waiting for too long.
    JobsBlock,
}

impl Misfit {
    /// What would have to be said after "on this GPU".
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Weights => "the weights would not fit",
            Self::Cache => "the KV cache of one call would not fit beside the weights",
            Self::StepTooSlow => "tokens would come slower than the target",
            Self::PromptTooSlow => "the first token would come later than the target",
            Self::JobTooLong => "jobs would hold up the language model",
            Self::ModelsBlock => "the models would hold each other up",
            Self::JobsBlock => "the jobs would hold each other up",
        }
    }
}

/// One way to run a unit and what it costs over time.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The hardware; without slots when everything is bought.
    pub hardware: Hardware,
    /// Whether it fits in each era.
    pub fits: Vec<bool>,
    /// Discounted cost from each quarter to the end of the horizon.
    cost_from: Vec<f64>,
}

/// All ways to run one set of components.
#[derive(Clone, Debug)]
pub struct Options {
    /// Those that fit in at least one era.
    pub candidates: Vec<Candidate>,
    /// For GPU types that never fit, the least reason against their largest placement.
    pub misfits: BTreeMap<usize, Misfit>,
    eras: Vec<usize>,
}

/// A choice for a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The hardware.
    pub hardware: Hardware,
    /// Discounted cost over the stage (money).
    pub cost: f64,
    /// The best on another GPU type: index and cost.
    pub runner_up: Option<(usize, f64)>,
}

/// The best that one GPU type can do for a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct GpuOption {
    /// GPU type.
    pub gpu: usize,
    /// GPUs in a replica and discounted cost over the stage (money), where it fits.
    pub fits: Option<(usize, f64)>,
    /// Why it does not fit.
    pub misfit: Option<Misfit>,
}

impl Options {
    /// Ways that fit in all eras that the months `from..until` touch.
    fn fitting_in(&self, from: usize, until: usize) -> impl Iterator<Item = &Candidate> {
        let needed: Vec<usize> = (0..self.eras.len())
            .filter(|era| {
                let start = self.eras[*era];
                let end = self.eras.get(era + 1).copied().unwrap_or(usize::MAX);
                start < until.max(from + 1) && end > from
            })
            .collect();
        self.candidates
            .iter()
            .filter(move |candidate| needed.iter().all(|era| candidate.fits[*era]))
    }

    /// Ways that fit in a month.
    pub fn fitting(&self, month: usize) -> impl Iterator<Item = &Candidate> {
        self.fitting_in(month, month + 1)
    }

    /// Discounted cost over the months `from..until` of the cheapest way with a component bought or
    /// hosted (money).
    pub fn cost_of(
        &self,
        component: usize,
        bought: bool,
        from: usize,
        until: usize,
    ) -> Option<f64> {
        self.fitting_in(from, until)
            .filter(|candidate| candidate.hardware.bought.contains(&component) == bought)
            .map(|candidate| candidate.cost(from, until))
            .min_by(f64::total_cmp)
    }

    /// What every GPU type could do in the months `from..until`: those that fit by cost, then
    /// those that do not.
    pub fn by_gpu(&self, from: usize, until: usize) -> Vec<GpuOption> {
        let mut best: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
        for candidate in self.fitting_in(from, until) {
            if candidate.hardware.slots.is_empty() {
                continue;
            }
            let cost = candidate.cost(from, until);
            let found = best
                .entry(candidate.hardware.gpu)
                .or_insert((candidate.hardware.gpus(), cost));
            if cost < found.1 {
                *found = (candidate.hardware.gpus(), cost);
            }
        }
        let mut list: Vec<GpuOption> = best
            .into_iter()
            .map(|(gpu, fits)| GpuOption {
                gpu,
                fits: Some(fits),
                misfit: None,
            })
            .collect();
        list.sort_by(|a, b| {
            let cost = |option: &GpuOption| option.fits.map_or(f64::INFINITY, |fit| fit.1);
            cost(a).total_cmp(&cost(b))
        });
        list.extend(self.misfits.iter().map(|(gpu, misfit)| GpuOption {
            gpu: *gpu,
            fits: None,
            misfit: Some(*misfit),
        }));
        list
    }

    /// The cheapest way that fits in the months `from..until`.
    pub fn cheapest(&self, from: usize, until: usize) -> Option<Choice> {
        let mut best: Option<(&Candidate, f64)> = None;
        for candidate in self.fitting_in(from, until) {
            let cost = candidate.cost(from, until);
            if best.is_none_or(|(_, least)| cost < least) {
                best = Some((candidate, cost));
            }
        }
        let (winner, cost) = best?;
        let runner_up = self
            .fitting_in(from, until)
            .filter(|other| other.hardware.gpu != winner.hardware.gpu)
            .map(|other| (other.hardware.gpu, other.cost(from, until)))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        Some(Choice {
            hardware: winner.hardware.clone(),
            cost,
            runner_up,
        })
    }
}

impl Candidate {
    /// Discounted cost over the months `from..until`, in whole quarters.
    fn cost(&self, from: usize, until: usize) -> f64 {
        let last = self.cost_from.len() - 1;
        let begin = self.cost_from[(from / QUARTER).min(last)];
        begin - self.cost_from[until.div_ceil(QUARTER).min(last)]
    }
}

/// The ways to run a set of components, or `None` when it needs no choice.
pub fn options(inputs: &Inputs<f64>, members: &[usize]) -> Option<Options> {
    let eras = inputs.eras();
    let either: Vec<usize> = members
        .iter()
        .copied()
        .filter(|c| inputs.components[*c].hosting == Hosting::Either)
        .take(MOST_EITHER)
        .collect();
    let mut options = Options {
        candidates: Vec::new(),
        misfits: BTreeMap::new(),
        eras,
    };
    let mut needs_gpus = false;
    for choice in 0..1usize << either.len() {
        let bought: Vec<usize> = either
            .iter()
            .enumerate()
            .filter(|(bit, _)| choice >> bit & 1 == 1)
            .map(|(_, c)| *c)
            .collect();
        needs_gpus |= add_candidates(inputs, members, &bought, &mut options);
    }
    (needs_gpus || !either.is_empty()).then_some(options)
}

/// Adds the placements on every GPU type; whether any were needed.
fn add_candidates(
    inputs: &Inputs<f64>,
    members: &[usize],
    bought: &[usize],
    options: &mut Options,
) -> bool {
    let by_era: Vec<Vec<Workload>> = options
        .eras
        .iter()
        .map(|month| workloads(inputs, members, *month, bought))
        .collect();
    let most = by_era.iter().map(Vec::len).max().unwrap_or(0);
    if most == 0 {
        let hardware = Hardware {
            gpu: 0,
            slots: Vec::new(),
            shared: false,
            bought: bought.to_vec(),
        };
        if !bought.is_empty() {
            let fits = vec![true; options.eras.len()];
            let found = candidate(inputs, members, hardware, fits, &options.eras);
            options.candidates.push(found);
        }
        return false;
    }
    let placements = placements(inputs, &by_era, most);
    let bought_too = members
        .iter()
        .any(|c| inputs.components[*c].hosting == Hosting::Either);
    for gpu in 0..inputs.gpus.len() {
        let mut fitting: Vec<Candidate> = Vec::new();
        let mut least: Option<Misfit> = None;
        for (slots, shared) in &placements {
            let hardware = Hardware {
                gpu,
                slots: slots.clone(),
                shared: *shared,
                bought: bought.to_vec(),
            };
            let misfits: Vec<Option<Misfit>> = by_era
                .iter()
                .map(|work| misfit(inputs, work, &hardware))
                .collect();
            let fits: Vec<bool> = misfits.iter().map(Option::is_none).collect();
            if fits.iter().any(|fit| *fit) {
                let eras = &options.eras;
                fitting.push(candidate(inputs, members, hardware, fits, eras));
            } else {
                least = least.max(misfits.into_iter().flatten().max());
            }
        }
        if let (true, Some(reason)) = (fitting.is_empty(), least) {
            options.misfits.entry(gpu).or_insert(reason);
        }
        // What is bought or hosted is compared in every single month, the rest over whole quarters.
        if bought_too {
            options.candidates.append(&mut fitting);
        } else {
            keep_undominated(fitting, &mut options.candidates);
        }
    }
    true
}

/// Why a unit's GPU work cannot run on this hardware, if it cannot.
pub fn misfit(inputs: &Inputs<f64>, work: &[Workload], hardware: &Hardware) -> Option<Misfit> {
    if hardware.shared {
        let gpus = hardware.gpus();
        let placed = place(inputs, work, hardware.gpu, gpus);
        return models_misfit(inputs, &placed, work, hardware.gpu, gpus)
            .or_else(|| sharing_misfit(inputs, &placed, work, hardware.gpu, gpus));
    }
    if work.len() > hardware.slots.len() {
        return Some(Misfit::Weights);
    }
    work.chunks(1).zip(&hardware.slots).find_map(|(one, gpus)| {
        let placed = place(inputs, one, hardware.gpu, *gpus);
        models_misfit(inputs, &placed, one, hardware.gpu, *gpus)
    })
}

fn models_misfit(
    inputs: &Inputs<f64>,
    placed: &[Placed<f64>],
    work: &[Workload],
    gpu: usize,
    gpus: usize,
) -> Option<Misfit> {
    if placed.is_empty() {
        let needed: f64 = work
            .iter()
            .map(|workload| match workload {
                Workload::Jobs(list) => list.iter().map(|c| inputs.components[*c].gpu_memory).sum(),
                Workload::Model(..) => 0.0,
            })
            .sum();
        let room = super::serving::usable_memory(&inputs.k, &inputs.gpus[gpu], gpus);
        return (needed > room).then_some(Misfit::Weights);
    }
    placed.iter().find_map(|p| {
        let one_call = (p.call.prompt + p.call.answer) * p.roofline.cache_per_token;
        if p.room <= 0.0 {
            Some(Misfit::Weights)
        } else if p.room < one_call {
            Some(Misfit::Cache)
        } else if p.roofline.step(&p.call, 1.0) > p.call.inter_token_target {
            Some(Misfit::StepTooSlow)
        } else if inputs.k.first_token_factor * p.roofline.prefill(p.call.fresh_prompt)
            > p.first_token_target
        {
            Some(Misfit::PromptTooSlow)
        } else {
            None
        }
    })
}

/// Whether jobs and models can take turns on the same GPUs.
fn sharing_misfit(
    inputs: &Inputs<f64>,
    placed: &[Placed<f64>],
    work: &[Workload],
    gpu: usize,
    gpus: usize,
) -> Option<Misfit> {
    let tightest = placed
        .iter()
        .map(|p| p.call.inter_token_target)
        .fold(f64::INFINITY, f64::min);
    let is_jobs = |workload: &&Workload| matches!(workload, Workload::Jobs(_));
    if work.iter().filter(is_jobs).count() > 1 {
        return Some(Misfit::JobsBlock);
    }
    let speed = inputs.gpus[gpu].fp16 * gpus as f64 / inputs.k.reference_compute;
    for workload in work {
        if let Workload::Jobs(list) = workload
            && list
                .iter()
                .any(|c| inputs.components[*c].gpu_seconds / speed > tightest)
        {
            return Some(Misfit::JobTooLong);
        }
    }
    for (i, a) in placed.iter().enumerate() {
        for (j, b) in placed.iter().enumerate() {
            let target = b.call.inter_token_target;
            let blocks = a.roofline.prefill(a.call.fresh_prompt) > target
                || a.roofline.step(&a.call, a.batch) > target;
            if i != j && blocks {
                return Some(Misfit::ModelsBlock);
            }
        }
    }
    None
}

/// What a unit costs in a month beside what every choice costs alike (money): GPUs with staging and
/// operations, CPUs paid apart, hosted calls.
pub(super) fn month_cost(
    inputs: &Inputs<f64>,
    members: &[usize],
    hardware: &Hardware,
    unit: &PoolLoad<f64>,
    month: usize,
    users: f64,
) -> f64 {
    let k = &inputs.k;
    let conditions = Conditions::new(inputs, month, users, &inputs.team.levels);
    let requests = requests_in_month(conditions.mean, k.hours_per_month);
    let mut cost = 0.0;
    for c in members {
        let price = hosted_price(inputs, *c, month, hardware.bought.contains(c));
        cost += price * requests * conditions.tokens;
    }
    if !unit.live {
        return cost;
    }
    let held = pool_month(k, unit, inputs.gpu_terms.block, &conditions, false);
    // CPUs come with GPU hosts; where all models are bought they are paid for apart.
    cost += held.cpu + held.staging_cpu;
    if !hardware.slots.is_empty() {
        let gpu = &inputs.gpus[hardware.gpu];
        let paid = if gpu.owned { held.gpus_peak } else { held.gpus };
        let wages = inputs.money.wage_growth.in_month(month);
        let hour_cost = inputs.team.platform_salary / 12.0 / k.productive_hours;
        cost +=
            (paid + held.staging_gpus) * k.hours_per_month * gpu_hour(inputs, hardware.gpu, month)
                + held.gpus * k.operations_per_gpu * hour_cost * wages;
    }
    cost
}

/// A way to run a unit with its cost from every quarter on.
fn candidate(
    inputs: &Inputs<f64>,
    members: &[usize],
    hardware: Hardware,
    fits: Vec<bool>,
    eras: &[usize],
) -> Candidate {
    let quarters = inputs.months.div_ceil(QUARTER);
    let mut cost_from = vec![0.0; quarters + 1];
    let mut load = None;
    for quarter in (0..quarters).rev() {
        let month = quarter * QUARTER;
        let era = eras.iter().rposition(|start| *start <= month).unwrap_or(0);
        if load.as_ref().is_none_or(|(of, _)| *of != era) {
            let fresh = pool_load(inputs, members, None, eras[era], Some(&hardware));
            load = Some((era, fresh));
        }
        let cost = match (&load, fits[era]) {
            (Some((_, unit)), true) => {
                let users = users(inputs, month);
                month_cost(inputs, members, &hardware, unit, month, users)
            }
            _ => 0.0,
        };
        let months = QUARTER.min(inputs.months - month) as f64;
        let discount = inputs.money.discount_rate.in_month(month);
        cost_from[quarter] = cost_from[quarter + 1] + cost * months / discount;
    }
    Candidate {
        hardware,
        fits,
        cost_from,
    }
}

#[cfg(test)]
mod tests {
    use super::super::deployment::Hardware;
    use super::super::inputs::Inputs;
    use super::super::projection::tests::inputs;
    use super::super::workload::workloads;
    use super::{Misfit, Options, misfit, options};

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
        // Beside them a pod of 2 vCPU and 1.5 GiB with its sidecar, on nodes of 1.25, and a quarter of it
        // for staging: 730·1.25·1.25·(2.1·0.0405 + 1.5781·0.0044) = 104.9 a month, 1,259 in all.
        assert!((few.cost - 1_584.0 - 1_259.16).abs() < 0.1, "{}", few.cost);
        // A thousand times that: 1.6 million, against some GPUs.
        let many = either(1e6);
        assert!(
            many.hardware.bought.is_empty() && many.cost < 1e6,
            "{}",
            many.cost
        );
    }

    #[test]
    fn what_needs_no_gpu_has_no_options() {
        let inputs = plan("(name: \"a\"), (name: \"b\", kind: HostedApi, price_per_call: 0.01)");
        assert!(options(&inputs, &[0, 1]).is_none());
    }
}
