//! The last year of a projection, over which goals are judged and tables are made.

/// Months in it.
pub const MONTHS: usize = 12;

/// The last year of a series; all of a shorter one.
pub fn last_year(values: &[f64]) -> &[f64] {
    &values[values.len().saturating_sub(MONTHS)..]
}

/// Mean of a series over its last year; 0 of one without months.
pub fn mean_of_last_year(values: &[f64]) -> f64 {
    let year = last_year(values);
    year.iter().sum::<f64>() / year.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::{last_year, mean_of_last_year};

    #[test]
    fn the_last_twelve_months_count() {
        let months: Vec<f64> = (0..30).map(f64::from).collect();
        assert_eq!(last_year(&months).first(), Some(&18.0));
        // (18 + 29)/2, and of three months (0 + 1 + 2)/3.
        assert!((mean_of_last_year(&months) - 23.5).abs() < 1e-12);
        assert!((mean_of_last_year(&months[..3]) - 1.0).abs() < 1e-12);
        assert!(mean_of_last_year(&[]).abs() < 1e-12);
    }
}
