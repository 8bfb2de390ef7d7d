//! What a roadmap comes to month by month, and over the horizon.
//!
//! Fields, their names, order and meaning are those of the table in [`crate::engine::series`].

use super::Figure;
use crate::engine::month::{Listed, read_series};
use crate::engine::series::series_table;
use serde::Serialize;
use std::borrow::Cow;

/// Sums so far.
pub fn running_sums(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let sums = values.into_iter().scan(0.0, |sum, value| {
        *sum += value;
        Some(*sum)
    });
    sums.collect()
}

macro_rules! report {
    (
        fields $fields:tt
        order { $($(#[doc = $doc:literal])* $read:ident $name:ident = $row:expr;)* }
        sometimes { $($(#[doc = $rare_doc:literal])* $rare:ident = $rare_row:expr;)* }
        paid { $($(#[doc = $family_doc:literal])* $family:ident $Family:ident $costs:tt)* }
        lost { $(
            $(#[doc = $loss_doc:literal])* $loss:ident $Loss:ident {
                $($(#[doc = $lost_doc:literal])* $lost:ident $Lost:ident $how:ident;)*
            }
        )* }
    ) => {
        /// One number a month each.
        #[derive(Clone, Debug, Default, PartialEq, Serialize)]
        pub struct Series {
            $($(#[doc = $doc])* pub $name: Vec<f64>,)*
            $(
                $(#[doc = $rare_doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $rare: Option<Vec<f64>>,
            )*
        }

        impl Series {
            /// Names of all series that are always there, in report order.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name),)*];
            /// The same and those that are not always there.
            pub const COLUMNS: &'static [&'static str] =
                &[$(stringify!($name),)* $(stringify!($rare),)*];

            /// A series by its name.
            pub fn get(&self, name: &str) -> Option<&[f64]> {
                match name {
                    $(stringify!($name) => Some(&self.$name),)*
                    $(stringify!($rare) => self.$rare.as_deref(),)*
                    _ => None,
                }
            }

            /// A series that is always there, to be changed.
            #[cfg(test)]
            pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Vec<f64>> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)*
                    _ => None,
                }
            }

            /// Room for a number of months in every series that is always there.
            pub fn with_months(months: usize) -> Self {
                Self {
                    $($name: Vec::with_capacity(months),)*
                    $($rare: None,)*
                }
            }

            /// Adds a month to every series.
            pub(in crate::analysis) fn push(&mut self, month: &Listed<'_, f64>) {
                $(self.$name.push(read_series!(month, $read $name));)*
                $(
                    if let Some(value) = month.so_far.$rare {
                        self.$rare.get_or_insert_with(Vec::new).push(value);
                    }
                )*
            }
        }

        /// Sums over the horizon, in the scenario's currency.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
        pub struct Totals {
            $($(#[doc = $family_doc])* pub $family: f64,)*
            /// Everything that is paid.
            pub cash: f64,
            $(
                $($(#[doc = $lost_doc])* pub $lost: f64,)*
                $(#[doc = $loss_doc])*
                pub $loss: f64,
            )*
            /// Paid and lost.
            pub total: f64,
            /// Net present value of the total.
            pub npv: f64,
        }

        impl Totals {
            /// Names of all totals, in report order.
            pub const NAMES: &'static [&'static str] = &[
                $(stringify!($family),)*
                "cash",
                $($(stringify!($lost),)* stringify!($loss),)*
                "total",
                "npv",
            ];

            /// A total by its name.
            pub fn get(&self, name: &str) -> Option<f64> {
                match name {
                    $(stringify!($family) => Some(self.$family),)*
                    "cash" => Some(self.cash),
                    $(
                        $(stringify!($lost) => Some(self.$lost),)*
                        stringify!($loss) => Some(self.$loss),
                    )*
                    "total" => Some(self.total),
                    "npv" => Some(self.npv),
                    _ => None,
                }
            }

            /// What some series sum to; `npv` is the net present value of their total.
            pub fn over(series: &Series, npv: f64) -> Self {
                let sum = |values: &[f64]| values.iter().sum::<f64>();
                Self {
                    $($family: sum(&series.$family),)*
                    cash: sum(&series.cash),
                    $($($lost: sum(&series.$lost),)* $loss: sum(&series.$loss),)*
                    total: sum(&series.total),
                    npv,
                }
            }
        }
    };
}
series_table!(report);

impl Totals {
    /// The sum that a figure stands for.
    pub fn of(&self, figure: Figure) -> f64 {
        match figure {
            Figure::Total => self.total,
            Figure::Cash => self.cash,
            Figure::PresentValue => self.npv,
        }
    }
}

impl Series {
    /// A figure month by month; `factors` are those of
    /// [`ScenarioSummary::present_value_factors`](super::ScenarioSummary::present_value_factors).
    pub fn monthly(&self, figure: Figure, factors: &[f64]) -> Cow<'_, [f64]> {
        match figure {
            Figure::Total => Cow::Borrowed(&self.total),
            Figure::Cash => Cow::Borrowed(&self.cash),
            Figure::PresentValue => {
                let months = self.total.iter().zip(factors);
                months.map(|(total, factor)| total * factor).collect()
            }
        }
    }

    /// The sum of a figure so far, month by month.
    pub fn cumulative(&self, figure: Figure, factors: &[f64]) -> Cow<'_, [f64]> {
        if figure == Figure::Total {
            return Cow::Borrowed(&self.cumulative_total);
        }
        let months = self.monthly(figure, factors);
        Cow::Owned(running_sums(months.iter().copied()))
    }
}

#[cfg(test)]
impl Series {
    /// Nothing in any month.
    pub(crate) fn nothing(months: usize) -> Self {
        let mut series = Self::default();
        for name in Self::NAMES {
            if let Some(values) = series.get_mut(name) {
                *values = vec![0.0; months];
            }
        }
        series
    }

    /// The same with every sum of costs made of its parts.
    pub(crate) fn added_up(mut self) -> Self {
        use crate::engine::series::{CostFamily, SERIES};
        let families = CostFamily::ALL.iter().map(|family| family.row());
        for row in families.chain([&SERIES.cash, &SERIES.total]) {
            let mut sums = vec![0.0; self.users.len()];
            for part in row.parts() {
                let values = self.get(part.id).unwrap_or_default();
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += value;
                }
            }
            if let Some(values) = self.get_mut(row.id) {
                *values = sums;
            }
        }
        self.cumulative_total = running_sums(self.total.iter().copied());
        self
    }
}
