//! The table of constants and inputs: one line each, by what they move or grouped by subject, only those in
//! view drawn.

use super::line::LineUi;
use super::model::{Filter, Line, Model, Order, Scope, subject_name};
use super::{AssumptionsState, AssumptionsView, weights};
use crate::app::action::Action;
use crate::app::theme::{SCROLL_BAR, Theme, Type, radius, space, text};
use crate::app::widgets::Button;
use crate::app::widgets::icons::paint_focus;
use eframe::egui::{
    Align, Align2, Color32, CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};
use egui_extras::{Column, TableBuilder};

/// Height of the column heads.
const HEAD: f32 = 26.0;
/// Height of the reason beneath a refused value.
const REFUSED: f32 = 19.0;
/// Room for the dot of what this plan replaces.
pub(super) const DOT: f32 = 16.0;
/// Between two columns.
const GAP: f32 = 9.0;

/// Where the columns stand, from the table's left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    pub(super) label: [f32; 2],
    pub(super) id: Option<[f32; 2]>,
    /// By how much it moves the lead, where that is known.
    pub(super) moves: Option<[f32; 2]>,
    pub(super) likely: [f32; 2],
    pub(super) ends: [f32; 2],
    pub(super) unit: [f32; 2],
    pub(super) standing: [f32; 2],
    /// Whether the word stands beside the mark.
    pub(super) word: bool,
    pub(super) source: Option<[f32; 2]>,
    /// Where it is missing, the date stands behind the source.
    pub(super) date: Option<[f32; 2]>,
}

impl Columns {
    /// What fits into `width`: a narrow table leaves out the source, then the date, then the word
    /// of the standing, so that the names can be told apart.
    fn fit(width: f32, weighed: bool) -> Self {
        let mut right = width - SCROLL_BAR;
        let mut take = |room: f32| {
            let column = [right - room, right];
            right -= room + GAP;
            column
        };
        let source_fits = width >= 720.0;
        // The date of a value stands beside the table, too.
        let dated =
            width >= if weighed { 660.0 } else { 520.0 } && (!source_fits || width >= 1_000.0);
        let with_id = width >= 1_150.0;
        let word = width >= if weighed { 720.0 } else { 480.0 };
        let date = dated.then(|| take(66.0));
        let source = source_fits.then(|| {
            // Where there is much room the words come first, and the source takes what is left.
            let rest = width * 0.53 - 440.0;
            take(if with_id { rest.max(180.0) } else { 130.0 })
        });
        let standing = take(if word { 84.0 } else { 14.0 });
        let unit = take(66.0);
        let ends = take(102.0);
        let likely = take(54.0);
        let moves = weighed.then(|| take(82.0));
        let id = with_id.then(|| take(width * 0.17));
        Self {
            label: [DOT, right],
            id,
            moves,
            likely,
            ends,
            unit,
            standing,
            word,
            source,
            date,
        }
    }

    /// The box of an edited value: over likely value and range.
    pub(super) fn value(&self) -> [f32; 2] {
        [self.likely[0] - 4.0, self.ends[1] + 6.0]
    }
}

/// What a line was asked to do.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) action: Option<Action>,
    /// The row to select, and whether its value is to be edited.
    pub(super) select: Option<(usize, bool)>,
    /// Lines to move the selection by.
    pub(super) step: i32,
}

/// Draws the table into `ui`.
pub(super) fn table_ui(
    ui: &mut Ui,
    view: &AssumptionsView<'_>,
    model: &Model,
    lines: &[Line],
    local: &mut AssumptionsState,
) -> Option<Action> {
    let columns = Columns::fit(ui.available_width(), model.rests.is_some());
    let by_money = model.is_by_money(&local.filter);
    if local.filter.order == Order::Money && weights::are_awaited(view) && !view.picture {
        let chosen = head_ui(ui, &columns, by_money);
        sorted(local, chosen);
        ui.add_space(28.0);
        ui.vertical_centered(|ui| {
            let words = "Working out how far each constant and input moves the lead";
            Type::BODY.label(ui, words, Theme::of(ui).text2);
        });
        return None;
    }
    if lines.is_empty() {
        let chosen = head_ui(ui, &columns, by_money);
        sorted(local, chosen);
        return nothing_ui(ui, model, local);
    }
    let shown = local.shown(model, lines).map(|row| row.entry.id.clone());
    // Without a side there is nothing that the first line could be selected for.
    let shown = shown.filter(|_| !view.picture && (!view.narrow || local.selected.is_some()));
    let heights = lines.iter().map(|line| height_of(*line, model, local));
    let heights: Vec<f32> = heights.collect();
    let mut answer = Answer::default();
    let target = local.scroll_to.take();
    let mut chosen = None;
    let currency = view.plan.currency.as_str();
    let mut table = TableBuilder::new(&mut *ui)
        .id_salt("assumptions")
        .column(Column::remainder().clip(true))
        .auto_shrink(false)
        .min_scrolled_height(0.0)
        .max_scroll_height(f32::INFINITY)
        .cell_layout(eframe::egui::Layout::top_down(Align::Min));
    if let Some(at) = target.and_then(|id| index_of(lines, model, &id)) {
        // The heading above stays in sight.
        table = table.scroll_to_row(at, Some(Align::Center));
    }
    table
        .header(HEAD, |mut header| {
            header.col(|ui| chosen = head_ui(ui, &columns, by_money));
        })
        .body(|body| {
            body.heterogeneous_rows(heights.into_iter(), |mut row| {
                let index = row.index();
                row.col(|ui| match lines.get(index) {
                    Some(Line::Row(at)) => {
                        if let Some(entry) = model.rows.get(*at) {
                            let selected = shown.as_deref() == Some(entry.entry.id.as_str());
                            let line = LineUi {
                                columns: &columns,
                                row: entry,
                                index: *at,
                                selected,
                                picture: view.picture,
                                flat: by_money,
                                currency,
                            };
                            line.show(ui, local, &mut answer);
                        }
                    }
                    Some(Line::Subject(at)) => {
                        let name = model.rows.get(*at).map_or("", |row| row.subject());
                        group_ui(ui, subject_name(name), Type::HEADING);
                    }
                    Some(Line::Stem(at)) => {
                        let name = model.rows.get(*at).map_or("", |row| row.stem.as_str());
                        group_ui(ui, name, Type::LABEL);
                    }
                    None => {}
                });
            });
        });
    sorted(local, chosen);
    if answer.select.is_some() || answer.step != 0 {
        moved(model, lines, local, &answer, shown.as_deref());
        ui.ctx().request_repaint();
    }
    answer.action
}

fn height_of(line: Line, model: &Model, local: &AssumptionsState) -> f32 {
    match line {
        Line::Row(at) => {
            let refused = model
                .rows
                .get(at)
                .is_some_and(|row| local.numbers.refused(&row.entry.id).is_some());
            space::TABLE_ROW + if refused { REFUSED } else { 0.0 }
        }
        Line::Subject(_) => space::GROUP_HEADER,
        Line::Stem(_) => space::TABLE_ROW,
    }
}

fn index_of(lines: &[Line], model: &Model, id: &str) -> Option<usize> {
    lines.iter().position(|line| match line {
        Line::Row(at) => model.rows.get(*at).is_some_and(|row| row.entry.id == id),
        _ => false,
    })
}

/// Takes in a click or an arrow key.
fn moved(
    model: &Model,
    lines: &[Line],
    local: &mut AssumptionsState,
    answer: &Answer,
    shown: Option<&str>,
) {
    if let Some((at, edit)) = answer.select
        && let Some(row) = model.rows.get(at)
    {
        local.selected = Some(row.entry.id.clone());
        if edit {
            local.edit_value(row, true);
            local.scroll_to = None;
        }
    }
    if answer.step == 0 {
        return;
    }
    let Some(at) = shown.and_then(|id| index_of(lines, model, id)) else {
        return;
    };
    let is_row = |line: &&Line| matches!(line, Line::Row(_));
    let next = if answer.step > 0 {
        lines.iter().skip(at + 1).find(is_row)
    } else {
        lines.iter().take(at).rev().find(is_row)
    };
    if let Some(Line::Row(at)) = next
        && let Some(row) = model.rows.get(*at)
    {
        local.selected = Some(row.entry.id.clone());
        local.scroll_to = Some(row.entry.id.clone());
        local.take_focus = true;
    }
}

/// What is said when nothing is listed, and a way to see more.
fn nothing_ui(ui: &mut Ui, model: &Model, local: &mut AssumptionsState) -> Option<Action> {
    let theme = Theme::of(ui);
    let everything = Filter {
        scope: Scope::All,
        search: local.filter.search.clone(),
        ..Filter::default()
    };
    let more = model
        .lines(&everything)
        .iter()
        .filter(|line| matches!(line, Line::Row(_)))
        .count();
    let (words, button, next) = match (more, local.filter.scope) {
        (0, _) => (
            "No constant is called that. Try another word, a unit or a source.".to_owned(),
            "Clear the search",
            Filter {
                search: String::new(),
                ..local.filter.clone()
            },
        ),
        (_, Scope::Own) if local.filter.search.is_empty() => (
            "This plan replaces no constant. Choose one and give it a value of your own."
                .to_owned(),
            "Show what is in use",
            Filter::default(),
        ),
        (_, Scope::Stale) if local.filter.search.is_empty() => (
            format!(
                "No price behind this answer is older than {} days.",
                super::model::STALE_DAYS
            ),
            "Show what is in use",
            Filter::default(),
        ),
        (more, _) => (
            format!("Nothing here fits; the whole catalogue has {more}."),
            "Show all that fit",
            everything,
        ),
    };
    ui.add_space(28.0);
    ui.vertical_centered(|ui| {
        Type::BODY.label(ui, words, theme.text2);
        ui.add_space(10.0);
        if Button::secondary(button).show(ui).clicked() {
            local.filter = next;
        }
    });
    None
}

/// Takes in a click on the head of a column.
fn sorted(local: &mut AssumptionsState, chosen: Option<Order>) {
    if let Some(order) = chosen {
        local.filter.order = order;
    }
}

/// The heads of the columns; those that sort can be clicked.
fn head_ui(ui: &mut Ui, columns: &Columns, by_money: bool) -> Option<Order> {
    let theme = Theme::of(ui);
    let rect = Rect::from_min_size(ui.max_rect().min, vec2(ui.max_rect().width(), HEAD));
    ui.allocate_rect(rect, Sense::hover());
    let y = rect.center().y;
    let paint = |x: f32, anchor: Align2, words: &str| {
        let at = pos2(rect.left() + x, y);
        text::paint(ui.painter(), at, anchor, words, Type::CAPTION, theme.text3);
    };
    let mut chosen = None;
    let mut sorts = |x: f32, anchor: Align2, words: &str, order: Order| {
        let active = by_money == (order == Order::Money);
        let style = if active {
            Type::CAPTION_STRONG
        } else {
            Type::CAPTION
        };
        let galley = style.galley(ui.painter(), words, theme.text3);
        let area = anchor
            .anchor_size(pos2(rect.left() + x, y), galley.size())
            .expand2(vec2(4.0, 3.0));
        let response = ui.interact(area, ui.scope_id().with(("sort", words)), Sense::click());
        let color = if active || response.hovered() {
            theme.text
        } else {
            theme.text3
        };
        if response.hovered() {
            let corner = CornerRadius::same(radius::CHIP);
            ui.painter().rect_filled(area, corner, theme.hover);
        }
        ui.painter()
            .galley_with_override_text_color(area.min + vec2(4.0, 3.0), galley, color);
        paint_focus(ui, area, radius::CHIP, &response);
        let spoken = match order {
            Order::Money => "Sort by what moves the lead",
            Order::Subject => "Sort by subject",
        };
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, active, spoken));
        if response.on_hover_text(spoken).clicked() {
            chosen = Some(order);
        }
    };
    if let Some(moves) = columns.moves {
        let left = columns.label[0];
        sorts(left, Align2::LEFT_CENTER, "Assumption", Order::Subject);
        sorts(
            moves[1],
            Align2::RIGHT_CENTER,
            "Moves the lead",
            Order::Money,
        );
    } else {
        paint(columns.label[0], Align2::LEFT_CENTER, "Assumption");
    }
    paint(columns.likely[1], Align2::RIGHT_CENTER, "Likely");
    paint(columns.ends[1], Align2::RIGHT_CENTER, "Low to high");
    if columns.word {
        paint(columns.standing[0] + 6.0, Align2::LEFT_CENTER, "Standing");
    }
    if let Some(id) = columns.id {
        paint(id[0], Align2::LEFT_CENTER, "Id");
    }
    if let Some(source) = columns.source {
        paint(source[0], Align2::LEFT_CENTER, "Source");
    }
    if let Some(date) = columns.date {
        paint(date[1], Align2::RIGHT_CENTER, "Date");
    }
    rule(ui, rect, theme.border);
    chosen
}

/// A rule at the foot of a line.
pub(super) fn rule(ui: &Ui, rect: Rect, color: Color32) {
    let y = rect.bottom().round() - 0.5;
    ui.painter()
        .hline(rect.x_range(), y, Stroke::new(1.0, color));
}

/// A subject, or what the rows beneath share.
fn group_ui(ui: &mut Ui, words: &str, style: Type) {
    let theme = Theme::of(ui);
    let rect = ui.max_rect();
    let heading = style == Type::HEADING;
    let color = if heading { theme.text } else { theme.text2 };
    let left = if heading { 0.0 } else { DOT };
    let y = rect.center().y + if heading { 3.0 } else { 2.0 };
    let galley = style.galley_elided(ui.painter(), words, color, rect.width() - left);
    let elided = galley.elided;
    let at = Align2::LEFT_CENTER.anchor_size(pos2(rect.left() + left, y), galley.size());
    ui.painter().galley(at.min, galley, color);
    rule(ui, rect, theme.hairline);
    let response = ui.interact(rect, ui.scope_id().with(("group", words)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    if elided {
        response.on_hover_text(words);
    }
}
