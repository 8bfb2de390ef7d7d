//! The lines of the chart at the foot: GPUs held by each roadmap, or its cost where none holds any.

use crate::analysis::report::RoadmapReport;
use crate::app::pages::decision::words::Words;
use crate::app::theme::RoadmapLook;
use crate::app::view::look_of;

/// A line of the chart at the foot.
pub(super) struct Line<'a> {
    pub(super) kind: RoadmapLook,
    pub(super) number: Option<u8>,
    pub(super) label: &'a str,
    pub(super) values: Vec<f64>,
    pub(super) shown: bool,
}

/// Whether GPUs are counted, the heading, and the lines.
pub(super) fn chart<'a>(
    words: &Words<'a>,
    shown: Option<&RoadmapReport>,
) -> (bool, String, Vec<Line<'a>>) {
    let line = |roadmap: &'a RoadmapReport, values: Vec<f64>| Line {
        kind: look_of(roadmap),
        number: words.number(roadmap),
        label: &roadmap.label,
        values,
        shown: shown.is_some_and(|shown| shown.id == roadmap.id),
    };
    let gpus: Vec<Line<'a>> = words
        .feasible()
        .filter_map(|roadmap| Some(line(roadmap, roadmap.series.as_ref()?.gpus.clone())))
        .collect();
    if gpus
        .iter()
        .any(|line| line.values.iter().any(|value| *value > 0.0))
    {
        let title =
            one_type(words).map_or_else(|| "GPUs held".to_owned(), |kind| format!("{kind} held"));
        return (true, title, gpus);
    }
    let money = words
        .feasible()
        .filter_map(|roadmap| {
            Some(line(
                roadmap,
                roadmap.series.as_ref()?.infrastructure.clone(),
            ))
        })
        .collect();
    (false, "Infrastructure cost a month".to_owned(), money)
}

/// The type of all GPUs of all roadmaps, when there is one.
fn one_type<'a>(words: &Words<'a>) -> Option<&'a str> {
    let mut types = words
        .feasible()
        .flat_map(|roadmap| &roadmap.hardware)
        .map(|hardware| hardware.gpu.as_str());
    let first = types.next()?;
    types.all(|other| other == first).then_some(first)
}
