//! A field set to what a person typed: a number as people write one, everything else as in a file.

use super::fields::{FieldKind, field_for};
use super::limits;
use super::node::Leaf;
use super::path::{self, PathError};
use super::schema::Scenario;
use crate::metalog::{Bounds, Metalog};
use crate::units::{NumberError, Reading, Typed, read_number};

/// Why a field cannot be set.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TypedError {
    /// No such field, or a value that it does not take.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The text is no number, or more than one.
    #[error("`{path}` cannot be `{text}`: {why}")]
    Number {
        /// The field.
        path: String,
        /// What was typed.
        text: String,
        /// Why.
        why: NumberError,
    },
}

/// Sets the field at a path.
///
/// ```
/// use splitpoint::scenario::{Scenario, typed};
/// let mut plan = Scenario::default();
/// typed::set(&mut plan, "demand.users", "2,5m").unwrap();
/// assert_eq!(plan.demand.users.likely, 2_500_000.0);
/// ```
///
/// # Errors
/// What is wrong with path or text, and what to write instead.
#[expect(
    clippy::result_large_err,
    reason = "an error ends the command that set the field"
)]
pub fn set(plan: &mut Scenario, path: &str, text: &str) -> Result<(), TypedError> {
    let field = field_for(path);
    let kind = match (path::get(plan, path), field) {
        (Ok(Leaf::Number(_)), _) => FieldKind::Number,
        (Ok(Leaf::Count(_)), _) => FieldKind::Count,
        (Ok(Leaf::Unset), Some(field)) => field.kind,
        _ => FieldKind::Text,
    };
    if !matches!(kind, FieldKind::Number | FieldKind::Count) || text.trim() == "None" {
        return Ok(path::set(plan, path, text)?);
    }
    let currency = plan.currency.clone();
    let reading = Reading {
        currency: &currency,
        ranges: kind == FieldKind::Number,
        allowed: field.and_then(|field| limits::allowed(plan, field, path)),
        usual: field.and_then(|field| limits::typical(plan, field, path)),
        ..Reading::default()
    };
    let now = match path::get(plan, path) {
        Ok(Leaf::Number(now)) => now.likely,
        _ => f64::NAN,
    };
    match read_number(text, &reading) {
        Ok(typed) => Ok(path::set(
            plan,
            path,
            &in_file_syntax(typed, now, limits::bounds(plan, path)),
        )?),
        Err(why) => {
            // What only files write, such as Some(5), is known by its letters.
            let foreign = matches!(why, NumberError::NotANumber(_) | NumberError::Suffix(..));
            if foreign && path::set(plan, path, text).is_ok() {
                return Ok(());
            }
            Err(TypedError::Number {
                path: path.to_owned(),
                text: text.trim().to_owned(),
                why,
            })
        }
    }
}

fn in_file_syntax(typed: Typed, now: f64, bounds: Bounds) -> String {
    match typed {
        Typed::Value(value) => value.to_string(),
        range => {
            let (low, mut likely, high) = range.triple(now);
            // Two ends say nothing about what is likely: it stands where it can.
            if matches!(range, Typed::Ends(..)) && Metalog::new(low, likely, high, bounds).is_err()
            {
                likely = Metalog::middle(low, high, bounds);
            }
            format!("({low}, {likely}, {high})")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Leaf, Scenario, Typed, path, set};
    use crate::scenario::Quantity;
    use crate::scenario::schema::Override;

    /// A field of which nothing is known, in a plan of no currency.
    fn plan() -> Scenario {
        Scenario {
            currency: String::new(),
            overrides: vec![Override {
                id: "x".to_owned(),
                value: Some(Quantity::point(0.0)),
                ..Override::default()
            }],
            ..Scenario::default()
        }
    }

    #[test]
    fn every_text_of_the_table_is_read_as_it_says() {
        for (text, expected) in crate::units::table_of_texts() {
            let mut plan = plan();
            let done =
                set(&mut plan, "overrides[x].value", &text).map_err(|error| error.to_string());
            let value = plan.overrides[0].value.unwrap_or(Quantity::point(f64::NAN));
            match (done, expected) {
                (Err(reason), Err(part)) => assert!(reason.contains(&part), "{text}: {reason}"),
                (Ok(()), Ok(Typed::Ends(low, high))) => {
                    assert_eq!((value.low, value.high), (low, high), "{text}");
                }
                (Ok(()), Ok(typed)) => {
                    let (low, likely, high) = typed.triple(0.0);
                    assert_eq!(value, Quantity { low, likely, high }, "{text}");
                }
                (done, expected) => panic!("{text}: {done:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn what_a_field_takes_tells_two_readings_apart() {
        let likely = |path: &str, value: &str| -> Result<f64, String> {
            let mut plan = Scenario::default();
            set(&mut plan, path, value).map_err(|error| error.to_string())?;
            match path::get(&plan, path) {
                Ok(Leaf::Number(value)) => Ok(value.likely),
                Ok(Leaf::Count(value)) => Ok(value as f64),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(likely("horizon_months", "60.000"), Ok(60.0));
        assert_eq!(likely("money.discount_rate", "0,125"), Ok(0.125));
        assert_eq!(likely("demand.users", "12,000"), Ok(12_000.0));
        let refused = likely("demand.users", "120.000").unwrap_err();
        assert!(refused.contains("may be 120 or 120,000"), "{refused}");
        // Nobody plans for twelve users.
        assert_eq!(likely("demand.users", "12.000"), Ok(12_000.0));
        assert!(likely("horizon_months", "12 to 24").is_err());
    }
}
