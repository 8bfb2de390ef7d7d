//! Wrong usage: what was asked for does not exist, whatever the file says.

use super::output;
use crate::diagnostic::nearest_word;
use crate::presets;
use clap::CommandFactory as _;
use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

/// Exit code of wrong usage.
const CODE: u8 = 2;

/// A call that asks for something that there is not.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Usage(String);

impl Usage {
    /// Wrong usage, in the words of what was refused.
    pub(super) fn new(why: impl std::fmt::Display) -> Self {
        Self(why.to_string())
    }
}

/// The exit code of a call that failed, having said why.
pub(super) fn failure(error: &anyhow::Error) -> ExitCode {
    output::notice(&format!("splitpoint: {error:#}"));
    if error.is::<Usage>() {
        ExitCode::from(CODE)
    } else {
        ExitCode::FAILURE
    }
}

/// Why the first word of a call can only be a mistyped command; none when it may be a file.
pub(super) fn mistyped(first: &OsStr) -> Option<String> {
    let word = first.to_str()?;
    let plain = !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && !word.starts_with('-');
    let command = super::Cli::command();
    let names: Vec<&str> = command
        .get_subcommands()
        .map(clap::Command::get_name)
        .chain(["help"])
        .collect();
    if !plain || names.contains(&word) || presets::find(word).is_ok() || Path::new(word).exists() {
        return None;
    }
    let known = names
        .iter()
        .copied()
        .chain(presets::list().iter().map(|preset| preset.name));
    let meant = nearest_word(word, known)
        .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    let meant = if meant.is_empty() {
        ".".to_owned()
    } else {
        meant
    };
    Some(format!(
        "`{word}` is no command, preset or file{meant} `splitpoint --help` lists the commands, \
         `splitpoint presets` the presets"
    ))
}

#[cfg(test)]
mod tests {
    use super::mistyped;
    use std::ffi::OsStr;

    #[test]
    fn only_words_that_can_be_nothing_else_are_mistyped() {
        for word in ["reprot", "chekc", "viral-ap", "open"] {
            let why = mistyped(OsStr::new(word));
            assert!(why.is_some_and(|why| why.contains(word)), "{word}");
        }
        let near = mistyped(OsStr::new("reprot")).unwrap();
        assert!(near.contains("did you mean `report`?"), "{near}");
        for word in [
            "report",
            "viral-app",
            "plan.ron",
            "./plan",
            "-",
            "--help",
            "src",
            "",
        ] {
            assert_eq!(mistyped(OsStr::new(word)), None, "{word}");
        }
    }
}
