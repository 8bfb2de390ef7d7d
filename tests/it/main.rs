//! Integration tests.
#![allow(
    clippy::disallowed_methods,
    reason = "tests compare with the functions of the system"
)]

mod architecture;
mod book;
mod cases;
mod catalog;
mod catalog_history;
mod chart;
mod circles;
mod claims;
mod corpus;
mod dependencies;
mod diagnostics;
mod engine_calls;
mod explain;
mod futures_cli;
mod golden;
mod ladders;
mod ladders_flips;
mod ladders_users;
mod ladders_wide;
mod lanes;
mod limits;
mod number;
mod presets;
mod process;
mod properties;
mod random_limits;
mod random_scenario;
mod readme;
mod sensitivity;
mod serving;

mod cli;
mod explain_cli;
#[cfg(feature = "app")]
mod harness;
mod serving_cli;
mod solve_cli;
#[cfg(feature = "app")]
mod stories;
#[cfg(feature = "app")]
mod ui;
#[cfg(feature = "app")]
mod ui_assumptions;
#[cfg(feature = "app")]
mod ui_infrastructure;
#[cfg(feature = "app")]
mod ui_pages;
#[cfg(feature = "app")]
mod ui_people;
#[cfg(feature = "app")]
mod ui_readiness_reliability;
#[cfg(feature = "app")]
mod ui_text;
#[cfg(feature = "app")]
mod ui_typed;
#[cfg(feature = "app")]
mod ui_when;
#[cfg(feature = "app")]
mod ui_why;
#[cfg(feature = "app")]
mod window;
