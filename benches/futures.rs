//! How long futures take: 60 months, eight components, the five built-in roadmaps, ten inputs with
//! ranges, everything decided before.
//!
//! Run with `cargo bench --no-default-features --bench futures`.

use divan::{Bencher, black_box};
use splitpoint::analysis::decided::DecidedScenario;
use splitpoint::analysis::futures::ensemble::Ensemble;
use splitpoint::analysis::ready::Ready;
use splitpoint::scenario::Scenario;

mod plan;

use plan::{builtin, plan};

fn main() {
    divan::main();
}

/// Draws of five roadmaps on all cores.
#[divan::bench(args = [256, 1_024, 4_096, 10_000])]
fn draws(bencher: Bencher<'_, '_>, draws: usize) {
    run(bencher, &plan(60, 8), draws);
}

/// The same on one core.
#[divan::bench]
fn one_thread(bencher: Bencher<'_, '_>) {
    let plan = plan(60, 8);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.expect("a thread");
    with(&plan, |ensemble, roadmaps| {
        bencher.bench_local(|| {
            pool.install(|| black_box(ensemble.run(256, roadmaps, &["cumulative_total"], &|| true)))
        });
    });
}

/// Fewer and more months; time should grow in proportion.
#[divan::bench(args = [15, 30, 60, 120])]
fn months(bencher: Bencher<'_, '_>, months: u32) {
    run(bencher, &plan(months, 8), 256);
}

/// Fewer components; time should grow in proportion.
#[divan::bench(args = [2, 4, 8])]
fn components(bencher: Bencher<'_, '_>, components: usize) {
    run(bencher, &plan(60, components), 256);
}

/// One block of eight draws, its inputs given.
#[divan::bench]
fn block(bencher: Bencher<'_, '_>) {
    with(&plan(60, 8), |ensemble, roadmaps| {
        let values = ensemble.drawn(3);
        bencher
            .bench_local(|| black_box(ensemble.project(&values, roadmaps, &["cumulative_total"])));
    });
}

/// The inputs of a block alone: chances, quantiles.
#[divan::bench]
fn inputs_of_a_block(bencher: Bencher<'_, '_>) {
    with(&plan(60, 8), |ensemble, _| {
        bencher.bench_local(|| black_box(ensemble.project(&ensemble.drawn(3), &[], &[])));
    });
}

fn run(bencher: Bencher<'_, '_>, plan: &Scenario, draws: usize) {
    with(plan, |ensemble, roadmaps| {
        bencher.bench_local(|| {
            black_box(ensemble.run(draws, roadmaps, &["cumulative_total"], &|| true))
        });
    });
}

fn with(plan: &Scenario, then: impl FnOnce(&Ensemble<'_>, &[&Ready])) {
    let decided = DecidedScenario::new(plan, builtin()).expect("roadmaps");
    let ensemble = Ensemble::new(&decided, 7).expect("ranges");
    let roadmaps: Vec<&Ready> = decided.roadmaps.iter().flatten().take(5).collect();
    then(&ensemble, &roadmaps);
}
