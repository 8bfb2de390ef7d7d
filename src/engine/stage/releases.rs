//! What the releases of a stage's units take in a month.

use super::Stage;
use crate::engine::constants::Constants;
use crate::engine::inputs::Inputs;
use crate::engine::labels as l;
use crate::engine::pace;
use crate::number::{Number, Subject};

/// Work of testing releases by hand (PM).
pub(super) struct Regression<N> {
    /// Those of the month's new changes.
    pub(super) new: N,
    /// Those of everything wanted.
    pub(super) all: N,
}

impl<N: Number> Stage<N> {
    /// How long a release of each unit rolls out, and how many it may make.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn time_releases(&mut self, inputs: &Inputs<N>, month: usize, delivery: N) {
        let k = &inputs.k;
        let (cadence, drain) = (k.cadence.at(delivery), k.drain.at(delivery));
        let loads = &self.deployment.loads[self.deployment.era(month)];
        for (unit, load) in self.work.iter_mut().zip(loads) {
            let roll = pace::Roll {
                drain: pace::drain_minutes(drain, load.session),
                weights: load.gpus.map(|_| load.weights),
                spare: load.gpus.is_some_and(|(gpu, _)| inputs.gpus[gpu].owned),
            };
            unit.roll = roll.hours(k);
            unit.cadence = pace::unit_cadence(k, cadence, unit.roll);
        }
    }

    /// GPUs that releases of the month take beside those held, by unit, with their type.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn surges<'a>(&'a self, k: &'a Constants<N>) -> impl Iterator<Item = (usize, N)> + 'a {
        let units = self.work.iter().zip(&self.units).enumerate();
        units.filter_map(move |(u, (work, held))| {
            let gpu = held.gpu?;
            let of = Subject::unit(&self.layout.partition.units[u]);
            let releases = pace::releases(work.cadence, work.delivered).named_of(&l::RELEASES, of);
            let gpus = pace::surge_gpus(k, held.gpus, releases, work.roll);
            Some((gpu, gpus.named_of(&l::GPU_SURGE, of)))
        })
    }

    /// Work of testing by hand what machines do not; sizes and changes of the units are known.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn regression(&self, k: &Constants<N>, delivery: N) -> Regression<N> {
        let automated = k.automated.at(delivery);
        let mut sum = Regression {
            new: N::zero(),
            all: N::zero(),
        };
        let most = pace::most_passes(k, delivery);
        for unit in &self.work {
            let of = |changes| {
                let releases = pace::releases(unit.cadence, changes);
                pace::regression(k, unit.size, automated, releases, most)
            };
            sum.new = sum.new + of(unit.new);
            sum.all = sum.all + of(unit.wanted);
        }
        Regression {
            new: sum.new.named(&l::REGRESSION_NEW),
            all: sum.all.named(&l::REGRESSION_ALL),
        }
    }
}
