//! Prices of the GPUs that the plan's roadmaps use, the catalogue's until they are edited.

use super::{Inputs, InputsState, rows, source};
use crate::app::action::{Action, Change};
use crate::app::state::State;
use crate::app::theme::{Theme, Type};
use crate::app::values;
use crate::app::widgets::{Button, Entry, Icon, NumberField, Row};
use crate::scenario::fields::field_for;
use crate::scenario::{Quantity, Scenario};
use eframe::egui;
use eframe::egui::{Popup, Ui};

/// Most GPUs shown among the key inputs.
const MOST: usize = 6;

/// Draws a row for each price that counts, and a way to add another.
pub(super) fn prices_ui(
    ui: &mut Ui,
    state: &State,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
) -> Option<Action> {
    let mut wanted = None;
    for gpu in in_use(state, inputs.plan) {
        let at = format!("gpus.prices[{gpu}].per_hour");
        let Some(field) = field_for(&at) else {
            continue;
        };
        let action = if inputs.plan.gpus.prices.iter().any(|price| price.gpu == gpu) {
            let row = rows::row_ui(ui, inputs, local, field, &at, &gpu);
            let spot = format!("gpus.prices[{gpu}].spot_per_hour");
            let spot_row = field_for(&spot)
                .filter(|_| !inputs.key_only)
                .and_then(|field| {
                    rows::row_ui(ui, inputs, local, field, &spot, &format!("{gpu}, spot"))
                });
            row.or(spot_row)
        } else {
            catalog_row_ui(ui, inputs, local, &gpu, &at)
        };
        wanted = action.or(wanted);
    }
    if !inputs.key_only {
        wanted = add_ui(ui, inputs).or(wanted);
    }
    wanted
}

/// The GPUs with a price of the plan's own, then those that its roadmaps chose.
fn in_use(state: &State, plan: &Scenario) -> Vec<String> {
    let own = plan.gpus.prices.iter().map(|price| price.gpu.clone());
    let chosen = state
        .report()
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

/// The catalogue's price of a GPU in the plan's currency.
fn catalog_price(inputs: &Inputs<'_>, gpu: &str) -> Option<Quantity> {
    let provider = inputs.plan.gpus.provider.as_deref();
    let id = provider.map(|provider| format!("gpu_price.{gpu}.{provider}.on_demand"));
    let entry = id
        .and_then(|id| inputs.catalog.entries.get(&id))
        .or_else(|| {
            inputs
                .catalog
                .entries
                .get(&format!("gpu_price.{gpu}.market"))
        })?;
    let rate = inputs.plan.units_per_usd.likely;
    Some(Quantity {
        low: entry.low * rate,
        likely: entry.likely * rate,
        high: entry.high * rate,
    })
}

/// A price that is still the catalogue's: shown in the weaker text, the plan's own once edited.
fn catalog_row_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
    gpu: &str,
    at: &str,
) -> Option<Action> {
    let field = field_for(at)?;
    let price = catalog_price(inputs, gpu)?;
    let shown = values::shown(Some(field), price, &inputs.plan.currency);
    let about = inputs
        .catalog
        .entries
        .get(&format!("gpu_price.{gpu}.market"))
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
    let number = NumberField::new(at, gpu, price.likely, text)
        .unit(unit)
        .step(0.1)
        .ranges(true)
        .width(inputs.box_width)
        .example("2.95, or 2.20 to 3.99")
        .check(&least);
    let row = Row::new(at, gpu)
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
        Some(Entry::Range {
            low,
            likely: given,
            high,
        }) => Quantity {
            low,
            likely: given.unwrap_or(likely),
            high,
        },
        _ => Quantity::point(likely),
    };
    Some(add(gpu, value))
}

fn add(gpu: &str, value: Quantity) -> Action {
    Action::change(
        "gpus.prices",
        Change::Add {
            name: gpu.to_owned(),
            fields: vec![("per_hour".to_owned(), values::quantity_text(value))],
        },
    )
}

fn add_ui(ui: &mut Ui, inputs: &Inputs<'_>) -> Option<Action> {
    let theme = Theme::of(ui);
    let button = Button::plain("Price another GPU").icon(Icon::Plus).show(ui);
    let mut wanted = None;
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(220.0);
        egui::ScrollArea::vertical()
            .max_height(300.0)
            .show(ui, |ui| {
                let own: Vec<&str> = inputs
                    .plan
                    .gpus
                    .prices
                    .iter()
                    .map(|price| price.gpu.as_str())
                    .collect();
                for gpu in &inputs.catalog.gpus {
                    if own.contains(&gpu.name.as_str()) {
                        continue;
                    }
                    let price = catalog_price(inputs, &gpu.name);
                    let shown = price.map_or_else(String::new, |price| {
                        values::shown(
                            field_for("gpus.prices[].per_hour"),
                            Quantity::point(price.likely),
                            &inputs.plan.currency,
                        )
                        .full()
                    });
                    if ui
                        .add(egui::Button::new(gpu.name.as_str()).shortcut_text(shown))
                        .clicked()
                    {
                        wanted = Some(add(
                            &gpu.name,
                            price.unwrap_or_else(|| Quantity::point(1.0)),
                        ));
                    }
                }
                Type::CAPTION.label(ui, "Prices of the catalogue, yours to edit", theme.text3);
            });
    });
    wanted
}
