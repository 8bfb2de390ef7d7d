//! The plans that come with the program, each a commented file to read, copy and change.
//!
//! Their texts are in `presets/` and are built in, so they need no file at run time.

use crate::diagnostic::nearest_word;
use crate::scenario::{self, Scenario};

/// A built-in plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Name, as the command line takes it.
    pub name: &'static str,
    /// The file's text.
    pub text: &'static str,
}

macro_rules! presets {
    ($($name:literal,)*) => {
        /// Every preset, in the order shown.
        const ALL: &[Preset] = &[$(Preset {
            name: $name,
            text: include_str!(concat!("../presets/", $name, ".ron")),
        },)*];
    };
}

presets! {
    "prototype-assistant",
    "rag-search",
    "support-copilot",
    "coding-assistant",
    "image-studio",
    "voice-agent",
    "document-analysis",
    "agent-marketplace",
    "mature-product",
    "over-split-startup",
    "media-monitoring",
    "viral-app",
}

/// A name that no preset has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no preset `{name}`; there are {}{}", names(), meant(.nearest.as_deref()))]
pub struct UnknownPreset {
    /// What was asked for.
    pub name: String,
    /// The nearest that there is.
    pub nearest: Option<String>,
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

fn names() -> String {
    let names: Vec<&str> = ALL.iter().map(|preset| preset.name).collect();
    names.join(", ")
}

impl Preset {
    /// The plan; none when the file is broken, which the tests rule out.
    pub fn scenario(&self) -> Option<Scenario> {
        scenario::load(self.text).scenario
    }
}

/// Every preset, in the order shown.
pub const fn list() -> &'static [Preset] {
    ALL
}

/// The preset of a name.
///
/// ```
/// assert!(splitpoint::presets::find("support-copilot").is_ok());
/// let error = splitpoint::presets::find("support-copliot").unwrap_err();
/// assert_eq!(error.nearest.as_deref(), Some("support-copilot"));
/// ```
///
/// # Errors
/// When there is none; the error names the nearest.
pub fn find(name: &str) -> Result<&'static Preset, UnknownPreset> {
    ALL.iter()
        .find(|preset| preset.name == name)
        .ok_or_else(|| UnknownPreset {
            name: name.to_owned(),
            nearest: nearest_word(name, ALL.iter().map(|preset| preset.name)),
        })
}

#[cfg(test)]
mod tests {
    use super::{find, list};

    #[test]
    fn every_preset_is_found_and_tells_its_story() {
        for preset in list() {
            assert_eq!(find(preset.name), Ok(preset));
            let plan = preset.scenario().unwrap();
            assert!(
                !plan.story.is_empty() && !plan.expected.is_empty(),
                "{}",
                preset.name
            );
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let error = find("viral").unwrap_err().to_string();
        assert!(error.contains("did you mean `viral-app`?"), "{error}");
    }
}
