//! Faults of a text in words: what was found, what is allowed, the nearest word.

use super::super::fields::{self, FieldKind};
use super::super::locate::line_column;
use super::super::node::Node;
use super::super::path::{Step, steps};
use super::advice;
use crate::diagnostic::{Diagnostic, excerpt, nearest_word, words_allowed};
use crate::units;
use ron::error::Error as RonError;

/// A fault of syntax, which ends reading.
pub(super) fn syntax_finding(text: &str, start: usize, error: &RonError) -> Diagnostic {
    let meant = advice::about_value(text, start.min(text.len()));
    let finding = match (error, meant) {
        (RonError::ExceededRecursionLimit, _) => {
            Diagnostic::error("too-deep", "", "values are nested too deeply")
        }
        (_, Some(meant)) => {
            return Diagnostic::error("syntax", "", meant.message)
                .found(meant.found)
                .hint(meant.hint)
                .at(line_column(text, start));
        }
        // The reader would have it be a name all the same.
        (RonError::SuggestRawIdentifier(word), _) => {
            Diagnostic::error("syntax", "", format!("`{word}` is no field's name"))
                .hint("A field is a name, a colon and a value, as in users: 1_000")
        }
        _ => Diagnostic::error(
            "syntax",
            "",
            units::lower_first(error.to_string().trim_end_matches('.')),
        )
        .hint("A scenario looks like (version: 1, name: \"…\", demand: (users: 1_000))"),
    };
    let rest = excerpt(text.get(start..).unwrap_or_default());
    let finding = if rest.is_empty() {
        finding.found("the end of the text")
    } else {
        finding.found(rest)
    };
    finding.at(line_column(text, start))
}

/// A fault in words.
pub(super) fn describe(error: &RonError, path: &str, shown: String) -> Diagnostic {
    match error {
        RonError::NoSuchStructField {
            expected, found, ..
        } => Diagnostic::error(
            "unknown-field",
            path,
            format!("there is no field `{found}`"),
        )
        .found(found)
        .allowed(words_allowed(found, expected.iter().copied()))
        .nearest(nearest_word(found, expected.iter().copied())),
        RonError::DuplicateStructField { field, .. } => Diagnostic::error(
            "duplicate-field",
            path,
            format!("`{field}` is stated twice"),
        )
        .found(*field)
        .hint("Keep one of them"),
        RonError::NoSuchEnumVariant {
            expected, found, ..
        } => Diagnostic::error(
            "unknown-word",
            path,
            format!("there is no choice `{found}`"),
        )
        .found(found)
        .allowed(words_allowed(found, expected.iter().copied()))
        .nearest(nearest_word(found, expected.iter().copied())),
        RonError::Message(message) if message.contains("not a finite number") => Diagnostic::error(
            "not-finite",
            path,
            format!("`{shown}` is not a finite number"),
        )
        .found(shown)
        .allowed(allowed_at(path)),
        RonError::Message(message) if message.contains("must rise") => {
            Diagnostic::error("range-order", path, message.clone())
                .found(shown)
                .allowed("low ≤ likely ≤ high")
        }
        RonError::ExceededRecursionLimit => {
            Diagnostic::error("too-deep", path, "values are nested too deeply")
        }
        _ => wrong_type(path, shown),
    }
}

fn wrong_type(path: &str, found: String) -> Diagnostic {
    let words = fields::field_for(path).map_or(&[][..], |field| field.kind.words());
    let kind = fields::field_for(path)
        .map_or_else(|| group_at(path), |field| field.kind.name().to_owned());
    let article = match kind.as_str() {
        "names" | "units" | "training" | "true or false" => "",
        _ => "a ",
    };
    let finding = Diagnostic::error(
        if words.is_empty() {
            "wrong-type"
        } else {
            "unknown-word"
        },
        path,
        format!("`{found}` is not {article}{kind}"),
    )
    .allowed(allowed_at(path))
    .nearest(nearest_word(found.trim_matches('"'), words.iter().copied()));
    let numeric = fields::field_for(path)
        .is_some_and(|field| matches!(field.kind, FieldKind::Number | FieldKind::Count));
    let hint = if numeric {
        advice::about_number(&found)
            .map(|meant| meant.hint)
            .or_else(|| advice::about_range(&found))
    } else {
        None
    };
    match hint {
        Some(hint) => finding.found(found).hint(hint),
        None => finding.found(found),
    }
}

fn exemplar_is_list(path: &str) -> Option<bool> {
    let plan = super::super::exemplar::exemplar();
    let mut node: &dyn Node = &plan;
    for step in steps(path)? {
        node = match step {
            Step::Field(name) => node.child(&name)?,
            Step::Element(_) => node.child("0")?,
        };
    }
    Some(node.is_list())
}

fn group_at(path: &str) -> String {
    match exemplar_is_list(path) {
        Some(true) => "list".to_owned(),
        _ if path.is_empty() => "scenario".to_owned(),
        _ => "group of fields".to_owned(),
    }
}

fn allowed_at(path: &str) -> String {
    match fields::field_for(path) {
        Some(field) if field.kind == FieldKind::Count => match field.allowed {
            Some((low, high)) => format!("a whole number from {low} to {high}"),
            None => field.kind.allowed(),
        },
        Some(field) => field.kind.allowed(),
        None => match exemplar_is_list(path) {
            Some(true) => "a list as in [(name: \"a\"), (name: \"b\")]".to_owned(),
            _ => "fields in parentheses as in (name: \"a\")".to_owned(),
        },
    }
}
