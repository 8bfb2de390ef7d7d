//! What the Decision page says about a known report, and that it draws.
