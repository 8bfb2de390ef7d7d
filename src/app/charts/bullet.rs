//! A bullet row: a bar for what is, hatching up to what is wanted, markers for what others want.
//!
//! Bar, hatching and markers share one axis from zero; markers that coincide stand side by side.

use super::labels::push_apart;
use super::marks::{hatch_rect, paint_numbered_marker};
use crate::app::theme::{RoadmapLook, Theme};
use eframe::egui::{CornerRadius, Painter, Rangef, Rect, Stroke, pos2};

/// What a bullet row shows, in the axis' own unit.
#[derive(Clone, Copy, Debug)]
pub struct Bullet<'a> {
    /// What is.
    pub level: f64,
    /// What is wanted; hatched from `level` on.
    pub goal: f64,
    /// Lowest and highest opinion of what is.
    pub range: Option<[f64; 2]>,
    /// What each roadmap wants.
    pub needs: &'a [Need],
}

/// What a roadmap wants.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// Its kind.
    pub kind: RoadmapLook,
    /// Number in its marker.
    pub number: Option<u8>,
    /// How much.
    pub level: f64,
}

/// Height of the bar.
const BAR: f32 = 8.0;
/// Least distance between two markers, and between two that hold numbers.
const PITCH: f32 = 9.5;
const NUMBERED: f32 = 14.0;

/// Paints the row with its middle at `y`; `axis` reaches from 0 to `top`.
pub fn paint_bullet(
    painter: &Painter,
    theme: &Theme,
    axis: Rangef,
    top: f64,
    y: f32,
    bullet: &Bullet<'_>,
) {
    let x = |level: f64| axis.min + axis.span() * (level / top) as f32;
    let bar =
        |from: f64, to: f64| Rect::from_x_y_ranges(x(from)..=x(to), y - BAR / 2.0..=y + BAR / 2.0);
    if bullet.goal > bullet.level {
        let stroke = Stroke::new(1.6, theme.caution);
        hatch_rect(painter, bar(bullet.level, bullet.goal), 4.0, stroke);
    }
    if bullet.level > 0.0 {
        painter.rect_filled(
            bar(0.0, bullet.level),
            CornerRadius::same(crate::app::theme::radius::BAR),
            theme.neutral[0],
        );
    }
    if let Some([low, high]) = bullet.range {
        let stroke = Stroke::new(1.2, theme.text);
        let above = y - BAR / 2.0 - 5.0;
        painter.hline(x(low)..=x(high), above, stroke);
        for end in [low, high] {
            painter.vline(x(end), above - 2.5..=above + 2.5, stroke);
        }
    }
    let mut needs: Vec<&Need> = bullet.needs.iter().collect();
    needs.sort_by(|a, b| a.level.total_cmp(&b.level));
    let wanted: Vec<f32> = needs.iter().map(|need| x(need.level)).collect();
    let pitch = if needs.iter().any(|need| need.number.is_some()) {
        NUMBERED
    } else {
        PITCH
    };
    let places = push_apart(&wanted, pitch, axis.min, axis.max + pitch);
    for (need, place) in needs.into_iter().zip(places) {
        let color = need.kind.color(theme);
        let at = pos2(place, y);
        paint_numbered_marker(painter, at, need.kind, need.number, theme, color);
    }
}
