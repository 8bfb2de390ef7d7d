//! A report that tells the story of the design's pictures, for tests of both pages.
//!
//! Every roadmap follows the monolith until its change begins, pays for the change, and then
//! drifts away from it in each category until its sums over the horizon are those of the table.

use crate::analysis::report::band::{Band, Bands};
use crate::analysis::report::uncertainty::Driver;
use crate::analysis::report::uncertainty::Turning;
use crate::analysis::report::uncertainty::{Condition, Failing};
use crate::analysis::report::uncertainty::{Difference, RoadmapFutures, Uncertainty};
use crate::analysis::report::{
    Figure, HardwareReport, ReadinessReport, Reason, Report, RoadmapReport, SCHEMA,
    ScenarioSummary, Series, StageReport, Totals, UnitShape, Verdict, Warning,
};
use crate::app::theme::{install, space};
use crate::app::view::ResultsView;
use crate::engine::series::CostCategory;
use crate::scenario::Scenario;
use eframe::egui;
use egui_kittest::Harness;

/// Months of the story.
pub(in crate::app) const MONTHS: usize = 60;
const MILLION: f64 = 1e6;
/// Categories that the story tells of, in the order of its figures.
const COSTS: [CostCategory; 12] = [
    CostCategory::Gpus,
    CostCategory::Compute,
    CostCategory::HostedApis,
    CostCategory::Platform,
    CostCategory::Storage,
    CostCategory::Salaries,
    CostCategory::OnCall,
    CostCategory::Hiring,
    CostCategory::Training,
    CostCategory::Downtime,
    CostCategory::Delay,
    CostCategory::Security,
];
/// What each comes to in the monolith (millions over the horizon).
const MONOLITH: [f64; 12] = [16.2, 3.0, 3.3, 1.9, 1.3, 57.3, 0.5, 1.0, 0.2, 6.6, 2.2, 1.0];

struct Story {
    id: &'static str,
    label: &'static str,
    sums: [f64; 12],
    migration: f64,
    from: usize,
    gpus: f64,
    lead_time: f64,
    down_hours: f64,
}

const STORIES: [Story; 5] = [
    Story {
        id: "monolith",
        label: "Monolith",
        sums: MONOLITH,
        migration: 0.0,
        from: 0,
        gpus: 260.0,
        lead_time: 21.0,
        down_hours: 5.1,
    },
    Story {
        id: "modular_monolith",
        label: "Modular monolith",
        sums: [16.0, 3.0, 3.3, 2.0, 1.3, 56.9, 0.5, 1.0, 0.3, 6.2, 1.6, 1.0],
        migration: 0.0,
        from: 0,
        gpus: 260.0,
        lead_time: 14.0,
        down_hours: 4.8,
    },
    Story {
        id: "microservices",
        label: "Microservices now",
        sums: [9.3, 4.7, 3.3, 5.5, 1.5, 57.2, 0.6, 0.9, 0.9, 2.4, 1.8, 1.8],
        migration: 0.9,
        from: 0,
        gpus: 120.0,
        lead_time: 6.0,
        down_hours: 1.6,
    },
    Story {
        id: "switch",
        label: "Switch in month 14",
        sums: [10.2, 3.7, 3.3, 3.5, 1.4, 55.7, 0.5, 1.0, 0.7, 2.8, 0.9, 1.3],
        migration: 0.9,
        from: 14,
        gpus: 133.6,
        lead_time: 5.0,
        down_hours: 1.8,
    },
    Story {
        id: "inference_first",
        label: "Inference first",
        sums: [10.8, 3.3, 3.3, 3.2, 1.3, 57.2, 0.5, 1.0, 0.5, 3.9, 1.7, 1.1],
        migration: 0.2,
        from: 0,
        gpus: 140.0,
        lead_time: 16.0,
        down_hours: 2.9,
    },
];

fn drawn(story: &Story) -> RoadmapReport {
    let growth: Vec<f64> = (0..MONTHS)
        .map(|t| 0.6 + 0.9 * (t as f64 / 40.0).min(1.0))
        .collect();
    let all: f64 = growth.iter().sum();
    let ramp: Vec<f64> = (0..MONTHS)
        .map(|t| (t as f64 - story.from as f64 - 4.0).max(0.0).powf(1.1))
        .collect();
    let ramped: f64 = ramp.iter().sum();
    let category = |at: usize| -> Vec<f64> {
        (0..MONTHS)
            .map(|t| {
                let before = MONOLITH[at] * growth[t] / all;
                let after = (story.sums[at] - MONOLITH[at]) * ramp[t] / ramped;
                (before + after) * MILLION
            })
            .collect()
    };
    let moved = |amount: f64| -> Vec<f64> {
        (0..MONTHS)
            .map(|t| {
                let moving = t >= story.from && t < story.from + 9;
                if moving { amount / 9.0 * MILLION } else { 0.0 }
            })
            .collect()
    };
    let each = |value: f64| vec![value; MONTHS];
    let until = |end: f64| -> Vec<f64> {
        (0..MONTHS)
            .map(|t| 20.0 + (end - 20.0) * t as f64 / 59.0)
            .collect()
    };
    let mut series = Series {
        users: each(900_000.0),
        requests_per_second: each(20.0),
        migration_people: moved(story.migration * 0.8),
        migration_dual_running: moved(story.migration * 0.2),
        engineers: until(64.0),
        platform_engineers: each(3.0),
        engineers_needed: each(60.0),
        backlog: each(10.0),
        delivered_changes: each(26.0),
        lead_time_days: each(story.lead_time),
        pace_ceiling: each(60.0),
        modularity: each(0.5),
        incidents: each(1.0),
        down_hours: each(story.down_hours),
        availability: each(0.9976),
        down_hours_per_thousand_changes: each(story.down_hours / 26.0 * 1e3),
        gpus: until(story.gpus),
        readiness_index: each(1.0),
        readiness_mean: each(1.0),
        wanted_changes: each(26.0),
        ..Series::nothing(MONTHS)
    };
    for (at, cost) in COSTS.iter().enumerate() {
        *series.get_mut(cost.row().id).unwrap() = category(at);
    }
    let series = series.added_up();
    let totals = Totals::over(&series, series.total.iter().sum::<f64>() * 0.8);
    let unit = |name: &str| UnitShape {
        name: name.to_owned(),
        components: vec![name.to_owned()],
    };
    let whole = StageReport {
        from_month: 0,
        planned_month: None,
        done_month: Some(0),
        units: vec![unit("product")],
    };
    let split = StageReport {
        from_month: story.from,
        planned_month: None,
        done_month: Some(story.from + 9),
        units: ["web", "chat", "search", "agents", "billing"]
            .map(unit)
            .into(),
    };
    let stages = match story.id {
        "monolith" | "modular_monolith" => vec![whole],
        "switch" => vec![whole, split],
        _ => vec![split],
    };
    let stage = stages.len() - 1;
    let gate = |dimension: &str, ready: usize| ReadinessReport {
        dimension: dimension.to_owned(),
        level: 2.0,
        required: 2.4,
        gap: 0.4,
        gap_cost: 310e3,
        ready_month: Some(ready),
        ..ReadinessReport::default()
    };
    RoadmapReport {
        id: story.id.to_owned(),
        label: story.label.to_owned(),
        feasible: true,
        reason: None,
        same_as: None,
        stages,
        hardware: vec![HardwareReport {
            stage,
            unit: "chat".to_owned(),
            pool: None,
            gpu: "H100".to_owned(),
            gpus_per_replica: 2,
            reason: "KV cache would not fit on L4".to_owned(),
            options: Vec::new(),
            published: Vec::new(),
        }],
        totals: Some(totals),
        series: Some(series),
        units: Vec::new(),
        readiness: vec![
            gate("delivery", 0),
            gate("observability", if story.id == "switch" { 13 } else { 0 }),
            gate("security", 40),
        ],
        runway: None,
        detail: None,
    }
}

/// A roadmap that cannot run.
fn unfit() -> RoadmapReport {
    RoadmapReport {
        id: "all_on_l4".to_owned(),
        label: "Everything on L4".to_owned(),
        feasible: false,
        reason: Some(
            "chat, agents in one unit fit no GPU that is allowed: on L4 the weights of 141 GiB do \
             not fit beside the cache. Allow a larger GPU, a lower precision or a looser latency target."
                .to_owned(),
        ),
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

/// Five roadmaps that run and one that does not, over 60 months from January 2027.
pub(in crate::app) fn story() -> Report {
    let mut roadmaps: Vec<RoadmapReport> = STORIES.iter().map(drawn).collect();
    let sums = |roadmap: &RoadmapReport, names: &[&str]| -> f64 {
        let series = roadmap.series.as_ref().unwrap();
        names
            .iter()
            .flat_map(|name| series.get(name).unwrap())
            .sum()
    };
    let reason = |mechanism: &str, sentence: &str, names: &[&str]| Reason {
        mechanism: mechanism.to_owned(),
        amount: sums(&roadmaps[3], names) - sums(&roadmaps[0], names),
        sentence: sentence.to_owned(),
    };
    let reasons = vec![
        reason(
            "capacity",
            "Less capacity has to be bought: 134 GPUs at the end instead of 260",
            &["gpu", "cpu", "hosted_api", "storage"],
        ),
        reason(
            "outages",
            "Faults cost less: 1.8 h down a month instead of 5.1 h",
            &["downtime"],
        ),
        reason(
            "changes",
            "Changes take fewer people: 64 people at the end instead of 66 people, lead time 5 days instead of 21 days",
            &["salaries", "hiring", "delay"],
        ),
        reason(
            "operating_and_moving",
            "Running and moving to it costs more: platform, on-call, training, security, migration",
            &[
                "platform",
                "on_call",
                "training",
                "security",
                "migration_people",
                "migration_dual_running",
            ],
        ),
    ];
    let below = |month: usize| {
        let at = |roadmap: &RoadmapReport| roadmap.series.as_ref().unwrap().cumulative_total[month];
        at(&roadmaps[3]) < at(&roadmaps[0])
    };
    let pays = MONTHS - (0..MONTHS).rev().take_while(|month| below(*month)).count();
    roadmaps.push(unfit());
    Report {
        schema: SCHEMA,
        scenario: ScenarioSummary {
            name: "Northwind Assist".to_owned(),
            currency: "USD".to_owned(),
            start: "2027-01".to_owned(),
            horizon_months: MONTHS,
            contingency: 0.1,
            present_value_factors: vec![0.8; MONTHS],
        },
        roadmaps,
        verdict: Verdict {
            recommended: "switch".to_owned(),
            cheapest_cash: "switch".to_owned(),
            sentence: "Stay a monolith until March 2028, then split into five services.".to_owned(),
            detail: "It saves $8.6M over 60 months against staying as you are and pays for itself by September 2029 ($6.9M in present value).".to_owned(),
            figure: Figure::Total,
            margin: 2.1e6,
            alternative: Some("inference_first".to_owned()),
            compared_with: Some("monolith".to_owned()),
            no_difference: false,
            confidence: None,
            too_close: None,
            crossover_month: Some(40),
            pays_month: Some(pays),
            reasons,
            goals_broken: vec![
                "Availability of 99.76% in the last year is below the goal of 99.90%.".to_owned(),
            ],
        },
        uncertainty: None,
        timing: None,
        warnings: ["Today's changes ask for 9.1 of the 28 people who work on the product.", "Nobody has rated ownership, security.", "Switch in month 14: the pipelines carry no more changes from month 41 on.", "2 on-call rotations want 16 people; the team has 12 today."]
            .map(|message| Warning {
                code: "told".to_owned(),
                path: "team".to_owned(),
                message: message.to_owned(),
                hint: "Share a rotation with another team, or accept slower response at night.".to_owned(),
            })
            .into(),
    }
}

/// Futures of the story: the switch against the monolith.
pub(in crate::app) fn futures(drivers: Vec<Driver>) -> Uncertainty {
    let roadmap = |id: &str, share: f64| RoadmapFutures {
        id: id.to_owned(),
        total_npv: Band::default(),
        total: Band::default(),
        bands: Vec::new(),
        probability_cheapest: share,
        probability_cheapest_cash: share,
        probability_cheapest_by_month: Vec::new(),
        mean_regret: 0.0,
        high_regret: 0.0,
        out_of_money: None,
    };
    Uncertainty {
        draws: 1024,
        draws_by_month: 1024,
        seed: 7,
        inputs: drivers.len(),
        roadmaps: vec![roadmap("monolith", 0.1), roadmap("switch", 0.9)],
        difference: Some(Difference {
            between: ["switch".to_owned(), "monolith".to_owned()],
            npv: Band::default(),
            total: Band::default(),
            probability: 0.9,
            by_month: Bands::default(),
            npv_by_month: Bands::default(),
        }),
        lead: None,
        crossover: None,
        confidence: 0.9,
        value_of_knowing_all: 500e3,
        value_of_knowing_all_error: 40e3,
        failing: Some(Failing {
            share: 0.1,
            difference: 1.2e6,
            probability: 0.1,
            conditions: vec![Condition {
                input: "demand.users".to_owned(),
                above: false,
                value: 3_140.0,
                share_of_all: 0.12,
            }],
        }),
        turning: vec![Turning {
            input: "demand.users".to_owned(),
            likely: 6_000.0,
            value: Some(3_060.0),
            then: Some("monolith".to_owned()),
            probability: 0.08,
            between: [2_000.0, 20_000.0],
        }],
        drivers,
    }
}

/// Reads a view of a report in the light theme at 1440 points.
pub(in crate::app) fn with_view<R>(report: &Report, read: impl FnOnce(&ResultsView<'_>) -> R) -> R {
    read(&ResultsView {
        scenario: &Scenario::default(),
        report,
        former: None,
        stale: false,
        not_applied: &[],
        narrow: false,
        picture: false,
    })
}

/// A page in a window of its own size, as wide as it is beside the inputs.
pub(in crate::app) fn harness<'a>(
    report: &'a Report,
    width: f32,
    height: f32,
    dark: bool,
    mut page: impl FnMut(&mut egui::Ui, &ResultsView<'_>) + 'a,
) -> Harness<'a> {
    let narrow = width < 1200.0;
    let [inputs, margin] = if narrow {
        [space::INPUTS_SMALL, space::PAGE_SMALL]
    } else {
        [space::INPUTS, space::PAGE]
    };
    let scenario = Scenario::default();
    let mut ready = false;
    Harness::builder()
        .with_size(egui::vec2(
            width - inputs - 2.0 * margin,
            height - space::TOP_BAR - space::TAB_ROW - space::STATUS_BAR - 28.0,
        ))
        .with_theme(if dark {
            egui::Theme::Dark
        } else {
            egui::Theme::Light
        })
        .build_ui(move |ui| {
            if !ready {
                install(ui.ctx());
                ready = true;
                return;
            }
            let view = ResultsView {
                scenario: &scenario,
                report,
                former: None,
                stale: false,
                not_applied: &[],
                narrow,
                picture: false,
            };
            page(ui, &view);
        })
}

/// Draws a page in two sizes and both appearances; the harness fails on a missing glyph and on an
/// input without a name.
pub(in crate::app) fn draws(
    report: &Report,
    mut page: impl FnMut(&mut egui::Ui, &ResultsView<'_>),
) {
    for (width, height) in [(1024.0, 700.0), (1440.0, 900.0)] {
        for dark in [false, true] {
            harness(report, width, height, dark, &mut page).run();
        }
    }
}
