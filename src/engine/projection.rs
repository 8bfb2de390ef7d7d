//! A roadmap, month by month.
//!
//! The order of a month: stage change and migration, demand, infrastructure of each stage that has
//! weight, operations, training, people available, pace, reliability, states, money, hiring,
//! levels. While a migration is under way both stages are evaluated whole and their flows are
//! blended by its progress; product, team and levels are one. The month loop allocates nothing.
//!
//! Here is the loop; each step of a month is in the file of its subject: `stages`, `crew`, `product`,
//! `money`, and in `values` what the month comes to.

mod crew;
mod money;
mod plan;
mod product;
mod stages;
mod values;

use super::baseline::Baseline;
use super::demand;
use super::infrastructure::Conditions;
use super::inputs::Inputs;
use super::labels as l;
use super::launch;
use super::month::{MonthValues, Observer};
use super::month_cache::MonthCache;
use super::pace;
use super::people::{self, incident_hours};
use super::readiness::next_levels;
use super::stage::{Stage, Strain};
use super::state::State;
use crate::number::{Number, Task};
pub use plan::TrainingSchedule;
use stages::Held;
use std::ops::Range;
use values::Parts;

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
    new_changes: Vec<N>,
    /// Changes of each component that people are sought for.
    sought: Vec<N>,
    /// Growth of each component's changes until a hire is productive (factor).
    ahead: Vec<N>,
    delivered: Vec<N>,
    next_modularity: Vec<N>,
    /// How far the upkeep of each stage holds modularity.
    hold: Vec<N>,
    held: Vec<Held<N>>,
    /// What month 0 begins with.
    start: State<N>,
    /// Months of its units that were worked out before.
    cache: MonthCache<N>,
}

/// Some months of a projection.
struct Months<'p, 'a, N: Number, O> {
    projector: &'p mut Projector<'a, N>,
    months: Range<usize>,
    training: &'p TrainingSchedule<N>,
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
            new_changes: vec![zero; components],
            sought: vec![zero; components],
            ahead: inputs
                .components
                .iter()
                .map(|component| people::growth_ahead(&component.changes_growth, &inputs.team))
                .collect(),
            delivered: vec![zero; components],
            next_modularity: vec![zero; components],
            held: vec![Held::none(); inputs.gpus.len()],
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
    pub fn run(&mut self, training: &TrainingSchedule<N>, observer: &mut impl Observer<N>) {
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
        training: &TrainingSchedule<N>,
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
    fn month(&mut self, month: usize, training: &TrainingSchedule<N>) -> MonthValues<N> {
        let inputs = self.inputs;
        self.begin_instant_stages(month);
        self.weigh_stages();
        let launched = launch::in_use(self.state.launched);
        let users = (demand::users(inputs, month) * launched).named(&l::USERS);
        let conditions = Conditions::new(inputs, month, users, &self.state.levels);
        let flows = self.infrastructure(month, &conditions);
        let crew = self.crew(month, training, &flows);
        let migration = self.migrate(month, &crew, launched);
        let building = people::building(crew.available, migration.people);
        let wanted = self.ask_for_changes(month, launched);
        let changes = self.change(month, building, &crew);
        let strain = Strain {
            overload: crew.operations.overload,
            training: crew.study.active,
            engineers: crew.engineers,
        };
        let failures = self.failures(month, strain, launched);
        self.build(building);
        self.next_backlog();
        let delay = self.delay_cost(month, changes.lead_time, launched);
        self.move_product(month, changes.coupling);
        let bill = self.bill(month, &flows, changes.ci, &crew, migration.active);
        let staff = self.hire(month, &crew, &migration, &changes, launched);
        let pay = self.payroll(month, &crew, &migration, &staff);
        let losses = self.losses(month, &flows, users, failures.down_hours, launched);
        next_levels(&inputs.k, &mut self.state.levels, &crew.study);
        self.state.incident_work =
            incident_hours(&inputs.k, failures.incidents, failures.response_hours);
        let values = self.values(&Parts {
            month,
            launched,
            conditions,
            flows,
            crew,
            migration,
            wanted,
            changes,
            failures,
            delay,
            bill,
            staff,
            pay,
            losses,
        });
        self.state.pay_in(values.income, values.cash());
        values
    }
}

#[cfg(test)]
pub(crate) mod tests;
