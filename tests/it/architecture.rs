//! The shape of the code, read from its text: which module may know which, what the model may not
//! know, where numbers may stand.
//!
//! The rules are those of ARCHITECTURE.md. Comments, strings and unit tests are set aside first,
//! so that only code counts.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use splitpoint::catalog::Catalog;
use splitpoint::presets;
use splitpoint::scenario::RoadmapKind;

/// Which modules of the crate each module may name, beside itself.
const ARROWS: &[(&str, &[&str])] = &[
    ("number", &[]),
    ("metalog", &["units", "number"]),
    ("units", &[]),
    ("diagnostic", &[]),
    ("storage", &[]),
    ("catalog", &["units", "diagnostic", "number"]),
    (
        "scenario",
        &[
            "units",
            "diagnostic",
            "storage",
            "number",
            "metalog",
            "catalog",
        ],
    ),
    ("presets", &["diagnostic", "catalog", "scenario"]),
    ("engine", &["units", "number", "catalog", "scenario"]),
    (
        "analysis",
        &[
            "units", "number", "metalog", "catalog", "scenario", "engine",
        ],
    ),
    (
        "export",
        &["units", "catalog", "scenario", "engine", "analysis"],
    ),
    ("history", &["scenario", "analysis"]),
    (
        "app",
        &[
            "units",
            "diagnostic",
            "storage",
            "metalog",
            "catalog",
            "scenario",
            "presets",
            "history",
            "engine",
            "analysis",
            "export",
        ],
    ),
    (
        "cli",
        &[
            "units",
            "diagnostic",
            "metalog",
            "catalog",
            "scenario",
            "presets",
            "engine",
            "analysis",
            "export",
            "app",
        ],
    ),
];

/// What the model may not touch: files, clock, environment, output, chance, maps without an order.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::time",
    "std::io",
    "std::process",
    "std::thread",
    "Instant",
    "SystemTime",
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "dbg!",
    " rand::",
    " log::",
    " tracing::",
    "HashMap",
    "HashSet",
];

/// Constants of the engine's code that are no numbers from the world, and what they are.
const NAMED: &[(&str, &str)] = &[
    (
        "LEAST_FACTOR",
        "volumes at which a break-even is looked for",
    ),
    ("STEPS", "volumes at which a break-even is looked for"),
    ("STEP", "volumes at which a break-even is looked for"),
    ("CAUSES", "names of the causes of failures"),
    ("ALL", "cost categories and families in an order"),
    ("CHANGES", "a position in the causes of failures"),
    (
        "PLATFORM",
        "a position in the causes of failures, and in the levels",
    ),
    ("GPUS", "a position in the causes of failures"),
    ("HOSTED_APIS", "a position in the causes of failures"),
    ("SPIKES", "a position in the causes of failures"),
    ("GIGA", "unit conversion"),
    ("TERA", "unit conversion"),
    ("MILLION", "unit conversion"),
    ("THOUSAND", "the thousand in the name of the figure"),
    ("MS_PER_S", "unit conversion"),
    ("MS_PER_STEP", "the 100 ms in the name of the field"),
    ("BYTES_PER_GIB", "unit conversion"),
    ("MIB_PER_GIB", "unit conversion"),
    ("SECONDS_PER_HOUR", "unit conversion"),
    ("MINUTES_PER_HOUR", "unit conversion"),
    ("HOURS_PER_DAY", "unit conversion"),
    ("SECONDS_PER_DAY", "unit conversion"),
    ("PEAK", "a position among the hours of a day"),
    ("POD_SIZES", "how often the smallest pod is doubled"),
    ("UNSTATED", "a contract, by name"),
    ("CONTRACTS", "contracts in an order"),
    ("MONTHS_PER_YEAR", "unit conversion"),
    ("NODES", "numerical method: nodes of the day"),
    ("ROUNDS", "numerical method: rounds to agreement"),
    ("BISECTIONS", "numerical method: halvings"),
    (
        "SMALLEST_BATCH",
        "numerical method: keeps a division finite",
    ),
    ("QUARTER", "numerical method: months that one stands for"),
    ("SLOT_SIZES", "what is searched"),
    ("SEVERAL_HOSTS", "what is searched"),
    (
        "HOST_GPUS",
        "the shape of what is searched: GPUs that a link joins",
    ),
    ("MOST_EITHER", "what is searched"),
    ("TOP_LEVEL", "the scale of readiness"),
    ("GATES", "indices"),
    (
        "LONGEST",
        "the longest horizon that the format allows, in months",
    ),
];

/// Lines of the engine with other numbers: file, text of the line, and why.
const LINES: &[(&str, &str, &str)] = &[
    (
        "partition.rs",
        "2 | 3 =>",
        "the columns of the readiness tables",
    ),
    (
        "partition.rs",
        "4..8 =>",
        "the columns of the readiness tables",
    ),
    (
        "partition.rs",
        "Number::log2(3.0)",
        "the columns of the readiness tables",
    ),
    (
        "reliability.rs",
        "3 => k.locating_three",
        "the entry for three units",
    ),
    ("constants.rs", "0..5", "a table by level has five entries"),
    (
        "migration.rs",
        "1.0 - 1e-9",
        "numerical method: done but for rounding",
    ),
    (
        "delivery.rs",
        "N::constant(1e-9)",
        "numerical method: a mean without weights",
    ),
    (
        "reliability.rs",
        "less(N::constant(1.5))",
        "fewer than two replicas, rounding apart",
    ),
];

/// Longest file.
const MOST_LINES: usize = 700;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, by its path from the root.
pub(crate) fn files(folder: &str) -> Vec<(String, String)> {
    fn walk(at: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    assert!(!found.is_empty(), "{folder}");
    found
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(root())
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// Whether a file holds unit tests alone.
pub(crate) fn is_of_tests(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

/// The code of a file, line by line: without comments, strings and unit tests.
pub(crate) fn code(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut test_next = false;
    for line in text.lines() {
        let trimmed = line.trim();
        // Unit tests stand at the end of their file.
        if test_next
            && (trimmed.starts_with("mod ") || trimmed.contains(" mod "))
            && trimmed.ends_with('{')
        {
            break;
        }
        test_next = trimmed == "#[cfg(test)]";
        lines.push(without_strings_and_comments(line));
    }
    lines
}

fn without_strings_and_comments(line: &str) -> String {
    let mut out = String::new();
    let mut in_string = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if in_string => {
                chars.next();
            }
            '"' => {
                in_string = !in_string;
                out.push('"');
            }
            _ if in_string => {}
            '/' if chars.peek() == Some(&'/') => break,
            _ => out.push(c),
        }
    }
    out
}

/// The module at the top of the crate that a file of `src` belongs to.
fn module(name: &str) -> &str {
    let inside = name.strip_prefix("src/").unwrap();
    let first = inside.split('/').next().unwrap();
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The modules that a line names after `crate::`, one or several in braces.
fn named_modules(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        if line[..at].ends_with('$') {
            continue;
        }
        let rest = &line[at + "crate::".len()..];
        let word = |text: &str| -> String {
            text.trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        };
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.push(word(&item));
                        item.clear();
                        continue;
                    }
                    _ => {}
                }
                item.push(c);
            }
            found.push(word(&item));
        } else {
            found.push(word(rest));
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

#[track_caller]
pub(crate) fn none(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn every_import_points_to_the_left() {
    let mut broken = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, text) in files("src") {
        let own = module(&name).to_owned();
        if matches!(own.as_str(), "lib" | "main") {
            continue;
        }
        let Some((_, may)) = ARROWS.iter().find(|(module, _)| *module == own) else {
            broken.push(format!(
                "{name}: `{own}` has no place in the flow; give it one"
            ));
            continue;
        };
        seen.insert(own.clone());
        // Braces of a `use` may go on over several lines.
        let joined = code(&text).join(" ");
        for target in named_modules(&joined) {
            let is_module = ARROWS.iter().any(|(module, _)| *module == target);
            if is_module && target != own && !may.contains(&target.as_str()) {
                broken.push(format!("{name}: `{own}` must not know `{target}`"));
            }
        }
    }
    none(&broken);
    assert_eq!(seen.len(), ARROWS.len(), "a module of the flow is gone");
}

#[test]
fn the_model_is_pure() {
    let mut broken = Vec::new();
    for (name, text) in files("src/engine").into_iter().chain(files("src/analysis")) {
        for line in code(&text) {
            for word in IMPURE {
                if line.contains(word) {
                    broken.push(format!("{name}: {word} in `{}`", line.trim()));
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn the_engine_knows_no_preset_and_no_roadmap() {
    // Today's units are an input, whatever is compared with them.
    let kinds = RoadmapKind::BUILT_IN
        .iter()
        .filter(|kind| **kind != RoadmapKind::Today);
    let mut names: Vec<String> = kinds.map(|kind| kind.id().to_owned()).collect();
    names.extend(presets::list().iter().map(|preset| preset.name.to_owned()));
    let mut broken = Vec::new();
    let read = files("src/engine").into_iter();
    for (name, text) in read.filter(|(name, _)| !is_of_tests(name)) {
        // Strings count here: an identifier would be compared with one.
        for line in text
            .lines()
            .take_while(|line| line.trim() != "#[cfg(test)]")
        {
            if line.trim().starts_with("//") {
                continue;
            }
            let words: Vec<&str> = line
                .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
                .collect();
            for id in &names {
                if words.iter().any(|word| word.eq_ignore_ascii_case(id)) {
                    broken.push(format!("{name}: `{id}` in `{}`", line.trim()));
                }
            }
        }
    }
    none(&broken);
}

/// The numbers in a line of code, without array lengths and indices, which end in a bracket.
fn numbers(line: &str) -> Vec<String> {
    let chars: Vec<char> = line.chars().collect();
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let before = |back: usize| i.checked_sub(back).map(|at| chars[at]);
        let in_word = before(1).is_some_and(|c| c.is_alphanumeric() || c == '_');
        let is_field = before(1) == Some('.') && before(2) != Some('.');
        if !chars[i].is_ascii_digit() || in_word || is_field {
            i += 1;
            continue;
        }
        let start = i;
        while i < chars.len() {
            let c = chars[i];
            let fraction = c == '.' && chars.get(i + 1).is_some_and(char::is_ascii_digit);
            let exponent = c == '-'
                && chars[i - 1] == 'e'
                && chars[start..i].iter().all(|c| !c.is_ascii_uppercase());
            if !(c.is_ascii_alphanumeric() || c == '_' || fraction || exponent) {
                break;
            }
            i += 1;
        }
        if chars.get(i) != Some(&']') {
            found.push(chars[start..i].iter().collect());
        }
    }
    found
}

#[test]
fn numbers_from_the_world_stand_in_the_catalogue() {
    // 12 months, 24 hours and 60 minutes are conversions that need no name.
    const PLAIN: [f64; 7] = [0.0, 0.5, 1.0, 2.0, 12.0, 24.0, 60.0];
    let mut broken = Vec::new();
    let mut names = BTreeSet::new();
    let mut lines_used = BTreeSet::new();
    for (name, text) in files("src/engine") {
        // Positions of the ten dimensions are indices.
        if name.ends_with("dimension.rs") || is_of_tests(&name) {
            continue;
        }
        for line in code(&text) {
            let trimmed = line.trim();
            if let Some(at) = trimmed.find("const ").filter(|_| trimmed.contains(" = ")) {
                let rest = &trimmed[at + "const ".len()..];
                let constant = rest.split(':').next().unwrap().trim();
                if !NAMED.iter().any(|(known, _)| *known == constant) {
                    broken.push(format!(
                        "{name}: constant {constant} is not in the list of conversions and methods"
                    ));
                }
                names.insert(constant.to_owned());
                continue;
            }
            let exempt = LINES
                .iter()
                .position(|(file, part, _)| name.ends_with(file) && line.contains(part));
            if let Some(exempt) = exempt {
                lines_used.insert(exempt);
                continue;
            }
            for number in numbers(&line) {
                let digits = number
                    .trim_end_matches("f64")
                    .trim_end_matches("usize")
                    .replace('_', "");
                if !digits
                    .parse::<f64>()
                    .is_ok_and(|value| PLAIN.contains(&value))
                {
                    broken.push(format!("{name}: {number} in `{trimmed}`"));
                }
            }
        }
    }
    for (i, (file, part, _)) in LINES.iter().enumerate() {
        if !lines_used.contains(&i) {
            broken.push(format!(
                "{file}: nothing says `{part}` any more; take it off the list"
            ));
        }
    }
    for (constant, _) in NAMED {
        if !names.contains(*constant) {
            broken.push(format!(
                "no constant is called {constant} any more; take it off the list"
            ));
        }
    }
    none(&broken);
}

#[test]
fn every_cited_source_is_listed() {
    let catalog = Catalog::builtin().unwrap();
    let mut broken = Vec::new();
    let mut cited = 0;
    for (name, text) in files("src") {
        for line in text.lines().filter(|line| line.trim().starts_with("//")) {
            let Some((_, list)) = line.split_once("Source: ") else {
                continue;
            };
            for key in list.split([',', '.', ';', ' ']).map(str::trim) {
                let upper = key.chars().take_while(char::is_ascii_uppercase).count();
                let digits = key.chars().skip(upper).all(|c| c.is_ascii_digit());
                if upper < 3 || !digits || key.is_empty() {
                    continue;
                }
                cited += 1;
                if !catalog.sources.contains_key(key) {
                    broken.push(format!("{name}: {key} is not in assets/sources.ron"));
                }
            }
        }
    }
    none(&broken);
    assert!(cited > 40, "{cited} citations found");
}

#[test]
fn every_file_says_what_it_answers() {
    let mut broken = Vec::new();
    for folder in ["src", "tests", "benches", "examples"] {
        for (name, text) in files(folder) {
            let first = text.lines().next().unwrap_or("");
            if !(first.starts_with("//! ") && first.len() > "//! t".len()) {
                broken.push(format!("{name} starts with `{first}`"));
            }
        }
    }
    none(&broken);
}

#[test]
fn files_stay_short() {
    let mut broken = Vec::new();
    for (name, text) in files("src") {
        let lines = text.lines().count();
        if lines > MOST_LINES {
            broken.push(format!(
                "{name} has {lines} lines, {MOST_LINES} are allowed"
            ));
        }
    }
    none(&broken);
}

#[test]
fn the_reader_of_code_sees_code_alone() {
    let text = "let x = \"5 // no\"; // 7\n#[cfg(test)]\nuse a;\n#[cfg(test)]\nmod tests {\n9";
    assert_eq!(
        code(text),
        ["let x = \"\"; ", "#[cfg(test)]", "use a;", "#[cfg(test)]"]
    );
    assert_eq!(
        numbers("a.0 + [3; 10] * x3 - 2.5e-3_f64 + t[7] + (0..5)"),
        ["3", "2.5e-3_f64", "0", "5"]
    );
    assert_eq!(
        named_modules("use crate::{scenario::{a, b}, units}; crate::engine::x"),
        ["scenario", "units", "engine"]
    );
}
