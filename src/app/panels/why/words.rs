//! What the panel of explanations calls figures: the words that the pages use for them.

use crate::export::costs::COST_LINES;

/// Figures whose names in the report are not yet words; costs are called as in the table of costs.
const NAMES: [(&str, &str); 15] = [
    ("npv", "Net present value"),
    ("cumulative_total", "Total so far"),
    ("requests_per_second", "Mean load"),
    ("latency", "Latency beyond the budget"),
    ("platform_engineers", "People busy with operations"),
    ("backlog", "Changes waiting"),
    ("delivered_changes", "Changes delivered"),
    ("wanted_changes", "Changes wanted"),
    ("lead_time_days", "Lead time"),
    ("down_hours", "Hours down"),
    ("added_latency_ms", "Latency added by calls"),
    ("gpus", "GPUs held"),
    ("readiness_mean", "Readiness, mean of the gates"),
    ("hops", "Calls between units"),
    ("cash_balance", "Money in the bank"),
];

/// A figure's name in words; the name of an operand begins with a capital.
pub(super) fn of_metric(metric: &str) -> String {
    let name = metric.trim_start_matches("totals.");
    let cost = COST_LINES.iter().find(|line| line.series == name);
    let other = NAMES.iter().find(|(series, _)| *series == name);
    if let Some(words) = cost
        .map(|line| line.label)
        .or(other.map(|(_, words)| *words))
    {
        return words.to_owned();
    }
    let name = name.replace('_', " ");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The name of a group of months without them, and its first and last month.
pub(super) fn months_of(name: &str) -> Option<(&str, usize, usize)> {
    let (name, months) = name.rsplit_once(", months ")?;
    let (first, last) = months.split_once(" to ")?;
    Some((name, first.parse().ok()?, last.parse().ok()?))
}
