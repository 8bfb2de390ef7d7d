//! The number type of the engine's formulas.
//!
//! One text of a formula serves every use: [`f64`] projects, [`lanes::Lanes`] carries eight draws
//! at once, and [`traced::Traced`] remembers how it came about. What a *value* decides goes through
//! [`Number::select`]; what the scenario's structure decides (which units, which month) is ordinary
//! control flow. Formulas name their results with [`Number::named`], which costs nothing except
//! where names are kept.
//!
//! Powers, exponentials and logarithms are the program's own, for single numbers as for lanes:
//! those of a system's library differ in their last digits from machine to machine.

#![allow(
    clippy::inline_always,
    reason = "a formula that is not inlined is compiled for the plain processor"
)]

pub mod label;
pub mod lanes;
pub mod traced;

use std::ops::{Add, Div, Mul, Neg, Sub};

use lanes::functions;

pub use label::{Label, Subject};

/// Something to do over numbers, see [`Number::at_full_width`]; unlike a closure it can be marked
/// as always inlined.
pub trait Task {
    /// Does it.
    fn run(self);
}

/// A real number as the engine's formulas see it.
pub trait Number:
    Copy
    + std::fmt::Debug
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The outcome of a comparison, one truth value for each draw that the number carries.
    type Mask: Copy;
    /// A number by which many are divided.
    type Divisor: Copy + std::fmt::Debug;
    /// Whether every step of a computation is kept, so that none may be done ahead of its month.
    const KEEPS_STEPS: bool = false;

    /// A number that is the same in every draw.
    fn constant(value: f64) -> Self;
    /// `self` to the power of `exponent`; the base is not negative.
    #[must_use]
    fn powf(self, exponent: Self) -> Self;
    /// `self` to several powers; the base is not negative.
    #[inline(always)]
    #[must_use]
    fn powers<const COUNT: usize>(self, mut exponents: [Self; COUNT]) -> [Self; COUNT] {
        for exponent in &mut exponents {
            *exponent = self.powf(*exponent);
        }
        exponents
    }
    /// e to the power of `self`.
    #[must_use]
    fn exp(self) -> Self;
    /// Natural logarithm.
    #[must_use]
    fn ln(self) -> Self;
    /// Square root.
    #[must_use]
    fn sqrt(self) -> Self;
    /// The smaller of two; itself where it is no number.
    #[must_use]
    fn min(self, other: Self) -> Self;
    /// The larger of two; itself where it is no number.
    #[must_use]
    fn max(self, other: Self) -> Self;
    /// The next whole number not below `self`; a hair above a whole number counts as that number.
    #[must_use]
    fn ceil(self) -> Self;
    /// Whether `self < other`.
    fn less(self, other: Self) -> Self::Mask;
    /// Whether it is zero in every draw; decides only whether work can be left out.
    fn is_zero(self) -> bool;
    /// `when_true` where the mask holds, else `when_false`.
    #[must_use]
    fn select(mask: Self::Mask, when_true: Self, when_false: Self) -> Self;

    /// The same number, called by a name; only explanations keep it.
    #[inline]
    #[must_use]
    fn named(self, label: &'static Label) -> Self {
        self.named_of(label, Subject::Product)
    }
    /// The same number, called by a name that says what it is about; only explanations keep it.
    #[inline]
    #[must_use]
    fn named_of(self, label: &'static Label, subject: Subject) -> Self {
        let _ = (label, subject);
        self
    }

    /// The same number, made ready to divide many by it.
    fn divisor(self) -> Self::Divisor;
    /// The quotient; where a division is dear it may differ from `/` in the last place.
    #[must_use]
    fn over(self, divisor: Self::Divisor) -> Self;
    /// The quotient by a number that is the same in every draw.
    #[inline(always)]
    #[must_use]
    fn over_constant(self, divisor: f64) -> Self {
        self / Self::constant(divisor)
    }

    /// Does work over such numbers with all instructions that the processor has for them.
    #[inline(always)]
    fn at_full_width(task: impl Task) {
        task.run();
    }

    /// 0.
    #[inline(always)]
    #[must_use]
    fn zero() -> Self {
        Self::constant(0.0)
    }
    /// 1.
    #[inline(always)]
    #[must_use]
    fn one() -> Self {
        Self::constant(1.0)
    }
    /// Logarithm to base 2.
    #[inline(always)]
    #[must_use]
    fn log2(self) -> Self {
        self.ln() / Self::constant(std::f64::consts::LN_2)
    }
    /// `self`, kept within `low` and `high`.
    #[inline(always)]
    #[must_use]
    fn clamp(self, low: Self, high: Self) -> Self {
        self.max(low).min(high)
    }
    /// `self / divisor`, or `otherwise` where the divisor is not positive.
    #[inline(always)]
    #[must_use]
    fn over_or(self, divisor: Self, otherwise: Self) -> Self {
        let positive = Self::zero().less(divisor);
        let safe = Self::select(positive, divisor, Self::one());
        Self::select(positive, self / safe, otherwise)
    }
    /// Sum in the order given.
    #[inline(always)]
    fn sum(values: impl IntoIterator<Item = Self>) -> Self {
        // Not a fold: those of adapters are not inlined.
        let mut sum = Self::zero();
        for value in values {
            sum = sum + value;
        }
        sum
    }
}

/// A whole of which many parts are told as shares.
#[derive(Clone, Copy, Debug)]
pub struct Whole<N: Number> {
    positive: N::Mask,
    divisor: N::Divisor,
}

impl<N: Number> Whole<N> {
    /// A whole.
    #[inline(always)]
    pub fn new(whole: N) -> Self {
        let positive = N::zero().less(whole);
        Self {
            positive,
            divisor: N::select(positive, whole, N::one()).divisor(),
        }
    }

    /// `part / whole`, or `otherwise` where the whole is not positive; as [`Number::over_or`].
    #[inline(always)]
    #[must_use]
    pub fn share(&self, part: N, otherwise: N) -> N {
        N::select(self.positive, part.over(self.divisor), otherwise)
    }
}

/// How far above a whole number a value may lie and still count as it, so that rounding noise
/// never buys a replica.
const CEIL_TOLERANCE: f64 = 1e-9;

impl Number for f64 {
    type Mask = bool;
    type Divisor = Self;

    #[inline]
    fn divisor(self) -> Self {
        self
    }
    #[inline]
    fn over(self, divisor: Self) -> Self {
        self / divisor
    }

    #[inline]
    fn constant(value: f64) -> Self {
        value
    }
    #[inline]
    fn powf(self, exponent: Self) -> Self {
        functions::power_of(self, exponent)
    }
    #[inline]
    fn exp(self) -> Self {
        functions::exp_of(self)
    }
    #[inline]
    fn ln(self) -> Self {
        functions::ln_of(self)
    }
    #[inline]
    fn sqrt(self) -> Self {
        Self::sqrt(self)
    }
    // Not those of the system: what is no number stays none, and which zero is taken is settled.
    #[inline]
    fn min(self, other: Self) -> Self {
        if other < self { other } else { self }
    }
    #[inline]
    fn max(self, other: Self) -> Self {
        if other > self { other } else { self }
    }
    #[inline]
    fn ceil(self) -> Self {
        Self::ceil(self - CEIL_TOLERANCE)
    }
    #[inline]
    fn less(self, other: Self) -> bool {
        self < other
    }
    #[inline]
    fn is_zero(self) -> bool {
        self == 0.0
    }
    #[inline]
    fn select(mask: bool, when_true: Self, when_false: Self) -> Self {
        if mask { when_true } else { when_false }
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, Whole};

    #[test]
    fn rounding_noise_buys_nothing() {
        assert_eq!(Number::ceil(3.0 + 1e-12), 3.0);
        assert_eq!(Number::ceil(3.01), 4.0);
        assert_eq!(Number::ceil(0.0), 0.0);
    }

    #[test]
    fn shares_of_a_whole_are_quotients() {
        let whole = Whole::new(4.0);
        assert_eq!(whole.share(1.0, 7.0), Number::over_or(1.0, 4.0, 7.0));
        assert_eq!(Whole::new(0.0).share(1.0, 7.0), 7.0);
        assert_eq!(Whole::new(-1.0).share(1.0, 7.0), 7.0);
        assert_eq!(Number::over_constant(3.0, 4.0), 0.75);
    }

    #[test]
    fn division_by_nothing_gives_the_alternative() {
        assert_eq!(Number::over_or(5.0, 0.0, 7.0), 7.0);
        assert_eq!(Number::over_or(5.0, 2.0, 7.0), 2.5);
    }
}
