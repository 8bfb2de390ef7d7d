//! A model and a GPU of the catalogue as the engine sees them.
//!
//! Prices are the scenario's affair and not read here.

use super::constants::ConstantSource;
use super::inputs::{Gpu, Model};
use super::labels as l;
use crate::catalog::{GpuInfo, ModelInfo};
use crate::number::Number;

const GIGA: f64 = 1e9;
const TERA: f64 = 1e12;
const BYTES_PER_GIB: f64 = super::deployment::BYTES_PER_GIB;

/// A language model, from the entries `model.<name>.*`.
///
/// # Errors
/// The source's error for the first entry that it does not have.
pub fn model_of<N: Number, S: ConstantSource<N>>(
    source: &mut S,
    info: &ModelInfo,
) -> Result<Model<N>, S::Error> {
    let mut at = |key: &str| source.constant(&format!("model.{}.{key}", info.name));
    let billion = N::constant(GIGA);
    let experts = if info.moe {
        Some([
            at("experts")?,
            at("experts_per_token")?,
            at("expert_share")?,
        ])
    } else {
        None
    };
    Ok(Model {
        name: info.name.clone(),
        params: (at("params_b")? * billion).named(&l::MODEL_PARAMS),
        active: (at("active_params_b")? * billion).named(&l::MODEL_ACTIVE),
        layers: at("layers")?,
        hidden: at("hidden")?,
        kv_heads: at("kv_heads")?,
        kv_bytes: at("kv_bytes_per_token")?,
        experts,
        latent_cache: info.mla,
        native_fp4: info.gpt_oss,
    })
}

/// A GPU, from the entries `gpu.<name>.*`; its prices are zero.
///
/// # Errors
/// The source's error for the first entry that it does not have.
pub fn gpu_of<N: Number, S: ConstantSource<N>>(
    source: &mut S,
    info: &GpuInfo,
) -> Result<Gpu<N>, S::Error> {
    let mut at = |key: &str| source.constant(&format!("gpu.{}.{key}", info.name));
    let tera = N::constant(TERA);
    Ok(Gpu {
        name: info.name.clone(),
        memory: (at("memory_gib")? * N::constant(BYTES_PER_GIB)).named(&l::GPU_MEMORY),
        bandwidth: (at("bandwidth_gbps")? * N::constant(GIGA)).named(&l::GPU_BANDWIDTH),
        fp16: (at("fp16_tflops")? * tera).named(&l::GPU_COMPUTE),
        fp8: if info.fp8 {
            Some((at("fp8_tflops")? * tera).named(&l::GPU_COMPUTE))
        } else {
            None
        },
        fp4: if info.fp4 {
            Some((at("fp4_tflops")? * tera).named(&l::GPU_COMPUTE))
        } else {
            None
        },
        link: (at("link_gbps")? * N::constant(GIGA)).named(&l::GPU_LINK),
        price: N::zero(),
        spot_price: N::zero(),
        owned: false,
    })
}
