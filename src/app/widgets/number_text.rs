//! Reads what people type into a value box: `2.5m`, `1,200`, `15%`, `=120k*1.3`, `3 to 9`.
//!
//! A bare number is in the unit the box shows; a number with a suffix of its own (`k`, `m`, `b`,
//! `%`) is taken at face value. Nothing is guessed: text that could mean two things is refused
//! with a sentence that says what to write instead.

/// How the text of one box is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// What a bare `1` stands for, such as `1000.0` in a box whose unit reads "k users".
    pub scale: f64,
    /// What `1%` stands for: `0.01` where shares are stored as fractions.
    pub percent: f64,
    /// The unit shown in the box; it may be typed too and is ignored.
    pub unit: &'a str,
    /// Whether `3 to 9` and `2 3 5` are allowed.
    pub ranges: bool,
}

impl Default for Reading<'_> {
    fn default() -> Self {
        Self {
            scale: 1.0,
            percent: 0.01,
            unit: "",
            ranges: false,
        }
    }
}

/// What was typed, in stored units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Entry {
    /// One number.
    Point(f64),
    /// Two ends, and the likely value when it was given as the middle of three.
    Range {
        /// Low end.
        low: f64,
        /// Likely value, when stated.
        likely: Option<f64>,
        /// High end.
        high: f64,
    },
}

impl Entry {
    /// Every number of the entry.
    pub fn values(self) -> impl Iterator<Item = f64> {
        let (first, second, third) = match self {
            Self::Point(value) => (Some(value), None, None),
            Self::Range { low, likely, high } => (Some(low), likely, Some(high)),
        };
        [first, second, third].into_iter().flatten()
    }
}

/// Reads `text`, or says why it cannot be read, in a sentence without an example.
pub fn read(text: &str, reading: &Reading<'_>) -> Result<Entry, String> {
    let text = text
        .trim()
        .replace('\u{2212}', "-")
        .replace(['\u{a0}', '\u{2009}', '\u{202f}'], " ");
    let text = without_unit(text.trim(), reading.unit);
    if text.is_empty() {
        return Err("Nothing was typed.".to_owned());
    }
    if let Some(formula) = text.strip_prefix('=') {
        return formula_value(formula, reading).map(Entry::Point);
    }
    let parts = range_parts(text);
    match parts.as_slice() {
        [one] => number(one, reading).map(|literal| Entry::Point(literal.value(reading))),
        _ if !reading.ranges => Err("One number is needed here, not a range.".to_owned()),
        [low, high] => range(low, None, high, reading),
        [low, likely, high] => range(low, Some(likely), high, reading),
        _ => Err("Too many numbers.".to_owned()),
    }
}

/// The text to start editing with: `value` in the unit of the box, at full precision.
pub fn editable(value: f64, scale: f64) -> String {
    let shown = tidy(value / scale);
    if shown == 0.0 {
        "0".to_owned()
    } else {
        format!("{shown}")
    }
}

/// `value` without the noise of binary fractions, at twelve significant digits.
pub fn tidy(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

fn without_unit<'a>(text: &'a str, unit: &str) -> &'a str {
    if unit.is_empty()
        || unit == "%"
        || !text.is_char_boundary(text.len().saturating_sub(unit.len()))
    {
        return text;
    }
    let (head, tail) = text.split_at(text.len().saturating_sub(unit.len()));
    if tail.eq_ignore_ascii_case(unit) && !head.trim().is_empty() {
        head.trim()
    } else {
        text
    }
}

fn range_parts(text: &str) -> Vec<&str> {
    for separator in [" to ", "\u{2013}"] {
        if text.contains(separator) {
            return text.split(separator).map(str::trim).collect();
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    // "900 k" is one number; "2 3 5" is three.
    let numbers = words
        .iter()
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit() || "-+.$€£¥".contains(c)))
        .count();
    if words.len() == 3 && numbers == 3 {
        words
    } else {
        vec![text]
    }
}

fn range(
    low: &str,
    likely: Option<&str>,
    high: &str,
    reading: &Reading<'_>,
) -> Result<Entry, String> {
    let mut low = number(low, reading)?;
    let high = number(high, reading)?;
    let mut likely = likely.map(|text| number(text, reading)).transpose()?;
    // "2 to 3m" means 2m to 3m: the suffix of the last number serves those without one.
    if !high.bare {
        for literal in [Some(&mut low), likely.as_mut()].into_iter().flatten() {
            if literal.bare {
                *literal = Literal {
                    number: literal.number * high.factor,
                    ..high
                };
            }
        }
    }
    let (low, high) = (low.value(reading), high.value(reading));
    let likely = likely.map(|literal| literal.value(reading));
    if low > high || likely.is_some_and(|likely| likely < low || likely > high) {
        return Err("A range goes from low to high.".to_owned());
    }
    Ok(Entry::Range { low, likely, high })
}

#[derive(Clone, Copy)]
struct Literal {
    number: f64,
    factor: f64,
    bare: bool,
}

impl Literal {
    fn value(self, reading: &Reading<'_>) -> f64 {
        tidy(if self.bare {
            self.number * reading.scale
        } else {
            self.number
        })
    }
}

fn number(text: &str, reading: &Reading<'_>) -> Result<Literal, String> {
    let not_a_number = || "Not a number.".to_owned();
    let (negative, rest) = match text.trim().strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.trim().trim_start_matches('+')),
    };
    let rest = rest.trim_start_matches(['$', '€', '£', '¥', '₹']).trim();
    let end = number_end(rest);
    let (digits, suffix) = rest.split_at(end);
    let (factor, bare) = match suffix.trim().to_ascii_lowercase().as_str() {
        "" | "x" => (1.0, true),
        "k" => (1e3, false),
        "m" => (1e6, false),
        "b" | "bn" => (1e9, false),
        "%" => (reading.percent, false),
        _ => return Err(not_a_number()),
    };
    let digits = plain_digits(digits)?;
    let number: f64 = digits.parse().map_err(|_err| not_a_number())?;
    let number = number * factor * if negative { -1.0 } else { 1.0 };
    if number.is_finite() {
        Ok(Literal {
            number,
            factor,
            bare,
        })
    } else {
        Err("That number is too large.".to_owned())
    }
}

/// Where the digits of `text` end and the suffix begins; an exponent belongs to the digits.
fn number_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(&byte) = bytes.get(end) {
        let exponent = matches!(byte, b'e' | b'E')
            && bytes
                .get(end + 1)
                .is_some_and(|next| next.is_ascii_digit() || matches!(next, b'-' | b'+'));
        if exponent {
            end += 2;
        } else if byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'_') {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// `digits` without separators, or a refusal when a comma could be a decimal sign.
fn plain_digits(digits: &str) -> Result<String, String> {
    if digits.contains(',') {
        let whole = digits.split('.').next().unwrap_or_default();
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let grouped = !first.is_empty()
            && first.len() <= 3
            && groups.all(|group| group.len() == 3)
            && digits.matches(',').count() == whole.matches(',').count();
        if !grouped {
            return Err(format!(
                "A comma separates thousands; write {} for a decimal.",
                digits.replace(',', ".")
            ));
        }
    }
    Ok(digits.replace([',', '_'], ""))
}

fn formula_value(formula: &str, reading: &Reading<'_>) -> Result<f64, String> {
    let mut parser = Formula {
        rest: formula,
        reading,
        absolute: false,
    };
    let value = parser.sum(0)?;
    if !parser.rest.trim().is_empty() {
        return Err(format!(
            "The formula stops making sense at \"{}\".",
            parser.rest.trim()
        ));
    }
    let value = if parser.absolute {
        value
    } else {
        value * reading.scale
    };
    if value.is_finite() {
        Ok(tidy(value))
    } else {
        Err("The formula has no finite result.".to_owned())
    }
}

/// A descent over `+ - * / ( )`; depth is bounded so that pasted text cannot exhaust the stack.
struct Formula<'a> {
    rest: &'a str,
    reading: &'a Reading<'a>,
    absolute: bool,
}

impl Formula<'_> {
    const DEPTH: usize = 40;

    fn take(&mut self, options: &[char]) -> Option<char> {
        let trimmed = self.rest.trim_start();
        let found = trimmed.chars().next().filter(|c| options.contains(c))?;
        self.rest = &trimmed[found.len_utf8()..];
        Some(found)
    }

    fn sum(&mut self, depth: usize) -> Result<f64, String> {
        let mut value = self.product(depth)?;
        while let Some(sign) = self.take(&['+', '-']) {
            let next = self.product(depth)?;
            value += if sign == '+' { next } else { -next };
        }
        Ok(value)
    }

    fn product(&mut self, depth: usize) -> Result<f64, String> {
        let mut value = self.atom(depth)?;
        while let Some(sign) = self.take(&['*', '/', '×', '÷']) {
            let next = self.atom(depth)?;
            if matches!(sign, '*' | '×') {
                value *= next;
            } else {
                value /= next;
            }
        }
        Ok(value)
    }

    fn atom(&mut self, depth: usize) -> Result<f64, String> {
        if depth > Self::DEPTH {
            return Err("The formula is nested too deeply.".to_owned());
        }
        if self.take(&['-']).is_some() {
            return self.atom(depth + 1).map(|value| -value);
        }
        if self.take(&['(']).is_some() {
            let value = self.sum(depth + 1)?;
            return match self.take(&[')']) {
                Some(_) => Ok(value),
                None => Err("A bracket is not closed.".to_owned()),
            };
        }
        let text = self.rest.trim_start();
        let digits = number_end(text);
        let suffix = text[digits..]
            .chars()
            .take_while(|c| c.is_ascii_alphabetic() || *c == '%')
            .count();
        if digits == 0 {
            return Err("The formula needs a number on each side of a sign.".to_owned());
        }
        let (literal, rest) = text.split_at(digits + suffix);
        self.rest = rest;
        let literal = number(literal, self.reading)?;
        self.absolute |= !literal.bare;
        Ok(literal.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn point(text: &str, expected: f64) {
        let entry = read(text, &Reading::default());
        assert_eq!(entry, Ok(Entry::Point(expected)), "{text}");
    }

    #[test]
    fn people_write_numbers_in_many_ways() {
        point("2.5m", 2_500_000.0);
        point("1,200", 1200.0);
        point("1_200", 1200.0);
        point("15%", 0.15);
        point(" 900 k ", 900_000.0);
        point("$2.95", 2.95);
        point("-18", -18.0);
        point("\u{2212}18", -18.0);
        point("1.5e3", 1500.0);
        point("2.1x", 2.1);
    }

    #[test]
    fn formulas_are_worked_out() {
        point("=120k*1.3", 156_000.0);
        point("= (2 + 3) * 4 - 1", 19.0);
        point("=-2*-3", 6.0);
        assert!(read("=1/0", &Reading::default()).is_err());
        assert!(read("=2*", &Reading::default()).is_err());
        assert!(read(&format!("={}", "(".repeat(500)), &Reading::default()).is_err());
    }

    #[test]
    fn a_bare_number_is_in_the_unit_of_the_box() {
        let reading = Reading {
            scale: 1e3,
            unit: "k users",
            ..Reading::default()
        };
        assert_eq!(read("900", &reading), Ok(Entry::Point(900_000.0)));
        assert_eq!(read("900 k users", &reading), Ok(Entry::Point(900_000.0)));
        assert_eq!(read("2.5m", &reading), Ok(Entry::Point(2_500_000.0)));
        assert_eq!(editable(900_000.0, 1e3), "900");
        assert_eq!(editable(0.15, 0.01), "15");
    }

    #[test]
    fn ranges_are_read_where_allowed() {
        let reading = Reading {
            ranges: true,
            ..Reading::default()
        };
        let range = |low, likely, high| Ok(Entry::Range { low, likely, high });
        assert_eq!(read("3 to 9", &reading), range(3.0, None, 9.0));
        assert_eq!(read("2 3 5", &reading), range(2.0, Some(3.0), 5.0));
        assert_eq!(read("2 to 3m", &reading), range(2e6, None, 3e6));
        assert!(read("9 to 3", &reading).is_err());
        assert!(read("3 to 9", &Reading::default()).is_err());
    }

    #[test]
    fn what_could_mean_two_things_is_refused() {
        for text in [
            "2..1x", "1,5", "1 200", "abc", "", "nan", "inf", "1e999", "2.1.3", "12kk", "ü%",
        ] {
            assert!(read(text, &Reading::default()).is_err(), "{text}");
        }
    }
}
