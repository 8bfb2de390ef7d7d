//! Eight draws at once.
//!
//! [`Lanes`] is the instance of [`Number`] behind bands: the engine's formulas run over vectors of
//! eight, so that a draw costs a fraction of a projection of its own. Powers and logarithms are
//! those of `wide`, within a few units in the last place of the standard library's.

use std::ops::{Add, Div, Mul, Neg, Sub};

use wide::f64x8;

use super::{CEIL_TOLERANCE, Number};

/// Draws that are computed side by side.
pub const WIDTH: usize = 8;

/// One value in each of [`WIDTH`] draws.
#[derive(Clone, Copy, Debug)]
pub struct Lanes(f64x8);

impl Lanes {
    /// One value a draw.
    #[inline]
    pub fn new(values: [f64; WIDTH]) -> Self {
        Self(f64x8::new(values))
    }

    /// The value in each draw.
    #[inline]
    pub fn values(self) -> [f64; WIDTH] {
        self.0.to_array()
    }
}

impl Add for Lanes {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Lanes {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Mul for Lanes {
    type Output = Self;
    #[inline]
    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}
impl Div for Lanes {
    type Output = Self;
    #[inline]
    fn div(self, other: Self) -> Self {
        Self(self.0 / other.0)
    }
}
impl Neg for Lanes {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Number for Lanes {
    type Mask = f64x8;

    #[inline]
    fn constant(value: f64) -> Self {
        Self(f64x8::splat(value))
    }
    #[inline]
    fn powf(self, exponent: Self) -> Self {
        Self(self.0.powf_simd(exponent.0))
    }
    #[inline]
    fn exp(self) -> Self {
        Self(self.0.exp())
    }
    #[inline]
    fn ln(self) -> Self {
        Self(self.0.ln())
    }
    #[inline]
    fn sqrt(self) -> Self {
        Self(self.0.sqrt())
    }
    #[inline]
    fn min(self, other: Self) -> Self {
        Self(self.0.fast_min(other.0))
    }
    #[inline]
    fn max(self, other: Self) -> Self {
        Self(self.0.fast_max(other.0))
    }
    #[inline]
    fn ceil(self) -> Self {
        Self((self.0 - f64x8::splat(CEIL_TOLERANCE)).ceil())
    }
    #[inline]
    fn less(self, other: Self) -> f64x8 {
        self.0.simd_lt(other.0)
    }
    #[inline]
    fn is_zero(self) -> bool {
        self.0.simd_eq(f64x8::ZERO).all()
    }
    #[inline]
    fn select(mask: f64x8, when_true: Self, when_false: Self) -> Self {
        Self(mask.select(when_true.0, when_false.0))
    }
}

#[cfg(test)]
mod tests {
    use super::{Lanes, Number, WIDTH};

    /// Positive numbers of every magnitude, zero included.
    fn bases() -> impl Iterator<Item = f64> {
        (0..400).map(|step| match step {
            0 => 0.0,
            step => 10.0_f64.powf(f64::from(step - 200) / 20.0),
        })
    }

    #[track_caller]
    fn same(lanes: Lanes, expected: [f64; WIDTH]) {
        for (value, expected) in lanes.values().iter().zip(expected) {
            let fits = (value - expected).abs() <= 1e-13 * expected.abs() || *value == expected;
            assert!(fits, "{value} instead of {expected}");
        }
    }

    #[test]
    fn each_lane_is_a_number_of_its_own() {
        for base in bases() {
            let values: [f64; WIDTH] = std::array::from_fn(|lane| base * (1.0 + lane as f64));
            let lanes = Lanes::new(values);
            for exponent in [-0.7, 0.0, 0.25, 1.0, 1.3, 2.0] {
                same(
                    lanes.powf(Lanes::constant(exponent)),
                    values.map(|value| Number::powf(value, exponent)),
                );
            }
            same(lanes.sqrt(), values.map(Number::sqrt));
            same(lanes.ceil(), values.map(Number::ceil));
            if base > 0.0 {
                same(lanes.ln(), values.map(Number::ln));
            }
            let small = values.map(|value| -value.min(600.0));
            same(Lanes::new(small).exp(), small.map(Number::exp));
        }
    }

    #[test]
    fn masks_choose_lane_by_lane() {
        let a = Lanes::new([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        let b = Lanes::constant(3.0);
        let less = [0.0, 1.0, 2.0, 3.0, 3.0, 3.0, 3.0, 3.0];
        assert_eq!(Lanes::select(a.less(b), a, b).values(), less);
        assert_eq!(Number::min(a, b).values(), less);
        assert!(!a.is_zero() && (a - a).is_zero() && (-(a - a)).is_zero());
    }
}
