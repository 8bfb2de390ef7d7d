//! Futures on the command line: bands, timing, and what they may depend on.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use serde_json::Value;

use crate::process::{program, text};

fn report(more: &[&str]) -> Value {
    let mut args = vec!["report", "support-copilot", "--format", "json"];
    args.extend(more);
    serde_json::from_str(&text(&args)).unwrap()
}

#[test]
fn futures_are_in_the_report_unless_left_out() {
    let with = report(&["--draws", "64"]);
    let mut without = report(&["--draws", "0"]);
    assert!(without.get("uncertainty").is_none() && without.get("timing").is_none());
    assert!(without["verdict"].get("confidence").is_none());
    // The projection at likely inputs does not know of the futures.
    assert_eq!(with["roadmaps"], without["roadmaps"]);
    assert_eq!(with["verdict"]["margin"], without["verdict"]["margin"]);
    assert_eq!(
        with["verdict"]["confidence"],
        with["uncertainty"]["confidence"]
    );
    // More than the rounding of a JSON number is not to be expected of a share of 64.
    let shares = with["uncertainty"]["roadmaps"].as_array().unwrap().iter();
    let sum: f64 = shares
        .map(|r| r["probability_cheapest"].as_f64().unwrap())
        .sum();
    assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    without["uncertainty"] = with["uncertainty"].clone();
    assert_eq!(with["uncertainty"]["draws"], 64);
    assert!(with["uncertainty"]["inputs"].as_u64().unwrap() > 5);
}

#[test]
fn a_page_says_who_alone_keeps_the_goals() {
    // Calls between pools and units take longer than this goal allows.
    let page = text(&[
        "report",
        "coding-assistant",
        "--draws",
        "8",
        "--set",
        "goals.p95_latency_ms=262",
    ]);
    let told = page
        .lines()
        .find(|line| line.contains("alone keeps every goal"));
    let told = told.unwrap();
    assert!(told.contains("is the cheapest in "), "{told}");
}

#[test]
fn bands_are_in_order_and_hold_the_totals() {
    let with = report(&["--draws", "64"]);
    for roadmap in with["uncertainty"]["roadmaps"].as_array().unwrap() {
        let bands = roadmap["bands"].as_object().unwrap();
        assert!(bands.len() > 40);
        for (name, band) in bands {
            let month = |p: &str, t: usize| band[p][t].as_f64().unwrap();
            for t in 0..60 {
                assert!(month("p10", t) <= month("p50", t), "{name}");
                assert!(month("p50", t) <= month("p90", t), "{name}");
            }
        }
        let last = roadmap["bands"]["cumulative_total"]["p50"][59]
            .as_f64()
            .unwrap();
        let total = roadmap["total"]["p50"].as_f64().unwrap();
        assert!((last - total).abs() < 1e-6 * total, "{last} {total}");
    }
}

#[test]
fn the_outcome_depends_on_seed_and_draws_alone() {
    let once = |more: &[&str]| {
        let mut args = vec!["report", "viral-app", "--format", "json", "--draws", "40"];
        args.extend(more);
        text(&args)
    };
    let one = once(&["--threads", "1"]);
    assert_eq!(one, once(&["--threads", "2"]));
    assert_eq!(one, once(&["--threads", "8"]));
    assert_ne!(one, once(&["--seed", "8"]));
}

#[test]
fn the_page_says_how_sure_it_is() {
    let page = text(&["report", "support-copilot", "--draws", "64"]);
    for part in [
        "## How sure this is",
        "of 100 futures",
        "ranges hold 8 of 10 of 64 futures (seed 7)",
        "Part of the variance",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let plain = text(&["report", "support-copilot", "--draws", "0"]);
    assert!(!plain.contains("futures"), "{plain}");
}

#[test]
fn impossible_numbers_of_futures_are_refused() {
    for (args, part) in [
        (["--draws", "70000"], "65536"),
        (["--threads", "0"], "1..=1024"),
        (["--seed", "many"], "--seed"),
    ] {
        let mut all = vec!["report", "viral-app"];
        all.extend(args);
        let done = program(&all);
        let error = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{error}");
        assert!(error.contains(part), "{error}");
    }
}
