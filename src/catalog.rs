//! The constants of the model, each with unit, range, status, source and date.
//!
//! No number from the world stands in the code: all of them are entries here, read from
//! `assets/catalog` once. GPUs, models, hosted APIs and adoption curves are records of names and
//! flags; their numbers are entries too (`gpu.L4.memory_gib`, `api.gpt-4o.output`), so that a
//! scenario replaces any number in one way. What a scenario adds goes into a copy:
//!
//! ```
//! use splitpoint::catalog::Catalog;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let builtin = Catalog::builtin()?;
//! assert_eq!(builtin.likely("time.hours_per_month")?, 730.0);
//!
//! let mut own = builtin.clone();
//! own.with_override("price.vcpu_hour", 0.02, 0.025, 0.03, "our contract")?;
//! assert_eq!(own.likely("price.vcpu_hour")?, 0.025);
//! # Ok(())
//! # }
//! ```
//!
//! What the entries mean to the engine is in [`crate::engine::constants`].

mod allowed;
mod entry;
mod history;
mod load;
mod lookup;
pub mod published;
mod source;

use std::collections::BTreeMap;

use serde::Serialize;

pub use entry::{Entry, Range, Status};
pub use history::{History, Moved, Revision, Unheard, VERSION};
pub use lookup::{ApiSpec, Given, GpuSpec, ModelSpec, nearest};
pub use source::Source;

/// Everything the model takes from the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
    /// Every number, by id.
    pub entries: BTreeMap<String, Entry>,
    /// GPUs, in the order of the file, then those that the scenario added.
    pub gpus: Vec<GpuInfo>,
    /// Models, likewise.
    pub models: Vec<ModelInfo>,
    /// Hosted APIs, likewise.
    pub apis: Vec<ApiInfo>,
    /// Offers of providers for GPUs, likewise.
    pub gpu_offers: Vec<GpuOffer>,
    /// Adoption curves.
    pub adoption: Vec<AdoptionInfo>,
    /// The ten dimensions of readiness, in the order used everywhere.
    pub readiness: Vec<ReadinessDimension>,
    /// Sources by key.
    pub sources: BTreeMap<String, Source>,
    /// What changed from version to version.
    pub history: History,
}

/// A GPU. Numbers: `gpu.<name>.memory_gib` (GiB), `.bandwidth_gbps` (GB/s), `.fp16_tflops`,
/// `.fp8_tflops`, `.fp4_tflops` (TFLOP/s, dense), `.tdp_w` (W), `.link_gbps` (GB/s, one direction).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GpuInfo {
    /// Name, such as `H100-SXM`.
    pub name: String,
    /// Who makes it.
    pub vendor: String,
    /// Whether it computes in FP8; `fp8_tflops` exists only then.
    pub fp8: bool,
    /// Whether it computes in FP4; `fp4_tflops` exists only then.
    pub fp4: bool,
    /// Whether `tdp_w` exists; a scenario's own GPU may leave it out.
    pub tdp: bool,
    /// Whether `gpu_price.<name>.market` exists (USD/GPU-h, on demand).
    pub priced: bool,
    /// Whether `gpu_price.<name>.spot` exists (USD/GPU-h).
    pub spot: bool,
    /// Why there is no price, where there is none.
    pub unpriced_reason: Option<String>,
}

/// What one provider asks for a GPU. Numbers, in USD per GPU-hour:
/// `gpu_price.<gpu>.<provider>.on_demand` and `.spot`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GpuOffer {
    /// The GPU.
    pub gpu: String,
    /// Short name of provider and offer, such as `aws-us-east-2`.
    pub provider: String,
    /// Provider, region, instance and GPUs of an instance.
    pub label: String,
    /// Whether an on-demand price exists.
    pub on_demand: bool,
    /// Whether a spot or preemptible price exists.
    pub spot: bool,
}

/// What a model does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all(serialize = "lowercase"))]
pub enum ModelKind {
    /// Writes text, token by token.
    Llm,
    /// Turns text into a vector.
    Embedding,
    /// Makes images.
    Image,
}

/// A model. Numbers: `model.<name>.params_b` and `.active_params_b` (billions), and for a language
/// model `.layers`, `.hidden`, `.kv_heads`, `.kv_bytes_per_token` (bytes, FP16); for a mixture of
/// experts also `.experts`, `.experts_per_token`, `.expert_share`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModelInfo {
    /// Name, such as `Llama-3.1-8B`.
    pub name: String,
    /// What it does.
    pub kind: ModelKind,
    /// Whether it is a mixture of experts; the numbers of experts exist only then.
    pub moe: bool,
    /// Whether it has an MLA cache, which is never split over GPUs.
    pub mla: bool,
    /// Whether its weights have the format of gpt-oss at any precision.
    pub gpt_oss: bool,
}

/// A hosted API. Numbers, in USD per million tokens: `api.<name>.input`, `.cached_input`,
/// `.output`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApiInfo {
    /// Name, such as `gpt-4o` or `groq:llama-3.1-8b-instant`.
    pub name: String,
    /// Who runs it.
    pub provider: String,
}

/// An adoption curve that a scenario can take as its S-curve. Numbers:
/// `adoption.<name>.ceiling_multiple` (ceiling against the users at the start) and
/// `.monthly_rate`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AdoptionInfo {
    /// Name, such as `us_generative_ai`.
    pub name: String,
    /// What was adopted, where and when.
    pub label: String,
}

/// A dimension of readiness. Numbers: `readiness.required.<id>.one`, `.few` and `.many`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadinessDimension {
    /// Name, such as `incident_response`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// What it is, in one line.
    pub meaning: String,
    /// Whether a gap here alone makes a partition unready.
    pub gate: bool,
    /// What can be seen at levels 0 to 4.
    pub evidence: [String; 5],
    /// Keys of the sources that the dimension draws on.
    pub sources: Vec<String>,
}

/// An id that the catalogue does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the catalogue has no {kind} `{name}`{}", lookup::hint(.nearest.as_deref()))]
pub struct UnknownEntry {
    /// What was looked for: `entry`, `GPU`, `model`, `hosted API`, `adoption curve`, `dimension`.
    pub kind: &'static str,
    /// What was asked for.
    pub name: String,
    /// What there is that comes nearest.
    pub nearest: Option<String>,
}

/// What can be wrong with the catalogue or with an addition to it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CatalogError {
    /// A file of the catalogue cannot be read.
    #[error("assets/catalog/{file}:{line}:{column}: {message}")]
    Parse {
        /// The file.
        file: &'static str,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What was found and what is allowed.
        message: String,
    },
    /// Two records have the same name.
    #[error("`{id}` is in the catalogue already")]
    Duplicate {
        /// The name.
        id: String,
    },
    /// A row has neither a value nor five values by level, or both.
    #[error("`{id}` wants either `value` or `by_level`")]
    NoValue {
        /// The row.
        id: String,
    },
    /// Low, likely and high are not finite or not in order.
    #[error("`{id}`: low {low}, likely {likely} and high {high} must be finite and in that order")]
    Disordered {
        /// The entry.
        id: String,
        /// Its low value.
        low: f64,
        /// Its likely value.
        likely: f64,
        /// Its high value.
        high: f64,
    },
    /// A name that cannot be part of an id.
    #[error("{kind} name `{name}` must not be empty or contain `/` or spaces at its ends")]
    BadName {
        /// What is named.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// Something that is not there is to be replaced.
    #[error(transparent)]
    Unknown(#[from] UnknownEntry),
}
