//! How many use the product, and when.

use super::point;
use crate::scenario::node::{Named, choice, record};
use crate::scenario::quantity::Quantity;

record! {
    /// How many use the product, and when.
    pub struct Demand {
        /// Users in the first month.
        pub users: Quantity = point(1_000.0),
        /// Requests of a user in a month.
        pub requests_per_user_month: Quantity = point(30.0),
        /// How the number of users moves.
        pub growth: Growth = Growth::default(),
        /// Busiest hour against the mean (factor).
        pub peak_to_mean: Quantity = point(2.0),
        /// Sudden loads.
        pub spikes: Vec<Spike> = Vec::new(),
    }
}

choice! {
    /// Shape of growth.
    pub enum GrowthShape {
        /// Users stay as they are.
        Flat = "Flat",
        /// The same number of users is added every month.
        Linear = "Linear",
        /// The same share is added every month.
        Compound = "Compound",
        /// Compound at first, levelling off at a ceiling.
        SCurve = "S-curve",
        /// Given points, linear between them.
        Table = "Table",
    }
}

record! {
    /// How the number of users moves.
    pub struct Growth {
        /// Shape of the curve.
        pub shape: GrowthShape = GrowthShape::Flat,
        /// Growth a month: a share for compound and S-curve.
        pub monthly_rate: Quantity = point(0.03),
        /// Users added a month, for linear growth.
        pub users_per_month: Quantity = point(0.0),
        /// Users at which an S-curve levels off.
        pub ceiling: Option<Quantity> = None,
        /// An adoption curve of the catalogue, in place of rate and ceiling.
        pub adoption: Option<String> = None,
        /// Points of a table.
        pub table: Vec<TablePoint> = Vec::new(),
    }
}

record! {
    /// A point of a growth table.
    pub struct TablePoint {
        /// Month, 0 is the first.
        pub month: u32 = 0,
        /// Users in that month.
        pub users: Quantity = point(0.0),
        /// Name, for paths.
        pub name: String = String::new(),
    }
}

impl Named for TablePoint {
    fn name(&self) -> &str {
        &self.name
    }
}

record! {
    /// A sudden load.
    pub struct Spike {
        /// What it is.
        pub name: String = "spike".to_owned(),
        /// How many a month.
        pub per_month: Quantity = point(1.0),
        /// Load against the mean (factor).
        pub times: Quantity = point(5.0),
        /// How long it lasts (h).
        pub hours: Quantity = point(2.0),
        /// The component that it hits; the whole product when not set.
        pub component: Option<String> = None,
    }
}

impl Named for Spike {
    fn name(&self) -> &str {
        &self.name
    }
}
