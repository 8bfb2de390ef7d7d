//! The scenario format as a commented scenario: every field with its default.
//!
//! Generated from [`super::fields`] and a scenario that has one of everything, so it names every
//! field there is and can be read back.

use super::exemplar::exemplar;
use super::fields::{Field, FieldKind, field_for};
use super::node::{Leaf, Node};
use super::path::{below, element_key, naming_field};
use super::schema::VERSION;
use super::validate::plain;
use std::fmt::Write as _;

/// Width at which comments are broken.
const WIDTH: usize = 100;

/// The whole format, as RON with comments.
pub fn schema_text() -> String {
    let mut text = String::new();
    let intro = format!(
        "The format of a Splitpoint scenario, version {VERSION}. Every field has the default shown \
         and may be left out; names in lists are examples. A number may carry _ and may be a range \
         (low, likely, high): one time in ten it is lower, or higher. Money is in the currency of \
         the plan, shares are fractions of one. None stands for a field that is not set."
    );
    comment(&mut text, 0, &intro);
    text.push_str("(\n");
    fields(&mut text, &exemplar(), "", 1);
    text.push_str(")\n");
    text
}

fn comment(text: &mut String, depth: usize, words: &str) {
    let indent = "    ".repeat(depth);
    let mut line = format!("{indent}//");
    for word in words.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            line = format!("{indent}//");
        }
        let _ = write!(line, " {word}");
    }
    let _ = writeln!(text, "{line}");
}

fn fields(text: &mut String, node: &dyn Node, path: &str, depth: usize) {
    for key in node.keys() {
        let Some(part) = node.child(&key) else {
            continue;
        };
        let below = below(path, &key);
        let indent = "    ".repeat(depth);
        if let Some(leaf) = part.leaf() {
            let field = field_for(&below);
            if let Some(field) = field {
                comment(text, depth, &description(field));
            }
            let value = value_text(&leaf, field);
            let _ = writeln!(text, "{indent}{key}: {value},");
        } else if part.is_list() {
            let names = part.keys();
            let note = format!(
                "A list; paths name an element as in {below}[{}].",
                naming_field(&key)
            );
            comment(text, depth, &note);
            let _ = writeln!(text, "{indent}{key}: [");
            for index in 0..names.len() {
                let element = element_key(&names, index);
                if let Some(item) = part.child(&element) {
                    let _ = writeln!(text, "{indent}    (");
                    fields(text, item, &format!("{below}[]"), depth + 2);
                    let _ = writeln!(text, "{indent}    ),");
                }
            }
            let _ = writeln!(text, "{indent}],");
        } else {
            if let Some(field) = field_for(&below) {
                comment(text, depth, &description(field));
            }
            let _ = writeln!(text, "{indent}{key}: (");
            fields(text, part, &below, depth + 1);
            let _ = writeln!(text, "{indent}),");
        }
    }
}

/// All that is known about a field, in sentences.
fn description(field: &Field) -> String {
    let mut words = format!("{}: {}", field.label, field.help);
    let unit = field.unit.replace("{currency}", "money");
    match field.kind {
        FieldKind::Choice(choices) => {
            let _ = write!(words, " One of {}.", choices.join(", "));
        }
        FieldKind::Number | FieldKind::Count | FieldKind::Text | FieldKind::Flag => {
            let _ = write!(words, " A {}", field.kind.name());
            if field.unit.starts_with('%') {
                let _ = write!(words, ", a share shown in {unit}");
            } else if !unit.is_empty() {
                let _ = write!(words, " in {unit}");
            }
            words.push('.');
        }
        FieldKind::Names | FieldKind::Partition | FieldKind::Training | FieldKind::Optional => {
            let _ = write!(words, " Write {}.", field.kind.allowed());
        }
    }
    if let Some((low, high)) = field.allowed {
        let _ = write!(words, " Allowed {} to {}", plain(low), plain(high));
        if let Some((low, high)) = field.typical {
            let _ = write!(words, ", typical {} to {}", plain(low), plain(high));
        }
        words.push('.');
    }
    match (field.catalog_id(), field.source) {
        (Some(id), _) => {
            let _ = write!(words, " Not set: the catalogue's {id}.");
        }
        (None, Some(source)) => {
            let _ = write!(words, " Not set: {source}.");
        }
        (None, None) => {}
    }
    words
}

fn value_text(leaf: &Leaf, field: Option<&Field>) -> String {
    match leaf {
        Leaf::Number(value) => plain(value.likely),
        Leaf::Count(value) => value.to_string(),
        Leaf::Flag(value) => value.to_string(),
        Leaf::Choice(word) => word.clone(),
        Leaf::Unset => "None".to_owned(),
        Leaf::Text(_) if field.is_some_and(|field| field.kind == FieldKind::Names) => {
            "[]".to_owned()
        }
        Leaf::Text(text) => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, schema_text};
    use crate::scenario::exemplar::exemplar;
    use crate::scenario::fields;
    use crate::scenario::load;

    #[test]
    fn the_schema_is_a_scenario_with_one_of_everything() {
        let text = schema_text();
        let loaded = load(&text);
        assert_eq!(loaded.diagnostics, [], "{text}");
        assert_eq!(loaded.scenario, Some(exemplar()));
    }

    #[test]
    fn every_field_is_described() {
        let text = schema_text()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace("// ", "");
        for field in fields::all() {
            assert!(text.contains(field.help), "{}", field.path);
        }
        let widest = schema_text().lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(WIDTH));
    }
}
