//! What pipelines make of changes: builds, how many fit, what waits, how long a change takes.

use crate::engine::constants::{Constants, LevelTable};
use crate::engine::labels as l;
use crate::engine::readiness::TOP_LEVEL;
use crate::number::Number;

const MINUTES_PER_HOUR: f64 = 60.0;
const HOURS_PER_DAY: f64 = 24.0;

/// Time of a build with its tests (minutes): what nobody has automated takes machines no time.
///
/// ```text
/// T = 6 + 0.25 · automated · S_unit / parallelism
/// ```
/// - `automated`: share of the tests that machines run (share)
///
/// Source: DEL37, DEL38, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn build_minutes<N: Number>(k: &Constants<N>, unit_size: N, automated: N, parallelism: N) -> N {
    let suite = k.build_minutes_per_size * automated * unit_size;
    (k.build_minutes + suite / parallelism).named(&l::BUILD)
}

/// Machines that a team buys for suites that take too long.
#[derive(Clone, Copy, Debug)]
pub struct Machines<N> {
    /// Longest suite that is borne (minutes).
    limit: N,
    /// How much of what is beyond it they take away (share).
    bought: N,
}

impl<N: Number> Machines<N> {
    /// Those of a delivery level: none up to 2, all that is wanted from 3.
    ///
    /// ```text
    /// limit = 40 min at level 3 and below, 20 at level 4;   bought = level − 2, within 0 and 1
    /// ```
    /// Source: SHOPIFY, MODEL.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn new(k: &Constants<N>, delivery: N) -> Self {
        let (zero, one) = (N::zero(), N::one());
        let beyond = |level: f64| (delivery - N::constant(level)).max(zero).min(one);
        let limit = k.suite_limit + (k.suite_limit_top - k.suite_limit) * beyond(TOP_LEVEL - 1.0);
        Self {
            limit: limit.named(&l::SUITE_LIMIT),
            bought: beyond(TOP_LEVEL - 2.0),
        }
    }

    /// Time of a build with them (minutes).
    ///
    /// ```text
    /// T − bought · max(0, T − limit)
    /// ```
    /// - `T`: without them, see [`build_minutes`]
    ///
    /// Source: SHOPIFY, MODEL.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn minutes(&self, build_minutes: N) -> N {
        let beyond = (build_minutes - self.limit).max(N::zero());
        (build_minutes - self.bought * beyond).named(&l::BUILD_BOUGHT)
    }
}

/// Passes by hand through the whole of a unit in a month, at most (count): what machines do not test, in
/// each release that the level allows, and no more than at any level below: who may release oftener
/// puts releases through one pass together rather than testing more by hand. Between whole levels it
/// lies on straight lines. By delivery level, made once for all months.
///
/// ```text
/// min over levels up to it of (1 − automated) · cadence
/// ```
/// - `automated`: share of the tests that machines run (share); cadence: releases (per month)
///
/// Source: MODEL.
pub fn most_passes<N: Number>(k: &Constants<N>) -> LevelTable<N> {
    let at_level = |level: usize| {
        let level = N::constant(level as f64);
        (N::one() - k.automated.at(level)) * k.cadence.at(level)
    };
    let mut passes: [N; 5] = std::array::from_fn(at_level);
    for level in 1..passes.len() {
        passes[level] = passes[level].min(passes[level - 1]);
    }
    LevelTable::linear(passes).called(&l::MOST_PASSES)
}

/// Work of testing the releases of a unit by hand in a month (PM).
///
/// ```text
/// 0.004 · S_unit · min((1 − automated) · releases, most)
/// ```
/// - `automated`: share of the tests that machines run (share); releases: see [`releases`]; most: see
///   [`most_passes`] (per month)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn regression<N: Number>(
    k: &Constants<N>,
    unit_size: N,
    automated: N,
    releases: N,
    most: N,
) -> N {
    let passes = ((N::one() - automated) * releases).min(most);
    (k.regression * unit_size * passes).named(&l::REGRESSION)
}

/// Releases of a unit in a month (count): none without a change.
///
/// ```text
/// min(cadence, changes)
/// ```
/// - `cadence`: releases that the team may make (per month)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn releases<N: Number>(cadence: N, changes: N) -> N {
    cadence.min(changes)
}

/// How a unit's release rolls out.
#[derive(Clone, Copy, Debug)]
pub struct Roll<N> {
    /// Time that an old replica is let finish (minutes), see [`drain_minutes`].
    pub drain: N,
    /// Weights that a replica loads (GiB); none without GPUs.
    pub weights: Option<N>,
    /// Whether GPUs stand by for the first replicas: those that are bought for the busiest hour.
    pub spare: bool,
}

impl<N: Number> Roll<N> {
    /// Time that the release takes (h): a part of the replicas starts beside the old ones, which finish
    /// what they hold and whose machines are for the next part. Replicas without GPUs start at once.
    ///
    /// ```text
    /// node + weights/cold + (waves − 1) · weights/warm + waves · (engine + drain);   waves = ⌈1 / 25%⌉
    /// ```
    /// - node: only where none is spare (minutes)
    ///
    /// Source: MODEL.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn hours(&self, k: &Constants<N>) -> N {
        let waves = waves(k);
        let Some(weights) = self.weights else {
            let draining = waves * self.drain;
            return draining.over_constant(MINUTES_PER_HOUR).named(&l::ROLL);
        };
        let node = if self.spare {
            N::zero()
        } else {
            k.release_node
        };
        let loading = weights / k.release_cold + (waves - N::one()) * weights / k.release_warm;
        let minutes = node + loading + waves * (k.release_engine + self.drain);
        minutes.over_constant(MINUTES_PER_HOUR).named(&l::ROLL)
    }
}

/// Time that an old replica is let finish in a release (minutes): no longer than what it holds.
///
/// ```text
/// min(drain at the delivery level, session)
/// ```
/// - `session`: longest of the unit's (minutes)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn drain_minutes<N: Number>(drain: N, session: N) -> N {
    drain.min(session)
}

/// Hours of sessions that a release breaks off (h).
///
/// ```text
/// session / 60 · max(0, 1 − drain / session)
/// ```
/// - `session`, `drain`: (minutes); a session that is broken off is lost as a whole
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn broken_off<N: Number>(session: N, drain: N) -> N {
    (session - drain)
        .max(N::zero())
        .over_constant(MINUTES_PER_HOUR)
}

/// Parts in which a release starts its replicas (count).
///
/// ```text
/// ⌈1 / 25%⌉
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn waves<N: Number>(k: &Constants<N>) -> N {
    (N::one() / k.release_surge).ceil()
}

/// Releases that a unit may make (per month): one must be out before the next begins.
///
/// ```text
/// min(cadence, 730 h / roll)
/// ```
/// - cadence: of the team's delivery level (per month); roll: see [`Roll::hours`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn unit_cadence<N: Number>(k: &Constants<N>, cadence: N, roll: N) -> N {
    let room = k.hours_per_month.over_or(roll, cadence);
    cadence.min(room).named(&l::CADENCE)
}

/// GPUs of the replicas that releases start beside the old ones (count, mean of the month).
///
/// ```text
/// 25% · GPUs held · releases · roll / 730 h
/// ```
/// - releases: see [`releases`] (per month); roll: see [`Roll::hours`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn surge_gpus<N: Number>(k: &Constants<N>, gpus: N, releases: N, roll: N) -> N {
    k.release_surge * gpus * releases * roll / k.hours_per_month
}

/// Changes that a build merges where as many are built together as merges most (count).
///
/// ```text
/// a build of b changes is green with e^(−f·b), which merges most at b = 1/f:   1/(e · f)
/// ```
/// - `f`: share of changes that break the common build
///
/// Source: SHOPIFY, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn merged_in_a_build<N: Number>(breaking: N) -> N {
    let rare = N::constant(f64::MAX.sqrt());
    let merged = N::one().over_or(N::one().exp() * breaking, rare);
    merged.named(&l::MERGED)
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
/// 240 h / T · merged
/// ```
/// - `merged`: changes that a build merges (count), see [`merged_in_a_build`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn pace_ceiling<N: Number>(k: &Constants<N>, build_minutes: N, merged: N) -> N {
    let hours = build_minutes.over_constant(MINUTES_PER_HOUR);
    let builds = k
        .pipeline_hours
        .over_or(hours, N::constant(f64::MAX.sqrt()));
    (builds * merged).named(&l::UNIT_CEILING)
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

/// Time that a change waits before work on it starts, at the present pace (days).
///
/// ```text
/// backlog/throughput · 730/24
/// ```
/// - backlog/throughput: see [`backlog_months`] (months)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn queue_days<N: Number>(k: &Constants<N>, backlog_months: N) -> N {
    (backlog_months * k.hours_per_month)
        .over_constant(HOURS_PER_DAY)
        .named(&l::QUEUE)
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
/// 4 · (6 + 0.25 · automated · S_unit / saving)
/// ```
/// - `automated`: share of the tests that machines run (share); saving: what test selection and
///   caching save (factor)
///
/// Source: DEL37, DEL38, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn ci_minutes<N: Number>(
    k: &Constants<N>,
    unit_size: N,
    automated: N,
    saving: N::Divisor,
) -> N {
    let suite = k.build_minutes_per_size * automated * unit_size;
    let build = k.build_minutes + suite.over(saving);
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

/// Lead time for changes: from the start of work to production (days). What waits for its start is
/// another figure, see [`queue_days`].
///
/// ```text
/// (4·T + evaluation + release + roll + χ·57·(1 + gap(ownership)))/24
/// ```
/// - release: see [`release_wait`]; roll: see [`Roll::hours`]
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
    /// Time that the release takes to roll out (h), see [`Roll::hours`].
    pub roll_hours: N,
    /// Share of changes that cross units.
    pub crossing: N,
    /// Gap in ownership (levels).
    pub gap_ownership: N,
}

impl<N: Number> LeadTime<N> {
    /// The lead time (days).
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn days(&self, k: &Constants<N>) -> N {
        let ci = (k.builds_per_change * self.build_minutes).over_constant(MINUTES_PER_HOUR);
        let neighbour = self.crossing * k.crossing_wait_hours * (N::one() + self.gap_ownership);
        let release = self.release_hours + self.roll_hours;
        let hours = ci + self.evaluation_hours + release + neighbour;
        hours.over_constant(HOURS_PER_DAY).named(&l::LEAD_TIME)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        LeadTime, Machines, Roll, backlog_months, broken_off, build_minutes, build_wait,
        ci_minutes, delivered_share, drain_minutes, evaluation_factor, evaluations,
        merged_in_a_build, most_passes, pace_ceiling, pipeline_slots, product_ceiling, queue_days,
        regression, release_wait, releases, room_for, still_waiting, surge_gpus, unit_cadence,
        waves,
    };
    use crate::engine::constants::LevelTable;
    use crate::engine::infrastructure::tests::check;
    use crate::engine::projection::tests::rounded_constants;

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
        // 5·(7 + 0.3·0.5·160/3) = 75.
        check(ci_minutes(&k, 160.0, 0.5, 3.0), 75.0);
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
        // 6 + 0.25·0.5·200/4 = 12.25 minutes; 4·12.25·0.3/60/140 = 0.00175 PM.
        check(build_minutes(&k, 200.0, 0.5, 4.0), 12.25);
        check(build_wait(&k, 12.25), 0.00175);
        check(build_minutes(&k, 0.0, 1.0, 1.0), 6.0);
        // 240·60/12.25 = 1175.51 builds of two: 2351.02.
        check(pace_ceiling(&k, 12.25, 2.0), 2351.0204);
        assert!(pace_ceiling(&k, 0.0, 1.0).is_finite());
    }

    #[test]
    fn machines_are_bought_for_long_suites() {
        let mut k = rounded_constants();
        (k.suite_limit, k.suite_limit_top) = (50.0, 10.0);
        let minutes = |delivery, build| Machines::new(&k, delivery).minutes(build);
        check(minutes(2.0, 90.0), 90.0);
        // Half of the 40 minutes beyond 50; at level 3.25 a quarter of the way to 10: 40.
        check(minutes(2.5, 90.0), 70.0);
        check(minutes(3.25, 90.0), 40.0);
        check(minutes(4.0, 90.0), 10.0);
        check(minutes(4.0, 8.0), 8.0);
    }

    #[test]
    fn what_machines_do_not_test_people_do() {
        let mut k = rounded_constants();
        k.regression = 0.005;
        // Three quarters of 200 person-months at half a hundredth, six times; nothing where all is
        // automated, and no more than four passes in all.
        check(regression(&k, 200.0, 0.25, 6.0, 5.0), 4.5);
        check(regression(&k, 200.0, 1.0, 6.0, 5.0), 0.0);
        check(regression(&k, 200.0, 0.25, 6.0, 4.0), 4.0);
        // Half of four releases, a quarter of sixteen, which are no more than two passes together, a tenth
        // of eight: 2, 2, 0.8; half way between them 1.4.
        k.automated = LevelTable::linear([0.5, 0.75, 0.9, 1.0, 1.0]);
        k.cadence = LevelTable::geometric([4.0, 16.0, 8.0, 90.0, 90.0]);
        check(most_passes(&k).at(0.0), 2.0);
        check(most_passes(&k).at(1.0), 2.0);
        check(most_passes(&k).at(1.5), 1.4);
        check(most_passes(&k).at(3.5), 0.0);
        check(releases(8.0, 30.0), 8.0);
        check(releases(8.0, 3.0), 3.0);
    }

    #[test]
    fn a_release_rolls_out_in_waves() {
        let mut k = rounded_constants();
        (k.release_surge, k.release_node, k.release_engine) = (0.3, 5.0, 2.0);
        (k.release_cold, k.release_warm, k.hours_per_month) = (10.0, 40.0, 720.0);
        let draining = |weights, spare, drain| {
            let roll = Roll {
                drain,
                weights,
                spare,
            };
            roll.hours(&k)
        };
        let roll = |weights, spare| draining(weights, spare, 0.0);
        // Four waves: 5 + 80/10 + 3·80/40 + 4·2 = 27 minutes.
        check(waves(&k), 4.0);
        check(roll(Some(80.0), false), 0.45);
        check(roll(Some(80.0), true), 22.0 / 60.0);
        check(roll(None, false), 0.0);
        // Each wave waits six minutes for what the old replicas hold.
        check(draining(Some(80.0), false, 6.0), 0.85);
        check(draining(None, false, 6.0), 0.4);
        // One release in two hours at most.
        check(unit_cadence(&k, 600.0, 2.0), 360.0);
        check(unit_cadence(&k, 8.0, 2.0), 8.0);
        check(unit_cadence(&k, 8.0, 0.0), 8.0);
        // 0.3·16 GPUs for 60 times half an hour of 720.
        check(surge_gpus(&k, 16.0, 60.0, 0.5), 0.2);
    }

    #[test]
    fn sessions_are_waited_for_or_broken_off() {
        check(drain_minutes(5.0, 15.0), 5.0);
        check(drain_minutes(5.0, 0.0), 0.0);
        // Two thirds of a quarter of an hour; nothing of what is shorter.
        check(broken_off(15.0, 5.0), 1.0 / 6.0);
        check(broken_off(4.0, 5.0), 0.0);
        check(broken_off(0.0, 0.0), 0.0);
    }

    #[test]
    fn a_build_merges_what_is_likely_to_be_green() {
        // One change in twenty breaks the build: twenty at once, of which 1/e get through.
        check(merged_in_a_build(0.05), 7.357_589);
        check(20.0 * f64::exp(-0.05 * 20.0), 7.357_589);
        // Where every other one does, two at once are still better than one.
        check(merged_in_a_build(0.5), 0.735_759);
        assert!(merged_in_a_build(0.0_f64).is_finite());
    }

    #[test]
    fn lead_time_by_hand() {
        let k = rounded_constants();
        let lead = LeadTime {
            build_minutes: 12.25,
            evaluation_hours: 2.0,
            release_hours: release_wait(&k, 8.0),
            roll_hours: 0.4,
            crossing: 0.195,
            gap_ownership: 1.0,
        };
        // Builds 4·12.25/60 = 0.8167, evaluation 2, release 730/16 = 45.625, roll 0.4, neighbours
        // 0.195·57·2 = 22.23: 71.0717 h = 2.9613 days.
        check(lead.days(&k), 2.961_319);
        // Half a month is 365 h.
        check(queue_days(&k, 0.5), 15.208_333);
    }
}
