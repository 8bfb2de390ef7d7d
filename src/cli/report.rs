//! `report`: the projection of every roadmap, without a window.

use super::input::{Input, refused};
use super::output;
use super::progress::Progress;
use super::usage::Usage;
use crate::analysis::futures::work::Work;
use crate::analysis::{self, decided::DecidedScenario, report::Report};
use crate::catalog::Catalog;
use crate::diagnostic::nearest_word;
use crate::scenario::{typed, validate::validate};
use crate::{export, units};
use clap::ValueEnum;
use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

/// What `report` is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    splitpoint report viral-app\n  \
    splitpoint report plan.ron --format json > report.json\n  \
    splitpoint report plan.ron --set demand.users=40k --set 'components[chat].tokens_out=(300, 500, 900)'\n  \
    splitpoint report plan.ron --roadmap monolith --roadmap switch --format csv\n  \
    splitpoint report plan.ron --draws 4096 --seed 11 --format json\n\n\
    A VALUE is written as in a scenario file; numbers also as 40k, 2,5m, 15%, '3 to 9' or \
    '=120k*1.3'. `splitpoint schema` shows every field.")]
pub(super) struct Args {
    /// Scenario file, preset, or - for standard input
    file: OsString,
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Change a field of the scenario before it is projected; may be repeated, later ones win
    #[arg(long, value_name = "PATH=VALUE", value_parser = change)]
    set: Vec<Assignment>,
    /// Show this roadmap only; may be repeated
    #[arg(long, value_name = "ID")]
    roadmap: Vec<String>,
    #[command(flatten)]
    futures: super::futures::Futures,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page to read
    #[default]
    Md,
    /// splitpoint.report/1, for programs
    Json,
    /// One row a month and roadmap, for sheets
    Csv,
}

/// A field and its new value.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Assignment {
    path: String,
    value: String,
}

/// Parts a change at the first `=` that is not within brackets.
fn change(text: &str) -> Result<Assignment, String> {
    let mut depth = 0_i32;
    let at = text.char_indices().find(|(_, letter)| {
        depth += i32::from(*letter == '[') - i32::from(*letter == ']');
        depth == 0 && *letter == '='
    });
    let Some((at, _)) = at.filter(|(at, _)| *at > 0) else {
        return Err("write a field's path, = and its value, such as demand.users=40000".to_owned());
    };
    Ok(Assignment {
        path: text[..at].trim().to_owned(),
        value: text[at + 1..].to_owned(),
    })
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let catalog = Catalog::builtin()?;
    let input = Input::read(&args.file)?;
    let loaded = input.load();
    let (Some(mut plan), false) = (loaded.scenario, refused(&input.label, &loaded.diagnostics))
    else {
        return Ok(ExitCode::FAILURE);
    };
    for change in &args.set {
        typed::set(&mut plan, &change.path, &change.value)
            .map_err(|error| Usage::new(format!("--set {}: {error}", change.path)))?;
    }
    let mut findings = validate(&plan, catalog, Some(&loaded.accepted));
    for finding in &mut findings {
        // What was changed here does not stand in the file.
        if args.set.iter().any(|change| change.path == finding.path) {
            (finding.line, finding.column) = (None, None);
        }
    }
    if refused(&input.label, &findings) {
        return Ok(ExitCode::FAILURE);
    }
    let work = Arc::new(Work::default());
    let progress = Progress::of(&work);
    let mut decided = DecidedScenario::new(&plan, catalog)?;
    let mut report = analysis::report(&mut decided)?;
    known(&report, &args.roadmap)?;
    // A sheet has no place for futures.
    if args.format != Format::Csv {
        let all = args.format == Format::Json;
        args.futures.add(&mut decided, &mut report, all, &work)?;
    }
    analysis::guard(&report)?;
    drop(progress);
    let text = match args.format {
        Format::Md => export::markdown(&report, &args.roadmap),
        Format::Json => export::json(&only(report, &args.roadmap))?,
        Format::Csv => export::csv(&only(report, &args.roadmap)),
    };
    let code = output::result(&text)?;
    let warnings = loaded.diagnostics.len() + findings.len();
    if warnings > 0 {
        output::notice(&format!(
            "{}: {} about the input; `splitpoint check {0}` lists them",
            input.label,
            units::counted(warnings as f64, "warning", "warnings"),
        ));
    }
    Ok(code)
}

fn known(report: &Report, wanted: &[String]) -> Result<(), Usage> {
    let ids = || report.roadmaps.iter().map(|roadmap| roadmap.id.as_str());
    for id in wanted {
        if !ids().any(|known| known == id) {
            let meant = nearest_word(id, ids())
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let all: Vec<&str> = ids().collect();
            return Err(Usage::new(format!(
                "there is no roadmap `{id}`; there are {}{meant}",
                all.join(", ")
            )));
        }
    }
    Ok(())
}

/// The report with the wanted roadmaps alone; the verdict is still about all of them.
fn only(mut report: Report, wanted: &[String]) -> Report {
    if !wanted.is_empty() {
        report
            .roadmaps
            .retain(|roadmap| wanted.contains(&roadmap.id));
        if let Some(futures) = &mut report.uncertainty {
            futures
                .roadmaps
                .retain(|roadmap| wanted.contains(&roadmap.id));
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use super::{Assignment, change};

    #[track_caller]
    fn parted(text: &str, path: &str, value: &str) {
        assert_eq!(
            change(text),
            Ok(Assignment {
                path: path.to_owned(),
                value: value.to_owned()
            })
        );
    }

    #[test]
    fn a_change_is_parted_at_the_first_equals_sign_outside_brackets() {
        parted("demand.users=40000", "demand.users", "40000");
        parted("demand.users==120k*1.3", "demand.users", "=120k*1.3");
        parted("components[a=b].calls=2", "components[a=b].calls", "2");
        parted("name=", "name", "");
        assert!(change("demand.users").is_err());
        assert!(change("=3").is_err());
    }
}
