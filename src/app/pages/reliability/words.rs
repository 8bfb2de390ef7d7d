//! The sentences of the Reliability page.
//!
//! Hours in them are those of the table beside them, rounded once.

use super::blast::last_stage;
use super::model::{Column, Line, Table};
use crate::analysis::last_year::last_year;
use crate::analysis::report::RoadmapReport;
use crate::app::pages::decision::words::Words;
use crate::app::pages::heading::name_within;
use crate::scenario::Scenario;
use crate::units;

fn units_of(roadmap: &RoadmapReport) -> usize {
    roadmap.stages.last().map_or(0, |stage| stage.units.len())
}

/// "in 2031", or "in the last year".
fn when(words: &Words<'_>) -> String {
    match words.last_year().as_str() {
        "last year" => "in the last year".to_owned(),
        year => format!("in {year}"),
    }
}

/// How long the product is down, against staying.
pub(super) fn claim(words: &Words<'_>, table: &Table<'_>) -> String {
    let hours = |column: &Column<'_>| {
        let figure = table.figure(column.all);
        let noun = if figure == "1" { "hour" } else { "hours" };
        (figure, noun)
    };
    let when = when(words);
    match table.columns.as_slice() {
        [] => "No roadmap can run as the plan stands.".to_owned(),
        [only] => {
            let (figure, noun) = hours(only);
            format!(
                "With {} the product is down {figure} {noun} {when}.",
                name_within(only.roadmap)
            )
        }
        [base, chosen, ..] => {
            let subject = match units_of(chosen.roadmap).cmp(&units_of(base.roadmap)) {
                std::cmp::Ordering::Greater => "After the split".to_owned(),
                std::cmp::Ordering::Less => "After the merge".to_owned(),
                std::cmp::Ordering::Equal => format!("With {}", name_within(chosen.roadmap)),
            };
            let (figure, noun) = hours(chosen);
            if base.all == chosen.all {
                return format!(
                    "{subject} the product is down {figure} {noun} {when}, as many as with {}.",
                    name_within(base.roadmap)
                );
            }
            format!(
                "{subject} the product is down {figure} {noun} {when} instead of {}.",
                hours(base).0
            )
        }
    }
}

/// The causes that change most, both ways.
pub(super) fn lead(table: &Table<'_>) -> String {
    let [base, chosen, ..] = table.columns.as_slice() else {
        return "There is nothing to compare it with.".to_owned();
    };
    let steps: Vec<(&str, i64, i64)> = table
        .causes
        .iter()
        .zip(base.causes.iter().zip(&chosen.causes))
        .map(|(name, (before, after))| (*name, *before, *after))
        .collect();
    let change = |(_, before, after): &&(&str, i64, i64)| after.saturating_sub(*before);
    let told = |(name, before, after): &(&str, i64, i64), hours: &str| {
        format!(
            "{name} take {}{hours} instead of {}",
            table.figure(*after),
            table.figure(*before)
        )
    };
    let fall = steps
        .iter()
        .min_by_key(change)
        .filter(|step| change(step) < 0);
    let rise = steps
        .iter()
        .max_by_key(change)
        .filter(|step| change(step) > 0);
    match (fall, rise) {
        (None, None) => "No cause changes by as much as the table shows.".to_owned(),
        (Some(only), None) | (None, Some(only)) => told(only, " hours") + ".",
        (Some(fall), Some(rise)) => {
            let mut second = told(rise, "");
            if !second.starts_with("GPU") {
                second[..1].make_ascii_lowercase();
            }
            format!("{}; {second}.", told(fall, " hours"))
        }
    }
}

/// What a failure takes with it.
pub(super) fn spans(chosen: &RoadmapReport) -> String {
    let Some((blast, units)) = last_stage(chosen) else {
        return "How far failures reach is not known.".to_owned();
    };
    let inside = units::share_fine(blast.inside);
    if units.len() <= 1 {
        return format!(
            "There is one unit, so everything does: a part that fails takes {inside} of each other \
             part with it."
        );
    }
    let across = units::share_fine(blast.across);
    let alone = units.iter().all(|unit| unit.components.len() <= 1);
    match (alone, blast.across > 0.0) {
        (true, false) => {
            "Nothing: each part is alone in its unit, and its failure takes no other with it."
                .to_owned()
        }
        (true, true) => format!(
            "Each part is alone in its unit, but one that fails takes {across} of those that \
             call it with it."
        ),
        (false, false) => format!(
            "Nothing: a part that fails takes {inside} of the others in its unit with it, and none of \
             other units."
        ),
        (false, true) => format!(
            "A part that fails takes {inside} of the others in its unit with it, and {across} of \
             those in other units that call it."
        ),
    }
}

/// What calls between units add to an answer, and whether that is priced.
pub(super) fn latency(scenario: &Scenario, words: &Words<'_>, chosen: &RoadmapReport) -> String {
    let last = |values: &[f64]| values.last().copied().unwrap_or_default();
    let Some(series) = &chosen.series else {
        return String::new();
    };
    let (hops, added) = (last(&series.hops), last(&series.added_latency_ms));
    let reliability = &scenario.reliability;
    let text = if hops <= 0.0 {
        "No calls go between units, so none is added.".to_owned()
    } else {
        format!(
            "{} calls between units add {} to an answer that takes {}.",
            units::trimmed(hops, 1),
            units::milliseconds(added),
            units::milliseconds(reliability.base_latency_ms.likely)
        )
    };
    let lost: f64 = last_year(&series.latency).iter().sum();
    let priced = reliability.latency_cost_per_100ms.likely > 0.0;
    let price = match reliability.latency_budget_ms {
        Some(budget) if lost > 0.0 => format!(
            " What is beyond the budget of {} costs {} {}.",
            units::milliseconds(budget.likely),
            words.currency.amount(lost),
            when(words)
        ),
        Some(budget) if priced => format!(
            " The budget of {} is kept, so it costs nothing.",
            units::milliseconds(budget.likely)
        ),
        _ if hops > 0.0 => " Shown, not priced.".to_owned(),
        _ => String::new(),
    };
    text + &price
}

/// The chart for screen readers.
pub(super) fn chart(words: &Words<'_>, lines: &[Line<'_>]) -> String {
    let ends: Vec<String> = lines
        .iter()
        .filter_map(|line| {
            let (first, last) = (line.values.first()?, line.values.last()?);
            Some(format!(
                "{} {} to {}",
                line.label,
                units::hours(*first),
                units::hours(*last)
            ))
        })
        .collect();
    format!(
        "Hours down a month from {} to {}: {}",
        words.short(0),
        words.last(),
        ends.join(", ")
    )
}
