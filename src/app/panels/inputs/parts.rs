//! The parts of the product: what each is, what it runs, how it changes.

use super::folds::{caption_ui, fold_ui};
use super::lists::list_ui;
use super::{Inputs, InputsState, rows};
use crate::app::action::{Action, Change};
use crate::app::widgets::{Button, Icon};
use crate::scenario::fields::{self, Group};
use crate::scenario::schema::{Component, Hosting, Kind};
use crate::scenario::{Node as _, Scenario, path};
use eframe::egui::{Popup, Ui};

/// Which fields a kind of component uses.
fn used_by(field: &str, part: &Component) -> bool {
    let hosted = part.kind == Kind::HostedApi
        || part.kind == Kind::Llm && part.hosting != Hosting::SelfHosted;
    let runs_model = part.kind == Kind::Llm && part.hosting != Hosting::Hosted;
    match field {
        "model" | "precision" | "time_to_first_token_ms" | "inter_token_ms" => runs_model,
        "hosting" => part.kind == Kind::Llm,
        "api" => hosted,
        "tokens_in" | "tokens_out" | "cached_prefix" => {
            part.kind == Kind::Llm || part.kind == Kind::HostedApi
        }
        "gpu_seconds" | "gpu_memory_gib" => part.kind == Kind::GpuJob,
        "price_per_call" => part.kind == Kind::HostedApi,
        "storage_gib" | "storage_gib_per_user" => part.kind == Kind::DataStore,
        "events_per_second"
        | "freshness_s"
        | "feedback_share"
        | "retrain_days"
        | "retrain_gpu_seconds" => part.kind == Kind::Stream,
        "value_share" => !part.core,
        "model_change_share" | "evaluation_hours" | "evaluation_cost" => {
            matches!(part.kind, Kind::Llm | Kind::GpuJob | Kind::HostedApi)
        }
        _ => true,
    }
}

/// Whether the field at a path is used by the component that it belongs to, if it belongs to one.
pub(super) fn used_by_its_component(at: &str, plan: &Scenario) -> bool {
    let Some(index) = crate::app::edit::component_index(plan, at) else {
        return true;
    };
    at.rsplit_once("].")
        .is_none_or(|(_, field)| at.contains("].swaps[") || used_by(field, &plan.components[index]))
}

/// The parts of the product.
pub(super) fn components_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
) -> Option<Action> {
    let mut wanted = None;
    let names: Vec<String> = inputs.plan.components.keys();
    for (index, part) in inputs.plan.components.iter().enumerate() {
        let at = format!("components[{}]", path::element_key(&names, index));
        let detail = match (&part.model, &part.api) {
            (Some(model), _) if part.kind == Kind::Llm => model.clone(),
            (_, Some(api)) => api.clone(),
            _ => part.kind.label().to_owned(),
        };
        let (open, action) = fold_ui(
            ui,
            local,
            &at,
            &part.name,
            &detail,
            Some(("components", index)),
        );
        wanted = action.or(wanted);
        if !open {
            continue;
        }
        for field in fields::of_group(Group::ComponentsAndModels) {
            let Some(name) = field.path.strip_prefix("components[].") else {
                continue;
            };
            let shown = if inputs.key_only {
                field.key
            } else {
                !name.contains('[')
            };
            if shown && used_by(name, part) {
                let at = format!("{at}.{name}");
                wanted = rows::row_ui(ui, inputs, local, field, &at, field.label).or(wanted);
            }
        }
        if !inputs.key_only && part.kind == Kind::Llm {
            let list = format!("{at}.swaps");
            wanted = list_ui(ui, inputs, local, &list, "", "Add a change of model").or(wanted);
        }
        ui.add_space(6.0);
    }
    let button = Button::plain("Add a part").icon(Icon::Plus).show(ui);
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(180.0);
        for kind in Kind::ALL {
            if ui.button(kind.label()).clicked() {
                wanted = Some(Action::change(
                    "components",
                    Change::Add {
                        name: kind.label().to_lowercase(),
                        fields: new_component(*kind, inputs),
                    },
                ));
            }
        }
    });
    wanted
}

/// What a new component of a kind states, so that the plan stays valid.
fn new_component(kind: Kind, inputs: &Inputs<'_>) -> Vec<(String, String)> {
    let mut stated = vec![("kind".to_owned(), kind.word().to_owned())];
    let other = |pick: fn(&Component) -> Option<&String>| {
        inputs.plan.components.iter().find_map(pick).cloned()
    };
    match kind {
        Kind::Llm => {
            let model = other(|part| part.model.as_ref()).or_else(|| {
                Some(
                    inputs
                        .catalog
                        .models
                        .iter()
                        .find(|model| model.kind == crate::catalog::ModelKind::Llm)?
                        .name
                        .clone(),
                )
            });
            stated.extend(model.map(|model| ("model".to_owned(), model)));
        }
        Kind::HostedApi => {
            let api = other(|part| part.api.as_ref())
                .or_else(|| Some(inputs.catalog.apis.first()?.name.clone()));
            stated.extend(api.map(|api| ("api".to_owned(), api)));
        }
        _ => {}
    }
    stated
}

/// How each component changes.
pub(super) fn changes_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
) -> Option<Action> {
    let mut wanted = None;
    let names: Vec<String> = inputs.plan.components.keys();
    if names.is_empty() {
        return None;
    }
    caption_ui(ui, "Changes asked for, by part");
    for (index, part) in inputs.plan.components.iter().enumerate() {
        let at = format!("components[{}]", path::element_key(&names, index));
        if inputs.key_only {
            let changes = format!("{at}.changes");
            if let Some(field) = fields::field_for(&changes) {
                wanted = rows::row_ui(ui, inputs, local, field, &changes, &part.name).or(wanted);
            }
            continue;
        }
        let key = format!("change {at}");
        let detail = crate::app::values::shown(
            fields::field_for(&format!("{at}.changes")),
            part.changes,
            &inputs.plan.currency,
        )
        .full();
        let (open, _) = fold_ui(ui, local, &key, &part.name, &detail, None);
        if !open {
            continue;
        }
        for field in fields::of_group(Group::ChangeAndDelivery) {
            let Some(name) = field.path.strip_prefix("components[].") else {
                continue;
            };
            if used_by(name, part) {
                wanted = rows::row_ui(
                    ui,
                    inputs,
                    local,
                    field,
                    &format!("{at}.{name}"),
                    field.label,
                )
                .or(wanted);
            }
        }
    }
    wanted
}
