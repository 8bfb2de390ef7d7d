//! From older versions of the scenario format to the current one.
//!
//! Version 1 is the first. A later version adds a step here that rewrites the text of the version
//! before it; newer texts are refused, since half of a plan would be another plan.

use super::schema::VERSION;
use std::borrow::Cow;

/// Why a text of some version cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// Written by a newer program.
    #[error(
        "the file has format version {found}, this program reads up to {VERSION}; open it with a newer Splitpoint"
    )]
    Newer {
        /// The version stated.
        found: u64,
    },
    /// There never was such a version.
    #[error("there is no format version {found}")]
    Unknown {
        /// The version stated.
        found: u64,
    },
}

/// The text in the current version of the format.
///
/// # Errors
/// When the version is newer than this program, or never was.
pub fn to_current(text: &str, version: u64) -> Result<Cow<'_, str>, VersionError> {
    let current = u64::from(VERSION);
    match version {
        0 => Err(VersionError::Unknown { found: 0 }),
        newer if newer > current => Err(VersionError::Newer { found: newer }),
        _ => Ok(Cow::Borrowed(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::{VersionError, to_current};

    #[test]
    fn only_versions_that_exist_are_read() {
        assert_eq!(to_current("()", 1).as_deref(), Ok("()"));
        assert_eq!(to_current("()", 0), Err(VersionError::Unknown { found: 0 }));
        let newer = to_current("()", 7).unwrap_err();
        let message = newer.to_string();
        assert!(
            message.contains('7') && message.contains("up to 1"),
            "{message}"
        );
    }
}
