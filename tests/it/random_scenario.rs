//! Random plans, and projections of them on hardware that stays fixed.
//!
//! A plan is built from a list of random shares, consumed in order, so that a failing case shrinks
//! to few and small numbers. Values stay within what a careful user could state; [`extreme`] goes
//! to the edges.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use splitpoint::analysis::ready::Ready;
use splitpoint::analysis::roadmaps::{PlannedRoadmap, PlannedStage};
use splitpoint::analysis::session::Session;
use splitpoint::catalog::Catalog;
use splitpoint::engine::baseline::Baseline;
use splitpoint::engine::compile::{Likely, catalog_of, compile};
use splitpoint::engine::deployment::Hardware;
use splitpoint::engine::inputs::Inputs;
use splitpoint::engine::month::{MonthValues, Observer};
use splitpoint::engine::partition::Partition;
use splitpoint::engine::projection::{Projector, TrainingSchedule};
use splitpoint::engine::stage::Stage;
use splitpoint::number::Number;
use splitpoint::scenario::schema::{
    Component, Contract, Edge, Event, EventKind, Fallback, GrowthShape, HiringPolicy, Hosting,
    Kind, Launch, Levels, Maturity, Precision, Spike, TablePoint, Training,
};
use splitpoint::scenario::{Quantity, Scenario};

/// Whose interface components meet at.
const CONTRACTS: [Contract; 4] = [
    Contract::Usual,
    Contract::Standard,
    Contract::Own,
    Contract::Shared,
];

/// The same cases on every machine and in every run; nothing is written to disk.
pub(crate) fn config(seed: u64) -> ProptestConfig {
    ProptestConfig {
        cases: 256,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    }
}

/// The random shares that a plan is built from.
pub(crate) fn genes() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(0.0..1.0_f64, 400)
}

/// Random shares, consumed in order; zeros when they run out.
pub(crate) struct Genes<'a>(std::slice::Iter<'a, f64>);

impl<'a> Genes<'a> {
    /// All of them.
    pub(crate) fn new(genes: &'a [f64]) -> Self {
        Self(genes.iter())
    }

    fn next(&mut self) -> f64 {
        self.0.next().copied().unwrap_or(0.0)
    }

    /// Whether something that happens with probability `share` does.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.next() > 1.0 - share
    }

    /// Evenly between two numbers.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.next()
    }

    /// Between two positive numbers, every magnitude as likely.
    pub(crate) fn magnitude(&mut self, low: f64, high: f64) -> f64 {
        low * (high / low).powf(self.next())
    }

    /// A whole number below `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((self.next() * count as f64) as usize).min(count.saturating_sub(1))
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    fn at(&mut self, low: f64, high: f64) -> Quantity {
        Quantity::point(self.between(low, high))
    }

    fn scale(&mut self, low: f64, high: f64) -> Quantity {
        Quantity::point(self.magnitude(low, high))
    }

    /// A partition of `count` components into at most `count` units.
    pub(crate) fn partition(&mut self, count: usize) -> Partition {
        let units = 1 + self.below(count);
        let mut members = vec![(String::new(), Vec::new()); units];
        for c in 0..count {
            members[self.below(units)].1.push(c);
        }
        Partition::new(members)
    }
}

const MODELS: [&str; 3] = ["Llama-3.1-8B", "Qwen3-32B", "gpt-oss-20b"];
const APIS: [&str; 2] = ["gpt-4o", "groq:llama-3.1-8b-instant"];
const GPUS: [&str; 4] = ["L4", "L40S", "A100-80GB-SXM", "H100-SXM"];

fn levels(g: &mut Genes<'_>, known: f64) -> Levels {
    let mut level = || g.chance(known).then(|| g.at(0.0, 4.0));
    Levels {
        delivery: level(),
        platform: level(),
        observability: level(),
        incident_response: level(),
        boundaries: level(),
        ownership: level(),
        distributed: level(),
        model_operations: level(),
        security: level(),
        cost: level(),
    }
}

fn component(g: &mut Genes<'_>, index: usize, kinds: &[Kind], months: u32) -> Component {
    let kind = g.of(kinds);
    let mut c = Component {
        name: format!("c{index}"),
        kind,
        core: index == 0 || g.chance(0.2),
        value_share: g.at(0.0, 0.6),
        size_pm: g.scale(1.0, 200.0),
        changes: g.at(0.1, 12.0),
        changes_growth: g.at(-0.1, 0.3),
        model_change_share: g.at(0.0, 0.8),
        evaluation_hours: g.at(0.0, 2.0),
        evaluation_cost: g.at(0.0, 80.0),
        calls: g.scale(0.02, 4.0),
        cpu_ms: g.scale(1.0, 300.0),
        memory_gib: g.at(0.25, 12.0),
        working_set_gib: g.at(0.0, 2.0),
        session_minutes: g.at(0.0, 20.0),
        storage_gib: g.at(0.0, 2_000.0),
        storage_gib_per_user: g.at(0.0, 0.5),
        ..Component::default()
    };
    if g.chance(0.2) {
        c.effort_pm = Some(g.at(0.05, 1.5));
    }
    if g.chance(0.2) {
        c.modularity = Some(g.at(0.0, 1.0));
    }
    if index > 0 && g.chance(0.2) {
        c.appear = 1 + g.below(months as usize) as u32;
    }
    if index > 0 && g.chance(0.15) {
        c.retire = Some(c.appear + 1 + g.below(months as usize) as u32);
    }
    match kind {
        Kind::Llm => {
            c.model = Some(g.of(&MODELS).to_owned());
            c.api = Some(g.of(&APIS).to_owned());
            c.hosting = g.of(&[Hosting::SelfHosted, Hosting::Hosted, Hosting::Either]);
            c.precision = g.of(&[Precision::Fp8, Precision::Fp16]);
            c.tokens_in = g.at(100.0, 4_000.0);
            c.tokens_out = g.at(10.0, 500.0);
            c.cached_prefix = g.at(0.0, 0.6);
            c.time_to_first_token_ms = Quantity::point(4_000.0);
            c.inter_token_ms = Quantity::point(120.0);
        }
        Kind::GpuJob => {
            c.gpu_seconds = g.scale(0.005, 2.0);
            c.gpu_memory_gib = g.at(0.0, 15.0);
        }
        Kind::HostedApi => {
            c.api = Some(g.of(&APIS).to_owned());
            c.price_per_call = g.at(0.0, 0.02);
            c.tokens_in = g.at(100.0, 4_000.0);
            c.tokens_out = g.at(10.0, 500.0);
        }
        Kind::Stream => {
            c.events_per_second = g.scale(0.1, 100.0);
            c.freshness_s = g.scale(5.0, 3_600.0);
            c.feedback_share = g.at(0.0, 0.05);
            c.retrain_gpu_seconds = g.at(0.0, 0.1);
        }
        _ => {}
    }
    c
}

fn growth(g: &mut Genes<'_>, s: &mut Scenario, months: u32) {
    let users = s.demand.users.likely;
    let growth = &mut s.demand.growth;
    growth.shape = g.of(&[
        GrowthShape::Flat,
        GrowthShape::Linear,
        GrowthShape::Compound,
        GrowthShape::SCurve,
        GrowthShape::Table,
    ]);
    growth.monthly_rate = g.at(0.0, 0.15);
    growth.users_per_month = Quantity::point(users * g.between(-0.02, 0.1));
    growth.ceiling = Some(Quantity::point(users * g.between(1.5, 30.0)));
    growth.table = (0..3)
        .map(|i| TablePoint {
            month: i * months / 3,
            users: Quantity::point(users * g.between(0.2, 5.0)),
            name: String::new(),
        })
        .collect();
}

fn plan_of(g: &mut Genes<'_>, kinds: &[Kind], most: usize) -> Scenario {
    let mut s = Scenario {
        name: "random".to_owned(),
        horizon_months: 12 + g.below(19) as u32,
        training: Training::Off,
        ..Scenario::default()
    };
    let months = s.horizon_months;
    s.demand.users = g.scale(10.0, 500_000.0);
    s.demand.requests_per_user_month = g.scale(1.0, 300.0);
    s.demand.peak_to_mean = g.at(1.0, 3.5);
    growth(g, &mut s, months);
    let count = 1 + g.below(most);
    s.components = (0..count).map(|c| component(g, c, kinds, months)).collect();
    for from in 0..count {
        let to = g.below(count);
        if to != from {
            s.edges.push(Edge {
                from: format!("c{from}"),
                to: format!("c{to}"),
                calls: g.scale(0.02, 4.0),
                mib: g.scale(0.001, 2.0),
                price: g.at(0.0, 0.000_05),
                contract: CONTRACTS[g.below(CONTRACTS.len())],
                name: String::new(),
            });
        }
    }
    s.gpus.allowed = GPUS.map(str::to_owned).to_vec();
    let engineers = g.magnitude(3.0, 150.0);
    s.team.engineers = Quantity::point(engineers);
    s.team.mix.platform = g.at(0.5, 2.0);
    s.team.levels = levels(g, 0.7);
    let hiring = &mut s.team.hiring;
    hiring.policy = g.of(&[HiringPolicy::ToPlan, HiringPolicy::Hold]);
    hiring.min = Quantity::point(engineers * 0.7);
    hiring.max = Quantity::point(engineers * g.between(1.0, 3.0));
    hiring.attrition = Some(g.at(0.0, 0.3));
    s.change.maturity = g.of(&[Maturity::Exploring, Maturity::Growing, Maturity::Stable]);
    s.change.shared_coupling = g.at(0.0, 0.1);
    s.reliability.value_per_user_month = g.at(0.0, 30.0);
    s.reliability.security_loss = g.at(0.0, 3e6);
    s.money.revenue_per_user_month = g.at(0.0, 20.0);
    s
}

/// What most plans leave out: money that can run out, spikes, events, terms, a launch.
fn extras(g: &mut Genes<'_>, s: &mut Scenario) {
    let months = s.horizon_months as usize;
    let count = s.components.len();
    s.units_per_usd = g.scale(0.5, 150.0);
    if g.chance(0.3) {
        s.demand.spikes.push(Spike {
            name: "spike".to_owned(),
            per_month: g.at(0.1, 4.0),
            times: g.at(1.0, 10.0),
            hours: g.at(0.1, 6.0),
            component: None,
        });
    }
    if g.chance(0.3) {
        s.money.capital = Some(g.scale(1e5, 1e9));
    }
    if g.chance(0.2) {
        s.launch = Some(Launch {
            month: 1 + g.below(months - 1) as u32,
            value_per_month: g.at(0.0, 1e5),
        });
    }
    if g.chance(0.3) {
        s.team.contractors.max = g.at(0.0, 10.0);
    }
    for (kind, low, high) in [
        (EventKind::Users, 0.5, 2.0),
        (EventKind::Changes, 0.5, 2.0),
        (EventKind::GpuPrice, 0.5, 2.0),
        (EventKind::TokenPrice, 0.5, 2.0),
        (EventKind::Funding, 0.0, 1e6),
        (EventKind::Engineers, -2.0, 5.0),
    ] {
        if g.chance(0.15) {
            s.events.push(Event {
                name: format!("event {}", s.events.len()),
                month: g.below(months) as u32,
                kind,
                value: g.at(low, high),
            });
        }
    }
    if g.chance(0.5) {
        s.gpus.spot_share = g.at(0.0, 0.5);
        s.gpus.committed_share = g.at(0.0, 0.5);
        s.gpus.committed_months = 3 + g.below(20) as u32;
    }
    s.prices.cloud_drift = g.at(-0.1, 0.1);
    s.hosted.second_provider = g.chance(0.5);
    if g.chance(0.3) {
        s.reliability.latency_budget_ms = Some(g.at(100.0, 2_000.0));
        s.reliability.latency_cost_per_100ms = g.at(0.0, 5_000.0);
    }
    s.change.lead_time_day_value = g.at(0.0, 500.0);
    if g.chance(0.3) {
        s.reliability.fallbacks.push(Fallback {
            component: format!("c{}", g.below(count)),
            ..Fallback::default()
        });
    }
}

const ALL_KINDS: [Kind; 7] = [
    Kind::Service,
    Kind::Llm,
    Kind::GpuJob,
    Kind::HostedApi,
    Kind::DataStore,
    Kind::Batch,
    Kind::Stream,
];

/// A plan of any kind, with at most five components.
pub(crate) fn anything(genes: &[f64]) -> Scenario {
    let mut g = Genes::new(genes);
    let mut s = plan_of(&mut g, &ALL_KINDS, 5);
    extras(&mut g, &mut s);
    s
}

/// A plan whose costs follow its load and its people alone: one price for GPUs, money without
/// end, no launch.
pub(crate) fn steady(genes: &[f64]) -> Scenario {
    plan_of(&mut Genes::new(genes), &ALL_KINDS, 5)
}

/// A plan without GPUs and hosted models, and nothing evaluated.
pub(crate) fn cpu_only(genes: &[f64]) -> Scenario {
    const KINDS: [Kind; 4] = [Kind::Service, Kind::DataStore, Kind::Batch, Kind::Stream];
    let mut s = plan_of(&mut Genes::new(genes), &KINDS, 7);
    for c in &mut s.components {
        c.retrain_gpu_seconds = Quantity::point(0.0);
        c.evaluation_cost = Quantity::point(0.0);
        c.evaluation_hours = Quantity::point(0.0);
    }
    s
}

/// A plan in which many numbers are at the least that they may be.
pub(crate) fn extreme(genes: &[f64]) -> Scenario {
    let mut s = anything(genes);
    let mut g = Genes::new(&genes[200..]);
    let zero = Quantity::point(0.0);
    let mut none = |value: &mut Quantity| {
        if g.chance(0.3) {
            *value = zero;
        }
    };
    none(&mut s.demand.users);
    none(&mut s.demand.requests_per_user_month);
    none(&mut s.reliability.value_per_user_month);
    none(&mut s.factors.changes);
    none(&mut s.factors.gpu_price);
    for c in &mut s.components {
        for value in [
            &mut c.size_pm,
            &mut c.changes,
            &mut c.calls,
            &mut c.cpu_ms,
            &mut c.memory_gib,
            &mut c.tokens_in,
            &mut c.tokens_out,
            &mut c.gpu_seconds,
            &mut c.value_share,
            &mut c.events_per_second,
            &mut c.retrain_days,
            &mut c.freshness_s,
        ] {
            none(value);
        }
    }
    for edge in &mut s.edges {
        none(&mut edge.calls);
    }
    if g.chance(0.3) {
        s.components.truncate(1);
        s.edges.clear();
        s.reliability.fallbacks.clear();
    }
    if g.chance(0.3) {
        s.team.engineers = Quantity::point(1.0);
        s.team.hiring.min = zero;
        s.team.hiring.max = Quantity::point(1.0);
    }
    if g.chance(0.2) {
        s.team.levels = Levels::default();
    }
    s
}

/// A plan compiled at likely inputs.
pub(crate) fn compiled(scenario: &Scenario) -> Inputs<f64> {
    let catalog = catalog_of(scenario, Catalog::builtin().unwrap()).unwrap();
    compile(scenario, &catalog, &mut Likely { catalog: &catalog }).unwrap()
}

/// A stage with its hardware, ready to be built for any numbers.
#[derive(Clone, Debug)]
pub(crate) struct Fixed {
    pub(crate) from_month: usize,
    pub(crate) partition: Partition,
    pub(crate) upkeep: f64,
    pub(crate) hardware: Vec<Option<Hardware>>,
}

/// Stages from the first month on, then from the months given.
pub(crate) fn stages(list: &[(usize, &Partition, f64)]) -> Vec<PlannedStage> {
    list.iter()
        .map(|(from_month, partition, upkeep)| PlannedStage {
            from_month: *from_month,
            partition: (*partition).clone(),
            upkeep: *upkeep,
        })
        .collect()
}

/// A roadmap of one's own.
pub(crate) fn plan(stages: Vec<PlannedStage>, training: Training) -> PlannedRoadmap {
    PlannedRoadmap {
        id: "own".to_owned(),
        label: "own".to_owned(),
        stages,
        training,
    }
}

/// Today's stage and a roadmap's, with the hardware chosen at likely inputs; none when a unit can
/// run nowhere.
pub(crate) fn fixed(inputs: &Inputs<f64>, stages: Vec<PlannedStage>) -> Option<Vec<Fixed>> {
    let mut session = Session::new(inputs.clone()).ok()?;
    let ready = session.prepare(&plan(stages, Training::Off)).ok()?;
    Some(
        ready
            .stages
            .iter()
            .map(|stage| Fixed {
                from_month: stage.layout.from_month,
                partition: stage.layout.partition.clone(),
                upkeep: if stage.upkeep > 0.0 {
                    stage.upkeep
                } else {
                    0.0
                },
                hardware: stage.layout.hardware.clone(),
            })
            .collect(),
    )
}

/// The stages as the projector takes them.
pub(crate) fn built<N: Number>(
    inputs: &Inputs<N>,
    fixed: &[Fixed],
    sizes: &[f64],
) -> Vec<Stage<N>> {
    (0..fixed.len())
        .map(|s| {
            let before = s.checked_sub(1).map(|b| (&fixed[b].partition, sizes));
            let stage = &fixed[s];
            Stage::new(
                inputs,
                stage.from_month,
                stage.partition.clone(),
                N::constant(stage.upkeep),
                stage.hardware.clone(),
                before,
            )
        })
        .collect()
}

/// Keeps every month.
pub(crate) struct Months<N>(pub(crate) Vec<MonthValues<N>>);

impl<N: Number> Observer<N> for Months<N> {
    fn month(&mut self, _: usize, values: &MonthValues<N>, _: &[Stage<N>], _: &[N], _: &[N; 10]) {
        self.0.push(*values);
    }
}

/// The months of stages on fixed hardware, against a baseline.
pub(crate) fn months_against<N: Number>(
    inputs: &Inputs<N>,
    baseline: &Baseline<N>,
    fixed: &[Fixed],
    sizes: &[f64],
    levels: Option<[N; 10]>,
) -> Vec<MonthValues<N>> {
    let mut projector = Projector::new(inputs, baseline, built(inputs, fixed, sizes));
    if let Some(levels) = levels {
        projector.start_with_levels(levels);
    }
    let mut months = Months(Vec::new());
    projector.run(&TrainingSchedule::none(), &mut months);
    months.0
}

/// Sizes today, by which units are matched.
pub(crate) fn sizes(inputs: &Inputs<f64>) -> Vec<f64> {
    inputs.components.iter().map(|c| c.size).collect()
}

/// The months of stages on fixed hardware, today measured on the first of them.
pub(crate) fn months(inputs: &Inputs<f64>, fixed: &[Fixed]) -> Vec<MonthValues<f64>> {
    let baseline = Baseline::new(inputs, fixed[0].hardware.clone());
    months_against(inputs, &baseline, fixed, &sizes(inputs), None)
}

/// The months of a roadmap that is ready.
pub(crate) fn observed(session: &Session, ready: &mut Ready) -> Vec<MonthValues<f64>> {
    let mut months = Months(Vec::new());
    session.observe(ready, &mut months);
    months.0
}

/// The first difference beyond a relative tolerance (of one at least), in words.
pub(crate) fn difference(
    a: &[MonthValues<f64>],
    b: &[MonthValues<f64>],
    tolerance: f64,
) -> Option<String> {
    if a.len() != b.len() {
        return Some(format!("{} months against {}", a.len(), b.len()));
    }
    for (month, (a, b)) in a.iter().zip(b).enumerate() {
        for ((name, x), (_, y)) in a.all().into_iter().zip(b.all()) {
            if !near(x, y, tolerance) {
                return Some(format!("{name} in month {month}: {x} against {y}"));
            }
        }
    }
    None
}

/// Whether two numbers agree to a share of the larger, or of one.
pub(crate) fn near(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
}
