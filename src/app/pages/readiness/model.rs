//! What the Readiness page shows, shaped from the report before anything is drawn.
//!
//! Levels, needs, gaps and prices are the report's; the evidence texts are the catalogue's. Here
//! they are only picked, sorted and named. The sentences are in [`super::words`].

use super::outlook::{Standing, TrainingOutlook, gates, plan, ready, standing};
use super::words;
use crate::analysis::report::{ReadinessReport, RoadmapReport};
use crate::app::charts::Need;
use crate::app::pages::decision::words::Words;
use crate::app::view::{ResultsView, look_of};
use crate::catalog::Catalog;
use crate::scenario::Scenario;
use crate::scenario::fields::field_for;
use crate::scenario::schema::DIMENSIONS;
use crate::units::{self, MINUS};

/// From this gap on something is missing (levels); less is the rounding of sums.
pub(super) const MISSING: f64 = 0.005;

/// A dimension's row.
pub(super) struct Row<'a> {
    /// Id, such as `observability`.
    pub(super) dimension: &'a str,
    /// Name, as the inputs call it.
    pub(super) name: &'static str,
    /// Whether a gap here alone makes a split unready.
    pub(super) gate: bool,
    /// What it is.
    pub(super) meaning: &'a str,
    /// What can be seen at levels 0 to 4.
    pub(super) evidence: &'a [String],
    /// Level today.
    pub(super) level: f64,
    /// What the chosen roadmap needs.
    pub(super) required: f64,
    /// What each roadmap needs.
    pub(super) needs: Vec<Need>,
    /// Gap and prices; absent when nothing is missing.
    pub(super) gap: Option<GapText>,
    /// What the team states, apart from raters.
    pub(super) stated: Option<f64>,
    /// What each rater states, in the order of the plan.
    pub(super) ratings: Vec<Option<f64>>,
    /// Lowest and highest rating, when they differ.
    pub(super) range: Option<[f64; 2]>,
    /// "raters say 1 to 3, worth $120k".
    pub(super) disagreement: Option<String>,
    /// The row for screen readers.
    pub(super) spoken: String,
    saving: f64,
}

/// A gap with its prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GapText {
    /// "1.7 levels".
    pub(super) gap: String,
    /// "$170k".
    pub(super) costs: String,
    /// "$1.4M", with a minus when closing it costs more than it saves.
    pub(super) saves: String,
}

/// Everything on the page.
pub(super) struct ReadinessView<'a> {
    pub(super) words: Words<'a>,
    pub(super) claim: String,
    pub(super) lead: String,
    /// Roadmaps with figures.
    pub(super) roadmaps: Vec<&'a RoadmapReport>,
    pub(super) chosen: Option<&'a RoadmapReport>,
    pub(super) rows: Vec<Row<'a>>,
    /// What to know about the rows.
    pub(super) notes: String,
    pub(super) plan: Option<TrainingOutlook>,
    pub(super) strip: Vec<Standing<'a>>,
    /// Names of the raters.
    pub(super) raters: Vec<&'a str>,
    /// Level that counts where nobody knows.
    pub(super) unknown: Option<f64>,
}

impl<'a> ReadinessView<'a> {
    /// Shapes the page about the roadmap with the id `wanted`, or about the one worth showing.
    pub(super) fn from(view: &ResultsView<'a>, catalog: &'a Catalog, wanted: Option<&str>) -> Self {
        let words = Words::of(view);
        let roadmaps: Vec<&RoadmapReport> = words.feasible().collect();
        let chosen = chosen(&words, &roadmaps, wanted);
        let rows = chosen.map_or_else(Vec::new, |chosen| {
            rows(view.scenario, catalog, &words, &roadmaps, chosen)
        });
        let gates = |roadmap: &'a RoadmapReport| gates(catalog, roadmap);
        let ready_of = |roadmap: &'a RoadmapReport| ready(&gates(roadmap));
        let claim = chosen.map_or_else(
            || "No roadmap can run as the plan stands.".to_owned(),
            |chosen| words::claim(&words, chosen, &gates(chosen), ready_of(chosen)),
        );
        let lead = chosen.map_or_else(String::new, |chosen| {
            let recommended = words.recommended.map(|best| (best, ready_of(best)));
            words::lead(&words, &rows, chosen, recommended)
        });
        let strip = roadmaps
            .iter()
            .map(|roadmap| standing(&words, roadmap, &gates(roadmap)))
            .collect();
        Self {
            claim,
            lead,
            notes: words::notes(&words, &rows),
            plan: chosen.map(|chosen| plan(view.scenario, &words, chosen, ready_of(chosen))),
            strip,
            raters: view
                .scenario
                .team
                .raters
                .iter()
                .map(|rater| rater.name.as_str())
                .collect(),
            unknown: catalog.likely("readiness.unknown_level").ok(),
            rows,
            chosen,
            roadmaps,
            words,
        }
    }

    /// The training plan as text, for mail and chat.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![self.claim.clone(), self.lead.clone(), String::new()];
        for row in &self.rows {
            lines.push(row.spoken.clone());
        }
        if let Some(plan) = &self.plan {
            lines.push(String::new());
            lines.push(format!("{}: {}.", plan.title, plan.sum));
            for training in &plan.list {
                let [from, until] = training.months;
                lines.push(format!(
                    "{}, {} to {}: {}.",
                    training.title,
                    self.words.short(from),
                    self.words.short(until.saturating_sub(1).max(from)),
                    training.note
                ));
            }
            lines.extend(plan.notes.iter().cloned());
        }
        lines.join("\n") + "\n"
    }
}

impl Row<'_> {
    /// What a saving of the row is, for sorting and for the sentence.
    pub(super) const fn saving(&self) -> f64 {
        self.saving
    }

    /// Whether something is missing.
    pub(super) const fn is_short(&self) -> bool {
        self.gap.is_some()
    }
}

/// The roadmap asked for; else the recommended one when it has gaps, else the cheapest with gaps.
fn chosen<'a>(
    words: &Words<'a>,
    roadmaps: &[&'a RoadmapReport],
    wanted: Option<&str>,
) -> Option<&'a RoadmapReport> {
    let short = |roadmap: &&RoadmapReport| roadmap.readiness.iter().any(|row| row.gap > MISSING);
    let npv = |roadmap: &RoadmapReport| roadmap.totals.map_or(f64::INFINITY, |totals| totals.npv);
    let all = || roadmaps.iter().copied();
    wanted
        .and_then(|id| all().find(|roadmap| roadmap.id == id))
        .or_else(|| words.recommended.filter(short))
        .or_else(|| all().filter(short).min_by(|a, b| npv(a).total_cmp(&npv(b))))
        .or(words.recommended)
        .or_else(|| all().next())
}

fn rows<'a>(
    scenario: &Scenario,
    catalog: &'a Catalog,
    words: &Words<'a>,
    roadmaps: &[&'a RoadmapReport],
    chosen: &'a RoadmapReport,
) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = chosen
        .readiness
        .iter()
        .map(|report| row(scenario, catalog, words, roadmaps, report))
        .collect();
    // Those that are short first, by what closing them saves; the sort keeps the order of the rest.
    rows.sort_by(|a, b| {
        b.is_short()
            .cmp(&a.is_short())
            .then(b.saving.total_cmp(&a.saving))
    });
    rows
}

fn row<'a>(
    scenario: &Scenario,
    catalog: &'a Catalog,
    words: &Words<'a>,
    roadmaps: &[&'a RoadmapReport],
    report: &'a ReadinessReport,
) -> Row<'a> {
    let dimension = report.dimension.as_str();
    let entry = catalog.dimension(dimension).ok();
    let name = name_of(dimension);
    let needs = roadmaps
        .iter()
        .filter_map(|roadmap| {
            let row = roadmap
                .readiness
                .iter()
                .find(|row| row.dimension == dimension)?;
            Some(Need {
                kind: look_of(roadmap),
                number: words.number(roadmap),
                level: row.required,
            })
        })
        .collect();
    let money = |amount: f64| words.currency.amount(amount);
    let gap = (report.gap > MISSING).then(|| GapText {
        gap: format!("{} levels", units::decimal(report.gap.max(0.1), 1)),
        costs: money(report.close_cost),
        saves: money(report.gap_cost),
    });
    let place = DIMENSIONS.iter().position(|known| *known == dimension);
    let level_of = |levels: [Option<crate::scenario::Quantity>; 10]| {
        place
            .and_then(|place| levels[place])
            .map(|level| level.likely)
    };
    let stated = level_of(scenario.team.levels.all());
    let ratings: Vec<Option<f64>> = scenario
        .team
        .raters
        .iter()
        .map(|rater| level_of(rater.levels.all()))
        .collect();
    let range = report.rated.or_else(|| spread(&ratings));
    let disagreement = range.map(|[low, high]| {
        let said = format!("raters say {}", units::range(low, high, 1, ""));
        let said = said.trim_end().replace(".0", "");
        match report.disagreement_cost {
            Some(worth) => format!("{said}, worth {}", money(worth)),
            None => format!("{said}; the team's level counts"),
        }
    });
    let level = level_text(report.level);
    let needed = level_text(report.required);
    let spoken = match &gap {
        Some(gap) => format!(
            "{name}: level {level} today, {needed} needed, {} short, costs {} to close, saves {}",
            gap.gap, gap.costs, gap.saves
        ),
        None => format!("{name}: level {level} today, {needed} needed, met"),
    };
    Row {
        dimension,
        name,
        gate: entry.is_some_and(|entry| entry.gate),
        meaning: entry.map_or("", |entry| &entry.meaning),
        evidence: entry.map_or(&[], |entry| &entry.evidence),
        level: report.level,
        required: report.required,
        needs,
        stated,
        ratings,
        range,
        spoken: match &disagreement {
            Some(words) => format!("{spoken}; {words}"),
            None => spoken,
        },
        disagreement,
        saving: if gap.is_some() { report.gap_cost } else { 0.0 },
        gap,
    }
}

/// Lowest and highest of the ratings, when they differ.
fn spread(ratings: &[Option<f64>]) -> Option<[f64; 2]> {
    let given = || ratings.iter().flatten().copied();
    let low = given().reduce(f64::min)?;
    let high = given().reduce(f64::max)?;
    (low < high).then_some([low, high])
}

/// A level: `2`, `2.7`.
pub(super) fn level_text(level: f64) -> String {
    units::trimmed(level, 1)
}

/// A dimension as the inputs call it.
pub(super) fn name_of(dimension: &str) -> &'static str {
    field_for(&format!("team.levels.{dimension}")).map_or("Other", |field| field.label)
}

/// Whether a saving is a loss, as the column writes it.
pub(super) fn is_loss(saves: &str) -> bool {
    saves.starts_with(MINUS)
}
