//! Where eight of ten futures lie.

use serde::Serialize;

/// One value in ten lies below the first and above the last; the middle is the median.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Band {
    /// 10th percentile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
}

/// A band in every month.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bands {
    /// 10th percentile.
    pub p10: Vec<f64>,
    /// Median.
    pub p50: Vec<f64>,
    /// 90th percentile.
    pub p90: Vec<f64>,
}

impl Band {
    /// The band of some values, which are put into another order.
    ///
    /// Between two neighbouring values a percentile lies on a straight line.
    pub fn of(values: &mut [f64]) -> Self {
        Self {
            p10: percentile(values, 0.1),
            p50: percentile(values, 0.5),
            p90: percentile(values, 0.9),
        }
    }
}

impl FromIterator<Band> for Bands {
    fn from_iter<I: IntoIterator<Item = Band>>(months: I) -> Self {
        let mut bands = Self::default();
        for band in months {
            bands.p10.push(band.p10);
            bands.p50.push(band.p50);
            bands.p90.push(band.p90);
        }
        bands
    }
}

/// The value below which a share of the values lies; 0 for none.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else {
        return 0.0;
    };
    let at = share.clamp(0.0, 1.0) * last as f64;
    let below = (at.floor() as usize).min(last);
    let (_, lower, rest) = values.select_nth_unstable_by(below, f64::total_cmp);
    let lower = *lower;
    let upper = rest.iter().copied().min_by(f64::total_cmp);
    lower + (at - below as f64) * (upper.unwrap_or(lower) - lower)
}

/// The same of so many values, given the one that any number of others come before.
pub fn percentile_by(count: usize, share: f64, ranked: impl Fn(usize) -> f64) -> f64 {
    let Some(last) = count.checked_sub(1) else {
        return 0.0;
    };
    let at = share.clamp(0.0, 1.0) * last as f64;
    let below = (at.floor() as usize).min(last);
    let lower = ranked(below);
    lower + (at - below as f64) * (ranked((below + 1).min(last)) - lower)
}
