//! A scenario with everything decided that is decided once: hardware, months, training.
//!
//! Report, futures and timing all start from here, so that they speak of the same roadmaps.

use std::borrow::Cow;

use super::ReportError;
use super::chosen::Resolved;
use super::ready::{Infeasible, Ready};
use super::roadmaps::PlannedRoadmap;
use super::session::Session;
use crate::catalog::Catalog;
use crate::scenario::Scenario;

/// A scenario whose roadmaps are ready to be projected.
pub struct DecidedScenario<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The catalogue with what the scenario changes in it.
    pub catalog: Cow<'a, Catalog>,
    /// The catalogue as it comes.
    pub builtin: &'a Catalog,
    /// Likely inputs and today.
    pub session: Session,
    /// All roadmaps, in display order.
    pub plans: Vec<PlannedRoadmap>,
    /// Each of them ready, or why it cannot run.
    pub roadmaps: Vec<Result<Ready, Infeasible>>,
}

impl<'a> DecidedScenario<'a> {
    /// Compiles a scenario and decides each of its roadmaps.
    ///
    /// # Errors
    /// When a field cannot be resolved.
    pub fn new(scenario: &'a Scenario, builtin: &'a Catalog) -> Result<Self, ReportError> {
        let Resolved {
            catalog,
            inputs,
            plans,
        } = Resolved::new(scenario, builtin)?;
        let mut session = Session::new(inputs)?;
        let roadmaps = session.decide_all(&plans);
        Ok(Self {
            scenario,
            catalog,
            builtin,
            session,
            plans,
            roadmaps,
        })
    }
}
