//! Where a value comes from: the mark beside a row and the pop-up behind it.

use super::range::range_ui;
use super::{Inputs, is_known_note};
use crate::app::action::{Action, EditKind};
use crate::app::theme::{Theme, Type};
use crate::app::values;
use crate::app::widgets::row_kinds::text_box_ui;
use crate::app::widgets::{Button, NumberFieldState, Provenance, paint_provenance};
use crate::catalog::{Catalog, Entry, Status};
use crate::scenario::Leaf;
use crate::scenario::fields::{Field, FieldKind};
use crate::scenario::schema::Standing;
use eframe::egui::{Popup, PopupCloseBehavior, Response, Ui, vec2};

/// How sure a value is, and why.
pub(super) struct About {
    /// The standing.
    pub(super) standing: Provenance,
    /// Why, in a sentence or two.
    pub(super) text: String,
}

const fn of_standing(standing: Standing) -> Provenance {
    match standing {
        Standing::Measured => Provenance::Measured,
        Standing::Quoted => Provenance::Quoted,
        Standing::Published => Provenance::Published,
        Standing::Assumed => Provenance::Guess,
    }
}

const fn of_status(status: Status) -> Provenance {
    match status {
        Status::Measured => Provenance::Measured,
        Status::Quoted => Provenance::Quoted,
        Status::Published => Provenance::Published,
        Status::Assumed => Provenance::Guess,
    }
}

/// What is known about a value: the plan's own note, the catalogue's entry, or nothing.
pub(super) fn note(inputs: &Inputs<'_>, field: &Field, at: &str, leaf: &Leaf) -> About {
    let changed = super::rows::is_changed(inputs, at, leaf);
    if let Some(note) = inputs.plan.notes.iter().find(|note| note.at == at)
        && (!changed || !is_known_note(inputs.base, note))
    {
        let parts = [&note.note, &note.source, &note.owner, &note.date];
        let text: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        return About {
            standing: of_standing(note.status),
            text: text.join(" · "),
        };
    }
    if *leaf == Leaf::Unset
        && let Some(entry) = field
            .catalog_id()
            .and_then(|id| inputs.catalog.entries.get(id))
    {
        return of_entry(inputs.catalog, entry);
    }
    let text = match (changed, leaf) {
        (_, Leaf::Unset) => format!(
            "Not set: {}.",
            field.source.unwrap_or("nothing stands in for it")
        ),
        (true, _) => "Yours. It counts as a guess until you say where it comes from.".to_owned(),
        (false, _) => "From the preset; not yours yet.".to_owned(),
    };
    About {
        standing: Provenance::Guess,
        text,
    }
}

/// What the catalogue says about an entry.
pub(super) fn of_entry(catalog: &Catalog, entry: &Entry) -> About {
    let source = entry
        .sources
        .first()
        .and_then(|key| catalog.sources.get(key))
        .map(|source| source.title.clone())
        .unwrap_or_default();
    let parts = [source.as_str(), entry.since.as_str(), entry.note.as_str()];
    let text: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    About {
        standing: of_status(entry.status),
        text: text.join(" · "),
    }
}

/// The pop-up behind the mark: what the value means, where it comes from, and a way to say so.
pub(super) fn popup_ui(
    ui: &Ui,
    inputs: &Inputs<'_>,
    drafts: &mut NumberFieldState,
    field: &Field,
    at: &str,
    leaf: &Leaf,
    mark: &Response,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let about = note(inputs, field, at, leaf);
    let mut wanted = None;
    Popup::menu(mark)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(310.0);
            ui.spacing_mut().item_spacing.y = 5.0;
            Type::HEADING.label(ui, values::label_of(at), theme.text);
            Type::ROW.label(ui, field.help, theme.text2);
            facts_ui(ui, inputs, field);
            if let (Leaf::Number(value), FieldKind::Number) = (leaf, field.kind) {
                wanted = range_ui(ui, inputs, drafts, field, at, *value);
            }
            ui.separator();
            Type::ROW.label(ui, &about.text, theme.text2);
            for standing in Standing::ALL {
                let provenance = of_standing(*standing);
                ui.horizontal(|ui| {
                    let (_, rect) = ui.allocate_space(vec2(14.0, 20.0));
                    paint_provenance(ui.painter(), rect.center(), provenance, theme.text2);
                    let chosen = provenance == about.standing;
                    let word = Type::ROW.rich(provenance.label(), theme.text);
                    if ui.selectable_label(chosen, word).clicked() && !chosen {
                        wanted = Some(Action::change(at, EditKind::Standing(*standing)));
                    }
                    Type::CAPTION.label(ui, meaning(provenance), theme.text3);
                });
            }
            let current = inputs
                .plan
                .notes
                .iter()
                .find(|note| note.at == at)
                .map_or("", |note| note.source.as_str());
            Type::ROW.label(ui, "Where it comes from", theme.text2);
            let (_, rect) = ui.allocate_space(vec2(ui.available_width(), 24.0));
            let id = format!("source of {at}");
            let (text, _) = text_box_ui(ui, rect, &id, "Where it comes from", current, drafts);
            if let Some(text) = text {
                wanted = Some(Action::change(at, EditKind::Source(text)));
            }
            if let Some(id) = field.catalog_id()
                && inputs.catalog.entries.contains_key(id)
            {
                ui.add_space(2.0);
                let show = Button::secondary("Show the default in Assumptions").height(26.0);
                if show.show(ui).clicked() {
                    wanted = Some(Action::ShowAssumption(id.to_owned()));
                    ui.close();
                }
            }
        });
    wanted
}

/// The default and the usual range of a value.
fn facts_ui(ui: &mut Ui, inputs: &Inputs<'_>, field: &Field) {
    let theme = Theme::of(ui);
    let currency = &inputs.plan.currency;
    if let Some(value) = values::default_of(field, inputs.plan, inputs.catalog) {
        let text = format!(
            "Default: {}.",
            values::shown(Some(field), value, currency).full()
        );
        Type::ROW.label(ui, text, theme.text2);
    }
    if let Some((low, high)) = field.typical {
        let usual = values::span(field, low, high, currency);
        Type::ROW.label(ui, format!("Usual: {usual}."), theme.text2);
    }
}

const fn meaning(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Measured => "from your own systems",
        Provenance::Quoted => "a price list or a contract",
        Provenance::Published => "somebody else's finding",
        Provenance::Guess => "a judgement",
    }
}
