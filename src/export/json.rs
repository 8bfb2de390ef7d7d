//! A report as `splitpoint.report/1`, described in `docs/json.md`.

use crate::analysis::finite;
use crate::analysis::report::Report;
use serde::ser::Error as _;

/// The report as JSON, two spaces of indent, a line feed at the end.
///
/// # Errors
/// When a number is beyond what JSON can say; no report of the engine holds one.
pub fn json(report: &Report) -> Result<String, serde_json::Error> {
    pretty(report)
}

/// Any value as JSON in the form of every export.
///
/// # Errors
/// When the value cannot be written as JSON.
pub(crate) fn pretty(value: &impl serde::Serialize) -> Result<String, serde_json::Error> {
    // JSON has no number for it, and `null` is none.
    if let Some(place) = finite::find(value) {
        return Err(serde_json::Error::custom(format!(
            "`{place}` is not a finite number: some input is far beyond what can be"
        )));
    }
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}
