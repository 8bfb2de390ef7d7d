//! Today: what every roadmap is measured against.
//!
//! Efforts are what changes cost today, with today's units, people and code. Where a plan does not
//! state them they are set so that today's product people are as busy as the catalogue says.

use super::demand::users;
use super::deployment::Hardware;
use super::dimension;
use super::infrastructure::Conditions;
use super::inputs::Inputs;
use super::labels as l;
use super::month_cache::MonthCache;
use super::pace;
use super::people::{OperationsLoad, operations_hours};
use super::readiness::{gaps, required_levels};
use super::stage::{Product, Stage};
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
    /// Effort of a mean change today against one that crosses nothing.
    pub crossing_effort: N,
    /// Effective team today, at least the team that loses nothing (people).
    pub team: pace::Team<N>,
    /// Size of the product today (PM).
    pub size: N,
    /// Product people today: engineers less operations (people).
    pub product_people: N,
    /// People whom today's changes ask for (people).
    pub people_needed: N,
}

impl<N: Number> Baseline<N> {
    /// A product without components and people.
    pub fn empty() -> Self {
        let zero = N::zero();
        Self {
            effort: Vec::new(),
            effective_size: Vec::new(),
            crossing_effort: N::one(),
            team: pace::Team {
                people: N::one(),
                small: N::one(),
            },
            size: zero,
            product_people: zero,
            people_needed: zero,
        }
    }

    /// Today, with the hardware of today's units.
    pub fn new(inputs: &Inputs<N>, hardware: Vec<Option<Hardware>>) -> Self {
        let k = &inputs.k;
        let zero = N::zero();
        let one = N::one();
        let components = inputs.components.len();
        let levels = &inputs.team.levels;
        let mut today = Stage::new(inputs, 0, inputs.today.clone(), zero, hardware, None);
        let size: Vec<N> = inputs.components.iter().map(|c| c.size).collect();
        let modularity: Vec<N> = inputs.components.iter().map(|c| c.modularity).collect();
        let live = |c: usize| inputs.components[c].is_live(0);
        let new_changes: Vec<N> = inputs
            .components
            .iter()
            .enumerate()
            .map(|(c, component)| {
                if live(c) {
                    component.changes_today
                } else {
                    zero
                }
            })
            .collect();
        let coupling = pace::coupling_across(
            k,
            levels[dimension::BOUNDARIES],
            inputs.change.maturity,
            inputs.change.shared_coupling,
        );
        let units = today.live_units(0);
        let gaps = gaps(&required_levels(&inputs.required, units), levels);
        let crossing_effort = pace::crossing_effort(
            k,
            pace::crossing_share(coupling, units),
            gaps[dimension::DISTRIBUTED],
            gaps[dimension::OWNERSHIP],
            units,
            inputs.team.engineers,
        );
        let effective_size = effective_sizes(inputs, &today, &size, &modularity, coupling);
        let crossing_effort = crossing_effort.named(&l::CROSSING_EFFORT_TODAY);
        let total = N::sum((0..components).filter(|c| live(*c)).map(|c| size[c]));

        let conditions = Conditions::new(inputs, 0, users(inputs, 0), levels);
        let infra = today.infrastructure(inputs, 0, &conditions, &mut MonthCache::none());
        let operations = operations_hours(
            k,
            &OperationsLoad {
                engineers: inputs.team.engineers,
                units: N::constant(units as f64),
                gpus: infra.gpus,
                incident_hours: zero,
                platform: levels[dimension::PLATFORM],
            },
        ) / k.productive_hours;
        let operations = operations.named(&l::OPERATIONS_PEOPLE);
        let most = inputs.team.engineers * k.operations_cap;
        let product_people = inputs.team.engineers - operations.min(most);
        let product_people = product_people.named(&l::PRODUCT_PEOPLE);

        let stated = |c: usize| inputs.components[c].effort;
        let mut baseline = Self {
            effort: (0..components).map(|c| stated(c).unwrap_or(one)).collect(),
            effective_size,
            crossing_effort,
            team: pace::Team::new(k, k.free_team),
            size: total.named(&l::PRODUCT_TODAY),
            product_people,
            people_needed: zero,
        };
        let product = Product {
            size: &size,
            modularity: &modularity,
            backlog: &vec![zero; components],
            new_changes: &new_changes,
            levels,
        };
        let mut needs = today.needs(inputs, &baseline, 0, &product, inputs.team.engineers);
        for _ in 0..ROUNDS {
            let team = (needs.beside * product_people).max(k.free_team);
            baseline.team = pace::Team::new(k, team.named(&l::TEAM_TODAY));
            let busy = product_people * k.balanced_utilisation;
            let work = pace::work_of_people(k, busy, needs.beside, baseline.team.people);
            let free = |c: &usize| stated(*c).is_none();
            let free_changes = N::sum((0..components).filter(free).map(|c| new_changes[c]));
            let free_work = N::sum(
                (0..components)
                    .filter(free)
                    .map(|c| new_changes[c] * baseline.effort[c]),
            );
            let left = (work - (needs.work - free_work)).max(zero);
            let each = left.over_or(free_changes, one).named(&l::EFFORT_BALANCED);
            for c in (0..components).filter(free) {
                baseline.effort[c] = each;
            }
            needs = today.needs(inputs, &baseline, 0, &product, inputs.team.engineers);
        }
        for (c, effort) in baseline.effort.iter_mut().enumerate() {
            *effort = effort.named_of(&l::EFFORT_TODAY, Subject::Component(c));
        }
        baseline.people_needed = needs.people;
        baseline
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
            crossing_effort: N::constant(self.crossing_effort),
            team: pace::Team::new(&inputs.k, N::constant(self.team.people)),
            size: N::constant(self.size),
            product_people: N::constant(self.product_people),
            people_needed: N::constant(self.people_needed),
        }
    }
}

fn effective_sizes<N: Number>(
    inputs: &Inputs<N>,
    today: &Stage<N>,
    size: &[N],
    modularity: &[N],
    coupling: N,
) -> Vec<N> {
    let counts = |c: usize, other: usize| other == c || inputs.components[other].is_live(0);
    (0..size.len())
        .map(|c| {
            let all = N::sum((0..size.len()).filter(|o| counts(c, *o)).map(|o| size[o]));
            let members = &today.layout.partition.units[today.layout.unit_of[c]];
            let unit = N::sum(members.iter().filter(|o| counts(c, **o)).map(|o| size[*o]));
            pace::effective_size(size[c], modularity[c], unit, all, coupling)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::{LEVELS, inputs};
    use super::Baseline;

    #[track_caller]
    fn check(value: f64, expected: f64) {
        let tolerance = 1e-5 * expected.abs().max(1.0);
        assert!(
            (value - expected).abs() < tolerance,
            "{value} instead of {expected}"
        );
    }

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
        // 85% of them do 16.31393·0.85^−0.2 = 16.31393·1.033038 = 16.85291 PM. A change waits
        // 0.00175 PM for builds (see pace): (16.85291 − 0.0175)/10 = 1.683541.
        check(today.effort[0], 1.683_541);
        check(today.people_needed, 16.313_929);
        // One component, one unit: nothing crosses, and a change reckons with all the code.
        assert_eq!((today.crossing_effort, today.size), (1.0, 100.0));
        assert_eq!(today.effective_size, [100.0]);
    }

    #[test]
    fn stated_efforts_are_kept() {
        let today = baseline(20, "changes: 10, effort_pm: 2");
        assert_eq!(today.effort, [2.0]);
        // 20.0175 PM: (20.0175·19.19286^−0.2)^1.25 = (20.0175·0.553824)^1.25 = 20.2292 people.
        check(today.people_needed, 20.229_2);
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
        // 0.85·0.735714 − 0.00175 = 0.623607.
        check(today.effort[0], 0.623_607);
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
