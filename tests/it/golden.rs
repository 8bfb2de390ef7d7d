//! The report of each preset against the one kept in `tests/golden`.
//!
//! Numbers may differ by 1e-9 of their size, everything else not at all. After a change that is
//! meant, `UPDATE_GOLDEN=1 cargo test golden` writes them anew; the difference then belongs in the
//! changelog under **Model**.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use splitpoint::catalog::Catalog;
use splitpoint::{analysis, export, presets};

use crate::process;

/// Share of a number by which it may differ.
const TOLERANCE: f64 = 1e-9;
/// Most differences that a failure lists.
const SHOWN: usize = 12;
/// Months in a year.
const YEAR: usize = 12;
/// Significant digits kept, beyond the tolerance.
const DIGITS: usize = 12;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The JSON export of a preset.
fn exported(preset: &presets::Preset) -> Value {
    let plan = preset.scenario().unwrap();
    let report = analysis::run(&plan, Catalog::builtin().unwrap()).unwrap();
    let mut value = serde_json::from_str(&export::json(&report).unwrap()).unwrap();
    thin(&mut value, false);
    value
}

/// Keeps every twelfth month of what is listed for each unit, role, cause and dimension: a product
/// of many units would fill megabytes.
fn thin(value: &mut Value, listed: bool) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                let detail = ["units", "readiness", "detail"].contains(&key.as_str());
                thin(value, listed || detail);
            }
        }
        Value::Array(list) => {
            if listed && list.len() > YEAR && list.iter().all(Value::is_number) {
                *list = list.iter().step_by(YEAR).cloned().collect();
            }
            for value in list {
                thin(value, listed);
            }
        }
        _ => {}
    }
}

/// JSON with a line for each object field and each list of plain values, numbers to twelve digits.
fn compact(value: &Value, indent: usize, out: &mut String) {
    let pad = "  ".repeat(indent + 1);
    let close = "  ".repeat(indent);
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push_str("{\n");
            for (i, (key, value)) in map.iter().enumerate() {
                let _ = write!(out, "{pad}{}: ", Value::from(key.as_str()));
                compact(value, indent + 1, out);
                out.push_str(if i + 1 < map.len() { ",\n" } else { "\n" });
            }
            let _ = write!(out, "{close}}}");
        }
        Value::Array(list) if list.iter().any(|v| v.is_object() || v.is_array()) => {
            out.push_str("[\n");
            for (i, value) in list.iter().enumerate() {
                out.push_str(&pad);
                compact(value, indent + 1, out);
                out.push_str(if i + 1 < list.len() { ",\n" } else { "\n" });
            }
            let _ = write!(out, "{close}]");
        }
        Value::Array(list) => {
            out.push('[');
            for (i, value) in list.iter().enumerate() {
                compact(value, indent, out);
                out.push_str(if i + 1 < list.len() { ", " } else { "" });
            }
            out.push(']');
        }
        Value::Number(number) if number.is_f64() => {
            let rounded: f64 = format!("{:.*e}", DIGITS - 1, number.as_f64().unwrap())
                .parse()
                .unwrap();
            let _ = write!(out, "{}", Value::from(rounded));
        }
        plain => {
            let _ = write!(out, "{plain}");
        }
    }
}

fn differences(path: &str, golden: &Value, got: &Value, found: &mut Vec<String>) {
    match (golden, got) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            let delta = b - a;
            if delta.abs() > TOLERANCE * a.abs().max(b.abs()) {
                let share = delta / a.abs().max(f64::MIN_POSITIVE);
                found.push(format!(
                    "{path}: golden {a}, got {b}, delta {delta:e} ({share:+.3e} of it)"
                ));
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            if a.len() != b.len() {
                found.push(format!(
                    "{path}: golden has {} items, got {}",
                    a.len(),
                    b.len()
                ));
            }
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                // Roadmaps and the like are named in the path.
                let id = a.get("id").and_then(Value::as_str);
                let at = id.map_or_else(|| i.to_string(), str::to_owned);
                differences(&format!("{path}[{at}]"), a, b, found);
            }
        }
        (Value::Object(a), Value::Object(b)) => {
            let dot = |key: &str| {
                if path.is_empty() {
                    key.to_owned()
                } else {
                    format!("{path}.{key}")
                }
            };
            for (key, a) in a {
                match b.get(key) {
                    Some(b) => differences(&dot(key), a, b, found),
                    None => found.push(format!("{}: golden {a}, got nothing", dot(key))),
                }
            }
            for (key, b) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                found.push(format!("{}: golden nothing, got {b}", dot(key)));
            }
        }
        _ if golden == got => {}
        _ => found.push(format!("{path}: golden {golden}, got {got}")),
    }
}

#[test]
fn presets_report_as_before() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut failures = String::new();
    for preset in presets::list() {
        let file = folder().join(format!("{}.json", preset.name));
        let got = exported(preset);
        if update {
            let mut text = String::new();
            compact(&got, 0, &mut text);
            text.push('\n');
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&file, text).unwrap();
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| {
            panic!("{}: {error}; write it with UPDATE_GOLDEN=1", file.display())
        });
        let golden: Value = serde_json::from_str(&text).unwrap();
        let mut found = Vec::new();
        differences("", &golden, &got, &mut found);
        if !found.is_empty() {
            let _ = writeln!(failures, "{}: {} differences", preset.name, found.len());
            for line in found.iter().take(SHOWN) {
                let _ = writeln!(failures, "  {line}");
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{failures}If this is meant, write them anew with UPDATE_GOLDEN=1 and say so in CHANGELOG.md under Model."
    );
}

/// The same file gives the same bytes, whatever functions the machine's library has.
#[test]
fn reports_are_the_same_bytes_on_another_machine() {
    for preset in presets::list() {
        // Bands, drivers and months for one of them; projections for all.
        let draws = if preset.name == "prototype-assistant" {
            "128"
        } else {
            "0"
        };
        let args = ["report", preset.name, "--format", "json", "--draws", draws];
        let (here, there) = (process::text(&args), process::on_a_plain_machine(&args));
        let apart = here.lines().zip(there.lines()).find(|(a, b)| a != b);
        assert!(here == there, "{}: {apart:?}", preset.name);
    }
}

#[test]
fn every_golden_report_has_its_preset() {
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(
            presets::find(name).is_ok(),
            "{} belongs to no preset",
            path.display()
        );
    }
}

#[test]
fn a_difference_names_path_golden_got_and_delta() {
    let golden = serde_json::json!({ "roadmaps": [{ "id": "a", "totals": { "cash": 100.0 } }], "name": "x" });
    let got = serde_json::json!({ "roadmaps": [{ "id": "a", "totals": { "cash": 101.0 } }], "name": "y" });
    let mut found = Vec::new();
    differences("", &golden, &got, &mut found);
    assert_eq!(
        found,
        [
            "roadmaps[a].totals.cash: golden 100, got 101, delta 1e0 (+1.000e-2 of it)",
            "name: golden \"x\", got \"y\"",
        ]
    );
}
