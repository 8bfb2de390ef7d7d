//! What an edit did to the answer, in one line.

use super::state::State;
use super::values::shown;
use super::view::Effect;
use crate::analysis::report::{Report, RoadmapReport};
use crate::scenario::fields::field_for;
use crate::scenario::{Leaf, Scenario, path};
use crate::units::{Currency, MINUS, lower_first, months};
use eframe::egui;
use std::time::Duration;

/// How long the line stays (s).
const SECONDS: f64 = 5.0;

/// The effect of the edit that is awaited, when this report is its answer.
pub(crate) fn of(state: &mut State, after: &Report, ctx: &egui::Context) -> Option<Effect> {
    let pending = state.pending_effect.as_ref()?;
    if state.results.generation < pending.generation {
        return None;
    }
    let (old, new) = (recommended(&pending.before)?, recommended(after)?);
    let money = Currency::new(&after.scenario.currency);
    let change = new.totals?.total - old.totals?.total;
    let horizon = months(after.scenario.horizon_months);
    let mut figure = money.difference(change);
    if !figure.starts_with('+') && !figure.starts_with(MINUS) {
        "No change".clone_into(&mut figure);
    }
    let rest = if old.id == new.id {
        format!("over {horizon}, {}", lower_first(&new.label))
    } else {
        format!(
            "over {horizon}; {} instead of {}",
            lower_first(&new.label),
            lower_first(&old.label)
        )
    };
    let (path, note) = (pending.path.clone(), pending.note.clone());
    let until = ctx.input(|input| input.time) + SECONDS;
    ctx.request_repaint_after(Duration::from_secs_f64(SECONDS + 0.05));
    Some(Effect {
        path,
        figure,
        rest,
        note,
        until,
    })
}

/// A sentence for a range whose ends moved along with its likely value; empty when they did not.
pub(crate) fn ends_moved(before: &Scenario, after: &Scenario, at: &str) -> String {
    let range = |plan: &Scenario| match path::get(plan, at) {
        Ok(Leaf::Number(value)) if !value.is_point() => Some(value),
        _ => None,
    };
    let (Some(old), Some(new)) = (range(before), range(after)) else {
        return String::new();
    };
    let moved = |old: f64, new: f64| (old - new).abs() > f64::EPSILON * new.abs();
    // Ends that were typed leave the likely value where it was, or come with one of their own.
    let along = old.likely != 0.0 && moved(old.likely, new.likely) && {
        let factor = new.likely / old.likely;
        let near = |end: f64, was: f64| (end - was * factor).abs() <= 1e-9 * end.abs().max(1.0);
        near(new.low, old.low) || near(new.high, old.high)
    };
    if !along || !(moved(old.low, new.low) || moved(old.high, new.high)) {
        return String::new();
    }
    let shown = shown(field_for(at), new, &after.currency);
    format!("Its range moved along: {}.", shown.full())
}

fn recommended(report: &Report) -> Option<&RoadmapReport> {
    report
        .roadmaps
        .iter()
        .find(|roadmap| roadmap.id == report.verdict.recommended)
}

#[cfg(test)]
mod tests {
    use super::ends_moved;
    use crate::scenario::{Scenario, path};

    #[test]
    fn a_range_that_moved_along_is_told_and_no_other() {
        let plan = |text: &str| {
            let mut plan = Scenario::default();
            path::set(&mut plan, "demand.peak_to_mean", text).unwrap();
            plan
        };
        let note = |old: &str, new: &str| ends_moved(&plan(old), &plan(new), "demand.peak_to_mean");
        let moved = note("(1.5, 2.0, 3.0)", "(2.25, 3.0, 4.5)");
        assert_eq!(moved, "Its range moved along: 2.25 to 4.5 x.");
        assert_eq!(note("(1.5, 2.0, 3.0)", "(1.6, 2.0, 3.0)"), "");
        assert_eq!(note("(1.5, 2.0, 3.0)", "2.5"), "");
        assert_eq!(note("2.0", "3.0"), "");
        assert_eq!(note("(1.5, 2.0, 3.0)", "(1.5, 2.1, 3.0)"), "");
    }
}
