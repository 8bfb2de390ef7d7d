//! The engine's number type with a second instance: two draws at once.
//!
//! A projection of pairs must give what two projections of single numbers give, through every step:
//! compiling, today's baseline, the stages, the months.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use std::ops::{Add, Div, Mul, Neg, Sub};

use splitpoint::catalog::{Catalog, UnknownEntry};
use splitpoint::engine::baseline::Baseline;
use splitpoint::engine::compile::{catalog_of, compile};
use splitpoint::engine::constants::ConstantSource;
use splitpoint::engine::inputs::{Inputs, Leaves};
use splitpoint::engine::month::MonthValues;
use splitpoint::engine::partition::Partition;
use splitpoint::number::Number;
use splitpoint::presets;
use splitpoint::scenario::schema::Launch;
use splitpoint::scenario::{Quantity, Scenario};

use crate::random_scenario::{Fixed, compiled, fixed, months_against, near, sizes, stages};

/// Two draws.
#[derive(Clone, Copy, Debug)]
struct Twin([f64; 2]);

impl Twin {
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        Self(self.0.map(f))
    }
    fn with(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        Self([f(self.0[0], other.0[0]), f(self.0[1], other.0[1])])
    }
}

impl Add for Twin {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.with(other, Add::add)
    }
}
impl Sub for Twin {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.with(other, Sub::sub)
    }
}
impl Mul for Twin {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.with(other, Mul::mul)
    }
}
impl Div for Twin {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        self.with(other, Div::div)
    }
}
impl Neg for Twin {
    type Output = Self;
    fn neg(self) -> Self {
        self.map(Neg::neg)
    }
}

impl Number for Twin {
    type Divisor = Self;

    fn divisor(self) -> Self {
        self
    }
    fn over(self, divisor: Self) -> Self {
        self / divisor
    }
    type Mask = [bool; 2];

    fn constant(value: f64) -> Self {
        Self([value; 2])
    }
    fn powf(self, exponent: Self) -> Self {
        self.with(exponent, Number::powf)
    }
    fn exp(self) -> Self {
        self.map(Number::exp)
    }
    fn ln(self) -> Self {
        self.map(Number::ln)
    }
    fn sqrt(self) -> Self {
        self.map(Number::sqrt)
    }
    fn min(self, other: Self) -> Self {
        self.with(other, Number::min)
    }
    fn max(self, other: Self) -> Self {
        self.with(other, Number::max)
    }
    fn ceil(self) -> Self {
        self.map(Number::ceil)
    }
    fn less(self, other: Self) -> [bool; 2] {
        [self.0[0] < other.0[0], self.0[1] < other.0[1]]
    }
    fn is_zero(self) -> bool {
        self.0 == [0.0; 2]
    }
    fn select(mask: [bool; 2], when_true: Self, when_false: Self) -> Self {
        Self(std::array::from_fn(|i| {
            if mask[i] {
                when_true.0[i]
            } else {
                when_false.0[i]
            }
        }))
    }
}

/// One of two draws: for each number a place between its low and its high end that depends on its
/// name alone.
struct Draw<'a> {
    catalog: &'a Catalog,
    seed: u64,
}

impl Draw<'_> {
    fn pick(&self, name: &str, low: f64, high: f64) -> f64 {
        // FNV-1a.
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325 ^ self.seed, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        low + (high - low) * ((hash >> 40) as f64 / f64::from(1 << 24))
    }
}

impl ConstantSource<f64> for Draw<'_> {
    type Error = UnknownEntry;
    fn constant(&mut self, id: &str) -> Result<f64, UnknownEntry> {
        let entry = self.catalog.entry(id)?;
        Ok(self.pick(id, entry.low, entry.high))
    }
}

impl Leaves<f64> for Draw<'_> {
    fn stated(&mut self, path: std::fmt::Arguments<'_>, quantity: Quantity) -> f64 {
        self.pick(&path.to_string(), quantity.low, quantity.high)
    }
}

/// Both draws.
struct Both<'a>([Draw<'a>; 2]);

impl ConstantSource<Twin> for Both<'_> {
    type Error = UnknownEntry;
    fn constant(&mut self, id: &str) -> Result<Twin, UnknownEntry> {
        let [a, b] = &mut self.0;
        Ok(Twin([a.constant(id)?, b.constant(id)?]))
    }
}

impl Leaves<Twin> for Both<'_> {
    fn stated(&mut self, path: std::fmt::Arguments<'_>, quantity: Quantity) -> Twin {
        let [a, b] = &mut self.0;
        Twin([a.stated(path, quantity), b.stated(path, quantity)])
    }
}

fn run<N: Number>(
    inputs: &Inputs<N>,
    hardware: &[Fixed],
    sizes: &[f64],
) -> Vec<Vec<(&'static str, N)>> {
    let baseline = Baseline::new(inputs, hardware[0].hardware.clone());
    months_against(inputs, &baseline, hardware, sizes, None)
        .iter()
        .map(MonthValues::all)
        .collect()
}

fn check(name: &str, scenario: &Scenario, list: &[(usize, &Partition, f64)]) {
    let likely = compiled(scenario);
    let hardware = fixed(&likely, stages(list)).unwrap();
    let sizes = sizes(&likely);
    let catalog = catalog_of(scenario, Catalog::builtin().unwrap()).unwrap();
    let draw = |seed| Draw {
        catalog: &catalog,
        seed,
    };
    let twin: Inputs<Twin> = compile(scenario, &catalog, &mut Both([draw(1), draw(2)])).unwrap();
    let twins = run(&twin, &hardware, &sizes);
    let singles = [1, 2].map(|seed| {
        let inputs: Inputs<f64> = compile(scenario, &catalog, &mut draw(seed)).unwrap();
        run(&inputs, &hardware, &sizes)
    });
    let mut apart = 0;
    for (t, twin) in twins.iter().enumerate() {
        for (v, (value, pair)) in twin.iter().enumerate() {
            for (draw, single) in singles.iter().enumerate() {
                let single = single[t][v].1;
                assert!(
                    near(pair.0[draw], single, 1e-12),
                    "{name}, {value} in month {t}, draw {draw}: {} against {single}",
                    pair.0[draw],
                );
            }
            apart += usize::from(pair.0[0] != pair.0[1]);
        }
    }
    // The draws really differ, in most values of most months; a large product that ten people never
    // get to launch has only people and money.
    assert!(apart > twins.len() * 12, "{name}: {apart}");
}

#[test]
fn two_draws_at_once_are_two_projections() {
    for preset in presets::list() {
        let scenario = preset.scenario().unwrap();
        let count = scenario.components.len();
        let (whole, split) = (Partition::whole(count), Partition::split(count));
        check(preset.name, &scenario, &[(0, &whole, 0.05)]);
        // A change of units whose length differs between the draws.
        check(
            preset.name,
            &scenario,
            &[(0, &whole, 0.0), (9, &split, 0.0)],
        );
        check(
            preset.name,
            &scenario,
            &[(0, &split, 0.0), (3, &whole, 0.02), (30, &split, 0.0)],
        );
        // A product that is not built yet and is launched in different months.
        let unbuilt = Scenario {
            launch: Some(Launch::default()),
            ..scenario
        };
        check(
            preset.name,
            &unbuilt,
            &[(0, &split, 0.0), (3, &whole, 0.02)],
        );
    }
}

#[test]
fn masks_choose_draw_by_draw() {
    let (a, b) = (Twin([1.0, 4.0]), Twin([2.0, 3.0]));
    assert_eq!(Twin::select(a.less(b), a, b).0, Number::min(a, b).0);
    assert_eq!(
        Twin([5.0, 5.0])
            .over_or(Twin([0.0, 2.0]), Twin([7.0, 7.0]))
            .0,
        [7.0, 2.5]
    );
    assert!(!Twin([0.0, 1.0]).is_zero());
}
