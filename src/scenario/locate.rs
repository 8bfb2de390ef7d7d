//! Where in a scenario text a field stands.
//!
//! A small lenient scanner of RON: it never fails, skips what it does not understand, and knows
//! comments, strings, raw strings, lists with named elements and variants. The strict reader is
//! `ron` itself, in [`super::load`].

use std::borrow::Cow;
use std::ops::Range;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field, or a variant that has a value.
    Field(String),
    /// An element of a list, by its name or its index.
    Element(String),
}

/// Splits `components[chat].tokens_out` into its steps; `None` when brackets do not match or a
/// step is empty.
pub fn steps(path: &str) -> Option<Vec<Step>> {
    let mut found = Vec::new();
    let mut rest = path.trim();
    let mut first = true;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let mut depth = 1_usize;
            let end = inside.char_indices().find_map(|(at, c)| {
                match c {
                    '[' => depth += 1,
                    ']' => depth -= 1,
                    _ => {}
                }
                (depth == 0).then_some(at)
            })?;
            let name = inside[..end].trim();
            let name = name
                .strip_prefix('"')
                .and_then(|name| name.strip_suffix('"'))
                .unwrap_or(name);
            if name.is_empty() || first {
                return None;
            }
            found.push(Step::Element(name.to_owned()));
            rest = &inside[end + 1..];
        } else {
            if !first {
                rest = rest.strip_prefix('.')?;
            }
            let end = rest.find(['.', '[', ']']).unwrap_or(rest.len());
            if end == 0 {
                return None;
            }
            found.push(Step::Field(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        first = false;
    }
    (!found.is_empty()).then_some(found)
}

/// Puts steps together again.
pub fn join(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Field(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Step::Element(name) => {
                path.push('[');
                path.push_str(name);
                path.push(']');
            }
        }
    }
    path
}

/// The field by which the elements of a list are named.
pub fn naming_field(list: &str) -> &'static str {
    match list {
        "notes" => "at",
        "fallbacks" => "component",
        "prices" | "owned" => "gpu",
        "roadmaps" | "overrides" => "id",
        _ => "name",
    }
}

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

#[derive(Debug)]
struct Item {
    name: Option<(String, Range<usize>)>,
    whole: Range<usize>,
    value: Value,
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Shape {
    Scalar,
    List,
    Tuple,
    Fields,
}

#[derive(Debug)]
struct Value {
    span: Range<usize>,
    variant: Option<String>,
    shape: Shape,
    items: Vec<Item>,
}

impl Value {
    /// The value within `Some( … )`.
    fn unwrapped(&self) -> &Self {
        match (self.variant.as_deref(), self.shape, self.items.as_slice()) {
            (Some("Some"), Shape::Tuple, [inner]) => inner.value.unwrapped(),
            _ => self,
        }
    }
}

/// The outline of a scenario text.
#[derive(Debug)]
pub struct Outline<'t> {
    text: &'t str,
    root: Option<Value>,
    comments: usize,
}

impl<'t> Outline<'t> {
    /// Scans a text.
    pub fn new(text: &'t str) -> Self {
        let mut scanner = Scanner {
            text,
            at: 0,
            comments: 0,
        };
        scanner.skip_attributes();
        let root = scanner.value(0);
        // Comments after the value count too.
        scanner.space();
        Self {
            text,
            root,
            comments: scanner.comments,
        }
    }

    /// How many comments stand in the text; saving loses them.
    pub fn comments(&self) -> usize {
        self.comments
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

/// Nesting beyond which the scanner gives up; `ron` refuses earlier.
const DEEPEST: usize = 96;

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    comments: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Skips blanks and comments, counting the latter.
    fn space(&mut self) {
        loop {
            while self.peek().is_some_and(|c| c.is_ascii_whitespace()) {
                self.at += 1;
            }
            if self.rest().starts_with(b"//") {
                self.comments += 1;
                let length = self.rest().iter().position(|c| *c == b'\n');
                self.at += length.unwrap_or(self.rest().len());
            } else if self.rest().starts_with(b"/*") {
                self.comments += 1;
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
        if self.rest().starts_with(b"r#") && self.rest().get(2).is_some_and(u8::is_ascii_alphabetic)
        {
            self.at += 2;
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
                Some(Value {
                    span: start..self.at,
                    variant,
                    shape,
                    items,
                })
            }
            _ if variant.is_some() => {
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
        let (start, comments) = (self.at, self.comments);
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
        (self.at, self.comments) = (start, comments);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Outline, Place, Step, byte_at, join, line_column, steps};

    const TEXT: &str = r##"#![enable(implicit_some)]
// a plan
(
    version: 1, /* nested /* comment */ */
    story: r#"a "raw" ) text"#,
    demand: (users: (1, 2, 3), growth: (ceiling: Some(5_000))),
    components: [
        (name: "chat, main", tokens_out: 300),
        (name: "web", cpu_ms: 20,), // last
    ],
    today: Units([(name: "all", components: ["web"])]),
    training: To((delivery: 3)),
)
"##;

    fn place(path: &str) -> Option<Place> {
        Outline::new(TEXT).find(&steps(path).unwrap())
    }

    #[track_caller]
    fn check(path: &str, value: &str) {
        let place = place(path).unwrap();
        assert_eq!(&TEXT[place.value], value);
    }

    #[test]
    fn fields_are_found_by_path() {
        check("version", "1");
        check("demand.users", "(1, 2, 3)");
        check("demand.growth.ceiling", "Some(5_000)");
        check("components[chat, main].tokens_out", "300");
        check("components[1].cpu_ms", "20");
        check("components[web].cpu_ms", "20");
        check("today.Units[all].components[0]", "\"web\"");
        check("training.To.delivery", "3");
        assert_eq!(place("demand.usres"), None);
        assert_eq!(place("components[7].cpu_ms"), None);
    }

    #[test]
    fn comments_are_counted_and_the_comma_belongs_to_the_field() {
        let outline = Outline::new(TEXT);
        assert_eq!(outline.comments(), 3);
        assert_eq!(
            &TEXT[place("components[web].cpu_ms").unwrap().whole],
            "cpu_ms: 20,"
        );
        assert!(!place("demand.users[0]").unwrap().removable);
    }

    #[test]
    fn elements_get_their_names() {
        let outline = Outline::new(TEXT);
        let named = outline.named(&steps("components[1].cpu_ms").unwrap());
        assert_eq!(join(&named), "components[web].cpu_ms");
        let named = outline.named(&steps("today.Units[0].components[0]").unwrap());
        assert_eq!(join(&named), "today.Units[all].components[0]");
    }

    #[test]
    fn a_byte_leads_to_its_path() {
        let outline = Outline::new(TEXT);
        for (word, path) in [
            ("300", "components[0].tokens_out"),
            ("5_000", "demand.growth.ceiling"),
            ("\"web\"])", "today.Units[0].components[0]"),
        ] {
            let at = TEXT.find(word).unwrap();
            assert_eq!(join(&outline.path_at(at)), path);
        }
    }

    #[test]
    fn paths_split() {
        assert_eq!(
            steps("notes[components[chat].tokens_out].note"),
            Some(vec![
                Step::Field("notes".to_owned()),
                Step::Element("components[chat].tokens_out".to_owned()),
                Step::Field("note".to_owned()),
            ])
        );
        for bad in ["", "a..b", "a[", "a[]", "[0]", "a]b", ".a", "a."] {
            assert_eq!(steps(bad), None, "{bad}");
        }
    }

    #[test]
    fn bytes_and_lines_agree() {
        let text = "a\nüb\nc";
        for (byte, _) in text.char_indices() {
            let (line, column) = line_column(text, byte);
            assert_eq!(byte_at(text, line, column), byte);
        }
        assert_eq!(line_column(text, 4), (2, 2));
    }

    #[test]
    fn broken_texts_do_not_stop_the_scanner() {
        for text in [
            "",
            "(",
            "(a: ",
            "(a: [1, }",
            "((((",
            "(a: \"x",
            "(: ,, é: ü)",
            "/*",
            "r#\"",
        ] {
            let outline = Outline::new(text);
            let _ = outline.find(&steps("a.b[0]").unwrap());
        }
        let _ = Outline::new(&"(a:".repeat(100_000));
        let _ = Outline::new(&"[".repeat(100_000));
    }
}
