//! Users and load, month by month.
//!
//! A value at month t holds for the whole month; within a day the load moves between four nodes.
//! Source: MODEL, DEM6, DEM20.

use super::constants::Constants;
use super::inputs::{Demand, Inputs};
use super::labels as l;
use crate::number::{Number, Whole};
use crate::scenario::schema::{EventKind, GrowthShape};

/// Seconds in an hour.
pub const SECONDS_PER_HOUR: f64 = 3600.0;
/// Nodes of the day.
pub const NODES: usize = 4;

/// Users in a month, events apart.
///
/// ```text
/// S-curve: K / (1 + (K/U0 − 1) · e^(−r·t))
/// compound: U0 · (1 + r)^t        linear: U0 + r · t
/// ```
/// - `U0`: users in month 0; `K`: ceiling (users); `r`: growth (share a month, users a month)
///
/// With no users in month 0 an S-curve stays at none. Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn users_in_month<N: Number>(demand: &Demand<N>, month: usize) -> N {
    let t = N::constant(month as f64);
    match demand.shape {
        GrowthShape::Flat => demand.users,
        GrowthShape::Linear => (demand.users + demand.rate * demand.factor * t).max(N::zero()),
        GrowthShape::Compound => demand.users * (N::one() + demand.rate).max(N::zero()).powf(t),
        GrowthShape::SCurve => {
            let ceiling = demand.ceiling;
            let ratio = ceiling.over_or(demand.users, N::one()) - N::one();
            let curve = ceiling / (N::one() + ratio * (-(demand.rate * t)).exp());
            N::select(N::zero().less(demand.users), curve, N::zero())
        }
        GrowthShape::Table => table_value(&demand.table, month) * demand.factor,
    }
}

/// Linear between points, flat outside them.
#[cfg_attr(not(debug_assertions), inline(always))]
fn table_value<N: Number>(table: &[(usize, N)], month: usize) -> N {
    let after = table.iter().position(|(at, _)| *at > month);
    match (after, table.last()) {
        (_, None) => N::zero(),
        (None, Some((_, last))) => *last,
        (Some(0), _) => table[0].1,
        (Some(next), _) => {
            let (m0, u0) = table[next - 1];
            let (m1, u1) = table[next];
            let along = (month - m0) as f64 / (m1 - m0) as f64;
            u0 + (u1 - u0) * N::constant(along)
        }
    }
}

/// Users in a month with the events that change them.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn users<N: Number>(inputs: &Inputs<N>, month: usize) -> N {
    users_in_month(&inputs.demand, month).named(&l::USERS_BY_GROWTH)
        * inputs.event_factor(EventKind::Users, month)
}

/// Mean load (requests/s).
///
/// ```text
/// λ = users · requests per user-month / (hours · 3600)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn mean_load<N: Number>(users: N, requests_per_user_month: N, hours_per_month: N) -> N {
    let seconds = hours_per_month * N::constant(SECONDS_PER_HOUR);
    (users * requests_per_user_month / seconds).named(&l::LOAD)
}

/// Requests in a month.
///
/// ```text
/// λ · 730 h · 3600
/// ```
/// - `λ`: mean load (requests/s), see [`mean_load`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn requests_in_month<N: Number>(mean_load: N, hours_per_month: N) -> N {
    mean_load * hours_per_month * N::constant(SECONDS_PER_HOUR)
}

/// Load at the four nodes of a day against its mean.
///
/// ```text
/// m_i = max(0, 1 + (p − 1) · cos((2i − 1)·π/8)),  i = 1 … 4;   node = m_i / mean(m)
/// ```
/// - `p`: busiest hour against the mean
///
/// The mean of the four is 1. Source: SERVE2.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn day_nodes<N: Number>(peak_to_mean: N) -> [N; NODES] {
    // cos π/8 = √(2 + √2)/2 and cos 3π/8 = √(2 − √2)/2: roots are the same on every machine.
    let early = (2.0 + std::f64::consts::SQRT_2).sqrt() / 2.0;
    let late = (2.0 - std::f64::consts::SQRT_2).sqrt() / 2.0;
    let angles = [early, late, -late, -early];
    let raw: [N; NODES] = std::array::from_fn(|i| {
        (N::one() + (peak_to_mean - N::one()) * N::constant(angles[i])).max(N::zero())
    });
    let mean = N::sum(raw) / N::constant(NODES as f64);
    raw.map(|m| m.over_or(mean, N::one()))
}

/// Load at an hour against the mean, of parts with peaks of their own: the busiest hour, then the nodes.
pub type Hours<N> = [N; NODES + 1];

/// Busiest hour against the mean of parts that share a pool (factor).
///
/// ```text
/// x = share · (peak − 1);   1 + √(ρ · (Σ x)² + (1 − ρ) · Σ x²)
/// ```
/// - `parts`: share of the load and peak to mean of each
/// - ρ: correlation of peaks, catalogue `capacity.peak_correlation`
///
/// Peaks that do not fall together fill each other's valleys. Source: MODEL.
pub fn pooled_peak<N: Number>(k: &Constants<N>, parts: impl IntoIterator<Item = (N, N)>) -> N {
    let one = N::one();
    let (mut sum, mut squares) = (N::zero(), N::zero());
    for (share, peak) in parts {
        let x = share * (peak - one);
        sum = sum + x;
        squares = squares + x * x;
    }
    let variance = k.peak_correlation * sum * sum + (one - k.peak_correlation) * squares;
    (one + variance.sqrt()).named(&l::POOLED_PEAK)
}

/// Load at the hours of a day against its mean, where a component that has part in it has a peak of its
/// own; components without one have the product's, and peak together.
///
/// `parts`: components and the time that each takes per request (s).
pub fn own_hours<N: Number>(inputs: &Inputs<N>, parts: &[(usize, N)]) -> Option<Hours<N>> {
    let peak_of = |c: usize| inputs.components[c].peak_to_mean;
    if parts.iter().all(|(c, _)| peak_of(*c).is_none()) {
        return None;
    }
    let all = Whole::new(N::sum(parts.iter().map(|(_, time)| *time)));
    let even = N::one().over_constant(parts.len() as f64);
    let share = |time: N| all.share(time, even);
    let own = parts.iter();
    let own = own.filter_map(|(c, time)| Some((share(*time), peak_of(*c)?)));
    let others = parts.iter().filter(|(c, _)| peak_of(*c).is_none());
    let others = N::sum(others.map(|(_, time)| share(*time)));
    let common = std::iter::once((others, inputs.demand.peak_to_mean));
    let peak = pooled_peak(&inputs.k, own.chain(common));
    let [first, second, third, fourth] = day_nodes(peak);
    Some([peak, first, second, third, fourth])
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::{inputs, rounded_constants};
    use super::pooled_peak;
    use super::{
        Demand, GrowthShape, day_nodes, mean_load, requests_in_month, users, users_in_month,
    };

    fn demand(shape: GrowthShape, rate: f64) -> Demand<f64> {
        Demand {
            users: 1000.0,
            factor: 1.0,
            requests_per_user_month: 30.0,
            shape,
            rate,
            ceiling: 10_000.0,
            table: vec![(2, 100.0), (6, 300.0)],
            peak_to_mean: 2.0,
            day: day_nodes(2.0),
            spikes: Vec::new(),
        }
    }

    #[test]
    fn peaks_of_a_pool_by_hand() {
        let mut k = rounded_constants();
        k.peak_correlation = 0.5;
        // x = 0.25·4 = 1 and 0.75·1 = 0.75: 1 + √(½·1.75² + ½·(1 + 0.5625)) = 1 + √2.3125 = 2.520691.
        let peak: f64 = pooled_peak(&k, [(0.25, 5.0), (0.75, 2.0)]);
        assert!((peak - 2.520_691).abs() < 1e-6, "{peak}");
        // One alone has its own.
        let alone: f64 = pooled_peak(&k, [(1.0, 3.0)]);
        assert!((alone - 3.0).abs() < 1e-12, "{alone}");
    }

    #[test]
    fn growth_by_hand() {
        let at = |shape, rate, month| users_in_month(&demand(shape, rate), month);
        assert_eq!(at(GrowthShape::Flat, 0.1, 9), 1000.0);
        assert_eq!(at(GrowthShape::Linear, 50.0, 10), 1500.0);
        // 1000 · 1.1² = 1210.
        assert!((at(GrowthShape::Compound, 0.1, 2) - 1210.0).abs() < 1e-9);
        // 10000 / (1 + 9·e^(−0.2·10)) = 10000 / (1 + 1.21802) = 4508.5.
        assert!((at(GrowthShape::SCurve, 0.2, 10) - 4508.5).abs() < 0.1);
        assert_eq!(at(GrowthShape::SCurve, 0.2, 0), 1000.0);
        // Table: 100 before month 2, a quarter of the way to 300 a month later, 300 after month 6.
        assert_eq!(at(GrowthShape::Table, 0.0, 0), 100.0);
        assert_eq!(at(GrowthShape::Table, 0.0, 3), 150.0);
        assert_eq!(at(GrowthShape::Table, 0.0, 9), 300.0);
    }

    #[test]
    fn load_by_hand() {
        // 1,000 users · 30 / (730 · 3600) = 0.011416 requests/s.
        assert!((mean_load(1000.0, 30.0, 730.0) - 0.011_416).abs() < 1e-6);
        // And back: 0.5 a second are 0.5·700·3600 in a month of 700 hours.
        assert!((requests_in_month(0.5, 700.0) - 1.26e6_f64).abs() < 1e-6);
        let load = mean_load(1000.0, 30.0, 730.0);
        assert!((requests_in_month(load, 730.0) - 30_000.0_f64).abs() < 1e-6);
    }

    #[test]
    fn the_day_keeps_its_mean() {
        for peak in [1.0, 1.5, 2.0, 4.0] {
            let nodes = day_nodes(peak);
            assert!((nodes.iter().sum::<f64>() / 4.0 - 1.0).abs() < 1e-12);
        }
        // p = 2: 1 + cos(22.5°) = 1.9239 and 1 + cos(67.5°) = 1.3827, then 0.6173 and 0.0761.
        let nodes = day_nodes(2.0);
        assert!((nodes[0] - 1.9239).abs() < 1e-4 && (nodes[3] - 0.0761).abs() < 1e-4);
    }

    #[test]
    fn nobody_stays_nobody() {
        for shape in [
            GrowthShape::Flat,
            GrowthShape::Compound,
            GrowthShape::SCurve,
        ] {
            let none = Demand {
                users: 0.0,
                ..demand(shape, 0.1)
            };
            assert_eq!(users_in_month(&none, 0), 0.0);
            assert_eq!(users_in_month(&none, 30), 0.0);
        }
        assert_eq!(mean_load(0.0, 30.0, 730.0), 0.0);
        // Fewer than none leave at 300 a month from month 4 on.
        assert_eq!(
            users_in_month(&demand(GrowthShape::Linear, -300.0), 3),
            100.0
        );
        assert_eq!(users_in_month(&demand(GrowthShape::Linear, -300.0), 4), 0.0);
    }

    #[test]
    fn tables_of_one_point_and_of_none() {
        let with = |table| Demand {
            table,
            factor: 2.0,
            ..demand(GrowthShape::Table, 0.0)
        };
        // The factor multiplies the points.
        assert_eq!(users_in_month(&with(vec![(3, 50.0)]), 0), 100.0);
        assert_eq!(users_in_month(&with(vec![(3, 50.0)]), 9), 100.0);
        assert_eq!(users_in_month(&with(Vec::new()), 9), 0.0);
    }

    #[test]
    fn events_multiply_users_from_their_month_on() {
        let inputs = inputs(
            "components: [(name: \"a\")], demand: (users: 100), events: [
                (name: \"x\", month: 2, kind: Users, value: 3),
                (name: \"y\", month: 4, kind: Users, value: 0.5)]",
        );
        let by_month: Vec<f64> = (0..6).map(|month| users(&inputs, month)).collect();
        assert_eq!(by_month, [100.0, 100.0, 300.0, 300.0, 150.0, 150.0]);
    }

    #[test]
    fn a_day_without_nights_and_one_with_dead_hours() {
        assert!(day_nodes(1.0).iter().all(|node: &f64| *node == 1.0));
        // p = 4: 1 + 3·0.92388 = 3.77164, 1 + 3·0.38268 = 2.14805, then nothing; mean 1.47992;
        // 3.77164/1.47992 = 2.54855 and 2.14805/1.47992 = 1.45146.
        let nodes = day_nodes(4.0_f64);
        assert!((nodes[0] - 2.54855).abs() < 1e-4 && (nodes[1] - 1.45146).abs() < 1e-4);
        assert_eq!((nodes[2], nodes[3]), (0.0, 0.0));
    }
}
