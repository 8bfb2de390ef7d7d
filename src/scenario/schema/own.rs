//! What a plan adds to the catalogue and replaces in it.

use super::point;
use crate::scenario::node::{Named, record};
use crate::scenario::quantity::Quantity;

record! {
    /// A catalogue entry that this plan knows better.
    pub struct Override {
        /// The entry.
        pub id: String = String::new(),
        /// Its value, in the entry's unit; an override without one is refused.
        pub value: Option<Quantity> = None,
        /// Why.
        pub reason: String = String::new(),
    }
}

impl Named for Override {
    fn name(&self) -> &str {
        &self.id
    }
}

record! {
    /// A GPU beside the catalogue's.
    pub struct OwnGpu {
        /// Name.
        pub name: String = String::new(),
        /// Memory (GiB).
        pub memory_gib: Quantity = point(80.0),
        /// Memory bandwidth (GB/s).
        pub bandwidth_gbps: Quantity = point(3_350.0),
        /// Dense FP16 compute (TFLOP/s).
        pub fp16_tflops: Quantity = point(989.0),
        /// Dense FP8 compute (TFLOP/s); none when not set.
        pub fp8_tflops: Option<Quantity> = None,
        /// Dense FP4 compute (TFLOP/s); none when not set.
        pub fp4_tflops: Option<Quantity> = None,
        /// One-direction link to its peers (GB/s).
        pub link_gbps: Quantity = point(64.0),
        /// Price in the scenario's currency (per GPU-hour).
        pub per_hour: Quantity = point(3.0),
        /// Where this comes from.
        pub source: String = String::new(),
    }
}

impl Named for OwnGpu {
    fn name(&self) -> &str {
        &self.name
    }
}

record! {
    /// A model beside the catalogue's.
    pub struct OwnModel {
        /// Name.
        pub name: String = String::new(),
        /// Parameters (billion).
        pub params_b: Quantity = point(8.0),
        /// Parameters active per token (billion); all when not set.
        pub active_params_b: Option<Quantity> = None,
        /// Layers.
        pub layers: Quantity = point(32.0),
        /// Hidden size.
        pub hidden: Quantity = point(4_096.0),
        /// Heads of the KV cache.
        pub kv_heads: Quantity = point(8.0),
        /// KV cache of a token in FP16 (bytes).
        pub kv_bytes_per_token: Quantity = point(131_072.0),
        /// Experts; a dense model when not set.
        pub experts: Option<Quantity> = None,
        /// Experts used per token.
        pub experts_per_token: Option<Quantity> = None,
        /// Share of the weights in experts (share).
        pub expert_share: Option<Quantity> = None,
        /// Where this comes from.
        pub source: String = String::new(),
    }
}

impl Named for OwnModel {
    fn name(&self) -> &str {
        &self.name
    }
}

record! {
    /// A hosted API beside the catalogue's.
    pub struct OwnApi {
        /// Name.
        pub name: String = String::new(),
        /// Fresh prompt tokens, in the scenario's currency (per million).
        pub input: Quantity = point(1.0),
        /// Cached prompt tokens, in the scenario's currency (per million).
        pub cached_input: Quantity = point(0.25),
        /// Answer tokens, in the scenario's currency (per million).
        pub output: Quantity = point(4.0),
        /// Where this comes from.
        pub source: String = String::new(),
    }
}

impl Named for OwnApi {
    fn name(&self) -> &str {
        &self.name
    }
}
