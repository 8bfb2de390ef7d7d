//! What a report's answer rests on: what is reached, stages, hardware, readiness, warnings.

use super::super::LEFT_OUT;
use super::Page;
use super::text::{Table, plain, sentence};
use crate::analysis::last_year::last_year;
use crate::analysis::report::{HardwareReport, RoadmapReport, Series, StageReport};
use crate::catalog::Catalog;
use crate::engine::series::{Over, Row, SERIES};
use crate::units;
use std::fmt::Write as _;

impl Page<'_> {
    pub(super) fn last_year(&self) -> String {
        let months = self.report.scenario.horizon_months.min(12);
        let mut head = vec![format!("Last {}", units::months(months))];
        let mut columns = Vec::new();
        for (roadmap, series) in self.feasible() {
            head.push(plain(&roadmap.label));
            columns.push(series);
        }
        if columns.is_empty() {
            return String::new();
        }
        let mut table = Table::new(&format!("l{}", "r".repeat(columns.len())), head);
        for (row, text) in LAST_YEAR {
            let figure = |series: &&Series| {
                let values = series.get(row.id).unwrap_or_default();
                text(row.over.of(last_year(values)))
            };
            let mut cells = vec![reached(row)];
            cells.extend(columns.iter().map(figure));
            table.row(cells);
        }
        format!("## What is reached\n\n{}", table.text())
    }

    pub(super) fn stages(&self) -> String {
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

    pub(super) fn hardware(&self) -> String {
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
                    plain(&of_unit(chosen)),
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

    pub(super) fn readiness(&self) -> String {
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

    pub(super) fn warnings(&self) -> String {
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

/// A series, and how its figure is written.
type Told = (&'static Row, fn(f64) -> String);

/// What the last year is told by.
static LAST_YEAR: [Told; 10] = [
    (&SERIES.engineers, |heads| {
        units::decimal(units::bought(heads), 0)
    }),
    (&SERIES.gpus, |gpus| units::decimal(units::held(gpus), 0)),
    (&SERIES.availability, units::availability),
    (&SERIES.down_hours, units::hours),
    (&SERIES.down_hours_per_thousand_changes, units::hours),
    (&SERIES.incidents, |count| units::significant(count, 2)),
    (&SERIES.lead_time_days, units::days),
    (&SERIES.queue_days, units::days),
    (&SERIES.delivered_changes, |count| {
        units::count(count.round())
    }),
    (&SERIES.backlog, |count| units::count(count.round())),
];

/// What a figure of the last year is called, with how its months are put together.
fn reached(row: &Row) -> String {
    let name = row.short;
    match row.over {
        Over::Sum => name.to_owned(),
        Over::Mean => format!("{name}, mean"),
        Over::End => format!("{name} at the end"),
    }
}

/// `2 units: chat; rest (web, accounts)`.
/// The unit that hardware was chosen for, with the pool where it is not the whole of it.
fn of_unit(chosen: &HardwareReport) -> String {
    match &chosen.pool {
        Some(components) => format!("{}: {}", chosen.unit, components.join(", ")),
        None => chosen.unit.clone(),
    }
}

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

/// What no figure contains.
pub(super) fn left_out() -> String {
    let mut text = "## What this leaves out\n\n".to_owned();
    for sentence in LEFT_OUT {
        let _ = writeln!(text, "- {sentence}");
    }
    text
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
