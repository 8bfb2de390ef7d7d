//! How fast the product changes: coupling, size, coordination, and what pipelines make of it.
//!
//! The same laws hold for every partition. Modules inside a unit and services are decoupled by the
//! same discipline; a unit boundary cannot be crossed by accident, costs the changes that cross
//! it, and has a pipeline of its own: builds, backlog and lead time are in `pipelines`.

mod pipelines;

use super::constants::Constants;
use super::dimension;
use super::inputs::Evolution;
use super::labels as l;
use super::readiness::gaps;
use crate::number::Number;
use crate::scenario::schema::Maturity;
pub use pipelines::{
    LeadTime, Machines, Roll, backlog_months, broken_off, build_minutes, build_wait, ci_minutes,
    delivered_share, drain_minutes, evaluation_factor, evaluations, merged_in_a_build, most_passes,
    pace_ceiling, pipeline_slots, product_ceiling, queue_days, regression, release_wait, releases,
    room_for, still_waiting, surge_gpus, unit_cadence, waves,
};

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

/// How changes that cross units weigh on those of a partition.
#[derive(Clone, Copy, Debug)]
pub struct Crossing<N> {
    /// Coupling across units (share), see [`coupling_across`].
    pub coupling: N,
    /// Share of changes that cross units, see [`crossing_share`].
    pub share: N,
    /// Effort of a mean change against one that crosses nothing (factor), see [`crossing_effort`].
    pub effort: N,
}

impl<N: Number> Crossing<N> {
    /// That of a partition of so many units, whose levels required are given.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn new(
        k: &Constants<N>,
        change: &Evolution<N>,
        units: usize,
        required: &[N; 10],
        levels: &[N; 10],
        engineers: N,
    ) -> Self {
        let gaps = gaps(required, levels);
        let coupling = coupling_across(
            k,
            levels[dimension::BOUNDARIES],
            change.maturity,
            change.shared_coupling,
        );
        let share = crossing_share(coupling, units);
        let effort = crossing_effort(
            k,
            share,
            gaps[dimension::DISTRIBUTED],
            gaps[dimension::OWNERSHIP],
            units,
            engineers,
        );
        Self {
            coupling,
            share,
            effort,
        }
    }
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

/// Effort of a change to a component (PM).
///
/// ```text
/// effort today · size · crossing
/// ```
/// - size: see [`size_factor`]; crossing: see [`crossing_effort`], against today's (factor)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn change_effort<N: Number>(today: N, size: N, crossing: N) -> N {
    today * size * crossing
}

/// Share of effort that is left for changes where some is spent on boundaries (share): a hair where none
/// is.
///
/// ```text
/// 1 − u
/// ```
/// - `u`: upkeep (share)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn beside_upkeep<N: Number>(upkeep: N) -> N {
    (N::one() - upkeep).max(N::constant(f64::MIN_POSITIVE.sqrt()))
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

/// Work that people can do in a month, some of whom may be in training (PM).
///
/// ```text
/// x · (1 − 8% · training)
/// ```
/// - `x`: see [`work_of_people`]; `training`: 1 while it lasts, else 0
///
/// Source: DEL28.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn work_while_training<N: Number>(k: &Constants<N>, work: N, training: N) -> N {
    (work * (N::one() - k.training_pace * training)).named(&l::WORK_OF_PEOPLE)
}

/// Share of the wanted work that people can do (share): all of it where nothing is wanted.
///
/// ```text
/// min(1, possible / wanted)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn possible_share<N: Number>(possible: N, wanted: N) -> N {
    let one = N::one();
    possible.over_or(wanted, one).min(one).named(&l::FRACTION)
}

/// Effort of those changes whose effort is not stated, so that today's people are as busy as usual (PM).
///
/// ```text
/// max(0, work of the people − work of what is stated) / changes
/// ```
/// - work: (PM a month); changes: those whose effort is not stated (per month); 1 where there are none
///
/// Source: MODEL.
pub fn balanced_effort<N: Number>(of_people: N, stated: N, changes: N) -> N {
    let left = (of_people - stated).max(N::zero());
    left.over_or(changes, N::one()).named(&l::EFFORT_BALANCED)
}

/// Churn of a component in a month (share of its size): none without size.
///
/// ```text
/// effort delivered / S
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn churn<N: Number>(spent: N, size: N) -> N {
    spent.over_or(size, N::zero()).named(&l::CHURN)
}

/// Size of a component after a month (PM).
///
/// ```text
/// S + 0.4 · effort delivered
/// ```
/// Source: DEL54, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn grown_size<N: Number>(k: &Constants<N>, size: N, spent: N) -> N {
    size + k.growth_per_effort * spent
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
        Crossing, Evolution, Team, balanced_effort, beside_upkeep, change_effort, churn,
        coupling_across, crossing_effort, crossing_share, effective_size, grown_size, holding,
        next_modularity, people_for_work, possible_share, size_factor, work_beside, work_of_people,
        work_while_training,
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
    fn crossing_takes_each_level_for_its_own() {
        let k = rounded_constants();
        let change = Evolution {
            maturity: Maturity::Growing,
            shared_coupling: 0.1,
            delay_value_share: 0.0,
            lead_time_day_value: 0.0,
        };
        // Required 3 of all; distributed is 1 short, ownership 2; boundaries at 2.
        let required = [3.0; 10];
        let mut levels = [3.0; 10];
        (levels[4], levels[5], levels[6]) = (2.0, 1.0, 2.0);
        let of = Crossing::new(&k, &change, 8, &required, &levels, 14.0);
        // 0.2·1.3 + 0.1 (see above), of which seven eighths lie across; 1 + 0.315·0.6·1.55·1.5.
        check(of.coupling, 0.36);
        check(of.share, 0.315);
        check(of.effort, 1.439_425);
        // 1.5 PM today, 1.1 by size, 1.4 by crossing; a tenth of the effort is upkeep.
        check(change_effort(1.5, 1.1, 1.4), 2.31);
        check(beside_upkeep(0.1), 0.9);
        assert!(beside_upkeep(1.0) > 0.0 && beside_upkeep(1.0) < 1e-100);
    }

    #[test]
    fn efforts_and_growth_by_hand() {
        let mut k = rounded_constants();
        (k.training_pace, k.growth_per_effort) = (0.1, 0.3);
        check(work_while_training(&k, 20.0, 1.0), 18.0);
        check(work_while_training(&k, 20.0, 0.0), 20.0);
        // 18 of 24 PM; more than enough is all; nothing wanted is all of nothing.
        check(possible_share(18.0, 24.0), 0.75);
        check(possible_share(30.0, 24.0), 1.0);
        check(possible_share(0.0, 0.0), 1.0);
        // 18 PM of which 6 are spoken for, among 8 changes; more spoken for than there are.
        check(balanced_effort(18.0, 6.0, 8.0), 1.5);
        check(balanced_effort(18.0, 20.0, 8.0), 0.0);
        check(balanced_effort(18.0, 6.0, 0.0), 1.0);
        // 5 PM in 40: an eighth of it, and 1.5 PM more.
        check(churn(5.0, 40.0), 0.125);
        check(churn(5.0, 0.0), 0.0);
        check(grown_size(&k, 40.0, 5.0), 41.5);
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
