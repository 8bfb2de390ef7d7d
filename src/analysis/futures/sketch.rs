//! Percentiles of more values than are held: how many lie at and between fixed edges.
//!
//! The edges are values of a sample, so chosen that between any two of them lies the same share of it.
//! Counts are whole numbers, so the outcome does not depend on the order in which values come, nor on
//! what else is counted at the same time. A percentile lies between the same two edges as that of all
//! values; values that are equal to an edge are counted apart, so that it is exact where there are no
//! more different values than edges.

use crate::analysis::report::band::{Band, percentile_by};

/// Parts of the sample between edges, at most.
pub(super) const MOST_PARTS: usize = 256;
/// Values of the sample in each part, at least.
const LEAST_IN_PART: usize = 8;

/// Counts of values at and between edges.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sketch {
    /// Rising, each once.
    edges: Box<[f32]>,
    /// Values below the first edge, at it, between it and the second, at the second, and so on.
    counts: Box<[u32]>,
    least: f32,
    most: f32,
}

impl Sketch {
    /// Nothing counted yet; the edges are those of a sample, which is sorted.
    pub(super) fn over(sample: &mut [f32]) -> Self {
        sample.sort_unstable_by(f32::total_cmp);
        let last = sample.len().saturating_sub(1);
        let parts = (sample.len() / LEAST_IN_PART).clamp(1, MOST_PARTS);
        let places = (0..=parts).map(|part| part * last / parts);
        let mut edges: Vec<f32> = places.filter_map(|at| sample.get(at).copied()).collect();
        edges.dedup_by(|a, b| a.total_cmp(b).is_eq());
        Self {
            counts: vec![0; 2 * edges.len() + 1].into(),
            edges: edges.into(),
            least: f32::INFINITY,
            most: f32::NEG_INFINITY,
        }
    }

    /// Counts a value.
    pub(super) fn add(&mut self, value: f32) {
        let below = self
            .edges
            .partition_point(|edge| edge.total_cmp(&value).is_lt());
        let edge = self.edges.get(below);
        let is_at = edge.is_some_and(|edge| edge.total_cmp(&value).is_eq());
        self.counts[2 * below + usize::from(is_at)] += 1;
        if value.total_cmp(&self.least).is_lt() {
            self.least = value;
        }
        if value.total_cmp(&self.most).is_gt() {
            self.most = value;
        }
    }

    /// The band of what was counted.
    pub(super) fn band(&self) -> Band {
        let count = self.counts.iter().map(|count| *count as usize).sum();
        let at = |share| percentile_by(count, share, |rank| self.ranked(rank));
        Band {
            p10: at(0.1),
            p50: at(0.5),
            p90: at(0.9),
        }
    }

    /// The value that so many others come before.
    fn ranked(&self, rank: usize) -> f64 {
        let mut before = 0;
        for (place, count) in self.counts.iter().enumerate() {
            let count = *count as usize;
            if rank < before + count {
                return self.spread(place, rank - before, count);
            }
            before += count;
        }
        f64::from(self.most)
    }

    /// One of the values that were counted at a place: those between two edges lie evenly between them,
    /// those beyond the last edge up to the greatest, those before the first down to the least.
    fn spread(&self, place: usize, at: usize, count: usize) -> f64 {
        let above = self.edges.get(place / 2);
        if let (1, Some(edge)) = (place % 2, above) {
            return f64::from(*edge);
        }
        let below = (place / 2).checked_sub(1).map(|edge| self.edges[edge]);
        let (low, high, steps, of) = match (below, above) {
            (Some(low), Some(high)) => (low, *high, at + 1, count + 1),
            (Some(low), None) => (low, self.most, at + 1, count),
            (None, Some(high)) => (self.least, *high, at, count),
            (None, None) => (self.least, self.most, at, count),
        };
        let (low, high) = (f64::from(low), f64::from(high));
        low + (high - low) * (steps as f64 / of as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::Sketch;
    use crate::analysis::report::band::Band;
    use crate::number::Number;

    fn counted(sample: &[f32], values: &[f32]) -> Sketch {
        let mut sketch = Sketch::over(&mut sample.to_vec());
        for value in values {
            sketch.add(*value);
        }
        sketch
    }

    fn exact(values: &[f32]) -> Band {
        let mut values: Vec<f64> = values.iter().copied().map(f64::from).collect();
        Band::of(&mut values)
    }

    /// Chances in an order that is spread evenly: multiples of the golden ratio.
    fn chances(count: usize) -> impl Iterator<Item = f64> {
        (1..=count).map(|at| (at as f64 * 0.618_033_988_749_895).fract())
    }

    #[test]
    fn values_between_edges_are_spread_by_hand() {
        // Fifteen values make one part: edges at 0 and 14. Below, at and between them: one value at -5,
        // one at 0, three between, which stand at 3.5, 7 and 10.5, one at 14, and 18 and 22 beyond,
        // which stand half of the way to the greatest and at it.
        let sample: Vec<f32> = (0_u8..15).map(f32::from).collect();
        let sketch = counted(&sample, &[0.0, 9.0, 2.0, 22.0, 3.0, 14.0, -5.0, 20.0]);
        assert_eq!(*sketch.edges, [0.0, 14.0]);
        assert_eq!(*sketch.counts, [1, 1, 3, 1, 2]);
        let ranked: Vec<f64> = (0..8).map(|rank| sketch.ranked(rank)).collect();
        assert_eq!(ranked, [-5.0, 0.0, 3.5, 7.0, 10.5, 14.0, 18.0, 22.0]);
        // Ranks 0.7, 3.5 and 6.3 of 7.
        let band = sketch.band();
        let expected = [-1.5, 8.75, 19.2];
        for (value, expected) in [band.p10, band.p50, band.p90].into_iter().zip(expected) {
            assert!((value - expected).abs() < 1e-9, "{band:?}");
        }
    }

    #[test]
    fn few_different_values_have_their_own_percentiles() {
        // Counts of GPUs: 1, 2, 4 or 8, and in later futures 3, which the sample did not have.
        let of = |chance: f64| [1.0, 1.0, 2.0, 4.0, 8.0][(chance * 5.0) as usize];
        let all: Vec<f32> = chances(20_000).map(of).collect();
        let sketch = counted(&all[..4_096], &all);
        assert_eq!(sketch.band(), exact(&all));
        let mut with_three = all.clone();
        with_three.extend([3.0; 100]);
        assert_eq!(
            counted(&all[..4_096], &with_three).band(),
            exact(&with_three)
        );
        let same = counted(&vec![5.0; 4_096], &vec![5.0; 9_000]).band();
        assert_eq!((same.p10, same.p50, same.p90), (5.0, 5.0, 5.0));
    }

    #[test]
    fn a_percentile_is_off_by_less_than_a_hundredth_of_the_band() {
        let shapes: [fn(f64) -> f64; 4] = [
            |chance| chance,
            |chance| -Number::ln(1.0 - chance) * 1e6,
            |chance| Number::ln(chance / (1.0 - chance)),
            |chance| Number::powf(chance, 20.0) - Number::powf(1.0 - chance, 20.0),
        ];
        for shape in shapes {
            let all: Vec<f32> = chances(65_536).map(|chance| shape(chance) as f32).collect();
            let (found, truth) = (counted(&all[..4_096], &all).band(), exact(&all));
            let width = truth.p90 - truth.p10;
            for (found, truth) in [
                (found.p10, truth.p10),
                (found.p50, truth.p50),
                (found.p90, truth.p90),
            ] {
                assert!((found - truth).abs() < 0.001 * width, "{found} for {truth}");
            }
            // Whatever comes first.
            let turned: Vec<f32> = all.iter().rev().copied().collect();
            assert_eq!(
                counted(&all[..4_096], &turned),
                counted(&all[..4_096], &all)
            );
        }
    }

    #[test]
    fn a_sample_that_misleads_costs_no_more_than_a_part() {
        // The sample lies between 0 and 1, later values between 0 and 4.
        let sample: Vec<f32> = chances(4_096).map(|chance| chance as f32).collect();
        let mut all = sample.clone();
        all.extend(chances(12_288).map(|chance| (4.0 * chance) as f32));
        let (found, truth) = (counted(&sample, &all).band(), exact(&all));
        assert!((found.p10 - truth.p10).abs() < 1.0 / 256.0);
        // Beyond the edges values are taken to lie evenly up to the greatest, as they do here.
        assert!((found.p90 - truth.p90).abs() < 0.01, "{found:?}, {truth:?}");
    }
}
