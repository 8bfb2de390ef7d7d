//! Partitions of components into units, in canonical order.
//!
//! Units hold sorted component indices and are themselves sorted by their first component, so two
//! partitions are equal exactly when they deploy the same things together. What is scaled together is
//! a pool: as a rule a whole unit; where units run in pools, each fleet of GPUs and the rest of each
//! unit.

use crate::number::Number;

/// The components of one unit, as sorted indices.
pub type Members = Vec<usize>;

/// Which components are deployed together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition {
    /// The units.
    pub units: Vec<Members>,
    /// Names of the units, where the user gave any; empty ones are named by their components.
    pub names: Vec<String>,
    /// What is scaled together, on hardware of its own; sorted, each component in exactly one.
    pub pools: Vec<Members>,
}

impl Partition {
    /// A partition in canonical order; empty units are dropped.
    pub fn new(mut units: Vec<(String, Members)>) -> Self {
        for (_, members) in &mut units {
            members.sort_unstable();
            members.dedup();
        }
        units.retain(|(_, members)| !members.is_empty());
        units.sort_by(|a, b| a.1.cmp(&b.1));
        let (names, units): (_, Vec<Members>) = units.into_iter().unzip();
        let pools = units.clone();
        Self {
            units,
            names,
            pools,
        }
    }

    /// The same units, each fleet a pool and what else each unit holds another.
    ///
    /// `fleets`: for each component that works on GPUs of its own the fleet that it belongs to, which
    /// may serve several units.
    #[must_use]
    pub fn in_pools(mut self, fleets: &[Option<usize>]) -> Self {
        let rest = self.units.iter().map(|members| {
            let apart = |c: &usize| fleets[*c].is_none();
            members.iter().copied().filter(apart).collect()
        });
        let most = fleets.iter().flatten().max().map_or(0, |fleet| fleet + 1);
        let mut of_fleet = vec![Members::new(); most];
        for (c, fleet) in fleets.iter().enumerate() {
            if let Some(fleet) = fleet {
                of_fleet[*fleet].push(c);
            }
        }
        let mut pools: Vec<Members> = rest.chain(of_fleet).collect();
        pools.retain(|members| !members.is_empty());
        pools.sort_unstable();
        self.pools = pools;
        self
    }

    /// One unit with all components.
    pub fn whole(components: usize) -> Self {
        Self::new(vec![(String::new(), (0..components).collect())])
    }

    /// One unit for each component.
    pub fn split(components: usize) -> Self {
        Self::new((0..components).map(|c| (String::new(), vec![c])).collect())
    }

    /// Whether the same components are deployed together, whatever the units are called.
    pub fn same_units(&self, other: &Self) -> bool {
        self.units == other.units
    }

    /// Whether the same components are deployed and scaled together, whatever the units are called.
    pub fn runs_like(&self, other: &Self) -> bool {
        self.units == other.units && self.pools == other.pools
    }

    /// Index of the unit of each component.
    pub fn unit_of(&self, components: usize) -> Vec<usize> {
        place_of(&self.units, components)
    }

    /// Index of the pool of each component.
    pub fn pool_of(&self, components: usize) -> Vec<usize> {
        place_of(&self.pools, components)
    }

    /// Units that hold at least one component for which the condition holds.
    pub fn count_where(&self, live: impl Fn(usize) -> bool) -> usize {
        self.units
            .iter()
            .filter(|members| members.iter().any(|c| live(*c)))
            .count()
    }
}

/// Index of the group of each component.
fn place_of(groups: &[Members], components: usize) -> Vec<usize> {
    let mut place = vec![0; components];
    for (at, members) in groups.iter().enumerate() {
        for member in members {
            place[*member] = at;
        }
    }
    place
}

/// Units of an old partition matched one to one with units of a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// For each new unit, the old unit that it continues.
    pub continues: Vec<Option<usize>>,
    /// Old units that no new unit continues.
    pub absorbed: usize,
    /// Units that are not exactly as before, on the side that has more of them.
    pub changed: usize,
}

/// Matches old and new units by the size of their overlap, greatest first; ties go to the units
/// that stand first.
///
/// `sizes`: size of each component (PM).
pub fn match_units(old: &Partition, new: &Partition, sizes: &[f64]) -> Matching {
    let mut overlaps = Vec::new();
    for (j, new_unit) in new.units.iter().enumerate() {
        for (i, old_unit) in old.units.iter().enumerate() {
            let common: Vec<usize> = new_unit
                .iter()
                .copied()
                .filter(|c| old_unit.binary_search(c).is_ok())
                .collect();
            if !common.is_empty() {
                let overlap: f64 = common.iter().map(|c| sizes[*c]).sum();
                overlaps.push((overlap, i, j));
            }
        }
    }
    overlaps.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut continues = vec![None; new.units.len()];
    let mut taken = vec![false; old.units.len()];
    for (_, i, j) in overlaps {
        if continues[j].is_none() && !taken[i] {
            continues[j] = Some(i);
            taken[i] = true;
        }
    }
    let kept = |members: &Members, other: &Partition| other.units.contains(members);
    let changed_new = new.units.iter().filter(|u| !kept(u, old)).count();
    let changed_old = old.units.iter().filter(|u| !kept(u, new)).count();
    Matching {
        absorbed: taken.iter().filter(|taken| !**taken).count(),
        continues,
        changed: changed_new.max(changed_old),
    }
}

/// What a readiness table for one unit, two to three, eight or more units says for `units`.
///
/// Linear in log2(units) between three and eight, and between one and two.
pub fn required_level<N: Number>(table: &[N; 3], units: usize) -> N {
    match units {
        0 | 1 => table[0],
        2 | 3 => table[1],
        4..8 => {
            let [three, eight] = [Number::log2(3.0), 3.0];
            let along = (Number::log2(units as f64) - three) / (eight - three);
            table[1] + (table[2] - table[1]) * N::constant(along)
        }
        _ => table[2],
    }
}

#[cfg(test)]
mod tests {
    use super::{Partition, match_units, required_level};

    #[test]
    fn splitting_one_unit_keeps_its_largest_part() {
        let old = Partition::whole(3);
        let new = Partition::split(3);
        let matching = match_units(&old, &new, &[1.0, 5.0, 2.0]);
        assert_eq!(matching.continues, [None, Some(0), None]);
        assert_eq!(matching.absorbed, 0);
        assert_eq!(matching.changed, 3);
    }

    #[test]
    fn merging_absorbs_the_rest() {
        let matching = match_units(&Partition::split(3), &Partition::whole(3), &[1.0, 5.0, 2.0]);
        assert_eq!(matching.continues, [Some(1)]);
        assert_eq!(matching.absorbed, 2);
        assert_eq!(matching.changed, 3);
    }

    #[test]
    fn equal_partitions_change_nothing() {
        let matching = match_units(&Partition::split(2), &Partition::split(2), &[1.0, 1.0]);
        assert_eq!((matching.absorbed, matching.changed), (0, 0));
    }

    #[test]
    fn required_levels_rise_with_the_logarithm_of_units() {
        let table = [1.0, 2.0, 3.0];
        assert_eq!(required_level(&table, 1), 1.0);
        assert_eq!(required_level(&table, 3), 2.0);
        assert_eq!(required_level(&table, 140), 3.0);
        // Five units: 2 + (log2 5 - log2 3)/(3 - log2 3) = 2 + 0.7370/1.4150 = 2.5208.
        let five: f64 = required_level(&table, 5);
        assert!((five - 2.5208).abs() < 1e-4, "{five}");
    }

    #[test]
    fn the_order_of_units_and_components_does_not_matter() {
        let named = |name: &str, members: &[usize]| (name.to_owned(), members.to_vec());
        let one = Partition::new(vec![
            named("b", &[3, 1]),
            named("empty", &[]),
            named("a", &[2, 0]),
        ]);
        assert_eq!(one.units, [vec![0, 2], vec![1, 3]]);
        assert_eq!(one.names, ["a", "b"]);
        let other = Partition::new(vec![named("", &[0, 2]), named("", &[1, 3])]);
        assert!(one.same_units(&other) && one != other);
        assert_eq!(one.unit_of(4), [0, 1, 0, 1]);
        assert_eq!(one.count_where(|c| c == 1), 1);
        assert_eq!(one.count_where(|_| false), 0);
        assert_eq!(Partition::whole(1), Partition::split(1));
    }

    #[test]
    fn pools_are_the_fleets_and_the_rest_of_each_unit() {
        let units = || {
            Partition::new(vec![
                (String::new(), vec![0, 1, 2]),
                (String::new(), vec![3, 4]),
                (String::new(), vec![5]),
            ])
        };
        assert_eq!(units().pools, units().units);
        // 1 and 4 share a fleet, 2 and 5 have one each; of the units 0 and 3 are left.
        let fleets = [None, Some(0), Some(1), None, Some(0), Some(2)];
        let pooled = units().in_pools(&fleets);
        assert_eq!(
            pooled.pools,
            [vec![0], vec![1, 4], vec![2], vec![3], vec![5]]
        );
        assert_eq!(pooled.pool_of(6), [0, 1, 2, 3, 1, 4]);
        assert!(pooled.same_units(&units()) && !pooled.runs_like(&units()));
        assert!(units().in_pools(&[None; 6]).runs_like(&units()));
    }

    #[test]
    fn overlaps_of_equal_size_go_to_the_units_that_stand_first() {
        // Old ab | cd, new ac | bd: all four overlaps are 1, so old ab goes on as new ac.
        let pairs = |a: [usize; 2], b: [usize; 2]| {
            Partition::new(vec![
                (String::new(), a.to_vec()),
                (String::new(), b.to_vec()),
            ])
        };
        let (old, new) = (pairs([0, 1], [2, 3]), pairs([0, 2], [1, 3]));
        let matching = match_units(&old, &new, &[1.0; 4]);
        assert_eq!(matching.continues, [Some(0), Some(1)]);
        assert_eq!((matching.absorbed, matching.changed), (0, 2));
        // Components without size still match.
        let matching = match_units(&old, &new, &[0.0; 4]);
        assert_eq!(matching.continues, [Some(0), Some(1)]);
    }

    #[test]
    fn required_levels_at_the_steps() {
        let table = [1.0_f64, 2.0, 3.0];
        assert_eq!(required_level(&table, 0), 1.0);
        assert_eq!(required_level(&table, 2), 2.0);
        assert_eq!(required_level(&table, 8), 3.0);
        // Six: 2 + (2.58496 − 1.58496)/1.41504 = 2 + 0.70670.
        assert!((required_level(&table, 6) - 2.70670).abs() < 1e-4);
    }
}
