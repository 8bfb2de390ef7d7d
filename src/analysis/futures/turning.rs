//! What would change the answer: for each input the nearest value at which another roadmap becomes
//! the cheapest, all others as planned.

use rayon::prelude::*;

use super::ensemble::Ensemble;
use super::outcomes::cheapest;
use crate::analysis::ready::Ready;
use crate::analysis::report::uncertainty::Turning;
use crate::number::lanes::WIDTH;

/// Chances between which an answer is looked for: values that are all but impossible change nothing.
const EDGE: f64 = 0.005;
/// Chances looked at across the range of an input, in whole blocks.
const LOOKS: usize = 4 * WIDTH;
/// Rounds in which a turning point is closed in on, each to a seventh.
const ROUNDS: usize = 4;

/// Looks for the turning point of each of some inputs, among roadmaps of which one is recommended.
///
/// `roadmaps`: those among which the recommended one was chosen; nothing turns where it is alone.
pub fn turnings(
    ensemble: &Ensemble<'_>,
    roadmaps: &[(&str, &Ready)],
    recommended: &str,
    inputs: &[usize],
) -> Vec<Turning> {
    let ready: Vec<&Ready> = roadmaps.iter().map(|(_, ready)| *ready).collect();
    let Some(own) = roadmaps.iter().position(|(id, _)| *id == recommended) else {
        return Vec::new();
    };
    if roadmaps.len() < 2 {
        return Vec::new();
    }
    inputs
        .par_iter()
        .map(|input| {
            let look = Look {
                ensemble,
                ready: &ready,
                input: *input,
                own,
            };
            look.turning(roadmaps)
        })
        .collect()
}

struct Look<'a> {
    ensemble: &'a Ensemble<'a>,
    ready: &'a [&'a Ready],
    input: usize,
    own: usize,
}

impl Look<'_> {
    /// The cheapest roadmap at each of eight chances of the input.
    fn winners(&self, chances: [f64; WIDTH]) -> [usize; WIDTH] {
        let mut values = self.ensemble.likely();
        let curve = &self.ensemble.dimensions.list()[self.input].curve;
        values[self.input] = chances.map(|chance| curve.quantile(chance));
        let blocks = self.ensemble.project(&values, self.ready, &[]);
        std::array::from_fn(|lane| {
            // The recommended one first: equal is not cheaper.
            let order =
                std::iter::once(self.own).chain((0..blocks.len()).filter(|r| *r != self.own));
            let order: Vec<usize> = order.collect();
            let best = cheapest(order.iter().map(|r| blocks[*r].npv[lane]));
            best.map_or(self.own, |at| order[at])
        })
    }

    fn turning(&self, roadmaps: &[(&str, &Ready)]) -> Turning {
        let input = &self.ensemble.dimensions.list()[self.input];
        let at = |look: usize| EDGE + (1.0 - 2.0 * EDGE) * look as f64 / (LOOKS - 1) as f64;
        let mut seen = Vec::with_capacity(LOOKS);
        for block in 0..LOOKS / WIDTH {
            let chances: [f64; WIDTH] = std::array::from_fn(|lane| at(block * WIDTH + lane));
            seen.extend(chances.into_iter().zip(self.winners(chances)));
        }
        // From the median outwards, the nearer end first.
        let outwards = |mut list: Vec<(f64, usize)>| -> Option<(f64, f64, usize)> {
            let mut last = 0.5;
            list.sort_by(|a, b| (a.0 - 0.5).abs().total_cmp(&(b.0 - 0.5).abs()));
            for (chance, winner) in list {
                if winner != self.own {
                    return Some((last, chance, winner));
                }
                last = chance;
            }
            None
        };
        let (below, above): (Vec<_>, Vec<_>) = seen.into_iter().partition(|(c, _)| *c < 0.5);
        let mut found: Vec<(f64, f64, usize)> = [outwards(below), outwards(above)]
            .into_iter()
            .flatten()
            .collect();
        found.sort_by(|a, b| (a.1 - 0.5).abs().total_cmp(&(b.1 - 0.5).abs()));
        let between = [input.curve.quantile(EDGE), input.curve.quantile(1.0 - EDGE)];
        let Some((mut kept, mut turned, mut then)) = found.first().copied() else {
            return Turning {
                input: input.name.clone(),
                likely: input.range.likely,
                value: None,
                then: None,
                probability: 0.0,
                between,
            };
        };
        for _ in 0..ROUNDS {
            let step = (turned - kept) / (WIDTH - 1) as f64;
            let chances: [f64; WIDTH] = std::array::from_fn(|lane| kept + step * lane as f64);
            let winners = self.winners(chances);
            let Some(first) = winners.iter().position(|winner| *winner != self.own) else {
                break;
            };
            then = winners[first];
            turned = chances[first];
            kept = chances[first.saturating_sub(1)];
        }
        Turning {
            input: input.name.clone(),
            likely: input.range.likely,
            value: Some(input.curve.quantile(turned)),
            then: Some(roadmaps[then].0.to_owned()),
            probability: if turned < 0.5 { turned } else { 1.0 - turned },
            between,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::turnings;
    use crate::analysis::decided::DecidedScenario;
    use crate::analysis::futures::ensemble::Ensemble;
    use crate::analysis::futures::uncertainty::running;
    use crate::catalog::Catalog;
    use crate::number::lanes::LaneValues;
    use crate::presets;

    #[test]
    fn at_the_turning_point_the_answer_turns() {
        let mut plan = presets::find("support-copilot")
            .unwrap()
            .scenario()
            .unwrap();
        let set = |plan: &mut _, path: &str, value: &str| {
            crate::scenario::path::set(plan, path, value).unwrap();
        };
        // How many changes there are decides which boundaries are worth their price.
        set(&mut plan, "factors.changes", "(0.3, 1, 2)");
        set(&mut plan, "factors.token_price", "(0.9, 1, 1.1)");
        let decided = DecidedScenario::new(&plan, Catalog::builtin().unwrap()).unwrap();
        let ensemble = Ensemble::new(&decided, 7).unwrap();
        let all = running(&ensemble);
        let places: Vec<usize> = ["factors.changes", "factors.token_price"]
            .map(|name| ensemble.dimensions.find(name).unwrap())
            .to_vec();
        let ready: Vec<_> = all.iter().map(|(_, ready)| *ready).collect();
        let winner = |values: &[LaneValues]| {
            let blocks = ensemble.project(values, &ready, &[]);
            let best = crate::analysis::futures::outcomes::cheapest(
                blocks.iter().map(|block| block.npv[0]),
            );
            all[best.unwrap()].0.to_owned()
        };
        let own = winner(&ensemble.likely());
        let found = turnings(&ensemble, &all, &own, &places);
        let value = found[0].value.unwrap();
        assert!(0.3 < value && value < 2.0, "{found:?}");
        // Just beyond it another roadmap is the cheapest, just before it is not.
        let with = |value: f64| {
            let mut values = ensemble.likely();
            values[places[0]] = [value; 8];
            winner(&values)
        };
        let beyond = if value < 1.0 { -1.0 } else { 1.0 };
        assert_eq!(Some(with(value * (1.0 + 0.001 * beyond))), found[0].then);
        assert_eq!(with(value * (1.0 - 0.01 * beyond)), own);
        // Nothing turns on the price of tokens here.
        assert_eq!((found[1].value, found[1].probability), (None, 0.0));
        assert!(found[1].between[0] < 0.9 && found[1].between[1] > 1.1);
    }
}
