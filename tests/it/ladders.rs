//! Three ladders over the presets: readiness, users, and the inputs that verdicts hang on.
//!
//! What they give stands in `docs/method/ladders.md`, between markers, and in the charts beside it;
//! the tests compute them again and compare. After a change that is meant, `UPDATE_GOLDEN=1 cargo
//! test --test it ladders` writes them anew. The sentences below the tables are written by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use splitpoint::analysis::roadmaps::{Plan, plans};
use splitpoint::analysis::session::Session;
use splitpoint::catalog::Catalog;
use splitpoint::engine::compile::{Likely, catalog_of, compile};
use splitpoint::engine::inputs::Inputs;
use splitpoint::engine::money::present_value_factor;
use splitpoint::engine::month::{MonthValues, Observer};
use splitpoint::engine::stage::Stage;
use splitpoint::scenario::{Quantity, Scenario};
use splitpoint::scenario::schema::{Levels, Override, Training};
use splitpoint::{analysis, presets, units};

use crate::book::{differs, folder, update, write_section};
use crate::chart::{Line, Panel, svg};

/// The presets that climb the ladders.
const CLIMBERS: [&str; 3] = ["support-copilot", "agent-marketplace", "viral-app"];
/// The roadmaps that are projected, the one compared with first.
const PROJECTED: [&str; 3] = ["monolith", "microservices", "inference_first"];
/// Levels of the readiness ladder.
const LEVELS: [f64; 5] = [0.0, 1.0, 2.0, 3.0, 4.0];
/// Factors of the users ladder.
const USERS: [f64; 6] = [0.1, 0.3, 1.0, 3.0, 10.0, 30.0];
/// Colour and dashes of microservices and of inference first, as in the window.
const MICROSERVICES: (&str, &str) = ("#C43E10", "3 3");
const INFERENCE: (&str, &str) = ("#54450F", "7 3");

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

fn builtin() -> &'static Catalog {
    Catalog::builtin().expect("the built-in files are well-formed")
}

fn scenario(name: &str) -> Scenario {
    let preset = presets::find(name).expect("the preset is there");
    preset.scenario().expect("presets load")
}

/// Present values of a roadmap, by part of the total (money), and GPUs held in the last month.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    infrastructure: f64,
    people: f64,
    downtime: f64,
    delay: f64,
    security: f64,
    gpus: f64,
}

impl Sums {
    fn total(&self) -> f64 {
        self.infrastructure + self.people + self.downtime + self.delay + self.security
    }
}

/// Adds up the present values of the months.
struct Adder {
    rate: f64,
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
        let factor = present_value_factor(self.rate, month);
        let sums = &mut self.sums;
        sums.infrastructure += values.infrastructure() * factor;
        sums.people += (values.staff() + values.migration()) * factor;
        sums.downtime += values.downtime * factor;
        sums.delay += values.delay * factor;
        sums.security += values.security * factor;
        sums.gpus = values.gpus;
    }
}

fn inputs(scenario: &Scenario) -> Inputs<f64> {
    let catalog = catalog_of(scenario, builtin()).expect("overrides name entries");
    compile(scenario, &catalog, &mut Likely { catalog: &catalog }).expect("presets compile")
}

fn roadmaps(scenario: &Scenario, inputs: &Inputs<f64>) -> Vec<Plan> {
    let upkeep = scenario.change.upkeep.map_or(inputs.k.upkeep_holding, |u| u.likely);
    let all = plans(scenario, upkeep).expect("the roadmaps are there");
    let wanted = |id: &&str| all.iter().find(|plan| plan.id == **id).cloned();
    PROJECTED.iter().filter_map(wanted).collect()
}

/// The roadmaps of [`PROJECTED`], in that order.
fn project(session: &mut Session, plans: &[Plan]) -> [Sums; PROJECTED.len()] {
    let mut sums = [Sums::default(); PROJECTED.len()];
    for (sum, plan) in sums.iter_mut().zip(plans) {
        let mut ready = session.decide(plan).expect("it runs");
        let mut adder = Adder {
            rate: session.inputs.money.discount_rate,
            sums: Sums::default(),
        };
        session.observe(&mut ready, &mut adder);
        *sum = adder.sums;
    }
    sums
}

/// Runs jobs on all cores; results come in the order of the jobs.
fn on_all_cores<J: Sync, R: Send>(jobs: &[J], run: impl Fn(&J) -> R + Sync) -> Vec<R> {
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
fn more(part: f64, whole: f64) -> f64 {
    (part / whole - 1.0) * 100.0
}

/// `+12.3%`, `−4.0%`, `0.0%`; no sign where nothing is left after rounding.
fn percent(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 {
        "0.0%".to_owned()
    } else {
        format!("{}%", units::signed(rounded, 1))
    }
}

fn image(name: &str, chart: &str, broken: &mut Vec<String>) {
    assert!(chart.len() < 30_000, "{name} has {} bytes", chart.len());
    let file: PathBuf = folder().join("images").join(name);
    if update() {
        std::fs::write(&file, chart).expect("writable");
    }
    if differs(&std::fs::read_to_string(&file).unwrap_or_default(), chart) {
        broken.push(format!("docs/method/images/{name}"));
    }
}

fn section(name: &str, text: &str, broken: &mut Vec<String>) {
    let file = folder().join("ladders.md");
    if write_section(&file, &format!("ladder: {name}"), text) {
        broken.push(format!("docs/method/ladders.md, {name}"));
    }
}

#[track_caller]
fn none(broken: &[String]) {
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

/// The roadmaps of a preset with a team of one level in everything.
fn at_level(name: &str, basis: Basis, level: f64, trains: bool) -> [Sums; PROJECTED.len()] {
    let mut scenario = scenario(name);
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
        Basis::Grown => {
            Session::new(inputs(&grown(&scenario, level))).expect("today runs")
        }
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
        at_level(name, basis, level, trains)
    });
    let found = |wanted: (&str, Basis, f64, bool)| {
        let at = jobs.iter().position(|job| *job == wanted);
        &results[at.expect("every step was taken")]
    };
    let mut broken = Vec::new();
    let head = "| Preset | Roadmap | Training | Level 0 | Level 1 | Level 2 | Level 3 | Level 4 |\n\
         |---|---|---|---:|---:|---:|---:|---:|\n";
    for (basis, mark) in [(Basis::Held, "readiness held"), (Basis::Grown, "readiness grown")] {
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
            let _ = writeln!(parts, "| {name} | {level} | {} |", by_part(&sums[1], &sums[0]));
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
    let panels: Vec<Panel> = CLIMBERS
        .iter()
        .map(|name| Panel {
            title: (*name).to_owned(),
            lines: [(1, MICROSERVICES, "microservices"), (2, INFERENCE, "inference first")]
                .into_iter()
                .flat_map(|(r, style, label)| {
                    [(false, "no training"), (true, "training")].map(|(trains, how)| Line {
                        name: format!("{label}, {how}"),
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
        "present value of the total against the monolith's",
        &panels,
    );
    image("readiness.svg", &chart, &mut broken);
    none(&broken);
}

/// A difference between two roadmaps and what it is made of, in shares of the second's total.
fn by_part(one: &Sums, other: &Sums) -> String {
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

#[test]
fn users_are_as_documented() {
    let mut jobs = Vec::new();
    for name in CLIMBERS {
        jobs.extend(USERS.map(|factor| (name, factor)));
    }
    let results = on_all_cores(&jobs, |&(name, factor)| {
        let mut scenario = scenario(name);
        scenario.factors.users = Quantity::point(factor);
        let inputs = inputs(&scenario);
        let plans = roadmaps(&scenario, &inputs);
        project(&mut Session::new(inputs).expect("today runs"), &plans)
    });
    let mut broken = Vec::new();
    let mut table = String::from(
        "| Preset | Users | Total: microservices | Total: inference first | Infrastructure: microservices | \
         Infrastructure: inference first | GPUs at the end: monolith | microservices | inference first |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let mut parts = String::from(
        "| Preset | Users | Total | Infrastructure | People | Downtime | Delay | Security |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for ((name, factor), [whole, split, inference]) in jobs.iter().zip(&results) {
        let _ = writeln!(
            table,
            "| {name} | ×{factor} | {} | {} | {} | {} | {} | {} | {} |",
            percent(more(split.total(), whole.total())),
            percent(more(inference.total(), whole.total())),
            percent(more(split.infrastructure, whole.infrastructure)),
            percent(more(inference.infrastructure, whole.infrastructure)),
            units::decimal(whole.gpus, 1),
            units::decimal(split.gpus, 1),
            units::decimal(inference.gpus, 1),
        );
        let _ = writeln!(parts, "| {name} | ×{factor} | {} |", by_part(split, whole));
    }
    section("users", &table, &mut broken);
    section("users parts", &parts, &mut broken);
    let ticks: Vec<String> = USERS.iter().map(|factor| format!("×{factor}")).collect();
    let mut chart = |name: &str, up: &str, of: &dyn Fn(&Sums) -> f64| {
        let panels: Vec<Panel> = CLIMBERS
            .iter()
            .enumerate()
            .map(|(p, name)| Panel {
                title: (*name).to_owned(),
                lines: [(1, MICROSERVICES, "microservices"), (2, INFERENCE, "inference first")]
                    .map(|(r, style, label)| Line {
                        name: label.to_owned(),
                        colour: style.0,
                        dashes: style.1,
                        filled: true,
                        values: results[p * USERS.len()..][..USERS.len()]
                            .iter()
                            .map(|sums| more(of(&sums[r]), of(&sums[0])))
                            .collect(),
                    })
                    .into_iter()
                    .collect(),
            })
            .collect();
        let drawn = svg(&ticks, "users against the preset's", up, &panels);
        image(name, &drawn, &mut broken);
    };
    chart(
        "users-total.svg",
        "present value of the total against the monolith's",
        &Sums::total,
    );
    chart(
        "users-infrastructure.svg",
        "present value of infrastructure against the monolith's",
        &|sums| sums.infrastructure,
    );
    none(&broken);
}

/// What a plan recommends when some entries are at an end of their range.
struct Answer {
    recommended: String,
    /// How much more the alternative costs (%).
    margin: f64,
    no_difference: bool,
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
type End = fn(&splitpoint::catalog::Range) -> f64;

fn answer(name: &str, ids: &[&str], end: End) -> Answer {
    let mut scenario = scenario(name);
    let catalog = catalog_of(&scenario, builtin()).expect("overrides name entries");
    for id in ids {
        let range = catalog.entries.get(*id).expect("the entry is there").range();
        scenario.overrides.retain(|own| own.id != *id);
        scenario.overrides.push(Override {
            id: (*id).to_owned(),
            value: Quantity::point(end(&range)),
            reason: "sensitivity".to_owned(),
        });
    }
    let report = analysis::run(&scenario, builtin()).expect("presets run");
    let verdict = &report.verdict;
    let best = report.roadmaps.iter().find(|r| r.id == verdict.recommended);
    let npv = best.and_then(|r| r.totals).map_or(f64::NAN, |t| t.npv);
    Answer {
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
    let mut flips = String::from("| Input | Presets whose verdict flips | To, at which end |\n|---|---|---|\n");
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
        let list = |items: String| if items.is_empty() { "none".to_owned() } else { items };
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
    let steady = match steady.as_slice() {
        [] => "No preset keeps its verdict over all six ranges.".to_owned(),
        names => format!("Over all six ranges these keep their verdict: {}.", names.join(", ")),
    };
    let mut broken = Vec::new();
    section("sensitivity flips", &format!("{flips}\n{steady}\n"), &mut broken);
    section("sensitivity", &table, &mut broken);
    none(&broken);
}
