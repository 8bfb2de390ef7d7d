//! Every number within what can be, and what is unusual.

use super::super::fields::{self, Field};
use super::super::limits;
use super::super::node::Leaf;
use super::super::path::{all_leaves, element_of};
use super::super::quantity::Quantity;
use super::{Checker, readings};
use crate::diagnostic::Diagnostic;
use crate::metalog::{Bounds, Infeasible, Metalog};
use crate::scenario::schema::{EventKind, Scenario};
use crate::units::round_significant;

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
        let finding = impossible(checker, field, &path, value)
            .or_else(|| unusual(checker, field, &path, value));
        if let Some(finding) = finding {
            checker.push(finding);
        }
    }
    currency(checker);
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

/// A currency whose rate nobody stated.
fn currency(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    let (code, rate) = (plan.currency.as_str(), plan.units_per_usd);
    let is_dollar = code == "USD";
    if is_dollar == (rate.is_point() && rate.likely == 1.0) {
        return;
    }
    let (message, hint) = if is_dollar {
        (
            format!("one USD is said to buy {} USD", plain(rate.likely)),
            "Set `currency` to the currency that is meant, or remove the rate",
        )
    } else {
        (
            format!(
                "one USD is taken to buy one {code}: the catalogue's prices are used as they are"
            ),
            "Set `units_per_usd` to what one US dollar buys",
        )
    };
    let finding = Diagnostic::warning("currency-rate", "units_per_usd", message);
    checker.push(finding.found(plain(rate.likely)).hint(hint));
}

fn impossible(
    checker: &Checker<'_>,
    field: &Field,
    path: &str,
    value: Quantity,
) -> Option<Diagnostic> {
    let plan = checker.plan;
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
    let (low, high) = limits::allowed(plan, field, path)?;
    if low <= value.low && value.high <= high {
        // What a constant can be is known where the catalogue is.
        let of_constant = element_of(path, "overrides").is_some();
        return (!of_constant).then(|| shapeless(path, value, limits::bounds(plan, path)))?;
    }
    let name = name_of(plan, field, path);
    let meant = match (
        limits::event_kind(plan, path),
        limits::typical(plan, field, path),
    ) {
        (Some(kind), Some(usual)) if limits::is_factor(kind) => {
            Some(readings::change_of(value.likely, usual))
        }
        _ => readings::in_per_cent(field, value),
    };
    let finding = Diagnostic::error("out-of-range", path, format!("{name} cannot be {shown}"))
        .found(shown)
        .allowed(range(field, low, high));
    Some(match meant {
        Some(meant) => finding.hint(meant),
        None => finding,
    })
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
    let plan = checker.plan;
    let (low, high) = limits::typical(plan, field, path)?;
    // A GPU that the catalogue knows has a market of its own.
    let usual = readings::market(plan, checker.catalog, path).unwrap_or((low, high));
    if usual.0 <= value.likely && value.likely <= usual.1 {
        return None;
    }
    let shown = plain(value.likely);
    let name = name_of(plan, field, path);
    let typical = format!("Typical: {}", range(field, usual.0, usual.1));
    let hint = match readings::likely_meant(plan, field, path, value.likely, usual) {
        Some(meant) => format!("{meant}. {typical}"),
        None => typical,
    };
    Some(
        Diagnostic::warning("unusual", path, format!("{shown} is unusual for {name}"))
            .found(shown)
            .hint(hint),
    )
}

/// What a field is called within a sentence; the value of an event by what its kind does with it.
fn name_of(plan: &Scenario, field: &Field, path: &str) -> String {
    limits::event_kind(plan, path).map_or_else(|| label(field), of_event)
}

/// What an event of a kind does with its value, as the subject of a sentence.
fn of_event(kind: EventKind) -> String {
    match kind {
        EventKind::Users => "what users are multiplied by",
        EventKind::Changes => "what changes are multiplied by",
        EventKind::GpuPrice => "what GPU prices are multiplied by",
        EventKind::TokenPrice => "what token prices are multiplied by",
        EventKind::Funding => "money that comes in",
        EventKind::Engineers => "engineers who join",
    }
    .to_owned()
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

fn range(field: &Field, low: f64, high: f64) -> String {
    let [low_shown, high_shown] = [low, high].map(|end| plain(round_significant(end, 3)));
    let plainly = format!("{low_shown} to {high_shown}");
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
