//! Where a number comes from: one record for each publication, price list or judgement cited.

use serde::{Deserialize, Serialize};

/// A source that entries of the catalogue and doc comments of the engine cite by its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What it is called, or what it found.
    pub title: String,
    /// Where it can be found: an address, a DOI, a document.
    #[serde(rename = "where")]
    pub location: String,
    /// Page, table or section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// When it was read, as `2026-11-24`; absent where the figure is cited from memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
}
