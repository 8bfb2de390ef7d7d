//! One line of a menu: words on the left, a shortcut or a note on the right.

use super::icons::paint_focus;
use crate::app::theme::{Theme, Type, radius};
use eframe::egui::{CornerRadius, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// Space before the first and after the last letter.
const PAD: f32 = 8.0;
/// Room of a menu that has no width of its own yet (points): no line makes it wider.
const MOST: f32 = 440.0;

/// Draws the line across the menu's width; `note` may be empty. Words that have no room end in an
/// ellipsis and are told in full on hover. Close the menu with `ui.close()` if it should not close
/// by itself.
pub fn menu_item_ui(ui: &mut Ui, words: &str, note: &str, selected: bool) -> Response {
    let theme = Theme::of(ui);
    let style = if selected {
        Type::ROW_STRONG
    } else {
        Type::ROW
    };
    let note = Type::CAPTION.galley(ui.painter(), note, theme.text3);
    let gap = if note.size().x > 0.0 { 24.0 } else { 0.0 };
    let around = gap + note.size().x + 2.0 * PAD;
    let needed = style.galley(ui.painter(), words, theme.text).size().x + around;
    // The first pass of a pop-up only measures, and has all the room of the window.
    let width = if ui.is_sizing_pass() {
        needed.max(ui.min_size().x).min(MOST)
    } else {
        ui.available_width()
    };
    let galley = style.galley_elided(ui.painter(), words, theme.text, width - around);
    let elided = galley.elided;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 26.0), Sense::click());
    let fill = match (response.hovered() || response.has_focus(), selected) {
        (true, _) => Some(theme.hover),
        (false, true) => Some(theme.selected),
        (false, false) => None,
    };
    if let Some(fill) = fill.filter(|_| ui.is_enabled()) {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(radius::CHIP), fill);
    }
    paint_focus(ui, rect, radius::CHIP, &response);
    let y = rect.center().y;
    ui.painter().galley(
        pos2(rect.left() + PAD, y - galley.size().y / 2.0),
        galley,
        theme.text,
    );
    let note_at = pos2(rect.right() - PAD - note.size().x, y - note.size().y / 2.0);
    ui.painter().galley(note_at, note, theme.text3);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, enabled, selected, words));
    if elided {
        response.on_hover_text(words)
    } else {
        response
    }
}
