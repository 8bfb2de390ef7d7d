//! Exponential, logarithm and power of eight numbers, without branches, so that a compiler turns
//! each step into vector instructions.
//!
//! Method: reduction to a short interval by powers of two, then the series, its even and odd terms
//! side by side, each step of a series fused so that it is rounded once; relative error below
//! 1e-14 for `exp`, 1e-15 for `ln`. Fused steps round alike on every processor, with or without an
//! instruction for them. Source: Muller, Elementary Functions, 3rd ed. 2016, chapter 11.

use super::Draws;

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
pub(super) fn exp(mut powers: Draws) -> Draws {
    for value in &mut powers {
        *value = exp_of(*value);
    }
    powers
}

/// Natural logarithm of each; of nothing, minus infinity.
#[inline(always)]
pub(super) fn ln(mut values: Draws) -> Draws {
    for value in &mut values {
        *value = ln_of(*value);
    }
    values
}

/// Powers of numbers by their logarithms; 0^0 is 1.
#[inline(always)]
pub(super) fn power(mut logs: Draws, exponents: Draws) -> Draws {
    for (value, exponent) in logs.iter_mut().zip(exponents) {
        let power = exp_of(exponent * *value);
        *value = if exponent == 0.0 { 1.0 } else { power };
    }
    logs
}

/// A sum of terms times the powers of `x`, from the constant up.
#[inline(always)]
fn series<const N: usize>(x: f64, terms: [f64; N]) -> f64 {
    let mut sum = terms[N - 1];
    for term in terms[..N - 1].iter().rev() {
        sum = sum.mul_add(x, *term);
    }
    sum
}

#[inline(always)]
fn exp_of(power: f64) -> f64 {
    let kept = if power > LEAST_POWER {
        power
    } else {
        LEAST_POWER
    };
    let kept = if kept < MOST_POWER { kept } else { MOST_POWER };
    let shifted = kept * std::f64::consts::LOG2_E + WHOLE;
    let twos = shifted - WHOLE;
    let x = kept - twos * LN2_HIGH - twos * LN2_LOW;
    // Σ x^n / n!, |x| ≤ ½ ln 2.
    let z = x * x;
    let even = series(
        z,
        [
            1.0,
            1.0 / 2.0,
            1.0 / 24.0,
            1.0 / 720.0,
            1.0 / 40_320.0,
            1.0 / 3_628_800.0,
        ],
    );
    let odd = series(
        z,
        [
            1.0,
            1.0 / 6.0,
            1.0 / 120.0,
            1.0 / 5_040.0,
            1.0 / 362_880.0,
            1.0 / 39_916_800.0,
        ],
    );
    let sum = x.mul_add(odd, even);
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

#[inline(always)]
fn ln_of(value: f64) -> f64 {
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
    let rest = z * z.mul_add(odd, even);
    let log = e * LN2_HIGH + (2.0 * s + (2.0 * s * rest + e * LN2_LOW));
    if value < f64::MIN_POSITIVE {
        f64::NEG_INFINITY
    } else {
        log
    }
}
