//! What the roadmaps come to in every future: percentiles, who is cheapest, when one overtakes.

use std::sync::Arc;

use rayon::prelude::*;

use super::ensemble::Block;
use crate::analysis::report::band::{Band, Bands};
use crate::number::lanes::WIDTH;

/// Futures whose months are kept, at most; beyond them only sums over the horizon are, so that memory
/// does not grow with the draws.
pub const MOST_KEPT: usize = 4_096;
/// Futures whose months are kept at least, of however large a plan.
const LEAST_KEPT: usize = 256;
/// What the months that are kept may take (bytes).
const KEPT_BYTES: usize = 384 << 20;

/// Futures whose months are kept: the first of the draws.
pub fn kept_draws(draws: usize, roadmaps: usize, series: usize, months: usize) -> usize {
    let each = (roadmaps * series * months * size_of::<f32>()).max(1);
    let most = (KEPT_BYTES / each).clamp(LEAST_KEPT, MOST_KEPT);
    draws.min(most / WIDTH * WIDTH)
}

/// Two sums closer than this, relative to the larger, are the same.
const SAME: f64 = 1e-9;

/// The roadmaps' outcomes in a number of futures.
#[derive(Clone, Debug)]
pub struct Outcomes {
    draws: usize,
    /// Of these, the first whose months are kept.
    kept: usize,
    months: usize,
    series: Vec<&'static str>,
    /// Net present value of the total, by roadmap and future.
    pub npv: Vec<Vec<f64>>,
    /// Sum of the total, by roadmap and future.
    pub total: Vec<Vec<f64>>,
    /// Sum of cash over the horizon, by roadmap and future.
    pub cash: Vec<Vec<f64>>,
    /// By roadmap; there may be more than the draws need.
    blocks: Vec<Arc<Vec<Block>>>,
}

impl Outcomes {
    /// Sorts out the first `draws` futures of each roadmap's blocks, which are in order; the months of
    /// the first `kept` are there.
    pub fn new(
        blocks: Vec<Arc<Vec<Block>>>,
        (draws, kept): (usize, usize),
        months: usize,
        series: Vec<&'static str>,
    ) -> Self {
        let flat = |value: fn(&Block) -> &[f64; WIDTH]| -> Vec<Vec<f64>> {
            let one = |blocks: &Arc<Vec<Block>>| {
                let all = blocks.iter().flat_map(value);
                all.copied().take(draws).collect()
            };
            blocks.iter().map(one).collect()
        };
        Self {
            draws,
            kept: kept.min(draws),
            months,
            npv: flat(|block| &block.npv),
            total: flat(|block| &block.total),
            cash: flat(|block| &block.cash),
            series,
            blocks,
        }
    }

    /// Blocks whose months are kept.
    fn blocks(&self, roadmap: usize) -> &[Block] {
        let all = &self.blocks[roadmap];
        &all[..self.kept.div_ceil(WIDTH).min(all.len())]
    }

    /// How many futures there are.
    pub fn draws(&self) -> usize {
        self.draws
    }

    /// How many of them have their months: what is told of single months comes from these.
    pub fn kept(&self) -> usize {
        self.kept
    }

    /// Months projected.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Series that were kept.
    pub fn series(&self) -> &[&'static str] {
        &self.series
    }

    /// Values of a series in a month, one a future; empty when it was not kept.
    fn month(&self, roadmap: usize, series: &str, month: usize, values: &mut Vec<f64>) {
        values.clear();
        let Some(s) = self.series.iter().position(|name| *name == series) else {
            return;
        };
        let at = s * self.months + month;
        for block in self.blocks(roadmap) {
            values.extend(block.paths[at].iter().map(|value| f64::from(*value)));
        }
        values.truncate(self.kept);
    }

    /// The band of a series in every month.
    pub fn bands(&self, roadmap: usize, series: &str) -> Bands {
        let months: Vec<Band> = (0..self.months)
            .into_par_iter()
            .map_init(Vec::new, |values, month| {
                self.month(roadmap, series, month, values);
                Band::of(values)
            })
            .collect();
        months.into_iter().collect()
    }

    /// The band of the difference of a series, one roadmap less another, in every month.
    pub fn difference_bands(&self, [one, other]: [usize; 2], series: &str) -> Bands {
        let months: Vec<Band> = (0..self.months)
            .into_par_iter()
            .map_init(
                || (Vec::new(), Vec::new()),
                |(values, less), month| {
                    self.month(one, series, month, values);
                    self.month(other, series, month, less);
                    for (value, less) in values.iter_mut().zip(less.iter()) {
                        *value -= less;
                    }
                    Band::of(values)
                },
            )
            .collect();
        months.into_iter().collect()
    }

    /// Difference of net present values, one roadmap less another, in every future.
    pub fn difference(&self, [one, other]: [usize; 2]) -> Vec<f64> {
        let pairs = self.npv[one].iter().zip(&self.npv[other]);
        pairs.map(|(one, other)| one - other).collect()
    }

    /// Share of the futures in which each roadmap has the least net present value; of equal ones the
    /// first counts.
    pub fn probability_cheapest(&self) -> Vec<f64> {
        self.least(&self.npv)
    }

    /// The same by other sums, by roadmap and future.
    pub fn least(&self, sums: &[Vec<f64>]) -> Vec<f64> {
        let mut wins = vec![0.0; sums.len()];
        for draw in 0..self.draws {
            if let Some(winner) = cheapest(sums.iter().map(|sums| sums[draw])) {
                wins[winner] += 1.0;
            }
        }
        wins.iter()
            .map(|wins| wins / self.draws.max(1) as f64)
            .collect()
    }

    /// The same by the cumulative total at the end of every month, by roadmap and month.
    pub fn probability_cheapest_by_month(&self) -> Vec<Vec<f64>> {
        let roadmaps = self.npv.len();
        let months: Vec<Vec<f64>> = (0..self.months)
            .into_par_iter()
            .map(|month| {
                let mut all = vec![Vec::new(); roadmaps];
                for (roadmap, values) in all.iter_mut().enumerate() {
                    self.month(roadmap, "cumulative_total", month, values);
                }
                let mut wins = vec![0.0; roadmaps];
                for draw in 0..self.kept {
                    let sums = all.iter().filter_map(|values| values.get(draw).copied());
                    if let Some(winner) = cheapest(sums) {
                        wins[winner] += 1.0;
                    }
                }
                wins
            })
            .collect();
        let of = |roadmap: usize| {
            let shares = months.iter();
            shares
                .map(|wins| wins[roadmap] / self.kept.max(1) as f64)
                .collect()
        };
        (0..roadmaps).map(of).collect()
    }

    /// Cost of having chosen a roadmap, in every future: its net present value less the least.
    pub fn regret(&self, roadmap: usize) -> Vec<f64> {
        let least = |draw: usize| {
            let all = self.npv.iter().map(|npv| npv[draw]);
            all.fold(f64::INFINITY, f64::min)
        };
        (0..self.draws)
            .map(|draw| self.npv[roadmap][draw] - least(draw))
            .collect()
    }

    /// First month in which one roadmap's cumulative total is below another's and stays below, in
    /// every future in which there is one.
    pub fn crossovers(&self, [one, other]: [usize; 2]) -> Vec<f64> {
        let Some(s) = self
            .series
            .iter()
            .position(|name| *name == "cumulative_total")
        else {
            return Vec::new();
        };
        let from = s * self.months;
        let until = from + self.months;
        let mut found = Vec::new();
        let pairs = self.blocks(one).iter().zip(self.blocks(other));
        for (index, (a, b)) in pairs.enumerate() {
            let (a, b) = (&a.paths[from..until], &b.paths[from..until]);
            for lane in 0..WIDTH.min(self.kept - index * WIDTH) {
                let below = |(a, b): &(&[f32; WIDTH], &[f32; WIDTH])| a[lane] < b[lane];
                let stays = a.iter().zip(b).rev().take_while(below).count();
                if stays > 0 {
                    found.push((self.months - stays) as f64);
                }
            }
        }
        found
    }

    /// First month in which a series is negative, in every future in which there is one.
    pub fn first_below_zero(&self, roadmap: usize, series: &str) -> Vec<f64> {
        let Some(s) = self.series.iter().position(|name| *name == series) else {
            return Vec::new();
        };
        let from = s * self.months;
        let mut found = Vec::new();
        for (index, block) in self.blocks(roadmap).iter().enumerate() {
            let path = &block.paths[from..from + self.months];
            for lane in 0..WIDTH.min(self.kept - index * WIDTH) {
                if let Some(month) = path.iter().position(|values| values[lane] < 0.0) {
                    found.push(month as f64);
                }
            }
        }
        found
    }
}

/// Place of the least of some sums; of equal ones the first.
pub fn cheapest(sums: impl Iterator<Item = f64>) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (at, sum) in sums.enumerate() {
        if best.is_none_or(|(_, least)| least - sum > SAME * least.abs()) {
            best = Some((at, sum));
        }
    }
    best.map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::{Arc, Band, Outcomes, cheapest, kept_draws};
    use crate::analysis::futures::ensemble::Block;
    use crate::analysis::report::band::percentile;

    #[test]
    fn percentiles_by_hand() {
        // Five values: the 10th percentile lies 0.4 of the way from the first to the second.
        let mut values = [5.0, 1.0, 4.0, 2.0, 3.0];
        let band = Band::of(&mut values);
        assert_eq!((band.p10, band.p50, band.p90), (1.4, 3.0, 4.6));
        assert_eq!(percentile(&mut [7.0], 0.9), 7.0);
        assert_eq!(percentile(&mut [], 0.9), 0.0);
    }

    #[test]
    fn equal_sums_count_for_the_first() {
        assert_eq!(cheapest([2.0, 1.0, 1.0].into_iter()), Some(1));
        assert_eq!(cheapest(std::iter::empty()), None);
    }

    /// Two roadmaps over three months in eight futures: the first costs 3 a month, the second 4 less
    /// a third of the future's number.
    fn outcomes(draws: usize) -> Outcomes {
        let lanes = |value: fn(f32) -> f32| std::array::from_fn(|lane| value(lane as f32));
        let block = |sums: [[f32; 8]; 3]| Block {
            npv: sums[2].map(f64::from),
            total: sums[2].map(f64::from),
            cash: sums[2].map(f64::from),
            paths: sums.to_vec(),
        };
        let one = block([lanes(|_| 3.0), lanes(|_| 6.0), lanes(|_| 9.0)]);
        let other = block([
            lanes(|l| 4.0 - l / 3.0),
            lanes(|l| 8.0 - 2.0 * l / 3.0),
            lanes(|l| 12.0 - l),
        ]);
        let blocks = [one, other].map(|block| Arc::new(vec![block]));
        Outcomes::new(blocks.into(), (draws, draws), 3, vec!["cumulative_total"])
    }

    #[test]
    fn months_are_kept_of_so_many_futures_that_they_fit() {
        // 5 roadmaps, 44 series, 60 months: 52,800 bytes a future; 384 MiB hold more than 4,096.
        assert_eq!(kept_draws(1_024, 5, 44, 60), 1_024);
        assert_eq!(kept_draws(65_536, 5, 44, 60), 4_096);
        // 30 roadmaps over 120 months: 633,600 bytes a future, 635 of them, in whole blocks 632.
        assert_eq!(kept_draws(65_536, 30, 44, 120), 632);
        assert_eq!(kept_draws(65_536, 1_000, 44, 120), 256);
        assert_eq!(kept_draws(64, 1_000, 44, 120), 64);
    }

    #[test]
    fn futures_are_counted() {
        let all = outcomes(8);
        // Equal in future 3, where the first counts: four futures each.
        assert_eq!(all.probability_cheapest(), [0.5, 0.5]);
        assert_eq!(all.probability_cheapest_by_month()[0], [0.5, 0.5, 0.5]);
        assert_eq!(
            all.difference([0, 1]),
            [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0]
        );
        assert_eq!(all.regret(1), [3.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        // The first is below in futures 0 to 2 from the first month on.
        assert_eq!(all.crossovers([0, 1]), [0.0, 0.0, 0.0]);
        assert_eq!(all.crossovers([1, 0]).len(), 4);
        let bands = all.bands(1, "cumulative_total");
        assert!((bands.p50[2] - 8.5).abs() < 1e-6 && (bands.p10[2] - 5.7).abs() < 1e-6);
        let apart = all.difference_bands([0, 1], "cumulative_total");
        assert!((apart.p50[2] - 0.5).abs() < 1e-6);
        assert!(all.first_below_zero(0, "cumulative_total").is_empty());
        // Futures beyond those asked for do not count.
        assert_eq!(outcomes(3).probability_cheapest(), [1.0, 0.0]);
        assert_eq!(outcomes(3).crossovers([0, 1]).len(), 3);
    }
}
