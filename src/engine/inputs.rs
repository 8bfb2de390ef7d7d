//! A scenario as the engine sees it: indices instead of names, one number for each quantity, all
//! money in the scenario's currency.
//!
//! Components are sorted by name, so that their order in a file changes nothing. Numbers come from
//! a [`Leaves`] source: the likely values for one projection, other sources for draws and
//! explanations.

use super::constants::{ConstantSource, Constants};
use super::demand::NODES;
use super::labels as l;
use super::yearly::Yearly;
use crate::number::Number;
use crate::scenario::Quantity;
use crate::scenario::schema::{
    Contract, EventKind, GrowthShape, HiringPolicy, Hosting, Kind, Maturity, Precision,
};

/// Where the numbers of [`Inputs`] come from.
pub trait Leaves<N>: ConstantSource<N> {
    /// The value of a number that the scenario states, named by its path.
    fn stated(&mut self, path: std::fmt::Arguments<'_>, quantity: Quantity) -> N;
}

/// Everything the projection of any roadmap needs.
#[derive(Clone, Debug)]
pub struct Inputs<N> {
    /// Months projected.
    pub months: usize,
    /// Constants; money is in the scenario's currency.
    pub k: Constants<N>,
    /// Users and load.
    pub demand: Demand<N>,
    /// Components, sorted by name.
    pub components: Vec<Component<N>>,
    /// Calls between components.
    pub edges: Vec<Edge<N>>,
    /// GPUs that may be used, sorted by name.
    pub gpus: Vec<Gpu<N>>,
    /// Models in use.
    pub models: Vec<Model<N>>,
    /// Hosted APIs in use.
    pub apis: Vec<Api<N>>,
    /// How GPUs are paid for.
    pub gpu_terms: GpuTerms<N>,
    /// How everything else is paid for.
    pub prices: Prices<N>,
    /// The people.
    pub team: Team<N>,
    /// How the product changes.
    pub change: Evolution<N>,
    /// What failures cost.
    pub reliability: Reliability<N>,
    /// Money beyond prices.
    pub money: Money<N>,
    /// Present when the product is not built yet.
    pub launch: Option<Launch<N>>,
    /// Levels required of one unit, of two to three, of eight or more.
    pub required: [[N; 10]; 3],
    /// What happens at known months.
    pub events: Vec<Event<N>>,
    /// Today's units.
    pub today: super::partition::Partition,
}

/// Users and load.
#[derive(Clone, Debug)]
pub struct Demand<N> {
    /// Users in month 0, factors included.
    pub users: N,
    /// Factor over users, already in `users`, for table points.
    pub factor: N,
    /// Requests of a user in a month.
    pub requests_per_user_month: N,
    /// Shape of growth.
    pub shape: GrowthShape,
    /// Share a month, or users a month for linear growth.
    pub rate: N,
    /// Users at which an S-curve levels off.
    pub ceiling: N,
    /// Month and users of each table point.
    pub table: Vec<(usize, N)>,
    /// Busiest hour against the mean.
    pub peak_to_mean: N,
    /// Load at the nodes of the day against its mean, see [`super::demand::day_nodes`].
    pub day: [N; NODES],
    /// Spikes: a month, load against the mean, hours.
    pub spikes: Vec<Spike<N>>,
}

/// A sudden load.
#[derive(Clone, Copy, Debug)]
pub struct Spike<N> {
    /// How many a month.
    pub per_month: N,
    /// Load against the mean.
    pub times: N,
    /// Length (h).
    pub hours: N,
    /// Index of the component that it hits; the whole product when none.
    pub component: Option<usize>,
}

/// The model or API that a component uses from a month on.
#[derive(Clone, Copy, Debug)]
pub struct ModelPeriod {
    /// First month.
    pub from_month: usize,
    /// Index into [`Inputs::models`].
    pub model: Option<usize>,
    /// Number format of the weights.
    pub precision: Precision,
    /// Index into [`Inputs::apis`].
    pub api: Option<usize>,
}

/// A part of the product.
#[derive(Clone, Debug)]
pub struct Component<N> {
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Whether nothing works without it.
    pub core: bool,
    /// Share of the product's value lost while it is down; 1 for a core component.
    pub own_share: N,
    /// Size (PM).
    pub size: N,
    /// Changes asked for in month 0 (per month), factors included.
    pub changes: N,
    /// Changes asked for today, factors apart: what today's team is busy with (per month).
    pub changes_today: N,
    /// Growth of changes (share a year).
    pub changes_growth: Yearly<N>,
    /// What a change costs today (PM); absent where the balance with the team decides.
    pub effort: Option<N>,
    /// Modularity today (share).
    pub modularity: N,
    /// Share of changes that change a model or prompt.
    pub model_change_share: N,
    /// Evaluation of such a change (h).
    pub evaluation_hours: N,
    /// Evaluation of such a change (money).
    pub evaluation_cost: N,
    /// Calls per user request.
    pub calls: N,
    /// Load of its busiest hour against the mean, where it is not the product's.
    pub peak_to_mean: Option<N>,
    /// CPU time of a call or event (s).
    pub cpu_seconds: N,
    /// Memory of a pod (GiB).
    pub memory: N,
    /// Memory per vCPU in use (GiB).
    pub working_set: N,
    /// Length of a session that it holds (minutes).
    pub session: N,
    /// First month of life.
    pub appear: usize,
    /// First month after it.
    pub retire: usize,
    /// Where its model runs.
    pub hosting: Hosting,
    /// Models and APIs over time; empty for components without.
    pub periods: Vec<ModelPeriod>,
    /// Prompt (tokens).
    pub tokens_in: N,
    /// Answer (tokens).
    pub tokens_out: N,
    /// Share of the prompt already cached.
    pub cached_prefix: N,
    /// Target for the time to first token (s).
    pub first_token_target: N,
    /// Target for the time between tokens (s).
    pub inter_token_target: N,
    /// Whether it does GPU work that is not language-model serving.
    pub gpu_job: bool,
    /// GPU time of a call on the reference GPU (s).
    pub gpu_seconds: N,
    /// GPU jobs that it takes no turns with, since one of the two would keep the other's callers waiting for
    /// too long: indices, decided at likely inputs.
    pub apart: Vec<usize>,
    /// GPU memory of the job's weights (bytes).
    pub gpu_memory: N,
    /// Price of a hosted call.
    pub price_per_call: N,
    /// Storage (GiB).
    pub storage: N,
    /// Storage per user (GiB).
    pub storage_per_user: N,
    /// Events of a stream (per second).
    pub events: N,
    /// Freshness target of a stream (s).
    pub freshness: N,
    /// Factor on hosted prices: that of batch interfaces where answers may take a day.
    pub hosted_factor: N,
    /// GPU time of a stream's retraining, spread over all seconds (s/s).
    pub retrain_load: N,
    /// Evaluations that feedback triggers (per month).
    pub feedback_evaluations: N,
    /// What stands in for it.
    pub fallback: Option<Fallback<N>>,
}

/// What stands in for a component that fails.
#[derive(Clone, Copy, Debug)]
pub struct Fallback<N> {
    /// Time until it has taken over (h).
    pub takeover: N,
    /// Quality of the replacement (share).
    pub quality: N,
}

impl<N> Component<N> {
    /// Whether it lives in a month.
    pub fn is_live(&self, month: usize) -> bool {
        self.appear <= month && month < self.retire
    }

    /// The model period of a month, when the component has models.
    pub fn period(&self, month: usize) -> Option<&ModelPeriod> {
        self.periods
            .iter()
            .rev()
            .find(|period| period.from_month <= month)
            .or_else(|| self.periods.first())
    }
}

/// Calls from one component to another.
#[derive(Clone, Copy, Debug)]
pub struct Edge<N> {
    /// Index of the caller.
    pub from: usize,
    /// Index of the callee.
    pub to: usize,
    /// Calls per user request.
    pub calls: N,
    /// Data per call (MiB).
    pub mib: N,
    /// Price of a call across units.
    pub price: N,
    /// Whose interface the two meet at, never `Usual`.
    pub contract: Contract,
}

/// A GPU type.
#[derive(Clone, Debug)]
pub struct Gpu<N> {
    /// Name.
    pub name: String,
    /// Memory (bytes).
    pub memory: N,
    /// Memory bandwidth (B/s).
    pub bandwidth: N,
    /// Dense FP16 compute (FLOP/s).
    pub fp16: N,
    /// Dense FP8 compute (FLOP/s), where it has any.
    pub fp8: Option<N>,
    /// Dense FP4 compute (FLOP/s), where it has any.
    pub fp4: Option<N>,
    /// One-direction link (B/s).
    pub link: N,
    /// On demand, discount and factor included (per GPU-hour).
    pub price: N,
    /// On spot capacity, discount and factor included (per GPU-hour).
    pub spot_price: N,
    /// Whether it is bought: the price is then capital and power, paid for the peak.
    pub owned: bool,
}

/// A language model.
#[derive(Clone, Debug)]
pub struct Model<N> {
    /// Name.
    pub name: String,
    /// Parameters (count).
    pub params: N,
    /// Parameters active per token (count).
    pub active: N,
    /// Layers.
    pub layers: N,
    /// Hidden size.
    pub hidden: N,
    /// Heads of the KV cache.
    pub kv_heads: N,
    /// KV cache of a token in FP16 (bytes).
    pub kv_bytes: N,
    /// Experts, experts per token, share of weights in experts; absent for a dense model.
    pub experts: Option<[N; 3]>,
    /// Whether its latent cache is never split over GPUs.
    pub latent_cache: bool,
    /// Whether its weights are four-bit whatever the precision asked for.
    pub native_fp4: bool,
}

/// A hosted API.
#[derive(Clone, Debug)]
pub struct Api<N> {
    /// Name.
    pub name: String,
    /// Fresh prompt tokens (per token).
    pub input: N,
    /// Cached prompt tokens (per token).
    pub cached_input: N,
    /// Answer tokens (per token).
    pub output: N,
}

/// How GPUs are paid for.
#[derive(Clone, Debug)]
pub struct GpuTerms<N> {
    /// Share of GPU hours on spot capacity.
    pub spot_share: N,
    /// Share of GPUs committed to.
    pub committed_share: N,
    /// Length of a commitment (months).
    pub committed_months: usize,
    /// Discount on committed GPUs.
    pub committed_discount: N,
    /// GPUs reserved by contract (count).
    pub reserved: N,
    /// GPUs that can be had for a spike beyond those held (count); no limit when none.
    pub quota: Option<N>,
    /// GPUs that are rented together (count).
    pub block: usize,
    /// Whether components that use the same model share the GPUs that run it.
    pub shared_models: bool,
    /// Drift of GPU prices (share a year).
    pub drift: Yearly<N>,
}

/// How everything else is paid for.
#[derive(Clone, Debug)]
pub struct Prices<N> {
    /// Factor on CPU, memory, storage and transfer in month 0.
    pub cloud_factor: N,
    /// Drift of these (share a year).
    pub cloud_drift: Yearly<N>,
    /// Drift of token prices (share a year).
    pub token_drift: Yearly<N>,
    /// Whether a second hosted provider stands by.
    pub second_provider: bool,
}

/// The people.
#[derive(Clone, Debug)]
pub struct Team<N> {
    /// Engineers today.
    pub engineers: N,
    /// Mean pay of the engineers in their proportions (per year, loaded); it counts for all who are not on operations.
    pub product_salary: N,
    /// Platform engineer (per year, loaded).
    pub platform_salary: N,
    /// Manager (per year, loaded).
    pub manager_salary: N,
    /// Levels today.
    pub levels: [N; 10],
    /// Hiring policy.
    pub policy: HiringPolicy,
    /// Fewest engineers.
    pub min: N,
    /// Most engineers.
    pub max: N,
    /// Months to fill a post.
    pub lag: N,
    /// Months to full productivity.
    pub ramp: N,
    /// Cost of a hire.
    pub hire_cost: N,
    /// Attrition (share a year).
    pub attrition: N,
    /// Most contractors.
    pub contractors_max: N,
    /// Contractor (per month).
    pub contractor_rate: N,
    /// Contractor's months to full productivity.
    pub contractor_ramp: N,
}

/// How the product changes.
#[derive(Clone, Copy, Debug)]
pub struct Evolution<N> {
    /// How settled the product is.
    pub maturity: Maturity,
    /// Coupling that all units share.
    pub shared_coupling: N,
    /// Monthly value of a change as a share of its cost.
    pub delay_value_share: N,
    /// Value of a day of lead time (per month).
    pub lead_time_day_value: N,
    /// What today's units spend on their boundaries (share of effort).
    pub today_upkeep: N,
}

/// What failures cost.
#[derive(Clone, Copy, Debug)]
pub struct Reliability<N> {
    /// Value of a user in a month.
    pub value_per_user: N,
    /// Cost of an hour down against its value.
    pub multiplier: N,
    /// Loss of a security incident.
    pub security_loss: N,
    /// p95 latency within one unit (ms).
    pub base_latency: N,
    /// p95 latency beyond which value is lost (ms).
    pub latency_budget: Option<N>,
    /// Cost per 100 ms beyond (per month).
    pub latency_cost: N,
}

/// Money beyond prices.
#[derive(Clone, Debug)]
pub struct Money<N> {
    /// Discount rate (share a year).
    pub discount_rate: Yearly<N>,
    /// Growth of wages (share a year).
    pub wage_growth: Yearly<N>,
    /// Contingency (share of cash).
    pub contingency: N,
    /// Money in the bank today.
    pub capital: Option<N>,
    /// Revenue of a user in a month.
    pub revenue_per_user: N,
}

/// A product not built yet.
#[derive(Clone, Copy, Debug)]
pub struct Launch<N> {
    /// Planned month.
    pub month: usize,
    /// Cost of each month past it.
    pub value_per_month: N,
}

/// Something that happens at a known month.
#[derive(Clone, Copy, Debug)]
pub struct Event<N> {
    /// The month.
    pub month: usize,
    /// What changes.
    pub kind: EventKind,
    /// By how much.
    pub value: N,
}

impl<N: Number> Inputs<N> {
    /// The product of all event factors of a kind up to a month.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn event_factor(&self, kind: EventKind, month: usize) -> N {
        self.events
            .iter()
            .filter(|event| event.kind == kind && event.month <= month)
            .fold(None, |factor: Option<N>, event| {
                Some(factor.map_or(event.value, |factor| factor * event.value))
            })
            .map_or_else(N::one, |factor| factor.named(&l::EVENTS))
    }

    /// The sum of all event amounts of a kind in a month.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn event_amount(&self, kind: EventKind, month: usize) -> N {
        N::sum(
            self.events
                .iter()
                .filter(|event| event.kind == kind && event.month == month)
                .map(|event| event.value),
        )
    }

    /// First months of the eras in which components and models stay the same, 0 first.
    pub fn eras(&self) -> Vec<usize> {
        let mut starts = vec![0];
        for component in &self.components {
            starts.extend([component.appear, component.retire]);
            starts.extend(component.periods.iter().map(|period| period.from_month));
        }
        starts.retain(|month| *month < self.months);
        starts.sort_unstable();
        starts.dedup();
        starts
    }
}
