//! The plans that come with the program, each a commented file to read, copy and change.
//!
//! Their texts are in `presets/` and are built in, so they need no file at run time.

use crate::catalog;
use crate::diagnostic::nearest_word;
use crate::scenario::schema::{BegunFrom, Note};
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
    "coding-agents",
    "enterprise-platform",
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

/// A plan that its user edited, as the user's own: it says from which preset it was begun and with
/// which constants, and of the preset's story, expected answer and notes keeps none. What the user
/// wrote in their place stays.
///
/// `original` is the plan as the program brings it, `from` its name, `date` that of the
/// catalogue's newest entry ([`Catalog::newest`](crate::catalog::Catalog::newest)).
pub fn own_copy(plan: &Scenario, from: &str, original: &Scenario, date: &str) -> Scenario {
    let mut own = plan.clone();
    if own.begun_from.preset.is_empty() {
        own.begun_from = BegunFrom {
            preset: from.to_owned(),
            catalogue: catalog::VERSION.to_owned(),
            date: date.to_owned(),
        };
    }
    for (text, theirs) in [
        (&mut own.story, &original.story),
        (&mut own.expected, &original.expected),
        (&mut own.expected_roadmap, &original.expected_roadmap),
    ] {
        if text == theirs {
            text.clear();
        }
    }
    own.notes.retain(|note| {
        // A component may have been renamed since; the words are the preset's all the same.
        !original.notes.iter().any(|theirs| {
            let moved = Note {
                at: note.at.clone(),
                ..theirs.clone()
            };
            moved == *note
        })
    });
    own
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
    use super::{find, list, own_copy};
    use crate::scenario::budget::Size;
    use crate::scenario::schema::Note;
    use crate::scenario::{load, path, save};

    #[test]
    fn no_preset_is_too_large_for_the_window() {
        for preset in list() {
            let size = Size::of(&preset.scenario().unwrap());
            assert!(!size.is_large(), "{}: {}", preset.name, size.words());
            assert_eq!(size.draws_asked(256), 256, "{}", preset.name);
        }
    }

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
    fn a_users_own_copy_keeps_nothing_that_the_preset_says_of_itself() {
        let date = "2026-11";
        for preset in list() {
            let theirs = preset.scenario().unwrap();
            let mut plan = theirs.clone();
            path::set(&mut plan, "demand.users", "4321").unwrap();
            plan.components[0].name = "renamed".to_owned();
            let note = Note {
                at: "demand.users".to_owned(),
                note: "Counted by us.".to_owned(),
                ..Note::default()
            };
            plan.notes.push(note.clone());
            let own = own_copy(&plan, preset.name, &theirs, date);
            let text = save(&own);
            assert_eq!(load(&text).scenario.as_ref(), Some(&own));
            assert_eq!(own.notes, [note]);
            assert!(
                !text.contains("story:") && !text.contains("expected"),
                "{text}"
            );
            assert_eq!(own.begun_from.preset, preset.name);
            assert_eq!(own.begun_from.catalogue, env!("CARGO_PKG_VERSION"));
            assert_eq!(own.begun_from.date, date);
            // What the model reads is the same.
            let silent = |plan: &crate::scenario::Scenario| crate::scenario::Scenario {
                story: String::new(),
                expected: String::new(),
                expected_roadmap: String::new(),
                begun_from: crate::scenario::schema::BegunFrom::default(),
                notes: Vec::new(),
                ..plan.clone()
            };
            assert_eq!(silent(&own), silent(&plan));
            // Once more changes nothing, and what the user wrote stays.
            assert_eq!(own_copy(&own, preset.name, &theirs, date), own);
            let told = crate::scenario::Scenario {
                story: "Ours".to_owned(),
                ..own.clone()
            };
            assert_eq!(own_copy(&told, preset.name, &theirs, date), told);
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let error = find("viral").unwrap_err().to_string();
        assert!(error.contains("did you mean `viral-app`?"), "{error}");
    }
}
