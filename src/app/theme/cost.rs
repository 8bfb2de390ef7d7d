//! Cost categories: their order in a stack, their fills, and which are consequences.
//!
//! Cash is a solid fill; consequences, which are not invoices, are hatched.

use super::{Theme, hex};
use eframe::egui::Color32;

/// A group of cost categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostFamily {
    /// Blue.
    Infrastructure,
    /// Sand.
    People,
    /// Violet.
    Migration,
    /// Rose, hatched.
    Consequences,
}

impl CostFamily {
    /// The family's name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Infrastructure => "Infrastructure",
            Self::People => "People",
            Self::Migration => "Migration",
            Self::Consequences => "Consequences",
        }
    }
}

/// A cost category; the order of variants is the stacking order, from the axis up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostCategory {
    /// Accelerators.
    Gpus,
    /// CPU and memory.
    Compute,
    /// Hosted model APIs.
    HostedApis,
    /// The platform: clusters, registries, observability.
    Platform,
    /// Storage and transfer.
    Storage,
    /// Salaries.
    Salaries,
    /// On-call.
    OnCall,
    /// Hiring.
    Hiring,
    /// Training.
    Training,
    /// Migration work.
    MigrationWork,
    /// Dual running.
    DualRunning,
    /// Downtime.
    Downtime,
    /// Delay.
    Delay,
    /// Security.
    Security,
}

impl CostCategory {
    /// Every category in stacking order.
    pub const ALL: [Self; 14] = [
        Self::Gpus,
        Self::Compute,
        Self::HostedApis,
        Self::Platform,
        Self::Storage,
        Self::Salaries,
        Self::OnCall,
        Self::Hiring,
        Self::Training,
        Self::MigrationWork,
        Self::DualRunning,
        Self::Downtime,
        Self::Delay,
        Self::Security,
    ];

    /// The category's name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Gpus => "GPUs",
            Self::Compute => "CPU and memory",
            Self::HostedApis => "Hosted APIs",
            Self::Platform => "Platform",
            Self::Storage => "Storage and transfer",
            Self::Salaries => "Salaries",
            Self::OnCall => "On-call",
            Self::Hiring => "Hiring",
            Self::Training => "Training",
            Self::MigrationWork => "Migration work",
            Self::DualRunning => "Dual running",
            Self::Downtime => "Downtime",
            Self::Delay => "Delay",
            Self::Security => "Security",
        }
    }

    /// The family it belongs to.
    pub const fn family(self) -> CostFamily {
        match self {
            Self::Gpus | Self::Compute | Self::HostedApis | Self::Platform | Self::Storage => {
                CostFamily::Infrastructure
            }
            Self::Salaries | Self::OnCall | Self::Hiring | Self::Training => CostFamily::People,
            Self::MigrationWork | Self::DualRunning => CostFamily::Migration,
            Self::Downtime | Self::Delay | Self::Security => CostFamily::Consequences,
        }
    }

    /// Whether it is a consequence, drawn as strokes instead of a fill.
    pub const fn hatched(self) -> bool {
        matches!(self.family(), CostFamily::Consequences)
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
