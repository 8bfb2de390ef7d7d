//! What fails, for how long, and how much of the product goes down with it.
//!
//! Causes are the same for every partition: changes, the platform, GPUs, hosted models, spikes. A
//! unit boundary limits how far a failure reaches and makes its place harder to find.

mod reach;

use super::constants::Constants;
use super::inputs::{Component, Fallback};
use super::labels as l;
use crate::number::Number;
pub use reach::{Dependants, Reach, blast_radius, unit_share};

/// How the team's delivery level weighs on changes that fail (factor).
///
/// ```text
/// 1.35^(2 − delivery)
/// ```
/// Source: DEL9, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn failures_at_level<N: Number>(k: &Constants<N>, delivery: N) -> N {
    k.failure_per_level.powf(N::constant(2.0) - delivery)
}

/// Size of a unit against today's product (factor): 1 where there is nothing today, and a hair above
/// nothing for a unit without code.
///
/// ```text
/// S_unit / S_today
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn size_ratio<N: Number>(unit: N, today: N) -> N {
    unit.over_or(today, N::one())
        .max(N::constant(f64::MIN_POSITIVE))
}

/// How the size of a unit weighs on its failures.
#[derive(Clone, Copy, Debug)]
pub struct WeightsOfSize<N> {
    /// On changes that fail (factor).
    pub failing: N,
    /// On the time to restore (factor).
    pub restore: N,
}

/// How the size of a unit weighs on changes that fail and on the time to restore (factors).
///
/// ```text
/// (S_unit/S_today)^0.1,   (S_unit/S_today)^0.2
/// ```
/// - the ratio: see [`size_ratio`]
///
/// Source: REL1, REL12, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn weights_of_size<N: Number>(k: &Constants<N>, size_ratio: N) -> WeightsOfSize<N> {
    let [failing, restore] = size_ratio.powers([k.failure_size_exponent, k.restore_size_exponent]);
    WeightsOfSize { failing, restore }
}

/// How training unsettles what is delivered (factor).
///
/// ```text
/// 1 + 14% · training
/// ```
/// - `training`: 1 while it lasts, else 0
///
/// Source: DEL28.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn instability<N: Number>(k: &Constants<N>, training: N) -> N {
    N::one() + k.training_stability * training
}

/// Failures of a unit that its changes cause (per month), before gradual exposure.
///
/// ```text
/// changes · 2% · level · size · (1 + ½ · χ · gap(distributed))
/// ```
/// - level, size: see [`failures_at_level`], [`weights_of_size`]; in a month of training times
///   [`instability`]
///
/// Source: DEL9, REL1, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn change_failures<N: Number>(
    k: &Constants<N>,
    changes: N,
    level: N,
    size: N,
    crossing: N,
    gap_distributed: N,
) -> N {
    let failures = changes
        * k.change_failure_rate
        * level
        * size
        * (N::one() + k.failure_crossing * crossing * gap_distributed);
    failures.named(&l::CHANGE_FAILURES)
}

/// What gaps make of incidents that no change causes (factor).
///
/// ```text
/// 1 + 25% · (gap(distributed) + gap(platform))
/// ```
/// Source: REL34, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn neglect<N: Number>(k: &Constants<N>, gap_distributed: N, gap_platform: N) -> N {
    N::one() + k.other_incidents_gap * (gap_distributed + gap_platform)
}

/// Incidents of a unit that no change causes (per month): its own, and those of what it runs on.
///
/// ```text
/// (0.01 + 0.004 · hosts) · neglect
/// ```
/// - `hosts`: hosts that it keeps busy, or replicas with GPUs (count, mean of the month); neglect: see
///   [`neglect`]
///
/// Source: REL1, REL4, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn other_incidents<N: Number>(k: &Constants<N>, hosts: N, neglect: N) -> N {
    let incidents = (k.other_incidents + k.host_incidents * hosts) * neglect;
    incidents.named(&l::OTHER_INCIDENTS)
}

/// How often a GPU fails or is reclaimed (per GPU and month).
///
/// ```text
/// 0.0142 + 0.5 · spot share
/// ```
/// - spot share: of GPU hours (share)
///
/// Source: LLAMA3, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn gpu_failures<N: Number>(k: &Constants<N>, spot_share: N) -> N {
    k.gpu_failures + k.spot_reclaims * spot_share
}

/// Incidents of a unit by GPUs that nothing stands in for (per month): those of its GPUs while it has
/// fewer than two replicas, none with a spare.
///
/// ```text
/// GPUs · failures of one
/// ```
/// - failures of one: see [`gpu_failures`]; `replicas_peak`: in the busiest hour
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn gpu_incidents<N: Number>(replicas_peak: N, gpus: N, failures: N) -> N {
    let unspared = replicas_peak.less(N::constant(1.5));
    N::select(unspared, gpus * failures, N::zero())
}

/// What stretches the time to restore.
#[derive(Clone, Copy, Debug)]
pub struct Restore<N> {
    /// Hours at the team's incident-response level (h).
    pub base: N,
    /// How the size of the unit weighs (factor), see [`weights_of_size`].
    pub size: N,
    /// Gap in ownership (levels).
    pub gap_ownership: N,
    /// Gap in distributed-systems skill (levels).
    pub gap_distributed: N,
    /// Time to locate a spanning fault at the team's observability level (factor).
    pub tools: N,
    /// Units of the product.
    pub units: usize,
    /// Operations asked for against people for them (factor, at least 1), see
    /// [`super::people::operating`].
    pub overload: N,
}

/// Hours to restore service after a failure that cannot be rolled back (h).
///
/// ```text
/// base · size · (1 + 0.15·gap(ownership)) · (60% + 40%·locate) · overload
/// locate = 1 + 16% · (1 + 25%·gap(distributed)) · (max(1, spread(units) · tools) − 1)
/// ```
/// Source: REL12, REL16, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn hours_to_restore<N: Number>(k: &Constants<N>, r: &Restore<N>) -> N {
    let one = N::one();
    let spread = match r.units {
        0 | 1 => one,
        2 => k.locating_two,
        3 => k.locating_three,
        _ => k.locating_four,
    };
    let spanning = k.spanning_share * (one + k.spanning_gap * r.gap_distributed);
    let locate = (one + spanning * ((spread * r.tools).max(one) - one)).named(&l::LOCATE);
    let hours = r.base
        * r.size
        * (one + k.restore_gap_ownership * r.gap_ownership)
        * (one - k.locating_share + k.locating_share * locate);
    hours.named(&l::RESTORE) * r.overload
}

/// Hours to mend a change that failed and is not rolled back (h): each of its release may be the one.
///
/// ```text
/// restore · (1 + 0.2·log2 max(1, batch))
/// ```
/// - restore: see [`hours_to_restore`]; `batch`: changes in a release (count)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn hours_to_mend<N: Number>(k: &Constants<N>, restore: N, batch: N) -> N {
    let one = N::one();
    restore * (one + k.restore_per_batch * batch.max(one).log2())
}

/// How users are helped after a change that failed: it is rolled back, or mended.
#[derive(Clone, Copy, Debug)]
pub struct Recovery<N> {
    /// Failed changes that are rolled back (share).
    pub rolled_back: N,
    /// Hours that this takes, whatever the size of the unit (h).
    pub rollback: N,
    /// Hours to mend the others (h), see [`hours_to_mend`].
    pub mend: N,
}

impl<N: Number> Recovery<N> {
    /// Hours of a mean failure (h).
    ///
    /// ```text
    /// rolled back · rollback + (1 − rolled back) · mend
    /// ```
    /// Source: MODEL.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn hours(&self) -> N {
        self.weighted(N::one(), N::one()).named(&l::RECOVERY)
    }

    /// Hours down of a mean failure (h), where each way loses a share of the value.
    ///
    /// ```text
    /// rolled back · rollback · lost + (1 − rolled back) · mend · lost
    /// ```
    /// - lost: in the one and in the other way (share), see [`lost_with_fallback`]
    ///
    /// Source: MODEL.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn weighted(&self, by_rollback: N, by_mending: N) -> N {
        self.rolled_back * self.rollback * by_rollback
            + (N::one() - self.rolled_back) * self.mend * by_mending
    }
}

/// What a fallback leaves of a component's own failure (share); what its unit and others lose stays.
///
/// ```text
/// min(1, takeover/restore) + (1 − min(1, takeover/restore)) · (1 − quality)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn after_fallback<N: Number>(fallback: Option<Fallback<N>>, restore: N) -> N {
    let one = N::one();
    match fallback {
        None => one,
        Some(Fallback { takeover, quality }) => {
            let waiting = takeover.over_or(restore, one).min(one);
            (waiting + (one - waiting) * (one - quality)).named(&l::FALLBACK)
        }
    }
}

/// Value lost while a component fails, with what its fallback saves (share).
///
/// ```text
/// blast radius − own · 0.35 · (1 − left)
/// ```
/// - left: what the fallback leaves of the component's own failure (share), see [`after_fallback`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn lost_with_fallback<N: Number>(k: &Constants<N>, blast: N, own: N, left: N) -> N {
    blast - own * k.severity * (N::one() - left)
}

/// Failures that hit a component (per month): its part of its unit's, as far as gradual exposure lets
/// them through.
///
/// ```text
/// failures of the unit · harm · share of the unit's changes
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn hits<N: Number>(failures: N, harm: N, share: N) -> N {
    failures * harm * share
}

/// Hours down by failures, weighted by the value lost (h).
///
/// ```text
/// failures · hours to restore · value lost
/// ```
/// - value lost: by each (share), see [`lost_with_fallback`]; after changes see [`Recovery`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn hours_down<N: Number>(failures: N, restore: N, lost: N) -> N {
    failures * restore * lost
}

/// Hours a month in which a hosted model is away (h).
///
/// ```text
/// 730 h · 0.3%      times 0.3 where a second provider stands by behind a gateway
/// ```
/// - gateway: one unit that calls all providers, see [`super::dependence::has_gateway`]
///
/// Source: REL23, REL24, REL11, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn hours_away<N: Number>(k: &Constants<N>, switched: bool) -> N {
    let left = if switched {
        k.second_provider
    } else {
        N::one()
    };
    k.hours_per_month * k.hosted_api_down * left
}

/// Hours down in a month (h): whatever its causes sum to, no more than it has.
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn within_the_month<N: Number>(k: &Constants<N>, hours: N) -> N {
    hours.min(k.hours_per_month)
}

/// Availability of a month (share).
///
/// ```text
/// 1 − hours down / 730 h
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn availability<N: Number>(down_hours: N, hours_per_month: N) -> N {
    N::one() - down_hours / hours_per_month
}

/// Hours down for each thousand changes delivered (h): none where nothing is delivered.
///
/// ```text
/// hours down / changes · 1000
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn down_per_thousand<N: Number>(down_hours: N, changes: N) -> N {
    const THOUSAND: f64 = 1e3;
    down_hours.over_or(changes, N::zero()) * N::constant(THOUSAND)
}

/// Whether a fallback can stand in: somebody calls the component, and no caller shares its unit.
pub fn can_fall_back<N>(
    component: &Component<N>,
    index: usize,
    unit_of: &[usize],
    callers: impl IntoIterator<Item = usize>,
) -> bool {
    let mut callers = callers.into_iter().peekable();
    component.fallback.is_some()
        && callers.peek().is_some()
        && callers.all(|caller| unit_of[caller] != unit_of[index])
}

/// Expected loss of security incidents (money a month).
///
/// ```text
/// (2% + 0.5% · log2(1 + exposed units) · readable)/12 · loss · (1 + 25% · gap(security))
/// ```
/// - readable: part of the data stores that the mean unit can read (share), see
///   [`super::dependence::readable_stores`]; who comes in without a unit, by an account or a person,
///   reaches all
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn security_loss<N: Number>(
    k: &Constants<N>,
    units: N,
    readable: N,
    loss: N,
    gap_security: N,
) -> N {
    let doublings = (N::one() + units).log2();
    let per_year = k.security_base + k.security_per_unit * doublings * readable;
    let per_year = per_year.named(&l::SECURITY_RATE);
    per_year / N::constant(12.0) * loss * (N::one() + k.security_gap * gap_security)
}

/// Latency added by calls between units (ms).
///
/// ```text
/// hops · 2 ms · (1 + ¼ · gap(distributed))
/// ```
/// Source: INF37, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn added_latency<N: Number>(k: &Constants<N>, hops: N, gap_distributed: N) -> N {
    hops * k.hop_latency_ms * (N::one() + k.latency_per_gap * gap_distributed)
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::{inputs, rounded_constants};
    use super::{
        Fallback, Recovery, Restore, added_latency, after_fallback, availability, can_fall_back,
        change_failures, down_per_thousand, failures_at_level, gpu_failures, gpu_incidents, hits,
        hours_away, hours_down, hours_to_mend, hours_to_restore, instability, lost_with_fallback,
        neglect, other_incidents, security_loss, size_ratio, weights_of_size, within_the_month,
    };
    use crate::engine::infrastructure::tests::check;

    #[test]
    fn failures_by_hand() {
        let k = rounded_constants();
        // 50·0.02·1.35·0.5^0.1·(1 + ½·0.2·2) = 1.35·0.933033·1.2 = 1.511513.
        let failures = |changes, delivery, size_ratio, crossing, gap| {
            let level = failures_at_level(&k, delivery);
            let size = weights_of_size(&k, size_ratio).failing;
            change_failures(&k, changes, level, size, crossing, gap)
        };
        check(failures(50.0, 1.0, 0.5, 0.2, 2.0), 1.511_513);
        // Today's product as one unit at level 2: 2%.
        check(failures(50.0, 2.0, 1.0, 0.0, 0.0), 1.0);
        check(failures(0.0, 0.0, 1.0, 0.3, 3.0), 0.0);
        // 1 + 0.25·3 = 1.75; (0.01 + 5·0.004)·1.75 = 0.0525.
        check(neglect(&k, 1.0, 2.0), 1.75);
        check(other_incidents(&k, 5.0, 1.75), 0.0525);
        check(other_incidents(&k, 0.0, 1.0), 0.01);
    }

    #[test]
    fn time_to_restore_by_hand() {
        let k = rounded_constants();
        let mut restore = Restore {
            base: 3.0,
            size: weights_of_size(&k, 0.5).restore,
            gap_ownership: 1.0,
            gap_distributed: 1.0,
            tools: 0.78,
            units: 4,
            overload: 1.5,
        };
        // 0.5^0.2 = 0.870551; ownership 1.15; locating
        // 1 + 0.16·1.25·(5.1·0.78 − 1) = 1.5956, of 40%: 0.6 + 0.4·1.5956 = 1.23824.
        // 3·0.870551·1.15·1.23824 = 3.718930, and half as long again with three asked for of two.
        check(hours_to_restore(&k, &restore), 5.578_395);
        restore.overload = 1.0;
        check(hours_to_restore(&k, &restore), 3.718_930);
        // One unit of today's size: the level's hours.
        restore.units = 1;
        restore.size = weights_of_size(&k, 1.0).restore;
        restore.gap_ownership = 0.0;
        check(hours_to_restore(&k, &restore), 3.0);
        // Two units with traces: 2.1·0.44 is below one, so nothing is lost to looking.
        restore.units = 2;
        restore.tools = 0.44;
        check(hours_to_restore(&k, &restore), 3.0);
        // Three with logs: 1 + 0.2·(4.2 − 1) = 1.64; 0.6 + 0.656 = 1.256; 3.768.
        restore.units = 3;
        restore.tools = 1.0;
        check(hours_to_restore(&k, &restore), 3.768);
        restore.size = weights_of_size(&k, 0.0).restore;
        check(hours_to_restore(&k, &restore), 0.0);
    }

    #[test]
    fn failed_changes_are_rolled_back_or_mended() {
        let k = rounded_constants();
        // One of four is guilty: 1 + 0.2·2; a release of less than one has nobody else.
        check(hours_to_mend(&k, 3.0, 4.0), 4.2);
        check(hours_to_mend(&k, 3.0, 0.1), 3.0);
        let recovery = Recovery {
            rolled_back: 0.7,
            rollback: 0.5,
            mend: 4.0,
        };
        // 0.7·0.5 + 0.3·4 = 1.55; of which 0.35 at a tenth and 1.2 at a half of the value.
        check(recovery.hours(), 1.55);
        check(recovery.weighted(0.1, 0.5), 0.635);
    }

    #[test]
    fn sizes_and_training_weigh_by_hand() {
        let mut k = rounded_constants();
        k.training_stability = 0.2;
        check(size_ratio(30.0, 120.0), 0.25);
        // Nothing today: as today. A unit without code: next to nothing, of which a power is taken.
        check(size_ratio(30.0, 0.0), 1.0);
        assert!(size_ratio(0.0, 120.0) > 0.0 && size_ratio(0.0, 120.0) < 1e-300);
        check(instability(&k, 1.0), 1.2);
        check(instability(&k, 0.0), 1.0);
    }

    #[test]
    fn gpus_fail_where_nothing_stands_in_for_them() {
        let mut k = rounded_constants();
        (k.gpu_failures, k.spot_reclaims) = (0.02, 0.6);
        // 0.02 + 0.25·0.6 = 0.17 a GPU; eight of them in one replica.
        let failures = gpu_failures(&k, 0.25);
        check(failures, 0.17);
        check(gpu_incidents(1.0, 8.0, failures), 1.36);
        check(gpu_incidents(2.0, 16.0, failures), 0.0);
        // Means of a month lie between whole replicas.
        check(gpu_incidents(1.4, 8.0, failures), 1.36);
    }

    #[test]
    fn hours_down_by_hand() {
        let mut k = rounded_constants();
        (k.severity, k.hours_per_month) = (0.4, 720.0);
        (k.hosted_api_down, k.second_provider) = (0.005, 0.25);
        // 0.3 less 0.5·0.4 of which the fallback saves three quarters: 0.3 − 0.15.
        check(lost_with_fallback(&k, 0.3, 0.5, 0.25), 0.15);
        check(lost_with_fallback(&k, 0.3, 0.5, 1.0), 0.3);
        // A third of 6 failures at 70% harm, each two hours and a half of 15%.
        check(hits(6.0, 0.7, 1.0 / 3.0), 1.4);
        check(hours_down(1.4, 2.5, 0.15), 0.525);
        // 720·0.5% = 3.6 h, of which a second provider leaves a quarter.
        check(hours_away(&k, false), 3.6);
        check(hours_away(&k, true), 0.9);
        // A month has its hours and no more.
        check(within_the_month(&k, 719.0), 719.0);
        check(within_the_month(&k, 2_000.0), 720.0);
        check(availability(180.0, 720.0), 0.75);
        // Three hours in 250 changes.
        check(down_per_thousand(3.0, 250.0), 12.0);
        check(down_per_thousand(3.0, 0.0), 0.0);
    }

    #[test]
    fn fallbacks_by_hand() {
        check(after_fallback(None, 2.0), 1.0);
        // Six minutes of two hours, then a fifth: 0.05 + 0.95·0.2 = 0.24.
        let after = |takeover, restore| {
            let quality = 0.8;
            after_fallback(Some(Fallback { takeover, quality }), restore)
        };
        check(after(0.1, 2.0), 0.24);
        check(after(3.0, 2.0), 1.0);
        check(after(0.1, 0.0), 1.0);
        let inputs = inputs(
            "components: [(name: \"a\"), (name: \"b\")],
             reliability: (fallbacks: [(component: \"b\")])",
        );
        let [a, b] = [&inputs.components[0], &inputs.components[1]];
        // The caller must be in another unit; who has no fallback has none.
        assert!(can_fall_back(b, 1, &[0, 1], [0]));
        assert!(!can_fall_back(b, 1, &[0, 0], [0]));
        assert!(!can_fall_back(a, 0, &[0, 1], [1]));
    }

    #[test]
    fn security_and_latency_by_hand() {
        let k = rounded_constants();
        // Three doublings of which half reaches the stores: (0.02 + 3·0.005·0.5)/12·1.2e6·1.25 = 3,437.5;
        // one unit without a gap that reads all: 0.025/12·1.2e6 = 2,500.
        check(security_loss(&k, 7.0, 0.5, 1.2e6, 1.0), 3437.5);
        check(security_loss(&k, 1.0, 1.0, 1.2e6, 0.0), 2500.0);
        check(security_loss(&k, 1.0, 1.0, 0.0, 3.0), 0.0);
        // 3·2·1.25 = 7.5 ms.
        check(added_latency(&k, 3.0, 1.0), 7.5);
        check(added_latency(&k, 0.0, 4.0), 0.0);
    }
}
