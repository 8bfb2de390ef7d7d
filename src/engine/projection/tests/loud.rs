//! One projection in which everything happens, so that no factor is 1 and no term 0.
//!
//! A product that is built before it is used, then moved to other units: storage, contractors, latency
//! beyond its budget, spikes, a fallback, users by a table, training, models taken out by themselves,
//! owned and rented GPUs, one model bought. What some of its months come to is pinned to twelve digits,
//! and held to what the parts of a month have to be to each other.

use std::fmt::Write as _;

use super::inputs;
use crate::engine::baseline::Baseline;
use crate::engine::demand;
use crate::engine::deployment::Hardware;
use crate::engine::dimension;
use crate::engine::inputs::Inputs;
use crate::engine::month::{CAUSES, MonthValues, Observer};
use crate::engine::partition::Partition;
use crate::engine::projection::{Projector, TrainingSchedule};
use crate::engine::stage::Stage;

/// Components by their place, which is that of their names.
const ARCHIVE: usize = 0;
const BATCH: usize = 1;
const CHAT: usize = 2;
const DRAFT: usize = 3;
const EVENTS: usize = 4;
const FRONT: usize = 5;
const GUARD: usize = 6;
const HINT: usize = 7;
const IMAGING: usize = 8;
const LATE: usize = 9;

/// GPUs by their place.
const LARGE: usize = 0;
const SMALL: usize = 1;

/// Month in which the product should be used; it is not.
const PLANNED: usize = 2;
/// First month in which it is used.
const LAUNCHED: usize = 6;
/// Month in which the move to other units begins.
const MOVING: usize = 7;
/// First month in which all of it runs on them.
const MOVED: usize = 16;
/// Months that are pinned: unbuilt, overdue, the first that is used, moving, and moved.
const MONTHS: [usize; 6] = [0, 3, 6, 10, 14, 17];

/// The plan.
const PLAN: &str = r#"
    currency: "EUR", units_per_usd: 0.9, horizon_months: 18,
    factors: (users: 1.1, changes: 1.2, gpu_price: 1.3, token_price: 0.8, salaries: 1.05),
    demand: (users: 600_000, requests_per_user_month: 45, peak_to_mean: 2.5,
        growth: (shape: Table, table: [(month: 14, users: 1_800_000), (month: 2, users: 600_000),
            (month: 6, users: 1_000_000)]),
        spikes: [(name: "news", per_month: 1.5, times: 6, hours: 3)]),
    components: [
        (name: "archive", kind: DataStore, value_share: 0.2, size_pm: 5, changes: 2, changes_growth: 0.1,
            effort_pm: 0.6, cpu_ms: 15, memory_gib: 8, storage_gib: 5_000, storage_gib_per_user: 0.02),
        (name: "batch", kind: Batch, value_share: 0.05, size_pm: 3, changes: 1.5, calls: 0.02,
            cpu_ms: 900, gpu_seconds: 0.02, gpu_memory_gib: 3),
        (name: "chat", kind: Llm, model: "m", core: true, size_pm: 6, changes: 5, model_change_share: 0.4,
            evaluation_hours: 3, evaluation_cost: 120, calls: 1.4, tokens_in: 900, tokens_out: 250,
            cached_prefix: 0.3),
        (name: "draft", kind: Llm, model: "m", precision: Fp16, value_share: 0.3, size_pm: 4.5, changes: 3,
            calls: 0.3, tokens_in: 1_500, tokens_out: 400, modularity: 0.6, peak_to_mean: 3.2),
        (name: "events", kind: Stream, value_share: 0.15, size_pm: 5, changes: 2.5, events_per_second: 6,
            cpu_ms: 30, freshness_s: 120, gpu_seconds: 0.02, feedback_share: 0.2, retrain_days: 20,
            retrain_gpu_seconds: 0.5, evaluation_cost: 80, evaluation_hours: 2),
        (name: "front", core: true, size_pm: 9, changes: 9, calls: 2, cpu_ms: 35, memory_gib: 2,
            session_minutes: 6),
        (name: "guard", kind: HostedApi, api: "api", value_share: 0.4, size_pm: 3, changes: 1.2,
            calls: 0.9, tokens_in: 400, tokens_out: 30, price_per_call: 0.0004, answer_cache: 0.1),
        (name: "hint", kind: Llm, model: "m", hosting: Either, api: "api", value_share: 0.1, size_pm: 4,
            changes: 1.8, calls: 0.5, tokens_in: 700, tokens_out: 90, cached_prefix: 0.5),
        (name: "imaging", kind: GpuJob, value_share: 0.25, size_pm: 4, changes: 1.4, calls: 0.15,
            gpu_seconds: 0.4, gpu_memory_gib: 6),
        (name: "late", value_share: 0.12, size_pm: 3.5, changes: 2.2, appear: 13)],
    edges: [(from: "front", to: "chat", calls: 1.4, mib: 0.03), (from: "front", to: "guard", calls: 0.9),
        (from: "front", to: "hint", calls: 0.5, price: 0.00002), (from: "chat", to: "archive", calls: 2.6, mib: 0.2),
        (from: "front", to: "draft", calls: 0.3), (from: "front", to: "imaging", calls: 0.15, mib: 1.5),
        (from: "front", to: "late", calls: 0.4, contract: Shared)],
    today: InferenceOut,
    gpus: (allowed: ["large", "small"], discount: 0.1, spot_share: 0.2, committed_share: 0.4,
        committed_months: 5, committed_discount: 0.25, price_drift: -0.12,
        owned: [(gpu: "small", capex: 9_000, years: 3, residual: 0.2, kw: 0.5, pue: 1.3,
            electricity_price: 0.2)]),
    own_gpus: [(name: "large", memory_gib: 80, fp8_tflops: 1_978, per_hour: 2.7),
        (name: "small", memory_gib: 24, bandwidth_gbps: 900, fp16_tflops: 200, per_hour: 0.8)],
    own_models: [(name: "m", params_b: 8)],
    own_apis: [(name: "api", input: 1.2, cached_input: 0.4, output: 4.5)],
    hosted: (discount: 0.15, price_drift: -0.2, second_provider: true),
    prices: (cloud_discount: 0.12, cloud_drift: 0.03),
    team: (engineers: 15, mix: (backend: 5, ml: 3, data: 2, platform: 1, security: 1),
        levels: (delivery: 1.3, platform: 1.7, observability: 2.4, incident_response: 1.2, boundaries: 2.6,
            ownership: 1.4, distributed: 0.8, model_operations: 1.1, security: 0.7, cost: 2.2),
        hiring: (min: 5, max: 16, lag_months: 2.5, ramp_months: 4, cost_per_hire: 21_000, attrition: 0.15),
        contractors: (max: 2.5, rate: 14_000, ramp_months: 2)),
    change: (maturity: Growing, shared_coupling: 0.05, delay_value_share: 0.2, lead_time_day_value: 900),
    reliability: (value_per_user_month: 0.4, downtime_multiplier: 1.6, security_loss: 700_000,
        base_latency_ms: 900, latency_budget_ms: 880, latency_cost_per_100ms: 40_000,
        fallbacks: [(component: "guard", takeover_minutes: 30, quality: 0.7)]),
    money: (discount_rate: 0.11, wage_growth: 0.045, capital: 4_000_000, revenue_per_user_month: 0.06),
    launch: (month: 2, value_per_month: 60_000),
    events: [(name: "fair", month: 8, kind: Users, value: 1.2), (name: "law", month: 5, kind: Changes, value: 1.3),
        (name: "glut", month: 10, kind: GpuPrice, value: 0.7), (name: "war", month: 11, kind: TokenPrice, value: 0.9),
        (name: "round", month: 12, kind: Funding, value: 400_000),
        (name: "merger", month: 4, kind: Engineers, value: 1.5)],
    overrides: [(id: "pace.pipeline_hours", value: 0.3, reason: "Pipelines hold changes up."),
        (id: "operations.hours_per_unit", value: 120, reason: "More than people may spend on them."),
        (id: "operations.units_per_rotation", value: 3, reason: "Several rotations.")]
"#;

#[expect(
    clippy::unnecessary_wraps,
    reason = "where hardware goes, there may be none"
)]
fn on(gpu: usize, slots: &[usize], shared: bool, bought: &[usize]) -> Option<Hardware> {
    Some(Hardware {
        gpu,
        slots: slots.to_vec(),
        shared,
        bought: bought.to_vec(),
    })
}

/// The units that the product moves to.
fn units() -> Partition {
    let unit = |members: &[usize]| (String::new(), members.to_vec());
    Partition::new(vec![
        unit(&[ARCHIVE]),
        unit(&[BATCH]),
        unit(&[CHAT, DRAFT, HINT]),
        unit(&[EVENTS, IMAGING]),
        unit(&[FRONT]),
        unit(&[GUARD]),
        unit(&[LATE]),
    ])
}

/// Hardware of today's units.
fn today() -> Vec<Option<Hardware>> {
    vec![
        on(LARGE, &[1], false, &[]),
        on(LARGE, &[2], false, &[HINT]),
        on(LARGE, &[4], false, &[]),
        on(SMALL, &[1], false, &[]),
    ]
}

/// Today's units and those that it moves to, on their hardware.
fn stages(inputs: &Inputs<f64>) -> Vec<Stage<f64>> {
    let sizes: Vec<f64> = inputs.components.iter().map(|c| c.size).collect();
    let units_today = inputs.today.clone();
    let then = vec![
        None,
        on(SMALL, &[1], false, &[]),
        on(LARGE, &[4], true, &[HINT]),
        on(SMALL, &[2], false, &[]),
        None,
        None,
        None,
    ];
    let before = Some((&inputs.today, sizes.as_slice()));
    vec![
        Stage::new(inputs, 0, units_today, 0.0, today(), None),
        Stage::new(inputs, MOVING, units(), 0.03, then, before),
    ]
}

/// A month with what the stages say of it, blended by their weights.
struct Month {
    values: MonthValues<f64>,
    progress: f64,
    /// Levels at its start.
    levels: [f64; 10],
    /// Part of the stores that the mean unit reads.
    readable: f64,
    /// Levels required.
    required: [f64; 10],
    /// Changes of each component that wait at its end.
    backlog: Vec<f64>,
    /// Hours that each component took the product down.
    component_down: Vec<f64>,
}

/// A sum over stages, by their weights.
fn blended(stages: &[Stage<f64>], of: impl Fn(&Stage<f64>) -> f64) -> f64 {
    stages.iter().map(|stage| of(stage) * stage.weight).sum()
}

#[derive(Default)]
struct Months(Vec<Month>);

impl Observer<f64> for Months {
    fn month(
        &mut self,
        month: usize,
        values: &MonthValues<f64>,
        stages: &[Stage<f64>],
        progress: &[f64],
        levels: &[f64; 10],
    ) {
        let by_component = |of: &dyn Fn(&Stage<f64>, usize) -> f64| {
            let all = ARCHIVE..=LATE;
            all.map(|c| blended(stages, |stage| of(stage, c))).collect()
        };
        self.0.push(Month {
            values: *values,
            progress: progress[1],
            levels: *levels,
            readable: blended(stages, |s| s.readable(month)),
            required: std::array::from_fn(|d| blended(stages, |s| s.required(month)[d])),
            backlog: by_component(&|stage, c| stage.backlog[c]),
            component_down: by_component(&|stage, c| stage.component_down[c]),
        });
    }
}

fn project(inputs: &Inputs<f64>) -> Vec<Month> {
    let baseline = Baseline::new(inputs, today());
    let mut aims = [0.0; 10];
    (aims[dimension::DISTRIBUTED], aims[dimension::DELIVERY]) = (2.0, 1.5);
    let training = TrainingSchedule {
        targets: vec![(4, aims)],
    };
    let mut months = Months::default();
    Projector::new(inputs, &baseline, stages(inputs)).run(&training, &mut months);
    months.0
}

/// Every figure of the pinned months, a line each.
fn table(months: &[Month]) -> String {
    let mut text = String::new();
    let mut line = |name: &str, of: &dyn Fn(&Month) -> f64| {
        let _ = write!(text, "{name}");
        for month in MONTHS {
            let _ = write!(text, " {:.11e}", of(&months[month]));
        }
        text.push('\n');
    };
    macro_rules! figures {
        ($($name:ident)*) => { $(line(stringify!($name), &|month| month.values.$name);)* };
    }
    figures!(users requests_per_second gpu cpu platform hosted_api storage salaries on_call hiring
        training migration_people migration_dual_running downtime latency delay security income
        engineers platform_engineers engineers_needed backlog delivered_changes lead_time_days
        pace_ceiling modularity incidents down_hours added_latency_ms gpus readiness_index
        readiness_mean wanted_changes hops need_changes need_operations need_training
        need_migration contractors rotations tax_platform tax_calls tax_sidecars tax_transfer
        tax_fees tax_tracing);
    for (at, cause) in CAUSES.iter().enumerate() {
        line(&format!("{cause}.incidents"), &|m| m.values.causes[at][0]);
        line(&format!("{cause}.hours"), &|m| m.values.causes[at][1]);
    }
    line("progress", &|month| month.progress);
    line("levels", &|month| month.levels.iter().sum());
    for (c, name) in [(CHAT, "chat"), (GUARD, "guard"), (EVENTS, "events")] {
        line(&format!("{name}.down"), &|month| month.component_down[c]);
    }
    text
}

#[track_caller]
fn check(value: f64, expected: f64) {
    assert!(
        (value - expected).abs() < 1e-9 * expected.abs().max(1.0),
        "{value} instead of {expected}"
    );
}

#[test]
fn months_are_as_pinned() {
    let table = table(&project(&inputs(PLAN)));
    let pinned = PINNED.trim_start();
    assert!(table == pinned, "the table is now:\n{table}");
}

#[test]
fn nothing_is_left_out() {
    // Each figure is something in some pinned month, apart from what no cause can have.
    for line in PINNED.trim().lines() {
        let (name, figures) = line.split_once(' ').unwrap();
        let any = figures
            .split(' ')
            .any(|figure| figure.parse::<f64>().unwrap() != 0.0);
        let none = matches!(name, "hosted_apis.incidents" | "spikes.incidents");
        assert_eq!(any, !none, "{name}");
    }
}

#[test]
fn models_are_taken_out_by_their_precision() {
    // chat and hint run one model in one precision, draft the same model in another.
    let rest = vec![ARCHIVE, BATCH, EVENTS, FRONT, GUARD, LATE];
    assert_eq!(
        inputs(PLAN).today.units,
        [rest, vec![CHAT, HINT], vec![DRAFT], vec![IMAGING]]
    );
}

#[test]
fn users_go_along_the_table_whatever_its_order() {
    let inputs = inputs(PLAN);
    let users = |month| demand::users(&inputs, month);
    // 600,000 in month 2 and 1,000,000 in month 6: a quarter of the way in month 3, times 1.1.
    check(users(0), 660_000.0);
    check(users(3), 770_000.0);
    // A quarter of the way to 1,800,000 in month 14, and the fair of that month.
    check(users(8), 1_200_000.0 * 1.1 * 1.2);
    check(users(17), 1_800_000.0 * 1.1 * 1.2);
    let months = project(&inputs);
    for (month, of) in months.iter().enumerate() {
        let used = month >= LAUNCHED;
        check(of.values.users, if used { users(month) } else { 0.0 });
    }
}

#[test]
fn before_it_is_used_only_the_delay_costs() {
    let months = project(&inputs(PLAN));
    for (month, of) in months.iter().enumerate().take(LAUNCHED) {
        let of = &of.values;
        // Changes would take days; nobody waits for them yet.
        assert!(of.lead_time_days > 1.0 && of.added_latency_ms > 1.0);
        let late = if month < PLANNED { 0.0 } else { 60_000.0 };
        let lost = [of.downtime, of.latency, of.delay, of.security, of.on_call];
        assert_eq!(lost, [0.0, 0.0, late, 0.0, 0.0], "{month}");
        let asked = [of.wanted_changes, of.delivered_changes, of.incidents];
        assert_eq!(asked, [0.0; 3], "{month}");
        assert_eq!(of.engineers_needed, of.engineers);
    }
}

#[test]
fn outages_latency_and_attacks_cost_by_hand() {
    let inputs = inputs(PLAN);
    let k = &inputs.k;
    for (month, of) in project(&inputs).iter().enumerate().skip(LAUNCHED) {
        let gap = |d: usize| (of.required[d] - of.levels[d]).max(0.0);
        let readable = of.readable;
        let of = &of.values;
        let more = 1.0 + k.latency_per_gap * gap(dimension::DISTRIBUTED);
        check(of.added_latency_ms, of.hops * k.hop_latency_ms * more);
        // 900 ms within a unit are 20 beyond the budget before any call.
        let latency = (20.0 + of.added_latency_ms) / 100.0 * 40_000.0;
        check(of.latency, latency);
        let an_hour = of.users * 0.4 / k.hours_per_month * 1.6;
        check(of.downtime, of.down_hours * an_hour + latency);
        let by_cause: f64 = of.causes.iter().map(|[_, hours]| hours).sum();
        check(of.down_hours, by_cause);
        assert!(of.downtime > of.latency && of.latency > 8_000.0);
        let attacked = gap(dimension::SECURITY) * k.security_gap + 1.0;
        // Today's four, then six, with `late` seven.
        let units = match month {
            ..=MOVING => 4.0,
            8..13 => 6.0,
            _ => 7.0,
        };
        // Today two of the units read the one store, of which `chat` calls it; later two of six.
        if month <= MOVING {
            check(readable, 0.5);
        }
        let doublings = f64::log2(1.0 + units);
        let a_year = k.security_base + k.security_per_unit * doublings * readable;
        check(of.security, a_year / 12.0 * 700_000.0 * attacked);
    }
}

#[test]
fn what_waits_and_what_is_slow_cost_by_hand() {
    let inputs = inputs(PLAN);
    let effort = Baseline::new(&inputs, today()).effort;
    for (month, of) in project(&inputs).iter().enumerate().skip(LAUNCHED) {
        let wages = 1.045_f64.powf(month as f64 / 12.0);
        let person_month = inputs.team.product_salary / 12.0 * wages;
        let waiting: f64 = of.backlog.iter().zip(&effort).map(|(b, e)| b * e).sum();
        let slow = 900.0 * of.values.lead_time_days;
        check(of.values.delay, waiting * 0.2 * person_month + slow);
        check(of.values.backlog, of.backlog.iter().sum());
        assert!(waiting > 1.0 && slow > 1_000.0);
    }
}

#[test]
fn everybody_is_paid_once_by_hand() {
    let inputs = inputs(PLAN);
    let (k, team) = (&inputs.k, &inputs.team);
    let months = project(&inputs);
    for (month, of) in months.iter().enumerate() {
        let wages = 1.045_f64.powf(month as f64 / 12.0);
        let v = &of.values;
        let employees = v.engineers - v.contractors;
        let building = employees - v.platform_engineers;
        let managers = v.engineers / k.span_of_control;
        let a_year = building * team.product_salary
            + v.platform_engineers * team.platform_salary
            + managers * team.manager_salary;
        // Contractors at 14,000 a month, with the factor on all pay.
        let everybody = (a_year / 12.0 + v.contractors * 14_000.0 * 1.05) * wages;
        let gained = v.need_training / (k.training_work * v.engineers);
        let fees = k.training_price * v.engineers * gained;
        check(
            v.salaries + v.migration_people + v.training - fees,
            everybody,
        );
        let of_builders = building * team.product_salary / 12.0 + v.contractors * 14_700.0;
        let person_month = of_builders / (building + v.contractors) * wages;
        check(v.training - fees, person_month * v.need_training);
        check(v.on_call, v.rotations * k.on_call_price);
    }
    // Contractors and hires come while people are short and there is money.
    let [then, at_last] = [10, 17].map(|month| &months[month].values);
    assert!(then.contractors > 1.0 && then.hiring > 0.0);
    assert_eq!((at_last.contractors, at_last.hiring), (0.0, 0.0));
}

#[test]
fn needs_add_up_and_operations_are_overloaded_once_it_has_moved() {
    let inputs = inputs(PLAN);
    let months = project(&inputs);
    for (month, of) in months.iter().enumerate().skip(LAUNCHED) {
        let of = &of.values;
        let parts = of.need_changes + of.need_operations + of.need_training + of.need_migration;
        check(of.engineers_needed, parts);
        let short = of.need_operations > of.platform_engineers + 0.01;
        if month < MOVING {
            assert!(!short, "{month}");
        }
        if month >= MOVED {
            assert!(short, "{month}");
        }
        let moving = (MOVING..MOVED).contains(&month);
        assert_eq!(of.need_migration > 0.0, moving, "{month}");
        // Three tenths of what runs, while both run.
        let running = of.gpu + of.cpu + of.platform + of.storage;
        let twice = if moving { 0.3 * running } else { 0.0 };
        check(of.migration_dual_running, twice);
        let funding = if month == 12 { 400_000.0 } else { 0.0 };
        check(of.income, of.users * 0.06 + funding);
    }
}

#[test]
fn pipelines_hold_up_what_people_could_do() {
    let inputs = inputs(PLAN);
    let mut wide = inputs.clone();
    wide.k.pipeline_hours = 2_000.0;
    let (narrow, wide) = (project(&inputs), project(&wide));
    let delivered = |months: &[Month]| months[LAUNCHED].values.delivered_changes;
    assert!(delivered(&narrow) < 0.95 * delivered(&wide));
}

#[test]
fn a_month_is_down_for_all_its_hours_at_most() {
    let mut inputs = inputs(PLAN);
    inputs.k.other_incidents = 20_000.0;
    for of in &project(&inputs)[LAUNCHED..] {
        check(of.values.down_hours, inputs.k.hours_per_month);
        let by_cause: f64 = of.values.causes.iter().map(|[_, hours]| hours).sum();
        assert!(by_cause > 2.0 * inputs.k.hours_per_month);
    }
}

/// The pinned months; a test that fails prints the table anew.
const PINNED: &str = "
users 0.00000000000e0 0.00000000000e0 1.10000000000e6 1.84800000000e6 2.37600000000e6 2.37600000000e6
requests_per_second 0.00000000000e0 0.00000000000e0 1.88356164384e1 3.16438356164e1 4.06849315068e1 4.06849315068e1
gpu 2.31249930000e4 2.26462752958e4 4.62493831778e4 5.04349297070e4 6.50410201769e4 6.34415967218e4
cpu 0.00000000000e0 0.00000000000e0 0.00000000000e0 2.91685041832e2 9.55272388641e2 1.23311563688e3
platform 5.18333716667e3 5.06195572208e3 6.61618308599e3 5.87534420780e3 5.75015826877e3 5.47856799318e3
hosted_api 0.00000000000e0 0.00000000000e0 3.92783398733e4 6.12574716629e4 6.58025477489e4 6.22322073846e4
storage 9.10800000000e1 9.17555468975e1 8.08053723595e2 1.30947078186e3 1.67942675034e3 1.69437433599e3
salaries 2.83082830465e5 2.85821465681e5 3.06270794769e5 3.21185433790e5 2.71923144664e5 2.94924363409e5
on_call 0.00000000000e0 0.00000000000e0 5.40000000000e3 5.40000000000e3 8.10000000000e3 8.10000000000e3
hiring 1.57500000000e3 3.38870239805e3 1.33962124802e3 3.77971147116e3 0.00000000000e0 0.00000000000e0
training 0.00000000000e0 0.00000000000e0 7.91827397346e3 4.42932995247e3 3.83376641036e3 3.72558313000e3
migration_people 0.00000000000e0 0.00000000000e0 0.00000000000e0 2.79593337067e4 3.09610600787e4 0.00000000000e0
migration_dual_running 0.00000000000e0 0.00000000000e0 0.00000000000e0 1.73734289216e4 2.20277632754e4 0.00000000000e0
downtime 0.00000000000e0 0.00000000000e0 1.45710249611e4 1.58556379573e4 1.72643335312e4 1.80048076907e4
latency 0.00000000000e0 0.00000000000e0 1.33116518979e4 1.35766567316e4 1.44678877699e4 1.47598233456e4
delay 0.00000000000e0 6.00000000000e4 2.40580335140e4 9.78515592611e4 1.71922440365e5 2.25765880341e5
security 0.00000000000e0 0.00000000000e0 1.97643419000e3 1.99741087431e3 1.89145833333e3 1.82891666667e3
income 0.00000000000e0 0.00000000000e0 6.60000000000e4 1.10880000000e5 1.42560000000e5 1.42560000000e5
engineers 1.50000000000e1 1.50000000000e1 1.62440852735e1 1.82468702265e1 1.53294925365e1 1.47617923256e1
platform_engineers 5.20199131962e0 5.16640307867e0 5.24760750376e0 6.19539561346e0 7.58562877755e0 7.34875455423e0
engineers_needed 1.50000000000e1 1.50000000000e1 1.79582077951e1 2.10713690563e1 2.50957808892e1 2.44864831508e1
backlog 0.00000000000e0 0.00000000000e0 2.01562608684e1 9.53792049998e1 1.69464184840e2 2.22156142656e2
delivered_changes 0.00000000000e0 0.00000000000e0 2.16791669028e1 2.18616456979e1 1.51652722519e1 1.96205909084e1
lead_time_days 5.45544465843e0 5.27846488399e0 4.62149460517e0 4.25432736860e0 4.45331085330e0 4.48324098477e0
pace_ceiling 3.60697496798e1 3.68571260486e1 1.38129916770e1 1.79330234336e1 2.54187253785e1 2.93739406649e1
modularity 6.62758620690e-1 6.62758620690e-1 6.43323125424e-1 5.88948539922e-1 5.79039401973e-1 5.85279230331e-1
incidents 0.00000000000e0 0.00000000000e0 8.11788643640e-1 9.43394038299e-1 9.16682407989e-1 1.05306522207e0
down_hours 0.00000000000e0 0.00000000000e0 1.30588400015e0 1.40663580116e0 1.34246462394e0 1.55779051706e0
added_latency_ms 1.35959297448e1 1.35365297448e1 1.32791297448e1 1.39416418290e1 1.61697194248e1 1.68995583641e1
gpus 1.20000000000e1 1.20000000000e1 4.03364000000e1 6.83762745098e1 9.68697615479e1 1.01010776471e2
readiness_index 5.66867481571e-1 5.77332727384e-1 6.22682125910e-1 6.30711500199e-1 5.73361537477e-1 5.51703201335e-1
readiness_mean 8.27038931675e-1 8.32271554582e-1 8.46225215667e-1 8.34040984607e-1 7.76063387505e-1 7.58417312215e-1
wanted_changes 0.00000000000e0 0.00000000000e0 4.28962836063e1 1.22260808856e2 1.93548624715e2 2.53469162125e2
hops 4.95000000000e0 4.95000000000e0 4.95000000000e0 5.25000000000e0 5.96111111111e0 6.25000000000e0
need_changes 9.79800868038e0 9.83359692133e0 1.23207422448e1 1.29756227968e1 1.52999818597e1 1.58546741560e1
need_operations 5.20199131962e0 5.16640307867e0 5.24760750376e0 6.19539561346e0 7.81605448057e0 8.45466748689e0
need_training 0.00000000000e0 0.00000000000e0 3.89858046564e-1 2.18962442718e-1 1.83953910438e-1 1.77141507907e-1
need_migration 0.00000000000e0 0.00000000000e0 0.00000000000e0 1.68138820328e0 1.79579063846e0 0.00000000000e0
contractors 0.00000000000e0 2.18650078125e-1 2.03051065919e-1 2.50000000000e0 0.00000000000e0 0.00000000000e0
rotations 0.00000000000e0 0.00000000000e0 2.00000000000e0 2.00000000000e0 3.00000000000e0 3.00000000000e0
tax_platform 1.75680000000e2 1.75680000000e2 1.75680000000e2 1.85520000000e2 2.10120000000e2 2.19960000000e2
tax_calls 0.00000000000e0 0.00000000000e0 0.00000000000e0 2.54890553690e1 7.39326519855e1 9.54802556835e1
tax_sidecars 0.00000000000e0 0.00000000000e0 0.00000000000e0 8.91746979857e0 3.82286423244e1 4.93448133023e1
tax_transfer 0.00000000000e0 0.00000000000e0 3.08898759970e2 5.26066060874e2 6.89154755674e2 6.96757422865e2
tax_fees 0.00000000000e0 0.00000000000e0 4.95000000000e2 8.31600000000e2 1.06920000000e3 1.06920000000e3
tax_tracing 0.00000000000e0 0.00000000000e0 1.04668799400e1 1.95050948400e1 2.97229944528e1 3.21449634000e1
changes.incidents 0.00000000000e0 0.00000000000e0 5.70804803376e-1 5.71519520126e-1 4.01860167530e-1 5.15935836995e-1
changes.hours 0.00000000000e0 0.00000000000e0 8.60422466616e-1 8.94429414887e-1 7.33984953026e-1 9.11386660026e-1
platform.incidents 0.00000000000e0 0.00000000000e0 2.40983840264e-1 3.33807851506e-1 4.26000018237e-1 4.22929385075e-1
platform.hours 0.00000000000e0 0.00000000000e0 1.82971130070e-1 2.49225794537e-1 3.56419553773e-1 4.05057967668e-1
gpus.incidents 0.00000000000e0 0.00000000000e0 0.00000000000e0 3.80666666667e-2 8.88222222222e-2 1.14200000000e-1
gpus.hours 0.00000000000e0 0.00000000000e0 0.00000000000e0 2.68135625605e-3 6.68704193032e-3 9.49978783598e-3
hosted_apis.incidents 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0
hosted_apis.hours 0.00000000000e0 0.00000000000e0 2.14748386516e-1 1.87158181808e-1 1.56545854005e-1 1.38008780366e-1
spikes.incidents 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0
spikes.hours 0.00000000000e0 0.00000000000e0 4.77420169516e-2 7.31410536728e-2 8.88272212025e-2 9.38373211644e-2
progress 0.00000000000e0 0.00000000000e0 0.00000000000e0 4.44444444444e-1 8.88888888889e-1 1.00000000000e0
levels 1.54000000000e1 1.56400000000e1 1.60400000000e1 1.65840000000e1 1.70640000000e1 1.74240000000e1
chat.down 2.30317689159e-2 2.23101778940e-2 2.31065826794e-1 1.79618368407e-1 1.32472107359e-1 1.88951345779e-1
guard.down 1.19302569776e-1 1.19094942040e-1 1.30999036395e-1 1.02412667442e-1 6.21279055526e-2 4.30372948094e-2
events.down 3.75308543464e-3 3.63550033885e-3 1.78639851174e-2 2.79640062600e-2 4.36017056322e-2 5.58832608292e-2
";
