//! What the releases of a stage's units take in a month.

use super::Stage;
use crate::engine::constants::Constants;
use crate::engine::labels as l;
use crate::engine::pace;
use crate::number::Number;

/// Work of testing releases by hand (PM).
pub(super) struct Regression<N> {
    /// Those of the month's new changes.
    pub(super) new: N,
    /// Those of everything wanted.
    pub(super) all: N,
}

impl<N: Number> Stage<N> {
    /// Work of testing by hand what machines do not; sizes and changes of the units are known.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn regression(&self, k: &Constants<N>, delivery: N) -> Regression<N> {
        let (automated, cadence) = (k.automated.at(delivery), k.cadence.at(delivery));
        let mut sum = Regression {
            new: N::zero(),
            all: N::zero(),
        };
        for unit in &self.work {
            let each = pace::regression(k, unit.size, automated);
            sum.new = sum.new + each * pace::releases(cadence, unit.new);
            sum.all = sum.all + each * pace::releases(cadence, unit.wanted);
        }
        Regression {
            new: sum.new.named(&l::REGRESSION_NEW),
            all: sum.all.named(&l::REGRESSION_ALL),
        }
    }
}
