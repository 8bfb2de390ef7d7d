//! What a chart of lines paints: bands, spans, lines, annotations and the hovered month.

use super::frame::FrameResponse;
use super::hover::{HoverRow, hover_card};
use super::lines::{Crossover, LineChart, Series};
use super::marks;
use super::scale::Scale;
use crate::app::theme::{RoadmapLook, Theme, Type, text};
use eframe::egui::{Align2, Color32, Pos2, Rect, Stroke, Ui, pos2, vec2};
use egui_plot::FilledArea;

impl LineChart<'_> {
    fn x_at(&self, plot: Rect, month: f64) -> f32 {
        plot.left() + plot.width() * (month / self.time.last().max(1) as f64) as f32
    }

    /// The line nearest to the pointer, if its band is not drawn anyway.
    pub(super) fn hovered_line(&self, ui: &Ui, plot: Rect, scale: &Scale) -> Option<usize> {
        let (nearest, away) = self.nearest_line(ui, plot, scale)?;
        (away < 14.0).then_some(nearest)
    }

    /// The line nearest to the pointer in its month, and how far away it is (points).
    pub(super) fn nearest_line(&self, ui: &Ui, plot: Rect, scale: &Scale) -> Option<(usize, f32)> {
        let pointer = ui
            .input(|input| input.pointer.hover_pos())
            .filter(|pos| plot.contains(*pos))?;
        let month = ((pointer.x - plot.left()) / plot.width() * self.time.last() as f32)
            .round()
            .max(0.0) as usize;
        let distance = |value: f64| {
            let share = (value - scale.min) / (scale.max - scale.min);
            (plot.bottom() - plot.height() * share as f32 - pointer.y).abs()
        };
        self.series
            .iter()
            .enumerate()
            .filter_map(|(index, series)| Some((index, distance(*series.values.get(month)?))))
            .min_by(|a, b| a.1.total_cmp(&b.1))
    }

    pub(super) fn bands(&self, theme: &Theme, extra: Option<usize>) -> Vec<FilledArea> {
        let extra = extra.filter(|&index| {
            self.series
                .get(index)
                .is_some_and(|series| !series.band_shown && series.band.is_some())
        });
        let mut areas = Vec::new();
        for (index, series) in self.series.iter().enumerate() {
            let shown = if extra.is_some() {
                extra == Some(index)
            } else {
                series.band_shown
            };
            let Some(band) = series.band.filter(|_| shown) else {
                continue;
            };
            let months = band.low.len().min(band.high.len());
            let xs: Vec<f64> = (0..months).map(|month| month as f64).collect();
            areas.push(
                FilledArea::new("", &xs, &band.low[..months], &band.high[..months])
                    .fill_color(series.kind.band(theme, self.stale))
                    .stroke(Stroke::NONE),
            );
        }
        areas
    }

    pub(super) fn paint_spans(&self, ui: &Ui, theme: &Theme, plot: Rect) {
        if let Some(unfit) = self.unfit {
            let left = self.x_at(plot, unfit.month);
            let months = Rect::from_x_y_ranges(left..=plot.right(), plot.y_range());
            marks::hatch_rect(ui.painter(), months, 5.0, Stroke::new(1.0, theme.grid));
        }
        if let Some(switch) = self.switch.filter(|switch| switch.span > 0.0) {
            let right = self
                .x_at(plot, switch.month + switch.span)
                .min(plot.right());
            let months =
                Rect::from_x_y_ranges(self.x_at(plot, switch.month)..=right, plot.y_range());
            ui.painter()
                .rect_filled(months, 0.0, switch.kind.color(theme).gamma_multiply(0.08));
        }
    }

    pub(super) fn paint_switch_line(&self, ui: &Ui, theme: &Theme, framed: &FrameResponse) {
        let line = |month: f64, kind: RoadmapLook| {
            let x = framed.x(month).round() + 0.5;
            ui.painter().vline(
                x,
                framed.plot.y_range(),
                Stroke::new(1.0, kind.color(theme)),
            );
        };
        if let Some(switch) = self.switch {
            line(switch.month, switch.kind);
        }
        if let Some(unfit) = self.unfit {
            line(unfit.month, unfit.kind);
        }
    }

    pub(super) fn paint_lines(&self, ui: &Ui, theme: &Theme, framed: &FrameResponse) {
        let painter = ui
            .painter()
            .with_clip_rect(framed.plot.expand(2.0).intersect(ui.clip_rect()));
        let mut order: Vec<&Series<'_>> = self.series.iter().collect();
        order.sort_by_key(|series| series.emphasis);
        for series in &order {
            let points = framed.points(series.values);
            marks::paint_line(
                &painter,
                &points,
                series.kind,
                series.width(),
                series.color(theme),
            );
        }
        for series in order {
            if let Some(&end) = series
                .values
                .last()
                .filter(|_| series.values.len() >= self.time.months)
            {
                let at = framed.at(series.values.len().saturating_sub(1) as f64, end);
                marks::paint_numbered_marker(
                    ui.painter(),
                    at,
                    series.kind,
                    series.number,
                    theme,
                    series.color(theme),
                );
            }
        }
    }

    pub(super) fn paint_annotations(&self, ui: &Ui, theme: &Theme, framed: &FrameResponse) {
        let painter = ui.painter();
        if let Some(switch) = self.switch.filter(|switch| !switch.title.is_empty()) {
            let at = pos2(framed.x(switch.month) + 6.0, framed.plot.top() + 10.0);
            with_halo(
                ui,
                at,
                switch.title,
                Type {
                    size: 11.5,
                    ..Type::LABEL_STRONG
                },
                switch.kind.color(theme),
            );
            with_halo(
                ui,
                at + vec2(0.0, 15.0),
                switch.detail,
                Type::CAPTION,
                theme.text2,
            );
        }
        if let Some(crossover) = self.crossover {
            let at = framed.at(crossover.month, crossover.value);
            if !crossover.title.is_empty() {
                self.paint_crossover_text(ui, theme, framed, at, &crossover);
            }
            painter.circle(at, 5.5, theme.bg, Stroke::new(1.8, theme.text));
        }
        if let Some(unfit) = self.unfit {
            let widest = unfit
                .lines
                .iter()
                .map(|line| Type::LABEL.galley(painter, line, theme.text2).size().x);
            let title = Type::LABEL_STRONG
                .galley(painter, unfit.title, theme.text)
                .size()
                .x;
            let width = widest.fold(title, f32::max);
            let left =
                (framed.x(unfit.month) + 36.0).min(framed.plot.right() + self.gutter - width - 4.0);
            let mut at = pos2(
                left,
                framed.plot.bottom() - 10.0 - 15.0 * unfit.lines.len() as f32,
            );
            with_halo(ui, at, unfit.title, Type::LABEL_STRONG, theme.text);
            for line in unfit.lines {
                at.y += 15.0;
                with_halo(ui, at, line, Type::CAPTION, theme.text2);
            }
        }
        if let Some(month) = self.pinned {
            let x = framed.x(month as f64).round() + 0.5;
            painter.vline(x, framed.plot.y_range(), Stroke::new(1.0, theme.text));
        }
    }

    /// The text of a ring hangs below it, or above where there is no room below; further away where
    /// lines would run through it.
    fn paint_crossover_text(
        &self,
        ui: &Ui,
        theme: &Theme,
        framed: &FrameResponse,
        at: Pos2,
        crossover: &Crossover<'_>,
    ) {
        let width = |words: &str, style: Type| {
            let galley = style.galley(ui.painter(), words, theme.text);
            galley.size().x
        };
        let title_width = width(crossover.title, Type::LABEL_STRONG);
        let text_width = title_width.max(width(crossover.detail, Type::CAPTION));
        let right = at.x + 7.0 + text_width <= framed.plot.right();
        let left = if right {
            at.x + 7.0
        } else {
            at.x - 7.0 - text_width
        };
        // Middle of the title for a leader that ends `away` from the ring, up or down.
        let title_y = |away: f32| at.y + away - if away > 0.0 { 10.0 } else { 4.0 };
        let taken = |away: f32| {
            Rect::from_min_size(
                pos2(left - 3.0, title_y(away) - 9.0),
                vec2(text_width + 6.0, 33.0),
            )
        };
        let switch = self.switch.filter(|switch| !switch.title.is_empty());
        let switch_text = switch.map(|switch| {
            let widest = width(switch.title, Type::LABEL_STRONG);
            let widest = widest.max(width(switch.detail, Type::CAPTION));
            let corner = pos2(framed.x(switch.month), framed.plot.top());
            Rect::from_min_size(corner, vec2(widest + 12.0, 36.0))
        });
        let free = |away: f32| {
            let rect = taken(away);
            let inside = rect.top() >= framed.plot.top() - 2.0
                && rect.bottom() <= framed.plot.bottom() + 2.0;
            inside
                && switch_text.is_none_or(|text| !text.intersects(rect))
                && self
                    .series
                    .iter()
                    .all(|series| !crosses(&framed.points(series.values), rect))
        };
        let below = at.y + 62.0 < framed.plot.bottom();
        let usual = if below { 48.0 } else { -48.0 };
        let tries = [usual, -48.0].into_iter();
        let tries = tries.chain((5..40).map(|step| -12.0 * step as f32));
        let away = tries.into_iter().find(|away| free(*away)).unwrap_or(usual);
        let tip = at.y + away;
        ui.painter().vline(
            at.x.round() - 0.5,
            at.y.min(tip)..=at.y.max(tip),
            Stroke::new(1.0, theme.text3),
        );
        let title = pos2(left, title_y(away));
        with_halo(ui, title, crossover.title, Type::LABEL_STRONG, theme.text);
        with_halo(
            ui,
            title + vec2(0.0, 15.0),
            crossover.detail,
            Type::CAPTION,
            theme.text2,
        );
    }

    pub(super) fn paint_hover(
        &self,
        ui: &Ui,
        theme: &Theme,
        framed: &FrameResponse,
        hover: Option<usize>,
    ) {
        let Some(month) = hover.filter(|&month| month < self.time.months) else {
            return;
        };
        let x = framed.x(month as f64).round() - 0.5;
        ui.painter()
            .vline(x, framed.plot.y_range(), Stroke::new(1.0, theme.text3));
        let mut order: Vec<(&Series<'_>, f64)> = self
            .series
            .iter()
            .filter_map(|series| Some((series, *series.values.get(month)?)))
            .collect();
        order.sort_by(|a, b| a.1.total_cmp(&b.1));
        for (series, value) in order.iter().rev() {
            let at = framed.at(month as f64, *value);
            marks::paint_numbered_marker(
                ui.painter(),
                at,
                series.kind,
                series.number,
                theme,
                series.color(theme),
            );
        }
        if framed.hovered.is_none() {
            return;
        }
        let rows: Vec<HoverRow> = order
            .into_iter()
            .map(|(series, value)| {
                let range = series
                    .band
                    .and_then(|band| Some((*band.low.get(month)?, *band.high.get(month)?)));
                HoverRow {
                    marker: Some((series.kind, series.color(theme))),
                    swatch: None,
                    figure: (self.figure_format)(value),
                    rest: match range {
                        Some((low, high)) => {
                            format!("{}, {}", series.label, (self.range_format)(low, high))
                        }
                        None => series.label.to_owned(),
                    },
                }
            })
            .collect();
        let note = self.note.and_then(|note| note(month)).unwrap_or_default();
        hover_card(ui, framed.plot, x, &self.time.label(month), &rows, &note);
    }
}

/// Text whose box starts at `at` (left, middle), on a ground that keeps lines from running through it.
fn with_halo(ui: &Ui, at: Pos2, words: &str, style: Type, color: Color32) {
    if words.is_empty() {
        return;
    }
    let ground = Theme::of(ui).bg;
    for offset in [
        vec2(-1.0, 0.0),
        vec2(1.0, 0.0),
        vec2(0.0, -1.0),
        vec2(0.0, 1.0),
    ] {
        text::paint(
            ui.painter(),
            at + offset,
            Align2::LEFT_CENTER,
            words,
            style,
            ground,
        );
    }
    text::paint(ui.painter(), at, Align2::LEFT_CENTER, words, style, color);
}

/// Whether a line runs through a rectangle.
fn crosses(points: &[Pos2], rect: Rect) -> bool {
    points.windows(2).any(|pair| {
        let &[a, b] = pair else { return false };
        if b.x < rect.left() || a.x > rect.right() {
            return false;
        }
        let y = |x: f32| {
            a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x).max(f32::EPSILON)).clamp(0.0, 1.0)
        };
        let (from, to) = (y(rect.left()), y(rect.right()));
        from.min(to) <= rect.bottom() && from.max(to) >= rect.top()
    })
}
