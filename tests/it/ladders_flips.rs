//! Which verdicts flip when an input that nobody knows well is at an end of its range.
//!
//! Part of the ladders of `docs/method/ladders.md`: each input alone, over all presets.
//! `UPDATE_GOLDEN=1 cargo test --test it ladders` writes the tables anew.

use std::fmt::Write as _;

use splitpoint::catalog::Range;
use splitpoint::engine::compile::catalog_of;
use splitpoint::{analysis, presets, units};

use crate::ladders::{builtin, fix, more, none, on_all_cores, percent, scenario, section};

/// Inputs of the sensitivity ladder: what they are called, and the entries that move together.
const INPUTS: [(&str, &[&str]); 6] = [
    ("Coordination exponent γ", &["pace.coordination_exponent"]),
    ("Size exponent E − 1", &["pace.size_exponent"]),
    (
        "Coupling across units χ0, all levels",
        &[
            "pace.coupling_across.0",
            "pace.coupling_across.1",
            "pace.coupling_across.2",
            "pace.coupling_across.3",
            "pace.coupling_across.4",
        ],
    ),
    ("Crash-through", &["reliability.crash_through"]),
    ("Severity", &["reliability.severity"]),
    (
        "Operations of units, three entries",
        &[
            "operations.hours_per_unit",
            "operations.fixed_hours_per_unit",
            "operations.hours_per_doubling_of_units",
        ],
    ),
];

/// What a plan recommends when some entries are at an end of their range.
struct Answer {
    recommended: String,
    /// How much more the alternative costs (%).
    margin: f64,
    no_difference: bool,
    /// Cheapest roadmap with several units: how much more it costs than the cheapest with one (%).
    several: f64,
    /// Which that is.
    best_of_several: String,
}

impl Answer {
    fn cell(&self, usual: Option<&Self>) -> String {
        let name = self.recommended.replace('_', " ");
        let about = if self.no_difference { "≈ " } else { "" };
        let cell = format!("{about}{name} {}%", units::decimal(self.margin, 1));
        match usual {
            Some(usual) if usual.recommended != self.recommended => format!("**{cell}**"),
            _ => cell,
        }
    }
}

/// Which end of the range.
type End = fn(&Range) -> f64;

fn answer(name: &str, ids: &[&str], end: End) -> Answer {
    let mut scenario = scenario(name);
    let catalog = catalog_of(&scenario, builtin()).expect("overrides name entries");
    let fixed: Vec<(&str, f64)> = ids
        .iter()
        .map(|id| {
            let entry = catalog.entries.get(*id).expect("the entry is there");
            (*id, end(&entry.range()))
        })
        .collect();
    fix(&mut scenario, &fixed);
    let report = analysis::run(&scenario, builtin()).expect("presets run");
    let verdict = &report.verdict;
    let best = report.roadmaps.iter().find(|r| r.id == verdict.recommended);
    let npv = best.and_then(|r| r.totals).map_or(f64::NAN, |t| t.npv);
    let cheapest = |one: bool| {
        report
            .roadmaps
            .iter()
            .filter(|roadmap| {
                let last = roadmap.stages.last();
                last.is_some_and(|stage| (stage.units.len() <= 1) == one)
            })
            .filter_map(|roadmap| Some((roadmap.totals?.npv, roadmap.id.as_str())))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .expect("some of them run")
    };
    let (one, (several, best_of_several)) = (cheapest(true), cheapest(false));
    Answer {
        several: more(several, one.0),
        best_of_several: best_of_several.replace('_', " "),
        recommended: verdict.recommended.clone(),
        margin: verdict.margin / npv * 100.0,
        no_difference: verdict.no_difference,
    }
}

#[test]
fn verdicts_hang_on_what_is_documented() {
    let mut jobs: Vec<(&str, &[&str], End)> = Vec::new();
    for preset in presets::list() {
        jobs.push((preset.name, &[], |range| range.likely));
        for (_, ids) in INPUTS {
            jobs.push((preset.name, ids, |range| range.low));
            jobs.push((preset.name, ids, |range| range.high));
        }
    }
    let answers = on_all_cores(&jobs, |&(name, ids, end)| answer(name, ids, end));
    let each = 1 + 2 * INPUTS.len();
    let mut table = String::from(
        "| Preset | Input | At its low end | At likely values | At its high end |\n|---|---|---|---|---|\n",
    );
    let mut flips =
        String::from("| Input | Presets whose verdict flips | To, at which end |\n|---|---|---|\n");
    let mut steady: Vec<&str> = presets::list().iter().map(|preset| preset.name).collect();
    for (i, (label, _)) in INPUTS.iter().enumerate() {
        let mut names = Vec::new();
        let mut to = Vec::new();
        for (preset, answers) in presets::list().iter().zip(answers.chunks(each)) {
            for (end, other) in [("low", &answers[1 + 2 * i]), ("high", &answers[2 + 2 * i])] {
                if other.recommended != answers[0].recommended {
                    let name = other.recommended.replace('_', " ");
                    to.push(format!("{}: {name} at the {end} end", preset.name));
                    if !names.contains(&preset.name) {
                        names.push(preset.name);
                    }
                    steady.retain(|steady| *steady != preset.name);
                }
            }
        }
        let list = |items: String| {
            if items.is_empty() {
                "none".to_owned()
            } else {
                items
            }
        };
        let _ = writeln!(
            flips,
            "| {label} | {} | {} |",
            list(names.join(", ")),
            list(to.join("; "))
        );
    }
    for (preset, answers) in presets::list().iter().zip(answers.chunks(each)) {
        let usual = &answers[0];
        for (i, (label, _)) in INPUTS.iter().enumerate() {
            let _ = writeln!(
                table,
                "| {} | {label} | {} | {} | {} |",
                preset.name,
                answers[1 + 2 * i].cell(Some(usual)),
                usual.cell(None),
                answers[2 + 2 * i].cell(Some(usual)),
            );
        }
    }
    let mut split = String::from(
        "| Preset | Input | At its low end | At likely values | At its high end |\n|---|---|---|---|---|\n",
    );
    for (preset, answers) in presets::list().iter().zip(answers.chunks(each)) {
        for (i, (label, _)) in INPUTS.iter().enumerate() {
            let cells = [1 + 2 * i, 0, 2 + 2 * i].map(|at| {
                let cell = format!(
                    "{} {}",
                    answers[at].best_of_several,
                    percent(answers[at].several)
                );
                if answers[at].several < 0.0 && answers[0].several < 0.0
                    || answers[at].several >= 0.0 && answers[0].several >= 0.0
                {
                    cell
                } else {
                    format!("**{cell}**")
                }
            });
            let _ = writeln!(
                split,
                "| {} | {label} | {} |",
                preset.name,
                cells.join(" | ")
            );
        }
    }
    let steady = match steady.as_slice() {
        [] => "No preset keeps its verdict over all six ranges.".to_owned(),
        names => format!(
            "Over all six ranges these keep their verdict: {}.",
            names.join(", ")
        ),
    };
    let mut broken = Vec::new();
    section(
        "sensitivity flips",
        &format!("{flips}\n{steady}\n"),
        &mut broken,
    );
    section("sensitivity", &table, &mut broken);
    section("sensitivity split", &split, &mut broken);
    none(&broken);
}
