//! What the GPUs of a replica exchange while they serve a model together.

use crate::engine::constants::Constants;
use crate::engine::labels as l;
use crate::number::Number;

/// GPUs of a host, which its own link joins; hosts are joined by a network.
pub const HOST_GPUS: usize = 8;

/// The exchanges of a model's layers between the GPUs of a replica.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exchange<N> {
    /// Exchanges in all layers (count).
    count: N,
    /// Width of a token between layers (count).
    hidden: N,
    /// GPUs of a host that take part (count).
    gpus: N,
    /// One-direction link of a GPU to others of its host, as far as it is reached (B/s).
    link: N,
    latency: N,
    /// Whether there are several GPUs.
    parallel: bool,
    beyond: Option<Beyond<N>>,
}

/// What joins several hosts.
#[derive(Clone, Copy, Debug)]
struct Beyond<N> {
    hosts: N,
    network: N,
    latency: N,
}

impl<N: Number> Exchange<N> {
    /// Exchanges on `gpus` GPUs, `count` in all layers, over links of `link` B/s.
    pub(super) fn new(k: &Constants<N>, gpus: usize, link: N, (count, hidden): (N, N)) -> Self {
        let hosts = hosts(gpus);
        Self {
            count,
            hidden,
            gpus: N::constant((gpus / hosts) as f64),
            link: link * k.eta_link,
            latency: k.allreduce_latency,
            parallel: gpus > 1,
            beyond: (hosts > 1).then(|| Beyond {
                hosts: N::constant(hosts as f64),
                network: k.network * k.eta_link,
                latency: k.network_latency,
            }),
        }
    }

    /// Whether several hosts take part.
    pub(super) fn is_beyond_a_host(&self) -> bool {
        self.beyond.is_some()
    }

    /// Time of exchanging `tokens` tokens in all layers (s).
    ///
    /// ```text
    /// x · L · (latency + 2 · (n − 1)/n · tokens · d · 2 B / link)      (0 for n = 1)
    /// and over h hosts: + x · L · (network latency + 2 · (h − 1)/h · tokens · d · 2 B / n / network)
    /// ```
    /// - `x`: exchanges in a layer, 2 when tensor-parallel (after attention and after the
    ///   feed-forward part), 1 when expert-parallel (to the experts and back)
    /// - `n`: GPUs of a host; each passes its n-th part on to its like on the other hosts
    ///
    /// Source: SERVE1, SERVE3; over hosts MODEL.
    pub(super) fn seconds(&self, tokens: N) -> N {
        if !self.parallel {
            return N::zero();
        }
        let (one, two) = (N::one(), N::constant(2.0));
        let bytes = two * (self.gpus - one) / self.gpus * tokens * self.hidden * two;
        let mut each = self.latency + bytes / self.link;
        if let Some(beyond) = &self.beyond {
            let part = tokens * self.hidden * two / self.gpus;
            let bytes = two * (beyond.hosts - one) / beyond.hosts * part;
            each = each + beyond.latency + bytes / beyond.network;
        }
        (self.count * each).named(&l::ALLREDUCE)
    }
}

/// Hosts on which so many GPUs stand.
pub(super) fn hosts(gpus: usize) -> usize {
    gpus.div_ceil(HOST_GPUS).max(1)
}

#[cfg(test)]
mod tests {
    use super::{Exchange, hosts};
    use crate::engine::infrastructure::tests::check;
    use crate::engine::projection::tests::rounded_constants;

    #[test]
    fn exchanges_within_and_between_hosts_by_hand() {
        let mut k = rounded_constants();
        (k.eta_link, k.allreduce_latency) = (0.5, 1e-5);
        (k.network, k.network_latency) = (40e9, 2e-5);
        let on = |gpus| Exchange::new(&k, gpus, 400e9, (10.0, 5_000.0)).seconds(2_000.0);
        check(on(1), 0.0);
        // 2,000 · 5,000 · 2 B are 20 MB: four GPUs pass 1.5 times that over 200 GB/s, ten times.
        check(on(4) * 1e3, 10.0 * (0.01 + 0.15));
        // Eight pass 1.75 times it; on two hosts each passes an eighth once more over 20 GB/s.
        check(on(8) * 1e3, 10.0 * (0.01 + 0.175));
        check(on(16) * 1e3, 10.0 * (0.01 + 0.175 + 0.02 + 0.125));
        // Eight hosts: 2·7/8 of an eighth.
        check(on(64) * 1e3, 10.0 * (0.01 + 0.175 + 0.02 + 0.218_75));
        assert_eq!([1, 8, 9, 16, 64].map(hosts), [1, 1, 2, 2, 8]);
    }
}
