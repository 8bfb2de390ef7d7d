//! What was drawn before and what was made of it, for steps that go on from it and for edits that do
//! not touch it.

use std::sync::Arc;

use super::draws::{Draws, Subjects};
use super::ensemble::Ensemble;
use super::outcomes::Outcomes;
use super::uncertainty::{Question, question, uncertainty, wanted};
use crate::analysis::report::Report;
use crate::analysis::report::timing::Timing;
use crate::analysis::report::uncertainty::{Driver, Turning, Uncertainty};
use crate::scenario::schema::Actual;

/// Futures drawn before and what they said, always over the same catalogue.
#[derive(Debug, Default)]
pub struct Memory {
    draws: Draws,
    answers: Option<Answers>,
}

/// What was made of the futures, for one question about some roadmaps.
#[derive(Debug)]
struct Answers {
    question: Question,
    roadmaps: Subjects,
    /// One for each number of draws.
    futures: Vec<Uncertainty>,
    drivers: Option<(Vec<Driver>, Vec<Turning>)>,
    timing: Option<Timed>,
}

/// When to split and what first, as far as other things than futures go into it.
#[derive(Debug)]
struct Timed {
    draws: usize,
    actuals: Vec<Actual>,
    timing: Timing,
}

/// What is asked: the futures of the roadmaps of a report.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    ensemble: &'a Ensemble<'a>,
    report: &'a Report,
    /// Names of the series whose bands are asked for.
    series: &'a [&'static str],
}

impl<'a> Asked<'a> {
    /// Asks for the futures of a report, with the bands of some series.
    pub(super) fn new(
        ensemble: &'a Ensemble<'a>,
        report: &'a Report,
        series: &'a [&'static str],
    ) -> Self {
        Self {
            ensemble,
            report,
            series,
        }
    }
}

impl Memory {
    /// Turns to a question: the largest of some numbers of draws for which the answer is known; its
    /// place. Answers to another one, or about another roadmap than before, are forgotten.
    pub(super) fn turn_to(&mut self, asked: Asked<'_>, draws: &[usize]) -> Option<usize> {
        let Asked {
            ensemble, report, ..
        } = asked;
        let series = wanted(ensemble, report, asked.series).series;
        if self.draws.turn_to(ensemble, &series) {
            self.answers = None;
        }
        let (question, roadmaps) = (question(report, ensemble), Subjects::of(ensemble));
        let is_same =
            |known: &Answers| known.question == question && known.roadmaps.are_same_as(&roadmaps);
        let known = self.answers.take().filter(is_same);
        let answers = self.answers.insert(known.unwrap_or_else(|| Answers {
            question,
            roadmaps,
            futures: Vec::new(),
            drivers: None,
            timing: None,
        }));
        let is_known = |draws: &usize| answers.futures.iter().any(|known| known.draws == *draws);
        draws.iter().rposition(is_known)
    }

    /// What the roadmaps come to in a number of futures. `None` when `go_on` said no on the way.
    pub(super) fn outcomes(
        &mut self,
        asked: Asked<'_>,
        draws: usize,
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Arc<Outcomes>> {
        let wanted = wanted(asked.ensemble, asked.report, asked.series);
        self.draws.get(asked.ensemble, &wanted, draws, go_on)
    }

    /// Whether the report's part for a number of draws is known.
    pub(super) fn has_futures(&self, draws: usize) -> bool {
        self.known(draws).is_some()
    }

    fn known(&self, draws: usize) -> Option<&Uncertainty> {
        let mut futures = self.answers.as_ref()?.futures.iter();
        futures.find(|known| known.draws == draws)
    }

    /// The report's part for a number of draws, with what the difference hangs on as far as that is
    /// known. `None` when `go_on` said no on the way.
    pub(super) fn futures(
        &mut self,
        asked: Asked<'_>,
        draws: usize,
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Uncertainty> {
        let mut futures = if let Some(known) = self.known(draws) {
            known.clone()
        } else {
            let outcomes = self.outcomes(asked, draws, go_on)?;
            let made = uncertainty(asked.ensemble, asked.report, &outcomes);
            if let Some(answers) = &mut self.answers {
                answers.futures.push(made.clone());
            }
            made
        };
        futures.take_drivers(self.drivers().cloned().unwrap_or_default());
        Some(futures)
    }

    /// What the difference hangs on.
    pub(super) fn drivers(&self) -> Option<&(Vec<Driver>, Vec<Turning>)> {
        self.answers.as_ref()?.drivers.as_ref()
    }

    /// Remembers what the difference hangs on.
    pub(super) fn keep_drivers(&mut self, drivers: (Vec<Driver>, Vec<Turning>)) {
        if let Some(answers) = &mut self.answers {
            answers.drivers = Some(drivers);
        }
    }

    /// When to split and what first, from so many draws and beside these actuals.
    pub(super) fn timing(&self, draws: usize, actuals: &[Actual]) -> Option<&Timing> {
        let known = self.answers.as_ref()?.timing.as_ref()?;
        (known.draws == draws && known.actuals == actuals).then_some(&known.timing)
    }

    /// Remembers when to split and what first.
    pub(super) fn keep_timing(&mut self, draws: usize, actuals: &[Actual], timing: &Timing) {
        if let Some(answers) = &mut self.answers {
            answers.timing = Some(Timed {
                draws,
                actuals: actuals.to_vec(),
                timing: timing.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::Memory;
    use crate::analysis::decided::DecidedScenario;
    use crate::analysis::futures::progress::{Ask, refine};
    use crate::catalog::Catalog;
    use crate::presets;
    use crate::scenario::Scenario;
    use crate::scenario::path::set;

    /// The futures of a plan in each step, and how many blocks were drawn for them.
    fn drawn(plan: &Scenario, draws: &[usize], memory: &mut Memory) -> (Vec<String>, usize) {
        asked(plan, draws, false, memory)
    }

    /// The same, and when to split where that is asked.
    fn asked(
        plan: &Scenario,
        draws: &[usize],
        timing: bool,
        memory: &mut Memory,
    ) -> (Vec<String>, usize) {
        let mut decided = DecidedScenario::new(plan, Catalog::builtin().unwrap()).unwrap();
        let report = crate::analysis::report(&mut decided).unwrap();
        let ask = Ask {
            seed: 7,
            draws,
            series: &["total"],
            drivers: false,
            timing,
            work: None,
        };
        let blocks = AtomicUsize::new(0);
        let go_on = || {
            blocks.fetch_add(1, Ordering::Relaxed);
            true
        };
        let mut shown = Vec::new();
        refine(&mut decided, &report, &ask, memory, &go_on, &mut |report| {
            shown.push(
                serde_json::to_string(&(&report.uncertainty, &report.timing, &report.verdict))
                    .unwrap(),
            );
        })
        .unwrap();
        (shown, blocks.into_inner())
    }

    fn plan() -> Scenario {
        let mut plan = presets::find("agent-marketplace")
            .unwrap()
            .scenario()
            .unwrap();
        let own = crate::scenario::load(
            "(version: 1, roadmaps: [(id: \"mine\", stages: [(from_month: 6, upkeep: 0.04)])])",
        );
        plan.roadmaps = own.scenario.unwrap().roadmaps;
        plan
    }

    fn edited(edits: &[(&str, &str)]) -> Scenario {
        let mut plan = plan();
        for (path, value) in edits {
            set(&mut plan, path, value).unwrap();
        }
        plan
    }

    /// What is shown is what a memory without anything in it would show.
    #[track_caller]
    fn same_as_fresh(plan: &Scenario, draws: &[usize], memory: &mut Memory) -> usize {
        let (shown, blocks) = drawn(plan, draws, memory);
        let fresh = drawn(plan, draws, &mut Memory::default()).0;
        assert!(!shown.is_empty() && fresh.ends_with(&shown));
        blocks
    }

    #[test]
    fn finer_steps_go_on_from_coarser_ones() {
        let mut memory = Memory::default();
        assert_eq!(same_as_fresh(&plan(), &[16, 48, 100], &mut memory), 13);
        // All is known: the finest comes first and alone.
        let (shown, blocks) = drawn(&plan(), &[16, 48, 100], &mut memory);
        assert_eq!((shown.len(), blocks), (1, 0));
        // Another number of draws is made of what there is.
        assert_eq!(same_as_fresh(&plan(), &[32], &mut memory), 0);
        assert_eq!(same_as_fresh(&plan(), &[120], &mut memory), 2);
    }

    #[test]
    fn what_moves_no_future_draws_none() {
        let mut memory = Memory::default();
        drawn(&plan(), &[64], &mut memory);
        for edit in [
            ("name", "Other"),
            ("story", "Told anew"),
            ("goals.availability", "0.999"),
            ("goals.lead_time_days", "9"),
        ] {
            let blocks = same_as_fresh(&edited(&[edit]), &[64], &mut memory);
            assert_eq!(blocks, 0, "{edit:?}");
        }
        assert_eq!(same_as_fresh(&turned_out(), &[64], &mut memory), 0);
    }

    fn turned_out() -> Scenario {
        let text = "(version: 1, actuals: [(month: 1, users: 9)])";
        let actuals = crate::scenario::load(text).scenario.unwrap().actuals;
        Scenario { actuals, ..plan() }
    }

    #[test]
    fn when_to_split_is_worked_out_once() {
        let mut memory = Memory::default();
        let (first, _) = asked(&plan(), &[8], true, &mut memory);
        let renamed = edited(&[("name", "Other")]);
        let (again, blocks) = asked(&renamed, &[8], true, &mut memory);
        assert_eq!((&again[..], blocks), (&first[first.len() - 1..], 0));
        // Signs stand beside what turned out.
        let (signs, blocks) = asked(&turned_out(), &[8], true, &mut memory);
        assert!(blocks > 0 && signs.last() != first.last());
        let (fresh, _) = asked(&turned_out(), &[8], true, &mut Memory::default());
        assert_eq!(signs.last(), fresh.last());
        let larger = edited(&[("demand.users", "400_000")]);
        let (moved, _) = asked(&larger, &[8], true, &mut memory);
        let (fresh, _) = asked(&larger, &[8], true, &mut Memory::default());
        assert_eq!(moved.last(), fresh.last());
    }

    #[test]
    fn an_edit_of_one_roadmap_leaves_the_others_alone() {
        let mut memory = Memory::default();
        drawn(&plan(), &[64], &mut memory);
        let later = edited(&[("roadmaps[mine].stages[0].from_month", "9")]);
        // Eight blocks of the one roadmap.
        assert_eq!(same_as_fresh(&later, &[64], &mut memory), 8);
        let mut without = plan();
        without.roadmaps.clear();
        assert_eq!(same_as_fresh(&without, &[64], &mut memory), 0);
    }

    #[test]
    fn what_moves_a_future_is_drawn_anew() {
        for edit in [
            ("demand.users", "4321"),
            ("factors.salaries", "(0.9, 1, 1.2)"),
            ("horizon_months", "48"),
            ("change.lead_time_day_value", "77"),
            ("catalogue_ranges", "true"),
            ("roadmaps[mine].stages[0].upkeep", "(0.02, 0.04, 0.06)"),
        ] {
            let mut memory = Memory::default();
            drawn(&plan(), &[16], &mut memory);
            let blocks = same_as_fresh(&edited(&[edit]), &[16], &mut memory);
            assert_eq!(blocks, 2, "{edit:?}");
        }
    }
}
