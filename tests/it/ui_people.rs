//! The tab People by label: what a person, or a screen reader, finds and does.

use crate::harness::on_tab;
use eframe::egui::Vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use splitpoint::app::SplitpointApp;

fn on_people(preset: &str) -> Harness<'static, SplitpointApp> {
    on_tab(Vec2::new(1440.0, 1100.0), preset, "People")
}

fn click(harness: &mut Harness<'_, SplitpointApp>, label: &str) {
    harness.get_by_label_contains(label).click();
    harness.run();
}

#[test]
fn need_and_have_are_told_for_the_roadmap_chosen() {
    let mut harness = on_people("support-copilot");
    harness.get_by_label_contains("the modular monolith needs");
    harness.get_by_label_contains("Engineers by role over 60 months");
    for row in [
        "Product engineers:",
        "Have:",
        "Need:",
        "Short:",
        "Managers, besides:",
    ] {
        harness.get_by_label_contains(row);
    }
    click(&mut harness, "Roadmap: Microservices now");
    harness.get_by_label_contains("microservices need ");
    assert!(
        harness
            .query_by_label_contains("the modular monolith needs")
            .is_none()
    );
}

#[test]
fn the_pace_is_told_beside_it() {
    let harness = on_people("agent-marketplace");
    for label in ["Pace ceiling", "On-call", "Short of engineers"] {
        harness.get_by_label_contains(label);
    }
    for chart in [
        "Lead time, days from start",
        "Backlog, changes waiting",
        "Changes delivered, a month",
    ] {
        harness.get_by_label_contains(chart);
    }
}
