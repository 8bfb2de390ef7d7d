//! Segmented control: a few exclusive choices in one frame.

use super::icons::paint_focus;
use crate::app::theme::{Theme, Type, radius, space};
use eframe::egui::{
    Align2, Color32, CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

/// Draws the options with `selected` filled, and returns a newly clicked one. `name` is what the
/// options choose, such as "Cost shown", and is read before each of them.
pub fn segment_ui(ui: &mut Ui, name: &str, options: &[&str], selected: usize) -> Option<usize> {
    let theme = Theme::of(ui);
    let pad = 11.0;
    let widths: Vec<f32> = options
        .iter()
        .map(|text| {
            (Type::LABEL_STRONG
                .galley(ui.painter(), text, theme.text)
                .size()
                .x
                + 2.0 * pad)
                .round()
                .max(24.0)
        })
        .collect();
    let total: f32 = widths.iter().sum();
    let (_, outer) = ui.allocate_space(vec2(total, space::SEGMENT));
    let corner = CornerRadius::same(radius::BUTTON);
    ui.painter().rect_filled(outer, corner, theme.field);

    let mut left = outer.left();
    let mut chosen = None;
    for (index, (text, width)) in options.iter().zip(&widths).enumerate() {
        let rect = Rect::from_min_size(pos2(left, outer.top()), vec2(*width, outer.height()));
        let response = ui.interact(
            rect,
            ui.scope_id().with(("segment", name, index)),
            Sense::click(),
        );
        let is_selected = index == selected;
        let ends = CornerRadius {
            nw: if index == 0 { radius::BUTTON } else { 0 },
            sw: if index == 0 { radius::BUTTON } else { 0 },
            ne: if index + 1 == options.len() {
                radius::BUTTON
            } else {
                0
            },
            se: if index + 1 == options.len() {
                radius::BUTTON
            } else {
                0
            },
        };
        let fill = match (is_selected, response.hovered()) {
            (true, _) => theme.selected,
            (false, true) => theme.hover,
            (false, false) => Color32::TRANSPARENT,
        };
        ui.painter().rect_filled(rect, ends, fill);
        if index > 0 {
            ui.painter().vline(
                rect.left().round() + 0.5,
                outer.y_range(),
                Stroke::new(1.0, theme.border),
            );
        }
        let (style, color) = match (is_selected, response.hovered()) {
            (true, _) => (Type::LABEL_STRONG, theme.text),
            (false, true) => (Type::LABEL, theme.text),
            (false, false) => (Type::LABEL, theme.text2),
        };
        crate::app::theme::text::paint(
            ui.painter(),
            rect.center(),
            Align2::CENTER_CENTER,
            text,
            style,
            color,
        );
        paint_focus(ui, rect, radius::BUTTON, &response);
        let enabled = ui.is_enabled();
        response.widget_info(|| {
            WidgetInfo::selected(
                Role::RadioButton,
                enabled,
                is_selected,
                format!("{name}: {text}"),
            )
        });
        if response.clicked() && !is_selected {
            chosen = Some(index);
        }
        left = rect.right();
    }
    ui.painter().rect_stroke(
        outer,
        corner,
        Stroke::new(1.0, theme.border),
        StrokeKind::Inside,
    );
    chosen
}
