//! One hundred dots, one per future, shaped and coloured by the cheapest roadmap in it.

use crate::app::theme::{Marker, RoadmapLook, Theme};
use eframe::egui;
use eframe::egui::{Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

/// Draws ten columns of ten; `counts` are futures out of 100 by roadmap, most first, and `name` is
/// the sentence for screen readers.
pub fn futures_ui(ui: &mut Ui, name: &str, counts: &[(RoadmapLook, u32)]) -> Response {
    const PITCH: f32 = 11.0;
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(PITCH, PITCH) * 10.0, Sense::hover());
    let kinds = counts
        .iter()
        .flat_map(|&(kind, count)| std::iter::repeat_n(kind, count as usize));
    for (index, kind) in kinds.take(100).enumerate() {
        let (column, row) = (index / 10, index % 10);
        let center = rect.min + vec2(column as f32 + 0.5, row as f32 + 0.5) * PITCH;
        paint_dot(ui, theme, center, kind);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    response
}

/// Simpler than the end markers, which would flicker at this size: a disc, a square, a ring.
fn paint_dot(ui: &Ui, theme: &Theme, center: Pos2, kind: RoadmapLook) {
    let color = kind.color(theme);
    let painter = ui.painter();
    match kind.marker() {
        Marker::Circle | Marker::Triangle => {
            painter.circle_filled(center, 4.0, color);
        }
        Marker::Square => {
            painter.rect_filled(Rect::from_center_size(center, vec2(6.0, 6.0)), 0.0, color);
        }
        Marker::Diamond => {
            let points = [
                vec2(0.0, -4.2),
                vec2(4.2, 0.0),
                vec2(0.0, 4.2),
                vec2(-4.2, 0.0),
            ];
            painter.add(egui::Shape::convex_polygon(
                points.map(|offset| center + offset).to_vec(),
                color,
                Stroke::NONE,
            ));
        }
        Marker::Plus => {
            painter.circle_stroke(center, 3.1, Stroke::new(1.7, color));
        }
    }
}
