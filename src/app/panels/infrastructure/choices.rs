//! The roadmaps at the right of the claim, each with a sample of its line.

use super::model::Choice;
use crate::app::charts::marks::paint_sample;
use crate::app::theme::{Theme, Type, radius, space, text};
use crate::app::widgets::icons::paint_focus;
use eframe::egui::{
    Align2, Color32, CornerRadius, Painter, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

/// Room left and right of a name.
const PAD: f32 = 10.0;
/// Width of a sample, and the gap behind it.
const SAMPLE: f32 = 24.0;
const SAMPLE_ROOM: f32 = SAMPLE + 6.0;

fn width_of(painter: &Painter, choice: &Choice<'_>, marks: bool) -> f32 {
    let name = Type::LABEL_STRONG.galley(painter, choice.name, Color32::PLACEHOLDER);
    let sample = if marks { SAMPLE_ROOM } else { 0.0 };
    (name.size().x + sample + 2.0 * PAD).round()
}

/// Width of all choices in one row.
pub(super) fn width(painter: &Painter, choices: &[Choice<'_>], marks: bool) -> f32 {
    let each = choices.iter();
    each.map(|choice| width_of(painter, choice, marks)).sum()
}

/// Draws the choices, in as many rows as `room` asks for, and returns a newly clicked one.
pub(super) fn choices_ui(
    ui: &mut Ui,
    choices: &[Choice<'_>],
    selected: usize,
    room: f32,
    marks: bool,
) -> Option<usize> {
    let widths: Vec<f32> = choices
        .iter()
        .map(|choice| width_of(ui.painter(), choice, marks))
        .collect();
    let mut rows: Vec<Vec<usize>> = vec![Vec::new()];
    let mut used = 0.0;
    for (index, width) in widths.iter().enumerate() {
        if used + width > room + 1.0 && used > 0.0 {
            rows.push(Vec::new());
            used = 0.0;
        }
        used += width;
        if let Some(row) = rows.last_mut() {
            row.push(index);
        }
    }
    let mut chosen = None;
    for (place, row) in rows.iter().enumerate() {
        if place > 0 {
            ui.add_space(4.0);
        }
        chosen = row_ui(ui, choices, &widths, row, selected, marks).or(chosen);
    }
    chosen
}

fn row_ui(
    ui: &mut Ui,
    choices: &[Choice<'_>],
    widths: &[f32],
    row: &[usize],
    selected: usize,
    marks: bool,
) -> Option<usize> {
    let theme = Theme::of(ui);
    let total: f32 = row.iter().filter_map(|index| widths.get(*index)).sum();
    let (_, outer) = ui.allocate_space(vec2(total, space::SEGMENT));
    let corner = CornerRadius::same(radius::BUTTON);
    ui.painter().rect_filled(outer, corner, theme.field);
    let mut left = outer.left();
    let mut chosen = None;
    for (place, &index) in row.iter().enumerate() {
        let (Some(choice), Some(width)) = (choices.get(index), widths.get(index)) else {
            continue;
        };
        let rect = Rect::from_min_size(pos2(left, outer.top()), vec2(*width, outer.height()));
        left = rect.right();
        let id = ui.scope_id().with(("roadmap", choice.id));
        let response = ui.interact(rect, id, Sense::click());
        let is_selected = index == selected;
        let end = |at_end: bool| if at_end { radius::BUTTON } else { 0 };
        let (first, last) = (end(place == 0), end(place + 1 == row.len()));
        let corners = CornerRadius {
            nw: first,
            sw: first,
            ne: last,
            se: last,
        };
        let (fill, style, color) = match (is_selected, response.hovered()) {
            (true, _) => (theme.selected, Type::LABEL_STRONG, theme.text),
            (false, true) => (theme.hover, Type::LABEL, theme.text),
            (false, false) => (Color32::TRANSPARENT, Type::LABEL, theme.text2),
        };
        ui.painter().rect_filled(rect, corners, fill);
        if place > 0 {
            ui.painter().vline(
                rect.left().round() + 0.5,
                outer.y_range(),
                Stroke::new(1.0, theme.border),
            );
        }
        let mut at = pos2(rect.left() + PAD, rect.center().y);
        if marks {
            paint_sample(ui.painter(), at, SAMPLE, choice.kind, theme);
            at.x += SAMPLE_ROOM;
        }
        text::paint(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            choice.name,
            style,
            color,
        );
        paint_focus(ui, rect, radius::BUTTON, &response);
        let enabled = ui.is_enabled();
        response.widget_info(|| {
            let name = format!("Roadmap: {}", choice.name);
            WidgetInfo::selected(Role::RadioButton, enabled, is_selected, name)
        });
        if response.clicked() && !is_selected {
            chosen = Some(index);
        }
    }
    ui.painter().rect_stroke(
        outer,
        corner,
        Stroke::new(1.0, theme.border),
        StrokeKind::Inside,
    );
    chosen
}
