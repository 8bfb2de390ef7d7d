//! How a value box looks.

use super::number_field::{NumberField, Spread};
use super::number_state::Draft;
use crate::app::theme::{Theme, Type, radius};
use eframe::egui;
use eframe::egui::{Align2, CornerRadius, Rect, Response, Stroke, StrokeKind, Ui, pos2};

impl NumberField<'_> {
    pub(super) fn figure_style(&self) -> (Type, bool) {
        if self.tall {
            (
                Type {
                    size: 13.0,
                    ..Type::ROW_STRONG
                },
                true,
            )
        } else {
            (Type::ROW, false)
        }
    }

    pub(super) fn paint_idle(&self, ui: &Ui, rect: Rect, response: &Response, draft: &Draft) {
        let theme = Theme::of(ui);
        let stroke = if draft.refused.is_some() {
            Stroke::new(2.0, theme.error)
        } else if response.has_focus() {
            Stroke::new(2.0, theme.focus)
        } else if response.hovered() || response.dragged() {
            Stroke::new(1.0, theme.strong)
        } else {
            Stroke::new(1.0, theme.border)
        };
        self.paint_box(ui, rect, theme.field, stroke);
        let unit_width = self.paint_unit(ui, rect);
        let (style, left) = self.figure_style();
        let text: &str = if draft.refused.is_some() {
            &draft.text
        } else {
            self.text
        };
        let pad = if self.tall { 11.0 } else { 8.0 };
        let room = rect.width() - 2.0 * pad - unit_width;
        // A range that is too long is written closer and smaller before it is cut.
        let closer = text.replace(" to ", "\u{2013}");
        let galley = [
            (text, style),
            (closer.as_str(), style),
            (closer.as_str(), Type::CAPTION),
        ]
        .map(|(text, style)| style.galley(ui.painter(), text, theme.text))
        .into_iter()
        .find(|galley| galley.size().x <= room)
        .unwrap_or_else(|| style.galley_elided(ui.painter(), text, theme.text, room));
        let x = if left {
            rect.left() + pad
        } else {
            rect.right() - pad - unit_width - galley.size().x
        };
        let at = Align2::LEFT_CENTER.anchor_size(pos2(x, rect.center().y), galley.size());
        ui.painter().galley(at.min, galley, theme.text);
        if let Some(spread) = self.spread.filter(|_| draft.refused.is_none()) {
            paint_whisker(ui, rect, spread);
        }
    }

    pub(super) fn paint_box(&self, ui: &Ui, rect: Rect, fill: egui::Color32, stroke: Stroke) {
        ui.painter().rect(
            rect,
            CornerRadius::same(if self.tall {
                radius::BUTTON
            } else {
                radius::VALUE
            }),
            fill,
            stroke,
            StrokeKind::Inside,
        );
    }

    /// Paints the unit at the right edge and returns the room it takes, gap included.
    pub(super) fn paint_unit(&self, ui: &Ui, rect: Rect) -> f32 {
        if self.unit.is_empty() {
            return 0.0;
        }
        let theme = Theme::of(ui);
        let galley = Type::CAPTION.galley(ui.painter(), self.unit, theme.text3);
        let pad = if self.tall { 11.0 } else { 8.0 };
        let size = galley.size();
        let at =
            Align2::RIGHT_CENTER.anchor_size(pos2(rect.right() - pad, rect.center().y + 0.5), size);
        ui.painter().galley(at.min, galley, theme.text3);
        size.x + 4.0
    }
}

/// A bar from low to high on the lower edge of the box with a tick at the likely value. The bar
/// always has the same reach: what it shows is the skew, and the figures above show the ends.
fn paint_whisker(ui: &Ui, rect: Rect, spread: Spread) {
    let width = spread.high - spread.low;
    if width <= 0.0 || !width.is_finite() {
        return;
    }
    let theme = Theme::of(ui);
    let (left, right) = (
        rect.left() + rect.width() * 0.24,
        rect.right() - rect.width() * 0.18,
    );
    let share = ((spread.likely - spread.low) / width).clamp(0.0, 1.0) as f32;
    let y = rect.bottom() - 2.0;
    let painter = ui.painter();
    painter.rect_filled(
        Rect::from_x_y_ranges(left..=right, y - 1.0..=y + 1.0),
        0.0,
        theme.strong,
    );
    let tick = left + (right - left) * share;
    painter.rect_filled(
        Rect::from_x_y_ranges(tick - 1.25..=tick + 1.25, y - 2.0..=y + 2.0),
        0.0,
        theme.text,
    );
}
