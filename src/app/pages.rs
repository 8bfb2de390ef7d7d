//! The pages of results, a file each, and the way from a tab to its page.
//!
//! [`page`] says what a page is. The list below names every page once, and hands its lines to other macros:
//! in [`tab`] they become the tabs, further down what the pages remember and the way from a tab to its
//! page. Window, picture, commands and clipboard go by them; nothing else knows which pages there are.

/// Hands every page to a macro, in the order of the tabs: what it is, its name in the program, the word on
/// its tab, and its file with the type of what it remembers there, which is a [`page::Page`].
macro_rules! with_pages {
    ($make:ident) => {
        $make! {
            /// The verdict and its picture.
            Decision, "Decision", decision::DecisionState;
            /// The stacked costs of every roadmap.
            Costs, "Costs", costs::CostsState;
            /// Units, their hardware and what several of them cost.
            Infrastructure, "Infrastructure", infrastructure::InfrastructureState;
            /// Who is there against who is needed.
            People, "People", people::PeopleState;
            /// The ten dimensions against what each roadmap needs.
            Readiness, "Readiness", readiness::ReadinessState;
            /// What every month of a split would cost, and what to watch for.
            When, "When", when::WhenState;
            /// Which inputs decide, and where the answer turns.
            Matters, "What matters", matters::MattersState;
            /// What fails, how far it reaches, what it costs.
            Reliability, "Reliability", reliability::ReliabilityState;
            /// Every constant of the catalogue, and what the plan replaces.
            Assumptions, "Assumptions", assumptions::AssumptionsState;
        }
    };
}

pub(crate) mod assumptions;
pub(crate) mod costs;
pub(crate) mod decision;
mod heading;
pub(crate) mod infrastructure;
pub(crate) mod matters;
pub(crate) mod page;
pub(crate) mod people;
pub(crate) mod readiness;
pub(crate) mod reliability;
pub(crate) mod tab;
pub(crate) mod when;

use self::page::{Copied, Page};
use self::tab::Tab;
use super::view::PageView;

macro_rules! pages {
    ($($(#[$what:meta])* $tab:ident, $word:literal, $file:ident::$state:ident;)*) => {
        /// What every page remembers between frames.
        #[derive(Clone, Debug, Default)]
        pub(crate) struct Pages {
            $($(#[$what])* pub(crate) $file: $file::$state,)*
        }

        impl Pages {
            /// The page of a tab.
            pub(crate) fn of(&self, tab: Tab) -> &dyn Page {
                match tab {
                    $(Tab::$tab => &self.$file,)*
                }
            }

            /// The page of a tab, to be drawn.
            pub(crate) fn of_mut(&mut self, tab: Tab) -> &mut dyn Page {
                match tab {
                    $(Tab::$tab => &mut self.$file,)*
                }
            }
        }
    };
}
with_pages!(pages);

impl Pages {
    /// What *Copy table* takes from the page of a tab. A page without a table of its own is about what
    /// the costs are, as they are switched there.
    pub(crate) fn copied(&self, tab: Tab, view: &PageView<'_>) -> Option<Copied> {
        let own = self.of(tab).copied(view);
        own.or_else(|| self.costs.copied(view))
    }
}
