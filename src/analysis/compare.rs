//! What differs between scenarios, in what they state and in what comes of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::report::{Report, RoadmapReport};
use crate::scenario::fields::field_for;
use crate::scenario::path::{all_leaves, is_within};
use crate::scenario::{Leaf, Scenario};

/// Name and version of the format.
pub const SCHEMA: &str = "splitpoint.compare/1";

/// Scenarios beside each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Always [`SCHEMA`].
    pub schema: &'static str,
    /// What each of them came to, in the order given.
    pub scenarios: Vec<Outcome>,
    /// Fields that are not the same in all of them, by path.
    pub inputs: Vec<InputDifference>,
    /// Whether all are in the same currency, so that amounts can be subtracted.
    pub same_currency: bool,
    /// Whether all recommend the same roadmap.
    pub same_verdict: bool,
}

/// What a scenario comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// File, preset or standard input, as it was named.
    pub label: String,
    /// Name of the plan.
    pub name: String,
    /// Currency code.
    pub currency: String,
    /// Months projected.
    pub horizon_months: usize,
    /// Id of the recommended roadmap.
    pub recommended: String,
    /// The verdict's sentence.
    pub sentence: String,
    /// Margin to the best alternative (NPV).
    pub margin: f64,
    /// Each roadmap that can run.
    pub roadmaps: Vec<RoadmapOutcome>,
}

/// What a roadmap comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoadmapOutcome {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Sum of cash over the horizon.
    pub cash: f64,
    /// Sum of the total over the horizon.
    pub total: f64,
    /// Net present value of the total.
    pub npv: f64,
    /// Engineers in the last month.
    pub engineers: f64,
    /// Lead time in the last month (days).
    pub lead_time_days: f64,
    /// Hours down over the horizon (h).
    pub down_hours: f64,
    /// GPUs in the last month.
    pub gpus: f64,
    /// Lowest balance, where capital is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low_point: Option<f64>,
}

/// A field and what it is in each scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputDifference {
    /// Path of the field.
    pub path: String,
    /// Its name.
    pub label: String,
    /// Its unit, the currency left open.
    pub unit: String,
    /// Its value in each scenario, as a file states it; absent where there is no such field.
    pub values: Vec<Option<String>>,
}

/// Compares scenarios with their reports.
pub fn compare(scenarios: &[(String, &Scenario, &Report)]) -> Comparison {
    let outcomes: Vec<Outcome> = scenarios
        .iter()
        .map(|(label, _, report)| outcome(label, report))
        .collect();
    let all_same = |value: fn(&Outcome) -> &str| {
        let mut values = outcomes.iter().map(value);
        let first = values.next();
        values.all(|value| Some(value) == first)
    };
    Comparison {
        schema: SCHEMA,
        same_currency: all_same(|outcome| &outcome.currency),
        same_verdict: all_same(|outcome| &outcome.recommended),
        inputs: {
            let plans: Vec<&Scenario> = scenarios.iter().map(|(_, plan, _)| *plan).collect();
            let mut inputs = differences(&plans);
            inputs.retain(|input| !is_about(&input.path));
            inputs
        },
        scenarios: outcomes,
    }
}

fn outcome(label: &str, report: &Report) -> Outcome {
    Outcome {
        label: label.to_owned(),
        name: report.scenario.name.clone(),
        currency: report.scenario.currency.clone(),
        horizon_months: report.scenario.horizon_months,
        recommended: report.verdict.recommended.clone(),
        sentence: report.verdict.sentence.clone(),
        margin: report.verdict.margin,
        roadmaps: report.roadmaps.iter().filter_map(roadmap).collect(),
    }
}

fn roadmap(roadmap: &RoadmapReport) -> Option<RoadmapOutcome> {
    let (totals, series) = (roadmap.totals?, roadmap.series.as_ref()?);
    let last = |values: &[f64]| values.last().copied().unwrap_or(0.0);
    Some(RoadmapOutcome {
        id: roadmap.id.clone(),
        label: roadmap.label.clone(),
        cash: totals.cash,
        total: totals.total,
        npv: totals.npv,
        engineers: last(&series.engineers),
        lead_time_days: last(&series.lead_time_days),
        down_hours: series.down_hours.iter().sum(),
        gpus: last(&series.gpus),
        low_point: roadmap.runway.map(|runway| runway.low_point),
    })
}

/// Whether a field only says something about the plan and nothing about the product.
fn is_about(path: &str) -> bool {
    const WORDS: [&str; 4] = ["name", "story", "expected", "expected_roadmap"];
    is_within(path, "notes") || is_within(path, "begun_from") || WORDS.contains(&path)
}

/// Fields that are not the same in all plans, by path; every field counts, notes and names too.
pub fn differences(plans: &[&Scenario]) -> Vec<InputDifference> {
    let mut by_path: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    for (at, plan) in plans.iter().enumerate() {
        for (path, leaf) in all_leaves(plan) {
            let values = by_path.entry(path).or_default();
            values.resize(at, None);
            values.push(written(&leaf));
        }
    }
    by_path
        .into_iter()
        .filter_map(|(path, mut values)| {
            values.resize(plans.len(), None);
            let first = values.first()?.clone();
            if values.iter().all(|value| *value == first) {
                return None;
            }
            let field = field_for(&path);
            Some(InputDifference {
                label: field.map_or_else(|| path.clone(), |field| field.label.to_owned()),
                unit: field.map_or_else(String::new, |field| field.unit.to_owned()),
                path,
                values,
            })
        })
        .collect()
}

/// A value as a file states it; nothing where it is not set.
fn written(leaf: &Leaf) -> Option<String> {
    Some(match leaf {
        Leaf::Unset => return None,
        Leaf::Number(number) if number.is_point() => number.likely.to_string(),
        Leaf::Number(number) => format!("({}, {}, {})", number.low, number.likely, number.high),
        Leaf::Count(count) => count.to_string(),
        Leaf::Text(text) => format!("{text:?}"),
        Leaf::Flag(flag) => flag.to_string(),
        Leaf::Choice(word) => word.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::analysis::run;
    use crate::catalog::Catalog;
    use crate::presets;
    use crate::scenario::path;

    #[test]
    fn only_what_differs_is_listed() {
        let catalog = Catalog::builtin().unwrap();
        let plan = presets::find("support-copilot")
            .unwrap()
            .scenario()
            .unwrap();
        let mut other = plan.clone();
        path::set(&mut other, "demand.users", "20000").unwrap();
        path::set(&mut other, "name", "\"Another\"").unwrap();
        other.components.retain(|part| part.name != "evaluation");
        let reports = [run(&plan, catalog).unwrap(), run(&other, catalog).unwrap()];
        let same = compare(&[
            ("a".to_owned(), &plan, &reports[0]),
            ("b".to_owned(), &plan, &reports[0]),
        ]);
        assert!(same.inputs.is_empty() && same.same_verdict && same.same_currency);
        let found = compare(&[
            ("a".to_owned(), &plan, &reports[0]),
            ("b".to_owned(), &other, &reports[1]),
        ]);
        let users = found
            .inputs
            .iter()
            .find(|input| input.path == "demand.users")
            .unwrap();
        assert_eq!(users.label, "Users today");
        assert_eq!(users.values.len(), 2);
        assert_eq!(users.values[1].as_deref(), Some("20000"));
        assert!(found.inputs.iter().all(|input| input.path != "name"));
        for (outcome, report) in found.scenarios.iter().zip(&reports) {
            assert_eq!(outcome.recommended, report.verdict.recommended);
            assert_eq!(outcome.roadmaps.len(), 5);
            let npv = report.roadmaps[0].totals.unwrap().npv;
            assert_eq!(outcome.roadmaps[0].npv, npv);
        }
    }
}
