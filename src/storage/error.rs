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
    #[error("{}: the file is not UTF-8 text (byte {at}); a scenario is a RON text", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Where the first wrong byte is.
        at: usize,
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
    /// The folder allows no new file, writing over the old one failed, and so did putting it back.
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
