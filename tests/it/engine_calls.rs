//! Who in the window runs the engine, and on which threads, read from the text of `src/app`.
//!
//! A page, a panel, a widget or a chart shows what is known and asks for what is not; no frame waits for a formula.
//! What is given to read is listed by name, so that whatever is written next is forbidden until somebody
//! has said that it is data.

use super::architecture::{code, files, none};
use super::circles::leaves;
use std::collections::BTreeSet;

/// Files of the window that run the engine and the analysis.
const RUNNING: &[&str] = &[
    "src/app/questions/key_inputs.rs",
    "src/app/questions/work.rs",
    "src/app/worker.rs",
];

/// What all others may name of the analysis: data, and words about it. What ends in colons is a module of
/// nothing else.
const DATA: &[&str] = &[
    "alike",
    "break_even::BreakEven",
    "break_even::Crossing",
    "detail::",
    "explain::Explanation",
    "explain::Movement",
    "explain::Node",
    "explain::Rest",
    "futures::ensemble::CUMULATIVE_CASH",
    "futures::ensemble::PRESENT_VALUE",
    "futures::ensemble::PRESENT_VALUE_SO_FAR",
    "futures::map::DecisionMap",
    "futures::progress::timing_draws",
    "futures::rules::Measure",
    "futures::rules::rounded",
    "last_year::",
    "report::",
    "reads::Reads",
    "rests_on::RestsOn",
    "rests_on::Weight",
    "roadmaps::units_today",
    "serving::ConcurrencyStated",
];

/// What files that draw nothing may name of the engine: the catalogue with a plan's own entries.
const OF_THE_ENGINE: &str = "compile::catalog_of";

/// What files that draw may name of the engine: the words of series and cost categories.
const WORDS_OF_THE_ENGINE: &str = "series::";

/// Folders that show, with their own files.
const SHOWING: [&str; 4] = [
    "src/app/pages",
    "src/app/panels",
    "src/app/widgets",
    "src/app/charts",
];

/// What has no place there: threads and what comes from them, what works outside the state, and the methods of
/// data that take long.
const NOT_SHOWING: &[&str] = &[
    "Services",
    "Threads",
    "Worker",
    "find_reads",
    "catch_unwind",
    "mpsc",
    "rayon",
    "spawn",
    "thread",
    ".explain(",
    ".replayed(",
    ".rests_on(",
];

/// Where the window starts threads, and where a panic in the work becomes words.
const ONCE: &[(&str, &[&str])] = &[
    (
        "spawn",
        &[
            "src/app/files.rs",
            "src/app/questions/threads.rs",
            "src/app/worker.rs",
        ],
    ),
    ("rayon", &["src/app/questions/threads.rs"]),
    (
        "catch_unwind",
        &["src/app/questions/flow.rs", "src/app/worker.rs"],
    ),
];

/// The files of the window and their code on one line, without tests.
fn window() -> Vec<(String, String)> {
    files("src/app")
        .into_iter()
        .filter(|(name, _)| !name.ends_with("/tests.rs") && name != "src/app/snapshots.rs")
        .map(|(name, text)| (name, code(&text).join(" ")))
        .collect()
}

/// Whether a file is one of those that show.
fn shows(name: &str) -> bool {
    let of = |folder: &&str| {
        let rest = name.strip_prefix(*folder);
        rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    SHOWING.iter().any(of)
}

const fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Where a word, or what is none, stands in a text.
fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |at| {
            let (before, after) = (&text[..*at], &text[*at + word.len()..]);
            !word.starts_with(is_of_word)
                || !before.ends_with(is_of_word) && !after.starts_with(is_of_word)
        })
}

/// The tree of names that a text begins with.
fn tree(text: &str) -> &str {
    let mut depth = 0;
    let end = text.char_indices().find(|(at, c)| {
        match c {
            '{' if depth > 0 || *at == 0 || text[..*at].ends_with("::") => depth += 1,
            '}' if depth > 1 => depth -= 1,
            '}' if depth == 1 => return true,
            _ => return depth == 0 && !is_of_word(*c) && *c != ':',
        }
        false
    });
    end.map_or(text, |(at, c)| &text[..at + usize::from(c == '}')])
}

/// The names that a text takes from a module at the root of the crate. There is one way to it, so that none is
/// overlooked: whatever is not `crate::module::name` is told as the module itself.
fn taken(text: &str, module: &str) -> Vec<String> {
    places(text, module)
        .flat_map(|at| {
            let rest = text[at + module.len()..].strip_prefix("::");
            match rest.filter(|_| text[..at].ends_with("crate::")) {
                Some(rest) => leaves("", tree(rest)),
                None => vec!["itself".to_owned()],
            }
        })
        .map(|name| name.split(" as ").next().unwrap_or(&name).trim().to_owned())
        .collect()
}

/// What of the data a name is, if it is any.
fn data(name: &str) -> Option<&'static str> {
    let is_it = |known: &&&str| match known.strip_suffix("::") {
        Some(_) => name.starts_with(**known),
        None => name == **known,
    };
    DATA.iter().find(is_it).copied()
}

#[test]
fn no_panel_runs_the_engine() {
    let mut broken = Vec::new();
    let (mut seen, mut shown) = (BTreeSet::new(), 0);
    for (name, text) in window() {
        if RUNNING.contains(&name.as_str()) {
            continue;
        }
        for found in taken(&text, "analysis") {
            match data(&found) {
                Some(known) => drop(seen.insert(known)),
                None => broken.push(format!("{name}: analysis::{found} is not known to be data")),
            }
        }
        for found in taken(&text, "engine") {
            let is_word = found.starts_with(WORDS_OF_THE_ENGINE);
            if !is_word && (shows(&name) || found != OF_THE_ENGINE) {
                broken.push(format!(
                    "{name}: engine::{found} is not for what only shows"
                ));
            }
        }
        // Another name for a function would be found nowhere.
        for module in ["analysis", "engine"] {
            let handed_on = format!("use crate::{module}");
            for at in places(&text, &handed_on) {
                let before = text[..at].trim_end();
                if before.ends_with("pub") || before.ends_with(')') {
                    broken.push(format!("{name} hands on what is in {module}"));
                }
            }
        }
        if shows(&name) {
            shown += 1;
            for word in NOT_SHOWING {
                if places(&text, word).next().is_some() {
                    broken.push(format!("{name}: {word}"));
                }
            }
        }
    }
    for known in DATA.iter().filter(|known| !seen.contains(*known)) {
        broken.push(format!(
            "nobody shows {known} any more; take it off the list"
        ));
    }
    none(&broken);
    assert!(shown > 100, "{shown} files are looked at");
}

#[test]
fn threads_are_started_and_panics_caught_in_one_place() {
    let mut broken = Vec::new();
    for (word, known) in ONCE {
        let with = window().into_iter();
        let with = with.filter(|(_, text)| places(text, word).next().is_some());
        let with: Vec<String> = with.map(|(name, _)| name).collect();
        if with != *known {
            broken.push(format!("{word} stands in {with:?}, not in {known:?}"));
        }
    }
    none(&broken);
}

#[test]
fn names_are_taken_by_one_way() {
    let text = "use crate::analysis::{report::{Report, Series as S}, run}; use x::analysis_of; \
                fn f(a: &crate::analysis::detail::Detail) -> Option<u8> { super::analysis::run() } \
                use crate::{analysis}; crate::analysis::report(a)";
    assert_eq!(
        taken(text, "analysis"),
        [
            "report::Report",
            "report::Series",
            "run",
            "detail::Detail",
            "itself",
            "itself",
            "report"
        ]
    );
    assert_eq!(data("report::Report"), Some("report::"));
    assert_eq!(
        (data("report"), data("run"), data("itself")),
        (None, None, None)
    );
    assert_eq!(data("explain::Explainer"), None);
    assert!(shows("src/app/panels/why.rs") && shows("src/app/charts.rs"));
    assert!(!shows("src/app/worker.rs") && !shows("src/app/panels_of.rs"));
    assert_eq!(places("a.explain(b) explained(", ".explain(").count(), 1);
    assert_eq!(places("spawned, respawn, x.spawn()", "spawn").count(), 1);
}
