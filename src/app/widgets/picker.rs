//! A list to pick from, as a menu: filtered by typing, scrolled, with a note behind every name.

use super::menu::menu_item_ui;
use crate::app::find::{Known, rank};
use crate::app::theme::{Theme, Type, radius};
use eframe::egui;
use eframe::egui::{Id, Key, Modifiers, Popup, PopupCloseBehavior, Response, ScrollArea, Ui, vec2};

/// From this many on, a list has a field to filter it.
const FILTERED: usize = 10;
/// Height from which a list scrolls (points).
const HEIGHT: f32 = 340.0;
/// Widest menu (points); longer names end in an ellipsis.
const WIDEST: f32 = 440.0;

/// One of the things to pick from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Item<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is to be known before it is picked: price, size, memory.
    pub note: &'a str,
}

/// What is typed into the filter, and which line the arrow keys are on.
#[derive(Clone, Debug, Default)]
struct Filter {
    text: String,
    at: usize,
    is_open: bool,
}

/// A menu below `button` with the items; returns the one that was picked.
///
/// `ticked` says which are chosen. With `several` the menu stays open while they are ticked.
pub fn picker_ui(
    button: &Response,
    name: &str,
    items: &[Item<'_>],
    ticked: &dyn Fn(usize) -> bool,
    several: bool,
) -> Option<usize> {
    let ctx = &button.ctx;
    let key = button.id.with("picker");
    if !Popup::is_id_open(ctx, Popup::default_response_id(button)) && !button.clicked() {
        ctx.data_mut(|data| data.remove::<Filter>(key));
    }
    let mut picked = None;
    Popup::menu(button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            let mut filter = ctx
                .data_mut(|data| data.get_temp::<Filter>(key))
                .unwrap_or_default();
            picked = contents_ui(ui, name, items, ticked, several, &mut filter);
            filter.is_open = true;
            ctx.data_mut(|data| data.insert_temp(key, filter));
            if picked.is_some() && !several {
                ui.close();
            }
        });
    picked
}

fn contents_ui(
    ui: &mut Ui,
    name: &str,
    items: &[Item<'_>],
    ticked: &dyn Fn(usize) -> bool,
    several: bool,
    filter: &mut Filter,
) -> Option<usize> {
    let theme = Theme::of(ui);
    let width = width_of(ui, items, several);
    ui.set_width(width);
    let is_new = !filter.is_open;
    let is_long = items.len() >= FILTERED;
    // The keys of the list, before the text field takes them.
    let pressed =
        |ui: &Ui, key| is_long && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (down, up) = (pressed(ui, Key::ArrowDown), pressed(ui, Key::ArrowUp));
    let enter = pressed(ui, Key::Enter);
    if is_long {
        let edit = egui::TextEdit::singleline(&mut filter.text)
            .id(Id::unique(("filter of", ui.scope_id())))
            .hint_text("Type to filter")
            .font(Type::ROW.font())
            .margin(vec2(8.0, 4.0))
            .desired_width(width);
        let edit = ui.add(edit).accessible_name(format!("Filter {name}"));
        if is_new {
            edit.request_focus();
            filter.at = (0..items.len()).find(|at| ticked(*at)).unwrap_or(0);
        }
        if edit.changed() {
            filter.at = 0;
        }
        ui.add_space(4.0);
    }
    let found: Vec<usize> = (0..items.len())
        .filter(|at| {
            let known = Known {
                label: items[*at].name,
                words: items[*at].note,
                help: "",
            };
            rank(&filter.text, known).is_some()
        })
        .collect();
    let last = found.len().saturating_sub(1);
    if down {
        filter.at = (filter.at + 1).min(last);
    }
    if up {
        filter.at = filter.at.saturating_sub(1);
    }
    filter.at = filter.at.min(last);
    let mut picked = enter.then(|| found.get(filter.at).copied()).flatten();
    ScrollArea::vertical().max_height(HEIGHT).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_width(width);
        for (line, at) in found.iter().enumerate() {
            let item = items[*at];
            let is_ticked = ticked(*at);
            let ground = ui.painter().add(egui::Shape::Noop);
            let response = if several {
                tick_item_ui(ui, item, is_ticked)
            } else {
                menu_item_ui(ui, item.name, item.note, is_ticked)
            };
            let is_here = is_long && line == filter.at;
            if is_here && !response.hovered() && !is_ticked {
                let fill = egui::Shape::rect_filled(response.rect, radius::CHIP, theme.hover);
                ui.painter().set(ground, fill);
            }
            if is_here && (down || up || is_new) {
                response.scroll_to_me(None);
            }
            if response.clicked() && (several || !is_ticked) {
                picked = Some(*at);
            } else if response.clicked() {
                ui.close();
            }
        }
    });
    if found.is_empty() {
        Type::ROW.label(ui, "Nothing in this list is called that.", theme.text2);
    }
    picked
}

/// An item with a tick before it.
fn tick_item_ui(ui: &mut Ui, item: Item<'_>, ticked: bool) -> Response {
    let mut on = ticked;
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(26.0);
        let response = ui.checkbox(&mut on, Type::ROW.rich(item.name, theme.text));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            Type::CAPTION.label(ui, item.note, theme.text3)
        });
        response
    })
    .inner
}

/// The width that the longest line needs, within limits.
fn width_of(ui: &Ui, items: &[Item<'_>], several: bool) -> f32 {
    let theme = Theme::of(ui);
    let marks = if several { 30.0 } else { 0.0 };
    let needed = items.iter().map(|item| {
        let name = Type::ROW_STRONG.galley(ui.painter(), item.name, theme.text);
        let note = Type::CAPTION.galley(ui.painter(), item.note, theme.text3);
        let gap = if item.note.is_empty() { 0.0 } else { 24.0 };
        name.size().x + gap + note.size().x + 16.0 + marks
    });
    needed.fold(180.0_f32, f32::max).min(WIDEST)
}
