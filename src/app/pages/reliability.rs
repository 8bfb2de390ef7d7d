//! The Reliability page: what fails, how far it reaches, and what that costs.
//!
//! Model ([`model`], [`blast`], [`lists`], [`words`]), layout (here), paint ([`side`] and the charts).

mod blast;
mod lists;
mod model;
mod side;
#[cfg(test)]
mod tests;
mod words;

use self::model::ReliabilityView;
use super::heading::{heading_ui, infeasible_ui, scrolled_ui};
use crate::app::action::Action;
use crate::app::charts::blast::{BARS, TITLE, head_height, names_width};
use crate::app::charts::{
    BlastMatrix, BlastSize, EndLabels, LineChart, Series, SwitchLine, XLabels,
};
use crate::app::pages::page::{Copied, Page};
use crate::app::panels::why::{ask, pinned};
use crate::app::theme::text::{paint, runs};
use crate::app::theme::{Theme, Type, radius};
use crate::app::view::{PageView, ResultsView, look_of};
use crate::app::widgets::columns::{GAP, columns_ui};
use crate::engine::series::CostCategory;
use crate::units;
use eframe::egui::{
    Align2, CornerRadius, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

/// What the Reliability page remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReliabilityState {
    /// Id of the roadmap shown; the one worth showing when none was picked.
    roadmap: Option<String>,
    /// Whether the table counts incidents instead of hours.
    incidents: bool,
    /// Month under the pointer.
    hover: Option<usize>,
    /// Whether the page is higher than its room.
    overflows: bool,
}

/// Least width of the page; less is scrolled.
const LEAST_WIDTH: f32 = 600.0;
/// Height of the key above the matrices.
const KEY: f32 = 26.0;
/// Gap between the two matrices.
const BETWEEN: f32 = 26.0;
/// Most parts that are shown without scrolling.
const FITTING: usize = 14;
/// Least height of a cell; cells of a scrolled matrix.
const LEAST: f32 = 17.0;
const SCROLLED: f32 = 19.0;
/// Height that matrices have at least where they are scrolled.
const LEAST_SCROLLED: f32 = 260.0;
/// Greatest height of a cell, and how much wider than high it may be.
const MOST: f32 = 42.0;
const WIDER: f32 = 1.7;
/// Least height of the chart.
const CHART: f32 = 168.0;
/// Title of the chart and labels under it, gaps included.
const AROUND_CHART: f32 = 66.0;

impl Page for ReliabilityState {
    fn ui(&mut self, ui: &mut Ui, view: &PageView<'_>) -> Option<Action> {
        reliability_ui(ui, &view.results, self)
    }

    fn copied(&self, view: &PageView<'_>) -> Option<Copied> {
        let roadmap = self.roadmap.as_deref();
        let model = ReliabilityView::from(&view.results, roadmap, self.incidents);
        Some(Copied::Table(model.text()))
    }
}

/// Draws the Reliability page into the whole of `ui`, which already has the page's margin.
fn reliability_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    local: &mut ReliabilityState,
) -> Option<Action> {
    let model = ReliabilityView::from(view, local.roadmap.as_deref(), local.incidents);
    let room = ui.available_height();
    let mut overflows = local.overflows;
    scrolled_ui(ui, "reliability", LEAST_WIDTH, &mut overflows, |ui| {
        page_ui(ui, view, &model, local, room);
    });
    local.overflows = overflows;
    None
}

fn page_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &ReliabilityView<'_>,
    local: &mut ReliabilityState,
    room: f32,
) {
    let top = ui.cursor().top();
    let picked = heading_ui(
        ui,
        view,
        &model.claim,
        &model.lead,
        &model.roadmaps,
        model.chosen,
    );
    if let Some(roadmap) = picked.and_then(|index| model.roadmaps.get(index)) {
        local.roadmap = Some(roadmap.id.clone());
    }
    ui.add_space(if view.narrow { 8.0 } else { 14.0 });
    let body = room - (ui.cursor().top() - top);
    if view.narrow {
        main_ui(ui, model, &mut local.hover, body, view.stale);
        ui.add_space(20.0);
        side::below_ui(ui, view, model, &mut local.incidents);
    } else {
        let side = (ui.available_width() * 0.26).clamp(264.0, 380.0);
        let main = ui.available_width() - side - 2.0 * GAP;
        let (incidents, hover) = (&mut local.incidents, &mut local.hover);
        columns_ui(
            ui,
            [main, side],
            |ui| main_ui(ui, model, hover, body, view.stale),
            |ui| side::side_ui(ui, view, model, incidents),
        );
    }
    infeasible_ui(ui, model.words.infeasible());
}

/// The matrices, and the hours by month.
fn main_ui(
    ui: &mut Ui,
    model: &ReliabilityView<'_>,
    hover: &mut Option<usize>,
    body: f32,
    stale: bool,
) {
    let top = ui.cursor().top();
    if !model.matrices.is_empty() {
        key_ui(ui);
        matrices_ui(ui, model, body - KEY - CHART - AROUND_CHART);
        ui.add_space(14.0);
    }
    if model.lines.is_empty() {
        return;
    }
    let used = ui.cursor().top() - top;
    chart_ui(
        ui,
        model,
        hover,
        (body - used - AROUND_CHART + 14.0).max(CHART),
        stale,
    );
}

fn key_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), KEY), Sense::hover());
    let painter = ui.painter();
    let y = rect.top() + 8.0;
    let job = runs(&[
        ("Row", Type::LABEL_STRONG, theme.text),
        (" fails, ", Type::LABEL, theme.text2),
        ("column", Type::LABEL_STRONG, theme.text),
        (" goes down with it", Type::LABEL, theme.text2),
    ]);
    let galley = painter.layout_job(job);
    let gap = if rect.width() < 660.0 { 9.0 } else { 18.0 };
    let mut x = rect.left() + galley.size().x + gap;
    painter.galley(
        pos2(rect.left(), y - galley.size().y / 2.0),
        galley,
        theme.text,
    );
    let square = Rect::from_min_size(pos2(x, y - 6.0), Vec2::splat(12.0));
    let frame = Stroke::new(1.4, theme.text);
    painter.rect_stroke(square, CornerRadius::same(3), frame, StrokeKind::Inside);
    let word = |x: f32, words: &str| {
        let at = pos2(x, y);
        paint(
            painter,
            at,
            Align2::LEFT_CENTER,
            words,
            Type::LABEL,
            theme.text2,
        )
        .right()
            + gap
    };
    x = word(x + 18.0, "one unit");
    let bar = Rect::from_min_size(pos2(x, y - 4.0), vec2(24.0, 8.0));
    let rose = CostCategory::Downtime.color(theme);
    painter.rect_filled(bar, CornerRadius::same(radius::BAR), rose);
    x = word(x + 31.0, "share of product lost");
    word(x, "core parts in bold");
    response.widget_info(|| {
        let words = "A row fails, a column goes down with it; frames are units, bars the share of \
                     the product lost, core parts are bold";
        WidgetInfo::labeled(Role::Label, true, words)
    });
}

/// One or two matrices side by side; scrolled when there are many parts.
fn matrices_ui(ui: &mut Ui, model: &ReliabilityView<'_>, room: f32) {
    let theme = Theme::of(ui);
    let names: Vec<&str> = model
        .matrices
        .iter()
        .flat_map(|matrix| matrix.parts.iter().map(|part| part.name))
        .collect();
    let parts = model
        .matrices
        .iter()
        .map(|matrix| matrix.parts.len())
        .max()
        .unwrap_or(0)
        .max(1);
    let head = head_height(ui, &names);
    let width = ui.available_width();
    let left = names_width(ui, &names, width * 0.2);
    let count = model.matrices.len() as f32;
    let scrolled = parts > FITTING;
    let cell = if scrolled {
        Vec2::splat(SCROLLED)
    } else {
        let high = ((room - TITLE - head) / parts as f32).clamp(LEAST, MOST);
        let free = width - left - count * BARS - (count - 1.0) * BETWEEN;
        let wide = free / count / parts as f32;
        let high = high.min(wide.max(LEAST)).floor();
        vec2(wide.min(high * WIDER).floor().max(12.0), high)
    };
    // What is left over goes between the two, so that the second one ends with the chart.
    let taken = left + count * (parts as f32 * cell.x + BARS);
    let between = if scrolled {
        BETWEEN
    } else {
        (width - taken).clamp(BETWEEN, 120.0)
    };
    let draw = |ui: &mut Ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (index, matrix) in model.matrices.iter().enumerate() {
                if index > 0 {
                    ui.add_space(between);
                }
                let size = BlastSize {
                    cell,
                    names: if index == 0 || scrolled { left } else { 0.0 },
                    head,
                };
                let matrix = BlastMatrix {
                    title: &matrix.title,
                    color: look_of(matrix.roadmap).color(theme),
                    summary: &matrix.summary,
                    parts: &matrix.parts,
                    inside: matrix.inside,
                    across: matrix.across,
                };
                matrix.show(ui, &size);
            }
        });
    };
    if scrolled {
        // Inside of a page that scrolls there is no room to be told; it is what the page leaves.
        let high = room.max(LEAST_SCROLLED);
        ScrollArea::both()
            .id_salt("matrices")
            .max_height(high)
            .min_scrolled_height(high)
            .auto_shrink([false, true])
            .show(ui, draw);
    } else {
        draw(ui);
    }
}

fn chart_ui(
    ui: &mut Ui,
    model: &ReliabilityView<'_>,
    hover: &mut Option<usize>,
    height: f32,
    stale: bool,
) {
    let theme = Theme::of(ui);
    ui.label(runs(&[
        ("Hours down a month", Type::HEADING, theme.text),
        (
            "  of the whole product, or as much in parts of it",
            Type::LABEL,
            theme.text2,
        ),
    ]));
    ui.add_space(4.0);
    let series: Vec<Series<'_>> = model
        .lines
        .iter()
        .map(|line| Series {
            number: line.number,
            emphasis: line.emphasis,
            ..Series::new(line.kind, line.label, line.values)
        })
        .collect();
    let tick = |value: f64| units::trimmed(value, 2);
    let figure = |value: f64| units::hours(value);
    let range = |low: f64, high: f64| units::range(low, high, 1, "h");
    let gutter = model
        .lines
        .iter()
        .map(|line| {
            let name = Type::LABEL_STRONG.galley(ui.painter(), line.label, theme.text);
            name.size().x + 18.0
        })
        .fold(96.0, f32::max)
        .min(168.0)
        .ceil();
    let two_lines = height >= 30.0 * model.lines.len() as f32;
    let chart = LineChart {
        summary: &model.chart_summary,
        height,
        figure_format: &figure,
        end_labels: if two_lines {
            EndLabels::NamesAndFigures
        } else {
            EndLabels::Names
        },
        gutter,
        x_labels: XLabels::Months,
        axis_width: 40.0,
        switch: model.begins.as_ref().map(|begins| SwitchLine {
            kind: begins.kind,
            month: begins.month as f64,
            span: begins.months as f64,
            title: &begins.title,
            detail: "",
        }),
        stale,
        pinned: pinned(ui),
        ..LineChart::new("hours down", model.words.time(), &series, &tick, &range)
    };
    let shown = chart.show(ui, hover);
    let nearest = shown.nearest.and_then(|at| model.lines.get(at));
    let id = nearest
        .map(|line| line.id)
        .or(model.chosen.map(|chosen| chosen.id.as_str()));
    if let (Some(month), Some(id)) = (shown.clicked, id) {
        ask(ui, "down_hours", id, Some(month));
    }
}
