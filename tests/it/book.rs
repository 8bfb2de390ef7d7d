//! The method book against the program: tables of constants, links, sources and tests it names.
//!
//! Text between `<!-- catalogue: pace -->` and `<!-- end -->` in `docs/method` is generated from
//! the built-in catalogue, a section for each group of entries; `UPDATE_GOLDEN=1 cargo test --test
//! it book` writes it anew. What stands around it is written by hand. The series in `docs/json.md`
//! come from their table in the same way.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use splitpoint::analysis::report::Totals;
use splitpoint::catalog::{Catalog, Entry, Range, Status};
use splitpoint::engine::series::SERIES;
use splitpoint::units;

const END: &str = "<!-- end -->";
/// How to add things: files to touch, and the tests that tell what is missing.
const RECIPES: &str = "CONTRIBUTING.md";
/// Folders whose files the recipes name.
const FOLDERS: [&str; 8] = [
    ".ci", ".github", "assets", "benches", "docs", "presets", "src", "tests",
];
/// Held while a page is read and written, since tests run side by side.
static PAGE: Mutex<()> = Mutex::new(());
/// Groups whose entries are numbers of named records, shown a record a row.
const RECORDS: [&str; 6] = [
    "adoption",
    "api",
    "gpu",
    "gpu_price",
    "model",
    "readiness.required",
];
/// Files that the book names and that need not be there yet.
const AWAITED: [&str; 4] = [
    "docs/serving.md",
    "docs/cases.md",
    "tests/golden/serving_errors.txt",
    "tests/golden/cases.txt",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the book.
pub(crate) fn folder() -> PathBuf {
    root().join("docs/method")
}

/// Whether generated text is to be written rather than compared.
pub(crate) fn update() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

/// Whether two texts differ by more than the ends of their lines.
pub(crate) fn differs(one: &str, other: &str) -> bool {
    !one.lines().eq(other.lines())
}

/// Compares the text between `<!-- name -->` and `<!-- end -->` with what it should be, and writes
/// it when asked to; whether it differs.
pub(crate) fn write_section(file: &Path, name: &str, text: &str) -> bool {
    let _one_at_a_time = PAGE.lock().unwrap_or_else(PoisonError::into_inner);
    let whole = fs::read_to_string(file).expect("the page is there");
    let start = format!("<!-- {name} -->");
    let Some((before, rest)) = whole.split_once(&start) else {
        panic!("{} has no `{start}`", file.display());
    };
    let Some((now, after)) = rest.split_once(END) else {
        panic!("{}: `{start}` has no `{END}`", file.display());
    };
    let text = format!("\n\n{}\n\n", text.trim_end());
    if !differs(now, &text) {
        return false;
    }
    if update() {
        let written = format!("{before}{start}{text}{END}{after}");
        fs::write(file, written).expect("writable");
        return false;
    }
    true
}

fn builtin() -> &'static Catalog {
    Catalog::builtin().expect("the built-in files are well-formed")
}

/// Every page below `docs`, by its path from the root.
fn pages() -> BTreeMap<String, String> {
    fn walk(at: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(at).expect("docs is there") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let name = path.strip_prefix(root()).expect("below the root");
                let name = name.to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).expect("readable"));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&root().join("docs"), &mut found);
    found
}

fn book() -> BTreeMap<String, String> {
    let mut pages = pages();
    pages.retain(|name, _| name.starts_with("docs/method/"));
    pages
}

#[track_caller]
fn none(broken: &[String], hint: &str) {
    assert!(broken.is_empty(), "{}\n{hint}", broken.join("\n"));
}

/// The group of an entry: its subject, or the table of required levels.
fn group(entry: &Entry) -> &str {
    let required = "readiness.required";
    if entry.id.starts_with(required) {
        required
    } else {
        entry.subject()
    }
}

fn groups() -> BTreeMap<&'static str, Vec<&'static Entry>> {
    let mut groups: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in builtin().entries.values() {
        groups.entry(group(entry)).or_default().push(entry);
    }
    groups
}

/// A figure as the tables show it: powers of ten where digits would only be counted.
fn figure(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-3..1e7).contains(&size) {
        format!("{value:e}")
    } else {
        units::exact(value)
    }
}

fn range(range: Range) -> String {
    if range.is_point() {
        "–".to_owned()
    } else {
        format!("{} to {}", figure(range.low), figure(range.high))
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The entry's id without the level at its end, for an entry of a table by level.
fn without_level(id: &str) -> Option<&str> {
    let (stem, level) = id.rsplit_once('.')?;
    (level.len() == 1 && matches!(level, "0" | "1" | "2" | "3" | "4")).then_some(stem)
}

/// Rows of constants; the five entries of a table by level share a row.
fn constants(entries: &[&Entry]) -> String {
    let mut out = String::from(
        "| Entry | What | Likely | Range | Unit | Status | Sources | Since | How it was arrived at |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    let mut rows: Vec<(&str, Vec<&Entry>)> = Vec::new();
    for entry in entries {
        let stem = without_level(&entry.id).unwrap_or(&entry.id);
        match rows.last_mut() {
            Some((last, list)) if *last == stem => list.push(entry),
            _ => rows.push((stem, vec![entry])),
        }
    }
    for (stem, list) in rows {
        let first = list[0];
        let each = |of: &dyn Fn(&Entry) -> String| {
            let cells: Vec<String> = list.iter().map(|entry| of(entry)).collect();
            if cells.iter().all(|cell| *cell == "–") {
                "–".to_owned()
            } else {
                cells.join("; ")
            }
        };
        let label = first
            .label
            .split(", level 0")
            .next()
            .unwrap_or(&first.label);
        let label = label.split(" at level 0").next().unwrap_or(label);
        let _ = writeln!(
            out,
            "| `{stem}` | {} | {} | {} | {} | {} | {} | {} | {} |",
            cell(label),
            each(&|entry| figure(entry.likely)),
            each(&|entry| range(entry.range())),
            cell(&first.unit),
            first.status.label(),
            first.sources.join(", "),
            first.since,
            cell(&first.note),
        );
    }
    out
}

/// Rows of records: a record a row, its numbers in columns.
fn records(entries: &[&Entry]) -> String {
    let mut columns: Vec<(&str, &str)> = Vec::new();
    let mut rows: BTreeMap<&str, BTreeMap<&str, &Entry>> = BTreeMap::new();
    for entry in entries {
        let (name, field) = entry.id.rsplit_once('.').unwrap_or((&entry.id, ""));
        if !columns.iter().any(|(known, _)| *known == field) {
            columns.push((field, &entry.unit));
        }
        rows.entry(name).or_default().insert(field, entry);
    }
    columns.sort_unstable();
    let mut out = String::from("| Record |");
    for (field, unit) in &columns {
        let _ = write!(out, " {} ({}) |", field.replace('_', " "), cell(unit));
    }
    out.push_str(" Status | Sources | Since |\n|---|");
    out.push_str(&"---|".repeat(columns.len() + 3));
    out.push('\n');
    for (name, fields) in rows {
        let _ = write!(out, "| `{name}` |");
        for (field, _) in &columns {
            let shown = fields.get(field).map_or_else(String::new, |entry| {
                if entry.is_point() {
                    figure(entry.likely)
                } else {
                    format!("{} ({})", figure(entry.likely), range(entry.range()))
                }
            });
            let _ = write!(out, " {shown} |");
        }
        let status = fields.values().fold(Status::Measured, |weakest, entry| {
            weakest.weakest(entry.status)
        });
        let mut sources: Vec<&str> = Vec::new();
        for entry in fields.values() {
            for source in &entry.sources {
                if !sources.contains(&source.as_str()) {
                    sources.push(source);
                }
            }
        }
        let since = fields.values().map(|entry| entry.since.as_str()).max();
        let _ = writeln!(
            out,
            " {} | {} | {} |",
            status.label(),
            sources.join(", "),
            since.unwrap_or("")
        );
    }
    out
}

fn sources() -> String {
    let mut out = String::from("| Key | What | Where | Read |\n|---|---|---|---|\n");
    for (key, source) in &builtin().sources {
        let section = source.section.as_deref().unwrap_or("");
        let comma = if section.is_empty() { "" } else { "; " };
        let _ = writeln!(
            out,
            "| {key} | {} | {}{comma}{} | {} |",
            cell(&source.title),
            cell(&source.location),
            cell(section),
            source.read.as_deref().unwrap_or("from memory"),
        );
    }
    out
}

/// Names of the sections of a kind in a page.
fn sections<'a>(page: &'a str, kind: &str) -> Vec<&'a str> {
    let start = format!("<!-- {kind}: ");
    page.split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split_once(" -->"))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn tables_are_those_of_the_catalogue() {
    let groups = groups();
    let mut broken = Vec::new();
    let mut shown: BTreeMap<&str, usize> = groups.keys().map(|name| (*name, 0)).collect();
    let pages = book();
    for (page, text) in &pages {
        for name in sections(text, "catalogue") {
            let Some(entries) = groups.get(name) else {
                broken.push(format!("{page}: the catalogue has no group `{name}`"));
                continue;
            };
            shown.entry(name).and_modify(|times| *times += 1);
            let table = if RECORDS.contains(&name) {
                records(entries)
            } else {
                constants(entries)
            };
            if write_section(&root().join(page), &format!("catalogue: {name}"), &table) {
                broken.push(format!(
                    "{page}: the table of `{name}` is not the catalogue's"
                ));
            }
        }
    }
    if write_section(&folder().join("sources.md"), "sources", &sources()) {
        broken.push("docs/method/sources.md is not the list of sources".to_owned());
    }
    for (name, times) in shown {
        if times != 1 {
            broken.push(format!(
                "group `{name}` stands on {times} pages, not on one"
            ));
        }
    }
    none(
        &broken,
        "UPDATE_GOLDEN=1 cargo test --test it book writes tables anew.",
    );
}

/// Rows of the monthly series, as `docs/json.md` has them.
fn series() -> String {
    let mut out = String::from("| series | unit | over months | meaning |\n|---|---|---|---|\n");
    for row in SERIES.all() {
        let parts: Vec<&str> = row.parts().iter().map(|part| part.id).collect();
        let meaning = if parts.is_empty() {
            units::lower_first(row.meaning.trim_end_matches('.'))
        } else {
            format!("`{}`", parts.join(" + "))
        };
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {meaning} |",
            row.id,
            row.unit(),
            row.over.word()
        );
    }
    out
}

#[test]
fn series_and_totals_are_those_of_the_table() {
    let totals: Vec<String> = Totals::NAMES.iter().map(|id| format!("`{id}`")).collect();
    let file = root().join("docs/json.md");
    let mut broken = Vec::new();
    for (name, text) in [("totals", totals.join(", ")), ("series", series())] {
        if write_section(&file, name, &text) {
            broken.push(format!("docs/json.md: {name} are not those of the table"));
        }
    }
    none(
        &broken,
        "UPDATE_GOLDEN=1 cargo test --test it book writes them anew.",
    );
}

/// Targets of the links of a page, anchors and other sites left out.
fn links(page: &str) -> Vec<&str> {
    page.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target.split('#').next().unwrap_or(target))
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect()
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    let mut followed = 0;
    for (page, text) in pages() {
        let from = root().join(&page);
        let from = from.parent().expect("a page is in a folder");
        for target in links(&text) {
            followed += 1;
            let path = from.join(target);
            let awaited = AWAITED.iter().any(|name| {
                let ending = name.rsplit('/').next().unwrap_or(name);
                path.ends_with(ending) && !root().join(name).exists()
            });
            if !path.exists() && !awaited {
                broken.push(format!("{page}: {target}"));
            }
        }
    }
    none(&broken, "these links lead nowhere");
    assert!(followed > 40, "{followed} links found");
}

#[test]
fn every_page_is_in_the_contents() {
    let pages = book();
    let contents = &pages["docs/method/README.md"];
    let linked: BTreeSet<&str> = links(contents).into_iter().collect();
    let missing: Vec<String> = pages
        .keys()
        .filter_map(|page| page.strip_prefix("docs/method/"))
        .filter(|page| *page != "README.md" && !linked.contains(page))
        .map(ToOwned::to_owned)
        .collect();
    none(&missing, "these pages are not in docs/method/README.md");
}

#[test]
fn cited_sources_are_listed() {
    let mut broken = Vec::new();
    let mut cited = 0;
    for (page, text) in book() {
        for part in text.split('[').skip(1) {
            let Some((inside, after)) = part.split_once(']') else {
                continue;
            };
            if after.starts_with('(') {
                continue;
            }
            for key in inside.split(", ") {
                let is_key = key.len() > 3
                    && key
                        .chars()
                        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
                if !is_key {
                    continue;
                }
                cited += 1;
                if !builtin().sources.contains_key(key) {
                    broken.push(format!("{page}: {key}"));
                }
            }
        }
    }
    none(&broken, "these are not in assets/sources.ron");
    assert!(cited > 40, "{cited} citations found");
}

/// The page of recipes, by its name.
fn recipes() -> (String, String) {
    let text = fs::read_to_string(root().join(RECIPES)).expect("it is there");
    (RECIPES.to_owned(), text)
}

/// Files of tests and of the program, by the name of their module; unit tests in a file of their own also
/// by the module that they test.
fn modules() -> BTreeMap<String, Vec<String>> {
    fn walk(at: &Path, found: &mut BTreeMap<String, Vec<String>>) {
        for entry in fs::read_dir(at).expect("sources are there") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let stem = path.file_stem().expect("it has a name").to_string_lossy();
                let text = fs::read_to_string(&path).expect("readable");
                if stem == "tests" {
                    let tested = at.file_name().expect("it has a name").to_string_lossy();
                    let files = found.entry(tested.into_owned()).or_default();
                    files.push(text.clone());
                }
                found.entry(stem.into_owned()).or_default().push(text);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&root().join("src"), &mut found);
    walk(&root().join("tests"), &mut found);
    found
}

#[test]
fn functions_and_tests_named_are_there() {
    let modules = modules();
    let mut broken = Vec::new();
    let mut named = 0;
    for (page, text) in book().into_iter().chain([recipes()]) {
        for token in text.split('`').skip(1).step_by(2) {
            let Some((module, name)) = token.split_once("::") else {
                continue;
            };
            let is_name = |part: &str| {
                !part.is_empty()
                    && part
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            };
            if !is_name(module) || !is_name(name) {
                continue;
            }
            named += 1;
            let plain = format!("fn {name}(");
            let generic = format!("fn {name}<");
            let is_there = modules.get(module).is_some_and(|files| {
                files
                    .iter()
                    .any(|file| file.contains(&plain) || file.contains(&generic))
            });
            if !is_there {
                broken.push(format!("{page}: {token}"));
            }
        }
    }
    none(&broken, "the book names what is not there");
    assert!(named > 40, "{named} names found");
}

#[test]
fn files_of_the_recipes_are_there() {
    let (page, text) = recipes();
    let mut broken = Vec::new();
    let mut named = 0;
    for token in text.split('`').skip(1).step_by(2) {
        let folder = token.split_once('/').map(|(folder, _)| folder);
        let is_open = token.contains(['*', ' ']) || token.contains("NAME");
        let is_ours = folder.is_some_and(|folder| FOLDERS.contains(&folder));
        if is_open || !is_ours {
            continue;
        }
        named += 1;
        if !root().join(token).exists() {
            broken.push(format!("{page}: {token}"));
        }
    }
    none(&broken, "these files are not there");
    assert!(named > 40, "{named} files named");
}
