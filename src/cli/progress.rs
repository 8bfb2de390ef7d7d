//! What is told on standard error while an answer takes longer than a second.

use super::output;
use crate::analysis::futures::work::Work;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long nothing is said, and how often from then on.
const EVERY: Duration = Duration::from_secs(1);
/// Width over which a line on a terminal is written anew.
const WIDTH: usize = 48;

/// Tells how far some work has come, once a second, until it is dropped.
pub(super) struct Progress {
    /// Whether it is over, and the signal that it is.
    over: Arc<(Mutex<bool>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to tell of some work. Without a thread to do so nothing is told.
    pub(super) fn of(work: &Arc<Work>) -> Self {
        let over = Arc::new((Mutex::new(false), Condvar::new()));
        let (theirs, work) = (Arc::clone(&over), Arc::clone(work));
        let thread = std::thread::Builder::new().name("splitpoint-progress".to_owned());
        let thread = thread.spawn(move || tell(&theirs, &work)).ok();
        Self { over, thread }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        let (over, signal) = &*self.over;
        *over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        signal.notify_all();
        if let Some(thread) = self.thread.take() {
            // What it has said has been said; its end matters to nobody.
            let _ = thread.join();
        }
    }
}

fn tell((over, signal): &(Mutex<bool>, Condvar), work: &Work) {
    let on_terminal = io::stderr().is_terminal();
    let mut told = String::new();
    let mut over = over.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let waited = signal.wait_timeout_while(over, EVERY, |over| !*over);
        let (now, _) = waited.unwrap_or_else(PoisonError::into_inner);
        over = now;
        if *over {
            break;
        }
        let words = work.words();
        if on_terminal {
            write_over(&words);
        } else if words != told {
            output::notice(&words);
        }
        told = words;
    }
    if on_terminal && !told.is_empty() {
        write_over("");
    }
}

/// Writes over the line before on a terminal.
fn write_over(words: &str) {
    let mut out = io::stderr().lock();
    // When standard error is closed there is nobody left to tell.
    let _ = write!(out, "\r{words:WIDTH$}\r{words}").and_then(|()| out.flush());
}
