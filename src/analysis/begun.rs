//! What became of the catalogue since a plan was begun.
//!
//! A plan says with which version of the catalogue it was begun, and whatever it does not state is as
//! the present catalogue has it. What changed since, of what counts for this plan, is told once.

use std::collections::BTreeSet;

use super::reads::reads;
use crate::catalog::{Catalog, Moved, Range, Unheard};
use crate::engine::compile::catalog_of;
use crate::scenario::Scenario;
use crate::scenario::validate::plain;
use crate::units;

/// Constants that are named; the others are counted.
const NAMED: usize = 5;

/// What a plan is told of the catalogue that it was begun with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SinceBegun {
    /// Stable code.
    pub code: &'static str,
    /// Path of the field concerned.
    pub path: &'static str,
    /// What is so; no full stop at its end.
    pub message: String,
    /// What to do; no full stop at its end.
    pub hint: &'static str,
}

/// What a plan is told of the catalogue that it was begun with; nothing where it names none, where it
/// is the present one, or where nothing changed that counts for this plan.
///
/// `builtin`: the catalogue as it comes.
pub fn since_begun(scenario: &Scenario, builtin: &Catalog) -> Option<SinceBegun> {
    let version = scenario.begun_from.catalogue.as_str();
    if version.is_empty() {
        return None;
    }
    match builtin.history.since(version, builtin) {
        Ok(moved) => told(scenario, &that_count(scenario, builtin, moved)),
        Err(why) => {
            let present = builtin.history.present();
            let message = match why {
                Unheard::Newer => format!(
                    "this plan was begun with catalogue {version}, which is newer than this program's {present}"
                ),
                Unheard::NoSuch => format!(
                    "this plan says it was begun with catalogue `{version}`, and this program knows of no such version"
                ),
            };
            Some(SinceBegun {
                code: "unknown-catalogue",
                path: "begun_from.catalogue",
                message: format!("{message}; which constants differ cannot be said"),
                hint: match why {
                    Unheard::Newer => "Open it with a program of that version or a later one",
                    Unheard::NoSuch => "Correct the version, or leave it out",
                },
            })
        }
    }
}

/// Of the entries that changed those that the plan's figures ask for and that it does not replace, those
/// that changed most first.
fn that_count(scenario: &Scenario, builtin: &Catalog, mut moved: Vec<Moved>) -> Vec<Moved> {
    if moved.is_empty() {
        return moved;
    }
    let Ok(catalog) = catalog_of(scenario, builtin) else {
        return Vec::new();
    };
    let read = reads(scenario, &catalog).constants;
    let own: BTreeSet<&str> = scenario
        .overrides
        .iter()
        .map(|own| own.id.as_str())
        .collect();
    moved.retain(|moved| {
        // What is gone is asked for no more; whether it counted cannot be seen.
        let counts = moved.now.is_none() || read.contains(&moved.id);
        counts && !own.contains(moved.id.as_str())
    });
    let change = |moved: &Moved| {
        let was = moved.was.likely;
        let now = moved.now.map_or(0.0, |now| now.likely);
        (now - was).abs() / was.abs().max(f64::MIN_POSITIVE)
    };
    // Stable: what changed by the same stays in the order of ids.
    moved.sort_by(|a, b| change(b).total_cmp(&change(a)));
    moved
}

fn told(scenario: &Scenario, moved: &[Moved]) -> Option<SinceBegun> {
    if moved.is_empty() {
        return None;
    }
    let begun = &scenario.begun_from;
    let of = match begun.date.as_str() {
        "" => begun.catalogue.clone(),
        date => format!("of {date}"),
    };
    let named: Vec<String> = moved.iter().take(NAMED).map(words).collect();
    let more = match moved.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let counted = units::counted(moved.len() as f64, "constant", "constants");
    let have = if moved.len() == 1 { "has" } else { "have" };
    Some(SinceBegun {
        code: "constants-changed",
        path: "begun_from.catalogue",
        message: format!(
            "{counted} that this plan uses {have} changed since the catalogue {of} it was begun with: {}{more}",
            named.join(", ")
        ),
        hint: "State a former value in `overrides` where it is still the better one for this plan",
    })
}

/// "`pace.parallelism.2` 0.31 → 0.28", with the ends where they alone changed.
fn words(moved: &Moved) -> String {
    let Moved { id, was, now } = moved;
    let Some(now) = now else {
        return format!("`{id}` {}, which is gone", plain(was.likely));
    };
    if was.likely == now.likely {
        let full = |range: &Range| {
            let [low, likely, high] = [range.low, range.likely, range.high].map(plain);
            format!("{likely} ({low} to {high})")
        };
        return format!("`{id}` {} → {}", full(was), full(now));
    }
    format!("`{id}` {} → {}", plain(was.likely), plain(now.likely))
}

#[cfg(test)]
mod tests {
    use super::since_begun;
    use crate::analysis::run;
    use crate::catalog::{Catalog, History, Range, Revision};
    use crate::scenario::schema::{BegunFrom, Override};
    use crate::scenario::{Quantity, Scenario};

    /// A plan begun with a version of the catalogue.
    fn plan(version: &str) -> Scenario {
        let text = crate::presets::find("prototype-assistant").unwrap().text;
        let mut plan = crate::scenario::load(text).scenario.unwrap();
        plan.begun_from = BegunFrom {
            preset: "prototype-assistant".to_owned(),
            catalogue: version.to_owned(),
            date: "2026-11-09".to_owned(),
        };
        plan
    }

    fn change(id: &str, until: &str, was: Range) -> Revision {
        Revision {
            id: id.to_owned(),
            from: "0.1.0".to_owned(),
            until: until.to_owned(),
            date: "2027-01".to_owned(),
            was,
            now: None,
            why: "A test.".to_owned(),
        }
    }

    /// The catalogue with a made-up past: attrition is 13% and was 26%, the cost of an employee is 1.35
    /// and was 1.35 with other ends; the price of a model that the plan does not use was another.
    fn catalog() -> Catalog {
        let mut catalog = Catalog::builtin().unwrap().clone();
        catalog.history = History {
            versions: ["0.1.0", "0.2.0", "0.3.0"].map(str::to_owned).to_vec(),
            changes: vec![
                change("api.gpt-4o.output", "0.2.0", Range::point(99.0)),
                change("people.loaded_cost", "0.2.0", Range::new(1.2, 1.35, 1.5)),
                change("people.ramp_months", "0.1.0", Range::point(9.0)),
            ],
        };
        catalog
    }

    #[test]
    fn what_changed_and_counts_is_named_most_first() {
        let catalog = catalog();
        let months = catalog.likely("people.ramp_months").unwrap();
        let told = since_begun(&plan("0.1.0"), &catalog).unwrap();
        assert_eq!(told.code, "constants-changed");
        assert_eq!(
            told.message,
            format!(
                "2 constants that this plan uses have changed since the catalogue of 2026-11-09 it was \
                 begun with: `people.ramp_months` 9 → {months}, `people.loaded_cost` 1.35 (1.2 to 1.5) \
                 → 1.35 (1.25 to 1.45)"
            )
        );
        let told = since_begun(&plan("0.2.0"), &catalog).unwrap();
        assert!(
            told.message
                .starts_with("1 constant that this plan uses has changed")
        );
        assert_eq!(since_begun(&plan("0.3.0"), &catalog), None);
        assert_eq!(since_begun(&plan(""), &catalog), None);
    }

    #[test]
    fn what_the_plan_replaces_has_not_changed_for_it() {
        let mut plan = plan("0.2.0");
        plan.overrides.push(Override {
            id: "people.loaded_cost".to_owned(),
            value: Some(Quantity::point(1.4)),
            reason: "payroll".to_owned(),
        });
        assert_eq!(since_begun(&plan, &catalog()), None);
    }

    #[test]
    fn many_are_counted_and_those_that_are_gone_are_said_to_be() {
        let mut catalog = catalog();
        let ids: Vec<String> = (0..6).map(|at| format!("gone.entry.{at}")).collect();
        catalog.history.changes = ids
            .iter()
            .map(|id| change(id, "0.2.0", Range::point(2.5)))
            .collect();
        let told = since_begun(&plan("0.2.0"), &catalog).unwrap().message;
        assert!(told.starts_with("6 constants "), "{told}");
        assert!(
            told.contains("`gone.entry.0` 2.5, which is gone, "),
            "{told}"
        );
        assert!(told.ends_with(" and 1 more"), "{told}");
    }

    #[test]
    fn a_version_that_is_not_known_is_said_to_be() {
        let catalog = catalog();
        let newer = since_begun(&plan("0.4.0"), &catalog).unwrap();
        assert_eq!(newer.code, "unknown-catalogue");
        assert!(newer.message.contains("newer than this program's 0.3.0"));
        let none = since_begun(&plan("spring"), &catalog).unwrap();
        assert!(none.message.contains("no such version"), "{}", none.message);
    }

    #[test]
    fn a_report_warns_of_it() {
        let report = run(&plan("0.1.0"), &catalog()).unwrap();
        let warning = |code: &str| report.warnings.iter().find(|warning| warning.code == code);
        let told = warning("constants-changed").unwrap();
        assert!(
            told.message.ends_with("1.35 (1.25 to 1.45)."),
            "{}",
            told.message
        );
        assert_eq!(told.path, "begun_from.catalogue");
        let present = run(&plan("0.3.0"), &catalog()).unwrap();
        assert!(
            present
                .warnings
                .iter()
                .all(|warning| warning.code != "constants-changed")
        );
    }
}
