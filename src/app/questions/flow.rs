//! How far a question is that is worked out beside the window: asked, running, answered, failed or cancelled, and
//! whether the answer that is there is of an older plan.
//!
//! One at a time: a newer question takes the place of the one before, which is told to stop, and begins when
//! the thread of that one has ended. So no threads pile up while a plan is dragged from value to value, and the
//! last question is what counts. What goes wrong in the work is an answer too, in words; it ends nothing else.

use super::threads::{Threads, Waker};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::Instant;

/// Cores for the work of a question that asks for no other number.
const CORES: usize = 2;

/// How far a question is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nobody asked it, or another was asked since.
    Open,
    /// It waits for the thread of the question before it.
    Asked,
    /// It is being worked out.
    Running,
    /// It has its answer.
    Answered,
    /// It has none, for this reason.
    Failed(String),
    /// It was given up, since the plan was edited.
    Cancelled,
}

impl Stage {
    /// Whether its answer is still to come.
    const fn is_on_its_way(&self) -> bool {
        matches!(self, Self::Asked | Self::Running)
    }
}

/// What is known of a question about a version of the plan.
#[derive(Debug)]
pub(crate) struct Found<'a, T> {
    /// How far it is.
    pub(crate) stage: &'a Stage,
    /// When it was asked.
    pub(crate) since: Option<Instant>,
    /// Its answer; a rough one while it runs.
    pub(crate) answer: Option<&'a T>,
    /// The answer to the same question about an older version, never to be shown as this one's.
    pub(crate) stale: Option<&'a T>,
}

impl<'a, T> Found<'a, T> {
    /// The same where nobody asks any more: what is open is given up.
    pub(crate) const fn closed(self) -> Self {
        let stage = match self.stage {
            Stage::Open => &Stage::Cancelled,
            stage => stage,
        };
        Self { stage, ..self }
    }

    /// Whether it is to be asked by whoever wants to know.
    pub(crate) const fn may_be_asked(&self) -> bool {
        matches!(self.stage, Stage::Open)
    }

    /// Why there is no answer, where it came to nothing.
    pub(crate) const fn failure(&self) -> Option<&'a str> {
        match self.stage {
            Stage::Failed(reason) => Some(reason.as_str()),
            _ => None,
        }
    }

    /// The answer, and until it is there what was so before the last edit.
    pub(crate) fn newest(&self) -> Option<&'a T> {
        self.answer.or(self.stale)
    }
}

/// What has to be done for an answer, anywhere.
pub(crate) struct Work<T> {
    cores: usize,
    /// What is said when it ends unexpectedly.
    stopped: &'static str,
    run: Run<T>,
}

/// The work itself: an answer, or why there is none.
type Run<T> = Box<dyn FnOnce(&Asker<T>) -> Result<T, String> + Send>;

impl<T> Work<T> {
    /// Work, and what is said when it ends unexpectedly.
    pub(crate) fn new(
        stopped: &'static str,
        run: impl FnOnce(&Asker<T>) -> Result<T, String> + Send + 'static,
    ) -> Self {
        Self {
            cores: CORES,
            stopped,
            run: Box::new(run),
        }
    }

    /// The same on another number of cores.
    pub(crate) fn on(self, cores: usize) -> Self {
        Self { cores, ..self }
    }
}

/// Whoever asked, as the work sees them.
pub(crate) struct Asker<T> {
    wanted: Arc<AtomicBool>,
    to: Sender<Told<T>>,
    waker: Waker,
}

impl<T> Asker<T> {
    /// Whether the answer is still wanted; what takes long looks at it now and then.
    pub(crate) fn is_waiting(&self) -> bool {
        self.wanted.load(Ordering::Relaxed)
    }

    /// Tells a rough answer while a better one is worked out.
    pub(crate) fn tell_roughly(&self, answer: T) {
        self.tell(Told::Roughly(answer));
    }

    fn tell(&self, told: Told<T>) {
        // Nobody may wait for it any more.
        let _ = self.to.send(told);
        self.waker.wake();
    }
}

/// What comes from the work.
enum Told<T> {
    Roughly(T),
    Finally(Result<T, String>),
}

/// A question about a version of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
struct About<Q> {
    version: u64,
    question: Q,
}

#[derive(Clone)]
struct Last<Q> {
    about: About<Q>,
    stage: Stage,
    since: Instant,
}

struct Running<Q, T> {
    about: About<Q>,
    wanted: Arc<AtomicBool>,
    stopped: &'static str,
    from: Receiver<Told<T>>,
}

impl<Q, T> Running<Q, T> {
    fn stop(&self) {
        self.wanted.store(false, Ordering::Relaxed);
    }

    fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Relaxed)
    }
}

#[derive(Clone)]
struct Answer<Q, T> {
    to: About<Q>,
    told: T,
    is_rough: bool,
}

/// The questions of one kind: the last one, what is being worked out, and the answer that came last.
pub(crate) struct Asked<Q, T> {
    /// The question asked last.
    last: Option<Last<Q>>,
    /// What is worked out for it, or for one before it.
    running: Option<Running<Q, T>>,
    /// What is worked out for it after that.
    next: Option<Work<T>>,
    /// The answer that came last.
    answer: Option<Answer<Q, T>>,
}

impl<Q, T> Default for Asked<Q, T> {
    fn default() -> Self {
        Self {
            last: None,
            running: None,
            next: None,
            answer: None,
        }
    }
}

impl<Q: Clone, T: Clone> Clone for Asked<Q, T> {
    /// What is known; what is on its way is not.
    fn clone(&self) -> Self {
        let known = |last: &&Last<Q>| !last.stage.is_on_its_way();
        Self {
            last: self.last.as_ref().filter(known).cloned(),
            running: None,
            next: None,
            answer: self.answer.clone(),
        }
    }
}

impl<Q: Clone + PartialEq, T: Send + 'static> Asked<Q, T> {
    /// What is known of a question about a version of the plan.
    pub(crate) fn found(&self, version: u64, question: &Q) -> Found<'_, T> {
        let is_it = |about: &About<Q>| about.version == version && about.question == *question;
        let answer = self.answer.as_ref();
        let own = answer.filter(|answer| is_it(&answer.to));
        let stale = answer.filter(|answer| {
            answer.to.question == *question && answer.to.version != version && !answer.is_rough
        });
        let last = self.last.as_ref().filter(|last| is_it(&last.about));
        let stage = match (last, own) {
            (Some(last), _) => &last.stage,
            // Another was asked since, and this one's answer is still there.
            (None, Some(own)) if !own.is_rough => &Stage::Answered,
            _ => &Stage::Open,
        };
        Found {
            stage,
            since: last.map(|last| last.since),
            answer: own.map(|answer| &answer.told),
            stale: stale.map(|answer| &answer.told),
        }
    }

    /// The answer that came last, to whatever question about whatever version.
    pub(crate) fn latest(&self) -> Option<&T> {
        self.answer.as_ref().map(|answer| &answer.told)
    }

    /// The same, to be changed where what it names is called otherwise now.
    pub(crate) fn latest_mut(&mut self) -> Option<&mut T> {
        self.answer.as_mut().map(|answer| &mut answer.told)
    }

    /// Asks a question, in place of the one before. What had an answer is asked anew; what is on its way is not.
    pub(crate) fn ask(&mut self, version: u64, question: Q, work: Work<T>, threads: &Threads) {
        let about = About { version, question };
        let known = self.last.as_ref().filter(|last| last.about == about);
        if known.is_some_and(|last| last.stage.is_on_its_way()) {
            return;
        }
        self.answer.take_if(|answer| answer.to == about);
        self.last = Some(Last {
            about,
            stage: Stage::Asked,
            since: Instant::now(),
        });
        self.next = Some(work);
        if let Some(running) = &self.running {
            running.stop();
        }
        self.receive(threads);
    }

    /// Takes in what has come, and begins with what waited for it.
    pub(crate) fn receive(&mut self, threads: &Threads) {
        loop {
            let Some(running) = &self.running else {
                if !self.begin(threads) {
                    return;
                }
                continue;
            };
            let told = match running.from.try_recv() {
                Ok(told) => told,
                Err(TryRecvError::Empty) => return,
                // There was no thread for it.
                Err(TryRecvError::Disconnected) => Told::Finally(Err(running.stopped.to_owned())),
            };
            self.take(told);
        }
    }

    /// Gives up what is on its way about versions before this one: nobody waits for it after an edit.
    pub(crate) fn give_up_before(&mut self, version: u64) {
        if let Some(running) = &self.running
            && running.about.version < version
        {
            running.stop();
        }
        let last = self.last.as_mut();
        if let Some(last) =
            last.filter(|last| last.about.version < version && last.stage.is_on_its_way())
        {
            last.stage = Stage::Cancelled;
            self.next = None;
        }
    }

    /// Forgets everything, what is on its way too.
    pub(crate) fn forget(&mut self) {
        if let Some(running) = &self.running {
            running.stop();
        }
        *self = Self::default();
    }

    /// Begins with what waits; whether there was something.
    fn begin(&mut self, threads: &Threads) -> bool {
        let (Some(work), Some(last)) = (self.next.take(), &mut self.last) else {
            return false;
        };
        last.stage = Stage::Running;
        let (to, from) = channel();
        let wanted = Arc::new(AtomicBool::new(true));
        let asker = Asker {
            wanted: Arc::clone(&wanted),
            to,
            waker: threads.waker(),
        };
        let Work {
            cores,
            stopped,
            run,
        } = work;
        self.running = Some(Running {
            about: last.about.clone(),
            wanted,
            stopped,
            from,
        });
        threads.start(cores, move || {
            // A defect in a formula must not take the window and the unsaved plan with it.
            let outcome = catch_unwind(AssertUnwindSafe(|| run(&asker)));
            asker.tell(Told::Finally(
                outcome.unwrap_or_else(|_| Err(stopped.to_owned())),
            ));
        });
        true
    }

    fn take(&mut self, told: Told<T>) {
        match told {
            Told::Roughly(told) => {
                let running = self.running.as_ref();
                if let Some(running) = running.filter(|running| running.is_wanted()) {
                    self.answer = Some(Answer {
                        to: running.about.clone(),
                        told,
                        is_rough: true,
                    });
                }
            }
            Told::Finally(outcome) => {
                if let Some(running) = self.running.take() {
                    self.end(running, outcome);
                }
            }
        }
    }

    /// Takes in how the work has ended.
    fn end(&mut self, running: Running<Q, T>, outcome: Result<T, String>) {
        let is_wanted = running.is_wanted();
        let last = self.last.as_mut();
        let last = last.filter(|last| last.about == running.about);
        match (outcome, last) {
            // What came in spite of being given up is an answer, about the version that it is about.
            (Ok(told), last) => {
                if let Some(last) = last {
                    last.stage = Stage::Answered;
                    self.next = None;
                }
                self.answer = Some(Answer {
                    to: running.about,
                    told,
                    is_rough: false,
                });
            }
            // Asked once more while it was being given up: it is begun again.
            (Err(_), Some(_)) if self.next.is_some() => {}
            (Err(reason), Some(last)) => {
                last.stage = if is_wanted {
                    Stage::Failed(reason)
                } else {
                    Stage::Cancelled
                };
            }
            (Err(_), None) => {}
        }
    }
}

#[cfg(test)]
mod tests;
