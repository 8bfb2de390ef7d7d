//! Slow things away from the frame: file dialogs, files and pictures, each on a thread.
//!
//! A dialog that cannot be shown answers like one that was cancelled, only faster than a person
//! could; then the path is asked for in the window itself. Whatever was read or written comes back as
//! a reply, and only that changes the state. In tests everything is done at once.

use super::action::{Consent, PathPurpose};
use super::disk::{PlanFile, Unread};
use super::picture::{PictureOf, page_picture, png};
use super::recovery::Restored;
use super::settings::{self, Settings};
use crate::scenario::Scenario;
use crate::storage::keeper::{Keeper, Told};
use crate::storage::recovery::Found;
use crate::storage::write::{Terms, write};
use crate::storage::{FileError, Fingerprint};
use eframe::egui;
use eframe::egui::ColorImage;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A dialog that was cancelled sooner than this was never shown.
const NOBODY_IS_THIS_QUICK: Duration = Duration::from_millis(400);
/// How long a window that closes waits for its settings to be written.
const FAREWELL: Duration = Duration::from_secs(2);
/// Name of the folder of recovery copies, beside the settings.
const COPIES: &str = "recovery";

/// What came of something slow.
pub(crate) enum Reply {
    /// A file dialog was answered.
    Path {
        /// What it was for.
        purpose: PathPurpose,
        /// The file; none when the dialog was cancelled or could not be shown.
        path: Option<PathBuf>,
        /// Whether it cannot have been shown.
        unavailable: bool,
    },
    /// A picture was written.
    PictureSaved {
        /// Where.
        path: PathBuf,
        /// What was agreed to.
        consent: Consent,
        /// What went wrong, if anything.
        result: Result<(), PictureError>,
    },
    /// A sheet was written, or not.
    SheetSaved {
        /// Where.
        path: PathBuf,
        /// What went wrong, if anything.
        result: Result<(), FileError>,
    },
    /// A picture is ready for the clipboard.
    PictureReady(Result<ColorImage, PictureError>),
    /// A plan was read, or not.
    Opened {
        /// The file.
        path: PathBuf,
        /// The version of the open plan when this one was asked for.
        asked: u64,
        /// What it says.
        result: Result<Box<PlanFile>, Unread>,
    },
    /// The plan was written, or not.
    Saved(Result<(Fingerprint, Arc<str>), FileError>),
    /// The plan's file is no longer what it was.
    Changed {
        /// The file.
        path: PathBuf,
        /// What it was.
        was: Fingerprint,
        /// Whether it is there at all.
        there: bool,
    },
    /// What is in the plan's file, which somebody else changed.
    Theirs {
        /// The file.
        path: PathBuf,
        /// What it looks like now.
        stamp: Option<Fingerprint>,
        /// What it says, and its text.
        plan: Option<Box<(Scenario, Arc<str>)>>,
    },
    /// The recovery copy was written, or not.
    Kept(Told),
    /// What crashed windows left.
    Copies(Vec<Found>),
    /// A recovery copy was read, or not.
    Restored {
        /// The version of the open plan when it was asked for.
        asked: u64,
        /// What it says.
        result: Result<Box<Restored>, String>,
    },
    /// A recovery copy was removed because the user said so, or not.
    CopyDiscarded(Result<(), String>),
    /// Settings that answered late.
    Settings(Box<settings::Read>),
    /// Settings could not be written.
    SettingsNotKept(String),
}

/// Why there is no picture.
pub(crate) enum PictureError {
    /// It could not be drawn; the screen may serve instead.
    NotDrawn(String),
    /// It could not be written.
    NotWritten(FileError),
}

/// Starts slow things and collects what comes of them.
pub(crate) struct Files {
    sender: Sender<Reply>,
    receiver: Receiver<Reply>,
    ctx: egui::Context,
    /// Whether everything is done at once and no dialog is shown: in tests.
    inline: bool,
    /// Where settings and recovery copies are; nowhere in most tests.
    folder: Option<PathBuf>,
    /// Writes the recovery copies.
    keeper: Option<Keeper>,
    settings: Arc<Remembered>,
}

/// What is to be remembered: the latest settings, written by one thread at a time.
#[derive(Default)]
struct Remembered {
    latest: Mutex<Settings>,
    turn: Mutex<()>,
    /// Writes that are not done yet.
    waiting: Mutex<usize>,
    done: Condvar,
}

impl Remembered {
    fn write(&self, folder: &Path) -> Result<(), String> {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let settings = latest.clone();
        drop(latest);
        let outcome = settings::write(&settings, folder);
        drop(turn);
        *self.waiting() -= 1;
        self.done.notify_all();
        outcome
    }

    fn waiting(&self) -> MutexGuard<'_, usize> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files {
    /// Replies wake `ctx`.
    pub(crate) fn new(ctx: egui::Context, folder: Option<PathBuf>) -> Self {
        let (sender, receiver) = channel();
        let keeper = folder.as_ref().map(|folder| {
            let (sender, ctx) = (sender.clone(), ctx.clone());
            Keeper::start(folder.join(COPIES), move |told| {
                // Nobody listens any more when the window is closing.
                let _ = sender.send(Reply::Kept(told));
                ctx.request_repaint();
            })
        });
        Self {
            sender,
            receiver,
            ctx,
            inline: false,
            folder,
            keeper,
            settings: Arc::default(),
        }
    }

    /// Does everything at once, and shows no dialog.
    pub(crate) fn inline(ctx: egui::Context, folder: Option<PathBuf>) -> Self {
        let mut files = Self::new(ctx, folder);
        files.inline = true;
        files
    }

    /// The next thing that came back.
    pub(crate) fn reply(&self) -> Option<Reply> {
        self.receiver.try_recv().ok()
    }

    /// Waits a little for something to come back: before there is a window.
    pub(crate) fn reply_within(&self, patience: Duration) -> Option<Reply> {
        self.receiver.recv_timeout(patience).ok()
    }

    /// Where recovery copies are.
    pub(crate) fn copies(&self) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(COPIES))
    }

    /// Writes the recovery copies.
    pub(crate) fn keeper(&self) -> Option<&Keeper> {
        self.keeper.as_ref()
    }

    /// Does something slow; what it returns comes back as a reply.
    pub(crate) fn run(&self, work: impl FnOnce() -> Option<Reply> + Send + 'static) {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let work = move || {
            if let Some(reply) = work() {
                // The receiver lives as long as the window.
                let _ = sender.send(reply);
                ctx.request_repaint();
            }
        };
        if self.inline {
            work();
            return;
        }
        let work = Arc::new(Mutex::new(Some(work)));
        let theirs = Arc::clone(&work);
        let take = |work: &Mutex<Option<_>>| {
            let mut work = work.lock().unwrap_or_else(PoisonError::into_inner);
            work.take()
        };
        let thread = std::thread::Builder::new()
            .name("splitpoint-files".to_owned())
            .spawn(move || {
                if let Some(work) = take(&theirs) {
                    work();
                }
            });
        // Where there is no thread to be had it is done here, late rather than never.
        if thread.is_err()
            && let Some(work) = take(&work)
        {
            work();
        }
    }

    /// Reads the settings, waiting only a little: the window opens without them then.
    pub(crate) fn read_settings(&self) -> settings::Read {
        const PATIENCE: Duration = Duration::from_millis(500);
        let Some(folder) = self.folder.clone() else {
            return settings::Read::default();
        };
        self.run(move || Some(Reply::Settings(Box::new(settings::read(&folder)))));
        match self.reply_within(PATIENCE) {
            Some(Reply::Settings(read)) => *read,
            _ => settings::Read::late(),
        }
    }

    /// Remembers the settings.
    pub(crate) fn remember(&self, settings: &Settings) {
        let Some(folder) = self.folder.clone() else {
            return;
        };
        let latest = &self.settings.latest;
        let mut latest = latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.clone_from(settings);
        drop(latest);
        *self.settings.waiting() += 1;
        let remembered = Arc::clone(&self.settings);
        self.run(move || remembered.write(&folder).err().map(Reply::SettingsNotKept));
    }

    /// Shows the system's file dialog. `name` and `folder` are suggestions.
    pub(crate) fn ask(&self, purpose: PathPurpose, name: &str, folder: Option<PathBuf>) {
        let unavailable = Reply::Path {
            purpose,
            path: None,
            unavailable: true,
        };
        if self.inline {
            // The receiver lives as long as this sender.
            let _ = self.sender.send(unavailable);
            return;
        }
        let dialog = dialog(purpose, name, folder);
        // On macOS the future has to be made on this thread; it may be awaited anywhere.
        let future: std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> =
            match purpose {
                PathPurpose::Open => Box::pin(dialog.pick_file()),
                PathPurpose::Save | PathPurpose::Picture | PathPurpose::Months => {
                    Box::pin(dialog.save_file())
                }
            };
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let begun = Instant::now();
        let thread = std::thread::Builder::new()
            .name("file dialog".to_owned())
            .spawn(move || {
                let path = pollster::block_on(future).map(|file| file.path().to_owned());
                let unavailable = path.is_none() && begun.elapsed() < NOBODY_IS_THIS_QUICK;
                let _ = sender.send(Reply::Path {
                    purpose,
                    path,
                    unavailable,
                });
                ctx.request_repaint();
            });
        if thread.is_err() {
            let _ = self.sender.send(unavailable);
        }
    }

    /// Draws a picture and writes it to `path`.
    pub(crate) fn save_picture(&self, of: PictureOf, path: PathBuf, consent: Consent) {
        let copies = self.copies();
        self.run(move || {
            // It takes seconds to draw; what would be refused afterwards is refused before.
            let result = if !consent.replace && std::fs::symlink_metadata(&path).is_ok() {
                Err(PictureError::NotWritten(FileError::Exists {
                    path: path.clone(),
                }))
            } else {
                page_picture(&of)
                    .map_err(PictureError::NotDrawn)
                    .and_then(|image| write_picture(&image, &path, consent, copies))
            };
            Some(Reply::PictureSaved {
                path,
                consent,
                result,
            })
        });
    }

    /// Draws a picture for the clipboard.
    pub(crate) fn copy_picture(&self, of: PictureOf) {
        self.run(move || {
            let image = page_picture(&of).map_err(PictureError::NotDrawn);
            Some(Reply::PictureReady(image))
        });
    }

    /// Writes a sheet.
    pub(crate) fn save_sheet(&self, sheet: String, path: PathBuf, consent: Consent) {
        let terms = terms(consent, self.copies());
        self.run(move || {
            let result = write(&path, sheet.as_bytes(), &terms).map(|_| ());
            Some(Reply::SheetSaved { path, result })
        });
    }

    /// Takes the picture from the screen, for machines where it cannot be drawn apart from it.
    pub(crate) fn picture_of_screen(&self, page: egui::Rect, target: Option<(PathBuf, Consent)>) {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let copies = self.copies();
        self.ctx.request_screenshot(move |screen| {
            let image = screen.region(&page, Some(ctx.pixels_per_point()));
            let work = move || {
                let reply = match target {
                    Some((path, consent)) => Reply::PictureSaved {
                        result: write_picture(&image, &path, consent, copies),
                        path,
                        consent,
                    },
                    None => Reply::PictureReady(Ok(image)),
                };
                let _ = sender.send(reply);
                ctx.request_repaint();
            };
            let thread = std::thread::Builder::new()
                .name("picture".to_owned())
                .spawn(work);
            // Without a thread the message "Taken from the screen" stays the last word.
            drop(thread);
        });
    }
}

impl Drop for Files {
    /// Lets the settings be written, but does not wait for a disk that does not answer.
    fn drop(&mut self) {
        let waiting = self.settings.waiting();
        let done = &self.settings.done;
        let waited = done.wait_timeout_while(waiting, FAREWELL, |waiting| *waiting > 0);
        drop(waited);
    }
}

/// Writes a picture as PNG.
pub(crate) fn write_picture(
    image: &ColorImage,
    path: &Path,
    consent: Consent,
    copies: Option<PathBuf>,
) -> Result<(), PictureError> {
    let bytes = png(image).map_err(PictureError::NotDrawn)?;
    write(path, &bytes, &terms(consent, copies))
        .map(|_| ())
        .map_err(PictureError::NotWritten)
}

/// What was agreed to, for the writer of files.
fn terms(consent: Consent, copies: Option<PathBuf>) -> Terms {
    Terms {
        replace: consent.replace,
        read_only: consent.read_only,
        copies,
        ..Terms::default()
    }
}

fn dialog(purpose: PathPurpose, name: &str, folder: Option<PathBuf>) -> rfd::AsyncFileDialog {
    let mut dialog = rfd::AsyncFileDialog::new();
    dialog = match purpose {
        PathPurpose::Open => dialog
            .set_title("Open a plan")
            .add_filter("Splitpoint plan", &["ron"]),
        PathPurpose::Save => dialog
            .set_title("Save the plan")
            .set_file_name(name)
            .add_filter("Splitpoint plan", &["ron"]),
        PathPurpose::Picture => dialog
            .set_title("Save a picture of this page")
            .set_file_name(name)
            .add_filter("PNG picture", &["png"]),
        PathPurpose::Months => dialog
            .set_title("Save the months as a sheet")
            .set_file_name(name)
            .add_filter("CSV sheet", &["csv"]),
    };
    match folder {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}
