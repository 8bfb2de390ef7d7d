//! The one way in which a file is written: whole or not at all.
//!
//! The bytes go to a draft beside the file, are forced to the disk, and the draft takes the name. The
//! draft's own name cannot be guessed, no link is followed to it, and nobody may read it before the
//! file's own permissions, access list and attributes are on it; only then it gets its bytes. A draft is
//! locked while it is written, so that the next one to write the file can tell, and remove, what a crash
//! left behind. Where the folder allows no draft, or the file has other names that would keep the old
//! text, the file itself is written over, and what it held is kept until that is done.

use super::error::{FileError, system};
use super::read::Fingerprint;
use super::{in_place, owner, unguessable};
use std::ffi::OsStr;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What was agreed to before a file is written, and what must hold.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// A file that is there may be replaced.
    pub replace: bool,
    /// A file that may be read only may be replaced all the same.
    pub read_only: bool,
    /// A file that is there must still look like this.
    pub unchanged_since: Option<Fingerprint>,
    /// A new file may be read by its owner alone.
    pub private: bool,
    /// Where the old content is kept while a file is written over in place; beside the file when none
    /// is named, or among the system's temporary files where that is not allowed.
    pub copies: Option<PathBuf>,
}

impl Terms {
    /// Replaces whatever regular file is there.
    pub fn replacing() -> Self {
        Self {
            replace: true,
            ..Self::default()
        }
    }
}

/// How often another draft is tried when one is taken or swept away.
const TRIES: usize = 16;
/// How many links are followed from one to the next.
const MOST_LINKS: usize = 40;
/// Most letters of a file's name that the name of its draft or copy repeats; a name has at most 255 bytes.
pub(super) const MOST_OF_NAME: usize = 40;
/// Ending of a draft.
const DRAFT: &str = ".new";

/// Writes a file so that a reader, or a crash, sees the old bytes or the new ones, never half.
///
/// A link keeps being a link; owner, group, permissions, access list and extended attributes stay as far
/// as they may. A file of several names, or in a folder that allows no new one, is written over itself:
/// there a reader, or a crash, can see half, and what it held lies in `terms.copies` until it is whole.
///
/// # Errors
/// When the terms do not hold or the system refuses; the old file is untouched then, except in the
/// one case of [`FileError::Damaged`].
pub fn write(path: &Path, bytes: &[u8], terms: &Terms) -> Result<Fingerprint, FileError> {
    let target = resolved(path)?;
    let before = standing(path, &target)?;
    if let Some(about) = &before {
        check(path, &target, about, terms)?;
    }
    sweep(&target);
    let attempt = Attempt {
        path,
        target: &target,
        before: before.as_ref(),
        replace: terms.replace,
        // A new file has no rights to wait for: it is as open as any program makes it.
        closed: before.is_some() || terms.private,
    };
    // Asked after sweeping: a draft that a crash left right after it took the name is a second name.
    if before.is_some() && owner::has_other_names(&target) {
        match in_place::write_over(path, &target, bytes, terms) {
            // A file that is another user's and may be read only; replacing it was agreed to.
            Err(error) if terms.read_only && is_denied(&error) => {}
            outcome => return outcome,
        }
    }
    match attempt.by_draft(bytes) {
        Err(error) if before.is_some() && is_denied(&error) => {
            in_place::write_over(path, &target, bytes, terms)
        }
        outcome => outcome,
    }
}

fn is_denied(error: &FileError) -> bool {
    matches!(error, FileError::System { source, .. }
        if source.kind() == io::ErrorKind::PermissionDenied)
}

/// The file that a path leads to over all links, whether it is there or not.
fn resolved(path: &Path) -> Result<PathBuf, FileError> {
    let not_a_file = || FileError::NotAFile {
        path: path.to_owned(),
    };
    if path.as_os_str().is_empty() {
        return Err(not_a_file());
    }
    let mut at = super::absolute(path);
    for _ in 0..MOST_LINKS {
        let name = at.file_name().ok_or_else(not_a_file)?.to_owned();
        let folder = at.parent().ok_or_else(not_a_file)?;
        let folder = fs::canonicalize(folder).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => FileError::NoFolder {
                path: folder.to_owned(),
            },
            _ => system(path, "looking for its folder")(source),
        })?;
        let here = folder.join(name);
        match fs::read_link(&here) {
            // An absolute link takes the place of the folder.
            Ok(to) => at = folder.join(to),
            Err(_) => return Ok(here),
        }
    }
    Err(system(path, "following its links")(
        io::ErrorKind::InvalidInput.into(),
    ))
}

/// What is there now: nothing, or a regular file.
fn standing(path: &Path, target: &Path) -> Result<Option<Metadata>, FileError> {
    match fs::symlink_metadata(target) {
        Ok(about) if about.is_file() => Ok(Some(about)),
        Ok(_) => Err(FileError::NotAFile {
            path: path.to_owned(),
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(system(path, "looking for it")(error)),
    }
}

fn check(path: &Path, target: &Path, about: &Metadata, terms: &Terms) -> Result<(), FileError> {
    let path = path.to_owned();
    if !terms.replace {
        return Err(FileError::Exists { path });
    }
    if terms
        .unchanged_since
        .is_some_and(|stamp| stamp.differs(target))
    {
        return Err(FileError::Changed { path });
    }
    if !terms.read_only && owner::is_read_only(target, about) {
        return Err(FileError::ReadOnly { path });
    }
    Ok(())
}

struct Attempt<'a> {
    /// As it was named, for messages.
    path: &'a Path,
    target: &'a Path,
    before: Option<&'a Metadata>,
    replace: bool,
    closed: bool,
}

/// A new file beside the target that nobody else writes; removed unless it took the name.
struct Draft {
    path: PathBuf,
    file: File,
    named: bool,
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.named {
            // What is left of an attempt helps nobody; the error already says what went wrong.
            fs::remove_file(&self.path).ok();
        }
    }
}

impl Attempt<'_> {
    fn by_draft(&self, bytes: &[u8]) -> Result<Fingerprint, FileError> {
        let mut draft = self.draft()?;
        if let Some(about) = self.before {
            owner::keep(&draft.file, self.target, about)
                .map_err(system(self.path, "keeping its permissions"))?;
        }
        draft
            .file
            .write_all(bytes)
            .map_err(system(self.path, "writing"))?;
        draft
            .file
            .sync_all()
            .map_err(system(self.path, "forcing it to the disk"))?;
        let about = draft
            .file
            .metadata()
            .map_err(system(self.path, "looking at what was written"))?;
        self.take_the_name(&mut draft)?;
        sync_folder_of(self.target).map_err(system(self.path, "forcing its folder to the disk"))?;
        Ok(Fingerprint::new(&about, bytes))
    }

    fn draft(&self) -> Result<Draft, FileError> {
        let mut last = io::ErrorKind::AlreadyExists.into();
        for _ in 0..TRIES {
            let path = self.target.with_file_name(draft_name(self.target));
            let file = match owner::create(&path, self.closed) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    last = error;
                    continue;
                }
                Err(error) => return Err(system(self.path, "writing beside it")(error)),
            };
            let draft = Draft {
                path,
                file,
                named: false,
            };
            // Somebody who sweeps may have come between making and locking it.
            let swept = matches!(draft.file.try_lock(), Err(TryLockError::WouldBlock))
                || fs::symlink_metadata(&draft.path).is_err();
            if !swept {
                return Ok(draft);
            }
        }
        Err(system(self.path, "writing beside it")(last))
    }

    fn take_the_name(&self, draft: &mut Draft) -> Result<(), FileError> {
        if !self.replace {
            // A second name never replaces anything, which renaming would.
            match fs::hard_link(&draft.path, self.target) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    return Err(FileError::Exists {
                        path: self.path.to_owned(),
                    });
                }
                // Not every file system has second names.
                Err(_) if fs::symlink_metadata(self.target).is_ok() => {
                    return Err(FileError::Exists {
                        path: self.path.to_owned(),
                    });
                }
                Err(_) => {}
            }
        }
        fs::rename(&draft.path, self.target).map_err(system(self.path, "replacing"))?;
        draft.named = true;
        Ok(())
    }
}

/// What every draft of a file begins with.
fn draft_start(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let start: String = name.chars().take(MOST_OF_NAME).collect();
    format!(".{start}.")
}

fn draft_name(target: &Path) -> String {
    format!("{}{:016x}{DRAFT}", draft_start(target), unguessable())
}

/// Whether a name is that of a draft of this file, also of former versions.
fn is_draft(name: &OsStr, start: &str) -> bool {
    let between = name
        .to_str()
        .and_then(|name| name.strip_prefix(start)?.strip_suffix(DRAFT));
    between.is_some_and(|middle| {
        !middle.is_empty() && middle.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Removes the drafts of all files in a folder that crashes left.
pub(super) fn sweep_all(folder: &Path) {
    sweep_where(folder, |name| {
        let name = name.to_str().unwrap_or_default();
        name.starts_with('.') && name.ends_with(DRAFT)
    });
}

/// Removes the drafts of a file that crashes left.
fn sweep(target: &Path) {
    let start = draft_start(target);
    if let Some(folder) = target.parent() {
        sweep_where(folder, |name| is_draft(name, &start));
    }
}

/// Removes drafts that crashes left; one that is being written is locked. That they cannot be removed
/// is no reason not to write.
fn sweep_where(folder: &Path, is_draft: impl Fn(&OsStr) -> bool) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !is_file || !is_draft(&entry.file_name()) {
            continue;
        }
        if let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            fs::remove_file(entry.path()).ok();
        }
    }
}

/// Forces a new name to the disk. Not every system can do that for a folder.
pub(super) fn sync_folder_of(target: &Path) -> io::Result<()> {
    let Some(folder) = target.parent() else {
        return Ok(());
    };
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // A folder that may be written but not read, and file systems that do not know of it.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied
                    | io::ErrorKind::Unsupported
                    | io::ErrorKind::InvalidInput
            ) =>
        {
            Ok(())
        }
        outcome => outcome,
    }
}
