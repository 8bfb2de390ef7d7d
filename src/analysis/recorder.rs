//! Collects the months of a projection into a report's lists.

use super::detail::{CauseReport, Detail, PeopleReport, ReliabilityReport, RoleReport, TaxReport};
use super::last_year;
use super::ready::Ready;
use super::report::{Series, UnitReport};
use super::session::{NpvSum, Session};
use crate::engine::infrastructure::Conditions;
use crate::engine::inputs::Inputs;
use crate::engine::money::gpu_hour;
use crate::engine::month::{CAUSES, MonthValues, Observer, SoFar};
use crate::engine::people::managers;
use crate::engine::stage::Stage;

/// Share of the product engineers in each role, by name.
pub(super) type Mix = Vec<(&'static str, f64)>;

/// A report's lists in the making.
pub(super) struct Recorder<'a> {
    inputs: &'a Inputs<f64>,
    mix: &'a Mix,
    pub(super) series: Series,
    pub(super) npv: NpvSum,
    cumulative: f64,
    balance: Option<f64>,
    pub(super) units: Vec<UnitReport>,
    first_stage: usize,
    pub(super) progress: Vec<Vec<f64>>,
    pub(super) levels: Vec<[f64; 10]>,
    /// Last month in which each stage runs.
    pub(super) last_month: Vec<usize>,
    /// Hours down of each component in the last year.
    pub(super) component_down: Vec<f64>,
    pub(super) detail: Detail,
}

impl<'a> Recorder<'a> {
    /// A recorder of a roadmap; `units`: one entry for each unit of the stages from `first_stage` on.
    pub(super) fn new(
        session: &'a Session,
        mix: &'a Mix,
        ready: &Ready,
        first_stage: usize,
        units: Vec<UnitReport>,
    ) -> Self {
        let inputs = &session.inputs;
        let months = inputs.months;
        let role = |role: &str| RoleReport {
            role: role.to_owned(),
            heads: Vec::with_capacity(months),
        };
        let roles = mix.iter().map(|(name, _)| role(name));
        Self {
            inputs,
            mix,
            series: Series::with_months(months),
            npv: NpvSum::new(&inputs.money.discount_rate),
            cumulative: 0.0,
            balance: inputs.money.capital,
            units,
            first_stage,
            progress: Vec::with_capacity(months),
            levels: Vec::with_capacity(months),
            last_month: vec![0; ready.stages.len()],
            component_down: vec![0.0; inputs.components.len()],
            detail: Detail {
                people: PeopleReport {
                    roles: roles
                        .chain(["operations", "contractors", "managers"].map(role))
                        .collect(),
                    hiring_ceiling: inputs.team.max,
                    ..PeopleReport::default()
                },
                tax: TaxReport::default(),
                reliability: ReliabilityReport {
                    causes: CAUSES
                        .iter()
                        .map(|cause| CauseReport {
                            cause: (*cause).to_owned(),
                            ..CauseReport::default()
                        })
                        .collect(),
                    ..ReliabilityReport::default()
                },
                ..Detail::default()
            },
        }
    }

    fn push_series(&mut self, values: &MonthValues<f64>) {
        self.cumulative += values.total();
        if let Some(balance) = &mut self.balance {
            *balance += values.income - values.cash();
        }
        self.series.push(&values.listed(SoFar {
            cumulative_total: self.cumulative,
            availability: values.availability(self.inputs.k.hours_per_month),
            down_hours_per_thousand_changes: values.down_hours_per_thousand_changes(),
            cash_balance: self.balance,
        }));
    }

    fn push_detail(&mut self, values: &MonthValues<f64>) {
        let people = &mut self.detail.people;
        let product = (values.engineers - values.contractors - values.platform_engineers).max(0.0);
        let operations = (values.engineers - values.contractors - product).max(0.0);
        let managers = managers(&self.inputs.k, values.engineers);
        let heads = self.mix.iter().map(|(_, share)| product * share);
        let heads = heads.chain([operations, values.contractors, managers]);
        for (role, heads) in people.roles.iter_mut().zip(heads) {
            role.heads.push(heads);
        }
        people.need_changes.push(values.need_changes);
        people.need_operations.push(values.need_operations);
        people.need_training.push(values.need_training);
        people.need_migration.push(values.need_migration);
        people.rotations.push(values.rotations);
        let tax = &mut self.detail.tax;
        tax.platform.push(values.tax_platform);
        tax.calls.push(values.tax_calls);
        tax.sidecars.push(values.tax_sidecars);
        tax.transfer.push(values.tax_transfer);
        tax.fees.push(values.tax_fees);
        tax.tracing.push(values.tax_tracing);
        // A month has no more hours than it has: where causes overlap each gives up its share.
        let hours: f64 = values.causes.iter().map(|[_, hours]| hours).sum();
        let shown = if hours > 0.0 {
            values.down_hours / hours
        } else {
            0.0
        };
        let causes = self.detail.reliability.causes.iter_mut();
        for (cause, [incidents, hours]) in causes.zip(values.causes) {
            cause.incidents.push(incidents);
            cause.down_hours.push(hours * shown);
        }
    }

    fn push_units(
        &mut self,
        month: usize,
        values: &MonthValues<f64>,
        stages: &[Stage<f64>],
        weights: &[f64],
        levels: &[f64; 10],
    ) {
        let inputs = self.inputs;
        let conditions = Conditions::new(inputs, month, values.users, levels);
        let hour = |gpu: Option<usize>| gpu.map_or(0.0, |gpu| gpu_hour(inputs, gpu, month));
        let hours = inputs.k.hours_per_month;
        let listed: f64 = stages
            .iter()
            .zip(weights)
            .flat_map(|(stage, w)| stage.units.iter().map(move |unit| (unit, w)))
            .map(|(unit, w)| unit.gpus * hour(unit.gpu) * hours * w)
            .sum();
        // Commitments and owned GPUs cost something else than their list price: all units alike.
        let paid = if listed > 0.0 {
            values.gpu / listed
        } else {
            0.0
        };
        let mut at = 0;
        for (stage, w) in stages.iter().zip(weights).skip(self.first_stage) {
            let uses = stage.uses(inputs, month, &conditions);
            for (unit, used) in stage.units.iter().zip(uses) {
                let runs = |value: f64| if *w > 0.0 { value } else { 0.0 };
                let report = &mut self.units[at];
                report.replicas.push(runs(unit.replicas));
                report.utilisation.push(runs(used.utilisation));
                report.gpus.push(runs(unit.gpus));
                report.vcpus.push(runs(used.vcpus));
                report.peak_utilisation.push(runs(used.peak_utilisation));
                report.cpu_utilisation.push(runs(used.cpu_utilisation));
                report
                    .memory_utilisation
                    .push(runs(used.memory_utilisation));
                let rent = unit.gpus * hour(unit.gpu) * hours * paid;
                report.cost.push(runs(rent + unit.cpu + unit.other_cost));
                at += 1;
            }
        }
    }
}

impl Observer<f64> for Recorder<'_> {
    fn month(
        &mut self,
        month: usize,
        values: &MonthValues<f64>,
        stages: &[Stage<f64>],
        progress: &[f64],
        levels: &[f64; 10],
    ) {
        self.npv.month(month, values, stages, progress, levels);
        self.push_series(values);
        self.push_detail(values);
        let weights: Vec<f64> = stages.iter().map(|stage| stage.weight).collect();
        self.push_units(month, values, stages, &weights, levels);
        let in_last_year = month + last_year::MONTHS >= self.inputs.months;
        for (s, (stage, w)) in stages.iter().zip(&weights).enumerate() {
            if *w > 0.0 {
                self.last_month[s] = month;
            }
            if in_last_year && values.users > 0.0 {
                for (sum, hours) in self.component_down.iter_mut().zip(&stage.component_down) {
                    *sum += hours * w;
                }
            }
        }
        self.progress.push(progress.to_vec());
        self.levels.push(*levels);
    }
}
