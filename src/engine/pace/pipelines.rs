//! What pipelines make of changes: builds, how many fit, what waits, how long a change takes.

use crate::engine::constants::Constants;
use crate::engine::labels as l;
use crate::number::Number;

const MINUTES_PER_HOUR: f64 = 60.0;
const HOURS_PER_DAY: f64 = 24.0;

/// Time of a build with its tests (minutes).
///
/// ```text
/// T = 6 + 0.25 · S_unit / parallelism
/// ```
/// Source: DEL37, DEL38, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn build_minutes<N: Number>(k: &Constants<N>, unit_size: N, parallelism: N) -> N {
    (k.build_minutes + k.build_minutes_per_size * unit_size / parallelism).named(&l::BUILD)
}

/// Work lost per change while its author waits for builds (PM).
///
/// ```text
/// 4 · T · 30% / (60 · 140)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn build_wait<N: Number>(k: &Constants<N>, build_minutes: N) -> N {
    let blocked = k.builds_per_change * build_minutes * k.build_blocked_share;
    (blocked.over_constant(MINUTES_PER_HOUR) / k.productive_hours).named(&l::BUILD_WAIT)
}

/// Changes a month that a unit's pipeline can merge.
///
/// ```text
/// 240 h / T · train
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn pace_ceiling<N: Number>(k: &Constants<N>, build_minutes: N, train: N) -> N {
    let hours = build_minutes.over_constant(MINUTES_PER_HOUR);
    let builds = k
        .pipeline_hours
        .over_or(hours, N::constant(f64::MAX.sqrt()));
    (builds * train).named(&l::UNIT_CEILING)
}

/// Changes that a unit's pipeline has to carry (per month): its own, and those of its neighbours that
/// cross into it.
///
/// ```text
/// own + Σ_neighbours V · S · n · χ / Σ_others S · n
/// ```
/// - `V`: changes wanted of a component outside; `S`: size of what it meets in this unit
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn pipeline_slots<N: Number>(own: N, from_neighbours: N) -> N {
    own + from_neighbours
}

/// Changes that the pipelines of a product carry (per month), where each unit gets its proportion.
///
/// ```text
/// min(room of the fullest · all that is wanted, Σ ceilings)
/// ```
/// - `least_room`: ceiling over slots of the fullest unit (factor); `ceilings`: their sum
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn product_ceiling<N: Number>(least_room: N, all_wanted: N, ceilings: N) -> N {
    N::select(
        N::zero().less(all_wanted),
        (least_room * all_wanted).min(ceilings),
        ceilings,
    )
}

/// Months that a backlog takes at the present pace (months): none without a backlog, the longest
/// horizon while nothing is delivered.
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn backlog_months<N: Number>(backlog: N, delivered: N) -> N {
    const LONGEST: f64 = 120.0;
    let never = N::select(N::zero().less(backlog), N::constant(LONGEST), N::zero());
    let months = backlog.over_or(delivered, never);
    months.min(N::constant(LONGEST)).named(&l::BACKLOG_MONTHS)
}

/// Room of a unit's pipeline for what it has to carry (factor): as good as no bound where that is
/// nothing.
///
/// ```text
/// ceiling / slots
/// ```
/// - ceiling: see [`pace_ceiling`]; slots: see [`pipeline_slots`] (changes a month)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn room_for<N: Number>(ceiling: N, slots: N) -> N {
    ceiling.over_or(slots, N::constant(f64::MAX.sqrt()))
}

/// Share of a unit's wanted changes that people and pipeline deliver (share).
///
/// ```text
/// min(1, share that people can do, room)
/// ```
/// - share that people can do: see [`super::possible_share`]; room: see [`room_for`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn delivered_share<N: Number>(possible: N, room: N) -> N {
    possible.min(room).min(N::one())
}

/// Changes that still wait a month later (changes): wishes lapse.
///
/// ```text
/// max(0, wanted − delivered) · 95%
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn still_waiting<N: Number>(k: &Constants<N>, wanted: N, delivered: N) -> N {
    ((wanted - delivered) * k.backlog_kept).max(N::zero())
}

/// Machine time of the builds of a change (minutes).
///
/// ```text
/// 4 · (6 + 0.25 · S_unit / saving)
/// ```
/// - saving: what test selection and caching save (factor)
///
/// Source: DEL37, DEL38, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn ci_minutes<N: Number>(k: &Constants<N>, unit_size: N, saving: N::Divisor) -> N {
    let build = k.build_minutes + (k.build_minutes_per_size * unit_size).over(saving);
    k.builds_per_change * build
}

/// What a gap in model operations adds to time and cost of an evaluation (factor).
///
/// ```text
/// 1 + 25% · gap(model operations)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn evaluation_factor<N: Number>(k: &Constants<N>, gap_model_operations: N) -> N {
    N::one() + k.evaluation_gap * gap_model_operations
}

/// Evaluations of a component's model in a month: of changes to it, and those that feedback triggers.
///
/// ```text
/// share of model changes · delivered + feedback
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn evaluations<N: Number>(model_change_share: N, delivered: N, by_feedback: N) -> N {
    model_change_share * delivered + by_feedback
}

/// Mean wait for the next release (h).
///
/// ```text
/// 730 / (2 · cadence)
/// ```
/// - cadence: releases a month
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn release_wait<N: Number>(k: &Constants<N>, cadence: N) -> N {
    k.hours_per_month / (N::constant(2.0) * cadence)
}

/// From the wish to production, waiting included (days).
///
/// ```text
/// (4·T + evaluation + release + χ·57·(1 + gap(ownership)))/24 + backlog/throughput · 730/24
/// ```
/// - release: see [`release_wait`]
///
/// Source: DEL24, MODEL.
#[derive(Clone, Copy, Debug)]
pub struct LeadTime<N> {
    /// Time of a build (minutes).
    pub build_minutes: N,
    /// Evaluation of a mean change (h).
    pub evaluation_hours: N,
    /// Wait for the next release (h), see [`release_wait`].
    pub release_hours: N,
    /// Share of changes that cross units.
    pub crossing: N,
    /// Gap in ownership (levels).
    pub gap_ownership: N,
    /// Months that the backlog takes at the present pace (months).
    pub backlog_months: N,
}

impl<N: Number> LeadTime<N> {
    /// The lead time (days).
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn days(&self, k: &Constants<N>) -> N {
        let ci = (k.builds_per_change * self.build_minutes).over_constant(MINUTES_PER_HOUR);
        let neighbour = self.crossing * k.crossing_wait_hours * (N::one() + self.gap_ownership);
        let queue = self.backlog_months * k.hours_per_month;
        let hours = ci + self.evaluation_hours + self.release_hours + neighbour + queue;
        hours.over_constant(HOURS_PER_DAY).named(&l::LEAD_TIME)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        LeadTime, backlog_months, build_minutes, build_wait, ci_minutes, delivered_share,
        evaluation_factor, evaluations, pace_ceiling, pipeline_slots, product_ceiling,
        release_wait, room_for, still_waiting,
    };
    use crate::engine::projection::tests::rounded_constants;

    #[track_caller]
    fn check(value: f64, expected: f64) {
        let tolerance = 1e-5 * expected.abs().max(1.0);
        assert!(
            (value - expected).abs() < tolerance,
            "{value} instead of {expected}"
        );
    }

    #[test]
    fn pipelines_carry_what_neighbours_send_across() {
        check(pipeline_slots(6.0, 1.4), 7.4);
        // The fullest has room for three quarters: 15 of 20, though all together could carry 40.
        check(product_ceiling(0.75, 20.0, 40.0), 15.0);
        check(product_ceiling(3.0, 20.0, 40.0), 40.0);
        check(product_ceiling(3.0, 0.0, 40.0), 40.0);
    }

    #[test]
    fn what_a_pipeline_has_room_for_is_delivered() {
        let mut k = rounded_constants();
        k.backlog_kept = 0.8;
        // Room for 6 of 8; people could do nine tenths, or half; with more room all that they can.
        check(room_for(6.0, 8.0), 0.75);
        check(delivered_share(0.9, 0.75), 0.75);
        check(delivered_share(0.5, 0.75), 0.5);
        check(delivered_share(1.4, 3.0), 1.0);
        check(delivered_share(0.9, room_for(6.0, 0.0)), 0.9);
        // 8 wanted, 5 delivered: of 3 four fifths still wait; none waits of what is done.
        check(still_waiting(&k, 8.0, 5.0), 2.4);
        check(still_waiting(&k, 8.0, 8.5), 0.0);
    }

    #[test]
    fn machine_time_and_evaluations_by_hand() {
        let mut k = rounded_constants();
        (
            k.build_minutes,
            k.build_minutes_per_size,
            k.builds_per_change,
        ) = (7.0, 0.3, 5.0);
        k.evaluation_gap = 0.4;
        // 5·(7 + 0.3·80/3) = 75.
        check(ci_minutes(&k, 80.0, 3.0), 75.0);
        check(evaluation_factor(&k, 1.5), 1.6);
        // A quarter of 30 changes, and two by feedback.
        check(evaluations(0.25, 30.0, 2.0), 9.5);
    }

    #[test]
    fn a_backlog_takes_months_and_never_more_than_the_longest_horizon() {
        check(backlog_months(30.0, 12.0), 2.5);
        check(backlog_months(0.0, 0.0), 0.0);
        check(backlog_months(3.0, 0.0), 120.0);
        check(backlog_months(5_000.0, 1.0), 120.0);
    }

    #[test]
    fn builds_by_hand() {
        let k = rounded_constants();
        // 6 + 0.25·100/4 = 12.25 minutes; 4·12.25·0.3/60/140 = 0.00175 PM.
        check(build_minutes(&k, 100.0, 4.0), 12.25);
        check(build_wait(&k, 12.25), 0.00175);
        check(build_minutes(&k, 0.0, 1.0), 6.0);
        // 240·60/12.25 = 1175.51 builds, trains of two: 2351.02.
        check(pace_ceiling(&k, 12.25, 2.0), 2351.0204);
        assert!(pace_ceiling(&k, 0.0, 1.0).is_finite());
    }

    #[test]
    fn lead_time_by_hand() {
        let k = rounded_constants();
        let lead = LeadTime {
            build_minutes: 12.25,
            evaluation_hours: 2.0,
            release_hours: release_wait(&k, 8.0),
            crossing: 0.195,
            gap_ownership: 1.0,
            backlog_months: 0.5,
        };
        // Builds 4·12.25/60 = 0.8167, evaluation 2, release 730/16 = 45.625, neighbours
        // 0.195·57·2 = 22.23, queue 365: 435.67 h = 18.153 days.
        check(lead.days(&k), 18.152_986);
    }
}
