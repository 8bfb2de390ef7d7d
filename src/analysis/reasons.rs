//! Why one roadmap costs less than another: what the difference becomes when a mechanism of the
//! model is switched off.
//!
//! A mechanism is off where its constants say that it has no effect. All are switched off one after
//! another, once from the first and once from the last; what each takes away, in the mean of both
//! orders, is its part. What is left without any of them is capacity and what it takes to run and
//! move, so that the parts sum to the difference.

use super::decided::DecidedScenario;
use super::ready::Ready;
use super::replay::{Deployed, replay};
use super::report::{Reason, Series};
use crate::catalog::{Catalog, UnknownEntry};
use crate::engine::compile::compile;
use crate::engine::constants::ConstantSource;
use crate::engine::inputs::Leaves;
use crate::engine::month::{MonthValues, Observer};
use crate::engine::projection::Projector;
use crate::engine::series::{CostCategory, CostFamily, Part};
use crate::engine::stage::Stage;
use crate::scenario::Quantity;
use crate::units;
use std::fmt;

/// Savings that are told apart; what is below them is summed up.
const MOST: usize = 3;
/// Share of all parts below which one is only summed up.
const SMALL: f64 = 0.02;

/// A mechanism that can be switched off.
struct Mechanism {
    id: &'static str,
    /// Constants without which it does nothing.
    constants: &'static [&'static str],
    /// What happens when it saves, and when it costs.
    says: [&'static str; 2],
}

/// The mechanisms; at zero the constants of each have no effect.
const MECHANISMS: [Mechanism; 4] = [
    Mechanism {
        id: "coordination",
        constants: &["pace.coordination_exponent"],
        says: ["Coordination takes less", "Coordination takes more"],
    },
    Mechanism {
        id: "size_of_units",
        constants: &[
            "pace.size_exponent",
            "pace.build_minutes_per_size",
            "reliability.failure_size_exponent",
            "reliability.restore_size_exponent",
        ],
        says: [
            "A change reckons with less code",
            "A change reckons with more code",
        ],
    },
    Mechanism {
        id: "crossing_units",
        constants: &[
            "pace.crossing_effort",
            "pace.crossing_wait_hours",
            "reliability.failure_crossing",
        ],
        says: ["Fewer changes cross units", "More changes cross units"],
    },
    Mechanism {
        id: "blast_radius",
        constants: &["reliability.crash_through", "reliability.leak_per_gap"],
        says: ["A fault takes down less", "A fault takes down more"],
    },
];

/// Likely inputs with some mechanisms switched off.
struct Without<'a> {
    catalog: &'a Catalog,
    off: &'a [&'a Mechanism],
}

impl ConstantSource<f64> for Without<'_> {
    type Error = UnknownEntry;

    fn constant(&mut self, id: &str) -> Result<f64, UnknownEntry> {
        if self.off.iter().any(|m| m.constants.contains(&id)) {
            return Ok(0.0);
        }
        self.catalog.likely(id)
    }
}

impl Leaves<f64> for Without<'_> {
    fn stated(&mut self, _: fmt::Arguments<'_>, quantity: Quantity) -> f64 {
        quantity.likely
    }
}

/// Sums over the horizon.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    total: f64,
    capacity: f64,
}

impl Observer<f64> for Sums {
    fn month(
        &mut self,
        _: usize,
        values: &MonthValues<f64>,
        _: &[Stage<f64>],
        _: &[f64],
        _: &[f64; 10],
    ) {
        self.total += values.total();
        self.capacity += values.part(Part::Capacity);
    }
}

/// What the difference between two roadmaps is made of: the three largest savings, the largest
/// extra cost, and what is left, where there is any. The amounts sum to the difference.
///
/// `series`: of the same roadmaps, for the figures that show what happens.
pub(super) fn reasons(
    decided: &DecidedScenario<'_>,
    pair: [&Ready; 2],
    series: [&Series; 2],
) -> Vec<Reason> {
    let all: Vec<&Mechanism> = MECHANISMS.iter().collect();
    let steps = all.len();
    let Some(with) = difference(decided, pair, &[]) else {
        return Vec::new();
    };
    let Some(without) = difference(decided, pair, &all) else {
        return Vec::new();
    };
    // Difference with the first so many off, and with the last so many off.
    let from = |first: bool, count: usize| match count {
        0 => Some(with),
        count if count == steps => Some(without),
        count if first => difference(decided, pair, &all[..count]),
        count => difference(decided, pair, &all[steps - count..]),
    };
    let mut parts = Vec::with_capacity(steps + 2);
    for (at, mechanism) in all.iter().enumerate() {
        let forward = [from(true, at), from(true, at + 1)];
        let backward = [from(false, steps - at - 1), from(false, steps - at)];
        let ([Some(a), Some(b)], [Some(c), Some(d)]) = (forward, backward) else {
            return Vec::new();
        };
        let amount = (a.total - b.total + c.total - d.total) / 2.0;
        parts.push(Reason {
            mechanism: mechanism.id.to_owned(),
            amount,
            sentence: sentence(mechanism.id, mechanism.says, amount, series),
        });
    }
    for (id, says, amount) in [
        (
            "capacity",
            ["Capacity costs less", "Capacity costs more"],
            without.capacity,
        ),
        (
            "operating_and_moving",
            ["Running it costs less", "Running it costs more"],
            without.total - without.capacity,
        ),
    ] {
        parts.push(Reason {
            mechanism: id.to_owned(),
            amount,
            sentence: sentence(id, says, amount, series),
        });
    }
    told_apart(parts)
}

/// Sums of the first roadmap less those of the second, with some mechanisms off.
fn difference(
    decided: &DecidedScenario<'_>,
    pair: [&Ready; 2],
    off: &[&Mechanism],
) -> Option<Sums> {
    let mut source = Without {
        catalog: &decided.catalog,
        off,
    };
    let inputs = compile(decided.scenario, &decided.catalog, &mut source).ok()?;
    let baseline = decided.session.baseline.held(&inputs);
    let mut deployed = Deployed::new();
    let [one, other] = pair.map(|ready| {
        let scenario = decided.scenario;
        let replayed = replay(
            scenario,
            (&inputs, &mut deployed),
            ready,
            &mut source,
            |value, _| value,
        );
        let mut sums = Sums::default();
        Projector::new(&inputs, &baseline, replayed.stages).run(&replayed.training, &mut sums);
        sums
    });
    Some(Sums {
        total: one.total - other.total,
        capacity: one.capacity - other.capacity,
    })
}

/// The largest savings first, then the largest extra cost, then what is left.
fn told_apart(mut parts: Vec<Reason>) -> Vec<Reason> {
    parts.sort_by(|a, b| a.amount.total_cmp(&b.amount));
    let all: f64 = parts.iter().map(|part| part.amount.abs()).sum();
    let (mut told, mut left) = (Vec::new(), Vec::new());
    let against = parts.pop_if(|part| part.amount > SMALL * all);
    for part in parts {
        if told.len() < MOST && part.amount < -SMALL * all {
            told.push(part);
        } else {
            left.push(part);
        }
    }
    told.extend(against);
    match left.len() {
        0 => {}
        1 => told.extend(left),
        _ => told.push(Reason {
            mechanism: "other".to_owned(),
            amount: left.iter().map(|part| part.amount).sum(),
            sentence: format!(
                "Everything else: {}",
                left.iter()
                    .map(|part| part.mechanism.replace('_', " "))
                    .collect::<Vec<String>>()
                    .join(", ")
            ),
        }),
    }
    told
}

/// What a mechanism does, with the figures that show it; where other mechanisms move the figures
/// the other way, how it works instead.
fn sentence(id: &str, says: [&str; 2], amount: f64, series: [&Series; 2]) -> String {
    let last = |values: &[f64]| values.last().copied().unwrap_or(0.0);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let agree = |[a, b]: [f64; 2]| (a - b) * amount > 0.0;
    let engineers = series.map(|s| last(&s.engineers));
    let lead_times = series.map(|s| last(&s.lead_time_days));
    let down = series.map(|s| mean(&s.down_hours));
    let gpus = series.map(|s| last(&s.gpus));
    let shown = match id {
        "coordination" if agree(engineers) => {
            let [one, other] = engineers.map(units::people);
            instead_of(one, " at the end", &other)
        }
        "coordination" => "output per head falls with the team one works beside".to_owned(),
        "size_of_units" if agree(lead_times) && told_apart_in_days(lead_times) => {
            let [one, other] = lead_times.map(units::days);
            format!("lead time {}", instead_of(one, "", &other))
        }
        "size_of_units" => "it costs more in a unit that holds more code".to_owned(),
        "crossing_units" => "one that does takes longer and fails more often".to_owned(),
        "blast_radius" if agree(down) => {
            let [one, other] = down.map(units::hours);
            instead_of(one, " down a month", &other)
        }
        "blast_radius" => "what fails takes the rest of its unit along".to_owned(),
        "capacity" if agree(gpus) => {
            let [one, other] = gpus.map(|gpus| units::count(units::held(gpus)));
            instead_of(one, " GPUs at the end", &other)
        }
        "capacity" => costs_of(Part::Capacity),
        _ => costs_of(Part::Running) + ", " + &units::lower_first(CostFamily::Migration.label()),
    };
    format!("{}: {shown}", says[usize::from(amount > 0.0)])
}

/// Whether lead times lie far enough apart to be told: what is below a day is a tie.
fn told_apart_in_days([one, other]: [f64; 2]) -> bool {
    (one - other).abs() >= 1.0
}

/// "GPUs, CPU, hosted models": the costs that a mechanism is made of.
fn costs_of(part: Part) -> String {
    let all = CostCategory::SHEET.iter();
    let of_it = all.filter(|category| category.part() == part);
    of_it
        .map(|category| category.in_list())
        .collect::<Vec<String>>()
        .join(", ")
}

/// "5 people at the end instead of 7", or "5 people at the end for both" where they show the same.
fn instead_of(one: String, what: &str, other: &str) -> String {
    if one == other {
        one + what + " for both"
    } else {
        format!("{one}{what} instead of {other}")
    }
}

#[cfg(test)]
mod tests {
    use super::{MECHANISMS, Reason, Without, told_apart};
    use crate::analysis::decided::DecidedScenario;
    use crate::catalog::Catalog;
    use crate::engine::constants::Constants;
    use crate::presets;

    fn part(mechanism: &str, amount: f64) -> Reason {
        Reason {
            mechanism: mechanism.to_owned(),
            amount,
            sentence: String::new(),
        }
    }

    fn told(amounts: &[f64]) -> Vec<(String, f64)> {
        let parts = amounts.iter().enumerate();
        let told = told_apart(parts.map(|(at, a)| part(&at.to_string(), *a)).collect());
        told.into_iter().map(|r| (r.mechanism, r.amount)).collect()
    }

    #[test]
    fn three_savings_then_the_counter_argument_then_the_rest() {
        let of = |list: &[(&str, f64)]| -> Vec<(String, f64)> {
            list.iter().map(|(id, a)| ((*id).to_owned(), *a)).collect()
        };
        assert_eq!(
            told(&[-1.0, -5.0, 3.0, -4.0, -2.0, 1.0]),
            of(&[
                ("1", -5.0),
                ("3", -4.0),
                ("4", -2.0),
                ("2", 3.0),
                ("other", 0.0)
            ])
        );
        assert_eq!(
            told(&[2.0, -1.0, 4.0]),
            of(&[("1", -1.0), ("2", 4.0), ("0", 2.0)])
        );
        assert_eq!(told(&[-2.0, -1.0]), of(&[("0", -2.0), ("1", -1.0)]));
        assert_eq!(told(&[1.0]), of(&[("0", 1.0)]));
    }

    #[test]
    fn every_constant_that_is_switched_off_is_one_of_the_model() {
        let ids = Constants::<f64>::ids();
        for mechanism in &MECHANISMS {
            for id in mechanism.constants {
                assert!(ids.iter().any(|known| known == id), "{id}");
            }
        }
        let all: Vec<_> = MECHANISMS.iter().collect();
        let catalog = Catalog::builtin().unwrap();
        let k = Constants::read(&mut Without { catalog, off: &all }).unwrap();
        assert_eq!(
            (k.crossing_effort, k.size_exponent, k.leak),
            (0.0, 0.0, 0.0)
        );
        assert!(k.free_team > 0.0);
    }

    #[test]
    fn the_reasons_sum_to_the_difference_of_every_preset() {
        let builtin = Catalog::builtin().unwrap();
        for preset in presets::list()
            .iter()
            .filter(|preset| preset.name != "over-split-startup")
        {
            let plan = preset.scenario().unwrap();
            let mut decided = DecidedScenario::new(&plan, builtin).unwrap();
            let report = crate::analysis::report(&mut decided).unwrap();
            let total = |id: &str| {
                let roadmap = report.roadmaps.iter().find(|r| r.id == id).unwrap();
                roadmap.totals.as_ref().unwrap().total
            };
            let verdict = &report.verdict;
            let Some(other) = &verdict.compared_with else {
                continue;
            };
            let expected = total(&verdict.recommended) - total(other);
            let sum: f64 = verdict.reasons.iter().map(|reason| reason.amount).sum();
            let apart = (sum - expected).abs() / total(other);
            assert!(apart < 1e-9, "{}: {sum} instead of {expected}", preset.name);
            assert!(!verdict.reasons.is_empty(), "{}", preset.name);
        }
    }
}
