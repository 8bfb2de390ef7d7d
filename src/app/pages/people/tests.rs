//! What the People page says about a preset, and that it draws.

use super::model::PeopleView;
use super::{PeopleState, people_ui};
use crate::analysis::report::Report;
use crate::analysis::{self};
use crate::app::pages::decision::sample::{draws, harness, with_view};
use crate::catalog::Catalog;
use crate::presets;
use crate::scenario::schema::Actual;
use crate::scenario::{Quantity, Scenario};
use eframe::egui::pos2;
use egui_kittest::kittest::Queryable as _;
use std::cell::RefCell;
use std::rc::Rc;

fn report() -> Report {
    let plan = presets::find("support-copilot")
        .unwrap()
        .scenario()
        .unwrap();
    analysis::run(&plan, Catalog::builtin().unwrap()).unwrap()
}

#[test]
fn roles_add_up_to_the_team() {
    let report = report();
    with_view(&report, |view| {
        let page = PeopleView::from(view, Some("microservices"));
        let have = page.rows.iter().position(|row| row.name == "Have").unwrap();
        for month in 0..page.months.len() {
            let roles: i64 = page.rows[..have].iter().map(|row| row.figures[month]).sum();
            assert_eq!(roles, page.rows[have].figures[month]);
        }
        let need = page.rows.iter().find(|row| row.name == "Need").unwrap();
        let last = *need.figures.last().unwrap();
        assert!(
            page.claim
                .contains(&format!("microservices need {last} engineers")),
            "{}",
            page.claim
        );
        assert!(page.groups.iter().all(|group| group.heads.len() == 60));
    });
}

#[test]
fn months_that_are_over_stand_in_the_chart() {
    let report = report();
    let month = |month: u32, engineers: Option<f64>| Actual {
        month,
        engineers: engineers.map(Quantity::point),
        ..Actual::default()
    };
    let plan = Scenario {
        actuals: vec![
            month(3, Some(21.0)),
            month(1, None),
            month(0, Some(19.0)),
            month(90, Some(1.0)),
        ],
        ..Scenario::default()
    };
    with_view(&report, |view| {
        let view = crate::app::view::ResultsView {
            scenario: &plan,
            ..*view
        };
        let page = PeopleView::from(&view, None);
        // By month; without a figure or beyond the plan there is nothing to show.
        assert_eq!(page.actual, [(0, 19.0), (3, 21.0)]);
    });
}

#[test]
fn the_table_is_copied_as_it_is_shown() {
    let report = report();
    with_view(&report, |view| {
        let text = PeopleView::from(view, None).text();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("People\tJan 2027"), "{text}");
        assert!(
            lines.iter().any(|line| line.starts_with("Short\t")),
            "{text}"
        );
    });
}

#[test]
fn the_page_draws_for_every_roadmap() {
    let report = report();
    for roadmap in &report.roadmaps {
        let mut local = PeopleState {
            roadmap: Some(roadmap.id.clone()),
            ..PeopleState::default()
        };
        draws(&report, |ui, view| {
            people_ui(ui, view, &mut local);
        });
    }
}

#[test]
fn the_month_under_the_pointer_is_shared_and_let_go() {
    let report = report();
    let local = Rc::new(RefCell::new(PeopleState::default()));
    let drawn = Rc::clone(&local);
    let mut harness = harness(&report, 1440.0, 1000.0, false, move |ui, view| {
        people_ui(ui, view, &mut drawn.borrow_mut());
    });
    harness.run();
    let plot = harness.get_by_label_contains("Lead time, days").rect();
    // A quarter and three quarters of months 0 to 59.
    for (share, month) in [(0.25, 15), (0.75, 44)] {
        harness.hover_at(pos2(plot.left() + plot.width() * share, plot.center().y));
        // Fails when the page goes on repainting under a pointer that stands still.
        harness.run();
        assert_eq!(local.borrow().hover, Some(month));
    }
    harness.remove_cursor();
    harness.run();
    assert_eq!(local.borrow().hover, None);
}
