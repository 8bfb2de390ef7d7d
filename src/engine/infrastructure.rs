//! What a unit needs in a month and what that costs.
//!
//! A unit buys whole replicas of everything in it, so its scarcest resource decides; small units
//! buy what they use, pay their own minimum and lose pooling. Nothing here knows which
//! architecture it serves: a partition is a list of units. Prices of GPUs are applied where all
//! units have been added up, in [`super::money`].

use super::constants::Constants;
use super::demand::{NODES, SECONDS_PER_HOUR, day_nodes, mean_load};
use super::deployment::{MIB_PER_GIB, Slot, UnitLoad};
use super::inputs::{Inputs, Spike, yearly_growth};
use crate::number::Number;

/// Position of each dimension in the ten readiness levels.
pub mod dimension {
    /// Build, test and release.
    pub const DELIVERY: usize = 0;
    /// Provisioning and platform.
    pub const PLATFORM: usize = 1;
    /// Observability.
    pub const OBSERVABILITY: usize = 2;
    /// Incident response.
    pub const INCIDENT_RESPONSE: usize = 3;
    /// Boundaries, contracts and data.
    pub const BOUNDARIES: usize = 4;
    /// Ownership.
    pub const OWNERSHIP: usize = 5;
    /// Distributed-systems skill.
    pub const DISTRIBUTED: usize = 6;
    /// Model operations.
    pub const MODEL_OPERATIONS: usize = 7;
    /// Security.
    pub const SECURITY: usize = 8;
    /// Cost and capacity.
    pub const COST: usize = 9;
}

/// What all units share in a month.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<N> {
    /// Users.
    pub users: N,
    /// Mean load (requests/s).
    pub mean: N,
    /// Load at the nodes of the day (requests/s).
    pub nodes: [N; NODES],
    /// Load of the busiest hour (requests/s).
    pub peak: N,
    /// Share of autoscaling that follows the load.
    pub autoscaling: N,
    /// CPU bought per CPU used.
    pub cpu_overprovision: N,
    /// GPUs bought per GPU used.
    pub gpu_overprovision: N,
    /// Factor on CPU, memory, storage and transfer prices.
    pub cloud: N,
    /// Factor on hosted token prices.
    pub tokens: N,
}

impl<N: Number> Conditions<N> {
    /// The conditions of a month at given levels.
    pub fn new(inputs: &Inputs<N>, month: usize, users: N, levels: &[N; 10]) -> Self {
        use crate::scenario::schema::EventKind;
        let k = &inputs.k;
        let mean = mean_load(
            users,
            inputs.demand.requests_per_user_month,
            k.hours_per_month,
        );
        let cost = levels[dimension::COST];
        let prices = &inputs.prices;
        Self {
            users,
            mean,
            nodes: day_nodes(inputs.demand.peak_to_mean).map(|m| m * mean),
            peak: mean * inputs.demand.peak_to_mean,
            autoscaling: k.autoscaling.at(cost),
            cpu_overprovision: k.cpu_overprovision.at(cost),
            gpu_overprovision: k.gpu_overprovision.at(cost),
            cloud: prices.cloud_factor * yearly_growth(prices.cloud_drift, month),
            tokens: yearly_growth(prices.token_drift, month)
                * inputs.event_factor(EventKind::TokenPrice, month),
        }
    }
}

/// A unit in a month.
#[derive(Clone, Copy, Debug)]
pub struct UnitMonth<N> {
    /// GPU type, for a unit that has any.
    pub gpu: Option<usize>,
    /// GPUs held, mean of the month.
    pub gpus: N,
    /// GPUs held in the busiest hour.
    pub gpus_peak: N,
    /// GPUs of the staging replica, mean of the month.
    pub staging_gpus: N,
    /// CPU and memory (money).
    pub cpu: N,
    /// Staging on CPUs (money).
    pub staging_cpu: N,
    /// Hosts that observability counts.
    pub hosts: N,
    /// Replicas or pods, mean of the month.
    pub replicas: N,
    /// Replicas or pods in the busiest hour.
    pub replicas_peak: N,
    /// Use of what is held (share).
    pub utilisation: N,
    /// Hours a month in which spikes go unserved, weighted by the share unserved.
    pub spike_hours: N,
}

/// Replicas that a slot needs at a load, before rounding.
///
/// ```text
/// R = λ · s · over-provisioning [erlangs of replicas];   max(R / 0.80, R + β · √(R/b))
/// ```
/// - `s`: replica time per request (s); `b`: calls that a replica serves at once
///
/// The square-root rule keeps small pools from queueing. Source: MODEL.
pub fn slot_replicas<N: Number>(
    k: &Constants<N>,
    slot: &Slot<N>,
    load: N,
    mean: N,
    overprovision: N,
) -> N {
    let erlangs =
        (load * slot.by_request + mean * slot.deferrable + slot.steady) * overprovision;
    let by_use = erlangs / k.replica_utilisation;
    let by_queue = erlangs + k.square_root_safety * (erlangs / slot.batch).sqrt();
    by_use.max(by_queue)
}

/// CPU demand of a unit at a load (vCPU).
///
/// ```text
/// vCPU = λ · Σ calls · cpu / 0.6 · over-provisioning
/// ```
/// Source: INF22, MODEL.
pub fn cpu_demand<N: Number>(k: &Constants<N>, unit: &UnitLoad<N>, load: N, c: &Conditions<N>) -> N {
    (load * unit.cpu_by_request + c.mean * unit.cpu_deferrable + unit.cpu_steady)
        / k.cpu_utilisation
        * c.cpu_overprovision
}

/// A whole number of replicas, at least the minimum.
fn bought<N: Number>(k: &Constants<N>, raw: N, minimum: N) -> N {
    (raw + k.rounding * (raw.ceil() - raw)).max(minimum)
}

/// Mean over the month of something that follows the load as far as autoscaling does.
///
/// ```text
/// f · mean over the nodes + (1 − f) · peak
/// ```
/// Source: MODEL.
fn over_the_month<N: Number>(autoscaling: N, c: &Conditions<N>, at: impl Fn(N) -> N) -> (N, N) {
    let peak = at(c.peak);
    let mean = N::sum(c.nodes.map(&at)) / N::constant(NODES as f64);
    (autoscaling * mean + (N::one() - autoscaling) * peak, peak)
}

/// Autoscaling of a unit: a stream that must be fresh cannot wait for new replicas.
fn autoscaling_of<N: Number>(k: &Constants<N>, unit: &UnitLoad<N>, c: &Conditions<N>) -> N {
    match unit.freshness {
        None => c.autoscaling,
        Some(freshness) => {
            let wait = scale_up_hours(k, unit) * N::constant(SECONDS_PER_HOUR);
            c.autoscaling * wait.divides(freshness, N::one()).min(N::one())
        }
    }
}

/// Time until a new replica serves (h): start-up, then loading the weights.
fn scale_up_hours<N: Number>(k: &Constants<N>, unit: &UnitLoad<N>) -> N {
    let loading = k.weight_load_gib_per_minute.divides(unit.weights, N::zero());
    (k.scale_up_minutes + loading) / N::constant(60.0)
}

/// Hours a month in which load goes unserved because a spike comes faster than replicas.
///
/// ```text
/// Σ per month · min(length, scale-up) · max(0, 1 − held / needed at the spike)
/// ```
/// Source: MODEL.
fn spike_hours<N: Number>(
    k: &Constants<N>,
    unit: &UnitLoad<N>,
    spikes: &[Spike<N>],
    c: &Conditions<N>,
    held: N,
    needed: impl Fn(N) -> N,
) -> N {
    let scale_up = scale_up_hours(k, unit);
    N::sum(spikes.iter().map(|spike| {
        let need = needed(c.mean * spike.times);
        let served = need.divides(held, N::one()).min(N::one());
        spike.per_month * spike.hours.min(scale_up) * (N::one() - served)
    }))
}

/// What a unit needs in a month.
///
/// `alone`: whether it is the only unit, which then has no sidecars.
pub fn unit_month<N: Number>(
    k: &Constants<N>,
    unit: &UnitLoad<N>,
    spikes: &[Spike<N>],
    c: &Conditions<N>,
    alone: bool,
) -> UnitMonth<N> {
    let zero = N::zero();
    let minimum = if unit.core {
        k.ha_min_core
    } else {
        k.ha_min_other
    };
    let autoscaling = autoscaling_of(k, unit, c);
    let (sidecar_cpu, sidecar_gib) = if alone {
        (zero, zero)
    } else {
        (
            k.sidecar_vcpu,
            k.sidecar_mib / N::constant(MIB_PER_GIB),
        )
    };
    if let Some((gpu, gpus)) = unit.gpus {
        let gpus = N::constant(gpus as f64);
        let host = (gpus * k.vcpu_per_gpu - sidecar_cpu).max(N::one());
        let raw = |load: N| {
            let by_cpu = cpu_demand(k, unit, load, c) / host;
            unit.slots.iter().fold(by_cpu, |most, slot| {
                most.max(slot_replicas(k, slot, load, c.mean, c.gpu_overprovision))
            })
        };
        let (replicas, replicas_peak) =
            over_the_month(autoscaling, c, |load| bought(k, raw(load), minimum));
        let busy = unit.slots.iter().fold(zero, |most, slot| {
            most.max(c.mean * (slot.by_request + slot.deferrable) + slot.steady)
        });
        return UnitMonth {
            gpu: Some(gpu),
            gpus: replicas * gpus,
            gpus_peak: replicas_peak * gpus,
            staging_gpus: gpus * k.staging_hours,
            cpu: zero,
            staging_cpu: zero,
            hosts: replicas,
            replicas,
            replicas_peak,
            utilisation: replicas.divides(busy, zero),
            spike_hours: spike_hours(k, unit, spikes, c, replicas, raw),
        };
    }
    let smallest = k.pod_vcpu_min.max(unit.memory / k.pod_gib_per_vcpu);
    let pod = N::select(zero.less(smallest), smallest, N::one());
    let raw = |load: N| cpu_demand(k, unit, load, c) / pod;
    let (pods, pods_peak) = over_the_month(autoscaling, c, |load| bought(k, raw(load), minimum));
    let used = cpu_demand(k, unit, c.mean, c);
    let hourly = |pods: N, working_set: N| {
        k.node_overhead
            * c.cloud
            * (pods * (pod + sidecar_cpu) * k.vcpu_price
                + (pods * (unit.memory + sidecar_gib) + working_set) * k.memory_price)
    };
    let busy = c.mean * (unit.cpu_by_request + unit.cpu_deferrable) + unit.cpu_steady;
    UnitMonth {
        gpu: None,
        gpus: zero,
        gpus_peak: zero,
        staging_gpus: zero,
        cpu: hourly(pods, unit.working_set * used) * k.hours_per_month,
        staging_cpu: hourly(N::one(), zero) * k.staging_hours * k.hours_per_month,
        hosts: pods * (pod + sidecar_cpu) * k.node_overhead / k.vcpu_per_host,
        replicas: pods,
        replicas_peak: pods_peak,
        utilisation: (pods * pod).divides(busy, zero),
        spike_hours: spike_hours(k, unit, spikes, c, pods, raw),
    }
}

/// Infrastructure of a partition in a month, GPUs counted but not yet priced.
#[derive(Clone, Copy, Debug)]
pub struct Infrastructure<N> {
    /// CPU and memory (money).
    pub cpu: N,
    /// Load balancers, control planes, observability, staging on CPUs, fees of calls (money).
    pub platform: N,
    /// Hosted models (money).
    pub hosted: N,
    /// Storage and transfer (money).
    pub storage: N,
    /// GPUs held (count).
    pub gpus: N,
    /// Calls between units (per request).
    pub hops: N,
}

/// Adds up the units of a partition.
pub fn infrastructure<N: Number>(
    k: &Constants<N>,
    loads: &[UnitLoad<N>],
    months: &[UnitMonth<N>],
    c: &Conditions<N>,
    observability: N,
    live_units: usize,
) -> Infrastructure<N> {
    let zero = N::zero();
    let requests = c.mean * k.hours_per_month * N::constant(SECONDS_PER_HOUR);
    let mut sum = Infrastructure {
        cpu: zero,
        platform: zero,
        hosted: zero,
        storage: zero,
        gpus: zero,
        hops: zero,
    };
    let mut hosts = zero;
    for (load, unit) in loads.iter().zip(months) {
        if !load.live {
            continue;
        }
        hosts = hosts + unit.hosts;
        sum.cpu = sum.cpu + unit.cpu;
        sum.gpus = sum.gpus + unit.gpus;
        sum.hops = sum.hops + load.calls_out;
        sum.platform = sum.platform
            + k.load_balancer_price
            + unit.staging_cpu
            + load.call_fees * requests;
        sum.hosted = sum.hosted + load.hosted * requests * c.tokens;
        sum.storage = sum.storage
            + c.cloud
                * ((load.storage + load.storage_per_user * c.users) * k.storage_price
                    + load.transfer * requests * k.transfer_price * k.cross_zone_share);
    }
    if live_units > 1 {
        sum.platform = sum.platform + k.control_plane_price * k.environments;
    }
    sum.platform = sum.platform
        + observability_cost(k, hosts, requests * (N::one() + sum.hops), observability);
    sum
}

/// Observability of hosts and spans (money a month).
///
/// ```text
/// hosts · 46 · depth + spans/10⁶ · 5% · tracing · 1.70
/// ```
/// - depth and tracing: how much of each is bought at the observability level
///
/// Source: INF43.
pub fn observability_cost<N: Number>(k: &Constants<N>, hosts: N, spans: N, level: N) -> N {
    const MILLION: f64 = 1e6;
    hosts * k.observability_host_price * k.observability_depth.at(level)
        + spans / N::constant(MILLION)
            * k.span_sampling
            * k.tracing_depth.at(level)
            * k.observability_span_price
}
