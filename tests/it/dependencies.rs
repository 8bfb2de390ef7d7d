//! Every crate that the program is built from: where it comes from, under which licence, and none
//! that opens a network connection. `deny.toml` has the lists; `cargo deny` reads the same.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The texts in quotes of a list in `deny.toml`, by the line that opens it.
fn list(settings: &str, opening: &str) -> Vec<String> {
    let (_, rest) = settings.split_once(opening).unwrap();
    let (inside, _) = rest.split_once("\n]").unwrap();
    inside
        .lines()
        .filter_map(|line| line.split('"').nth(1))
        .map(str::to_owned)
        .collect()
}

/// Every crate of the program on this machine; none on systems whose crates are not all here.
fn crates() -> Vec<Value> {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    if !out.status.success() && !cfg!(target_os = "linux") {
        return Vec::new();
    }
    let data: Value = serde_json::from_slice(&out.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&out.stderr)));
    let crates = data["packages"].as_array().unwrap();
    assert!(crates.len() > 100, "{}", crates.len());
    crates.clone()
}

#[test]
fn every_crate_comes_from_the_registry() {
    for one in crates() {
        let own = one["name"] == env!("CARGO_PKG_NAME");
        let registry = one["source"].as_str().is_some_and(|source| {
            source.starts_with("registry+") && source.ends_with("/crates.io-index")
        });
        assert!(own || registry, "{} is from {}", one["name"], one["source"]);
    }
}

#[test]
fn no_crate_opens_a_network_connection() {
    let settings = read("deny.toml");
    let banned = list(&settings, "\ndeny = [");
    assert!(banned.len() > 15, "{banned:?}");
    // Those that the window needs have the crates named that may bring them.
    let allowed: BTreeSet<&str> = settings
        .lines()
        .filter(|line| line.contains("wrappers ="))
        .filter_map(|line| line.split('"').nth(1))
        .collect();
    assert_eq!(allowed, BTreeSet::from(["webbrowser", "zbus"]));
    for one in crates() {
        let name = one["name"].as_str().unwrap();
        let refused = banned.iter().any(|other| other == name) && !allowed.contains(name);
        assert!(!refused, "{name} may open a connection");
    }
}

/// Whether an SPDX expression can be met with these licences alone.
fn may_be_used(expression: &str, allowed: &[String]) -> bool {
    let expression = expression.replace('/', " OR ");
    let mut depth = 0_i32;
    let mut parts = vec![(String::new(), "")];
    for word in expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .split_whitespace()
    {
        depth += i32::from(word == "(") - i32::from(word == ")");
        match word {
            "OR" | "AND" if depth == 0 => {
                parts.push((String::new(), if word == "OR" { "OR" } else { "AND" }));
            }
            _ => {
                let last = &mut parts.last_mut().unwrap().0;
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(word);
            }
        }
    }
    if let [(one, _)] = parts.as_slice() {
        return match one
            .strip_prefix("( ")
            .and_then(|one| one.strip_suffix(" )"))
        {
            Some(inner) => may_be_used(inner, allowed),
            None => allowed.contains(one),
        };
    }
    // AND binds before OR.
    let mut any = false;
    let mut all = true;
    for (part, joined) in &parts {
        if *joined == "OR" {
            any |= all;
            all = true;
        }
        all &= may_be_used(part, allowed);
    }
    any || all
}

#[test]
fn expressions_of_licences_are_read() {
    let allowed = ["MIT".to_owned(), "Unicode-3.0".to_owned()];
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("MIT OR GPL-3.0", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(GPL-2.0 OR Apache-2.0) AND MIT", false),
        ("GPL-3.0 AND MIT OR Unicode-3.0", true),
    ] {
        assert_eq!(may_be_used(expression, &allowed), expected, "{expression}");
    }
}

#[test]
fn every_licence_is_one_of_those_allowed() {
    let settings = read("deny.toml");
    let mut allowed = list(&settings, "\nallow = [");
    assert!(allowed.contains(&"MIT".to_owned()), "{allowed:?}");
    // Faces of type, for which `deny.toml` has an exception.
    allowed.extend(["OFL-1.1", "Ubuntu-font-1.0"].map(str::to_owned));
    for one in crates() {
        let licence = one["license"].as_str().unwrap_or_default();
        assert!(
            may_be_used(licence, &allowed),
            "{}: `{licence}`",
            one["name"]
        );
    }
}
