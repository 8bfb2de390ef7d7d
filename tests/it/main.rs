//! Integration tests.

mod catalog;
mod diagnostics;

mod cli;
