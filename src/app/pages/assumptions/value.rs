//! What may be typed for the value of a constant, and what it becomes.

use super::model::Row;
use crate::app::constants::{self, Shown};
use crate::catalog::Range;
use crate::scenario::Quantity;
use crate::units::{self, Typed};

/// The whole value that a box asks for; a single number keeps the relative range.
pub(super) fn value_of(range: Range, likely: f64, typed: Option<Typed>) -> Quantity {
    let now = Quantity {
        low: range.low,
        likely: range.likely,
        high: range.high,
    };
    match typed {
        None | Some(Typed::Value(_)) => now.with_likely(likely),
        Some(typed) => {
            let (low, likely, high) = typed.triple(now.likely);
            Quantity { low, likely, high }
        }
    }
}

/// The text with which typing begins.
pub(super) fn editable(row: &Row) -> String {
    let range = row.entry.range();
    let scale = constants::shown(range, &row.entry.unit).scale;
    if range.is_point() {
        units::editable(range.likely, scale)
    } else {
        units::editable_range([range.low, range.likely, range.high], scale)
    }
}

/// What a value of an entry can be, and what would be usual for it: within ten times its range.
pub(super) fn known(row: &Row) -> ((f64, f64), Option<(f64, f64)>) {
    const TIMES: f64 = 10.0;
    let known = row.known();
    let usual = (known.low > 0.0).then_some((known.low / TIMES, known.high * TIMES));
    (known.allowed, usual)
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
