//! What is remembered of a plan while it is being written.

use crate::scenario::Scenario;
use std::path::PathBuf;
use std::sync::Arc;

/// A plan that is being written.
pub(crate) struct Saving {
    /// Where.
    pub(crate) path: PathBuf,
    /// The plan as it is written; edits may come meanwhile.
    pub(crate) scenario: Arc<Scenario>,
    /// The plan that was open then.
    pub(super) open: Arc<Scenario>,
    /// Whether it is to be saved once more, with the edits that came.
    pub(super) again: bool,
}
