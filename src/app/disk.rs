//! Plans to and from the disk: opening, saving, noticing other people's changes.
//!
//! Everything that touches a file is done away from the window's thread ([`Files::run`]). The state
//! changes when it has succeeded, in the function that takes in the reply.

pub(crate) mod saving;

use self::saving::Saving;
use super::action::{Action, Consent, PathPurpose};
use super::files::{Files, Reply};
use super::state::{
    Confirmation, Dialog, Message, OpenFailure, OpenPlan, Origin, PresetCard, State, Weight,
};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, any_error};
use crate::presets::own_copy;
use crate::scenario::file::read_stamped;
use crate::scenario::{Scenario, load, patch, save as save_text, validate};
use crate::storage::write::{Terms, write};
use crate::storage::{FileError, Fingerprint, absolute};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The built-in presets as cards.
pub(crate) fn preset_cards() -> Vec<PresetCard> {
    crate::presets::list()
        .iter()
        .filter_map(|preset| {
            let scenario = preset.scenario()?;
            Some(PresetCard {
                name: preset.name.to_owned(),
                title: scenario.name.clone(),
                scenario: Arc::new(scenario),
            })
        })
        .collect()
}

/// The plans of companies whose outcome is known.
pub(crate) fn case_cards() -> Vec<PresetCard> {
    crate::history::list()
        .iter()
        .filter_map(|case| {
            Some(PresetCard {
                name: case.name.to_owned(),
                title: case.title.to_owned(),
                scenario: Arc::new(case.scenario()?),
            })
        })
        .collect()
}

/// Makes a preset, or the plan of a company, the open plan.
pub(crate) fn open_preset(state: &mut State, name: &str) {
    let mut cards = state.presets.iter().chain(&state.cases);
    let Some(card) = cards.find(|card| card.name == name) else {
        state.say(
            Weight::Error,
            format!("There is no preset called {name}."),
            Vec::new(),
        );
        return;
    };
    let origin = Origin::Preset(name.to_owned());
    let plan = OpenPlan::new(
        Arc::clone(&card.scenario),
        origin,
        state.plan.generation + 1,
    );
    show(state, plan);
}

/// A plan as its file has it.
pub(crate) struct PlanFile {
    /// The plan.
    pub(crate) scenario: Scenario,
    /// The file's text.
    pub(crate) text: Arc<str>,
    /// The file as it was read.
    pub(crate) stamp: Fingerprint,
}

/// Why a plan was not read.
pub(crate) enum Unread {
    /// The file cannot be read.
    File(FileError),
    /// What it says cannot be taken.
    Findings(Vec<Diagnostic>),
}

/// Reads a plan; not on the thread of the window.
pub(crate) fn read_plan(path: &Path) -> Result<PlanFile, Unread> {
    let (text, stamp) = read_stamped(path).map_err(Unread::File)?;
    let loaded = load(&text);
    let findings = loaded.diagnostics;
    match loaded.scenario {
        Some(scenario) if !any_error(&findings) => Ok(PlanFile {
            scenario,
            text: text.into(),
            stamp,
        }),
        _ => Err(Unread::Findings(findings)),
    }
}

/// Has a file read; what comes of it arrives in [`opened`].
pub(crate) fn open(state: &State, files: &Files, path: &Path) {
    let path = absolute(path);
    let asked = state.plan.generation;
    files.run(move || {
        Some(Reply::Opened {
            result: read_plan(&path).map(Box::new),
            path,
            asked,
        })
    });
}

/// Makes what was read the open plan. Whatever is wrong with it is shown in full, and the open plan
/// stays, with its edits unsaved as they were.
pub(crate) fn opened(
    state: &mut State,
    path: &Path,
    result: Result<Box<PlanFile>, Unread>,
) -> bool {
    match result {
        Ok(read) => {
            let mut plan = OpenPlan::new(
                Arc::new(read.scenario),
                Origin::File(path.to_owned()),
                state.plan.generation + 1,
            );
            plan.stamp = Some(read.stamp);
            plan.text = Some(read.text);
            show(state, plan);
            state.settings.note_file(path);
            true
        }
        Err(Unread::File(error)) => {
            refuse(state, &error.to_string());
            false
        }
        Err(Unread::Findings(findings)) => {
            state.dialog = None;
            state.open_failure = Some(OpenFailure {
                path: path.to_owned(),
                findings,
            });
            false
        }
    }
}

/// Says what is wrong where the user is looking: in the dialog, or above the page.
fn refuse(state: &mut State, reason: &str) {
    if let Some(Dialog::TypePath { problem, .. }) = &mut state.dialog {
        *problem = Some(sentence(reason));
    } else {
        let open = ("Open file…".to_owned(), Action::Open);
        state.say(Weight::Error, sentence(reason), vec![open]);
    }
}

pub(crate) fn sentence(text: &str) -> String {
    if text.ends_with('.') {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

pub(crate) fn show(state: &mut State, plan: OpenPlan) {
    state.plan = plan;
    state.results.latest = None;
    state.results.futures = None;
    state.results.failure = None;
    state.inputs.numbers.clear();
    state.pages.assumptions.numbers.clear();
    clear_messages(state);
    state.dialog = None;
    state.open_failure = None;
    state.welcome = false;
    state.first_run = false;
    state.effect = None;
    state.pending_effect = None;
    state.leave = None;
}

/// Takes away what was said; what crashed windows left is offered until it is answered.
pub(crate) fn clear_messages(state: &mut State) {
    let offers = |message: &Message| {
        let mut actions = message.actions.iter();
        actions.any(|(_, action)| *action == Action::ShowCopies)
    };
    state.messages.retain(offers);
}

/// A plan as it is written: its user's own by then, and in the file's own text.
pub(crate) struct OwnText {
    /// The plan.
    pub(crate) scenario: Arc<Scenario>,
    /// The file's text, and the plan that it says.
    file: Option<(Arc<str>, Arc<Scenario>)>,
}

impl OwnText {
    /// Of a plan; the cards are the plans that the program brings.
    pub(crate) fn of<'c>(
        plan: &OpenPlan,
        cards: impl IntoIterator<Item = &'c PresetCard>,
        catalog: &Catalog,
    ) -> Self {
        let from = match &plan.origin {
            Origin::Preset(name) => name,
            Origin::File(_) | Origin::Loose(_) => &plan.now.begun_from.preset,
        };
        let mut cards = cards.into_iter();
        let scenario = match cards.find(|card| card.name == *from) {
            Some(card) => Arc::new(own_copy(&plan.now, from, &card.scenario, catalog.newest())),
            None => Arc::clone(&plan.now),
        };
        let said = |text: &Arc<str>| (Arc::clone(text), Arc::clone(&plan.saved));
        Self {
            scenario,
            file: plan.text.as_ref().map(said),
        }
    }

    /// The text, with the edits carried into the file's.
    pub(crate) fn text(&self) -> String {
        match &self.file {
            Some((text, saved)) => patch(text, saved, &self.scenario),
            None => save_text(&self.scenario),
        }
    }
}

/// Has the plan written; what comes of it arrives in [`saved`]. Its own file is replaced unless
/// somebody else changed it, another one only when that was agreed to.
pub(crate) fn save(state: &mut State, files: &Files, path: &Path, consent: Consent) {
    let path = absolute(path);
    if let Some(saving) = &mut state.saving {
        // One after the other, so that the last word is the latest.
        saving.again |= saving.path == path;
        return;
    }
    let is_own = state.plan.file() == Some(&path);
    let terms = Terms {
        replace: is_own || consent.replace,
        read_only: consent.read_only,
        unchanged_since: state.plan.stamp.filter(|_| is_own && !consent.changed),
        private: false,
        copies: files.copies(),
    };
    let cards = state.presets.iter().chain(&state.cases);
    let own = OwnText::of(&state.plan, cards, &state.catalog);
    state.saving = Some(Saving {
        path: path.clone(),
        scenario: Arc::clone(&own.scenario),
        open: Arc::clone(&state.plan.now),
        again: false,
    });
    files.run(move || {
        let text = own.text();
        let written = write(&path, text.as_bytes(), &terms);
        Some(Reply::Saved(written.map(|stamp| (stamp, text.into()))))
    });
}

/// What became of saving.
pub(crate) enum Outcome {
    /// The plan is in this file.
    Saved(PathBuf),
    /// It is, and is to be saved once more.
    SaveAgain(PathBuf),
    /// Something is to be agreed to first, in a dialog.
    Asks,
    /// It is not saved, and the user was told.
    Failed,
}

/// Takes in that the plan was written. On failure nothing on disk has changed and the plan stays
/// unsaved.
pub(crate) fn saved(
    state: &mut State,
    result: Result<(Fingerprint, Arc<str>), FileError>,
) -> Outcome {
    let Some(Saving {
        path,
        scenario,
        open,
        again,
    }) = state.saving.take()
    else {
        return Outcome::Failed;
    };
    match result {
        Ok((stamp, text)) => {
            let plan = &mut state.plan;
            if Arc::ptr_eq(&plan.now, &open) && *plan.now != *scenario {
                plan.now = Arc::clone(&scenario);
            }
            plan.saved = scenario;
            plan.text = Some(text);
            plan.saved_steps = plan.history.len();
            plan.origin = Origin::File(path.clone());
            plan.stamp = Some(stamp);
            state.settings.note_file(&path);
            clear_messages(state);
            if again && state.plan.is_dirty() {
                Outcome::SaveAgain(path)
            } else {
                Outcome::Saved(path)
            }
        }
        Err(error) => {
            if let Some(confirmation) = Confirmation::about(&error) {
                state.dialog = Some(Dialog::Replace {
                    path,
                    purpose: PathPurpose::Save,
                    confirmation,
                });
                Outcome::Asks
            } else {
                not_saved(state, path, &error);
                Outcome::Failed
            }
        }
    }
}

fn not_saved(state: &mut State, path: PathBuf, error: &FileError) {
    if matches!(error, FileError::Changed { .. }) {
        let name = state.plan.file_name();
        let over_theirs = Consent {
            changed: true,
            ..Consent::REPLACE
        };
        state.say(
            Weight::Caution,
            format!("{name} was changed by somebody else since it was opened."),
            vec![
                ("Read theirs".to_owned(), Action::Reload),
                (
                    "Save mine over it".to_owned(),
                    Action::SaveTo(path, over_theirs),
                ),
            ],
        );
        return;
    }
    state.say(
        Weight::Error,
        format!("Not saved: {}", sentence(&error.to_string())),
        vec![("Save as…".to_owned(), Action::SaveAs)],
    );
}

/// Has it looked whether the plan's file was changed by somebody else.
pub(crate) fn look(state: &State, files: &Files) {
    let (Some(path), Some(was)) = (state.plan.file().cloned(), state.plan.stamp) else {
        return;
    };
    files.run(move || {
        was.differs(&path).then(|| Reply::Changed {
            there: path.exists(),
            path,
            was,
        })
    });
}

/// Says that the plan's file was changed by somebody else.
pub(crate) fn changed(state: &mut State, path: &Path, was: Fingerprint, there: bool) {
    let is_open = state.plan.file().is_some_and(|file| file == path);
    if !is_open || state.plan.stamp != Some(was) || state.saving.is_some() {
        return;
    }
    let name = state.plan.file_name();
    let text = if there {
        format!("{name} was changed on disk.")
    } else {
        format!("{name} is no longer on disk; saving writes it again.")
    };
    let mut actions = vec![("Keep mine".to_owned(), Action::KeepMine)];
    if there {
        actions.insert(0, ("Read it again".to_owned(), Action::Reload));
    }
    state.say(Weight::Caution, text, actions);
}

/// Has the file on disk read, to take it as seen.
pub(crate) fn look_at_theirs(state: &State, files: &Files) {
    let Some(path) = state.plan.file().cloned() else {
        return;
    };
    files.run(move || {
        let read = read_stamped(&path).ok();
        let (text, stamp) = read.unzip();
        let plan = text.and_then(|text| Some((load(&text).scenario?, text.into())));
        Some(Reply::Theirs {
            path,
            stamp,
            plan: plan.map(Box::new),
        })
    });
}

/// Takes the file on disk as seen; what is open stays, and counts as unsaved.
pub(crate) fn keep_mine(
    state: &mut State,
    path: &Path,
    stamp: Option<Fingerprint>,
    plan: Option<Box<(Scenario, Arc<str>)>>,
) {
    if state.plan.file().is_some_and(|file| file == path) {
        state.plan.stamp = stamp;
        let (saved, text) = plan.map(|plan| *plan).unzip();
        state.plan.saved = Arc::new(saved.unwrap_or_default());
        state.plan.text = text;
    }
}

/// Everything wrong or unusual in a plan.
pub(crate) fn findings(plan: &Scenario, catalog: &Catalog) -> Vec<Diagnostic> {
    validate(plan, catalog, None)
}

/// Findings about values that are worth a line beneath their row.
pub(crate) fn lines_beneath_rows(findings: &[Diagnostic]) -> BTreeMap<String, String> {
    findings
        .iter()
        .filter(|finding| !finding.path.is_empty())
        // Unusual values are told from the fields themselves, in the unit shown, unless it can be
        // said what was likely meant.
        .filter(|finding| {
            let hint = finding.hint.as_deref().unwrap_or_default();
            finding.code != "unusual" || !hint.starts_with("Typical")
        })
        .map(|finding| (finding.path.clone(), in_sentences(finding)))
        .collect()
}

/// A finding with its advice, as sentences.
pub(crate) fn in_sentences(finding: &Diagnostic) -> String {
    let mut letters = finding.message.chars();
    let message: String = letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    });
    format!("{}. {}", message.trim_end_matches('.'), finding.advice())
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests;
