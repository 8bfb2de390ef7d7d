//! A report as a sheet: one row a month and roadmap, every series a column (RFC 4180).

use crate::analysis::report::{Report, Series};
use crate::units::YearMonth;

/// The report as CSV: a header, then roadmaps in report order and months in order.
///
/// Columns are `roadmap`, `month` (0 is the first), `date` (`2027-01`), the series under their
/// names in `splitpoint.report/1`, and `cash_balance`, empty where no capital is stated. Numbers
/// are unrounded, with a decimal point. Roadmaps that are not feasible have no rows.
pub fn csv(report: &Report) -> String {
    let start: Option<YearMonth> = report.scenario.start.parse().ok();
    let header = ["roadmap", "month", "date"]
        .into_iter()
        .chain(Series::NAMES.iter().copied())
        .chain(["cash_balance"]);
    let mut sheet = csv_row(header);
    for roadmap in &report.roadmaps {
        let Some(series) = &roadmap.series else {
            continue;
        };
        for month in 0..report.scenario.horizon_months {
            let date = start.map_or_else(String::new, |s| s.plus_months(month).to_string());
            let figures = Series::NAMES
                .iter()
                .chain(&["cash_balance"])
                .map(|name| number(series.get(name).and_then(|values| values.get(month))));
            let row = [roadmap.id.clone(), month.to_string(), date]
                .into_iter()
                .chain(figures);
            sheet.push_str(&csv_row(row));
        }
    }
    sheet
}

/// One row, quoted where a cell needs it, with the line end of RFC 4180.
pub fn csv_row<C: AsRef<str>>(cells: impl IntoIterator<Item = C>) -> String {
    let mut row = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            row.push(',');
        }
        let cell = cell.as_ref();
        if cell.contains([',', '"', '\n', '\r']) {
            row.push('"');
            row.push_str(&cell.replace('"', "\"\""));
            row.push('"');
        } else {
            row.push_str(cell);
        }
    }
    row.push_str("\r\n");
    row
}

fn number(value: Option<&f64>) -> String {
    value
        .filter(|value| value.is_finite())
        .map_or_else(String::new, f64::to_string)
}

#[cfg(test)]
mod tests {
    use super::{csv, csv_row};
    use crate::export::sample::sample;

    #[test]
    fn a_cell_is_quoted_where_it_must_be() {
        assert_eq!(
            csv_row(["a", "b,c", "say \"d\"", "e\nf"]),
            "a,\"b,c\",\"say \"\"d\"\"\",\"e\nf\"\r\n"
        );
    }

    #[test]
    fn every_row_has_every_column() {
        let sheet = csv(&sample());
        let rows: Vec<Vec<&str>> = sheet
            .trim_end()
            .split("\r\n")
            .map(|row| row.split(',').collect())
            .collect();
        // two feasible roadmaps of 24 months, and the header
        assert_eq!(rows.len(), 1 + 2 * 24);
        assert!(rows.iter().all(|row| row.len() == rows[0].len()));
        assert_eq!(rows[0][..4], ["roadmap", "month", "date", "users"]);
        assert_eq!(rows[1][..3], ["monolith", "0", "2027-01"]);
        assert_eq!(rows[48][..3], ["switch", "23", "2028-12"]);
        let total = rows[0].iter().position(|name| *name == "total").unwrap();
        // 30,000 + 75,000 + 15,000
        assert!((rows[1][total].parse::<f64>().unwrap() - 120_000.0).abs() < 1e-6);
        assert_eq!(rows[1].last(), Some(&""));
    }
}
