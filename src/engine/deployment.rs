//! What a unit does per user request, once its hardware is known.
//!
//! Everything here is fixed between the months in which components come, go or change models, so
//! the month loop only multiplies. A unit's load depends on its own components alone: a call
//! leaves it exactly when the other end lies elsewhere.

use super::inputs::{Component, Inputs};
use super::partition::Partition;
use super::serving::{Call, Roofline, usable_memory, weight_bytes};
use crate::number::Number;
use crate::scenario::schema::{Kind, Precision};

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

/// The calls of one model in a unit, or all its GPU jobs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Workload {
    /// Language-model calls: model, precision, components.
    Model(usize, Precision, Vec<usize>),
    /// Image, speech, embedding and retraining work: components.
    Jobs(Vec<usize>),
}

/// Load of one group of GPUs in a replica, per user request.
#[derive(Clone, Copy, Debug)]
pub struct Slot<N> {
    /// Replica time of load that follows the day (s per request).
    pub by_request: N,
    /// Replica time of load that can wait for a quiet hour (s per request).
    pub deferrable: N,
    /// Replicas that are always busy (erlangs).
    pub steady: N,
    /// Calls that a replica serves at once.
    pub batch: N,
}

/// What a unit does, between two changes of its components.
#[derive(Clone, Debug)]
pub struct UnitLoad<N> {
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
    /// Memory of a pod (GiB).
    pub memory: N,
    /// Memory that grows with CPUs in use (GiB per vCPU, CPU-weighted).
    pub working_set: N,
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
    /// Groups of GPUs; empty for a unit without.
    pub slots: Vec<Slot<N>>,
    /// GPU type and GPUs in a replica.
    pub gpus: Option<(usize, usize)>,
    /// Weights that a new replica loads (GiB).
    pub weights: N,
    /// Tightest freshness of a stream in it (s).
    pub freshness: Option<N>,
}

/// Whether a component runs a language model of its own in a month.
pub fn serves_model(component: &Component<impl Sized>, bought: bool) -> bool {
    use crate::scenario::schema::Hosting;
    component.kind == Kind::Llm
        && match component.hosting {
            Hosting::SelfHosted => true,
            Hosting::Hosted => false,
            Hosting::Either => !bought,
        }
}

/// GPU work of a unit's live components in a month, models first, in a fixed order.
pub fn workloads<N: Number>(
    inputs: &Inputs<N>,
    members: &[usize],
    month: usize,
    bought: &[usize],
) -> Vec<Workload> {
    let mut models: Vec<Workload> = Vec::new();
    let mut jobs = Vec::new();
    for &c in members {
        let component = &inputs.components[c];
        if !component.is_live(month) {
            continue;
        }
        if component.gpu_job {
            jobs.push(c);
        }
        if !serves_model(component, bought.contains(&c)) {
            continue;
        }
        let Some((model, precision)) = component
            .period(month)
            .and_then(|period| Some((period.model?, period.precision)))
        else {
            continue;
        };
        let same = models.iter_mut().find_map(|workload| match workload {
            Workload::Model(m, p, components) if *m == model && *p == precision => Some(components),
            _ => None,
        });
        match same {
            Some(components) => components.push(c),
            None => models.push(Workload::Model(model, precision, vec![c])),
        }
    }
    models.sort();
    if !jobs.is_empty() {
        models.push(Workload::Jobs(jobs));
    }
    models
}

/// The mean call of components that share a model: call-weighted prompt and answer, tightest
/// target.
pub fn mean_call<N: Number>(inputs: &Inputs<N>, components: &[usize]) -> (N, Call<N>, N) {
    let list = || components.iter().map(|c| &inputs.components[*c]);
    let calls = N::sum(list().map(|c| c.calls));
    let mean = |value: &dyn Fn(&Component<N>) -> N| {
        let plain = N::sum(list().map(value)) / N::constant(components.len() as f64);
        calls.divides(N::sum(list().map(|c| c.calls * value(c))), plain)
    };
    let tightest = |value: &dyn Fn(&Component<N>) -> N| {
        list()
            .map(value)
            .reduce(Number::min)
            .unwrap_or_else(N::zero)
    };
    let call = Call {
        fresh_prompt: mean(&|c| c.tokens_in * (N::one() - c.cached_prefix)),
        prompt: mean(&|c| c.tokens_in),
        answer: mean(&|c| c.tokens_out),
        inter_token_target: tightest(&|c| c.inter_token_target),
    };
    (calls, call, tightest(&|c| c.first_token_target))
}

/// A model on the GPUs of a slot.
pub struct Placed<N> {
    /// Its roofline.
    pub roofline: Roofline<N>,
    /// Its mean call.
    pub call: Call<N>,
    /// Its calls per user request.
    pub calls: N,
    /// Tightest target for the first token (s).
    pub first_token_target: N,
    /// Calls at once.
    pub batch: N,
    /// Room for its cache (bytes).
    pub room: N,
}

/// The models of a slot, with the room shared by calls · (prompt + answer) · cache.
pub fn place<N: Number>(
    inputs: &Inputs<N>,
    workloads: &[Workload],
    gpu: usize,
    gpus: usize,
) -> Vec<Placed<N>> {
    let k = &inputs.k;
    let gpu = &inputs.gpus[gpu];
    let mut room = usable_memory(k, gpu, gpus);
    let mut placed = Vec::new();
    for workload in workloads {
        match workload {
            Workload::Jobs(components) => {
                for c in components {
                    room = room - inputs.components[*c].gpu_memory;
                }
            }
            Workload::Model(model, precision, components) => {
                let model = &inputs.models[*model];
                room = room - weight_bytes(k, model, *precision);
                let (calls, call, first_token_target) = mean_call(inputs, components);
                placed.push(Placed {
                    roofline: Roofline::new(k, model, *precision, gpu, gpus),
                    call,
                    calls,
                    first_token_target,
                    batch: N::one(),
                    room: N::zero(),
                });
            }
        }
    }
    let weight = |p: &Placed<N>| {
        p.calls * (p.call.prompt + p.call.answer) * p.roofline.cache_per_token
    };
    let total = N::sum(placed.iter().map(weight));
    let equal = N::constant(1.0 / placed.len().max(1) as f64);
    for p in &mut placed {
        p.room = room * total.divides(weight(p), equal);
        p.batch = p.roofline.batch(&p.call, p.room, k.batch_cap);
    }
    placed
}

fn slot<N: Number>(inputs: &Inputs<N>, workloads: &[Workload], gpu: usize, gpus: usize) -> Slot<N> {
    let placed = place(inputs, workloads, gpu, gpus);
    let mut slot = Slot {
        by_request: N::zero(),
        deferrable: N::zero(),
        steady: N::zero(),
        batch: placed
            .iter()
            .map(|p| p.batch)
            .reduce(Number::min)
            .unwrap_or_else(N::one),
    };
    for p in &placed {
        let seconds = p.roofline.seconds_per_call(&p.call, p.batch);
        slot.by_request = slot.by_request + p.calls * seconds;
    }
    let speed = inputs.gpus[gpu].fp16 * N::constant(gpus as f64) / inputs.k.reference_compute;
    for workload in workloads {
        let Workload::Jobs(components) = workload else {
            continue;
        };
        for c in components {
            let component = &inputs.components[*c];
            let seconds = component.gpu_seconds / speed;
            match component.kind {
                Kind::Batch => slot.deferrable = slot.deferrable + component.calls * seconds,
                Kind::Stream => {
                    slot.steady =
                        slot.steady + component.events * seconds + component.retrain_load / speed;
                }
                _ => slot.by_request = slot.by_request + component.calls * seconds,
            }
        }
    }
    slot
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
        memory: zero,
        working_set: zero,
        calls_out: zero,
        transfer: zero,
        call_fees: zero,
        hosted: zero,
        storage: zero,
        storage_per_user: zero,
        slots: Vec::new(),
        gpus: None,
        weights: zero,
        freshness: None,
    };
    let bought: &[usize] = hardware.map_or(&[], |h| &h.bought);
    let mut working = zero;
    let mut cpu_all = zero;
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
        let cpu = component.calls * component.cpu_seconds;
        let weight = match component.kind {
            Kind::Batch => {
                load.cpu_deferrable = load.cpu_deferrable + cpu;
                cpu
            }
            Kind::Stream => {
                let steady = component.events * component.cpu_seconds;
                load.cpu_steady = load.cpu_steady + steady;
                load.freshness = Some(match load.freshness {
                    Some(tightest) => component.freshness.min(tightest),
                    None => component.freshness,
                });
                steady
            }
            _ => {
                load.cpu_by_request = load.cpu_by_request + cpu;
                cpu
            }
        };
        cpu_all = cpu_all + weight;
        working = working + weight * component.working_set;
        load.hosted = load.hosted + hosted_price(inputs, c, month, bought.contains(&c));
    }
    load.working_set = cpu_all.divides(working, zero);
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
    }
    load
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
    let hosted = match component.kind {
        Kind::HostedApi => true,
        Kind::Llm => !serves_model(component, bought),
        _ => false,
    };
    if !hosted {
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
    component.calls * price
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
        load.cpu_by_request = load.cpu_by_request + edge.calls * cpu;
        if inside(edge.from) {
            load.calls_out = load.calls_out + edge.calls;
            load.transfer =
                load.transfer + edge.calls * edge.mib / N::constant(MIB_PER_GIB);
            load.call_fees = load.call_fees + edge.calls * edge.price;
        }
    }
}

/// The loads of every unit of a partition in every era.
#[derive(Clone, Debug)]
pub struct Deployment<N> {
    /// First month of each era.
    pub eras: Vec<usize>,
    /// Loads by era, then unit.
    pub loads: Vec<Vec<UnitLoad<N>>>,
    /// Units with a live component, by era.
    pub live_units: Vec<usize>,
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
        let live_units = loads
            .iter()
            .map(|units| units.iter().filter(|unit| unit.live).count())
            .collect();
        Self {
            eras,
            loads,
            live_units,
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
