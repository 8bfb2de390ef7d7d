//! New parts of a text in the style of its owner: indentation, line ends, digit groups.

use super::super::locate::scan::{Item, Shape, Value};

/// Longest line that a new part makes (characters).
const WIDTH: usize = 100;

/// How a text is written.
pub(super) struct Style {
    /// What ends a line.
    pub(super) newline: &'static str,
    /// One step of indentation.
    pub(super) unit: String,
    /// Whether digits stand in groups, as in `12_000`.
    grouped: bool,
}

impl Style {
    /// The style of a text.
    pub(super) fn of(text: &str) -> Self {
        let step = text.lines().find_map(|line| {
            let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
            let code = &line[blank..];
            // Comments and closing brackets may stand anywhere.
            let field = code.starts_with(|c: char| c.is_ascii_alphabetic());
            (blank > 0 && field).then(|| line[..blank].to_owned())
        });
        Self {
            newline: if text.contains("\r\n") { "\r\n" } else { "\n" },
            unit: step.unwrap_or_else(|| "    ".to_owned()),
            grouped: grouped(text) == Some(true),
        }
    }
}

/// Whether numbers of a text have their digits in groups; none when they are too short to tell.
pub(super) fn grouped(text: &str) -> Option<bool> {
    let mut plain = false;
    for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        let number = word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || c == '_');
        if number && word.contains('_') {
            return Some(true);
        }
        plain |= number && word.len() > 3;
    }
    plain.then_some(false)
}

/// The blanks before the first letter of the line in which a byte stands.
pub(super) fn indent_at(text: &str, byte: usize) -> &str {
    let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    let line = &text[start..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Writes parts of a plan's own text in a style.
pub(super) struct Emitter<'t> {
    pub(super) text: &'t str,
    pub(super) style: &'t Style,
    /// How numbers are written in what is replaced, when that can be told.
    pub(super) grouped: Option<bool>,
}

impl Emitter<'_> {
    /// A value on one line.
    pub(super) fn inline(&self, value: &Value) -> String {
        match value.shape {
            Shape::Scalar => self.scalar(&self.text[value.span.clone()]),
            shape => {
                let items: Vec<String> = value
                    .items
                    .iter()
                    .map(|item| self.named(item, self.inline(&item.value)))
                    .collect();
                let (open, close) = brackets(shape);
                let variant = value.variant.as_deref().unwrap_or_default();
                format!("{variant}{open}{}{close}", items.join(", "))
            }
        }
    }

    /// A value with a line for each of its parts; `indent` is that of the line it begins on.
    pub(super) fn broad(&self, value: &Value, indent: &str) -> String {
        if value.items.is_empty() {
            return self.inline(value);
        }
        let (open, close) = brackets(value.shape);
        let variant = value.variant.as_deref().unwrap_or_default();
        if let (Shape::Tuple, [inner]) = (value.shape, value.items.as_slice()) {
            return format!("{variant}({})", self.broad(&inner.value, indent));
        }
        if value.shape == Shape::Tuple {
            // Low, likely and high are read side by side.
            return self.inline(value);
        }
        let newline = self.style.newline;
        let deeper = format!("{indent}{}", self.style.unit);
        let mut text = format!("{variant}{open}{newline}");
        for item in &value.items {
            let name = item.name.as_ref().map_or(0, |(name, _)| name.len() + 2);
            let part = self.fitting(&item.value, &deeper, name);
            text.push_str(&deeper);
            text.push_str(&self.named(item, part));
            text.push(',');
            text.push_str(newline);
        }
        text.push_str(indent);
        text.push(close);
        text
    }

    /// A value on one line when it fits there, else on several.
    pub(super) fn fitting(&self, value: &Value, indent: &str, before: usize) -> String {
        let line = self.inline(value);
        // Several structs on one line are hard to tell apart, however short.
        let crowded = value.shape == Shape::List
            && value.items.len() > 1
            && value
                .items
                .iter()
                .any(|item| item.value.shape == Shape::Fields);
        if !crowded && indent.chars().count() + before + line.chars().count() < WIDTH {
            line
        } else {
            self.broad(value, indent)
        }
    }

    fn named(&self, item: &Item, value: String) -> String {
        match &item.name {
            Some((_, span)) => format!("{}: {value}", &self.text[span.clone()]),
            None => value,
        }
    }

    /// A scalar; a number in groups of three digits where the owner writes them so.
    pub(super) fn scalar(&self, text: &str) -> String {
        let plain = text.strip_prefix('-').unwrap_or(text);
        let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        // An exponent, a text or a word stays as it is.
        let number = !whole.is_empty() && digits(whole) && digits(rest.trim_start_matches('.'));
        if !number || whole.len() < 4 || !self.grouped.unwrap_or(self.style.grouped) {
            return text.to_owned();
        }
        let mut out = text[..text.len() - plain.len()].to_owned();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                out.push('_');
            }
            out.push(digit);
        }
        out + rest
    }
}

const fn brackets(shape: Shape) -> (char, char) {
    match shape {
        Shape::List => ('[', ']'),
        _ => ('(', ')'),
    }
}
