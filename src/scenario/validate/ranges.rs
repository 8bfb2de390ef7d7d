//! Every number within what can be, and what is unusual.

use super::super::fields::{self, Field, bounds_of};
use super::super::node::Leaf;
use super::super::path::all_leaves;
use super::super::quantity::Quantity;
use super::Checker;
use crate::diagnostic::Diagnostic;
use crate::metalog::{Bounds, Infeasible, Metalog};

pub(super) fn check(checker: &mut Checker<'_>) {
    for (path, leaf) in all_leaves(checker.plan) {
        let Some(field) = fields::field_for(&path) else {
            continue;
        };
        let value = match leaf {
            Leaf::Number(value) => value,
            Leaf::Count(value) => Quantity::point(value as f64),
            _ => continue,
        };
        let finding =
            impossible(field, &path, value).or_else(|| unusual(checker, field, &path, value));
        if let Some(finding) = finding {
            checker.push(finding);
        }
    }
    let gpus = &checker.plan.gpus;
    let both = gpus.spot_share.likely + gpus.committed_share.likely;
    if both > 1.0 {
        checker.push(
            Diagnostic::error(
                "out-of-range",
                "gpus.spot_share",
                format!("spot and reserved share together are {}", plain(both)),
            )
            .allowed("at most 1 together"),
        );
    }
}

fn impossible(field: &Field, path: &str, value: Quantity) -> Option<Diagnostic> {
    let all = [value.low, value.likely, value.high];
    let shown = shown(value);
    if all.iter().any(|value| !value.is_finite()) {
        let message = format!("`{shown}` is not a finite number");
        return Some(Diagnostic::error("not-finite", path, message).found(shown));
    }
    if value.low > value.likely || value.likely > value.high {
        let message = format!("low, likely and high must rise: {shown}");
        return Some(
            Diagnostic::error("range-order", path, message)
                .found(shown)
                .allowed("low ≤ likely ≤ high"),
        );
    }
    let (low, high) = field.allowed?;
    if low <= value.low && value.high <= high {
        // What a constant can be is known where the catalogue is.
        let of_constant = path.starts_with("overrides[");
        return (!of_constant).then(|| shapeless(path, value, bounds_of(path)))?;
    }
    let message = format!("{} cannot be {shown}", label(field));
    Some(
        Diagnostic::error("out-of-range", path, message)
            .found(shown)
            .allowed(range(field, low, high, 1.0)),
    )
}

/// Three numbers that no smooth distribution has as its percentiles.
pub(super) fn shapeless(path: &str, value: Quantity, bounds: Bounds) -> Option<Diagnostic> {
    if value.is_point() {
        return None;
    }
    let shown = shown(value);
    let reason = Metalog::new(value.low, value.likely, value.high, bounds).err()?;
    let mut finding =
        Diagnostic::error("range-shape", path, format!("{shown}: {reason}")).found(shown);
    if let Infeasible::Lopsided { least, most, .. } = reason {
        finding = finding.allowed(format!("likely from {} to {}", plain(least), plain(most)));
    }
    Some(finding)
}

fn unusual(
    checker: &Checker<'_>,
    field: &Field,
    path: &str,
    value: Quantity,
) -> Option<Diagnostic> {
    let (low, high) = field.typical?;
    // Typical amounts of money are known in dollars.
    let rate = if field.unit.contains("{currency}") && !field.unit.contains("USD") {
        checker.plan.units_per_usd.likely
    } else {
        1.0
    };
    if low * rate <= value.likely && value.likely <= high * rate {
        return None;
    }
    let shown = plain(value.likely);
    Some(
        Diagnostic::warning(
            "unusual",
            path,
            format!("{shown} is unusual for {}", label(field)),
        )
        .found(shown)
        .hint(format!("Typical: {}", range(field, low, high, rate))),
    )
}

fn label(field: &Field) -> String {
    let mut letters = field.label.chars();
    let first = letters.next();
    let second = letters.clone().next();
    // Abbreviations keep their capitals.
    if second.is_some_and(char::is_uppercase) {
        return field.label.to_owned();
    }
    first
        .into_iter()
        .flat_map(char::to_lowercase)
        .chain(letters)
        .collect()
}

fn range(field: &Field, low: f64, high: f64, rate: f64) -> String {
    let plainly = format!("{} to {}", plain(low * rate), plain(high * rate));
    let unit = field
        .unit
        .replace("{currency}/", "per ")
        .replace("{currency}", "");
    if field.display_factor() == 1.0 {
        let unit = match unit.trim() {
            "level" => "",
            unit => unit,
        };
        return format!("{plainly}{}{unit}", if unit.is_empty() { "" } else { " " });
    }
    format!(
        "{plainly} ({} to {} {unit})",
        plain(low * field.display_factor()),
        plain(high * field.display_factor())
    )
}

fn shown(value: Quantity) -> String {
    if value.is_point() {
        plain(value.likely)
    } else {
        format!(
            "({}, {}, {})",
            plain(value.low),
            plain(value.likely),
            plain(value.high)
        )
    }
}

/// A number as a scenario spells it, without more digits than a reader needs.
pub fn plain(value: f64) -> String {
    let size = value.abs();
    if value.is_finite() && size != 0.0 && !(1e-4..1e15).contains(&size) {
        return format!("{value:e}");
    }
    let text = format!("{value:.6}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
