//! A small report for the tests of the exporters.

use crate::analysis::report::{
    Figure, HardwareReport, ReadinessReport, Reason, Report, RoadmapReport, Runway, SCHEMA,
    ScenarioSummary, Series, StageReport, Totals, UnitReport, UnitShape, Verdict, Warning,
};

const MONTHS: usize = 24;

fn roadmap(id: &str, label: &str, gpu: f64, switch: bool) -> RoadmapReport {
    let each = |value: f64| vec![value; MONTHS];
    let moved = |value: f64| each(if switch { value } else { 0.0 });
    let series = Series {
        users: each(40_000.0),
        requests_per_second: each(3.5),
        gpu: each(gpu),
        cpu: each(3_333.3),
        platform: each(1_333.3),
        storage: each(333.4),
        salaries: each(70_000.0),
        on_call: each(3_000.0),
        hiring: each(1_666.7),
        training: each(333.3),
        migration_people: moved(2_000.0),
        migration_dual_running: moved(500.0),
        downtime: each(6_000.0),
        latency: each(500.0),
        delay: each(8_000.0),
        security: each(1_000.0),
        engineers: each(12.4),
        platform_engineers: each(1.2),
        engineers_needed: each(13.0),
        backlog: each(4.0),
        delivered_changes: each(22.0),
        lead_time_days: each(5.2),
        pace_ceiling: each(60.0),
        modularity: each(0.55),
        incidents: each(0.8),
        down_hours: each(1.75),
        availability: each(0.9976),
        down_hours_per_thousand_changes: each(79.5),
        gpus: each(7.5),
        readiness_index: each(0.8),
        readiness_mean: each(0.8),
        wanted_changes: each(26.0),
        ..Series::nothing(MONTHS)
    };
    let series = series.added_up();
    let totals = Totals::over(&series, series.total.iter().sum::<f64>() * 0.9);
    let whole = UnitShape {
        name: "product".to_owned(),
        components: vec!["web|app".to_owned(), "chat".to_owned()],
    };
    let mut stages = vec![StageReport {
        from_month: 0,
        planned_month: None,
        done_month: Some(0),
        units: vec![whole.clone()],
    }];
    if switch {
        let unit = |name: &str| UnitShape {
            name: name.to_owned(),
            components: vec![name.to_owned()],
        };
        stages.push(StageReport {
            from_month: 14,
            planned_month: Some(12),
            done_month: None,
            units: vec![unit("web|app"), unit("chat")],
        });
    }
    RoadmapReport {
        id: id.to_owned(),
        label: label.to_owned(),
        feasible: true,
        reason: None,
        same_as: None,
        stages,
        hardware: vec![HardwareReport {
            stage: 0,
            unit: "product".to_owned(),
            pool: None,
            gpu: "L40S".to_owned(),
            gpus_per_replica: 2,
            reason: "KV cache would not fit on L4".to_owned(),
            options: Vec::new(),
            published: Vec::new(),
        }],
        totals: Some(totals),
        series: Some(series),
        units: vec![UnitReport {
            stage: 0,
            name: "product".to_owned(),
            replicas: vec![3.75; MONTHS],
            utilisation: vec![0.6; MONTHS],
            ..UnitReport::default()
        }],
        readiness: vec![ReadinessReport {
            dimension: "incident_response".to_owned(),
            level: 2.0,
            required: if switch { 3.2 } else { 1.0 },
            gap: if switch { 1.2 } else { 0.0 },
            gap_cost: if switch { 310_000.0 } else { 0.0 },
            ready_month: (!switch).then_some(0),
            ..ReadinessReport::default()
        }],
        runway: Some(Runway {
            low_point: -120_000.0,
            low_month: 20,
            out_of_money_month: Some(18),
        }),
        detail: None,
    }
}

/// Two feasible roadmaps of 24 months and one that is not, a reason, a warning.
pub(crate) fn sample() -> Report {
    let monolith = roadmap("monolith", "Monolith", 25_000.0, false);
    let switch = roadmap("switch", "Switch in month 14", 20_000.0, true);
    let mut microservices = roadmap("microservices", "Microservices now", 0.0, false);
    microservices.feasible = false;
    microservices.reason = Some("the model fits on no GPU allowed".to_owned());
    microservices.totals = None;
    microservices.series = None;
    microservices.hardware.clear();
    microservices.units.clear();
    microservices.readiness.clear();
    microservices.runway = None;
    Report {
        schema: SCHEMA,
        scenario: ScenarioSummary {
            name: "Sample | plan".to_owned(),
            currency: "USD".to_owned(),
            start: "2027-01".to_owned(),
            horizon_months: MONTHS,
            contingency: 0.15,
            present_value_factors: vec![0.9; MONTHS],
        },
        roadmaps: vec![monolith, switch, microservices],
        verdict: Verdict {
            recommended: "switch".to_owned(),
            cheapest_cash: "switch".to_owned(),
            sentence: "Stay a monolith until March 2028, then split into two services.".to_owned(),
            detail: "It saves $54k over 24 months.".to_owned(),
            figure: Figure::Total,
            margin: 54_000.0,
            alternative: Some("monolith".to_owned()),
            compared_with: Some("monolith".to_owned()),
            no_difference: false,
            confidence: None,
            too_close: None,
            crossover_month: None,
            pays_month: Some(19),
            reasons: vec![
                Reason {
                    mechanism: "selective_scaling".to_owned(),
                    amount: -108_000.0,
                    sentence: "The model server no longer drags the rest along.".to_owned(),
                },
                Reason {
                    mechanism: "migration".to_owned(),
                    amount: 54_000.0,
                    sentence: "Two people move code for four months.".to_owned(),
                },
            ],
            goals_broken: vec!["availability is 99.76%, the goal is 99.90%".to_owned()],
        },
        uncertainty: None,
        timing: None,
        warnings: vec![Warning {
            code: "unusual".to_owned(),
            path: "demand.users".to_owned(),
            message: "40,000 users is a guess".to_owned(),
            hint: "Measure it".to_owned(),
        }],
    }
}
