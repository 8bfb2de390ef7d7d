//! Months that rise and lie within the plan, and growth that can be.

use super::super::schema::GrowthShape;
use super::{Checker, component_path};
use crate::diagnostic::Diagnostic;

pub(super) fn check(checker: &mut Checker<'_>) {
    start(checker);
    growth(checker);
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
