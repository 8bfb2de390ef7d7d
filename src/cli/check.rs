//! `check`: every finding of every file.

use super::input::Input;
use super::output;
use crate::analysis::{self, ReportError};
use crate::catalog::Catalog;
use crate::diagnostic::{self, Diagnostic, Severity, visible};
use crate::engine::compile::CompileError;
use crate::scenario::{self, Scenario};
use crate::units;
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

/// What keeps a plan without errors from being projected, if anything does.
fn refused(plan: &Scenario, catalog: &Catalog) -> Option<Diagnostic> {
    let error = analysis::run(plan, catalog).err()?;
    let (code, path) = match &error {
        ReportError::Compile(CompileError::Field { path, message }) => {
            return Some(Diagnostic::error("not-projected", path, message));
        }
        ReportError::Compile(_) => ("not-projected", ""),
        ReportError::NothingRuns { .. } => ("does-not-fit", "gpus.allowed"),
        ReportError::NotFinite { .. } => ("not-finite", ""),
    };
    let text = error.to_string();
    Some(Diagnostic::error(code, path, text.trim_end_matches('.')))
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let catalog = Catalog::builtin()?;
    let mut lines = Vec::new();
    for name in &args.files {
        match Input::read(name) {
            Ok(input) => {
                let loaded = scenario::check(&input.text, catalog);
                let mut findings = loaded.diagnostics;
                if !diagnostic::any_error(&findings) {
                    // What a report would refuse is said here too.
                    let plan = loaded.scenario.as_ref();
                    findings.splice(0..0, plan.and_then(|plan| refused(plan, catalog)));
                }
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
