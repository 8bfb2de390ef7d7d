//! Rows whose value is a text, a name out of several, or a set of names.

use super::rows::{finish, row};
use super::{Inputs, InputsState, notes};
use crate::app::action::{Action, EditKind};
use crate::app::theme::{Theme, Type, radius};
use crate::app::widgets::picker::{Item, picker_ui};
use crate::app::widgets::row::RowState;
use crate::app::widgets::{Icon, paint_icon};
use crate::catalog::ModelKind;
use crate::scenario::fields::Field;
use crate::scenario::schema::Precision;
use crate::scenario::{Leaf, Node, Scenario, path};
use eframe::egui::{
    Align2, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
};

/// Lists whose elements have names of their own.
const NAMED: [&str; 9] = [
    "components",
    "events",
    "demand.spikes",
    "gpus.prices",
    "gpus.owned",
    "reliability.fallbacks",
    "own_gpus",
    "own_models",
    "own_apis",
];

/// Elements that have another name in `after`: where they stood, and where they stand.
pub(super) fn renamed(before: &Scenario, after: &Scenario) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut compare = |list: &str, in_before: &str| {
        let keys = |plan: &Scenario, list: &str| path::walk(plan, list).map(Node::keys);
        let (Ok(old), Ok(new)) = (keys(before, in_before), keys(after, list)) else {
            return;
        };
        if old.len() != new.len() {
            return;
        }
        let place = |names: &[String], at: usize| path::element_key(names, at);
        for at in 0..old.len() {
            let (was, is) = (place(&old, at), place(&new, at));
            if was != is {
                found.push((path::keyed(list, &was), path::keyed(list, &is)));
            }
        }
    };
    for list in NAMED {
        compare(list, list);
    }
    let pairs = before.components.iter().zip(&after.components);
    for (index, _) in pairs.enumerate() {
        let swaps = |plan: &Scenario| {
            let component = path::element("components", &plan.components.keys(), index);
            path::below(&component, "swaps")
        };
        // The component's own new name has been followed already.
        compare(&swaps(after), &swaps(before));
    }
    found
}

/// A name to pick, and what is to be known before.
struct Known {
    name: String,
    note: String,
}

/// The names that a text may be, when it names something.
fn known_names(inputs: &Inputs<'_>, at: &str) -> Option<Vec<Known>> {
    let (plan, catalog) = (inputs.plan, inputs.catalog);
    let pattern = crate::scenario::fields::pattern(at);
    let plain = |name: &str, note: &str| Known {
        name: name.to_owned(),
        note: note.to_owned(),
    };
    Some(match pattern.as_str() {
        "components[].model" | "components[].swaps[].model" => catalog
            .models
            .iter()
            // Only a language model can take a language model's place.
            .filter(|model| model.kind == ModelKind::Llm)
            .map(|model| Known {
                name: model.name.clone(),
                note: notes::of_model(catalog, model, precision_at(plan, at)),
            })
            .collect(),
        "components[].api" | "components[].swaps[].api" => catalog
            .apis
            .iter()
            .map(|api| Known {
                name: api.name.clone(),
                note: notes::of_api(plan, catalog, &api.name),
            })
            .collect(),
        "gpus.provider" => catalog
            .providers()
            .into_iter()
            .map(|provider| Known {
                name: provider.to_owned(),
                note: notes::of_provider(catalog, provider),
            })
            .collect(),
        "gpus.allowed" | "gpus.prices[].gpu" | "gpus.owned[].gpu" => catalog
            .gpus
            .iter()
            .map(|gpu| Known {
                name: gpu.name.clone(),
                note: notes::of_gpu(plan, catalog, &gpu.name),
            })
            .collect(),
        "demand.growth.adoption" => catalog
            .adoption
            .iter()
            .map(|curve| plain(&curve.name, &curve.label))
            .collect(),
        "edges[].from"
        | "edges[].to"
        | "demand.spikes[].component"
        | "reliability.fallbacks[].component"
        | "goals.must_isolate"
        | "goals.must_not_split" => plan
            .components
            .iter()
            .map(|part| plain(&part.name, part.kind.label()))
            .collect(),
        _ => return None,
    })
}

/// The number format of the weights for the model at a path.
fn precision_at(plan: &Scenario, at: &str) -> Precision {
    let beside = at
        .rsplit_once('.')
        .map(|(head, _)| format!("{head}.precision"));
    let word = beside.and_then(|at| match path::get(plan, &at) {
        Ok(Leaf::Choice(word)) => Some(word),
        _ => None,
    });
    let known = word.and_then(|word| Precision::ALL.iter().find(|known| known.word() == word));
    known.copied().unwrap_or(Precision::Fp8)
}

/// A row whose value is a text, chosen from what it may name where that is known.
pub(super) fn text_row_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
    field: &Field,
    at: &str,
    label: &str,
    leaf: &Leaf,
) -> Option<Action> {
    let current = match leaf {
        Leaf::Text(text) => text.as_str(),
        _ => "",
    };
    let Some(names) = known_names(inputs, at) else {
        let row =
            row(inputs, field, at, label, leaf).text_ui(ui, at, label, current, &mut local.numbers);
        let set = row
            .inner
            .clone()
            .map(|text| match at.strip_suffix(".name") {
                Some(component)
                    if component.starts_with("components[") && !component.contains(".swaps") =>
                {
                    Action::change(component, EditKind::Rename(text))
                }
                _ => Action::set(at, text),
            });
        return finish(ui, inputs, local, field, at, leaf, &row).or(set);
    };
    let mut options: Vec<Item<'_>> = Vec::new();
    if field.optional {
        let name = match field.path {
            "gpus.provider" => "median",
            _ => "none",
        };
        options.push(Item { name, note: "" });
    }
    options.extend(names.iter().map(|known| Item {
        name: &known.name,
        note: &known.note,
    }));
    let is_there = options.iter().any(|item| item.name == current);
    if !current.is_empty() && !is_there {
        let note = "not in the list";
        options.push(Item {
            name: current,
            note,
        });
    }
    let selected = if current.is_empty() {
        0
    } else {
        options
            .iter()
            .position(|item| item.name == current)
            .unwrap_or(usize::MAX)
    };
    let row = row(inputs, field, at, label, leaf).pick_ui(ui, label, &options, selected);
    let set = row.inner.map(|index| match options.get(index) {
        Some(item) if index > 0 || !field.optional => Action::set(at, item.name),
        _ => Action::set(at, "None"),
    });
    finish(ui, inputs, local, field, at, leaf, &row).or(set)
}

/// A row whose value is a set of names, ticked in a menu.
pub(super) fn names_row_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
    field: &Field,
    at: &str,
    label: &str,
    text: &str,
) -> Option<Action> {
    let leaf = Leaf::Text(text.to_owned());
    let chosen: Vec<&str> = text.split(", ").filter(|name| !name.is_empty()).collect();
    let names = known_names(inputs, at).unwrap_or_default();
    let shown = match chosen.as_slice() {
        [] if field.path == "gpus.allowed" => "any priced".to_owned(),
        [] => "none".to_owned(),
        [one] => (*one).to_owned(),
        many => format!("{} chosen", many.len()),
    };
    let row = row(inputs, field, at, label, &leaf).custom_ui(ui, |ui, rect, _| {
        let response = names_box_ui(ui, rect, label, &shown);
        let items: Vec<Item<'_>> = names
            .iter()
            .map(|known| Item {
                name: &known.name,
                note: &known.note,
            })
            .collect();
        let ticked = |at: usize| chosen.contains(&items[at].name);
        let set = picker_ui(&response, label, &items, &ticked, true).map(|picked| {
            let name = items[picked].name;
            let mut next = chosen.clone();
            next.retain(|other| *other != name);
            if !ticked(picked) {
                next.push(name);
            }
            Action::set(at, next.join(", "))
        });
        let focused = response.has_focus();
        let error = String::new();
        (set, RowState { focused, error })
    });
    let set = row.inner.clone();
    finish(ui, inputs, local, field, at, &leaf, &row).or(set)
}

/// A value box that says which names are chosen and opens a menu of ticks.
fn names_box_ui(ui: &Ui, rect: Rect, name: &str, shown: &str) -> Response {
    let theme = Theme::of(ui);
    let response = ui.interact(rect, ui.scope_id().with(("names", name)), Sense::click());
    let stroke = match (response.has_focus(), response.hovered()) {
        (true, _) => Stroke::new(2.0, theme.focus),
        (false, true) => Stroke::new(1.0, theme.strong),
        (false, false) => Stroke::new(1.0, theme.border),
    };
    let corner = CornerRadius::same(radius::VALUE);
    ui.painter()
        .rect(rect, corner, theme.field, stroke, StrokeKind::Inside);
    paint_icon(
        ui.painter(),
        Icon::ChevronDown,
        pos2(rect.left() + 13.0, rect.center().y + 0.5),
        10.0,
        theme.strong,
    );
    let galley = Type::ROW.galley_elided(ui.painter(), shown, theme.text, rect.width() - 32.0);
    let at =
        Align2::RIGHT_CENTER.anchor_size(pos2(rect.right() - 8.0, rect.center().y), galley.size());
    ui.painter().galley(at.min, galley, theme.text);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, name);
        info.current_text_value = Some(shown.to_owned());
        info
    });
    response
}
