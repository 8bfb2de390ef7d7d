//! The People page: who is there against who is needed, and what that does to the pace.
//!
//! Model ([`model`]), layout (here), paint ([`chart`] and the shared charts).

mod chart;
mod model;
#[cfg(test)]
mod tests;

use self::model::PeopleView;
use super::heading::{heading_ui, infeasible_ui, scrolled_ui, short_name};
use crate::app::action::Action;
use crate::app::charts::{Emphasis, EndLabels, LineChart, Series, XLabels};
use crate::app::pages::page::{Copied, Page};
use crate::app::panels::why::{ask, pinned};
use crate::app::theme::text::{paint, runs};
use crate::app::theme::{Theme, Type};
use crate::app::view::{PageView, ResultsView, look_of};
use crate::app::widgets::columns::{GAP, columns_ui};
use crate::app::widgets::{Kpi, kpi_strip_styled_ui};
use crate::units;
use eframe::egui::{Align2, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use std::cell::Cell;

/// What the People page remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct PeopleState {
    /// Id of the roadmap shown; the recommended one when none was picked.
    roadmap: Option<String>,
    /// Month under the pointer.
    hover: Option<usize>,
    /// Whether the page is higher than its room.
    overflows: bool,
}

/// Least width of the page; less is scrolled.
const LEAST_WIDTH: f32 = 600.0;
/// Height of a row of the table.
const ROW: f32 = 24.0;
/// Width of a column of figures, at most.
const FIGURES: f32 = 96.0;
/// Height of the strip of key figures with its gaps.
const STRIP: f32 = 84.0;
/// Least heights of the large chart and of a small one.
const CHART: f32 = 220.0;
const SMALL: f32 = 118.0;
/// Title and labels of a small chart.
const AROUND: f32 = 62.0;

impl Page for PeopleState {
    fn ui(&mut self, ui: &mut Ui, view: &PageView<'_>) -> Option<Action> {
        people_ui(ui, &view.results, self)
    }

    fn copied(&self, view: &PageView<'_>) -> Option<Copied> {
        let model = PeopleView::from(&view.results, self.roadmap.as_deref());
        Some(Copied::Table(model.text()))
    }
}

/// Draws the People page into the whole of `ui`, which already has the page's margin.
fn people_ui(ui: &mut Ui, view: &ResultsView<'_>, local: &mut PeopleState) -> Option<Action> {
    let model = PeopleView::from(view, local.roadmap.as_deref());
    let room = ui.available_height();
    let mut overflows = local.overflows;
    scrolled_ui(ui, "people", LEAST_WIDTH, &mut overflows, |ui| {
        page_ui(ui, view, &model, local, room);
    });
    local.overflows = overflows;
    None
}

fn page_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &PeopleView<'_>,
    local: &mut PeopleState,
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
    let hover = &mut local.hover;
    if view.narrow {
        main_ui(ui, model, hover, body.max(520.0), view.picture);
        ui.add_space(18.0);
        small_charts_ui(ui, model, hover, SMALL);
    } else {
        let side = (ui.available_width() * 0.28).clamp(280.0, 420.0);
        let main = ui.available_width() - side - 2.0 * GAP;
        // Both columns show the month and both may set it, one after the other.
        let shared = Cell::new(*hover);
        let with_month = |ui: &mut Ui, draw: &dyn Fn(&mut Ui, &mut Option<usize>)| {
            let mut month = shared.get();
            draw(ui, &mut month);
            shared.set(month);
        };
        let small = (body / 3.0 - AROUND).max(SMALL);
        columns_ui(
            ui,
            [main, side],
            |ui| {
                with_month(ui, &|ui, month| {
                    main_ui(ui, model, month, body, view.picture);
                });
            },
            |ui| with_month(ui, &|ui, month| small_charts_ui(ui, model, month, small)),
        );
        *hover = shared.get();
    }
    infeasible_ui(ui, model.words.infeasible());
}

/// The chart by role, the table, the key figures.
fn main_ui(
    ui: &mut Ui,
    model: &PeopleView<'_>,
    hover: &mut Option<usize>,
    body: f32,
    picture: bool,
) {
    if model.groups.is_empty() {
        return;
    }
    let table = ROW * (model.rows.len() as f32 + 1.0);
    let height = (body - table - STRIP - 26.0).max(CHART);
    if let (Some(month), Some(chosen)) = (chart::chart_ui(ui, model, hover, height), model.chosen) {
        ask(ui, "engineers", &chosen.id, Some(month));
    }
    ui.add_space(12.0);
    table_ui(ui, model);
    ui.add_space(14.0);
    let figures: Vec<Kpi<'_>> = model
        .figures
        .iter()
        .map(|figure| Kpi {
            label: &figure.label,
            figure: &figure.figure,
            note: &figure.note,
        })
        .collect();
    let metric_of = |at: usize| model.figures.get(at).and_then(|figure| figure.metric);
    let opens = |at: usize| !picture && metric_of(at).is_some();
    let opened = kpi_strip_styled_ui(ui, &figures, Type::FIGURE_SMALL, opens);
    if let (Some(metric), Some(chosen)) = (opened.and_then(metric_of), model.chosen) {
        let last = model.words.months.saturating_sub(1);
        ask(ui, metric, &chosen.id, Some(last));
    }
}

fn table_ui(ui: &mut Ui, model: &PeopleView<'_>) {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    let count = model.months.len().max(1) as f32;
    let column = ((width - 150.0) / count).min(FIGURES.max((width - 220.0) / count));
    let line = |ui: &mut Ui, name: &str, cells: &[String], head: bool, strong: bool| {
        let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
        let (style, color) = match (head, strong) {
            (true, _) => (Type::CAPTION, theme.text3),
            (false, true) => (Type::ROW_STRONG, theme.text),
            (false, false) => (Type::ROW, theme.text),
        };
        let y = rect.center().y;
        paint(
            ui.painter(),
            pos2(rect.left(), y),
            Align2::LEFT_CENTER,
            name,
            style,
            color,
        );
        for (place, cell) in cells.iter().rev().enumerate() {
            let at = pos2(rect.right() - column * place as f32, y);
            paint(ui.painter(), at, Align2::RIGHT_CENTER, cell, style, color);
        }
        let rule = if head || strong {
            theme.border
        } else {
            theme.hairline
        };
        let y = rect.bottom().round() - 0.5;
        ui.painter()
            .hline(rect.x_range(), y, Stroke::new(1.0, rule));
        let spoken = format!("{name}: {}", cells.join(", "));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken.as_str()));
    };
    let head: Vec<String> = model
        .months
        .iter()
        .map(|month| model.words.short(*month))
        .collect();
    line(ui, "People", &head, true, false);
    for row in &model.rows {
        let cells: Vec<String> = row
            .figures
            .iter()
            .map(|figure| units::decimal(*figure as f64, 0))
            .collect();
        line(ui, row.name, &cells, false, row.strong);
    }
}

/// Lead time, backlog and changes delivered of all roadmaps.
fn small_charts_ui(ui: &mut Ui, model: &PeopleView<'_>, hover: &mut Option<usize>, height: f32) {
    let charts = [
        ("Lead time", "days from start to users", "lead_time_days"),
        ("Backlog", "changes waiting", "backlog"),
        ("Changes delivered", "a month", "delivered_changes"),
    ];
    for (at, chart) in charts.into_iter().enumerate() {
        if at > 0 {
            ui.add_space(12.0);
        }
        let figure = |value: f64| match chart.2 {
            "lead_time_days" => units::days(value),
            _ => units::count(value.round()),
        };
        small_chart_ui(ui, model, hover, chart, &figure, height);
    }
}

/// Height of a name with its figure at the end of a line.
const LINES: f32 = 31.0;

fn small_chart_ui(
    ui: &mut Ui,
    model: &PeopleView<'_>,
    hover: &mut Option<usize>,
    (title, note, name): (&str, &str, &str),
    figure: &dyn Fn(f64) -> String,
    height: f32,
) {
    let theme = Theme::of(ui);
    ui.label(runs(&[
        (title, Type::HEADING, theme.text),
        ("  ", Type::LABEL, theme.text2),
        (note, Type::LABEL, theme.text2),
    ]));
    ui.add_space(4.0);
    let lines: Vec<Series<'_>> = model
        .roadmaps
        .iter()
        .filter_map(|roadmap| {
            let values = roadmap.series.as_ref()?.get(name)?;
            let chosen = model.chosen.is_some_and(|chosen| chosen.id == roadmap.id);
            Some(Series {
                number: model.words.number(roadmap),
                emphasis: if chosen {
                    Emphasis::Recommended
                } else {
                    Emphasis::Normal
                },
                ..Series::new(look_of(roadmap), short_name(roadmap), values)
            })
        })
        .collect();
    let gutter = lines
        .iter()
        .map(|line| {
            let name = Type::LABEL_STRONG.galley(ui.painter(), line.label, theme.text);
            name.size().x + 18.0
        })
        .fold(60.0, f32::max)
        .ceil();
    let ends: Vec<String> = model
        .roadmaps
        .iter()
        .filter_map(|roadmap| {
            let value = roadmap.series.as_ref()?.get(name)?.last()?;
            Some(format!("{} {}", roadmap.label, figure(*value)))
        })
        .collect();
    let summary = format!("{title}, {note}, at the end: {}", ends.join(", "));
    let tick = |value: f64| units::trimmed(value, 1);
    let range = |low: f64, high: f64| units::range(low, high, 0, "");
    let chart = LineChart {
        summary: &summary,
        height,
        figure_format: figure,
        end_labels: if height >= LINES * lines.len() as f32 {
            EndLabels::NamesAndFigures
        } else {
            EndLabels::Names
        },
        gutter,
        pinned: pinned(ui),
        x_labels: XLabels::Years,
        axis_width: 40.0,
        ..LineChart::new(name, model.words.time(), &lines, &tick, &range)
    };
    let shown = chart.show(ui, hover);
    let feasible = model.roadmaps.iter();
    let mut drawn = feasible.filter(|roadmap| roadmap.series.is_some());
    let nearest = shown.nearest.and_then(|at| drawn.nth(at));
    if let (Some(month), Some(roadmap)) = (shown.clicked, nearest.or(model.chosen.as_ref())) {
        ask(ui, name, &roadmap.id, Some(month));
    }
}
