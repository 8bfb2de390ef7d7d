//! The goals that a scenario sets, against what a roadmap reaches.

use super::detail::GoalReport;
use super::last_year::mean_of_last_year;
use super::report::{Series, StageReport};
use crate::scenario::Scenario;
use crate::units::{self, Currency, YearMonth};

/// Every goal that is set, in the order of the scenario's fields.
pub(super) fn goals(
    scenario: &Scenario,
    stages: &[StageReport],
    series: &Series,
) -> Vec<GoalReport> {
    let mut list = Vec::new();
    money(scenario, series, &mut list);
    service(scenario, series, &mut list);
    structure(scenario, stages, &mut list);
    list
}

fn goal(field: &str, kept: bool, limit: String, reached: String, broken: String) -> GoalReport {
    GoalReport {
        goal: field.to_owned(),
        kept,
        limit,
        reached,
        sentence: if kept { String::new() } else { broken },
    }
}

/// Budget and runway.
fn money(scenario: &Scenario, series: &Series, list: &mut Vec<GoalReport>) {
    let currency = Currency::new(&scenario.currency);
    let start = scenario.start.parse::<YearMonth>().ok();
    let name = |month: usize| {
        start.map_or_else(
            || format!("month {month}"),
            |start| start.plus_months(month).short(),
        )
    };
    if let Some(budget) = scenario.goals.budget_per_month {
        let over = series.cash.iter().position(|cash| *cash > budget.likely);
        let most = series.cash.iter().copied().fold(0.0, f64::max);
        list.push(goal(
            "budget_per_month",
            over.is_none(),
            format!("{} a month", currency.amount(budget.likely)),
            format!("{} at most", currency.amount(most)),
            over.map_or_else(String::new, |month| {
                format!(
                    "Cash of {} in {} is above the budget of {} a month.",
                    currency.amount(series.cash[month]),
                    name(month),
                    currency.amount(budget.likely)
                )
            }),
        ));
    }
    let Some(balance) = &series.cash_balance else {
        return;
    };
    let out = balance.iter().position(|money| *money < 0.0);
    let reached = out.map_or_else(
        || "money lasts".to_owned(),
        |month| format!("until {}", name(month)),
    );
    let runway = scenario.goals.runway_months.map(|months| months.likely);
    if let Some(runway) = runway {
        let short = out.filter(|month| (*month as f64) < runway);
        let runway = units::decimal(runway, 0);
        list.push(goal(
            "runway_months",
            short.is_none(),
            format!("{runway} months"),
            reached.clone(),
            short.map_or_else(String::new, |month| {
                format!(
                    "The money runs out in {}, before month {runway}.",
                    name(month)
                )
            }),
        ));
    }
    // What breaks the runway is not told twice.
    let later = out.filter(|month| runway.is_none_or(|runway| *month as f64 >= runway));
    list.push(goal(
        "capital",
        later.is_none(),
        "money lasts".to_owned(),
        reached,
        later.map_or_else(String::new, |month| {
            format!(
                "The money runs out in {}; what stands after it is of a company that found more.",
                name(month)
            )
        }),
    ));
}

/// Availability, lead time, latency.
fn service(scenario: &Scenario, series: &Series, list: &mut Vec<GoalReport>) {
    let goals = &scenario.goals;
    if let Some(availability) = goals.availability {
        let reached = units::availability(mean_of_last_year(&series.availability));
        let limit = units::availability(availability.likely);
        let sentence =
            format!("Availability of {reached} in the last year is below the goal of {limit}.");
        let kept = mean_of_last_year(&series.availability) >= availability.likely;
        list.push(goal("availability", kept, limit, reached, sentence));
    }
    if let Some(lead_time) = goals.lead_time_days {
        let reached = units::days(mean_of_last_year(&series.lead_time_days));
        let limit = units::days(lead_time.likely);
        let sentence =
            format!("Lead time of {reached} in the last year is longer than the goal of {limit}.");
        let kept = mean_of_last_year(&series.lead_time_days) <= lead_time.likely;
        list.push(goal("lead_time_days", kept, limit, reached, sentence));
    }
    if let Some(latency) = goals.p95_latency_ms {
        let added = series.added_latency_ms.iter().copied().fold(0.0, f64::max);
        let worst = scenario.reliability.base_latency_ms.likely + added;
        let reached = units::milliseconds(worst);
        let limit = units::milliseconds(latency.likely);
        let sentence = format!("p95 latency of {reached} is above the goal of {limit}.");
        let kept = worst <= latency.likely;
        list.push(goal("p95_latency_ms", kept, limit, reached, sentence));
    }
}

/// What must stand alone, and what must stay together.
fn structure(scenario: &Scenario, stages: &[StageReport], list: &mut Vec<GoalReport>) {
    let units = stages.last().map_or(&[][..], |stage| &stage.units[..]);
    for component in &scenario.goals.must_isolate {
        let home = units
            .iter()
            .find(|unit| unit.components.contains(component));
        let alone = home.is_some_and(|unit| unit.components.len() == 1);
        list.push(goal(
            "must_isolate",
            alone,
            format!("{component} alone"),
            home.map_or_else(String::new, |unit| format!("in {}", unit.name)),
            format!("{component} must be alone in its unit and is not."),
        ));
    }
    if let [first, rest @ ..] = scenario.goals.must_not_split.as_slice() {
        let unit_of = |component: &String| {
            units
                .iter()
                .position(|unit| unit.components.contains(component))
        };
        for other in rest {
            let together = unit_of(first) == unit_of(other);
            list.push(goal(
                "must_not_split",
                together,
                format!("{first} and {other} together"),
                if together { "together" } else { "apart" }.to_owned(),
                format!("{first} and {other} must stay in one unit and do not."),
            ));
        }
    }
}
