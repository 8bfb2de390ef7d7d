//! The futures' part of a report: bands, who is cheapest how often, what it hangs on.

use rayon::prelude::*;

use super::drivers::{
    MOST_INDICES, basis, one_at_a_time, total_order, value_of_information, value_of_knowing_all,
};
use super::ensemble::{CUMULATIVE_CASH, Ensemble, PRESENT_VALUE, PRESENT_VALUE_SO_FAR};
use super::failing::failing;
use super::memory::{Memory, Question};
use super::outcomes::{Outcomes, kept_draws};
use super::turning::turnings;
use crate::analysis::ready::Ready;
use crate::analysis::report::band::Band;
use crate::analysis::report::uncertainty::{
    Crossover, Difference, Driver, Estimate, RoadmapFutures, Turning, Uncertainty,
};
use crate::analysis::report::{Report, RoadmapReport, Series};
use crate::number::lanes::WIDTH;
use crate::scenario::budget::Size;

/// Draws of each kind for total-order indices, at most.
const INDEX_DRAWS: usize = 256;
/// Least share of the variance that an input explains for an index of its own to be computed, when
/// there are many.
const SMALLEST_PART: f64 = 1e-4;

/// Every series that a report has, for [`uncertainty`].
pub fn all_series(ensemble: &Ensemble<'_>) -> Vec<&'static str> {
    let with_capital = ensemble.decided.session.inputs.money.capital.is_some();
    let names = Series::NAMES.iter().copied();
    names
        .chain(with_capital.then_some("cash_balance"))
        .collect()
}

/// Series whose bands the charts of the window show.
pub const SHOWN_SERIES: [&str; 6] = [
    "total",
    "cumulative_total",
    "cash",
    CUMULATIVE_CASH,
    PRESENT_VALUE,
    PRESENT_VALUE_SO_FAR,
];

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
    let months = ensemble.months();
    let with_months = kept_draws(draws, ready.len(), kept.len(), months);
    let outcomes = Outcomes::new(blocks, (draws, with_months), months, kept);
    let probability = outcomes.probability_cheapest();
    let by_cash = outcomes.least(&outcomes.cash);
    let by_month = outcomes.probability_cheapest_by_month();
    let entries = roadmaps
        .iter()
        .zip(probability)
        .zip(by_cash)
        .zip(by_month)
        .enumerate();
    let futures = entries.map(|(r, ((((id, _), cheapest), by_cash), by_month))| {
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
            probability_cheapest_cash: by_cash,
            probability_cheapest_by_month: by_month,
            mean_regret,
            high_regret: Band::of(&mut regret).p90,
            out_of_money: capital
                .then(|| Crossover::of(outcomes.first_below_zero(r, "cash_balance"), with_months)),
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
            npv_by_month: outcomes.difference_bands(pair, PRESENT_VALUE_SO_FAR),
        }
    };
    let all: Vec<&[f64]> = outcomes.npv.iter().map(Vec::as_slice).collect();
    let knowing_all = value_of_knowing_all(&all);
    let uncertainty = Uncertainty {
        draws,
        draws_by_month: with_months,
        seed: ensemble.samples.seed,
        inputs: ensemble.dimensions.len(),
        difference: compared.map(difference),
        lead: pair(verdict.alternative.as_ref()).map(difference),
        crossover: compared.map(|pair| Crossover::of(outcomes.crossovers(pair), with_months)),
        confidence: confidence(report, &roadmaps, &outcomes),
        value_of_knowing_all: knowing_all.value,
        value_of_knowing_all_error: knowing_all.error,
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
    let needed = ["cumulative_total", PRESENT_VALUE_SO_FAR].into_iter();
    let needed = needed.chain(capital.then_some("cash_balance"));
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
        alike: running(ensemble)
            .iter()
            .map(|(id, _)| counts_as(report, id).to_owned())
            .collect(),
    }
}

/// Roadmaps that can run, by id.
pub fn running<'a>(ensemble: &'a Ensemble<'_>) -> Vec<(&'a str, &'a Ready)> {
    let all = ensemble.decided.roadmaps.iter().flatten();
    all.map(|ready| (ready.plan.id.as_str(), ready)).collect()
}

/// Id of the roadmap that one counts as.
fn counts_as<'a>(report: &'a Report, id: &'a str) -> &'a str {
    let found = report.roadmaps.iter().find(|roadmap| roadmap.id == id);
    found.map_or(id, RoadmapReport::counts_as)
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

/// How often the recommended roadmap, or one that counts as it, is the cheapest of those that it was
/// chosen among.
fn confidence(report: &Report, roadmaps: &[(&str, &Ready)], outcomes: &Outcomes) -> f64 {
    let recommended = report.verdict.recommended.as_str();
    let among = chosen_among(report, roadmaps);
    let mut wins = 0;
    for draw in 0..outcomes.draws() {
        let winner = super::outcomes::cheapest(among.iter().map(|r| outcomes.npv[*r][draw]));
        wins += usize::from(
            winner.is_some_and(|w| counts_as(report, roadmaps[among[w]].0) == recommended),
        );
    }
    wins as f64 / outcomes.draws().max(1) as f64
}

/// How often [`drivers`] asks whether to go on, at most.
pub(super) fn index_steps(ensemble: &Ensemble<'_>, draws: usize) -> usize {
    let inputs = ensemble.dimensions.len().min(MOST_INDICES);
    index_draws(ensemble, draws).div_ceil(WIDTH) * inputs
}

/// Futures in which total-order indices are computed.
fn index_draws(ensemble: &Ensemble<'_>, draws: usize) -> usize {
    draws.min(Size::of(ensemble.decided.scenario).draws_asked(INDEX_DRAWS))
}

/// What each input is worth to know, and the share of the variance of a pair's difference that it
/// explains.
fn worth_knowing(
    ensemble: &Ensemble<'_>,
    outcomes: &Outcomes,
    [one, other]: [usize; 2],
) -> (Vec<Estimate>, Vec<f64>) {
    // The pair first: the share explained is that of its difference.
    let mut costs: Vec<&[f64]> = vec![&outcomes.npv[one], &outcomes.npv[other]];
    let rest = (0..outcomes.npv.len()).filter(|r| *r != one && *r != other);
    costs.extend(rest.map(|r| outcomes.npv[r].as_slice()));
    (0..ensemble.dimensions.len())
        .into_par_iter()
        .map(|d| {
            let chances = (0..outcomes.draws()).map(|draw| ensemble.samples.chance(draw, d));
            value_of_information(&basis(chances), &costs)
        })
        .unzip()
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
    let inputs = ensemble.dimensions.list();
    let (worth, explained) = worth_knowing(ensemble, outcomes, [one, other]);
    let known = inputs.iter().zip(&swings).zip(&worth);
    let mut list: Vec<Driver> = known
        .map(|((input, [low, high]), worth)| Driver {
            input: input.name.clone(),
            range: [input.range.low, input.range.likely, input.range.high],
            total_order_index: None,
            error: None,
            value_of_information: worth.value,
            value_of_information_error: worth.error,
            low_outcome: *low,
            high_outcome: *high,
        })
        .collect();
    let mut first: Vec<usize> = (0..inputs.len()).collect();
    first.sort_by(|a, b| explained[*b].total_cmp(&explained[*a]).then(a.cmp(b)));
    if first.len() > MOST_INDICES {
        first.truncate(MOST_INDICES);
        first.retain(|d| explained[*d] > SMALLEST_PART);
    }
    let draws = index_draws(ensemble, outcomes.draws());
    let indices = total_order(ensemble, pair, &first, draws, go_on)?;
    for (d, index) in first.iter().zip(indices) {
        list[*d].total_order_index = Some(index.value);
        list[*d].error = Some(index.error);
    }
    // One that counts as the recommended roadmap turns nothing.
    let is_other =
        |id: &str| id == verdict.recommended || counts_as(report, id) != verdict.recommended;
    let among: Vec<(&str, &Ready)> = chosen_among(report, &roadmaps)
        .into_iter()
        .map(|r| roadmaps[r])
        .filter(|(id, _)| is_other(id))
        .collect();
    let mut looked = first;
    let swing = |d: &usize| (swings[*d][1] - swings[*d][0]).abs();
    looked.sort_by(|a, b| swing(b).total_cmp(&swing(a)).then(a.cmp(b)));
    looked.truncate(Size::of(ensemble.decided.scenario).inputs_asked(looked.len()));
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

#[cfg(test)]
mod tests {
    use super::{Memory, running, total_order, uncertainty, worth_knowing};
    use crate::analysis;
    use crate::analysis::decided::Decided;
    use crate::analysis::futures::ensemble::Ensemble;
    use crate::catalog::Catalog;
    use crate::presets;

    /// Futures in each of the tests, and inputs whose part of the variance is looked at.
    const DRAWS: usize = 16;
    const INPUTS: usize = 3;

    #[test]
    fn one_input_is_never_worth_more_than_all_and_no_part_is_more_than_the_whole() {
        for preset in presets::list() {
            for with_catalogue in [false, true] {
                let mut plan = preset.scenario().unwrap();
                plan.catalogue_ranges = with_catalogue;
                let mut decided = Decided::new(&plan, Catalog::builtin().unwrap()).unwrap();
                let report = analysis::report(&mut decided).unwrap();
                for seed in 1..=10 {
                    let ensemble = Ensemble::new(&decided, seed).unwrap();
                    let what = format!("{}, {with_catalogue}, seed {seed}", preset.name);
                    let mut memory = Memory::default();
                    let drawn = uncertainty(&ensemble, &report, DRAWS, &[], &mut memory, &|| true);
                    let (futures, outcomes) = drawn.unwrap();
                    let all = futures.value_of_knowing_all;
                    assert!(all >= 0.0 && futures.value_of_knowing_all_error.is_finite());
                    let roadmaps = running(&ensemble);
                    let place = |id: &str| roadmaps.iter().position(|(known, _)| *known == id);
                    let compared = report.verdict.compared_with.as_deref().unwrap();
                    let [one, other] =
                        [&report.verdict.recommended, compared].map(|id| place(id).unwrap());
                    let (worth, explained) = worth_knowing(&ensemble, &outcomes, [one, other]);
                    for (d, worth) in worth.iter().enumerate() {
                        let input = &ensemble.dimensions.list()[d].name;
                        let rounding = 1e-9 * outcomes.npv[one][0].abs();
                        assert!(
                            (0.0..=all + rounding).contains(&worth.value),
                            "{what}: {input} is worth {} of {all}",
                            worth.value
                        );
                        assert!(worth.error.is_finite() && worth.error >= 0.0);
                    }
                    let mut first: Vec<usize> = (0..explained.len()).collect();
                    first.sort_by(|a, b| explained[*b].total_cmp(&explained[*a]));
                    first.truncate(INPUTS);
                    let pair = [roadmaps[one].1, roadmaps[other].1];
                    let parts = total_order(&ensemble, pair, &first, DRAWS / 2, &|| true);
                    for part in parts.unwrap() {
                        assert!((0.0..=1.0).contains(&part.value), "{what}: {part:?}");
                        assert!(
                            part.error.is_finite() && part.error >= 0.0,
                            "{what}: {part:?}"
                        );
                    }
                }
            }
        }
    }
}
