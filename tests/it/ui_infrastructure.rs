//! The Infrastructure page by label: what it claims, what a unit costs, what is bought or hosted.

use crate::harness::on_tab;
use eframe::egui::Vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use splitpoint::app::SplitpointApp;

fn page(preset: &str, size: Vec2) -> Harness<'static, SplitpointApp> {
    on_tab(size, preset, "Infrastructure")
}

fn wide(preset: &str) -> Harness<'static, SplitpointApp> {
    page(preset, Vec2::new(1440.0, 900.0))
}

#[test]
fn the_tab_opens_on_the_recommended_roadmap() {
    let harness = wide("support-copilot");
    harness.get_by_label_contains(" where nine services would need ");
    harness.get_by_label_contains("all in one, $");
    harness.get_by_label_contains("what pools of one unit cost that whole replicas do not");
    assert!(
        !harness.ctx.has_requested_repaint(),
        "an idle page repaints"
    );
}

#[test]
fn another_roadmap_changes_claim_and_units() {
    let mut harness = wide("support-copilot");
    assert!(harness.query_by_label_contains("answer-model, $").is_none());
    harness.get_by_label("Roadmap: Microservices now").click();
    harness.run();
    harness.get_by_label_contains(" where one unit would need ");
    harness.get_by_label_contains("answer-model, $");
    harness.get_by_label_contains("what nine services cost that one does not");
    harness.get_by_label_contains("Fragmentation tax, Dec 2031");
    harness.get_by_label_contains("Tax: $");
    // The costliest unit with GPUs is compared, until another is clicked.
    harness.get_by_label_contains("answer-model; click another unit");
    harness.get_by_label_contains("retriever, $").click();
    harness.run();
    harness.get_by_label_contains("retriever; click another unit");
}

#[test]
fn the_nearest_published_run_stands_beside_the_choice() {
    let mut harness = wide("support-copilot");
    harness.get_by_label("Roadmap: Microservices now").click();
    harness.run();
    harness.get_by_label_contains("Published 1,066 tok/s, model says ");
}

#[test]
fn a_month_is_picked_in_the_chart() {
    let mut harness = wide("support-copilot");
    let chart = harness.get_by_label_contains("GPUs held by roadmap").rect();
    harness.get_by_label_contains("Month shown: Dec 2031.");
    harness.hover_at(chart.left_center());
    harness.run();
    harness
        .get_by_label_contains("GPUs held by roadmap")
        .click();
    harness.run();
    assert!(
        harness
            .query_by_label_contains("Month shown: Dec 2031.")
            .is_none(),
        "the month did not change"
    );
}

#[test]
fn a_component_left_open_says_what_it_costs_either_way() {
    let mut harness = wide("media-monitoring");
    harness.get_by_label("Roadmap: Microservices now").click();
    harness.run();
    harness.get_by_label("Buy or host");
    harness.get_by_label_contains("Hosting pays above ");
}

#[test]
fn many_units_are_listed_when_asked() {
    let mut harness = wide("over-split-startup");
    harness.get_by_label("Roadmap: Microservices now").click();
    harness.run();
    let fold = harness.query_by_label_contains("more units, $");
    assert!(fold.is_some(), "no line for the units without a box");
    harness.get_by_label_contains("more units, $").click();
    harness.run();
    assert!(!harness.ctx.has_requested_repaint());
}

#[test]
fn a_small_window_has_the_page_too() {
    let harness = page("support-copilot", Vec2::new(1024.0, 700.0));
    harness.get_by_label_contains("One unit needs ");
    harness.get_by_label("Does it fit?");
}
