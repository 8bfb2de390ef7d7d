//! The report of a scenario: every roadmap's projection, the verdict, the warnings.
//!
//! Plain data with public fields, in the order and under the names of `splitpoint.report/1`
//! (`docs/json.md`). Money is in the scenario's currency, series hold one number a month.

pub mod band;
mod series;
pub mod timing;
pub mod uncertainty;

pub use self::series::{Series, Totals, running_sums};
use super::detail::Detail;
use super::serving::NearestPublished;
use crate::analysis::report::timing::Timing;
use crate::analysis::report::uncertainty::Uncertainty;
use crate::scenario::RoadmapKind;
use serde::Serialize;

/// Name and version of the format.
pub const SCHEMA: &str = "splitpoint.report/1";

/// The whole report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Always [`SCHEMA`].
    pub schema: &'static str,
    /// Which scenario this is about.
    pub scenario: ScenarioSummary,
    /// One entry a roadmap, in display order.
    pub roadmaps: Vec<RoadmapReport>,
    /// Which to choose.
    pub verdict: Verdict,
    /// What is known about it in many futures, where they were drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<Uncertainty>,
    /// When to split and what first, where futures were drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
    /// What the reader should know before believing it.
    pub warnings: Vec<Warning>,
}

/// Which scenario a report is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioSummary {
    /// Name of the plan.
    pub name: String,
    /// Currency code.
    pub currency: String,
    /// First month, as `2027-01`.
    pub start: String,
    /// Months projected.
    pub horizon_months: usize,
    /// Contingency shown beside the total, never in it (share of cash).
    pub contingency: f64,
    /// What an amount of each month is worth in month 0, by month.
    #[serde(skip)]
    pub present_value_factors: Vec<f64>,
}

/// The projection of one roadmap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoadmapReport {
    /// Stable id: `monolith`, `modular_monolith`, `microservices`, `switch`, `inference_first`, `today`, or the user's.
    pub id: String,
    /// Name shown, such as "Switch in month 14".
    pub label: String,
    /// Whether the product can run this way at all.
    pub feasible: bool,
    /// Why not, when it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Id of the better roadmap that it counts as one with: it ends in the same units and costs the
    /// same within the tie.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
    /// Its stages; months are those in which the change to them really begins.
    pub stages: Vec<StageReport>,
    /// Hardware chosen for each unit that has GPUs.
    pub hardware: Vec<HardwareReport>,
    /// Sums over the horizon; left out when not feasible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
    /// One number a month each; left out when not feasible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Series>,
    /// Replicas and use of each unit.
    pub units: Vec<UnitReport>,
    /// The ten dimensions against what this roadmap needs.
    pub readiness: Vec<ReadinessReport>,
    /// The bank account, when capital is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runway: Option<Runway>,
    /// What the pages show beside the series; left out when not feasible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Detail>,
}

impl RoadmapReport {
    /// Which kind of roadmap it is.
    pub fn kind(&self) -> RoadmapKind {
        RoadmapKind::of(&self.id)
    }

    /// Whether it keeps every goal stated.
    pub fn keeps_goals(&self) -> bool {
        let detail = self.detail.as_ref();
        detail.is_none_or(|detail| detail.goals.iter().all(|goal| goal.kept))
    }

    /// Id of the roadmap that it counts as: its own, or that of the one it is the same as.
    pub fn counts_as(&self) -> &str {
        self.same_as.as_deref().unwrap_or(&self.id)
    }
}

impl Report {
    /// Whether the recommended roadmap alone keeps every goal, of those that can run.
    pub fn alone_keeps_goals(&self) -> bool {
        let runs = self.roadmaps.iter().filter(|roadmap| roadmap.feasible);
        let mut keeping = runs.filter(|roadmap| roadmap.keeps_goals());
        let only = keeping.next().filter(|_| keeping.next().is_none());
        only.is_some_and(|only| only.id == self.verdict.recommended)
    }
}

/// A stage of a roadmap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageReport {
    /// Month in which the change to this stage begins.
    pub from_month: usize,
    /// Month planned, when an unfinished change before it made it slip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_month: Option<usize>,
    /// Month in which the change to this stage is done; absent when it is not within the horizon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_month: Option<usize>,
    /// Its units.
    pub units: Vec<UnitShape>,
}

/// A deployable unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitShape {
    /// Name.
    pub name: String,
    /// Components in it.
    pub components: Vec<String>,
}

/// The GPU chosen for a unit, or for a pool of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HardwareReport {
    /// Index of the stage.
    pub stage: usize,
    /// Name of the unit.
    pub unit: String,
    /// Components of the pool that it is chosen for; absent where the unit runs as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<Vec<String>>,
    /// GPU type.
    pub gpu: String,
    /// GPUs in a replica.
    pub gpus_per_replica: usize,
    /// Why this one, in a sentence.
    pub reason: String,
    /// What every GPU that is allowed could do: those that fit by cost, then those that do not.
    pub options: Vec<GpuOptionReport>,
    /// For each of its models that anything is published about on this GPU: the nearest run.
    pub published: Vec<PublishedReport>,
}

/// The nearest published run of a model on the GPU of a unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PublishedReport {
    /// Name of the model.
    pub model: String,
    /// The run, and what the model says about that very run.
    #[serde(flatten)]
    pub run: NearestPublished,
}

/// What one GPU type could do for a unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GpuOptionReport {
    /// GPU type.
    pub gpu: String,
    /// GPUs in a replica; absent when it does not fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gpus_per_replica: Option<usize>,
    /// Cost over the stage: rent, staging, operations (discounted); absent when it does not fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
    /// Why it does not fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a cost is told in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// The sum of cash and consequences.
    #[default]
    Total,
    /// The sum of cash.
    Cash,
    /// The total, discounted to month 0.
    PresentValue,
}

/// Replicas, use and cost of a unit in one stage: one number a month, 0 in months without the stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UnitReport {
    /// Index of the stage.
    pub stage: usize,
    /// Name of the unit.
    pub name: String,
    /// Replicas (GPU units) or pods (others), mean of the month; 0 in months without the stage.
    pub replicas: Vec<f64>,
    /// Use of what is held, mean of the month (share).
    pub utilisation: Vec<f64>,
    /// Whether it holds a core component.
    pub core: bool,
    /// GPUs held, mean of the month (count).
    pub gpus: Vec<f64>,
    /// CPUs held, those of GPU hosts included (vCPU).
    pub vcpus: Vec<f64>,
    /// Use in the busiest hour: of GPUs, or of CPUs for a unit without (share).
    pub peak_utilisation: Vec<f64>,
    /// Use of its CPUs in the busiest hour (share).
    pub cpu_utilisation: Vec<f64>,
    /// Memory in use: of the GPUs by weights and running calls, or of the pods (share).
    pub memory_utilisation: Vec<f64>,
    /// What it costs while it runs alone: rent, CPUs, hosted models, storage, balancer (money).
    pub cost: Vec<f64>,
}

/// One readiness dimension against what a roadmap needs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReadinessReport {
    /// Dimension.
    pub dimension: String,
    /// Level today.
    pub level: f64,
    /// Highest level that a stage within the horizon needs.
    pub required: f64,
    /// `max(0, required - level)`.
    pub gap: f64,
    /// Total cost now less total cost with the gap closed from the first month (NPV).
    pub gap_cost: f64,
    /// Price of training that closes the gap now: fees and the time of those who learn.
    pub close_cost: f64,
    /// Level at the start of each month.
    pub levels: Vec<f64>,
    /// Lowest and highest that several raters gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rated: Option<[f64; 2]>,
    /// NPV at the lowest rating less NPV at the highest: what the disagreement is worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disagreement_cost: Option<f64>,
    /// First month in which the gap is at most half a level; absent when never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready_month: Option<usize>,
}

/// The bank account.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Runway {
    /// Lowest balance.
    pub low_point: f64,
    /// Month of the lowest balance.
    pub low_month: usize,
    /// First month with a negative balance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_money_month: Option<usize>,
}

/// Which roadmap to choose.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// Id of the recommended roadmap.
    pub recommended: String,
    /// Id of the roadmap of least cash NPV.
    pub cheapest_cash: String,
    /// The answer in a sentence.
    pub sentence: String,
    /// A second sentence: by how much, against what, when it pays.
    pub detail: String,
    /// What sentence and detail speak of: the total, or its present value where that puts roadmaps in
    /// another order.
    pub figure: Figure,
    /// Difference in NPV to the best alternative (scenario's currency).
    pub margin: f64,
    /// The best alternative, that was not chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternative: Option<String>,
    /// The roadmap that reasons compare with: staying, or the alternative when staying wins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<String>,
    /// Whether the margin is below what counts as a difference.
    pub no_difference: bool,
    /// Share of the futures in which the recommended roadmap is the cheapest of those that keep as
    /// many goals; absent without futures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Whether the difference is smaller than the uncertainty; absent without futures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub too_close: Option<bool>,
    /// First month from which microservices' cumulative total stays below the monolith's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crossover_month: Option<usize>,
    /// First month from which the recommended roadmap's cumulative total stays below that of `compared_with`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pays_month: Option<usize>,
    /// What the difference to `compared_with` is made of; the amounts sum to it.
    pub reasons: Vec<Reason>,
    /// Goals that the recommended roadmap breaks, in words.
    pub goals_broken: Vec<String>,
}

/// A part of a difference in cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// Stable id of the mechanism.
    pub mechanism: String,
    /// Sum over the horizon of the recommended roadmap less that of the other (negative: saved).
    pub amount: f64,
    /// What happens, with the figures that show it.
    pub sentence: String,
}

/// What the reader should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Stable code.
    pub code: String,
    /// Path of the field concerned; empty when none is.
    pub path: String,
    /// What is so.
    pub message: String,
    /// What to do.
    pub hint: String,
}
