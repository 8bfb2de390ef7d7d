//! The thread that keeps a window's unsaved work: on the disk within a second of the edit.
//!
//! An edit waits for the next ones a moment, counted from the first of them, so that a drag becomes a few
//! copies and never puts the copy off. It hangs on nothing that is painted.

use super::recovery::{Claim, Header, Slot, now_seconds};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long an edit waits for others.
const GATHERING: Duration = Duration::from_millis(200);
/// How long after a failure the same copy is tried again.
const RETRY: Duration = Duration::from_secs(2);
/// How long a window that closes waits for what is still to be done.
const FAREWELL: Duration = Duration::from_secs(2);

/// Unsaved work to be kept.
pub struct Work {
    /// Its version, which comes back when it is kept.
    pub version: u64,
    /// What it is of.
    pub header: Header,
    /// Writes its text, on the thread.
    pub text: Box<dyn Fn() -> String + Send>,
    /// Copies of other windows that it takes the place of; removed once it is on the disk.
    pub instead_of: Vec<Claim>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is on the disk.
    Kept {
        /// The version.
        version: u64,
        /// When, in seconds since 1970.
        at: u64,
    },
    /// It is not, and will be tried again.
    Failed(String),
}

#[derive(Default)]
struct Desk {
    work: Option<Work>,
    /// When the first edit came that waits.
    since: Option<Instant>,
    /// Whether the copy is to be removed, with these of other windows.
    clear: Option<Vec<Claim>>,
    closed: bool,
    gone: bool,
}

#[derive(Default)]
struct Shared {
    desk: Mutex<Desk>,
    signal: Condvar,
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps the unsaved work of one window.
pub struct Keeper {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Begins, with copies in `folder`; `told` is called on the thread.
    pub fn start(folder: PathBuf, told: impl Fn(Told) + Send + 'static) -> Self {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("splitpoint-keeper".to_owned())
            .spawn(move || {
                run(&theirs, &folder, &told);
                theirs.desk().gone = true;
                theirs.signal.notify_all();
            });
        Self {
            shared,
            thread: thread.ok(),
        }
    }

    /// Keeps this work, in the place of whatever was to be kept before.
    pub fn keep(&self, mut work: Work) {
        let mut desk = self.shared.desk();
        // Copies that the former work would have taken the place of wait for this one now.
        if let Some(former) = desk.work.take() {
            work.instead_of.extend(former.instead_of);
        }
        desk.work = Some(work);
        desk.since.get_or_insert_with(Instant::now);
        // What was to be cleared has been written over then.
        if let (Some(others), Some(work)) = (desk.clear.take(), &mut desk.work) {
            work.instead_of.extend(others);
        }
        drop(desk);
        self.shared.signal.notify_all();
    }

    /// Removes the copy, and those that it was to take the place of: there is no unsaved work any
    /// more, because it was saved or thrown away by name.
    pub fn clear(&self) {
        let mut desk = self.shared.desk();
        let former = desk.work.take().map(|work| work.instead_of);
        desk.since = None;
        desk.clear
            .get_or_insert_default()
            .extend(former.into_iter().flatten());
        drop(desk);
        self.shared.signal.notify_all();
    }
}

impl Drop for Keeper {
    /// Waits for what is still to be done, but not for a disk that does not answer.
    fn drop(&mut self) {
        self.shared.desk().closed = true;
        self.shared.signal.notify_all();
        if self.thread.is_none() {
            return;
        }
        let desk = self.shared.desk();
        let waited = self
            .shared
            .signal
            .wait_timeout_while(desk, FAREWELL, |desk| !desk.gone);
        drop(waited);
    }
}

/// What is to be done next.
enum Next {
    Keep(Work),
    Clear(Vec<Claim>),
    Leave,
}

fn run(shared: &Shared, folder: &Path, told: &dyn Fn(Told)) {
    let mut slot: Option<Slot> = None;
    loop {
        match next(shared) {
            Next::Leave => return,
            Next::Clear(others) => {
                if let Some(slot) = &slot {
                    slot.clear();
                }
                remove(others);
            }
            Next::Keep(work) => match keep(&mut slot, folder, &work) {
                Ok(()) => {
                    remove(work.instead_of);
                    told(Told::Kept {
                        version: work.version,
                        at: now_seconds(),
                    });
                }
                Err(reason) => {
                    told(Told::Failed(reason));
                    if !try_again(shared, work) {
                        return;
                    }
                }
            },
        }
    }
}

fn remove(copies: Vec<Claim>) {
    for claim in copies {
        // One that cannot be removed stays in the list, which loses nothing.
        claim.remove().ok();
    }
}

fn keep(slot: &mut Option<Slot>, folder: &Path, work: &Work) -> Result<(), String> {
    let place = match slot {
        Some(place) => place,
        None => slot.insert(Slot::new(folder).map_err(|error| error.to_string())?),
    };
    let text = (work.text)();
    place
        .keep(&work.header, &text)
        .map_err(|error| error.to_string())
}

/// Waits until something is to be done.
fn next(shared: &Shared) -> Next {
    let mut desk = shared.desk();
    loop {
        // Work that came later would have taken this with it, so none waits behind it.
        if let Some(others) = desk.clear.take() {
            return Next::Clear(others);
        }
        let due = desk.since.map(|since| since + GATHERING);
        let wait = due.map(|due| due.saturating_duration_since(Instant::now()));
        // One who leaves does not wait for more.
        if desk.closed || wait == Some(Duration::ZERO) {
            desk.since = None;
            match desk.work.take() {
                Some(work) => return Next::Keep(work),
                None if desk.closed => return Next::Leave,
                None => continue,
            }
        }
        desk = if let Some(wait) = wait {
            let woken = shared.signal.wait_timeout(desk, wait);
            woken.unwrap_or_else(PoisonError::into_inner).0
        } else {
            let woken = shared.signal.wait(desk);
            woken.unwrap_or_else(PoisonError::into_inner)
        };
    }
}

/// Puts work back that could not be kept, unless newer came meanwhile; says whether to go on.
fn try_again(shared: &Shared, work: Work) -> bool {
    let desk = shared.desk();
    let idle = |desk: &mut Desk| desk.work.is_none() && desk.clear.is_none() && !desk.closed;
    let waited = shared.signal.wait_timeout_while(desk, RETRY, idle);
    let mut desk = waited.unwrap_or_else(PoisonError::into_inner).0;
    // A window that closes has told that its copy could not be written, and waits no longer.
    if desk.closed {
        return false;
    }
    if let Some(others) = &mut desk.clear {
        others.extend(work.instead_of);
        return true;
    }
    if let Some(newer) = &mut desk.work {
        newer.instead_of.extend(work.instead_of);
    } else {
        desk.work = Some(work);
        desk.since = Some(Instant::now());
    }
    true
}
