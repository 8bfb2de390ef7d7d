//! What comes back from threads: finished reports, answers of file dialogs, pictures.

use super::action::{Action, PathPurpose};
use super::files::{PictureError, Reply};
use super::panels::dialogs::with_ending;
use super::state::{State, Weight};
use super::update::{Services, apply, type_path};
use super::worker::Subject;
use eframe::egui;
use std::sync::Arc;

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

fn answered(state: &mut State, services: &Services, ctx: &egui::Context, reply: Reply) {
    match reply {
        Reply::Path {
            purpose,
            path: Some(path),
            ..
        } => {
            let action = match purpose {
                PathPurpose::Open => Action::OpenPath(path),
                PathPurpose::Save => Action::SaveTo(with_ending(path, "ron")),
                PathPurpose::Picture => Action::SavePictureTo(with_ending(path, "png")),
            };
            apply(state, services, ctx, action);
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
            result: Ok(()),
        } => {
            state.messages.retain(|message| message.until.is_none());
            state.tell(ctx, format!("Picture saved to {}", path.display()));
        }
        Reply::PictureReady(Ok(image)) => {
            ctx.copy_image(image);
            state.messages.retain(|message| message.until.is_none());
            state.tell(ctx, "Picture copied");
        }
        Reply::PictureSaved {
            result: Err(PictureError::NotDrawn(reason)),
            path,
        } => {
            state.tell(ctx, format!("Taken from the screen, since {reason}"));
            services.files.picture_of_screen(state.page, Some(path));
        }
        Reply::PictureReady(Err(PictureError::NotDrawn(reason))) => {
            state.tell(ctx, format!("Taken from the screen, since {reason}"));
            services.files.picture_of_screen(state.page, None);
        }
        Reply::PictureSaved {
            result: Err(PictureError::NotWritten(reason)),
            path,
        } => {
            state.say(
                Weight::Error,
                format!("Picture not saved to {}: {reason}", path.display()),
                vec![("Save elsewhere…".to_owned(), Action::SavePicture)],
            );
        }
        Reply::PictureReady(Err(PictureError::NotWritten(reason))) => {
            state.say(Weight::Error, format!("No picture: {reason}"), Vec::new());
        }
    }
}
