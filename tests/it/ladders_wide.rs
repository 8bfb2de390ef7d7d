//! Ladders over every preset: readiness, engineers, changes, the price of a GPU; and the number of
//! services that one product is cut into.
//!
//! `docs/method/ladders-wide.md`; `UPDATE_GOLDEN=1 cargo test --test it ladders` writes tables and charts
//! anew. The expectations on the page were written before the first run.

use std::fmt::Write as _;

use splitpoint::analysis::roadmaps::{PlannedRoadmap, plans};
use splitpoint::analysis::session::Session;
use splitpoint::presets;
use splitpoint::scenario::schema::Training;
use splitpoint::scenario::{Quantity, Scenario, load};

use crate::book::{folder, write_section};
use crate::chart::{Line, Panel, svg};
use crate::ladders::{
    INFERENCE, INFERENCE_FIRST, MICROSERVICES, PROJECTED, SPLIT, Sums, fix, image, inputs, more,
    none, on_all_cores, percent, project, roadmaps, scenario, verdict,
};

/// The presets that are drawn; the tables have all.
const DRAWN: [&str; 6] = [
    "support-copilot",
    "agent-marketplace",
    "viral-app",
    "image-studio",
    "coding-agents",
    "enterprise-platform",
];
/// Position of the kept unit in pools, and its colour and dashes.
const KEPT: usize = 1;
const MODULAR: (&str, &str) = ("#00795C", "9 4");
/// What is shown against the monolith.
const SHOWN: [(usize, (&str, &str), &str); 3] = [
    (KEPT, MODULAR, "modular monolith"),
    (SPLIT, MICROSERVICES, "microservices"),
    (INFERENCE_FIRST, INFERENCE, "inference first"),
];
const LEVELS: [f64; 5] = [0.0, 1.0, 2.0, 3.0, 4.0];
/// Weak and strong gates.
const GATES: [f64; 2] = [0.5, 4.0];
/// Positions of the four gates among the ten levels.
const GATE: [usize; 4] = [0, 1, 2, 4];
const ENGINEERS: [f64; 6] = [6.0, 15.0, 30.0, 60.0, 120.0, 240.0];
const FACTORS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];
/// What its units spend on their boundaries (share of effort).
const UPKEEP: f64 = 0.05;
/// Units that one product is cut into.
const UNITS: [usize; 8] = [1, 2, 3, 5, 9, 17, 37, 65];

type All = [Sums; PROJECTED.len()];
/// An expectation in words, and whether the steps of a preset keep it.
type Expectation<'a> = (&'a str, &'a dyn Fn(&[All]) -> bool);

fn section(name: &str, text: &str, broken: &mut Vec<String>) {
    let file = folder().join("ladders-wide.md");
    if write_section(&file, &format!("ladder: {name}"), text) {
        broken.push(format!("docs/method/ladders-wide.md, {name}"));
    }
}

fn names() -> Vec<&'static str> {
    presets::list().iter().map(|preset| preset.name).collect()
}

/// A preset without training and without a bank account that stops hiring.
fn untrained(name: &str) -> Scenario {
    let mut plan = scenario(name);
    plan.training = Training::Off;
    plan.money.capital = None;
    plan
}

/// What the roadmaps cost a plan, with inputs changed after today was measured.
fn held(plan: &Scenario, change: impl FnOnce(&mut Session)) -> All {
    let plain = inputs(plan);
    let plans = roadmaps(plan, &plain);
    let mut session = Session::new(plain).expect("today runs");
    change(&mut session);
    project(&mut session, &plans)
}

fn at_levels(name: &str, levels: impl Fn(usize, f64) -> f64) -> All {
    let plan = untrained(name);
    let plain = inputs(&plan);
    let plans = roadmaps(&plan, &plain);
    let baseline = Session::new(plain.clone()).expect("today runs").baseline;
    let mut levelled = plain;
    for (at, level) in levelled.team.levels.iter_mut().enumerate() {
        *level = levels(at, *level);
    }
    let mut session = Session::new(levelled).expect("today runs");
    session.baseline = baseline;
    project(&mut session, &plans)
}

/// A company of so many engineers: code, changes and the bounds of hiring in proportion, so that each
/// is as busy as in the preset.
fn with_engineers(name: &str, engineers: f64) -> All {
    let mut plan = untrained(name);
    let factor = engineers / plan.team.engineers.likely;
    plan.team.engineers = Quantity::point(engineers);
    for component in &mut plan.components {
        component.effort_pm = None;
        component.changes = times(component.changes, factor);
        component.size_pm = times(component.size_pm, factor);
    }
    let team = &mut plan.team;
    for bound in [
        &mut team.hiring.min,
        &mut team.hiring.max,
        &mut team.contractors.max,
    ] {
        *bound = times(*bound, factor);
    }
    held(&plan, |_| ())
}

fn times(value: Quantity, factor: f64) -> Quantity {
    Quantity::point(value.likely * factor)
}

/// More or fewer changes, each at the cost that it has in the preset.
fn with_changes(name: &str, factor: f64) -> All {
    let mut plan = untrained(name);
    let baseline = Session::new(inputs(&plan)).expect("today runs").baseline;
    plan.factors.changes = Quantity::point(plan.factors.changes.likely * factor);
    held(&plan, |session| session.baseline = baseline)
}

fn with_gpu_price(name: &str, factor: f64) -> All {
    let mut plan = untrained(name);
    plan.factors.gpu_price = Quantity::point(plan.factors.gpu_price.likely * factor);
    held(&plan, |_| ())
}

/// Steps of every preset: by preset, then step.
fn climbed(steps: &[f64], run: fn(&str, f64) -> All) -> Vec<Vec<All>> {
    let names = names();
    let jobs: Vec<(&str, f64)> = names
        .iter()
        .flat_map(|name| steps.iter().map(|step| (*name, *step)))
        .collect();
    let all = on_all_cores(&jobs, |&(name, step)| run(name, step));
    all.chunks(steps.len()).map(<[All]>::to_vec).collect()
}

fn against(sums: &All, roadmap: usize) -> f64 {
    more(sums[roadmap].total(), sums[0].total())
}

fn table(ticks: &[String], climbed: &[Vec<All>]) -> String {
    let mut table = format!("| Preset | Roadmap | {} |\n|---|---|", ticks.join(" | "));
    table.push_str(&"---:|".repeat(ticks.len()));
    table.push('\n');
    for (name, steps) in names().iter().zip(climbed) {
        for (roadmap, _, label) in SHOWN {
            let cells: Vec<String> = steps
                .iter()
                .map(|sums| percent(against(sums, roadmap)))
                .collect();
            let _ = writeln!(table, "| {name} | {label} | {} |", cells.join(" | "));
        }
    }
    table
}

fn chart(ticks: &[String], across: &str, climbed: &[Vec<All>]) -> String {
    let panels: Vec<Panel> = names()
        .iter()
        .zip(climbed)
        .filter(|(name, _)| DRAWN.contains(name))
        .map(|(name, steps)| Panel {
            title: (*name).to_owned(),
            lines: SHOWN
                .iter()
                .map(|(roadmap, style, label)| Line {
                    name: (*label).to_owned(),
                    colour: style.0,
                    dashes: style.1,
                    filled: true,
                    values: steps.iter().map(|sums| against(sums, *roadmap)).collect(),
                })
                .collect(),
        })
        .collect();
    svg(
        ticks,
        across,
        "present value of the total against the monolith's",
        &panels,
    )
}

/// A table of its own on how an expectation fared, by preset.
fn fared(expectations: &[Expectation<'_>], climbed: &[Vec<All>]) -> String {
    let heads: Vec<&str> = expectations.iter().map(|(words, _)| *words).collect();
    let mut table = format!("\n| Preset | {} |\n|---|", heads.join(" | "));
    table.push_str(&"---|".repeat(heads.len()));
    table.push('\n');
    for (name, steps) in names().iter().zip(climbed) {
        let cells: Vec<&str> = expectations
            .iter()
            .map(|(_, holds)| verdict(holds(steps)))
            .collect();
        let _ = writeln!(table, "| {name} | {} |", cells.join(" | "));
    }
    table
}

fn factors(factors: &[f64]) -> Vec<String> {
    factors.iter().map(|factor| format!("×{factor}")).collect()
}

/// How much more services cost than the kept unit (%).
fn services_over_kept(sums: &All) -> f64 {
    more(sums[SPLIT].total(), sums[KEPT].total())
}

#[test]
fn readiness_of_every_preset_is_as_documented() {
    let mut broken = Vec::new();
    let climbed_levels = climbed(&LEVELS, |name, level| at_levels(name, |_, _| level));
    let ticks: Vec<String> = LEVELS
        .iter()
        .map(|level| format!("Level {level}"))
        .collect();
    let expected = fared(
        &[
            ("Services dearer than the kept unit at 0 and 1", &|steps| {
                steps[..2].iter().all(|sums| services_over_kept(sums) > 0.0)
            }),
            ("and the distance smaller at 4 than at 0", &|steps| {
                services_over_kept(&steps[4]) < services_over_kept(&steps[0])
            }),
        ],
        &climbed_levels,
    );
    section(
        "wide readiness",
        &(table(&ticks, &climbed_levels) + &expected),
        &mut broken,
    );
    image(
        "wide-readiness.svg",
        &chart(&ticks, "all levels of readiness", &climbed_levels),
        &mut broken,
    );
    let gates = climbed(&GATES, |name, gate| {
        at_levels(
            name,
            |at, level| if GATE.contains(&at) { gate } else { level },
        )
    });
    let mut rows = String::from(
        "| Preset | Engineers | Services against the kept unit: gates at 0.5 | at 4 | Weak gates do not favour services |\n\
         |---|---:|---:|---:|---|\n",
    );
    for (name, steps) in names().iter().zip(&gates) {
        let [weak, strong] = [&steps[0], &steps[1]].map(services_over_kept);
        let _ = writeln!(
            rows,
            "| {name} | {} | {} | {} | {} |",
            scenario(name).team.engineers.likely,
            percent(weak),
            percent(strong),
            verdict(weak >= strong)
        );
    }
    section("wide gates", &rows, &mut broken);
    none(&broken);
}

#[test]
fn engineers_are_as_documented() {
    let mut broken = Vec::new();
    let all = climbed(&ENGINEERS, with_engineers);
    let ticks: Vec<String> = ENGINEERS
        .iter()
        .map(|count| format!("{count} engineers"))
        .collect();
    let expected = fared(
        &[
            ("One unit within 2% of the cheapest at 6 and 15", &|steps| {
                steps[..2].iter().all(|sums| {
                    let totals = sums.map(|sum| sum.total());
                    let least = totals.iter().copied().fold(f64::INFINITY, f64::min);
                    totals[0].min(totals[KEPT]) <= least * 1.02
                })
            }),
            (
                "Services nearer to the kept unit at 240 than at 6",
                &|steps| services_over_kept(&steps[5]) < services_over_kept(&steps[0]),
            ),
            ("Several units cheapest at 240", &|steps| {
                let totals = steps[5].map(|sum| sum.total());
                totals[SPLIT].min(totals[INFERENCE_FIRST]) < totals[0].min(totals[KEPT])
            }),
        ],
        &all,
    );
    section(
        "wide engineers",
        &(table(&ticks, &all) + &expected),
        &mut broken,
    );
    let short: Vec<String> = ENGINEERS.iter().map(f64::to_string).collect();
    image(
        "wide-engineers.svg",
        &chart(&short, "engineers", &all),
        &mut broken,
    );
    none(&broken);
}

#[test]
fn changes_are_as_documented() {
    let mut broken = Vec::new();
    let all = climbed(&FACTORS, with_changes);
    let ticks = factors(&FACTORS);
    let expected = fared(
        &[(
            "Services nearer to the kept unit at ×4 than at ×0.25",
            &|steps| services_over_kept(&steps[4]) < services_over_kept(&steps[0]),
        )],
        &all,
    );
    section(
        "wide changes",
        &(table(&ticks, &all) + &expected),
        &mut broken,
    );
    let across = "changes against the preset's";
    image(
        "wide-changes.svg",
        &chart(&ticks, across, &all),
        &mut broken,
    );
    none(&broken);
}

#[test]
fn prices_of_gpus_are_as_documented() {
    let mut broken = Vec::new();
    let all = climbed(&FACTORS, with_gpu_price);
    let ticks = factors(&FACTORS);
    let falls = |steps: &[All], roadmap: usize| {
        let values: Vec<f64> = steps.iter().map(|sums| against(sums, roadmap)).collect();
        values.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9)
    };
    let expected = fared(
        &[
            ("The kept unit gains with every step", &|steps| {
                falls(steps, KEPT)
            }),
            ("Services gain with every step", &|steps| {
                falls(steps, SPLIT)
            }),
            ("Inference first gains with every step", &|steps| {
                falls(steps, INFERENCE_FIRST)
            }),
        ],
        &all,
    );
    section("wide gpu", &(table(&ticks, &all) + &expected), &mut broken);
    let across = "price of a GPU against the preset's";
    image("wide-gpu.svg", &chart(&ticks, across, &all), &mut broken);
    none(&broken);
}

/// Parts of a module.
const MODULE: usize = 8;

/// A product of 64 parts and a model, with a roadmap for each number of units.
///
/// `in_modules`: parts come in eight modules whose parts all call each other, instead of in a chain.
fn product(in_modules: bool) -> Scenario {
    let parts: Vec<String> = (0..64).map(|part| format!("part-{part:02}")).collect();
    let mut text = String::from(
        "(version: 1, demand: (users: 40_000, requests_per_user_month: 60), training: Off, components: [\
         (name: \"model\", kind: Llm, model: \"Qwen3-32B\", precision: Fp8, calls: 0.5, tokens_in: 1200, \
         tokens_out: 300, size_pm: 6, changes: 1),",
    );
    for part in &parts {
        let _ = write!(
            text,
            "(name: \"{part}\", kind: Service, core: {}, size_pm: 10, changes: 1.2, calls: 0.5, cpu_ms: 10),",
            part == "part-00"
        );
    }
    text.push_str("], edges: [(from: \"part-00\", to: \"model\"),");
    // Each part calls the next, and every eighth the one eight further on.
    let calls = |from: usize, to: usize| {
        let is_chain = to == from + 1 || to == from + MODULE && from.is_multiple_of(MODULE);
        is_chain || in_modules && to > from && from / MODULE == to / MODULE
    };
    for (from, name) in parts.iter().enumerate() {
        for (to, other) in parts.iter().enumerate() {
            if calls(from, to) {
                let _ = write!(text, "(from: \"{name}\", to: \"{other}\"),");
            }
        }
    }
    text.push_str("], team: (engineers: 30, levels: (");
    for level in [
        "delivery",
        "platform",
        "observability",
        "incident_response",
        "boundaries",
        "ownership",
        "distributed",
        "model_operations",
        "security",
        "cost",
    ] {
        let _ = write!(text, "{level}: 2, ");
    }
    text.push_str(")), roadmaps: [");
    for count in UNITS {
        let _ = write!(
            text,
            "(id: \"units-{count}\", training: Off, stages: [(scaling: Pools, upkeep: 0.05, partition: Units(["
        );
        let groups = (count - 1).max(1);
        for group in 0..groups {
            let (from, to) = (group * 64 / groups, (group + 1) * 64 / groups);
            let mut members = parts[from..to].to_vec();
            if count == 1 {
                members.push("model".to_owned());
            }
            let _ = write!(text, "(name: \"g{group}\", components: {members:?}),");
        }
        if count > 1 {
            text.push_str("(name: \"models\", components: [\"model\"]),");
        }
        text.push_str("]))]),");
    }
    text.push_str("])");
    let loaded = load(&text);
    assert_eq!(loaded.diagnostics, [], "{text}");
    loaded.scenario.expect("it loads")
}

/// What each number of units costs over one (%), moved there from one unit.
fn over_one(plan: &Scenario) -> Vec<f64> {
    let cost = |count: &usize| cost_of(plan, *count, |_| ());
    over_first(&UNITS.map(|count| cost(&count)))
}

/// The same where the product has always been cut so: nothing is moved, and a change costs what it
/// would have cost in one unit, and what crosses.
fn over_one_always(plan: &Scenario) -> Vec<f64> {
    let baseline = Session::new(inputs(plan)).expect("today runs").baseline;
    let cost = |count: usize| {
        let mut cut = plan.clone();
        let id = format!("units-{count}");
        let own = plan.roadmaps.iter().find(|own| own.id == id);
        cut.today = own.expect("it is there").stages[0].partition.clone();
        cut.change.today_upkeep = Some(Quantity::point(UPKEEP));
        cost_of(&cut, count, |session| session.baseline = baseline.clone())
    };
    over_first(&UNITS.map(cost))
}

fn over_first(costs: &[f64]) -> Vec<f64> {
    costs.iter().map(|cost| more(*cost, costs[0])).collect()
}

/// Present value of the total with so many units.
fn cost_of(plan: &Scenario, count: usize, change: impl FnOnce(&mut Session)) -> f64 {
    let plain = inputs(plan);
    let all = plans(plan, UPKEEP, plain.change.today_upkeep).expect("the roadmaps are there");
    let id = format!("units-{count}");
    let wanted: Vec<PlannedRoadmap> = all.into_iter().filter(|plan| plan.id == id).collect();
    let mut session = Session::new(plain).expect("today runs");
    change(&mut session);
    project(&mut session, &wanted)[0].total()
}

#[test]
fn services_for_the_same_product_are_as_documented() {
    let mut broken = Vec::new();
    let products = [false, true].map(|in_modules| over_one(&product(in_modules)));
    let always = [false, true].map(|in_modules| over_one_always(&product(in_modules)));
    let expected = |count: usize| match count {
        2 => Some((0.0, 3.0)),
        5 => Some((2.0, 8.0)),
        9 | 17 => Some((10.0, 30.0)),
        65 => Some((40.0, f64::INFINITY)),
        _ => None,
    };
    let mut rows = String::from(
        "| Units | Expected | Always so: chain | | modules | | Moved from one unit: chain | modules |\n\
         |---:|---|---:|---|---:|---|---:|---:|\n",
    );
    for (at, count) in UNITS.iter().enumerate() {
        let range = expected(*count);
        let words = match range {
            None => String::new(),
            Some((low, high)) if high.is_finite() => format!("{low} to {high}%"),
            Some((low, _)) => format!("more than {low}%"),
        };
        let _ = write!(rows, "| {count} | {words} |");
        for over in &always {
            let holds = range.map_or("", |(low, high)| verdict((low..=high).contains(&over[at])));
            let _ = write!(rows, " {} | {holds} |", percent(over[at]));
        }
        let cells = products.each_ref().map(|over| percent(over[at]));
        let _ = writeln!(rows, " {} | {} |", cells[0], cells[1]);
    }
    let rises = |over: &[f64]| verdict(over[3..].windows(2).all(|pair| pair[1] >= pair[0]));
    let _ = writeln!(
        rows,
        "\nNo step falls after five: {} in a chain, {} in modules.",
        rises(&always[0]),
        rises(&always[1])
    );
    section("wide services", &rows, &mut broken);
    let ticks: Vec<String> = UNITS.iter().map(usize::to_string).collect();
    let line = |name: &str, style: (&'static str, &'static str), values: &[f64]| Line {
        name: name.to_owned(),
        colour: style.0,
        dashes: style.1,
        filled: true,
        values: values.to_vec(),
    };
    let chart = svg(
        &ticks,
        "deployable units",
        "present value of the total against one kept unit's",
        &[Panel {
            title: "64 parts and a model, thirty engineers, level 2; parts in a chain".to_owned(),
            lines: vec![
                line("always so", MODULAR, &always[0]),
                line("moved from one unit", MICROSERVICES, &products[0]),
            ],
        }],
    );
    image("wide-services.svg", &chart, &mut broken);
    none(&broken);
}

/// A mechanism that can be switched off: what it is called, and the entries with the value that does it.
type Off = (&'static str, &'static [(&'static str, f64)]);

/// What a boundary round the models could rest on.
const RESTS_ON: [Off; 8] = [
    ("nothing", &[]),
    (
        "contracts: all of one's own",
        &[
            ("pace.contract_standard", 1.0),
            ("pace.contract_shared", 1.0),
        ],
    ),
    ("neighbours: all are", &[("pace.neighbours_apart", 1.0)]),
    (
        "contracts and neighbours",
        &[
            ("pace.contract_standard", 1.0),
            ("pace.contract_shared", 1.0),
            ("pace.neighbours_apart", 1.0),
        ],
    ),
    (
        "losses to coordination",
        &[("pace.coordination_exponent", 0.0)],
    ),
    ("drift of boundaries", &[("pace.drift", 0.0)]),
    (
        "routing by prefix",
        &[
            ("serving.prefix_routing.3", 0.0),
            ("serving.prefix_routing.4", 0.0),
        ],
    ),
    ("crash-through", &[("reliability.crash_through", 0.0)]),
];

#[test]
fn hybrids_rest_on_what_is_documented() {
    let mut broken = Vec::new();
    let presets: Vec<&str> = names()
        .into_iter()
        .filter(|name| !inputs(&scenario(name)).models.is_empty())
        .collect();
    let jobs: Vec<(&str, &Off)> = presets
        .iter()
        .flat_map(|name| RESTS_ON.iter().map(|off| (*name, off)))
        .collect();
    let all = on_all_cores(&jobs, |&(name, (_, entries))| {
        let mut plan = scenario(name);
        fix(&mut plan, entries);
        held(&plan, |_| ())
    });
    let heads: Vec<&str> = RESTS_ON.iter().map(|(words, _)| *words).collect();
    let mut rows = format!("| Preset, switched off: | {} |\n|---|", heads.join(" | "));
    rows.push_str(&"---:|".repeat(RESTS_ON.len()));
    rows.push('\n');
    for (name, steps) in presets.iter().zip(all.chunks(RESTS_ON.len())) {
        let cells: Vec<String> = steps
            .iter()
            .map(|sums| {
                let one = sums[0].total().min(sums[KEPT].total());
                percent(more(sums[INFERENCE_FIRST].total(), one))
            })
            .collect();
        let _ = writeln!(rows, "| {name} | {} |", cells.join(" | "));
    }
    section("wide hybrids", &rows, &mut broken);
    none(&broken);
}
