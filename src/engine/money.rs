//! Prices over time, rent of GPUs, salaries, present value.

use super::inputs::{Inputs, yearly_growth};
use crate::number::Number;
use crate::scenario::schema::EventKind;

const MONTHS_PER_YEAR: f64 = 12.0;

/// What a GPU-hour costs when it is not committed to (money per GPU-hour).
///
/// ```text
/// ((1 − spot)·p + spot·p_spot) · (1 + drift)^(t/12)        owned: capital and power, no drift
/// ```
/// Source: DEM17, DEM19.
pub fn gpu_hour<N: Number>(inputs: &Inputs<N>, gpu: usize, month: usize) -> N {
    let terms = &inputs.gpu_terms;
    let gpu = &inputs.gpus[gpu];
    if gpu.owned {
        return gpu.price;
    }
    let mixed = gpu.price * (N::one() - terms.spot_share) + gpu.spot_price * terms.spot_share;
    mixed * gpu_price_factor(inputs, month)
}

/// Factor on GPU prices in a month: drift and events.
fn gpu_price_factor<N: Number>(inputs: &Inputs<N>, month: usize) -> N {
    yearly_growth(inputs.gpu_terms.drift, month)
        * inputs.event_factor(EventKind::GpuPrice, month)
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
    hours.divides(capex * (N::one() - residual), capex) + power * electricity
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
/// (committed · agreed price + max(0, held − committed) · price) · 730
/// ```
/// At the start of each term a share of the GPUs held then is committed to, at that month's price
/// less the discount; it is paid whether used or not. Owned GPUs are paid for the peak.
/// Source: DEM17, PRICE1.
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
    let price = gpu_hour(inputs, gpu, month);
    if inputs.gpus[gpu].owned {
        return held_peak * price * hours;
    }
    if month.is_multiple_of(terms.committed_months.max(1)) {
        let on_demand = inputs.gpus[gpu].price * gpu_price_factor(inputs, month);
        *commitment = Commitment {
            count: held * terms.committed_share,
            price: on_demand * (N::one() - terms.committed_discount),
        };
    }
    let beyond = (held - commitment.count).max(N::zero());
    (commitment.count * commitment.price + beyond * price) * hours
}

/// Factor that brings money of a month to today's value.
///
/// ```text
/// (1 + r)^(−t/12)
/// ```
/// Source: MODEL.
pub fn present_value_factor<N: Number>(discount_rate: N, month: usize) -> N {
    N::one() / yearly_growth(discount_rate, month)
}
