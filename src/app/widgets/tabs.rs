//! Tab row with an accent rule under the active tab; tabs that do not fit move into "More".

use super::icons::{Icon, paint_focus, paint_icon};
use super::menu::menu_item_ui;
use crate::app::theme::{Theme, Type, radius, space};
use eframe::egui;
use eframe::egui::{
    Align2, Popup, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// Space between two tab names.
const GAP: f32 = 20.5;

/// Draws the row across the available width and returns a newly chosen tab. `limit` is the most
/// names to show before "More"; pass `usize::MAX` to show as many as fit.
pub fn tabs_ui(ui: &mut Ui, names: &[&str], active: usize, limit: usize) -> Option<usize> {
    let theme = Theme::of(ui);
    let (_, row) = ui.allocate_space(vec2(ui.available_width(), space::TAB_ROW));
    ui.painter().hline(
        row.x_range(),
        row.bottom() - 0.5,
        Stroke::new(1.0, theme.hairline),
    );
    let widths: Vec<f32> = names.iter().map(|name| width_of(ui, name)).collect();
    let shown = fitting(&widths, row.width(), width_of(ui, "More") + 16.0).min(limit.max(1));

    let mut chosen = None;
    let mut left = row.left();
    for (index, (name, width)) in names.iter().zip(&widths).enumerate().take(shown) {
        let rect = Rect::from_min_size(pos2(left, row.top()), vec2(*width, row.height()));
        if tab_ui(ui, rect, name, index == active, 0.0).clicked() && index != active {
            chosen = Some(index);
        }
        left += width + GAP;
    }
    if shown < names.len() {
        // An active tab inside the menu lends its name to the menu's button.
        let title = if active >= shown {
            names.get(active).copied().unwrap_or("More")
        } else {
            "More"
        };
        let rect = Rect::from_min_size(
            pos2(left, row.top()),
            vec2(width_of(ui, title) + 16.0, row.height()),
        );
        let more = tab_ui(ui, rect, title, active >= shown, 16.0);
        let more = more.accessible_name("More tabs");
        Popup::menu(&more).show(|ui| {
            ui.set_min_width(150.0);
            for (index, name) in names.iter().enumerate().skip(shown) {
                if menu_item_ui(ui, name, "", index == active).clicked() {
                    chosen = Some(index);
                }
            }
        });
    }
    chosen
}

fn width_of(ui: &Ui, name: &str) -> f32 {
    // Always the regular width, so that nothing moves when a tab becomes active.
    Type::BODY
        .galley(ui.painter(), name, egui::Color32::PLACEHOLDER)
        .size()
        .x
        .ceil()
}

/// How many tabs fit in `room`, keeping `more` free unless all fit.
fn fitting(widths: &[f32], room: f32, more: f32) -> usize {
    let total: f32 = widths.iter().sum::<f32>() + GAP * widths.len().saturating_sub(1) as f32;
    if total <= room {
        return widths.len();
    }
    let mut used = more;
    widths
        .iter()
        .take_while(|width| {
            used += **width + GAP;
            used <= room
        })
        .count()
        .max(1)
}

fn tab_ui(ui: &Ui, rect: Rect, name: &str, active: bool, chevron: f32) -> Response {
    let theme = Theme::of(ui);
    let response = ui.interact(rect, ui.scope_id().with(("tab", name)), Sense::click());
    let (style, color) = match (active, response.hovered()) {
        (true, _) => (Type::HEADING, theme.text),
        (false, true) => (Type::BODY, theme.text),
        (false, false) => (Type::BODY, theme.text2),
    };
    let center = pos2(rect.center().x - chevron / 2.0, rect.center().y);
    crate::app::theme::text::paint(
        ui.painter(),
        center,
        Align2::CENTER_CENTER,
        name,
        style,
        color,
    );
    if chevron > 0.0 {
        paint_icon(
            ui.painter(),
            Icon::ChevronDown,
            pos2(rect.right() - 6.0, rect.center().y + 0.5),
            11.0,
            color,
        );
    }
    if active {
        let rule = Rect::from_x_y_ranges(rect.x_range(), rect.bottom() - 2.0..=rect.bottom());
        ui.painter().rect_filled(rule, 0.0, theme.accent);
    }
    paint_focus(
        ui,
        rect.shrink2(vec2(0.0, 7.0)).expand2(vec2(5.0, 0.0)),
        radius::CHIP,
        &response,
    );
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Tab, enabled, active, name));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_that_do_not_fit_go_into_the_menu() {
        let widths = [50.0; 5];
        assert_eq!(fitting(&widths, 1000.0, 40.0), 5);
        // 40 for More, then 70.5 a tab: three use 251.5.
        assert_eq!(fitting(&widths, 260.0, 40.0), 3);
        assert_eq!(fitting(&widths, 10.0, 40.0), 1);
    }
}
