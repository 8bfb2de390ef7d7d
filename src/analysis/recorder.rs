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
use crate::engine::stage::{Layout, Stage};
use crate::engine::unit_use::PoolUse;

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
    /// For each stage from `first_stage` on, and each of its units, the pools that it has a part in.
    parts: Vec<Vec<Vec<Part>>>,
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
            parts: ready
                .stages
                .iter()
                .skip(first_stage)
                .map(|stage| parts(inputs, &stage.layout))
                .collect(),
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
            .flat_map(|(stage, w)| stage.pools.iter().map(move |pool| (pool, w)))
            .map(|(pool, w)| pool.gpus * hour(pool.gpu) * hours * w)
            .sum();
        // Commitments and owned GPUs cost something else than their list price: all units alike.
        let paid = if listed > 0.0 {
            values.gpu / listed
        } else {
            0.0
        };
        let mut at = 0;
        let stages = stages.iter().zip(weights).skip(self.first_stage);
        for ((stage, w), parts) in stages.zip(&self.parts) {
            let uses: Vec<PoolUse<f64>> = stage.uses(inputs, month, &conditions).collect();
            for parts in parts {
                let runs = |value: f64| if *w > 0.0 { value } else { 0.0 };
                let sum = |of: &dyn Fn(usize) -> f64| {
                    runs(parts.iter().map(|part| of(part.pool) * part.share).sum())
                };
                let held = |pool: usize| &stage.pools[pool];
                let on_gpus = parts.iter().any(|part| held(part.pool).gpu.is_some());
                let vcpus = |pool: usize| uses[pool].vcpus;
                let most = |pool: usize| {
                    if on_gpus {
                        held(pool).gpus
                    } else {
                        vcpus(pool)
                    }
                };
                let mean = |of: &dyn Fn(&PoolUse<f64>) -> f64, weight: &dyn Fn(usize) -> f64| {
                    runs(weighted(parts, |pool| of(&uses[pool]), weight))
                };
                let report = &mut self.units[at];
                report.replicas.push(sum(&|pool| held(pool).replicas));
                report.gpus.push(sum(&|pool| held(pool).gpus));
                report.vcpus.push(sum(&vcpus));
                let utilisation = mean(&|used| used.utilisation, &most);
                report.utilisation.push(utilisation);
                let peak = mean(&|used| used.peak_utilisation, &most);
                report.peak_utilisation.push(peak);
                let cpus = mean(&|used| used.cpu_utilisation, &vcpus);
                report.cpu_utilisation.push(cpus);
                let memory = mean(&|used| used.memory_utilisation, &most);
                report.memory_utilisation.push(memory);
                report.cost.push(sum(&|pool| {
                    let held = held(pool);
                    held.gpus * hour(held.gpu) * hours * paid + held.cpu + held.other_cost
                }));
                at += 1;
            }
        }
    }
}

/// The part that a unit has in a pool.
struct Part {
    pool: usize,
    /// Share of the pool that the unit is shown.
    share: f64,
}

/// The pools of each unit. A pool that serves several units is shared out by the tokens that each has
/// it read and write, evenly where there are none.
fn parts(inputs: &Inputs<f64>, layout: &Layout) -> Vec<Vec<Part>> {
    let mut all: Vec<Vec<Part>> = layout.partition.units.iter().map(|_| Vec::new()).collect();
    let tokens = |c: &usize| {
        let component = &inputs.components[*c];
        component.calls * (component.tokens_in + component.tokens_out)
    };
    for (pool, members) in layout.partition.pools.iter().enumerate() {
        let mut units: Vec<usize> = members.iter().map(|c| layout.unit_of[*c]).collect();
        units.sort_unstable();
        units.dedup();
        let of_all: f64 = members.iter().map(tokens).sum();
        for unit in &units {
            let own = members.iter().filter(|c| layout.unit_of[**c] == *unit);
            let own: f64 = own.map(tokens).sum();
            let share = match (units.as_slice(), of_all > 0.0) {
                ([_], _) => 1.0,
                (_, true) => own / of_all,
                (several, false) => 1.0 / several.len() as f64,
            };
            all[*unit].push(Part { pool, share });
        }
    }
    all
}

/// Mean of a figure over the pools of a unit; of several, by a weight.
fn weighted(parts: &[Part], of: impl Fn(usize) -> f64, weight: impl Fn(usize) -> f64) -> f64 {
    if let [only] = parts {
        return of(only.pool);
    }
    let weight = |part: &Part| weight(part.pool) * part.share;
    let all: f64 = parts.iter().map(weight).sum();
    let sum: f64 = parts.iter().map(|part| of(part.pool) * weight(part)).sum();
    if all > 0.0 { sum / all } else { 0.0 }
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
