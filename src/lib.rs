//! Splitpoint: when to split a generative-AI product.
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
