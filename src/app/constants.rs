//! Values of the catalogue's entries as every page shows them: per cent for shares, `$` for dollars, one number of
//! decimals for the three values of a range.

use crate::app::values;
use crate::catalog::Range;
use crate::units::decimal;
use crate::units::tidy;

/// How the values of an entry are shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    /// The likely value.
    pub(crate) likely: String,
    /// `0.18 to 0.50`; empty without a range.
    pub(crate) ends: String,
    /// The unit, such as `%/mo`; empty for a plain number.
    pub(crate) unit: String,
    /// What a bare `1` stands for in the entry's unit.
    pub(crate) scale: f64,
}

impl Shown {
    /// Likely value and unit: `30%`, `2.95 $/GPU-h`.
    pub(crate) fn full(&self) -> String {
        with_unit(&self.likely, &self.unit)
    }

    /// Everything in one: `0.30 per churn, 0.18 to 0.50`.
    pub(crate) fn all(&self) -> String {
        if self.ends.is_empty() {
            self.full()
        } else {
            format!("{}, {}", self.full(), self.ends)
        }
    }
}

/// A figure and its unit.
pub(crate) fn with_unit(figure: &str, unit: &str) -> String {
    match unit {
        "" => figure.to_owned(),
        unit if unit.starts_with(['%', 'x']) => format!("{figure}{unit}"),
        unit => format!("{figure} {unit}"),
    }
}

/// From this size on a value is shown in thousands.
const IN_THOUSANDS: f64 = 1e5;
/// From this size on a value is shown in millions.
const IN_MILLIONS: f64 = 1e7;

/// Shows a range in a unit of the catalogue. Both ends have the same number of decimals, and the
/// likely value no fewer.
pub(crate) fn shown(range: Range, unit: &str) -> Shown {
    let (label, mut scale) = unit_label(unit);
    let size = range.low.abs().max(range.high.abs()) / scale;
    let (factor, letter) = match size {
        size if size >= IN_MILLIONS => (1e6, "M "),
        size if size >= IN_THOUSANDS => (1e3, "k "),
        _ => (1.0, ""),
    };
    scale *= factor;
    let label = format!("{letter}{label}").trim_end().to_owned();
    let [low, likely, high] =
        [range.low, range.likely, range.high].map(|value| tidy(value / scale));
    let of_ends = decimals_of(low).max(decimals_of(high));
    let [low, high] = [low, high].map(|end| decimal(end, of_ends));
    let likely = decimal(likely, of_ends.max(decimals_of(likely)));
    Shown {
        ends: if low == high {
            String::new()
        } else {
            format!("{low} to {high}")
        },
        likely,
        unit: label,
        scale,
    }
}

/// Decimals that a value needs, as value boxes show it.
fn decimals_of(value: f64) -> usize {
    let text = values::figure(value);
    text.split_once('.').map_or(0, |(_, digits)| digits.len())
}

/// The short form of a unit of the catalogue, and what `1` of it stands for.
fn unit_label(unit: &str) -> (String, f64) {
    match unit {
        "count" | "exponent" => return (String::new(), 1.0),
        "factor" => return ("x".to_owned(), 1.0),
        "FLOP/s" => return ("TFLOP/s".to_owned(), 1e12),
        _ => {}
    }
    let short = unit
        .replace("million tokens", "M tokens")
        .replace("/million", "/M")
        .replace("month", "mo")
        .replace("year", "yr")
        .replace("bytes/", "B/")
        .replace("USD", "$");
    if short == "mos" {
        return ("months".to_owned(), 1.0);
    }
    match short.strip_prefix("share") {
        Some(rest) => (format!("%{rest}"), 0.01),
        None => (short.strip_prefix('1').unwrap_or(&short).to_owned(), 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(low: f64, likely: f64, high: f64, unit: &str, expected: &str) {
        assert_eq!(shown(Range::new(low, likely, high), unit).all(), expected);
    }

    #[test]
    fn values_are_shown_in_short_units() {
        check(0.18, 0.3, 0.5, "per churn", "0.30 per churn, 0.18 to 0.50");
        check(0.45, 0.6, 0.75, "share", "60%, 45 to 75");
        check(0.02, 0.04, 0.08, "share/month", "4%/mo, 2 to 8");
        check(2.95, 2.95, 2.95, "USD/GPU-h", "2.95 $/GPU-h");
        check(8.0, 8.0, 8.0, "count", "8");
        check(3.0, 4.0, 6.0, "factor", "4x, 3 to 6");
        check(0.0, 0.5, 1.0, "1/month", "0.5 /mo, 0 to 1");
        check(5.0, 12.5, 25.0, "share/month", "1,250%/mo, 500 to 2,500");
        check(3.0, 6.0, 9.0, "months", "6 months, 3 to 9");
        check(9.89e14, 9.89e14, 9.89e14, "FLOP/s", "989 TFLOP/s");
        check(
            327_680.0,
            327_680.0,
            327_680.0,
            "bytes/token",
            "327.68 k B/token",
        );
        check(
            110_000.0,
            144_570.0,
            190_000.0,
            "USD/year",
            "144.57 k $/yr, 110 to 190",
        );
        check(1e8, 2e8, 4e8, "tokens", "200 M tokens, 100 to 400");
        check(
            0.0095,
            0.019,
            0.0342,
            "USD/million tokens",
            "0.0190 $/M tokens, 0.0095 to 0.0342",
        );
    }

    #[test]
    fn a_typed_figure_is_in_the_unit_shown() {
        assert_eq!(shown(Range::point(0.6), "share").scale, 0.01);
        assert_eq!(shown(Range::point(2e8), "tokens").scale, 1e6);
    }
}
