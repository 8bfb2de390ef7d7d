//! The frame every time chart shares: bounds, grid, zero line, axis labels, hovered month.
//!
//! Wraps `egui_plot` with explicit bounds and nothing that moves; labels and lines are painted by
//! us, because egui's axes cannot sit on the page's columns to the point.

use super::scale::Scale;
use crate::app::theme::{Theme, Type, text};
use eframe::egui;
use eframe::egui::{
    Align2, EventFilter, Key, Pos2, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2,
};
use egui_plot::{Plot, PlotPoint, PlotTransform, PlotUi};

/// The months a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeAxis {
    /// Calendar year of the first month.
    pub start_year: i32,
    /// Calendar month of the first month, 1 to 12.
    pub start_month: u32,
    /// How many months.
    pub months: usize,
}

impl TimeAxis {
    /// "Mar 2028" for a month counted from the first.
    pub fn label(&self, month: usize) -> String {
        const NAMES: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let (year, index) = self.calendar(month);
        format!("{} {year}", NAMES.get(index).copied().unwrap_or_default())
    }

    /// Calendar year of a month.
    pub fn year(&self, month: usize) -> i32 {
        self.calendar(month).0
    }

    fn calendar(&self, month: usize) -> (i32, usize) {
        let count = self.start_month.saturating_sub(1) as usize + month;
        let years = i32::try_from(count / 12).unwrap_or(i32::MAX);
        (self.start_year.saturating_add(years), count % 12)
    }

    /// The last month.
    pub fn last(&self) -> usize {
        self.months.saturating_sub(1)
    }

    /// Months to label, most important first: the ends, then each January.
    fn ticks(&self) -> impl Iterator<Item = usize> {
        let januaries = (0..self.months).filter(|&month| self.calendar(month).1 == 0);
        [0, self.last()].into_iter().chain(januaries)
    }
}

/// What stands under the time axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XLabels {
    /// Nothing: the chart below has the labels.
    None,
    /// "Jan 2028" at each January.
    Months,
    /// The first and the last year, at the edges; for small multiples.
    Years,
}

/// A frame to draw a chart in.
pub struct Frame<'a> {
    /// Unique id.
    pub id: egui::Id,
    /// Where the plot itself goes, labels excluded.
    pub plot: Rect,
    /// Sentence for screen readers.
    pub summary: &'a str,
    /// Months.
    pub time: TimeAxis,
    /// Amounts.
    pub scale: &'a Scale,
    /// Formats a tick; `None` leaves the labels out.
    pub tick_format: Option<&'a dyn Fn(f64) -> String>,
    /// Labels under the axis.
    pub x_labels: XLabels,
}

/// A drawn frame.
pub struct FrameResponse {
    /// Response of the plot; named by the summary.
    pub response: Response,
    /// Where the plot is.
    pub plot: Rect,
    /// Month under the pointer, or chosen with the arrow keys.
    pub hovered: Option<usize>,
    /// The month was clicked, or Enter was pressed on it.
    pub clicked: Option<usize>,
    transform: PlotTransform,
}

impl FrameResponse {
    /// Screen position of an amount in a month.
    pub fn at(&self, month: f64, amount: f64) -> Pos2 {
        self.transform
            .position_from_point(&PlotPoint::new(month, amount))
    }

    /// Screen x of a month.
    pub fn x(&self, month: f64) -> f32 {
        self.transform.position_from_point_x(month)
    }

    /// Screen y of an amount.
    pub fn y(&self, amount: f64) -> f32 {
        self.transform.position_from_point_y(amount)
    }

    /// Screen positions of a series from month zero.
    pub fn points(&self, values: &[f64]) -> Vec<Pos2> {
        values
            .iter()
            .enumerate()
            .map(|(month, &value)| self.at(month as f64, value))
            .collect()
    }
}

impl<'a> Frame<'a> {
    /// Draws grid and labels, then whatever `add` puts into the plot. `hover` is the month shared
    /// by linked charts; the frame sets it while the pointer is over it and clears it afterwards.
    pub fn show(
        self,
        ui: &mut Ui,
        hover: &mut Option<usize>,
        add: impl FnOnce(&mut PlotUi<'a>) + 'a,
    ) -> FrameResponse {
        let theme = Theme::of(ui);
        self.paint_grid(ui, theme);
        let last = self.time.last().max(1) as f64;
        let (min, max) = (self.scale.min, self.scale.max);
        let mut child = ui.new_child(UiBuilder::new().max_rect(self.plot));
        let shown = Plot::new(self.id)
            .width(self.plot.width())
            .height(self.plot.height())
            .min_size(Vec2::ZERO)
            .set_margin_fraction(Vec2::ZERO)
            .show_background(false)
            .show_axes(false)
            .show_grid(false)
            .allow_zoom(false)
            .allow_drag(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_axis_zoom_drag(false)
            .allow_double_click_reset(false)
            .show_crosshair(false)
            .label_formatter(|_| None)
            .sense(Sense::click())
            .show(&mut child, move |plot| {
                plot.set_plot_bounds_x(0.0..=last);
                plot.set_plot_bounds_y(min..=max);
                add(plot);
            });
        let mut framed = FrameResponse {
            response: shown.response,
            plot: self.plot,
            hovered: None,
            clicked: None,
            transform: shown.transform,
        };
        // The plot reports the bounds of the previous pass when they change; ours always hold.
        framed.transform = PlotTransform::new(
            self.plot,
            egui_plot::PlotBounds::from_min_max([0.0, min], [last, max]),
            false,
        );
        self.paint_zero(ui, theme, &framed);
        self.interact(ui, &mut framed, hover);
        framed
    }

    fn y(&self, amount: f64) -> f32 {
        let share = (amount - self.scale.min) / (self.scale.max - self.scale.min);
        self.plot.bottom() - self.plot.height() * share as f32
    }

    fn paint_grid(&self, ui: &Ui, theme: &Theme) {
        let painter = ui.painter();
        for &tick in &self.scale.ticks {
            let y = self.y(tick);
            painter.hline(
                self.plot.x_range(),
                y.round() - 0.5,
                Stroke::new(1.0, theme.grid),
            );
            if let Some(format) = self.tick_format {
                let at = pos2(self.plot.left() - 8.0, y);
                text::paint(
                    painter,
                    at,
                    Align2::RIGHT_CENTER,
                    &format(tick),
                    Type::CAPTION,
                    theme.text3,
                );
            }
        }
        let y = self.plot.bottom() + 11.0;
        let label = |x: f32, anchor: Align2, words: &str| {
            let galley = Type::CAPTION.galley(painter, words, theme.text3);
            (anchor.anchor_size(pos2(x, y), galley.size()), galley)
        };
        let mut taken: Vec<Rect> = Vec::new();
        match self.x_labels {
            XLabels::None => {}
            XLabels::Months => {
                for month in self.time.ticks() {
                    let x = self.plot.left()
                        + self.plot.width() * month as f32 / self.time.last().max(1) as f32;
                    let (rect, galley) = label(x, Align2::CENTER_CENTER, &self.time.label(month));
                    if taken
                        .iter()
                        .all(|other| !other.intersects(rect.expand2(egui::vec2(8.0, 0.0))))
                    {
                        painter.galley(rect.min, galley, theme.text3);
                        taken.push(rect);
                    }
                }
            }
            XLabels::Years => {
                let (left, right) = (self.plot.left(), self.plot.right());
                for (x, anchor, month) in [
                    (left, Align2::LEFT_CENTER, 0),
                    (right, Align2::RIGHT_CENTER, self.time.last()),
                ] {
                    let (rect, galley) = label(x, anchor, &self.time.year(month).to_string());
                    painter.galley(rect.min, galley, theme.text3);
                }
            }
        }
    }

    fn paint_zero(&self, ui: &Ui, theme: &Theme, framed: &FrameResponse) {
        let line = |y: f32| {
            ui.painter().hline(
                framed.plot.x_range(),
                y.round() - 0.5,
                Stroke::new(1.0, theme.axis),
            );
        };
        line(framed.y(0.0));
        if self.scale.min < 0.0 && self.x_labels != XLabels::None {
            line(framed.plot.bottom());
        }
    }

    fn interact(&self, ui: &Ui, framed: &mut FrameResponse, hover: &mut Option<usize>) {
        let response = &framed.response;
        let before = *hover;
        let owner_id = egui::Id::unique("chart that hovers a month");
        let owns =
            ui.data(|data| data.get_temp::<Option<egui::Id>>(owner_id)) == Some(Some(self.id));
        let pointed = response.hover_pos().map(|pointer| {
            let share = (pointer.x - self.plot.left()) / self.plot.width();
            ((share * self.time.last() as f32).round().max(0.0) as usize).min(self.time.last())
        });
        let keyed = response
            .has_focus()
            .then(|| self.keyed(ui, response, *hover))
            .flatten();
        if let Some(month) = keyed.or(pointed) {
            *hover = Some(month);
            framed.hovered = Some(month);
            ui.data_mut(|data| data.insert_temp(owner_id, Some(self.id)));
        } else if owns && response.has_focus() {
            framed.hovered = *hover;
        } else if owns {
            *hover = None;
            ui.data_mut(|data| data.insert_temp(owner_id, None::<egui::Id>));
        }
        if before != *hover {
            // A chart drawn earlier in this pass has to follow.
            ui.ctx().request_repaint();
        }
        framed.clicked = if response.clicked() {
            framed.hovered.or(*hover)
        } else {
            None
        };
        if response.has_focus() {
            let ring = Stroke::new(1.5, Theme::of(ui).focus);
            ui.painter()
                .rect_stroke(self.plot.expand(3.0), 3.0, ring, egui::StrokeKind::Inside);
        }
        let name = self.summary;
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    }

    /// Left and Right move the month, Home and End go to the ends.
    fn keyed(&self, ui: &Ui, response: &Response, now: Option<usize>) -> Option<usize> {
        ui.memory_mut(|memory| {
            memory.set_focus_lock_filter(
                response.id,
                EventFilter {
                    horizontal_arrows: true,
                    ..EventFilter::default()
                },
            );
        });
        let last = self.time.last();
        ui.input(|input| {
            let pressed = |key| input.key_pressed(key);
            if pressed(Key::ArrowRight) {
                Some(now.map_or(0, |month| (month + 1).min(last)))
            } else if pressed(Key::ArrowLeft) {
                Some(now.map_or(last, |month| month.saturating_sub(1)))
            } else if pressed(Key::Home) {
                Some(0)
            } else if pressed(Key::End) {
                Some(last)
            } else {
                None
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_named_from_the_start() {
        let time = TimeAxis {
            start_year: 2026,
            start_month: 11,
            months: 60,
        };
        assert_eq!(time.label(0), "Nov 2026");
        assert_eq!(time.label(2), "Jan 2027");
        assert_eq!(time.label(59), "Oct 2031");
        assert_eq!(time.ticks().take(4).collect::<Vec<_>>(), [0, 59, 2, 14]);
    }
}
