//! What an input with a range is called, and how its values are written.

use super::constants;
use super::values::shown;
use crate::catalog::{Catalog, Range};
use crate::scenario::fields::{field_for, name_of};
use crate::scenario::{Quantity, Scenario};
use crate::units::{self, Currency};

/// What an input is called and how its values are written.
pub(crate) struct InputName<'a> {
    /// "Answer of answer-model".
    pub(crate) label: String,
    path: &'a str,
    unit: Option<String>,
    currency: &'a str,
}

impl<'a> InputName<'a> {
    /// The name of a field, or of a constant.
    pub(crate) fn of(input: &'a str, scenario: &'a Scenario) -> Self {
        let constant = || Catalog::builtin().ok()?.entry(input).ok();
        let (label, unit) = match name_of(input) {
            Some(name) => (name, None),
            None => constant().map_or_else(
                || (input.to_owned(), Some(String::new())),
                |entry| (entry.label.clone(), Some(entry.unit.clone())),
            ),
        };
        Self {
            label,
            path: input,
            unit,
            currency: &scenario.currency,
        }
    }

    /// A value of it, with its unit.
    pub(crate) fn value(&self, value: f64) -> String {
        match &self.unit {
            Some(unit) => constants::shown(Range::point(two_digits(value)), unit).full(),
            None if field_for(self.path).is_some_and(|field| field.unit == "{currency}") => {
                Currency::new(self.currency).total(value)
            }
            None => {
                let rounded = two_digits(value);
                if field_for(self.path).is_some_and(|field| field.unit == "level") {
                    return format!("level {}", units::trimmed(rounded, 2));
                }
                shown(
                    field_for(self.path),
                    Quantity::point(rounded),
                    self.currency,
                )
                .full()
            }
        }
    }
}

/// A value to two digits: no turning point is known better.
fn two_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let step = crate::units::decade(value) / 10.0;
    (value / step).round() * step
}

#[cfg(test)]
mod tests {
    use super::{InputName, two_digits};
    use crate::scenario::Scenario;

    #[test]
    fn inputs_have_names_and_values_have_units() {
        let plan = Scenario::default();
        let users = InputName::of("demand.users", &plan);
        assert_eq!(
            (users.label.as_str(), users.value(2_134_000.0)),
            ("Users today", "2.1 M users".to_owned())
        );
        let tokens = InputName::of("components[chat].tokens_out", &plan);
        assert_eq!(tokens.label, "Answer of chat");
        assert_eq!(tokens.value(512.0), "510 tokens");
        let constant = InputName::of("pace.size_exponent", &plan);
        assert!(!constant.label.is_empty());
        let price = InputName::of("gpu_price.A100-80GB-SXM.market", &plan);
        assert_eq!(price.value(4.321), "4.3 $/GPU-h");
        assert_eq!(InputName::of("no.such.thing", &plan).label, "no.such.thing");
    }

    #[test]
    fn two_digits_are_kept() {
        assert_eq!(two_digits(0.0), 0.0);
        assert!((two_digits(0.12345) - 0.12).abs() < 1e-12);
        assert_eq!(two_digits(987_654.0), 990_000.0);
    }
}
