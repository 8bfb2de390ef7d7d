//! What the Reliability page shows, shaped from the report before anything is drawn.
//!
//! Figures of a year are sums or means of the report's months; causes are rounded so that they add
//! up to the sum shown. The sentences are in [`super::words`], the matrices in [`super::blast`].

use super::blast::{Matrix, matrices};
use super::lists::{Goal, PartDown, goals, parts};
use super::words;
use crate::analysis::last_year::{last_year, mean_of_last_year};
use crate::analysis::report::RoadmapReport;
use crate::app::charts::Emphasis;
use crate::app::copied;
use crate::app::pages::decision::words::Words;
use crate::app::pages::heading::short_name;
use crate::app::theme::RoadmapLook;
use crate::app::view::{ResultsView, look_of};
use crate::engine::series::SERIES;
use crate::scenario::RoadmapKind;
use crate::units::{self, apportion};

/// A column of the table.
pub(super) struct Column<'a> {
    /// The roadmap.
    pub(super) roadmap: &'a RoadmapReport,
    /// Name at the head.
    pub(super) name: &'a str,
    /// Causes in steps.
    pub(super) causes: Vec<i64>,
    /// Their sum in steps.
    pub(super) all: i64,
    /// Mean availability.
    pub(super) availability: String,
    /// Mean hours down per thousand changes.
    pub(super) per_thousand: String,
    /// Value lost to outages and latency.
    pub(super) cost: String,
    /// The part of it that is latency; empty when there is none in any column.
    pub(super) latency: String,
    /// The same unrounded, to be copied.
    pub(super) exact: Exact,
}

/// Figures of a column with every digit.
pub(super) struct Exact {
    causes: Vec<f64>,
    availability: f64,
    per_thousand: f64,
    cost: f64,
}

/// What fails in the last year.
pub(super) struct Table<'a> {
    /// Causes, as the rows name them.
    pub(super) causes: Vec<&'static str>,
    /// One column a roadmap: the one compared with, and the chosen one.
    pub(super) columns: Vec<Column<'a>>,
    /// Decimals of the figures.
    pub(super) decimals: usize,
}

impl Table<'_> {
    /// A number of steps as it is written.
    pub(super) fn figure(&self, steps: i64) -> String {
        units::decimal(steps as f64 * self.step(), self.decimals)
    }

    fn step(&self) -> f64 {
        step(self.decimals)
    }
}

/// A roadmap in the chart.
pub(super) struct Line<'a> {
    /// Id of the roadmap.
    pub(super) id: &'a str,
    pub(super) kind: RoadmapLook,
    pub(super) number: Option<u8>,
    pub(super) label: &'a str,
    pub(super) values: &'a [f64],
    pub(super) emphasis: Emphasis,
}

/// When the chosen roadmap's change begins.
pub(super) struct Begins {
    pub(super) kind: RoadmapLook,
    pub(super) month: usize,
    pub(super) months: usize,
    pub(super) title: String,
}

/// Everything on the page.
pub(super) struct ReliabilityView<'a> {
    pub(super) words: Words<'a>,
    pub(super) claim: String,
    pub(super) lead: String,
    /// Roadmaps with figures.
    pub(super) roadmaps: Vec<&'a RoadmapReport>,
    pub(super) chosen: Option<&'a RoadmapReport>,
    pub(super) matrices: Vec<Matrix<'a>>,
    /// Hours or incidents by cause.
    pub(super) table: Table<'a>,
    pub(super) lines: Vec<Line<'a>>,
    pub(super) chart_summary: String,
    pub(super) begins: Option<Begins>,
    /// What goes down together.
    pub(super) spans: String,
    /// What calls between units add.
    pub(super) latency: String,
    pub(super) parts: Vec<PartDown<'a>>,
    pub(super) goals: Vec<Goal<'a>>,
}

impl<'a> ReliabilityView<'a> {
    /// Shapes the page about the roadmap with the id `wanted`, or about the one worth showing.
    pub(super) fn from(view: &ResultsView<'a>, wanted: Option<&str>, incidents: bool) -> Self {
        let words = Words::of(view);
        let roadmaps: Vec<&RoadmapReport> = words.feasible().collect();
        let base = base(&words, &roadmaps);
        let chosen = chosen(&words, &roadmaps, base, wanted);
        let mut compared: Vec<&RoadmapReport> = Vec::new();
        if let Some(chosen) = chosen {
            compared.extend(base.filter(|base| base.id != chosen.id));
            compared.push(chosen);
        }
        let hours = table(&words, &compared, false);
        let lines: Vec<Line<'_>> = roadmaps
            .iter()
            .filter_map(|roadmap| line(&words, roadmap, chosen))
            .collect();
        Self {
            claim: words::claim(&words, &hours),
            lead: words::lead(&hours),
            matrices: matrices(&compared),
            chart_summary: words::chart(&words, &lines),
            begins: chosen.and_then(|chosen| begins(&words, chosen)),
            spans: chosen.map_or_else(String::new, words::spans),
            latency: chosen.map_or_else(String::new, |chosen| {
                words::latency(view.scenario, &words, chosen)
            }),
            parts: chosen.map_or_else(Vec::new, parts),
            goals: chosen.map_or_else(Vec::new, goals),
            table: if incidents {
                table(&words, &compared, true)
            } else {
                hours
            },
            lines,
            chosen,
            roadmaps,
            words,
        }
    }

    /// What the table counts, with its year.
    pub(super) fn table_title(&self, incidents: bool) -> String {
        let what = if incidents { "Incidents" } else { "Hours down" };
        format!("{what}, {}", self.words.last_year())
    }

    /// The table as tab-separated text.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![self.claim.clone()];
        let line = |name: &str, cell: &dyn Fn(&Column<'_>) -> String| {
            let cells = self.table.columns.iter().map(cell);
            std::iter::once(name.to_owned())
                .chain(cells)
                .collect::<Vec<_>>()
                .join("\t")
        };
        lines.push(line(&self.words.last_year(), &|column| {
            column.roadmap.label.clone()
        }));
        for (index, cause) in self.table.causes.iter().enumerate() {
            lines.push(line(cause, &|column| {
                copied::number(column.exact.causes.get(index).copied().unwrap_or_default())
            }));
        }
        lines.push(line("All", &|column| {
            copied::number(column.exact.causes.iter().sum())
        }));
        lines.push(line("Availability", &|column| {
            copied::number(column.exact.availability)
        }));
        let per_thousand = SERIES.down_hours_per_thousand_changes.label;
        lines.push(line(per_thousand, &|column| {
            copied::number(column.exact.per_thousand)
        }));
        let cost = format!("Cost to users ({})", self.words.currency.code());
        lines.push(line(&cost, &|column| copied::number(column.exact.cost)));
        lines.join("\n") + "\n"
    }
}

/// What everything is compared with: staying, else the monolith, else what the verdict compares with.
fn base<'a>(words: &Words<'a>, roadmaps: &[&'a RoadmapReport]) -> Option<&'a RoadmapReport> {
    let find = |wanted: &dyn Fn(&RoadmapReport) -> bool| {
        roadmaps.iter().copied().find(|roadmap| wanted(roadmap))
    };
    find(&|roadmap| words.is_staying(roadmap))
        .or_else(|| find(&|roadmap| roadmap.kind() == RoadmapKind::Monolith))
        .or(words.baseline)
}

/// The roadmap asked for; else the recommended one, or its alternative where that is to stay.
fn chosen<'a>(
    words: &Words<'a>,
    roadmaps: &[&'a RoadmapReport],
    base: Option<&RoadmapReport>,
    wanted: Option<&str>,
) -> Option<&'a RoadmapReport> {
    let find = |id: &str| roadmaps.iter().copied().find(|roadmap| roadmap.id == id);
    let other = |roadmap: &&RoadmapReport| base.is_none_or(|base| base.id != roadmap.id);
    wanted
        .and_then(find)
        .or_else(|| words.recommended.filter(other))
        .or_else(|| words.report.verdict.alternative.as_deref().and_then(find))
        .or(words.recommended)
        .or_else(|| roadmaps.first().copied())
}

/// What one step of the table is worth, at no, one or two decimals.
fn step(decimals: usize) -> f64 {
    [1.0, 0.1, 0.01].get(decimals).copied().unwrap_or(1.0)
}

fn cause_name(cause: &str) -> &'static str {
    match cause {
        "changes" => "Releases that fail",
        "platform" => "Infrastructure incidents",
        "gpus" => "GPU failures",
        "hosted_apis" => "Hosted API outages",
        "spikes" => "Spikes above capacity",
        _ => "Other causes",
    }
}

/// Causes of the last year, rounded so that they add up.
fn table<'a>(words: &Words<'a>, roadmaps: &[&'a RoadmapReport], incidents: bool) -> Table<'a> {
    let causes_of = |roadmap: &'a RoadmapReport| -> Vec<(&'static str, f64)> {
        let Some(detail) = &roadmap.detail else {
            return Vec::new();
        };
        let causes = detail.reliability.causes.iter();
        causes
            .map(|cause| {
                let values = if incidents {
                    &cause.incidents
                } else {
                    &cause.down_hours
                };
                (cause_name(&cause.cause), last_year(values).iter().sum())
            })
            .collect()
    };
    let mut all: Vec<Vec<(&'static str, f64)>> =
        roadmaps.iter().map(|roadmap| causes_of(roadmap)).collect();
    // Causes that never occur are left out: without GPUs of one's own, none of them fails.
    let occurs: Vec<&str> = all
        .iter()
        .flatten()
        .filter(|(_, value)| *value > 0.0)
        .map(|(name, _)| *name)
        .collect();
    for causes in &mut all {
        causes.retain(|(name, _)| occurs.contains(name));
    }
    let sum = |causes: &[(&str, f64)]| causes.iter().map(|(_, value)| value).sum::<f64>();
    // The smaller column decides, so that neither is told in whole hours of which it has few.
    let least = all
        .iter()
        .map(|causes| sum(causes))
        .filter(|sum| *sum > 0.0)
        .fold(f64::INFINITY, f64::min);
    let decimals = match least {
        least if least >= 10.0 => 0,
        least if least >= 1.0 => 1,
        _ => 2,
    };
    let step = step(decimals);
    let latency = |roadmap: &RoadmapReport| {
        let series = roadmap.series.as_ref();
        series.map_or(0.0, |series| last_year(&series.latency).iter().sum::<f64>())
    };
    let any_latency = roadmaps.iter().any(|roadmap| latency(roadmap) > 0.0);
    let columns = roadmaps
        .iter()
        .zip(&all)
        .filter_map(|(roadmap, causes)| {
            let series = roadmap.series.as_ref()?;
            let total = (sum(causes) / step).round() as i64;
            let values: Vec<f64> = causes.iter().map(|(_, value)| *value).collect();
            let mean = mean_of_last_year(&series.availability);
            let per_thousand = mean_of_last_year(&series.down_hours_per_thousand_changes);
            let lost: f64 = last_year(&series.downtime).iter().sum();
            Some(Column {
                roadmap,
                name: short_name(roadmap),
                causes: apportion(&values, total, step),
                all: total,
                availability: units::availability(mean),
                per_thousand: units::hours(per_thousand),
                cost: words.currency.amount(lost),
                latency: if any_latency {
                    words.currency.amount(latency(roadmap))
                } else {
                    String::new()
                },
                exact: Exact {
                    causes: values,
                    availability: mean,
                    per_thousand,
                    cost: lost,
                },
            })
        })
        .collect();
    Table {
        causes: all
            .first()
            .map(|causes| causes.iter().map(|(name, _)| *name).collect())
            .unwrap_or_default(),
        columns,
        decimals,
    }
}

fn line<'a>(
    words: &Words<'a>,
    roadmap: &'a RoadmapReport,
    chosen: Option<&RoadmapReport>,
) -> Option<Line<'a>> {
    Some(Line {
        id: &roadmap.id,
        kind: look_of(roadmap),
        number: words.number(roadmap),
        label: &roadmap.label,
        values: &roadmap.series.as_ref()?.down_hours,
        emphasis: if chosen.is_some_and(|chosen| chosen.id == roadmap.id) {
            Emphasis::Recommended
        } else {
            Emphasis::Normal
        },
    })
}

fn begins(words: &Words<'_>, chosen: &RoadmapReport) -> Option<Begins> {
    let stage = chosen.stages.last().filter(|_| chosen.stages.len() > 1)?;
    let end = stage.done_month.unwrap_or(words.months);
    Some(Begins {
        kind: look_of(chosen),
        month: stage.from_month,
        months: end.saturating_sub(stage.from_month),
        title: format!("Change begins, {}", words.short(stage.from_month)),
    })
    // A change that begins in the first month has no month before it to be compared with.
    .filter(|begins| begins.month > 0)
}
