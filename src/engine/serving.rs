//! One language model on n GPUs: how long a step takes, how many calls fit, what a call costs.
//!
//! A roofline with fixed overheads: each decoding step is bound by reading weights or by compute,
//! then reads the cache of every running sequence. Queueing before the first token is only a
//! factor; speculative decoding and prefix eviction are left out. Source: SERVE1.

use super::constants::Constants;
use super::inputs::{Gpu, Model};
use super::labels as l;
use crate::number::Number;
use crate::scenario::schema::Precision;

/// Halvings of the search for the largest batch within the inter-token target.
const BISECTIONS: usize = 24;
/// Smallest batch reckoned with where a model barely fits, so that more replicas are bought.
const SMALLEST_BATCH: f64 = 0.05;

/// A mean call of one model.
#[derive(Clone, Copy, Debug)]
pub struct Call<N> {
    /// Prompt that is computed, the cached prefix apart (tokens).
    pub fresh_prompt: N,
    /// Whole prompt (tokens).
    pub prompt: N,
    /// Answer (tokens).
    pub answer: N,
    /// Time between tokens that must be met (s).
    pub inter_token_target: N,
}

/// A model at a precision on a number of GPUs, with everything that does not depend on the batch.
#[derive(Clone, Copy, Debug)]
pub struct Roofline<N> {
    gpus: N,
    /// Weights (bytes).
    pub weights: N,
    active: N,
    layers: N,
    hidden: N,
    experts: Option<[N; 3]>,
    /// Cache of a token on all GPUs together (bytes).
    pub cache_per_token: N,
    weight_bandwidth: N,
    cache_bandwidth: N,
    decode_compute: N,
    prefill_compute: N,
    efficiency: N,
    link: N,
    allreduce_latency: N,
    overhead: N,
    sequence_overhead: N,
    overlap_tokens: N,
    parallel: bool,
}

/// Bytes of the weights.
///
/// ```text
/// W = params · bytes per parameter
/// ```
/// - bytes per parameter: FP16 2, FP8 1, FP4 and native four-bit models as the catalogue says
///
/// Source: SERVE1.
pub fn weight_bytes<N: Number>(k: &Constants<N>, model: &Model<N>, precision: Precision) -> N {
    let per_parameter = if model.native_fp4 {
        k.gpt_oss_bytes
    } else {
        match precision {
            Precision::Fp16 => N::constant(2.0),
            Precision::Fp8 => N::one(),
            Precision::Fp4 => k.fp4_bytes,
        }
    };
    (model.params * per_parameter).named(&l::WEIGHTS)
}

/// Dense compute of a GPU at a precision (FLOP/s): the precision's own where the GPU has it, else
/// that of the next wider one.
pub fn compute_at<N: Number>(gpu: &Gpu<N>, precision: Precision) -> N {
    match precision {
        Precision::Fp16 => gpu.fp16,
        Precision::Fp8 => gpu.fp8.unwrap_or(gpu.fp16),
        Precision::Fp4 => gpu.fp4.or(gpu.fp8).unwrap_or(gpu.fp16),
    }
}

/// Memory for weights and cache on `gpus` GPUs (bytes).
///
/// ```text
/// M = n · (memory · 0.92 − 1.5 GB)
/// ```
/// Source: SERVE1.
pub fn usable_memory<N: Number>(k: &Constants<N>, gpu: &Gpu<N>, gpus: usize) -> N {
    let memory = gpu.memory * k.gpu_memory_share - k.gpu_memory_fixed;
    (N::constant(gpus as f64) * memory).named(&l::USABLE_MEMORY)
}

impl<N: Number> Roofline<N> {
    /// A model on `gpus` GPUs of one type in one tensor-parallel group.
    pub fn new(
        k: &Constants<N>,
        model: &Model<N>,
        precision: Precision,
        gpu: &Gpu<N>,
        gpus: usize,
    ) -> Self {
        let n = N::constant(gpus as f64);
        let compute = compute_at(gpu, precision);
        let mut efficiency = N::one();
        if model.experts.is_some() {
            efficiency = efficiency * k.moe_factor;
        }
        if precision == Precision::Fp4 {
            efficiency = efficiency * k.fp4_factor;
        }
        let cache = match precision {
            Precision::Fp16 => model.kv_bytes,
            Precision::Fp8 | Precision::Fp4 => model.kv_bytes * N::constant(0.5),
        };
        let copies = if model.latent_cache {
            n
        } else {
            N::one().max(n / model.kv_heads.max(N::one()))
        };
        let per_layer = if model.experts.is_some() {
            k.layer_overhead + k.moe_overhead
        } else {
            k.layer_overhead
        };
        Self {
            gpus: n,
            weights: weight_bytes(k, model, precision),
            active: model.active,
            layers: model.layers,
            hidden: model.hidden,
            experts: model.experts,
            cache_per_token: (cache * copies).named(&l::CACHE_PER_TOKEN),
            weight_bandwidth: (n * gpu.bandwidth * k.eta_memory).named(&l::WEIGHT_BANDWIDTH),
            cache_bandwidth: (n * gpu.bandwidth * k.eta_kv).named(&l::CACHE_BANDWIDTH),
            decode_compute: (n * compute * k.eta_decode).named(&l::DECODE_COMPUTE),
            prefill_compute: (n * compute * k.eta_prefill).named(&l::PREFILL_COMPUTE),
            efficiency,
            link: gpu.link * k.eta_link,
            allreduce_latency: k.allreduce_latency,
            overhead: (k.step_overhead + model.layers * per_layer).named(&l::STEP_OVERHEAD),
            sequence_overhead: model.layers * k.sequence_overhead,
            overlap_tokens: k.prefill_overlap_tokens,
            parallel: gpus > 1,
        }
    }

    /// Share of the weights that a step reads.
    ///
    /// ```text
    /// touched(b) = 1 − e · (1 − k/E)^b      (1 for a dense model)
    /// ```
    /// - `e`: share of the weights in experts; `k` of `E` experts serve a token
    ///
    /// Source: SERVE1.
    pub fn touched(&self, batch: N) -> N {
        match self.experts {
            None => N::one(),
            Some([experts, per_token, share]) => {
                let idle = (N::one() - per_token / experts).max(N::zero());
                N::one() - share * idle.powf(batch)
            }
        }
    }

    /// Time that the GPUs spend exchanging `tokens` tokens in all layers (s).
    ///
    /// ```text
    /// allreduce = 2 · L · (latency + 2 · (n − 1)/n · tokens · d · 2 B / link)      (0 for n = 1)
    /// ```
    /// Source: SERVE1.
    pub fn allreduce(&self, tokens: N) -> N {
        if !self.parallel {
            return N::zero();
        }
        let two = N::constant(2.0);
        let bytes =
            two * (self.gpus - N::one()) / self.gpus * tokens * self.hidden * N::constant(2.0);
        (two * self.layers * (self.allreduce_latency + bytes / self.link)).named(&l::ALLREDUCE)
    }

    /// Time of one decoding step of `batch` running calls (s).
    ///
    /// ```text
    /// step(b) = max(W · touched(b) / BW_w, 2 · A · b / (F · q)) + b · (i + o/2) · κ / BW_kv
    ///           + allreduce(b) + t0 + L · (t_layer + t_moe + t_seq · b)
    /// ```
    /// Source: SERVE1.
    pub fn step(&self, call: &Call<N>, batch: N) -> N {
        let reading = self.weights * self.touched(batch) / self.weight_bandwidth;
        let computing =
            N::constant(2.0) * self.active * batch / (self.decode_compute * self.efficiency);
        let context = call.prompt + call.answer * N::constant(0.5);
        reading.max(computing)
            + batch * context * self.cache_per_token / self.cache_bandwidth
            + self.allreduce(batch)
            + self.overhead
            + self.sequence_overhead * batch
    }

    /// Time to read a prompt of `tokens` tokens (s).
    ///
    /// ```text
    /// prefill(i) = (2 · A · i / q + 2 · L · d · i²) / F + allreduce(i) · i / (i + 2048)
    /// ```
    /// Source: SERVE1.
    pub fn prefill(&self, tokens: N) -> N {
        let two = N::constant(2.0);
        let work = two * self.active * tokens / self.efficiency
            + two * self.layers * self.hidden * tokens * tokens;
        work / self.prefill_compute
            + self.allreduce(tokens) * tokens / (tokens + self.overlap_tokens)
    }

    /// Calls that run at once on one replica.
    ///
    /// ```text
    /// b = min(room / ((i + o) · κ), cap, largest b with step(b) ≤ target)
    /// ```
    /// - `room`: memory left for the cache of this model (bytes)
    ///
    /// A room for less than one call gives a batch below one: more replicas are bought. Source: SERVE1.
    pub fn batch(&self, call: &Call<N>, room: N, cap: N) -> N {
        let per_call = (call.prompt + call.answer) * self.cache_per_token;
        let fits = per_call.divides(room, cap).min(cap).named(&l::BATCH_FITS);
        let mut low = N::one();
        let mut high = fits.max(N::one());
        for _ in 0..BISECTIONS {
            let middle = (low + high) * N::constant(0.5);
            let too_slow = call.inter_token_target.less(self.step(call, middle));
            high = N::select(too_slow, middle, high);
            low = N::select(too_slow, low, middle);
        }
        let all_fit = self.step(call, fits.max(N::one()));
        let batch = N::select(
            call.inter_token_target.less(all_fit),
            low,
            fits.max(N::one()),
        );
        batch
            .min(fits)
            .max(N::constant(SMALLEST_BATCH))
            .named(&l::BATCH)
    }

    /// Replica time of a call when `batch` calls run at once (s).
    ///
    /// ```text
    /// s = prefill + o · step(b) / b
    /// ```
    /// Source: SERVE1.
    pub fn seconds_per_call(&self, call: &Call<N>, batch: N) -> N {
        let prefill = self.prefill(call.fresh_prompt).named(&l::PREFILL);
        let step = self.step(call, batch).named(&l::STEP);
        (prefill + call.answer * step / batch).named(&l::SECONDS_PER_CALL)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Call, Roofline, compute_at, usable_memory, weight_bytes};
    use crate::engine::constants::{ConstantSource, Constants};
    use crate::engine::inputs::{Gpu, Model};
    use crate::scenario::schema::Precision;

    struct Rounded;
    impl ConstantSource<f64> for Rounded {
        type Error = ();
        fn constant(&mut self, id: &str) -> Result<f64, ()> {
            Ok(match id {
                "serving.gpu_memory_share" => 0.92,
                "serving.gpu_memory_fixed_bytes" => 1.5e9,
                "serving.eta_memory" => 0.90,
                "serving.eta_decode" | "serving.eta_prefill" | "serving.fp4_factor" => 0.60,
                "serving.eta_kv" | "serving.moe_factor" => 0.75,
                "serving.eta_link" => 0.40,
                "serving.allreduce_latency_s" => 20e-6,
                "serving.step_overhead_s" => 1e-3,
                "serving.layer_overhead_s" => 55e-6,
                "serving.moe_layer_overhead_s" => 100e-6,
                "serving.sequence_overhead_s" => 0.08e-6,
                "serving.fp4_bytes_per_parameter" | "serving.gpt_oss_bytes_per_parameter" => 0.55,
                "serving.prefill_overlap_tokens" => 2048.0,
                _ => 1.0,
            })
        }
    }

    fn llama_70b() -> Model<f64> {
        Model {
            name: "Llama-3.1-70B".to_owned(),
            params: 70.55e9,
            active: 69.5e9,
            layers: 80.0,
            hidden: 8192.0,
            kv_heads: 8.0,
            kv_bytes: 327_680.0,
            experts: None,
            latent_cache: false,
            native_fp4: false,
        }
    }

    fn h100() -> Gpu<f64> {
        Gpu {
            name: "H100-SXM".to_owned(),
            memory: 80.0 * 1024f64.powi(3),
            bandwidth: 3350e9,
            fp16: 989e12,
            fp8: Some(1978e12),
            fp4: None,
            link: 450e9,
            price: 0.0,
            spot_price: 0.0,
            owned: false,
        }
    }

    #[test]
    fn a_70b_model_on_two_h100_by_hand() {
        let k = Constants::read(&mut Rounded).unwrap();
        let model = llama_70b();
        let roofline = Roofline::new(&k, &model, Precision::Fp8, &h100(), 2);
        let call = Call {
            fresh_prompt: 1000.0,
            prompt: 1000.0,
            answer: 1000.0,
            inter_token_target: 1.0,
        };
        // Memory: 2 · (80 · 2^30 · 0.92 − 1.5e9) = 2 · (79.027e9 − 1.5e9) = 155.05e9.
        let memory = usable_memory(&k, &h100(), 2);
        assert!((memory / 155.05e9 - 1.0).abs() < 1e-3, "{memory}");
        // Room: 155.05e9 − 70.55e9 = 84.50e9; cache of a call: 2000 · 163840 = 327.68e6; 257 calls.
        let room = memory - weight_bytes(&k, &model, Precision::Fp8);
        let batch = roofline.batch(&call, room, 30_000.0);
        assert!((batch - 257.9).abs() < 0.5, "{batch}");
        // step(256): weights 70.55e9/(2·3350e9·0.9) = 11.70 ms; compute 2·69.5e9·256/(2·1978e12·0.6)
        // = 14.99 ms; cache 256·1500·163840/(2·3350e9·0.75) = 12.52 ms; all-reduce 2·80·(20 µs +
        // 2·½·256·8192·2/(0.4·450e9)) = 3.2 + 3.73 = 6.93 ms; overhead 1 + 80·0.055 = 5.4 ms and
        // 80·0.08e-3·256 = 1.64 ms. Sum 41.48 ms.
        let step = roofline.step(&call, 256.0);
        assert!((step - 41.48e-3).abs() < 0.05e-3, "{step}");
        // prefill(1000): (2·69.5e9·1000 + 2·80·8192·1e6)/(2·1978e12·0.6) = 140.31e12/2373.6e12 =
        // 59.1 ms; all-reduce(1000) = 160·(20e-6 + 1000·8192·2/180e9) = 17.76 ms · 1000/3048 = 5.83.
        let prefill = roofline.prefill(1000.0);
        assert!((prefill - 64.94e-3).abs() < 0.1e-3, "{prefill}");
        // Output: 256·1000/(256·0.06494 + 1000·0.04148) = 256000/58.10 = 4406 tokens/s; published:
        // 4,205 (SERVE1).
        let rate = 256.0 * 1000.0 / (256.0 * prefill + 1000.0 * step);
        assert!((rate - 4406.0).abs() < 10.0, "{rate}");
    }

    #[test]
    fn the_inter_token_target_limits_the_batch() {
        let k = Constants::read(&mut Rounded).unwrap();
        let roofline = Roofline::new(&k, &llama_70b(), Precision::Fp8, &h100(), 2);
        let call = Call {
            fresh_prompt: 1000.0,
            prompt: 1000.0,
            answer: 1000.0,
            inter_token_target: 30e-3,
        };
        let batch = roofline.batch(&call, 84.5e9, 256.0);
        assert!(batch < 256.0 && batch > 1.0, "{batch}");
        assert!((roofline.step(&call, batch) - 30e-3).abs() < 1e-6);
    }

    #[test]
    fn weights_by_precision() {
        let k = Constants::read(&mut Rounded).unwrap();
        let model = llama_70b();
        // 70.55e9 · 2, · 1, · 0.55.
        assert_eq!(weight_bytes(&k, &model, Precision::Fp16), 141.1e9);
        assert_eq!(weight_bytes(&k, &model, Precision::Fp8), 70.55e9);
        assert!((weight_bytes(&k, &model, Precision::Fp4) - 38.8025e9).abs() < 1.0);
        let native = Model {
            native_fp4: true,
            ..model
        };
        assert!((weight_bytes(&k, &native, Precision::Fp16) - 38.8025e9).abs() < 1.0);
    }

    #[test]
    fn missing_formats_fall_back_to_the_next_wider() {
        let h100 = h100();
        assert_eq!(compute_at(&h100, Precision::Fp16), 989e12);
        assert_eq!(compute_at(&h100, Precision::Fp8), 1978e12);
        assert_eq!(compute_at(&h100, Precision::Fp4), 1978e12);
        let a100 = Gpu { fp8: None, ..h100 };
        assert_eq!(compute_at(&a100, Precision::Fp8), 989e12);
        assert_eq!(compute_at(&a100, Precision::Fp4), 989e12);
    }

    #[test]
    fn a_mixture_reads_the_experts_it_touches() {
        let k = Constants::read(&mut Rounded).unwrap();
        let mixture = Model {
            experts: Some([8.0, 2.0, 0.9]),
            ..llama_70b()
        };
        let roofline = Roofline::new(&k, &mixture, Precision::Fp8, &h100(), 1);
        // 1 − 0.9·(1 − 2/8)^b: b = 1: 1 − 0.675 = 0.325; b = 2: 1 − 0.9·0.5625 = 0.49375.
        assert!((roofline.touched(1.0) - 0.325).abs() < 1e-12);
        assert!((roofline.touched(2.0) - 0.49375).abs() < 1e-12);
        let dense = Roofline::new(&k, &llama_70b(), Precision::Fp8, &h100(), 1);
        assert_eq!(dense.touched(1.0), 1.0);
        // Each layer takes 100 µs more, and compute is at 0.75: with b = 1 the weights decide, so
        // 80·100 µs = 8 ms more and 0.675 of 70.55e9/(3350e9·0.9) = 23.40 ms, 15.795 ms, less.
        let call = call(1000.0, 1.0);
        let more = roofline.step(&call, 1.0) - dense.step(&call, 1.0);
        assert!((more + 7.795e-3).abs() < 1e-5, "{more}");
    }

    #[test]
    fn caches_are_copied_where_there_are_fewer_heads_than_gpus() {
        let k = Constants::read(&mut Rounded).unwrap();
        let per_token = |model: &Model<f64>, precision, gpus| {
            Roofline::new(&k, model, precision, &h100(), gpus).cache_per_token
        };
        let model = llama_70b();
        // FP8 halves 327,680 bytes; eight heads on eight GPUs need no copies.
        assert_eq!(per_token(&model, Precision::Fp16, 8), 327_680.0);
        assert_eq!(per_token(&model, Precision::Fp8, 8), 163_840.0);
        // Two heads on eight GPUs: four copies. A latent cache: eight.
        let few = Model {
            kv_heads: 2.0,
            ..model.clone()
        };
        assert_eq!(per_token(&few, Precision::Fp8, 8), 4.0 * 163_840.0);
        let latent = Model {
            latent_cache: true,
            ..model
        };
        assert_eq!(per_token(&latent, Precision::Fp8, 8), 8.0 * 163_840.0);
    }

    #[test]
    fn one_gpu_exchanges_nothing() {
        let k = Constants::read(&mut Rounded).unwrap();
        let one = Roofline::new(&k, &llama_70b(), Precision::Fp8, &h100(), 1);
        assert_eq!(one.allreduce(1000.0), 0.0);
        assert_eq!(one.prefill(0.0), 0.0);
    }

    #[test]
    fn a_model_that_barely_fits_serves_less_than_one_call() {
        let k = Constants::read(&mut Rounded).unwrap();
        let roofline = Roofline::new(&k, &llama_70b(), Precision::Fp8, &h100(), 2);
        let call = call(1000.0, 1.0);
        // A call of 2,000 tokens takes 2000·163840 = 327.68e6 bytes.
        assert!((roofline.batch(&call, 163.84e6, 256.0) - 0.5).abs() < 1e-9);
        assert_eq!(roofline.batch(&call, 0.0, 256.0), 0.05);
        assert_eq!(roofline.batch(&call, -1e9, 256.0), 0.05);
        // Calls without tokens need no cache: the cap decides.
        let empty = Call {
            prompt: 0.0,
            fresh_prompt: 0.0,
            answer: 0.0,
            ..call
        };
        assert_eq!(roofline.batch(&empty, 84.5e9, 256.0), 256.0);
        assert_eq!(roofline.seconds_per_call(&empty, 256.0), 0.0);
    }

    #[test]
    fn seconds_of_a_call_by_hand() {
        let k = Constants::read(&mut Rounded).unwrap();
        let roofline = Roofline::new(&k, &llama_70b(), Precision::Fp8, &h100(), 2);
        // Prefill 64.94 ms and 1000·41.48 ms/256 = 162.0 ms (see above): 0.2270 s. With half of
        // the prompt cached the step stays and the prefill is that of 500 tokens:
        // (2·69.5e9·500 + 2·80·8192·500²)/2373.6e12 = 69.83e12/2373.6e12 = 29.42 ms; all-reduce
        // 160·(20e-6 + 500·16384/180e9) = 10.48 ms · 500/2548 = 2.06 ms; 31.48 + 162.0 = 193.5 ms.
        let whole = roofline.seconds_per_call(&call(1000.0, 1.0), 256.0);
        assert!((whole - 0.2270).abs() < 2e-4, "{whole}");
        let cached = roofline.seconds_per_call(&call(500.0, 1.0), 256.0);
        assert!((cached - 0.1935).abs() < 2e-4, "{cached}");
    }

    fn call(fresh_prompt: f64, inter_token_target: f64) -> Call<f64> {
        Call {
            fresh_prompt,
            prompt: 1000.0,
            answer: 1000.0,
            inter_token_target,
        }
    }
}
