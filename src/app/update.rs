//! Carries out actions: one match, the only place where the plan changes.

use super::action::{Action, Answer, Consent, Edit, EditKind, PathPurpose, Question, Tab};
use super::files::Files;
use super::pages::page::Copied;
use super::panels::actuals::{ActualsDialog, start_of};
use super::panels::palette::state::PaletteState;
use super::picture::PictureOf;
use super::questions::{Threads, Version};
use super::replies::receive;
use super::state::{Dialog, OpenPlan, PendingEffect, State, Weight};
use super::view::{PageView, ResultsView};
use super::worker::{Subject, Wants, Worker};
use super::{copied, disk, edit, effect, recovery, settings, shared};
use crate::analysis::report::Report;
use crate::engine::compile::catalog_of;
use crate::scenario::{Scenario, actuals};
use eframe::egui;
use eframe::egui::ViewportCommand;
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use std::borrow::Cow;
use std::sync::Arc;

/// What works outside the state.
pub(crate) struct Services {
    /// Computes reports.
    pub(crate) worker: Worker,
    /// Works questions out.
    pub(crate) threads: Threads,
    /// Dialogs and pictures.
    pub(crate) files: Files,
}

/// Steps of the zoom.
const ZOOM: f32 = 1.1;

/// Carries out an action.
pub(crate) fn apply(state: &mut State, services: &Services, ctx: &egui::Context, action: Action) {
    match action {
        Action::Edit(edit) => {
            apply_edit(state, services, ctx, &edit);
        }
        Action::Undo => {
            let now = Arc::clone(&state.plan.now);
            if let Some(plan) = state.plan.history.undo(&now) {
                show_version(state, services, ctx, plan, None);
            }
        }
        Action::Redo => {
            let now = Arc::clone(&state.plan.now);
            if let Some(plan) = state.plan.history.redo(&now) {
                show_version(state, services, ctx, plan, None);
            }
        }
        Action::NewPlan => {
            state.welcome = true;
            state.open_failure = None;
            ask_for_presets(state, services);
        }
        Action::BackToPlan => {
            state.welcome = false;
            state.first_run = false;
            state.open_failure = None;
            if state.results.latest.is_none() {
                computed(state, services);
                receive(state, services, ctx);
            }
        }
        Action::OpenPreset(name) => {
            if may_leave(state, Action::OpenPreset(name.clone())) {
                disk::open_preset(state, &name);
                computed(state, services);
            }
        }
        Action::Open => ask(state, services, PathPurpose::Open),
        Action::TypePath(purpose) => type_path(state, purpose, None),
        Action::StopRefining => state.results.refining.stop(),
        Action::PasteActuals => {
            let plan = &state.plan.now;
            let text = actuals::written(&plan.actuals, start_of(plan));
            state.dialog = Some(Dialog::Actuals(ActualsDialog::new(text)));
        }
        Action::SetActuals(text) => set_actuals(state, services, ctx, text),
        Action::OpenPath(path) => {
            if may_leave(state, Action::OpenPath(path.clone())) {
                disk::open(state, &services.files, &path);
                receive(state, services, ctx);
            }
        }
        Action::Save => match state.plan.file().cloned() {
            None => ask(state, services, PathPurpose::Save),
            Some(path) => save(state, services, ctx, &path, Consent::default()),
        },
        Action::SaveAs => ask(state, services, PathPurpose::Save),
        Action::SaveTo(path, consent) => save(state, services, ctx, &path, consent),
        Action::Reload => {
            if let Some(path) = state.plan.file().cloned() {
                // The edits are given up by choosing this, once the file was read.
                state.leave = Some(state.plan.generation);
                apply(state, services, ctx, Action::OpenPath(path));
            }
        }
        Action::KeepMine => {
            disk::look_at_theirs(state, &services.files);
            receive(state, services, ctx);
        }
        Action::ShowCopies => {
            state.dialog = Some(Dialog::Copies { discarding: None });
            recovery::look(&services.files);
            receive(state, services, ctx);
        }
        Action::Restore(id) => {
            if may_leave(state, Action::Restore(id.clone())) {
                recovery::restore(state, &services.files, &id);
                receive(state, services, ctx);
            }
        }
        Action::DiscardCopy(id) => {
            recovery::discard(&services.files, &id);
            receive(state, services, ctx);
        }
        Action::Answer(answer) => answer_unsaved(state, services, ctx, answer),
        Action::CloseDialog => {
            state.dialog = None;
            state.after_save = None;
        }
        Action::CloseMessage(index) => {
            if index < state.messages.len() {
                state.messages.remove(index);
            }
        }
        Action::Quit => {
            if may_leave(state, Action::Quit) {
                if state.plan.is_dirty()
                    && let Some(keeper) = services.files.keeper()
                {
                    // The user said that the edits may go.
                    keeper.clear();
                }
                state.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
        Action::SavePicture => ask(state, services, PathPurpose::Picture),
        Action::SavePictureTo(path, consent) => {
            state.dialog = None;
            if let Some(of) = picture_of(state) {
                let path = crate::storage::absolute(&path);
                services.files.save_picture(of, path, consent);
                state.tell(ctx, "Drawing the picture");
            }
        }
        Action::SaveMonths => ask(state, services, PathPurpose::Months),
        Action::SaveMonthsTo(path, consent) => {
            state.dialog = None;
            if let Some((_, report)) = &state.results.latest {
                let sheet = crate::export::csv(report);
                let path = crate::storage::absolute(&path);
                services.files.save_sheet(sheet, path, consent);
            }
        }
        Action::CopyPicture => {
            if let Some(of) = picture_of(state) {
                services.files.copy_picture(of);
                state.tell(ctx, "Drawing the picture");
            }
        }
        Action::CopyTable => copy_table(state, ctx),
        Action::CopyMonths | Action::CopyVerdict => {
            if let Some((_, report)) = state.results.latest.clone() {
                let (text, what) = match action {
                    Action::CopyMonths => (
                        crate::export::harmless_table(&copied::months(&report)),
                        "Months",
                    ),
                    _ => (copied::verdict(&report), "Verdict"),
                };
                copy(state, ctx, text, what);
            }
        }
        Action::CopyShareCode => copy(state, ctx, shared::code(state), "Share code"),
        Action::PasteShareCode => shared::ask(state, ctx),
        Action::OpenShared(code) => {
            if may_leave(state, Action::OpenShared(code.clone())) && shared::open(state, &code) {
                computed(state, services);
                receive(state, services, ctx);
            }
        }
        Action::CopyText { text, what } => copy(state, ctx, text, what),
        Action::ShowTab(tab) => {
            state.tab = tab;
            state.welcome = false;
            let wants = state.pages.of(tab).wants();
            let is_met = |report: &Report| wants.is_met_by(report);
            if state.report().is_some_and(|report| !is_met(report)) {
                computed(state, services);
                receive(state, services, ctx);
            }
        }
        Action::ShowAssumption(id) => {
            state.tab = Tab::Assumptions;
            state.welcome = false;
            state.pages.assumptions.show(&id);
        }
        Action::ShowInput(path) => {
            state.welcome = false;
            state.inputs.reveal(&path);
        }
        Action::Explain(figure) => {
            state.why.open(figure.clone());
            ask_aside(state, services, vec![Question::Explanation(figure)]);
        }
        Action::CloseExplanation => {
            state.why.close();
            state.questions.forget_explanation();
        }
        Action::Ask(questions) => ask_aside(state, services, questions),
        Action::ToggleTheme => {
            let dark = ctx.theme() == egui::Theme::Dark;
            set_appearance(
                state,
                services,
                ctx,
                if dark {
                    settings::Appearance::Light
                } else {
                    settings::Appearance::Dark
                },
            );
        }
        Action::SystemTheme => set_appearance(state, services, ctx, settings::Appearance::System),
        Action::ZoomIn => set_zoom(state, services, ctx, ctx.zoom_factor() * ZOOM),
        Action::ZoomOut => set_zoom(state, services, ctx, ctx.zoom_factor() / ZOOM),
        Action::ZoomReset => set_zoom(state, services, ctx, 1.0),
        Action::FindInput => {
            state.inputs.focus_search = true;
            // What is typed next takes the place of what was looked for before.
            let end = CCursor::new(state.inputs.search.chars().count());
            let mut edit = TextEditState::default();
            let all = CCursorRange::two(CCursor::new(0), end);
            edit.cursor.set_char_range(Some(all));
            edit.store(ctx, egui::Id::unique("find an input"));
        }
        Action::FindAnything(text) => state.palette = Some(PaletteState::looking_for(text)),
        Action::Palette => {
            state.palette = if state.palette.is_some() {
                None
            } else {
                Some(PaletteState::default())
            };
        }
        Action::Shortcuts => state.shortcuts = !state.shortcuts,
    }
}

/// Carries out an edit; whether it could be, the reason being told where not.
pub(crate) fn apply_edit(
    state: &mut State,
    services: &Services,
    ctx: &egui::Context,
    edit: &Edit,
) -> bool {
    let plan = &mut state.plan;
    let gesture = edit.gesture.map(|gesture| (edit.path.clone(), gesture));
    let from = plan
        .history
        .gesture_start(gesture.as_ref())
        .unwrap_or(&plan.now);
    let (next, label) = match edit::apply(&plan.now, &plan.base, from, edit) {
        Ok(done) => done,
        Err(reason) => {
            state.say(Weight::Error, reason, Vec::new());
            return false;
        }
    };
    if next == *plan.now {
        return true;
    }
    let before = Arc::clone(&plan.now);
    plan.history.note(&before, label, gesture);
    // A drag is compared with what was before it, not with its last step.
    let pending = state
        .pending_effect
        .take()
        .filter(|pending| edit.gesture.is_some() && pending.path == edit.path);
    let pending = pending.or_else(|| {
        let (_, report) = state.results.latest.as_ref()?;
        Some(PendingEffect {
            path: edit.path.clone(),
            before: Arc::clone(report),
            generation: state.plan.generation + 1,
            note: String::new(),
        })
    });
    let pending = pending.map(|pending| PendingEffect {
        note: effect::ends_moved(&before, &next, &edit.path),
        ..pending
    });
    show_version(state, services, ctx, Arc::new(next), pending);
    true
}

/// Puts another version of the plan on screen and has it computed.
fn show_version(
    state: &mut State,
    services: &Services,
    ctx: &egui::Context,
    plan: Arc<Scenario>,
    pending: Option<PendingEffect>,
) {
    let key = state.questions.key_inputs_mut();
    state.inputs.follow(&state.plan.now, &plan, key);
    state.plan.now = plan;
    state.plan.generation += 1;
    state.pending_effect = pending;
    state.effect = None;
    computed(state, services);
    receive(state, services, ctx);
}

/// Asks for the report of the plan as it is now, and has it kept.
pub(crate) fn computed(state: &mut State, services: &Services) {
    recovery::follow(state, &services.files);
    state.inputs.forget_missing(&state.plan.now);
    state.own_catalog = match catalog_of(&state.plan.now, &state.catalog) {
        Ok(Cow::Owned(own)) => Some(Arc::new(own)),
        // What is wrong with it stands among the findings.
        Ok(Cow::Borrowed(_)) | Err(_) => None,
    };
    state.findings = disk::findings(&state.plan.now, &state.catalog);
    state.lines = disk::lines_beneath_rows(&state.findings);
    let (version, opened) = (state.plan.generation, state.plan.opened);
    state.questions.give_up_before(version, opened);
    find_reads(state);
    let subject = Subject::Plan(state.plan.generation);
    let wants = state.pages.of(state.tab).wants();
    services.worker.submit(subject, &state.plan.now, wants);
}

/// Has questions worked out about the plan that is shown.
fn ask_aside(state: &mut State, services: &Services, questions: Vec<Question>) {
    let Some((plan, _)) = &state.results.latest else {
        return;
    };
    let version = Version {
        number: state.results.generation,
        opened: state.plan.opened,
        plan,
        catalog: &state.catalog,
    };
    for question in questions {
        state.questions.ask(question, &version, &services.threads);
    }
}

/// Finds the constants that the plan asks for.
fn find_reads(state: &mut State) {
    let version = Version {
        number: state.plan.generation,
        opened: state.plan.opened,
        plan: &state.plan.now,
        catalog: state.own_catalog.as_ref().unwrap_or(&state.catalog),
    };
    state.questions.find_reads(&version);
}

/// Asks for the presets' reports, once.
pub(crate) fn ask_for_presets(state: &mut State, services: &Services) {
    if std::mem::replace(&mut state.results.presets_asked, true) {
        return;
    }
    for preset in state.presets.iter().chain(&state.cases) {
        services.worker.submit(
            Subject::Preset(preset.name.clone()),
            &preset.scenario,
            Wants::default(),
        );
    }
}

/// Whether the plan may be left; asks first when there are unsaved edits, unless the user said that
/// these may go, and waits while they are being written.
fn may_leave(state: &mut State, then: Action) -> bool {
    if state.saving.is_some() {
        state.after_save = Some(Box::new(then));
        return false;
    }
    if !state.plan.is_dirty() || state.leave == Some(state.plan.generation) {
        return true;
    }
    state.palette = None;
    state.dialog = Some(Dialog::Unsaved {
        then: Box::new(then),
    });
    false
}

/// Whether another plan that was asked for some time ago may still take the place of this one; asks
/// when edits came meanwhile.
pub(crate) fn may_still_leave(state: &mut State, asked: u64, then: Action) -> bool {
    let untouched = state.plan.generation == asked && state.saving.is_none();
    untouched || may_leave(state, then)
}

fn answer_unsaved(state: &mut State, services: &Services, ctx: &egui::Context, answer: Answer) {
    let Some(Dialog::Unsaved { then }) = state.dialog.take() else {
        return;
    };
    match answer {
        Answer::Cancel => {}
        Answer::Discard => {
            // They go when what comes next has succeeded, and not before.
            state.leave = Some(state.plan.generation);
            apply(state, services, ctx, *then);
        }
        Answer::Save => {
            state.after_save = Some(then);
            match state.plan.file().cloned() {
                Some(path) => save(state, services, ctx, &path, Consent::default()),
                None => ask(state, services, PathPurpose::Save),
            }
        }
    }
}

fn save(
    state: &mut State,
    services: &Services,
    ctx: &egui::Context,
    path: &std::path::Path,
    consent: Consent,
) {
    state.dialog = None;
    disk::save(state, &services.files, path, consent);
    receive(state, services, ctx);
}

/// Goes on after the plan was written, or was not.
pub(crate) fn saved(
    state: &mut State,
    services: &Services,
    ctx: &egui::Context,
    result: Result<(crate::storage::Fingerprint, Arc<str>), crate::storage::FileError>,
) {
    match disk::saved(state, result) {
        disk::Outcome::Saved(path) => {
            recovery::follow(state, &services.files);
            services.files.remember(&state.settings);
            state.tell(ctx, format!("Saved to {}", path.display()));
            if let Some(then) = state.after_save.take() {
                apply(state, services, ctx, *then);
            }
        }
        disk::Outcome::SaveAgain(path) => {
            recovery::follow(state, &services.files);
            save(state, services, ctx, &path, Consent::default());
        }
        disk::Outcome::Asks => {}
        disk::Outcome::Failed => state.after_save = None,
    }
}

fn ask(state: &State, services: &Services, purpose: PathPurpose) {
    let name = suggested_name(&state.plan, purpose);
    let folder = state
        .plan
        .file()
        .or_else(|| state.settings.recent.first().map(|recent| &recent.path))
        .and_then(|path| path.parent())
        .map(ToOwned::to_owned);
    services.files.ask(purpose, &name, folder);
}

fn suggested_name(plan: &OpenPlan, purpose: PathPurpose) -> String {
    match purpose {
        PathPurpose::Open => String::new(),
        PathPurpose::Save => plan.file_name(),
        PathPurpose::Picture => format!("{}.png", plan.stem()),
        PathPurpose::Months => format!("{}.csv", plan.stem()),
    }
}

/// Asks for a path to be typed.
pub(crate) fn type_path(state: &mut State, purpose: PathPurpose, because: Option<String>) {
    let name = suggested_name(&state.plan, purpose);
    let folder = state
        .plan
        .file()
        .and_then(|path| path.parent())
        .map(ToOwned::to_owned);
    let folder = folder
        .or_else(|| std::env::current_dir().ok())
        .unwrap_or_default();
    let text = match purpose {
        PathPurpose::Open => format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR),
        _ => folder.join(name).display().to_string(),
    };
    state.dialog = Some(Dialog::TypePath {
        purpose,
        text,
        problem: None,
        because,
    });
}

/// Keeps months that turned out; what cannot be read stays in the dialog, which says what is wrong.
fn set_actuals(state: &mut State, services: &Services, ctx: &egui::Context, text: String) {
    match super::panels::actuals::read(&state.plan.now, &text) {
        Ok(pasted) => {
            state.dialog = None;
            let edit = Edit {
                path: "actuals".to_owned(),
                change: EditKind::Actuals(pasted.months),
                gesture: None,
            };
            apply_edit(state, services, ctx, &edit);
        }
        Err(_) => state.dialog = Some(Dialog::Actuals(ActualsDialog::new(text))),
    }
}

/// What a picture of the page on screen shows.
fn picture_of(state: &State) -> Option<PictureOf> {
    let (scenario, report) = state.results.latest.as_ref()?;
    Some(PictureOf {
        tab: state.tab,
        scenario: Arc::clone(scenario),
        report: Arc::clone(report),
        pages: state.pages.clone(),
        questions: state.questions.clone(),
        version: state.results.generation,
        catalog: Arc::clone(&state.catalog),
        footer: format!(
            "{} · {} · {} months from {} · Splitpoint {}",
            scenario.name,
            state.plan.file_name(),
            scenario.horizon_months,
            super::panels::month_name(&scenario.start),
            env!("CARGO_PKG_VERSION"),
        ),
    })
}

fn copy_table(state: &mut State, ctx: &egui::Context) {
    let Some((scenario, report)) = state.results.latest.clone() else {
        return;
    };
    let view = PageView {
        results: ResultsView {
            scenario: &scenario,
            report: &report,
            former: None,
            stale: false,
            not_applied: &[],
            narrow: false,
            picture: true,
        },
        plan: &state.plan.now,
        catalog: &state.catalog,
        constants: state.constants(),
        reads: state.questions.reads(),
        answers: state.questions.about(state.results.generation),
        effect: None,
    };
    let (text, what) = match state.pages.copied(state.tab, &view) {
        // Names are the user's, and sheets run what looks like a formula.
        Some(Copied::Table(text)) => (crate::export::harmless_table(&text), "Table"),
        Some(Copied::Plan(text)) => (text, "Plan"),
        None => return,
    };
    copy(state, ctx, text, what);
}

/// Puts a text on the clipboard and says so.
fn copy(state: &mut State, ctx: &egui::Context, text: String, what: &str) {
    ctx.copy_text(text);
    state.tell(ctx, format!("{what} copied"));
}

fn set_appearance(
    state: &mut State,
    services: &Services,
    ctx: &egui::Context,
    appearance: settings::Appearance,
) {
    state.settings.appearance = appearance;
    ctx.set_theme(appearance.preference());
    services.files.remember(&state.settings);
}

fn set_zoom(state: &mut State, services: &Services, ctx: &egui::Context, zoom: f32) {
    let zoom = (zoom.clamp(0.5, 3.0) * 100.0).round() / 100.0;
    state.settings.zoom = zoom;
    ctx.set_zoom_factor(zoom);
    services.files.remember(&state.settings);
}
