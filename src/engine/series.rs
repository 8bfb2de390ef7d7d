//! Every monthly series and every cost category, a row each: what it is called, its unit, how its
//! months are put together, what it is part of.
//!
//! The table stands in `series_table` and nowhere else. [`super::month::MonthValues`] takes its
//! fields and sums from it, the report its lists and totals; sheets, documents, pages, explanations
//! and `docs/json.md` take their words. What an order or a colour is, the compiler asks for where
//! one is missing.

use crate::number::Label;
use crate::units;

/// Hands the table to a macro, in the form that `in_order` gives it.
///
/// A row is `id = words;`, a cost `id: Category, Part = words;`, each after its meaning, which
/// documents the field of that name and stands in `docs/json.md`. The order is that of the report:
/// sheets have a column for each row. A family is the sum of the costs in it, in their order; what
/// a cost has between braces is contained in it.
macro_rules! series_table {
    ($then:ident) => {
        $crate::engine::series::in_order! { $then
            months {
                /// Users.
                users = row("Users", "Users", "users", Over::End);
                /// Mean load.
                requests_per_second = row("Mean load", "Mean load", "requests/s", Over::Mean);
            }
            paid {
                /// What machines and services cost.
                infrastructure: Infrastructure = money("infrastructure cost", "Infrastructure") => {
                    /// GPUs.
                    gpu: Gpus, Capacity = money("GPU cost", "GPUs");
                    /// CPU and memory.
                    cpu: Compute, Capacity = money("CPU and memory cost", "CPU and memory").brief("CPU");
                    /// Load balancers, control planes, observability, CI, staging, licences.
                    platform: Platform, Running = money("Platform cost", "Platform");
                    /// Hosted model APIs.
                    hosted_api: HostedApis, Capacity =
                        money("Hosted model cost", "Hosted APIs").brief("hosted models");
                    /// Storage and transfer.
                    storage: Storage, Capacity =
                        money("Storage and transfer cost", "Storage and transfer");
                };
                /// What the people cost who are there.
                staff: People = money("staff cost", "People") => {
                    /// Salaries, without those of people who migrate.
                    salaries: Salaries, Changes = money("Salaries", "Salaries");
                    /// On-call pay.
                    on_call: OnCall, Running = money("On-call pay", "On-call");
                    /// Recruiting.
                    hiring: Hiring, Changes = money("Hiring cost", "Hiring");
                    /// Training: fees and the time of those who learn.
                    training: Training, Running = money("Training cost", "Training");
                };
                /// What it costs to move from one partition to another.
                migration: Migration = money("migration cost", "Migration") => {
                    /// Salaries of the people who migrate.
                    migration_people: MigrationWork, Moving =
                        money("Salaries of those who migrate", "Migration work");
                    /// The extra cost of running old and new side by side.
                    migration_dual_running: DualRunning, Moving = money("Dual running", "Dual running");
                };
            }
            then {
                /// Everything that is paid.
                sum cash = money("cash", "Cash");
            }
            lost {
                /// Everything that is lost.
                consequence: Consequences = money("consequence", "Consequences") => {
                    /// Value lost to outages and to latency beyond the budget.
                    downtime: Downtime, Outages =
                        money("Downtime cost", "Downtime and latency").short("Downtime") => {
                        /// **The part of `downtime`** that is latency beyond the budget; it is
                        /// contained in `downtime` and must not be added to it.
                        latency = money("Latency cost", "Latency beyond the budget");
                    };
                    /// Value of changes that wait, of slow experiments and of a late launch.
                    delay: Delay, Changes = money("Delay cost", "Delay");
                    /// Expected loss of security incidents.
                    security: Security, Running = money("Security cost", "Security");
                };
            }
            then {
                /// Paid and lost.
                sum total = money("total", "Total");
                /// Sum of `total` so far.
                kept cumulative_total = row("total so far", "Total so far", "money", Over::End);
            }
            months {
                /// Engineers, contractors included.
                engineers = row("Engineers", "Engineers", "people", Over::End);
                /// People whom operations keep busy, fractional.
                platform_engineers =
                    row("Platform engineers", "People busy with operations", "people", Over::End);
                /// Engineers that the month's work asks for.
                engineers_needed =
                    row("Engineers needed by the work asked for", "Engineers needed", "people", Over::End);
                /// Changes waiting at the month's end.
                backlog = row("Backlog", "Changes waiting", "changes", Over::End);
                /// Changes delivered.
                delivered_changes = row("Delivered changes", "Changes delivered", "changes", Over::Sum);
                /// From the start of work to production.
                lead_time_days = row("Lead time for changes", "Lead time", "days", Over::Mean);
                /// From the wish to the start of work, at the present pace.
                queue_days = row("Wait for the start of work", "Wait for a start", "days", Over::Mean);
                /// Changes a month that the pipelines can carry.
                pace_ceiling = row("Pace ceiling", "Pace ceiling", "changes", Over::Mean);
                /// Modularity, weighted by size.
                modularity = row("Modularity", "Modularity", "share", Over::End);
                /// Incidents.
                incidents = row("Incidents", "Incidents", "count", Over::Sum);
                /// Hours in which the whole product is down, or its equivalent in parts.
                down_hours = row("Hours down", "Hours down", "h", Over::Sum);
            }
            then {
                /// Share of the month's hours in which the product is up.
                kept availability = row("availability", "Availability", "share", Over::Mean);
                /// Hours down for each thousand changes delivered: sides that deliver different amounts
                /// are compared by it.
                kept down_hours_per_thousand_changes = row(
                    "hours down per thousand changes",
                    "Hours down per thousand changes",
                    "h",
                    Over::Mean
                );
            }
            months {
                /// Latency added by calls between units.
                added_latency_ms =
                    row("Added latency of calls between units", "Latency added by calls", "ms", Over::Mean);
                /// GPUs held, mean of the month.
                gpus = row("GPUs held", "GPUs held", "count", Over::End).short("GPUs");
                /// Least of the gates' level over required, at most 1.
                readiness_index = row("Readiness index", "Readiness index", "share", Over::End);
                /// Mean of the gates' level over required, each at most 1.
                readiness_mean = row(
                    "Mean of the gates' level over required",
                    "Readiness, mean of the gates",
                    "share",
                    Over::End
                );
                /// Changes wanted: new ones and those that waited.
                wanted_changes = row("Changes wanted", "Changes wanted", "changes", Over::End);
                /// Calls between units.
                hops = row("Calls between units", "Calls between units", "per request", Over::Mean);
            }
            sometimes {
                /// Money in the bank at the month's end; *optional*, only when capital is stated.
                cash_balance = row("money in the bank", "Money in the bank", "money", Over::End);
            }
        }
    };
}
pub(crate) use series_table;

/// The rows of the table as macros want them: the figures that a month computes (`fields`), all rows
/// in order with how each is read (`order`), what is not always there (`sometimes`), and the costs
/// by family (`paid`, `lost`).
macro_rules! in_order {
    (
        $then:ident
        months { $($(#[doc = $a_doc:literal])* $a:ident = $a_row:expr;)* }
        paid { $(
            $(#[doc = $family_doc:literal])* $family:ident: $Family:ident = $family_row:expr => { $(
                $(#[doc = $paid_doc:literal])* $paid:ident: $Paid:ident, $why:ident = $paid_row:expr
                $(=> { $($(#[doc = $part_doc:literal])* $part:ident = $part_row:expr;)* })?;
            )* };
        )* }
        then { $($(#[doc = $b_doc:literal])* $b_read:ident $b:ident = $b_row:expr;)* }
        lost { $(
            $(#[doc = $loss_doc:literal])* $loss:ident: $Loss:ident = $loss_row:expr => { $(
                $(#[doc = $lost_doc:literal])* $lost:ident: $Lost:ident, $how:ident = $lost_row:expr
                $(=> { $($(#[doc = $piece_doc:literal])* $piece:ident = $piece_row:expr;)* })?;
            )* };
        )* }
        then { $($(#[doc = $c_doc:literal])* $c_read:ident $c:ident = $c_row:expr;)* }
        months { $($(#[doc = $d_doc:literal])* $d:ident = $d_row:expr;)* }
        then { $($(#[doc = $e_doc:literal])* $e_read:ident $e:ident = $e_row:expr;)* }
        months { $($(#[doc = $f_doc:literal])* $f:ident = $f_row:expr;)* }
        sometimes { $($sometimes:tt)* }
    ) => {
        $then! {
            fields {
                $($(#[doc = $a_doc])* $a,)*
                $($(
                    $(#[doc = $paid_doc])* $paid,
                    $($($(#[doc = $part_doc])* $part,)*)?
                )*)*
                $($(
                    $(#[doc = $lost_doc])* $lost,
                    $($($(#[doc = $piece_doc])* $piece,)*)?
                )*)*
                $($(#[doc = $d_doc])* $d,)*
                $($(#[doc = $f_doc])* $f,)*
            }
            order {
                $($(#[doc = $a_doc])* field $a = $a_row;)*
                $(
                    $(
                        $(#[doc = $paid_doc])* field $paid = $paid_row;
                        $($($(#[doc = $part_doc])* field $part = $part_row;)*)?
                    )*
                    $(#[doc = $family_doc])* sum $family = $family_row;
                )*
                $($(#[doc = $b_doc])* $b_read $b = $b_row;)*
                $(
                    $(
                        $(#[doc = $lost_doc])* field $lost = $lost_row;
                        $($($(#[doc = $piece_doc])* field $piece = $piece_row;)*)?
                    )*
                    $(#[doc = $loss_doc])* sum $loss = $loss_row;
                )*
                $($(#[doc = $c_doc])* $c_read $c = $c_row;)*
                $($(#[doc = $d_doc])* field $d = $d_row;)*
                $($(#[doc = $e_doc])* $e_read $e = $e_row;)*
                $($(#[doc = $f_doc])* field $f = $f_row;)*
            }
            sometimes { $($sometimes)* }
            paid { $(
                $(#[doc = $family_doc])* $family $Family {
                    $($(#[doc = $paid_doc])* $paid $Paid $why;)*
                }
            )* }
            lost { $(
                $(#[doc = $loss_doc])* $loss $Loss {
                    $($(#[doc = $lost_doc])* $lost $Lost $how;)*
                }
            )* }
        }
    };
}
pub(crate) use in_order;

/// What is said of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name in the report, in sheets and on the command line.
    pub id: &'static str,
    /// What formulas call it, with its unit; `money` stands for the scenario's currency.
    pub term: Label,
    /// What pages and documents call it.
    pub label: &'static str,
    /// The same where there is little room.
    pub short: &'static str,
    /// The same in a list of costs inside a sentence, where that is not the short label in lower
    /// case; else empty.
    pub brief: &'static str,
    /// How its months are put together.
    pub over: Over,
    /// What it is, in a sentence.
    pub meaning: &'static str,
}

/// A series by its words.
const fn row(term: &'static str, label: &'static str, unit: &'static str, over: Over) -> Row {
    Row {
        id: "",
        term: Label::new(term, unit),
        label,
        short: label,
        brief: "",
        over,
        meaning: "",
    }
}

/// A series of money that is paid, lost or earned in a month.
const fn money(term: &'static str, label: &'static str) -> Row {
    row(term, label, "money", Over::Sum)
}

impl Row {
    const fn short(self, short: &'static str) -> Self {
        Self { short, ..self }
    }

    const fn brief(self, brief: &'static str) -> Self {
        Self { brief, ..self }
    }

    /// Its unit; `money` stands for the scenario's currency.
    pub const fn unit(&self) -> &'static str {
        self.term.unit
    }

    /// The series that it is the sum of; none where it is no sum.
    pub fn parts(&self) -> Vec<&'static Self> {
        if let Some(family) = CostFamily::ALL
            .iter()
            .find(|family| family.row().id == self.id)
        {
            let costs = CostCategory::SHEET.iter();
            let within = costs.filter(|category| category.family() == *family);
            return within.map(|category| category.row()).collect();
        }
        let families = |paid: bool| {
            let all = CostFamily::ALL.iter();
            all.filter(move |family| family.is_paid() == paid)
                .map(|family| family.row())
        };
        if self.id == SERIES.cash.id {
            families(true).collect()
        } else if self.id == SERIES.total.id {
            std::iter::once(&SERIES.cash)
                .chain(families(false))
                .collect()
        } else {
            Vec::new()
        }
    }
}

/// How the months of a series are put together into one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// They are added up.
    Sum,
    /// Their mean stands for all.
    Mean,
    /// The last of them stands for all.
    End,
}

impl Over {
    /// The figure that stands for some months; not a number where there are none, unless it is a sum.
    pub fn of(self, months: &[f64]) -> f64 {
        let sum = || months.iter().sum::<f64>();
        match self {
            Self::Sum => sum(),
            Self::Mean => sum() / months.len() as f64,
            Self::End => months.last().copied().unwrap_or(f64::NAN),
        }
    }

    /// In a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::End => "end",
        }
    }
}

/// The part of a difference between two roadmaps that a cost counts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What has to be bought to carry the load.
    Capacity,
    /// What fails.
    Outages,
    /// The work on changes and what waits for it.
    Changes,
    /// What it takes to operate the units.
    Running,
    /// What it takes to move to them.
    Moving,
}

macro_rules! table {
    (
        fields $fields:tt
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
        /// The rows by name.
        #[derive(Debug)]
        pub struct Table {
            $($(#[doc = $doc])* pub $name: Row,)*
            $($(#[doc = $rare_doc])* pub $rare: Row,)*
        }

        /// The table.
        pub static SERIES: Table = Table {
            $($name: Row {
                id: stringify!($name),
                meaning: concat!($($doc),*).trim_ascii(),
                ..$row
            },)*
            $($rare: Row {
                id: stringify!($rare),
                meaning: concat!($($rare_doc),*).trim_ascii(),
                ..$rare_row
            },)*
        };

        impl Table {
            /// Every row in the order of the report.
            pub fn all(&self) -> Vec<&Row> {
                vec![$(&self.$name,)* $(&self.$rare,)*]
            }
        }

        /// A group of cost categories, in the order in which they pile up.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CostFamily {
            $($(#[doc = $family_doc])* $Family,)*
            $($(#[doc = $loss_doc])* $Loss,)*
        }

        impl CostFamily {
            /// Every family, what is paid before what is lost.
            pub const ALL: &'static [Self] = &[$(Self::$Family,)* $(Self::$Loss,)*];

            /// Its sum.
            pub const fn row(self) -> &'static Row {
                match self {
                    $(Self::$Family => &SERIES.$family,)*
                    $(Self::$Loss => &SERIES.$loss,)*
                }
            }

            /// Whether it is paid; what is not is lost.
            pub const fn is_paid(self) -> bool {
                match self {
                    $(Self::$Family => true,)*
                    $(Self::$Loss => false,)*
                }
            }
        }

        /// A cost category.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum CostCategory {
            $($($(#[doc = $paid_doc])* $Paid,)*)*
            $($($(#[doc = $lost_doc])* $Lost,)*)*
        }

        impl CostCategory {
            /// Every category in the order of the report.
            pub const SHEET: [Self; [$($(stringify!($paid),)*)* $($(stringify!($lost),)*)*].len()] =
                [$($(Self::$Paid,)*)* $($(Self::$Lost,)*)*];

            /// Its series.
            pub const fn row(self) -> &'static Row {
                match self {
                    $($(Self::$Paid => &SERIES.$paid,)*)*
                    $($(Self::$Lost => &SERIES.$lost,)*)*
                }
            }

            /// The family that it is part of.
            pub const fn family(self) -> CostFamily {
                match self {
                    $($(Self::$Paid => CostFamily::$Family,)*)*
                    $($(Self::$Lost => CostFamily::$Loss,)*)*
                }
            }

            /// The part of a difference that it counts to.
            pub const fn part(self) -> Part {
                match self {
                    $($(Self::$Paid => Part::$why,)*)*
                    $($(Self::$Lost => Part::$how,)*)*
                }
            }
        }
    };
}
series_table!(table);

impl Table {
    /// A row by its id.
    pub fn get(&self, id: &str) -> Option<&Row> {
        self.all().into_iter().find(|row| row.id == id)
    }
}

impl CostFamily {
    /// What pages and documents call it.
    pub const fn label(self) -> &'static str {
        self.row().label
    }
}

impl CostCategory {
    /// Every category as pages and documents list them, family by family, and as stacks pile them
    /// up from the axis.
    pub const ALL: [Self; Self::SHEET.len()] = [
        Self::Gpus,
        Self::Compute,
        Self::HostedApis,
        Self::Platform,
        Self::Storage,
        Self::Salaries,
        Self::OnCall,
        Self::Hiring,
        Self::Training,
        Self::MigrationWork,
        Self::DualRunning,
        Self::Downtime,
        Self::Delay,
        Self::Security,
    ];

    /// What it is called in a list of costs inside a sentence.
    pub fn in_list(self) -> String {
        let row = self.row();
        if row.brief.is_empty() {
            units::lower_first(row.short)
        } else {
            row.brief.to_owned()
        }
    }

    /// Its place in [`Self::ALL`].
    pub fn place(self) -> usize {
        let found = Self::ALL.iter().position(|category| *category == self);
        found.unwrap_or(Self::ALL.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{CostCategory, CostFamily, Over, SERIES};
    use std::collections::BTreeSet;

    #[test]
    fn every_category_is_listed_once_and_families_stand_together() {
        let listed: BTreeSet<&str> = CostCategory::ALL.iter().map(|c| c.row().id).collect();
        let all: BTreeSet<&str> = CostCategory::SHEET.iter().map(|c| c.row().id).collect();
        assert_eq!(listed, all);
        assert!(CostCategory::ALL.iter().is_sorted_by_key(|c| c.family()));
    }

    #[test]
    fn no_two_series_share_an_id_or_a_label() {
        let rows = SERIES.all();
        for of in [|row: &super::Row| row.id, |row: &super::Row| row.label] {
            let apart: BTreeSet<&str> = rows.iter().map(|row| of(row)).collect();
            assert_eq!(apart.len(), rows.len());
        }
        assert!(rows.iter().all(|row| row.meaning.ends_with('.')));
    }

    #[test]
    fn sums_are_made_of_the_rows_in_them() {
        let ids = |row: &super::Row| -> Vec<&str> { row.parts().iter().map(|p| p.id).collect() };
        assert_eq!(ids(&SERIES.cash), ["infrastructure", "staff", "migration"]);
        assert_eq!(ids(&SERIES.total), ["cash", "consequence"]);
        assert_eq!(
            ids(&SERIES.migration),
            ["migration_people", "migration_dual_running"]
        );
        assert!(ids(&SERIES.gpu).is_empty() && ids(&SERIES.users).is_empty());
        // What is contained in a cost is no part of the family beside it.
        assert!(!ids(&SERIES.consequence).contains(&"latency"));
        let paid = CostFamily::ALL.iter().filter(|family| family.is_paid());
        assert_eq!(paid.count(), 3);
    }

    #[test]
    fn months_are_put_together_as_the_row_says() {
        let months = [1.0, 2.0, 6.0];
        assert_eq!(Over::Sum.of(&months), 9.0);
        assert_eq!(Over::Mean.of(&months), 3.0);
        assert_eq!(Over::End.of(&months), 6.0);
        assert!(Over::Sum.of(&[]) == 0.0 && Over::End.of(&[]).is_nan());
    }
}
