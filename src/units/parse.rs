//! What a person types into a number field, or behind `--set`: a value, a range or a sum.
//!
//! Read are `2.5m`, `1,200`, `1_200`, `15%`, `$2.95`, `1e6`, `3 to 9`, `3..9`, `2 3 5`, `(2, 3, 5)` and
//! `=120k*1.3`. Units in words are not read: the field shows its unit beside the number. Letters
//! are k, m or M (million, never milli), b or bn, and t; `%` divides by 100.

use super::sum::Sum;

/// What was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Typed {
    /// One value.
    Value(f64),
    /// Two ends, low first; `3 to 9` says nothing about what is likely.
    Ends(f64, f64),
    /// Low, likely and high.
    Range(f64, f64, f64),
}

impl Typed {
    /// Low, likely and high, the likely value of two ends being `now` when it lies between them
    /// and the middle when it does not.
    pub fn triple(self, now: f64) -> (f64, f64, f64) {
        match self {
            Self::Value(value) => (value, value, value),
            Self::Ends(low, high) => {
                let likely = if (low..=high).contains(&now) {
                    now
                } else {
                    f64::midpoint(low, high)
                };
                (low, likely, high)
            }
            Self::Range(low, likely, high) => (low, likely, high),
        }
    }
}

/// Why a text is no number, with what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing was typed.
    #[error("nothing is written; write a number, such as 1200, 2.5m or 15%")]
    Empty,
    /// Not a number.
    #[error("\u{201c}{0}\u{201d} is not a number; write 1200, 2.5m, 15% or 3 to 9")]
    NotANumber(String),
    /// A comma where no thousands end.
    #[error("the comma in \u{201c}{0}\u{201d} does not part thousands; write {1} or {2}")]
    Comma(String, String, String),
    /// A letter that is no multiple.
    #[error("\u{201c}{1}\u{201d} after {0} is not known; use k, m (million), b (billion), t or %")]
    Suffix(String, String),
    /// Ends or values in the wrong order.
    #[error("{0} must rise: write the low end first, such as 3 to 9 or 3 5 9")]
    NotRising(String),
    /// Two bare numbers.
    #[error("two numbers without a word between; write {0} to {1}, or low, likely and high")]
    TwoNumbers(String, String),
    /// Too many numbers.
    #[error("{0} numbers are written; write one, two ends (3 to 9) or three (2 3 5)")]
    TooMany(usize),
    /// A division by zero or a value beyond all bounds.
    #[error("\u{201c}{0}\u{201d} has no finite value")]
    NotFinite(String),
    /// Something is wrong in a sum.
    #[error("in the sum, {0}; write it like =120k*1.3 or =(40+8)*12")]
    Sum(String),
}

/// Longest text looked at (bytes).
const LONGEST: usize = 256;

/// Reads what a person typed.
///
/// A suffix written once, at the end of a range, counts for the low end as well when the ends
/// rise as written: `5 to 10%` is 5% to 10%, `2 to 3m` is 2m to 3m, but `900 to 2k` is 900 to 2,000.
///
/// ```
/// use splitpoint::units::{Typed, parse_number};
/// assert_eq!(parse_number("2.5m"), Ok(Typed::Value(2_500_000.0)));
/// assert_eq!(parse_number("3 to 9"), Ok(Typed::Ends(3.0, 9.0)));
/// assert_eq!(parse_number("=120k*1.3"), Ok(Typed::Value(156_000.0)));
/// ```
///
/// # Errors
/// What is wrong and what to write instead, in a sentence for the user.
pub fn parse_number(text: &str) -> Result<Typed, NumberError> {
    let text = normalised(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    if text.len() > LONGEST {
        return Err(NumberError::NotANumber(
            text.chars().take(20).chain(['…']).collect(),
        ));
    }
    if let Some(sum) = text.strip_prefix('=') {
        return Sum::new(sum).value().map(Typed::Value);
    }
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        let parts: Vec<&str> = inner.split(',').map(str::trim).collect();
        return match parts.as_slice() {
            [low, likely, high] => rising(&[low, likely, high]),
            other => Err(NumberError::TooMany(other.len())),
        };
    }
    if let Some((low, high)) = text
        .split_once(" to ")
        .or_else(|| text.split_once(".."))
        .or_else(|| text.split_once('\u{2013}'))
    {
        if high.contains(" to ") {
            return Err(NumberError::TooMany(high.matches(" to ").count() + 2));
        }
        return rising(&[low.trim(), high.trim()]);
    }
    let parts: Vec<&str> = text.split_whitespace().collect();
    match parts.as_slice() {
        [one] => single(one).map(Typed::Value),
        [number, suffix] if suffix.chars().all(|c| c.is_alphabetic() || c == '%') => {
            single(&format!("{number}{suffix}")).map(Typed::Value)
        }
        [first, second] => {
            single(first)?;
            single(second)?;
            Err(NumberError::TwoNumbers(
                (*first).to_owned(),
                (*second).to_owned(),
            ))
        }
        [_, _, _] => rising(&parts),
        other => {
            for part in other {
                single(part)?;
            }
            Err(NumberError::TooMany(other.len()))
        }
    }
}

/// One spelling of minus, no thin spaces, points of a pasted ellipsis left alone.
fn normalised(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{2009}' | '\u{202f}'))
        .map(|c| match c {
            '\u{2212}' => '-',
            '\u{a0}' | '\t' => ' ',
            '\u{d7}' => '*',
            '\u{f7}' => '/',
            other => other,
        })
        .collect()
}

/// Two or three values that rise; the last one's suffix counts for those that have none.
fn rising(parts: &[&str]) -> Result<Typed, NumberError> {
    let mut read = Vec::with_capacity(parts.len());
    for part in parts {
        read.push(Written::read(part)?);
    }
    if let Some(last) = read.last().cloned()
        && last.factor != 1.0
        && read.windows(2).all(|two| two[0].digits <= two[1].digits)
    {
        for one in read.iter_mut().filter(|one| one.suffix.is_empty()) {
            one.factor = last.factor;
        }
    }
    let values: Vec<f64> = read.iter().map(|one| one.digits * one.factor).collect();
    if values.iter().any(|value| !value.is_finite()) {
        return Err(NumberError::NotFinite(parts.join(" to ")));
    }
    if values.windows(2).any(|two| two[0] > two[1]) {
        return Err(NumberError::NotRising(parts.join(" to ")));
    }
    match values.as_slice() {
        [low, high] => Ok(Typed::Ends(*low, *high)),
        [low, likely, high] => Ok(Typed::Range(*low, *likely, *high)),
        other => Err(NumberError::TooMany(other.len())),
    }
}

pub(super) fn single(text: &str) -> Result<f64, NumberError> {
    let written = Written::read(text)?;
    let value = written.digits * written.factor;
    if value.is_finite() {
        Ok(value)
    } else {
        Err(NumberError::NotFinite(text.to_owned()))
    }
}

/// A number as written: its digits and its suffix.
#[derive(Clone, Debug)]
struct Written {
    digits: f64,
    suffix: String,
    factor: f64,
}

impl Written {
    fn read(text: &str) -> Result<Self, NumberError> {
        let refused = || NumberError::NotANumber(text.to_owned());
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => (-1.0, rest),
            None => (1.0, text.strip_prefix('+').unwrap_or(text)),
        };
        let rest = rest.trim_start_matches(['$', '€', '£', '¥', '₹']).trim();
        let end = digits_end(rest);
        let (digits, suffix) = rest.split_at(end);
        if digits.is_empty() {
            return Err(refused());
        }
        let plain = without_separators(digits).ok_or_else(|| comma_error(text, digits))?;
        let value: f64 = plain.parse().ok().ok_or_else(refused)?;
        if !value.is_finite() {
            return Err(NumberError::NotFinite(text.to_owned()));
        }
        let suffix = suffix.trim();
        let factor = suffix_factor(suffix)
            .ok_or_else(|| NumberError::Suffix(digits.to_owned(), suffix.to_owned()))?;
        Ok(Self {
            digits: sign * value,
            suffix: suffix.to_owned(),
            factor,
        })
    }
}

/// Where the digits end, an exponent such as `e6` or `e-3` included.
pub(super) fn digits_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let run = |from: usize, allowed: &dyn Fn(u8) -> bool| {
        from + bytes[from..].iter().take_while(|b| allowed(**b)).count()
    };
    let end = run(0, &|b| {
        b.is_ascii_digit() || matches!(b, b'.' | b',' | b'_')
    });
    if end > 0 && end < bytes.len() && matches!(bytes[end], b'e' | b'E') {
        let signed = end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if signed <= bytes.len() {
            let exponent = run(signed, &|b| b.is_ascii_digit());
            if exponent > signed {
                return exponent;
            }
        }
    }
    end
}

/// The digits without `_` and without commas that part thousands; nothing when a comma does not.
fn without_separators(digits: &str) -> Option<String> {
    let plain = digits.replace('_', "");
    if !plain.contains(',') {
        return Some(plain);
    }
    let (whole, fraction) = plain
        .find(['.', 'e', 'E'])
        .map_or((plain.as_str(), ""), |at| plain.split_at(at));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = (1..=3).contains(&first.len())
        && first != "0"
        && groups.all(|group| group.len() == 3)
        && !fraction.contains(',');
    grouped.then(|| plain.replace(',', ""))
}

fn comma_error(text: &str, digits: &str) -> NumberError {
    NumberError::Comma(
        text.to_owned(),
        digits.replacen(',', ".", 1).replace(',', ""),
        digits.replace([',', '.'], ""),
    )
}

fn suffix_factor(suffix: &str) -> Option<f64> {
    Some(match suffix {
        "" => 1.0,
        "k" | "K" => 1e3,
        "m" | "M" => 1e6,
        "b" | "B" | "bn" | "Bn" => 1e9,
        "t" | "T" => 1e12,
        "%" => 0.01,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{NumberError, Typed, parse_number};

    #[track_caller]
    fn value(text: &str, expected: f64) {
        match parse_number(text) {
            Ok(Typed::Value(read)) => {
                assert!(
                    (read - expected).abs() <= expected.abs() * 1e-12,
                    "{text}: {read}"
                );
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn values() {
        for (text, expected) in [
            ("0", 0.0),
            ("2.5m", 2.5e6),
            ("2.5M", 2.5e6),
            ("2.5 M", 2.5e6),
            ("12.3\u{2009}k", 12_300.0),
            ("1,200", 1_200.0),
            ("1,234,567.5", 1_234_567.5),
            ("1_200", 1_200.0),
            ("15%", 0.15),
            ("15 %", 0.15),
            ("$2.95", 2.95),
            ("-$2.95", -2.95),
            ("\u{2212}18%", -0.18),
            ("+5", 5.0),
            ("1e6", 1e6),
            ("1.5E-3", 1.5e-3),
            (".5", 0.5),
            ("3bn", 3e9),
            ("1t", 1e12),
        ] {
            value(text, expected);
        }
    }

    #[test]
    fn ranges() {
        for (text, expected) in [
            ("3 to 9", Typed::Ends(3.0, 9.0)),
            ("3..9", Typed::Ends(3.0, 9.0)),
            ("3\u{2013}9", Typed::Ends(3.0, 9.0)),
            ("-18 to 6", Typed::Ends(-18.0, 6.0)),
            ("2 to 3m", Typed::Ends(2e6, 3e6)),
            ("900 to 2k", Typed::Ends(900.0, 2_000.0)),
            ("1k to 2m", Typed::Ends(1e3, 2e6)),
            ("$2.20 to $3.99", Typed::Ends(2.2, 3.99)),
            ("2 3 5", Typed::Range(2.0, 3.0, 5.0)),
            ("(2, 3, 5)", Typed::Range(2.0, 3.0, 5.0)),
            ("1,000 1,500 2,000", Typed::Range(1_000.0, 1_500.0, 2_000.0)),
        ] {
            assert_eq!(parse_number(text), Ok(expected), "{text}");
        }
        assert_eq!(parse_number("5 to 10%"), Ok(Typed::Ends(0.05, 0.1)));
    }

    #[test]
    fn sums() {
        for (text, expected) in [
            ("=120k*1.3", 156_000.0),
            ("= (40 + 8) * 12", 576.0),
            ("=2-3-4", -5.0),
            ("=12/4/3", 1.0),
            ("=-2*-3", 6.0),
            ("=1,200+300", 1_500.0),
            ("=$5*10%", 0.5),
            ("=1m\u{d7}2\u{f7}4", 500_000.0),
            ("=5", 5.0),
        ] {
            value(text, expected);
        }
        for text in ["=", "=1/0", "=(1", "=1)", "=1+*2", "=2x3", "=abc", "=1 2"] {
            let error = parse_number(text).unwrap_err().to_string();
            assert!(!error.is_empty(), "{text}");
        }
        let deep = format!("={}1{}", "(".repeat(100), ")".repeat(100));
        assert!(matches!(parse_number(&deep), Err(NumberError::Sum(_))));
    }

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        assert_eq!(
            parse_number(text).unwrap_err().to_string(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn refusals_say_what_to_write() {
        refused(
            "  ",
            "nothing is written; write a number, such as 1200, 2.5m or 15%",
        );
        refused(
            "lots",
            "\u{201c}lots\u{201d} is not a number; write 1200, 2.5m, 15% or 3 to 9",
        );
        refused(
            "1,5",
            "the comma in \u{201c}1,5\u{201d} does not part thousands; write 1.5 or 15",
        );
        refused(
            "3x",
            "\u{201c}x\u{201d} after 3 is not known; use k, m (million), b (billion), t or %",
        );
        refused(
            "9 to 3",
            "9 to 3 must rise: write the low end first, such as 3 to 9 or 3 5 9",
        );
        refused(
            "1 200",
            "two numbers without a word between; write 1 to 200, or low, likely and high",
        );
        refused(
            "1 2 3 4",
            "4 numbers are written; write one, two ends (3 to 9) or three (2 3 5)",
        );
        refused("1e999", "\u{201c}1e999\u{201d} has no finite value");
        for text in [
            "1 to 1e300t",
            "NaN",
            "inf",
            "-",
            "$",
            "1.2.3",
            "%",
            "1 to",
            "to 3",
            "--3",
            "(1,2)",
            "…",
        ] {
            assert!(parse_number(text).is_err(), "{text}");
        }
    }

    #[test]
    fn ends_find_their_likely_value() {
        assert_eq!(Typed::Ends(3.0, 9.0).triple(4.0), (3.0, 4.0, 9.0));
        assert_eq!(Typed::Ends(3.0, 9.0).triple(20.0), (3.0, 6.0, 9.0));
        assert_eq!(Typed::Value(3.0).triple(20.0), (3.0, 3.0, 3.0));
    }
}
