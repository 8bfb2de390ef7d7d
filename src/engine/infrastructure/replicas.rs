//! How many replicas and CPUs a load needs, and what of them is bought.

use super::Conditions;
use crate::engine::constants::Constants;
use crate::engine::demand::NODES;
use crate::engine::deployment::{PoolLoad, PoolSpike};
use crate::engine::labels as l;
use crate::engine::slot::Slot;
use crate::number::Number;

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
pub(super) fn prefix_hits<N: Number>(k: &Constants<N>, routed: N, replicas: N) -> N {
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
/// - `s`: replica time per request (s), see `prefix_hits`; `b`: calls that a replica serves at once
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
pub(in crate::engine) fn used_cpus<N: Number>(unit: &PoolLoad<N>, load: N, c: &Conditions<N>) -> N {
    load * unit.cpu_by_request + c.mean * unit.cpu_deferrable + unit.cpu_steady
}

/// Memory that grows with the CPUs in use, mean of the month (GiB).
///
/// ```text
/// Σ (λ · calls · cpu · working set) / 0.6 · over-provisioning
/// ```
/// Source: INF22, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(in crate::engine) fn working_set<N: Number>(unit: &PoolLoad<N>, c: &Conditions<N>) -> N {
    let busy = c.mean * unit.working_by_request + unit.working_steady;
    (busy.over(c.cpu_utilisation) * c.cpu_overprovision).named(&l::WORKING_SET)
}

/// The busiest hour; the nodes of the day follow it.
pub(super) const PEAK: usize = 0;

/// When a pool is looked at.
#[derive(Clone, Copy)]
pub(super) enum When<'a, N> {
    /// At an hour of the day: the busiest, then the nodes.
    Hour(usize),
    /// While a spike lasts.
    Spike(&'a PoolSpike<N>),
}

impl<N: Number> When<'_, N> {
    /// Load on the CPUs of a pool (requests/s).
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn on_cpus(&self, unit: &PoolLoad<N>, c: &Conditions<N>) -> N {
        match self {
            Self::Hour(hour) => c.load(*hour, unit.hours.as_ref()),
            Self::Spike(spike) => c.mean * spike.cpu,
        }
    }

    /// Load on a group of its GPUs (requests/s).
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn on_slot(&self, slot: (usize, &Slot<N>), c: &Conditions<N>) -> N {
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
pub(super) fn gpu_replicas<N: Number>(
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
pub(in crate::engine) fn busy_at_peak<N: Number>(
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
pub(super) fn bought<N: Number>(k: &Constants<N>, raw: N, minimum: N) -> N {
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
pub(super) fn over_the_month<N: Number>(autoscaling: N, at: impl Fn(When<'_, N>) -> N) -> (N, N) {
    let held: [N; NODES + 1] = std::array::from_fn(|hour| at(When::Hour(hour)));
    let [peak, nodes @ ..] = held;
    let mean = N::sum(nodes).over_constant(NODES as f64);
    (autoscaling * mean + (N::one() - autoscaling) * peak, peak)
}

/// Replicas on GPUs that a load keeps busy: those of the busiest slot.
pub(in crate::engine) fn busy_replicas<N: Number>(
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

#[cfg(test)]
mod tests {
    use super::{cpu_demand, prefix_hits, slot_replicas};
    use crate::engine::deployment::PoolLoad;
    use crate::engine::infrastructure::Conditions;
    use crate::engine::infrastructure::tests::{check, conditions, slot, unit};
    use crate::engine::projection::tests::rounded_constants;
    use crate::engine::slot::Slot;

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
}
