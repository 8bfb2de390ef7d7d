//! The table of commands: one list for the palette, the shortcuts, their sheet and tooltips.

use super::action::{Action, PathPurpose, Tab};
use super::shared;
use super::state::State;
use eframe::egui;
use eframe::egui::{Key, KeyboardShortcut, Modifiers};

/// A command that needs nothing more than to be called.
pub(crate) struct Command {
    /// What it does, verb first.
    pub(crate) label: String,
    /// Keys for it.
    pub(crate) shortcut: Option<KeyboardShortcut>,
    /// What is asked for.
    pub(crate) action: Action,
    /// Whether it can be done now.
    pub(crate) enabled: bool,
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

/// Undo.
pub(crate) const UNDO: KeyboardShortcut = ctrl(Key::Z);
/// Redo.
pub(crate) const REDO: KeyboardShortcut = ctrl(Key::Y);
/// The palette.
pub(crate) const PALETTE: KeyboardShortcut = ctrl(Key::K);

/// Keys of the pages, in their order.
const PAGES: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

/// Further keys that mean the same as one in the table.
const SYNONYMS: [(KeyboardShortcut, Action); 2] = [
    (ctrl_shift(Key::Z), Action::Redo),
    (ctrl(Key::Equals), Action::ZoomIn),
];

/// Every command, in the order of the palette.
pub(crate) fn all(state: &State) -> Vec<Command> {
    let plan = state.shows_plan();
    let history = &state.plan.history;
    let with_label = |word: &str, label: Option<&str>| {
        label.map_or_else(|| word.to_owned(), |label| format!("{word}: {label}"))
    };
    let command = |label: String, shortcut, action, enabled| Command {
        label,
        shortcut,
        action,
        enabled,
    };
    let plain = |label: &str, shortcut, action, enabled| Command {
        label: label.to_owned(),
        shortcut,
        action,
        enabled,
    };
    let mut list = vec![
        command(
            with_label("Undo", history.undo_label()),
            Some(UNDO),
            Action::Undo,
            plan && history.undo_label().is_some(),
        ),
        command(
            with_label("Redo", history.redo_label()),
            Some(REDO),
            Action::Redo,
            plan && history.redo_label().is_some(),
        ),
        plain("New from preset", Some(ctrl(Key::N)), Action::NewPlan, true),
        plain("Open file…", Some(ctrl(Key::O)), Action::Open, true),
        plain(
            "Open by typing a path…",
            None,
            Action::TypePath(PathPurpose::Open),
            true,
        ),
        plain("Save", Some(ctrl(Key::S)), Action::Save, plan),
        plain("Save as…", Some(ctrl_shift(Key::S)), Action::SaveAs, plan),
        plain(
            "Save by typing a path…",
            None,
            Action::TypePath(PathPurpose::Save),
            plan,
        ),
        plain(
            "Save picture of this page…",
            Some(ctrl(Key::E)),
            Action::SavePicture,
            plan,
        ),
        plain(
            "Copy picture of this page",
            Some(ctrl_shift(Key::E)),
            Action::CopyPicture,
            plan,
        ),
        plain(
            "Show recovery copies…",
            None,
            Action::ShowCopies,
            !state.recovery.left.is_empty(),
        ),
        plain("Enter actuals…", None, Action::PasteActuals, plan),
        plain("Copy table", None, Action::CopyTable, plan),
        plain("Copy all months", None, Action::CopyMonths, plan),
        plain("Save months as CSV…", None, Action::SaveMonths, plan),
        plain("Copy verdict as text", None, Action::CopyVerdict, plan),
        plain("Copy share code", None, Action::CopyShareCode, plan),
        plain(
            "Open the share code on the clipboard",
            None,
            Action::PasteShareCode,
            true,
        ),
        plain("Find an input", Some(ctrl(Key::F)), Action::FindInput, plan),
    ];
    for (index, &tab) in Tab::ALL.iter().enumerate() {
        list.push(command(
            format!("Show {}", tab.label()),
            PAGES.get(index).map(|key| ctrl(*key)),
            Action::ShowTab(tab),
            plan,
        ));
    }
    for preset in &state.presets {
        list.push(command(
            format!("Begin from {}", preset.title),
            None,
            Action::OpenPreset(preset.name.clone()),
            true,
        ));
    }
    for case in &state.cases {
        list.push(command(
            format!("Open {}", case.title),
            None,
            Action::OpenPreset(case.name.clone()),
            true,
        ));
    }
    list.extend([
        plain("Switch light and dark", None, Action::ToggleTheme, true),
        plain(
            "Follow the desktop's theme",
            None,
            Action::SystemTheme,
            true,
        ),
        plain("Zoom in", Some(ctrl(Key::Plus)), Action::ZoomIn, true),
        plain("Zoom out", Some(ctrl(Key::Minus)), Action::ZoomOut, true),
        plain(
            "Zoom to 100%",
            Some(ctrl(Key::Num0)),
            Action::ZoomReset,
            true,
        ),
        plain("Command palette", Some(PALETTE), Action::Palette, true),
        plain(
            "Keyboard shortcuts",
            Some(KeyboardShortcut::new(Modifiers::NONE, Key::F1)),
            Action::Shortcuts,
            true,
        ),
        plain("Quit", Some(ctrl(Key::Q)), Action::Quit, true),
    ]);
    list
}

/// What the keys pressed in this frame ask for.
///
/// While a text is being edited, undo and redo belong to the text.
pub(crate) fn pressed(ctx: &egui::Context, state: &State) -> Vec<Action> {
    // A value box that is not being edited keeps a trace of its last edit, but is no text.
    let typing =
        ctx.text_edit_focused() && ctx.memory(egui::Memory::focused) != state.inputs.idle_focus;
    let mut wanted = Vec::new();
    if !typing {
        wanted.extend(shared::pasted(ctx).map(Action::OpenShared));
    }
    let mut keys: Vec<(KeyboardShortcut, Action)> = SYNONYMS.to_vec();
    keys.extend(
        all(state)
            .into_iter()
            .filter(|command| command.enabled)
            .filter_map(|command| Some((command.shortcut?, command.action))),
    );
    // Those with more modifiers first, since Ctrl+S is also part of Ctrl+Shift+S.
    keys.sort_by_key(|(keys, _)| !keys.modifiers.shift);
    for (shortcut, action) in keys {
        if typing && matches!(action, Action::Undo | Action::Redo) {
            continue;
        }
        if ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
            wanted.push(action);
        }
    }
    wanted
}
