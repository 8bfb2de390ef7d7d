//! Values of a plan as the window shows them: in which unit, at which scale, under which name.
//!
//! Nothing is rounded on its way in; only what is shown is. What text a path takes is in
//! [`crate::scenario::path`].

use crate::catalog::Catalog;
use crate::scenario::fields::{Field, FieldKind, field_for};
use crate::scenario::schema::{
    EventKind, GrowthShape, HiringPolicy, Hosting, Kind, Maturity, Precision, Standing,
};
use crate::scenario::{Leaf, Quantity, Scenario, path};
use crate::units::{Currency, magnitude, trimmed};

/// A number as a value box shows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    /// The figure, or the two ends of a range.
    pub(crate) text: String,
    /// The unit behind it.
    pub(crate) unit: String,
    /// What a bare `1` in the box stands for.
    pub(crate) scale: f64,
}

impl Shown {
    /// Figure and unit in one.
    pub(crate) fn full(&self) -> String {
        format!("{} {}", self.text, self.unit).trim().to_owned()
    }
}

/// From this size on a number is shown in thousands; a range from a tenth of it on.
const IN_THOUSANDS: f64 = 100_000.0;
/// From this size on a number is shown in millions.
const IN_MILLIONS: f64 = 1_000_000.0;

/// A number in the field's unit.
pub(crate) fn shown(field: Option<&Field>, value: Quantity, currency: &str) -> Shown {
    let symbol = Currency::new(currency).symbol().to_owned();
    let unit = field.map_or_else(String::new, |field| field.unit_in(&symbol));
    let factor = field.map_or(1.0, Field::display_factor);
    let size = value.low.abs().max(value.high.abs()) * factor;
    // Two ends need the room that one figure has.
    let from = if value.is_point() {
        IN_THOUSANDS
    } else {
        IN_THOUSANDS / 10.0
    };
    let (scale, letter) = if size >= IN_MILLIONS {
        (IN_MILLIONS, "M")
    } else if size >= from {
        (1_000.0, "k")
    } else {
        (1.0, "")
    };
    let number = |value: f64| figure(value * factor / scale);
    let text = if value.is_point() {
        number(value.likely)
    } else {
        format!(
            "{} to {}",
            rounded(value.low * factor / scale),
            rounded(value.high * factor / scale)
        )
    };
    Shown {
        text,
        unit: match (letter, unit.as_str()) {
            ("", _) => unit,
            (letter, "") => letter.to_owned(),
            // Beside a range only the letter fits.
            (letter, "users") if !value.is_point() => letter.to_owned(),
            (letter, unit) => format!("{letter} {unit}"),
        },
        scale: scale / factor,
    }
}

/// Two numbers far apart, such as the usual range of a field: "10 to 100 M users".
pub(crate) fn span(field: &Field, low: f64, high: f64, currency: &str) -> String {
    let [low, high] = [low, high].map(|end| shown(Some(field), Quantity::point(end), currency));
    if low.unit == high.unit {
        return format!("{} to {}", low.text, high.full());
    }
    // Only the letter of thousands or millions belongs to the lower end alone.
    let letter = low
        .unit
        .split(' ')
        .next()
        .filter(|letter| matches!(*letter, "k" | "M"));
    match letter {
        Some(letter) => format!("{} {letter} to {}", low.text, high.full()),
        None => format!("{} to {}", low.text, high.full()),
    }
}

/// A figure in full, as far as it can differ from what was typed.
pub(crate) fn figure(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        s if s >= 1_000.0 => 1,
        s if s >= 100.0 => 2,
        s if s >= 1.0 || s == 0.0 => 3,
        s => (3 - magnitude(s)).clamp(3, 9) as usize,
    };
    trimmed(value, decimals)
}

/// An end of a range, to three significant digits.
fn rounded(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        s if s >= 100.0 => 0,
        s if s >= 10.0 => 1,
        s if s >= 1.0 || s == 0.0 => 2,
        s => (2 - magnitude(s)).clamp(2, 9) as usize,
    };
    trimmed(value, decimals)
}

/// A value in words.
pub(crate) fn in_words(field: Option<&Field>, leaf: &Leaf, currency: &str) -> String {
    match leaf {
        Leaf::Number(value) => shown(field, *value, currency).full(),
        Leaf::Count(value) => shown(field, Quantity::point(*value as f64), currency).full(),
        Leaf::Text(text) if text.is_empty() => "nothing".to_owned(),
        Leaf::Text(text) => text.clone(),
        Leaf::Flag(on) => if *on { "on" } else { "off" }.to_owned(),
        Leaf::Choice(word) => word_label(word).to_owned(),
        Leaf::Unset => "the default".to_owned(),
    }
}

/// A value in the syntax of scenario files.
pub(crate) fn source_text(leaf: &Leaf) -> String {
    match leaf {
        Leaf::Number(value) => quantity_text(*value),
        Leaf::Count(value) => value.to_string(),
        Leaf::Text(text) => text.clone(),
        Leaf::Flag(on) => on.to_string(),
        Leaf::Choice(word) => word.clone(),
        Leaf::Unset => "None".to_owned(),
    }
}

/// A quantity in the syntax of scenario files.
pub(crate) fn quantity_text(value: Quantity) -> String {
    if value.is_point() {
        format!("{:?}", value.likely)
    } else {
        format!("({:?}, {:?}, {:?})", value.low, value.likely, value.high)
    }
}

/// The name of a field, with the name of the element it belongs to.
pub(crate) fn label_of(at: &str) -> String {
    let label = field_for(at).map_or(at, |field| field.label);
    match element_of(at) {
        Some(element) if !element.is_empty() => format!("{element}: {label}"),
        _ => label.to_owned(),
    }
}

/// The innermost element in a path: `chat` in `components[chat].tokens_out`.
pub(crate) fn element_of(at: &str) -> Option<&str> {
    let (_, rest) = at.rsplit_once('[')?;
    rest.split(']').next()
}

/// What undo calls a change: "GPU price 3.1 to 2.6".
pub(crate) fn step_label(before: &Scenario, after: &Scenario, at: &str) -> String {
    let field = field_for(at);
    let words = |plan: &Scenario| {
        path::get(plan, at).map_or_else(
            |_| "nothing".to_owned(),
            |leaf| in_words(field, &leaf, &plan.currency),
        )
    };
    let short = |text: String| {
        if text.chars().count() > 28 {
            text.chars().take(27).chain(['…']).collect()
        } else {
            text
        }
    };
    let (old, new) = (short(words(before)), short(words(after)));
    // "3.1 to 2.6 $/h" reads better than "3.1 $/h to 2.6 $/h".
    let old = match (old.split_once(' '), new.split_once(' ')) {
        (Some((figure, unit)), Some((_, other))) if unit == other && !old.contains(" to ") => {
            figure.to_owned()
        }
        _ => old,
    };
    format!("{} {old} to {new}", label_of(at))
}

/// The word of a choice as people read it.
pub(crate) fn word_label(word: &str) -> &str {
    macro_rules! labels {
        ($($choice:ty),*) => {
            $(if let Some(found) = <$choice>::ALL.iter().find(|choice| choice.word() == word) {
                return found.label();
            })*
        };
    }
    labels!(
        GrowthShape,
        Kind,
        Hosting,
        Precision,
        Standing,
        HiringPolicy,
        Maturity,
        EventKind
    );
    match word {
        "Whole" => "One unit",
        "Split" => "A unit each",
        "InferenceOut" => "Inference apart",
        "ModelService" => "Models apart",
        "Pools" => "GPU work in pools",
        "Default" => "Gaps first",
        "Off" => "None",
        "To" => "To levels",
        other => other,
    }
}

/// The number that counts when an optional field is not set.
pub(crate) fn default_of(field: &Field, plan: &Scenario, catalog: &Catalog) -> Option<Quantity> {
    let entry = catalog.entries.get(field.catalog_id()?)?;
    let rate = if field.unit.contains("{currency}") && entry.unit.contains("USD") {
        plan.units_per_usd.likely
    } else {
        1.0
    };
    Some(Quantity {
        low: entry.low * rate,
        likely: entry.likely * rate,
        high: entry.high * rate,
    })
}

/// Whether a field takes whole numbers only.
pub(crate) fn is_whole(kind: FieldKind) -> bool {
    kind == FieldKind::Count
}

#[cfg(test)]
mod tests {
    use super::{quantity_text, shown, step_label};
    use crate::scenario::fields::field_for;
    use crate::scenario::{Quantity, Scenario, path};

    #[track_caller]
    fn check(at: &str, value: Quantity, expected: &str) {
        assert_eq!(shown(field_for(at), value, "USD").full(), expected);
    }

    fn range(low: f64, likely: f64, high: f64) -> Quantity {
        Quantity { low, likely, high }
    }

    #[test]
    fn numbers_are_shown_in_their_unit() {
        check("demand.users", Quantity::point(900_000.0), "900 k users");
        check("demand.users", Quantity::point(12_000.0), "12,000 users");
        check(
            "demand.growth.ceiling",
            range(6.2e6, 7.9e6, 9.8e6),
            "6.2 to 9.8 M",
        );
        check(
            "demand.growth.monthly_rate",
            range(0.05, 0.074, 0.1),
            "5 to 10 %/mo",
        );
        check("demand.peak_to_mean", Quantity::point(2.1), "2.1 x");
        check(
            "gpus.prices[H100].per_hour",
            range(2.2, 2.95, 3.99),
            "2.2 to 3.99 $/h",
        );
        check(
            "components[a].tokens_in",
            Quantity::point(4_000.0),
            "4,000 tokens",
        );
        check("edges[0].mib", Quantity::point(0.000_2), "0.0002 MiB");
    }

    #[test]
    fn ends_far_apart_have_units_of_their_own() {
        let field = field_for("demand.users").unwrap();
        assert_eq!(super::span(field, 10.0, 1e8, "USD"), "10 to 100 M users");
        assert_eq!(super::span(field, 2e5, 1e8, "USD"), "200 k to 100 M users");
        let field = field_for("team.hiring.attrition").unwrap();
        assert_eq!(super::span(field, 0.05, 0.3, "USD"), "5 to 30 %/yr");
    }

    #[test]
    fn texts_read_back_as_the_same_number() {
        for value in [
            Quantity::point(0.1),
            Quantity::point(1e9),
            range(0.05, 0.074, 0.1),
        ] {
            let mut plan = Scenario::default();
            path::set(&mut plan, "demand.users", &quantity_text(value)).unwrap();
            assert_eq!(plan.demand.users, value);
        }
    }

    #[test]
    fn steps_say_what_changed() {
        let before = Scenario::default();
        let mut after = before.clone();
        path::set(&mut after, "demand.peak_to_mean", "2.6").unwrap();
        assert_eq!(
            step_label(&before, &after, "demand.peak_to_mean"),
            "Peak to mean 2 to 2.6 x"
        );
    }
}
