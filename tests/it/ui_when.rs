//! The When and What matters pages by label: months, rules, what decides, the map.

use crate::harness::{COMMON, on_tab};
use eframe::egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use splitpoint::app::SplitpointApp;

fn page(preset: &str, tab: &str) -> Harness<'static, SplitpointApp> {
    on_tab(COMMON, preset, tab)
}

#[test]
fn a_month_is_named_and_every_rule_is_listed() {
    let harness = page("agent-marketplace", "When");
    harness.get_by_label_contains("paired across 64 futures");
    harness.get_by_label_contains("Extra cost by the month in which the split starts");
    for rule in [
        "People in one unit",
        "Lead time",
        "Wait for a start",
        "Users",
        "Monthly spend",
    ] {
        let found = harness.query_all_by_label_contains(rule).count();
        assert!(found > 0, "{rule}");
    }
    assert!(
        !harness.ctx.has_requested_repaint(),
        "an idle page repaints"
    );
}

#[test]
fn the_only_roadmap_that_keeps_the_goals_is_not_called_the_cheapest() {
    // Calls between pools and units take longer than this goal allows.
    let path = std::env::temp_dir().join(format!("splitpoint-goal-{}.ron", std::process::id()));
    let plan = splitpoint::presets::find("coding-assistant").unwrap().text;
    let plan = plan.replace("goals: (", "goals: (p95_latency_ms: 262,");
    std::fs::write(&path, plan).unwrap();
    let mut harness = page("coding-assistant", "Decision");
    let ctx = harness.ctx.clone();
    harness.state_mut().open(&ctx, &path);
    harness.run();
    std::fs::remove_file(&path).unwrap();
    let told = harness.query_all_by_label_contains("it alone keeps every goal");
    assert!(told.count() > 0);
    assert!(harness.query_by_label_contains("it wins in 100").is_none());
}

#[test]
fn what_turned_out_is_pasted_and_moves_the_signs() {
    let mut harness = page("coding-assistant", "When");
    harness.get_by_label("Enter actuals…").click();
    harness.run();
    let field = |harness: &Harness<'static, SplitpointApp>| {
        harness
            .query_all_by_role(Role::MultilineTextInput)
            .next()
            .expect("a field to paste into")
            .accesskit_node()
            .value()
            .unwrap_or_default()
    };
    assert!(field(&harness).starts_with("Month\tUsers"));
    // What cannot be read is named and nothing is lost.
    harness
        .get_by_role(Role::MultilineTextInput)
        .type_text("soon;5");
    harness.run();
    // Nothing can be kept before it is mended.
    harness.get_by_label("Keep").click();
    harness.run();
    harness.get_by_label_contains("\u{201c}soon\u{201d} is no month");
    assert!(field(&harness).contains("soon;5"));
    harness.get_by_label("Cancel").click();
    harness.run();
    assert_eq!(
        harness.query_all_by_role(Role::MultilineTextInput).count(),
        0
    );
    // A month that can be read moves the sign of its measure.
    harness.get_by_label("Enter actuals…").click();
    harness.run();
    harness
        .get_by_role(Role::MultilineTextInput)
        .type_text("2;90000000\n");
    harness.run();
    // What would be taken is shown first.
    harness.get_by_label_contains("Would keep ");
    harness.get_by_label("90,000,000");
    harness.get_by_label("Keep 1 month").click();
    harness.run();
    harness.run();
    harness.get_by_label_contains("Known to ");
    assert!(harness.query_all_by_label_contains("% above").count() > 0);
}

#[test]
fn a_plan_that_should_not_split_is_told_so() {
    let harness = page("support-copilot", "When");
    harness.get_by_label_contains("Do not split within 60 months; splitting now would cost ");
}

#[test]
fn what_decides_is_named_and_shown() {
    let mut harness = page("agent-marketplace", "What matters");
    harness.get_by_label_contains("hangs on ");
    harness.get_by_label("Worth finding out first");
    harness.get_by_label("Futures that fail");
    // The map comes a frame later, rough first, then fine.
    harness.run();
    harness.run();
    harness.get_by_label_contains("Decision map over ");
    // A bar leads to its input.
    let bar = harness
        .query_all_by_label_contains("Value per user: ")
        .find(|node| node.accesskit_node().role() == Role::Button);
    let Some(bar) = bar else {
        panic!("no bar of the value per user");
    };
    bar.click();
    harness.run();
    harness.get_by_label_contains("Reliability and value");
}

#[test]
fn another_axis_gives_another_map() {
    let mut harness = page("agent-marketplace", "What matters");
    harness.run();
    harness.run();
    let summary = |harness: &Harness<'static, SplitpointApp>| {
        let map = harness.get_by_label_contains("Decision map over ");
        map.accesskit_node().label().unwrap_or_default()
    };
    let before = summary(&harness);
    harness.get_by_label_contains("Along: ").click();
    harness.run();
    harness
        .get_by_role_and_label(Role::MenuItem, "Peak to mean")
        .click();
    for _ in 0..3 {
        harness.run();
    }
    let after = summary(&harness);
    assert_ne!(before, after);
    assert!(after.contains("Peak to mean"), "{after}");
}

#[test]
fn a_tie_is_found_and_bars_show_parts_of_the_variance() {
    let mut harness = page("agent-marketplace", "What matters");
    let lies = |harness: &Harness<'static, SplitpointApp>| {
        let told = harness
            .query_all_by_label_contains("your likely value")
            .count();
        told + harness
            .query_all_by_label_contains("costs less throughout")
            .count()
    };
    harness.get_by_label("Break-even finder");
    assert!(lies(&harness) > 0, "no answer");
    // Another input, another pair: an answer of its own.
    let chosen = "Users today";
    let button = harness
        .query_all_by_role(Role::Button)
        .find(|node| {
            let rect = node.rect();
            let title = harness.get_by_label("At what").rect();
            (rect.center().y - title.center().y).abs() < 8.0 && rect.left() > title.right()
        })
        .expect("a list of inputs");
    button.click();
    harness.run();
    let items = harness.query_all_by_label(chosen);
    items.last().expect("an item of the list").click();
    harness.run();
    assert!(lies(&harness) > 0, "no answer about {chosen}");
    // The bars change from one input at a time to parts of the variance.
    let shares = |harness: &Harness<'static, SplitpointApp>| {
        harness
            .query_all_by_label_contains(": has a share in")
            .count()
    };
    assert_eq!(shares(&harness), 0);
    harness.get_by_label_contains("Share of variance").click();
    harness.run();
    assert!(shares(&harness) >= 5);
}
