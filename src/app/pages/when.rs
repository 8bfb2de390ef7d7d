//! The When page: what every month of a split would cost, what to watch for, what to take out first.
//!
//! Model ([`model`]), layout (here), paint ([`side`] and the charts).

mod model;
mod side;
#[cfg(test)]
mod tests;

use self::model::{Rule, Shown, WhenView};
use super::heading::{infeasible_ui, scrolled_ui};
use crate::app::action::Action;
use crate::app::charts::{
    Band, Crossover, Emphasis, EndLabels, LineChart, Series, SwitchLine, XLabels,
};
use crate::app::pages::decision::words::Ticks;
use crate::app::pages::page::{Copied, Page};
use crate::app::theme::text::paint;
use crate::app::theme::{RoadmapLook, Theme, Type};
use crate::app::view::{PageView, ResultsView};
use crate::app::widgets::buttons::Button;
use crate::app::widgets::columns::{GAP, columns_ui};
use crate::app::worker::Wants;
use eframe::egui::{Align2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// What the When page remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct WhenState {
    /// Month under the pointer.
    hover: Option<usize>,
    /// Whether the page is higher than its room.
    overflows: bool,
}

/// Least width of the page; less is scrolled.
const LEAST_WIDTH: f32 = 600.0;
/// Least and greatest height of the chart.
const CHART: [f32; 2] = [220.0, 960.0];
/// What a chart needs beside its plot.
const AROUND_CHART: f32 = 46.0;
/// Height of a line of a table.
const LINE: f32 = 24.0;
/// Width of the columns of figures.
const WORTH: f32 = 100.0;
const FIRES: f32 = 150.0;
/// Least width of a line that has room for what a measure is now.
const NOW_FROM: f32 = 520.0;

impl Page for WhenState {
    fn wants(&self) -> Wants {
        Wants {
            timing: true,
            ..Wants::default()
        }
    }

    fn ui(&mut self, ui: &mut Ui, view: &PageView<'_>) -> Option<Action> {
        when_ui(ui, &view.results, self)
    }

    fn copied(&self, view: &PageView<'_>) -> Option<Copied> {
        Some(Copied::Table(WhenView::from(&view.results).text()))
    }
}

/// Draws the When page into the whole of `ui`, which already has the page's margin.
fn when_ui(ui: &mut Ui, view: &ResultsView<'_>, local: &mut WhenState) -> Option<Action> {
    let model = WhenView::from(view);
    let room = ui.available_height();
    let mut overflows = local.overflows;
    let mut asked = false;
    scrolled_ui(ui, "when", LEAST_WIDTH, &mut overflows, |ui| {
        asked = page_ui(ui, view, &model, local, room);
    });
    local.overflows = overflows;
    asked.then_some(Action::PasteActuals)
}

fn page_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &WhenView<'_>,
    local: &mut WhenState,
    room: f32,
) -> bool {
    let theme = Theme::of(ui);
    let top = ui.cursor().top();
    let style = if view.narrow {
        Type::VERDICT_SMALL
    } else {
        Type::CLAIM
    };
    style.label(ui, &model.claim, theme.text);
    ui.add_space(3.0);
    Type::LEAD_SMALL.label(ui, &model.lead, theme.text2);
    ui.add_space(if view.narrow { 8.0 } else { 14.0 });
    let Some(shown) = &model.shown else {
        infeasible_ui(ui, model.words.infeasible());
        return false;
    };
    let mut asked = false;
    let body = room - (ui.cursor().top() - top);
    if view.narrow {
        asked |= main_ui(ui, view, model, shown, &mut local.hover, body);
        ui.add_space(20.0);
        let width = (ui.available_width() - 2.0 * GAP) / 2.0;
        columns_ui(
            ui,
            [width, width],
            |ui| {
                side::card_ui(ui, shown);
                side::months_ui(ui, shown);
            },
            |ui| side::first_ui(ui, shown),
        );
    } else {
        let side = (ui.available_width() * 0.29).clamp(280.0, 420.0);
        let main = ui.available_width() - side - 2.0 * GAP;
        let hover = &mut local.hover;
        columns_ui(
            ui,
            [main, side],
            |ui| asked |= main_ui(ui, view, model, shown, hover, body),
            |ui| {
                side::card_ui(ui, shown);
                side::first_ui(ui, shown);
                side::months_ui(ui, shown);
            },
        );
    }
    infeasible_ui(ui, model.words.infeasible());
    asked
}

/// The curve, and the tripwires under it; says whether months that turned out shall be entered.
fn main_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &WhenView<'_>,
    shown: &Shown<'_>,
    hover: &mut Option<usize>,
    body: f32,
) -> bool {
    let table = LINE * (shown.rules.len() + 2) as f32 + 58.0;
    let height = (body - table - AROUND_CHART).clamp(CHART[0], CHART[1]);
    chart_ui(ui, view, model, shown, hover, height);
    ui.add_space(2.0);
    Type::CAPTION.label(ui, "Month in which the split starts. It keeps its training whenever it starts; the other roadmaps train for themselves.", Theme::of(ui).text2);
    ui.add_space(14.0);
    rules_ui(ui, &shown.rules);
    ui.add_space(8.0);
    let mut asked = false;
    ui.horizontal(|ui| {
        asked = Button::secondary("Enter actuals…").show(ui).clicked();
        ui.add_space(6.0);
        Type::CAPTION.label(ui, &shown.actuals, Theme::of(ui).text2);
    });
    asked
}

fn chart_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &WhenView<'_>,
    shown: &Shown<'_>,
    hover: &mut Option<usize>,
    height: f32,
) {
    let theme = Theme::of(ui);
    let band = Band {
        low: &shown.low,
        high: &shown.high,
    };
    let mut series: Vec<Series<'_>> = shown
        .others
        .iter()
        .map(|other| Series {
            number: other.number,
            ..Series::new(other.kind, other.label, &other.values)
        })
        .collect();
    series.push(Series {
        emphasis: Emphasis::Recommended,
        band: Some(band),
        band_shown: true,
        ..Series::new(RoadmapLook::Switch, "Split in this month", &shown.extra)
    });
    let most = series
        .iter()
        .flat_map(|line| line.values)
        .chain(&shown.high)
        .chain(&shown.low)
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    let ticks = Ticks::new(&model.words.currency, most);
    let tick = |amount: f64| ticks.difference(amount);
    let figure = |amount: f64| model.words.currency.difference(amount);
    let range = |low: f64, high: f64| model.words.currency.range(low, high);
    let gutter = series
        .iter()
        .map(|line| {
            let name = Type::LABEL_STRONG.galley(ui.painter(), line.label, theme.text);
            name.size().x + 18.0
        })
        .fold(96.0, f32::max)
        .min(168.0)
        .ceil();
    let two_lines = height >= 32.0 * series.len() as f32;
    let title = shown.best_title.as_str();
    let chart = LineChart {
        summary: &shown.summary,
        height,
        figure_format: &figure,
        end_labels: if two_lines {
            EndLabels::NamesAndFigures
        } else {
            EndLabels::Names
        },
        gutter,
        x_labels: XLabels::Months,
        axis_width: 52.0,
        crossover: shown.best.map(|best| Crossover {
            month: best as f64,
            value: 0.0,
            title,
            detail: "",
        }),
        switch: shown
            .span
            .as_ref()
            .filter(|span| span.until > span.from)
            .map(|span| SwitchLine {
                kind: RoadmapLook::Switch,
                month: span.from as f64,
                span: (span.until - span.from) as f64,
                title: &span.title,
                detail: &span.months,
            }),
        stale: view.stale,
        ..LineChart::new("when", model.words.time(), &series, &tick, &range)
    };
    chart.show(ui, hover);
}

/// The measures to watch, one a line.
fn rules_ui(ui: &mut Ui, rules: &[Rule]) {
    if rules.is_empty() {
        return;
    }
    let theme = Theme::of(ui);
    Type::HEADING.label(ui, "Tripwires compared", theme.text);
    let row = |ui: &mut Ui, cells: [&str; 4], styles: [Type; 2], head: bool| {
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
        let y = rect.center().y;
        let color = if head { theme.text3 } else { theme.text };
        let painter = ui.painter();
        paint(
            painter,
            pos2(rect.left(), y),
            Align2::LEFT_CENTER,
            cells[0],
            styles[0],
            color,
        );
        // What it is now stands where the longest rule has ended.
        let now = rect.width() > NOW_FROM;
        let columns = [
            (rect.right() - FIRES - WORTH, now),
            (rect.right() - FIRES, true),
        ];
        for ((x, shown), text) in columns.into_iter().zip(&cells[1..]) {
            if shown {
                let at = pos2(x, y);
                paint(painter, at, Align2::RIGHT_CENTER, text, styles[1], color);
            }
        }
        let when = if head { color } else { theme.text2 };
        paint(
            painter,
            pos2(rect.right(), y),
            Align2::RIGHT_CENTER,
            cells[3],
            styles[1],
            when,
        );
        line(ui, rect, if head { theme.border } else { theme.hairline });
        let words = format!("{}: {}, {}, {}", cells[0], cells[1], cells[2], cells[3]);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    };
    row(
        ui,
        ["If you switch: start when", "Now", "Worth", "Would fire"],
        [Type::CAPTION, Type::CAPTION],
        true,
    );
    for (index, rule) in rules.iter().enumerate() {
        let name = if index == 0 {
            Type::ROW_STRONG
        } else {
            Type::ROW
        };
        row(
            ui,
            [&rule.rule, &rule.now, &rule.worth, &rule.when],
            [name, Type::ROW],
            false,
        );
    }
}

/// A rule at the bottom of a line.
fn line(ui: &Ui, rect: Rect, color: eframe::egui::Color32) {
    let y = rect.bottom().round() - 0.5;
    ui.painter()
        .hline(rect.x_range(), y, Stroke::new(1.0, color));
}
