//! How many futures of a plan are drawn at most, by its size.
//!
//! What a future costs grows with months, roadmaps and components. The limit is by size alone, never by
//! a clock, so that the same plan has the same futures on every machine: a report is to take no longer
//! than some twenty seconds on two cores of 2020.

use super::{RoadmapKind, Scenario};
use crate::units;

/// Work that a report may be (microseconds of one core).
const WORK: f64 = 29e6;
/// What the answers beside the futures cost for each month of a component as far as they are given as
/// finely as any, more for each month in which a switch is tried, and beyond that (microseconds of one
/// core; measured with 16 to 256 components over 12 to 120 months).
const ANSWER: f64 = 1_035.0;
const ANSWER_MONTH: f64 = 6.0;
const COARSE_ANSWER: f64 = 200.0;
/// What a month of a roadmap costs in one future: alone, and more for each component (microseconds of
/// one core; measured with 9 to 256 components, with own roadmaps and without).
const MONTH: f64 = 0.9;
const COMPONENT: f64 = 0.028;
/// Futures that are drawn of however large a plan.
const LEAST: usize = 256;
/// Futures are drawn in blocks of so many.
const BLOCK: usize = 8;
/// With fewer futures than this it is said that they are few.
const FEW: usize = 8_192;
/// Months of components, in each roadmap, of which questions beside the futures are answered as finely
/// as any; of larger plans in fewer futures and of fewer inputs.
const QUESTIONS: f64 = 60_000.0;
/// Futures in which such a question is answered at least.
const LEAST_ASKED: usize = 64;
/// Inputs of which it is asked at least where the answer turns.
const LEAST_INPUTS: usize = 4;

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
            roadmaps: RoadmapKind::BUILT_IN.len() + plan.roadmaps.len(),
        }
    }

    /// Most futures that are drawn, a whole number of blocks.
    pub fn most_draws(self) -> usize {
        let month = MONTH + COMPONENT * self.components as f64;
        let future = month * (self.months * self.roadmaps).max(1) as f64;
        let size = self.component_months();
        let fine = size.min(QUESTIONS / RoadmapKind::BUILT_IN.len() as f64);
        let answer = ANSWER + ANSWER_MONTH * self.months as f64;
        let left = WORK - answer * fine - COARSE_ANSWER * (size - fine);
        ((left / future).max(0.0) as usize / BLOCK * BLOCK).max(LEAST)
    }

    /// Futures in which a question is answered that takes `draws` of a small product.
    pub fn draws_asked(self, draws: usize) -> usize {
        let fewer = (draws as f64 * self.share_asked()) as usize / BLOCK * BLOCK;
        fewer.max(LEAST_ASKED).min(draws)
    }

    /// Of how many inputs it is asked where the answer turns, of those of which it is of a small product.
    pub fn inputs_asked(self, inputs: usize) -> usize {
        let fewer = (inputs as f64 * self.share_asked()).round() as usize;
        fewer.max(LEAST_INPUTS).min(inputs)
    }

    /// Share of what is asked of a small product.
    fn share_asked(self) -> f64 {
        let asked = self.component_months() * self.roadmaps as f64;
        (QUESTIONS / asked.max(1.0)).min(1.0)
    }

    fn component_months(self) -> f64 {
        (self.components * self.months) as f64
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
        self.most_draws() < FEW
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
        // 29 s less 540 · (1,035 + 6 · 60) µs over 60 · 6 · (0.9 + 0.028 · 9) = 414.72 µs: 68,110.3.
        assert_eq!(size(9, 60, 6).most_draws(), 68_104);
        // 29 s less 10,000 · 1,755 µs and 20,720 · 200 µs over 120 · 6 · 8.068 = 5,808.96 µs: 1,257.7.
        assert_eq!(size(256, 120, 6).most_draws(), 1_256);
        assert!(size(256, 120, 30).is_large() && !size(64, 60, 6).is_large());
        assert_eq!(size(4_000, 120, 400).most_draws(), 256);
        // 256 · 60,000 / (256 · 120 · 6) = 83.3, in whole blocks 80.
        assert_eq!(size(256, 120, 6).draws_asked(256), 80);
        assert_eq!(size(16, 120, 6).draws_asked(256), 256);
        assert_eq!(size(256, 120, 6).draws_asked(16), 16);
        // A share of 60,000 / (256 · 120 · 30) = 0.065 of 20 inputs is one; of 6 roadmaps 0.326, so 7.
        assert_eq!(size(256, 120, 30).inputs_asked(20), 4);
        assert_eq!(size(256, 120, 6).inputs_asked(20), 7);
        assert_eq!(size(9, 60, 6).inputs_asked(20), 20);
        assert_eq!(size(256, 120, 30).inputs_asked(3), 3);
    }
}
