//! What fails in a stage in one month, by cause and by component.

use super::{Needs, Product, Stage};
use crate::engine::baseline::Baseline;
use crate::engine::constants::Constants;
use crate::engine::deployment::Hardware;
use crate::engine::dimension;
use crate::engine::inputs::Inputs;
use crate::engine::labels as l;
use crate::engine::month::{self as causes, Causes};
use crate::engine::readiness::gaps;
use crate::engine::reliability as rel;
use crate::number::{Number, Subject, Whole};
use crate::scenario::schema::Kind;

/// The month's failures of a stage.
#[derive(Clone, Copy, Debug)]
pub struct Failures<N> {
    /// Incidents (count).
    pub incidents: N,
    /// Hours spent restoring, summed over incidents (h).
    pub restore_hours: N,
    /// Hours down (h).
    pub down_hours: N,
    /// Incidents and hours down by cause; the hours may sum to more than a month.
    pub causes: Causes<N>,
}

/// What makes failures of a month more and longer, whatever is delivered.
#[derive(Clone, Copy, Debug)]
pub struct Strain<N> {
    /// Operations asked for against what people may spend on them (factor, at least 1).
    pub overload: N,
    /// 1 while training lasts, else 0.
    pub training: N,
}

impl<N: Number> Failures<N> {
    /// Nothing fails.
    pub fn none() -> Self {
        let zero = N::zero();
        Self {
            incidents: zero,
            restore_hours: zero,
            down_hours: zero,
            causes: [[zero; 2]; causes::CAUSES.len()],
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add_hours(&mut self, cause: usize, hours: N) {
        self.down_hours = self.down_hours + hours;
        self.causes[cause][1] = self.causes[cause][1] + hours;
    }
}

impl<N: Number> Stage<N> {
    /// How far a failure reaches beyond the component itself, at the levels given.
    pub fn reach(&self, k: &Constants<N>, month: usize, levels: &[N; 10]) -> rel::Reach<N> {
        let containment = k.crash_containment.at(levels[dimension::DELIVERY]);
        let gaps = gaps(&self.required(month), levels);
        let others = self.live_units(month) > 1;
        rel::Reach::new(k, containment, gaps[dimension::DISTRIBUTED], others)
    }

    /// The month's failures, from the changes delivered.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn failures(
        &mut self,
        inputs: &Inputs<N>,
        baseline: &Baseline<N>,
        month: usize,
        product: &Product<'_, N>,
        needs: &Needs<N>,
        strain: Strain<N>,
    ) -> Failures<N> {
        let k = &inputs.k;
        let zero = N::zero();
        let one = N::one();
        let units = self.live_units(month);
        let levels = product.levels;
        let gaps = gaps(&self.required(month), levels);
        let gap_distributed = gaps[dimension::DISTRIBUTED];
        let delivery = levels[dimension::DELIVERY];
        let harm = k.exposure_harm.at(delivery);
        let containment = k.crash_containment.at(delivery);
        let cadence = k.cadence.at(delivery).divisor();
        let instability = one + k.training_stability * strain.training;
        let era = self.deployment.era(month);
        let gpu_failures = k.gpu_failures + k.spot_reclaims * inputs.gpu_terms.spot_share;
        let level = rel::failures_at_level(k, delivery);
        let base = k.restore_hours.at(levels[dimension::INCIDENT_RESPONSE]);
        let tools = k.locating_tools.at(levels[dimension::OBSERVABILITY]);
        let other = rel::other_incidents(k, gap_distributed, gaps[dimension::PLATFORM]);

        let reach = rel::Reach::new(k, containment, gap_distributed, units > 1);
        let mut sum = Failures::none();
        self.component_down.fill(zero);
        for u in 0..self.layout.partition.units.len() {
            let load = &self.deployment.loads[era][u];
            if !load.live {
                continue;
            }
            let ratio = self.work[u]
                .size
                .over_or(baseline.size, one)
                .max(N::constant(f64::MIN_POSITIVE));
            let unit = Subject::unit(&self.layout.partition.units[u]);
            let ratio = ratio.named_of(&l::SIZE_RATIO, unit);
            let [failing_size, restore_size] = rel::weights_of_size(k, ratio);
            let restore = rel::hours_to_restore(
                k,
                &rel::Restore {
                    base,
                    size: restore_size,
                    batch: self.work[u].delivered.over(cadence),
                    gap_ownership: gaps[dimension::OWNERSHIP],
                    gap_distributed,
                    tools,
                    units,
                },
            ) * strain.overload;
            let restore = restore.named_of(&l::RESTORE, unit);
            let failing = rel::change_failures(
                k,
                self.work[u].delivered,
                level,
                failing_size,
                needs.crossing,
                gap_distributed,
            ) * instability;
            let failing = failing.named_of(&l::CHANGE_FAILURES, unit);
            let unspared = self.units[u].replicas_peak.less(N::constant(1.5));
            let gpu = N::select(unspared, self.units[u].gpus * gpu_failures, zero);
            let gpu = gpu.named_of(&l::GPU_INCIDENTS, unit);
            let members = &self.layout.partition.units[u];
            let live = members
                .iter()
                .filter(|c| inputs.components[**c].is_live(month))
                .count() as f64;
            let delivered = Whole::new(self.work[u].delivered);
            let unit_value = load.value;
            for &c in members {
                let component = &inputs.components[c];
                if !component.is_live(month) {
                    continue;
                }
                let fallback = component.fallback.filter(|_| self.layout.fallback[c]);
                let reach = rel::blast_radius(k, component.own_share, unit_value, &reach)
                    - component.own_share
                        * k.severity
                        * (one - rel::after_fallback(fallback, restore));
                let of = Subject::Component(c);
                let reach = reach.named_of(&l::REACH, of);
                let share = delivered.share(self.delivered[c], one.over_constant(live));
                let of_changes = (failing * harm * share).named_of(&l::HITS, of) * restore * reach;
                let of_platform = other.over_constant(live) * restore * reach;
                let of_changes = of_changes.named_of(&l::DOWN, of);
                let of_platform = of_platform.named_of(&l::DOWN_PLATFORM, of);
                sum.add_hours(causes::CHANGES, of_changes);
                sum.add_hours(causes::PLATFORM, of_platform);
                self.component_down[c] = of_changes + of_platform;
                if calls_hosted_model(inputs, self.layout.hardware[u].as_ref(), c) {
                    let away = k.hours_per_month
                        * k.hosted_api_down
                        * if inputs.prices.second_provider {
                            k.second_provider
                        } else {
                            one
                        };
                    let down = (away * reach).named_of(&l::DOWN_AWAY, of);
                    sum.add_hours(causes::HOSTED_APIS, down);
                    self.component_down[c] = self.component_down[c] + down;
                }
            }
            let value = unit_value * k.severity;
            let of_gpus = (gpu * restore * value).named_of(&l::DOWN_UNIT, unit);
            let of_spikes = (self.units[u].spike_hours * value).named_of(&l::DOWN_SPIKES, unit);
            sum.add_hours(causes::GPUS, of_gpus);
            sum.add_hours(causes::SPIKES, of_spikes);
            for (cause, count) in [
                (causes::CHANGES, failing),
                (causes::PLATFORM, other),
                (causes::GPUS, gpu),
            ] {
                sum.causes[cause][0] = sum.causes[cause][0] + count;
            }
            let incidents = (failing + other + gpu).named_of(&l::UNIT_INCIDENTS, unit);
            sum.incidents = sum.incidents + incidents;
            let restoring = (incidents * restore).named_of(&l::RESTORE_SUM, unit);
            sum.restore_hours = sum.restore_hours + restoring;
        }
        Failures {
            incidents: sum.incidents.named(&l::STAGE_INCIDENTS),
            restore_hours: sum.restore_hours.named(&l::RESTORE_SUM),
            down_hours: sum.down_hours.min(k.hours_per_month).named(&l::STAGE_DOWN),
            causes: sum.causes,
        }
    }
}

/// Whether a component depends on a hosted model.
fn calls_hosted_model<N>(inputs: &Inputs<N>, hardware: Option<&Hardware>, c: usize) -> bool {
    use crate::engine::workload::serves_model;
    let component = &inputs.components[c];
    let bought = hardware.is_some_and(|h| h.bought.contains(&c));
    match component.kind {
        Kind::HostedApi => true,
        Kind::Llm => !serves_model(component, bought),
        _ => false,
    }
}
