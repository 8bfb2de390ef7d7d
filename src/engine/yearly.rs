//! Growth by a yearly rate.

use super::labels as l;
use crate::number::Number;

const MONTHS_PER_YEAR: f64 = 12.0;

/// Growth by a yearly rate: its factor in every month, worked out once for all roadmaps.
#[derive(Clone, Debug)]
pub struct Yearly<N> {
    rate: N,
    /// By month; empty without growth, and where each month's factor is a step of its own.
    factors: Vec<N>,
    is_flat: bool,
}

impl<N: Number> Yearly<N> {
    /// Growth over a number of months.
    ///
    /// `rate`: share a year.
    pub fn new(rate: N, months: usize) -> Self {
        let factors = if rate.is_zero() || N::KEEPS_STEPS {
            Vec::new()
        } else {
            (0..months).map(|month| compounded(rate, month)).collect()
        };
        Self {
            rate,
            factors,
            is_flat: rate.is_zero(),
        }
    }

    /// `(1 + rate)^(month/12)`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn in_month(&self, month: usize) -> N {
        match self.factors.get(month) {
            Some(known) => *known,
            None if self.is_flat => N::one(),
            None => compounded(self.rate, month),
        }
    }

    /// `(1 + rate)^(months/12)`, for a time that is itself uncertain (months).
    pub fn over(&self, months: N) -> N {
        if self.is_flat {
            N::one()
        } else {
            (N::one() + self.rate).powf(months.over_constant(MONTHS_PER_YEAR))
        }
    }
}

fn compounded<N: Number>(rate: N, month: usize) -> N {
    (N::one() + rate)
        .powf(N::constant(month as f64 / MONTHS_PER_YEAR))
        .named(&l::DRIFT)
}

#[cfg(test)]
mod tests {
    use super::Yearly;

    #[test]
    fn growth_by_hand() {
        let growth = Yearly::new(0.21_f64, 7);
        assert_eq!(growth.in_month(0), 1.0);
        // √1.21 after half a year, within the months and beyond them 1.21².
        assert!((growth.in_month(6) - 1.1).abs() < 1e-12);
        assert!((growth.in_month(24) - 1.4641).abs() < 1e-12);
        assert_eq!(Yearly::new(0.0_f64, 7).in_month(24), 1.0);
        assert!((growth.over(6.0) - 1.1).abs() < 1e-12);
        assert_eq!(Yearly::new(0.0_f64, 7).over(6.0), 1.0);
    }
}
