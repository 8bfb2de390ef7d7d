//! `solve`: the values of one input at which two roadmaps cost the same.

use super::input::{Input, refused};
use super::output;
use super::usage::Usage;
use crate::analysis::break_even::{BreakEven, SolveError, break_even};
use crate::catalog::Catalog;
use crate::export::{self, plain};
use crate::scenario::validate::validate;
use crate::units;
use clap::ValueEnum;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

/// What `solve` is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    splitpoint solve agent-marketplace --for reliability.security_loss\n  \
    splitpoint solve plan.ron --for demand.users --between monolith microservices\n  \
    splitpoint solve plan.ron --for 'components[chat].changes' --format json\n  \
    splitpoint solve plan.ron --for pace.coordination_exponent\n\n\
    PATH is a field that holds an amount (`splitpoint schema` shows them all) or a constant of the \
    catalogue (`splitpoint catalog`). Hardware, the month of \
    a switch, training and today are those decided at likely inputs.")]
pub(super) struct Args {
    /// Scenario file, preset, or - for standard input
    file: OsString,
    /// The input, by its path; a constant by its name
    #[arg(long = "for", value_name = "PATH")]
    path: String,
    /// Two roadmaps; the recommended one and its best alternative when not stated
    #[arg(long, num_args = 2, value_names = ["ID", "ID"])]
    between: Vec<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page to read
    #[default]
    Md,
    /// splitpoint.solve/1, for programs
    Json,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let catalog = Catalog::builtin()?;
    let input = Input::read(&args.file)?;
    let loaded = input.load();
    let (Some(plan), false) = (loaded.scenario, refused(&input.label, &loaded.diagnostics)) else {
        return Ok(ExitCode::FAILURE);
    };
    let findings = validate(&plan, catalog, Some(&loaded.accepted));
    if refused(&input.label, &findings) {
        return Ok(ExitCode::FAILURE);
    }
    let pair = match args.between.as_slice() {
        [one, other] => Some([one.as_str(), other.as_str()]),
        _ => None,
    };
    match break_even(&plan, catalog, &args.path, pair) {
        Ok(answer) => output::result(&match args.format {
            Format::Md => page(&answer),
            Format::Json => export::pretty(&answer)?,
        }),
        Err(SolveError::Report(error)) => Err(error.into()),
        Err(SolveError::Nothing(words)) => anyhow::bail!("{words}"),
        Err(usage) => Err(Usage::new(usage).into()),
    }
}

fn page(answer: &BreakEven) -> String {
    let mut text = format!("# {}\n\n{}\n", plain(&answer.path), plain(&answer.sentence));
    if answer.crossings.is_empty() {
        return text;
    }
    text.push_str("\n| Value | Cheaper below | Cheaper above | |\n|---:|---|---|---|\n");
    for crossing in &answer.crossings {
        let _ = writeln!(
            text,
            "| {} {} | {} | {} | {} |",
            units::significant(crossing.value, 6),
            answer.unit,
            plain(&crossing.cheaper_below),
            plain(&crossing.cheaper_above),
            if crossing.jump {
                "the difference jumps here"
            } else {
                ""
            }
        );
    }
    text
}
