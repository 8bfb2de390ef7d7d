//! The Decision tab (stub; its contents are being written).

use eframe::egui;
use crate::app::action::Action;
use crate::app::view::ResultsView;

/// What the Decision tab remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct DecisionState {}

/// Draws the Decision tab into the whole of `ui`, which already has the page's margin.
pub(crate) fn decision_ui(
    ui: &mut egui::Ui,
    view: &ResultsView<'_>,
    local: &mut DecisionState,
) -> Option<Action> {
    let _ = local;
    ui.heading(&view.report.verdict.sentence);
    ui.label(&view.report.verdict.detail);
    for roadmap in &view.report.roadmaps {
        if let Some(totals) = &roadmap.totals {
            ui.label(format!("{}: {:.0}", roadmap.label, totals.total));
        }
    }
    None
}
