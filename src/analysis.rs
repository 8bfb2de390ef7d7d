//! What the projections mean: the roadmaps compared, the report, the verdict.
//!
//! Pure like the engine: the same scenario and catalogue give the same report, byte for byte.
//! [`run`] does it all: [`session`] compiles a scenario and decides hardware, months and training,
//! [`roadmaps`] lists what is compared, [`verdict`] chooses and says why; [`explain`] tells how any
//! figure came about, [`rests_on`] how far each constant and each input moves the lead, [`reads`] which
//! of them a plan asks for, [`begun`] what changed in the catalogue since a plan was begun. [`can_run`]
//! says what a report would refuse without projecting a month. [`serving`] looks at one model on one kind
//! of GPU, beside what has been published.

pub mod alike;
pub mod begun;
mod branches;
pub mod break_even;
mod chosen;
pub mod compare;
pub mod decided;
pub mod detail;
pub mod explain;
pub mod finite;
pub mod futures;
mod gather;
mod goals;
pub mod last_year;
mod programme;
pub mod reads;
pub mod ready;
mod reasons;
mod recorder;
mod replay;
pub mod report;
pub mod rests_on;
pub mod roadmaps;
mod run;
pub mod serving;
pub mod session;
pub mod verdict;
mod warnings;
pub mod what_first;

pub use chosen::can_run;
pub use run::{guard, report, run, with_futures};

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReportError {
    /// The scenario cannot be compiled.
    #[error(transparent)]
    Compile(#[from] crate::engine::compile::CompileError),
    /// A figure is beyond all numbers.
    #[error(
        "{what} is not a finite number: some input is far beyond what can be; `check` names inputs that are unusual"
    )]
    NotFinite {
        /// Which figure of which roadmap, and when.
        what: String,
    },
    /// No roadmap can run.
    #[error("no roadmap can run: {reason}")]
    NothingRuns {
        /// Why the first of them cannot.
        reason: String,
    },
}
