//! `splitpoint explain` as a process.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use serde_json::Value;
use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_splitpoint"))
        .args(args)
        .output()
        .unwrap()
}

#[track_caller]
fn text(args: &[&str]) -> String {
    let done = run(args);
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(0), "{args:?}: {err}");
    String::from_utf8(done.stdout).unwrap()
}

#[track_caller]
fn refused(args: &[&str], code: i32, part: &str) {
    let done = run(args);
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(code), "{args:?}: {err}");
    assert!(
        done.stdout.is_empty() && err.contains(part),
        "{args:?}: {err}"
    );
}

fn depth(node: &Value) -> usize {
    let children = node["children"].as_array().unwrap();
    children
        .iter()
        .map(|child| 1 + depth(child))
        .max()
        .unwrap_or(0)
}

fn fields<'a>(node: &'a Value, text: &str) -> Option<&'a String> {
    node.as_object()?
        .keys()
        .find(|name| !text.contains(&format!("`{name}`")) && !text.contains(&format!("`{name}[]`")))
}

fn documented(node: &Value, text: &str) {
    assert_eq!(fields(node, text), None);
    for child in node["children"].as_array().unwrap() {
        documented(child, text);
    }
}

#[test]
fn json_is_as_documented_and_the_same_twice() {
    let args = [
        "explain",
        "viral-app",
        "gpu",
        "--month",
        "12",
        "--format",
        "json",
    ];
    let out = text(&args);
    assert_eq!(out, text(&args));
    let tree: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(tree["schema"], "splitpoint.explain/1");
    assert_eq!(
        (&tree["metric"], &tree["month"]),
        (&Value::from("gpu"), &Value::from(12))
    );
    assert_eq!(depth(&tree), 4);
    documented(&tree, include_str!("../../docs/json.md"));
    let report = text(&["report", "viral-app", "--draws", "0", "--format", "json"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    let recommended = &report["verdict"]["recommended"];
    assert_eq!(&tree["roadmap"], recommended);
    let roadmaps = report["roadmaps"].as_array().unwrap();
    let roadmap = roadmaps.iter().find(|r| r["id"] == *recommended).unwrap();
    assert_eq!(tree["value"], roadmap["series"]["gpu"][12]);
}

#[test]
fn the_page_names_inputs_and_sources() {
    let page = text(&[
        "explain",
        "support-copilot",
        "gpu",
        "--month",
        "12",
        "--depth",
        "4",
    ]);
    for part in [
        "# gpu of",
        "in month 12",
        "input gpus.committed_share",
        "catalogue time.hours_per_month",
        "GPU rent of",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let shallow = text(&["explain", "support-copilot", "totals.npv", "--depth", "0"]);
    assert_eq!(shallow.lines().count(), 3, "{shallow}");
}

#[test]
fn what_is_not_there_is_answered_with_the_nearest() {
    refused(
        &["explain", "viral-app", "gpus_held"],
        2,
        "did you mean `gpus`?",
    );
    refused(
        &["explain", "viral-app", "totals.nvp"],
        2,
        "did you mean `totals.npv`?",
    );
    refused(
        &["explain", "viral-app", "gpu", "--roadmap", "monolit"],
        2,
        "did you mean `monolith`?",
    );
    refused(
        &["explain", "viral-app", "gpu", "--month", "48"],
        2,
        "months run from 0 to 47",
    );
    refused(
        &["explain", "viral-app", "totals.cash", "--month", "3"],
        2,
        "leave the month out",
    );
    refused(
        &["explain", "no-such-file.ron", "gpu"],
        1,
        "no-such-file.ron",
    );
}
