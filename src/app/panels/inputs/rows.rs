//! One input as a row: the right control for its kind, its mark, its warnings, its menu.

use super::range::between;
use super::{Inputs, InputsState, limits, names, source};
use crate::app::action::{Action, Edit, EditKind};
use crate::app::plan_inputs::around;
use crate::app::values;
use crate::app::widgets::row::Effect;
use crate::app::widgets::{NumberField, NumberFieldResponse, Row, RowResponse, Spread};
use crate::metalog::Bounds;
use crate::scenario::fields::{Field, FieldKind};
use crate::scenario::limits as of_plan;
use crate::scenario::{Leaf, Quantity, Scenario, path};
use crate::units::Typed;
use eframe::egui::Ui;

/// Texts of several sentences, which get the whole width.
const LONG_TEXTS: [&str; 2] = ["story", "expected"];

/// Draws the row of a field.
pub(super) fn row_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
    field: &Field,
    at: &str,
    label: &str,
) -> Option<Action> {
    let leaf = match (path::get(inputs.plan, at), field.kind) {
        (Ok(leaf), _) => leaf,
        (Err(_), FieldKind::Optional) => Leaf::Unset,
        (Err(_), _) => return None,
    };
    ui.push_id(at, |ui| match (field.kind, &leaf) {
        (FieldKind::Number | FieldKind::Count, _) => {
            number_row_ui(ui, inputs, local, field, at, label, &leaf)
        }
        (FieldKind::Flag, Leaf::Flag(on)) => {
            let row = row(inputs, field, at, label, &leaf).toggle_ui(ui, label, *on);
            let set = row.inner.map(|on| Action::set(at, on.to_string()));
            finish(ui, inputs, local, field, at, &leaf, &row).or(set)
        }
        (FieldKind::Optional, _) => optional_row_ui(ui, inputs, at, label, field),
        (FieldKind::Names, Leaf::Text(text)) => {
            names::names_row_ui(ui, inputs, local, field, at, label, text)
        }
        (FieldKind::Text, Leaf::Text(text)) if LONG_TEXTS.contains(&field.path) => {
            super::long_text::long_text_ui(ui, local, at, label, field.help, text)
        }
        (FieldKind::Text, _) => names::text_row_ui(ui, inputs, local, field, at, label, &leaf),
        (_, Leaf::Choice(word)) => {
            let mut words: Vec<&str> = field
                .kind
                .words()
                .iter()
                .copied()
                .filter(|word| !matches!(*word, "Units" | "To"))
                .collect();
            if !words.contains(&word.as_str()) {
                words.push(word);
            }
            let labels: Vec<&str> = words.iter().map(|word| values::word_label(word)).collect();
            let selected = words
                .iter()
                .position(|other| other == word)
                .unwrap_or(usize::MAX);
            let row = row(inputs, field, at, label, &leaf).choice_ui(ui, label, &labels, selected);
            let set = row
                .inner
                .and_then(|index| words.get(index))
                .map(|word| Action::set(at, *word));
            finish(ui, inputs, local, field, at, &leaf, &row).or(set)
        }
        _ => None,
    })
    .inner
}

/// The row without its control.
pub(super) fn row<'r>(
    inputs: &'r Inputs<'_>,
    field: &'r Field,
    at: &'r str,
    label: &'r str,
    leaf: &Leaf,
) -> Row<'r> {
    let effect = inputs
        .effect
        .filter(|effect| effect.path == at)
        .map(|effect| Effect {
            figure: &effect.figure,
            rest: &effect.rest,
            note: &effect.note,
        });
    Row::new(at, label)
        .second(inputs.second_line(at))
        .help(field.help)
        .changed(is_changed(inputs, at, leaf))
        .effect(effect)
        .box_width(inputs.box_width)
        .caution(inputs.findings.get(at).map_or("", String::as_str))
}

/// Whether the value differs from the preset's.
pub(super) fn is_changed(inputs: &Inputs<'_>, at: &str, leaf: &Leaf) -> bool {
    path::get(inputs.base, at).is_ok_and(|base| base != *leaf)
}

fn number_row_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
    field: &Field,
    at: &str,
    label: &str,
    leaf: &Leaf,
) -> Option<Action> {
    let currency = &inputs.plan.currency;
    let standing_in = values::default_of(field, inputs.plan, inputs.catalog);
    let unset = *leaf == Leaf::Unset;
    let value = match leaf {
        Leaf::Number(value) => *value,
        Leaf::Count(count) => Quantity::point(*count as f64),
        _ => standing_in
            .unwrap_or_else(|| Quantity::point(field.typical.map_or(0.0, |(low, _)| low))),
    };
    let shown = values::shown(Some(field), value, currency);
    let quiet = unset && !local.numbers.is_editing(at);
    let weak = match (standing_in, field.path.starts_with("team.levels.")) {
        (Some(_), _) => shown.full(),
        (None, true) => "don't know".to_owned(),
        (None, false) => "not set".to_owned(),
    };
    // A default is not a value of the plan: it stands in the weaker text of units.
    let (text, unit) = if quiet {
        ("", weak.as_str())
    } else {
        (shown.text.as_str(), shown.unit.as_str())
    };
    let allowed = of_plan::allowed(inputs.plan, field, at);
    let limit = |value: f64| limits::within(field, allowed, value, currency);
    let example = limits::example(field, currency);
    let spread = (!value.is_point() && !unset).then_some(Spread {
        low: value.low,
        likely: value.likely,
        high: value.high,
    });
    let number = NumberField::new(at, label, value.likely, text)
        .unit(unit)
        .scale(shown.scale)
        .currency(currency)
        .known(
            of_plan::allowed(inputs.plan, field, at),
            of_plan::typical(inputs.plan, field, at),
        )
        .step(limits::step(field, value.likely))
        .width(inputs.box_width)
        .spread(spread)
        .ranges(field.kind == FieldKind::Number)
        .example(&example)
        .check(&limit);
    let note = source::note(inputs, field, at, leaf);
    let usual = of_plan::typical(inputs.plan, field, at);
    let unusual = limits::unusual(field, usual, leaf, currency);
    let mut row = row(inputs, field, at, label, leaf).provenance(note.standing, &note.text);
    // What a check says of it, such as what was likely meant, comes first.
    if !unusual.is_empty() && !inputs.findings.contains_key(at) {
        row = row.caution(&unusual);
    }
    let row = row.number_ui(ui, number, &mut local.numbers);
    let edit = number_edit(
        of_plan::bounds(inputs.plan, at),
        local,
        at,
        value,
        leaf,
        &row.inner,
    );
    if row.inner.focused && !local.numbers.is_editing(at) {
        local.idle_focus = Some(row.inner.response.id);
    }
    let menu = number_menu_ui(inputs, field, at, leaf, value, &row);
    finish(ui, inputs, local, field, at, leaf, &row)
        .or(menu)
        .or(edit)
}

/// The edit that a value box asks for.
fn number_edit(
    bounds: Bounds,
    local: &mut InputsState,
    at: &str,
    value: Quantity,
    leaf: &Leaf,
    field: &NumberFieldResponse,
) -> Option<Action> {
    if field.response.drag_started() {
        local.gesture += 1;
    }
    let likely = field.changed?;
    // A value that was not set has no range of its own to keep.
    let keep = if *leaf == Leaf::Unset {
        Quantity::point(value.likely)
    } else {
        value
    };
    let next = match field.entry {
        Some(Typed::Range(low, likely, high)) => Quantity { low, likely, high },
        Some(Typed::Ends(low, high)) => between(low, high, keep.likely, bounds),
        _ => keep.with_likely(likely).within(bounds),
    };
    let text = match leaf {
        Leaf::Count(_) => format!("{:.0}", next.likely),
        _ => values::quantity_text(next),
    };
    let dragging = !field.committed || field.response.drag_stopped();
    Some(Action::Edit(Edit {
        path: at.to_owned(),
        change: EditKind::Set(text),
        gesture: dragging.then_some(local.gesture),
    }))
}

/// What the row's menu (right click on the label) offers.
fn number_menu_ui(
    inputs: &Inputs<'_>,
    field: &Field,
    at: &str,
    leaf: &Leaf,
    value: Quantity,
    row: &RowResponse<NumberFieldResponse>,
) -> Option<Action> {
    let mut wanted = None;
    row.label.context_menu(|ui| {
        ui.set_min_width(190.0);
        if field.kind == FieldKind::Number {
            if value.is_point() {
                let range = around(value.likely, of_plan::bounds(inputs.plan, at));
                if !range.is_point() && ui.button("Make it a range").clicked() {
                    wanted = Some(Action::set(at, values::quantity_text(range)));
                }
            } else if ui.button("Make it one number").clicked() {
                wanted = Some(Action::set(
                    at,
                    values::quantity_text(Quantity::point(value.likely)),
                ));
            }
        }
        if ui.button("Copy").clicked() {
            let text = values::shown(Some(field), value, &inputs.plan.currency).full();
            wanted = Some(Action::CopyText {
                text: text.replace(crate::units::MINUS, "-"),
                what: "Value",
            });
        }
        if field.optional && *leaf != Leaf::Unset && ui.button("Use the default").clicked() {
            wanted = Some(Action::set(at, "None"));
        }
        if is_changed(inputs, at, leaf) && ui.button("Reset").clicked() {
            wanted = Some(Action::change(at, EditKind::Reset));
        }
    });
    wanted
}

/// Reset and source pop-up, the same for every kind of row.
pub(super) fn finish<T>(
    ui: &Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
    field: &Field,
    at: &str,
    leaf: &Leaf,
    row: &RowResponse<T>,
) -> Option<Action> {
    if row.reset {
        local.numbers.forget(at);
        return Some(Action::change(at, EditKind::Reset));
    }
    row.mark
        .as_ref()
        .and_then(|mark| source::popup_ui(ui, inputs, &mut local.numbers, field, at, leaf, mark))
}

fn optional_row_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    at: &str,
    label: &str,
    field: &Field,
) -> Option<Action> {
    let is_set = |plan: &Scenario| path::get(plan, at) != Ok(Leaf::Unset);
    let on = is_set(inputs.plan);
    let row = Row::new(at, label)
        .help(field.help)
        .changed(on != is_set(inputs.base))
        .box_width(inputs.box_width)
        .toggle_ui(ui, label, on);
    let wanted = row.inner.or(row.reset.then_some(!on))?;
    Some(Action::set(at, if wanted { "()" } else { "None" }))
}
