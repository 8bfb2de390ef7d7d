//! Which roadmap to choose and by how much.
//!
//! The choice goes by the net present value of the total, among the roadmaps that keep all goals
//! where any does; the figures shown with it are sums over the horizon, as in every table and chart.

use super::ReportError;
use super::futures::drivers::Driver;
use super::futures::uncertainty::{Difference, Uncertainty};
use super::report::{RoadmapReport, Series, Totals, Verdict};
use super::roadmaps::{BUILT_IN, Plan};
use super::session::Session;
use crate::catalog::Catalog;
use crate::scenario::Scenario;
use crate::scenario::fields::name_of;
use crate::units::{self, Currency, YearMonth};

/// Margin below which two roadmaps count as the same to the cent.
const EXACTLY_THE_SAME: f64 = 1e-9;

struct Candidate<'a> {
    index: usize,
    roadmap: &'a RoadmapReport,
    totals: &'a Totals,
    series: &'a Series,
    broken: Vec<String>,
}

/// The verdict over all roadmaps.
///
/// `plans`: as decided, in the order of `roadmaps`; absent where not feasible. `futures`: of the
/// same roadmaps, drawn for the verdict without them. Reasons are left to `reasons`.
///
/// # Errors
/// When no roadmap can run.
pub fn verdict(
    scenario: &Scenario,
    session: &Session,
    roadmaps: &[RoadmapReport],
    plans: &[Option<Plan>],
    futures: Option<&Uncertainty>,
) -> Result<Verdict, ReportError> {
    let candidates: Vec<Candidate<'_>> = roadmaps
        .iter()
        .enumerate()
        .filter_map(|(index, roadmap)| {
            let (totals, series) = (roadmap.totals.as_ref()?, roadmap.series.as_ref()?);
            let goals = roadmap.detail.as_ref().map_or(&[][..], |d| &d.goals[..]);
            let broken = goals
                .iter()
                .filter(|goal| !goal.kept)
                .map(|goal| goal.sentence.clone())
                .collect();
            Some(Candidate {
                index,
                roadmap,
                totals,
                series,
                broken,
            })
        })
        .collect();
    let best = candidates
        .iter()
        .reduce(|best, other| if better(other, best) { other } else { best })
        .ok_or_else(|| ReportError::NothingRuns {
            reason: roadmaps
                .first()
                .and_then(|roadmap| roadmap.reason.clone())
                .unwrap_or_default(),
        })?;
    let distinct = |other: &&Candidate<'_>| {
        let same = match (&plans[other.index], &plans[best.index]) {
            (Some(a), Some(b)) => a.is_same_as(b),
            _ => false,
        };
        other.index != best.index && !same
    };
    let alternative = candidates
        .iter()
        .filter(distinct)
        .reduce(|best, other| if better(other, best) { other } else { best });
    let staying = staying(scenario, session, &candidates);
    let compared = match staying {
        Some(staying) if distinct(&staying) => Some(staying),
        _ => alternative,
    };
    let margin = alternative.map_or(0.0, |other| other.totals.npv - best.totals.npv);
    let no_difference = alternative.is_some_and(|other| {
        other.broken.is_empty() == best.broken.is_empty()
            && margin.abs() < session.inputs.k.no_difference * best.totals.npv.abs()
    });
    let by_cash = candidates
        .iter()
        .reduce(|least, other| {
            if other.totals.cash < least.totals.cash * (1.0 - EXACTLY_THE_SAME) {
                other
            } else {
                least
            }
        })
        .unwrap_or(best);
    let text = Text {
        scenario,
        session,
        currency: Currency::new(&scenario.currency),
        best,
        staying,
        compared,
        alternative,
        no_difference,
        futures,
    };
    let pays_month = compared.and_then(|other| {
        crossover(
            &best.series.cumulative_total,
            &other.series.cumulative_total,
        )
    });
    let by_id = |id: &str| candidates.iter().find(|c| c.roadmap.id == id);
    let crossover_month = match (by_id(BUILT_IN[2]), by_id(BUILT_IN[0])) {
        (Some(split), Some(whole)) => crossover(
            &split.series.cumulative_total,
            &whole.series.cumulative_total,
        ),
        _ => None,
    };
    Ok(Verdict {
        recommended: best.roadmap.id.clone(),
        cheapest_cash: by_cash.roadmap.id.clone(),
        sentence: text.sentence(),
        detail: text.detail(pays_month),
        margin,
        alternative: alternative.map(|c| c.roadmap.id.clone()),
        compared_with: compared.map(|c| c.roadmap.id.clone()),
        no_difference,
        confidence: futures.map(|futures| futures.confidence),
        too_close: futures.map(is_too_close),
        crossover_month,
        pays_month,
        reasons: Vec::new(),
        goals_broken: best.broken.clone(),
    })
}

/// Whether one candidate is to be preferred to another that stands before it: one that keeps all
/// goals before one that does not, then the cheaper.
fn better(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    match (one.broken.is_empty(), other.broken.is_empty()) {
        (true, false) => true,
        (false, true) => false,
        _ => {
            let margin = other.totals.npv - one.totals.npv;
            margin > EXACTLY_THE_SAME * other.totals.npv.abs()
        }
    }
}

/// The roadmap that leaves the units as they are today.
fn staying<'a, 'b>(
    scenario: &Scenario,
    session: &Session,
    candidates: &'b [Candidate<'a>],
) -> Option<&'b Candidate<'a>> {
    let units = session.inputs.today.units.len();
    let id = if candidates.iter().any(|c| c.roadmap.id == "today") {
        "today"
    } else if units == 1 {
        BUILT_IN[0]
    } else if units == scenario.components.len() {
        BUILT_IN[2]
    } else {
        BUILT_IN[4]
    };
    candidates.iter().find(|c| c.roadmap.id == id)
}

/// First month in which one cumulative cost is below another's and stays below.
fn crossover(one: &[f64], other: &[f64]) -> Option<usize> {
    let below = |month: &usize| one[*month] < other[*month] * (1.0 - EXACTLY_THE_SAME);
    let months = one.len().min(other.len());
    let stays = (0..months).rev().take_while(below).count();
    (stays > 0).then(|| months - stays)
}

/// What the verdict says.
struct Text<'a, 'b> {
    scenario: &'a Scenario,
    session: &'a Session,
    currency: Currency,
    best: &'b Candidate<'a>,
    staying: Option<&'b Candidate<'a>>,
    compared: Option<&'b Candidate<'a>>,
    alternative: Option<&'b Candidate<'a>>,
    no_difference: bool,
    futures: Option<&'b Uncertainty>,
}

impl Text<'_, '_> {
    fn too_close(&self) -> bool {
        self.futures.is_some_and(is_too_close)
    }

    /// ", likely $4.3M to $16M": what is saved against the compared roadmap, in 8 of 10 futures.
    fn likely(&self, sign: f64) -> String {
        let Some(difference) = self.futures.and_then(|f| f.difference.as_ref()) else {
            return String::new();
        };
        let (low, high) = (sign * difference.total.p10, sign * difference.total.p90);
        self.range(low, high)
    }

    fn range(&self, one: f64, other: f64) -> String {
        if one == other {
            return String::new();
        }
        format!(
            ", likely {} to {}",
            self.currency.total(one.min(other)),
            self.currency.total(one.max(other))
        )
    }

    /// "Find out X first …", where knowing one input before choosing is worth more than the lead.
    fn research(&self) -> Option<String> {
        let lead = self.alternative?.totals.npv - self.best.totals.npv;
        find_out_first(&self.futures?.drivers, lead, &self.currency)
    }

    fn month(&self, month: usize) -> String {
        match self.scenario.start.parse::<YearMonth>() {
            Ok(start) => start.plus_months(month).long(),
            Err(_) => format!("month {month}"),
        }
    }

    fn sentence(&self) -> String {
        let label = |c: &Candidate<'_>| units::lower_first(&c.roadmap.label);
        if let (true, Some(other)) = (self.no_difference, self.alternative) {
            return format!(
                "No difference: {} and {} cost the same within 1%.",
                label(self.best),
                label(other)
            );
        }
        if self.too_close() {
            return "Too close to call: the difference is smaller than the uncertainty.".to_owned();
        }
        let roadmap = self.best.roadmap;
        let today = self.session.inputs.today.units.len();
        let goal = roadmap.stages.last();
        let units = goal.map_or(1, |stage| stage.units.len());
        let done = goal
            .and_then(|stage| stage.done_month)
            .map(|month| self.month(month));
        let services = |n: usize| format!("{} services", units::number_word(n));
        match (roadmap.id.as_str(), today) {
            ("monolith", 1) => "Stay a monolith.".to_owned(),
            ("modular_monolith", 1) => "Stay one unit, and keep its modules apart.".to_owned(),
            ("monolith" | "modular_monolith", _) => match done {
                Some(done) => format!("Merge back to one unit by {done}."),
                None => "Merge back to one unit.".to_owned(),
            },
            ("microservices", _) if self.is_staying() => {
                format!("Keep the {}.", services(units))
            }
            ("microservices", _) if self.scenario.launch.is_some() => {
                format!("Start as {}.", services(units))
            }
            ("microservices", _) => format!("Split into {} now.", services(units)),
            ("switch", _) => {
                let from = goal.map_or(0, |stage| stage.from_month);
                format!(
                    "Stay a monolith until {}, then split into {}.",
                    self.month(from),
                    services(units)
                )
            }
            ("inference_first", _) if self.is_staying() => {
                "Keep inference apart and the rest whole.".to_owned()
            }
            ("inference_first", _) => "Extract inference now and leave the rest whole.".to_owned(),
            ("today", _) => format!(
                "Keep today's {}.",
                units::counted(units as f64, "unit", "units")
            ),
            _ => format!("Take the roadmap {}.", roadmap.label),
        }
    }

    fn is_staying(&self) -> bool {
        self.staying
            .is_some_and(|staying| staying.index == self.best.index)
    }

    fn detail(&self, pays: Option<usize>) -> String {
        let Some(other) = self.compared else {
            return "There is no other roadmap to compare with.".to_owned();
        };
        let months = units::months(self.session.inputs.months);
        let saved = other.totals.total - self.best.totals.total;
        let today = other.totals.npv - self.best.totals.npv;
        let name = units::lower_first(&other.roadmap.label);
        if self.no_difference {
            let lead = self
                .alternative
                .map_or(0.0, |c| c.totals.npv - self.best.totals.npv);
            return format!(
                "The lead of {} in present value is below what the model can tell apart. Choose by what you can staff.",
                self.currency.total(lead)
            );
        }
        if self.too_close() {
            let other = self.alternative.unwrap_or(other);
            let lead = self.futures.and_then(|futures| futures.lead.as_ref());
            let range = lead.map_or_else(String::new, |lead| {
                self.range(-lead.total.p90, -lead.total.p10)
            });
            let advice = self
                .research()
                .unwrap_or_else(|| "Choose by what you can staff.".to_owned());
            return format!(
                "{} leads {} by {} over {months}{range}. {advice}",
                self.best.roadmap.label,
                units::lower_first(&other.roadmap.label),
                self.currency
                    .total(other.totals.total - self.best.totals.total),
            );
        }
        if self.is_staying() {
            return format!(
                "The best alternative, {name}, would cost {} more over {months}{} ({} in present value).",
                self.currency.total(saved),
                self.likely(-1.0),
                self.currency.total(today)
            );
        }
        if today < 0.0 {
            return format!(
                "It costs {} more over {months} than {name}, which breaks a goal{}.",
                self.currency.total(-saved),
                self.likely(1.0)
            );
        }
        let likely = self.likely(-1.0);
        let comma = if likely.is_empty() { "" } else { "," };
        let pays = match pays {
            Some(0) => format!("{comma} and pays from the first month"),
            Some(month) => format!("{comma} and pays for itself by {}", self.month(month)),
            None => String::new(),
        };
        format!(
            "It saves {} over {months} against {}{}{pays} ({} in present value).",
            self.currency.total(saved),
            if self.staying.is_some_and(|s| s.index == other.index) {
                "staying as you are".to_owned()
            } else {
                name
            },
            likely,
            self.currency.total(today)
        )
    }
}

/// Futures of ten in which a roadmap must be the cheapest for a choice to be called.
const LEAST_CONFIDENCE: f64 = 0.6;

/// Whether the futures leave the choice open: the recommended roadmap is not often enough the
/// cheapest, or both signs of the difference are likely.
fn is_too_close(futures: &Uncertainty) -> bool {
    let crosses = |difference: &Difference| difference.npv.p10 * difference.npv.p90 < 0.0;
    futures.confidence < LEAST_CONFIDENCE || futures.difference.as_ref().is_some_and(crosses)
}

/// The input that is worth more to know than the lead of the best, if there is one.
fn find_out_first(drivers: &[Driver], lead: f64, currency: &Currency) -> Option<String> {
    let most = drivers
        .iter()
        .max_by(|a, b| a.value_of_information.total_cmp(&b.value_of_information))?;
    (most.value_of_information > lead.max(0.0)).then(|| {
        let entry = || Catalog::builtin().ok()?.entry(&most.input).ok();
        let name = name_of(&most.input)
            .or_else(|| entry().map(|entry| entry.label.clone()))
            .unwrap_or_else(|| most.input.clone());
        format!(
            "Find out first: {}; knowing it before choosing is worth up to {}, more than the lead.",
            units::lower_first(&name),
            currency.total(most.value_of_information),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{crossover, find_out_first};
    use crate::analysis::futures::drivers::Driver;
    use crate::units::Currency;

    #[test]
    fn what_is_worth_more_to_know_than_the_lead_is_found_out_first() {
        let driver = |input: &str, worth: f64| Driver {
            input: input.to_owned(),
            range: [1.0, 2.0, 3.0],
            total_order_index: None,
            value_of_information: worth,
            low_outcome: 0.0,
            high_outcome: 0.0,
        };
        let drivers = [
            driver("demand.users", 2e5),
            driver("pace.size_exponent", 4e5),
        ];
        let says = |lead| find_out_first(&drivers, lead, &Currency::new("USD"));
        let first = says(1e5).unwrap();
        assert!(first.starts_with("Find out first: "), "{first}");
        assert!(
            first.ends_with("worth up to $400k, more than the lead."),
            "{first}"
        );
        // Within the lead nothing need be known; of equals any is worth something.
        assert_eq!(says(5e5), None);
        assert!(says(-1.0).is_some());
        assert_eq!(find_out_first(&[], 0.0, &Currency::new("USD")), None);
        let none = [driver("demand.users", 0.0)];
        assert_eq!(find_out_first(&none, 0.0, &Currency::new("USD")), None);
    }

    #[test]
    fn a_crossover_has_to_last() {
        assert_eq!(crossover(&[1.0, 1.0, 1.0], &[2.0, 0.5, 2.0]), Some(2));
        assert_eq!(crossover(&[1.0, 3.0], &[2.0, 2.0]), None);
        assert_eq!(crossover(&[1.0, 1.0], &[2.0, 2.0]), Some(0));
        assert_eq!(crossover(&[1.0, 1.0], &[1.0, 1.0]), None);
    }
}
