//! Which pods serve a load on CPUs for the least money.

use super::Conditions;
use super::replicas::{bought, cpu_demand, over_the_month};
use crate::engine::constants::Constants;
use crate::engine::deployment::PoolLoad;
use crate::engine::labels as l;
use crate::number::Number;

/// Sizes of pods: the smallest, and so many doublings of it.
pub(super) const POD_SIZES: usize = 6;

/// Smallest pod (vCPU); one vCPU where none is stated.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn smallest_pod<N: Number>(k: &Constants<N>) -> N {
    N::select(N::zero().less(k.pod_vcpu_min), k.pod_vcpu_min, N::one())
}

/// Pods of one size.
#[derive(Clone, Copy)]
pub(super) struct Pods<N> {
    /// CPUs of each (vCPU).
    pub(super) pod: N,
    /// Pods held, mean of the month.
    pub(super) mean: N,
    /// Pods held in the busiest hour.
    pub(super) peak: N,
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
pub(super) fn cheapest_pods<N: Number>(
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
