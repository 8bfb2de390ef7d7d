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

/// People whom a migration may take in a month (people): its share of the team, as far as operations and
/// training leave anybody, less what another migration has taken.
///
/// ```text
/// max(0, min(30% · productive, available) − taken)
/// ```
/// - `productive`, `available`: see [`super::people`] (people)
///
/// Where one change ends and the next begins in a month, both share the people. Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn migration_budget<N: Number>(k: &Constants<N>, productive: N, available: N, taken: N) -> N {
    let budget = ((productive * k.migration_cap).min(available) - taken).max(N::zero());
    budget.named(&l::MIGRATION_BUDGET)
}

/// A change of units in a month.
#[derive(Clone, Copy, Debug)]
pub struct Underway<N> {
    /// All of its work (PM).
    pub work: N,
    /// Its shortest time (months, at least 1), see [`shortest_migration`].
    pub shortest: N,
    /// How much is done (share).
    pub done: N,
    /// 1 where it may move in the month, else 0: not before the change before it is done and the product
    /// is used.
    pub may: N,
}

impl<N: Number> Underway<N> {
    /// Progress in the month (share).
    ///
    /// ```text
    /// Δp = min(budget / work, 1 / shortest time, 1 − p)
    /// ```
    /// - budget: see [`migration_budget`] (people)
    ///
    /// Source: MODEL.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn step(&self, budget: N) -> N {
        let one = N::one();
        budget
            .over_or(self.work, one)
            .min(one / self.shortest)
            .min(one - self.done)
            * self.may
    }

    /// People whom it asks for in the month (people): as many as its shortest time takes.
    ///
    /// ```text
    /// min(1 / shortest time, 1 − p) · work
    /// ```
    /// Source: MODEL.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn wanted(&self) -> N {
        let one = N::one();
        (one / self.shortest).min(one - self.done) * self.work * self.may
    }

    /// How much is done after a step (share): all of it where only rounding is left.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn after(&self, step: N) -> N {
        let reached = self.done + step;
        let nearly = N::constant(1.0 - 1e-9);
        N::select(reached.less(nearly), reached, N::one())
    }
}

#[cfg(test)]
mod tests {
    use super::super::partition::{Partition, match_units};
    use super::super::projection::tests::rounded_constants;
    use super::{Underway, migration_budget, migration_work, shortest_migration};

    #[track_caller]
    fn check(value: f64, expected: f64) {
        assert!(
            (value - expected).abs() < 1e-9,
            "{value} instead of {expected}"
        );
    }

    #[test]
    fn a_migration_takes_its_share_of_the_team() {
        let mut k = rounded_constants();
        k.migration_cap = 0.25;
        // A quarter of 20 less 1.5 that another has; 3 where no more are left; never less than nobody.
        check(migration_budget(&k, 20.0, 12.0, 1.5), 3.5);
        check(migration_budget(&k, 20.0, 3.0, 1.5), 1.5);
        check(migration_budget(&k, 20.0, 3.0, 4.0), 0.0);
    }

    #[test]
    fn a_month_of_a_migration_by_hand() {
        let mut change = Underway {
            work: 16.0,
            shortest: 5.0,
            done: 0.35,
            may: 1.0,
        };
        // Two people do an eighth; five would do 0.3125, of which a fifth is possible.
        check(change.step(2.0), 0.125);
        check(change.step(5.0), 0.2);
        check(change.wanted(), 3.2);
        check(change.after(0.125), 0.475);
        // A tenth is left, and a hair of rounding.
        change.done = 0.9;
        check(change.step(5.0), 0.1);
        check(change.wanted(), 1.6);
        assert_eq!(change.after(0.1 - 1e-12), 1.0);
        // It waits for the one before it.
        change.may = 0.0;
        check(change.step(5.0), 0.0);
        check(change.wanted(), 0.0);
    }

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
