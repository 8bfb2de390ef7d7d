//! Recovery copies: the unsaved work of every running window, each apart, and what crashed ones left.
//!
//! A window has a copy of its own, beside a file that it locks as long as it runs. The system releases
//! the lock when the window is gone, however it went; a copy without a locked file beside it is one that
//! somebody may want back. Nothing removes such a copy but [`Claim::remove`].

use super::error::{FileError, system};
use super::write::{Terms, sweep_all, write};
use super::{owner, read, recovery_text, unguessable};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Largest copy that is read back (bytes): a plan and its header.
pub const LARGEST: usize = 2 * 1024 * 1024;
/// Most copies that are listed.
const MOST: usize = 256;
/// How often another name is tried.
const TRIES: usize = 16;
/// Ending of a copy.
const COPY: &str = "ron";
/// Ending of the file that is locked.
const LOCK: &str = "lock";
/// The one copy of former versions, beside the folder of copies.
const FORMER: &str = "recovery";

/// What a copy is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// A file.
    File(PathBuf),
    /// A plan that is in no file yet, by the name it would get.
    Named(String),
}

impl Of {
    /// The name to show.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.file_name().map_or_else(
                || path.display().to_string(),
                |name| name.to_string_lossy().into_owned(),
            ),
            Self::Named(name) => name.clone(),
        }
    }
}

/// What stands at the head of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What it is of.
    pub of: Of,
    /// The content of the file when the edits began ([`read::content_hash`]).
    pub began_from: Option<u64>,
    /// When the last edit in it was made, in seconds since 1970; 0 when not known.
    pub edited: u64,
    /// What the edits were, latest first.
    pub changes: Vec<String>,
}

/// A copy that a window left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name among the others.
    pub id: String,
    /// What it is of and when it was made.
    pub header: Header,
}

/// Seconds since 1970.
pub fn now_seconds() -> u64 {
    seconds(SystemTime::now())
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

fn copy_path(folder: &Path, id: &str) -> PathBuf {
    let folder = if id == FORMER {
        folder.parent().unwrap_or(folder)
    } else {
        folder
    };
    folder.join(id).with_extension(COPY)
}

fn lock_path(folder: &Path, id: &str) -> PathBuf {
    folder.join(id).with_extension(LOCK)
}

/// The place of a running window's copy.
#[derive(Debug)]
pub struct Slot {
    folder: PathBuf,
    id: String,
    /// Locked until this is dropped or the process is gone.
    lock: File,
}

impl Slot {
    /// A place that no other window has.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn new(folder: &Path) -> Result<Self, FileError> {
        make_private(folder).map_err(system(folder, "making the folder"))?;
        let mut last = io::ErrorKind::AlreadyExists.into();
        for _ in 0..TRIES {
            let id = format!("{:016x}", unguessable());
            let path = lock_path(folder, &id);
            let lock = match owner::create(&path, true) {
                Ok(lock) => lock,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    last = error;
                    continue;
                }
                Err(error) => return Err(system(folder, "writing into the folder")(error)),
            };
            // One who lists copies may have come between making and locking it.
            let taken = matches!(lock.try_lock(), Err(TryLockError::WouldBlock));
            if !taken && fs::symlink_metadata(&path).is_ok() {
                return Ok(Self {
                    folder: folder.to_owned(),
                    id,
                    lock,
                });
            }
        }
        Err(system(folder, "writing into the folder")(last))
    }

    /// Where the copy is.
    pub fn path(&self) -> PathBuf {
        copy_path(&self.folder, &self.id)
    }

    /// Writes the copy, or another one over it.
    ///
    /// # Errors
    /// When it cannot be written; the one before is untouched then.
    pub fn keep(&self, header: &Header, text: &str) -> Result<(), FileError> {
        let terms = Terms {
            private: true,
            ..Terms::replacing()
        };
        let text = recovery_text::written(header, text);
        write(&self.path(), text.as_bytes(), &terms).map(|_| ())
    }

    /// Removes the copy: its work was saved, or thrown away by name.
    pub fn clear(&self) {
        // Most often there is none.
        fs::remove_file(self.path()).ok();
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if !self.path().exists() {
            fs::remove_file(lock_path(&self.folder, &self.id)).ok();
        }
        // Closing the file would do it too, but not while a child process has it open.
        self.lock.unlock().ok();
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// What windows left behind that run no more, latest first. Removes nothing but locks without a copy
/// and drafts of copies.
pub fn list(folder: &Path) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    sweep_all(folder);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Some(id) = path.file_stem().and_then(|stem| stem.to_str()) else {
            continue;
        };
        let ending = path.extension().and_then(|ending| ending.to_str());
        match ending {
            Some(COPY) if found.len() < MOST && is_left(folder, id) => {
                found.extend(look(folder, id));
            }
            Some(LOCK) if !copy_path(folder, id).exists() => remove_free_lock(&path),
            _ => {}
        }
    }
    found.extend(look(folder, FORMER));
    found.sort_by(|a, b| {
        let latest = b.header.edited.cmp(&a.header.edited);
        latest.then_with(|| a.id.cmp(&b.id))
    });
    found
}

/// Whether no running window has the copy.
fn is_left(folder: &Path, id: &str) -> bool {
    // Shared, so that two windows that look at the same moment do not take each other for the owner.
    File::open(lock_path(folder, id)).map_or(true, |lock| {
        !matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock))
    })
}

fn remove_free_lock(path: &Path) {
    if let Ok(lock) = File::open(path)
        && lock.try_lock().is_ok()
    {
        fs::remove_file(path).ok();
    }
}

fn look(folder: &Path, id: &str) -> Option<Found> {
    let path = copy_path(folder, id);
    let (bytes, _) = read::bytes(&path, LARGEST).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let mut header = recovery_text::header(&text).unwrap_or_else(|| Header {
        of: Of::Named("a plan".to_owned()),
        began_from: None,
        edited: 0,
        changes: Vec::new(),
    });
    // Copies of former versions, and damaged ones, do not say when.
    if header.edited == 0 {
        let written = fs::metadata(&path).and_then(|about| about.modified());
        header.edited = written.map_or(0, seconds);
    }
    Some(Found {
        id: id.to_owned(),
        header,
    })
}

/// A copy taken from the list, so that no other window takes it as well.
#[derive(Debug)]
pub struct Claim {
    folder: PathBuf,
    id: String,
    /// Locked while it is held; none where there is nothing to lock.
    lock: Option<File>,
}

impl Claim {
    /// Takes a copy.
    ///
    /// # Errors
    /// When it is gone, or another window has it.
    pub fn new(folder: &Path, id: &str) -> Result<Self, FileError> {
        let path = copy_path(folder, id);
        if !path.is_file() {
            return Err(FileError::Missing { path });
        }
        let lock = File::open(lock_path(folder, id)).ok();
        if let Some(lock) = &lock
            && matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
        {
            return Err(FileError::Changed { path });
        }
        Ok(Self {
            folder: folder.to_owned(),
            id: id.to_owned(),
            lock,
        })
    }

    /// Its name among the others.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        copy_path(&self.folder, &self.id)
    }

    /// What it is of, and the plan.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self) -> Result<(Option<Header>, String), FileError> {
        let (text, _) = read::text(&self.path(), LARGEST)?;
        let header = recovery_text::header(&text);
        Ok((header, recovery_text::plan(&text).to_owned()))
    }

    /// Removes the copy: its work is in another one or in a file, or was thrown away by name.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(self) -> Result<(), FileError> {
        let path = self.path();
        fs::remove_file(&path).map_err(system(&path, "removing"))?;
        if let Some(lock) = self.lock {
            // Without a copy the lock means nothing.
            fs::remove_file(lock_path(&self.folder, &self.id)).ok();
            drop(lock);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
