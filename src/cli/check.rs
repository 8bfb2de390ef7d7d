//! `check`: every finding of every file.

use super::input::Input;
use super::output;
use crate::analysis::begun::since_begun;
use crate::analysis::{self, ReportError};
use crate::catalog::Catalog;
use crate::diagnostic::{self, Diagnostic, Severity, visible};
use crate::engine::compile::CompileError;
use crate::scenario::locate::Outline;
use crate::scenario::{self, Loaded, Scenario};
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

/// What keeps a plan without errors from being projected, if anything does; no month is projected for it.
fn refused(plan: &Scenario, catalog: &Catalog) -> Option<Diagnostic> {
    let error = analysis::can_run(plan, catalog).err()?;
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

/// What the plan is told of the catalogue that it was begun with, if anything.
fn begun(loaded: &Loaded, plan: &Scenario, catalog: &Catalog) -> Option<Diagnostic> {
    let told = since_begun(plan, catalog)?;
    let finding = Diagnostic::warning(told.code, told.path, told.message).hint(told.hint);
    let place = Outline::new(&loaded.accepted).line_column_of(told.path);
    Some(match place {
        Some(place) => finding.at(place),
        None => finding,
    })
}

/// Everything that is to be said of a text, errors first.
fn findings(text: &str, catalog: &Catalog) -> Vec<Diagnostic> {
    let mut loaded = scenario::check(text, catalog);
    let mut findings = std::mem::take(&mut loaded.diagnostics);
    if let Some(plan) = &loaded.scenario
        && !diagnostic::any_error(&findings)
    {
        // What a report would refuse is said here too.
        findings.splice(0..0, refused(plan, catalog));
        findings.extend(begun(&loaded, plan, catalog));
    }
    findings
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let catalog = Catalog::builtin()?;
    let mut lines = Vec::new();
    for name in &args.files {
        match Input::read(name) {
            Ok(input) => {
                let findings = findings(&input.text, catalog);
                let told = findings.iter();
                lines
                    .extend(told.map(|finding| (finding.severity, finding.line_for(&input.label))));
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

#[cfg(test)]
mod tests {
    use super::findings;
    use crate::catalog::{Catalog, History, Range, Revision};

    #[test]
    fn a_plan_begun_with_another_catalogue_is_told_what_changed() {
        let mut catalog = Catalog::builtin().unwrap().clone();
        catalog.history = History {
            versions: ["0.1.0", "0.2.0"].map(str::to_owned).to_vec(),
            changes: vec![Revision {
                id: "people.ramp_months".to_owned(),
                from: "0.1.0".to_owned(),
                until: "0.1.0".to_owned(),
                date: "2027-01".to_owned(),
                was: Range::point(9.0),
                now: None,
                why: "A test.".to_owned(),
            }],
        };
        let text = crate::presets::find("prototype-assistant").unwrap().text;
        let lines = |version: &str| -> Vec<String> {
            let begun = format!("version: 1,\n    begun_from: (catalogue: \"{version}\"),");
            let text = text.replacen("version: 1,", &begun, 1);
            let findings = findings(&text, &catalog);
            findings
                .iter()
                .map(|finding| finding.line_for("plan.ron"))
                .collect()
        };
        let present = lines("0.2.0");
        let added = |version: &str| -> Vec<String> {
            let lines = lines(version).into_iter();
            lines.filter(|line| !present.contains(line)).collect()
        };
        let old = added("0.1.0");
        assert_eq!(old.len(), 1, "{old:?}");
        assert!(
            old[0].contains(
                "warning[constants-changed] begun_from.catalogue: 1 constant that this plan uses has \
                 changed since the catalogue 0.1.0 it was begun with: `people.ramp_months` 9 → 6. State"
            ),
            "{old:?}"
        );
        // The place is that of the version.
        let line = text
            .lines()
            .position(|line| line.contains("version: 1,"))
            .unwrap()
            + 2;
        assert!(
            old[0].starts_with(&format!("plan.ron:{line}:29: ")),
            "{old:?}"
        );
        let newer = added("0.3.0");
        assert!(
            newer.len() == 1 && newer[0].contains("warning[unknown-catalogue]"),
            "{newer:?}"
        );
    }
}
