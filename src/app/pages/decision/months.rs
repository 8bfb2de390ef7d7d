//! The months of the charts as a table, every cell readable by itself.

use super::model::DecisionView;
use crate::app::theme::{Theme, Type, space, text};
use eframe::egui::{Align2, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Width of the column of months.
const MONTH: f32 = 76.0;

/// Draws the table across the available width, `height` tall, with a scroll bar of its own.
pub(super) fn months_ui(ui: &mut Ui, view: &DecisionView<'_>, height: f32) {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    let count = view.lines.len().max(1) as f32;
    let column = ((width - MONTH) / count).min(190.0);
    let right = |left: f32, index: usize| left + MONTH + column * (index as f32 + 1.0) - 8.0;

    let (head, _) = ui.allocate_exact_size(vec2(width, space::TABLE_ROW), Sense::hover());
    text::paint(
        ui.painter(),
        pos2(head.left(), head.center().y),
        Align2::LEFT_CENTER,
        "Month",
        Type::CAPTION,
        theme.text3,
    );
    for (index, line) in view.lines.iter().enumerate() {
        let color = line.kind.color(theme);
        let name =
            Type::CAPTION_STRONG.galley_elided(ui.painter(), line.label, color, column - 12.0);
        let at = pos2(right(head.left(), index), head.center().y);
        let at = Align2::RIGHT_CENTER.anchor_size(at, name.size());
        ui.painter().galley(at.min, name, color);
    }
    let rule = |ui: &Ui, row: Rect, color| {
        let y = row.bottom().round() - 0.5;
        ui.painter()
            .hline(row.x_range(), y, Stroke::new(1.0, color));
    };
    rule(ui, head, theme.border);

    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("months")
        .min_scrolled_height(height - space::TABLE_ROW)
        .max_height(height - space::TABLE_ROW)
        .auto_shrink([false, true])
        .show_rows(ui, space::TABLE_ROW, view.words.months, |ui, months| {
            for month in months {
                let (row, _) =
                    ui.allocate_exact_size(vec2(width, space::TABLE_ROW), Sense::hover());
                let name = view.words.short(month);
                text::paint(
                    ui.painter(),
                    pos2(row.left(), row.center().y),
                    Align2::LEFT_CENTER,
                    &name,
                    Type::ROW,
                    theme.text2,
                );
                for (index, line) in view.lines.iter().enumerate() {
                    let Some(value) = line.values.get(month) else {
                        continue;
                    };
                    let figure = view.words.currency.total(*value);
                    let edge = right(row.left(), index);
                    text::paint(
                        ui.painter(),
                        pos2(edge, row.center().y),
                        Align2::RIGHT_CENTER,
                        &figure,
                        Type::ROW,
                        theme.text,
                    );
                    let cell = Rect::from_x_y_ranges(edge - column + 16.0..=edge, row.y_range());
                    let id = ui.scope_id().with(("month", month, index));
                    ui.interact(cell, id, Sense::hover()).widget_info(|| {
                        let words = format!("{name}, {}: {figure}", line.label);
                        WidgetInfo::labeled(Role::Label, true, words)
                    });
                }
                rule(ui, row, theme.hairline);
            }
        });
}
