//! Everything a user can ask for, in one enum.
//!
//! Buttons, menus, shortcuts, the command palette and tests all end in an [`Action`], which
//! [`super::update::apply`] carries out. The table of commands is in [`super::commands`].

pub(crate) use super::pages::tab::Tab;
use crate::scenario::Quantity;
use crate::scenario::schema::{Actual, Standing};
use std::path::PathBuf;

/// An edit of the plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Edit {
    /// Path of the field or list, such as `demand.users`.
    pub(crate) path: String,
    /// What happens to it.
    pub(crate) change: EditKind,
    /// The drag that this is part of; edits of one field in one drag are one undo step.
    pub(crate) gesture: Option<u64>,
}

/// A figure of a roadmap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FigureAt {
    /// A series of the report, or `totals.` and a total.
    pub(crate) metric: String,
    /// Id of the roadmap.
    pub(crate) roadmap: String,
    /// Month; none for all of them.
    pub(crate) month: Option<usize>,
}

/// Two roadmaps, and the input in which a value is looked for at which they cost the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tie {
    /// Path of the input, or id of the constant.
    pub(crate) input: String,
    /// Ids of the roadmaps.
    pub(crate) between: [String; 2],
}

/// What the inputs that matter most are chosen by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyInputs {
    /// Ids of the roadmaps that they set apart: the recommended one, and the one that it is compared with.
    pub(crate) between: (String, Option<String>),
    /// GPUs whose prices are among them.
    pub(crate) gpus: Vec<String>,
}

/// What a page needs to know that takes too long for a frame; it is about the plan that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Which roadmap is the cheapest for each pair of values of two inputs.
    Map([String; 2]),
    /// At which values of an input two roadmaps cost the same.
    Tie(Tie),
    /// How far each constant moves the lead of the first of two roadmaps over the second.
    Weights([String; 2]),
    /// How a figure comes about, and what it rests on.
    Explanation(FigureAt),
    /// Which inputs matter most.
    KeyInputs(KeyInputs),
}

/// What an edit does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum EditKind {
    /// Sets a field to what the text says in the syntax of scenario files; `None` unsets it.
    Set(String),
    /// Sets a field back to the preset's, or to the file's as it was opened.
    Reset,
    /// Gives a component another name, everywhere.
    Rename(String),
    /// Adds an element to a list.
    Add {
        /// Its name, where elements have one.
        name: String,
        /// Fields of it with their text.
        fields: Vec<(String, String)>,
    },
    /// Says how sure a value is, in a note beside it.
    Standing(Standing),
    /// Says where a value comes from, in a note beside it.
    Source(String),
    /// Copies an element of a list.
    Duplicate(usize),
    /// Removes an element of a list.
    Remove(usize),
    /// Replaces an entry of the catalogue, or says why it is replaced.
    Override(OverrideEdit),
    /// Replaces the months that turned out.
    Actuals(Vec<Actual>),
}

/// What happens to an entry of the catalogue in this plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OverrideEdit {
    /// The entry.
    pub(crate) id: String,
    /// What undo calls it.
    pub(crate) label: String,
    /// What changes.
    pub(crate) to: OverrideTo,
}

/// What becomes of an override.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum OverrideTo {
    /// Another value, in the entry's unit.
    Value(Quantity),
    /// Another reason.
    Reason(String),
    /// A value and the reason for it.
    Both(Quantity, String),
    /// The catalogue's value again.
    Removed,
}

/// What a typed path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathPurpose {
    /// Opening a plan.
    Open,
    /// Saving the plan.
    Save,
    /// Saving a picture of the page.
    Picture,
    /// Saving the months as a sheet.
    Months,
}

/// What somebody agreed to before a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Consent {
    /// A file that is there may be replaced.
    pub(crate) replace: bool,
    /// Also one that may be read only.
    pub(crate) read_only: bool,
    /// Also one that somebody else changed since it was read.
    pub(crate) changed: bool,
}

impl Consent {
    /// To replacing a file.
    pub(crate) const REPLACE: Self = Self {
        replace: true,
        read_only: false,
        changed: false,
    };
}

/// Answer to "Save changes?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Save, then go on.
    Save,
    /// Go on without saving.
    Discard,
    /// Do not go on.
    Cancel,
}

/// A command with everything it needs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    /// Change the plan.
    Edit(Edit),
    /// Take the last edit back.
    Undo,
    /// Do it again.
    Redo,
    /// Draw no more futures of the plan than there are, until the next edit.
    StopRefining,

    /// Show the welcome page, to begin from a preset.
    NewPlan,
    /// Leave the welcome page for the open plan.
    BackToPlan,
    /// Begin from a preset.
    OpenPreset(String),
    /// Ask for a file and open it.
    Open,
    /// Ask for a path to be typed.
    TypePath(PathPurpose),
    /// Open this file.
    OpenPath(PathBuf),
    /// Save to the plan's file.
    Save,
    /// Ask for a file and save to it.
    SaveAs,
    /// Save to this file.
    SaveTo(PathBuf, Consent),
    /// Read the plan's file again.
    Reload,
    /// Keep the plan although its file changed on disk.
    KeepMine,
    /// Show the recovery copies that crashed windows left.
    ShowCopies,
    /// Open a recovery copy by its name.
    Restore(String),
    /// Delete a recovery copy by its name.
    DiscardCopy(String),
    /// Answer the question about unsaved changes.
    Answer(Answer),
    /// Ask for the months that turned out.
    PasteActuals,
    /// Keep these months that turned out.
    SetActuals(String),
    /// Close a dialog without doing anything.
    CloseDialog,
    /// Close a message.
    CloseMessage(usize),
    /// Leave the program.
    Quit,

    /// Ask for a file and save a picture of the page to it.
    SavePicture,
    /// Save a picture of the page to this file.
    SavePictureTo(PathBuf, Consent),
    /// Ask for a file and save every month of every roadmap to it, as CSV.
    SaveMonths,
    /// Save the months to this file.
    SaveMonthsTo(PathBuf, Consent),
    /// Put a picture of the page on the clipboard.
    CopyPicture,
    /// Put the page's table on the clipboard.
    CopyTable,
    /// Put every month of every roadmap on the clipboard.
    CopyMonths,
    /// Put the verdict on the clipboard as text.
    CopyVerdict,
    /// Put the plan's share code on the clipboard.
    CopyShareCode,
    /// Open the plan whose share code is on the clipboard.
    PasteShareCode,
    /// Open the plan of this share code.
    OpenShared(String),
    /// Put this text on the clipboard, and say what it was.
    CopyText {
        /// The text.
        text: String,
        /// "Explanation".
        what: &'static str,
    },

    /// Show a page.
    ShowTab(Tab),
    /// Show a constant by its id on the Assumptions page.
    ShowAssumption(String),
    /// Shows an input by its path.
    ShowInput(String),
    /// Opens the panel that tells how a figure came about.
    Explain(FigureAt),
    /// Closes it.
    CloseExplanation,
    /// Work out what the page shown needs to know; the page itself asks for it.
    Ask(Vec<Question>),
    /// Switch between light and dark.
    ToggleTheme,
    /// Follow the desktop's appearance.
    SystemTheme,
    /// Make everything larger.
    ZoomIn,
    /// Make everything smaller.
    ZoomOut,
    /// The usual size.
    ZoomReset,
    /// Put the keyboard into the search of the inputs.
    FindInput,
    /// Show or hide the command palette.
    Palette,
    /// Show the command palette with a text in it.
    FindAnything(String),
    /// Show or hide the sheet of shortcuts.
    Shortcuts,
}

impl Action {
    /// An edit of one field.
    pub(crate) fn set(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Edit(Edit {
            path: path.into(),
            change: EditKind::Set(text.into()),
            gesture: None,
        })
    }

    /// A change of a list, or a reset.
    pub(crate) fn change(path: impl Into<String>, change: EditKind) -> Self {
        Self::Edit(Edit {
            path: path.into(),
            change,
            gesture: None,
        })
    }
}
