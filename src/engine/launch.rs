//! Building a product that is not there yet: its sizes are work still to do.
//!
//! What the delay costs is in [`super::costs::launch_delay`].

use super::constants::Constants;
use super::labels as l;
use crate::number::Number;

/// Whether the product is used (1 or 0): once all of it is built.
///
/// - `built`: how much of it is built (share)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn in_use<N: Number>(built: N) -> N {
    let one = N::one();
    N::select(built.less(one), N::zero(), one)
}

/// Work that each unit takes to launch, whatever is in it (PM).
///
/// ```text
/// 2 · units
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn work_of_units<N: Number>(k: &Constants<N>, units: usize) -> N {
    k.launch_per_unit * N::constant(units as f64)
}

/// How much of the product is built after a month (share): with nothing to build, all of it.
///
/// ```text
/// min(1, built + done / work)
/// ```
/// - `done`: what the people do in the month (PM); `work`: to build all of it (PM)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn built_after<N: Number>(built: N, done: N, work: N) -> N {
    let one = N::one();
    (built + done.over_or(work, one))
        .min(one)
        .named(&l::LAUNCHED)
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::rounded_constants;
    use super::{built_after, in_use, work_of_units};

    #[track_caller]
    fn check(value: f64, expected: f64) {
        assert!(
            (value - expected).abs() < 1e-12,
            "{value} instead of {expected}"
        );
    }

    #[test]
    fn a_product_is_used_once_all_of_it_is_built() {
        assert_eq!((in_use(0.0), in_use(0.999), in_use(1.0)), (0.0, 0.0, 1.0));
        // A quarter, and 9 of 36 PM in the month; the rest is less than a month's work.
        check(built_after(0.25, 9.0, 36.0), 0.5);
        check(built_after(0.8, 9.0, 36.0), 1.0);
        check(built_after(0.0, 9.0, 0.0), 1.0);
        let mut k = rounded_constants();
        k.launch_per_unit = 3.0;
        check(work_of_units(&k, 7), 21.0);
    }
}
