//! Ticks in steps of 1, 2 and 5, and the bounds that go with them.

/// Ticks and bounds of an axis of amounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Lower bound.
    pub min: f64,
    /// Upper bound.
    pub max: f64,
    /// Ticks inside the bounds.
    pub ticks: Vec<f64>,
}

/// A scale that holds `low..=high` and zero, with four to seven lines.
pub fn amount_scale(low: f64, high: f64) -> Scale {
    let (low, high) = (finite(low).min(0.0), finite(high).max(0.0));
    let span = if high > low { high - low } else { 1.0 };
    let step = tick_step(span);
    let min = bound(-low, step).map_or(0.0, |bound| -bound);
    let max = bound(if high > low { high } else { 1.0 }, step).unwrap_or(0.0);
    let first = (min / step - 1e-9).ceil() as i64;
    let last = (max / step + 1e-9).floor() as i64;
    let ticks = (first..=last).map(|index| index as f64 * step).collect();
    Scale { min, max, ticks }
}

/// The largest of 1, 2 and 5 times a power of ten that fits at least 2.8 times into `span`.
pub fn tick_step(span: f64) -> f64 {
    let raw = span / 2.8;
    if !raw.is_finite() || raw <= 0.0 {
        return 1.0;
    }
    let power = crate::units::decade(raw);
    let lead = raw / power;
    // A hair of tolerance keeps 1.9999999 from becoming 1.
    let fits = |nice: &f64| lead >= nice * (1.0 - 1e-6);
    [5.0, 2.0].into_iter().find(fits).unwrap_or(1.0) * power
}

/// How far the axis reaches to hold `extent`: to the next tick when that is near, else a little beyond.
fn bound(extent: f64, step: f64) -> Option<f64> {
    if extent <= 0.0 {
        return None;
    }
    let next = (extent / step - 1e-9).ceil() * step;
    Some(if next - extent <= 0.5 * step {
        next
    } else {
        extent + 0.15 * step
    })
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_one_two_or_five() {
        // 116 / 2.8 = 41.4, 140 / 2.8 = 50, 2.2 / 2.8 = 0.79.
        assert_eq!(tick_step(116.0), 20.0);
        assert_eq!(tick_step(140.0), 50.0);
        assert_eq!(tick_step(2.2), 0.5);
        assert_eq!(tick_step(0.0), 1.0);
        assert_eq!(tick_step(f64::NAN), 1.0);
    }

    #[test]
    fn amounts_start_at_zero_and_end_on_a_near_tick() {
        // 95 / 2.8 = 33.9, so steps of 20; 95 is near 100.
        let scale = amount_scale(0.0, 95.0);
        assert_eq!((scale.min, scale.max), (0.0, 100.0));
        assert_eq!(scale.ticks, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
    }

    #[test]
    fn a_difference_keeps_both_signs_and_zero() {
        // -16.2 is far from -20, so the axis ends just beyond the data.
        let scale = amount_scale(-16.2, 4.5);
        assert_eq!(scale.ticks, [-15.0, -10.0, -5.0, 0.0, 5.0]);
        assert!((scale.min + 16.95).abs() < 1e-9);
        assert_eq!(scale.max, 5.0);
    }

    #[test]
    fn empty_data_still_has_an_axis() {
        let scale = amount_scale(0.0, 0.0);
        assert!(scale.max > scale.min);
        assert!(amount_scale(f64::NAN, f64::INFINITY).max.is_finite());
    }
}
