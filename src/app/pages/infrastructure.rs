//! The Infrastructure page: units as boxes, what holds them up, what several of them cost.
//!
//! Model ([`model`], [`claim`], [`boxes`], [`side`], [`lines`]), layout (here), paint ([`unit_box`], [`listed`],
//! [`side_column`]).

mod boxes;
mod claim;
mod lines;
mod listed;
pub(crate) mod model;
mod side;
mod side_column;
#[cfg(test)]
mod tests;
mod unit_box;

use self::boxes::UnitBox;
pub(crate) use self::model::InfrastructureState;
use self::model::InfrastructureView;
use self::unit_box::BoxLayout;
use super::heading::heading_ui;
use crate::analysis::report::RoadmapReport;
use crate::app::action::Action;
use crate::app::charts::{Emphasis, EndLabels, LineChart, Series};
use crate::app::pages::decision::words::Ticks;
use crate::app::pages::page::{Copied, Page};
use crate::app::panels::why::ask;
use crate::app::theme::{Theme, Type, radius};
use crate::app::view::{PageView, ResultsView};
use crate::app::widgets::figure_ui;
use crate::engine::series::SERIES;
use crate::units;
use eframe::egui::{
    Align, Align2, CornerRadius, Layout, Rect, ScrollArea, Stroke, Ui, UiBuilder, pos2, vec2,
};

/// Gap between boxes, and between the columns.
const GAP: f32 = 14.0;
/// Least width of a wide box.
const LARGE: f32 = 306.0;
/// Least width of a small box.
const SMALL: f32 = 206.0;
/// Least width of a page that has the side column beside the boxes.
const BESIDE: f32 = 900.0;
/// Width of the side column, and in a large window.
const SIDE: [f32; 2] = [312.0, 372.0];
/// Height of the chart's plot, least and most.
const PLOT: [f32; 2] = [150.0, 640.0];

impl Page for InfrastructureState {
    fn ui(&mut self, ui: &mut Ui, view: &PageView<'_>) -> Option<Action> {
        infrastructure_ui(ui, &view.results, self)
    }

    fn copied(&self, view: &PageView<'_>) -> Option<Copied> {
        let model = InfrastructureView::from(&view.results, self);
        Some(Copied::Table(model.text()))
    }
}

/// Draws the Infrastructure page into the whole of `ui`, which already has the page's margin.
fn infrastructure_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    local: &mut InfrastructureState,
) -> Option<Action> {
    let model = InfrastructureView::from(view, local);
    let room = ui.available_height();
    ScrollArea::vertical()
        .id_salt("infrastructure")
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let top = ui.cursor().top();
            header_ui(ui, view, &model, local);
            ui.add_space(if view.narrow { 12.0 } else { 18.0 });
            let used = ui.cursor().top() - top;
            body_ui(ui, view, &model, local, room - used);
        });
    None
}

fn header_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &InfrastructureView<'_>,
    local: &mut InfrastructureState,
) {
    let roadmaps: Vec<&RoadmapReport> = view.report.roadmaps.iter().collect();
    let chosen = roadmaps.get(model.chosen).copied();
    let picked = heading_ui(ui, view, &model.claim, &model.lead, &roadmaps, chosen);
    if let Some(roadmap) = picked.and_then(|index| roadmaps.get(index)) {
        local.roadmap = Some(roadmap.id.clone());
        local.unit = None;
        local.listed = false;
    }
}

fn body_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &InfrastructureView<'_>,
    local: &mut InfrastructureState,
    room: f32,
) {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    if width < BESIDE {
        main_ui(ui, view, model, local, room);
        ui.add_space(16.0);
        side_column::side_ui(ui, model, width >= 560.0);
        ui.add_space(16.0);
        return;
    }
    let side = if width >= 1_500.0 { SIDE[1] } else { SIDE[0] };
    let main = width - side - 46.0;
    let start = ui.cursor().min;
    let column = |ui: &mut Ui, salt: &str, left: f32, width: f32| {
        ui.new_child(
            UiBuilder::new()
                .id_salt(salt)
                .max_rect(Rect::from_min_size(
                    pos2(left.round(), start.y),
                    vec2(width, room),
                ))
                .layout(Layout::top_down(Align::Min)),
        )
    };
    let mut left = column(ui, "units", start.x, main);
    main_ui(&mut left, view, model, local, room);
    let mut right = column(ui, "side", start.x + main + 46.0, side - 8.0);
    side_column::side_ui(&mut right, model, false);
    let bottom = left.min_rect().bottom().max(right.min_rect().bottom());
    let rule = (start.x + main + 23.0).round() + 0.5;
    ui.painter().vline(
        rule,
        start.y..=bottom.max(start.y + room - 8.0),
        Stroke::new(1.0, theme.hairline),
    );
    let end = pos2(start.x + width, bottom + 12.0);
    ui.advance_cursor_after_rect(Rect::from_min_max(start, end));
}

/// Boxes, what has no box, and the chart.
fn main_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &InfrastructureView<'_>,
    local: &mut InfrastructureState,
    room: f32,
) {
    let theme = Theme::of(ui);
    let top = ui.cursor().top();
    if let Some(reason) = model.unfit {
        Type::BODY.label(ui, reason, theme.text);
        ui.add_space(18.0);
    } else {
        boxes_ui(ui, model, local);
        rest_ui(ui, model, local);
        if let Some(shared) = &model.shared {
            Type::LABEL.label(ui, shared, theme.text2);
            ui.add_space(4.0);
        }
    }
    if !model.lines.is_empty() {
        ui.add_space(12.0);
        chart_ui(ui, view, model, local, room - (ui.cursor().top() - top));
    }
}

/// How many boxes of a least width stand side by side, at most as many as there are.
fn across(width: f32, least: f32, count: usize) -> usize {
    let fitting = ((width + GAP) / (least + GAP)).floor().max(1.0) as usize;
    fitting.min(count.max(1))
}

/// Wide boxes first, their last row filled with others; then the small ones.
fn boxes_ui(ui: &mut Ui, model: &InfrastructureView<'_>, local: &mut InfrastructureState) {
    let width = ui.available_width();
    let large = model.boxes.iter().filter(|unit| unit.is_large()).count();
    let columns = across(width, LARGE, model.boxes.len());
    // A row of wide boxes is never left half empty while there are others.
    let wide = large
        .div_ceil(columns)
        .max(1)
        .saturating_mul(columns)
        .min(model.boxes.len());
    let (first, others) = model.boxes.split_at(wide);
    rows_ui(ui, model, local, first, columns);
    rows_ui(ui, model, local, others, across(width, SMALL, others.len()));
}

fn rows_ui(
    ui: &mut Ui,
    model: &InfrastructureView<'_>,
    local: &mut InfrastructureState,
    units: &[UnitBox<'_>],
    columns: usize,
) {
    let width = ui.available_width();
    let each = (width - GAP * (columns as f32 - 1.0)) / columns as f32;
    for row in units.chunks(columns.max(1)) {
        let start = ui.cursor().min;
        let plans: Vec<BoxLayout> = row
            .iter()
            .map(|unit| BoxLayout::of(ui.painter(), unit, each))
            .collect();
        let height = plans.iter().map(BoxLayout::height).fold(0.0, f32::max);
        for (index, (unit, plan)) in row.iter().zip(&plans).enumerate() {
            let left = start.x + (each + GAP) * index as f32;
            let rect = Rect::from_min_max(
                pos2(left.round(), start.y.round()),
                pos2((left + each).round(), (start.y + height).round()),
            );
            let chosen = model
                .fit
                .as_ref()
                .is_some_and(|fit| fit.unit == unit.name && model.comparable() > 1);
            let shown = (model.kind, model.month);
            if unit_box::unit_box_ui(ui, unit, plan, rect, shown, chosen) {
                local.unit = Some(unit.name.to_owned());
            }
        }
        let end = pos2(start.x + width, start.y + height);
        ui.advance_cursor_after_rect(Rect::from_min_max(start, end));
        ui.add_space(12.0);
    }
}

/// The units without a box: how many and at what cost, and a list of them when asked for.
fn rest_ui(ui: &mut Ui, model: &InfrastructureView<'_>, local: &mut InfrastructureState) {
    if model.rest.is_empty() {
        return;
    }
    let theme = Theme::of(ui);
    let words = model.rest_text();
    if listed::fold_ui(ui, &words, local.listed) {
        local.listed = !local.listed;
    }
    if !local.listed {
        ui.add_space(8.0);
        return;
    }
    let width = ui.available_width();
    let columns = across(width, SMALL, model.rest.len());
    let each = (width - GAP * (columns as f32 - 1.0)) / columns as f32;
    ui.add_space(4.0);
    for row in model.rest.chunks(columns) {
        let start = ui.cursor().min;
        for (index, unit) in row.iter().enumerate() {
            let left = start.x + (each + GAP) * index as f32;
            let cell = Rect::from_min_size(pos2(left, start.y), vec2(each, 20.0));
            listed::list_cell_ui(ui, unit, cell, theme);
        }
        let end = start + vec2(width, 20.0);
        ui.advance_cursor_after_rect(Rect::from_min_max(start, end));
    }
    ui.add_space(10.0);
}

/// GPUs held, or cost, of every roadmap; the month is picked in it.
fn chart_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &InfrastructureView<'_>,
    local: &mut InfrastructureState,
    room: f32,
) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        Type::HEADING.label(ui, &model.chart, theme.text);
        if !view.picture {
            asked_ui(ui, view, model);
        }
    });
    ui.add_space(18.0);
    let series: Vec<Series<'_>> = model
        .lines
        .iter()
        .map(|line| Series {
            number: line.number,
            emphasis: if line.shown {
                Emphasis::Recommended
            } else {
                Emphasis::Normal
            },
            ..Series::new(line.kind, line.label, &line.values)
        })
        .collect();
    let highest = model
        .lines
        .iter()
        .flat_map(|line| &line.values)
        .copied()
        .fold(0.0, f64::max);
    let ticks = Ticks::new(&model.words.currency, highest);
    let tick = |value: f64| {
        if model.counts_gpus {
            crate::units::count(value)
        } else {
            ticks.amount(value)
        }
    };
    let figure = |value: f64| model.chart_figure(value);
    let range = |low: f64, high: f64| format!("{} to {}", figure(low), figure(high));
    let summary = model.chart_summary();
    let least = PLOT[0].max(30.0 * series.len() as f32);
    let chart = LineChart {
        summary: &summary,
        height: (room - 76.0).clamp(least, PLOT[1].max(least)).round(),
        figure_format: &figure,
        end_labels: EndLabels::NamesAndFigures,
        gutter: 160.0,
        pinned: Some(model.month),
        stale: view.stale,
        ..LineChart::new("held", model.words.time(), &series, &tick, &range)
    };
    let shown = chart.show(ui, &mut local.hover);
    let dragged = shown
        .response
        .is_pointer_button_down_on()
        .then_some(local.hover)
        .flatten();
    if let Some(month) = shown.clicked.or(dragged)
        && month != model.month
    {
        local.month = Some(month);
        ui.request_repaint();
    }
    month_flag(ui, model, shown.plot);
}

/// What the roadmap shown comes to in the month shown; a click asks where it comes from.
fn asked_ui(ui: &mut Ui, view: &ResultsView<'_>, model: &InfrastructureView<'_>) {
    let theme = Theme::of(ui);
    let Some(roadmap) = view.report.roadmaps.get(model.chosen) else {
        return;
    };
    let Some(series) = &roadmap.series else {
        return;
    };
    let month = model.words.short(model.month);
    let mut metrics = vec![(&SERIES.infrastructure, &series.infrastructure)];
    if model.counts_gpus {
        metrics.push((&SERIES.gpus, &series.gpus));
    }
    for (row, values) in metrics {
        let (metric, name) = (row.id, row.short);
        let Some(value) = values.get(model.month) else {
            continue;
        };
        let text = if row.unit() == "money" {
            model.words.currency.total(*value)
        } else {
            units::decimal(units::held(*value), 0)
        };
        Type::LABEL.label(ui, format!("{name} in {month}"), theme.text2);
        let spoken = format!("{name}, {month}: {text}");
        if figure_ui(ui, &text, Type::LABEL_STRONG, theme.text, &spoken).clicked() {
            ask(ui, metric, &roadmap.id, Some(model.month));
        }
    }
}

/// The month shown, over its line.
fn month_flag(ui: &Ui, model: &InfrastructureView<'_>, plot: Rect) {
    let theme = Theme::of(ui);
    let last = model.words.months.saturating_sub(1).max(1) as f32;
    let x = plot.left() + plot.width() * model.month as f32 / last;
    let words = model.words.short(model.month);
    let galley = Type::CAPTION_STRONG.galley(ui.painter(), &words, theme.onaccent);
    let size = galley.size() + vec2(12.0, 3.0);
    let left = (x - size.x / 2.0).clamp(plot.left(), plot.right() + 6.0 - size.x);
    let flag = Rect::from_min_size(pos2(left.round(), plot.top() - size.y), size);
    ui.painter()
        .rect_filled(flag, CornerRadius::same(radius::BAR), theme.accent);
    let at = Align2::CENTER_CENTER.anchor_size(flag.center(), galley.size());
    ui.painter().galley(at.min, galley, theme.onaccent);
}
