//! What fails in a stage in one month, by cause and by component.

use super::{Product, Stage};
use crate::engine::baseline::Baseline;
use crate::engine::constants::Constants;
use crate::engine::dimension;
use crate::engine::inputs::Inputs;
use crate::engine::labels as l;
use crate::engine::month::{self as causes, Causes};
use crate::engine::pace;
use crate::engine::people::responders;
use crate::engine::readiness::gaps;
use crate::engine::reliability as rel;
use crate::engine::workload::calls_hosted_model;
use crate::number::{Number, Subject, Whole};

/// The month's failures of a stage.
#[derive(Clone, Copy, Debug)]
pub struct Failures<N> {
    /// Incidents (count).
    pub incidents: N,
    /// Work of those who respond until it is over, summed over incidents (h).
    pub response_hours: N,
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
    /// Engineers who can be called (people).
    pub engineers: N,
}

/// How the team's levels weigh on every failure of a stage in a month.
struct Practice<N> {
    /// Gap in distributed-systems skill (levels).
    gap_distributed: N,
    /// Gap in ownership (levels).
    gap_ownership: N,
    /// Harm of a failed change under gradual exposure (share).
    harm: N,
    /// How training unsettles what is delivered (factor).
    instability: N,
    /// How often a GPU fails (per GPU and month).
    gpu_failures: N,
    /// How the delivery level weighs on changes that fail (factor).
    level: N,
    /// Hours to restore at the incident-response level (h).
    base: N,
    /// Failed changes that are rolled back (share).
    rolled_back: N,
    /// Hours that this takes (h).
    rollback: N,
    /// Operations asked for against people for them (factor).
    overload: N,
    /// Engineers who can be called (people).
    engineers: N,
    /// Time to locate a spanning fault (factor).
    tools: N,
    /// Time that a release lets an old replica finish (minutes).
    drain: N,
    /// What gaps make of incidents that no change causes (factor).
    neglect: N,
    /// How far a failure reaches.
    reach: rel::Reach<N>,
}

impl<N: Number> Practice<N> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn new(
        inputs: &Inputs<N>,
        required: &[N; 10],
        levels: &[N; 10],
        units: usize,
        strain: Strain<N>,
    ) -> Self {
        let k = &inputs.k;
        let gaps = gaps(required, levels);
        let gap_distributed = gaps[dimension::DISTRIBUTED];
        let delivery = levels[dimension::DELIVERY];
        Self {
            harm: k.exposure_harm.at(delivery),
            instability: rel::instability(k, strain.training),
            gpu_failures: rel::gpu_failures(k, inputs.gpu_terms.spot_share),
            level: rel::failures_at_level(k, delivery),
            base: k.restore_hours.at(levels[dimension::INCIDENT_RESPONSE]),
            rolled_back: k.rolled_back.at(delivery),
            rollback: (k.rollback_hours.at(delivery) * strain.overload).named(&l::ROLLBACK),
            overload: strain.overload,
            engineers: strain.engineers,
            tools: k.locating_tools.at(levels[dimension::OBSERVABILITY]),
            drain: k.drain.at(delivery),
            neglect: rel::neglect(k, gap_distributed, gaps[dimension::PLATFORM]),
            reach: reach(k, delivery, gap_distributed, units),
            gap_ownership: gaps[dimension::OWNERSHIP],
            gap_distributed,
        }
    }
}

/// How far a failure reaches beyond the component itself.
#[cfg_attr(not(debug_assertions), inline(always))]
fn reach<N: Number>(
    k: &Constants<N>,
    delivery: N,
    gap_distributed: N,
    units: usize,
) -> rel::Reach<N> {
    let containment = k.crash_containment.at(delivery);
    rel::Reach::new(k, containment, gap_distributed, units > 1)
}

/// Incidents of a unit in a month, by cause (count), and how long each lasts.
#[derive(Clone, Copy)]
struct UnitFailures<N> {
    /// By its changes.
    changes: N,
    /// By the platform.
    platform: N,
    /// By GPUs without a spare.
    gpus: N,
    /// How users are helped after a failed change.
    recovery: rel::Recovery<N>,
    /// Hours to restore after any other failure (h).
    restore: N,
}

impl<N: Number> Failures<N> {
    /// Nothing fails.
    pub fn none() -> Self {
        let zero = N::zero();
        Self {
            incidents: zero,
            response_hours: zero,
            down_hours: zero,
            causes: [[zero; 2]; causes::CAUSES.len()],
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn respond(&mut self, hours: N, of: Subject) {
        self.response_hours = self.response_hours + hours.named_of(&l::RESPONSE, of);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add_hours(&mut self, cause: usize, hours: N) {
        self.down_hours = self.down_hours + hours;
        self.causes[cause][1] = self.causes[cause][1] + hours;
    }

    /// Counts the incidents of a unit.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn count(&mut self, of: &UnitFailures<N>, unit: Subject) {
        for (cause, count) in [
            (causes::CHANGES, of.changes),
            (causes::PLATFORM, of.platform),
            (causes::GPUS, of.gpus),
        ] {
            self.causes[cause][0] = self.causes[cause][0] + count;
        }
        let incidents = (of.changes + of.platform + of.gpus).named_of(&l::UNIT_INCIDENTS, unit);
        self.incidents = self.incidents + incidents;
    }

    /// Adds a share of another's.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn add(&mut self, other: &Self, share: N) {
        self.incidents = self.incidents + other.incidents * share;
        self.response_hours = self.response_hours + other.response_hours * share;
        self.down_hours = self.down_hours + other.down_hours * share;
        for (all, [incidents, hours]) in self.causes.iter_mut().zip(other.causes) {
            all[0] = all[0] + incidents * share;
            all[1] = all[1] + hours * share;
        }
    }
}

impl<N: Number> Stage<N> {
    /// How far a failure reaches beyond the component itself, at the levels given.
    pub fn reach(&self, k: &Constants<N>, month: usize, levels: &[N; 10]) -> rel::Reach<N> {
        let gaps = gaps(&self.required(month), levels);
        let delivery = levels[dimension::DELIVERY];
        reach(
            k,
            delivery,
            gaps[dimension::DISTRIBUTED],
            self.live_units(month),
        )
    }

    /// The month's failures, from the changes delivered.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn failures(
        &mut self,
        inputs: &Inputs<N>,
        baseline: &Baseline<N>,
        month: usize,
        product: &Product<'_, N>,
        strain: Strain<N>,
    ) -> Failures<N> {
        let k = &inputs.k;
        let units = self.live_units(month);
        let practice = Practice::new(inputs, &self.required(month), product.levels, units, strain);
        let era = self.deployment.era(month);
        let mut sum = Failures::none();
        self.component_down.fill(N::zero());
        for u in 0..self.layout.partition.units.len() {
            let load = &self.deployment.loads[era][u];
            if !load.live {
                continue;
            }
            let unit = Subject::unit(&self.layout.partition.units[u]);
            let ratio = rel::size_ratio(self.work[u].size, baseline.size);
            let ratio = ratio.named_of(&l::SIZE_RATIO, unit);
            let size = rel::weights_of_size(k, ratio);
            let restore = self.restore(k, (u, units), size.restore, &practice);
            let of = UnitFailures {
                recovery: self.recovery(k, u, restore, &practice),
                restore,
                changes: self.failing_changes(k, u, size.failing, &practice),
                platform: rel::other_incidents(k, self.hosts((era, u)), practice.neglect),
                gpus: self.failing_gpus((era, u), practice.gpu_failures),
            };
            self.add_components(inputs, month, u, &practice, &of, &mut sum);
            self.add_pools(k, (era, u), &practice, &of, &mut sum);
            sum.count(&of, unit);
        }
        Failures {
            incidents: sum.incidents.named(&l::STAGE_INCIDENTS),
            response_hours: sum.response_hours.named(&l::RESPONSE),
            down_hours: rel::within_the_month(k, sum.down_hours).named(&l::STAGE_DOWN),
            causes: sum.causes,
        }
    }

    /// How users are helped after a failed change to unit `u`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn recovery(
        &self,
        k: &Constants<N>,
        u: usize,
        restore: N,
        practice: &Practice<N>,
    ) -> rel::Recovery<N> {
        let unit = Subject::unit(&self.layout.partition.units[u]);
        let work = &self.work[u];
        let batch = work.delivered.over_or(work.cadence, N::one());
        rel::Recovery {
            rolled_back: practice.rolled_back,
            rollback: practice.rollback,
            mend: rel::hours_to_mend(k, restore, batch).named_of(&l::MEND, unit),
        }
    }

    /// Hours to restore unit `u` of so many (h).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn restore(
        &self,
        k: &Constants<N>,
        (u, units): (usize, usize),
        size: N,
        practice: &Practice<N>,
    ) -> N {
        let restore = rel::Restore {
            base: practice.base,
            size,
            gap_ownership: practice.gap_ownership,
            gap_distributed: practice.gap_distributed,
            tools: practice.tools,
            units,
            overload: practice.overload,
        };
        let unit = Subject::unit(&self.layout.partition.units[u]);
        rel::hours_to_restore(k, &restore).named_of(&l::RESTORE, unit)
    }

    /// Incidents of unit `u` that its changes cause (count).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn failing_changes(&self, k: &Constants<N>, u: usize, size: N, practice: &Practice<N>) -> N {
        let (delivered, gap) = (self.work[u].delivered, practice.gap_distributed);
        let crossing = self.crossing_of(u);
        let failing = rel::change_failures(k, delivered, practice.level, size, crossing, gap);
        let unit = Subject::unit(&self.layout.partition.units[u]);
        (failing * practice.instability).named_of(&l::CHANGE_FAILURES, unit)
    }

    /// Share of the changes delivered by unit `u` that cross its boundary.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn crossing_of(&self, u: usize) -> N {
        let members = self.layout.partition.units[u].iter();
        let crossing = members.map(|c| self.delivered[*c] * self.outside[*c].crossing);
        let crossing = N::sum(crossing).over_or(self.work[u].delivered, N::zero());
        let unit = Subject::unit(&self.layout.partition.units[u]);
        crossing.named_of(&l::CROSSING, unit)
    }

    /// Incidents of unit `u` by GPUs that nothing stands in for (count).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn failing_gpus(&self, (era, u): (usize, usize), failures: N) -> N {
        let pools = self.layout.pools_of[era][u].iter();
        N::sum(pools.map(|pool| self.failing_gpus_of(*pool, failures)))
    }

    /// Hosts and nodes that unit `u` runs on (count).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn hosts(&self, (era, u): (usize, usize)) -> N {
        let pools = self.layout.pools_of[era][u].iter();
        N::sum(pools.map(|pool| self.pools[*pool].hosts))
    }

    /// Incidents of a pool by GPUs that nothing stands in for (count).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn failing_gpus_of(&self, pool: usize, failures: N) -> N {
        let held = &self.pools[pool];
        let of = Subject::unit(&self.layout.partition.pools[pool]);
        rel::gpu_incidents(held.replicas_peak, held.gpus, failures).named_of(&l::GPU_INCIDENTS, of)
    }

    /// Hours that each component of unit `u` takes the product down: by changes to it, by the platform
    /// beneath it, by a hosted model that is away.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add_components(
        &mut self,
        inputs: &Inputs<N>,
        month: usize,
        u: usize,
        practice: &Practice<N>,
        of_unit: &UnitFailures<N>,
        sum: &mut Failures<N>,
    ) {
        let k = &inputs.k;
        let layout = &self.layout;
        let era = self.deployment.era(month);
        let members = &layout.partition.units[u];
        let live = live_members(inputs, members, month);
        let work = &self.work[u];
        let releases = pace::releases(work.cadence, work.delivered);
        let delivered = Whole::new(work.delivered);
        let loads = &self.deployment.pools[era];
        for &c in members {
            let component = &inputs.components[c];
            if !component.is_live(month) {
                continue;
            }
            let own = component.own_share;
            let pool = layout.pool_of[c];
            let callers = &self.deployment.dependants[era][c];
            let reached = practice.reach.reached(own, loads[pool].value, callers);
            let blast = rel::blast_radius(k, reached);
            let fallback = component.fallback.filter(|_| layout.fallback[c]);
            let of = Subject::Component(c);
            let lost_in = |hours: N| {
                let left = rel::after_fallback(fallback, hours);
                rel::lost_with_fallback(k, blast, own, left).named_of(&l::REACH, of)
            };
            let recovery = &of_unit.recovery;
            let lost = lost_in(of_unit.restore);
            let share = delivered.share(self.delivered[c], N::one().over_constant(live));
            let hits = rel::hits(of_unit.changes, practice.harm, share).named_of(&l::HITS, of);
            let by_rollback = lost_in(recovery.rollback);
            let down_of_one = recovery.weighted(by_rollback, lost_in(recovery.mend));
            let by_changes = (hits * down_of_one).named_of(&l::DOWN, of);
            let beneath = of_unit.platform.over_constant(live);
            let by_platform = rel::hours_down(beneath, of_unit.restore, lost);
            let by_platform = by_platform.named_of(&l::DOWN_PLATFORM, of);
            let after_changes = of_unit.changes * share * recovery.hours();
            let called = |harm: N| responders(k, harm, practice.engineers);
            let response = after_changes * called(reached * practice.harm)
                + beneath * of_unit.restore * called(reached);
            sum.respond(response, of);
            sum.add_hours(causes::CHANGES, by_changes);
            sum.add_hours(causes::PLATFORM, by_platform);
            let broken_off = pace::broken_off(component.session, practice.drain) * own;
            let by_releases = (releases * broken_off).named_of(&l::DOWN_SESSIONS, of);
            sum.add_hours(causes::CHANGES, by_releases);
            self.component_down[c] = by_changes + by_platform + by_releases;
            let hardware = layout.hardware[pool].as_ref();
            let bought = hardware.is_some_and(|hardware| hardware.bought.contains(&c));
            if calls_hosted_model(component, bought) {
                let away = rel::hours_away(
                    k,
                    inputs.prices.second_provider && self.deployment.gateway[era],
                );
                let down = (away * lost).named_of(&l::DOWN_AWAY, of);
                sum.add_hours(causes::HOSTED_APIS, down);
                self.component_down[c] = self.component_down[c] + down;
            }
        }
    }

    /// Hours in which the whole of a pool of unit `u` is down: by GPUs, and by spikes that come faster
    /// than replicas.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add_pools(
        &self,
        k: &Constants<N>,
        (era, u): (usize, usize),
        practice: &Practice<N>,
        of_unit: &UnitFailures<N>,
        sum: &mut Failures<N>,
    ) {
        for &pool in &self.layout.pools_of[era][u] {
            let load = &self.deployment.pools[era][pool];
            let lost = load.value * k.severity;
            let failing = self.failing_gpus_of(pool, practice.gpu_failures);
            let by_gpus = rel::hours_down(failing, of_unit.restore, lost);
            let by_spikes = self.pools[pool].spike_hours * lost;
            let of = load.subject;
            let called = responders(k, load.value, practice.engineers);
            sum.respond(failing * of_unit.restore * called, of);
            sum.add_hours(causes::GPUS, by_gpus.named_of(&l::DOWN_UNIT, of));
            sum.add_hours(causes::SPIKES, by_spikes.named_of(&l::DOWN_SPIKES, of));
        }
    }
}

/// How many of a unit's components live in a month.
#[cfg_attr(not(debug_assertions), inline(always))]
fn live_members<N>(inputs: &Inputs<N>, members: &[usize], month: usize) -> f64 {
    let live = members
        .iter()
        .filter(|c| inputs.components[**c].is_live(month));
    live.count() as f64
}

#[cfg(test)]
mod tests {
    use super::{Failures, Strain, causes};
    use crate::engine::baseline::Baseline;
    use crate::engine::constants::LevelTable;
    use crate::engine::dimension;
    use crate::engine::infrastructure::tests::check;
    use crate::engine::inputs::Inputs;
    use crate::engine::partition::Partition;
    use crate::engine::projection::tests::inputs;
    use crate::engine::stage::{Product, Stage, UnitWork};

    /// `a` alone, which calls `b` and the hosted `c` in one unit.
    fn loud() -> Inputs<f64> {
        let mut inputs = inputs(
            "components: [(name: \"a\", value_share: 0.4, session_minutes: 15),
                (name: \"b\", value_share: 0.3), (name: \"c\", kind: HostedApi, price_per_call: 1, value_share: 0.2)],
             edges: [(name: \"b\", from: \"a\", to: \"b\"), (name: \"c\", from: \"a\", to: \"c\")], hosted: (second_provider: true), gpus: (spot_share: 0.2),
             reliability: (fallbacks: [(component: \"b\", takeover_minutes: 25.2, quality: 0.75)])",
        );
        let k = &mut inputs.k;
        let same = |value| LevelTable::linear([value; 5]);
        (k.exposure_harm, k.crash_containment) = (same(0.8), same(0.5));
        (k.restore_hours, k.locating_tools) = (same(4.0), same(0.8));
        (k.rolled_back, k.rollback_hours) = (same(0.25), same(0.4));
        k.drain = same(3.0);
        (k.responders, k.responders_severe, k.severe_from) = (2.0, 8.0, 0.35);
        (k.crash_through, k.leak, k.severity) = (0.3, 0.2, 0.4);
        (
            k.failure_per_level,
            k.change_failure_rate,
            k.failure_crossing,
        ) = (1.5, 0.1, 0.5);
        (k.failure_size_exponent, k.restore_size_exponent) = (0.5, 1.5);
        (k.restore_per_batch, k.restore_gap_ownership) = (0.2, 0.25);
        (
            k.locating_two,
            k.spanning_share,
            k.spanning_gap,
            k.locating_share,
        ) = (2.5, 0.2, 0.5, 0.4);
        (k.other_incidents, k.host_incidents, k.other_incidents_gap) = (0.1, 0.05, 0.5);
        (k.gpu_failures, k.spot_reclaims, k.training_stability) = (0.05, 0.5, 0.25);
        (k.hosted_api_down, k.second_provider, k.hours_per_month) = (0.004, 0.5, 700.0);
        inputs.required = [[2.0; 10]; 3];
        inputs
    }

    /// Failures of a month in which `a` gets 32 changes, `b` 12 and `c` 4.
    fn failures(inputs: &Inputs<f64>, strain: Strain<f64>) -> (Failures<f64>, Vec<f64>) {
        let unit = |members: &[usize]| (String::new(), members.to_vec());
        failures_of(
            inputs,
            Partition::new(vec![unit(&[0]), unit(&[1, 2])]),
            strain,
        )
    }

    /// The same of units that are divided into pools.
    fn failures_of(
        inputs: &Inputs<f64>,
        units: Partition,
        strain: Strain<f64>,
    ) -> (Failures<f64>, Vec<f64>) {
        let mut levels = [2.0; 10];
        (levels[dimension::DELIVERY], levels[dimension::PLATFORM]) = (1.0, 0.0);
        (levels[dimension::DISTRIBUTED], levels[dimension::OWNERSHIP]) = (1.0, 1.0);
        let none = vec![None; units.pools.len()];
        let mut stage = Stage::new(inputs, 0, units, 0.0, none, None);
        stage.delivered = vec![32.0, 12.0, 4.0];
        for (work, delivered) in stage.work.iter_mut().zip([32.0, 16.0]) {
            *work = UnitWork {
                size: 25.0,
                delivered,
                cadence: 4.0,
                ..UnitWork::none()
            };
        }
        let [alone, pair] = [0, 1];
        (stage.pools[alone].hosts, stage.pools[pair].hosts) = (4.0, 4.0);
        (stage.pools[alone].gpus, stage.pools[alone].replicas_peak) = (4.0, 1.0);
        (stage.pools[pair].gpus, stage.pools[pair].replicas_peak) = (8.0, 2.0);
        (
            stage.pools[alone].spike_hours,
            stage.pools[pair].spike_hours,
        ) = (2.0, 1.5);
        let baseline = Baseline {
            size: 100.0,
            ..Baseline::empty()
        };
        let product = Product {
            size: &[25.0, 15.0, 10.0],
            modularity: &[0.5; 3],
            drift: &[1.0; 3],
            backlog: &[0.0; 3],
            new_changes: &[0.0; 3],
            sought: &[0.0; 3],
            levels: &levels,
        };
        // 0.1 of 12 and 0.5 of 4 make 0.2 of 16.
        for (outside, crossing) in stage.outside.iter_mut().zip([0.2, 0.1, 0.5]) {
            outside.crossing = crossing;
        }
        let of = stage.failures(inputs, &baseline, 0, &product, strain);
        (of, stage.component_down)
    }

    #[test]
    fn a_month_of_failures_by_hand() {
        let strain = Strain {
            overload: 1.5,
            training: 1.0,
            engineers: 20.0,
        };
        let (of, down) = failures(&loud(), strain);
        // A quarter of today's size: ½ on failing, an eighth on restoring. Locating over two units:
        // 1 + 0.2·1.5·(2.5·0.8 − 1) = 1.3, of 40%: 1.12; 4/8·1.25·1.12·1.5 = 1.05 h. To mend a, of
        // releases of 8: 1.6, 1.68 h; the pair, of 4: 1.4, 1.47 h. A quarter is rolled back in 0.6 h.
        // Failing: 32·0.1·1.5·½·(1 + 0.5·0.2)·1.25 = 3.3, and 1.65; the platform
        // (0.1 + 4·0.05)·(1 + 0.5·3) = 0.75 a unit; GPUs 4·(0.05 + 0.2·0.5) = 0.6, and none with a spare.
        let [mend_a, mend_pair] = [0.15 + 0.75 * 1.68, 0.15 + 0.75 * 1.47];
        check(of.incidents, 3.3 + 0.75 + 0.6 + 1.65 + 0.75);
        // Eight respond from 0.35 of the value: to a's 0.4 but where exposure leaves four fifths of it;
        // two to b's 0.33 and c's 0.325.
        let small = 3.3 * mend_a + 1.65 * mend_pair + 0.75 * 1.05;
        check(of.response_hours, 2.0 * small + 8.0 * 1.35 * 1.05);
        // Inside 0.3·0.5. Nobody calls a: of its 0.4 40% are 0.16.
        let a_by_changes = 3.3 * 0.8 * mend_a * 0.16;
        // Four releases break off what is left of its sessions after 3 of 15 minutes.
        let broken_off = 4.0 * 0.2 * 0.4;
        let a = a_by_changes + 0.75 * 1.05 * 0.16 + broken_off;
        // b: 0.3 + 0.2·0.15 = 0.33, 0.132, of which 0.12 are its own; its fallback spares a. It takes
        // over after 0.42 of 0.6 h and leaves 0.7 + 0.3·0.25 = 0.775: 0.105; of 1.47 h 0.464286:
        // 0.067714; of 1.05 h 0.55: 0.078. b has three quarters of the changes, and half of the
        // platform's incidents.
        let b_by_changes = 1.65 * 0.8 * 0.75 * (0.15 * 0.105 + 0.75 * 1.47 * 0.067_714_3);
        let b = b_by_changes + 0.375 * 1.05 * 0.078;
        // c: 0.2 + 0.3·0.15 = 0.245, and a fifth of the 0.4 of a, which calls it: 0.325, 0.13; away
        // 700·0.4%·½ = 1.4 h.
        let away = 1.4 * 0.13;
        let c_by_changes = 1.65 * 0.8 * 0.25 * mend_pair * 0.13;
        let c = c_by_changes + 0.375 * 1.05 * 0.13 + away;
        for (down, expected) in down.iter().zip([a, b, c]) {
            check(*down, expected);
        }
        // Whole units: GPUs 0.6·1.05 h and spikes 2 h at 0.4·0.4; spikes 1.5 h at 0.5·0.4.
        let hours = |cause: usize| of.causes[cause][1];
        check(hours(causes::GPUS), 0.6 * 1.05 * 0.16);
        check(hours(causes::SPIKES), 2.0 * 0.16 + 1.5 * 0.2);
        check(hours(causes::HOSTED_APIS), away);
        let by_changes = a_by_changes + b_by_changes + c_by_changes + broken_off;
        check(hours(causes::CHANGES), by_changes);
        check(of.down_hours, a + b + c + 0.6 * 1.05 * 0.16 + 0.62);
        let counts = of.causes.map(|[count, _]| count);
        for (count, expected) in counts.into_iter().zip([4.95, 1.5, 0.6, 0.0, 0.0]) {
            check(count, expected);
        }
    }

    #[test]
    fn a_crash_takes_down_its_pool_alone_by_hand() {
        let strain = Strain {
            overload: 1.5,
            training: 1.0,
            engineers: 20.0,
        };
        let unit = |members: &[usize]| (String::new(), members.to_vec());
        let units = Partition::new(vec![unit(&[0]), unit(&[1, 2])]);
        let pooled = units.in_pools(&[None, None, Some(0)]);
        let (of, down) = failures_of(&loud(), pooled, strain);
        // As above, but b and c do not crash each other: b 0.3, of 40% 0.12, all its own, of which its
        // fallback leaves 0.093, 0.055714 and 0.066; c 0.2 and a fifth of the 0.4 of a, 0.112.
        let b_by_changes = 1.65 * 0.8 * 0.75 * (0.15 * 0.093 + 0.75 * 1.47 * 0.055_714_3);
        let b = b_by_changes + 0.375 * 1.05 * 0.066;
        let mend = 0.15 + 0.75 * 1.47;
        let c = 1.65 * 0.8 * 0.25 * mend * 0.112 + 0.375 * 1.05 * 0.112 + 1.4 * 0.112;
        check(down[1], b);
        check(down[2], c);
        // The spikes are those of b's pool, which is worth 0.3.
        check(of.causes[causes::SPIKES][1], 2.0 * 0.16 + 1.5 * 0.12);
        check(of.incidents, 3.3 + 0.75 + 0.6 + 1.65 + 0.75);
    }

    #[test]
    fn overload_and_training_make_it_worse() {
        let of = |overload, training| {
            let strain = Strain {
                overload,
                training,
                engineers: 20.0,
            };
            failures(&loud(), strain).0
        };
        let calm = of(1.0, 0.0);
        // Everything takes twice as long to restore; no more fails.
        let overloaded = of(2.0, 0.0);
        check(overloaded.response_hours, 2.0 * calm.response_hours);
        check(overloaded.incidents, calm.incidents);
        // A quarter more changes fail while training lasts: 4.95 instead of 3.96.
        check(of(1.0, 1.0).incidents, calm.incidents + 0.99);
    }

    #[test]
    fn a_month_has_no_more_hours_than_it_has() {
        let mut inputs = loud();
        inputs.k.other_incidents = 5_000.0;
        let (of, _) = failures(
            &inputs,
            Strain {
                overload: 1.5,
                training: 0.0,
                engineers: 20.0,
            },
        );
        check(of.down_hours, 700.0);
        assert!(of.causes[causes::PLATFORM][1] > 700.0);
    }
}
