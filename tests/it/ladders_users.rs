//! The users ladder over the presets: what selective scaling is worth at a tenth to thirtyfold.
//!
//! Part of the ladders of `docs/method/ladders.md`; `UPDATE_GOLDEN=1 cargo test --test it ladders`
//! writes tables and charts anew.

use std::fmt::Write as _;

use splitpoint::analysis::session::Session;
use splitpoint::scenario::{Quantity, Scenario};
use splitpoint::units;

use crate::chart::{Line, Panel, svg};
use crate::ladders::{
    CLIMBERS, INFERENCE, INFERENCE_FIRST, MICROSERVICES, PROJECTED, SPLIT, Sums, by_part, fix,
    image, inputs, more, none, on_all_cores, percent, project, roadmaps, scenario, section,
    verdict,
};

/// Factors over users.
const USERS: [f64; 6] = [0.1, 0.3, 1.0, 3.0, 10.0, 30.0];
/// Minimum and whole replicas switched off, on the users ladder.
const NO_STEPS: &[(&str, f64)] = &[
    ("capacity.rounding", 0.0),
    ("capacity.ha_min_core", 0.0),
    ("capacity.ha_min_other", 0.0),
];

/// What the roadmaps cost at a number of users, and the GPUs of a replica of each unit at the end.
struct Step {
    sums: [Sums; PROJECTED.len()],
    replicas: [String; PROJECTED.len()],
}

fn with_users(mut scenario: Scenario, factor: f64) -> Step {
    scenario.factors.users = Quantity::point(factor);
    let inputs = inputs(&scenario);
    let plans = roadmaps(&scenario, &inputs);
    let mut session = Session::new(inputs).expect("today runs");
    let sums = project(&mut session, &plans);
    let mut replicas = PROJECTED.map(|_| String::new());
    for (list, plan) in replicas.iter_mut().zip(&plans) {
        let ready = session.prepare(plan).expect("it runs");
        let last = ready.choices.last().into_iter().flatten().flatten();
        let gpus: Vec<String> = last
            .filter(|choice| !choice.hardware.slots.is_empty())
            .map(|choice| {
                let name = &session.inputs.gpus[choice.hardware.gpu].name;
                units::gpus(choice.hardware.gpus() as f64, name)
            })
            .collect();
        *list = gpus.join(", ");
    }
    Step { sums, replicas }
}

#[test]
fn users_are_as_documented() {
    let mut jobs = Vec::new();
    for name in CLIMBERS {
        jobs.extend(USERS.map(|factor| (name, factor)));
    }
    let results = on_all_cores(&jobs, |&(name, factor)| with_users(scenario(name), factor));
    // No whole and no least replicas; no bank account that stops hiring.
    let smooth = on_all_cores(&jobs, |&(name, factor)| {
        let mut plan = scenario(name);
        fix(&mut plan, NO_STEPS);
        with_users(plan, factor)
    });
    let solvent = on_all_cores(&jobs, |&(name, factor)| {
        let mut plan = scenario(name);
        plan.money.capital = None;
        with_users(plan, factor)
    });
    let mut broken = Vec::new();
    let mut table = String::from(
        "| Preset | Users | Total: microservices | inference first | GPU rent: microservices | inference first | \
         GPU rent saved by microservices, of the monolith's total |\n|---|---:|---:|---:|---:|---:|---:|\n",
    );
    let mut held = String::from(
        "| Preset | Users | GPUs in the last month: monolith | microservices | inference first | \
         GPUs of a replica: monolith | of the units of microservices |\n|---|---:|---:|---:|---:|---|---|\n",
    );
    let mut parts = String::from(
        "| Preset | Users | Total | Infrastructure | People | Downtime | Delay | Security |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let mut ablated = String::from(
        "| Preset | Users | GPU rent as it is | without whole and least replicas | Total as it is | \
         without a bank account |\n|---|---:|---:|---:|---:|---:|\n",
    );
    for (at, ((name, factor), step)) in jobs.iter().zip(&results).enumerate() {
        let [whole, _, split, inference] = &step.sums;
        let rent = |sums: &[Sums]| percent(more(sums[SPLIT].rent, sums[0].rent));
        let total = |sums: &[Sums]| percent(more(sums[SPLIT].total(), sums[0].total()));
        let _ = writeln!(
            table,
            "| {name} | ×{factor} | {} | {} | {} | {} | {} |",
            total(&step.sums),
            percent(more(inference.total(), whole.total())),
            rent(&step.sums),
            percent(more(inference.rent, whole.rent)),
            units::share_fine((whole.rent - split.rent) / whole.total()),
        );
        let _ = writeln!(
            held,
            "| {name} | ×{factor} | {} | {} | {} | {} | {} |",
            units::decimal(whole.gpus, 1),
            units::decimal(split.gpus, 1),
            units::decimal(inference.gpus, 1),
            step.replicas[0],
            step.replicas[SPLIT],
        );
        let _ = writeln!(parts, "| {name} | ×{factor} | {} |", by_part(split, whole));
        let _ = writeln!(
            ablated,
            "| {name} | ×{factor} | {} | {} | {} | {} |",
            rent(&step.sums),
            rent(&smooth[at].sums),
            total(&step.sums),
            total(&solvent[at].sums),
        );
    }
    let mut expected = String::from(
        "| Preset | Total of microservices against the monolith falls at every step | \
         Rent saved rises as money | as a share of the total | as a share of the rent |\n\
         |---|---|---|---|---|\n",
    );
    for (name, steps) in CLIMBERS.iter().zip(results.chunks(USERS.len())) {
        let rises = |of: &dyn Fn(&Sums, &Sums) -> f64| {
            let values: Vec<f64> = steps
                .iter()
                .map(|step| of(&step.sums[0], &step.sums[SPLIT]))
                .collect();
            verdict(values.windows(2).all(|pair| pair[1] > pair[0]))
        };
        let _ = writeln!(
            expected,
            "| {name} | {} | {} | {} | {} |",
            rises(&|whole, split| -split.total() / whole.total()),
            rises(&|whole, split| whole.rent - split.rent),
            rises(&|whole, split| (whole.rent - split.rent) / whole.total()),
            rises(&|whole, split| (whole.rent - split.rent) / whole.rent),
        );
    }
    section("users expectation", &expected, &mut broken);
    section("users", &table, &mut broken);
    section("users hardware", &held, &mut broken);
    section("users parts", &parts, &mut broken);
    section("users ablations", &ablated, &mut broken);
    for (name, up, of) in [
        (
            "users-total.svg",
            "present value of the total against the monolith's",
            Sums::total as fn(&Sums) -> f64,
        ),
        (
            "users-gpus.svg",
            "present value of GPU rent against the monolith's",
            |sums| sums.rent,
        ),
    ] {
        image(name, &chart(&results, up, of), &mut broken);
    }
    none(&broken);
}

fn chart(results: &[Step], up: &str, of: fn(&Sums) -> f64) -> String {
    let line = |steps: &[Step], r: usize, style: (&'static str, &'static str), label: &str| Line {
        name: label.to_owned(),
        colour: style.0,
        dashes: style.1,
        filled: true,
        values: steps
            .iter()
            .map(|step| more(of(&step.sums[r]), of(&step.sums[0])))
            .collect(),
    };
    let panels: Vec<Panel> = CLIMBERS
        .iter()
        .zip(results.chunks(USERS.len()))
        .map(|(name, steps)| Panel {
            title: (*name).to_owned(),
            lines: vec![
                line(steps, SPLIT, MICROSERVICES, "microservices"),
                line(steps, INFERENCE_FIRST, INFERENCE, "inference first"),
            ],
        })
        .collect();
    let ticks: Vec<String> = USERS.iter().map(|factor| format!("×{factor}")).collect();
    svg(&ticks, "users against the preset's", up, &panels)
}
