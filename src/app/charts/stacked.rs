//! Small multiples of stacked cost, one panel per roadmap, all on one axis of amounts.
//!
//! Cash is solid and consequences are hatched above a dark line that divides the two.

use super::frame::{Frame, FrameResponse, TimeAxis, XLabels};
use super::hover::{HoverRow, hover_card};
use super::lines::ChartResponse;
use super::marks;
use super::scale::{Scale, amount_scale};
use crate::app::theme::{RoadmapLook, Theme, Type, text};
use crate::engine::series::{CostCategory, CostFamily};
use eframe::egui::{Align2, Color32, Rect, Shape, Stroke, Ui, pos2, vec2};

/// One category of a panel, month by month.
#[derive(Clone, Copy, Debug)]
pub struct StackLayer<'a> {
    /// Category; sets order and fill.
    pub category: CostCategory,
    /// Amount by month.
    pub values: &'a [f64],
}

/// One roadmap.
#[derive(Clone, Copy, Debug)]
pub struct StackPanel<'a> {
    /// Colour of the name.
    pub kind: RoadmapLook,
    /// Name.
    pub label: &'a str,
    /// Figure at the right of the head, such as the last month's cost.
    pub figure: &'a str,
    /// Categories in any order.
    pub layers: &'a [StackLayer<'a>],
}

/// The chart. Fill the fields and call [`StackedChart::show`].
pub struct StackedChart<'a> {
    /// Unique id.
    pub id: &'a str,
    /// Sentence for screen readers; each panel adds its name and figure.
    pub summary: &'a str,
    /// Months.
    pub time: TimeAxis,
    /// Height of the plots.
    pub height: f32,
    /// Roadmaps.
    pub panels: &'a [StackPanel<'a>],
    /// Month and cash of months that are over, shown in every panel.
    pub actual: &'a [(usize, f64)],
    /// Formats a tick.
    pub tick_format: &'a dyn Fn(f64) -> String,
    /// Formats a figure of the card.
    pub figure_format: &'a dyn Fn(f64) -> String,
    /// Room left of the first panel, tick labels included.
    pub left: f32,
    /// Room right of the last panel.
    pub right: f32,
    /// Gap between panels.
    pub gap: f32,
    /// Whether families are named inside the first panel.
    pub named: bool,
}

/// A stack ready to draw: the top of each layer, from the axis up.
struct Stack {
    layers: Vec<(CostCategory, Vec<f64>)>,
    cash: Vec<f64>,
    total: Vec<f64>,
}

impl Stack {
    fn of(panel: &StackPanel<'_>, months: usize) -> Self {
        let mut sorted: Vec<&StackLayer<'_>> = panel.layers.iter().collect();
        sorted.sort_by_key(|layer| layer.category.place());
        let mut total = vec![0.0; months];
        let mut cash = total.clone();
        let mut layers = Vec::with_capacity(sorted.len());
        for layer in sorted {
            for (sum, value) in total.iter_mut().zip(layer.values) {
                *sum += value.max(0.0);
            }
            if !layer.category.hatched() {
                cash.clone_from(&total);
            }
            layers.push((layer.category, total.clone()));
        }
        Self {
            layers,
            cash,
            total,
        }
    }
}

/// Room for the years under the plots.
const FOOT: f32 = 24.0;

/// Height of the names above the plots.
const fn head_height(two_lines: bool) -> f32 {
    if two_lines { 43.0 } else { 28.0 }
}

impl StackedChart<'_> {
    /// What the chart takes above and below its plots, in the room that `ui` has.
    pub fn edges(&self, ui: &Ui) -> f32 {
        let width = self.panel_width(ui.available_width());
        head_height(self.heads_need_two_lines(ui, width)) + FOOT
    }

    fn panel_width(&self, wide: f32) -> f32 {
        let count = self.panels.len().max(1) as f32;
        (wide - self.left - self.right - self.gap * (count - 1.0)) / count
    }

    /// Draws the panels across the available width. Returns one response for all; `clicked` is the
    /// panel and the month.
    pub fn show(&self, ui: &mut Ui, hover: &mut Option<usize>) -> Option<(usize, usize)> {
        let wide = ui.available_width();
        let width = self.panel_width(wide);
        let stacked_heads = self.heads_need_two_lines(ui, width);
        let head = head_height(stacked_heads);
        let (_, outer) = ui.allocate_space(vec2(wide, head + self.height + FOOT));
        let stacks: Vec<Stack> = self
            .panels
            .iter()
            .map(|panel| Stack::of(panel, self.time.months))
            .collect();
        let highest = stacks
            .iter()
            .flat_map(|stack| &stack.total)
            .copied()
            .chain(self.actual.iter().map(|(_, cash)| *cash))
            .fold(0.0, f64::max);
        let mut scale = amount_scale(0.0, highest);
        scale.max = scale.max.min(highest * 1.02).max(f64::MIN_POSITIVE);
        scale.ticks.retain(|&tick| tick <= scale.max);
        let mut clicked = None;
        for (index, (panel, stack)) in self.panels.iter().zip(&stacks).enumerate() {
            let left = (outer.left() + self.left + (width + self.gap) * index as f32).round();
            let plot = Rect::from_min_size(
                pos2(left, outer.top() + head),
                vec2(width.round(), self.height),
            );
            paint_head(ui, plot, panel, stacked_heads);
            let shown = self.panel_ui(ui, plot, index, panel, stack, &scale, hover);
            if let Some(month) = shown.clicked {
                clicked = Some((index, month));
            }
        }
        clicked
    }

    /// Whether a name and its figure do not fit side by side in some panel.
    fn heads_need_two_lines(&self, ui: &Ui, width: f32) -> bool {
        self.panels.iter().any(|panel| {
            let size = |words: &str, style: Type| {
                style
                    .galley(ui.painter(), words, Color32::PLACEHOLDER)
                    .size()
                    .x
            };
            size(panel.label, Type::LABEL_STRONG) + 8.0 + size(panel.figure, Type::LABEL) > width
        })
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one caller, which has just worked all of them out"
    )]
    fn panel_ui(
        &self,
        ui: &mut Ui,
        plot: Rect,
        index: usize,
        panel: &StackPanel<'_>,
        stack: &Stack,
        scale: &Scale,
        hover: &mut Option<usize>,
    ) -> ChartResponse {
        let theme = Theme::of(ui);
        let summary = format!("{}: {}, {}", self.summary, panel.label, panel.figure);
        let frame = Frame {
            id: ui.scope_id().with((self.id, index)),
            plot,
            summary: &summary,
            time: self.time,
            scale,
            tick_format: (index == 0).then_some(self.tick_format),
            x_labels: XLabels::Years,
        };
        let framed = frame.show(ui, hover, |_| {});
        paint_stack(ui, theme, &framed, stack);
        if index == 0 && self.named {
            paint_family_names(ui, theme, &framed, stack);
        }
        marks::paint_actuals(ui, theme, &framed, self.actual, "");
        self.paint_hover(ui, theme, &framed, stack, panel, *hover);
        ChartResponse {
            response: framed.response,
            plot,
            clicked: framed.clicked,
            nearest: None,
        }
    }

    fn paint_hover(
        &self,
        ui: &Ui,
        theme: &Theme,
        framed: &FrameResponse,
        stack: &Stack,
        panel: &StackPanel<'_>,
        hover: Option<usize>,
    ) {
        let Some(month) = hover.filter(|&month| month < self.time.months) else {
            return;
        };
        let x = framed.x(month as f64).round() - 0.5;
        ui.painter()
            .vline(x, framed.plot.y_range(), Stroke::new(1.0, theme.text));
        if framed.hovered.is_none() {
            return;
        }
        let mut rows = vec![HoverRow {
            marker: None,
            swatch: None,
            figure: (self.figure_format)(stack.total.get(month).copied().unwrap_or_default()),
            rest: panel.label.to_owned(),
        }];
        if let Some((_, cash)) = self.actual.iter().find(|(of, _)| *of == month) {
            rows.push(HoverRow {
                marker: None,
                swatch: None,
                figure: (self.figure_format)(*cash),
                rest: "spent, as it turned out".to_owned(),
            });
        }
        for layer in stack.layers.iter().rev() {
            let value = panel
                .layers
                .iter()
                .find(|given| given.category == layer.0)
                .and_then(|given| given.values.get(month));
            if let Some(&value) = value.filter(|value| **value > 0.0) {
                rows.push(HoverRow {
                    marker: None,
                    swatch: Some(layer.0.color(theme)),
                    figure: (self.figure_format)(value),
                    rest: layer.0.row().short.to_owned(),
                });
            }
        }
        let bounds = framed
            .plot
            .expand2(vec2(600.0, 0.0))
            .intersect(ui.clip_rect());
        hover_card(ui, bounds, x, &self.time.label(month), &rows, "");
    }
}

/// The name in the kind's colour and the figure, on one line or, where narrow, on two.
fn paint_head(ui: &Ui, plot: Rect, panel: &StackPanel<'_>, two_lines: bool) {
    let theme = Theme::of(ui);
    let line = plot.top() - 18.0;
    let (at, anchor, name_line) = if two_lines {
        (pos2(plot.left(), line), Align2::LEFT_CENTER, line - 15.0)
    } else {
        (pos2(plot.right(), line), Align2::RIGHT_CENTER, line)
    };
    let figure = text::paint(
        ui.painter(),
        at,
        anchor,
        panel.figure,
        Type::LABEL,
        theme.text2,
    );
    let room = if two_lines {
        plot.width()
    } else {
        figure.left() - plot.left() - 8.0
    };
    let color = panel.kind.color(theme);
    let name = Type::LABEL_STRONG.galley_elided(ui.painter(), panel.label, color, room);
    let at = pos2(plot.left(), name_line - name.size().y / 2.0);
    ui.painter().galley(at, name, color);
}

fn paint_stack(ui: &Ui, theme: &Theme, framed: &FrameResponse, stack: &Stack) {
    let painter = ui
        .painter()
        .with_clip_rect(framed.plot.expand(1.0).intersect(ui.clip_rect()));
    let mut below = framed.points(&vec![0.0; stack.total.len()]);
    let mut hatching = Vec::new();
    // Separators come after all areas, which would cover the lower half of each.
    let mut separators = Vec::new();
    for (category, tops) in &stack.layers {
        let above = framed.points(tops);
        let color = category.color(theme);
        if category.hatched() {
            painter.add(marks::area(&above, &below, theme.bg));
            let stroke = Stroke::new(marks::HATCH_WIDTH, color);
            marks::hatch_between(&above, &below, marks::HATCH_PITCH, stroke, &mut hatching);
        } else if above
            .iter()
            .zip(&below)
            .any(|(up, down)| down.y - up.y > 0.02)
        {
            painter.add(marks::area(&above, &below, color));
            separators.push(Shape::line(above.clone(), Stroke::new(1.0, theme.bg)));
        }
        below = above;
    }
    painter.extend(separators);
    painter.extend(hatching);
    painter.add(Shape::line(
        framed.points(&stack.cash),
        Stroke::new(1.6, theme.text),
    ));
    // The axis was painted before the areas, which cover half of it.
    painter.hline(
        framed.plot.x_range(),
        framed.plot.bottom() - 0.5,
        Stroke::new(1.0, theme.axis),
    );
}

/// Names each family where it is tall enough, near the right end of the panel.
fn paint_family_names(ui: &Ui, theme: &Theme, framed: &FrameResponse, stack: &Stack) {
    let month = stack.total.len().saturating_sub(1);
    let mut below = 0.0;
    for family in [
        CostFamily::Infrastructure,
        CostFamily::People,
        CostFamily::Consequences,
    ] {
        let top = |layer: &&(CostCategory, Vec<f64>)| layer.0.family() <= family;
        let Some(tops) = stack.layers.iter().rev().find(top).map(|layer| &layer.1) else {
            continue;
        };
        let above = tops.get(month).copied().unwrap_or_default();
        let (top, bottom) = (framed.y(above), framed.y(below));
        below = above;
        if bottom - top < 20.0 {
            continue;
        }
        let right = framed.plot.right() - 6.0;
        match family {
            CostFamily::Consequences => {
                let words = Type::LABEL_STRONG.galley(ui.painter(), family.label(), theme.text);
                let middle = pos2(
                    framed.plot.left() + framed.plot.width() * 0.66,
                    framed.y(tops.get(month * 2 / 3).copied().unwrap_or(above)) - 14.0,
                );
                let at = Align2::RIGHT_CENTER.anchor_size(middle, words.size());
                if at.left() >= framed.plot.left() + 2.0 {
                    ui.painter().galley(at.min, words, theme.text);
                }
            }
            CostFamily::Infrastructure => {
                let ink = if theme.dark { theme.bg } else { Color32::WHITE };
                let words = Type::LABEL_STRONG.galley(ui.painter(), family.label(), ink);
                // Only where the lowest fill is tall enough all along the words.
                let first = stack.layers.first().map_or(&[][..], |layer| &layer.1);
                let from = right - words.size().x - 8.0;
                let room = first
                    .iter()
                    .enumerate()
                    .filter(|(month, _)| framed.x(*month as f64) >= from)
                    .map(|(_, top)| bottom - framed.y(*top))
                    .fold(f32::INFINITY, f32::min);
                if room >= 19.0 {
                    let at = pos2(right, bottom - room / 2.0);
                    let at = Align2::RIGHT_CENTER.anchor_size(at, words.size());
                    ui.painter().galley(at.min, words, ink);
                }
            }
            _ => {
                let y = f32::midpoint(top, bottom);
                text::paint(
                    ui.painter(),
                    pos2(right, y),
                    Align2::RIGHT_CENTER,
                    family.label(),
                    Type::LABEL_STRONG,
                    theme.text,
                );
            }
        }
    }
}
