//! The sentence on top of the Infrastructure page, and the line beneath it.
//!
//! Every figure in them stands in the boxes or in the chart.

use super::model::{Running, at, moving_to};
use crate::analysis::report::RoadmapReport;
use crate::app::pages::decision::words::Words;
use crate::units;

/// The claim: what the units need, where the other way would need something else.
pub(super) fn claim(
    shown: Option<&RoadmapReport>,
    here: Option<&Running<'_>>,
    against: Option<&Running<'_>>,
    month: usize,
) -> String {
    let Some(here) = here else {
        return match shown {
            Some(roadmap) => format!("{} does not fit.", roadmap.label),
            None => "There is no roadmap to show.".to_owned(),
        };
    };
    let needs = if here.units.len() == 1 {
        "needs"
    } else {
        "need"
    };
    let subject = capitalised(&counted(here));
    let gpus = here.gpus(month) > 0.0 || against.is_some_and(|other| other.gpus(month) > 0.0);
    let (mine, theirs) = if gpus {
        let kind = here.gpu_type(month);
        let noun = kind.map(str::to_owned);
        let mine = match here.gpus(month) {
            none if none <= 0.0 => "no GPU".to_owned(),
            count => match &noun {
                Some(kind) => units::gpus(count, kind),
                None => units::counted(count, "GPU", "GPUs"),
            },
        };
        let theirs = against.map(|other| match other.gpus(month) {
            none if none <= 0.0 => "none".to_owned(),
            count => match other.gpu_type(month) {
                Some(other) if kind == Some(other) => units::decimal(count, 0),
                Some(other) => units::gpus(count, other),
                None if kind.is_some() || mine == "no GPU" => units::counted(count, "GPU", "GPUs"),
                None => units::decimal(count, 0),
            },
        });
        (mine, theirs)
    } else {
        let vcpus = |running: &Running<'_>| units::count(running.vcpus(month).round());
        (format!("{} vCPU", vcpus(here)), against.map(vcpus))
    };
    match (against, theirs) {
        (Some(other), Some(theirs))
            if mine == theirs || mine.starts_with(&format!("{theirs} ")) =>
        {
            format!("{subject} {needs} {mine}, as {} would.", counted(other))
        }
        (Some(other), Some(theirs)) => {
            format!(
                "{subject} {needs} {mine} where {} would need {theirs}.",
                counted(other)
            )
        }
        _ => format!("{subject} {needs} {mine}."),
    }
}

/// "one unit", "five services".
pub(super) fn counted(running: &Running<'_>) -> String {
    match running.units.len() {
        1 => "one unit".to_owned(),
        several => format!("{} services", units::number_word(several)),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Month, load and cost; a move that is under way.
pub(super) fn lead(
    words: &Words<'_>,
    shown: Option<&RoadmapReport>,
    here: Option<&Running<'_>>,
    month: usize,
) -> String {
    let Some(series) = shown.and_then(|roadmap| roadmap.series.as_ref()) else {
        return "Pick another roadmap, or change what it cannot do.".to_owned();
    };
    let mut lead = format!(
        "{}, {} users, infrastructure {} in the month",
        words.short(month),
        units::count(at(&series.users, month)),
        words.currency.total(at(&series.infrastructure, month))
    );
    let moving = here.and_then(|here| moving_to(here.roadmap, month));
    if let Some(stage) = moving {
        let until = stage.done_month.map_or_else(
            || "is not done by the end".to_owned(),
            |done| format!("is done in {}", words.short(done)),
        );
        let count = match stage.units.len() {
            1 => "one unit".to_owned(),
            several => format!("{} services", units::number_word(several)),
        };
        for part in ["; the move to ", &count, " ", &until] {
            lead.push_str(part);
        }
    }
    lead + "."
}
