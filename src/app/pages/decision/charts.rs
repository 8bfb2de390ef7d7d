//! The two charts of the Decision page: costs, and the same months as a difference.
//!
//! Both share the months, the width of their axes and the hovered month.

use super::model::{DecisionView, Line};
use super::words::Ticks;
use crate::app::charts::scale::{Scale, amount_scale};
use crate::app::charts::{
    Band, ChartResponse, Crossover, EndLabels, LineChart, Series, SwitchLine, XLabels,
};
use crate::app::panels::why::pinned;
use crate::app::theme::{Theme, Type};
use eframe::egui::{Color32, Painter, Ui};

/// Room between a tick label and the plot, and left of it.
const TICK_ROOM: f32 = 10.0;
/// Least distance between the lowest line of a grid and the labels under it.
const CLEAR: f64 = 9.0;
/// Least distance between two lines of a grid.
const LEAST_PITCH: f64 = 19.0;
/// Room between the plot and a label at a line's end.
const END_ROOM: f32 = 18.0;

/// What both charts agree on.
pub(super) struct Layout {
    axis_width: f32,
    gutter: f32,
    upper: Scale,
    lower: Scale,
    upper_ticks: Ticks,
    lower_ticks: Ticks,
}

impl Layout {
    /// Measures labels and bounds.
    pub(super) fn of(painter: &Painter, view: &DecisionView<'_>, narrow: bool) -> Self {
        let currency = &view.words.currency;
        let shown = |line: &&Line<'_>| line.band_shown;
        let bands = view.lines.iter().filter(shown).filter_map(|line| line.band);
        let values = view.lines.iter().map(|line| &*line.values);
        let upper = bounds(values.chain(bands.flat_map(|band| [band.low, band.high])));
        let bands = view.lines.iter().filter_map(|line| line.against_band);
        let values = view.lines.iter().filter_map(|line| line.against.as_deref());
        let lower = bounds(values.chain(bands.flat_map(|band| [band.low, band.high])));
        let upper_ticks = Ticks::new(currency, upper.max.max(-upper.min));
        let lower_ticks = Ticks::new(currency, lower.max.max(-lower.min));
        let width =
            |text: &str, style: Type| style.galley(painter, text, Color32::PLACEHOLDER).size().x;
        let ticks = upper.ticks.iter().map(|tick| upper_ticks.amount(*tick));
        let ticks = ticks.chain(lower.ticks.iter().map(|tick| lower_ticks.difference(*tick)));
        let axis_width = ticks
            .map(|tick| width(&tick, Type::CAPTION) + TICK_ROOM)
            .fold(46.0, f32::max)
            .ceil();
        let most = if narrow { 140.0 } else { 196.0 };
        let gutter = view
            .lines
            .iter()
            .map(|line| {
                let figures = line.band.filter(|_| line.band_shown).map_or(0.0, |band| {
                    let end = |values: &[f64]| values.last().copied().unwrap_or(0.0);
                    let range = currency.range(end(band.low), end(band.high));
                    let amount = currency.total(end(&line.values));
                    width(&amount, Type::LABEL_STRONG) + 8.0 + width(&range, Type::LABEL)
                });
                width(line.label, Type::LABEL_STRONG).max(figures) + END_ROOM
            })
            .fold(96.0, f32::max)
            .min(most)
            .ceil();
        Self {
            axis_width,
            gutter,
            upper,
            lower,
            upper_ticks,
            lower_ticks,
        }
    }
}

impl Layout {
    /// The same with fewer lines where plots of these heights would crowd them.
    pub(super) fn thinned(mut self, upper: f32, lower: f32) -> Self {
        for (scale, height) in [(&mut self.upper, upper), (&mut self.lower, lower)] {
            let &[first, second, ..] = scale.ticks.as_slice() else {
                continue;
            };
            let step = second - first;
            let pitch = |every: f64| f64::from(height) * every * step / (scale.max - scale.min);
            let Some(every) = [1.0, 2.0, 5.0]
                .into_iter()
                .find(|every| pitch(*every) >= LEAST_PITCH)
            else {
                continue;
            };
            let kept = |tick: &f64| ((tick / step).round() % every).abs() < 0.5;
            scale.ticks.retain(kept);
        }
        let scale = &mut self.lower;
        let point = (scale.max - scale.min) / f64::from(lower.max(1.0));
        if let Some(first) = scale.ticks.first().copied().filter(|first| *first < 0.0) {
            // The lowest amount stays clear of the months beneath it.
            scale.min = scale.min.min(first - CLEAR * point);
        }
        self
    }
}

fn bounds<'a>(lines: impl Iterator<Item = &'a [f64]>) -> Scale {
    let mut low = 0.0_f64;
    let mut high = 0.0_f64;
    for value in lines.flatten().filter(|value| value.is_finite()) {
        low = low.min(*value);
        high = high.max(*value);
    }
    amount_scale(low, high)
}

fn series<'a>(line: &'a Line<'_>, values: &'a [f64], band: Option<Band<'a>>) -> Series<'a> {
    Series {
        number: line.number,
        emphasis: line.emphasis,
        band,
        band_shown: line.band_shown,
        ..Series::new(line.kind, line.label, values)
    }
}

/// Draws the costs of every roadmap.
pub(super) fn costs_chart_ui(
    ui: &mut Ui,
    view: &DecisionView<'_>,
    layout: &Layout,
    height: f32,
    stale: bool,
    hover: &mut Option<usize>,
) -> ChartResponse {
    let lines: Vec<Series<'_>> = view
        .lines
        .iter()
        .map(|line| series(line, &line.values, line.band))
        .collect();
    let summary = view.summary();
    let tick = |amount: f64| layout.upper_ticks.amount(amount);
    let figure = |amount: f64| view.words.currency.total(amount);
    let range = |low: f64, high: f64| view.words.currency.range(low, high);
    let note = |month: usize| view.note(month);
    let chart = LineChart {
        summary: &summary,
        height,
        figure_format: &figure,
        scale: Some(layout.upper.clone()),
        end_labels: EndLabels::NamesAndFigures,
        gutter: layout.gutter,
        x_labels: if view.against.is_some() {
            XLabels::None
        } else {
            XLabels::Months
        },
        axis_width: layout.axis_width,
        crossover: view.ring.as_ref().map(|ring| Crossover {
            month: ring.month,
            value: ring.value,
            title: &ring.title,
            detail: &ring.detail,
        }),
        switch: view.moves.as_ref().map(|moves| SwitchLine {
            kind: moves.kind,
            month: moves.month,
            span: moves.span,
            title: &moves.title,
            detail: &moves.detail,
        }),
        stale,
        pinned: pinned(ui),
        note: Some(&note),
        ..LineChart::new("costs", view.words.time(), &lines, &tick, &range)
    };
    chart.show(ui, hover)
}

/// Draws every roadmap's difference to the baseline.
pub(super) fn against_chart_ui(
    ui: &mut Ui,
    view: &DecisionView<'_>,
    layout: &Layout,
    height: f32,
    stale: bool,
    hover: &mut Option<usize>,
) -> ChartResponse {
    let lines: Vec<Series<'_>> = view
        .lines
        .iter()
        .filter_map(|line| Some(series(line, line.against.as_deref()?, line.against_band)))
        .collect();
    let summary = view.against_summary();
    let tick = |amount: f64| layout.lower_ticks.difference(amount);
    let figure = |amount: f64| view.words.currency.difference(amount);
    let range = |low: f64, high: f64| view.words.currency.range(low, high);
    let chart = LineChart {
        summary: &summary,
        height,
        figure_format: &figure,
        scale: Some(layout.lower.clone()),
        end_labels: EndLabels::Figures,
        gutter: layout.gutter,
        x_labels: XLabels::Months,
        axis_width: layout.axis_width,
        crossover: view.ring.as_ref().map(|ring| Crossover {
            month: ring.month,
            value: 0.0,
            title: "",
            detail: "",
        }),
        switch: view.moves.as_ref().map(|moves| SwitchLine {
            kind: moves.kind,
            month: moves.month,
            span: moves.span,
            title: "",
            detail: "",
        }),
        stale,
        pinned: pinned(ui),
        ..LineChart::new("against", view.words.time(), &lines, &tick, &range)
    };
    chart.show(ui, hover)
}

/// A chart's title with what to know beside it, where there is room for all of it.
pub(super) fn title_ui(ui: &mut Ui, title: &str, note: &str) {
    let theme = Theme::of(ui);
    let with = |note: &str| {
        crate::app::theme::text::runs(&[
            (title, Type::HEADING, theme.text),
            (note, Type::LABEL, theme.text2),
        ])
    };
    let noted = with(&format!("  {note}"));
    let fits = ui.painter().layout_job(noted.clone()).size().x <= ui.available_width();
    let job = if fits && !note.is_empty() {
        noted
    } else {
        with("")
    };
    ui.add(eframe::egui::Label::new(job).truncate());
}
