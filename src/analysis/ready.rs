//! A roadmap ready to be projected, or why it cannot run.

use super::roadmaps::PlannedRoadmap;
use crate::engine::hardware::{Choice, Misfit};
use crate::engine::partition::Members;
use crate::engine::projection::TrainingPlan;
use crate::engine::stage::Stage;
use std::collections::BTreeMap;

/// A roadmap ready to be projected.
pub struct Ready {
    /// Its stages as planned.
    pub plan: PlannedRoadmap,
    /// Hardware choices by stage and unit, for the report.
    pub choices: Vec<Vec<Option<Choice>>>,
    /// Today's stage and the roadmap's.
    pub stages: Vec<Stage<f64>>,
    /// Training bought.
    pub training: TrainingPlan<f64>,
}

/// Why a roadmap cannot run.
#[derive(Clone, Debug, PartialEq)]
pub struct Infeasible {
    /// Components of the unit that cannot run.
    pub members: Members,
    /// The reason on each GPU type.
    pub misfits: BTreeMap<usize, Misfit>,
}
