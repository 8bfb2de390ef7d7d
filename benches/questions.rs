//! How long the questions beside the bands take: what decides, when to split, what first, which
//! roadmap wins where. 60 months, eight components, the five built-in roadmaps, ten inputs with
//! ranges, on all cores.
//!
//! Run with `cargo bench --no-default-features --bench questions`.

use divan::{Bencher, black_box};
use splitpoint::analysis::decided::DecidedScenario;
use splitpoint::analysis::futures::drivers::{one_at_a_time, total_order};
use splitpoint::analysis::futures::ensemble::Ensemble;
use splitpoint::analysis::futures::map::decision_map;
use splitpoint::analysis::futures::progress::TIMING_DRAWS;
use splitpoint::analysis::futures::timing::{Switches, timing};
use splitpoint::analysis::ready::Ready;
use splitpoint::analysis::what_first::what_first;

mod plan;

use plan::{builtin, plan};

/// Futures of each kind behind a total-order index.
const SOBOL_DRAWS: usize = 256;
/// Cells along each side of the map.
const SIDE: usize = 64;

fn main() {
    divan::main();
}

fn with(then: impl FnOnce(&mut DecidedScenario<'_>)) {
    let plan = plan(60, 8);
    let mut decided = DecidedScenario::new(&plan, builtin()).expect("roadmaps");
    then(&mut decided);
}

/// Everything decided anew, as after an edit.
#[divan::bench(sample_count = 20)]
fn decided(bencher: Bencher<'_, '_>) {
    let plan = plan(60, 8);
    bencher.bench_local(|| {
        black_box(
            DecidedScenario::new(&plan, builtin())
                .expect("roadmaps")
                .plans
                .len(),
        )
    });
}

/// Each input at its low and at its high.
#[divan::bench]
fn tornado(bencher: Bencher<'_, '_>) {
    with(|decided| {
        let ensemble = Ensemble::new(decided, 7).expect("ranges");
        let pair = pair(decided);
        bencher.bench_local(|| black_box(one_at_a_time(&ensemble, pair)));
    });
}

/// Total-order indices of all ten inputs.
#[divan::bench(sample_count = 10)]
fn sobol(bencher: Bencher<'_, '_>) {
    with(|decided| {
        let ensemble = Ensemble::new(decided, 7).expect("ranges");
        let inputs: Vec<usize> = (0..ensemble.dimensions.len()).collect();
        let pair = pair(decided);
        bencher.bench_local(|| {
            black_box(total_order(&ensemble, pair, &inputs, SOBOL_DRAWS, &|| true))
        });
    });
}

/// The cost of every month and the tripwires, months prepared before.
#[divan::bench(sample_count = 10)]
fn curve_and_tripwires(bencher: Bencher<'_, '_>) {
    with(|decided| {
        let switches = Switches::new(decided, 1).expect("a switch");
        let ensemble = Ensemble::new(decided, 7).expect("ranges");
        bencher.bench_local(|| black_box(timing(&ensemble, &switches, TIMING_DRAWS, &|| true)));
    });
}

/// The roadmap that wins in each cell.
#[divan::bench(sample_count = 5)]
fn map(bencher: Bencher<'_, '_>) {
    with(|decided| {
        let ensemble = Ensemble::new(decided, 7).expect("ranges");
        let inputs = ["demand.users", "factors.changes"];
        bencher.bench_local(|| black_box(decision_map(&ensemble, inputs, SIDE, &|| true)));
    });
}

/// The order of extraction and the best partition.
#[divan::bench(sample_count = 5)]
fn partition_search(bencher: Bencher<'_, '_>) {
    with(|decided| bencher.bench_local(|| black_box(what_first(decided, &|| true))));
}

fn pair<'a>(decided: &'a DecidedScenario<'_>) -> [&'a Ready; 2] {
    let mut ready = decided.roadmaps.iter().flatten();
    match (ready.next(), ready.next()) {
        (Some(one), Some(other)) => [one, other],
        _ => panic!("two roadmaps that run"),
    }
}
