//! Roadmaps that begin alike: the months they have in common are projected once.
//!
//! Until the first month in which one of two roadmaps does something that the other does not, both
//! are the same projection, bit for bit. A list of roadmaps is therefore projected as a tree: each
//! goes on from where an earlier one was when it leaves it.

use std::sync::Arc;

use super::ready::Ready;
use crate::engine::month::Observer;
use crate::engine::month_cache::MonthCache;
use crate::engine::projection::{Projector, TrainingSchedule};
use crate::engine::stage::Layout;
use crate::engine::state::State;
use crate::number::Number;
use crate::scenario::RoadmapKind;
use crate::scenario::schema::Training;

/// What a roadmap's projection depends on, beside inputs.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    id: String,
    training: Training,
    /// Stages, today first, and what each spends on boundaries (share of effort).
    stages: Vec<(Arc<Layout>, f64)>,
    targets: Vec<(usize, [f64; 10])>,
}

impl Schedule {
    pub(super) fn of(ready: &Ready) -> Self {
        let stages = ready.stages.iter();
        Self {
            id: ready.plan.id.clone(),
            training: ready.plan.training.clone(),
            stages: stages
                .map(|stage| (Arc::clone(&stage.layout), stage.upkeep))
                .collect(),
            targets: ready.training.targets.clone(),
        }
    }

    /// Months from today in which two roadmaps are the same projection, over any inputs.
    pub(super) fn months_alike(&self, other: &Self, months: usize) -> usize {
        // What built-in roadmaps spend on boundaries is one input for all of them, as is what today's units
        // spend; what a roadmap of the user's spends is an input of its own.
        let kept = |schedule: &Self| RoadmapKind::of(&schedule.id).keeps_boundaries();
        let one_input = self.id == other.id || kept(self) && kept(other);
        let pairs = self.stages.iter().zip(&other.stages).enumerate();
        let alike = pairs.take_while(|(s, ((a, upkeep), (b, other)))| {
            let upkeeps = upkeep == other && (*s == 0 || one_input || *upkeep == 0.0);
            upkeeps && a.from_month == b.from_month && a.is_run_like(b)
        });
        let alike = alike.count();
        let differing = self.stages[alike..].iter().chain(&other.stages[alike..]);
        let first = differing.map(|(layout, _)| layout.from_month).min();
        let until = first.unwrap_or(months).min(months);
        self.months_trained_alike(other).min(until)
    }

    /// Months from today in which two roadmaps train alike.
    fn months_trained_alike(&self, other: &Self) -> usize {
        let (a, b) = (&self.targets, &other.targets);
        if a.is_empty() && b.is_empty() {
            return usize::MAX;
        }
        // Stated levels are inputs; those of a roadmap of the user's are its own.
        let stated = |schedule: &Self| matches!(schedule.training, Training::To(_));
        let built_in = |schedule: &Self| RoadmapKind::of(&schedule.id) != RoadmapKind::Own;
        let own = self.id != other.id && !(built_in(self) && built_in(other));
        if (stated(self) || stated(other)) && (own || self.training != other.training) {
            return 0;
        }
        let mut starts: Vec<usize> = a.iter().chain(b).map(|(from, _)| *from).collect();
        starts.sort_unstable();
        let until = |month: usize| {
            let [a, b] =
                [a, b].map(|targets| targets.iter().filter(move |(from, _)| *from <= month));
            a.eq(b)
        };
        let differing = starts.into_iter().find(|month| !until(*month));
        differing.unwrap_or(usize::MAX)
    }
}

/// Which roadmap of a list goes on from which, and when.
#[derive(Clone, Debug)]
pub(super) struct Branches {
    months: usize,
    /// Month in which each begins: 0, or where it leaves another.
    begins: Vec<usize>,
    /// What leaves each: month and place in the list, earliest first.
    leaving: Vec<Vec<(usize, usize)>>,
    /// Stages that run like one of another roadmap.
    met_again: Vec<Arc<Layout>>,
}

impl Branches {
    /// Finds for each roadmap the earlier one that it has most months in common with.
    pub(super) fn new(roadmaps: &[&Ready], months: usize) -> Self {
        let mut begins = vec![0; roadmaps.len()];
        let mut leaving = vec![Vec::new(); roadmaps.len()];
        let schedules: Vec<Schedule> = roadmaps.iter().map(|ready| Schedule::of(ready)).collect();
        for (at, schedule) in schedules.iter().enumerate() {
            let mut best: Option<(usize, usize)> = None;
            for (from, other) in schedules[..at].iter().enumerate() {
                let alike = schedule.months_alike(other, months);
                if alike > best.map_or(0, |(alike, _)| alike) && alike >= begins[from] {
                    best = Some((alike, from));
                }
            }
            if let Some((month, from)) = best {
                begins[at] = month;
                leaving[from].push((month, at));
            }
        }
        for list in &mut leaving {
            list.sort_unstable();
        }
        Self {
            months,
            begins,
            leaving,
            met_again: met_again(&schedules),
        }
    }
}

/// The layouts that several roadmaps of a list run, each once.
fn met_again(schedules: &[Schedule]) -> Vec<Arc<Layout>> {
    let mut again: Vec<Arc<Layout>> = Vec::new();
    let mut seen: Vec<(&Arc<Layout>, usize)> = Vec::new();
    for (at, schedule) in schedules.iter().enumerate() {
        for (layout, _) in &schedule.stages {
            match seen.iter().find(|(known, _)| known.is_run_like(layout)) {
                None => seen.push((layout, at)),
                Some((known, first)) => {
                    if *first != at && !again.iter().any(|listed| listed.is_run_like(known)) {
                        again.push(Arc::clone(known));
                    }
                }
            }
        }
    }
    again
}

#[cfg(test)]
impl Branches {
    /// Months that are not projected because an earlier roadmap has them.
    pub(super) fn shared_months(&self) -> usize {
        self.begins.iter().sum()
    }
}

/// Projections of a list of roadmaps over the same inputs, one after the other.
pub(super) struct BranchRuns<'a, N: Number, O> {
    branches: &'a Branches,
    /// Months of units that several of them run.
    cache: MonthCache<N>,
    /// Where each roadmap that leaves another goes on from.
    saved: Vec<Option<(State<N>, O)>>,
}

impl<'a, N: Number, O: Observer<N>> BranchRuns<'a, N, O> {
    /// Nothing is projected yet.
    pub(super) fn new(branches: &'a Branches) -> Self {
        Self {
            branches,
            cache: MonthCache::none(),
            saved: branches.begins.iter().map(|_| None).collect(),
        }
    }

    /// Projects the next roadmap of the list.
    ///
    /// `at`: its place; `fresh`: an observer of month 0; `fork`: what an observer has seen so far, for
    /// the roadmap at a place that goes on from there.
    pub(super) fn project(
        &mut self,
        at: usize,
        projector: &mut Projector<'_, N>,
        training: &TrainingSchedule<N>,
        fresh: impl FnOnce() -> O,
        fork: impl Fn(&O, usize) -> O,
    ) -> O {
        let (mut month, mut observer) = if let Some((state, observer)) = self.saved[at].take() {
            projector.go_on_from(&state);
            (self.branches.begins[at], observer)
        } else {
            projector.restart();
            (0, fresh())
        };
        for stage in &projector.stages {
            let mut again = self.branches.met_again.iter();
            if again.any(|met| met.is_run_like(&stage.layout)) {
                stage.make_room(&mut self.cache, self.branches.months);
            }
        }
        projector.exchange(&mut self.cache);
        for (left, who) in &self.branches.leaving[at] {
            projector.run_months(month..*left, training, &mut observer);
            month = *left;
            self.saved[*who] = Some((projector.state().clone(), fork(&observer, *who)));
        }
        projector.run_months(month..self.branches.months, training, &mut observer);
        projector.exchange(&mut self.cache);
        observer
    }
}

#[cfg(test)]
mod tests {
    use super::{Branches, Schedule};
    use crate::analysis::decided::DecidedScenario;
    use crate::analysis::ready::Ready;
    use crate::catalog::Catalog;
    use crate::presets;

    const MONTHS: usize = 60;

    fn months_alike(one: &Ready, other: &Ready) -> usize {
        Schedule::of(one).months_alike(&Schedule::of(other), MONTHS)
    }

    /// The switch of a preset with its change in each of the months given.
    fn with_switches(months: &[usize], then: impl FnOnce(Vec<Ready>)) {
        let plan = presets::find("support-copilot")
            .unwrap()
            .scenario()
            .unwrap();
        let mut decided = DecidedScenario::new(&plan, Catalog::builtin().unwrap()).unwrap();
        let roadmaps = decided.roadmaps.iter().flatten();
        let switch = roadmaps
            .into_iter()
            .find(|r| r.plan.searches_month())
            .unwrap();
        let moved = months
            .iter()
            .map(|m| decided.session.moved(switch, *m).unwrap());
        then(moved.collect());
    }

    #[test]
    fn roadmaps_are_alike_until_one_of_them_changes_or_trains() {
        with_switches(&[MONTHS, 40, 30], |mut switches| {
            for ready in &mut switches {
                ready.training.targets.clear();
            }
            let alike = |a: usize, b: usize| months_alike(&switches[a], &switches[b]);
            assert_eq!((alike(0, 1), alike(1, 2), alike(2, 0)), (40, 30, 30));
            assert_eq!(alike(1, 1), MONTHS);
        });
        with_switches(&[40, 30], |mut switches| {
            let [one, other] = [0, 1].map(|at| switches[at].training.targets.clone());
            assert!(!one.is_empty() && one != other);
            let trained = one
                .iter()
                .chain(&other)
                .map(|(from, _)| *from)
                .min()
                .unwrap();
            let alike = months_alike(&switches[0], &switches[1]);
            assert!((trained..=30).contains(&alike), "{alike}");
            switches[1].training.targets = one;
            switches[1].training.targets.push((7, [3.0; 10]));
            assert_eq!(months_alike(&switches[0], &switches[1]), 7);
            // What boundaries cost from today on.
            switches[1].stages[0].upkeep = 0.1;
            assert_eq!(months_alike(&switches[0], &switches[1]), 0);
        });
    }

    #[test]
    fn each_goes_on_from_the_one_it_is_alike_for_longest() {
        with_switches(&[30, MONTHS, 40, 10], |mut switches| {
            for ready in &mut switches {
                ready.training.targets.clear();
            }
            let list: Vec<&Ready> = switches.iter().collect();
            let branches = Branches::new(&list, MONTHS);
            assert_eq!(branches.begins, [0, 30, 40, 10]);
            assert_eq!(branches.leaving[0], [(10, 3), (30, 1)]);
            assert_eq!(branches.leaving[1], [(40, 2)]);
            // Today's unit, the one in pools and the units after the change, each run by all of them.
            assert_eq!(branches.met_again.len(), 3);
            assert!(Branches::new(&list[..1], MONTHS).met_again.is_empty());
        });
    }
}
