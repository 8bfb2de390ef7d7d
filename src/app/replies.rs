//! What comes back from threads: finished reports, files that were read or written, answers of file
//! dialogs, pictures.

use super::action::{Action, Consent, PathPurpose};
use super::files::{PictureError, Reply};
use super::panels::dialogs::with_ending;
use super::state::{Confirmation, Dialog, State, Weight};
use super::theme::fonts::lacking;
use super::update::{Services, computed, may_still_leave, saved, type_path};
use super::worker::Subject;
use super::{disk, recovery, settings};
use crate::scenario::{Leaf, Scenario, path};
use crate::storage::FileError;
use eframe::egui;
use eframe::egui::ColorImage;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Takes in finished reports and answers of dialogs.
pub(crate) fn receive(state: &mut State, services: &Services, ctx: &egui::Context) {
    while let Some(done) = services.worker.finished() {
        match (done.subject, done.result) {
            (Subject::Preset(name), Ok(report)) => {
                state.results.presets.insert(name, Arc::new(report));
            }
            (Subject::Preset(_), Err(_)) => {}
            (Subject::Plan(generation), _) if generation < state.results.generation => {}
            (Subject::Plan(generation), Ok(report)) => {
                let report = Arc::new(report);
                state.results.failure = None;
                // More futures of the same plan change neither its figures nor what an edit did.
                let is_first = state.results.generation != generation;
                state.results.generation = generation;
                if is_first || state.results.latest.is_none() {
                    state.results.took = done.took;
                    state.effect = super::effect::of(state, &report, ctx).or(state.effect.take());
                }
                if report.uncertainty.is_some() {
                    state.results.futures = Some(Arc::clone(&report));
                }
                state.results.latest = Some((done.scenario, report));
            }
            (Subject::Plan(generation), Err(reason)) => {
                state.results.failure = Some(reason);
                state.results.generation = generation;
            }
        }
    }
    while let Some(reply) = services.files.reply() {
        answered(state, services, ctx, reply);
    }
}

/// Takes in what comes back until a file was read, but waits no longer than `patience`.
pub(crate) fn receive_opened(
    state: &mut State,
    services: &Services,
    ctx: &egui::Context,
    patience: Duration,
) {
    let begun = Instant::now();
    let left = || patience.saturating_sub(begun.elapsed());
    while let Some(reply) = services.files.reply_within(left()) {
        let is_it = matches!(reply, Reply::Opened { .. });
        answered(state, services, ctx, reply);
        if is_it {
            break;
        }
    }
    receive(state, services, ctx);
}

fn answered(state: &mut State, services: &Services, ctx: &egui::Context, reply: Reply) {
    match reply {
        Reply::Path {
            purpose,
            path: Some(path),
            ..
        } => {
            state.queued.push(chosen(purpose, path));
            ctx.request_repaint();
        }
        Reply::Path {
            purpose,
            unavailable: true,
            ..
        } => {
            let because = "This desktop offers no file dialog. Type where the file is.";
            type_path(state, purpose, Some(because.to_owned()));
        }
        Reply::Path { .. } => state.after_save = None,
        Reply::PictureSaved {
            path,
            consent,
            result,
        } => picture_saved(state, services, ctx, (path, consent), result),
        Reply::SheetSaved { path, result } => match result {
            Ok(()) => state.tell(ctx, format!("Months saved to {}", path.display())),
            Err(error) => not_saved(state, path, PathPurpose::Months, &error),
        },
        Reply::PictureReady(result) => picture_ready(state, services, ctx, result),
        Reply::Opened {
            path,
            asked,
            result,
        } => {
            if result.is_ok() && !may_still_leave(state, asked, Action::OpenPath(path.clone())) {
                return;
            }
            if disk::opened(state, &path, result) {
                computed(state, services);
                services.files.remember(&state.settings);
                receive(state, services, ctx);
            } else {
                // What was to take the place of the edits is not there, so they do not go.
                state.leave = None;
            }
        }
        Reply::Saved(result) => saved(state, services, ctx, result),
        Reply::Changed { path, was, there } => disk::changed(state, &path, was, there),
        Reply::Theirs { path, stamp, plan } => {
            disk::keep_mine(state, &path, stamp, plan);
            recovery::follow(state, &services.files);
            disk::clear_messages(state);
        }
        Reply::Kept(told) => recovery::told(state, told),
        Reply::Copies(left) => recovery::offer(state, left),
        Reply::Restored { asked, result } => match result {
            Ok(copy) => {
                let again = Action::Restore(copy.id().to_owned());
                if may_still_leave(state, asked, again) {
                    recovery::restored(state, &services.files, *copy);
                    computed(state, services);
                    receive(state, services, ctx);
                }
            }
            Err(reason) => {
                state.leave = None;
                state.dialog = None;
                state.say(Weight::Error, reason, Vec::new());
                recovery::look(&services.files);
            }
        },
        Reply::CopyDiscarded(result) => recovery::discarded(state, &services.files, result),
        Reply::Settings(read) => settings_read(state, ctx, *read),
        Reply::SettingsNotKept(reason) => {
            if !std::mem::replace(&mut state.settings_told, true) {
                let text = format!("Settings are not remembered: {reason}");
                state.say(Weight::Caution, text, Vec::new());
            }
        }
    }
}

/// What is done with a file that was chosen in a dialog of the system, which asked about replacing what
/// it showed, and about nothing else.
pub(crate) fn chosen(purpose: PathPurpose, path: std::path::PathBuf) -> Action {
    if purpose == PathPurpose::Open {
        return Action::OpenPath(path);
    }
    let written = with_ending(&path, purpose);
    let consent = if written == path {
        Consent::REPLACE
    } else {
        Consent::default()
    };
    match purpose {
        PathPurpose::Picture => Action::SavePictureTo(written, consent),
        PathPurpose::Months => Action::SaveMonthsTo(written, consent),
        PathPurpose::Open | PathPurpose::Save => Action::SaveTo(written, consent),
    }
}

/// Takes in settings that answered late: what was changed meanwhile stays.
fn settings_read(state: &mut State, ctx: &egui::Context, read: settings::Read) {
    let untouched = settings::Settings {
        recent: state.settings.recent.clone(),
        ..settings::Settings::default()
    };
    if state.settings == untouched {
        let recent = std::mem::replace(&mut state.settings, read.settings).recent;
        state.settings.merge_recent(&recent);
        ctx.set_theme(state.settings.appearance.preference());
        ctx.set_zoom_factor(state.settings.zoom);
    } else {
        state.settings.merge_recent(&read.settings.recent);
    }
    if let Some(note) = read.note {
        state.say(Weight::Caution, note, Vec::new());
    }
}

/// Takes in that a picture was written, or not.
fn picture_saved(
    state: &mut State,
    services: &Services,
    ctx: &egui::Context,
    (path, consent): (std::path::PathBuf, Consent),
    result: Result<(), PictureError>,
) {
    match result {
        Ok(()) => {
            state.messages.retain(|message| message.until.is_none());
            state.tell(ctx, format!("Picture saved to {}", path.display()));
            say_boxes(state);
        }
        Err(PictureError::NotDrawn(reason)) => {
            state.tell(ctx, format!("Taken from the screen, since {reason}"));
            let target = Some((path, consent));
            services.files.picture_of_screen(state.page, target);
        }
        Err(PictureError::NotWritten(error)) => {
            state.messages.retain(|message| message.until.is_none());
            not_saved(state, path, PathPurpose::Picture, &error);
        }
    }
}

/// Takes in a picture for the clipboard, or why there is none.
fn picture_ready(
    state: &mut State,
    services: &Services,
    ctx: &egui::Context,
    result: Result<ColorImage, PictureError>,
) {
    match result {
        Ok(image) => {
            ctx.copy_image(image);
            state.messages.retain(|message| message.until.is_none());
            state.tell(ctx, "Picture copied");
            say_boxes(state);
        }
        Err(PictureError::NotDrawn(reason)) => {
            state.tell(ctx, format!("Taken from the screen, since {reason}"));
            services.files.picture_of_screen(state.page, None);
        }
        Err(PictureError::NotWritten(error)) => {
            state.say(Weight::Error, format!("No picture: {error}."), Vec::new());
        }
    }
}

/// Asks where that may help, or says why a picture or a sheet was not written.
fn not_saved(state: &mut State, path: std::path::PathBuf, purpose: PathPurpose, error: &FileError) {
    // A question in front of another would hide it.
    if let (Some(confirmation), None) = (Confirmation::about(error), &state.dialog) {
        state.dialog = Some(Dialog::Replace {
            path,
            purpose,
            confirmation,
        });
        return;
    }
    let (what, again) = match purpose {
        PathPurpose::Months => ("Months", Action::SaveMonths),
        _ => ("Picture", Action::SavePicture),
    };
    state.say(
        Weight::Error,
        format!("{what} not saved: {}", disk::sentence(&error.to_string())),
        vec![("Save elsewhere…".to_owned(), again)],
    );
}

/// Names the letters that a picture shows as boxes, where there are any.
fn say_boxes(state: &mut State) {
    let words = boxes_in_pictures(&state.plan.now);
    if !words.is_empty() {
        state.say(Weight::Caution, words, Vec::new());
    }
}

/// What is to be said about a picture of a plan: which letters of its names are boxes; empty when
/// none is.
fn boxes_in_pictures(plan: &Scenario) -> String {
    /// Letters that are named.
    const NAMED: usize = 8;
    let is_name = |at: &str| {
        ["name", "label", "id"]
            .iter()
            .any(|end| at == *end || at.strip_suffix(end).is_some_and(|head| head.ends_with('.')))
    };
    let names = path::all_leaves(plan)
        .into_iter()
        .filter(|(at, _)| is_name(at))
        .filter_map(|(_, leaf)| match leaf {
            Leaf::Text(text) => Some(text),
            _ => None,
        });
    let missing = lacking(&names.collect::<Vec<_>>().join(" "));
    if missing.is_empty() {
        return String::new();
    }
    let mut letters: Vec<String> = missing.iter().take(NAMED).map(char::to_string).collect();
    if missing.len() > NAMED {
        letters.push(format!("{} more", missing.len() - NAMED));
    }
    format!(
        "Pictures use the fonts of Splitpoint alone, which lack {}: these are boxes in it.",
        letters.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::boxes_in_pictures;
    use crate::scenario::Scenario;
    use crate::scenario::schema::Component;

    #[test]
    fn letters_that_a_picture_cannot_show_are_named() {
        let mut plan = Scenario::default();
        assert_eq!(boxes_in_pictures(&plan), "");
        plan.story = "客服".to_owned();
        assert_eq!(boxes_in_pictures(&plan), "", "no picture shows the story");
        plan.components.push(Component {
            name: "مخزن 🚀".to_owned(),
            ..Component::default()
        });
        let words = boxes_in_pictures(&plan);
        assert!(words.contains('م') && words.contains('🚀'), "{words}");
    }
}
