//! Places and broken texts.

use super::{Outline, Place, byte_at, line_column, steps};
use crate::scenario::path::join;

const TEXT: &str = r##"#![enable(implicit_some)]
// a plan
(
    version: 1, /* nested /* comment */ */
    story: r#"a "raw" ) text"#,
    demand: (users: (1, 2, 3), growth: (ceiling: Some(5_000))),
    components: [
        (name: "chat, main", tokens_out: 300),
        (name: "web", cpu_ms: 20,), // last
    ],
    today: Units([(name: "all", components: ["web"])]),
    training: To((delivery: 3)),
)
"##;

fn place(path: &str) -> Option<Place> {
    Outline::new(TEXT).find(&steps(path).unwrap())
}

#[track_caller]
fn check(path: &str, value: &str) {
    let place = place(path).unwrap();
    assert_eq!(&TEXT[place.value], value);
}

#[test]
fn fields_are_found_by_path() {
    check("version", "1");
    check("demand.users", "(1, 2, 3)");
    check("demand.growth.ceiling", "Some(5_000)");
    check("components[chat, main].tokens_out", "300");
    check("components[1].cpu_ms", "20");
    check("components[web].cpu_ms", "20");
    check("today.Units[all].components[0]", "\"web\"");
    check("training.To.delivery", "3");
    assert_eq!(place("demand.usres"), None);
    assert_eq!(place("components[7].cpu_ms"), None);
}

#[test]
fn comments_are_skipped_and_the_comma_belongs_to_the_field() {
    assert_eq!(
        &TEXT[place("components[web].cpu_ms").unwrap().whole],
        "cpu_ms: 20,"
    );
    assert!(!place("demand.users[0]").unwrap().removable);
}

#[test]
fn elements_get_their_names() {
    let outline = Outline::new(TEXT);
    let named = outline.named(&steps("components[1].cpu_ms").unwrap());
    assert_eq!(join(&named), "components[web].cpu_ms");
    let named = outline.named(&steps("today.Units[0].components[0]").unwrap());
    assert_eq!(join(&named), "today.Units[all].components[0]");
}

#[test]
fn a_byte_leads_to_its_path() {
    let outline = Outline::new(TEXT);
    for (word, path) in [
        ("300", "components[0].tokens_out"),
        ("5_000", "demand.growth.ceiling"),
        ("\"web\"])", "today.Units[0].components[0]"),
    ] {
        let at = TEXT.find(word).unwrap();
        assert_eq!(join(&outline.path_at(at)), path);
    }
}

#[test]
fn bytes_and_lines_agree() {
    let text = "a\nüb\nc";
    for (byte, _) in text.char_indices() {
        let (line, column) = line_column(text, byte);
        assert_eq!(byte_at(text, line, column), byte);
    }
    assert_eq!(line_column(text, 4), (2, 2));
}

#[test]
fn broken_texts_do_not_stop_the_scanner() {
    for text in [
        "",
        "(",
        "(a: ",
        "(a: [1, }",
        "((((",
        "(a: \"x",
        "(: ,, é: ü)",
        "/*",
        "r#\"",
    ] {
        let outline = Outline::new(text);
        let _ = outline.find(&steps("a.b[0]").unwrap());
    }
    let _ = Outline::new(&"(a:".repeat(100_000));
    let _ = Outline::new(&"[".repeat(100_000));
}
