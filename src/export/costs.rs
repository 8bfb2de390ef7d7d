//! Costs by category over the horizon, rounded so that every shown part adds up to its total.
//!
//! The total of a roadmap is rounded first, then cash and consequences within it, then the groups
//! within cash, then the categories within each group. Differences are those of shown figures.

use crate::analysis::report::{RoadmapReport, Series};
use crate::units::{Currency, TableUnit, apportion};

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CostLine {
    /// Name of the series.
    pub series: &'static str,
    /// What people read.
    pub label: &'static str,
    /// 0 for a sum, 1 for a part of the sum above.
    pub depth: usize,
}

const fn line(series: &'static str, label: &'static str, depth: usize) -> CostLine {
    CostLine {
        series,
        label,
        depth,
    }
}

/// Every line, in the order shown.
pub const COST_LINES: [CostLine; 20] = [
    line("infrastructure", "Infrastructure", 0),
    line("gpu", "GPUs", 1),
    line("cpu", "CPU and memory", 1),
    line("hosted_api", "Hosted APIs", 1),
    line("platform", "Platform", 1),
    line("storage", "Storage and transfer", 1),
    line("staff", "People", 0),
    line("salaries", "Salaries", 1),
    line("on_call", "On-call", 1),
    line("hiring", "Hiring", 1),
    line("training", "Training", 1),
    line("migration", "Migration", 0),
    line("migration_people", "Migration work", 1),
    line("migration_dual_running", "Dual running", 1),
    line("cash", "Cash", 0),
    line("consequence", "Consequences", 0),
    line("downtime", "Downtime and latency", 1),
    line("delay", "Delay", 1),
    line("security", "Security", 1),
    line("total", "Total", 0),
];

/// Costs of every feasible roadmap by category.
#[derive(Clone, Debug, PartialEq)]
pub struct CostTable {
    /// Unit of every cell.
    pub unit: TableUnit,
    /// One column a feasible roadmap, in the order given.
    pub columns: Vec<CostColumn>,
}

/// Costs of a roadmap by category.
#[derive(Clone, Debug, PartialEq)]
pub struct CostColumn {
    /// Id of the roadmap.
    pub id: String,
    /// Name shown.
    pub label: String,
    /// One figure for each of [`COST_LINES`], in steps of the table's unit.
    pub steps: [i64; COST_LINES.len()],
}

impl CostTable {
    /// The table of some roadmaps, over the whole horizon; those not feasible have no column.
    pub fn new(currency: &str, roadmaps: &[&RoadmapReport]) -> Self {
        let sums: Vec<_> = roadmaps
            .iter()
            .filter_map(|roadmap| Some((roadmap, sums(roadmap.series.as_ref()?))))
            .collect();
        let largest = sums
            .iter()
            .map(|(_, sums)| sums[COST_LINES.len() - 1].abs())
            .fold(0.0, f64::max);
        let unit = Currency::new(currency).table_unit(largest);
        let columns = sums
            .into_iter()
            .map(|(roadmap, sums)| CostColumn {
                id: roadmap.id.clone(),
                label: roadmap.label.clone(),
                steps: shown(&sums, &unit),
            })
            .collect();
        Self { unit, columns }
    }

    /// The column of a roadmap.
    pub fn column(&self, id: &str) -> Option<&CostColumn> {
        self.columns.iter().find(|column| column.id == id)
    }
}

fn sums(series: &Series) -> [f64; COST_LINES.len()] {
    COST_LINES.map(|line| {
        series
            .get(line.series)
            .map_or(0.0, |values| values.iter().sum())
    })
}

fn shown(sums: &[f64; COST_LINES.len()], unit: &TableUnit) -> [i64; COST_LINES.len()] {
    let mut steps = [0; COST_LINES.len()];
    let at = |series: &str| COST_LINES.iter().position(|line| line.series == series);
    let mut give = |total: i64, parts: &[usize]| {
        let amounts: Vec<f64> = parts.iter().map(|&part| sums[part]).collect();
        for (&part, share) in parts.iter().zip(apportion(&amounts, total, unit.step())) {
            steps[part] = share;
        }
        steps
    };
    let (Some(total), Some(cash), Some(consequence)) = (at("total"), at("cash"), at("consequence"))
    else {
        return steps;
    };
    let whole = unit.steps(sums[total]);
    let now = give(whole, &[cash, consequence]);
    let groups: Vec<usize> = (0..cash).filter(|&k| COST_LINES[k].depth == 0).collect();
    let now = give(now[cash], &groups);
    for group in groups.into_iter().chain([consequence]) {
        let parts: Vec<usize> = (group + 1..COST_LINES.len())
            .take_while(|&k| COST_LINES[k].depth == 1)
            .collect();
        give(now[group], &parts);
    }
    steps[total] = whole;
    steps
}

#[cfg(test)]
mod tests {
    use super::{COST_LINES, CostTable};
    use crate::analysis::report::Series;
    use crate::export::sample::sample;

    #[test]
    fn lines_are_series() {
        for line in COST_LINES {
            assert!(Series::NAMES.contains(&line.series), "{}", line.series);
        }
    }

    #[test]
    fn shown_parts_add_up_to_shown_sums() {
        let report = sample();
        let table = CostTable::new("USD", &report.roadmaps.iter().collect::<Vec<_>>());
        assert_eq!(table.columns.len(), 2);
        for column in &table.columns {
            let at = |series: &str| {
                let k = COST_LINES
                    .iter()
                    .position(|line| line.series == series)
                    .unwrap();
                column.steps[k]
            };
            let sum = |parts: &[&str]| parts.iter().map(|part| at(part)).sum::<i64>();
            assert_eq!(
                at("infrastructure"),
                sum(&["gpu", "cpu", "hosted_api", "platform", "storage"])
            );
            assert_eq!(
                at("staff"),
                sum(&["salaries", "on_call", "hiring", "training"])
            );
            assert_eq!(
                at("migration"),
                sum(&["migration_people", "migration_dual_running"])
            );
            assert_eq!(at("cash"), sum(&["infrastructure", "staff", "migration"]));
            assert_eq!(at("consequence"), sum(&["downtime", "delay", "security"]));
            assert_eq!(at("total"), sum(&["cash", "consequence"]));
        }
        // 24 months of 120 k for the monolith
        assert_eq!(table.unit.label, "$k");
        assert_eq!(table.column("monolith").unwrap().steps[19], 2_880);
    }
}
