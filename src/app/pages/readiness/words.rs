//! The sentences of the Readiness page.
//!
//! Every figure in them stands on the page or is the difference of two months of the report.

use super::model::{Row, is_loss, name_of};
use super::outlook::Ready;
use crate::analysis::report::{ReadinessReport, RoadmapReport};
use crate::app::pages::decision::words::Words;
use crate::app::pages::heading::name_within;
use crate::units;

/// What the chosen roadmap does with the units: "to split", "to merge", or nothing.
fn aim(chosen: &RoadmapReport) -> Option<&'static str> {
    let count = |stage: Option<&crate::analysis::report::StageReport>| {
        stage.map_or(0, |stage| stage.units.len())
    };
    let (first, last) = (count(chosen.stages.first()), count(chosen.stages.last()));
    match last.cmp(&first) {
        std::cmp::Ordering::Greater => Some("split"),
        std::cmp::Ordering::Less => Some("merge"),
        std::cmp::Ordering::Equal => None,
    }
}

/// When the team is ready, against when the plan needs it.
pub(super) fn claim(
    words: &Words<'_>,
    chosen: &RoadmapReport,
    gates: &[&ReadinessReport],
    ready: Ready,
) -> String {
    let what = match aim(chosen) {
        Some(aim) => format!("to {aim}"),
        None => format!("for {}", name_within(chosen)),
    };
    let begins = chosen.stages.last().map_or(0, |stage| stage.from_month);
    match ready {
        Ready::Never => format!("Not ready {what} within {}{}", words.span(), missing(gates)),
        Ready::From(0) if begins > 0 => {
            format!(
                "Ready {what} today, {} before the plan needs it",
                spell(begins)
            )
        }
        Ready::From(0) => format!("Ready {what} today"),
        Ready::From(month) => {
            let when = words.long(month);
            let against = match (month.cmp(&begins), aim(chosen)) {
                (std::cmp::Ordering::Less, _) => {
                    format!("{} before the plan needs it", spell(begins - month))
                }
                (std::cmp::Ordering::Equal, _) => "just when the plan needs it".to_owned(),
                (std::cmp::Ordering::Greater, Some(aim)) => {
                    format!("{} after the {aim} begins", spell(month - begins))
                }
                (std::cmp::Ordering::Greater, None) => {
                    format!("{} after it begins", spell(month - begins))
                }
            };
            format!("Ready {what} in {when}, {against}")
        }
    }
}

/// "one month", "20 months".
fn spell(months: usize) -> String {
    let noun = if months == 1 { "month" } else { "months" };
    format!("{} {noun}", units::number_word(months))
}

/// The gate that is furthest away in the last month.
fn missing(gates: &[&ReadinessReport]) -> String {
    let short = |gate: &ReadinessReport| gate.required - gate.levels.last().unwrap_or(&gate.level);
    let worst = gates
        .iter()
        .filter(|gate| gate.ready_month.is_none())
        .max_by(|a, b| short(a).total_cmp(&short(b)));
    worst.map_or_else(String::new, |gate| {
        format!(
            ": {} stays {} levels short",
            name_of(&gate.dimension).to_lowercase(),
            units::decimal(short(gate), 1)
        )
    })
}

/// What the gaps cost, which comes first, and how the recommended roadmap stands.
pub(super) fn lead(
    words: &Words<'_>,
    rows: &[Row<'_>],
    chosen: &RoadmapReport,
    recommended: Option<(&RoadmapReport, Ready)>,
) -> String {
    let short: Vec<&Row<'_>> = rows.iter().filter(|row| row.is_short()).collect();
    let lead = match short.first() {
        None => "No dimension is below what it needs.".to_owned(),
        Some(first) => {
            let cost: f64 = chosen.readiness.iter().map(|row| row.close_cost).sum();
            let gaps = if short.len() == 1 {
                "the only gap".to_owned()
            } else {
                format!("the {} gaps", units::number_word(short.len()))
            };
            let text = format!("Closing {gaps} costs {}.", words.currency.amount(cost));
            match &first.gap {
                Some(gap) if first.saving() > 0.0 && !is_loss(&gap.saves) => {
                    text + &format!(
                        " {} comes first: closed by itself it saves {} for {}.",
                        first.name, gap.saves, gap.costs
                    )
                }
                _ => text + " None of them saves anything by itself.",
            }
        }
    };
    let Some((best, ready)) = recommended.filter(|(best, _)| best.id != chosen.id) else {
        return lead;
    };
    let when = match ready {
        Ready::From(0) => "ready today".to_owned(),
        Ready::From(month) => format!("ready in {}", words.short(month)),
        Ready::Never => format!("not ready within {}", words.span()),
    };
    format!("{lead} Recommended is {}, {when}.", name_within(best))
}

/// How to read the rows.
pub(super) fn notes(words: &Words<'_>, rows: &[Row<'_>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut notes = format!(
        "Bold dimensions gate the split: it is ready when each is within half a level of its need. \
         Savings are present values over {} and count each gap by itself.",
        words.span()
    );
    let losses = rows
        .iter()
        .filter_map(|row| row.gap.as_ref())
        .any(|gap| is_loss(&gap.saves));
    if losses {
        notes.push_str(" A minus means that closing the gap costs more than it saves.");
    }
    notes
}

/// What to know about the training plan.
pub(super) fn plan_notes(
    words: &Words<'_>,
    chosen: &RoadmapReport,
    word: &str,
    empty: bool,
) -> Vec<String> {
    let mut notes = Vec::new();
    if empty {
        notes.push(
            match word {
                "Off" => "Training is switched off in this plan.",
                "To" => "The levels that the plan trains to are reached already.",
                _ => "No gate is short, and no other training pays for itself.",
            }
            .to_owned(),
        );
    }
    if let Some(series) = &chosen.series {
        let lowest = series
            .readiness_index
            .iter()
            .enumerate()
            .min_by(|a, b| a.1.total_cmp(b.1));
        if let Some((month, index)) = lowest {
            let mean = series
                .readiness_mean
                .get(month)
                .copied()
                .unwrap_or_default();
            notes.push(if *index >= 1.0 {
                "Index and mean of the gates stay at 100%.".to_owned()
            } else {
                format!(
                    "The index is lowest in {} with {}; the mean of the gates is {} then.",
                    words.short(month),
                    units::share(*index),
                    units::share(mean)
                )
            });
        }
    }
    notes.push("Levels also rise by practice.".to_owned());
    notes
}
