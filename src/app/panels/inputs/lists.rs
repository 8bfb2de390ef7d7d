//! Lists of a plan: components with their models, calls between them, events, spikes and so on.
//!
//! Each element folds; its rows come from the fields of its list. Elements can be added, copied
//! and removed, and every one of these is an edit that undo takes back.

use eframe::egui;
use super::{Inputs, InputsState, rows};
use crate::app::action::{Action, Change};
use crate::app::theme::{Theme, Type, space};
use crate::app::widgets::icons::{icon_button_sized, paint_focus};
use crate::app::widgets::{Button, Icon, paint_icon};
use crate::scenario::fields::{self, Field, Group};
use crate::scenario::schema::{Component, Hosting, Kind};
use crate::scenario::{Node, Scenario, path};
use eframe::egui::{Popup, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// Lists shown in each group, beside components: path, heading, word for one more.
const LISTS: [(Group, &str, &str, &str); 10] = [
    (Group::ProductAndDemand, "demand.growth.table", "Points of the table", "Add a point"),
    (Group::ProductAndDemand, "demand.spikes", "Sudden loads", "Add a sudden load"),
    (Group::ProductAndDemand, "events", "Events", "Add an event"),
    (Group::ComponentsAndModels, "edges", "Calls between parts", "Add a call"),
    (Group::ComponentsAndModels, "own_models", "Models of your own", "Add a model"),
    (Group::GpusAndPrices, "gpus.owned", "GPUs bought", "Add a purchase"),
    (Group::GpusAndPrices, "own_gpus", "GPUs of your own", "Add a GPU"),
    (Group::GpusAndPrices, "own_apis", "Hosted APIs of your own", "Add an API"),
    (Group::ReliabilityAndValue, "reliability.fallbacks", "Fallbacks", "Add a fallback"),
    (Group::ChangeAndDelivery, "roadmaps", "Roadmaps of your own", ""),
];

/// Which fields a kind of component uses.
fn used_by(field: &str, part: &Component) -> bool {
    let hosted = part.kind == Kind::HostedApi || part.kind == Kind::Llm && part.hosting != Hosting::SelfHosted;
    let runs_model = part.kind == Kind::Llm && part.hosting != Hosting::Hosted;
    match field {
        "model" | "precision" | "time_to_first_token_ms" | "inter_token_ms" => runs_model,
        "hosting" => part.kind == Kind::Llm,
        "api" => hosted,
        "tokens_in" | "tokens_out" | "cached_prefix" => part.kind == Kind::Llm || part.kind == Kind::HostedApi,
        "gpu_seconds" | "gpu_memory_gib" => part.kind == Kind::GpuJob,
        "price_per_call" => part.kind == Kind::HostedApi,
        "storage_gib" | "storage_gib_per_user" => part.kind == Kind::DataStore,
        "events_per_second" | "freshness_s" | "feedback_share" | "retrain_days" | "retrain_gpu_seconds" => {
            part.kind == Kind::Stream
        }
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
pub(super) fn components_ui(ui: &mut Ui, inputs: &Inputs<'_>, local: &mut InputsState) -> Option<Action> {
    let mut wanted = None;
    let names: Vec<String> = inputs.plan.components.keys();
    for (index, part) in inputs.plan.components.iter().enumerate() {
        let at = format!("components[{}]", path::element_key(&names, index));
        let detail = match (&part.model, &part.api) {
            (Some(model), _) if part.kind == Kind::Llm => model.clone(),
            (_, Some(api)) => api.clone(),
            _ => part.kind.label().to_owned(),
        };
        let (open, action) = fold_ui(ui, local, &at, &part.name, &detail, Some(("components", index)));
        wanted = action.or(wanted);
        if !open {
            continue;
        }
        for field in fields::of_group(Group::ComponentsAndModels) {
            let Some(name) = field.path.strip_prefix("components[].") else { continue };
            let shown = if inputs.key_only { field.key } else { !name.contains('[') };
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
    let other = |pick: fn(&Component) -> Option<&String>| inputs.plan.components.iter().find_map(pick).cloned();
    match kind {
        Kind::Llm => {
            let model = other(|part| part.model.as_ref())
                .or_else(|| Some(inputs.catalog.models.iter().find(|model| model.kind == crate::catalog::ModelKind::Llm)?.name.clone()));
            stated.extend(model.map(|model| ("model".to_owned(), model)));
        }
        Kind::HostedApi => {
            let api = other(|part| part.api.as_ref()).or_else(|| Some(inputs.catalog.apis.first()?.name.clone()));
            stated.extend(api.map(|api| ("api".to_owned(), api)));
        }
        _ => {}
    }
    stated
}

/// How each component changes.
pub(super) fn changes_ui(ui: &mut Ui, inputs: &Inputs<'_>, local: &mut InputsState) -> Option<Action> {
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
        let detail = crate::app::values::shown(fields::field_for(&format!("{at}.changes")), part.changes, &inputs.plan.currency).full();
        let (open, _) = fold_ui(ui, local, &key, &part.name, &detail, None);
        if !open {
            continue;
        }
        for field in fields::of_group(Group::ChangeAndDelivery) {
            let Some(name) = field.path.strip_prefix("components[].") else { continue };
            if used_by(name, part) {
                wanted = rows::row_ui(ui, inputs, local, field, &format!("{at}.{name}"), field.label).or(wanted);
            }
        }
    }
    wanted
}

/// The other lists of a group.
pub(super) fn of_group_ui(ui: &mut Ui, inputs: &Inputs<'_>, local: &mut InputsState, group: Group) -> Option<Action> {
    let mut wanted = None;
    for (_, list, heading, more) in LISTS.iter().filter(|(at, ..)| *at == group) {
        if *list == "demand.growth.table" && inputs.plan.demand.growth.shape != crate::scenario::schema::GrowthShape::Table {
            continue;
        }
        wanted = list_ui(ui, inputs, local, list, heading, more).or(wanted);
    }
    wanted
}

/// A list with a fold for each element.
fn list_ui(ui: &mut Ui, inputs: &Inputs<'_>, local: &mut InputsState, list: &str, heading: &str, more: &str) -> Option<Action> {
    let node = path::walk(inputs.plan, list).ok()?;
    let names = node.keys();
    if names.is_empty() && more.is_empty() {
        return None;
    }
    let mut wanted = None;
    if !heading.is_empty() {
        caption_ui(ui, heading);
    }
    let pattern = fields::pattern(list);
    for index in 0..names.len() {
        let at = format!("{list}[{}]", path::element_key(&names, index));
        let title = title_of(inputs.plan, list, &names[index], index);
        let removable = (!more.is_empty()).then_some((list, index));
        let (open, action) = fold_ui(ui, local, &at, &title, "", removable);
        wanted = action.or(wanted);
        if !open {
            continue;
        }
        let prefix = format!("{pattern}[].");
        let of_list: Vec<&Field> = fields::all().iter().filter(|field| field.path.starts_with(&prefix)).collect();
        for field in of_list {
            let name = &field.path[prefix.len()..];
            if !name.contains('[') {
                wanted = rows::row_ui(ui, inputs, local, field, &format!("{at}.{name}"), field.label).or(wanted);
            }
        }
        ui.add_space(6.0);
    }
    if !more.is_empty() && Button::plain(more).icon(Icon::Plus).show(ui).clicked() {
        wanted = Some(Action::change(list, new_element(list, inputs)));
    }
    wanted
}

/// A small heading, in line with the labels of rows.
fn caption_ui(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui);
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(14.0);
        Type::CAPTION.label(ui, text, theme.text3);
    });
}

/// What an element of a list is called.
fn title_of(plan: &Scenario, list: &str, name: &str, index: usize) -> String {
    match (list, plan.edges.get(index)) {
        ("edges", Some(edge)) => format!("{} to {}", edge.from, edge.to),
        _ if name.is_empty() => format!("number {}", index + 1),
        _ => name.to_owned(),
    }
}

/// A new element that keeps the plan valid.
fn new_element(list: &str, inputs: &Inputs<'_>) -> Change {
    let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let parts = &inputs.plan.components;
    let (name, fields) = match list {
        "edges" => {
            let pair = parts.iter().flat_map(|from| parts.iter().map(move |to| (from, to))).find(|(from, to)| {
                from.name != to.name
                    && !inputs.plan.edges.iter().any(|edge| edge.from == from.name && edge.to == to.name)
            });
            let stated = pair.map_or_else(Vec::new, |(from, to)| vec![text("from", &from.name), text("to", &to.name)]);
            (String::new(), stated)
        }
        "demand.growth.table" => {
            let month = inputs.plan.demand.growth.table.iter().map(|point| point.month).max().map_or(0, |month| month + 12);
            let users = crate::app::values::quantity_text(inputs.plan.demand.users);
            (String::new(), vec![text("month", &month.to_string()), ("users".to_owned(), users)])
        }
        "events" => ("event".to_owned(), vec![text("month", "12")]),
        "demand.spikes" => ("spike".to_owned(), Vec::new()),
        "gpus.owned" => {
            let gpu = inputs.catalog.gpus.iter().find(|gpu| !inputs.plan.gpus.owned.iter().any(|owned| owned.gpu == gpu.name));
            (gpu.map_or_else(String::new, |gpu| gpu.name.clone()), Vec::new())
        }
        "reliability.fallbacks" => {
            let part = parts.iter().find(|part| !inputs.plan.reliability.fallbacks.iter().any(|other| other.component == part.name));
            (part.map_or_else(String::new, |part| part.name.clone()), Vec::new())
        }
        "own_gpus" => ("my GPU".to_owned(), Vec::new()),
        "own_models" => ("my model".to_owned(), Vec::new()),
        "own_apis" => ("my API".to_owned(), Vec::new()),
        _ => ("swap".to_owned(), Vec::new()),
    };
    Change::Add { name, fields }
}

/// The header of a fold; copy and remove stand at its end. Returns whether it is open.
fn fold_ui(
    ui: &mut Ui,
    local: &mut InputsState,
    key: &str,
    title: &str,
    detail: &str,
    element: Option<(&str, usize)>,
) -> (bool, Option<Action>) {
    let theme = Theme::of(ui);
    let open = local.folds.contains(key);
    let mut wanted = None;
    ui.push_id(("fold", key), |ui| {
        let (_, row) = ui.allocate_space(vec2(ui.available_width(), space::ROW));
        let buttons = if element.is_some() { 52.0 } else { 0.0 };
        let head = egui::Rect::from_min_max(row.min, pos2(row.right() - buttons, row.bottom()));
        let response = ui.interact(head, ui.scope_id().with("head"), Sense::click());
        let icon = if open { Icon::ChevronDown } else { Icon::ChevronRight };
        let hot = response.hovered() || response.has_focus();
        paint_icon(ui.painter(), icon, pos2(row.left() + 7.5, row.center().y), 11.0, if hot { theme.text } else { theme.text3 });
        let title_style = if open { Type::ROW_STRONG } else { Type::ROW };
        let name = title_style.galley_elided(ui.painter(), title, theme.text, head.width() - 24.0);
        let left = row.left() + 18.0;
        let name_width = name.size().x;
        ui.painter().galley(pos2(left, row.center().y - name.size().y / 2.0), name, theme.text);
        let room = head.right() - left - name_width - 10.0;
        if room > 20.0 && !detail.is_empty() {
            let detail = Type::CAPTION.galley_elided(ui.painter(), detail, theme.text2, room);
            let at = pos2(head.right() - detail.size().x - 4.0, row.center().y - detail.size().y / 2.0);
            ui.painter().galley(at, detail, theme.text2);
        }
        paint_focus(ui, head.shrink2(vec2(0.0, 2.0)), 4, &response);
        let state = if open { "open" } else { "closed" };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{title}, {state}")));
        if response.clicked() && !local.folds.remove(key) {
            local.folds.insert(key.to_owned());
        }
        if let Some((list, index)) = element {
            let area = egui::Rect::from_min_max(pos2(head.right(), row.top()), row.max);
            let layout = egui::Layout::right_to_left(egui::Align::Center);
            let mut child = ui.new_child(egui::UiBuilder::new().max_rect(area).layout(layout));
            child.spacing_mut().item_spacing.x = 2.0;
            if icon_button_sized(&mut child, Icon::Trash, &format!("Remove {title}"), 24.0).clicked() {
                wanted = Some(Action::change(list, Change::Remove(index)));
            }
            if icon_button_sized(&mut child, Icon::Copy, &format!("Copy {title}"), 24.0).clicked() {
                wanted = Some(Action::change(list, Change::Duplicate(index)));
            }
        }
    });
    (open, wanted)
}
