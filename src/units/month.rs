//! A month of the calendar.

use std::fmt;
use std::str::FromStr;

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A month of the calendar, such as March 2028; written and read as `2028-03`.
///
/// ```
/// use splitpoint::units::YearMonth;
/// let start: YearMonth = "2027-01".parse().unwrap();
/// assert_eq!(start.plus_months(14).short(), "Mar 2028");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    year: u16,
    /// 1 to 12.
    month: u8,
}

impl Default for YearMonth {
    /// January of the year 0.
    fn default() -> Self {
        Self { year: 0, month: 1 }
    }
}

/// A text that is no month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is not a month; write year and month, such as 2027-01")]
pub struct ParseMonthError(String);

impl YearMonth {
    /// A month by year and number, 1 for January.
    pub fn new(year: u16, month: u8) -> Option<Self> {
        (year <= 9999 && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The number of the month in its year, 1 for January.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The month so many months later.
    #[must_use]
    pub fn plus_months(self, months: usize) -> Self {
        let count = u64::from(self.index()).saturating_add(months as u64);
        Self {
            year: u16::try_from(count / 12).unwrap_or(u16::MAX),
            month: (count % 12) as u8 + 1,
        }
    }

    /// How many months this one is after another; negative when it is before.
    pub fn months_since(self, earlier: Self) -> i64 {
        i64::from(self.index()) - i64::from(earlier.index())
    }

    /// The name in three letters and the year: `Mar 2028`.
    pub fn short(self) -> String {
        format!("{} {}", &self.name()[..3], self.year)
    }

    /// The name and the year: `March 2028`.
    pub fn long(self) -> String {
        format!("{} {}", self.name(), self.year)
    }

    fn name(self) -> &'static str {
        NAMES[usize::from(self.month - 1) % 12]
    }

    /// Months since January of year 0.
    fn index(self) -> u32 {
        u32::from(self.year) * 12 + u32::from(self.month - 1)
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for YearMonth {
    type Err = ParseMonthError;

    fn from_str(text: &str) -> Result<Self, ParseMonthError> {
        let digits = |part: &str, length: usize| {
            (part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        text.trim()
            .split_once('-')
            .and_then(|(year, month)| {
                Self::new(digits(year, 4)?, u8::try_from(digits(month, 2)?).ok()?)
            })
            .ok_or_else(|| ParseMonthError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::YearMonth;

    #[test]
    fn months_read_write_and_add() {
        let start: YearMonth = "2027-01".parse().unwrap();
        assert_eq!(start.to_string(), "2027-01");
        // January 2027 + 14 months = March 2028
        let later = start.plus_months(14);
        assert_eq!(
            (later.short(), later.long()),
            ("Mar 2028".to_owned(), "March 2028".to_owned())
        );
        assert_eq!(later.months_since(start), 14);
        assert_eq!(start.months_since(later), -14);
        assert_eq!(start.plus_months(11).to_string(), "2027-12");
        assert_eq!(start.plus_months(12).to_string(), "2028-01");
        assert!(start < later);
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in [
            "",
            "2027",
            "2027-1",
            "2027-13",
            "2027-00",
            "27-01",
            "2027/01",
            "2027-01-01",
            "+027-01",
        ] {
            let error = text.parse::<YearMonth>().unwrap_err();
            assert!(error.to_string().contains("2027-01"), "{text}");
        }
    }
}
