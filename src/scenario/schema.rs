//! What a user states: the product, its demand, the team, the money, the roadmaps.
//!
//! Everything has a default, so a file holds only what differs. Money is in the scenario's
//! currency, shares are fractions of one, rates are per month or per year as the name says. An
//! optional number that is not set takes its value from the catalogue.

use super::node::{Leaf, Named, Node, choice, parse_value, record};
use super::quantity::Quantity;
use crate::catalog::Status;
use serde::{Deserialize, Serialize};

/// The version of the format that this program writes.
pub const VERSION: u32 = 1;

const fn point(value: f64) -> Quantity {
    Quantity::point(value)
}

record! {
    /// A complete plan.
    pub struct Scenario {
        /// Format version.
        pub version: u32 = VERSION,
        /// Short name, also the name of the product.
        pub name: String = "Untitled plan".to_owned(),
        /// What this plan is about, for people.
        pub story: String = String::new(),
        /// What the answer was expected to be before the first run.
        pub expected: String = String::new(),
        /// Id of the roadmap expected to win, as written before the first run.
        pub expected_roadmap: String = String::new(),
        /// The preset that this plan was begun from.
        pub begun_from: BegunFrom = BegunFrom::default(),
        /// Notes beside values: who owns them, where they come from.
        pub notes: Vec<Note> = Vec::new(),
        /// Currency code; all money in the file is in it.
        pub currency: String = "USD".to_owned(),
        /// Units of the currency that one USD buys.
        pub units_per_usd: Quantity = point(1.0),
        /// First month, as `2027-01`.
        pub start: String = "2027-01".to_owned(),
        /// Months projected, 12 to 120.
        pub horizon_months: u32 = 60,
        /// Whether the catalogue's own ranges are drawn from too, beside those of the plan.
        pub catalogue_ranges: bool = false,
        /// Factors over the whole scenario.
        pub factors: Factors = Factors::default(),
        /// How many use the product, and when.
        pub demand: Demand = Demand::default(),
        /// The parts of the product.
        pub components: Vec<Component> = Vec::new(),
        /// Who calls whom.
        pub edges: Vec<Edge> = Vec::new(),
        /// Today's units.
        pub today: Partition = Partition::Whole,
        /// GPUs and their prices.
        pub gpus: Gpus = Gpus::default(),
        /// Hosted model APIs.
        pub hosted: Hosted = Hosted::default(),
        /// Prices of everything else.
        pub prices: Prices = Prices::default(),
        /// The people.
        pub team: Team = Team::default(),
        /// How the product changes.
        pub change: Change = Change::default(),
        /// What failures cost.
        pub reliability: Reliability = Reliability::default(),
        /// Money beyond prices.
        pub money: Money = Money::default(),
        /// What must hold.
        pub goals: Goals = Goals::default(),
        /// A product that is not built yet.
        pub launch: Option<Launch> = None,
        /// Training of the built-in roadmaps.
        pub training: Training = Training::Default,
        /// Roadmaps beside the built-in ones.
        pub roadmaps: Vec<Roadmap> = Vec::new(),
        /// What happens at a known month.
        pub events: Vec<Event> = Vec::new(),
        /// Months as they turned out.
        pub actuals: Vec<Actual> = Vec::new(),
        /// Catalogue entries that this plan knows better.
        pub overrides: Vec<Override> = Vec::new(),
        /// GPUs beside the catalogue's.
        pub own_gpus: Vec<OwnGpu> = Vec::new(),
        /// Models beside the catalogue's.
        pub own_models: Vec<OwnModel> = Vec::new(),
        /// Hosted APIs beside the catalogue's.
        pub own_apis: Vec<OwnApi> = Vec::new(),
    }
}

choice! {
    /// How sure a figure is.
    pub enum Standing {
        /// Measured by the user.
        Measured = "Measured",
        /// From a vendor or a contract.
        Quoted = "Quoted",
        /// From a publication.
        Published = "Published",
        /// A guess.
        Assumed = "Guess",
    }
}

record! {
    /// Where a plan came from: whatever it does not state is as it was there and then.
    pub struct BegunFrom {
        /// Name of the preset; empty for a plan begun from nothing.
        pub preset: String = String::new(),
        /// Version of the catalogue that it was begun with.
        pub catalogue: String = String::new(),
        /// Date of that catalogue's newest entry, as `2026-11`.
        pub date: String = String::new(),
    }
}

record! {
    /// A note beside a value.
    pub struct Note {
        /// Path of the value.
        pub at: String = String::new(),
        /// The note.
        pub note: String = String::new(),
        /// Who answers for the value.
        pub owner: String = String::new(),
        /// Where the value comes from.
        pub source: String = String::new(),
        /// How sure it is.
        pub status: Standing = Standing::Assumed,
        /// When it was true, as `2026-11`.
        pub date: String = String::new(),
    }
}

impl Named for Note {
    fn name(&self) -> &str {
        &self.at
    }
}

impl From<Standing> for Status {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Measured => Self::Measured,
            Standing::Quoted => Self::Quoted,
            Standing::Published => Self::Published,
            Standing::Assumed => Self::Assumed,
        }
    }
}

impl Scenario {
    /// How sure the value at a path is, by the note beside it; a guess without one.
    pub fn standing_of(&self, path: &str) -> Status {
        let note = self.notes.iter().find(|note| note.at == path);
        note.map_or(Status::Assumed, |note| note.status.into())
    }
}

record! {
    /// Factors that a leader drags first.
    pub struct Factors {
        /// Multiplies users.
        pub users: Quantity = point(1.0),
        /// Multiplies changes asked for.
        pub changes: Quantity = point(1.0),
        /// Multiplies GPU prices.
        pub gpu_price: Quantity = point(1.0),
        /// Multiplies hosted token prices.
        pub token_price: Quantity = point(1.0),
        /// Multiplies salaries.
        pub salaries: Quantity = point(1.0),
    }
}

record! {
    /// How many use the product, and when.
    pub struct Demand {
        /// Users in the first month.
        pub users: Quantity = point(1_000.0),
        /// Requests of a user in a month.
        pub requests_per_user_month: Quantity = point(30.0),
        /// How the number of users moves.
        pub growth: Growth = Growth::default(),
        /// Busiest hour against the mean (factor).
        pub peak_to_mean: Quantity = point(2.0),
        /// Sudden loads.
        pub spikes: Vec<Spike> = Vec::new(),
    }
}

choice! {
    /// Shape of growth.
    pub enum GrowthShape {
        /// Users stay as they are.
        Flat = "Flat",
        /// The same number of users is added every month.
        Linear = "Linear",
        /// The same share is added every month.
        Compound = "Compound",
        /// Compound at first, levelling off at a ceiling.
        SCurve = "S-curve",
        /// Given points, linear between them.
        Table = "Table",
    }
}

record! {
    /// How the number of users moves.
    pub struct Growth {
        /// Shape of the curve.
        pub shape: GrowthShape = GrowthShape::Flat,
        /// Growth a month: a share for compound and S-curve.
        pub monthly_rate: Quantity = point(0.03),
        /// Users added a month, for linear growth.
        pub users_per_month: Quantity = point(0.0),
        /// Users at which an S-curve levels off.
        pub ceiling: Option<Quantity> = None,
        /// An adoption curve of the catalogue, in place of rate and ceiling.
        pub adoption: Option<String> = None,
        /// Points of a table.
        pub table: Vec<TablePoint> = Vec::new(),
    }
}

record! {
    /// A point of a growth table.
    pub struct TablePoint {
        /// Month, 0 is the first.
        pub month: u32 = 0,
        /// Users in that month.
        pub users: Quantity = point(0.0),
        /// Name, for paths.
        pub name: String = String::new(),
    }
}

impl Named for TablePoint {
    fn name(&self) -> &str {
        &self.name
    }
}

record! {
    /// A sudden load.
    pub struct Spike {
        /// What it is.
        pub name: String = "spike".to_owned(),
        /// How many a month.
        pub per_month: Quantity = point(1.0),
        /// Load against the mean (factor).
        pub times: Quantity = point(5.0),
        /// How long it lasts (h).
        pub hours: Quantity = point(2.0),
    }
}

impl Named for Spike {
    fn name(&self) -> &str {
        &self.name
    }
}

choice! {
    /// What a component is.
    pub enum Kind {
        /// A program on CPUs.
        Service = "Service",
        /// A language model, run by oneself, bought, or whichever is cheaper.
        Llm = "Language model",
        /// Image, speech or embedding work on GPUs.
        GpuJob = "GPU job",
        /// Somebody else's model behind an API.
        HostedApi = "Hosted API",
        /// A database, index or object store.
        DataStore = "Data store",
        /// Work that can wait for a quiet hour.
        Batch = "Batch pipeline",
        /// Work that is always on, with events of its own.
        Stream = "Stream",
    }
}

choice! {
    /// Where a model runs.
    pub enum Hosting {
        /// On GPUs that the plan pays for.
        SelfHosted = "Self-hosted",
        /// Behind an API priced by token.
        Hosted = "Hosted API",
        /// Whichever is cheaper over the stage.
        Either = "Whichever is cheaper",
    }
}

choice! {
    /// Number format of a model's weights.
    pub enum Precision {
        /// Eight bits.
        Fp8 = "FP8",
        /// Sixteen bits.
        Fp16 = "FP16",
        /// Four bits.
        Fp4 = "FP4",
    }
}

record! {
    /// A part of the product.
    pub struct Component {
        /// Name, the user's own.
        pub name: String = String::new(),
        /// What it is.
        pub kind: Kind = Kind::Service,
        /// Whether nothing works without it.
        pub core: bool = false,
        /// Share of the product's value lost while it is down, when it is not core (share).
        pub value_share: Quantity = point(0.1),

        /// Size: the effort it took, or will take, to build (PM).
        pub size_pm: Quantity = point(24.0),
        /// Changes asked for (per month).
        pub changes: Quantity = point(2.0),
        /// Growth of the changes asked for (share a year).
        pub changes_growth: Quantity = point(0.0),
        /// What a change costs today (PM); balanced with the team when not set.
        pub effort_pm: Option<Quantity> = None,
        /// Modularity today (share); by boundaries level when not set.
        pub modularity: Option<Quantity> = None,
        /// Share of changes that change a model or a prompt (share).
        pub model_change_share: Quantity = point(0.0),
        /// Time of the evaluation that such a change runs (h).
        pub evaluation_hours: Quantity = point(0.0),
        /// Price of the evaluation that such a change runs.
        pub evaluation_cost: Quantity = point(0.0),

        /// Calls of it per user request.
        pub calls: Quantity = point(1.0),
        /// CPU time of a call, or of an event of a stream (ms).
        pub cpu_ms: Quantity = point(20.0),
        /// Memory of a pod whatever the load (GiB).
        pub memory_gib: Quantity = point(1.0),
        /// Memory per vCPU in use (GiB).
        pub working_set_gib: Quantity = point(0.5),
        /// Month from which it lives.
        pub appear: u32 = 0,
        /// Month from which it no longer lives.
        pub retire: Option<u32> = None,

        /// Model of the catalogue or of the plan, for a language model.
        pub model: Option<String> = None,
        /// Number format of the weights.
        pub precision: Precision = Precision::Fp8,
        /// Where the model runs.
        pub hosting: Hosting = Hosting::SelfHosted,
        /// Hosted API of the catalogue or of the plan.
        pub api: Option<String> = None,
        /// Prompt of a call (tokens).
        pub tokens_in: Quantity = point(1_000.0),
        /// Answer of a call (tokens).
        pub tokens_out: Quantity = point(300.0),
        /// Share of the prompt that a prefix cache already holds (share).
        pub cached_prefix: Quantity = point(0.0),
        /// Target for the time to first token (ms).
        pub time_to_first_token_ms: Quantity = point(2_000.0),
        /// Target for the time between tokens (ms).
        pub inter_token_ms: Quantity = point(60.0),
        /// Models that replace this one.
        pub swaps: Vec<ModelSwap> = Vec::new(),

        /// GPU time of a call, on an H100 (s), for GPU jobs.
        pub gpu_seconds: Quantity = point(0.0),
        /// GPU memory that the job's weights take (GiB).
        pub gpu_memory_gib: Quantity = point(0.0),
        /// Price of a call, for hosted APIs not priced by token.
        pub price_per_call: Quantity = point(0.0),

        /// Storage whatever the number of users (GiB).
        pub storage_gib: Quantity = point(0.0),
        /// Storage per user (GiB).
        pub storage_gib_per_user: Quantity = point(0.0),

        /// Events of a stream (per second).
        pub events_per_second: Quantity = point(0.0),
        /// How fresh a stream's results must be (s).
        pub freshness_s: Quantity = point(300.0),
        /// Share of events fed back into evaluation or retraining (share).
        pub feedback_share: Quantity = point(0.0),
        /// Days between retrainings (days).
        pub retrain_days: Quantity = point(30.0),
        /// GPU time of retraining per event fed back, on an H100 (s).
        pub retrain_gpu_seconds: Quantity = point(0.0),
    }
}

impl Named for Component {
    fn name(&self) -> &str {
        &self.name
    }
}

record! {
    /// A model or API that replaces a component's from a month on.
    pub struct ModelSwap {
        /// Name, for paths.
        pub name: String = "swap".to_owned(),
        /// Month from which it serves.
        pub month: u32 = 12,
        /// The new model, when it changes.
        pub model: Option<String> = None,
        /// Its number format.
        pub precision: Precision = Precision::Fp8,
        /// The new hosted API, when it changes.
        pub api: Option<String> = None,
    }
}

impl Named for ModelSwap {
    fn name(&self) -> &str {
        &self.name
    }
}

record! {
    /// Calls from one component to another.
    pub struct Edge {
        /// Caller.
        pub from: String = String::new(),
        /// Callee.
        pub to: String = String::new(),
        /// Calls per user request.
        pub calls: Quantity = point(1.0),
        /// Data sent per call (MiB).
        pub mib: Quantity = point(0.01),
        /// Price of a call when it crosses units (an orchestrator's or queue's fee).
        pub price: Quantity = point(0.0),
        /// Name, for paths; the index also serves.
        pub name: String = String::new(),
    }
}

impl Named for Edge {
    fn name(&self) -> &str {
        &self.name
    }
}

record! {
    /// A deployable unit.
    pub struct Unit {
        /// Name of the unit.
        pub name: String = String::new(),
        /// Names of its components.
        pub components: Vec<String> = Vec::new(),
    }
}

/// Which components are deployed together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Partition {
    /// One unit: a monolith.
    Whole,
    /// One unit for each component: microservices.
    Split,
    /// Self-hosted models and GPU jobs each a unit, the rest one.
    InferenceOut,
    /// The units given; every component is in exactly one.
    Units(Vec<Unit>),
}

impl Node for Partition {
    fn keys(&self) -> Vec<String> {
        Vec::new()
    }
    fn child(&self, _: &str) -> Option<&dyn Node> {
        None
    }
    fn child_mut(&mut self, _: &str) -> Option<&mut dyn Node> {
        None
    }
    fn leaf(&self) -> Option<Leaf> {
        Some(Leaf::Choice(match self {
            Self::Whole => "Whole".to_owned(),
            Self::Split => "Split".to_owned(),
            Self::InferenceOut => "InferenceOut".to_owned(),
            Self::Units(units) => format!("{} units", units.len()),
        }))
    }
    fn set_text(&mut self, text: &str) -> Result<(), String> {
        *self = parse_value(text)?;
        Ok(())
    }
}

record! {
    /// GPUs and their prices.
    pub struct Gpus {
        /// GPUs that may be used; empty for any that has a price.
        pub allowed: Vec<String> = Vec::new(),
        /// Provider whose prices count; the market's median when not set.
        pub provider: Option<String> = None,
        /// Prices that the plan knows better.
        pub prices: Vec<GpuPrice> = Vec::new(),
        /// Negotiated discount on all GPU prices (share).
        pub discount: Quantity = point(0.0),
        /// Share of GPU hours run on spot capacity (share).
        pub spot_share: Quantity = point(0.0),
        /// Share of GPUs committed to at each term's start (share).
        pub committed_share: Quantity = point(0.0),
        /// Length of a commitment (months).
        pub committed_months: u32 = 12,
        /// Discount on committed GPUs (share).
        pub committed_discount: Quantity = point(0.3),
        /// Drift of GPU prices (share a year).
        pub price_drift: Option<Quantity> = None,
        /// GPUs that are bought instead of rented.
        pub owned: Vec<OwnedGpu> = Vec::new(),
    }
}

record! {
    /// The price of a GPU, in the scenario's currency.
    pub struct GpuPrice {
        /// The GPU.
        pub gpu: String = String::new(),
        /// On demand (per GPU-hour).
        pub per_hour: Quantity = point(0.0),
        /// On spot capacity (per GPU-hour); on demand when not set.
        pub spot_per_hour: Option<Quantity> = None,
    }
}

impl Named for GpuPrice {
    fn name(&self) -> &str {
        &self.gpu
    }
}

record! {
    /// A GPU that is bought instead of rented.
    pub struct OwnedGpu {
        /// The GPU.
        pub gpu: String = String::new(),
        /// Purchase of one, its share of the server included.
        pub capex: Quantity = point(35_000.0),
        /// Years of use (years).
        pub years: Quantity = point(4.0),
        /// Value left at the end (share).
        pub residual: Quantity = point(0.1),
        /// Power drawn, its share of the server included (kW).
        pub kw: Quantity = point(1.3),
        /// Power drawn by the site per power used (factor).
        pub pue: Quantity = point(1.4),
        /// Electricity (per kWh).
        pub electricity_price: Quantity = point(0.12),
    }
}

impl Named for OwnedGpu {
    fn name(&self) -> &str {
        &self.gpu
    }
}

record! {
    /// Hosted model APIs.
    pub struct Hosted {
        /// Negotiated discount on all hosted prices (share).
        pub discount: Quantity = point(0.0),
        /// Drift of token prices (share a year).
        pub price_drift: Option<Quantity> = None,
        /// Whether a second provider stands by.
        pub second_provider: bool = false,
    }
}

record! {
    /// Prices of everything else.
    pub struct Prices {
        /// Negotiated discount on CPU, memory, storage and transfer (share).
        pub cloud_discount: Quantity = point(0.0),
        /// Drift of these prices (share a year).
        pub cloud_drift: Quantity = point(0.0),
    }
}

record! {
    /// The people.
    pub struct Team {
        /// Engineers today, managers apart.
        pub engineers: Quantity = point(8.0),
        /// What they do (shares or counts; only the proportions matter).
        pub mix: Mix = Mix::default(),
        /// Readiness, ten dimensions from 0 to 4; "don't know" when not set.
        pub levels: Levels = Levels::default(),
        /// Levels as several people see them; their mean counts where `levels` is silent.
        pub raters: Vec<Rater> = Vec::new(),
        /// How the team grows.
        pub hiring: Hiring = Hiring::default(),
        /// People from outside.
        pub contractors: Contractors = Contractors::default(),
        /// Salaries that the plan knows better (per year).
        pub salaries: Salaries = Salaries::default(),
        /// Sites with an on-call rotation.
        pub on_call_sites: u32 = 1,
    }
}

record! {
    /// What the engineers do.
    pub struct Mix {
        /// Backend.
        pub backend: Quantity = point(5.0),
        /// Machine learning.
        pub ml: Quantity = point(2.0),
        /// Data.
        pub data: Quantity = point(1.0),
        /// Platform and operations.
        pub platform: Quantity = point(1.0),
        /// Security.
        pub security: Quantity = point(0.0),
    }
}

record! {
    /// Readiness, ten dimensions from 0 to 4.
    pub struct Levels {
        /// Build, test and release.
        pub delivery: Option<Quantity> = None,
        /// Provisioning and platform.
        pub platform: Option<Quantity> = None,
        /// Observability.
        pub observability: Option<Quantity> = None,
        /// Incident response and on-call.
        pub incident_response: Option<Quantity> = None,
        /// Boundaries, contracts and data ownership.
        pub boundaries: Option<Quantity> = None,
        /// Team ownership and size.
        pub ownership: Option<Quantity> = None,
        /// Distributed-systems skill.
        pub distributed: Option<Quantity> = None,
        /// Model and prompt operations.
        pub model_operations: Option<Quantity> = None,
        /// Security and governance.
        pub security: Option<Quantity> = None,
        /// Cost and capacity control.
        pub cost: Option<Quantity> = None,
    }
}

impl Levels {
    /// The ten, in the order of [`DIMENSIONS`].
    pub fn all(&self) -> [Option<Quantity>; 10] {
        [
            self.delivery,
            self.platform,
            self.observability,
            self.incident_response,
            self.boundaries,
            self.ownership,
            self.distributed,
            self.model_operations,
            self.security,
            self.cost,
        ]
    }
}

/// Names of the ten readiness dimensions, in the order used everywhere.
pub const DIMENSIONS: [&str; 10] = [
    "delivery",
    "platform",
    "observability",
    "incident_response",
    "boundaries",
    "ownership",
    "distributed",
    "model_operations",
    "security",
    "cost",
];

record! {
    /// Levels as one person sees them.
    pub struct Rater {
        /// Who.
        pub name: String = String::new(),
        /// The levels.
        pub levels: Levels = Levels::default(),
    }
}

impl Named for Rater {
    fn name(&self) -> &str {
        &self.name
    }
}

choice! {
    /// How the team grows.
    pub enum HiringPolicy {
        /// Hire what the work needs, within bounds.
        ToPlan = "Hire to plan",
        /// Refill leavers only.
        Hold = "Hold",
    }
}

record! {
    /// How the team grows.
    pub struct Hiring {
        /// Policy.
        pub policy: HiringPolicy = HiringPolicy::ToPlan,
        /// Fewest engineers.
        pub min: Quantity = point(0.0),
        /// Most engineers.
        pub max: Quantity = point(1_000.0),
        /// Months from an open post to its filling (months).
        pub lag_months: Option<Quantity> = None,
        /// Months until a hire is fully productive (months).
        pub ramp_months: Option<Quantity> = None,
        /// Cost of a hire.
        pub cost_per_hire: Option<Quantity> = None,
        /// People who leave (share a year).
        pub attrition: Option<Quantity> = None,
    }
}

record! {
    /// People from outside, called in when the team is short.
    pub struct Contractors {
        /// Most contractors at once.
        pub max: Quantity = point(0.0),
        /// Rate (per month).
        pub rate: Option<Quantity> = None,
        /// Months until fully productive (months).
        pub ramp_months: Option<Quantity> = None,
    }
}

record! {
    /// Salaries before the loaded-cost factor, in the scenario's currency (per year).
    pub struct Salaries {
        /// Backend engineer.
        pub backend: Option<Quantity> = None,
        /// Machine-learning engineer.
        pub ml: Option<Quantity> = None,
        /// Data engineer.
        pub data: Option<Quantity> = None,
        /// Platform engineer.
        pub platform: Option<Quantity> = None,
        /// Security engineer.
        pub security: Option<Quantity> = None,
        /// Engineering manager.
        pub manager: Option<Quantity> = None,
        /// Cost of an employee per salary (factor).
        pub loaded_cost: Option<Quantity> = None,
    }
}

choice! {
    /// How settled the product is.
    pub enum Maturity {
        /// Still looking for what users want.
        Exploring = "Exploring",
        /// Found, and growing.
        Growing = "Growing",
        /// Known; boundaries drawn now will hold.
        Stable = "Stable",
    }
}

record! {
    /// How the product changes.
    pub struct Change {
        /// How settled the product is.
        pub maturity: Maturity = Maturity::Growing,
        /// Coupling added between units by a library that all share (share).
        pub shared_coupling: Quantity = point(0.0),
        /// Monthly value of a change as a share of its cost (share a month).
        pub delay_value_share: Option<Quantity> = None,
        /// What a day of lead time costs in experiments not made (per month).
        pub lead_time_day_value: Quantity = point(0.0),
        /// Effort that a modular monolith spends on its boundaries (share).
        pub upkeep: Option<Quantity> = None,
    }
}

record! {
    /// What failures cost.
    pub struct Reliability {
        /// Value that a user gets, or pays, in a month.
        pub value_per_user_month: Quantity = point(0.0),
        /// Cost of an hour down against the value of an hour (factor).
        pub downtime_multiplier: Quantity = point(1.0),
        /// Loss of a security incident.
        pub security_loss: Quantity = point(0.0),
        /// p95 latency within one unit (ms).
        pub base_latency_ms: Quantity = point(800.0),
        /// p95 latency beyond which value is lost (ms); none when not set.
        pub latency_budget_ms: Option<Quantity> = None,
        /// Cost of each 100 ms beyond the budget (per month).
        pub latency_cost_per_100ms: Quantity = point(0.0),
        /// What stands in for a failed component.
        pub fallbacks: Vec<Fallback> = Vec::new(),
    }
}

record! {
    /// What stands in for a failed component.
    pub struct Fallback {
        /// The component.
        pub component: String = String::new(),
        /// Minutes until it has taken over (minutes).
        pub takeover_minutes: Quantity = point(5.0),
        /// Quality of the replacement (share).
        pub quality: Quantity = point(0.8),
    }
}

impl Named for Fallback {
    fn name(&self) -> &str {
        &self.component
    }
}

record! {
    /// Money beyond prices.
    pub struct Money {
        /// Discount rate (share a year).
        pub discount_rate: Option<Quantity> = None,
        /// Growth of wages (share a year).
        pub wage_growth: Option<Quantity> = None,
        /// Contingency shown beside the total (share of cash).
        pub contingency: Option<Quantity> = None,
        /// Money in the bank today.
        pub capital: Option<Quantity> = None,
        /// Revenue of a user in a month.
        pub revenue_per_user_month: Quantity = point(0.0),
    }
}

record! {
    /// What must hold; a roadmap that breaks one is not recommended while another holds.
    pub struct Goals {
        /// Most cash a month.
        pub budget_per_month: Option<Quantity> = None,
        /// Least availability in the last year (share).
        pub availability: Option<Quantity> = None,
        /// Longest lead time in the last year (days).
        pub lead_time_days: Option<Quantity> = None,
        /// Months the money must last (months).
        pub runway_months: Option<Quantity> = None,
        /// Most p95 latency (ms).
        pub p95_latency_ms: Option<Quantity> = None,
        /// Components that must be alone in their unit.
        pub must_isolate: Vec<String> = Vec::new(),
        /// Components that must stay in one unit.
        pub must_not_split: Vec<String> = Vec::new(),
    }
}

record! {
    /// A product that is not built yet: its sizes are work still to do.
    pub struct Launch {
        /// Month in which it should be live.
        pub month: u32 = 6,
        /// What each month of delay past it costs.
        pub value_per_month: Quantity = point(0.0),
    }
}

/// Which training a roadmap buys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(
    clippy::large_enum_variant,
    reason = "a plan holds a handful of these, and a box would show in every use"
)]
pub enum Training {
    /// The gates' gaps, then what pays for itself.
    Default,
    /// None.
    Off,
    /// Up to the levels given.
    To(Levels),
}

impl Node for Training {
    fn keys(&self) -> Vec<String> {
        Vec::new()
    }
    fn child(&self, _: &str) -> Option<&dyn Node> {
        None
    }
    fn child_mut(&mut self, _: &str) -> Option<&mut dyn Node> {
        None
    }
    fn leaf(&self) -> Option<Leaf> {
        Some(Leaf::Choice(
            match self {
                Self::Default => "Default",
                Self::Off => "Off",
                Self::To(_) => "To",
            }
            .to_owned(),
        ))
    }
    fn set_text(&mut self, text: &str) -> Result<(), String> {
        *self = parse_value(text)?;
        Ok(())
    }
    fn words(&self) -> &'static [&'static str] {
        &["Default", "Off"]
    }
}

record! {
    /// A roadmap of one's own.
    pub struct Roadmap {
        /// Id, for the command line.
        pub id: String = String::new(),
        /// Name shown.
        pub label: String = String::new(),
        /// Its stages, by month.
        pub stages: Vec<Stage> = Vec::new(),
        /// Training it buys.
        pub training: Training = Training::Default,
    }
}

impl Named for Roadmap {
    fn name(&self) -> &str {
        &self.id
    }
}

record! {
    /// A stage of a roadmap.
    pub struct Stage {
        /// Month in which the change to it begins; later when the change before is not done.
        pub from_month: u32 = 0,
        /// Its units.
        pub partition: Partition = Partition::Whole,
        /// Share of effort spent on boundaries (share).
        pub upkeep: Quantity = point(0.0),
        /// Name, for paths; the index also serves.
        pub name: String = String::new(),
    }
}

impl Named for Stage {
    fn name(&self) -> &str {
        &self.name
    }
}

choice! {
    /// What an event changes.
    pub enum EventKind {
        /// Multiplies users from then on.
        Users = "Users",
        /// Multiplies changes asked for from then on.
        Changes = "Changes",
        /// Multiplies GPU prices from then on.
        GpuPrice = "GPU price",
        /// Multiplies token prices from then on.
        TokenPrice = "Token price",
        /// Adds money to the bank in that month.
        Funding = "Funding",
        /// Adds engineers (or takes them away) in that month.
        Engineers = "Engineers",
    }
}

record! {
    /// What happens at a known month.
    pub struct Event {
        /// What it is.
        pub name: String = String::new(),
        /// The month.
        pub month: u32 = 0,
        /// What it changes.
        pub kind: EventKind = EventKind::Users,
        /// By how much: a factor, an amount of money or a number of people.
        pub value: Quantity = point(1.0),
    }
}

impl Named for Event {
    fn name(&self) -> &str {
        &self.name
    }
}

record! {
    /// A month as it turned out: held against the plan, it moves no projection.
    pub struct Actual {
        /// The month.
        pub month: u32 = 0,
        /// Users in it.
        pub users: Option<Quantity> = None,
        /// Cash spent in it.
        pub spend: Option<Quantity> = None,
        /// Engineers in it.
        pub engineers: Option<Quantity> = None,
        /// Lead time of its changes (days).
        pub lead_time_days: Option<Quantity> = None,
    }
}

impl Named for Actual {
    /// Months go by their place.
    fn name(&self) -> &'static str {
        ""
    }
}

record! {
    /// A catalogue entry that this plan knows better.
    pub struct Override {
        /// The entry.
        pub id: String = String::new(),
        /// Its value, in the entry's unit; an override without one is refused.
        pub value: Option<Quantity> = None,
        /// Why.
        pub reason: String = String::new(),
    }
}

impl Named for Override {
    fn name(&self) -> &str {
        &self.id
    }
}

record! {
    /// A GPU beside the catalogue's.
    pub struct OwnGpu {
        /// Name.
        pub name: String = String::new(),
        /// Memory (GiB).
        pub memory_gib: Quantity = point(80.0),
        /// Memory bandwidth (GB/s).
        pub bandwidth_gbps: Quantity = point(3_350.0),
        /// Dense FP16 compute (TFLOP/s).
        pub fp16_tflops: Quantity = point(989.0),
        /// Dense FP8 compute (TFLOP/s); none when not set.
        pub fp8_tflops: Option<Quantity> = None,
        /// Dense FP4 compute (TFLOP/s); none when not set.
        pub fp4_tflops: Option<Quantity> = None,
        /// One-direction link to its peers (GB/s).
        pub link_gbps: Quantity = point(64.0),
        /// Price in the scenario's currency (per GPU-hour).
        pub per_hour: Quantity = point(3.0),
        /// Where this comes from.
        pub source: String = String::new(),
    }
}

impl Named for OwnGpu {
    fn name(&self) -> &str {
        &self.name
    }
}

record! {
    /// A model beside the catalogue's.
    pub struct OwnModel {
        /// Name.
        pub name: String = String::new(),
        /// Parameters (billion).
        pub params_b: Quantity = point(8.0),
        /// Parameters active per token (billion); all when not set.
        pub active_params_b: Option<Quantity> = None,
        /// Layers.
        pub layers: Quantity = point(32.0),
        /// Hidden size.
        pub hidden: Quantity = point(4_096.0),
        /// Heads of the KV cache.
        pub kv_heads: Quantity = point(8.0),
        /// KV cache of a token in FP16 (bytes).
        pub kv_bytes_per_token: Quantity = point(131_072.0),
        /// Experts; a dense model when not set.
        pub experts: Option<Quantity> = None,
        /// Experts used per token.
        pub experts_per_token: Option<Quantity> = None,
        /// Share of the weights in experts (share).
        pub expert_share: Option<Quantity> = None,
        /// Where this comes from.
        pub source: String = String::new(),
    }
}

impl Named for OwnModel {
    fn name(&self) -> &str {
        &self.name
    }
}

record! {
    /// A hosted API beside the catalogue's.
    pub struct OwnApi {
        /// Name.
        pub name: String = String::new(),
        /// Fresh prompt tokens, in the scenario's currency (per million).
        pub input: Quantity = point(1.0),
        /// Cached prompt tokens, in the scenario's currency (per million).
        pub cached_input: Quantity = point(0.25),
        /// Answer tokens, in the scenario's currency (per million).
        pub output: Quantity = point(4.0),
        /// Where this comes from.
        pub source: String = String::new(),
    }
}

impl Named for OwnApi {
    fn name(&self) -> &str {
        &self.name
    }
}
