//! What the pools of a partition cost together, and what of it a single one would not.
//!
//! GPUs are only counted here; their prices are applied in [`super::money`], where the units of all
//! stages have been added up.

use super::constants::Constants;
use super::demand::requests_in_month;
use super::deployment::PoolLoad;
use super::infrastructure::{Conditions, PoolMonth, used_cpus};
use super::labels as l;
use crate::number::Number;

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
    /// Calls between pools (per request).
    pub hops: N,
    /// The part of all this that several units cost and one does not.
    pub tax: Tax<N>,
}

/// The fragmentation tax: what several units or pools cost that one does not (money).
#[derive(Clone, Copy, Debug)]
pub struct Tax<N> {
    /// Balancers beyond the first, control planes.
    pub platform: N,
    /// CPU of calls between pools: their share of the CPU bill.
    pub calls: N,
    /// Sidecars.
    pub sidecars: N,
    /// Transfer.
    pub transfer: N,
    /// Fees of calls.
    pub fees: N,
    /// Tracing of calls.
    pub tracing: N,
}

impl<N: Number> Infrastructure<N> {
    /// Nothing.
    pub fn none() -> Self {
        let zero = N::zero();
        Self {
            cpu: zero,
            platform: zero,
            hosted: zero,
            storage: zero,
            gpus: zero,
            hops: zero,
            tax: Tax {
                platform: zero,
                calls: zero,
                sidecars: zero,
                transfer: zero,
                fees: zero,
                tracing: zero,
            },
        }
    }

    /// Adds a share of another.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn add(&mut self, other: &Self, share: N) {
        let sum = |all: &mut N, one: N| *all = *all + one * share;
        sum(&mut self.cpu, other.cpu);
        sum(&mut self.platform, other.platform);
        sum(&mut self.hosted, other.hosted);
        sum(&mut self.storage, other.storage);
        sum(&mut self.gpus, other.gpus);
        sum(&mut self.hops, other.hops);
        sum(&mut self.tax.platform, other.tax.platform);
        sum(&mut self.tax.calls, other.tax.calls);
        sum(&mut self.tax.sidecars, other.tax.sidecars);
        sum(&mut self.tax.transfer, other.tax.transfer);
        sum(&mut self.tax.fees, other.tax.fees);
        sum(&mut self.tax.tracing, other.tax.tracing);
    }
}

/// Adds up the pools of a partition and tells each its own cost.
///
/// `live`: units and pools with a live component. A balancer stands before each pool.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn infrastructure<N: Number>(
    k: &Constants<N>,
    loads: &[PoolLoad<N>],
    months: &mut [PoolMonth<N>],
    c: &Conditions<N>,
    observability: N,
    (live_units, live_pools): (usize, usize),
) -> Infrastructure<N> {
    let zero = N::zero();
    let requests = requests_in_month(c.mean, k.hours_per_month).named(&l::REQUESTS);
    let mut sum = Infrastructure::none();
    let mut hosts = zero;
    for (load, unit) in loads.iter().zip(months) {
        if !load.live {
            continue;
        }
        hosts = hosts + unit.hosts;
        sum.cpu = sum.cpu + unit.cpu;
        sum.gpus = sum.gpus + unit.gpus;
        sum.hops = sum.hops + load.calls_out;
        let fees = load.call_fees * requests;
        let platform = k.load_balancer_price + unit.staging_cpu + fees;
        let hosted =
            (load.hosted * requests * c.tokens).named_of(&l::UNIT_HOSTED_COST, load.subject);
        let transfer = c.cloud * load.transfer * requests * k.transfer_price * k.cross_zone_share;
        let stored = (load.storage + load.storage_per_user * c.users) * k.storage_price;
        let storage = (c.cloud * stored + transfer).named_of(&l::UNIT_STORAGE_COST, load.subject);
        sum.platform = sum.platform + platform;
        sum.hosted = sum.hosted + hosted;
        sum.storage = sum.storage + storage;
        unit.other_cost = platform + hosted + storage;
        let crossing = (c.mean * load.cpu_crossing).over_or(used_cpus(load, c.mean, c), zero);
        sum.tax.calls = sum.tax.calls + (unit.cpu - unit.sidecars) * crossing;
        sum.tax.sidecars = sum.tax.sidecars + unit.sidecars;
        sum.tax.transfer = sum.tax.transfer + transfer;
        sum.tax.fees = sum.tax.fees + fees;
    }
    if live_units > 1 {
        let planes = (k.control_plane_price * k.environments).named(&l::CONTROL_PLANES);
        sum.platform = sum.platform + planes;
        sum.tax.platform = planes;
    }
    if live_pools > 1 {
        let beyond_one = N::constant((live_pools - 1) as f64);
        sum.tax.platform = sum.tax.platform + k.load_balancer_price * beyond_one;
    }
    let spans = requests * (N::one() + sum.hops);
    sum.platform = sum.platform + observability_cost(k, hosts, spans, observability);
    sum.tax.tracing = observability_cost(k, zero, requests * sum.hops, observability);
    Infrastructure {
        cpu: sum.cpu.named(&l::STAGE_CPU),
        platform: sum.platform.named(&l::STAGE_PLATFORM),
        hosted: sum.hosted.named(&l::STAGE_HOSTED),
        storage: sum.storage.named(&l::STAGE_STORAGE),
        gpus: sum.gpus.named(&l::STAGE_GPUS),
        hops: sum.hops.named(&l::STAGE_HOPS),
        tax: sum.tax,
    }
}

/// Observability of hosts and spans (money a month).
///
/// ```text
/// hosts · 46 · depth + spans/10⁶ · 5% · tracing · 1.70
/// ```
/// - depth and tracing: how much of each is bought at the observability level
///
/// Source: INF43.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn observability_cost<N: Number>(k: &Constants<N>, hosts: N, spans: N, level: N) -> N {
    const MILLION: f64 = 1e6;
    let cost = hosts * k.observability_host_price * k.observability_depth.at(level)
        + spans / N::constant(MILLION)
            * k.span_sampling
            * k.tracing_depth.at(level)
            * k.observability_span_price;
    cost.named(&l::OBSERVABILITY)
}

#[cfg(test)]
mod tests {
    use super::super::deployment::PoolLoad;
    use super::super::infrastructure::tests::{check, conditions, unit};
    use super::super::infrastructure::{Conditions, pool_month};
    use super::super::projection::tests::rounded_constants;
    use super::{infrastructure, observability_cost};

    #[test]
    fn observability_by_hand() {
        let k = rounded_constants();
        // 10·46·0.6 + 2·0.05·0.2·1.70 = 276.034; at level 3: 460 + 0.17.
        check(observability_cost(&k, 10.0, 2e6, 2.0), 276.034);
        check(observability_cost(&k, 10.0, 2e6, 3.0), 460.17);
        check(observability_cost(&k, 0.0, 0.0, 0.0), 0.0);
    }

    #[test]
    fn a_partition_adds_up_by_hand() {
        let k = rounded_constants();
        let c = Conditions {
            cloud: 0.5,
            tokens: 0.8,
            ..conditions(10.0)
        };
        let load = PoolLoad {
            calls_out: 2.0,
            transfer: 1e-6,
            call_fees: 1e-5,
            hosted: 1e-4,
            storage: 100.0,
            storage_per_user: 0.05,
            ..unit()
        };
        let idle = PoolLoad {
            live: false,
            ..load.clone()
        };
        let mut months = [&load, &idle].map(|load| pool_month(&k, load, 1, &c, true));
        let sum = infrastructure(&k, &[load, idle], &mut months, &c, 3.0, (1, 1));
        // 10·730·3600 = 26.28 million requests. Hosted: 2,628·0.8. Storage:
        // (150·0.023 + 26.28·0.02·0.5)·0.5 = 1.8564.
        check(sum.hosted, 2102.4);
        check(sum.storage, 1.8564);
        check(sum.hops, 2.0);
        check(sum.cpu, months[0].cpu);
        // Load balancer 16.4, staging 22.493·0.5, fees 262.8, hosts 2.578125·46, spans
        // 78.84·0.05·1.70: 16.4 + 11.246563 + 262.8 + 118.59375 + 6.7014 = 415.741713.
        check(sum.platform, 415.741_713);
        // The unit's own: 16.4 + 11.246563 + 262.8, and hosted models and storage.
        check(months[0].other_cost, 290.446_563 + 2102.4 + 1.8564);
        // What one unit would not cost: 26.28·0.02·0.5·0.5 of transfer, the fees, 52.56 million
        // spans · 0.05 · 1.70; nothing else, as it is the only one.
        check(sum.tax.transfer, 0.1314);
        check(sum.tax.fees, 262.8);
        check(sum.tax.tracing, 4.4676);
        check(sum.tax.platform + sum.tax.sidecars + sum.tax.calls, 0.0);
        // A second unit brings two control planes.
        let load = PoolLoad {
            cpu_crossing: 0.03,
            ..unit()
        };
        let mut months = [pool_month(&k, &load, 1, &c, false); 2];
        let pair = infrastructure(&k, &[load.clone(), load], &mut months, &c, 3.0, (2, 2));
        check(pair.cpu, 2.0 * months[0].cpu);
        // 2·(16.4 + staging + hosts·46) + 2·73 + spans 26.28·0.05·1.70.
        let each = 16.4 + months[0].staging_cpu + months[0].hosts * 46.0;
        check(pair.platform, 2.0 * each + 146.0 + 2.2338);
        // A second balancer and the planes; sidecars of 0.1 vCPU and 80/1024 GiB a pod; calls take
        // a tenth of the CPU (0.03 of 0.3 s) and so of what is left of the bill.
        check(pair.tax.platform, 146.0 + 16.4);
        let a_pod = 0.1 * 0.0405 + 0.078_125 * 0.0044;
        let sidecars = months[0].replicas * a_pod * 1.25 * 0.5 * 730.0;
        check(pair.tax.sidecars, 2.0 * sidecars);
        check(pair.tax.calls, 2.0 * (months[0].cpu - sidecars) * 0.1);
    }
}
