//! Rows whose value is a text, a name out of several, or a set of names.

use super::rows::{finish, row};
use super::{Inputs, InputsState};
use crate::app::action::{Action, Change};
use crate::app::theme::{Theme, Type, radius};
use crate::app::widgets::row::RowState;
use crate::app::widgets::{Icon, paint_icon};
use crate::scenario::Leaf;
use crate::scenario::fields::Field;
use eframe::egui;
use eframe::egui::{
    Align2, CornerRadius, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2,
};

/// The names that a text may be, when it names something.
fn known_names(inputs: &Inputs<'_>, at: &str) -> Option<Vec<String>> {
    let (plan, catalog) = (inputs.plan, inputs.catalog);
    let pattern = crate::scenario::fields::pattern(at);
    Some(match pattern.as_str() {
        "components[].model" | "components[].swaps[].model" => catalog
            .models
            .iter()
            .map(|model| model.name.clone())
            .chain(plan.own_models.iter().map(|model| model.name.clone()))
            .collect(),
        "components[].api" | "components[].swaps[].api" => catalog
            .apis
            .iter()
            .map(|api| api.name.clone())
            .chain(plan.own_apis.iter().map(|api| api.name.clone()))
            .collect(),
        "gpus.provider" => catalog.providers().into_iter().map(str::to_owned).collect(),
        "gpus.allowed" | "gpus.prices[].gpu" | "gpus.owned[].gpu" => catalog
            .gpus
            .iter()
            .map(|gpu| gpu.name.clone())
            .chain(plan.own_gpus.iter().map(|gpu| gpu.name.clone()))
            .collect(),
        "demand.growth.adoption" => catalog
            .adoption
            .iter()
            .map(|curve| curve.name.clone())
            .collect(),
        "edges[].from"
        | "edges[].to"
        | "reliability.fallbacks[].component"
        | "goals.must_isolate"
        | "goals.must_not_split" => plan
            .components
            .iter()
            .map(|part| part.name.clone())
            .collect(),
        _ => return None,
    })
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
                    Action::change(component, Change::Rename(text))
                }
                _ => Action::set(at, text),
            });
        return finish(ui, inputs, local, field, at, leaf, &row).or(set);
    };
    let mut options: Vec<&str> = Vec::new();
    if field.optional {
        options.push(match field.path {
            "gpus.provider" => "median",
            _ => "none",
        });
    }
    options.extend(names.iter().map(String::as_str));
    if !current.is_empty() && !options.contains(&current) {
        options.push(current);
    }
    let selected = if current.is_empty() {
        0
    } else {
        options
            .iter()
            .position(|name| *name == current)
            .unwrap_or(usize::MAX)
    };
    let row = row(inputs, field, at, label, leaf).choice_ui(ui, label, &options, selected);
    let set = row.inner.map(|index| match options.get(index) {
        Some(name) if index > 0 || !field.optional => Action::set(at, *name),
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
        let mut set = None;
        Popup::menu(&response)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                ui.set_min_width(190.0);
                egui::ScrollArea::vertical()
                    .max_height(320.0)
                    .show(ui, |ui| {
                        for name in &names {
                            let mut on = chosen.contains(&name.as_str());
                            if ui.checkbox(&mut on, name).changed() {
                                let mut next: Vec<&str> = chosen
                                    .iter()
                                    .copied()
                                    .filter(|other| other != name)
                                    .collect();
                                if on {
                                    next.push(name);
                                }
                                set = Some(Action::set(at, next.join(", ")));
                            }
                        }
                    });
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
