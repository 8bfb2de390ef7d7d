//! What the page says about known reports, and that it draws.
