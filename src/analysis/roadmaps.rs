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

    /// Whether two roadmaps deploy and scale the same units in the same months with the same upkeep.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.training == other.training && are_alike(&self.stages, &other.stages)
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

/// Whether stages deploy and scale the same units in the same months with the same upkeep.
fn are_alike(some: &[PlannedStage], others: &[PlannedStage]) -> bool {
    let alike = |(a, b): (&PlannedStage, &PlannedStage)| {
        a.from_month == b.from_month && a.upkeep == b.upkeep && a.partition.runs_like(&b.partition)
    };
    some.len() == others.len() && some.iter().zip(others).all(alike)
}

/// All roadmaps of a scenario.
///
/// `upkeep`: what those that keep their boundaries spend on it (share of effort); `today_upkeep`: what
/// today's units spend on theirs.
///
/// # Errors
/// When a stage names a component that is not there.
pub fn plans(
    scenario: &Scenario,
    upkeep: f64,
    today_upkeep: f64,
) -> Result<Vec<PlannedRoadmap>, ReportError> {
    let count = scenario.components.len();
    let stage = |from_month, partition, upkeep| PlannedStage {
        from_month,
        partition,
        upkeep,
    };
    let fleets = fleets(scenario);
    let pooled = |units: Partition| units.in_pools(&fleets);
    let one = || pooled(Partition::whole(count));
    let each = || pooled(Partition::split(count));
    let models = pooled(partition(
        &schema::Partition::ModelService,
        scenario,
        "roadmaps",
    )?);
    let today = partition(&scenario.today, scenario, "today")?;
    let stages_of = |kind: RoadmapKind| {
        let partitions = match kind {
            RoadmapKind::Monolith => vec![Partition::whole(count)],
            RoadmapKind::ModularMonolith => vec![one()],
            RoadmapKind::Microservices => vec![each()],
            RoadmapKind::Switch => vec![one(), each()],
            RoadmapKind::InferenceFirst => vec![models.clone()],
            RoadmapKind::Today => vec![today.clone()],
            RoadmapKind::Own => Vec::new(),
        };
        let spent = match kind {
            RoadmapKind::Today => today_upkeep,
            kept if kept.keeps_boundaries() => upkeep,
            _ => 0.0,
        };
        let stages = partitions.into_iter();
        stages
            .map(|units| stage(0, units, spent))
            .collect::<Vec<_>>()
    };
    // What runs today is compared only where no other roadmap runs it from the first month on.
    let is_today = |kind: &RoadmapKind| {
        let stages = stages_of(*kind);
        *kind != RoadmapKind::Today && stages.len() == 1 && stages[0].partition.runs_like(&today)
    };
    let is_known = RoadmapKind::BUILT_IN.iter().any(is_today);
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
                Scaling::Pools => pooled(units),
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
