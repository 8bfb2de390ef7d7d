//! Splitpoint: when to split a generative-AI product.
//!
//! What the same product costs to run and to staff, month by month, as a monolith, as microservices
//! and as anything in between, which to choose, why, and when it pays. The program is a window and a
//! command line over this library.
//!
//! ```text
//! catalog ──┐
//!           ├─► engine ─► analysis ─► export, cli, app
//! scenario ─┘
//! ```
//!
//! ```
//! use splitpoint::{analysis, catalog::Catalog, export, presets, scenario};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A scenario is a text: a preset's here, or that of any file. Every finding comes at once.
//! let catalog = Catalog::builtin()?;
//! let loaded = scenario::check(presets::find("rag-search")?.text, catalog);
//! assert!(loaded.is_clean());
//! let mut plan = loaded.scenario.ok_or("not a scenario")?;
//! scenario::path::set(&mut plan, "demand.users", "(4_000, 6_000, 7_000)")?;
//!
//! // The engine projects every roadmap; the analysis compares them.
//! let report = analysis::run(&plan, catalog)?;
//! let best = report.roadmaps.iter().find(|roadmap| roadmap.id == report.verdict.recommended);
//! assert!(best.is_some_and(|roadmap| roadmap.feasible));
//!
//! // A report becomes a page, a sheet or JSON.
//! assert!(export::markdown(&report, &[]).contains(&report.verdict.sentence));
//! # Ok(())
//! # }
//! ```
//!
//! In the order of the flow:
//!
//! - [`number`]: arithmetic of formulas, for one projection, eight futures or an explanation;
//!   [`units`] writes and reads figures, [`metalog`] is the distribution behind a range,
//!   [`diagnostic`] a finding;
//! - [`storage`]: files, read with limits and written whole or not at all;
//! - [`catalog`]: the constants, each with unit, range, status, source and date;
//! - [`scenario`]: what the user states, its fields by path; [`presets`] are those that come with the
//!   program;
//! - [`engine`]: the model, a formula a function, and the projection of one roadmap;
//! - [`analysis`]: all roadmaps, their comparison, futures, explanations, the [`Report`];
//! - [`history`]: six real companies as scenarios, scored by what is reported of them;
//! - [`export`]: a report as Markdown, CSV or JSON;
//! - [`cli`]: the command line; `app`, with the feature of that name, the window.
//!
//! A module imports only from its left in the flow. Equal input gives equal bytes, here, on the command
//! line and in the window.
//!
//! [`Report`]: analysis::report::Report
#![cfg_attr(
    test,
    allow(
        clippy::disallowed_methods,
        reason = "tests compare with the functions of the system"
    )
)]

pub mod analysis;
#[cfg(feature = "app")]
pub mod app;
pub mod catalog;
pub mod cli;
pub mod diagnostic;
pub mod engine;
pub mod export;
pub mod history;
pub mod metalog;
pub mod number;
pub mod presets;
pub mod scenario;
pub mod storage;
pub mod units;
