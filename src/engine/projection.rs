//! A roadmap, month by month.
//!
//! The order of a month: stage change and migration, demand, infrastructure of each stage that has
//! weight, operations, training, people available, pace, reliability, states, money, hiring,
//! levels. While a migration is under way both stages are evaluated whole and their flows are
//! blended by its progress; product, team and levels are one. The month loop allocates nothing.

use super::baseline::Baseline;
use super::bill::Infrastructure;
use super::costs;
use super::demand;
use super::dimension;
use super::infrastructure::Conditions;
use super::inputs::Inputs;
use super::labels as l;
use super::migration::{migration_work, shortest_migration};
use super::money::{gpu_hour, gpu_rent};
use super::month::{MonthValues, Observer};
use super::month_cache::MonthCache;
use super::pace;
use super::people::{self, OperationsLoad, incident_hours, on_call, operations_hours, rotations};
use super::readiness::{Training, next_levels, training_in_month};
use super::reliability as rel;
use super::stage::{Failures, Needs, Pace, Product, Stage, Strain};
use super::state::State;
use crate::number::{Number, Subject, Task};
use crate::scenario::schema::EventKind;
use std::ops::Range;

/// Training that a roadmap buys: from a month on, towards a level in each dimension.
#[derive(Clone, Debug)]
pub struct TrainingPlan<N> {
    /// From which month which levels are aimed at; later entries add to earlier ones.
    pub targets: Vec<(usize, [N; 10])>,
}

impl<N: Number> TrainingPlan<N> {
    /// No training.
    pub fn none() -> Self {
        Self {
            targets: Vec::new(),
        }
    }

    /// Whether anything is aimed at by a month.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn has_begun(&self, month: usize) -> bool {
        self.targets.iter().any(|(from, _)| *from <= month)
    }

    /// Levels aimed at in a month.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn in_month(&self, month: usize) -> [N; 10] {
        let mut aims = [N::zero(); 10];
        for (from, levels) in &self.targets {
            if *from <= month {
                for (aim, level) in aims.iter_mut().zip(levels) {
                    *aim = aim.max(*level);
                }
            }
        }
        aims
    }
}

/// The state and buffers of one roadmap's projection.
#[derive(Debug)]
pub struct Projector<'a, N: Number> {
    inputs: &'a Inputs<N>,
    baseline: &'a Baseline<N>,
    /// The stages, today first.
    pub stages: Vec<Stage<N>>,
    /// Carried from month to month.
    state: State<N>,
    weight: Vec<N>,
    needs: Vec<Option<Needs<N>>>,
    new_changes: Vec<N>,
    delivered: Vec<N>,
    next_modularity: Vec<N>,
    /// How far the upkeep of each stage holds modularity.
    hold: Vec<N>,
    held: Vec<[N; 3]>,
    /// What month 0 begins with.
    start: State<N>,
    /// Months of its units that were worked out before.
    cache: MonthCache<N>,
}

/// Some months of a projection.
struct Months<'p, 'a, N: Number, O> {
    projector: &'p mut Projector<'a, N>,
    months: Range<usize>,
    training: &'p TrainingPlan<N>,
    observer: &'p mut O,
}

impl<N: Number, O: Observer<N>> Task for Months<'_, '_, N, O> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run(self) {
        let projector = self.projector;
        for month in self.months {
            let levels = projector.state.levels;
            let values = projector.month(month, self.training);
            let (stages, progress) = (&projector.stages, &projector.state.progress);
            self.observer
                .month(month, &values, stages, progress, &levels);
        }
    }
}

/// Blended flows of a month.
struct Flows<N> {
    infra: Infrastructure<N>,
    units: N,
    /// Units of the stage that has most of them.
    most_units: N,
    readiness: N,
    readiness_mean: N,
}

/// The month's migration.
struct Migration<N> {
    people: N,
    wanted: N,
    active: N,
}

impl<'a, N: Number> Projector<'a, N> {
    /// A projector of a roadmap.
    ///
    /// `stages`: today's first (month 0), then the roadmap's in order.
    pub fn new(inputs: &'a Inputs<N>, baseline: &'a Baseline<N>, stages: Vec<Stage<N>>) -> Self {
        let zero = N::zero();
        let components = inputs.components.len();
        let count = stages.len();
        let start = State::new(inputs, count);
        let hold = stages.iter();
        Self {
            inputs,
            baseline,
            hold: hold
                .map(|stage| pace::holding(&inputs.k, stage.upkeep))
                .collect(),
            stages,
            state: start.clone(),
            weight: vec![zero; count],
            needs: vec![None; count],
            new_changes: vec![zero; components],
            delivered: vec![zero; components],
            next_modularity: vec![zero; components],
            held: vec![[zero; 3]; inputs.gpus.len()],
            start,
            cache: MonthCache::none(),
        }
    }

    /// Remembers the months of its units for later runs.
    #[must_use]
    pub fn remembering(mut self) -> Self {
        for stage in &self.stages {
            stage.make_room(&mut self.cache, self.inputs.months);
        }
        self
    }

    /// Exchanges what is remembered, so that projections over the same inputs can share it.
    pub fn exchange(&mut self, cache: &mut MonthCache<N>) {
        std::mem::swap(&mut self.cache, cache);
    }

    /// Lets month 0 begin with other levels.
    pub fn start_with_levels(&mut self, levels: [N; 10]) {
        self.start.levels = levels;
    }

    /// Runs all months from today.
    pub fn run(&mut self, training: &TrainingPlan<N>, observer: &mut impl Observer<N>) {
        self.restart();
        self.run_months(0..self.inputs.months, training, observer);
    }

    /// Goes back to today.
    pub fn restart(&mut self) {
        self.state.copy_from(&self.start);
    }

    /// Goes to where a projection was whose roadmap was the same so far.
    pub fn go_on_from(&mut self, state: &State<N>) {
        self.state.copy_from(state);
    }

    /// Where the projection is, for others to go on from.
    pub fn state(&self) -> &State<N> {
        &self.state
    }

    /// Runs some months; those before them have run.
    pub fn run_months(
        &mut self,
        months: Range<usize>,
        training: &TrainingPlan<N>,
        observer: &mut impl Observer<N>,
    ) {
        N::at_full_width(Months {
            projector: self,
            months,
            training,
            observer,
        });
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn month(&mut self, month: usize, training: &TrainingPlan<N>) -> MonthValues<N> {
        let inputs = self.inputs;
        let k = &inputs.k;
        let (zero, one) = (N::zero(), N::one());
        let levels = self.state.levels;

        self.begin_instant_stages(month);
        self.weigh_stages();
        let launched = N::select(self.state.launched.less(one), zero, one);
        let users = (demand::users(inputs, month) * launched).named(&l::USERS);
        let conditions = Conditions::new(inputs, month, users, &levels);
        let flows = self.infrastructure(month, &conditions);

        let joining = inputs.event_amount(EventKind::Engineers, month);
        let engineers = self.state.staff.engineers();
        let productive = self.state.staff.productive(k);
        let load = OperationsLoad {
            engineers,
            units: flows.units,
            gpus: flows.infra.gpus,
            incident_hours: self.state.incident_work,
            platform: levels[dimension::PLATFORM],
        };
        let operations = people::operating(k, operations_hours(k, &load), productive);
        let operating = operations.people;

        let study = if N::KEEPS_STEPS || training.has_begun(month) {
            training_in_month(k, &levels, &training.in_month(month))
        } else {
            Training::none()
        };
        let studying = people::studying(k, engineers, study.gained, productive, operating);

        let after = (productive - operating - studying)
            .max(zero)
            .named(&l::AVAILABLE);
        let migration = self.migrate(month, &levels, productive, after, launched);
        let building = (after - migration.people).max(zero).named(&l::BUILDING);

        self.ask_for_changes(month, launched);
        let wanted = N::sum(self.new_changes.iter().chain(&self.state.backlog).copied());
        let shares = self.pace(month, &levels, engineers, building, study.active);
        let strain = Strain {
            overload: operations.overload,
            training: study.active,
        };
        let failures = self.failures(month, &levels, strain, launched);
        let coupling = shares.coupling;
        self.launch(building, coupling);
        let delay = self.delay_cost(month, shares.lead_time, launched);
        self.move_product(month, coupling);

        let wages = inputs.money.wage_growth.in_month(month);
        let costs = self.running_costs(month, &flows, shares.ci, engineers, &levels);
        let dual = costs::dual_running(k, migration.active, costs.running(&flows));

        let work = shares.people + operations.wanted + studying + migration.wanted;
        let need = people::need(work, engineers, launched);
        let may_hire = people::may_hire(self.state.balance);
        let staff_before = self.state.staff;
        let hired = self.state.staff.next(&inputs.team, need, may_hire, joining);
        next_levels(k, &mut self.state.levels, &study);
        self.state.incident_work = incident_hours(k, failures.incidents, failures.restore_hours);

        let pay = costs::pay(k, &inputs.team, &staff_before, operating, wages);
        let salaries = pay.everybody - pay.person_month * (migration.people + studying);
        let required = self.required_now(month);
        let latency_added = rel::added_latency(
            k,
            flows.infra.hops,
            (required[dimension::DISTRIBUTED] - levels[dimension::DISTRIBUTED]).max(zero),
        );
        let latency = costs::latency_cost(&inputs.reliability, latency_added) * launched;
        let outage = costs::outage_cost(k, &inputs.reliability, users, failures.down_hours);
        let gap_security = (required[dimension::SECURITY] - levels[dimension::SECURITY]).max(zero);
        let income =
            users * inputs.money.revenue_per_user + inputs.event_amount(EventKind::Funding, month);
        let values = MonthValues {
            users,
            requests_per_second: conditions.mean,
            gpu: costs.gpu,
            cpu: flows.infra.cpu,
            platform: costs.platform,
            hosted_api: flows.infra.hosted,
            storage: flows.infra.storage,
            salaries,
            on_call: on_call(k, flows.most_units) * launched,
            hiring: hired * inputs.team.hire_cost,
            training: k.training_price * engineers * study.gained + pay.person_month * studying,
            migration_people: pay.person_month * migration.people,
            migration_dual_running: dual,
            downtime: outage + latency,
            latency,
            delay: delay + costs::launch_delay(inputs.launch.as_ref(), month, launched),
            security: rel::security_loss(
                k,
                flows.most_units,
                inputs.reliability.security_loss * launched,
                gap_security,
            ),
            income,
            engineers,
            platform_engineers: operating,
            engineers_needed: need,
            backlog: N::sum(self.state.backlog.iter().copied()),
            delivered_changes: N::sum(self.delivered.iter().copied()),
            lead_time_days: shares.lead_time,
            pace_ceiling: shares.ceiling,
            modularity: self.mean_modularity(month),
            incidents: failures.incidents,
            down_hours: failures.down_hours,
            added_latency_ms: latency_added,
            gpus: flows.infra.gpus,
            readiness_index: flows.readiness,
            readiness_mean: flows.readiness_mean,
            wanted_changes: wanted,
            hops: flows.infra.hops,
            need_changes: (need - operations.wanted - studying - migration.wanted).max(zero),
            need_operations: operations.wanted,
            need_training: studying,
            need_migration: migration.wanted,
            contractors: staff_before.contractors,
            rotations: rotations(k, flows.most_units) * launched,
            tax_platform: flows.infra.tax.platform,
            tax_calls: flows.infra.tax.calls,
            tax_sidecars: flows.infra.tax.sidecars,
            tax_transfer: flows.infra.tax.transfer,
            tax_fees: flows.infra.tax.fees,
            tax_tracing: flows.infra.tax.tracing,
            causes: failures.causes,
        }
        .named();
        if let Some(balance) = &mut self.state.balance {
            *balance = (*balance + income - values.cash()).named(&l::BALANCE);
        }
        values
    }

    /// Stages that change no unit, or that a product not yet built starts with, begin at once.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn begin_instant_stages(&mut self, month: usize) {
        let one = N::one();
        for s in 1..self.stages.len() {
            let stage = &self.stages[s];
            let unbuilt = self.inputs.launch.is_some() && stage.layout.from_month == 0;
            if stage.layout.from_month <= month && (stage.layout.matching.changed == 0 || unbuilt) {
                let ready = if s == 1 {
                    one
                } else {
                    self.state.progress[s - 1]
                };
                self.state.progress[s] = N::select(ready.less(one), self.state.progress[s], one);
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn weigh_stages(&mut self) {
        let count = self.stages.len();
        for s in 0..count {
            let arrived = if s == 0 {
                N::one()
            } else {
                self.state.progress[s]
            };
            let left = if s + 1 < count {
                self.state.progress[s + 1]
            } else {
                N::zero()
            };
            let weight = (arrived - left).max(N::zero());
            self.weight[s] = weight;
            self.stages[s].weight = weight;
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn has_weight(&self, s: usize) -> bool {
        !self.weight[s].is_zero()
    }

    /// Levels required now: those of the stages that have weight, blended.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn required_now(&self, month: usize) -> [N; 10] {
        let mut blended = [N::zero(); 10];
        for s in 0..self.stages.len() {
            if self.has_weight(s) {
                let required = self.stages[s].required(month);
                for (sum, level) in blended.iter_mut().zip(required) {
                    *sum = *sum + level * self.weight[s];
                }
            }
        }
        for (d, level) in blended.iter_mut().enumerate() {
            *level = level.named_of(&l::REQUIRED, Subject::Dimension(d));
        }
        blended
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn infrastructure(&mut self, month: usize, conditions: &Conditions<N>) -> Flows<N> {
        let zero = N::zero();
        let mut flows = Flows {
            infra: Infrastructure::none(),
            units: zero,
            most_units: N::one(),
            readiness: zero,
            readiness_mean: zero,
        };
        for held in &mut self.held {
            *held = [zero; 3];
        }
        for s in 0..self.stages.len() {
            if !self.has_weight(s) {
                continue;
            }
            let w = self.weight[s];
            let stage = &mut self.stages[s];
            let one = stage.infrastructure(self.inputs, month, conditions, &mut self.cache);
            flows.infra.add(&one, w);
            let units = N::constant(stage.live_units(month) as f64);
            flows.units = flows.units + units * w;
            // A draw in which the stage has no weight does not count its units.
            let present = N::select(zero.less(w), units, zero);
            flows.most_units = flows.most_units.max(present);
            let [least, mean] = stage.readiness(month, &self.state.levels);
            flows.readiness = flows.readiness + least * w;
            flows.readiness_mean = flows.readiness_mean + mean * w;
            for unit in &stage.units {
                if let Some(gpu) = unit.gpu {
                    let held = &mut self.held[gpu];
                    held[0] = held[0] + unit.gpus * w;
                    held[1] = held[1] + unit.gpus_peak * w;
                    held[2] = held[2] + unit.staging_gpus * w;
                }
            }
        }
        let names = [&l::GPU_HELD, &l::GPU_HELD_PEAK, &l::GPU_HELD_STAGING];
        for (gpu, held) in self.held.iter_mut().enumerate() {
            for (count, name) in held.iter_mut().zip(names) {
                if !count.is_zero() {
                    *count = count.named_of(name, Subject::Gpu(gpu));
                }
            }
        }
        flows.units = flows.units.named(&l::UNITS);
        flows.most_units = flows.most_units.named(&l::MOST_UNITS);
        flows
    }

    /// Moves the change that is under way.
    ///
    /// ```text
    /// Δp = min(30% · people / work, 1 / shortest time, 1 − p)
    /// ```
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn migrate(
        &mut self,
        month: usize,
        levels: &[N; 10],
        productive: N,
        available: N,
        launched: N,
    ) -> Migration<N> {
        let inputs = self.inputs;
        let k = &inputs.k;
        let (zero, one) = (N::zero(), N::one());
        let mut sum = Migration {
            people: zero,
            wanted: zero,
            active: zero,
        };
        for s in 1..self.stages.len() {
            let done = self.state.progress[s];
            let before = if s == 1 {
                one
            } else {
                self.state.progress[s - 1]
            };
            if self.stages[s].layout.from_month > month
                || (one - done).is_zero()
                || before.is_zero()
            {
                continue;
            }
            let may = N::select(before.less(one), zero, launched);
            let stage = &self.stages[s];
            let required = stage.required(month);
            let gap = |d: usize| (required[d] - levels[d]).max(zero);
            let work = migration_work(
                k,
                &self.stages[s - 1].layout.unit_of,
                &stage.layout.partition,
                &stage.layout.matching,
                &self.state.size,
                &self.state.modularity,
                gap(dimension::DISTRIBUTED) + gap(dimension::BOUNDARIES),
            );
            let shortest = shortest_migration(k, stage.layout.matching.changed).max(one);
            // Where one change ends and the next begins in a month, both share the people.
            let budget = ((productive * k.migration_cap).min(available) - sum.people).max(zero);
            let budget = budget.named(&l::MIGRATION_BUDGET);
            let step = budget
                .over_or(work, one)
                .min(one / shortest)
                .min(one - done)
                * may;
            let step = step.named_of(&l::MIGRATION_STEP, Subject::Stage(s));
            sum.people = sum.people + step * work;
            sum.wanted = sum.wanted + (one / shortest).min(one - done) * work * may;
            sum.active = sum.active.max(N::select(zero.less(step), one, zero));
            let reached = done + step;
            let nearly = N::constant(1.0 - 1e-9);
            self.state.progress[s] = N::select(reached.less(nearly), reached, one)
                .named_of(&l::PROGRESS, Subject::Stage(s));
        }
        Migration {
            people: sum.people.named(&l::MIGRATION_PEOPLE),
            wanted: sum.wanted.named(&l::MIGRATION_WANTED),
            ..sum
        }
    }

    /// New changes of the month.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn ask_for_changes(&mut self, month: usize, launched: N) {
        let factor = self.inputs.event_factor(EventKind::Changes, month) * launched;
        for (c, component) in self.inputs.components.iter().enumerate() {
            self.new_changes[c] = if component.is_live(month) {
                (component.changes * component.changes_growth.in_month(month) * factor)
                    .named_of(&l::CHANGES_NEW, Subject::Component(c))
            } else {
                N::zero()
            };
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pace(
        &mut self,
        month: usize,
        levels: &[N; 10],
        engineers: N,
        people: N,
        studying: N,
    ) -> Shares<N> {
        let (inputs, baseline) = (self.inputs, self.baseline);
        let k = &inputs.k;
        let (zero, one) = (N::zero(), N::one());
        let product = Product {
            size: &self.state.size,
            modularity: &self.state.modularity,
            backlog: &self.state.backlog,
            new_changes: &self.new_changes,
            levels,
        };
        let mut sum = Shares {
            people: zero,
            lead_time: zero,
            ceiling: zero,
            ci: zero,
            coupling: zero,
        };
        self.delivered.fill(zero);
        for s in 0..self.stages.len() {
            self.needs[s] = None;
            let w = self.weight[s];
            if w.is_zero() {
                continue;
            }
            let stage = &mut self.stages[s];
            let needs = stage.needs(inputs, baseline, month, &product, engineers);
            let possible = pace::work_of_people(k, people, needs.beside, baseline.team.people)
                * (one - k.training_pace * studying);
            let possible = possible.named(&l::WORK_OF_PEOPLE);
            let fraction = possible
                .over_or(needs.work, one)
                .min(one)
                .named(&l::FRACTION);
            let pace: Pace<N> = stage.deliver(inputs, month, &product, &needs, fraction);
            for (sum, one) in self.delivered.iter_mut().zip(&stage.delivered) {
                *sum = *sum + *one * w;
            }
            sum.people = sum.people + needs.people * w;
            sum.lead_time = sum.lead_time + pace.lead_time * w;
            sum.ceiling = sum.ceiling + pace.ceiling * w;
            sum.ci = sum.ci + pace.ci * w;
            sum.coupling = needs.coupling;
            self.needs[s] = Some(needs);
        }
        for (c, delivered) in self.delivered.iter_mut().enumerate() {
            *delivered = delivered.named_of(&l::DELIVERED, Subject::Component(c));
        }
        sum
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn failures(
        &mut self,
        month: usize,
        levels: &[N; 10],
        strain: Strain<N>,
        launched: N,
    ) -> Failures<N> {
        let mut sum = Failures::none();
        let product = Product {
            size: &self.state.size,
            modularity: &self.state.modularity,
            backlog: &self.state.backlog,
            new_changes: &self.new_changes,
            levels,
        };
        for s in 0..self.stages.len() {
            let (Some(needs), false) = (self.needs[s], self.weight[s].is_zero()) else {
                continue;
            };
            let w = self.weight[s] * launched;
            let one = self.stages[s].failures(
                self.inputs,
                self.baseline,
                month,
                &product,
                &needs,
                strain,
            );
            sum.incidents = sum.incidents + one.incidents * w;
            sum.restore_hours = sum.restore_hours + one.restore_hours * w;
            sum.down_hours = sum.down_hours + one.down_hours * w;
            for (all, [incidents, hours]) in sum.causes.iter_mut().zip(one.causes) {
                all[0] = all[0] + incidents * w;
                all[1] = all[1] + hours * w;
            }
        }
        sum
    }

    /// Builds a product that is not there yet.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn launch(&mut self, people: N, coupling: N) {
        if self.inputs.launch.is_none() {
            return;
        }
        let k = &self.inputs.k;
        let all = N::sum(self.state.size.iter().copied());
        let share = |size: N| size.over_or(all, N::zero());
        let (mut work, mut beside) = (N::zero(), N::zero());
        // Until the launch one stage has all the weight, though not the same one in every draw.
        for (stage, w) in self.stages.iter().zip(&self.weight) {
            if w.is_zero() {
                continue;
            }
            let mut to_build =
                k.launch_per_unit * N::constant(stage.layout.partition.units.len() as f64);
            for members in &stage.layout.partition.units {
                let unit = N::sum(members.iter().map(|c| self.state.size[*c]));
                for &c in members {
                    let (size, m) = (self.state.size[c], self.state.modularity[c]);
                    let effective = pace::effective_size(size, m, unit, all, coupling);
                    let factor = pace::size_factor(k, effective, self.baseline.effective_size[c]);
                    to_build = to_build + size * factor;
                    let near = pace::work_beside(share(size), m, share(unit), coupling);
                    beside = beside + near * *w;
                }
            }
            work = work + to_build * *w;
        }
        let done = pace::work_of_people(k, people, beside, self.baseline.team.people);
        let step = done.over_or(work, N::one());
        self.state.launched = (self.state.launched + step)
            .min(N::one())
            .named(&l::LAUNCHED);
    }

    /// What waiting changes and slow experiments cost (money).
    ///
    /// ```text
    /// Σ backlog · 12.5% · effort · cost of a person-month + lead time · value of a day
    /// ```
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn delay_cost(&mut self, month: usize, lead_time: N, launched: N) -> N {
        let inputs = self.inputs;
        let zero = N::zero();
        self.next_backlog();
        let wages = inputs.money.wage_growth.in_month(month);
        let waiting = self
            .state
            .backlog
            .iter()
            .zip(&self.baseline.effort)
            .enumerate()
            .fold(zero, |sum, (c, (backlog, effort))| {
                sum + (*backlog * *effort).named_of(&l::WAITING, Subject::Component(c))
            });
        let waiting = waiting.named(&l::WAITING);
        costs::waiting_cost(&inputs.change, &inputs.team, waiting, wages)
            + costs::slow_cost(&inputs.change, lead_time, launched)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_backlog(&mut self) {
        for backlog in &mut self.state.backlog {
            *backlog = N::zero();
        }
        for s in 0..self.stages.len() {
            let w = self.weight[s];
            if w.is_zero() {
                continue;
            }
            for (sum, one) in self.state.backlog.iter_mut().zip(&self.stages[s].backlog) {
                *sum = *sum + *one * w;
            }
        }
        for (c, backlog) in self.state.backlog.iter_mut().enumerate() {
            *backlog = backlog.named_of(&l::BACKLOG, Subject::Component(c));
        }
    }

    /// Grows the code and moves its modularity.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn move_product(&mut self, month: usize, coupling: N) {
        let inputs = self.inputs;
        let k = &inputs.k;
        self.next_modularity.fill(N::zero());
        let mut grown = N::zero();
        for c in 0..self.state.size.len() {
            let mut effort = N::zero();
            for s in 0..self.stages.len() {
                let w = self.weight[s];
                if w.is_zero() {
                    continue;
                }
                let stage = &self.stages[s];
                let spent = stage.delivered[c] * stage.effort[c];
                let spent = spent.named_of(&l::SPENT, Subject::Component(c));
                let churn = spent
                    .over_or(self.state.size[c], N::zero())
                    .named(&l::CHURN);
                let alone = stage.is_alone(inputs, c, month);
                let now = self.state.modularity[c];
                let next = pace::next_modularity(k, now, churn, alone, self.hold[s], coupling);
                self.next_modularity[c] = self.next_modularity[c] + next * w;
                effort = effort + spent * w;
            }
            self.state.size[c] = (self.state.size[c] + k.growth_per_effort * effort)
                .named_of(&l::SIZE, Subject::Component(c));
            self.next_modularity[c] =
                self.next_modularity[c].named_of(&l::MODULARITY, Subject::Component(c));
            grown = grown + effort;
        }
        self.state.modularity.copy_from_slice(&self.next_modularity);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mean_modularity(&self, month: usize) -> N {
        let mut size = N::zero();
        let mut sum = N::zero();
        for (c, component) in self.inputs.components.iter().enumerate() {
            if component.is_live(month) {
                size = size + self.state.size[c];
                sum = sum + self.state.size[c] * self.state.modularity[c];
            }
        }
        sum.over_or(size, N::zero())
    }

    /// What GPUs and the platform cost, whoever uses them.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn running_costs(
        &mut self,
        month: usize,
        flows: &Flows<N>,
        ci: N,
        engineers: N,
        levels: &[N; 10],
    ) -> RunningCosts<N> {
        let k = &self.inputs.k;
        let gpu = self.rent(month);
        let staging = self.staging(month);
        let level = levels[dimension::PLATFORM];
        let platform = flows.infra.platform
            + staging
            + ci
            + (k.licence_per_engineer.at(level) * engineers).named(&l::LICENCES)
            + (k.licence_per_unit.at(level) * flows.units).named(&l::LICENCES);
        RunningCosts { gpu, platform }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn rent(&mut self, month: usize) -> N {
        let mut sum = N::zero();
        for (gpu, commitment) in self.state.commitments.iter_mut().enumerate() {
            let [held, peak, _] = self.held[gpu];
            if held.is_zero() && peak.is_zero() && commitment.count.is_zero() {
                continue;
            }
            sum = sum + gpu_rent(self.inputs, gpu, month, held, peak, commitment);
        }
        sum
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn staging(&self, month: usize) -> N {
        let hours = self.inputs.k.hours_per_month;
        let with_staging = self
            .held
            .iter()
            .enumerate()
            .filter(|(_, held)| !held[2].is_zero());
        N::sum(with_staging.map(|(gpu, held)| {
            (held[2] * gpu_hour(self.inputs, gpu, month) * hours)
                .named_of(&l::GPU_STAGING, Subject::Gpu(gpu))
        }))
    }
}

/// What runs whether anybody uses it or not.
struct RunningCosts<N> {
    /// GPUs (money).
    gpu: N,
    /// Platform, staging, pipelines and licences (money).
    platform: N,
}

impl<N: Number> RunningCosts<N> {
    /// All that runs twice while old and new stand side by side (money).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn running(&self, flows: &Flows<N>) -> N {
        self.gpu + flows.infra.cpu + self.platform + flows.infra.storage
    }
}

/// Blended pace of a month.
struct Shares<N> {
    people: N,
    lead_time: N,
    ceiling: N,
    ci: N,
    coupling: N,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{MonthValues, Observer, Projector, TrainingPlan};
    use crate::catalog::Catalog;
    use crate::engine::baseline::Baseline;
    use crate::engine::compile::{Likely, catalog_of, compile};
    use crate::engine::constants::Constants;
    use crate::engine::inputs::Inputs;
    use crate::engine::partition::Partition;
    use crate::engine::stage::Stage;

    /// The catalogue's likely constants.
    pub(crate) fn rounded_constants() -> Constants<f64> {
        let catalog = Catalog::builtin().unwrap();
        Constants::read(&mut Likely { catalog }).unwrap()
    }

    /// A scenario of these fields, compiled at likely values.
    pub(crate) fn inputs(fields: &str) -> Inputs<f64> {
        let loaded = crate::scenario::load(&format!("(version: 1, {fields})"));
        assert!(loaded.is_clean(), "{:?}", loaded.diagnostics);
        let scenario = loaded.scenario.unwrap();
        let catalog = catalog_of(&scenario, Catalog::builtin().unwrap()).unwrap();
        compile(&scenario, &catalog, &mut Likely { catalog: &catalog }).unwrap()
    }

    /// All ten levels at 2, which is what three units ask for.
    pub(crate) const LEVELS: &str = "levels: (delivery: 2, platform: 2, observability: 2, \
        incident_response: 2, boundaries: 2, ownership: 2, distributed: 2, model_operations: 2, \
        security: 2, cost: 2)";

    /// Months and the progress of every stage at their end.
    #[derive(Default)]
    struct Months {
        values: Vec<MonthValues<f64>>,
        progress: Vec<Vec<f64>>,
    }

    impl Observer<f64> for Months {
        fn month(
            &mut self,
            _: usize,
            values: &MonthValues<f64>,
            _: &[Stage<f64>],
            progress: &[f64],
            _: &[f64; 10],
        ) {
            self.values.push(*values);
            self.progress.push(progress.to_vec());
        }
    }

    /// Projects stages `(from month, partition)` without training and without GPUs.
    fn run(inputs: &Inputs<f64>, planned: &[(usize, Partition)]) -> Months {
        let none = |partition: &Partition| vec![None; partition.units.len()];
        let baseline = Baseline::new(inputs, none(&inputs.today));
        let sizes: Vec<f64> = inputs.components.iter().map(|c| c.size).collect();
        let mut before = inputs.today.clone();
        let mut stages = vec![Stage::new(
            inputs,
            0,
            before.clone(),
            0.0,
            none(&before),
            None,
        )];
        for (from, partition) in planned {
            stages.push(Stage::new(
                inputs,
                *from,
                partition.clone(),
                0.0,
                none(partition),
                Some((&before, &sizes)),
            ));
            before.clone_from(partition);
        }
        let mut months = Months::default();
        Projector::new(inputs, &baseline, stages).run(&TrainingPlan::none(), &mut months);
        months
    }

    #[track_caller]
    fn check(value: f64, expected: f64) {
        let tolerance = 1e-6 * expected.abs().max(1.0);
        assert!(
            (value - expected).abs() < tolerance,
            "{value} instead of {expected}"
        );
    }

    /// Twenty people who neither come nor go, three components that nobody changes.
    fn still(more: &str) -> Inputs<f64> {
        inputs(&format!(
            "horizon_months: 16,
             components: [(name: \"a\", size_pm: 10, changes: 0), (name: \"b\", size_pm: 40, changes: 0),
                (name: \"c\", size_pm: 30, changes: 0)],
             team: (engineers: 20, {LEVELS}, hiring: (policy: Hold, attrition: 0), mix: (platform: 0),
                salaries: (backend: 120_000, ml: 120_000, data: 120_000, loaded_cost: 1.5)),
             {more}"
        ))
    }

    #[test]
    fn a_split_takes_its_months_and_the_next_stage_slips() {
        let inputs = still("");
        let months = run(
            &inputs,
            &[(2, Partition::split(3)), (4, Partition::whole(3))],
        );
        let split: Vec<f64> = months.progress.iter().map(|stages| stages[1]).collect();
        let back: Vec<f64> = months.progress.iter().map(|stages| stages[2]).collect();
        // Three units change: at least 3·log2 4 = 6 months, a sixth a month from month 2 on. The
        // work is 2·2 + 0.25·40·(1 − ½·0.55) = 11.25 PM, 1.875 a month, below 30% of 20 people.
        for (month, sixths) in [(1, 0.0), (2, 1.0), (4, 3.0), (6, 5.0), (7, 6.0), (15, 6.0)] {
            check(split[month], sixths / 6.0);
        }
        // Planned for month 4, begun in month 7, in which the split is done; max(0.15·40, 0.75·2)
        // = 6 PM in six months.
        for (month, sixths) in [(6, 0.0), (7, 1.0), (8, 2.0), (12, 6.0)] {
            check(back[month], sixths / 6.0);
        }
        // A person-month costs 120,000·1.5/12 = 15,000: 1.875 of them 28,125, wages growing 3.5% a year.
        let wages = |month: f64| 1.035_f64.powf(month / 12.0);
        check(months.values[1].migration_people, 0.0);
        check(months.values[2].migration_people, 28_125.0 * wages(2.0));
        check(
            months.values[7].migration_people,
            (1.875 + 1.0) * 15_000.0 * wages(7.0),
        );
        check(months.values[8].migration_people, 15_000.0 * wages(8.0));
        check(months.values[13].migration_people, 0.0);
        // 30% of what runs, while both run.
        let third = &months.values[3];
        check(
            third.migration_dual_running,
            0.3 * (third.gpu + third.cpu + third.platform + third.storage),
        );
        check(months.values[13].migration_dual_running, 0.0);
        // Salaries: twenty people and 20/8 managers, less those who migrate.
        let manager = 171_200.0 * 1.5 / 12.0 * 2.5;
        let people = |at: &MonthValues<f64>| at.salaries + at.migration_people;
        let operating = months.values[2].platform_engineers;
        let platform = 160_000.0 * 1.5 / 12.0;
        check(
            people(&months.values[2]),
            ((20.0 - operating) * 15_000.0 + operating * platform + manager) * wages(2.0),
        );
    }

    #[test]
    fn few_people_take_longer_and_share_themselves() {
        let mut inputs = still("");
        inputs.team.engineers = 4.0;
        let months = run(
            &inputs,
            &[(0, Partition::split(3)), (0, Partition::whole(3))],
        );
        // Four people: at most 1.2 PM a month, of 11.25: 0.10667 a month, so 9.4 months, and in the
        // tenth the way back begins with what is left of the 1.2.
        check(months.progress[0][1], 1.2 / 11.25);
        check(months.progress[9][1], 1.0);
        check(months.progress[9][2], (1.2 - (11.25 - 9.0 * 1.2)) / 6.0);
        // Whatever ends and begins in a month, no more than 30% of the people are taken.
        for (month, values) in months.values.iter().enumerate() {
            let pm = 15_000.0 * 1.035_f64.powf(month as f64 / 12.0);
            assert!(
                values.migration_people <= 1.2 * pm * (1.0 + 1e-9),
                "{month}"
            );
        }
    }

    #[test]
    fn equal_stages_take_no_time_and_cost_nothing() {
        let inputs = still("");
        let months = run(&inputs, &[(3, Partition::whole(3))]);
        assert_eq!((months.progress[2][1], months.progress[3][1]), (0.0, 1.0));
        assert!(months.values.iter().all(|month| month.migration() == 0.0));
    }

    #[test]
    fn a_product_is_built_before_it_is_used() {
        let inputs = inputs(&format!(
            "horizon_months: 12, demand: (users: 500), launch: (month: 1, value_per_month: 10_000),
             components: [(name: \"a\", size_pm: 20, changes: 0)],
             team: (engineers: 20, {LEVELS}, hiring: (policy: Hold, attrition: 0))"
        ));
        let months = run(&inputs, &[]);
        // Operations 113 h (see people) of 140: 0.80714 people; 19.19286 build 20 + 2 PM. Not done
        // in month 0, done in month 1, used from month 2 on; month 1 is the month it was due.
        let users: Vec<f64> = months.values.iter().map(|month| month.users).collect();
        assert_eq!(users[..4], [0.0, 0.0, 500.0, 500.0]);
        check(months.values[0].platform_engineers, 113.0 / 140.0);
        let delay: Vec<f64> = months.values.iter().map(|month| month.delay).collect();
        assert_eq!(delay[..3], [0.0, 10_000.0, 0.0]);
        assert!(months.values[0].incidents == 0.0 && months.values[2].incidents > 0.0);
    }

    #[test]
    fn nobody_uses_it_and_nobody_is_there() {
        let mut inputs = still("demand: (users: 0), money: (capital: 1_000)");
        for engineers in [0.0, 1.0] {
            inputs.team.engineers = engineers;
            let months = run(&inputs, &[(2, Partition::split(3))]);
            for values in &months.values {
                assert!(values.total().is_finite() && values.lead_time_days.is_finite());
                assert_eq!(
                    (values.users, values.downtime, values.backlog),
                    (0.0, 0.0, 0.0)
                );
            }
        }
    }

    #[test]
    fn later_targets_of_a_training_plan_add_to_earlier_ones() {
        let plan = TrainingPlan {
            targets: vec![(0, [2.0; 10]), (5, [1.0; 10]), (6, [3.0; 10])],
        };
        assert_eq!(plan.in_month(5), [2.0; 10]);
        assert_eq!(plan.in_month(6), [3.0; 10]);
        assert_eq!(TrainingPlan::<f64>::none().in_month(6), [0.0; 10]);
    }
}
