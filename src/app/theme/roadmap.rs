//! Colour, dash and marker of each kind of roadmap, the same everywhere and in every export.
//!
//! The dash and the marker are never left out: two kinds are close in hue under some colour
//! visions, and none are close in dash or marker.

use super::{Theme, hex};
use crate::scenario::RoadmapKind;
use eframe::egui::Color32;

/// How the line of a roadmap looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoadmapLook {
    /// One deployable for the whole horizon.
    Monolith,
    /// One deployable with enforced module borders.
    Modular,
    /// Services from the first month.
    Microservices,
    /// A monolith that splits in some month.
    Switch,
    /// Inference first, and other hybrids.
    Hybrid,
}

/// The shape at a line's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A disc.
    Circle,
    /// A square.
    Square,
    /// A square on its corner.
    Diamond,
    /// A triangle pointing up.
    Triangle,
    /// An upright cross.
    Plus,
}

impl RoadmapLook {
    /// Every look, in the order of the legend.
    pub const ALL: [Self; 5] = [
        Self::Monolith,
        Self::Modular,
        Self::Microservices,
        Self::Switch,
        Self::Hybrid,
    ];

    /// The look of a kind of roadmap; several of the user's are told apart by numbers.
    pub const fn of(kind: RoadmapKind) -> Self {
        match kind {
            RoadmapKind::Monolith => Self::Monolith,
            RoadmapKind::ModularMonolith => Self::Modular,
            RoadmapKind::Microservices => Self::Microservices,
            RoadmapKind::Switch => Self::Switch,
            RoadmapKind::InferenceFirst | RoadmapKind::Today | RoadmapKind::Own => Self::Hybrid,
        }
    }

    /// The line and label colour.
    pub const fn color(self, theme: &Theme) -> Color32 {
        let (light, dark) = match self {
            Self::Monolith => (0x34_66C2, 0x7A_A5FF),
            Self::Modular => (0x00_795C, 0x30_DCCB),
            Self::Microservices => (0xC4_3E10, 0xFF_7A48),
            Self::Switch => (0x64_1A86, 0xD0_8ABF),
            Self::Hybrid => (0x54_450F, 0xF2_E2A8),
        };
        hex(if theme.dark { dark } else { light })
    }

    /// Dash and gap lengths in points, alternating; empty for a solid line.
    pub const fn dash(self) -> &'static [[f32; 2]] {
        match self {
            Self::Monolith => &[],
            Self::Modular => &[[9.0, 4.0]],
            Self::Microservices => &[[3.0, 3.0]],
            Self::Switch => &[[14.0, 3.0], [2.0, 3.0]],
            Self::Hybrid => &[[7.0, 3.0]],
        }
    }

    /// The marker at the line's end.
    pub const fn marker(self) -> Marker {
        match self {
            Self::Monolith => Marker::Circle,
            Self::Modular => Marker::Square,
            Self::Microservices => Marker::Diamond,
            Self::Switch => Marker::Triangle,
            Self::Hybrid => Marker::Plus,
        }
    }

    /// The colour of the P10 to P90 band: 10 % of the line's colour, 14 % in the dark appearance,
    /// 5 % while the band is stale.
    pub fn band(self, theme: &Theme, stale: bool) -> Color32 {
        let opacity = match (stale, theme.dark) {
            (true, _) => 0.05,
            (false, false) => 0.10,
            (false, true) => 0.14,
        };
        self.color(theme).gamma_multiply(opacity)
    }
}
