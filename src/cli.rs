//! The command line: what can be asked for, and how the answer leaves the program.
//!
//! Results go to standard output, everything else to standard error. Exit codes: 0, no errors
//! (warnings allowed); 1, the input has errors or cannot be read; 2, wrong usage. What other
//! programs rely on is in `docs/json.md`.

mod catalog;
mod check;
mod compare;
mod diff;
mod explain;
mod futures;
mod input;
mod output;
mod presets;
mod progress;
mod report;
mod serving;
mod share;
mod solve;
mod usage;
mod window;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::process::ExitCode;

/// Know when to split: what a generative-AI product costs as a monolith, as microservices and as
/// anything in between, month by month.
#[derive(Debug, Parser)]
#[command(
    name = "splitpoint",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  \
        splitpoint                                 open the window\n  \
        splitpoint plan.ron                        open the window on a plan\n  \
        splitpoint report viral-app                the same figures as text\n  \
        splitpoint report plan.ron --set demand.users=40000 --format json\n  \
        splitpoint check plans/*.ron\n\n\
        FILE is a scenario file, the name of a preset (`splitpoint presets` lists them), or - for \
        standard input. A file named like a preset is reached as ./NAME.\n\
        Exit codes: 0 no errors, 1 the input has errors or cannot be read, 2 wrong usage."
)]
pub struct Cli {
    /// Scenario file or preset to open in the window.
    file: Option<OsString>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Project every roadmap of a scenario and say which to choose
    Report(report::Args),
    /// Tell how a figure came about, down to inputs and sourced constants
    Explain(explain::Args),
    /// Find the values of one input at which two roadmaps cost the same
    Solve(solve::Args),
    /// Compare scenarios: what differs in the inputs and in the outcomes
    Compare(compare::Args),
    /// Tell what differs between two scenario files, field by field
    Diff(diff::Args),
    /// Write a plan as one word of text, to paste into a chat
    Share(share::Args),
    /// List every finding of every file, errors before warnings
    Check(check::Args),
    /// List the built-in presets, or print one as a scenario file
    Presets(presets::Args),
    /// List the constants of the model with unit, range, status, source and date
    Catalog(catalog::Args),
    /// Tell how fast a model serves on a kind of GPU, beside what has been published
    Serving(serving::Args),
    /// Describe the scenario format: every field with unit, default and meaning
    #[command(after_help = "Example:\n  splitpoint schema | less")]
    Schema,
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  \
        splitpoint completions bash > ~/.local/share/bash-completion/completions/splitpoint")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Form of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

impl Cli {
    /// Reads the command line, does what it asks for and says what went wrong.
    pub fn main() -> ExitCode {
        if let Some(why) = std::env::args_os()
            .nth(1)
            .and_then(|first| usage::mistyped(&first))
        {
            return usage::failure(&usage::Usage::new(why).into());
        }
        Self::parse()
            .run()
            .unwrap_or_else(|error| usage::failure(&error))
    }

    /// Does what was asked for.
    ///
    /// # Errors
    /// When the input cannot be read or understood, what was asked for does not exist, or the
    /// output cannot be written. Findings in the input are not an error here: they are written
    /// out, and the code returned says so.
    fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            None => Ok(window::run(self.file)),
            Some(Command::Report(args)) => report::run(&args),
            Some(Command::Explain(args)) => explain::run(&args),
            Some(Command::Solve(args)) => solve::run(&args),
            Some(Command::Compare(args)) => compare::run(&args),
            Some(Command::Diff(args)) => diff::run(&args),
            Some(Command::Share(args)) => share::run(&args),
            Some(Command::Check(args)) => check::run(&args),
            Some(Command::Presets(args)) => presets::run(&args),
            Some(Command::Catalog(args)) => catalog::run(&args),
            Some(Command::Serving(args)) => serving::run(&args),
            Some(Command::Schema) => output::result(&crate::scenario::schema_doc::schema_text()),
            Some(Command::Completions { shell }) => {
                let mut script = Vec::new();
                clap_complete::generate(shell, &mut Self::command(), "splitpoint", &mut script);
                output::result(&String::from_utf8_lossy(&script))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
