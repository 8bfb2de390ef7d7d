//! Futures put into a report step by step: a rough answer first, then finer ones.
//!
//! Every step is a whole report of the same plan; of an older one only what [`Memory`] knows to be the
//! same is carried over.

use super::ensemble::Ensemble;
use super::memory::{Asked, Memory};
use super::timing::{Switches, timing};
use super::uncertainty::{all_series, drivers, index_steps};
use super::work::{Part, Work};
use crate::analysis::decided::DecidedScenario;
use crate::analysis::report::Report;
use crate::analysis::report::timing::Timing;
use crate::analysis::what_first::{what_first, what_first_steps};
use crate::analysis::{ReportError, with_futures};
use crate::number::lanes::WIDTH;
use crate::scenario::Scenario;
use crate::scenario::budget::Size;

/// Futures in which every month of a change is compared, at most.
pub const TIMING_DRAWS: usize = 256;

/// Futures of a plan in which every month of a change is compared.
pub fn timing_draws(plan: &Scenario, draws: usize) -> usize {
    draws.min(Size::of(plan).draws_asked(TIMING_DRAWS))
}

/// What is asked of the futures.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Which futures.
    pub seed: u32,
    /// How many in each step, in the order in which they come.
    pub draws: &'a [usize],
    /// Series whose bands are kept; all of them where none is named.
    pub series: &'a [&'static str],
    /// Whether it is asked what the difference hangs on.
    pub drivers: bool,
    /// Whether it is asked when to split and what first.
    pub timing: bool,
    /// Where steps are counted for whoever waits.
    pub work: Option<&'a Work>,
}

impl Ask<'_> {
    fn begin(&self, part: Part, steps: usize) {
        if let Some(work) = self.work {
            work.begin(part, steps);
        }
    }
}

/// Draws futures into a report and shows it after each step; stops when `go_on` says no.
///
/// The first step is the finest that `memory` has the answer to; it then has that of each step.
///
/// # Errors
/// When a field cannot be resolved.
pub fn refine(
    decided: &mut DecidedScenario<'_>,
    report: &Report,
    ask: &Ask<'_>,
    memory: &mut Memory,
    go_on: &(dyn Fn() -> bool + Sync),
    show: &mut dyn FnMut(&Report),
) -> Result<(), ReportError> {
    let counting = || {
        if let Some(work) = ask.work {
            work.step();
        }
        go_on()
    };
    let refining = Refining {
        ask,
        memory,
        go_on: &counting,
        show,
        report: report.clone(),
    };
    match refining.run(decided) {
        Ok(()) | Err(Halt::Stopped) => Ok(()),
        Err(Halt::Failed(error)) => Err(error),
    }
}

/// Why no more steps come.
enum Halt {
    /// It was said not to go on.
    Stopped,
    Failed(ReportError),
}

impl From<ReportError> for Halt {
    fn from(error: ReportError) -> Self {
        Self::Failed(error)
    }
}

/// A report that gets its futures.
struct Refining<'a> {
    ask: &'a Ask<'a>,
    memory: &'a mut Memory,
    go_on: &'a (dyn Fn() -> bool + Sync),
    show: &'a mut dyn FnMut(&Report),
    report: Report,
}

impl Refining<'_> {
    fn run(mut self, decided: &mut DecidedScenario<'_>) -> Result<(), Halt> {
        // Of a large plan fewer are drawn, and the same number is not drawn twice.
        let most = Size::of(decided.scenario).most_draws();
        let all = self.ask.draws.iter();
        let mut steps: Vec<usize> = all.map(|draws| (*draws).min(most)).collect();
        steps.dedup();
        let Some(coarsest) = steps.first().copied() else {
            return Ok(());
        };
        let mut first = None;
        for (step, draws) in steps.iter().copied().enumerate() {
            let ensemble = Ensemble::new(decided, self.ask.seed)?;
            let all = all_series(&ensemble);
            let series = if self.ask.series.is_empty() {
                &all
            } else {
                self.ask.series
            };
            let known = self
                .memory
                .turn_to(Asked::new(&ensemble, &self.report, series), &steps);
            let first = *first.get_or_insert(known.unwrap_or(0));
            if step < first {
                continue;
            }
            self.show_futures(&ensemble, series, draws, coarsest)?;
            if step > first {
                continue;
            }
            if self.ask.drivers && self.memory.drivers().is_none() {
                self.show_drivers(&ensemble, series, draws, coarsest)?;
            }
            drop(ensemble);
            if self.ask.timing && self.report.timing.is_none() {
                self.show_timing(decided, coarsest)?;
            }
        }
        Ok(())
    }

    fn show_futures(
        &mut self,
        ensemble: &Ensemble<'_>,
        series: &[&'static str],
        draws: usize,
        coarsest: usize,
    ) -> Result<(), Halt> {
        if !self.memory.has_futures(draws) {
            self.ask.begin(Part::Drawing, draws.div_ceil(WIDTH));
        }
        let asked = Asked::new(ensemble, &self.report, series);
        let futures = self.memory.futures(asked, draws, self.go_on);
        let futures = futures.ok_or(Halt::Stopped)?;
        let actuals = &ensemble.decided.scenario.actuals;
        self.report.timing = self.memory.timing(coarsest, actuals).cloned();
        with_futures(ensemble.decided, &mut self.report, futures)?;
        (self.show)(&self.report);
        Ok(())
    }

    /// Shows what the difference hangs on beside the futures of a number of draws.
    fn show_drivers(
        &mut self,
        ensemble: &Ensemble<'_>,
        series: &[&'static str],
        draws: usize,
        coarsest: usize,
    ) -> Result<(), Halt> {
        let asked = Asked::new(ensemble, &self.report, series);
        let outcomes = self.memory.outcomes(asked, coarsest, self.go_on);
        let outcomes = outcomes.ok_or(Halt::Stopped)?;
        self.ask
            .begin(Part::Drivers, index_steps(ensemble, coarsest));
        let found = drivers(ensemble, &self.report, &outcomes, self.go_on);
        self.memory.keep_drivers(found.ok_or(Halt::Stopped)?);
        self.show_futures(ensemble, series, draws, coarsest)
    }

    fn show_timing(
        &mut self,
        decided: &mut DecidedScenario<'_>,
        coarsest: usize,
    ) -> Result<(), Halt> {
        let components = decided.session.inputs.components.len();
        let drawn = timing_draws(decided.scenario, coarsest).div_ceil(WIDTH);
        let steps = what_first_steps(components) + drawn;
        self.ask.begin(Part::Timing, steps);
        let found = when(decided, self.ask.seed, coarsest, self.go_on)?;
        let found = found.ok_or(Halt::Stopped)?;
        let actuals = &decided.scenario.actuals;
        self.memory.keep_timing(coarsest, actuals, &found);
        self.report.timing = Some(found);
        (self.show)(&self.report);
        Ok(())
    }
}

/// When to split and what first.
fn when(
    decided: &mut DecidedScenario<'_>,
    seed: u32,
    draws: usize,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Timing>, ReportError> {
    let Some(switches) = Switches::new(decided, 1) else {
        return Ok(None);
    };
    let first = what_first(decided, go_on);
    let ensemble = Ensemble::new(decided, seed)?;
    let draws = timing_draws(decided.scenario, draws);
    let Some(mut timing) = timing(&ensemble, &switches, draws, go_on) else {
        return Ok(None);
    };
    if let Some((order, best)) = first {
        timing.extraction_order = order;
        timing.best_partition = Some(best);
    }
    Ok(Some(timing))
}
