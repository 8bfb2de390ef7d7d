//! The people: what they do, how ready they are, how they are hired and paid.

use super::point;
use crate::scenario::node::{Named, choice, record};
use crate::scenario::quantity::Quantity;

record! {
    /// The people.
    pub struct Team {
        /// Engineers today, managers apart.
        pub engineers: Quantity = point(8.0),
        /// What they do (shares or counts; only the proportions matter).
        pub mix: Mix = Mix::default(),
        /// Readiness, ten dimensions from 0 to 4; "don't know" when not set.
        pub levels: Levels = Levels::default(),
        /// Levels as several people see them; their mean counts where `levels` is silent.
        pub raters: Vec<Rater> = Vec::new(),
        /// How the team grows.
        pub hiring: Hiring = Hiring::default(),
        /// People from outside.
        pub contractors: Contractors = Contractors::default(),
        /// Salaries that the plan knows better (per year).
        pub salaries: Salaries = Salaries::default(),
        /// Sites with an on-call rotation.
        pub on_call_sites: u32 = 1,
    }
}

record! {
    /// What the engineers do.
    pub struct Mix {
        /// Backend.
        pub backend: Quantity = point(5.0),
        /// Machine learning.
        pub ml: Quantity = point(2.0),
        /// Data.
        pub data: Quantity = point(1.0),
        /// Platform and operations.
        pub platform: Quantity = point(1.0),
        /// Security.
        pub security: Quantity = point(0.0),
    }
}

record! {
    /// Readiness, ten dimensions from 0 to 4.
    pub struct Levels {
        /// Build, test and release.
        pub delivery: Option<Quantity> = None,
        /// Provisioning and platform.
        pub platform: Option<Quantity> = None,
        /// Observability.
        pub observability: Option<Quantity> = None,
        /// Incident response and on-call.
        pub incident_response: Option<Quantity> = None,
        /// Boundaries, contracts and data ownership.
        pub boundaries: Option<Quantity> = None,
        /// Team ownership and size.
        pub ownership: Option<Quantity> = None,
        /// Distributed-systems skill.
        pub distributed: Option<Quantity> = None,
        /// Model and prompt operations.
        pub model_operations: Option<Quantity> = None,
        /// Security and governance.
        pub security: Option<Quantity> = None,
        /// Cost and capacity control.
        pub cost: Option<Quantity> = None,
    }
}

impl Levels {
    /// The ten, in the order of [`DIMENSIONS`].
    pub fn all(&self) -> [Option<Quantity>; 10] {
        [
            self.delivery,
            self.platform,
            self.observability,
            self.incident_response,
            self.boundaries,
            self.ownership,
            self.distributed,
            self.model_operations,
            self.security,
            self.cost,
        ]
    }
}

/// Names of the ten readiness dimensions, in the order used everywhere.
pub const DIMENSIONS: [&str; 10] = [
    "delivery",
    "platform",
    "observability",
    "incident_response",
    "boundaries",
    "ownership",
    "distributed",
    "model_operations",
    "security",
    "cost",
];

record! {
    /// Levels as one person sees them.
    pub struct Rater {
        /// Who.
        pub name: String = String::new(),
        /// The levels.
        pub levels: Levels = Levels::default(),
    }
}

impl Named for Rater {
    fn name(&self) -> &str {
        &self.name
    }
}

choice! {
    /// How the team grows.
    pub enum HiringPolicy {
        /// Hire what the work needs, within bounds.
        ToPlan = "Hire to plan",
        /// Refill leavers only.
        Hold = "Hold",
    }
}

record! {
    /// How the team grows.
    pub struct Hiring {
        /// Policy.
        pub policy: HiringPolicy = HiringPolicy::ToPlan,
        /// Fewest engineers.
        pub min: Quantity = point(0.0),
        /// Most engineers.
        pub max: Quantity = point(1_000.0),
        /// Months from an open post to its filling (months).
        pub lag_months: Option<Quantity> = None,
        /// Months until a hire is fully productive (months).
        pub ramp_months: Option<Quantity> = None,
        /// Cost of a hire.
        pub cost_per_hire: Option<Quantity> = None,
        /// People who leave (share a year).
        pub attrition: Option<Quantity> = None,
    }
}

record! {
    /// People from outside, called in when the team is short.
    pub struct Contractors {
        /// Most contractors at once.
        pub max: Quantity = point(0.0),
        /// Rate (per month).
        pub rate: Option<Quantity> = None,
        /// Months until fully productive (months).
        pub ramp_months: Option<Quantity> = None,
    }
}

record! {
    /// Salaries before the loaded-cost factor, in the scenario's currency (per year).
    pub struct Salaries {
        /// Backend engineer.
        pub backend: Option<Quantity> = None,
        /// Machine-learning engineer.
        pub ml: Option<Quantity> = None,
        /// Data engineer.
        pub data: Option<Quantity> = None,
        /// Platform engineer.
        pub platform: Option<Quantity> = None,
        /// Security engineer.
        pub security: Option<Quantity> = None,
        /// Engineering manager.
        pub manager: Option<Quantity> = None,
        /// Cost of an employee per salary (factor).
        pub loaded_cost: Option<Quantity> = None,
    }
}
