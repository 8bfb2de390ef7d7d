//! The command line as a process, for tests that read what it writes.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use std::process::{Command, Output};

/// Runs the program.
pub(crate) fn program(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_splitpoint"));
    command.args(args).output().unwrap()
}

/// What a run that succeeds writes on a machine whose library does without fused and wide
/// instructions; where there is no such switch, what it writes.
#[track_caller]
pub(crate) fn on_a_plain_machine(args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_splitpoint"));
    command.args(args);
    command.env(
        "GLIBC_TUNABLES",
        "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4,-AVX512F",
    );
    let done = command.output().unwrap();
    let error = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(0), "{args:?}: {error}");
    String::from_utf8(done.stdout).unwrap()
}

/// What a run that succeeds writes.
#[track_caller]
pub(crate) fn text(args: &[&str]) -> String {
    let done = program(args);
    let error = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(0), "{args:?}: {error}");
    String::from_utf8(done.stdout).unwrap()
}
