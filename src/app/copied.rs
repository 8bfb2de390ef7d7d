//! What goes to the clipboard as text: cells that a spreadsheet reads as numbers, and the verdict.
//!
//! A figure on a page is rounded and written for reading; a copied one is to be reckoned with. It
//! keeps every digit, has a point, no commas and a plain `-`.

use crate::analysis::report::{Report, Series};
use crate::units::{self, Currency, YearMonth};
use std::fmt::Write as _;

/// A number with every digit it has; empty where there is none.
pub(crate) fn number(value: f64) -> String {
    if value.is_finite() {
        // Nothing is no negative nothing.
        (value + 0.0).to_string()
    } else {
        String::new()
    }
}

/// A row of tab-separated cells with its line end.
pub(crate) fn row<C: AsRef<str>>(cells: impl IntoIterator<Item = C>) -> String {
    let cells: Vec<String> = cells
        .into_iter()
        .map(|cell| cell.as_ref().replace(['\t', '\n', '\r'], " "))
        .collect();
    let mut row = cells.join("\t");
    row.push('\n');
    row
}

/// Every series of every roadmap by month, one row a roadmap and month, as in the CSV file.
pub(crate) fn months(report: &Report) -> String {
    let start: Option<YearMonth> = report.scenario.start.parse().ok();
    let names = || Series::COLUMNS.iter().copied();
    let mut text = row(["roadmap", "month", "date"].into_iter().chain(names()));
    for roadmap in &report.roadmaps {
        let Some(series) = &roadmap.series else {
            continue;
        };
        for month in 0..report.scenario.horizon_months {
            let date = start.map_or_else(String::new, |start| start.plus_months(month).to_string());
            let figures = names().map(|name| {
                let value = series.get(name).and_then(|values| values.get(month));
                value.map_or_else(String::new, |value| number(*value))
            });
            let first = [roadmap.id.clone(), month.to_string(), date];
            text.push_str(&row(first.into_iter().chain(figures)));
        }
    }
    text
}

/// The answer with what it rests on, in sentences.
pub(crate) fn verdict(report: &Report) -> String {
    let verdict = &report.verdict;
    let mut text = format!("{}\n{}\n", report.scenario.name, verdict.sentence);
    if !verdict.detail.is_empty() {
        let _ = writeln!(text, "{}", verdict.detail);
    }
    let open = report
        .uncertainty
        .as_ref()
        .filter(|futures| futures.is_open());
    if let (Some(confidence), Some(futures)) = (verdict.confidence, open) {
        let _ = writeln!(
            text,
            "Cheapest in {} of {} futures: {}.",
            units::count((confidence * futures.draws as f64).round()),
            units::count(futures.draws as f64),
            units::likelihood(confidence)
        );
    }
    if !verdict.reasons.is_empty() {
        let money = Currency::new(&report.scenario.currency);
        text.push_str("Why:\n");
        for reason in &verdict.reasons {
            let amount = money.difference(reason.amount);
            let _ = writeln!(text, "- {amount}: {}", reason.sentence);
        }
    }
    for goal in &verdict.goals_broken {
        let _ = writeln!(text, "Goal broken: {goal}");
    }
    for warning in &report.warnings {
        let _ = writeln!(text, "To know: {} {}", warning.message, warning.hint);
    }
    let _ = writeln!(text, "Splitpoint {}", env!("CARGO_PKG_VERSION"));
    text
}

#[cfg(test)]
mod tests {
    use super::{months, number, row, verdict};
    use crate::analysis::decided::DecidedScenario;
    use crate::analysis::report;
    use crate::catalog::Catalog;

    #[test]
    fn copied_numbers_are_numbers() {
        assert_eq!(number(-1_234_567.891), "-1234567.891");
        assert_eq!(number(-0.0), "0");
        assert_eq!(number(0.000_02), "0.00002");
        assert_eq!(number(f64::NAN), "");
        assert_eq!(row(["a\tb", "c\nd"]), "a b\tc d\n");
    }

    #[test]
    fn the_verdict_and_its_months_are_copied_whole() {
        let text = crate::presets::find("support-copilot").unwrap().text;
        let plan = crate::scenario::load(text).scenario.unwrap();
        let mut decided = DecidedScenario::new(&plan, Catalog::builtin().unwrap()).unwrap();
        let report = report(&mut decided).unwrap();
        let words = verdict(&report);
        assert!(words.contains(&report.verdict.sentence), "{words}");
        for reason in &report.verdict.reasons {
            assert!(words.contains(&reason.sentence), "{words}");
        }
        let sheet = months(&report);
        let rows: Vec<Vec<&str>> = sheet.lines().map(|row| row.split('\t').collect()).collect();
        let feasible = report.roadmaps.iter().filter(|roadmap| roadmap.feasible);
        assert_eq!(
            rows.len(),
            1 + feasible.count() * report.scenario.horizon_months
        );
        let total = rows[0].iter().position(|name| *name == "total").unwrap();
        let first = rows[1][total].parse::<f64>().unwrap();
        let series = report.roadmaps[0].series.as_ref().unwrap();
        assert_eq!(first.to_bits(), series.total[0].to_bits());
        assert!(!sheet.contains('\u{2212}'));
    }
}
