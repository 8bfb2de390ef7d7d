//! What units and their pools do per user request, once their hardware is known.
//!
//! Everything here is fixed between the months in which components come, go or change models, so
//! the month loop only multiplies. A pool's load depends on its own components alone: a call
//! leaves it exactly when the other end lies elsewhere. As a rule a unit is one pool.

use super::constants::Constants;
use super::demand::{Hours, own_hours};
use super::dependence::{dependants, has_gateway, readable_stores};
use super::inputs::{Component, Inputs, Spike};
use super::labels as l;
use super::partition::Partition;
use super::readiness::required_levels;
use super::reliability::{Dependants, unit_share};
use super::serving::{usable_memory, weight_bytes};
use super::slot::{Slot, slot};
use super::workload::{Workload, calls_hosted_model, workloads};
use crate::number::{Number, Subject, Whole};
use crate::scenario::schema::Kind;

/// Bytes in a GiB.
pub const BYTES_PER_GIB: f64 = 1_073_741_824.0;
/// MiB in a GiB.
pub const MIB_PER_GIB: f64 = 1024.0;
const MS_PER_S: f64 = 1e3;

/// GPUs of a pool's replica and what runs on them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Hardware {
    /// Index into [`Inputs::gpus`].
    pub gpu: usize,
    /// GPUs of each slot; one slot for all when they are shared.
    pub slots: Vec<usize>,
    /// Whether all models and jobs share all GPUs in turn.
    pub shared: bool,
    /// Components that may run either way and are bought as an API here.
    pub bought: Vec<usize>,
}

impl Hardware {
    /// GPUs in a replica.
    pub fn gpus(&self) -> usize {
        self.slots.iter().sum()
    }
}

/// What a unit is, between two changes of its components.
#[derive(Clone, Copy, Debug)]
pub struct UnitLoad<N> {
    /// Whether any component lives.
    pub live: bool,
    /// Value that goes down with it (share).
    pub value: N,
    /// Longest session that it holds (minutes).
    pub session: N,
    /// The unit, for names.
    pub subject: Subject,
}

/// What a unit is in a month.
pub fn unit_load<N: Number>(inputs: &Inputs<N>, members: &[usize], month: usize) -> UnitLoad<N> {
    let subject = Subject::unit(members);
    let sessions = live(inputs, members, month).map(|component| component.session);
    let session = sessions.fold(N::zero(), N::max);
    UnitLoad {
        live: live(inputs, members, month).next().is_some(),
        value: unit_share(live(inputs, members, month).map(|component| component.own_share)),
        session: if session.is_zero() {
            session
        } else {
            session.named_of(&l::SESSION, subject)
        },
        subject,
    }
}

/// Those of some components that live in a month.
fn live<'a, N>(
    inputs: &'a Inputs<N>,
    members: &'a [usize],
    month: usize,
) -> impl Iterator<Item = &'a Component<N>> {
    let components = members.iter().map(|c| &inputs.components[*c]);
    components.filter(move |component| component.is_live(month))
}

/// What a pool does, between two changes of its components.
#[derive(Clone, Debug)]
pub struct PoolLoad<N: Number> {
    /// Whether any component lives.
    pub live: bool,
    /// Whether a live component is core.
    pub core: bool,
    /// CPU time of load that follows the day (vCPU-s per request).
    pub cpu_by_request: N,
    /// Load at the hours of a day against its mean on its CPUs, where it is not the product's.
    pub hours: Option<Hours<N>>,
    /// CPU time of load that can wait (vCPU-s per request).
    pub cpu_deferrable: N,
    /// CPUs that are always busy (vCPU).
    pub cpu_steady: N,
    /// Part of `cpu_by_request` that calls across the pool's boundary take (vCPU-s per request).
    pub cpu_crossing: N,
    /// Memory of its GPUs that weights, jobs and running calls take (share).
    pub gpu_memory: N,
    /// Memory of a pod (GiB).
    pub memory: N,
    /// Memory that grows with the CPUs in use: the working set of what a request takes (GiB-s per
    /// request).
    pub working_by_request: N,
    /// Memory that grows with the CPUs in use: the working set of CPUs that are always busy (GiB).
    pub working_steady: N,
    /// Calls that leave the pool (per request).
    pub calls_out: N,
    /// Data that leaves the pool (GiB per request).
    pub transfer: N,
    /// Fees of calls that leave the unit (money per request).
    pub call_fees: N,
    /// Hosted models, at month-0 prices (money per request).
    pub hosted: N,
    /// Storage (GiB).
    pub storage: N,
    /// Storage per user (GiB).
    pub storage_per_user: N,
    /// Value that goes down with it (share).
    pub value: N,
    /// Groups of GPUs; empty for a pool without.
    pub slots: Vec<Slot<N>>,
    /// GPU type and GPUs in a replica.
    pub gpus: Option<(usize, usize)>,
    /// Weights that a new replica loads (GiB).
    pub weights: N,
    /// Time until a new replica serves (h).
    pub scale_up: N,
    /// Tightest freshness of a stream in it (s).
    pub freshness: Option<N>,
    /// Sudden loads that hit it.
    pub spikes: Vec<PoolSpike<N>>,
    /// The pool, for names.
    pub subject: Subject,
}

/// A sudden load as a pool meets it.
#[derive(Clone, Debug)]
pub struct PoolSpike<N> {
    /// How many a month.
    pub per_month: N,
    /// Length (h).
    pub hours: N,
    /// Load against the mean, on its CPUs.
    pub cpu: N,
    /// Load against the mean, on each group of its GPUs.
    pub slots: Vec<N>,
}

/// The load of a pool in a month, on hardware already chosen.
///
/// `unit_of`: the unit of each component; none where the pool is a unit.
pub fn pool_load<N: Number>(
    inputs: &Inputs<N>,
    members: &[usize],
    unit_of: Option<&[usize]>,
    month: usize,
    hardware: Option<&Hardware>,
) -> PoolLoad<N> {
    let zero = N::zero();
    let mut load = PoolLoad {
        live: false,
        core: false,
        cpu_by_request: zero,
        hours: None,
        cpu_deferrable: zero,
        cpu_steady: zero,
        cpu_crossing: zero,
        gpu_memory: zero,
        memory: zero,
        working_by_request: zero,
        working_steady: zero,
        calls_out: zero,
        transfer: zero,
        call_fees: zero,
        hosted: zero,
        storage: zero,
        storage_per_user: zero,
        value: unit_share(live(inputs, members, month).map(|component| component.own_share)),
        slots: Vec::new(),
        gpus: None,
        weights: zero,
        scale_up: zero,
        freshness: None,
        spikes: Vec::new(),
        subject: Subject::unit(members),
    };
    let mut on_cpus: Vec<(usize, N)> = Vec::new();
    let mut on_gpus: Vec<Vec<(usize, N)>> = Vec::new();
    let bought: &[usize] = hardware.map_or(&[], |h| &h.bought);
    for &c in members {
        let component = &inputs.components[c];
        if !component.is_live(month) {
            continue;
        }
        load.live = true;
        load.core |= component.core;
        load.memory = load.memory + component.memory;
        load.storage = load.storage + component.storage;
        load.storage_per_user = load.storage_per_user + component.storage_per_user;
        let cpu = (component.calls * component.cpu_seconds)
            .named_of(&l::COMPONENT_CPU, Subject::Component(c));
        match component.kind {
            Kind::Batch => {
                load.cpu_deferrable = load.cpu_deferrable + cpu;
                load.working_by_request = load.working_by_request + cpu * component.working_set;
            }
            Kind::Stream => {
                let steady = component.events * component.cpu_seconds;
                load.cpu_steady = load.cpu_steady + steady;
                load.freshness = Some(match load.freshness {
                    Some(tightest) => component.freshness.min(tightest),
                    None => component.freshness,
                });
                load.working_steady = load.working_steady + steady * component.working_set;
            }
            _ => {
                load.cpu_by_request = load.cpu_by_request + cpu;
                on_cpus.push((c, cpu));
                load.working_by_request = load.working_by_request + cpu * component.working_set;
            }
        }
        load.hosted = load.hosted + hosted_price(inputs, c, month, bought.contains(&c));
    }
    if load.live {
        load.memory = load.memory + inputs.k.process_memory;
    }
    add_crossing_calls(inputs, members, unit_of, month, &mut load);
    if let Some(hardware) = hardware
        && !hardware.slots.is_empty()
    {
        let work = workloads(inputs, members, month, bought);
        load.weights = weights(inputs, &work);
        load.gpus = Some((hardware.gpu, hardware.gpus()));
        if hardware.shared {
            let mut parts = Vec::new();
            let one = slot(inputs, &work, hardware.gpu, hardware.gpus(), &mut parts);
            load.slots.push(one);
            on_gpus.push(parts);
        } else {
            for (one, gpus) in work.chunks(1).zip(&hardware.slots) {
                let mut parts = Vec::new();
                load.slots
                    .push(slot(inputs, one, hardware.gpu, *gpus, &mut parts));
                on_gpus.push(parts);
            }
        }
        let memory = usable_memory(&inputs.k, &inputs.gpus[hardware.gpu], hardware.gpus());
        let only_models = |component: &Component<N>| component.kind == Kind::Llm;
        let routes = live(inputs, members, month).all(only_models);
        for slot in &mut load.slots {
            slot.routes = routes;
        }
        let calls = N::sum(load.slots.iter().map(|slot| slot.cache));
        let taken = load.weights * N::constant(BYTES_PER_GIB) + calls;
        load.gpu_memory = taken.over_or(memory, zero).min(N::one());
    }
    load.hours = own_hours(inputs, &on_cpus);
    load.spikes = spikes(inputs, members, &on_cpus, &on_gpus);
    load.named().ready(&inputs.k)
}

/// The sudden loads that hit a pool: those of the product, and those of its components by the part that
/// each has in its time.
fn spikes<N: Number>(
    inputs: &Inputs<N>,
    members: &[usize],
    on_cpus: &[(usize, N)],
    on_gpus: &[Vec<(usize, N)>],
) -> Vec<PoolSpike<N>> {
    let all = inputs.demand.spikes.iter();
    let met = all.filter(|spike| spike.component.is_none_or(|c| members.contains(&c)));
    let of = |spike: &Spike<N>, parts: &[(usize, N)]| match spike.component {
        None => spike.times,
        Some(hit) => spike_on(hit, spike.times, parts),
    };
    met.map(|spike| PoolSpike {
        per_month: spike.per_month,
        hours: spike.hours,
        cpu: of(spike, on_cpus),
        slots: on_gpus.iter().map(|parts| of(spike, parts)).collect(),
    })
    .collect()
}

/// Load against the mean of parts of which one is hit by a spike (factor).
///
/// ```text
/// 1 + share · (times − 1)
/// ```
/// - share: of the component that is hit, in the time that all take
///
/// Source: MODEL.
fn spike_on<N: Number>(hit: usize, times: N, parts: &[(usize, N)]) -> N {
    let all = Whole::new(N::sum(parts.iter().map(|(_, time)| *time)));
    let own = parts.iter().filter(|(c, _)| *c == hit);
    let own = N::sum(own.map(|(_, time)| *time));
    N::one() + all.share(own, N::zero()) * (times - N::one())
}

impl<N: Number> PoolLoad<N> {
    /// The same load with what follows from it alone.
    pub(super) fn ready(mut self, k: &Constants<N>) -> Self {
        self.scale_up = scale_up_hours(k, self.weights);
        self
    }

    /// The same load, each part called by its name.
    fn named(mut self) -> Self {
        let unit = self.subject;
        for (value, label) in [
            (&mut self.cpu_by_request, &l::UNIT_CPU),
            (&mut self.cpu_deferrable, &l::UNIT_CPU_DEFERRABLE),
            (&mut self.cpu_steady, &l::UNIT_CPU_STEADY),
            (&mut self.memory, &l::UNIT_MEMORY),
            (&mut self.working_by_request, &l::UNIT_WORKING),
            (&mut self.working_steady, &l::UNIT_WORKING_STEADY),
            (&mut self.calls_out, &l::UNIT_CALLS_OUT),
            (&mut self.transfer, &l::UNIT_TRANSFER),
            (&mut self.call_fees, &l::UNIT_FEES),
            (&mut self.hosted, &l::UNIT_HOSTED),
            (&mut self.storage, &l::UNIT_STORAGE),
            (&mut self.storage_per_user, &l::UNIT_STORAGE_USER),
            (&mut self.weights, &l::UNIT_WEIGHTS),
        ] {
            if !value.is_zero() {
                *value = value.named_of(label, unit);
            }
        }
        for slot in &mut self.slots {
            slot.by_request = slot.by_request.named_of(&l::SLOT_TIME, unit);
            if !slot.unhit.is_zero() {
                slot.unhit = slot.unhit.named_of(&l::SLOT_UNHIT, unit);
            }
            slot.deferrable = slot.deferrable.named_of(&l::SLOT_DEFERRABLE, unit);
            slot.steady = slot.steady.named_of(&l::SLOT_STEADY, unit);
            slot.batch = slot.batch.named_of(&l::SLOT_BATCH, unit);
            slot.at_once = slot.batch.divisor();
        }
        self
    }
}

/// Time until a new replica serves (h): start-up, then loading the weights.
fn scale_up_hours<N: Number>(k: &Constants<N>, weights: N) -> N {
    let loading = weights.over_or(k.weight_load_gib_per_minute, N::zero());
    (k.scale_up_minutes + loading)
        .over_constant(60.0)
        .named(&l::SCALE_UP)
}

/// Weights of all models and jobs (GiB).
fn weights<N: Number>(inputs: &Inputs<N>, work: &[Workload]) -> N {
    let bytes = work.iter().map(|workload| match workload {
        Workload::Model(model, precision, _) => {
            weight_bytes(&inputs.k, &inputs.models[*model], *precision)
        }
        Workload::Jobs(components) => {
            N::sum(components.iter().map(|c| inputs.components[*c].gpu_memory))
        }
    });
    N::sum(bytes) / N::constant(BYTES_PER_GIB)
}

/// Price of a component's hosted calls per user request, at month-0 prices.
///
/// ```text
/// calls · (i · (1 − cached) · p_in + i · cached · p_cached + o · p_out + fee) · batch
/// ```
/// - batch: the factor of batch interfaces where answers may take a day, else 1
/// Source: MODEL, API1.
pub fn hosted_price<N: Number>(inputs: &Inputs<N>, c: usize, month: usize, bought: bool) -> N {
    let component = &inputs.components[c];
    if !calls_hosted_model(component, bought) {
        return N::zero();
    }
    let mut price = component.price_per_call;
    if let Some(api) = component.period(month).and_then(|period| period.api) {
        let api = &inputs.apis[api];
        let cached = component.tokens_in * component.cached_prefix;
        price = price
            + (component.tokens_in - cached) * api.input
            + cached * api.cached_input
            + component.tokens_out * api.output;
    }
    (component.calls * price * component.hosted_factor)
        .named_of(&l::HOSTED_PRICE, Subject::Component(c))
}

/// Adds what calls across the pool's boundary cost: CPU on this side, and on the caller's side
/// data, the count, and fees where the call leaves the unit too.
///
/// ```text
/// CPU = calls · (0.8 ms + 4 ms/MiB · size)
/// ```
/// Source: INF7, INF33, MODEL.
fn add_crossing_calls<N: Number>(
    inputs: &Inputs<N>,
    members: &[usize],
    unit_of: Option<&[usize]>,
    month: usize,
    load: &mut PoolLoad<N>,
) {
    let k = &inputs.k;
    for edge in &inputs.edges {
        let inside = |c: usize| members.binary_search(&c).is_ok();
        let live = inputs.components[edge.from].is_live(month)
            && inputs.components[edge.to].is_live(month);
        if !live || inside(edge.from) == inside(edge.to) {
            continue;
        }
        let cpu = (k.hop_cpu_ms + k.hop_cpu_ms_per_mib * edge.mib) / N::constant(MS_PER_S);
        let cpu = cpu.named(&l::HOP_CPU);
        load.cpu_by_request = load.cpu_by_request + edge.calls * cpu;
        load.cpu_crossing = load.cpu_crossing + edge.calls * cpu;
        if inside(edge.from) {
            load.calls_out = load.calls_out + edge.calls;
            load.transfer = load.transfer + edge.calls * edge.mib / N::constant(MIB_PER_GIB);
            if unit_of.is_none_or(|unit| unit[edge.from] != unit[edge.to]) {
                load.call_fees = load.call_fees + edge.calls * edge.price;
            }
        }
    }
}

/// What one model or prompt change of a component evaluates.
#[derive(Clone, Copy, Debug)]
pub struct Evaluation<N> {
    /// How long it takes (h).
    pub hours: N,
    /// What it costs (money).
    pub cost: N,
}

/// Evaluations of all components in a month, whatever the units.
fn evaluations<N: Number>(inputs: &Inputs<N>, month: usize) -> Vec<Evaluation<N>> {
    let components = 0..inputs.components.len();
    components.map(|c| evaluation(inputs, c, month)).collect()
}

/// What a change of component `c` evaluates: its own set and those of the components that it calls. A set
/// belongs to a model and to its callers, whatever shares their process.
///
/// ```text
/// own + Σ called
/// ```
/// Source: MODEL.
fn evaluation<N: Number>(inputs: &Inputs<N>, c: usize, month: usize) -> Evaluation<N> {
    let own = &inputs.components[c];
    let (mut hours, mut cost) = (own.evaluation_hours, own.evaluation_cost);
    let edges = inputs.edges.iter().enumerate();
    for (at, edge) in edges.filter(|(_, edge)| edge.from == c) {
        let mut before = inputs.edges[..at].iter();
        let known = before.any(|other| (other.from, other.to) == (edge.from, edge.to));
        let called = &inputs.components[edge.to];
        if called.is_live(month) && !known {
            hours = hours + called.evaluation_hours;
            cost = cost + called.evaluation_cost;
        }
    }
    let of = Subject::Component(c);
    for (value, label) in [
        (&mut hours, &l::EVALUATION_HOURS),
        (&mut cost, &l::EVALUATION_COST),
    ] {
        if !value.is_zero() {
            *value = value.named_of(label, of);
        }
    }
    Evaluation { hours, cost }
}

/// The loads of every unit and pool of a partition in every era, and what follows from its units.
#[derive(Clone, Debug)]
pub struct Deployment<N: Number> {
    /// First month of each era.
    pub eras: Vec<usize>,
    /// Loads by era, then unit.
    pub loads: Vec<Vec<UnitLoad<N>>>,
    /// Loads by era, then pool.
    pub pools: Vec<Vec<PoolLoad<N>>>,
    /// What a model or prompt change evaluates, by era, then component.
    pub evaluations: Vec<Vec<Evaluation<N>>>,
    /// Units with a live component, by era.
    pub live_units: Vec<usize>,
    /// Pools with a live component, by era.
    pub live_pools: Vec<usize>,
    /// Levels asked for, by era.
    pub required: Vec<[N; 10]>,
    /// Who hangs on each component, by era.
    pub dependants: Vec<Vec<Dependants<N>>>,
    /// Whether one unit calls all hosted models, by era.
    pub gateway: Vec<bool>,
    /// Part of the data stores that the mean unit can read (share), by era.
    pub readable: Vec<f64>,
}

impl<N: Number> Deployment<N> {
    /// The loads of a partition with the hardware of each pool.
    pub fn new(inputs: &Inputs<N>, partition: &Partition, hardware: &[Option<Hardware>]) -> Self {
        let eras = inputs.eras();
        let unit_of = partition.unit_of(inputs.components.len());
        let of_units = |month: &usize| {
            let units = partition.units.iter();
            units
                .map(|members| unit_load(inputs, members, *month))
                .collect()
        };
        let of_pools = |month: &usize| {
            let pools = partition.pools.iter().zip(hardware);
            pools
                .map(|(members, hardware)| {
                    pool_load(inputs, members, Some(&unit_of), *month, hardware.as_ref())
                })
                .collect()
        };
        let loads: Vec<Vec<UnitLoad<N>>> = eras.iter().map(of_units).collect();
        let pools: Vec<Vec<PoolLoad<N>>> = eras.iter().map(of_pools).collect();
        let live_units: Vec<usize> = loads
            .iter()
            .map(|units| units.iter().filter(|unit| unit.live).count())
            .collect();
        let live_pools = pools
            .iter()
            .map(|pools| pools.iter().filter(|pool| pool.live).count())
            .collect();
        let required = live_units
            .iter()
            .map(|units| required_levels(&inputs.required, (*units).max(1)))
            .collect();
        let of = |month: &usize| dependants(inputs, &unit_of, *month);
        let pool_of = partition.pool_of(inputs.components.len());
        let is_hosted = |c: usize| {
            let hardware = hardware[pool_of[c]].as_ref();
            let bought = hardware.is_some_and(|hardware| hardware.bought.contains(&c));
            calls_hosted_model(&inputs.components[c], bought)
        };
        let gateway = |month: &usize| has_gateway(inputs, &unit_of, *month, is_hosted);
        Self {
            evaluations: eras
                .iter()
                .map(|month| evaluations(inputs, *month))
                .collect(),
            dependants: eras.iter().map(of).collect(),
            gateway: eras.iter().map(gateway).collect(),
            readable: eras
                .iter()
                .map(|month| readable_stores(inputs, &unit_of, *month))
                .collect(),
            eras,
            loads,
            pools,
            live_units,
            live_pools,
            required,
        }
    }

    /// Index of the era of a month.
    pub fn era(&self, month: usize) -> usize {
        self.eras
            .iter()
            .rposition(|start| *start <= month)
            .unwrap_or(0)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::inputs::Inputs;
    use super::super::partition::Partition;
    use super::super::projection::tests::inputs;
    use super::{
        BYTES_PER_GIB, Deployment, Hardware, PoolLoad, evaluation, hosted_price, pool_load,
    };

    #[track_caller]
    pub(in crate::engine) fn check(value: f64, expected: f64) {
        let tolerance = 1e-6 * expected.abs();
        assert!(
            (value - expected).abs() <= tolerance,
            "{value} instead of {expected}"
        );
    }

    /// Components on one GPU of 80 GiB, with two models of 8 and 9.527 billion parameters.
    pub(in crate::engine) fn own(components: &str) -> Inputs<f64> {
        inputs(&format!(
            "components: [{components}], gpus: (allowed: [\"big\"]),
             own_gpus: [(name: \"big\", memory_gib: 80, fp8_tflops: 1978)],
             own_models: [(name: \"m\", params_b: 8), (name: \"n\", params_b: 9.527)],
             own_apis: [(name: \"api\", input: 2, cached_input: 0.5, output: 8),
                (name: \"next\", input: 1, cached_input: 0.5, output: 1)]"
        ))
    }

    /// The load of a unit that is one pool.
    fn unit_load(
        inputs: &Inputs<f64>,
        members: &[usize],
        month: usize,
        hardware: Option<&Hardware>,
    ) -> PoolLoad<f64> {
        pool_load(inputs, members, None, month, hardware)
    }

    fn on(slots: &[usize], shared: bool) -> Hardware {
        Hardware {
            gpu: 0,
            slots: slots.to_vec(),
            shared,
            bought: Vec::new(),
        }
    }

    #[test]
    fn slots_by_hand() {
        let inputs = own(
            "(name: \"a\", kind: GpuJob, calls: 2, gpu_seconds: 0.3, gpu_memory_gib: 4),
             (name: \"b\", kind: Batch, calls: 0.1, gpu_seconds: 2.5),
             (name: \"c\", kind: Stream, events_per_second: 8, gpu_seconds: 0.01, feedback_share: 0.5,
                retrain_gpu_seconds: 0.02)",
        );
        let load = unit_load(&inputs, &[0, 1, 2], 0, Some(&on(&[2], false)));
        let slot = load.slots[0];
        // Two GPUs of 989 TFLOP/s: half the time. 2·0.3/2; 0.1·2.5/2; 8·0.01/2 + 8·0.5·0.02/2.
        check(slot.by_request, 0.3);
        check(slot.deferrable, 0.125);
        check(slot.steady, 0.08);
        check(slot.batch, 1.0);
        assert_eq!(load.gpus, Some((0, 2)));
        check(load.weights, 4.0);
        // Feedback evaluates every 30 days: 730/24/30 times a month.
        check(inputs.components[2].feedback_evaluations, 730.0 / 720.0);
        assert_eq!(inputs.components[0].feedback_evaluations, 0.0);
        check(inputs.components[0].gpu_memory, 4.0 * BYTES_PER_GIB);
    }

    #[test]
    fn the_load_of_a_cpu_unit_by_hand() {
        let inputs = inputs(
            "components: [
                (name: \"a\", core: true, calls: 2, cpu_ms: 30, memory_gib: 1, working_set_gib: 1,
                    storage_gib: 10, storage_gib_per_user: 0.1),
                (name: \"b\", kind: Batch, calls: 0.5, cpu_ms: 40, memory_gib: 2, working_set_gib: 3),
                (name: \"c\", kind: Stream, events_per_second: 4, cpu_ms: 5, memory_gib: 3,
                    working_set_gib: 5, freshness_s: 60),
                (name: \"d\", calls: 1, cpu_ms: 1000, memory_gib: 100, retire: 6)]",
        );
        let load = unit_load(&inputs, &[0, 1, 2], 0, None);
        check(load.cpu_by_request, 0.06);
        check(load.cpu_deferrable, 0.02);
        check(load.cpu_steady, 0.02);
        // Half a GiB of the process, and what is in it.
        check(load.memory, 6.5);
        // 0.06·1 + 0.02·3 = 0.12 a request, and 0.02·5 always.
        check(load.working_by_request, 0.12);
        check(load.working_steady, 0.1);
        check(load.storage, 10.0);
        check(load.storage_per_user, 0.1);
        assert!(load.live && load.core && load.gpus.is_none());
        assert_eq!(load.freshness, Some(60.0));
        // A unit whose only component is gone.
        assert!(unit_load(&inputs, &[3], 0, None).live);
        let gone = unit_load(&inputs, &[3], 6, None);
        assert!(!gone.live && gone.memory == 0.0);
        let split = Partition::split(4);
        let deployment = Deployment::new(&inputs, &split, &[None, None, None, None]);
        assert_eq!(
            (deployment.eras.clone(), deployment.live_units.clone()),
            (vec![0, 6], vec![4, 3])
        );
        assert_eq!(
            (deployment.era(5), deployment.era(6), deployment.era(59)),
            (0, 1, 1)
        );
    }

    #[test]
    fn calls_across_the_boundary_by_hand() {
        let inputs = inputs(
            "components: [(name: \"a\", cpu_ms: 0), (name: \"b\", cpu_ms: 0), (name: \"c\", cpu_ms: 0, appear: 3)],
             edges: [(from: \"a\", to: \"b\", calls: 2, mib: 0.5, price: 0.001),
                (from: \"b\", to: \"c\", calls: 5, mib: 0)]",
        );
        // 2·(0.8 + 4·0.5) ms = 5.6 ms on both sides; data, fees and hops on the caller's.
        let caller = unit_load(&inputs, &[0], 0, None);
        let callee = unit_load(&inputs, &[1], 0, None);
        check(caller.cpu_by_request, 0.0056);
        check(callee.cpu_by_request, 0.0056);
        check(caller.calls_out, 2.0);
        check(caller.transfer, 1.0 / 1024.0);
        check(caller.call_fees, 0.002);
        assert_eq!((callee.calls_out, callee.call_fees), (0.0, 0.0));
        // Once c lives, b calls it: 5·0.8 = 4 ms more.
        check(unit_load(&inputs, &[1], 3, None).cpu_by_request, 0.0096);
        // Inside one unit calls are free.
        let whole = unit_load(&inputs, &[0, 1, 2], 3, None);
        assert_eq!((whole.cpu_by_request, whole.calls_out), (0.0, 0.0));
    }

    #[test]
    fn an_evaluation_belongs_to_a_model_and_its_callers() {
        let inputs = inputs(
            "components: [(name: \"a\", evaluation_hours: 1, evaluation_cost: 30),
                (name: \"b\", evaluation_hours: 2, evaluation_cost: 50),
                (name: \"c\", evaluation_hours: 4, evaluation_cost: 70, appear: 6), (name: \"d\", evaluation_hours: 8)],
             edges: [(from: \"a\", to: \"b\"), (from: \"a\", to: \"b\"), (from: \"a\", to: \"c\"), (from: \"b\", to: \"d\")]",
        );
        let of = |month| [0, 1, 2, 3].map(|c| evaluation(&inputs, c, month));
        let hours = |month| of(month).map(|of| of.hours);
        // a: 1 + 2, later + 4, each called once; b: 2 + 8; d only its own.
        assert_eq!(hours(0), [3.0, 10.0, 4.0, 8.0]);
        assert_eq!(hours(6), [7.0, 10.0, 4.0, 8.0]);
        let costs = of(6).map(|of| of.cost);
        assert_eq!(costs, [150.0, 50.0, 70.0, 0.0]);
        // The same in every partition.
        for partition in [Partition::whole(4), Partition::split(4)] {
            let hardware = vec![None; partition.units.len()];
            let deployment = Deployment::new(&inputs, &partition, &hardware);
            check(deployment.evaluations[1][0].hours, 7.0);
        }
    }

    #[test]
    fn calls_between_pools_pay_no_fees_by_hand() {
        let inputs = inputs(
            "components: [(name: \"a\", cpu_ms: 0), (name: \"b\", kind: GpuJob, cpu_ms: 0, value_share: 0.3),
                (name: \"c\", cpu_ms: 0, value_share: 0.2)],
             edges: [(from: \"a\", to: \"b\", calls: 2, mib: 0.5, price: 0.001),
                (from: \"a\", to: \"c\", calls: 1, mib: 0, price: 0.002)]",
        );
        let units = Partition::new(vec![(String::new(), vec![0, 1]), (String::new(), vec![2])]);
        let pooled = units.in_pools(&[None, Some(0), None]);
        let deployment = Deployment::new(&inputs, &pooled, &[None, None, None]);
        // b is a pool of the unit of a, c a unit: three calls leave the pool of a, of which one pays.
        let [a, b, c] = &deployment.pools[0][..] else {
            panic!("three pools")
        };
        check(a.calls_out, 3.0);
        check(a.call_fees, 0.002);
        // 2·(0.8 + 4·0.5) + 0.8 ms on the side of a, 5.6 on that of b, 0.8 on that of c.
        check(a.cpu_by_request, 0.0064);
        check(b.cpu_by_request, 0.0056);
        check(c.cpu_by_request, 0.0008);
        check(a.transfer, 1.0 / 1024.0);
        // A pool takes down its own value, a unit that of both of its pools.
        check(b.value, 0.3);
        assert!(a.value < deployment.loads[0][0].value);
        assert_eq!((deployment.live_units[0], deployment.live_pools[0]), (2, 3));
    }

    #[test]
    fn a_spike_hits_a_component_by_its_part() {
        // A quarter of the time: 1 + 0.25·(9 − 1) = 3.
        check(super::spike_on(4, 9.0, &[(2, 0.3), (4, 0.1)]), 3.0);
        assert_eq!(super::spike_on(7, 9.0, &[(2, 0.3)]), 1.0);
    }

    #[test]
    fn hosted_calls_by_hand() {
        let inputs = own(
            "(name: \"a\", kind: HostedApi, api: \"api\", calls: 2, tokens_in: 1000, tokens_out: 300,
                cached_prefix: 0.25, price_per_call: 0.001, swaps: [(month: 6, api: \"next\")]),
             (name: \"b\", kind: Llm, model: \"m\", hosting: Either, api: \"api\"),
             (name: \"c\", kind: HostedApi, price_per_call: 0.002), (name: \"d\")",
        );
        // 750·2e-6 + 250·0.5e-6 + 300·8e-6 + 0.001 = 0.005025; twice.
        check(hosted_price(&inputs, 0, 0, false), 0.01005);
        // From month 6: 750·1e-6 + 250·0.5e-6 + 300·1e-6 + 0.001 = 0.002175; twice.
        check(hosted_price(&inputs, 0, 6, false), 0.00435);
        // Bought or not: 1000·2e-6 + 300·8e-6.
        check(hosted_price(&inputs, 1, 0, true), 0.0044);
        assert_eq!(hosted_price(&inputs, 1, 0, false), 0.0);
        check(hosted_price(&inputs, 2, 0, false), 0.002);
        assert_eq!(hosted_price(&inputs, 3, 0, false), 0.0);
    }
}
