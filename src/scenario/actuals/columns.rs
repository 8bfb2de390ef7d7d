//! Headings of pasted months: which column is what, and what it counts in.

use crate::units::{NumberError, Reading, Typed, read_number};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The month.
    Month,
    /// Users.
    Users,
    /// What was spent in the month.
    Spend,
    /// Engineers.
    People,
    /// Lead time of changes (days).
    LeadTime,
}

impl Column {
    /// All, in the order that counts where there are no headings.
    pub const ALL: [Self; 5] = [
        Self::Month,
        Self::Users,
        Self::Spend,
        Self::People,
        Self::LeadTime,
    ];

    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Month => "Month",
            Self::Users => "Users",
            Self::Spend => "Spend",
            Self::People => "People",
            Self::LeadTime => "Lead time (days)",
        }
    }

    /// Its names in small letters without brackets.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Month => &[
                "month",
                "months",
                "date",
                "period",
                "month ending",
                "year month",
            ],
            Self::Users => &[
                "users",
                "user",
                "active users",
                "monthly users",
                "monthly active users",
                "mau",
                "maus",
                "number of users",
                "user count",
            ],
            Self::Spend => &[
                "spend",
                "spending",
                "cost",
                "costs",
                "total",
                "total cost",
                "total costs",
                "total spend",
                "actual spend",
                "actual cost",
                "actual costs",
                "monthly spend",
                "monthly cost",
                "expenses",
            ],
            Self::People => &[
                "people",
                "engineers",
                "headcount",
                "head count",
                "staff",
                "team",
                "team size",
                "fte",
                "ftes",
                "developers",
            ],
            Self::LeadTime => &[
                "lead time",
                "lead times",
                "lead time for changes",
                "lead time days",
                "lead time in days",
            ],
        }
    }
}

/// A heading and what it means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heading {
    /// As it stands there.
    pub(super) text: String,
    /// What the column holds; none when it is not known.
    pub(super) column: Option<Column>,
    /// What a number beneath is multiplied by.
    pub(super) factor: f64,
}

impl Heading {
    pub(super) fn plain(column: Column) -> Self {
        Self {
            text: column.label().to_owned(),
            column: Some(column),
            factor: 1.0,
        }
    }

    /// Reads one heading.
    ///
    /// # Errors
    /// When it counts in another currency.
    pub(super) fn new(text: &str, currency: &str) -> Result<Self, String> {
        let lower = text.to_lowercase();
        let open = lower.find(['(', '[']);
        let inner = open.and_then(|from| {
            let rest = text.get(from + 1..)?;
            rest.split([')', ']']).next()
        });
        let name: String = lower[..open.unwrap_or(lower.len())]
            .chars()
            .map(|letter| {
                if letter.is_alphanumeric() {
                    letter
                } else {
                    ' '
                }
            })
            .collect();
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        // "Spend in k€" says after its name what it counts in.
        let column_of = |name: &str| {
            let known = |column: &Column| column.names().contains(&name);
            Column::ALL.into_iter().find(known)
        };
        let (column, unit) = match (column_of(&name), lower.split_once(" in ")) {
            (Some(column), _) => (Some(column), inner.unwrap_or_default()),
            (None, Some((before, _))) => {
                let from = before.len() + " in ".len();
                (
                    column_of(before.trim()),
                    text.get(from..).unwrap_or_default(),
                )
            }
            (None, None) => (None, ""),
        };
        let factor = match column {
            Some(column) => unit_of(column, unit, currency)?,
            None => 1.0,
        };
        Ok(Self {
            text: text.to_owned(),
            column,
            factor,
        })
    }
}

/// What a number beneath a heading with this unit is multiplied by; words that say nothing of size, such
/// as "actual", leave it as it is.
fn unit_of(column: Column, unit: &str, currency: &str) -> Result<f64, String> {
    let unit = unit.trim().to_lowercase();
    if column == Column::LeadTime {
        return Ok(match unit.as_str() {
            "h" | "hour" | "hours" => 1.0 / 24.0,
            "w" | "week" | "weeks" => 7.0,
            _ => 1.0,
        });
    }
    if unit.is_empty() || column == Column::Month {
        return Ok(1.0);
    }
    let reading = Reading {
        currency,
        ..Reading::default()
    };
    // The unit behind a one: "k€" is 1,000, and so is "'000".
    let of = |unit: &str| read_number(&format!("1 {unit}"), &reading);
    let upper = unit.to_uppercase();
    let short = unit.trim_end_matches('s');
    for way in [unit.as_str(), upper.as_str(), short, &format!("'{unit}")] {
        match of(way).or_else(|_| read_number(&format!("1{way}"), &reading)) {
            Ok(Typed::Value(factor)) if factor > 0.0 => return Ok(factor),
            Err(NumberError::OtherCurrency(..)) => {
                return Err(format!(
                    "this plan counts in {currency}, not in \u{201c}{unit}\u{201d}; convert the column \
                     first"
                ));
            }
            _ => {}
        }
    }
    Ok(1.0)
}

/// Reads a line of headings.
///
/// # Errors
/// Without a month, without anything else that is known, or with one twice.
pub(super) fn headings(cells: &[String], currency: &str) -> Result<Vec<Heading>, String> {
    let mut list: Vec<Heading> = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        let mut heading = Heading::new(cell, currency).map_err(|why| format!("{cell}: {why}"))?;
        if heading.text.is_empty() {
            heading.text = format!("column {}", at + 1);
        }
        if let Some(column) = heading.column
            && let Some(other) = list.iter().find(|other| other.column == Some(column))
        {
            return Err(format!(
                "\u{201c}{}\u{201d} and \u{201c}{}\u{201d} both say {}; take one away",
                other.text,
                heading.text,
                column.label().to_lowercase()
            ));
        }
        list.push(heading);
    }
    let has = |wanted: fn(Column) -> bool| list.iter().filter_map(|of| of.column).any(wanted);
    if !has(|column| column == Column::Month) {
        return Err("no heading says Month; name the column of months so".to_owned());
    }
    if !has(|column| column != Column::Month) {
        return Err(
            "no heading says Users, Spend, People or Lead time; name at least one so".to_owned(),
        );
    }
    Ok(list)
}
