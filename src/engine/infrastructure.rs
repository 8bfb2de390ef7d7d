//! What a unit needs in a month and what that costs.
//!
//! A unit buys whole replicas of everything in it, so its scarcest resource decides; small units
//! buy what they use, pay their own minimum and lose pooling. Nothing here knows which
//! architecture it serves: a partition is a list of units. Prices of GPUs are applied where all
//! units have been added up, in [`super::money`].

mod pods;
mod replicas;
mod surge;

use super::constants::Constants;
use super::demand::{Hours, NODES, SECONDS_PER_HOUR, mean_load};
use super::deployment::{MIB_PER_GIB, PoolLoad};
use super::dimension;
use super::inputs::Inputs;
use super::labels as l;
use crate::number::{Number, Subject};
use pods::{Pods, cheapest_pods, smallest_pod};
use replicas::{PEAK, When, bought, gpu_replicas, over_the_month};
pub(super) use replicas::{busy_at_peak, busy_replicas, used_cpus, working_set};
pub use replicas::{cpu_demand, slot_replicas};
use surge::{in_blocks, surge};

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
    use super::{Conditions, pool_month};

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

    pub(super) fn slot(by_request: f64, batch: f64) -> Slot<f64> {
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
