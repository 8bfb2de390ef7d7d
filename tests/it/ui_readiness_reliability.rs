//! The tabs Readiness and Reliability by label: what a person, or a screen reader, finds and does.

use crate::harness;
use eframe::egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use splitpoint::app::SplitpointApp;
use splitpoint::scenario::schema::Training;

/// The window on a preset and one of its tabs, high enough for everything on the page.
fn on_tab(preset: &str, tab: &str) -> Harness<'static, SplitpointApp> {
    harness::on_tab(Vec2::new(1440.0, 1700.0), preset, tab)
}

fn click(harness: &mut Harness<'_, SplitpointApp>, label: &str) {
    harness.get_by_label_contains(label).click();
    // A page that grows past its room takes a few frames to find its bar.
    harness.run_steps(8);
}

#[test]
fn the_readiness_tab_says_when_the_team_is_ready() {
    let mut harness = on_tab("support-copilot", "Readiness");
    // Nine services ask for more than the two units of the roadmap shown first.
    harness.get_by_label_contains("Inference first: Ready today");
    click(&mut harness, "Roadmap: Microservices now");
    harness.get_by_label_contains("after the split begins");
    let first = harness
        .get_by_label_contains("Closing the")
        .accesskit_node()
        .value();
    click(&mut harness, "Roadmap: Monolith");
    harness.get_by_label_contains("Ready for the monolith today");
    harness.get_by_label_contains("No dimension is below");
    assert!(first.is_some());
}

#[test]
fn a_level_is_set_by_its_evidence_and_undone() {
    let mut harness = on_tab("support-copilot", "Readiness");
    let (before, plan) = (harness.state().total(), harness.state().scenario().clone());
    click(&mut harness, "Boundaries and data: level 1.5");
    harness.get_by_label_contains("The team is at level 1.5, between 1 and 2");
    click(&mut harness, "Set Boundaries and data to 3");
    let level = harness.state().scenario().team.levels.boundaries.unwrap();
    assert_eq!((level.low, level.likely, level.high), (3.0, 3.0, 3.0));
    assert_ne!(harness.state().total(), before);
    harness.get_by_label_contains("The team is at level 3");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(harness.state().total(), before);
    assert!(*harness.state().scenario() == plan, "not the plan before");
    click(&mut harness, "Nobody knows Boundaries and data");
    assert_eq!(harness.state().scenario().team.levels.boundaries, None);
}

#[test]
fn raters_who_differ_show_their_disagreement() {
    let mut harness = on_tab("support-copilot", "Readiness");
    click(&mut harness, "Add a rater");
    click(&mut harness, "Add a rater");
    let names: Vec<String> = harness
        .state()
        .scenario()
        .team
        .raters
        .iter()
        .map(|rater| rater.name.clone())
        .collect();
    assert_eq!(names, ["Rater 1", "Rater 2"]);
    click(&mut harness, "Boundaries and data: level 1.5");
    click(&mut harness, "Leave Boundaries and data to the raters");
    click(&mut harness, "Whose level: Rater 1");
    click(&mut harness, "Set Boundaries and data to 1");
    assert!(
        harness.query_by_label_contains("raters say").is_none(),
        "one rater cannot disagree"
    );
    click(&mut harness, "Whose level: Rater 2");
    click(&mut harness, "Set Boundaries and data to 3");
    harness.get_by_label_contains("raters say 1 to 3, worth $");
    // The mean of 1 and 3 counts.
    harness.get_by_label_contains("Boundaries and data: level 2 today");
    // Closed again, so that the raters are on the screen.
    click(&mut harness, "Boundaries and data: level 2 today");
    click(&mut harness, "Remove rater Rater 1");
    assert_eq!(harness.state().scenario().team.raters.len(), 1);
    assert!(harness.query_by_label_contains("raters say").is_none());
    harness.get_by_label_contains("Boundaries and data: level 3 today");
}

#[test]
fn training_can_be_switched_off_and_the_plan_copied() {
    let mut harness = on_tab("support-copilot", "Readiness");
    click(&mut harness, "Roadmap: Microservices now");
    click(&mut harness, "Training: No training");
    assert!(harness.state().scenario().training == Training::Off);
    harness.get_by_label_contains("Training is switched off");
    click(&mut harness, "Training: Gaps first");
    assert!(harness.state().scenario().training == Training::Default);
    click(&mut harness, "Copy as text");
    harness.get_by_label_contains("Plan copied");
}

#[test]
fn the_reliability_tab_says_how_long_the_product_is_down() {
    let mut harness = on_tab("support-copilot", "Reliability");
    harness.get_by_label_contains("With the modular monolith the product is down");
    click(&mut harness, "Roadmap: Microservices now");
    harness.get_by_label_contains("After the split the product is down");
    harness.get_by_label_contains("Blast matrix of Monolith, one unit");
    harness.get_by_label_contains("Blast matrix of Microservices now, nine units");
    harness.get_by_label_contains("Hours down a month from");
    click(&mut harness, "Counted: Incidents");
    harness.get_by_label_contains("take hours but count no incidents");
}

#[test]
fn causes_sum_to_all() {
    for preset in [
        "support-copilot",
        "agent-marketplace",
        "prototype-assistant",
    ] {
        let mut harness = on_tab(preset, "Reliability");
        click(&mut harness, "Roadmap: Microservices now");
        let column = ", Microservices now: ";
        let mut figures: Vec<(String, f64)> = harness
            .get_all_by_label_contains(column)
            .filter_map(|node| {
                let node = node.accesskit_node();
                node.label().or_else(|| node.value())
            })
            .filter_map(|label| {
                let (name, figure) = label.split_once(column)?;
                // Hours alone are plain numbers; money and per cent are not.
                Some((name.to_owned(), figure.parse().ok()?))
            })
            .collect();
        let all = figures.iter().position(|(name, _)| name == "All").unwrap();
        let (_, all) = figures.remove(all);
        let sum: f64 = figures.iter().map(|(_, figure)| figure).sum();
        assert!(figures.len() > 1, "{preset}: {figures:?}");
        assert!(
            (sum - all).abs() < 1e-9,
            "{preset}: {figures:?} are not {all}"
        );
    }
}

#[test]
fn both_pages_hold_in_a_small_window() {
    for tab in ["Readiness", "Reliability"] {
        let mut harness = harness::window_of(Vec2::new(683.0, 467.0), Some("agent-marketplace"));
        if harness.query_by_role_and_label(Role::Tab, tab).is_none() {
            harness.get_by_label("More tabs").click();
            harness.run();
            harness.get_by_role_and_label(Role::MenuItem, tab).click();
        } else {
            harness.get_by_role_and_label(Role::Tab, tab).click();
        }
        harness.run();
        harness.get_by_label_contains("Roadmap: Microservices now");
    }
}
