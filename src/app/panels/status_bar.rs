//! The status bar: how the figures were made, what state the plan is in.

use crate::app::action::Action;
use crate::app::settings::ago;
use crate::app::state::State;
use crate::app::theme::{Theme, Type};
use crate::app::widgets::buttons::Button;
use eframe::egui::{Align, Layout, Ui};
use std::time::Duration;

/// Draws the bar.
pub(crate) fn status_bar_ui(ui: &mut Ui, state: &State) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        if state.shows_plan() {
            wanted = plan_ui(ui, state);
        } else {
            Type::CAPTION.label(
                ui,
                "Everything stays on this machine: no account, no network.",
                theme.text2,
            );
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            if copies_ui(ui, state) {
                wanted = Some(Action::ShowCopies);
            }
            if !state.shows_plan() {
                Type::CAPTION.label(ui, "Drop a .ron file anywhere to open it", theme.text2);
                return;
            }
            let zoom = format!("Zoom {:.0}%", ui.ctx().zoom_factor() * 100.0);
            Type::CAPTION.label(ui, zoom, theme.text2);
            kept_ui(ui, state);
        });
    });
    wanted
}

/// What crashed windows left, until it is answered.
fn copies_ui(ui: &mut Ui, state: &State) -> bool {
    let left = state.recovery.left.len();
    if left == 0 {
        return false;
    }
    let text = crate::units::counted(left as f64, "recovery copy", "recovery copies");
    Button::plain(&text)
        .height(22.0)
        .show(ui)
        .on_hover_text("Edits that were not saved when Splitpoint last ran")
        .clicked()
}

/// When the unsaved edits were written to the disk, or why they are not there.
fn kept_ui(ui: &mut Ui, state: &State) {
    let theme = Theme::of(ui);
    if let Some(reason) = &state.recovery.failure {
        Type::CAPTION
            .label(ui, "No recovery copy", theme.error)
            .on_hover_text(format!(
                "{reason}. It is tried again; save the plan elsewhere."
            ));
    } else if let Some(at) = state.recovery.kept {
        Type::CAPTION
            .label(ui, format!("Recovery copy {}", ago(at)), theme.text2)
            .on_hover_text("Unsaved edits are on the disk in case the program or machine stops");
        // The words change with time alone.
        ui.ctx().request_repaint_after(Duration::from_secs(30));
    }
}

/// Width that is left for what follows before something is left out.
const ROOM: f32 = 760.0;

fn plan_ui(ui: &mut Ui, state: &State) -> Option<Action> {
    let mut wanted = None;
    let theme = Theme::of(ui);
    let caption = |ui: &mut Ui, text: String| {
        Type::CAPTION.label(ui, text, theme.text2);
    };
    let plan = &state.plan.now;
    caption(
        ui,
        format!(
            "{} months from {}",
            plan.horizon_months,
            super::month_name(&plan.start)
        ),
    );
    if let Some(report) = state.report() {
        caption(ui, format!("{} roadmaps", report.roadmaps.len()));
    }
    if let Some(futures) = state
        .report()
        .and_then(|report| report.uncertainty.as_ref())
    {
        let count = crate::units::count(futures.draws as f64);
        caption(ui, format!("{count} futures, seed {}", futures.seed));
        // How far the model itself may be off is not part of them unless the plan says so.
        if !plan.catalogue_ranges && ui.available_width() > ROOM {
            caption(
                ui,
                "Constants of the model at their likely values".to_owned(),
            );
        }
    }
    if let Some(words) = state.results.refining.words() {
        caption(ui, words);
        let stop = Button::plain("Stop").height(22.0).show(ui);
        let why = "Draws no more futures until the next edit";
        if stop.on_hover_text(why).clicked() {
            wanted = Some(Action::StopRefining);
        }
    } else if state.is_stale() {
        caption(ui, "Computing".to_owned());
    } else if state.results.failure.is_none() {
        let milliseconds = state.results.took.as_secs_f64() * 1_000.0;
        caption(
            ui,
            format!("Computed in {}", crate::units::milliseconds(milliseconds)),
        );
    }
    let refused = state.not_applied().len();
    if refused > 0 {
        let text = crate::units::counted(refused as f64, "input not applied", "inputs not applied");
        Type::CAPTION.label(ui, text, theme.error);
    }
    if let Some(report) = state.report() {
        let count = report.warnings.len();
        if count > 0 {
            let lines: Vec<String> = report
                .warnings
                .iter()
                .map(|warning| format!("{} {}", warning.message, warning.hint))
                .collect();
            let text = crate::units::counted(count as f64, "thing to look at", "things to look at");
            Type::CAPTION
                .label(ui, text, theme.caution)
                .on_hover_text(lines.join("\n\n"));
        }
    }
    wanted
}
