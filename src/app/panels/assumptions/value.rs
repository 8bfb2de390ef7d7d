//! What may be typed for the value of a constant, and what it becomes.

use super::model::Row;
use crate::app::constants::{self, Shown};
use crate::app::widgets::Entry;
use crate::app::widgets::number_text::editable as figure_text;
use crate::catalog::Range;
use crate::scenario::Quantity;

/// The whole value that a box asks for; a single number keeps the relative range.
pub(super) fn value_of(range: Range, likely: f64, typed: Option<Entry>) -> Quantity {
    let now = Quantity {
        low: range.low,
        likely: range.likely,
        high: range.high,
    };
    match typed {
        Some(Entry::Range {
            low,
            likely: stated,
            high,
        }) => Quantity {
            low,
            likely: stated.unwrap_or_else(|| {
                if (low..=high).contains(&now.likely) {
                    now.likely
                } else {
                    f64::midpoint(low, high)
                }
            }),
            high,
        },
        _ => now.with_likely(likely),
    }
}

/// The text with which typing begins.
pub(super) fn editable(row: &Row) -> String {
    let range = row.entry.range();
    let scale = constants::shown(range, &row.entry.unit).scale;
    let text = |value| figure_text(value, scale);
    if range.is_point() {
        text(range.likely)
    } else {
        format!(
            "{} {} {}",
            text(range.low),
            text(range.likely),
            text(range.high)
        )
    }
}

/// What a scenario accepts for an entry: shares up to 1, nothing below 0 where nothing is.
pub(super) fn within(row: &Row, value: f64) -> Result<(), String> {
    /// The greatest number that a scenario takes.
    const MOST: f64 = 1e18;
    let known = row.known();
    if known.low >= 0.0 && value < 0.0 {
        return Err("This cannot be below 0.".to_owned());
    }
    if known.unit == "share" && value > 1.0 {
        return Err("A share cannot be above 100%.".to_owned());
    }
    if value.abs() > MOST {
        return Err("That is more than a plan can hold.".to_owned());
    }
    Ok(())
}

/// What to try instead of a refused text.
pub(super) fn example(shown: &Shown, range: Range) -> String {
    if range.is_point() {
        format!("{}, or a range such as 2 to 5", shown.likely)
    } else {
        format!("{}, or {}", shown.likely, shown.ends)
    }
}

/// A hundredth of the value, rounded to a power of ten.
pub(super) fn step(range: Range) -> f64 {
    let size = range.likely.abs().max(range.high.abs());
    if size > 0.0 {
        10_f64.powf((size / 100.0).log10().round())
    } else {
        1.0
    }
}
