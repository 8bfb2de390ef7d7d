//! The "why" panel by label: a figure is clicked, opened level by level, and leads to its sources.

use crate::harness::on_tab;
use eframe::egui::accesskit::Toggled;
use eframe::egui::{Key, Modifiers, OutputCommand, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use splitpoint::app::SplitpointApp;

fn on_costs() -> Harness<'static, SplitpointApp> {
    on_tab(Vec2::new(1600.0, 1000.0), "support-copilot", "Costs")
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
    click(&mut harness, "Jan 2028 to Dec 2028: ");
    harness.get_by_label_contains("Back to GPUs");
    assert!(harness.query_all_by_label_contains(", Jan 2028: ").count() > 0);
    click(&mut harness, "Back to GPUs");
    assert!(harness.query_by_label_contains("Back to GPUs").is_none());
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

/// The support copilot on a page, the inputs beside it.
fn on_page(tab: &str) -> Harness<'static, SplitpointApp> {
    let mut harness = on_costs();
    harness.get_by_role_and_label(Role::Tab, tab).click();
    harness.run();
    harness
}

/// How often a title stands in the window, and how many figures of other figures can be opened.
fn shown(harness: &Harness<'_, SplitpointApp>, title: &str) -> [usize; 2] {
    let operands = named(harness, Role::Button);
    let operands = operands.iter().filter(|name| name.contains(": "));
    let titles = harness.query_all_by_label_contains(title);
    [titles.count(), operands.count()]
}

/// The panel has the figure's title and leads further down.
#[track_caller]
fn panel_is_about(harness: &Harness<'_, SplitpointApp>, title: &str, before: [usize; 2]) {
    let [titles, operands] = shown(harness, title);
    assert!(titles > before[0], "{title} is not the panel's");
    assert!(operands > before[1], "{title} leads nowhere");
}

#[test]
fn figures_of_every_page_say_where_they_come_from() {
    for (tab, figure, title) in [
        ("Infrastructure", "Infrastructure, ", "Infrastructure"),
        ("Infrastructure", "GPUs, ", "GPUs"),
        ("People", "Pace ceiling, Dec 2031", "Pace ceiling"),
        ("Readiness", "Microservices now: ", "Readiness index"),
    ] {
        let mut harness = on_page(tab);
        let name = button(&harness, figure);
        let before = shown(&harness, title);
        harness.get_by_role_and_label(Role::Button, &name).click();
        harness.run();
        harness.get_by_label("Where it comes from");
        panel_is_about(&harness, title, before);
    }
}

#[test]
fn a_month_of_every_chart_can_be_asked_about() {
    for (tab, chart, title) in [
        ("People", "Lead time, days from start to users", "Lead time"),
        ("People", "Engineers by role over ", "Engineers"),
        ("Reliability", "Hours down a month", "Hours down"),
        ("Decision", "Cumulative total cost over ", "Total so far"),
    ] {
        let mut harness = on_page(tab);
        let plots = harness.query_all_by_role(Role::Image);
        let plot = plots
            .filter(|node| {
                let label = node.accesskit_node().label();
                label.is_some_and(|label| label.starts_with(chart))
            })
            .map(|node| node.rect())
            .next();
        let plot = plot.unwrap_or_else(|| panic!("{tab} has no chart {chart}"));
        let before = shown(&harness, title);
        harness.hover_at(plot.center());
        harness.run();
        for pressed in [true, false] {
            harness.event(eframe::egui::Event::PointerButton {
                pos: plot.center(),
                button: eframe::egui::PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            });
            harness.run();
        }
        harness.get_by_label("Where it comes from");
        panel_is_about(&harness, title, before);
    }
}

/// Names of everything with a role.
fn named(harness: &Harness<'_, SplitpointApp>, role: Role) -> Vec<String> {
    let of = harness.query_all_by_role(role);
    of.filter_map(|node| node.accesskit_node().label())
        .collect()
}

/// Button with this name in words, to be read or clicked.
fn button(harness: &Harness<'_, SplitpointApp>, label: &str) -> String {
    let mut names = named(harness, Role::Button);
    names.retain(|name| name.contains(label));
    assert_eq!(names.len(), 1, "{label}: {names:?}");
    names.remove(0)
}

/// The first of several, in the order of the page.
fn open_first(harness: &mut Harness<'_, SplitpointApp>, label: &str) {
    let found = harness.query_all_by_label_contains(label).next();
    match found {
        Some(node) => node.click(),
        None => panic!("nothing is called {label}"),
    }
    harness.run();
}

/// "$62.5M" for a cell that reads "Total, Monolith: 62.5 $M".
fn figure_of_cell(spoken: &str) -> String {
    let (_, figure) = spoken.rsplit_once(": ").expect("name, then figure");
    let (number, unit) = figure.split_once(' ').expect("number, then unit");
    assert_eq!(unit, "$M", "{spoken}");
    format!("${number}M")
}

fn esc(harness: &mut Harness<'_, SplitpointApp>) {
    harness.key_press(Key::Escape);
    harness.run();
}

#[test]
fn the_panel_shows_the_figure_of_the_cell_and_of_the_roadmap_asked_about() {
    let mut harness = on_costs();
    for roadmap in ["Monolith", "Modular monolith"] {
        let cell = button(&harness, &format!("Total, {roadmap}: "));
        click(&mut harness, &format!("Total, {roadmap}: "));
        harness.get_by_label(&figure_of_cell(&cell));
        harness.get_by_label("over all months");
        // The first twelve are the first of the groups it is the sum of.
        harness.get_by_label_contains("Jan 2027 to Dec 2027: $");
    }
}

#[test]
fn an_edit_moves_the_open_figure() {
    let mut harness = on_costs();
    let before = figure_of_cell(&button(&harness, "Total, Monolith: "));
    click(&mut harness, "Total, Monolith: ");
    harness.get_by_label(&before);
    harness
        .get_by_role_and_label(Role::SpinButton, "Users today")
        .click();
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, "Users today")
        .type_text("90,000");
    harness.run();
    // Dropping what is typed leaves the panel open.
    esc(&mut harness);
    harness.get_by_label("Where it comes from");
    harness
        .get_by_role_and_label(Role::SpinButton, "Users today")
        .click();
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, "Users today")
        .type_text("90,000");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let after = figure_of_cell(&button(&harness, "Total, Monolith: "));
    assert_ne!(before, after);
    harness.get_by_label(&after);
    assert!(harness.query_by_label(&before).is_none());
}

/// Down to the rent of a month: groups of months, the month, what is held and at which price.
fn at_the_rent(harness: &mut Harness<'_, SplitpointApp>) {
    click(harness, "GPUs, Modular monolith: ");
    click(harness, "Jan 2028 to Dec 2028: ");
    open_first(harness, ", Jan 2028: ");
    open_first(harness, "GPU rent of H100-SXM: ");
}

#[test]
fn a_constant_at_the_end_opens_on_its_page() {
    let mut harness = on_costs();
    at_the_rent(&mut harness);
    open_first(
        &mut harness,
        "Price agreed for committed GPUs of H100-SXM: ",
    );
    open_first(&mut harness, "Price of a GPU-hour of H100-SXM: ");
    open_first(&mut harness, "GPU price on demand of H100-SXM: ");
    open_first(&mut harness, "H100-SXM: market price, on demand: ");
    harness.get_by_label("Constant gpu_price.H100-SXM.market");
    click(&mut harness, "Show constant");
    harness.get_by_label("Find an assumption");
    let shown = harness.query_all_by_role(Role::Button).filter(|node| {
        let node = node.accesskit_node();
        let name = node.label().unwrap_or_default();
        name.contains("market price") && node.toggled() == Some(Toggled::True)
    });
    assert_eq!(shown.count(), 1);
}

#[test]
fn an_input_at_the_end_is_found_among_the_inputs() {
    let mut harness = on_costs();
    at_the_rent(&mut harness);
    open_first(&mut harness, "GPUs committed to of H100-SXM: ");
    open_first(&mut harness, "Reserved share: 50%");
    harness.get_by_label("Input gpus.committed_share");
    assert!(
        harness
            .query_by_role_and_label(Role::SpinButton, "Users today")
            .is_some()
    );
    click(&mut harness, "Show input");
    // The inputs are those that the search finds, the one asked for among them.
    assert!(
        harness
            .query_by_role_and_label(Role::SpinButton, "Users today")
            .is_none()
    );
    harness.get_by_role_and_label(Role::SpinButton, "Reserved share");
}

#[test]
fn back_goes_up_and_escape_is_first_for_what_stands_in_front() {
    let mut harness = on_costs();
    click(&mut harness, "GPUs, Monolith: ");
    click(&mut harness, "Jan 2028 to Dec 2028: ");
    harness.get_by_label("Back").click();
    harness.run();
    assert!(harness.query_by_label("Back").is_none());
    click(&mut harness, "Jan 2028 to Dec 2028: ");
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    harness.run();
    assert!(harness.query_by_label("Back").is_none());
    harness.key_press(Key::F1);
    harness.run();
    harness.get_by_label("Keyboard");
    esc(&mut harness);
    assert!(harness.query_by_label("Keyboard").is_none());
    harness.get_by_label("Where it comes from");
    esc(&mut harness);
    assert!(harness.query_by_label("Where it comes from").is_none());
}

#[test]
fn the_open_level_is_copied_as_text() {
    let mut harness = on_costs();
    click(&mut harness, "GPUs, Monolith: ");
    harness.get_by_label("Copy as text").click();
    harness.step();
    let copied =
        harness
            .output()
            .platform_output
            .commands
            .iter()
            .find_map(|command| match command {
                OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            });
    let text = copied.expect("it copies");
    assert!(
        text.starts_with("GPUs, Monolith, over all months: $"),
        "{text}"
    );
    assert!(text.contains("\n- Jan 2028 to Dec 2028: $"), "{text}");
}

#[test]
fn a_click_on_a_month_of_a_picture_asks_about_it() {
    let mut harness = on_costs();
    let plot = harness
        .query_all_by_label_contains("Monthly cost by category: Monolith")
        .next()
        .map(|node| node.rect());
    let plot = plot.expect("a picture of the monolith");
    harness.hover_at(plot.center());
    harness.run();
    harness.drag_at(plot.center());
    harness.drop_at(plot.center());
    harness.run();
    // 60 months from Jan 2027: the middle is between the months 29 and 30.
    harness.get_by_label("Where it comes from");
    harness.get_by_label_contains("What changed since ");
}

#[test]
fn a_key_figure_that_is_no_series_is_only_read() {
    let mut harness = on_costs();
    harness.get_by_role_and_label(Role::Tab, "Decision").click();
    harness.run();
    let opened = named(&harness, Role::Button);
    assert!(
        opened
            .iter()
            .any(|name| name.starts_with("Total over 60 months: "))
    );
    // When the team is ready is no series of the report, so there is nothing to open.
    let read = harness.get_by_label_contains("Ready by: ");
    assert_ne!(read.accesskit_node().role(), Role::Button);
}

#[test]
fn in_a_small_window_the_panel_lies_over_the_page() {
    let mut harness = on_tab(Vec2::new(1024.0, 700.0), "support-copilot", "Costs");
    let lead = harness
        .get_by_label_contains("Monthly cost by category.")
        .rect();
    click(&mut harness, "GPUs, Monolith: ");
    // The page keeps its room: what it says stands where it stood.
    let beneath = harness
        .get_by_label_contains("Monthly cost by category.")
        .rect();
    assert_eq!(lead, beneath);
    let caption = harness.get_by_label("Where it comes from").rect();
    assert!(caption.left() > 1024.0 - 320.0, "{caption:?}");
    assert!(!caption.intersects(harness.get_by_label("Close").rect()));
    esc(&mut harness);
    assert!(harness.query_by_label("Where it comes from").is_none());
}
