//! The training that a roadmap buys.

use crate::number::Number;

/// Training that a roadmap buys: from a month on, towards a level in each dimension.
#[derive(Clone, Debug)]
pub struct TrainingSchedule<N> {
    /// From which month which levels are aimed at; later entries add to earlier ones.
    pub targets: Vec<(usize, [N; 10])>,
}

impl<N: Number> TrainingSchedule<N> {
    /// No training.
    pub fn none() -> Self {
        Self {
            targets: Vec::new(),
        }
    }

    /// Whether anything is aimed at by a month.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn has_begun(&self, month: usize) -> bool {
        self.targets.iter().any(|(from, _)| *from <= month)
    }

    /// Levels aimed at in a month.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn in_month(&self, month: usize) -> [N; 10] {
        let mut aims = [N::zero(); 10];
        for (from, levels) in &self.targets {
            if *from <= month {
                for (aim, level) in aims.iter_mut().zip(levels) {
                    *aim = aim.max(*level);
                }
            }
        }
        aims
    }
}
