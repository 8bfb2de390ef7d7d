//! Two columns of a page with a rule between them.

use crate::app::theme::Theme;
use eframe::egui::{Align, Layout, Rect, Stroke, Ui, UiBuilder, vec2};

/// Gap on each side of the rule before the side column.
pub(crate) const GAP: f32 = 24.0;

/// Two columns with a rule between them, as tall as the taller one.
pub(crate) fn columns_ui(
    ui: &mut Ui,
    widths: [f32; 2],
    left: impl FnOnce(&mut Ui),
    right: impl FnOnce(&mut Ui),
) {
    let theme = Theme::of(ui);
    let start = ui.cursor().min;
    let column = |ui: &mut Ui, name: &str, offset: f32, width: f32| {
        let rect = Rect::from_min_size(start + vec2(offset, 0.0), vec2(width, 0.0));
        let flow = Layout::top_down(Align::Min);
        ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect).layout(flow))
    };
    let mut first = column(ui, "left", 0.0, widths[0]);
    left(&mut first);
    let mut second = column(ui, "right", widths[0] + 2.0 * GAP, widths[1]);
    right(&mut second);
    let all = first.min_rect().union(second.min_rect());
    ui.advance_cursor_after_rect(all);
    let x = (start.x + widths[0] + GAP).round() - 0.5;
    ui.painter()
        .vline(x, all.y_range(), Stroke::new(1.0, theme.hairline));
}
