//! What is worked out beside the window because a page asks for it: decision maps, break-evens, explanations.
//!
//! A page looks into the [`Answers`] and asks for what is not there with an [`Action`]; [`super::update`] hands
//! the question to [`Questions::ask`], which starts a thread. How far a question is stands in `flow`, what is
//! called for it in `work` and `key_inputs`, and nothing else of the window but the worker runs the engine.
//! Reports and their futures are the worker's.
//!
//! [`Action`]: super::action::Action

mod flow;
mod key_inputs;
#[cfg(test)]
mod tests;
mod threads;
mod work;

pub(crate) use self::flow::{Found, Stage};
pub(crate) use self::key_inputs::MOST as KEY_INPUTS;
pub(crate) use self::threads::Threads;

use self::flow::Asked;
use super::action::{FigureAt, Question, Tie};
use crate::analysis::break_even::BreakEven;
use crate::analysis::explain::{Explanation, Rest};
use crate::analysis::futures::map::DecisionMap;
use crate::analysis::reads::Reads;
use crate::analysis::rests_on::RestsOn;
use crate::catalog::Catalog;
use crate::scenario::Scenario;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Leaves that are listed under what a figure rests on.
pub(crate) const RESTS_LISTED: usize = 10;

/// A version of the plan, and what its questions are worked out from.
#[derive(Clone, Copy)]
pub(crate) struct Version<'a> {
    /// Its number; those of later versions are higher, also where another plan was opened.
    pub(crate) number: u64,
    /// The number of the version in which the plan was opened.
    pub(crate) opened: u64,
    /// The plan.
    pub(crate) plan: &'a Arc<Scenario>,
    /// The constants as they are built in.
    pub(crate) catalog: &'a Arc<Catalog>,
}

impl Version<'_> {
    /// Plan and constants for a thread.
    fn shared(&self) -> (Arc<Scenario>, Arc<Catalog>) {
        (Arc::clone(self.plan), Arc::clone(self.catalog))
    }
}

/// Everything that was asked, and what came of it. A copy knows the answers and waits for nothing.
#[derive(Clone, Default)]
pub(crate) struct Questions {
    map: Asked<[String; 2], DecisionMap>,
    tie: Asked<Tie, BreakEven>,
    weights: Asked<[String; 2], Arc<RestsOn>>,
    /// Recorded projections, by roadmap.
    explanation: Asked<String, Arc<Explanation>>,
    rests: Asked<FigureAt, Vec<Rest>>,
    /// Chosen once for each plan that is opened, so that no row moves away while numbers are put in.
    key_inputs: Asked<(), Vec<String>>,
    reads: Asked<(), Reads>,
}

impl Questions {
    /// Has a question worked out, in place of the last one of its kind.
    pub(crate) fn ask(&mut self, question: Question, version: &Version<'_>, threads: &Threads) {
        let number = version.number;
        match question {
            Question::Map(inputs) => {
                let work = work::map(version, inputs.clone());
                self.map.ask(number, inputs, work, threads);
            }
            Question::Tie(tie) => {
                let work = work::tie(version, tie.clone());
                self.tie.ask(number, tie, work, threads);
            }
            Question::Weights(between) => {
                let work = work::weights(version, between.clone());
                self.weights.ask(number, between, work, threads);
            }
            Question::Explanation(figure) => self.explain(figure, version, threads),
            Question::KeyInputs(by) => {
                let work = key_inputs::choose(version, by);
                self.key_inputs.ask(version.opened, (), work, threads);
            }
        }
    }

    /// Has the projection recorded that a figure is of; once it is, has found what the figure rests on.
    fn explain(&mut self, figure: FigureAt, version: &Version<'_>, threads: &Threads) {
        let (number, roadmap) = (version.number, &figure.roadmap);
        if self.explanation.found(number, roadmap).may_be_asked() {
            let work = work::explanation(version, roadmap.clone());
            self.explanation.ask(number, roadmap.clone(), work, threads);
        }
        let known = self.explanation.found(number, roadmap).answer.cloned();
        if let Some(explanation) = known
            && self.rests.found(number, &figure).may_be_asked()
        {
            let work = work::rests(explanation, figure.clone(), RESTS_LISTED);
            self.rests.ask(number, figure, work, threads);
        }
    }

    /// Takes in what has come from threads.
    pub(crate) fn receive(&mut self, threads: &Threads) {
        self.map.receive(threads);
        self.tie.receive(threads);
        self.weights.receive(threads);
        self.explanation.receive(threads);
        self.rests.receive(threads);
        self.key_inputs.receive(threads);
    }

    /// Gives up what is on its way about versions of the plan before this one, and about plans before this one.
    pub(crate) fn give_up_before(&mut self, version: u64, opened: u64) {
        self.map.give_up_before(version);
        self.tie.give_up_before(version);
        self.weights.give_up_before(version);
        self.explanation.give_up_before(version);
        self.rests.give_up_before(version);
        self.key_inputs.give_up_before(opened);
    }

    /// Forgets the recorded projection, which is large, and what was found in it.
    pub(crate) fn forget_explanation(&mut self) {
        self.explanation.forget();
        self.rests.forget();
    }

    /// What is known about a version of the plan.
    pub(crate) const fn about(&self, version: u64) -> Answers<'_> {
        Answers {
            questions: self,
            version,
            can_ask: true,
        }
    }

    /// The paths of the inputs that matter most for the plan that was opened in a version.
    pub(crate) fn key_inputs(&self, opened: u64) -> Found<'_, Vec<String>> {
        self.key_inputs.found(opened, &())
    }

    /// The same, to follow what has another name now.
    pub(crate) fn key_inputs_mut(&mut self) -> &mut [String] {
        self.key_inputs
            .latest_mut()
            .map_or_else(Default::default, Vec::as_mut_slice)
    }

    /// Finds the constants and ranges that a plan asks for, with `version.catalog` as the plan has it. That is soon done,
    /// so it is done at once.
    pub(crate) fn find_reads(&mut self, version: &Version<'_>) {
        if self.reads.found(version.number, &()).may_be_asked() {
            let work = work::what_it_reads(version);
            let threads = Threads::inline();
            self.reads.ask(version.number, (), work, &threads);
        }
    }

    /// What the plan asked for when that was found last.
    pub(crate) fn reads(&self) -> &Reads {
        static NONE: Reads = Reads {
            constants: BTreeSet::new(),
            ranges: BTreeMap::new(),
        };
        self.reads.latest().unwrap_or(&NONE)
    }
}

/// What is known about one version of the plan.
#[derive(Clone, Copy)]
pub(crate) struct Answers<'a> {
    questions: &'a Questions,
    version: u64,
    /// Whether what is not known may be asked.
    can_ask: bool,
}

impl<'a> Answers<'a> {
    /// For a picture: what is not known stays so.
    pub(crate) const fn as_they_are(self) -> Self {
        Self {
            can_ask: false,
            ..self
        }
    }

    fn of<Q, T>(self, asked: &'a Asked<Q, T>, question: &Q) -> Found<'a, T>
    where
        Q: Clone + PartialEq,
        T: Send + 'static,
    {
        let found = asked.found(self.version, question);
        if self.can_ask { found } else { found.closed() }
    }

    /// Which roadmap is the cheapest for each pair of values of two inputs.
    pub(crate) fn map(self, inputs: &[String; 2]) -> Found<'a, DecisionMap> {
        self.of(&self.questions.map, inputs)
    }

    /// At which values of an input two roadmaps cost the same.
    pub(crate) fn tie(self, tie: &Tie) -> Found<'a, BreakEven> {
        self.of(&self.questions.tie, tie)
    }

    /// How far each constant moves the lead of the first of two roadmaps over the second.
    pub(crate) fn weights(self, between: &[String; 2]) -> Found<'a, Arc<RestsOn>> {
        self.of(&self.questions.weights, between)
    }

    /// The weights that came last, of the plan or of one before.
    pub(crate) fn latest_weights(self) -> Option<&'a Arc<RestsOn>> {
        self.questions.weights.latest()
    }

    /// The recorded projection of a roadmap.
    pub(crate) fn explanation(self, roadmap: &str) -> Found<'a, Arc<Explanation>> {
        let roadmap = roadmap.to_owned();
        self.of(&self.questions.explanation, &roadmap)
    }

    /// What a figure rests on.
    pub(crate) fn rests(self, figure: &FigureAt) -> Found<'a, Vec<Rest>> {
        self.of(&self.questions.rests, figure)
    }

    /// Whether [`Question::Explanation`] has something to do for a figure.
    pub(crate) fn must_explain(self, figure: &FigureAt) -> bool {
        let explanation = self.explanation(&figure.roadmap);
        explanation.may_be_asked()
            || explanation.answer.is_some() && self.rests(figure).may_be_asked()
    }
}
