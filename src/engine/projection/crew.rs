//! Who is there in a month, what keeps them busy, who comes and goes.

use super::product::Changes;
use super::stages::Flows;
use super::{Projector, TrainingSchedule};
use crate::engine::dimension;
use crate::engine::labels as l;
use crate::engine::migration::{Underway, migration_budget, migration_work, shortest_migration};
use crate::engine::people::{self, Call, Operating, OperationsLoad, Staff, operations_hours};
use crate::engine::readiness::{Training, gap, training_in_month};
use crate::number::{Number, Subject};
use crate::scenario::schema::EventKind;

/// Who is there in a month and what keeps them busy (people).
pub(super) struct Crew<N> {
    pub(super) engineers: N,
    /// Output in fully productive people.
    pub(super) productive: N,
    pub(super) operations: Operating<N>,
    pub(super) study: Training<N>,
    /// Who is in training.
    pub(super) studying: N,
    /// Whom operations and training leave.
    pub(super) available: N,
}

/// The month's migration.
pub(super) struct Migration<N> {
    /// Who migrates (people).
    pub(super) people: N,
    /// Whom it asks for (people).
    pub(super) wanted: N,
    /// 1 while one is under way, else 0.
    pub(super) active: N,
}

/// Who is hired in a month.
pub(super) struct Hiring<N> {
    /// Heads before it.
    pub(super) before: Staff<N>,
    /// Engineers that the work asks for (people).
    pub(super) need: N,
    /// Who arrives (people).
    pub(super) hired: N,
}

impl<N: Number> Projector<'_, N> {
    /// Operations first, then training, of those who are there.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn crew(
        &self,
        month: usize,
        training: &TrainingSchedule<N>,
        flows: &Flows<N>,
    ) -> Crew<N> {
        let k = &self.inputs.k;
        let levels = &self.state.levels;
        let engineers = self.state.staff.engineers();
        let productive = self.state.staff.productive(k);
        let load = OperationsLoad {
            engineers,
            units: flows.units,
            pools: flows.pools,
            gpus: flows.infra.gpus,
            incident_hours: self.state.incident_work,
            platform: levels[dimension::PLATFORM],
        };
        let operations = people::operating(k, operations_hours(k, &load), productive);
        let study = if N::KEEPS_STEPS || training.has_begun(month) {
            training_in_month(k, levels, &training.in_month(month))
        } else {
            Training::none()
        };
        let operating = operations.people;
        let studying = people::studying(k, engineers, study.gained, productive, operating);
        Crew {
            available: people::available(productive, operating, studying),
            engineers,
            productive,
            operations,
            study,
            studying,
        }
    }

    /// Moves the changes of units that are under way.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn migrate(&mut self, month: usize, crew: &Crew<N>, launched: N) -> Migration<N> {
        let k = &self.inputs.k;
        let (zero, one) = (N::zero(), N::one());
        let mut sum = Migration {
            people: zero,
            wanted: zero,
            active: zero,
        };
        for s in 1..self.stages.len() {
            let done = self.state.progress[s];
            let before = self.progress_before(s);
            if self.stages[s].layout.from_month > month
                || (one - done).is_zero()
                || before.is_zero()
            {
                continue;
            }
            let may = N::select(before.less(one), zero, launched);
            let change = Underway {
                work: self.migration_work(s, month),
                shortest: shortest_migration(k, self.stages[s].layout.matching.changed).max(one),
                done,
                may,
            };
            let budget = migration_budget(k, crew.productive, crew.available, sum.people);
            let step = change.step(budget);
            let step = step.named_of(&l::MIGRATION_STEP, Subject::Stage(s));
            sum.people = sum.people + step * change.work;
            sum.wanted = sum.wanted + change.wanted();
            sum.active = sum.active.max(N::select(zero.less(step), one, zero));
            let reached = change.after(step);
            self.state.progress[s] = reached.named_of(&l::PROGRESS, Subject::Stage(s));
        }
        Migration {
            people: sum.people.named(&l::MIGRATION_PEOPLE),
            wanted: sum.wanted.named(&l::MIGRATION_WANTED),
            ..sum
        }
    }

    /// Work of the change to stage `s`, at what the product and the team are now (PM).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn migration_work(&self, s: usize, month: usize) -> N {
        let stage = &self.stages[s];
        let required = stage.required(month);
        let gap = |d: usize| gap(required[d], self.state.levels[d]);
        migration_work(
            &self.inputs.k,
            &self.stages[s - 1].layout.unit_of,
            &stage.layout.partition,
            &stage.layout.matching,
            &self.state.size,
            &self.state.modularity,
            gap(dimension::DISTRIBUTED) + gap(dimension::BOUNDARIES),
        )
    }

    /// Hires what the work asks for.
    ///
    /// `changes`: the month's, of which the people for new ones and those that hiring looks ahead to.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn hire(
        &mut self,
        month: usize,
        crew: &Crew<N>,
        migration: &Migration<N>,
        changes: &Changes<N>,
        launched: N,
    ) -> Hiring<N> {
        let joining = self.inputs.event_amount(EventKind::Engineers, month);
        let others = crew.operations.wanted + crew.studying + migration.wanted;
        let need = people::need(changes.people + others, crew.engineers, launched);
        let call = Call {
            need,
            sought: people::need(changes.sought + others, crew.engineers, launched)
                .named(&l::SOUGHT),
            may_hire: people::may_hire(self.state.balance),
        };
        let before = self.state.staff;
        let team = &self.inputs.team;
        Hiring {
            before,
            need,
            hired: self.state.staff.next(team, &call, joining),
        }
    }
}
