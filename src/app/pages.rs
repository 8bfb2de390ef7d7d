//! The pages of results, a file each: what they have in common, and the way from a tab to its page.
//!
//! A page is what it remembers between frames, which knows how to draw itself from a view. [`list`] names
//! every page once; window, picture and clipboard find it by its tab.

pub(crate) mod assumptions;
pub(crate) mod costs;
pub(crate) mod decision;
mod heading;
pub(crate) mod infrastructure;
pub(crate) mod list;
pub(crate) mod matters;
pub(crate) mod people;
pub(crate) mod readiness;
pub(crate) mod reliability;
pub(crate) mod when;

use self::list::{Tab, with_pages};
use super::action::Action;
use super::view::PageView;
use super::worker::Wants;
use eframe::egui::Ui;

/// A page of results, as what it remembers between frames: scroll, selection, what is switched on.
pub(crate) trait Page {
    /// What is worked out because it shows it, beside the roadmaps and their futures.
    fn wants(&self) -> Wants {
        Wants::default()
    }

    /// Draws it into the whole of `ui`, which already has the page's margin: in the window, and as a
    /// picture where the view says so.
    fn ui(&mut self, ui: &mut Ui, view: &PageView<'_>) -> Option<Action>;

    /// What *Copy table* takes from it; none where that of the costs stands in.
    fn copied(&self, view: &PageView<'_>) -> Option<Copied>;
}

/// What is taken from a page to the clipboard.
pub(crate) enum Copied {
    /// Rows of cells that are separated by tabs.
    Table(String),
    /// A plan in sentences.
    Plan(String),
}

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
