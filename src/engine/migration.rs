//! What it takes to move from one partition to the next.

use super::constants::Constants;
use super::labels as l;
use super::partition::{Matching, Partition};
use crate::number::Number;

/// Work of a migration (PM).
///
/// ```text
/// (2·new units + 0.25·Σ S·(1 − ½m)) · (1 + 0.15·(gap(distributed) + gap(boundaries)))
///   + max(0.15·Σ S merged, 0.75·units absorbed)
/// ```
/// - the first sum runs over components that move into units that are new, the second over those
///   that move into units that go on
///
/// Source: DEL55, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn migration_work<N: Number>(
    k: &Constants<N>,
    old_unit_of: &[usize],
    new: &Partition,
    matching: &Matching,
    sizes: &[N],
    modularity: &[N],
    gaps: N,
) -> N {
    let zero = N::zero();
    let mut split = zero;
    let mut merged = zero;
    let mut new_units = 0usize;
    for (members, continues) in new.units.iter().zip(&matching.continues) {
        new_units += usize::from(continues.is_none());
        for &c in members {
            match continues {
                Some(old) if old_unit_of[c] == *old => {}
                Some(_) => merged = merged + sizes[c],
                None => {
                    let kept = N::one() - k.migration_modularity * modularity[c];
                    split = split + sizes[c] * kept;
                }
            }
        }
    }
    let splitting = (k.migration_per_unit * N::constant(new_units as f64)
        + k.migration_per_size * split)
        * (N::one() + k.migration_gap * gaps);
    let merging =
        (k.merge_per_size * merged).max(k.merge_per_unit * N::constant(matching.absorbed as f64));
    (splitting + merging).named(&l::MIGRATION_WORK)
}

/// Shortest time of a migration (months).
///
/// ```text
/// 3 · log2(1 + units changed)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn shortest_migration<N: Number>(k: &Constants<N>, changed: usize) -> N {
    (k.migration_months * N::constant(Number::log2(1.0 + changed as f64))).named(&l::SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::super::partition::{Partition, match_units};
    use super::super::projection::tests::rounded_constants;
    use super::{migration_work, shortest_migration};

    #[test]
    fn splitting_one_unit_into_three_by_hand() {
        let k = rounded_constants();
        let (old, new) = (Partition::whole(3), Partition::split(3));
        let sizes = [10.0, 40.0, 30.0];
        let matching = match_units(&old, &new, &sizes);
        // The unit of 40 goes on; two are new: 2·2 + 0.25·(10·(1 − ½·0.4) + 30·(1 − ½·0.4))
        // = 4 + 0.25·32 = 12; gaps of 2 levels: 12·1.3 = 15.6.
        let work = migration_work(&k, &[0, 0, 0], &new, &matching, &sizes, &[0.4; 3], 2.0);
        assert!((work - 15.6_f64).abs() < 1e-9, "{work}");
        // Three units changed: 3·log2 4 = 6 months.
        assert!((shortest_migration(&k, matching.changed) - 6.0_f64).abs() < 1e-9);
    }

    #[test]
    fn merging_three_units_by_hand() {
        let k = rounded_constants();
        let (old, new) = (Partition::split(3), Partition::whole(3));
        let sizes = [10.0, 40.0, 30.0];
        let matching = match_units(&old, &new, &sizes);
        // max(0.15·40, 0.75·2) = 6.
        let work = migration_work(&k, &[0, 1, 2], &new, &matching, &sizes, &[0.4; 3], 2.0);
        assert!((work - 6.0_f64).abs() < 1e-9, "{work}");
    }

    #[test]
    fn equal_partitions_need_no_work() {
        let k = rounded_constants();
        for partition in [Partition::whole(2), Partition::split(2)] {
            let matching = match_units(&partition, &partition, &[5.0, 7.0]);
            let unit_of = partition.unit_of(2);
            let work = migration_work(
                &k,
                &unit_of,
                &partition,
                &matching,
                &[5.0, 7.0],
                &[0.0; 2],
                4.0,
            );
            assert_eq!(work, 0.0);
            assert_eq!(shortest_migration(&k, matching.changed), 0.0);
        }
    }

    #[test]
    fn a_component_without_code_still_needs_a_unit() {
        let k = rounded_constants();
        let (old, new) = (Partition::whole(2), Partition::split(2));
        let sizes = [40.0, 0.0];
        let matching = match_units(&old, &new, &sizes);
        // One new unit: 2 PM; nothing is moved. Two units changed: 3·log2 3 = 4.75489 months.
        let work: f64 = migration_work(&k, &[0, 0], &new, &matching, &sizes, &[0.4; 2], 0.0);
        assert!((work - 2.0).abs() < 1e-9, "{work}");
        let months: f64 = shortest_migration(&k, matching.changed);
        assert!((months - 4.754_888).abs() < 1e-6, "{months}");
    }

    #[test]
    fn moving_a_component_between_units_that_go_on() {
        let k = rounded_constants();
        let unit = |members: &[usize]| (String::new(), members.to_vec());
        let old = Partition::new(vec![unit(&[0, 1]), unit(&[2])]);
        let new = Partition::new(vec![unit(&[0]), unit(&[1, 2])]);
        let sizes = [30.0, 10.0, 20.0];
        let matching = match_units(&old, &new, &sizes);
        // No unit is new, none is absorbed; 10 PM move: 0.15·10 = 1.5.
        let work: f64 = migration_work(&k, &[0, 0, 1], &new, &matching, &sizes, &[0.4; 3], 2.0);
        assert!((work - 1.5).abs() < 1e-9, "{work}");
    }
}
