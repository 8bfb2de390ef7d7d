//! Integration tests.

mod catalog;
mod diagnostics;
mod presets;
mod sensitivity;

mod cli;
#[cfg(feature = "app")]
mod ui;
#[cfg(feature = "app")]
mod window;
