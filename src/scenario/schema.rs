//! What a user states: the product, its demand, the team, the money, the roadmaps.
//!
//! Everything has a default, so a file holds only what differs. Money is in the scenario's
//! currency, shares are fractions of one, rates are per month or per year as the name says. An
//! optional number that is not set takes its value from the catalogue.
//!
//! Here is the plan as a whole; its parts are in a file for each subject.

mod demand;
mod months;
mod own;
mod people;
mod prices;
mod product;
mod roadmaps;
mod worth;

use super::node::{Named, choice, record};
use super::quantity::Quantity;
use crate::catalog::Status;
pub use demand::{Demand, Growth, GrowthShape, Spike, TablePoint};
pub use months::{Actual, Event, EventKind, Launch};
pub use own::{Override, OwnApi, OwnGpu, OwnModel};
pub use people::{
    Contractors, DIMENSIONS, Hiring, HiringPolicy, Levels, Mix, Rater, Salaries, Team,
};
pub use prices::{GpuPrice, Gpus, Hosted, OwnedGpu, Prices};
pub use product::{
    Component, Contract, Edge, Evolution, Hosting, Kind, Maturity, ModelSwap, Partition, Precision,
    Unit,
};
pub use roadmaps::{Roadmap, Scaling, Stage, Training};
pub use worth::{Fallback, Goals, Money, Reliability};

/// The version of the format that this program writes.
pub const VERSION: u32 = 1;

const fn point(value: f64) -> Quantity {
    Quantity::point(value)
}

record! {
    /// A complete plan.
    pub struct Scenario {
        /// Format version.
        pub version: u32 = VERSION,
        /// Short name, also the name of the product.
        pub name: String = "Untitled plan".to_owned(),
        /// What this plan is about, for people.
        pub story: String = String::new(),
        /// What the answer was expected to be before the first run.
        pub expected: String = String::new(),
        /// Id of the roadmap expected to win, as written before the first run.
        pub expected_roadmap: String = String::new(),
        /// The preset that this plan was begun from.
        pub begun_from: BegunFrom = BegunFrom::default(),
        /// Notes beside values: who owns them, where they come from.
        pub notes: Vec<Note> = Vec::new(),
        /// Currency code; all money in the file is in it.
        pub currency: String = "USD".to_owned(),
        /// Units of the currency that one USD buys.
        pub units_per_usd: Quantity = point(1.0),
        /// First month, as `2027-01`.
        pub start: String = "2027-01".to_owned(),
        /// Months projected, 12 to 120.
        pub horizon_months: u32 = 60,
        /// Whether the catalogue's own ranges are drawn from too, beside those of the plan.
        pub catalogue_ranges: bool = false,
        /// Factors over the whole scenario.
        pub factors: Factors = Factors::default(),
        /// How many use the product, and when.
        pub demand: Demand = Demand::default(),
        /// The parts of the product.
        pub components: Vec<Component> = Vec::new(),
        /// Who calls whom.
        pub edges: Vec<Edge> = Vec::new(),
        /// Today's units.
        pub today: Partition = Partition::Whole,
        /// GPUs and their prices.
        pub gpus: Gpus = Gpus::default(),
        /// Hosted model APIs.
        pub hosted: Hosted = Hosted::default(),
        /// Prices of everything else.
        pub prices: Prices = Prices::default(),
        /// The people.
        pub team: Team = Team::default(),
        /// How the product changes.
        pub change: Evolution = Evolution::default(),
        /// What failures cost.
        pub reliability: Reliability = Reliability::default(),
        /// Money beyond prices.
        pub money: Money = Money::default(),
        /// What must hold.
        pub goals: Goals = Goals::default(),
        /// A product that is not built yet.
        pub launch: Option<Launch> = None,
        /// Training of the built-in roadmaps.
        pub training: Training = Training::Default,
        /// Roadmaps beside the built-in ones.
        pub roadmaps: Vec<Roadmap> = Vec::new(),
        /// What happens at a known month.
        pub events: Vec<Event> = Vec::new(),
        /// Months as they turned out.
        pub actuals: Vec<Actual> = Vec::new(),
        /// Catalogue entries that this plan knows better.
        pub overrides: Vec<Override> = Vec::new(),
        /// GPUs beside the catalogue's.
        pub own_gpus: Vec<OwnGpu> = Vec::new(),
        /// Models beside the catalogue's.
        pub own_models: Vec<OwnModel> = Vec::new(),
        /// Hosted APIs beside the catalogue's.
        pub own_apis: Vec<OwnApi> = Vec::new(),
    }
}

choice! {
    /// How sure a figure is.
    pub enum Standing {
        /// Measured by the user.
        Measured = "Measured",
        /// From a vendor or a contract.
        Quoted = "Quoted",
        /// From a publication.
        Published = "Published",
        /// A guess.
        Assumed = "Guess",
    }
}

record! {
    /// Where a plan came from: whatever it does not state is as it was there and then.
    pub struct BegunFrom {
        /// Name of the preset; empty for a plan begun from nothing.
        pub preset: String = String::new(),
        /// Version of the catalogue that it was begun with.
        pub catalogue: String = String::new(),
        /// Date of that catalogue's newest entry, as `2026-11`.
        pub date: String = String::new(),
    }
}

record! {
    /// A note beside a value.
    pub struct Note {
        /// Path of the value.
        pub at: String = String::new(),
        /// The note.
        pub note: String = String::new(),
        /// Who answers for the value.
        pub owner: String = String::new(),
        /// Where the value comes from.
        pub source: String = String::new(),
        /// How sure it is.
        pub status: Standing = Standing::Assumed,
        /// When it was true, as `2026-11`.
        pub date: String = String::new(),
    }
}

impl Named for Note {
    fn name(&self) -> &str {
        &self.at
    }
}

impl From<Standing> for Status {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Measured => Self::Measured,
            Standing::Quoted => Self::Quoted,
            Standing::Published => Self::Published,
            Standing::Assumed => Self::Assumed,
        }
    }
}

impl Scenario {
    /// How sure the value at a path is, by the note beside it; a guess without one.
    pub fn standing_of(&self, path: &str) -> Status {
        let note = self.notes.iter().find(|note| note.at == path);
        note.map_or(Status::Assumed, |note| note.status.into())
    }
}

record! {
    /// Factors that a leader drags first.
    pub struct Factors {
        /// Multiplies users.
        pub users: Quantity = point(1.0),
        /// Multiplies changes asked for.
        pub changes: Quantity = point(1.0),
        /// Multiplies GPU prices.
        pub gpu_price: Quantity = point(1.0),
        /// Multiplies hosted token prices.
        pub token_price: Quantity = point(1.0),
        /// Multiplies salaries.
        pub salaries: Quantity = point(1.0),
    }
}
