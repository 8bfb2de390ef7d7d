//! The pages of results, one a file.

pub(crate) mod assumptions;
pub(crate) mod costs;
pub(crate) mod decision;
mod heading;
pub(crate) mod infrastructure;
pub(crate) mod matters;
pub(crate) mod people;
pub(crate) mod readiness;
pub(crate) mod reliability;
pub(crate) mod when;
