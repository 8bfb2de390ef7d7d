//! Slow things away from the frame: file dialogs and pictures, each on a thread.
//!
//! A dialog that cannot be shown answers like one that was cancelled, only faster than a person
//! could; then the path is asked for in the window itself. Reading and writing plans is quick and
//! done in [`super::update`].

use super::action::PathPurpose;
use super::picture::{PictureOf, page_picture, write_png};
use eframe::egui;
use eframe::egui::ColorImage;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// A dialog that was cancelled sooner than this was never shown.
const NOBODY_IS_THIS_QUICK: Duration = Duration::from_millis(400);

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
        /// What went wrong, if anything.
        result: Result<(), PictureError>,
    },
    /// A picture is ready for the clipboard.
    PictureReady(Result<ColorImage, PictureError>),
}

/// Why there is no picture.
pub(crate) enum PictureError {
    /// It could not be drawn; the screen may serve instead.
    NotDrawn(String),
    /// It could not be written.
    NotWritten(String),
}

/// Starts slow things and collects what comes of them.
pub(crate) struct Files {
    sender: Sender<Reply>,
    receiver: Receiver<Reply>,
    ctx: egui::Context,
    /// Whether dialogs may be shown; not in tests.
    dialogs: bool,
}

impl Files {
    /// Replies wake `ctx`.
    pub(crate) fn new(ctx: egui::Context, dialogs: bool) -> Self {
        let (sender, receiver) = channel();
        Self {
            sender,
            receiver,
            ctx,
            dialogs,
        }
    }

    /// The next thing that came back.
    pub(crate) fn reply(&self) -> Option<Reply> {
        self.receiver.try_recv().ok()
    }

    /// Shows the system's file dialog. `name` and `folder` are suggestions.
    pub(crate) fn ask(&self, purpose: PathPurpose, name: &str, folder: Option<PathBuf>) {
        let unavailable = Reply::Path {
            purpose,
            path: None,
            unavailable: true,
        };
        if !self.dialogs {
            // The receiver lives as long as this sender.
            let _ = self.sender.send(unavailable);
            return;
        }
        let dialog = dialog(purpose, name, folder);
        // On macOS the future has to be made on this thread; it may be awaited anywhere.
        let future: std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> =
            match purpose {
                PathPurpose::Open => Box::pin(dialog.pick_file()),
                PathPurpose::Save | PathPurpose::Picture => Box::pin(dialog.save_file()),
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

    /// Draws a picture and writes it to `target`, or hands it back for the clipboard.
    pub(crate) fn picture(&self, of: PictureOf, target: Option<PathBuf>) {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let work = move || {
            let image = page_picture(&of).map_err(PictureError::NotDrawn);
            let reply = match target {
                Some(path) => Reply::PictureSaved {
                    result: image.and_then(|image| {
                        write_png(&image, &path).map_err(PictureError::NotWritten)
                    }),
                    path,
                },
                None => Reply::PictureReady(image),
            };
            let _ = sender.send(reply);
            ctx.request_repaint();
        };
        let thread = std::thread::Builder::new()
            .name("picture".to_owned())
            .spawn(work);
        if thread.is_err() {
            let error = PictureError::NotDrawn("there is no thread to draw it on".to_owned());
            let _ = self.sender.send(Reply::PictureReady(Err(error)));
        }
    }

    /// Takes the picture from the screen, for machines where it cannot be drawn apart from it.
    pub(crate) fn picture_of_screen(&self, page: egui::Rect, target: Option<PathBuf>) {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        self.ctx.request_screenshot(move |screen| {
            let image = screen.region(&page, Some(ctx.pixels_per_point()));
            let reply = match target {
                Some(path) => Reply::PictureSaved {
                    result: write_png(&image, &path).map_err(PictureError::NotWritten),
                    path,
                },
                None => Reply::PictureReady(Ok(image)),
            };
            let _ = sender.send(reply);
            ctx.request_repaint();
        });
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
    };
    match folder {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}
