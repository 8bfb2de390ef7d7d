//! The strip of key figures: the recommended roadmap beside the one it is compared with.

use super::words::Words;
use crate::analysis::report::{Figure as Cost, RoadmapReport, Series};
use crate::engine::series::SERIES;
use crate::units;

/// A figure of the strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) label: String,
    pub(crate) figure: String,
    pub(crate) note: String,
    /// Whether it stays in a small window.
    pub(crate) first: bool,
    /// Figure of the report that it is, where it is one, and whether of the last month.
    pub(crate) metric: Option<(&'static str, bool)>,
}

/// The six figures; those that a small window keeps are marked. `told`: what the page speaks of.
pub(super) fn figures(words: &Words<'_>, told: Cost) -> Vec<Figure> {
    let Some((best, series, totals)) = words
        .recommended
        .and_then(|best| Some((best, best.series.as_ref()?, best.totals?)))
    else {
        return Vec::new();
    };
    let base = words.baseline;
    let base_name = base.map(|base| words.note_name(base)).unwrap_or_default();
    let against = |figure: Option<String>| {
        figure.map_or_else(String::new, |figure| format!("{base_name} {figure}"))
    };
    let base_totals = base.and_then(|base| base.totals);
    let base_series = base.and_then(|base| base.series.as_ref());
    let money = |amount: f64| words.currency.total(amount);
    let last = |values: &[f64]| values.last().copied().unwrap_or(0.0);
    let year = |values: &[f64]| values.iter().rev().take(12).sum::<f64>();
    let (span, end) = (words.span(), words.last());
    let gpus = units::held(last(&series.gpus));
    let base_gpus = base_series.map(|series| units::held(last(&series.gpus)));
    let count = |gpus: f64| {
        if gpus > 0.0 {
            units::decimal(gpus, 0)
        } else {
            "none".to_owned()
        }
    };
    let holds = gpus + base_gpus.unwrap_or(0.0) > 0.0;
    let (first, first_label, metric) = match told {
        Cost::PresentValue => (told, "Present value", "totals.npv"),
        Cost::Total | Cost::Cash => (Cost::Total, "Total", "totals.total"),
    };
    let item = |label: String, figure: String, note: String, first: bool| Figure {
        label,
        figure,
        note,
        first,
        metric: None,
    };
    let of = |figure: Figure, metric: &'static str, last: bool| Figure {
        metric: Some((metric, last)),
        ..figure
    };
    vec![
        of(
            item(
                format!("{first_label} over {span}"),
                money(totals.of(first)),
                against(base_totals.map(|totals| money(totals.of(first)))),
                true,
            ),
            metric,
            false,
        ),
        of(
            item(
                format!("{} over {span}", SERIES.cash.label),
                money(totals.cash),
                against(base_totals.map(|totals| money(totals.cash))),
                !holds,
            ),
            "totals.cash",
            false,
        ),
        if holds {
            of(
                item(
                    format!("{} in {end}", SERIES.gpus.short),
                    if gpus > 0.0 {
                        units::gpus(gpus, gpu_name(best).unwrap_or("GPUs"))
                    } else {
                        "None".to_owned()
                    },
                    against(base_gpus.map(count)),
                    true,
                ),
                SERIES.gpus.id,
                true,
            )
        } else {
            let hosted = |series: &Series| money(series.hosted_api.iter().sum());
            of(
                item(
                    format!("{} over {span}", SERIES.hosted_api.label),
                    hosted(series),
                    against(base_series.map(hosted)),
                    false,
                ),
                SERIES.hosted_api.id,
                false,
            )
        },
        of(
            item(
                format!("{}, {end}", SERIES.lead_time_days.label),
                units::days(last(&series.lead_time_days)),
                against(base_series.map(|series| units::days(last(&series.lead_time_days)))),
                true,
            ),
            SERIES.lead_time_days.id,
            true,
        ),
        item(
            format!("{}, {}", SERIES.down_hours.label, words.last_year()),
            units::hours(year(&series.down_hours)),
            against(base_series.map(|series| units::hours(year(&series.down_hours)))),
            true,
        ),
        ready(words, best, base),
    ]
}

/// The only type of GPU that a roadmap holds in the end.
fn gpu_name(roadmap: &RoadmapReport) -> Option<&str> {
    let last = roadmap.hardware.iter().map(|choice| choice.stage).max()?;
    let mut held = roadmap
        .hardware
        .iter()
        .filter(|choice| choice.stage == last);
    let first = held.next()?;
    held.all(|other| other.gpu == first.gpu)
        .then_some(first.gpu.as_str())
}

/// Dimensions without which a split fails; the others slow it down.
const GATES: [&str; 4] = ["delivery", "platform", "observability", "boundaries"];

/// When the gates are met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ready<'a> {
    From(usize),
    Never(&'a str),
}

fn readiness(roadmap: &RoadmapReport) -> Ready<'_> {
    let gates = || {
        roadmap
            .readiness
            .iter()
            .filter(|gate| GATES.contains(&gate.dimension.as_str()))
    };
    match gates().find(|gate| gate.ready_month.is_none()) {
        Some(missing) => Ready::Never(&missing.dimension),
        None => Ready::From(
            gates()
                .filter_map(|gate| gate.ready_month)
                .max()
                .unwrap_or(0),
        ),
    }
}

fn ready(words: &Words<'_>, best: &RoadmapReport, base: Option<&RoadmapReport>) -> Figure {
    let of = |state: Ready<'_>| match state {
        Ready::From(0) => "now".to_owned(),
        Ready::From(month) => words.short(month),
        Ready::Never(_) => "never".to_owned(),
    };
    let (figure, note) = match (readiness(best), base.map(|base| (base, readiness(base)))) {
        (Ready::Never(dimension), _) => (
            "Never".to_owned(),
            format!("{} stays short", dimension.replace('_', " ")),
        ),
        (state, Some((base, other))) => {
            let name = if words.is_staying(base) {
                "staying"
            } else {
                base.label.as_str()
            };
            (of(state), format!("{name} {}", of(other)))
        }
        (state, None) => (of(state), String::new()),
    };
    let mut letters = figure.chars();
    let figure = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    Figure {
        label: "Ready by".to_owned(),
        figure,
        note,
        first: false,
        metric: None,
    }
}
