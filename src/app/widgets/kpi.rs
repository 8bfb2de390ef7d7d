//! The strip of key figures: caption, figure, and what it compares with.

use crate::app::theme::{Theme, Type};
use eframe::egui;
use eframe::egui::{Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// One figure of the strip.
#[derive(Clone, Copy, Debug)]
pub struct Kpi<'a> {
    /// What it is, such as "Total over 60 months".
    pub label: &'a str,
    /// The figure.
    pub figure: &'a str,
    /// What it compares with, such as "staying $94.5M".
    pub note: &'a str,
}

/// Draws the strip across the available width, one column each. Where the figure of a place `opens`
/// something the clicked one is returned; else it is only read.
pub fn kpi_strip_ui(
    ui: &mut Ui,
    items: &[Kpi<'_>],
    opens: impl Fn(usize) -> bool,
) -> Option<usize> {
    strip_ui(ui, items, Type::FIGURE, &opens)
}

/// [`kpi_strip_ui`] with another figure style, such as [`Type::FIGURE_SMALL`] in secondary strips.
pub fn kpi_strip_styled_ui(
    ui: &mut Ui,
    items: &[Kpi<'_>],
    figure: Type,
    opens: impl Fn(usize) -> bool,
) -> Option<usize> {
    strip_ui(ui, items, figure, &opens)
}

fn strip_ui(
    ui: &mut Ui,
    items: &[Kpi<'_>],
    figure: Type,
    opens: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    const PAD: f32 = 16.0;
    let theme = Theme::of(ui);
    let height = 16.0 + figure.line + 16.0 + 4.0;
    let (_, strip) = ui.allocate_space(vec2(ui.available_width(), height));
    let column = (strip.width() + PAD) / items.len().max(1) as f32;
    let mut clicked = None;
    for (index, item) in items.iter().enumerate() {
        let opens = opens(index);
        let (sense, role) = if opens {
            (Sense::click(), Role::Button)
        } else {
            (Sense::hover(), Role::Label)
        };
        let left = strip.left() + column * index as f32;
        let rect = egui::Rect::from_min_size(pos2(left, strip.top()), vec2(column - PAD, height));
        let response = ui.interact(rect, ui.scope_id().with(("kpi", item.label)), sense);
        let painter = ui
            .painter()
            .with_clip_rect(rect.expand(1.0).intersect(ui.clip_rect()));
        if index > 0 {
            ui.painter().vline(
                (left - PAD).round() + 0.5,
                strip.y_range(),
                Stroke::new(1.0, theme.hairline),
            );
        }
        let mut elided = false;
        let mut line = |text: &str, style: Type, color, y: f32| {
            let galley = style.galley_elided(&painter, text, color, rect.width());
            elided |= galley.elided;
            painter.galley(pos2(left, y), galley, color);
        };
        // A figure that does not fit is written smaller before it is cut.
        let fits =
            |style: Type| style.galley(&painter, item.figure, theme.text).size().x <= rect.width();
        let smaller = [figure, Type::FIGURE_SMALL, Type::HEADING];
        let style = smaller.into_iter().find(|style| fits(*style));
        line(item.label, Type::LABEL, theme.text2, strip.top());
        line(
            item.figure,
            style.unwrap_or(figure),
            theme.text,
            strip.top() + 18.0,
        );
        let note = if opens && response.hovered() {
            theme.text
        } else {
            theme.text3
        };
        line(
            item.note,
            Type::CAPTION,
            note,
            strip.top() + 18.0 + figure.line + 1.0,
        );
        super::icons::paint_focus(
            ui,
            rect.expand(4.0),
            crate::app::theme::radius::CHIP,
            &response,
        );
        response.widget_info(|| {
            WidgetInfo::labeled(
                role,
                true,
                format!("{}: {}, {}", item.label, item.figure, item.note),
            )
        });
        let response = if elided {
            let words = format!("{}: {}, {}", item.label, item.figure, item.note);
            response.on_hover_text(words)
        } else {
            response
        };
        if response.clicked() {
            clicked = Some(index);
        }
    }
    clicked
}
