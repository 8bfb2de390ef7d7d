//! What becomes of the product in a month: changes, failures, building, size and modularity.

use super::Projector;
use super::crew::Crew;
use crate::engine::dimension;
use crate::engine::labels as l;
use crate::engine::launch;
use crate::engine::neighbours::Amount;
use crate::engine::pace;
use crate::engine::people;
use crate::engine::stage::{Failures, Pace, Product, Strain};
use crate::number::{Number, Subject};
use crate::scenario::schema::EventKind;

/// Blended pace of a month.
pub(super) struct Changes<N> {
    /// People for the month's new changes.
    pub(super) people: N,
    /// People for the changes that hiring looks ahead to.
    pub(super) sought: N,
    /// Lead time (days).
    pub(super) lead_time: N,
    /// Wait before work starts (days).
    pub(super) queue: N,
    /// What the pipelines carry (changes).
    pub(super) ceiling: N,
    /// CI and evaluation (money).
    pub(super) ci: N,
    /// Coupling across units (share).
    pub(super) coupling: N,
}

/// What it takes to build a product that is not there yet.
struct Building<N> {
    /// Work of all of it (PM).
    work: N,
    /// Share of the team that the mean engineer works beside.
    beside: N,
}

impl<N: Number> Projector<'_, N> {
    /// Notes the new changes of the month; how many are wanted with those that wait.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn ask_for_changes(&mut self, month: usize, launched: N) -> N {
        let factor = self.inputs.event_factor(EventKind::Changes, month) * launched;
        for (c, component) in self.inputs.components.iter().enumerate() {
            self.new_changes[c] = if component.is_live(month) {
                (component.changes * component.changes_growth.in_month(month) * factor)
                    .named_of(&l::CHANGES_NEW, Subject::Component(c))
            } else {
                N::zero()
            };
        }
        let waiting = self.state.backlog.iter();
        for (c, (sought, backlog)) in self.sought.iter_mut().zip(waiting).enumerate() {
            let (new, ahead) = (self.new_changes[c], self.ahead[c]);
            *sought = people::sought_changes(&self.inputs.k, new, ahead, *backlog)
                .named_of(&l::CHANGES_SOUGHT, Subject::Component(c));
        }
        N::sum(self.new_changes.iter().chain(&self.state.backlog).copied())
    }

    /// Delivers what `building` people can of the month's changes.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn change(&mut self, month: usize, building: N, crew: &Crew<N>) -> Changes<N> {
        let (inputs, baseline) = (self.inputs, self.baseline);
        let k = &inputs.k;
        let zero = N::zero();
        let product = Product {
            size: &self.state.size,
            modularity: &self.state.modularity,
            drift: &self.state.drift,
            backlog: &self.state.backlog,
            new_changes: &self.new_changes,
            sought: &self.sought,
            levels: &self.state.levels,
        };
        let mut sum = Changes {
            people: zero,
            sought: zero,
            lead_time: zero,
            queue: zero,
            ceiling: zero,
            ci: zero,
            coupling: zero,
        };
        self.delivered.fill(zero);
        for s in 0..self.stages.len() {
            let w = self.weight[s];
            if w.is_zero() {
                continue;
            }
            let stage = &mut self.stages[s];
            let needs = stage.needs(inputs, baseline, month, &product, crew.engineers);
            let possible = pace::work_of_people(k, building, needs.beside, baseline.team.people);
            let possible = pace::work_while_training(k, possible, crew.study.active);
            let fraction = pace::possible_share(possible, needs.work);
            let pace: Pace<N> = stage.deliver(inputs, month, &product, fraction);
            for (sum, one) in self.delivered.iter_mut().zip(&stage.delivered) {
                *sum = *sum + *one * w;
            }
            sum.people = sum.people + needs.people * w;
            sum.sought = sum.sought + needs.sought * w;
            sum.lead_time = sum.lead_time + pace.lead_time * w;
            sum.queue = sum.queue + pace.queue * w;
            sum.ceiling = sum.ceiling + pace.ceiling * w;
            sum.ci = sum.ci + pace.ci * w;
            sum.coupling = needs.coupling;
        }
        for (c, delivered) in self.delivered.iter_mut().enumerate() {
            *delivered = delivered.named_of(&l::DELIVERED, Subject::Component(c));
        }
        sum
    }

    /// What fails; nothing before the product is used.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn failures(&mut self, month: usize, strain: Strain<N>, launched: N) -> Failures<N> {
        let mut sum = Failures::none();
        let product = Product {
            size: &self.state.size,
            modularity: &self.state.modularity,
            drift: &self.state.drift,
            backlog: &self.state.backlog,
            new_changes: &self.new_changes,
            sought: &self.sought,
            levels: &self.state.levels,
        };
        let (inputs, baseline) = (self.inputs, self.baseline);
        for s in 0..self.stages.len() {
            if self.weight[s].is_zero() {
                continue;
            }
            let stage = &mut self.stages[s];
            let one = stage.failures(inputs, baseline, month, &product, strain);
            sum.add(&one, self.weight[s] * launched);
        }
        sum
    }

    /// Builds a product that is not there yet.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn build(&mut self, people: N) {
        if self.inputs.launch.is_none() {
            return;
        }
        let k = &self.inputs.k;
        let to_build = self.to_build();
        let done = pace::work_of_people(k, people, to_build.beside, self.baseline.team.people);
        self.state.launched = launch::built_after(self.state.launched, done, to_build.work);
    }

    /// What building takes in the stages that have weight.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn to_build(&self) -> Building<N> {
        let k = &self.inputs.k;
        let all = N::sum(self.state.size.iter().copied());
        let couplings = pace::Couplings::new(k, &self.inputs.change, &self.state.levels);
        let mut sum = Building {
            work: N::zero(),
            beside: N::zero(),
        };
        // Until the launch one stage has all the weight, though not the same one in every draw.
        for (stage, w) in self.stages.iter().zip(&self.weight) {
            if w.is_zero() {
                continue;
            }
            let layout = &stage.layout;
            let units = &layout.partition.units;
            let Some(neighbours) = &layout.unbuilt else {
                continue;
            };
            let mut work = launch::work_of_units(k, units.len());
            let sizes = self.state.size.as_slice();
            let lone = |c: &usize| neighbours.is_lone(*c);
            let lone_all = N::sum((0..sizes.len()).filter(lone).map(|c| sizes[c]));
            for members in units {
                let unit = N::sum(members.iter().map(|c| sizes[*c]));
                let lone = members.iter().copied().filter(lone);
                let met = Amount {
                    each: sizes,
                    unit,
                    all,
                    lone_unit: N::sum(lone.map(|c| sizes[c])),
                    lone_all,
                };
                for &c in members {
                    let (size, m) = (sizes[c], self.state.modularity[c]);
                    let [outside] =
                        neighbours.coupled_outside(c, &couplings, self.state.drift[c], [&met]);
                    let effective = pace::effective_size(size, m, unit, outside);
                    let factor = pace::size_factor(k, effective, self.baseline.effective_size[c]);
                    work = work + size * factor;
                    let (of_all, of_unit) = (share(size, all), share(unit, all));
                    let near = pace::work_beside(of_all, m, of_unit, share(outside, all));
                    sum.beside = sum.beside + near * *w;
                }
            }
            sum.work = sum.work + work * *w;
        }
        sum
    }

    /// Changes that wait at the month's end, of the stages that have weight.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn next_backlog(&mut self) {
        self.state.backlog.fill(N::zero());
        for s in 0..self.stages.len() {
            let w = self.weight[s];
            if w.is_zero() {
                continue;
            }
            for (sum, one) in self.state.backlog.iter_mut().zip(&self.stages[s].backlog) {
                *sum = *sum + *one * w;
            }
        }
        for (c, backlog) in self.state.backlog.iter_mut().enumerate() {
            *backlog = backlog.named_of(&l::BACKLOG, Subject::Component(c));
        }
    }

    /// Grows the code and moves what holds it apart: modularity within units, couplings across them.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn move_product(&mut self, month: usize, coupling: N) {
        let inputs = self.inputs;
        let k = &inputs.k;
        let erosion = pace::erosion(k, self.state.levels[dimension::BOUNDARIES]);
        self.next_modularity.fill(N::zero());
        for c in 0..self.state.size.len() {
            let of = Subject::Component(c);
            let (size, now) = (self.state.size[c], self.state.modularity[c]);
            let (mut effort, mut drift) = (N::zero(), N::zero());
            for s in 0..self.stages.len() {
                let w = self.weight[s];
                if w.is_zero() {
                    continue;
                }
                let stage = &self.stages[s];
                let spent = (stage.delivered[c] * stage.effort[c]).named_of(&l::SPENT, of);
                let churn = pace::churn(spent, size);
                let inside = if stage.is_alone(inputs, c, month) {
                    N::zero()
                } else {
                    erosion
                };
                let next = pace::next_modularity(k, now, churn, inside, self.hold[s], coupling);
                self.next_modularity[c] = self.next_modularity[c] + next * w;
                let drifted = self.state.drift[c];
                let drifted = if stage.live_units(month) > 1 {
                    pace::next_drift(k, drifted, churn, self.hold[s])
                } else {
                    drifted
                };
                drift = drift + drifted * w;
                effort = effort + spent * w;
            }
            self.state.drift[c] = drift.named_of(&l::COUPLING_DRIFT, of);
            self.state.size[c] = pace::grown_size(k, size, effort).named_of(&l::SIZE, of);
            self.next_modularity[c] = self.next_modularity[c].named_of(&l::MODULARITY, of);
        }
        self.state.modularity.copy_from_slice(&self.next_modularity);
    }

    /// Modularity of what lives, weighted by size (share).
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn mean_modularity(&self, month: usize) -> N {
        let mut size = N::zero();
        let mut sum = N::zero();
        for (c, component) in self.inputs.components.iter().enumerate() {
            if component.is_live(month) {
                size = size + self.state.size[c];
                sum = sum + self.state.size[c] * self.state.modularity[c];
            }
        }
        share(sum, size)
    }
}

/// A part of a whole (share); none of nothing.
#[cfg_attr(not(debug_assertions), inline(always))]
fn share<N: Number>(part: N, whole: N) -> N {
    part.over_or(whole, N::zero())
}
