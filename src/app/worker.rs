//! Computes reports on a thread of its own, so that no frame waits.
//!
//! The latest plan wins: one that is still waiting when the next arrives is never computed, and one
//! that is being refined stops. A plan comes first at likely inputs, with a few futures when nothing
//! newer waits, then with more and more of them. When no plan waits, the presets' reports for the
//! welcome page are computed one by one. A window is asked to repaint once per finished report and
//! never otherwise.

use crate::analysis::decided::DecidedScenario;
use crate::analysis::futures::memory::Memory;
use crate::analysis::futures::progress::{Ask, refine};
use crate::analysis::futures::uncertainty::SHOWN_SERIES;
use crate::analysis::futures::work::{Part, Work};
use crate::analysis::report::Report;
use crate::catalog::Catalog;
use crate::scenario::Scenario;
use eframe::egui;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Seed of the window's futures.
pub(crate) const SEED: u32 = 7;
/// Futures drawn one after the other while nothing newer waits.
const DRAWS: [usize; 3] = [256, 1_024, 16_384];
/// Futures drawn where everything is computed at once, in tests.
const INLINE_DRAWS: [usize; 1] = [64];

/// What is computed beside the futures themselves, because a page shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wants {
    /// What the difference hangs on.
    pub(crate) drivers: bool,
    /// When to split and what first.
    pub(crate) timing: bool,
}

impl Wants {
    /// Whether a report has all of it.
    pub(crate) fn is_met_by(self, report: &Report) -> bool {
        let futures = report.uncertainty.as_ref();
        let has_drivers = futures.is_some_and(|f| f.inputs == 0 || !f.drivers.is_empty());
        (!self.drivers || has_drivers) && (!self.timing || report.timing.is_some())
    }
}

/// What a report is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The open plan, in its nth version.
    Plan(u64),
    /// A preset, by name.
    Preset(String),
}

/// A finished computation.
#[derive(Debug)]
pub(crate) struct Done {
    /// What it is about.
    pub(crate) subject: Subject,
    /// The plan that was computed.
    pub(crate) scenario: Arc<Scenario>,
    /// The report, or why there is none.
    pub(crate) result: Result<Report, String>,
    /// How long it took.
    pub(crate) took: Duration,
}

/// The refinement of the open plan's futures, as far as whoever waits for it needs to know.
#[derive(Debug, Default)]
pub(crate) struct Refining {
    work: Work,
    /// When it began, while it goes on.
    since: Mutex<Option<Instant>>,
    /// When the window was last asked to show how far it is (milliseconds since it began).
    shown: AtomicU64,
    /// Whether it shall end with what there is.
    stopped: AtomicBool,
}

/// What takes longer is told.
const LONG: Duration = Duration::from_secs(1);
/// How often the window shows how far it is.
const SHOWN_EVERY: Duration = Duration::from_millis(250);

impl Refining {
    fn begin(&self) {
        self.work.begin(Part::Deciding, 0);
        self.shown.store(0, Ordering::Relaxed);
        *self.since.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Ends it; whether it was long enough to be told.
    fn end(&self) -> bool {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        since.take().is_some_and(|since| since.elapsed() >= LONG)
    }

    /// Time it has taken so far, while it goes on.
    fn taken(&self) -> Option<Duration> {
        let since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        since.map(|since| since.elapsed())
    }

    /// Whether it is time to show how far it is.
    fn is_due(&self) -> bool {
        let Some(taken) = self.taken().filter(|taken| *taken >= LONG) else {
            return false;
        };
        let now = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
        let every = u64::try_from(SHOWN_EVERY.as_millis()).unwrap_or(u64::MAX);
        // All threads that draw ask; one of them is told yes.
        let last = self.shown.load(Ordering::Relaxed);
        let due = now.saturating_sub(last) >= every;
        due && self
            .shown
            .compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    }

    /// "Drawing futures: 45%", once it has gone on for longer than a second.
    pub(crate) fn words(&self) -> Option<String> {
        self.taken()
            .filter(|taken| *taken >= LONG)
            .map(|_| self.work.words())
    }

    /// Ends it with what there is, until the next edit.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

struct Job {
    subject: Subject,
    scenario: Arc<Scenario>,
    wants: Wants,
}

#[derive(Default)]
struct Queue {
    plan: Option<Job>,
    presets: VecDeque<Job>,
    closed: bool,
}

/// Queue and signal shared with the thread.
type Shared = Arc<(Mutex<Queue>, Condvar)>;

/// The thread, or in tests the place where it is computed at once.
pub(crate) struct Worker {
    catalog: Arc<Catalog>,
    shared: Option<Shared>,
    refining: Arc<Refining>,
    /// Of the plans computed in [`Self::submit`] itself.
    memory: Mutex<Memory>,
    sender: Sender<Done>,
    receiver: Receiver<Done>,
}

impl Worker {
    /// Computes nothing: for tests of what is read and written.
    #[cfg(test)]
    pub(crate) fn idle(catalog: Arc<Catalog>) -> Self {
        let mut worker = Self::inline(catalog);
        worker.shared = Some(Shared::default());
        worker
    }

    /// A thread that computes and asks `ctx` to repaint when a report is done.
    pub(crate) fn threaded(catalog: Arc<Catalog>, ctx: egui::Context) -> Self {
        let mut worker = Self::inline(catalog);
        let shared = Shared::default();
        let (theirs, sender) = (Arc::clone(&shared), worker.sender.clone());
        let catalog = Arc::clone(&worker.catalog);
        let refining = Arc::clone(&worker.refining);
        let thread = std::thread::Builder::new()
            .name("splitpoint-worker".to_owned())
            .spawn(move || work(&theirs, (&catalog, &refining), &sender, &ctx));
        // Without a thread everything still works, only slower.
        if thread.is_ok() {
            worker.shared = Some(shared);
        }
        worker
    }

    /// Computes in [`Self::submit`] itself, for tests.
    pub(crate) fn inline(catalog: Arc<Catalog>) -> Self {
        let (sender, receiver) = channel();
        Self {
            catalog,
            shared: None,
            refining: Arc::default(),
            memory: Mutex::default(),
            sender,
            receiver,
        }
    }

    /// Asks for a report.
    pub(crate) fn submit(&self, subject: Subject, scenario: &Arc<Scenario>, wants: Wants) {
        let job = Job {
            subject,
            scenario: Arc::clone(scenario),
            wants,
        };
        let Some(shared) = &self.shared else {
            let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
            let with = (&*self.catalog, &mut *memory, &self.refining.work);
            compute(&job, with, &INLINE_DRAWS, &|| true, &mut |done| {
                // The receiver lives as long as this sender does.
                let _ = self.sender.send(done);
            });
            return;
        };
        let (queue, signal) = &**shared;
        let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(job.subject, Subject::Plan(_)) {
            // What was stopped was the former plan.
            self.refining.stopped.store(false, Ordering::Relaxed);
            queue.plan = Some(job);
        } else {
            queue.presets.push_back(job);
        }
        drop(queue);
        signal.notify_one();
    }

    /// How far the futures of the open plan are.
    pub(crate) fn refining(&self) -> Arc<Refining> {
        Arc::clone(&self.refining)
    }

    /// The next finished report.
    pub(crate) fn finished(&self) -> Option<Done> {
        self.receiver.try_recv().ok()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Not joined: the thread looks at this between blocks of futures, and a window must close at once.
        if let Some(shared) = &self.shared {
            let (queue, signal) = &**shared;
            queue.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
            signal.notify_one();
        }
    }
}

fn work(
    shared: &Shared,
    (catalog, refining): (&Catalog, &Refining),
    sender: &Sender<Done>,
    ctx: &egui::Context,
) {
    let (queue, signal) = &**shared;
    let mut memory = Memory::default();
    loop {
        let mut waiting = queue.lock().unwrap_or_else(PoisonError::into_inner);
        let job = loop {
            if waiting.closed {
                return;
            }
            if let Some(job) = waiting.plan.take().or_else(|| waiting.presets.pop_front()) {
                break job;
            }
            waiting = signal.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        };
        drop(waiting);
        let is_plan = matches!(job.subject, Subject::Plan(_));
        // Asked before each block of futures, so it is also where progress is shown from.
        let newest = || {
            if refining.is_due() {
                ctx.request_repaint();
            }
            let waiting = queue.lock().unwrap_or_else(PoisonError::into_inner);
            let stopped = is_plan && refining.stopped.load(Ordering::Relaxed);
            waiting.plan.is_none() && !waiting.closed && !stopped
        };
        let mut gone = false;
        if is_plan {
            refining.begin();
        }
        let with = (catalog, &mut memory, &refining.work);
        compute(&job, with, &DRAWS, &newest, &mut |done| {
            gone |= sender.send(done).is_err();
            ctx.request_repaint();
        });
        // What was told of it has to go.
        if refining.end() {
            ctx.request_repaint();
        }
        if gone {
            return;
        }
    }
}

/// Computes a report, and for a plan its futures, and sends it after each step. A defect in a formula
/// must not take the window and the unsaved plan with it, so a panic becomes a message.
fn compute(
    job: &Job,
    (catalog, memory, work): (&Catalog, &mut Memory, &Work),
    draws: &[usize],
    go_on: &(dyn Fn() -> bool + Sync),
    send: &mut dyn FnMut(Done),
) {
    let begun = Instant::now();
    let mut done = |result| {
        send(Done {
            subject: job.subject.clone(),
            scenario: Arc::clone(&job.scenario),
            result,
            took: begun.elapsed(),
        });
    };
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut decided = DecidedScenario::new(&job.scenario, catalog)?;
        let report = crate::analysis::report(&mut decided)?;
        let is_plan = matches!(job.subject, Subject::Plan(_));
        // While newer plans come in, the lines move and the bands wait.
        if !is_plan || !go_on() {
            done(Ok(report));
            return Ok(());
        }
        let ask = Ask {
            seed: SEED,
            draws,
            series: &SHOWN_SERIES,
            drivers: job.wants.drivers,
            timing: job.wants.timing,
            work: Some(work),
        };
        let mut shown = false;
        let finished = refine(&mut decided, &report, &ask, memory, go_on, &mut |report| {
            shown = true;
            done(Ok(report.clone()));
        });
        // It ended before the first futures: a newer plan came, or it was stopped.
        if !shown {
            done(Ok(report));
        }
        finished
    }));
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(error)) => done(Err(error.to_string())),
        Err(_) => done(Err(
            "The computation stopped unexpectedly. Your plan is intact; undo the last edit."
                .to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{LONG, Refining};
    use std::sync::PoisonError;
    use std::sync::atomic::Ordering;
    use std::time::Instant;

    #[test]
    fn only_what_takes_long_is_told_and_it_can_be_stopped() {
        let refining = Refining::default();
        assert_eq!(refining.words(), None);
        refining.begin();
        assert_eq!((refining.words(), refining.is_due()), (None, false));
        // As if it had begun some seconds ago.
        let before = Instant::now().checked_sub(3 * LONG);
        *refining
            .since
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = before;
        assert_eq!(
            refining.words().as_deref(),
            Some("Choosing hardware and months")
        );
        assert!(refining.is_due() && !refining.is_due());
        refining.stop();
        assert!(refining.stopped.load(Ordering::Relaxed));
        assert!(refining.end());
        assert_eq!(refining.words(), None);
    }
}
