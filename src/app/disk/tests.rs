//! Opening, saving, leaving and recovering, as the window does it: what is on the disk and what is
//! asked, above all where something fails.

use super::super::action::{Action, Answer, Consent, PathPurpose};
use super::super::files::{PictureError, write_picture};
use super::super::replies::receive;
use super::super::shell::SplitpointApp;
use super::super::state::{Confirmation, Dialog, Origin, State};
use super::super::update::apply;
use crate::scenario::{Scenario, load, save as text_of};
use crate::storage::FileError;
use crate::storage::recovery::list;
use eframe::egui;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Longest wait for the thread that keeps unsaved work.
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder with a plan in it, and one for settings and recovery copies.
struct Desk {
    folder: PathBuf,
    file: PathBuf,
}

impl Desk {
    fn new(name: &str) -> Self {
        let name = format!("splitpoint-desk-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("plan.ron");
        fs::write(&file, text(1_000.0)).unwrap();
        Self { folder, file }
    }

    fn settings(&self) -> PathBuf {
        self.folder.join("settings")
    }

    /// The copies of windows that run no more.
    fn left(&self) -> usize {
        list(&self.settings().join("recovery")).len()
    }

    /// A window on the plan.
    fn window(&self) -> Window {
        self.window_on(self.file.to_str().unwrap())
    }

    fn window_on(&self, open: &str) -> Window {
        let ctx = egui::Context::default();
        let app = SplitpointApp::for_test_in(&ctx, Some(open), self.settings());
        let mut window = Window { ctx, app };
        let (state, services) = window.app.parts();
        receive(state, services, &window.ctx);
        window
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).ok();
    }
}

struct Window {
    ctx: egui::Context,
    app: SplitpointApp,
}

impl Window {
    fn state(&mut self) -> &mut State {
        self.app.parts().0
    }

    fn act(&mut self, action: Action) {
        let (state, services) = self.app.parts();
        apply(state, services, &self.ctx, action);
        receive(state, services, &self.ctx);
    }

    fn users(&mut self) -> f64 {
        self.state().plan.now.demand.users.likely
    }

    /// Sets the users.
    fn edit(&mut self, users: f64) {
        self.act(Action::set("demand.users", users.to_string()));
        assert_eq!(self.users(), users);
    }

    /// Waits until the edits are on the disk.
    #[track_caller]
    fn kept(&mut self) {
        let begun = Instant::now();
        while self.state().recovery.kept.is_none() {
            let (state, services) = self.app.parts();
            receive(state, services, &self.ctx);
            assert!(begun.elapsed() < PATIENCE, "no recovery copy");
            std::thread::yield_now();
        }
    }

    fn is_dirty(&mut self) -> bool {
        self.state().plan.is_dirty()
    }

    /// What the messages say.
    fn said(&mut self) -> String {
        let messages = self.state().messages.iter();
        messages
            .map(|message| message.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[track_caller]
    fn asks_about(&mut self, path: &Path, asked: Confirmation) {
        match &self.state().dialog {
            Some(Dialog::Replace {
                path: about,
                confirmation,
                ..
            }) => {
                assert_eq!((about.as_path(), *confirmation), (path, asked));
            }
            other => panic!("no question but {other:?}"),
        }
    }
}

fn text(users: f64) -> String {
    let mut plan = Scenario {
        name: "A plan".to_owned(),
        ..Scenario::default()
    };
    plan.demand.users = crate::scenario::Quantity::point(users);
    text_of(&plan)
}

fn users_in(path: &Path) -> f64 {
    let text = fs::read_to_string(path).unwrap();
    load(&text).scenario.unwrap().demand.users.likely
}

#[test]
fn reading_a_file_again_that_cannot_be_read_leaves_the_edits_unsaved() {
    let desk = Desk::new("reload");
    let mut window = desk.window();
    window.edit(2_000.0);
    fs::write(&desk.file, "(version: 1, demand: (usres: 5))").unwrap();
    window.act(Action::Reload);
    assert!(window.is_dirty());
    assert_eq!(window.users(), 2_000.0);
    // So closing asks, although the edits were to go with what was read.
    window.act(Action::Quit);
    assert!(matches!(
        window.state().dialog,
        Some(Dialog::Unsaved { .. })
    ));
    assert!(!window.state().may_close);
    window.act(Action::Answer(Answer::Cancel));
    fs::write(&desk.file, text(3_000.0)).unwrap();
    window.act(Action::Reload);
    assert_eq!((window.users(), window.is_dirty()), (3_000.0, false));
}

#[test]
fn edits_that_were_discarded_for_another_file_stay_when_that_cannot_be_opened() {
    let desk = Desk::new("discard");
    let mut window = desk.window();
    window.edit(2_000.0);
    window.kept();
    let other = desk.folder.join("other.ron");
    window.act(Action::OpenPath(other.clone()));
    window.act(Action::Answer(Answer::Discard));
    assert!(window.said().contains("there is no such file"));
    assert!(window.is_dirty());
    window.act(Action::Quit);
    assert!(matches!(
        window.state().dialog,
        Some(Dialog::Unsaved { .. })
    ));
    window.act(Action::Answer(Answer::Cancel));
    // The copy is there still: one that crashes now leaves it.
    fs::write(&other, text(5_000.0)).unwrap();
    window.act(Action::OpenPath(other));
    window.act(Action::Answer(Answer::Discard));
    assert_eq!((window.users(), window.is_dirty()), (5_000.0, false));
    drop(window);
    assert_eq!(desk.left(), 0, "what was discarded by name is offered");
}

#[test]
fn saving_asks_about_the_name_that_is_really_written() {
    let desk = Desk::new("save-as");
    let mut window = desk.window();
    let other = desk.folder.join("other.ron");
    fs::write(&other, text(7_000.0)).unwrap();
    window.edit(2_000.0);
    // The system's dialog was answered with `other`, which is not there, so it asked nothing.
    let typed = desk.folder.join("other");
    window.act(super::super::replies::chosen(
        PathPurpose::Save,
        typed.clone(),
    ));
    window.asks_about(&other, Confirmation::Exists);
    assert_eq!(users_in(&other), 7_000.0);
    window.act(Action::CloseDialog);
    assert!(window.is_dirty());
    assert_eq!(window.state().plan.origin, Origin::File(desk.file.clone()));
    window.act(super::super::replies::chosen(PathPurpose::Save, typed));
    window.act(Action::SaveTo(other.clone(), Consent::REPLACE));
    assert_eq!(users_in(&other), 2_000.0);
    assert_eq!(window.state().plan.origin, Origin::File(other.clone()));
    assert_eq!(users_in(&desk.file), 1_000.0);
    // What the dialog showed as it is written it asked about itself.
    window.edit(2_500.0);
    window.act(super::super::replies::chosen(
        PathPurpose::Save,
        desk.file.clone(),
    ));
    assert_eq!(users_in(&desk.file), 2_500.0);
    // A picture of that name is a PNG beside the plan, and one that is there is asked about.
    let picture = desk.folder.join("plan.ron.png");
    fs::write(&picture, "a picture").unwrap();
    let chosen = super::super::replies::chosen(PathPurpose::Picture, desk.file.clone());
    assert_eq!(
        chosen,
        Action::SavePictureTo(picture.clone(), Consent::default())
    );
    let image = egui::ColorImage::filled([2, 1], egui::Color32::RED);
    let refused = write_picture(&image, &picture, Consent::default(), None);
    assert!(matches!(
        refused,
        Err(PictureError::NotWritten(FileError::Exists { .. }))
    ));
    assert_eq!(fs::read_to_string(&picture).unwrap(), "a picture");
    assert!(write_picture(&image, &picture, Consent::REPLACE, None).is_ok());
    assert!(fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn a_file_that_somebody_else_changed_is_not_written_over_unasked() {
    let desk = Desk::new("changed");
    let mut window = desk.window();
    window.edit(2_000.0);
    fs::write(&desk.file, text(4_000.5)).unwrap();
    window.act(Action::Save);
    assert!(window.said().contains("changed by somebody else"));
    assert_eq!(users_in(&desk.file), 4_000.5);
    assert!(window.is_dirty());
    let agreed = Consent {
        changed: true,
        ..Consent::REPLACE
    };
    window.act(Action::SaveTo(desk.file.clone(), agreed));
    assert_eq!((users_in(&desk.file), window.is_dirty()), (2_000.0, false));
    // Keeping one's own: the file is as they have it until it is saved.
    window.edit(2_100.0);
    fs::write(&desk.file, text(4_000.5)).unwrap();
    window.act(Action::KeepMine);
    assert!(window.is_dirty());
    window.act(Action::Save);
    assert_eq!((users_in(&desk.file), window.is_dirty()), (2_100.0, false));
}

#[test]
fn what_cannot_be_saved_stays_unsaved_and_nothing_is_left_after_it() {
    let desk = Desk::new("fails");
    let mut window = desk.window();
    window.edit(2_000.0);
    window.act(Action::Quit);
    window.act(Action::CloseDialog);
    window.act(Action::SaveTo(
        desk.folder.join("no/such/plan.ron"),
        Consent::default(),
    ));
    assert!(window.said().contains("there is no such folder"));
    assert!(window.is_dirty() && window.state().saving.is_none());
    assert!(window.state().after_save.is_none() && !window.state().may_close);
}

#[test]
fn edits_that_come_while_the_plan_is_written_stay_unsaved() {
    let desk = Desk::new("meanwhile");
    let mut window = desk.window();
    window.edit(2_000.0);
    let (state, services) = window.app.parts();
    // It is written, and that comes back after the next edit.
    super::save(state, &services.files, &desk.file, Consent::default());
    apply(
        state,
        services,
        &window.ctx,
        Action::set("demand.users", "3000"),
    );
    assert_eq!(users_in(&desk.file), 2_000.0);
    assert!(window.is_dirty());
    window.act(Action::Save);
    assert_eq!((users_in(&desk.file), window.is_dirty()), (3_000.0, false));
}

#[test]
fn paths_are_absolute_wherever_they_enter() {
    let desk = Desk::new("absolute");
    let here = std::env::current_dir().unwrap();
    let relative = Path::new("presets/support-copilot.ron");
    let mut window = desk.window_on(relative.to_str().unwrap());
    let opened = Origin::File(here.join(relative));
    assert_eq!(window.state().plan.origin, opened);
    assert_eq!(window.state().settings.recent[0].path, here.join(relative));
    window.act(Action::OpenPath(desk.file.clone()));
    window.act(Action::OpenPath(relative.to_owned()));
    assert_eq!(window.state().plan.origin, opened);
}

#[test]
fn each_window_keeps_its_own_edits_and_leaves_those_of_others() {
    let desk = Desk::new("two");
    let mut first = desk.window();
    first.edit(2_000.0);
    first.kept();
    // A second window offers nothing of the first, and takes nothing from it.
    let mut second = desk.window_on("support-copilot");
    assert!(second.state().recovery.left.is_empty());
    second.edit(9_000.0);
    second.kept();
    second.act(Action::Quit);
    second.act(Action::Answer(Answer::Discard));
    assert!(second.state().may_close);
    drop(second);
    // The first one is gone without a word; its edits are offered, and stay so whatever is done
    // but answering.
    drop(first);
    assert_eq!(desk.left(), 1);
    let mut third = desk.window_on("support-copilot");
    assert!(third.said().contains("Edits of plan.ron were not saved"));
    third.act(Action::OpenPreset("viral-app".to_owned()));
    assert!(third.said().contains("Edits of plan.ron were not saved"));
    third.edit(9_000.0);
    third.kept();
    third.act(Action::Undo);
    third.act(Action::CloseMessage(0));
    third.act(Action::Quit);
    drop(third);
    assert_eq!(desk.left(), 1);
    // By name, and nothing else.
    let mut fourth = desk.window_on("support-copilot");
    let id = fourth.state().recovery.left[0].id.clone();
    let changes = fourth.state().recovery.left[0].header.changes.join(" ");
    assert!(changes.contains("2,000"), "{changes}");
    fourth.act(Action::DiscardCopy(id));
    assert!(fourth.state().recovery.left.is_empty() && desk.left() == 0);
}

/// A window that edited the plan and is gone without a word.
fn crashed(desk: &Desk) {
    let mut window = desk.window();
    window.edit(2_000.0);
    window.kept();
    drop(window);
    assert_eq!(desk.left(), 1);
}

fn restore(window: &mut Window) {
    let id = window.state().recovery.left[0].id.clone();
    window.act(Action::Restore(id));
    assert!(window.state().recovery.left.is_empty());
}

#[test]
fn recovered_edits_are_those_of_their_file_while_it_has_the_text_they_began_from() {
    let desk = Desk::new("recover");
    crashed(&desk);
    let mut window = desk.window_on("support-copilot");
    restore(&mut window);
    assert_eq!((window.users(), window.is_dirty()), (2_000.0, true));
    assert_eq!(window.state().plan.origin, Origin::File(desk.file.clone()));
    assert_eq!(users_in(&desk.file), 1_000.0);
    window.kept();
    // Gone once more, it is there once more, and once only.
    drop(window);
    assert_eq!(desk.left(), 1);
    let mut window = desk.window_on("support-copilot");
    restore(&mut window);
    window.act(Action::Save);
    assert_eq!((users_in(&desk.file), window.is_dirty()), (2_000.0, false));
    drop(window);
    assert_eq!(desk.left(), 0);
}

#[test]
fn recovered_edits_of_a_file_that_changed_are_in_no_file() {
    for there in [Some(3_000.0), None] {
        let desk = Desk::new("other-text");
        crashed(&desk);
        match there {
            Some(users) => fs::write(&desk.file, text(users)).unwrap(),
            None => fs::remove_file(&desk.file).unwrap(),
        }
        let mut window = desk.window_on("support-copilot");
        restore(&mut window);
        assert_eq!((window.users(), window.is_dirty()), (2_000.0, true));
        assert_eq!(
            window.state().plan.origin,
            Origin::Loose("plan.ron".to_owned())
        );
        assert!(window.said().contains("no longer the file"));
        // Saving asks where to, and about what is there.
        window.act(Action::Save);
        assert!(matches!(
            window.state().dialog,
            Some(Dialog::TypePath {
                purpose: PathPurpose::Save,
                ..
            })
        ));
        window.act(Action::SaveTo(desk.file.clone(), Consent::default()));
        if let Some(users) = there {
            window.asks_about(&desk.file, Confirmation::Exists);
            assert_eq!(users_in(&desk.file), users);
        } else {
            assert_eq!((users_in(&desk.file), window.is_dirty()), (2_000.0, false));
        }
    }
}

#[test]
fn a_copy_of_what_the_file_holds_already_says_so_and_goes() {
    let desk = Desk::new("same");
    crashed(&desk);
    fs::write(&desk.file, text(2_000.0)).unwrap();
    let mut window = desk.window_on("support-copilot");
    restore(&mut window);
    assert!(window.said().contains("plan.ron already holds these edits"));
    assert!(!window.is_dirty());
    assert_eq!(desk.left(), 0);
}

#[test]
fn edits_of_a_preset_are_recovered_as_edits_of_it() {
    let desk = Desk::new("preset");
    let mut window = desk.window_on("viral-app");
    window.edit(2_000.0);
    window.kept();
    drop(window);
    let mut window = desk.window();
    assert!(window.said().contains("Edits of viral-app.ron"));
    restore(&mut window);
    assert_eq!((window.users(), window.is_dirty()), (2_000.0, true));
    assert_eq!(
        window.state().plan.origin,
        Origin::Preset("viral-app".to_owned())
    );
}

#[cfg(unix)]
#[test]
fn a_read_only_file_and_settings_that_are_none_are_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new("odd");
    fs::create_dir_all(desk.settings()).unwrap();
    let pipe = desk.settings().join("settings.ron");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let mut window = desk.window();
    assert!(window.said().contains("is not a file; remove it"));
    fs::set_permissions(&desk.file, fs::Permissions::from_mode(0o444)).unwrap();
    window.edit(2_000.0);
    window.act(Action::Save);
    window.asks_about(&desk.file, Confirmation::ReadOnly);
    assert_eq!(users_in(&desk.file), 1_000.0);
    let agreed = Consent {
        read_only: true,
        ..Consent::REPLACE
    };
    window.act(Action::SaveTo(desk.file.clone(), agreed));
    assert_eq!((users_in(&desk.file), window.is_dirty()), (2_000.0, false));
    // A plan cannot be a pipe either, and nothing waits for one.
    window.act(Action::OpenPath(pipe));
    assert!(window.said().contains("this is not a file"));
}
