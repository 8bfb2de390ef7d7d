//! What a unit does per user request, once its hardware is known.
//!
//! Everything here is fixed between the months in which components come, go or change models, so
//! the month loop only multiplies. A unit's load depends on its own components alone: a call
//! leaves it exactly when the other end lies elsewhere.

use super::constants::Constants;
use super::dependence::{dependants, has_gateway, readable_stores};
use super::inputs::Inputs;
use super::labels as l;
use super::partition::Partition;
use super::readiness::required_levels;
use super::reliability::{Dependants, unit_share};
use super::serving::{usable_memory, weight_bytes};
use super::slot::{Slot, slot};
use super::workload::{Workload, calls_hosted_model, workloads};
use crate::number::{Number, Subject};
use crate::scenario::schema::Kind;

/// Bytes in a GiB.
pub const BYTES_PER_GIB: f64 = 1_073_741_824.0;
/// MiB in a GiB.
pub const MIB_PER_GIB: f64 = 1024.0;
const MS_PER_S: f64 = 1e3;

/// GPUs of a unit's replica and what runs on them.
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

/// What a unit does, between two changes of its components.
#[derive(Clone, Debug)]
pub struct UnitLoad<N: Number> {
    /// Whether any component lives.
    pub live: bool,
    /// Whether a live component is core.
    pub core: bool,
    /// CPU time of load that follows the day (vCPU-s per request).
    pub cpu_by_request: N,
    /// CPU time of load that can wait (vCPU-s per request).
    pub cpu_deferrable: N,
    /// CPUs that are always busy (vCPU).
    pub cpu_steady: N,
    /// Part of `cpu_by_request` that calls across the unit's boundary take (vCPU-s per request).
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
    /// Calls that leave the unit (per request).
    pub calls_out: N,
    /// Data that leaves the unit (GiB per request).
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
    /// Evaluation of a model change: everything in the unit is evaluated (h).
    pub evaluation_hours: N,
    /// What that costs (money).
    pub evaluation_cost: N,
    /// Groups of GPUs; empty for a unit without.
    pub slots: Vec<Slot<N>>,
    /// GPU type and GPUs in a replica.
    pub gpus: Option<(usize, usize)>,
    /// Weights that a new replica loads (GiB).
    pub weights: N,
    /// Longest session that it holds (minutes).
    pub session: N,
    /// Time until a new replica serves (h).
    pub scale_up: N,
    /// CPUs of a pod (vCPU).
    pub pod: N,
    /// Tightest freshness of a stream in it (s).
    pub freshness: Option<N>,
    /// The unit, for names.
    pub subject: Subject,
}

/// The load of a unit in a month, on hardware already chosen.
pub fn unit_load<N: Number>(
    inputs: &Inputs<N>,
    members: &[usize],
    month: usize,
    hardware: Option<&Hardware>,
) -> UnitLoad<N> {
    let zero = N::zero();
    let mut load = UnitLoad {
        live: false,
        core: false,
        cpu_by_request: zero,
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
        value: zero,
        evaluation_hours: zero,
        evaluation_cost: zero,
        slots: Vec::new(),
        gpus: None,
        weights: zero,
        session: zero,
        scale_up: zero,
        pod: zero,
        freshness: None,
        subject: Subject::unit(members),
    };
    let bought: &[usize] = hardware.map_or(&[], |h| &h.bought);
    for &c in members {
        let component = &inputs.components[c];
        if !component.is_live(month) {
            continue;
        }
        load.live = true;
        load.core |= component.core;
        load.memory = load.memory + component.memory;
        load.session = load.session.max(component.session);
        load.storage = load.storage + component.storage;
        load.storage_per_user = load.storage_per_user + component.storage_per_user;
        load.evaluation_hours = load.evaluation_hours + component.evaluation_hours;
        load.evaluation_cost = load.evaluation_cost + component.evaluation_cost;
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
                load.working_by_request = load.working_by_request + cpu * component.working_set;
            }
        }
        load.hosted = load.hosted + hosted_price(inputs, c, month, bought.contains(&c));
    }
    let components = members.iter().map(|c| &inputs.components[*c]);
    let live = components.filter(|component| component.is_live(month));
    load.value = unit_share(live.map(|component| component.own_share));
    add_crossing_calls(inputs, members, month, &mut load);
    if let Some(hardware) = hardware
        && !hardware.slots.is_empty()
    {
        let work = workloads(inputs, members, month, bought);
        load.weights = weights(inputs, &work);
        load.gpus = Some((hardware.gpu, hardware.gpus()));
        if hardware.shared {
            load.slots
                .push(slot(inputs, &work, hardware.gpu, hardware.gpus()));
        } else {
            for (one, gpus) in work.chunks(1).zip(&hardware.slots) {
                load.slots.push(slot(inputs, one, hardware.gpu, *gpus));
            }
        }
        let memory = usable_memory(&inputs.k, &inputs.gpus[hardware.gpu], hardware.gpus());
        let calls = N::sum(load.slots.iter().map(|slot| slot.cache));
        let taken = load.weights * N::constant(BYTES_PER_GIB) + calls;
        load.gpu_memory = taken.over_or(memory, zero).min(N::one());
    }
    load.named().ready(&inputs.k)
}

impl<N: Number> UnitLoad<N> {
    /// The same load with what follows from it alone.
    pub(super) fn ready(mut self, k: &Constants<N>) -> Self {
        self.scale_up = scale_up_hours(k, self.weights);
        self.pod = pod_cpus(k, self.memory);
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
            (&mut self.session, &l::SESSION),
            (&mut self.evaluation_hours, &l::EVALUATION_HOURS),
            (&mut self.evaluation_cost, &l::EVALUATION_COST),
        ] {
            if !value.is_zero() {
                *value = value.named_of(label, unit);
            }
        }
        for slot in &mut self.slots {
            slot.by_request = slot.by_request.named_of(&l::SLOT_TIME, unit);
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

/// CPUs of a pod (vCPU): as many as its memory asks for.
fn pod_cpus<N: Number>(k: &Constants<N>, memory: N) -> N {
    let smallest = k.pod_vcpu_min.max(memory / k.pod_gib_per_vcpu);
    N::select(N::zero().less(smallest), smallest, N::one()).named(&l::POD)
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
/// calls · (i · (1 − cached) · p_in + i · cached · p_cached + o · p_out + fee)
/// ```
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
    (component.calls * price).named_of(&l::HOSTED_PRICE, Subject::Component(c))
}

/// Adds what calls across the unit's boundary cost: CPU on this side, and on the caller's side
/// data, fees and the count.
///
/// ```text
/// CPU = calls · (0.8 ms + 4 ms/MiB · size)
/// ```
/// Source: INF7, INF33, MODEL.
fn add_crossing_calls<N: Number>(
    inputs: &Inputs<N>,
    members: &[usize],
    month: usize,
    load: &mut UnitLoad<N>,
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
            load.call_fees = load.call_fees + edge.calls * edge.price;
        }
    }
}

/// The loads of every unit of a partition in every era, and what follows from its units.
#[derive(Clone, Debug)]
pub struct Deployment<N: Number> {
    /// First month of each era.
    pub eras: Vec<usize>,
    /// Loads by era, then unit.
    pub loads: Vec<Vec<UnitLoad<N>>>,
    /// Units with a live component, by era.
    pub live_units: Vec<usize>,
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
    /// The loads of a partition with the hardware of each unit.
    pub fn new(inputs: &Inputs<N>, partition: &Partition, hardware: &[Option<Hardware>]) -> Self {
        let eras = inputs.eras();
        let loads: Vec<Vec<UnitLoad<N>>> = eras
            .iter()
            .map(|month| {
                partition
                    .units
                    .iter()
                    .zip(hardware)
                    .map(|(members, hardware)| {
                        unit_load(inputs, members, *month, hardware.as_ref())
                    })
                    .collect()
            })
            .collect();
        let live_units: Vec<usize> = loads
            .iter()
            .map(|units| units.iter().filter(|unit| unit.live).count())
            .collect();
        let required = live_units
            .iter()
            .map(|units| required_levels(&inputs.required, (*units).max(1)))
            .collect();
        let unit_of = partition.unit_of(inputs.components.len());
        let of = |month: &usize| dependants(inputs, &unit_of, *month);
        let is_hosted = |c: usize| {
            let hardware = hardware[unit_of[c]].as_ref();
            let bought = hardware.is_some_and(|hardware| hardware.bought.contains(&c));
            calls_hosted_model(&inputs.components[c], bought)
        };
        let gateway = |month: &usize| has_gateway(inputs, &unit_of, *month, is_hosted);
        Self {
            dependants: eras.iter().map(of).collect(),
            gateway: eras.iter().map(gateway).collect(),
            readable: eras
                .iter()
                .map(|month| readable_stores(inputs, &unit_of, *month))
                .collect(),
            eras,
            loads,
            live_units,
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
    use super::{BYTES_PER_GIB, Deployment, Hardware, hosted_price, unit_load};

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
            "(name: \"a\", kind: GpuJob, calls: 2, gpu_seconds: 0.3, latency_target_s: 10, gpu_memory_gib: 4),
             (name: \"b\", kind: Batch, calls: 0.1, gpu_seconds: 5),
             (name: \"c\", kind: Stream, events_per_second: 8, gpu_seconds: 0.01, feedback_share: 0.5,
                retrain_gpu_seconds: 0.02)",
        );
        let load = unit_load(&inputs, &[0, 1, 2], 0, Some(&on(&[2], false)));
        let slot = load.slots[0];
        // Two GPUs of 989 TFLOP/s: half the time. 2·0.3/2; 0.1·5/2; 8·0.01/2 + 8·0.5·0.02/2.
        check(slot.by_request, 0.3);
        check(slot.deferrable, 0.25);
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
        check(load.memory, 6.0);
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
