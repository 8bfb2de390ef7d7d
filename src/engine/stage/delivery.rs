//! What becomes of a month's changes in a stage: how many are delivered, what waits, how long it takes.

use super::work::UnitWork;
use super::{Product, Stage};
use crate::engine::constants::Constants;
use crate::engine::costs;
use crate::engine::deployment::Evaluation;
use crate::engine::dimension;
use crate::engine::inputs::{Component, Inputs};
use crate::engine::labels as l;
use crate::engine::pace;
use crate::engine::readiness::gaps;
use crate::number::{Number, Subject};

/// The month's pace of a stage.
#[derive(Clone, Copy, Debug)]
pub struct Pace<N> {
    /// Lead time (days).
    pub lead_time: N,
    /// Wait before work starts (days).
    pub queue: N,
    /// Changes a month that the pipelines can carry.
    pub ceiling: N,
    /// CI and evaluation (money).
    pub ci: N,
}

/// What every change of a stage meets in a month.
struct Terms<N> {
    /// Gap in ownership (levels).
    gap_ownership: N,
    /// What a gap in model operations adds to evaluations (factor).
    evaluation: N,
}

/// Changes of a component in a month.
struct Changes<N> {
    /// Wanted, new and waiting.
    wanted: N,
    /// Delivered.
    delivered: N,
    /// Waiting at the month's end.
    waiting: N,
}

impl<N: Number> Changes<N> {
    /// Those of component `c`, of which a share is delivered.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn new(k: &Constants<N>, c: usize, product: &Product<'_, N>, share: N) -> Self {
        let of = Subject::Component(c);
        let wanted = product.new_changes[c] + product.backlog[c];
        let wanted = wanted.named_of(&l::WANTED, of);
        let delivered = (wanted * share).named_of(&l::DELIVERED, of);
        let waiting = pace::still_waiting(k, wanted, delivered).named_of(&l::BACKLOG, of);
        Self {
            wanted,
            delivered,
            waiting,
        }
    }

    /// Lead time of changes (days).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lead_time(
        k: &Constants<N>,
        component: &Component<N>,
        unit: &UnitWork<N>,
        evaluation: &Evaluation<N>,
        (crossing, terms): (N, &Terms<N>),
    ) -> N {
        let evaluation_hours = component.model_change_share * evaluation.hours * terms.evaluation;
        let lead = pace::LeadTime {
            build_minutes: unit.build,
            evaluation_hours,
            release_hours: pace::release_wait(k, unit.cadence),
            roll_hours: unit.roll,
            crossing,
            gap_ownership: terms.gap_ownership,
        };
        lead.days(k)
    }

    /// Wait of these changes before work on them starts (days).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn queue(&self, k: &Constants<N>) -> N {
        pace::queue_days(k, pace::backlog_months(self.waiting, self.delivered))
    }
}

/// What CI and evaluation of a component's changes cost (money).
struct Ci<N> {
    builds: N,
    evaluation: N,
}

impl<N: Number> Ci<N> {
    /// Those of component `c`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn new(
        k: &Constants<N>,
        (c, component): (usize, &Component<N>),
        delivered: N,
        unit: &UnitWork<N>,
        of_change: &Evaluation<N>,
        terms: &Terms<N>,
    ) -> Self {
        let of = Subject::Component(c);
        let by_feedback = component.feedback_evaluations;
        let count = pace::evaluations(component.model_change_share, delivered, by_feedback);
        let builds = costs::ci_builds(k, delivered, unit.ci_minutes);
        let evaluation = costs::ci_evaluation(count, of_change.cost, terms.evaluation);
        Self {
            builds: builds.named_of(&l::CI_BUILDS, of),
            evaluation: evaluation.named_of(&l::CI_EVALUATION, of),
        }
    }
}

impl<N: Number> Stage<N> {
    /// Delivers what people and pipelines allow.
    ///
    /// `fraction`: share of the wanted work that the people can do.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn deliver(
        &mut self,
        inputs: &Inputs<N>,
        month: usize,
        product: &Product<'_, N>,
        fraction: N,
    ) -> Pace<N> {
        let k = &inputs.k;
        let zero = N::zero();
        let gaps = gaps(&self.required(month), product.levels);
        let delivery = product.levels[dimension::DELIVERY];
        let ceiling = self.fill_pipelines(k, month, delivery, fraction);
        let terms = Terms {
            evaluation: pace::evaluation_factor(k, gaps[dimension::MODEL_OPERATIONS]),
            gap_ownership: gaps[dimension::OWNERSHIP],
        };
        self.time_ci(k, delivery);
        let (mut lead_time, mut queue, mut weights, mut ci) = (zero, zero, zero, zero);
        let even = N::constant(1e-9);
        let evaluations = &self.deployment.evaluations[self.deployment.era(month)];
        for (c, component) in inputs.components.iter().enumerate() {
            self.delivered[c] = zero;
            self.backlog[c] = zero;
            if !component.is_live(month) {
                continue;
            }
            let unit = &mut self.work[self.layout.unit_of[c]];
            let (evaluation, crossing) = (&evaluations[c], self.outside[c].crossing);
            let changes = Changes::new(k, c, product, unit.fraction);
            self.delivered[c] = changes.delivered;
            self.backlog[c] = changes.waiting;
            unit.delivered = unit.delivered + changes.delivered;
            let of = Subject::Component(c);
            let weight = (changes.wanted + even).named_of(&l::LEAD_WEIGHT, of);
            let days =
                weight * Changes::lead_time(k, component, unit, evaluation, (crossing, &terms));
            lead_time = lead_time + days.named_of(&l::CHANGE_PART, of);
            let waits = weight * changes.queue(k);
            queue = queue + waits.named_of(&l::QUEUE_PART, of);
            weights = weights + weight;
            let cost = Ci::new(
                k,
                (c, component),
                changes.delivered,
                unit,
                evaluation,
                &terms,
            );
            ci = ci + cost.builds + cost.evaluation;
        }
        Pace {
            lead_time: lead_time.over_or(weights, zero).named(&l::STAGE_LEAD_TIME),
            queue: queue.over_or(weights, zero).named(&l::STAGE_QUEUE),
            ceiling: ceiling.named(&l::STAGE_CEILING),
            ci: ci.named(&l::STAGE_CI),
        }
    }

    /// How many of its changes each unit can deliver; what the pipelines carry together (changes a
    /// month).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn fill_pipelines(&mut self, k: &Constants<N>, month: usize, delivery: N, fraction: N) -> N {
        let merged = pace::merged_in_a_build(k.breaking.at(delivery));
        let all = N::sum(self.work.iter().map(|unit| unit.wanted)).named(&l::WANTED_ALL);
        let mut ceilings = N::zero();
        let mut least_room = N::constant(f64::MAX.sqrt());
        let loads = &self.deployment.loads[self.deployment.era(month)];
        for (unit, load) in self.work.iter_mut().zip(loads) {
            if !load.live {
                unit.fraction = N::zero();
                continue;
            }
            let slots = pace::pipeline_slots(unit.wanted, unit.from_neighbours);
            let slots = slots.named_of(&l::SLOTS, load.subject);
            let ceiling = pace::pace_ceiling(k, unit.build, merged);
            ceilings = ceilings + ceiling;
            let room = pace::room_for(ceiling, slots);
            least_room = least_room.min(room);
            unit.fraction =
                pace::delivered_share(fraction, room).named_of(&l::UNIT_FRACTION, load.subject);
        }
        pace::product_ceiling(least_room, all, ceilings)
    }

    /// Machine time that a change to each unit takes.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn time_ci(&mut self, k: &Constants<N>, delivery: N) {
        let automated = k.automated.at(delivery);
        let saving = k.compute_saving.at(delivery).divisor();
        for unit in &mut self.work {
            unit.ci_minutes = pace::ci_minutes(k, unit.size, automated, saving);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::baseline::Baseline;
    use crate::engine::constants::LevelTable;
    use crate::engine::dimension;
    use crate::engine::infrastructure::tests::check;
    use crate::engine::partition::Partition;
    use crate::engine::projection::tests::inputs;
    use crate::engine::stage::{Product, Stage};

    #[test]
    fn a_month_of_three_pipelines_by_hand() {
        let mut inputs = inputs(
            "components: [(name: \"a\"), (name: \"c\"),
                (name: \"b\", model_change_share: 0.5, evaluation_hours: 3, evaluation_cost: 40)]",
        );
        let k = &mut inputs.k;
        let same = |value| LevelTable::linear([value; 5]);
        (k.parallelism, k.compute_saving) = (same(4.0), same(1.25));
        k.breaking = same(0.5 * (-1.0_f64).exp());
        (k.automated, k.cadence) = (same(0.5), same(8.0));
        (
            k.build_minutes,
            k.build_minutes_per_size,
            k.builds_per_change,
        ) = (10.0, 1.0, 4.0);
        (k.pipeline_hours, k.hours_per_month) = (3.0, 730.0);
        (k.backlog_kept, k.evaluation_gap, k.crossing_wait_hours) = (0.9, 0.25, 57.0);
        k.ci_minute_price = 0.02;
        inputs.required = [[2.0; 10]; 3];
        let mut levels = [2.0; 10];
        (
            levels[dimension::MODEL_OPERATIONS],
            levels[dimension::OWNERSHIP],
        ) = (1.0, 1.5);
        let mut stage = Stage::new(&inputs, 0, Partition::split(3), 0.0, vec![None; 3], None);
        let baseline = Baseline {
            effort: vec![1.0; 3],
            effective_size: vec![1.0; 3],
            crossing_effort: vec![1.0; 3],
            ..Baseline::empty()
        };
        let product = Product {
            size: &[40.0, 80.0, 20.0],
            modularity: &[0.5; 3],
            drift: &[1.0; 3],
            backlog: &[3.0, 2.0, 0.0],
            new_changes: &[7.0, 28.0, 8.0],
            sought: &[7.0, 28.0, 8.0],
            levels: &levels,
        };
        stage.needs(&inputs, &baseline, 0, &product, 10.0);
        for outside in &mut stage.outside {
            outside.crossing = 0.25;
        }
        for (unit, from_neighbours) in stage.work.iter_mut().zip([4.5, 2.25, 3.0]) {
            unit.from_neighbours = from_neighbours;
        }
        let pace = stage.deliver(&inputs, 0, &product, 0.8);
        // Builds of 10 + 0.5·40/4 = 15, 20 and 12.5 minutes, each of which merges two changes: 24, 18
        // and 28.8 in 3 hours. b has to carry 30 and 2.25 of its neighbours':
        // 32.25, of which there is room for 0.558140. People do four fifths, which a and c
        // have room for.
        for (delivered, expected) in stage.delivered.iter().zip([8.0, 16.744_186, 6.4]) {
            check(*delivered, expected);
        }
        // Of what is left nine tenths still wait: 2, 13.255814 and 1.6.
        for (waiting, expected) in stage.backlog.iter().zip([1.8, 11.930_233, 1.44]) {
            check(*waiting, expected);
        }
        // The fullest of them bounds the 48 that are wanted.
        check(pace.ceiling, 0.558_139_5 * 48.0);
        // Releases 730/16 = 45.625 h and neighbours 0.25·57·1.5 = 21.375 h. a: builds 1 h: 68. b: 4/3,
        // evaluations 0.5·3·1.25 = 1.875: 70.2083. c: 0.8333: 67.8333. By what is wanted:
        // (10·68 + 30·70.208333 + 8·67.833333)/48/24 = 2.889685 days.
        check(pace.lead_time, 2.889_685);
        // Backlogs of 0.225, 0.7125 and 0.225 months are 164.25, 520.125 and 164.25 h:
        // (10·164.25 + 30·520.125 + 8·164.25)/48/24 = 16.111328 days.
        check(pace.queue, 16.111_328);
        // Machine time of a change: 4·(10 + 0.5·40/1.25) = 104, 168, 72 minutes at 2 cents: 16.64 +
        // 56.260465 + 9.216; evaluations of b: 8.372093·40·1.25 = 418.604651.
        check(pace.ci, 500.721_116);
    }
}
