//! A text of several sentences: label above, the whole width beneath.

use super::InputsState;
use crate::app::action::Action;
use crate::app::theme::{Theme, Type, radius};
use eframe::egui;
use eframe::egui::{CornerRadius, Frame, Id, Margin, Stroke, Ui};

/// Draws the text; it is applied when the keyboard moves on, and Escape drops what was typed.
pub(super) fn long_text_ui(
    ui: &mut Ui,
    local: &mut InputsState,
    at: &str,
    label: &str,
    help: &str,
    value: &str,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut text = local
        .texts
        .get(at)
        .cloned()
        .unwrap_or_else(|| value.to_owned());
    let mut set = None;
    Frame::NONE
        .inner_margin(Margin {
            left: 14,
            right: 20,
            top: 4,
            bottom: 6,
        })
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            let name = Type::ROW.label(ui, label, theme.text).on_hover_text(help);
            let id = Id::unique(("long text", at));
            let focused = ui.memory(|memory| memory.has_focus(id));
            let line = if focused {
                Stroke::new(2.0, theme.focus)
            } else {
                Stroke::new(1.0, theme.border)
            };
            Frame::NONE
                .fill(theme.field)
                .stroke(line)
                .corner_radius(CornerRadius::same(radius::VALUE))
                .inner_margin(Margin::symmetric(8, 5))
                .show(ui, |ui| {
                    let edit = egui::TextEdit::multiline(&mut text)
                        .id(id)
                        .font(Type::LABEL.font())
                        .frame(Frame::NONE)
                        .margin(Margin::ZERO)
                        .desired_rows(2)
                        .desired_width(f32::INFINITY);
                    let response = ui.add(edit).labelled_by(name.id);
                    let escape = ui.input(|input| input.key_pressed(egui::Key::Escape));
                    if response.has_focus() {
                        local.texts.insert(at.to_owned(), text.clone());
                    } else if local.texts.remove(at).is_some() && text != value && !escape {
                        set = Some(Action::set(at, text.clone()));
                    }
                });
        });
    set
}
