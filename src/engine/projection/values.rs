//! What a month comes to, put together from its parts.

use super::Projector;
use super::crew::{Crew, Hiring, Migration};
use super::money::{Bill, Losses, Payroll};
use super::product::Changes;
use super::stages::Flows;
use crate::engine::costs;
use crate::engine::infrastructure::Conditions;
use crate::engine::month::MonthValues;
use crate::engine::people::{self, OtherNeeds};
use crate::engine::stage::Failures;
use crate::number::Number;
use crate::scenario::schema::EventKind;

/// The parts of a month.
pub(super) struct Parts<N: Number> {
    pub(super) month: usize,
    /// 1 once the product is used, 0 before.
    pub(super) launched: N,
    pub(super) conditions: Conditions<N>,
    pub(super) flows: Flows<N>,
    pub(super) crew: Crew<N>,
    pub(super) migration: Migration<N>,
    /// Changes wanted, new and waiting.
    pub(super) wanted: N,
    pub(super) changes: Changes<N>,
    pub(super) failures: Failures<N>,
    /// What waits and what is slow (money).
    pub(super) delay: N,
    pub(super) bill: Bill<N>,
    pub(super) staff: Hiring<N>,
    pub(super) pay: Payroll<N>,
    pub(super) losses: Losses<N>,
}

impl<N: Number> Projector<'_, N> {
    /// The month's figures, once the product and the team have moved.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn values(&self, of: &Parts<N>) -> MonthValues<N> {
        let inputs = self.inputs;
        let (k, month, launched) = (&inputs.k, of.month, of.launched);
        let (crew, infra) = (&of.crew, &of.flows.infra);
        let users = of.conditions.users;
        let late = costs::launch_delay(inputs.launch.as_ref(), month, launched);
        let funding = inputs.event_amount(EventKind::Funding, month);
        let other_needs = OtherNeeds {
            operations: crew.operations.wanted,
            training: crew.studying,
            migration: of.migration.wanted,
        };
        MonthValues {
            users,
            requests_per_second: of.conditions.mean,
            gpu: of.bill.gpu,
            cpu: infra.cpu,
            platform: of.bill.platform,
            hosted_api: infra.hosted,
            storage: infra.storage,
            salaries: of.pay.salaries,
            on_call: people::on_call(k, of.flows.most_units) * launched,
            hiring: of.pay.hiring,
            training: of.pay.training,
            migration_people: of.pay.migration,
            migration_dual_running: of.bill.dual_running,
            downtime: of.losses.downtime,
            latency: of.losses.latency,
            delay: of.delay + late,
            security: of.losses.security,
            income: costs::income(users, inputs.money.revenue_per_user, funding),
            engineers: crew.engineers,
            platform_engineers: crew.operations.people,
            engineers_needed: of.staff.need,
            backlog: N::sum(self.state.backlog.iter().copied()),
            delivered_changes: N::sum(self.delivered.iter().copied()),
            lead_time_days: of.changes.lead_time,
            queue_days: of.changes.queue,
            pace_ceiling: of.changes.ceiling,
            modularity: self.mean_modularity(month),
            incidents: of.failures.incidents,
            down_hours: of.failures.down_hours,
            added_latency_ms: of.losses.added_latency,
            gpus: infra.gpus,
            readiness_index: of.flows.readiness.least,
            readiness_mean: of.flows.readiness.mean,
            wanted_changes: of.wanted,
            hops: infra.hops,
            need_changes: people::need_for_changes(of.staff.need, &other_needs),
            need_operations: other_needs.operations,
            need_training: other_needs.training,
            need_migration: other_needs.migration,
            contractors: of.staff.before.contractors,
            rotations: people::rotations(k, of.flows.most_units) * launched,
            tax_platform: infra.tax.platform,
            tax_calls: infra.tax.calls,
            tax_sidecars: infra.tax.sidecars,
            tax_transfer: infra.tax.transfer,
            tax_fees: infra.tax.fees,
            tax_tracing: infra.tax.tracing,
            causes: of.failures.causes,
        }
        .named()
    }
}
