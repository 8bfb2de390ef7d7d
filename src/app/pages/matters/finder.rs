//! The break-even finder: at what value of an input do two roadmaps cost the same?

use super::model::Known;
use crate::analysis::break_even::{BreakEven, Crossing};
use crate::app::action::{Question, Tie};
use crate::app::input_name::InputName;
use crate::app::pages::decision::words::Words;
use crate::app::pages::heading::name_within;
use crate::app::questions::Answers;
use crate::app::theme::{Theme, Type};
use crate::app::view::{ResultsView, look_of};
use crate::app::widgets::{Button, menu_item_ui};
use crate::catalog::{Catalog, Range};
use crate::metalog::Metalog;
use crate::scenario::fields::{FieldKind, all, curve_of_constant};
use crate::scenario::limits;
use crate::scenario::path;
use crate::scenario::{Leaf, Quantity, Scenario};
use crate::units;
use eframe::egui;
use eframe::egui::{Popup, PopupCloseBehavior, ScrollArea, Ui, vec2};
use std::fmt::Write as _;

/// Crossings that are told.
const TOLD: usize = 3;
/// Height of the buttons.
const BUTTON: f32 = 28.0;
/// Height of a list of inputs before it scrolls.
const LIST: f32 = 320.0;
/// Halvings in which the chance of a value is found.
const HALVINGS: usize = 30;
/// Factors within which a value is told as a share rather than as a multiple of today's.
const NEAR: [f64; 2] = [0.5, 2.0];

/// What the finder remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct FinderState {
    /// Input chosen; the strongest otherwise.
    input: Option<String>,
    /// Roadmaps chosen; those that the page compares otherwise.
    pair: [Option<String>; 2],
}

/// Inputs that can be asked about: those with a range, then the others that matter most.
fn inputs<'a>(known: &Known<'a>, scenario: &'a Scenario) -> Vec<(&'a str, String)> {
    let mut list: Vec<(&str, String)> = known.axes.clone();
    let keys = all().iter().filter(|field| field.key && !field.in_list());
    for field in keys.filter(|field| field.kind == FieldKind::Number) {
        let is_set = matches!(path::get(scenario, field.path), Ok(Leaf::Number(_)));
        if is_set && list.iter().all(|(at, _)| *at != field.path) {
            list.push((field.path, InputName::of(field.path, scenario).label));
        }
    }
    list
}

/// Draws the question and its answer; asks it where there is none.
pub(super) fn finder_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    words: &Words<'_>,
    (known, answers): (&Known<'_>, Answers<'_>),
    local: &mut FinderState,
) -> Option<Question> {
    let theme = Theme::of(ui);
    let list = inputs(known, view.scenario);
    let wanted = local.input.as_deref();
    let at = list.iter().position(|(input, _)| Some(*input) == wanted);
    let at = at.unwrap_or(0);
    let futures = view.report.uncertainty.as_ref();
    let compared = futures.and_then(|futures| futures.difference.as_ref());
    let usual = |end: usize| compared.map(|difference| &difference.between[end]);
    let runs = |id: &&String| {
        words
            .roadmap(id)
            .is_some_and(|found| found.series.is_some())
    };
    let chosen = |end: usize| local.pair[end].as_ref().filter(runs).or(usual(end));
    let (Some((input, label)), Some(one), Some(other)) = (list.get(at), chosen(0), chosen(1))
    else {
        return None;
    };
    let pair = [one.clone(), other.clone()];
    Type::HEADING.label(ui, "Break-even finder", theme.text);
    ui.add_space(6.0);
    if view.picture {
        let names = pair.each_ref().map(|id| words.label(id));
        let asked = format!("At what {label} does {} tie with {}?", names[0], names[1]);
        Type::ROW.label(ui, asked, theme.text);
    } else {
        // A row is as high as its buttons from its first word on.
        ui.spacing_mut().interact_size.y = BUTTON;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            Type::ROW.label(ui, "At what", theme.text);
            if let Some(picked) = input_ui(ui, &list, at) {
                local.input = Some(list[picked].0.to_owned());
            }
            for (end, says) in ["does", "tie with"].into_iter().enumerate() {
                // No line ends with the words before a roadmap.
                let label = words.label(&pair[end]);
                let said = Type::ROW.galley(ui.painter(), says, theme.text).size().x;
                let room = said + 8.0 + roadmap_button(words, &pair[end], &label).width(ui);
                if room > ui.available_size_before_wrap().x {
                    ui.end_row();
                }
                let said_ui = egui::Label::new(Type::ROW.rich(says, theme.text));
                ui.add_sized(vec2(said, BUTTON), said_ui);
                if let Some(id) = roadmap_ui(ui, words, &pair, end) {
                    local.pair = pair.clone().map(Some);
                    local.pair[end] = Some(id);
                }
            }
        });
    }
    ui.add_space(6.0);
    let tie = Tie {
        input: (*input).to_owned(),
        between: pair,
    };
    let found = answers.tie(&tie);
    match found.answer.filter(|_| !view.stale) {
        Some(answer) => {
            let told = told(answer, words, view.scenario);
            for (strong, rest) in &told {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    Type::ROW_STRONG.label(ui, strong, theme.text);
                    Type::ROW.label(ui, rest, theme.text2);
                });
            }
        }
        None => match found.failure().filter(|_| !view.stale) {
            Some(why) => {
                Type::ROW.label(ui, why, theme.text2);
            }
            None => {
                Type::ROW.label(ui, "Looking for it", theme.text3);
            }
        },
    }
    (found.may_be_asked() && !view.stale).then_some(Question::Tie(tie))
}

fn input_ui(ui: &mut Ui, list: &[(&str, String)], current: usize) -> Option<usize> {
    let button = Button::secondary(&list[current].1)
        .height(BUTTON)
        .opens_list()
        .show(ui);
    let mut picked = None;
    Popup::menu(&button)
        .id(ui.scope_id().with("finder input"))
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .show(|ui| {
            ui.set_min_width(240.0);
            ScrollArea::vertical().max_height(LIST).show(ui, |ui| {
                for (at, (_, label)) in list.iter().enumerate() {
                    if menu_item_ui(ui, label, "", at == current).clicked() {
                        picked = Some(at);
                    }
                }
            });
        });
    picked
}

fn roadmap_button<'a>(words: &Words<'_>, id: &str, label: &'a str) -> Button<'a> {
    let button = Button::secondary(label).height(BUTTON).opens_list();
    match words.roadmap(id) {
        Some(roadmap) => button.sample(look_of(roadmap)),
        None => button,
    }
}

fn roadmap_ui(ui: &mut Ui, words: &Words<'_>, pair: &[String; 2], end: usize) -> Option<String> {
    let label = words.label(&pair[end]);
    let button = roadmap_button(words, &pair[end], &label).show(ui);
    let mut picked = None;
    Popup::menu(&button)
        .id(ui.scope_id().with(("finder roadmap", end)))
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .show(|ui| {
            ui.set_min_width(200.0);
            for roadmap in words.feasible().filter(|r| r.id != pair[1 - end]) {
                if menu_item_ui(ui, &roadmap.label, "", roadmap.id == pair[end]).clicked() {
                    picked = Some(roadmap.id.clone());
                }
            }
        });
    picked
}

/// Each crossing: its value, and what it means.
fn told(found: &BreakEven, words: &Words<'_>, scenario: &Scenario) -> Vec<(String, String)> {
    let name = InputName::of(&found.path, scenario);
    let within = |id: &str| {
        let roadmap = words.roadmap(id);
        roadmap.map_or_else(|| id.to_owned(), name_within)
    };
    let [one, other] = found.between.each_ref().map(|id| within(id));
    if found.crossings.is_empty() {
        let [low, high] = found.range.map(|value| name.value(value));
        let words = if found.difference_today == 0.0 {
            format!("No value from {low} to {high} sets {one} and {other} apart.")
        } else {
            let cheaper = if found.difference_today < 0.0 {
                &one
            } else {
                &other
            };
            format!("At no value from {low} to {high}: {cheaper} costs less throughout.")
        };
        return vec![(String::new(), words)];
    }
    let curve = curve_of(&found.path, scenario);
    let mut list: Vec<(String, String)> = found
        .crossings
        .iter()
        .take(TOLD)
        .map(|crossing| {
            let mut rest = format!(", {}", against(crossing.value, found.today, &name));
            if let Some(curve) = &curve {
                rest.push_str(&beyond(crossing.value, found.today, curve));
            }
            let [below, above] = [&crossing.cheaper_below, &crossing.cheaper_above];
            let (below, above) = (within(below), within(above));
            let _ = write!(rest, " Below it {below} costs less, above it {above}.");
            (shown(crossing, &name), rest)
        })
        .collect();
    let more = found.crossings.len().saturating_sub(TOLD);
    if more > 0 {
        let more = units::counted(more as f64, "further value", "further values");
        list.push((String::new(), format!("And {more}, above these.")));
    }
    list
}

/// A crossing's value; where the difference jumps it lies at a step.
fn shown(crossing: &Crossing, name: &InputName<'_>) -> String {
    let value = name.value(crossing.value);
    if crossing.jump {
        format!("{value}, at a step")
    } else {
        value
    }
}

/// "40% of your likely value of 3 GiB", "5.2 times your likely value of 3 GiB".
fn against(value: f64, today: f64, name: &InputName<'_>) -> String {
    let likely = name.value(today);
    let ratio = value / today;
    if !(ratio.is_finite() && ratio > 0.0) {
        return format!("where your likely value is {likely}.");
    }
    if (NEAR[0]..NEAR[1]).contains(&ratio) {
        let apart = units::share((ratio - 1.0).abs());
        let side = if ratio < 1.0 { "below" } else { "above" };
        return format!("{apart} {side} your likely value of {likely}.");
    }
    if ratio < 1.0 {
        format!("{} of your likely value of {likely}.", units::share(ratio))
    } else {
        let times = units::significant(ratio, 2);
        format!("{times} times your likely value of {likely}.")
    }
}

/// Values of an input with a range by how likely they are.
fn curve_of(input: &str, scenario: &Scenario) -> Option<Metalog> {
    match path::get(scenario, input) {
        Ok(Leaf::Number(stated)) => {
            (!stated.is_point()).then(|| limits::curve(scenario, input, stated))
        }
        Ok(_) => None,
        Err(_) => {
            let entry = Catalog::builtin().ok()?.entry(input).ok()?;
            let own = scenario.overrides.iter().rfind(|own| own.id == input);
            let stated = own.and_then(|own| own.value);
            let range = stated.unwrap_or_else(|| quantity(entry.range()));
            (!range.is_point()).then(|| curve_of_constant(entry, range))
        }
    }
}

fn quantity(range: Range) -> Quantity {
    let Range { low, likely, high } = range;
    Quantity { low, likely, high }
}

/// How likely it is that the input lies beyond a value.
fn beyond(value: f64, likely: f64, curve: &Metalog) -> String {
    let (mut below, mut above) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (below + above);
        if curve.quantile(middle) < value {
            below = middle;
        } else {
            above = middle;
        }
    }
    let chance = if value < likely { below } else { 1.0 - below };
    let futures = (100.0 * chance).round();
    let words = if futures < 1.0 {
        "Fewer than one future in a hundred lies".to_owned()
    } else if futures == 1.0 {
        "One future in a hundred lies".to_owned()
    } else {
        format!("{} futures in a hundred lie", units::count(futures))
    };
    format!(" {words} beyond it.")
}

#[cfg(test)]
mod tests {
    use super::{against, beyond, curve_of, path, told};
    use crate::analysis::break_even::{BreakEven, Crossing, SCHEMA};
    use crate::app::input_name::InputName;
    use crate::app::pages::decision::sample::{story, with_view};
    use crate::app::pages::decision::words::Words;
    use crate::scenario::schema::Override;
    use crate::scenario::{Quantity, Scenario};

    fn found(crossings: Vec<Crossing>, difference_today: f64) -> BreakEven {
        BreakEven {
            schema: SCHEMA,
            path: "demand.users".to_owned(),
            unit: "users".to_owned(),
            today: 6_000.0,
            between: ["switch".to_owned(), "monolith".to_owned()],
            range: [200.0, 180_000.0],
            crossings,
            difference_today,
            sentence: String::new(),
        }
    }

    fn crossing(value: f64, jump: bool) -> Crossing {
        Crossing {
            value,
            between: [value, value],
            jump,
            cheaper_below: "monolith".to_owned(),
            cheaper_above: "switch".to_owned(),
        }
    }

    fn words(found: &BreakEven) -> Vec<String> {
        with_view(&story(), |view| {
            let list = told(found, &Words::of(view), view.scenario);
            list.into_iter().map(|(a, b)| a + &b).collect()
        })
    }

    #[test]
    fn crossings_are_told_against_the_likely_value() {
        let told = words(&found(vec![crossing(3_000.0, false)], -1e6));
        assert!(told[0].starts_with("3,000 users, 50% below your likely value of 6,000 users."));
        let ending = "Below it the monolith costs less, above it the switch in month 14.";
        assert!(told[0].ends_with(ending), "{}", told[0]);
        let told = words(&found(vec![crossing(60_000.0, true)], 1e6));
        assert!(told[0].starts_with("60,000 users, at a step, 10 times your likely value"));
        let five = (1..6)
            .map(|at| crossing(1e4 * f64::from(at), false))
            .collect();
        let told = words(&found(five, 1e6));
        assert_eq!(
            (told.len(), told[3].as_str()),
            (4, "And 2 further values, above these.")
        );
    }

    #[test]
    fn without_a_crossing_it_says_who_is_cheaper_throughout() {
        assert_eq!(
            words(&found(Vec::new(), -1e6)),
            [
                "At no value from 200 users to 180 k users: the switch in month 14 costs less throughout."
            ]
        );
        assert_eq!(
            words(&found(Vec::new(), 0.0)),
            [
                "No value from 200 users to 180 k users sets the switch in month 14 and the monolith apart."
            ]
        );
    }

    #[test]
    fn ratios_and_chances_by_hand() {
        let plan = Scenario::default();
        let name = InputName::of("demand.users", &plan);
        assert_eq!(
            against(500.0, 6_000.0, &name),
            "8% of your likely value of 6,000 users."
        );
        assert_eq!(
            against(5.0, 0.0, &name),
            "where your likely value is 0 users."
        );
        // Low and high are the tenth and the ninetieth of a hundred futures.
        let mut plan = plan;
        path::set(&mut plan, "demand.users", "(4_000, 6_000, 9_000)").unwrap();
        let curve = curve_of("demand.users", &plan).unwrap();
        let says = |value| beyond(value, 6_000.0, &curve);
        assert_eq!(says(4_000.0), " 10 futures in a hundred lie beyond it.");
        assert_eq!(says(9_000.0), " 10 futures in a hundred lie beyond it.");
        assert_eq!(
            says(1.0),
            " Fewer than one future in a hundred lies beyond it."
        );
        // A constant's range is the catalogue's, or what the plan states instead.
        let id = "pace.coordination_exponent";
        let curve = curve_of(id, &plan).unwrap();
        let says = beyond(0.35, 0.2, &curve);
        assert_eq!(says, " 10 futures in a hundred lie beyond it.");
        plan.overrides.push(Override {
            id: id.to_owned(),
            value: Some(Quantity::point(0.25)),
            ..Override::default()
        });
        assert_eq!(curve_of(id, &plan), None);
        assert_eq!(curve_of("name", &plan), None);
    }
}
