//! The distribution behind `(low, likely, high)`: a three-term metalog.
//!
//! Low, likely and high are the 10th, 50th and 90th percentile. The quantile function is closed
//! (Keelin, The Metalog Distributions, Decision Analysis 13(4), 2016); positive quantities use it
//! on their logarithm and shares on their logit, so that no draw leaves what is possible.

use thiserror::Error;

use crate::number::Number;
use crate::units;

/// ln(0.9 / 0.1): the logit of the upper percentile.
const LOGIT_HIGH: f64 = 2.197_224_577_336_219_6;
/// Share of the way from low to high at which likely must at least stand, and at most short of the
/// end, for a density to exist: ½ (1 − 1.66711 · (½ − 0.1)).
const LEAST_SHARE: f64 = 0.166_578;
/// Lower bounds that say something about a quantity: it is positive, or a rate that loses all.
const LEAST_BOUND: f64 = -1.0;
/// Most that a price is, against the high end of its range: an H100-hour whose high end is 4.50 never
/// costs above 15. What is dearer is not bought. A judgement; it keeps a price with wide ends from
/// being all of a variance.
const DEAREST_OVER_HIGH: f64 = 10.0 / 3.0;
/// Parts of the unit interval nearer to its ends than this are not drawn.
const EDGE: f64 = 1e-9;

/// What values a quantity can have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Smallest possible value.
    pub low: f64,
    /// Largest possible value.
    pub high: f64,
}

impl Bounds {
    /// Any number.
    pub const NONE: Self = Self {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };
    /// From nothing up.
    pub const POSITIVE: Self = Self {
        low: 0.0,
        high: f64::INFINITY,
    };
    /// Between nothing and all.
    pub const SHARE: Self = Self {
        low: 0.0,
        high: 1.0,
    };
}

/// The scale on which the three terms are fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scale {
    /// The value itself, cut off at the bounds.
    Plain,
    /// Its logarithm above the lower bound.
    Log,
    /// Its logit between both bounds.
    Logit,
}

/// Why three numbers are no distribution.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum Infeasible {
    /// They do not rise.
    #[error("low, likely and high must rise")]
    Order,
    /// Likely is so near to an end that no smooth density has these percentiles.
    #[error(
        "likely stands too near to {}; between {} and {} it works",
        if *.too_low { "low" } else { "high" },
        rounded(*.least, *.most - *.least, f64::ceil),
        rounded(*.most, *.most - *.least, f64::floor)
    )]
    Lopsided {
        /// Whether it is too near to low rather than to high.
        too_low: bool,
        /// Smallest likely value that works with this low and high.
        least: f64,
        /// Largest one.
        most: f64,
    },
}

/// A number as exact as a width needs it, rounded one way.
fn rounded(value: f64, width: f64, towards: fn(f64) -> f64) -> String {
    if !(width > 0.0 && width.is_finite()) {
        return value.to_string();
    }
    let exponent = units::magnitude(width / 20.0);
    let step = units::power_of_ten(exponent);
    let digits = (-exponent).clamp(0, 12) as usize;
    let text = format!("{:.digits$}", towards(value / step) * step);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A distribution with given 10th, 50th and 90th percentile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metalog {
    scale: Scale,
    bounds: Bounds,
    terms: [f64; 3],
}

impl Metalog {
    /// The distribution of these percentiles on the scale that its bounds suggest.
    ///
    /// A triple that touches a bound is fitted on the value itself and cut off there.
    ///
    /// # Errors
    /// When the three do not rise, or likely is too near to an end.
    ///
    /// ```
    /// use splitpoint::metalog::{Bounds, Metalog};
    /// # fn main() -> Result<(), splitpoint::metalog::Infeasible> {
    /// let users = Metalog::new(3e3, 5e3, 9e3, Bounds::POSITIVE)?;
    /// assert!((users.quantile(0.9) - 9e3).abs() < 1e-6);
    /// # Ok(())
    /// # }
    /// ```
    pub fn new(low: f64, likely: f64, high: f64, bounds: Bounds) -> Result<Self, Infeasible> {
        if !(low <= likely && likely <= high && low.is_finite() && high.is_finite()) {
            return Err(Infeasible::Order);
        }
        let scale = Scale::of(low, high, bounds);
        let [a, m, b] = [low, likely, high].map(|value| scale.to(value, bounds));
        let width = b - a;
        if width <= 0.0 {
            return Ok(Self {
                scale,
                bounds,
                terms: [m, 0.0, 0.0],
            });
        }
        let share = (m - a) / width;
        if !(LEAST_SHARE..=1.0 - LEAST_SHARE).contains(&share) {
            let at = |share: f64| scale.from(a + share * width, bounds);
            return Err(Infeasible::Lopsided {
                too_low: share < LEAST_SHARE,
                least: at(LEAST_SHARE),
                most: at(1.0 - LEAST_SHARE),
            });
        }
        Ok(Self::fitted(scale, bounds, [a, m, b]))
    }

    /// As [`Self::new`]; where likely is too near to an end, that end moves away from it as far as
    /// a density needs. For ranges that somebody else has published.
    pub fn nearest(low: f64, likely: f64, high: f64, bounds: Bounds) -> Self {
        let scale = Scale::of(low, high, bounds);
        let [mut a, m, mut b] = [low, likely, high].map(|value| scale.to(value, bounds));
        let ratio = LEAST_SHARE / (1.0 - LEAST_SHARE);
        a = a.min(m - ratio * (b - m));
        b = b.max(m + ratio * (m - a));
        Self::fitted(scale, bounds, [a, m, b])
    }

    /// The same for a price whose range ends at `high`: nothing dearer is bought.
    #[must_use]
    pub fn of_price(mut self, high: f64) -> Self {
        // A logit reads its upper bound; shares are no prices.
        if self.scale != Scale::Logit && high > 0.0 {
            self.bounds.high = self.bounds.high.min(DEAREST_OVER_HIGH * high);
        }
        self
    }

    fn fitted(scale: Scale, bounds: Bounds, [a, m, b]: [f64; 3]) -> Self {
        Self {
            scale,
            bounds,
            terms: [
                m,
                (b - a) / (2.0 * LOGIT_HIGH),
                (a + b - 2.0 * m) / (0.8 * LOGIT_HIGH),
            ],
        }
    }

    /// The likely value in the middle of two ends, on the scale on which they are fitted; it always
    /// works.
    pub fn middle(low: f64, high: f64, bounds: Bounds) -> f64 {
        let scale = Scale::of(low, high, bounds);
        let [a, b] = [low, high].map(|value| scale.to(value, bounds));
        scale.from(f64::midpoint(a, b), bounds).clamp(low, high)
    }

    /// Three numbers that work with this likely value: the given ends within the bounds, the far one
    /// pulled in as far as a density needs. Nothing where likely stands on an end of what can be.
    pub fn fitting(low: f64, likely: f64, high: f64, bounds: Bounds) -> Option<[f64; 3]> {
        const PULLED: f64 = 0.9;
        const STEPS: usize = 400;
        let (mut low, mut high) = (low.max(bounds.low), high.min(bounds.high));
        if !(low < likely && likely < high) {
            return None;
        }
        for _ in 0..STEPS {
            match Self::new(low, likely, high, bounds) {
                Ok(_) => return Some([low, likely, high]),
                Err(Infeasible::Lopsided { too_low: true, .. }) => {
                    high = likely + PULLED * (high - likely);
                }
                Err(Infeasible::Lopsided { .. }) => low = likely - PULLED * (likely - low),
                Err(Infeasible::Order) => return None,
            }
        }
        None
    }

    /// The value that is not exceeded with this probability (between 0 and 1).
    pub fn quantile(&self, probability: f64) -> f64 {
        let y = probability.clamp(EDGE, 1.0 - EDGE);
        let logit = Number::ln(y / (1.0 - y));
        let [a, b, c] = self.terms;
        let value = self
            .scale
            .from(a + b * logit + c * (y - 0.5) * logit, self.bounds);
        value.clamp(self.bounds.low, self.bounds.high)
    }

    /// How likely values near this percentile are, on the value's own scale; for a picture.
    pub fn density_at(&self, probability: f64) -> f64 {
        let y = probability.clamp(EDGE, 1.0 - EDGE);
        let step = 1e-4_f64.min(y * 0.5).min((1.0 - y) * 0.5);
        let rise = self.quantile(y + step) - self.quantile(y - step);
        if rise > 0.0 { 2.0 * step / rise } else { 0.0 }
    }
}

impl Scale {
    fn of(low: f64, high: f64, bounds: Bounds) -> Self {
        // Bounds far below what is meant only keep out what no computer should see.
        if bounds.low >= LEAST_BOUND && low > bounds.low {
            if bounds.high <= 1.0 && high < bounds.high {
                return Self::Logit;
            }
            if bounds.high > 1.0 {
                return Self::Log;
            }
        }
        Self::Plain
    }

    fn to(self, value: f64, bounds: Bounds) -> f64 {
        match self {
            Self::Plain => value,
            Self::Log => Number::ln(value - bounds.low),
            Self::Logit => Number::ln((value - bounds.low) / (bounds.high - value)),
        }
    }

    fn from(self, value: f64, bounds: Bounds) -> f64 {
        match self {
            Self::Plain => value,
            Self::Log => bounds.low + Number::exp(value),
            Self::Logit => bounds.low + (bounds.high - bounds.low) / (1.0 + Number::exp(-value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Infeasible, Metalog};

    #[track_caller]
    fn close(value: f64, expected: f64) {
        assert!(
            (value - expected).abs() < 1e-9 * expected.abs().max(1.0),
            "{value} instead of {expected}"
        );
    }

    #[test]
    fn percentiles_are_met_on_every_scale() {
        for (triple, bounds) in [
            ([-0.02, 0.01, 0.05], Bounds::NONE),
            ([3.0, 5.0, 9.0], Bounds::POSITIVE),
            ([0.05, 0.2, 0.6], Bounds::SHARE),
            ([0.0, 0.2, 0.6], Bounds::SHARE),
        ] {
            let [low, likely, high] = triple;
            let curve = Metalog::new(low, likely, high, bounds).unwrap();
            close(curve.quantile(0.1), low);
            close(curve.quantile(0.5), likely);
            close(curve.quantile(0.9), high);
            let mut last = f64::NEG_INFINITY;
            for step in 0..=1000 {
                let value = curve.quantile(f64::from(step) / 1000.0);
                assert!(value >= last, "{triple:?} falls at {step}");
                assert!(bounds.low <= value && value <= bounds.high);
                last = value;
            }
        }
    }

    #[test]
    fn quantiles_worked_by_hand() {
        // (10, 20, 40) without bounds: a1 = 20, a2 = 30/(2·2.19722) = 6.82679, a3 = 10/(0.8·2.19722)
        // = 5.68899; at 0.75 the logit is 1.09861: 20 + 7.5 + 0.25·1.09861·5.68899 = 29.0625.
        let curve = Metalog::new(10.0, 20.0, 40.0, Bounds::NONE).unwrap();
        close(curve.quantile(0.75), 29.0625);
        // Positive (1, 2, 4): ln 2 + ln 4/(2·2.19722) · 1.09861 = ln 2 · 1.5: 2^1.5 at 0.75.
        let curve = Metalog::new(1.0, 2.0, 4.0, Bounds::POSITIVE).unwrap();
        close(curve.quantile(0.75), 2.0_f64.powf(1.5));
        // Shares (0.1, 0.5, 0.9): the logits are −2.19722, 0, 2.19722, so the value is the chance.
        let curve = Metalog::new(0.1, 0.5, 0.9, Bounds::SHARE).unwrap();
        close(curve.quantile(0.3), 0.3);
    }

    #[test]
    fn a_price_has_a_dearest() {
        // ln 2, ln 2.95, ln 4.5 at the logits −2.19722, 0, 2.19722; at 1 − 1e-6 the logit is 13.8155:
        // exp(1.08181 + 0.184538·13.8155 + 0.019163·0.5·13.8155) = 43, and 15 is paid.
        let curve = Metalog::nearest(2.0, 2.95, 4.5, Bounds::POSITIVE);
        assert!(curve.quantile(1.0 - 1e-6) > 43.0);
        let curve = curve.of_price(4.5);
        close(curve.quantile(0.5), 2.95);
        close(curve.quantile(0.9), 4.5);
        close(curve.quantile(1.0 - 1e-6), 15.0);
        // Below a dollar it is the same curve as above.
        let cents = Metalog::nearest(0.02, 0.0295, 0.045, Bounds::POSITIVE).of_price(0.045);
        close(cents.quantile(0.97) * 100.0, curve.quantile(0.97));
        close(cents.quantile(1.0 - 1e-6), 0.15);
    }

    #[test]
    fn lopsided_triples_say_what_would_work() {
        let wrong = Metalog::new(3.0, 3.05, 9.0, Bounds::NONE).unwrap_err();
        assert!(matches!(wrong, Infeasible::Lopsided { too_low: true, .. }));
        assert_eq!(
            wrong.to_string(),
            "likely stands too near to low; between 4 and 8 it works"
        );
        assert_eq!(
            Metalog::new(3.0, 2.0, 9.0, Bounds::NONE),
            Err(Infeasible::Order)
        );
        // The limits themselves work.
        if let Infeasible::Lopsided { least, most, .. } = wrong {
            assert!(Metalog::new(3.0, least * (1.0 + 1e-12), 9.0, Bounds::NONE).is_ok());
            assert!(Metalog::new(3.0, most * (1.0 - 1e-12), 9.0, Bounds::NONE).is_ok());
        }
    }

    #[test]
    fn there_is_a_range_for_every_likely_value_between_the_bounds() {
        let level = Bounds {
            low: 0.0,
            high: 4.0,
        };
        let wide = Bounds {
            low: -1e18,
            high: 1e18,
        };
        for bounds in [Bounds::SHARE, Bounds::POSITIVE, level, wide] {
            for likely in [0.001, 0.02, 0.5, 0.9, 0.98, 0.999] {
                let [low, kept, high] =
                    Metalog::fitting(likely * 0.8, likely, likely * 1.2, bounds).unwrap();
                assert_eq!(kept, likely);
                assert!(Metalog::new(low, kept, high, bounds).is_ok());
                let middle = Metalog::middle(low, high, bounds);
                assert!(Metalog::new(low, middle, high, bounds).is_ok());
            }
        }
        assert_eq!(Metalog::fitting(3.2, 4.0, 4.8, level), None);
        assert_eq!(Metalog::fitting(-1.0, 0.0, 1.0, Bounds::POSITIVE), None);
        let close = Metalog::middle(0.99, 0.9999, Bounds::SHARE);
        assert!(Metalog::new(0.99, close, 0.9999, Bounds::SHARE).is_ok());
        // What is said to work does: 3.2 · 1.25^0.166578 = 3.3212 and 3.2 · 1.25^0.833422 = 3.8540.
        let wrong = Metalog::new(3.2, 3.21, 4.0, level).unwrap_err().to_string();
        assert!(wrong.ends_with("between 3.33 and 3.85 it works"), "{wrong}");
        for said in [3.33, 3.85] {
            assert!(Metalog::new(3.2, said, 4.0, level).is_ok());
        }
        // A lower bound of a million million is no scale.
        assert!(Metalog::new(3.0, 3.01, 9.0, wide).is_err());
    }

    #[test]
    fn a_point_is_always_the_same() {
        let curve = Metalog::new(4.0, 4.0, 4.0, Bounds::POSITIVE).unwrap();
        for chance in [0.0, 0.2, 1.0] {
            close(curve.quantile(chance), 4.0);
        }
        assert_eq!(curve.density_at(0.5), 0.0);
    }

    #[test]
    fn published_ranges_keep_their_median() {
        // (3, 3, 9): low moves down to 3 − 0.2·6.
        let curve = Metalog::nearest(3.0, 3.0, 9.0, Bounds::NONE);
        close(curve.quantile(0.5), 3.0);
        close(curve.quantile(0.9), 9.0);
        assert!((curve.quantile(0.1) - 1.8).abs() < 1e-3);
        let same = Metalog::nearest(3.0, 5.0, 9.0, Bounds::NONE);
        assert_eq!(same, Metalog::new(3.0, 5.0, 9.0, Bounds::NONE).unwrap());
    }

    #[test]
    fn density_is_that_of_the_logistic_where_it_is_one() {
        // (−2.19722, 0, 2.19722) is the standard logistic: density y(1 − y).
        let curve = Metalog::new(-super::LOGIT_HIGH, 0.0, super::LOGIT_HIGH, Bounds::NONE).unwrap();
        for y in [0.1, 0.5, 0.8] {
            assert!((curve.density_at(y) - y * (1.0 - y)).abs() < 1e-6);
        }
    }
}
