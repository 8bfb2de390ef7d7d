//! A figure that can be asked about: underlined under the pointer, ringed by the keyboard, named.
//!
//! A page uses it in one of two ways. Text of its own: [`figure_ui`] draws it and senses the click.
//! A figure painted into a table or a strip: sense a click on its cell, then give the response and
//! the box of the text to [`figure_hover`]. What a click does is the page's business; usually it
//! asks `panels::why::ask`, which opens the panel of explanations in the next frame:
//!
//! ```text
//! let spoken = "Salaries, Monolith: $4.1M";
//! if figure_ui(ui, "$4.1M", Type::ROW, theme.text, spoken).clicked() {
//!     ask(ui, "salaries", &roadmap.id, None);
//! }
//! ```
//!
//! The metric is a series of the report, or `totals.` and a total. In a picture for export draw
//! plain text instead: nothing can be clicked there.

use super::icons::paint_focus;
use crate::app::theme::{Theme, Type, radius};
use eframe::egui::{Color32, CursorIcon, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo};

/// Draws a figure that senses clicks; `spoken` is its name for screen readers.
pub fn figure_ui(ui: &mut Ui, text: &str, style: Type, color: Color32, spoken: &str) -> Response {
    let galley = style.galley(ui.painter(), text, color);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::click());
    ui.painter().galley(rect.min, galley, color);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken));
    figure_hover(ui, &response, rect);
    response
}

/// Shows that the figure painted in `text` can be clicked, while it is pointed at or has the keyboard.
pub fn figure_hover(ui: &Ui, response: &Response, text: Rect) {
    if response.hovered() {
        let y = text.bottom().round() - 1.5;
        let line = Stroke::new(1.0, Theme::of(ui).text2);
        ui.painter().hline(text.x_range(), y, line);
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    paint_focus(ui, text.expand(3.0), radius::CHIP, response);
}
