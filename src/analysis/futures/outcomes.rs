//! What the roadmaps come to in every future: percentiles, who is cheapest, when one overtakes.
//!
//! Sums over the horizon are held of every future. Months are held of [`kept_draws`] futures at most; of
//! more they are counted as they are drawn and let go of, those that were held before among them. All
//! futures count either way: up to so many exactly, beyond that a percentile of a month lies between the
//! same two edges as the exact one, 1/256 of the futures apart (see `sketch`), and shares and
//! months of crossing are exact.
//!
//! Memory: the months that are held, in 384 MiB but of a very large plan; half as much again while they
//! are turned into counts; less than before once they are, with the half as many futures that are
//! counted at a time. It grows with the draws by the sums alone, 24 bytes a roadmap and future.

mod counted;
mod paths;

use std::sync::Arc;

use rayon::prelude::*;

use super::ensemble::{Block, PRESENT_VALUE_SO_FAR};
use crate::analysis::report::band::Bands;
use crate::engine::series::SERIES;
use crate::number::lanes::WIDTH;
use counted::Counted;
use paths::Paths;

/// Futures whose months are held, at most.
pub const MOST_KEPT: usize = 4_096;
/// Futures whose months are held at least, of however large a plan.
const LEAST_KEPT: usize = 256;
/// What the months that are held may take (bytes).
const KEPT_BYTES: usize = 384 << 20;

/// Futures whose months are held at once; of more they are counted.
pub fn kept_draws(draws: usize, roadmaps: usize, series: usize, months: usize) -> usize {
    let each = (roadmaps * series * months * size_of::<f32>()).max(1);
    let most = (KEPT_BYTES / each).clamp(LEAST_KEPT, MOST_KEPT);
    draws.min(most / WIDTH * WIDTH)
}

/// Two sums closer than this, relative to the larger, are the same.
const SAME: f64 = 1e-9;

/// Name of the sum of totals so far, by which roadmaps are compared month by month.
pub const CUMULATIVE_TOTAL: &str = SERIES.cumulative_total.id;
/// Name of the money that is left, where capital is stated.
pub const CASH_BALANCE: &str = SERIES.cash_balance.id;

/// What is to be told of single months.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Names of the series whose bands are told.
    pub series: Vec<&'static str>,
    /// Roadmaps that are compared month by month, by their places among those that can run.
    pub pairs: Vec<[usize; 2]>,
}

impl Wanted {
    fn place(&self, series: &str) -> Option<usize> {
        self.series.iter().position(|name| *name == series)
    }

    fn cumulative(&self) -> Option<usize> {
        self.place(CUMULATIVE_TOTAL)
    }

    fn balance(&self) -> Option<usize> {
        self.place(CASH_BALANCE)
    }

    /// Places of the series in which roadmaps are compared month by month.
    fn compared(&self) -> impl Iterator<Item = usize> {
        let names = [CUMULATIVE_TOTAL, PRESENT_VALUE_SO_FAR];
        names.into_iter().filter_map(|name| self.place(name))
    }
}

/// The roadmaps' outcomes in a number of futures.
#[derive(Clone, Debug)]
pub struct Outcomes {
    draws: usize,
    months: usize,
    wanted: Wanted,
    /// Net present value of the total, by roadmap and future.
    pub npv: Vec<Vec<f64>>,
    /// Sum of the total, by roadmap and future.
    pub total: Vec<Vec<f64>>,
    /// Sum of cash over the horizon, by roadmap and future.
    pub cash: Vec<Vec<f64>>,
    by_month: ByMonth,
}

/// What is known of single months.
#[derive(Clone, Debug)]
enum ByMonth {
    /// All of them; blocks by roadmap.
    Held(Vec<Vec<Arc<Block>>>),
    /// What they come to.
    Counted(Counted),
}

impl Outcomes {
    /// Sorts out the first `draws` futures of each roadmap's blocks, which are in order and have their
    /// months; there may be more blocks than the draws need.
    pub fn new(
        mut blocks: Vec<Vec<Arc<Block>>>,
        draws: usize,
        months: usize,
        wanted: Wanted,
    ) -> Self {
        for blocks in &mut blocks {
            blocks.truncate(draws.div_ceil(WIDTH));
        }
        let mut outcomes = Self {
            draws,
            months,
            wanted,
            npv: vec![Vec::new(); blocks.len()],
            total: vec![Vec::new(); blocks.len()],
            cash: vec![Vec::new(); blocks.len()],
            by_month: ByMonth::Held(Vec::new()),
        };
        for (roadmap, blocks) in blocks.iter().enumerate() {
            for block in blocks {
                outcomes.push(roadmap, block);
            }
        }
        outcomes.by_month = ByMonth::Held(blocks);
        outcomes
    }

    /// Adds the futures that follow a whole number of blocks, up to `draws` in all. Their months are
    /// counted, as from now on those of all are.
    ///
    /// `following`: block by block, each with one entry a roadmap and its months.
    pub(super) fn add(&mut self, following: &[Vec<Block>], draws: usize) {
        let of = |roadmap: usize| following.iter().map(move |block| &block[roadmap]);
        let next = Paths {
            blocks: (0..self.npv.len()).map(|r| of(r).collect()).collect(),
            draws: draws.saturating_sub(self.draws),
            months: self.months,
        };
        if let ByMonth::Held(blocks) = &self.by_month {
            let counted = Counted::new(&self.paths(blocks), &self.wanted);
            self.by_month = ByMonth::Counted(counted);
        }
        if let ByMonth::Counted(counted) = &mut self.by_month {
            counted.add(&next);
        }
        self.draws = draws;
        for roadmap in 0..self.npv.len() {
            of(roadmap).for_each(|block| self.push(roadmap, block));
        }
    }

    /// Adds a block's sums, as far as they are of futures that count.
    fn push(&mut self, roadmap: usize, block: &Block) {
        let sums = [
            (&mut self.npv, &block.npv),
            (&mut self.total, &block.total),
            (&mut self.cash, &block.cash),
        ];
        for (all, more) in sums {
            let room = self.draws.saturating_sub(all[roadmap].len());
            all[roadmap].extend(more.iter().take(room));
        }
    }

    fn paths<'a>(&self, blocks: &'a [Vec<Arc<Block>>]) -> Paths<'a> {
        let by_roadmap = blocks.iter();
        Paths {
            blocks: by_roadmap
                .map(|blocks| blocks.iter().map(Arc::as_ref).collect())
                .collect(),
            draws: self.draws,
            months: self.months,
        }
    }

    /// Tells something of single months: from all that are held, or from what was counted.
    fn of_months<T>(
        &self,
        held: impl FnOnce(&Paths<'_>) -> T,
        counted: impl FnOnce(&Counted) -> T,
    ) -> T {
        match &self.by_month {
            ByMonth::Counted(counts) => counted(counts),
            ByMonth::Held(blocks) => held(&self.paths(blocks)),
        }
    }

    /// How many futures there are.
    pub fn draws(&self) -> usize {
        self.draws
    }

    /// Months projected.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Names of the series that were kept, and the band of each in every month.
    pub fn bands(&self, roadmap: usize) -> Vec<(&'static str, Bands)> {
        let names = self.wanted.series.iter().enumerate();
        names
            .map(|(series, name)| {
                let bands = self.of_months(
                    |held| held.bands(roadmap, series),
                    |counted| counted.bands(roadmap, series),
                );
                (*name, bands)
            })
            .collect()
    }

    /// The band of the difference of a series so far, one roadmap less another, in every month; empty
    /// where the pair was not wanted.
    pub fn difference_bands(&self, pair: [usize; 2], series: &str) -> Bands {
        let Some(series) = self.wanted.place(series) else {
            return Bands::default();
        };
        self.of_months(
            |held| held.difference_bands(pair, series),
            |counted| counted.difference_bands(pair, series),
        )
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
        let Some(series) = self.wanted.cumulative() else {
            return vec![vec![0.0; self.months]; roadmaps];
        };
        let months: Vec<Vec<u32>> = self.of_months(
            |held| {
                let months = (0..self.months).into_par_iter();
                months.map(|month| held.wins(series, month)).collect()
            },
            |counted| (0..self.months).map(|month| counted.wins(month)).collect(),
        );
        let of = |roadmap: usize| {
            let wins = months.iter().map(|wins| f64::from(wins[roadmap]));
            wins.map(|wins| wins / self.draws.max(1) as f64).collect()
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
    /// every future in which there is one; empty where the pair was not wanted.
    pub fn crossovers(&self, pair: [usize; 2]) -> Vec<f64> {
        let Some(series) = self.wanted.cumulative() else {
            return Vec::new();
        };
        one_each(&self.of_months(
            |held| held.crossings(pair, series),
            |counted| counted.crossings(pair),
        ))
    }

    /// First month in which no money is left, in every future in which there is one.
    pub fn out_of_money(&self, roadmap: usize) -> Vec<f64> {
        let Some(series) = self.wanted.balance() else {
            return Vec::new();
        };
        one_each(&self.of_months(
            |held| held.below_zero(roadmap, series),
            |counted| counted.below_zero(roadmap),
        ))
    }
}

/// A month for each future that was counted there.
fn one_each(counts: &[u32]) -> Vec<f64> {
    let months = counts.iter().enumerate();
    months
        .flat_map(|(month, count)| std::iter::repeat_n(month as f64, *count as usize))
        .collect()
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
    use super::{
        Arc, Bands, CASH_BALANCE, CUMULATIVE_TOTAL, Outcomes, Wanted, cheapest, kept_draws,
    };
    use crate::analysis::futures::ensemble::Block;
    use crate::analysis::report::band::{Band, percentile};

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

    /// A block of each of two roadmaps over three months in eight futures: the first costs 3 a month, the
    /// second 4 less a third of the future's number.
    fn blocks() -> [Block; 2] {
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
        [one, other]
    }

    fn wanted(series: &[&'static str]) -> Wanted {
        Wanted {
            series: series.to_vec(),
            pairs: vec![[0, 1], [1, 0]],
        }
    }

    fn outcomes(draws: usize) -> Outcomes {
        let blocks = blocks().map(|block| vec![Arc::new(block)]);
        Outcomes::new(blocks.into(), draws, 3, wanted(&[CUMULATIVE_TOTAL]))
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
        let bands = &all.bands(1)[0].1;
        assert!((bands.p50[2] - 8.5).abs() < 1e-6 && (bands.p10[2] - 5.7).abs() < 1e-6);
        let apart = all.difference_bands([0, 1], CUMULATIVE_TOTAL);
        assert!((apart.p50[2] - 0.5).abs() < 1e-6);
        assert!(all.out_of_money(0).is_empty());
        // Futures beyond those asked for do not count.
        assert_eq!(outcomes(3).probability_cheapest(), [1.0, 0.0]);
        assert_eq!(outcomes(3).crossovers([0, 1]).len(), 3);
    }

    #[test]
    fn futures_that_are_not_held_are_counted_with_the_others() {
        let mut all = outcomes(8);
        // Eight futures like the first and four more.
        all.add(&[blocks().into(), blocks().into()], 20);
        assert_eq!(all.draws(), 20);
        assert_eq!((all.npv[1].len(), all.npv[1][19]), (20, 9.0));
        // In each eight the first is cheapest in futures 0 to 3, and overtakes in futures 0 to 2.
        assert_eq!(all.probability_cheapest(), [12.0 / 20.0, 8.0 / 20.0]);
        assert_eq!(all.probability_cheapest_by_month()[1], [0.4, 0.4, 0.4]);
        assert_eq!(all.crossovers([0, 1]), [0.0; 9]);
        assert_eq!(all.crossovers([1, 0]), [0.0; 8]);
        assert!(all.crossovers([1, 1]).is_empty() && all.out_of_money(0).is_empty());
        // What is the same in every future is so in all percentiles.
        let same = &all.bands(0)[0].1;
        assert_eq!(
            (&same.p10[..], &same.p90[..]),
            (&[3.0, 6.0, 9.0][..], &[3.0, 6.0, 9.0][..])
        );
    }

    /// Blocks of two roadmaps over three months with two series, each future a random walk of its own
    /// that may end below zero.
    fn walks(blocks: std::ops::Range<usize>) -> Vec<Vec<Block>> {
        let chance = |draw: usize, roadmap: usize| {
            let at = (draw * 2 + roadmap + 1) as f64;
            (at * 0.618_033_988_749_895).fract()
        };
        let block = |block: usize, roadmap: usize| {
            let path = |series: usize, month: usize| {
                std::array::from_fn(|lane| {
                    let draw = block * 8 + lane;
                    let [one, other] = [chance(draw, roadmap), chance(draw, 1 - roadmap)];
                    let value = (series + 1) as f64 * one - (month as f64 - 1.0) * other * other;
                    value as f32
                })
            };
            let at = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)];
            Block {
                npv: [1.0; 8],
                total: [1.0; 8],
                cash: [1.0; 8],
                paths: at.map(|(series, month)| path(series, month)).into(),
            }
        };
        blocks.map(|at| vec![block(at, 0), block(at, 1)]).collect()
    }

    #[test]
    fn what_is_counted_is_what_all_months_say() {
        let wanted = wanted(&[CUMULATIVE_TOTAL, CASH_BALANCE]);
        let held = |draws: usize| {
            let of = |roadmap: usize| {
                let blocks = walks(0..draws / 8).into_iter();
                blocks
                    .map(|mut block| Arc::new(block.swap_remove(roadmap)))
                    .collect()
            };
            Outcomes::new(vec![of(0), of(1)], draws, 3, wanted.clone())
        };
        let (all, few) = (held(12_000), held(4_096));
        let mut counted = few.clone();
        counted.add(&walks(512..1_000), 8_000);
        counted.add(&walks(1_000..1_500), 12_000);
        let by_month = all.probability_cheapest_by_month();
        assert_eq!(counted.probability_cheapest_by_month(), by_month);
        assert_ne!(few.probability_cheapest_by_month(), by_month);
        let near = |found: &Bands, truth: &Bands| {
            for (found, truth, width) in [
                (&found.p10, &truth.p10, (&truth.p10, &truth.p90)),
                (&found.p50, &truth.p50, (&truth.p10, &truth.p90)),
                (&found.p90, &truth.p90, (&truth.p10, &truth.p90)),
            ] {
                for month in 0..3 {
                    let off = (found[month] - truth[month]).abs();
                    assert!(off < 0.002 * (width.1[month] - width.0[month]), "{off}");
                }
            }
        };
        for roadmap in 0..2 {
            let pair = [roadmap, 1 - roadmap];
            assert_eq!(counted.crossovers(pair), all.crossovers(pair));
            let gone = all.out_of_money(roadmap);
            assert!(!gone.is_empty() && counted.out_of_money(roadmap) == gone);
            for (found, truth) in counted.bands(roadmap).iter().zip(&all.bands(roadmap)) {
                assert_eq!(found.0, truth.0);
                near(&found.1, &truth.1);
            }
            let bands = |outcomes: &Outcomes| outcomes.difference_bands(pair, CUMULATIVE_TOTAL);
            near(&bands(&counted), &bands(&all));
        }
    }
}
