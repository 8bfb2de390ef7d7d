//! What the window remembers between runs: appearance, zoom, recent files.
//!
//! Kept in a small RON file in the platform's configuration folder. A file that is damaged gives what
//! can be made out, and is kept aside before another is written; one of a newer version is read and
//! left alone; one that is no file is left alone too. The user is told in a line.

mod scan;

use crate::storage::write::Terms;
use crate::storage::{self, FileError};
use crate::units::counted;
use eframe::egui;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Recent files kept.
const MOST_RECENT: usize = 8;

/// Which appearance the user chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Appearance {
    /// Whatever the desktop says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Appearance {
    /// For egui.
    pub(crate) const fn preference(self) -> egui::ThemePreference {
        match self {
            Self::System => egui::ThemePreference::System,
            Self::Light => egui::ThemePreference::Light,
            Self::Dark => egui::ThemePreference::Dark,
        }
    }
}

/// A file that was open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecentFile {
    /// Where it is.
    #[serde(with = "as_text")]
    pub(crate) path: PathBuf,
    /// When it was opened or saved last, in seconds since 1970.
    #[serde(default)]
    pub(crate) seconds: u64,
}

/// Paths as text, also those that are none.
mod as_text {
    use crate::storage::{path_from_text, path_text};
    use serde::{Deserialize as _, Deserializer, Serializer};
    use std::path::{Path, PathBuf};

    pub(super) fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&path_text(path))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
        String::deserialize(from).map(|text| path_from_text(&text))
    }
}

/// Everything remembered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// Version of the format.
    pub(crate) version: u32,
    /// Light, dark or the desktop's.
    pub(crate) appearance: Appearance,
    /// Zoom of the whole window (factor).
    pub(crate) zoom: f32,
    /// Recent files, latest first.
    pub(crate) recent: Vec<RecentFile>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: VERSION,
            appearance: Appearance::System,
            zoom: 1.0,
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// Puts a file on top of the recent ones.
    pub(crate) fn note_file(&mut self, path: &Path) {
        self.recent.retain(|recent| recent.path != path);
        self.recent.insert(
            0,
            RecentFile {
                path: path.to_owned(),
                seconds: now_seconds(),
            },
        );
        self.recent.truncate(MOST_RECENT);
    }

    /// Takes in files that another window had open.
    pub(crate) fn merge_recent(&mut self, others: &[RecentFile]) {
        for other in others {
            match self.recent.iter_mut().find(|own| own.path == other.path) {
                Some(own) => own.seconds = own.seconds.max(other.seconds),
                None => self.recent.push(other.clone()),
            }
        }
        self.recent.sort_by_key(|recent| Reverse(recent.seconds));
        self.recent.truncate(MOST_RECENT);
    }

    /// Within what the window can be.
    fn in_bounds(mut self) -> Self {
        if !self.zoom.is_finite() {
            self.zoom = 1.0;
        }
        self.zoom = self.zoom.clamp(0.5, 3.0);
        self
    }
}

/// Version of the format that this program writes.
const VERSION: u32 = 1;
/// Name of the file.
const FILE: &str = "settings.ron";
/// Largest file that is read (bytes).
const LARGEST: usize = 256 * 1024;

/// Settings as they were read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Read {
    /// What could be made out.
    pub(crate) settings: Settings,
    /// What to tell the user, in a line.
    pub(crate) note: Option<String>,
}

impl Read {
    /// The file does not answer yet; it may later.
    pub(crate) fn late() -> Self {
        Self {
            note: Some("The settings do not answer; the window opened without them.".to_owned()),
            ..Self::default()
        }
    }
}

/// What a text says.
enum Understood {
    Whole(Settings),
    Newer(Settings),
    /// What could be made out of a damaged text, and the line of the damage.
    InPart(Settings, usize),
}

impl Understood {
    fn of(text: &str) -> Self {
        match ron::from_str::<Settings>(text) {
            Ok(settings) if settings.version > VERSION => Self::Newer(settings.in_bounds()),
            Ok(settings) => Self::Whole(settings.in_bounds()),
            Err(_) if scan::version(text) > VERSION => Self::Newer(scan::settings(text)),
            Err(error) => Self::InPart(scan::settings(text), error.span.start.line),
        }
    }
}

/// Reads the settings in `folder`; the defaults when there are none.
pub(crate) fn read(folder: &Path) -> Read {
    let file = folder.join(FILE);
    let text = match storage::read::bytes(&file, LARGEST) {
        Ok((bytes, _)) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(FileError::Missing { .. }) => return Read::default(),
        Err(error) => {
            return Read {
                note: Some(format!("Settings could not be read. {}", said(&error))),
                ..Read::default()
            };
        }
    };
    match Understood::of(&text) {
        Understood::Whole(settings) => Read {
            settings,
            note: None,
        },
        Understood::Newer(settings) => Read {
            settings,
            note: Some(
                "The settings are of a newer Splitpoint; what you change here is not remembered."
                    .to_owned(),
            ),
        },
        Understood::InPart(settings, line) => Read {
            note: Some(format!(
                "The settings are damaged in line {line}; what could be made out applies, with {}.",
                counted(settings.recent.len() as f64, "recent file", "recent files")
            )),
            settings,
        },
    }
}

/// Writes the settings, with the recent files of other windows.
///
/// # Errors
/// In words, when they cannot be written or should not be.
pub(crate) fn write(settings: &Settings, folder: &Path) -> Result<(), String> {
    let file = folder.join(FILE);
    let mut settings = settings.clone();
    settings.version = VERSION;
    match storage::read::bytes(&file, LARGEST) {
        Err(FileError::Missing { .. }) => {}
        Err(error) => return Err(said(&error)),
        Ok((bytes, _)) => match Understood::of(&String::from_utf8_lossy(&bytes)) {
            Understood::Whole(there) => settings.merge_recent(&there.recent),
            // The line about it was said when they were read.
            Understood::Newer(_) => return Ok(()),
            Understood::InPart(there, _) => {
                settings.merge_recent(&there.recent);
                keep_aside(folder, &bytes).map_err(|error| said(&error))?;
            }
        },
    }
    let text = ron::ser::to_string_pretty(&settings, ron::ser::PrettyConfig::default())
        .map_err(|error| error.to_string())?;
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}.", folder.display()))?;
    let terms = Terms {
        private: true,
        ..Terms::replacing()
    };
    storage::write::write(&file, text.as_bytes(), &terms)
        .map(|_| ())
        .map_err(|error| said(&error))
}

/// Keeps a damaged file under another name.
fn keep_aside(folder: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let terms = Terms {
        private: true,
        ..Terms::default()
    };
    let mut copy = 1_u32;
    loop {
        let path = folder.join(format!("{FILE}.damaged-{copy}"));
        match storage::write::write(&path, bytes, &terms) {
            Err(FileError::Exists { .. }) => copy += 1,
            outcome => return outcome.map(|_| ()),
        }
    }
}

/// What went wrong with the file of settings, and the cure.
fn said(error: &FileError) -> String {
    match error {
        FileError::NotAFile { path } => format!(
            "{} is not a file; remove it to have settings remembered.",
            path.display()
        ),
        FileError::TooLarge { path, .. } => format!(
            "{} is far too large; remove it to have settings remembered.",
            path.display()
        ),
        error => format!("{error}."),
    }
}

fn now_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// How long ago, in words.
pub(crate) fn ago(seconds: u64) -> String {
    let passed = now_seconds().saturating_sub(seconds);
    let (count, unit) = match passed {
        0..60 => return "just now".to_owned(),
        60..3_600 => (passed / 60, "minute"),
        3_600..86_400 => (passed / 3_600, "hour"),
        _ => (passed / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural} ago")
}

/// The platform's configuration folder for this program.
pub(crate) fn folder() -> Option<PathBuf> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if cfg!(target_os = "windows") {
        return Some(variable("APPDATA")?.join("Splitpoint"));
    }
    if cfg!(target_os = "macos") {
        return Some(variable("HOME")?.join("Library/Application Support/Splitpoint"));
    }
    variable("XDG_CONFIG_HOME")
        .or_else(|| Some(variable("HOME")?.join(".config")))
        .map(|folder| folder.join("splitpoint"))
}

#[cfg(test)]
mod tests {
    use super::{Appearance, Settings, write};
    use std::fs;
    use std::path::{Path, PathBuf};

    #[test]
    fn recent_files_are_few_and_latest_first() {
        let mut settings = Settings::default();
        for index in 0..12 {
            settings.note_file(Path::new(&format!("{index}.ron")));
        }
        settings.note_file(Path::new("7.ron"));
        let names: Vec<_> = settings
            .recent
            .iter()
            .map(|recent| recent.path.display().to_string())
            .collect();
        assert_eq!(names.len(), 8);
        assert_eq!(names[..2], ["7.ron", "11.ron"]);
    }

    fn folder(name: &str) -> PathBuf {
        let name = format!("splitpoint-settings-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        path
    }

    fn with_files(names: &[&str]) -> Settings {
        let mut settings = Settings {
            zoom: 1.25,
            appearance: Appearance::Dark,
            ..Settings::default()
        };
        for (seconds, name) in names.iter().enumerate() {
            settings.note_file(Path::new(name));
            settings.recent[0].seconds = seconds as u64;
        }
        settings
    }

    #[test]
    fn settings_read_what_was_written() {
        let folder = folder("round");
        let mut settings = with_files(&["/plans/a.ron", "/plans/\"odd\" name\n.ron"]);
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt as _;
            let name = std::ffi::OsStr::from_bytes(b"/plans/gr\xfcn.ron");
            settings.note_file(Path::new(name));
        }
        write(&settings, &folder).unwrap();
        let read = super::read(&folder);
        assert_eq!((read.settings, read.note), (settings, None));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(super::read(&folder), super::Read::default());
    }

    #[test]
    fn a_truncated_file_keeps_what_can_be_made_out_and_is_not_lost() {
        let folder = folder("cut");
        let settings = with_files(&["/plans/a.ron", "/plans/b \"c\".ron", "/plans/d.ron"]);
        write(&settings, &folder).unwrap();
        let file = folder.join("settings.ron");
        let text = fs::read_to_string(&file).unwrap();
        // In the middle of the third path, which is the oldest one.
        let cut = &text[..text.find("/plans/a").unwrap() + 5];
        fs::write(&file, cut).unwrap();
        let read = super::read(&folder);
        assert!(read.note.unwrap().contains("damaged in line"));
        assert_eq!(read.settings.recent, settings.recent[..2]);
        assert_eq!(read.settings.zoom, 1.25);
        assert_eq!(read.settings.appearance, Appearance::Dark);
        // Writing others keeps the damaged file aside, and takes over what it said.
        write(&with_files(&["/plans/new.ron"]), &folder).unwrap();
        assert_eq!(
            fs::read_to_string(folder.join("settings.ron.damaged-1")).unwrap(),
            cut
        );
        assert_eq!(super::read(&folder).settings.recent.len(), 3);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_newer_version_is_read_and_left_alone() {
        let folder = folder("newer");
        let file = folder.join("settings.ron");
        for text in [
            "(version: 2, zoom: 1.5, sound: true, recent: [(path: \"/plans/a.ron\", pinned: 1)])",
            "(version: 2, appearance: Sepia, zoom: 1.5, recent: [(path: \"/plans/a.ron\")])",
        ] {
            fs::write(&file, text).unwrap();
            let read = super::read(&folder);
            assert_eq!(read.settings.zoom, 1.5, "{text}");
            assert_eq!(read.settings.recent[0].path, Path::new("/plans/a.ron"));
            assert!(read.note.unwrap().contains("newer Splitpoint"));
            write(&Settings::default(), &folder).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn two_windows_keep_the_recent_files_of_both() {
        let folder = folder("two");
        write(&with_files(&["/plans/a.ron"]), &folder).unwrap();
        write(&with_files(&["/plans/b.ron"]), &folder).unwrap();
        assert_eq!(super::read(&folder).settings.recent.len(), 2);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_said_and_left_alone() {
        let folder = folder("pipe");
        let file = folder.join("settings.ron");
        let made = std::process::Command::new("mkfifo").arg(&file).status();
        assert!(made.unwrap().success());
        let read = super::read(&folder);
        assert_eq!(read.settings, Settings::default());
        assert!(read.note.unwrap().contains("is not a file; remove it"));
        assert!(write(&Settings::default(), &folder).is_err());
        assert!(!file.is_file());
        fs::remove_dir_all(&folder).unwrap();
    }
}
