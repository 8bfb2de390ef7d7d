//! The decision map: which two inputs, and the map once it is drawn, roughly first.

use super::model::Known;
use crate::analysis::futures::map::DecisionMap;
use crate::app::action::Question;
use crate::app::charts::MapChart;
use crate::app::charts::marks::paint_sample;
use crate::app::input_name::InputName;
use crate::app::pages::decision::words::Words;
use crate::app::questions::Answers;
use crate::app::theme::text::paint;
use crate::app::theme::{RoadmapLook, Theme, Type};
use crate::app::view::{ResultsView, look_of};
use crate::app::widgets::{Button, menu_item_ui};
use crate::units;
use eframe::egui::{Align2, Popup, PopupCloseBehavior, Sense, Ui, pos2, vec2};

/// Least and greatest height of the plot, and what stands around it.
const HEIGHT: [f32; 2] = [260.0, 520.0];
const AROUND: f32 = 130.0;

/// What the map remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct MapState {
    /// Inputs chosen; the two strongest otherwise.
    chosen: [Option<String>; 2],
}

/// Draws the pickers and the map across the available width, in a room of some height; asks for a map that is
/// not there.
pub(super) fn map_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    words: &Words<'_>,
    (known, answers): (&Known<'_>, Answers<'_>),
    local: &mut MapState,
    room: f32,
) -> Option<Question> {
    let theme = Theme::of(ui);
    if known.axes.len() < 2 {
        return None;
    }
    let height = (room - AROUND).clamp(HEIGHT[0], HEIGHT[1]).floor();
    let chosen = |local: &MapState, axis: usize| {
        let wanted = local.chosen[axis].as_deref();
        known
            .axes
            .iter()
            .position(|(input, _)| Some(*input) == wanted)
    };
    let first = chosen(local, 0).unwrap_or(0);
    let second = chosen(local, 1).filter(|at| *at != first);
    let second = second.unwrap_or(usize::from(first == 0));
    let places = [first, second];
    let inputs = places.map(|at| known.axes[at].0.to_owned());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 7.0;
        Type::HEADING.label(ui, "Decision map", theme.text);
        Type::LABEL.label(
            ui,
            "the cheapest roadmap for every pair, the rest as planned",
            theme.text2,
        );
    });
    ui.add_space(6.0);
    if !view.picture {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 7.0;
            for (axis, name) in ["Along", "Up"].into_iter().enumerate() {
                if let Some(picked) = picker_ui(ui, name, known, places[axis], places[1 - axis]) {
                    local.chosen[axis] = Some(known.axes[picked].0.to_owned());
                    local.chosen[1 - axis] = Some(known.axes[places[1 - axis]].0.to_owned());
                }
            }
        });
        ui.add_space(8.0);
    }
    // Never a map of other inputs or of an older plan under these words.
    let found = answers.map(&inputs);
    let asks = (found.may_be_asked() && !view.stale).then_some(Question::Map(inputs));
    let Some(map) = found.answer.filter(|_| !view.stale) else {
        let words = found.failure().unwrap_or("Drawing the map");
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        paint(
            ui.painter(),
            rect.center(),
            Align2::CENTER_CENTER,
            words,
            Type::ROW,
            theme.text3,
        );
        return asks;
    };
    chart_ui(ui, view, words, map, height);
    asks
}

fn picker_ui(
    ui: &mut Ui,
    name: &str,
    known: &Known<'_>,
    current: usize,
    taken: usize,
) -> Option<usize> {
    let label = format!("{name}: {}", known.axes[current].1);
    let button = Button::secondary(&label).height(28.0).opens_list().show(ui);
    let mut picked = None;
    Popup::menu(&button)
        .id(ui.scope_id().with(("axis", name)))
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .show(|ui| {
            ui.set_min_width(220.0);
            for (at, (_, label)) in known.axes.iter().enumerate().filter(|(at, _)| *at != taken) {
                if menu_item_ui(ui, label, "", at == current).clicked() {
                    picked = Some(at);
                }
            }
        });
    picked
}

fn chart_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    words: &Words<'_>,
    map: &DecisionMap,
    height: f32,
) {
    let theme = Theme::of(ui);
    let kind = |at: usize| {
        let id = map.roadmaps.get(at).map_or("", String::as_str);
        words.roadmap(id).map_or(RoadmapLook::Hybrid, look_of)
    };
    let label = |at: usize| {
        let id = map.roadmaps.get(at).map_or("", String::as_str);
        words.label(id)
    };
    let kinds: Vec<RoadmapLook> = map.winner.iter().map(|w| kind(usize::from(*w))).collect();
    let names = map
        .inputs
        .each_ref()
        .map(|input| InputName::of(input, view.scenario));
    let ends: Vec<[String; 2]> = (0..2)
        .map(|axis| {
            let values = &map.values[axis];
            let end =
                |value: Option<&f64>| value.map_or_else(String::new, |v| names[axis].value(*v));
            [end(values.first()), end(values.last())]
        })
        .collect();
    // Place of a value along an axis whose cells may stand for unequal steps.
    let share = |axis: usize, value: f64| -> f32 {
        let values = &map.values[axis];
        let count = values.len().max(1) as f32;
        let after = values.iter().position(|at| *at >= value);
        match after {
            Some(0) => 0.5 / count * if value < values[0] { -1.0 } else { 1.0 },
            Some(at) => {
                let (low, high) = (values[at - 1], values[at]);
                ((at as f32 - 0.5) + ((value - low) / (high - low)) as f32) / count
            }
            None => 1.0 + 0.5 / count,
        }
    };
    let place = |at: [f64; 2]| [share(0, at[0]), share(1, at[1])];
    let cloud: Vec<[f32; 2]> = map.cloud.iter().map(|future| place(*future)).collect();
    let wins = map.shares();
    let summary = format!(
        "Decision map over {} and {}. {}",
        names[0].label,
        names[1].label,
        wins.iter()
            .enumerate()
            .filter(|(_, share)| **share > 0.0)
            .map(|(at, share)| format!("{} wins {} of it", label(at), units::share(*share)))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let about = |column: usize, row: usize| {
        let cell = row * map.values[0].len() + column;
        let winner = map.winner.get(cell).map_or(0, |w| usize::from(*w));
        let margin = map.margin.get(cell).copied().unwrap_or(0.0);
        let value = |axis: usize, at: usize| {
            let value = map.values[axis].get(at).copied().unwrap_or(0.0);
            format!("{} {}", names[axis].label, names[axis].value(value))
        };
        (
            format!("{}, by {}", label(winner), words.currency.total(margin)),
            format!("{}; {}", value(0, column), value(1, row)),
        )
    };
    let chart = MapChart {
        summary: &summary,
        cells: [map.values[0].len(), map.values[1].len()],
        kinds: &kinds,
        here: place(map.here),
        cloud: &cloud,
        names: [&names[0].label, &names[1].label],
        ends: [[&ends[0][0], &ends[0][1]], [&ends[1][0], &ends[1][1]]],
        height,
        about: &about,
    };
    chart.show(ui);
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (at, _) in wins.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            let (rect, _) = ui.allocate_exact_size(vec2(24.0, 16.0), Sense::hover());
            let y = pos2(rect.left(), rect.center().y);
            paint_sample(ui.painter(), y, 24.0, kind(at), theme);
            Type::LABEL.label(ui, label(at), theme.text2);
            ui.add_space(8.0);
        }
    });
}
