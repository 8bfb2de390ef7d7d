//! The tabs: the list of pages as a type that actions name, and what can be said of a page without it.
//!
//! It knows no page, since a page answers with an action.

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

#[cfg(test)]
mod tests {
    use super::Tab;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_pages_have_one_word() {
        // Pictures are kept by it, too.
        let words: BTreeSet<String> = Tab::ALL
            .iter()
            .map(|tab| tab.label().to_lowercase())
            .collect();
        assert_eq!(words.len(), Tab::ALL.len(), "{words:?}");
        assert!(Tab::ALL.contains(&Tab::default()));
    }
}
