//! What the window remembers between runs: appearance, zoom, recent files.
//!
//! Kept in a small RON file in the platform's configuration folder. Nothing that matters is in
//! it: when it cannot be read, the defaults apply and the file is written anew.

use eframe::egui;
use serde::{Deserialize, Serialize};
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
    pub(crate) path: PathBuf,
    /// When it was opened or saved last, in seconds since 1970.
    #[serde(default)]
    pub(crate) seconds: u64,
}

/// Everything remembered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
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
            appearance: Appearance::System,
            zoom: 1.0,
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads the settings in `folder`; the defaults when there are none.
    pub(crate) fn load(folder: Option<&Path>) -> Self {
        let mut settings: Self = folder
            .and_then(|folder| std::fs::read_to_string(folder.join(FILE)).ok())
            .and_then(|text| ron::from_str(&text).ok())
            .unwrap_or_default();
        if !settings.zoom.is_finite() {
            settings.zoom = 1.0;
        }
        settings.zoom = settings.zoom.clamp(0.5, 3.0);
        settings
    }

    /// Writes the settings. That they cannot be written is no reason to bother anybody.
    pub(crate) fn store(&self, folder: Option<&Path>) {
        let Some(folder) = folder else { return };
        let Ok(text) = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default()) else {
            return;
        };
        let (target, draft) = (folder.join(FILE), folder.join(format!("{FILE}.new")));
        let written = std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&draft, text))
            .and_then(|()| std::fs::rename(&draft, target));
        drop(written);
    }

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
}

const FILE: &str = "settings.ron";

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
    use super::Settings;
    use std::path::Path;

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

    #[test]
    fn settings_read_what_was_written() {
        let folder =
            std::env::temp_dir().join(format!("splitpoint-settings-{}", std::process::id()));
        let mut settings = Settings {
            zoom: 1.25,
            ..Settings::default()
        };
        settings.note_file(Path::new("a.ron"));
        settings.store(Some(&folder));
        assert_eq!(Settings::load(Some(&folder)), settings);
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(Settings::load(Some(&folder)), Settings::default());
    }
}
