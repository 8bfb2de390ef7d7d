//! One partition in one month: its infrastructure, its pace, its reliability.
//!
//! A stage is evaluated whole, whatever the weight it has while a migration is under way; the
//! projection blends the results. All buffers are made once.

mod failures;

use std::sync::Arc;

use super::baseline::Baseline;
use super::bill::{Infrastructure, infrastructure};
use super::deployment::{Deployment, Hardware};
use super::dimension;
use super::infrastructure::{Conditions, UnitMonth, unit_month};
use super::inputs::Inputs;
use super::labels as l;
use super::month_cache::MonthCache;
use super::pace;
use super::partition::{Matching, Partition, match_units};
use super::readiness::{gaps, readiness};
use super::reliability as rel;
use super::unit_use::{UnitUse, unit_use};
use crate::number::{Number, Subject, Whole};
pub use failures::{Failures, Strain};

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
        let fallback = inputs
            .components
            .iter()
            .enumerate()
            .map(|(c, component)| {
                let callers = inputs
                    .edges
                    .iter()
                    .filter(|edge| edge.to == c)
                    .map(|edge| edge.from);
                rel::can_fall_back(component, c, &unit_of, callers)
            })
            .collect();
        Self {
            from_month,
            partition,
            hardware,
            matching,
            unit_of,
            fallback,
        }
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
    /// Effort of a change to each component in the month (PM).
    pub effort: Vec<N>,
    /// Changes delivered to each component in the month.
    pub delivered: Vec<N>,
    /// Changes of each component waiting at the month's end.
    pub backlog: Vec<N>,
    /// Hours that each component took the product down in the month (h).
    pub component_down: Vec<N>,
}

/// What a month's changes mean for a unit.
#[derive(Clone, Copy, Debug)]
struct UnitWork<N> {
    /// Size (PM).
    size: N,
    /// Share of the product's new work.
    share: N,
    /// Changes wanted, new and waiting.
    wanted: N,
    /// Changes delivered.
    delivered: N,
    /// Time of a build (minutes).
    build: N,
    /// Work lost per change to waiting for builds (PM).
    wait: N,
    /// What CI takes of a change (minutes).
    ci_minutes: N,
    /// Share of the wanted changes that people and pipeline allow.
    fraction: N,
}

impl<N: Number> UnitWork<N> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn none() -> Self {
        let zero = N::zero();
        Self {
            size: zero,
            share: zero,
            wanted: zero,
            delivered: zero,
            build: zero,
            wait: zero,
            ci_minutes: zero,
            fraction: zero,
        }
    }
}

/// What all stages share in a month: the state of the product.
#[derive(Clone, Copy, Debug)]
pub struct Product<'a, N> {
    /// Size of each component (PM).
    pub size: &'a [N],
    /// Modularity of each component.
    pub modularity: &'a [N],
    /// Changes waiting of each component.
    pub backlog: &'a [N],
    /// Changes newly asked for of each component.
    pub new_changes: &'a [N],
    /// Levels.
    pub levels: &'a [N; 10],
}

/// What a stage asks for before people are shared out.
#[derive(Clone, Copy, Debug)]
pub struct Needs<N> {
    /// People for the month's new changes.
    pub people: N,
    /// Work of everything wanted (PM).
    pub work: N,
    /// Share of the team that the mean engineer works beside.
    pub beside: N,
    /// Coupling across units.
    pub coupling: N,
    /// Share of changes that cross units.
    pub crossing: N,
}

/// The month's pace of a stage.
#[derive(Clone, Copy, Debug)]
pub struct Pace<N> {
    /// Lead time (days).
    pub lead_time: N,
    /// Changes a month that the pipelines can carry.
    pub ceiling: N,
    /// CI and evaluation (money).
    pub ci: N,
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

    /// Least and mean of the gates' level over required.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn readiness(&self, month: usize, levels: &[N; 10]) -> [N; 2] {
        let [least, mean] = readiness(&self.required(month), levels);
        [
            least.named(&l::STAGE_READINESS),
            mean.named(&l::STAGE_READINESS_MEAN),
        ]
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

    /// What the month's changes ask for; efforts are known afterwards.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn needs(
        &mut self,
        inputs: &Inputs<N>,
        baseline: &Baseline<N>,
        month: usize,
        product: &Product<'_, N>,
        engineers: N,
    ) -> Needs<N> {
        let k = &inputs.k;
        let zero = N::zero();
        let one = N::one();
        let units = self.live_units(month);
        let gaps = gaps(&self.required(month), product.levels);
        let coupling = pace::coupling_across(
            k,
            product.levels[dimension::BOUNDARIES],
            inputs.change.maturity,
            inputs.change.shared_coupling,
        );
        let crossing = pace::crossing_share(coupling, units);
        let crossing_factor = pace::crossing_effort(
            k,
            crossing,
            gaps[dimension::DISTRIBUTED],
            gaps[dimension::OWNERSHIP],
            units,
            engineers,
        ) / baseline.crossing_effort;

        self.work.fill(UnitWork::none());
        let mut all = zero;
        let mut base_work = zero;
        for (c, component) in inputs.components.iter().enumerate() {
            if component.is_live(month) {
                let unit = &mut self.work[self.layout.unit_of[c]];
                unit.size = unit.size + product.size[c];
                all = all + product.size[c];
                base_work = base_work + product.new_changes[c] * baseline.effort[c];
                unit.wanted = unit.wanted + product.new_changes[c] + product.backlog[c];
            }
        }
        let all = all.named(&l::PRODUCT_SIZE);
        let parallelism = k.parallelism.at(product.levels[dimension::DELIVERY]);
        for (unit, members) in self.work.iter_mut().zip(&self.layout.partition.units) {
            let of = Subject::unit(members);
            unit.size = unit.size.named_of(&l::UNIT_SIZE, of);
            unit.wanted = unit.wanted.named_of(&l::UNIT_WANTED, of);
            unit.build = pace::build_minutes(k, unit.size, parallelism);
            unit.wait = pace::build_wait(k, unit.build);
        }
        let base_work = Whole::new(base_work);
        let share = |c: usize| {
            let share = base_work.share(product.new_changes[c] * baseline.effort[c], zero);
            share.named_of(&l::WORK_SHARE, Subject::Component(c))
        };
        for (c, component) in inputs.components.iter().enumerate() {
            if component.is_live(month) {
                let unit = &mut self.work[self.layout.unit_of[c]];
                unit.share = unit.share + share(c);
            }
        }
        for (unit, members) in self.work.iter_mut().zip(&self.layout.partition.units) {
            let of = Subject::unit(members);
            unit.share = unit.share.named_of(&l::UNIT_WORK_SHARE, of);
        }
        for (c, component) in inputs.components.iter().enumerate() {
            self.effort[c] = zero;
            if !component.is_live(month) {
                continue;
            }
            let unit = self.layout.unit_of[c];
            let effective = pace::effective_size(
                product.size[c],
                product.modularity[c],
                self.work[unit].size,
                all,
                coupling,
            );
            let size = pace::size_factor(k, effective, baseline.effective_size[c]);
            let of = Subject::Component(c);
            self.effort[c] = (baseline.effort[c] * size * crossing_factor).named_of(&l::EFFORT, of);
        }
        let mut work_new = zero;
        let mut work = zero;
        let mut beside = zero;
        for (c, component) in inputs.components.iter().enumerate() {
            if !component.is_live(month) {
                continue;
            }
            let unit = self.layout.unit_of[c];
            let of = Subject::Component(c);
            let per_change = self.effort[c] + self.work[unit].wait;
            let per_change = per_change.named_of(&l::EFFORT_WITH_WAIT, of);
            let new = product.new_changes[c] * per_change;
            work_new = work_new + new.named_of(&l::WORK_NEW, of);
            let all = (product.new_changes[c] + product.backlog[c]) * per_change;
            work = work + all.named_of(&l::WORK, of);
            beside = beside
                + pace::work_beside(
                    share(c),
                    product.modularity[c],
                    self.work[unit].share,
                    coupling,
                );
        }
        let kept = (one - self.upkeep).max(N::constant(f64::MIN_POSITIVE.sqrt()));
        let kept = kept.divisor();
        Needs {
            people: pace::people_for_work(
                k,
                work_new.over(kept).named(&l::WORK_NEW),
                beside.named(&l::BESIDE),
                &baseline.team,
            ),
            work: work.over(kept).named(&l::STAGE_WORK),
            beside: beside.named(&l::BESIDE),
            coupling,
            crossing,
        }
    }

    /// Delivers what people and pipelines allow.
    ///
    /// `fraction`: share of the wanted work that the people can do.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn deliver(
        &mut self,
        inputs: &Inputs<N>,
        month: usize,
        product: &Product<'_, N>,
        needs: &Needs<N>,
        fraction: N,
    ) -> Pace<N> {
        let k = &inputs.k;
        let zero = N::zero();
        let one = N::one();
        let units = self.live_units(month);
        let gaps = gaps(&self.required(month), product.levels);
        let delivery = product.levels[dimension::DELIVERY];
        let train = k.train.at(delivery);
        let all_wanted = N::sum(self.work.iter().map(|unit| unit.wanted)).named(&l::WANTED_ALL);
        let mut ceiling = zero;
        let mut least_room = N::constant(f64::MAX.sqrt());
        let loads = &self.deployment.loads[self.deployment.era(month)];
        for (unit, load) in self.work.iter_mut().zip(loads) {
            if !load.live {
                unit.fraction = zero;
                continue;
            }
            let slots = pace::pipeline_slots(unit.wanted, all_wanted, needs.crossing, units);
            let slots = slots.named_of(&l::SLOTS, load.subject);
            let room = pace::pace_ceiling(k, unit.build, train);
            ceiling = ceiling + room;
            let ratio = room.over_or(slots, N::constant(f64::MAX.sqrt()));
            least_room = least_room.min(ratio);
            unit.fraction = fraction
                .min(ratio)
                .min(one)
                .named_of(&l::UNIT_FRACTION, load.subject);
        }
        let ceiling = pace::product_ceiling(least_room, all_wanted, ceiling);

        let model_operations = one + k.evaluation_gap * gaps[dimension::MODEL_OPERATIONS];
        let mut ci = zero;
        let mut lead_time = zero;
        let mut weights = zero;
        let release_hours = pace::release_wait(k, k.cadence.at(delivery));
        let compute = k.compute_saving.at(delivery).divisor();
        for unit in &mut self.work {
            let build = k.build_minutes + (k.build_minutes_per_size * unit.size).over(compute);
            unit.ci_minutes = k.builds_per_change * build;
        }
        let even = N::constant(1e-9);
        for (c, component) in inputs.components.iter().enumerate() {
            self.delivered[c] = zero;
            self.backlog[c] = zero;
            if !component.is_live(month) {
                continue;
            }
            let at = self.layout.unit_of[c];
            let (unit, load) = (&mut self.work[at], &loads[at]);
            let of = Subject::Component(c);
            let wanted = (product.new_changes[c] + product.backlog[c]).named_of(&l::WANTED, of);
            self.delivered[c] = (wanted * unit.fraction).named_of(&l::DELIVERED, of);
            let left = (wanted - self.delivered[c]) * k.backlog_kept;
            self.backlog[c] = left.max(zero).named_of(&l::BACKLOG, of);
            unit.delivered = unit.delivered + self.delivered[c];
            let lead = pace::LeadTime {
                build_minutes: unit.build,
                evaluation_hours: component.model_change_share
                    * load.evaluation_hours
                    * model_operations,
                release_hours,
                crossing: needs.crossing,
                gap_ownership: gaps[dimension::OWNERSHIP],
                backlog_months: pace::backlog_months(self.backlog[c], self.delivered[c]),
            };
            let weight = (wanted + even).named_of(&l::LEAD_WEIGHT, Subject::Component(c));
            let days = weight * lead.days(k);
            lead_time = lead_time + days.named_of(&l::CHANGE_PART, of);
            weights = weights + weight;
            let evaluations =
                component.model_change_share * self.delivered[c] + component.feedback_evaluations;
            let builds = self.delivered[c] * unit.ci_minutes * k.ci_minute_price;
            let evaluation = evaluations * load.evaluation_cost * model_operations;
            ci = ci
                + builds.named_of(&l::CI_BUILDS, of)
                + evaluation.named_of(&l::CI_EVALUATION, of);
        }
        Pace {
            lead_time: lead_time.over_or(weights, zero).named(&l::STAGE_LEAD_TIME),
            ceiling: ceiling.named(&l::STAGE_CEILING),
            ci: ci.named(&l::STAGE_CI),
        }
    }

    /// Whether no other live component shares the unit of a component.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_alone(&self, inputs: &Inputs<N>, c: usize, month: usize) -> bool {
        !self.layout.partition.units[self.layout.unit_of[c]]
            .iter()
            .any(|other| *other != c && inputs.components[*other].is_live(month))
    }
}
