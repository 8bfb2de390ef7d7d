//! Ten levels: how they rise, what a partition asks for, what training does.

use super::constants::Constants;
use super::infrastructure::dimension;
use super::partition::required_level;
use crate::number::Number;

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
pub fn required_levels<N: Number>(tables: &[[N; 10]; 3], units: usize) -> [N; 10] {
    std::array::from_fn(|d| {
        required_level(&[tables[0][d], tables[1][d], tables[2][d]], units)
    })
}

/// What is missing in each dimension (levels).
pub fn gaps<N: Number>(required: &[N; 10], levels: &[N; 10]) -> [N; 10] {
    std::array::from_fn(|d| (required[d] - levels[d]).max(N::zero()))
}

/// Least of the gates' level over required, at most 1.
pub fn readiness_index<N: Number>(required: &[N; 10], levels: &[N; 10]) -> N {
    GATES.iter().fold(N::one(), |least, gate| {
        let ratio = required[*gate].divides(levels[*gate], N::one());
        least.min(ratio)
    })
}

/// What training did in a month.
#[derive(Clone, Copy, Debug)]
pub struct Training<N> {
    /// Levels gained in all dimensions together.
    pub gained: N,
    /// 1 while training lasts, else 0.
    pub active: N,
}

/// Raises the levels by practice, and by training towards the targets.
///
/// ```text
/// practice 0.008 a month; training at most 0.04 a dimension, 0.24 in all
/// ```
/// Source: STF22, MODEL.
pub fn next_levels<N: Number>(
    k: &Constants<N>,
    levels: &mut [N; 10],
    targets: &[N; 10],
) -> Training<N> {
    let training = training_in_month(k, levels, targets);
    let wanted = wanted_steps(k, levels, targets);
    let total = N::sum(wanted);
    let scale = total.divides(training.gained, N::zero());
    for (level, step) in levels.iter_mut().zip(wanted) {
        *level = (*level + step * scale + k.practice).min(N::constant(TOP_LEVEL).max(*level));
    }
    training
}

/// What training a month takes, before the levels move.
pub fn training_in_month<N: Number>(
    k: &Constants<N>,
    levels: &[N; 10],
    targets: &[N; 10],
) -> Training<N> {
    let total = N::sum(wanted_steps(k, levels, targets));
    let gained = total.min(k.training_all);
    let active = N::select(N::zero().less(gained), N::one(), N::zero());
    Training { gained, active }
}

fn wanted_steps<N: Number>(k: &Constants<N>, levels: &[N; 10], targets: &[N; 10]) -> [N; 10] {
    std::array::from_fn(|d| {
        (targets[d] - levels[d]).clamp(N::zero(), k.training_per_dimension)
    })
}
