//! What pools came to in months that were worked out before.
//!
//! What a partition needs in a month and what that costs follows from its pools' loads, the number
//! of users and how well the team scales and buys. Roadmaps that run the same units on the same
//! hardware meet the same months: the first works them out, the others take them over, bit for bit.

use std::sync::Arc;

use super::bill::Infrastructure;
use super::deployment::Deployment;
use super::infrastructure::{Conditions, PoolMonth};
use crate::number::Number;

/// Months of deployments, over one set of inputs.
#[derive(Debug)]
pub struct MonthCache<N: Number> {
    known: Vec<Known<N>>,
}

/// Months of one deployment.
#[derive(Debug)]
struct Known<N: Number> {
    deployment: Arc<Deployment<N>>,
    sums: Vec<Option<(Met<N>, Infrastructure<N>)>>,
    /// By month, then pool.
    pools: Vec<PoolMonth<N>>,
}

/// What a month follows from, beside its number and the units.
type Met<N> = [N; 6];

fn met<N: Number>(c: &Conditions<N>) -> Met<N> {
    let Conditions {
        users,
        observability,
        autoscaling,
        cpu_overprovision,
        gpu_overprovision,
        prefix_routing,
        // Follow from the users and the inputs.
        mean: _,
        nodes: _,
        peak: _,
        // Follow from the inputs and the month.
        cpu_utilisation: _,
        replica_utilisation: _,
        cloud: _,
        tokens: _,
    } = *c;
    [
        users,
        autoscaling,
        cpu_overprovision,
        gpu_overprovision,
        prefix_routing,
        observability,
    ]
}

impl<N: Number> MonthCache<N> {
    /// Nothing is remembered, and nothing will be.
    pub fn none() -> Self {
        Self { known: Vec::new() }
    }

    /// Remembers the months of a deployment from now on.
    pub fn make_room(&mut self, deployment: &Arc<Deployment<N>>, months: usize) {
        // Where every number keeps its steps, each month has its own.
        if N::KEEPS_STEPS || self.place(deployment).is_some() {
            return;
        }
        let pools = deployment.pools.first().map_or(0, Vec::len);
        self.known.push(Known {
            deployment: Arc::clone(deployment),
            sums: vec![None; months],
            pools: vec![PoolMonth::idle(); months * pools],
        });
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn place(&self, deployment: &Arc<Deployment<N>>) -> Option<usize> {
        let mut known = self.known.iter();
        known.position(|known| Arc::ptr_eq(&known.deployment, deployment))
    }

    /// The month as it was under the same conditions: its sums, and `pools` filled.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn find(
        &self,
        deployment: &Arc<Deployment<N>>,
        month: usize,
        conditions: &Conditions<N>,
        pools: &mut [PoolMonth<N>],
    ) -> Option<Infrastructure<N>> {
        let known = &self.known[self.place(deployment)?];
        let (before, sums) = known.sums.get(month)?.as_ref()?;
        let now = met(conditions);
        let alike = before.iter().zip(now).all(|(a, b)| (*a - b).is_zero());
        alike.then(|| {
            let from = month * pools.len();
            pools.copy_from_slice(&known.pools[from..from + pools.len()]);
            *sums
        })
    }

    /// Remembers a month, if there is room for it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn keep(
        &mut self,
        deployment: &Arc<Deployment<N>>,
        month: usize,
        conditions: &Conditions<N>,
        pools: &[PoolMonth<N>],
        sums: &Infrastructure<N>,
    ) {
        let Some(at) = self.place(deployment) else {
            return;
        };
        let known = &mut self.known[at];
        if let Some(place) = known.sums.get_mut(month) {
            *place = Some((met(conditions), *sums));
            let from = month * pools.len();
            known.pools[from..from + pools.len()].copy_from_slice(pools);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::infrastructure::tests::conditions;
    use super::super::infrastructure::{Conditions, PoolMonth};
    use super::super::projection::tests::{LEVELS, inputs};
    use super::{Arc, Deployment, Infrastructure, MonthCache};
    use crate::engine::partition::Partition;

    #[test]
    fn months_are_found_under_the_same_conditions_only() {
        let inputs = inputs(&format!(
            "components: [(name: \"a\"), (name: \"b\")], team: ({LEVELS})"
        ));
        let of = |partition: &Partition| {
            let none = vec![None; partition.pools.len()];
            Arc::new(Deployment::new(&inputs, partition, &none))
        };
        let (split, whole) = (of(&Partition::split(2)), of(&Partition::whole(2)));
        let mut cache = MonthCache::none();
        cache.make_room(&split, 3);
        let month = |pods: f64| PoolMonth {
            replicas: pods,
            ..PoolMonth::idle()
        };
        let sums = Infrastructure {
            cpu: 7.0,
            ..Infrastructure::none()
        };
        let c = conditions(10.0);
        let kept = [month(2.0), month(3.0)];
        cache.keep(&split, 1, &c, &kept, &sums);
        // There is no room for the other one, nor for a month beyond.
        cache.keep(&whole, 1, &c, &kept[..1], &sums);
        cache.keep(&split, 3, &c, &kept, &sums);

        let find = |deployment, month, c: &Conditions<f64>| {
            let mut units = [PoolMonth::idle(); 2];
            let found = cache.find(deployment, month, c, &mut units)?;
            Some((found.cpu, units.map(|unit| unit.replicas)))
        };
        assert_eq!(find(&split, 1, &c), Some((7.0, [2.0, 3.0])));
        let later = find(&split, 2, &c);
        let beyond = find(&split, 3, &c);
        let other = find(&whole, 1, &c);
        let more_users = Conditions { users: 1001.0, ..c };
        let better = Conditions {
            observability: c.observability + 0.1,
            ..c
        };
        let seen_better = find(&split, 1, &better);
        for none in [
            later,
            beyond,
            other,
            seen_better,
            find(&split, 1, &more_users),
        ] {
            assert_eq!(none, None);
        }
        for changed in [
            Conditions {
                autoscaling: 0.6,
                ..c
            },
            Conditions {
                cpu_overprovision: 2.5,
                ..c
            },
            Conditions {
                gpu_overprovision: 1.4,
                ..c
            },
        ] {
            assert_eq!(find(&split, 1, &changed), None);
        }
    }
}
