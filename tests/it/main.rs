//! Integration tests.

mod catalog;
mod diagnostics;

mod cli;
#[cfg(feature = "app")]
mod ui;
#[cfg(feature = "app")]
mod window;
