//! What fails, for how long, and how much of the product goes down with it.
//!
//! Causes are the same for every partition: changes, the platform, GPUs, hosted models, spikes. A
//! unit boundary limits how far a failure reaches and makes its place harder to find.

use super::constants::Constants;
use super::inputs::Component;
use crate::number::Number;

/// Failures of a unit that its changes cause (per month), before gradual exposure.
///
/// ```text
/// changes · 2% · 1.35^(2 − delivery) · (S_unit/S_today)^0.1 · (1 + ½ · χ · gap(distributed))
/// ```
/// Source: DEL9, REL1, MODEL.
pub fn change_failures<N: Number>(
    k: &Constants<N>,
    changes: N,
    delivery: N,
    size_ratio: N,
    crossing: N,
    gap_distributed: N,
) -> N {
    let level = k.failure_per_level.powf(N::constant(2.0) - delivery);
    let size = size_ratio.powf(k.failure_size_exponent);
    changes
        * k.change_failure_rate
        * level
        * size
        * (N::one() + k.failure_crossing * crossing * gap_distributed)
}

/// Incidents of a unit that no change causes (per month).
///
/// ```text
/// 0.05 · (1 + 25% · (gap(distributed) + gap(platform)))
/// ```
/// Source: REL4, MODEL.
pub fn other_incidents<N: Number>(k: &Constants<N>, gap_distributed: N, gap_platform: N) -> N {
    k.other_incidents * (N::one() + k.other_incidents_gap * (gap_distributed + gap_platform))
}

/// What stretches the time to restore.
#[derive(Clone, Copy, Debug)]
pub struct Restore<N> {
    /// Hours at the team's incident-response level (h).
    pub base: N,
    /// Size of the unit against the product today.
    pub size_ratio: N,
    /// Changes in a release.
    pub batch: N,
    /// Gap in ownership (levels).
    pub gap_ownership: N,
    /// Gap in distributed-systems skill (levels).
    pub gap_distributed: N,
    /// Time to locate a spanning fault at the team's observability level (factor).
    pub tools: N,
    /// Units of the product.
    pub units: usize,
}

/// Hours to restore service after a failure (h).
///
/// ```text
/// base · (S_unit/S_today)^0.2 · (1 + 0.2·log2 batch) · (1 + 0.15·gap(ownership)) · (60% + 40%·locate)
/// locate = 1 + 16% · (1 + 25%·gap(distributed)) · (max(1, spread(units) · tools) − 1)
/// ```
/// Source: REL12, REL16, MODEL.
pub fn hours_to_restore<N: Number>(k: &Constants<N>, r: &Restore<N>) -> N {
    let one = N::one();
    let spread = match r.units {
        0 | 1 => one,
        2 => k.locating_two,
        3 => k.locating_three,
        _ => k.locating_four,
    };
    let spanning = k.spanning_share * (one + k.spanning_gap * r.gap_distributed);
    let locate = one + spanning * ((spread * r.tools).max(one) - one);
    r.base
        * r.size_ratio.powf(k.restore_size_exponent)
        * (one + k.restore_per_batch * r.batch.max(one).log2())
        * (one + k.restore_gap_ownership * r.gap_ownership)
        * (one - k.locating_share + k.locating_share * locate)
}

/// Value lost while a unit is down (share): all of it with a core component, else the sum of its
/// components', at most all.
pub fn unit_share<N: Number>(own_shares: impl IntoIterator<Item = N>) -> N {
    N::sum(own_shares).min(N::one())
}

/// Blast radius: value lost while a component fails (share).
///
/// ```text
/// (own + (unit − own) · 0.15 · containment + (1 − that) · 0.2 · gap(distributed)) · 0.35
/// ```
/// - the leak, the third term, only where there are other units
///
/// Source: REL34, REL10, MODEL.
pub fn blast_radius<N: Number>(
    k: &Constants<N>,
    own: N,
    unit: N,
    containment: N,
    gap_distributed: N,
    other_units: bool,
) -> N {
    let one = N::one();
    let inside = own + (unit - own).max(N::zero()) * k.crash_through * containment;
    let reached = if other_units {
        inside + (one - inside).max(N::zero()) * (k.leak * gap_distributed).min(one)
    } else {
        inside
    };
    reached * k.severity
}

/// What a fallback leaves of a failure (share).
///
/// ```text
/// min(1, takeover/restore) + (1 − min(1, takeover/restore)) · (1 − quality)
/// ```
/// Source: MODEL.
pub fn after_fallback<N: Number>(fallback: Option<(N, N)>, restore: N) -> N {
    let one = N::one();
    match fallback {
        None => one,
        Some((takeover, quality)) => {
            let waiting = restore.divides(takeover, one).min(one);
            waiting + (one - waiting) * (one - quality)
        }
    }
}

/// Whether a fallback can stand in: no caller shares the failed component's unit.
pub fn can_fall_back<N>(
    component: &Component<N>,
    index: usize,
    unit_of: &[usize],
    callers: impl IntoIterator<Item = usize>,
) -> bool {
    component.fallback.is_some()
        && callers
            .into_iter()
            .all(|caller| unit_of[caller] != unit_of[index])
}

/// Expected loss of security incidents (money a month).
///
/// ```text
/// (2% + 0.5% · exposed units)/12 · loss · (1 + 25% · gap(security))
/// ```
/// Source: MODEL.
pub fn security_loss<N: Number>(k: &Constants<N>, units: usize, loss: N, gap_security: N) -> N {
    let per_year = k.security_base + k.security_per_unit * N::constant(units as f64);
    per_year / N::constant(12.0) * loss * (N::one() + k.security_gap * gap_security)
}

/// Latency added by calls between units (ms).
///
/// ```text
/// hops · 2 ms · (1 + ¼ · gap(distributed))
/// ```
/// Source: INF37, MODEL.
pub fn added_latency<N: Number>(k: &Constants<N>, hops: N, gap_distributed: N) -> N {
    hops * k.hop_latency_ms * (N::one() + k.latency_per_gap * gap_distributed)
}
