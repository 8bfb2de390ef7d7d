//! The card beside the hovered month.

use crate::app::charts::marks::paint_marker;
use crate::app::theme::{RoadmapLook, Theme, Type, radius};
use eframe::egui;
use eframe::egui::{
    Color32, CornerRadius, Galley, LayerId, Order, Rect, Stroke, StrokeKind, Ui, pos2, vec2,
};
use std::sync::Arc;

/// A line of the card.
pub struct HoverRow {
    /// Marker in front, with its colour.
    pub marker: Option<(RoadmapLook, Color32)>,
    /// Colour of a square in front, for categories.
    pub swatch: Option<Color32>,
    /// Figure in semibold.
    pub figure: String,
    /// What stands behind the figure: a range or a name.
    pub rest: String,
}

/// Paints the card left or right of `x`, inside `bounds` where it fits.
pub fn hover_card(ui: &Ui, bounds: Rect, x: f32, title: &str, rows: &[HoverRow], note: &str) {
    const LINE: f32 = 17.0;
    const PAD: f32 = 11.0;
    let theme = Theme::of(ui);
    let layer = LayerId::new(Order::Tooltip, ui.scope_id().with("hover card"));
    let painter = ui.ctx().layer_painter(layer);
    let title = Type::LABEL_STRONG.galley(&painter, title, theme.text);
    let figures: Vec<Arc<Galley>> = rows
        .iter()
        .map(|row| Type::LABEL_STRONG.galley(&painter, &row.figure, theme.text))
        .collect();
    let rests: Vec<Arc<Galley>> = rows
        .iter()
        .map(|row| Type::LABEL.galley(&painter, &row.rest, theme.text3))
        .collect();
    let note =
        (!note.is_empty()).then(|| Type::LABEL.galley_wrapped(&painter, note, theme.text2, 230.0));
    let widest = |galleys: &[Arc<Galley>]| {
        galleys
            .iter()
            .map(|galley| galley.size().x)
            .fold(0.0, f32::max)
    };
    let marker_room = if rows
        .iter()
        .any(|row| row.marker.is_some() || row.swatch.is_some())
    {
        16.0
    } else {
        0.0
    };
    let figure_room = widest(&figures);
    let rest_room = widest(&rests);
    let row_width = marker_room
        + figure_room
        + if rest_room > 0.0 {
            8.0 + rest_room
        } else {
            0.0
        };
    let note_size = note
        .as_ref()
        .map_or(egui::Vec2::ZERO, |galley| galley.size());
    let width = row_width.max(title.size().x).max(note_size.x) + 2.0 * PAD;
    let height = LINE * (rows.len() + 1) as f32 + note_size.y + 13.0;
    let right = x + 12.0 + width <= bounds.right();
    let left = if right {
        x + 12.0
    } else {
        (x - 12.0 - width).max(bounds.left())
    };
    let rect = Rect::from_min_size(
        pos2(left.round(), (bounds.top() + 6.0).round()),
        vec2(width.round(), height.round()),
    );
    painter.add(
        ui.visuals()
            .popup_shadow
            .as_shape(rect, CornerRadius::same(radius::BUTTON)),
    );
    painter.rect(
        rect,
        CornerRadius::same(radius::BUTTON),
        theme.raised,
        Stroke::new(1.0, theme.border),
        StrokeKind::Inside,
    );
    let mut y = rect.top() + 6.0 + LINE / 2.0;
    let left = rect.left() + PAD;
    painter.galley(pos2(left, y - title.size().y / 2.0), title, theme.text);
    for ((row, figure), rest) in rows.iter().zip(figures).zip(rests) {
        y += LINE;
        if let Some((kind, color)) = row.marker {
            paint_marker(
                &painter,
                pos2(left + 4.5, y),
                kind,
                color,
                theme.raised,
                0.9,
            );
        }
        if let Some(color) = row.swatch {
            painter.rect_filled(
                Rect::from_center_size(pos2(left + 4.5, y), vec2(9.0, 9.0)),
                2.0,
                color,
            );
        }
        let figure_left = left + marker_room + figure_room - figure.size().x;
        let rest_left = left + marker_room + figure_room + 8.0;
        painter.galley(
            pos2(figure_left, y - figure.size().y / 2.0),
            figure,
            theme.text,
        );
        painter.galley(pos2(rest_left, y - rest.size().y / 2.0), rest, theme.text3);
    }
    if let Some(note) = note {
        painter.galley(pos2(left, y + LINE / 2.0), note, theme.text2);
    }
}
