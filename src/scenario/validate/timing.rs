//! Months that rise and lie within the plan, and growth that can be.

use super::super::fields;
use super::super::quantity::Quantity;
use super::super::schema::{EventKind, GrowthShape, Scenario};
use super::ranges::plain;
use super::{Checker, component_path};
use crate::diagnostic::Diagnostic;
use crate::number::Number;
use crate::units::round_significant;

pub(super) fn check(checker: &mut Checker<'_>) {
    start(checker);
    growth(checker);
    crowd(checker);
    lives(checker);
    stages(checker);
    later(checker);
}

fn start(checker: &mut Checker<'_>) {
    let start = checker.plan.start.as_str();
    let valid = start.split_once('-').is_some_and(|(year, month)| {
        let digits = |text: &str, length: usize| {
            text.len() == length && text.bytes().all(|digit| digit.is_ascii_digit())
        };
        digits(year, 4)
            && digits(month, 2)
            && ("1990".."2200").contains(&year)
            && ("01".."13").contains(&month)
    });
    if !valid {
        checker.push(
            Diagnostic::error("start-month", "start", format!("`{start}` is not a month"))
                .found(start)
                .allowed("year and month as in 2027-01"),
        );
    }
}

fn growth(checker: &mut Checker<'_>) {
    let demand = &checker.plan.demand;
    let growth = &demand.growth;
    match growth.shape {
        GrowthShape::SCurve if growth.adoption.is_none() => match growth.ceiling {
            None => checker.push(
                Diagnostic::error(
                    "missing-ceiling",
                    "demand.growth.ceiling",
                    "an S-curve needs a ceiling or an adoption curve",
                )
                .hint("Set `ceiling`, or `adoption` to a curve of the catalogue"),
            ),
            Some(ceiling) if ceiling.likely <= demand.users.likely => checker.push(
                Diagnostic::error(
                    "ceiling",
                    "demand.growth.ceiling",
                    format!(
                        "the ceiling, {}, is not above today's users, {}",
                        ceiling.likely, demand.users.likely
                    ),
                )
                .found(ceiling.likely.to_string())
                .allowed(format!("more than {}", demand.users.likely)),
            ),
            Some(ceiling) if ceiling.low <= demand.users.high => checker.push(
                Diagnostic::warning(
                    "ceiling",
                    "demand.growth.ceiling",
                    "the ranges of ceiling and users overlap",
                )
                .hint("Where users exceed the ceiling they stay as they are"),
            ),
            Some(_) => {}
        },
        GrowthShape::Table => table(checker),
        _ => {}
    }
}

/// More users than people.
fn crowd(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    let Some((path, most)) = most_users(plan, |quantity| quantity.likely) else {
        return;
    };
    let limit = fields::field_for("demand.users").and_then(|field| field.allowed);
    let limit = limit.map_or(f64::INFINITY, |(_, limit)| limit);
    let told = |most: f64| plain(round_significant(most, 2));
    // What is not finite or not in order is told with all other numbers.
    if most.is_finite() && most > limit {
        let message = format!("users would grow to {}", told(most));
        checker.push(
            Diagnostic::error("out-of-range", path, message)
                .allowed(format!("at most {} users in any month", told(limit)))
                .hint("Lower the growth, or let it level off: `shape: SCurve` with a ceiling"),
        );
    } else if let Some((path, most)) = most_users(plan, |quantity| quantity.high)
        && most > limit
    {
        let message = format!("at the high ends users would grow to {}", told(most));
        checker.push(
            Diagnostic::warning("unusual", path, message).hint(
                "Lower the high end, or let growth level off: `shape: SCurve` with a ceiling",
            ),
        );
    }
}

/// The most users in any month, and the field that makes them so many.
fn most_users(plan: &Scenario, of: fn(Quantity) -> f64) -> Option<(&'static str, f64)> {
    let demand = &plan.demand;
    let growth = &demand.growth;
    let start = of(demand.users) * of(plan.factors.users);
    let users = |month: f64| match growth.shape {
        GrowthShape::Flat => start,
        GrowthShape::Linear => start + of(growth.users_per_month) * of(plan.factors.users) * month,
        GrowthShape::Compound => {
            start * Number::powf((1.0 + of(growth.monthly_rate)).max(0.0), month)
        }
        GrowthShape::SCurve => growth.ceiling.map_or(start, of) * of(plan.factors.users),
        GrowthShape::Table => {
            let points = growth.table.iter().map(|point| of(point.users));
            points.fold(0.0, f64::max) * of(plan.factors.users)
        }
    };
    let path = match growth.shape {
        GrowthShape::Flat | GrowthShape::Table => "demand.users",
        GrowthShape::Linear => "demand.growth.users_per_month",
        GrowthShape::Compound => "demand.growth.monthly_rate",
        GrowthShape::SCurve => "demand.growth.ceiling",
    };
    let mut most = (path, 0.0);
    for month in 0..plan.horizon_months {
        let jumps = plan.events.iter();
        let jumps = jumps.filter(|event| event.kind == EventKind::Users && event.month <= month);
        let factor: f64 = jumps.map(|event| of(event.value)).product();
        let plain = users(f64::from(month));
        if plain * factor > most.1 {
            let is_event = plain * factor > plain && plain <= most.1;
            most = (if is_event { "events" } else { path }, plain * factor);
        }
    }
    (most.1 > 0.0).then_some(most)
}

fn table(checker: &mut Checker<'_>) {
    let points = &checker.plan.demand.growth.table;
    if points.is_empty() {
        checker.push(
            Diagnostic::error(
                "missing-table",
                "demand.growth.table",
                "growth by table needs points",
            )
            .hint("Add points, as in table: [(month: 0, users: 100), (month: 12, users: 500)]"),
        );
    }
    for (index, pair) in points.windows(2).enumerate() {
        if pair[1].month <= pair[0].month {
            checker.push(
                Diagnostic::error(
                    "table-order",
                    format!("demand.growth.table[{}].month", index + 1),
                    format!(
                        "month {} does not come after month {}",
                        pair[1].month, pair[0].month
                    ),
                )
                .found(pair[1].month.to_string())
                .allowed(format!("more than {}", pair[0].month)),
            );
        }
    }
}

fn lives(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    for (index, part) in plan.components.iter().enumerate() {
        let path = component_path(plan, index);
        if let Some(retire) = part.retire
            && retire <= part.appear
        {
            checker.push(
                Diagnostic::error(
                    "retire-order",
                    format!("{path}.retire"),
                    format!(
                        "it retires in month {retire} and appears in month {}",
                        part.appear
                    ),
                )
                .found(retire.to_string())
                .allowed(format!("more than {}", part.appear)),
            );
        }
        after_horizon(checker, &format!("{path}.appear"), part.appear);
        for (swap, at) in part.swaps.iter().enumerate() {
            after_horizon(checker, &format!("{path}.swaps[{swap}].month"), at.month);
        }
    }
}

fn stages(checker: &mut Checker<'_>) {
    for (index, roadmap) in checker.plan.roadmaps.iter().enumerate() {
        let path = format!("roadmaps[{index}].stages");
        if roadmap.stages.is_empty() {
            checker.push(
                Diagnostic::error(
                    "missing-stages",
                    &path,
                    format!("roadmap `{}` has no stages", roadmap.id),
                )
                .hint("Add at least one, as in stages: [(from_month: 12, partition: Split)]"),
            );
        }
        for (at, pair) in roadmap.stages.windows(2).enumerate() {
            if pair[1].from_month <= pair[0].from_month {
                checker.push(
                    Diagnostic::error(
                        "stage-order",
                        format!("{path}[{}].from_month", at + 1),
                        format!(
                            "month {} does not come after month {}",
                            pair[1].from_month, pair[0].from_month
                        ),
                    )
                    .found(pair[1].from_month.to_string())
                    .allowed(format!("more than {}", pair[0].from_month)),
                );
            }
        }
        for (at, stage) in roadmap.stages.iter().enumerate() {
            after_horizon(
                checker,
                &format!("{path}[{at}].from_month"),
                stage.from_month,
            );
        }
    }
}

fn later(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    for (index, event) in plan.events.iter().enumerate() {
        after_horizon(checker, &format!("events[{index}].month"), event.month);
    }
    for (index, actual) in plan.actuals.iter().enumerate() {
        after_horizon(checker, &format!("actuals[{index}].month"), actual.month);
    }
    if let Some(launch) = &plan.launch {
        after_horizon(checker, "launch.month", launch.month);
    }
}

fn after_horizon(checker: &mut Checker<'_>, path: &str, month: u32) {
    let horizon = checker.plan.horizon_months;
    if month >= horizon && month > 0 {
        checker.push(
            Diagnostic::warning(
                "after-horizon",
                path,
                format!(
                    "month {month} lies after the last month of the plan, {}",
                    horizon.max(1) - 1
                ),
            )
            .found(month.to_string())
            .hint("It changes nothing; extend `horizon_months` or remove it"),
        );
    }
}
