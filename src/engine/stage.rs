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
use super::infrastructure::{Conditions, UnitMonth, unit_month};
use super::inputs::Inputs;
use super::labels as l;
use super::month_cache::MonthCache;
use super::neighbours::Neighbours;
use super::partition::{Matching, Partition, match_units};
use super::readiness::{Readiness, readiness};
use super::reliability::Dependants;
use super::unit_use::{UnitUse, unit_use};
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
    /// Hardware of each unit.
    pub hardware: Vec<Option<Hardware>>,
    /// How its units continue those of the stage before.
    pub matching: Matching,
    /// Unit of each component.
    pub unit_of: Vec<usize>,
    /// Who is whose neighbour, by era.
    neighbours: Vec<Neighbours>,
    /// Who will be whose neighbour once all of a product that is not there yet is built.
    pub unbuilt: Option<Neighbours>,
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
            || (self.partition.same_units(&other.partition) && self.hardware == other.hardware)
    }
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
    /// Each unit in the month evaluated last.
    pub units: Vec<UnitMonth<N>>,
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
        Self {
            layout,
            upkeep,
            deployment,
            weight: zero,
            units: vec![UnitMonth::idle(); units],
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

    /// Value that goes down with each unit in a month (share).
    pub fn values(&self, month: usize) -> impl Iterator<Item = N> {
        let loads = &self.deployment.loads[self.deployment.era(month)];
        loads.iter().map(|load| load.value)
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

    /// Infrastructure of the month; [`Self::units`] holds the units afterwards.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn infrastructure(
        &mut self,
        inputs: &Inputs<N>,
        month: usize,
        conditions: &Conditions<N>,
        cache: &mut MonthCache<N>,
    ) -> Infrastructure<N> {
        if let Some(known) = cache.find(&self.deployment, month, conditions, &mut self.units) {
            return known;
        }
        let era = self.deployment.era(month);
        let loads = &self.deployment.loads[era];
        let live_units = self.deployment.live_units[era];
        for (unit, load) in self.units.iter_mut().zip(loads) {
            *unit = if load.live {
                let spikes = &inputs.demand.spikes;
                unit_month(&inputs.k, load, spikes, conditions, live_units <= 1)
                    .named_of(load.subject)
            } else {
                UnitMonth::idle()
            };
        }
        let sums = infrastructure(
            &inputs.k,
            loads,
            &mut self.units,
            conditions,
            conditions.observability,
            live_units,
        );
        cache.keep(&self.deployment, month, conditions, &self.units, &sums);
        sums
    }

    /// How far what each unit holds is in use, in the month evaluated last.
    pub fn uses<'a>(
        &'a self,
        inputs: &'a Inputs<N>,
        month: usize,
        conditions: &'a Conditions<N>,
    ) -> impl Iterator<Item = UnitUse<N>> + 'a {
        let era = self.deployment.era(month);
        let alone = self.deployment.live_units[era] <= 1;
        let loads = self.deployment.loads[era].iter();
        loads.zip(&self.units).map(move |(load, held)| {
            if load.live {
                unit_use(&inputs.k, load, held, conditions, alone)
            } else {
                UnitUse::none()
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
