//! What the People page says about a preset, and that it draws.

use super::model::PeopleView;
use super::{PeopleState, people_text, people_ui};
use crate::analysis::report::Report;
use crate::analysis::{self};
use crate::app::panels::decision::sample::{draws, with_view};
use crate::catalog::Catalog;
use crate::presets;

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
            page.claim.contains(&format!("needs {last} engineers")),
            "{}",
            page.claim
        );
        assert!(page.groups.iter().all(|group| group.heads.len() == 60));
    });
}

#[test]
fn the_table_is_copied_as_it_is_shown() {
    let report = report();
    with_view(&report, |view| {
        let text = people_text(view, &PeopleState::default());
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
