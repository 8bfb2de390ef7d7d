//! When to split and what first, as data.

use super::band::Band;
use serde::Serialize;

/// When to split.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timing {
    /// Month of least mean cost; absent where never is best.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best_month: Option<usize>,
    /// What each month would cost.
    pub curve: Vec<CurvePoint>,
    /// What every other roadmap costs more than the best month.
    pub others: Vec<OtherRoadmap>,
    /// Measures to watch, the most valuable first.
    pub tripwires: Vec<Tripwire>,
    /// What to take out of the whole first; empty until it is asked for.
    pub extraction_order: Vec<Extraction>,
    /// The units that would cost least; absent until it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best_partition: Option<BestPartition>,
}

/// The cost of a change in one month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Month in which the change starts; absent for never.
    pub month: Option<usize>,
    /// Net present value of the total.
    #[serde(flatten)]
    pub npv: Band,
    /// Mean of the same.
    pub mean: f64,
    /// What it costs more than the best month, future by future.
    pub extra: Band,
    /// Mean of the same.
    pub extra_mean: f64,
}

/// A roadmap beside the best month of a change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OtherRoadmap {
    /// Its id.
    pub id: String,
    /// What it costs more, future by future (NPV).
    pub extra: Band,
    /// Mean of the same.
    pub extra_mean: f64,
}

/// A measure, the threshold at which to start, and what watching it is worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tripwire {
    /// The measure.
    pub metric: String,
    /// Value at which to start; absent where never to start is best.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Mean net present value when the change starts at the threshold.
    pub expected_total: f64,
    /// What it saves against the best fixed month, on futures that chose neither.
    pub value_of_watching: f64,
    /// Value in month 0 (likely).
    pub today: f64,
    /// When it is reached, among the futures in which it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<Band>,
    /// Share of the futures in which it is reached.
    pub probability: f64,
    /// The last month that turned out, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign: Option<Sign>,
    /// The rule in a sentence.
    pub sentence: String,
}

impl Tripwire {
    /// Whether the threshold is passed already: by what turned out last, or by what it is today.
    pub fn is_passed(&self) -> bool {
        match &self.sign {
            Some(sign) => sign.trips == Some(sign.month),
            None => self
                .threshold
                .is_some_and(|threshold| threshold <= self.today),
        }
    }
}

/// A measure as it turned out, against the plan of the product that never splits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sign {
    /// Last month with a value.
    pub month: usize,
    /// What it was.
    pub actual: f64,
    /// What was planned for it: the median future.
    pub planned: f64,
    /// Month in which the threshold is reached if the plan goes on from there in proportion;
    /// absent where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trips: Option<usize>,
}

/// A component taken out of the whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Extraction {
    /// Its name.
    pub component: String,
    /// What taking it out adds to the total after the steps before it (NPV, negative: saved).
    pub gain: f64,
    /// What gains most, in a few words.
    pub reason: String,
}

/// A partition and what it costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BestPartition {
    /// Its units, each a list of components.
    pub units: Vec<Vec<String>>,
    /// What the units are called.
    pub names: Vec<String>,
    /// Net present value of the total.
    pub total: f64,
    /// Partitions that were looked at.
    pub tried: usize,
    /// Whether the search came to its end rather than to its limit.
    pub complete: bool,
}
