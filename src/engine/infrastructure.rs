//! What a unit needs in a month and what that costs.
//!
//! A unit buys whole replicas of everything in it, so its scarcest resource decides; small units
//! buy what they use, pay their own minimum and lose pooling. Nothing here knows which
//! architecture it serves: a partition is a list of units. Prices of GPUs are applied where all
//! units have been added up, in [`super::money`].

use super::constants::Constants;
use super::demand::{NODES, SECONDS_PER_HOUR, mean_load};
use super::deployment::{MIB_PER_GIB, UnitLoad};
use super::dimension;
use super::inputs::{Inputs, Spike};
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
    /// Sidecars, in `cpu` (money).
    pub sidecars: N,
    /// What the unit costs beside GPUs and CPUs: balancer, staging on CPUs, fees, hosted models,
    /// storage, transfer (money).
    pub other_cost: N,
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
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn slot_replicas<N: Number>(k: &Constants<N>, slot: &Slot<N>, load: N, c: &Conditions<N>) -> N {
    let busy = load * slot.by_request + c.mean * slot.deferrable + slot.steady;
    let erlangs = (busy * c.gpu_overprovision).named(&l::ERLANGS);
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
pub fn cpu_demand<N: Number>(unit: &UnitLoad<N>, load: N, c: &Conditions<N>) -> N {
    let cpus = used_cpus(unit, load, c).over(c.cpu_utilisation) * c.cpu_overprovision;
    cpus.named(&l::CPU_DEMAND)
}

/// CPUs that a load keeps busy (vCPU).
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn used_cpus<N: Number>(unit: &UnitLoad<N>, load: N, c: &Conditions<N>) -> N {
    load * unit.cpu_by_request + c.mean * unit.cpu_deferrable + unit.cpu_steady
}

/// Memory that grows with the CPUs in use, mean of the month (GiB).
///
/// ```text
/// Σ (λ · calls · cpu · working set) / 0.6 · over-provisioning
/// ```
/// Source: INF22, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn working_set<N: Number>(unit: &UnitLoad<N>, c: &Conditions<N>) -> N {
    let busy = c.mean * unit.working_by_request + unit.working_steady;
    (busy.over(c.cpu_utilisation) * c.cpu_overprovision).named(&l::WORKING_SET)
}

/// Replicas on GPUs that a load needs before rounding: those of the scarcest resource.
///
/// `host`: CPUs beside a replica's GPUs (vCPU).
#[cfg_attr(not(debug_assertions), inline(always))]
fn gpu_replicas<N: Number>(
    k: &Constants<N>,
    unit: &UnitLoad<N>,
    load: N,
    c: &Conditions<N>,
    host: N::Divisor,
) -> N {
    let mut most = cpu_demand(unit, load, c).over(host);
    for slot in &unit.slots {
        most = most.max(slot_replicas(k, slot, load, c));
    }
    most
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
fn over_the_month<N: Number>(autoscaling: N, c: &Conditions<N>, at: impl Fn(N) -> N) -> (N, N) {
    let [first, second, third, fourth] = c.nodes;
    let mut held = [c.peak, first, second, third, fourth];
    for load in &mut held {
        *load = at(*load);
    }
    let [peak, nodes @ ..] = held;
    let mean = N::sum(nodes).over_constant(NODES as f64);
    (autoscaling * mean + (N::one() - autoscaling) * peak, peak)
}

/// Autoscaling of a unit: a stream that must be fresh cannot wait for new replicas.
#[cfg_attr(not(debug_assertions), inline(always))]
fn autoscaling_of<N: Number>(unit: &UnitLoad<N>, c: &Conditions<N>) -> N {
    match unit.freshness {
        None => c.autoscaling,
        Some(freshness) => {
            let wait = unit.scale_up * N::constant(SECONDS_PER_HOUR);
            (c.autoscaling * freshness.over_or(wait, N::one()).min(N::one())).named(&l::AUTOSCALING)
        }
    }
}

/// Hours a month in which load goes unserved because a spike comes faster than replicas.
///
/// ```text
/// Σ per month · min(length, scale-up) · max(0, 1 − held / needed at the spike)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
fn spike_hours<N: Number>(
    unit: &UnitLoad<N>,
    spikes: &[Spike<N>],
    c: &Conditions<N>,
    held: N,
    needed: impl Fn(N) -> N,
) -> N {
    let mut unserved = N::zero();
    for spike in spikes {
        let need = needed(c.mean * spike.times);
        let served = held.over_or(need, N::one()).min(N::one());
        let lost = spike.per_month * spike.hours.min(unit.scale_up) * (N::one() - served);
        unserved = unserved + lost;
    }
    unserved
}

impl<N: Number> UnitMonth<N> {
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
pub(super) fn busy_replicas<N: Number>(unit: &UnitLoad<N>, load: N, c: &Conditions<N>) -> N {
    unit.slots.iter().fold(N::zero(), |most, slot| {
        most.max(load * slot.by_request + c.mean * slot.deferrable + slot.steady)
    })
}

/// What a unit needs in a month.
///
/// `alone`: whether it is the only unit, which then has no sidecars.
#[cfg_attr(not(debug_assertions), inline(always))]
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
    let autoscaling = autoscaling_of(unit, c);
    let (sidecar_cpu, sidecar_gib) = sidecar(k, alone);
    if let Some((gpu, gpus)) = unit.gpus {
        let gpus = N::constant(gpus as f64);
        let host = host_cpus(k, gpus, sidecar_cpu).divisor();
        let (replicas, replicas_peak) = over_the_month(autoscaling, c, |load| {
            bought(k, gpu_replicas(k, unit, load, c, host), minimum)
        });
        let replicas = replicas.named(&l::REPLICAS);
        let replicas_peak = replicas_peak.named(&l::REPLICAS_PEAK);
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
            sidecars: zero,
            other_cost: zero,
            spike_hours: spike_hours(unit, spikes, c, replicas, |load| {
                gpu_replicas(k, unit, load, c, host)
            }),
        };
    }
    let pod = unit.pod;
    let pod_divisor = pod.divisor();
    let (pods, pods_peak) = over_the_month(autoscaling, c, |load| {
        bought(k, cpu_demand(unit, load, c).over(pod_divisor), minimum)
    });
    let pods = pods.named(&l::REPLICAS);
    let pods_peak = pods_peak.named(&l::REPLICAS_PEAK);
    let hourly = |pods: N, working_set: N| {
        let hour = k.node_overhead
            * c.cloud
            * (pods * (pod + sidecar_cpu) * k.vcpu_price
                + (pods * (unit.memory + sidecar_gib) + working_set) * k.memory_price);
        hour.named(&l::CPU_HOURLY)
    };
    let working = working_set(unit, c);
    UnitMonth {
        gpu: None,
        gpus: zero,
        gpus_peak: zero,
        staging_gpus: zero,
        cpu: hourly(pods, working) * k.hours_per_month,
        staging_cpu: hourly(N::one(), zero) * k.staging_hours * k.hours_per_month,
        hosts: pods * (pod + sidecar_cpu) * k.node_overhead / k.vcpu_per_host,
        replicas: pods,
        replicas_peak: pods_peak,
        sidecars: pods
            * (sidecar_cpu * k.vcpu_price + sidecar_gib * k.memory_price)
            * k.node_overhead
            * c.cloud
            * k.hours_per_month,
        other_cost: zero,
        spike_hours: spike_hours(unit, spikes, c, pods, |load| {
            cpu_demand(unit, load, c).over(pod_divisor)
        }),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::deployment::UnitLoad;
    use super::super::inputs::Spike;
    use super::super::projection::tests::{inputs, rounded_constants};
    use super::super::slot::Slot;
    use super::{Conditions, cpu_demand, slot_replicas, unit_month};

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
            cpu_utilisation: rounded_constants().cpu_utilisation,
            replica_utilisation: rounded_constants().replica_utilisation,
            cloud: 1.0,
            tokens: 1.0,
        }
    }

    /// A core unit of 4 GiB that takes 0.3 s of CPU a request.
    pub(in crate::engine) fn unit() -> UnitLoad<f64> {
        UnitLoad {
            live: true,
            core: true,
            cpu_by_request: 0.3,
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
            evaluation_hours: 0.0,
            evaluation_cost: 0.0,
            slots: Vec::new(),
            gpus: None,
            session: 0.0,
            weights: 0.0,
            scale_up: 0.0,
            pod: 0.0,
            freshness: None,
            subject: crate::number::Subject::Product,
        }
        .ready(&rounded_constants())
    }

    /// The same on two GPUs, 0.4 s of them a request, twenty calls at once.
    pub(in crate::engine) fn gpu_unit() -> UnitLoad<f64> {
        UnitLoad {
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
    fn cpu_demand_by_hand() {
        // 20·0.3/0.6·2 = 20 vCPU; with 0.06 that can wait and 0.12 that never rests:
        // (6 + 10·0.06 + 0.12)/0.6·2 = 22.4.
        let c = conditions(10.0);
        check(cpu_demand(&unit(), 20.0, &c), 20.0);
        let mixed = UnitLoad {
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
        let month = unit_month(&k, &unit(), &[], &c, true);
        // A request a second needs a vCPU; pods of max(2, 4/4) = 2 vCPU. Nodes 19.24, 13.83, 6.17
        // and 0.76: 10, 7, 4 and, at least, 2 pods, 5.75 on average; 10 at the peak.
        // 0.5·5.75 + 0.5·10 = 7.875.
        check(month.replicas, 7.875);
        check(month.replicas_peak, 10.0);
        // 15.75 vCPU·0.0405 + (31.5 + 0.5·10) GiB·0.0044 = 0.637875 + 0.1606 = 0.798475 an hour;
        // ·1.25·730 = 728.608.
        check(month.cpu, 728.608_438);
        // Staging: one pod a quarter of the time: (2·0.0405 + 4·0.0044)·1.25·0.25·730 = 22.493.
        check(month.staging_cpu, 22.493_125);
        // 15.75·1.25/8 hosts.
        check(month.hosts, 2.460_938);
        assert!(month.gpu.is_none() && month.gpus == 0.0);
        // Beside other units: a sidecar of 0.1 vCPU and 80/1024 GiB a pod, 7.875 of them:
        // (7.875·0.1·0.0405 + 7.875·0.078125·0.0044)·1.25·730 = 31.573 more.
        let beside = unit_month(&k, &unit(), &[], &c, false);
        check(beside.cpu - month.cpu, 31.573_323);
    }

    #[test]
    fn a_cpu_unit_without_traffic_pays_its_minimum() {
        let k = rounded_constants();
        let month = unit_month(&k, &unit(), &[], &conditions(0.0), true);
        assert_eq!((month.replicas, month.replicas_peak), (2.0, 2.0));
        let other = UnitLoad {
            core: false,
            ..unit()
        };
        let month = unit_month(&k, &other, &[], &conditions(0.0), true);
        // One pod: (2·0.0405 + 4·0.0044)·1.25·730 = 89.97.
        check(month.cpu, 89.972_5);
        // Large memory wants large pods: 32 GiB on max(2, 32/4) = 8 vCPU.
        let large = UnitLoad {
            memory: 32.0,
            ..unit()
        }
        .ready(&k);
        let month = unit_month(&k, &large, &[], &conditions(10.0), true);
        assert_eq!(month.replicas_peak, 3.0);
    }

    #[test]
    fn a_gpu_unit_in_a_month_by_hand() {
        let k = rounded_constants();
        let c = conditions(10.0);
        let month = unit_month(&k, &gpu_unit(), &[], &c, true);
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
        let hungry = UnitLoad {
            cpu_by_request: 12.0,
            ..gpu_unit()
        };
        check(unit_month(&k, &hungry, &[], &c, true).replicas_peak, 34.0);
        check(
            unit_month(&k, &gpu_unit(), &[], &conditions(0.0), true).gpus,
            4.0,
        );
    }

    #[test]
    fn spikes_by_hand() {
        let k = rounded_constants();
        let spikes = [Spike {
            per_month: 2.0,
            times: 4.0,
            hours: 6.0,
        }];
        // 5 minutes and 60 GiB at 60 a minute: 0.1 h. 40 requests/s need 26 replicas, 10.125 are
        // there: 2·0.1·(1 − 10.125/26) = 0.122115.
        let c = conditions(10.0);
        let month = unit_month(&k, &gpu_unit(), &spikes, &c, true);
        check(month.spike_hours, 0.122_115);
        // Shorter than the scaling: 3 minutes; smaller than what is there: none.
        let with = |times, hours| {
            let spike = [Spike {
                per_month: 2.0,
                times,
                hours,
            }];
            unit_month(&k, &gpu_unit(), &spike, &c, true).spike_hours
        };
        check(with(4.0, 0.05), 0.061_058);
        check(with(1.0, 6.0), 0.0);
    }

    #[test]
    fn a_fresh_stream_cannot_wait_for_replicas() {
        let k = rounded_constants();
        let stream = UnitLoad {
            freshness: Some(90.0),
            ..gpu_unit()
        };
        // Six minutes are 360 s, freshness 90 s: a quarter of the autoscaling is left:
        // 0.125·7.25 + 0.875·13 = 12.28125.
        let month = unit_month(&k, &stream, &[], &conditions(10.0), true);
        check(month.replicas, 12.281_25);
        let patient = UnitLoad {
            freshness: Some(3600.0),
            ..gpu_unit()
        };
        check(
            unit_month(&k, &patient, &[], &conditions(10.0), true).replicas,
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
        check(c.gpu_overprovision, 1.6);
    }
}
