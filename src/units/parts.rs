//! Rounding of parts so that those shown add up to the total shown.

/// The sum of steps; what is beyond the largest number of steps stays there.
///
/// ```
/// assert_eq!(splitpoint::units::total_steps([i64::MAX, 1, 2]), i64::MAX);
/// ```
pub fn total_steps(steps: impl IntoIterator<Item = i64>) -> i64 {
    steps.into_iter().fold(0, i64::saturating_add)
}

/// Rounds parts to whole steps that sum to a given number of steps (largest remainder).
///
/// Every part is rounded down, then the steps still missing go to the parts with the largest
/// remainders, the first of equals first. No part moves by a whole step or more, unless the total asked
/// for is not the rounded sum of the parts. Parts may be negative; what is not finite counts as 0.
///
/// ```
/// // 1.4 + 1.4 + 1.2 = 4.0: the first 1.4 gives way
/// assert_eq!(splitpoint::units::apportion(&[1.4, 1.4, 1.2], 4, 1.0), [2, 1, 1]);
/// ```
pub fn apportion(parts: &[f64], whole: i64, step: f64) -> Vec<i64> {
    let exact: Vec<f64> = parts
        .iter()
        .map(|part| part / step)
        .map(|steps| if steps.is_finite() { steps } else { 0.0 })
        .collect();
    let mut rounded: Vec<i64> = exact.iter().map(|steps| steps.floor() as i64).collect();
    if rounded.is_empty() {
        return rounded;
    }
    let mut by_remainder: Vec<usize> = (0..exact.len()).collect();
    by_remainder.sort_by(|&a, &b| {
        let remainder = |at: usize| exact[at] - exact[at].floor();
        remainder(b).total_cmp(&remainder(a)).then(a.cmp(&b))
    });
    let missing = whole.saturating_sub(total_steps(rounded.iter().copied()));
    let length = i64::try_from(rounded.len()).unwrap_or(i64::MAX);
    // In order of remainder; more than one step each only for a total that is not theirs.
    let each = missing.div_euclid(length);
    let one_more = missing.rem_euclid(length) as usize;
    for (rank, &at) in by_remainder.iter().enumerate() {
        let more = each.saturating_add(i64::from(rank < one_more));
        rounded[at] = rounded[at].saturating_add(more);
    }
    rounded
}

/// Rounds a sum of sums: the total first, then each group within it, then each group's parts
/// within the group. Gives the total, and each group with its parts, in steps.
pub fn apportion_tree(groups: &[&[f64]], step: f64) -> (i64, Vec<(i64, Vec<i64>)>) {
    let sums: Vec<f64> = groups.iter().map(|parts| parts.iter().sum()).collect();
    let total = (sums.iter().sum::<f64>() / step).round() as i64;
    let shown = apportion(&sums, total, step);
    let parts = groups
        .iter()
        .zip(shown)
        .map(|(parts, sum)| (sum, apportion(parts, sum, step)))
        .collect();
    (total, parts)
}

#[cfg(test)]
mod tests {
    use super::{apportion, apportion_tree};

    #[test]
    fn shown_parts_add_up() {
        // 3 × 33.33 shown in whole steps of a total of 100
        assert_eq!(apportion(&[33.33, 33.33, 33.34], 100, 1.0), [33, 33, 34]);
        // −1.5 − 1.5 + 5.0 = 2.0
        assert_eq!(apportion(&[-1.5, -1.5, 5.0], 2, 1.0), [-1, -2, 5]);
        assert_eq!(apportion(&[0.0, 0.0], 0, 0.1), [0, 0]);
        assert_eq!(apportion(&[], 0, 0.1), Vec::<i64>::new());
        // a total that is not theirs is still met
        assert_eq!(apportion(&[1.0, 1.0], 5, 1.0), [3, 2]);
        assert_eq!(apportion(&[1.0, 1.0], -1, 1.0).iter().sum::<i64>(), -1);
        assert_eq!(apportion(&[f64::NAN, 1.0], 1, 1.0), [0, 1]);
        // beyond all steps nothing wraps
        let most = apportion(&[1e30, 1e30, -1.0], i64::MAX, 0.1);
        assert_eq!(most[..2], [i64::MAX, i64::MAX]);
        let least = apportion(&[-1e30, -1e30, 1.0], i64::MIN, 0.1);
        assert_eq!(least[..2], [i64::MIN, i64::MIN]);
    }

    #[test]
    fn groups_and_their_parts_add_up() {
        let (total, groups) = apportion_tree(&[&[1.26, 1.26], &[0.26, 0.24]], 0.1);
        // 3.02 in tenths is 30; 2.52 and 0.50 are 25 and 5
        assert_eq!(total, 30);
        assert_eq!(groups, [(25, vec![13, 12]), (5, vec![3, 2])]);
    }
}
