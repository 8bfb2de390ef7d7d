//! Prices of the GPUs that the plan's roadmaps use, the catalogue's until they are edited.

use super::range::between;
use super::{Inputs, InputsState, notes, rows, source};
use crate::analysis::report::Report;
use crate::app::action::{Action, EditKind};
use crate::app::plan_inputs::{catalog_price, price_entry};
use crate::app::values;
use crate::app::widgets::picker::{Item, picker_ui};
use crate::app::widgets::{Button, Icon, NumberField, Row};
use crate::scenario::fields::field_for;
use crate::scenario::path::element_of;
use crate::scenario::{Quantity, Scenario, limits as of_plan};
use crate::units::Typed;
use eframe::egui::Ui;

/// Most GPUs shown among the key inputs.
const MOST: usize = 6;

/// Draws a row for each price that counts, and a way to add another.
pub(super) fn prices_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
) -> Option<Action> {
    let mut wanted = None;
    for gpu in in_use(inputs.report, inputs.plan) {
        if inputs.is_shown_above(&price_path(&gpu), local) {
            continue;
        }
        wanted = price_ui(ui, inputs, local, &gpu, &gpu).or(wanted);
        let spot = format!("gpus.prices[{gpu}].spot_per_hour");
        if let Some(field) = field_for(&spot).filter(|_| !inputs.key_only && is_own(inputs, &gpu)) {
            let label = format!("{gpu}, spot");
            wanted = rows::row_ui(ui, inputs, local, field, &spot, &label).or(wanted);
        }
    }
    if !inputs.key_only {
        wanted = add_ui(ui, inputs).or(wanted);
    }
    wanted
}

/// Where the price of a GPU stands in a plan.
pub(super) fn price_path(gpu: &str) -> String {
    format!("gpus.prices[{gpu}].per_hour")
}

/// The GPU whose price stands at a path.
pub(super) fn priced_by(at: &str) -> Option<&str> {
    let (gpu, field) = element_of(at, "gpus.prices")?;
    (field == "per_hour").then_some(gpu)
}

fn is_own(inputs: &Inputs<'_>, gpu: &str) -> bool {
    inputs.plan.gpus.prices.iter().any(|price| price.gpu == gpu)
}

/// The price of a GPU: the plan's own, or the catalogue's until it is edited.
pub(super) fn price_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
    gpu: &str,
    label: &str,
) -> Option<Action> {
    let at = price_path(gpu);
    if is_own(inputs, gpu) {
        return rows::row_ui(ui, inputs, local, field_for(&at)?, &at, label);
    }
    catalog_row_ui(ui, inputs, local, gpu, &at, label)
}

/// The GPUs with a price of the plan's own, then those that its roadmaps chose.
pub(super) fn in_use(report: Option<&Report>, plan: &Scenario) -> Vec<String> {
    let own = plan.gpus.prices.iter().map(|price| price.gpu.clone());
    let chosen = report
        .into_iter()
        .flat_map(|report| &report.roadmaps)
        .flat_map(|roadmap| &roadmap.hardware)
        .map(|hardware| hardware.gpu.clone())
        .filter(|gpu| !plan.own_gpus.iter().any(|own| own.name == *gpu));
    let mut names: Vec<String> = Vec::new();
    for name in own.chain(chosen) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let least = plan.gpus.prices.len();
    names.truncate(MOST.max(least));
    names
}

/// A price that is still the catalogue's: shown in the weaker text, the plan's own once edited.
fn catalog_row_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
    gpu: &str,
    at: &str,
    label: &str,
) -> Option<Action> {
    let field = field_for(at)?;
    let price = catalog_price(inputs.plan, inputs.catalog, gpu)?;
    let shown = values::shown(Some(field), price, &inputs.plan.currency);
    let about = price_entry(inputs.plan, inputs.catalog, gpu)
        .map(|entry| source::of_entry(inputs.catalog, entry))?;
    let editing = local.numbers.is_editing(at);
    let full = shown.full();
    let (text, unit) = if editing {
        (shown.text.as_str(), shown.unit.as_str())
    } else {
        ("", full.as_str())
    };
    let least = |value: f64| {
        if value < 0.0 {
            Err("A price is not negative.".to_owned())
        } else {
            Ok(())
        }
    };
    let number = NumberField::new(at, label, price.likely, text)
        .unit(unit)
        .currency(&inputs.plan.currency)
        .known(
            of_plan::allowed(inputs.plan, field, at),
            of_plan::typical(inputs.plan, field, at),
        )
        .step(0.1)
        .ranges(true)
        .width(inputs.box_width)
        .example("2.95, or 2.20 to 3.99")
        .check(&least);
    let row = Row::new(at, label)
        .second(inputs.second_line(at))
        .help("Price of one GPU for an hour, on demand, from the catalogue. Edit it to put your own in its place.")
        .box_width(inputs.box_width)
        .provenance(about.standing, &about.text)
        .number_ui(ui, number, &mut local.numbers);
    if row.inner.response.drag_started() {
        local.gesture += 1;
    }
    if row.inner.focused && !local.numbers.is_editing(at) {
        local.idle_focus = Some(row.inner.response.id);
    }
    let likely = row.inner.changed?;
    let value = match row.inner.entry {
        Some(Typed::Range(low, likely, high)) => Quantity { low, likely, high },
        Some(Typed::Ends(low, high)) => {
            between(low, high, price.likely, of_plan::bounds(inputs.plan, at))
        }
        _ => Quantity::point(likely),
    };
    Some(add(gpu, value))
}

fn add(gpu: &str, value: Quantity) -> Action {
    Action::change(
        "gpus.prices",
        EditKind::Add {
            name: gpu.to_owned(),
            fields: vec![("per_hour".to_owned(), values::quantity_text(value))],
        },
    )
}

fn add_ui(ui: &mut Ui, inputs: &Inputs<'_>) -> Option<Action> {
    let button = Button::plain("Price another GPU").icon(Icon::Plus).show(ui);
    let own = |gpu: &str| inputs.plan.gpus.prices.iter().any(|own| own.gpu == gpu);
    let names: Vec<(&str, String)> = inputs
        .catalog
        .gpus
        .iter()
        .filter(|gpu| !own(&gpu.name))
        .map(|gpu| {
            let note = notes::of_gpu(inputs.plan, inputs.catalog, &gpu.name);
            (gpu.name.as_str(), note)
        })
        .collect();
    let items: Vec<Item<'_>> = names
        .iter()
        .map(|(name, note)| Item { name, note })
        .collect();
    let picked = picker_ui(&button, "GPUs", &items, &|_| false, false)?;
    let name = items[picked].name;
    let price = catalog_price(inputs.plan, inputs.catalog, name);
    let price = price.unwrap_or_else(|| Quantity::point(1.0));
    Some(add(name, price))
}
