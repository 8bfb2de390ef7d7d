//! Integration tests.

mod architecture;
mod cases;
mod catalog;
mod diagnostics;
mod explain;
mod golden;
mod number;
mod presets;
mod properties;
mod random_scenario;
mod sensitivity;
mod serving;

mod cli;
mod explain_cli;
mod serving_cli;
#[cfg(feature = "app")]
mod ui;
#[cfg(feature = "app")]
mod ui_assumptions;
#[cfg(feature = "app")]
mod window;
