//! What is being typed when a command comes: taken first, or the command stops and says why.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use crate::harness::{self, begin_typing};
use eframe::egui::{Key, Modifiers, Role, ViewportEvent, ViewportId};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use splitpoint::app::SplitpointApp;
use splitpoint::scenario::{self, Scenario};
use std::path::{Path, PathBuf};

/// The window on a preset saved to a file of its own.
fn window(name: &str) -> (Harness<'static, SplitpointApp>, PathBuf) {
    let file = format!("splitpoint-typed-{}-{name}.ron", std::process::id());
    let path = std::env::temp_dir().join(file);
    let mut harness = harness::window(Some("support-copilot"));
    let ctx = harness.ctx.clone();
    harness.state_mut().save_to(&ctx, &path);
    harness.run();
    (harness, path)
}

fn press(harness: &mut Harness<'_, SplitpointApp>, key: Key) {
    harness.key_press_modifiers(Modifiers::COMMAND, key);
    // The command waits for what is typed, then for the page.
    harness.run_steps(10);
}

fn on_disk(path: &Path) -> Scenario {
    let text = std::fs::read_to_string(path).unwrap();
    scenario::load(&text).scenario.unwrap()
}

#[test]
fn saving_takes_what_is_being_typed() {
    let (mut harness, path) = window("save");
    begin_typing(&mut harness, "Users today", "25,000");
    press(&mut harness, Key::S);
    assert_eq!(on_disk(&path).demand.users.likely, 25_000.0);
    assert!(!harness.state().is_dirty());
    harness.get_by_label_contains("Saved to ");
    // The keyboard is where it was.
    let field = harness.get_by_role_and_label(Role::SpinButton, "Users today");
    assert!(field.is_focused());
    std::fs::remove_file(path).unwrap();
}

#[test]
fn what_cannot_be_taken_stops_the_command() {
    let (mut harness, path) = window("refused");
    let before = on_disk(&path);
    begin_typing(&mut harness, "Peak to mean", "3");
    harness.key_press(Key::Enter);
    harness.run();
    begin_typing(&mut harness, "Users today", "12..x");
    press(&mut harness, Key::S);
    harness.get_by_label_contains("could not be taken. Users today: ");
    assert!(
        on_disk(&path) == before,
        "saved although a text was refused"
    );
    assert!(harness.state().is_dirty());
    // Mended, it is saved.
    harness
        .get_by_role_and_label(Role::SpinButton, "Users today")
        .type_text("12k");
    harness.run();
    press(&mut harness, Key::S);
    assert_eq!(on_disk(&path).demand.users.likely, 12_000.0);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn leaving_asks_about_what_is_being_typed() {
    let (mut harness, path) = window("leave");
    begin_typing(&mut harness, "Users today", "25,000");
    press(&mut harness, Key::Q);
    harness.get_by_label_contains("Save changes to ");
    assert_eq!(harness.state().scenario().demand.users.likely, 25_000.0);
    harness.get_by_label("Cancel").click();
    harness.run();

    // The same when the window is closed from outside.
    begin_typing(&mut harness, "Users today", "26,000");
    let root = harness.input_mut().viewports.entry(ViewportId::ROOT);
    root.or_default().events.push(ViewportEvent::Close);
    harness.step();
    let root = harness.input_mut().viewports.entry(ViewportId::ROOT);
    root.or_default().events.clear();
    harness.run();
    harness.get_by_label_contains("Save changes to ");
    assert_eq!(harness.state().scenario().demand.users.likely, 26_000.0);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn another_page_and_a_new_plan_keep_what_is_being_typed() {
    let (mut harness, path) = window("page");
    begin_typing(&mut harness, "Users today", "25,000");
    press(&mut harness, Key::N);
    harness.get_by_label("Which is closest to you?");
    assert_eq!(harness.state().scenario().demand.users.likely, 25_000.0);
    assert!(harness.state().is_dirty());
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_constant_and_its_reason_are_saved_as_they_are_typed() {
    let (mut harness, path) = window("constant");
    harness
        .get_by_role_and_label(Role::Tab, "Assumptions")
        .click();
    harness.run();
    harness.get_by_label("Find an assumption").click();
    harness.run();
    harness
        .get_by_label("Find an assumption")
        .type_text("Fixed time of a build");
    harness.run();
    harness
        .get_by_label_contains("Fixed time of a build, 6 minutes, 3 to 12, Guess")
        .click();
    harness.run();
    let label = "Fixed time of a build";
    harness
        .get_by_role_and_label(Role::TextInput, label)
        .type_text("4; 8; 10");
    harness.run();
    press(&mut harness, Key::S);
    let value = |plan: &Scenario| {
        let own = plan
            .overrides
            .iter()
            .find(|own| own.id == "pace.build_minutes");
        own.and_then(|own| own.value)
            .map(|value| (value.low, value.likely, value.high))
    };
    assert_eq!(value(&on_disk(&path)), Some((4.0, 8.0, 10.0)));
    harness
        .get_by_role_and_label(Role::TextInput, "Reason for the value")
        .focus();
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, "Reason for the value")
        .type_text("Measured.");
    harness.run();
    press(&mut harness, Key::S);
    let reason = on_disk(&path)
        .overrides
        .first()
        .map(|own| own.reason.clone());
    assert_eq!(reason.as_deref(), Some("Measured."));
    std::fs::remove_file(path).unwrap();
}
