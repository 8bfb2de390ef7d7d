//! A report as a page to read: the answer first, then what it rests on.
//!
//! Figures are rounded once, in [`crate::units`]; parts add up to the totals shown.

use super::LEFT_OUT;
use super::costs::{COST_LINES, CostTable};
use crate::analysis::report::{Report, RoadmapReport, Series, StageReport};
use crate::catalog::Catalog;
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
             values are discounted to month 0. This is one projection at the likely value of every input.\n",
            units::months(scenario.horizon_months),
            plain(self.money.code()),
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
                "Cash",
                "Consequences",
                "Total",
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
                shown("cash"),
                shown("consequence"),
                shown("total"),
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
        } else if self.projected("microservices") && self.projected("monolith") {
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
    fn projected(&self, id: &str) -> bool {
        let mut roadmaps = self.report.roadmaps.iter();
        roadmaps.any(|roadmap| roadmap.id == id && roadmap.feasible)
    }

    /// The shown cost of a roadmap by the name of a series.
    fn cost_of(&self, id: &str) -> impl Fn(&str) -> String {
        let column = self.costs.column(id);
        move |series| {
            column
                .zip(COST_LINES.iter().position(|line| line.series == series))
                .map_or_else(
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
                row.push(style(unit.difference(one.steps[at] - other.steps[at])));
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

    fn last_year(&self) -> String {
        let months = self.report.scenario.horizon_months.min(12);
        let mut head = vec![format!("Last {}", units::months(months))];
        let mut columns = Vec::new();
        for (roadmap, series) in self.feasible() {
            head.push(plain(&roadmap.label));
            columns.push(last_months(series, months));
        }
        if columns.is_empty() {
            return String::new();
        }
        let mut table = Table::new(&format!("l{}", "r".repeat(columns.len())), head);
        for (at, name) in LAST_YEAR.iter().enumerate() {
            let mut row = vec![(*name).to_owned()];
            row.extend(columns.iter().map(|column| column[at].clone()));
            table.row(row);
        }
        format!("## What is reached\n\n{}", table.text())
    }

    fn stages(&self) -> String {
        let mut text = "## Stages\n".to_owned();
        for roadmap in &self.roadmaps {
            let _ = write!(text, "\n**{}**\n\n", plain(&roadmap.label));
            for (at, stage) in roadmap.stages.iter().enumerate() {
                let _ = writeln!(text, "- {}: {}", self.when(at, stage), units_of(stage));
            }
        }
        text
    }

    /// When a stage begins and when the change to it is done.
    fn when(&self, at: usize, stage: &StageReport) -> String {
        if at == 0 && stage.from_month == 0 && stage.done_month.is_none_or(|done| done == 0) {
            return "Today".to_owned();
        }
        let mut text = self.month(stage.from_month);
        match stage.done_month {
            Some(done) if done > stage.from_month => {
                let _ = write!(text, ", done in {}", self.short_month(done));
            }
            None => text.push_str(", not done within the horizon"),
            Some(_) => {}
        }
        if let Some(planned) = stage.planned_month {
            let _ = write!(text, ", planned for {}", self.short_month(planned));
        }
        text
    }

    fn hardware(&self) -> String {
        let mut table = Table::new(
            "lllrl",
            ["Roadmap", "From", "Unit", "GPUs a replica", "Why"],
        );
        let mut rows = 0;
        for roadmap in &self.roadmaps {
            for chosen in &roadmap.hardware {
                let from = roadmap.stages.get(chosen.stage);
                table.row([
                    plain(&roadmap.label),
                    from.map_or_else(String::new, |stage| self.short_month(stage.from_month)),
                    plain(&chosen.unit),
                    format!("{} {}", chosen.gpus_per_replica, plain(&chosen.gpu)),
                    plain(&chosen.reason),
                ]);
                rows += 1;
            }
        }
        if rows == 0 {
            return "## Hardware\n\nNo unit has GPUs of its own.\n".to_owned();
        }
        format!("## Hardware\n\n{}", table.text())
    }

    fn readiness(&self) -> String {
        let rated: Vec<&RoadmapReport> = self
            .roadmaps
            .iter()
            .copied()
            .filter(|roadmap| !roadmap.readiness.is_empty())
            .collect();
        let Some(first) = rated.first() else {
            return String::new();
        };
        let mut head = vec!["Dimension".to_owned(), "Today".to_owned()];
        head.extend(rated.iter().map(|roadmap| plain(&roadmap.label)));
        let mut table = Table::new(&format!("lr{}", "l".repeat(rated.len())), head);
        for (at, dimension) in first.readiness.iter().enumerate() {
            let mut row = vec![
                dimension_title(&dimension.dimension),
                units::decimal(dimension.level, 1),
            ];
            for roadmap in &rated {
                row.push(roadmap.readiness.get(at).map_or_else(String::new, |need| {
                    let required = units::decimal(need.required, 1);
                    if need.gap < 0.05 {
                        return required;
                    }
                    let ready = need.ready_month.map_or_else(
                        || "not ready within the horizon".to_owned(),
                        |month| format!("ready {}", self.short_month(month)),
                    );
                    format!(
                        "{required}: {} short, costs {}, {ready}",
                        units::decimal(need.gap, 1),
                        self.money.amount(need.gap_cost)
                    )
                }));
            }
            table.row(row);
        }
        format!(
            "## Readiness\n\nLevels from 0 to 4: today's, and what each roadmap needs. The cost of a gap is what the \
             total would fall by, were the gap closed from the first month.\n\n{}",
            table.text()
        )
    }

    fn warnings(&self) -> String {
        if self.report.warnings.is_empty() {
            return String::new();
        }
        let mut text = "## Before you believe it\n\n".to_owned();
        for warning in &self.report.warnings {
            text.push_str("- ");
            if !warning.path.is_empty() {
                let _ = write!(text, "`{}`: ", warning.path.replace('`', "'"));
            }
            text.push_str(&sentence(&warning.message));
            if !warning.hint.is_empty() {
                let _ = write!(text, " {}", sentence(&warning.hint));
            }
            text.push('\n');
        }
        text
    }
}

const LAST_YEAR: [&str; 8] = [
    "Engineers at the end",
    "GPUs at the end",
    "Availability, mean",
    "Hours down",
    "Incidents",
    "Lead time, mean",
    "Changes delivered",
    "Changes waiting at the end",
];

fn last_months(series: &Series, months: usize) -> [String; LAST_YEAR.len()] {
    let last = |values: &[f64]| values[values.len().saturating_sub(months)..].to_vec();
    let end = |values: &[f64]| values.last().copied().unwrap_or(f64::NAN);
    let sum = |values: &[f64]| last(values).iter().sum::<f64>();
    let mean = |values: &[f64]| sum(values) / last(values).len() as f64;
    [
        units::decimal(units::bought(end(&series.engineers)), 0),
        units::decimal(units::bought(end(&series.gpus)), 0),
        units::availability(mean(&series.availability)),
        units::hours(sum(&series.down_hours)),
        units::significant(sum(&series.incidents), 2),
        units::days(mean(&series.lead_time_days)),
        units::count(sum(&series.delivered_changes).round()),
        units::count(end(&series.backlog).round()),
    ]
}

/// `2 units: chat; rest (web, accounts)`.
fn units_of(stage: &StageReport) -> String {
    let count = units::counted(stage.units.len() as f64, "unit", "units");
    let parts: Vec<String> = stage
        .units
        .iter()
        .map(|unit| {
            let alone = unit.components.len() == 1 && unit.components[0] == unit.name;
            if alone {
                plain(&unit.name)
            } else {
                let components = plain(&unit.components.join(", "));
                format!("{} ({components})", plain(&unit.name))
            }
        })
        .collect();
    format!("{count}: {}", parts.join("; "))
}

fn left_out() -> String {
    let mut text = "## What this leaves out\n\n".to_owned();
    for sentence in LEFT_OUT {
        let _ = writeln!(text, "- {sentence}");
    }
    text
}

/// A text that cannot break a table or a line, nor be taken for markup.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (at, word) in text.split_whitespace().enumerate() {
        if at > 0 {
            safe.push(' ');
        }
        for letter in word.chars() {
            if matches!(letter, '|' | '\\' | '<' | '>' | '`' | '*' | '[' | ']') {
                safe.push('\\');
            }
            safe.push(letter);
        }
    }
    safe
}

/// A dimension of readiness by its title in the catalogue, or by its id in words.
fn dimension_title(id: &str) -> String {
    if let Ok(catalog) = Catalog::builtin()
        && let Ok(dimension) = catalog.dimension(id)
    {
        return plain(&dimension.title);
    }
    let text = plain(&id.replace('_', " "));
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A capital at the start and a full stop at the end.
fn sentence(text: &str) -> String {
    let text = plain(text);
    let mut letters = text.chars();
    let capital: String = letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    });
    if capital.ends_with(['.', '?', '!']) {
        capital
    } else {
        capital + "."
    }
}

/// A table whose columns are aligned for those who read the text itself.
struct Table {
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new<C: Into<String>>(align: &str, head: impl IntoIterator<Item = C>) -> Self {
        Self {
            right: align.chars().map(|c| c == 'r').collect(),
            rows: vec![head.into_iter().map(Into::into).collect()],
        }
    }

    fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    fn text(&self) -> String {
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
                .max(3)
        };
        let widths: Vec<usize> = (0..self.right.len()).map(width).collect();
        let mut text = String::new();
        for (at, row) in self.rows.iter().enumerate() {
            text.push('|');
            for (column, &width) in widths.iter().enumerate() {
                let cell = row.get(column).map_or("", String::as_str);
                if self.right[column] {
                    let _ = write!(text, " {cell:>width$} |");
                } else {
                    let _ = write!(text, " {cell:<width$} |");
                }
            }
            text.push('\n');
            if at == 0 {
                text.push('|');
                for (&width, &right) in widths.iter().zip(&self.right) {
                    let dashes = "-".repeat(width + 1);
                    let _ = write!(text, "{}|", if right { dashes + ":" } else { dashes + "-" });
                }
                text.push('\n');
            }
        }
        text
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
