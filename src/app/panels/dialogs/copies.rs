//! What crashed windows left: each with its plan, when it was edited and what changed, to be restored or
//! discarded by name.

use crate::app::action::Action;
use crate::app::settings::ago;
use crate::app::theme::{Theme, Type};
use crate::app::widgets::buttons::Button;
use crate::app::widgets::dialog::modal;
use crate::storage::recovery::{Found, Of};
use eframe::egui;
use eframe::egui::{Align, Layout, Stroke, Ui};

/// Most edits named in a line.
const NAMED: usize = 3;

/// Draws the list; `discarding` is the copy whose discarding waits to be confirmed.
pub(super) fn copies_ui(
    ctx: &egui::Context,
    left: &[Found],
    discarding: &mut Option<String>,
) -> Option<Action> {
    let theme = Theme::of_ctx(ctx);
    let modal = modal("copies", theme).show(ctx, |ui| {
        let mut wanted = None;
        ui.set_width(560.0);
        Type::TITLE.label(ui, "Edits that were not saved", theme.text);
        let text = if left.is_empty() {
            "There are none: every window that ran before was closed with its edits saved."
        } else {
            "Splitpoint kept a copy of them when it stopped. A copy stays until you restore it or \
             discard it."
        };
        Type::ROW.label(ui, text, theme.text2);
        ui.add_space(8.0);
        egui::ScrollArea::vertical()
            .max_height(380.0)
            .show(ui, |ui| {
                for found in left {
                    let action = ui.push_id(&found.id, |ui| copy_ui(ui, found, discarding));
                    wanted = action.inner.or(wanted.take());
                }
            });
        ui.add_space(10.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let later = if left.is_empty() { "Close" } else { "Later" };
            if Button::secondary(later).show(ui).clicked() {
                wanted = Some(Action::CloseDialog);
            }
        });
        wanted
    });
    let dismissed = modal.should_close().then_some(Action::CloseDialog);
    modal.inner.or(dismissed)
}

fn copy_ui(ui: &mut Ui, found: &Found, discarding: &mut Option<String>) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    let rule = ui.available_rect_before_wrap();
    ui.painter().hline(
        rule.x_range(),
        rule.top().round() + 0.5,
        Stroke::new(1.0, theme.hairline),
    );
    ui.add_space(8.0);
    let name = found.header.of.name();
    let asked = discarding.as_deref() == Some(found.id.as_str());
    ui.horizontal(|ui| {
        Type::ROW_STRONG.label(ui, &name, theme.text);
        Type::CAPTION.label(ui, ago(found.header.edited), theme.text2);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if asked {
                let sure = format!("Discard the edits of {name}");
                if Button::secondary(&sure).height(26.0).show(ui).clicked() {
                    wanted = Some(Action::DiscardCopy(found.id.clone()));
                }
                if Button::secondary("Keep").height(26.0).show(ui).clicked() {
                    *discarding = None;
                }
                return;
            }
            if Button::secondary("Restore").height(26.0).show(ui).clicked() {
                wanted = Some(Action::Restore(found.id.clone()));
            }
            if Button::secondary("Discard…")
                .height(26.0)
                .show(ui)
                .clicked()
            {
                *discarding = Some(found.id.clone());
            }
        });
    });
    let place = match &found.header.of {
        Of::File(path) => path.parent().map(|folder| folder.display().to_string()),
        Of::Named(_) => None,
    };
    let place = place.unwrap_or_else(|| "In no file yet".to_owned());
    Type::CAPTION.label(ui, place, theme.text3);
    Type::ROW.label(ui, changes(&found.header.changes), theme.text2);
    ui.add_space(8.0);
    wanted
}

/// What changed, in a line.
fn changes(list: &[String]) -> String {
    if list.is_empty() {
        return "What changed is not known.".to_owned();
    }
    let named: Vec<&str> = list.iter().take(NAMED).map(String::as_str).collect();
    let more = list.len().saturating_sub(NAMED);
    let named = named.join("; ");
    if more == 0 {
        named
    } else {
        format!("{named}; and {more} more")
    }
}
