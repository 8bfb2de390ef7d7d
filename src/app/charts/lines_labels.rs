//! The labels at the ends of lines, in the gutter right of the plot.

use super::frame::{FrameResponse, XLabels};
use super::labels::push_apart;
use super::lines::{EndLabels, LineChart, Series};
use crate::app::theme::text::{paint, runs};
use crate::app::theme::{Theme, Type};
use eframe::egui;
use eframe::egui::{Align2, Rect, Stroke, Ui, pos2};

/// Space between the plot and the labels.
const GAP: f32 = 14.0;

pub(super) fn paint_end_labels(
    ui: &Ui,
    chart: &LineChart<'_>,
    framed: &FrameResponse,
    outer: Rect,
) {
    let pitch = match chart.end_labels {
        EndLabels::None => return,
        EndLabels::Names | EndLabels::Figures => 17.0,
        EndLabels::NamesAndFigures => 30.0,
    };
    let mut ends: Vec<(&Series<'_>, f64, f32)> = chart
        .series
        .iter()
        .filter(|series| series.values.len() >= chart.time.months)
        .filter_map(|series| {
            let value = *series.values.last()?;
            Some((series, value, framed.y(value)))
        })
        .collect();
    ends.sort_by(|a, b| a.2.total_cmp(&b.2));
    let wanted: Vec<f32> = ends.iter().map(|end| end.2).collect();
    // Where months stand under the axis, the last of them reaches into the gutter.
    let lowest = match chart.x_labels {
        XLabels::None => outer.bottom(),
        XLabels::Months | XLabels::Years => framed.plot.bottom() + 5.0,
    };
    let places = push_apart(
        &wanted,
        pitch,
        outer.top() + pitch / 2.0,
        lowest - pitch / 2.0,
    );
    for ((series, value, y), place) in ends.into_iter().zip(places) {
        label_ui(ui, chart, framed, series, value, y, place);
    }
}

fn label_ui(
    ui: &Ui,
    chart: &LineChart<'_>,
    framed: &FrameResponse,
    series: &Series<'_>,
    value: f64,
    y: f32,
    place: f32,
) {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let color = series.color(theme);
    let edge = framed.plot.right();
    let left = edge + GAP;
    let room = chart.gutter - GAP;
    if (place - y).abs() > 5.0 {
        painter.line_segment(
            [pos2(edge + 5.0, y), pos2(edge + GAP - 3.5, place)],
            Stroke::new(1.0, color),
        );
    }
    let middle = |words: &str, style: Type, color, y: f32| {
        let galley = style.galley_elided(painter, words, color, room);
        let at = Align2::LEFT_CENTER.anchor_size(pos2(left, y), galley.size());
        painter.galley(at.min, galley, color);
    };
    match chart.end_labels {
        EndLabels::None => {}
        EndLabels::Names => middle(series.label, Type::LABEL_STRONG, color, place),
        EndLabels::Figures => {
            paint(
                painter,
                pos2(left, place),
                Align2::LEFT_CENTER,
                &(chart.figure_format)(value),
                Type::LABEL_STRONG,
                color,
            );
        }
        EndLabels::NamesAndFigures => {
            middle(series.label, Type::LABEL_STRONG, color, place - 7.0);
            let figure = (chart.figure_format)(value);
            let range = series
                .band
                .filter(|_| series.band_shown && !chart.stale)
                .and_then(|band| Some((chart.range_format)(*band.low.last()?, *band.high.last()?)))
                .map(|range| format!("  {range}"))
                .unwrap_or_default();
            // A range that does not fit is left out: half a range says something else.
            let words = |range: &str| {
                runs(&[
                    (&figure, Type::LABEL, theme.text),
                    (range, Type::LABEL, theme.text3),
                ])
            };
            let whole = painter.layout_job(words(&range)).size().x <= room;
            let mut job = words(if whole { &range } else { "" });
            job.wrap = egui::text::TextWrapping::truncate_at_width(room);
            let galley = painter.layout_job(job);
            let at = Align2::LEFT_CENTER.anchor_size(pos2(left, place + 7.0), galley.size());
            painter.galley(at.min, galley, theme.text);
        }
    }
}
