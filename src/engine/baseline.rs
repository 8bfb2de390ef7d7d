//! Today: what every roadmap is measured against.
//!
//! Efforts are what changes cost today, with today's units, people and code. Where a plan does not
//! state them they are set so that today's product people are as busy as the catalogue says.

use super::constants::LevelTable;
use super::demand::users;
use super::deployment::Hardware;
use super::dimension;
use super::infrastructure::Conditions;
use super::inputs::Inputs;
use super::labels as l;
use super::month_cache::MonthCache;
use super::neighbours::{Amount, Neighbours};
use super::pace;
use super::people::{OperationsLoad, most_on_operations, operations_hours, wanted_by_operations};
use super::readiness::required_levels;
use super::stage::{Needs, Product, Stage};
use crate::number::{Number, Subject};

/// Rounds in which efforts and work shares are brought into agreement.
const ROUNDS: usize = 4;

/// Today's product and team.
#[derive(Clone, Debug)]
pub struct Baseline<N> {
    /// Effort of a change to each component today (PM).
    pub effort: Vec<N>,
    /// Code that a change to each component reckons with today (PM).
    pub effective_size: Vec<N>,
    /// Effort of a mean change to each component today against one that crosses nothing.
    pub crossing_effort: Vec<N>,
    /// Effective team today, at least the team that loses nothing (people).
    pub team: pace::Team<N>,
    /// Size of the product today (PM).
    pub size: N,
    /// Product people today: engineers less operations (people).
    pub product_people: N,
    /// People whom today's changes ask for (people).
    pub people_needed: N,
    /// Passes by hand through a unit in a month at most, by delivery level (count).
    pub most_passes: LevelTable<N>,
}

impl<N: Number> Baseline<N> {
    /// A product without components and people.
    pub fn empty() -> Self {
        let zero = N::zero();
        Self {
            effort: Vec::new(),
            effective_size: Vec::new(),
            crossing_effort: Vec::new(),
            team: pace::Team {
                people: N::one(),
                small: N::one(),
            },
            size: zero,
            product_people: zero,
            people_needed: zero,
            most_passes: LevelTable::linear([zero; 5]),
        }
    }

    /// Today, with the hardware of today's units.
    pub fn new(inputs: &Inputs<N>, hardware: Vec<Option<Hardware>>) -> Self {
        let k = &inputs.k;
        let mut today = Today::new(inputs, hardware);
        let crossing = today.crossing(inputs);
        let components = 0..inputs.components.len();
        let changes = components.map(|c| today.change(inputs, c, &crossing));
        let (effective_size, crossing_effort) = changes.unzip();
        let size = today.live_size(inputs).named(&l::PRODUCT_TODAY);
        let product_people = today.product_people(inputs);
        let stated = inputs.components.iter().map(|c| c.effort);
        let mut baseline = Self {
            effort: stated.map(|effort| effort.unwrap_or(N::one())).collect(),
            effective_size,
            crossing_effort,
            team: pace::Team::new(k, k.free_team),
            size,
            product_people,
            people_needed: N::zero(),
            most_passes: pace::most_passes(k),
        };
        let mut needs = today.needs(inputs, &baseline);
        for _ in 0..ROUNDS {
            baseline.balance(inputs, &today.new_changes, &needs);
            needs = today.needs(inputs, &baseline);
        }
        for (c, effort) in baseline.effort.iter_mut().enumerate() {
            *effort = effort.named_of(&l::EFFORT_TODAY, Subject::Component(c));
        }
        baseline.people_needed = needs.people;
        baseline
    }

    /// Sets the efforts that are not stated so that today's people are as busy as the catalogue says.
    fn balance(&mut self, inputs: &Inputs<N>, new_changes: &[N], needs: &Needs<N>) {
        let k = &inputs.k;
        let team = (needs.beside * self.product_people).max(k.free_team);
        self.team = pace::Team::new(k, team.named(&l::TEAM_TODAY));
        let busy = self.product_people * k.balanced_utilisation;
        let work = pace::work_of_people(k, busy, needs.beside, self.team.people);
        let is_free = |c: &usize| inputs.components[*c].effort.is_none();
        let free = || (0..new_changes.len()).filter(is_free);
        let changes = N::sum(free().map(|c| new_changes[c]));
        let of_free = N::sum(free().map(|c| new_changes[c] * self.effort[c]));
        let each = pace::balanced_effort(work, needs.work - of_free, changes);
        for c in free() {
            self.effort[c] = each;
        }
    }
}

/// Today's units, with the product as it is.
struct Today<N: Number> {
    stage: Stage<N>,
    size: Vec<N>,
    modularity: Vec<N>,
    /// Nothing has drifted.
    drift: Vec<N>,
    /// Nothing waits.
    backlog: Vec<N>,
    new_changes: Vec<N>,
}

impl<N: Number> Today<N> {
    fn new(inputs: &Inputs<N>, hardware: Vec<Option<Hardware>>) -> Self {
        let components = &inputs.components;
        let (zero, upkeep) = (N::zero(), inputs.change.today_upkeep);
        let asked = components.iter().map(|component| {
            if component.is_live(0) {
                component.changes_today
            } else {
                zero
            }
        });
        Self {
            stage: Stage::new(inputs, 0, inputs.today.clone(), upkeep, hardware, None),
            size: components.iter().map(|c| c.size).collect(),
            modularity: components.iter().map(|c| c.modularity).collect(),
            drift: vec![N::one(); components.len()],
            backlog: vec![zero; components.len()],
            new_changes: asked.collect(),
        }
    }

    /// How changes that cross today's units weigh.
    fn crossing(&self, inputs: &Inputs<N>) -> pace::Crossing<N> {
        let levels = &inputs.team.levels;
        let units = self.stage.live_units(0);
        let required = required_levels(&inputs.required, units);
        let engineers = inputs.team.engineers;
        pace::Crossing::new(
            &inputs.k,
            &inputs.change,
            units,
            &required,
            levels,
            engineers,
        )
    }

    /// Code that a change to component `c` reckons with (PM), and its effort against one that crosses
    /// nothing (factor); of one that is still to come, as it would be beside what is there today.
    fn change(&self, inputs: &Inputs<N>, c: usize, crossing: &pace::Crossing<N>) -> (N, N) {
        let layout = &self.stage.layout;
        let counts = |other: usize| other == c || inputs.components[other].is_live(0);
        let to_come;
        let neighbours = if inputs.components[c].is_live(0) {
            layout.neighbours_today()
        } else {
            to_come = Neighbours::new(inputs, &layout.unit_of, counts);
            &to_come
        };
        let size = Amount::of(&self.size, c, &layout.unit_of, neighbours, counts);
        let [outside] = neighbours.coupled_outside(c, &crossing.couplings, self.drift[c], [&size]);
        let near = neighbours.neighbourhood(c, crossing.couplings.far, &size);
        let of = Subject::Component(c);
        let share = pace::crossing_share(outside, near).named_of(&l::CROSSING, of);
        let effort = pace::crossing_effort(share, crossing.extra);
        (
            pace::effective_size(self.size[c], self.modularity[c], size.unit, outside),
            effort.named_of(&l::CROSSING_EFFORT_TODAY, of),
        )
    }

    /// Size of what lives today (PM).
    fn live_size(&self, inputs: &Inputs<N>) -> N {
        let live = |c: &usize| inputs.components[*c].is_live(0);
        N::sum((0..self.size.len()).filter(live).map(|c| self.size[c]))
    }

    /// Engineers less those whom operations take (people).
    fn product_people(&mut self, inputs: &Inputs<N>) -> N {
        let k = &inputs.k;
        let levels = &inputs.team.levels;
        let engineers = inputs.team.engineers;
        let conditions = Conditions::new(inputs, 0, users(inputs, 0), levels);
        let none = &mut MonthCache::none();
        let infra = self.stage.infrastructure(inputs, 0, &conditions, none);
        let load = OperationsLoad {
            engineers,
            units: N::constant(self.stage.live_units(0) as f64),
            pools: N::constant(self.stage.pools_beyond_units(0) as f64),
            gpus: infra.gpus,
            incident_hours: N::zero(),
            platform: levels[dimension::PLATFORM],
        };
        let wanted = wanted_by_operations(k, operations_hours(k, &load));
        let most = most_on_operations(k, engineers);
        (engineers - wanted.min(most)).named(&l::PRODUCT_PEOPLE)
    }

    /// What today's changes ask for.
    fn needs(&mut self, inputs: &Inputs<N>, baseline: &Baseline<N>) -> Needs<N> {
        let product = Product {
            size: &self.size,
            modularity: &self.modularity,
            drift: &self.drift,
            backlog: &self.backlog,
            new_changes: &self.new_changes,
            sought: &self.new_changes,
            levels: &inputs.team.levels,
        };
        let engineers = inputs.team.engineers;
        self.stage.needs(inputs, baseline, 0, &product, engineers)
    }
}

impl Baseline<f64> {
    /// Today as it was measured at likely inputs, for a projection over other numbers.
    ///
    /// What today's people and code come to is then the same in every future; efforts that the plan
    /// states are those of the future.
    pub fn held<N: Number>(&self, inputs: &Inputs<N>) -> Baseline<N> {
        let same = |values: &[f64]| values.iter().map(|value| N::constant(*value)).collect();
        let efforts = self.effort.iter().zip(&inputs.components);
        Baseline {
            effort: efforts
                .map(|(held, c)| c.effort.unwrap_or_else(|| N::constant(*held)))
                .collect(),
            effective_size: same(&self.effective_size),
            crossing_effort: same(&self.crossing_effort),
            team: pace::Team::new(&inputs.k, N::constant(self.team.people)),
            size: N::constant(self.size),
            product_people: N::constant(self.product_people),
            people_needed: N::constant(self.people_needed),
            most_passes: pace::most_passes(&inputs.k),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::{LEVELS, inputs};
    use super::Baseline;
    use crate::engine::infrastructure::tests::check;

    fn baseline(engineers: u32, component: &str) -> Baseline<f64> {
        let inputs = inputs(&format!(
            "components: [(name: \"a\", size_pm: 100, {component})], team: (engineers: {engineers}, {LEVELS})"
        ));
        Baseline::new(&inputs, vec![None])
    }

    #[test]
    fn efforts_balance_with_the_team_by_hand() {
        let today = baseline(20, "changes: 10");
        // Operations 113 h of 140 (see people): 0.80714; 19.19286 are left, and as h = 1 they are
        // today's effective team.
        check(today.product_people, 19.192_857);
        check(today.team.people, 19.192_857);
        // 85% of them do 16.31393·0.85^−0.2 = 16.31393·1.033038 = 16.85291 PM. Three tenths of eight
        // releases would be tested by hand, but no more than 0.9 as at level 0, 0.004·100·0.9 = 0.36 PM, and
        // 2.5% of the rest is upkeep: 16.08059. A change waits 4·10.375·30%/60/140 = 0.0014821 PM for
        // builds: (16.08059 − 0.0148214)/10.
        check(today.effort[0], 1.606_577);
        check(today.people_needed, 16.313_929);
        // One component, one unit: nothing crosses, and a change reckons with all the code.
        assert_eq!((today.crossing_effort[0], today.size), (1.0, 100.0));
        assert_eq!(today.effective_size, [100.0]);
    }

    #[test]
    fn stated_efforts_are_kept() {
        let today = baseline(20, "changes: 10, effort_pm: 2");
        assert_eq!(today.effort, [2.0]);
        // 20.014821/0.975 + 0.36 = 20.888022 PM: (20.888022·19.19286^−0.2)^1.25 = (20.888022·0.553824)^1.25
        // = 21.33469 people.
        check(today.people_needed, 21.33469);
    }

    #[test]
    fn what_is_not_stated_takes_what_is_left() {
        let inputs = inputs(&format!(
            "components: [(name: \"a\", size_pm: 50, changes: 4, effort_pm: 1), (name: \"b\", size_pm: 50, changes: 6)],
             team: (engineers: 20, {LEVELS})"
        ));
        let today = Baseline::new(&inputs, vec![None]);
        check(today.people_needed / today.product_people, 0.85);
        // Two components in one unit at m = 0.55: each reckons with 50 + 0.45·50.
        check(today.effective_size[0], 72.5);
        assert!(today.effort[0] == 1.0 && today.effort[1] > 1.0);
    }

    #[test]
    fn one_person_and_no_changes() {
        // Operations (30 + 4 + 3)/140 = 0.26429 of one person; seven or fewer lose nothing.
        let today = baseline(1, "changes: 1");
        check(today.product_people, 0.735_714);
        assert_eq!(today.team.people, 7.0);
        // 0.85·0.735714 = 0.625357 PM, of which three tenths of one release by hand, 0.12, and 2.5% upkeep:
        // 0.492723, less 0.0014821 for builds.
        check(today.effort[0], 0.491_241);
        let idle = baseline(1, "changes: 0");
        assert_eq!((idle.people_needed, idle.effort[0]), (0.0, 1.0));
        // With nobody there are no people to take, and nothing breaks.
        let nobody = baseline(0, "changes: 1");
        assert_eq!(nobody.product_people, 0.0);
        assert!(nobody.effort[0].is_finite() && nobody.people_needed.is_finite());
    }

    #[test]
    fn the_factor_on_changes_is_no_part_of_today() {
        let plain = baseline(20, "changes: 10");
        let inputs = inputs(&format!(
            "components: [(name: \"a\", size_pm: 100, changes: 10)], factors: (changes: 3),
             team: (engineers: 20, {LEVELS})"
        ));
        let more = Baseline::new(&inputs, vec![None]);
        assert_eq!(plain.effort, more.effort);
        assert_eq!(inputs.components[0].changes, 30.0);
    }
}
