//! The panels of the window around the page of results, one a file.

pub(crate) mod actuals;
pub(crate) mod dialogs;
mod history;
pub(crate) mod inputs;
pub(crate) mod page;
pub(crate) mod palette;
mod preset_card;
pub(crate) mod shortcuts;
pub(crate) mod status_bar;
pub(crate) mod top_bar;
pub(crate) mod welcome;
pub(crate) mod why;

use crate::units::YearMonth;

/// A month such as `2027-01` as `Jan 2027`; the text itself when it is no month.
pub(crate) fn month_name(text: &str) -> String {
    text.parse::<YearMonth>()
        .map_or_else(|_| text.to_owned(), YearMonth::short)
}
