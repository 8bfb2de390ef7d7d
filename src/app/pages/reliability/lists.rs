//! The parts that cost the most hours, and the goals: two lists of the Reliability page.

use crate::analysis::report::RoadmapReport;
use crate::units;

/// Parts listed one by one.
const LISTED: usize = 5;

/// A part that takes the product down.
pub(super) struct PartDown<'a> {
    /// Its name, or "Four others".
    pub(super) name: std::borrow::Cow<'a, str>,
    /// "core", "loses 40%".
    pub(super) note: String,
    /// "9 h".
    pub(super) hours: String,
}

/// A goal of the plan.
pub(super) struct Goal<'a> {
    /// "Availability at least 99.00%".
    pub(super) name: String,
    /// Whether it is kept.
    pub(super) kept: bool,
    /// What is reached, or what is wrong.
    pub(super) words: &'a str,
}

/// The parts of the chosen roadmap, most hours first.
pub(super) fn parts(chosen: &RoadmapReport) -> Vec<PartDown<'_>> {
    let Some(detail) = &chosen.detail else {
        return Vec::new();
    };
    let components = &detail.reliability.components;
    let losses = detail.reliability.blast.last().map(|blast| &blast.lost);
    let note = |name: &str| {
        let loss = losses.and_then(|lost| lost.iter().find(|loss| loss.component == name));
        loss.map_or_else(String::new, |loss| {
            if loss.core {
                "core".to_owned()
            } else {
                format!("loses {}", units::share(loss.own))
            }
        })
    };
    // One that would be the only one left out is listed too.
    let listed = if components.len() == LISTED + 1 {
        LISTED + 1
    } else {
        LISTED
    };
    let mut list: Vec<PartDown<'_>> = components
        .iter()
        .take(listed)
        .map(|part| PartDown {
            name: part.component.as_str().into(),
            note: note(&part.component),
            hours: units::hours(part.last_year_hours),
        })
        .collect();
    let rest = components.get(listed..).unwrap_or_default();
    if !rest.is_empty() {
        let count = units::number_word(rest.len());
        let sum = rest.iter().map(|part| part.last_year_hours).sum();
        list.push(PartDown {
            name: format!("The {count} others").into(),
            note: String::new(),
            hours: units::hours(sum),
        });
    }
    list
}

/// The goals, as the chosen roadmap keeps or breaks them.
pub(super) fn goals(chosen: &RoadmapReport) -> Vec<Goal<'_>> {
    let Some(detail) = &chosen.detail else {
        return Vec::new();
    };
    detail
        .goals
        .iter()
        .map(|goal| {
            let field = crate::scenario::fields::field_for(&format!("goals.{}", goal.goal));
            // The one that is no field of `goals` is that the capital lasts.
            let name = field.map_or_else(
                || "Capital".to_owned(),
                |field| format!("{} {}", field.label, goal.limit),
            );
            Goal {
                name,
                kept: goal.kept,
                words: if goal.kept {
                    &goal.reached
                } else {
                    &goal.sentence
                },
            }
        })
        .collect()
}
