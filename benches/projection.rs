//! How long a projection takes: 60 months, eight components, the five built-in roadmaps.
//!
//! Stated beside these in the changelog; nothing here fails. Run with
//! `cargo bench --no-default-features`.

use divan::{Bencher, black_box};
use splitpoint::analysis::ready::Ready;
use splitpoint::analysis::roadmaps::plans;
use splitpoint::analysis::session::{NpvSum, Session};
use splitpoint::catalog::Catalog;
use splitpoint::engine::compile::{Likely, catalog_of, compile};
use splitpoint::engine::inputs::Inputs;
use splitpoint::engine::projection::Projector;
use splitpoint::scenario::schema::Training;
use splitpoint::scenario::{self, Scenario};
use splitpoint::{analysis, presets};

#[expect(
    clippy::print_stdout,
    reason = "a figure that only the first call can give"
)]
fn main() {
    let start = std::time::Instant::now();
    let entries = builtin().entries.len();
    println!(
        "catalogue of {entries} entries, read once: {:.1?}",
        start.elapsed()
    );
    divan::main();
}

/// A preset brought to 60 months and eight components, training off.
fn eight_components() -> Scenario {
    let preset = presets::find("support-copilot").expect("a preset");
    let mut plan = preset.scenario().expect("a plan");
    plan.horizon_months = 60;
    plan.training = Training::Off;
    let dropped = plan.components[8..]
        .iter()
        .map(|c| c.name.clone())
        .collect::<Vec<_>>();
    plan.components.truncate(8);
    plan.edges
        .retain(|edge| !dropped.contains(&edge.from) && !dropped.contains(&edge.to));
    plan
}

fn inputs(scenario: &Scenario) -> Inputs<f64> {
    let catalog = catalog_of(scenario, builtin()).expect("a catalogue");
    compile(scenario, &catalog, &mut Likely { catalog: &catalog }).expect("inputs")
}

fn builtin() -> &'static Catalog {
    Catalog::builtin().expect("a catalogue")
}

/// The five roadmaps, the switch in a month of its own.
fn roadmaps(scenario: &Scenario) -> Vec<analysis::roadmaps::PlannedRoadmap> {
    let mut plans = plans(scenario, 0.05, 0.0).expect("roadmaps");
    plans.truncate(5);
    for plan in &mut plans {
        if plan.searches_month() {
            // Under another id it is one whose month is stated.
            "switched".clone_into(&mut plan.id);
            plan.stages.last_mut().expect("a stage").from_month = 24;
        }
    }
    plans
}

/// Five roadmaps, hardware chosen before.
#[divan::bench]
fn five_roadmaps(bencher: Bencher<'_, '_>) {
    let scenario = eight_components();
    let mut session = Session::new(inputs(&scenario)).expect("a session");
    let ready: Vec<Ready> = roadmaps(&scenario)
        .iter()
        .map(|plan| session.prepare(plan).expect("feasible"))
        .collect();
    let mut projectors: Vec<_> = ready
        .into_iter()
        .map(|ready| {
            let projector = Projector::new(&session.inputs, &session.baseline, ready.stages);
            (projector, ready.training)
        })
        .collect();
    bencher.bench_local(|| {
        let mut npv = 0.0;
        for (projector, training) in &mut projectors {
            let mut sum = NpvSum::new(&session.inputs.money.discount_rate);
            projector.run(training, &mut sum);
            npv += sum.npv;
        }
        black_box(npv)
    });
}

/// Five roadmaps with everything before them: compiling, today's baseline, the choice of hardware.
#[divan::bench]
fn five_roadmaps_with_the_choice(bencher: Bencher<'_, '_>) {
    let scenario = eight_components();
    let plans = roadmaps(&scenario);
    bencher.bench_local(|| {
        let mut session = Session::new(inputs(&scenario)).expect("a session");
        let mut npv = 0.0;
        for plan in &plans {
            let mut ready = session.prepare(plan).expect("feasible");
            let mut sum = NpvSum::new(&session.inputs.money.discount_rate);
            session.observe(&mut ready, &mut sum);
            npv += sum.npv;
        }
        black_box(npv)
    });
}

/// A whole report: the month of the switch searched, training chosen, reasons found.
#[divan::bench(args = presets::list().iter().map(|preset| preset.name))]
fn report(bencher: Bencher<'_, '_>, name: &str) {
    let plan = presets::find(name)
        .expect("a preset")
        .scenario()
        .expect("a plan");
    let catalog = builtin();
    bencher.bench_local(|| analysis::run(&plan, catalog).expect("a report"));
}

#[divan::bench(args = presets::list().iter().map(|preset| preset.name))]
fn load_scenario(bencher: Bencher<'_, '_>, name: &str) {
    let text = presets::find(name).expect("a preset").text;
    bencher.bench_local(|| scenario::load(black_box(text)));
}
