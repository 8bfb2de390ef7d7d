//! A number as a scenario states it: `x`, or `(low, likely, high)`.

use crate::metalog::{Bounds, Metalog};
use serde::de::{self, SeqAccess, Visitor};
use serde::ser::SerializeTuple as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number with or without a range.
///
/// `low` and `high` are the values that would be surprising one time in ten beyond either end
/// (P10 and P90), `likely` is the median. A point has all three equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// One time in ten the value is lower.
    pub low: f64,
    /// The value used where only one can be.
    pub likely: f64,
    /// One time in ten the value is higher.
    pub high: f64,
}

impl Quantity {
    /// A number without a range.
    pub const fn point(value: f64) -> Self {
        Self {
            low: value,
            likely: value,
            high: value,
        }
    }

    /// Whether low, likely and high are the same.
    pub fn is_point(&self) -> bool {
        self.low == self.likely && self.likely == self.high
    }

    /// The same relative range around another likely value.
    #[must_use]
    pub fn with_likely(&self, likely: f64) -> Self {
        if self.is_point() || self.likely == 0.0 {
            return Self::point(likely);
        }
        let factor = likely / self.likely;
        let (a, b) = (self.low * factor, self.high * factor);
        Self {
            low: a.min(b),
            likely,
            high: a.max(b),
        }
    }
}

impl Quantity {
    /// The same range, its ends kept within what can be and as far from each other as there is a
    /// distribution; a point where likely stands on an end of what can be.
    #[must_use]
    pub fn within(&self, bounds: Bounds) -> Self {
        if self.is_point() {
            return *self;
        }
        match Metalog::fitting(self.low, self.likely, self.high, bounds) {
            Some([low, likely, high]) => Self { low, likely, high },
            None => Self::point(self.likely),
        }
    }
}

impl From<f64> for Quantity {
    fn from(value: f64) -> Self {
        Self::point(value)
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_point() {
            return serialize_plain(self.likely, serializer);
        }
        let mut triple = serializer.serialize_tuple(3)?;
        for value in [self.low, self.likely, self.high] {
            triple.serialize_element(&Plain(value))?;
        }
        triple.end()
    }
}

/// A number written without a needless `.0`.
struct Plain(f64);

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_plain(self.0, serializer)
    }
}

/// Largest whole number that is written as an integer.
const LARGEST_INTEGER: f64 = 1e15;

fn serialize_plain<S: Serializer>(value: f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < LARGEST_INTEGER {
        serializer.serialize_i64(value as i64)
    } else {
        serializer.serialize_f64(value)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(QuantityVisitor)
    }
}

struct QuantityVisitor;

fn finite<E: de::Error>(value: f64) -> Result<f64, E> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(E::custom(format!("{value} is not a finite number")))
    }
}

impl<'de> Visitor<'de> for QuantityVisitor {
    type Value = Quantity;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a number, or (low, likely, high)")
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Quantity, E> {
        finite(value).map(Quantity::point)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Quantity, E> {
        Ok(Quantity::point(value as f64))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Quantity, E> {
        Ok(Quantity::point(value as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Quantity, A::Error> {
        let mut next = |index: usize| -> Result<f64, A::Error> {
            let value: f64 = seq
                .next_element()?
                .ok_or_else(|| de::Error::invalid_length(index, &"(low, likely, high)"))?;
            finite(value)
        };
        let (low, likely, high) = (next(0)?, next(1)?, next(2)?);
        if seq.next_element::<f64>()?.is_some() {
            return Err(de::Error::invalid_length(4, &"(low, likely, high)"));
        }
        if low > likely || likely > high {
            return Err(de::Error::custom(format!(
                "low, likely and high must rise: ({low}, {likely}, {high})"
            )));
        }
        Ok(Quantity { low, likely, high })
    }
}

#[cfg(test)]
mod tests {
    use super::Quantity;

    #[test]
    fn points_and_ranges_read_and_write() {
        for (text, value) in [
            ("3", Quantity::point(3.0)),
            ("1_000.5", Quantity::point(1000.5)),
            (
                "(1, 2.5, 4)",
                Quantity {
                    low: 1.0,
                    likely: 2.5,
                    high: 4.0,
                },
            ),
        ] {
            let read: Quantity = ron::from_str(text).unwrap();
            assert_eq!(read, value, "{text}");
            let written = ron::to_string(&read).unwrap();
            assert_eq!(ron::from_str::<Quantity>(&written).unwrap(), value);
        }
    }

    #[test]
    fn impossible_numbers_are_refused() {
        for text in ["NaN", "inf", "(3, 2, 4)", "(1, 2)", "\"3\"", "(1, 2, 3, 4)"] {
            assert!(ron::from_str::<Quantity>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_new_likely_value_keeps_the_relative_width() {
        let range = Quantity {
            low: 2.0,
            likely: 4.0,
            high: 6.0,
        };
        assert_eq!(
            range.with_likely(8.0),
            Quantity {
                low: 4.0,
                likely: 8.0,
                high: 12.0
            }
        );
    }
}
