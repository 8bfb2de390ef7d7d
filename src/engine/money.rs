//! Prices over time, rent of GPUs, salaries, present value.

use super::inputs::Inputs;
use super::labels as l;
use super::yearly::Yearly;
use crate::number::{Number, Subject};
use crate::scenario::schema::EventKind;

const MONTHS_PER_YEAR: f64 = 12.0;

/// What a GPU-hour costs when it is not committed to (money per GPU-hour).
///
/// ```text
/// ((1 − spot)·p + spot·p_spot) · (1 + drift)^(t/12)        owned: capital and power, no drift
/// ```
/// Source: DEM17, DEM19.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn gpu_hour<N: Number>(inputs: &Inputs<N>, gpu: usize, month: usize) -> N {
    let terms = &inputs.gpu_terms;
    let subject = Subject::Gpu(gpu);
    let gpu = &inputs.gpus[gpu];
    if gpu.owned {
        return gpu.price;
    }
    let mixed = gpu.price * (N::one() - terms.spot_share) + gpu.spot_price * terms.spot_share;
    (mixed * gpu_price_factor(inputs, month)).named_of(&l::GPU_HOUR, subject)
}

/// Factor on GPU prices in a month: drift and events.
#[cfg_attr(not(debug_assertions), inline(always))]
fn gpu_price_factor<N: Number>(inputs: &Inputs<N>, month: usize) -> N {
    inputs.gpu_terms.drift.in_month(month) * inputs.event_factor(EventKind::GpuPrice, month)
}

/// Price per hour of an owned GPU.
///
/// ```text
/// capex · (1 − residual) / (years · 12 · 730) + kW · PUE · electricity
/// ```
/// Source: MODEL.
pub fn owned_gpu_hour<N: Number>(
    capex: N,
    residual: N,
    years: N,
    hours_per_month: N,
    power: N,
    electricity: N,
) -> N {
    let hours = years * N::constant(MONTHS_PER_YEAR) * hours_per_month;
    (capex * (N::one() - residual)).over_or(hours, capex) + power * electricity
}

/// GPUs committed to, of one type.
#[derive(Clone, Copy, Debug)]
pub struct Commitment<N> {
    /// GPUs (count).
    pub count: N,
    /// Price agreed (money per GPU-hour).
    pub price: N,
}

/// Rent of one GPU type in a month (money).
///
/// ```text
/// (committed · agreed price + on spot · spot price + the rest · price) · 730
/// on spot = min(spot share · held, max(0, held − committed))
/// ```
/// Both shares are of all GPUs held. At the start of each term a share of those held then is
/// committed to, at that month's price less the discount; it is paid whether used or not, and spot
/// capacity serves what it leaves. Owned GPUs are paid for the peak. Source: DEM17, PRICE1.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn gpu_rent<N: Number>(
    inputs: &Inputs<N>,
    gpu: usize,
    month: usize,
    held: N,
    held_peak: N,
    commitment: &mut Commitment<N>,
) -> N {
    let terms = &inputs.gpu_terms;
    let hours = inputs.k.hours_per_month;
    let subject = Subject::Gpu(gpu);
    let rented = &inputs.gpus[gpu];
    if rented.owned {
        return (held_peak * rented.price * hours).named_of(&l::GPU_RENT, subject);
    }
    let factor = gpu_price_factor(inputs, month);
    let price = (rented.price * factor).named_of(&l::GPU_HOUR, subject);
    let spot_price = (rented.spot_price * factor).named_of(&l::GPU_SPOT_HOUR, subject);
    if month.is_multiple_of(terms.committed_months.max(1)) {
        *commitment = Commitment {
            count: (held * terms.committed_share).named_of(&l::GPU_COMMITTED, subject),
            price: (price * (N::one() - terms.committed_discount))
                .named_of(&l::GPU_AGREED, subject),
        };
    }
    let beyond = (held - commitment.count).max(N::zero());
    let on_spot = (held * terms.spot_share).min(beyond);
    let on_spot = on_spot.named_of(&l::GPU_ON_SPOT, subject);
    let hourly =
        commitment.count * commitment.price + on_spot * spot_price + (beyond - on_spot) * price;
    (hourly * hours).named_of(&l::GPU_RENT, subject)
}

/// What a GPU-hour costs on demand (money per GPU-hour); an owned one costs what it always does.
///
/// Source: DEM17.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn on_demand_hour<N: Number>(inputs: &Inputs<N>, gpu: usize, month: usize) -> N {
    let gpu = &inputs.gpus[gpu];
    if gpu.owned {
        gpu.price
    } else {
        gpu.price * gpu_price_factor(inputs, month)
    }
}

/// GPUs that are reserved and not needed in a month (money).
///
/// ```text
/// max(0, reserved − needed) · price · (1 − discount on commitments) · 730
/// ```
/// - `needed`: mean of the month (count); `price`: mean of those needed, on demand (money per GPU-hour)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn idle_reserved<N: Number>(inputs: &Inputs<N>, needed: N, price: N) -> N {
    let terms = &inputs.gpu_terms;
    let idle = (terms.reserved - needed).max(N::zero());
    let agreed = price * (N::one() - terms.committed_discount);
    (idle * agreed * inputs.k.hours_per_month).named(&l::RESERVED_IDLE)
}

/// GPUs of one type that staging takes in a month (money).
///
/// ```text
/// held · price · 730
/// ```
/// - price: see [`gpu_hour`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn gpu_staging<N: Number>(inputs: &Inputs<N>, gpu: usize, month: usize, held: N) -> N {
    held * gpu_hour(inputs, gpu, month) * inputs.k.hours_per_month
}

/// Money in the bank after a month (money).
///
/// ```text
/// balance + income − cash
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn balance_after<N: Number>(balance: N, income: N, cash: N) -> N {
    balance + income - cash
}

/// Factor that brings money of a month to today's value.
///
/// ```text
/// (1 + r)^(−t/12)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn present_value_factor<N: Number>(discount_rate: &Yearly<N>, month: usize) -> N {
    (N::one() / discount_rate.in_month(month)).named(&l::DISCOUNT_FACTOR)
}

#[cfg(test)]
mod tests {
    use super::super::inputs::Inputs;
    use super::super::projection::tests::inputs;
    use super::super::yearly::Yearly;
    use super::{
        Commitment, balance_after, gpu_hour, gpu_rent, gpu_staging, owned_gpu_hour,
        present_value_factor,
    };

    #[track_caller]
    fn check(value: f64, expected: f64) {
        let tolerance = 1e-6 * expected.abs().max(1.0);
        assert!(
            (value - expected).abs() < tolerance,
            "{value} instead of {expected}"
        );
    }

    /// 4 USD on demand, 2 on spot for a quarter of the hours, 19% cheaper a year.
    fn rented(more: &str) -> Inputs<f64> {
        inputs(&format!(
            "components: [(name: \"a\")],
             gpus: (allowed: [\"H100-SXM\"], prices: [(gpu: \"H100-SXM\", per_hour: 4, spot_per_hour: 2)],
                spot_share: 0.25, price_drift: -0.19, committed_share: 0.5, committed_months: 12,
                committed_discount: 0.3), {more}"
        ))
    }

    fn nothing() -> Commitment<f64> {
        Commitment {
            count: 0.0,
            price: 0.0,
        }
    }

    #[test]
    fn prices_drift_and_jump() {
        let inputs = rented("events: [(name: \"glut\", month: 12, kind: GpuPrice, value: 0.5)]");
        // 0.75·4 + 0.25·2 = 3.5; after six months ·0.81^½ = 0.9; after twelve ·0.81·0.5.
        check(gpu_hour(&inputs, 0, 0), 3.5);
        check(gpu_hour(&inputs, 0, 6), 3.15);
        check(gpu_hour(&inputs, 0, 12), 1.4175);
        // Staging pays it by the hour: 2.5 GPUs in month 6.
        check(gpu_staging(&inputs, 0, 6, 2.5), 2.5 * 3.15 * 730.0);
    }

    #[test]
    fn what_comes_in_and_what_is_paid_move_the_balance() {
        check(balance_after(100_000.0, 30_000.0, 45_000.0), 85_000.0);
        check(balance_after(10_000.0, 0.0, 45_000.0), -35_000.0);
    }

    #[test]
    fn rent_with_a_commitment_by_hand() {
        let inputs = rented("");
        let mut commitment = nothing();
        // Ten held: five committed at 4·0.7 = 2.8, a quarter of ten on spot at 2, the other 2.5 at
        // 4: (14 + 5 + 10)·730 = 21,170.
        check(
            gpu_rent(&inputs, 0, 0, 10.0, 12.0, &mut commitment),
            21_170.0,
        );
        check(commitment.count, 5.0);
        // Three held in month 6: the five are paid all the same: 14·730 = 10,220.
        check(gpu_rent(&inputs, 0, 6, 3.0, 4.0, &mut commitment), 10_220.0);
        // Eight held, six months cheaper by ·0.9: five at 2.8, two on spot at 1.8, one at 3.6:
        // (14 + 3.6 + 3.6)·730 = 15,476.
        check(gpu_rent(&inputs, 0, 6, 8.0, 9.0, &mut commitment), 15_476.0);
        // Six held: spot serves the one beyond the five: (14 + 1.8)·730 = 11,534.
        check(gpu_rent(&inputs, 0, 6, 6.0, 9.0, &mut commitment), 11_534.0);
        // A new term in month 12, ·0.81: five of ten at 3.24·0.7 = 2.268, 2.5 at 1.62, 2.5 at 3.24:
        // (11.34 + 4.05 + 8.1)·730 = 17,147.7.
        check(
            gpu_rent(&inputs, 0, 12, 10.0, 12.0, &mut commitment),
            17_147.7,
        );
        // None held at a term's start: none committed.
        check(gpu_rent(&inputs, 0, 24, 0.0, 0.0, &mut commitment), 0.0);
        check(commitment.count, 0.0);
    }

    #[test]
    fn half_reserved_and_half_on_spot_leaves_nothing_on_demand() {
        let inputs = inputs(
            "components: [(name: \"a\")],
             gpus: (spot_share: 0.5, committed_share: 0.5, committed_discount: 0.3,
                allowed: [\"H100-SXM\"], price_drift: 0,
                prices: [(gpu: \"H100-SXM\", per_hour: 4, spot_per_hour: 1)])",
        );
        // 0.5·4·0.7 + 0.5·1 = 1.90 a GPU-hour.
        let rent = gpu_rent(&inputs, 0, 0, 10.0, 12.0, &mut nothing());
        check(rent / (10.0 * 730.0), 1.9);
    }

    #[test]
    fn owned_gpus_are_paid_for_the_peak() {
        // 35,000·0.9/(4·12·730) = 0.898973 and 1.3·1.4 kW·0.12 = 0.2184: 1.117373 an hour.
        check(
            owned_gpu_hour(35_000.0, 0.1, 4.0, 730.0, 1.82, 0.12),
            1.117_373,
        );
        let mut inputs = rented("");
        inputs.gpus[0].owned = true;
        inputs.gpus[0].price = 1.1;
        check(gpu_hour(&inputs, 0, 24), 1.1);
        // Twelve in the busiest hour, ten on average: 12·1.1·730 = 9,636; nothing is committed to.
        let mut commitment = nothing();
        check(
            gpu_rent(&inputs, 0, 0, 10.0, 12.0, &mut commitment),
            9_636.0,
        );
        check(commitment.count, 0.0);
    }

    #[test]
    fn owned_in_a_scenario() {
        let inputs = inputs(
            "components: [(name: \"a\")], gpus: (allowed: [\"H100-SXM\"], discount: 0.5,
                owned: [(gpu: \"H100-SXM\", capex: 35_000, years: 4, residual: 0.1, kw: 1.3, pue: 1.4,
                    electricity_price: 0.12)])",
        );
        // What one owns has no discount.
        assert!(inputs.gpus[0].owned);
        check(inputs.gpus[0].price, 1.117_373);
    }

    #[test]
    fn present_value_by_hand() {
        // 1/1.1 after a year, 1/√1.21 after half a year at 21%.
        let factor = |rate, month| present_value_factor(&Yearly::new(rate, 60), month);
        check(factor(0.1, 12), 0.909_091);
        check(factor(0.21, 6), 0.909_091);
        check(factor(0.1, 0), 1.0);
        check(factor(0.0, 60), 1.0);
    }
}
