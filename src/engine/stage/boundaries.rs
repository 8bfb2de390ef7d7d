//! What lies behind the boundaries of a stage's units in a month: how far changes reach across them.

use super::work::Sums;
use super::{Product, Stage};
use crate::engine::inputs::Inputs;
use crate::engine::labels as l;
use crate::engine::neighbours::{Amount, Interface};
use crate::engine::pace::{self, Couplings};
use crate::number::{Number, Subject};

/// What a component meets outside its unit in a month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outside<N> {
    /// Code, as far as it is coupled (PM).
    pub(super) size: N,
    /// Work, as far as it is coupled (share of the product's).
    pub(super) work: N,
    /// Share of its changes that cross units.
    pub(super) crossing: N,
}

impl<N: Number> Outside<N> {
    /// Nothing.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn none() -> Self {
        let zero = N::zero();
        Self {
            size: zero,
            work: zero,
            crossing: zero,
        }
    }
}

/// Wanted changes of a month over what is near those who want them, by whether any edge joins these to
/// others (changes/PM).
struct Sent<N> {
    joined: N,
    lone: N,
}

impl<N: Number> Stage<N> {
    /// What each component meets outside its unit, and what its changes ask of other units' pipelines.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn meet_boundaries(
        &mut self,
        inputs: &Inputs<N>,
        month: usize,
        product: &Product<'_, N>,
        couplings: &Couplings<N>,
        sums: &Sums<N>,
    ) {
        self.outside.fill(Outside::none());
        if self.live_units(month) <= 1 {
            return;
        }
        let era = self.deployment.era(month);
        let mut sent = Sent {
            joined: N::zero(),
            lone: N::zero(),
        };
        for (c, component) in inputs.components.iter().enumerate() {
            if !component.is_live(month) {
                continue;
            }
            let (outside, near) = self.meet((c, era), product, couplings, sums);
            self.outside[c] = outside;
            let wanted = product.new_changes[c] + product.backlog[c];
            let each = wanted.over_or(near, N::zero());
            self.send((c, era), each, product, couplings, &mut sent);
        }
        for unit in &mut self.work {
            let (joined, lone) = (sent.joined - unit.sent_joined, sent.lone - unit.sent_lone);
            let afar =
                pace::slots_from_afar(joined, lone, couplings.far, unit.size, unit.lone_size);
            unit.from_neighbours = unit.from_neighbours + afar;
        }
    }

    /// What component `c` meets outside its unit, and how much code is near it (PM).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn meet(
        &self,
        (c, era): (usize, usize),
        product: &Product<'_, N>,
        couplings: &Couplings<N>,
        sums: &Sums<N>,
    ) -> (Outside<N>, N) {
        let neighbours = &self.layout.neighbours[era];
        let of = Subject::Component(c);
        let unit = &self.work[self.layout.unit_of[c]];
        let size = Amount {
            each: product.size,
            unit: unit.size,
            all: sums.size,
            lone_unit: unit.lone_size,
            lone_all: sums.lone_size,
        };
        let work = Amount {
            each: &self.share,
            unit: unit.share,
            all: sums.share,
            lone_unit: unit.lone_share,
            lone_all: sums.lone_share,
        };
        let [code, beside] =
            neighbours.coupled_outside(c, couplings, product.drift[c], [&size, &work]);
        let near = neighbours.neighbourhood(c, couplings.far, &size);
        let code = code.named_of(&l::OUTSIDE, of);
        let outside = Outside {
            size: code,
            work: beside.named_of(&l::OUTSIDE_WORK, of),
            crossing: pace::crossing_share(code, near).named_of(&l::CROSSING, of),
        };
        (outside, near)
    }

    /// Notes the slots that changes to component `c` take in the pipelines of other units.
    ///
    /// `each`: its wanted changes over the code near it (changes/PM).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn send(
        &mut self,
        (c, era): (usize, usize),
        each: N,
        product: &Product<'_, N>,
        couplings: &Couplings<N>,
        sent: &mut Sent<N>,
    ) {
        let (unit_of, drift) = (&self.layout.unit_of, product.drift[c]);
        let neighbours = &self.layout.neighbours[era];
        let unstated = couplings.between(Interface::UNSTATED, drift);
        let anywhere = each * unstated;
        let own = &mut self.work[unit_of[c]];
        if neighbours.is_lone(c) {
            sent.lone = sent.lone + anywhere;
            own.sent_lone = own.sent_lone + anywhere;
            return;
        }
        sent.joined = sent.joined + anywhere;
        own.sent_joined = own.sent_joined + anywhere;
        let apart = couplings.far * unstated;
        for near in neighbours.of(c).iter().filter(|near| near.outside) {
            let unit = &mut self.work[unit_of[near.component]];
            let coupling = couplings.between(near.interface, drift);
            let slots = pace::slots_over_edge(each, product.size[near.component], coupling, apart);
            unit.from_neighbours = unit.from_neighbours + slots;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Product, Stage};
    use crate::engine::baseline::Baseline;
    use crate::engine::constants::LevelTable;
    use crate::engine::infrastructure::tests::check;
    use crate::engine::pace::Team;
    use crate::engine::partition::Partition;
    use crate::engine::projection::tests::inputs;

    /// `a` and `b` in a unit, the model `c` that `a` calls in another, `d` with the lone `e` in a third.
    fn stage(edges: &str) -> Stage<f64> {
        let mut inputs = inputs(&format!(
            "components: [(name: \"a\"), (name: \"b\"), (name: \"d\"), (name: \"e\"),
                (name: \"c\", kind: HostedApi, price_per_call: 1)],
             edges: [{edges}], change: (maturity: Stable)"
        ));
        let k = &mut inputs.k;
        k.coupling_across = LevelTable::linear([0.4, 0.3, 0.2, 0.1, 0.05]);
        (k.contract_standard, k.contract_shared) = (0.5, 1.5);
        k.neighbours_apart = 0.1;
        let mut levels = [2.0; 10];
        levels[7] = 1.0;
        let unit = |members: &[usize]| (String::new(), members.to_vec());
        let units = Partition::new(vec![unit(&[0, 1]), unit(&[2]), unit(&[3, 4])]);
        let mut stage = Stage::new(&inputs, 0, units, 0.0, vec![None; 3], None);
        let baseline = Baseline {
            effort: vec![1.0; 5],
            effective_size: vec![1.0; 5],
            crossing_effort: vec![1.0; 5],
            team: Team::new(&inputs.k, 9.0),
            ..Baseline::empty()
        };
        let product = Product {
            size: &[10.0, 30.0, 20.0, 40.0, 50.0],
            modularity: &[0.5; 5],
            drift: &[1.0; 5],
            backlog: &[1.0, 0.0, 1.0, 0.0, 2.0],
            new_changes: &[5.0, 2.0, 1.0, 1.0, 1.0],
            sought: &[5.0, 2.0, 1.0, 1.0, 1.0],
            levels: &levels,
        };
        stage.needs(&inputs, &baseline, 0, &product, 10.0);
        stage
    }

    #[test]
    fn a_boundary_costs_what_lies_behind_it() {
        // By name: a, b, c (model), d, e (lone).
        let stage = stage(
            "(from: \"a\", to: \"c\"), (from: \"a\", to: \"d\", contract: Shared),
             (from: \"b\", to: \"a\"), (from: \"d\", to: \"a\")",
        );
        let expected = [
            // a: model c 0.3·0.5·20 = 3; d shares tables 0.2·1.5·40 = 12; lone e 0.2·50 = 10. Near it all
            // of b, c, d, e: 140. Work 0.15·0.1 + 0.3·0.1 + 0.2·0.1.
            (25.0, 0.065, 25.0 / 140.0),
            // b: e 10, c and d at a tenth 0.2·0.1·60 = 1.2; near it a, e and a tenth of 60: 66.
            (11.2, 0.024, 11.2 / 66.0),
            // c: a 0.15·10 = 1.5, e 10, b and d 0.2·0.1·70 = 1.4; near it 10 + 50 + 7.
            (12.9, 0.101, 12.9 / 67.0),
            // d: a 0.3·10 = 3, b and c 0.02·50 = 1; near it 10 + 50 + 5, e beside it.
            (4.0, 0.156, 4.0 / 65.0),
            // e, of which nothing is known: 0.2·(10 + 30 + 20), near all 100.
            (12.0, 0.16, 0.12),
        ];
        for (of, (size, work, crossing)) in stage.outside.iter().zip(expected) {
            check(of.size, size);
            check(of.work, work);
            check(of.crossing, crossing);
        }
        // Changes wanted: 6, 2, 2, 1, 3. The pair gets of c 2·(1.5 + 0.02·30)/67, of d (3 + 0.6)/65, of e
        // 3·0.2·40/100.
        let pair = 2.0 * 2.1 / 67.0 + 3.6 / 65.0 + 0.24;
        // c gets of a 6·3/140, of b 2·0.4/66, of d 0.4/65, of e 3·0.2·20/100.
        let model = 18.0 / 140.0 + 0.8 / 66.0 + 0.4 / 65.0 + 0.12;
        // d and e get of a 6·22/140, of b 2·(10 + 0.8)/66, of c 2·(10 + 0.8)/67.
        let rest = 132.0 / 140.0 + 21.6 / 66.0 + 21.6 / 67.0;
        for (unit, expected) in stage.work.iter().zip([pair, model, rest]) {
            check(unit.from_neighbours, expected);
        }
    }

    #[test]
    fn what_crosses_takes_a_slot_somewhere() {
        let edges = "(from: \"a\", to: \"c\"), (from: \"b\", to: \"d\")";
        for edges in ["", edges] {
            let stage = stage(edges);
            let wanted = [6.0, 2.0, 2.0, 1.0, 3.0];
            let crossing = stage.outside.iter().zip(wanted);
            let crossing: f64 = crossing.map(|(of, wanted)| of.crossing * wanted).sum();
            let slots: f64 = stage.work.iter().map(|unit| unit.from_neighbours).sum();
            check(slots, crossing);
        }
    }
}
