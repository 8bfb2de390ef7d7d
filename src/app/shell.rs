//! The application: what happens before each frame, and how the frame is laid out.

use super::action::{Action, Consent, Tab};
use super::commands;
use super::disk;
use super::files::Files;
use super::pages::Pages;
use super::pages::assumptions::Day;
use super::panels::inputs::{InputsState, InputsView, inputs_ui};
use super::panels::why::{WhyState, WhyView, why_ui};
use super::panels::{dialogs, page, palette, shortcuts, status_bar, top_bar, welcome};
use super::questions::{Questions, Threads};
use super::recovery;
use super::recovery::known::Recovery;
use super::replies;
use super::settings;
use super::shared;
use super::state::{OpenPlan, Origin, Results, State, Weight};
use super::theme::{Theme, install, space};
use super::turns::Turns;
use super::typed::{self, Typing};
use super::update::{self, Services};
use super::worker::Worker;
use crate::catalog::Catalog;
use crate::scenario::Scenario;
use eframe::egui;
use eframe::egui::{Margin, Stroke, Ui, ViewportCommand};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The preset shown when nothing else is asked for.
const FIRST_PRESET: &str = "support-copilot";
/// How long the window waits for the file that it opens on.
const PATIENCE: Duration = Duration::from_millis(300);
/// Below this width (points) the window counts as narrow.
const NARROW: f32 = 1_200.0;

/// What the window begins with.
#[derive(Clone, Copy)]
enum Begin<'a> {
    /// A preset or a file, by name.
    On(&'a OsStr),
    /// Nothing named: the welcome page for whoever has opened nothing yet, else a preset.
    Anew,
}

impl<'a> Begin<'a> {
    fn of(open: Option<&'a OsStr>) -> Self {
        open.map_or(Self::Anew, Self::On)
    }
}

/// The planner as an [`eframe::App`].
pub struct SplitpointApp {
    state: State,
    services: Services,
    turns: Turns,
    title: String,
    focused: bool,
}

impl SplitpointApp {
    /// With a worker thread, dialogs and settings on disk.
    pub(crate) fn for_window(ctx: &egui::Context, catalog: Catalog, open: Option<&OsStr>) -> Self {
        let catalog = Arc::new(catalog);
        let services = Services {
            worker: Worker::threaded(Arc::clone(&catalog), ctx.clone()),
            threads: Threads::of(ctx.clone()),
            files: Files::new(ctx.clone(), settings::folder()),
        };
        let mut app = Self::new(ctx, services, catalog, Begin::of(open));
        app.state.pages.assumptions.today = Day::today();
        app
    }

    /// Computes in the frame itself, shows no dialogs and touches no settings of the user.
    ///
    /// # Panics
    /// When the built-in catalogue is broken.
    #[doc(hidden)]
    pub fn new_for_test(ctx: &egui::Context, open: Option<&str>) -> Self {
        Self::for_test(ctx, Begin::On(OsStr::new(open.unwrap_or(FIRST_PRESET))))
    }

    /// The same for somebody who has opened nothing yet.
    ///
    /// # Panics
    /// When the built-in catalogue is broken.
    #[doc(hidden)]
    pub fn first_run_for_test(ctx: &egui::Context) -> Self {
        Self::for_test(ctx, Begin::Anew)
    }

    #[expect(clippy::expect_used, reason = "for tests only")]
    fn for_test(ctx: &egui::Context, begin: Begin<'_>) -> Self {
        let catalog = Arc::new(
            Catalog::builtin()
                .expect("the catalogue is built in")
                .clone(),
        );
        let services = Services {
            worker: Worker::inline(Arc::clone(&catalog)),
            threads: Threads::inline(),
            files: Files::inline(ctx.clone(), None),
        };
        Self::new(ctx, services, catalog, begin)
    }

    /// Computes nothing, and has settings and recovery copies in a folder.
    #[cfg(test)]
    pub(crate) fn for_test_in(
        ctx: &egui::Context,
        open: Option<&str>,
        folder: std::path::PathBuf,
    ) -> Self {
        let catalog = Arc::new(Catalog::builtin().unwrap().clone());
        let services = Services {
            worker: Worker::idle(Arc::clone(&catalog)),
            threads: Threads::of(ctx.clone()),
            files: Files::inline(ctx.clone(), Some(folder)),
        };
        let begin = Begin::On(OsStr::new(open.unwrap_or(FIRST_PRESET)));
        Self::new(ctx, services, catalog, begin)
    }

    fn new(
        ctx: &egui::Context,
        services: Services,
        catalog: Arc<Catalog>,
        begin: Begin<'_>,
    ) -> Self {
        install(ctx);
        // Zoom goes through the table of commands, so that it is remembered.
        ctx.options_mut(|options| {
            options.zoom_with_keyboard = false;
            options.fallback_theme = egui::Theme::Light;
        });
        let settings::Read { settings, note } = services.files.read_settings();
        ctx.set_theme(settings.appearance.preference());
        ctx.set_zoom_factor(settings.zoom);
        let presets = disk::preset_cards();
        let first = presets
            .iter()
            .find(|card| card.name == FIRST_PRESET)
            .or(presets.first());
        let (name, scenario) = first.map_or_else(
            || (String::new(), Arc::new(Scenario::default())),
            |card| (card.name.clone(), Arc::clone(&card.scenario)),
        );
        let mut state = State {
            plan: OpenPlan::new(scenario, Origin::Preset(name), 1),
            results: Results {
                refining: services.worker.refining(),
                ..Results::default()
            },
            questions: Questions::default(),
            catalog,
            own_catalog: None,
            presets,
            cases: disk::case_cards(),
            welcome: false,
            first_run: false,
            tab: Tab::default(),
            inputs: InputsState::default(),
            pages: Pages::default(),
            why: WhyState::default(),
            messages: Vec::new(),
            dialog: None,
            open_failure: None,
            palette: None,
            shortcuts: false,
            effect: None,
            pending_effect: None,
            settings,
            settings_told: false,
            findings: Vec::new(),
            lines: BTreeMap::new(),
            page: egui::Rect::ZERO,
            queued: Vec::new(),
            waited: false,
            wants_code: false,
            after_save: None,
            may_close: false,
            saving: None,
            leave: None,
            recovery: Recovery::default(),
        };
        let mut waits = false;
        match begin {
            Begin::On(name) if state.presets.iter().any(|card| name == card.name.as_str()) => {
                disk::open_preset(&mut state, &name.to_string_lossy());
            }
            Begin::On(path) => {
                disk::open(&state, &services.files, Path::new(path));
                waits = true;
            }
            Begin::Anew => state.first_run = state.settings.recent.is_empty(),
        }
        recovery::look(&services.files);
        if state.first_run {
            // The plan behind the page is computed when it is asked for; the cards come first.
            state.welcome = true;
            update::ask_for_presets(&mut state, &services);
        } else {
            update::computed(&mut state, &services);
        }
        if waits {
            // A file that answers at once is shown at once; the window does not wait for others.
            replies::receive_opened(&mut state, &services, ctx, PATIENCE);
        }
        if let Some(note) = note {
            state.say(Weight::Caution, note, Vec::new());
        }
        Self {
            state,
            services,
            turns: Turns::default(),
            title: String::new(),
            focused: true,
        }
    }

    /// What actions are carried out on.
    #[cfg(test)]
    pub(crate) fn parts(&mut self) -> (&mut State, &Services) {
        (&mut self.state, &self.services)
    }

    /// The total of the recommended roadmap over the horizon.
    #[doc(hidden)]
    pub fn total(&self) -> Option<f64> {
        let report = self.state.report()?;
        let recommended = &report.verdict.recommended;
        let roadmap = report
            .roadmaps
            .iter()
            .find(|roadmap| roadmap.id == *recommended)?;
        Some(roadmap.totals?.total)
    }

    /// The words on the tabs of the pages, in order.
    #[doc(hidden)]
    pub fn tabs() -> impl DoubleEndedIterator<Item = &'static str> {
        Tab::ALL.iter().map(|tab| tab.label())
    }

    /// The open plan.
    #[doc(hidden)]
    pub fn scenario(&self) -> &Scenario {
        &self.state.plan.now
    }

    /// Versions of the open plan, of the figures shown, and how many futures their bands hold.
    #[doc(hidden)]
    pub fn shown_version(&self) -> (u64, u64, usize) {
        let futures = self.state.report().and_then(|of| of.uncertainty.as_ref());
        let (plan, shown) = (self.state.plan.generation, self.state.results.generation);
        (plan, shown, futures.map_or(0, |futures| futures.draws))
    }

    /// Whether there are unsaved edits.
    #[doc(hidden)]
    pub fn is_dirty(&self) -> bool {
        self.state.plan.is_dirty()
    }

    /// Saves to a file, as the dialog would.
    #[doc(hidden)]
    pub fn save_to(&mut self, ctx: &egui::Context, path: &Path) {
        update::apply(
            &mut self.state,
            &self.services,
            ctx,
            Action::SaveTo(path.to_owned(), Consent::REPLACE),
        );
    }

    /// Opens a file, as the dialog would.
    #[doc(hidden)]
    pub fn open(&mut self, ctx: &egui::Context, path: &Path) {
        update::apply(
            &mut self.state,
            &self.services,
            ctx,
            Action::OpenPath(path.to_owned()),
        );
    }

    fn closing(&mut self, ctx: &egui::Context) {
        if !ctx.input(|input| input.viewport().close_requested()) || self.state.may_close {
            return;
        }
        if typed::any_open(&self.state) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.state.queued.push(Action::Quit);
        } else if self.state.plan.is_dirty() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            update::apply(&mut self.state, &self.services, ctx, Action::Quit);
        }
    }

    fn retitle(&mut self, ctx: &egui::Context) {
        let mark = if self.state.plan.is_dirty() {
            " (not saved)"
        } else {
            ""
        };
        let title = if self.state.welcome {
            "Splitpoint".to_owned()
        } else {
            format!("{}{mark} - Splitpoint", self.state.plan.stem())
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl eframe::App for SplitpointApp {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        let state = &mut self.state;
        replies::receive(state, &self.services, ctx);
        state.questions.receive(&self.services.threads);
        let (now, focused) =
            ctx.input(|input| (input.time, input.viewport().focused.unwrap_or(true)));
        state
            .messages
            .retain(|message| message.until.is_none_or(|until| now < until));
        if state
            .effect
            .as_ref()
            .is_some_and(|effect| now >= effect.until)
        {
            state.effect = None;
        }
        if focused && !self.focused {
            disk::look(state, &self.services.files);
        }
        self.focused = focused;
        self.closing(ctx);
        self.retitle(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut wanted = std::mem::take(&mut self.state.queued);
        shared::missed(&mut self.state, &ctx);
        if self.state.dialog.is_none() {
            wanted.extend(commands::pressed(&ctx, &self.state));
        }
        wanted.extend(dropped(&ctx));
        let typing = Typing::before(&ctx, &self.state, &wanted);
        frame_ui(ui, &mut self.state, &mut wanted);
        wanted.extend(front_ui(&ctx, &mut self.state));
        typing.carry_out(&mut self.state, &self.services, &ctx, wanted);
        wake(&ctx, &self.state);
        if self.turns.is_owed() {
            ctx.request_repaint();
        }
    }

    fn raw_input_hook(&mut self, _ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        self.turns.take(&mut raw_input.events);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// Asks for a frame when the next passing thing has had its time; what `logic` asks for before a pass
/// is forgotten when the pass begins.
fn wake(ctx: &egui::Context, state: &State) {
    let messages = state.messages.iter().filter_map(|message| message.until);
    let ends = messages.chain(state.effect.as_ref().map(|effect| effect.until));
    let next = ends.fold(f64::INFINITY, f64::min);
    if next.is_finite() {
        let left = next - ctx.input(|input| input.time);
        ctx.request_repaint_after(Duration::from_secs_f64(left.max(0.0) + 0.05));
    }
}

/// Top bar, status bar, inputs, page.
fn frame_ui(ui: &mut Ui, state: &mut State, wanted: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let narrow = ui.max_rect().width() < NARROW;
    egui::Panel::top("top bar")
        .exact_size(space::TOP_BAR)
        .resizable(false)
        .show_separator_line(false)
        .frame(
            egui::Frame::NONE
                .fill(theme.panel)
                .inner_margin(Margin::symmetric(12, 0)),
        )
        .show(ui, |ui| {
            let bottom = ui.max_rect().bottom() - 0.5;
            ui.painter().hline(
                ui.clip_rect().x_range(),
                bottom,
                Stroke::new(1.0, theme.hairline),
            );
            wanted.extend(top_bar::top_bar_ui(ui, state));
        });
    egui::Panel::bottom("status bar")
        .exact_size(space::STATUS_BAR)
        .resizable(false)
        .show_separator_line(false)
        .frame(
            egui::Frame::NONE
                .fill(theme.panel)
                .inner_margin(Margin::symmetric(14, 0)),
        )
        .show(ui, |ui| {
            let top = ui.max_rect().top() + 0.5;
            ui.painter().hline(
                ui.clip_rect().x_range(),
                top,
                Stroke::new(1.0, theme.hairline),
            );
            wanted.extend(status_bar::status_bar_ui(ui, state));
        });
    // What cannot be opened is told wherever one is.
    if state.welcome && state.open_failure.is_none() {
        wanted.extend(welcome::welcome_ui(ui, state, narrow));
        return;
    }
    egui::Panel::left("inputs")
        .exact_size(if narrow {
            space::INPUTS_SMALL
        } else {
            space::INPUTS
        })
        .resizable(false)
        .show_separator_line(false)
        .frame(egui::Frame::NONE.fill(theme.panel))
        .show(ui, |ui| {
            let right = ui.max_rect().right() - 0.5;
            ui.painter().vline(
                right,
                ui.clip_rect().y_range(),
                Stroke::new(1.0, theme.hairline),
            );
            let mut local = std::mem::take(&mut state.inputs);
            let view = InputsView {
                plan: &state.plan.now,
                base: &state.plan.base,
                begun: state.begun_from(),
                built_in: &state.catalog,
                catalog: state.constants(),
                report: state.report().map(Arc::as_ref),
                key: state.questions.key_inputs(state.plan.opened),
                settled: state.shows_plan() && !state.is_stale(),
                effect: state.effect.as_ref(),
                findings: &state.lines,
                narrow,
            };
            wanted.extend(inputs_ui(ui, &view, &mut local));
            state.inputs = local;
        });
    let mut local = std::mem::take(&mut state.why);
    let view = WhyView {
        report: state.report().map(Arc::as_ref),
        answers: state.questions.about(state.results.generation),
        start: &state.plan.now.start,
        narrow,
        behind: state.palette.is_some() || state.dialog.is_some() || state.shortcuts,
    };
    wanted.extend(why_ui(ui, &view, &mut local));
    state.why = local;
    egui::CentralPanel::default()
        .frame(egui::Frame::NONE.fill(theme.bg))
        .show(ui, |ui| {
            // Beside the panel a page has the room that it has in a small window.
            let narrow = narrow || state.why.is_open() && ui.available_width() < ROOMY;
            wanted.extend(page::page_ui(ui, state, narrow));
        });
}

/// Width from which a page is laid out as in a large window.
const ROOMY: f32 = 880.0;

/// What stands in front of everything.
fn front_ui(ctx: &egui::Context, state: &mut State) -> Option<Action> {
    let mut wanted = None;
    if let Some(mut local) = state.palette.take() {
        wanted = palette::palette_ui(ctx, state, &mut local);
        state.palette = Some(local);
    }
    if state.shortcuts {
        wanted = shortcuts::shortcuts_ui(ctx, state).or(wanted);
    }
    if let Some(mut dialog) = state.dialog.take() {
        wanted = dialogs::front_ui(ctx, state, &mut dialog).or(wanted);
        state.dialog = Some(dialog);
    }
    wanted
}

/// A file dropped onto the window.
fn dropped(ctx: &egui::Context) -> Option<Action> {
    let path = ctx.input(|input| {
        input
            .raw
            .dropped_files
            .first()
            .map(|file| file.path().to_owned())
    })?;
    Some(Action::OpenPath(path))
}
