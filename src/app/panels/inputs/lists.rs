//! Lists of a plan beside its parts: calls between them, events, spikes, purchases and so on.
//!
//! Each element folds; its rows come from the fields of its list. Elements can be added, copied
//! and removed, and every one of these is an edit that undo takes back.

use super::folds::{caption_ui, fold_ui};
use super::{Inputs, InputsState, rows};
use crate::app::action::{Action, EditKind};
use crate::app::widgets::{Button, Icon};
use crate::scenario::fields::{self, Field, Group};
use crate::scenario::{Scenario, path};
use eframe::egui::Ui;

/// Lists shown in each group, beside components: path, heading, word for one more.
const LISTS: [(Group, &str, &str, &str); 10] = [
    (
        Group::ProductAndDemand,
        "demand.growth.table",
        "Points of the table",
        "Add a point",
    ),
    (
        Group::ProductAndDemand,
        "demand.spikes",
        "Sudden loads",
        "Add a sudden load",
    ),
    (Group::ProductAndDemand, "events", "Events", "Add an event"),
    (
        Group::ComponentsAndModels,
        "edges",
        "Calls between parts",
        "Add a call",
    ),
    (
        Group::ComponentsAndModels,
        "own_models",
        "Models of your own",
        "Add a model",
    ),
    (
        Group::GpusAndPrices,
        "gpus.owned",
        "GPUs bought",
        "Add a purchase",
    ),
    (
        Group::GpusAndPrices,
        "own_gpus",
        "GPUs of your own",
        "Add a GPU",
    ),
    (
        Group::GpusAndPrices,
        "own_apis",
        "Hosted APIs of your own",
        "Add an API",
    ),
    (
        Group::ReliabilityAndValue,
        "reliability.fallbacks",
        "Fallbacks",
        "Add a fallback",
    ),
    (
        Group::ChangeAndDelivery,
        "roadmaps",
        "Roadmaps of your own",
        "",
    ),
];

/// The other lists of a group.
pub(super) fn of_group_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
    group: Group,
) -> Option<Action> {
    let mut wanted = None;
    for (_, list, heading, more) in LISTS.iter().filter(|(at, ..)| *at == group) {
        if *list == "demand.growth.table"
            && inputs.plan.demand.growth.shape != crate::scenario::schema::GrowthShape::Table
        {
            continue;
        }
        wanted = list_ui(ui, inputs, local, list, heading, more).or(wanted);
    }
    wanted
}

/// A list with a fold for each element.
pub(super) fn list_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
    list: &str,
    heading: &str,
    more: &str,
) -> Option<Action> {
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
        let at = path::element(list, &names, index);
        let title = title_of(inputs.plan, list, &names[index], index);
        let removable = (!more.is_empty()).then_some((list, index));
        let (open, action) = fold_ui(ui, local, &at, &title, "", removable);
        wanted = action.or(wanted);
        if !open {
            continue;
        }
        let prefix = format!("{pattern}[].");
        let of_list: Vec<&Field> = fields::all()
            .iter()
            .filter(|field| field.path.starts_with(&prefix))
            .collect();
        for field in of_list {
            let name = &field.path[prefix.len()..];
            if !name.contains('[') {
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
        ui.add_space(6.0);
    }
    if !more.is_empty() && Button::plain(more).icon(Icon::Plus).show(ui).clicked() {
        wanted = Some(Action::change(list, new_element(list, inputs)));
    }
    wanted
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
fn new_element(list: &str, inputs: &Inputs<'_>) -> EditKind {
    let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let parts = &inputs.plan.components;
    let (name, fields) = match list {
        "edges" => {
            let pair = parts
                .iter()
                .flat_map(|from| parts.iter().map(move |to| (from, to)))
                .find(|(from, to)| {
                    from.name != to.name
                        && !inputs
                            .plan
                            .edges
                            .iter()
                            .any(|edge| edge.from == from.name && edge.to == to.name)
                });
            let stated = pair.map_or_else(Vec::new, |(from, to)| {
                vec![text("from", &from.name), text("to", &to.name)]
            });
            (String::new(), stated)
        }
        "demand.growth.table" => {
            let month = inputs
                .plan
                .demand
                .growth
                .table
                .iter()
                .map(|point| point.month)
                .max()
                .map_or(0, |month| month + 12);
            let users = crate::app::values::quantity_text(inputs.plan.demand.users);
            (
                String::new(),
                vec![
                    text("month", &month.to_string()),
                    ("users".to_owned(), users),
                ],
            )
        }
        "events" => ("event".to_owned(), vec![text("month", "12")]),
        "demand.spikes" => ("spike".to_owned(), Vec::new()),
        "gpus.owned" => {
            let gpu = inputs.catalog.gpus.iter().find(|gpu| {
                !inputs
                    .plan
                    .gpus
                    .owned
                    .iter()
                    .any(|owned| owned.gpu == gpu.name)
            });
            (
                gpu.map_or_else(String::new, |gpu| gpu.name.clone()),
                Vec::new(),
            )
        }
        "reliability.fallbacks" => {
            let part = parts.iter().find(|part| {
                !inputs
                    .plan
                    .reliability
                    .fallbacks
                    .iter()
                    .any(|other| other.component == part.name)
            });
            (
                part.map_or_else(String::new, |part| part.name.clone()),
                Vec::new(),
            )
        }
        "own_gpus" => ("my GPU".to_owned(), Vec::new()),
        "own_models" => ("my model".to_owned(), Vec::new()),
        "own_apis" => ("my API".to_owned(), Vec::new()),
        _ => ("swap".to_owned(), Vec::new()),
    };
    EditKind::Add { name, fields }
}
