//! Which roadmap to choose and by how much.
//!
//! The choice goes by the net present value of the total, among the roadmaps that keep all goals
//! where any does. It is told in totals, as most tables and charts are; where those put the roadmaps
//! in another order, in present values (`figure_of`). The sentences are in `words`.

mod words;

use self::words::Text;
use super::ReportError;
use super::alike::{Standing, chances};
use super::report::{Figure, RoadmapReport, Series, Totals, Verdict};
use super::session::Session;
use crate::analysis::report::uncertainty::Driver;
use crate::analysis::report::uncertainty::{Difference, Uncertainty};
use crate::catalog::Catalog;
use crate::engine::money::present_value_factor;
use crate::scenario::fields::name_of;
use crate::scenario::{RoadmapKind, Scenario};
use crate::units::{self, Currency};

/// Margin below which two roadmaps count as the same to the cent.
const EXACTLY_THE_SAME: f64 = 1e-9;

struct Candidate<'a> {
    index: usize,
    roadmap: &'a RoadmapReport,
    totals: &'a Totals,
    series: &'a Series,
    broken: Vec<String>,
}

impl Candidate<'_> {
    fn standing(&self) -> Standing {
        Standing {
            keeps: self.broken.is_empty(),
            npv: self.totals.npv,
        }
    }

    /// Whether both count as one.
    fn counts_with(&self, other: &Self) -> bool {
        self.roadmap.counts_as() == other.roadmap.counts_as()
    }
}

/// What an amount of each month is worth in month 0, by month.
pub(super) fn present_value_factors(session: &Session) -> Vec<f64> {
    let rate = &session.inputs.money.discount_rate;
    let months = 0..session.inputs.months;
    months
        .map(|month| present_value_factor(rate, month))
        .collect()
}

/// The verdict over all roadmaps.
///
/// `roadmaps`: those that count as one are marked. `futures`: of the same roadmaps, drawn for the
/// verdict without them. Reasons are left to `reasons`.
///
/// # Errors
/// When no roadmap can run.
pub fn verdict(
    scenario: &Scenario,
    session: &Session,
    roadmaps: &[RoadmapReport],
    futures: Option<&Uncertainty>,
) -> Result<Verdict, ReportError> {
    let candidates = candidates(roadmaps);
    let best = candidates.iter().reduce(preferred);
    let best = best.ok_or_else(|| nothing_runs(roadmaps))?;
    let staying = staying(scenario, session, &candidates);
    let others = Others::of(&candidates, best, staying);
    let tie = session.inputs.k.no_difference;
    let lead = Lead::of(best, others.alternative, tie);
    let figure = figure_of(&candidates, best, tie, (roadmaps, futures));
    let text = Text {
        scenario,
        figure,
        session,
        currency: Currency::new(&scenario.currency),
        best,
        staying,
        compared: others.compared,
        alternative: others.alternative,
        no_difference: lead.no_difference,
        futures,
    };
    let factors = present_value_factors(session);
    let pays = |figure| below(best, others.compared?, figure, &factors);
    let by_kind = |kind| candidates.iter().find(|c| c.roadmap.kind() == kind);
    let split = by_kind(RoadmapKind::Microservices);
    let whole = by_kind(RoadmapKind::Monolith);
    let id = |candidate: &Candidate<'_>| candidate.roadmap.id.clone();
    Ok(Verdict {
        recommended: id(best),
        cheapest_cash: id(cheapest_in_cash(&candidates).unwrap_or(best)),
        sentence: text.sentence(),
        detail: text.detail(pays(figure)),
        figure,
        margin: lead.margin,
        alternative: others.alternative.map(id),
        compared_with: others.compared.map(id),
        no_difference: lead.no_difference,
        confidence: futures.map(|futures| futures.confidence),
        too_close: futures.map(is_too_close),
        crossover_month: split
            .zip(whole)
            .and_then(|(split, whole)| below(split, whole, Figure::Total, &factors)),
        pays_month: pays(Figure::Total),
        reasons: Vec::new(),
        goals_broken: best.broken.clone(),
    })
}

/// The roadmaps that have figures, with the goals that each breaks.
fn candidates(roadmaps: &[RoadmapReport]) -> Vec<Candidate<'_>> {
    let all = roadmaps.iter().enumerate();
    all.filter_map(|(index, roadmap)| {
        let goals = roadmap.detail.as_ref().map_or(&[][..], |d| &d.goals[..]);
        let broken = goals.iter().filter(|goal| !goal.kept);
        Some(Candidate {
            index,
            roadmap,
            totals: roadmap.totals.as_ref()?,
            series: roadmap.series.as_ref()?,
            broken: broken.map(|goal| goal.sentence.clone()).collect(),
        })
    })
    .collect()
}

fn nothing_runs(roadmaps: &[RoadmapReport]) -> ReportError {
    let first = roadmaps.first();
    ReportError::NothingRuns {
        reason: first
            .and_then(|roadmap| roadmap.reason.clone())
            .unwrap_or_default(),
    }
}

/// What the best is held against.
struct Others<'a, 'b> {
    /// The best of those that do not count as one with it.
    alternative: Option<&'b Candidate<'a>>,
    /// Staying, or where that is the best itself the alternative.
    compared: Option<&'b Candidate<'a>>,
}

impl<'a, 'b> Others<'a, 'b> {
    fn of(
        candidates: &'b [Candidate<'a>],
        best: &'b Candidate<'a>,
        staying: Option<&'b Candidate<'a>>,
    ) -> Self {
        let is_other = |other: &&Candidate<'_>| !other.counts_with(best);
        let alternative = candidates.iter().filter(is_other).reduce(preferred);
        Self {
            alternative,
            compared: staying.filter(is_other).or(alternative),
        }
    }
}

/// How far the best is ahead.
struct Lead {
    /// Of the alternative, in present value (money).
    margin: f64,
    /// Whether that is within what the model can tell apart.
    no_difference: bool,
}

impl Lead {
    /// `tie`: share of the cost within which two count as the same; one that keeps all goals never does
    /// with one that does not.
    fn of(best: &Candidate<'_>, alternative: Option<&Candidate<'_>>, tie: f64) -> Self {
        let margin = alternative.map_or(0.0, |other| other.totals.npv - best.totals.npv);
        let alike = |other: &Candidate<'_>| other.broken.is_empty() == best.broken.is_empty();
        Self {
            margin,
            no_difference: alternative
                .is_some_and(|other| alike(other) && margin.abs() < tie * best.totals.npv.abs()),
        }
    }
}

/// The candidate that pays least; of equals the first.
fn cheapest_in_cash<'a, 'b>(candidates: &'b [Candidate<'a>]) -> Option<&'b Candidate<'a>> {
    candidates.iter().reduce(|least, other| {
        if other.totals.cash < least.totals.cash * (1.0 - EXACTLY_THE_SAME) {
            other
        } else {
            least
        }
    })
}

/// First month from which one candidate has cost less than another so far, in a figure.
fn below(
    one: &Candidate<'_>,
    other: &Candidate<'_>,
    figure: Figure,
    factors: &[f64],
) -> Option<usize> {
    let [one, other] = [one, other].map(|of| of.series.cumulative(figure, factors));
    crossover(&one, &other)
}

/// The candidate to be preferred; of equals the first.
fn preferred<'a, 'b>(best: &'b Candidate<'a>, other: &'b Candidate<'a>) -> &'b Candidate<'a> {
    if other.standing().is_better_than(best.standing()) {
        other
    } else {
        best
    }
}

/// The figure in which roadmaps stand in the order of the choice: the total where its order is that of
/// present values, else the present value.
///
/// The recommended roadmap must stand to every other in the total as it does in the present value, any
/// other two only where they are further apart than the tie; and with futures, the same roadmap must be
/// the cheapest in most of them.
fn figure_of(
    candidates: &[Candidate<'_>],
    best: &Candidate<'_>,
    tie: f64,
    (roadmaps, futures): (&[RoadmapReport], Option<&Uncertainty>),
) -> Figure {
    let turns = |one: &Candidate<'_>, other: &Candidate<'_>, tie: f64| {
        let less = |figure: Figure, by: f64| {
            let [one, other] = [one, other].map(|c| c.totals.of(figure));
            other - one > by * other.abs()
        };
        less(Figure::PresentValue, tie) && {
            let (one, other) = (one.totals.total, other.totals.total);
            one - other > EXACTLY_THE_SAME * one.abs()
        }
    };
    let apart = |one: &Candidate<'_>, other: &Candidate<'_>| !one.counts_with(other);
    let of_best = candidates
        .iter()
        .filter(|other| apart(best, other))
        .any(|other| turns(best, other, EXACTLY_THE_SAME) || turns(other, best, EXACTLY_THE_SAME));
    let mut pairs = candidates
        .iter()
        .flat_map(|one| candidates.iter().map(move |other| (one, other)));
    let of_others = pairs.any(|(one, other)| apart(one, other) && turns(one, other, tie));
    let leader = |figure: Figure| {
        let all = chances(roadmaps, futures?, figure).into_iter();
        all.reduce(|most, one| if one.1 > most.1 { one } else { most })
            .map(|(id, _)| id)
    };
    if of_best || of_others || leader(Figure::Total) != leader(Figure::PresentValue) {
        Figure::PresentValue
    } else {
        Figure::Total
    }
}

/// The roadmap that leaves the units as they are today.
fn staying<'a, 'b>(
    scenario: &Scenario,
    session: &Session,
    candidates: &'b [Candidate<'a>],
) -> Option<&'b Candidate<'a>> {
    let find = |kind| candidates.iter().find(|c| c.roadmap.kind() == kind);
    let units = session.inputs.today.units.len();
    let leaving = RoadmapKind::leaving(units, scenario.components.len());
    find(RoadmapKind::Today).or_else(|| find(leaving))
}

/// First month in which one cumulative cost is below another's and stays below.
fn crossover(one: &[f64], other: &[f64]) -> Option<usize> {
    let below = |month: &usize| one[*month] < other[*month] * (1.0 - EXACTLY_THE_SAME);
    let months = one.len().min(other.len());
    let stays = (0..months).rev().take_while(below).count();
    (stays > 0).then(|| months - stays)
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
    (most.value_of_information > lead.max(0.0) && most.worth().is_clear()).then(|| {
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
    use crate::analysis;
    use crate::analysis::report::uncertainty::Driver;
    use crate::analysis::report::{Figure, Report, RoadmapReport};
    use crate::catalog::Catalog;
    use crate::presets;
    use crate::scenario::Quantity;
    use crate::units::Currency;

    #[test]
    fn what_is_worth_more_to_know_than_the_lead_is_found_out_first() {
        let driver = |input: &str, worth: f64| Driver {
            input: input.to_owned(),
            range: [1.0, 2.0, 3.0],
            total_order_index: None,
            error: None,
            value_of_information: worth,
            value_of_information_error: 0.1 * worth,
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
        // What chance alone may have made of it is no reason to wait.
        let unclear = Driver {
            value_of_information_error: 3e5,
            ..driver("demand.users", 4e5)
        };
        assert_eq!(find_out_first(&[unclear], 1e5, &Currency::new("USD")), None);
        let none = [driver("demand.users", 0.0)];
        assert_eq!(find_out_first(&none, 0.0, &Currency::new("USD")), None);
    }

    /// A report at likely values, with present values far from totals.
    fn discounted(preset: &str, rate: f64) -> Report {
        let mut plan = presets::find(preset).unwrap().scenario().unwrap();
        plan.money.discount_rate = Some(Quantity::point(rate));
        analysis::run(&plan, Catalog::builtin().unwrap()).unwrap()
    }

    #[test]
    fn what_is_told_never_contradicts_the_choice() {
        let mut in_value = 0;
        for preset in presets::list() {
            for rate in [0.0, 0.3, 0.7] {
                let report = discounted(preset.name, rate);
                let (verdict, what) = (&report.verdict, format!("{} at {rate}", preset.name));
                let find = |id: &str| report.roadmaps.iter().find(|r| r.id == id).unwrap();
                let best = find(&verdict.recommended);
                // A lead that is negative would be none.
                for wrong in [
                    "by \u{2212}",
                    "saves \u{2212}",
                    "cost \u{2212}",
                    "costs \u{2212}",
                ] {
                    assert!(
                        !verdict.detail.contains(wrong),
                        "{what}: {}",
                        verdict.detail
                    );
                }
                let (value, total) = (
                    |r: &RoadmapReport| r.totals.unwrap().npv,
                    |r: &RoadmapReport| r.totals.unwrap().total,
                );
                let apart = |other: &&RoadmapReport| other.counts_as() != best.id;
                let others = report.roadmaps.iter().filter(|r| r.totals.is_some());
                let turned = others.filter(apart).any(|other| {
                    let [by_value, by_total] =
                        [value(other) - value(best), total(other) - total(best)];
                    by_value * by_total < 0.0 && by_value.abs() > 1.0 && by_total.abs() > 1.0
                });
                if turned {
                    assert_eq!(verdict.figure, Figure::PresentValue, "{what}");
                }
                if verdict.figure == Figure::PresentValue && !verdict.no_difference {
                    assert!(verdict.detail.contains("in present value over"), "{what}");
                    in_value += 1;
                }
            }
        }
        assert!(in_value > 0, "no plan in which the two disagree");
    }

    #[test]
    fn present_values_are_told_as_they_are_added_up() {
        let report = discounted("support-copilot", 0.3);
        let factors = &report.scenario.present_value_factors;
        for roadmap in &report.roadmaps {
            let (Some(series), Some(totals)) = (&roadmap.series, roadmap.totals) else {
                continue;
            };
            for figure in [Figure::Total, Figure::Cash, Figure::PresentValue] {
                let last = series.cumulative(figure, factors).last().copied().unwrap();
                let sum: f64 = series.monthly(figure, factors).iter().sum();
                let told = totals.of(figure);
                assert!(
                    (last - told).abs() < 1e-9 * told,
                    "{figure:?}: {last} {told}"
                );
                assert!((sum - told).abs() < 1e-9 * told, "{figure:?}: {sum} {told}");
            }
        }
    }

    #[test]
    fn a_crossover_has_to_last() {
        assert_eq!(crossover(&[1.0, 1.0, 1.0], &[2.0, 0.5, 2.0]), Some(2));
        assert_eq!(crossover(&[1.0, 3.0], &[2.0, 2.0]), None);
        assert_eq!(crossover(&[1.0, 1.0], &[2.0, 2.0]), Some(0));
        assert_eq!(crossover(&[1.0, 1.0], &[1.0, 1.0]), None);
    }
}
