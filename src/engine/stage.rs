//! One partition in one month: its infrastructure, its pace, its reliability.
//!
//! A stage is evaluated whole, whatever the weight it has while a migration is under way; the
//! projection blends the results. All buffers are made once. Here is what a stage is and runs on; what
//! its changes ask for is in `work`, what releases take in `releases`, what becomes of changes in
//! `delivery`, what fails in `failures`.

mod boundaries;
mod delivery;
mod failures;
mod releases;
mod work;

use std::sync::Arc;

use super::bill::{Infrastructure, infrastructure};
use super::dependence::fallbacks;
use super::deployment::{Deployment, Hardware};
use super::infrastructure::{Conditions, PoolMonth, pool_month};
use super::inputs::Inputs;
use super::labels as l;
use super::month_cache::MonthCache;
use super::neighbours::Neighbours;
use super::partition::{Matching, Partition, match_units};
use super::readiness::{Readiness, readiness};
use super::reliability::Dependants;
use super::unit_use::{PoolUse, pool_use};
use crate::number::Number;
use boundaries::Outside;
pub use delivery::Pace;
pub use failures::{Failures, Strain};
use work::UnitWork;
pub use work::{Needs, Product};

/// What is decided about a stage, and what follows from that alone whatever the numbers are.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Month in which the change to it may begin.
    pub from_month: usize,
    /// Its units.
    pub partition: Partition,
    /// Hardware of each pool.
    pub hardware: Vec<Option<Hardware>>,
    /// How its units continue those of the stage before.
    pub matching: Matching,
    /// Unit of each component.
    pub unit_of: Vec<usize>,
    /// Who is whose neighbour, by era.
    neighbours: Vec<Neighbours>,
    /// Who will be whose neighbour once all of a product that is not there yet is built.
    pub unbuilt: Option<Neighbours>,
    /// Pool of each component.
    pub pool_of: Vec<usize>,
    /// Pools of each unit, by era; one that serves several belongs to the first that lives.
    pools_of: Vec<Vec<Vec<usize>>>,
    /// Whether a fallback can stand in for each component.
    fallback: Vec<bool>,
}

impl Layout {
    /// A stage that follows `before`, a partition and the sizes of components (PM), or starts the
    /// roadmap.
    pub fn new<N: Number>(
        inputs: &Inputs<N>,
        from_month: usize,
        partition: Partition,
        hardware: Vec<Option<Hardware>>,
        before: Option<(&Partition, &[f64])>,
    ) -> Self {
        let unit_of = partition.unit_of(inputs.components.len());
        let pool_of = partition.pool_of(inputs.components.len());
        let pools_of = pools_of(inputs, &partition, &unit_of);
        let matching = match before {
            Some((old, sizes)) => match_units(old, &partition, sizes),
            None => Matching {
                continues: (0..partition.units.len()).map(Some).collect(),
                absorbed: 0,
                changed: 0,
            },
        };
        let fallback = fallbacks(inputs, &unit_of);
        let lives = |month| move |c: usize| inputs.components[c].is_live(month);
        let in_era = |month| Neighbours::new(inputs, &unit_of, lives(month));
        Self {
            neighbours: inputs.eras().into_iter().map(in_era).collect(),
            unbuilt: inputs
                .launch
                .map(|_| Neighbours::new(inputs, &unit_of, |_| true)),
            from_month,
            partition,
            hardware,
            matching,
            unit_of,
            pool_of,
            pools_of,
            fallback,
        }
    }

    /// The neighbours of each component in the first month.
    pub fn neighbours_today(&self) -> &Neighbours {
        &self.neighbours[0]
    }

    /// Whether the same units run on the same hardware as in another, whatever the month.
    pub fn is_run_like(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
            || (self.partition.runs_like(&other.partition) && self.hardware == other.hardware)
    }
}

/// Pools of each unit, by era: each belongs to the unit of its first component that lives.
fn pools_of<N: Number>(
    inputs: &Inputs<N>,
    partition: &Partition,
    unit_of: &[usize],
) -> Vec<Vec<Vec<usize>>> {
    let in_era = |month: usize| {
        let mut owned = vec![Vec::new(); partition.units.len()];
        for (pool, members) in partition.pools.iter().enumerate() {
            let mut live = members
                .iter()
                .filter(|c| inputs.components[**c].is_live(month));
            if let Some(first) = live.next() {
                owned[unit_of[*first]].push(pool);
            }
        }
        owned
    };
    inputs.eras().into_iter().map(in_era).collect()
}

/// A stage of a roadmap with everything that does not change from month to month.
#[derive(Clone, Debug)]
pub struct Stage<N: Number> {
    /// What is decided about it.
    pub layout: Arc<Layout>,
    /// Share of effort spent on boundaries.
    pub upkeep: N,
    /// What its units do; equal stages share it.
    deployment: Arc<Deployment<N>>,
    /// Share of the product that runs on it in the month; without any it is not evaluated.
    pub weight: N,
    /// Each pool in the month evaluated last.
    pub pools: Vec<PoolMonth<N>>,
    /// What the month's changes mean for each unit.
    work: Vec<UnitWork<N>>,
    /// Share of each component in the product's new work of the month.
    share: Vec<N>,
    /// What each component meets outside its unit in the month.
    outside: Vec<Outside<N>>,
    /// Effort of a change to each component in the month (PM).
    pub effort: Vec<N>,
    /// Changes delivered to each component in the month.
    pub delivered: Vec<N>,
    /// Changes of each component waiting at the month's end.
    pub backlog: Vec<N>,
    /// Hours that each component took the product down in the month (h).
    pub component_down: Vec<N>,
}

impl<N: Number> Stage<N> {
    /// A stage that follows `before`, or starts the roadmap.
    pub fn new(
        inputs: &Inputs<N>,
        from_month: usize,
        partition: Partition,
        upkeep: N,
        hardware: Vec<Option<Hardware>>,
        before: Option<(&Partition, &[f64])>,
    ) -> Self {
        let deployment = Arc::new(Deployment::new(inputs, &partition, &hardware));
        let layout = Layout::new(inputs, from_month, partition, hardware, before);
        Self::of(Arc::new(layout), upkeep, deployment)
    }

    /// A stage of which everything is known.
    ///
    /// `deployment`: of its partition on its hardware.
    pub fn of(layout: Arc<Layout>, upkeep: N, deployment: Arc<Deployment<N>>) -> Self {
        let zero = N::zero();
        let units = layout.partition.units.len();
        let components = layout.unit_of.len();
        let pools = layout.partition.pools.len();
        Self {
            layout,
            upkeep,
            deployment,
            weight: zero,
            pools: vec![PoolMonth::idle(); pools],
            work: vec![UnitWork::none(); units],
            share: vec![zero; components],
            outside: vec![Outside::none(); components],
            effort: vec![zero; components],
            delivered: vec![zero; components],
            backlog: vec![zero; components],
            component_down: vec![zero; components],
        }
    }

    /// Units with a live component in a month.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn live_units(&self, month: usize) -> usize {
        self.deployment.live_units[self.deployment.era(month)].max(1)
    }

    /// Most units with a live component in any month from the one given on.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn most_live_units(&self, from: usize) -> usize {
        let first = self.deployment.era(from);
        self.deployment.live_units[first..]
            .iter()
            .copied()
            .fold(1, usize::max)
    }

    /// Levels that the stage asks for in a month.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn required(&self, month: usize) -> [N; 10] {
        self.deployment.required[self.deployment.era(month)]
    }

    /// How far the gates' levels reach what the stage asks for.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn readiness(&self, month: usize, levels: &[N; 10]) -> Readiness<N> {
        let reached = readiness(&self.required(month), levels);
        Readiness {
            least: reached.least.named(&l::STAGE_READINESS),
            mean: reached.mean.named(&l::STAGE_READINESS_MEAN),
        }
    }

    /// Pools with a live component in a month, beyond one for each unit.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn pools_beyond_units(&self, month: usize) -> usize {
        let era = self.deployment.era(month);
        self.deployment.live_pools[era].saturating_sub(self.deployment.live_units[era])
    }

    /// Value that goes down with the pool of a component in a month (share).
    pub fn value_of_pool(&self, c: usize, month: usize) -> N {
        self.deployment.pools[self.deployment.era(month)][self.layout.pool_of[c]].value
    }

    /// Part of the data stores that the mean unit can read in a month (share).
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn readable(&self, month: usize) -> f64 {
        self.deployment.readable[self.deployment.era(month)]
    }

    /// Who hangs on each component in a month.
    pub fn dependants(&self, month: usize) -> &[Dependants<N>] {
        &self.deployment.dependants[self.deployment.era(month)]
    }

    /// Lets the months of its units be remembered.
    pub fn make_room(&self, cache: &mut MonthCache<N>, months: usize) {
        cache.make_room(&self.deployment, months);
    }

    /// Infrastructure of the month; [`Self::pools`] holds the pools afterwards.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn infrastructure(
        &mut self,
        inputs: &Inputs<N>,
        month: usize,
        conditions: &Conditions<N>,
        cache: &mut MonthCache<N>,
    ) -> Infrastructure<N> {
        if let Some(known) = cache.find(&self.deployment, month, conditions, &mut self.pools) {
            return known;
        }
        let era = self.deployment.era(month);
        let loads = &self.deployment.pools[era];
        let live_units = self.deployment.live_units[era];
        let live = (live_units, self.deployment.live_pools[era]);
        for (pool, load) in self.pools.iter_mut().zip(loads) {
            *pool = if load.live {
                let block = inputs.gpu_terms.block;
                pool_month(&inputs.k, load, block, conditions, live_units <= 1)
                    .named_of(load.subject)
            } else {
                PoolMonth::idle()
            };
        }
        self.meet_spikes(inputs, era, conditions);
        let sums = infrastructure(
            &inputs.k,
            &self.deployment.pools[era],
            &mut self.pools,
            conditions,
            conditions.observability,
            live,
        );
        cache.keep(&self.deployment, month, conditions, &self.pools, &sums);
        sums
    }

    /// Adds what spikes take each pool. What can be had beyond those held is shared out by the GPUs that
    /// pools hold in the busiest hour.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn meet_spikes(&mut self, inputs: &Inputs<N>, era: usize, conditions: &Conditions<N>) {
        if inputs.demand.spikes.is_empty() {
            return;
        }
        let zero = N::zero();
        let alone = self.deployment.live_units[era] <= 1;
        let terms = &inputs.gpu_terms;
        let held = N::sum(self.pools.iter().map(|pool| pool.gpus_peak));
        let idle = (terms.reserved - held).max(zero);
        let room = terms.quota.map(|quota| quota + idle);
        for (pool, load) in self.pools.iter_mut().zip(&self.deployment.pools[era]) {
            if load.live && !load.spikes.is_empty() {
                let room = room.map(|room| room * pool.gpus_peak.over_or(held, zero));
                pool.meet_spikes(&inputs.k, load, conditions, room, alone);
            }
        }
    }

    /// How far what each pool holds is in use, in the month evaluated last.
    pub fn uses<'a>(
        &'a self,
        inputs: &'a Inputs<N>,
        month: usize,
        conditions: &'a Conditions<N>,
    ) -> impl Iterator<Item = PoolUse<N>> + 'a {
        let era = self.deployment.era(month);
        let alone = self.deployment.live_units[era] <= 1;
        let loads = self.deployment.pools[era].iter();
        loads.zip(&self.pools).map(move |(load, held)| {
            if load.live {
                pool_use(&inputs.k, load, held, conditions, alone)
            } else {
                PoolUse::none()
            }
        })
    }

    /// Whether no other live component shares the unit of a component.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_alone(&self, inputs: &Inputs<N>, c: usize, month: usize) -> bool {
        !self.layout.partition.units[self.layout.unit_of[c]]
            .iter()
            .any(|other| *other != c && inputs.components[*other].is_live(month))
    }
}
