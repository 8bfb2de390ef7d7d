//! Break-even: the values of one input at which two roadmaps cost the same.
//!
//! Everything is decided at likely inputs as for the report; the one input is then moved over a
//! grid, all others as planned, and every change of sign is closed in on.

use serde::Serialize;

use super::decided::DecidedScenario;
use super::futures::ensemble::Ensemble;
use super::ready::Ready;
use super::{ReportError, report};
use crate::catalog::{Catalog, Entry, UnknownEntry, nearest};
use crate::engine::compile::catalog_of;
use crate::metalog::Bounds;
use crate::number::Number;
use crate::number::lanes::WIDTH;
use crate::scenario::fields::{all, bounds_of_constant, field_for};
use crate::scenario::limits;
use crate::scenario::path::{self, PathError};
use crate::scenario::schema::Override;
use crate::scenario::{Leaf, Quantity, Scenario};
use crate::units::{self, Currency};

/// Name and version of the format.
pub const SCHEMA: &str = "splitpoint.solve/1";

/// How far a positive input is moved up and down, as a factor.
const FAR: f64 = 30.0;
/// How far a constant is moved beyond its likely value, as a multiple of how far its range reaches.
const BEYOND: f64 = 3.0;
/// Values looked at, in whole blocks.
const LOOKS: usize = 12 * WIDTH;
/// Rounds in which a change of sign is closed in on, each to a seventh.
const ROUNDS: usize = 9;
/// Differences smaller than this share of the total are none.
const SAME: f64 = 1e-9;
/// A step in the difference larger than this share of the total is a jump.
const JUMP: f64 = 1e-5;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SolveError {
    /// There is no such field.
    #[error("{0}")]
    Path(#[source] Box<PathError>),
    /// There is no such constant.
    #[error(transparent)]
    Constant(#[from] UnknownEntry),
    /// The field holds no number that can be moved.
    #[error(
        "`{0}` is not a number that can be moved; name a field that holds an amount, such as demand.users"
    )]
    NotANumber(String),
    /// There is no such roadmap.
    #[error("there is no roadmap `{name}`; there are {known}{}", hint(.nearest.as_ref()))]
    Roadmap {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
        /// What was perhaps meant.
        nearest: Option<String>,
    },
    /// A roadmap cannot run, or there is none to compare with.
    #[error("{0}")]
    Nothing(String),
    /// The scenario cannot be projected.
    #[error(transparent)]
    Report(#[from] ReportError),
}

impl From<PathError> for SolveError {
    fn from(error: PathError) -> Self {
        Self::Path(Box::new(error))
    }
}

fn hint(nearest: Option<&String>) -> String {
    nearest.map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
}

/// Where two roadmaps cost the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BreakEven {
    /// Always [`SCHEMA`].
    pub schema: &'static str,
    /// The input.
    pub path: String,
    /// Its unit.
    pub unit: String,
    /// Its likely value.
    pub today: f64,
    /// Ids of both roadmaps.
    pub between: [String; 2],
    /// Smallest and largest value looked at.
    pub range: [f64; 2],
    /// Every value at which they cost the same, from the smallest.
    pub crossings: Vec<Crossing>,
    /// Cost of the first less that of the second at the likely value (NPV).
    pub difference_today: f64,
    /// The answer in a sentence.
    pub sentence: String,
}

/// A value at which two roadmaps cost the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Crossing {
    /// The value.
    pub value: f64,
    /// Values between which the sign changes.
    pub between: [f64; 2],
    /// Whether the difference jumps there, as when a replica is added.
    pub jump: bool,
    /// Id of the roadmap that is cheaper just below.
    pub cheaper_below: String,
    /// Id of the roadmap that is cheaper just above.
    pub cheaper_above: String,
}

/// Finds every value of an input at which two roadmaps cost the same.
///
/// `path`: of a field, or the id of a constant;
/// `pair`: ids; the recommended roadmap and its best alternative where none are named.
///
/// # Errors
/// When the path holds no number, a roadmap is not there, or the scenario cannot be projected.
pub fn break_even(
    scenario: &Scenario,
    catalog: &Catalog,
    path: &str,
    pair: Option<[&str; 2]>,
) -> Result<BreakEven, SolveError> {
    let Moved {
        today,
        range,
        unit,
        opened,
    } = moved(scenario, catalog, path)?;
    let mut decided = DecidedScenario::new(&opened, catalog)?;
    let likely = report(&mut decided)?;
    let verdict = &likely.verdict;
    let pair = if let Some(pair) = pair {
        pair.map(str::to_owned)
    } else {
        let Some(other) = &verdict.alternative else {
            let words = "there is no other roadmap to compare with; name two with --between";
            return Err(SolveError::Nothing(words.to_owned()));
        };
        [verdict.recommended.clone(), other.clone()]
    };
    let mut both = Vec::with_capacity(2);
    for id in &pair {
        let known = || decided.plans.iter().map(|plan| plan.id.as_str());
        let Some(place) = known().position(|known| known == id) else {
            return Err(SolveError::Roadmap {
                name: id.clone(),
                known: known().collect::<Vec<_>>().join(", "),
                nearest: nearest(id, known()).map(str::to_owned),
            });
        };
        let Ok(ready) = &decided.roadmaps[place] else {
            let words = format!("the roadmap `{id}` cannot run, so it costs nothing to compare");
            return Err(SolveError::Nothing(words));
        };
        both.push(ready);
    }
    let ensemble = Ensemble::new(&decided, 0)?;
    let bounds = around(range, today);
    let list = ensemble.dimensions.list();
    let found = ensemble.dimensions.find(path);
    let place = found.or_else(|| list.iter().position(|input| input.range == bounds));
    let search = Search {
        ensemble: &ensemble,
        both: [both[0], both[1]],
        place,
    };
    let (crossings, difference_today) = search.crossings(&pair, range, today);
    let mut answer = BreakEven {
        schema: SCHEMA,
        path: path.to_owned(),
        unit,
        today,
        between: pair,
        range,
        crossings,
        difference_today,
        sentence: String::new(),
    };
    answer.sentence = sentence(&answer, &Currency::new(&scenario.currency));
    Ok(answer)
}

/// An input that is moved.
struct Moved {
    /// Its likely value.
    today: f64,
    /// Values between which it is moved.
    range: [f64; 2],
    unit: String,
    /// The plan in which it has that range, which makes it a dimension; its likely value stays.
    opened: Scenario,
}

fn around([low, high]: [f64; 2], likely: f64) -> Quantity {
    Quantity {
        low: low.min(likely),
        likely,
        high: high.max(likely),
    }
}

/// Finds a field by its path, or a constant by its id.
fn moved(scenario: &Scenario, catalog: &Catalog, path: &str) -> Result<Moved, SolveError> {
    let stated = match path::get(scenario, path) {
        Ok(Leaf::Number(stated)) => stated,
        Ok(_) => return Err(SolveError::NotANumber(path.to_owned())),
        Err(error) => {
            let catalog = catalog_of(scenario, catalog).map_err(ReportError::from)?;
            return match catalog.entry(path) {
                Ok(entry) => Ok(constant(scenario, path, entry)),
                Err(unknown) if is_meant_as_constant(path, &catalog) => Err(unknown.into()),
                Err(_) => Err(error.into()),
            };
        }
    };
    let today = stated.likely;
    let range = range(scenario, path, today);
    let Quantity { low, high, .. } = around(range, today);
    let mut opened = scenario.clone();
    path::set(&mut opened, path, &format!("({low}, {today}, {high})"))?;
    let unit = field_for(path).map_or("", |field| field.unit);
    Ok(Moved {
        today,
        range,
        unit: unit.replace("{currency}", &scenario.currency),
        opened,
    })
}

/// Whether constants begin with the first word of a name, and no field does.
fn is_meant_as_constant(name: &str, catalog: &Catalog) -> bool {
    let first = |name: &str| name.split(['.', '[']).next().map(str::to_owned);
    let begins = first(name);
    let fields = all().iter().any(|field| first(field.path) == begins);
    !fields && catalog.entries.keys().any(|id| first(id) == begins)
}

fn constant(scenario: &Scenario, id: &str, entry: &Entry) -> Moved {
    let (low, today, high) = (entry.low, entry.likely, entry.high);
    let bounds = bounds_of_constant(&entry.unit, low, high);
    let range = if entry.is_point() {
        range_within(bounds, today)
    } else {
        [
            (today - BEYOND * (today - low)).max(bounds.low),
            (today + BEYOND * (high - today)).min(bounds.high),
        ]
    };
    let mut opened = scenario.clone();
    opened.overrides.retain(|other| other.id != id);
    opened.overrides.push(Override {
        id: id.to_owned(),
        value: Some(around(range, today)),
        ..Override::default()
    });
    Moved {
        today,
        range,
        unit: entry.unit.clone(),
        opened,
    }
}

/// Values between which a field is moved.
fn range(scenario: &Scenario, path: &str, today: f64) -> [f64; 2] {
    let bounds = limits::bounds(scenario, path);
    let narrow = bounds.low.is_finite() && bounds.high - bounds.low <= 10.0;
    if narrow && (bounds.low < 0.0 || bounds.high <= 4.0) {
        return [bounds.low, bounds.high];
    }
    if today > 0.0 {
        return range_within(bounds, today);
    }
    let typical = field_for(path).and_then(|field| limits::typical(scenario, field, path));
    if let Some((low, high)) = typical {
        return [low.min(today), high.max(today)];
    }
    range_within(bounds, today)
}

/// Values far around one, within what is possible.
fn range_within(bounds: Bounds, today: f64) -> [f64; 2] {
    if today > 0.0 {
        return [
            (today / FAR).max(bounds.low),
            (today * FAR).min(bounds.high),
        ];
    }
    let reach = 3.0 * today.abs().max(1.0);
    [
        (today - reach).max(bounds.low),
        (today + reach).min(bounds.high),
    ]
}

struct Search<'a> {
    ensemble: &'a Ensemble<'a>,
    both: [&'a Ready; 2],
    /// Place of the input; none where no formula reads it.
    place: Option<usize>,
}

impl Search<'_> {
    /// Difference, first less second, and the size of the first at eight values.
    fn at(&self, values: [f64; WIDTH]) -> [[f64; 2]; WIDTH] {
        let mut inputs = self.ensemble.likely();
        if let Some(place) = self.place {
            inputs[place] = values;
        }
        match self.ensemble.project(&inputs, &self.both, &[]).as_slice() {
            [one, other] => {
                std::array::from_fn(|lane| [one.npv[lane] - other.npv[lane], one.npv[lane].abs()])
            }
            _ => [[0.0; 2]; WIDTH],
        }
    }

    fn crossings(
        &self,
        pair: &[String; 2],
        [low, high]: [f64; 2],
        today: f64,
    ) -> (Vec<Crossing>, f64) {
        let [now, size] = self.at([today; WIDTH])[0];
        let nothing = SAME * size;
        if self.place.is_none() {
            return (Vec::new(), now);
        }
        let is_wide = low > 0.0 && high / low > 10.0;
        let value = |look: usize| {
            let share = look as f64 / (LOOKS - 1) as f64;
            if is_wide {
                low * Number::powf(high / low, share)
            } else {
                low + (high - low) * share
            }
        };
        let mut seen: Vec<(f64, f64)> = vec![(today, now)];
        for block in 0..LOOKS / WIDTH {
            let values: [f64; WIDTH] = std::array::from_fn(|lane| value(block * WIDTH + lane));
            let found = self.at(values);
            seen.extend(
                values
                    .into_iter()
                    .zip(found.map(|[difference, _]| difference)),
            );
        }
        seen.sort_by(|a, b| a.0.total_cmp(&b.0));
        // What is no difference has no sign.
        seen.retain(|(_, difference)| difference.abs() > nothing);
        let changes = seen.windows(2).filter(|pair| pair[0].1 * pair[1].1 < 0.0);
        let crossings = changes
            .map(|change| {
                let [mut a, mut b] = [change[0], change[1]];
                for _ in 0..ROUNDS {
                    let step = (b.0 - a.0) / (WIDTH - 1) as f64;
                    let values: [f64; WIDTH] = std::array::from_fn(|k| a.0 + step * k as f64);
                    let found = self.at(values).map(|[difference, _]| difference);
                    let Some(turned) = found.iter().position(|f| f * a.1 <= 0.0) else {
                        break;
                    };
                    let kept = turned.saturating_sub(1);
                    b = (values[turned], found[turned]);
                    a = (values[kept], found[kept]);
                    if b.0 == a.0 {
                        break;
                    }
                }
                let span = b.1 - a.1;
                let jump = span.abs() > JUMP * size;
                let share = if span == 0.0 { 0.5 } else { -a.1 / span };
                let cheaper = |difference: f64| pair[usize::from(difference > 0.0)].clone();
                Crossing {
                    value: if jump { b.0 } else { a.0 + share * (b.0 - a.0) },
                    between: [a.0, b.0],
                    jump,
                    cheaper_below: cheaper(change[0].1),
                    cheaper_above: cheaper(change[1].1),
                }
            })
            .collect();
        (crossings, now)
    }
}

fn sentence(answer: &BreakEven, money: &Currency) -> String {
    let [one, other] = &answer.between;
    let value = |value: f64| format!("{} {}", units::significant(value, 4), answer.unit);
    let today = format!(
        "today it is {}, where {one} costs {} than {other}",
        value(answer.today).trim_end(),
        if answer.difference_today == 0.0 {
            "the same".to_owned()
        } else {
            format!(
                "{} {}",
                money.total(answer.difference_today.abs()),
                if answer.difference_today < 0.0 {
                    "less"
                } else {
                    "more"
                }
            )
        }
    );
    let Some(first) = answer.crossings.first() else {
        return format!(
            "No value between {} and {} makes {one} and {other} cost the same; {today}.",
            value(answer.range[0]).trim_end(),
            value(answer.range[1]).trim_end(),
        );
    };
    let list: Vec<String> = answer
        .crossings
        .iter()
        .map(|c| value(c.value).trim_end().to_owned())
        .collect();
    format!(
        "{one} and {other} cost the same at {}; below {} {} is cheaper; {today}.",
        list.join(" and at "),
        list[0],
        first.cheaper_below,
    )
}

#[cfg(test)]
mod tests {
    use super::{SolveError, break_even};
    use crate::catalog::Catalog;
    use crate::presets;
    use crate::scenario::path;
    use crate::scenario::schema::Override;
    use crate::scenario::{Quantity, Scenario};

    fn plan(preset: &str) -> Scenario {
        presets::find(preset).unwrap().scenario().unwrap()
    }

    fn catalog() -> &'static Catalog {
        Catalog::builtin().unwrap()
    }

    const PAIR: Option<[&str; 2]> = Some(["microservices", "modular_monolith"]);

    #[test]
    fn at_the_value_found_both_cost_the_same() {
        // The difference is a straight line in the loss of a breach: what is found must be where
        // the line through two of its points crosses zero.
        let plan = plan("agent-marketplace");
        let path = "reliability.security_loss";
        let found = break_even(&plan, catalog(), path, PAIR).unwrap();
        assert_eq!(found.crossings.len(), 1, "{found:?}");
        let crossing = &found.crossings[0];
        let difference = |loss: f64| {
            let mut other = plan.clone();
            path::set(&mut other, path, &loss.to_string()).unwrap();
            // Any path will do to be told the difference at the plan's own values.
            let told = break_even(&other, catalog(), "factors.token_price", PAIR);
            told.unwrap().difference_today
        };
        let (a, b) = (difference(1e6), difference(2e6));
        let expected = 1e6 - a * 1e6 / (b - a);
        let apart = (crossing.value - expected).abs() / expected;
        assert!(apart < 1e-6, "{} instead of {expected}", crossing.value);
        assert!(!crossing.jump);
        let left = difference(crossing.value);
        assert!(left.abs() < 1e-6 * b.abs().max(1e7), "{left}");
        assert_eq!(crossing.cheaper_below, "microservices");
        assert_eq!(crossing.cheaper_above, "modular_monolith");
    }

    #[test]
    fn a_constant_is_moved_like_a_field() {
        // The loss is units times their rate beside a part that all have: a straight line in the rate.
        let mut plan = plan("agent-marketplace");
        path::set(&mut plan, "reliability.security_loss", "200_000_000").unwrap();
        let id = "security.per_unit_year";
        let found = break_even(&plan, catalog(), id, PAIR).unwrap();
        // Three times as far as 0.2% and 1.2% are from 0.5%, and not below nothing.
        assert_eq!((found.today, found.unit.as_str()), (0.005, "1/year"));
        assert!(found.range[0] == 0.0 && (found.range[1] - 0.026).abs() < 1e-12);
        assert_eq!(found.crossings.len(), 1, "{found:?}");
        let with = |rate: f64| {
            let value = Some(Quantity::point(rate));
            let own = Override {
                id: id.to_owned(),
                value,
                ..Override::default()
            };
            let mut other = plan.clone();
            other.overrides.push(own);
            other
        };
        let difference = |rate: f64| {
            let told = break_even(&with(rate), catalog(), "factors.token_price", PAIR);
            told.unwrap().difference_today
        };
        assert_eq!(difference(0.005), found.difference_today);
        let (a, b) = (difference(0.005), difference(0.006));
        let expected = 0.005 - a * 0.001 / (b - a);
        let apart = (found.crossings[0].value - expected).abs() / expected;
        assert!(apart < 1e-6, "{found:?} instead of {expected}");
        // An override is the plan's own value, and moves from there.
        let moved = break_even(&with(0.006), catalog(), id, PAIR).unwrap();
        assert_eq!((moved.today, moved.difference_today), (0.006, b));
        assert_eq!(moved.range, [0.0002, 0.18]);
    }

    #[test]
    fn every_change_of_sign_is_found() {
        // From the smallest team to the largest each crossing turns the order around.
        let plan = plan("viral-app");
        let pair = Some(["inference_first", "monolith"]);
        let found = break_even(&plan, catalog(), "factors.users", pair).unwrap();
        for two in found.crossings.windows(2) {
            assert!(two[0].value < two[1].value);
            assert_eq!(two[0].cheaper_above, two[1].cheaper_below);
        }
        assert!(!found.crossings.is_empty(), "{found:?}");
        assert!(
            found.sentence.contains("cost the same at"),
            "{}",
            found.sentence
        );
    }

    #[test]
    fn what_changes_nothing_is_said() {
        let plan = plan("support-copilot");
        // Both run the same GPUs: their price is the same for both.
        let pair = Some(["monolith", "modular_monolith"]);
        let found = break_even(&plan, catalog(), "factors.gpu_price", pair).unwrap();
        assert!(found.crossings.is_empty(), "{found:?}");
        assert!(
            found.sentence.starts_with("No value between "),
            "{}",
            found.sentence
        );
    }

    #[test]
    fn what_cannot_be_solved_is_refused() {
        let plan = plan("support-copilot");
        let error = |path: &str, pair| break_even(&plan, catalog(), path, pair).unwrap_err();
        assert!(matches!(error("demand.usres", None), SolveError::Path(_)));
        assert!(matches!(error("nothing.at_all", None), SolveError::Path(_)));
        let wrong = error("pace.coordination_exponnet", None).to_string();
        assert!(
            wrong.contains("the nearest is `pace.coordination_exponent`"),
            "{wrong}"
        );
        assert_eq!(
            error("name", None).to_string(),
            "`name` is not a number that can be moved; name a field that holds an amount, such as demand.users"
        );
        let wrong = error("demand.users", Some(["monolit", "switch"])).to_string();
        assert!(wrong.contains("did you mean `monolith`?"), "{wrong}");
    }
}
