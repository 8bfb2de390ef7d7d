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
            calls: 0.3, tokens_in: 1_500, tokens_out: 400, modularity: 0.6),
        (name: "events", kind: Stream, value_share: 0.15, size_pm: 5, changes: 2.5, events_per_second: 6,
            cpu_ms: 30, freshness_s: 120, gpu_seconds: 0.02, feedback_share: 0.2, retrain_days: 20,
            retrain_gpu_seconds: 0.5, evaluation_cost: 80, evaluation_hours: 2),
        (name: "front", core: true, size_pm: 9, changes: 9, calls: 2, cpu_ms: 35, memory_gib: 2),
        (name: "guard", kind: HostedApi, api: "api", value_share: 0.4, size_pm: 3, changes: 1.2,
            calls: 0.9, tokens_in: 400, tokens_out: 30, price_per_call: 0.0004),
        (name: "hint", kind: Llm, model: "m", hosting: Either, api: "api", value_share: 0.1, size_pm: 4,
            changes: 1.8, calls: 0.5, tokens_in: 700, tokens_out: 90, cached_prefix: 0.5),
        (name: "imaging", kind: GpuJob, value_share: 0.25, size_pm: 4, changes: 1.4, calls: 0.15,
            gpu_seconds: 0.4, gpu_memory_gib: 6),
        (name: "late", value_share: 0.12, size_pm: 3.5, changes: 2.2, appear: 13)],
    edges: [(from: "front", to: "chat", calls: 1.4, mib: 0.03), (from: "front", to: "guard", calls: 0.9),
        (from: "front", to: "hint", calls: 0.5, price: 0.00002), (from: "chat", to: "archive", calls: 2.6, mib: 0.2),
        (from: "front", to: "draft", calls: 0.3), (from: "front", to: "imaging", calls: 0.15, mib: 1.5),
        (from: "front", to: "late", calls: 0.4)],
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
    overrides: [(id: "pace.pipeline_hours", value: 1.4, reason: "Pipelines hold changes up."),
        (id: "pace.build_minutes", value: 22, reason: "Pipelines hold changes up."),
        (id: "operations.hours_per_unit", value: 120, reason: "More than people may spend on them."),
        (id: "operations.units_per_rotation", value: 3, reason: "Several rotations.")]
"#;

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
gpu 2.10495300000e4 2.06143320871e4 3.39593599253e4 3.75306888900e4 4.79566226173e4 4.70467577771e4
cpu 0.00000000000e0 0.00000000000e0 0.00000000000e0 2.86758345875e2 9.32067709734e2 1.20279536338e3
platform 5.15187316667e3 5.03009428208e3 6.33566652212e3 5.52187335469e3 5.32221331023e3 5.10365346432e3
hosted_api 0.00000000000e0 0.00000000000e0 4.20285612717e4 6.55466450323e4 7.04099617963e4 6.65896305590e4
storage 9.10800000000e1 9.17555468975e1 8.08053723595e2 1.30947078186e3 1.67942675034e3 1.69437433599e3
salaries 2.83081024418e5 2.85819639650e5 3.06250535320e5 3.20396563393e5 2.70645919041e5 2.94924363409e5
on_call 0.00000000000e0 0.00000000000e0 5.40000000000e3 5.40000000000e3 8.10000000000e3 8.10000000000e3
hiring 1.57500000000e3 3.38870239805e3 1.33962124802e3 3.77971147116e3 0.00000000000e0 0.00000000000e0
training 0.00000000000e0 0.00000000000e0 7.91830901723e3 4.42950877845e3 3.83376641036e3 3.72558313000e3
migration_people 0.00000000000e0 0.00000000000e0 0.00000000000e0 2.87301101454e4 3.22382857017e4 0.00000000000e0
migration_dual_running 0.00000000000e0 0.00000000000e0 0.00000000000e0 1.33946374117e4 1.67670991163e4 0.00000000000e0
downtime 0.00000000000e0 0.00000000000e0 1.44353525571e4 1.54866227733e4 1.64390994731e4 1.71309627591e4
latency 0.00000000000e0 0.00000000000e0 1.33116518979e4 1.35766567316e4 1.44678877699e4 1.47598233456e4
delay 0.00000000000e0 6.00000000000e4 3.94699745905e4 1.61507701058e5 4.04723354469e5 4.80499333988e5
security 0.00000000000e0 0.00000000000e0 1.97643419000e3 1.99741087431e3 1.89145833333e3 1.82891666667e3
income 0.00000000000e0 0.00000000000e0 6.60000000000e4 1.10880000000e5 1.42560000000e5 1.42560000000e5
engineers 1.50000000000e1 1.50000000000e1 1.62440852735e1 1.82468702265e1 1.53294925365e1 1.47617923256e1
platform_engineers 5.19913417677e0 5.16354593581e0 5.21630921804e0 6.16807485743e0 7.58562877755e0 7.34875455423e0
engineers_needed 1.50000000000e1 1.50000000000e1 1.83797548245e1 2.13924767396e1 2.50519683609e1 2.41948725765e1
backlog 0.00000000000e0 0.00000000000e0 1.62753847305e1 7.55562881611e1 1.46349460959e2 2.00929947533e2
delivered_changes 0.00000000000e0 0.00000000000e0 2.57642996794e1 2.58553540712e1 1.58393443113e1 2.01862530685e1
lead_time_days 5.58583441177e0 5.40526326364e0 2.58558188960e1 9.56287456001e1 2.86081470731e2 3.07198379760e2
pace_ceiling 4.83019332930e1 4.93699560238e1 2.14460839336e1 2.77069673322e1 3.84125943501e1 4.37194031240e1
modularity 6.62758620690e-1 6.62758620690e-1 6.18798256354e-1 4.88221178640e-1 4.55625846686e-1 4.59455752902e-1
incidents 0.00000000000e0 0.00000000000e0 8.82073514413e-1 9.86407316350e-1 8.51972957218e-1 9.90131893612e-1
down_hours 0.00000000000e0 0.00000000000e0 1.16520096759e0 1.17887176211e0 9.46301914540e-1 1.13829162183e0
added_latency_ms 1.35959297448e1 1.35365297448e1 1.32791297448e1 1.39416418290e1 1.61697194248e1 1.68995583641e1
gpus 1.10000000000e1 1.10000000000e1 2.93820000000e1 4.99649467417e1 7.00913202269e1 7.41063372549e1
readiness_index 5.66867481571e-1 5.77332727384e-1 6.22682125910e-1 6.30711500199e-1 5.73361537477e-1 5.51703201335e-1
readiness_mean 8.27038931675e-1 8.32271554582e-1 8.46225215667e-1 8.34040984607e-1 7.76063387505e-1 7.58417312215e-1
wanted_changes 0.00000000000e0 0.00000000000e0 4.28962836063e1 1.05388288978e2 1.69891408479e2 2.31691460998e2
hops 4.95000000000e0 4.95000000000e0 4.95000000000e0 5.25000000000e0 5.96111111111e0 6.25000000000e0
need_changes 9.80086582323e0 9.83645406419e0 1.27735875599e1 1.32777839669e1 1.52649616126e1 1.56523484340e1
need_operations 5.19913417677e0 5.16354593581e0 5.21630921804e0 6.16807485743e0 7.73318108556e0 8.36538263458e0
need_training 0.00000000000e0 0.00000000000e0 3.89858046564e-1 2.18962442718e-1 1.83953910438e-1 1.77141507907e-1
need_migration 0.00000000000e0 0.00000000000e0 0.00000000000e0 1.72765547255e0 1.86987175232e0 0.00000000000e0
contractors 0.00000000000e0 2.18650078125e-1 2.03051065919e-1 2.50000000000e0 0.00000000000e0 0.00000000000e0
rotations 0.00000000000e0 0.00000000000e0 2.00000000000e0 2.00000000000e0 3.00000000000e0 3.00000000000e0
tax_platform 1.75680000000e2 1.75680000000e2 1.75680000000e2 1.85520000000e2 2.10120000000e2 2.19960000000e2
tax_calls 0.00000000000e0 0.00000000000e0 0.00000000000e0 2.45234920576e1 7.22816946020e1 9.32656347731e1
tax_sidecars 0.00000000000e0 0.00000000000e0 0.00000000000e0 1.25321911330e1 4.11848420531e1 5.31499922273e1
tax_transfer 0.00000000000e0 0.00000000000e0 3.08898759970e2 5.26066060874e2 6.89154755674e2 6.96757422865e2
tax_fees 0.00000000000e0 0.00000000000e0 4.95000000000e2 8.31600000000e2 1.06920000000e3 1.06920000000e3
tax_tracing 0.00000000000e0 0.00000000000e0 1.04668799400e1 1.95050948400e1 2.97229944528e1 3.21449634000e1
changes.incidents 0.00000000000e0 0.00000000000e0 6.92751950995e-1 6.84755255174e-1 4.21007831682e-1 5.28310704236e-1
changes.hours 0.00000000000e0 0.00000000000e0 7.45065388330e-1 7.10547402096e-1 3.98959971204e-1 5.55329221519e-1
platform.incidents 0.00000000000e0 0.00000000000e0 1.89321563418e-1 2.63585394509e-1 3.42142903314e-1 3.47621189376e-1
platform.hours 0.00000000000e0 0.00000000000e0 1.46856829691e-1 2.05400921260e-1 2.95260029489e-1 3.41513355415e-1
gpus.incidents 0.00000000000e0 0.00000000000e0 0.00000000000e0 3.80666666667e-2 8.88222222222e-2 1.14200000000e-1
gpus.hours 0.00000000000e0 0.00000000000e0 0.00000000000e0 2.70665471219e-3 6.68951593967e-3 9.48685223000e-3
hosted_apis.incidents 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0
hosted_apis.hours 0.00000000000e0 0.00000000000e0 2.14748386516e-1 1.87138219160e-1 1.56558598433e-1 1.38035414062e-1
spikes.incidents 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0 0.00000000000e0
spikes.hours 0.00000000000e0 0.00000000000e0 5.85303630497e-2 7.30785648845e-2 8.88337994747e-2 9.39267786070e-2
progress 0.00000000000e0 0.00000000000e0 0.00000000000e0 4.44444444444e-1 8.88888888889e-1 1.00000000000e0
levels 1.54000000000e1 1.56400000000e1 1.60400000000e1 1.65840000000e1 1.70640000000e1 1.74240000000e1
chat.down 2.30317689159e-2 2.23101778940e-2 2.18022430804e-1 1.91832809816e-1 1.31395227646e-1 1.90160342723e-1
guard.down 1.18097647999e-1 1.17927770760e-1 1.39266268446e-1 1.08727986513e-1 6.29578102562e-2 4.30293713351e-2
events.down 3.07070626470e-3 2.97450027724e-3 2.83007777641e-2 3.24967906119e-2 3.48699147563e-2 4.36611256586e-2
";
