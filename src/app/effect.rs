//! What an edit did to the answer, in one line.

use super::state::{Effect, State};
use crate::analysis::report::{Report, RoadmapReport};
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
    let path = pending.path.clone();
    let until = ctx.input(|input| input.time) + SECONDS;
    ctx.request_repaint_after(Duration::from_secs_f64(SECONDS + 0.05));
    Some(Effect {
        path,
        figure,
        rest,
        until,
    })
}

fn recommended(report: &Report) -> Option<&RoadmapReport> {
    report
        .roadmaps
        .iter()
        .find(|roadmap| roadmap.id == report.verdict.recommended)
}
