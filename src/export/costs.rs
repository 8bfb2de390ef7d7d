//! Costs by category over the horizon, rounded so that every shown part adds up to its total.
//!
//! The total of a roadmap is rounded first, then cash and consequences within it, then the groups
//! within cash, then the categories within each group. Differences are those of shown figures.

use crate::analysis::report::{RoadmapReport, Series};
use crate::engine::series::{CostCategory, CostFamily, Row, SERIES};
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

impl CostLine {
    const fn of(row: &Row, depth: usize) -> Self {
        Self {
            series: row.id,
            label: row.label,
            depth,
        }
    }
}

/// How many lines there are: families and what is in them, what is paid in all, the total.
const COUNT: usize = CostFamily::ALL.len() + CostCategory::ALL.len() + 2;

/// Every line, in the order shown: families of what is paid, cash, what is lost, the total.
pub const COST_LINES: [CostLine; COUNT] = {
    let mut lines = [CostLine::of(&SERIES.total, 0); COUNT];
    let (mut at, mut family) = (0, 0);
    while family < CostFamily::ALL.len() {
        at = with_costs(CostFamily::ALL[family], &mut lines, at);
        family += 1;
        let is_last_paid = family == CostFamily::ALL.len() || !CostFamily::ALL[family].is_paid();
        if CostFamily::ALL[family - 1].is_paid() && is_last_paid {
            lines[at] = CostLine::of(&SERIES.cash, 0);
            at += 1;
        }
    }
    lines
};

/// Puts a family and what is in it from a place on; the place after it.
const fn with_costs(family: CostFamily, lines: &mut [CostLine; COUNT], mut at: usize) -> usize {
    lines[at] = CostLine::of(family.row(), 0);
    at += 1;
    let mut place = 0;
    while place < CostCategory::ALL.len() {
        let category = CostCategory::ALL[place];
        if category.family() as usize == family as usize {
            lines[at] = CostLine::of(category.row(), 1);
            at += 1;
        }
        place += 1;
    }
    at
}

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
    pub steps: [i64; COUNT],
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
            .map(|(_, sums)| sums[COUNT - 1].abs())
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

fn sums(series: &Series) -> [f64; COUNT] {
    COST_LINES.map(|line| {
        series
            .get(line.series)
            .map_or(0.0, |values| values.iter().sum())
    })
}

/// The line of a series.
pub fn line_of(series: &str) -> Option<usize> {
    COST_LINES.iter().position(|line| line.series == series)
}

fn shown(sums: &[f64; COUNT], unit: &TableUnit) -> [i64; COUNT] {
    let mut steps = [0; COUNT];
    if let Some(total) = line_of(SERIES.total.id) {
        steps[total] = unit.steps(sums[total]);
    }
    // From the total down: what a sum shows is shared out among its parts, equal ones from above.
    let mut open = vec![&SERIES.total];
    while let Some(row) = open.pop() {
        let parts = row.parts();
        let mut lines: Vec<usize> = parts.iter().filter_map(|part| line_of(part.id)).collect();
        lines.sort_unstable();
        let amounts: Vec<f64> = lines.iter().map(|&line| sums[line]).collect();
        let whole = line_of(row.id).map_or(0, |line| steps[line]);
        for (&line, share) in lines.iter().zip(apportion(&amounts, whole, unit.step())) {
            steps[line] = share;
        }
        open.extend(parts);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::{COST_LINES, CostTable, line_of};
    use crate::analysis::report::Series;
    use crate::engine::series::{CostCategory, SERIES};
    use crate::export::sample::sample;

    #[test]
    fn lines_are_series_in_the_order_shown() {
        let at = |series: &str| line_of(series).unwrap();
        for line in COST_LINES {
            assert!(Series::NAMES.contains(&line.series), "{}", line.series);
        }
        for category in CostCategory::ALL {
            assert_eq!(COST_LINES[at(category.row().id)].depth, 1);
        }
        // Sums stand above their parts, cash between what is paid and what is lost, the total last.
        assert_eq!(at("infrastructure"), 0);
        assert!(at("migration_dual_running") < at("cash") && at("cash") < at("consequence"));
        assert!(at("gpu") < at("hosted_api") && at("hosted_api") < at("platform"));
        assert_eq!(at("total"), COST_LINES.len() - 1);
    }

    #[test]
    fn shown_parts_add_up_to_shown_sums() {
        let report = sample();
        let table = CostTable::new("USD", &report.roadmaps.iter().collect::<Vec<_>>());
        assert_eq!(table.columns.len(), 2);
        for column in &table.columns {
            let at = |series: &str| column.steps[line_of(series).unwrap()];
            let mut sums = 0;
            for row in SERIES.all() {
                let parts = row.parts();
                if !parts.is_empty() {
                    let shown: i64 = parts.iter().map(|part| at(part.id)).sum();
                    assert_eq!(at(row.id), shown, "{}", row.id);
                    sums += 1;
                }
            }
            // Four families, cash, the total.
            assert_eq!(sums, 6);
            assert_eq!(at("total"), at("cash") + at("consequence"));
        }
        // 24 months of 120 k for the monolith
        assert_eq!(table.unit.label, "$k");
        let total = line_of("total").unwrap();
        assert_eq!(table.column("monolith").unwrap().steps[total], 2_880);
    }
}
