//! The Decision page: the answer in a sentence, the picture that shows it, what it is made of.
//!
//! Model ([`model`], [`sure`]), layout (here), paint ([`charts`], [`side`], [`months`]).

mod charts;
mod figures;
pub(crate) mod model;
mod months;
mod outside;
#[cfg(test)]
pub(in crate::app) mod sample;
mod side;
pub(crate) mod sure;
#[cfg(test)]
mod tests;
mod why;
pub(crate) mod words;

use self::charts::{Layout, against_chart_ui, costs_chart_ui, title_ui};
use self::model::{DecisionView, Measure};
use crate::analysis::report::Figure;
use crate::app::action::Action;
use crate::app::charts::ChartResponse;
use crate::app::pages::page::{Copied, Page};
use crate::app::panels::why::ask;
use crate::app::theme::text::runs;
use crate::app::theme::{Theme, Type, space};
use crate::app::view::{PageView, ResultsView};
use crate::app::widgets::columns::{GAP, columns_ui};
use crate::app::widgets::{Button, Kpi, kpi_strip_ui, segment_ui};
use crate::app::worker::Wants;
use crate::units;
use eframe::egui::{
    Align, Color32, Galley, Layout as Flow, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, Vec2,
    vec2,
};
use std::sync::Arc;

/// What the Decision page remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct DecisionState {
    /// Which cost the charts show, where it was chosen; else the one that the verdict speaks of.
    figure: Option<Figure>,
    /// What the verdict speaks of, as long as a newer one without futures may think otherwise.
    told: Figure,
    /// Whether each month stands by itself.
    monthly: bool,
    /// Whether the months are a table instead of two charts.
    as_table: bool,
    /// Month under the pointer, shared by both charts.
    hover: Option<usize>,
}

/// What the charts can show.
const FIGURES: [(Figure, &str); 3] = [
    (Figure::Total, "Total"),
    (Figure::Cash, "Cash"),
    (Figure::PresentValue, "Present value"),
];
/// Least heights of the upper and the lower chart, in points.
const LEAST: [f32; 2] = [200.0, 120.0];
/// The same in a narrow window.
const LEAST_NARROW: [f32; 2] = [176.0, 76.0];
/// Share of the room for charts that the upper one takes.
const UPPER: f32 = 0.59;
/// Gap under the row of controls.
const HEAD_GAP: f32 = 6.0;
/// Height of the lower chart's title, gap included.
const TITLE: f32 = 20.0;
/// What a chart needs beside its plot without and with labels under the axis.
const UNDER_PLOT: f32 = 12.0;
const UNDER_AXIS: f32 = 28.0;
/// Rule above the strip of figures, gaps included, and the strip with it.
const STRIP_RULE: f32 = 18.0;
const STRIP: f32 = STRIP_RULE + 64.0;

impl Page for DecisionState {
    fn wants(&self) -> Wants {
        Wants {
            drivers: true,
            ..Wants::default()
        }
    }

    fn ui(&mut self, ui: &mut Ui, view: &PageView<'_>) -> Option<Action> {
        decision_ui(ui, &view.results, self)
    }

    fn copied(&self, _: &PageView<'_>) -> Option<Copied> {
        None
    }
}

/// Draws the Decision page into the whole of `ui`, which already has the page's margin.
fn decision_ui(ui: &mut Ui, view: &ResultsView<'_>, local: &mut DecisionState) -> Option<Action> {
    // A plan that is being edited has no futures for a moment; its charts must not jump.
    if view.report.uncertainty.is_some() || view.former.is_none() {
        local.told = view.report.verdict.figure;
    }
    let measure = Measure {
        figure: local.figure.unwrap_or(local.told),
        monthly: local.monthly,
    };
    let model = DecisionView::from(view, measure);
    let room = ui.available_height();
    ScrollArea::vertical()
        .id_salt("decision")
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            page_ui(ui, view, &model, local, room);
        });
    None
}

fn page_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &DecisionView<'_>,
    local: &mut DecisionState,
    room: f32,
) {
    let top = ui.cursor().top();
    let side = side_width(ui);
    match model.sure.as_ref().filter(|_| !view.narrow) {
        Some(sure) => {
            let room = ui.available_width() - side - 2.0 * GAP;
            let start = ui.cursor().min;
            let column = |ui: &mut Ui, name: &str, offset: f32, width: f32| {
                let rect = Rect::from_min_size(start + vec2(offset, 0.0), vec2(width, 0.0));
                let flow = Flow::top_down(Align::Min);
                ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect).layout(flow))
            };
            let mut words = column(ui, "answer", 0.0, room);
            header_ui(&mut words, view, model);
            let mut dots = column(ui, "futures", room + 2.0 * GAP, side);
            side::sure_ui(&mut dots, sure, false);
            ui.advance_cursor_after_rect(words.min_rect().union(dots.min_rect()));
        }
        None => header_ui(ui, view, model),
    }
    ui.add_space(if view.narrow || model.sure.is_some() {
        10.0
    } else {
        20.0
    });
    let strip = if model.figures.is_empty() { 0.0 } else { STRIP };
    let left = room - (ui.cursor().top() - top);
    // Where the charts leave too little room for the strip they take all of it: a strip that the fold
    // cuts through reads as broken, one beneath it as the next thing to scroll to.
    let body = if left - strip < least_body(ui, view, model) {
        left
    } else {
        left - strip
    };
    if view.narrow {
        charts_ui(ui, view, model, local, body);
        strip_ui(ui, view, model);
        ui.add_space(18.0);
        let width = (ui.available_width() - 2.0 * GAP) / 2.0;
        columns_ui(
            ui,
            [width, width],
            |ui| side::why_ui(ui, model),
            |ui| {
                side::changes_ui(ui, model, f32::INFINITY);
                side::notes_ui(ui, model, f32::INFINITY);
            },
        );
        return;
    }
    let bottom = ui.cursor().top() + body;
    let charts = ui.available_width() - side - 2.0 * GAP;
    columns_ui(
        ui,
        [charts, side],
        |ui| charts_ui(ui, view, model, local, body),
        |ui| {
            side::why_ui(ui, model);
            side::changes_ui(ui, model, bottom - side::notes_height(model));
            side::notes_ui(ui, model, bottom);
        },
    );
    strip_ui(ui, view, model);
}

/// The least height that the charts take with their controls and notes.
fn least_body(ui: &Ui, view: &ResultsView<'_>, model: &DecisionView<'_>) -> f32 {
    let least = if view.narrow { LEAST_NARROW } else { LEAST };
    let around = space::SEGMENT + HEAD_GAP + Notes::of(ui, model).height;
    let lower = if model.against.is_some() {
        UNDER_PLOT + between(view.narrow) + TITLE + least[1]
    } else {
        least[1]
    };
    around + least[0] + lower + UNDER_AXIS
}

/// Gap between the two charts.
fn between(narrow: bool) -> f32 {
    if narrow { 4.0 } else { 10.0 }
}

/// Width of the column beside the charts.
fn side_width(ui: &Ui) -> f32 {
    (ui.available_width() * 0.26).clamp(264.0, 328.0)
}

fn header_ui(ui: &mut Ui, view: &ResultsView<'_>, model: &DecisionView<'_>) {
    let theme = Theme::of(ui);
    let (verdict, lead, strong) = if view.narrow {
        (
            Type::VERDICT_SMALL,
            Type::LEAD_SMALL,
            Type::LEAD_SMALL_STRONG,
        )
    } else {
        (Type::VERDICT, Type::LEAD, Type::LEAD_STRONG)
    };
    if let Some((title, rest)) = &model.not_applied {
        ui.label(runs(&[
            (title, strong, theme.caution),
            (" ", lead, theme.text2),
            (rest, lead, theme.text2),
        ]));
        ui.add_space(2.0);
    }
    verdict.label(ui, model.sentence, theme.text);
    ui.add_space(if view.narrow { 1.0 } else { 3.0 });
    match &model.key {
        Some(key) => ui.label(runs(&[
            (&model.detail[..key.start], lead, theme.text2),
            (&model.detail[key.clone()], strong, theme.text),
            (&model.detail[key.end..], lead, theme.text2),
        ])),
        None => lead.label(ui, model.detail, theme.text2),
    };
    caption_ui(ui, model);
    if let Some(sure) = model.sure.as_ref().filter(|_| view.narrow) {
        side::sure_ui(ui, sure, true);
    }
}

/// The contingency, lines outside their bands, and how many warnings there are.
fn caption_ui(ui: &mut Ui, model: &DecisionView<'_>) {
    let theme = Theme::of(ui);
    let warnings = &model.words.report.warnings;
    let outside = model.outside_words();
    if model.contingency.is_none() && warnings.is_empty() && outside.is_none() {
        return;
    }
    ui.add_space(3.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        if let Some(contingency) = &model.contingency {
            Type::LABEL.label(ui, contingency, theme.text3);
        }
        if let Some(outside) = outside {
            let rich = Type::LABEL.rich(outside, theme.text3).underline();
            ui.label(rich).on_hover_ui(|ui| {
                for out in &model.outside {
                    let month = out.months.last().copied().unwrap_or(0);
                    Type::LABEL.label(ui, out.sentence(month), theme.text2);
                }
            });
        }
        if !warnings.is_empty() {
            let count = units::counted(warnings.len() as f64, "warning", "warnings");
            let rich = Type::LABEL
                .rich(format!("{count}."), theme.text3)
                .underline();
            ui.label(rich)
                .on_hover_ui(|ui| side::warnings_list_ui(ui, warnings));
        }
    });
}

fn charts_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &DecisionView<'_>,
    local: &mut DecisionState,
    body: f32,
) {
    if !model.lines.is_empty() {
        controls_ui(ui, view, model, local);
        ui.add_space(HEAD_GAP);
    }
    let notes = Notes::of(ui, model);
    let rest = body - space::SEGMENT - HEAD_GAP - notes.height;
    if local.as_table && !view.picture && !model.lines.is_empty() {
        months::months_ui(ui, model, rest.max(260.0));
    } else if !model.lines.is_empty() {
        pictures_ui(ui, view, model, local, rest);
    }
    notes.show(ui);
}

fn pictures_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &DecisionView<'_>,
    local: &mut DecisionState,
    rest: f32,
) {
    let layout = Layout::of(ui.painter(), model, view.narrow);
    let stale = view.stale || model.old_bands;
    let least = if view.narrow { LEAST_NARROW } else { LEAST };
    let Some(against) = &model.against else {
        let height = (rest - UNDER_AXIS).max(least[0] + least[1]);
        let chart = costs_chart_ui(ui, model, &layout, height, stale, &mut local.hover);
        ask_about_month(ui, model, &chart);
        return;
    };
    let between = between(view.narrow);
    let plots = rest - UNDER_PLOT - between - TITLE - UNDER_AXIS;
    let upper = (plots * UPPER).round().max(least[0]);
    let lower = (plots - upper).round().max(least[1]);
    let layout = layout.thinned(upper, lower);
    let chart = costs_chart_ui(ui, model, &layout, upper, stale, &mut local.hover);
    ask_about_month(ui, model, &chart);
    ui.add_space(between);
    title_ui(ui, against, "below zero is cheaper");
    ui.add_space(2.0);
    // A difference of two roadmaps is no figure of either; nothing opens here.
    against_chart_ui(ui, model, &layout, lower, stale, &mut local.hover);
}

/// A click on a month asks what the amount shown there is made of, of the nearest roadmap; of the
/// recommended one where the keyboard chose the month. Sums of cash and present values are no series of
/// the report, so nothing opens on them.
fn ask_about_month(ui: &Ui, model: &DecisionView<'_>, chart: &ChartResponse) {
    let nearest = chart.nearest.and_then(|at| model.lines.get(at));
    let recommended = model.words.recommended.map(|best| best.id.as_str());
    let roadmap = nearest.map(|line| line.id).or(recommended);
    if let (Some(metric), Some(month), Some(roadmap)) =
        (model.measure.explained(), chart.clicked, roadmap)
    {
        ask(ui, metric, roadmap, Some(month));
    }
}

fn controls_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &DecisionView<'_>,
    local: &mut DecisionState,
) {
    let size = vec2(ui.available_width(), space::SEGMENT);
    ui.allocate_ui_with_layout(size, Flow::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.set_min_size(Vec2::ZERO);
        if !view.picture {
            let shown = FIGURES
                .iter()
                .position(|(figure, _)| *figure == model.measure.figure);
            let names = FIGURES.map(|(_, name)| name);
            if let Some(chosen) = segment_ui(ui, "Cost shown", &names, shown.unwrap_or(0)) {
                local.figure = FIGURES.get(chosen).map(|(figure, _)| *figure);
            }
            let monthly = usize::from(local.monthly);
            if let Some(chosen) = segment_ui(ui, "Sum shown", &["Cumulative", "Monthly"], monthly) {
                local.monthly = chosen == 1;
            }
            let toggle = if local.as_table {
                "Show as charts"
            } else {
                "Show as table"
            };
            if Button::plain(toggle)
                .height(space::SEGMENT)
                .show(ui)
                .clicked()
            {
                local.as_table = !local.as_table;
            }
        }
        ui.with_layout(Flow::left_to_right(Align::Center), |ui| {
            let banded = model.lines.iter().any(|line| line.band.is_some());
            let note = match (banded, model.old_bands) {
                (false, _) => "",
                (true, false) => "bands hold 8 of 10 futures",
                (true, true) => "bands are those of the plan before",
            };
            // Beside the choices of sum and cost a short word says it, too.
            let whole = model.measure.title();
            let width = Type::HEADING.galley(ui.painter(), whole, Color32::PLACEHOLDER);
            let fits = width.size().x <= ui.available_width();
            title_ui(ui, if fits { whole } else { "Cost" }, note);
        });
    });
}

fn strip_ui(ui: &mut Ui, view: &ResultsView<'_>, model: &DecisionView<'_>) {
    if model.figures.is_empty() {
        return;
    }
    let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), STRIP_RULE), Sense::hover());
    let y = rule.top().round() + 5.5;
    ui.painter()
        .hline(rule.x_range(), y, Stroke::new(1.0, Theme::of(ui).border));
    let items: Vec<Kpi<'_>> = model
        .figures
        .iter()
        .filter(|figure| figure.first || !view.narrow)
        .map(|figure| Kpi {
            label: &figure.label,
            figure: &figure.figure,
            note: &figure.note,
        })
        .collect();
    let metrics: Vec<Option<(&str, bool)>> = model
        .figures
        .iter()
        .filter(|figure| figure.first || !view.narrow)
        .map(|figure| figure.metric)
        .collect();
    let metric_of = |at: usize| metrics.get(at).copied().flatten();
    let opened = kpi_strip_ui(ui, &items, |at| !view.picture && metric_of(at).is_some());
    let metric = opened.and_then(metric_of);
    if let (Some((metric, last)), Some(best)) = (metric, model.words.recommended) {
        let month = last.then(|| model.words.months.saturating_sub(1));
        ask(ui, metric, &best.id, month);
    }
}

/// Why roadmaps without figures have none, laid out before the charts so that both fit.
struct Notes {
    galleys: Vec<Arc<Galley>>,
    height: f32,
}

impl Notes {
    fn of(ui: &Ui, model: &DecisionView<'_>) -> Self {
        let theme = Theme::of(ui);
        let galleys: Vec<Arc<Galley>> = model
            .words
            .infeasible()
            .map(|(label, reason)| {
                let title = format!("{label} does not fit: ");
                let mut job = runs(&[
                    (&title, Type::LABEL_STRONG, theme.text),
                    (reason, Type::LABEL, theme.text2),
                ]);
                job.wrap.max_width = ui.available_width();
                ui.painter().layout_job(job)
            })
            .collect();
        let height = galleys.iter().map(|galley| galley.size().y + 6.0).sum();
        Self { galleys, height }
    }

    fn show(self, ui: &mut Ui) {
        for galley in self.galleys {
            ui.add_space(6.0);
            ui.label(galley);
        }
    }
}
