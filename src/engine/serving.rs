//! One language model on n GPUs: how long a step takes, how many calls fit, what a call costs.
//!
//! A roofline with fixed overheads: each decoding step reads the weights, multiplies, reads the
//! cache of every running sequence, exchanges between GPUs, and waits for kernels and the scheduler.
//! Mixtures of many small experts run expert-parallel. Queueing before the first token is only a
//! factor; speculative decoding, sliding windows and prefix eviction are left out. How well it fits
//! published runs, and what was tried and left out, is in `docs/serving.md`. Source: SERVE1, SERVE3.

mod exchange;
mod spread;

use exchange::Exchange;
pub use exchange::HOST_GPUS;
use spread::Spread;

use super::constants::Constants;
use super::deployment::BYTES_PER_GIB;
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

/// Where time goes; the four parts follow each other.
#[derive(Clone, Copy, Debug)]
pub struct Spent<N> {
    /// Reading weights (s).
    pub reading: N,
    /// Multiplying (s).
    pub computing: N,
    /// Reading the cache of running sequences (s).
    pub caching: N,
    /// Kernel launches, routing, scheduling, and exchanges between GPUs (s).
    pub waiting: N,
}

impl<N: Number> Spent<N> {
    /// All of it (s).
    pub fn total(&self) -> N {
        self.reading + self.computing + self.caching + self.waiting
    }

    /// This and `share` times another.
    #[must_use]
    pub fn with(&self, share: N, other: &Self) -> Self {
        Self {
            reading: self.reading + share * other.reading,
            computing: self.computing + share * other.computing,
            caching: self.caching + share * other.caching,
            waiting: self.waiting + share * other.waiting,
        }
    }
}

/// A model at a precision on a number of GPUs, with everything that does not depend on the batch.
#[derive(Clone, Copy, Debug)]
pub struct Roofline<N> {
    /// Weights on all GPUs together, copies included (bytes).
    pub weights: N,
    shared_weights: N,
    expert_weights: N,
    idle_share: Option<N>,
    active: N,
    layers: N,
    hidden: N,
    /// Cache of a token on all GPUs together (bytes).
    pub cache_per_token: N,
    weight_bandwidth: N,
    cache_bandwidth: N,
    decode_compute: N,
    prefill_compute: N,
    attention_compute: N,
    latent_work: N,
    /// Hosts that each schedule calls of their own (count).
    schedulers: N,
    exchange: Exchange<N>,
    overhead: N,
    token_overhead: N,
    sequence_overhead: N,
    overlap_tokens: N,
}

/// Bytes of one copy of the weights.
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

/// Dense compute of a GPU on weights of a format, before the share that kernels reach (FLOP/s).
///
/// ```text
/// F = F_16 or F_8                      at the precision, the next wider where the GPU lacks it
/// F = F_4 · q_4                        four-bit weights and activations
/// F = F_8                              native four-bit weights: their activations have eight bits
/// F = F_16 · q_wide                    four-bit weights on a GPU without four-bit compute: they
///                                      are widened to sixteen bits on the way
/// ```
/// - `q_4`: what FP4 kernels reach against wider ones, catalogue `serving.fp4_factor`
/// - `q_wide`: what is left beside widening, catalogue `serving.widening_factor`
///
/// Source: SERVE3.
pub fn compute_on<N: Number>(
    k: &Constants<N>,
    native_fp4: bool,
    precision: Precision,
    gpu: &Gpu<N>,
) -> N {
    let eight = gpu.fp8.unwrap_or(gpu.fp16);
    match (native_fp4, precision, gpu.fp4) {
        (true, _, Some(_)) | (false, Precision::Fp8, _) => eight,
        (false, Precision::Fp4, Some(four)) => four * k.fp4_factor,
        (true, _, None) | (false, Precision::Fp4, None) => gpu.fp16 * k.widening_factor,
        (false, Precision::Fp16, _) => gpu.fp16,
    }
}

/// Memory for weights and cache on `gpus` GPUs (bytes).
///
/// ```text
/// M = n · (memory · 0.95 − 0.5 GB)
/// ```
/// Source: SERVE3.
pub fn usable_memory<N: Number>(k: &Constants<N>, gpu: &Gpu<N>, gpus: usize) -> N {
    let memory = gpu.memory * k.gpu_memory_share - k.gpu_memory_fixed;
    (N::constant(gpus as f64) * memory).named(&l::USABLE_MEMORY)
}

/// Most sequences in one batch on a host with GPUs of a type (count).
///
/// ```text
/// 256;   1,024 from 80 GiB of memory on
/// ```
/// Source: MODEL.
fn batch_cap<N: Number>(k: &Constants<N>, gpu: &Gpu<N>) -> N {
    let is_small = gpu
        .memory
        .less(k.batch_cap_large_from * N::constant(BYTES_PER_GIB));
    N::select(is_small, k.batch_cap, k.batch_cap_large).named(&l::BATCH_CAP)
}

impl<N: Number> Roofline<N> {
    /// A model on `gpus` GPUs of one type that serve it together.
    pub fn new(
        k: &Constants<N>,
        model: &Model<N>,
        precision: Precision,
        gpu: &Gpu<N>,
        gpus: usize,
    ) -> Self {
        let n = N::constant(gpus as f64);
        let compute = n * compute_on(k, model.native_fp4, precision, gpu);
        let cache = match precision {
            Precision::Fp16 => model.kv_bytes,
            Precision::Fp8 | Precision::Fp4 => model.kv_bytes * N::constant(0.5),
        };
        let spread = Spread::of(k, model, gpus);
        let copy = weight_bytes(k, model, precision);
        let mut per_layer = k.layer_overhead;
        let (mut expert_weights, mut idle_share, mut routing) = (N::zero(), None, N::zero());
        if let Some([experts, per_token, share]) = model.experts {
            per_layer = per_layer + k.moe_overhead;
            expert_weights = copy * share;
            idle_share = Some((N::one() - per_token / experts).max(N::zero()));
            routing = k.moe_token_overhead;
        }
        let (mut hidden, mut sequence_overhead) = (model.hidden, k.sequence_overhead);
        if gpus > HOST_GPUS {
            let part = N::one() / spread.schedulers;
            hidden = hidden * part;
            routing = routing * part;
            sequence_overhead = sequence_overhead * part;
        }
        let shared_weights = (copy - expert_weights) * spread.shared_copies;
        let latent_work = if model.latent_cache {
            N::constant(2.0) * model.kv_heads * model.kv_bytes
        } else {
            N::zero()
        };
        Self {
            weights: shared_weights + expert_weights,
            shared_weights,
            expert_weights,
            idle_share,
            active: model.active,
            layers: model.layers,
            hidden: model.hidden,
            cache_per_token: (cache * spread.cache_copies).named(&l::CACHE_PER_TOKEN),
            weight_bandwidth: (n * gpu.bandwidth * k.eta_memory).named(&l::WEIGHT_BANDWIDTH),
            cache_bandwidth: (n * gpu.bandwidth * k.eta_kv).named(&l::CACHE_BANDWIDTH),
            decode_compute: (compute * k.eta_decode).named(&l::DECODE_COMPUTE),
            prefill_compute: (compute * k.eta_prefill).named(&l::PREFILL_COMPUTE),
            attention_compute: (n * gpu.fp16 * k.eta_attention).named(&l::ATTENTION_COMPUTE),
            latent_work,
            schedulers: spread.schedulers,
            exchange: Exchange::new(k, gpus, gpu.link, (spread.exchanges * model.layers, hidden)),
            overhead: (k.step_overhead + model.layers * per_layer).named(&l::STEP_OVERHEAD),
            token_overhead: model.layers * routing,
            sequence_overhead,
            overlap_tokens: k.prefill_overlap_tokens,
        }
    }

    /// Weights that a step reads on all GPUs together (bytes).
    ///
    /// ```text
    /// read(b) = W · (1 − e) · c + W · e · (1 − (1 − k/E)^b)      (W for a dense model)
    /// ```
    /// - `e`: share of the weights in experts; `k` of `E` experts serve a token
    /// - `c`: copies of all other weights, n when expert-parallel, else 1
    ///
    /// Source: SERVE1.
    pub fn weights_read(&self, batch: N) -> N {
        match self.idle_share {
            None => self.weights,
            Some(idle) => self.shared_weights + self.expert_weights * (N::one() - idle.powf(batch)),
        }
    }

    /// Most sequences in one batch of the replica (count): of each host that schedules its own.
    pub fn batch_cap(&self, k: &Constants<N>, gpu: &Gpu<N>) -> N {
        let cap = batch_cap(k, gpu);
        if self.exchange.is_beyond_a_host() {
            cap * self.schedulers
        } else {
            cap
        }
    }

    /// Time that the GPUs spend exchanging `tokens` tokens in all layers (s).
    pub fn exchange(&self, tokens: N) -> N {
        self.exchange.seconds(tokens)
    }

    /// Time of one decoding step of `batch` running calls, by where it goes (s).
    ///
    /// ```text
    /// step(b) = read(b)/BW_w                                     reading
    ///         + 2 · A · b / F_d + b · (i + o/2) · a / F_a        computing
    ///         + b · (i + o/2) · κ / BW_kv                        caching
    ///         + exchange(b) + t0 + L · (t_layer + t_moe + t_route · b) + t_seq · b      waiting
    /// ```
    /// - `F_d`: compute on the weights, [`compute_on`] · eta; `F_a`: 16-bit compute · eta
    /// - `a`: work of a token on a cached one (FLOP), 2 · heads · cache bytes for a latent cache,
    ///   which every head reads whole, else too little to count
    /// - `t_moe`, `t_route`: only for a mixture of experts
    ///
    /// Reading and multiplying are added: a layer's kernels overlap little. Source: SERVE3.
    pub fn step_spent(&self, call: &Call<N>, batch: N) -> Spent<N> {
        let context = batch * (call.prompt + call.answer * N::constant(0.5));
        Spent {
            reading: self.weights_read(batch) / self.weight_bandwidth,
            computing: N::constant(2.0) * self.active * batch / self.decode_compute
                + context * self.latent_work / self.attention_compute,
            caching: context * self.cache_per_token / self.cache_bandwidth,
            waiting: self.exchange(batch)
                + self.overhead
                + (self.token_overhead + self.sequence_overhead) * batch,
        }
    }

    /// Time of one decoding step of `batch` running calls (s).
    pub fn step(&self, call: &Call<N>, batch: N) -> N {
        self.step_spent(call, batch).total()
    }

    /// Time to read a prompt of `tokens` tokens, by where it goes (s).
    ///
    /// ```text
    /// prefill(i) = 2 · A · i / F_p + 2 · L · d · i² / F_a                       computing
    ///            + exchange(i) · i/(i + 2048) + L · t_route · i                 waiting
    /// ```
    /// Source: SERVE3.
    pub fn prefill_spent(&self, tokens: N) -> Spent<N> {
        let two = N::constant(2.0);
        let attention = two * self.layers * self.hidden * tokens * tokens;
        Spent {
            reading: N::zero(),
            computing: two * self.active * tokens / self.prefill_compute
                + attention / self.attention_compute,
            caching: N::zero(),
            waiting: self.exchange(tokens) * tokens / (tokens + self.overlap_tokens)
                + self.token_overhead * tokens,
        }
    }

    /// Time to read a prompt of `tokens` tokens (s).
    pub fn prefill(&self, tokens: N) -> N {
        self.prefill_spent(tokens).total()
    }

    /// Calls whose cache fits into `room` bytes, at most `cap`.
    ///
    /// ```text
    /// b = min(room / ((i + o) · κ), cap)
    /// ```
    /// A call holds its prompt and its whole answer from the start. Source: SERVE1.
    pub fn calls_that_fit(&self, call: &Call<N>, room: N, cap: N) -> N {
        let per_call = (call.prompt + call.answer) * self.cache_per_token;
        room.over_or(per_call, cap).min(cap).named(&l::BATCH_FITS)
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
        let fits = self.calls_that_fit(call, room, cap);
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
    use super::{Call, Roofline, compute_on, usable_memory, weight_bytes};
    use crate::engine::constants::{ConstantSource, Constants};
    use crate::engine::inputs::{Gpu, Model};
    use crate::scenario::schema::Precision;

    pub(crate) struct Rounded;
    impl ConstantSource<f64> for Rounded {
        type Error = ();
        fn constant(&mut self, id: &str) -> Result<f64, ()> {
            Ok(match id {
                "serving.gpu_memory_share" | "serving.eta_memory" | "serving.eta_kv" => 0.95,
                "serving.gpu_memory_fixed_bytes" => 0.5e9,
                "serving.eta_decode" | "serving.eta_prefill" => 0.62,
                "serving.eta_attention" => 0.63,
                "serving.eta_link" => 0.37,
                "serving.allreduce_latency_s" => 7e-6,
                "serving.step_overhead_s" => 1e-3,
                "serving.layer_overhead_s" => 77e-6,
                "serving.moe_layer_overhead_s" => 120e-6,
                "serving.moe_token_overhead_s" => 0.06e-6,
                "serving.sequence_overhead_s" => 3e-6,
                "serving.fp4_factor" => 0.68,
                "serving.widening_factor" => 0.42,
                "serving.expert_parallel_from" => 16.0,
                "serving.fp4_bytes_per_parameter" | "serving.gpt_oss_bytes_per_parameter" => 0.55,
                "serving.prefill_overlap_tokens" => 2048.0,
                _ => 1.0,
            })
        }
    }

    pub(crate) fn llama_70b() -> Model<f64> {
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

    pub(crate) fn h100() -> Gpu<f64> {
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
        // Memory: 2 · (80 · 2^30 · 0.95 − 0.5e9) = 2 · (81.604e9 − 0.5e9) = 162.21e9.
        let memory = usable_memory(&k, &h100(), 2);
        assert!((memory / 162.21e9 - 1.0).abs() < 1e-4, "{memory}");
        // Room: 162.21e9 − 70.55e9 = 91.66e9; cache of a call: 2000 · 163840 = 327.68e6; 279 calls.
        let room = memory - roofline.weights;
        let batch = roofline.batch(&call, room, 30_000.0);
        assert!((batch - 279.7).abs() < 0.1, "{batch}");
        // step(256): weights 70.55e9/(2·3350e9·0.95) = 11.08 ms; compute 2·69.5e9·256/(2·1978e12·0.62)
        // = 14.51 ms; cache 256·1500·163840/(2·3350e9·0.95) = 9.88 ms; exchange 2·80·(7 µs +
        // 2·½·256·8192·2/(0.37·450e9)) = 1.12 + 4.03 = 5.15 ms; overhead 1 + 80·0.077 = 7.16 ms and
        // 256·3 µs = 0.77 ms. Sum 48.55 ms.
        let step = roofline.step(&call, 256.0);
        assert!((step - 48.555e-3).abs() < 0.01e-3, "{step}");
        // prefill(1000): 2·69.5e9·1000/(2·1978e12·0.62) = 56.67 ms; attention 2·80·8192·1e6/
        // (2·989e12·0.63) = 1.05 ms; exchange(1000) = 160·(7e-6 + 1000·8192·2/166.5e9) = 16.86 ms
        // · 1000/3048 = 5.53 ms. Sum 63.26 ms.
        let prefill = roofline.prefill(1000.0);
        assert!((prefill - 63.26e-3).abs() < 0.01e-3, "{prefill}");
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
    fn compute_follows_the_format_and_what_the_gpu_has() {
        let k = Constants::read(&mut Rounded).unwrap();
        let on = |native, precision, gpu: &Gpu<f64>| compute_on(&k, native, precision, gpu);
        let h100 = h100();
        let a100 = Gpu {
            fp8: None,
            ..h100.clone()
        };
        let b200 = Gpu {
            fp4: Some(9000e12),
            ..h100.clone()
        };
        assert_eq!(on(false, Precision::Fp16, &h100), 989e12);
        assert_eq!(on(false, Precision::Fp8, &h100), 1978e12);
        assert_eq!(on(false, Precision::Fp8, &a100), 989e12);
        // FP4: 9000 · 0.68 = 6120 where there is FP4, else 989 · 0.42 = 415.38.
        assert!((on(false, Precision::Fp4, &b200) / 6120e12 - 1.0).abs() < 1e-12);
        assert!((on(false, Precision::Fp4, &h100) / 415.38e12 - 1.0).abs() < 1e-12);
        // Native four-bit weights: activations of eight bits, or widened weights.
        assert_eq!(on(true, Precision::Fp16, &b200), 1978e12);
        assert!((on(true, Precision::Fp8, &h100) / 415.38e12 - 1.0).abs() < 1e-12);
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
        let share = |batch| roofline.weights_read(batch) / 70.55e9;
        assert!((share(1.0) - 0.325).abs() < 1e-12);
        assert!((share(2.0) - 0.49375).abs() < 1e-12);
        let dense = Roofline::new(&k, &llama_70b(), Precision::Fp8, &h100(), 1);
        assert_eq!(dense.weights_read(1.0), 70.55e9);
        // With b = 1 each layer takes 120 + 0.06 µs more, 80 · 120.06 = 9.605 ms, and 0.675 of
        // 70.55e9/(3350e9·0.95) = 22.168 ms, 14.963 ms, less.
        let call = call(1000.0, 1.0);
        let more = roofline.step(&call, 1.0) - dense.step(&call, 1.0);
        assert!((more + 5.358e-3).abs() < 1e-6, "{more}");
        // A prompt of 1,000 tokens takes 1000 · 80 · 0.06 µs = 4.8 ms more.
        let more = roofline.prefill(1000.0) - dense.prefill(1000.0);
        assert!((more - 4.8e-3).abs() < 1e-9, "{more}");
    }

    #[test]
    fn many_small_experts_are_spread_over_the_gpus() {
        let k = Constants::read(&mut Rounded).unwrap();
        let with = |experts| Model {
            experts: Some([experts, 2.0, 0.9]),
            kv_heads: 1.0,
            ..llama_70b()
        };
        let on = |experts, gpus| Roofline::new(&k, &with(experts), Precision::Fp8, &h100(), gpus);
        // On four GPUs: 0.9 of the weights once and 0.1 four times, 1.3 · 70.55e9; each cache once.
        let spread = on(128.0, 4);
        assert!((spread.weights / (1.3 * 70.55e9) - 1.0).abs() < 1e-12);
        assert!((spread.weights_read(1e6) / (1.3 * 70.55e9) - 1.0).abs() < 1e-12);
        assert_eq!(spread.cache_per_token, 163_840.0);
        // Up to 16 experts the weights are split, the one head is copied, and exchanges are two.
        let split = on(16.0, 4);
        assert!((split.weights / 70.55e9 - 1.0).abs() < 1e-12);
        assert_eq!(split.cache_per_token, 4.0 * 163_840.0);
        assert!((split.exchange(100.0) / spread.exchange(100.0) - 2.0).abs() < 1e-12);
        // On one GPU there is no difference.
        assert!((on(128.0, 1).weights / 70.55e9 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn every_head_reads_a_latent_cache() {
        let k = Constants::read(&mut Rounded).unwrap();
        let latent = Model {
            latent_cache: true,
            kv_heads: 128.0,
            kv_bytes: 70_272.0,
            ..llama_70b()
        };
        let spent = |model: &Model<f64>| {
            let roofline = Roofline::new(&k, model, Precision::Fp8, &h100(), 1);
            roofline.step_spent(&call(1000.0, 1.0), 10.0)
        };
        // 10 · 1500 · 2 · 128 · 70,272 = 269.8e9 FLOP at 989e12·0.63: 0.4331 ms more.
        let plain = Model {
            latent_cache: false,
            ..latent.clone()
        };
        let more = spent(&latent).computing - spent(&plain).computing;
        assert!((more - 0.4331e-3).abs() < 1e-7, "{more}");
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
        assert_eq!(one.exchange(1000.0), 0.0);
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
        // Prefill 63.26 ms and 1000·48.55 ms/256 = 189.7 ms (see above): 0.2529 s. With half of
        // the prompt cached the step stays and the prefill is that of 500 tokens: 28.34 ms,
        // attention 0.26 ms, exchange 160·(7e-6 + 500·16384/166.5e9) = 8.99 ms · 500/2548 = 1.76 ms;
        // 30.36 + 189.7 = 220.0 ms.
        let whole = roofline.seconds_per_call(&call(1000.0, 1.0), 256.0);
        assert!((whole - 0.2529).abs() < 1e-4, "{whole}");
        let cached = roofline.seconds_per_call(&call(500.0, 1.0), 256.0);
        assert!((cached - 0.2200).abs() < 1e-4, "{cached}");
    }

    pub(crate) fn call(fresh_prompt: f64, inter_token_target: f64) -> Call<f64> {
        Call {
            fresh_prompt,
            prompt: 1000.0,
            answer: 1000.0,
            inter_token_target,
        }
    }
}
