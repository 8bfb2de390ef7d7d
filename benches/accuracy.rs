//! How far the percentiles of few futures are from those of a million: the difference of two
//! roadmaps over five years, Sobol draws beside pseudo-random ones.
//!
//! Not a timing: it prints a table. Run with `cargo bench --no-default-features --bench accuracy`;
//! `DRAWS=100000` makes the reference smaller.

use rayon::prelude::*;
use splitpoint::analysis::decided::DecidedScenario;
use splitpoint::analysis::futures::ensemble::Ensemble;
use splitpoint::analysis::futures::sample::Samples;
use splitpoint::analysis::ready::Ready;
use splitpoint::analysis::report::band::Band;
use splitpoint::catalog::Catalog;
use splitpoint::number::lanes::{LaneValues, WIDTH};
use splitpoint::presets;

/// Presets whose difference is looked at, microservices less the monolith.
const PRESETS: [&str; 3] = ["agent-marketplace", "support-copilot", "coding-assistant"];
/// Seeds of which the mean error is shown; with fewer the mean itself is not known to a tenth.
const SEEDS: u32 = 32;

/// A pseudo-random chance (`SplitMix64`).
fn random(seed: u64, draw: usize, dimension: usize) -> f64 {
    let mut z = seed
        .wrapping_add((draw as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .wrapping_add((dimension as u64).wrapping_mul(0xd1b5_4a32_d192_ed03));
    for _ in 0..2 {
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
    }
    ((z >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

fn band(
    ensemble: &Ensemble<'_>,
    pair: [&Ready; 2],
    draws: usize,
    chance: impl Fn(usize, usize) -> f64 + Sync,
) -> Band {
    let inputs = ensemble.dimensions.list();
    let mut all: Vec<f64> = (0..draws / WIDTH)
        .into_par_iter()
        .flat_map_iter(|block| {
            let values: Vec<LaneValues> = inputs
                .iter()
                .enumerate()
                .map(|(d, input)| {
                    std::array::from_fn(|lane| {
                        input.curve.quantile(chance(block * WIDTH + lane, d))
                    })
                })
                .collect();
            let blocks = ensemble.project(&values, &pair, &[]);
            (0..WIDTH).map(move |lane| blocks[0].npv[lane] - blocks[1].npv[lane])
        })
        .collect();
    Band::of(&mut all)
}

fn main() {
    for preset in PRESETS {
        of(preset);
    }
}

#[expect(clippy::print_stdout, reason = "the table is the outcome")]
fn of(preset: &str) {
    let found = presets::find(preset).expect("a preset");
    let mut plan = found.scenario().expect("a plan");
    plan.horizon_months = 60;
    let decided =
        DecidedScenario::new(&plan, Catalog::builtin().expect("a catalogue")).expect("roadmaps");
    let ensemble = Ensemble::new(&decided, 7).expect("ranges");
    let ready = |id: &str| {
        let mut all = decided.roadmaps.iter().flatten();
        all.find(|ready| ready.plan.id == id).expect("a roadmap")
    };
    let pair = [ready("microservices"), ready("monolith")];
    let reference = std::env::var("DRAWS").ok().and_then(|n| n.parse().ok());
    let reference = reference.unwrap_or(1_000_000);
    let truth = band(&ensemble, pair, reference, |draw, d| random(1, draw, d));
    let width = truth.p90 - truth.p10;
    println!(
        "{preset}, {} inputs, {reference} draws: {:.4e} {:.4e} {:.4e}",
        ensemble.dimensions.len(),
        truth.p10,
        truth.p50,
        truth.p90
    );
    println!("mean absolute error in % of the band's width over {SEEDS} seeds: P10, P50, P90");
    let mean = |one: &dyn Fn(u32) -> Band| {
        let mut sum = [0.0; 3];
        for seed in 0..SEEDS {
            let band = one(seed);
            let errors = [
                band.p10 - truth.p10,
                band.p50 - truth.p50,
                band.p90 - truth.p90,
            ];
            for (sum, error) in sum.iter_mut().zip(errors) {
                *sum += 100.0 * error.abs() / width / f64::from(SEEDS);
            }
        }
        sum
    };
    for draws in [256, 1_024, 4_096] {
        let sobol = mean(&|seed| {
            let samples = Samples { seed: seed + 100 };
            band(&ensemble, pair, draws, |draw, d| samples.chance(draw, d))
        });
        let pseudo = mean(&|seed| {
            band(&ensemble, pair, draws, |draw, d| {
                random(1_000 + u64::from(seed), draw, d)
            })
        });
        println!(
            "{draws:>6} Sobol         {:.2} {:.2} {:.2}",
            sobol[0], sobol[1], sobol[2]
        );
        println!(
            "{draws:>6} pseudo-random {:.2} {:.2} {:.2}",
            pseudo[0], pseudo[1], pseudo[2]
        );
    }
}
