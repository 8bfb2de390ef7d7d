//! Which inputs a plan has: where its fields stand, which of them mean anything for it, and what stands in for a
//! price or a range that is not stated.

use super::edit::component_index;
use crate::catalog::{Catalog, Entry};
use crate::metalog::Bounds;
use crate::scenario::fields::Field;
use crate::scenario::schema::{Component, Hosting, Kind};
use crate::scenario::{Quantity, Scenario, path};

/// How far a new range reaches either side of its likely value.
const NEW_RANGE: f64 = 0.2;

/// Whether a field means anything for this plan: growth fields depend on the shape, for example.
pub(crate) fn applies(field: &Field, plan: &Scenario) -> bool {
    use crate::scenario::schema::GrowthShape::{Compound, Flat, Linear, SCurve, Table};
    let shape = plan.demand.growth.shape;
    match field.path {
        "demand.growth.monthly_rate" => {
            matches!(shape, Compound | SCurve) && plan.demand.growth.adoption.is_none()
        }
        "demand.growth.users_per_month" => shape == Linear,
        "demand.growth.ceiling" => shape == SCurve && plan.demand.growth.adoption.is_none(),
        "demand.growth.adoption" => shape == SCurve,
        "demand.users" => {
            !matches!(shape, Table) || plan.demand.growth.table.is_empty() || shape == Flat
        }
        path if path::is_within(path, "launch") => plan.launch.is_some(),
        "version" => false,
        // Where a plan came from is nothing to type.
        path if path::is_within(path, "begun_from") => false,
        _ => true,
    }
}

/// The paths at which a field stands in a plan: one, or one for each element of its list.
pub(crate) fn paths_of(field: &Field, plan: &Scenario) -> Vec<String> {
    if !field.in_list() {
        return if applies(field, plan) {
            vec![field.path.to_owned()]
        } else {
            Vec::new()
        };
    }
    let mut paths = vec![String::new()];
    for (depth, part) in field.path.split("[]").enumerate() {
        let last = field.path.split("[]").count() == depth + 1;
        paths = paths
            .into_iter()
            .flat_map(|head| {
                let here = format!("{head}{part}");
                if last {
                    return vec![here];
                }
                let names = path::walk(plan, &here)
                    .map(crate::scenario::Node::keys)
                    .unwrap_or_default();
                (0..names.len())
                    .map(|index| path::element(&here, &names, index))
                    .collect()
            })
            .collect();
    }
    paths.retain(|at| used_by_its_component(at, plan));
    paths
}

/// Whether the field at a path is used by the component that it belongs to, if it belongs to one.
fn used_by_its_component(at: &str, plan: &Scenario) -> bool {
    let Some(index) = component_index(plan, at) else {
        return true;
    };
    at.rsplit_once("].")
        .is_none_or(|(_, field)| at.contains("].swaps[") || used_by(field, &plan.components[index]))
}

/// Which fields a kind of component uses.
pub(crate) fn used_by(field: &str, part: &Component) -> bool {
    let hosted = part.kind == Kind::HostedApi
        || part.kind == Kind::Llm && part.hosting != Hosting::SelfHosted;
    let runs_model = part.kind == Kind::Llm && part.hosting != Hosting::Hosted;
    match field {
        "model" | "precision" | "time_to_first_token_ms" | "inter_token_ms" => runs_model,
        "hosting" => part.kind == Kind::Llm,
        "api" => hosted,
        "tokens_in" | "tokens_out" | "cached_prefix" | "answer_cache" => {
            part.kind == Kind::Llm || part.kind == Kind::HostedApi
        }
        "freshness_s" => part.kind == Kind::Stream || hosted,
        "gpu_seconds" | "gpu_memory_gib" | "latency_target_s" => part.kind == Kind::GpuJob,
        "price_per_call" => part.kind == Kind::HostedApi,
        "storage_gib" | "storage_gib_per_user" => part.kind == Kind::DataStore,
        "events_per_second" | "feedback_share" | "retrain_days" | "retrain_gpu_seconds" => {
            part.kind == Kind::Stream
        }
        "value_share" => !part.core,
        "model_change_share" | "evaluation_hours" | "evaluation_cost" => {
            matches!(part.kind, Kind::Llm | Kind::GpuJob | Kind::HostedApi)
        }
        _ => true,
    }
}

/// The catalogue's entry for the price of a GPU: the chosen provider's, else the market's.
pub(crate) fn price_entry<'c>(
    plan: &Scenario,
    catalog: &'c Catalog,
    gpu: &str,
) -> Option<&'c Entry> {
    let provider = plan.gpus.provider.as_deref();
    let id = provider.map(|provider| format!("gpu_price.{gpu}.{provider}.on_demand"));
    id.and_then(|id| catalog.entries.get(&id))
        .or_else(|| catalog.entries.get(&format!("gpu_price.{gpu}.market")))
}

/// The catalogue's price of a GPU in the plan's currency.
pub(crate) fn catalog_price(plan: &Scenario, catalog: &Catalog, gpu: &str) -> Option<Quantity> {
    let entry = price_entry(plan, catalog, gpu)?;
    let rate = plan.units_per_usd.likely;
    Some(Quantity {
        low: entry.low * rate,
        likely: entry.likely * rate,
        high: entry.high * rate,
    })
}

/// A range around a number that has none; still none where it stands at the end of what can be.
pub(crate) fn around(likely: f64, bounds: Bounds) -> Quantity {
    let reach = if likely == 0.0 {
        1.0
    } else {
        NEW_RANGE * likely.abs()
    };
    let range = Quantity {
        low: likely - reach,
        likely,
        high: likely + reach,
    };
    range.within(bounds)
}
