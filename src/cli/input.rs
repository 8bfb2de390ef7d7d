//! What FILE names: a file, a preset, or standard input; and what is found in it.

use super::output;
use crate::diagnostic::{self, Diagnostic, nearest_word, visible};
use crate::presets::{self, Preset};
use crate::scenario::{Loaded, file, load, share};
use std::ffi::OsStr;
use std::io::Read as _;
use std::path::Path;

/// A text and what to call it.
pub(super) struct Input {
    /// The file as it was named, the preset's name, or `stdin`.
    pub(super) label: String,
    /// The text.
    pub(super) text: String,
}

impl Input {
    /// Reads what FILE names. A preset's name comes before a file of the same name, so that the
    /// folder one stands in changes nothing.
    pub(super) fn read(name: &OsStr) -> anyhow::Result<Self> {
        if name == "-" {
            return Self::standard();
        }
        if let Some(code) = name.to_str().filter(|name| share::is_code(name)) {
            return Self::of("share code".to_owned(), code.to_owned());
        }
        // A name that is no Unicode text is no preset's.
        let shown = visible(&name.to_string_lossy()).into_owned();
        if let Some(Ok(Preset { name, text })) = name.to_str().map(presets::find) {
            return Ok(Self {
                label: (*name).to_owned(),
                text: (*text).to_owned(),
            });
        }
        let text = file::read(Path::new(name)).map_err(|error| {
            let meant = nearest_word(&shown, presets::list().iter().map(|preset| preset.name));
            let error = anyhow::Error::new(error);
            match meant.filter(|_| !Path::new(name).exists()) {
                Some(preset) => anyhow::anyhow!("{error:#}; did you mean the preset `{preset}`?"),
                None => error,
            }
        })?;
        Self::of(shown, text)
    }

    /// A text, or what the share code in it holds.
    fn of(label: String, text: String) -> anyhow::Result<Self> {
        let text = if share::is_code(&text) {
            share::text_of(&text).map_err(|why| anyhow::anyhow!("{label}: {why}"))?
        } else {
            text
        };
        Ok(Self { label, text })
    }

    fn standard() -> anyhow::Result<Self> {
        // One byte more than a scenario may have, so that what is too long is seen to be.
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(file::LARGEST as u64 + 1)
            .read_to_end(&mut bytes)?;
        let text = file::text_of(bytes).map_err(|why| anyhow::anyhow!("stdin: {why}"))?;
        Self::of("stdin".to_owned(), text)
    }

    /// What the text says, and what is wrong with its form.
    pub(super) fn load(&self) -> Loaded {
        load(&self.text)
    }
}

/// Writes errors to standard error, one line each, and says whether there were any.
pub(super) fn refused(label: &str, findings: &[Diagnostic]) -> bool {
    for finding in findings.iter().filter(|finding| finding.is_error()) {
        output::notice(&finding.line_for(label));
    }
    diagnostic::any_error(findings)
}
