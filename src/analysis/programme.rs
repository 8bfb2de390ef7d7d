//! The training that all roadmaps of a plan buy alike, beside what their gates ask for.
//!
//! What a company learns by choice does not depend on how its product is cut: one programme is found
//! for the plan, so that no roadmap looks better because another was left untrained.

use rayon::prelude::*;

use super::ready::Ready;
use super::session::NpvSum;
use crate::engine::baseline::Baseline;
use crate::engine::inputs::Inputs;
use crate::engine::projection::{Projector, TrainingSchedule};
use crate::engine::readiness::TOP_LEVEL;
use crate::scenario::RoadmapKind;
use crate::scenario::schema::Training;

/// Adds the programme to every roadmap of the default training.
pub(super) fn add_programme(
    inputs: &Inputs<f64>,
    baseline: &Baseline<f64>,
    roadmaps: &mut [&mut Ready],
) {
    let trained: Vec<&Ready> = roadmaps
        .iter()
        .map(|ready| &**ready)
        .filter(|ready| ready.plan.training == Training::Default)
        .collect();
    let is_built_in = |ready: &&Ready| RoadmapKind::of(&ready.plan.id) != RoadmapKind::Own;
    let built_in: Vec<&Ready> = trained.iter().copied().filter(is_built_in).collect();
    let judges = if built_in.is_empty() {
        trained
    } else {
        built_in
    };
    let aims = programme(inputs, baseline, &judges);
    for ready in roadmaps {
        if ready.plan.training == Training::Default {
            ready.training.targets.push((0, aims));
        }
    }
}

/// Levels aimed at in each dimension from today on: whole-level steps, the one that pays most over all
/// roadmaps first, while one pays.
fn programme(inputs: &Inputs<f64>, baseline: &Baseline<f64>, roadmaps: &[&Ready]) -> [f64; 10] {
    let levels = inputs.team.levels;
    let mut aims = [0.0; 10];
    if roadmaps.is_empty() {
        return aims;
    }
    let projectors = || -> Vec<Projector<'_, f64>> {
        let stages = roadmaps.iter().map(|ready| ready.stages.clone());
        stages
            .map(|stages| Projector::new(inputs, baseline, stages).remembering())
            .collect()
    };
    let evaluate = |projectors: &mut Vec<Projector<'_, f64>>, aims: &[f64; 10]| {
        let costs = roadmaps.iter().zip(projectors).map(|(ready, projector)| {
            let mut training = TrainingSchedule {
                targets: ready.training.targets.clone(),
            };
            training.targets.push((0, *aims));
            let mut sum = NpvSum::new(&inputs.money.discount_rate);
            projector.run(&training, &mut sum);
            sum.npv
        });
        costs.sum::<f64>()
    };
    let mut least = evaluate(&mut projectors(), &aims);
    let steps = inputs.k.training_steps.max(0.0) as usize;
    // A dimension that did not pay on its own at the last look is not looked at again.
    let mut open: Vec<usize> = (0..aims.len()).collect();
    for _ in 0..steps {
        let next = |d: usize| levels[d].max(aims[d]).floor() + 1.0;
        open.retain(|d| next(*d) <= TOP_LEVEL);
        let tried = open.par_iter().map_init(projectors, |projectors, d| {
            let mut tried = aims;
            tried[*d] = next(*d);
            (*d, evaluate(projectors, &tried))
        });
        let mut paying: Vec<(usize, f64)> = tried.collect();
        paying.retain(|(_, cost)| *cost < least);
        let best = paying
            .iter()
            .copied()
            .reduce(|best, one| if one.1 < best.1 { one } else { best });
        let Some((d, cost)) = best else {
            break;
        };
        open = paying.into_iter().map(|(d, _)| d).collect();
        aims[d] = next(d);
        least = cost;
    }
    aims
}
