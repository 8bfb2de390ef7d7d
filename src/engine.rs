//! The model: from the inputs of a scenario to the months of a roadmap.
//!
//! Pure arithmetic, generic over [`crate::number::Number`]: no file, clock, environment, window,
//! preset or roadmap name is known here. [`compile`] resolves a scenario into [`inputs`];
//! [`hardware`] picks GPUs; [`baseline`] measures today; [`projection`] runs the months through
//! [`stage`], which calls one module per section of the model.

#![allow(
    clippy::inline_always,
    reason = "a formula that is not inlined is compiled for the plain processor, see Number::at_full_width; \
        while it is tested it need not be fast"
)]

pub mod baseline;
pub mod bill;
pub mod buy_or_host;
pub mod compile;
pub mod constants;
pub mod costs;
pub mod demand;
pub mod dependence;
pub mod deployment;
pub mod dimension;
pub mod hardware;
pub mod infrastructure;
pub mod inputs;
pub mod labels;
pub mod launch;
pub mod migration;
pub mod money;
pub mod month;
pub mod month_cache;
pub mod neighbours;
pub mod pace;
pub mod partition;
pub mod people;
pub mod projection;
pub mod readiness;
pub mod reliability;
pub mod series;
pub mod serving;
pub mod slot;
pub mod specs;
pub mod stage;
pub mod state;
pub mod throughput;
pub mod unit_use;
pub mod workload;
pub mod yearly;
