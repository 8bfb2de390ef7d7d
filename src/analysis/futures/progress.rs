//! Futures put into a report step by step: a rough answer first, then finer ones.
//!
//! Every step is a whole report of the same plan; of an older one only what [`Memory`] knows to be the
//! same is carried over.

use super::ensemble::Ensemble;
use super::memory::Memory;
use super::timing::{Switches, timing};
use super::uncertainty::{all_series, drivers, index_steps, question, uncertainty, with_needed};
use super::work::{Part, Work};
use crate::analysis::decided::Decided;
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
    decided: &mut Decided<'_>,
    report: &Report,
    ask: &Ask<'_>,
    memory: &mut Memory,
    go_on: &(dyn Fn() -> bool + Sync),
    show: &mut dyn FnMut(&Report),
) -> Result<(), ReportError> {
    // Of a large plan fewer are drawn, and the same number is not drawn twice.
    let most = Size::of(decided.scenario).most_draws();
    let mut steps: Vec<usize> = ask.draws.iter().map(|draws| (*draws).min(most)).collect();
    steps.dedup();
    let Some(coarsest) = steps.first().copied() else {
        return Ok(());
    };
    let counting = || {
        if let Some(work) = ask.work {
            work.step();
        }
        go_on()
    };
    let go_on: &(dyn Fn() -> bool + Sync) = &counting;
    let mut report = report.clone();
    let mut first = None;
    for (step, draws) in steps.iter().enumerate() {
        let ensemble = Ensemble::new(decided, ask.seed)?;
        let all = all_series(&ensemble);
        let series = if ask.series.is_empty() {
            &all
        } else {
            ask.series
        };
        let (kept, question) = (with_needed(&ensemble, series), question(&report, &ensemble));
        let finest = memory.finest(&ensemble, &kept, &question, &steps);
        let is_first = step == *first.get_or_insert(finest.unwrap_or(0));
        if finest.is_some_and(|finest| step < finest) {
            continue;
        }
        let mut outcomes = None;
        let mut futures = if let Some(known) = memory.known(*draws) {
            known.clone()
        } else {
            ask.begin(Part::Drawing, draws.div_ceil(WIDTH));
            let drawn = uncertainty(&ensemble, &report, *draws, series, memory, go_on);
            let Some((futures, of)) = drawn else {
                return Ok(());
            };
            memory.keep(&futures);
            outcomes = (*draws == coarsest).then_some(of);
            futures
        };
        futures.take_drivers(memory.drivers().cloned().unwrap_or_default());
        report.timing = memory.timing(coarsest, &decided.scenario.actuals).cloned();
        with_futures(decided, &mut report, futures.clone())?;
        show(&report);
        if !is_first {
            continue;
        }
        if ask.drivers && memory.drivers().is_none() {
            if outcomes.is_none() {
                let drawn = uncertainty(&ensemble, &report, coarsest, series, memory, go_on);
                outcomes = drawn.map(|(_, outcomes)| outcomes);
            }
            ask.begin(Part::Drivers, index_steps(&ensemble, coarsest));
            let found = outcomes.and_then(|of| drivers(&ensemble, &report, &of, go_on));
            let Some(found) = found else {
                return Ok(());
            };
            memory.keep_drivers(&found);
            futures.take_drivers(found);
            with_futures(decided, &mut report, futures)?;
            show(&report);
        }
        drop(ensemble);
        if ask.timing && report.timing.is_none() {
            let components = decided.session.inputs.components.len();
            let drawn = timing_draws(decided.scenario, coarsest).div_ceil(WIDTH);
            ask.begin(Part::Timing, what_first_steps(components) + drawn);
            let Some(found) = when(decided, ask.seed, coarsest, go_on)? else {
                return Ok(());
            };
            memory.keep_timing(coarsest, &decided.scenario.actuals, &found);
            report.timing = Some(found);
            show(&report);
        }
    }
    Ok(())
}

/// When to split and what first.
fn when(
    decided: &mut Decided<'_>,
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
