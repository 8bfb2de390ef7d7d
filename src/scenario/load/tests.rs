//! Faults of all kinds, limits and versions.

use super::{Loaded, MOST_FINDINGS, load};
use crate::scenario::file::LARGEST;

fn codes(loaded: &Loaded) -> Vec<(&'static str, &str)> {
    loaded
        .diagnostics
        .iter()
        .map(|finding| (finding.code, finding.path.as_str()))
        .collect()
}

#[test]
fn what_is_read_is_of_the_current_version_whatever_else_is_stated() {
    // Found by feeding texts at random: stated twice, the second time as what is no number.
    let loaded = load("(version: 0, version: .1..\n)");
    assert!(!loaded.is_clean());
    let plan = loaded.scenario.unwrap();
    assert_eq!(plan.version, crate::scenario::schema::VERSION);
    let again = load(&crate::scenario::save(&plan));
    assert!(again.is_clean(), "{:?}", again.diagnostics);
}

#[test]
fn all_faults_are_found_at_once_and_the_rest_is_kept() {
    let text = r#"(
        version: 1,
        name: "Plan", // mine
        demand: (users: 500, usres: 3, peak_to_mean: NaN, growth: (shape: SCurv)),
        components: [
            (name: "web", cpu_ms: "much", tokens_out: (3, 2, 1), calls: (1, x, 3)),
            (name: "chat", kind: Llm, core: 1, retire: -4, retire: 5, retire: 6),
            7,
        ],
        today: Units([(name: "a", components: ["web", 3], extra: 1)]),
        horizon_months: 12.5,
        edges: (from: "a"),
    )"#;
    let loaded = load(text);
    assert_eq!(
        codes(&loaded),
        [
            ("unknown-field", "demand.usres"),
            ("not-finite", "demand.peak_to_mean"),
            ("unknown-word", "demand.growth.shape"),
            ("wrong-type", "components[web].cpu_ms"),
            ("range-order", "components[web].tokens_out"),
            ("wrong-type", "components[web].calls"),
            ("wrong-type", "components[chat].core"),
            ("wrong-type", "components[chat].retire"),
            ("duplicate-field", "components[chat].retire"),
            ("wrong-type", "components[2]"),
            ("wrong-type", "today.Units[a].components[1]"),
            ("unknown-field", "today.Units[a].extra"),
            ("wrong-type", "horizon_months"),
            ("wrong-type", "edges"),
        ]
    );
    let plan = loaded.scenario.unwrap();
    assert_eq!((plan.name.as_str(), plan.components.len()), ("Plan", 2));
    assert_eq!(plan.demand.users.likely, 500.0);
    assert_eq!(loaded.accepted.len(), text.len());
}

#[test]
fn findings_before_broken_syntax_are_kept() {
    let loaded = load("(version: 1, nam: 3, demand: (users: 5), components: [");
    assert_eq!(codes(&loaded), [("unknown-field", "nam"), ("syntax", "")]);
    assert!(loaded.scenario.is_none());
    for text in [
        "",
        "(",
        "()x",
        "[1]",
        "hello",
        "(version: 1,, )",
        "(version 1)",
    ] {
        let loaded = load(text);
        assert!(
            loaded.scenario.is_none() && !loaded.diagnostics.is_empty(),
            "{text}"
        );
    }
}

#[test]
fn versions_are_looked_at_first() {
    assert_eq!(
        codes(&load(r#"(name: "x")"#)),
        [("missing-version", "version")]
    );
    assert_eq!(
        codes(&load("(version: 2, nonsense: 4)")),
        [("newer-version", "version")]
    );
    assert_eq!(
        codes(&load("(version: 0)")),
        [("unknown-version", "version")]
    );
    assert_eq!(
        codes(&load(r#"(version: "1")"#)),
        [("wrong-type", "version")]
    );
    assert_eq!(codes(&load("\u{feff}(version: 1)")), []);
}

#[test]
fn limits_hold() {
    assert_eq!(codes(&load(&" ".repeat(LARGEST + 1))), [("too-large", "")]);
    let many = format!("(version: 1, components: [{}])", "(),".repeat(257));
    let loaded = load(&many);
    assert_eq!(codes(&loaded), [("too-many-items", "components")]);
    assert_eq!(loaded.scenario.unwrap().components.len(), 256);
    let deep = format!("(version: 1, name: {}", "(".repeat(100_000));
    assert_eq!(
        codes(&load(&deep)),
        [("wrong-type", "name"), ("too-deep", "")]
    );
    let faults: Vec<String> = (0..80).map(|k| format!("f{k}: 1,")).collect();
    let faults = faults.concat();
    let loaded = load(&format!("(version: 1, {faults})"));
    assert_eq!(loaded.diagnostics.len(), MOST_FINDINGS + 1);
    assert!(loaded.scenario.is_none());
}
