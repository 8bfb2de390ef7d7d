//! Who is whose neighbour: which components an edge joins, and what lies behind a unit's boundary.
//!
//! A boundary costs what lies behind it: a change meets another component as far as an edge leads
//! there. What edges say is known before any number is; the month's sums over a component's
//! neighbours run along its edges alone, and what no edge joins comes in as what is left of the whole.
//! How closely neighbours are coupled is in [`super::pace`]. Method: pace.md.

use std::collections::BTreeMap;
use std::ops::Range;

use super::inputs::Inputs;
use super::pace::{Couplings, coupled_outside, neighbourhood};
use crate::number::Number;
use crate::scenario::schema::{Contract, Kind};

/// What two neighbours know of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interface {
    /// Whose interface it is; the loosest counts where several edges join two components.
    pub contract: Contract,
    /// Whether it leads to a model or a hosted API and is kept by model operations.
    pub to_model: bool,
}

impl Interface {
    /// What components know of each other that no edge joins.
    pub const UNSTATED: Self = Self {
        contract: Contract::Own,
        to_model: false,
    };
}

/// A component that an edge joins to another.
#[derive(Clone, Copy, Debug)]
pub struct Neighbour {
    /// Its index.
    pub component: usize,
    /// What both know of each other.
    pub interface: Interface,
    /// Whether a unit's boundary lies between them.
    pub outside: bool,
}

/// The neighbours of all components among those that live together.
#[derive(Clone, Debug)]
pub struct Neighbours {
    /// Where those of each component stand.
    ranges: Vec<Range<usize>>,
    all: Vec<Neighbour>,
    /// Whether no edge joins a component to any other: it is then a neighbour of all, since nothing
    /// is known of it.
    lone: Vec<bool>,
}

impl Neighbours {
    /// Those among the components that live, in the units given for each.
    pub fn new<N: Number>(
        inputs: &Inputs<N>,
        unit_of: &[usize],
        lives: impl Fn(usize) -> bool,
    ) -> Self {
        let mut pairs: BTreeMap<(usize, usize), Interface> = BTreeMap::new();
        for edge in &inputs.edges {
            let (a, b) = (edge.from, edge.to);
            if a == b || !lives(a) || !lives(b) {
                continue;
            }
            let called = inputs.components[b].kind;
            let interface = Interface {
                contract: edge.contract,
                to_model: matches!(called, Kind::Llm | Kind::HostedApi),
            };
            for pair in [(a, b), (b, a)] {
                let known = pairs.entry(pair).or_insert(interface);
                *known = looser(*known, interface);
            }
        }
        let mut neighbours = Self {
            ranges: Vec::with_capacity(unit_of.len()),
            all: Vec::with_capacity(pairs.len()),
            lone: vec![false; unit_of.len()],
        };
        for c in 0..unit_of.len() {
            let first = neighbours.all.len();
            let of_c = pairs.range((c, 0)..=(c, usize::MAX));
            neighbours
                .all
                .extend(of_c.map(|((_, component), interface)| Neighbour {
                    component: *component,
                    interface: *interface,
                    outside: unit_of[*component] != unit_of[c],
                }));
            neighbours.ranges.push(first..neighbours.all.len());
            neighbours.lone[c] = lives(c) && first == neighbours.all.len();
        }
        neighbours
    }

    /// Those that edges join to a component, by index.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn of(&self, c: usize) -> &[Neighbour] {
        &self.all[self.ranges[c].clone()]
    }

    /// Whether a component lives and no edge joins it to any other.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_lone(&self, c: usize) -> bool {
        self.lone[c]
    }

    /// Amounts outside a component's unit, as far as it is coupled to those who have them.
    ///
    /// `drift`: how far its outside couplings have drifted (factor).
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn coupled_outside<N: Number, const AMOUNTS: usize>(
        &self,
        c: usize,
        couplings: &Couplings<N>,
        drift: N,
        amounts: [&Amount<'_, N>; AMOUNTS],
    ) -> [N; AMOUNTS] {
        let unstated = couplings.between(Interface::UNSTATED, drift);
        if self.lone[c] {
            return amounts.map(|amount| unstated * (amount.all - amount.unit));
        }
        let zero = N::zero();
        let (mut coupled, mut joined) = ([zero; AMOUNTS], [zero; AMOUNTS]);
        for neighbour in self.of(c).iter().filter(|neighbour| neighbour.outside) {
            let coupling = couplings.between(neighbour.interface, drift);
            for (at, amount) in amounts.iter().enumerate() {
                let one = amount.each[neighbour.component];
                coupled[at] = coupled[at] + coupling * one;
                joined[at] = joined[at] + one;
            }
        }
        std::array::from_fn(|at| {
            let amount = amounts[at];
            let lone = amount.lone_all - amount.lone_unit;
            let far = amount.all - amount.unit - joined[at] - lone;
            coupled_outside(coupled[at], unstated, lone, couplings.far, far)
        })
    }

    /// What others have of an amount, each as near as it is.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn neighbourhood<N: Number>(&self, c: usize, far: N, amount: &Amount<'_, N>) -> N {
        let others = amount.all - amount.each[c];
        if self.lone[c] {
            return others;
        }
        let joined = N::sum(self.of(c).iter().map(|near| amount.each[near.component]));
        let near = joined + amount.lone_all;
        neighbourhood(near, far, others - near)
    }
}

/// The one of two interfaces by which more is known.
fn looser(a: Interface, b: Interface) -> Interface {
    match a.contract.cmp(&b.contract) {
        std::cmp::Ordering::Less => b,
        std::cmp::Ordering::Greater => a,
        std::cmp::Ordering::Equal => Interface {
            // Kept by model operations only where all that is as loose leads to models.
            to_model: a.to_model && b.to_model,
            ..a
        },
    }
}

/// An amount that components have, as one of them meets it.
#[derive(Clone, Copy, Debug)]
pub struct Amount<'a, N> {
    /// Of each component.
    pub each: &'a [N],
    /// Of its unit.
    pub unit: N,
    /// Of all that live.
    pub all: N,
    /// Of those in its unit that no edge joins to any other.
    pub lone_unit: N,
    /// Of all that no edge joins to any other.
    pub lone_all: N,
}

impl<'a, N: Number> Amount<'a, N> {
    /// Added up for component `c`, of the components that live.
    pub fn of(
        each: &'a [N],
        c: usize,
        unit_of: &[usize],
        neighbours: &Neighbours,
        lives: impl Fn(usize) -> bool,
    ) -> Self {
        let sum = |counts: &dyn Fn(usize) -> bool| {
            N::sum((0..each.len()).filter(|o| counts(*o)).map(|o| each[o]))
        };
        let beside = |other: usize| unit_of[other] == unit_of[c];
        Self {
            each,
            unit: sum(&|o| lives(o) && beside(o)),
            all: sum(&lives),
            lone_unit: sum(&|o| neighbours.is_lone(o) && beside(o)),
            lone_all: sum(&|o| neighbours.is_lone(o)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Neighbours;
    use crate::engine::projection::tests::inputs;
    use crate::scenario::schema::Contract::{Own, Shared, Standard};

    #[test]
    fn contracts_go_by_what_is_called() {
        let inputs = inputs(
            "components: [(name: \"a\"), (name: \"b\"), (name: \"hosted\", kind: HostedApi, price_per_call: 1),
                (name: \"job\", kind: GpuJob, gpu_seconds: 1), (name: \"one\", kind: DataStore),
                (name: \"two\", kind: DataStore), (name: \"y\", retire: 6), (name: \"z\")],
             edges: [(from: \"a\", to: \"hosted\"), (from: \"a\", to: \"job\"), (from: \"a\", to: \"one\"),
                (from: \"a\", to: \"two\"), (from: \"b\", to: \"two\"), (from: \"b\", to: \"job\", contract: Shared),
                (from: \"a\", to: \"b\", contract: Standard), (from: \"b\", to: \"a\"), (from: \"a\", to: \"y\")]",
        );
        let unit_of = [0, 0, 1, 1, 1, 1, 1, 1];
        let at = |month: usize| {
            Neighbours::new(&inputs, &unit_of, |c| inputs.components[c].is_live(month))
        };
        let today = at(0);
        let of = |c: usize| {
            let near = today.of(c).iter();
            let seen = near.map(|near| (near.component, near.interface.contract, near.outside));
            seen.collect::<Vec<_>>()
        };
        // Of two edges between a and b the looser counts; a store with one caller is its own.
        let of_a = [
            (1, Own, false),
            (2, Standard, true),
            (3, Own, true),
            (4, Own, true),
            (5, Shared, true),
            (6, Own, true),
        ];
        assert_eq!(of(0), of_a);
        assert_eq!(
            of(1),
            [(0, Own, false), (3, Shared, true), (5, Shared, true)]
        );
        assert_eq!(of(5), [(0, Shared, true), (1, Shared, true)]);
        assert!(today.of(2)[0].interface.to_model && !today.of(3)[0].interface.to_model);
        let lone = |of: &Neighbours| (0..8).filter(|c| of.is_lone(*c)).collect::<Vec<_>>();
        assert_eq!(lone(&today), [7]);
        // What is gone is nobody's neighbour, and nobody at all.
        assert_eq!((at(6).of(0).len(), lone(&at(6))), (5, vec![7]));
    }
}
