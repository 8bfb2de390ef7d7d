//! The pages of results, a file each, and the way from a tab to its page.
//!
//! [`page`] says what a page is, [`list`] names every page once. Window, picture and clipboard find a page
//! by its tab; nothing else knows which there are.

pub(crate) mod assumptions;
pub(crate) mod costs;
pub(crate) mod decision;
mod heading;
pub(crate) mod infrastructure;
pub(crate) mod list;
pub(crate) mod matters;
pub(crate) mod page;
pub(crate) mod people;
pub(crate) mod readiness;
pub(crate) mod reliability;
pub(crate) mod when;

use self::list::{Tab, with_pages};
use self::page::{Copied, Page};
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
