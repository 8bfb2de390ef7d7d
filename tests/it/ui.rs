//! The window by label: what a person, or a screen reader, finds and does.

use crate::harness::{type_into, window};
use eframe::egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use splitpoint::app::SplitpointApp;
use splitpoint::scenario::{self, Scenario};
use std::path::PathBuf;

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
    type_into(&mut harness, "Peak to mean", "3");
    type_into(&mut harness, "Users today", "25,000");
    let end = harness.state().scenario().clone();
    harness.get_by_label_contains("Undo: Users today");
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
    // The pointer rests over the charts too, which follow each other.
    harness.run_steps(8);
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
    harness.run_steps(8);
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
    // The last one first, so that the answer is what is left on screen.
    for tab in SplitpointApp::tabs().rev() {
        if harness.query_by_role_and_label(Role::Tab, tab).is_some() {
            harness.get_by_role_and_label(Role::Tab, tab).click();
        } else {
            harness.get_by_label("More tabs").click();
            harness.run();
            harness.get_by_role_and_label(Role::MenuItem, tab).click();
        }
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
        harness
            .get_by_label_contains(&format!("{group}, "))
            .click_accesskit();
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

/// The window of somebody who has opened nothing yet.
fn first_window() -> Harness<'static, SplitpointApp> {
    let mut harness = Harness::builder()
        .with_size(Vec2::new(1440.0, 900.0))
        .build_eframe(|creation| SplitpointApp::first_run_for_test(&creation.egui_ctx));
    harness.run();
    harness
}

#[test]
fn the_first_run_opens_on_the_welcome_page() {
    let mut harness = first_window();
    harness.get_by_label("Which is closest to you?");
    harness.get_by_label("New here?");
    // The card tells its story, and has its answer.
    harness.get_by_label_contains("Thirty engineers run a copilot that suggests replies");
    harness.get_by_label("Cumulative cost of Support copilot");
    harness.get_by_label("Show me an example").click();
    harness.run();
    assert_eq!(harness.state().scenario().name, "Support copilot");
    assert!(harness.state().total().is_some());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::N);
    harness.run();
    harness.get_by_label("Back to the plan");
}

#[test]
fn the_eight_inputs_that_matter_most_are_on_top_and_say_whose_they_are() {
    let mut harness = window(Some("viral-app"));
    harness.get_by_label("What matters most, 0 of 8 are yours, open");
    let first = rows_on_top(&harness).swap_remove(0);
    type_into(&mut harness, &first, "3");
    harness.get_by_label("What matters most, 1 of 8 are yours, open");
    // Another plan has others.
    let (viral, bank) = (rows_on_top(&harness), window(Some("document-analysis")));
    assert_ne!(viral, rows_on_top(&bank));
}

/// Names of the first eight value boxes of the inputs.
fn rows_on_top(harness: &Harness<'_, SplitpointApp>) -> Vec<String> {
    let boxes = harness.query_all_by_role(Role::SpinButton);
    let rows: Vec<String> = boxes
        .filter_map(|node| node.accesskit_node().label())
        .take(8)
        .collect();
    assert_eq!(rows.len(), 8);
    rows
}

#[test]
fn a_price_is_found_by_its_gpu_and_escape_clears_the_search() {
    let mut harness = window(None);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run();
    harness.get_by_label("Find an input").type_text("h100");
    harness.run();
    let prices = harness
        .query_all_by_role(Role::SpinButton)
        .filter_map(|node| node.accesskit_node().label())
        .filter(|label| label.contains("H100") && label.ends_with("GPU price"))
        .count();
    assert!(prices > 0);
    harness.key_press(Key::Escape);
    harness.run();
    harness.get_by_label_contains("What matters most, ");
}

#[test]
fn enter_in_the_search_goes_to_the_first_value_found() {
    let mut harness = window(None);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run();
    harness
        .get_by_label("Find an input")
        .type_text("users today");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let users = harness.get_by_role_and_label(Role::SpinButton, "Users today");
    assert!(users.is_focused());
    users.type_text("25,000");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().scenario().demand.users.likely, 25_000.0);
}

#[test]
fn the_palette_knows_pages_inputs_and_assumptions() {
    let mut harness = window(None);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    harness.run();
    let costs = harness.query_all_by_label_contains(" by category").count();
    assert!(costs > 0, "Ctrl+2 should show Costs");
    let find = |harness: &mut Harness<'_, SplitpointApp>, text: &str| {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
        harness.run();
        harness.get_by_label("Find a command").type_text(text);
        harness.run();
        harness.run();
    };
    find(&mut harness, "headcount");
    harness
        .get_by_label_contains("Engineers today, input, ")
        .click();
    harness.run();
    harness.get_by_role_and_label(Role::SpinButton, "Engineers today");
    harness.key_press(Key::Escape);
    harness.run();
    find(&mut harness, "hours in a month");
    harness.key_press(Key::Enter);
    harness.run();
    harness.get_by_label_contains("constants and inputs with a range in use are guesses");
}

#[test]
fn every_hosted_model_can_be_reached_and_shows_its_price() {
    let mut harness = window(Some("prototype-assistant"));
    harness.get_by_label("Inputs shown: All").click();
    harness.run();
    harness
        .get_by_label_contains("Components and models, ")
        .click_accesskit();
    harness.run();
    harness.get_by_label("assistant, closed").click_accesskit();
    harness.run();
    let pick = |harness: &mut Harness<'_, SplitpointApp>| {
        harness
            .get_by_role_and_label(Role::ComboBox, "Hosted API")
            .click_accesskit();
        harness.run();
        harness.run();
    };
    pick(&mut harness);
    let catalog = splitpoint::catalog::Catalog::builtin().unwrap();
    assert!(catalog.apis.len() >= 46);
    for api in &catalog.apis {
        let listed = harness.query_by_role_and_label(Role::MenuItem, &api.name);
        assert!(listed.is_some(), "{}", api.name);
    }
    harness.get_by_label("Filter Hosted API").type_text("r1");
    harness.run();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let parts = &harness.state().scenario().components;
    let api = parts.iter().find(|part| part.name == "assistant").unwrap();
    assert!(api.api.as_deref().unwrap().contains("R1"), "{:?}", api.api);
}

#[test]
fn a_renamed_part_stays_open() {
    let mut harness = window(None);
    let name = harness.state().scenario().components[0].name.clone();
    harness
        .get_by_label_contains("Components and models, ")
        .click_accesskit();
    harness.run();
    harness
        .get_by_label(&format!("{name}, closed"))
        .click_accesskit();
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, "Name")
        .focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness
        .get_by_role_and_label(Role::TextInput, "Name")
        .type_text("front door");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().scenario().components[0].name, "front door");
    harness.get_by_label("front door, open");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    harness.get_by_label(&format!("{name}, open"));
}

#[test]
fn the_effect_of_an_edit_moves_no_row_and_names_what_moved_along() {
    let mut harness = window(None);
    let next = |harness: &Harness<'_, SplitpointApp>| {
        let below = harness.get_by_label_contains("Components and models, ");
        below.rect()
    };
    let before = next(&harness);
    type_into(&mut harness, "Peak to mean", "3.3");
    harness.get_by_label_contains("Its range moved along: ");
    assert_eq!(next(&harness), before);
}

#[test]
fn a_replaced_constant_shows_in_the_input_it_feeds() {
    let mut harness = window(None);
    let path = file("replaced");
    let text = "(version: 1, components: [(name: \"a\")], \
        overrides: [(id: \"people.attrition\", value: 0.33, reason: \"last year\")])";
    std::fs::write(&path, text).unwrap();
    let ctx = harness.ctx.clone();
    harness.state_mut().open(&ctx, &path);
    harness.run();
    harness
        .get_by_label_contains("Team and skills, ")
        .click_accesskit();
    harness.run();
    let row = harness.get_by_role_and_label(Role::SpinButton, "People who leave");
    assert_eq!(row.value().as_deref(), Some("33 %/yr"));
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_hosted_part_begins_small_and_open() {
    let mut harness = window(Some("prototype-assistant"));
    let before = harness.state().total().unwrap();
    harness
        .get_by_label_contains("Components and models, ")
        .click_accesskit();
    harness.run();
    harness.get_by_label("Add a part").click_accesskit();
    harness.run();
    harness
        .get_by_role_and_label(Role::MenuItem, "Hosted API")
        .click_accesskit();
    harness.run();
    let part = harness
        .state()
        .scenario()
        .components
        .last()
        .unwrap()
        .clone();
    assert_eq!(part.calls.likely, 0.1);
    assert!(part.api.is_some());
    harness.get_by_label("hosted api, open");
    // Name, model and calls are there without going to all inputs.
    harness.get_by_role_and_label(Role::TextInput, "Name");
    harness.get_by_role_and_label(Role::ComboBox, "Hosted API");
    harness.get_by_role_and_label(Role::SpinButton, "Calls per request");
    let after = harness.state().total().unwrap();
    assert!(after > before && after < before * 1.1, "{before} {after}");
}
