//! Pages by label: what a figure rests on, what is copied, how wide menus are.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use crate::harness::window_of;
use eframe::egui::{Key, Modifiers, OutputCommand, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use splitpoint::app::SplitpointApp;

fn window(size: Vec2) -> Harness<'static, SplitpointApp> {
    window_of(size, Some("prototype-assistant"))
}

fn on(tab: &str) -> Harness<'static, SplitpointApp> {
    let mut harness = window(Vec2::new(1600.0, 1000.0));
    harness.get_by_role_and_label(Role::Tab, tab).click();
    harness.run();
    harness
}

fn labels(harness: &Harness<'_, SplitpointApp>, begins: &str) -> Vec<String> {
    let all = harness.query_all_by_label_contains(begins);
    all.filter_map(|node| node.accesskit_node().label())
        .filter(|label| label.starts_with(begins))
        .collect()
}

/// Carries a command out through the palette.
fn command(harness: &mut Harness<'_, SplitpointApp>, words: &str) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run();
    harness.get_by_label("Find a command").type_text(words);
    harness.run();
    // The key alone: what is copied is told in the frame that takes it, and its release is another.
    harness.event(eframe::egui::Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
}

fn copied(harness: &Harness<'_, SplitpointApp>) -> Option<String> {
    let commands = &harness.output().platform_output.commands;
    commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

/// What a command puts on the clipboard.
fn copy(harness: &mut Harness<'_, SplitpointApp>, words: &str) -> String {
    command(harness, words);
    for _ in 0..4 {
        harness.step();
        if let Some(text) = copied(harness) {
            harness.event(eframe::egui::Event::Key {
                key: Key::Enter,
                physical_key: None,
                pressed: false,
                repeat: false,
                modifiers: Modifiers::NONE,
            });
            return text;
        }
    }
    panic!("{words} copies nothing");
}

#[test]
fn the_second_click_is_on_what_a_figure_rests_on() {
    let mut harness = on("Costs");
    harness.get_by_label_contains("Total, Monolith: ").click();
    harness.run();
    harness.get_by_label("What this rests on");
    let rests = labels(&harness, "Rests on ");
    assert_eq!(rests.len(), 10, "{rests:?}");
    for rest in &rests {
        let standing = ["measured", "quoted", "published", "guess"];
        assert!(standing.iter().any(|word| rest.contains(word)), "{rest}");
        assert!(
            rest.contains("with a tenth less") && rest.contains('$'),
            "{rest}"
        );
    }
    // The first of them is one click away.
    let first = rests[0].clone();
    harness.get_by_label(&first).click();
    harness.run();
    harness.run();
    let name = first.strip_prefix("Rests on ").unwrap();
    let name = name.split(',').next().unwrap().to_lowercase();
    let shown = harness.query_all_by_role(Role::SpinButton);
    let found = shown
        .filter_map(|node| node.accesskit_node().label())
        .any(|label| label.to_lowercase().contains(&name) || name.contains(&label.to_lowercase()));
    let on_assumptions = harness.query_by_label("Find an assumption").is_some();
    assert!(found || on_assumptions, "{first} leads nowhere");
}

#[test]
fn a_copied_table_is_numbers_and_says_that_it_was_copied() {
    let mut harness = on("Costs");
    let table = copy(&mut harness, "Copy table");
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split('\t').collect()).collect();
    assert!(rows[0][0].starts_with("USD over 36 months"), "{table}");
    let mut negative = 0;
    for row in &rows[1..] {
        assert_eq!(row.len(), rows[0].len(), "{table}");
        for cell in &row[1..] {
            let value: f64 = cell.parse().unwrap_or_else(|_| panic!("{cell} in {table}"));
            negative += usize::from(value < 0.0);
        }
    }
    assert!(negative > 0, "no cell has a minus: {table}");
    // Unrounded: the parts add up to the total to the last digits.
    let of = |name: &str| -> f64 {
        let row = rows.iter().find(|row| row[0] == name).unwrap();
        row[1].parse().unwrap()
    };
    let parts = of("Cash") + of("Consequences");
    assert!((parts - of("Total")).abs() < 1e-6 * parts);
    assert!(of("Total").fract() != 0.0, "rounded: {table}");
    harness.run();
    harness.get_by_label_contains("Table copied");
}

#[test]
fn verdict_and_months_are_copied_as_text() {
    let mut harness = on("Decision");
    let verdict = copy(&mut harness, "Copy verdict as text");
    let mut lines = verdict.lines().map(str::to_owned);
    lines.next();
    // The sentence of the page, and the reasons under it.
    harness.get_by_label(&lines.next().unwrap());
    assert!(verdict.contains("\nWhy:\n- "), "{verdict}");
    harness.run();
    harness.get_by_label_contains("Verdict copied");
    let months = copy(&mut harness, "Copy all months");
    let mut lines = months.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("roadmap\tmonth\tdate\tusers\t")
    );
    assert!(lines.count() >= 3 * 36);
}

#[test]
fn every_copied_table_is_free_of_what_no_spreadsheet_reads() {
    let mut harness = on("Costs");
    for tab in [
        "Costs",
        "Infrastructure",
        "People",
        "Reliability",
        "What matters",
    ] {
        harness.get_by_role_and_label(Role::Tab, tab).click();
        harness.run();
        let table = copy(&mut harness, "Copy table");
        assert!(
            !table.contains('\u{2212}'),
            "{tab} writes a minus as text: {table}"
        );
        for row in table.lines() {
            for cell in row.split('\t').skip(1) {
                let digits = cell.replace([',', '\u{2009}'], "");
                let grouped = cell != digits && digits.parse::<f64>().is_ok();
                assert!(!grouped, "{tab} groups digits: {cell}");
            }
        }
    }
}

#[test]
fn the_months_are_saved_as_a_sheet() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui_pages");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("months.csv");
    let mut harness = on("Costs");
    command(&mut harness, "Save months");
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, "Path of the file")
        .type_text(file.to_str().unwrap());
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.run();
    let sheet = std::fs::read_to_string(&file).unwrap();
    assert!(sheet.starts_with("roadmap,month,date,users,"), "{sheet}");
    assert!(sheet.lines().count() > 3 * 36);
    harness.get_by_label_contains("Months saved to ");
}

#[test]
fn menus_are_as_wide_as_their_words() {
    let mut harness = window(Vec2::new(1440.0, 900.0));
    for (menu, item) in [("File", "Open file…"), ("Export…", "Copy table")] {
        harness.get_by_role_and_label(Role::Button, menu).click();
        harness.run();
        let width = harness.get_by_label(item).rect().width();
        assert!((150.0..=330.0).contains(&width), "{menu} is {width} wide");
        harness.key_press(Key::Escape);
        harness.run();
    }
}
