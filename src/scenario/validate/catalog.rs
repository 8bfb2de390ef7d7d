//! Names that the catalogue must know: models, GPUs, APIs, providers, curves, entries.

use super::super::fields::bounds_of_constant;
use super::super::node::Named;
use super::super::path::element;
use super::super::quantity::Quantity;
use super::super::schema::{Component, Hosting, Kind, Precision, Scenario};
use super::ranges::{plain, shapeless};
use super::{Checker, FitCheck, component_path};
use crate::catalog::{Catalog, Entry, ModelKind};
use crate::diagnostic::Diagnostic;
use crate::units::{lower_first, round_significant};

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
    if part.api.is_some() || part.price_per_call.high > 0.0 {
        return;
    }
    let api_path = format!("{path}.api");
    let hint = "Set `api` to one of the catalogue or of `own_apis`, or set `price_per_call`";
    if needs_api || part.kind == Kind::HostedApi {
        let what = if needs_api {
            "a hosted language model needs an API"
        } else {
            "a hosted API needs a price"
        };
        checker.push(Diagnostic::error("missing-api", api_path, what).hint(hint));
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
            Some(entry) => override_value(checker, &path, change.value, entry),
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

fn override_value(checker: &mut Checker<'_>, path: &str, value: Option<Quantity>, entry: &Entry) {
    let at = format!("{path}.value");
    let (least, most) = entry.allowed;
    let ends = |(low, high): (f64, f64)| {
        let [low, high] = [low, high].map(|end| plain(round_significant(end, 3)));
        format!("{low} to {high} {}", entry.unit)
    };
    let known = format!("the catalogue has {}", shown_range(entry));
    let aside = format!("The catalogue has {}", shown_range(entry));
    let Some(value) = value else {
        checker.push(
            Diagnostic::error("missing-value", at, format!("`{}` has no value", entry.id))
                .allowed(ends((least, most)))
                .hint(format!("Add `value`; {known}")),
        );
        return;
    };
    let rises = value.low <= value.likely && value.likely <= value.high;
    let is_finite = [value.low, value.likely, value.high]
        .iter()
        .all(|value| value.is_finite());
    // What does not rise or is not finite is told with all other numbers.
    if !rises || !is_finite {
        return;
    }
    if value.low < least || most < value.high {
        let wrong = [value.likely, value.low, value.high]
            .into_iter()
            .find(|value| *value < least || most < *value);
        let wrong = plain(wrong.unwrap_or(value.likely));
        let message = format!("{} cannot be {wrong}", lower_first(&entry.label));
        checker.push(
            Diagnostic::error("out-of-range", at, message)
                .found(wrong)
                .allowed(ends((least, most)))
                .hint(aside),
        );
        return;
    }
    let bounds = bounds_of_constant(&entry.unit, value.low, value.high);
    if let Some(finding) = shapeless(&at, value, bounds) {
        checker.push(finding);
        return;
    }
    let (low, high) = entry.usual();
    if value.likely < low || high < value.likely {
        let likely = plain(value.likely);
        let message = format!("{likely} is unusual for {}", lower_first(&entry.label));
        checker.push(
            Diagnostic::warning("unusual", at, message)
                .found(likely)
                .hint(format!(
                    "Within {} it would not be; {known}",
                    ends((low, high))
                )),
        );
    }
}

/// The range of an entry, as a scenario states it.
fn shown_range(entry: &Entry) -> String {
    if entry.is_point() {
        return plain(entry.likely);
    }
    let [low, likely, high] = [entry.low, entry.likely, entry.high].map(plain);
    format!("({low}, {likely}, {high})")
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

/// GPUs of a host, and hosts over which a mixture of experts spreads.
const HOST_GPUS: f64 = 8.0;
const HOSTS: f64 = 8.0;

/// Whether a model's weights alone fit as many of any GPU allowed as hold one copy of it, eight or,
/// of a mixture of experts, 64; the reason when they do not.
/// What else must fit, and how fast it runs, is for the engine to say.
pub fn weights_fit(plan: &Scenario, catalog: &Catalog, part: &Component) -> Option<String> {
    let name = part.model.as_deref()?;
    let own = plan.own_models.iter().find(|model| model.name == name);
    let (params, is_mixture) = match own {
        Some(own) => (own.params_b.likely, own.experts.is_some()),
        None => (
            catalog.likely(&format!("model.{name}.params_b")).ok()?,
            catalog
                .entries
                .contains_key(&format!("model.{name}.experts")),
        ),
    };
    let (most, word) = if is_mixture {
        (HOST_GPUS * HOSTS, "64")
    } else {
        (HOST_GPUS, "eight")
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
        .filter_map(|gpu| Some((most * (memory(&gpu)? * gib * share - fixed), gpu)))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(room, gpu)| (gpu, room))?;
    (weights > room).then(|| {
        format!(
            "`{name}` in {} takes {:.0} GiB, {word} {largest} hold {:.0} GiB",
            part.precision.label(),
            weights / gib,
            room / gib
        )
    })
}
