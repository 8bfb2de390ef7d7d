//! The sheet of keyboard shortcuts, made from the table of commands.

use crate::app::action::Action;
use crate::app::commands;
use crate::app::state::State;
use crate::app::theme::{Theme, Type, radius};
use crate::app::widgets::buttons::Button;
use eframe::egui;
use eframe::egui::{Align2, CornerRadius, Id, Stroke, Ui, vec2};

/// Keys that belong to widgets, not to commands.
const IN_FIELDS: [(&str, &str); 7] = [
    ("Enter", "edit or apply a value"),
    ("Escape", "drop what was typed"),
    ("Up, Down", "one step; ten with Shift, a tenth with Alt"),
    ("Drag", "change a value with the pointer"),
    ("3 to 9", "a range; 2; 3; 5 or 2 3 5 with the likely value"),
    (
        "1,200 or 1.234,56",
        "thousands and decimals, either way round",
    ),
    ("2.5m, 15%, =120k*1.3", "other ways to write a number"),
];

/// Draws the sheet over the page.
pub(crate) fn shortcuts_ui(ctx: &egui::Context, state: &State) -> Option<Action> {
    let theme = Theme::of_ctx(ctx);
    let escape = ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
    let inner = egui::Area::new(Id::unique("shortcuts"))
        .order(egui::Order::Foreground)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0))
        .show(ctx, |ui| {
            egui::Frame::new()
                .fill(theme.raised)
                .stroke(Stroke::new(1.0, theme.border))
                .corner_radius(CornerRadius::same(radius::DIALOG))
                .shadow(ui.visuals().window_shadow)
                .inner_margin(20.0)
                .show(ui, |ui| contents_ui(ui, state))
                .inner
        })
        .inner;
    inner.or(escape.then_some(Action::Shortcuts))
}

fn contents_ui(ui: &mut Ui, state: &State) -> Option<Action> {
    let theme = Theme::of(ui);
    ui.set_width(620.0);
    Type::TITLE.label(ui, "Keyboard", theme.text);
    ui.add_space(8.0);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(290.0);
            for command in commands::all(state) {
                let Some(shortcut) = command.shortcut else {
                    continue;
                };
                // The palette shows what would be undone; here the bare word is enough.
                let label = command.label.split(':').next().unwrap_or_default();
                row_ui(ui, &ui.ctx().format_shortcut(&shortcut), label);
            }
        });
        ui.add_space(24.0);
        ui.vertical(|ui| {
            ui.set_width(290.0);
            Type::HEADING.label(ui, "In a value box", theme.text);
            for (keys, meaning) in IN_FIELDS {
                row_ui(ui, keys, meaning);
            }
        });
    });
    ui.add_space(8.0);
    Button::secondary("Close")
        .show(ui)
        .clicked()
        .then_some(Action::Shortcuts)
}

fn row_ui(ui: &mut Ui, keys: &str, meaning: &str) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.allocate_ui_with_layout(
            vec2(110.0, 20.0),
            egui::Layout::left_to_right(egui::Align::Center),
            |ui| {
                ui.set_min_width(110.0);
                Type::ROW_STRONG.label(ui, keys, theme.text);
            },
        );
        Type::ROW.label(ui, meaning, theme.text2);
    });
}
