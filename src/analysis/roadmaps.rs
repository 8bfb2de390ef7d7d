//! The roadmaps compared: the built-in ones, today's units, the user's own.

use super::ReportError;
use crate::engine::compile::{fleets, partition};
use crate::engine::partition::Partition;
use crate::scenario::schema::{self, Scaling, Training};
use crate::scenario::{RoadmapKind, Scenario};

/// A roadmap before anything is computed.
#[derive(Clone, Debug)]
pub struct PlannedRoadmap {
    /// Stable id.
    pub id: String,
    /// Name shown.
    pub label: String,
    /// Its stages.
    pub stages: Vec<PlannedStage>,
    /// Training it buys.
    pub training: Training,
}

/// A stage before anything is computed.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedStage {
    /// Month in which the change to it may begin.
    pub from_month: usize,
    /// Its units.
    pub partition: Partition,
    /// Share of effort spent on boundaries.
    pub upkeep: f64,
}

impl PlannedRoadmap {
    /// Which kind of roadmap it is.
    pub fn kind(&self) -> RoadmapKind {
        RoadmapKind::of(&self.id)
    }

    /// Whether the month of its last stage is to be found by search.
    pub fn searches_month(&self) -> bool {
        self.kind() == RoadmapKind::Switch
    }

    /// Whether two roadmaps deploy the same units in the same months with the same upkeep.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.training == other.training
            && self.stages.len() == other.stages.len()
            && self.stages.iter().zip(&other.stages).all(|(a, b)| {
                a.from_month == b.from_month
                    && a.upkeep == b.upkeep
                    && a.partition.runs_like(&b.partition)
            })
    }

    /// Whether two roadmaps come to the same units with the same upkeep within some months.
    pub fn ends_like(&self, other: &Self, months: usize) -> bool {
        let end = |plan: &Self| {
            let mut within = plan.stages.iter().filter(|stage| stage.from_month < months);
            within.next_back().cloned()
        };
        match (end(self), end(other)) {
            (Some(a), Some(b)) => a.upkeep == b.upkeep && a.partition.runs_like(&b.partition),
            _ => false,
        }
    }
}

/// All roadmaps of a scenario.
///
/// `upkeep`: what a modular monolith spends on its boundaries (share of effort).
///
/// # Errors
/// When a stage names a component that is not there.
pub fn plans(scenario: &Scenario, upkeep: f64) -> Result<Vec<PlannedRoadmap>, ReportError> {
    let count = scenario.components.len();
    let stage = |from_month, partition, upkeep| PlannedStage {
        from_month,
        partition,
        upkeep,
    };
    let whole = Partition::whole(count);
    let split = Partition::split(count);
    let inference = partition(&schema::Partition::InferenceOut, scenario, "roadmaps")?;
    let today = partition(&scenario.today, scenario, "today")?;
    let stages_of = |kind| match kind {
        RoadmapKind::Monolith => vec![stage(0, whole.clone(), 0.0)],
        RoadmapKind::ModularMonolith => vec![stage(0, whole.clone(), upkeep)],
        RoadmapKind::Microservices => vec![stage(0, split.clone(), 0.0)],
        RoadmapKind::Switch => vec![stage(0, whole.clone(), 0.0), stage(0, split.clone(), 0.0)],
        RoadmapKind::InferenceFirst => vec![stage(0, inference.clone(), 0.0)],
        RoadmapKind::Today => vec![stage(0, today.clone(), 0.0)],
        RoadmapKind::Own => Vec::new(),
    };
    // Today's units are compared only where no other roadmap has them.
    let known = [&whole, &split, &inference];
    let is_known = known.iter().any(|known| known.same_units(&today));
    let mut plans: Vec<PlannedRoadmap> = RoadmapKind::BUILT_IN
        .into_iter()
        .filter(|kind| *kind != RoadmapKind::Today || !is_known)
        .map(|kind| PlannedRoadmap {
            id: kind.id().to_owned(),
            label: kind.label().to_owned(),
            stages: stages_of(kind),
            training: scenario.training.clone(),
        })
        .collect();
    for own in &scenario.roadmaps {
        let path = format!("roadmaps[{}]", own.id);
        let mut stages = Vec::with_capacity(own.stages.len());
        for stated in &own.stages {
            let units = partition(&stated.partition, scenario, &path)?;
            let units = match stated.scaling {
                Scaling::Whole => units,
                Scaling::Pools => units.in_pools(&fleets(scenario)),
            };
            stages.push(stage(
                stated.from_month as usize,
                units,
                stated.upkeep.likely,
            ));
        }
        stages.sort_by_key(|stage| stage.from_month);
        plans.push(PlannedRoadmap {
            id: own.id.clone(),
            label: if own.label.is_empty() {
                own.id.clone()
            } else {
                own.label.clone()
            },
            stages,
            training: own.training.clone(),
        });
    }
    Ok(plans)
}

/// Units that the product runs as today; one where they cannot be told.
pub fn units_today(scenario: &Scenario) -> usize {
    partition(&scenario.today, scenario, "today").map_or(1, |today| today.units.len())
}

/// Name of a unit: the user's, its only component's, or one that says what it holds.
pub fn unit_name(partition: &Partition, unit: usize, scenario_names: &[String]) -> String {
    let given = &partition.names[unit];
    if !given.is_empty() {
        return given.clone();
    }
    let members = &partition.units[unit];
    match members.as_slice() {
        [only] => scenario_names[*only].clone(),
        all if all.len() == scenario_names.len() => "all in one".to_owned(),
        [first, second] => format!("{} and {}", scenario_names[*first], scenario_names[*second]),
        [first, rest @ ..] => format!("{} and {} more", scenario_names[*first], rest.len()),
        [] => String::new(),
    }
}
