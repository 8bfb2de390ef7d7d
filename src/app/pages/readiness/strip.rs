//! The strip at the foot of the Readiness page: when each roadmap is ready.

use super::model::ReadinessView;
use crate::analysis::report::RoadmapReport;
use crate::app::charts::marks::paint_sample;
use crate::app::panels::why::ask;
use crate::app::theme::{Theme, Type};
use crate::app::view::look_of;
use crate::app::widgets::figure_hover;
use eframe::egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Least width of a column.
const LEAST: f32 = 148.0;
/// Height of a line of columns: name, figure, two lines of note.
const LINE: f32 = 18.0 + 27.0 + 32.0;
/// Room between columns, half of it on each side of the rule.
const PAD: f32 = 24.0;
/// Width of a roadmap's mark.
const MARK: f32 = 22.0;

fn in_a_line(width: f32, count: usize) -> usize {
    let fitting = ((width + PAD) / (LEAST + PAD)).floor().max(1.0) as usize;
    let lines = count.div_ceil(fitting).max(1);
    count.div_ceil(lines).max(1)
}

/// Height of the strip.
pub(super) fn height(ui: &Ui, model: &ReadinessView<'_>) -> f32 {
    let count = model.strip.len();
    LINE * count.div_ceil(in_a_line(ui.available_width(), count)) as f32
}

/// Draws the strip across the available width.
///
/// A click asks about the readiness index in the month in which it is lowest.
pub(super) fn strip_ui(ui: &mut Ui, model: &ReadinessView<'_>, picture: bool) {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    let each = in_a_line(width, model.strip.len());
    let column = (width + PAD) / each as f32;
    for line in model.strip.chunks(each) {
        let (_, area) = ui.allocate_space(vec2(width, LINE));
        for (index, standing) in line.iter().enumerate() {
            let left = area.left() + column * index as f32;
            let rect = Rect::from_min_size(pos2(left, area.top()), vec2(column - PAD, LINE));
            if index > 0 {
                let rule = area.top()..=area.bottom() - 10.0;
                ui.painter().vline(
                    (left - PAD / 2.0).round() - 0.5,
                    rule,
                    Stroke::new(1.0, theme.hairline),
                );
            }
            let kind = look_of(standing.roadmap);
            let painter = ui.painter();
            paint_sample(painter, pos2(left, area.top() + 8.0), MARK, kind, theme);
            let color = kind.color(theme);
            let room = rect.width() - MARK - 7.0;
            let label = &standing.roadmap.label;
            let name = Type::LABEL_STRONG.galley_elided(painter, label, color, room);
            painter.galley(pos2(left + MARK + 7.0, area.top()), name, color);
            let figure = Type::FIGURE_SMALL.galley_elided(
                painter,
                &standing.figure,
                theme.text,
                rect.width(),
            );
            painter.galley(pos2(left, area.top() + 18.0), figure, theme.text);
            let note =
                Type::CAPTION.galley_wrapped(painter, &standing.note, theme.text3, rect.width());
            painter.galley(pos2(left, area.top() + 46.0), note, theme.text3);
            let id = ui.scope_id().with(("standing", &standing.roadmap.id));
            let words = format!("{label}: {}, {}", standing.figure, standing.note);
            let lowest = lowest(standing.roadmap).filter(|_| !picture);
            let (sense, role) = match lowest {
                Some(_) => (Sense::click(), Role::Button),
                None => (Sense::hover(), Role::Label),
            };
            let response = ui.interact(rect, id, sense);
            response.widget_info(|| WidgetInfo::labeled(role, true, &words));
            if let Some(month) = lowest {
                // What is asked about is the index in the note, not the month above it.
                figure_hover(ui, &response, rect.with_min_y(area.top() + 46.0));
                if response.clicked() {
                    ask(ui, "readiness_index", &standing.roadmap.id, Some(month));
                }
            }
            response.on_hover_text(words.as_str());
        }
    }
}

/// The month in which a roadmap's readiness index is lowest.
fn lowest(roadmap: &RoadmapReport) -> Option<usize> {
    let index = &roadmap.series.as_ref()?.readiness_index;
    let all = index.iter().enumerate();
    all.min_by(|a, b| a.1.total_cmp(b.1))
        .map(|(month, _)| month)
}

#[cfg(test)]
mod tests {
    use super::in_a_line;

    #[test]
    fn columns_spread_evenly_over_the_lines() {
        // (712 + 24) / 172 = 4.3: four fit, so five take two lines of three and two.
        assert_eq!(in_a_line(712.0, 5), 3);
        // (1072 + 24) / 172 = 6.4.
        assert_eq!(in_a_line(1072.0, 5), 5);
        assert_eq!(in_a_line(100.0, 3), 1);
    }
}
