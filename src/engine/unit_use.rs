//! How far what a unit holds is in use: what a report shows of a month and no cost depends on.

use super::constants::Constants;
use super::deployment::PoolLoad;
use super::infrastructure::{
    Conditions, PoolMonth, busy_at_peak, busy_replicas, host_cpus, sidecar, used_cpus, working_set,
};
use crate::number::Number;

/// Use of what a unit holds in a month.
#[derive(Clone, Copy, Debug)]
pub struct PoolUse<N> {
    /// Use of what is held (share).
    pub utilisation: N,
    /// Use of what is held in the busiest hour (share): of GPUs, or of CPUs for a unit without.
    pub peak_utilisation: N,
    /// CPUs that the busiest hour takes, of those held then (share).
    pub cpu_utilisation: N,
    /// Memory in use: of the GPUs', or of the pods' for a unit without (share).
    pub memory_utilisation: N,
    /// CPUs of its pods or GPU hosts, mean of the month (vCPU).
    pub vcpus: N,
}

impl<N: Number> PoolUse<N> {
    /// A unit that is not there.
    pub fn none() -> Self {
        let zero = N::zero();
        Self {
            utilisation: zero,
            peak_utilisation: zero,
            cpu_utilisation: zero,
            memory_utilisation: zero,
            vcpus: zero,
        }
    }
}

/// How far what a unit holds in a month is in use.
///
/// `alone`: whether it is the only unit, which then has no sidecars.
pub fn pool_use<N: Number>(
    k: &Constants<N>,
    unit: &PoolLoad<N>,
    held: &PoolMonth<N>,
    c: &Conditions<N>,
    alone: bool,
) -> PoolUse<N> {
    let zero = N::zero();
    let (at_peak, busy_at_peak) = busy_at_peak(k, unit, c);
    if let Some((_, gpus)) = unit.gpus {
        let gpus = N::constant(gpus as f64);
        let host = host_cpus(k, gpus, sidecar(k, alone).0);
        return PoolUse {
            utilisation: busy_replicas(k, unit, c.mean, c).over_or(held.replicas, zero),
            peak_utilisation: busy_at_peak.over_or(held.replicas_peak, zero),
            cpu_utilisation: at_peak.over_or(held.replicas_peak * host, zero),
            memory_utilisation: unit.gpu_memory,
            vcpus: held.replicas * gpus * k.vcpu_per_gpu,
        };
    }
    let pod = held.pod;
    let vcpus = held.replicas * pod;
    let memory = held.replicas * unit.memory + working_set(unit, c);
    let room = (vcpus * k.pod_gib_per_vcpu).max(memory);
    let at_peak = at_peak.over_or(held.replicas_peak * pod, zero);
    PoolUse {
        utilisation: used_cpus(unit, c.mean, c).over_or(vcpus, zero),
        peak_utilisation: at_peak,
        cpu_utilisation: at_peak,
        memory_utilisation: memory.over_or(room, zero),
        vcpus,
    }
}

#[cfg(test)]
mod tests {
    use super::super::infrastructure::tests::{check, conditions, gpu_unit, unit};
    use super::super::infrastructure::{PoolMonth, pool_month};
    use super::super::projection::tests::rounded_constants;
    use super::{PoolUse, pool_use};
    use crate::engine::deployment::PoolLoad;

    fn used(unit: &PoolLoad<f64>, mean: f64) -> (PoolMonth<f64>, PoolUse<f64>) {
        let k = rounded_constants();
        let c = conditions(mean);
        let held = pool_month(&k, unit, 1, &c, true);
        (held, pool_use(&k, unit, &held, &c, true))
    }

    #[test]
    fn use_of_pods_by_hand() {
        let (_, used) = used(&unit(), 10.0);
        // 4.125 pods of 4 vCPU: 10·0.3/16.5 in use, 20·0.3/20 in the busiest hour.
        check(used.vcpus, 16.5);
        check(used.utilisation, 0.181_818);
        check(used.peak_utilisation, 0.3);
        assert_eq!(used.cpu_utilisation, used.peak_utilisation);
        // 4.125·4 GiB and 10·0.15/0.6·2 = 5 GiB of the 4 GiB a vCPU that nodes have.
        check(used.memory_utilisation, 21.5 / 66.0);
        let idle = self::used(&unit(), 0.0).1;
        assert_eq!((idle.utilisation, idle.peak_utilisation), (0.0, 0.0));
    }

    #[test]
    fn use_of_gpus_by_hand() {
        let (held, used) = used(&gpu_unit(), 10.0);
        // 10·0.4 = 4 replicas of 10.125 are busy, in the busiest hour 8 of 13.
        check(used.utilisation, 4.0 / 10.125);
        check(used.peak_utilisation, 8.0 / 13.0);
        // Twelve vCPU a GPU: 24 a replica; 20·0.3 of 13·24 in the busiest hour.
        check(used.vcpus, held.gpus * 12.0);
        check(used.cpu_utilisation, 6.0 / (13.0 * 24.0));
        assert_eq!(used.memory_utilisation, 0.0);
    }
}
