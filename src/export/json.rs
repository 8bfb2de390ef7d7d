//! A report as `splitpoint.report/1`, described in `docs/json.md`.

use crate::analysis::report::Report;

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
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}
