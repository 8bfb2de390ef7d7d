//! Futures that fail: what the worst tenth of them have in common.
//!
//! The worst futures of a choice are those in which it does worst against the best alternative. An
//! input describes them when its values there lie clearly to one side of its values at large.

use super::dimensions::Dimensions;
use super::sample::Samples;
use crate::analysis::report::band::percentile;
use crate::analysis::report::uncertainty::{Condition, Failing};

/// Share of the futures that counts as the worst.
const WORST: f64 = 0.1;
/// Standard errors by which the mean chance must be off its half.
const CLEARLY: f64 = 3.5;
/// Inputs named at most.
const NAMED: usize = 4;

/// Describes the worst futures, given the difference in every future (positive: the choice was dearer).
pub fn failing(dimensions: &Dimensions, samples: Samples, difference: &[f64]) -> Option<Failing> {
    if difference.is_empty() || dimensions.is_empty() {
        return None;
    }
    let limit = percentile(&mut difference.to_vec(), 1.0 - WORST);
    let worst: Vec<usize> = (0..difference.len())
        .filter(|draw| difference[*draw] >= limit)
        .collect();
    // Where all futures are the same none is worst.
    if worst.len() * 2 > difference.len() {
        return None;
    }
    let count = worst.len() as f64;
    let error = (1.0 / (12.0 * count)).sqrt();
    let mut found: Vec<(f64, Condition)> = Vec::new();
    for (d, input) in dimensions.list().iter().enumerate() {
        let mut chances: Vec<f64> = worst.iter().map(|draw| samples.chance(*draw, d)).collect();
        let off = (chances.iter().sum::<f64>() / count - 0.5) / error;
        if off.abs() < CLEARLY {
            continue;
        }
        let above = off > 0.0;
        let chance = percentile(&mut chances, if above { 0.2 } else { 0.8 });
        let condition = Condition {
            input: input.name.clone(),
            above,
            value: input.curve.quantile(chance),
            share_of_all: if above { 1.0 - chance } else { chance },
        };
        found.push((off.abs(), condition));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let dearer = difference.iter().filter(|d| **d > 0.0).count();
    Some(Failing {
        share: WORST,
        difference: limit,
        probability: dearer as f64 / difference.len() as f64,
        conditions: found.into_iter().take(NAMED).map(|(_, c)| c).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::failing;
    use crate::analysis::futures::dimensions::Dimensions;
    use crate::analysis::futures::sample::Samples;

    #[test]
    fn the_input_behind_the_worst_futures_is_named() {
        let dimensions = Dimensions::of_shares(&["a", "b", "c"]);
        let samples = Samples { seed: 3 };
        // Only the second input matters, and it hurts when it is high.
        let difference: Vec<f64> = (0..1000)
            .map(|draw| samples.chance(draw, 1).powi(3) - 0.5 + 0.01 * samples.chance(draw, 0))
            .collect();
        let found = failing(&dimensions, samples, &difference).unwrap();
        assert_eq!(found.conditions.len(), 1, "{found:?}");
        let condition = &found.conditions[0];
        assert!(condition.input == "b" && condition.above);
        // The worst tenth lies above the 90th percentile; a fifth of the way into it is the 92nd.
        assert!((condition.share_of_all - 0.08).abs() < 0.005, "{found:?}");
        // u³ > 0.5 in 1 − 0.5^⅓ = 20.6% of the futures.
        assert!((found.probability - 0.21).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn nothing_is_said_where_nothing_differs() {
        let dimensions = Dimensions::of_shares(&["a"]);
        let samples = Samples { seed: 3 };
        assert!(failing(&dimensions, samples, &[1.0; 200]).is_none());
        assert!(failing(&Dimensions::default(), samples, &[1.0, 2.0]).is_none());
        // The worst futures have nothing to do with an input that does nothing.
        let other: Vec<f64> = (0..1000).map(|draw| samples.chance(draw, 7)).collect();
        let found = failing(&dimensions, samples, &other).unwrap();
        assert!(found.conditions.is_empty(), "{found:?}");
    }
}
