//! Integration tests.

mod architecture;
mod book;
mod catalog;
mod chart;
mod diagnostics;
mod golden;
mod ladders;
mod ladders_flips;
mod ladders_users;
mod number;
mod presets;
mod properties;
mod random_scenario;
mod sensitivity;

mod cli;
#[cfg(feature = "app")]
mod ui;
#[cfg(feature = "app")]
mod window;
