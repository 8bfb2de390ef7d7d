//! The roadmaps compared: the built-in ones, today's units, the user's own.

use super::ReportError;
use crate::engine::compile::partition;
use crate::engine::partition::Partition;
use crate::scenario::Scenario;
use crate::scenario::schema::{self, Training};

/// Ids of the built-in roadmaps, in display order.
pub const BUILT_IN: [&str; 5] = [
    "monolith",
    "modular_monolith",
    "microservices",
    "switch",
    "inference_first",
];

/// A roadmap before anything is computed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Stable id.
    pub id: String,
    /// Name shown.
    pub label: String,
    /// Its stages.
    pub stages: Vec<PlannedStage>,
    /// Training it buys.
    pub training: Training,
    /// Whether the month of its last stage is to be found by search.
    pub search_month: bool,
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

impl Plan {
    /// Whether two roadmaps deploy the same units in the same months with the same upkeep.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.training == other.training
            && self.stages.len() == other.stages.len()
            && self.stages.iter().zip(&other.stages).all(|(a, b)| {
                a.from_month == b.from_month
                    && a.upkeep == b.upkeep
                    && a.partition.same_units(&b.partition)
            })
    }

    /// Whether two roadmaps come to the same units with the same upkeep within some months.
    pub fn ends_like(&self, other: &Self, months: usize) -> bool {
        let end = |plan: &Self| {
            let mut within = plan.stages.iter().filter(|stage| stage.from_month < months);
            within.next_back().cloned()
        };
        match (end(self), end(other)) {
            (Some(a), Some(b)) => a.upkeep == b.upkeep && a.partition.same_units(&b.partition),
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
pub fn plans(scenario: &Scenario, upkeep: f64) -> Result<Vec<Plan>, ReportError> {
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
    let plan = |id: &str, label: &str, stages| Plan {
        id: id.to_owned(),
        label: label.to_owned(),
        stages,
        training: scenario.training.clone(),
        search_month: id == BUILT_IN[3],
    };
    let mut plans = vec![
        plan(BUILT_IN[0], "Monolith", vec![stage(0, whole.clone(), 0.0)]),
        plan(
            BUILT_IN[1],
            "Modular monolith",
            vec![stage(0, whole.clone(), upkeep)],
        ),
        plan(
            BUILT_IN[2],
            "Microservices now",
            vec![stage(0, split.clone(), 0.0)],
        ),
        plan(
            BUILT_IN[3],
            "Switch",
            vec![stage(0, whole.clone(), 0.0), stage(0, split.clone(), 0.0)],
        ),
        plan(
            BUILT_IN[4],
            "Inference first",
            vec![stage(0, inference.clone(), 0.0)],
        ),
    ];
    if [&whole, &split, &inference]
        .iter()
        .all(|known| !known.same_units(&today))
    {
        plans.push(plan("today", "Today's units", vec![stage(0, today, 0.0)]));
    }
    for own in &scenario.roadmaps {
        let path = format!("roadmaps[{}]", own.id);
        let mut stages = Vec::with_capacity(own.stages.len());
        for stated in &own.stages {
            stages.push(stage(
                stated.from_month as usize,
                partition(&stated.partition, scenario, &path)?,
                stated.upkeep.likely,
            ));
        }
        stages.sort_by_key(|stage| stage.from_month);
        plans.push(Plan {
            id: own.id.clone(),
            label: if own.label.is_empty() {
                own.id.clone()
            } else {
                own.label.clone()
            },
            stages,
            training: own.training.clone(),
            search_month: false,
        });
    }
    Ok(plans)
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
