//! How far each constant and each input moves the lead, as the page shows it: what most of it rests on,
//! in money.

use super::AssumptionsState;
use crate::analysis::rests_on::{RestsOn, Weight, rests_on};
use crate::app::awaited::Awaited;
use crate::catalog::{Catalog, Status};
use crate::scenario::Scenario;
use crate::units::{Currency, share};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// A version of the plan, the roadmap that leads and the other.
type About = (u64, [String; 2]);

/// What is known of the movements of the lead.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights(Awaited<About, Arc<RestsOn>>);

impl Weights {
    /// The movements, of the plan or of the one before the last edit.
    pub(super) fn known(&self) -> Option<Arc<RestsOn>> {
        let (_, rests) = self.0.answer()?;
        (rests.all() > 0.0).then(|| Arc::clone(rests))
    }
}

impl Weights {
    /// Whether they are being worked out for the first time.
    pub(super) fn is_awaited(&self) -> bool {
        self.0.is_waiting() && self.0.answer().is_none()
    }
}

impl AssumptionsState {
    /// Whether what the lead of a version of the plan rests on has to be weighed.
    pub(crate) fn must_weigh(&mut self, generation: u64, pair: &[String; 2]) -> bool {
        let about = (generation, pair.clone());
        let may = self.weights.0.may_ask(&about);
        let is_there = self.weights.0.answer().is_some_and(|(of, _)| *of == about);
        may && !is_there
    }

    /// Waits for the weights.
    pub(crate) fn wait_for_weights(
        &mut self,
        generation: u64,
        pair: [String; 2],
        from: Receiver<Option<Arc<RestsOn>>>,
    ) {
        let about = (generation, pair);
        self.weights.0.wait(about.clone(), from);
        // What was worked out at once is there at once.
        self.weights.0.may_ask(&about);
    }
}

/// Weighs the constants and inputs of a plan; runs on a thread.
pub(crate) fn weigh(
    scenario: &Scenario,
    catalog: &Catalog,
    pair: &[String; 2],
) -> Option<Arc<RestsOn>> {
    let pair = pair.each_ref().map(String::as_str);
    let look = || rests_on(scenario, catalog, pair).ok().flatten();
    let rests = std::panic::catch_unwind(std::panic::AssertUnwindSafe(look)).ok()?;
    rests.map(Arc::new)
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
