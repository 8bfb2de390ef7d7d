//! The `splitpoint` program: reads the command line, runs it, says what went wrong.

use clap::Parser as _;
use splitpoint::cli::Cli;
use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    Cli::parse().run().unwrap_or_else(|err| {
        let _ = writeln!(std::io::stderr().lock(), "splitpoint: {err:#}");
        ExitCode::FAILURE
    })
}
