//! The look of cost categories: cash is a solid fill; consequences, which are not invoices, are
//! hatched. What they are called and how they pile up stands in [`crate::engine::series`].

use super::{Theme, hex};
use crate::engine::series::CostCategory;
use eframe::egui::Color32;

impl CostCategory {
    /// Whether it is a consequence, drawn as strokes instead of a fill.
    pub const fn hatched(self) -> bool {
        !self.family().is_paid()
    }

    /// The fill, or the colour of the strokes.
    pub const fn color(self, theme: &Theme) -> Color32 {
        let (light, dark) = match self {
            Self::Gpus => (0x27_496D, 0x8F_B3D9),
            Self::Compute => (0x4F_779F, 0x6B_92BC),
            Self::HostedApis => (0x7D_A0C1, 0x4F_779F),
            Self::Platform => (0xA9_C2D8, 0x3B_5D80),
            Self::Storage => (0xCF_DDE9, 0x2C_4661),
            Self::Salaries => (0xCD_BFA8, 0x6E_624F),
            Self::OnCall => (0xA8_967C, 0x94_846A),
            Self::Hiring => (0xE6_DDCF, 0x4C_4438),
            Self::Training => (0x85_745C, 0xBD_AC8C),
            Self::MigrationWork => (0x6A_5A8C, 0xB3_A2DA),
            Self::DualRunning => (0xA9_9CC4, 0x7F_6FA6),
            Self::Downtime => (0xB4_545C, 0xE0_8A90),
            Self::Delay => (0xCF_8A8F, 0xB5_656C),
            Self::Security => (0xE6_BFC2, 0x8A_4A50),
        };
        hex(if theme.dark { dark } else { light })
    }
}
