//! What a person types into a number field, behind `--set`, or pastes in a table: a value, a range or
//! a sum. The only parser of such texts.
//!
//! Read are `2.5m`, `1,200`, `1 200`, `1'200`, `1_200`, `15%`, `$2.95`, `2,95 €`, `1e6`, `3 to 9`, `3–9`,
//! `3..9`, `2 3 5`, `2; 3; 5`, `(2, 3, 5)`, `100 ± 20` and `=120k*1.3`. Letters are k, m or M (million, never
//! milli), b or bn, and t, or the words; `%` divides by 100. A field's own unit may stand behind.
//!
//! # The decimal sign
//!
//! A text is read with `.` as the decimal sign and `,` between thousands, and the other way round.
//! Groups of thousands have exactly three digits each, and the first does not begin with 0; spaces,
//! thin and no-break spaces and apostrophes part groups under either reading.
//!
//! 1. Where only one way makes numbers of the whole text, it is meant: `1,5`, `0,125`, `1.234,56` and
//!    `1234,567` have a decimal comma, `1.5`, `0.125` and `1,234.56` a decimal point, `1,234,567` and
//!    `1.234.567` are thousands. One number of a text decides for all: `1,234 to 2,5` is 1.234 to 2.5.
//! 2. Where both do and only one gives what the field takes, that one is meant.
//! 3. `1,234`, and no point anywhere: the comma parts thousands.
//! 4. `12.000` or `1.234`: refused with both readings shown, unless only one of them is usual for the
//!    field.
//!
//! `10 120 450` is one number in groups as well as three that rise, and is refused in the same way
//! where a range is taken; `2 3 5` is a range, `12 000` and `10 450 120` are numbers.

mod error;
mod structure;

use super::numeral::DecimalSign;
use super::{exact, round_significant};
pub use error::NumberError;
use structure::structures;

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

    /// Every number of it.
    pub fn values(self) -> impl Iterator<Item = f64> {
        let (first, second, third) = match self {
            Self::Value(value) => (value, None, None),
            Self::Ends(low, high) => (low, Some(high), None),
            Self::Range(low, likely, high) => (low, Some(likely), Some(high)),
        };
        std::iter::once(first).chain(second).chain(third)
    }

    fn within(self, (least, most): (f64, f64)) -> bool {
        self.values().all(|value| (least..=most).contains(&value))
    }
}

/// How the text of a field is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// What a bare `1` stands for, such as `1000.0` in a box whose unit reads "k users"; a number with a
    /// letter of its own is taken at face value.
    pub scale: f64,
    /// The unit shown in the box; it may be typed too.
    pub unit: &'a str,
    /// Code of the plan's currency: signs of another are refused; empty where any will do.
    pub currency: &'a str,
    /// Whether ranges are taken.
    pub ranges: bool,
    /// Values that the field takes, least and most.
    pub allowed: Option<(f64, f64)>,
    /// Values that are usual for it, least and most.
    pub usual: Option<(f64, f64)>,
    /// The decimal sign, where more than the text decides.
    pub decimal: Option<DecimalSign>,
}

impl Default for Reading<'_> {
    fn default() -> Self {
        Self {
            scale: 1.0,
            unit: "",
            currency: "",
            ranges: true,
            allowed: None,
            usual: None,
            decimal: None,
        }
    }
}

impl Reading<'_> {
    /// Whether the box counts in hundredths.
    pub(super) fn is_percent(&self) -> bool {
        self.unit.starts_with('%')
    }

    /// What the box counts in, in words.
    pub(super) fn unit_words(&self) -> &str {
        if self.unit.is_empty() {
            "the unit of the field"
        } else {
            self.unit
        }
    }
}

/// Longest text looked at (bytes).
const LONGEST: usize = 256;

/// Reads what a person typed, where nothing is known of the field.
///
/// A suffix written once, at the end of a range, counts for the low end as well when the ends
/// rise as written: `5 to 10%` is 5% to 10%, `2 to 3m` is 2m to 3m, but `900 to 2k` is 900 to 2,000.
///
/// ```
/// use splitpoint::units::{Typed, parse_number};
/// assert_eq!(parse_number("2.5m"), Ok(Typed::Value(2_500_000.0)));
/// assert_eq!(parse_number("0,125"), Ok(Typed::Value(0.125)));
/// assert_eq!(parse_number("3 to 9"), Ok(Typed::Ends(3.0, 9.0)));
/// assert_eq!(parse_number("=120k*1.3"), Ok(Typed::Value(156_000.0)));
/// let refused = parse_number("12.000").unwrap_err().to_string();
/// assert_eq!(refused, "\u{201c}12.000\u{201d} may be 12 or 12,000; write 12 or 12000");
/// ```
///
/// # Errors
/// What is wrong and what to write instead, in a sentence for the user.
pub fn parse_number(text: &str) -> Result<Typed, NumberError> {
    read_number(text, &Reading::default())
}

/// Reads what a person typed into a field.
///
/// # Errors
/// What is wrong and what to write instead, in a sentence for the user.
pub fn read_number(text: &str, reading: &Reading<'_>) -> Result<Typed, NumberError> {
    let text = normalised(text);
    let text = without_unit(&text, reading.unit);
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    if text.len() > LONGEST {
        return Err(NumberError::NotANumber(
            text.chars().take(20).chain(['…']).collect(),
        ));
    }
    let mut found: Vec<(DecimalSign, Typed)> = Vec::new();
    let mut errors = Vec::new();
    for decimal in [DecimalSign::Point, DecimalSign::Comma] {
        if reading.decimal.is_some_and(|only| only != decimal) {
            continue;
        }
        match structures(text, decimal, reading) {
            Ok(structures) => {
                for structure in structures {
                    match structure.typed(reading) {
                        Ok(typed) if found.iter().all(|(_, other)| *other != typed) => {
                            found.push((decimal, typed));
                        }
                        Ok(_) => {}
                        Err(error) => errors.push(error),
                    }
                }
            }
            Err(error) => errors.push(error),
        }
    }
    // With both signs in it, a text whose numbers fall one way is not meant the other way.
    let falls = |error: &NumberError| matches!(error, NumberError::NotRising(_));
    let both_signs = text.contains('.') && text.contains(',');
    if !found.is_empty() && both_signs && errors.iter().any(falls) {
        return Err(NumberError::Signs(text.to_owned()));
    }
    decide(text, found, reading).unwrap_or_else(|| Err(best(errors, text)))
}

/// The decimal sign that a text shows beyond doubt; none when it may be either, or is no number.
pub fn decimal_sign(text: &str) -> Option<DecimalSign> {
    let under = |decimal| {
        let reading = Reading {
            decimal: Some(decimal),
            ..Reading::default()
        };
        read_number(text, &reading).ok()
    };
    match (under(DecimalSign::Point), under(DecimalSign::Comma)) {
        (Some(_), None) => Some(DecimalSign::Point),
        (None, Some(_)) => Some(DecimalSign::Comma),
        _ => None,
    }
}

/// The text to start editing a value with: in the unit of the box, at full precision, and never one
/// of two readings.
pub fn editable(value: f64, scale: f64) -> String {
    let shown = tidy(value / scale);
    if shown == 0.0 {
        return "0".to_owned();
    }
    // Beyond what anybody reads digit by digit, an exponent says more.
    if !(1e-12..1e21).contains(&shown.abs()) {
        return format!("{shown:e}");
    }
    let text = shown.to_string();
    // Three decimals behind one to three digits could be thousands.
    let digits = text.trim_start_matches('-');
    match digits.split_once('.') {
        Some((whole, fraction))
            if whole.len() <= 3 && fraction.len() == 3 && !whole.starts_with('0') =>
        {
            text + "0"
        }
        _ => text,
    }
}

/// The text to start editing a range with.
pub fn editable_range(values: [f64; 3], scale: f64) -> String {
    values.map(|value| editable(value, scale)).join("; ")
}

/// `value` without the noise of binary fractions, at twelve significant digits.
pub fn tidy(value: f64) -> f64 {
    round_significant(value, 12)
}

/// One spelling of minus and of apostrophes; spaces within a number thin, all others plain and single.
fn normalised(text: &str) -> String {
    let letters: Vec<char> = text
        .trim()
        .chars()
        // Marks of direction and joints have no width and no meaning here.
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}'))
        .collect();
    let digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
    let mut plain = String::with_capacity(text.len());
    for (at, letter) in letters.iter().enumerate() {
        let next = match letter {
            '\u{2212}' | '\u{2010}' | '\u{2011}' => '-',
            '\u{d7}' => '*',
            '\u{f7}' => '/',
            '\u{2019}' | '\u{2bc}' | '`' => '\'',
            ' ' | '\t' | '\n' | '\r' => ' ',
            hard if hard.is_whitespace() => {
                let before = at.checked_sub(1).and_then(|before| letters.get(before));
                if digit(before) && digit(letters.get(at + 1)) {
                    super::THIN_SPACE
                } else {
                    ' '
                }
            }
            other => *other,
        };
        if next != ' ' || !plain.ends_with(' ') {
            plain.push(next);
        }
    }
    plain
        .replace("+/-", "±")
        .replace("...", "..")
        .replace('…', "..")
}

fn without_unit<'a>(text: &'a str, unit: &str) -> &'a str {
    let Some(at) = text
        .len()
        .checked_sub(unit.len())
        .filter(|_| !unit.is_empty() && unit != "%")
    else {
        return text.trim();
    };
    match (text.get(..at), text.get(at..)) {
        (Some(head), Some(tail)) if tail.eq_ignore_ascii_case(unit) && !head.trim().is_empty() => {
            head.trim()
        }
        _ => text.trim(),
    }
}

/// The reading that is meant; a refusal where it is not plain, nothing where there is none.
fn decide(
    text: &str,
    mut found: Vec<(DecimalSign, Typed)>,
    reading: &Reading<'_>,
) -> Option<Result<Typed, NumberError>> {
    let narrow = |found: &mut Vec<(DecimalSign, Typed)>, bounds: Option<(f64, f64)>| {
        if let Some(bounds) = bounds
            && found.len() > 1
            && found.iter().any(|(_, typed)| typed.within(bounds))
        {
            found.retain(|(_, typed)| typed.within(bounds));
        }
    };
    narrow(&mut found, reading.allowed);
    let point = |(decimal, _): &(DecimalSign, Typed)| *decimal == DecimalSign::Point;
    if !text.contains('.') && found.iter().any(point) {
        found.retain(point);
    }
    narrow(&mut found, reading.usual);
    match found.as_slice() {
        [] => None,
        [(_, only)] => Some(Ok(*only)),
        [(_, first), (_, second), ..] => {
            let (first, second) = (in_words(*first, reading), in_words(*second, reading));
            Some(Err(NumberError::Ambiguous {
                text: text.to_owned(),
                cures: format!("{} or {}", first.1, second.1),
                first: first.0,
                second: second.0,
            }))
        }
    }
}

/// A reading in words, and how to write it so that there is no other.
fn in_words(typed: Typed, reading: &Reading<'_>) -> (String, String) {
    let scale = reading.scale;
    let words = |value: f64| exact(tidy(value / scale));
    match typed {
        Typed::Value(value) => (words(value), editable(value, scale)),
        Typed::Ends(low, high) => (
            format!("{} to {}", words(low), words(high)),
            format!("{} to {}", editable(low, scale), editable(high, scale)),
        ),
        Typed::Range(low, likely, high) => (
            format!(
                "low {}, likely {}, high {}",
                words(low),
                words(likely),
                words(high)
            ),
            editable_range([low, likely, high], scale),
        ),
    }
}

/// The refusal that says most: that of signs comes last, since under the other convention they may be
/// well.
fn best(errors: Vec<NumberError>, text: &str) -> NumberError {
    let rank = |error: &NumberError| match error {
        NumberError::Signs(_) => 1,
        NumberError::NotANumber(_) => 2,
        _ => 0,
    };
    match errors.into_iter().min_by_key(rank) {
        // An end that is missing is best shown by the whole.
        Some(NumberError::NotANumber(part)) if part.is_empty() => {
            NumberError::NotANumber(text.to_owned())
        }
        Some(error) => error,
        None => NumberError::NotANumber(text.to_owned()),
    }
}

#[cfg(test)]
pub(super) mod tests;
