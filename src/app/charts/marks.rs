//! Lines with dashes, markers, and hatching: the strokes every chart shares.

use super::frame::FrameResponse;
use crate::app::theme::{Marker, RoadmapLook, Theme, Type};
use eframe::egui::{
    Align2, Color32, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, Ui, pos2, vec2,
};

/// Paints a line through `points` in the dash of `kind`.
pub fn paint_line(
    painter: &Painter,
    points: &[Pos2],
    kind: RoadmapLook,
    width: f32,
    color: Color32,
) {
    let stroke = Stroke::new(width, color);
    let dash = kind.dash();
    if dash.is_empty() {
        painter.add(Shape::line(points.to_vec(), stroke));
        return;
    }
    // Anti-aliasing makes a stroke look half a point longer than it is.
    let on: Vec<f32> = dash.iter().map(|pair| pair[0] - 0.5).collect();
    let off: Vec<f32> = dash.iter().map(|pair| pair[1] + 0.5).collect();
    painter.extend(Shape::dashed_line_with_offset(
        points, stroke, &on, &off, 0.0,
    ));
}

/// Paints the marker of `kind` with a thin halo of `ground`.
pub fn paint_marker(
    painter: &Painter,
    center: Pos2,
    kind: RoadmapLook,
    color: Color32,
    ground: Color32,
    scale: f32,
) {
    let halo = Stroke::new(1.5 * scale, ground);
    let polygon = |points: Vec<Pos2>| {
        painter.add(Shape::closed_line(
            points.clone(),
            Stroke::new(3.0 * scale, ground),
        ));
        painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
    };
    let at = |x: f32, y: f32| center + vec2(x, y) * scale;
    match kind.marker() {
        Marker::Circle => {
            painter.circle_filled(center, 4.9 * scale, ground);
            painter.circle_filled(center, 3.5 * scale, color);
        }
        Marker::Square => {
            let half = 3.1 * scale;
            let square = Rect::from_center_size(center, vec2(half, half) * 2.0);
            painter.rect_filled(square.expand(halo.width), 1.0, ground);
            painter.rect_filled(square, 0.5, color);
        }
        Marker::Diamond => polygon(vec![
            at(0.0, -4.3),
            at(4.3, 0.0),
            at(0.0, 4.3),
            at(-4.3, 0.0),
        ]),
        Marker::Triangle => polygon(vec![at(0.0, -3.9), at(3.9, 3.1), at(-3.9, 3.1)]),
        Marker::Plus => {
            let arm = |half: Vec2d, color| {
                painter.rect_filled(
                    Rect::from_center_size(center, vec2(half.0, half.1) * 2.0 * scale),
                    0.0,
                    color,
                );
            };
            for (length, width, color) in [(5.2, 2.5, ground), (4.0, 1.15, color)] {
                arm((length, width), color);
                arm((width, length), color);
            }
        }
    }
}

type Vec2d = (f32, f32);

/// [`paint_marker`] with a number inside, for several roadmaps of one kind.
pub fn paint_numbered_marker(
    painter: &Painter,
    center: Pos2,
    kind: RoadmapLook,
    number: Option<u8>,
    theme: &Theme,
    color: Color32,
) {
    let Some(number) = number else {
        paint_marker(painter, center, kind, color, theme.bg, 1.0);
        return;
    };
    painter.circle_filled(center, 8.0, theme.bg);
    painter.circle_filled(center, 6.6, color);
    let font = FontId::new(9.5, crate::app::theme::Type::LABEL_STRONG.font().family);
    painter.text(center, Align2::CENTER_CENTER, number, font, theme.bg);
}

/// A short horizontal sample of a roadmap's line with its marker in the middle.
pub fn paint_sample(painter: &Painter, left: Pos2, width: f32, kind: RoadmapLook, theme: &Theme) {
    let color = kind.color(theme);
    let middle = pos2(left.x + width / 2.0, left.y);
    // A sample is too short for some dashes; one stroke and a gap on each side say enough.
    let stroke = Stroke::new(1.8, color);
    let strokes: &[[f32; 2]] = match kind {
        RoadmapLook::Monolith => &[[0.0, 8.0], [16.0, 24.0]],
        RoadmapLook::Modular | RoadmapLook::Hybrid => &[[0.0, 7.0], [17.0, 24.0]],
        RoadmapLook::Microservices => &[[0.0, 3.0], [5.0, 7.0], [17.0, 19.0], [21.0, 24.0]],
        RoadmapLook::Switch => &[[0.0, 7.0], [17.0, 19.0], [21.5, 23.5]],
    };
    for [from, to] in strokes {
        let factor = width / 24.0;
        painter.hline(
            left.x + from * factor..=left.x + to * factor,
            left.y,
            stroke,
        );
    }
    paint_marker(painter, middle, kind, color, Color32::TRANSPARENT, 0.9);
}

/// Distance between the strokes that stand for a consequence, measured across them.
pub const HATCH_PITCH: f32 = 5.0;
/// Width of those strokes.
pub const HATCH_WIDTH: f32 = 1.8;

/// 45° strokes every `pitch` points inside the band between two curves, which share their x.
///
/// Each stroke is cut column by column, so the strokes end exactly on the curves.
pub fn hatch_between(
    upper: &[Pos2],
    lower: &[Pos2],
    pitch: f32,
    stroke: Stroke,
    shapes: &mut Vec<Shape>,
) {
    let pitch = pitch * std::f32::consts::SQRT_2;
    let columns: Vec<[Pos2; 4]> = upper
        .windows(2)
        .zip(lower.windows(2))
        .filter_map(|(up, low)| match (up, low) {
            (&[a, b], &[c, d]) if b.x > a.x && (c.y - a.y > 0.05 || d.y - b.y > 0.05) => {
                Some([a, b, c, d])
            }
            _ => None,
        })
        .collect();
    for [a, b, c, d] in columns {
        // A stroke is x + y = sum; it crosses the column for sums between those of its corners.
        let sums = [a.x + a.y, b.x + b.y, c.x + c.y, d.x + d.y];
        let low = sums.into_iter().fold(f32::INFINITY, f32::min);
        let high = sums.into_iter().fold(f32::NEG_INFINITY, f32::max);
        let first = (low / pitch).ceil() as i32;
        let last = (high / pitch).floor() as i32;
        for index in first..=last {
            let sum = index as f32 * pitch;
            if let Some([from, to]) = cut(sum, [a, b, c, d]) {
                shapes.push(Shape::line_segment([from, to], stroke));
            }
        }
    }
}

/// The part of the stroke `x + y = sum` inside a column with edges a→b above and c→d below.
fn cut(sum: f32, [a, b, c, d]: [Pos2; 4]) -> Option<[Pos2; 2]> {
    let mut range = (a.x, b.x);
    // Below the upper edge: y(x) - upper(x) >= 0; above the lower edge: lower(x) - y(x) >= 0.
    for (from, to, sign) in [(a, b, 1.0), (c, d, -1.0)] {
        let slope = (to.y - from.y) / (to.x - from.x);
        let gap = |x: f32| sign * ((sum - x) - (from.y + slope * (x - from.x)));
        let (left, right) = (gap(range.0), gap(range.1));
        if left < 0.0 && right < 0.0 {
            return None;
        }
        if left < 0.0 || right < 0.0 {
            let zero = range.0 + (range.1 - range.0) * left / (left - right);
            if left < 0.0 {
                range.0 = zero;
            } else {
                range.1 = zero;
            }
        }
    }
    (range.1 - range.0 > 0.05).then(|| [pos2(range.0, sum - range.0), pos2(range.1, sum - range.1)])
}

/// 45° strokes over a rectangle, for swatches and for months that do not fit.
pub fn hatch_rect(painter: &Painter, rect: Rect, pitch: f32, stroke: Stroke) {
    let mut shapes = Vec::new();
    hatch_between(
        &[rect.left_top(), rect.right_top()],
        &[rect.left_bottom(), rect.right_bottom()],
        pitch,
        stroke,
        &mut shapes,
    );
    painter.extend(shapes);
}

/// What lies between two lines of the same months, filled.
pub fn area(above: &[Pos2], below: &[Pos2], color: Color32) -> Shape {
    let mut mesh = Mesh::default();
    for (up, down) in above.iter().zip(below) {
        let next = mesh.vertices.len() as u32;
        mesh.colored_vertex(*up, color);
        mesh.colored_vertex(*down, color);
        if next >= 2 {
            mesh.add_triangle(next - 2, next - 1, next);
            mesh.add_triangle(next - 1, next, next + 1);
        }
    }
    Shape::mesh(mesh)
}

/// Months as they turned out: a ring for each; `name` stands beside the last.
pub fn paint_actuals(
    ui: &Ui,
    theme: &Theme,
    framed: &FrameResponse,
    actual: &[(usize, f64)],
    name: &str,
) {
    const RADIUS: f32 = 3.2;
    let painter = ui
        .painter()
        .with_clip_rect(framed.plot.expand(RADIUS + 1.0).intersect(ui.clip_rect()));
    for (month, value) in actual {
        let at = framed.at(*month as f64, *value);
        painter.circle(at, RADIUS, theme.bg, Stroke::new(1.6, theme.text));
    }
    if let Some((month, value)) = actual.last().filter(|_| !name.is_empty()) {
        let at = framed.at(*month as f64, *value) + vec2(RADIUS + 5.0, 0.0);
        let galley = Type::CAPTION.galley(&painter, name, theme.text);
        let place = Align2::LEFT_CENTER.anchor_size(at, galley.size());
        // Readable on whatever area it stands.
        painter.rect_filled(place.expand2(vec2(3.0, 1.0)), 3.0, theme.bg);
        painter.galley(place.min, galley, theme.text);
    }
}

/// A filled or hatched swatch of a cost category.
pub fn paint_swatch(
    painter: &Painter,
    rect: Rect,
    category: crate::engine::series::CostCategory,
    theme: &Theme,
) {
    let color = category.color(theme);
    if category.hatched() {
        hatch_rect(painter, rect, HATCH_PITCH, Stroke::new(HATCH_WIDTH, color));
    } else {
        painter.rect_filled(rect, 2.0, color);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatching_stays_between_the_curves() {
        let upper = [pos2(0.0, 10.0), pos2(10.0, 0.0), pos2(20.0, 10.0)];
        let lower = [pos2(0.0, 10.0), pos2(10.0, 20.0), pos2(20.0, 10.0)];
        let mut shapes = Vec::new();
        hatch_between(
            &upper,
            &lower,
            3.0,
            Stroke::new(1.0, Color32::BLACK),
            &mut shapes,
        );
        assert!(!shapes.is_empty());
        for shape in shapes {
            let Shape::LineSegment { points, .. } = shape else {
                panic!("strokes only")
            };
            for point in points {
                // The band is |y - 10| <= 10 - |x - 10|.
                assert!(
                    (point.y - 10.0).abs() <= 10.01 - (point.x - 10.0).abs(),
                    "{point:?}"
                );
            }
        }
    }
}
