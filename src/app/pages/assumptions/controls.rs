//! Claim, standings, search and filters of the Assumptions page.

use super::model::{Model, Scope, subject_name};
use super::{AssumptionsState, AssumptionsView};
use crate::app::action::Action;
use crate::app::theme::{Theme, Type, radius, space};
use crate::app::widgets::icons::paint_focus;
use crate::app::widgets::row_kinds::choice_box_ui;
use crate::app::widgets::{
    Button, Icon, Provenance, icon_button_sized, paint_provenance, search_box_ui, segment_ui,
};
use crate::catalog::Status;
use crate::units::share;
use eframe::egui::{
    Align, Color32, CornerRadius, Id, Layout, Painter, Pos2, Rect, Response, Role, Sense, Stroke,
    Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

/// Height of the words above the bar of standings.
const WORDS: f32 = 24.0;
/// Height of the bar.
const BAR: f32 = 10.0;
/// Between two words.
const WORD_GAP: f32 = 16.0;

/// The mark of a standing.
pub(super) const fn provenance(status: Status) -> Provenance {
    match status {
        Status::Measured => Provenance::Measured,
        Status::Quoted => Provenance::Quoted,
        Status::Published => Provenance::Published,
        Status::Assumed => Provenance::Guess,
    }
}

/// Claim and lead at the left, the standings at the right where there is room.
pub(super) fn header_ui(
    ui: &mut Ui,
    view: &AssumptionsView<'_>,
    model: &Model,
    local: &mut AssumptionsState,
) {
    let theme = Theme::of(ui);
    let claim = if view.narrow {
        Type::VERDICT_SMALL
    } else {
        Type::CLAIM
    };
    let start = ui.cursor().min;
    let width = ui.available_width();
    let standings = standings_width(ui, model);
    let beside = !view.narrow;
    let text = if beside {
        width - standings - 32.0
    } else {
        width
    };
    let mut left = ui.new_child(
        UiBuilder::new()
            .id_salt("words")
            .max_rect(Rect::from_min_size(start, vec2(text, 0.0)))
            .layout(Layout::top_down(Align::Min)),
    );
    claim.label(&mut left, model.claim(), theme.text);
    left.add_space(3.0);
    if let Some(movement) = model.movement() {
        Type::LEAD_SMALL.label(&mut left, movement, theme.text2);
    }
    Type::LEAD_SMALL.label(&mut left, model.lead(), theme.text2);
    let mut bottom = left.min_rect().bottom();
    if beside {
        let area = Rect::from_min_size(
            pos2(start.x + width - standings, start.y + 2.0),
            vec2(standings, WORDS + BAR),
        );
        standings_ui(ui, area.min, model, local);
        bar_ui(
            ui,
            Rect::from_min_max(pos2(area.left(), area.bottom() - BAR), area.max),
            model,
        );
        bottom = bottom.max(area.bottom());
    }
    ui.advance_cursor_after_rect(Rect::from_min_max(start, pos2(start.x + width, bottom)));
}

/// Search, scope, subject; in a narrow window the standings beneath.
pub(super) fn controls_ui(
    ui: &mut Ui,
    view: &AssumptionsView<'_>,
    model: &Model,
    local: &mut AssumptionsState,
) -> Option<Action> {
    let mut wanted = None;
    let width = ui.available_width();
    let row = vec2(width, space::SEGMENT);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (width, hint) = if view.narrow {
            (156.0, "Name or source")
        } else {
            (240.0, "Name, unit or source")
        };
        let id = Id::unique("find an assumption");
        let name = "Find an assumption";
        search_box_ui(ui, id, width, name, hint, &mut local.filter.search);
        ui.add_space(4.0);
        let labels = Scope::ALL.map(|scope| {
            let word = match scope {
                Scope::Used => "In use",
                Scope::All => "All",
                Scope::Own => "Yours",
                Scope::Stale => "Stale",
            };
            format!("{word} {}", model.count(scope))
        });
        let labels = labels.each_ref().map(String::as_str);
        let at = Scope::ALL
            .iter()
            .position(|scope| *scope == local.filter.scope)
            .unwrap_or(0);
        if let Some(scope) = segment_ui(ui, "Constants listed", &labels, at)
            .and_then(|chosen| Scope::ALL.get(chosen))
        {
            local.filter.scope = *scope;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let copied = if view.narrow {
                icon_button_sized(ui, Icon::Copy, "Copy table", space::SEGMENT)
                    .on_hover_text("Copy table")
            } else {
                Button::secondary("Copy table")
                    .icon(Icon::Copy)
                    .height(space::SEGMENT)
                    .show(ui)
            };
            if copied.clicked() {
                wanted = Some(Action::CopyTable);
            }
            subject_ui(ui, if view.narrow { 128.0 } else { 168.0 }, model, local);
        });
    });
    if view.narrow {
        ui.add_space(4.0);
        let (_, area) = ui.allocate_space(vec2(width, WORDS));
        let right = standings_ui(ui, area.min, model, local) + 20.0;
        let bar = Rect::from_center_size(
            pos2(f32::midpoint(right, area.right()), area.center().y),
            vec2(area.right() - right, BAR - 2.0),
        );
        if bar.width() > 60.0 {
            bar_ui(ui, bar, model);
        }
    }
    wanted
}

fn subject_ui(ui: &mut Ui, width: f32, model: &Model, local: &mut AssumptionsState) {
    let (_, rect) = ui.allocate_space(vec2(width, space::SEGMENT));
    let mut names = vec!["Every subject"];
    names.extend(model.subjects.iter().map(|subject| subject_name(subject)));
    let at = local
        .filter
        .subject
        .as_ref()
        .and_then(|only| model.subjects.iter().position(|subject| subject == only))
        .map_or(0, |index| index + 1);
    if let (Some(chosen), _) = choice_box_ui(ui, rect, "Subject", &names, at) {
        local.filter.subject = chosen
            .checked_sub(1)
            .and_then(|index| model.subjects.get(index))
            .cloned();
    }
}

fn words(model: &Model) -> [(Status, String); 4] {
    Status::ALL.map(|status| {
        let weight = model.rests.as_deref().and_then(|rests| rests.share(status));
        let words = match weight {
            Some(weight) => format!("{} {}", status.label(), share(weight)),
            None => format!("{} {}", status.label(), model.standing(status)),
        };
        (status, words)
    })
}

fn word_width(ui: &Ui, text: &str) -> f32 {
    // The wider weight, so that nothing moves when a filter is set.
    let galley = Type::CAPTION_STRONG.galley(ui.painter(), text, Color32::PLACEHOLDER);
    galley.size().x.ceil() + 16.0
}

fn standings_width(ui: &Ui, model: &Model) -> f32 {
    let all = words(model);
    let sum: f32 = all.iter().map(|(_, text)| word_width(ui, text)).sum();
    sum + WORD_GAP * 3.0
}

/// Mark, word and count of every standing; a click lists only those. Returns the right end.
fn standings_ui(ui: &Ui, at: Pos2, model: &Model, local: &mut AssumptionsState) -> f32 {
    let mut left = at.x;
    for (status, text) in words(model) {
        let width = word_width(ui, &text);
        let rect = Rect::from_min_size(pos2(left, at.y), vec2(width, WORDS));
        let chosen = local.filter.status == Some(status);
        if standing_ui(
            ui,
            rect,
            status,
            &text,
            chosen,
            local.filter.status.is_some(),
        )
        .clicked()
        {
            local.filter.status = if chosen { None } else { Some(status) };
        }
        left += width + WORD_GAP;
    }
    left - WORD_GAP
}

fn standing_ui(
    ui: &Ui,
    rect: Rect,
    status: Status,
    text: &str,
    chosen: bool,
    filtered: bool,
) -> Response {
    let theme = Theme::of(ui);
    let id = ui.scope_id().with(("standing", status.as_str()));
    let response = ui.interact(rect.expand2(vec2(4.0, 0.0)), id, Sense::click());
    let (style, color) = match (chosen, filtered && !response.hovered()) {
        (true, _) => (Type::CAPTION_STRONG, theme.text),
        (false, true) => (Type::CAPTION, theme.text3),
        (false, false) => (Type::CAPTION, theme.text2),
    };
    let fill = match (chosen, response.hovered()) {
        (true, _) => theme.selected,
        (false, true) => theme.hover,
        (false, false) => Color32::TRANSPARENT,
    };
    let corner = CornerRadius::same(radius::CHIP);
    let ground = rect.expand2(vec2(6.0, -2.0));
    ui.painter().rect_filled(ground, corner, fill);
    let mark = pos2(rect.left() + 5.0, rect.center().y);
    paint_provenance(ui.painter(), mark, provenance(status), color);
    let galley = style.galley(ui.painter(), text, color);
    let place = pos2(rect.left() + 16.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(place, galley, color);
    paint_focus(ui, ground, radius::CHIP, &response);
    response.widget_info(|| {
        WidgetInfo::selected(Role::CheckBox, true, chosen, format!("Standing: {text}"))
    });
    let hint = if chosen {
        "Show every standing again"
    } else {
        "Show only these"
    };
    response.on_hover_text(hint)
}

/// The shares of the four standings in what moves the lead, or in number; guesses are hatched, as what is no more than a judgement.
fn bar_ui(ui: &Ui, rect: Rect, model: &Model) {
    let theme = Theme::of(ui);
    let counts = Status::ALL.map(|status| match model.rests.as_deref() {
        Some(rests) => rests.of(status) as f32,
        None => model.standing(status) as f32,
    });
    let sum: f32 = counts.iter().sum();
    if sum <= 0.0 {
        return;
    }
    let mut left = rect.left();
    for (index, count) in counts.iter().enumerate() {
        let right = left + rect.width() * count / sum;
        let part = Rect::from_x_y_ranges(left.round()..=(right.round() - 1.0), rect.y_range());
        left = right;
        if part.width() < 1.0 {
            continue;
        }
        match theme.neutral.get(index).filter(|_| index < 3) {
            Some(color) => {
                ui.painter().rect_filled(part, 0.0, *color);
            }
            None => hatch(&ui.painter().with_clip_rect(part), part, theme.strong),
        }
    }
    let words = words(model).map(|(_, text)| text).join(", ");
    let response = ui.interact(rect, ui.scope_id().with("standings"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("In use: {words}")));
}

fn hatch(painter: &Painter, rect: Rect, color: Color32) {
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        painter.line_segment(
            [pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())],
            Stroke::new(1.2, color),
        );
        x += 4.5;
    }
}
