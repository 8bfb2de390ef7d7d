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

/// What a text says about a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dated {
    /// This month.
    Month(YearMonth),
    /// One of these, as day or month comes first.
    Either(YearMonth, YearMonth),
    /// None.
    None,
}

impl YearMonth {
    /// Reads a month as sheets write it: `2027-03`, `2027-03-15`, `Mar 2027`, `Mar-27`, `15 March 2027`,
    /// `03/2027`, `15.03.2027`. Two digits behind a name are a year; a day is left out.
    ///
    /// ```
    /// use splitpoint::units::{Dated, YearMonth};
    /// let march = YearMonth::new(2027, 3).unwrap();
    /// assert_eq!(YearMonth::dated("Mar-27"), Dated::Month(march));
    /// ```
    pub fn dated(text: &str) -> Dated {
        let text = text.trim();
        // A time of day behind an ISO date says nothing about the month.
        let text = match text.get(..10) {
            Some(date) if is_iso_date(date) => date,
            _ => text,
        };
        let parts = words(text);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let named = |name: &str, year: &str| {
            let month = by_name(name)?;
            let year = match (year.len(), year.parse::<u16>().ok()?) {
                (4, year) => year,
                (2, year) => 2000 + year,
                _ => return None,
            };
            Self::new(year, month)
        };
        let number = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() <= 2);
        let numbered = |year: &str, month: &str| {
            let year = year.parse().ok().filter(|_| year.len() == 4)?;
            Self::new(year, number(month)?)
        };
        let is_day = |text: &str| number(text).is_some_and(|day| (1..=31).contains(&day));
        let found = match parts.as_slice() {
            [name, year] if by_name(name).is_some() => named(name, year),
            [year, name] if by_name(name).is_some() && year.len() == 4 => named(name, year),
            [day, name, year] if by_name(name).is_some() && is_day(day) => named(name, year),
            [name, day, year] if by_name(name).is_some() && is_day(day) => named(name, year),
            [year, month] if year.len() == 4 => numbered(year, month),
            [month, year] => numbered(year, month),
            [year, month, day] if year.len() == 4 && is_day(day) => numbered(year, month),
            [one, other, year] if is_day(one) && is_day(other) => {
                // Day first or month first; between points the day comes first.
                let (day_first, month_first) = (numbered(year, other), numbered(year, one));
                match (day_first, month_first) {
                    (Some(first), Some(second)) if first != second && !text.contains('.') => {
                        return Dated::Either(first, second);
                    }
                    (first, second) => first.or(second),
                }
            }
            _ => None,
        };
        found.map_or(Dated::None, Dated::Month)
    }
}

fn is_iso_date(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    })
}

/// The number of a month by at least the first three letters of its name.
fn by_name(text: &str) -> Option<u8> {
    let text = text.to_ascii_lowercase();
    let known = |name: &&str| text.len() >= 3 && name.to_ascii_lowercase().starts_with(&text);
    let sept = text == "sept";
    let at = NAMES
        .iter()
        .position(|name| known(name) || sept && *name == "September")?;
    u8::try_from(at + 1).ok()
}

/// The runs of letters and of digits in a text; nothing but signs of dates may stand between them.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            let goes_on = last.is_ascii_alphabetic() && letter.is_ascii_alphabetic()
                || last.is_ascii_digit() && letter.is_ascii_digit();
            match words.last_mut().filter(|_| goes_on) {
                Some(word) => word.push(letter),
                None => words.push(letter.to_string()),
            }
        } else if !matches!(
            letter,
            ' ' | '-' | '/' | '.' | ',' | '\'' | '\u{2019}' | '\u{a0}'
        ) {
            return Vec::new();
        }
        last = letter;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Dated, YearMonth};

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

    #[test]
    fn months_are_read_as_sheets_write_them() {
        let march = Dated::Month(YearMonth::new(2027, 3).unwrap());
        for text in [
            "2027-03",
            "2027-03-15",
            "2027-03-15T08:00:00Z",
            "2027-03-15 00:00:00",
            "2027/03",
            "2027/3/15",
            "Mar 2027",
            "mar-27",
            "Mar27",
            "Mar '27",
            "March 2027",
            "March-2027",
            "2027 Mar",
            "15 Mar 2027",
            "15-Mar-27",
            "Mar 15, 2027",
            "03/2027",
            "3.2027",
            "15.03.2027",
            "03.03.2027",
            "15/03/2027",
            "3/15/2027",
        ] {
            assert_eq!(YearMonth::dated(text), march, "{text}");
        }
        let may = YearMonth::new(2027, 5).unwrap();
        let april = YearMonth::new(2027, 4).unwrap();
        assert_eq!(YearMonth::dated("4/5/2027"), Dated::Either(may, april));
        assert_eq!(YearMonth::dated("4.5.2027"), Dated::Month(may));
        for text in [
            "",
            "27-Mar",
            "March",
            "Q1 2027",
            "2027",
            "13/2027",
            "Ma 2027",
            "soon",
            "12k",
            "1,5",
            "3:2027",
            "2027-13",
            "Mar 127",
            "Marching 2027",
        ] {
            assert_eq!(YearMonth::dated(text), Dated::None, "{text}");
        }
    }
}
