//! The window: look, widgets and charts.

pub mod charts;
pub mod theme;
pub mod widgets;
