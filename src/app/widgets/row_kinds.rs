//! Rows whose value is a choice, a switch or a text instead of a number.

use super::icons::{Icon, paint_focus, paint_icon};
use super::number_state::NumberFieldState;
use super::picker::{Item, picker_ui};
use super::row::{Row, RowResponse, RowState};
use crate::app::theme::{Theme, Type, radius};
use eframe::egui;
use eframe::egui::{
    Align2, CornerRadius, Id, Key, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

impl Row<'_> {
    /// A row whose value is one of `options`; returns a newly chosen one.
    pub fn choice_ui(
        self,
        ui: &mut Ui,
        name: &str,
        options: &[&str],
        selected: usize,
    ) -> RowResponse<Option<usize>> {
        self.pick_ui(ui, name, &named(options), selected)
    }

    /// The same with a note behind each option.
    pub fn pick_ui(
        self,
        ui: &mut Ui,
        name: &str,
        options: &[Item<'_>],
        selected: usize,
    ) -> RowResponse<Option<usize>> {
        self.custom_ui(ui, |ui, rect, label| {
            let (chosen, response) = pick_box_ui(ui, rect, name, options, selected);
            let response = response.labelled_by(label.id);
            (
                chosen,
                RowState {
                    focused: response.has_focus(),
                    error: String::new(),
                },
            )
        })
    }

    /// A row whose value is on or off; returns the new state when switched.
    pub fn toggle_ui(self, ui: &mut Ui, name: &str, on: bool) -> RowResponse<Option<bool>> {
        self.custom_ui(ui, |ui, rect, label| {
            let response = switch_ui(ui, rect, name, on).labelled_by(label.id);
            let switched = response.clicked().then_some(!on);
            (
                switched,
                RowState {
                    focused: response.has_focus(),
                    error: String::new(),
                },
            )
        })
    }

    /// A row whose value is a short text; returns the new text when Enter is pressed or the keyboard moves on.
    pub fn text_ui(
        self,
        ui: &mut Ui,
        id: &str,
        name: &str,
        value: &str,
        state: &mut NumberFieldState,
    ) -> RowResponse<Option<String>> {
        self.custom_ui(ui, |ui, rect, label| {
            let (changed, response) = text_box_ui(ui, rect, id, name, value, state);
            let response = response.labelled_by(label.id);
            (
                changed,
                RowState {
                    focused: response.has_focus(),
                    error: String::new(),
                },
            )
        })
    }
}

/// Options without notes.
fn named<'a>(options: &[&'a str]) -> Vec<Item<'a>> {
    options.iter().map(|name| Item { name, note: "" }).collect()
}

/// A value box that opens a menu of `options`, in `rect`.
pub fn choice_box_ui(
    ui: &mut Ui,
    rect: Rect,
    name: &str,
    options: &[&str],
    selected: usize,
) -> (Option<usize>, Response) {
    pick_box_ui(ui, rect, name, &named(options), selected)
}

/// A value box that opens a menu of `options` with their notes, in `rect`.
pub fn pick_box_ui(
    ui: &mut Ui,
    rect: Rect,
    name: &str,
    options: &[Item<'_>],
    selected: usize,
) -> (Option<usize>, Response) {
    let theme = Theme::of(ui);
    let current = options.get(selected).map_or("", |option| option.name);
    let response = ui.interact(rect, ui.scope_id().with(("choice", name)), Sense::click());
    if ui.is_rect_visible(rect) {
        paint_box(ui, rect, &response);
        let icon = if response.hovered() || response.has_focus() {
            theme.text2
        } else {
            theme.strong
        };
        paint_icon(
            ui.painter(),
            Icon::ChevronDown,
            pos2(rect.left() + 13.0, rect.center().y + 0.5),
            10.0,
            icon,
        );
        let galley =
            Type::ROW.galley_elided(ui.painter(), current, theme.text, rect.width() - 32.0);
        let at = Align2::RIGHT_CENTER
            .anchor_size(pos2(rect.right() - 8.0, rect.center().y), galley.size());
        ui.painter().galley(at.min, galley, theme.text);
    }
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, name);
        info.current_text_value = Some(current.to_owned());
        info
    });
    let chosen = picker_ui(&response, name, options, &|at| at == selected, false);
    (chosen, response)
}

/// A switch at the right end of `rect`.
pub fn switch_ui(ui: &mut Ui, rect: Rect, name: &str, on: bool) -> Response {
    let theme = Theme::of(ui);
    let track = Rect::from_min_size(
        pos2(rect.right() - 30.0, rect.center().y - 8.5),
        vec2(30.0, 17.0),
    );
    let target = Rect::from_x_y_ranges(track.left() - 40.0..=track.right(), rect.y_range());
    let response = ui.interact(target, ui.scope_id().with(("switch", name)), Sense::click());
    let (fill, knob) = if on {
        (theme.accent, theme.onaccent)
    } else {
        (theme.field, theme.strong)
    };
    let line = if on {
        theme.accent
    } else if response.hovered() {
        theme.strong
    } else {
        theme.border
    };
    let corner = CornerRadius::same(9);
    ui.painter().rect(
        track,
        corner,
        fill,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    let x = if on {
        track.right() - 8.5
    } else {
        track.left() + 8.5
    };
    ui.painter()
        .circle_filled(pos2(x, track.center().y), 5.5, knob);
    let word = if on { "on" } else { "off" };
    crate::app::theme::text::paint(
        ui.painter(),
        pos2(track.left() - 8.0, track.center().y),
        Align2::RIGHT_CENTER,
        word,
        Type::CAPTION,
        theme.text3,
    );
    paint_focus(ui, track.expand(2.5), radius::DIALOG, &response);
    response.widget_info(|| WidgetInfo::selected(Role::Switch, true, on, name));
    response
}

/// A text field in `rect`; the draft lives in `state` until it is committed.
pub fn text_box_ui(
    ui: &mut Ui,
    rect: Rect,
    id: &str,
    name: &str,
    value: &str,
    state: &mut NumberFieldState,
) -> (Option<String>, Response) {
    let theme = Theme::of(ui);
    let mut draft = state.draft(id);
    let mut text = if draft.editing {
        std::mem::take(&mut draft.text)
    } else {
        value.to_owned()
    };
    let egui_id = Id::unique(("text box", id));
    let focused = ui.memory(|memory| memory.has_focus(egui_id));
    let (width, line) = if focused {
        (2.0, theme.focus)
    } else {
        (1.0, theme.border)
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(radius::VALUE),
        theme.field,
        Stroke::new(width, line),
        StrokeKind::Inside,
    );
    let inner = rect.shrink2(vec2(8.0, 0.0));
    let mut child = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(inner)
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    let response = egui::TextEdit::singleline(&mut text)
        .id(egui_id)
        .font(Type::ROW.font())
        .text_color(theme.text)
        .frame(egui::Frame::NONE)
        .margin(egui::Margin::ZERO)
        .min_size(inner.size())
        .align(Align2::LEFT_CENTER)
        .desired_width(inner.width())
        .show(&mut child)
        .response
        .response
        .accessible_name(name);
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    let changed = if ui.memory(|memory| memory.has_focus(egui_id)) {
        draft.editing = true;
        draft.text = text;
        None
    } else {
        let edited = draft.editing && !escaped && text != value;
        draft.editing = false;
        edited.then_some(text)
    };
    state.keep(id, draft);
    (changed, response)
}

fn paint_box(ui: &Ui, rect: Rect, response: &Response) {
    let theme = Theme::of(ui);
    let stroke = if response.has_focus() {
        Stroke::new(2.0, theme.focus)
    } else if response.hovered() {
        Stroke::new(1.0, theme.strong)
    } else {
        Stroke::new(1.0, theme.border)
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(radius::VALUE),
        theme.field,
        stroke,
        StrokeKind::Inside,
    );
}
