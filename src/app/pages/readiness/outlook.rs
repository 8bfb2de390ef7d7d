//! How roadmaps stand and what the chosen one trains: the strip and the plan of the Readiness page.
//!
//! Months and prices are the report's; here they are only picked and named.

use super::model::{MISSING, level_text, name_of};
use super::words;
use crate::analysis::report::{ReadinessReport, RoadmapReport};
use crate::app::pages::decision::words::Words;
use crate::catalog::Catalog;
use crate::scenario::{Leaf, Scenario, path};
use crate::units;

/// When a roadmap is ready.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ready {
    /// From this month on.
    From(usize),
    /// Not within the horizon.
    Never,
}

/// How a roadmap stands, for the strip.
pub(super) struct Standing<'a> {
    /// The roadmap.
    pub(super) roadmap: &'a RoadmapReport,
    /// "Ready today", "Feb 2028".
    pub(super) figure: String,
    /// "index down to 72%, weakest: boundaries and data".
    pub(super) note: String,
}

/// A training of the plan.
pub(super) struct Training {
    /// "Observability to 2.7".
    pub(super) title: String,
    /// "$240k, 11 PM".
    pub(super) note: String,
    /// First month, and month after the last.
    pub(super) months: [usize; 2],
}

/// The training plan of the chosen roadmap.
pub(super) struct TrainingOutlook {
    /// "Training plan for the switch in month 14".
    pub(super) title: String,
    /// "$1.6M and 59 PM, until Sep 2029".
    pub(super) sum: String,
    /// Trainings, in the order in which they begin.
    pub(super) list: Vec<Training>,
    /// Month in which the gates are met.
    pub(super) ready: Ready,
    /// Month in which the change begins, when it is not the first.
    pub(super) begins: Option<usize>,
    /// Sentences beneath.
    pub(super) notes: Vec<String>,
    /// Field that says what is trained, and what it says.
    pub(super) field: String,
    /// The word in the field: `Default`, `Off`, `To`.
    pub(super) word: String,
}

/// The dimensions without which a split fails, as a roadmap reports them.
pub(super) fn gates<'a>(catalog: &Catalog, roadmap: &'a RoadmapReport) -> Vec<&'a ReadinessReport> {
    let is_gate = |row: &&ReadinessReport| {
        catalog
            .dimension(&row.dimension)
            .is_ok_and(|dimension| dimension.gate)
    };
    roadmap.readiness.iter().filter(is_gate).collect()
}

/// The month in which the last gate is within half a level of what is needed.
pub(super) fn ready(gates: &[&ReadinessReport]) -> Ready {
    let months = gates.iter().map(|gate| gate.ready_month);
    months
        .collect::<Option<Vec<usize>>>()
        .map_or(Ready::Never, |months| {
            Ready::From(months.into_iter().max().unwrap_or(0))
        })
}

/// How a roadmap stands.
pub(super) fn standing<'a>(
    words: &Words<'a>,
    roadmap: &'a RoadmapReport,
    gates: &[&ReadinessReport],
) -> Standing<'a> {
    let figure = match ready(gates) {
        Ready::From(0) => "Ready today".to_owned(),
        Ready::From(month) => words.short(month),
        Ready::Never => format!("Not in {}", words.span()),
    };
    let lowest = roadmap
        .series
        .as_ref()
        .and_then(|series| series.readiness_index.iter().copied().reduce(f64::min));
    let index = lowest.map(|lowest| {
        let share = units::share(lowest);
        if lowest < 1.0 {
            format!("index down to {share}")
        } else {
            format!("index {share}")
        }
    });
    let weakest = gates
        .iter()
        .filter(|gate| gate.gap > MISSING)
        .max_by(|a, b| a.gap.total_cmp(&b.gap));
    let weakest = weakest.map_or_else(
        || "nothing missing".to_owned(),
        |gate| format!("weakest: {}", name_of(&gate.dimension).to_lowercase()),
    );
    Standing {
        roadmap,
        figure,
        note: index
            .into_iter()
            .chain([weakest])
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// What the chosen roadmap trains.
pub(super) fn plan(
    scenario: &Scenario,
    words: &Words<'_>,
    chosen: &RoadmapReport,
    ready: Ready,
) -> TrainingOutlook {
    let trainings = chosen
        .detail
        .as_ref()
        .map_or(&[][..], |detail| &detail.training[..]);
    let list: Vec<Training> = trainings
        .iter()
        .map(|training| Training {
            title: format!(
                "{} to {}",
                name_of(&training.dimension),
                level_text(training.to_level)
            ),
            note: format!(
                "{}, {} PM",
                words.currency.amount(training.cost),
                units::trimmed(training.person_months, 1)
            ),
            months: [training.from_month, training.until_month],
        })
        .collect();
    let own = scenario
        .roadmaps
        .iter()
        .any(|roadmap| roadmap.id == chosen.id);
    let field = if own {
        format!("roadmaps[{}].training", chosen.id)
    } else {
        "training".to_owned()
    };
    let word = match path::get(scenario, &field) {
        Ok(Leaf::Choice(word)) => word,
        _ => String::new(),
    };
    let sum = if trainings.is_empty() {
        "nothing is bought".to_owned()
    } else {
        let cost: f64 = trainings.iter().map(|training| training.cost).sum();
        let work: f64 = trainings
            .iter()
            .map(|training| training.person_months)
            .sum();
        let last = trainings.iter().map(|training| training.until_month).max();
        format!(
            "{} and {} PM, until {}",
            words.currency.amount(cost),
            units::decimal(work, 0),
            words.short(last.unwrap_or(1).saturating_sub(1))
        )
    };
    TrainingOutlook {
        title: format!(
            "Training plan for {}",
            crate::app::pages::heading::name_within(chosen)
        ),
        sum,
        ready,
        begins: chosen
            .stages
            .last()
            .map(|stage| stage.from_month)
            .filter(|month| *month > 0),
        notes: words::plan_notes(words, chosen, &word, list.is_empty()),
        list,
        field,
        word,
    }
}
