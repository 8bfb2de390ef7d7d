//! How many futures of a plan are drawn at most, by its size.
//!
//! What a future costs grows with months, roadmaps and components. The limit is by size alone, never by
//! a clock, so that the same plan has the same futures on every machine: a report is to take no longer
//! than some twenty seconds on two cores of 2020.

use super::Scenario;
use crate::units;

/// Work that the futures of a plan may be (microseconds of one core).
const FUTURES: f64 = 30e6;
/// What a month of a roadmap costs in one future: alone, and more for each component (microseconds of
/// one core; measured with 8 to 256 components).
const MONTH: f64 = 1.1;
const COMPONENT: f64 = 0.0215;
/// Roadmaps of every plan: the built-in ones and today's units.
const BUILT_IN: usize = 6;
/// Futures that are drawn of however large a plan.
const LEAST: usize = 256;
/// Futures are drawn in blocks of so many.
const BLOCK: usize = 8;
/// Futures of the finest step of the window.
const FINEST: usize = 16_384;
/// Months and components of which questions beside the futures are answered as finely as any; of larger
/// products in fewer futures.
const QUESTIONS: f64 = 9_000.0;
/// Futures in which such a question is answered at least.
const LEAST_ASKED: usize = 64;

/// How large a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Components of the product.
    pub components: usize,
    /// Months projected.
    pub months: usize,
    /// Roadmaps compared.
    pub roadmaps: usize,
}

impl Size {
    /// The size of a plan.
    pub fn of(plan: &Scenario) -> Self {
        Self {
            components: plan.components.len(),
            months: plan.horizon_months as usize,
            roadmaps: BUILT_IN + plan.roadmaps.len(),
        }
    }

    /// Most futures that are drawn, a whole number of blocks.
    pub fn most_draws(self) -> usize {
        let month = MONTH + COMPONENT * self.components as f64;
        let future = month * (self.months * self.roadmaps).max(1) as f64;
        ((FUTURES / future) as usize / BLOCK * BLOCK).max(LEAST)
    }

    /// Futures in which a question is answered that takes `draws` of a small product.
    pub fn draws_asked(self, draws: usize) -> usize {
        let share = QUESTIONS / (self.components * self.months).max(1) as f64;
        let fewer = (draws as f64 * share.min(1.0)) as usize / BLOCK * BLOCK;
        fewer.max(LEAST_ASKED).min(draws)
    }

    /// "256 components, 120 months and 30 roadmaps".
    pub fn words(self) -> String {
        let count = |n: usize, one: &str, many: &str| units::counted(n as f64, one, many);
        format!(
            "{}, {} and {}",
            count(self.components, "component", "components"),
            units::months(self.months),
            count(self.roadmaps, "roadmap", "roadmaps")
        )
    }

    /// Whether so few futures are drawn that it has to be said.
    pub fn is_large(self) -> bool {
        self.most_draws() < FINEST
    }
}

#[cfg(test)]
mod tests {
    use super::Size;

    fn size(components: usize, months: usize, roadmaps: usize) -> Size {
        Size {
            components,
            months,
            roadmaps,
        }
    }

    #[test]
    fn a_large_plan_has_fewer_futures() {
        // 30 s over 60 · 6 · (1.1 + 0.0215 · 9) = 465.66 µs: 64,424.7, in whole blocks 64,424.
        assert_eq!(size(9, 60, 6).most_draws(), 64_424);
        // 120 · 30 · (1.1 + 0.0215 · 256) = 23,774 µs: 1,261, in whole blocks 1,256.
        assert_eq!(size(256, 120, 30).most_draws(), 1_256);
        assert!(size(256, 120, 30).is_large() && !size(64, 60, 6).is_large());
        assert_eq!(size(4_000, 120, 400).most_draws(), 256);
        // 256 · 9,000 / (256 · 120) = 75, in whole blocks 72.
        assert_eq!(size(256, 120, 6).draws_asked(256), 72);
        assert_eq!(size(16, 120, 6).draws_asked(256), 256);
        assert_eq!(size(256, 120, 6).draws_asked(16), 16);
    }
}
