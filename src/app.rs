//! The window: the planner as an application.
//!
//! [`run`] opens it. Panels read the state and answer with an action (`action`); `update`
//! carries actions out; `worker` computes away from the frame; [`theme`], [`widgets`] and
//! [`charts`] hold the look. Nothing in the engine or the analysis knows of this module.

mod action;
pub mod charts;
mod commands;
mod constants;
mod copied;
mod disk;
mod edit;
mod effect;
mod files;
mod find;
mod history;
mod input_name;
mod pages;
mod panels;
mod picture;
mod plan_inputs;
mod questions;
mod recovery;
mod replies;
mod settings;
mod shared;
mod shell;
#[cfg(test)]
mod snapshots;
mod starting;
mod state;
pub mod theme;
mod turns;
mod typed;
mod update;
mod values;
mod view;
pub mod widgets;
mod worker;

pub use shell::SplitpointApp;

use eframe::egui;

/// Size at which the window opens, in points.
const SIZE: [f32; 2] = [1_440.0, 900.0];
/// Smallest size of the window, in points.
const LEAST: [f32; 2] = [1_024.0, 700.0];

/// Opens the window on a file or preset. When none is named it opens on the welcome page the first
/// time, and later on the support copilot.
///
/// # Errors
/// When there is no display, or nothing to draw with.
pub fn run(open: Option<std::ffi::OsString>) -> anyhow::Result<()> {
    let catalog = crate::catalog::Catalog::builtin()?.clone();
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_app_id("splitpoint")
            .with_title("Splitpoint")
            .with_inner_size(SIZE)
            .with_min_inner_size(LEAST),
        // On screen a name may have any letters; pictures and documents use the faces bundled.
        system_font_fallback: true,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "splitpoint",
        options,
        Box::new(move |creation| {
            let app = SplitpointApp::for_window(&creation.egui_ctx, catalog, open.as_deref());
            Ok(Box::new(app))
        }),
    )
    .map_err(|error| anyhow::anyhow!("{error}"))
}
