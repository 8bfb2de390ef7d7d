//! What is remembered of unsaved work on the disk.

use crate::storage::recovery::{Found, Of};

/// What is known of unsaved work on the disk.
#[derive(Default)]
pub(crate) struct Recovery {
    /// What this window's copy was last asked to hold: version, the file it is of, and the text that
    /// it began from.
    pub(super) followed: Option<(u64, Of, Option<u64>)>,
    /// When this window's copy was written, in seconds since 1970; none while there is no copy.
    pub(crate) kept: Option<u64>,
    /// Why there is no copy of the latest edits.
    pub(crate) failure: Option<String>,
    /// What crashed windows left, latest first.
    pub(crate) left: Vec<Found>,
}
