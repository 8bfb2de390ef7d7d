//! What the page says of known plans.
