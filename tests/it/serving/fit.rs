//! Fits the constants of serving to published runs.
//!
//! Least squares of log errors, softened so that a few odd runs do not lead (soft-L1 with a scale of
//! 10%), by damped Gauss-Newton steps in the logarithms of the constants. A weak pull, one run's worth
//! of a tenth of the log distance, leads to round figures known beforehand: it decides only what the
//! runs do not. Deterministic: no chance, a fixed order.

use splitpoint::catalog::Catalog;
use splitpoint::catalog::published::published_runs;
use splitpoint::engine::compile::Likely;
use splitpoint::engine::constants::Constants;
use splitpoint::engine::inputs::{Gpu, Model};
use splitpoint::engine::specs::{gpu_of, model_of};
use splitpoint::engine::throughput::{Load, throughput};
use splitpoint::scenario::schema::Precision;

/// A published run with everything a prediction needs.
pub(crate) struct Run {
    /// The model.
    pub(crate) model: Model<f64>,
    /// The GPU.
    pub(crate) gpu: Gpu<f64>,
    /// Format of the weights in small letters.
    pub(crate) precision: String,
    format: Precision,
    gpus: usize,
    load: Load<f64>,
    /// Output tokens per second of the group.
    pub(crate) measured: f64,
}

/// A constant that is fitted.
struct Fitted {
    at: fn(&mut Constants<f64>) -> &mut f64,
    /// Round figure known before the fit.
    known: f64,
    /// Highest value there can be.
    most: f64,
}

/// Highest share of a peak that the fit may claim.
const MOST: f64 = 0.95;

const FITTED: [Fitted; 15] = [
    share(|k| &mut k.eta_memory, 0.9),
    share(|k| &mut k.eta_kv, 0.75),
    share(|k| &mut k.eta_decode, 0.6),
    share(|k| &mut k.eta_prefill, 0.6),
    share(|k| &mut k.eta_attention, 0.6),
    share(|k| &mut k.eta_link, 0.4),
    share(|k| &mut k.fp4_factor, 0.6),
    share(|k| &mut k.widening_factor, 0.5),
    any(|k| &mut k.allreduce_latency, 1e-5),
    any(|k| &mut k.step_overhead, 1e-3),
    any(|k| &mut k.layer_overhead, 5.5e-5),
    any(|k| &mut k.moe_overhead, 1e-4),
    any(|k| &mut k.moe_token_overhead, 1e-7),
    any(|k| &mut k.sequence_overhead, 2e-6),
    any(|k| &mut k.gpu_memory_fixed, 1e9),
];

const fn share(at: fn(&mut Constants<f64>) -> &mut f64, known: f64) -> Fitted {
    Fitted {
        at,
        known,
        most: MOST,
    }
}

const fn any(at: fn(&mut Constants<f64>) -> &mut f64, known: f64) -> Fitted {
    Fitted {
        at,
        known,
        most: f64::INFINITY,
    }
}

const COUNT: usize = FITTED.len();
/// Log error from which a run counts less.
const SOFT: f64 = 0.1;
/// Weight of the pull towards what is known.
const PULL: f64 = 0.1;
/// Most Gauss-Newton steps.
const STEPS: usize = 20;
/// Relative gain below which the fit is done.
const DONE: f64 = 1e-6;
/// Step of a numeric derivative.
const NUDGE: f64 = 1e-5;

/// Log of each constant that is fitted.
type Point = [f64; COUNT];

/// The catalogue's constants.
pub(crate) fn likely() -> Constants<f64> {
    let catalog = Catalog::builtin().expect("the built-in files are well-formed");
    Constants::read(&mut Likely { catalog }).expect("every constant is an entry")
}

/// All published runs.
pub(crate) fn runs() -> Vec<Run> {
    let catalog = Catalog::builtin().expect("the built-in files are well-formed");
    let mut source = Likely { catalog };
    let unlimited = likely().batch_cap_offline;
    published_runs()
        .iter()
        .map(|run| {
            let model = catalog.model(run.model).expect("a model of the catalogue");
            let gpu = catalog.gpu(run.gpu).expect("a GPU of the catalogue");
            Run {
                model: model_of(&mut source, model).expect("its numbers are there"),
                gpu: gpu_of(&mut source, gpu).expect("its numbers are there"),
                precision: run.precision.clone(),
                format: match run.precision.as_str() {
                    "fp16" => Precision::Fp16,
                    "fp8" => Precision::Fp8,
                    "fp4" => Precision::Fp4,
                    other => panic!("{other} is no format"),
                },
                gpus: run.gpus,
                load: Load {
                    prompt: run.prompt,
                    answer: run.answer,
                    batch_cap: run.batch_cap.unwrap_or(unlimited),
                },
                measured: run.tokens_per_second,
            }
        })
        .collect()
}

/// Output tokens per second that the engine predicts for a run.
pub(crate) fn predicted(k: &Constants<f64>, run: &Run) -> f64 {
    throughput(k, &run.model, run.format, &run.gpu, run.gpus, &run.load).rate
}

/// The catalogue's constants with those of [`FITTED`] fitted to these runs.
pub(crate) fn fitted(runs: &[&Run]) -> Constants<f64> {
    let mut k = likely();
    let known: Point = std::array::from_fn(|i| FITTED[i].known.ln());
    let mut x = known;
    let mut damping = 1e-3;
    let mut errors = residuals(&mut k, &x, runs);
    let mut cost = total(&errors, &x, &known);
    for _ in 0..STEPS {
        let (normal, gradient) = normal_equations(&mut k, &x, &known, runs, &errors);
        let mut gain = 0.0;
        // Steps that do not help are taken again, shorter.
        for _ in 0..6 {
            let step = solved(&normal, &gradient, damping, &x);
            let next: Point = std::array::from_fn(|i| (x[i] + step[i]).min(FITTED[i].most.ln()));
            let next_errors = residuals(&mut k, &next, runs);
            let next_cost = total(&next_errors, &next, &known);
            if next_cost < cost {
                gain = cost - next_cost;
                (x, errors, cost) = (next, next_errors, next_cost);
                damping *= 0.2;
                break;
            }
            damping *= 10.0;
        }
        if gain < DONE * cost {
            break;
        }
    }
    set(&mut k, &x);
    k
}

fn set(k: &mut Constants<f64>, x: &Point) {
    for (fitted, log) in FITTED.iter().zip(x) {
        *(fitted.at)(k) = log.exp();
    }
}

fn residuals(k: &mut Constants<f64>, x: &Point, runs: &[&Run]) -> Vec<f64> {
    set(k, x);
    runs.iter()
        .map(|run| (predicted(k, run) / run.measured).ln())
        .collect()
}

fn total(errors: &[f64], x: &Point, known: &Point) -> f64 {
    let soft = |error: &f64| 2.0 * SOFT * SOFT * ((1.0 + (error / SOFT).powi(2)).sqrt() - 1.0);
    let pull = |(x, known): (&f64, &f64)| (PULL * (x - known)).powi(2);
    errors.iter().map(soft).sum::<f64>() + x.iter().zip(known).map(pull).sum::<f64>()
}

/// The matrix and right-hand side of the next step, runs weighed by how well they fit.
fn normal_equations(
    k: &mut Constants<f64>,
    x: &Point,
    known: &Point,
    runs: &[&Run],
    errors: &[f64],
) -> ([Point; COUNT], Point) {
    let slopes: Vec<Vec<f64>> = (0..COUNT)
        .map(|i| {
            let mut nudged = *x;
            nudged[i] += NUDGE;
            let moved = residuals(k, &nudged, runs);
            let slope = |(moved, error): (&f64, &f64)| (moved - error) / NUDGE;
            moved.iter().zip(errors).map(slope).collect()
        })
        .collect();
    let weights: Vec<f64> = errors
        .iter()
        .map(|error| 1.0 / (1.0 + (error / SOFT).powi(2)).sqrt())
        .collect();
    let mut normal = [[0.0; COUNT]; COUNT];
    let mut gradient = [0.0; COUNT];
    for i in 0..COUNT {
        for j in 0..COUNT {
            normal[i][j] = (0..errors.len())
                .map(|run| weights[run] * slopes[i][run] * slopes[j][run])
                .sum();
        }
        normal[i][i] += PULL * PULL;
        gradient[i] = (0..errors.len())
            .map(|run| weights[run] * slopes[i][run] * errors[run])
            .sum::<f64>()
            + PULL * PULL * (x[i] - known[i]);
    }
    (normal, gradient)
}

/// The step downhill; constants at their highest value that want to rise stay.
fn solved(normal: &[Point; COUNT], gradient: &Point, damping: f64, x: &Point) -> Point {
    let stays = |i: usize| x[i] >= FITTED[i].most.ln() - 1e-12 && gradient[i] < 0.0;
    let mut rows: Vec<Vec<f64>> = (0..COUNT)
        .map(|i| {
            let mut row: Vec<f64> = (0..COUNT)
                .map(|j| {
                    if stays(i) || stays(j) {
                        f64::from(u8::from(i == j))
                    } else if i == j {
                        normal[i][i] * (1.0 + damping)
                    } else {
                        normal[i][j]
                    }
                })
                .collect();
            row.push(if stays(i) { 0.0 } else { -gradient[i] });
            row
        })
        .collect();
    // Gauss elimination; the matrix is positive definite, so pivots are where they stand.
    for i in 0..COUNT {
        let pivot = rows[i].clone();
        for row in rows.iter_mut().skip(i + 1) {
            let factor = row[i] / pivot[i];
            for (cell, above) in row.iter_mut().zip(&pivot) {
                *cell -= factor * above;
            }
        }
    }
    let mut step = [0.0; COUNT];
    for i in (0..COUNT).rev() {
        let known: f64 = (i + 1..COUNT).map(|j| rows[i][j] * step[j]).sum();
        step[i] = (rows[i][COUNT] - known) / rows[i][i];
    }
    step
}
