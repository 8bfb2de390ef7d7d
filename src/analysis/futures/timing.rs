//! When to split: what every month would cost, and what watching a measure is worth.
//!
//! The switch is projected with its change in every month, in the same futures, so that months are
//! compared within a future and not across. A tripwire starts the change in the first month in which
//! a measure of the unsplit product reaches a threshold; it can beat every fixed month, because it
//! starts early in the futures that need it and never in those that do not.

use rayon::prelude::*;

use super::ensemble::{Block, Ensemble, Kept};
use super::rules::sentence;
use super::uncertainty::running;
use crate::analysis::decided::DecidedScenario;
use crate::analysis::ready::Ready;
use crate::analysis::report::band::{Band, percentile};
use crate::analysis::report::timing::{CurvePoint, OtherRoadmap, Sign, Timing, Tripwire};
use crate::number::lanes::WIDTH;
use crate::scenario::schema::Actual;

/// Thresholds tried for a measure.
const THRESHOLDS: usize = 40;

/// What a tripwire watches, in the order shown.
pub const MEASURES: [&str; 7] = [
    "engineers",
    "lead_time_days",
    "queue_days",
    "users",
    "cash",
    "down_hours",
    "pace_use",
];

/// Series that are kept of the product that never splits.
const WATCHED: [&str; 8] = [
    "engineers",
    "lead_time_days",
    "queue_days",
    "users",
    "cash",
    "down_hours",
    "wanted_changes",
    "pace_ceiling",
];

/// The switch with its change in every month that is compared, "never" last.
pub struct Switches {
    months: Vec<Option<usize>>,
    ready: Vec<Ready>,
}

impl Switches {
    /// Prepares every `step`th month of the switch as decided; nothing when it cannot run.
    pub fn new(decided: &mut DecidedScenario<'_>, step: usize) -> Option<Self> {
        let all = decided.roadmaps.iter().flatten();
        let switch = all.clone().position(|ready| ready.plan.searches_month())?;
        let last = decided.session.inputs.months;
        let mut switches = Self {
            months: Vec::new(),
            ready: Vec::new(),
        };
        let DecidedScenario {
            roadmaps, session, ..
        } = decided;
        let switch = roadmaps.iter().flatten().nth(switch)?;
        let months = (0..last).step_by(step.max(1)).map(Some);
        for month in months.chain(std::iter::once(None)) {
            let ready = session.moved(switch, month.unwrap_or(last)).ok()?;
            switches.months.push(month);
            switches.ready.push(ready);
        }
        Some(switches)
    }
}

/// Reads a sign off the last month that turned out.
///
/// `paths`: of the measure, by future, then month.
fn sign(
    metric: &str,
    actuals: &[Actual],
    threshold: Option<f64>,
    paths: &[Vec<f64>],
) -> Option<Sign> {
    let months = paths.first()?.len();
    let value = |actual: &Actual| {
        let stated = match metric {
            "users" => actual.users,
            "cash" => actual.spend,
            "engineers" => actual.engineers,
            "lead_time_days" => actual.lead_time_days,
            _ => None,
        };
        Some((actual.month as usize, stated?.likely))
    };
    let known = actuals.iter().filter_map(value);
    let (month, actual) = known
        .filter(|(month, _)| *month < months)
        .max_by_key(|(month, _)| *month)?;
    let median = |month: usize| {
        let mut values: Vec<f64> = paths.iter().map(|path| path[month]).collect();
        percentile(&mut values, 0.5)
    };
    let planned = median(month);
    let ratio = if planned > 0.0 { actual / planned } else { 1.0 };
    let trips = threshold.and_then(|threshold| {
        if actual >= threshold {
            return Some(month);
        }
        (month + 1..months).find(|later| median(*later) * ratio >= threshold)
    });
    Some(Sign {
        month,
        actual,
        planned,
        trips,
    })
}

/// Costs by month of change and future, and what is watched by month and future.
struct Costs {
    months: Vec<Option<usize>>,
    /// By month of change, then future.
    npv: Vec<Vec<f64>>,
    draws: usize,
}

/// Works out when to split, over the first `draws` futures; `None` when `go_on` said no.
pub fn timing(
    ensemble: &Ensemble<'_>,
    switches: &Switches,
    draws: usize,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<Timing> {
    let ready: Vec<&Ready> = switches.ready.iter().collect();
    let (never, before) = ready.split_last()?;
    // Only the product that never splits is watched.
    let others: Vec<(&str, &Ready)> = running(ensemble)
        .into_iter()
        .filter(|(_, ready)| !ready.plan.searches_month())
        .collect();
    // It comes first: the others are the same projection until their change begins.
    let mut projected = vec![*never];
    projected.extend(before);
    projected.extend(others.iter().map(|(_, ready)| *ready));
    let blocks = ensemble.run_keeping(draws, &projected, &Kept::OfFirst(&WATCHED), go_on)?;
    let npv_of = |r: usize| -> Vec<f64> {
        let all = blocks.iter().flat_map(|block| block[r].npv);
        all.take(draws).collect()
    };
    let mut npv: Vec<Vec<f64>> = (1..=before.len()).map(npv_of).collect();
    npv.push(npv_of(0));
    let costs = Costs {
        months: switches.months.clone(),
        npv,
        draws,
    };
    let best = costs.best(&|_| true);
    let months = ensemble.months();
    let mut tripwires: Vec<Tripwire> = MEASURES
        .par_iter()
        .map(|metric| {
            let paths = paths(metric, &blocks, draws, months);
            let mut rule = tripwire(metric, &paths, &costs);
            let scenario = ensemble.decided.scenario;
            rule.sign = sign(metric, &scenario.actuals, rule.threshold, &paths);
            rule.sentence = sentence(scenario, &rule);
            rule
        })
        .collect();
    tripwires.sort_by(|a, b| b.value_of_watching.total_cmp(&a.value_of_watching));
    let others = others.iter().enumerate().map(|(at, (id, _))| {
        let (extra, extra_mean) = costs.extra(&npv_of(1 + before.len() + at), best);
        OtherRoadmap {
            id: (*id).to_owned(),
            extra,
            extra_mean,
        }
    });
    Some(Timing {
        best_month: costs.months[best],
        curve: costs.curve(best),
        others: others.collect(),
        tripwires,
        extraction_order: Vec::new(),
        best_partition: None,
    })
}

/// Values of a measure, by future, then month.
fn paths(metric: &str, watched: &[Vec<Block>], draws: usize, months: usize) -> Vec<Vec<f64>> {
    let at = |series: &str| WATCHED.iter().position(|name| *name == series).unwrap_or(0) * months;
    let read = |series: &str, draw: usize, month: usize| {
        f64::from(watched[draw / WIDTH][0].paths[at(series) + month][draw % WIDTH])
    };
    let value = |draw: usize, month: usize| match metric {
        "pace_use" => {
            let ceiling = read("pace_ceiling", draw, month);
            if ceiling > 0.0 {
                read("wanted_changes", draw, month) / ceiling
            } else {
                0.0
            }
        }
        series => read(series, draw, month),
    };
    (0..draws)
        .map(|draw| (0..months).map(|month| value(draw, month)).collect())
        .collect()
}

impl Costs {
    /// Mean cost of a change in a month over some of the futures.
    fn mean(&self, at: usize, counts: &dyn Fn(usize) -> bool) -> f64 {
        let chosen = (0..self.draws).filter(|draw| counts(*draw));
        let (sum, count) = chosen.fold((0.0, 0), |(sum, count), draw| {
            (sum + self.npv[at][draw], count + 1)
        });
        sum / f64::from(count.max(1))
    }

    /// Place of the month of least mean cost.
    fn best(&self, counts: &dyn Fn(usize) -> bool) -> usize {
        let means = (0..self.months.len()).map(|at| self.mean(at, counts));
        super::outcomes::cheapest(means).unwrap_or(0)
    }

    /// What costs in every future are more than those of the best month: band and mean.
    fn extra(&self, npv: &[f64], best: usize) -> (Band, f64) {
        let pairs = npv.iter().zip(&self.npv[best]);
        let mut extra: Vec<f64> = pairs.map(|(here, best)| here - best).collect();
        let mean = extra.iter().sum::<f64>() / self.draws.max(1) as f64;
        (Band::of(&mut extra), mean)
    }

    fn curve(&self, best: usize) -> Vec<CurvePoint> {
        (0..self.months.len())
            .map(|at| {
                let (extra, extra_mean) = self.extra(&self.npv[at], best);
                CurvePoint {
                    month: self.months[at],
                    npv: Band::of(&mut self.npv[at].clone()),
                    mean: self.mean(at, &|_| true),
                    extra,
                    extra_mean,
                }
            })
            .collect()
    }

    /// Place of the first month compared that is not before this one, or never.
    fn place(&self, month: Option<usize>) -> usize {
        let never = self.months.len() - 1;
        let Some(month) = month else {
            return never;
        };
        let later = self
            .months
            .iter()
            .position(|m| m.is_some_and(|m| m >= month));
        later.unwrap_or(never)
    }

    /// Mean cost over some futures when the change starts at a threshold.
    fn watching(&self, paths: &[Vec<f64>], threshold: f64, counts: &dyn Fn(usize) -> bool) -> f64 {
        let mut sum = 0.0;
        let mut count = 0;
        for draw in (0..self.draws).filter(|draw| counts(*draw)) {
            let reached = paths[draw].iter().position(|value| *value >= threshold);
            sum += self.npv[self.place(reached)][draw];
            count += 1;
        }
        sum / f64::from(count.max(1))
    }
}

/// The best threshold of a measure and what it is worth.
fn tripwire(metric: &str, paths: &[Vec<f64>], costs: &Costs) -> Tripwire {
    let mut values: Vec<f64> = paths.iter().flatten().copied().collect();
    // Never to start is a threshold too.
    let mut thresholds: Vec<f64> = (0..THRESHOLDS)
        .map(|step| percentile(&mut values, step as f64 / (THRESHOLDS - 1) as f64))
        .collect();
    thresholds.push(f64::INFINITY);
    thresholds.dedup();
    let best = |counts: &dyn Fn(usize) -> bool| {
        let all = thresholds.iter();
        let means = all.map(|threshold| costs.watching(paths, *threshold, counts));
        thresholds[super::outcomes::cheapest(means).unwrap_or(0)]
    };
    let threshold = best(&|_| true);
    // Threshold and month are chosen on one half of the futures and judged on the other, both ways:
    // chosen and judged on the same ones either would look better than it is.
    let halves: [&dyn Fn(usize) -> bool; 2] = [&|draw| draw % 2 == 0, &|draw| draw % 2 == 1];
    let mut worth = 0.0;
    for (chosen, judged) in [(halves[0], halves[1]), (halves[1], halves[0])] {
        let fixed = costs.mean(costs.best(chosen), judged);
        worth += (fixed - costs.watching(paths, best(chosen), judged)) / 2.0;
    }
    let reached = |path: &Vec<f64>| path.iter().position(|value| *value >= threshold);
    let mut months: Vec<f64> = paths.iter().filter_map(reached).map(|m| m as f64).collect();
    let mut starts: Vec<f64> = paths
        .iter()
        .filter_map(|path| path.first().copied())
        .collect();
    Tripwire {
        metric: metric.to_owned(),
        threshold: threshold.is_finite().then_some(threshold),
        expected_total: costs.watching(paths, threshold, &|_| true),
        value_of_watching: worth.max(0.0),
        today: percentile(&mut starts, 0.5),
        probability: months.len() as f64 / costs.draws.max(1) as f64,
        month: (!months.is_empty()).then(|| Band::of(&mut months)),
        sign: None,
        sentence: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Costs, Sign, sign, tripwire};
    use crate::scenario::Quantity;
    use crate::scenario::schema::Actual;

    #[test]
    fn a_sign_goes_on_from_what_turned_out_in_proportion() {
        // Planned 10, 20, 30, 40, 50; in month 1 it was 24, a fifth above: 36, 48, 60 follow.
        let paths = vec![vec![10.0, 20.0, 30.0, 40.0, 50.0]; 3];
        let of = |month: u32, users: f64| Actual {
            month,
            users: Some(Quantity::point(users)),
            ..Actual::default()
        };
        let actuals = [of(1, 24.0), of(0, 10.0)];
        let found = |threshold: Option<f64>| sign("users", &actuals, threshold, &paths).unwrap();
        let expected = |trips: Option<usize>| Sign {
            month: 1,
            actual: 24.0,
            planned: 20.0,
            trips,
        };
        assert_eq!(found(Some(45.0)), expected(Some(3)));
        assert_eq!(found(Some(23.0)), expected(Some(1)));
        assert_eq!(found(Some(70.0)), expected(None));
        assert_eq!(found(None), expected(None));
        // Nothing was measured of people, nor within these months.
        assert_eq!(sign("engineers", &actuals, Some(1.0), &paths), None);
        assert_eq!(sign("users", &[of(9, 5.0)], Some(1.0), &paths), None);
    }

    /// Four months and never; in even futures waiting costs 10 a month from 100 on, never 200; in odd
    /// ones changing costs 50 more than never, whenever it is.
    fn costs(draws: usize) -> Costs {
        let months = vec![Some(0), Some(1), Some(2), Some(3), None];
        let cost = |at: usize, draw: usize| match (draw % 4 < 2, at) {
            (true, 4) => 200.0,
            (true, at) => 100.0 + 10.0 * at as f64,
            (false, 4) => 100.0,
            (false, _) => 150.0,
        };
        Costs {
            npv: (0..5)
                .map(|at| (0..draws).map(|draw| cost(at, draw)).collect())
                .collect(),
            months,
            draws,
        }
    }

    #[test]
    fn watching_tells_futures_apart() {
        let costs = costs(80);
        // The measure reaches 5 in month 1 where waiting is dear, and stays below 3 elsewhere.
        let paths: Vec<Vec<f64>> = (0..80)
            .map(|draw| {
                if draw % 4 < 2 {
                    vec![1.0, 5.0, 6.0, 7.0]
                } else {
                    vec![1.0, 1.5, 2.0, 3.0]
                }
            })
            .collect();
        let found = tripwire("users", &paths, &costs);
        // Fixed: month 0 costs (100 + 150)/2 = 125 on average, never 150. Watching: (110 + 100)/2.
        assert_eq!(found.expected_total, 105.0);
        assert_eq!(found.value_of_watching, 20.0);
        assert!(found.threshold.is_some_and(|at| 3.0 < at && at <= 5.0));
        assert_eq!(found.probability, 0.5);
        assert_eq!(found.month.map(|band| band.p50), Some(1.0));
    }

    #[test]
    fn a_measure_that_tells_nothing_is_worth_nothing() {
        let costs = costs(80);
        let paths = vec![vec![1.0, 2.0, 3.0, 4.0]; 80];
        let found = tripwire("users", &paths, &costs);
        assert_eq!(found.value_of_watching, 0.0);
    }

    #[test]
    fn the_curve_is_paired() {
        let costs = costs(40);
        let best = costs.best(&|_| true);
        assert_eq!(costs.months[best], Some(0));
        let curve = costs.curve(best);
        assert_eq!(curve[best].extra.p90, 0.0);
        // Month 2 costs 20 more in half of the futures and the same in the others.
        assert_eq!(
            (curve[2].extra_mean, curve[2].extra.p10, curve[2].extra.p90),
            (10.0, 0.0, 20.0)
        );
        assert_eq!(curve[4].month, None);
    }
}
