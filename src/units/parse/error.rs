//! Why a text is no number, in words that say what to write instead.

/// Why a text is no number, with what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing was typed.
    #[error("nothing is written; write a number, such as 1200, 2.5m or 15%")]
    Empty,
    /// Not a number.
    #[error("\u{201c}{0}\u{201d} is not a number; write 1200, 2.5m, 15% or 3 to 9")]
    NotANumber(String),
    /// Commas, points or spaces that part neither thousands nor decimals.
    #[error(
        "the signs in \u{201c}{0}\u{201d} part neither thousands nor decimals; write digits alone \
         with one decimal point, such as 1234.5"
    )]
    Signs(String),
    /// Two ways to read it, and how to write each of them.
    #[error("\u{201c}{text}\u{201d} may be {first} or {second}; write {cures}")]
    Ambiguous {
        /// What was typed.
        text: String,
        /// The one reading.
        first: String,
        /// The other.
        second: String,
        /// How to write each.
        cures: String,
    },
    /// A letter that is no multiple.
    #[error("\u{201c}{1}\u{201d} after {0} is not known; use k, m (million), b (billion), t or %")]
    Suffix(String, String),
    /// Money of another currency.
    #[error("this plan counts in {1}, not in \u{201c}{0}\u{201d}; write the amount in {1}")]
    OtherCurrency(String, String),
    /// Ends or values in the wrong order.
    #[error("{0} must rise: write the low end first, such as 3 to 9 or 3 5 9")]
    NotRising(String),
    /// Two bare numbers.
    #[error("two numbers without a word between; write {0} to {1}, or low, likely and high")]
    TwoNumbers(String, String),
    /// Too many numbers.
    #[error("{0} numbers are written; write one, two ends (3 to 9) or three (2; 3; 5)")]
    TooMany(usize),
    /// A range where one number is meant.
    #[error("one number is needed here, not a range")]
    OneNeeded,
    /// A reach about a number of another kind.
    #[error("it is not plain what ± {0} counts in; write the two ends, such as 3 to 9")]
    Reach(String),
    /// A division by zero or a value beyond all bounds.
    #[error("\u{201c}{0}\u{201d} has no finite value; write a number that is not so large")]
    NotFinite(String),
    /// Something is wrong in a sum.
    #[error("in the sum, {0}; write it like =120k*1.3 or =(40+8)*12")]
    Sum(String),
}

impl NumberError {
    /// Whether it says no more than that a number is needed, so that an example of the field's own
    /// helps more than a general one.
    pub fn is_general(&self) -> bool {
        matches!(self, Self::Empty | Self::NotANumber(_))
    }
}
