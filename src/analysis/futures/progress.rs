//! Futures put into a report step by step: a rough answer first, then finer ones.
//!
//! Every step is a whole report of the same plan; nothing of an older one is carried over.

use super::drivers::Driver;
use super::ensemble::Ensemble;
use super::timing::{Switches, Timing, timing};
use super::turning::Turning;
use super::uncertainty::{all_series, drivers, uncertainty};
use crate::analysis::decided::Decided;
use crate::analysis::report::Report;
use crate::analysis::what_first::what_first;
use crate::analysis::{ReportError, with_futures};

/// Futures in which every month of a change is compared, at most.
pub const TIMING_DRAWS: usize = 256;

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
}

/// Draws futures into a report and shows it after each step; stops when `go_on` says no.
///
/// # Errors
/// When a field cannot be resolved.
pub fn refine(
    decided: &mut Decided<'_>,
    report: &Report,
    ask: &Ask<'_>,
    go_on: &(dyn Fn() -> bool + Sync),
    show: &mut dyn FnMut(&Report),
) -> Result<(), ReportError> {
    let mut report = report.clone();
    let mut known: (Vec<Driver>, Vec<Turning>) = Default::default();
    for (step, draws) in ask.draws.iter().enumerate() {
        let ensemble = Ensemble::new(decided, ask.seed)?;
        let all = all_series(&ensemble);
        let series = if ask.series.is_empty() {
            &all
        } else {
            ask.series
        };
        let Some((mut futures, outcomes)) = uncertainty(&ensemble, &report, *draws, series, go_on)
        else {
            return Ok(());
        };
        (futures.drivers, futures.turning) = known.clone();
        with_futures(decided, &mut report, futures.clone())?;
        show(&report);
        if step > 0 {
            continue;
        }
        if ask.drivers {
            let Some(found) = drivers(&ensemble, &report, &outcomes, go_on) else {
                return Ok(());
            };
            known = found;
            (futures.drivers, futures.turning) = known.clone();
            with_futures(decided, &mut report, futures)?;
            show(&report);
        }
        drop(ensemble);
        if ask.timing {
            let Some(found) = when(decided, ask.seed, *draws, go_on)? else {
                return Ok(());
            };
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
    let Some(mut timing) = timing(&ensemble, &switches, draws.min(TIMING_DRAWS), go_on) else {
        return Ok(None);
    };
    if let Some((order, best)) = first {
        timing.extraction_order = order;
        timing.best_partition = Some(best);
    }
    Ok(Some(timing))
}
