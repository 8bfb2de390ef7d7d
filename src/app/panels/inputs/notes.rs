//! What stands behind a name in a list to pick from: price, size, memory.

use crate::app::plan_inputs::catalog_price;
use crate::app::values;
use crate::catalog::{Catalog, ModelInfo};
use crate::scenario::fields::field_for;
use crate::scenario::schema::Precision;
use crate::scenario::{Quantity, Scenario};
use crate::units::{Currency, trimmed};

/// Bytes of a binary giga.
const GIB: f64 = 1_073_741_824.0;

/// Parameters of a model, and the memory that its weights take.
pub(super) fn of_model(catalog: &Catalog, model: &ModelInfo, precision: Precision) -> String {
    let of = |what: &str| catalog.likely(&format!("model.{}.{what}", model.name)).ok();
    let Some(params) = of("params_b") else {
        return String::new();
    };
    let bytes = if model.gpt_oss {
        catalog.likely("serving.gpt_oss_bytes_per_parameter").ok()
    } else {
        match precision {
            Precision::Fp16 => Some(2.0),
            Precision::Fp8 => Some(1.0),
            Precision::Fp4 => catalog.likely("serving.fp4_bytes_per_parameter").ok(),
        }
    };
    let size = match of("active_params_b").filter(|_| model.moe) {
        Some(active) => format!("{} B, {} B active", short(params), short(active)),
        None => format!("{} B", short(params)),
    };
    match bytes {
        Some(bytes) => format!("{size}, {} GiB", short(params * 1e9 * bytes / GIB)),
        None => size,
    }
}

/// Prices of a hosted API, for a million tokens in and out.
pub(super) fn of_api(plan: &Scenario, catalog: &Catalog, name: &str) -> String {
    let money = Currency::new(&plan.currency);
    let price = |what: &str| {
        let usd = catalog.likely(&format!("api.{name}.{what}")).ok()?;
        Some(usd * plan.units_per_usd.likely)
    };
    match (price("input"), price("output")) {
        (Some(input), Some(output)) => format!(
            "{} in, {} out",
            money.price_per(input, "M"),
            money.price_per(output, "M")
        ),
        _ => String::new(),
    }
}

/// Memory and price of a GPU.
pub(super) fn of_gpu(plan: &Scenario, catalog: &Catalog, name: &str) -> String {
    let memory = catalog
        .likely(&format!("gpu.{name}.memory_gib"))
        .map_or_else(|_| String::new(), |gib| format!("{} GiB", short(gib)));
    let own = plan.gpus.prices.iter().find(|own| own.gpu == name);
    let price = own.map_or_else(
        || catalog_price(plan, catalog, name),
        |own| Some(own.per_hour),
    );
    let price = price.map(|price| {
        let field = field_for("gpus.prices[].per_hour");
        values::shown(field, Quantity::point(price.likely), &plan.currency).full()
    });
    match price {
        Some(price) if memory.is_empty() => price,
        Some(price) => format!("{memory}, {price}"),
        None if memory.is_empty() => "no price".to_owned(),
        None => format!("{memory}, no price"),
    }
}

/// How many GPUs a provider rents out.
pub(super) fn of_provider(catalog: &Catalog, provider: &str) -> String {
    let offers = catalog.gpu_offers.iter();
    let count = offers
        .filter(|offer| offer.provider == provider && offer.on_demand)
        .count();
    crate::units::counted(count as f64, "GPU", "GPUs")
}

/// A size to three digits at most.
fn short(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    trimmed(value, decimals)
}

#[cfg(test)]
mod tests {
    use super::{of_api, of_gpu, of_model};
    use crate::catalog::Catalog;
    use crate::scenario::Scenario;
    use crate::scenario::schema::Precision;

    #[test]
    fn every_name_in_the_catalogue_has_its_note() {
        let (plan, catalog) = (Scenario::default(), Catalog::builtin().unwrap());
        assert!(catalog.apis.len() >= 46);
        for api in &catalog.apis {
            let note = of_api(&plan, catalog, &api.name);
            assert!(
                note.contains(" in, ") && note.ends_with(" out"),
                "{}: {note}",
                api.name
            );
        }
        for model in &catalog.models {
            let note = of_model(catalog, model, Precision::Fp16);
            assert!(
                note.contains(" B") && note.ends_with("GiB"),
                "{}: {note}",
                model.name
            );
        }
        for gpu in &catalog.gpus {
            let note = of_gpu(&plan, catalog, &gpu.name);
            assert!(note.contains("GiB"), "{}: {note}", gpu.name);
        }
        let small = catalog.model("Llama-3.1-8B").unwrap();
        // 8.03 billion parameters of two bytes are 16.06 GB, which is 15 GiB.
        assert_eq!(of_model(catalog, small, Precision::Fp16), "8.03 B, 15 GiB");
    }
}
