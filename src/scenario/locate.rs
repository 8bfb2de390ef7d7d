//! Where in a scenario text a field stands.
//!
//! A small lenient scanner of RON: it never fails, skips what it does not understand, and knows
//! comments, strings, raw strings, lists with named elements and variants. The strict reader is
//! `ron` itself, in [`mod@super::load`].

pub(super) mod scan;

use super::path::{Step, naming_field, steps};
use scan::{Item, Scanner, Shape, Value};
use std::borrow::Cow;
use std::ops::Range;

/// Where a field stands, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The field's name, when it has one.
    pub name: Option<Range<usize>>,
    /// Its value.
    pub value: Range<usize>,
    /// Name, value and the comma after it.
    pub whole: Range<usize>,
    /// Whether it can be left out without changing the shape of what is around it.
    pub removable: bool,
}

/// The outline of a scenario text.
#[derive(Debug)]
pub struct Outline<'t> {
    text: &'t str,
    root: Option<Value>,
}

impl<'t> Outline<'t> {
    /// Scans a text.
    pub fn new(text: &'t str) -> Self {
        let root = Scanner::scan(text);
        Self { text, root }
    }

    /// The place of a field, the last one when it is stated twice.
    pub fn find(&self, steps: &[Step]) -> Option<Place> {
        self.find_before(steps, self.text.len())
    }

    /// The place of a field, the last one that begins before a byte when it is stated twice.
    pub fn find_before(&self, steps: &[Step], byte: usize) -> Option<Place> {
        let mut value = self.root.as_ref()?.unwrapped();
        let mut list = "";
        let mut place = None;
        for step in steps {
            let item = match step {
                Step::Field(name) => {
                    if value.variant.as_deref() == Some(name) {
                        // A step into a variant stays on its value, or enters its only one.
                        if let (Shape::Tuple, [inner]) = (value.shape, value.items.as_slice()) {
                            place = Some(place_of(inner, false));
                            value = inner.value.unwrapped();
                        }
                        continue;
                    }
                    let same =
                        |item: &&Item| item.name.as_ref().is_some_and(|(other, _)| other == name);
                    // The strict reader stops at its first fault: of a field that is stated twice the
                    // one is meant that it had reached.
                    let mut all = value.items.iter().rev().filter(same);
                    let last = all.next()?;
                    if last.whole.start <= byte {
                        last
                    } else {
                        all.find(|item| item.whole.start <= byte).unwrap_or(last)
                    }
                }
                Step::Element(name) => self.element(value, list, name)?,
            };
            place = Some(place_of(item, value.shape != Shape::Tuple));
            if let Step::Field(name) = step {
                list = name;
            }
            value = item.value.unwrapped();
        }
        place
    }

    /// The path of the smallest part around a byte, elements by index.
    pub fn path_at(&self, byte: usize) -> Vec<Step> {
        let mut path = Vec::new();
        let Some(mut value) = self.root.as_ref() else {
            return path;
        };
        loop {
            let inner = value.unwrapped();
            let within = |item: &Item| item.whole.start <= byte && byte <= item.whole.end;
            let Some(index) = inner.items.iter().position(within) else {
                return path;
            };
            let item = &inner.items[index];
            if let Some(variant) = &inner.variant {
                path.push(Step::Field(variant.clone()));
            }
            // The only value of a variant has no step of its own, as in `find`.
            let entered = inner.variant.is_some() && inner.items.len() == 1;
            match &item.name {
                Some((name, _)) => path.push(Step::Field(name.clone())),
                None if entered => {}
                None => path.push(Step::Element(index.to_string())),
            }
            value = &item.value;
        }
    }

    /// The place of a field, or of the nearest part around it that stands in the text.
    pub fn find_nearest(&self, steps: &[Step]) -> Option<Place> {
        (1..=steps.len())
            .rev()
            .find_map(|length| self.find(&steps[..length]))
    }

    fn element<'v>(&self, value: &'v Value, list: &str, name: &str) -> Option<&'v Item> {
        if value.shape == Shape::Fields {
            return None;
        }
        value
            .items
            .iter()
            .find(|item| self.name_of(&item.value, list).as_deref() == Some(name))
            .or_else(|| value.items.get(name.parse::<usize>().ok()?))
    }

    fn name_of(&self, element: &Value, list: &str) -> Option<Cow<'t, str>> {
        let naming = naming_field(list);
        let item = element
            .unwrapped()
            .items
            .iter()
            .find(|item| item.name.as_ref().is_some_and(|(name, _)| name == naming))?;
        let text = &self.text[item.value.span.clone()];
        // Few names have escapes; only those need a reader.
        let plain = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
            .filter(|text| !text.contains(['"', '\\']));
        match plain {
            Some(name) => Some(Cow::Borrowed(name)),
            None => super::node::parse_value(text).ok().map(Cow::Owned),
        }
    }

    /// The same path with elements named where the text names them and no other has that name.
    pub fn named(&self, steps: &[Step]) -> Vec<Step> {
        let mut named = Vec::with_capacity(steps.len());
        let mut list = "";
        for (depth, step) in steps.iter().enumerate() {
            match step {
                Step::Field(name) => {
                    list = name;
                    named.push(step.clone());
                }
                Step::Element(index) => {
                    let name = self.name_at(&steps[..depth], list, index);
                    named.push(Step::Element(name.unwrap_or_else(|| index.clone())));
                }
            }
        }
        named
    }

    fn name_at(&self, above: &[Step], list: &str, index: &str) -> Option<String> {
        let value = self.value_at(above)?;
        let item = value.items.get(index.parse::<usize>().ok()?)?;
        let name = self.name_of(&item.value, list)?;
        let same = |other: &&Item| self.name_of(&other.value, list).as_ref() == Some(&name);
        // A path with such a name could not be split again.
        let plain = !name.is_empty() && !name.contains(['[', ']', '"']);
        (plain && value.items.iter().filter(same).count() == 1).then(|| name.into_owned())
    }

    fn value_at(&self, steps: &[Step]) -> Option<&Value> {
        let span = self.find(steps)?.value;
        let mut value = self.root.as_ref()?;
        loop {
            let inner = value.unwrapped();
            if value.span == span || inner.span == span {
                return Some(inner);
            }
            value = &inner
                .items
                .iter()
                .find(|item| {
                    item.value.span.start <= span.start && span.end <= item.value.span.end
                })?
                .value;
        }
    }

    /// Line and column of the field at a path, or of the nearest part around it in the text.
    pub fn line_column_of(&self, path: &str) -> Option<(usize, usize)> {
        let place = self.find_nearest(&steps(path)?)?;
        Some(line_column(self.text, place.value.start))
    }

    /// The text of a place's value.
    pub fn value_text(&self, place: &Place) -> &'t str {
        &self.text[place.value.clone()]
    }
}

fn place_of(item: &Item, removable: bool) -> Place {
    Place {
        name: item.name.as_ref().map(|(_, span)| span.clone()),
        value: item.value.span.clone(),
        whole: item.whole.clone(),
        removable,
    }
}

/// Line and column of a byte, both from 1, columns in characters.
pub fn line_column(text: &str, byte: usize) -> (usize, usize) {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &text[..byte];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[start..].chars().count() + 1)
}

/// The byte at a line and column.
pub fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(at) => start += at + 1,
            None => return text.len(),
        }
    }
    text[start..]
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(text.len(), |(at, _)| start + at)
}

#[cfg(test)]
mod tests;
