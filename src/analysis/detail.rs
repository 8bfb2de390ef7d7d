//! What a roadmap's pages show beside its series: people by role, the fragmentation tax, failures
//! by cause, what is bought or hosted, goals.
//!
//! Plain data with public fields; part of `splitpoint.report/1` as `roadmaps[].detail`. Lists of
//! numbers hold one a month unless it is said otherwise.

use serde::Serialize;

/// Everything beside the series of a roadmap that can run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Detail {
    /// Who is there, who is needed.
    pub people: PeopleReport,
    /// What several units cost that one does not.
    pub tax: TaxReport,
    /// What fails and how far it reaches.
    pub reliability: ReliabilityReport,
    /// Training bought, in the order in which it begins.
    pub training: Vec<TrainingReport>,
    /// Components that may be bought or hosted.
    pub buy_or_host: Vec<BuyOrHost>,
    /// Every goal that is set.
    pub goals: Vec<GoalReport>,
}

/// Heads by role, and what the need is made of (people).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PeopleReport {
    /// Roles; without the managers they sum to the series `engineers`.
    pub roles: Vec<RoleReport>,
    /// Need of the month's new changes; the four needs sum to the series `engineers_needed`.
    pub need_changes: Vec<f64>,
    /// Need of operations, whether they get it or not.
    pub need_operations: Vec<f64>,
    /// Need of training.
    pub need_training: Vec<f64>,
    /// Need of migration.
    pub need_migration: Vec<f64>,
    /// On-call rotations (count).
    pub rotations: Vec<f64>,
    /// Engineers that one rotation wants.
    pub people_per_rotation: f64,
    /// Most engineers that the plan hires.
    pub hiring_ceiling: f64,
}

/// Heads of a role.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RoleReport {
    /// `backend`, `ml`, `data`, `platform`, `security`, `operations`, `contractors` or `managers`.
    pub role: String,
    /// Heads (people, fractional).
    pub heads: Vec<f64>,
}

/// The fragmentation tax (money).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TaxReport {
    /// Balancers beyond the first, and control planes.
    pub platform: Vec<f64>,
    /// CPU that calls between units take: their share of the bill of units without GPUs.
    pub calls: Vec<f64>,
    /// Sidecars of units without GPUs; those of GPU hosts take from the host's CPUs.
    pub sidecars: Vec<f64>,
    /// Transfer between units.
    pub transfer: Vec<f64>,
    /// Fees of calls between units.
    pub fees: Vec<f64>,
    /// Tracing of calls between units.
    pub tracing: Vec<f64>,
}

/// What fails.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReliabilityReport {
    /// Incidents and hours by cause; they sum to the series `incidents` and `down_hours`.
    pub causes: Vec<CauseReport>,
    /// Hours by component, most first; GPUs and spikes take whole units down and are not in it.
    pub components: Vec<ComponentDown>,
    /// How far failures reach, for each stage.
    pub blast: Vec<BlastReport>,
}

/// Failures of one cause.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CauseReport {
    /// `changes`, `platform`, `gpus`, `hosted_apis` or `spikes`.
    pub cause: String,
    /// Incidents (count); hosted APIs and spikes count none.
    pub incidents: Vec<f64>,
    /// Hours down (h).
    pub down_hours: Vec<f64>,
}

/// Hours that a component takes the product down.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ComponentDown {
    /// Its name.
    pub component: String,
    /// Hours down in the last year of the horizon (h).
    pub last_year_hours: f64,
}

/// How far a failure reaches in a stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BlastReport {
    /// Index of the stage.
    pub stage: usize,
    /// Month whose levels these are: the last in which the stage runs.
    pub month: usize,
    /// Share of another component of the same unit that goes down with a failing one.
    pub inside: f64,
    /// Share of a component of another unit that goes down with it where that calls it.
    pub across: f64,
    /// Value lost while a component fails.
    pub lost: Vec<ComponentLoss>,
}

/// What is lost while a component fails.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ComponentLoss {
    /// Its name.
    pub component: String,
    /// Whether the product is of no use without it.
    pub core: bool,
    /// Its own share of the product's value, 1 for a core component.
    pub own: f64,
    /// Share of the product's value lost, before severity.
    pub share: f64,
    /// Components of other units that call it, through others too, without a fallback on the way.
    pub callers: Vec<String>,
    /// Components that cannot do without it in whatever unit: those that call a data store themselves.
    pub needed_by: Vec<String>,
}

/// Training in one dimension.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TrainingReport {
    /// Dimension.
    pub dimension: String,
    /// First month of training.
    pub from_month: usize,
    /// Month after the last of training.
    pub until_month: usize,
    /// Level when it begins.
    pub from_level: f64,
    /// Level when it ends, practice included.
    pub to_level: f64,
    /// Fees and the time of those who learn; all of them sum to the series `training`.
    pub cost: f64,
    /// Time of those who learn (PM).
    pub person_months: f64,
}

/// A component that may be bought as an API or hosted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BuyOrHost {
    /// Index of the stage.
    pub stage: usize,
    /// Name of its unit.
    pub unit: String,
    /// Its name.
    pub component: String,
    /// Whether it is bought.
    pub bought: bool,
    /// Cost of its unit over the stage with the component bought (discounted).
    pub buy_cost: f64,
    /// Cost of its unit over the stage with it hosted (discounted); absent when no GPU fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_cost: Option<f64>,
    /// Its calls in the stage's first month.
    pub calls_per_month: f64,
    /// Calls a month above which hosting is cheaper at that month's prices; absent when one of the
    /// two is cheaper at any volume between a thousandth and a thousandfold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub break_even_calls: Option<f64>,
}

/// A goal and whether it is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GoalReport {
    /// Field of the scenario's `goals`.
    pub goal: String,
    /// Whether it is kept.
    pub kept: bool,
    /// What is asked for, in words.
    pub limit: String,
    /// What is reached, in words.
    pub reached: String,
    /// What is wrong, in a sentence; empty when it is kept.
    pub sentence: String,
}
