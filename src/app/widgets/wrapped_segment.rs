//! A segmented control that goes on in further lines where one is too short, with a roadmap's mark
//! before a name where it stands for a roadmap.

use super::icons::paint_focus;
use crate::app::charts::marks::paint_sample;
use crate::app::theme::{RoadmapLook, Theme, Type, radius, space, text};
use eframe::egui::{
    Align2, Color32, CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

/// One of several choices.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// The roadmap's kind, when the choice is a roadmap.
    pub kind: Option<RoadmapLook>,
    /// Name shown.
    pub label: &'a str,
    /// What is read instead of the name, when it is longer.
    pub full: &'a str,
}

/// Room left and right of the words.
const PAD: f32 = 10.0;
/// Width of a mark, and the gap after it.
const MARK: f32 = 22.0;
const MARK_GAP: f32 = 7.0;
/// Gap between two lines of choices.
const LINE_GAP: f32 = 4.0;

/// Widths of the choices (points).
fn widths(ui: &Ui, choices: &[Choice<'_>]) -> Vec<f32> {
    let width = |choice: &Choice<'_>| {
        let words = Type::LABEL_STRONG.galley(ui.painter(), choice.label, Color32::PLACEHOLDER);
        let mark = choice.kind.map_or(0.0, |_| MARK + MARK_GAP);
        (words.size().x + mark + 2.0 * PAD).ceil()
    };
    choices.iter().map(width).collect()
}

/// Width that the choices take on one line (points).
pub fn segment_width(ui: &Ui, choices: &[Choice<'_>]) -> f32 {
    widths(ui, choices).iter().sum()
}

/// Draws the choices with `selected` filled, and returns a newly clicked one. `name` is what is
/// chosen, such as "Roadmap", and is read before each of them.
pub fn wrapped_segment_ui(
    ui: &mut Ui,
    name: &str,
    choices: &[Choice<'_>],
    selected: usize,
) -> Option<usize> {
    let widths = widths(ui, choices);
    let lines = lines(&widths, ui.available_width());
    let mut chosen = None;
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            ui.add_space(LINE_GAP);
        }
        let total: f32 = widths[line.clone()].iter().sum();
        let (_, outer) = ui.allocate_space(vec2(total, space::SEGMENT));
        let clicked = line_ui(ui, name, choices, &widths, line.clone(), selected, outer);
        chosen = clicked.or(chosen);
    }
    chosen
}

/// Which choices stand on which line, as many as fit on each.
fn lines(widths: &[f32], room: f32) -> Vec<std::ops::Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut used = 0.0;
    for (index, width) in widths.iter().enumerate() {
        if index > start && used + width > room {
            lines.push(start..index);
            start = index;
            used = 0.0;
        }
        used += width;
    }
    if start < widths.len() {
        lines.push(start..widths.len());
    }
    lines
}

fn line_ui(
    ui: &Ui,
    name: &str,
    choices: &[Choice<'_>],
    widths: &[f32],
    line: std::ops::Range<usize>,
    selected: usize,
    outer: Rect,
) -> Option<usize> {
    let theme = Theme::of(ui);
    let corner = CornerRadius::same(radius::BUTTON);
    ui.painter().rect_filled(outer, corner, theme.field);
    let (first, last) = (line.start, line.end);
    let mut left = outer.left();
    let mut chosen = None;
    for index in line {
        let (Some(choice), Some(width)) = (choices.get(index), widths.get(index)) else {
            continue;
        };
        let rect = Rect::from_min_size(pos2(left, outer.top()), vec2(*width, outer.height()));
        let id = ui.scope_id().with(("choice", name, index));
        let response = ui.interact(rect, id, Sense::click());
        let is_selected = index == selected;
        let round = |at_end: bool| if at_end { radius::BUTTON } else { 0 };
        let ends = CornerRadius {
            nw: round(index == first),
            sw: round(index == first),
            ne: round(index + 1 == last),
            se: round(index + 1 == last),
        };
        let fill = match (is_selected, response.hovered()) {
            (true, _) => theme.selected,
            (false, true) => theme.hover,
            (false, false) => Color32::TRANSPARENT,
        };
        ui.painter().rect_filled(rect, ends, fill);
        if index > first {
            let x = rect.left().round() + 0.5;
            ui.painter()
                .vline(x, outer.y_range(), Stroke::new(1.0, theme.border));
        }
        let (style, color) = match (is_selected, response.hovered()) {
            (true, _) => (Type::LABEL_STRONG, theme.text),
            (false, true) => (Type::LABEL, theme.text),
            (false, false) => (Type::LABEL, theme.text2),
        };
        let mut x = rect.left() + PAD;
        if let Some(kind) = choice.kind {
            let y = rect.center().y;
            paint_sample(ui.painter(), pos2(x, y), MARK, kind, theme);
            x += MARK + MARK_GAP;
        }
        let middle = pos2((x + rect.right() - PAD) / 2.0, rect.center().y);
        text::paint(
            ui.painter(),
            middle,
            Align2::CENTER_CENTER,
            choice.label,
            style,
            color,
        );
        paint_focus(ui, rect, radius::BUTTON, &response);
        let enabled = ui.is_enabled();
        response.widget_info(|| {
            let words = format!("{name}: {}", choice.full);
            WidgetInfo::selected(Role::RadioButton, enabled, is_selected, words)
        });
        if response.clicked() && !is_selected {
            chosen = Some(index);
        }
        left = rect.right();
    }
    ui.painter().rect_stroke(
        outer,
        corner,
        Stroke::new(1.0, theme.border),
        StrokeKind::Inside,
    );
    chosen
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn choices_that_do_not_fit_go_to_the_next_line() {
        // 60 + 60 = 120 fits in 130, a third does not.
        assert_eq!(lines(&[60.0; 5], 130.0), [0..2, 2..4, 4..5]);
        assert_eq!(lines(&[60.0; 4], 130.0), [0..2, 2..4]);
        // One that is too wide by itself still gets a line.
        assert_eq!(lines(&[90.0, 90.0], 50.0), [0..1, 1..2]);
        assert!(lines(&[], 50.0).is_empty());
    }
}
