//! What the panel of explanations calls figures: the words that the pages use for them.

use crate::engine::series::SERIES;

/// A figure's name in words; the name of an operand begins with a capital.
pub(super) fn of_metric(metric: &str) -> String {
    let name = metric.trim_start_matches("totals.");
    if name == "npv" {
        return "Net present value".to_owned();
    }
    if let Some(row) = SERIES.get(name) {
        return row.label.to_owned();
    }
    let name = name.replace('_', " ");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The name of a group of months without them, and its first and last month.
pub(super) fn months_of(name: &str) -> Option<(&str, usize, usize)> {
    let (name, months) = name.rsplit_once(", months ")?;
    let (first, last) = months.split_once(" to ")?;
    Some((name, first.parse().ok()?, last.parse().ok()?))
}
