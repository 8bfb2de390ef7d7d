//! The futures of a report, as data.

use super::Figure;
use super::band::{Band, Bands};
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

/// The futures of a scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Uncertainty {
    /// How many futures were drawn.
    pub draws: usize,
    /// How many of them tell of single months (bands, months of crossing, money gone): all.
    pub draws_by_month: usize,
    /// Seed of the draws.
    pub seed: u32,
    /// Inputs that have a range.
    pub inputs: usize,
    /// One entry a roadmap that can run, in display order.
    pub roadmaps: Vec<RoadmapFutures>,
    /// The recommended roadmap less the one that reasons compare it with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// The recommended roadmap less the best alternative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Difference>,
    /// When the recommended roadmap overtakes the one it is compared with, for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crossover: Option<Crossover>,
    /// Share of the futures in which the recommended roadmap is the cheapest of those that keep as
    /// many goals.
    pub confidence: f64,
    /// What knowing everything before choosing would save on average (NPV).
    pub value_of_knowing_all: f64,
    /// Standard error of that.
    pub value_of_knowing_all_error: f64,
    /// What the tenth of the futures in which the recommended roadmap does worst have in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing: Option<Failing>,
    /// Inputs that move `difference`, the largest part first; empty until they are asked for.
    pub drivers: Vec<Driver>,
    /// For each input the nearest value at which another roadmap is the cheapest, the most likely
    /// first; empty until they are asked for.
    pub turning: Vec<Turning>,
}

/// A roadmap's futures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoadmapFutures {
    /// Id of the roadmap.
    pub id: String,
    /// Net present value of the total.
    pub total_npv: Band,
    /// Sum of the total over the horizon.
    pub total: Band,
    /// Bands of the series that were kept, by name.
    #[serde(serialize_with = "by_name")]
    pub bands: Vec<(&'static str, Bands)>,
    /// Share of the futures in which it has the least net present value.
    pub probability_cheapest: f64,
    /// The same by the sum of cash.
    pub probability_cheapest_cash: f64,
    /// The same by the cumulative total at the end of every month.
    pub probability_cheapest_by_month: Vec<f64>,
    /// Mean cost of having chosen it rather than the cheapest of each future (NPV).
    pub mean_regret: f64,
    /// 90th percentile of the same.
    pub high_regret: f64,
    /// When the money runs out, where capital is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_money: Option<Crossover>,
}

impl RoadmapFutures {
    /// Share of the futures in which it costs least over the horizon.
    pub fn cheapest(&self, figure: Figure) -> f64 {
        match figure {
            Figure::PresentValue => self.probability_cheapest,
            Figure::Cash => self.probability_cheapest_cash,
            Figure::Total => self.by_total(),
        }
    }

    fn by_total(&self) -> f64 {
        let last = self.probability_cheapest_by_month.last();
        last.copied().unwrap_or(self.probability_cheapest)
    }

    /// The band of a series, where it was kept.
    pub fn band(&self, series: &str) -> Option<&Bands> {
        let found = self.bands.iter().find(|(name, _)| *name == series);
        found.map(|(_, bands)| bands)
    }
}

impl Uncertainty {
    /// A roadmap's futures.
    pub fn roadmap(&self, id: &str) -> Option<&RoadmapFutures> {
        self.roadmaps.iter().find(|roadmap| roadmap.id == id)
    }

    /// Takes what the difference hangs on, which may come of fewer draws than these: knowing one input
    /// is worth no more than knowing all.
    pub fn take_drivers(&mut self, (drivers, turning): (Vec<Driver>, Vec<Turning>)) {
        self.drivers = drivers;
        self.turning = turning;
        for driver in &mut self.drivers {
            driver.value_of_information =
                driver.value_of_information.min(self.value_of_knowing_all);
        }
    }

    /// Whether any input has a range; without one every future is the projection.
    pub fn is_open(&self) -> bool {
        self.inputs > 0
    }
}

/// One roadmap less another over the futures; negative where the first is cheaper.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Ids of both.
    pub between: [String; 2],
    /// Of net present values.
    #[serde(flatten)]
    pub npv: Band,
    /// Of sums over the horizon.
    pub total: Band,
    /// Share of the futures in which the first is cheaper.
    pub probability: f64,
    /// Of cumulative totals, month by month.
    pub by_month: Bands,
    /// Of present values so far, month by month.
    pub npv_by_month: Bands,
}

impl Difference {
    /// The difference in a figure over the horizon; of cash nothing is kept, and the total stands.
    pub fn of(&self, figure: Figure) -> Band {
        match figure {
            Figure::PresentValue => self.npv,
            Figure::Total | Figure::Cash => self.total,
        }
    }

    /// The same month by month; nothing for cash.
    pub fn so_far(&self, figure: Figure) -> Option<&Bands> {
        match figure {
            Figure::PresentValue => Some(&self.npv_by_month),
            Figure::Total => Some(&self.by_month),
            Figure::Cash => None,
        }
    }
}

/// A month that does not come in every future.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Crossover {
    /// Share of the futures in which it comes within the horizon.
    pub probability: f64,
    /// Early month among those futures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p10: Option<f64>,
    /// Median.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50: Option<f64>,
    /// Late month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p90: Option<f64>,
}

impl Crossover {
    /// Months of some futures, of `draws`; in the others it does not come.
    pub fn of(mut months: Vec<f64>, draws: usize) -> Self {
        let band = (!months.is_empty()).then(|| Band::of(&mut months));
        Self {
            probability: months.len() as f64 / draws.max(1) as f64,
            p10: band.map(|band| band.p10),
            p50: band.map(|band| band.p50),
            p90: band.map(|band| band.p90),
        }
    }
}

fn by_name<S: Serializer>(
    bands: &Vec<(&'static str, Bands)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(bands.len()))?;
    for (name, bands) in bands {
        map.serialize_entry(name, bands)?;
    }
    map.end()
}

/// What an input does to the difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Driver {
    /// Path of the field, or id of the constant.
    pub input: String,
    /// Its low, likely and high value.
    pub range: [f64; 3],
    /// Share of the variance that it has a part in; absent where it was not among the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_order_index: Option<f64>,
    /// Standard error of that share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<f64>,
    /// What knowing it before choosing would save on average (NPV); never more than knowing all.
    pub value_of_information: f64,
    /// Standard error of that.
    pub value_of_information_error: f64,
    /// Difference with the input at its low value, all others likely (NPV).
    pub low_outcome: f64,
    /// Difference with the input at its high value.
    pub high_outcome: f64,
}

impl Driver {
    /// What knowing it is worth.
    pub fn worth(&self) -> Estimate {
        Estimate {
            value: self.value_of_information,
            error: self.value_of_information_error,
        }
    }

    /// How far the input moves the difference.
    pub fn swing(&self) -> f64 {
        (self.high_outcome - self.low_outcome).abs()
    }

    /// Whether another roadmap is cheaper at its low or high value.
    pub fn flips(&self, likely: f64) -> bool {
        self.low_outcome * likely < 0.0 || self.high_outcome * likely < 0.0
    }
}

/// An input and the value at which the answer turns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Turning {
    /// Path of the field, or id of the constant.
    pub input: String,
    /// Its likely value.
    pub likely: f64,
    /// The nearest value at which another roadmap is the cheapest; absent where none is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Id of that roadmap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
    /// How likely it is that the input lies beyond the value.
    pub probability: f64,
    /// Smallest and largest value that were looked at.
    pub between: [f64; 2],
}

/// What the worst futures have in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Failing {
    /// Share of the futures that are looked at.
    pub share: f64,
    /// Least difference among them: recommended less the best alternative (NPV).
    pub difference: f64,
    /// Share of all futures in which the alternative is cheaper.
    pub probability: f64,
    /// Inputs that describe them, the clearest first; empty where nothing does.
    pub conditions: Vec<Condition>,
}

/// An input whose values lie to one side in the worst futures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Condition {
    /// Path of the field, or id of the constant.
    pub input: String,
    /// Whether it is above the value there rather than below.
    pub above: bool,
    /// The value: eight in ten of the worst futures lie beyond it.
    pub value: f64,
    /// Share of all futures that lie beyond it.
    pub share_of_all: f64,
}

/// A figure estimated from draws, and how far it may be off.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

impl Estimate {
    /// Whether it is more than chance would make it.
    pub fn is_clear(self) -> bool {
        self.value > 2.0 * self.error
    }
}
