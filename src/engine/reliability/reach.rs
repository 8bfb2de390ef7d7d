//! How far a failure reaches beyond the component itself.

use crate::engine::constants::Constants;
use crate::engine::labels as l;
use crate::number::Number;

/// Value of those that call a component, without a fallback on the way.
#[derive(Clone, Copy, Debug)]
pub struct Dependants<N> {
    /// Of those in other units, but for those that need it (share, at most 1).
    pub outside: N,
    /// Of those that cannot do without it, in whatever unit: whoever calls a data store itself (share,
    /// at most 1).
    pub needing: N,
}

/// How far a failure reaches beyond the component itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach<N> {
    /// Share of the rest of its unit that a crash takes along.
    through: N,
    /// What gradual exposure leaves of that (share).
    containment: N,
    /// Share of those in other units that call it and go down with it; none where there is no other
    /// unit.
    across: Option<N>,
}

impl<N: Number> Reach<N> {
    /// The reach in a product with other units or without.
    ///
    /// ```text
    /// inside = 0.15 · containment;  across = min(1, 0.2 · gap(distributed))
    /// ```
    /// Source: REL34, REL10, MODEL.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn new(k: &Constants<N>, containment: N, gap_distributed: N, other_units: bool) -> Self {
        Self {
            through: k.crash_through,
            containment,
            across: other_units.then(|| (k.leak * gap_distributed).min(N::one())),
        }
    }

    /// Share of the rest of its unit that goes down with it.
    pub fn inside(&self) -> N {
        self.through * self.containment
    }

    /// Share of those in other units that call it and go down with it.
    pub fn across(&self) -> N {
        self.across.unwrap_or(N::zero())
    }

    /// Value that goes down with a component, its own included (share).
    ///
    /// ```text
    /// here + min(callers, 1 − here) · across
    /// here = max(own + (unit − own) · inside, min(1, own + needing))
    /// ```
    /// - needing: value of those that call a data store, which cannot work without it in whatever unit
    ///   they are (share); callers: value of those in other units that call it, through others too,
    ///   without a fallback on the way (share), see [`crate::engine::dependence::callers`]
    ///
    /// Source: REL34, REL10, MODEL.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn reached(&self, own: N, unit: N, callers: &Dependants<N>) -> N {
        let inside = own + (unit - own).max(N::zero()) * self.through * self.containment;
        let inside = inside.max((own + callers.needing).min(N::one()));
        let reached = match self.across {
            Some(across) => {
                let left = (N::one() - inside).max(N::zero());
                inside + callers.outside.min(left) * across
            }
            None => inside,
        };
        reached.named(&l::REACHED)
    }
}

/// Value lost while a unit is down (share): all of it with a core component, else the sum of its
/// components', at most all.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn unit_share<N: Number>(own_shares: impl IntoIterator<Item = N>) -> N {
    N::sum(own_shares).min(N::one()).named(&l::UNIT_VALUE)
}

/// Blast radius: value lost while a component fails (share).
///
/// ```text
/// reached · 0.35
/// ```
/// - reached: value that goes down (share), see [`Reach::reached`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn blast_radius<N: Number>(k: &Constants<N>, reached: N) -> N {
    (reached * k.severity).named(&l::BLAST)
}

#[cfg(test)]
mod tests {
    use super::{Dependants, Reach, blast_radius, unit_share};
    use crate::engine::infrastructure::tests::check;
    use crate::engine::projection::tests::rounded_constants;

    fn called_by(outside: f64) -> Dependants<f64> {
        Dependants {
            outside,
            needing: 0.0,
        }
    }

    #[test]
    fn a_failure_reaches_its_unit_and_leaks_to_its_callers() {
        let mut k = rounded_constants();
        k.crash_through = 0.4;
        k.leak = 0.3;
        // Half of 40% of the rest of its unit: 0.2 + 0.5·0.2 = 0.3. Of the half of the value that calls it
        // 60% goes down too, and of all that is left where everybody does.
        let reach = Reach::new(&k, 0.5, 2.0, true);
        assert!((reach.inside() - 0.2).abs() < 1e-12 && (reach.across() - 0.6).abs() < 1e-12);
        let reached = |callers| reach.reached(0.2, 0.7, &called_by(callers));
        check(reached(0.5), 0.3 + 0.5 * 0.6);
        check(reached(1.0), 0.3 + 0.7 * 0.6);
        check(reached(0.0), 0.3);
        // No more than all leaks, and nothing where there is nowhere to.
        assert!((Reach::new(&k, 0.5, 9.0, true).across() - 1.0).abs() < 1e-12);
        let alone = Reach::new(&k, 0.5, 2.0, false);
        assert!((alone.reached(0.2, 0.7, &called_by(0.5)) - 0.3).abs() < 1e-12);
        assert!(alone.across() == 0.0);
    }

    #[test]
    fn blast_radius_by_hand() {
        let k = rounded_constants();
        check(unit_share([0.3, 0.4]), 0.7);
        check(unit_share([1.0, 0.4]), 1.0);
        check(unit_share([]), 0.0);
        let blast = |own, unit, callers, containment, gap, others| {
            let reach = Reach::new(&k, containment, gap, others);
            blast_radius(&k, reach.reached(own, unit, &called_by(callers)))
        };
        // 0.3 + 0.4·0.15 = 0.36; alone ·0.35 = 0.126. A gap of 2 leaks 0.4 of the half that calls it:
        // 0.56·0.35 = 0.196. At level 4 a crash rarely spreads: (0.3 + 0.4·0.15·0.3)·0.35 = 0.1113.
        check(blast(0.3, 0.7, 0.5, 1.0, 2.0, false), 0.126);
        check(blast(0.3, 0.7, 0.5, 1.0, 2.0, true), 0.196);
        check(blast(0.3, 0.7, 0.5, 0.3, 0.0, true), 0.1113);
        // Half of the product cannot do without a store, wherever it is: (0.3 + 0.5)·0.35.
        let store = Dependants {
            outside: 0.0,
            needing: 0.5,
        };
        let reach = Reach::new(&k, 1.0, 0.0, true);
        check(blast_radius(&k, reach.reached(0.3, 0.7, &store)), 0.28);
        // A core component takes everything with it.
        check(blast(1.0, 1.0, 0.5, 1.0, 3.0, true), 0.35);
    }
}
