//! What stands behind `=` in a number field: numbers with suffixes, `+ - * /` and parentheses.
//!
//! The tests are with the parser of whole fields, in [`super::parse`].

use super::parse::{NumberError, digits_end, single};

/// Deepest nesting.
const DEEPEST: usize = 32;

/// The rest of a sum still to be read.
pub(super) struct Sum<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Sum<'a> {
    /// A sum without its `=`.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// What it comes to.
    pub(super) fn value(mut self) -> Result<f64, NumberError> {
        let value = self.terms(0)?;
        if let Some(left) = self.peek() {
            return Err(NumberError::Sum(format!(
                "\u{201c}{left}\u{201d} is not expected"
            )));
        }
        if value.is_finite() {
            Ok(value)
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

    fn terms(&mut self, depth: usize) -> Result<f64, NumberError> {
        let mut value = self.factors(depth)?;
        loop {
            if self.take('+') {
                value += self.factors(depth)?;
            } else if self.take('-') {
                value -= self.factors(depth)?;
            } else {
                return Ok(value);
            }
        }
    }

    fn factors(&mut self, depth: usize) -> Result<f64, NumberError> {
        let mut value = self.operand(depth)?;
        loop {
            if self.take('*') {
                value *= self.operand(depth)?;
            } else if self.take('/') {
                value /= self.operand(depth)?;
            } else {
                return Ok(value);
            }
        }
    }

    fn operand(&mut self, depth: usize) -> Result<f64, NumberError> {
        if depth > DEEPEST {
            return Err(NumberError::Sum("too much is nested".to_owned()));
        }
        if self.take('-') {
            return Ok(-self.operand(depth + 1)?);
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
        let rest = self.rest();
        let symbol = rest.len() - rest.trim_start_matches(['$', '€', '£', '¥', '₹']).len();
        let digits = symbol + digits_end(&rest[symbol..]);
        let letters = rest[digits..]
            .find(|c: char| !(c.is_alphabetic() || c == '%'))
            .unwrap_or(rest.len() - digits);
        if digits == symbol {
            return Err(NumberError::Sum(format!(
                "a number is expected where \u{201c}{next}\u{201d} stands"
            )));
        }
        let value = single(&rest[..digits + letters])?;
        self.at += digits + letters;
        Ok(value)
    }
}
