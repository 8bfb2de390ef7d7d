//! Unsaved work: a copy of this window's, and what crashed windows left.
//!
//! [`follow`] has the copy written after every edit, by a thread of its own and whatever is painted. What
//! others left is listed when the window opens and stays listed until it is restored or discarded.

pub(crate) mod known;

use super::action::Action;
use super::disk::{self, PlanFile, read_plan, show};
use super::files::{Files, Reply};
use super::state::{Dialog, OpenPlan, Origin, State, Weight};
use crate::scenario::{Scenario, load};
use crate::storage::keeper::{Told, Work};
use crate::storage::recovery::{self, Claim, Found, Header, Of};
use crate::units::counted;
use std::sync::Arc;

/// Most edits that a copy names.
const MOST_CHANGES: usize = 20;

/// A recovery copy that was read.
pub(crate) struct Restored {
    claim: Claim,
    scenario: Scenario,
    of: Of,
    began_from: Option<u64>,
    /// The file that it is of, as it is now.
    file: Option<PlanFile>,
}

impl Restored {
    /// The copy's name among the others.
    pub(crate) fn id(&self) -> &str {
        self.claim.id()
    }
}

/// What the open plan is, for the head of its copy.
fn of(plan: &OpenPlan) -> Of {
    plan.file().map_or_else(
        || Of::Named(plan.file_name()),
        |file| Of::File(file.clone()),
    )
}

/// Has the copy written, when there are unsaved edits that it does not hold, or removed, when there are
/// none.
pub(crate) fn follow(state: &mut State, files: &Files) {
    follow_instead_of(state, files, Vec::new());
}

fn follow_instead_of(state: &mut State, files: &Files, instead_of: Vec<Claim>) {
    let Some(keeper) = files.keeper() else {
        return;
    };
    let plan = &state.plan;
    let known = &mut state.recovery;
    if !plan.is_dirty() {
        if known.followed.take().is_some() {
            keeper.clear();
        }
        known.kept = None;
        known.failure = None;
        return;
    }
    let began_from = plan.stamp.map(|stamp| stamp.content());
    let now = (plan.generation, of(plan), began_from);
    if known.followed.as_ref() == Some(&now) {
        return;
    }
    let new = plan.history.len().saturating_sub(plan.saved_steps);
    // Unsaved without a new step: steps were undone that the file holds. Then those left are named.
    let new = if new == 0 { usize::MAX } else { new };
    let header = Header {
        of: now.1.clone(),
        began_from,
        edited: recovery::now_seconds(),
        changes: plan
            .history
            .labels()
            .take(new.min(MOST_CHANGES))
            .map(str::to_owned)
            .collect(),
    };
    let cards = state.presets.iter().chain(&state.cases);
    let own = disk::OwnText::of(plan, cards, &state.catalog);
    keeper.keep(Work {
        version: plan.generation,
        header,
        // A header comes before it, where no mark of byte order may stand.
        text: Box::new(move || own.text().trim_start_matches('\u{feff}').to_owned()),
        instead_of,
    });
    known.followed = Some(now);
}

/// Takes in what became of the copy.
pub(crate) fn told(state: &mut State, told: Told) {
    let known = &mut state.recovery;
    // The plan may have been saved meanwhile.
    if known.followed.is_none() {
        return;
    }
    match told {
        Told::Kept { at, .. } => {
            known.kept = Some(at);
            known.failure = None;
        }
        Told::Failed(reason) => known.failure = Some(reason),
    }
}

/// Has it looked what crashed windows left.
pub(crate) fn look(files: &Files) {
    if let Some(folder) = files.copies() {
        files.run(move || Some(Reply::Copies(recovery::list(&folder))));
    }
}

/// Offers what crashed windows left.
pub(crate) fn offer(state: &mut State, left: Vec<Found>) {
    // A former offer names what may have been restored since.
    let offered = |action: &Action| *action == Action::ShowCopies;
    state.messages.retain(|message| {
        let mut actions = message.actions.iter();
        !actions.any(|(_, action)| offered(action))
    });
    state.recovery.left = left;
    let text = match state.recovery.left.as_slice() {
        [] => {
            if matches!(state.dialog, Some(Dialog::Copies { .. })) {
                state.dialog = None;
            }
            return;
        }
        [only] => format!(
            "Edits of {} were not saved when Splitpoint last ran.",
            only.header.of.name()
        ),
        more => format!(
            "Edits of {} were not saved when Splitpoint last ran.",
            counted(more.len() as f64, "plan", "plans")
        ),
    };
    // While they are listed nothing more needs to be said.
    if matches!(state.dialog, Some(Dialog::Copies { .. })) {
        return;
    }
    let show = ("Show them…".to_owned(), Action::ShowCopies);
    state.say(Weight::Info, text, vec![show]);
}

/// Has a copy read; what comes of it arrives in [`restored`].
pub(crate) fn restore(state: &State, files: &Files, id: &str) {
    let Some(folder) = files.copies() else {
        return;
    };
    let (id, asked) = (id.to_owned(), state.plan.generation);
    files.run(move || {
        let result = Claim::new(&folder, &id)
            .map_err(|error| format!("The recovery copy is gone: {error}."))
            .and_then(read)
            .map(Box::new);
        Some(Reply::Restored { asked, result })
    });
}

fn read(claim: Claim) -> Result<Restored, String> {
    let (header, text) = claim.read().map_err(|error| {
        format!("The recovery copy stays where it is, but cannot be read: {error}.")
    })?;
    let Some(scenario) = load(&text).scenario else {
        return Err(format!(
            "The recovery copy is no plan any more; it stays in {}.",
            claim.path().display()
        ));
    };
    let (of, began_from) = header.map_or_else(
        || (Of::Named("recovered.ron".to_owned()), None),
        |header| (header.of, header.began_from),
    );
    let file = match &of {
        Of::File(path) => read_plan(path).ok(),
        Of::Named(_) => None,
    };
    Ok(Restored {
        claim,
        scenario,
        of,
        began_from,
        file,
    })
}

/// Opens a recovery copy as unsaved edits: of its file while that still has the text they began from,
/// else of no file, so that saving asks where to.
pub(crate) fn restored(state: &mut State, files: &Files, restored: Restored) {
    let Restored {
        claim,
        scenario,
        of,
        began_from,
        file,
    } = restored;
    let name = of.name();
    let generation = state.plan.generation + 1;
    let scenario = Arc::new(scenario);
    let id = claim.id().to_owned();
    let (plan, text, attached) = match (of, file) {
        (Of::File(path), Some(file)) if file.scenario == *scenario => {
            let mut plan = OpenPlan::new(scenario, Origin::File(path), generation);
            plan.stamp = Some(file.stamp);
            plan.text = Some(file.text);
            (plan, format!("{name} already holds these edits."), true)
        }
        (Of::File(path), Some(file)) if began_from == Some(file.stamp.content()) => {
            let mut plan = OpenPlan::new(scenario, Origin::File(path), generation);
            plan.saved = Arc::new(file.scenario);
            plan.base = Arc::clone(&plan.saved);
            plan.stamp = Some(file.stamp);
            plan.text = Some(file.text);
            let text = format!("The edits of {name} are back; they are not saved yet.");
            (plan, text, true)
        }
        (Of::File(_), _) => {
            let mut plan = OpenPlan::new(scenario, Origin::Loose(name.clone()), generation);
            // No file holds it, so it is unsaved whatever it is.
            plan.saved = Arc::default();
            let text = format!(
                "{name} is no longer the file that these edits were made of, so they are in no file \
                 yet. Saving asks where to."
            );
            (plan, text, false)
        }
        (Of::Named(_), _) => {
            let cards = state.presets.iter().chain(&state.cases);
            let card = cards
                .into_iter()
                .find(|card| format!("{}.ron", card.name) == name);
            let (origin, base) = match card {
                Some(card) => (
                    Origin::Preset(card.name.clone()),
                    Arc::clone(&card.scenario),
                ),
                None => (Origin::Loose(name.clone()), Arc::default()),
            };
            let mut plan = OpenPlan::new(scenario, origin, generation);
            plan.saved = Arc::clone(&base);
            plan.base = base;
            let text = format!("The edits of {name} are back; they are in no file yet.");
            (plan, text, true)
        }
    };
    show(state, plan);
    state.recovery.followed = None;
    state.recovery.left.retain(|found| found.id != id);
    if state.plan.is_dirty() {
        // Removed once this window's own copy holds the same.
        follow_instead_of(state, files, vec![claim]);
    } else {
        follow(state, files);
        files.run(move || claim.remove().err().map(|error| copy_not_discarded(&error)));
    }
    let left = std::mem::take(&mut state.recovery.left);
    offer(state, left);
    let weight = if attached {
        Weight::Info
    } else {
        Weight::Caution
    };
    state.say(weight, text, Vec::new());
}

fn copy_not_discarded(error: &crate::storage::FileError) -> Reply {
    Reply::CopyDiscarded(Err(error.to_string()))
}

/// Has a copy deleted because the user said so.
pub(crate) fn discard(files: &Files, id: &str) {
    let Some(folder) = files.copies() else {
        return;
    };
    let id = id.to_owned();
    files.run(move || {
        // Another window may be restoring it at this moment; then it stays.
        let outcome = Claim::new(&folder, &id).and_then(Claim::remove);
        Some(Reply::CopyDiscarded(
            outcome.map_err(|error| error.to_string()),
        ))
    });
}

/// Takes in that a copy was deleted, or not.
pub(crate) fn discarded(state: &mut State, files: &Files, result: Result<(), String>) {
    if let Err(reason) = result {
        state.say(Weight::Error, disk::sentence(&reason), Vec::new());
    }
    look(files);
}
