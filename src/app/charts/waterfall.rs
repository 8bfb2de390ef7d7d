//! The "Why" list: reasons as text with bars that hang from where the last one ended.
//!
//! The bars sum exactly to the total beneath, so nothing is left unexplained.

use crate::app::theme::text::{paint, runs};
use crate::app::theme::{RoadmapLook, Theme, Type, radius};
use eframe::egui;
use eframe::egui::{
    Align2, CornerRadius, Galley, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// One reason.
#[derive(Clone, Copy, Debug)]
pub struct Reason<'a> {
    /// "A fault takes down less".
    pub title: &'a str,
    /// "1.8 hours down a month instead of 5.3".
    pub detail: &'a str,
    /// "−$3.8M".
    pub figure: &'a str,
    /// The amount behind the figure.
    pub value: f64,
}

/// The list. Fill the fields and call [`Waterfall::show`].
#[derive(Clone, Copy, Debug)]
pub struct Waterfall<'a> {
    /// Kind whose colour the bars wear that speak for it.
    pub kind: RoadmapLook,
    /// Reasons in the order to read them.
    pub reasons: &'a [Reason<'a>],
    /// "Against staying a monolith".
    pub total_label: &'a str,
    /// "−$8.6M".
    pub total_figure: &'a str,
    /// Whether a reason can be clicked; else it is only read.
    pub opens: bool,
}

impl Waterfall<'_> {
    /// Draws the list across the available width and returns a clicked reason.
    pub fn show(&self, ui: &mut Ui) -> Option<usize> {
        const LINE: f32 = 16.0;
        let theme = Theme::of(ui);
        let total: f64 = self.reasons.iter().map(|reason| reason.value).sum();
        let (low, high) = self.extent();
        let width = ui.available_width();
        let details: Vec<Arc<Galley>> = self
            .reasons
            .iter()
            .map(|reason| detail(ui, reason.detail, theme.text2, width))
            .collect();
        // Title, detail of one or two lines, bar, air.
        let height = |index: usize| {
            let lines = details.get(index).map_or(0, |galley| galley.rows.len());
            18.0 + LINE * lines as f32 + 24.0
        };
        let all: f32 = (0..self.reasons.len()).map(height).sum();
        let (_, area) = ui.allocate_space(vec2(width, all + 34.0));
        let sense = if self.opens {
            Sense::click()
        } else {
            Sense::hover()
        };
        let mut from = 0.0;
        let mut clicked = None;
        let mut top = area.top();
        for (index, reason) in self.reasons.iter().enumerate() {
            let rect =
                Rect::from_min_size(pos2(area.left(), top), vec2(area.width(), height(index)));
            top = rect.bottom();
            let response = ui.interact(rect, ui.scope_id().with(("reason", index)), sense);
            if self.opens && (response.hovered() || response.has_focus()) {
                let ground =
                    Rect::from_min_max(rect.min - vec2(6.0, 4.0), rect.max - vec2(-6.0, 8.0));
                ui.painter()
                    .rect_filled(ground, CornerRadius::same(radius::CHIP), theme.hover);
                super::super::widgets::icons::paint_focus(ui, ground, radius::CHIP, &response);
            }
            let figure = paint(
                ui.painter(),
                pos2(rect.right(), rect.top() + 9.0),
                Align2::RIGHT_CENTER,
                reason.figure,
                Type::HEADING,
                theme.text,
            );
            let room = figure.left() - rect.left() - 8.0;
            line(
                ui,
                pos2(rect.left(), rect.top() + 9.0),
                reason.title,
                Type::ROW_STRONG,
                theme.text,
                room,
            );
            if let Some(galley) = details.get(index) {
                let at = pos2(rect.left(), rect.top() + 18.5);
                ui.painter().galley(at, Arc::clone(galley), theme.text2);
            }
            let y = rect.bottom() - 15.0;
            ui.painter().hline(
                rect.x_range(),
                y.round() - 0.5,
                Stroke::new(1.0, theme.grid),
            );
            let x = |amount: f64| {
                let inner = rect.width() - 6.0;
                rect.left() + 6.0 + inner * ((amount - low) / (high - low)) as f32
            };
            let to = from + reason.value;
            let speaks_for = reason.value * total >= 0.0;
            let fill = if speaks_for {
                self.kind.color(theme)
            } else {
                theme.neutral[0]
            };
            let (left, right) = (x(from.min(to)), x(from.max(to)));
            let bar = Rect::from_x_y_ranges(left..=right.max(left + 1.0), y - 4.0..=y + 4.0);
            ui.painter()
                .rect_filled(bar, CornerRadius::same(radius::BAR), fill);
            from = to;
            response.widget_info(|| {
                WidgetInfo::labeled(
                    if self.opens {
                        Role::Button
                    } else {
                        Role::Label
                    },
                    true,
                    format!("{}, {}, {}", reason.title, reason.figure, reason.detail),
                )
            });
            if response.clicked() {
                clicked = Some(index);
            }
        }
        let y = top;
        ui.painter().hline(
            area.x_range(),
            y.round() + 0.5,
            Stroke::new(1.0, theme.border),
        );
        let middle = y + 15.5;
        let figure = paint(
            ui.painter(),
            pos2(area.right(), middle),
            Align2::RIGHT_CENTER,
            self.total_figure,
            Type::HEADING,
            theme.text,
        );
        line(
            ui,
            pos2(area.left(), middle),
            self.total_label,
            Type::ROW,
            theme.text2,
            figure.left() - area.left() - 8.0,
        );
        clicked
    }

    /// Lowest and highest running sum, zero included.
    fn extent(&self) -> (f64, f64) {
        let mut sum = 0.0;
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for reason in self.reasons {
            sum += reason.value;
            low = low.min(sum);
            high = high.max(sum);
        }
        if high - low > 0.0 {
            (low, high)
        } else {
            (-1.0, 0.0)
        }
    }
}

/// A detail on at most two lines.
fn detail(ui: &Ui, words: &str, color: egui::Color32, width: f32) -> Arc<Galley> {
    let mut job = runs(&[(words, Type::LABEL, color)]);
    job.wrap.max_width = width;
    job.wrap.max_rows = 2;
    ui.painter().layout_job(job)
}

fn line(ui: &Ui, at: egui::Pos2, words: &str, style: Type, color: egui::Color32, room: f32) {
    let galley = style.galley_elided(ui.painter(), words, color, room);
    ui.painter()
        .galley(pos2(at.x, at.y - galley.size().y / 2.0), galley, color);
}
