//! No subcommand: the window.

use std::ffi::OsString;
use std::process::ExitCode;

use super::output;

/// Exit code for a window that cannot be had.
const NO_WINDOW: u8 = 2;

/// Opens the window, on a file or preset when one is named.
#[cfg(feature = "app")]
pub(super) fn run(file: Option<OsString>) -> ExitCode {
    if !display_present() {
        return instead("there is no display for the window");
    }
    match crate::app::run(file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => instead(&format!("the window cannot open ({error:#})")),
    }
}

/// Says that this build has no window.
#[cfg(not(feature = "app"))]
pub(super) fn run(_file: Option<OsString>) -> ExitCode {
    instead("this build has no window")
}

fn instead(why: &str) -> ExitCode {
    output::notice(&format!(
        "splitpoint: {why}; `splitpoint report FILE` gives the same figures as text"
    ));
    ExitCode::from(NO_WINDOW)
}

/// Whether there is anything to open a window on.
#[cfg(feature = "app")]
fn display_present() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos")))
        || set("DISPLAY")
        || set("WAYLAND_DISPLAY")
        || set("WAYLAND_SOCKET")
}
