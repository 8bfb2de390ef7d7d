//! What the reader of a report should know before believing it.

use super::begun::since_begun;
use super::gather::people_per_rotation;
use super::report::{RoadmapReport, Verdict, Warning};
use super::session::Session;
use crate::catalog::Catalog;
use crate::engine::people::rotations;
use crate::scenario::Scenario;
use crate::scenario::schema::DIMENSIONS;
use crate::units;

/// Difference between raters that is worth a word (levels).
const DISAGREEMENT: f64 = 1.0;

fn warning(code: &str, path: &str, message: String, hint: &str) -> Warning {
    Warning {
        code: code.to_owned(),
        path: path.to_owned(),
        message,
        hint: hint.to_owned(),
    }
}

/// All warnings of a report, in a fixed order. `builtin`: the catalogue as it comes.
pub(super) fn warnings(
    (scenario, builtin): (&Scenario, &Catalog),
    session: &Session,
    roadmaps: &[RoadmapReport],
    verdict: &Verdict,
) -> Vec<Warning> {
    let mut list = Vec::new();
    balance(session, &mut list);
    levels(scenario, &mut list);
    let recommended = roadmaps
        .iter()
        .find(|roadmap| roadmap.id == verdict.recommended);
    if let Some(roadmap) = recommended {
        on_call(scenario, session, roadmap, &mut list);
        ceiling(roadmap, &mut list);
        operations(session, roadmap, &mut list);
        for stage in &roadmap.stages {
            if let Some(planned) = stage.planned_month {
                list.push(warning(
                    "stage-slips",
                    "roadmaps",
                    format!(
                        "{}: the stage planned for month {planned} begins in month {}.",
                        roadmap.label, stage.from_month
                    ),
                    "The change before it is not done earlier; plan it later or add people.",
                ));
            }
        }
    }
    for roadmap in roadmaps {
        if let Some(reason) = &roadmap.reason {
            list.push(warning(
                "roadmap-infeasible",
                "gpus.allowed",
                format!("{}: {reason}", roadmap.label),
                "The other roadmaps are compared without it.",
            ));
        }
    }
    // Last, since it weighs least.
    if let Some(told) = since_begun(scenario, builtin) {
        let message = format!("{}.", units::upper_first(&told.message));
        list.push(warning(
            told.code,
            told.path,
            message,
            &format!("{}.", told.hint),
        ));
    }
    list
}

/// Whether today's changes keep today's people plausibly busy.
fn balance(session: &Session, list: &mut Vec<Warning>) {
    let baseline = &session.baseline;
    let k = &session.inputs.k;
    if session.inputs.launch.is_some() || baseline.product_people <= 0.0 {
        return;
    }
    let busy = baseline.people_needed / baseline.product_people;
    if (k.balance_low..=k.balance_high).contains(&busy) {
        return;
    }
    let factor = k.balanced_utilisation / busy.max(f64::MIN_POSITIVE);
    let message = format!(
        "Today's changes ask for {} of the {} people who work on the product.",
        units::decimal(baseline.people_needed, 1),
        units::decimal(baseline.product_people, 1)
    );
    let hint = if busy > 0.0 {
        format!(
            "Multiply the efforts by {} to balance them, or leave effort_pm out.",
            units::significant(factor, 2)
        )
    } else {
        "State changes, or leave effort_pm out.".to_owned()
    };
    list.push(Warning {
        hint,
        ..warning("team-unbalanced", "components", message, "")
    });
}

/// Levels that nobody knows, and raters who disagree.
fn levels(scenario: &Scenario, list: &mut Vec<Warning>) {
    let stated = scenario.team.levels.all();
    let mut unknown = Vec::new();
    for (d, dimension) in DIMENSIONS.iter().enumerate() {
        let rated: Vec<f64> = scenario
            .team
            .raters
            .iter()
            .filter_map(|rater| rater.levels.all()[d].map(|level| level.likely))
            .collect();
        let low = rated.iter().copied().fold(f64::INFINITY, f64::min);
        let high = rated.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if high - low > DISAGREEMENT {
            list.push(warning(
                "raters-disagree",
                &format!("team.levels.{dimension}"),
                format!(
                    "Raters see {dimension} between {} and {}.",
                    units::trimmed(low, 1),
                    units::trimmed(high, 1)
                ),
                "Look at the evidence together before you rely on the mean.",
            ));
        }
        if stated[d].is_none() && rated.is_empty() {
            unknown.push(*dimension);
        }
    }
    if !unknown.is_empty() {
        list.push(warning(
            "levels-unknown",
            "team.levels",
            format!("Nobody has rated {}.", unknown.join(", ")),
            "Level 1 is taken where nobody knows; rate them from evidence.",
        ));
    }
}

/// Rotations that too few people would have to carry.
fn on_call(
    scenario: &Scenario,
    session: &Session,
    roadmap: &RoadmapReport,
    list: &mut Vec<Warning>,
) {
    let Some(stage) = roadmap.stages.last() else {
        return;
    };
    let rotations = rotations(&session.inputs.k, stage.units.len() as f64);
    let wanted = people_per_rotation(scenario, session);
    let engineers = session.inputs.team.engineers;
    if engineers < rotations * wanted {
        list.push(warning(
            "on-call-thin",
            "team.engineers",
            format!(
                "{} on-call {} {} people; the team has {} today.",
                units::decimal(rotations, 0),
                if rotations > 1.0 {
                    "rotations want"
                } else {
                    "rotation wants"
                },
                units::decimal(rotations * wanted, 0),
                units::decimal(engineers, 0)
            ),
            "Share a rotation with another team, or accept slower response at night.",
        ));
    }
}

/// The month in which pipelines limit the pace.
fn ceiling(roadmap: &RoadmapReport, list: &mut Vec<Warning>) {
    let Some(series) = &roadmap.series else {
        return;
    };
    let reached = series
        .delivered_changes
        .iter()
        .zip(&series.pace_ceiling)
        .position(|(delivered, ceiling)| *delivered > 0.0 && *delivered >= ceiling * 0.999);
    if let Some(month) = reached {
        list.push(warning(
            "pace-ceiling",
            "team.levels.delivery",
            format!(
                "{}: the pipelines carry no more changes from month {month} on.",
                roadmap.label
            ),
            "Raise the delivery level (test selection, merge queue) or split what shares a pipeline.",
        ));
    }
}

/// Operations that would take more than people may spend on them.
fn operations(session: &Session, roadmap: &RoadmapReport, list: &mut Vec<Warning>) {
    let Some(series) = &roadmap.series else {
        return;
    };
    let cap = session.inputs.k.operations_cap;
    let swamped = series
        .platform_engineers
        .iter()
        .zip(&series.engineers)
        .position(|(operations, engineers)| *operations >= engineers * cap * 0.99);
    if let Some(month) = swamped {
        list.push(warning(
            "operations-swamped",
            "team.engineers",
            format!(
                "{}: operations take half of the people from month {month} on.",
                roadmap.label
            ),
            "Fewer units, a better platform or more people.",
        ));
    }
}
