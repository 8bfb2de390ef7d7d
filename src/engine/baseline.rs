//! Today: what every roadmap is measured against.
//!
//! Efforts are what changes cost today, with today's units, people and code. Where a plan does not
//! state them they are set so that today's product people are as busy as the catalogue says.

use super::deployment::Hardware;
use super::demand::users;
use super::infrastructure::{Conditions, dimension};
use super::inputs::Inputs;
use super::pace;
use super::people::{Estate, operations_hours};
use super::readiness::{gaps, required_levels};
use super::stage::{Product, Stage};
use crate::number::Number;

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
    pub team: N,
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
            team: N::one(),
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
            .map(|(c, component)| if live(c) { component.changes_today } else { zero })
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
        let total = N::sum((0..components).filter(|c| live(*c)).map(|c| size[c]));

        let conditions = Conditions::new(inputs, 0, users(inputs, 0), levels);
        let infra =
            today.infrastructure(inputs, 0, &conditions, levels[dimension::OBSERVABILITY]);
        let operations = operations_hours(
            k,
            &Estate {
                engineers: inputs.team.engineers,
                units: N::constant(units as f64),
                gpus: infra.gpus,
                incident_hours: zero,
                platform: levels[dimension::PLATFORM],
            },
        ) / k.productive_hours;
        let most = inputs.team.engineers * k.operations_cap;
        let product_people = inputs.team.engineers - operations.min(most);

        let stated = |c: usize| inputs.components[c].effort;
        let mut baseline = Self {
            effort: (0..components)
                .map(|c| stated(c).unwrap_or(one))
                .collect(),
            effective_size,
            crossing_effort,
            team: k.free_team,
            size: total,
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
            baseline.team = (needs.beside * product_people).max(k.free_team);
            let busy = product_people * k.balanced_utilisation;
            let work = pace::work_of_people(k, busy, needs.beside, baseline.team);
            let free = |c: &usize| stated(*c).is_none();
            let free_changes = N::sum((0..components).filter(free).map(|c| new_changes[c]));
            let free_work = N::sum(
                (0..components)
                    .filter(free)
                    .map(|c| new_changes[c] * baseline.effort[c]),
            );
            let left = (work - (needs.work - free_work)).max(zero);
            let each = free_changes.divides(left, one);
            for c in (0..components).filter(free) {
                baseline.effort[c] = each;
            }
            needs = today.needs(inputs, &baseline, 0, &product, inputs.team.engineers);
        }
        baseline.people_needed = needs.people;
        baseline
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
            let members = &today.partition.units[today.unit_of[c]];
            let unit = N::sum(members.iter().filter(|o| counts(c, **o)).map(|o| size[*o]));
            pace::effective_size(size[c], modularity[c], unit, all, coupling)
        })
        .collect()
}
