//! What the releases of a stage's units take in a month.

use super::Stage;
use crate::engine::constants::Constants;
use crate::engine::deployment::PoolLoad;
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
        let era = self.deployment.era(month);
        let (loads, pools) = (&self.deployment.loads[era], &self.deployment.pools[era]);
        for (u, (unit, load)) in self.work.iter_mut().zip(loads).enumerate() {
            let on = |pool: Option<&PoolLoad<N>>| {
                let gpus = pool.and_then(|pool| pool.gpus.map(|gpus| (gpus, pool.weights)));
                let roll = pace::Roll {
                    drain: pace::drain_minutes(drain, load.session),
                    weights: gpus.map(|(_, weights)| weights),
                    spare: gpus.is_some_and(|((gpu, _), _)| inputs.gpus[gpu].owned),
                };
                roll.hours(k)
            };
            // Pools of a unit are released side by side.
            let of_unit = self.layout.pools_of[era][u].iter();
            unit.roll = of_unit.fold(on(None), |longest, pool| {
                longest.max(on(Some(&pools[*pool])))
            });
            unit.cadence = pace::unit_cadence(k, cadence, unit.roll);
        }
    }

    /// GPUs that releases of a month take beside those held, by pool, with their type.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn surges<'a>(
        &'a self,
        k: &'a Constants<N>,
        month: usize,
    ) -> impl Iterator<Item = (usize, N)> + 'a {
        let pools_of = &self.layout.pools_of[self.deployment.era(month)];
        let units = self.work.iter().zip(pools_of);
        units.flat_map(move |(work, pools)| {
            pools.iter().filter_map(move |pool| {
                let held = &self.pools[*pool];
                let gpu = held.gpu?;
                let of = Subject::unit(&self.layout.partition.pools[*pool]);
                let releases =
                    pace::releases(work.cadence, work.delivered).named_of(&l::RELEASES, of);
                let gpus = pace::surge_gpus(k, held.gpus, releases, work.roll);
                Some((gpu, gpus.named_of(&l::GPU_SURGE, of)))
            })
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
