//! One check per rule that `tests/bad` does not show, and one for a sound plan.

use super::{check, validate};
use crate::catalog::Catalog;
use crate::scenario::schema::{Component, Kind};
use crate::scenario::{Quantity, Scenario};

fn sound() -> Scenario {
    Scenario {
        components: vec![Component {
            name: "web".to_owned(),
            core: true,
            ..Component::default()
        }],
        ..Scenario::default()
    }
}

#[test]
fn a_sound_plan_has_no_findings() {
    let catalog = Catalog::builtin().unwrap();
    assert_eq!(validate(&sound(), catalog, None), []);
}

#[test]
fn findings_point_at_the_text() {
    let catalog = Catalog::builtin().unwrap();
    let text =
        "(\n version: 1,\n demand: (users: -5),\n components: [(name: \"web\", core: true)],\n)";
    let loaded = check(text, catalog);
    let lines: Vec<String> = loaded
        .diagnostics
        .iter()
        .map(|f| f.line_for("a.ron"))
        .collect();
    assert_eq!(
        lines,
        [
            "a.ron:3:18: error[out-of-range] demand.users: users today cannot be -5. Allowed: 0 to 10000000000 users."
        ]
    );
}

#[test]
fn values_set_by_code_are_checked_too() {
    let catalog = Catalog::builtin().unwrap();
    let mut plan = sound();
    plan.demand.users = Quantity::point(f64::NAN);
    plan.team.engineers = Quantity {
        low: 3.0,
        likely: 2.0,
        high: 1.0,
    };
    plan.components[0].kind = Kind::Llm;
    let codes: Vec<_> = validate(&plan, catalog, None)
        .iter()
        .map(|finding| finding.code)
        .collect();
    for code in ["not-finite", "range-order", "missing-model"] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
}
