//! Units without a box: a line that says how many and at what cost, and the cells of their list.

use super::boxes::UnitBox;
use super::unit_box::PAD;
use crate::app::theme::{Theme, Type, radius, text};
use crate::app::widgets::icons::{Icon, paint_focus, paint_icon};
use eframe::egui::{
    Align2, CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

/// A line that opens and closes a list; true when it was clicked.
pub(super) fn fold_ui(ui: &mut Ui, words: &str, open: bool) -> bool {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::click());
    let fill = if response.hovered() {
        theme.hover
    } else {
        theme.raised
    };
    let corner = CornerRadius::same(radius::BOX);
    let stroke = Stroke::new(1.0, theme.border);
    ui.painter()
        .rect(rect, corner, fill, stroke, StrokeKind::Inside);
    let icon = if open {
        Icon::ChevronDown
    } else {
        Icon::ChevronRight
    };
    let at = pos2(rect.left() + PAD + 5.0, rect.center().y);
    paint_icon(ui.painter(), icon, at, 11.0, theme.text2);
    text::paint(
        ui.painter(),
        pos2(rect.left() + PAD + 18.0, rect.center().y),
        Align2::LEFT_CENTER,
        words,
        Type::ROW_STRONG,
        theme.text,
    );
    paint_focus(ui, rect, radius::BOX, &response);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, open, words));
    response.clicked()
}

/// A unit of the list: name and cost.
pub(super) fn list_cell_ui(ui: &Ui, unit: &UnitBox<'_>, cell: Rect, theme: &Theme) {
    let painter = ui.painter();
    let cost = text::paint(
        painter,
        pos2(cell.right(), cell.center().y),
        Align2::RIGHT_CENTER,
        &unit.figure,
        Type::LABEL,
        theme.text,
    );
    let room = cost.left() - 8.0 - cell.left();
    let name = Type::LABEL.galley_elided(painter, unit.name, theme.text2, room);
    let at = pos2(cell.left(), cell.center().y - name.size().y / 2.0);
    painter.galley(at, name, theme.text2);
    let id = ui.scope_id().with(("listed", unit.name));
    let response = ui.interact(cell, id, Sense::hover());
    response.widget_info(|| {
        let words = format!("{}, {} a month, {}", unit.name, unit.figure, unit.title);
        WidgetInfo::labeled(Role::Label, true, words)
    });
    let hover = format!("{}, {}, {}", unit.name, unit.title, unit.replicas_text);
    response.on_hover_text(hover);
}
