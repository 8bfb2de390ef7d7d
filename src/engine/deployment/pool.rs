//! What a pool does per user request, once its hardware is known.

use super::{BYTES_PER_GIB, Hardware, MIB_PER_GIB, live};
use crate::engine::constants::Constants;
use crate::engine::demand::{Hours, own_hours};
use crate::engine::inputs::{Component, Inputs, Spike};
use crate::engine::labels as l;
use crate::engine::reliability::unit_share;
use crate::engine::serving::{usable_memory, weight_bytes};
use crate::engine::slot::{Slot, slot};
use crate::engine::workload::{Workload, calls_hosted_model, workloads};
use crate::number::{Number, Subject, Whole};
use crate::scenario::schema::Kind;

pub(super) const MS_PER_S: f64 = 1e3;

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
pub(super) fn spikes<N: Number>(
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
pub(super) fn spike_on<N: Number>(hit: usize, times: N, parts: &[(usize, N)]) -> N {
    let all = Whole::new(N::sum(parts.iter().map(|(_, time)| *time)));
    let own = parts.iter().filter(|(c, _)| *c == hit);
    let own = N::sum(own.map(|(_, time)| *time));
    N::one() + all.share(own, N::zero()) * (times - N::one())
}

impl<N: Number> PoolLoad<N> {
    /// The same load with what follows from it alone.
    pub(in crate::engine) fn ready(mut self, k: &Constants<N>) -> Self {
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
pub(super) fn scale_up_hours<N: Number>(k: &Constants<N>, weights: N) -> N {
    let loading = weights.over_or(k.weight_load_gib_per_minute, N::zero());
    (k.scale_up_minutes + loading)
        .over_constant(60.0)
        .named(&l::SCALE_UP)
}

/// Weights of all models and jobs (GiB).
pub(super) fn weights<N: Number>(inputs: &Inputs<N>, work: &[Workload]) -> N {
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
///
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
pub(super) fn add_crossing_calls<N: Number>(
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

#[cfg(test)]
mod tests {
    use super::{BYTES_PER_GIB, Hardware, PoolLoad, hosted_price, pool_load};
    use crate::engine::deployment::Deployment;
    use crate::engine::deployment::tests::{check, own};
    use crate::engine::inputs::Inputs;
    use crate::engine::partition::Partition;
    use crate::engine::projection::tests::inputs;

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
