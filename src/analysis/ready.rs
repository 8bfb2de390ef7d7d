//! A roadmap ready to be projected, or why it cannot run.

use super::roadmaps::PlannedRoadmap;
use crate::engine::hardware::{Choice, Misfit};
use crate::engine::inputs::Inputs;
use crate::engine::partition::Members;
use crate::engine::projection::TrainingSchedule;
use crate::engine::stage::Stage;
use std::collections::BTreeMap;

/// A roadmap ready to be projected.
#[derive(Clone)]
pub struct Ready {
    /// Its stages as planned.
    pub plan: PlannedRoadmap,
    /// Hardware choices by stage and pool, for the report.
    pub choices: Vec<Vec<Option<Choice>>>,
    /// Today's stage and the roadmap's.
    pub stages: Vec<Stage<f64>>,
    /// Training bought.
    pub training: TrainingSchedule<f64>,
}

/// Why a roadmap cannot run.
#[derive(Clone, Debug, PartialEq)]
pub struct Infeasible {
    /// Components of the pool that cannot run.
    pub members: Members,
    /// The reason on each GPU type.
    pub misfits: BTreeMap<usize, Misfit>,
}

impl Infeasible {
    /// Which components fit no GPU, why each GPU does not do, and what to change.
    pub fn sentence(&self, inputs: &Inputs<f64>) -> String {
        let on_gpus = self.members.iter().filter_map(|c| {
            let component = &inputs.components[*c];
            let counts = component.gpu_job || !component.periods.is_empty();
            counts.then_some(component.name.as_str())
        });
        let parts: Vec<&str> = on_gpus.collect();
        let mut reasons: Vec<String> = self
            .misfits
            .iter()
            .map(|(gpu, misfit)| format!("on {} {}", inputs.gpus[*gpu].name, misfit.sentence()))
            .collect();
        if reasons.is_empty() {
            reasons.push("no GPU with a price is allowed".to_owned());
        }
        format!(
            "{} together fit no GPU that is allowed: {}. Allow a larger GPU, a lower precision or a looser latency target.",
            parts.join(", "),
            reasons.join("; ")
        )
    }
}
