//! What a page of results is: what it remembers between frames, which draws itself from a view.

use crate::app::action::Action;
use crate::app::view::PageView;
use crate::app::worker::Wants;
use eframe::egui::Ui;

/// A page of results, as what it remembers between frames: scroll, selection, what is switched on.
pub(crate) trait Page {
    /// What is worked out because it shows it, beside the roadmaps and their futures.
    fn wants(&self) -> Wants {
        Wants::default()
    }

    /// Draws it into the whole of `ui`, which already has the page's margin: in the window, and as a
    /// picture where the view says so.
    fn ui(&mut self, ui: &mut Ui, view: &PageView<'_>) -> Option<Action>;

    /// What *Copy table* takes from it; none where that of the costs stands in.
    fn copied(&self, view: &PageView<'_>) -> Option<Copied>;
}

/// What is taken from a page to the clipboard.
pub(crate) enum Copied {
    /// Rows of cells that are separated by tabs.
    Table(String),
    /// A plan in sentences.
    Plan(String),
}
