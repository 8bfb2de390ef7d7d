//! Random plans whose numbers stand at the ends of what their fields take: no panic, no number that JSON
//! cannot say, no cost below nothing.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use proptest::prelude::*;
use splitpoint::analysis;
use splitpoint::analysis::report::RoadmapReport;
use splitpoint::catalog::Catalog;
use splitpoint::diagnostic::any_error;
use splitpoint::export::costs::COST_LINES;
use splitpoint::scenario::fields::field_for;
use splitpoint::scenario::{Leaf, Node, Scenario, path, validate};

use crate::random_scenario::{Genes, anything, config, genes};

/// The paths of all numbers in a part of a plan.
fn numbers(node: &dyn Node, at: &str, found: &mut Vec<String>) {
    if let Some(Leaf::Number(_) | Leaf::Count(_)) = node.leaf() {
        found.push(at.to_owned());
    }
    let keys = node.keys();
    for (index, key) in keys.iter().enumerate() {
        let name = path::element_key(&keys, index);
        let beneath = match (node.is_list(), at) {
            (true, _) => format!("{at}[{name}]"),
            (false, "") => key.clone(),
            (false, _) => format!("{at}.{key}"),
        };
        // Elements without a name go by their place.
        let place = if key.is_empty() {
            index.to_string()
        } else {
            key.clone()
        };
        if let Some(child) = node.child(&place) {
            numbers(child, &beneath, found);
        }
    }
}

/// A plan with about a tenth of its numbers at an end of what they may be, where it stays valid.
fn at_the_limits(shares: &[f64]) -> Scenario {
    let mut plan = anything(shares);
    let mut g = Genes::new(&shares[200..]);
    let mut paths = Vec::new();
    numbers(&plan, "", &mut paths);
    let catalog = Catalog::builtin().unwrap();
    for at in paths {
        let Some((least, most)) = field_for(&at).and_then(|field| field.allowed) else {
            continue;
        };
        let chosen = g.below(20);
        // The horizon stays, since a report of 120 months takes long without saying more.
        if chosen > 1 || at == "horizon_months" {
            continue;
        }
        let before = plan.clone();
        let end = if chosen == 0 { least } else { most };
        let set = path::set(&mut plan, &at, &end.to_string());
        if set.is_err() || any_error(&validate(&plan, catalog, None)) {
            plan = before;
        }
    }
    plan
}

/// The first cost below nothing; what rounding leaves of a sum does not count.
fn negative(roadmap: &RoadmapReport) -> Option<String> {
    let series = roadmap.series.as_ref()?;
    COST_LINES.iter().find_map(|line| {
        let values = series.get(line.series)?;
        let largest = values
            .iter()
            .fold(1.0_f64, |most, value| most.max(value.abs()));
        let month = values.iter().position(|value| *value < -1e-9 * largest)?;
        Some(format!(
            "{} of {} in month {month} is {}",
            line.series, roadmap.id, values[month]
        ))
    })
}

/// The path of the first number that JSON cannot say.
fn missing(path: &str, value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Null => Some(path.to_owned()),
        serde_json::Value::Array(list) => (list.iter().enumerate())
            .find_map(|(at, value)| missing(&format!("{path}[{at}]"), value)),
        serde_json::Value::Object(map) => map
            .iter()
            .find_map(|(key, value)| missing(&format!("{path}.{key}"), value)),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..config(21) })]

    #[test]
    fn plans_at_the_limits_cost_what_can_be_said(genes in genes()) {
        let plan = at_the_limits(&genes);
        let catalog = Catalog::builtin().unwrap();
        let told = analysis::run(&plan, catalog);
        // What a check says without projecting a month is all that a report has against a plan; so no
        // plan within the limits may come to a figure beyond all numbers.
        prop_assert_eq!(analysis::can_run(&plan, catalog).err(), told.as_ref().err().cloned());
        // A plan that cannot run says so; every other one is told in full.
        let Ok(report) = told else { return Ok(()) };
        let json = serde_json::to_value(&report).unwrap();
        let missing = missing("report", &json);
        prop_assert!(missing.is_none(), "{} is not finite", missing.unwrap());
        let negative = report.roadmaps.iter().find_map(negative);
        prop_assert!(negative.is_none(), "{}", negative.unwrap());
    }
}
