//! A tornado: what each input alone moves, from its low to its high value, around what is.

use super::scale::Scale;
use crate::app::theme::text::paint;
use crate::app::theme::{Theme, Type, radius};
use crate::app::widgets::icons::paint_focus;
use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// An input.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoBar {
    /// Its name.
    pub label: String,
    /// Amount at its low value, and that value as text.
    pub low: (f64, String),
    /// Amount at its high value.
    pub high: (f64, String),
    /// The bar as a sentence.
    pub spoken: String,
}

/// A chart of bars. Fill the fields and call [`Tornado::show`].
pub struct Tornado<'a> {
    /// The inputs, the widest first.
    pub bars: &'a [TornadoBar],
    /// Amount with every input at its likely value.
    pub now: f64,
    /// "now −$8.6M".
    pub now_text: &'a str,
    /// "tie with staying"; marks zero.
    pub tie_text: &'a str,
    /// Amounts along the chart.
    pub scale: &'a Scale,
    /// Formats a tick.
    pub tick_format: &'a dyn Fn(f64) -> String,
    /// Height of a row.
    pub pitch: f32,
}

/// Height of a bar.
const BAR: f32 = 15.0;
/// Room for titles above and for ticks beneath.
const ABOVE: f32 = 22.0;
const BENEATH: f32 = 22.0;
/// Room left of the plot for names at most, as a share of the width.
const NAMES: f32 = 0.32;
/// Least room at both ends of the plot for values, and their distance from the bars.
const ENDS: f32 = 64.0;
const APART: f32 = 6.0;
/// Least gap between the titles of the two lines.
const TITLES_APART: f32 = 8.0;
/// Least distance between labels of ticks.
const TICKS_APART: f32 = 8.0;

/// Which ticks have a label: every so many of `steps` over `width`, each as wide as `label`.
fn every_label(steps: usize, width: f32, label: f32) -> usize {
    let between = (width / steps as f32).max(1.0);
    (label / between).ceil().max(1.0) as usize
}

impl Tornado<'_> {
    /// Height of the chart.
    pub fn height(&self) -> f32 {
        ABOVE + self.pitch * self.bars.len() as f32 + BENEATH
    }

    /// Draws the chart across the available width; returns the place of a bar that was clicked.
    pub fn show(&self, ui: &mut Ui) -> Option<usize> {
        let theme = Theme::of(ui);
        let (_, outer) = ui.allocate_space(vec2(ui.available_width(), self.height()));
        let names = self
            .bars
            .iter()
            .map(|bar| {
                Type::ROW
                    .galley(ui.painter(), &bar.label, theme.text)
                    .size()
                    .x
            })
            .fold(60.0, f32::max)
            .min(outer.width() * NAMES);
        let ends = self
            .bars
            .iter()
            .flat_map(|bar| [&bar.low.1, &bar.high.1])
            .map(|words| {
                let galley = Type::CAPTION.galley(ui.painter(), words, theme.text2);
                galley.size().x + APART + 2.0
            })
            .fold(ENDS, f32::max)
            .min(outer.width() * NAMES / 2.0);
        let plot = Rect::from_min_max(
            pos2(outer.left() + names + 8.0 + ends, outer.top() + ABOVE),
            pos2(outer.right() - ends, outer.bottom() - BENEATH),
        );
        let span = (self.scale.max - self.scale.min).max(f64::MIN_POSITIVE);
        let x = |amount: f64| {
            let share = ((amount - self.scale.min) / span).clamp(0.0, 1.0);
            plot.left() + plot.width() * share as f32
        };
        let painter = ui.painter().clone();
        let style = Type::CAPTION;
        let widest = self.scale.ticks.iter().map(|tick| {
            let words = (self.tick_format)(*tick);
            style.galley(&painter, &words, theme.text2).size().x
        });
        let widest = widest.fold(0.0, f32::max) + TICKS_APART;
        let steps = self.scale.ticks.len().saturating_sub(1).max(1);
        let labelled = every_label(steps, plot.width(), widest);
        // Zero, where it is shown, keeps its label.
        let zero = self.scale.ticks.iter().position(|tick| *tick == 0.0);
        for (index, tick) in self.scale.ticks.iter().enumerate() {
            let at = x(*tick).round() + 0.5;
            painter.vline(at, plot.y_range(), Stroke::new(1.0, theme.hairline));
            if !index.abs_diff(zero.unwrap_or(0)).is_multiple_of(labelled) {
                continue;
            }
            let words = (self.tick_format)(*tick);
            let place = pos2(at, plot.bottom() + 12.0);
            paint(
                &painter,
                place,
                Align2::CENTER_CENTER,
                &words,
                style,
                theme.text2,
            );
        }
        let mut clicked = None;
        let now = x(self.now);
        let middle = |index: usize| plot.top() + self.pitch * (index as f32 + 0.5);
        let mut grounds = Vec::with_capacity(self.bars.len());
        for (index, bar) in self.bars.iter().enumerate() {
            let y = middle(index);
            let top = y - self.pitch / 2.0;
            let row = Rect::from_x_y_ranges(outer.x_range(), top..=top + self.pitch);
            let response = ui.interact(row, ui.scope_id().with(("bar", index)), Sense::click());
            if response.hovered() {
                painter.rect_filled(row, CornerRadius::same(radius::CHIP), theme.hover);
                ui.set_cursor_icon(CursorIcon::PointingHand);
            }
            let name = Type::ROW.galley_elided(&painter, &bar.label, theme.text, names);
            let at = Align2::LEFT_CENTER.anchor_size(pos2(outer.left(), y), name.size());
            painter.galley(at.min, name, theme.text);
            let corner = CornerRadius::same(radius::BAR);
            for ((amount, _), color) in
                [(&bar.low, theme.neutral[3]), (&bar.high, theme.neutral[0])]
            {
                let end = x(*amount);
                let piece = Rect::from_x_y_ranges(
                    now.min(end)..=now.max(end),
                    y - BAR / 2.0..=y + BAR / 2.0,
                );
                painter.rect_filled(piece, corner, color);
            }
            paint_focus(ui, row, radius::CHIP, &response);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &bar.spoken));
            if response.clicked() {
                clicked = Some(index);
            }
            grounds.push(if response.hovered() {
                theme.hover
            } else {
                theme.bg
            });
        }
        let strong = Stroke::new(1.6, theme.text);
        painter.vline(now, plot.top() - 4.0..=plot.bottom(), strong);
        let near = (now - x(0.0)).abs() < 150.0;
        let title = |at: f32, words: &str, align: Align2| {
            // What would leave the chart is pushed back into it.
            let size = Type::CAPTION_STRONG
                .galley(&painter, words, theme.text)
                .size();
            let rect = align.anchor_size(pos2(at, plot.top() - 13.0), size);
            let out =
                (rect.right() - outer.right()).max(0.0) - (outer.left() - rect.left()).max(0.0);
            let place = pos2(at - out, plot.top() - 13.0);
            paint(
                &painter,
                place,
                align,
                words,
                Type::CAPTION_STRONG,
                theme.text,
            );
            rect.translate(vec2(-out, 0.0))
        };
        let zero_shown = self.scale.min <= 0.0 && 0.0 <= self.scale.max;
        if zero_shown {
            painter.vline(
                x(0.0),
                plot.top() - 4.0..=plot.bottom(),
                Stroke::new(1.2, theme.text2),
            );
        }
        for (index, (bar, ground)) in self.bars.iter().zip(grounds).enumerate() {
            // The value stands at the end of its side, before the lines; both on one side stand one
            // after the other.
            let y = middle(index);
            let low_left = bar.low.0 <= bar.high.0;
            let [left, right] = if low_left {
                [&bar.low, &bar.high]
            } else {
                [&bar.high, &bar.low]
            };
            let value = |at: f32, align: Align2, words: &str| {
                let galley = Type::CAPTION.galley(&painter, words, theme.text2);
                let rect = align.anchor_size(pos2(at, y), galley.size());
                painter.rect_filled(rect.expand2(vec2(2.0, 0.0)), CornerRadius::ZERO, ground);
                painter.galley(rect.min, galley, theme.text2);
            };
            value(x(left.0).min(now) - APART, Align2::RIGHT_CENTER, &left.1);
            value(x(right.0).max(now) + APART, Align2::LEFT_CENTER, &right.1);
        }
        match (near && zero_shown, self.now <= 0.0) {
            (true, true) => {
                let tie = title(x(0.0) + 4.0, self.tie_text, Align2::LEFT_CENTER);
                let at = (now - 4.0).min(tie.left() - TITLES_APART);
                title(at, self.now_text, Align2::RIGHT_CENTER);
            }
            (true, false) => {
                let tie = title(x(0.0) - 4.0, self.tie_text, Align2::RIGHT_CENTER);
                let at = (now + 4.0).max(tie.right() + TITLES_APART);
                title(at, self.now_text, Align2::LEFT_CENTER);
            }
            (false, _) => {
                title(now, self.now_text, Align2::CENTER_CENTER);
                if zero_shown {
                    title(x(0.0), self.tie_text, Align2::CENTER_CENTER);
                }
            }
        }
        clicked
    }
}

#[cfg(test)]
mod tests {
    use super::every_label;

    #[test]
    fn labels_of_ticks_keep_apart() {
        // 200 points between 6 ticks are 40 a step: labels of 40 fit, wider ones on every second.
        assert_eq!(every_label(5, 200.0, 40.0), 1);
        assert_eq!(every_label(5, 200.0, 48.0), 2);
        assert_eq!(every_label(5, 200.0, 81.0), 3);
        assert_eq!(every_label(1, 0.0, 0.0), 1);
    }
}
