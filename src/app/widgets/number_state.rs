//! The text of value boxes that are being edited or were refused.
//!
//! It is apart from the model and from egui's memory, so that rejected text survives a redraw, a
//! closed group and an undo, and so that the page can count the inputs that are not applied.

use std::collections::BTreeMap;

/// The text of boxes being edited or refused, by field id; owned by the caller.
#[derive(Clone, Debug, Default)]
pub struct NumberFieldState {
    entries: BTreeMap<String, Draft>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) text: String,
    pub(crate) editing: bool,
    pub(crate) refused: Option<String>,
    /// The text with which typing began, when it was the value's own.
    pub(super) began: Option<String>,
    pub(super) drag: Option<Drag>,
    pub(super) take_focus: bool,
    /// Where the cursor stays whatever the pointer does, until the click that began is over.
    pub(super) cursor: Option<Cursor>,
}

/// A place of the cursor that a click into a value does not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cursor {
    /// The whole text is selected.
    Whole,
    /// Behind what was typed already.
    End,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Drag {
    pub(super) start: f64,
    pub(super) moved: f32,
}

impl NumberFieldState {
    /// Why the text of field `id` was refused, if it was.
    pub fn refused(&self, id: &str) -> Option<&str> {
        self.entries.get(id)?.refused.as_deref()
    }

    /// Ids of all fields whose text was refused, with the reason.
    pub fn all_refused(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries
            .iter()
            .filter_map(|(id, draft)| Some((id.as_str(), draft.refused.as_deref()?)))
    }

    /// How many inputs are not applied.
    pub fn refused_count(&self) -> usize {
        self.all_refused().count()
    }

    /// Whether field `id` is being edited.
    pub fn is_editing(&self, id: &str) -> bool {
        self.entries.get(id).is_some_and(|draft| draft.editing)
    }

    /// Ids of all fields with a text that was not taken yet.
    pub fn open(&self) -> impl Iterator<Item = &str> {
        self.entries
            .iter()
            .filter(|(_, draft)| draft.editing)
            .map(|(id, _)| id.as_str())
    }

    /// Drops the draft of field `id`, as after a reset or an undo.
    pub fn forget(&mut self, id: &str) {
        self.entries.remove(id);
    }

    /// Drops every draft, as after opening another file.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Refuses field `id` from outside, as when a check across fields fails.
    pub fn refuse(&mut self, id: &str, text: impl Into<String>, reason: impl Into<String>) {
        let draft = self.entries.entry(id.to_owned()).or_default();
        draft.text = text.into();
        draft.refused = Some(reason.into());
    }

    /// Opens field `id` for editing; the field takes the keyboard when it is next shown.
    pub fn edit(&mut self, id: &str, text: impl Into<String>) {
        let draft = self.entries.entry(id.to_owned()).or_default();
        draft.editing = true;
        draft.take_focus = true;
        draft.text = text.into();
        draft.began = Some(draft.text.clone());
    }

    pub(crate) fn draft(&self, id: &str) -> Draft {
        self.entries.get(id).cloned().unwrap_or_default()
    }

    pub(crate) fn keep(&mut self, id: &str, draft: Draft) {
        if draft.editing || draft.refused.is_some() || draft.drag.is_some() {
            self.entries.insert(id.to_owned(), draft);
        } else {
            self.entries.remove(id);
        }
    }
}
