//! The `splitpoint` program: everything it does is in [`splitpoint::cli`].

use splitpoint::cli::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    Cli::main()
}
