//! The window by label: what a person, or a screen reader, finds and does.

use eframe::egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use splitpoint::app::SplitpointApp;
use splitpoint::scenario::{self, Scenario};
use std::path::PathBuf;

/// The window on a plan, computed in the frame itself.
fn window(open: Option<&str>) -> Harness<'static, SplitpointApp> {
    let open = open.map(str::to_owned);
    let mut harness = Harness::builder()
        .with_size(Vec2::new(1440.0, 900.0))
        .build_eframe(move |creation| {
            SplitpointApp::new_for_test(&creation.egui_ctx, open.as_deref())
        });
    harness.run();
    harness
}

/// Types a value into a box of the inputs.
fn type_into(harness: &mut Harness<'_, SplitpointApp>, label: &str, text: &str) {
    harness
        .get_by_role_and_label(Role::SpinButton, label)
        .click();
    harness.run();
    let edit = harness.get_by_role_and_label(Role::TextInput, label);
    edit.type_text(text);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
}

fn file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("splitpoint-ui-{}-{name}.ron", std::process::id()))
}

#[test]
fn more_users_move_the_total() {
    let mut harness = window(None);
    let before = harness.state().total().unwrap();
    assert!(!harness.state().is_dirty());
    type_into(&mut harness, "Users today", "25,000");
    assert_eq!(harness.state().scenario().demand.users.likely, 25_000.0);
    assert!(harness.state().total().unwrap() > before);
    assert!(harness.state().is_dirty());
    harness.get_by_label("not saved");
}

#[test]
fn a_preset_is_picked_on_the_welcome_page() {
    let mut harness = window(None);
    assert_eq!(harness.state().scenario().name, "Support copilot");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::N);
    harness.run();
    harness.get_by_label("Which is closest to you?");
    harness
        .get_by_label("Open preset Prototype assistant")
        .click();
    harness.run();
    assert_eq!(harness.state().scenario().name, "Prototype assistant");
    assert!(harness.state().total().is_some());
}

#[test]
fn saving_and_opening_gives_the_same_plan_and_the_same_bytes() {
    let mut harness = window(Some("viral-app"));
    type_into(&mut harness, "Peak to mean", "2.5");
    let (first, second) = (file("first"), file("second"));
    let ctx = harness.ctx.clone();
    harness.state_mut().save_to(&ctx, &first);
    harness.run();
    // The user's own by now: what the preset says of itself is gone.
    let plan: Scenario = harness.state().scenario().clone();
    assert!(!harness.state().is_dirty());
    harness.state_mut().open(&ctx, &first);
    harness.run();
    assert!(*harness.state().scenario() == plan, "another plan");
    harness.state_mut().save_to(&ctx, &second);
    let bytes = |path| std::fs::read(path).unwrap();
    assert_eq!(bytes(&first), bytes(&second));
    let read = scenario::load(&String::from_utf8(bytes(&first)).unwrap()).scenario;
    assert!(read == Some(plan), "another plan on disk");
    std::fs::remove_file(first).unwrap();
    std::fs::remove_file(second).unwrap();
}

#[test]
fn undo_leads_back_to_the_start_and_redo_to_the_end() {
    let mut harness = window(None);
    let start = harness.state().scenario().clone();
    let total = harness.state().total();
    type_into(&mut harness, "Users today", "25,000");
    type_into(&mut harness, "Peak to mean", "3");
    let end = harness.state().scenario().clone();
    harness.get_by_label_contains("Undo: Peak to mean");
    for _ in 0..2 {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run();
    }
    assert!(
        *harness.state().scenario() == start,
        "not the plan of the start"
    );
    assert_eq!(harness.state().total(), total);
    assert!(!harness.state().is_dirty());
    for _ in 0..2 {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Y);
        harness.run();
    }
    assert!(
        *harness.state().scenario() == end,
        "not the plan of the end"
    );
}

#[test]
fn refused_text_is_kept_with_its_reason() {
    let mut harness = window(None);
    let users = harness.state().scenario().demand.users;
    type_into(&mut harness, "Users today", "12..x");
    assert_eq!(harness.state().scenario().demand.users, users);
    harness.get_by_label_contains("still counts");
    harness.get_by_label("1 input not applied");
    let node = harness.get_by_role_and_label(Role::SpinButton, "Users today");
    assert_eq!(node.value().as_deref(), Some("12..x"));
}

#[test]
fn a_range_keeps_its_width_when_its_likely_value_changes() {
    let mut harness = window(None);
    let before = harness.state().scenario().demand.peak_to_mean;
    assert!(!before.is_point());
    type_into(&mut harness, "Peak to mean", "3.3");
    let after = harness.state().scenario().demand.peak_to_mean;
    assert_eq!(after.likely, 3.3);
    assert!((after.low / after.likely - before.low / before.likely).abs() < 1e-9);
    type_into(&mut harness, "Peak to mean", "2 to 4");
    let typed = harness.state().scenario().demand.peak_to_mean;
    assert_eq!((typed.low, typed.likely, typed.high), (2.0, 3.3, 4.0));
}

#[test]
fn a_drag_shows_the_bands_of_every_value_on_its_way() {
    let mut harness = window(None);
    let users =
        |harness: &Harness<'static, SplitpointApp>| harness.state().scenario().demand.users.likely;
    let (start, total) = (users(&harness), harness.state().total());
    let (before, shown, futures) = harness.state().shown_version();
    assert_eq!(before, shown);
    assert!(futures > 0);
    let field = harness.get_by_role_and_label(Role::SpinButton, "Users today");
    let from = field.rect().center();
    harness.drag_at(from);
    harness.run();
    let mut last = (before, start);
    for step in 1_u8..=4 {
        harness.hover_at(from + Vec2::new(f32::from(step) * 12.0, 0.0));
        harness.run();
        let (plan, shown, futures) = harness.state().shown_version();
        // What is shown is what the mouse says, with the bands of that value and no other.
        assert!(plan > last.0 && users(&harness) > last.1, "step {step}");
        assert_eq!((plan, futures), (shown, 64), "step {step}");
        last = (plan, users(&harness));
    }
    harness.drop_at(from + Vec2::new(48.0, 0.0));
    harness.run();
    assert!(harness.state().total() > total);
    // The whole drag is one step back.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!((users(&harness), harness.state().total()), (start, total));
}

#[test]
fn a_number_becomes_a_range_and_one_number_again() {
    let mut harness = window(None);
    let users = |harness: &Harness<'static, SplitpointApp>| harness.state().scenario().demand.users;
    let start = users(&harness);
    assert!(start.is_point());
    harness
        .get_by_label_contains("Users today, source: ")
        .click();
    harness.run();
    harness.get_by_label("Make it a range").click();
    harness.run();
    let made = users(&harness);
    assert!(made.low < start.likely && made.likely == start.likely && start.likely < made.high);
    harness.get_by_label_contains("8 of 10 times from ");
    // Each of the three has a name and takes text.
    type_into(&mut harness, "Users today, high", "14,000");
    assert_eq!(users(&harness).high, 14_000.0);
    assert_eq!(users(&harness).low, made.low);
    // What no distribution has is said, and the picture gives way to the reason.
    type_into(&mut harness, "Users today, high", "100,000");
    harness.get_by_label_contains("Likely stands too near to low");
    assert_eq!(
        harness
            .query_all_by_label_contains("8 of 10 times from ")
            .count(),
        0
    );
    harness.get_by_label("Make it one number").click();
    harness.run();
    assert_eq!(users(&harness), start);
}

#[test]
fn the_dot_resets_a_value() {
    let mut harness = window(None);
    let start = harness.state().scenario().clone();
    type_into(&mut harness, "Users today", "25,000");
    harness
        .get_by_label("Users today, changed from preset, reset")
        .click();
    harness.run();
    assert!(
        *harness.state().scenario() == start,
        "not the plan of the start"
    );
}

#[test]
fn every_page_has_names_and_settles() {
    let mut harness = window(None);
    for tab in ["Costs", "Decision"] {
        harness.get_by_role_and_label(Role::Tab, tab).click();
        harness.run();
    }
    harness.get_by_label("Inputs shown: All").click();
    harness.run();
    for group in [
        "Components and models",
        "Team and skills",
        "Change and delivery",
        "Reliability and value",
        "Money",
    ] {
        harness.get_by_label_contains(&format!("{group}, ")).click();
        harness.run();
    }
    harness.key_press(Key::F1);
    harness.run();
    harness.get_by_label("Keyboard");
    harness.key_press(Key::Escape);
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run();
    harness
        .get_by_label("Find a command")
        .type_text("shortcuts");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.get_by_label("Keyboard");
}

#[test]
fn an_idle_window_asks_for_no_repaint() {
    let mut harness = window(None);
    harness.run();
    assert!(!harness.ctx.has_requested_repaint());
}

#[test]
fn leaving_with_edits_asks_first() {
    let mut harness = window(None);
    type_into(&mut harness, "Users today", "25,000");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::N);
    harness.run();
    harness
        .get_by_label("Open preset Prototype assistant")
        .click();
    harness.run();
    harness.get_by_label("Save changes to support-copilot?");
    harness.get_by_label("Cancel").click();
    harness.run();
    assert_eq!(harness.state().scenario().name, "Support copilot");
    harness
        .get_by_label("Open preset Prototype assistant")
        .click();
    harness.run();
    harness.get_by_label("Discard").click();
    harness.run();
    assert_eq!(harness.state().scenario().name, "Prototype assistant");
}

#[test]
fn a_broken_file_is_explained_and_nothing_is_lost() {
    let mut harness = window(None);
    let path = file("broken");
    std::fs::write(&path, "(version: 1, demand: (usres: 5))").unwrap();
    let ctx = harness.ctx.clone();
    harness.state_mut().open(&ctx, &path);
    harness.run();
    harness.get_by_label_contains("cannot be opened as it is");
    harness.get_by_label_contains("Did you mean `users`?");
    harness.get_by_label("Back to the plan").click();
    harness.run();
    assert_eq!(harness.state().scenario().name, "Support copilot");
    std::fs::remove_file(path).unwrap();
}
