//! The record of what changed in the catalogue: nothing changes without a line in it.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use splitpoint::catalog::{Catalog, History, Range, Revision, VERSION};

fn builtin() -> &'static Catalog {
    Catalog::builtin().unwrap()
}

/// Every value as it was when a version came out: the version on the first line, then id, low, likely
/// and high.
fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/catalogue.txt")
}

fn text_of(catalog: &Catalog) -> String {
    let mut text = format!("{VERSION}\n");
    for (id, entry) in &catalog.entries {
        let (low, likely, high) = (entry.low, entry.likely, entry.high);
        // Names of models have no blank in them; a tab would hide one.
        writeln!(text, "{id}\t{low:?}\t{likely:?}\t{high:?}").unwrap();
    }
    text
}

fn read(text: &str) -> (String, BTreeMap<String, Range>) {
    let mut lines = text.lines();
    let version = lines.next().unwrap().to_owned();
    let values = lines.map(|line| {
        let mut cells = line.split('\t');
        let id = cells.next().unwrap().to_owned();
        let mut number = || cells.next().unwrap().parse::<f64>().unwrap();
        (id, Range::new(number(), number(), number()))
    });
    (version, values.collect())
}

/// What the record leaves out or says wrongly of the way from a version's values to those of today.
fn missing(
    (version, then): (&str, &BTreeMap<String, Range>),
    now: &BTreeMap<String, Range>,
    history: &History,
) -> Vec<String> {
    let Some(place) = history.place(version) else {
        return vec![format!("version {version} is not in `versions`")];
    };
    let mut missing = Vec::new();
    for (id, was) in then {
        let now = now.get(id).copied();
        let mut lines = history.changes.iter();
        let line = lines.find(|change| change.id == *id && history.covers(change, place));
        match line {
            None if now != Some(*was) => missing.push(format!(
                "{id} was {was:?} in {version} and is {now:?}: it wants a line"
            )),
            Some(line) if line.was != *was => missing.push(format!(
                "{id} was {was:?} in {version}, and its line says {:?}",
                line.was
            )),
            _ => {}
        }
    }
    missing
}

fn today() -> BTreeMap<String, Range> {
    let entries = builtin().entries.iter();
    entries
        .map(|(id, entry)| (id.clone(), entry.range()))
        .collect()
}

/// `UPDATE_GOLDEN=1` writes the values anew once the program has a new version, and only when the record
/// tells what changed since the last.
#[test]
fn no_entry_changes_without_a_line_in_the_record() {
    let (version, then) = read(&fs::read_to_string(kept()).unwrap());
    let missing = missing((&version, &then), &today(), &builtin().history);
    assert!(
        missing.is_empty(),
        "add to assets/catalog/history.ron, so that plans begun with {version} are told:\n{}",
        missing.join("\n")
    );
    if version != VERSION {
        assert!(
            std::env::var_os("UPDATE_GOLDEN").is_some(),
            "the kept values are those of {version}, the program is {VERSION}: UPDATE_GOLDEN=1 writes them anew"
        );
        fs::write(kept(), text_of(builtin())).unwrap();
    }
}

/// The number of a version, for their order.
fn number(version: &str) -> Vec<u64> {
    let parts = version.split('.').map(|part| part.parse().unwrap());
    parts.collect()
}

#[test]
fn the_record_ends_with_the_present_version() {
    let versions = &builtin().history.versions;
    assert_eq!(
        versions.last().map(String::as_str),
        Some(VERSION),
        "a new version goes into `versions` of assets/catalog/history.ron"
    );
    assert!(
        versions.is_sorted_by(|a, b| number(a) < number(b)),
        "{versions:?}"
    );
}

/// What is wrong with the lines of a record.
fn faults(history: &History, now: &BTreeMap<String, Range>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut by_id: BTreeMap<&str, Vec<&Revision>> = BTreeMap::new();
    for change in &history.changes {
        by_id.entry(&change.id).or_default().push(change);
    }
    for (id, lines) in by_id {
        let mut known = BTreeSet::new();
        for (at, line) in lines.iter().enumerate() {
            let ends = [&line.from, &line.until].map(|version| history.place(version));
            let [Some(from), Some(until)] = ends else {
                faults.push(format!(
                    "{id}: {} or {} is no version",
                    line.from, line.until
                ));
                continue;
            };
            if from > until || !(from..=until).all(|version| known.insert(version)) {
                faults.push(format!("{id}: its versions do not follow each other"));
            }
            let next = lines.get(at + 1).map(|next| next.was);
            if line.now != next.or_else(|| now.get(id).copied()) {
                faults.push(format!(
                    "{id}: after {} it is not {:?}",
                    line.until, line.now
                ));
            }
            if line.now == Some(line.was) {
                faults.push(format!("{id}: nothing changed after {}", line.until));
            }
            if !line.why.ends_with('.') || line.date.is_empty() {
                faults.push(format!("{id}: why and when are not told"));
            }
        }
    }
    faults
}

#[test]
fn lines_of_the_record_follow_each_other() {
    let faults = faults(&builtin().history, &today());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn line(id: &str, until: &str, was: f64, now: Option<f64>) -> Revision {
    Revision {
        id: id.to_owned(),
        from: until.to_owned(),
        until: until.to_owned(),
        date: "2027-01".to_owned(),
        was: Range::point(was),
        now: now.map(Range::point),
        why: "A test.".to_owned(),
    }
}

#[test]
fn a_record_with_holes_is_seen() {
    let values = |list: &[(&str, f64)]| -> BTreeMap<String, Range> {
        let list = list.iter();
        list.map(|(id, value)| ((*id).to_owned(), Range::point(*value)))
            .collect()
    };
    let record = |changes: Vec<Revision>| History {
        versions: ["0.1.0", "0.2.0"].map(str::to_owned).to_vec(),
        changes,
    };
    let then = values(&[("a", 1.0), ("b", 2.0), ("gone", 3.0)]);
    let now = values(&[("a", 1.0), ("b", 4.0), ("new", 5.0)]);
    let count = |changes: Vec<Revision>| missing(("0.2.0", &then), &now, &record(changes)).len();
    let [b, gone] = [
        line("b", "0.2.0", 2.0, Some(4.0)),
        line("gone", "0.2.0", 3.0, None),
    ];
    assert_eq!(count(Vec::new()), 2);
    assert_eq!(count(vec![b.clone()]), 1);
    assert_eq!(count(vec![b.clone(), gone.clone()]), 0);
    // A line about other versions, or about other values, is none.
    assert_eq!(
        count(vec![line("b", "0.1.0", 2.0, Some(4.0)), gone.clone()]),
        1
    );
    assert_eq!(
        count(vec![line("b", "0.2.0", 2.5, Some(4.0)), gone.clone()]),
        1
    );
    assert_eq!(
        missing(("0.9.0", &then), &then, &record(Vec::new())).len(),
        1
    );

    let wrong = |changes: Vec<Revision>| faults(&record(changes), &now).len();
    assert_eq!(wrong(vec![b.clone(), gone]), 0);
    assert_eq!(
        wrong(vec![line("b", "0.1.0", 1.5, Some(2.0)), b.clone()]),
        0
    );
    assert_eq!(
        wrong(vec![line("b", "0.1.0", 1.5, Some(1.8)), b.clone()]),
        1
    );
    assert_eq!(wrong(vec![line("b", "0.2.0", 2.0, Some(3.0))]), 1);
    assert_eq!(wrong(vec![line("b", "0.3.0", 2.0, Some(4.0))]), 1);
    // Two lines about one version, the former of which cannot be right about what came after it.
    assert_eq!(wrong(vec![b.clone(), b]), 2);
}

#[test]
fn the_kept_values_are_read_as_they_were_written() {
    let (version, values) = read(&text_of(builtin()));
    assert_eq!(version, VERSION);
    assert_eq!(values, today());
}
