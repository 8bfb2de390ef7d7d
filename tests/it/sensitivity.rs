//! The nudge test: nothing is asked for that changes no answer.
//!
//! Every entry of the catalogue and every input of a scenario is moved, one at a time, and some
//! output of some scenario here has to move with it: a series, a choice of hardware, a readiness
//! figure, the verdict, a warning. What cannot is listed with its reason. The scenarios are
//! generated: a product that uses every mechanism, at several levels of readiness, and a small
//! one for each GPU, model, hosted API, offer and adoption curve.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use splitpoint::analysis::serving::{Concurrency, Question, serving};
use splitpoint::analysis::{self, report::Report};
use splitpoint::catalog::{Catalog, ModelKind};
use splitpoint::presets;
use splitpoint::scenario::exemplar::exemplar;
use splitpoint::scenario::fields::{self, Field, FieldKind, field_for, pattern};
use splitpoint::scenario::path::{all_leaves, set};
use splitpoint::scenario::schema::{Precision, Training};
use splitpoint::scenario::{Leaf, Scenario, load};

/// Relative difference from which a number counts as moved, far above rounding noise.
const MOVED: f64 = 1e-9;
/// What a value is multiplied by, gentlest first: a bound or a target is only felt once it binds.
const FACTORS: [f64; 4] = [1.2, 0.8, 6.0, 0.15];

/// Constants that no report can show, each with its reason.
const SILENT_CONSTANTS: [(&str, &str); 0] = [];

/// Entries of records that no report can show, each family with its reason.
const SILENT_RECORDS: [(&str, &str); 6] = [
    (
        "gpu.*.tdp_w",
        "the card's power, to be read beside what an owned GPU states for its share of a server",
    ),
    (
        "model.Qwen3-*.kv_heads",
        "an expert-parallel mixture keeps the cache of a call on one GPU, however many heads there are",
    ),
    (
        "model.gpt-oss-*.kv_heads",
        "an expert-parallel mixture keeps the cache of a call on one GPU, however many heads there are",
    ),
    (
        "model.FLUX.1-dev.*",
        "an image model is a GPU job of stated seconds; its size is there to state them by",
    ),
    (
        "model.SDXL-base-1.0.*",
        "an image model is a GPU job of stated seconds; its size is there to state them by",
    ),
    (
        "model.bge-large-en-v1.5.*",
        "an embedding model is a GPU job of stated seconds; its size is there to state them by",
    ),
];

/// Inputs that no report can show, each with its reason.
const SILENT_INPUTS: [(&str, &str); 4] = [
    (
        "catalogue_ranges",
        "it widens the futures; the projection at likely inputs does not know of it",
    ),
    (
        "version",
        "the format of the file, not a statement about the plan",
    ),
    ("notes[].status", "notes are for people"),
    (
        "actuals[]*",
        "what turned out moves the signs of When, which are read off the futures",
    ),
];

/// Patterns of numbers that a preset states without being felt in its report, with the reason.
/// All of them are felt elsewhere, but for the inputs above.
const UNFELT_IN_PRESETS: [(&str, &str); 8] = [
    (
        "components[].memory_gib",
        "memory comes with GPUs; a component beside GPU work pays none",
    ),
    (
        "components[].freshness_s",
        "a bound: results are fresh well before",
    ),
    (
        "components[].time_to_first_token_ms",
        "a bound, far from where it binds",
    ),
    (
        "gpus.committed_months",
        "a load that stays as it is commits to the same GPUs at each term",
    ),
    (
        "roadmaps[].stages[].upkeep",
        "a stage that begins after the months run here",
    ),
    (
        "money.revenue_per_user_month",
        "only the bank account shows it, and without capital there is none",
    ),
    (
        "reliability.base_latency_ms",
        "counts against a budget or a goal, and none is stated",
    ),
    (
        "reliability.latency_cost_per_100ms",
        "the budget is not exceeded",
    ),
];

fn builtin() -> &'static Catalog {
    Catalog::builtin().expect("the built-in files are well-formed")
}

fn plan(text: &str) -> Scenario {
    let loaded = load(&format!("(version: 1, {text})"));
    assert!(loaded.is_clean(), "{:?}\n{text}", loaded.diagnostics);
    loaded.scenario.expect("a clean text is a scenario")
}

/// A scenario and its report, to compare with.
struct Case {
    scenario: Scenario,
    report: Result<Report, String>,
}

impl Case {
    fn new(scenario: Scenario) -> Self {
        let report = run(&scenario, builtin());
        assert!(report.is_ok(), "{}: {report:?}", scenario.name);
        Self { scenario, report }
    }

    fn of(text: &str) -> Self {
        Self::new(plan(text))
    }

    /// Whether a change of the scenario moves its report.
    fn moves(&self, changed: &Scenario) -> bool {
        differ(&self.report, &run(changed, builtin()))
    }

    /// Whether another value of a catalogue entry moves its report.
    fn moves_with_entry(&self, id: &str, value: f64) -> bool {
        let mut catalog = builtin().clone();
        catalog
            .with_override(id, value, value, value, "nudged")
            .expect("the entry is there");
        differ(&self.report, &run(&self.scenario, &catalog))
    }
}

fn run(scenario: &Scenario, catalog: &Catalog) -> Result<Report, String> {
    analysis::run(scenario, catalog).map_err(|error| error.to_string())
}

/// Whether two reports differ by more than rounding.
fn differ(one: &Result<Report, String>, other: &Result<Report, String>) -> bool {
    if one == other {
        return false;
    }
    match (one, other) {
        (Ok(one), Ok(other)) => {
            let json = |report| serde_json::to_value(report).expect("a report is JSON");
            json_differs(&json(one), &json(other))
        }
        _ => true,
    }
}

fn json_differs(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() > MOVED * a.abs().max(b.abs()),
            _ => a != b,
        },
        (Value::Array(a), Value::Array(b)) => {
            a.len() != b.len() || a.iter().zip(b).any(|(a, b)| json_differs(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() != b.len()
                || a.iter()
                    .any(|(key, a)| b.get(key).is_none_or(|b| json_differs(a, b)))
        }
        _ => one != other,
    }
}

/// The jobs for which `moves` is false, worked on by all cores.
fn still<T: Sync>(jobs: &[T], moves: impl Fn(&T) -> bool + Sync) -> Vec<&T> {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(BTreeSet::new());
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !moves(job) {
                        let at = jobs.iter().position(|other| std::ptr::eq(other, job));
                        found.lock().expect("no thread panics").extend(at);
                    }
                }
            });
        }
    });
    let found = found.into_inner().expect("no thread panics");
    found.into_iter().map(|at| &jobs[at]).collect()
}

#[test]
fn exceptions_are_few() {
    let all = SILENT_CONSTANTS.len() + SILENT_RECORDS.len() + SILENT_INPUTS.len();
    assert!(all <= 10, "{all} exceptions");
}

/// Panics with the jobs that moved nothing and are not excused, and with excuses not needed.
#[track_caller]
fn report_silence(silent: &BTreeSet<String>, excused: &[(&str, &str)], what: &str) {
    let mut needless: BTreeMap<&str, &str> = excused.iter().copied().collect();
    let mut unexplained = Vec::new();
    for name in silent {
        match excused.iter().find(|(excuse, _)| matches(excuse, name)) {
            Some((excuse, _)) => {
                needless.remove(excuse);
            }
            None => unexplained.push(name.as_str()),
        }
    }
    assert!(
        unexplained.is_empty(),
        "{what} that move nothing:\n{}",
        unexplained.join("\n")
    );
    assert!(
        needless.is_empty(),
        "{what} that do move something: {needless:?}"
    );
}

/// Whether an excuse, in which `*` stands for anything, is about a name.
fn matches(excuse: &str, name: &str) -> bool {
    match excuse.split_once('*') {
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
        None => excuse == name,
    }
}

/// All ten levels but that of cost at one value.
fn levels(level: f64) -> String {
    [
        "delivery",
        "platform",
        "observability",
        "incident_response",
        "boundaries",
        "ownership",
        "distributed",
        "model_operations",
        "security",
    ]
    .map(|dimension| format!("{dimension}: {level}"))
    .join(", ")
}

/// A product with every mechanism at work. `more` is put at its end and may not repeat a field.
fn everything(
    name: &str,
    level: f64,
    growth: &str,
    gpus: &str,
    team: &str,
    more: &str,
) -> Scenario {
    let levels = levels(level);
    // Nobody knows the level of cost at the middle levels, unless raters say.
    let cost = if (1.0..3.0).contains(&level) {
        String::new()
    } else {
        format!(", cost: {level}")
    };
    plan(&format!(
        r#"
    name: "{name}", horizon_months: 18, units_per_usd: 1.1,
    demand: (users: 300_000, requests_per_user_month: 40, peak_to_mean: 2, growth: ({growth}),
        spikes: [(name: "sale", per_month: 2, times: 6, hours: 3)]),
    components: [
        (name: "web", core: true, session_minutes: 45, size_pm: 60, changes: 12, changes_growth: 0.2, calls: 3, cpu_ms: 60,
            memory_gib: 9, working_set_gib: 1, storage_gib: 10, storage_gib_per_user: 0.001, model_change_share: 0.1),
        (name: "chat", kind: Llm, core: true, model: "big", precision: Fp16, size_pm: 30, changes: 6,
            model_change_share: 0.5, evaluation_hours: 3, evaluation_cost: 40, tokens_in: 2000, tokens_out: 200,
            cached_prefix: 0.3, time_to_first_token_ms: 6000, inter_token_ms: 100, calls: 0.5,
            swaps: [(name: "next", month: 10, model: "Llama-3.1-8B", precision: Fp8)]),
        (name: "experts", kind: Llm, model: "mixture", precision: Fp4, value_share: 0.3, size_pm: 20, changes: 3,
            model_change_share: 0.4, evaluation_hours: 1, evaluation_cost: 10, tokens_in: 3000, tokens_out: 150,
            inter_token_ms: 200, time_to_first_token_ms: 6000, calls: 0.3),
        (name: "either", kind: Llm, model: "gpt-oss-20b", hosting: Either, api: "dear", value_share: 0.1, calls: 2,
            tokens_in: 100, tokens_out: 50, size_pm: 5, changes: 2, inter_token_ms: 500, cached_prefix: 0.1),
        (name: "rerank", kind: GpuJob, value_share: 0.2, gpu_seconds: 0.02, gpu_memory_gib: 3, size_pm: 12, changes: 4,
            cpu_ms: 30),
        (name: "thumbs", kind: GpuJob, value_share: 0.02, gpu_seconds: 0.15, gpu_memory_gib: 2, size_pm: 3, changes: 1,
            calls: 0.4, latency_target_s: 0.9),
        (name: "intake", kind: Batch, value_share: 0.05, calls: 0.02, cpu_ms: 3000, memory_gib: 3, size_pm: 15,
            changes: 2, gpu_seconds: 2),
        (name: "feed", kind: Stream, value_share: 0.1, events_per_second: 40, cpu_ms: 30, freshness_s: 100, size_pm: 15,
            changes: 3, evaluation_hours: 1, evaluation_cost: 20, feedback_share: 0.1, retrain_days: 7,
            retrain_gpu_seconds: 1),
        (name: "guard", kind: HostedApi, api: "gpt-4o-mini", value_share: 0.4, freshness_s: 90_000,
            tokens_in: 300, tokens_out: 20,
            cached_prefix: 0.2, price_per_call: 0.0001, size_pm: 4, changes: 1,
            swaps: [(name: "own", month: 5, api: "dear")]),
        (name: "store", kind: DataStore, core: true, size_pm: 10, modularity: 0.6,  changes: 1, calls: 4, cpu_ms: 5, storage_gib: 500,
            storage_gib_per_user: 0.02),
        (name: "passing", appear: 3, retire: 14, size_pm: 6, changes: 2, value_share: 0.05),
    ],
    edges: [
        (name: "ask", from: "web", to: "chat", calls: 0.5, mib: 0.02, price: 0.00001),
        (name: "mix", from: "web", to: "experts", calls: 0.3, mib: 0.02),
        (name: "find", from: "chat", to: "rerank", calls: 1, mib: 0.2),
        (name: "keep", from: "web", to: "store", calls: 3, mib: 0.1),
        (name: "log", from: "intake", to: "store", calls: 0.02, mib: 0.1),
        (name: "check", from: "web", to: "guard", calls: 1, mib: 0.01),
    ],
    today: Units([
        (name: "app", components: ["web", "intake", "feed", "guard", "store", "passing", "thumbs"]),
        (name: "models", components: ["chat", "experts", "either"]),
        (name: "rank", components: ["rerank"]),
    ]),
    roadmaps: [
        (id: "two", stages: [(name: "pair", from_month: 4, upkeep: 0.02, partition: Units([
            (name: "app", components: ["web", "intake", "feed", "guard", "store", "passing", "rerank", "thumbs"]),
            (name: "models", components: ["chat", "experts", "either"])]))]),
        (id: "late", stages: [(name: "all", from_month: 14, upkeep: 0.03, partition: Split)]),
    ],
    gpus: (allowed: ["L40S", "H100-SXM", "own"], {gpus}),
    own_gpus: [(name: "own", memory_gib: 64, bandwidth_gbps: 3000, fp16_tflops: 700, fp8_tflops: 1400,
        fp4_tflops: 2800, link_gbps: 100, per_hour: 1.5)],
    own_models: [
        (name: "big", params_b: 40, layers: 48, hidden: 5120, kv_heads: 1, kv_bytes_per_token: 196_608),
        (name: "mixture", params_b: 60, active_params_b: 6, layers: 40, hidden: 4096, kv_heads: 4,
            kv_bytes_per_token: 81_920, experts: 64, experts_per_token: 4, expert_share: 0.9),
    ],
    own_apis: [(name: "dear", input: 3, cached_input: 0.5, output: 12)],
    reliability: (value_per_user_month: 3, downtime_multiplier: 1.5, security_loss: 500_000, base_latency_ms: 900,
        latency_budget_ms: 905, latency_cost_per_100ms: 20_000,
        fallbacks: [(component: "guard", takeover_minutes: 4, quality: 0.7), (component: "rerank")]),
    team: (levels: ({levels}{cost}), {team}),
    events: [
        (name: "press", month: 6, kind: Users, value: 1.5),
        (name: "law", month: 7, kind: Changes, value: 1.2),
        (name: "glut", month: 8, kind: GpuPrice, value: 0.8),
        (name: "war", month: 9, kind: TokenPrice, value: 0.7),
        (name: "round", month: 10, kind: Funding, value: 2_000_000),
        (name: "joining", month: 11, kind: Engineers, value: 2),
    ],
    overrides: [(id: "price.load_balancer_month", value: 20, reason: "our bill")],
    {more}"#
    ))
}

/// The product at four levels of readiness, with different growth, purchase and hiring.
fn products() -> Vec<Case> {
    let mix = "mix: (backend: 6, ml: 3, data: 2, platform: 2, security: 1)";
    let mut all = vec![
        everything(
            "unready",
            0.5,
            "shape: SCurve, monthly_rate: 0.06, ceiling: 900_000",
            "spot_share: 0.3, committed_share: 0.4, committed_months: 6, committed_discount: 0.25",
            &format!("engineers: 14, {mix}, hiring: (max: 30), contractors: (max: 4)"),
            "change: (maturity: Exploring, lead_time_day_value: 50), money: (capital: 9_000_000, revenue_per_user_month: 2)",
        ),
        // Whatever may be stated is stated.
        everything(
            "stated",
            2.5,
            "shape: Linear, users_per_month: 20_000",
            "discount: 0.1, spot_share: 0.3, committed_share: 0.4, committed_months: 6, committed_discount: 0.25,
                price_drift: -0.1, prices: [(gpu: \"L40S\", per_hour: 1.4, spot_per_hour: 0.9), (gpu: \"H100-SXM\", per_hour: 3, spot_per_hour: 1.9)]",
            &format!(
                "engineers: 40, {mix}, hiring: (min: 35, max: 60, lag_months: 2, ramp_months: 4, cost_per_hire: 15_000,
                attrition: 0.15), contractors: (max: 6, rate: 14_000, ramp_months: 2),
                salaries: (backend: 130_000, ml: 150_000, data: 120_000, platform: 140_000, security: 135_000,
                    manager: 160_000, loaded_cost: 1.3),
                raters: [(name: \"ann\", levels: (cost: 2.6)), (name: \"bob\", levels: (cost: 1.2))]"
            ),
            "change: (maturity: Stable, shared_coupling: 0.05, delay_value_share: 0.2, upkeep: 0.04, today_upkeep: 0.03, lead_time_day_value: 100),
             money: (discount_rate: 0.08, wage_growth: 0.03, contingency: 0.12, capital: 9_000_000, revenue_per_user_month: 2),
             hosted: (discount: 0.05, price_drift: -0.1, second_provider: true),
             prices: (cloud_discount: 0.1, cloud_drift: 0.02),
             factors: (users: 1.1, changes: 1.1, gpu_price: 0.9, token_price: 0.9, salaries: 1.1),
             goals: (budget_per_month: 2_000_000, availability: 0.97, lead_time_days: 60, runway_months: 12,
                p95_latency_ms: 910)",
        ),
        everything(
            "growing",
            1.5,
            "shape: Compound, monthly_rate: 0.04",
            "spot_share: 0.2",
            &format!("engineers: 25, {mix}, hiring: (max: 60)"),
            "change: (maturity: Growing), hosted: (second_provider: true)",
        ),
        everything(
            "ready",
            3.5,
            "shape: Table, table: [(name: \"now\", month: 0, users: 300_000), (name: \"then\", month: 12, users: 500_000)]",
            "owned: [(gpu: \"H100-SXM\", capex: 30_000), (gpu: \"L40S\", capex: 9_000)], spot_share: 0.5",
            &format!("engineers: 60, {mix}, hiring: (policy: Hold)"),
            "change: (maturity: Stable)",
        ),
        everything(
            "unbuilt",
            1.5,
            "shape: Flat",
            "",
            &format!("engineers: 60, {mix}, hiring: (policy: Hold)"),
            "launch: (month: 1, value_per_month: 100_000)",
        ),
        everything(
            "few people",
            1.5,
            "shape: Flat",
            "",
            &format!("engineers: 2, {mix}, hiring: (policy: Hold)"),
            "",
        ),
    ];
    // All there is to learn, at once.
    let mut learning = all[2].clone();
    "learning".clone_into(&mut learning.name);
    learning.training = Training::To(
        plan(&format!("team: (levels: ({}, cost: 4))", levels(4.0)))
            .team
            .levels,
    );
    all.push(learning);
    all.into_iter().map(Case::new).collect()
}

/// Small scenarios in which one thing is just so.
fn borderlines() -> Vec<Case> {
    let levels = format!("levels: ({}, cost: 2)", levels(2.0));
    let busy = |effort: f64| {
        format!(
            "horizon_months: 12, components: [(name: \"a\", size_pm: 100, changes: 10, effort_pm: {effort})],
             team: (engineers: 20, {levels})"
        )
    };
    let on_call = |engineers: u32, sites: u32| {
        format!(
            "horizon_months: 12, components: [(name: \"a\"), (name: \"b\")],
             team: (engineers: {engineers}, on_call_sites: {sites}, {levels})"
        )
    };
    let first_token = "horizon_months: 12, components: [(name: \"a\", kind: Llm, model: \"m\", tokens_in: 10_000,
            time_to_first_token_ms: 420, inter_token_ms: 400)],
         gpus: (allowed: [\"slow\", \"fast\"]), training: Off,
         own_gpus: [(name: \"slow\", fp16_tflops: 989), (name: \"fast\", fp16_tflops: 4000, per_hour: 30)],
         own_models: [(name: \"m\", params_b: 8)]";
    let pools = "horizon_months: 12, components: [(name: \"a\", kind: Llm, model: \"m\", calls: 2, tokens_in: 100,
            tokens_out: 100, inter_token_ms: 500), (name: \"b\", kind: Llm, model: \"m\", tokens_in: 100, tokens_out: 100,
            inter_token_ms: 500), (name: \"c\")], edges: [(from: \"c\", to: \"a\")],
         demand: (users: 2_000_000), gpus: (allowed: [\"own\"]), own_gpus: [(name: \"own\")],
         own_models: [(name: \"m\", params_b: 8)],
         roadmaps: [(id: \"pools\", stages: [(name: \"apart\", partition: Split, scaling: Pools)])]";
    let spikes = "horizon_months: 12, components: [(name: \"a\", kind: Llm, model: \"m\", peak_to_mean: 4),
            (name: \"b\", kind: GpuJob, gpu_seconds: 0.3, peak_to_mean: 2), (name: \"c\", peak_to_mean: 3)],
         demand: (users: 4_000_000, spikes: [(name: \"fair\", per_month: 2, times: 20, hours: 6, component: \"a\")]),
         gpus: (allowed: [\"own\"], quota: 5, block: 8, reserved: 400), own_gpus: [(name: \"own\")],
         own_models: [(name: \"m\", params_b: 8)]";
    vec![
        // Peaks and a spike of components, GPUs that are scarce.
        Case::of(spikes),
        // Two components on one model, each a unit, that share a pool; more calls at once than are allowed.
        Case::of(pools),
        // Today's changes ask for 65% and for 100% of the people (see `engine::baseline`).
        Case::of(&busy(1.36)),
        Case::of(&busy(1.92)),
        Case::of(&on_call(9, 1)),
        Case::of(&on_call(13, 2)),
        // 1.4 · 297 ms of prefill on one slow GPU against 420.
        Case::of(first_token),
        // Little code in many units: merging costs by the unit; GPUs without a spare replica.
        Case::of(
            "horizon_months: 12, today: Split, training: Off, gpus: (allowed: [\"L4\"], spot_share: 0.5),
             components: [(name: \"a\", size_pm: 0.1), (name: \"b\", size_pm: 0.1), (name: \"c\", size_pm: 0.1),
                (name: \"d\", kind: GpuJob, gpu_seconds: 0.1, size_pm: 0.1)],
             reliability: (value_per_user_month: 100)",
        ),
        // A spike of two minutes, which is over before anything has scaled, and a team whose money
        // ends in the first year.
        Case::of(
            "horizon_months: 12, components: [(name: \"a\", core: true)], training: Off,
             demand: (users: 20_000_000, spikes: [(per_month: 3, times: 9, hours: 0.03)]),
             reliability: (value_per_user_month: 1), money: (capital: 500_000),
             goals: (runway_months: 4)",
        ),
        // A suite so long that machines are bought for it.
        Case::of(
            "horizon_months: 3, components: [(name: \"a\", core: true, size_pm: 60_000, changes: 20)],
             training: Off, team: (engineers: 60, levels: (delivery: 3.5))",
        ),
    ]
}

/// What an entry or input is set to, gentlest first.
fn nudges(value: f64, range: (f64, f64), when_zero: f64) -> Vec<f64> {
    let mut all: Vec<f64> = if value == 0.0 {
        vec![when_zero, 0.3, 1.0, 5.0]
    } else {
        FACTORS.iter().map(|factor| value * factor).collect()
    };
    for nudged in &mut all {
        *nudged = nudged.clamp(range.0, range.1);
    }
    all.retain(|nudged| *nudged != value);
    all
}

fn entry_moves(cases: &[&Case], id: &str) -> bool {
    let value = builtin().likely(id).expect("the entry is there");
    nudges(value, (f64::MIN, f64::MAX), 0.3)
        .into_iter()
        .any(|nudged| {
            serving_moves(id, nudged) || cases.iter().any(|case| case.moves_with_entry(id, nudged))
        })
}

/// Whether another value of a constant of serving moves what a GPU delivers without a latency target.
fn serving_moves(id: &str, value: f64) -> bool {
    if !id.starts_with("serving.") {
        return false;
    }
    let rate = |catalog: &Catalog, model: &str, gpu: &str, gpus: usize| {
        let question = Question {
            model,
            gpu,
            precision: Precision::Fp8,
            gpus,
            prompt: 16.0,
            answer: 16.0,
            concurrency: Concurrency::Max,
        };
        let answer = serving(catalog, &question).expect("model and GPU are there");
        answer.output_tokens_per_second
    };
    let mut catalog = builtin().clone();
    catalog
        .with_override(id, value, value, value, "nudged")
        .expect("the entry is there");
    // Short calls of a small model: nearly as many fit as a batch may have. A large one over two hosts.
    [("Llama-3.1-8B", "H200", 8), ("DeepSeek-V3", "H100-SXM", 16)]
        .into_iter()
        .any(|(model, gpu, gpus)| {
            let before = rate(builtin(), model, gpu, gpus);
            (before - rate(&catalog, model, gpu, gpus)).abs() > MOVED * before
        })
}

const RECORDS: [&str; 5] = ["gpu.", "gpu_price.", "model.", "api.", "adoption."];

#[test]
fn every_constant_moves_some_output() {
    let (products, borderlines) = (products(), borderlines());
    let cases: Vec<&Case> = products.iter().chain(&borderlines).collect();
    let ids: Vec<&String> = builtin()
        .entries
        .keys()
        .filter(|id| !RECORDS.iter().any(|family| id.starts_with(family)))
        .collect();
    let silent = still(&ids, |id| entry_moves(&cases, id));
    let silent = silent.into_iter().map(|id| (*id).clone()).collect();
    report_silence(&silent, &SILENT_CONSTANTS, "constants");
}

/// A scenario for each record of the catalogue, with the ids that it has to answer to.
fn records() -> Vec<(String, Vec<String>)> {
    let catalog = builtin();
    let ids = |prefix: String, except: &[&str]| -> Vec<String> {
        catalog
            .entries
            .keys()
            // `api.gpt-5.` is no prefix of `api.gpt-5.4.input` in this sense.
            .filter(|id| {
                id.strip_prefix(&prefix)
                    .is_some_and(|field| !field.contains('.'))
            })
            .filter(|id| !except.iter().any(|end| id.ends_with(end)))
            .cloned()
            .collect()
    };
    let frame = "horizon_months: 12, training: Off, demand: (users: 2_000_000)";
    let llm = |name: &str, model: &str, precision: &str| {
        format!(
            "(name: \"{name}\", kind: Llm, model: \"{model}\", precision: {precision}, tokens_in: 8000,
                tokens_out: 200, inter_token_ms: 20_000, time_to_first_token_ms: 600_000)"
        )
    };
    let mut all = Vec::new();
    for gpu in &catalog.gpus {
        let name = &gpu.name;
        let memory = catalog
            .likely(&format!("gpu.{name}.memory_gib"))
            .expect("it has memory");
        // Eight bits a parameter need two GPUs, sixteen four, four one.
        let text = |terms: &str| {
            format!(
                "{frame}, components: [{}, {}, {}], gpus: (allowed: [\"{name}\"], spot_share: 0.4, {terms}),
                 own_models: [(name: \"m\", params_b: {}, layers: 60, hidden: 8192, kv_bytes_per_token: 327_680)]",
                llm("a", "m", "Fp16"),
                llm("b", "m", "Fp8"),
                llm("c", "m", "Fp4"),
                1.2 * memory,
            )
        };
        if gpu.priced {
            let mut own = ids(format!("gpu.{name}."), &[]);
            own.extend([format!("gpu_price.{name}.market")]);
            own.extend(gpu.spot.then(|| format!("gpu_price.{name}.spot")));
            all.push((text(""), own));
        } else {
            let price = format!("prices: [(gpu: \"{name}\", per_hour: 3)]");
            all.push((text(&price), ids(format!("gpu.{name}."), &[])));
        }
        for offer in catalog.offers(name) {
            let provider = &offer.provider;
            let own = ids(format!("gpu_price.{name}.{provider}."), &[]);
            if offer.on_demand {
                all.push((text(&format!("provider: \"{provider}\"")), own));
            } else {
                // Nothing but spot capacity: no price to hold GPUs at.
                all.push((String::new(), own));
            }
        }
    }
    for model in &catalog.models {
        let name = &model.name;
        let own = ids(format!("model.{name}."), &[]);
        if model.kind != ModelKind::Llm {
            all.push((String::new(), own));
            continue;
        }
        // Six GPUs would do, so eight are taken.
        let params = catalog
            .likely(&format!("model.{name}.params_b"))
            .expect("it has a size");
        let weights = params * if model.gpt_oss { 0.55 } else { 1.0 };
        all.push((
            format!(
                "{frame}, components: [{}], gpus: (allowed: [\"slim\"]),
                 own_gpus: [(name: \"slim\", memory_gib: {}, link_gbps: 400)]",
                llm("a", name, "Fp8"),
                (weights / 6.0 + 1.5) / 0.988,
            ),
            own,
        ));
    }
    for api in &catalog.apis {
        let name = &api.name;
        all.push((
            format!(
                "{frame}, components: [(name: \"a\", kind: HostedApi, api: \"{name}\", cached_prefix: 0.4)]"
            ),
            ids(format!("api.{name}."), &[]),
        ));
    }
    for curve in &catalog.adoption {
        let name = &curve.name;
        all.push((
            format!(
                "horizon_months: 12, training: Off, components: [(name: \"a\")],
                 demand: (growth: (shape: SCurve, adoption: \"{name}\"))"
            ),
            ids(format!("adoption.{name}."), &[]),
        ));
    }
    all
}

#[test]
fn every_record_moves_some_output() {
    let records = records();
    let covered: BTreeSet<&String> = records.iter().flat_map(|(_, ids)| ids).collect();
    let missing: Vec<&String> = builtin()
        .entries
        .keys()
        .filter(|id| RECORDS.iter().any(|family| id.starts_with(family)))
        .filter(|id| !covered.contains(id))
        .collect();
    assert!(
        missing.is_empty(),
        "entries without a scenario: {missing:?}"
    );
    let silent = Mutex::new(BTreeSet::new());
    still(&records, |(text, ids)| {
        let mut quiet: Vec<String> = ids.clone();
        if !text.is_empty() {
            let case = Case::of(text);
            quiet.retain(|id| !entry_moves(&[&case], id));
        }
        silent.lock().expect("no thread panics").extend(quiet);
        true
    });
    let silent = silent.into_inner().expect("no thread panics");
    report_silence(&silent, &SILENT_RECORDS, "entries of records");
}

/// Whether some other value at a path moves a case.
fn input_moves(case: &Case, path: &str, leaf: &Leaf, field: &Field) -> bool {
    let (value, whole) = match leaf {
        Leaf::Number(value) => (value.likely, false),
        Leaf::Count(value) => (*value as f64, true),
        Leaf::Flag(value) => return moved_to(case, path, &(!value).to_string()),
        Leaf::Choice(word) => {
            return field
                .kind
                .words()
                .iter()
                .filter(|other| *other != word)
                .any(|other| moved_to(case, path, other));
        }
        Leaf::Text(_) | Leaf::Unset => return false,
    };
    let range = field.allowed.unwrap_or((f64::MIN, f64::MAX));
    let usual = field.typical.map_or(1.0, |(_, high)| high);
    let values: Vec<f64> = if whole {
        [value + 1.0, value - 1.0, value + 6.0]
            .into_iter()
            .filter(|nudged| (range.0.max(0.0)..=range.1).contains(nudged))
            .collect()
    } else {
        nudges(value, range, usual)
    };
    values.into_iter().any(|nudged| {
        let text = if whole {
            format!("{nudged:.0}")
        } else {
            format!("{nudged:?}")
        };
        moved_to(case, path, &text)
    })
}

fn moved_to(case: &Case, path: &str, text: &str) -> bool {
    let mut changed = case.scenario.clone();
    set(&mut changed, path, text).is_ok() && case.moves(&changed)
}

#[test]
fn every_input_moves_some_output() {
    let (products, borderlines) = (products(), borderlines());
    // The product that states everything comes first.
    let mut cases: Vec<&Case> = products.iter().chain(&borderlines).collect();
    cases.swap(0, 1);
    let leaves: Vec<Vec<(String, Leaf)>> = cases
        .iter()
        .map(|case| all_leaves(&case.scenario))
        .collect();
    let inputs: Vec<&Field> = fields::all()
        .iter()
        .filter(|field| {
            matches!(
                field.kind,
                FieldKind::Number | FieldKind::Count | FieldKind::Flag | FieldKind::Choice(_)
            )
        })
        .collect();
    let silent = still(&inputs, |field| {
        cases.iter().zip(&leaves).any(|(case, leaves)| {
            leaves
                .iter()
                .filter(|(path, _)| pattern(path) == field.path)
                .any(|(path, leaf)| input_moves(case, path, leaf, field))
        })
    });
    let silent = silent.iter().map(|field| field.path.to_owned()).collect();
    report_silence(&silent, &SILENT_INPUTS, "inputs");
}

/// Numbers of a preset above which those it repeats are tried once.
const MOST_STATED: usize = 500;

/// The first of the numbers that stand in the same field with the same value.
fn first_of_equals(leaves: Vec<(String, Leaf)>) -> Vec<(String, Leaf)> {
    let mut kept: Vec<(String, Leaf)> = Vec::new();
    for (path, leaf) in leaves {
        let repeats =
            |(other, value): &(String, Leaf)| *value == leaf && pattern(other) == pattern(&path);
        if !kept.iter().any(repeats) {
            kept.push((path, leaf));
        }
    }
    kept
}

/// What a preset states is there to say something: its own report has to move with it.
#[test]
fn every_number_that_a_preset_states_moves_its_report() {
    let usual: BTreeMap<String, Leaf> = all_leaves(&exemplar())
        .into_iter()
        .chain(all_leaves(&Scenario::default()))
        .map(|(path, leaf)| (pattern(&path), leaf))
        .collect();
    let mut silent = BTreeSet::new();
    for preset in presets::list() {
        let mut scenario = preset.scenario().expect("presets load");
        // Long enough for what the presets plan, short enough to run it a thousand times.
        scenario.horizon_months = 24;
        let leaves: Vec<(String, Leaf)> = all_leaves(&scenario)
            .into_iter()
            .filter(|(path, leaf)| {
                matches!(leaf, Leaf::Number(_) | Leaf::Count(_))
                    && usual.get(&pattern(path)) != Some(leaf)
            })
            .collect();
        let leaves = if leaves.len() > MOST_STATED {
            first_of_equals(leaves)
        } else {
            leaves
        };
        let case = Case::new(scenario);
        let quiet = still(&leaves, |(path, leaf)| {
            field_for(path).is_some_and(|field| input_moves(&case, path, leaf, field))
        });
        silent.extend(quiet.into_iter().map(|(path, _)| pattern(path)));
    }
    report_silence(&silent, &UNFELT_IN_PRESETS, "numbers that presets state");
}
