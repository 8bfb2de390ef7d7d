//! The catalogue as a plan has it: with what it adds and what it knows better.

use std::borrow::Cow;

use super::{CompileError, field};
use crate::catalog::{ApiSpec, Catalog, Given, GpuSpec, ModelSpec, Range};
use crate::scenario::Quantity;
use crate::scenario::schema::{OwnApi, OwnGpu, OwnModel, Scenario};

/// The catalogue with what a scenario adds to it and replaces in it.
///
/// # Errors
/// When an override names no entry, or an addition is not possible.
pub fn catalog_of<'a>(
    scenario: &Scenario,
    catalog: &'a Catalog,
) -> Result<Cow<'a, Catalog>, CompileError> {
    let nothing = scenario.overrides.is_empty()
        && scenario.own_gpus.is_empty()
        && scenario.own_models.is_empty()
        && scenario.own_apis.is_empty();
    if nothing {
        return Ok(Cow::Borrowed(catalog));
    }
    let usd = 1.0 / scenario.units_per_usd.likely;
    let mut own = catalog.clone();
    for gpu in &scenario.own_gpus {
        add_gpu(&mut own, gpu, usd)?;
    }
    for model in &scenario.own_models {
        add_model(&mut own, model)?;
    }
    for api in &scenario.own_apis {
        add_api(&mut own, api, usd)?;
    }
    replace(&mut own, scenario)?;
    Ok(Cow::Owned(own))
}

fn range(quantity: &Quantity, factor: f64) -> Range {
    let Quantity { low, likely, high } = quantity;
    Range::new(low * factor, likely * factor, high * factor)
}

fn same(quantity: &Quantity) -> Range {
    range(quantity, 1.0)
}

/// `usd`: USD that a unit of the plan's currency buys.
fn add_gpu(own: &mut Catalog, gpu: &OwnGpu, usd: f64) -> Result<(), CompileError> {
    let given = Given::assumed(&gpu.source);
    let spec = GpuSpec {
        memory_gib: same(&gpu.memory_gib),
        bandwidth_gbps: same(&gpu.bandwidth_gbps),
        fp16_tflops: same(&gpu.fp16_tflops),
        fp8_tflops: gpu.fp8_tflops.as_ref().map(same),
        fp4_tflops: gpu.fp4_tflops.as_ref().map(same),
        tdp_w: None,
        link_gbps: same(&gpu.link_gbps),
    };
    own.with_gpu(&gpu.name, &spec, &given)?;
    own.with_gpu_price(&gpu.name, range(&gpu.per_hour, usd), None, &given)?;
    Ok(())
}

fn add_model(own: &mut Catalog, model: &OwnModel) -> Result<(), CompileError> {
    let experts = match (
        &model.experts,
        &model.experts_per_token,
        &model.expert_share,
    ) {
        (Some(all), Some(used), Some(share)) => Some([same(all), same(used), same(share)]),
        _ => None,
    };
    let spec = ModelSpec {
        params_b: same(&model.params_b),
        active_params_b: model.active_params_b.as_ref().map(same),
        layers: same(&model.layers),
        hidden: same(&model.hidden),
        kv_heads: same(&model.kv_heads),
        kv_bytes_per_token: same(&model.kv_bytes_per_token),
        experts,
        mla: false,
        gpt_oss: false,
    };
    own.with_model(&model.name, &spec, &Given::assumed(&model.source))?;
    Ok(())
}

/// `usd`: USD that a unit of the plan's currency buys.
fn add_api(own: &mut Catalog, api: &OwnApi, usd: f64) -> Result<(), CompileError> {
    let spec = ApiSpec {
        input: range(&api.input, usd),
        cached_input: range(&api.cached_input, usd),
        output: range(&api.output, usd),
    };
    own.with_api(&api.name, &spec, &Given::assumed(&api.source))?;
    Ok(())
}

fn replace(own: &mut Catalog, scenario: &Scenario) -> Result<(), CompileError> {
    for replaced in &scenario.overrides {
        let (id, reason) = (&replaced.id, &replaced.reason);
        let value = replaced.value.ok_or_else(|| {
            field(
                format!("overrides[{id}].value"),
                "an override needs a value",
            )
        })?;
        own.with_override(id, value.low, value.likely, value.high, reason)?;
    }
    Ok(())
}
