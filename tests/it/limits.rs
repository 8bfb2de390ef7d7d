//! What a plan may state and what becomes of the rest: `check` names what `report` refuses, limits
//! follow the currency, what is said to do nothing does nothing, no constant within its limits
//! breaks a figure.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use std::fs;
use std::path::PathBuf;

use splitpoint::analysis::report::Report;
use splitpoint::analysis::{self, ReportError};
use splitpoint::catalog::Catalog;
use splitpoint::diagnostic::any_error;
use splitpoint::export;
use splitpoint::scenario::schema::Override;
use splitpoint::scenario::{Quantity, Scenario, check, file, validate};

use crate::process::program;

fn builtin() -> &'static Catalog {
    Catalog::builtin().unwrap()
}

fn plan(fields: &str) -> Scenario {
    let loaded = check(&format!("(version: 1, {fields})"), builtin());
    assert!(!any_error(&loaded.diagnostics), "{:?}", loaded.diagnostics);
    loaded.scenario.unwrap()
}

fn report(fields: &str) -> Report {
    analysis::run(&plan(fields), builtin()).unwrap()
}

/// A file of this test alone.
fn scratch(name: &str, text: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("splitpoint-limits-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

const PARTS: &str = "components: [(name: \"web\", core: true), \
    (name: \"chat\", kind: Llm, model: \"Llama-3.1-8B\")]";

/// Plans that `report` refuses, and what `check` says of them: name, fields and code.
fn refused_plans() -> Vec<(&'static str, String, &'static str)> {
    vec![
        (
            "hosted.ron",
            "components: [(name: \"web\", core: true), (name: \"search\", kind: HostedApi)]"
                .to_owned(),
            "missing-api",
        ),
        (
            "swap.ron",
            "components: [(name: \"web\", core: true), (name: \"chat\", kind: Llm, hosting: Hosted,
            api: \"gpt-4o\", swaps: [(month: 3, api: \"nowhere\")])]"
                .to_owned(),
            "unknown-api",
        ),
        (
            "large.ron",
            "components: [(name: \"web\", core: true), (name: \"chat\", kind: Llm,
            model: \"Llama-3.3-70B\", precision: Fp16, inter_token_ms: 1)],
         gpus: (allowed: [\"L4\"])"
                .to_owned(),
            "does-not-fit",
        ),
        (
            "target.ron",
            "components: [(name: \"web\", core: true), (name: \"chat\", kind: Llm,
            model: \"Llama-3.1-8B\", inter_token_ms: 0.5)], gpus: (allowed: [\"L4\"])"
                .to_owned(),
            "does-not-fit",
        ),
        (
            "hours.ron",
            format!(
                "{PARTS}, overrides: [(id: \"time.hours_per_month\", value: 0, reason: \"x\")]"
            ),
            "out-of-range",
        ),
        (
            "left-out.ron",
            format!("{PARTS}, overrides: [(id: \"money.discount_rate\", reason: \"x\")]"),
            "missing-value",
        ),
        (
            "wages.ron",
            format!("{PARTS}, overrides: [(id: \"drift.wages\", value: 1e9, reason: \"x\")]"),
            "out-of-range",
        ),
        (
            "nobody.ron",
            "components: [(name: \"c0\")], team: (engineers: 1.1e-09, hiring: (policy: Hold))"
                .to_owned(),
            "out-of-range",
        ),
        (
            "event.ron",
            format!("{PARTS}, events: [(name: \"shock\", month: 3, kind: Users, value: -0.2)]"),
            "out-of-range",
        ),
    ]
}

#[test]
fn what_report_refuses_check_names() {
    for (name, fields, code) in refused_plans() {
        let path = scratch(name, &format!("(version: 1, {fields})"));
        let path = path.to_str().unwrap();
        let refused = program(&["report", path, "--draws", "0", "--format", "json"]);
        assert_eq!(refused.status.code(), Some(1), "{name}: report");
        assert!(refused.stdout.is_empty(), "{name}");
        let told = program(&["check", path]);
        assert_eq!(told.status.code(), Some(1), "{name}: check");
        let text = String::from_utf8(told.stdout).unwrap();
        let found = text.lines().filter(|line| line.contains("error["));
        let found: Vec<&str> = found.collect();
        assert!(
            found
                .iter()
                .any(|line| line.contains(&format!("error[{code}]"))),
            "{name}: {text}"
        );
    }
}

/// Two models that eight GPUs hold one at a time, and not together.
const APART: &str = "components: [(name: \"web\", core: true),
        (name: \"chat\", kind: Llm, model: \"Qwen3-235B-A22B\", precision: Fp16),
        (name: \"mail\", kind: Llm, model: \"Mixtral-8x22B\", precision: Fp16)],
     gpus: (allowed: [\"A100-80GB-SXM\"])";

/// Plans of which some roadmaps can run and others cannot, or none can for a reason that is seen late.
fn plans_in_part() -> Vec<String> {
    let grows = |hosting: &str, gpu: &str| {
        format!(
            "components: [(name: \"web\", core: true),
                (name: \"chat\", kind: Llm, model: \"Llama-3.1-8B\", {hosting}
                    swaps: [(month: 30, model: \"Qwen3-235B-A22B\", precision: Fp16)]),
                (name: \"mail\", kind: Llm, model: \"Mixtral-8x22B\", precision: Fp16, {hosting})],
             gpus: (allowed: [\"{gpu}\"])"
        )
    };
    vec![
        APART.to_owned(),
        format!("{APART}, today: Split"),
        // Stages of one's own that cannot run do not keep the others from it.
        format!(
            "{APART}, today: Split,
             roadmaps: [(id: \"back\", stages: [(from_month: 20, partition: Whole)])]"
        ),
        // They fit together until one of them grows: a switch in time would do, a late one not.
        grows("", "A100-80GB-SXM"),
        // No GPU holds what it grows to.
        grows("", "L40S"),
        // Nor need it, where it can be bought.
        grows("hosting: Either, api: \"gpt-4o\",", "L40S"),
        // A component that comes when the horizon is half over.
        "components: [(name: \"web\", core: true), (name: \"chat\", kind: Llm, appear: 30,
            model: \"Llama-3.1-8B\", inter_token_ms: 0.5)], gpus: (allowed: [\"L4\"])"
            .to_owned(),
    ]
}

/// What a check finds without projecting a month is what a report finds.
#[test]
fn a_check_refuses_what_a_report_refuses() {
    let bad = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bad")).unwrap();
    let bad = bad.map(|entry| entry.unwrap().path());
    let mut plans: Vec<(String, String)> = bad
        .filter(|path| path.extension().is_some_and(|ending| ending == "ron"))
        .filter_map(|path| Some((path.display().to_string(), file::read(&path).ok()?)))
        .collect();
    let stated = |fields: &str| format!("(version: 1, {fields})");
    let refused = refused_plans().into_iter();
    plans.extend(refused.map(|(name, fields, _)| (name.to_owned(), stated(&fields))));
    let in_part = plans_in_part().into_iter();
    plans.extend(in_part.map(|fields| (fields.clone(), stated(&fields))));
    let (mut runs, mut runs_in_part, mut none) = (0, 0, 0);
    for (name, text) in plans {
        let loaded = check(&text, builtin());
        let Some(plan) = loaded.scenario else {
            continue;
        };
        // What has errors is refused before anything is decided.
        if any_error(&loaded.diagnostics) {
            continue;
        }
        let quick = analysis::can_run(&plan, builtin());
        let full = analysis::run(&plan, builtin());
        assert_eq!(quick.err(), full.as_ref().err().cloned(), "{name}");
        match full {
            Ok(report) if report.roadmaps.iter().all(|roadmap| roadmap.feasible) => runs += 1,
            Ok(_) => runs_in_part += 1,
            Err(_) => none += 1,
        }
    }
    assert!(
        runs >= 5 && runs_in_part >= 2 && none >= 3,
        "{runs} {runs_in_part} {none}"
    );
}

#[test]
fn limits_follow_the_currency() {
    let dong = |rate: &str| {
        format!(
            "(version: 1, currency: \"VND\", units_per_usd: {rate}, {PARTS},
             team: (salaries: (backend: 600_000_000), hiring: (cost_per_hire: 120_000_000)),
             money: (capital: 5_000_000_000_000, revenue_per_user_month: 300_000))"
        )
    };
    let findings = |text: &str| check(text, builtin()).diagnostics;
    assert_eq!(findings(&dong("26_000")), []);
    // Taken for dollars they are more than anybody has.
    let codes: Vec<_> = findings(&dong("1")).iter().map(|f| f.code).collect();
    for code in ["currency-rate", "out-of-range", "unusual"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
}

/// What the plan states in its own currency costs the same at any exchange rate.
#[test]
fn an_exchange_rate_moves_no_price_of_the_plans_own() {
    let hosted = |rate: f64| {
        let report = report(&format!(
            "currency: \"EUR\", units_per_usd: {rate}, horizon_months: 12,
             components: [(name: \"web\", core: true), (name: \"chat\", kind: Llm, model: \"own\",
                hosting: Hosted, api: \"ours\"), (name: \"run\", kind: Llm, model: \"Llama-3.1-8B\")],
             own_models: [(name: \"own\")], own_apis: [(name: \"ours\", input: 2, output: 8)],
             gpus: (allowed: [\"ours\"]), own_gpus: [(name: \"ours\", per_hour: 3)]"
        ));
        let whole = &report.roadmaps[0];
        let series = whole.series.as_ref().unwrap();
        (series.hosted_api.clone(), series.gpu.clone())
    };
    assert_eq!(hosted(0.9), hosted(1.3));
    // Nor does it give them a band: the rate is drawn, the prices are not.
    let bands = |rate: &str| {
        let text = format!(
            "(version: 1, currency: \"EUR\", units_per_usd: {rate}, horizon_months: 12,
             demand: (users: 50_000), catalogue_ranges: false,
             components: [(name: \"web\", core: true), (name: \"chat\", kind: HostedApi,
                api: \"ours\")], own_apis: [(name: \"ours\", input: 2, output: 8)])"
        );
        let path = scratch(&format!("band {}.ron", rate.len()), &text);
        let args = [
            "report",
            path.to_str().unwrap(),
            "--format",
            "json",
            "--draws",
            "64",
        ];
        let done = program(&args);
        assert_eq!(done.status.code(), Some(0), "{done:?}");
        let json: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        json["roadmaps"][0]["series"]["hosted_api"].clone()
    };
    let (point, drawn) = (bands("0.9"), bands("(0.6, 0.9, 1.3)"));
    assert_eq!(point, drawn);
}

/// Each input that is said to do nothing moves no figure.
#[test]
fn what_is_said_to_do_nothing_does_nothing() {
    const HOSTED: &str = "(name: \"buy\", kind: HostedApi, price_per_call: 0.001";
    let with = |parts: &str| format!("components: [(name: \"web\", core: true), {parts}]");
    let model = "(name: \"chat\", kind: Llm, model: \"Llama-3.1-8B\"";
    let gpus = with(&format!("{model})"));
    let hosted = with(&format!("{HOSTED})"));
    let none = with("(name: \"jobs\", kind: Batch)");
    for (plain, more, path) in [
        (
            none.as_str(),
            "demand: (growth: (monthly_rate: 0.1))",
            "demand.growth.monthly_rate",
        ),
        (
            &none,
            "demand: (growth: (ceiling: 90_000))",
            "demand.growth.ceiling",
        ),
        (
            &none,
            "demand: (growth: (users_per_month: 50))",
            "demand.growth.users_per_month",
        ),
        (
            &none,
            "demand: (growth: (table: [(month: 3, users: 9_000)]))",
            "demand.growth.table",
        ),
        (
            &none,
            "demand: (growth: (adoption: \"internet\"))",
            "demand.growth.adoption",
        ),
        (
            &none,
            "demand: (spikes: [(name: \"s\", per_month: 0, times: 9)])",
            "demand.spikes[s].per_month",
        ),
        (&none, "gpus: (spot_share: 0.5)", "gpus.spot_share"),
        (&none, "gpus: (price_drift: 0.5)", "gpus.price_drift"),
        (&none, "factors: (gpu_price: 3)", "factors.gpu_price"),
        (&none, "hosted: (discount: 0.5)", "hosted.discount"),
        (&gpus, "factors: (token_price: 3)", "factors.token_price"),
        (
            &gpus,
            "gpus: (committed_discount: 0.6)",
            "gpus.committed_discount",
        ),
        (
            &gpus,
            "own_models: [(name: \"mine\")]",
            "own_models[mine].name",
        ),
        (
            &hosted,
            "own_apis: [(name: \"mine\")]",
            "own_apis[mine].name",
        ),
        (&hosted, "gpus: (discount: 0.5)", "gpus.discount"),
        (
            &none,
            "team: (contractors: (rate: 9_000))",
            "team.contractors.rate",
        ),
        (
            &none,
            "team: (salaries: (security: 90_000))",
            "team.salaries.security",
        ),
        (
            &none,
            "money: (revenue_per_user_month: 9)",
            "money.revenue_per_user_month",
        ),
        (
            &none,
            "reliability: (downtime_multiplier: 4)",
            "reliability.downtime_multiplier",
        ),
        (
            &none,
            "reliability: (latency_cost_per_100ms: 4)",
            "reliability.latency_cost_per_100ms",
        ),
        (
            &none,
            "reliability: (latency_budget_ms: 20)",
            "reliability.latency_budget_ms",
        ),
        (
            &none,
            "events: [(name: \"e\", month: 3, kind: TokenPrice, value: 0.5)]",
            "events[e].value",
        ),
        (
            &none,
            "events: [(name: \"e\", month: 3, value: 1)]",
            "events[e].value",
        ),
        (
            &none,
            "events: [(name: \"e\", month: 3, kind: Funding, value: 9_000)]",
            "events[e].value",
        ),
        (
            &none,
            "overrides: [(id: \"gpu_price.L4.market\", value: 0.4, reason: \"x\")]",
            "overrides[gpu_price.L4.market].value",
        ),
    ] {
        let short = "horizon_months: 12, training: Off";
        let text = format!("(version: 1, {short}, {plain}, {more})");
        let findings = check(&text, builtin()).diagnostics;
        assert!(
            findings
                .iter()
                .any(|f| f.code == "not-used" && f.path == path),
            "{more}: {findings:?}"
        );
        let bare = report(&format!("{short}, {plain}"));
        let stated = report(&format!("{short}, {plain}, {more}"));
        for (a, b) in bare.roadmaps.iter().zip(&stated.roadmaps) {
            assert_eq!(a.series, b.series, "{more}: {}", a.id);
        }
    }
}

/// Fields of components that the others of the component make idle.
#[test]
fn what_a_component_is_said_not_to_use_it_does_not_use() {
    for (plain, more, field) in [
        ("core: true", "value_share: 0.9", "value_share"),
        (
            "core: true, kind: Llm, model: \"Llama-3.1-8B\"",
            "api: \"gpt-4o\"",
            "api",
        ),
        (
            "core: true, kind: Llm, hosting: Hosted, api: \"gpt-4o\"",
            "inter_token_ms: 20",
            "inter_token_ms",
        ),
        (
            "core: true, kind: HostedApi, price_per_call: 0.01",
            "tokens_out: 9_000",
            "tokens_out",
        ),
        ("core: true", "evaluation_cost: 90", "evaluation_cost"),
        ("core: true, changes: 0", "effort_pm: 3", "effort_pm"),
        (
            "core: true, kind: Stream, events_per_second: 5",
            "retrain_days: 3",
            "retrain_days",
        ),
        ("core: true", "retire: 24", "retire"),
    ] {
        let fields = |part: &str| {
            format!(
                "horizon_months: 12, training: Off, components: [(name: \"a\", {part}), (name: \"b\")]"
            )
        };
        let stated = fields(&format!("{plain}, {more}"));
        let findings = check(&format!("(version: 1, {stated})"), builtin()).diagnostics;
        let path = format!("components[a].{field}");
        assert!(
            findings
                .iter()
                .any(|f| f.code == "not-used" && f.path == path),
            "{more}: {findings:?}"
        );
        let (bare, stated) = (report(&fields(plain)), report(&stated));
        for (a, b) in bare.roadmaps.iter().zip(&stated.roadmaps) {
            assert_eq!(a.series, b.series, "{more}: {}", a.id);
        }
    }
}

/// A plan that uses GPUs, hosted models, several units and everything that is priced.
fn wide() -> Scenario {
    plan(
        "horizon_months: 12, training: Off, demand: (users: 20_000, growth: (shape: Compound)),
         components: [(name: \"web\", core: true), (name: \"store\", kind: DataStore, storage_gib: 100),
            (name: \"chat\", kind: Llm, model: \"gpt-oss-20b\", precision: Fp4, hosting: Either,
                api: \"gpt-4o\", model_change_share: 0.3, evaluation_hours: 1)],
         edges: [(from: \"web\", to: \"chat\", calls: 1, mib: 0.1), (from: \"web\", to: \"store\")],
         gpus: (allowed: [\"L40S\", \"H100-SXM\"], spot_share: 0.2, committed_share: 0.3),
         reliability: (value_per_user_month: 10, security_loss: 1_000_000),
         money: (capital: 50_000_000)",
    )
}

#[test]
fn constants_at_their_limits_give_finite_figures_or_a_reason() {
    let plan = wide();
    let entries = builtin().entries.values();
    let of_records = ["gpu", "gpu_price", "model", "api", "adoption"];
    for entry in entries {
        let (least, most) = entry.allowed;
        assert!(
            least.is_finite() && most.is_finite() && least > f64::MIN && most < f64::MAX,
            "{}: no limits for {}",
            entry.id,
            entry.unit
        );
        assert!(
            least <= entry.low && entry.high <= most && least < most,
            "{}: {least} to {most}",
            entry.id
        );
        let (low, high) = entry.usual();
        assert!(
            low <= entry.low && entry.high <= high,
            "{}: {low} to {high}",
            entry.id
        );
        if of_records.contains(&entry.subject()) {
            continue;
        }
        for value in [least, most] {
            let mut plan = plan.clone();
            plan.overrides.push(Override {
                id: entry.id.clone(),
                value: Some(Quantity::point(value)),
                reason: "the limit".to_owned(),
            });
            let findings = validate(&plan, builtin(), None);
            assert!(!any_error(&findings), "{}: {findings:?}", entry.id);
            match analysis::run(&plan, builtin()) {
                Ok(report) => assert!(export::json(&report).is_ok(), "{} at {value}", entry.id),
                Err(ReportError::NothingRuns { .. }) => {}
                Err(error) => panic!("{} at {value}: {error}", entry.id),
            }
        }
    }
}

/// What is beyond all numbers is refused with its place, in a report and wherever JSON is written.
#[test]
fn no_figure_that_is_not_finite_is_written() {
    let mut report = report(&format!("horizon_months: 12, {PARTS}"));
    let series = report.roadmaps[0].series.as_mut().unwrap();
    series.total[3] = f64::INFINITY;
    let error = analysis::guard(&report).unwrap_err().to_string();
    assert!(
        error.starts_with("`total` of monolith in month 3 (2027-04) is not a finite number"),
        "{error}"
    );
    let error = export::json(&report).unwrap_err().to_string();
    assert!(error.contains("roadmaps[0].series.total[3]"), "{error}");
}
