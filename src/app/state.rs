//! Everything the window knows: the open plan, its results, what is shown, what is asked.
//!
//! Only [`super::update::apply`] changes the plan; panels change nothing but their own scroll,
//! search and draft state.

use super::action::{Action, PathPurpose, Tab};
use super::disk::saving::Saving;
use super::history::History;
use super::pages::Pages;
use super::panels::actuals::ActualsDialog;
use super::panels::inputs::InputsState;
use super::panels::palette::state::PaletteState;
use super::panels::why::WhyState;
use super::questions::Questions;
use super::recovery::known::Recovery;
use super::settings::Settings;
use super::view::{Effect, NotApplied};
use super::worker::Refining;
use crate::analysis::report::Report;
use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::scenario::Scenario;
use crate::storage::{FileError, Fingerprint};
use eframe::egui;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Where the open plan came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A preset, by name.
    Preset(String),
    /// A file.
    File(PathBuf),
    /// No file, by the name it would get: recovered edits of a file that is no longer what it was.
    Loose(String),
}

/// The open plan.
pub(crate) struct OpenPlan {
    /// The plan as it is now.
    pub(crate) now: Arc<Scenario>,
    /// What resets go back to: the preset, or the file as it was opened.
    pub(crate) base: Arc<Scenario>,
    /// What is on disk; a preset counts as saved until it is edited.
    pub(crate) saved: Arc<Scenario>,
    /// Where it came from.
    pub(crate) origin: Origin,
    /// The file on disk as last seen.
    pub(crate) stamp: Option<Fingerprint>,
    /// The file's text, which says what `saved` is; edits are carried into it.
    pub(crate) text: Option<Arc<str>>,
    /// Edits that can be taken back or done again.
    pub(crate) history: History,
    /// How many of them were made when the plan was saved last.
    pub(crate) saved_steps: usize,
    /// Counts versions, so that late reports can be told from current ones.
    pub(crate) generation: u64,
    /// The version in which it was opened.
    pub(crate) opened: u64,
}

impl OpenPlan {
    /// A plan just opened.
    pub(crate) fn new(scenario: Arc<Scenario>, origin: Origin, generation: u64) -> Self {
        Self {
            now: Arc::clone(&scenario),
            base: Arc::clone(&scenario),
            saved: scenario,
            origin,
            stamp: None,
            text: None,
            history: History::default(),
            saved_steps: 0,
            generation,
            opened: generation,
        }
    }

    /// Whether there are edits that are not saved.
    pub(crate) fn is_dirty(&self) -> bool {
        !Arc::ptr_eq(&self.now, &self.saved) && self.now != self.saved
    }

    /// The file to save to.
    pub(crate) fn file(&self) -> Option<&PathBuf> {
        match &self.origin {
            Origin::File(path) => Some(path),
            Origin::Preset(_) | Origin::Loose(_) => None,
        }
    }

    /// The name shown in the top bar, such as `northwind-assist.ron`.
    pub(crate) fn file_name(&self) -> String {
        match &self.origin {
            Origin::File(path) => path.file_name().map_or_else(
                || path.display().to_string(),
                |name| name.to_string_lossy().into_owned(),
            ),
            Origin::Preset(name) => format!("{name}.ron"),
            Origin::Loose(name) => name.clone(),
        }
    }

    /// The name without its ending.
    pub(crate) fn stem(&self) -> String {
        let name = self.file_name();
        name.strip_suffix(".ron")
            .map_or(name.clone(), str::to_owned)
    }
}

/// What was computed last.
#[derive(Default)]
pub(crate) struct Results {
    /// The latest report, with the plan it is about.
    pub(crate) latest: Option<(Arc<Scenario>, Arc<Report>)>,
    /// The latest report with futures; older than `latest` while those of the plan are drawn.
    pub(crate) futures: Option<Arc<Report>>,
    /// The plan's version that it belongs to.
    pub(crate) generation: u64,
    /// Why the current plan has no report.
    pub(crate) failure: Option<String>,
    /// How long the last computation took.
    pub(crate) took: Duration,
    /// Reports of presets for the welcome page.
    pub(crate) presets: BTreeMap<String, Arc<Report>>,
    /// Whether the presets' reports were asked for.
    pub(crate) presets_asked: bool,
    /// How far the futures of the plan are.
    pub(crate) refining: Arc<Refining>,
}

/// An edit whose effect is not known yet.
#[derive(Clone, Debug)]
pub(crate) struct PendingEffect {
    pub(crate) path: String,
    pub(crate) before: Arc<Report>,
    pub(crate) generation: u64,
    /// What else the edit did.
    pub(crate) note: String,
}

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Something was done.
    Info,
    /// Something wants a decision.
    Caution,
    /// Something went wrong.
    Error,
}

/// An inline message above the page.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    /// How much it matters.
    pub(crate) weight: Weight,
    /// What is so.
    pub(crate) text: String,
    /// At most two things to do.
    pub(crate) actions: Vec<(String, Action)>,
    /// When it goes away by itself (seconds of the window's clock).
    pub(crate) until: Option<f64>,
}

/// A dialog in front of everything.
#[derive(Clone, Debug)]
pub(crate) enum Dialog {
    /// Save changes before going on?
    Unsaved {
        /// What comes after the answer.
        then: Box<Action>,
    },
    /// A path to be typed.
    TypePath {
        /// What it is for.
        purpose: PathPurpose,
        /// The text so far.
        text: String,
        /// What is wrong with it.
        problem: Option<String>,
        /// Why the path is asked for in this way.
        because: Option<String>,
    },
    /// May this file be replaced?
    Replace {
        /// The file that is really written.
        path: PathBuf,
        /// What is written.
        purpose: PathPurpose,
        /// What is in the way.
        confirmation: Confirmation,
    },
    /// What crashed windows left.
    Copies {
        /// The copy that is to be discarded, once that is confirmed.
        discarding: Option<String>,
    },
    /// Months that turned out, to be pasted.
    Actuals(ActualsDialog),
}

/// What must be agreed to before a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Confirmation {
    /// There is a file of that name.
    Exists,
    /// It may be read only.
    ReadOnly,
}

impl Confirmation {
    /// The one that would mend an error.
    pub(crate) fn about(error: &FileError) -> Option<Self> {
        match error {
            FileError::Exists { .. } => Some(Self::Exists),
            FileError::ReadOnly { .. } => Some(Self::ReadOnly),
            _ => None,
        }
    }
}

/// A file that could not be opened, with every finding.
#[derive(Clone, Debug)]
pub(crate) struct OpenFailure {
    /// The file.
    pub(crate) path: PathBuf,
    /// What is wrong with it.
    pub(crate) findings: Vec<Diagnostic>,
}

/// Everything the window knows.
pub(crate) struct State {
    /// The open plan.
    pub(crate) plan: OpenPlan,
    /// What was computed.
    pub(crate) results: Results,
    /// What is worked out beside it for the pages, and what came of it.
    pub(crate) questions: Questions,
    /// The constants.
    pub(crate) catalog: Arc<Catalog>,
    /// The constants as the open plan has them, with its replacements and additions, where it has any.
    pub(crate) own_catalog: Option<Arc<Catalog>>,
    /// The built-in presets.
    pub(crate) presets: Vec<PresetCard>,
    /// Companies whose outcome is known.
    pub(crate) cases: Vec<PresetCard>,
    /// Whether the welcome page is shown instead of the plan.
    pub(crate) welcome: bool,
    /// Whether nothing was opened yet, in this run or in one before.
    pub(crate) first_run: bool,
    /// The page of results shown.
    pub(crate) tab: Tab,
    /// The inputs panel.
    pub(crate) inputs: InputsState,
    /// What the pages remember.
    pub(crate) pages: Pages,
    /// The panel that tells how a figure came about.
    pub(crate) why: WhyState,
    /// Messages above the page.
    pub(crate) messages: Vec<Message>,
    /// The dialog in front, if any.
    pub(crate) dialog: Option<Dialog>,
    /// The file that could not be opened last, until something else is opened.
    pub(crate) open_failure: Option<OpenFailure>,
    /// The command palette, when it is open.
    pub(crate) palette: Option<PaletteState>,
    /// Whether the sheet of shortcuts is open.
    pub(crate) shortcuts: bool,
    /// The effect of the last edit.
    pub(crate) effect: Option<Effect>,
    /// The edit whose effect is awaited.
    pub(crate) pending_effect: Option<PendingEffect>,
    /// What is remembered between runs.
    pub(crate) settings: Settings,
    /// Whether it was said that they cannot be kept.
    pub(crate) settings_told: bool,
    /// Everything wrong or unusual in the plan.
    pub(crate) findings: Vec<Diagnostic>,
    /// What of it stands beneath rows, by path.
    pub(crate) lines: BTreeMap<String, String>,
    /// Where the page of results was drawn last (points), for a picture from the screen.
    pub(crate) page: egui::Rect,
    /// Commands asked for outside the frame, such as by a file dialog; carried out in the next.
    pub(crate) queued: Vec<Action>,
    /// Whether they waited a frame for a text that is being typed.
    pub(crate) waited: bool,
    /// Whether what comes from the clipboard should be a share code.
    pub(crate) wants_code: bool,
    /// What to do once the plan was saved.
    pub(crate) after_save: Option<Box<Action>>,
    /// Whether the window may close although there are unsaved changes.
    pub(crate) may_close: bool,
    /// The plan that is being written.
    pub(crate) saving: Option<Saving>,
    /// The version of the plan whose edits may be dropped, because the user said so.
    pub(crate) leave: Option<u64>,
    /// Unsaved work on the disk: of this window, and what crashed ones left.
    pub(crate) recovery: Recovery,
}

/// What a preset's card shows.
#[derive(Clone, Debug)]
pub(crate) struct PresetCard {
    /// Name, for the command line and actions.
    pub(crate) name: String,
    /// Title.
    pub(crate) title: String,
    /// The plan.
    pub(crate) scenario: Arc<Scenario>,
}

impl State {
    /// Whether the page of a plan is shown.
    pub(crate) fn shows_plan(&self) -> bool {
        !self.welcome && self.open_failure.is_none()
    }

    /// The constants as the open plan has them.
    pub(crate) fn constants(&self) -> &Catalog {
        self.own_catalog.as_deref().unwrap_or(&self.catalog)
    }

    /// The preset that the open plan began from, as it is now.
    pub(crate) fn begun_from(&self) -> Option<&Scenario> {
        let name = match &self.plan.origin {
            Origin::Preset(name) => name,
            Origin::File(_) | Origin::Loose(_) => &self.plan.now.begun_from.preset,
        };
        let mut cards = self.presets.iter().chain(&self.cases);
        let card = cards.find(|card| card.name == *name);
        card.map(|card| &*card.scenario)
    }

    /// Whether the report on screen is older than the plan.
    pub(crate) fn is_stale(&self) -> bool {
        self.results.generation != self.plan.generation
    }

    /// The report on screen.
    pub(crate) fn report(&self) -> Option<&Arc<Report>> {
        self.results.latest.as_ref().map(|(_, report)| report)
    }

    /// The inputs whose text was refused.
    pub(crate) fn not_applied(&self) -> Vec<NotApplied> {
        let mut refused = self.inputs.not_applied(&self.plan.now, self.constants());
        refused.extend(
            self.pages
                .assumptions
                .not_applied(&self.plan.now, &self.catalog),
        );
        refused
    }

    /// Shows a message that goes away by itself.
    pub(crate) fn tell(&mut self, ctx: &egui::Context, text: impl Into<String>) {
        const SECONDS: f64 = 6.0;
        let now = ctx.input(|input| input.time);
        self.messages.push(Message {
            weight: Weight::Info,
            text: text.into(),
            actions: Vec::new(),
            until: Some(now + SECONDS),
        });
        ctx.request_repaint_after(Duration::from_secs_f64(SECONDS + 0.05));
    }

    /// Shows a message that stays until it is answered or closed.
    pub(crate) fn say(
        &mut self,
        weight: Weight,
        text: impl Into<String>,
        actions: Vec<(String, Action)>,
    ) {
        let text = text.into();
        self.messages.retain(|message| message.text != text);
        self.messages.push(Message {
            weight,
            text,
            actions,
            until: None,
        });
    }
}
