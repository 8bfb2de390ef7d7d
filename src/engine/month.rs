//! What a month of a roadmap comes to, and who is told.

use super::reliability::{availability, down_per_thousand};
use super::series::{CostCategory, Part, SERIES, series_table};
use super::stage::Stage;
use crate::number::{Label, Number};

/// Why the product goes down, in the order of [`Causes`].
pub const CAUSES: [&str; 5] = ["changes", "platform", "gpus", "hosted_apis", "spikes"];
/// Position of changes that fail.
pub const CHANGES: usize = 0;
/// Position of what fails without a change.
pub const PLATFORM: usize = 1;
/// Position of GPUs without a spare.
pub const GPUS: usize = 2;
/// Position of hosted models.
pub const HOSTED_APIS: usize = 3;
/// Position of load that comes faster than replicas.
pub const SPIKES: usize = 4;

/// Incidents (count) and hours down (h) of each cause.
pub type Causes<N> = [[N; 2]; CAUSES.len()];

macro_rules! values {
    (
        series { $($(#[doc = $doc:literal])* $series:ident,)* }
        beside { $($(#[doc = $beside_doc:literal])* $beside:ident,)* }
    ) => {
        /// What one month of a roadmap comes to.
        #[derive(Clone, Copy, Debug)]
        pub struct MonthValues<N> {
            $($(#[doc = $doc])* pub $series: N,)*
            $($(#[doc = $beside_doc])* pub $beside: N,)*
            /// Incidents and hours down by cause.
            pub causes: Causes<N>,
        }

        impl<N: Number> MonthValues<N> {
            /// The same figures, each called as the table or its documentation says.
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub(super) fn named(self) -> Self {
                Self {
                    $($series: self.$series.named(&SERIES.$series.term),)*
                    $($beside: self.$beside.named({
                        static LABEL: Label = Label::documented(concat!($($beside_doc),*));
                        &LABEL
                    }),)*
                    causes: self.causes,
                }
            }

            /// Every figure with its name; incidents and hours under their cause.
            pub fn all(&self) -> Vec<(&'static str, N)> {
                let mut all = vec![
                    $((stringify!($series), self.$series),)*
                    $((stringify!($beside), self.$beside),)*
                ];
                for (cause, figures) in CAUSES.into_iter().zip(self.causes) {
                    all.extend(figures.map(|figure| (cause, figure)));
                }
                all
            }
        }
    };
}

/// Figures one after another, added up in that order.
macro_rules! added {
    ($first:expr $(, $more:expr)*) => { $first $(+ $more)* };
}

/// How a series is read from a [`Listed`] month.
macro_rules! read_series {
    ($month:expr, field $name:ident) => {
        $month.values.$name
    };
    ($month:expr, sum $name:ident) => {
        $month.sums.$name
    };
    ($month:expr, kept $name:ident) => {
        $month.so_far.$name
    };
}
pub(crate) use read_series;

macro_rules! month {
    (
        fields { $($fields:tt)* }
        order { $($(#[doc = $doc:literal])* $read:ident $name:ident = $row:expr;)* }
        sometimes { $($(#[doc = $rare_doc:literal])* $rare:ident = $rare_row:expr;)* }
        paid { $(
            $(#[doc = $family_doc:literal])* $family:ident $Family:ident {
                $($(#[doc = $paid_doc:literal])* $paid:ident $Paid:ident $why:ident;)*
            }
        )* }
        lost { $(
            $(#[doc = $loss_doc:literal])* $loss:ident $Loss:ident {
                $($(#[doc = $lost_doc:literal])* $lost:ident $Lost:ident $how:ident;)*
            }
        )* }
    ) => {
        values! {
            series { $($fields)* }
            beside {
                /// Revenue and funding (money).
                income,
                /// People whom the month's new changes ask for (people).
                need_changes,
                /// People whom operations ask for (people).
                need_operations,
                /// People whom training asks for (people).
                need_training,
                /// People whom migration asks for (people).
                need_migration,
                /// Contractors (people).
                contractors,
                /// On-call rotations (count).
                rotations,
                /// What several units cost that one does not: balancers and control planes (money).
                tax_platform,
                /// CPU of calls between units (money).
                tax_calls,
                /// Sidecars (money).
                tax_sidecars,
                /// Transfer between units (money).
                tax_transfer,
                /// Fees of calls between units (money).
                tax_fees,
                /// Tracing of calls between units (money).
                tax_tracing,
            }
        }

        impl<N: Number> MonthValues<N> {
            $(
                $(#[doc = $family_doc])*
                #[cfg_attr(not(debug_assertions), inline(always))]
                pub fn $family(&self) -> N {
                    added!($(self.$paid),*)
                }
            )*
            $(
                $(#[doc = $loss_doc])*
                #[cfg_attr(not(debug_assertions), inline(always))]
                pub fn $loss(&self) -> N {
                    added!($(self.$lost),*)
                }
            )*
            /// Everything that is paid.
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub fn cash(&self) -> N {
                added!($(self.$family()),*)
            }
            /// Paid and lost.
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub fn total(&self) -> N {
                added!(self.cash() $(, self.$loss())*)
            }

            /// The sums, each called as the table says.
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub fn sums(&self) -> Sums<N> {
                $(let $family = self.$family().named(&SERIES.$family.term);)*
                $(let $loss = self.$loss().named(&SERIES.$loss.term);)*
                let cash = added!($($family),*).named(&SERIES.cash.term);
                let total = added!(cash $(, $loss)*).named(&SERIES.total.term);
                Sums { $($family,)* cash, $($loss,)* total }
            }

            /// What a category comes to.
            pub const fn cost(&self, category: CostCategory) -> N {
                match category {
                    $($(CostCategory::$Paid => self.$paid,)*)*
                    $($(CostCategory::$Lost => self.$lost,)*)*
                }
            }
        }

        /// What the costs of a month sum to.
        #[derive(Clone, Copy, Debug)]
        pub struct Sums<N> {
            $($(#[doc = $family_doc])* pub $family: N,)*
            /// Everything that is paid.
            pub cash: N,
            $($(#[doc = $loss_doc])* pub $loss: N,)*
            /// Paid and lost.
            pub total: N,
        }

        impl<N: Number> Listed<'_, N> {
            /// A series by its id; nothing where there is none, or not in this plan.
            pub fn get(&self, series: &str) -> Option<N> {
                match series {
                    $(stringify!($name) => Some(read_series!(self, $read $name)),)*
                    $(stringify!($rare) => self.so_far.$rare,)*
                    _ => None,
                }
            }
        }
    };
}
series_table!(month);

/// A month as the report lists it.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a, N> {
    /// What it comes to.
    pub values: &'a MonthValues<N>,
    /// What its costs sum to.
    pub sums: Sums<N>,
    /// What goes on from month to month.
    pub so_far: SoFar<N>,
}

/// What whoever collects months knows at the end of one, beside its values.
#[derive(Clone, Copy, Debug)]
pub struct SoFar<N> {
    /// Sum of the total until here.
    pub cumulative_total: N,
    /// Availability of the month, see [`MonthValues::availability`].
    pub availability: N,
    /// Hours down per thousand changes, see [`MonthValues::down_hours_per_thousand_changes`].
    pub down_hours_per_thousand_changes: N,
    /// Money in the bank, when capital is stated.
    pub cash_balance: Option<N>,
}

impl<N: Number> MonthValues<N> {
    /// Share of the month's hours in which the product is up.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn availability(&self, hours_per_month: N) -> N {
        availability(self.down_hours, hours_per_month).named(&SERIES.availability.term)
    }

    /// Hours down for each thousand changes delivered in the month (h); none where nothing is delivered.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn down_hours_per_thousand_changes(&self) -> N {
        let hours = down_per_thousand(self.down_hours, self.delivered_changes);
        hours.named(&SERIES.down_hours_per_thousand_changes.term)
    }

    /// What the categories of a part come to.
    pub fn part(&self, part: Part) -> N {
        let all = CostCategory::SHEET.iter();
        let of_it = all.filter(|category| category.part() == part);
        N::sum(of_it.map(|category| self.cost(*category)))
    }

    /// The month as the report lists it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn listed(&self, so_far: SoFar<N>) -> Listed<'_, N> {
        Listed {
            values: self,
            sums: self.sums(),
            so_far,
        }
    }
}

/// Receives the months of a projection.
pub trait Observer<N: Number> {
    /// A month is done.
    ///
    /// `progress`: of the change to each stage, at the month's end; `levels`: at its start.
    fn month(
        &mut self,
        month: usize,
        values: &MonthValues<N>,
        stages: &[Stage<N>],
        progress: &[N],
        levels: &[N; 10],
    );
}
