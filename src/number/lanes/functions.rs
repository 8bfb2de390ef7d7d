//! Exponential, logarithm and power, of one number and of eight without branches, so that a
//! compiler turns each step into vector instructions.
//!
//! Method: reduction to a short interval by powers of two, then the series, its terms joined in
//! pairs so that few steps wait for each other; relative error below 1e-15. Sums, products and
//! quotients alone, none of them fused: every processor, system and library rounds them alike, so
//! the same input gives the same bytes everywhere. Source: Muller, Elementary Functions, 3rd ed.
//! 2016, chapters 5 and 11.

use super::LaneValues;

/// ln 2 in two parts, the first short enough that its multiples are exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// 1.5 · 2^52: adding it leaves a whole number in the lowest bits.
const WHOLE: f64 = 6_755_399_441_055_744.0;
/// 2^52, and its bits.
const EXPONENT_ONE: f64 = 4_503_599_627_370_496.0;
const EXPONENT_ONE_BITS: u64 = 0x4330_0000_0000_0000;
/// Exponent of 1 as it is stored.
const BIAS: u64 = 1023;
/// Bits after the point.
const MANTISSA: u32 = 52;
/// Below the first, `exp` counts as nothing; above the second, as beyond all numbers.
const LEAST_POWER: f64 = -708.0;
const MOST_POWER: f64 = 709.78;

/// e to the power of each.
#[inline(always)]
pub(super) fn exp(mut powers: LaneValues) -> LaneValues {
    for value in &mut powers {
        *value = exp_of(*value);
    }
    powers
}

/// Natural logarithm of each; of nothing, minus infinity.
#[inline(always)]
pub(super) fn ln(mut values: LaneValues) -> LaneValues {
    for value in &mut values {
        *value = ln_of(*value);
    }
    values
}

/// Powers of numbers by their logarithms; 0^0 is 1.
#[inline(always)]
pub(super) fn power(mut logs: LaneValues, exponents: LaneValues) -> LaneValues {
    for (value, exponent) in logs.iter_mut().zip(exponents) {
        *value = power_by_log(*value, exponent);
    }
    logs
}

/// Power of a number that is not negative; 0^0 is 1.
#[inline]
pub(in crate::number) fn power_of(base: f64, exponent: f64) -> f64 {
    power_by_log(ln_of(base), exponent)
}

#[inline(always)]
fn power_by_log(log: f64, exponent: f64) -> f64 {
    let power = exp_of(exponent * log);
    if exponent == 0.0 { 1.0 } else { power }
}

/// A sum of up to eight terms times the powers of `x`, from the constant up.
#[inline(always)]
fn series<const N: usize>(x: f64, terms: [f64; N]) -> f64 {
    let square = x * x;
    let one = |n: usize| if n < N { terms[n] } else { 0.0 };
    let two = |n: usize| {
        if n + 1 < N {
            one(n) + x * one(n + 1)
        } else {
            one(n)
        }
    };
    let four = |n: usize| {
        if n + 2 < N {
            two(n) + square * two(n + 2)
        } else {
            two(n)
        }
    };
    if N > 4 {
        four(0) + square * square * four(4)
    } else {
        four(0)
    }
}

/// e to the power of a number; what is no number stays none.
#[inline(always)]
pub(in crate::number) fn exp_of(power: f64) -> f64 {
    let kept = if power < LEAST_POWER {
        LEAST_POWER
    } else {
        power
    };
    let kept = if kept > MOST_POWER { MOST_POWER } else { kept };
    let shifted = kept * std::f64::consts::LOG2_E + WHOLE;
    let twos = shifted - WHOLE;
    let x = kept - twos * LN2_HIGH - twos * LN2_LOW;
    // 1 + x + Σ x^n / n!, |x| ≤ ½ ln 2.
    let z = x * x;
    let even = series(
        z,
        [
            1.0 / 2.0,
            1.0 / 24.0,
            1.0 / 720.0,
            1.0 / 40_320.0,
            1.0 / 3_628_800.0,
            1.0 / 479_001_600.0,
        ],
    );
    let odd = series(
        z,
        [
            1.0 / 6.0,
            1.0 / 120.0,
            1.0 / 5_040.0,
            1.0 / 362_880.0,
            1.0 / 39_916_800.0,
        ],
    );
    let sum = 1.0 + (x + z * (even + x * odd));
    // 2^n in two steps, as 2^1024 is no number; the bits of `shifted` end in n.
    let n = shifted.to_bits().wrapping_sub(WHOLE.to_bits());
    let scale = f64::from_bits(n.wrapping_add(BIAS - 1) << MANTISSA);
    let value = sum * scale * 2.0;
    let value = if power < LEAST_POWER { 0.0 } else { value };
    if power > MOST_POWER {
        f64::INFINITY
    } else {
        value
    }
}

/// Natural logarithm; of nothing, minus infinity; what is no number stays none.
#[inline(always)]
pub(in crate::number) fn ln_of(value: f64) -> f64 {
    let bits = value.to_bits();
    // The exponent as a number, and the mantissa between √½ and √2.
    let stored = f64::from_bits((bits >> MANTISSA) | EXPONENT_ONE_BITS) - EXPONENT_ONE;
    let mantissa = f64::from_bits((bits & ((1 << MANTISSA) - 1)) | (BIAS << MANTISSA));
    let large = mantissa > std::f64::consts::SQRT_2;
    let m = if large { mantissa * 0.5 } else { mantissa };
    let e = stored - BIAS as f64 + if large { 1.0 } else { 0.0 };
    // ln m = 2 artanh s, s = (m − 1)/(m + 1), |s| ≤ 0.172.
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = series(w, [1.0 / 3.0, 1.0 / 7.0, 1.0 / 11.0, 1.0 / 15.0]);
    let odd = series(w, [1.0 / 5.0, 1.0 / 9.0, 1.0 / 13.0, 1.0 / 17.0]);
    let rest = z * (even + z * odd);
    let log = e * LN2_HIGH + (2.0 * s + (2.0 * s * rest + e * LN2_LOW));
    // Beyond all numbers and no number at all stay what they are.
    let log = if value < f64::INFINITY { log } else { value };
    if value < f64::MIN_POSITIVE {
        f64::NEG_INFINITY
    } else {
        log
    }
}
