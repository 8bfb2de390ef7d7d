//! The owner's text with the difference between two plans carried into it.

use super::super::locate::scan::{Item, Shape, Value};
use super::super::node::{Leaf, Node};
use super::super::path::element_key;
use super::align::{Listed, align};
use super::emit::{Emitter, Style, grouped, indent_at};
use super::pieces::Pieces;

pub(super) struct Merger<'t> {
    /// The owner's text.
    pub(super) own: &'t str,
    /// The plan before, as it would be saved.
    pub(super) was: &'t str,
    /// The plan after, likewise.
    pub(super) is: &'t str,
    pub(super) style: &'t Style,
    /// How far down parts are patched.
    pub(super) deepest: usize,
}

/// Nothing stated: a struct or list of defaults.
fn nothing(like: &Value) -> Value {
    Value {
        span: 0..0,
        inner: 0..0,
        variant: like.variant.clone(),
        shape: like.shape,
        items: Vec::new(),
    }
}

impl Merger<'_> {
    /// The owner's text of a value, changed where the plan was.
    pub(super) fn value(
        &self,
        own: &Value,
        was: &Value,
        is: &Value,
        node: Option<&dyn Node>,
        level: usize,
    ) -> String {
        if self.was[was.span.clone()] == self.is[is.span.clone()] {
            return self.own[own.span.clone()].to_owned();
        }
        let inner = own.unwrapped();
        // Patched is what has the same form in all three; between empty brackets there is nothing to keep.
        let patched = match (inner.shape, was.shape, is.shape) {
            _ if level >= self.deepest => None,
            // An optional part that is set for the first time takes the place of `None`.
            (Shape::Fields, Shape::Fields, Shape::Fields)
                if was.variant == is.variant && !self.is_blank(inner) =>
            {
                Some(self.fields(inner, was, is, node, level).text())
            }
            // Elements have no names: the owner's are those of the plan before by their place.
            (Shape::List, Shape::List, Shape::List)
                if inner.items.len() == was.items.len() && !self.is_blank(inner) =>
            {
                Some(self.list(inner, was, is, node, level).text())
            }
            (Shape::Tuple, Shape::Tuple, Shape::Tuple)
                if was.variant == is.variant
                    && inner.items.len() == was.items.len()
                    && was.items.len() == is.items.len() =>
            {
                Some(self.tuple(inner, was, is, level))
            }
            _ => None,
        };
        match patched {
            Some(patched) => format!(
                "{}{patched}{}",
                &self.own[own.span.start..inner.span.start],
                &self.own[inner.span.end..own.span.end]
            ),
            None => self.anew(own, is),
        }
    }

    /// Whether nothing stands between the brackets.
    fn is_blank(&self, own: &Value) -> bool {
        self.own[own.inner.clone()].trim().is_empty()
    }

    fn pieces(&self, own: &Value) -> Pieces {
        Pieces::of(self.own, own, &self.style.unit, self.style.newline)
    }

    fn emitter(&self, grouped: Option<bool>) -> Emitter<'_> {
        Emitter {
            text: self.is,
            style: self.style,
            grouped,
        }
    }

    /// Groups digits as the text did that goes; digits in quotes say nothing of that.
    fn emitter_in_place_of(&self, old: &str) -> Emitter<'_> {
        self.emitter(grouped(old).filter(|_| !old.contains('"')))
    }

    /// A value in place of another.
    fn anew(&self, own: &Value, is: &Value) -> String {
        let old = &self.own[own.span.clone()];
        let emitter = self.emitter_in_place_of(old);
        let broad = own.shape != Shape::Scalar && old.contains('\n');
        let indent = indent_at(self.own, own.span.start);
        if broad {
            emitter.broad(is, indent)
        } else {
            let line = self.own[..own.span.start]
                .rfind('\n')
                .map_or(0, |at| at + 1);
            let before = own.span.start - line - indent.len();
            emitter.fitting(is, indent, before)
        }
    }

    fn fields(
        &self,
        own: &Value,
        was: &Value,
        is: &Value,
        node: Option<&dyn Node>,
        level: usize,
    ) -> Pieces {
        let mut pieces = self.pieces(own);
        let find = |value: &Value, name: &str| -> Option<usize> {
            let named = |item: &Item| item.name.as_ref().is_some_and(|(other, _)| other == name);
            value.items.iter().position(named)
        };
        for (at, item) in own.items.iter().enumerate() {
            let Some((name, _)) = &item.name else {
                continue;
            };
            let name = name.as_str();
            let before = find(was, name).map(|at| &was.items[at].value);
            let after = find(is, name).map(|at| &is.items[at].value);
            let below = node.and_then(|node| node.child(name));
            let text = match (before, after) {
                // The owner states a default, and it still is one.
                (None, None) => continue,
                (before, Some(after)) => {
                    let none = nothing(after);
                    let before = before.unwrap_or(&none);
                    Some(self.value(&item.value, before, after, below, level + 1))
                }
                (Some(before), None) => self.usual(&item.value, before, below, level + 1),
            };
            match text {
                Some(text) => {
                    let name = &self.own[item.whole.start..item.value.span.start];
                    pieces.replace(at, name, &text);
                }
                None => pieces.remove(at),
            }
        }
        // A new field stands behind all that come before it in the format's own order.
        let mut behind: Option<usize> = None;
        for item in &is.items {
            let Some((name, _)) = &item.name else {
                continue;
            };
            let place = if let Some(at) = find(own, name) {
                pieces.place(at)
            } else {
                let emitter = self.emitter(None);
                let value = if pieces.is_broad() {
                    emitter.fitting(&item.value, pieces.indent(), name.len() + 2)
                } else {
                    emitter.inline(&item.value)
                };
                pieces.insert(behind, format!("{name}: {value}"))
            };
            behind = behind.max(Some(place));
        }
        pieces
    }

    /// The text of a value that has become its default; none when its field goes away.
    fn usual(
        &self,
        own: &Value,
        was: &Value,
        node: Option<&dyn Node>,
        level: usize,
    ) -> Option<String> {
        let leaf = node.and_then(Node::leaf);
        if leaf == Some(Leaf::Unset) {
            return None;
        }
        let inner = own.unwrapped();
        let none = nothing(was);
        let pieces = match (inner.shape, was.shape) {
            // The default may be another variant, which has other fields.
            _ if was.variant.is_some() || level >= self.deepest => None,
            (Shape::Fields, Shape::Fields) => Some(self.fields(inner, was, &none, node, level)),
            (Shape::List, Shape::List) if inner.items.len() == was.items.len() => {
                Some(self.list(inner, was, &none, node, level))
            }
            _ => None,
        };
        if let Some(pieces) = pieces {
            // A comment of the owner's keeps an empty part in the text.
            return (!pieces.is_void()).then(|| pieces.text());
        }
        let emitter = self.emitter_in_place_of(&self.own[own.span.clone()]);
        match leaf? {
            Leaf::Number(value) => ron::to_string(&value)
                .ok()
                .map(|text| emitter.scalar(&text)),
            Leaf::Count(value) => Some(emitter.scalar(&value.to_string())),
            Leaf::Flag(value) => Some(value.to_string()),
            Leaf::Choice(word) => Some(word),
            Leaf::Text(text) if !text.is_empty() && own.shape == Shape::Scalar => {
                ron::to_string(&text).ok()
            }
            Leaf::Text(_) | Leaf::Unset => None,
        }
    }

    fn list(
        &self,
        own: &Value,
        was: &Value,
        is: &Value,
        node: Option<&dyn Node>,
        level: usize,
    ) -> Pieces {
        let mut pieces = self.pieces(own);
        let pairs = align(
            Listed {
                text: self.was,
                items: &was.items,
            },
            Listed {
                text: self.is,
                items: &is.items,
            },
        );
        let kept: std::collections::BTreeSet<usize> = pairs.iter().copied().flatten().collect();
        for at in (0..own.items.len()).filter(|at| !kept.contains(at)) {
            pieces.remove(at);
        }
        let keys = node.map(Node::keys).unwrap_or_default();
        let lines = own.items.iter().any(|item| {
            item.value.shape != Shape::Scalar && self.own[item.value.span.clone()].contains('\n')
        });
        let mut behind = None;
        for (index, pair) in pairs.into_iter().enumerate() {
            let new = &is.items[index].value;
            behind = Some(if let Some(at) = pair {
                let below = node.and_then(|node| node.child(&element_key(&keys, index)));
                let old = &own.items[at].value;
                let text = self.value(old, &was.items[at].value, new, below, level + 1);
                pieces.replace(at, "", &text);
                pieces.place(at)
            } else {
                let emitter = self.emitter(None);
                let text = if pieces.is_broad() && lines {
                    emitter.broad(new, pieces.indent())
                } else {
                    emitter.inline(new)
                };
                pieces.insert(behind, text)
            });
        }
        pieces
    }

    fn tuple(&self, own: &Value, was: &Value, is: &Value, level: usize) -> String {
        let mut pieces = self.pieces(own);
        for (at, item) in own.items.iter().enumerate() {
            let (before, after) = (&was.items[at].value, &is.items[at].value);
            let text = self.value(&item.value, before, after, None, level + 1);
            pieces.replace(at, "", &text);
        }
        pieces.text()
    }
}
