//! The engine.
pub mod constants;
