//! A number of the catalogue with what stands behind it.
//!
//! Where entries come from is in `load`; how they are found and replaced is in `lookup`.

use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// How well a number is founded; the order is from the best to the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all(serialize = "lowercase"))]
pub enum Status {
    /// Measured by the user on their own product.
    Measured,
    /// Quoted by a vendor: a price list, a contract, a data sheet.
    Quoted,
    /// Published: somebody else's finding that can be cited.
    Published,
    /// A judgement; shown as a guess.
    Assumed,
}

impl Status {
    /// All of them, best first.
    pub const ALL: [Self; 4] = [Self::Measured, Self::Quoted, Self::Published, Self::Assumed];

    /// What a value computed from two others is worth: the weaker of both.
    ///
    /// ```
    /// use splitpoint::catalog::Status;
    /// assert_eq!(Status::Quoted.weakest(Status::Assumed), Status::Assumed);
    /// ```
    #[must_use]
    pub fn weakest(self, other: Self) -> Self {
        self.max(other)
    }

    /// The status as a lower-case word, as every export writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Quoted => "quoted",
            Self::Published => "published",
            Self::Assumed => "assumed",
        }
    }

    /// The status as the window and the documents show it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Measured => "Measured",
            Self::Quoted => "Quoted",
            Self::Published => "Published",
            Self::Assumed => "Guess",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// Low, likely and high value of a number (P10, P50, P90); equal where it has no range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Range {
    /// The value is below this one time in ten.
    pub low: f64,
    /// The value used where only one can be.
    pub likely: f64,
    /// The value is above this one time in ten.
    pub high: f64,
}

impl Range {
    /// A number without a range.
    pub const fn point(value: f64) -> Self {
        Self::new(value, value, value)
    }

    /// A number with a range.
    pub const fn new(low: f64, likely: f64, high: f64) -> Self {
        Self { low, likely, high }
    }

    /// Whether low, likely and high are the same.
    pub fn is_point(&self) -> bool {
        self.low == self.likely && self.likely == self.high
    }

    /// Whether the three are finite and in order.
    pub fn is_ordered(&self) -> bool {
        self.low.is_finite()
            && self.high.is_finite()
            && self.low <= self.likely
            && self.likely <= self.high
    }
}

/// One constant: a number, its unit, and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Name, such as `price.vcpu_hour`; the part before the first dot is its subject.
    pub id: String,
    /// What it is, in a few words.
    pub label: String,
    /// Unit of the three values, such as `USD/h`; `share` is a fraction between 0 and 1.
    pub unit: String,
    /// P10.
    pub low: f64,
    /// P50, the value used where only one can be.
    pub likely: f64,
    /// P90.
    pub high: f64,
    /// Least and most that it can be at all; a plan that says otherwise is refused.
    pub allowed: (f64, f64),
    /// How well it is founded.
    pub status: Status,
    /// Keys of the sources, the most important first.
    pub sources: Vec<String>,
    /// When the value was current, as `2026-11`.
    pub since: String,
    /// How the value and its range were arrived at, and what to know before using it.
    pub note: String,
}

impl Entry {
    /// Low, likely and high together.
    pub fn range(&self) -> Range {
        Range::new(self.low, self.likely, self.high)
    }

    /// Whether the entry has no range.
    pub fn is_point(&self) -> bool {
        self.range().is_point()
    }

    /// The part of the id before the first dot: the subject that the entry belongs to.
    pub fn subject(&self) -> &str {
        self.id.split_once('.').map_or(&self.id, |(head, _)| head)
    }

    /// Whether it is asked for by somebody who may ask for something else tomorrow. Salaries are
    /// surveyed once a year and are no prices in this sense.
    pub fn is_price(&self) -> bool {
        self.unit.starts_with("USD") && self.subject() != "salary"
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RangeVisitor)
    }
}

struct RangeVisitor;

impl<'de> Visitor<'de> for RangeVisitor {
    type Value = Range;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number, or (low, likely, high)")
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Range, E> {
        Ok(Range::point(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Range, E> {
        Ok(Range::point(value as f64))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Range, E> {
        Ok(Range::point(value as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Range, A::Error> {
        let mut values = [0.0; 3];
        for (index, value) in values.iter_mut().enumerate() {
            *value = seq
                .next_element()?
                .ok_or_else(|| de::Error::invalid_length(index, &self))?;
        }
        if seq.next_element::<f64>()?.is_some() {
            return Err(de::Error::invalid_length(4, &self));
        }
        let [low, likely, high] = values;
        Ok(Range::new(low, likely, high))
    }
}
