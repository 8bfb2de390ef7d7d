//! The parts of the product, who calls whom, which are deployed together, how it changes.

use super::point;
use crate::scenario::node::{Leaf, Named, Node, choice, parse_value, record};
use crate::scenario::quantity::Quantity;
use serde::{Deserialize, Serialize};

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
        /// Load of its busiest hour against the mean; the product's when not set (factor).
        pub peak_to_mean: Option<Quantity> = None,
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
        /// Share of the calls that are answered from a cache and reach no model (share).
        pub answer_cache: Quantity = point(0.0),
        /// Target for the time to first token (ms).
        pub time_to_first_token_ms: Quantity = point(2_000.0),
        /// Target for the time between tokens (ms).
        pub inter_token_ms: Quantity = point(60.0),
        /// Models that replace this one.
        pub swaps: Vec<ModelSwap> = Vec::new(),
        /// Length of a session that is held in the component's memory, such as a call (minutes); 0 where
        /// none is.
        pub session_minutes: Quantity = point(0.0),

        /// GPU time of a call, on an H100 (s), for GPU jobs.
        pub gpu_seconds: Quantity = point(0.0),
        /// How long a caller of a GPU job waits for its turn and its work (s); ten times its own length where
        /// that is not stated. Longer jobs do not share its GPUs.
        pub latency_target_s: Option<Quantity> = None,
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
        /// How fresh a stream's results must be, or how long a hosted model's answers may take (s).
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

choice! {
    /// Whose interface two components meet at.
    pub enum Contract {
        /// As is usual for what is called: a standard one for models and hosted APIs, a shared one for a
        /// data store with several callers, one's own for all else.
        Usual = "Usual for what is called",
        /// One that others defined and keep: chat completions, an object store, a queue.
        Standard = "A standard",
        /// One that the two sides agree on.
        Own = "Our own",
        /// None to speak of: tables or a library that both sides change.
        Shared = "Shared insides",
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
        /// Whose interface the two meet at: how far a change to one reaches the other.
        pub contract: Contract = Contract::Usual,
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
    /// Self-hosted models and GPU jobs together one unit, the rest another.
    ModelService,
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
            Self::ModelService => "ModelService".to_owned(),
            Self::Units(units) => format!("{} units", units.len()),
        }))
    }
    fn set_text(&mut self, text: &str) -> Result<(), String> {
        *self = parse_value(text)?;
        Ok(())
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
    pub struct Evolution {
        /// How settled the product is.
        pub maturity: Maturity = Maturity::Growing,
        /// Coupling added between units by a library that all share (share).
        pub shared_coupling: Quantity = point(0.0),
        /// Monthly value of a change as a share of its cost (share a month).
        pub delay_value_share: Option<Quantity> = None,
        /// What a day of lead time costs in experiments not made (per month).
        pub lead_time_day_value: Quantity = point(0.0),
        /// Effort that every built-in roadmap but the monolith spends on its boundaries (share).
        pub upkeep: Option<Quantity> = None,
        /// Effort that today's units spend on their boundaries (share); by boundaries level when not set.
        pub today_upkeep: Option<Quantity> = None,
    }
}
