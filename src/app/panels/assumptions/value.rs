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

/// What a scenario accepts for an entry: what its unit allows, or the entry itself.
pub(super) fn within(row: &Row, value: f64) -> Result<(), String> {
    let known = row.known();
    let (least, most) = known.allowed;
    let full = |value| constants::shown(Range::point(value), &known.unit).full();
    if value < least {
        Err(format!("This cannot be below {}.", full(least)))
    } else if value > most && known.unit == "share" && most == 1.0 {
        Err("A share cannot be above 100%.".to_owned())
    } else if value > most {
        Err(format!("This cannot be above {}.", full(most)))
    } else {
        Ok(())
    }
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
        let decade = crate::units::decade(size / 100.0);
        // Past the geometric middle the next one is nearer.
        let is_upper = size / 100.0 > decade * 10_f64.sqrt();
        if is_upper { decade * 10.0 } else { decade }
    } else {
        1.0
    }
}
