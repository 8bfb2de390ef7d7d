//! What the page says of known plans.

use super::day::{Day, Written};
use super::model::{Filter, Line, Model, Scope};
use super::{AssumptionsState, AssumptionsView, assumptions_ui};
use crate::analysis::reads::reads;
use crate::analysis::rests_on::{Weight, rests_on};
use crate::app::questions::Questions;
use crate::app::theme::install;
use crate::catalog::{Catalog, Status};
use crate::engine::compile::catalog_of;
use crate::engine::constants::Constants;
use crate::scenario::schema::Override;
use crate::scenario::{Quantity, Scenario};
use eframe::egui;
use egui_kittest::Harness;
use std::sync::Arc;

fn preset(name: &str) -> Scenario {
    let text = crate::presets::find(name).unwrap().text;
    crate::scenario::load(text).scenario.unwrap()
}

/// Reads what the page sees of a plan.
fn with_view<R>(plan: &Arc<Scenario>, read: impl FnOnce(&AssumptionsView<'_>) -> R) -> R {
    let catalog = Catalog::builtin().unwrap();
    let constants = catalog_of(plan, catalog).unwrap();
    let questions = Questions::default();
    read(&AssumptionsView {
        plan,
        catalog,
        constants: &constants,
        reads: &reads(plan, &constants),
        answers: questions.about(0),
        lead: None,
        stale: false,
        effect: None,
        narrow: false,
        picture: false,
    })
}

fn model(plan: Scenario) -> Model {
    with_view(&Arc::new(plan), |view| Model::new(view, None))
}

#[test]
fn what_is_in_use_is_what_the_plan_asks_for() {
    let model = model(preset("prototype-assistant"));
    let used = |id: &str| model.row(id).unwrap().used;
    // Every constant of the formulas, the price of the model that it hosts elsewhere, no other.
    assert!(Constants::<f64>::ids().iter().all(|id| used(id)));
    assert!(used("api.gpt-5-mini.output"));
    assert!(!used("api.gpt-4o.output"));
    let constants = model.rows.iter().filter(|row| !row.is_input).count();
    assert_eq!(constants, Catalog::builtin().unwrap().entries.len());
    // Of its inputs those with a range; one that stands in for a constant is listed there.
    let ceiling = model.row("demand.growth.ceiling").unwrap();
    assert!(ceiling.used && ceiling.is_input && !ceiling.is_own());
    assert!(ceiling.source().starts_with("Firms of 5 to 50 people"));
    let requests = model.row("demand.requests_per_user_month").unwrap();
    assert_eq!(requests.source(), "An input, no source given");
    assert!(model.row("demand.users").is_none());
    assert!(model.row("team.hiring.attrition").is_none());
    assert!(model.row("people.attrition").unwrap().stated.is_some());
    let standings: usize = Status::ALL
        .iter()
        .map(|status| model.standing(*status))
        .sum();
    assert_eq!(standings, model.count(Scope::Used));
}

#[test]
fn an_override_stands_beside_what_it_replaces() {
    let mut plan = preset("support-copilot");
    plan.overrides.push(Override {
        id: "people.loaded_cost".to_owned(),
        value: Some(Quantity::point(1.6)),
        reason: "payroll".to_owned(),
    });
    let model = model(plan);
    let row = model.row("people.loaded_cost").unwrap();
    assert_eq!(row.entry.likely, 1.6);
    assert_eq!(row.entry.status, Status::Assumed);
    assert_eq!(row.original.as_ref().unwrap().likely, 1.35);
    assert_eq!(row.reason, "payroll");
    // The sources are still those of the value that is replaced.
    assert_eq!(
        row.sources.len(),
        row.original.as_ref().unwrap().sources.len()
    );
    assert_ne!(row.source(), "The scenario itself");
    // What the preset states among its inputs is not counted.
    assert_eq!(model.count(Scope::Own), 1);
    assert!(model.lead().starts_with("This plan replaces 1 constant;"));
}

#[test]
fn prices_get_old_and_findings_do_not() {
    let plan = Arc::new(preset("prototype-assistant"));
    let catalog = Catalog::builtin().unwrap();
    let on = |date: &str| {
        let today = Written::read(date).unwrap().first;
        with_view(&plan, |view| Model::new(view, Some(today)))
    };
    // 5 August and 90 days is 3 November; the catalogue's newest day is 9 November, so an earlier
    // clock is not believed.
    let id = "api.gpt-5-mini.output";
    for (date, stale) in [("2026-11-25", true), ("2020-01-01", true)] {
        assert_eq!(on(date).row(id).unwrap().stale, stale, "{date}");
    }
    // A month can mean its last day: 30 November and 90 days is 28 February.
    let month = "price.vcpu_hour";
    assert_eq!(catalog.entry(month).unwrap().since, "2026-11");
    assert!(!on("2027-02-28").row(month).unwrap().stale);
    assert!(on("2027-03-01").row(month).unwrap().stale);
    let later = on("2031-01-01");
    assert!(!later.row("people.attrition").unwrap().stale);
    assert!(!later.row("salary.backend").unwrap().stale);
    assert!(Day::today().is_some());
}

#[test]
fn inputs_are_weighed_and_listed_among_the_constants() {
    let plan = preset("prototype-assistant");
    let catalog = Catalog::builtin().unwrap();
    let pair = ["monolith", "microservices"];
    let rests = Arc::new(rests_on(&plan, catalog, pair).unwrap().unwrap());
    let mut model = model(plan);
    model.weigh(Some(Arc::clone(&rests)));
    // What moves the lead has a line, an input that stands in for a constant that of the constant.
    let moving = |weights: Vec<&Weight>| -> Vec<f64> {
        let swings = weights.into_iter().map(Weight::swing);
        let mut swings: Vec<f64> = swings.filter(|swing| *swing > 0.0).collect();
        swings.sort_by(f64::total_cmp);
        swings
    };
    let shown = model.rows.iter().filter_map(|row| row.weight.as_ref());
    assert_eq!(
        moving(shown.collect()),
        moving(rests.weights.iter().collect())
    );
    let input = model.row("reliability.security_loss").unwrap();
    assert_eq!(
        input.weight.as_ref(),
        rests.input("reliability.security_loss")
    );
    let stands_in = model.row("people.attrition").unwrap();
    assert_eq!(
        stands_in.weight.as_ref(),
        rests.input("team.hiring.attrition")
    );
    assert!(stands_in.weight.is_some());
    // By what they move they stand among each other.
    let lines = model.lines(&Filter::default());
    let kinds: Vec<bool> = lines
        .iter()
        .filter_map(|line| match line {
            Line::Row(at) => Some(model.rows[*at].is_input),
            _ => None,
        })
        .collect();
    let turns = kinds.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(turns > 2, "{kinds:?}");
}

#[test]
fn lines_are_grouped_and_nothing_is_listed_twice() {
    let model = model(preset("support-copilot"));
    let all = model.lines(&Filter {
        scope: Scope::All,
        ..Filter::default()
    });
    let mut rows: Vec<usize> = all
        .iter()
        .filter_map(|line| match line {
            Line::Row(at) => Some(*at),
            _ => None,
        })
        .collect();
    assert_eq!(rows.len(), model.rows.len());
    rows.dedup();
    assert_eq!(rows.len(), model.rows.len());
    let subjects = all
        .iter()
        .filter(|line| matches!(line, Line::Subject(_)))
        .count();
    assert_eq!(subjects, model.subjects.len());
    // A table by level has one heading and five lines beneath it.
    let found = model.lines(&Filter {
        scope: Scope::All,
        search: "platform.observability_depth".to_owned(),
        ..Filter::default()
    });
    assert_eq!(found.len(), 1 + 1 + 5);
    assert!(matches!(found[1], Line::Stem(_)));
    let Line::Row(first) = found[2] else {
        panic!("no line of a level");
    };
    assert_eq!(model.rows[first].name(), "level 0");
}

#[test]
fn the_copied_table_has_a_line_for_every_constant_listed() {
    let plan = Arc::new(preset("support-copilot"));
    let text = with_view(&plan, |view| AssumptionsState::default().table(view));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines.len(),
        1 + model(preset("support-copilot")).count(Scope::Used)
    );
    for line in lines {
        assert_eq!(line.split('\t').count(), 11, "{line}");
    }
}

#[test]
fn the_page_draws_in_every_size_and_appearance() {
    let mut plan = preset("prototype-assistant");
    plan.overrides.push(Override {
        id: "people.loaded_cost".to_owned(),
        value: Some(Quantity::point(1.6)),
        reason: String::new(),
    });
    let plan = Arc::new(plan);
    for (width, narrow) in [(640.0, true), (1_072.0, false), (2_192.0, false)] {
        for (dark, picture) in [(false, false), (true, false), (false, true)] {
            let mut local = AssumptionsState::default();
            local.show("people.loaded_cost");
            let mut ready = false;
            let plan = Arc::clone(&plan);
            let theme = if dark {
                egui::Theme::Dark
            } else {
                egui::Theme::Light
            };
            let mut harness = Harness::builder()
                .with_size(egui::vec2(width, 560.0))
                .with_theme(theme)
                .build_ui(move |ui| {
                    if !std::mem::replace(&mut ready, true) {
                        install(ui.ctx());
                        return;
                    }
                    with_view(&plan, |view| {
                        let view = AssumptionsView {
                            narrow,
                            picture,
                            lead: None,
                            ..*view
                        };
                        assumptions_ui(ui, &view, &mut local);
                    });
                });
            harness.run();
        }
    }
}
