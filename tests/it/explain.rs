//! Explanations: every figure of the report has one, its formulas give it, and its leaves too.

use splitpoint::analysis::explain::{Explainer, Explanation, Node, TOTALS, metrics};
use splitpoint::analysis::report::{Report, RoadmapReport, Series};
use splitpoint::analysis::{self};
use splitpoint::catalog::Catalog;
use splitpoint::presets;
use splitpoint::scenario::Scenario;

const PRESETS: [&str; 3] = ["prototype-assistant", "support-copilot", "viral-app"];
/// Figures looked into, with a month or without.
const METRICS: [(&str, Option<usize>); 12] = [
    ("gpu", Some(12)),
    ("cpu", Some(0)),
    ("platform", Some(30)),
    ("hosted_api", Some(7)),
    ("salaries", Some(20)),
    ("downtime", Some(15)),
    ("delay", Some(9)),
    ("lead_time_days", Some(24)),
    ("down_hours", Some(5)),
    ("backlog", None),
    ("totals.npv", None),
    ("totals.staff", None),
];
const TOLERANCE: f64 = 1e-9;

fn builtin() -> &'static Catalog {
    Catalog::builtin().expect("the built-in files are well-formed")
}

fn plan(preset: &str) -> Scenario {
    let preset = presets::find(preset).expect("it is a preset");
    preset.scenario().expect("presets load")
}

fn report(scenario: &Scenario) -> Report {
    match analysis::run(scenario, builtin()) {
        Ok(report) => report,
        Err(error) => panic!("{error}"),
    }
}

fn explanation(scenario: &Scenario, roadmap: &str) -> Explanation {
    let mut explainer = Explainer::new(scenario, builtin()).expect("it compiles");
    match explainer.explain(roadmap) {
        Ok(explanation) => explanation,
        Err(error) => panic!("{roadmap}: {error}"),
    }
}

/// The report's own figure.
fn reported(roadmap: &RoadmapReport, metric: &str, month: Option<usize>) -> f64 {
    if let Some(name) = metric.strip_prefix("totals.") {
        let totals = roadmap.totals.as_ref().expect("it runs");
        return totals.get(name).expect("it is a total");
    }
    let series = roadmap.series.as_ref().expect("it runs");
    let values = series.get(metric).expect("it is a series");
    month.map_or_else(|| values[values.len() - 1], |month| values[month])
}

#[track_caller]
fn same(value: f64, expected: f64, what: &str) {
    let scale = value.abs().max(expected.abs());
    assert!(
        (value - expected).abs() <= TOLERANCE * scale,
        "{what}: {value} instead of {expected}"
    );
}

/// Every formula of a tree, applied to its children, gives its value.
fn formulas_hold(explanation: &Explanation, node: &Node) -> usize {
    if node.children.is_empty() {
        return 1;
    }
    let values: Vec<f64> = node.children.iter().map(|child| child.value).collect();
    let value = explanation.evaluate(node, &values);
    same(
        value,
        node.value,
        &format!("{} = {}", node.metric, node.formula),
    );
    let below: usize = node
        .children
        .iter()
        .map(|child| formulas_hold(explanation, child))
        .sum();
    1 + below
}

fn leaves<'a>(node: &'a Node, found: &mut Vec<&'a Node>) {
    if node.is_leaf() {
        found.push(node);
    }
    for child in &node.children {
        leaves(child, found);
    }
}

#[test]
fn formulas_and_leaves_give_the_reported_figures() {
    for preset in PRESETS {
        let scenario = plan(preset);
        let report = report(&scenario);
        for id in [report.verdict.recommended.as_str(), "microservices"] {
            let roadmap = report
                .roadmaps
                .iter()
                .find(|r| r.id == id)
                .expect("it is built in");
            let explanation = explanation(&scenario, id);
            let mut nodes = 0;
            for (metric, month) in METRICS {
                let tree = explanation.tree(metric, month, 5).expect("it is a figure");
                let what = format!("{preset} {id} {metric} {month:?}");
                same(tree.value, reported(roadmap, metric, month), &what);
                let again = explanation.replayed(metric, month).expect("it is a figure");
                same(again, tree.value, &what);
                nodes += formulas_hold(&explanation, &tree);
            }
            assert!(nodes > 500, "{preset} {id}: {nodes} nodes");
        }
    }
}

#[test]
fn every_series_and_total_of_every_roadmap_is_explained() {
    for preset in PRESETS {
        let scenario = plan(preset);
        let report = report(&scenario);
        for roadmap in report.roadmaps.iter().filter(|roadmap| roadmap.feasible) {
            let explanation = explanation(&scenario, &roadmap.id);
            let last = explanation.months() - 1;
            let balance = roadmap
                .series
                .as_ref()
                .is_some_and(|s| s.cash_balance.is_some());
            let always = Series::NAMES.len() + usize::from(balance);
            for name in Series::COLUMNS.iter().take(always) {
                for month in [0, last / 2, last] {
                    let root = explanation.root(name, Some(month)).expect("it is a series");
                    let what = format!("{preset} {} {name} in month {month}", roadmap.id);
                    same(root.value, reported(roadmap, name, Some(month)), &what);
                    assert!(!root.formula.is_empty(), "{what}");
                }
            }
            for name in TOTALS {
                let metric = format!("totals.{name}");
                let root = explanation.root(&metric, None).expect("it is a total");
                same(root.value, reported(roadmap, &metric, None), &metric);
                assert!(!root.children.is_empty(), "{metric}");
            }
        }
    }
    assert_eq!(metrics().len(), Series::COLUMNS.len() + TOTALS.len());
}

#[test]
fn leaves_say_where_they_come_from() {
    let scenario = plan("support-copilot");
    let explanation = explanation(&scenario, "microservices");
    for metric in ["gpu", "downtime", "lead_time_days"] {
        let tree = explanation
            .tree(metric, Some(12), 12)
            .expect("it is a figure");
        let mut found = Vec::new();
        leaves(&tree, &mut found);
        let paths = found
            .iter()
            .filter(|leaf| leaf.input_path.is_some())
            .count();
        let constants = found
            .iter()
            .filter(|leaf| leaf.catalogue_id.is_some())
            .count();
        assert!(
            paths > 0 && constants > 0,
            "{metric}: {paths} inputs, {constants} constants"
        );
        for leaf in found {
            if let Some(id) = &leaf.catalogue_id {
                let entry = builtin().entry(id).expect("the entry is there");
                assert!(leaf.source.is_some(), "{id} has no source");
                assert_eq!(leaf.status, Some(entry.status), "{id}");
            }
        }
    }
}

#[test]
fn a_replaced_constant_changes_the_figure_and_its_leaf() {
    let scenario = plan("support-copilot");
    let before = explanation(&scenario, "monolith");
    let id = "time.hours_per_month";
    let text = presets::find("support-copilot")
        .expect("it is a preset")
        .text;
    let at = text.rfind(')').expect("a file ends in one");
    let replaced = format!(
        "{} overrides: [(id: \"{id}\", value: 700, reason: \"a short month\")],\n{}",
        &text[..at],
        &text[at..]
    );
    let other = splitpoint::scenario::load(&replaced)
        .scenario
        .expect("it loads");
    let after = explanation(&other, "monolith");
    let value = |explanation: &Explanation| {
        let tree = explanation.tree("gpu", Some(3), 6).expect("it is a figure");
        let mut found = Vec::new();
        leaves(&tree, &mut found);
        let leaf = found
            .iter()
            .find(|leaf| leaf.catalogue_id.as_deref() == Some(id))
            .expect("rent is by the hour");
        (tree.value, leaf.value)
    };
    let (was, hours) = value(&before);
    let (is, fewer) = value(&after);
    assert_eq!((hours, fewer), (730.0, 700.0));
    assert!(is != was, "{is}");
}

#[test]
fn the_first_month_of_a_switch_says_what_changed() {
    let scenario = plan("support-copilot");
    let report = report(&scenario);
    let switch = report
        .roadmaps
        .iter()
        .find(|r| r.id == "switch")
        .expect("it is built in");
    let month = switch.stages.last().expect("it has stages").from_month;
    let explanation = explanation(&scenario, "switch");
    let changes = explanation
        .what_changed("migration", month)
        .expect("it is a series");
    let first = changes.first().expect("moving costs something");
    let grown = reported(switch, "migration", Some(month));
    assert!(
        first.effect > 0.0 && first.effect <= grown * (1.0 + TOLERANCE),
        "{first:?}"
    );
    assert!(
        explanation
            .what_changed("cash", 0)
            .expect("it is a series")
            .is_empty()
    );
}
