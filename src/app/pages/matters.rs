//! The What matters page: which inputs decide, what knowing them is worth, where the answer turns.
//!
//! Model ([`model`]), layout (here), the decision map ([`map`]), paint ([`side`] and the charts).

pub(crate) mod finder;
pub(crate) mod map;
mod model;
mod side;
#[cfg(test)]
mod tests;
mod variance;

use self::finder::{FinderState, finder_ui};
use self::map::{MapState, map_ui};
use self::model::{Known, MattersView, Stage};
use self::variance::variance_ui;
use super::heading::{infeasible_ui, scrolled_ui};
use crate::app::action::{Action, Question};
use crate::app::charts::scale::amount_scale;
use crate::app::charts::{Tornado, TornadoBar};
use crate::app::pages::decision::words::Ticks;
use crate::app::pages::page::{Copied, Page};
use crate::app::questions::Answers;
use crate::app::theme::{Theme, Type, radius};
use crate::app::view::{PageView, ResultsView};
use crate::app::widgets::columns::{GAP, columns_ui};
use crate::app::widgets::segment_ui;
use crate::app::worker::Wants;
use crate::scenario::fields::field_for;
use crate::units;
use eframe::egui::{
    Align, CornerRadius, Layout, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

/// What the What matters page remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct MattersState {
    /// The decision map.
    pub(crate) map: MapState,
    /// The break-even finder.
    pub(crate) finder: FinderState,
    /// Whether the parts of the variance are shown rather than one input at a time.
    parts: bool,
    /// Whether the page is higher than its room.
    overflows: bool,
}

/// Least width of the page; less is scrolled.
const LEAST_WIDTH: f32 = 640.0;
/// Inputs named at most as not mattering, and the width of such a name.
const CHIPS: usize = 12;
const CHIP: f32 = 260.0;
/// Least and greatest height of a bar's row.
const PITCH: [f32; 2] = [26.0, 40.0];

impl Page for MattersState {
    fn wants(&self) -> Wants {
        Wants {
            drivers: true,
            ..Wants::default()
        }
    }

    fn ui(&mut self, ui: &mut Ui, view: &PageView<'_>) -> Option<Action> {
        matters_ui(ui, &view.results, view.answers, self)
    }

    fn copied(&self, view: &PageView<'_>) -> Option<Copied> {
        let model = MattersView::from(&view.results);
        Some(Copied::Table(model.text(view.results.scenario)))
    }
}

/// Draws the What matters page into the whole of `ui`, which already has the page's margin.
fn matters_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    answers: Answers<'_>,
    local: &mut MattersState,
) -> Option<Action> {
    let model = MattersView::from(view);
    let room = ui.available_height();
    let mut overflows = local.overflows;
    let mut asks = Vec::new();
    let wanted = scrolled_ui(ui, "matters", LEAST_WIDTH, &mut overflows, |ui| {
        page_ui(ui, view, &model, (answers, &mut asks), local, room)
    });
    local.overflows = overflows;
    wanted.or((!asks.is_empty()).then_some(Action::Ask(asks)))
}

/// What is known beside the report, and what of it has to be asked for.
type Beside<'a> = (Answers<'a>, &'a mut Vec<Question>);

fn page_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &MattersView<'_>,
    beside: Beside<'_>,
    local: &mut MattersState,
    room: f32,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let top = ui.cursor().top();
    let style = if view.narrow {
        Type::VERDICT_SMALL
    } else {
        Type::CLAIM
    };
    ui.horizontal(|ui| {
        style.label(ui, &model.claim, theme.text);
    });
    ui.add_space(3.0);
    Type::LEAD_SMALL.label(ui, &model.lead, theme.text2);
    ui.add_space(if view.narrow { 8.0 } else { 14.0 });
    let Stage::Known(known) = &model.stage else {
        infeasible_ui(ui, model.words.infeasible());
        return None;
    };
    let body = room - (ui.cursor().top() - top);
    let mut wanted = None;
    if view.narrow {
        wanted = main_ui(ui, view, (model, known), beside, local, body);
        ui.add_space(20.0);
        let width = (ui.available_width() - 2.0 * GAP) / 2.0;
        columns_ui(
            ui,
            [width, width],
            |ui| {
                side::worth_ui(ui, known);
                side::parts_ui(ui, known);
            },
            |ui| {
                side::turns_ui(ui, known);
                side::failing_ui(ui, known);
            },
        );
    } else {
        let side = (ui.available_width() * 0.3).clamp(290.0, 430.0);
        let main = ui.available_width() - side - 2.0 * GAP;
        columns_ui(
            ui,
            [main, side],
            |ui| wanted = main_ui(ui, view, (model, known), beside, local, body),
            |ui| {
                side::worth_ui(ui, known);
                side::parts_ui(ui, known);
                side::turns_ui(ui, known);
                side::failing_ui(ui, known);
            },
        );
    }
    infeasible_ui(ui, model.words.infeasible());
    wanted
}

/// What decides, what does not matter, the finder and the map.
fn main_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    (model, known): (&MattersView<'_>, &Known<'_>),
    (answers, asks): Beside<'_>,
    local: &mut MattersState,
    body: f32,
) -> Option<Action> {
    let mut wanted = None;
    let top = ui.cursor().top();
    if !known.bars.is_empty() {
        let has_parts = !known.shares.is_empty();
        local.parts &= has_parts;
        legend_ui(ui, local, has_parts && !view.picture);
        let rows = if local.parts {
            known.shares.len()
        } else {
            known.bars.len()
        };
        let pitch = (body * 0.42 / rows as f32)
            .clamp(PITCH[0], PITCH[1])
            .floor();
        let input = if local.parts {
            let clicked = variance_ui(ui, &known.shares, pitch);
            clicked
                .and_then(|at| known.shares.get(at))
                .map(|share| share.input)
        } else {
            let clicked = tornado_ui(ui, model, known, &known.bars, pitch);
            clicked.and_then(|at| known.inputs.get(at)).copied()
        };
        wanted = input.map(|input| {
            if field_for(input).is_some() {
                Action::ShowInput(input.to_owned())
            } else {
                Action::ShowAssumption(input.to_owned())
            }
        });
    }
    if !known.idle.is_empty() {
        ui.add_space(14.0);
        idle_ui(ui, &known.idle);
    }
    ui.add_space(18.0);
    let known = (known, answers);
    asks.extend(finder_ui(ui, view, &model.words, known, &mut local.finder));
    ui.add_space(18.0);
    let left = body - (ui.cursor().top() - top);
    let map = &mut local.map;
    asks.extend(map_ui(ui, view, &model.words, known, map, left));
    wanted
}

/// Which shade is which end, and what is shown.
fn legend_ui(ui: &mut Ui, local: &mut MattersState, can_switch: bool) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if local.parts {
            let words = "parts of the variance, interactions counted for each that has a share";
            Type::LABEL.label(ui, words, theme.text2);
        } else {
            for (words, color) in [("low", theme.neutral[3]), ("high", theme.neutral[0])] {
                let (rect, _) = ui.allocate_exact_size(vec2(12.0, 16.0), Sense::hover());
                let square = Rect::from_center_size(rect.center(), vec2(11.0, 11.0));
                ui.painter()
                    .rect_filled(square, CornerRadius::same(radius::BAR), color);
                Type::LABEL.label(ui, words, theme.text2);
                ui.add_space(6.0);
            }
        }
        if can_switch {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let options = ["One at a time", "Share of variance"];
                let shown = usize::from(local.parts);
                if let Some(chosen) = segment_ui(ui, "What decides", &options, shown) {
                    local.parts = chosen == 1;
                }
            });
        }
    });
    ui.add_space(6.0);
}

fn tornado_ui(
    ui: &mut Ui,
    model: &MattersView<'_>,
    known: &Known<'_>,
    bars: &[TornadoBar],
    pitch: f32,
) -> Option<usize> {
    let ends = bars.iter().flat_map(|bar| [bar.low.0, bar.high.0]);
    let (low, high) = ends.fold((known.now, known.now), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let mut scale = amount_scale(low.min(0.0), high.max(0.0));
    // A tie far away is said in words rather than shown at the price of the bars.
    let spread = (high - low).max(f64::MIN_POSITIVE);
    if known.now.abs() > 4.0 * spread {
        scale = close_scale(low, high);
    }
    let ticks = Ticks::new(&model.words.currency, scale.max.abs().max(scale.min.abs()));
    let tick = |amount: f64| ticks.difference(amount);
    let tornado = Tornado {
        bars,
        now: known.now,
        now_text: &known.now_text,
        tie_text: &known.tie_text,
        scale: &scale,
        tick_format: &tick,
        pitch,
    };
    tornado.show(ui)
}

/// A scale that does not reach to zero.
fn close_scale(low: f64, high: f64) -> crate::app::charts::scale::Scale {
    let step = crate::app::charts::scale::tick_step(high - low);
    let (min, max) = ((low / step).floor() * step, (high / step).ceil() * step);
    let count = ((max - min) / step).round() as usize;
    crate::app::charts::scale::Scale {
        min,
        max,
        ticks: (0..=count).map(|at| min + at as f64 * step).collect(),
    }
}

/// Inputs that move nothing, as chips.
fn idle_ui(ui: &mut Ui, idle: &[String]) {
    let theme = Theme::of(ui);
    Type::HEADING.label(ui, "Does not matter", theme.text);
    Type::LABEL.label(
        ui,
        "within its range each moves the answer by next to nothing, so stop arguing about these",
        theme.text2,
    );
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        for name in idle.iter().take(CHIPS) {
            chip_ui(ui, name);
        }
        let more = idle.len().saturating_sub(CHIPS);
        if more > 0 {
            let words = units::counted(more as f64, "other", "others");
            Type::LABEL.label(ui, format!("and {words}"), theme.text2);
        }
    });
}

/// A name in a frame, on one line.
fn chip_ui(ui: &mut Ui, name: &str) {
    let theme = Theme::of(ui);
    let pad = vec2(9.0, 3.0);
    let painter = ui.painter().clone();
    let style = Type::LABEL;
    // Of a long name the last part, which tells it from its neighbours, stays.
    let long = style.galley(&painter, name, theme.text).size().x > CHIP;
    let cut = if long { name.rfind(", ") } else { None };
    let (head, tail) = name.split_at(cut.unwrap_or(name.len()));
    let tail = style.galley(&painter, tail, theme.text);
    let head = style.galley_elided(&painter, head, theme.text, CHIP - tail.size().x);
    let elided = head.elided;
    let size = vec2(head.size().x + tail.size().x, head.size().y);
    let (rect, response) = ui.allocate_exact_size(size + 2.0 * pad, Sense::hover());
    let (corner, stroke) = (
        CornerRadius::same(radius::CHIP),
        Stroke::new(1.0, theme.border),
    );
    painter.rect_stroke(rect, corner, stroke, StrokeKind::Inside);
    let at = rect.min + pad;
    painter.galley(at + vec2(head.size().x, 0.0), tail, theme.text);
    painter.galley(at, head, theme.text);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    if elided {
        response.on_hover_text(name);
    }
}

/// A rule at the bottom of a line.
fn line(ui: &Ui, rect: Rect, color: eframe::egui::Color32) {
    let y = rect.bottom().round() - 0.5;
    let [left, right] = [rect.left(), rect.right()];
    ui.painter()
        .line_segment([pos2(left, y), pos2(right, y)], Stroke::new(1.0, color));
}
