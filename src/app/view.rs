//! What the pages read: one plan, its report, the theme, the size.
//!
//! A page never touches the application's state. It gets a [`PageView`] by reference, keeps
//! only what was scrolled or switched in a state of its own, and answers with an [`Action`].
//! The same view draws the window and the exported picture.
//!
//! [`Action`]: super::action::Action

use super::questions::Answers;
use super::theme::RoadmapLook;
use crate::analysis::reads::Reads;
use crate::analysis::report::uncertainty::Uncertainty;
use crate::analysis::report::{Report, RoadmapReport};
use crate::catalog::Catalog;
use crate::scenario::Scenario;
use std::sync::Arc;

/// An input whose typed text was refused; the figures still use the value before it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NotApplied {
    /// Label of the input, such as "Peak to mean".
    pub(crate) label: String,
    /// The value that still counts, as the window shows it.
    pub(crate) in_use: String,
}

/// What an edit did to the answer, shown beside its row for a few seconds.
#[derive(Clone, Debug)]
pub(crate) struct Effect {
    /// The row.
    pub(crate) path: String,
    /// The figure, such as "−$0.8M".
    pub(crate) figure: String,
    /// What follows it.
    pub(crate) rest: String,
    /// What else the edit did, such as that the ends of a range moved along; may be empty.
    pub(crate) note: String,
    /// When it goes away (seconds of the window's clock).
    pub(crate) until: f64,
}

/// Everything that any page may read; each hands on what it needs.
pub(crate) struct PageView<'a> {
    /// What was computed.
    pub(crate) results: ResultsView<'a>,
    /// The plan as it is now.
    pub(crate) plan: &'a Arc<Scenario>,
    /// The constants as they are built in.
    pub(crate) catalog: &'a Catalog,
    /// The constants as the plan has them.
    pub(crate) constants: &'a Catalog,
    /// What its figures ask for.
    pub(crate) reads: &'a Reads,
    /// What is known about the plan of the report, beside it.
    pub(crate) answers: Answers<'a>,
    /// What the last edit did.
    pub(crate) effect: Option<&'a Effect>,
}

/// What a page about results shows.
pub(crate) struct ResultsView<'a> {
    /// The plan that the report is about (while the worker is busy, the window may be one edit ahead).
    pub(crate) scenario: &'a Scenario,
    /// The latest report that arrived.
    pub(crate) report: &'a Report,
    /// Futures of the version of the plan before, shown dimmed until its own are drawn.
    pub(crate) former: Option<&'a Uncertainty>,
    /// Whether a newer report is being computed.
    pub(crate) stale: bool,
    /// Inputs whose text was refused.
    pub(crate) not_applied: &'a [NotApplied],
    /// Whether the window is narrower than 1200 points: smaller verdict, fewer figures.
    pub(crate) narrow: bool,
    /// Whether this is drawn for a picture: leave out buttons, segments and other controls.
    pub(crate) picture: bool,
}

impl<'a> ResultsView<'a> {
    /// The roadmap with this id.
    pub(crate) fn roadmap(&self, id: &str) -> Option<&'a RoadmapReport> {
        self.report.roadmaps.iter().find(|roadmap| roadmap.id == id)
    }

    /// The futures whose bands are shown, and whether they are those of an older plan.
    pub(crate) fn bands(&self) -> (Option<&'a Uncertainty>, bool) {
        let open = |futures: &'a Uncertainty| Some(futures).filter(|futures| futures.is_open());
        match &self.report.uncertainty {
            Some(futures) => (open(futures), false),
            None => (self.former.and_then(open), true),
        }
    }

    /// The roadmap that the verdict recommends.
    pub(crate) fn recommended(&self) -> Option<&'a RoadmapReport> {
        self.roadmap(&self.report.verdict.recommended)
    }

    /// The roadmap that the reasons compare with: staying, or the alternative when staying wins.
    pub(crate) fn baseline(&self) -> Option<&'a RoadmapReport> {
        let verdict = &self.report.verdict;
        verdict
            .compared_with
            .as_deref()
            .or(verdict.alternative.as_deref())
            .and_then(|id| self.roadmap(id))
    }
}

/// The colour, dash and marker of a roadmap.
pub(crate) fn look_of(roadmap: &RoadmapReport) -> RoadmapLook {
    RoadmapLook::of(roadmap.kind())
}
