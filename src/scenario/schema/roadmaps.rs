//! Roadmaps of one's own and the training that they buy.

use super::people::Levels;
use super::point;
use super::product::Partition;
use crate::scenario::node::{Leaf, Named, Node, choice, parse_value, record};
use crate::scenario::quantity::Quantity;
use serde::{Deserialize, Serialize};

/// Which training a roadmap buys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(
    clippy::large_enum_variant,
    reason = "a plan holds a handful of these, and a box would show in every use"
)]
pub enum Training {
    /// The gates' gaps, then what pays for itself.
    Default,
    /// None.
    Off,
    /// Up to the levels given.
    To(Levels),
}

impl Node for Training {
    fn keys(&self) -> Vec<String> {
        Vec::new()
    }
    fn child(&self, _: &str) -> Option<&dyn Node> {
        None
    }
    fn child_mut(&mut self, _: &str) -> Option<&mut dyn Node> {
        None
    }
    fn leaf(&self) -> Option<Leaf> {
        Some(Leaf::Choice(
            match self {
                Self::Default => "Default",
                Self::Off => "Off",
                Self::To(_) => "To",
            }
            .to_owned(),
        ))
    }
    fn set_text(&mut self, text: &str) -> Result<(), String> {
        *self = parse_value(text)?;
        Ok(())
    }
    fn words(&self) -> &'static [&'static str] {
        &["Default", "Off"]
    }
}

record! {
    /// A roadmap of one's own.
    pub struct Roadmap {
        /// Id, for the command line.
        pub id: String = String::new(),
        /// Name shown.
        pub label: String = String::new(),
        /// Its stages, by month.
        pub stages: Vec<Stage> = Vec::new(),
        /// Training it buys.
        pub training: Training = Training::Default,
    }
}

impl Named for Roadmap {
    fn name(&self) -> &str {
        &self.id
    }
}

choice! {
    /// What of a unit is scaled together.
    pub enum Scaling {
        /// All of it: a replica holds everything that the unit contains.
        Whole = "Whole units",
        /// Each model and each job on GPUs has replicas and hardware of its own, and so has the rest of
        /// each unit; code, release and owner stay one.
        Pools = "GPU work in pools",
    }
}

record! {
    /// A stage of a roadmap.
    pub struct Stage {
        /// Month in which the change to it begins; later when the change before is not done.
        pub from_month: u32 = 0,
        /// Its units.
        pub partition: Partition = Partition::Whole,
        /// What of a unit is scaled together.
        pub scaling: Scaling = Scaling::Whole,
        /// Share of effort spent on boundaries (share).
        pub upkeep: Quantity = point(0.0),
        /// Name, for paths; the index also serves.
        pub name: String = String::new(),
    }
}

impl Named for Stage {
    fn name(&self) -> &str {
        &self.name
    }
}
