//! The command palette: commands, pages, inputs and assumptions, found by a few letters.

pub(crate) mod state;

use self::state::{Line, PaletteState};
use crate::app::action::Action;
use crate::app::commands;
use crate::app::find::{Known, Rank, rank};
use crate::app::input_name::InputName;
use crate::app::panels::inputs::every_input;
use crate::app::state::State;
use crate::app::theme::{Theme, Type, radius};
use crate::app::values;
use eframe::egui;
use eframe::egui::{
    Align2, Area, CornerRadius, Id, Key, Modifiers, Order, Role, Sense, Stroke, Ui, WidgetInfo,
    pos2, vec2,
};

/// Rows shown at once.
const ROWS: usize = 10;
/// Height of a row.
const ROW: f32 = 30.0;
/// Width of the box.
const WIDTH: f32 = 560.0;

/// Draws the palette over the page. Its own state is taken out of `state` by the caller.
pub(crate) fn palette_ui(
    ctx: &egui::Context,
    state: &State,
    local: &mut PaletteState,
) -> Option<Action> {
    let theme = Theme::of_ctx(ctx);
    let version = state.plan.generation;
    let known = local
        .found
        .take()
        .filter(|(text, of, _)| *text == local.text && *of == version);
    let (_, _, list) =
        known.unwrap_or_else(|| (local.text.clone(), version, lines(state, &local.text)));
    let mut wanted = keys(ctx, local, &list);
    let text = local.text.clone();
    let area = Area::new(Id::unique("palette"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, vec2(0.0, 76.0))
        .show(ctx, |ui| {
            egui::Frame::new()
                .fill(theme.raised)
                .stroke(Stroke::new(1.0, theme.border))
                .corner_radius(CornerRadius::same(radius::DIALOG))
                .shadow(ui.visuals().window_shadow)
                .inner_margin(8.0)
                .show(ui, |ui| {
                    ui.set_width(WIDTH);
                    contents_ui(ui, local, &list)
                })
                .inner
        });
    local.found = Some((text, version, list));
    if let Some(action) = area.inner {
        wanted = Some(action);
    }
    let outside = ctx.input(|input| {
        input.pointer.any_pressed()
            && input
                .pointer
                .interact_pos()
                .is_some_and(|at| !area.response.rect.contains(at))
    });
    if outside && wanted.is_none() {
        wanted = Some(Action::Palette);
    }
    wanted
}

/// What a text finds, the best first: commands and pages, then inputs, then assumptions.
fn lines(state: &State, text: &str) -> Vec<Line> {
    let mut found: Vec<(Rank, Line)> = Vec::new();
    for command in commands::all(state) {
        if !command.enabled || command.action == Action::Palette {
            continue;
        }
        let known = Known {
            label: &command.label,
            ..Known::default()
        };
        if let Some(rank) = rank(text, known) {
            let line = Line {
                label: command.label,
                detail: String::new(),
                shortcut: command.shortcut,
                action: command.action,
            };
            found.push((rank, line));
        }
    }
    if !text.trim().is_empty() && state.shows_plan() {
        found.extend(inputs(state, text));
        found.extend(assumptions(state, text));
    }
    // Equally good ones stay in the order of their kinds.
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, line)| line).collect()
}

/// Inputs of the open plan, with their values.
fn inputs(state: &State, text: &str) -> Vec<(Rank, Line)> {
    let plan = &state.plan.now;
    let mut found = Vec::new();
    for (field, at) in every_input(plan, &state.catalog) {
        // What a value rests on is found in its row; by name it would bury the value.
        if at.starts_with("notes[") {
            continue;
        }
        let label = values::label_of(&at);
        let words = format!("{at} {} {}", field.synonyms, field.unit);
        let known = Known {
            label: &label,
            words: &words,
            help: "",
        };
        let Some(rank) = rank(text, known) else {
            continue;
        };
        let value = crate::scenario::path::get(plan, &at).map_or_else(
            |_| "the catalogue's".to_owned(),
            |leaf| values::in_words(Some(field), &leaf, &plan.currency),
        );
        let value = if value.chars().count() > 24 {
            value.chars().take(23).chain(['…']).collect()
        } else {
            value
        };
        let line = Line {
            label,
            detail: format!("input, {value}"),
            shortcut: None,
            action: Action::ShowInput(at),
        };
        found.push((rank, line));
    }
    found
}

/// Constants of the catalogue, with their values.
fn assumptions(state: &State, text: &str) -> Vec<(Rank, Line)> {
    let mut found = Vec::new();
    for entry in state.catalog.entries.values() {
        let known = Known {
            label: &entry.label,
            words: &entry.id,
            help: "",
        };
        if let Some(rank) = rank(text, known) {
            let value = InputName::of(&entry.id, &state.plan.now).value(entry.likely);
            let line = Line {
                label: entry.label.clone(),
                detail: format!("assumption, {value}"),
                shortcut: None,
                action: Action::ShowAssumption(entry.id.clone()),
            };
            found.push((rank, line));
        }
    }
    found
}

fn keys(ctx: &egui::Context, local: &mut PaletteState, list: &[Line]) -> Option<Action> {
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Escape) {
        return Some(Action::Palette);
    }
    if pressed(Key::ArrowDown) {
        local.selected += 1;
    }
    if pressed(Key::ArrowUp) {
        local.selected = local.selected.saturating_sub(1);
    }
    local.selected = local.selected.min(list.len().saturating_sub(1));
    if pressed(Key::Enter) {
        return list.get(local.selected).map(|line| line.action.clone());
    }
    None
}

fn contents_ui(ui: &mut Ui, local: &mut PaletteState, list: &[Line]) -> Option<Action> {
    let theme = Theme::of(ui);
    let edit = ui.add(
        egui::TextEdit::singleline(&mut local.text)
            .hint_text("Find a command, a page, an input, an assumption")
            .font(Type::BODY.font())
            .margin(vec2(10.0, 7.0))
            .desired_width(WIDTH),
    );
    let edit = edit.accessible_name("Find a command");
    if !local.focused {
        edit.request_focus();
        local.focused = true;
    }
    if edit.changed() {
        local.selected = 0;
    }
    ui.add_space(4.0);
    let first = (local.selected + 1).saturating_sub(ROWS);
    let mut wanted = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    for (index, line) in list.iter().enumerate().skip(first).take(ROWS) {
        if line_ui(ui, line, index == local.selected) {
            wanted = Some(line.action.clone());
        }
    }
    if list.len() > ROWS {
        let shown = first + ROWS;
        let more = format!(
            "{} of {}; more with the arrow keys",
            shown.min(list.len()),
            list.len()
        );
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            Type::CAPTION.label(ui, more, theme.text3);
        });
    }
    if list.is_empty() {
        Type::ROW.label(ui, "Nothing is called that.", theme.text3);
    }
    wanted
}

/// One line; true when it was clicked.
fn line_ui(ui: &mut Ui, line: &Line, selected: bool) -> bool {
    const PAD: f32 = 10.0;
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(WIDTH, ROW), Sense::click());
    let fill = match (selected, response.hovered()) {
        (true, _) => Some(theme.selected),
        (false, true) => Some(theme.hover),
        (false, false) => None,
    };
    if let Some(fill) = fill {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(radius::BUTTON), fill);
    }
    let note = match line.shortcut {
        Some(shortcut) => ui.ctx().format_shortcut(&shortcut),
        None => line.detail.clone(),
    };
    let note = Type::CAPTION.galley_elided(ui.painter(), &note, theme.text2, WIDTH * 0.45);
    let room = WIDTH - 3.0 * PAD - note.size().x;
    let galley = Type::ROW.galley_elided(ui.painter(), &line.label, theme.text, room);
    let at =
        Align2::LEFT_CENTER.anchor_size(pos2(rect.left() + PAD, rect.center().y), galley.size());
    ui.painter().galley(at.min, galley, theme.text);
    let at =
        Align2::RIGHT_CENTER.anchor_size(pos2(rect.right() - PAD, rect.center().y), note.size());
    ui.painter().galley(at.min, note, theme.text2);
    let name = if line.detail.is_empty() {
        line.label.clone()
    } else {
        format!("{}, {}", line.label, line.detail)
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    response.clicked()
}
