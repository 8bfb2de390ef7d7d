//! From a scenario to its report.

use rayon::prelude::*;

use super::decided::DecidedScenario;
use super::gather;
use super::ready::{Infeasible, Ready};
use super::recorder::Recorder;
use super::report::{
    GpuOptionReport, HardwareReport, PublishedReport, ReadinessReport, Reason, Report,
    RoadmapReport, Runway, SCHEMA, ScenarioSummary, Series, StageReport, Totals, UnitReport,
    UnitShape, Verdict, Warning,
};
use super::roadmaps::{PlannedRoadmap, unit_name};
use super::serving::{Concurrency, Question, nearest_published};
use super::session::Session;
use super::{ReportError, alike, finite, reasons, verdict, warnings};
use crate::analysis::report::uncertainty::Uncertainty;
use crate::catalog::Catalog;
use crate::engine::costs::cost_of_levels;
use crate::engine::hardware::Choice;
use crate::engine::readiness::{gap, required_levels};
use crate::engine::workload::{Workload, mean_call, workloads};
use crate::scenario::Scenario;
use crate::scenario::schema::DIMENSIONS;
use crate::units::{Currency, YearMonth};

/// Projects every roadmap of a scenario and says which to choose.
///
/// ```
/// use splitpoint::{analysis, catalog::Catalog, presets, scenario};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let preset = presets::find("prototype-assistant")?;
/// let plan = scenario::load(preset.text).scenario.ok_or("no scenario")?;
/// let report = analysis::run(&plan, Catalog::builtin()?)?;
/// assert!(report.roadmaps.iter().all(|roadmap| roadmap.feasible));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// When a field cannot be resolved, or no roadmap can run.
pub fn run(scenario: &Scenario, catalog: &Catalog) -> Result<Report, ReportError> {
    report(&mut DecidedScenario::new(scenario, catalog)?)
}

/// Projects the roadmaps of a decided scenario at likely inputs.
///
/// # Errors
/// When no roadmap can run.
pub fn report(decided: &mut DecidedScenario<'_>) -> Result<Report, ReportError> {
    let DecidedScenario {
        scenario,
        catalog,
        builtin,
        session,
        plans,
        roadmaps: all,
    } = decided;
    let names: Vec<String> = session
        .inputs
        .components
        .iter()
        .map(|component| component.name.clone())
        .collect();
    let currency = Currency::new(&scenario.currency);
    let session = &*session;
    let projected = plans.par_iter().zip(all.par_iter_mut());
    let projected = projected.map(|(plan, ready)| match ready {
        Ok(ready) => roadmap((scenario, catalog), session, ready, &names, &currency),
        Err(infeasible) => impossible(session, plan, infeasible),
    });
    let mut roadmaps: Vec<RoadmapReport> = projected.collect();
    let k = &session.inputs.k;
    alike::mark(
        &mut roadmaps,
        &kept(all),
        session.inputs.months,
        k.no_difference,
    );
    let mut verdict = verdict::verdict(scenario, session, &roadmaps, None)?;
    let about = (*scenario, *builtin);
    let warnings: Vec<Warning> = warnings::warnings(about, session, &roadmaps, &verdict);
    let summary = ScenarioSummary {
        name: scenario.name.clone(),
        currency: scenario.currency.clone(),
        start: scenario.start.clone(),
        horizon_months: session.inputs.months,
        contingency: session.inputs.money.contingency,
        present_value_factors: verdict::present_value_factors(session),
    };
    verdict.reasons = why(decided, &roadmaps, &verdict);
    let report = Report {
        schema: SCHEMA,
        scenario: summary,
        roadmaps,
        verdict,
        uncertainty: None,
        timing: None,
        warnings,
    };
    guard(&report)?;
    Ok(report)
}

/// Refuses a report that holds a figure beyond all numbers; nothing that cannot be written or drawn
/// gets further than here.
///
/// # Errors
/// Names roadmap, series and month of the first such figure.
pub fn guard(report: &Report) -> Result<(), ReportError> {
    let Some(place) = finite::find(report) else {
        return Ok(());
    };
    let mut what = format!("`{}`", place.name());
    let roadmap = place.index_in("roadmaps").map(|at| {
        let futures = report
            .uncertainty
            .as_ref()
            .filter(|_| place.is_below("uncertainty"));
        match futures {
            Some(futures) => futures.roadmaps.get(at).map(|roadmap| &roadmap.id),
            None => report.roadmaps.get(at).map(|roadmap| &roadmap.id),
        }
    });
    if let Some(Some(id)) = roadmap {
        what = format!("{what} of {id}");
    }
    if let Some(month) = place.last_index() {
        let start: Option<YearMonth> = report.scenario.start.parse().ok();
        let date = start.map_or_else(String::new, |start| {
            format!(" ({})", start.plus_months(month))
        });
        what = format!("{what} in month {month}{date}");
    }
    if place.is_below("uncertainty") {
        what = format!("{what}, in some futures,");
    }
    Err(ReportError::NotFinite { what })
}

/// The reasons for the recommended roadmap against the one it is compared with.
fn why(
    decided: &DecidedScenario<'_>,
    roadmaps: &[RoadmapReport],
    verdict: &Verdict,
) -> Vec<Reason> {
    let find = |id: &str| {
        let at = roadmaps.iter().position(|roadmap| roadmap.id == id)?;
        let ready = decided.roadmaps[at].as_ref().ok()?;
        Some((ready, roadmaps[at].series.as_ref()?))
    };
    let other = verdict.compared_with.as_deref().and_then(find);
    match (find(&verdict.recommended), other) {
        (Some((best, a)), Some((other, b))) => reasons::reasons(decided, [best, other], [a, b]),
        _ => Vec::new(),
    }
}

/// The roadmaps as decided; none where one cannot run.
fn kept(roadmaps: &[Result<Ready, Infeasible>]) -> Vec<Option<PlannedRoadmap>> {
    let ready = roadmaps.iter().map(|ready| ready.as_ref().ok());
    ready
        .map(|ready| ready.map(|ready| ready.plan.clone()))
        .collect()
}

/// Puts futures into a report; the verdict then says how sure it is.
///
/// # Errors
/// As for [`report`].
pub fn with_futures(
    decided: &DecidedScenario<'_>,
    report: &mut Report,
    uncertainty: Uncertainty,
) -> Result<(), ReportError> {
    let reasons = std::mem::take(&mut report.verdict.reasons);
    report.verdict = verdict::verdict(
        decided.scenario,
        &decided.session,
        &report.roadmaps,
        Some(&uncertainty),
    )?;
    report.verdict.reasons = reasons;
    report.uncertainty = Some(uncertainty);
    guard(report)
}

fn roadmap(
    (scenario, catalog): (&Scenario, &Catalog),
    session: &Session,
    ready: &mut Ready,
    names: &[String],
    currency: &Currency,
) -> RoadmapReport {
    let mix = gather::mix(scenario);
    // Today's own stage is shown only where it differs from the roadmap's first.
    let first_stage =
        usize::from(ready.stages.get(1).is_some_and(|stage| {
            stage.layout.matching.changed == 0 && stage.layout.from_month == 0
        }));
    let listed = units(session, ready, first_stage, names);
    let mut recorder = Recorder::new(session, &mix, ready, first_stage, listed);
    session.observe(ready, &mut recorder);
    let label = match (ready.plan.searches_month(), ready.plan.stages.last()) {
        (true, Some(last)) => format!("Switch in month {}", last.from_month),
        _ => ready.plan.label.clone(),
    };
    let stages = stages(ready, first_stage, names, &recorder.progress);
    let detail = gather::detail(scenario, session, ready, &recorder, (first_stage, &stages));
    RoadmapReport {
        id: ready.plan.id.clone(),
        label,
        feasible: true,
        reason: None,
        same_as: None,
        stages,
        hardware: hardware(session, catalog, ready, first_stage, names, currency),
        totals: Some(Totals::over(&recorder.series, recorder.npv.npv)),
        readiness: readiness(scenario, session, ready, &recorder),
        runway: runway(&recorder.series),
        detail: Some(detail),
        units: recorder.units,
        series: Some(recorder.series),
    }
}

fn units(
    session: &Session,
    ready: &Ready,
    first_stage: usize,
    names: &[String],
) -> Vec<UnitReport> {
    let mut units = Vec::new();
    for (s, stage) in ready.stages.iter().enumerate().skip(first_stage) {
        for (unit, members) in stage.layout.partition.units.iter().enumerate() {
            units.push(UnitReport {
                stage: s - first_stage,
                name: unit_name(&stage.layout.partition, unit, names),
                core: members.iter().any(|c| session.inputs.components[*c].core),
                ..UnitReport::default()
            });
        }
    }
    units
}

fn stages(
    ready: &Ready,
    first_stage: usize,
    names: &[String],
    progress: &[Vec<f64>],
) -> Vec<StageReport> {
    ready
        .stages
        .iter()
        .enumerate()
        .skip(first_stage)
        .map(|(s, stage)| {
            let begun = progress.iter().position(|month| s == 0 || month[s] > 0.0);
            let done = progress.iter().position(|month| s == 0 || month[s] >= 1.0);
            let from = begun.unwrap_or(stage.layout.from_month);
            StageReport {
                from_month: from,
                planned_month: (from != stage.layout.from_month).then_some(stage.layout.from_month),
                done_month: done,
                units: stage
                    .layout
                    .partition
                    .units
                    .iter()
                    .enumerate()
                    .map(|(unit, members)| UnitShape {
                        name: unit_name(&stage.layout.partition, unit, names),
                        components: members.iter().map(|c| names[*c].clone()).collect(),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn hardware(
    session: &Session,
    catalog: &Catalog,
    ready: &Ready,
    first_stage: usize,
    names: &[String],
    currency: &Currency,
) -> Vec<HardwareReport> {
    let mut list = Vec::new();
    for (s, choices) in ready.choices.iter().enumerate().skip(first_stage) {
        let stage = &ready.stages[s];
        let months = session.inputs.months;
        let next = ready.stages.get(s + 1);
        let until = next.map_or(months, |next| next.layout.from_month.min(months));
        let span = (stage.layout.from_month, until);
        let from = stage.layout.from_month.min(months.saturating_sub(1));
        let partition = &stage.layout.partition;
        for (members, choice) in partition.pools.iter().zip(choices) {
            let Some(choice) = choice.as_ref().filter(|c| !c.hardware.slots.is_empty()) else {
                continue;
            };
            let mut units: Vec<usize> = members.iter().map(|c| stage.layout.unit_of[*c]).collect();
            units.sort_unstable();
            units.dedup();
            for unit in units {
                let apart = partition.units[unit] != *members;
                list.push(HardwareReport {
                    stage: s - first_stage,
                    unit: unit_name(partition, unit, names),
                    pool: apart.then(|| members.iter().map(|c| names[*c].clone()).collect()),
                    gpu: session.inputs.gpus[choice.hardware.gpu].name.clone(),
                    gpus_per_replica: choice.hardware.gpus(),
                    reason: why_this_gpu(session, members, choice, currency),
                    options: gpu_options(session, members, span),
                    published: published(session, catalog, members, choice, from),
                });
            }
        }
    }
    list
}

/// What every GPU type could do for a unit over a span of months.
fn gpu_options(
    session: &Session,
    members: &Vec<usize>,
    (from, until): (usize, usize),
) -> Vec<GpuOptionReport> {
    let Some(options) = session.options(members) else {
        return Vec::new();
    };
    let list = options.by_gpu(from, until).into_iter();
    list.map(|option| GpuOptionReport {
        gpu: session.inputs.gpus[option.gpu].name.clone(),
        gpus_per_replica: option.fits.map(|(gpus, _)| gpus),
        cost: option.fits.map(|(_, cost)| cost),
        reason: option.misfit.map(|misfit| misfit.sentence().to_owned()),
    })
    .collect()
}

/// The nearest published run of each model that a unit serves in a month.
fn published(
    session: &Session,
    catalog: &Catalog,
    members: &[usize],
    choice: &Choice,
    month: usize,
) -> Vec<PublishedReport> {
    let inputs = &session.inputs;
    let hardware = &choice.hardware;
    let work = workloads(inputs, members, month, &hardware.bought);
    let mut list = Vec::new();
    for (at, workload) in work.iter().enumerate() {
        let Workload::Model(model, precision, components) = workload else {
            continue;
        };
        let slot = if hardware.shared { 0 } else { at };
        let (_, call, _) = mean_call(inputs, components);
        let model = &inputs.models[*model].name;
        // A model or GPU of the user's own has no published run; that is no error here.
        let nearest = nearest_published(
            catalog,
            &Question {
                model,
                gpu: &inputs.gpus[hardware.gpu].name,
                precision: *precision,
                gpus: hardware.slots.get(slot).copied().unwrap_or(1),
                prompt: call.prompt,
                answer: call.answer,
                concurrency: Concurrency::Planned,
            },
        );
        if let Ok(Some(run)) = nearest {
            let model = model.clone();
            list.push(PublishedReport { model, run });
        }
    }
    list
}

/// "Cheapest of 7 that fit; H100-SXM would cost $1.2M more. On L4 the weights would not fit."
fn why_this_gpu(
    session: &Session,
    members: &Vec<usize>,
    choice: &Choice,
    currency: &Currency,
) -> String {
    let gpus = &session.inputs.gpus;
    let mut sentence = match &choice.runner_up {
        Some((other, cost)) => format!(
            "Cheapest that fits; {} would cost {} more over the stage.",
            gpus[*other].name,
            currency.total(cost - choice.cost)
        ),
        None => "The only GPU that fits.".to_owned(),
    };
    let cheaper_by_hour = session.options(members).and_then(|options| {
        let mut list: Vec<_> = options
            .misfits
            .iter()
            .filter(|(gpu, _)| gpus[**gpu].price < gpus[choice.hardware.gpu].price)
            .collect();
        list.sort_by(|a, b| gpus[*b.0].price.total_cmp(&gpus[*a.0].price));
        list.first()
            .map(|(gpu, misfit)| format!(" On {} {}.", gpus[**gpu].name, misfit.sentence()))
    });
    sentence.push_str(&cheaper_by_hour.unwrap_or_default());
    sentence
}

fn readiness(
    scenario: &Scenario,
    session: &Session,
    ready: &mut Ready,
    recorder: &Recorder<'_>,
) -> Vec<ReadinessReport> {
    let inputs = &session.inputs;
    let mut required = [0.0_f64; 10];
    for stage in &ready.stages {
        if stage.layout.from_month >= inputs.months {
            continue;
        }
        let units = stage.most_live_units(stage.layout.from_month);
        let is_left = ready.stages.len() > 1 && stage.layout.from_month == 0 && units > 1;
        // Today's own units count only while a roadmap keeps them.
        if is_left && std::ptr::eq(stage, &raw const ready.stages[0]) {
            continue;
        }
        for (most, level) in required
            .iter_mut()
            .zip(required_levels(&inputs.required, units))
        {
            *most = most.max(level);
        }
    }
    let levels = inputs.team.levels;
    (0..levels.len())
        .map(|d| {
            let gap = gap(required[d], levels[d]);
            let gap_cost = if gap > 0.0 {
                let mut closed = levels;
                closed[d] = required[d];
                recorder.npv.npv - session.npv_from_levels(ready, closed)
            } else {
                0.0
            };
            let rated = rated(scenario, d);
            let disagreement_cost = rated.map(|[low, high]| {
                let mut npv_at = |level: f64| {
                    let mut other = levels;
                    other[d] = level;
                    session.npv_from_levels(ready, other)
                };
                npv_at(low) - npv_at(high)
            });
            ReadinessReport {
                dimension: DIMENSIONS[d].to_owned(),
                level: levels[d],
                required: required[d],
                gap,
                gap_cost,
                close_cost: cost_of_levels(&inputs.k, &inputs.team, gap),
                levels: recorder.levels.iter().map(|month| month[d]).collect(),
                rated,
                disagreement_cost,
                ready_month: recorder
                    .levels
                    .iter()
                    .position(|month| required[d] - month[d] <= inputs.k.ready_gap),
            }
        })
        .collect()
}

/// Lowest and highest rating of a dimension, where raters differ and nothing else is stated.
fn rated(scenario: &Scenario, d: usize) -> Option<[f64; 2]> {
    let team = &scenario.team;
    if team.levels.all()[d].is_some() {
        return None;
    }
    let ratings = team.raters.iter();
    let ratings = ratings.filter_map(|rater| rater.levels.all()[d].map(|level| level.likely));
    let range = ratings.fold(None, |range: Option<[f64; 2]>, level| {
        let [low, high] = range.unwrap_or([level, level]);
        Some([low.min(level), high.max(level)])
    });
    range.filter(|[low, high]| low < high)
}

fn runway(series: &Series) -> Option<Runway> {
    let balance = series.cash_balance.as_ref()?;
    let (low_month, low_point) = balance
        .iter()
        .copied()
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Runway {
        low_point,
        low_month,
        out_of_money_month: balance.iter().position(|money| *money < 0.0),
    })
}

fn impossible(session: &Session, plan: &PlannedRoadmap, infeasible: &Infeasible) -> RoadmapReport {
    RoadmapReport {
        id: plan.id.clone(),
        label: plan.label.clone(),
        feasible: false,
        reason: Some(infeasible.sentence(&session.inputs)),
        same_as: None,
        stages: Vec::new(),
        hardware: Vec::new(),
        totals: None,
        series: None,
        units: Vec::new(),
        readiness: Vec::new(),
        runway: None,
        detail: None,
    }
}
