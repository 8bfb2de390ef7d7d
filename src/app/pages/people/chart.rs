//! Heads by role as stacked areas, with the need as a dashed line above them.

use super::model::{PeopleView, most};
use crate::app::charts::hover::{HoverRow, hover_card};
use crate::app::charts::labels::push_apart;
use crate::app::charts::marks::{area, paint_actuals};
use crate::app::charts::scale::amount_scale;
use crate::app::charts::{Frame, FrameResponse, XLabels};
use crate::app::theme::text::paint;
use crate::app::theme::{Theme, Type};
use crate::app::view::look_of;
use crate::units;
use eframe::egui::{Align2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

/// Room for tick labels at the left, and for names at the right.
const LEFT: f32 = 34.0;
const RIGHT: f32 = 150.0;
/// Room for the labels beneath.
const BELOW: f32 = 22.0;
/// Least distance of two names.
const PITCH: f32 = 16.0;

/// Draws the chart, `height` points high with its labels; returns a month that was clicked.
pub(super) fn chart_ui(
    ui: &mut Ui,
    model: &PeopleView<'_>,
    hover: &mut Option<usize>,
    height: f32,
) -> Option<usize> {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let plot = Rect::from_min_max(
        pos2(rect.left() + LEFT, rect.top() + 8.0),
        pos2(rect.right() - RIGHT, rect.bottom() - BELOW),
    );
    // Head room for the words above the ceiling.
    let turned_out = model.actual.iter().map(|(_, heads)| *heads);
    let top = most(&model.groups, model.need).max(model.ceiling.unwrap_or_default() * 1.12);
    let top = turned_out.fold(top, f64::max);
    let scale = amount_scale(0.0, top);
    let tick = |value: f64| units::decimal(value, 0);
    let frame = Frame {
        id: ui.scope_id().with("people"),
        plot,
        summary: &model.summary,
        time: model.words.time(),
        scale: &scale,
        tick_format: Some(&tick),
        x_labels: XLabels::Months,
    };
    let framed = frame.show(ui, hover, |_| {});
    areas(ui, theme, &framed, model);
    lines(ui, theme, &framed, model);
    paint_actuals(ui, theme, &framed, &model.actual, "as it turned out");
    names(ui, theme, &framed, model, rect);
    hovered(ui, theme, &framed, model, *hover);
    framed.clicked
}

fn areas(ui: &Ui, theme: &Theme, framed: &FrameResponse, model: &PeopleView<'_>) {
    let clip = framed.plot.expand(1.0).intersect(ui.clip_rect());
    let painter = ui.painter().with_clip_rect(clip);
    let mut sums = vec![0.0; model.need.len()];
    let mut below = framed.points(&sums);
    for group in &model.groups {
        for (sum, heads) in sums.iter_mut().zip(&group.heads) {
            *sum += heads;
        }
        let above = framed.points(&sums);
        painter.add(area(&above, &below, group.category.color(theme)));
        painter.add(Shape::line(above.clone(), Stroke::new(1.0, theme.bg)));
        below = above;
    }
    let axis = Stroke::new(1.0, theme.axis);
    painter.hline(framed.plot.x_range(), framed.plot.bottom() - 0.5, axis);
}

/// The need, the ceiling, and where the change begins.
fn lines(ui: &Ui, theme: &Theme, framed: &FrameResponse, model: &PeopleView<'_>) {
    let clip = framed.plot.expand(1.0).intersect(ui.clip_rect());
    let painter = ui.painter().with_clip_rect(clip);
    if let Some(ceiling) = model.ceiling {
        let y = framed.y(ceiling);
        painter.hline(framed.plot.x_range(), y, Stroke::new(1.0, theme.strong));
        let text = format!("Hiring ceiling {}", units::decimal(ceiling, 0));
        let at = pos2(framed.plot.left() + 6.0, y - 2.0);
        paint(
            &painter,
            at,
            Align2::LEFT_BOTTOM,
            &text,
            Type::LABEL,
            theme.text2,
        );
    }
    if let (Some((month, title)), Some(chosen)) = (&model.begins, model.chosen) {
        let x = framed.x(*month as f64).round() - 0.5;
        let color = look_of(chosen).color(theme);
        painter.vline(x, framed.plot.y_range(), Stroke::new(1.0, color));
        let right = x + 200.0 > framed.plot.right();
        let (at, anchor) = if right {
            (x - 5.0, Align2::RIGHT_TOP)
        } else {
            (x + 5.0, Align2::LEFT_TOP)
        };
        let at = pos2(at, framed.plot.top() + 1.0);
        paint(&painter, at, anchor, title, Type::LABEL_STRONG, color);
    }
    let points = framed.points(model.need);
    painter.extend(Shape::dashed_line(
        &points,
        Stroke::new(1.8, theme.text),
        4.0,
        3.0,
    ));
}

/// Names and last figures at the right, pushed apart.
fn names(ui: &Ui, theme: &Theme, framed: &FrameResponse, model: &PeopleView<'_>, rect: Rect) {
    let last = model.need.len().saturating_sub(1);
    let mut list: Vec<(f32, String, bool)> = Vec::new();
    let mut below = 0.0;
    for group in &model.groups {
        let heads = group.heads.get(last).copied().unwrap_or_default();
        let row = model.rows.iter().find(|row| row.name == group.name);
        let shown = row
            .and_then(|row| row.figures.last())
            .copied()
            .unwrap_or_default();
        if shown > 0 {
            list.push((
                framed.y(below + heads / 2.0),
                format!("{} {shown}", group.name),
                false,
            ));
        }
        below += heads;
    }
    if let Some(need) = model.need.last() {
        let text = format!("Need {}", units::decimal(units::bought(*need), 0));
        list.push((framed.y(*need), text, true));
    }
    list.sort_by(|a, b| a.0.total_cmp(&b.0));
    let wanted: Vec<f32> = list.iter().map(|(y, ..)| *y).collect();
    let low = rect.top() + 8.0;
    let placed = push_apart(&wanted, PITCH, low, framed.plot.bottom() - 4.0);
    for (y, (_, text, strong)) in placed.into_iter().zip(&list) {
        let style = if *strong {
            Type::LABEL_STRONG
        } else {
            Type::LABEL
        };
        let at = pos2(framed.plot.right() + 9.0, y);
        paint(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            text,
            style,
            theme.text,
        );
    }
}

fn hovered(
    ui: &Ui,
    theme: &Theme,
    framed: &FrameResponse,
    model: &PeopleView<'_>,
    hover: Option<usize>,
) {
    let Some(month) = hover.filter(|month| *month < model.need.len()) else {
        return;
    };
    let x = framed.x(month as f64).round() - 0.5;
    let line = Stroke::new(1.0, theme.text);
    ui.painter().vline(x, framed.plot.y_range(), line);
    if framed.hovered.is_none() {
        return;
    }
    let row = |swatch, figure: f64, rest: &str| HoverRow {
        marker: None,
        swatch,
        figure: units::decimal(figure, 0),
        rest: rest.to_owned(),
    };
    let mut rows = vec![row(None, model.need[month], "needed")];
    for group in model.groups.iter().rev() {
        let color = group.category.color(theme);
        rows.push(row(Some(color), group.heads[month], group.name));
    }
    let bounds = framed
        .plot
        .expand2(vec2(160.0, 0.0))
        .intersect(ui.clip_rect());
    hover_card(ui, bounds, x, &model.words.short(month), &rows, "");
}
