//! What the readme and `docs/json.md` show against the program: commands run, figures are those that
//! come out.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use splitpoint::analysis::decided::DecidedScenario;
use splitpoint::analysis::report;
use splitpoint::analysis::report::{Report, RoadmapReport};
use splitpoint::catalog::Catalog;
use splitpoint::presets;
use splitpoint::scenario::{Scenario, load, path};
use splitpoint::units::Currency;

use crate::book::update;
use crate::process::text;

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).expect("the page is there")
}

/// The text on one line, so that a sentence is found wherever its lines end.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A folder of its own with the files that the readme names.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    fs::create_dir_all(&folder).expect("writable");
    for (file, preset) in [
        ("plan.ron", "support-copilot"),
        ("my-copilot.ron", "support-copilot"),
        ("other.ron", "rag-search"),
    ] {
        fs::write(folder.join(file), text(&["presets", preset])).expect("writable");
    }
    folder
}

#[test]
fn the_commands_of_the_readme_run() {
    let folder = folder();
    let readme = page("README.md");
    let mut run = 0;
    for line in readme.lines().map(str::trim) {
        let command = line.split(" # ").next().unwrap_or_default();
        let command = command.split(" > ").next().unwrap_or_default().trim();
        let Some(arguments) = command.strip_prefix("splitpoint ") else {
            continue;
        };
        let mut arguments: Vec<&str> = arguments.split_whitespace().collect();
        if arguments == ["plan.ron"] {
            // It opens the window.
            continue;
        }
        // As many futures as it takes to see that they come.
        match arguments.iter().position(|argument| *argument == "--draws") {
            Some(at) => arguments[at + 1] = "16",
            None if arguments[0] == "report" => arguments.extend(["--draws", "0"]),
            None => {}
        }
        let done = Command::new(env!("CARGO_BIN_EXE_splitpoint"))
            .args(&arguments)
            .current_dir(&folder)
            .output()
            .expect("it starts");
        let error = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(0), "{line}: {error}");
        assert!(!done.stdout.is_empty(), "{line} says nothing");
        run += 1;
    }
    assert!(run >= 13, "the readme shows only {run} commands");
}

fn preset(name: &str) -> Scenario {
    let text = presets::find(name).expect("a preset").text;
    load(text).scenario.expect("a preset can be read")
}

fn report_of(plan: &Scenario) -> Report {
    let catalog = Catalog::builtin().expect("the catalogue is well-formed");
    let mut decided = DecidedScenario::new(plan, catalog).expect("a preset can be projected");
    report(&mut decided).expect("a preset can be projected")
}

fn roadmap<'a>(report: &'a Report, id: &str) -> &'a RoadmapReport {
    let mut all = report.roadmaps.iter();
    all.find(|roadmap| roadmap.id == id).expect("a roadmap")
}

/// By how much microservices cost more than the best (NPV).
fn behind(report: &Report) -> f64 {
    let npv = |id: &str| roadmap(report, id).totals.expect("it can run").npv;
    npv("microservices") - npv(&report.verdict.recommended)
}

#[test]
fn the_worked_scenario_has_the_programs_figures() {
    let readme = on_one_line(&page("README.md"));
    let plan = preset("support-copilot");
    let report = report_of(&plan);
    let money = Currency::new(&plan.currency);
    let total = |id: &str| {
        let totals = roadmap(&report, id).totals.expect("it can run");
        money.total(totals.total)
    };
    let with = |edits: &[(&str, &str)]| {
        let mut other = plan.clone();
        for (at, value) in edits {
            path::set(&mut other, at, value).expect("a field");
        }
        money.total(behind(&report_of(&other)))
    };
    assert_eq!(report.verdict.recommended, "modular_monolith");
    let detail = report.verdict.detail.split(" and pays").next();
    let detail = detail.unwrap_or_default().trim_end_matches('.');
    let expected = [
        format!("*{} {detail}.*", report.verdict.sentence),
        format!(
            "over five years: {} against {} for the monolith as it is and {} for microservices",
            total("modular_monolith"),
            total("monolith"),
            total("microservices")
        ),
        format!(
            "microservices come within {} of the best roadmap instead of {}",
            with(&[("team.levels.boundaries", "3")]),
            money.total(behind(&report)),
        ),
        format!(
            "raise the ceiling to 120,000 seats: they come within {}",
            with(&[("demand.growth.ceiling", "120000")])
        ),
    ];
    for sentence in expected {
        assert!(readme.contains(&sentence), "README.md has not: {sentence}");
    }
    for (at, shown) in [
        ("demand.users", "12,000"),
        ("demand.growth.ceiling", "40,000"),
        ("components[answer-model].tokens_in", "3,500"),
        ("team.engineers", "30"),
        ("team.levels.boundaries", "1.5"),
        ("factors.changes", "1"),
    ] {
        let Ok(splitpoint::scenario::Leaf::Number(stated)) = path::get(&plan, at) else {
            panic!("{at} is no number");
        };
        let row = format!("| `{at}` | {shown} |");
        assert!(readme.contains(&row), "README.md has not: {row}");
        assert_eq!(stated.likely.to_string(), shown.replace(',', ""), "{at}");
    }
}

/// What is shown and is not what comes out, by path. A shown list is the beginning of the real one.
fn differences(at: &str, shown: &Value, real: &Value, list: &mut Vec<String>) {
    let mut differ = || list.push(format!("{at}: {shown}, really {real}"));
    match (shown, real) {
        (Value::Object(shown), Value::Object(real)) => {
            for (key, shown) in shown {
                let at = format!("{at}.{key}");
                match real.get(key) {
                    Some(real) => differences(&at, shown, real, list),
                    None => list.push(format!("{at}: there is no such field")),
                }
            }
        }
        (Value::Array(shown), Value::Array(real)) => {
            for (index, shown) in shown.iter().enumerate() {
                let at = format!("{at}[{index}]");
                match real.get(index) {
                    Some(real) => differences(&at, shown, real, list),
                    None => list.push(format!("{at}: the list is shorter")),
                }
            }
        }
        (Value::Number(shown), Value::Number(real)) => {
            // Shown to so many digits; what comes out may have more.
            let text = shown.to_string();
            let digits = text.split_once('.').map_or(0, |(_, digits)| digits.len());
            let half = 0.5 * 10_f64.powi(-i32::try_from(digits).unwrap_or(i32::MAX));
            let values = [shown, real].map(|number| number.as_f64().unwrap_or(f64::NAN));
            if (values[0] - values[1]).abs() > half.max(1e-9 * values[1].abs()) {
                differ();
            }
        }
        (Value::String(shown), Value::String(real)) => {
            let whole = shown
                .strip_suffix(" …")
                .map_or(shown == real, |begun| real.starts_with(begun));
            if !whole {
                differ();
            }
        }
        (shown, real) if shown == real => {}
        _ => differ(),
    }
}

/// Where the first example of a format stands in `docs/json.md`.
fn example(docs: &str, schema: &str) -> Range<usize> {
    let start = format!("```json\n{{\n  \"schema\": \"{schema}\"");
    let at = docs.find(&start).expect("an example of the format") + "```json\n".len();
    let end = docs[at..].find("```").expect("the example ends");
    at..at + end
}

/// Texts and numbers of what is shown with those that come out, in the order of the page.
fn leaves<'a>(shown: &'a Value, real: Option<&'a Value>, list: &mut Vec<[Option<&'a Value>; 2]>) {
    match shown {
        Value::Object(fields) => {
            for (key, shown) in fields {
                leaves(shown, real.and_then(|real| real.get(key)), list);
            }
        }
        Value::Array(values) => {
            for (at, shown) in values.iter().enumerate() {
                leaves(shown, real.and_then(|real| real.get(at)), list);
            }
        }
        shown => list.push([Some(shown), real]),
    }
}

/// The example with the values that come out, each to as many digits as before, its lines as they
/// are.
fn renewed(block: &str, shown: &Value, real: &Value) -> String {
    let mut list = Vec::new();
    leaves(shown, Some(real), &mut list);
    let (mut text, mut rest) = (String::new(), block);
    for [shown, real] in list {
        let (Some(shown), Some(real)) = (shown, real) else {
            continue;
        };
        let old = shown.to_string();
        // A value stands behind a colon, a bracket or a comma.
        let Some(at) = [": ", "[", ", "]
            .iter()
            .filter_map(|before| {
                let at = rest.find(&format!("{before}{old}"))?;
                Some(at + before.len())
            })
            .min()
        else {
            continue;
        };
        let new = match (shown, real) {
            (Value::String(shown), Value::String(_)) if shown.ends_with(" …") => old.clone(),
            (Value::Number(_), Value::Number(real)) => {
                let digits = old.split_once('.').map_or(0, |(_, digits)| digits.len());
                real.as_f64()
                    .map_or_else(|| old.clone(), |value| format!("{value:.digits$}"))
            }
            _ => real.to_string(),
        };
        text.push_str(&rest[..at]);
        text.push_str(&new);
        rest = &rest[at + old.len()..];
    }
    text + rest
}

#[test]
fn the_examples_of_the_formats_are_what_the_program_writes() {
    let mut docs = page("docs/json.md");
    let mut wrong = Vec::new();
    for (schema, call) in [
        (
            "splitpoint.report/1",
            "report support-copilot --roadmap switch --draws 0 --format json",
        ),
        (
            "splitpoint.explain/1",
            "explain prototype-assistant on_call --month 3 --format json --depth 1",
        ),
        (
            "splitpoint.solve/1",
            "solve agent-marketplace --for reliability.security_loss --between microservices modular_monolith --format json",
        ),
        (
            "splitpoint.serving/1",
            "serving --model Llama-3.3-70B --gpu H100-SXM --tp 2 --input 1000 --output 1000 --format json",
        ),
        ("splitpoint.presets/1", "presets viral-app --format json"),
        (
            "splitpoint.catalog/1",
            "catalog serving.eta_memory --format json",
        ),
    ] {
        let call: Vec<&str> = call.split_whitespace().collect();
        let real: Value = serde_json::from_str(&text(&call)).expect("it writes JSON");
        let block = example(&docs, schema);
        let shown: Value = serde_json::from_str(&docs[block.clone()]).expect("JSON");
        if update() {
            let new = renewed(&docs[block.clone()], &shown, &real);
            docs.replace_range(block, &new);
            continue;
        }
        differences(schema, &shown, &real, &mut wrong);
    }
    if update() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md");
        fs::write(path, docs).expect("writable");
        return;
    }
    assert!(
        wrong.is_empty(),
        "docs/json.md is not what comes out (UPDATE_GOLDEN=1 writes the values anew):\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_mechanisms_are_those_that_reports_name() {
    let docs = page("docs/json.md");
    assert!(
        !docs.contains("will follow"),
        "docs/json.md promises what is there"
    );
    let told: Vec<BTreeSet<&str>> = docs
        .lines()
        .filter(|line| line.starts_with("| `reasons[]`"))
        .map(|line| {
            let list = line.split("`mechanism` (").nth(1).unwrap_or_default();
            let list = list.split(')').next().unwrap_or_default();
            list.split(", ")
                .map(|name| name.trim_matches('`'))
                .collect()
        })
        .collect();
    assert_eq!(told.len(), 1, "mechanisms are listed {} times", told.len());
    assert!(
        !docs.contains("Mechanisms are"),
        "mechanisms are listed a second time"
    );
    let mut named: BTreeSet<String> = BTreeSet::new();
    for preset in presets::list() {
        let plan = load(preset.text).scenario.expect("a preset can be read");
        let reasons = report_of(&plan).verdict.reasons;
        named.extend(reasons.into_iter().map(|reason| reason.mechanism));
    }
    let named: BTreeSet<&str> = named.iter().map(String::as_str).collect();
    assert!(named.is_subset(&told[0]), "{named:?} and {:?}", told[0]);
}
