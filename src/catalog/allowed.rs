//! What a number of the catalogue can be at all, whoever states it.
//!
//! A range says what is usual, this says what makes sense: no share above one, no utilisation of
//! nothing, no price that falls by more than all of it. The unit decides; a row of the files may say
//! `allowed` where its number can be less than its unit, as what others are divided by cannot be 0.

use super::Entry;

/// Least and most by unit.
const BY_UNIT: &[(&str, f64, f64)] = &[
    ("share", 0.0, 1.0),
    ("share/level", 0.0, 10.0),
    ("share/doubling", 0.0, 10.0),
    ("share/month", 0.0, 10.0),
    // Nothing can lose more than all of it in a year.
    ("share/year", -0.95, 5.0),
    ("factor", 0.0, 1_000.0),
    ("exponent", 0.0, 2.0),
    ("count", 0.0, 1e6),
    ("people", 0.0, 1e5),
    ("level", 0.0, 4.0),
    ("level/month", 0.0, 4.0),
    ("PM", 0.0, 1e4),
    ("PM/PM", 0.0, 100.0),
    ("PM/level", 0.0, 100.0),
    ("per churn", 0.0, 100.0),
    ("1/year", 0.0, 100.0),
    ("1/month", 0.0, 1e5),
    ("1/unit-month", 0.0, 1_000.0),
    ("1/GPU-month", 0.0, 100.0),
    ("1/host-month", 0.0, 100.0),
    ("months", 0.0, 120.0),
    ("h", 0.0, 1e4),
    ("h/month", 0.0, 1e4),
    ("h/PM", 1.0, 744.0),
    ("minutes", 0.0, 1e5),
    ("minutes/PM", 0.0, 1_000.0),
    ("s", 0.0, 100.0),
    ("ms", 0.0, 1e5),
    ("ms/MiB", 0.0, 1e5),
    ("vCPU", 0.0, 1e4),
    ("MiB", 0.0, 1e6),
    ("GiB", 1.0, 1e4),
    ("GiB/vCPU", 0.0, 1e4),
    ("GiB/minute", 0.0, 1e6),
    ("GB/s", 0.1, 1e6),
    ("TFLOP/s", 0.1, 1e6),
    ("FLOP/s", 1e11, 1e18),
    ("W", 0.0, 1e5),
    ("bytes", 0.0, 1e13),
    ("bytes/s", 1e6, 1e13),
    ("bytes/token", 0.0, 1e9),
    ("billions", 0.001, 1e5),
    ("tokens", 0.0, 1e8),
    ("USD", 0.0, 1e8),
    ("USD/h", 0.0, 1e4),
    ("USD/GPU-h", 0.0, 1e4),
    ("USD/GiB-h", 0.0, 1e4),
    ("USD/GiB", 0.0, 1e4),
    ("USD/GiB-month", 0.0, 1e4),
    ("USD/minute", 0.0, 1e4),
    ("USD/million", 0.0, 1e5),
    ("USD/million tokens", 0.0, 1e5),
    ("USD/level", 0.0, 1e8),
    ("USD/month", 0.0, 1e8),
    ("USD/year", 0.0, 1e8),
];

/// What a number in a unit can be: anything finite where the unit is not known.
pub(super) fn by_unit(unit: &str) -> (f64, f64) {
    BY_UNIT
        .iter()
        .find(|(known, ..)| *known == unit)
        .map_or((f64::MIN, f64::MAX), |(_, least, most)| (*least, *most))
}

/// How much beyond its range a value is still somebody's case rather than a slip.
const FAR: f64 = 10.0;

impl Entry {
    /// Values around its range that need no second look: ten times as far as it reaches.
    ///
    /// Of a number that is never below nothing a tenth of low to ten times high, else ten times as
    /// far from the likely value as its ends.
    pub fn usual(&self) -> (f64, f64) {
        let (least, most) = self.allowed;
        let (low, high) = if self.low < 0.0 {
            (
                self.likely - FAR * (self.likely - self.low),
                self.likely + FAR * (self.high - self.likely),
            )
        } else if self.high > 0.0 {
            (self.low / FAR, self.high * FAR)
        } else {
            (0.0, most)
        };
        (low.max(least), high.min(most))
    }
}
