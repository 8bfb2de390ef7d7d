//! Eight draws at once against each of them alone, over random plans.

use proptest::prelude::*;
use splitpoint::catalog::{Catalog, UnknownEntry};
use splitpoint::engine::baseline::Baseline;
use splitpoint::engine::compile::{catalog_of, compile};
use splitpoint::engine::constants::ConstantSource;
use splitpoint::engine::inputs::Leaves;
use splitpoint::engine::partition::Partition;
use splitpoint::number::lanes::{Lanes, Plain, WIDTH};
use splitpoint::scenario::Quantity;

use crate::random_scenario::{
    anything, compiled, config, fixed, genes, months_against, near, sizes, stages,
};

/// Values of a draw: from the low to the high end of a range, and a little less of what has none.
fn drawn(draw: usize, low: f64, likely: f64, high: f64) -> f64 {
    let along = draw as f64 / (WIDTH - 1) as f64;
    if low == high {
        return likely * (1.0 - 0.03 * along);
    }
    if along < 0.5 {
        low + (likely - low) * 2.0 * along
    } else {
        likely + (high - likely) * (2.0 * along - 1.0)
    }
}

/// All draws.
struct All<'a>(&'a Catalog);

/// One of them.
struct One<'a>(&'a Catalog, usize);

impl ConstantSource<f64> for One<'_> {
    type Error = UnknownEntry;

    fn constant(&mut self, id: &str) -> Result<f64, UnknownEntry> {
        let entry = self.0.entry(id)?;
        // What has no range is the same in every draw.
        if entry.is_point() {
            return Ok(entry.likely);
        }
        Ok(drawn(self.1, entry.low, entry.likely, entry.high))
    }
}

impl Leaves<f64> for One<'_> {
    fn stated(&mut self, _: std::fmt::Arguments<'_>, stated: Quantity) -> f64 {
        drawn(self.1, stated.low, stated.likely, stated.high)
    }
}

impl ConstantSource<Lanes<Plain>> for All<'_> {
    type Error = UnknownEntry;

    fn constant(&mut self, id: &str) -> Result<Lanes<Plain>, UnknownEntry> {
        let mut values = [0.0; WIDTH];
        for (draw, value) in values.iter_mut().enumerate() {
            *value = One(self.0, draw).constant(id)?;
        }
        Ok(Lanes::new(values))
    }
}

impl Leaves<Lanes<Plain>> for All<'_> {
    fn stated(&mut self, path: std::fmt::Arguments<'_>, stated: Quantity) -> Lanes<Plain> {
        Lanes::new(std::array::from_fn(|draw| {
            One(self.0, draw).stated(path, stated)
        }))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..config(17) })]

    /// Every figure of every month is, in each lane, that of the draw alone, to 1e-9 of it.
    #[test]
    fn lanes_are_draws_of_their_own(genes in genes()) {
        let plan = anything(&genes);
        let likely = compiled(&plan);
        let count = likely.components.len();
        let (whole, split) = (Partition::whole(count), Partition::split(count));
        let planned = stages(&[(0, &whole, 0.05), (likely.months / 3, &split, 0.0)]);
        let hardware = fixed(&likely, planned);
        prop_assume!(hardware.is_some(), "no GPU fits");
        let hardware = hardware.unwrap_or_default();
        let sizes = sizes(&likely);
        let today = hardware[0].hardware.clone();
        let catalog = catalog_of(&plan, Catalog::builtin().unwrap()).unwrap();
        let inputs = compile::<Lanes<Plain>, _>(&plan, &catalog, &mut All(&catalog)).unwrap();
        let baseline = Baseline::new(&inputs, today.clone());
        let all = months_against(&inputs, &baseline, &hardware, &sizes, None);
        for draw in 0..WIDTH {
            let inputs = compile::<f64, _>(&plan, &catalog, &mut One(&catalog, draw)).unwrap();
            let baseline = Baseline::new(&inputs, today.clone());
            let one = months_against(&inputs, &baseline, &hardware, &sizes, None);
            prop_assert_eq!(all.len(), one.len());
            for (month, (all, one)) in all.iter().zip(&one).enumerate() {
                for ((name, lanes), (_, alone)) in all.all().into_iter().zip(one.all()) {
                    let lane = lanes.values()[draw];
                    prop_assert!(
                        near(lane, alone, 1e-9),
                        "{name} in month {month}, draw {draw}: {lane} against {alone}"
                    );
                }
            }
        }
    }
}
