//! What a month's changes ask for in a stage: effort of each, people, work.

use super::Stage;
use crate::engine::baseline::Baseline;
use crate::engine::constants::Constants;
use crate::engine::dimension;
use crate::engine::inputs::Inputs;
use crate::engine::labels as l;
use crate::engine::pace;
use crate::number::{Number, Subject, Whole};

/// What all stages share in a month: the state of the product.
#[derive(Clone, Copy, Debug)]
pub struct Product<'a, N> {
    /// Size of each component (PM).
    pub size: &'a [N],
    /// Modularity of each component.
    pub modularity: &'a [N],
    /// How far the outside couplings of each component have drifted (factor).
    pub drift: &'a [N],
    /// Changes waiting of each component.
    pub backlog: &'a [N],
    /// Changes newly asked for of each component.
    pub new_changes: &'a [N],
    /// Changes a month that people are sought for, of each component, see
    /// [`crate::engine::people::sought_changes`].
    pub sought: &'a [N],
    /// Levels.
    pub levels: &'a [N; 10],
}

/// What a stage asks for before people are shared out.
#[derive(Clone, Copy, Debug)]
pub struct Needs<N> {
    /// People for the month's new changes.
    pub people: N,
    /// People for the changes that hiring looks ahead to.
    pub sought: N,
    /// Work of everything wanted (PM).
    pub work: N,
    /// Share of the team that the mean engineer works beside.
    pub beside: N,
    /// Coupling across units over interfaces of one's own.
    pub coupling: N,
}

/// What a month's changes mean for a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnitWork<N> {
    /// Size (PM).
    pub(super) size: N,
    /// Share of the product's new work.
    pub(super) share: N,
    /// Changes newly asked for.
    pub(super) new: N,
    /// Size of the components that no edge joins to any other (PM).
    pub(super) lone_size: N,
    /// Share of these in the product's new work.
    pub(super) lone_share: N,
    /// Changes of other units that cross into it.
    pub(super) from_neighbours: N,
    /// Its own changes over what is near those who want them (changes/PM), as far as they may cross to
    /// any other component.
    pub(super) sent_joined: N,
    /// The same of components that no edge joins to any other.
    pub(super) sent_lone: N,
    /// Changes wanted, new and waiting.
    pub(super) wanted: N,
    /// Changes delivered.
    pub(super) delivered: N,
    /// Time that a release takes to roll out (h).
    pub(super) roll: N,
    /// Releases that it may make (per month).
    pub(super) cadence: N,
    /// Time of a build (minutes).
    pub(super) build: N,
    /// Work lost per change to waiting for builds (PM).
    pub(super) wait: N,
    /// What CI takes of a change (minutes).
    pub(super) ci_minutes: N,
    /// Share of the wanted changes that people and pipeline allow.
    pub(super) fraction: N,
}

impl<N: Number> UnitWork<N> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn none() -> Self {
        let zero = N::zero();
        Self {
            size: zero,
            share: zero,
            new: zero,
            lone_size: zero,
            lone_share: zero,
            from_neighbours: zero,
            sent_joined: zero,
            sent_lone: zero,
            wanted: zero,
            delivered: zero,
            roll: zero,
            cadence: zero,
            build: zero,
            wait: zero,
            ci_minutes: zero,
            fraction: zero,
        }
    }
}

/// Sums over the live components of a product.
pub(super) struct Sums<N> {
    /// Size (PM).
    pub(super) size: N,
    /// Size of the components that no edge joins to any other (PM).
    pub(super) lone_size: N,
    /// Work of the new changes at today's efforts (PM).
    work: N,
    /// All shares in that work: one, or none where nothing is asked for.
    pub(super) share: N,
    /// Those of the components that no edge joins to any other.
    pub(super) lone_share: N,
}

/// Shares of components in the product's new work, at today's efforts.
struct WorkShares<'a, N: Number> {
    all: Whole<N>,
    new_changes: &'a [N],
    effort: &'a [N],
}

impl<N: Number> WorkShares<'_, N> {
    /// The share of a component; none where nothing is asked for.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn of(&self, c: usize) -> N {
        let work = self.new_changes[c] * self.effort[c];
        let share = self.all.share(work, N::zero());
        share.named_of(&l::WORK_SHARE, Subject::Component(c))
    }
}

/// What live components ask for together.
struct Asked<N> {
    /// Work of the new changes (PM).
    new: N,
    /// Work of the changes that hiring looks ahead to (PM).
    sought: N,
    /// Work of these and of what waits (PM).
    all: N,
    /// Share of the team that the mean engineer works beside.
    beside: N,
}

impl<N: Number> Stage<N> {
    /// What the month's changes ask for; efforts are known afterwards.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn needs(
        &mut self,
        inputs: &Inputs<N>,
        baseline: &Baseline<N>,
        month: usize,
        product: &Product<'_, N>,
        engineers: N,
    ) -> Needs<N> {
        let k = &inputs.k;
        let (units, required) = (self.live_units(month), self.required(month));
        let levels = product.levels;
        let crossing = pace::Crossing::new(k, &inputs.change, units, &required, levels, engineers);
        let mut sums = self.add_up_units(inputs, baseline, month, product);
        self.time_builds(k, levels[dimension::DELIVERY]);
        let shares = WorkShares {
            all: Whole::new(sums.work),
            new_changes: product.new_changes,
            effort: &baseline.effort,
        };
        self.share_work(inputs, month, &shares, &mut sums);
        self.meet_boundaries(inputs, month, product, &crossing.couplings, &sums);
        self.weigh_efforts(inputs, baseline, month, product, crossing.extra);
        let asked = self.ask(inputs, month, product);
        let kept = pace::beside_upkeep(self.upkeep).divisor();
        self.time_releases(inputs, month, levels[dimension::DELIVERY]);
        let delivery = levels[dimension::DELIVERY];
        let by_hand = self.regression(k, delivery, baseline.most_passes.at(delivery));
        let new = (asked.new.over(kept) + by_hand.new).named(&l::WORK_NEW);
        let sought = (asked.sought.over(kept) + by_hand.new).named(&l::WORK_SOUGHT);
        let beside = asked.beside.named(&l::BESIDE);
        Needs {
            people: pace::people_for_work(k, new, beside, &baseline.team),
            sought: pace::people_for_work(k, sought, beside, &baseline.team),
            work: (asked.all.over(kept) + by_hand.all).named(&l::STAGE_WORK),
            beside,
            coupling: crossing.coupling,
        }
    }

    /// Adds components up to their units and to the product.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add_up_units(
        &mut self,
        inputs: &Inputs<N>,
        baseline: &Baseline<N>,
        month: usize,
        product: &Product<'_, N>,
    ) -> Sums<N> {
        self.work.fill(UnitWork::none());
        let (mut size, mut work, mut lone_size) = (N::zero(), N::zero(), N::zero());
        let neighbours = &self.layout.neighbours[self.deployment.era(month)];
        for (c, component) in inputs.components.iter().enumerate() {
            if component.is_live(month) {
                let unit = &mut self.work[self.layout.unit_of[c]];
                unit.size = unit.size + product.size[c];
                size = size + product.size[c];
                if neighbours.is_lone(c) {
                    unit.lone_size = unit.lone_size + product.size[c];
                    lone_size = lone_size + product.size[c];
                }
                work = work + product.new_changes[c] * baseline.effort[c];
                unit.new = unit.new + product.new_changes[c];
                unit.wanted = unit.wanted + product.new_changes[c] + product.backlog[c];
            }
        }
        Sums {
            size: size.named(&l::PRODUCT_SIZE),
            lone_size,
            work,
            share: N::zero(),
            lone_share: N::zero(),
        }
    }

    /// How long the builds of each unit take, and what waiting for them costs.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn time_builds(&mut self, k: &Constants<N>, delivery: N) {
        let automated = k.automated.at(delivery);
        let parallelism = k.parallelism.at(delivery);
        let machines = pace::Machines::new(k, delivery);
        for (unit, members) in self.work.iter_mut().zip(&self.layout.partition.units) {
            let of = Subject::unit(members);
            unit.size = unit.size.named_of(&l::UNIT_SIZE, of);
            unit.wanted = unit.wanted.named_of(&l::UNIT_WANTED, of);
            let build = pace::build_minutes(k, unit.size, automated, parallelism);
            unit.build = machines.minutes(build);
            unit.wait = pace::build_wait(k, unit.build);
        }
    }

    /// Adds up the part that each unit has in the new work.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn share_work(
        &mut self,
        inputs: &Inputs<N>,
        month: usize,
        shares: &WorkShares<'_, N>,
        sums: &mut Sums<N>,
    ) {
        let neighbours = &self.layout.neighbours[self.deployment.era(month)];
        self.share.fill(N::zero());
        for (c, component) in inputs.components.iter().enumerate() {
            if component.is_live(month) {
                let share = shares.of(c);
                let unit = &mut self.work[self.layout.unit_of[c]];
                unit.share = unit.share + share;
                sums.share = sums.share + share;
                if neighbours.is_lone(c) {
                    unit.lone_share = unit.lone_share + share;
                    sums.lone_share = sums.lone_share + share;
                }
                self.share[c] = share;
            }
        }
        for (unit, members) in self.work.iter_mut().zip(&self.layout.partition.units) {
            let of = Subject::unit(members);
            unit.share = unit.share.named_of(&l::UNIT_WORK_SHARE, of);
        }
    }

    /// Effort of a change to each component.
    ///
    /// `extra`: extra effort of a change that crosses units (share).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn weigh_efforts(
        &mut self,
        inputs: &Inputs<N>,
        baseline: &Baseline<N>,
        month: usize,
        product: &Product<'_, N>,
        extra: N,
    ) {
        for (c, component) in inputs.components.iter().enumerate() {
            self.effort[c] = N::zero();
            if !component.is_live(month) {
                continue;
            }
            let effective = pace::effective_size(
                product.size[c],
                product.modularity[c],
                self.work[self.layout.unit_of[c]].size,
                self.outside[c].size,
            );
            let size = pace::size_factor(&inputs.k, effective, baseline.effective_size[c]);
            let of = Subject::Component(c);
            let crossing = pace::crossing_effort(self.outside[c].crossing, extra);
            let crossing = crossing.named_of(&l::CROSSING_EFFORT, of);
            let against_today = crossing / baseline.crossing_effort[c];
            self.effort[c] = pace::change_effort(baseline.effort[c], size, against_today)
                .named_of(&l::EFFORT, of);
        }
    }

    /// Work of all components, and how closely it is done together.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn ask(&self, inputs: &Inputs<N>, month: usize, product: &Product<'_, N>) -> Asked<N> {
        let zero = N::zero();
        let mut asked = Asked {
            new: zero,
            sought: zero,
            all: zero,
            beside: zero,
        };
        for (c, component) in inputs.components.iter().enumerate() {
            if !component.is_live(month) {
                continue;
            }
            let unit = &self.work[self.layout.unit_of[c]];
            let of = Subject::Component(c);
            let per_change = (self.effort[c] + unit.wait).named_of(&l::EFFORT_WITH_WAIT, of);
            let new = product.new_changes[c] * per_change;
            asked.new = asked.new + new.named_of(&l::WORK_NEW, of);
            let sought = product.sought[c] * per_change;
            asked.sought = asked.sought + sought.named_of(&l::WORK_SOUGHT, of);
            let all = (product.new_changes[c] + product.backlog[c]) * per_change;
            asked.all = asked.all + all.named_of(&l::WORK, of);
            let modularity = product.modularity[c];
            let outside = self.outside[c].work;
            let near = pace::work_beside(self.share[c], modularity, unit.share, outside);
            asked.beside = asked.beside + near;
        }
        asked
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::baseline::Baseline;
    use crate::engine::constants::LevelTable;
    use crate::engine::dimension;
    use crate::engine::infrastructure::tests::check;
    use crate::engine::pace::{self, Team};
    use crate::engine::partition::Partition;
    use crate::engine::projection::tests::inputs;
    use crate::engine::stage::{Product, Stage};

    #[test]
    fn what_changes_ask_for_by_hand() {
        let mut inputs = inputs(
            "components: [(name: \"a\"), (name: \"b\"), (name: \"c\"), (name: \"gone\", retire: 1)],
             change: (maturity: Growing, shared_coupling: 0.1)",
        );
        let k = &mut inputs.k;
        k.coupling_across = LevelTable::linear([0.2; 5]);
        k.maturity_growing = 1.3;
        k.parallelism = LevelTable::linear([4.0; 5]);
        (k.automated, k.cadence) = (LevelTable::linear([0.5; 5]), LevelTable::linear([4.0; 5]));
        (k.build_minutes, k.build_minutes_per_size, k.regression) = (6.0, 0.5, 0.01);
        (
            k.builds_per_change,
            k.build_blocked_share,
            k.productive_hours,
        ) = (40.0, 0.3, 140.0);
        (k.size_exponent, k.coordination_exponent, k.free_team) = (0.5, 0.2, 7.0);
        (
            k.crossing_effort,
            k.crossing_gap_distributed,
            k.crossing_gap_ownership,
        ) = (0.6, 0.25, 0.15);
        (k.grain, k.grain_team) = (0.25, 7.0);
        inputs.required = [[2.0; 10]; 3];
        let mut levels = [2.0; 10];
        (levels[dimension::DISTRIBUTED], levels[dimension::OWNERSHIP]) = (1.0, 0.0);
        let unit = |members: &[usize]| (String::new(), members.to_vec());
        let units = Partition::new(vec![unit(&[0, 1]), unit(&[2]), unit(&[3])]);
        let mut stage = Stage::new(&inputs, 0, units, 0.1, vec![None; 3], None);
        let baseline = Baseline {
            effort: vec![0.5, 1.5, 2.0, 9.0],
            effective_size: vec![20.0, 40.0, 25.0, 9.0],
            crossing_effort: vec![1.1; 4],
            team: Team::new(&inputs.k, 9.0),
            most_passes: pace::most_passes(&inputs.k),
            ..Baseline::empty()
        };
        let product = Product {
            size: &[10.0, 30.0, 20.0, 50.0],
            modularity: &[0.4, 0.6, 0.5, 0.9],
            drift: &[1.0; 4],
            backlog: &[1.0, 0.0, 2.0, 7.0],
            new_changes: &[4.0, 2.0, 3.0, 8.0],
            sought: &[8.0, 4.0, 6.0, 8.0],
            levels: &levels,
        };
        let needs = stage.needs(&inputs, &baseline, 1, &product, 3.5);
        // χ0 = 0.2·1.3 + 0.1; no edge says who is near whom. Gaps 1 + 0.25 + 0.3 = 1.55, grain
        // 1 + ¼·log2(7·2/3.5) = 1.5: a crossing costs 0.6·1.55·1.5 = 1.395 more. Of a 0.36·20/50 = 0.144
        // cross, of b 0.36·20/30 = 0.24, of c 0.36: 1.20088, 1.3348 and 1.5022 against today's 1.1.
        check(needs.coupling, 0.36);
        // Code of a: 10 + 0.6·30 + 0.36·20 = 35.2 against 20, √1.76; of b 41.2 against 40; of c
        // 20 + 0.36·40 = 34.4 against 25. What is gone asks for nothing.
        for (effort, expected) in stage
            .effort
            .iter()
            .zip([0.724_158, 1.847_283, 3.203_866, 0.0])
        {
            check(*effort, expected);
        }
        // Builds of 6 + 0.5·½·40/4 = 8.5 and 7.25 minutes: 40·8.5·0.3/60/140 = 0.0121429 and 0.0103571
        // a change. All wanted: 5·0.736301 + 2·1.859426 + 5·3.214223 = 23.471469, of which a tenth is
        // upkeep. Half of it is tested by hand, 0.2 and 0.1 PM a release, of which there are four each.
        check(needs.work, 23.471_469 / 0.9 + 1.2);
        // Of 2 + 3 + 6 = 11 PM at today's efforts a, b and c have 0.181818, 0.272727, 0.545455.
        // a: 0.181818·(0.181818 + 0.6·0.272727 + 0.36·0.545455) = 0.098512; b: 0.272727·(0.272727 +
        // 0.4·0.181818 + 0.196364) = 0.147769; c: 0.545455·(0.545455 + 0.36·0.454545) = 0.386777.
        check(needs.beside, 0.633_058);
        // New: 4·0.736301 + 2·1.859426 + 3·3.214223 = 16.306722, /0.9 = 18.118580, and releases 4·0.2 +
        // 3·0.1: (19.218580·(0.633058/9)^0.2)^1.25 = 20.722964, of whom 13.1 work beside each other.
        check(needs.people, 20.722_964);
        // Twice as much is sought for, tested by hand as often: (37.337160/19.218580)^1.25 as many.
        check(needs.sought, 47.530_990);
    }
}
