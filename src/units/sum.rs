//! What stands behind `=` in a number field: numbers with letters, `+ - * /` and parentheses.
//!
//! The tests are with the parser of whole fields, in [`super::parse`].

use super::numeral::{Counts, DecimalSign, Numeral, digits_end, numeral, without_noise};
use super::parse::{NumberError, Reading};

/// Deepest nesting.
const DEEPEST: usize = 32;

/// The rest of a sum still to be read.
pub(super) struct Sum<'a> {
    text: &'a str,
    at: usize,
    decimal: DecimalSign,
    reading: &'a Reading<'a>,
}

/// A part of a sum and what it counts in.
#[derive(Clone, Copy)]
struct Amount {
    value: f64,
    counts: Counts,
}

impl<'a> Sum<'a> {
    /// A sum without its `=`.
    pub(super) fn new(text: &'a str, decimal: DecimalSign, reading: &'a Reading<'a>) -> Self {
        Self {
            text,
            at: 0,
            decimal,
            reading,
        }
    }

    /// What it comes to.
    pub(super) fn value(mut self) -> Result<Numeral, NumberError> {
        let Amount { value, counts } = self.terms(0)?;
        if let Some(left) = self.peek() {
            return Err(NumberError::Sum(format!(
                "\u{201c}{left}\u{201d} is not expected"
            )));
        }
        if value.is_finite() {
            Ok(Numeral {
                digits: without_noise(value),
                factor: 1.0,
                counts,
            })
        } else {
            Err(NumberError::NotFinite(format!("={}", self.text)))
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&mut self) -> Option<char> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.rest().chars().next()
    }

    fn take(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.at += expected.len_utf8();
        }
        found
    }

    fn terms(&mut self, depth: usize) -> Result<Amount, NumberError> {
        let mut sum = self.factors(depth)?;
        loop {
            let sign = match self.peek() {
                Some('+') => 1.0,
                Some('-') => -1.0,
                _ => return Ok(sum),
            };
            self.at += 1;
            let next = self.factors(depth)?;
            sum = Amount {
                value: sum.value + sign * next.value,
                counts: self.added(sum.counts, next.counts)?,
            };
        }
    }

    /// What two counts add up to. `=100+15%` is 115 to calculators and 100.15 to sheets, and `=900+2k`
    /// in a field of thousands mixes thousands with ones.
    fn added(&self, one: Counts, other: Counts) -> Result<Counts, NumberError> {
        match (one, other) {
            _ if one == other => Ok(one),
            (Counts::Percent, _) | (_, Counts::Percent) => Err(NumberError::Sum(
                "a per cent is added to what is none; say it as a factor".to_owned(),
            )),
            _ if self.reading.scale == 1.0 => Ok(Counts::Ones),
            _ => Err(NumberError::Sum(format!(
                "a number without a letter counts in {} and one with a letter in ones; give each \
                 its letter",
                self.reading.unit_words()
            ))),
        }
    }

    fn factors(&mut self, depth: usize) -> Result<Amount, NumberError> {
        let mut product = self.operand(depth)?;
        loop {
            let times = match self.peek() {
                Some('*') => true,
                Some('/') => false,
                _ => return Ok(product),
            };
            self.at += 1;
            let next = self.operand(depth)?;
            product = Amount {
                value: if times {
                    product.value * next.value
                } else {
                    product.value / next.value
                },
                counts: self.multiplied(product.counts, next.counts, times),
            };
        }
    }

    /// What a product or a quotient counts in; a per cent is a mere factor of what is none.
    fn multiplied(&self, one: Counts, other: Counts, times: bool) -> Counts {
        match (one, other) {
            (Counts::Ones, _) | (_, Counts::Ones) => Counts::Ones,
            (Counts::Plain, Counts::Plain) => Counts::Plain,
            (Counts::Percent | Counts::Plain, Counts::Percent) if !times => Counts::Plain,
            (Counts::Percent, Counts::Percent) => Counts::Percent,
            (Counts::Percent, Counts::Plain) if !times => Counts::Percent,
            _ if self.reading.is_percent() => Counts::Percent,
            _ => Counts::Plain,
        }
    }

    fn operand(&mut self, depth: usize) -> Result<Amount, NumberError> {
        if depth > DEEPEST {
            return Err(NumberError::Sum("too much is nested".to_owned()));
        }
        if self.take('-') {
            let inner = self.operand(depth + 1)?;
            return Ok(Amount {
                value: -inner.value,
                ..inner
            });
        }
        if self.take('(') {
            let value = self.terms(depth + 1)?;
            if !self.take(')') {
                return Err(NumberError::Sum("a parenthesis is not closed".to_owned()));
            }
            return Ok(value);
        }
        let Some(next) = self.peek() else {
            return Err(NumberError::Sum(
                "a number is missing at the end".to_owned(),
            ));
        };
        // A number reaches to the next sign of the sum; the sign of an exponent is its own.
        let rest = self.rest();
        let before = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let before = rest[..before]
            .find(['+', '-', '*', '/', '(', ')'])
            .map_or(before, |_| 0);
        let from = before + digits_end(&rest[before..]);
        let end = rest[from..]
            .find(['+', '-', '*', '/', '(', ')'])
            .map_or(rest.len(), |at| from + at);
        let literal = &rest[..end];
        if !literal.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(NumberError::Sum(format!(
                "a number is expected where \u{201c}{next}\u{201d} stands"
            )));
        }
        let read = numeral(literal, self.decimal, self.reading)?;
        self.at += end;
        Ok(Amount {
            value: read.digits * read.factor,
            counts: read.counts,
        })
    }
}
