//! What failures cost, what money costs, and what must hold.

use super::point;
use crate::scenario::node::{Named, record};
use crate::scenario::quantity::Quantity;

record! {
    /// What failures cost.
    pub struct Reliability {
        /// Value that a user gets, or pays, in a month.
        pub value_per_user_month: Quantity = point(0.0),
        /// Cost of an hour down against the value of an hour (factor).
        pub downtime_multiplier: Quantity = point(1.0),
        /// Loss of a security incident.
        pub security_loss: Quantity = point(0.0),
        /// p95 latency within one unit (ms).
        pub base_latency_ms: Quantity = point(800.0),
        /// p95 latency beyond which value is lost (ms); none when not set.
        pub latency_budget_ms: Option<Quantity> = None,
        /// Cost of each 100 ms beyond the budget (per month).
        pub latency_cost_per_100ms: Quantity = point(0.0),
        /// What stands in for a failed component.
        pub fallbacks: Vec<Fallback> = Vec::new(),
    }
}

record! {
    /// What stands in for a failed component.
    pub struct Fallback {
        /// The component.
        pub component: String = String::new(),
        /// Minutes until it has taken over (minutes).
        pub takeover_minutes: Quantity = point(5.0),
        /// Quality of the replacement (share).
        pub quality: Quantity = point(0.8),
    }
}

impl Named for Fallback {
    fn name(&self) -> &str {
        &self.component
    }
}

record! {
    /// Money beyond prices.
    pub struct Money {
        /// Discount rate (share a year).
        pub discount_rate: Option<Quantity> = None,
        /// Growth of wages (share a year).
        pub wage_growth: Option<Quantity> = None,
        /// Contingency shown beside the total (share of cash).
        pub contingency: Option<Quantity> = None,
        /// Money in the bank today.
        pub capital: Option<Quantity> = None,
        /// Revenue of a user in a month.
        pub revenue_per_user_month: Quantity = point(0.0),
    }
}

record! {
    /// What must hold; a roadmap that breaks one is not recommended while another holds.
    pub struct Goals {
        /// Most cash a month.
        pub budget_per_month: Option<Quantity> = None,
        /// Least availability in the last year (share).
        pub availability: Option<Quantity> = None,
        /// Longest lead time in the last year (days).
        pub lead_time_days: Option<Quantity> = None,
        /// Months the money must last (months).
        pub runway_months: Option<Quantity> = None,
        /// Most p95 latency (ms).
        pub p95_latency_ms: Option<Quantity> = None,
        /// Components that must be alone in their unit.
        pub must_isolate: Vec<String> = Vec::new(),
        /// Components that must stay in one unit.
        pub must_not_split: Vec<String> = Vec::new(),
    }
}
