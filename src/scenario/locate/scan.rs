//! The lenient scanner: values, their parts and their spans, whatever the text.

use std::ops::Range;

#[derive(Debug)]
pub(in crate::scenario) struct Item {
    pub(in crate::scenario) name: Option<(String, Range<usize>)>,
    pub(in crate::scenario) whole: Range<usize>,
    pub(in crate::scenario) value: Value,
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(in crate::scenario) enum Shape {
    Scalar,
    List,
    Tuple,
    Fields,
}

#[derive(Debug)]
pub(in crate::scenario) struct Value {
    pub(in crate::scenario) span: Range<usize>,
    /// What stands between its brackets; empty for a scalar.
    pub(in crate::scenario) inner: Range<usize>,
    pub(in crate::scenario) variant: Option<String>,
    pub(in crate::scenario) shape: Shape,
    pub(in crate::scenario) items: Vec<Item>,
}

impl Value {
    /// The value within `Some( … )`.
    pub(in crate::scenario) fn unwrapped(&self) -> &Self {
        match (self.variant.as_deref(), self.shape, self.items.as_slice()) {
            (Some("Some"), Shape::Tuple, [inner]) => inner.value.unwrapped(),
            _ => self,
        }
    }
}

/// Nesting beyond which the scanner gives up; `ron` refuses earlier.
const DEEPEST: usize = 96;

pub(in crate::scenario) struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    /// The outermost value of a text.
    pub(in crate::scenario) fn scan(text: &str) -> Option<Value> {
        let mut scanner = Scanner { text, at: 0 };
        scanner.skip_attributes();
        scanner.value(0)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Skips blanks and comments.
    fn space(&mut self) {
        loop {
            while self.peek().is_some_and(|c| c.is_ascii_whitespace()) {
                self.at += 1;
            }
            if self.rest().starts_with(b"//") {
                let length = self.rest().iter().position(|c| *c == b'\n');
                self.at += length.unwrap_or(self.rest().len());
            } else if self.rest().starts_with(b"/*") {
                self.block_comment();
            } else {
                return;
            }
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.text.len() {
            if self.rest().starts_with(b"/*") {
                depth += 1;
                self.at += 2;
            } else if self.rest().starts_with(b"*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    return;
                }
            } else {
                self.at += 1;
            }
        }
    }

    fn skip_attributes(&mut self) {
        loop {
            self.space();
            if !self.rest().starts_with(b"#!") {
                return;
            }
            let length = self.rest().iter().position(|c| *c == b']');
            self.at += length.map_or(self.rest().len(), |at| at + 1);
        }
    }

    fn word(&mut self) -> Option<String> {
        let start = self.at;
        // A raw name, which may also be a number.
        let raw = |c: &u8| c.is_ascii_alphanumeric() || b"_.+-".contains(c) || *c >= 0x80;
        if self.rest().starts_with(b"r#") && self.rest().get(2).is_some_and(raw) {
            let length = self.rest()[2..].iter().take_while(|c| raw(c)).count();
            self.at += 2 + length;
            return Some(self.text[start + 2..self.at].to_owned());
        }
        let from = self.at;
        if !self
            .peek()
            .is_some_and(|c| c.is_ascii_alphabetic() || c == b'_' || c >= 0x80)
        {
            self.at = start;
            return None;
        }
        while self
            .peek()
            .is_some_and(|c| c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80)
        {
            self.at += 1;
        }
        Some(self.text[from..self.at].to_owned())
    }

    /// Skips a string, raw string or character at this place, if there is one.
    fn quoted(&mut self) -> bool {
        let rest = self.rest();
        let prefix = usize::from(rest.starts_with(b"b"));
        let after = &rest[prefix.min(rest.len())..];
        if after.starts_with(b"r\"") || after.starts_with(b"r#") {
            let hashes = after[1..].iter().take_while(|c| **c == b'#').count();
            if after.get(1 + hashes) != Some(&b'"') {
                return false;
            }
            let mut close = vec![b'"'];
            close.resize(hashes + 1, b'#');
            let from = prefix + 2 + hashes;
            let end = rest[from..]
                .windows(close.len())
                .position(|window| window == close);
            self.at += end.map_or(rest.len(), |at| from + at + close.len());
            return true;
        }
        let quote = match after.first() {
            Some(b'"') => b'"',
            Some(b'\'') => b'\'',
            _ => return false,
        };
        let mut at = prefix + 1;
        while let Some(c) = rest.get(at) {
            match *c {
                b'\\' => at += 2,
                c if c == quote => break,
                _ => at += 1,
            }
        }
        // An escape may be the last thing in a broken text, or stand before a letter of several bytes.
        self.at = (self.at + at + 1).min(self.text.len());
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        true
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.space();
        let start = self.at;
        if depth > DEEPEST || self.peek().is_none() {
            return None;
        }
        let scalar = |scanner: &Self| Value {
            span: start..scanner.at,
            inner: scanner.at..scanner.at,
            variant: None,
            shape: Shape::Scalar,
            items: Vec::new(),
        };
        if self.quoted() {
            return Some(scalar(self));
        }
        let variant = self.word();
        let after_word = self.at;
        if variant.is_some() {
            self.space();
        }
        match self.peek() {
            Some(open @ (b'(' | b'[' | b'{')) if variant.is_none() || open == b'(' => {
                self.at += 1;
                let from = self.at;
                let close = match open {
                    b'(' => b')',
                    b'[' => b']',
                    _ => b'}',
                };
                let items = self.items(close, depth + 1);
                let named = items.iter().any(|item| item.name.is_some());
                let shape = match open {
                    b'[' => Shape::List,
                    b'(' if !named && !items.is_empty() => Shape::Tuple,
                    _ => Shape::Fields,
                };
                // A broken text may end, or go on further out, without the bracket.
                let to = self.at - usize::from(self.text.as_bytes()[..self.at].ends_with(&[close]));
                Some(Value {
                    span: start..self.at,
                    inner: from..to.max(from),
                    variant,
                    shape,
                    items,
                })
            }
            _ if variant.is_some() => {
                // Blanks and comments behind the word belong to what follows.
                self.at = after_word;
                Some(Value {
                    variant,
                    ..scalar(self)
                })
            }
            _ => {
                while self
                    .peek()
                    .is_some_and(|c| !c.is_ascii_whitespace() && !b",()[]{}:\"".contains(&c))
                    && !self.rest().starts_with(b"//")
                    && !self.rest().starts_with(b"/*")
                {
                    self.at += 1;
                }
                Some(scalar(self))
            }
        }
    }

    fn items(&mut self, close: u8, depth: usize) -> Vec<Item> {
        let mut items = Vec::new();
        loop {
            self.space();
            let start = self.at;
            match self.peek() {
                Some(c) if c == close => {
                    self.at += 1;
                    return items;
                }
                // The end, or a bracket that closes something further out.
                None | Some(b')' | b']' | b'}') => return items,
                _ => {}
            }
            let name = self.field_name();
            let Some(value) = self.value(depth) else {
                return items;
            };
            if self.at == start {
                // Nothing that begins a value: step over it.
                self.at += 1;
                while !self.text.is_char_boundary(self.at) {
                    self.at += 1;
                }
                continue;
            }
            let after_value = self.at;
            self.space();
            let end = if self.peek() == Some(b',') {
                self.at += 1;
                self.at
            } else {
                after_value
            };
            items.push(Item {
                name,
                whole: start..end,
                value,
            });
        }
    }

    /// A name with its colon, or nothing and no step forward.
    fn field_name(&mut self) -> Option<(String, Range<usize>)> {
        let start = self.at;
        let name = if self.peek() == Some(b'"') {
            self.quoted();
            Some(self.text[start..self.at].trim_matches('"').to_owned())
        } else {
            self.word()
        };
        let span = start..self.at;
        self.space();
        if let (Some(name), Some(b':')) = (name, self.peek()) {
            self.at += 1;
            return Some((name, span));
        }
        self.at = start;
        None
    }
}
