//! What a month of a roadmap comes to, and who is told.

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

macro_rules! month_values {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        /// What one month of a roadmap comes to.
        #[derive(Clone, Copy, Debug)]
        pub struct MonthValues<N> {
            $($(#[doc = $doc])* pub $name: N,)*
            /// Incidents and hours down by cause.
            pub causes: Causes<N>,
        }

        impl<N: Number> MonthValues<N> {
            /// The same figures, each called as its documentation says.
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub(super) fn named(self) -> Self {
                Self {
                    $($name: self.$name.named({
                        static LABEL: Label = Label::documented(concat!($($doc),*));
                        &LABEL
                    }),)*
                    causes: self.causes,
                }
            }

            /// A figure by its name.
            pub fn get(&self, name: &str) -> Option<N> {
                match name {
                    $(stringify!($name) => Some(self.$name),)*
                    _ => None,
                }
            }
        }
    };
}

month_values! {
    /// Users.
    users,
    /// Mean load (requests/s).
    requests_per_second,
    /// GPU cost (money).
    gpu,
    /// CPU and memory cost (money).
    cpu,
    /// Platform cost (money).
    platform,
    /// Hosted model cost (money).
    hosted_api,
    /// Storage and transfer cost (money).
    storage,
    /// Salaries, migration and training apart (money).
    salaries,
    /// On-call pay (money).
    on_call,
    /// Hiring cost (money).
    hiring,
    /// Training cost (money).
    training,
    /// Salaries of those who migrate (money).
    migration_people,
    /// Dual running: old and new side by side (money).
    migration_dual_running,
    /// Downtime cost: value lost to outages, and to latency beyond the budget (money).
    downtime,
    /// Latency cost: the part of downtime that is latency beyond the budget (money).
    latency,
    /// Delay cost: value of what waits (money).
    delay,
    /// Security cost: expected loss of incidents (money).
    security,
    /// Revenue and funding (money).
    income,
    /// Engineers (people).
    engineers,
    /// Platform engineers: people whom operations keep busy (people).
    platform_engineers,
    /// Engineers needed by the work asked for (people).
    engineers_needed,
    /// Backlog: changes waiting (changes).
    backlog,
    /// Delivered changes (changes).
    delivered_changes,
    /// Lead time for changes (days).
    lead_time_days,
    /// Pace ceiling: what the pipelines carry (changes).
    pace_ceiling,
    /// Modularity, weighted by size (share).
    modularity,
    /// Incidents (count).
    incidents,
    /// Hours down (h).
    down_hours,
    /// Added latency of calls between units (ms).
    added_latency_ms,
    /// GPUs held (count).
    gpus,
    /// Readiness index: least of the gates' level over required (share).
    readiness_index,
    /// Mean of the gates' level over required (share).
    readiness_mean,
    /// Changes wanted: new and waiting (changes).
    wanted_changes,
    /// Calls between units (per request).
    hops,
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

impl<N: Number> MonthValues<N> {
    /// GPUs, CPU, platform, hosted models, storage.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn infrastructure(&self) -> N {
        self.gpu + self.cpu + self.platform + self.hosted_api + self.storage
    }
    /// Salaries, on-call, hiring, training.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn staff(&self) -> N {
        self.salaries + self.on_call + self.hiring + self.training
    }
    /// Migration work and dual running.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn migration(&self) -> N {
        self.migration_people + self.migration_dual_running
    }
    /// Everything that is paid.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn cash(&self) -> N {
        self.infrastructure() + self.staff() + self.migration()
    }
    /// Everything that is lost.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn consequence(&self) -> N {
        self.downtime + self.delay + self.security
    }
    /// Paid and lost.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn total(&self) -> N {
        self.cash() + self.consequence()
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
