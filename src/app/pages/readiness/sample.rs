//! The story of the Decision page with levels, training and failures, for tests of two pages.

use crate::analysis::detail::{
    BlastReport, CauseReport, ComponentDown, ComponentLoss, Detail, GoalReport, ReliabilityReport,
    TrainingReport,
};
use crate::analysis::report::{ReadinessReport, Report, RoadmapReport};
use crate::app::pages::decision::sample::{MONTHS, story};
use crate::scenario::schema::DIMENSIONS;

/// Levels today, in the order of the dimensions.
const TODAY: [f64; 10] = [2.0, 1.5, 1.0, 2.0, 2.0, 2.0, 1.0, 2.0, 2.0, 1.0];
/// What one unit needs, what the switch needs, what a service each needs.
const ONE: [f64; 10] = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0];
const SWITCH: [f64; 10] = [2.7, 2.7, 2.7, 2.7, 2.7, 2.3, 2.7, 2.0, 2.0, 2.0];
const ALL: [f64; 10] = [3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 2.0, 2.0, 2.0];
/// What closing each of the switch's gaps saves; that of costs is a loss.
const SAVED: [f64; 10] = [
    420e3, 610e3, 1.36e6, 300e3, 740e3, 50e3, 1.18e6, 0.0, 0.0, -4.9e3,
];
/// Names of the parts.
const PARTS: [&str; 5] = ["web", "chat", "search", "agents", "billing"];
/// Hours down in the last year by cause, of one unit and of five.
const CAUSES: [&str; 5] = ["changes", "platform", "gpus", "hosted_apis", "spikes"];
const WHOLE: [f64; 5] = [36.0, 14.0, 6.0, 0.0, 5.0];
const APART: [f64; 5] = [7.0, 8.0, 1.0, 0.0, 5.0];

/// Five roadmaps that run and one that does not, with everything both pages show.
pub(in crate::app) fn told() -> Report {
    let mut report = story();
    for roadmap in &mut report.roadmaps {
        if roadmap.series.is_some() {
            tell(roadmap);
        }
    }
    report
}

fn tell(roadmap: &mut RoadmapReport) {
    let needed = match roadmap.id.as_str() {
        "monolith" | "modular_monolith" => ONE,
        "microservices" => ALL,
        _ => SWITCH,
    };
    let ready = |d: usize| match (roadmap.id.as_str(), DIMENSIONS[d]) {
        (_, _) if needed[d] <= TODAY[d] => Some(0),
        ("microservices", "boundaries") => None,
        (_, "observability") => Some(13),
        _ => Some(8),
    };
    let readiness = (0..10)
        .map(|d| {
            let gap = (needed[d] - TODAY[d]).max(0.0);
            let end = if ready(d).is_none() { 2.1 } else { needed[d] };
            ReadinessReport {
                dimension: DIMENSIONS[d].to_owned(),
                level: TODAY[d],
                required: needed[d],
                gap,
                gap_cost: if gap > 0.0 { SAVED[d] } else { 0.0 },
                close_cost: gap * 100e3,
                levels: (0..MONTHS)
                    .map(|t| TODAY[d] + (end - TODAY[d]) * t as f64 / 59.0)
                    .collect(),
                ready_month: ready(d),
                ..ReadinessReport::default()
            }
        })
        .collect();
    roadmap.readiness = readiness;
    for stage in &mut roadmap.stages {
        if let [whole] = stage.units.as_mut_slice() {
            whole.components = PARTS.map(str::to_owned).into();
        }
    }
    let one = roadmap.stages.iter().all(|stage| stage.units.len() == 1);
    let hours = if one { WHOLE } else { APART };
    if let Some(series) = &mut roadmap.series {
        series.down_hours = vec![hours.iter().sum::<f64>() / 12.0; MONTHS];
        if !one {
            series.readiness_index[13] = 0.8;
            series.readiness_mean[13] = 0.9;
            series.hops = vec![3.2; MONTHS];
            series.added_latency_ms = vec![8.0; MONTHS];
        }
    }
    let across = if one { 0.0 } else { 0.05 };
    let goal = GoalReport {
        goal: "availability".to_owned(),
        kept: !one,
        limit: "99.70%".to_owned(),
        reached: "99.76%".to_owned(),
        sentence: "Availability of 99.30% in the last year is below the goal of 99.70%.".to_owned(),
    };
    roadmap.detail = Some(Detail {
        reliability: ReliabilityReport {
            causes: (0..5)
                .map(|c| CauseReport {
                    cause: CAUSES[c].to_owned(),
                    incidents: vec![hours[c] / 24.0; MONTHS],
                    down_hours: vec![hours[c] / 12.0; MONTHS],
                })
                .collect(),
            components: (0..5)
                .map(|c| ComponentDown {
                    component: PARTS[c].to_owned(),
                    last_year_hours: 9.0 - c as f64,
                })
                .collect(),
            blast: (0..roadmap.stages.len())
                .map(|stage| BlastReport {
                    stage,
                    month: MONTHS - 1,
                    inside: 0.4,
                    across,
                    lost: (0..5)
                        .map(|c| ComponentLoss {
                            component: PARTS[c].to_owned(),
                            core: c < 2,
                            own: 0.2,
                            share: if c < 2 { 1.0 } else { 0.3 },
                            callers: Vec::new(),
                            needed_by: Vec::new(),
                        })
                        .collect(),
                })
                .collect(),
        },
        training: if roadmap.id == "switch" {
            vec![training("observability", 0, 9), training("delivery", 4, 12)]
        } else {
            Vec::new()
        },
        goals: if roadmap.id == "inference_first" {
            Vec::new()
        } else {
            vec![goal]
        },
        ..Detail::default()
    });
}

fn training(dimension: &str, from: usize, until: usize) -> TrainingReport {
    TrainingReport {
        dimension: dimension.to_owned(),
        from_month: from,
        until_month: until,
        from_level: 1.0,
        to_level: 2.7,
        cost: 170e3,
        person_months: 3.4,
    }
}
