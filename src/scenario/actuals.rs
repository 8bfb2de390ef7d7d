//! Months as they turned out, pasted from a sheet.
//!
//! A line is a month: the month itself, users, spend, people, lead time in days, parted by tabs or
//! semicolons. A cell may be empty; a line without a month that can be read as a heading is left out
//! when it is the first.

use super::quantity::Quantity;
use super::schema::Actual;
use crate::units::{Typed, YearMonth, parse_number};

/// Headings of the columns, in their order.
pub const COLUMNS: [&str; 5] = ["Month", "Users", "Spend", "People", "Lead time (days)"];

/// Why pasted text is no list of months, with the line and the cure.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ActualsError {
    /// The line, from 1.
    pub line: usize,
    what: String,
}

/// Reads months from text; they come in order, a later line replaces an earlier one of its month.
///
/// `start`: first month of the plan; `months`: its horizon.
///
/// # Errors
/// For the first line with a month outside the plan, a cell that is no number, or too many cells.
pub fn read(text: &str, start: YearMonth, months: usize) -> Result<Vec<Actual>, ActualsError> {
    let mut list: Vec<Actual> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() || (at == 0 && is_heading(line, start)) {
            continue;
        }
        let actual =
            month_of(line, start, months).map_err(|what| ActualsError { line: at + 1, what })?;
        list.retain(|earlier| earlier.month != actual.month);
        list.push(actual);
    }
    list.sort_by_key(|actual| actual.month);
    Ok(list)
}

/// The same months as text that [`read`] reads.
pub fn written(actuals: &[Actual], start: YearMonth) -> String {
    let mut text = COLUMNS.join("\t") + "\n";
    for actual in actuals {
        text += &start.plus_months(actual.month as usize).to_string();
        for value in values(actual) {
            text.push('\t');
            if let Some(value) = value {
                text += &value.likely.to_string();
            }
        }
        text.push('\n');
    }
    text
}

/// Users, spend, people, lead time.
pub fn values(actual: &Actual) -> [Option<Quantity>; 4] {
    [
        actual.users,
        actual.spend,
        actual.engineers,
        actual.lead_time_days,
    ]
}

fn cells(line: &str) -> Vec<&str> {
    let parted = if line.contains('\t') { '\t' } else { ';' };
    line.split(parted).map(str::trim).collect()
}

/// Whether the first line names the columns.
fn is_heading(line: &str, start: YearMonth) -> bool {
    let cells = cells(line);
    let letters = |cell: &&str| cell.is_empty() || !cell.contains(|c: char| c.is_ascii_digit());
    month(cells[0], start).is_none() && cells.iter().all(letters)
}

/// `2027-03`, `Mar 2027` or the number of the month, 0 being the first of the plan.
fn month(text: &str, start: YearMonth) -> Option<i64> {
    if let Ok(month) = text.parse::<YearMonth>() {
        return Some(month.months_since(start));
    }
    if let Some((name, year)) = text.split_once(' ') {
        let year: YearMonth = format!("{}-01", year.trim()).parse().ok()?;
        let name = name.to_lowercase();
        return (0..12)
            .map(|after| year.plus_months(after))
            .find_map(|month| {
                let short = month.short().to_lowercase();
                let known = name.len() >= 3 && short.get(..3) == name.get(..3);
                known.then(|| month.months_since(start))
            });
    }
    text.parse().ok()
}

fn month_of(line: &str, start: YearMonth, months: usize) -> Result<Actual, String> {
    let cells = cells(line);
    if cells.len() > COLUMNS.len() {
        return Err(format!(
            "{} cells; write month, users, spend, people and lead time, parted by tabs or semicolons",
            cells.len()
        ));
    }
    let month = month(cells[0], start).ok_or_else(|| {
        format!(
            "\u{201c}{}\u{201d} is no month; write it like {start} or {}",
            cells[0],
            start.short()
        )
    })?;
    let within = u32::try_from(month).ok().filter(|m| (*m as usize) < months);
    let month = within.ok_or_else(|| {
        format!(
            "{} is not in the plan; it runs from {} to {}",
            cells[0],
            start.short(),
            start.plus_months(months.saturating_sub(1)).short()
        )
    })?;
    let cell = |at: usize| -> Result<Option<Quantity>, String> {
        let Some(text) = cells.get(at).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        match parse_number(text) {
            Ok(Typed::Value(value)) if value >= 0.0 => Ok(Some(Quantity::point(value))),
            Ok(_) => Err(format!(
                "{}: \u{201c}{text}\u{201d} is not one number of at least nothing",
                COLUMNS[at]
            )),
            Err(error) => Err(format!("{}: {error}", COLUMNS[at])),
        }
    };
    Ok(Actual {
        month,
        users: cell(1)?,
        spend: cell(2)?,
        engineers: cell(3)?,
        lead_time_days: cell(4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::{read, values, written};
    use crate::units::YearMonth;

    fn start() -> YearMonth {
        "2027-01".parse().unwrap()
    }

    #[test]
    fn a_pasted_sheet_becomes_months_and_is_written_back() {
        let text = "Month\tUsers\tSpend\tPeople\tLead time\n\
            2027-02\t12k\t$1,250,000\t31\t6.5\n\nJan 2027\t10000\t\t30\t\n2;13k;;;7\n2027-02\t11k\n";
        let list = read(text, start(), 60).unwrap();
        let months: Vec<u32> = list.iter().map(|actual| actual.month).collect();
        assert_eq!(months, [0, 1, 2]);
        let of = |at: usize| values(&list[at]).map(|value| value.map(|v| v.likely));
        assert_eq!(of(0), [Some(10_000.0), None, Some(30.0), None]);
        // The second line of a month replaces the first.
        assert_eq!(of(1), [Some(11_000.0), None, None, None]);
        assert_eq!(of(2), [Some(13_000.0), None, None, Some(7.0)]);
        assert_eq!(read(&written(&list, start()), start(), 60).unwrap(), list);
        assert!(read("  \n", start(), 60).unwrap().is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_line() {
        let error = |text: &str| read(text, start(), 24).unwrap_err().to_string();
        assert_eq!(
            error("2027-01\t5\nsoon\t7"),
            "line 2: \u{201c}soon\u{201d} is no month; write it like 2027-01 or Jan 2027"
        );
        assert_eq!(
            error("2029-01\t5"),
            "line 1: 2029-01 is not in the plan; it runs from Jan 2027 to Dec 2028"
        );
        assert!(error("2026-12\t5").contains("not in the plan"));
        assert!(error("2027-01\tmany").starts_with("line 1: Users: "));
        assert!(error("2027-01\t3 to 9").contains("not one number"));
        assert!(error("0;1;2;3;4;5").starts_with("line 1: 6 cells"));
    }
}
