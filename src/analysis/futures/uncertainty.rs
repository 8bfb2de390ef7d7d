//! The futures' part of a report: bands, who is cheapest how often, what it hangs on.

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

use super::drivers::{
    Driver, MOST_INDICES, basis, one_at_a_time, total_order, value_of_information,
    value_of_knowing_all,
};
use super::ensemble::{CUMULATIVE_CASH, Ensemble};
use super::failing::{Failing, failing};
use super::memory::{Memory, Question};
use super::outcomes::{Band, Bands, Outcomes};
use super::turning::{Turning, turnings};
use crate::analysis::report::{Report, RoadmapReport, Series};
use crate::analysis::session::Ready;

/// Draws of each kind for total-order indices, at most.
const INDEX_DRAWS: usize = 256;
/// Least share of the variance that an input explains for an index of its own to be computed, when
/// there are many.
const SMALLEST_PART: f64 = 1e-4;

/// The futures of a scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Uncertainty {
    /// How many futures were drawn.
    pub draws: usize,
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
    fn of(mut months: Vec<f64>, draws: usize) -> Self {
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

/// Every series that a report has, for [`uncertainty`].
pub fn all_series(ensemble: &Ensemble<'_>) -> Vec<&'static str> {
    let with_capital = ensemble.decided.session.inputs.money.capital.is_some();
    let names = Series::NAMES.iter().copied();
    names
        .chain(with_capital.then_some("cash_balance"))
        .collect()
}

/// Series whose bands the charts of the window show.
pub const SHOWN_SERIES: [&str; 4] = ["total", "cumulative_total", "cash", CUMULATIVE_CASH];

/// Draws futures of all roadmaps of a report and says what they come to.
///
/// `series`: names of the series whose bands are kept; the cumulative total always is. Drivers are
/// left out, see [`drivers`]. What `memory` has is not drawn again. `None` when `go_on` said no on the way.
pub fn uncertainty(
    ensemble: &Ensemble<'_>,
    report: &Report,
    draws: usize,
    series: &[&'static str],
    memory: &mut Memory,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<(Uncertainty, Outcomes)> {
    let roadmaps = running(ensemble);
    let capital = ensemble.decided.session.inputs.money.capital.is_some();
    let kept = with_needed(ensemble, series);
    let ready: Vec<&Ready> = roadmaps.iter().map(|(_, ready)| *ready).collect();
    let blocks = memory.draw(ensemble, draws, &ready, &kept, go_on)?;
    let outcomes = Outcomes::new(blocks, draws, ensemble.months(), kept);
    let probability = outcomes.probability_cheapest();
    let by_month = outcomes.probability_cheapest_by_month();
    let entries = roadmaps.iter().zip(probability).zip(by_month).enumerate();
    let futures = entries.map(|(r, (((id, _), cheapest), by_month))| {
        let mut regret = outcomes.regret(r);
        let mean_regret = regret.iter().sum::<f64>() / draws.max(1) as f64;
        RoadmapFutures {
            id: (*id).to_owned(),
            total_npv: Band::of(&mut outcomes.npv[r].clone()),
            total: Band::of(&mut outcomes.total[r].clone()),
            bands: outcomes
                .series()
                .iter()
                .map(|name| (*name, outcomes.bands(r, name)))
                .collect(),
            probability_cheapest: cheapest,
            probability_cheapest_by_month: by_month,
            mean_regret,
            high_regret: Band::of(&mut regret).p90,
            out_of_money: capital
                .then(|| Crossover::of(outcomes.first_below_zero(r, "cash_balance"), draws)),
        }
    });
    let futures: Vec<RoadmapFutures> = futures.collect();
    let verdict = &report.verdict;
    let place = |id: &str| roadmaps.iter().position(|(known, _)| *known == id);
    let pair = |other: Option<&String>| Some([place(&verdict.recommended)?, place(other?)?]);
    let compared = pair(verdict.compared_with.as_ref());
    let names =
        |[one, other]: [usize; 2]| [roadmaps[one].0.to_owned(), roadmaps[other].0.to_owned()];
    let difference = |pair: [usize; 2]| {
        let mut npv = outcomes.difference(pair);
        let cheaper = npv.iter().filter(|difference| **difference < 0.0).count();
        let totals = outcomes.total[pair[0]].iter().zip(&outcomes.total[pair[1]]);
        let mut total: Vec<f64> = totals.map(|(one, other)| one - other).collect();
        Difference {
            between: names(pair),
            npv: Band::of(&mut npv),
            total: Band::of(&mut total),
            probability: cheaper as f64 / draws.max(1) as f64,
            by_month: outcomes.difference_bands(pair, "cumulative_total"),
        }
    };
    let all: Vec<&[f64]> = outcomes.npv.iter().map(Vec::as_slice).collect();
    let uncertainty = Uncertainty {
        draws,
        seed: ensemble.samples.seed,
        inputs: ensemble.dimensions.len(),
        difference: compared.map(difference),
        lead: pair(verdict.alternative.as_ref()).map(difference),
        crossover: compared.map(|pair| Crossover::of(outcomes.crossovers(pair), draws)),
        confidence: confidence(report, &roadmaps, &outcomes),
        value_of_knowing_all: value_of_knowing_all(&all),
        failing: pair(verdict.alternative.as_ref()).and_then(|pair| {
            let difference = outcomes.difference(pair);
            failing(&ensemble.dimensions, ensemble.samples, &difference)
        }),
        roadmaps: futures,
        drivers: Vec::new(),
        turning: Vec::new(),
    };
    Some((uncertainty, outcomes))
}

/// Series whose bands are kept, with those that the figures themselves need.
pub(super) fn with_needed(ensemble: &Ensemble<'_>, series: &[&'static str]) -> Vec<&'static str> {
    let capital = ensemble.decided.session.inputs.money.capital.is_some();
    let mut kept = series.to_vec();
    let needed = std::iter::once("cumulative_total").chain(capital.then_some("cash_balance"));
    for series in needed {
        if !kept.contains(&series) {
            kept.push(series);
        }
    }
    kept
}

/// What the report's part depends on beside the futures.
pub(super) fn question(report: &Report, ensemble: &Ensemble<'_>) -> Question {
    let verdict = &report.verdict;
    Question {
        verdict: [
            Some(verdict.recommended.clone()),
            verdict.compared_with.clone(),
            verdict.alternative.clone(),
        ],
        among: chosen_among(report, &running(ensemble)),
    }
}

/// Roadmaps that can run, by id.
pub fn running<'a>(ensemble: &'a Ensemble<'_>) -> Vec<(&'a str, &'a Ready)> {
    let all = ensemble.decided.roadmaps.iter().flatten();
    all.map(|ready| (ready.plan.id.as_str(), ready)).collect()
}

/// Places of the roadmaps that the recommended one was chosen among: those that keep the goals, or
/// all where it keeps not all of them itself.
fn chosen_among(report: &Report, roadmaps: &[(&str, &Ready)]) -> Vec<usize> {
    let keeps = |id: &str| {
        let roadmap = report.roadmaps.iter().find(|roadmap| roadmap.id == id);
        roadmap.is_none_or(RoadmapReport::keeps_goals)
    };
    let recommended = report.verdict.recommended.as_str();
    (0..roadmaps.len())
        .filter(|r| keeps(roadmaps[*r].0) == keeps(recommended))
        .collect()
}

/// How often the recommended roadmap is the cheapest of those that it was chosen among.
fn confidence(report: &Report, roadmaps: &[(&str, &Ready)], outcomes: &Outcomes) -> f64 {
    let recommended = report.verdict.recommended.as_str();
    let among = chosen_among(report, roadmaps);
    let mut wins = 0;
    for draw in 0..outcomes.draws() {
        let winner = super::outcomes::cheapest(among.iter().map(|r| outcomes.npv[*r][draw]));
        wins += usize::from(winner.is_some_and(|w| roadmaps[among[w]].0 == recommended));
    }
    wins as f64 / outcomes.draws().max(1) as f64
}

/// What moves the difference between the recommended roadmap and the one it is compared with.
///
/// `outcomes`: of the same ensemble and report. The value of information is about the choice among
/// all roadmaps that can run. With them comes where the answer turns. `None` when `go_on` said no on
/// the way.
pub fn drivers(
    ensemble: &Ensemble<'_>,
    report: &Report,
    outcomes: &Outcomes,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<(Vec<Driver>, Vec<Turning>)> {
    let roadmaps = running(ensemble);
    let place = |id: &str| roadmaps.iter().position(|(known, _)| *known == id);
    let verdict = &report.verdict;
    let (Some(one), Some(other)) = (
        place(&verdict.recommended),
        verdict.compared_with.as_deref().and_then(place),
    ) else {
        return Some((Vec::new(), Vec::new()));
    };
    let pair = [roadmaps[one].1, roadmaps[other].1];
    let swings = one_at_a_time(ensemble, pair);
    // The pair first: the share explained is that of its difference.
    let mut costs: Vec<&[f64]> = vec![&outcomes.npv[one], &outcomes.npv[other]];
    let rest = (0..roadmaps.len()).filter(|r| *r != one && *r != other);
    costs.extend(rest.map(|r| outcomes.npv[r].as_slice()));
    let inputs = ensemble.dimensions.list();
    let mut explained = Vec::with_capacity(inputs.len());
    let mut list: Vec<Driver> = Vec::with_capacity(inputs.len());
    for (d, (input, [low, high])) in inputs.iter().zip(&swings).enumerate() {
        let chances = (0..outcomes.draws()).map(|draw| ensemble.samples.chance(draw, d));
        let (value, share) = value_of_information(&basis(chances), &costs);
        explained.push(share);
        list.push(Driver {
            input: input.name.clone(),
            range: [input.range.low, input.range.likely, input.range.high],
            total_order_index: None,
            value_of_information: value,
            low_outcome: *low,
            high_outcome: *high,
        });
    }
    let mut first: Vec<usize> = (0..inputs.len()).collect();
    first.sort_by(|a, b| explained[*b].total_cmp(&explained[*a]).then(a.cmp(b)));
    if first.len() > MOST_INDICES {
        first.truncate(MOST_INDICES);
        first.retain(|d| explained[*d] > SMALLEST_PART);
    }
    let draws = outcomes.draws().min(INDEX_DRAWS);
    let indices = total_order(ensemble, pair, &first, draws, go_on)?;
    for (d, index) in first.iter().zip(indices) {
        list[*d].total_order_index = Some(index);
    }
    let among: Vec<(&str, &Ready)> = chosen_among(report, &roadmaps)
        .into_iter()
        .map(|r| roadmaps[r])
        .collect();
    let mut looked = first;
    let swing = |d: &usize| (swings[*d][1] - swings[*d][0]).abs();
    looked.sort_by(|a, b| swing(b).total_cmp(&swing(a)).then(a.cmp(b)));
    let mut turning = turnings(ensemble, &among, &verdict.recommended, &looked);
    turning.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    list.sort_by(|a, b| {
        let part = |driver: &Driver| driver.total_order_index.unwrap_or(-1.0);
        part(b)
            .total_cmp(&part(a))
            .then(b.swing().total_cmp(&a.swing()))
            .then(a.input.cmp(&b.input))
    });
    Some((list, turning))
}
