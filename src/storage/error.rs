//! Why a file could not be read or written.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is no such file.
    #[error("{}: there is no such file", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The path names a folder or a device.
    #[error("{}: this is not a file; name a scenario in it, such as plan.ron", path.display())]
    NotAFile {
        /// What was named.
        path: PathBuf,
    },
    /// There is no folder to write into.
    #[error("{}: there is no such folder to write into; make it first, or choose another", path.display())]
    NoFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The file is too large to be a scenario.
    #[error("{}: the file has {size} bytes, a scenario has at most {most}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        size: u64,
        /// What it may have.
        most: usize,
    },
    /// The file is not text.
    #[error("{}: {why}", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        why: NotText,
    },
    /// There is a file already, and nobody agreed to replace it.
    #[error("{}: there is such a file already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file may be read only, and nobody agreed to replace it.
    #[error("{}: the file is read-only", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else changed the file since it was read.
    #[error("{}: the file was changed by somebody else since it was read", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The file had to be written over itself, which failed, and so did putting back what it held.
    #[error(
        "{}: writing over it failed ({source}), and it is damaged; what it held is kept in {}",
        path.display(), copy.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where its old content is.
        copy: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system refused.
    #[error("{}: {doing} failed: {source}", path.display())]
    System {
        /// The file.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

/// Says what was tried when the system refused.
pub(super) fn system(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> FileError {
    move |source| FileError::System {
        path: path.to_owned(),
        doing,
        source,
    }
}

/// Why bytes are not the text of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// Text of another encoding, two bytes to a letter.
    #[error(
        "this is UTF-16 text, and a scenario is UTF-8; save it again as UTF-8, in an editor or with \
         `Set-Content -Encoding utf8`: `>` in Windows PowerShell makes UTF-16"
    )]
    Utf16,
    /// Bytes that are no text at all, or of an older encoding.
    #[error(
        "this is not UTF-8 text (byte {at} cannot be); a scenario is a text, to be saved as UTF-8"
    )]
    Other {
        /// Where the first wrong byte is.
        at: usize,
    },
}
