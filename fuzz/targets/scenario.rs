//! See the check of this name.
#![no_main]

#[path = "../checks.rs"]
#[allow(dead_code, reason = "each target uses one")]
mod checks;

libfuzzer_sys::fuzz_target!(|text: &str| checks::scenario(text));
