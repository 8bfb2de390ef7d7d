//! `share`: a plan as one word of text, to paste into a chat.

use super::input::{Input, refused};
use super::output;
use crate::scenario::share;
use std::ffi::OsString;
use std::process::ExitCode;

/// What `share` is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    splitpoint share plan.ron > code.txt\n  \
    splitpoint report - < code.txt")]
pub(super) struct Args {
    /// Scenario file or preset; - for standard input
    file: OsString,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let input = Input::read(&args.file)?;
    // A text that is no plan would be a code that nobody can open.
    if refused(&input.label, &input.load().diagnostics) {
        return Ok(ExitCode::FAILURE);
    }
    let code = share::code(&input.text);
    if code.len() > share::LONGEST {
        output::notice(&format!(
            "{}: the code is {} letters long; some chats cut a message after {}",
            input.label,
            code.len(),
            share::LONGEST
        ));
    }
    output::result(&format!("{code}\n"))
}
