//! What can be made out of settings that do not parse: cut off, damaged, or of a newer version.

use super::{Appearance, RecentFile, Settings};
use crate::storage::path_from_text;

/// What stands after `name:` in the text, from `start` on.
fn after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let at = text.find(name)?;
    let rest = text.get(at + name.len()..)?.trim_start();
    Some(rest.strip_prefix(':')?.trim_start())
}

/// The word or number that a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && !"._-+".contains(letter));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

/// The version that a text says it has; 0 when it says none.
pub(super) fn version(text: &str) -> u32 {
    after(text, "version")
        .and_then(|rest| word(rest).parse().ok())
        .unwrap_or(0)
}

/// Everything that is whole.
pub(super) fn settings(text: &str) -> Settings {
    let number = |name: &str| after(text, name).and_then(|rest| word(rest).parse().ok());
    let mut settings = Settings {
        appearance: match after(text, "appearance").map(word) {
            Some("Light") => Appearance::Light,
            Some("Dark") => Appearance::Dark,
            _ => Appearance::System,
        },
        zoom: number("zoom").unwrap_or(1.0),
        ..Settings::default()
    };
    let mut rest = text;
    while let Some(from) = after(rest, "path") {
        let Some((path, behind)) = string(from) else {
            break;
        };
        let own = behind.split_once(')').map_or(behind, |(own, _)| own);
        let seconds = after(own, "seconds").and_then(|rest| word(rest).parse().ok());
        settings.recent.push(RecentFile {
            path: path_from_text(&path),
            seconds: seconds.unwrap_or(0),
        });
        rest = behind;
    }
    settings.recent.truncate(super::MOST_RECENT);
    settings.in_bounds()
}

/// The string that a text begins with, and what follows it.
fn string(text: &str) -> Option<(String, &str)> {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find_map(|(at, letter)| {
        let ends = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends.then_some(at + 1)
    })?;
    let (whole, behind) = text.split_at_checked(end)?;
    Some((ron::from_str(whole).ok()?, behind))
}
