//! What stands in front of the dimmed page: the frame of a dialog, and the question about edits.

use super::buttons::Button;
use crate::app::theme::{Theme, Type, radius};
use eframe::egui;
use eframe::egui::{
    Align, Color32, CornerRadius, Frame, Id, Key, Layout, Margin, Modal, Stroke, Ui,
};

/// What was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialogChoice {
    /// Throw the edits away.
    Discard,
    /// Stay; Escape and a click outside do the same.
    Cancel,
    /// Save, then go on; Enter does the same.
    Confirm,
}

/// Texts of the dialog.
#[derive(Clone, Copy, Debug)]
pub struct Dialog<'a> {
    /// The question, such as "Save changes to northwind-assist?".
    pub title: &'a str,
    /// What saving or discarding would lose.
    pub body: &'a str,
    /// Name of the discarding button; empty leaves it out.
    pub discard: &'a str,
    /// Name of the confirming button.
    pub confirm: &'a str,
}

/// Draws the dialog over everything; `None` until something is pressed.
pub fn dialog_ui(ctx: &egui::Context, dialog: &Dialog<'_>) -> Option<DialogChoice> {
    let theme = Theme::of_ctx(ctx);
    let modal = Modal::new(Id::unique("dialog"))
        .backdrop_color(Color32::from_black_alpha(if theme.dark { 120 } else { 64 }))
        .frame(frame(ctx, theme))
        .show(ctx, |ui| contents_ui(ui, dialog));
    let dismissed = modal.should_close().then_some(DialogChoice::Cancel);
    modal.inner.or(dismissed)
}

/// The look of the dialog's box, also for other things that float above the page.
fn frame(ctx: &egui::Context, theme: &Theme) -> Frame {
    Frame::new()
        .fill(theme.raised)
        .stroke(Stroke::new(1.0, theme.border))
        .corner_radius(CornerRadius::same(radius::DIALOG))
        .shadow(ctx.global_style().visuals.window_shadow)
        .inner_margin(Margin {
            left: 20,
            right: 20,
            top: 18,
            bottom: 18,
        })
}

fn contents_ui(ui: &mut Ui, dialog: &Dialog<'_>) -> Option<DialogChoice> {
    let theme = Theme::of(ui);
    ui.set_width(318.0);
    Type::TITLE.label(ui, dialog.title, theme.text);
    Type::ROW.label(ui, dialog.body, theme.text2);
    ui.add_space(10.0);
    let mut choice = None;
    ui.horizontal(|ui| {
        if !dialog.discard.is_empty() && Button::secondary(dialog.discard).show(ui).clicked() {
            choice = Some(DialogChoice::Discard);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let confirm = Button::primary(dialog.confirm).show(ui);
            let nothing_focused = ui.memory(egui::Memory::focused).is_none();
            if confirm.clicked()
                || nothing_focused && ui.input(|input| input.key_pressed(Key::Enter))
            {
                choice = Some(DialogChoice::Confirm);
            }
            if Button::secondary("Cancel").show(ui).clicked() {
                choice = Some(DialogChoice::Cancel);
            }
        });
    });
    choice
}

/// A dialog in front of the dimmed page.
pub fn modal(id: &str, theme: &Theme) -> Modal {
    Modal::new(Id::unique(id))
        .backdrop_color(Color32::from_black_alpha(if theme.dark { 120 } else { 64 }))
        .frame(
            Frame::new()
                .fill(theme.raised)
                .stroke(Stroke::new(1.0, theme.border))
                .corner_radius(CornerRadius::same(radius::DIALOG))
                .inner_margin(Margin::same(20)),
        )
}
