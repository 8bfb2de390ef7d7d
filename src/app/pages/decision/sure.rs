//! How sure the answer is, and what would change it.

use super::words::Words;
use crate::analysis::alike;
use crate::analysis::report::uncertainty::Turning;
use crate::analysis::report::uncertainty::Uncertainty;
use crate::analysis::report::{Figure, RoadmapReport};
use crate::app::input_name::InputName;
use crate::app::theme::RoadmapLook;
use crate::app::view::look_of;
use crate::scenario::Scenario;
use crate::units;

/// One hundred futures by the roadmap that is the cheapest in them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sure {
    /// Futures of 100, the recommended roadmap's first, then most first.
    pub(crate) counts: Vec<(RoadmapLook, u32)>,
    /// "Cheapest in 87 of 100 futures: likely".
    pub(crate) title: String,
    /// "Inference first wins in 9, modular monolith in 4".
    pub(crate) rest: String,
    /// "Regret: against the cheapest of each future it costs $0.7M more on average, $2M or more in one of ten".
    pub(crate) regret: String,
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
}

/// Turning points shown at most.
const SHOWN: usize = 3;
/// A turning point less likely than this is none.
const UNLIKELY: f64 = 0.02;

/// How often the recommended roadmap costs least in a figure, and which others do; roadmaps that come to
/// the same count as one.
pub(super) fn sure(words: &Words<'_>, figure: Figure) -> Option<Sure> {
    let futures = words.report.uncertainty.as_ref().filter(|f| f.is_open())?;
    let best = words.recommended?;
    let roadmaps = &words.report.roadmaps;
    let chances = |figure: Figure| alike::chances(roadmaps, futures, figure);
    let all = chances(figure);
    let shares: Vec<f64> = all.iter().map(|(_, share)| *share).collect();
    let of_100 = units::apportion(&shares, 100, 0.01);
    let mut counts: Vec<(&RoadmapReport, u32)> = all
        .iter()
        .zip(of_100)
        .filter_map(|((id, _), count)| {
            Some((words.roadmap(id)?, u32::try_from(count).unwrap_or(0)))
        })
        .collect();
    counts.sort_by_key(|(roadmap, count)| (roadmap.id != best.id, 100 - count.min(&100)));
    let own = counts.first().map_or(0, |(_, count)| *count);
    let likely = units::likelihood(f64::from(own) / 100.0);
    let title = match figure {
        Figure::Total => format!("Cheapest in {own} of 100 futures: {likely}"),
        Figure::Cash => format!("Least cash in {own} of 100 futures: {likely}"),
        Figure::PresentValue => format!("Least present value in {own} of 100 futures: {likely}"),
    };
    let others: Vec<String> = counts
        .iter()
        .skip(1)
        .filter(|(_, count)| *count > 0)
        .enumerate()
        .map(|(place, (roadmap, count))| {
            let wins = if place == 0 { " wins in" } else { " in" };
            let label = if place == 0 {
                roadmap.label.clone()
            } else {
                units::lower_first(&roadmap.label)
            };
            format!("{label}{wins} {count}")
        })
        .collect();
    // The choice among those that keep the goals goes by present values.
    let by_value = chances(Figure::PresentValue);
    let among_all = by_value.iter().find(|(id, _)| *id == best.id);
    let goals_count = among_all.is_none_or(|(_, share)| futures.confidence > share + 0.005);
    Some(Sure {
        counts: counts
            .iter()
            .map(|(roadmap, count)| (look_of(roadmap), *count))
            .collect(),
        title,
        regret: regret(words, futures, &best.id),
        rest: match (others.is_empty(), goals_count) {
            (true, _) => "No other roadmap is the cheapest in any of them".to_owned(),
            (false, false) => others.join(", "),
            (false, true) if words.report.alone_keeps_goals() => {
                format!("{}; it alone keeps every goal", others.join(", "))
            }
            (false, true) => format!(
                "{}; of those that keep every goal it wins in {} (present value)",
                others.join(", "),
                units::count((futures.confidence * 100.0).round())
            ),
        },
    })
}

/// What having chosen a roadmap costs where another turns out to be the cheapest (NPV).
fn regret(words: &Words<'_>, futures: &Uncertainty, id: &str) -> String {
    let mut all = futures.roadmaps.iter();
    let Some(chosen) = all.find(|roadmap| roadmap.id == id) else {
        return String::new();
    };
    if chosen.mean_regret <= 0.0 {
        return "In no future does another roadmap cost less.".to_owned();
    }
    let money = |amount: f64| words.currency.total(amount);
    format!(
        "Regret: against the cheapest of each future it costs {} more on average, {} or more in one of ten \
         (present value).",
        money(chosen.mean_regret),
        money(chosen.high_regret)
    )
}

/// The likeliest turning points, and one input that turns nothing.
pub(super) fn changes_of_mind(words: &Words<'_>, scenario: &Scenario) -> Vec<ChangeOfMind> {
    let Some(futures) = words.report.uncertainty.as_ref().filter(|f| f.is_open()) else {
        return Vec::new();
    };
    let turns = turning_points(words, scenario, futures).take(SHOWN);
    let mut list: Vec<ChangeOfMind> = turns
        .map(|turn| ChangeOfMind {
            title: turn.title,
            now: format!("you: {}", turn.now),
            then: format!("then {} is the cheapest", turn.then),
        })
        .collect();
    if futures.turning.is_empty() && !futures.drivers.is_empty() {
        list.push(ChangeOfMind {
            title: "No other roadmap keeps the goals".to_owned(),
            now: String::new(),
            then: "so no input within its range changes the answer".to_owned(),
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

/// A value at which another roadmap becomes the cheapest, in words.
pub(crate) struct TurningPoint {
    /// "Users level off below 2.1 M".
    pub(crate) title: String,
    /// Name of the roadmap that is the cheapest beyond it.
    pub(crate) then: String,
    /// The likely value.
    pub(crate) now: String,
    /// How likely it is to lie beyond.
    pub(crate) probability: f64,
}

/// The turning points that are likely enough to speak of, the likeliest first.
pub(crate) fn turning_points<'a>(
    words: &'a Words<'_>,
    scenario: &'a Scenario,
    futures: &'a Uncertainty,
) -> impl Iterator<Item = TurningPoint> + 'a {
    let likely = futures.turning.iter().filter(|t| t.probability >= UNLIKELY);
    likely.filter_map(|turning| {
        let value = turning.value?;
        let name = InputName::of(&turning.input, scenario);
        let side = if value < turning.likely {
            "below"
        } else {
            "above"
        };
        Some(TurningPoint {
            title: format!("{} {side} {}", name.label, name.value(value)),
            then: words.label(turning.then.as_deref()?),
            now: name.value(turning.likely),
            probability: turning.probability,
        })
    })
}

/// "Nothing between $1 and $9 for the GPU price changes the answer".
fn unmoved(turning: &Turning, scenario: &Scenario) -> ChangeOfMind {
    let name = InputName::of(&turning.input, scenario);
    let [low, high] = turning.between;
    ChangeOfMind {
        title: format!(
            "{}: nothing from {} to {} changes the answer",
            name.label,
            name.value(low),
            name.value(high)
        ),
        now: String::new(),
        then: String::new(),
    }
}
