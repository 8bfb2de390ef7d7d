//! The parts of the product: what each is, what it runs, how it changes.

use super::folds::{caption_ui, fold_ui};
use super::lists::list_ui;
use super::{Inputs, InputsState, rows};
use crate::app::action::{Action, EditKind};
use crate::app::edit::free_name;
use crate::app::plan_inputs::used_by;
use crate::app::starting;
use crate::app::widgets::{Button, Icon, menu_item_ui};
use crate::scenario::fields::{self, Group};
use crate::scenario::schema::Kind;
use crate::scenario::{Node as _, path};
use eframe::egui::{Popup, Ui};

/// What of a component is among the key inputs, beside the fields that are key anyway.
const KEY_OF_A_PART: [&str; 3] = ["name", "calls", "api"];

/// The parts of the product.
pub(super) fn components_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
) -> Option<Action> {
    let mut wanted = None;
    let names: Vec<String> = inputs.plan.components.keys();
    for (index, part) in inputs.plan.components.iter().enumerate() {
        let at = path::element("components", &names, index);
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
                field.key || KEY_OF_A_PART.contains(&name)
            } else {
                !name.contains('[')
            };
            let at = format!("{at}.{name}");
            if shown && used_by(name, part) && !inputs.is_shown_above(&at, local) {
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
            if menu_item_ui(ui, kind.label(), "", false).clicked() {
                let name = kind.label().to_lowercase();
                // What was added is open, so that one sees with which values it begins.
                let key = format!("components[{}]", free_name(&name, &names));
                local.show_fold(key);
                let fields = starting::component(*kind, inputs.plan, inputs.catalog);
                let add = EditKind::Add { name, fields };
                wanted = Some(Action::change("components", add));
            }
        }
    });
    wanted
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
        let at = path::element("components", &names, index);
        if inputs.key_only {
            let changes = format!("{at}.changes");
            let field = fields::field_for(&changes);
            if let Some(field) = field.filter(|_| !inputs.is_shown_above(&changes, local)) {
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
