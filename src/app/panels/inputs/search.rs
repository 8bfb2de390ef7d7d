//! Inputs by what is typed into the search: every field of the plan, and the catalogue's GPU prices.

use super::{Inputs, InputsState, gpus, rows};
use crate::app::action::Action;
use crate::app::find::{Known, Rank, rank};
use crate::app::plan_inputs::paths_of;
use crate::app::theme::{Theme, Type, radius};
use crate::app::values;
use crate::app::widgets::{Button, NumberField};
use crate::catalog::Catalog;
use crate::scenario::Scenario;
use crate::scenario::fields::{self, Field, FieldKind, Group, field_for};
use eframe::egui;
use eframe::egui::{Ui, pos2};

/// What else people call the price of a GPU.
const PRICE_WORDS: &str = "gpu price rental rent per hour on demand hourly rate";

/// An input that was found.
struct Found {
    rank: Rank,
    field: &'static Field,
    at: String,
    label: String,
}

/// Every input that can be shown: the field and the path at which it stands.
pub(crate) fn every_input(plan: &Scenario, catalog: &Catalog) -> Vec<(&'static Field, String)> {
    let mut list: Vec<(&'static Field, String)> = fields::all()
        .iter()
        .flat_map(|field| paths_of(field, plan).into_iter().map(move |at| (field, at)))
        .collect();
    for gpu in &catalog.gpus {
        let at = gpus::price_path(&gpu.name);
        let own = plan.gpus.prices.iter().any(|own| own.gpu == gpu.name);
        if let Some(field) = field_for(&at).filter(|_| gpu.priced && !own) {
            list.push((field, at));
        }
    }
    list
}

/// The inputs that a text finds, group by group, the group with the best first.
fn found(inputs: &Inputs<'_>, local: &InputsState) -> Vec<(Group, Vec<Found>)> {
    let in_use = gpus::in_use(inputs.report, inputs.plan);
    let words_typed: Vec<&str> = local.search.split_whitespace().collect();
    let mut groups: Vec<(Group, Vec<Found>)> = Vec::new();
    for (field, at) in every_input(inputs.plan, inputs.built_in) {
        let label = values::label_of(&at);
        let priced = gpus::priced_by(&at);
        // The words of the field name some GPU or other.
        let also = priced.map_or(field.synonyms, |_| PRICE_WORDS);
        let words = format!("{at} {also} {}", field.unit);
        let known = Known {
            label: &label,
            words: &words,
            help: field.help,
        };
        let revealed = local.revealed.as_ref() == Some(&at);
        // Of prices that no roadmap pays, only those asked for by name.
        let named = |gpu: &str| {
            let label = Known {
                label: gpu,
                ..Known::default()
            };
            words_typed.iter().any(|word| rank(word, label).is_some())
        };
        let is_wanted =
            priced.is_none_or(|gpu| in_use.iter().any(|used| used == gpu) || named(gpu));
        let rank = match rank(&local.search, known) {
            Some(rank) if is_wanted => rank,
            _ if revealed => 0,
            _ => continue,
        };
        let entry = Found {
            rank,
            field,
            at,
            label,
        };
        match groups.iter_mut().find(|(group, _)| *group == field.group) {
            Some((_, list)) => list.push(entry),
            None => groups.push((field.group, vec![entry])),
        }
    }
    for (_, list) in &mut groups {
        list.sort_by_key(|found| found.rank);
    }
    groups.sort_by_key(|(group, list)| (list.first().map(|found| found.rank), *group));
    groups
}

/// Draws every input that the search finds, whatever its group.
pub(super) fn found_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    let groups = found(inputs, local);
    let nothing = groups.is_empty();
    if std::mem::take(&mut local.to_first) {
        let mut found = groups.iter().flat_map(|(_, list)| list);
        let is_number = |found: &&Found| found.field.kind == FieldKind::Number;
        let first = match &local.revealed {
            Some(revealed) => found.find(|found| found.at == *revealed),
            None => found.find(is_number),
        };
        if let Some(first) = first.filter(is_number) {
            let id = NumberField::box_id(&first.at);
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }
    for (group, list) in groups {
        ui.add_space(8.0);
        Type::HEADING.label(ui, group.label(), theme.text);
        for Found {
            field, at, label, ..
        } in list
        {
            let mark = ui.painter().add(egui::Shape::Noop);
            let top = ui.cursor().min;
            let action = match gpus::priced_by(&at) {
                Some(gpu) => gpus::price_ui(ui, inputs, local, gpu, &label),
                None => rows::row_ui(ui, inputs, local, field, &at, &label),
            };
            wanted = action.or(wanted);
            if local.revealed.as_ref() == Some(&at) {
                let end = pos2(ui.max_rect().right(), ui.cursor().top());
                let row = egui::Rect::from_min_max(top, end);
                let fill = egui::Shape::rect_filled(row, radius::CHIP, theme.selected);
                ui.painter().set(mark, fill);
                if std::mem::take(&mut local.scroll_to_revealed) {
                    ui.scroll_to_rect(row, Some(egui::Align::Center));
                }
            }
        }
    }
    if nothing {
        ui.add_space(12.0);
        let words = "No input is called that. Try another word, or a unit.";
        Type::ROW.label(ui, words, theme.text2);
        ui.add_space(6.0);
        let look = Button::secondary("Look among the assumptions").height(26.0);
        if look.show(ui).clicked() {
            wanted = Some(Action::FindAnything(local.search.clone()));
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use crate::app::find::{Known, rank};

    #[test]
    fn a_price_is_found_by_kind_and_by_name() {
        let words = format!("gpus.prices[H100-SXM].per_hour {}", super::PRICE_WORDS);
        let known = Known {
            label: "H100-SXM: GPU price",
            words: &words,
            help: "",
        };
        for typed in [
            "gpu price",
            "h100",
            "H100 price",
            "gpu rental",
            "hourly rate",
        ] {
            assert!(rank(typed, known).is_some(), "{typed}");
        }
        assert!(rank("a100", known).is_none());
    }
}
