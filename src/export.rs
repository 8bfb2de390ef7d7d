//! A report as something to hand on: JSON for programs, CSV for sheets, Markdown for people.
//!
//! Each exporter is one function from a [`Report`] to a text; none touches a file, a clock or the
//! host, so the same report gives the same bytes. [`costs`] is the table of costs by category that
//! documents and the window share.
//!
//! [`Report`]: crate::analysis::report::Report

pub mod costs;
mod csv;
mod json;
mod markdown;
#[cfg(test)]
pub(crate) mod sample;

pub use csv::{csv, csv_row, harmless_cell, harmless_table, tsv_row};
pub use json::json;
pub(crate) use json::pretty;
pub use markdown::{markdown, text::plain};

/// What no figure of a report contains, in sentences for the reader.
pub const LEFT_OUT: &[&str] = &[
    "Marketing, sales, support and office costs, and taxes: only what building and running the product costs is here.",
    "Revenue that a faster or slower product wins or loses, beyond the value of changes that wait and of hours down.",
    "Severance, reorganisation and the price of a migration that is given up half-way.",
    "Discounts that a vendor has not offered yet, and free credits; prices drift by one yearly rate each.",
    "Sudden shortages: GPUs can be had at the price stated, and people at the rate of hiring stated.",
    "The output of people beyond coordination and skill: morale, turnover caused by the change, politics.",
    "Rules that forbid or demand an architecture, unless they are stated as goals.",
    "Money that a breach costs beyond its expected loss, and any other rare disaster.",
];
