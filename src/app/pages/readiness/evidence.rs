//! The evidence of a dimension, with the level of whoever is asked, and the list of raters.
//!
//! A level is chosen by what can be seen, not by its number; every choice is an edit of the plan.

use super::ReadinessState;
use super::model::{ReadinessView, Row, level_text};
use crate::app::action::{Action, EditKind};
use crate::app::theme::{Theme, Type, radius};
use crate::app::widgets::icons::{paint_focus, paint_hover};
use crate::app::widgets::{Button, Choice, Icon, icon_button_sized, wrapped_segment_ui};
use eframe::egui;
use eframe::egui::{
    Align, Layout, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

/// Where the evidence begins, under the dimension's name.
const INDENT: f32 = 18.0;
/// Widest line of evidence.
const WIDEST: f32 = 760.0;

/// Draws the five evidence texts of a row; a click on one sets the level.
pub(super) fn evidence_ui(
    ui: &mut Ui,
    model: &ReadinessView<'_>,
    row: &Row<'_>,
    local: &mut ReadinessState,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let rater = local.rater.filter(|place| *place < model.raters.len());
    let start = ui.cursor().min;
    let width = (ui.available_width() - INDENT).min(WIDEST);
    let mut child = ui.new_child(
        UiBuilder::new()
            .id_salt(("evidence", row.dimension))
            .max_rect(Rect::from_min_size(
                start + vec2(INDENT, 10.0),
                vec2(width, 0.0),
            ))
            .layout(Layout::top_down(Align::Min)),
    );
    let inside = &mut child;
    inside.spacing_mut().item_spacing.y = 0.0;
    Type::LABEL.label(inside, row.meaning, theme.text2);
    inside.add_space(6.0);
    if !model.raters.is_empty() {
        whose_ui(inside, model, local, rater);
        inside.add_space(6.0);
    }
    let (level, path) = match rater {
        Some(place) => (
            row.ratings.get(place).copied().flatten(),
            rater_path(model, place, row.dimension),
        ),
        None => (row.stated, format!("team.levels.{}", row.dimension)),
    };
    Type::LABEL_STRONG.label(inside, standing(model, row, rater, level), theme.text);
    inside.add_space(4.0);
    let mut wanted = None;
    for (number, text) in row.evidence.iter().enumerate() {
        let is_level = level == Some(number as f64);
        let name = format!("Set {} to {number}: {text}", row.name);
        if choice_ui(inside, &number.to_string(), text, &name, is_level) {
            wanted = Some(Action::set(path.clone(), number.to_string()));
        }
    }
    let (text, name) = match (rater, model.raters.is_empty(), model.unknown) {
        (None, false, _) => (
            "Leave it to the raters: their mean counts.".to_owned(),
            format!("Leave {} to the raters", row.name),
        ),
        (None, true, Some(unknown)) => (
            format!("Nobody knows: level {} is assumed.", level_text(unknown)),
            format!("Nobody knows {}", row.name),
        ),
        _ => (
            "Does not know.".to_owned(),
            format!("Nobody knows {}", row.name),
        ),
    };
    if choice_ui(inside, "?", &text, &name, level.is_none()) {
        wanted = Some(Action::set(path, "None"));
    }
    inside.add_space(10.0);
    let bottom = child.min_rect().bottom();
    let all = Rect::from_min_max(start, pos2(start.x + ui.available_width(), bottom));
    ui.advance_cursor_after_rect(all);
    let y = bottom.round() - 0.5;
    ui.painter()
        .hline(all.x_range(), y, Stroke::new(1.0, theme.hairline));
    wanted
}

/// Who is asked: the team as a whole, or one of the raters.
fn whose_ui(
    ui: &mut Ui,
    model: &ReadinessView<'_>,
    local: &mut ReadinessState,
    rater: Option<usize>,
) {
    let people = std::iter::once("Team").chain(model.raters.iter().copied());
    let choices: Vec<Choice<'_>> = people
        .map(|label| Choice {
            kind: None,
            label,
            full: label,
        })
        .collect();
    let selected = rater.map_or(0, |place| place + 1);
    if let Some(chosen) = wrapped_segment_ui(ui, "Whose level", &choices, selected) {
        local.rater = chosen.checked_sub(1);
    }
}

/// The level in words, above the texts.
fn standing(
    model: &ReadinessView<'_>,
    row: &Row<'_>,
    rater: Option<usize>,
    level: Option<f64>,
) -> String {
    let who = rater.and_then(|place| model.raters.get(place));
    match (who, level) {
        (None, None) if row.ratings.iter().any(Option::is_some) => {
            format!("The raters' mean counts: level {}", level_text(row.level))
        }
        (None, None) => format!("Not stated: level {} is assumed", level_text(row.level)),
        (Some(name), None) => format!("{name} has not said"),
        (who, Some(level)) => {
            let name = who.map_or("The team", |name| name);
            if level.fract() == 0.0 {
                format!("{name} is at level {}", level_text(level))
            } else {
                format!(
                    "{name} is at level {}, between {} and {}",
                    level_text(level),
                    level_text(level.floor()),
                    level_text(level.ceil())
                )
            }
        }
    }
}

/// A line that can be chosen; returns whether it was.
fn choice_ui(ui: &mut Ui, number: &str, text: &str, name: &str, chosen: bool) -> bool {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    let style = if chosen { Type::ROW_STRONG } else { Type::ROW };
    let galley = style.galley_wrapped(ui.painter(), text, theme.text, width - 52.0);
    let height = (galley.size().y + 8.0).max(26.0);
    let (_, rect) = ui.allocate_space(vec2(width, height));
    let id = ui.scope_id().with(("level", number));
    let response = ui.interact(rect, id, Sense::click());
    if chosen {
        ui.painter()
            .rect_filled(rect, egui::CornerRadius::same(radius::CHIP), theme.selected);
    } else {
        paint_hover(ui, rect, &response);
    }
    paint_focus(ui, rect, radius::CHIP, &response);
    let painter = ui.painter();
    let ring = pos2(rect.left() + 14.0, rect.top() + 13.0);
    painter.circle_stroke(ring, 5.5, Stroke::new(1.2, theme.strong));
    if chosen {
        painter.circle_filled(ring, 3.0, theme.text);
    }
    let at = pos2(rect.left() + 30.0, rect.top() + 4.0);
    let figure = Type::ROW_STRONG.galley(painter, number, theme.text2);
    painter.galley(at, figure, theme.text2);
    painter.galley(at + vec2(16.0, 0.0), galley, theme.text);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, name));
    response.clicked() && !chosen
}

/// The field of a rater's level: by name where that names one, else by place.
fn rater_path(model: &ReadinessView<'_>, place: usize, dimension: &str) -> String {
    let name = model.raters.get(place).copied().unwrap_or_default();
    let alone = model.raters.iter().filter(|other| **other == name).count() == 1;
    let plain = !name.is_empty() && !name.contains(['[', ']']) && name.parse::<usize>().is_err();
    if alone && plain {
        format!("team.raters[{name}].levels.{dimension}")
    } else {
        format!("team.raters[{place}].levels.{dimension}")
    }
}

/// The raters, each with a cross, and a box for the name of another.
pub(super) fn raters_ui(
    ui: &mut Ui,
    model: &ReadinessView<'_>,
    local: &mut ReadinessState,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
        Type::LABEL_STRONG.label(ui, "Raters", theme.text);
        for (place, name) in model.raters.iter().enumerate() {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 1.0;
                Type::LABEL.label(ui, *name, theme.text2);
                let remove = format!("Remove rater {name}");
                if icon_button_sized(ui, Icon::Close, &remove, 24.0).clicked() {
                    wanted = Some(Action::change("team.raters", EditKind::Remove(place)));
                    local.rater = None;
                }
            });
        }
        if model.raters.is_empty() {
            Type::LABEL.label(ui, "none; where people differ, ask several", theme.text3);
        }
        let edit = egui::TextEdit::singleline(&mut local.name)
            .font(Type::ROW.font())
            .desired_width(96.0)
            .hint_text("Name")
            .show(ui)
            .response
            .response
            .accessible_name("Name of a rater");
        let entered = edit.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if Button::secondary("Add a rater")
            .height(24.0)
            .show(ui)
            .clicked()
            || entered
        {
            let typed = std::mem::take(&mut local.name);
            let name = match typed.trim() {
                "" => format!("Rater {}", model.raters.len() + 1),
                typed => typed.to_owned(),
            };
            wanted = Some(Action::change(
                "team.raters",
                EditKind::Add {
                    name,
                    fields: Vec::new(),
                },
            ));
        }
    });
    wanted
}
