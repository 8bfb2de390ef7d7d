//! What a unit needs in a month and what that costs.
//!
//! A unit buys whole replicas of everything in it, so its scarcest resource decides; small units
//! buy what they use, pay their own minimum and lose pooling. Nothing here knows which
//! architecture it serves: a partition is a list of units. Prices of GPUs are applied where all
//! units have been added up, in [`super::money`].

use super::constants::Constants;
use super::demand::{Hours, NODES, SECONDS_PER_HOUR, mean_load};
use super::deployment::{MIB_PER_GIB, PoolLoad, PoolSpike};
use super::dimension;
use super::inputs::Inputs;
use super::labels as l;
use super::slot::Slot;
use crate::number::{Number, Subject};

/// What all units share in a month.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<N: Number> {
    /// Users.
    pub users: N,
    /// Mean load (requests/s).
    pub mean: N,
    /// Load at the nodes of the day (requests/s).
    pub nodes: [N; NODES],
    /// Load of the busiest hour (requests/s).
    pub peak: N,
    /// Observability level.
    pub observability: N,
    /// Share of autoscaling that follows the load.
    pub autoscaling: N,
    /// CPU bought per CPU used.
    pub cpu_overprovision: N,
    /// GPUs bought per GPU used.
    pub gpu_overprovision: N,
    /// Share of calls that are routed to where their prefix is, where they can be.
    pub prefix_routing: N,
    /// Use of a CPU that is aimed at (share).
    pub cpu_utilisation: N::Divisor,
    /// Use of a replica that is aimed at (share).
    pub replica_utilisation: N::Divisor,
    /// Factor on CPU, memory, storage and transfer prices.
    pub cloud: N,
    /// Factor on hosted token prices.
    pub tokens: N,
}

impl<N: Number> Conditions<N> {
    /// The conditions of a month at given levels.
    #[cfg_attr(not(debug_assertions), inline(always))]
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
            nodes: inputs.demand.day.map(|m| (m * mean).named(&l::NODE_LOAD)),
            peak: (mean * inputs.demand.peak_to_mean).named(&l::PEAK_LOAD),
            observability: levels[dimension::OBSERVABILITY],
            autoscaling: k.autoscaling.at(cost),
            cpu_overprovision: k.cpu_overprovision.at(cost),
            gpu_overprovision: k.gpu_overprovision.at(cost),
            prefix_routing: k.prefix_routing.at(levels[dimension::MODEL_OPERATIONS]),
            cpu_utilisation: k.cpu_utilisation.divisor(),
            replica_utilisation: k.replica_utilisation.divisor(),
            cloud: (prices.cloud_factor * prices.cloud_drift.in_month(month))
                .named(&l::CLOUD_FACTOR),
            tokens: (prices.token_drift.in_month(month)
                * inputs.event_factor(EventKind::TokenPrice, month))
            .named(&l::TOKEN_FACTOR),
        }
    }
}

/// A unit in a month.
#[derive(Clone, Copy, Debug)]
pub struct PoolMonth<N> {
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
    /// Sidecars, in `cpu` (money).
    pub sidecars: N,
    /// What the unit costs beside GPUs and CPUs: balancer, staging on CPUs, fees, hosted models,
    /// storage, transfer (money).
    pub other_cost: N,
    /// Hours a month in which spikes go unserved, weighted by the share unserved.
    pub spike_hours: N,
    /// CPUs of a pod (vCPU); none for a pool on GPUs.
    pub pod: N,
    /// Hours of GPUs rented for spikes (h).
    pub surge: N,
}

/// Prefix hits that calls meet, of those that the plan states (share).
///
/// ```text
/// a + (1 − a) · (q + (1 − q)/R)
/// ```
/// - `a`: share of calls routed to where their prefix is; `q`: share of prefixes common to all calls
/// - `R`: replicas, at least one
///
/// A prefix that only some calls share lies on one replica of R. Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn prefix_hits<N: Number>(k: &Constants<N>, routed: N, replicas: N) -> N {
    let one = N::one();
    let apart = (one - k.prefix_common) / replicas.max(one);
    (routed + (one - routed) * (k.prefix_common + apart)).named(&l::PREFIX_HITS)
}

/// Replicas of a slot that a load keeps busy (erlangs).
///
/// Prefix hits are those of as many replicas as there would be without any.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn busy_slot<N: Number>(
    k: &Constants<N>,
    slot: &Slot<N>,
    load: N,
    c: &Conditions<N>,
) -> N {
    let stated = load * slot.by_request + c.mean * slot.deferrable + slot.steady;
    if slot.unhit.is_zero() {
        return stated;
    }
    let missed = load * slot.unhit;
    let routed = if slot.routes {
        c.prefix_routing
    } else {
        N::zero()
    };
    let replicas = ((stated + missed) * c.gpu_overprovision).over(c.replica_utilisation);
    stated + missed * (N::one() - prefix_hits(k, routed, replicas))
}

/// Replicas that a slot needs at a load, before rounding.
///
/// ```text
/// R = λ · s · over-provisioning [erlangs of replicas];   max(R / 0.80, R + β · √(R/b))
/// ```
/// - `s`: replica time per request (s), see [`prefix_hits`]; `b`: calls that a replica serves at once
///
/// The square-root rule keeps small pools from queueing. Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn slot_replicas<N: Number>(k: &Constants<N>, slot: &Slot<N>, load: N, c: &Conditions<N>) -> N {
    let erlangs = (busy_slot(k, slot, load, c) * c.gpu_overprovision).named(&l::ERLANGS);
    let by_use = erlangs.over(c.replica_utilisation);
    let by_queue = erlangs + k.square_root_safety * erlangs.over(slot.at_once).sqrt();
    by_use.max(by_queue).named(&l::SLOT_REPLICAS)
}

/// CPU demand of a unit at a load (vCPU).
///
/// ```text
/// vCPU = λ · Σ calls · cpu / 0.6 · over-provisioning
/// ```
/// Source: INF22, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn cpu_demand<N: Number>(unit: &PoolLoad<N>, load: N, c: &Conditions<N>) -> N {
    let cpus = used_cpus(unit, load, c).over(c.cpu_utilisation) * c.cpu_overprovision;
    cpus.named(&l::CPU_DEMAND)
}

/// CPUs that a load keeps busy (vCPU).
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn used_cpus<N: Number>(unit: &PoolLoad<N>, load: N, c: &Conditions<N>) -> N {
    load * unit.cpu_by_request + c.mean * unit.cpu_deferrable + unit.cpu_steady
}

/// Memory that grows with the CPUs in use, mean of the month (GiB).
///
/// ```text
/// Σ (λ · calls · cpu · working set) / 0.6 · over-provisioning
/// ```
/// Source: INF22, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn working_set<N: Number>(unit: &PoolLoad<N>, c: &Conditions<N>) -> N {
    let busy = c.mean * unit.working_by_request + unit.working_steady;
    (busy.over(c.cpu_utilisation) * c.cpu_overprovision).named(&l::WORKING_SET)
}

impl<N: Number> Conditions<N> {
    /// Load of the product at an hour, or of what has hours of its own (requests/s).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn load(&self, hour: usize, own: Option<&Hours<N>>) -> N {
        match (own, hour) {
            (Some(hours), _) => self.mean * hours[hour],
            (None, PEAK) => self.peak,
            (None, node) => self.nodes[node - 1],
        }
    }
}

/// The busiest hour; the nodes of the day follow it.
const PEAK: usize = 0;

/// When a pool is looked at.
#[derive(Clone, Copy)]
enum When<'a, N> {
    /// At an hour of the day: the busiest, then the nodes.
    Hour(usize),
    /// While a spike lasts.
    Spike(&'a PoolSpike<N>),
}

impl<N: Number> When<'_, N> {
    /// Load on the CPUs of a pool (requests/s).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn on_cpus(&self, unit: &PoolLoad<N>, c: &Conditions<N>) -> N {
        match self {
            Self::Hour(hour) => c.load(*hour, unit.hours.as_ref()),
            Self::Spike(spike) => c.mean * spike.cpu,
        }
    }

    /// Load on a group of its GPUs (requests/s).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn on_slot(&self, slot: (usize, &Slot<N>), c: &Conditions<N>) -> N {
        match self {
            Self::Hour(hour) => c.load(*hour, slot.1.hours.as_ref()),
            Self::Spike(spike) => c.mean * spike.slots[slot.0],
        }
    }
}

/// Replicas on GPUs that are needed before rounding: those of the scarcest resource.
///
/// `host`: CPUs beside a replica's GPUs (vCPU).
#[cfg_attr(not(debug_assertions), inline(always))]
fn gpu_replicas<N: Number>(
    k: &Constants<N>,
    unit: &PoolLoad<N>,
    when: When<'_, N>,
    c: &Conditions<N>,
    host: N::Divisor,
) -> N {
    let mut most = cpu_demand(unit, when.on_cpus(unit, c), c).over(host);
    for (at, slot) in unit.slots.iter().enumerate() {
        most = most.max(slot_replicas(k, slot, when.on_slot((at, slot), c), c));
    }
    most
}

/// CPUs in use and replicas on GPUs busy in the busiest hour.
pub(super) fn busy_at_peak<N: Number>(
    k: &Constants<N>,
    unit: &PoolLoad<N>,
    c: &Conditions<N>,
) -> (N, N) {
    let when = When::Hour(PEAK);
    let slots = unit.slots.iter().enumerate();
    let busy = slots.fold(N::zero(), |most, slot| {
        most.max(busy_slot(k, slot.1, when.on_slot(slot, c), c))
    });
    (used_cpus(unit, when.on_cpus(unit, c), c), busy)
}

/// A whole number of replicas, at least the minimum.
#[cfg_attr(not(debug_assertions), inline(always))]
fn bought<N: Number>(k: &Constants<N>, raw: N, minimum: N) -> N {
    let raw = raw.named(&l::RAW_REPLICAS);
    (raw + k.rounding * (raw.ceil() - raw))
        .max(minimum)
        .named(&l::BOUGHT)
}

/// Mean over the month of something that follows the load as far as autoscaling does.
///
/// ```text
/// f · mean over the nodes + (1 − f) · peak
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
fn over_the_month<N: Number>(autoscaling: N, at: impl Fn(When<'_, N>) -> N) -> (N, N) {
    let held: [N; NODES + 1] = std::array::from_fn(|hour| at(When::Hour(hour)));
    let [peak, nodes @ ..] = held;
    let mean = N::sum(nodes).over_constant(NODES as f64);
    (autoscaling * mean + (N::one() - autoscaling) * peak, peak)
}

/// Autoscaling of a unit: a stream that must be fresh cannot wait for new replicas.
#[cfg_attr(not(debug_assertions), inline(always))]
fn autoscaling_of<N: Number>(unit: &PoolLoad<N>, c: &Conditions<N>) -> N {
    match unit.freshness {
        None => c.autoscaling,
        Some(freshness) => {
            let wait = unit.scale_up * N::constant(SECONDS_PER_HOUR);
            (c.autoscaling * freshness.over_or(wait, N::one()).min(N::one())).named(&l::AUTOSCALING)
        }
    }
}

/// What spikes take a pool in a month.
#[derive(Clone, Copy, Debug)]
struct Surge<N> {
    /// Hours in which load goes unserved, weighted by the share unserved.
    unserved: N,
    /// Hours of replicas rented beyond those held.
    rented: N,
}

/// What a pool lacks in spikes, and what it rents for them.
///
/// ```text
/// lacking  = max(0, needed at the spike − held);   rented = min(lacking, room)
/// unserved = Σ per month · (min(length, scale-up) · lacking + rest of the length · (lacking − rented)) / needed
/// hours    = Σ per month · rest of the length · rented
/// ```
/// - `held`: replicas; `needed`: replicas in a spike; `room`: replicas that can be had, no limit when none
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
fn surge<N: Number>(
    unit: &PoolLoad<N>,
    held: N,
    room: Option<N>,
    needed: impl Fn(When<'_, N>) -> N,
) -> Surge<N> {
    let zero = N::zero();
    let (mut unserved, mut rented) = (zero, zero);
    for spike in &unit.spikes {
        let need = needed(When::Spike(spike));
        let lacking = (need - held).max(zero);
        let more = room.map_or(lacking, |room| lacking.min(room));
        let first = spike.hours.min(unit.scale_up);
        let rest = spike.hours - first;
        let lost = (first * lacking + rest * (lacking - more)).over_or(need, zero);
        unserved = unserved + spike.per_month * lost;
        rented = rented + spike.per_month * rest * more;
    }
    Surge { unserved, rented }
}

/// GPUs rented together: what is needed, rounded up to whole blocks.
///
/// ```text
/// ⌈GPUs / block⌉ · block
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
fn in_blocks<N: Number>(k: &Constants<N>, gpus: N, block: usize) -> N {
    if block <= 1 {
        return gpus;
    }
    let block = block as f64;
    let blocks = gpus.over_constant(block);
    (blocks + k.rounding * (blocks.ceil() - blocks)) * N::constant(block)
}

impl<N: Number> PoolMonth<N> {
    /// A unit in which nothing lives.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn idle() -> Self {
        let zero = N::zero();
        Self {
            gpu: None,
            gpus: zero,
            gpus_peak: zero,
            staging_gpus: zero,
            cpu: zero,
            staging_cpu: zero,
            hosts: zero,
            replicas: zero,
            replicas_peak: zero,
            sidecars: zero,
            other_cost: zero,
            spike_hours: zero,
            pod: zero,
            surge: zero,
        }
    }

    /// The same unit, each of its figures called by its name.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn named_of(self, unit: Subject) -> Self {
        Self {
            gpu: self.gpu,
            gpus: self.gpus.named_of(&l::UNIT_GPUS, unit),
            gpus_peak: self.gpus_peak.named_of(&l::UNIT_GPUS_PEAK, unit),
            staging_gpus: self.staging_gpus.named_of(&l::UNIT_STAGING, unit),
            cpu: self.cpu.named_of(&l::UNIT_CPU_COST, unit),
            staging_cpu: self.staging_cpu.named_of(&l::UNIT_STAGING_COST, unit),
            hosts: self.hosts.named_of(&l::UNIT_HOSTS, unit),
            spike_hours: self.spike_hours.named_of(&l::SPIKE_HOURS, unit),
            ..self
        }
    }
}

/// CPU (vCPU) and memory (GiB) of a sidecar; the only unit has none.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn sidecar<N: Number>(k: &Constants<N>, alone: bool) -> (N, N) {
    if alone {
        (N::zero(), N::zero())
    } else {
        (k.sidecar_vcpu, k.sidecar_mib / N::constant(MIB_PER_GIB))
    }
}

/// CPUs beside the GPUs of a replica that its sidecar leaves (vCPU).
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn host_cpus<N: Number>(k: &Constants<N>, gpus: N, sidecar_cpu: N) -> N {
    let host = (gpus * k.vcpu_per_gpu - sidecar_cpu).max(N::one());
    host.named(&l::HOST_CPU)
}

/// Replicas on GPUs that a load keeps busy: those of the busiest slot.
pub(super) fn busy_replicas<N: Number>(
    k: &Constants<N>,
    unit: &PoolLoad<N>,
    load: N,
    c: &Conditions<N>,
) -> N {
    let slots = unit.slots.iter();
    slots.fold(N::zero(), |most, slot| {
        most.max(busy_slot(k, slot, load, c))
    })
}

/// Sizes of pods: the smallest, and so many doublings of it.
const POD_SIZES: usize = 6;

/// Smallest pod (vCPU); one vCPU where none is stated.
#[cfg_attr(not(debug_assertions), inline(always))]
fn smallest_pod<N: Number>(k: &Constants<N>) -> N {
    N::select(N::zero().less(k.pod_vcpu_min), k.pod_vcpu_min, N::one())
}

/// Pods of one size.
#[derive(Clone, Copy)]
struct Pods<N> {
    /// CPUs of each (vCPU).
    pod: N,
    /// Pods held, mean of the month.
    mean: N,
    /// Pods held in the busiest hour.
    peak: N,
}

/// Pods of the size that costs least in the month.
///
/// ```text
/// pod = 2, 4, 8, 16, 32, 64 vCPU;   pods = max(minimum, ⌈vCPU / pod⌉)
/// least pods · ((pod + sidecar) · price of a vCPU + (0.5 GiB + Σ memory + sidecar) · price of a GiB)
/// ```
/// - `price`: of a pod by its CPUs (money an hour)
///
/// Small pods follow the load closely, large ones hold the memory of what is in them fewer times. Source:
/// MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
fn cheapest_pods<N: Number>(
    k: &Constants<N>,
    unit: &PoolLoad<N>,
    c: &Conditions<N>,
    (autoscaling, minimum): (N, N),
    price: &impl Fn(N) -> N,
) -> Pods<N> {
    let held = |pod: N| {
        let divisor = pod.divisor();
        let (mean, peak) = over_the_month(autoscaling, |when| {
            let load = when.on_cpus(unit, c);
            bought(k, cpu_demand(unit, load, c).over(divisor), minimum)
        });
        Pods { pod, mean, peak }
    };
    let mut best = held(smallest_pod(k));
    let mut least = best.mean * price(best.pod);
    let mut pod = best.pod;
    for _ in 1..POD_SIZES {
        pod = pod + pod;
        let next = held(pod);
        let cost = next.mean * price(pod);
        let cheaper = |next: N, best: N| N::select(cost.less(least), next, best);
        best = Pods {
            pod: cheaper(next.pod, best.pod),
            mean: cheaper(next.mean, best.mean),
            peak: cheaper(next.peak, best.peak),
        };
        least = cost.min(least);
    }
    Pods {
        pod: best.pod.named(&l::POD),
        mean: best.mean.named(&l::REPLICAS),
        peak: best.peak.named(&l::REPLICAS_PEAK),
    }
}

/// What a unit needs in a month.
///
/// `block`: GPUs that are rented together; `alone`: whether it is the only unit, which then has no sidecars.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn pool_month<N: Number>(
    k: &Constants<N>,
    unit: &PoolLoad<N>,
    block: usize,
    c: &Conditions<N>,
    alone: bool,
) -> PoolMonth<N> {
    let zero = N::zero();
    let minimum = if unit.core {
        k.ha_min_core
    } else {
        k.ha_min_other
    };
    let autoscaling = autoscaling_of(unit, c);
    let (sidecar_cpu, sidecar_gib) = sidecar(k, alone);
    if let Some((gpu, gpus)) = unit.gpus {
        let gpus = N::constant(gpus as f64);
        let host = host_cpus(k, gpus, sidecar_cpu).divisor();
        let at = |when: When<'_, N>| bought(k, gpu_replicas(k, unit, when, c, host), minimum);
        let (replicas, replicas_peak) = over_the_month(autoscaling, at);
        let (held, held_peak) = if block <= 1 {
            (replicas * gpus, replicas_peak * gpus)
        } else {
            over_the_month(autoscaling, |when| in_blocks(k, at(when) * gpus, block))
        };
        let replicas = replicas.named(&l::REPLICAS);
        let replicas_peak = replicas_peak.named(&l::REPLICAS_PEAK);
        return PoolMonth {
            gpu: Some(gpu),
            gpus: held,
            gpus_peak: held_peak,
            staging_gpus: in_blocks(k, gpus, block) * k.staging_hours,
            cpu: zero,
            staging_cpu: zero,
            hosts: replicas,
            replicas,
            replicas_peak,
            sidecars: zero,
            other_cost: zero,
            spike_hours: zero,
            pod: zero,
            surge: zero,
        };
    }
    let pod_price =
        |pod: N| (pod + sidecar_cpu) * k.vcpu_price + (unit.memory + sidecar_gib) * k.memory_price;
    let Pods {
        pod,
        mean: pods,
        peak: pods_peak,
    } = cheapest_pods(k, unit, c, (autoscaling, minimum), &pod_price);
    let hourly = |pods: N, pod: N, working_set: N| {
        let hour =
            k.node_overhead * c.cloud * (pods * pod_price(pod) + working_set * k.memory_price);
        hour.named(&l::CPU_HOURLY)
    };
    let working = working_set(unit, c);
    PoolMonth {
        gpu: None,
        gpus: zero,
        gpus_peak: zero,
        staging_gpus: zero,
        cpu: hourly(pods, pod, working) * k.hours_per_month,
        staging_cpu: hourly(N::one(), smallest_pod(k), zero) * k.staging_hours * k.hours_per_month,
        hosts: pods * (pod + sidecar_cpu) * k.node_overhead / k.vcpu_per_host,
        replicas: pods,
        replicas_peak: pods_peak,
        sidecars: pods
            * (sidecar_cpu * k.vcpu_price + sidecar_gib * k.memory_price)
            * k.node_overhead
            * c.cloud
            * k.hours_per_month,
        other_cost: zero,
        spike_hours: zero,
        pod,
        surge: zero,
    }
}

impl<N: Number> PoolMonth<N> {
    /// Adds what spikes take: hours unserved, GPUs and pods rented beyond those held.
    ///
    /// `room`: GPUs that can be had for it, no limit when none.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn meet_spikes(
        &mut self,
        k: &Constants<N>,
        unit: &PoolLoad<N>,
        c: &Conditions<N>,
        room: Option<N>,
        alone: bool,
    ) {
        let (sidecar_cpu, sidecar_gib) = sidecar(k, alone);
        let met = if let Some((_, gpus)) = unit.gpus {
            let gpus = N::constant(gpus as f64);
            let host = host_cpus(k, gpus, sidecar_cpu).divisor();
            let room = room.map(|room| room / gpus);
            let met = surge(unit, self.replicas, room, |when| {
                gpu_replicas(k, unit, when, c, host)
            });
            self.surge = (met.rented * gpus).named_of(&l::SURGE, unit.subject);
            met
        } else {
            let met = surge(unit, self.replicas, None, |when| {
                cpu_demand(unit, when.on_cpus(unit, c), c) / self.pod
            });
            let price = (self.pod + sidecar_cpu) * k.vcpu_price
                + (unit.memory + sidecar_gib) * k.memory_price;
            let more = met.rented * price * k.node_overhead * c.cloud;
            self.cpu = (self.cpu + more).named_of(&l::UNIT_CPU_COST, unit.subject);
            met
        };
        self.spike_hours = met.unserved.named_of(&l::SPIKE_HOURS, unit.subject);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::deployment::{PoolLoad, PoolSpike};
    use super::super::projection::tests::{inputs, rounded_constants};
    use super::super::slot::Slot;
    use super::{Conditions, cpu_demand, pool_month, prefix_hits, slot_replicas};

    #[track_caller]
    pub(in crate::engine) fn check(value: f64, expected: f64) {
        let tolerance = 1e-5 * expected.abs().max(1.0);
        assert!(
            (value - expected).abs() < tolerance,
            "{value} instead of {expected}"
        );
    }

    /// 10 requests/s on average, 20 in the busiest hour; half of the load is followed.
    pub(in crate::engine) fn conditions(mean: f64) -> Conditions<f64> {
        Conditions {
            users: 1000.0,
            mean,
            // 1 + cos 22.5°, 1 + cos 67.5° and their mirror images.
            nodes: [1.923_880, 1.382_683, 0.617_317, 0.076_120].map(|m| m * mean),
            peak: 2.0 * mean,
            observability: 2.0,
            autoscaling: 0.5,
            cpu_overprovision: 2.0,
            gpu_overprovision: 1.3,
            prefix_routing: 0.0,
            cpu_utilisation: rounded_constants().cpu_utilisation,
            replica_utilisation: rounded_constants().replica_utilisation,
            cloud: 1.0,
            tokens: 1.0,
        }
    }

    /// A core unit of 4 GiB that takes 0.3 s of CPU a request.
    pub(in crate::engine) fn unit() -> PoolLoad<f64> {
        PoolLoad {
            live: true,
            core: true,
            cpu_by_request: 0.3,
            hours: None,
            cpu_deferrable: 0.0,
            cpu_steady: 0.0,
            cpu_crossing: 0.0,
            gpu_memory: 0.0,
            memory: 4.0,
            working_by_request: 0.15,
            working_steady: 0.0,
            calls_out: 0.0,
            transfer: 0.0,
            call_fees: 0.0,
            hosted: 0.0,
            storage: 0.0,
            storage_per_user: 0.0,
            value: 0.0,
            slots: Vec::new(),
            gpus: None,
            weights: 0.0,
            scale_up: 0.0,
            freshness: None,
            spikes: Vec::new(),
            subject: crate::number::Subject::Product,
        }
        .ready(&rounded_constants())
    }

    /// The same on two GPUs, 0.4 s of them a request, twenty calls at once.
    pub(in crate::engine) fn gpu_unit() -> PoolLoad<f64> {
        PoolLoad {
            slots: vec![slot(0.4, 20.0)],
            gpus: Some((0, 2)),
            weights: 60.0,
            ..unit()
        }
        .ready(&rounded_constants())
    }

    fn slot(by_request: f64, batch: f64) -> Slot<f64> {
        Slot {
            by_request,
            unhit: 0.0,
            routes: false,
            hours: None,
            deferrable: 0.0,
            steady: 0.0,
            batch,
            at_once: batch,
            cache: 0.0,
        }
    }

    #[test]
    fn replicas_of_a_slot_by_hand() {
        let k = rounded_constants();
        // R = 10·0.2 = 2: 2/0.8 = 2.5 against 2 + √(2/16) = 2.354.
        let at = |slot: &Slot<f64>, load: f64, mean: f64, overprovision: f64| {
            let c = Conditions {
                gpu_overprovision: overprovision,
                ..conditions(mean)
            };
            slot_replicas(&k, slot, load, &c)
        };
        check(at(&slot(0.2, 16.0), 10.0, 5.0, 1.0), 2.5);
        // R = 0.02: 0.025 against 0.02 + √(0.02/16) = 0.055355.
        check(at(&slot(0.2, 16.0), 0.1, 0.1, 1.0), 0.055_355);
        check(at(&slot(0.2, 16.0), 0.0, 0.0, 1.3), 0.0);
        // What can wait is spread over the month, what never rests is added: (10·0.2 + 5·0.1 + 0.3)·1.3
        // = 3.64; /0.8 = 4.55.
        let mixed = Slot {
            deferrable: 0.1,
            steady: 0.3,
            ..slot(0.2, 16.0)
        };
        check(at(&mixed, 10.0, 5.0, 1.3), 4.55);
    }

    #[test]
    fn prefix_hits_by_hand() {
        let mut k = rounded_constants();
        k.prefix_common = 0.4;
        // On four replicas 0.4 + 0.6/4 = 0.55; a quarter routed: 0.25 + 0.75·0.55. One replica has all.
        check(prefix_hits(&k, 0.0, 4.0), 0.55);
        check(prefix_hits(&k, 0.25, 4.0), 0.6625);
        check(prefix_hits(&k, 1.0, 4.0), 1.0);
        check(prefix_hits(&k, 0.0, 0.5), 1.0);
        // 0.2 s with all hits, 0.1 s more with none, 10 requests/s: (2 + 1)·1.3/0.8 = 4.875 replicas, hits
        // 0.4 + 0.6/4.875 = 0.523077: busy 2 + 0.476923, ·1.3/0.8.
        let of = |routes: bool, prefix_routing: f64| {
            let (mut slot, mut c) = (slot(0.2, 16.0), conditions(5.0));
            (slot.unhit, slot.routes) = (0.1, routes);
            c.prefix_routing = prefix_routing;
            slot_replicas(&k, &slot, 10.0, &c)
        };
        check(of(false, 1.0), 2.476_923 * 1.625);
        check(of(true, 0.0), 2.476_923 * 1.625);
        check(of(true, 1.0), 3.25);
    }

    #[test]
    fn cpu_demand_by_hand() {
        // 20·0.3/0.6·2 = 20 vCPU; with 0.06 that can wait and 0.12 that never rests:
        // (6 + 10·0.06 + 0.12)/0.6·2 = 22.4.
        let c = conditions(10.0);
        check(cpu_demand(&unit(), 20.0, &c), 20.0);
        let mixed = PoolLoad {
            cpu_deferrable: 0.06,
            cpu_steady: 0.12,
            ..unit()
        };
        check(cpu_demand(&mixed, 20.0, &c), 22.4);
    }

    #[test]
    fn a_cpu_unit_in_a_month_by_hand() {
        let k = rounded_constants();
        let c = conditions(10.0);
        let month = pool_month(&k, &unit(), 1, &c, true);
        // A request a second needs a vCPU: nodes 19.24, 13.83, 6.17 and 0.76. Pods of 2: 10, 7, 4 and,
        // at least, 2, 5.75 on average, 10 at the peak: 0.5·5.75 + 0.5·10 = 7.875 at 2·0.0405 + 4·0.0044
        // = 0.0986, 0.776 an hour. Of 4: 5, 4, 2, 2 and 5: 0.5·3.25 + 0.5·5 = 4.125 at 0.1796, 0.741. Of
        // 8: 3, 2, 2, 2 and 3: 2.625 at 0.3416, 0.897. Those of 4 cost least.
        check(month.pod, 4.0);
        check(month.replicas, 4.125);
        check(month.replicas_peak, 5.0);
        // 16.5 vCPU·0.0405 + (16.5 + 0.5·10) GiB·0.0044 = 0.66825 + 0.0946 = 0.76285 an hour;
        // ·1.25·730 = 696.101.
        check(month.cpu, 696.100_625);
        // Staging: one of the smallest a quarter of the time: (2·0.0405 + 4·0.0044)·1.25·0.25·730 = 22.493.
        check(month.staging_cpu, 22.493_125);
        // 16.5·1.25/8 hosts.
        check(month.hosts, 2.578_125);
        assert!(month.gpu.is_none() && month.gpus == 0.0);
        // Beside other units: a sidecar of 0.1 vCPU and 80/1024 GiB a pod, 4.125 of them:
        // (4.125·0.1·0.0405 + 4.125·0.078125·0.0044)·1.25·730 = 16.538 more.
        let beside = pool_month(&k, &unit(), 1, &c, false);
        check(beside.cpu - month.cpu, 16.538_408);
    }

    #[test]
    fn a_cpu_unit_without_traffic_pays_its_minimum() {
        let k = rounded_constants();
        let month = pool_month(&k, &unit(), 1, &conditions(0.0), true);
        assert_eq!((month.replicas, month.replicas_peak), (2.0, 2.0));
        let other = PoolLoad {
            core: false,
            ..unit()
        };
        let month = pool_month(&k, &other, 1, &conditions(0.0), true);
        // One pod: (2·0.0405 + 4·0.0044)·1.25·730 = 89.97.
        check(month.cpu, 89.972_5);
        // Large memory wants large pods: with 32 GiB 4.125 of 4 vCPU cost 4.125·(0.162 + 0.1408) = 1.249
        // an hour, 2.625 of 8 vCPU 2.625·(0.324 + 0.1408) = 1.220, two of 16 vCPU 1.578.
        let large = PoolLoad {
            memory: 32.0,
            ..unit()
        }
        .ready(&k);
        let month = pool_month(&k, &large, 1, &conditions(10.0), true);
        assert_eq!((month.pod, month.replicas_peak), (8.0, 3.0));
    }

    #[test]
    fn a_gpu_unit_in_a_month_by_hand() {
        let k = rounded_constants();
        let c = conditions(10.0);
        let month = pool_month(&k, &gpu_unit(), 1, &c, true);
        // Replicas per request/s: 0.4·1.3/0.8 = 0.65. Nodes: 12.51, 8.99, 4.01 and 0.54 (R = 0.396
        // + √(0.396/20)): 13, 9, 5 and, at least, 2, 7.25 on average; 20·0.65 = 13 at the peak.
        // 0.5·7.25 + 0.5·13 = 10.125.
        check(month.replicas, 10.125);
        check(month.gpus, 20.25);
        check(month.gpus_peak, 26.0);
        check(month.staging_gpus, 0.5);
        check(month.hosts, 10.125);
        // CPUs come with the GPUs.
        assert_eq!(
            (month.gpu, month.cpu, month.staging_cpu),
            (Some(0), 0.0, 0.0)
        );
        // Unless they decide: at 12 s of CPU a request 20 of them a second need 20·12/0.6·2 = 800
        // vCPU, 24 a replica: 34 replicas.
        let hungry = PoolLoad {
            cpu_by_request: 12.0,
            ..gpu_unit()
        };
        check(pool_month(&k, &hungry, 1, &c, true).replicas_peak, 34.0);
        check(
            pool_month(&k, &gpu_unit(), 1, &conditions(0.0), true).gpus,
            4.0,
        );
    }

    #[test]
    fn spikes_by_hand() {
        let k = rounded_constants();
        let c = conditions(10.0);
        let met = |times, hours, room| {
            let unit = PoolLoad {
                spikes: vec![PoolSpike {
                    per_month: 2.0,
                    hours,
                    cpu: times,
                    slots: vec![times],
                }],
                ..gpu_unit()
            };
            let mut month = pool_month(&k, &unit, 1, &c, true);
            month.meet_spikes(&k, &unit, &c, room, true);
            (month.spike_hours, month.surge)
        };
        // 5 minutes and 60 GiB at 60 a minute: 0.1 h. 40 requests/s need 26 replicas, 10.125 are
        // there: 2·0.1·(1 − 10.125/26) = 0.122115; then 2·5.9 h of 15.875 replicas of two GPUs.
        let (unserved, rented) = met(4.0, 6.0, None);
        check(unserved, 0.122_115);
        check(rented, 2.0 * 5.9 * 31.75);
        // Ten GPUs are five replicas; 10.875 of 26 stay unserved: 2·5.9·10.875/26 more.
        let (unserved, rented) = met(4.0, 6.0, Some(10.0));
        check(unserved, 0.122_115 + 4.935_577);
        check(rented, 118.0);
        // Shorter than the scaling: 3 minutes; smaller than what is there: none.
        check(met(4.0, 0.05, None).0, 0.061_058);
        assert_eq!(met(4.0, 0.05, None).1, 0.0);
        assert_eq!(met(1.0, 6.0, None), (0.0, 0.0));
    }

    #[test]
    fn a_spike_on_cpus_rents_pods_by_hand() {
        let k = rounded_constants();
        let c = conditions(10.0);
        let unit = PoolLoad {
            spikes: vec![PoolSpike {
                per_month: 1.0,
                hours: 2.1,
                cpu: 4.0,
                slots: Vec::new(),
            }],
            scale_up: 0.1,
            ..unit()
        };
        let mut month = pool_month(&k, &unit, 1, &c, true);
        let before = month.cpu;
        month.meet_spikes(&k, &unit, &c, Some(0.0), true);
        // 40 vCPU are ten pods of 4, 4.125 are there: 0.1·5.875/10 unserved; 2 h of 5.875 pods at 0.1796
        // on nodes of 1.25.
        check(month.spike_hours, 0.058_75);
        check(month.cpu - before, 2.0 * 5.875 * 0.1796 * 1.25);
    }

    #[test]
    fn gpus_come_in_blocks_by_hand() {
        let k = rounded_constants();
        let month = pool_month(&k, &gpu_unit(), 8, &conditions(10.0), true);
        // Nodes of 13, 9, 5 and 2 replicas of two GPUs are 32, 24, 16 and 8 in blocks of eight, 20 on
        // average; 26 at the peak are 32: 0.5·20 + 0.5·32. Staging holds one block a quarter of the time.
        check(month.gpus, 26.0);
        check(month.gpus_peak, 32.0);
        check(month.staging_gpus, 2.0);
        check(month.replicas, 10.125);
    }

    #[test]
    fn a_peak_of_its_own_by_hand() {
        let k = rounded_constants();
        let c = conditions(10.0);
        let own = |hours| {
            let unit = PoolLoad {
                slots: vec![Slot {
                    hours,
                    ..slot(0.4, 20.0)
                }],
                ..gpu_unit()
            };
            pool_month(&k, &unit, 1, &c, true)
        };
        // Steady: 10·0.65 = 6.5, 7 replicas at every hour.
        check(own(Some([1.0; 5])).replicas, 7.0);
        check(own(None).replicas, 10.125);
        // Three times as much in the busiest hour: 30·0.65 = 19.5, 20 there, 7 at the nodes.
        check(own(Some([3.0, 1.0, 1.0, 1.0, 1.0])).replicas, 13.5);
    }

    #[test]
    fn a_fresh_stream_cannot_wait_for_replicas() {
        let k = rounded_constants();
        let stream = PoolLoad {
            freshness: Some(90.0),
            ..gpu_unit()
        };
        // Six minutes are 360 s, freshness 90 s: a quarter of the autoscaling is left:
        // 0.125·7.25 + 0.875·13 = 12.28125.
        let month = pool_month(&k, &stream, 1, &conditions(10.0), true);
        check(month.replicas, 12.281_25);
        let patient = PoolLoad {
            freshness: Some(3600.0),
            ..gpu_unit()
        };
        check(
            pool_month(&k, &patient, 1, &conditions(10.0), true).replicas,
            10.125,
        );
    }

    #[test]
    fn conditions_of_a_month_by_hand() {
        let inputs = inputs(
            "components: [(name: \"a\")], demand: (requests_per_user_month: 26.28, peak_to_mean: 3),
             prices: (cloud_discount: 0.2, cloud_drift: 0.1), hosted: (price_drift: -0.36),
             events: [(name: \"war\", month: 6, kind: TokenPrice, value: 0.5)]",
        );
        let c = Conditions::new(&inputs, 12, 1e6, &[1.0; 10]);
        // 26.28 million requests: 10/s; 30/s at the peak; 0.8·1.1; 0.64·0.5; level 1.
        check(c.mean, 10.0);
        check(c.peak, 30.0);
        check(c.nodes.iter().sum::<f64>() / 4.0, 10.0);
        check(c.cloud, 0.88);
        check(c.tokens, 0.32);
        check(c.autoscaling, 0.3);
        check(c.cpu_overprovision, 3.0);
        check(c.gpu_overprovision, 4.0);
    }
}
