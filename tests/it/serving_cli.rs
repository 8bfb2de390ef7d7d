//! `splitpoint serving` as a process: its answers, refusals, and the fields it writes.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use serde_json::Value;
use std::process::{Command, Output};

const LENGTHS: [&str; 4] = ["--input", "1000", "--output", "1000"];

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_splitpoint"))
        .arg("serving")
        .args(args)
        .output()
        .unwrap()
}

#[track_caller]
fn text(args: &[&str]) -> String {
    let done = run(args);
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(0), "{args:?}: {err}");
    assert_eq!(err, "", "{args:?}");
    String::from_utf8(done.stdout).unwrap()
}

#[track_caller]
fn json(model: &str, gpu: &str, more: &[&str]) -> Value {
    let mut args = vec!["--format", "json", "--model", model, "--gpu", gpu];
    args.extend(LENGTHS);
    args.extend(more);
    serde_json::from_str(&text(&args)).unwrap()
}

#[track_caller]
fn refused(args: &[&str], code: i32, parts: &[&str]) {
    let done = run(args);
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(code), "{args:?}: {err}");
    assert!(done.stdout.is_empty(), "{args:?}");
    for part in parts {
        assert!(err.contains(part), "{args:?}: {err}");
    }
}

fn number(value: &Value, field: &str) -> f64 {
    value[field].as_f64().unwrap_or_else(|| panic!("{field}"))
}

/// Fields of the contract, all but the optional ones.
const ALWAYS: [&str; 19] = [
    "schema",
    "model",
    "gpu",
    "precision",
    "tp",
    "input",
    "output",
    "concurrency",
    "fits",
    "output_tokens_per_second",
    "output_tokens_per_second_per_gpu",
    "step_ms",
    "inter_token_ms",
    "prefill_ms",
    "batch",
    "weights_gib",
    "cache_room_gib",
    "binds",
    "nearest_published",
];

#[test]
fn an_answer_has_every_field_and_adds_up() {
    let answer = json(
        "Llama-3.3-70B",
        "H100-SXM",
        &["--precision", "fp8", "--tp", "2"],
    );
    let fields: Vec<&String> = answer.as_object().unwrap().keys().collect();
    for field in ALWAYS {
        assert!(fields.iter().any(|f| *f == field), "{field}");
    }
    assert_eq!(fields.len(), ALWAYS.len(), "{fields:?}");
    assert_eq!(answer["schema"], "splitpoint.serving/1");
    assert_eq!(answer["fits"], true);
    assert_eq!(answer["tp"], 2);
    assert_eq!(answer["concurrency"], 1024);
    // 70.55e9 bytes are 65.70 GiB; rate = batch/between tokens; between = step + b·prefill/o.
    assert!((number(&answer, "weights_gib") - 65.70).abs() < 0.01);
    let between = number(&answer, "inter_token_ms");
    let rate = number(&answer, "output_tokens_per_second");
    let batch = number(&answer, "batch");
    assert!((rate * between / 1000.0 / batch - 1.0).abs() < 1e-9);
    let sum = number(&answer, "step_ms") + batch * number(&answer, "prefill_ms") / 1000.0;
    assert!((sum / between - 1.0).abs() < 1e-9);
    let each = number(&answer, "output_tokens_per_second_per_gpu");
    assert!((2.0 * each / rate - 1.0).abs() < 1e-9);
    let published = &answer["nearest_published"];
    assert_eq!(published["measured"], 4205.0);
    assert!((number(published, "predicted") / 4205.0 - 1.0).abs() < 0.1);
}

#[test]
fn concurrency_caps_the_batch() {
    let at = |more: &[&str]| json("Llama-3.1-8B", "H100-SXM", more);
    let few = at(&["--concurrency", "4"]);
    assert_eq!(
        (&few["concurrency"], &few["batch"]),
        (&4.into(), &4.0.into())
    );
    let some = at(&["--concurrency", "256"]);
    assert_eq!(some["batch"], 256.0);
    let most = at(&["--concurrency", "max"]);
    assert_eq!(most["concurrency"], "max");
    assert!(number(&most, "batch") > 500.0);
    // A plan has 1,024 at most, of which the memory beside the weights holds fewer.
    let planned = at(&[]);
    assert_eq!(planned["concurrency"], 1024);
    assert_eq!(planned["batch"], most["batch"]);
    let rates = [&few, &some, &most].map(|a| number(a, "output_tokens_per_second"));
    assert!(rates[0] < rates[1] && rates[1] < rates[2], "{rates:?}");
    // Four calls of 8B: 8.03e9/(3350e9·0.95) = 2.52 ms to read weights, 1 + 32·0.077 = 3.46 ms of
    // launches. One call of 70B: 70.55e9/3182.5e9 = 22.2 ms against 1 + 80·0.077 = 7.2 ms.
    assert_eq!(few["binds"], "latency");
    let one = json("Llama-3.1-70B", "H100-SXM", &["--concurrency", "1"]);
    assert_eq!(one["binds"], "bandwidth");
}

#[test]
fn what_does_not_fit_is_an_answer() {
    let answer = json("Llama-3.1-405B", "H100-SXM", &["--precision", "fp8"]);
    assert_eq!(answer["fits"], false);
    let reason = answer["reason"].as_str().unwrap();
    assert!(reason.contains("weights take 378 GiB"), "{reason}");
    for field in ["output_tokens_per_second", "batch", "cache_room_gib"] {
        assert_eq!(number(&answer, field), 0.0, "{field}");
    }
    assert_eq!(answer["binds"], "cache");
    // 70.55e9 of 81.1e9 bytes leave 9.8 GiB, and a call of 100,000 tokens takes 15.3 GiB.
    let long = text(&[
        "--model",
        "Llama-3.1-70B",
        "--gpu",
        "H100-SXM",
        "--input",
        "90000",
        "--output",
        "10000",
    ]);
    assert!(
        long.contains("Does not fit: the cache of one call takes 15.3 GiB"),
        "{long}"
    );
}

#[test]
fn the_page_reads_well() {
    let mut args = vec!["--model", "Llama-3.3-70B", "--gpu", "H100-SXM", "--tp", "2"];
    args.extend(LENGTHS);
    let page = text(&args);
    for part in [
        "Llama-3.3-70B in FP8 on 2 H100-SXM\n",
        "at most 1,024 calls at once",
        "tokens/s a GPU",
        "Limited by",
        "4,205 tokens/s measured",
        "Source: TensorRT-LLM",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let unknown = text(&[
        "--model",
        "Mistral-7B",
        "--gpu",
        "L4",
        "--input",
        "10",
        "--output",
        "10",
    ]);
    assert!(
        unknown.contains("No run of Mistral-7B on L4 is published"),
        "{unknown}"
    );
    let bare = json("Mistral-7B", "L4", &[]);
    assert!(bare.get("nearest_published").is_none());
}

#[test]
fn names_that_are_not_there_are_refused_with_the_nearest() {
    let asked = |model, gpu| {
        let mut args = vec!["--model", model, "--gpu", gpu];
        args.extend(LENGTHS);
        args
    };
    refused(
        &asked("mixtral-8x7b", "L4"),
        2,
        &["no model `mixtral-8x7b`", "`Mixtral-8x7B`"],
    );
    refused(&asked("Llama-3.1-8B", "H10"), 2, &["no GPU `H10`", "H100"]);
    refused(&asked("SDXL-base-1.0", "L4"), 2, &["not a language model"]);
}

#[test]
fn wrong_usage_is_told_apart() {
    let with = |more: &[&'static str]| {
        let mut args = vec!["--model", "Llama-3.1-8B", "--gpu", "L4"];
        args.extend(more);
        args
    };
    refused(&with(&[]), 2, &["--input"]);
    refused(&with(&["--input", "1", "--output", "0"]), 2, &["--output"]);
    for (option, value) in [
        ("--tp", "0"),
        ("--tp", "65"),
        ("--concurrency", "0"),
        ("--concurrency", "many"),
        ("--precision", "int8"),
    ] {
        let args = with(&["--input", "1", "--output", "1", option, value]);
        refused(&args, 2, &[option, value]);
    }
}

#[test]
fn every_field_of_an_answer_is_documented() {
    let docs = include_str!("../../docs/json.md");
    let answer = json("Llama-3.1-405B", "H100-SXM", &["--precision", "fp8"]);
    let mut names: Vec<String> = Vec::new();
    for part in [&answer, &answer["nearest_published"]] {
        names.extend(part.as_object().unwrap().keys().cloned());
    }
    let section = docs.split("## `splitpoint.serving/1`").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    for name in names {
        let plain = format!("`{name}`");
        let inner = format!(".{name}`");
        assert!(
            section.contains(&plain) || section.contains(&inner),
            "{name}"
        );
    }
}
