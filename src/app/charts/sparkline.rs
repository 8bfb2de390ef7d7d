//! The small picture on a preset's card: a few lines, a base line and markers, no text.

use super::marks::{paint_line, paint_marker};
use crate::app::theme::{RoadmapLook, Theme};
use eframe::egui;
use eframe::egui::{Pos2, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Draws `series` in a box of the given size; `name` is the sentence for screen readers.
pub fn sparkline_ui(
    ui: &mut Ui,
    name: &str,
    size: egui::Vec2,
    series: &[(RoadmapLook, &[f64])],
) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let highest = series
        .iter()
        .flat_map(|line| line.1)
        .copied()
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    let plot = egui::Rect::from_min_max(rect.min + vec2(0.0, 6.0), rect.max - vec2(6.0, 3.0));
    let base = plot.bottom().round() - 0.5;
    ui.painter().hline(
        rect.left()..=rect.right(),
        base,
        Stroke::new(1.0, theme.axis),
    );
    if highest > 0.0 {
        for &(kind, values) in series {
            let last = values.len().saturating_sub(1).max(1) as f32;
            let points: Vec<Pos2> = values
                .iter()
                .enumerate()
                .map(|(month, value)| {
                    let share = (value / highest) as f32;
                    pos2(
                        plot.left() + plot.width() * month as f32 / last,
                        base - (plot.height() - 1.0) * share,
                    )
                })
                .collect();
            paint_line(ui.painter(), &points, kind, 1.7, kind.color(theme));
            if let Some(&end) = points.last() {
                paint_marker(ui.painter(), end, kind, kind.color(theme), theme.bg, 0.8);
            }
        }
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    response
}
