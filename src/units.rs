//! How a number is written, and how a typed one is read: one place for every screen and export.
//!
//! Money is an [`f64`] in the scenario's currency and is formatted by a [`Currency`]; months of the
//! calendar are [`YearMonth`]s; parts that must add up to a shown total go through
//! [`apportion`]; what a person types goes through [`parse_number`]. Nothing here depends on a
//! locale: the decimal point is a point, the minus is U+2212. Rules: `DESIGN.md`, section 6.

mod money;
mod month;
mod numeral;
mod parse;
mod parts;
mod sum;

pub use money::{Currency, TableUnit};
pub use month::{Dated, ParseMonthError, YearMonth};
pub use numeral::DecimalSign;
#[cfg(test)]
pub(crate) use parse::tests::table as table_of_texts;
pub use parse::{
    NumberError, Reading, Typed, decimal_sign, editable, editable_range, parse_number, read_number,
    tidy,
};
pub use parts::{apportion, apportion_tree, total_steps};

/// What stands where a figure is not known.
pub const NOT_KNOWN: &str = "not known";

/// Thin space, between a number and the k or M of a count.
pub const THIN_SPACE: char = '\u{2009}';

/// The true minus.
pub const MINUS: char = '\u{2212}';

/// How far above a whole number a value may lie and still be bought as that number.
const WHOLE_TOLERANCE: f64 = 1e-6;

/// A number with a fixed number of decimals, thousands commas and a true minus: `−1,234.5`.
///
/// What rounds to zero has no sign.
///
/// ```
/// assert_eq!(splitpoint::units::decimal(-1234.54, 1), "−1,234.5");
/// assert_eq!(splitpoint::units::decimal(-0.04, 1), "0.0");
/// ```
pub fn decimal(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NOT_KNOWN.to_owned();
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits.as_str(), None), |(w, f)| (w, Some(f)));
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 4);
    if value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        text.push(MINUS);
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A number with at most so many decimals, none of them a needless zero: `2.5`, `12`.
pub fn trimmed(value: f64, most_decimals: usize) -> String {
    let text = decimal(value, most_decimals);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A number with every digit it has, and thousands commas: `1,500,000,000`, `0.00002`.
pub fn exact(value: f64) -> String {
    let digits = value.to_string();
    let decimals = digits
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len());
    decimal(value, decimals)
}

/// A number rounded to so many significant digits, written in full: `0.45`, `1.8`, `130`.
pub fn significant(value: f64, digits: u8) -> String {
    let rounded = round_significant(value, digits);
    let decimals = (i32::from(digits) - 1 - magnitude(rounded)).clamp(0, 12);
    decimal(rounded, decimals as usize)
}

/// A difference with its sign always written: `−3.6`, `+0.7`; what rounds to zero has none.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = decimal(value, decimals);
    let zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if value > 0.0 && !zero {
        format!("+{text}")
    } else {
        text
    }
}

/// Two ends and the unit once: `2.20 to 3.99 $/h`; one value when both ends read the same.
pub fn range(low: f64, high: f64, decimals: usize, unit: &str) -> String {
    let (low, high) = (decimal(low, decimals), decimal(high, decimals));
    let gap = if unit.is_empty() { "" } else { " " };
    if low == high {
        format!("{low}{gap}{unit}")
    } else {
        format!("{low} to {high}{gap}{unit}")
    }
}

/// A count: thousands comma up to 9,999, then k, M or B after a thin space: `4,000`, `12.3 k`.
///
/// ```
/// assert_eq!(splitpoint::units::count(4000.0), "4,000");
/// assert_eq!(splitpoint::units::count(12_345.0), "12.3\u{2009}k");
/// ```
pub fn count(value: f64) -> String {
    let size = value.abs();
    if size < 9_999.5 {
        return match size {
            s if s >= 99.95 => decimal(value, 0),
            s if s >= 0.95 || s == 0.0 => trimmed(value, 1),
            _ => trimmed(round_significant(value, 2), 12),
        };
    }
    for (unit, letter) in [(1e3, 'k'), (1e6, 'M'), (1e9, 'B')] {
        let scaled = value / unit;
        if scaled.abs() < 99.95 {
            return format!("{}{THIN_SPACE}{letter}", trimmed(scaled, 1));
        }
        if scaled.abs() < 999.5 || letter == 'B' {
            return format!("{}{THIN_SPACE}{letter}", decimal(scaled, 0));
        }
    }
    decimal(value, 0)
}

/// A share in whole per cent: `38%`.
pub fn share(value: f64) -> String {
    format!("{}%", decimal(value * 100.0, 0))
}

/// A share in per cent, with one decimal below ten: `7.4%`, `38%`.
pub fn share_fine(value: f64) -> String {
    format!("{}%", decimal(value * 100.0, fine_decimals(value)))
}

/// A share per time, such as growth: `7.4 %/mo`.
pub fn share_per(value: f64, time: &str) -> String {
    format!("{} %/{time}", decimal(value * 100.0, fine_decimals(value)))
}

fn fine_decimals(share: f64) -> usize {
    usize::from((share * 100.0).abs() < 9.95 && share != 0.0)
}

/// Availability: two decimals, more when two would read as perfect: `99.76%`, `99.9992%`.
pub fn availability(value: f64) -> String {
    let percent = value * 100.0;
    if percent >= 100.0 {
        return "100%".to_owned();
    }
    let decimals = (2..=5)
        .find(|&d| decimal(percent, d) != decimal(100.0, d))
        .unwrap_or(5);
    if decimal(percent, decimals) == decimal(100.0, decimals) {
        return "99.99999%".to_owned();
    }
    format!("{}%", decimal(percent, decimals))
}

/// A difference of shares, in points: `+20 points`.
pub fn points(value: f64) -> String {
    let text = signed(value * 100.0, 0);
    let noun = if text == "+1" || text == "\u{2212}1" {
        "point"
    } else {
        "points"
    };
    format!("{text} {noun}")
}

/// How many futures of all those drawn, out of 100: `87 of 100`, `none of 1,024`, `all of 1,024`.
pub fn probability(futures: usize, drawn: usize) -> String {
    let all = decimal(drawn as f64, 0);
    if futures == 0 {
        return format!("none of {all}");
    }
    if futures >= drawn {
        return format!("all of {all}");
    }
    match (100.0 * futures as f64 / drawn as f64).round() as i64 {
        0 => "fewer than 1 of 100".to_owned(),
        100 => "more than 99 of 100".to_owned(),
        of_hundred => format!("{of_hundred} of 100"),
    }
}

/// Hours, to two significant digits: `1.8 h`.
pub fn hours(value: f64) -> String {
    format!("{} h", significant(value, 2))
}

/// Days, whole; less than one is in hours: `5 days`, `7.2 h`.
pub fn days(value: f64) -> String {
    if value != 0.0 && value.abs() < 0.95 {
        return hours(value * 24.0);
    }
    counted(value.round(), "day", "days")
}

/// Milliseconds, whole from ten on: `240 ms`, `2.4 ms`.
pub fn milliseconds(value: f64) -> String {
    if value.abs() < 9.95 {
        format!("{} ms", significant(value, 2))
    } else {
        format!("{} ms", decimal(value, 0))
    }
}

/// A number of months: `60 months`.
pub fn months(value: usize) -> String {
    counted(value as f64, "month", "months")
}

/// People, rounded up to whole ones: `64 people`.
pub fn people(value: f64) -> String {
    counted(bought(value), "person", "people")
}

/// GPUs of a type, rounded up to what can be bought: `134 H100`.
pub fn gpus(value: f64, kind: &str) -> String {
    format!("{} {kind}", decimal(bought(value), 0))
}

/// GPUs held in the mean of a month, as whole ones; a part of one is one.
pub fn held(value: f64) -> f64 {
    if value > 0.0 {
        value.round().max(1.0)
    } else {
        0.0
    }
}

/// The next whole number not below the value; a hair above a whole number counts as that number.
pub fn bought(value: f64) -> f64 {
    (value - WHOLE_TOLERANCE).ceil().max(0.0)
}

/// A whole number with its noun: `1 day`, `1,200 days`.
pub fn counted(value: f64, one: &str, many: &str) -> String {
    let text = decimal(value, 0);
    let noun = if text == "1" { one } else { many };
    format!("{text} {noun}")
}

/// How likely something is, in the words of the IPCC's guidance on uncertainty (2010).
///
/// `share`: its probability.
///
/// ```
/// assert_eq!(splitpoint::units::likelihood(0.93), "very likely");
/// assert_eq!(splitpoint::units::likelihood(0.5), "about as likely as not");
/// assert_eq!(splitpoint::units::likelihood(0.26), "unlikely");
/// ```
pub fn likelihood(share: f64) -> &'static str {
    match share {
        p if p >= 0.99 => "virtually certain",
        p if p >= 0.9 => "very likely",
        p if p >= 0.66 => "likely",
        p if p >= 0.33 => "about as likely as not",
        p if p >= 0.1 => "unlikely",
        p if p >= 0.01 => "very unlikely",
        _ => "exceptionally unlikely",
    }
}

/// A name as it stands within a sentence: its first letter small, unless its first word has other
/// capitals or figures, as abbreviations and codes do.
///
/// ```
/// assert_eq!(splitpoint::units::lower_first("AI first"), "AI first");
/// assert_eq!(splitpoint::units::lower_first("A/B tests"), "A/B tests");
/// assert_eq!(splitpoint::units::lower_first("A share"), "a share");
/// assert_eq!(splitpoint::units::lower_first("Users today"), "users today");
/// assert_eq!(splitpoint::units::lower_first("GPU price"), "GPU price");
/// assert_eq!(splitpoint::units::lower_first("H100-SXM: price"), "H100-SXM: price");
/// ```
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let mut word = letters.clone().take_while(|letter| !letter.is_whitespace());
    if word.any(|letter| letter.is_uppercase() || letter.is_numeric()) {
        return text.to_owned();
    }
    let first = first.into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

/// A text as it begins a sentence.
///
/// ```
/// assert_eq!(splitpoint::units::upper_first("users today"), "Users today");
/// assert_eq!(splitpoint::units::upper_first("2 people"), "2 people");
/// ```
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A figure of any unit: money in its currency, shares in per cent, everything else to four digits
/// with its unit: `$12.3k`, `45%`, `1.234 GPU-h`.
///
/// ```
/// assert_eq!(splitpoint::units::with_unit(0.0405, "USD/h", "USD"), "0.0405 USD/h");
/// assert_eq!(splitpoint::units::with_unit(0.4567, "share", "USD"), "46%");
/// ```
pub fn with_unit(value: f64, unit: &str, currency: &str) -> String {
    if unit == currency {
        return Currency::new(currency).amount(value);
    }
    if unit == "share" {
        return share_fine(value);
    }
    let text = if value.abs() >= 1_000.0 || value == 0.0 || value.fract() == 0.0 {
        count(value)
    } else {
        let text = significant(value, 4);
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    };
    if unit.is_empty() {
        text
    } else {
        format!("{text} {unit}")
    }
}

/// The value rounded to so many significant digits.
pub(crate) fn round_significant(value: f64, digits: u8) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    // Through decimal text, so that 0.15 and 150,000 round alike.
    format!("{value:.*e}", usize::from(digits.saturating_sub(1)))
        .parse()
        .unwrap_or(value)
}

/// The power of ten of a value's leading digit: 1,000 for 4,321 and for −4,321, 0.01 for 0.02.
///
/// ```
/// assert_eq!(splitpoint::units::decade(4321.0), 1000.0);
/// assert_eq!(splitpoint::units::decade(0.02), 0.01);
/// ```
pub fn decade(value: f64) -> f64 {
    power_of_ten(magnitude(value))
}

/// A power of ten, exact where it can be: through its text, the same on every machine.
pub(crate) fn power_of_ten(exponent: i32) -> f64 {
    format!("1e{exponent}").parse().unwrap_or(1.0)
}

/// Power of ten of the leading digit; 0 for zero.
pub(crate) fn magnitude(value: f64) -> i32 {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    format!("{:e}", value.abs())
        .split_once('e')
        .and_then(|(_, exponent)| exponent.parse().ok())
        .unwrap_or(0)
}

/// Small whole numbers as words, larger ones as figures.
///
/// ```
/// assert_eq!(splitpoint::units::number_word(5), "five");
/// assert_eq!(splitpoint::units::number_word(140), "140");
/// ```
pub fn number_word(value: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS
        .get(value)
        .map_or_else(|| count(value as f64), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_commas_and_a_true_minus() {
        assert_eq!(decimal(0.0, 0), "0");
        assert_eq!(decimal(999.0, 0), "999");
        assert_eq!(decimal(1_234_567.0, 0), "1,234,567");
        assert_eq!(decimal(-0.4, 0), "0");
        assert_eq!(decimal(f64::NAN, 1), "not known");
        assert_eq!(signed(3.6, 1), "+3.6");
        assert_eq!(signed(-3.6, 1), "\u{2212}3.6");
        assert_eq!(signed(0.04, 1), "0.0");
        assert_eq!(trimmed(2.50, 2), "2.5");
        assert_eq!(trimmed(1200.0, 2), "1,200");
        assert_eq!(exact(1.5e9), "1,500,000,000");
        assert_eq!(exact(0.000_02), "0.00002");
    }

    #[test]
    fn significant_digits() {
        assert_eq!(significant(1.84, 2), "1.8");
        assert_eq!(significant(134.0, 2), "130");
        assert_eq!(significant(0.0456, 2), "0.046");
        assert_eq!(significant(9.96, 2), "10");
        assert_eq!(significant(0.0, 2), "0.0");
    }

    #[test]
    fn counts_follow_the_rule() {
        for (value, shown) in [
            (0.0, "0"),
            (0.123, "0.12"),
            (2.5, "2.5"),
            (42.0, "42"),
            (4_000.0, "4,000"),
            (9_999.0, "9,999"),
            (9_999.7, "10\u{2009}k"),
            (12_345.0, "12.3\u{2009}k"),
            (900_000.0, "900\u{2009}k"),
            (999_700.0, "1\u{2009}M"),
            (7_640_000.0, "7.6\u{2009}M"),
            (134_000_000.0, "134\u{2009}M"),
            (8.0e9, "8\u{2009}B"),
        ] {
            assert_eq!(count(value), shown);
        }
    }

    #[test]
    fn shares_follow_the_rule() {
        assert_eq!(share(0.384), "38%");
        assert_eq!(share_fine(0.074), "7.4%");
        assert_eq!(share_fine(0.38), "38%");
        assert_eq!(share_fine(0.0999), "10%");
        assert_eq!(share_fine(0.0), "0%");
        assert_eq!(share_per(0.074, "mo"), "7.4 %/mo");
        assert_eq!(availability(0.9976), "99.76%");
        assert_eq!(availability(0.999_992), "99.999%");
        assert_eq!(availability(1.0), "100%");
        assert_eq!(availability(0.999_999_999), "99.99999%");
        assert_eq!(points(0.2), "+20 points");
        assert_eq!(points(-0.01), "\u{2212}1 point");
    }

    #[test]
    fn probabilities_never_claim_certainty() {
        assert_eq!(probability(891, 1024), "87 of 100");
        assert_eq!(probability(0, 1024), "none of 1,024");
        assert_eq!(probability(1024, 1024), "all of 1,024");
        assert_eq!(probability(1, 1024), "fewer than 1 of 100");
        assert_eq!(probability(1023, 1024), "more than 99 of 100");
    }

    #[test]
    fn time_people_and_gpus() {
        assert_eq!(days(5.2), "5 days");
        assert_eq!(days(1.0), "1 day");
        assert_eq!(days(0.3), "7.2 h");
        assert_eq!(hours(1.84), "1.8 h");
        assert_eq!(milliseconds(2.0), "2.0 ms");
        assert_eq!(milliseconds(812.4), "812 ms");
        assert_eq!(months(1), "1 month");
        assert_eq!(people(63.2), "64 people");
        assert_eq!(people(1.0), "1 person");
        assert_eq!(people(3.000_000_000_1), "3 people");
        assert_eq!(gpus(133.1, "H100"), "134 H100");
        assert_eq!(range(2.2, 3.99, 2, "$/h"), "2.20 to 3.99 $/h");
        assert_eq!(range(2.0, 2.0, 0, "h"), "2 h");
    }
}
