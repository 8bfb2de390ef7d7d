//! The Costs tab (stub; its contents are being written).

use eframe::egui;
use crate::app::action::Action;
use crate::app::view::ResultsView;

/// What the Costs tab remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct CostsState {}

/// Draws the Costs tab into the whole of `ui`, which already has the page's margin.
pub(crate) fn costs_ui(
    ui: &mut egui::Ui,
    view: &ResultsView<'_>,
    local: &mut CostsState,
) -> Option<Action> {
    let _ = local;
    ui.heading("Costs");
    ui.label(&view.report.scenario.name);
    None
}

/// The table of the Costs tab as tab-separated text, for the clipboard.
pub(crate) fn costs_table(view: &ResultsView<'_>, local: &CostsState) -> String {
    let _ = local;
    let mut text = String::from("Roadmap\tTotal\n");
    for roadmap in &view.report.roadmaps {
        if let Some(totals) = &roadmap.totals {
            text.push_str(&format!("{}\t{:.0}\n", roadmap.label, totals.total));
        }
    }
    text
}
