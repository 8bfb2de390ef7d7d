//! The Assumptions page by label: what is listed, what a value of one's own does, what is refused.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use crate::harness::{COMMON, on_tab, type_into, window_of};
use eframe::egui::{Key, Modifiers, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use splitpoint::app::SplitpointApp;
use splitpoint::scenario::{self, Quantity};

/// The entry that the tests replace: 1.35, likely 1.25 to 1.45, published.
const LOADED_COST: &str = "Cost of an employee per salary";

/// The preset that is soonest computed.
const SMALL: &str = "prototype-assistant";

/// The window on the page, computed in the frame itself.
fn page(open: Option<&str>, size: Vec2) -> Harness<'static, SplitpointApp> {
    let mut harness = window_of(size, open.or(Some(SMALL)));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run();
    harness
        .get_by_label("Find a command")
        .type_text("Show Assumptions");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    by_subject(&mut harness);
    harness
}

/// Lists the constants by subject rather than by what they move.
fn by_subject(harness: &mut Harness<'_, SplitpointApp>) {
    harness
        .get_by_role_and_label(Role::Button, "Sort by subject")
        .click();
    harness.run();
}

fn wide(open: Option<&str>) -> Harness<'static, SplitpointApp> {
    page(open, COMMON)
}

fn search(harness: &mut Harness<'_, SplitpointApp>, words: &str) {
    harness.get_by_label("Find an assumption").click();
    harness.run();
    harness.get_by_label("Find an assumption").type_text(words);
    harness.run();
}

fn own(harness: &Harness<'_, SplitpointApp>, id: &str) -> Option<(Quantity, String)> {
    harness
        .state()
        .scenario()
        .overrides
        .iter()
        .find(|own| own.id == id)
        .and_then(|own| Some((own.value?, own.reason.clone())))
}

#[test]
fn the_page_opens_from_its_tab_and_says_what_the_answer_rests_on() {
    let mut harness = on_tab(COMMON, SMALL, "Assumptions");
    harness.get_by_label_contains("of what moves the lead rests on guesses.");
    harness.get_by_label_contains(
        "Over their ranges, one at a time, constants and inputs move the lead of $",
    );
    harness.get_by_label_contains("This plan replaces none; ");
    // What moves it most comes first, and each line says by how much.
    let moves = moved(&harness);
    assert!(moves.len() > 10, "{moves:?}");
    assert!(moves.is_sorted_by(|a, b| a >= b), "{moves:?}");
    assert!(harness.query_by_label("Pace of change").is_none());
    by_subject(&mut harness);
    harness.get_by_label("Pace of change");
    assert!(!moved(&harness).is_sorted_by(|a, b| a >= b));
    assert!(
        !harness.ctx.has_requested_repaint(),
        "an idle page repaints"
    );
}

/// By how much each listed constant moves the lead (k$), from the top.
fn moved(harness: &Harness<'_, SplitpointApp>) -> Vec<f64> {
    let rows = harness.query_all_by_label_contains(", moves the lead by $");
    rows.filter_map(|row| row.accesskit_node().label())
        .map(|label| {
            let (_, amount) = label.rsplit_once('$').unwrap();
            let (number, scale) = match amount.strip_suffix('M') {
                Some(number) => (number, 1e3),
                None => match amount.strip_suffix('k') {
                    Some(number) => (number, 1.0),
                    None => (amount, 1e-3),
                },
            };
            number.replace(',', "").parse::<f64>().unwrap() * scale
        })
        .collect()
}

#[test]
fn a_constant_says_where_the_lead_is_at_both_of_its_ends() {
    let mut harness = wide(None);
    search(&mut harness, "people.loaded_cost");
    assert!(moved(&harness)[0] > 0.0);
    harness.get_by_label_contains("The lead is $");
    harness.get_by_label_contains(" with 1.25x, ");
}

#[test]
fn a_search_finds_names_ids_sources_and_notes() {
    for words in [
        "cost employee salary",
        "people.loaded_cost",
        "LOADED_COST people",
        // Words of its note.
        "planner's rule",
    ] {
        let mut harness = wide(None);
        search(&mut harness, words);
        harness.get_by_label_contains(&format!("{LOADED_COST}, 1.35x, 1.25 to 1.45, Published"));
        assert!(
            harness
                .query_by_label_contains("Backlog that survives a month,")
                .is_none(),
            "{words} finds more than it should"
        );
    }
    let mut harness = wide(None);
    search(&mut harness, "no such constant at all");
    harness.get_by_label_contains("No constant is called that.");
    harness.get_by_label("Clear the search").click();
    harness.run();
    harness.get_by_label_contains("Backlog that survives a month, 95%");
}

#[test]
fn filters_leave_what_they_say() {
    let mut harness = wide(None);
    harness
        .get_by_role_and_label(Role::ComboBox, "Subject")
        .click();
    harness.run();
    harness
        .get_by_role_and_label(Role::MenuItem, "People")
        .click();
    harness.run();
    let rows = |harness: &Harness<'_, SplitpointApp>, standing: &str| {
        harness
            .query_all_by_label_contains(&format!(", {standing}, "))
            .count()
    };
    // Catalogue: of the subject `people`, attrition, loaded cost and ramp months are published; this
    // plan states attrition itself.
    assert_eq!(rows(&harness, "Published"), 2);
    assert!(rows(&harness, "Guess") > 3);
    harness.get_by_label_contains("Standing: Published").click();
    harness.run();
    assert_eq!(rows(&harness, "Published"), 2);
    assert_eq!(rows(&harness, "Guess"), 0);
    harness.get_by_label_contains("Standing: Published").click();
    harness.run();
    assert!(rows(&harness, "Guess") > 3);
    harness
        .get_by_label_contains("Constants listed: Yours 0")
        .click();
    harness.run();
    harness.get_by_label_contains("This plan replaces no constant.");
}

#[test]
fn a_value_of_ones_own_moves_the_answer_and_undo_brings_it_back() {
    let mut harness = wide(None);
    let before = harness.state().total().unwrap();
    search(&mut harness, "people.loaded_cost");
    type_into(&mut harness, LOADED_COST, "2");
    // 2 / 1.35 times the ends: 1.25 · 1.4815 = 1.852, 1.45 · 1.4815 = 2.148.
    let (value, reason) = own(&harness, "people.loaded_cost").unwrap();
    assert_eq!(value.likely, 2.0);
    assert!((value.low - 1.852).abs() < 1e-3 && (value.high - 2.148).abs() < 1e-3);
    assert_eq!(reason, "");
    assert!(harness.state().total().unwrap() > before, "nothing moved");
    harness.get_by_label_contains("Say why this plan knows better");
    harness.get_by_label_contains("The catalogue says 1.35x, 1.25 to 1.45 (published).");

    harness.get_by_label("Reason for the value").click();
    harness.run();
    harness
        .get_by_label("Reason for the value")
        .type_text("our payroll, 2026");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let (_, reason) = own(&harness, "people.loaded_cost").unwrap();
    assert_eq!(reason, "our payroll, 2026");
    harness.get_by_label_contains("This plan replaces 1 constant;");
    harness.get_by_label_contains("Constants listed: Yours 1");
    harness.get_by_label_contains(&format!("Undo: reason for {LOADED_COST}"));

    // What a file keeps is what the window shows.
    let text = scenario::save(harness.state().scenario());
    let read = scenario::load(&text).scenario.unwrap();
    assert_eq!(read.overrides, harness.state().scenario().overrides);

    for _ in 0..2 {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run();
    }
    assert_eq!(own(&harness, "people.loaded_cost"), None);
    assert_eq!(harness.state().total().unwrap(), before);
    assert!(!harness.state().is_dirty());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Y);
    harness.run();
    assert!(own(&harness, "people.loaded_cost").is_some());
}

#[test]
fn a_range_is_typed_as_in_any_value_box_and_the_override_can_go() {
    let mut harness = wide(None);
    let before = harness.state().total();
    search(&mut harness, "people.loaded_cost");
    type_into(&mut harness, LOADED_COST, "1.2 1.5 1.9");
    let (value, _) = own(&harness, "people.loaded_cost").unwrap();
    assert_eq!((value.low, value.likely, value.high), (1.2, 1.5, 1.9));
    harness.get_by_label_contains(&format!("{LOADED_COST}, 1.5x, 1.2 to 1.9, Guess"));
    harness.get_by_label("Use the catalogue's value").click();
    harness.run();
    assert_eq!(own(&harness, "people.loaded_cost"), None);
    assert_eq!(harness.state().total(), before);
    harness.get_by_label_contains(&format!("{LOADED_COST}, 1.35x, 1.25 to 1.45, Published"));
}

#[test]
fn a_click_on_a_value_opens_it_with_all_of_it_selected() {
    let mut harness = wide(None);
    // The middle of a line is its value.
    harness
        .get_by_label_contains("Fixed time of a build, 6 minutes, 3 to 12, Guess")
        .click();
    harness.run();
    let edit = harness.get_by_role_and_label(Role::TextInput, "Fixed time of a build");
    assert_eq!(edit.value().as_deref(), Some("3; 6; 12"));
    edit.type_text("4 8 10");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let (value, _) = own(&harness, "pace.build_minutes").unwrap();
    assert_eq!((value.low, value.likely, value.high), (4.0, 8.0, 10.0));
}

#[test]
fn a_share_is_typed_in_per_cent_and_cannot_be_above_all() {
    let mut harness = wide(None);
    search(&mut harness, "people.ramp_output");
    let label = "Output of a person while ramping";
    for (text, why) in [
        ("140", "A share cannot be above 100%."),
        ("-3", "This cannot be below 0"),
        ("half", "is not a number."),
    ] {
        type_into(&mut harness, label, text);
        assert_eq!(own(&harness, "people.ramp_output"), None, "{text}");
        assert!(
            harness.query_all_by_label_contains(why).next().is_some(),
            "{text} is refused without saying why"
        );
        harness.get_by_label("1 input not applied");
        let node = harness.get_by_role_and_label(Role::SpinButton, label);
        assert_eq!(
            node.value().as_deref(),
            Some(text),
            "what was typed is gone"
        );
        harness.key_press(Key::Escape);
        harness.run();
        assert!(harness.query_by_label("1 input not applied").is_none());
    }
    type_into(&mut harness, label, "60");
    let (value, _) = own(&harness, "people.ramp_output").unwrap();
    assert_eq!(value.likely, 0.6);
}

#[test]
fn a_stale_price_is_flagged_and_can_be_kept_with_that_reason() {
    let mut harness = wide(Some("prototype-assistant"));
    // The price of its hosted model is of 5 August 2026, and the catalogue's newest of November.
    harness
        .get_by_label_contains("Constants listed: Stale")
        .click();
    harness.run();
    search(&mut harness, "gpt-5-mini answer");
    harness.get_by_label_contains(
        "gpt-5-mini: answer tokens, 2 $/M tokens, Quoted, 5 Aug 2026, stale",
    );
    harness.get_by_label_contains("days old. Prices of hosted APIs and GPUs move");
    let before = harness.state().total();
    harness.get_by_label("Keep").click();
    harness.run();
    let (value, reason) = own(&harness, "api.gpt-5-mini.output").unwrap();
    assert_eq!(value, Quantity::point(2.0));
    assert!(
        reason.starts_with("Kept on ") && reason.contains("5 Aug 2026"),
        "{reason}"
    );
    // The same price gives the same answer.
    assert_eq!(harness.state().total(), before);
}

#[test]
fn the_default_of_an_input_leads_to_its_constant() {
    let mut harness = wide(None);
    harness.get_by_label("Inputs shown: All").click();
    harness.run();
    harness.get_by_label("Find an input").click();
    harness.run();
    harness
        .get_by_label("Find an input")
        .type_text("people who leave");
    harness.run();
    let marks = harness.query_all_by_label_contains(", source: ").count();
    assert_eq!(marks, 1, "the search should leave one input");
    harness.get_by_label_contains(", source: ").click();
    harness.run();
    harness
        .get_by_label("Show the default in Assumptions")
        .click();
    harness.run();
    harness.run();
    harness.get_by_label("people.attrition");
    harness.get_by_label_contains("People who leave, 13%/yr, 5 to 25, Guess");
}

#[test]
fn arrow_keys_walk_through_the_constants() {
    let mut harness = wide(None);
    harness
        .get_by_label_contains("Backlog that survives a month, 95%")
        .focus();
    harness.run();
    harness.key_press(Key::ArrowDown);
    harness.run();
    harness.run();
    // The details follow: the id stands only there.
    harness.get_by_label("pace.build_blocked_share");
    harness.key_press(Key::ArrowUp);
    harness.run();
    harness.run();
    harness.get_by_label("pace.backlog_kept");
}

#[test]
fn a_small_window_shows_the_details_when_asked() {
    let mut harness = page(None, Vec2::new(1024.0, 700.0));
    assert!(harness.query_by_label("pace.backlog_kept").is_none());
    harness
        .get_by_label_contains("Backlog that survives a month, 95%")
        .click();
    harness.run();
    harness.get_by_label("pace.backlog_kept");
    harness.get_by_label("Close the details").click();
    harness.run();
    assert!(harness.query_by_label("pace.backlog_kept").is_none());
}
