//! A report as a page to read: the answer first, then what it rests on.
//!
//! Figures are rounded once, in [`crate::units`]; parts add up to the totals shown.

mod detail;
mod futures;
pub(super) mod text;

use self::detail::left_out;
use self::text::{Table, plain};
use super::costs::{COST_LINES, CostTable, line_of};
use crate::analysis::report::{Report, RoadmapReport, Series};
use crate::engine::series::{Row, SERIES};
use crate::scenario::RoadmapKind;
use crate::units::{self, Currency, YearMonth, apportion};
use std::fmt::Write as _;

/// The report as Markdown, with the roadmaps of these ids alone, or with all when none is named.
///
/// The answer is about all roadmaps in either case.
pub fn markdown(report: &Report, ids: &[String]) -> String {
    let page = Page::new(report, ids);
    let mut text = String::new();
    for section in [
        page.answer(),
        page.roadmaps(),
        page.futures(),
        page.reasons(),
        page.costs(),
        page.last_year(),
        page.stages(),
        page.hardware(),
        page.readiness(),
        page.warnings(),
        left_out(),
    ] {
        if !section.is_empty() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&section);
        }
    }
    text
}

struct Page<'a> {
    report: &'a Report,
    /// The roadmaps shown.
    roadmaps: Vec<&'a RoadmapReport>,
    money: Currency,
    start: Option<YearMonth>,
    costs: CostTable,
}

impl<'a> Page<'a> {
    fn new(report: &'a Report, ids: &[String]) -> Self {
        let roadmaps: Vec<&RoadmapReport> = report
            .roadmaps
            .iter()
            .filter(|roadmap| ids.is_empty() || ids.contains(&roadmap.id))
            .collect();
        Self {
            report,
            costs: CostTable::new(&report.scenario.currency, &roadmaps),
            roadmaps,
            money: Currency::new(&report.scenario.currency),
            start: report.scenario.start.parse().ok(),
        }
    }

    /// `March 2028 (month 14)`.
    fn month(&self, month: usize) -> String {
        self.start.map_or_else(
            || format!("month {month}"),
            |start| format!("{} (month {month})", start.plus_months(month).long()),
        )
    }

    fn short_month(&self, month: usize) -> String {
        self.start.map_or_else(
            || format!("month {month}"),
            |start| start.plus_months(month).short(),
        )
    }

    fn label(&self, id: &str) -> String {
        self.report
            .roadmaps
            .iter()
            .find(|roadmap| roadmap.id == id)
            .map_or_else(|| plain(id), |roadmap| plain(&roadmap.label))
    }

    fn feasible(&self) -> impl Iterator<Item = (&'a RoadmapReport, &'a Series)> {
        self.roadmaps
            .iter()
            .filter_map(|roadmap| Some((*roadmap, roadmap.series.as_ref()?)))
    }

    fn answer(&self) -> String {
        let verdict = &self.report.verdict;
        let scenario = &self.report.scenario;
        let mut text = format!(
            "# {}\n\n**{}** {}\n",
            plain(&scenario.name),
            plain(&verdict.sentence),
            plain(&verdict.detail)
        );
        for goal in &verdict.goals_broken {
            let _ = write!(
                text,
                "\nA goal is broken: {}.\n",
                plain(goal.trim_end_matches('.'))
            );
        }
        let first = self
            .start
            .map_or_else(|| plain(&scenario.start), YearMonth::long);
        let _ = write!(
            text,
            "\n{} from {first}, which is month 0. Money is in {}, at the prices of each month; net present \
             values are discounted to month 0. {}\n",
            units::months(scenario.horizon_months),
            plain(self.money.code()),
            self.basis(),
        );
        text
    }

    fn roadmaps(&self) -> String {
        let verdict = &self.report.verdict;
        let unit = &self.costs.unit;
        let least = self
            .report
            .roadmaps
            .iter()
            .filter_map(|roadmap| Some(unit.steps(roadmap.totals?.npv)))
            .min()
            .unwrap_or_default();
        let mut table = Table::new(
            "lrrrrr",
            [
                "Roadmap",
                SERIES.cash.label,
                SERIES.consequence.label,
                SERIES.total.label,
                "NPV of the total",
                "Above the least NPV",
            ],
        );
        for roadmap in &self.roadmaps {
            let mut name = plain(&roadmap.label);
            if roadmap.id == verdict.recommended && !verdict.no_difference {
                name = format!("**{name}** (recommended)");
            }
            let Some(totals) = roadmap.totals else {
                table.row([name, "not feasible".to_owned()]);
                continue;
            };
            let shown = self.cost_of(&roadmap.id);
            table.row([
                name,
                shown(&SERIES.cash),
                shown(&SERIES.consequence),
                shown(&SERIES.total),
                unit.cell(unit.steps(totals.npv)),
                unit.difference(unit.steps(totals.npv) - least),
            ]);
        }
        let mut text = format!(
            "## Roadmaps\n\nAmounts are in {}.\n\n{}",
            unit.label,
            table.text()
        );
        for roadmap in &self.roadmaps {
            let label = plain(&roadmap.label);
            if let Some(reason) = &roadmap.reason {
                let _ = write!(text, "\n{label} is not feasible: {}.\n", plain(reason));
            }
            if let Some(runway) = roadmap.runway {
                let _ = write!(
                    text,
                    "\n{label}: the bank account is lowest in {}, at {}",
                    self.month(runway.low_month),
                    self.money.total(runway.low_point)
                );
                if let Some(month) = runway.out_of_money_month {
                    let _ = write!(text, "; the money runs out in {}", self.month(month));
                }
                text.push_str(".\n");
            }
        }
        let _ = write!(
            text,
            "\nLeast cash: {}.",
            self.label(&verdict.cheapest_cash)
        );
        if let Some(month) = verdict.crossover_month {
            let _ = write!(
                text,
                " From {} on, microservices have cost less in all than the monolith.",
                self.month(month)
            );
        } else if self.projected(RoadmapKind::Microservices)
            && self.projected(RoadmapKind::Monolith)
        {
            text.push_str(" Within the horizon microservices never come to cost less in all than the monolith.");
        }
        if let (Some(month), Some(other)) = (verdict.pays_month, &verdict.compared_with) {
            let _ = write!(
                text,
                " From {} on, {} has cost less in all than {}.",
                self.month(month),
                self.label(&verdict.recommended),
                self.label(other)
            );
        }
        text.push('\n');
        text
    }

    /// Whether a roadmap exists and is feasible.
    fn projected(&self, kind: RoadmapKind) -> bool {
        let mut roadmaps = self.report.roadmaps.iter();
        roadmaps.any(|roadmap| roadmap.kind() == kind && roadmap.feasible)
    }

    /// The shown cost of a roadmap by its row.
    fn cost_of(&self, id: &str) -> impl Fn(&Row) -> String {
        let column = self.costs.column(id);
        move |row| {
            column.zip(line_of(row.id)).map_or_else(
                || units::NOT_KNOWN.to_owned(),
                |(column, at)| self.costs.unit.cell(column.steps[at]),
            )
        }
    }

    fn reasons(&self) -> String {
        let verdict = &self.report.verdict;
        let Some(other) = &verdict.compared_with else {
            return String::new();
        };
        if verdict.reasons.is_empty() {
            return String::new();
        }
        let amounts: Vec<f64> = verdict.reasons.iter().map(|reason| reason.amount).collect();
        let sum: f64 = amounts.iter().sum();
        let largest = amounts.iter().fold(sum.abs(), |most, a| most.max(a.abs()));
        let unit = self.money.table_unit(largest);
        let total = unit.steps(sum);
        let steps = apportion(&amounts, total, unit.step());
        let mut table = Table::new("lr", ["What happens", &unit.label]);
        let shown = verdict.reasons.iter().zip(steps);
        // What rounds to nothing explains nothing.
        for (reason, steps) in shown.filter(|(_, steps)| *steps != 0) {
            table.row([plain(&reason.sentence), unit.difference(steps)]);
        }
        table.row([
            "**Difference**".to_owned(),
            format!("**{}**", unit.difference(total)),
        ]);
        format!(
            "## Why\n\n{} against {}, over {}; what is negative is saved.\n\n{}",
            self.label(&verdict.recommended),
            self.label(other),
            units::months(self.report.scenario.horizon_months),
            table.text()
        )
    }

    fn costs(&self) -> String {
        if self.costs.columns.is_empty() {
            return String::new();
        }
        let verdict = &self.report.verdict;
        let unit = &self.costs.unit;
        let compared = verdict
            .compared_with
            .as_ref()
            .and_then(|other| {
                Some((
                    self.costs.column(&verdict.recommended)?,
                    self.costs.column(other)?,
                ))
            })
            .filter(|(one, other)| one.id != other.id);
        let mut head = vec![unit.label.clone()];
        head.extend(self.costs.columns.iter().map(|column| plain(&column.label)));
        if let Some((one, other)) = compared {
            head.push(format!(
                "{} \u{2212} {}",
                plain(&one.label),
                plain(&other.label)
            ));
        }
        let mut table = Table::new(&format!("l{}", "r".repeat(head.len() - 1)), head);
        for (at, line) in COST_LINES.iter().enumerate() {
            let style = |text: String| {
                if line.depth == 0 {
                    format!("**{text}**")
                } else {
                    text
                }
            };
            let mut row = vec![style(line.label.to_owned())];
            let cells = self.costs.columns.iter();
            row.extend(cells.map(|column| style(unit.cell(column.steps[at]))));
            if let Some((one, other)) = compared {
                row.push(style(
                    unit.difference(one.steps[at].saturating_sub(other.steps[at])),
                ));
            }
            table.row(row);
        }
        format!(
            "## Costs over {}\n\n{}\n{}",
            units::months(self.report.scenario.horizon_months),
            table.text(),
            self.contingency()
        )
    }

    /// What is kept beside the total, for things unforeseen.
    fn contingency(&self) -> String {
        let share = self.report.scenario.contingency;
        let mut amounts = self.roadmaps.iter().filter_map(|roadmap| {
            let cash = roadmap.totals?.cash;
            Some(format!(
                "{} for {}",
                self.money.total(cash * share),
                plain(&roadmap.label)
            ))
        });
        let Some(first) = amounts.next() else {
            return String::new();
        };
        let listed = amounts.fold(first, |list, amount| list + ", " + &amount);
        format!(
            "A contingency of {} of cash is not in these figures: {listed}.\n",
            units::share_fine(share)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use crate::export::sample::sample;

    #[test]
    fn the_answer_comes_first_and_nothing_is_lost() {
        let text = markdown(&sample(), &[]);
        assert!(text.starts_with(
            "# Sample \\| plan\n\n**Stay a monolith until March 2028, then split into two services.** It saves"
        ));
        for part in [
            "A goal is broken: availability is 99.76%",
            "**Switch in month 14** (recommended)",
            "Microservices now is not feasible: the model fits on no GPU allowed.",
            "the money runs out in July 2028 (month 18)",
            "KV cache would not fit on L4",
            "2 L40S",
            "3.2: 1.2 short, costs $310k, not ready within the horizon",
            "planned for Jan 2028",
            "- `demand.users`: 40,000 users is a guess. Measure it.",
            "A contingency of 15% of cash",
            "## What this leaves out",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    #[test]
    fn one_roadmap_is_still_measured_against_the_best_of_all() {
        let text = markdown(&sample(), &["monolith".to_owned()]);
        assert!(text.starts_with("# Sample \\| plan\n\n**Stay a monolith until March 2028"));
        assert!(
            !text.contains("(recommended)") && !text.contains("not feasible"),
            "{text}"
        );
        // 2.5 k a month dearer, 24 months, at 0.9: 0.9 · (25,000 − 20,000 − 2,500) · 24 = 54,000
        assert!(text.contains(" +54 |"), "{text}");
    }

    #[test]
    fn tables_have_as_many_cells_in_every_row() {
        let text = markdown(&sample(), &[]);
        let mut cells = None;
        for line in text.lines() {
            let here = line
                .starts_with('|')
                .then(|| line.replace("\\|", "").matches('|').count());
            if let (Some(before), Some(now)) = (cells, here) {
                assert_eq!(before, now, "{line}");
            }
            cells = here;
        }
    }
}
