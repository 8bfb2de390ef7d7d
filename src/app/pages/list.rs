//! The one list of pages, and what can be said of a page without drawing it.
//!
//! The list hands its lines to another macro. Here they become [`Tab`], which actions name; in
//! [`super`] they become what the pages remember, and the way from a tab to its page. They are two files
//! because a page answers with an action, so actions may not know pages.

/// Hands every page to a macro, in the order of the tabs: what it is, its name in the program, the word on
/// its tab, and its file with the type of what it remembers there, which is a [`super::page::Page`].
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
pub(super) use with_pages;

macro_rules! tabs {
    ($($(#[$what:meta])* $tab:ident, $word:literal, $file:ident::$state:ident;)*) => {
        /// A page of results.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Tab {
            $($(#[$what])* $tab,)*
        }

        impl Tab {
            /// Every tab, in order.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$tab),*];

            /// The word on the tab.
            pub(crate) const fn label(self) -> &'static str {
                match self {
                    $(Self::$tab => $word,)*
                }
            }
        }
    };
}
with_pages!(tabs);

impl Default for Tab {
    /// The answer, which is what a plan is opened for.
    fn default() -> Self {
        Self::Decision
    }
}
