//! Inputs by the part of the variance that each has a share in.

use super::model::Share;
use crate::app::theme::text::paint;
use crate::app::theme::{Theme, Type, radius};
use crate::app::widgets::icons::paint_focus;
use crate::units;
use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

/// Height of a bar.
const BAR: f32 = 15.0;
/// Room left of the bars for names at most, as a share of the width.
const NAMES: f32 = 0.4;
/// Room for the figure at the end of a bar.
const FIGURE: f32 = 84.0;

/// Draws a bar for each input, the strongest first, `pitch` points a row; returns the place of one
/// that was clicked.
pub(super) fn variance_ui(ui: &mut Ui, shares: &[Share<'_>], pitch: f32) -> Option<usize> {
    let theme = Theme::of(ui);
    let height = pitch * shares.len() as f32;
    let (_, outer) = ui.allocate_space(vec2(ui.available_width(), height));
    let painter = ui.painter().clone();
    let wide = |share: &Share<'_>| Type::ROW.galley(&painter, &share.name, theme.text).size().x;
    let names = shares.iter().map(wide).fold(60.0, f32::max);
    let names = names.min(outer.width() * NAMES);
    let left = outer.left() + names + 16.0;
    let room = (outer.right() - FIGURE - left).max(0.0);
    let most = shares
        .first()
        .map_or(1.0, |share| share.index.max(f64::MIN_POSITIVE));
    let mut clicked = None;
    for (place, share) in shares.iter().enumerate() {
        let top = outer.top() + pitch * place as f32;
        let y = top + pitch / 2.0;
        let row = Rect::from_x_y_ranges(outer.x_range(), top..=top + pitch);
        let response = ui.interact(row, ui.scope_id().with(("share", place)), Sense::click());
        if response.hovered() {
            painter.rect_filled(row, CornerRadius::same(radius::CHIP), theme.hover);
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        let name = Type::ROW.galley_elided(&painter, &share.name, theme.text, names);
        let at = Align2::LEFT_CENTER.anchor_size(pos2(outer.left(), y), name.size());
        painter.galley(at.min, name, theme.text);
        let length = (room * (share.index / most).clamp(0.0, 1.0) as f32).max(2.0);
        let bar = Rect::from_x_y_ranges(left..=left + length, y - BAR / 2.0..=y + BAR / 2.0);
        painter.rect_filled(bar, CornerRadius::same(radius::BAR), theme.neutral[0]);
        let figure = format!(
            "{} \u{b1} {}",
            units::share(share.index),
            units::share(share.error)
        );
        let end = pos2(bar.right() + 6.0, y);
        let (style, color) = (Type::CAPTION_STRONG, theme.text);
        paint(&painter, end, Align2::LEFT_CENTER, &figure, style, color);
        paint_focus(ui, row, radius::CHIP, &response);
        let words = format!("{}: has a share in {figure} of the variance", share.name);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
        if response.clicked() {
            clicked = Some(place);
        }
    }
    clicked
}
