//! What sudden loads ask for beyond what is held, and in what blocks GPUs come.

use super::replicas::When;
use crate::engine::constants::Constants;
use crate::engine::deployment::PoolLoad;
use crate::number::Number;

/// What spikes take a pool in a month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surge<N> {
    /// Hours in which load goes unserved, weighted by the share unserved.
    pub(super) unserved: N,
    /// Hours of replicas rented beyond those held.
    pub(super) rented: N,
}

/// What a pool lacks in spikes, and what it rents for them.
///
/// ```text
/// lacking  = max(0, needed at the spike − held);   rented = min(lacking, room)
/// unserved = Σ per month · (min(length, scale-up) · lacking + rest of the length · (lacking − rented)) / needed
/// hours    = Σ per month · rest of the length · rented
/// ```
/// - `held`: replicas; `needed`: replicas in a spike; `room`: replicas that can be had, no limit when none
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn surge<N: Number>(
    unit: &PoolLoad<N>,
    held: N,
    room: Option<N>,
    needed: impl Fn(When<'_, N>) -> N,
) -> Surge<N> {
    let zero = N::zero();
    let (mut unserved, mut rented) = (zero, zero);
    for spike in &unit.spikes {
        let need = needed(When::Spike(spike));
        let lacking = (need - held).max(zero);
        let more = room.map_or(lacking, |room| lacking.min(room));
        let first = spike.hours.min(unit.scale_up);
        let rest = spike.hours - first;
        let lost = (first * lacking + rest * (lacking - more)).over_or(need, zero);
        unserved = unserved + spike.per_month * lost;
        rented = rented + spike.per_month * rest * more;
    }
    Surge { unserved, rented }
}

/// GPUs rented together: what is needed, rounded up to whole blocks.
///
/// ```text
/// ⌈GPUs / block⌉ · block
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn in_blocks<N: Number>(k: &Constants<N>, gpus: N, block: usize) -> N {
    if block <= 1 {
        return gpus;
    }
    let block = block as f64;
    let blocks = gpus.over_constant(block);
    (blocks + k.rounding * (blocks.ceil() - blocks)) * N::constant(block)
}

#[cfg(test)]
mod tests {
    use crate::engine::infrastructure::pool_month;
    use crate::engine::infrastructure::tests::{check, conditions, gpu_unit};
    use crate::engine::projection::tests::rounded_constants;

    #[test]
    fn gpus_come_in_blocks_by_hand() {
        let k = rounded_constants();
        let month = pool_month(&k, &gpu_unit(), 8, &conditions(10.0), true);
        // Nodes of 13, 9, 5 and 2 replicas of two GPUs are 32, 24, 16 and 8 in blocks of eight, 20 on
        // average; 26 at the peak are 32: 0.5·20 + 0.5·32. Staging holds one block a quarter of the time.
        check(month.gpus, 26.0);
        check(month.gpus_peak, 32.0);
        check(month.staging_gpus, 2.0);
        check(month.replicas, 10.125);
    }
}
