//! The `splitpoint` program.
fn main() {}
