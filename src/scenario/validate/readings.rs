//! What an unusual number was likely meant to be: a machine of eight for one GPU, a month's salary
//! for a year's, a token's price for a million's, a share in per cent.

use super::super::fields::Field;
use super::super::limits;
use super::super::path::element_of;
use super::super::quantity::Quantity;
use super::super::schema::Scenario;
use super::ranges::plain;
use crate::catalog::Catalog;

/// What a value may have been: what it is multiplied by to be what the field holds, and the words
/// for it, ending before the value.
type Reading = (f64, &'static str);

const HOURS_A_MONTH: f64 = 730.0;
const HOURS_A_YEAR: f64 = 1_800.0;

/// Readings by the fields that they are for, the likeliest first.
const READINGS: &[(&[&str], &[Reading])] = &[
    (
        &[
            "gpus.prices[].per_hour",
            "gpus.prices[].spot_per_hour",
            "own_gpus[].per_hour",
        ],
        &[
            (0.125, "If that is a machine of eight, one GPU is"),
            (0.25, "If that is a machine of four, one GPU is"),
            (1.0 / HOURS_A_MONTH, "If that is a month, an hour is"),
        ],
    ),
    (
        &["gpus.owned[].capex"],
        &[(0.125, "If that is a machine of eight, one GPU is")],
    ),
    (
        &["gpus.owned[].kw"],
        &[
            (0.125, "If that is a machine of eight, one GPU draws"),
            (0.001, "If that is in watts, in kilowatts it is"),
        ],
    ),
    (
        &["gpus.owned[].electricity_price"],
        &[(0.001, "If that is a megawatt-hour, a kilowatt-hour is")],
    ),
    (
        &[
            "own_apis[].input",
            "own_apis[].cached_input",
            "own_apis[].output",
        ],
        &[
            (1e6, "If that is one token, a million is"),
            (1e3, "If that is a thousand tokens, a million is"),
        ],
    ),
    (
        &["components[].price_per_call"],
        &[
            (0.001, "If that is a thousand calls, one is"),
            (1e-6, "If that is a million calls, one is"),
        ],
    ),
    (
        &[
            "team.salaries.backend",
            "team.salaries.ml",
            "team.salaries.data",
            "team.salaries.platform",
            "team.salaries.security",
            "team.salaries.manager",
        ],
        &[
            (12.0, "If that is a month, a year is"),
            (HOURS_A_YEAR, "If that is an hour, a year is"),
            (1_000.0, "If that is in thousands, in full it is"),
        ],
    ),
    (
        &["team.contractors.rate"],
        &[
            (20.0, "If that is a day, a month is"),
            (140.0, "If that is an hour, a month is"),
            (1.0 / 12.0, "If that is a year, a month is"),
        ],
    ),
    (
        &[
            "money.revenue_per_user_month",
            "reliability.value_per_user_month",
        ],
        &[(1.0 / 12.0, "If that is a year, a month is")],
    ),
    (
        &[
            "components[].time_to_first_token_ms",
            "components[].inter_token_ms",
            "reliability.base_latency_ms",
            "reliability.latency_budget_ms",
            "goals.p95_latency_ms",
        ],
        &[(1_000.0, "If that is in seconds, in milliseconds it is")],
    ),
    (
        &[
            "components[].memory_gib",
            "components[].gpu_memory_gib",
            "own_gpus[].memory_gib",
        ],
        &[(1.0 / 1024.0, "If that is in MiB, in GiB it is")],
    ),
    (
        &["own_models[].params_b"],
        &[(1e-9, "If that is a count, in billions it is")],
    ),
];

/// Prices that are nothing, and what leaving them out would do.
const NOTHING: &[(&str, &str)] = &[
    (
        "gpus.prices[].per_hour",
        "These GPUs cost nothing; remove the price to take the catalogue's",
    ),
    (
        "gpus.prices[].spot_per_hour",
        "Spot capacity costs nothing; remove the price to take the one on demand",
    ),
    (
        "own_gpus[].per_hour",
        "These GPUs cost nothing; state what an hour of one costs",
    ),
    (
        "own_apis[].input",
        "Prompts cost nothing; state the price of a million tokens",
    ),
    (
        "own_apis[].output",
        "Answers cost nothing; state the price of a million tokens",
    ),
];

/// What a value that is unusual for a field was likely meant to be, as a sentence without its point.
pub(super) fn likely_meant(
    plan: &Scenario,
    field: &Field,
    at: &str,
    value: f64,
    usual: limits::Ends,
) -> Option<String> {
    if value == 0.0 {
        let free = NOTHING.iter().find(|(path, _)| *path == field.path);
        return free.map(|(_, words)| (*words).to_owned());
    }
    if let Some(kind) = limits::event_kind(plan, at) {
        return limits::is_factor(kind).then(|| change_of(value, usual));
    }
    if field.path == "units_per_usd" && (usual.0..=usual.1).contains(&(1.0 / value)) {
        return Some(format!(
            "If that is what one unit is worth in dollars, a dollar buys {}",
            rounded(1.0 / value)
        ));
    }
    let readings = READINGS
        .iter()
        .find(|(paths, _)| paths.contains(&field.path))?
        .1;
    readings.iter().find_map(|(factor, words)| {
        let meant = value * factor;
        (usual.0..=usual.1)
            .contains(&meant)
            .then(|| format!("{words} {}", rounded(meant)))
    })
}

/// What a share above one was likely meant to be.
pub(super) fn in_per_cent(field: &Field, value: Quantity) -> Option<String> {
    let (low, high) = field.allowed?;
    let is_share = field.unit.starts_with('%');
    let all = [value.low, value.likely, value.high];
    let fits = |value: f64| (low..=high).contains(&(value / 100.0));
    (is_share && value.high > high && value.high >= 2.0 && all.into_iter().all(fits)).then(|| {
        let percent = plain(value.likely);
        format!(
            "If {percent}% is meant, write {}",
            rounded(value.likely / 100.0)
        )
    })
}

/// How a change by a share is written as a factor: a fall by 20% is 0.8.
pub(super) fn change_of(value: f64, usual: limits::Ends) -> String {
    let share = if value.abs() <= 1.0 {
        value
    } else {
        value / 100.0
    };
    let (percent, factor) = (share.abs() * 100.0, 1.0 + share);
    let percent = rounded(percent);
    if value < 0.0 && factor >= 0.0 {
        format!("A fall by {percent}% is {}", rounded(factor))
    } else if value >= 0.0 && value < usual.0 {
        format!(
            "A rise by {percent}% is {}, a fall by {percent}% is {}",
            rounded(factor),
            rounded(1.0 - share)
        )
    } else if value > usual.1 {
        format!("A rise by {percent}% is {}", rounded(factor))
    } else {
        "A fall by 20% is 0.8, a rise by 20% is 1.2".to_owned()
    }
}

/// What an hour of a GPU of the catalogue costs, in the plan's currency: where between nothing is
/// said of its price.
pub(super) fn market(plan: &Scenario, catalog: &Catalog, at: &str) -> Option<limits::Ends> {
    /// How far below the market a price is still somebody's bargain, and above it a list price.
    const BARGAIN: f64 = 3.0;
    const LISTED: f64 = 1.25;
    let (key, rest) = element_of(at, "gpus.prices")?;
    let by_name = plan.gpus.prices.iter().find(|price| price.gpu == key);
    let price = by_name.or_else(|| plan.gpus.prices.get(key.parse::<usize>().ok()?))?;
    let id = |term: &str| format!("gpu_price.{}.{term}", price.gpu);
    let entry = match rest {
        "spot_per_hour" => catalog.entries.get(&id("spot")),
        _ => None,
    };
    let entry = entry.or_else(|| catalog.entries.get(&id("market")))?;
    let rate = plan.units_per_usd.likely;
    Some((entry.low * rate / BARGAIN, entry.high * rate * LISTED))
}

/// A number to three digits, as a scenario spells it.
fn rounded(value: f64) -> String {
    plain(crate::units::round_significant(value, 3))
}

#[cfg(test)]
mod tests {
    use super::change_of;

    #[test]
    fn a_change_is_told_as_a_factor() {
        let usual = (0.3, 3.0);
        assert_eq!(change_of(-0.2, usual), "A fall by 20% is 0.8");
        assert_eq!(change_of(-20.0, usual), "A fall by 20% is 0.8");
        assert_eq!(
            change_of(0.2, usual),
            "A rise by 20% is 1.2, a fall by 20% is 0.8"
        );
        assert_eq!(change_of(20.0, usual), "A rise by 20% is 1.2");
        assert_eq!(
            change_of(-500.0, usual),
            "A fall by 20% is 0.8, a rise by 20% is 1.2"
        );
    }
}
