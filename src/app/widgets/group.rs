//! Header of a group of inputs: chevron, title, and what is inside while closed.

use super::icons::{Icon, paint_focus, paint_icon};
use crate::app::theme::{Theme, Type, radius, space};
use eframe::egui;
use eframe::egui::{Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Draws the header; clicking it is for the caller to act on. `summary` may be empty.
pub fn group_header_ui(ui: &mut Ui, open: bool, title: &str, summary: &str) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(
        vec2(ui.available_width(), space::GROUP_HEADER),
        Sense::click(),
    );
    super::anchor::note_row(ui, response.id, rect);
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        painter.hline(
            outer_range(ui, rect),
            rect.top().round() + 0.5,
            Stroke::new(1.0, theme.hairline),
        );
        let y = rect.center().y + 0.5;
        let icon = if open {
            Icon::ChevronDown
        } else {
            Icon::ChevronRight
        };
        let chevron = if response.hovered() {
            theme.text
        } else {
            theme.text3
        };
        paint_icon(painter, icon, pos2(rect.left() + 7.5, y), 13.0, chevron);
        let title = Type::HEADING.galley(painter, title, theme.text);
        let left = rect.left() + 20.0;
        let room = rect.right() - left - title.size().x - 10.0;
        painter.galley(pos2(left, y - title.size().y / 2.0), title, theme.text);
        let summary = Type::CAPTION.galley_elided(painter, summary, theme.text2, room);
        painter.galley(
            pos2(rect.right() - summary.size().x, y - summary.size().y / 2.0),
            summary,
            theme.text2,
        );
        paint_focus(ui, rect.shrink2(vec2(0.0, 3.0)), radius::CHIP, &response);
    }
    let state = if open { "open" } else { "closed" };
    let name = if summary.is_empty() {
        format!("{title}, {state}")
    } else {
        format!("{title}, {summary}, {state}")
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
    response
}

/// The row's width plus the margins of an inputs panel, for rules and grounds that reach its edges.
pub(crate) fn outer_range(ui: &Ui, rect: egui::Rect) -> egui::Rangef {
    let clip = ui.clip_rect();
    egui::Rangef::new(
        (rect.left() - space::INPUTS_LEFT).max(clip.left()),
        (rect.right() + space::INPUTS_RIGHT).min(clip.right()),
    )
}
