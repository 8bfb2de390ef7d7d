//! The presets: each loads without findings, runs on every roadmap, and keeps the verdict pinned.
//!
//! `tests/golden/verdicts.txt` holds what each preset recommends now beside what its author
//! expected before the first run, misses included. A change of the model shows there as a change
//! of text; `UPDATE_GOLDEN=1` writes the file anew, and the CHANGELOG says why.

use std::fmt::Write as _;
use std::path::Path;

use splitpoint::analysis::decided::DecidedScenario;
use splitpoint::analysis::futures::dimensions::Dimensions;
use splitpoint::analysis::report::Report;
use splitpoint::analysis::{self, session::Session};
use splitpoint::catalog::Catalog;
use splitpoint::engine::compile::{Likely, catalog_of, compile};
use splitpoint::metalog::Metalog;
use splitpoint::presets::{self, Preset};
use splitpoint::scenario::limits;
use splitpoint::scenario::{Scenario, check};

fn builtin() -> &'static Catalog {
    Catalog::builtin().expect("the built-in files are well-formed")
}

fn scenario(preset: &Preset) -> Scenario {
    preset.scenario().expect("presets load")
}

fn report(preset: &Preset) -> Report {
    match analysis::run(&scenario(preset), builtin()) {
        Ok(report) => report,
        Err(error) => panic!("{}: {error}", preset.name),
    }
}

/// Findings that a preset has on purpose: preset, code, why.
const EXPLAINED: [(&str, &str, &str); 5] = [
    ("support-copilot", "not-used", REVENUE),
    ("image-studio", "not-used", REVENUE),
    ("agent-marketplace", "not-used", REVENUE),
    ("mature-product", "not-used", REVENUE),
    ("media-monitoring", "not-used", REVENUE),
];

/// Its revenue is part of the story, and waits for whoever states the money in the bank.
const REVENUE: &str = "no cash balance is kept";

/// Warnings of a report that a preset has on purpose: preset, code, why.
const EXPLAINED_WARNINGS: [(&str, &str, &str); 1] = [(
    "prototype-assistant",
    "on-call-thin",
    "four people cannot carry a rotation of eight: part of the story",
)];

#[test]
fn presets_load_without_unexplained_findings() {
    for preset in presets::list() {
        let unexplained: Vec<String> = check(preset.text, builtin())
            .diagnostics
            .iter()
            .filter(|finding| {
                !EXPLAINED.iter().any(|(name, code, why)| {
                    *name == preset.name && *code == finding.code && finding.message.contains(why)
                })
            })
            .map(|finding| finding.line_for(preset.name))
            .collect();
        assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    }
}

/// Fewest inputs of which a preset says how far they may be off.
const LEAST_RANGES: usize = 10;

#[test]
fn presets_say_what_they_do_not_know() {
    for preset in presets::list() {
        let plan = scenario(preset);
        let decided = DecidedScenario::new(&plan, builtin()).expect("presets can be projected");
        let read = Dimensions::of(&decided, false).expect("presets compile");
        let names: Vec<&str> = read
            .list()
            .iter()
            .map(|input| input.name.as_str())
            .collect();
        let name = preset.name;
        assert!(names.len() >= LEAST_RANGES, "{name}: {names:?}");
        for input in read.list() {
            let of = input.range;
            let curve = Metalog::new(
                of.low,
                of.likely,
                of.high,
                limits::bounds(&plan, &input.name),
            );
            assert!(curve.is_ok(), "{name}: {}: {curve:?}", input.name);
        }
    }
}

#[test]
fn every_roadmap_of_a_preset_runs() {
    let mut unexplained = Vec::new();
    for preset in presets::list() {
        let report = report(preset);
        for roadmap in &report.roadmaps {
            assert!(roadmap.feasible, "{}: {:?}", preset.name, roadmap.reason);
            let totals = roadmap.totals.expect("feasible roadmaps have totals");
            assert!(
                totals.total.is_finite() && totals.total > 0.0,
                "{}",
                preset.name
            );
        }
        let expected = scenario(preset).expected_roadmap;
        assert!(
            report.roadmaps.iter().any(|roadmap| roadmap.id == expected),
            "{} expects {expected}, which is no roadmap",
            preset.name
        );
        for warning in &report.warnings {
            let explained = EXPLAINED_WARNINGS
                .iter()
                .any(|(name, code, _)| *name == preset.name && *code == warning.code);
            if !explained {
                let (code, message) = (&warning.code, &warning.message);
                unexplained.push(format!("{}: {code}: {message}", preset.name));
            }
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
}

#[test]
fn the_team_of_a_preset_is_balanced() {
    for preset in presets::list() {
        let scenario = scenario(preset);
        let catalog = catalog_of(&scenario, builtin()).expect("overrides name entries");
        let inputs = compile(&scenario, &catalog, &mut Likely { catalog: &catalog })
            .expect("presets compile");
        let session = Session::new(inputs).expect("today runs");
        let k = &session.inputs.k;
        let busy = session.baseline.people_needed / session.baseline.product_people;
        assert!(
            (k.balance_low..=k.balance_high).contains(&busy),
            "{}: {busy}",
            preset.name
        );
    }
}

/// The verdict of each preset, one line each.
fn verdicts() -> String {
    let mut text = String::from(
        "# What each preset recommends. margin: NPV against the alternative, as a share of the NPV.\n\
         # preset: expected -> recommended (alternative, margin), MISS where they differ\n",
    );
    for preset in presets::list() {
        let report = report(preset);
        let verdict = &report.verdict;
        let expected = scenario(preset).expected_roadmap;
        let npv = report
            .roadmaps
            .iter()
            .find(|roadmap| roadmap.id == verdict.recommended)
            .and_then(|roadmap| roadmap.totals)
            .map_or(f64::NAN, |totals| totals.npv);
        let _ = writeln!(
            text,
            "{}: {expected} -> {} ({}, {:.1}%){}{}{}",
            preset.name,
            verdict.recommended,
            verdict.alternative.as_deref().unwrap_or("none"),
            verdict.margin / npv * 100.0,
            if verdict.no_difference {
                ", no difference"
            } else {
                ""
            },
            if verdict.goals_broken.is_empty() {
                ""
            } else {
                ", breaks goals"
            },
            if expected == verdict.recommended {
                ""
            } else {
                ", MISS"
            },
        );
    }
    text
}

#[test]
fn verdicts_are_as_pinned() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/verdicts.txt");
    let now = verdicts();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(file.parent().expect("it has a directory")).expect("writable");
        std::fs::write(&file, &now).expect("writable");
    }
    let pinned = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        pinned, now,
        "a verdict has changed; UPDATE_GOLDEN=1 pins it anew, and the CHANGELOG wants the reason"
    );
}
