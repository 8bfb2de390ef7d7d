//! Where a line at likely values leaves the band of its futures, and why.
//!
//! A line is one projection at the likely value of every input; its band holds 8 of 10 futures. Ranges
//! that reach further to one side than to the other move all futures to that side, and where many do,
//! the line lies at the edge of its band or beyond. That is no fault of either, but it has to be said.

use super::model::Line;

/// Share of an amount within which it still lies in its band.
const EDGE: f64 = 1e-6;

/// A line that leaves its band.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outside {
    /// Name of the roadmap.
    pub(crate) label: String,
    /// Months in which it does.
    pub(crate) months: Vec<usize>,
    /// Of these, those in which it lies below.
    below: Vec<usize>,
}

impl Outside {
    /// "Monolith: likely lies below 8 of 10 futures, for the ranges together reach further up in cost
    /// than down".
    pub(crate) fn sentence(&self, month: usize) -> String {
        let [place, far, near] = if self.below.contains(&month) {
            ["below", "up", "down"]
        } else {
            ["above", "down", "up"]
        };
        format!(
            "{}: likely lies {place} 8 of 10 futures, for the ranges together reach further {far} in cost than {near}",
            self.label
        )
    }
}

/// The lines that leave a band which is drawn.
pub(crate) fn outside(lines: &[Line<'_>]) -> Vec<Outside> {
    let banded = lines.iter().filter(|line| line.band_shown);
    banded
        .filter_map(|line| {
            let band = line.band?;
            let slack = |value: f64| EDGE * value.abs();
            let is_below = |(value, low): (&f64, &f64)| *value < *low - slack(*value);
            let is_above = |(value, high): (&f64, &f64)| *value > *high + slack(*value);
            let places = |out: Vec<bool>| -> Vec<usize> {
                let found = out.into_iter().enumerate().filter(|(_, out)| *out);
                found.map(|(month, _)| month).collect()
            };
            let below = places(line.values.iter().zip(band.low).map(is_below).collect());
            let mut months = places(line.values.iter().zip(band.high).map(is_above).collect());
            months.extend(&below);
            months.sort_unstable();
            (!months.is_empty()).then(|| Outside {
                label: line.label.to_owned(),
                months,
                below,
            })
        })
        .collect()
}
