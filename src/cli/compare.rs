//! `compare`: what differs in the inputs and in the outcomes of several scenarios.

use super::input::{Input, refused};
use super::output;
use crate::analysis::compare::{Comparison, Outcome, RoadmapOutcome, compare};
use crate::analysis::report::Report;
use crate::analysis::{self};
use crate::catalog::Catalog;
use crate::export::{self, plain};
use crate::scenario::Scenario;
use crate::scenario::validate::validate;
use crate::units::{self, Currency};
use clap::ValueEnum;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

/// What `compare` is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    splitpoint compare plan.ron plan-with-more-users.ron\n  \
    splitpoint compare support-copilot viral-app agent-marketplace --format json")]
pub(super) struct Args {
    /// Scenario files or presets, two or more; one of them may be - for standard input
    #[arg(required = true, num_args = 2..)]
    files: Vec<OsString>,
    /// Form of the comparison
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page to read
    #[default]
    Md,
    /// splitpoint.compare/1, for programs
    Json,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let catalog = Catalog::builtin()?;
    let mut read: Vec<(String, Scenario, Report)> = Vec::with_capacity(args.files.len());
    for file in &args.files {
        let input = Input::read(file)?;
        let loaded = input.load();
        let refused_form = refused(&input.label, &loaded.diagnostics);
        let (Some(plan), false) = (loaded.scenario, refused_form) else {
            return Ok(ExitCode::FAILURE);
        };
        let findings = validate(&plan, catalog, Some(&loaded.accepted));
        if refused(&input.label, &findings) {
            return Ok(ExitCode::FAILURE);
        }
        let report = analysis::run(&plan, catalog)?;
        read.push((input.label, plan, report));
    }
    let all: Vec<(String, &Scenario, &Report)> = read
        .iter()
        .map(|(label, plan, report)| (label.clone(), plan, report))
        .collect();
    let comparison = compare(&all);
    output::result(&match args.format {
        Format::Md => page(&comparison),
        Format::Json => export::pretty(&comparison)?,
    })
}

fn row(text: &mut String, first: &str, cells: impl IntoIterator<Item = String>) {
    let _ = write!(text, "| {first} |");
    for cell in cells {
        let _ = write!(text, " {cell} |");
    }
    text.push('\n');
}

fn head(text: &mut String, first: &str, all: &[Outcome]) {
    row(text, first, all.iter().map(|outcome| plain(&outcome.label)));
    row(text, "---", all.iter().map(|_| "---:".to_owned()));
}

fn page(comparison: &Comparison) -> String {
    let all = &comparison.scenarios;
    let mut text = "# Comparison\n\n".to_owned();
    for outcome in all {
        let _ = writeln!(
            text,
            "- **{}** ({}, {}): {}",
            plain(&outcome.label),
            plain(&outcome.name),
            plain(&outcome.currency),
            plain(&outcome.sentence)
        );
    }
    text.push_str(if comparison.same_verdict {
        "\nAll recommend the same roadmap.\n"
    } else {
        "\nThey do not recommend the same roadmap.\n"
    });
    if !comparison.same_currency {
        text.push_str("Amounts are in different currencies and are not to be subtracted.\n");
    }
    text.push_str("\n## Inputs that differ\n\n");
    if comparison.inputs.is_empty() {
        text.push_str("None.\n");
    } else {
        head(&mut text, "Field", all);
        for input in &comparison.inputs {
            let cells = input.values.iter();
            let cells = cells.map(|value| plain(value.as_deref().unwrap_or("not set")));
            row(&mut text, &format!("`{}`", plain(&input.path)), cells);
        }
    }
    let mut ids: Vec<&RoadmapOutcome> = Vec::new();
    for roadmap in all.iter().flat_map(|outcome| &outcome.roadmaps) {
        if ids.iter().all(|known| known.id != roadmap.id) {
            ids.push(roadmap);
        }
    }
    for known in ids {
        let _ = write!(text, "\n## {}\n\n", plain(&known.label));
        head(&mut text, "Outcome", all);
        let mut figure =
            |name: &str, value: &dyn Fn(&Currency, &RoadmapOutcome) -> Option<String>| {
                let cells = all.iter().map(|outcome| {
                    let money = Currency::new(&outcome.currency);
                    let found = outcome.roadmaps.iter().find(|r| r.id == known.id);
                    found
                        .and_then(|found| value(&money, found))
                        .unwrap_or_else(|| "not there".to_owned())
                });
                row(&mut text, name, cells.collect::<Vec<_>>());
            };
        figure("Total", &|money, r| Some(money.total(r.total)));
        figure("Cash", &|money, r| Some(money.total(r.cash)));
        figure("NPV of the total", &|money, r| Some(money.total(r.npv)));
        figure("Engineers at the end", &|_, r| {
            Some(units::people(r.engineers))
        });
        figure("Lead time at the end", &|_, r| {
            Some(units::days(r.lead_time_days))
        });
        figure("Hours down", &|_, r| Some(units::hours(r.down_hours)));
        figure("GPUs at the end", &|_, r| {
            Some(units::count(units::held(r.gpus)))
        });
        figure("Least money in the bank", &|money, r| {
            Some(
                r.low_point
                    .map_or_else(|| "not stated".to_owned(), |p| money.total(p)),
            )
        });
    }
    text
}
