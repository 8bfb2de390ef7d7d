//! What the Readiness page says about a known report, and that it draws.

use super::model::ReadinessView;
use super::sample::told;
use super::{ReadinessState, readiness_ui};
use crate::analysis::report::Report;
use crate::app::pages::decision::sample::{draws, with_view};
use crate::app::view::ResultsView;
use crate::catalog::Catalog;
use crate::scenario::schema::{Rater, Training};
use crate::scenario::{Quantity, Scenario};

fn with_page<R>(
    report: &Report,
    wanted: Option<&str>,
    read: impl FnOnce(&ReadinessView<'_>) -> R,
) -> R {
    let catalog = Catalog::builtin().unwrap();
    with_view(report, |view| {
        read(&ReadinessView::from(view, catalog, wanted))
    })
}

#[test]
fn the_claim_compares_ready_with_needed() {
    // The last gate is ready in month 13, February 2028; the switch begins in month 14.
    with_page(&told(), None, |page| {
        assert_eq!(
            page.claim,
            "Ready to split in February 2028, one month before the plan needs it"
        );
        // 70 + 120 + 170 + 70 + 70 + 30 + 170 + 100 = 800 thousand for eight gaps.
        assert_eq!(
            page.lead,
            "Closing the eight gaps costs $800k. Observability comes first: closed by itself it \
             saves $1.4M for $170k."
        );
    });
}

#[test]
fn another_roadmap_has_another_claim() {
    with_page(&told(), Some("monolith"), |page| {
        assert_eq!(page.claim, "Ready for the monolith today");
        assert_eq!(
            page.lead,
            "No dimension is below what it needs. Recommended is the switch in month 14, ready in \
             Feb 2028."
        );
        assert!(page.rows.iter().all(|row| row.gap.is_none()));
    });
    // Boundaries end at 2.1 where 3 is needed.
    with_page(&told(), Some("microservices"), |page| {
        assert_eq!(
            page.claim,
            "Not ready for microservices within 60 months: boundaries and data stays 0.9 levels short"
        );
    });
    // Its one stage begins in month 0, its last gate is ready in month 13.
    with_page(&told(), Some("inference_first"), |page| {
        assert_eq!(
            page.claim,
            "Ready for inference first in February 2028, 13 months after it begins"
        );
    });
}

#[test]
fn rows_are_sorted_by_what_they_save_and_a_loss_has_a_minus() {
    with_page(&told(), None, |page| {
        let names: Vec<&str> = page.rows.iter().map(|row| row.dimension).collect();
        let order = [
            "observability",
            "distributed",
            "boundaries",
            "platform",
            "delivery",
            "incident_response",
            "ownership",
            "cost",
            "model_operations",
            "security",
        ];
        assert_eq!(names, order);
        let gap = page.rows[7].gap.clone().unwrap();
        assert_eq!(
            [gap.gap, gap.costs, gap.saves],
            ["1.0 levels", "$100k", "\u{2212}$4.9k"]
        );
        assert!(page.rows[8].gap.is_none());
        assert!(page.notes.contains("A minus means"));
        // One marker for each of the five roadmaps that run.
        assert!(page.rows.iter().all(|row| row.needs.len() == 5));
        let gates = page.rows.iter().filter(|row| row.gate).count();
        assert_eq!(gates, 4);
    });
}

#[test]
fn the_plan_is_priced_and_dated() {
    with_page(&told(), None, |page| {
        let plan = page.plan.as_ref().unwrap();
        // 2 · 170 thousand, 2 · 3.4 PM, months 0 to 11.
        assert_eq!(plan.sum, "$340k and 7 PM, until Dec 2027");
        assert_eq!(plan.list[0].title, "Observability to 2.7");
        assert_eq!(plan.list[0].note, "$170k, 3.4 PM");
        assert_eq!(plan.begins, Some(14));
        assert_eq!(plan.word, "Default");
        assert!(
            plan.notes[0].contains("lowest in Feb 2028 with 80%"),
            "{}",
            plan.notes[0]
        );
        assert!(
            page.text()
                .contains("Observability to 2.7, Jan 2027 to Sep 2027")
        );
    });
    with_page(&told(), Some("monolith"), |page| {
        assert_eq!(page.plan.as_ref().unwrap().sum, "nothing is bought");
    });
}

#[test]
fn every_roadmap_has_a_place_in_the_strip() {
    with_page(&told(), None, |page| {
        let said: Vec<&str> = page
            .strip
            .iter()
            .map(|standing| standing.figure.as_str())
            .collect();
        let dates = [
            "Ready today",
            "Ready today",
            "Not in 60 months",
            "Feb 2028",
            "Feb 2028",
        ];
        assert_eq!(said, dates);
        assert_eq!(page.strip[0].note, "index 100%, nothing missing");
        assert_eq!(
            page.strip[3].note,
            "index down to 80%, weakest: observability"
        );
    });
}

fn rater(name: &str, observability: f64) -> Rater {
    let mut rater = Rater {
        name: name.to_owned(),
        ..Rater::default()
    };
    rater.levels.observability = Some(Quantity::point(observability));
    rater
}

#[test]
fn raters_who_differ_are_shown_with_what_it_is_worth() {
    let catalog = Catalog::builtin().unwrap();
    let mut report = told();
    let mut plan = Scenario::default();
    plan.team.raters = vec![rater("Ann", 1.0), rater("Ben", 2.5)];
    plan.training = Training::Off;
    let read = |report: &Report, plan: &Scenario| {
        let view = ResultsView {
            scenario: plan,
            report,
            former: None,
            stale: false,
            not_applied: &[],
            narrow: false,
            picture: false,
        };
        let page = ReadinessView::from(&view, catalog, None);
        let row = &page.rows[0];
        assert_eq!(page.raters, ["Ann", "Ben"]);
        assert_eq!(page.plan.as_ref().unwrap().word, "Off");
        assert_eq!(row.ratings, [Some(1.0), Some(2.5)]);
        (row.range, row.disagreement.clone().unwrap())
    };
    // Where the team states a level the report has no price, yet they still differ.
    let (range, words) = read(&report, &plan);
    assert_eq!(range, Some([1.0, 2.5]));
    assert_eq!(words, "raters say 1 to 2.5; the team's level counts");
    for roadmap in &mut report.roadmaps {
        for row in &mut roadmap.readiness {
            if row.dimension == "observability" {
                row.rated = Some([1.0, 2.5]);
                row.disagreement_cost = Some(1.2e6);
            }
        }
    }
    assert_eq!(read(&report, &plan).1, "raters say 1 to 2.5, worth $1.2M");
}

#[test]
fn without_a_roadmap_there_is_no_plan() {
    let mut report = told();
    report.roadmaps.retain(|roadmap| roadmap.series.is_none());
    with_page(&report, None, |page| {
        assert_eq!(page.claim, "No roadmap can run as the plan stands.");
        assert!(page.rows.is_empty() && page.plan.is_none());
    });
    let catalog = Catalog::builtin().unwrap();
    draws(&report, |ui, view| {
        readiness_ui(ui, view, catalog, &mut ReadinessState::default());
    });
}

#[test]
fn the_page_draws_open_and_closed() {
    let catalog = Catalog::builtin().unwrap();
    let mut local = ReadinessState::default();
    draws(&told(), |ui, view| {
        readiness_ui(ui, view, catalog, &mut local);
    });
    let mut local = ReadinessState {
        roadmap: Some("microservices".to_owned()),
        open: Some("delivery".to_owned()),
        ..ReadinessState::default()
    };
    draws(&told(), |ui, view| {
        readiness_ui(ui, view, catalog, &mut local);
    });
}
