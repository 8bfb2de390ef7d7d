//! The Infrastructure page by label.
