//! The readiness ladder over the presets, and what all ladders share.
//!
//! Users are in `ladders_users`, the inputs that verdicts hang on in `ladders_flips`. What they give stands in `docs/method/ladders.md`, between markers, and in the charts beside it;
//! the tests compute them again and compare. After a change that is meant, `UPDATE_GOLDEN=1 cargo
//! test --test it ladders` writes them anew. The sentences below the tables are written by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use splitpoint::analysis::roadmaps::{PlannedRoadmap, plans};
use splitpoint::analysis::session::Session;
use splitpoint::catalog::Catalog;
use splitpoint::engine::compile::{Likely, catalog_of, compile};
use splitpoint::engine::inputs::Inputs;
use splitpoint::engine::money::present_value_factor;
use splitpoint::engine::month::{MonthValues, Observer};
use splitpoint::engine::stage::Stage;
use splitpoint::engine::yearly::Yearly;
use splitpoint::scenario::schema::{Levels, Override, Training};
use splitpoint::scenario::{Quantity, Scenario};
use splitpoint::{presets, units};

use crate::book::{differs, folder, update, write_section};
use crate::chart::{Line, Panel, svg};

/// The presets that climb the ladders.
pub(crate) const CLIMBERS: [&str; 3] = ["support-copilot", "agent-marketplace", "viral-app"];
/// The roadmaps that are projected, the one compared with first.
pub(crate) const PROJECTED: [&str; 4] = [
    "monolith",
    "modular_monolith",
    "microservices",
    "inference_first",
];
/// Positions of two of them.
pub(crate) const SPLIT: usize = 2;
pub(crate) const INFERENCE_FIRST: usize = 3;
/// Levels of the readiness ladder.
const LEVELS: [f64; 5] = [0.0, 1.0, 2.0, 3.0, 4.0];
/// Mechanisms switched off one at a time on the readiness ladder: what is off, and the entries with
/// the value that does it.
const ABLATIONS: [(&str, &[(&str, f64)]); 7] = [
    ("nothing", &[]),
    ("limits of pipelines", &[("pace.pipeline_hours", 1e9)]),
    (
        "losses to coordination (γ = 0)",
        &[("pace.coordination_exponent", 0.0)],
    ),
    (
        "limits of pipelines and losses to coordination",
        &[
            ("pace.pipeline_hours", 1e9),
            ("pace.coordination_exponent", 0.0),
        ],
    ),
    (
        "effort of crossing changes",
        &[("pace.crossing_effort", 0.0)],
    ),
    (
        "operations of units",
        &[
            ("operations.hours_per_unit", 0.0),
            ("operations.fixed_hours_per_unit", 0.0),
            ("operations.hours_per_doubling_of_units", 0.0),
        ],
    ),
    ("leaks between units", &[("reliability.leak_per_gap", 0.0)]),
];
/// Colour and dashes of microservices and of inference first, as in the window.
pub(crate) const MICROSERVICES: (&str, &str) = ("#C43E10", "3 3");
pub(crate) const INFERENCE: (&str, &str) = ("#54450F", "7 3");

pub(crate) fn builtin() -> &'static Catalog {
    Catalog::builtin().expect("the built-in files are well-formed")
}

pub(crate) fn scenario(name: &str) -> Scenario {
    let preset = presets::find(name).expect("the preset is there");
    preset.scenario().expect("presets load")
}

/// Present values of a roadmap, by part of the total (money), and GPUs held in the last month.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub(crate) infrastructure: f64,
    pub(crate) people: f64,
    pub(crate) downtime: f64,
    pub(crate) delay: f64,
    pub(crate) security: f64,
    /// Part of the infrastructure that is rent of GPUs.
    pub(crate) rent: f64,
    pub(crate) gpus: f64,
}

impl Sums {
    pub(crate) fn total(&self) -> f64 {
        self.infrastructure + self.people + self.downtime + self.delay + self.security
    }
}

/// Adds up the present values of the months.
struct Adder {
    rate: Yearly<f64>,
    sums: Sums,
}

impl Observer<f64> for Adder {
    fn month(
        &mut self,
        month: usize,
        values: &MonthValues<f64>,
        _: &[Stage<f64>],
        _: &[f64],
        _: &[f64; 10],
    ) {
        let factor = present_value_factor(&self.rate, month);
        let sums = &mut self.sums;
        sums.infrastructure += values.infrastructure() * factor;
        sums.people += (values.staff() + values.migration()) * factor;
        sums.downtime += values.downtime * factor;
        sums.delay += values.delay * factor;
        sums.security += values.security * factor;
        sums.rent += values.gpu * factor;
        sums.gpus = values.gpus;
    }
}

pub(crate) fn inputs(scenario: &Scenario) -> Inputs<f64> {
    let catalog = catalog_of(scenario, builtin()).expect("overrides name entries");
    compile(scenario, &catalog, &mut Likely { catalog: &catalog }).expect("presets compile")
}

pub(crate) fn roadmaps(scenario: &Scenario, inputs: &Inputs<f64>) -> Vec<PlannedRoadmap> {
    let upkeep = scenario
        .change
        .upkeep
        .map_or(inputs.k.upkeep_holding, |u| u.likely);
    let all = plans(scenario, upkeep, inputs.change.today_upkeep).expect("the roadmaps are there");
    let wanted = |id: &&str| all.iter().find(|plan| plan.id == **id).cloned();
    PROJECTED.iter().filter_map(wanted).collect()
}

/// The roadmaps of [`PROJECTED`], in that order.
pub(crate) fn project(session: &mut Session, plans: &[PlannedRoadmap]) -> [Sums; PROJECTED.len()] {
    let mut sums = [Sums::default(); PROJECTED.len()];
    for (sum, ready) in sums.iter_mut().zip(session.decide_all(plans)) {
        let mut ready = ready.expect("it runs");
        let mut adder = Adder {
            rate: session.inputs.money.discount_rate.clone(),
            sums: Sums::default(),
        };
        session.observe(&mut ready, &mut adder);
        *sum = adder.sums;
    }
    sums
}

/// Runs jobs on all cores; results come in the order of the jobs.
pub(crate) fn on_all_cores<J: Sync, R: Send>(jobs: &[J], run: impl Fn(&J) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(at) else { break };
                    let result = run(job);
                    done.lock().expect("no thread panics").insert(at, result);
                }
            });
        }
    });
    let done = done.into_inner().expect("no thread panics");
    done.into_values().collect()
}

/// How much more than the monolith something costs (share of it, as a signed percentage).
pub(crate) fn more(part: f64, whole: f64) -> f64 {
    (part / whole - 1.0) * 100.0
}

/// `+12.3%`, `−4.0%`, `0.0%`; no sign where nothing is left after rounding.
pub(crate) fn percent(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 {
        "0.0%".to_owned()
    } else {
        format!("{}%", units::signed(rounded, 1))
    }
}

/// How an expectation fared.
pub(crate) fn verdict(holds: bool) -> &'static str {
    if holds { "holds" } else { "**misses**" }
}

pub(crate) fn image(name: &str, chart: &str, broken: &mut Vec<String>) {
    assert!(chart.len() < 30_000, "{name} has {} bytes", chart.len());
    let file: PathBuf = folder().join("images").join(name);
    if update() {
        std::fs::write(&file, chart).expect("writable");
    }
    if differs(&std::fs::read_to_string(&file).unwrap_or_default(), chart) {
        broken.push(format!("docs/method/images/{name}"));
    }
}

pub(crate) fn section(name: &str, text: &str, broken: &mut Vec<String>) {
    let file = folder().join("ladders.md");
    if write_section(&file, &format!("ladder: {name}"), text) {
        broken.push(format!("docs/method/ladders.md, {name}"));
    }
}

#[track_caller]
pub(crate) fn none(broken: &[String]) {
    assert!(
        broken.is_empty(),
        "not as computed now: {}. If this is meant, UPDATE_GOLDEN=1 cargo test --test it ladders \
         writes it anew; read the sentences beside it again and say so in CHANGELOG.md.",
        broken.join("; ")
    );
}

/// How a step of the readiness ladder is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// Product and cost of a change as in the preset; the team that takes them over has the levels.
    Held,
    /// The team has always had the levels: efforts balance and modularity starts from them.
    Grown,
}

/// All ten levels of a scenario at one value, efforts and modularity left to follow.
fn grown(scenario: &Scenario, level: f64) -> Scenario {
    let mut scenario = scenario.clone();
    let at = Some(Quantity::point(level));
    scenario.team.levels = Levels {
        delivery: at,
        platform: at,
        observability: at,
        incident_response: at,
        boundaries: at,
        ownership: at,
        distributed: at,
        model_operations: at,
        security: at,
        cost: at,
    };
    scenario.team.raters.clear();
    for component in &mut scenario.components {
        component.effort_pm = None;
        component.modularity = None;
    }
    scenario
}

/// Entries of a scenario at fixed values.
pub(crate) fn fix(scenario: &mut Scenario, entries: &[(&str, f64)]) {
    for (id, value) in entries {
        scenario.overrides.retain(|own| own.id != *id);
        scenario.overrides.push(Override {
            id: (*id).to_owned(),
            value: Some(Quantity::point(*value)),
            reason: "to see what hangs on it".to_owned(),
        });
    }
}

/// The roadmaps of a preset with a team of one level in everything.
fn at_level(
    name: &str,
    basis: Basis,
    level: f64,
    trains: bool,
    fixed: &[(&str, f64)],
) -> [Sums; PROJECTED.len()] {
    let mut scenario = scenario(name);
    fix(&mut scenario, fixed);
    if !trains {
        scenario.training = Training::Off;
    }
    let plain = inputs(&scenario);
    let plans = roadmaps(&scenario, &plain);
    let mut session = match basis {
        Basis::Held => {
            let baseline = Session::new(plain.clone()).expect("today runs").baseline;
            let mut levelled = plain;
            levelled.team.levels = [level; 10];
            let mut session = Session::new(levelled).expect("today runs");
            session.baseline = baseline;
            session
        }
        Basis::Grown => Session::new(inputs(&grown(&scenario, level))).expect("today runs"),
    };
    project(&mut session, &plans)
}

#[test]
fn readiness_is_as_documented() {
    let mut jobs = Vec::new();
    for basis in [Basis::Held, Basis::Grown] {
        for name in CLIMBERS {
            for trains in [false, true] {
                jobs.extend(LEVELS.map(|level| (name, basis, level, trains)));
            }
        }
    }
    let results = on_all_cores(&jobs, |&(name, basis, level, trains)| {
        at_level(name, basis, level, trains, &[])
    });
    let found = |wanted: (&str, Basis, f64, bool)| {
        let at = jobs.iter().position(|job| *job == wanted);
        &results[at.expect("every step was taken")]
    };
    let mut broken = Vec::new();
    let head = "| Preset | Roadmap | Training | Level 0 | Level 1 | Level 2 | Level 3 | Level 4 |\n\
         |---|---|---|---:|---:|---:|---:|---:|\n";
    for (basis, mark) in [
        (Basis::Held, "readiness held"),
        (Basis::Grown, "readiness grown"),
    ] {
        let mut table = head.to_owned();
        for name in CLIMBERS {
            for (r, roadmap) in PROJECTED.iter().enumerate().skip(1) {
                for trains in [false, true] {
                    let cells = LEVELS.map(|level| {
                        let sums = found((name, basis, level, trains));
                        percent(more(sums[r].total(), sums[0].total()))
                    });
                    let training = if trains { "on" } else { "off" };
                    let _ = writeln!(
                        table,
                        "| {name} | {} | {training} | {} |",
                        roadmap.replace('_', " "),
                        cells.join(" | ")
                    );
                }
            }
        }
        section(mark, &table, &mut broken);
    }
    let mut parts = String::from(
        "| Preset | Level | Total | Infrastructure | People | Downtime | Delay | Security |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for name in CLIMBERS {
        for level in LEVELS {
            let sums = found((name, Basis::Held, level, false));
            let _ = writeln!(
                parts,
                "| {name} | {level} | {} |",
                by_part(&sums[SPLIT], &sums[0])
            );
        }
    }
    section("readiness parts", &parts, &mut broken);
    let mut costs = String::from(
        "| Preset | Roadmap | Level 0 | Level 1 | Level 2 | Level 3 | Level 4 |\n\
         |---|---|---:|---:|---:|---:|---:|\n",
    );
    for name in CLIMBERS {
        for (r, roadmap) in PROJECTED.iter().enumerate() {
            let best = found((name, Basis::Held, 4.0, false))[0].total();
            let cells = LEVELS.map(|level| {
                let sums = found((name, Basis::Held, level, false));
                percent(more(sums[r].total(), best))
            });
            let _ = writeln!(
                costs,
                "| {name} | {} | {} |",
                roadmap.replace('_', " "),
                cells.join(" | ")
            );
        }
    }
    section("readiness costs", &costs, &mut broken);
    let mut expected = String::from(
        "| Preset | Training | Levels 0 and 1: microservices dearer than the monolith | \
         Levels 3 and 4: not dearer |\n|---|---|---|---|\n",
    );
    for name in CLIMBERS {
        for trains in [false, true] {
            let at = |level: f64| {
                let sums = found((name, Basis::Held, level, trains));
                more(sums[SPLIT].total(), sums[0].total())
            };
            let training = if trains { "on" } else { "off" };
            let unready = verdict([0.0, 1.0].iter().all(|level| at(*level) > 0.0));
            let ready = verdict([3.0, 4.0].iter().all(|level| at(*level) <= 0.0));
            let _ = writeln!(expected, "| {name} | {training} | {unready} | {ready} |");
        }
    }
    section("readiness expectation", &expected, &mut broken);
    section("readiness ablations", &ablations(), &mut broken);
    let panels: Vec<Panel> = CLIMBERS
        .iter()
        .map(|name| Panel {
            title: (*name).to_owned(),
            lines: [
                (SPLIT, MICROSERVICES, "microservices"),
                (INFERENCE_FIRST, INFERENCE, "inference first"),
            ]
            .into_iter()
            .flat_map(|(r, style, label)| {
                [false, true].map(|trains| Line {
                    name: if trains {
                        label.to_owned()
                    } else {
                        String::new()
                    },
                    colour: style.0,
                    dashes: style.1,
                    filled: trains,
                    values: LEVELS
                        .map(|level| {
                            let sums = found((name, Basis::Held, level, trains));
                            more(sums[r].total(), sums[0].total())
                        })
                        .to_vec(),
                })
            })
            .collect(),
        })
        .collect();
    let ticks: Vec<String> = LEVELS.iter().map(f64::to_string).collect();
    let chart = svg(
        &ticks,
        "level of the team in all ten dimensions",
        "present value of the total against the monolith's; rings: no training, dots: training",
        &panels,
    );
    image("readiness.svg", &chart, &mut broken);
    none(&broken);
}

/// Microservices against the monolith at every level, with one mechanism off at a time.
fn ablations() -> String {
    let mut jobs = Vec::new();
    for name in CLIMBERS {
        for (label, fixed) in ABLATIONS {
            jobs.extend(LEVELS.map(|level| (name, label, fixed, level)));
        }
    }
    let results = on_all_cores(&jobs, |&(name, _, fixed, level)| {
        at_level(name, Basis::Held, level, false, fixed)
    });
    let mut table = String::from(
        "| Preset | Switched off | Level 0 | Level 1 | Level 2 | Level 3 | Level 4 |\n\
         |---|---|---:|---:|---:|---:|---:|\n",
    );
    for (jobs, results) in jobs.chunks(LEVELS.len()).zip(results.chunks(LEVELS.len())) {
        let cells: Vec<String> = results
            .iter()
            .map(|sums| percent(more(sums[SPLIT].total(), sums[0].total())))
            .collect();
        let _ = writeln!(
            table,
            "| {} | {} | {} |",
            jobs[0].0,
            jobs[0].1,
            cells.join(" | ")
        );
    }
    table
}

/// A difference between two roadmaps and what it is made of, in shares of the second's total.
pub(crate) fn by_part(one: &Sums, other: &Sums) -> String {
    let whole = other.total();
    let part = |of: fn(&Sums) -> f64| percent((of(one) - of(other)) / whole * 100.0);
    [
        part(Sums::total),
        part(|s| s.infrastructure),
        part(|s| s.people),
        part(|s| s.downtime),
        part(|s| s.delay),
        part(|s| s.security),
    ]
    .join(" | ")
}
