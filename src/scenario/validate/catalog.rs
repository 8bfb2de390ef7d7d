//! Names that the catalogue must know: models, GPUs, APIs, providers, curves, entries.

use super::super::fields::bounds_of_constant;
use super::super::node::Named;
use super::super::quantity::Quantity;
use super::super::schema::{Component, Hosting, Kind, Precision, Scenario};
use super::ranges::{plain, shapeless};
use super::{Checker, FitCheck, component_path, element};
use crate::catalog::{Catalog, ModelKind};
use crate::diagnostic::Diagnostic;

pub(super) fn check(checker: &mut Checker<'_>, fit: &FitCheck<'_>) {
    components(checker, fit);
    gpus(checker);
    growth(checker);
    overrides(checker);
    own_models(checker);
}

fn components(checker: &mut Checker<'_>, fit: &FitCheck<'_>) {
    let plan = checker.plan;
    for (index, part) in plan.components.iter().enumerate() {
        let path = component_path(plan, index);
        if let Some(model) = &part.model {
            checker.model(&format!("{path}.model"), model, part.kind);
        }
        if let Some(api) = &part.api {
            checker.api(&format!("{path}.api"), api);
        }
        for (at, swap) in part.swaps.iter().enumerate() {
            if let Some(model) = &swap.model {
                checker.model(&format!("{path}.swaps[{at}].model"), model, part.kind);
            }
            if let Some(api) = &swap.api {
                checker.api(&format!("{path}.swaps[{at}].api"), api);
            }
        }
        missing(checker, part, &path);
        if part.kind == Kind::Llm
            && part.hosting == Hosting::SelfHosted
            && let Some(reason) = fit(plan, checker.catalog, part)
        {
            checker.push(
                Diagnostic::error("does-not-fit", format!("{path}.model"), reason)
                    .hint("Choose a smaller model, fewer bits, a larger GPU, or a hosted API"),
            );
        }
    }
}

fn missing(checker: &mut Checker<'_>, part: &Component, path: &str) {
    let needs_model = part.kind == Kind::Llm && part.hosting != Hosting::Hosted;
    if needs_model && part.model.is_none() {
        checker.push(
            Diagnostic::error(
                "missing-model",
                format!("{path}.model"),
                "a language model of one's own needs a model",
            )
            .hint("Set `model` to a model of the catalogue or of `own_models`"),
        );
    }
    let needs_api = part.kind == Kind::Llm && part.hosting != Hosting::SelfHosted;
    if part.api.is_some() || part.price_per_call.likely > 0.0 {
        return;
    }
    let api_path = format!("{path}.api");
    let hint = "Set `api` to one of the catalogue or of `own_apis`, or set `price_per_call`";
    if needs_api {
        checker.push(
            Diagnostic::error(
                "missing-api",
                api_path,
                "a hosted language model needs an API",
            )
            .hint(hint),
        );
    } else if part.kind == Kind::HostedApi {
        checker.push(
            Diagnostic::warning(
                "missing-api",
                api_path,
                "a hosted API without a price is free",
            )
            .hint(hint),
        );
    }
}

impl Checker<'_> {
    fn model(&mut self, path: &str, name: &str, kind: Kind) {
        let (plan, catalog) = (self.plan, self.catalog);
        let own = plan.own_models.iter().any(|model| model.name == name);
        let known = catalog.models.iter().find(|model| model.name == name);
        let language = catalog
            .models
            .iter()
            .filter(|model| kind != Kind::Llm || model.kind == ModelKind::Llm)
            .map(|model| model.name.as_str())
            .chain(plan.own_models.iter().map(Named::name));
        match known {
            _ if own => {}
            Some(model) if kind == Kind::Llm && model.kind != ModelKind::Llm => self.push(
                Diagnostic::error(
                    "unknown-model",
                    path,
                    format!("`{name}` is not a language model"),
                )
                .found(name)
                .allowed(crate::diagnostic::words_allowed(name, language)),
            ),
            Some(_) => {}
            None => self.unknown("unknown-model", path, "model", name, language),
        }
    }

    fn api(&mut self, path: &str, name: &str) {
        let (plan, catalog) = (self.plan, self.catalog);
        let known: Vec<&str> = catalog
            .apis
            .iter()
            .map(|api| api.name.as_str())
            .chain(plan.own_apis.iter().map(Named::name))
            .collect();
        if !known.contains(&name) {
            self.unknown("unknown-api", path, "hosted API", name, known);
        }
    }

    fn gpu(&mut self, path: &str, name: &str) -> bool {
        let (plan, catalog) = (self.plan, self.catalog);
        let known: Vec<&str> = catalog
            .gpus
            .iter()
            .map(|gpu| gpu.name.as_str())
            .chain(plan.own_gpus.iter().map(Named::name))
            .collect();
        if known.contains(&name) {
            return true;
        }
        self.unknown("unknown-gpu", path, "GPU", name, known);
        false
    }
}

fn gpus(checker: &mut Checker<'_>) {
    let (plan, catalog) = (checker.plan, checker.catalog);
    for name in &plan.gpus.allowed {
        if checker.gpu("gpus.allowed", name) && !is_priced(plan, catalog, name) {
            checker.push(
                Diagnostic::warning(
                    "unpriced-gpu",
                    "gpus.allowed",
                    format!("`{name}` has no price in the catalogue and is left out"),
                )
                .found(name)
                .hint("State its price in `gpus.prices`"),
            );
        }
    }
    for (list, names) in [
        ("gpus.prices", names(&plan.gpus.prices)),
        ("gpus.owned", names(&plan.gpus.owned)),
    ] {
        for (index, name) in names.iter().enumerate() {
            if !name.is_empty() {
                let path = format!("{}.gpu", element(list, &names, index));
                checker.gpu(&path, name);
            }
        }
    }
    if let Some(provider) = &plan.gpus.provider {
        let known = catalog.providers();
        if !known.contains(&provider.as_str()) {
            checker.unknown(
                "unknown-provider",
                "gpus.provider",
                "provider",
                provider,
                known,
            );
        }
    }
}

fn names<T: Named>(list: &[T]) -> Vec<String> {
    list.iter().map(|item| item.name().to_owned()).collect()
}

fn is_priced(plan: &Scenario, catalog: &Catalog, name: &str) -> bool {
    plan.own_gpus.iter().any(|gpu| gpu.name == name)
        || plan.gpus.prices.iter().any(|price| price.gpu == name)
        || plan.gpus.owned.iter().any(|owned| owned.gpu == name)
        || catalog
            .gpus
            .iter()
            .any(|gpu| gpu.name == name && gpu.priced)
        || catalog.offers(name).any(|offer| offer.on_demand)
}

fn growth(checker: &mut Checker<'_>) {
    let (plan, catalog) = (checker.plan, checker.catalog);
    if let Some(name) = &plan.demand.growth.adoption {
        let known: Vec<&str> = catalog
            .adoption
            .iter()
            .map(|curve| curve.name.as_str())
            .collect();
        if !known.contains(&name.as_str()) {
            checker.unknown(
                "unknown-adoption",
                "demand.growth.adoption",
                "adoption curve",
                name,
                known,
            );
        }
    }
}

fn overrides(checker: &mut Checker<'_>) {
    let (plan, catalog) = (checker.plan, checker.catalog);
    let ids = names(&plan.overrides);
    for (index, change) in plan.overrides.iter().enumerate() {
        let path = element("overrides", &ids, index);
        if change.id.is_empty() {
            continue;
        }
        match catalog.entries.get(&change.id) {
            Some(entry) => {
                override_value(checker, &path, change.value, &entry.unit, entry.low >= 0.0);
            }
            None if is_own(plan, &change.id) => {}
            None => {
                let known = catalog.entries.keys().map(String::as_str);
                checker.unknown(
                    "unknown-entry",
                    &format!("{path}.id"),
                    "catalogue entry",
                    &change.id,
                    known,
                );
            }
        }
        if change.reason.trim().is_empty() {
            checker.push(
                Diagnostic::warning(
                    "missing-reason",
                    format!("{path}.reason"),
                    format!("`{}` is overridden without a reason", change.id),
                )
                .hint("Say in `reason` why this plan knows better"),
            );
        }
    }
}

fn override_value(
    checker: &mut Checker<'_>,
    path: &str,
    value: Quantity,
    unit: &str,
    positive: bool,
) {
    let most = if unit == "share" { 1.0 } else { f64::INFINITY };
    let least = if positive { 0.0 } else { f64::NEG_INFINITY };
    if least <= value.low && value.high <= most {
        // What does not rise is told with all other numbers.
        let rises = value.low <= value.likely && value.likely <= value.high;
        let bounds = bounds_of_constant(unit, value.low, value.high);
        if let Some(finding) = shapeless(&format!("{path}.value"), value, bounds)
            && rises
        {
            checker.push(finding);
        }
        return;
    }
    let allowed = match (positive, most.is_finite()) {
        (true, true) => "0 to 1",
        (true, false) => "0 or more",
        (false, _) => "1 or less",
    };
    checker.push(
        Diagnostic::error(
            "out-of-range",
            format!("{path}.value"),
            format!("a value in {unit} cannot be {} here", plain(value.likely)),
        )
        .found(plain(value.likely))
        .allowed(allowed),
    );
}

/// Whether an id belongs to a GPU, model or API that the plan adds.
fn is_own(plan: &Scenario, id: &str) -> bool {
    let of = |kind: &str, names: Vec<String>| {
        names.iter().any(|name| {
            id.strip_prefix(kind)
                .and_then(|rest| rest.strip_prefix(name.as_str()))
                .is_some_and(|rest| rest.starts_with('.'))
        })
    };
    of("gpu.", names(&plan.own_gpus))
        || of("gpu_price.", names(&plan.own_gpus))
        || of("model.", names(&plan.own_models))
        || of("api.", names(&plan.own_apis))
}

fn own_models(checker: &mut Checker<'_>) {
    let models = names(&checker.plan.own_models);
    for (index, model) in checker.plan.own_models.iter().enumerate() {
        let given = [model.experts, model.experts_per_token, model.expert_share];
        let count = given.iter().flatten().count();
        if count != 0 && count != given.len() {
            checker.push(
                Diagnostic::error(
                    "incomplete-experts",
                    format!("{}.experts", element("own_models", &models, index)),
                    "a mixture of experts is described in part",
                )
                .hint("Set `experts`, `experts_per_token` and `expert_share`, or none of them"),
            );
        }
    }
}

/// Most GPUs that hold one copy of a model.
const MOST_GPUS: f64 = 8.0;

/// Whether a model's weights alone fit eight of any GPU allowed; the reason when they do not.
/// What else must fit, and how fast it runs, is for the engine to say.
pub fn weights_fit(plan: &Scenario, catalog: &Catalog, part: &Component) -> Option<String> {
    let name = part.model.as_deref()?;
    let params = match plan.own_models.iter().find(|model| model.name == name) {
        Some(own) => own.params_b.likely,
        None => catalog.likely(&format!("model.{name}.params_b")).ok()?,
    };
    let gpt_oss = catalog
        .models
        .iter()
        .any(|model| model.name == name && model.gpt_oss);
    let bytes = match part.precision {
        _ if gpt_oss => catalog.likely("serving.gpt_oss_bytes_per_parameter").ok()?,
        Precision::Fp16 => 2.0,
        Precision::Fp8 => 1.0,
        Precision::Fp4 => catalog.likely("serving.fp4_bytes_per_parameter").ok()?,
    };
    let share = catalog.likely("serving.gpu_memory_share").ok()?;
    let fixed = catalog.likely("serving.gpu_memory_fixed_bytes").ok()?;
    let gib = f64::from(1_u32 << 30);
    let weights = params * 1e9 * bytes;
    let memory = |gpu: &str| match plan.own_gpus.iter().find(|own| own.name == gpu) {
        Some(own) => Some(own.memory_gib.likely),
        None => catalog.likely(&format!("gpu.{gpu}.memory_gib")).ok(),
    };
    let everything = catalog
        .gpus
        .iter()
        .map(|gpu| gpu.name.clone())
        .chain(names(&plan.own_gpus));
    let candidates: Vec<String> = if plan.gpus.allowed.is_empty() {
        everything.collect()
    } else {
        plan.gpus.allowed.clone()
    };
    let (largest, room) = candidates
        .into_iter()
        .filter_map(|gpu| Some((MOST_GPUS * (memory(&gpu)? * gib * share - fixed), gpu)))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(room, gpu)| (gpu, room))?;
    (weights > room).then(|| {
        format!(
            "`{name}` in {} takes {:.0} GiB, eight {largest} hold {:.0} GiB",
            part.precision.label(),
            weights / gib,
            room / gib
        )
    })
}
