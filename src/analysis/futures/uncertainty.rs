//! The futures' part of a report: bands, who is cheapest how often, what it hangs on.

use rayon::prelude::*;

use super::drivers::{
    MOST_INDICES, basis, one_at_a_time, total_order, value_of_information, value_of_knowing_all,
};
use super::ensemble::{CUMULATIVE_CASH, Ensemble, PRESENT_VALUE, PRESENT_VALUE_SO_FAR};
use super::failing::failing;
use super::outcomes::{CASH_BALANCE, CUMULATIVE_TOTAL, Outcomes, Wanted};
use super::turning::turnings;
use crate::analysis::ready::Ready;
use crate::analysis::report::band::Band;
use crate::analysis::report::uncertainty::{
    Crossover, Difference, Driver, Estimate, RoadmapFutures, Turning, Uncertainty,
};
use crate::analysis::report::{Report, RoadmapReport, Series};
use crate::engine::series::SERIES;
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
    names.chain(with_capital.then_some(CASH_BALANCE)).collect()
}

/// Series whose bands the charts of the window show.
pub const SHOWN_SERIES: [&str; 6] = [
    SERIES.total.id,
    SERIES.cumulative_total.id,
    SERIES.cash.id,
    CUMULATIVE_CASH,
    PRESENT_VALUE,
    PRESENT_VALUE_SO_FAR,
];

/// What a report tells of single months.
///
/// `series`: names of the series whose bands are asked for; those that the figures need are added.
pub fn wanted(ensemble: &Ensemble<'_>, report: &Report, series: &[&'static str]) -> Wanted {
    let mut wanted = Wanted {
        series: series.to_vec(),
        pairs: Vec::new(),
    };
    let capital = ensemble.decided.session.inputs.money.capital.is_some();
    let needed = [CUMULATIVE_TOTAL, PRESENT_VALUE_SO_FAR].into_iter();
    for series in needed.chain(capital.then_some(CASH_BALANCE)) {
        if !wanted.series.contains(&series) {
            wanted.series.push(series);
        }
    }
    for pair in compared(ensemble, report).into_iter().flatten() {
        if !wanted.pairs.contains(&pair) {
            wanted.pairs.push(pair);
        }
    }
    wanted
}

/// Places of the recommended roadmap and of the one that it is compared with, and of the recommended
/// one and the best alternative.
fn compared(ensemble: &Ensemble<'_>, report: &Report) -> [Option<[usize; 2]>; 2] {
    let roadmaps = running(ensemble);
    let place = |id: &str| roadmaps.iter().position(|(known, _)| *known == id);
    let verdict = &report.verdict;
    [&verdict.compared_with, &verdict.alternative]
        .map(|other| Some([place(&verdict.recommended)?, place(other.as_deref()?)?]))
}

/// Says what the roadmaps of a report come to in a number of futures.
///
/// Drivers are left out, see [`drivers`].
pub fn uncertainty(ensemble: &Ensemble<'_>, report: &Report, outcomes: &Outcomes) -> Uncertainty {
    let roadmaps = running(ensemble);
    let capital = ensemble.decided.session.inputs.money.capital.is_some();
    let draws = outcomes.draws();
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
            bands: outcomes.bands(r),
            probability_cheapest: cheapest,
            probability_cheapest_cash: by_cash,
            probability_cheapest_by_month: by_month,
            mean_regret,
            high_regret: Band::of(&mut regret).p90,
            out_of_money: capital.then(|| Crossover::of(outcomes.out_of_money(r), draws)),
        }
    });
    let futures: Vec<RoadmapFutures> = futures.collect();
    let [compared, lead] = compared(ensemble, report);
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
            by_month: outcomes.difference_bands(pair, CUMULATIVE_TOTAL),
            npv_by_month: outcomes.difference_bands(pair, PRESENT_VALUE_SO_FAR),
        }
    };
    let all: Vec<&[f64]> = outcomes.npv.iter().map(Vec::as_slice).collect();
    let knowing_all = value_of_knowing_all(&all);
    Uncertainty {
        draws,
        draws_by_month: draws,
        seed: ensemble.samples.seed,
        inputs: ensemble.dimensions.len(),
        difference: compared.map(difference),
        lead: lead.map(difference),
        crossover: compared.map(|pair| Crossover::of(outcomes.crossovers(pair), draws)),
        confidence: confidence(report, &roadmaps, outcomes),
        value_of_knowing_all: knowing_all.value,
        value_of_knowing_all_error: knowing_all.error,
        failing: lead.and_then(|pair| {
            let difference = outcomes.difference(pair);
            failing(&ensemble.dimensions, ensemble.samples, &difference)
        }),
        roadmaps: futures,
        drivers: Vec::new(),
        turning: Vec::new(),
    }
}

/// What the report's part depends on beside the futures.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    /// Ids that the verdict is about: recommended, compared with, alternative.
    verdict: [Option<String>; 3],
    /// Places of those that the recommended one was chosen among.
    among: Vec<usize>,
    /// Id of the roadmap that each counts as.
    alike: Vec<String>,
}

/// The question that a report asks of its futures.
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
    use super::{running, total_order, uncertainty, wanted, worth_knowing};
    use crate::analysis;
    use crate::analysis::decided::DecidedScenario;
    use crate::analysis::futures::draws::Draws;
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
                let mut decided = DecidedScenario::new(&plan, Catalog::builtin().unwrap()).unwrap();
                let report = analysis::report(&mut decided).unwrap();
                for seed in 1..=10 {
                    let ensemble = Ensemble::new(&decided, seed).unwrap();
                    let what = format!("{}, {with_catalogue}, seed {seed}", preset.name);
                    let wanted = wanted(&ensemble, &report, &[]);
                    let drawn = Draws::default().get(&ensemble, &wanted, DRAWS, &|| true);
                    let outcomes = drawn.unwrap();
                    let futures = uncertainty(&ensemble, &report, &outcomes);
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
