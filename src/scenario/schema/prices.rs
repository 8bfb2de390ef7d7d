//! What GPUs, hosted models and everything else cost.

use super::point;
use crate::scenario::node::{Named, record};
use crate::scenario::quantity::Quantity;

record! {
    /// GPUs and their prices.
    pub struct Gpus {
        /// GPUs that may be used; empty for any that has a price.
        pub allowed: Vec<String> = Vec::new(),
        /// Provider whose prices count; the market's median when not set.
        pub provider: Option<String> = None,
        /// Prices that the plan knows better.
        pub prices: Vec<GpuPrice> = Vec::new(),
        /// Negotiated discount on all GPU prices (share).
        pub discount: Quantity = point(0.0),
        /// Share of GPU hours run on spot capacity (share).
        pub spot_share: Quantity = point(0.0),
        /// Share of GPUs committed to at each term's start (share).
        pub committed_share: Quantity = point(0.0),
        /// Length of a commitment (months).
        pub committed_months: u32 = 12,
        /// Discount on committed GPUs (share).
        pub committed_discount: Quantity = point(0.3),
        /// GPUs reserved by contract, paid for at the committed price whether they are needed or not (count).
        pub reserved: Quantity = point(0.0),
        /// GPUs that can be had for a spike beyond those held (count); as many as it takes when not set.
        pub quota: Option<Quantity> = None,
        /// GPUs that are rented together: 1, or 8 for whole machines (count).
        pub block: u32 = 1,
        /// Whether components that use the same model share the GPUs that run it.
        pub shared_models: bool = true,
        /// Drift of GPU prices (share a year).
        pub price_drift: Option<Quantity> = None,
        /// GPUs that are bought instead of rented.
        pub owned: Vec<OwnedGpu> = Vec::new(),
    }
}

record! {
    /// The price of a GPU, in the scenario's currency.
    pub struct GpuPrice {
        /// The GPU.
        pub gpu: String = String::new(),
        /// On demand (per GPU-hour).
        pub per_hour: Quantity = point(0.0),
        /// On spot capacity (per GPU-hour); on demand when not set.
        pub spot_per_hour: Option<Quantity> = None,
    }
}

impl Named for GpuPrice {
    fn name(&self) -> &str {
        &self.gpu
    }
}

record! {
    /// A GPU that is bought instead of rented.
    pub struct OwnedGpu {
        /// The GPU.
        pub gpu: String = String::new(),
        /// Purchase of one, its share of the server included.
        pub capex: Quantity = point(35_000.0),
        /// Years of use (years).
        pub years: Quantity = point(4.0),
        /// Value left at the end (share).
        pub residual: Quantity = point(0.1),
        /// Power drawn, its share of the server included (kW).
        pub kw: Quantity = point(1.3),
        /// Power drawn by the site per power used (factor).
        pub pue: Quantity = point(1.4),
        /// Electricity (per kWh).
        pub electricity_price: Quantity = point(0.12),
    }
}

impl Named for OwnedGpu {
    fn name(&self) -> &str {
        &self.gpu
    }
}

record! {
    /// Hosted model APIs.
    pub struct Hosted {
        /// Negotiated discount on all hosted prices (share).
        pub discount: Quantity = point(0.0),
        /// Drift of token prices (share a year).
        pub price_drift: Option<Quantity> = None,
        /// Whether a second provider stands by; it helps where one unit calls all hosted models.
        pub second_provider: bool = false,
    }
}

record! {
    /// Prices of everything else.
    pub struct Prices {
        /// Negotiated discount on CPU, memory, storage and transfer (share).
        pub cloud_discount: Quantity = point(0.0),
        /// Drift of these prices (share a year).
        pub cloud_drift: Quantity = point(0.0),
    }
}
