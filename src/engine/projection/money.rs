//! What a month costs: what runs, who is paid, what waits, what is lost.

use super::Projector;
use super::crew::{Crew, Hiring, Migration};
use super::stages::Flows;
use crate::engine::costs;
use crate::engine::dimension;
use crate::engine::labels as l;
use crate::engine::money::{gpu_rent, gpu_staging, idle_reserved, on_demand_hour};
use crate::engine::readiness::gap;
use crate::engine::reliability as rel;
use crate::number::{Number, Subject};

/// What runs whether anybody uses it or not (money).
pub(super) struct Bill<N> {
    /// GPUs.
    pub(super) gpu: N,
    /// Platform, staging, pipelines and licences.
    pub(super) platform: N,
    /// Old and new side by side.
    pub(super) dual_running: N,
}

/// Who is paid in a month, and what for (money).
pub(super) struct Payroll<N> {
    pub(super) salaries: N,
    pub(super) hiring: N,
    pub(super) training: N,
    pub(super) migration: N,
}

/// What failures and calls between units cost those who use the product.
pub(super) struct Losses<N> {
    /// Value lost to outages and to latency (money).
    pub(super) downtime: N,
    /// Value lost to latency (money).
    pub(super) latency: N,
    /// Expected loss of security incidents (money).
    pub(super) security: N,
    /// Latency that calls between units add (ms).
    pub(super) added_latency: N,
}

impl<N: Number> Projector<'_, N> {
    /// What GPUs and the platform cost, whoever uses them.
    ///
    /// `migrating`: 1 while a change of units is under way, else 0.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn bill(
        &mut self,
        month: usize,
        flows: &Flows<N>,
        ci: N,
        crew: &Crew<N>,
        migrating: N,
    ) -> Bill<N> {
        let k = &self.inputs.k;
        self.hold_surges(month);
        let gpu = self.rent(month) + self.spare(month);
        let staging = self.staging(month);
        let level = self.state.levels[dimension::PLATFORM];
        let licences = costs::licences(k, level, crew.engineers, flows.units);
        let platform =
            flows.infra.platform + staging + ci + licences.of_engineers + licences.of_units;
        let running = gpu + flows.infra.cpu + platform + flows.infra.storage;
        Bill {
            gpu,
            platform,
            dual_running: costs::dual_running(k, migrating, running),
        }
    }

    /// Adds the GPUs that the month's releases take to those held.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn hold_surges(&mut self, month: usize) {
        for (stage, w) in self.stages.iter().zip(&self.weight) {
            if w.is_zero() {
                continue;
            }
            for (gpu, surge) in stage.surges(&self.inputs.k, month) {
                self.held[gpu].mean = self.held[gpu].mean + surge * *w;
            }
        }
    }

    /// Rent of the GPUs held, of every type that is held or committed to.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn rent(&mut self, month: usize) -> N {
        let mut sum = N::zero();
        for (gpu, commitment) in self.state.commitments.iter_mut().enumerate() {
            let held = self.held[gpu];
            if held.mean.is_zero() && held.peak.is_zero() && commitment.count.is_zero() {
                continue;
            }
            sum = sum + gpu_rent(self.inputs, gpu, month, held.mean, held.peak, commitment);
        }
        sum
    }

    /// GPUs that are rented for spikes, and those that are reserved and not needed.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn spare(&self, month: usize) -> N {
        let zero = N::zero();
        let (mut rented, mut needed, mut listed) = (zero, zero, zero);
        for (gpu, held) in self.held.iter().enumerate() {
            if held.mean.is_zero() && held.surge.is_zero() {
                continue;
            }
            let price = on_demand_hour(self.inputs, gpu, month);
            rented = rented + held.surge * price;
            needed = needed + held.mean;
            listed = listed + held.mean * price;
        }
        let idle = idle_reserved(self.inputs, needed, listed.over_or(needed, zero));
        rented.named(&l::SURGE_RENT) + idle
    }

    /// GPUs of staging.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn staging(&self, month: usize) -> N {
        let mut sum = N::zero();
        for (gpu, held) in self.held.iter().enumerate() {
            if !held.staging.is_zero() {
                let cost = gpu_staging(self.inputs, gpu, month, held.staging);
                sum = sum + cost.named_of(&l::GPU_STAGING, Subject::Gpu(gpu));
            }
        }
        sum
    }

    /// Pay of those who were there at the month's start.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn payroll(
        &self,
        month: usize,
        crew: &Crew<N>,
        migration: &Migration<N>,
        staff: &Hiring<N>,
    ) -> Payroll<N> {
        let inputs = self.inputs;
        let (k, team) = (&inputs.k, &inputs.team);
        let wages = inputs.money.wage_growth.in_month(month);
        let pay = costs::pay(k, team, &staff.before, crew.operations.people, wages);
        let fees = costs::training_fees(k, crew.engineers, crew.study.gained);
        Payroll {
            salaries: pay.salaries(migration.people, crew.studying),
            hiring: staff.hired * team.hire_cost,
            training: costs::training_cost(fees, pay.person_month, crew.studying),
            migration: pay.person_month * migration.people,
        }
    }

    /// What waiting changes and slow experiments cost (money).
    ///
    /// ```text
    /// Σ backlog · 12.5% · effort · cost of a person-month + lead time · value of a day
    /// ```
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn delay_cost(&self, month: usize, lead_time: N, launched: N) -> N {
        let inputs = self.inputs;
        let wages = inputs.money.wage_growth.in_month(month);
        let mut waiting = N::zero();
        let efforts = self.state.backlog.iter().zip(&self.baseline.effort);
        for (c, (backlog, effort)) in efforts.enumerate() {
            let of = Subject::Component(c);
            waiting = waiting + (*backlog * *effort).named_of(&l::WAITING, of);
        }
        let waiting = waiting.named(&l::WAITING);
        costs::waiting_cost(&inputs.change, &inputs.team, waiting, wages)
            + costs::slow_cost(&inputs.change, lead_time, launched)
    }

    /// What those who use the product lose.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn losses(
        &self,
        month: usize,
        flows: &Flows<N>,
        users: N,
        down_hours: N,
        launched: N,
    ) -> Losses<N> {
        let inputs = self.inputs;
        let k = &inputs.k;
        let required = self.required_now(month);
        let gap = |d: usize| gap(required[d], self.state.levels[d]);
        let added = rel::added_latency(k, flows.infra.hops, gap(dimension::DISTRIBUTED));
        let latency = costs::latency_cost(&inputs.reliability, added) * launched;
        let outage = costs::outage_cost(k, &inputs.reliability, users, down_hours);
        let at_stake = inputs.reliability.security_loss * launched;
        let gap_security = gap(dimension::SECURITY);
        Losses {
            downtime: outage + latency,
            latency,
            security: rel::security_loss(
                k,
                flows.most_units,
                flows.readable,
                at_stake,
                gap_security,
            ),
            added_latency: added,
        }
    }
}
