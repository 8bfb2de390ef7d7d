//! One model on one kind of GPU: whether it fits, how fast it is, and what has been published.
//!
//! The same formulas as in a projection, on their own and under full load. The nearest published run
//! stands beside the answer with what the formulas say about that very run, so that a reader sees how
//! far to trust them. Errors over all runs are in `docs/serving.md`. Source: SERVE3.

use serde::Serialize;

use crate::catalog::published::{PublishedRun, Wanted, nearest_run};
use crate::catalog::{Catalog, ModelKind, UnknownEntry};
use crate::engine::compile::Likely;
use crate::engine::constants::Constants;
use crate::engine::inputs::{Gpu, Model};
use crate::engine::serving::{Roofline, Spent};
use crate::engine::specs::{gpu_of, model_of};
use crate::engine::throughput::{Bound, Load, Throughput, bound, throughput};
use crate::scenario::schema::Precision;

/// Name and version of the answer's format.
pub const SCHEMA: &str = "splitpoint.serving/1";

const MS_PER_S: f64 = 1e3;
const BYTES_PER_GIB: f64 = crate::engine::deployment::BYTES_PER_GIB;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Name of the model in the catalogue.
    pub model: &'a str,
    /// Name of the GPU in the catalogue.
    pub gpu: &'a str,
    /// Format of the weights.
    pub precision: Precision,
    /// GPUs that serve it together.
    pub gpus: usize,
    /// Prompt (tokens).
    pub prompt: f64,
    /// Answer (tokens).
    pub answer: f64,
    /// How many calls may run at once.
    pub concurrency: Concurrency,
}

/// How many calls may run at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Concurrency {
    /// As many as a plan allows on the GPU, catalogue `serving.batch_cap` and `serving.batch_cap_large`.
    Planned,
    /// So many at most.
    AtMost(f64),
    /// As many as fit, catalogue `serving.batch_cap_offline`.
    Max,
}

/// Concurrency as written: a number, or `max`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ConcurrencyStated {
    /// Most calls at once.
    Calls(u64),
    /// `max`.
    Word(&'static str),
}

/// The answer, field by field as written in JSON.
#[derive(Clone, Debug, Serialize)]
pub struct Serving {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// Name of the model.
    pub model: String,
    /// Name of the GPU.
    pub gpu: String,
    /// Format of the weights: `fp16`, `fp8`, `fp4`.
    pub precision: String,
    /// GPUs that serve it together.
    pub tp: usize,
    /// Prompt (tokens).
    pub input: u64,
    /// Answer (tokens).
    pub output: u64,
    /// Most calls at once, or `max`.
    pub concurrency: ConcurrencyStated,
    /// Whether weights and the cache of one call fit.
    pub fits: bool,
    /// Why it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Output of the group; 0 where it does not fit (tokens/s).
    pub output_tokens_per_second: f64,
    /// Output of one GPU; 0 where it does not fit (tokens/s).
    pub output_tokens_per_second_per_gpu: f64,
    /// One decoding step of the batch; of one call where it does not fit (ms).
    pub step_ms: f64,
    /// Between two tokens of a call, prompts of others included (ms).
    pub inter_token_ms: f64,
    /// Reading one prompt (ms).
    pub prefill_ms: f64,
    /// Calls at once; 0 where it does not fit.
    pub batch: f64,
    /// Weights on all GPUs together (GiB).
    pub weights_gib: f64,
    /// Memory left for the cache on all GPUs together; 0 where weights do not fit (GiB).
    pub cache_room_gib: f64,
    /// What takes most of the time between two tokens; `cache` where it does not fit.
    pub binds: &'static str,
    /// The nearest published run of the same model on the same GPU.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest_published: Option<NearestPublished>,
    /// Where the time between two tokens goes, for people.
    #[serde(skip)]
    pub between_tokens: Spent<f64>,
}

/// A published run, and what the model says about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NearestPublished {
    /// Where it was published.
    pub source: String,
    /// Output measured, of the whole group (tokens/s).
    pub measured: f64,
    /// Output that the model predicts for this run, of the whole group (tokens/s).
    pub predicted: f64,
    /// Format of the weights in this run.
    pub precision: String,
    /// GPUs of this run.
    pub tp: usize,
    /// Prompt of this run (tokens).
    pub input: u64,
    /// Answer of this run (tokens).
    pub output: u64,
    /// Most calls at once in this run, or `max`.
    pub concurrency: ConcurrencyStated,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ServingError {
    /// No such model or GPU, or an entry is missing.
    #[error(transparent)]
    Unknown(#[from] UnknownEntry),
    /// A model that writes no text.
    #[error("`{name}` is not a language model")]
    NotALanguageModel {
        /// The model.
        name: String,
    },
}

/// Model, GPU and constants at their likely values.
struct Parts {
    k: Constants<f64>,
    model: Model<f64>,
    gpu: Gpu<f64>,
}

impl Parts {
    fn of(catalog: &Catalog, model: &str, gpu: &str) -> Result<Self, ServingError> {
        let model = catalog.model(model)?;
        if model.kind != ModelKind::Llm {
            return Err(ServingError::NotALanguageModel {
                name: model.name.clone(),
            });
        }
        let gpu = catalog.gpu(gpu)?;
        let mut likely = Likely { catalog };
        Ok(Self {
            k: Constants::read(&mut likely)?,
            model: model_of(&mut likely, model)?,
            gpu: gpu_of(&mut likely, gpu)?,
        })
    }

    /// Most calls at once that a plan reckons with.
    fn batch_cap(&self, question: &Question<'_>) -> f64 {
        let Question {
            precision, gpus, ..
        } = *question;
        Roofline::new(&self.k, &self.model, precision, &self.gpu, gpus)
            .batch_cap(&self.k, &self.gpu)
    }

    fn run(&self, precision: Precision, gpus: usize, load: &Load<f64>) -> Throughput<f64> {
        throughput(&self.k, &self.model, precision, &self.gpu, gpus, load)
    }

    /// Output that the model predicts for a published run (tokens/s); none for an unknown format.
    fn published(&self, run: &PublishedRun) -> Option<f64> {
        let precision = precision_of(&run.precision)?;
        let load = Load {
            prompt: run.prompt,
            answer: run.answer,
            batch_cap: run.batch_cap.unwrap_or(self.k.batch_cap_offline),
        };
        Some(self.run(precision, run.gpus, &load).rate)
    }

    fn nearest(&self, question: &Question<'_>) -> Option<NearestPublished> {
        let precision = word(question.precision);
        let run = nearest_run(&Wanted {
            model: &self.model.name,
            gpu: &self.gpu.name,
            precision: &precision,
            gpus: question.gpus,
            prompt: question.prompt,
            answer: question.answer,
        })?;
        Some(NearestPublished {
            source: run.source.to_owned(),
            measured: run.tokens_per_second,
            predicted: self.published(run)?,
            precision: run.precision.clone(),
            tp: run.gpus,
            input: run.prompt as u64,
            output: run.answer as u64,
            concurrency: run.batch_cap.map_or(ConcurrencyStated::Word(MAX), |cap| {
                ConcurrencyStated::Calls(cap as u64)
            }),
        })
    }
}

/// How concurrency without a limit is written.
const MAX: &str = "max";

/// A format as programs write it: `fp8`.
fn word(precision: Precision) -> String {
    precision.label().to_lowercase()
}

/// The format of a word, if it is one.
fn precision_of(text: &str) -> Option<Precision> {
    [Precision::Fp16, Precision::Fp8, Precision::Fp4]
        .into_iter()
        .find(|precision| word(*precision) == text)
}

/// The published run of the same model on the same GPU that is nearest to what is asked, with what the
/// model says about it; none where nothing comparable is published.
///
/// # Errors
/// When the catalogue has no such model or GPU, or the model is none that writes text.
pub fn nearest_published(
    catalog: &Catalog,
    question: &Question<'_>,
) -> Result<Option<NearestPublished>, ServingError> {
    let parts = Parts::of(catalog, question.model, question.gpu)?;
    Ok(parts.nearest(question))
}

/// The answer to a question, at likely values.
///
/// ```
/// use splitpoint::analysis::serving::{Concurrency, Question, serving};
/// use splitpoint::catalog::Catalog;
/// use splitpoint::scenario::schema::Precision;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let question = Question {
///     model: "Llama-3.3-70B", gpu: "H100-SXM", precision: Precision::Fp8, gpus: 2,
///     prompt: 1000.0, answer: 1000.0, concurrency: Concurrency::Max,
/// };
/// let answer = serving(Catalog::builtin()?, &question)?;
/// assert!(answer.fits && answer.output_tokens_per_second > 3000.0);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// When the catalogue has no such model or GPU, or the model is none that writes text.
pub fn serving(catalog: &Catalog, question: &Question<'_>) -> Result<Serving, ServingError> {
    let parts = Parts::of(catalog, question.model, question.gpu)?;
    let batch_cap = match question.concurrency {
        Concurrency::Planned => parts.batch_cap(question),
        Concurrency::AtMost(calls) => calls,
        Concurrency::Max => parts.k.batch_cap_offline,
    };
    let load = Load {
        prompt: question.prompt,
        answer: question.answer,
        batch_cap,
    };
    let found = parts.run(question.precision, question.gpus, &load);
    let reason = misfit(&found, question, &parts);
    let fits = reason.is_none();
    let rate = if fits { found.rate } else { 0.0 };
    Ok(Serving {
        schema: SCHEMA,
        nearest_published: parts.nearest(question),
        model: parts.model.name,
        gpu: parts.gpu.name,
        precision: word(question.precision),
        tp: question.gpus,
        input: question.prompt as u64,
        output: question.answer as u64,
        concurrency: match question.concurrency {
            Concurrency::Max => ConcurrencyStated::Word(MAX),
            Concurrency::AtMost(_) | Concurrency::Planned => {
                ConcurrencyStated::Calls(batch_cap as u64)
            }
        },
        fits,
        reason,
        output_tokens_per_second: rate,
        output_tokens_per_second_per_gpu: rate / question.gpus as f64,
        step_ms: found.step.total() * MS_PER_S,
        inter_token_ms: found.between_tokens.total() * MS_PER_S,
        prefill_ms: found.prefill.total() * MS_PER_S,
        batch: if fits { found.batch } else { 0.0 },
        weights_gib: found.weights / BYTES_PER_GIB,
        cache_room_gib: found.room.max(0.0) / BYTES_PER_GIB,
        binds: if fits {
            bound(&found.between_tokens).word()
        } else {
            Bound::Cache.word()
        },
        between_tokens: found.between_tokens,
    })
}

/// Why a model does not fit, in words.
fn misfit(found: &Throughput<f64>, question: &Question<'_>, parts: &Parts) -> Option<String> {
    use crate::units::significant;
    let gib = |bytes: f64| format!("{} GiB", significant(bytes / BYTES_PER_GIB, 3));
    let gpu = crate::units::gpus(question.gpus as f64, &parts.gpu.name);
    let verb = if question.gpus == 1 { "has" } else { "have" };
    if found.room <= 0.0 {
        let usable = gib((found.room + found.weights).max(0.0));
        let weights = gib(found.weights);
        return Some(format!(
            "weights take {weights} and {gpu} {verb} {usable} for them"
        ));
    }
    (found.room < found.cache_per_call).then(|| {
        format!(
            "the cache of one call takes {} and {gpu} {verb} {} left beside the weights",
            gib(found.cache_per_call),
            gib(found.room)
        )
    })
}
