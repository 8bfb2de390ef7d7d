//! Which inputs the difference of two roadmaps hangs on.
//!
//! One at a time: the difference with each input at its low and at its high value, the others as
//! planned. Together: the total-order Sobol index, the share of the variance that would be left if
//! everything but this input were known. In money: the expected value of perfect information, what
//! knowing the input before choosing would save on average.

use rayon::prelude::*;

use super::ensemble::Ensemble;
use crate::analysis::ready::Ready;
use crate::analysis::report::uncertainty::Estimate;
use crate::number::Number;
use crate::number::lanes::{LaneValues, WIDTH};

/// Terms of the curve through which an input explains an outcome, the constant apart.
const TERMS: usize = 3;
/// Inputs for which total-order indices are computed; the others explain less.
pub const MOST_INDICES: usize = 24;
/// Scores beyond this many spreads are cut, so that one draw does not bend a curve.
const WIDEST: f64 = 4.0;
/// Spread of the standard logistic: π/√3.
const LOGISTIC_SPREAD: f64 = 1.813_799_364_234_217_8;

impl Estimate {
    /// A mean that is known to be 0 at least.
    fn mean(values: &[f64]) -> Self {
        let count = values.len().max(1) as f64;
        let mean = values.iter().sum::<f64>() / count;
        let variance = values.iter().map(|v| square(v - mean)).sum::<f64>() / count;
        Self {
            value: mean.max(0.0),
            error: (variance / count).sqrt(),
        }
    }
}

/// NPV difference, first less second, with each input at low and high: `[low, high]` by input.
pub fn one_at_a_time(ensemble: &Ensemble<'_>, pair: [&Ready; 2]) -> Vec<[f64; 2]> {
    let inputs = ensemble.dimensions.list();
    let likely = ensemble.likely();
    let most = WIDTH / 2;
    let blocks: Vec<Vec<[f64; 2]>> = (0..inputs.len().div_ceil(most))
        .into_par_iter()
        .map(|block| {
            let mut values = likely.clone();
            let first = block * most;
            let here = first..inputs.len().min(first + most);
            for (at, input) in here.clone().zip(&inputs[here.clone()]) {
                let lane = (at - first) * 2;
                let mut lanes = [input.range.likely; WIDTH];
                lanes[lane] = input.range.low;
                lanes[lane + 1] = input.range.high;
                values[at] = lanes;
            }
            let difference = difference(ensemble, &values, pair);
            let outcome = |at: usize| {
                [
                    difference[(at - first) * 2],
                    difference[(at - first) * 2 + 1],
                ]
            };
            here.map(outcome).collect()
        })
        .collect();
    blocks.concat()
}

fn difference(ensemble: &Ensemble<'_>, values: &[LaneValues], pair: [&Ready; 2]) -> LaneValues {
    match ensemble.project(values, &pair, &[]).as_slice() {
        [one, other] => std::array::from_fn(|lane| one.npv[lane] - other.npv[lane]),
        _ => [0.0; WIDTH],
    }
}

/// Total-order indices of some inputs (Jansen's estimator), in `draws` futures of each kind.
///
/// `go_on` is asked before each block; when it says no the answer is `None`.
pub fn total_order(
    ensemble: &Ensemble<'_>,
    pair: [&Ready; 2],
    inputs: &[usize],
    draws: usize,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Estimate>> {
    let count = ensemble.dimensions.len();
    let curves = ensemble.dimensions.list();
    let of = |block: usize, d: usize, offset: usize| {
        std::array::from_fn(|lane| {
            let draw = block * WIDTH + lane;
            curves[d]
                .curve
                .quantile(ensemble.samples.chance(draw, d + offset))
        })
    };
    let blocks: Vec<Vec<LaneValues>> = (0..draws.div_ceil(WIDTH))
        .into_par_iter()
        .map(|block| {
            let mut values: Vec<LaneValues> = (0..count).map(|d| of(block, d, 0)).collect();
            let mut all = vec![difference(ensemble, &values, pair)];
            for &d in inputs {
                if !go_on() {
                    return None;
                }
                let kept = std::mem::replace(&mut values[d], of(block, d, count));
                all.push(difference(ensemble, &values, pair));
                values[d] = kept;
            }
            Some(all)
        })
        .collect::<Option<_>>()?;
    let column = |at: usize| blocks.iter().flat_map(move |block| block[at]);
    let base: Vec<f64> = column(0).collect();
    let others = (1..=inputs.len()).map(|at| column(at).collect::<Vec<f64>>());
    Some(jansen(&base, others))
}

/// Jansen's estimator: half the mean squared change when one input alone is drawn again, over the
/// variance of both samples together.
///
/// ```text
/// Σ (a − b)²/2  /  Σ ((a − m)² + (b − m)²)/2
/// ```
/// - `m`: mean of both. One large value then stands above and below the line; a share lies within 0 and
///   1, which sampling alone can leave. The error is that of a ratio of two means.
pub fn jansen(base: &[f64], changed: impl Iterator<Item = Vec<f64>>) -> Vec<Estimate> {
    let count = base.len().max(1) as f64;
    changed
        .map(|other| {
            let sum = base.iter().chain(&other).sum::<f64>();
            let mean = sum / (2.0 * count);
            let pairs: Vec<[f64; 2]> = base
                .iter()
                .zip(&other)
                .map(|(a, b)| {
                    let spread = square(a - mean) + square(b - mean);
                    [square(a - b) / 2.0, spread / 2.0]
                })
                .collect();
            let moved: f64 = pairs.iter().map(|[moved, _]| moved).sum();
            let spread: f64 = pairs.iter().map(|[_, spread]| spread).sum();
            if spread <= 0.0 {
                return Estimate::default();
            }
            let ratio = moved / spread;
            let apart = pairs
                .iter()
                .map(|[moved, spread]| square(moved - ratio * spread));
            Estimate {
                value: ratio.clamp(0.0, 1.0),
                error: apart.sum::<f64>().sqrt() / spread,
            }
        })
        .collect()
}

fn square(value: f64) -> f64 {
    value * value
}

/// A score for a chance: where it stands on a standard logistic.
fn score(chance: f64) -> f64 {
    (Number::ln(chance / (1.0 - chance)) / LOGISTIC_SPREAD).clamp(-WIDEST, WIDEST)
}

/// Powers of the scores, made orthogonal to the constant and to each other, each of mean square 1.
pub fn basis(chances: impl Iterator<Item = f64>) -> Vec<Vec<f64>> {
    let scores: Vec<f64> = chances.map(score).collect();
    let count = scores.len().max(1) as f64;
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / count;
    let mut terms = vec![vec![1.0; scores.len()]];
    let mut powers = vec![1.0; scores.len()];
    for _ in 0..TERMS {
        for (power, score) in powers.iter_mut().zip(&scores) {
            *power *= score;
        }
        let mut term = powers.clone();
        for before in &terms {
            let along = dot(&term, before);
            for (value, before) in term.iter_mut().zip(before) {
                *value -= along * before;
            }
        }
        let size = dot(&term, &term).sqrt();
        if size > 1e-9 {
            for value in &mut term {
                *value /= size;
            }
            terms.push(term);
        }
    }
    terms
}

/// What an outcome is expected to be, given one input: its mean and a curve in the input.
///
/// Returns the expectation in every draw and the share of the variance it explains. The curve is
/// shrunk by what a curve through mere noise would explain.
pub fn expected(basis: &[Vec<f64>], outcome: &[f64]) -> (Vec<f64>, f64) {
    let count = outcome.len().max(1) as f64;
    let mean = outcome.iter().sum::<f64>() / count;
    let variance = outcome.iter().map(|y| square(y - mean)).sum::<f64>() / count;
    let weights: Vec<f64> = basis[1..]
        .iter()
        .map(|term| {
            term.iter()
                .zip(outcome)
                .map(|(t, y)| t * (y - mean))
                .sum::<f64>()
                / count
        })
        .collect();
    let explained: f64 = weights.iter().map(|w| w * w).sum();
    let kept = kept(&weights, variance, count);
    let fitted = (0..outcome.len())
        .map(|draw| {
            let curve = basis[1..].iter().zip(&weights);
            mean + kept.sqrt() * curve.map(|(term, w)| w * term[draw]).sum::<f64>()
        })
        .collect();
    let share = if variance > 0.0 {
        kept * explained / variance
    } else {
        0.0
    };
    (fitted, share)
}

/// Expected value of perfect information about one input, for a choice among roadmaps.
///
/// `outcomes`: cost of each roadmap in every draw. Returns the value in money and the share of the
/// variance of the first less the second that the input explains.
///
/// ```text
/// min E[cost] − E[cost of what one would choose, given the input]
/// ```
/// What one would choose is learned on one half of the draws, as curves through the differences, and
/// judged by what it really costs on the other, both ways. The choice made so is never better than the
/// best of each draw, so that one input is never worth more than all ([`value_of_knowing_all`]), however
/// ill a curve fits.
pub fn value_of_information(basis: &[Vec<f64>], outcomes: &[&[f64]]) -> (Estimate, f64) {
    let Some((first, others)) = outcomes.split_first() else {
        return (Estimate::default(), 0.0);
    };
    let draws = first.len();
    if draws == 0 {
        return (Estimate::default(), 0.0);
    }
    // Differences to the first: what all roadmaps share cancels and disturbs no curve.
    let mut explained = 0.0;
    let mut least_expected = vec![0.0_f64; draws];
    let mut chosen = vec![0_usize; draws];
    for (at, other) in others.iter().enumerate() {
        let difference: Vec<f64> = other.iter().zip(*first).map(|(a, b)| a - b).collect();
        let mean = difference.iter().sum::<f64>() / draws as f64;
        if at == 0 {
            explained = expected(basis, &difference).1;
        }
        for learned in 0..2 {
            let curve = curve(basis, &difference, |draw| draw % 2 == learned);
            for draw in (0..draws).filter(|draw| draw % 2 != learned) {
                let terms = basis[1..].iter().zip(&curve);
                let here = mean + terms.map(|(term, w)| w * term[draw]).sum::<f64>();
                if here < least_expected[draw] {
                    least_expected[draw] = here;
                    chosen[draw] = at + 1;
                }
            }
        }
    }
    let fixed = best_on_average(outcomes);
    let saved = chosen.iter().enumerate();
    let saved = saved.map(|(draw, chosen)| outcomes[fixed][draw] - outcomes[*chosen][draw]);
    (Estimate::mean(&saved.collect::<Vec<f64>>()), explained)
}

/// Weights of the terms of a curve through some of the draws, shrunk by what a curve through mere noise
/// would explain.
fn curve(basis: &[Vec<f64>], outcome: &[f64], counts: impl Fn(usize) -> bool) -> Vec<f64> {
    let places: Vec<usize> = (0..outcome.len()).filter(|draw| counts(*draw)).collect();
    let count = places.len().max(1) as f64;
    let mean = places.iter().map(|draw| outcome[*draw]).sum::<f64>() / count;
    let of =
        |value: &dyn Fn(usize) -> f64| places.iter().map(|draw| value(*draw)).sum::<f64>() / count;
    let variance = of(&|draw| square(outcome[draw] - mean));
    let weights: Vec<f64> = basis[1..]
        .iter()
        .map(|term| of(&|draw| term[draw] * (outcome[draw] - mean)))
        .collect();
    let kept = kept(&weights, variance, count);
    weights.iter().map(|weight| kept.sqrt() * weight).collect()
}

/// Share of what a curve explains that is more than noise would.
fn kept(weights: &[f64], variance: f64, count: f64) -> f64 {
    let explained: f64 = weights.iter().map(|w| w * w).sum();
    let noise = weights.len() as f64 * (variance - explained).max(0.0) / (count - 1.0).max(1.0);
    if explained > 0.0 {
        (1.0 - noise / explained).max(0.0)
    } else {
        0.0
    }
}

/// Place of the roadmap of least mean cost.
fn best_on_average(outcomes: &[&[f64]]) -> usize {
    let sums = outcomes.iter().map(|values| values.iter().sum::<f64>());
    let best = sums
        .enumerate()
        .reduce(|best, one| if one.1 < best.1 { one } else { best });
    best.map_or(0, |(at, _)| at)
}

/// Expected value of knowing everything before choosing.
pub fn value_of_knowing_all(outcomes: &[&[f64]]) -> Estimate {
    let draws = outcomes.first().map_or(0, |first| first.len());
    let fixed = best_on_average(outcomes);
    let saved = (0..draws).map(|draw| {
        let all = outcomes.iter().map(|values| values[draw]);
        outcomes[fixed][draw] - all.fold(f64::INFINITY, f64::min)
    });
    Estimate::mean(&saved.collect::<Vec<f64>>())
}

#[cfg(test)]
mod tests {
    use super::{basis, jansen, value_of_information, value_of_knowing_all};
    use crate::analysis::futures::sample::Samples;
    use std::f64::consts::PI;

    const SAMPLES: Samples = Samples { seed: 7 };

    /// The standard normal's quantile, by halving its distribution function.
    fn normal(chance: f64) -> f64 {
        let (mut low, mut high) = (-9.0_f64, 9.0_f64);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if distribution(middle) < chance {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    fn density(x: f64) -> f64 {
        (-x * x / 2.0).exp() / (2.0 * PI).sqrt()
    }

    /// Abramowitz and Stegun 26.2.17, error below 7.5e-8.
    fn distribution(x: f64) -> f64 {
        let t = 1.0 / (1.0 + 0.231_641_9 * x.abs());
        let sum = [
            1.330_274_429,
            -1.821_255_978,
            1.781_477_937,
            -0.356_563_782,
            0.319_381_53,
        ]
        .iter()
        .fold(0.0, |sum, c| (sum + c) * t);
        let above = density(x) * sum;
        if x > 0.0 { 1.0 - above } else { above }
    }

    #[test]
    fn indices_of_ishigami() {
        // f = sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 on [−π, π]³: total order 0.5576, 0.4424, 0.2437
        // (Ishigami and Homma 1990, as in Saltelli et al. 2008).
        let value =
            |x: [f64; 3]| x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin();
        let draws = 8192;
        let at = |draw: usize, d: usize| (2.0 * SAMPLES.chance(draw, d) - 1.0) * PI;
        let point = |draw: usize| [at(draw, 0), at(draw, 1), at(draw, 2)];
        let base: Vec<f64> = (0..draws).map(|draw| value(point(draw))).collect();
        let changed = (0..3).map(|d| {
            let again = |draw: usize| {
                let mut x = point(draw);
                x[d] = at(draw, d + 3);
                value(x)
            };
            (0..draws).map(again).collect()
        });
        let indices = jansen(&base, changed);
        for (index, expected) in indices.iter().zip([0.5576, 0.4424, 0.2437]) {
            assert!((index.value - expected).abs() < 0.01, "{indices:?}");
            // Far from exact, and not by more than it says.
            assert!(0.001 < index.error && index.error < 0.02, "{indices:?}");
        }
    }

    #[test]
    fn information_about_a_linear_gaussian_difference() {
        // Cost of the first 0, of the second μ + σ x + τ z: knowing x is worth
        // σ φ(μ/σ) − |μ| Φ(−|μ|/σ); knowing all the same with √(σ² + τ²).
        let draws = 4096;
        for (mu, sigma, tau) in [(0.0, 1.0, 1.0), (0.5, 1.0, 0.5), (-1.0, 2.0, 1.0)] {
            let x: Vec<f64> = (0..draws).map(|d| normal(SAMPLES.chance(d, 0))).collect();
            let z: Vec<f64> = (0..draws).map(|d| normal(SAMPLES.chance(d, 1))).collect();
            let second: Vec<f64> = x
                .iter()
                .zip(&z)
                .map(|(x, z)| mu + sigma * x + tau * z)
                .collect();
            let first = vec![0.0; draws];
            let worth =
                |s: f64| s * density(mu / s) - f64::abs(mu) * distribution(-f64::abs(mu) / s);
            let about = basis((0..draws).map(|d| SAMPLES.chance(d, 0)));
            let (found, share) = value_of_information(&about, &[&first, &second]);
            let off = (found.value - worth(sigma)).abs();
            assert!(off < 3.0 * found.error, "{found:?} {}", worth(sigma));
            assert!(found.error < 0.02 * (sigma + tau), "{found:?}");
            let variance = sigma * sigma / (sigma * sigma + tau * tau);
            assert!((share - variance).abs() < 0.01, "{share} {variance}");
            let all = value_of_knowing_all(&[&first, &second]);
            let expected = worth(sigma.hypot(tau));
            assert!(
                (all.value - expected).abs() < 0.01 * (sigma + tau),
                "{all:?} {expected}"
            );
            assert!(found.value <= all.value && found.is_clear() && all.is_clear());
            // Something that has no part in it is worth next to nothing.
            let apart = basis((0..draws).map(|d| SAMPLES.chance(d, 5)));
            let (nothing, _) = value_of_information(&apart, &[&first, &second]);
            assert!(!nothing.is_clear(), "{nothing:?}");
        }
    }

    #[test]
    fn one_great_value_makes_no_part_greater_than_the_whole() {
        // One draw in 64 is far out, in the second sample alone: over the variance of the first the
        // part would be 2,000.
        let base: Vec<f64> = (0..64).map(|draw| f64::from(draw % 8) / 8.0).collect();
        let mut other = base.clone();
        other[5] = 300.0;
        let found = jansen(&base, [other.clone()].into_iter())[0];
        assert!(0.9 < found.value && found.value <= 1.0, "{found:?}");
        assert!(found.error > 0.0, "{found:?}");
        // The other way round it is the same.
        assert_eq!(jansen(&other, [base].into_iter())[0], found);
    }

    #[test]
    fn an_ill_fitting_curve_promises_no_more_than_knowing_all() {
        // The second costs 1 more, but in one draw of 128 a thousand less: a curve through that draw
        // sees savings all along its end.
        let draws = 1024;
        let first = vec![0.0; draws];
        let second: Vec<f64> = (0..draws)
            .map(|draw| {
                if SAMPLES.chance(draw, 0) > 0.99 {
                    -120.0
                } else {
                    1.5
                }
            })
            .collect();
        let about = basis((0..draws).map(|draw| SAMPLES.chance(draw, 0)));
        let all = value_of_knowing_all(&[&first, &second]);
        let (one, _) = value_of_information(&about, &[&first, &second]);
        assert!(one.value <= all.value, "{one:?} {all:?}");
    }
}
