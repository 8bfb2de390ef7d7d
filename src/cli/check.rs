//! `check`: every finding of every file.

use super::input::Input;
use super::output;
use crate::catalog::Catalog;
use crate::diagnostic::{Severity, visible};
use crate::{scenario, units};
use std::ffi::OsString;
use std::process::ExitCode;

/// What `check` is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    splitpoint check plan.ron\n  \
    splitpoint check plans/*.ron\n  \
    splitpoint check - < plan.ron")]
pub(super) struct Args {
    /// Scenario files, presets, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<OsString>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let catalog = Catalog::builtin()?;
    let mut lines = Vec::new();
    for name in &args.files {
        match Input::read(name) {
            Ok(input) => {
                let findings = scenario::check(&input.text, catalog).diagnostics;
                lines.extend(
                    findings
                        .iter()
                        .map(|finding| (finding.severity, finding.line_for(&input.label))),
                );
            }
            Err(error) => {
                let name = visible(&name.to_string_lossy()).into_owned();
                let why = visible(&format!("{error:#}")).into_owned();
                let why = why.strip_prefix(&format!("{name}: ")).unwrap_or(&why);
                let line = format!("{name}: error[unreadable]: {why}.");
                lines.push((Severity::Error, line));
            }
        }
    }
    // Stable: within a kind the order of files and of the text stays.
    lines.sort_by_key(|(severity, _)| *severity);
    let errors = lines
        .iter()
        .filter(|(severity, _)| *severity == Severity::Error)
        .count();
    let mut text = String::new();
    for (_, line) in &lines {
        text.push_str(line);
        text.push('\n');
    }
    output::result(&text)?;
    output::notice(&format!(
        "{}: {}, {}",
        units::counted(args.files.len() as f64, "file", "files"),
        units::counted(errors as f64, "error", "errors"),
        units::counted((lines.len() - errors) as f64, "warning", "warnings"),
    ));
    Ok(if errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
