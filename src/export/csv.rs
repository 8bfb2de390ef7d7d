//! A report as a sheet: one row a month and roadmap, every series a column (RFC 4180).

use crate::analysis::report::{Report, Series};
use crate::units::YearMonth;
use std::borrow::Cow;

/// The report as CSV: a header, then roadmaps in report order and months in order.
///
/// Columns are `roadmap`, `month` (0 is the first), `date` (`2027-01`), the series under their
/// names in `splitpoint.report/1`, and `cash_balance`, empty where no capital is stated. Numbers
/// are unrounded, with a decimal point. Roadmaps that are not feasible have no rows.
pub fn csv(report: &Report) -> String {
    let start: Option<YearMonth> = report.scenario.start.parse().ok();
    let header = ["roadmap", "month", "date"]
        .into_iter()
        .chain(Series::COLUMNS.iter().copied());
    let mut sheet = csv_row(header);
    for roadmap in &report.roadmaps {
        let Some(series) = &roadmap.series else {
            continue;
        };
        for month in 0..report.scenario.horizon_months {
            let date = start.map_or_else(String::new, |s| s.plus_months(month).to_string());
            let figures = Series::COLUMNS
                .iter()
                .map(|name| number(series.get(name).and_then(|values| values.get(month))));
            let row = [roadmap.id.clone(), month.to_string(), date]
                .into_iter()
                .chain(figures);
            sheet.push_str(&csv_row(row));
        }
    }
    sheet
}

/// A cell that no spreadsheet takes for a formula: an apostrophe stands before what would be run.
///
/// Signs before plain numbers and amounts stay, so that figures are figures.
///
/// ```
/// use splitpoint::export::harmless_cell;
/// assert_eq!(harmless_cell("=HYPERLINK(\"http://a\")"), "'=HYPERLINK(\"http://a\")");
/// assert_eq!(harmless_cell("-622.5"), "-622.5");
/// assert_eq!(harmless_cell("+12%"), "+12%");
/// assert_eq!(harmless_cell("-2+cmd|' /C calc'!A0"), "'-2+cmd|' /C calc'!A0");
/// ```
pub fn harmless_cell(cell: &str) -> Cow<'_, str> {
    let begins = cell.trim_start_matches([' ', '\u{a0}', '\u{feff}']);
    let run = match begins.chars().next() {
        // Wide forms are taken for the narrow ones by some programs.
        Some(
            '=' | '@' | '\t' | '\r' | '\n' | '\u{ff1d}' | '\u{ff20}' | '\u{ff0b}' | '\u{ff0d}',
        ) => true,
        Some(sign @ ('+' | '-')) => !is_figure(&begins[sign.len_utf8()..]),
        _ => false,
    };
    if run {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Whether what follows a sign is a number or an amount, such as `1,200`, `$3.5M`, `12%` or `1e-7`.
fn is_figure(text: &str) -> bool {
    if text.parse::<f64>().is_ok() {
        return !text.starts_with(['+', '-']);
    }
    let text = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%' || c == ' ');
    // A currency is its sign, or its code and a blank.
    let (code, rest) = text.split_at_checked(3).unwrap_or(("", text));
    let coded = code.len() == 3
        && code.chars().all(|c| c.is_ascii_uppercase())
        && rest.starts_with([' ', '\u{a0}']);
    let text = if coded { rest.trim_start() } else { text };
    let text = text.trim_start_matches(['$', '€', '£', '¥']);
    text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || ",. \u{a0}\u{202f}\u{2009}".contains(c))
}

/// A row to be pasted into a spreadsheet: cells between tabs, none of which is run or breaks the row.
pub fn tsv_row<C: AsRef<str>>(cells: impl IntoIterator<Item = C>) -> String {
    let cells: Vec<String> = cells
        .into_iter()
        .map(|cell| {
            let plain = cell.as_ref().replace(['\t', '\r', '\n'], " ");
            harmless_cell(&plain).into_owned()
        })
        .collect();
    cells.join("\t") + "\n"
}

/// A table of lines and tabs, each cell as in [`tsv_row`].
pub fn harmless_table(text: &str) -> String {
    text.lines().map(|line| tsv_row(line.split('\t'))).collect()
}

/// One row, quoted where a cell needs it, with the line end of RFC 4180. No cell is run by a
/// spreadsheet.
pub fn csv_row<C: AsRef<str>>(cells: impl IntoIterator<Item = C>) -> String {
    let mut row = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            row.push(',');
        }
        let cell = harmless_cell(cell.as_ref());
        if cell.contains([',', '"', '\n', '\r']) {
            row.push('"');
            row.push_str(&cell.replace('"', "\"\""));
            row.push('"');
        } else {
            row.push_str(&cell);
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
    use super::{csv, csv_row, harmless_cell, harmless_table, tsv_row};
    use crate::export::sample::sample;

    #[test]
    fn a_cell_is_quoted_where_it_must_be() {
        assert_eq!(
            csv_row(["a", "b,c", "say \"d\"", "e\nf"]),
            "a,\"b,c\",\"say \"\"d\"\"\",\"e\nf\"\r\n"
        );
    }

    #[test]
    fn no_cell_is_run_and_figures_stay_figures() {
        for cell in [
            "=1+1",
            "@SUM(A1)",
            "+cmd|' /C calc'!A0",
            "-1+cmd|x",
            "\t=1",
            "\r=1",
            " =1",
            "\u{ff1d}1",
            "--1",
            "-A1",
            "+1-1",
            "-$A$1",
        ] {
            assert_eq!(harmless_cell(cell), format!("'{cell}"));
            assert!(
                csv_row([cell]).trim_start_matches('"').starts_with('\''),
                "{cell}"
            );
            assert!(tsv_row([cell]).starts_with(['\'', ' ']), "{cell}");
        }
        for cell in [
            "",
            "-3",
            "+3.5",
            "-1e-7",
            "+12%",
            "-$8.6M",
            "-USD 1,200",
            "-8.6 h",
            "\u{2212}8.6",
            "web",
            "a=b",
            "c@d",
            "gpt-4o",
            "'tis",
        ] {
            assert_eq!(harmless_cell(cell), cell);
        }
        assert_eq!(tsv_row(["a\tb", "=c\nd"]), "a b\t'=c d\n");
        assert_eq!(harmless_table("a\t=b\n-1\tc\n"), "a\t'=b\n-1\tc\n");
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
