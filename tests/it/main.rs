//! Integration tests.

mod architecture;
mod catalog;
mod diagnostics;
mod golden;
mod number;
mod presets;
mod properties;
mod random_scenario;
mod sensitivity;

mod cli;
#[cfg(feature = "app")]
mod ui;
#[cfg(feature = "app")]
mod ui_readiness_reliability;
#[cfg(feature = "app")]
mod window;
