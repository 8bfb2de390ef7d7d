//! What happens at known months: a launch, events, months as they turned out.

use super::point;
use crate::scenario::node::{Named, choice, record};
use crate::scenario::quantity::Quantity;

record! {
    /// A product that is not built yet: its sizes are work still to do.
    pub struct Launch {
        /// Month in which it should be live.
        pub month: u32 = 6,
        /// What each month of delay past it costs.
        pub value_per_month: Quantity = point(0.0),
    }
}

choice! {
    /// What an event changes.
    pub enum EventKind {
        /// Multiplies users from then on.
        Users = "Users",
        /// Multiplies changes asked for from then on.
        Changes = "Changes",
        /// Multiplies GPU prices from then on.
        GpuPrice = "GPU price",
        /// Multiplies token prices from then on.
        TokenPrice = "Token price",
        /// Adds money to the bank in that month.
        Funding = "Funding",
        /// Adds engineers (or takes them away) in that month.
        Engineers = "Engineers",
    }
}

record! {
    /// What happens at a known month.
    pub struct Event {
        /// What it is.
        pub name: String = String::new(),
        /// The month.
        pub month: u32 = 0,
        /// What it changes.
        pub kind: EventKind = EventKind::Users,
        /// By how much: a factor, an amount of money or a number of people.
        pub value: Quantity = point(1.0),
    }
}

impl Named for Event {
    fn name(&self) -> &str {
        &self.name
    }
}

record! {
    /// A month as it turned out: held against the plan, it moves no projection.
    pub struct Actual {
        /// The month.
        pub month: u32 = 0,
        /// Users in it.
        pub users: Option<Quantity> = None,
        /// Cash spent in it.
        pub spend: Option<Quantity> = None,
        /// Engineers in it.
        pub engineers: Option<Quantity> = None,
        /// Lead time of its changes (days).
        pub lead_time_days: Option<Quantity> = None,
    }
}

impl Named for Actual {
    /// Months go by their place.
    fn name(&self) -> &'static str {
        ""
    }
}
