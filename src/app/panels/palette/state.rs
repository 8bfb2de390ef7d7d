//! What the palette remembers between frames. The state of the window holds it, and the palette reads
//! that state, so it is a file of its own.

use crate::app::action::Action;
use eframe::egui::KeyboardShortcut;

/// What was typed and where the selection is.
#[derive(Clone, Debug, Default)]
pub(crate) struct PaletteState {
    pub(super) text: String,
    pub(super) selected: usize,
    pub(super) focused: bool,
    /// What was found, and for which text and version of the plan.
    pub(super) found: Option<(String, u64, Vec<Line>)>,
}

impl PaletteState {
    /// With a text typed already.
    pub(crate) fn looking_for(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

/// One line of the palette.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What it does or shows.
    pub(super) label: String,
    /// What kind of thing it is, with its value; empty for commands.
    pub(super) detail: String,
    pub(super) shortcut: Option<KeyboardShortcut>,
    pub(super) action: Action,
}
