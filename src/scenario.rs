//! What the user states: the format of a scenario, its fields by path.

pub mod actuals;
pub mod budget;
pub mod exemplar;
pub mod fields;
pub mod file;
pub mod limits;
pub mod load;
pub mod locate;
pub mod migrate;
pub mod node;
pub mod patch;
pub mod path;
pub mod quantity;
pub mod roadmap_kind;
pub mod save;
pub mod schema;
pub mod schema_doc;
pub mod share;
pub mod typed;
pub mod validate;

pub use load::{Loaded, load};
pub use node::{Leaf, Node};
pub use patch::patch;
pub use quantity::Quantity;
pub use roadmap_kind::RoadmapKind;
pub use save::save;
pub use schema::Scenario;
pub use validate::{check, validate};
