//! The "why" panel by label: a figure is clicked, opened level by level, and leads to its sources.

use eframe::egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use splitpoint::app::SplitpointApp;

fn on_costs() -> Harness<'static, SplitpointApp> {
    let mut harness = Harness::builder()
        .with_size(Vec2::new(1600.0, 1000.0))
        .build_eframe(|creation| {
            SplitpointApp::new_for_test(&creation.egui_ctx, Some("support-copilot"))
        });
    harness.run();
    harness.get_by_role_and_label(Role::Tab, "Costs").click();
    harness.run();
    harness
}

fn click(harness: &mut Harness<'_, SplitpointApp>, label: &str) {
    harness.get_by_label_contains(label).click();
    harness.run();
}

#[test]
fn a_figure_leads_down_to_its_sources() {
    let mut harness = on_costs();
    assert!(harness.query_by_label("Where it comes from").is_none());
    click(&mut harness, "GPUs, Monolith: ");
    harness.get_by_label("Where it comes from");
    harness.get_by_label_contains("at its weakest");
    // Months in groups, a month, the GPU's rent.
    click(&mut harness, "months 12 to 23: ");
    harness.get_by_label_contains("Back to Gpu");
    assert!(harness.query_all_by_label_contains(", Jan 2028: ").count() > 0);
    click(&mut harness, "Back to Gpu");
    assert!(harness.query_by_label_contains("Back to Gpu").is_none());
    harness.key_press_modifiers(Modifiers::NONE, Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Where it comes from").is_none());
}

#[test]
fn a_key_figure_says_what_changed_in_its_month() {
    let mut harness = on_costs();
    harness.get_by_role_and_label(Role::Tab, "Decision").click();
    harness.run();
    click(&mut harness, "Lead time, ");
    harness.get_by_label("Where it comes from");
    harness.get_by_label_contains("What changed since Nov 2031");
    click(&mut harness, "Close");
    assert!(harness.query_by_label("Where it comes from").is_none());
}
