//! What the Costs page says about a known report, and that it draws.
