//! The look in one place: colours, type, spacing, and how they map onto egui.
//!
//! Two constant values of [`Theme`] hold every colour; [`text`] holds the type scale; [`roadmap`]
//! and [`cost`] hold the two palettes that belong to data. Nothing here knows the model.

pub mod cost;
pub mod fonts;
pub mod roadmap;
pub mod style;
pub mod text;

pub use roadmap::{Marker, RoadmapLook};
pub(crate) use style::SCROLL_BAR;
pub use style::install;
pub use text::Type;

use eframe::egui;
use eframe::egui::Color32;

/// All colours of one appearance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Whether this is the dark appearance.
    pub dark: bool,
    /// Page and charts.
    pub bg: Color32,
    /// Top bar, inputs, status bar, code.
    pub panel: Color32,
    /// Value boxes and buttons.
    pub field: Color32,
    /// Unit boxes, pop-ups, dialog.
    pub raised: Color32,
    /// Row or button under the pointer.
    pub hover: Color32,
    /// Chosen segment, focused row, effect chip.
    pub selected: Color32,
    /// Rules between rows and zones.
    pub hairline: Color32,
    /// Outline of value boxes, buttons and cards; rule above a total.
    pub border: Color32,
    /// Range whisker, empty radio ring.
    pub strong: Color32,
    /// Figures and labels.
    pub text: Color32,
    /// Explanations and second lines.
    pub text2: Color32,
    /// Units, axis labels, captions.
    pub text3: Color32,
    /// Primary button, active tab rule, "changed" dot.
    pub accent: Color32,
    /// Text on [`Self::accent`].
    pub onaccent: Color32,
    /// Keyboard ring only.
    pub focus: Color32,
    /// Stale, unusual, unsaved, readiness gap.
    pub caution: Color32,
    /// Ground under a caution.
    pub cautionbg: Color32,
    /// Refused input, save failed, does not fit.
    pub error: Color32,
    /// Ground under an error.
    pub errorbg: Color32,
    /// Chart grid lines.
    pub grid: Color32,
    /// Chart zero line.
    pub axis: Color32,
    /// Bars without a category, darkest first (lightest first in the dark appearance).
    pub neutral: [Color32; 5],
}

/// An opaque colour from `0xRRGGBB`.
pub(crate) const fn hex(rgb: u32) -> Color32 {
    Color32::from_rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

impl Theme {
    /// The light appearance; exports always use it.
    pub const LIGHT: Self = Self {
        dark: false,
        bg: hex(0xFF_FFFF),
        panel: hex(0xF5_F5F2),
        field: hex(0xFF_FFFF),
        raised: hex(0xFF_FFFF),
        hover: hex(0xEC_ECE7),
        selected: hex(0xE3_E6EE),
        hairline: hex(0xE3_E3DD),
        border: hex(0xC9_C9C1),
        strong: hex(0x85_867F),
        text: hex(0x18_1B20),
        text2: hex(0x4E_535C),
        text3: hex(0x5F_646D),
        accent: hex(0x22_304F),
        onaccent: hex(0xFF_FFFF),
        focus: hex(0x3B_57A6),
        caution: hex(0x87_5400),
        cautionbg: hex(0xFD_F3DD),
        error: hex(0xB3_261E),
        errorbg: hex(0xFC_EBE9),
        grid: hex(0xEB_EBE6),
        axis: hex(0xB4_B4AC),
        neutral: [
            hex(0x5B_616C),
            hex(0x8E_949F),
            hex(0xB4_B9C1),
            hex(0xD3_D6DB),
            hex(0xE7_E9EC),
        ],
    };

    /// The dark appearance.
    pub const DARK: Self = Self {
        dark: true,
        bg: hex(0x14_161A),
        panel: hex(0x1A_1D22),
        field: hex(0x0F_1114),
        raised: hex(0x22_262D),
        hover: hex(0x26_2A32),
        selected: hex(0x2D_3444),
        hairline: hex(0x2A_2E36),
        border: hex(0x41_4753),
        strong: hex(0x7B_828F),
        text: hex(0xEC_EEF2),
        text2: hex(0xB7_BCC6),
        text3: hex(0x96_9CA8),
        accent: hex(0xD7_DEF2),
        onaccent: hex(0x14_161A),
        focus: hex(0x8F_A8F0),
        caution: hex(0xED_B548),
        cautionbg: hex(0x2F_2711),
        error: hex(0xFF_8A80),
        errorbg: hex(0x39_1C1B),
        grid: hex(0x22_262D),
        axis: hex(0x4C_525E),
        neutral: [
            hex(0xB9_BFCA),
            hex(0x8A_919E),
            hex(0x66_6D7A),
            hex(0x4B_515D),
            hex(0x36_3B45),
        ],
    };

    /// The theme in force where `ui` draws.
    pub fn of(ui: &egui::Ui) -> &'static Self {
        Self::by_darkness(ui.visuals().dark_mode)
    }

    /// The theme in force in `ctx`.
    pub fn of_ctx(ctx: &egui::Context) -> &'static Self {
        Self::by_darkness(ctx.theme() == egui::Theme::Dark)
    }

    fn by_darkness(dark: bool) -> &'static Self {
        if dark { &Self::DARK } else { &Self::LIGHT }
    }
}

/// Distances that panels share, in points.
pub mod space {
    /// Margin around a page.
    pub const PAGE: f32 = 24.0;
    /// Margin around a page in a small window.
    pub const PAGE_SMALL: f32 = 16.0;
    /// Width of the inputs panel.
    pub const INPUTS: f32 = 320.0;
    /// Width of the inputs panel in a small window.
    pub const INPUTS_SMALL: f32 = 280.0;
    /// Inner margin left of input rows; the "changed" dot sits right after it.
    pub const INPUTS_LEFT: f32 = 10.0;
    /// Inner margin right of input rows.
    pub const INPUTS_RIGHT: f32 = 12.0;
    /// Height of the top bar.
    pub const TOP_BAR: f32 = 44.0;
    /// Height of the tab row.
    pub const TAB_ROW: f32 = 40.0;
    /// Height of the status bar.
    pub const STATUS_BAR: f32 = 26.0;
    /// Height of a group header in the inputs.
    pub const GROUP_HEADER: f32 = 32.0;
    /// Height of an input row.
    pub const ROW: f32 = 28.0;
    /// Height of an input row with a second line under its label.
    pub const ROW_TALL: f32 = 38.0;
    /// Height of a value box.
    pub const VALUE_BOX: f32 = 24.0;
    /// Width of a value box.
    pub const VALUE_BOX_WIDTH: f32 = 124.0;
    /// Width of a value box in the narrow inputs panel.
    pub const VALUE_BOX_NARROW: f32 = 106.0;
    /// Height of a segmented control.
    pub const SEGMENT: f32 = 26.0;
    /// Height of a button.
    pub const BUTTON: f32 = 28.0;
    /// Height of a table row.
    pub const TABLE_ROW: f32 = 25.0;
    /// Height of a row in a dense table.
    pub const TABLE_ROW_DENSE: f32 = 21.5;
}

/// Corner radii in points.
pub mod radius {
    /// Bars of charts.
    pub const BAR: u8 = 2;
    /// Chips.
    pub const CHIP: u8 = 4;
    /// Value boxes.
    pub const VALUE: u8 = 5;
    /// Buttons and message bars.
    pub const BUTTON: u8 = 6;
    /// Boxes and cards.
    pub const BOX: u8 = 8;
    /// The dialog.
    pub const DIALOG: u8 = 10;
}
