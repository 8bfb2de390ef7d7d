//! The kept corpus of the fuzz targets, through the checks of the targets.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use std::path::Path;

#[path = "../../fuzz/checks.rs"]
mod checks;

/// Every file of a target's corpus.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let files = std::fs::read_dir(folder).unwrap();
    let texts = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
    texts.collect()
}

#[track_caller]
fn run(target: &str, check: impl Fn(&[u8])) {
    let texts = corpus(target);
    assert!(texts.len() >= 10, "{target}: {}", texts.len());
    for text in &texts {
        check(text);
    }
}

fn on_text(check: impl Fn(&str)) -> impl Fn(&[u8]) {
    move |bytes| {
        if let Ok(text) = std::str::from_utf8(bytes) {
            check(text);
        }
    }
}

#[test]
fn numbers_of_the_corpus_are_read_or_refused() {
    run("number", checks::number);
}

#[test]
fn tables_of_the_corpus_are_read_or_refused() {
    run("table", on_text(checks::table));
}

#[test]
fn changes_of_the_corpus_are_made_or_refused() {
    run("set", checks::set);
}

#[test]
fn scenarios_of_the_corpus_are_read_or_refused() {
    run("scenario", on_text(checks::scenario));
}
