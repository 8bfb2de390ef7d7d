//! Months of more futures than are held: counted as they come and let go of.
//!
//! Who is cheapest, when one overtakes and when money is gone are counts and exact. Percentiles come
//! from a [`Sketch`] for each roadmap, series and month, with edges from the futures that were held.

use rayon::prelude::*;

use super::Wanted;
use super::paths::Paths;
use crate::analysis::futures::ensemble::kept;
use crate::analysis::futures::sketch::Sketch;
use crate::analysis::report::band::Bands;

/// Counts of what single months come to.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    wanted: Wanted,
    months: Vec<Month>,
    /// By pair, then month.
    crossings: Vec<Vec<u32>>,
    /// By roadmap, then month; of the balance, where it is wanted.
    below_zero: Vec<Vec<u32>>,
}

/// Counts of a month.
#[derive(Clone, Debug)]
struct Month {
    /// By roadmap, then series.
    values: Vec<Vec<Sketch>>,
    /// By pair, then series that are compared.
    differences: Vec<Vec<Sketch>>,
    /// Futures in which each roadmap's sum so far is the least.
    wins: Vec<u32>,
}

impl Counted {
    /// Counts the futures that were held, and takes edges from them.
    pub(super) fn new(held: &Paths<'_>, wanted: &Wanted) -> Self {
        let months = (0..held.months).into_par_iter();
        let months = months.map(|month| Month::over(held, month, wanted));
        let mut counted = Self {
            wanted: wanted.clone(),
            months: months.collect(),
            crossings: vec![vec![0; held.months]; wanted.pairs.len()],
            below_zero: vec![vec![0; held.months]; held.blocks.len()],
        };
        counted.add(held);
        counted
    }

    /// Counts further futures.
    pub(super) fn add(&mut self, paths: &Paths<'_>) {
        let wanted = &self.wanted;
        let months = self.months.par_iter_mut().enumerate();
        months.for_each(|(month, counts)| counts.add(paths, month, wanted));
        if let Some(series) = wanted.cumulative() {
            for (counts, pair) in self.crossings.iter_mut().zip(&wanted.pairs) {
                add_to(counts, &paths.crossings(*pair, series));
            }
        }
        if let Some(series) = wanted.balance() {
            for (roadmap, counts) in self.below_zero.iter_mut().enumerate() {
                add_to(counts, &paths.below_zero(roadmap, series));
            }
        }
    }

    pub(super) fn bands(&self, roadmap: usize, series: usize) -> Bands {
        let months = self.months.iter();
        months
            .map(|month| month.values[roadmap][series].band())
            .collect()
    }

    /// The band of a difference that was wanted; empty for another.
    pub(super) fn difference_bands(&self, pair: [usize; 2], series: usize) -> Bands {
        let pair = self.wanted.pairs.iter().position(|known| *known == pair);
        let series = self.wanted.compared().position(|known| known == series);
        let (Some(pair), Some(series)) = (pair, series) else {
            return Bands::default();
        };
        let months = self.months.iter();
        months
            .map(|month| month.differences[pair][series].band())
            .collect()
    }

    pub(super) fn wins(&self, month: usize) -> Vec<u32> {
        self.months[month].wins.clone()
    }

    /// Of a pair that was wanted; empty for another.
    pub(super) fn crossings(&self, pair: [usize; 2]) -> Vec<u32> {
        let pair = self.wanted.pairs.iter().position(|known| *known == pair);
        pair.map_or_else(Vec::new, |pair| self.crossings[pair].clone())
    }

    pub(super) fn below_zero(&self, roadmap: usize) -> Vec<u32> {
        self.below_zero[roadmap].clone()
    }
}

impl Month {
    /// Nothing counted yet; edges are those of the futures at hand.
    fn over(held: &Paths<'_>, month: usize, wanted: &Wanted) -> Self {
        let sketch = |values: &mut dyn Iterator<Item = f32>| {
            let mut sample: Vec<f32> = values.collect();
            Sketch::over(&mut sample)
        };
        let roadmaps = 0..held.blocks.len();
        let values = roadmaps.map(|roadmap| {
            let series = 0..wanted.series.len();
            let sketches = series.map(|series| sketch(&mut held.values(roadmap, series, month)));
            sketches.collect()
        });
        let differences = wanted.pairs.iter().map(|pair| {
            let compared = wanted.compared();
            let sketches =
                compared.map(|series| sketch(&mut differences(held, *pair, series, month)));
            sketches.collect()
        });
        Self {
            values: values.collect(),
            differences: differences.collect(),
            wins: vec![0; held.blocks.len()],
        }
    }

    fn add(&mut self, paths: &Paths<'_>, month: usize, wanted: &Wanted) {
        for (roadmap, sketches) in self.values.iter_mut().enumerate() {
            for (series, sketch) in sketches.iter_mut().enumerate() {
                let values = paths.values(roadmap, series, month);
                values.for_each(|value| sketch.add(value));
            }
        }
        for (sketches, pair) in self.differences.iter_mut().zip(&wanted.pairs) {
            for (sketch, series) in sketches.iter_mut().zip(wanted.compared()) {
                let values = differences(paths, *pair, series, month);
                values.for_each(|value| sketch.add(value));
            }
        }
        if let Some(series) = wanted.cumulative() {
            add_to(&mut self.wins, &paths.wins(series, month));
        }
    }
}

/// One roadmap's values less another's.
fn differences(
    paths: &Paths<'_>,
    [one, other]: [usize; 2],
    series: usize,
    month: usize,
) -> impl Iterator<Item = f32> {
    let values = paths.values(one, series, month);
    let pairs = values.zip(paths.values(other, series, month));
    pairs.map(|(one, other)| kept(f64::from(one) - f64::from(other)))
}

fn add_to(counts: &mut [u32], more: &[u32]) {
    for (count, more) in counts.iter_mut().zip(more) {
        *count += more;
    }
}
