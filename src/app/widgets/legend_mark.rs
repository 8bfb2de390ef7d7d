//! A short sample of a roadmap's line with its marker, and optionally its name.

use crate::app::charts::marks;
use crate::app::theme::{RoadmapLook, Theme, Type};
use eframe::egui::{Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// Draws the sample and `name` in `style`; the name wears the kind's colour when `tinted`.
pub fn legend_mark_ui(
    ui: &mut Ui,
    kind: RoadmapLook,
    name: &str,
    style: Type,
    tinted: bool,
) -> Response {
    const SAMPLE: f32 = 24.0;
    let theme = Theme::of(ui);
    let color = if tinted {
        kind.color(theme)
    } else {
        theme.text2
    };
    let galley = style.galley(ui.painter(), name, color);
    let gap = if name.is_empty() { 0.0 } else { 8.0 };
    let size = vec2(SAMPLE + gap + galley.size().x, galley.size().y.max(14.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let y = rect.center().y;
    marks::paint_sample(ui.painter(), pos2(rect.left(), y), SAMPLE, kind, theme);
    let at = pos2(rect.left() + SAMPLE + gap, y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    response
}
