//! Days of the calendar, as far as the age of a price needs them.

use crate::units::YearMonth;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds in a day.
const SECONDS: u64 = 86_400;

/// A day, counted from 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(i64);

impl Day {
    /// 1 January 1970.
    pub(super) const FIRST: Self = Self(0);

    /// Today by the machine's clock (UTC); none when the clock is before 1970.
    pub(crate) fn today() -> Option<Self> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs() / SECONDS).ok().map(Self)
    }

    /// The day of a date; the month is taken as it is, the day of the month is not checked.
    pub(super) fn of(month: YearMonth, day: i64) -> Self {
        let (year, number) = (i64::from(month.year()), i64::from(month.month()));
        // Years are counted from March, so that the leap day comes last.
        let year = if number <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((number + 9) % 12) + 2) / 5 + day - 1;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// Days since an earlier day.
    pub(super) const fn days_since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// The date in words: `9 Nov 2026`.
    pub(super) fn words(self) -> String {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let number = (5 * of_year + 2) / 153;
        let day = of_year - (153 * number + 2) / 5 + 1;
        let month = if number < 10 { number + 3 } else { number - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        let name = u16::try_from(year)
            .ok()
            .and_then(|year| YearMonth::new(year, month as u8));
        name.map_or_else(String::new, |name| format!("{day} {}", name.short()))
    }
}

/// A date as an entry gives it, to the day, the month or the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The first day that it can mean.
    pub(super) first: Day,
    /// The last day that it can mean.
    pub(super) last: Day,
    /// In words: `9 Nov 2026`, `Nov 2026`, `2026`.
    pub(super) words: String,
}

impl Written {
    /// Reads `2026-11-09`, `2026-11` or `2026`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let year: u16 = parts.next()?.parse().ok()?;
        let month = parts.next().map(str::parse::<u8>).transpose().ok()?;
        let day = parts.next().map(str::parse::<i64>).transpose().ok()?;
        let in_year = |number| YearMonth::new(year, number);
        // The day before the first of the next month.
        let last = |month: YearMonth| Day(Day::of(month.plus_months(1), 1).0 - 1);
        Some(match (month, day) {
            (None, _) => Self {
                first: Day::of(in_year(1)?, 1),
                last: last(in_year(12)?),
                words: year.to_string(),
            },
            (Some(month), None) => Self {
                first: Day::of(in_year(month)?, 1),
                last: last(in_year(month)?),
                words: in_year(month)?.short(),
            },
            (Some(month), Some(day)) if (1..=31).contains(&day) => {
                let exact = Day::of(in_year(month)?, day);
                Self {
                    first: exact,
                    last: exact,
                    words: exact.words(),
                }
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted() {
        let day = |text: &str| Written::read(text).unwrap().first;
        assert_eq!(day("1970-01-01"), Day(0));
        // 56 years of 365 days and 14 leap days (1972 to 2024), then 312 days to 9 November.
        assert_eq!(day("2026-11-09"), Day(56 * 365 + 14 + 312));
        // 22 days of November, 31 + 30 + 29 of the months before: 112 days from 5 August.
        assert_eq!(day("2026-11-25").days_since(day("2026-08-05")), 112);
        assert_eq!(day("2028-03-01").days_since(day("2028-02-28")), 2);
    }

    #[test]
    fn dates_are_as_exact_as_they_are_written() {
        let words = |text: &str| Written::read(text).map(|date| date.words);
        assert_eq!(words("2026-11-09").as_deref(), Some("9 Nov 2026"));
        assert_eq!(words("2028-02-29").as_deref(), Some("29 Feb 2028"));
        assert_eq!(words("2026-11").as_deref(), Some("Nov 2026"));
        assert_eq!(words("2026").as_deref(), Some("2026"));
        for no_date in ["", "soon", "2026-13", "2026-11-40", "2026-x"] {
            assert_eq!(words(no_date), None, "{no_date}");
        }
        let november = Written::read("2026-11").unwrap();
        assert_eq!(november.last.days_since(november.first), 29);
    }
}
