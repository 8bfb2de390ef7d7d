//! Widgets that know the look and nothing of the model.
//!
//! Each takes plain text and numbers, draws itself and returns what the user did; none keeps a
//! value of its own. All interactive parts have an accessible name.

pub(crate) mod anchor;
pub mod buttons;
pub mod chip;
pub(crate) mod columns;
pub mod dialog;
pub mod figure;
pub mod group;
pub mod icons;
pub mod kpi;
pub mod legend_mark;
pub mod menu;
pub mod message_bar;
pub mod number_field;
mod number_input;
mod number_paint;
pub mod number_state;
pub mod picker;
pub mod provenance;
pub mod row;
pub mod row_kinds;
pub(crate) mod search_box;
pub mod segment;
pub mod tabs;
pub mod wrapped_segment;

pub use buttons::{Button, plain_button, primary_button, secondary_button};
pub use chip::{effect_chip_ui, progress_chip_ui};
pub use dialog::{Dialog, DialogChoice, dialog_ui};
pub use figure::{figure_hover, figure_ui};
pub use group::group_header_ui;
pub use icons::{Icon, icon_button, icon_button_sized, paint_icon, paint_logo};
pub use kpi::{Kpi, kpi_strip_styled_ui, kpi_strip_ui};
pub use legend_mark::legend_mark_ui;
pub use menu::menu_item_ui;
pub use message_bar::{Tone, message_bar_ui};
pub use number_field::{NumberField, NumberFieldResponse, Spread};
pub use number_state::NumberFieldState;
pub use provenance::{Provenance, paint_provenance, provenance_legend_ui};
pub use row::{Row, RowResponse};
pub(crate) use search_box::search_box_ui;
pub use segment::segment_ui;
pub use tabs::tabs_ui;
pub use wrapped_segment::{Choice, segment_width, wrapped_segment_ui};
