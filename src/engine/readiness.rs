//! Ten levels: how they rise, what a partition asks for, what training does.

use super::constants::Constants;
use super::dimension;
use super::labels as l;
use super::partition::required_level;
use crate::number::{Number, Subject};

/// Highest level.
pub const TOP_LEVEL: f64 = 4.0;
/// Dimensions without which a split fails.
pub const GATES: [usize; 4] = [
    dimension::DELIVERY,
    dimension::PLATFORM,
    dimension::OBSERVABILITY,
    dimension::BOUNDARIES,
];

/// Levels that a number of units asks for.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn required_levels<N: Number>(tables: &[[N; 10]; 3], units: usize) -> [N; 10] {
    std::array::from_fn(|d| {
        let table = [tables[0][d], tables[1][d], tables[2][d]];
        required_level(&table, units).named_of(&l::REQUIRED, Subject::Dimension(d))
    })
}

/// What is missing in a dimension (levels).
///
/// ```text
/// max(0, required − level)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn gap<N: Number>(required: N, level: N) -> N {
    (required - level).max(N::zero())
}

/// What is missing in each dimension (levels).
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn gaps<N: Number>(required: &[N; 10], levels: &[N; 10]) -> [N; 10] {
    std::array::from_fn(|d| gap(required[d], levels[d]).named_of(&l::GAP, Subject::Dimension(d)))
}

/// How far the gates' levels reach what is required.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readiness<N> {
    /// Least of level over required, at most 1: the readiness index (share).
    pub least: N,
    /// Their mean (share).
    pub mean: N,
}

/// Least and mean of the gates' level over required, each at most 1.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn readiness<N: Number>(required: &[N; 10], levels: &[N; 10]) -> Readiness<N> {
    let one = N::one();
    let (mut least, mut sum) = (one, N::zero());
    for gate in GATES {
        let ratio = levels[gate].over_or(required[gate], one);
        least = least.min(ratio);
        sum = sum + ratio.min(one);
    }
    Readiness {
        least,
        mean: sum.over_constant(GATES.len() as f64),
    }
}

/// What training does in a month.
#[derive(Clone, Copy, Debug)]
pub struct Training<N> {
    /// Levels gained in each dimension.
    pub steps: [N; 10],
    /// Levels gained in all dimensions together.
    pub gained: N,
    /// 1 while training lasts, else 0.
    pub active: N,
}

impl<N: Number> Training<N> {
    /// A month in which nothing is aimed at.
    pub fn none() -> Self {
        let zero = N::zero();
        Self {
            steps: [zero; 10],
            gained: zero,
            active: zero,
        }
    }
}

/// What training towards targets does in a month, before the levels move.
///
/// ```text
/// at most 0.04 a dimension, 0.24 in all
/// ```
/// Source: STF22, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn training_in_month<N: Number>(
    k: &Constants<N>,
    levels: &[N; 10],
    targets: &[N; 10],
) -> Training<N> {
    let mut steps = *targets;
    for (step, level) in steps.iter_mut().zip(levels) {
        *step = (*step - *level).clamp(N::zero(), k.training_per_dimension);
    }
    let total = N::sum(steps);
    let gained = total.min(k.training_all).named(&l::GAINED);
    let scale = gained.over_or(total, N::zero());
    for step in &mut steps {
        *step = *step * scale;
    }
    let active = N::select(N::zero().less(gained), N::one(), N::zero());
    let active = active.named(&l::TRAINING_ACTIVE);
    Training {
        steps,
        gained,
        active,
    }
}

/// Raises the levels by practice and by the month's training.
///
/// ```text
/// practice 0.008 a month
/// ```
/// Source: STF22, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn next_levels<N: Number>(k: &Constants<N>, levels: &mut [N; 10], training: &Training<N>) {
    for (d, (level, step)) in levels.iter_mut().zip(&training.steps).enumerate() {
        let raised = *level + *step + k.practice;
        *level = raised
            .min(N::constant(TOP_LEVEL).max(*level))
            .named_of(&l::LEVEL, Subject::Dimension(d));
    }
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::rounded_constants;
    use super::{Readiness, gap, gaps, next_levels, readiness, required_levels, training_in_month};

    #[test]
    fn gaps_and_index_by_hand() {
        // Required 1, 2, 3 in every dimension; five units: 2.5208 (see partition).
        let tables = [[1.0; 10], [2.0; 10], [3.0; 10]];
        assert_eq!(required_levels(&tables, 1), [1.0; 10]);
        let required: [f64; 10] = required_levels(&tables, 5);
        assert!((required[7] - 2.5208).abs() < 1e-4);
        let required = required_levels(&tables, 2);
        let mut levels = [2.0_f64; 10];
        // Delivery 1.5 and boundaries 0.5 are gates; cost 0 is none.
        levels[0] = 1.5;
        levels[4] = 0.5;
        levels[9] = 0.0;
        let gaps = gaps(&required, &levels);
        assert_eq!((gaps[0], gaps[4], gaps[5], gaps[9]), (0.5, 1.5, 0.0, 2.0));
        // min(1.5/2, 2/2, 2/2, 0.5/2) = 0.25; their mean is (0.75 + 1 + 1 + 0.25)/4 = 0.75.
        let of = |least, mean| Readiness { least, mean };
        assert_eq!(readiness(&required, &levels), of(0.25, 0.75));
        // More than enough counts as enough, and so does anything where nothing is asked for.
        assert_eq!(readiness(&required, &[4.0_f64; 10]), of(1.0, 1.0));
        assert_eq!(readiness(&[0.0_f64; 10], &[0.0; 10]), of(1.0, 1.0));
        assert_eq!((gap(2.5, 1.25), gap(1.25, 2.5)), (1.25, 0.0));
    }

    #[test]
    fn practice_alone() {
        let k = rounded_constants();
        let mut levels = [1.0; 10];
        levels[3] = 3.996;
        let training = training_in_month(&k, &levels, &[0.0; 10]);
        next_levels(&k, &mut levels, &training);
        assert_eq!((training.gained, training.active), (0.0, 0.0));
        assert!((levels[0] - 1.008_f64).abs() < 1e-12);
        assert_eq!(levels[3], 4.0);
    }

    #[test]
    fn a_month_of_training_by_hand() {
        let k = rounded_constants();
        let mut targets = [0.0; 10];
        targets[..7].fill(3.0);
        let mut levels = [1.0_f64; 10];
        // Seven dimensions want 0.04 each, 0.28 in all; 0.24 are to be had: 0.24/7 = 0.0342857 each.
        let training = training_in_month(&k, &levels, &targets);
        assert!((training.gained - 0.24_f64).abs() < 1e-12);
        assert_eq!(training.active, 1.0);
        next_levels(&k, &mut levels, &training);
        assert!((levels[0] - 1.042_285_7).abs() < 1e-6, "{}", levels[0]);
        assert!((levels[9] - 1.008).abs() < 1e-12);
        // Close to the target only the rest is learnt: 0.01 in one dimension.
        let mut targets = [0.0; 10];
        targets[2] = 3.0;
        let mut levels = [2.99_f64; 10];
        let training = training_in_month(&k, &levels, &targets);
        next_levels(&k, &mut levels, &training);
        assert!((training.gained - 0.01).abs() < 1e-12);
        assert!((levels[2] - 3.008).abs() < 1e-12);
    }
}
