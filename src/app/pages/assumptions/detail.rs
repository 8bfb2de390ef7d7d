//! Everything known of one constant: value, standing, reason, sources, and what this plan does to
//! it.

use super::controls::provenance;
use super::model::{Model, Row, STALE_DAYS, is_no_work};
use super::stated::Stated;
use super::weights::sentence;
use super::{AssumptionsState, AssumptionsView, override_edit, path_of};
use crate::app::action::{Action, OverrideTo};
use crate::app::constants;
use crate::app::theme::text::runs;
use crate::app::theme::{Theme, Type, radius};
use crate::app::widgets::row_kinds::text_box_ui;
use crate::app::widgets::{Button, Icon, effect_chip_ui, icon_button_sized, paint_provenance};
use crate::catalog::Range;
use crate::scenario::Quantity;
use eframe::egui::{
    Align, CornerRadius, Frame, Label, Layout, Margin, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2,
};

/// The details beside the table.
pub(super) fn side_ui(
    ui: &mut Ui,
    view: &AssumptionsView<'_>,
    model: &Model,
    row: &Row,
    listed: bool,
    local: &mut AssumptionsState,
) -> Option<Action> {
    ScrollArea::vertical()
        .id_salt(("about", &row.entry.id))
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
            facts_ui(ui, row, false);
            moves_ui(ui, model, row);
            ui.add_space(10.0);
            let wanted = override_ui(ui, view, model, row, listed, local);
            ui.add_space(12.0);
            note_ui(ui, row);
            levels_ui(ui, model, row, local);
            ui.add_space(12.0);
            sources_ui(ui, row);
            ui.add_space(16.0);
            wanted
        })
        .inner
}

/// The details beneath the table: what it is at the left, what this plan does at the right.
pub(super) fn low_ui(
    ui: &mut Ui,
    view: &AssumptionsView<'_>,
    model: &Model,
    row: &Row,
    listed: bool,
    local: &mut AssumptionsState,
) -> Option<Action> {
    const OWN: f32 = 248.0;
    let area = ui.max_rect();
    let close = Rect::from_min_size(
        pos2(area.right() - 24.0, area.top() - 4.0),
        vec2(24.0, 24.0),
    );
    let edge = area.right() - 32.0;
    let left = Rect::from_min_max(area.min, pos2(edge - OWN - 24.0, area.bottom()));
    let right = Rect::from_min_max(pos2(edge - OWN, area.top()), pos2(edge, area.bottom()));
    let column = |ui: &mut Ui, rect: Rect, salt: &str| {
        let layout = Layout::top_down(Align::Min);
        ui.new_child(UiBuilder::new().id_salt(salt).max_rect(rect).layout(layout))
    };
    let mut about = column(ui, left, "about");
    ScrollArea::vertical()
        .id_salt(("about", &row.entry.id))
        .auto_shrink(false)
        .show(&mut about, |ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
            facts_ui(ui, row, true);
            moves_ui(ui, model, row);
            ui.add_space(4.0);
            note_ui(ui, row);
            levels_ui(ui, model, row, local);
            ui.add_space(6.0);
            sources_ui(ui, row);
        });
    let mut own = column(ui, right, "own");
    let wanted = ScrollArea::vertical()
        .id_salt(("own", &row.entry.id))
        .auto_shrink(false)
        .show(&mut own, |ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
            override_ui(ui, view, model, row, listed, local)
        })
        .inner;
    let mut corner = column(ui, close, "close");
    if icon_button_sized(&mut corner, Icon::Close, "Close the details", 24.0).clicked() {
        local.selected = None;
    }
    wanted
}

/// Name, value, standing and date; `low`: on as few lines as can be.
fn facts_ui(ui: &mut Ui, row: &Row, low: bool) {
    let theme = Theme::of(ui);
    let entry = &row.entry;
    let shown = constants::shown(entry.range(), &entry.unit);
    Type::LABEL_STRONG.label(ui, &entry.label, theme.text);
    let ends = if shown.ends.is_empty() {
        String::new()
    } else {
        format!(", likely {}", shown.ends)
    };
    let tight = shown.unit.is_empty() || shown.unit.starts_with(['%', 'x']);
    let unit = format!("{}{}{ends}", if tight { "" } else { " " }, shown.unit);
    let mut job = runs(&[
        (&shown.likely, Type::FIGURE, theme.text),
        (&unit, Type::BODY, theme.text2),
    ]);
    job.wrap.max_width = ui.available_width();
    if low {
        ui.horizontal(|ui| {
            ui.label(job);
            ui.add_space(8.0);
            standing_ui(ui, row);
        });
    } else {
        ui.label(job);
        ui.add_space(2.0);
        ui.horizontal(|ui| standing_ui(ui, row));
    }
}

/// What it does to the lead.
fn moves_ui(ui: &mut Ui, model: &Model, row: &Row) {
    let (Some(rests), Some(weight)) = (model.rests.as_deref(), &row.weight) else {
        return;
    };
    let entry = &row.entry;
    let end = |value: f64| constants::shown(Range::point(value), &entry.unit).full();
    let words = sentence(
        weight,
        [&end(entry.low), &end(entry.high)],
        rests,
        &model.plan.currency,
    );
    ui.add_space(4.0);
    Type::ROW.label(ui, words, Theme::of(ui).text);
}

/// The standing on a chip, the date, and whether the value counts here.
fn standing_ui(ui: &mut Ui, row: &Row) {
    let theme = Theme::of(ui);
    let status = row.entry.status;
    ui.spacing_mut().item_spacing.x = 8.0;
    let galley = Type::LABEL.galley(ui.painter(), status.label(), theme.text);
    let (_, chip) = ui.allocate_space(vec2(galley.size().x + 29.0, 20.0));
    let corner = CornerRadius::same(radius::CHIP);
    ui.painter().rect_filled(chip, corner, theme.hover);
    let mark = pos2(chip.left() + 12.0, chip.center().y);
    paint_provenance(ui.painter(), mark, provenance(status), theme.text2);
    let at = pos2(chip.left() + 22.0, chip.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, theme.text);
    let color = if row.stale {
        theme.caution
    } else {
        theme.text3
    };
    let words = match (row.date_words(), row.used) {
        ("", true) => String::new(),
        ("", false) => "not used by this plan".to_owned(),
        (date, true) => format!("as of {date}"),
        (date, false) => format!("as of {date}, not used by this plan"),
    };
    ui.add(Label::new(Type::LABEL.rich(words, color)).truncate());
}

/// How the value was arrived at, and its id.
fn note_ui(ui: &mut Ui, row: &Row) {
    let theme = Theme::of(ui);
    let entry = row.known();
    if !entry.note.is_empty() {
        Type::BODY.label(ui, &entry.note, theme.text);
    }
    Type::CODE.label(ui, &entry.id, theme.text3);
}

/// The other levels of a table by level.
fn levels_ui(ui: &mut Ui, model: &Model, row: &Row, local: &mut AssumptionsState) {
    let Some((table, level)) = row.entry.id.rsplit_once('.') else {
        return;
    };
    if row.stem.is_empty() || level.parse::<u8>().is_err() {
        return;
    }
    let theme = Theme::of(ui);
    ui.add_space(8.0);
    Type::HEADING.label(ui, "By level", theme.text);
    for other in (0..5).filter_map(|level| model.row(&format!("{table}.{level}"))) {
        let shown = constants::shown(other.entry.range(), &other.entry.unit);
        let this = other.entry.id == row.entry.id;
        let style = if this { Type::ROW_STRONG } else { Type::ROW };
        ui.horizontal(|ui| {
            let name = style.rich(other.name(), theme.text);
            if ui.selectable_label(this, name).clicked() {
                local.selected = Some(other.entry.id.clone());
                local.scroll_to = Some(other.entry.id.clone());
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                style.label(ui, shown.all(), theme.text2);
            });
        });
    }
}

/// Where it comes from, in full.
fn sources_ui(ui: &mut Ui, row: &Row) {
    let theme = Theme::of(ui);
    if row.sources.is_empty() {
        return;
    }
    Type::HEADING.label(ui, "Where it comes from", theme.text);
    for (key, source) in row.known().sources.iter().zip(&row.sources) {
        Type::ROW.label(ui, &source.title, theme.text);
        if is_no_work(key) {
            ui.add_space(4.0);
            continue;
        }
        let mut place = source.location.clone();
        if let Some(section) = &source.section {
            place = format!("{place}, {section}");
        }
        place = match &source.read {
            Some(read) => {
                let read = super::day::Written::read(read).map_or(read.clone(), |day| day.words);
                format!("{place}. Read {read}.")
            }
            None => format!("{place}. Cited from memory."),
        };
        Type::CAPTION.label(ui, place, theme.text3);
        ui.add_space(4.0);
    }
}

/// What this plan does to it: a stale price, the value in use, the reason.
fn override_ui(
    ui: &mut Ui,
    view: &AssumptionsView<'_>,
    model: &Model,
    row: &Row,
    listed: bool,
    local: &mut AssumptionsState,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    if let Some(effect) = view.effect.filter(|effect| match &row.stated {
        Some(stated) => effect.path == stated.path,
        None => effect.path == path_of(&row.entry.id),
    }) {
        effect_chip_ui(ui, &effect.figure, &effect.rest);
    }
    if row.stale && !row.is_own() {
        wanted = stale_ui(ui, model, row, listed, local);
        ui.add_space(6.0);
    }
    // Where the line is listed, the reason stands beneath it.
    if let Some(reason) = local.numbers.refused(&row.entry.id).filter(|_| !listed) {
        Type::LABEL.label(ui, reason, theme.error);
    }
    if let Some(stated) = row.stated.as_ref().filter(|_| row.is_input) {
        return input_ui(ui, row, stated, local);
    }
    let Some(original) = &row.original else {
        if !row.stale {
            replace_ui(ui, row, listed, local);
        }
        return wanted;
    };
    let heading = match &row.stated {
        Some(_) => "Stated among the inputs",
        None => "Replaced by this plan",
    };
    Type::HEADING.label(ui, heading, theme.text);
    let was = constants::shown(original.range(), &original.unit).all();
    let words = format!(
        "The catalogue says {was} ({}).",
        original.status.label().to_lowercase()
    );
    Type::ROW.label(ui, words, theme.text2);
    ui.add_space(4.0);
    let asked = match &row.stated {
        Some(_) => "Where it comes from",
        None => "Reason",
    };
    let missing = "Say why this plan knows better; without it nobody can check the value.";
    wanted = reason_ui(ui, row, asked, missing, local).or(wanted);
    ui.add_space(4.0);
    if let Some(stated) = &row.stated {
        wanted = show_input_ui(ui, stated).or(wanted);
    }
    let remove = Button::secondary("Use the catalogue's value")
        .height(26.0)
        .show(ui);
    if remove.clicked() {
        local.numbers.forget(&row.entry.id);
        local.numbers.forget(&reason_id(row));
        wanted = Some(override_edit(row, OverrideTo::Removed, None));
    }
    wanted
}

/// The key of the reason that is being typed.
fn reason_id(row: &Row) -> String {
    format!("reason of {}", row.entry.id)
}

/// The reason for the value, ready to be typed; `missing`: what is said while there is none.
fn reason_ui(
    ui: &mut Ui,
    row: &Row,
    asked: &str,
    missing: &str,
    local: &mut AssumptionsState,
) -> Option<Action> {
    let theme = Theme::of(ui);
    Type::ROW.label(ui, asked, theme.text2);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), 24.0));
    let (typed, response) = text_box_ui(
        ui,
        rect,
        &reason_id(row),
        "Reason for the value",
        &row.reason,
        &mut local.numbers,
    );
    if local.ask_reason.as_ref() == Some(&row.entry.id) {
        local.ask_reason = None;
        response.request_focus();
    }
    // Said while it is written too: what is beneath must not move under the pointer.
    if row.reason.is_empty() {
        Type::LABEL.label(ui, missing, theme.caution);
    } else if rect.width() < 700.0 {
        response.on_hover_text(&row.reason);
    }
    typed.map(|reason| override_edit(row, OverrideTo::Reason(reason), None))
}

/// The way to the input that stands behind a row.
fn show_input_ui(ui: &mut Ui, stated: &Stated) -> Option<Action> {
    let show = Button::secondary("Show the input").height(26.0).show(ui);
    let clicked = show.clicked();
    clicked.then(|| Action::ShowInput(stated.path.clone()))
}

/// What the plan states itself: where it comes from, and the way to it.
fn input_ui(
    ui: &mut Ui,
    row: &Row,
    stated: &Stated,
    local: &mut AssumptionsState,
) -> Option<Action> {
    let theme = Theme::of(ui);
    Type::HEADING.label(ui, "An input of this plan", theme.text);
    let missing = "Say where it comes from; its standing is chosen beside the input.";
    let wanted = reason_ui(ui, row, "Where it comes from", missing, local);
    ui.add_space(4.0);
    show_input_ui(ui, stated).or(wanted)
}

/// How to replace it.
fn replace_ui(ui: &mut Ui, row: &Row, listed: bool, local: &mut AssumptionsState) {
    let theme = Theme::of(ui);
    let press = Button::secondary("Replace the value")
        .icon(Icon::Edit)
        .height(26.0)
        .show(ui);
    if press.clicked() {
        local.edit_value(row, listed);
    }
    Type::LABEL.label(
        ui,
        "Or click it in the table. A value of yours counts as a guess; say why you know better.",
        theme.text3,
    );
}

/// A price that is too old: keep it knowingly, or type what is asked today.
fn stale_ui(
    ui: &mut Ui,
    model: &Model,
    row: &Row,
    listed: bool,
    local: &mut AssumptionsState,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    let frame = Frame::NONE
        .fill(theme.cautionbg)
        .corner_radius(CornerRadius::same(radius::BUTTON))
        .inner_margin(Margin::symmetric(12, 9));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let days = row
            .date
            .as_ref()
            .map_or(STALE_DAYS, |date| model.as_of.days_since(date.last));
        let words = format!(
            "This price is {days} days old. Prices of hosted APIs and GPUs move; look it up again."
        );
        Type::ROW.label(ui, words, theme.text);
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let today = model.as_of.words();
            let hint =
                format!("Replaces it by itself, with the reason \u{201c}Kept on {today}\u{201d}");
            let keep = Button::secondary("Keep").height(26.0).show(ui);
            if keep.on_hover_text(hint).clicked() {
                let entry = &row.entry;
                let value = Quantity {
                    low: entry.low,
                    likely: entry.likely,
                    high: entry.high,
                };
                let reason = format!("Kept on {today}; the price is of {}.", row.date_words());
                wanted = Some(override_edit(row, OverrideTo::Both(value, reason), None));
            }
            let type_it = Button::secondary("Type today's price")
                .height(26.0)
                .show(ui);
            if type_it.clicked() {
                local.edit_value(row, listed);
            }
        });
    });
    wanted
}
