//! Files: read with a limit, written whole or not at all, and copies of work that is in no file yet.
//!
//! Knows nothing of scenarios. [`read`] never reads more than it was allowed to, and nothing that is
//! no regular file. [`write`](mod@write) replaces a file so that a reader, or a crash, sees the old
//! bytes or the new ones. [`recovery`] keeps the unsaved work of every running window apart and lists
//! what crashed ones left; [`keeper`] writes it on a thread, within a second of the edit.

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
mod acl;
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
mod attributes;
mod error;
mod in_place;
pub mod keeper;
mod owner;
pub mod read;
pub mod recovery;
mod recovery_text;
pub mod write;

#[cfg(test)]
mod tests;

pub use error::{FileError, NotText};
pub use read::Fingerprint;

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::path::{Path, PathBuf};

/// A path that means the same wherever the program stands.
///
/// A path is made absolute where it enters: later it is remembered, and compared with others.
pub fn absolute(path: &Path) -> PathBuf {
    // Only an empty path, or a folder that is gone, cannot be; then it fails where it is used.
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// A path as text that says it exactly: what is no text stands as a NUL, which no path has, and two
/// hexadecimal digits for each byte.
pub fn path_text(path: &Path) -> String {
    #[cfg(unix)]
    {
        use std::fmt::Write as _;
        use std::os::unix::ffi::OsStrExt as _;
        let mut text = String::new();
        for chunk in path.as_os_str().as_bytes().utf8_chunks() {
            text.push_str(chunk.valid());
            for byte in chunk.invalid() {
                // A text takes whatever is written to it.
                let _ = write!(text, "\0{byte:02x}");
            }
        }
        text
    }
    #[cfg(not(unix))]
    path.to_string_lossy().into_owned()
}

/// The path that [`path_text`] wrote.
pub fn path_from_text(text: &str) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt as _;
        let mut bytes = Vec::with_capacity(text.len());
        let mut pieces = text.split('\0');
        bytes.extend(pieces.next().unwrap_or_default().bytes());
        for piece in pieces {
            let digits = piece.get(..2).unwrap_or_default();
            match u8::from_str_radix(digits, 16) {
                Ok(byte) => {
                    bytes.push(byte);
                    bytes.extend(piece.bytes().skip(2));
                }
                Err(_) => bytes.extend(piece.bytes()),
            }
        }
        PathBuf::from(std::ffi::OsString::from_vec(bytes))
    }
    #[cfg(not(unix))]
    PathBuf::from(text)
}

/// A number that nobody can guess: the standard library seeds its hash maps with one of the system.
fn unguessable() -> u64 {
    RandomState::new().build_hasher().finish()
}
