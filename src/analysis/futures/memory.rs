//! What was drawn before, for steps that go on from it and for edits that do not touch it.
//!
//! A future of a roadmap depends on what the plan says, the inputs with a range, the seed and the
//! roadmap's own schedule. As long as those are equal its blocks are the same, bit for bit, and are not
//! drawn again: finer steps add to coarser ones, a roadmap that is edited leaves the others alone, and
//! names, notes, goals and actuals move nothing.

use std::sync::Arc;

use super::dimensions::Uncertain;
use super::ensemble::{Block, Ensemble, Kept};
use super::outcomes::kept_draws;
use super::uncertainty::running;
use crate::analysis::branches::Schedule;
use crate::analysis::ready::Ready;
use crate::analysis::report::timing::Timing;
use crate::analysis::report::uncertainty::Driver;
use crate::analysis::report::uncertainty::Turning;
use crate::analysis::report::uncertainty::Uncertainty;
use crate::number::lanes::WIDTH;
use crate::scenario::Scenario;
use crate::scenario::schema::{Actual, BegunFrom, Goals, Roadmap};

/// Blocks of a roadmap that are remembered, at most: finer steps are drawn, not kept.
const MOST_BLOCKS: usize = 128;

/// Futures drawn before, always over the same catalogue.
#[derive(Debug, Default)]
pub struct Memory {
    about: Option<About>,
    roadmaps: Vec<Remembered>,
    answers: Option<Answers>,
}

/// What the futures of all roadmaps depend on.
#[derive(Debug, PartialEq)]
struct About {
    scenario: Scenario,
    inputs: Vec<Uncertain>,
    seed: u32,
    series: Vec<&'static str>,
}

/// A roadmap as far as its futures depend on it.
#[derive(Clone, Debug)]
struct Subject {
    schedule: Schedule,
    /// As the plan states it, where it is the user's own.
    own: Option<Roadmap>,
}

#[derive(Debug)]
struct Remembered {
    subject: Subject,
    blocks: Arc<Vec<Block>>,
}

/// What was made of the futures, for one question about some roadmaps.
#[derive(Debug)]
struct Answers {
    question: Question,
    roadmaps: Vec<Subject>,
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

/// What the report's part depends on beside the futures.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    /// Ids that the verdict is about: recommended, compared with, alternative.
    pub(super) verdict: [Option<String>; 3],
    /// Places of those that the recommended one was chosen among.
    pub(super) among: Vec<usize>,
    /// Id of the roadmap that each counts as.
    pub(super) alike: Vec<String>,
}

impl Remembered {
    /// Blocks of which all that is wanted is remembered: the months of the first `kept`.
    fn with_months(&self, kept: usize) -> usize {
        let mut first = self.blocks.iter().take(kept);
        let without = first.position(|block| block.paths.is_empty());
        without.unwrap_or(self.blocks.len())
    }
}

impl Subject {
    fn of(ensemble: &Ensemble<'_>, ready: &Ready) -> Self {
        let mut all = ensemble.decided.scenario.roadmaps.iter();
        let own = all.find(|own| own.id == ready.plan.id);
        Self {
            schedule: Schedule::of(ready),
            own: own.map(|own| Roadmap {
                label: String::new(),
                ..own.clone()
            }),
        }
    }

    fn is_same_as(&self, other: &Self, months: usize) -> bool {
        self.own == other.own && self.schedule.months_alike(&other.schedule, months) >= months
    }
}

/// A plan without what moves no future of a roadmap.
fn without_what_moves_nothing(scenario: &Scenario) -> Scenario {
    Scenario {
        name: String::new(),
        story: String::new(),
        expected: String::new(),
        expected_roadmap: String::new(),
        begun_from: BegunFrom::default(),
        notes: Vec::new(),
        goals: Goals::default(),
        // Each of the user's roadmaps is compared by itself.
        roadmaps: Vec::new(),
        actuals: Vec::new(),
        ..scenario.clone()
    }
}

impl Memory {
    /// Forgets what an ensemble has nothing to do with.
    fn turn_to(&mut self, ensemble: &Ensemble<'_>, series: &[&'static str]) {
        let about = About {
            scenario: without_what_moves_nothing(ensemble.decided.scenario),
            inputs: ensemble.dimensions.list().to_vec(),
            seed: ensemble.samples.seed,
            series: series.to_vec(),
        };
        if self.about.as_ref() != Some(&about) {
            *self = Self {
                about: Some(about),
                ..Self::default()
            };
        }
    }

    /// Blocks of roadmaps in the first `draws` futures: those remembered, and the others drawn.
    ///
    /// There may be more blocks than the draws need. Months are kept of the first futures alone, as
    /// [`kept_draws`] has it. `None` when `go_on` said no on the way.
    pub(super) fn draw(
        &mut self,
        ensemble: &Ensemble<'_>,
        draws: usize,
        roadmaps: &[&Ready],
        series: &[&'static str],
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Arc<Vec<Block>>>> {
        self.turn_to(ensemble, series);
        let (months, needed) = (ensemble.months(), draws.div_ceil(WIDTH));
        let found = roadmaps.iter().map(|ready| {
            let subject = Subject::of(ensemble, ready);
            let mut known = self.roadmaps.iter();
            let known = known.find(|known| known.subject.is_same_as(&subject, months));
            let blocks = known.map_or_else(Arc::default, |known| Arc::clone(&known.blocks));
            Remembered { subject, blocks }
        });
        let mut found: Vec<Remembered> = found.collect();
        let kept = kept_draws(draws, roadmaps.len(), series.len(), months).div_ceil(WIDTH);
        let known = |known: &Remembered| known.with_months(kept);
        let short: Vec<usize> = (0..found.len())
            .filter(|at| known(&found[*at]) < needed)
            .collect();
        let first = short.iter().map(|at| known(&found[*at])).min();
        if let Some(first) = first {
            let missing: Vec<&Ready> = short.iter().map(|at| roadmaps[*at]).collect();
            let run =
                |blocks, series| ensemble.run_blocks(blocks, &missing, &Kept::OfAll(series), go_on);
            let mut drawn = run(first..needed.min(kept).max(first), series)?;
            drawn.extend(run(first.max(kept)..needed.max(kept), &[])?);
            for at in &short {
                let mut blocks = Vec::with_capacity(needed);
                blocks.extend_from_slice(&found[*at].blocks[..first]);
                found[*at].blocks = Arc::new(blocks);
            }
            for block in drawn {
                for (at, roadmap) in short.iter().zip(block) {
                    if let Some(blocks) = Arc::get_mut(&mut found[*at].blocks) {
                        blocks.push(roadmap);
                    }
                }
            }
        }
        let blocks = found
            .iter()
            .map(|known| Arc::clone(&known.blocks))
            .collect();
        if needed <= MOST_BLOCKS {
            self.roadmaps = found;
        }
        Some(blocks)
    }

    /// The answers to a question about the roadmaps that run, none of them given yet where the
    /// question or a roadmap is another than before.
    fn answers(
        &mut self,
        ensemble: &Ensemble<'_>,
        series: &[&'static str],
        question: &Question,
    ) -> &mut Answers {
        self.turn_to(ensemble, series);
        let months = ensemble.months();
        let roadmaps = running(ensemble).into_iter();
        let roadmaps: Vec<Subject> = roadmaps
            .map(|(_, ready)| Subject::of(ensemble, ready))
            .collect();
        let is_same = |known: &Answers| {
            let mut pairs = known.roadmaps.iter().zip(&roadmaps);
            known.question == *question
                && known.roadmaps.len() == roadmaps.len()
                && pairs.all(|(known, now)| known.is_same_as(now, months))
        };
        let known = self.answers.take().filter(is_same);
        self.answers.insert(known.unwrap_or_else(|| Answers {
            question: question.clone(),
            roadmaps,
            futures: Vec::new(),
            drivers: None,
            timing: None,
        }))
    }

    /// The largest of some numbers of draws for which the answer is known; its place.
    pub(super) fn finest(
        &mut self,
        ensemble: &Ensemble<'_>,
        series: &[&'static str],
        question: &Question,
        draws: &[usize],
    ) -> Option<usize> {
        let futures = &self.answers(ensemble, series, question).futures;
        draws
            .iter()
            .rposition(|draws| futures.iter().any(|known| known.draws == *draws))
    }

    /// The report's part for a number of draws, without drivers.
    pub(super) fn known(&self, draws: usize) -> Option<&Uncertainty> {
        let mut futures = self.answers.as_ref()?.futures.iter();
        futures.find(|known| known.draws == draws)
    }

    /// What the difference hangs on.
    pub(super) fn drivers(&self) -> Option<&(Vec<Driver>, Vec<Turning>)> {
        self.answers.as_ref()?.drivers.as_ref()
    }

    /// Remembers the report's part.
    pub(super) fn keep(&mut self, futures: &Uncertainty) {
        if let Some(answers) = &mut self.answers {
            answers.futures.push(futures.clone());
        }
    }

    /// Remembers what the difference hangs on.
    pub(super) fn keep_drivers(&mut self, drivers: &(Vec<Driver>, Vec<Turning>)) {
        if let Some(answers) = &mut self.answers {
            answers.drivers = Some(drivers.clone());
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
    use crate::analysis::decided::Decided;
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
        let mut decided = Decided::new(plan, Catalog::builtin().unwrap()).unwrap();
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
