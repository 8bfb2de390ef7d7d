//! What is worked out for each question: the only calls of the analysis for something beside the report.

use super::Version;
use super::flow::Work;
use crate::analysis::break_even::{BreakEven, break_even};
use crate::analysis::decided::DecidedScenario;
use crate::analysis::explain::{Explainer, Explanation, Rest};
use crate::analysis::futures::ensemble::Ensemble;
use crate::analysis::futures::map::{DecisionMap, decision_map};
use crate::analysis::reads::{Reads, reads};
use crate::analysis::rests_on::{RestsOn, rests_on};
use crate::app::action::{FigureAt, Tie};
use crate::app::worker::SEED;
use std::sync::Arc;

/// Cells along each side of a map, rough first.
const SIDES: [usize; 2] = [16, 64];
/// What is said where a question comes to nothing that has no words for it.
pub(super) const NOTHING: &str = "This could not be worked out.";
const NO_MAP: &str = "This map could not be drawn.";
const NO_EXPLANATION: &str = "The explanation stopped unexpectedly.";

/// Draws a decision map, roughly and then finely.
pub(super) fn map(version: &Version<'_>, inputs: [String; 2]) -> Work<DecisionMap> {
    let (scenario, catalog) = version.shared();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work = Work::new(NO_MAP, move |asker| {
        let drawn = || {
            let decided = DecidedScenario::new(&scenario, &catalog).ok()?;
            let ensemble = Ensemble::new(&decided, SEED).ok()?;
            let inputs = inputs.each_ref().map(String::as_str);
            let draw = |side| decision_map(&ensemble, inputs, side, &|| asker.is_waiting());
            let [rough, fine] = SIDES;
            asker.tell_roughly(draw(rough)?);
            draw(fine)
        };
        drawn().ok_or_else(|| NO_MAP.to_owned())
    });
    work.on(cores.div_ceil(2))
}

/// Looks for every value at which two roadmaps cost the same.
pub(super) fn tie(version: &Version<'_>, Tie { input, between }: Tie) -> Work<BreakEven> {
    let (scenario, catalog) = version.shared();
    Work::new(NOTHING, move |_| {
        let between = between.each_ref().map(String::as_str);
        break_even(&scenario, &catalog, &input, Some(between)).map_err(|error| error.to_string())
    })
}

/// Weighs the constants by how far each moves the lead of one roadmap over another.
pub(super) fn weights(version: &Version<'_>, between: [String; 2]) -> Work<Arc<RestsOn>> {
    let (scenario, catalog) = version.shared();
    Work::new(NOTHING, move |_| {
        let between = between.each_ref().map(String::as_str);
        let rests = rests_on(&scenario, &catalog, between).map_err(|error| error.to_string())?;
        rests.map(Arc::new).ok_or_else(|| NOTHING.to_owned())
    })
}

/// Records the projection of a roadmap.
pub(super) fn explanation(version: &Version<'_>, roadmap: String) -> Work<Arc<Explanation>> {
    let (scenario, catalog) = version.shared();
    Work::new(NO_EXPLANATION, move |_| {
        let explainer = Explainer::new(&scenario, &catalog);
        let mut explainer = explainer.map_err(|error| error.to_string())?;
        let explained = explainer.explain(&roadmap);
        explained.map(Arc::new).map_err(|error| error.to_string())
    })
}

/// Finds the leaves that a figure rests on, so many of them.
pub(super) fn rests(
    explanation: Arc<Explanation>,
    figure: FigureAt,
    listed: usize,
) -> Work<Vec<Rest>> {
    Work::new(NOTHING, move |_| {
        let rests = explanation.rests_on(&figure.metric, figure.month, listed);
        rests.map_err(|error| error.to_string())
    })
}

/// Finds the constants and ranges that the figures of a plan ask for.
pub(super) fn what_it_reads(version: &Version<'_>) -> Work<Reads> {
    let (scenario, catalog) = version.shared();
    Work::new(NOTHING, move |_| Ok(reads(&scenario, &catalog)))
}
