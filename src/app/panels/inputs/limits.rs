//! What a number may be, what it usually is, and by how much it steps.

use crate::app::values;
use crate::scenario::fields::Field;
use crate::scenario::limits::Ends;
use crate::scenario::{Leaf, Quantity};

/// The hard limits of a field, as a sentence when they are broken.
pub(super) fn within(
    field: &Field,
    allowed: Option<Ends>,
    value: f64,
    currency: &str,
) -> Result<(), String> {
    if values::is_whole(field.kind) && value.fract() != 0.0 {
        return Err("A whole number is needed here.".to_owned());
    }
    let Some((least, most)) = allowed else {
        return Ok(());
    };
    let full = |value| values::shown(Some(field), Quantity::point(value), currency).full();
    if value < least {
        Err(format!("The least possible is {}.", full(least)))
    } else if value > most {
        Err(format!("The most possible is {}.", full(most)))
    } else {
        Ok(())
    }
}

/// A sentence about a value outside the usual range; empty when it is within.
pub(super) fn unusual(field: &Field, usual: Option<Ends>, leaf: &Leaf, currency: &str) -> String {
    let value = match leaf {
        Leaf::Number(value) => value.likely,
        Leaf::Count(count) => *count as f64,
        _ => return String::new(),
    };
    match usual {
        Some((low, high)) if !(low..=high).contains(&value) => {
            let usual = values::shown(
                Some(field),
                Quantity {
                    low,
                    likely: low,
                    high,
                },
                currency,
            );
            format!("Unusual: {} is typical. Kept as typed.", usual.full())
        }
        _ => String::new(),
    }
}

/// What could be typed instead of a text that was refused.
pub(super) fn example(field: &Field, currency: &str) -> String {
    let Some((low, high)) = field.typical.or(field.allowed) else {
        return String::new();
    };
    let middle = if low > 0.0 {
        (low * high).sqrt()
    } else {
        f64::midpoint(low, high)
    };
    let middle = crate::units::tidy(format!("{middle:.0e}").parse().unwrap_or(middle));
    let point = values::shown(Some(field), Quantity::point(middle), currency);
    if values::is_whole(field.kind) {
        return point.text;
    }
    let factor = 1.0 / point.scale;
    format!(
        "{}, or {} to {}",
        point.text,
        crate::units::trimmed(middle * factor * 0.8, 4),
        crate::units::trimmed(middle * factor * 1.2, 4)
    )
}

/// A tenth of the leading digit: 12,000 moves by 1,000, 2.2 by 0.1.
pub(super) fn step(field: &Field, value: f64) -> f64 {
    let factor = field.display_factor();
    let size = (value * factor).abs();
    let step = if size == 0.0 {
        1.0
    } else {
        crate::units::decade(size) / 10.0
    };
    if values::is_whole(field.kind) {
        step.max(1.0)
    } else {
        step / factor
    }
}
