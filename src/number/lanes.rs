//! Eight draws at once.
//!
//! [`Lanes`] is the instance of [`Number`] behind bands: the engine's formulas run over eight draws
//! side by side, so that a draw costs a fraction of a projection of its own. The same text is
//! compiled for plain processors and, with a second [`Isa`], for those with wider vectors;
//! [`on_best`] chooses when the program runs. Both give the same bits, as no step is fused in
//! either.

pub(super) mod functions;

use std::marker::PhantomData;
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{CEIL_TOLERANCE, Number, Task};

/// Draws that are computed side by side.
pub const WIDTH: usize = 8;
/// One value a draw.
pub type LaneValues = [f64; WIDTH];

/// Instructions that a processor has. Types tell them apart so that each gets a copy of the
/// formulas of its own.
pub trait Isa: Copy + std::fmt::Debug + 'static {
    /// Does work with all instructions there are.
    fn run(task: impl Task);
    /// Power of a number by its logarithm, draw by draw.
    fn power(log: LaneValues, exponent: LaneValues) -> LaneValues;
    /// e to the power, draw by draw.
    fn exp(power: LaneValues) -> LaneValues;
    /// Natural logarithm, draw by draw.
    fn ln(value: LaneValues) -> LaneValues;
}

/// What every processor has.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Isa for Plain {
    #[inline(always)]
    fn run(task: impl Task) {
        task.run();
    }
    #[inline]
    fn power(log: LaneValues, exponent: LaneValues) -> LaneValues {
        functions::power(log, exponent)
    }
    #[inline]
    fn exp(power: LaneValues) -> LaneValues {
        functions::exp(power)
    }
    #[inline]
    fn ln(value: LaneValues) -> LaneValues {
        functions::ln(value)
    }
}

/// Work over lanes that is compiled once for each set of instructions.
pub trait Work {
    /// What it gives.
    type Output;
    /// Does it.
    fn run<I: Isa>(self) -> Self::Output;
}

/// Does the work with the widest vectors that this processor has.
#[inline]
pub fn on_best<W: Work>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        if has!("avx2") {
            return if has!("avx512f") && has!("avx512dq") && has!("avx512vl") {
                work.run::<x86::Eight>()
            } else {
                work.run::<x86::Four>()
            };
        }
    }
    work.run::<Plain>()
}

/// One value in each of [`WIDTH`] draws.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Lanes<I>(LaneValues, PhantomData<I>);

/// Whether a comparison holds, all bits set, in each of [`WIDTH`] draws.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Mask([u64; WIDTH]);

impl<I: Isa> Lanes<I> {
    /// One value a draw.
    #[inline(always)]
    pub fn new(values: LaneValues) -> Self {
        Self(values, PhantomData)
    }

    /// The value in each draw.
    #[inline(always)]
    pub fn values(self) -> LaneValues {
        self.0
    }

    #[inline(always)]
    fn map(self, of: impl Fn(f64) -> f64) -> Self {
        let mut values = self.0;
        for value in &mut values {
            *value = of(*value);
        }
        Self::new(values)
    }

    #[inline(always)]
    fn zip(self, other: Self, of: impl Fn(f64, f64) -> f64) -> Self {
        let mut values = self.0;
        for (value, other) in values.iter_mut().zip(other.0) {
            *value = of(*value, other);
        }
        Self::new(values)
    }

    /// The value that all draws share, if they do.
    #[inline(always)]
    fn shared(&self) -> Option<f64> {
        let first = self.0[0];
        let apart = self.0.iter().fold(0, |apart, value| {
            apart | (value.to_bits() ^ first.to_bits())
        });
        (apart == 0).then_some(first)
    }
}

impl<I: Isa> Add for Lanes<I> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
}

impl<I: Isa> Sub for Lanes<I> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
}

impl<I: Isa> Mul for Lanes<I> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }
}

impl<I: Isa> Div for Lanes<I> {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        self.zip(other, |a, b| a / b)
    }
}

impl<I: Isa> Neg for Lanes<I> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.map(|a| -a)
    }
}

impl<I: Isa> Number for Lanes<I> {
    type Mask = Mask;
    /// The reciprocal: a product takes a fraction of the time of a quotient.
    type Divisor = Self;

    #[inline(always)]
    fn divisor(self) -> Self {
        self.map(|a| 1.0 / a)
    }
    #[inline(always)]
    fn over(self, divisor: Self) -> Self {
        self * divisor
    }
    #[inline(always)]
    fn over_constant(self, divisor: f64) -> Self {
        self * Self::constant(1.0 / divisor)
    }

    #[inline(always)]
    fn at_full_width(task: impl Task) {
        I::run(task);
    }
    #[inline(always)]
    fn constant(value: f64) -> Self {
        Self::new([value; WIDTH])
    }
    // What is the same in every draw, as most growth and most levels are, is worked out once.
    #[inline]
    fn powf(self, exponent: Self) -> Self {
        if let (Some(base), Some(exponent)) = (self.shared(), exponent.shared()) {
            return Self::constant(functions::power_of(base, exponent));
        }
        Self::new(I::power(I::ln(self.0), exponent.0))
    }
    // One logarithm serves them all.
    #[inline]
    fn powers<const COUNT: usize>(self, mut exponents: [Self; COUNT]) -> [Self; COUNT] {
        let log = match self.shared() {
            Some(_) => None,
            None => Some(I::ln(self.0)),
        };
        for exponent in &mut exponents {
            *exponent = match log {
                Some(log) => Self::new(I::power(log, exponent.0)),
                None => self.powf(*exponent),
            };
        }
        exponents
    }
    #[inline]
    fn exp(self) -> Self {
        match self.shared() {
            Some(power) => Self::constant(functions::exp_of(power)),
            None => Self::new(I::exp(self.0)),
        }
    }
    #[inline]
    fn ln(self) -> Self {
        match self.shared() {
            Some(value) => Self::constant(functions::ln_of(value)),
            None => Self::new(I::ln(self.0)),
        }
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.map(f64::sqrt)
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        self.zip(other, |a, b| if b < a { b } else { a })
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        self.zip(other, |a, b| if b > a { b } else { a })
    }
    #[inline(always)]
    fn ceil(self) -> Self {
        self.map(|a| (a - CEIL_TOLERANCE).ceil())
    }
    #[inline(always)]
    fn less(self, other: Self) -> Mask {
        let mut mask = [0; WIDTH];
        for ((holds, one), other) in mask.iter_mut().zip(self.0).zip(other.0) {
            *holds = u64::from(one < other).wrapping_neg();
        }
        Mask(mask)
    }
    #[inline(always)]
    fn is_zero(self) -> bool {
        const SIGN: u64 = 1 << 63;
        let bits = self.0.iter().fold(0, |bits, value| bits | value.to_bits());
        bits & !SIGN == 0
    }
    #[inline(always)]
    fn select(mask: Mask, when_true: Self, when_false: Self) -> Self {
        let mut values = when_false.0;
        for ((value, yes), holds) in values.iter_mut().zip(when_true.0).zip(mask.0) {
            let no = value.to_bits();
            *value = f64::from_bits(no ^ ((yes.to_bits() ^ no) & holds));
        }
        Self::new(values)
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    //! Wide vectors. The one place of the program that promises the compiler what it cannot see.
    #![allow(unsafe_code)]

    use super::{Isa, LaneValues, Task, functions};

    macro_rules! instructions {
        ($(#[doc = $doc:literal])* $name:ident, $features:literal) => {
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug)]
            pub(super) struct $name;

            impl Isa for $name {
                #[inline]
                fn run(task: impl Task) {
                    #[target_feature(enable = $features)]
                    fn run(task: impl Task) {
                        task.run();
                    }
                    // SAFETY: numbers of this type are made only where the processor has them.
                    unsafe { run(task) }
                }
                #[inline]
                fn power(log: LaneValues, exponent: LaneValues) -> LaneValues {
                    #[target_feature(enable = $features)]
                    fn power(log: LaneValues, exponent: LaneValues) -> LaneValues {
                        functions::power(log, exponent)
                    }
                    // SAFETY: as above.
                    unsafe { power(log, exponent) }
                }
                #[inline]
                fn exp(power: LaneValues) -> LaneValues {
                    #[target_feature(enable = $features)]
                    fn exp(power: LaneValues) -> LaneValues {
                        functions::exp(power)
                    }
                    // SAFETY: as above.
                    unsafe { exp(power) }
                }
                #[inline]
                fn ln(value: LaneValues) -> LaneValues {
                    #[target_feature(enable = $features)]
                    fn ln(value: LaneValues) -> LaneValues {
                        functions::ln(value)
                    }
                    // SAFETY: as above.
                    unsafe { ln(value) }
                }
            }
        };
    }

    instructions! {
        /// Vectors of four. Only [`super::on_best`] names it, where there are such.
        Four, "avx2"
    }
    instructions! {
        /// Vectors of eight. Only [`super::on_best`] names it, where there are such.
        Eight, "avx512f,avx512dq,avx512vl,avx2"
    }
}

#[cfg(test)]
mod tests {
    use super::{Isa, Lanes, Number, Plain, WIDTH, Work, on_best};

    type Eight = Lanes<Plain>;

    /// Positive numbers of every magnitude, zero included.
    fn bases() -> impl Iterator<Item = f64> {
        (0..400).map(|step| match step {
            0 => 0.0,
            step => 10.0_f64.powf(f64::from(step - 200) / 20.0),
        })
    }

    #[track_caller]
    fn same(lanes: Eight, expected: [f64; WIDTH]) {
        assert_eq!(lanes.values().map(f64::to_bits), expected.map(f64::to_bits));
    }

    #[test]
    fn each_lane_is_a_number_of_its_own() {
        for base in bases() {
            let values: [f64; WIDTH] = std::array::from_fn(|lane| base * (1.0 + lane as f64));
            let lanes = Eight::new(values);
            for exponent in [-0.7, 0.0, 0.25, 1.0, 1.3, 2.0] {
                same(
                    lanes.powf(Eight::constant(exponent)),
                    values.map(|value| Number::powf(value, exponent)),
                );
            }
            same(lanes.sqrt(), values.map(Number::sqrt));
            same(lanes.ceil(), values.map(Number::ceil));
            if base > 0.0 {
                same(lanes.ln(), values.map(Number::ln));
            }
            let small = values.map(|value| -value.min(600.0));
            same(Eight::new(small).exp(), small.map(Number::exp));
        }
    }

    /// Within a few units of the last place of what the system's library gives.
    #[test]
    fn functions_are_exact_but_for_the_last_digits() {
        #[track_caller]
        fn near(value: f64, expected: f64, of: f64) {
            let fits = (value - expected).abs() <= 2e-15 * expected.abs().max(of);
            assert!(fits, "{value} instead of {expected}");
        }
        for base in bases().skip(1) {
            near(Number::ln(base), base.ln(), 0.0);
            near(Number::exp(-base.min(600.0)), (-base.min(600.0)).exp(), 0.0);
            for exponent in [-0.7, 0.25, 1.0, 1.3, 2.0] {
                // The logarithm's last digit counts as often as the power is long.
                let size = (exponent * base.ln()).abs().max(1.0);
                let expected = base.powf(exponent);
                near(Number::powf(base, exponent), expected, expected * size);
            }
        }
        assert_eq!(Number::powf(0.0, 0.0), 1.0);
        assert_eq!(Number::powf(0.0, 2.0), 0.0);
        assert_eq!(Number::exp(-1000.0), 0.0);
        assert_eq!(Number::exp(1000.0), f64::INFINITY);
        assert_eq!(Number::ln(0.0), f64::NEG_INFINITY);
        assert_eq!(Number::ln(f64::INFINITY), f64::INFINITY);
    }

    #[test]
    fn what_is_no_number_stays_none() {
        let none = Eight::constant(f64::NAN);
        let mixed = Eight::new([f64::NAN, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        for value in [none, mixed] {
            for result in [
                value.exp(),
                value.ln(),
                value.powf(Eight::constant(0.5)),
                value.max(Eight::zero()),
                value.min(Eight::zero()),
                Number::clamp(value, Eight::zero(), Eight::one()),
            ] {
                assert!(result.values()[0].is_nan(), "{value:?}: {result:?}");
            }
        }
        assert!(Number::max(f64::NAN, 0.0).is_nan() && Number::clamp(f64::NAN, 0.0, 1.0).is_nan());
    }

    #[test]
    fn masks_choose_lane_by_lane() {
        let a = Eight::new([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        let b = Eight::constant(3.0);
        let less = [0.0, 1.0, 2.0, 3.0, 3.0, 3.0, 3.0, 3.0];
        assert_eq!(Lanes::select(a.less(b), a, b).values(), less);
        assert_eq!(Number::min(a, b).values(), less);
        assert!(!a.is_zero() && (a - a).is_zero() && (-(a - a)).is_zero());
    }

    /// Functions and arithmetic over every magnitude, as bits.
    struct Bits;

    impl Work for Bits {
        type Output = Vec<[u64; WIDTH]>;

        fn run<I: Isa>(self) -> Self::Output {
            let of = |base: f64| {
                let value = Lanes::<I>::new(std::array::from_fn(|lane| base + 0.37 * lane as f64));
                let exponent = Lanes::new(std::array::from_fn(|lane| 0.3 * lane as f64 - 0.8));
                let grown = value.powf(exponent) + (-value).exp() * value.sqrt();
                (grown / (Lanes::one() + value)).max(value.ceil().ln())
            };
            bases().map(|b| of(b).values().map(f64::to_bits)).collect()
        }
    }

    #[test]
    fn wider_vectors_change_no_bit() {
        let plain = Bits.run::<Plain>();
        assert_eq!(on_best(Bits), plain);
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            assert_eq!(Bits.run::<super::x86::Four>(), plain);
        }
    }
}
