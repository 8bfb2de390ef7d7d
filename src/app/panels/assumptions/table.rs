//! The table of constants: one line each, grouped by subject, only those in view drawn.

use super::controls::provenance;
use super::figures::{self, Shown};
use super::model::{Filter, Line, Model, Row, Scope, subject_name};
use super::{AssumptionsState, AssumptionsView, override_edit};
use crate::app::action::{Action, OverrideTo};
use crate::app::theme::{Theme, Type, radius, space, text};
use crate::app::widgets::icons::paint_focus;
use crate::app::widgets::number_text::editable as figure_text;
use crate::app::widgets::{Button, Entry, NumberField, Spread, paint_provenance};
use crate::catalog::Range;
use crate::scenario::Quantity;
use eframe::egui::{
    Align, Align2, Color32, CornerRadius, Event, EventFilter, Id, Key, Painter, Pos2, Rect,
    Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use egui_extras::{Column, TableBuilder};

/// Height of the column heads.
const HEAD: f32 = 26.0;
/// Height of the reason beneath a refused value.
const REFUSED: f32 = 19.0;
/// Room for the dot of what this plan replaces.
const DOT: f32 = 16.0;
/// What lines under a shared name are set in by.
const INDENT: f32 = 12.0;
/// Between two columns.
const GAP: f32 = 9.0;
/// Kept free at the right, where the scroll bar floats.
const SCROLL_BAR: f32 = 8.0;

/// Where the columns stand, from the table's left.
#[derive(Clone, Copy, Debug)]
struct Columns {
    label: [f32; 2],
    id: Option<[f32; 2]>,
    likely: [f32; 2],
    ends: [f32; 2],
    unit: [f32; 2],
    standing: [f32; 2],
    /// Whether the word stands beside the mark.
    word: bool,
    source: Option<[f32; 2]>,
    /// Where it is missing, the date stands behind the source.
    date: Option<[f32; 2]>,
}

impl Columns {
    /// What fits into `width`: a narrow table leaves out the source, then the date, then the word
    /// of the standing.
    fn fit(width: f32) -> Self {
        let mut right = width - SCROLL_BAR;
        let mut take = |room: f32| {
            let column = [right - room, right];
            right -= room + GAP;
            column
        };
        let source_fits = width >= 720.0;
        let dated = width >= 520.0 && (!source_fits || width >= 1_000.0);
        let with_id = width >= 1_150.0;
        let word = width >= 480.0;
        let date = dated.then(|| take(66.0));
        let source = source_fits.then(|| {
            // Where there is much room the words come first, and the source takes what is left.
            let rest = width * 0.53 - 440.0;
            take(if with_id { rest.max(180.0) } else { 122.0 })
        });
        let standing = take(if word { 84.0 } else { 14.0 });
        let unit = take(66.0);
        let ends = take(102.0);
        let likely = take(54.0);
        let id = with_id.then(|| take(width * 0.17));
        Self {
            label: [DOT, right],
            id,
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
    fn value(&self) -> [f32; 2] {
        [self.likely[0] - 4.0, self.ends[1] + 6.0]
    }
}

/// What a line was asked to do.
#[derive(Default)]
struct Answer {
    action: Option<Action>,
    /// The row to select, and whether its value is to be edited.
    select: Option<(usize, bool)>,
    /// Lines to move the selection by.
    step: i32,
}

/// Draws the table into `ui`.
pub(super) fn table_ui(
    ui: &mut Ui,
    view: &AssumptionsView<'_>,
    model: &Model,
    lines: &[Line],
    local: &mut AssumptionsState,
) -> Option<Action> {
    let columns = Columns::fit(ui.available_width());
    if lines.is_empty() {
        head_ui(ui, &columns);
        return nothing_ui(ui, model, local);
    }
    let shown = local.shown(model, lines).map(|row| row.entry.id.clone());
    // Without a side there is nothing that the first line could be selected for.
    let shown = shown.filter(|_| !view.picture && (!view.narrow || local.selected.is_some()));
    let heights = lines.iter().map(|line| height_of(*line, model, local));
    let heights: Vec<f32> = heights.collect();
    let mut answer = Answer::default();
    let target = local.scroll_to.take();
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
            header.col(|ui| head_ui(ui, &columns));
        })
        .body(|body| {
            body.heterogeneous_rows(heights.into_iter(), |mut row| {
                let index = row.index();
                row.col(|ui| match lines.get(index) {
                    Some(Line::Row(at)) => {
                        if let Some(entry) = model.rows.get(*at) {
                            let selected = shown.as_deref() == Some(entry.entry.id.as_str());
                            let mut line = LineUi {
                                columns: &columns,
                                row: entry,
                                index: *at,
                                selected,
                                picture: view.picture,
                            };
                            line.show(ui, local, &mut answer);
                        }
                    }
                    Some(Line::Subject(at)) => {
                        let name = model.rows.get(*at).map_or("", |row| row.entry.subject());
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

fn head_ui(ui: &mut Ui, columns: &Columns) {
    let theme = Theme::of(ui);
    let rect = Rect::from_min_size(ui.max_rect().min, vec2(ui.max_rect().width(), HEAD));
    ui.allocate_rect(rect, Sense::hover());
    let y = rect.center().y;
    let paint = |x: f32, anchor: Align2, words: &str| {
        let at = pos2(rect.left() + x, y);
        text::paint(ui.painter(), at, anchor, words, Type::CAPTION, theme.text3);
    };
    paint(columns.label[0], Align2::LEFT_CENTER, "Assumption");
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
}

fn rule(ui: &Ui, rect: Rect, color: Color32) {
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

/// One constant.
struct LineUi<'a> {
    columns: &'a Columns,
    row: &'a Row,
    index: usize,
    selected: bool,
    picture: bool,
}

impl LineUi<'_> {
    fn show(&mut self, ui: &mut Ui, local: &mut AssumptionsState, answer: &mut Answer) {
        let theme = Theme::of(ui);
        let all = ui.max_rect();
        let rect = Rect::from_min_size(all.min, vec2(all.width(), space::TABLE_ROW));
        let shown = figures::shown(self.row.entry.range(), &self.row.entry.unit);
        let response = self.row_ui(ui, rect, &shown, local, answer);
        if self.selected && !self.picture {
            self.value_ui(ui, rect, &shown, local, answer);
        } else {
            self.box_ui(ui, rect, response.hovered());
            self.figures_ui(ui, rect, &shown);
        }
        if let Some(reason) = local.numbers.refused(&self.row.entry.id) {
            let at = pos2(all.right(), rect.bottom() + REFUSED / 2.0 - 1.0);
            let room = all.width() - DOT;
            let galley = Type::CAPTION.galley_elided(ui.painter(), reason, theme.error, room);
            let place = Align2::RIGHT_CENTER.anchor_size(at, galley.size());
            ui.painter().galley(place.min, galley, theme.error);
        }
        rule(ui, all, theme.hairline);
    }

    /// Everything but the value; the line as a whole can be clicked and has the keyboard.
    fn row_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        shown: &Shown,
        local: &mut AssumptionsState,
        answer: &mut Answer,
    ) -> Response {
        let theme = Theme::of(ui);
        let entry = &self.row.entry;
        let id = Id::unique(("assumption", entry.id.as_str()));
        let response = ui.interact(rect, id, Sense::click());
        if self.selected {
            ui.painter()
                .rect_filled(rect, CornerRadius::ZERO, theme.selected);
        } else if response.hovered() {
            ui.painter()
                .rect_filled(rect, CornerRadius::ZERO, theme.hover);
        }
        if self.row.is_own() {
            let dot = pos2(rect.left() + 5.0, rect.center().y);
            ui.painter().circle_filled(dot, 2.75, theme.accent);
        }
        self.words_ui(ui, rect);
        self.standing_ui(ui, rect);
        paint_focus(ui, rect.shrink(1.0), radius::CHIP, &response);
        let words = format!(
            "{}, {}, {}, {}{}",
            entry.label,
            shown.all(),
            entry.status.label(),
            self.row.date_words(),
            if self.row.stale { ", stale" } else { "" }
        );
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.selected, &words));
        if self.selected && std::mem::take(&mut local.take_focus) {
            response.request_focus();
        }
        if response.clicked() {
            let [from, to] = self.columns.value();
            let on_value = response
                .interact_pointer_pos()
                .is_some_and(|at: Pos2| (rect.left() + from..=rect.left() + to).contains(&at.x));
            answer.select = Some((self.index, on_value && !self.selected));
        }
        if response.has_focus() {
            answer.step += arrows(ui, id);
        }
        response
    }

    /// Label, id, source and date, each in full when hovered.
    fn words_ui(&self, ui: &Ui, rect: Rect) {
        let theme = Theme::of(ui);
        let entry = &self.row.entry;
        let own = self.row.is_own() || self.selected;
        let style = if own { Type::ROW_STRONG } else { Type::ROW };
        let cell = |[from, to]: [f32; 2]| {
            Rect::from_x_y_ranges(rect.left() + from..=rect.left() + to, rect.y_range())
        };
        let [from, to] = self.columns.label;
        let indent = if self.row.stem.is_empty() {
            0.0
        } else {
            INDENT
        };
        let label = cell([from + indent, to]);
        elided(ui.painter(), label, self.row.name(), style, theme.text);
        self.hover(ui, label, "label", || {
            format!("{}\n{}", entry.label, entry.id)
        });
        if let Some(id) = self.columns.id.map(cell) {
            elided(ui.painter(), id, &entry.id, Type::CODE, theme.text3);
        }
        if let Some(source) = self.columns.source.map(cell) {
            let (words, color) = self.source_words(theme);
            elided(ui.painter(), source, &words, Type::ROW, color);
            self.hover(ui, source, "source", || citations(self.row));
        }
        if let Some(date) = self.columns.date.map(cell) {
            let color = if self.row.stale {
                theme.caution
            } else {
                theme.text3
            };
            let at = pos2(date.right(), date.center().y);
            let words = self.row.date_words();
            text::paint(
                ui.painter(),
                at,
                Align2::RIGHT_CENTER,
                words,
                Type::CAPTION,
                color,
            );
        }
    }

    /// The source in short, with its date where that has no column; the reason of a value of one's
    /// own.
    fn source_words(&self, theme: &Theme) -> (String, Color32) {
        let row = self.row;
        if row.is_own() {
            return match row.reason.as_str() {
                "" => ("No reason given".to_owned(), theme.caution),
                reason => (reason.to_owned(), theme.text2),
            };
        }
        let short = row.source();
        if self.columns.date.is_some() || row.is_judgement() || row.date_words().is_empty() {
            return (short.to_owned(), theme.text2);
        }
        let color = if row.stale {
            theme.caution
        } else {
            theme.text2
        };
        (format!("{short}, {}", row.date_words()), color)
    }

    /// The standing: mark and word on the ground of a chip, or the mark alone.
    fn standing_ui(&self, ui: &Ui, rect: Rect) {
        let theme = Theme::of(ui);
        let status = self.row.entry.status;
        let left = rect.left() + self.columns.standing[0];
        let middle = rect.center().y;
        if !self.columns.word {
            let at = pos2(left + 6.0, middle);
            paint_provenance(ui.painter(), at, provenance(status), theme.text2);
            return;
        }
        let galley = Type::LABEL.galley(ui.painter(), status.label(), theme.text);
        let chip = Rect::from_min_max(
            pos2(left, middle - 9.5),
            pos2(left + 28.0 + galley.size().x, middle + 9.5),
        );
        let ground = if self.selected { theme.bg } else { theme.hover };
        ui.painter()
            .rect_filled(chip, CornerRadius::same(radius::CHIP), ground);
        let mark = pos2(left + 11.5, middle);
        paint_provenance(ui.painter(), mark, provenance(status), theme.text2);
        let at = pos2(left + 21.0, middle - galley.size().y / 2.0);
        ui.painter().galley(at, galley, theme.text);
    }

    fn hover(&self, ui: &Ui, cell: Rect, what: &str, words: impl FnOnce() -> String) {
        let id = Id::unique(("about", what, self.row.entry.id.as_str()));
        let response = ui.interact(cell, id, Sense::hover());
        if response.hovered() {
            response.on_hover_text(words());
        }
    }

    /// The outline of a value box, where a click would open it.
    fn box_ui(&self, ui: &Ui, rect: Rect, hovered: bool) {
        if !hovered || self.picture {
            return;
        }
        let theme = Theme::of(ui);
        let area = self.value_rect(rect);
        let line = Stroke::new(1.0, theme.border);
        let corner = CornerRadius::same(radius::VALUE);
        ui.painter()
            .rect(area, corner, theme.field, line, StrokeKind::Inside);
    }

    fn value_rect(&self, rect: Rect) -> Rect {
        let [from, to] = self.columns.value();
        Rect::from_x_y_ranges(rect.left() + from..=rect.left() + to, rect.y_range())
            .shrink2(vec2(0.0, 0.5))
    }

    /// Likely value, range with its whisker, and unit, as text.
    fn figures_ui(&self, ui: &Ui, rect: Rect, shown: &Shown) {
        let theme = Theme::of(ui);
        let middle = rect.center().y;
        let right = |column: [f32; 2]| pos2(rect.left() + column[1], middle);
        let painter = ui.painter();
        let likely = right(self.columns.likely);
        let style = Type::ROW_STRONG;
        text::paint(
            painter,
            likely,
            Align2::RIGHT_CENTER,
            &shown.likely,
            style,
            theme.text,
        );
        let ends = right(self.columns.ends);
        let place = text::paint(
            painter,
            ends - vec2(0.0, 1.0),
            Align2::RIGHT_CENTER,
            &shown.ends,
            Type::ROW,
            theme.text2,
        );
        if !shown.ends.is_empty() {
            whisker(painter, place, self.row.entry.range(), theme);
        }
        self.unit_ui(ui, rect, shown);
    }

    fn unit_ui(&self, ui: &Ui, rect: Rect, shown: &Shown) {
        let theme = Theme::of(ui);
        let [from, to] = self.columns.unit;
        let cell = Rect::from_x_y_ranges(rect.left() + from..=rect.left() + to, rect.y_range());
        elided(ui.painter(), cell, &shown.unit, Type::CAPTION, theme.text3);
    }

    /// The value of the selected line, ready to be typed over or dragged.
    fn value_ui(
        &self,
        ui: &mut Ui,
        rect: Rect,
        shown: &Shown,
        local: &mut AssumptionsState,
        answer: &mut Answer,
    ) {
        self.unit_ui(ui, rect, shown);
        let entry = &self.row.entry;
        let range = entry.range();
        let text = if shown.ends.is_empty() {
            shown.likely.clone()
        } else {
            format!("{}, {}", shown.likely, shown.ends)
        };
        let check = |value: f64| within(self.row, value);
        let example = example(shown, range);
        let spread = (!entry.is_point()).then_some(Spread {
            low: entry.low,
            likely: entry.likely,
            high: entry.high,
        });
        let area = self.value_rect(rect);
        let field = NumberField::new(&entry.id, &entry.label, entry.likely, &text)
            .scale(shown.scale)
            .step(step(range))
            .spread(spread)
            .ranges(true)
            .example(&example)
            .check(&check)
            .show_at(ui, area, &mut local.numbers);
        if !local.numbers.is_editing(&entry.id) && field.refused.is_none() {
            // At rest the figures stay in their columns, so that they compare with the others.
            let theme = Theme::of(ui);
            let line = match (field.focused, field.response.hovered()) {
                (true, _) => Stroke::new(2.0, theme.focus),
                (false, true) => Stroke::new(1.0, theme.strong),
                (false, false) => Stroke::new(1.0, theme.border),
            };
            let corner = CornerRadius::same(radius::VALUE);
            ui.painter()
                .rect(area, corner, theme.field, line, StrokeKind::Inside);
            self.figures_ui(ui, rect, shown);
        }
        if field.response.drag_started() {
            local.gesture += 1;
        }
        if let Some(likely) = field.changed {
            let value = value_of(range, likely, field.entry);
            let dragging = !field.committed || field.response.drag_stopped();
            let gesture = dragging.then_some(local.gesture);
            answer.action = Some(override_edit(self.row, OverrideTo::Value(value), gesture));
        }
    }
}

/// The whole value that a box asks for; a single number keeps the relative range.
fn value_of(range: Range, likely: f64, typed: Option<Entry>) -> Quantity {
    let now = Quantity {
        low: range.low,
        likely: range.likely,
        high: range.high,
    };
    match typed {
        Some(Entry::Range {
            low,
            likely: stated,
            high,
        }) => Quantity {
            low,
            likely: stated.unwrap_or_else(|| {
                if (low..=high).contains(&now.likely) {
                    now.likely
                } else {
                    f64::midpoint(low, high)
                }
            }),
            high,
        },
        _ => now.with_likely(likely),
    }
}

/// The text with which typing begins.
pub(super) fn editable(row: &Row) -> String {
    let range = row.entry.range();
    let scale = figures::shown(range, &row.entry.unit).scale;
    let text = |value| figure_text(value, scale);
    if range.is_point() {
        text(range.likely)
    } else {
        format!(
            "{} {} {}",
            text(range.low),
            text(range.likely),
            text(range.high)
        )
    }
}

/// What a scenario accepts for an entry: shares up to 1, nothing below 0 where nothing is.
fn within(row: &Row, value: f64) -> Result<(), String> {
    /// The greatest number that a scenario takes.
    const MOST: f64 = 1e18;
    let known = row.original.as_ref().unwrap_or(&row.entry);
    if known.low >= 0.0 && value < 0.0 {
        return Err("This cannot be below 0.".to_owned());
    }
    if known.unit == "share" && value > 1.0 {
        return Err("A share cannot be above 100%.".to_owned());
    }
    if value.abs() > MOST {
        return Err("That is more than a plan can hold.".to_owned());
    }
    Ok(())
}

fn example(shown: &Shown, range: Range) -> String {
    if range.is_point() {
        format!("{}, or a range such as 2 to 5", shown.likely)
    } else {
        format!("{}, or {}", shown.likely, shown.ends)
    }
}

/// A hundredth of the value, rounded to a power of ten.
fn step(range: Range) -> f64 {
    let size = range.likely.abs().max(range.high.abs());
    if size > 0.0 {
        10_f64.powf((size / 100.0).log10().round())
    } else {
        1.0
    }
}

/// Up and down while a line has the keyboard.
fn arrows(ui: &Ui, id: Id) -> i32 {
    ui.memory_mut(|memory| {
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        memory.set_focus_lock_filter(id, filter);
    });
    let mut steps = 0;
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Key {
                key: Key::ArrowDown,
                pressed: true,
                ..
            } => {
                steps += 1;
                false
            }
            Event::Key {
                key: Key::ArrowUp,
                pressed: true,
                ..
            } => {
                steps -= 1;
                false
            }
            _ => true,
        });
    });
    steps
}

/// A bar under the range with a tick at the likely value.
fn whisker(painter: &Painter, text: Rect, range: Range, theme: &Theme) {
    let width = range.high - range.low;
    if width <= 0.0 || !width.is_finite() {
        return;
    }
    let share = ((range.likely - range.low) / width).clamp(0.0, 1.0) as f32;
    let y = text.bottom() + 0.5;
    let bar = Rect::from_x_y_ranges(text.x_range(), y - 0.75..=y + 0.75);
    painter.rect_filled(bar, 0.0, theme.border);
    let x = text.left() + text.width() * share;
    let tick = Rect::from_x_y_ranges(x - 1.0..=x + 1.0, y - 2.0..=y + 2.0);
    painter.rect_filled(tick, 0.0, theme.text2);
}

/// Text in a cell; what is too long loses its middle, so that its last part stays readable.
fn elided(painter: &Painter, cell: Rect, words: &str, style: Type, color: Color32) {
    let room = cell.width();
    let middle = cell.center().y;
    let put = |galley: std::sync::Arc<eframe::egui::Galley>, left: f32| {
        let at = pos2(left, middle - galley.size().y / 2.0);
        painter.galley(at, galley, color);
    };
    let whole = style.galley(painter, words, color);
    if whole.size().x <= room {
        put(whole, cell.left());
        return;
    }
    let tail = words
        .rfind(", ")
        .and_then(|at| words.get(at..))
        .map(|tail| style.galley(painter, tail, color))
        .filter(|tail| tail.size().x < room * 0.6);
    let Some(tail) = tail else {
        put(
            style.galley_elided(painter, words, color, room),
            cell.left(),
        );
        return;
    };
    let head = words.rfind(", ").and_then(|at| words.get(..at));
    let left = room - tail.size().x;
    let head = style.galley_elided(painter, head.unwrap_or_default(), color, left);
    let end = cell.left() + head.size().x;
    put(head, cell.left());
    put(tail, end);
}

/// Every source of a row, in full.
pub(super) fn citations(row: &Row) -> String {
    let cited: Vec<String> = row
        .sources
        .iter()
        .map(|source| {
            let section = source
                .section
                .as_ref()
                .map_or_else(String::new, |section| format!(", {section}"));
            format!("{}. {}{section}", source.title, source.location)
        })
        .collect();
    let mut text = cited.join("\n");
    if row.is_own() {
        text = format!("{}\n{text}", row.reason).trim().to_owned();
    }
    text
}
