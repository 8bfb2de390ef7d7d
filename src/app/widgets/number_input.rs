//! What a value box does with the pointer and the keyboard.

use super::number_field::NumberField;
use super::number_state::{Cursor, Draft, Drag};
use crate::app::theme::Theme;
use crate::units::{self, NumberError, Typed};
use eframe::egui;
use eframe::egui::{
    Align2, CursorIcon, EventFilter, Id, Key, Rect, Response, Role, Sense, Stroke, Ui, vec2,
};

#[derive(Default)]
pub(super) struct Outcome {
    pub(super) response: Option<Response>,
    pub(super) changed: Option<f64>,
    pub(super) entry: Option<Typed>,
    pub(super) committed: bool,
}

impl NumberField<'_> {
    pub(super) fn idle(&self, ui: &mut Ui, rect: Rect, id: Id, draft: &mut Draft) -> Outcome {
        let response = ui
            .interact(rect, id, Sense::click_and_drag())
            .on_hover_cursor(CursorIcon::ResizeHorizontal);
        // Editing uses one automatic id for its child; without it the widgets behind would be renamed.
        ui.skip_ahead_auto_ids(1);
        let mut outcome = Outcome::default();
        self.drag(ui, &response, draft, &mut outcome);
        if response.clicked() {
            self.begin(ui, id, draft, None);
            draft.cursor = Some(Cursor::Whole);
        } else if response.has_focus() {
            self.keyboard(ui, id, draft, &mut outcome);
        }
        if !draft.editing && ui.is_rect_visible(rect) {
            self.paint_idle(ui, rect, &response, draft);
        }
        let (name, value, enabled) = (self.name, self.value, ui.is_enabled());
        let text = if draft.refused.is_some() {
            draft.text.clone()
        } else {
            format!("{} {}", self.text, self.unit)
        };
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(Role::SpinButton, enabled, name);
            info.value = Some(value);
            info.current_text_value = Some(text.trim().to_owned());
            info
        });
        outcome.response = Some(response);
        outcome
    }

    fn drag(&self, ui: &Ui, response: &Response, draft: &mut Draft, outcome: &mut Outcome) {
        if response.drag_started() {
            draft.drag = Some(Drag {
                start: self.value,
                moved: 0.0,
            });
            draft.refused = None;
            response.request_focus();
        }
        let Some(drag) = &mut draft.drag else { return };
        if response.dragged() {
            drag.moved += response.drag_delta().x;
            let step = self.step * step_factor(ui);
            let steps = (f64::from(drag.moved) / 4.0).trunc();
            if steps != 0.0 {
                self.propose(stepped(drag.start, steps, step), outcome);
            }
        }
        if response.drag_stopped() {
            outcome.committed = drag.moved.abs() >= 4.0;
            draft.drag = None;
        }
    }

    fn keyboard(&self, ui: &Ui, id: Id, draft: &mut Draft, outcome: &mut Outcome) {
        // Claim the vertical arrows, which would move the focus, and Escape, which would drop it.
        ui.memory_mut(|memory| {
            memory.set_focus_lock_filter(
                id,
                EventFilter {
                    vertical_arrows: true,
                    escape: draft.refused.is_some(),
                    ..EventFilter::default()
                },
            );
        });
        let factor = step_factor(ui);
        let (mut steps, mut enter, mut escape, mut typed) = (0.0, false, false, String::new());
        ui.input_mut(|input| {
            input.events.retain(|event| match event {
                egui::Event::Key {
                    key: Key::ArrowUp,
                    pressed: true,
                    ..
                } => {
                    steps += 1.0;
                    false
                }
                egui::Event::Key {
                    key: Key::ArrowDown,
                    pressed: true,
                    ..
                } => {
                    steps -= 1.0;
                    false
                }
                egui::Event::Key {
                    key: Key::Enter | Key::F2,
                    pressed: true,
                    ..
                } if typed.is_empty() => {
                    enter = true;
                    false
                }
                egui::Event::Key {
                    key: Key::Escape,
                    pressed: true,
                    ..
                } => {
                    escape = true;
                    true
                }
                egui::Event::Text(text) | egui::Event::Paste(text) => {
                    typed.push_str(text);
                    false
                }
                _ => true,
            });
        });
        if escape {
            draft.refused = None;
        }
        if !typed.trim().is_empty() {
            self.begin(ui, id, draft, Some(typed));
        } else if enter {
            self.begin(ui, id, draft, None);
        } else if steps != 0.0 {
            draft.refused = None;
            self.propose(stepped(self.value, steps, self.step * factor), outcome);
            outcome.committed = outcome.changed.is_some();
        }
    }

    /// Reports `value` as the new one unless it breaks a hard limit; then the old one stays.
    fn propose(&self, value: f64, outcome: &mut Outcome) {
        if value != self.value
            && value.is_finite()
            && self.check.is_none_or(|check| check(value).is_ok())
        {
            outcome.changed = Some(value);
        }
    }

    /// Starts editing: with `typed`, or with the refused text or the value, selected.
    fn begin(&self, ui: &Ui, id: Id, draft: &mut Draft, typed: Option<String>) {
        let replace = typed.is_some();
        draft.editing = true;
        draft.drag = None;
        draft.began = None;
        draft.text = match (typed, &draft.refused, self.spread) {
            (Some(typed), ..) => typed,
            (None, Some(_), _) => std::mem::take(&mut draft.text),
            (None, None, spread) => {
                let scale = self.reading.scale;
                let text = match spread.filter(|_| self.reading.ranges) {
                    Some(of) => units::editable_range([of.low, of.likely, of.high], scale),
                    None => units::editable(self.value, scale),
                };
                draft.began = Some(text.clone());
                text
            }
        };
        let cursor = if replace { Cursor::End } else { Cursor::Whole };
        place_cursor(ui, id, &draft.text, cursor);
        ui.memory_mut(|memory| memory.request_focus(id));
    }

    pub(super) fn edit(&self, ui: &mut Ui, rect: Rect, id: Id, draft: &mut Draft) -> Outcome {
        let theme = Theme::of(ui);
        let mut outcome = Outcome::default();
        if std::mem::take(&mut draft.take_focus) {
            place_cursor(ui, id, &draft.text, Cursor::Whole);
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        self.step_text(ui, draft);
        let (style, left) = self.figure_style();
        let ring = if draft.refused.is_some() {
            theme.error
        } else {
            theme.focus
        };
        self.paint_box(ui, rect, theme.field, Stroke::new(2.0, ring));
        let unit_width = self.paint_unit(ui, rect);
        let mut inner = rect.shrink2(vec2(if self.tall { 11.0 } else { 8.0 }, 0.0));
        inner.max.x -= unit_width;
        let mut child = ui.new_child(
            egui::UiBuilder::new()
                .max_rect(inner)
                .layout(egui::Layout::left_to_right(egui::Align::Center)),
        );
        child.set_clip_rect(inner.expand2(vec2(2.0, 0.0)).intersect(ui.clip_rect()));
        let response = egui::TextEdit::singleline(&mut draft.text)
            .id(id)
            .font(style.font())
            .text_color(theme.text)
            .frame(egui::Frame::NONE)
            .margin(egui::Margin::ZERO)
            .min_size(vec2(inner.width(), inner.height()))
            .align(if left {
                Align2::LEFT_CENTER
            } else {
                Align2::RIGHT_CENTER
            })
            .desired_width(inner.width())
            .show(&mut child)
            .response
            .response;
        let response = response.accessible_name(self.name);
        if response.double_clicked() || response.triple_clicked() {
            draft.cursor = Some(Cursor::Whole);
        }
        // A click on the unit or the edge of the box is one into the value, too.
        let clicked = ui.input(|input| input.pointer.any_pressed() || input.pointer.any_click());
        if clicked && ui.rect_contains_pointer(rect) && !ui.memory(|memory| memory.has_focus(id)) {
            ui.memory_mut(|memory| memory.request_focus(id));
            draft.cursor = Some(Cursor::Whole);
        }
        if let Some(cursor) = draft.cursor {
            let clicking = ui.input(|input| {
                let pointer = &input.pointer;
                pointer.any_down() || pointer.any_pressed() || pointer.any_released()
            });
            if clicking {
                place_cursor(ui, id, &draft.text, cursor);
            } else {
                draft.cursor = None;
            }
        }
        // Asked of the memory, since a response has no focus while another window is in front.
        if !ui.memory(|memory| memory.has_focus(id)) {
            let (escape, enter) = ui.input(|input| {
                (
                    input.key_pressed(Key::Escape),
                    input.key_pressed(Key::Enter),
                )
            });
            draft.editing = false;
            if escape {
                *draft = Draft::default();
            } else {
                self.commit(draft, &mut outcome);
            }
            if escape || enter {
                // The keyboard stays on the box, so the arrows work right after Enter.
                ui.memory_mut(|memory| memory.request_focus(id));
            }
        }
        outcome.response = Some(response);
        outcome
    }

    /// Up and Down while editing step the number in the text, if there is one.
    fn step_text(&self, ui: &Ui, draft: &mut Draft) {
        let factor = step_factor(ui);
        let mut steps = 0.0;
        ui.input_mut(|input| {
            input.events.retain(|event| match event {
                egui::Event::Key {
                    key: Key::ArrowUp,
                    pressed: true,
                    ..
                } => {
                    steps += 1.0;
                    false
                }
                egui::Event::Key {
                    key: Key::ArrowDown,
                    pressed: true,
                    ..
                } => {
                    steps -= 1.0;
                    false
                }
                _ => true,
            });
        });
        if steps != 0.0
            && let Ok(Typed::Value(value)) = units::read_number(&draft.text, &self.reading)
        {
            draft.text = units::editable(
                stepped(value, steps, self.step * factor),
                self.reading.scale,
            );
        }
    }

    fn commit(&self, draft: &mut Draft, outcome: &mut Outcome) {
        // A value that was only looked at stays what it is, to its last digit.
        if draft.began.take().is_some_and(|began| began == draft.text) {
            return;
        }
        let typed = units::read_number(&draft.text, &self.reading);
        let reason = match typed {
            Ok(typed) => {
                let check = |value| self.check.map_or(Ok(()), |check| check(value));
                match typed.values().try_for_each(check) {
                    Ok(()) => {
                        draft.refused = None;
                        self.take(typed, outcome);
                        return;
                    }
                    Err(reason) => self.with_example(&reason),
                }
            }
            Err(error) => self.reason(&error),
        };
        let value = format!("{} {}", self.text, self.unit);
        draft.refused = Some(format!(
            "{reason} The last good value, {}, still counts.",
            value.trim()
        ));
    }

    /// Reports what was typed, unless it is what stands there.
    fn take(&self, typed: Typed, outcome: &mut Outcome) {
        let (value, ends) = match typed {
            Typed::Value(value) => (value, None),
            Typed::Ends(low, high) => (f64::midpoint(low, high), Some((low, high))),
            Typed::Range(low, likely, high) => (likely, Some((low, high))),
        };
        let now = self.spread.map(|spread| (spread.low, spread.high));
        if value != self.value || ends != now {
            outcome.changed = Some(value);
            outcome.entry = Some(typed);
            outcome.committed = true;
        }
    }

    /// Why a text cannot be read, as sentences; an example of the field's own where it says no more
    /// than that a number is needed.
    fn reason(&self, error: &NumberError) -> String {
        let text = error.to_string();
        let general = error.is_general() && !self.example.is_empty();
        match text.rsplit_once("; ").filter(|_| general) {
            Some((what, _)) => self.with_example(&sentence(what)),
            None => sentence(&text),
        }
    }

    fn with_example(&self, reason: &str) -> String {
        if self.example.is_empty() {
            reason.to_owned()
        } else {
            format!("{reason} Try {}.", self.example)
        }
    }
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next();
    let first = first.into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

/// Selects the whole text, or sets the cursor behind it when typing has begun.
fn place_cursor(ui: &Ui, id: Id, text: &str, cursor: Cursor) {
    use eframe::egui::text::{CCursor, CCursorRange};
    let end = CCursor::new(text.chars().count());
    let start = match cursor {
        Cursor::End => end,
        Cursor::Whole => CCursor::new(0),
    };
    let mut edit = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    edit.cursor
        .set_char_range(Some(CCursorRange::two(start, end)));
    edit.store(ui.ctx(), id);
}

/// Shift steps ten times as far, Alt a tenth.
fn step_factor(ui: &Ui) -> f64 {
    ui.input(|input| match (input.modifiers.shift, input.modifiers.alt) {
        (true, _) => 10.0,
        (_, true) => 0.1,
        _ => 1.0,
    })
}

fn stepped(value: f64, steps: f64, step: f64) -> f64 {
    units::tidy(value + steps * step)
}
