//! What a roadmap's pages show beside its series, put together after its months.

use super::detail::{BlastReport, BuyOrHost, ComponentDown, ComponentLoss, Detail, TrainingReport};
use super::goals::goals;
use super::ready::Ready;
use super::recorder::{Mix, Recorder};
use super::report::StageReport;
use super::roadmaps::unit_name;
use super::session::Session;
use crate::engine::buy_or_host::break_even;
use crate::engine::costs;
use crate::engine::demand::{mean_load, requests_in_month, users};
use crate::engine::dependence::{callers, fallbacks, needing};
use crate::engine::partition::Partition;
use crate::engine::readiness::training_in_month;
use crate::scenario::Scenario;
use crate::scenario::schema::{DIMENSIONS, Hosting};

/// Roles of the product's engineers in their proportions.
pub(super) fn mix(scenario: &Scenario) -> Mix {
    let mix = &scenario.team.mix;
    let heads = [
        ("backend", mix.backend.likely),
        ("ml", mix.ml.likely),
        ("data", mix.data.likely),
        ("platform", mix.platform.likely),
        ("security", mix.security.likely),
    ];
    let all: f64 = heads.iter().map(|(_, heads)| heads).sum();
    if all > 0.0 {
        heads.map(|(role, heads)| (role, heads / all)).to_vec()
    } else {
        vec![("backend", 1.0)]
    }
}

/// People that one on-call rotation wants on all its sites.
pub(super) fn people_per_rotation(scenario: &Scenario, session: &Session) -> f64 {
    let k = &session.inputs.k;
    if scenario.team.on_call_sites > 1 {
        k.rotation_two_sites * f64::from(scenario.team.on_call_sites)
    } else {
        k.rotation_one_site
    }
}

/// Completes the detail of a roadmap whose months are recorded.
pub(super) fn detail(
    scenario: &Scenario,
    session: &Session,
    ready: &Ready,
    recorder: &Recorder<'_>,
    (first_stage, stages): (usize, &[StageReport]),
) -> Detail {
    let mut detail = recorder.detail.clone();
    detail.people.people_per_rotation = people_per_rotation(scenario, session);
    detail.reliability.components = components(session, recorder);
    detail.reliability.blast = (first_stage..ready.stages.len())
        .map(|s| blast(session, ready, recorder, (s, s - first_stage)))
        .collect();
    detail.training = training(session, ready, recorder);
    detail.buy_or_host = buy_or_host(session, ready, first_stage);
    detail.goals = goals(scenario, stages, &recorder.series);
    detail
}

fn components(session: &Session, recorder: &Recorder<'_>) -> Vec<ComponentDown> {
    let mut list: Vec<ComponentDown> = session
        .inputs
        .components
        .iter()
        .zip(&recorder.component_down)
        .map(|(component, hours)| ComponentDown {
            component: component.name.clone(),
            last_year_hours: *hours,
        })
        .collect();
    list.sort_by(|a, b| b.last_year_hours.total_cmp(&a.last_year_hours));
    list
}

/// How far failures reach in stage `s`, at the levels of the last month in which it runs.
fn blast(
    session: &Session,
    ready: &Ready,
    recorder: &Recorder<'_>,
    (s, shown): (usize, usize),
) -> BlastReport {
    let inputs = &session.inputs;
    let stage = &ready.stages[s];
    let month = recorder.last_month[s];
    let levels = recorder
        .levels
        .get(month)
        .copied()
        .unwrap_or(inputs.team.levels);
    let reach = stage.reach(&inputs.k, month, &levels);
    let live = |c: &usize| inputs.components[*c].is_live(month);
    let unit_of = &stage.layout.unit_of;
    let callers = callers(inputs, &fallbacks(inputs, unit_of), month);
    let dependants = stage.dependants(month);
    let mut lost = Vec::new();
    for members in &stage.layout.partition.units {
        for c in members.iter().filter(|c| live(c)) {
            let component = &inputs.components[*c];
            let needing = needing(inputs, *c, &callers[*c]);
            let names = |of: &mut dyn Iterator<Item = usize>| -> Vec<String> {
                of.map(|c| inputs.components[c].name.clone()).collect()
            };
            let mut outside = callers[*c]
                .iter()
                .copied()
                .filter(|caller| unit_of[*caller] != unit_of[*c] && !needing.contains(caller));
            lost.push(ComponentLoss {
                component: component.name.clone(),
                core: component.core,
                own: component.own_share,
                share: reach.reached(
                    component.own_share,
                    stage.value_of_pool(*c, month),
                    &dependants[*c],
                ),
                callers: names(&mut outside),
                needed_by: names(&mut needing.iter().copied()),
            });
        }
    }
    BlastReport {
        stage: shown,
        month,
        inside: reach.inside(),
        across: reach.across(),
        lost,
    }
}

/// Training of each dimension, from its first month to its last.
fn training(session: &Session, ready: &Ready, recorder: &Recorder<'_>) -> Vec<TrainingReport> {
    let inputs = &session.inputs;
    let k = &inputs.k;
    let mut list: Vec<TrainingReport> = DIMENSIONS
        .iter()
        .map(|dimension| TrainingReport {
            dimension: (*dimension).to_owned(),
            ..TrainingReport::default()
        })
        .collect();
    for (month, levels) in recorder.levels.iter().enumerate() {
        let aims = ready.training.in_month(month);
        let engineers = recorder.series.engineers[month];
        let wages = inputs.money.wage_growth.in_month(month);
        let person_month = costs::person_month(&inputs.team, wages);
        let steps = training_in_month(k, levels, &aims).steps;
        let all: f64 = steps.iter().sum();
        for (d, step) in steps
            .into_iter()
            .enumerate()
            .filter(|(_, step)| *step > 0.0)
        {
            let report = &mut list[d];
            if report.until_month == 0 {
                report.from_month = month;
                report.from_level = levels[d];
            }
            report.until_month = month + 1;
            let next = recorder.levels.get(month + 1).map(|levels| levels[d]);
            report.to_level = next.unwrap_or(levels[d] + step);
            // The month's training is shared out by what it gains.
            let cost = recorder.series.training[month] * step / all;
            report.cost += cost;
            let fees = costs::training_fees(k, engineers, step);
            report.person_months += (cost - fees).max(0.0) / person_month.max(f64::MIN_POSITIVE);
        }
    }
    list.retain(|report| report.until_month > 0);
    list.sort_by_key(|report| report.from_month);
    list
}

/// Components that may be bought or hosted, in each stage within the horizon.
fn buy_or_host(session: &Session, ready: &Ready, first_stage: usize) -> Vec<BuyOrHost> {
    let inputs = &session.inputs;
    let names: Vec<String> = inputs
        .components
        .iter()
        .map(|component| component.name.clone())
        .collect();
    let mut list = Vec::new();
    for (s, stage) in ready.stages.iter().enumerate().skip(first_stage) {
        let from = stage.layout.from_month;
        if from >= inputs.months {
            continue;
        }
        let until = ready.stages.get(s + 1).map_or(inputs.months, |next| {
            next.layout.from_month.min(inputs.months)
        });
        let hours = inputs.k.hours_per_month;
        let per_user = inputs.demand.requests_per_user_month;
        let load = mean_load(users(inputs, from), per_user, hours);
        let requests = requests_in_month(load, hours);
        let partition: &Partition = &stage.layout.partition;
        for (pool, members) in partition.pools.iter().enumerate() {
            let Some(options) = session.options(members) else {
                continue;
            };
            for &c in members {
                let component = &inputs.components[c];
                let Some(buy_cost) = options.cost_of(c, true, from, until) else {
                    continue;
                };
                if component.hosting != Hosting::Either || !component.is_live(from) {
                    continue;
                }
                let factor = break_even(inputs, options, members, c, from);
                let calls = requests * component.calls;
                list.push(BuyOrHost {
                    stage: s - first_stage,
                    unit: unit_name(partition, stage.layout.unit_of[c], &names),
                    component: component.name.clone(),
                    bought: stage.layout.hardware[pool]
                        .as_ref()
                        .is_some_and(|hardware| hardware.bought.contains(&c)),
                    buy_cost,
                    host_cost: options.cost_of(c, false, from, until),
                    calls_per_month: calls,
                    break_even_calls: factor.map(|factor| factor * calls),
                });
            }
        }
    }
    list
}
