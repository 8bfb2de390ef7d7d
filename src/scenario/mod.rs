//! What the user states: the format of a scenario, its fields by path.

pub mod node;
pub mod quantity;
pub mod schema;

pub use node::{Leaf, Node};
pub use quantity::Quantity;
pub use schema::Scenario;
