//! How far each constant and each input moves the lead, as the page shows it: what most of it rests on, in money.

use super::AssumptionsView;
use crate::analysis::report::Report;
use crate::analysis::rests_on::{RestsOn, Weight};
use crate::app::action::{Action, Question};
use crate::app::questions::Stage;
use crate::catalog::Status;
use crate::units::{Currency, share};
use std::sync::Arc;

/// The roadmap that leads and the one that it is compared with, where there is one.
pub(super) fn lead_of(report: &Report) -> Option<[String; 2]> {
    let verdict = &report.verdict;
    let other = verdict.alternative.clone()?;
    Some([verdict.recommended.clone(), other])
}

/// The movements of the lead, of the plan or of the one before the last edit.
pub(super) fn known<'a>(view: &AssumptionsView<'a>) -> Option<&'a Arc<RestsOn>> {
    let rests = view.answers.latest_weights();
    rests.filter(|rests| rests.all() > 0.0)
}

/// Asks for them, where those of the plan are not there.
pub(super) fn asks(view: &AssumptionsView<'_>) -> Option<Action> {
    let lead = view.lead.as_ref().filter(|_| !view.stale)?;
    let missing = view.answers.weights(lead).may_be_asked();
    missing.then(|| Action::Ask(vec![Question::Weights(lead.clone())]))
}

/// Whether they are being worked out for the first time.
pub(super) fn are_awaited(view: &AssumptionsView<'_>) -> bool {
    let coming = |lead: &[String; 2]| match view.answers.weights(lead).stage {
        Stage::Open | Stage::Asked | Stage::Running => true,
        // They are asked for again once the report is there.
        Stage::Cancelled => view.stale,
        Stage::Answered | Stage::Failed(_) => false,
    };
    view.answers.latest_weights().is_none() && view.lead.as_ref().is_some_and(coming)
}

/// The finding: how much of what moves the lead is a guess.
pub(super) fn claim(rests: &RestsOn) -> Option<String> {
    let guesses = rests.share(Status::Assumed)?;
    Some(format!(
        "{} of what moves the lead rests on guesses.",
        share(guesses)
    ))
}

/// What that share is a share of.
pub(super) fn lead(rests: &RestsOn, currency: &str) -> String {
    let currency = Currency::new(currency);
    let money = |value: f64| currency.total(value);
    format!(
        "Over their ranges, one at a time, constants and inputs move the lead of {} by {} in all, {} of it guesses.",
        money(rests.lead),
        money(rests.all()),
        money(rests.of(Status::Assumed)),
    )
}

/// By how much one moves the lead, in short: `$1.2M`.
pub(super) fn moves(weight: &Weight, currency: &str) -> String {
    Currency::new(currency).total(weight.swing())
}

/// What one does to the lead, in a sentence.
pub(super) fn sentence(
    weight: &Weight,
    [low, high]: [&str; 2],
    rests: &RestsOn,
    currency: &str,
) -> String {
    let currency = Currency::new(currency);
    if weight.swing() == 0.0 {
        return "It does not move the lead.".to_owned();
    }
    format!(
        "The lead is {} with {low}, {} as planned, {} with {high}.",
        currency.total(weight.at_low),
        currency.total(rests.lead),
        currency.total(weight.at_high),
    )
}
