//! A decided roadmap over other numbers: the same hardware, months and training.
//!
//! What is decided at likely inputs holds for every future and every explanation; only the numbers
//! that run through the formulas differ.

use std::sync::Arc;

use super::ready::Ready;
use crate::engine::deployment::Deployment;
use crate::engine::inputs::{Inputs, Leaves};
use crate::engine::projection::TrainingSchedule;
use crate::engine::stage::{Layout, Stage};
use crate::number::{Label, Number};
use crate::scenario::RoadmapKind;
use crate::scenario::Scenario;
use crate::scenario::schema::{DIMENSIONS, Roadmap, Training};

static AIM: Label = Label::found(
    "level that training aims at",
    "levels",
    "decided at likely inputs: gates first, then whole levels while the best of them pays",
);
static UPKEEP: Label = Label::found(
    "upkeep of the stage",
    "share of effort",
    "as the roadmap is defined",
);

/// Stages and training of a roadmap, ready to be projected.
pub(super) struct Replayed<N: Number> {
    pub(super) stages: Vec<Stage<N>>,
    pub(super) training: TrainingSchedule<N>,
}

/// What the units of stages do over one set of inputs, each worked out once.
pub(super) struct Deployed<N: Number> {
    known: Vec<(Arc<Layout>, Arc<Deployment<N>>)>,
}

impl<N: Number> Deployed<N> {
    pub(super) fn new() -> Self {
        Self { known: Vec::new() }
    }

    /// What the units of a stage do; `inputs` are always the same.
    pub(super) fn of(&mut self, inputs: &Inputs<N>, layout: &Arc<Layout>) -> Arc<Deployment<N>> {
        let mut known = self.known.iter();
        if let Some((_, found)) = known.find(|(known, _)| known.is_run_like(layout)) {
            return Arc::clone(found);
        }
        let made = Deployment::new(inputs, &layout.partition, &layout.hardware);
        let made = Arc::new(made);
        self.known.push((Arc::clone(layout), Arc::clone(&made)));
        made
    }
}

/// Prepares a decided roadmap for inputs of any number type.
///
/// `decided`: the number for a value that was decided rather than stated.
pub(super) fn replay<N: Number, L: Leaves<N>>(
    scenario: &Scenario,
    (inputs, deployed): (&Inputs<N>, &mut Deployed<N>),
    ready: &Ready,
    leaves: &mut L,
    decided: impl Fn(f64, &'static Label) -> N,
) -> Replayed<N> {
    let mut stages: Vec<Stage<N>> = Vec::with_capacity(ready.stages.len());
    for (s, stage) in ready.stages.iter().enumerate() {
        let as_today = s == 0 || ready.plan.kind() == RoadmapKind::Today;
        let upkeep = if as_today {
            inputs.change.today_upkeep
        } else if stage.upkeep == 0.0 {
            N::zero()
        } else {
            upkeep(scenario, inputs, ready, s, leaves)
                .unwrap_or_else(|| decided(stage.upkeep, &UPKEEP))
        };
        let deployment = deployed.of(inputs, &stage.layout);
        stages.push(Stage::of(Arc::clone(&stage.layout), upkeep, deployment));
    }
    let training = training(scenario, ready, leaves, decided);
    Replayed { stages, training }
}

/// What a stage spends on boundaries, where that is stated.
fn upkeep<N: Number, L: Leaves<N>>(
    scenario: &Scenario,
    inputs: &Inputs<N>,
    ready: &Ready,
    s: usize,
    leaves: &mut L,
) -> Option<N> {
    if ready.plan.kind().keeps_boundaries() {
        return Some(match scenario.change.upkeep {
            Some(upkeep) => leaves.stated(format_args!("change.upkeep"), upkeep),
            None => inputs.k.upkeep_holding,
        });
    }
    let own = own(scenario, ready)?;
    let mut order: Vec<usize> = (0..own.stages.len()).collect();
    order.sort_by_key(|at| own.stages[*at].from_month);
    let at = s.checked_sub(1).and_then(|s| order.get(s))?;
    let path = format!("roadmaps[{}].stages[{at}].upkeep", own.id);
    Some(leaves.stated(format_args!("{path}"), own.stages[*at].upkeep))
}

/// The roadmap as the scenario states it, where it is the user's own.
fn own<'a>(scenario: &'a Scenario, ready: &Ready) -> Option<&'a Roadmap> {
    let mut all = scenario.roadmaps.iter();
    all.find(|own| own.id == ready.plan.id)
}

fn training<N: Number, L: Leaves<N>>(
    scenario: &Scenario,
    ready: &Ready,
    leaves: &mut L,
    decided: impl Fn(f64, &'static Label) -> N,
) -> TrainingSchedule<N> {
    let prefix = match own(scenario, ready) {
        Some(own) => format!("roadmaps[{}].training", own.id),
        None => "training".to_owned(),
    };
    let mut aim = |d: usize, value: f64| {
        if value == 0.0 {
            return N::zero();
        }
        if let Training::To(levels) = &ready.plan.training
            && let Some(level) = levels.all()[d]
        {
            return leaves.stated(format_args!("{prefix}.{}", DIMENSIONS[d]), level);
        }
        decided(value, &AIM)
    };
    let targets = ready.training.targets.iter();
    TrainingSchedule {
        targets: targets
            .map(|(from, levels)| (*from, std::array::from_fn(|d| aim(d, levels[d]))))
            .collect(),
    }
}
