//! What the page says about a known report, and that it draws.

use super::infrastructure_ui;
use super::model::{InfrastructureState, InfrastructureView};
use crate::analysis::detail::{BuyOrHost, Detail, TaxReport};
use crate::analysis::report::{
    Figure, GpuOptionReport, HardwareReport, Report, RoadmapReport, SCHEMA, ScenarioSummary,
    Series, StageReport, UnitReport, UnitShape, Verdict,
};
use crate::app::pages::decision::sample::{draws, story, with_view};

const MONTHS: usize = 3;

fn each(value: f64) -> Vec<f64> {
    vec![value; MONTHS]
}

/// A unit of a stage with GPUs or without, at a cost in each month.
fn unit(stage: usize, name: &str, gpus: f64, cost: f64) -> UnitReport {
    UnitReport {
        stage,
        name: name.to_owned(),
        replicas: each(if gpus > 0.0 { gpus / 2.0 } else { 6.0 }),
        gpus: each(gpus),
        vcpus: each(24.0),
        peak_utilisation: each(0.79),
        cpu_utilisation: each(0.34),
        memory_utilisation: each(0.88),
        cost: each(cost),
        ..UnitReport::default()
    }
}

fn option(gpu: &str, cost: Option<f64>, reason: Option<&str>) -> GpuOptionReport {
    GpuOptionReport {
        gpu: gpu.to_owned(),
        gpus_per_replica: cost.map(|_| 2),
        cost,
        reason: reason.map(str::to_owned),
    }
}

fn hardware(stage: usize, unit: &str) -> HardwareReport {
    HardwareReport {
        stage,
        unit: unit.to_owned(),
        pool: None,
        gpu: "H100".to_owned(),
        gpus_per_replica: 2,
        reason: "Cheapest that fits; H200 would cost $200k more over the stage. On L4 not."
            .to_owned(),
        options: vec![
            option("H100", Some(1_000e3), None),
            option("B200", Some(1_040e3), None),
            option("H200", Some(1_200e3), None),
            option("L40S", None, Some("the weights would not fit")),
        ],
        published: Vec::new(),
    }
}

fn stage(from: usize, done: Option<usize>, names: &[&str]) -> StageReport {
    let shape = |name: &&str| UnitShape {
        name: (*name).to_owned(),
        components: vec![format!("{name}-a"), format!("{name}-b")],
    };
    StageReport {
        from_month: from,
        planned_month: None,
        done_month: done,
        units: names.iter().map(shape).collect(),
    }
}

fn roadmap(id: &str, stages: Vec<StageReport>, units: Vec<UnitReport>) -> RoadmapReport {
    let hardware = units
        .iter()
        .filter(|unit| unit.gpus[0] > 0.0)
        .map(|unit| hardware(unit.stage, &unit.name))
        .collect();
    let several = stages.last().is_some_and(|stage| stage.units.len() > 1);
    let of = |one: f64, many: f64| each(if several { many } else { one });
    let series = Series {
        users: each(3.3e6),
        gpus: of(128.0, 67.8),
        gpu: of(213.2e3, 100e3),
        cpu: of(20e3, 30.45e3),
        platform: of(1e3, 39.4e3),
        hosted_api: each(0.0),
        storage: each(5e3),
        infrastructure: of(239.2e3, 174.8e3),
        hops: of(0.0, 3.2),
        ..Series::default()
    };
    let tax = if several {
        TaxReport {
            platform: each(38.4e3),
            calls: each(8.3e3),
            sidecars: each(2.6e3),
            transfer: each(0.7e3),
            fees: each(0.0),
            tracing: each(0.0),
        }
    } else {
        TaxReport::default()
    };
    RoadmapReport {
        id: id.to_owned(),
        label: id.to_owned(),
        feasible: true,
        reason: None,
        same_as: None,
        stages,
        hardware,
        totals: None,
        series: Some(series),
        units,
        readiness: Vec::new(),
        runway: None,
        detail: Some(Detail {
            tax,
            ..Detail::default()
        }),
    }
}

const NAMES: [&str; 3] = ["writer", "search", "chat"];

fn services() -> Vec<UnitReport> {
    vec![
        unit(0, "chat", 0.0, 2_600.0),
        unit(0, "search", 1.2, 17_400.0),
        unit(0, "writer", 66.6, 130_000.0),
    ]
}

fn report() -> Report {
    Report {
        schema: SCHEMA,
        scenario: ScenarioSummary {
            name: "Known".to_owned(),
            currency: "USD".to_owned(),
            start: "2028-10".to_owned(),
            horizon_months: MONTHS,
            contingency: 0.0,
            present_value_factors: vec![1.0; MONTHS],
        },
        roadmaps: vec![
            roadmap(
                "monolith",
                vec![stage(0, Some(0), &["all"])],
                vec![unit(0, "all", 128.0, 220_000.0)],
            ),
            roadmap("microservices", vec![stage(0, Some(0), &NAMES)], services()),
        ],
        verdict: Verdict {
            recommended: "microservices".to_owned(),
            cheapest_cash: "microservices".to_owned(),
            sentence: String::new(),
            detail: String::new(),
            figure: Figure::Total,
            margin: 0.0,
            alternative: Some("monolith".to_owned()),
            compared_with: Some("monolith".to_owned()),
            no_difference: false,
            confidence: None,
            too_close: None,
            crossover_month: None,
            pays_month: None,
            reasons: Vec::new(),
            goals_broken: Vec::new(),
        },
        uncertainty: None,
        timing: None,
        warnings: Vec::new(),
    }
}

fn with<R>(
    report: &Report,
    state: &InfrastructureState,
    read: impl FnOnce(&InfrastructureView<'_>) -> R,
) -> R {
    with_view(report, |view| read(&InfrastructureView::from(view, state)))
}

fn showing(roadmap: &str) -> InfrastructureState {
    InfrastructureState {
        roadmap: Some(roadmap.to_owned()),
        ..InfrastructureState::default()
    }
}

#[test]
fn the_claim_and_the_boxes_add_up() {
    with(&report(), &InfrastructureState::default(), |page| {
        // 66.6 + 1.2 = 67.8 GPUs, 68 whole ones: 66.6 has the larger remainder.
        assert_eq!(
            page.claim,
            "Three services need 68 H100 where one unit would need 128."
        );
        assert_eq!(
            page.lead,
            "Dec 2028, 3.3\u{2009}M users, infrastructure $175k in the month."
        );
        let titles: Vec<(&str, &str, &str)> = page
            .boxes
            .iter()
            .map(|unit| (unit.name, unit.title.as_str(), unit.figure.as_str()))
            .collect();
        assert_eq!(
            titles,
            [
                ("writer", "67 H100, 2 a replica", "$130k"),
                ("search", "1 H100, 2 a replica", "$17k"),
                ("chat", "CPU only", "$2.6k"),
            ]
        );
        assert_eq!(page.boxes[0].detail, "Cheapest that fits");
        assert_eq!(page.boxes[0].replicas_text, "33 replicas");
        assert_eq!(page.boxes[2].replicas_text, "6 pods");
        // 174.8 − 130 − 17.4 − 2.6 = 24.8
        assert!(
            page.shared
                .as_deref()
                .is_some_and(|text| text.contains("$25k a month"))
        );
        assert_eq!(page.chart, "H100 held");
    });
}

#[test]
fn one_unit_is_compared_with_the_best_of_several() {
    with(&report(), &showing("monolith"), |page| {
        assert_eq!(
            page.claim,
            "One unit needs 128 H100 where three services would need 68."
        );
        let tax = page.tax.as_ref().unwrap();
        assert_eq!(tax.subtitle, "No tax: one unit.");
        assert!(tax.parts.is_empty());
        // The same difference the other way round: 213.2 − 100 = 113.2.
        let scaling = page.scaling.as_ref().unwrap();
        assert_eq!(
            scaling.subtitle,
            "what one unit costs, less what three services do"
        );
        assert_eq!(scaling.parts[0].title, "60 H100 more");
        assert_eq!(scaling.parts[0].figure, "+$113k");
        assert_eq!(scaling.total, "+$64k/mo");
    });
}

#[test]
fn the_parts_of_the_tax_add_up_to_it() {
    with(&report(), &InfrastructureState::default(), |page| {
        let tax = page.tax.as_ref().unwrap();
        let figures: Vec<&str> = tax.parts.iter().map(|part| part.figure.as_str()).collect();
        // 38.4 + 8.3 + 2.6 + 0.7 = 50.0: the two thousands lost go to 0.7 and 2.6.
        assert_eq!(figures, ["$38k", "$8k", "$3k", "$1k"]);
        assert_eq!(tax.total, "$50k/mo");
        assert_eq!(tax.parts[1].detail, "3.2 calls between units a request");
    });
}

#[test]
fn selective_scaling_is_the_difference_to_one_unit() {
    with(&report(), &InfrastructureState::default(), |page| {
        let scaling = page.scaling.as_ref().unwrap();
        let rows: Vec<(&str, &str)> = scaling
            .parts
            .iter()
            .map(|part| (part.title.as_str(), part.figure.as_str()))
            .collect();
        // GPUs 100 − 213.2 = −113.2, CPU 30.45 − 20 = 10.45, platform 39.4 − 1 = 38.4: −64.35 in all,
        // −64 as written; rounded down −114 + 10 + 38 = −66, the two missing go to −113.2 and
        // to 10.45.
        assert_eq!(
            rows,
            [
                ("60 H100 fewer", "\u{2212}$113k"),
                ("CPU and memory", "+$11k"),
                ("Platform", "+$38k"),
            ]
        );
        assert_eq!(
            scaling.parts[0].detail,
            "128 in one unit, 68 in three services"
        );
        assert_eq!(scaling.total, "\u{2212}$64k/mo");
    });
}

#[test]
fn every_type_of_gpu_says_whether_it_fits() {
    with(&report(), &InfrastructureState::default(), |page| {
        let fit = page.fit.as_ref().unwrap();
        assert_eq!(fit.unit, "writer");
        let words: Vec<&str> = fit.rows.iter().map(|row| row.words.as_str()).collect();
        assert_eq!(
            words,
            [
                "chosen, 2 a replica, $1.0M over the stage",
                "+$40k over the stage",
                "1.2 times the cost",
                "the weights would not fit",
            ]
        );
    });
    let search = InfrastructureState {
        unit: Some("search".to_owned()),
        ..InfrastructureState::default()
    };
    with(&report(), &search, |page| {
        assert_eq!(page.fit.as_ref().unwrap().unit, "search");
    });
}

#[test]
fn buy_or_host_names_the_volume_at_which_it_turns() {
    let mut known = report();
    let choice = |component: &str, host: Option<f64>, turns: Option<f64>| BuyOrHost {
        stage: 0,
        unit: "chat".to_owned(),
        component: component.to_owned(),
        bought: true,
        buy_cost: 48_200.0,
        host_cost: host,
        calls_per_month: 0.4e6,
        break_even_calls: turns,
    };
    known.roadmaps[1].detail.as_mut().unwrap().buy_or_host = vec![
        choice("turns", Some(57_200.0), Some(1.2e6)),
        choice("dear", Some(57_200.0), None),
        choice("large", None, None),
        BuyOrHost {
            stage: 1,
            ..choice("of another stage", None, None)
        },
    ];
    with(&known, &InfrastructureState::default(), |page| {
        let words: Vec<&str> = page.hosted.iter().map(|row| row.words.as_str()).collect();
        assert_eq!(
            words,
            [
                "Hosting pays above 1.2\u{2009}M calls a month; 400\u{2009}k in Oct 2028: bought.",
                "Buying is cheaper at any volume: bought.",
                "No GPU fits it: bought.",
            ]
        );
        assert_eq!(
            page.hosted[0].costs,
            "chat over the stage: $48k with it bought, $57k hosted"
        );
        let chat = page.boxes.iter().find(|unit| unit.name == "chat").unwrap();
        assert_eq!(chat.title, "Hosted API");
    });
}

#[test]
fn a_move_shows_the_units_that_still_serve() {
    let mut known = report();
    let mut units: Vec<UnitReport> = services();
    for unit in &mut units {
        unit.stage = 1;
    }
    units.push(unit(0, "all", 128.0, 220_000.0));
    known.roadmaps[1] = roadmap(
        "microservices",
        vec![stage(0, Some(0), &["all"]), stage(1, Some(2), &NAMES)],
        units,
    );
    let month = |month| InfrastructureState {
        month: Some(month),
        ..InfrastructureState::default()
    };
    with(&known, &month(1), |page| {
        assert_eq!(page.boxes.len(), 1);
        assert!(
            page.lead
                .ends_with("; the move to three services is done in Dec 2028."),
            "{}",
            page.lead
        );
    });
    with(&known, &month(2), |page| {
        assert_eq!(page.boxes.len(), 3);
        assert!(!page.lead.contains("move"), "{}", page.lead);
    });
}

#[test]
fn a_plan_without_gpus_speaks_of_cpus_and_money() {
    let mut known = report();
    for roadmap in &mut known.roadmaps {
        roadmap.hardware.clear();
        for unit in &mut roadmap.units {
            unit.gpus = each(0.0);
        }
        if let Some(series) = &mut roadmap.series {
            series.gpus = each(0.0);
        }
    }
    with(&known, &InfrastructureState::default(), |page| {
        // Three units of 24 vCPU.
        assert_eq!(
            page.claim,
            "Three services need 72 vCPU where one unit would need 24."
        );
        assert_eq!(page.chart, "Infrastructure cost a month");
        assert_eq!(page.fit, None);
        assert_eq!(page.chart_figure(174.8e3), "$175k");
    });
}

#[test]
fn many_units_are_twelve_boxes_and_a_list() {
    let mut known = report();
    let names: Vec<String> = (0..141).map(|index| format!("unit {index}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let units = (0..141)
        .map(|index| unit(0, &format!("unit {index}"), 0.0, f64::from(index)))
        .collect();
    known.roadmaps[1] = roadmap("microservices", vec![stage(0, Some(0), &names)], units);
    with(&known, &InfrastructureState::default(), |page| {
        assert_eq!(page.boxes.len(), 12);
        assert_eq!(page.boxes[0].name, "unit 140");
        // 0 + 1 + … + 128 = 128 · 129 / 2 = 8,256
        assert_eq!(page.rest_text(), "129 more units, $8.3k a month");
    });
}

#[test]
fn a_roadmap_that_cannot_run_says_why() {
    let known = story();
    with(&known, &showing("all_on_l4"), |page| {
        assert_eq!(page.claim, "Everything on L4 does not fit.");
        assert!(page.unfit.is_some_and(|reason| reason.contains("141 GiB")));
        assert!(page.boxes.is_empty());
    });
}

#[test]
fn the_table_holds_every_unit() {
    with_view(&report(), |view| {
        let text = InfrastructureView::from(view, &InfrastructureState::default()).text();
        assert!(
            text.starts_with("Microservices, Dec 2028\tCost (USD)"),
            "{text}"
        );
        assert!(
            text.lines()
                .any(|line| line.starts_with("writer\t130000\t67 H100, 2 a replica\t33")),
            "{text}"
        );
        assert_eq!(text.lines().count(), 4);
    });
}

#[test]
fn the_page_draws() {
    let known = report();
    let mut state = InfrastructureState::default();
    draws(&known, |ui, view| {
        infrastructure_ui(ui, view, &mut state);
    });
    let mut unfit = showing("all_on_l4");
    draws(&story(), |ui, view| {
        infrastructure_ui(ui, view, &mut unfit);
    });
}
