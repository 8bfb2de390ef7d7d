//! Months of futures that are at hand, one by one.

use rayon::prelude::*;

use super::cheapest;
use crate::analysis::futures::ensemble::Block;
use crate::analysis::report::band::{Band, Bands};
use crate::number::lanes::WIDTH;

/// The months of some futures of all roadmaps.
pub(super) struct Paths<'a> {
    /// By roadmap; in order, and as many as the futures need.
    pub(super) blocks: Vec<Vec<&'a Block>>,
    /// How many futures there are.
    pub(super) draws: usize,
    /// Months projected.
    pub(super) months: usize,
}

impl Paths<'_> {
    /// Values of a series in a month, one a future.
    ///
    /// `series`: its place among those that were kept, as in all that follows.
    pub(super) fn values(
        &self,
        roadmap: usize,
        series: usize,
        month: usize,
    ) -> impl Iterator<Item = f32> {
        let at = series * self.months + month;
        let all = self.blocks[roadmap].iter();
        all.flat_map(move |block| block.paths[at]).take(self.draws)
    }

    fn fill(&self, values: &mut Vec<f64>, roadmap: usize, series: usize, month: usize) {
        values.clear();
        values.extend(self.values(roadmap, series, month).map(f64::from));
    }

    /// The band of a series in every month.
    pub(super) fn bands(&self, roadmap: usize, series: usize) -> Bands {
        let months: Vec<Band> = (0..self.months)
            .into_par_iter()
            .map_init(Vec::new, |values, month| {
                self.fill(values, roadmap, series, month);
                Band::of(values)
            })
            .collect();
        months.into_iter().collect()
    }

    /// The band of the difference of a series, one roadmap less another, in every month.
    pub(super) fn difference_bands(&self, [one, other]: [usize; 2], series: usize) -> Bands {
        let months: Vec<Band> = (0..self.months)
            .into_par_iter()
            .map_init(Vec::new, |values, month| {
                self.fill(values, one, series, month);
                for (value, less) in values.iter_mut().zip(self.values(other, series, month)) {
                    *value -= f64::from(less);
                }
                Band::of(values)
            })
            .collect();
        months.into_iter().collect()
    }

    /// Futures in which a series of each roadmap is the least in a month; of equal ones the first counts.
    pub(super) fn wins(&self, series: usize, month: usize) -> Vec<u32> {
        let all = (0..self.blocks.len()).map(|roadmap| {
            let values = self.values(roadmap, series, month);
            values.map(f64::from).collect()
        });
        let all: Vec<Vec<f64>> = all.collect();
        let mut wins = vec![0; all.len()];
        for draw in 0..self.draws {
            let winner = cheapest(all.iter().map(|values| values[draw]));
            if let Some(winner) = winner {
                wins[winner] += 1;
            }
        }
        wins
    }

    /// Futures by the month from which on a series of one roadmap stays below that of another.
    pub(super) fn crossings(&self, [one, other]: [usize; 2], series: usize) -> Vec<u32> {
        let months = series * self.months..(series + 1) * self.months;
        let mut counts = vec![0; self.months];
        let pairs = self.blocks[one].iter().zip(&self.blocks[other]);
        for (index, (a, b)) in pairs.enumerate() {
            let (a, b) = (&a.paths[months.clone()], &b.paths[months.clone()]);
            for lane in 0..WIDTH.min(self.draws - index * WIDTH) {
                let below = |(a, b): &(&[f32; WIDTH], &[f32; WIDTH])| a[lane] < b[lane];
                let stays = a.iter().zip(b).rev().take_while(below).count();
                if stays > 0 {
                    counts[self.months - stays] += 1;
                }
            }
        }
        counts
    }

    /// Futures by the first month in which a series is negative.
    pub(super) fn below_zero(&self, roadmap: usize, series: usize) -> Vec<u32> {
        let months = series * self.months..(series + 1) * self.months;
        let mut counts = vec![0; self.months];
        for (index, block) in self.blocks[roadmap].iter().enumerate() {
            let path = &block.paths[months.clone()];
            for lane in 0..WIDTH.min(self.draws - index * WIDTH) {
                if let Some(month) = path.iter().position(|values| values[lane] < 0.0) {
                    counts[month] += 1;
                }
            }
        }
        counts
    }
}
