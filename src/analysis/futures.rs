//! What is not known, and what follows: the same roadmaps in many futures.
//!
//! [`dimensions`] lists the inputs that have a range, [`sample`] gives each of them a chance in every
//! draw, [`ensemble`] projects eight draws at a time. All roadmaps meet the same futures, so that
//! their difference is right.

pub mod dimensions;
pub mod draws;
pub mod drivers;
pub mod ensemble;
pub mod failing;
pub mod map;
pub mod memory;
pub mod outcomes;
pub mod progress;
pub mod rules;
pub mod sample;
mod sketch;
mod source;
pub mod swings;
pub mod timing;
pub mod turning;
pub mod uncertainty;
pub mod work;
