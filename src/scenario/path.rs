//! Reading and changing a field by its path: `demand.users`, `components[chat].tokens_out`.
//!
//! Elements of a list are named by their own name or by their index; [`mod@steps`] knows how a path is
//! read and written. Whether a value makes sense is for [`mod@super::validate`] to say after a change.

pub mod steps;

use super::fields::{self, FieldKind};
use super::node::{Leaf, Node};
use super::schema::{Launch, Scenario};
use crate::diagnostic::{Diagnostic, excerpt, nearest_word, words_allowed};

pub use steps::{
    Step, below, element, element_key, element_of, first_element, is_within, join, keyed,
    last_field, naming_field, steps, without_elements,
};

/// Why a path or the text for it was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// The text is not a path.
    #[error(
        "`{path}` is not a path; a path looks like `demand.users` or `components[chat].tokens_out`"
    )]
    Malformed {
        /// What was given.
        path: String,
    },
    /// The path leads nowhere.
    #[error("{reason}; allowed: {allowed}{}", or_nearest(nearest.as_deref()))]
    Unknown {
        /// The path.
        path: String,
        /// The step that leads nowhere.
        found: String,
        /// What is missing, and where.
        reason: String,
        /// What there is.
        allowed: String,
        /// The nearest of them.
        nearest: Option<String>,
    },
    /// The path names a group of fields.
    #[error("`{path}` is a group of fields, not a value; it has: {allowed}")]
    Group {
        /// The path.
        path: String,
        /// The fields beneath.
        allowed: String,
    },
    /// The text is not a value of this field.
    #[error("`{path}` cannot be `{found}`: {reason}; allowed: {allowed}{}", or_nearest(nearest.as_deref()))]
    Refused {
        /// The path.
        path: String,
        /// The text.
        found: String,
        /// What is wrong with it.
        reason: String,
        /// What would be accepted.
        allowed: String,
        /// The nearest valid word.
        nearest: Option<String>,
    },
}

fn or_nearest(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
}

impl PathError {
    /// The same as a finding, without a place in a text.
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Malformed { path } => {
                Diagnostic::error("unknown-field", path, format!("`{path}` is not a path"))
                    .allowed("paths like `demand.users` or `components[chat].tokens_out`")
            }
            Self::Unknown {
                path,
                found,
                reason,
                allowed,
                nearest,
            } => Diagnostic::error("unknown-field", path, reason)
                .found(found)
                .allowed(allowed)
                .nearest(nearest.clone()),
            Self::Group { path, allowed } => {
                Diagnostic::error("wrong-type", path, "this is a group of fields, not a value")
                    .allowed(allowed)
            }
            Self::Refused {
                path,
                found,
                reason,
                allowed,
                nearest,
            } => Diagnostic::error("wrong-type", path, format!("`{found}`: {reason}"))
                .found(found)
                .allowed(allowed)
                .nearest(nearest.clone()),
        }
    }
}

/// The value at a path.
///
/// ```
/// use splitpoint::scenario::{Leaf, Quantity, Scenario, path};
/// let plan = Scenario::default();
/// let users = path::get(&plan, "demand.users").unwrap();
/// assert_eq!(users, Leaf::Number(Quantity::point(1000.0)));
/// ```
///
/// # Errors
/// When the path leads nowhere, or to a group of fields.
pub fn get(plan: &Scenario, path: &str) -> Result<Leaf, PathError> {
    let node = walk(plan, path)?;
    node.leaf().ok_or_else(|| PathError::Group {
        path: path.to_owned(),
        allowed: node.keys().join(", "),
    })
}

/// The part of a scenario at a path, a value or a group.
///
/// # Errors
/// When the path leads nowhere.
pub fn walk<'s>(plan: &'s Scenario, path: &str) -> Result<&'s dyn Node, PathError> {
    let steps = parse(path)?;
    let mut node: &dyn Node = plan;
    for (depth, step) in steps.iter().enumerate() {
        node = match child(node, step) {
            Some(next) => next,
            None => return Err(unknown(node, path, &steps, depth)),
        };
    }
    Ok(node)
}

fn parse(path: &str) -> Result<Vec<Step>, PathError> {
    steps(path).ok_or_else(|| PathError::Malformed {
        path: path.to_owned(),
    })
}

fn child<'n>(node: &'n dyn Node, step: &Step) -> Option<&'n dyn Node> {
    match step {
        Step::Field(name) if !node.is_list() => node.child(name),
        Step::Element(name) if node.is_list() => node.child(name),
        _ => None,
    }
}

fn unknown(node: &dyn Node, path: &str, steps: &[Step], depth: usize) -> PathError {
    let found = steps[depth].name();
    let within = if depth == 0 {
        "the scenario".to_owned()
    } else {
        format!("`{}`", join(&steps[..depth]))
    };
    let keys = node.keys();
    let names = || {
        keys.iter()
            .map(String::as_str)
            .filter(|key| !key.is_empty())
    };
    let allowed = match (keys.len(), node.is_list()) {
        (0, true) => "nothing, the list is empty".to_owned(),
        (0, false) => "nothing, it has no fields".to_owned(),
        (count, true) if names().next().is_none() => format!("0 to {}", count - 1),
        _ => words_allowed(found, names()),
    };
    let what = match &steps[depth] {
        Step::Field(_) => "field",
        Step::Element(_) => "element",
    };
    PathError::Unknown {
        path: path.to_owned(),
        found: found.to_owned(),
        reason: format!("there is no {what} `{found}` in {within}"),
        allowed,
        nearest: nearest_word(found, names()),
    }
}

/// Replaces the value at a path by what a text says: scenario syntax, bare words for names and
/// choices in any case, `a, b` for lists of names, yes and no, nothing for "not set".
///
/// ```
/// use splitpoint::scenario::{Scenario, path};
/// let mut plan = Scenario::default();
/// path::set(&mut plan, "demand.users", "(900, 1_000, 1_400)").unwrap();
/// path::set(&mut plan, "demand.growth.shape", "s-curve").unwrap();
/// let error = path::set(&mut plan, "demand.usres", "3").unwrap_err();
/// assert!(error.to_string().contains("did you mean `users`"));
/// ```
///
/// # Errors
/// When the path leads nowhere or the text is not a value of that field; nothing has changed then.
pub fn set(plan: &mut Scenario, path: &str, text: &str) -> Result<(), PathError> {
    let steps = parse(path)?;
    let begins_launch = plan.launch.is_none() && is_within(path, "launch");
    if begins_launch {
        plan.launch = Some(Launch::default());
    }
    let outcome = walk(plan, path)
        .map(|_| ())
        .and_then(|()| set_steps(plan, path, &steps, text));
    if outcome.is_err() && begins_launch {
        plan.launch = None;
    }
    outcome
}

fn set_steps(plan: &mut Scenario, path: &str, steps: &[Step], text: &str) -> Result<(), PathError> {
    let mut node: &mut dyn Node = plan;
    for (depth, step) in steps.iter().enumerate() {
        node = match node.child_mut(step.name()) {
            Some(next) => next,
            None => {
                return Err(PathError::Malformed {
                    path: join(&steps[..=depth]),
                });
            }
        };
    }
    let field = fields::field_for(path);
    let kind = field.map(|field| field.kind);
    let optional = field.is_some_and(|field| field.optional);
    let words = kind.map_or(&[][..], FieldKind::words);
    let plain = friendly(text, kind, optional, words);
    node.set_text(&plain).map_err(|reason| PathError::Refused {
        path: path.to_owned(),
        found: excerpt(text),
        reason: match kind {
            Some(FieldKind::Number | FieldKind::Count) if !text.contains('(') => {
                "not a number that this field can be".to_owned()
            }
            Some(FieldKind::Choice(_)) => "no such choice".to_owned(),
            _ => reason,
        },
        allowed: kind.map_or_else(|| "scenario syntax".to_owned(), FieldKind::allowed),
        nearest: nearest_word(text, words.iter().copied()),
    })
}

fn friendly(text: &str, kind: Option<FieldKind>, optional: bool, words: &[&str]) -> String {
    let trimmed = text.trim();
    let plain = |word: &str| word.replace(['-', '_', ' '], "").to_lowercase();
    match kind {
        Some(_) if optional && trimmed.is_empty() => "None".to_owned(),
        Some(FieldKind::Text) => text.to_owned(),
        Some(FieldKind::Choice(_) | FieldKind::Partition | FieldKind::Training) => words
            .iter()
            .find(|word| plain(word) == plain(trimmed))
            .map_or_else(|| trimmed.to_owned(), |word| (*word).to_owned()),
        Some(FieldKind::Flag) => match plain(trimmed).as_str() {
            "yes" | "on" | "true" => "true".to_owned(),
            "no" | "off" | "false" => "false".to_owned(),
            _ => trimmed.to_owned(),
        },
        Some(FieldKind::Names) if !trimmed.starts_with('[') => {
            let names: Vec<String> = trimmed
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(|name| format!("{:?}", name.trim_matches('"')))
                .collect();
            format!("[{}]", names.join(", "))
        }
        _ => trimmed.to_owned(),
    }
}

/// Every value of a scenario with its path, in file order, those not set included.
pub fn all_leaves(plan: &Scenario) -> Vec<(String, Leaf)> {
    let mut leaves = Vec::new();
    collect(plan, "", &mut leaves);
    leaves
}

fn collect(node: &dyn Node, path: &str, leaves: &mut Vec<(String, Leaf)>) {
    if let Some(leaf) = node.leaf() {
        leaves.push((path.to_owned(), leaf));
        return;
    }
    let keys = node.keys();
    for (index, key) in keys.iter().enumerate() {
        if !node.is_list() {
            if let Some(part) = node.child(key) {
                collect(part, &below(path, key), leaves);
            }
            continue;
        }
        let key = element_key(&keys, index);
        if let Some(part) = node.child(&key) {
            collect(part, &keyed(path, &key), leaves);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PathError, all_leaves, get, set};
    use crate::scenario::exemplar::exemplar;
    use crate::scenario::{Leaf, Quantity, Scenario};

    #[track_caller]
    fn check(path: &str, text: &str, expected: &Leaf) {
        let mut plan = exemplar();
        set(&mut plan, path, text).unwrap();
        assert_eq!(get(&plan, path).as_ref(), Ok(expected));
    }

    #[test]
    fn texts_are_taken_in_friendly_forms() {
        let number = |value| Leaf::Number(Quantity::point(value));
        let word = |word: &str| Leaf::Choice(word.to_owned());
        let text = |text: &str| Leaf::Text(text.to_owned());
        check("demand.users", " 40_000 ", &number(40_000.0));
        check("components[chat].tokens_out", "500", &number(500.0));
        check("components[0].tokens_out", "500", &number(500.0));
        check("team.levels.delivery", "3", &number(3.0));
        check("team.levels.delivery", "None", &Leaf::Unset);
        check("team.levels.delivery", "", &Leaf::Unset);
        check("components[chat].kind", "hosted api", &word("HostedApi"));
        check(
            "components[chat].model",
            "Llama-3.1-8B",
            &text("Llama-3.1-8B"),
        );
        check("components[chat].core", "yes", &Leaf::Flag(true));
        check("gpus.allowed", "L4, H100 SXM", &text("L4, H100 SXM"));
        check("gpus.allowed", "[\"L4\"]", &text("L4"));
        check("today", "split", &word("Split"));
        check("training", "off", &word("Off"));
        check("name", "Our \"plan\"", &text("Our \"plan\""));
        check("horizon_months", "36", &Leaf::Count(36));
        check("launch.month", "3", &Leaf::Count(3));
        check("notes[demand.users].note", "why", &text("why"));
    }

    #[test]
    fn refusals_say_what_is_allowed_and_change_nothing() {
        let mut plan = exemplar();
        let before = plan.clone();
        for (path, text, part) in [
            ("demand.usres", "3", "did you mean `users`"),
            ("components[chatt].calls", "3", "did you mean `chat`"),
            ("demand", "3", "demand"),
            ("demand.users", "many", "a number, or (low, likely, high)"),
            ("demand.users", "NaN", "demand.users"),
            ("demand.users", "(3, 2, 1)", "rise"),
            ("horizon_months", "-3", "a whole number"),
            ("horizon_months", "12.5", "a whole number"),
            ("demand.growth.shape", "SCurv", "did you mean `SCurve`"),
            ("demand[0]", "3", "there is no element"),
            ("components.chat", "3", "there is no field"),
            ("demand..users", "3", "is not a path"),
            ("components[chat].core", "maybe", "true or false"),
        ] {
            let error = set(&mut plan, path, text).unwrap_err().to_string();
            assert!(error.contains(part), "{path}={text}: {error}");
        }
        assert_eq!(plan, before);
        assert!(matches!(get(&plan, "demand"), Err(PathError::Group { .. })));
    }

    #[test]
    fn every_leaf_can_be_read_by_its_path() {
        for plan in [Scenario::default(), exemplar()] {
            for (path, leaf) in all_leaves(&plan) {
                assert_eq!(get(&plan, &path), Ok(leaf), "{path}");
            }
        }
    }
}
