//! Splitpoint: when to split a generative-AI product.
pub mod engine;
pub mod number;
pub mod scenario;
