//! One constant as a line of the table: its words, its standing, and its value ready to be typed
//! over.

use super::controls::provenance;
use super::model::Row;
use super::table::{Answer, Columns, DOT, rule};
use super::value::{example, known, step, value_of, within};
use super::weights::moves;
use super::{AssumptionsState, override_edit};
use crate::app::action::OverrideTo;
use crate::app::constants::{self, Shown};
use crate::app::theme::{Theme, Type, radius, space, text};
use crate::app::widgets::icons::paint_focus;
use crate::app::widgets::{NumberField, Spread, paint_provenance};
use crate::catalog::Range;
use eframe::egui::{
    Align2, Color32, CornerRadius, Event, EventFilter, Id, Key, Painter, Pos2, Rect, Response,
    Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

/// What lines under a shared name are set in by.
const INDENT: f32 = 12.0;

/// One constant.
pub(super) struct LineUi<'a> {
    /// Where the columns stand.
    pub(super) columns: &'a Columns,
    /// The constant.
    pub(super) row: &'a Row,
    /// Its index in the model.
    pub(super) index: usize,
    /// Whether its details are shown.
    pub(super) selected: bool,
    /// Whether this is drawn for a picture.
    pub(super) picture: bool,
    /// Whether it stands under no heading that says a part of its name.
    pub(super) flat: bool,
    /// Currency of the plan.
    pub(super) currency: &'a str,
}

impl LineUi<'_> {
    /// Draws it into the whole of `ui`.
    pub(super) fn show(&self, ui: &mut Ui, local: &mut AssumptionsState, answer: &mut Answer) {
        let theme = Theme::of(ui);
        let all = ui.max_rect();
        let rect = Rect::from_min_size(all.min, vec2(all.width(), space::TABLE_ROW));
        let shown = constants::shown(self.row.entry.range(), &self.row.entry.unit);
        let response = self.row_ui(ui, rect, &shown, local, answer);
        if self.selected && !self.picture {
            self.value_ui(ui, rect, &shown, local, answer);
        } else {
            self.box_ui(ui, rect, response.hovered());
            self.figures_ui(ui, rect, &shown);
        }
        if let Some(reason) = local.numbers.refused(&self.row.entry.id) {
            let area = Rect::from_min_max(pos2(all.left() + DOT, rect.bottom()), all.max);
            let room = area.width();
            let galley = Type::CAPTION.galley_elided(ui.painter(), reason, theme.error, room);
            let at = pos2(area.left() + room, area.center().y - 1.0);
            let place = Align2::RIGHT_CENTER.anchor_size(at, galley.size());
            let elided = galley.elided;
            ui.painter().galley(place.min, galley, theme.error);
            let id = Id::unique(("refused", self.row.entry.id.as_str()));
            let response = ui.interact(area, id, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, reason));
            if elided {
                response.on_hover_text(reason);
            }
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
        let moves = self.row.weight.as_ref().map_or_else(String::new, |weight| {
            format!(", moves the lead by {}", moves(weight, self.currency))
        });
        let date = match self.row.date_words() {
            "" => String::new(),
            date => format!(", {date}"),
        };
        let words = format!(
            "{}, {}, {}{date}{}{moves}",
            entry.label,
            shown.all(),
            entry.status.label(),
            if self.row.stale { ", stale" } else { "" }
        );
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.selected, &words));
        if self.selected && std::mem::take(&mut local.take_focus) {
            response.request_focus();
        }
        if response.clicked() {
            let [from, to] = self.columns.value();
            let edit = match response.interact_pointer_pos() {
                Some(Pos2 { x, .. }) => {
                    let value = rect.left() + from..=rect.left() + to;
                    value.contains(&x) && !self.selected
                }
                // Enter on the line that is selected already.
                None => self.selected,
            };
            answer.select = Some((self.index, edit));
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
        let (indent, name) = if self.row.stem.is_empty() || self.flat {
            (0.0, entry.label.as_str())
        } else {
            (INDENT, self.row.name())
        };
        let label = cell([from + indent, to]);
        elided(ui.painter(), label, name, style, theme.text);
        self.hover(ui, label, "label", || {
            format!("{}\n{}", entry.label, entry.id)
        });
        if let (Some(column), Some(weight)) = (self.columns.moves.map(cell), &self.row.weight) {
            let at = pos2(column.right(), column.center().y);
            let words = moves(weight, self.currency);
            let anchor = Align2::RIGHT_CENTER;
            text::paint(ui.painter(), at, anchor, &words, style, theme.text);
        }
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
        let (allowed, usual) = known(self.row);
        let field = NumberField::new(&entry.id, &entry.label, entry.likely, &text)
            .on_page()
            .scale(shown.scale)
            .known(Some(allowed), usual)
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
            // A value that was typed wants its reason next.
            let entered = field.committed && ui.input(|input| input.key_pressed(Key::Enter));
            if entered && !dragging && self.row.reason.is_empty() {
                local.ask_reason = Some(entry.id.clone());
            }
            answer.action = Some(override_edit(self.row, OverrideTo::Value(value), gesture));
        }
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
        .filter(|tail| tail.size().x < room * 0.75);
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
    let text = cited.join("\n");
    if row.is_own() || row.is_input {
        format!("{}\n{text}", row.reason).trim().to_owned()
    } else {
        text
    }
}
