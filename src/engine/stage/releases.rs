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
    ///
    /// `most`: passes through a unit at most (count).
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn regression(&self, k: &Constants<N>, delivery: N, most: N) -> Regression<N> {
        let automated = k.automated.at(delivery);
        let mut sum = Regression {
            new: N::zero(),
            all: N::zero(),
        };
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

#[cfg(test)]
mod tests {
    use crate::engine::baseline::Baseline;
    use crate::engine::constants::LevelTable;
    use crate::engine::deployment::Hardware;
    use crate::engine::deployment::tests::own;
    use crate::engine::pace;
    use crate::engine::partition::Partition;
    use crate::engine::stage::{Product, Stage};

    #[track_caller]
    fn check(value: f64, expected: f64) {
        let tolerance = 1e-6 * expected.abs().max(1.0);
        assert!(
            (value - expected).abs() < tolerance,
            "{value} instead of {expected}"
        );
    }

    #[test]
    fn releases_of_two_units_by_hand() {
        let mut inputs =
            own("(name: \"a\", kind: Llm, model: \"m\", session_minutes: 9), (name: \"b\")");
        let k = &mut inputs.k;
        let same = |value| LevelTable::linear([value; 5]);
        (k.automated, k.cadence, k.drain) = (same(0.5), same(8.0), same(6.0));
        (k.regression, k.release_surge, k.hours_per_month) = (0.01, 0.25, 720.0);
        (k.release_node, k.release_engine) = (5.0, 1.0);
        (k.release_cold, k.release_warm) = (1e12, 1e12);
        let hardware = Hardware {
            gpu: 0,
            slots: vec![2],
            shared: false,
            bought: Vec::new(),
        };
        let hardware = vec![Some(hardware), None];
        let mut stage = Stage::new(&inputs, 0, Partition::split(2), 0.0, hardware, None);
        let levels = [2.0; 10];
        let product = Product {
            size: &[40.0, 80.0],
            modularity: &[0.5; 2],
            drift: &[1.0; 2],
            backlog: &[2.0, 0.0],
            new_changes: &[3.0, 30.0],
            sought: &[3.0, 30.0],
            levels: &levels,
        };
        let baseline = Baseline {
            effort: vec![1.0; 2],
            effective_size: vec![1.0; 2],
            crossing_effort: vec![1.0; 2],
            most_passes: pace::most_passes(&inputs.k),
            ..Baseline::empty()
        };
        stage.needs(&inputs, &baseline, 0, &product, 10.0);
        // Half of three releases of a, and of eight of b: 0.01·40·1.5 + 0.01·80·4; of five with what waits.
        let by_hand = stage.regression(&inputs.k, 2.0, baseline.most_passes.at(2.0));
        check(by_hand.new, 3.8);
        check(by_hand.all, 4.2);
        // Four waves of a minute and six of draining, and a node: 33 minutes; b holds no sessions.
        check(stage.work[0].roll, 0.55);
        check(stage.work[1].roll, 0.0);
        // A quarter of sixteen GPUs three times for that long.
        (stage.pools[0].gpu, stage.pools[0].gpus) = (Some(0), 16.0);
        stage.work[0].delivered = 3.0;
        let surges: Vec<(usize, f64)> = stage.surges(&inputs.k, 0).collect();
        assert_eq!(surges.len(), 1);
        check(surges[0].1, 4.0 * 3.0 * 0.55 / 720.0);
        // Where a release takes four days, no more than seven and a half are made.
        inputs.k.release_node = 4.0 * 24.0 * 60.0 - 28.0;
        stage.needs(&inputs, &baseline, 0, &product, 10.0);
        check(stage.work[0].cadence, 7.5);
    }
}
