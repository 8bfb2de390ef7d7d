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
    harness.get_by_label_contains("One unit needs 16 H100-SXM where nine services would need ");
    harness.get_by_label_contains("all in one, $21k a month, 16 H100-SXM, 4 a replica");
    harness.get_by_label("No tax: one unit.");
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
    harness.get_by_label_contains("Nine services need 13 GPUs where one unit would need 16 H100");
    harness.get_by_label_contains("answer-model, $9.0k a month, 7 H100-SXM, 1 a replica");
    harness.get_by_label_contains("Fragmentation tax, Dec 2031");
    harness.get_by_label_contains("Tax: $");
    // The costliest unit with GPUs is compared, until another is clicked.
    harness.get_by_label_contains("answer-model; click another unit");
    harness
        .get_by_label_contains("retriever, $1.5k a month")
        .click();
    harness.run();
    harness.get_by_label_contains("retriever; click another unit");
}

#[test]
fn the_nearest_published_run_stands_beside_the_choice() {
    let harness = wide("support-copilot");
    harness.get_by_label_contains("Published 3,557 tok/s, model says 3,573");
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
    harness
        .get_by_label_contains("Hosting pays above 7.4\u{2009}M calls a month; 5.3\u{2009}M in ");
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
    harness.get_by_label_contains("One unit needs 16 H100-SXM");
    harness.get_by_label("Does it fit?");
}
