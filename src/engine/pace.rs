//! How fast the product changes: coupling, size, coordination, pipelines, backlog, lead time.
//!
//! The same laws hold for every partition. Modules inside a unit and services are decoupled by the
//! same discipline; a unit boundary cannot be crossed by accident, costs the changes that cross
//! it, and has a pipeline of its own.

use super::constants::Constants;
use super::labels as l;
use crate::number::Number;
use crate::scenario::schema::Maturity;

const MINUTES_PER_HOUR: f64 = 60.0;
const HOURS_PER_DAY: f64 = 24.0;

/// Coupling of components in different units (share).
///
/// ```text
/// χ0(boundaries level) · maturity + shared      (at most 1)
/// ```
/// - maturity: boundaries drawn before the product is understood move (factor)
/// - shared: a library that every unit uses (share)
///
/// Source: DEL23, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn coupling_across<N: Number>(
    k: &Constants<N>,
    boundaries: N,
    maturity: Maturity,
    shared: N,
) -> N {
    let factor = match maturity {
        Maturity::Exploring => k.maturity_exploring,
        Maturity::Growing => k.maturity_growing,
        Maturity::Stable => N::one(),
    };
    let coupling = (k.coupling_across.at(boundaries) * factor + shared).min(N::one());
    coupling.named(&l::COUPLING)
}

/// Share of changes that cross units.
///
/// ```text
/// χ = χ0 · (1 − 1/units)
/// ```
/// Source: DEL23, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn crossing_share<N: Number>(coupling: N, units: usize) -> N {
    (coupling * N::constant(1.0 - 1.0 / units.max(1) as f64)).named(&l::CROSSING)
}

/// Effort of a mean change against one that crosses nothing (factor).
///
/// ```text
/// 1 + χ · 0.6 · (1 + ¼·gap(distributed) + 0.15·gap(ownership)) · (1 + ¼·log2 max(1, 7·units/engineers))
/// ```
/// Source: DEL24, STF27, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn crossing_effort<N: Number>(
    k: &Constants<N>,
    crossing: N,
    gap_distributed: N,
    gap_ownership: N,
    units: usize,
    engineers: N,
) -> N {
    let one = N::one();
    let gaps = one
        + k.crossing_gap_distributed * gap_distributed
        + k.crossing_gap_ownership * gap_ownership;
    let per_team = k.grain_team * N::constant(units as f64) / engineers.max(one);
    let grain = one + k.grain * per_team.max(one).log2();
    (one + crossing * k.crossing_effort * gaps * grain).named(&l::CROSSING_EFFORT)
}

/// Code that a change to a component has to reckon with (PM).
///
/// ```text
/// S_eff = S + (1 − m) · (S_unit − S) + χ0 · (S_all − S_unit)
/// ```
/// - `m`: modularity of the component; `χ0`: coupling across units
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn effective_size<N: Number>(size: N, modularity: N, unit: N, all: N, coupling: N) -> N {
    let code = size + (N::one() - modularity) * (unit - size) + coupling * (all - unit);
    code.named(&l::EFFECTIVE_SIZE)
}

/// Effort of a change against today's, by the code it has to reckon with (factor).
///
/// ```text
/// (S_eff / S_eff today)^(E − 1)
/// ```
/// Source: DEL33.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn size_factor<N: Number>(k: &Constants<N>, effective: N, today: N) -> N {
    effective
        .over_or(today, N::one())
        .max(N::constant(f64::MIN_POSITIVE))
        .powf(k.size_exponent)
        .named(&l::SIZE_FACTOR)
}

/// Share of the team that the mean engineer works beside: `w` of one component with itself and,
/// through coupling, with the others.
///
/// ```text
/// h_c = w · (w + (1 − m) · (W_unit − w) + χ0 · (1 − W_unit))
/// ```
/// - `w`: share of the product's work in the component; `W_unit`: in its unit
///
/// Source: DEL41, DEL49, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn work_beside<N: Number>(share: N, modularity: N, unit: N, coupling: N) -> N {
    let inside = share + (N::one() - modularity) * (unit - share);
    (share * (inside + coupling * (N::one() - unit))).named(&l::BESIDE_OF)
}

/// The effective team today.
#[derive(Clone, Copy, Debug)]
pub struct Team<N> {
    /// People, at least the team that loses nothing (people).
    pub people: N,
    /// What a change costs a team that loses nothing, against today's (factor): `(7/N_today)^γ`.
    pub small: N,
}

impl<N: Number> Team<N> {
    /// A team of so many people.
    pub fn new(k: &Constants<N>, people: N) -> Self {
        Self {
            people,
            small: (k.free_team / people).powf(k.coordination_exponent),
        }
    }
}

/// People who can do an amount of work (people).
///
/// ```text
/// N = (x · (h/N_today)^γ)^(1/(1−γ))   where h · N ≥ 7,   else x · (7/N_today)^γ
/// ```
/// - `x`: work (PM a month); `N_today`: effective team today, at least seven
///
/// Source: DEL41, STF31, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn people_for_work<N: Number>(k: &Constants<N>, work: N, beside: N, team: &Team<N>) -> N {
    let gamma = k.coordination_exponent;
    let small = work * team.small;
    let today = team.people;
    let one = N::one();
    let base = (work * (beside / today).powf(gamma)).max(N::zero());
    let large = base.powf(one / (one - gamma));
    N::select((beside * large).less(k.free_team), small, large).named(&l::PEOPLE_FOR_WORK)
}

/// Work that people can do (PM a month): the inverse of [`people_for_work`].
///
/// ```text
/// x = A · (max(7, h · A) / N_today)^−γ
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn work_of_people<N: Number>(k: &Constants<N>, people: N, beside: N, today: N) -> N {
    let effective = (beside * people).max(k.free_team);
    (people * (effective / today).powf(-k.coordination_exponent)).named(&l::WORK_OF_PEOPLE)
}

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

/// Changes that a unit's pipeline has to carry (per month): its own, and the part of those of its
/// neighbours that cross into it.
///
/// ```text
/// own + χ · (all − own) / (units − 1)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn pipeline_slots<N: Number>(own: N, all: N, crossing: N, units: usize) -> N {
    let others = N::constant(1.0 / units.saturating_sub(1).max(1) as f64);
    let from_neighbours = crossing * (all - own) * others;
    own + if units > 1 {
        from_neighbours
    } else {
        N::zero()
    }
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

/// How far upkeep holds modularity (share).
///
/// ```text
/// min(1, u/5%)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn holding<N: Number>(k: &Constants<N>, upkeep: N) -> N {
    upkeep.over_or(k.upkeep_holding, N::zero()).min(N::one())
}

/// Modularity after a month.
///
/// ```text
/// m − erosion · churn · (1 − hold) + 4% · hold · (1 − χ0 − m)
/// ```
/// - churn: effort delivered per size; hold: see [`holding`]; erosion: 0.30 beside others in a unit, 0.08 alone
///
/// Source: DEL20, DEL53, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn next_modularity<N: Number>(
    k: &Constants<N>,
    modularity: N,
    churn: N,
    alone: bool,
    hold: N,
    coupling: N,
) -> N {
    let one = N::one();
    let erosion = if alone {
        k.erosion_across
    } else {
        k.erosion_inside
    };
    let eroded = modularity - erosion * churn * (one - hold);
    (eroded + k.upkeep_recovery * hold * (one - coupling - eroded))
        .clamp(N::zero(), one)
        .named(&l::MODULARITY)
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::rounded_constants;
    use super::{
        LeadTime, Team, backlog_months, build_minutes, build_wait, coupling_across,
        crossing_effort, crossing_share, effective_size, holding, next_modularity, pace_ceiling,
        people_for_work, pipeline_slots, product_ceiling, release_wait, size_factor, work_beside,
        work_of_people,
    };
    use crate::scenario::schema::Maturity;

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
        // 6 of its own and a fifth of the 14 others, shared by two neighbours: 6 + 0.2·14/2.
        check(pipeline_slots(6.0, 20.0, 0.2, 3), 7.4);
        check(pipeline_slots(6.0, 20.0, 0.2, 2), 8.8);
        check(pipeline_slots(20.0, 20.0, 0.2, 1), 20.0);
        // The fullest has room for three quarters: 15 of 20, though all together could carry 40.
        check(product_ceiling(0.75, 20.0, 40.0), 15.0);
        check(product_ceiling(3.0, 20.0, 40.0), 40.0);
        check(product_ceiling(3.0, 0.0, 40.0), 40.0);
    }

    #[test]
    fn a_backlog_takes_months_and_never_more_than_the_longest_horizon() {
        check(backlog_months(30.0, 12.0), 2.5);
        check(backlog_months(0.0, 0.0), 0.0);
        check(backlog_months(3.0, 0.0), 120.0);
        check(backlog_months(5_000.0, 1.0), 120.0);
    }

    #[test]
    fn coupling_by_hand() {
        let k = rounded_constants();
        let coupling = |level, maturity, shared| coupling_across(&k, level, maturity, shared);
        check(coupling(2.0, Maturity::Stable, 0.0), 0.2);
        // 0.2·1.3 + 0.1 = 0.36; half way from 0.3 to 0.2: 0.25; 0.4·2 + 0.5 is more than all.
        check(coupling(2.0, Maturity::Growing, 0.1), 0.36);
        check(coupling(1.5, Maturity::Stable, 0.0), 0.25);
        check(coupling(0.0, Maturity::Exploring, 0.0), 0.8);
        check(coupling(0.0, Maturity::Exploring, 0.5), 1.0);
    }

    #[test]
    fn crossing_changes_by_hand() {
        let k = rounded_constants();
        // 0.26·(1 − 1/4) = 0.195; one unit has no other.
        check(crossing_share(0.26, 4), 0.195);
        check(crossing_share(0.26, 1), 0.0);
        check(crossing_share(0.26, 0), 0.0);
        // Gaps of 1 and 2: 1 + 0.25 + 0.30 = 1.55. Grain: 7·8/14 = 4 units a team, 1 + ¼·2 = 1.5.
        // 1 + 0.195·0.6·1.55·1.5 = 1.272025.
        check(crossing_effort(&k, 0.195, 1.0, 2.0, 8, 14.0), 1.272_025);
        // Few units for many people: no grain. 1 + 0.195·0.6 = 1.117.
        check(crossing_effort(&k, 0.195, 0.0, 0.0, 4, 100.0), 1.117);
        check(crossing_effort(&k, 0.0, 4.0, 4.0, 1, 1.0), 1.0);
    }

    #[test]
    fn sizes_by_hand() {
        let k = rounded_constants();
        // 10 + 0.6·(30 − 10) + 0.26·(50 − 30) = 10 + 12 + 5.2 = 27.2.
        let size = effective_size(10.0, 0.4, 30.0, 50.0, 0.26);
        check(size, 27.2);
        // Twice as much as today: 2^0.03 = 1.02101.
        check(size_factor(&k, size, 13.6), 1.021_012);
        check(size_factor(&k, 13.6, 13.6), 1.0);
        // A component alone has itself; one without size has nothing, and is finite.
        check(effective_size(10.0, 0.4, 10.0, 10.0, 0.26), 10.0);
        check(effective_size(0.0, 0.4, 0.0, 0.0, 0.26), 0.0);
        check(size_factor(&k, 5.0, 0.0), 1.0);
        assert!(size_factor(&k, 0.0, 5.0) > 0.0);
    }

    #[test]
    fn people_and_work_by_hand() {
        let k = rounded_constants();
        // Two halves in one unit at m = 0.6: ½·(½ + 0.4·½) = 0.35 each, together 0.7. In two units
        // at χ0 = 0.26: ½·(½ + 0.26·½) = 0.315 each. One component: 1.
        check(work_beside(0.5, 0.6, 1.0, 0.26), 0.35);
        check(work_beside(0.5, 0.6, 0.5, 0.26), 0.315);
        check(work_beside(1.0, 0.6, 1.0, 0.26), 1.0);
        // h = 1, ten people today, work 8: (8·(1/10)^0.2)^1.25 = (8·0.630957)^1.25 = 7.5660, and
        // 7.566 is more than seven.
        check(people_for_work(&k, 8.0, 1.0, &Team::new(&k, 10.0)), 7.5660);
        // h = 0.5: 6.36·0.5 is below seven, so 8·(7/10)^0.2 = 8·0.931149 = 7.44919.
        check(
            people_for_work(&k, 8.0, 0.5, &Team::new(&k, 10.0)),
            7.449_19,
        );
        check(people_for_work(&k, 0.0, 1.0, &Team::new(&k, 10.0)), 0.0);
        check(people_for_work(&k, 3.0, 0.0, &Team::new(&k, 7.0)), 3.0);
        // 20 people where ten are today's team: 20·2^−0.2 = 17.4110. Seven or fewer lose nothing.
        check(work_of_people(&k, 20.0, 1.0, 10.0), 17.411_011);
        check(work_of_people(&k, 1.0, 1.0, 7.0), 1.0);
        check(work_of_people(&k, 0.0, 1.0, 7.0), 0.0);
    }

    #[test]
    fn work_is_the_inverse_of_people() {
        let k = rounded_constants();
        for beside in [0.05, 0.3, 1.0] {
            for work in [0.5, 8.0, 300.0] {
                let people = people_for_work(&k, work, beside, &Team::new(&k, 12.0));
                check(work_of_people(&k, people, beside, 12.0), work);
            }
        }
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

    #[test]
    fn modularity_by_hand() {
        let k = rounded_constants();
        let next = |churn, alone, upkeep| {
            next_modularity(&k, 0.6, churn, alone, holding(&k, upkeep), 0.26)
        };
        // Without upkeep: 0.6 − 0.3·0.1 = 0.57, alone 0.6 − 0.08·0.1 = 0.592.
        check(next(0.1, false, 0.0), 0.57);
        check(next(0.1, true, 0.0), 0.592);
        // Full upkeep holds and pulls towards 0.74: 0.6 + 0.04·0.14 = 0.6056; more is no better.
        check(next(0.1, false, 0.05), 0.6056);
        check(next(0.1, false, 0.5), 0.6056);
        // Half: 0.6 − 0.015 = 0.585, then + 0.02·(0.74 − 0.585) = 0.5881.
        check(next(0.1, false, 0.025), 0.5881);
        check(next(0.0, false, 0.0), 0.6);
        check(next(100.0, false, 0.0), 0.0);
    }
}
