//! Names, months and money as both pages of results write them.
//!
//! Decides once what "staying" is, so that every title, note and summary of a page calls the same
//! roadmap by the same words.

use crate::analysis::report::{Report, RoadmapReport};
use crate::app::charts::TimeAxis;
use crate::app::view::{ResultsView, look_of};
use crate::scenario::RoadmapKind;
use crate::scenario::schema::{Actual, Partition};
use crate::scenario::{Quantity, Scenario};
use crate::units::{Currency, MINUS, THIN_SPACE, YearMonth, decimal};

/// How a page names things.
pub(crate) struct Words<'a> {
    /// The report.
    pub(crate) report: &'a Report,
    /// The currency of all money.
    pub(crate) currency: Currency,
    /// First month.
    start: Option<YearMonth>,
    /// Months shown.
    pub(crate) months: usize,
    /// The recommended roadmap, when it has figures.
    pub(crate) recommended: Option<&'a RoadmapReport>,
    /// The roadmap it is compared with, when it has figures.
    pub(crate) baseline: Option<&'a RoadmapReport>,
    /// Id of the roadmap that leaves everything as it is.
    staying: Option<&'static str>,
}

impl<'a> Words<'a> {
    /// The words for a view.
    pub(crate) fn of(view: &ResultsView<'a>) -> Self {
        let report = view.report;
        let with_figures = |roadmap: &&RoadmapReport| roadmap.series.is_some();
        let recommended = view.recommended().filter(with_figures);
        let baseline = view.baseline().filter(with_figures);
        Self {
            report,
            currency: Currency::new(&report.scenario.currency),
            start: report.scenario.start.parse().ok(),
            months: report.scenario.horizon_months,
            recommended,
            baseline: baseline.filter(|base| recommended.is_none_or(|best| best.id != base.id)),
            staying: staying(view.scenario, report),
        }
    }

    /// The roadmap with this id.
    pub(crate) fn roadmap(&self, id: &str) -> Option<&'a RoadmapReport> {
        self.report.roadmaps.iter().find(|roadmap| roadmap.id == id)
    }

    /// What the roadmap with this id is called; the id itself where there is none.
    pub(crate) fn label(&self, id: &str) -> String {
        let found = self.roadmap(id);
        found.map_or_else(|| id.to_owned(), |roadmap| roadmap.label.clone())
    }

    /// Month and value of the months that are over and have one.
    pub(crate) fn actuals(
        &self,
        scenario: &Scenario,
        of: impl Fn(&Actual) -> Option<Quantity>,
    ) -> Vec<(usize, f64)> {
        let all = scenario.actuals.iter();
        let known = all.filter_map(|actual| Some((actual.month as usize, of(actual)?.likely)));
        let mut list: Vec<(usize, f64)> = known.filter(|(month, _)| *month < self.months).collect();
        list.sort_by_key(|(month, _)| *month);
        list
    }

    /// Months as the charts count them.
    pub(crate) fn time(&self) -> TimeAxis {
        let (start_year, start_month) = self.start.map_or((0, 1), |start| {
            (i32::from(start.year()), u32::from(start.month()))
        });
        TimeAxis {
            start_year,
            start_month,
            months: self.months,
        }
    }

    /// "Mar 2028".
    pub(crate) fn short(&self, month: usize) -> String {
        self.start.map_or_else(
            || format!("month {month}"),
            |start| start.plus_months(month).short(),
        )
    }

    /// "March 2028".
    pub(crate) fn long(&self, month: usize) -> String {
        self.start.map_or_else(
            || format!("month {month}"),
            |start| start.plus_months(month).long(),
        )
    }

    /// The last month, "Dec 2031".
    pub(crate) fn last(&self) -> String {
        self.short(self.months.saturating_sub(1))
    }

    /// "60 months".
    pub(crate) fn span(&self) -> String {
        crate::units::months(self.months)
    }

    /// The last year: "2031" when it is one of the calendar, else "last year".
    pub(crate) fn last_year(&self) -> String {
        let end = self
            .start
            .map(|start| start.plus_months(self.months.saturating_sub(1)));
        match end {
            Some(end) if end.month() == 12 && self.months >= 12 => end.year().to_string(),
            _ => "last year".to_owned(),
        }
    }

    /// Roadmaps with figures, in display order.
    pub(crate) fn feasible(&self) -> impl Iterator<Item = &'a RoadmapReport> + use<'a> {
        self.report
            .roadmaps
            .iter()
            .filter(|roadmap| roadmap.series.is_some())
    }

    /// Roadmaps that cannot run, each with its name and its reason.
    pub(crate) fn infeasible(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.report
            .roadmaps
            .iter()
            .filter(|roadmap| roadmap.series.is_none())
            .map(|roadmap| {
                let reason = roadmap.reason.as_deref().unwrap_or("no reason is known");
                (roadmap.label.as_str(), reason)
            })
    }

    /// Whether a roadmap leaves everything as it is.
    pub(crate) fn is_staying(&self, roadmap: &RoadmapReport) -> bool {
        self.staying == Some(roadmap.id.as_str())
    }

    /// "staying", or the roadmap's name: what notes beside a figure call it.
    pub(crate) fn note_name(&self, roadmap: &'a RoadmapReport) -> &'a str {
        if self.is_staying(roadmap) {
            "staying"
        } else {
            &roadmap.label
        }
    }

    /// "Against staying a monolith", or against the roadmap by name.
    pub(crate) fn against(&self) -> Option<String> {
        let baseline = self.baseline?;
        Some(match (self.is_staying(baseline), baseline.kind()) {
            (true, RoadmapKind::Monolith) => "Against staying a monolith".to_owned(),
            (true, RoadmapKind::Microservices) => "Against staying microservices".to_owned(),
            (true, _) => "Against staying as you are".to_owned(),
            (false, _) => format!("Against {}", baseline.label),
        })
    }

    /// The number in a roadmap's marker, when several roadmaps look alike.
    pub(crate) fn number(&self, roadmap: &RoadmapReport) -> Option<u8> {
        let kind = look_of(roadmap);
        let mut alike = self.feasible().filter(|other| look_of(other) == kind);
        let place = alike.position(|other| other.id == roadmap.id)?;
        let alone = place == 0 && alike.next().is_none();
        (!alone).then(|| u8::try_from(place + 1).ok()).flatten()
    }
}

/// Writes the ticks of one axis, all in the same unit.
pub(crate) struct Ticks {
    prefix: String,
    unit: f64,
    letter: &'static str,
    decimals: usize,
}

impl Ticks {
    /// For an axis that reaches to `extent`: `$20M`, `$1.5M`, `0`.
    pub(crate) fn new(currency: &Currency, extent: f64) -> Self {
        let (unit, letter) = [(1e9, "B"), (1e6, "M"), (1e3, "k")]
            .into_iter()
            .find(|(unit, _)| extent.abs() >= unit * 0.999)
            .unwrap_or((1.0, ""));
        let symbol = currency.symbol();
        let gap = if symbol.chars().count() > 1 {
            THIN_SPACE.to_string()
        } else {
            String::new()
        };
        Self {
            prefix: format!("{symbol}{gap}"),
            unit,
            letter,
            decimals: usize::from(extent.abs() < unit * 2.8),
        }
    }

    /// An amount: `$20M`.
    pub(crate) fn amount(&self, amount: f64) -> String {
        self.text(amount, "")
    }

    /// A difference, with its sign: `+$5M`.
    pub(crate) fn difference(&self, amount: f64) -> String {
        self.text(amount, "+")
    }

    fn text(&self, amount: f64, plus: &str) -> String {
        let scaled = amount / self.unit;
        if scaled.abs() < 1e-9 {
            return "0".to_owned();
        }
        let sign = if scaled < 0.0 {
            MINUS.to_string()
        } else {
            plus.to_owned()
        };
        let digits = decimal(scaled.abs(), self.decimals);
        format!("{sign}{}{digits}{}", self.prefix, self.letter)
    }
}

/// Which roadmap leaves the product as it is; none does when it is not built yet.
fn staying(scenario: &Scenario, report: &Report) -> Option<&'static str> {
    if scenario.launch.is_some() {
        return None;
    }
    let is_today = |roadmap: &RoadmapReport| roadmap.kind() == RoadmapKind::Today;
    let components = scenario.components.len();
    let kind = match &scenario.today {
        _ if report.roadmaps.iter().any(is_today) => RoadmapKind::Today,
        Partition::Whole => RoadmapKind::Monolith,
        Partition::Split => RoadmapKind::leaving(components, components),
        Partition::Units(units) => RoadmapKind::leaving(units.len(), components),
        Partition::InferenceOut | Partition::ModelService => RoadmapKind::InferenceFirst,
    };
    Some(kind.id())
}

/// Where the first amount of money in a text stands, sign included: what is written in semibold.
pub(crate) fn key_figure(text: &str, symbol: &str) -> Option<std::ops::Range<usize>> {
    let at = text.match_indices(symbol).find_map(|(at, _)| {
        let rest = text[at + symbol.len()..].trim_start_matches(THIN_SPACE);
        rest.starts_with(|c: char| c.is_ascii_digit()).then_some(at)
    })?;
    let start = text[..at]
        .chars()
        .next_back()
        .filter(|sign| *sign == MINUS || *sign == '+')
        .map_or(at, |sign| at - sign.len_utf8());
    let from = at + symbol.len();
    let length: usize = text[from..]
        .chars()
        .take_while(|c| {
            c.is_ascii_digit() || matches!(*c, '.' | ',' | 'k' | 'M' | 'B' | THIN_SPACE)
        })
        .map(char::len_utf8)
        .sum();
    let figure = text[from..from + length].trim_end_matches(['.', ',', THIN_SPACE]);
    Some(start..from + figure.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_figure_is_the_first_amount() {
        let key =
            |text: &'static str, symbol: &str| key_figure(text, symbol).map(|range| &text[range]);
        assert_eq!(key("It saves $8.6M over 60 months.", "$"), Some("$8.6M"));
        assert_eq!(key("It costs $730k.", "$"), Some("$730k"));
        assert_eq!(
            key("A change of \u{2212}$1,200, about", "$"),
            Some("\u{2212}$1,200")
        );
        assert_eq!(
            key("It saves CHF\u{2009}85.9M in all", "CHF"),
            Some("CHF\u{2009}85.9M")
        );
        assert_eq!(key("It saves nothing in $.", "$"), None);
    }

    #[test]
    fn ticks_share_a_unit() {
        let ticks = |extent: f64| Ticks::new(&Currency::new("USD"), extent);
        assert_eq!(ticks(120e6).amount(20e6), "$20M");
        assert_eq!(ticks(2e6).amount(1.5e6), "$1.5M");
        assert_eq!(ticks(2e6).amount(0.5e6), "$0.5M");
        assert_eq!(ticks(0.9e6).amount(200e3), "$200k");
        assert_eq!(ticks(16e6).difference(-5e6), "\u{2212}$5M");
        assert_eq!(ticks(16e6).difference(5e6), "+$5M");
        assert_eq!(ticks(16e6).difference(0.0), "0");
    }
}
