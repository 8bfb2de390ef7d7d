//! The kinds of roadmaps: those that every plan is compared in, and the user's own.
//!
//! What a kind is called stands here and nowhere else; how it is planned in `analysis::roadmaps`, what
//! its line looks like in the window's theme. Whoever adds a kind is asked by the compiler for each.

/// A kind of roadmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoadmapKind {
    /// One unit for the whole horizon.
    Monolith,
    /// One unit that spends effort on the boundaries of its modules, its GPU work in pools.
    ModularMonolith,
    /// Each component a unit of its own from the first month; models may share fleets.
    Microservices,
    /// A modular monolith that becomes microservices in the month that costs least.
    Switch,
    /// All models and GPU jobs in one service, the rest whole, both in pools, from the first month.
    InferenceFirst,
    /// The units that there are today, where they are none of the others.
    Today,
    /// One that the user describes.
    Own,
}

impl RoadmapKind {
    /// The kinds that a plan has without being told, in the order in which they are shown.
    pub const BUILT_IN: [Self; 6] = [
        Self::Monolith,
        Self::ModularMonolith,
        Self::Microservices,
        Self::Switch,
        Self::InferenceFirst,
        Self::Today,
    ];

    /// The kind of the roadmap with an id.
    pub fn of(id: &str) -> Self {
        let known = Self::BUILT_IN.into_iter().find(|kind| kind.id() == id);
        known.unwrap_or(Self::Own)
    }

    /// Stable id, as in files and reports; empty for one of the user's, which brings its own.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Monolith => "monolith",
            Self::ModularMonolith => "modular_monolith",
            Self::Microservices => "microservices",
            Self::Switch => "switch",
            Self::InferenceFirst => "inference_first",
            Self::Today => "today",
            Self::Own => "",
        }
    }

    /// Name shown; the switch's says its month once that is known. Empty for one of the user's.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Monolith => "Monolith",
            Self::ModularMonolith => "Modular monolith",
            Self::Microservices => "Microservices now",
            Self::Switch => "Switch",
            Self::InferenceFirst => "Inference first",
            Self::Today => "Today's units",
            Self::Own => "",
        }
    }

    /// Name where room is short; `None` where the label is short enough or the user's.
    pub const fn short(self) -> Option<&'static str> {
        match self {
            Self::ModularMonolith => Some("Modular"),
            Self::Microservices => Some("Microservices"),
            Self::Switch => Some("Switch"),
            Self::Today => Some("Today"),
            Self::Monolith | Self::InferenceFirst | Self::Own => None,
        }
    }

    /// A word for the head of a narrow column; `None` where it is the first of the user's label.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Monolith => Some("mono"),
            Self::ModularMonolith => Some("modular"),
            Self::Microservices => Some("micro"),
            Self::Switch => Some("switch"),
            Self::InferenceFirst => Some("inference"),
            Self::Today => Some("today"),
            Self::Own => None,
        }
    }

    /// Name inside a sentence; `None` where it depends on the label.
    pub const fn within(self) -> Option<&'static str> {
        match self {
            Self::Monolith => Some("the monolith"),
            Self::ModularMonolith => Some("the modular monolith"),
            Self::Microservices => Some("microservices"),
            Self::InferenceFirst => Some("inference first"),
            Self::Today => Some("today's units"),
            Self::Switch | Self::Own => None,
        }
    }

    /// Whether the name is a plural inside a sentence.
    pub const fn is_plural(self) -> bool {
        matches!(self, Self::Microservices | Self::Today)
    }

    /// Whether it spends effort on its boundaries: what the plan states for all built-in roadmaps that do.
    pub const fn keeps_boundaries(self) -> bool {
        match self {
            Self::ModularMonolith | Self::Microservices | Self::Switch | Self::InferenceFirst => {
                true
            }
            Self::Monolith | Self::Today | Self::Own => false,
        }
    }

    /// Whether it is one unit to the end.
    pub const fn is_one_unit(self) -> bool {
        matches!(self, Self::Monolith | Self::ModularMonolith)
    }

    /// The kind that leaves so many units of so many components as they are, where no roadmap is
    /// [`Today`](Self::Today).
    pub const fn leaving(units: usize, components: usize) -> Self {
        if units <= 1 {
            Self::Monolith
        } else if units == components {
            Self::Microservices
        } else {
            Self::InferenceFirst
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RoadmapKind;
    use std::collections::BTreeSet;

    #[test]
    fn a_kind_is_found_by_its_id_and_every_other_id_is_the_users() {
        for kind in RoadmapKind::BUILT_IN {
            assert_eq!(RoadmapKind::of(kind.id()), kind);
        }
        assert_eq!(RoadmapKind::of("in-two-steps"), RoadmapKind::Own);
        assert_eq!(RoadmapKind::of(""), RoadmapKind::Own);
    }

    #[test]
    fn no_two_kinds_share_an_id_a_label_or_a_word() {
        let names: BTreeSet<_> = RoadmapKind::BUILT_IN
            .iter()
            .flat_map(|kind| [Some(kind.id()), Some(kind.label())])
            .collect();
        assert_eq!(names.len(), 2 * RoadmapKind::BUILT_IN.len());
        let words: BTreeSet<_> = RoadmapKind::BUILT_IN
            .iter()
            .map(|kind| kind.word())
            .collect();
        assert_eq!(words.len(), RoadmapKind::BUILT_IN.len());
    }

    #[test]
    fn what_there_is_is_left_by_the_kind_with_as_many_units() {
        assert_eq!(RoadmapKind::leaving(1, 1), RoadmapKind::Monolith);
        assert_eq!(RoadmapKind::leaving(1, 9), RoadmapKind::Monolith);
        assert_eq!(RoadmapKind::leaving(9, 9), RoadmapKind::Microservices);
        assert_eq!(RoadmapKind::leaving(2, 9), RoadmapKind::InferenceFirst);
    }
}
