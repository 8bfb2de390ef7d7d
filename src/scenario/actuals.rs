//! Months as they turned out, pasted from a sheet.
//!
//! A line is a month; cells are parted by tabs, semicolons or commas, and may be quoted. A first line
//! of headings says which column is what, in any order; columns that are not known are named and left
//! out. Without headings they are month, users, spend, people, lead time in days. A cell may be empty.
//! Numbers are read as [`crate::units`] reads them, with one decimal sign for all of a table.

mod columns;

use super::quantity::Quantity;
use super::schema::Actual;
use crate::units::{
    Dated, DecimalSign, Reading, Typed, YearMonth, decimal_sign, exact, read_number, tidy,
};
pub use columns::Column;
use columns::{Heading, headings};

/// Most bytes of a pasted text.
const LONGEST: usize = 1 << 20;

/// Why pasted text is no list of months, with the line and the cure.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ActualsError {
    /// The line, from 1.
    pub line: usize,
    what: String,
}

/// What a pasted text says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    /// The months, in order.
    pub months: Vec<Actual>,
    /// The columns that were found, in the order of the text.
    pub columns: Vec<Column>,
    /// Headings of columns that are not known, and were left out.
    pub skipped: Vec<String>,
    /// Months that stand in the text more than once; the last one counts.
    pub repeated: Vec<u32>,
}

/// Reads months from text; they come in order, a later line replaces an earlier one of its month.
///
/// `start`: first month of the plan; `months`: its horizon; `currency`: the code of its currency.
///
/// # Errors
/// For headings without a month or without anything to take, and for the first line with a month
/// outside the plan, a cell that is no number or may be two, or too many cells.
pub fn read(
    text: &str,
    start: YearMonth,
    months: usize,
    currency: &str,
) -> Result<Pasted, ActualsError> {
    if text.len() > LONGEST {
        let what = "the text is too long; paste the table alone".to_owned();
        return Err(ActualsError { line: 1, what });
    }
    let mut lines: Vec<(usize, Line)> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| (at + 1, Line::new(line)))
        .collect();
    let mut heads: Vec<Heading> = Column::ALL.map(Heading::plain).into();
    let mut headed = false;
    if let Some((line, first)) = lines.first()
        && first.is_heading(start)
    {
        heads =
            headings(&first.cells, currency).map_err(|what| ActualsError { line: *line, what })?;
        headed = true;
        lines.remove(0);
    }
    let table = Table {
        start,
        months,
        currency,
        decimal: shown_decimal(&lines, &heads),
        heads,
        headed,
    };
    let mut pasted = Pasted {
        columns: table.heads.iter().filter_map(|head| head.column).collect(),
        skipped: (table.heads.iter())
            .filter(|head| head.column.is_none())
            .map(|head| head.text.clone())
            .collect(),
        ..Pasted::default()
    };
    for (line, cells) in &lines {
        let actual = table
            .month_of(cells)
            .map_err(|what| ActualsError { line: *line, what })?;
        let before = pasted.months.len();
        pasted
            .months
            .retain(|earlier| earlier.month != actual.month);
        if pasted.months.len() < before {
            pasted.repeated.push(actual.month);
        }
        pasted.months.push(actual);
    }
    pasted.months.sort_by_key(|actual| actual.month);
    Ok(pasted)
}

/// The same months as text that [`read`] reads.
pub fn written(actuals: &[Actual], start: YearMonth) -> String {
    let mut text = Column::ALL.map(Column::label).join("\t") + "\n";
    for actual in actuals {
        text += &start.plus_months(actual.month as usize).to_string();
        for value in values(actual) {
            text.push('\t');
            if let Some(value) = value {
                text += &crate::units::editable(value.likely, 1.0);
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

/// The cells of a line.
struct Line {
    cells: Vec<String>,
    /// Whether commas part them, which may be those of thousands.
    by_commas: bool,
}

impl Line {
    fn new(line: &str) -> Self {
        let parted = [b'\t', b';', b',']
            .into_iter()
            .find(|parted| outside_quotes(line).any(|(_, byte)| byte == *parted));
        let mut cells = Vec::new();
        let mut from = 0;
        for (at, byte) in outside_quotes(line) {
            if Some(byte) == parted {
                cells.push(unquoted(&line[from..at]));
                from = at + 1;
            }
        }
        cells.push(unquoted(&line[from..]));
        Self {
            cells,
            by_commas: parted == Some(b','),
        }
    }

    /// Whether the line names columns: no cell is a month, and one is a known name or none has a digit.
    fn is_heading(&self, start: YearMonth) -> bool {
        let digits = |cell: &String| cell.contains(|c: char| c.is_ascii_digit());
        let months = |cell: &String| month(cell, start).is_some_and(|month| month.is_ok());
        let known = |cell: &String| Heading::new(cell, "").is_ok_and(|of| of.column.is_some());
        !self.cells.iter().any(months)
            && (self.cells.iter().any(known)
                || self.cells.len() > 1 && !self.cells.iter().any(digits))
    }
}

/// The ASCII signs of a line that are not within quotes, with their places.
fn outside_quotes(line: &str) -> impl Iterator<Item = (usize, u8)> {
    let mut within = false;
    line.bytes().enumerate().filter(move |(_, byte)| {
        within ^= *byte == b'"';
        !within && byte.is_ascii()
    })
}

fn unquoted(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('"').and_then(|c| c.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\"").trim().to_owned(),
        None => cell.to_owned(),
    }
}

/// Whether a cell says that there is nothing.
fn is_empty(cell: &str) -> bool {
    let empty = ["", "-", "\u{2013}", "\u{2014}", "n/a", "#n/a", "na", "nan"];
    empty.contains(&cell.to_lowercase().as_str())
}

/// The decimal sign that the numbers of a table show, when they agree.
fn shown_decimal(lines: &[(usize, Line)], heads: &[Heading]) -> Option<DecimalSign> {
    let mut shown = None;
    for (_, line) in lines {
        for (cell, head) in line.cells.iter().zip(heads) {
            if matches!(head.column, None | Some(Column::Month)) {
                continue;
            }
            match (decimal_sign(cell), shown) {
                (None, _) => {}
                (Some(sign), None) => shown = Some(sign),
                (Some(sign), Some(other)) if sign == other => {}
                (Some(_), Some(_)) => return None,
            }
        }
    }
    shown
}

/// A month by name, date or number, 0 being the first of the plan: how many months after `start`; what
/// is wrong with a date of two readings; nothing for what is no month.
fn month(text: &str, start: YearMonth) -> Option<Result<i64, String>> {
    match YearMonth::dated(text) {
        Dated::Month(month) => Some(Ok(month.months_since(start))),
        Dated::Either(one, other) => Some(Err(format!(
            "\u{201c}{text}\u{201d} may be {} or {}; write {one} or {other}",
            one.short(),
            other.short()
        ))),
        Dated::None => text.parse().ok().map(Ok),
    }
}

/// What is known of all lines.
struct Table<'a> {
    start: YearMonth,
    months: usize,
    currency: &'a str,
    heads: Vec<Heading>,
    headed: bool,
    decimal: Option<DecimalSign>,
}

impl Table<'_> {
    fn month_of(&self, line: &Line) -> Result<Actual, String> {
        let cells = &line.cells;
        if cells.len() > self.heads.len() {
            return Err(self.too_many(line));
        }
        if line.by_commas && !self.headed {
            thousands_apart(cells)?;
        }
        let text = self
            .heads
            .iter()
            .zip(cells)
            .find(|(head, _)| head.column == Some(Column::Month))
            .map_or("", |(_, cell)| cell.as_str());
        let mut actual = Actual {
            month: self.month(text)?,
            ..Actual::default()
        };
        for (head, cell) in self.heads.iter().zip(cells) {
            let place = match head.column {
                Some(Column::Users) => &mut actual.users,
                Some(Column::Spend) => &mut actual.spend,
                Some(Column::People) => &mut actual.engineers,
                Some(Column::LeadTime) => &mut actual.lead_time_days,
                None | Some(Column::Month) => continue,
            };
            if !is_empty(cell) {
                let value = self
                    .number(cell, head.factor)
                    .map_err(|why| format!("{}: {why}", head.text))?;
                *place = Some(Quantity::point(value));
            }
        }
        Ok(actual)
    }

    fn month(&self, text: &str) -> Result<u32, String> {
        let (start, months) = (self.start, self.months);
        let month = month(text, start).ok_or_else(|| {
            format!(
                "\u{201c}{text}\u{201d} is no month; write it like {start} or {}",
                start.short()
            )
        })??;
        let within = u32::try_from(month).ok().filter(|m| (*m as usize) < months);
        within.ok_or_else(|| {
            format!(
                "{text} is not in the plan; it runs from {} to {}",
                start.short(),
                start.plus_months(months.saturating_sub(1)).short()
            )
        })
    }

    fn number(&self, text: &str, factor: f64) -> Result<f64, String> {
        let reading = Reading {
            currency: self.currency,
            ranges: false,
            decimal: self.decimal,
            ..Reading::default()
        };
        match read_number(text, &reading) {
            Ok(Typed::Value(value)) if value >= 0.0 => {
                let value = tidy(value * factor);
                if value.is_finite() {
                    Ok(value)
                } else {
                    Err(format!("\u{201c}{text}\u{201d} is too large"))
                }
            }
            Ok(_) => Err(format!(
                "\u{201c}{text}\u{201d} is not one number of at least nothing"
            )),
            Err(error) => Err(error.to_string()),
        }
    }

    fn too_many(&self, line: &Line) -> String {
        let cells = line.cells.len();
        let quotes = if line.by_commas {
            "; put numbers with commas in quotes, or part cells by tabs or semicolons"
        } else {
            ""
        };
        if self.headed {
            return format!("{cells} cells under {} headings{quotes}", self.heads.len());
        }
        let names = "write month, users, spend, people and lead time, or headings above them";
        format!("{cells} cells{quotes}; {names}")
    }
}

/// Refuses a line without headings whose commas may be those of thousands: `2027-01,10,450`.
fn thousands_apart(cells: &[String]) -> Result<(), String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    for pair in cells.get(1..).unwrap_or_default().windows(2) {
        let [first, second] = pair else { continue };
        if digits(first) && first.len() <= 3 && digits(second) && second.len() == 3 {
            let number = format!("{first}{second}")
                .parse()
                .map_or_else(|_| String::new(), exact);
            return Err(format!(
                "\u{201c}{first},{second}\u{201d} may be {number} or two cells; put headings above, \
                 or part cells by tabs or semicolons"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
