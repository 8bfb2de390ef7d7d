//! What a boundary between units costs: coupling by what lies behind it, changes that cross it.
//!
//! Who is whose neighbour is in [`crate::engine::neighbours`]. Method: pace.md.

use crate::engine::constants::Constants;
use crate::engine::dimension;
use crate::engine::inputs::Evolution;
use crate::engine::labels as l;
use crate::engine::neighbours::Interface;
use crate::engine::readiness::gaps;
use crate::number::Number;
use crate::scenario::schema::{Contract, Maturity};

/// Contracts for which couplings are worked out, by the order of [`place`].
const CONTRACTS: [Contract; 3] = [Contract::Standard, Contract::Own, Contract::Shared];

/// Coupling across a boundary where the product has settled as far as it has (share, may exceed one).
///
/// ```text
/// χ0(level) · maturity
/// ```
/// - level: boundaries, or model operations for models and hosted APIs
/// - maturity: boundaries drawn before the product is understood move (factor)
///
/// Source: DEL23, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn settled_coupling<N: Number>(k: &Constants<N>, level: N, maturity: Maturity) -> N {
    let factor = match maturity {
        Maturity::Exploring => k.maturity_exploring,
        Maturity::Growing => k.maturity_growing,
        Maturity::Stable => N::one(),
    };
    k.coupling_across.at(level) * factor
}

/// Coupling of components in different units that meet at an interface of their own (share).
///
/// ```text
/// χ0(boundaries level) · maturity + shared      (at most 1)
/// ```
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
    let settled = settled_coupling(k, boundaries, maturity);
    coupling_between(settled, N::one(), shared)
}

/// Coupling of two components in different units (share).
///
/// ```text
/// min(1, χ0 · maturity · f · x + shared)
/// ```
/// - settled: `χ0 · maturity · f`, see [`settled_coupling`] and [`contract_factor`]
/// - drift: `x`, how far couplings have drifted since the boundary was drawn, see [`next_drift`] (factor)
/// - shared: a library that every unit uses (share)
///
/// Source: DEL21, DEL23, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn coupling_between<N: Number>(settled: N, drift: N, shared: N) -> N {
    let coupling = (settled * drift + shared).min(N::one());
    coupling.named(&l::COUPLING)
}

/// How far the outside couplings of a component have drifted after a month (factor): not at all where it
/// has no outside.
///
/// ```text
/// x ← min(2.5, x + 0.08 · churn · (1 − hold));   x ← x − 4% · hold · (x − 1)
/// ```
/// - churn: effort delivered per size; hold: how far upkeep holds boundaries (share)
///
/// Source: DEL20, DEL21, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn next_drift<N: Number>(k: &Constants<N>, drift: N, churn: N, hold: N) -> N {
    let one = N::one();
    let drifted = (drift + k.drift * churn * (one - hold)).min(k.drift_most);
    drifted - k.upkeep_recovery * hold * (drifted - one)
}

/// How far a change reaches over a contract, against an interface of one's own (factor).
///
/// ```text
/// f = 0.3 over a standard, 1 over our own, 1.6 over shared insides
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn contract_factor<N: Number>(k: &Constants<N>, contract: Contract) -> N {
    match contract {
        Contract::Standard => k.contract_standard,
        Contract::Shared => k.contract_shared,
        Contract::Own | Contract::Usual => N::one(),
    }
}

/// Where the couplings over a contract stand.
#[cfg_attr(not(debug_assertions), inline(always))]
fn place(contract: Contract) -> usize {
    match contract {
        Contract::Standard => 0,
        Contract::Own | Contract::Usual => 1,
        Contract::Shared => 2,
    }
}

/// Couplings across boundaries of a month, by what two components know of each other.
#[derive(Clone, Copy, Debug)]
pub struct Couplings<N> {
    /// Among programs, by contract: `χ0 · maturity · f` (share).
    programs: [N; 3],
    /// To models and hosted APIs, by contract: `χ0 · maturity · f` (share).
    models: [N; 3],
    /// Of a library that every unit uses (share).
    shared: N,
    /// How near components are that no edge joins (share).
    pub far: N,
}

impl<N: Number> Couplings<N> {
    /// Those of a team with some levels.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn new(k: &Constants<N>, change: &Evolution<N>, levels: &[N; 10]) -> Self {
        let at = |dimension: usize| {
            let settled = settled_coupling(k, levels[dimension], change.maturity);
            CONTRACTS.map(|contract| settled * contract_factor(k, contract))
        };
        Self {
            programs: at(dimension::BOUNDARIES),
            models: at(dimension::MODEL_OPERATIONS),
            shared: change.shared_coupling,
            far: k.neighbours_apart,
        }
    }

    /// Coupling over an interface of a component whose outside couplings have drifted (share).
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn between(&self, interface: Interface, drift: N) -> N {
        let of = if interface.to_model {
            &self.models
        } else {
            &self.programs
        };
        coupling_between(of[place(interface.contract)], drift, self.shared)
    }
}

/// An amount outside a component's unit as far as the component is coupled to it (PM or share).
///
/// ```text
/// Σ_outside n · χ · amount = coupled + χ · (lone + β · apart)
/// ```
/// - coupled: `Σ χ · amount` of those that edges join to it; `χ`: coupling where no edge says more
/// - lone: of those without any edge, which are neighbours of all; apart: of all the rest
/// - `β`: how near those are that no edge joins (share)
///
/// Source: DEL23, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn coupled_outside<N: Number>(coupled: N, coupling: N, lone: N, far: N, apart: N) -> N {
    coupled + coupling * (lone + far * apart)
}

/// An amount of all others, each as near as it is (PM).
///
/// ```text
/// Σ_others n · amount = near + β · apart
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn neighbourhood<N: Number>(near: N, far: N, apart: N) -> N {
    near + far * apart
}

/// Share of a component's changes that cross units: none where there are no others.
///
/// ```text
/// χ_a = Σ_outside S · n · χ / Σ_others S · n
/// ```
/// - outside: see [`coupled_outside`] (PM); neighbourhood: see [`neighbourhood`] (PM)
///
/// Source: DEL23, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn crossing_share<N: Number>(outside: N, neighbourhood: N) -> N {
    outside.over_or(neighbourhood, N::zero())
}

/// Extra effort of a change that crosses units (share).
///
/// ```text
/// 0.6 · (1 + ¼·gap(distributed) + 0.15·gap(ownership)) · (1 + ¼·log2 max(1, 7·units/engineers))
/// ```
/// Source: DEL24, STF27, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn effort_of_crossing<N: Number>(
    k: &Constants<N>,
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
    (k.crossing_effort * gaps * grain).named(&l::EFFORT_OF_CROSSING)
}

/// Effort of a mean change to a component against one that crosses nothing (factor).
///
/// ```text
/// 1 + χ_a · extra
/// ```
/// - extra: see [`effort_of_crossing`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn crossing_effort<N: Number>(crossing: N, extra: N) -> N {
    N::one() + crossing * extra
}

/// How boundaries weigh on the changes of a partition.
#[derive(Clone, Copy, Debug)]
pub struct Crossing<N> {
    /// Coupling across units over interfaces of one's own (share), see [`coupling_across`].
    pub coupling: N,
    /// Couplings by what components know of each other.
    pub couplings: Couplings<N>,
    /// Extra effort of a change that crosses units (share), see [`effort_of_crossing`].
    pub extra: N,
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
        let boundaries = levels[dimension::BOUNDARIES];
        let (maturity, shared) = (change.maturity, change.shared_coupling);
        Self {
            coupling: coupling_across(k, boundaries, maturity, shared),
            couplings: Couplings::new(k, change, levels),
            extra: effort_of_crossing(
                k,
                gaps[dimension::DISTRIBUTED],
                gaps[dimension::OWNERSHIP],
                units,
                engineers,
            ),
        }
    }
}

/// Slots that changes to a component take in the pipeline of another that an edge joins to it, beyond
/// those that it would take without an edge (per month).
///
/// ```text
/// V / Σ_others S·n · S · (χ − β·χ_apart)
/// ```
/// - each: wanted changes over what is near (changes/PM); `S`: size of the other (PM)
/// - apart: `β·χ_apart`, what [`slots_from_afar`] counts for it (share)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn slots_over_edge<N: Number>(each: N, size: N, coupling: N, apart: N) -> N {
    each * size * (coupling - apart)
}

/// Changes that a unit's pipeline carries because they cross into it from components that no edge joins
/// to its own (per month).
///
/// ```text
/// g_joined · (lone + β · (S_unit − lone)) + g_lone · S_unit
/// ```
/// - `g = V·χ/Σ_others S·n`: wanted changes of components of other units over what is near them, times the
///   coupling where no edge says more; of components with edges, and of lone ones (changes/PM)
/// - lone: size of the unit's components without any edge (PM)
///
/// What edges reach beyond that is in [`slots_over_edge`].
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn slots_from_afar<N: Number>(joined: N, lone: N, far: N, unit: N, lone_unit: N) -> N {
    joined * (lone_unit + far * (unit - lone_unit)) + lone * unit
}

#[cfg(test)]
mod tests {
    use super::{
        Couplings, Crossing, coupled_outside, coupling_across, crossing_effort, crossing_share,
        effort_of_crossing, neighbourhood, next_drift, slots_from_afar, slots_over_edge,
    };
    use crate::engine::infrastructure::tests::check;
    use crate::engine::inputs::Evolution;
    use crate::engine::neighbours::Interface;
    use crate::engine::projection::tests::rounded_constants;
    use crate::scenario::schema::{Contract, Maturity};

    fn change(maturity: Maturity, shared_coupling: f64) -> Evolution<f64> {
        Evolution {
            maturity,
            shared_coupling,
            delay_value_share: 0.0,
            lead_time_day_value: 0.0,
            today_upkeep: 0.0,
        }
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
    fn couplings_go_by_contract_and_by_who_keeps_the_interface() {
        let mut k = rounded_constants();
        (k.contract_standard, k.contract_shared) = (0.5, 1.5);
        // Boundaries at 2, model operations at 1: 0.2·1.3 = 0.26 and 0.3·1.3 = 0.39, and 0.1 beside it.
        let mut levels = [3.0; 10];
        (levels[4], levels[7]) = (2.0, 1.0);
        let of = Couplings::new(&k, &change(Maturity::Growing, 0.1), &levels);
        let between = |contract, to_model| of.between(Interface { contract, to_model }, 1.0);
        check(between(Contract::Standard, false), 0.23);
        check(between(Contract::Own, false), 0.36);
        check(between(Contract::Shared, false), 0.49);
        check(between(Contract::Standard, true), 0.295);
        check(between(Contract::Own, true), 0.49);
        check(between(Contract::Shared, true), 0.685);
        // Drifted to half as much again, the library apart: 0.26·1.5 + 0.1.
        check(of.between(Interface::UNSTATED, 1.5), 0.49);
        // 0.4·2·1.5 and 0.1 are more than all.
        let of = Couplings::new(&k, &change(Maturity::Exploring, 0.1), &[0.0; 10]);
        let shared = Interface {
            contract: Contract::Shared,
            to_model: false,
        };
        check(of.between(shared, 1.0), 1.0);
    }

    #[test]
    fn drift_by_hand() {
        let mut k = rounded_constants();
        (k.drift, k.drift_most, k.upkeep_recovery) = (0.1, 2.0, 0.05);
        // 1.4 + 0.1·0.5 = 1.45; half held: 1.4 + 0.025 = 1.425, less 0.05·½·0.425; held: 1.4 − 0.05·0.4.
        check(next_drift(&k, 1.4, 0.5, 0.0), 1.45);
        check(next_drift(&k, 1.4, 0.5, 0.5), 1.414_375);
        check(next_drift(&k, 1.4, 0.5, 1.0), 1.38);
        // There is an end to it, and what has not drifted has nothing to mend.
        check(next_drift(&k, 1.99, 3.0, 0.0), 2.0);
        check(next_drift(&k, 1.0, 3.0, 1.0), 1.0);
    }

    #[test]
    fn what_lies_outside_by_hand() {
        // 3 of 10 and 5 joined by edges, then 0.2·(4 + 0.15·40) = 2.
        check(coupled_outside(3.0, 0.2, 4.0, 0.15, 40.0), 5.0);
        // 20 near and 0.15·40: 26, of which 5 are met outside.
        check(neighbourhood(20.0, 0.15, 40.0), 26.0);
        check(crossing_share(5.0, 25.0), 0.2);
        check(crossing_share(0.0, 0.0), 0.0);
    }

    #[test]
    fn crossing_changes_by_hand() {
        let k = rounded_constants();
        // Gaps of 1 and 2: 1 + 0.25 + 0.30 = 1.55. Grain: 7·8/14 = 4 units a team, 1 + ¼·2 = 1.5.
        // 0.6·1.55·1.5 = 1.395.
        check(effort_of_crossing(&k, 1.0, 2.0, 8, 14.0), 1.395);
        // Few units for many people: no grain.
        check(effort_of_crossing(&k, 0.0, 0.0, 4, 100.0), 0.6);
        check(crossing_effort(0.195, 1.395), 1.272_025);
        check(crossing_effort(0.0, 4.0), 1.0);
    }

    #[test]
    fn crossing_takes_each_level_for_its_own() {
        let k = rounded_constants();
        // Required 3 of all; distributed is 1 short, ownership 2; boundaries at 2.
        let required = [3.0; 10];
        let mut levels = [3.0; 10];
        (levels[4], levels[5], levels[6]) = (2.0, 1.0, 2.0);
        let change = change(Maturity::Growing, 0.1);
        let of = Crossing::new(&k, &change, 8, &required, &levels, 14.0);
        check(of.coupling, 0.36);
        check(of.couplings.between(Interface::UNSTATED, 1.0), 0.36);
        check(of.extra, 1.395);
    }

    #[test]
    fn slots_from_afar_by_hand() {
        // A unit of 30, 10 of it lone: 0.2·(10 + 0.15·20) + 0.1·30.
        check(slots_from_afar(0.2, 0.1, 0.15, 30.0, 10.0), 5.6);
        // 0.2·30·(0.3 − 0.05).
        check(slots_over_edge(0.2, 30.0, 0.3, 0.05), 1.5);
    }
}
