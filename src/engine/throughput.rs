//! What a group of GPUs delivers when it serves one model under full load.
//!
//! Prompts are read and answers written on the same GPUs, in turns; there is always a next call.
//! Arrivals and queues are left out. Source: SERVE3.

use super::constants::Constants;
use super::inputs::{Gpu, Model};
use super::serving::{Call, Roofline, Spent, usable_memory};
use crate::number::Number;
use crate::scenario::schema::Precision;

/// Calls of one length under full load.
#[derive(Clone, Copy, Debug)]
pub struct Load<N> {
    /// Prompt (tokens).
    pub prompt: N,
    /// Answer (tokens).
    pub answer: N,
    /// Most calls at once.
    pub batch_cap: N,
}

/// What a group of GPUs delivers.
#[derive(Clone, Copy, Debug)]
pub struct Throughput<N> {
    /// Weights on all GPUs together, copies included (bytes).
    pub weights: N,
    /// Memory left for the cache; negative where the weights do not fit (bytes).
    pub room: N,
    /// Cache of one call (bytes).
    pub cache_per_call: N,
    /// Calls at once; below one where not even one fits.
    pub batch: N,
    /// A decoding step of the batch, or of one call where not even one fits (s).
    pub step: Spent<N>,
    /// Reading one prompt (s).
    pub prefill: Spent<N>,
    /// A step with its share of prompts: the time between two tokens of a call (s).
    pub between_tokens: Spent<N>,
    /// Output tokens of the group (1/s).
    pub rate: N,
}

/// What takes most of the time between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Reading weights.
    Bandwidth,
    /// Multiplying, in steps and prompts.
    Compute,
    /// Reading the cache of running calls.
    Cache,
    /// Launches, routing, scheduling and exchanges between GPUs.
    Latency,
}

impl Bound {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bandwidth => "bandwidth",
            Self::Compute => "compute",
            Self::Cache => "cache",
            Self::Latency => "latency",
        }
    }
}

/// The largest part of some time; of equal ones the first in the order of [`Bound`].
pub fn bound(spent: &Spent<f64>) -> Bound {
    let parts = [
        (Bound::Bandwidth, spent.reading),
        (Bound::Compute, spent.computing),
        (Bound::Cache, spent.caching),
        (Bound::Latency, spent.waiting),
    ];
    let mut largest = parts[0];
    for part in parts {
        if part.1 > largest.1 {
            largest = part;
        }
    }
    largest.0
}

/// Throughput under full load.
///
/// ```text
/// between tokens = step(b) + b · prefill(i) / o
/// rate           = b / between tokens
/// ```
/// - `b`: calls whose cache fits, at most the cap
/// - while a call writes its `o` tokens, each of the `b` calls is replaced once, and its prompt read
///
/// Where not even one call fits, times are those of one call and the rate counts for nothing.
/// Source: SERVE3.
pub fn throughput<N: Number>(
    k: &Constants<N>,
    model: &Model<N>,
    precision: Precision,
    gpu: &Gpu<N>,
    gpus: usize,
    load: &Load<N>,
) -> Throughput<N> {
    let roofline = Roofline::new(k, model, precision, gpu, gpus);
    let call = Call {
        fresh_prompt: load.prompt,
        prompt: load.prompt,
        answer: load.answer,
        inter_token_target: N::zero(),
    };
    let room = usable_memory(k, gpu, gpus) - roofline.weights;
    let batch = roofline.calls_that_fit(&call, room, load.batch_cap);
    let running = batch.max(N::one());
    let step = roofline.step_spent(&call, running);
    let prefill = roofline.prefill_spent(load.prompt);
    let between_tokens = step.with(running / load.answer, &prefill);
    Throughput {
        weights: roofline.weights,
        room,
        cache_per_call: (load.prompt + load.answer) * roofline.cache_per_token,
        batch,
        step,
        prefill,
        rate: running / between_tokens.total(),
        between_tokens,
    }
}

#[cfg(test)]
mod tests {
    use super::super::constants::Constants;
    use super::super::serving::Spent;
    use super::super::serving::tests::{Rounded, h100, llama_70b};
    use super::{Bound, Load, bound, throughput};
    use crate::scenario::schema::Precision;

    const LOAD: Load<f64> = Load {
        prompt: 1000.0,
        answer: 1000.0,
        batch_cap: 256.0,
    };

    #[test]
    fn a_70b_model_on_two_h100_delivers_what_is_published() {
        let k = Constants::read(&mut Rounded).expect("all are there");
        let found = throughput(&k, &llama_70b(), Precision::Fp8, &h100(), 2, &LOAD);
        // Room 162.21e9 − 70.55e9 = 91.66e9 for 279 calls of 327.68e6: the cap of 256 decides.
        // Step and prefill as worked in `serving`: 48.56 ms and 63.26 ms. Between tokens
        // 48.56 + 256·63.26/1000 = 64.75 ms, rate 256/0.06475 = 3,954; published: 4,205 (SERVE3).
        assert_eq!(found.batch, 256.0);
        assert!((found.between_tokens.total() - 64.75e-3).abs() < 0.02e-3);
        assert!((found.rate - 3954.0).abs() < 2.0, "{}", found.rate);
        assert_eq!(bound(&found.between_tokens), Bound::Compute);
    }

    #[test]
    fn without_room_for_a_call_the_batch_is_below_one() {
        let k = Constants::read(&mut Rounded).expect("all are there");
        let found = throughput(&k, &llama_70b(), Precision::Fp8, &h100(), 1, &LOAD);
        // 81.105e9 − 70.55e9 = 10.555e9 of room for calls of 327.68e6 bytes: 32.2 of them.
        assert!((found.batch - 32.2).abs() < 0.1, "{}", found.batch);
        let wide = throughput(&k, &llama_70b(), Precision::Fp16, &h100(), 1, &LOAD);
        assert!(wide.room < 0.0 && wide.batch < 1.0);
        // One call at a time then: 141.1e9/(3350e9·0.95) = 44.3 ms to read the weights.
        assert!((wide.step.reading - 44.34e-3).abs() < 0.01e-3);
    }

    #[test]
    fn the_largest_part_names_the_bound() {
        let spent = |reading, computing, caching, waiting| Spent {
            reading,
            computing,
            caching,
            waiting,
        };
        assert_eq!(bound(&spent(2.0, 1.0, 1.0, 1.0)), Bound::Bandwidth);
        assert_eq!(bound(&spent(1.0, 2.0, 1.0, 1.0)), Bound::Compute);
        assert_eq!(bound(&spent(1.0, 1.0, 2.0, 1.0)), Bound::Cache);
        assert_eq!(bound(&spent(1.0, 1.0, 1.0, 2.0)), Bound::Latency);
        assert_eq!(bound(&spent(1.0, 1.0, 1.0, 1.0)), Bound::Bandwidth);
    }
}
