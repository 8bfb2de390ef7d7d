//! How fast the product changes: coupling, size, coordination, and what pipelines make of it.
//!
//! The same laws hold for every partition. Modules inside a unit and services are decoupled by the
//! same discipline; a unit boundary cannot be crossed by accident, costs the changes that cross
//! it, and has a pipeline of its own: what crosses and how closely units are coupled is in `boundaries`,
//! builds, backlog and lead time are in `pipelines`.

mod boundaries;
mod pipelines;

use super::constants::Constants;
use super::labels as l;
use crate::number::Number;
pub use boundaries::{
    Couplings, Crossing, contract_factor, coupled_outside, coupling_across, coupling_between,
    crossing_effort, crossing_share, effort_of_crossing, neighbourhood, next_drift,
    settled_coupling, slots_from_afar, slots_over_edge,
};
pub use pipelines::{
    LeadTime, Machines, Roll, backlog_months, broken_off, build_minutes, build_wait, ci_minutes,
    delivered_share, drain_minutes, evaluation_factor, evaluations, merged_in_a_build, most_passes,
    pace_ceiling, pipeline_slots, product_ceiling, queue_days, regression, release_wait, releases,
    room_for, still_waiting, surge_gpus, unit_cadence, waves,
};

/// Code that a change to a component has to reckon with (PM).
///
/// ```text
/// S_eff = S + (1 − m) · (S_unit − S) + Σ_outside n · χ · S
/// ```
/// - `m`: modularity of the component; outside: see [`coupled_outside`] (PM)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn effective_size<N: Number>(size: N, modularity: N, unit: N, outside: N) -> N {
    let code = size + (N::one() - modularity) * (unit - size) + outside;
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
/// h_c = w · (w + (1 − m) · (W_unit − w) + Σ_outside n · χ · w)
/// ```
/// - `w`: share of the product's work in the component; `W_unit`: in its unit
/// - outside: see [`coupled_outside`] (share)
///
/// Source: DEL41, DEL49, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn work_beside<N: Number>(share: N, modularity: N, unit: N, outside: N) -> N {
    let inside = share + (N::one() - modularity) * (unit - share);
    (share * (inside + outside)).named(&l::BESIDE_OF)
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

/// Modularity that a component loses per churn inside a unit of several (per churn).
///
/// ```text
/// 0.30 · (1.2, 1, 0.8, 0.5, 0.3)
/// ```
/// - by boundaries level: at 3 tests hold the interfaces, at 4 machines refuse the import
///
/// Source: DEL53, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn erosion<N: Number>(k: &Constants<N>, boundaries: N) -> N {
    (k.erosion_inside * k.erosion_at_level.at(boundaries)).named(&l::EROSION)
}

/// Modularity after a month; none is lost below a floor, nor by a component alone in its unit, which has
/// nothing beside it: see [`next_drift`].
///
/// ```text
/// max(floor, m − erosion · churn · (1 − hold) + 4% · hold · (1 − χ0 − m))
/// ```
/// - churn: effort delivered per size; hold: see [`holding`]; erosion: see [`erosion`], 0 alone
/// - floor: 0.2, or what is left of it where it began below (share)
///
/// Source: DEL20, DEL53, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn next_modularity<N: Number>(
    k: &Constants<N>,
    modularity: N,
    churn: N,
    erosion: N,
    hold: N,
    coupling: N,
) -> N {
    let one = N::one();
    let floor = k.modularity_floor.min(modularity);
    let eroded = modularity - erosion * churn * (one - hold);
    (eroded + k.upkeep_recovery * hold * (one - coupling - eroded))
        .clamp(floor, one)
        .named(&l::MODULARITY)
}

#[cfg(test)]
mod tests {
    use super::super::constants::LevelTable;
    use super::super::projection::tests::rounded_constants;
    use super::{
        Team, balanced_effort, beside_upkeep, change_effort, churn, effective_size, erosion,
        grown_size, holding, next_modularity, people_for_work, possible_share, size_factor,
        work_beside, work_of_people, work_while_training,
    };
    use crate::engine::infrastructure::tests::check;

    #[test]
    fn efforts_and_growth_by_hand() {
        let mut k = rounded_constants();
        (k.training_pace, k.growth_per_effort) = (0.1, 0.3);
        // 1.5 PM today, 1.1 by size, 1.4 by crossing; a tenth of the effort is upkeep.
        check(change_effort(1.5, 1.1, 1.4), 2.31);
        check(beside_upkeep(0.1), 0.9);
        assert!(beside_upkeep(1.0) > 0.0 && beside_upkeep(1.0) < 1e-100);
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
        // 10 + 0.6·(30 − 10) + 5.2 = 27.2.
        let size = effective_size(10.0, 0.4, 30.0, 5.2);
        check(size, 27.2);
        // Twice as much as today: 2^0.03 = 1.02101.
        check(size_factor(&k, size, 13.6), 1.021_012);
        check(size_factor(&k, 13.6, 13.6), 1.0);
        // A component alone has itself; one without size has nothing, and is finite.
        check(effective_size(10.0, 0.4, 10.0, 0.0), 10.0);
        check(effective_size(0.0, 0.4, 0.0, 0.0), 0.0);
        check(size_factor(&k, 5.0, 0.0), 1.0);
        assert!(size_factor(&k, 0.0, 5.0) > 0.0);
    }

    #[test]
    fn people_and_work_by_hand() {
        let k = rounded_constants();
        // Two halves in one unit at m = 0.6: ½·(½ + 0.4·½) = 0.35 each, together 0.7. In two units
        // at χ = 0.26: ½·(½ + 0.26·½) = 0.315 each. One component: 1.
        check(work_beside(0.5, 0.6, 1.0, 0.0), 0.35);
        check(work_beside(0.5, 0.6, 0.5, 0.13), 0.315);
        check(work_beside(1.0, 0.6, 1.0, 0.0), 1.0);
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
        let mut k = rounded_constants();
        k.modularity_floor = 0.2;
        k.erosion_at_level = LevelTable::linear([1.2, 1.0, 0.8, 0.5, 0.3]);
        // 0.3·1, half way from 0.8 to 0.5: 0.3·0.65.
        check(erosion(&k, 1.0), 0.3);
        check(erosion(&k, 2.5), 0.195);
        let next = |churn, alone, upkeep| {
            let erosion = if alone { 0.0 } else { 0.3 };
            next_modularity(&k, 0.6, churn, erosion, holding(&k, upkeep), 0.26)
        };
        // Without upkeep: 0.6 − 0.3·0.1 = 0.57; alone nothing.
        check(next(0.1, false, 0.0), 0.57);
        check(next(0.1, true, 0.0), 0.6);
        // Full upkeep holds and pulls towards 0.74: 0.6 + 0.04·0.14 = 0.6056; more is no better.
        check(next(0.1, false, 0.05), 0.6056);
        check(next(0.1, false, 0.5), 0.6056);
        // Half: 0.6 − 0.015 = 0.585, then + 0.02·(0.74 − 0.585) = 0.5881.
        check(next(0.1, false, 0.025), 0.5881);
        check(next(0.0, false, 0.0), 0.6);
        // There is a floor; what began below it stays where it is.
        check(next(100.0, false, 0.0), 0.2);
        check(next_modularity(&k, 0.1, 100.0, 0.3, 0.0, 0.26), 0.1);
    }
}
