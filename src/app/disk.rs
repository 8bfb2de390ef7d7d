//! Plans to and from the disk: opening, saving, noticing other people's changes, recovery.

use super::action::Action;
use super::state::{Dialog, OpenFailure, Origin, Plan, PresetCard, State, Weight};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, any_error};
use crate::scenario::file::{Fingerprint, read, write_atomically};
use crate::scenario::{Scenario, load, save as text_of, validate};
use crate::units::counted;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long after an edit the recovery copy is written.
pub(crate) const RECOVERY_DELAY: Duration = Duration::from_secs(15);

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
    let plan = Plan::new(
        Arc::clone(&card.scenario),
        origin,
        state.plan.generation + 1,
    );
    show(state, plan);
}

/// Opens a file. Whatever is wrong with it is shown in full, and the open plan stays.
pub(crate) fn open(state: &mut State, path: &Path) -> bool {
    let text = match read(path) {
        Ok(text) => text,
        Err(error) => {
            refuse(state, &error.to_string());
            return false;
        }
    };
    let loaded = load(&text);
    let findings = loaded.diagnostics;
    let Some(scenario) = loaded.scenario.filter(|_| !any_error(&findings)) else {
        state.dialog = None;
        state.open_failure = Some(OpenFailure {
            path: path.to_owned(),
            findings,
        });
        return false;
    };
    let mut plan = Plan::new(
        Arc::new(scenario),
        Origin::File(path.to_owned()),
        state.plan.generation + 1,
    );
    plan.stamp = Fingerprint::of(path).ok();
    plan.comments = loaded.comments;
    show(state, plan);
    state.settings.note_file(path);
    true
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

fn sentence(text: &str) -> String {
    if text.ends_with('.') {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

fn show(state: &mut State, plan: Plan) {
    state.plan = plan;
    state.results.latest = None;
    state.results.futures = None;
    state.results.failure = None;
    state.inputs.numbers.clear();
    state.assumptions.numbers.clear();
    state.messages.clear();
    state.dialog = None;
    state.open_failure = None;
    state.welcome = false;
    state.effect = None;
    state.pending_effect = None;
    state.edited_at = None;
}

/// Whether the plan's file may be written over: asks when somebody else changed it, or when it
/// holds comments that would be lost.
pub(crate) fn may_overwrite(state: &mut State, path: &Path) -> bool {
    let save_it = Action::SaveTo(path.to_owned());
    let name = state.plan.file_name();
    if state.plan.stamp.is_some_and(|stamp| stamp.differs(path)) {
        state.say(
            Weight::Caution,
            format!("{name} was changed by somebody else since it was opened."),
            vec![
                ("Read theirs".to_owned(), Action::Reload),
                ("Save mine over it".to_owned(), save_it),
            ],
        );
        return false;
    }
    if state.plan.comments > 0 {
        let comments = counted(state.plan.comments as f64, "comment", "comments");
        state.say(
            Weight::Caution,
            format!("Saving rewrites {name} and drops {comments} in it."),
            vec![
                ("Save as…".to_owned(), Action::SaveAs),
                ("Save without them".to_owned(), save_it),
            ],
        );
        return false;
    }
    true
}

/// Whether a typed path may be written: one that exists already has to be confirmed.
pub(crate) fn may_replace_typed(state: &mut State, path: &Path) -> bool {
    let own = state.plan.file().is_some_and(|file| file == path);
    let Some(Dialog::TypePath { problem, .. }) = &mut state.dialog else {
        return true;
    };
    let confirm = format!("{} exists. Press Save again to replace it.", path.display());
    if own || !path.exists() || problem.as_deref() == Some(confirm.as_str()) {
        return true;
    }
    *problem = Some(confirm);
    false
}

/// Writes the plan; on failure nothing on disk has changed and the plan stays unsaved.
pub(crate) fn save(state: &mut State, path: &Path) -> bool {
    if let Err(error) = write_atomically(path, &text_of(&state.plan.now)) {
        let elsewhere = ("Save as…".to_owned(), Action::SaveAs);
        state.say(
            Weight::Error,
            format!("Not saved: {}", sentence(&error.to_string())),
            vec![elsewhere],
        );
        return false;
    }
    let plan = &mut state.plan;
    plan.saved = Arc::clone(&plan.now);
    plan.origin = Origin::File(path.to_owned());
    plan.stamp = Fingerprint::of(path).ok();
    plan.comments = 0;
    state.settings.note_file(path);
    state.messages.clear();
    discard_recovery(state);
    true
}

/// Says so when the plan's file was changed by somebody else.
pub(crate) fn notice_changes(state: &mut State) {
    let Some(path) = state.plan.file().cloned() else {
        return;
    };
    if !state.plan.stamp.is_some_and(|stamp| stamp.differs(&path)) {
        return;
    }
    let name = state.plan.file_name();
    let text = if path.exists() {
        format!("{name} was changed on disk.")
    } else {
        format!("{name} is no longer on disk; saving writes it again.")
    };
    let mut actions = vec![("Keep mine".to_owned(), Action::KeepMine)];
    if path.exists() {
        actions.insert(0, ("Read it again".to_owned(), Action::Reload));
    }
    state.say(Weight::Caution, text, actions);
}

/// Takes the file on disk as seen; what is open stays, and counts as unsaved.
pub(crate) fn keep_mine(state: &mut State) {
    if let Some(path) = state.plan.file().cloned() {
        state.plan.stamp = Fingerprint::of(&path).ok();
        let on_disk = read(&path).ok().and_then(|text| load(&text).scenario);
        state.plan.saved = Arc::new(on_disk.unwrap_or_default());
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
        // Unusual values are told from the fields themselves, in the unit shown.
        .filter(|finding| !finding.path.is_empty() && finding.code != "unusual")
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

fn recovery_file(state: &State) -> Option<PathBuf> {
    Some(state.settings_folder.as_ref()?.join("recovery.ron"))
}

/// First line of a recovery copy, before the file it is of.
const RECOVERY_OF: &str = "// Recovery copy of ";

/// Writes the recovery copy when edits have been waiting long enough.
pub(crate) fn keep_recovery(state: &mut State, now: f64) {
    let due = state
        .edited_at
        .is_some_and(|edited| now - edited >= RECOVERY_DELAY.as_secs_f64() - 0.5);
    if !due {
        return;
    }
    state.edited_at = None;
    let Some(path) = recovery_file(state).filter(|_| state.plan.is_dirty()) else {
        return;
    };
    let of = state
        .plan
        .file()
        .map_or_else(|| state.plan.file_name(), |file| file.display().to_string());
    let text = format!("{RECOVERY_OF}{of}\n{}", text_of(&state.plan.now));
    let folder = path.parent().map(std::fs::create_dir_all);
    // A copy that cannot be kept is simply not claimed in the status bar.
    state.recovery_kept =
        folder.is_some_and(|made| made.is_ok()) && write_atomically(&path, &text).is_ok();
}

/// Offers the recovery copy that a crash left behind.
pub(crate) fn offer_recovery(state: &mut State) {
    let Some(text) = recovery_file(state).and_then(|path| std::fs::read_to_string(path).ok())
    else {
        return;
    };
    let of = recovered_name(&text);
    state.say(
        Weight::Info,
        format!("Edits of {of} were not saved when Splitpoint last ran."),
        vec![
            ("Show edits".to_owned(), Action::Recover),
            ("Discard".to_owned(), Action::DiscardRecovery),
        ],
    );
}

fn recovered_name(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    first
        .strip_prefix(RECOVERY_OF)
        .unwrap_or("a plan")
        .to_owned()
}

/// Opens the recovery copy as unsaved edits of the file it is of.
pub(crate) fn recover(state: &mut State) -> bool {
    let Some(text) = recovery_file(state).and_then(|path| std::fs::read_to_string(path).ok())
    else {
        return false;
    };
    let Some(scenario) = load(&text).scenario else {
        state.say(
            Weight::Error,
            "The recovery copy cannot be read.",
            Vec::new(),
        );
        return false;
    };
    let name = recovered_name(&text);
    let file = PathBuf::from(&name);
    let on_disk = read(&file).ok().and_then(|text| load(&text).scenario);
    let origin = if on_disk.is_some() {
        Origin::File(file.clone())
    } else {
        Origin::Preset(name.trim_end_matches(".ron").to_owned())
    };
    let base = on_disk.or_else(|| {
        let card = state
            .presets
            .iter()
            .chain(&state.cases)
            .find(|card| format!("{}.ron", card.name) == name)?;
        Some(Scenario::clone(&card.scenario))
    });
    let mut plan = Plan::new(Arc::new(scenario), origin, state.plan.generation + 1);
    plan.saved = Arc::new(base.unwrap_or_default());
    plan.base = Arc::clone(&plan.saved);
    plan.stamp = Fingerprint::of(&file).ok();
    show(state, plan);
    true
}

/// Deletes the recovery copy.
pub(crate) fn discard_recovery(state: &mut State) {
    if let Some(path) = recovery_file(state) {
        // Most often there is none.
        std::fs::remove_file(path).ok();
    }
    state.recovery_kept = false;
    state.edited_at = None;
}
