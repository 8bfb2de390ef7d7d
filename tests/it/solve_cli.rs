//! `solve` and `compare` as processes: answers, pages, refusals.

use serde_json::Value;

use crate::process::{program, text};

#[track_caller]
fn refused(args: &[&str], code: i32, part: &str) {
    let done = program(args);
    let error = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(code), "{args:?}: {error}");
    assert!(done.stdout.is_empty() && error.contains(part), "{error}");
}

#[test]
fn a_constant_of_the_catalogue_is_solved_by_its_name() {
    let id = "pace.coordination_exponent";
    let pair = ["--between", "modular_monolith", "monolith"];
    let ask = ["solve", "support-copilot", "--for", id];
    let ask = [&ask[..], &pair, &["--format", "json"]].concat();
    let answer: Value = serde_json::from_str(&text(&ask)).unwrap();
    assert_eq!(
        (&answer["path"], &answer["unit"]),
        (&Value::from(id), &Value::from("exponent"))
    );
    assert_eq!(answer["today"], 0.2);
    // Three times as far as the range reaches to either side, and not below nothing.
    assert_eq!(answer["range"][0], 0.0);
    assert!((answer["range"][1].as_f64().unwrap() - 0.65).abs() < 1e-12);
    refused(
        &["solve", "support-copilot", "--for", "pace.size_exponnet"],
        2,
        "the catalogue has no entry `pace.size_exponnet`",
    );
}

#[test]
fn a_break_even_is_told_on_a_page_and_as_json() {
    let path = "reliability.security_loss";
    let ask = [
        "solve",
        "agent-marketplace",
        "--for",
        path,
        "--between",
        "microservices",
        "modular_monolith",
    ];
    let page = text(&ask);
    assert!(
        page.starts_with(
            "# reliability.security_loss\n\nmicroservices and modular_monolith cost the same at "
        ),
        "{page}"
    );
    let mut json = ask.to_vec();
    json.extend(["--format", "json"]);
    let answer: Value = serde_json::from_str(&text(&json)).unwrap();
    assert_eq!(answer["schema"], "splitpoint.solve/1");
    assert_eq!(answer["crossings"].as_array().unwrap().len(), 1);
    let value = answer["crossings"][0]["value"].as_f64().unwrap();
    // By substitution, decided anew: close to it the report finds next to no difference.
    let change = format!("{path}={value}");
    let report = text(&[
        "report",
        "agent-marketplace",
        "--draws",
        "0",
        "--format",
        "json",
        "--set",
        &change,
    ]);
    let report: Value = serde_json::from_str(&report).unwrap();
    let npv = |id: &str| {
        let all = report["roadmaps"].as_array().unwrap();
        let found = all.iter().find(|roadmap| roadmap["id"] == id).unwrap();
        found["totals"]["npv"].as_f64().unwrap()
    };
    let (one, other) = (npv("microservices"), npv("modular_monolith"));
    assert!((one - other).abs() < 0.02 * one, "{one} {other}");
    assert_eq!(text(&json), text(&json));
}

#[test]
fn what_cannot_be_solved_is_refused() {
    refused(
        &["solve", "viral-app", "--for", "demand.usres"],
        2,
        "did you mean `users`?",
    );
    refused(
        &["solve", "viral-app", "--for", "name"],
        2,
        "not a number that can be moved",
    );
    refused(
        &[
            "solve",
            "viral-app",
            "--for",
            "demand.users",
            "--between",
            "monolit",
            "switch",
        ],
        2,
        "did you mean `monolith`?",
    );
    refused(&["solve", "viral-app"], 2, "--for");
    refused(
        &["solve", "viral-ap", "--for", "demand.users"],
        1,
        "viral-app",
    );
}

#[test]
fn scenarios_are_compared() {
    let page = text(&["compare", "support-copilot", "viral-app"]);
    for part in [
        "- **support-copilot** (Support copilot, USD): ",
        "All recommend the same roadmap.",
        "| `demand.users` |",
        "## Modular monolith",
        "| NPV of the total |",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let same = text(&["compare", "viral-app", "viral-app"]);
    assert!(same.contains("## Inputs that differ\n\nNone.\n"), "{same}");
    let json = text(&[
        "compare",
        "support-copilot",
        "agent-marketplace",
        "--format",
        "json",
    ]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schema"], "splitpoint.compare/1");
    assert_eq!(json["same_verdict"], false);
    assert_eq!(json["scenarios"].as_array().unwrap().len(), 2);
    refused(&["compare", "viral-app"], 2, "2 values required");
    refused(&["compare", "viral-app", "nothing.ron"], 1, "nothing.ron");
}

#[test]
fn every_field_of_both_answers_is_documented() {
    let docs = include_str!("../../docs/json.md");
    let mut open = vec![
        serde_json::from_str::<Value>(&text(&[
            "solve",
            "viral-app",
            "--for",
            "factors.users",
            "--format",
            "json",
        ]))
        .unwrap(),
        serde_json::from_str(&text(&[
            "compare",
            "viral-app",
            "support-copilot",
            "--format",
            "json",
        ]))
        .unwrap(),
    ];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let named = [format!("`{key}`"), format!("`{key}[]`")];
                    assert!(
                        named.iter().any(|name| docs.contains(name)),
                        "{key} is not in docs/json.md"
                    );
                    open.push(value);
                }
            }
            Value::Array(list) => open.extend(list),
            _ => {}
        }
    }
}
