//! What the Costs page shows, shaped from the report before anything is drawn.
//!
//! The table is that of [`crate::export::costs`], which documents share, so a figure reads the same
//! wherever it stands. The claim above it is made of figures of the table.

use super::claim::claim;
use crate::analysis::report::{RoadmapReport, Series};
use crate::app::copied;
use crate::app::pages::decision::words::Words;
use crate::app::theme::RoadmapLook;
use crate::app::view::{ResultsView, look_of};
use crate::engine::series::CostCategory;
use crate::engine::series::SERIES;
use crate::export::costs::{COST_LINES, CostTable, line_of};
use crate::units;
use std::borrow::Cow;

/// Which cost the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Cash only, without the consequences.
    pub(crate) cash: bool,
    /// The sum so far instead of each month by itself.
    pub(crate) cumulative: bool,
}

/// The category of a line of the table; absent for a sum.
pub(crate) fn category_of(series: &str) -> Option<CostCategory> {
    CostCategory::ALL
        .into_iter()
        .find(|category| category.row().id == series)
}

/// A roadmap's picture.
pub(crate) struct Panel<'a> {
    pub(crate) kind: RoadmapLook,
    pub(crate) label: &'a str,
    /// The last month's cost, or the sum until then.
    pub(crate) figure: String,
    /// Amounts by category and month.
    pub(crate) layers: Vec<(CostCategory, Cow<'a, [f64]>)>,
}

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Row {
    /// Place in [`COST_LINES`].
    pub(crate) line: usize,
    /// Whether it is a sum.
    pub(crate) sum: bool,
    /// Whether a stronger rule stands above and below it: cash and total.
    pub(crate) ruled: bool,
    /// Fill of the swatch.
    pub(crate) category: Option<CostCategory>,
}

/// Everything on the page.
pub(crate) struct CostsView<'a> {
    pub(crate) words: Words<'a>,
    pub(crate) claim: String,
    /// What the pictures show.
    pub(crate) lead: String,
    /// How to read them.
    pub(crate) reading: String,
    /// Roadmaps with figures: the one compared with, the recommended one, the others.
    pub(crate) roadmaps: Vec<&'a RoadmapReport>,
    pub(crate) panels: Vec<Panel<'a>>,
    /// Month and cash spent of months that are over.
    pub(crate) actual: Vec<(usize, f64)>,
    pub(crate) table: CostTable,
    pub(crate) rows: Vec<Row>,
    /// "switch − mono", when there are two to compare.
    pub(crate) difference: Option<String>,
    /// "A contingency of 10% on cash would add …"
    pub(crate) contingency: Option<String>,
}

impl<'a> CostsView<'a> {
    /// Shapes the page.
    pub(crate) fn from(view: &ResultsView<'a>, shown: Shown) -> Self {
        let words = Words::of(view);
        let roadmaps = in_order(&words);
        let table = CostTable::new(&view.report.scenario.currency, &roadmaps);
        let panels = roadmaps
            .iter()
            .filter_map(|roadmap| Some(panel(&words, shown, roadmap, roadmap.series.as_ref()?)))
            .collect();
        let difference = match (words.recommended, words.baseline) {
            (Some(best), Some(base)) => {
                Some(format!("{} {} {}", short(best), units::MINUS, short(base)))
            }
            _ => None,
        };
        let actual = if shown.cumulative {
            Vec::new()
        } else {
            words.actuals(view.scenario, |actual| actual.spend)
        };
        Self {
            actual,
            claim: claim(&words, &table, shown.cash),
            lead: lead(shown).to_owned(),
            reading: reading(&words, shown),
            panels,
            rows: rows(shown.cash),
            contingency: contingency(&words, &roadmaps),
            difference,
            roadmaps,
            table,
            words,
        }
    }

    /// A cell as text, with the steps it stands for.
    pub(crate) fn cell(&self, column: usize, line: usize) -> Option<(String, i64)> {
        let steps = *self.table.columns.get(column)?.steps.get(line)?;
        Some((self.table.unit.cell(steps), steps))
    }

    /// The recommended roadmap's cell less the baseline's, with its sign.
    pub(crate) fn difference_cell(&self, line: usize) -> Option<(String, i64)> {
        let steps = difference(&self.words, &self.table, line)?;
        Some((self.table.unit.difference(steps), steps))
    }

    /// "$M over 60 months".
    pub(crate) fn unit(&self) -> String {
        format!("{} over {}", self.table.unit.label, self.words.span())
    }

    /// The table as tab-separated text.
    pub(crate) fn text(&self) -> String {
        let columns: Vec<(&RoadmapReport, &Series)> = self
            .roadmaps
            .iter()
            .filter_map(|roadmap| Some((*roadmap, roadmap.series.as_ref()?)))
            .collect();
        let unit = format!("{} over {}", self.words.currency.code(), self.words.span());
        let labels = columns.iter().map(|(roadmap, _)| roadmap.label.as_str());
        let difference = self.difference.as_deref();
        let head = std::iter::once(unit.as_str())
            .chain(labels)
            .chain(difference);
        let mut text = copied::row(head.map(|cell| cell.replace(units::MINUS, "less")));
        for line in self.rows.iter().filter_map(|row| COST_LINES.get(row.line)) {
            let sum = |series: &Series| -> f64 {
                let values = series.get(line.series).unwrap_or_default();
                values.iter().sum()
            };
            let of = |roadmap: Option<&RoadmapReport>| roadmap?.series.as_ref().map(sum);
            let sums = columns
                .iter()
                .map(|(_, series)| copied::number(sum(series)));
            let difference = match (of(self.words.recommended), of(self.words.baseline)) {
                (Some(best), Some(base)) => Some(copied::number(best - base)),
                _ => None,
            };
            let cells = std::iter::once(line.label.to_owned()).chain(sums);
            text.push_str(&copied::row(cells.chain(difference)));
        }
        text
    }
}

/// The recommended roadmap's figure less the baseline's, in steps of the table.
pub(super) fn difference(words: &Words<'_>, table: &CostTable, line: usize) -> Option<i64> {
    let best = table.column(&words.recommended?.id)?;
    let base = table.column(&words.baseline?.id)?;
    Some(best.steps.get(line)?.saturating_sub(*base.steps.get(line)?))
}

fn in_order<'a>(words: &Words<'a>) -> Vec<&'a RoadmapReport> {
    let first: Vec<&RoadmapReport> = words
        .baseline
        .into_iter()
        .chain(words.recommended)
        .collect();
    let others = words
        .feasible()
        .filter(|roadmap| first.iter().all(|chosen| chosen.id != roadmap.id));
    first.iter().copied().chain(others).collect()
}

fn panel<'a>(
    words: &Words<'a>,
    shown: Shown,
    roadmap: &'a RoadmapReport,
    series: &'a Series,
) -> Panel<'a> {
    let layers: Vec<(CostCategory, Cow<'a, [f64]>)> = CostCategory::ALL
        .into_iter()
        .filter(|category| !(shown.cash && category.hatched()))
        .filter_map(|category| {
            let values = series.get(category.row().id)?;
            let values = if shown.cumulative {
                let mut sum = 0.0;
                let sums = values.iter().map(|value| {
                    sum += value;
                    sum
                });
                Cow::Owned(sums.collect())
            } else {
                Cow::Borrowed(values)
            };
            Some((category, values))
        })
        .collect();
    let last: f64 = layers.iter().filter_map(|(_, values)| values.last()).sum();
    Panel {
        kind: look_of(roadmap),
        label: &roadmap.label,
        figure: words.currency.total(last),
        layers,
    }
}

fn rows(cash: bool) -> Vec<Row> {
    let end = line_of(SERIES.cash.id);
    COST_LINES
        .iter()
        .enumerate()
        .filter(|(at, _)| !cash || end.is_none_or(|end| *at <= end))
        .map(|(at, line)| Row {
            line: at,
            sum: line.depth == 0,
            ruled: [SERIES.cash.id, SERIES.total.id].contains(&line.series),
            category: category_of(line.series),
        })
        .collect()
}

fn lead(shown: Shown) -> &'static str {
    match (shown.cumulative, shown.cash) {
        (false, false) => "Monthly cost by category.",
        (false, true) => "Monthly cash by category.",
        (true, false) => "Cumulative cost by category.",
        (true, true) => "Cumulative cash by category.",
    }
}

fn reading(words: &Words<'_>, shown: Shown) -> String {
    let end = words.last();
    let figure = if shown.cumulative {
        format!("The figure is the sum until {end}")
    } else {
        format!("The figure is {end}")
    };
    if shown.cash {
        format!("{figure}.")
    } else {
        format!("{figure}; hatched areas are consequences, the line is cash.")
    }
}

fn contingency(words: &Words<'_>, roadmaps: &[&RoadmapReport]) -> Option<String> {
    let share = words.report.scenario.contingency;
    let adds: Vec<String> = roadmaps
        .iter()
        .take(2)
        .filter_map(|roadmap| {
            let amount = words.currency.total(share * roadmap.totals?.cash);
            Some(format!("{amount} to {}", roadmap.label))
        })
        .collect();
    (share > 0.0 && !adds.is_empty()).then(|| {
        format!(
            "A contingency of {} on cash would add {}; it is in none of the figures.",
            units::share(share),
            adds.join(" and ")
        )
    })
}

/// A word or two for the head of the last column.
fn short(roadmap: &RoadmapReport) -> &str {
    let first = roadmap.label.split_whitespace().next();
    let word = roadmap.kind().word().or(first);
    word.unwrap_or(&roadmap.label)
}
