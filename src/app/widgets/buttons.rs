//! Primary, secondary and plain buttons, with or without an icon.

use super::icons::{Icon, paint_focus, paint_icon};
use crate::app::charts::marks;
use crate::app::theme::{RoadmapLook, Theme, Type, radius, space};
use eframe::egui::{
    Color32, CornerRadius, Galley, Painter, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// Size of the chevron of a button that opens a list.
const CHEVRON: f32 = 10.0;
/// Length of the sample of a roadmap's line, and its distance from the text.
const SAMPLE: f32 = 24.0;
const SAMPLE_GAP: f32 = 7.0;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Primary,
    Secondary,
    Plain,
}

/// A button's text and the room that everything in it takes (points).
struct Laid {
    galley: Arc<Galley>,
    width: f32,
    sample_room: f32,
    icon_room: f32,
    /// All that stands between its ends.
    inside: f32,
}

/// Builder for a button; the short forms are [`primary_button`] and [`secondary_button`].
pub struct Button<'a> {
    text: &'a str,
    icon: Option<Icon>,
    /// Roadmap whose line stands before the text.
    sample: Option<RoadmapLook>,
    /// Whether a list opens beneath it.
    opens: bool,
    look: Look,
    height: f32,
    min_width: f32,
    enabled: bool,
}

impl<'a> Button<'a> {
    /// The one action a zone is for: ink on light, light on ink.
    pub fn primary(text: &'a str) -> Self {
        Self::new(text, Look::Primary)
    }

    /// Any other action: a hairline frame.
    pub fn secondary(text: &'a str) -> Self {
        Self::new(text, Look::Secondary)
    }

    /// An action without a frame, in the second text colour.
    pub fn plain(text: &'a str) -> Self {
        Self::new(text, Look::Plain)
    }

    fn new(text: &'a str, look: Look) -> Self {
        Self {
            text,
            icon: None,
            sample: None,
            opens: false,
            look,
            height: space::BUTTON,
            min_width: 0.0,
            enabled: true,
        }
    }

    /// An icon before the text.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// A sample of a roadmap's line before the text.
    #[must_use]
    pub fn sample(mut self, kind: RoadmapLook) -> Self {
        self.sample = Some(kind);
        self
    }

    /// A chevron after the text: a list opens beneath it.
    #[must_use]
    pub fn opens_list(mut self) -> Self {
        self.opens = true;
        self
    }

    /// Another height: 26 beside segments and in message bars, 34 on the welcome page.
    #[must_use]
    pub fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// At least this wide.
    #[must_use]
    pub fn min_width(mut self, width: f32) -> Self {
        self.min_width = width;
        self
    }

    /// Disabled buttons fade; give the reason with `on_disabled_hover_text`.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Its width (points).
    pub fn width(&self, ui: &Ui) -> f32 {
        self.laid(ui.painter()).width
    }

    fn laid(&self, painter: &Painter) -> Laid {
        let style = match self.look {
            Look::Primary => Type::ROW_STRONG,
            Look::Secondary | Look::Plain => Type::ROW,
        };
        let pad = if self.height > 30.0 { 17.0 } else { 11.0 };
        let galley = style.galley(painter, self.text, Color32::PLACEHOLDER);
        let icon_room = if self.icon.is_some() { 21.0 } else { 0.0 };
        let chevron_room = if self.opens { CHEVRON + 7.0 } else { 0.0 };
        let sample_room = self.sample.map_or(0.0, |_| SAMPLE + SAMPLE_GAP);
        let inside = sample_room + icon_room + galley.size().x + chevron_room;
        Laid {
            width: (inside + 2.0 * pad).max(self.min_width),
            galley,
            sample_room,
            icon_room,
            inside,
        }
    }

    /// Draws the button.
    pub fn show(self, ui: &mut Ui) -> Response {
        if self.enabled {
            self.paint(ui)
        } else {
            ui.add_enabled_ui(false, |ui| self.paint(ui)).inner
        }
    }

    fn paint(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let resting = match self.look {
            Look::Primary => theme.onaccent,
            Look::Secondary => theme.text,
            Look::Plain => theme.text2,
        };
        let Laid {
            galley,
            width,
            sample_room,
            icon_room,
            inside,
        } = self.laid(ui.painter());
        let (rect, response) = ui.allocate_exact_size(vec2(width, self.height), Sense::click());
        if ui.is_rect_visible(rect) {
            let down = response.is_pointer_button_down_on();
            let hot = response.hovered() || response.has_focus();
            let (fill, stroke) = match self.look {
                Look::Primary => (
                    if down || response.hovered() {
                        theme.accent.gamma_multiply(0.88)
                    } else {
                        theme.accent
                    },
                    Stroke::NONE,
                ),
                Look::Secondary => (
                    if down {
                        theme.selected
                    } else if response.hovered() {
                        theme.hover
                    } else {
                        theme.field
                    },
                    Stroke::new(1.0, if hot { theme.strong } else { theme.border }),
                ),
                Look::Plain => (
                    if down {
                        theme.selected
                    } else if response.hovered() {
                        theme.hover
                    } else {
                        Color32::TRANSPARENT
                    },
                    Stroke::NONE,
                ),
            };
            let corner = CornerRadius::same(radius::BUTTON);
            ui.painter()
                .rect(rect, corner, fill, stroke, StrokeKind::Inside);
            paint_focus(
                ui,
                if self.look == Look::Primary {
                    rect.expand(2.5)
                } else {
                    rect
                },
                radius::BUTTON,
                &response,
            );
            let color = if self.look == Look::Plain && hot {
                theme.text
            } else {
                resting
            };
            let start = rect.center().x - inside / 2.0;
            let left = start + sample_room;
            if let Some(kind) = self.sample {
                let at = pos2(start, rect.center().y);
                marks::paint_sample(ui.painter(), at, SAMPLE, kind, theme);
            }
            if self.opens {
                let right = pos2(start + inside - CHEVRON / 2.0, rect.center().y);
                let (icon, tone) = (Icon::ChevronDown, theme.text2);
                paint_icon(ui.painter(), icon, right, CHEVRON, tone);
            }
            if let Some(icon) = self.icon {
                paint_icon(
                    ui.painter(),
                    icon,
                    pos2(left + 7.5, rect.center().y),
                    15.0,
                    color,
                );
            }
            let at = pos2(left + icon_room, rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, color);
        }
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, self.text));
        response
    }
}

/// The one action a zone is for.
pub fn primary_button(ui: &mut Ui, text: &str) -> Response {
    Button::primary(text).show(ui)
}

/// Any other action.
pub fn secondary_button(ui: &mut Ui, text: &str) -> Response {
    Button::secondary(text).show(ui)
}

/// An action without a frame.
pub fn plain_button(ui: &mut Ui, text: &str) -> Response {
    Button::plain(text).show(ui)
}
