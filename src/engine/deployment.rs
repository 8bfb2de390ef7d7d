//! What units and their pools do per user request, once their hardware is known.
//!
//! Everything here is fixed between the months in which components come, go or change models, so
//! the month loop only multiplies. A pool's load depends on its own components alone: a call
//! leaves it exactly when the other end lies elsewhere. As a rule a unit is one pool.

mod pool;

use super::dependence::{dependants, has_gateway, readable_stores};
use super::inputs::{Component, Inputs};
use super::labels as l;
use super::partition::Partition;
use super::readiness::required_levels;
use super::reliability::{Dependants, unit_share};
use super::workload::calls_hosted_model;
use crate::number::{Number, Subject};
pub use pool::{PoolLoad, PoolSpike, hosted_price, pool_load};

/// Bytes in a GiB.
pub const BYTES_PER_GIB: f64 = 1_073_741_824.0;
/// MiB in a GiB.
pub const MIB_PER_GIB: f64 = 1024.0;
/// GPUs of a pool's replica and what runs on them.
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

/// What a unit is, between two changes of its components.
#[derive(Clone, Copy, Debug)]
pub struct UnitLoad<N> {
    /// Whether any component lives.
    pub live: bool,
    /// Value that goes down with it (share).
    pub value: N,
    /// Longest session that it holds (minutes).
    pub session: N,
    /// The unit, for names.
    pub subject: Subject,
}

/// What a unit is in a month.
pub fn unit_load<N: Number>(inputs: &Inputs<N>, members: &[usize], month: usize) -> UnitLoad<N> {
    let subject = Subject::unit(members);
    let sessions = live(inputs, members, month).map(|component| component.session);
    let session = sessions.fold(N::zero(), N::max);
    UnitLoad {
        live: live(inputs, members, month).next().is_some(),
        value: unit_share(live(inputs, members, month).map(|component| component.own_share)),
        session: if session.is_zero() {
            session
        } else {
            session.named_of(&l::SESSION, subject)
        },
        subject,
    }
}

/// Those of some components that live in a month.
fn live<'a, N>(
    inputs: &'a Inputs<N>,
    members: &'a [usize],
    month: usize,
) -> impl Iterator<Item = &'a Component<N>> {
    let components = members.iter().map(|c| &inputs.components[*c]);
    components.filter(move |component| component.is_live(month))
}

/// What one model or prompt change of a component evaluates.
#[derive(Clone, Copy, Debug)]
pub struct Evaluation<N> {
    /// How long it takes (h).
    pub hours: N,
    /// What it costs (money).
    pub cost: N,
}

/// Evaluations of all components in a month, whatever the units.
fn evaluations<N: Number>(inputs: &Inputs<N>, month: usize) -> Vec<Evaluation<N>> {
    let components = 0..inputs.components.len();
    components.map(|c| evaluation(inputs, c, month)).collect()
}

/// What a change of component `c` evaluates: its own set and those of the components that it calls. A set
/// belongs to a model and to its callers, whatever shares their process.
///
/// ```text
/// own + Σ called
/// ```
/// Source: MODEL.
fn evaluation<N: Number>(inputs: &Inputs<N>, c: usize, month: usize) -> Evaluation<N> {
    let own = &inputs.components[c];
    let (mut hours, mut cost) = (own.evaluation_hours, own.evaluation_cost);
    let edges = inputs.edges.iter().enumerate();
    for (at, edge) in edges.filter(|(_, edge)| edge.from == c) {
        let mut before = inputs.edges[..at].iter();
        let known = before.any(|other| (other.from, other.to) == (edge.from, edge.to));
        let called = &inputs.components[edge.to];
        if called.is_live(month) && !known {
            hours = hours + called.evaluation_hours;
            cost = cost + called.evaluation_cost;
        }
    }
    let of = Subject::Component(c);
    for (value, label) in [
        (&mut hours, &l::EVALUATION_HOURS),
        (&mut cost, &l::EVALUATION_COST),
    ] {
        if !value.is_zero() {
            *value = value.named_of(label, of);
        }
    }
    Evaluation { hours, cost }
}

/// The loads of every unit and pool of a partition in every era, and what follows from its units.
#[derive(Clone, Debug)]
pub struct Deployment<N: Number> {
    /// First month of each era.
    pub eras: Vec<usize>,
    /// Loads by era, then unit.
    pub loads: Vec<Vec<UnitLoad<N>>>,
    /// Loads by era, then pool.
    pub pools: Vec<Vec<PoolLoad<N>>>,
    /// What a model or prompt change evaluates, by era, then component.
    pub evaluations: Vec<Vec<Evaluation<N>>>,
    /// Units with a live component, by era.
    pub live_units: Vec<usize>,
    /// Pools with a live component, by era.
    pub live_pools: Vec<usize>,
    /// Levels asked for, by era.
    pub required: Vec<[N; 10]>,
    /// Who hangs on each component, by era.
    pub dependants: Vec<Vec<Dependants<N>>>,
    /// Whether one unit calls all hosted models, by era.
    pub gateway: Vec<bool>,
    /// Part of the data stores that the mean unit can read (share), by era.
    pub readable: Vec<f64>,
}

impl<N: Number> Deployment<N> {
    /// The loads of a partition with the hardware of each pool.
    pub fn new(inputs: &Inputs<N>, partition: &Partition, hardware: &[Option<Hardware>]) -> Self {
        let eras = inputs.eras();
        let unit_of = partition.unit_of(inputs.components.len());
        let of_units = |month: &usize| {
            let units = partition.units.iter();
            units
                .map(|members| unit_load(inputs, members, *month))
                .collect()
        };
        let of_pools = |month: &usize| {
            let pools = partition.pools.iter().zip(hardware);
            pools
                .map(|(members, hardware)| {
                    pool_load(inputs, members, Some(&unit_of), *month, hardware.as_ref())
                })
                .collect()
        };
        let loads: Vec<Vec<UnitLoad<N>>> = eras.iter().map(of_units).collect();
        let pools: Vec<Vec<PoolLoad<N>>> = eras.iter().map(of_pools).collect();
        let live_units: Vec<usize> = loads
            .iter()
            .map(|units| units.iter().filter(|unit| unit.live).count())
            .collect();
        let live_pools = pools
            .iter()
            .map(|pools| pools.iter().filter(|pool| pool.live).count())
            .collect();
        let required = live_units
            .iter()
            .map(|units| required_levels(&inputs.required, (*units).max(1)))
            .collect();
        let of = |month: &usize| dependants(inputs, &unit_of, *month);
        let pool_of = partition.pool_of(inputs.components.len());
        let is_hosted = |c: usize| {
            let hardware = hardware[pool_of[c]].as_ref();
            let bought = hardware.is_some_and(|hardware| hardware.bought.contains(&c));
            calls_hosted_model(&inputs.components[c], bought)
        };
        let gateway = |month: &usize| has_gateway(inputs, &unit_of, *month, is_hosted);
        Self {
            evaluations: eras
                .iter()
                .map(|month| evaluations(inputs, *month))
                .collect(),
            dependants: eras.iter().map(of).collect(),
            gateway: eras.iter().map(gateway).collect(),
            readable: eras
                .iter()
                .map(|month| readable_stores(inputs, &unit_of, *month))
                .collect(),
            eras,
            loads,
            pools,
            live_units,
            live_pools,
            required,
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

#[cfg(test)]
pub(super) mod tests {
    use super::super::inputs::Inputs;
    use super::super::partition::Partition;
    use super::super::projection::tests::inputs;
    use super::{Deployment, evaluation};

    #[track_caller]
    pub(in crate::engine) fn check(value: f64, expected: f64) {
        let tolerance = 1e-6 * expected.abs();
        assert!(
            (value - expected).abs() <= tolerance,
            "{value} instead of {expected}"
        );
    }

    /// Components on one GPU of 80 GiB, with two models of 8 and 9.527 billion parameters.
    pub(in crate::engine) fn own(components: &str) -> Inputs<f64> {
        inputs(&format!(
            "components: [{components}], gpus: (allowed: [\"big\"]),
             own_gpus: [(name: \"big\", memory_gib: 80, fp8_tflops: 1978)],
             own_models: [(name: \"m\", params_b: 8), (name: \"n\", params_b: 9.527)],
             own_apis: [(name: \"api\", input: 2, cached_input: 0.5, output: 8),
                (name: \"next\", input: 1, cached_input: 0.5, output: 1)]"
        ))
    }

    #[test]
    fn an_evaluation_belongs_to_a_model_and_its_callers() {
        let inputs = inputs(
            "components: [(name: \"a\", evaluation_hours: 1, evaluation_cost: 30),
                (name: \"b\", evaluation_hours: 2, evaluation_cost: 50),
                (name: \"c\", evaluation_hours: 4, evaluation_cost: 70, appear: 6), (name: \"d\", evaluation_hours: 8)],
             edges: [(from: \"a\", to: \"b\"), (from: \"a\", to: \"b\"), (from: \"a\", to: \"c\"), (from: \"b\", to: \"d\")]",
        );
        let of = |month| [0, 1, 2, 3].map(|c| evaluation(&inputs, c, month));
        let hours = |month| of(month).map(|of| of.hours);
        // a: 1 + 2, later + 4, each called once; b: 2 + 8; d only its own.
        assert_eq!(hours(0), [3.0, 10.0, 4.0, 8.0]);
        assert_eq!(hours(6), [7.0, 10.0, 4.0, 8.0]);
        let costs = of(6).map(|of| of.cost);
        assert_eq!(costs, [150.0, 50.0, 70.0, 0.0]);
        // The same in every partition.
        for partition in [Partition::whole(4), Partition::split(4)] {
            let hardware = vec![None; partition.units.len()];
            let deployment = Deployment::new(&inputs, &partition, &hardware);
            check(deployment.evaluations[1][0].hours, 7.0);
        }
    }

    #[test]
    fn calls_between_pools_pay_no_fees_by_hand() {
        let inputs = inputs(
            "components: [(name: \"a\", cpu_ms: 0), (name: \"b\", kind: GpuJob, cpu_ms: 0, value_share: 0.3),
                (name: \"c\", cpu_ms: 0, value_share: 0.2)],
             edges: [(from: \"a\", to: \"b\", calls: 2, mib: 0.5, price: 0.001),
                (from: \"a\", to: \"c\", calls: 1, mib: 0, price: 0.002)]",
        );
        let units = Partition::new(vec![(String::new(), vec![0, 1]), (String::new(), vec![2])]);
        let pooled = units.in_pools(&[None, Some(0), None]);
        let deployment = Deployment::new(&inputs, &pooled, &[None, None, None]);
        // b is a pool of the unit of a, c a unit: three calls leave the pool of a, of which one pays.
        let [a, b, c] = &deployment.pools[0][..] else {
            panic!("three pools")
        };
        check(a.calls_out, 3.0);
        check(a.call_fees, 0.002);
        // 2·(0.8 + 4·0.5) + 0.8 ms on the side of a, 5.6 on that of b, 0.8 on that of c.
        check(a.cpu_by_request, 0.0064);
        check(b.cpu_by_request, 0.0056);
        check(c.cpu_by_request, 0.0008);
        check(a.transfer, 1.0 / 1024.0);
        // A pool takes down its own value, a unit that of both of its pools.
        check(b.value, 0.3);
        assert!(a.value < deployment.loads[0][0].value);
        assert_eq!((deployment.live_units[0], deployment.live_pools[0]), (2, 3));
    }
}
