//! What the difference is made of, and how long the money lasts.

use super::words::{Ticks, Words};
use crate::analysis::report::Figure;
use crate::units::{Currency, apportion};

/// A reason with its amount as shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Why {
    pub(crate) title: String,
    pub(crate) detail: String,
    pub(crate) figure: String,
    pub(crate) value: f64,
}

/// The reasons and what they add up to.
pub(crate) struct WhyList {
    pub(crate) reasons: Vec<Why>,
    pub(crate) total_label: String,
    pub(crate) total_figure: String,
}

/// In how many futures the money runs out, and when; nothing where it does so in all or in none.
fn futures_without_money(words: &Words<'_>) -> Option<String> {
    let best = words.recommended?;
    let futures = words.report.uncertainty.as_ref().filter(|f| f.is_open())?;
    let mut all = futures.roadmaps.iter();
    let found = all.find(|roadmap| roadmap.id == best.id)?.out_of_money?;
    let of_100 = (100.0 * found.probability).round();
    if !(1.0..100.0).contains(&of_100) {
        return None;
    }
    let month = |month: f64| words.short(month.round().max(0.0) as usize);
    let when = match (found.p10, found.p90) {
        (Some(low), Some(high)) if month(low) != month(high) => {
            format!(", likely {} to {}", month(low), month(high))
        }
        (Some(low), _) => format!(", in {}", month(low)),
        _ => String::new(),
    };
    Some(format!(
        "It runs out in {} of 100 futures{when}.",
        crate::units::count(of_100)
    ))
}

/// What is known of the money in the bank.
pub(crate) struct RunwayLines {
    pub(crate) lines: Vec<String>,
    /// Whether the money runs out.
    pub(crate) short: bool,
}

/// The reasons of the verdict.
pub(super) fn why(words: &Words<'_>) -> Option<WhyList> {
    let reasons = &words.report.verdict.reasons;
    let mut total_label = words.against()?;
    if words.report.verdict.figure == Figure::PresentValue {
        // What the months add up to, beside an answer in present value.
        total_label.push_str(", undiscounted");
    }
    if reasons.is_empty() {
        return None;
    }
    let amounts: Vec<f64> = reasons.iter().map(|reason| reason.amount).collect();
    let total: f64 = amounts.iter().sum();
    let (shown, total_figure) = shown_amounts(&words.currency, &amounts, total);
    let reasons = reasons
        .iter()
        .zip(shown)
        .filter_map(|(reason, figure)| Some((reason, figure?)))
        .map(|(reason, figure)| {
            let (title, detail) = reason
                .sentence
                .split_once(": ")
                .unwrap_or((&reason.sentence, ""));
            Why {
                title: title.to_owned(),
                detail: detail.to_owned(),
                figure,
                value: reason.amount,
            }
        })
        .collect();
    Some(WhyList {
        reasons,
        total_label,
        total_figure,
    })
}

/// Differences and their total as text, so that the shown parts add up to the shown total; those
/// that round to nothing are absent.
fn shown_amounts(
    currency: &Currency,
    amounts: &[f64],
    total: f64,
) -> (Vec<Option<String>>, String) {
    // What one step is worth where `Currency::total` rounds an amount of this size.
    let step = |size: f64| match size {
        s if s >= 999.5e3 => 1e5,
        s if s >= 9.95e3 => 1e3,
        s if s >= 999.5 => 100.0,
        _ => 1.0,
    };
    let largest = amounts
        .iter()
        .fold(0.0_f64, |most, amount| most.max(amount.abs()));
    // Parts in millions of a total in thousands are written in thousands, else they would not add up.
    let mixed = largest >= 999.5e3 && total.abs() < 999.5e3;
    let step = if mixed { 1e3 } else { step(largest) };
    let steps = (total / step).round();
    // All in one unit, so that no figure claims digits that the rounding took.
    let ticks = match step {
        s if s >= 1e5 => Some(Ticks::new(currency, 1e6)),
        _ if mixed => Some(Ticks::new(currency, 1e5)),
        _ => None,
    };
    let text = |amount: f64| match &ticks {
        Some(ticks) if amount != 0.0 => ticks.difference(amount),
        _ => currency.difference(amount),
    };
    let shown = apportion(amounts, steps as i64, step)
        .into_iter()
        .map(|steps| (steps != 0).then(|| text(steps as f64 * step)))
        .collect();
    (shown, currency.difference(steps * step))
}

/// What is known of the money in the bank.
pub(super) fn runway(words: &Words<'_>) -> Option<RunwayLines> {
    let runway = words.recommended?.runway?;
    let out = runway.out_of_money_month;
    let mut lines = Vec::new();
    if let Some(month) = out {
        lines.push(format!("The money runs out in {}.", words.long(month)));
    }
    lines.push(format!(
        "{} {} in {}.",
        if out.is_some() {
            "It is lowest at"
        } else {
            "The money lasts; it is lowest at"
        },
        words.currency.total(runway.low_point),
        words.long(runway.low_month)
    ));
    lines.extend(futures_without_money(words));
    Some(RunwayLines {
        lines,
        short: out.is_some(),
    })
}
