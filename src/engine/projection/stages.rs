//! Which stages have weight in a month, and what they need together.

use super::Projector;
use crate::engine::bill::Infrastructure;
use crate::engine::infrastructure::Conditions;
use crate::engine::labels as l;
use crate::engine::readiness::Readiness;
use crate::number::{Number, Subject};

/// GPUs of one type that all stages hold in a month (count).
#[derive(Clone, Copy, Debug)]
pub(super) struct Held<N> {
    /// Mean of the month.
    pub(super) mean: N,
    /// In the busiest hour.
    pub(super) peak: N,
    /// For staging, mean of the month.
    pub(super) staging: N,
    /// Hours of those rented for spikes (h).
    pub(super) surge: N,
}

impl<N: Number> Held<N> {
    /// None.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn none() -> Self {
        let zero = N::zero();
        Self {
            mean: zero,
            peak: zero,
            staging: zero,
            surge: zero,
        }
    }

    /// The same, each called by its name where there are any.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn named(self, gpu: usize) -> Self {
        let of = Subject::Gpu(gpu);
        let named = |count: N, name| {
            if count.is_zero() {
                count
            } else {
                count.named_of(name, of)
            }
        };
        Self {
            mean: named(self.mean, &l::GPU_HELD),
            peak: named(self.peak, &l::GPU_HELD_PEAK),
            staging: named(self.staging, &l::GPU_HELD_STAGING),
            surge: named(self.surge, &l::SURGE),
        }
    }
}

/// Blended flows of a month.
pub(super) struct Flows<N> {
    pub(super) infra: Infrastructure<N>,
    pub(super) units: N,
    /// Pools beyond one for each unit.
    pub(super) pools: N,
    /// Units of the stage that has most of them.
    pub(super) most_units: N,
    pub(super) readiness: Readiness<N>,
    /// Part of the data stores that the mean unit can read (share).
    pub(super) readable: N,
}

impl<N: Number> Projector<'_, N> {
    /// Stages that change no unit, or that a product not yet built starts with, begin at once.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn begin_instant_stages(&mut self, month: usize) {
        let one = N::one();
        for s in 1..self.stages.len() {
            let stage = &self.stages[s];
            let unbuilt = self.inputs.launch.is_some() && stage.layout.from_month == 0;
            if stage.layout.from_month <= month && (stage.layout.matching.changed == 0 || unbuilt) {
                let ready = self.progress_before(s);
                self.state.progress[s] = N::select(ready.less(one), self.state.progress[s], one);
            }
        }
    }

    /// How far the change to the stage before `s` is (share): today's units are there.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn progress_before(&self, s: usize) -> N {
        if s == 1 {
            N::one()
        } else {
            self.state.progress[s - 1]
        }
    }

    /// How much of the product runs on each stage: what has arrived there and not gone on.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn weigh_stages(&mut self) {
        let count = self.stages.len();
        for s in 0..count {
            let arrived = if s == 0 {
                N::one()
            } else {
                self.state.progress[s]
            };
            let left = if s + 1 < count {
                self.state.progress[s + 1]
            } else {
                N::zero()
            };
            let weight = (arrived - left).max(N::zero());
            self.weight[s] = weight;
            self.stages[s].weight = weight;
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn has_weight(&self, s: usize) -> bool {
        !self.weight[s].is_zero()
    }

    /// Levels required now: those of the stages that have weight, blended.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn required_now(&self, month: usize) -> [N; 10] {
        let mut blended = [N::zero(); 10];
        for s in 0..self.stages.len() {
            if self.has_weight(s) {
                let required = self.stages[s].required(month);
                for (sum, level) in blended.iter_mut().zip(required) {
                    *sum = *sum + level * self.weight[s];
                }
            }
        }
        for (d, level) in blended.iter_mut().enumerate() {
            *level = level.named_of(&l::REQUIRED, Subject::Dimension(d));
        }
        blended
    }

    /// Infrastructure of the stages that have weight; the GPUs that they hold are noted by type.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn infrastructure(&mut self, month: usize, conditions: &Conditions<N>) -> Flows<N> {
        let zero = N::zero();
        let mut flows = Flows {
            infra: Infrastructure::none(),
            units: zero,
            pools: zero,
            most_units: N::one(),
            readiness: Readiness {
                least: zero,
                mean: zero,
            },
            readable: zero,
        };
        self.held.fill(Held::none());
        for s in 0..self.stages.len() {
            if !self.has_weight(s) {
                continue;
            }
            let w = self.weight[s];
            let stage = &mut self.stages[s];
            let one = stage.infrastructure(self.inputs, month, conditions, &mut self.cache);
            flows.infra.add(&one, w);
            let units = N::constant(stage.live_units(month) as f64);
            flows.units = flows.units + units * w;
            let beyond = N::constant(stage.pools_beyond_units(month) as f64);
            flows.pools = flows.pools + beyond * w;
            // A draw in which the stage has no weight does not count its units.
            let present = N::select(zero.less(w), units, zero);
            flows.most_units = flows.most_units.max(present);
            flows.readable = flows.readable + N::constant(stage.readable(month)) * w;
            let reached = stage.readiness(month, &self.state.levels);
            flows.readiness.least = flows.readiness.least + reached.least * w;
            flows.readiness.mean = flows.readiness.mean + reached.mean * w;
            self.hold_gpus(s);
        }
        for (gpu, held) in self.held.iter_mut().enumerate() {
            *held = held.named(gpu);
        }
        flows.readable = flows.readable.named(&l::READABLE);
        flows.units = flows.units.named(&l::UNITS);
        flows.pools = flows.pools.named(&l::POOLS);
        flows.most_units = flows.most_units.named(&l::MOST_UNITS);
        flows
    }

    /// Adds the GPUs of a stage's pools to those held, by its weight.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn hold_gpus(&mut self, s: usize) {
        let w = self.weight[s];
        for pool in &self.stages[s].pools {
            if let Some(gpu) = pool.gpu {
                let held = &mut self.held[gpu];
                held.mean = held.mean + pool.gpus * w;
                held.peak = held.peak + pool.gpus_peak * w;
                held.staging = held.staging + pool.staging_gpus * w;
                held.surge = held.surge + pool.surge * w;
            }
        }
    }
}
