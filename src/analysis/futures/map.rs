//! The decision map: which roadmap is the cheapest for every pair of values of two inputs.

use rayon::prelude::*;

use super::ensemble::Ensemble;
use super::outcomes::cheapest;
use super::uncertainty::running;
use crate::analysis::ready::Ready;
use crate::number::Number;
use crate::number::lanes::WIDTH;

/// Chances of an input at the edges of the map.
const EDGE: f64 = 0.01;
/// Futures shown as a cloud.
const CLOUD: usize = 256;

/// Two inputs, and for each pair of their values the cheapest roadmap.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionMap {
    /// Input along the map and input up the map, by name.
    pub inputs: [String; 2],
    /// Values at the middle of each column and of each row.
    pub values: [Vec<f64>; 2],
    /// Ids of the roadmaps that can run.
    pub roadmaps: Vec<String>,
    /// Place of the cheapest roadmap, row by row from the lowest.
    pub winner: Vec<u8>,
    /// By how much it is cheaper than the next (NPV).
    pub margin: Vec<f64>,
    /// The likely values.
    pub here: [f64; 2],
    /// Values of both in some futures.
    pub cloud: Vec<[f64; 2]>,
}

impl DecisionMap {
    /// Share of the map that each roadmap wins.
    pub fn shares(&self) -> Vec<f64> {
        let cells = self.winner.len().max(1) as f64;
        (0..self.roadmaps.len())
            .map(|r| self.winner.iter().filter(|w| usize::from(**w) == r).count() as f64 / cells)
            .collect()
    }

    /// Place of the cheapest roadmap at the cell nearest to two values.
    pub fn winner_at(&self, at: [f64; 2]) -> Option<usize> {
        let nearest = |axis: usize| {
            let all = self.values[axis].iter().enumerate();
            all.min_by(|a, b| (a.1 - at[axis]).abs().total_cmp(&(b.1 - at[axis]).abs()))
                .map(|(place, _)| place)
        };
        let cell = nearest(1)? * self.values[0].len() + nearest(0)?;
        self.winner.get(cell).map(|winner| usize::from(*winner))
    }
}

/// Draws a map of `side` by `side` cells over two inputs with ranges, a whole number of eights.
///
/// `None` when there is no such input or `go_on` said no.
pub fn decision_map(
    ensemble: &Ensemble<'_>,
    inputs: [&str; 2],
    side: usize,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<DecisionMap> {
    let places = [
        ensemble.dimensions.find(inputs[0])?,
        ensemble.dimensions.find(inputs[1])?,
    ];
    let roadmaps = running(ensemble);
    let ready: Vec<&Ready> = roadmaps.iter().map(|(_, ready)| *ready).collect();
    let side = side.div_ceil(WIDTH).max(1) * WIDTH;
    let list = ensemble.dimensions.list();
    let axis = |place: usize| -> Vec<f64> {
        let curve = &list[place].curve;
        let (low, high) = (curve.quantile(EDGE), curve.quantile(1.0 - EDGE));
        // Where a quantity spans magnitudes, each of them gets its room.
        let is_wide = low > 0.0 && high / low > 10.0;
        let at = |cell: usize| (cell as f64 + 0.5) / side as f64;
        (0..side)
            .map(|cell| {
                if is_wide {
                    low * Number::powf(high / low, at(cell))
                } else {
                    low + (high - low) * at(cell)
                }
            })
            .collect()
    };
    let values = places.map(axis);
    let across = side / WIDTH;
    let cells: Vec<[(u8, f64); WIDTH]> = (0..side * across)
        .into_par_iter()
        .map(|block| {
            if !go_on() {
                return None;
            }
            let (row, first) = (block / across, block % across * WIDTH);
            let mut drawn = ensemble.likely();
            drawn[places[0]] = std::array::from_fn(|lane| values[0][first + lane]);
            drawn[places[1]] = [values[1][row]; WIDTH];
            let blocks = ensemble.project(&drawn, &ready, &[]);
            Some(std::array::from_fn(|lane| {
                let costs = || blocks.iter().map(|block| block.npv[lane]);
                let winner = cheapest(costs()).unwrap_or(0);
                let rest = costs().enumerate().filter(|(r, _)| *r != winner);
                let next = rest.map(|(_, cost)| cost).fold(f64::INFINITY, f64::min);
                let least = blocks.get(winner).map_or(0.0, |block| block.npv[lane]);
                (
                    winner as u8,
                    if next.is_finite() { next - least } else { 0.0 },
                )
            }))
        })
        .collect::<Option<_>>()?;
    let in_future = |draw: usize| {
        places.map(|place| {
            list[place]
                .curve
                .quantile(ensemble.samples.chance(draw, place))
        })
    };
    Some(DecisionMap {
        inputs: inputs.map(str::to_owned),
        roadmaps: roadmaps.iter().map(|(id, _)| (*id).to_owned()).collect(),
        winner: cells.iter().flatten().map(|(winner, _)| *winner).collect(),
        margin: cells.iter().flatten().map(|(_, margin)| *margin).collect(),
        here: places.map(|place| list[place].range.likely),
        cloud: (0..CLOUD).map(in_future).collect(),
        values,
    })
}

#[cfg(test)]
mod tests {
    use super::decision_map;
    use crate::analysis::decided::DecidedScenario;
    use crate::analysis::futures::ensemble::Ensemble;
    use crate::analysis::report;
    use crate::catalog::Catalog;
    use crate::presets;

    #[test]
    fn the_cell_of_the_plan_is_won_by_the_cheapest() {
        let mut plan = presets::find("viral-app").unwrap().scenario().unwrap();
        let set = |plan: &mut _, path: &str, value: &str| {
            crate::scenario::path::set(plan, path, value).unwrap();
        };
        set(&mut plan, "factors.users", "(0.3, 1, 30)");
        set(&mut plan, "factors.gpu_price", "(0.5, 1, 2)");
        let mut decided = DecidedScenario::new(&plan, Catalog::builtin().unwrap()).unwrap();
        let report = report(&mut decided).unwrap();
        let ensemble = Ensemble::new(&decided, 7).unwrap();
        let inputs = ["factors.users", "factors.gpu_price"];
        let map = decision_map(&ensemble, inputs, 16, &|| true).unwrap();
        assert_eq!(
            (map.winner.len(), map.values[0].len(), map.values[1].len()),
            (256, 16, 16)
        );
        let least = report
            .roadmaps
            .iter()
            .filter_map(|roadmap| Some((roadmap.totals?.npv, roadmap.id.clone())))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .unwrap();
        let here = map.winner_at([1.0, 1.0]).unwrap();
        assert_eq!(map.roadmaps[here], least.1);
        assert!((map.shares().iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(map.margin.iter().all(|margin| *margin >= 0.0));
        // Thirty times the users are not run best as they are run best today.
        let many = map.winner_at([30.0, 1.0]).unwrap();
        assert_ne!(many, here, "{map:?}");
        assert!(decision_map(&ensemble, ["factors.users", "nothing"], 16, &|| true).is_none());
        assert!(decision_map(&ensemble, inputs, 16, &|| false).is_none());
    }
}
