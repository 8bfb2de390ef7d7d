//! How sure the answer is, and what would change it.

use super::words::Words;
use crate::analysis::futures::turning::Turning;
use crate::app::theme::RoadmapKind;
use crate::app::values::shown;
use crate::app::view::kind_of;
use crate::catalog::Catalog;
use crate::scenario::fields::field_for;
use crate::scenario::{Quantity, Scenario};
use crate::units::{self, Currency};

/// One hundred futures by the roadmap that is the cheapest in them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sure {
    /// Futures of 100, the recommended roadmap's first, then most first.
    pub(crate) counts: Vec<(RoadmapKind, u32)>,
    /// "Cheapest in 87 of 100 futures".
    pub(crate) title: String,
    /// "Inference first wins 9, modular monolith 4, staying 0".
    pub(crate) rest: String,
}

/// A turning point in words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChangeOfMind {
    /// "Users level off under 2.1 M".
    pub(crate) title: String,
    /// "you: 7.9 M"; empty for what changes nothing.
    pub(crate) now: String,
    /// "then Inference first is the cheapest".
    pub(crate) then: String,
    /// Path of the field, when it is one.
    pub(crate) path: String,
}

/// Turning points shown at most.
const SHOWN: usize = 3;
/// A turning point less likely than this is none.
const UNLIKELY: f64 = 0.02;

/// How often the recommended roadmap is the cheapest, and which others are.
pub(super) fn sure(words: &Words<'_>) -> Option<Sure> {
    let futures = words.report.uncertainty.as_ref().filter(|f| f.is_open())?;
    let best = words.recommended?;
    let shares: Vec<f64> = futures
        .roadmaps
        .iter()
        .map(|r| r.probability_cheapest)
        .collect();
    let of_100 = units::apportion(&shares, 100, 0.01);
    let mut counts: Vec<(usize, u32)> = of_100
        .iter()
        .enumerate()
        .map(|(at, count)| (at, u32::try_from(*count).unwrap_or(0)))
        .collect();
    counts.sort_by_key(|(at, count)| (futures.roadmaps[*at].id != best.id, 100 - count.min(&100)));
    let roadmap = |at: usize| {
        let id = &futures.roadmaps[at].id;
        words
            .report
            .roadmaps
            .iter()
            .find(|roadmap| roadmap.id == *id)
    };
    let own = counts.first().map_or(0, |(_, count)| *count);
    let among_goals = (futures.confidence * 100.0).round() as u32;
    let title = format!("Cheapest in {own} of 100 futures");
    let others: Vec<String> = counts
        .iter()
        .skip(1)
        .filter(|(_, count)| *count > 0)
        .filter_map(|(at, count)| Some((roadmap(*at)?, count)))
        .enumerate()
        .map(|(place, (roadmap, count))| {
            let wins = if place == 0 { " wins" } else { "" };
            let label = if place == 0 {
                roadmap.label.clone()
            } else {
                super::model::lower_first(&roadmap.label)
            };
            format!("{label}{wins} {count}")
        })
        .collect();
    Some(Sure {
        counts: counts
            .iter()
            .filter_map(|(at, count)| Some((kind_of(roadmap(*at)?), *count)))
            .collect(),
        title,
        rest: match (others.is_empty(), among_goals > own) {
            (true, _) => "No other roadmap is the cheapest in any of them".to_owned(),
            (false, false) => others.join(", "),
            (false, true) => format!(
                "{}; of those that keep every goal it wins {among_goals}",
                others.join(", ")
            ),
        },
    })
}

/// The likeliest turning points, and one input that turns nothing.
pub(super) fn changes_of_mind(words: &Words<'_>, scenario: &Scenario) -> Vec<ChangeOfMind> {
    let Some(futures) = words.report.uncertainty.as_ref().filter(|f| f.is_open()) else {
        return Vec::new();
    };
    let label_of = |id: &str| {
        let found = words
            .report
            .roadmaps
            .iter()
            .find(|roadmap| roadmap.id == id);
        found.map_or_else(|| id.to_owned(), |roadmap| roadmap.label.clone())
    };
    let turns = futures.turning.iter().filter(|t| t.probability >= UNLIKELY);
    let mut list: Vec<ChangeOfMind> = turns
        .take(SHOWN)
        .filter_map(|turning| {
            let value = turning.value?;
            let name = InputName::of(&turning.input, scenario);
            let side = if value < turning.likely {
                "below"
            } else {
                "above"
            };
            Some(ChangeOfMind {
                title: format!("{} {side} {}", name.label, name.value(value)),
                now: format!("you: {}", name.value(turning.likely)),
                then: format!(
                    "then {} is the cheapest",
                    label_of(turning.then.as_deref()?)
                ),
                path: turning.input.clone(),
            })
        })
        .collect();
    if futures.turning.is_empty() && !futures.drivers.is_empty() {
        list.push(ChangeOfMind {
            title: "No other roadmap keeps the goals".to_owned(),
            now: String::new(),
            then: "so no input within its range changes the answer".to_owned(),
            path: String::new(),
        });
    }
    // The input that moves the difference most and still turns nothing.
    let idle = futures.drivers.iter().filter_map(|driver| {
        let mut all = futures.turning.iter();
        all.find(|turning| turning.input == driver.input && turning.value.is_none())
    });
    if let Some(turning) = idle.take(1).next() {
        list.push(unmoved(turning, scenario));
    }
    list
}

/// "Nothing between $1 and $9 for the GPU price changes the answer".
fn unmoved(turning: &Turning, scenario: &Scenario) -> ChangeOfMind {
    let name = InputName::of(&turning.input, scenario);
    let [low, high] = turning.between;
    ChangeOfMind {
        title: format!(
            "{}: nothing from {} to {}",
            name.label,
            name.value(low),
            name.value(high)
        ),
        now: String::new(),
        then: "changes the answer".to_owned(),
        path: turning.input.clone(),
    }
}

/// What an input is called and how its values are written.
pub(crate) struct InputName<'a> {
    /// "Answer of answer-model".
    pub(crate) label: String,
    path: &'a str,
    unit: Option<String>,
    currency: &'a str,
}

impl<'a> InputName<'a> {
    /// The name of a field, or of a constant.
    pub(crate) fn of(input: &'a str, scenario: &'a Scenario) -> Self {
        let field = field_for(input);
        let constant = || Catalog::builtin().ok()?.entry(input).ok();
        let (label, unit) = match field {
            Some(field) => {
                let element = input.find('[').and_then(|open| {
                    let close = input[open..].find(']')? + open;
                    Some(&input[open + 1..close])
                });
                let of = |element: &str| format!("{} of {element}", field.label);
                (element.map_or_else(|| field.label.to_owned(), of), None)
            }
            None => constant().map_or_else(
                || (input.to_owned(), Some(String::new())),
                |entry| (entry.label.clone(), Some(entry.unit.clone())),
            ),
        };
        Self {
            label,
            path: input,
            unit,
            currency: &scenario.currency,
        }
    }

    /// A value of it, with its unit.
    pub(crate) fn value(&self, value: f64) -> String {
        match &self.unit {
            Some(unit) => units::with_unit(value, unit, self.currency),
            None if field_for(self.path).is_some_and(|field| field.unit == "{currency}") => {
                Currency::new(self.currency).total(value)
            }
            None => {
                let rounded = two_digits(value);
                if field_for(self.path).is_some_and(|field| field.unit == "level") {
                    return format!("level {}", units::trimmed(rounded, 2));
                }
                shown(
                    field_for(self.path),
                    Quantity::point(rounded),
                    self.currency,
                )
                .full()
            }
        }
    }
}

/// A value to two digits: no turning point is known better.
fn two_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let step = 10.0_f64.powf(value.abs().log10().floor() - 1.0);
    (value / step).round() * step
}

#[cfg(test)]
mod tests {
    use super::{InputName, two_digits};
    use crate::scenario::Scenario;

    #[test]
    fn inputs_have_names_and_values_have_units() {
        let plan = Scenario::default();
        let users = InputName::of("demand.users", &plan);
        assert_eq!(
            (users.label.as_str(), users.value(2_134_000.0)),
            ("Users today", "2.1 M users".to_owned())
        );
        let tokens = InputName::of("components[chat].tokens_out", &plan);
        assert_eq!(tokens.label, "Answer of chat");
        assert_eq!(tokens.value(512.0), "510 tokens");
        let constant = InputName::of("pace.size_exponent", &plan);
        assert!(!constant.label.is_empty());
        assert_eq!(InputName::of("no.such.thing", &plan).label, "no.such.thing");
    }

    #[test]
    fn two_digits_are_kept() {
        assert_eq!(two_digits(0.0), 0.0);
        assert!((two_digits(0.12345) - 0.12).abs() < 1e-12);
        assert_eq!(two_digits(987_654.0), 990_000.0);
    }
}
