//! The text of a recovery copy: a comment that says what it is of, then the plan as it was.

use super::recovery::{Header, Of};
use super::{path_from_text, path_text};
use serde_json::{Value, json};
use std::path::Path;

/// What the first line begins with, before a JSON object.
const START: &str = "// Splitpoint recovery copy ";
/// What it began with in the first version, before the name of the plan.
const FORMER_START: &str = "// Recovery copy of ";

/// Header and plan as one text. The header is a comment, so the whole can be opened as a plan.
pub(super) fn written(header: &Header, text: &str) -> String {
    let of = match &header.of {
        Of::File(path) => json!({ "file": path_text(path) }),
        Of::Named(name) => json!({ "plan": name }),
    };
    let line = json!({
        "of": of,
        "began_from": header.began_from.map(|hash| format!("{hash:016x}")),
        "edited": header.edited,
        "changes": header.changes,
    });
    format!("{START}{line}\n{text}")
}

/// What a copy is of; none when its first line says nothing of that.
pub(super) fn header(text: &str) -> Option<Header> {
    let line = text.lines().next()?;
    if let Some(name) = line.strip_prefix(FORMER_START) {
        let path = Path::new(name);
        return Some(Header {
            of: if path.is_absolute() {
                Of::File(path.to_owned())
            } else {
                Of::Named(name.to_owned())
            },
            began_from: None,
            edited: 0,
            changes: Vec::new(),
        });
    }
    let line: Value = serde_json::from_str(line.strip_prefix(START)?).ok()?;
    let of = line.get("of")?;
    let of = match of.get("file") {
        Some(path) => Of::File(path_from_text(path.as_str()?)),
        None => Of::Named(of.get("plan")?.as_str()?.to_owned()),
    };
    let began_from = line.get("began_from").and_then(Value::as_str);
    let changes = line.get("changes").and_then(Value::as_array);
    Some(Header {
        of,
        began_from: began_from.and_then(|hash| u64::from_str_radix(hash, 16).ok()),
        edited: line.get("edited").and_then(Value::as_u64).unwrap_or(0),
        changes: changes
            .into_iter()
            .flatten()
            .filter_map(|change| change.as_str().map(str::to_owned))
            .collect(),
    })
}

/// The plan without the header.
pub(super) fn plan(text: &str) -> &str {
    match text.split_once('\n') {
        Some((first, rest)) if first.starts_with(START) || first.starts_with(FORMER_START) => rest,
        _ => text,
    }
}
