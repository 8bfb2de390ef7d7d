//! How a model lies on the GPUs of a replica.

use super::exchange::hosts;
use crate::engine::constants::Constants;
use crate::engine::inputs::Model;
use crate::number::Number;

/// How a model is spread over its GPUs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spread<N> {
    /// Copies of each token's cache.
    pub(super) cache_copies: N,
    /// Copies of the weights outside experts.
    pub(super) shared_copies: N,
    /// Exchanges between GPUs in a layer.
    pub(super) exchanges: N,
    /// Hosts that each schedule calls of their own.
    pub(super) schedulers: N,
}

impl<N: Number> Spread<N> {
    /// Tensor-parallel: weights are split, heads are split as far as there are any, and each layer
    /// exchanges twice. A mixture of more than `serving.expert_parallel_from` experts is
    /// expert-parallel: each GPU holds its experts, all other weights and its own sequences, and
    /// each layer exchanges once; on several hosts each routes and schedules its part of the calls.
    pub(super) fn of(k: &Constants<N>, model: &Model<N>, gpus: usize) -> Self {
        let hosts = N::constant(hosts(gpus) as f64);
        let gpus = N::constant(gpus as f64);
        let split = Self {
            cache_copies: if model.latent_cache {
                gpus
            } else {
                N::one().max(gpus / model.kv_heads.max(N::one()))
            },
            shared_copies: N::one(),
            exchanges: N::constant(2.0),
            schedulers: N::one(),
        };
        let Some([experts, ..]) = model.experts else {
            return split;
        };
        let fine = k.expert_parallel_from.less(experts);
        Self {
            cache_copies: N::select(fine, N::one(), split.cache_copies),
            shared_copies: N::select(fine, gpus, split.shared_copies),
            exchanges: N::select(fine, N::one(), split.exchanges),
            schedulers: N::select(fine, hosts, split.schedulers),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::constants::Constants;
    use crate::engine::infrastructure::tests::check;
    use crate::engine::inputs::Model;
    use crate::engine::serving::Roofline;
    use crate::engine::serving::tests::{Rounded, call, h100, llama_70b};
    use crate::scenario::schema::Precision;

    #[test]
    fn hosts_of_a_fine_mixture_schedule_side_by_side_by_hand() {
        let mut k = Constants::read(&mut Rounded).unwrap();
        (k.batch_cap, k.batch_cap_large) = (256.0, 1_024.0);
        (k.network, k.network_latency) = (50e9, 2e-5);
        let mixture = |experts| Model {
            experts: Some([experts, 2.0, 0.9]),
            ..llama_70b()
        };
        let on =
            |experts, gpus| Roofline::new(&k, &mixture(experts), Precision::Fp8, &h100(), gpus);
        let (one, two, split) = (on(128.0, 8), on(128.0, 16), on(16.0, 16));
        // Experts once, the tenth that is left on every GPU.
        check(two.weights / 70.55e9, 0.9 + 1.6);
        check(two.batch_cap(&k, &h100()), 2_048.0);
        check(one.batch_cap(&k, &h100()), 1_024.0);
        check(split.batch_cap(&k, &h100()), 1_024.0);
        // Of 400 calls each host routes and schedules 200: what a call more waits for is halved but for
        // the network, on which an eighth of its 16 KiB goes out in each of 80 layers.
        let waiting = |roofline: &Roofline<f64>| {
            let at = |batch| roofline.step_spent(&call(1000.0, 1.0), batch).waiting;
            at(401.0) - at(400.0)
        };
        let within = 80.0 * 2.0 * 7.0 / 8.0 * 8_192.0 * 2.0 / (450e9 * 0.37);
        let alone = 80.0 * 0.06e-6 + 3e-6;
        check(waiting(&one) * 1e6, (within + alone) * 1e6);
        let between = 80.0 * 2.0 * 0.5 * 8_192.0 * 2.0 / 8.0 / (50e9 * 0.37);
        check(
            waiting(&two) * 1e6,
            (0.5 * (within + alone + between)) * 1e6,
        );
    }
}
