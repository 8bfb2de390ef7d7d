//! How the numbers of a text belong together: one number, the ends of a range, low, likely and high.

use super::super::exact;
use super::super::numeral::{Counts, DecimalSign, Numeral, numeral, without_noise};
use super::super::sum::Sum;
use super::{NumberError, Reading, Typed, tidy};

/// The numbers of a text and what they are to each other.
pub(super) enum Structure {
    One(Numeral),
    Rising(Vec<Numeral>),
}

impl Structure {
    pub(super) fn typed(mut self, reading: &Reading<'_>) -> Result<Typed, NumberError> {
        if let Self::Rising(list) = &mut self {
            share_suffix(list);
        }
        let values: Vec<f64> = match &self {
            Self::One(one) => vec![one.value(reading.scale)],
            Self::Rising(list) => list.iter().map(|one| one.value(reading.scale)).collect(),
        };
        let words = || {
            let written = values
                .iter()
                .map(|value| exact(tidy(value / reading.scale)));
            written.collect::<Vec<_>>().join(" to ")
        };
        if values.iter().any(|value| !value.is_finite()) {
            return Err(NumberError::NotFinite(match &self {
                Self::One(one) => one.digits.to_string(),
                Self::Rising(list) => list[0].digits.to_string(),
            }));
        }
        if values.windows(2).any(|two| two[0] > two[1]) {
            return Err(NumberError::NotRising(words()));
        }
        match values.as_slice() {
            [value] => Ok(Typed::Value(*value)),
            _ if !reading.ranges => Err(NumberError::OneNeeded),
            [low, high] => Ok(Typed::Ends(*low, *high)),
            [low, likely, high] => Ok(Typed::Range(*low, *likely, *high)),
            other => Err(NumberError::TooMany(other.len())),
        }
    }
}

/// The suffix of the last number counts for those that have none, when the digits rise.
fn share_suffix(list: &mut [Numeral]) {
    let Some(last) = list.last().copied() else {
        return;
    };
    if last.counts != Counts::Plain && list.windows(2).all(|two| two[0].digits <= two[1].digits) {
        for one in list.iter_mut().filter(|one| one.counts == Counts::Plain) {
            (one.factor, one.counts) = (last.factor, last.counts);
        }
    }
}

/// Every way in which the numbers of a text can belong together, under one convention.
pub(super) fn structures(
    text: &str,
    decimal: DecimalSign,
    reading: &Reading<'_>,
) -> Result<Vec<Structure>, NumberError> {
    if let Some(sum) = text.strip_prefix('=') {
        return Ok(vec![Structure::One(
            Sum::new(sum, decimal, reading).value()?,
        )]);
    }
    let list = |parts: &[&str]| -> Result<Vec<Structure>, NumberError> {
        let read = parts.iter().map(|part| numeral(part, decimal, reading));
        let read: Vec<Numeral> = read.collect::<Result<_, _>>()?;
        match read.len() {
            2 | 3 => Ok(vec![Structure::Rising(read)]),
            other => Err(NumberError::TooMany(other)),
        }
    };
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        return in_parentheses(text, inner, decimal, reading, &list);
    }
    if text.contains(';') {
        return list(&text.split(';').collect::<Vec<_>>());
    }
    if let Some((middle, reach)) = text.split_once('±') {
        return around(middle, reach, decimal, reading);
    }
    if let Some(parts) = range_parts(text) {
        return list(&parts);
    }
    let parts: Vec<&str> = text.split(", ").collect();
    match parts.as_slice() {
        [_] => {}
        [first, second] => {
            return Err(NumberError::TwoNumbers(
                (*first).to_owned(),
                (*second).to_owned(),
            ));
        }
        parts => return list(parts),
    }
    beside(text, decimal, reading, &list)
}

/// Makes of the parts of a list what they can mean.
type Listing<'a> = dyn Fn(&[&str]) -> Result<Vec<Structure>, NumberError> + 'a;

/// `(2, 3, 5)` as files have it, where the decimal sign is a point and a comma parts numbers.
fn in_parentheses(
    text: &str,
    inner: &str,
    decimal: DecimalSign,
    reading: &Reading<'_>,
    list: &Listing<'_>,
) -> Result<Vec<Structure>, NumberError> {
    let split = |by: &str| -> Vec<&str> { inner.split(by).map(str::trim).collect() };
    let parts = if inner.contains(';') {
        split(";")
    } else if split(", ").len() == 3 {
        split(", ")
    } else {
        split(",")
    };
    match parts.as_slice() {
        [one] => {
            // To accountants a number in parentheses is negative.
            let read = numeral(one, decimal, reading)?;
            let words = exact(read.digits);
            Err(NumberError::Ambiguous {
                text: text.to_owned(),
                first: format!("\u{2212}{words}"),
                second: words,
                cures: format!("-{one} or {one}"),
            })
        }
        [_, _, _] => {
            let as_in_files = !inner.contains(';') && parts.iter().all(|part| !part.contains(','));
            if as_in_files && decimal == DecimalSign::Comma && inner.contains('.') {
                return Err(NumberError::Signs(inner.to_owned()));
            }
            list(&parts)
        }
        other => Err(NumberError::TooMany(other.len())),
    }
}

/// The ends of `3 to 9`, `3–9`, `3..9` and `3-9`, and the likely value where it stands between.
fn range_parts(text: &str) -> Option<Vec<&str>> {
    let lower = text.to_ascii_lowercase();
    if lower.contains(" to ") {
        let mut parts = Vec::new();
        let mut from = 0;
        for (at, word) in lower.match_indices(" to ") {
            parts.push(text.get(from..at)?);
            from = at + word.len();
        }
        parts.push(text.get(from..)?);
        return Some(parts);
    }
    for separator in ["..", "\u{2013}", "\u{2014}", " - "] {
        if text.contains(separator) {
            return Some(text.split(separator).collect());
        }
    }
    // A hyphen between two numbers; one at a start or behind an e is a sign.
    let bytes = text.as_bytes();
    let between = |at: &usize| {
        let (Some(before), Some(after)) = (bytes.get(at.wrapping_sub(1)), bytes.get(at + 1)) else {
            return false;
        };
        let ends = before.is_ascii_alphanumeric() || *before == b'%' || !before.is_ascii();
        let exponent = matches!(before, b'e' | b'E')
            && at
                .checked_sub(2)
                .is_some_and(|at| bytes[at].is_ascii_digit());
        ends && !exponent && (after.is_ascii_digit() || !after.is_ascii() || *after == b'$')
    };
    let at = (1..bytes.len()).find(|at| bytes[*at] == b'-' && between(at))?;
    Some(vec![text.get(..at)?, text.get(at + 1..)?])
}

/// `100 ± 20`: the ends are 80 and 120. `± 10%` is a tenth of the number, and of a per cent either that
/// or ten points.
fn around(
    middle: &str,
    reach: &str,
    decimal: DecimalSign,
    reading: &Reading<'_>,
) -> Result<Vec<Structure>, NumberError> {
    let mut likely = numeral(middle, decimal, reading)?;
    let by = numeral(reach, decimal, reading)?;
    let with = |low: f64, high: f64| {
        let end = |digits| Numeral { digits, ..likely };
        Structure::Rising(vec![end(low), likely, end(high)])
    };
    let absolute = |likely: Numeral| {
        let end = |digits: f64| Numeral {
            digits: without_noise(digits),
            ..likely
        };
        let (low, high) = (likely.digits - by.digits, likely.digits + by.digits);
        vec![Structure::Rising(vec![end(low), likely, end(high)])]
    };
    match (likely.counts, by.counts) {
        (counts, Counts::Percent) => {
            let reach = likely.digits.abs() * by.digits / 100.0;
            let noiseless = without_noise;
            let mut ways = vec![with(
                noiseless(likely.digits - reach),
                noiseless(likely.digits + reach),
            )];
            let points =
                counts == Counts::Percent || counts == Counts::Plain && reading.is_percent();
            if points {
                ways.extend(absolute(likely));
            }
            Ok(ways)
        }
        (Counts::Plain, Counts::Ones) => {
            if likely.digits.abs() < by.digits {
                return Err(NumberError::Reach(reach.trim().to_owned()));
            }
            (likely.factor, likely.counts) = (by.factor, by.counts);
            Ok(absolute(likely))
        }
        (Counts::Plain | Counts::Percent, Counts::Plain) => Ok(absolute(likely)),
        (Counts::Ones, Counts::Ones) if likely.factor == by.factor => Ok(absolute(likely)),
        _ => Err(NumberError::Reach(reach.trim().to_owned())),
    }
}

/// Numbers with nothing but spaces between: groups of one number, three numbers, or both.
fn beside(
    text: &str,
    decimal: DecimalSign,
    reading: &Reading<'_>,
    list: &Listing<'_>,
) -> Result<Vec<Structure>, NumberError> {
    // "900 k" and "USD 5" are one number each.
    let mut numbers: Vec<(usize, usize)> = Vec::new();
    let mut from = None;
    let mut start = 0;
    for word in text.split(' ') {
        let (here, end) = (start, start + word.len());
        start = end + 1;
        if word.is_empty() {
            continue;
        }
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        match (has_digit, numbers.last_mut()) {
            (true, _) => numbers.push((from.take().unwrap_or(here), end)),
            (false, Some(last)) => last.1 = end,
            (false, None) => from = from.or(Some(here)),
        }
    }
    let parts: Vec<&str> = numbers.iter().map(|(from, to)| &text[*from..*to]).collect();
    let whole = numeral(text, decimal, reading);
    match (whole, parts.len()) {
        (Ok(one), 3) if reading.ranges => {
            let mut ways = vec![Structure::One(one)];
            // Three that fall are no range.
            if let Ok(three) = list(&parts) {
                let rises = |way: &Structure| match way {
                    Structure::Rising(list) => {
                        list.windows(2).all(|two| two[0].digits <= two[1].digits)
                    }
                    Structure::One(_) => true,
                };
                ways.extend(three.into_iter().filter(rises));
            }
            Ok(ways)
        }
        (Ok(one), _) => Ok(vec![Structure::One(one)]),
        (Err(error), 0 | 1) => Err(error),
        (Err(_), 2) => {
            list(&parts)?;
            Err(NumberError::TwoNumbers(
                parts[0].to_owned(),
                parts[1].to_owned(),
            ))
        }
        (Err(_), _) => list(&parts),
    }
}
