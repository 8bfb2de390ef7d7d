//! The column beside the bars: what is worth finding out, how the answer splits, where it turns.

use super::line;
use super::model::{Item, Known};
use crate::app::theme::text::paint;
use crate::app::theme::{Theme, Type, radius};
use crate::units;
use eframe::egui::{Align2, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// Width of the bars.
const BARS: f32 = 62.0;
/// Room for a figure at the right.
const FIGURE: f32 = 62.0;
/// Height of an item of two lines.
const TWO_LINES: f32 = 43.0;
/// Room above a section.
const ABOVE: f32 = 20.0;

fn heading_ui(ui: &mut Ui, title: &str, note: &str) {
    let theme = Theme::of(ui);
    let is_first = ui.min_rect().height() <= 4.0;
    ui.add_space(if is_first { 4.0 } else { ABOVE });
    Type::HEADING.label(ui, title, theme.text);
    if !note.is_empty() {
        Type::LABEL.label(ui, note, theme.text2);
    }
    ui.add_space(2.0);
}

/// What knowing each input exactly would save.
pub(super) fn worth_ui(ui: &mut Ui, known: &Known<'_>) {
    let theme = Theme::of(ui);
    heading_ui(
        ui,
        "Worth finding out first",
        "most you should pay to know each number exactly",
    );
    if known.worth.is_empty() {
        Type::ROW.label(
            ui,
            "No answer to any one question would change the choice.",
            theme.text2,
        );
    }
    for item in &known.worth {
        item_ui(ui, item, true);
    }
    ui.add_space(4.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let painter = ui.painter();
    let y = rect.center().y;
    let style = Type::ROW_STRONG;
    paint(
        painter,
        pos2(rect.left(), y),
        Align2::LEFT_CENTER,
        "All of them",
        style,
        theme.text,
    );
    paint(
        painter,
        pos2(rect.right(), y),
        Align2::RIGHT_CENTER,
        &known.all,
        style,
        theme.text,
    );
    let words = format!(
        "All of them: {}, within {} or so",
        known.all, known.all_error
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    let error = format!("The estimate is within {} or so.", known.all_error);
    let note = format!("{} {error}", known.all_note);
    Type::LABEL.label(ui, note.trim_start(), theme.text2);
}

/// How the variance splits.
pub(super) fn parts_ui(ui: &mut Ui, known: &Known<'_>) {
    if known.parts.is_empty() {
        return;
    }
    let theme = Theme::of(ui);
    heading_ui(
        ui,
        "How the answer splits",
        "parts of the variance, interactions counted for each input that has a share in them",
    );
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    let mut left = rect.left();
    let shade = |at: usize| theme.neutral[at.min(theme.neutral.len() - 1)];
    for (at, part) in known.parts.iter().enumerate() {
        let width = rect.width() * part.share as f32;
        let piece = Rect::from_x_y_ranges(left..=left + (width - 1.0).max(0.0), rect.y_range());
        ui.painter()
            .rect_filled(piece, CornerRadius::ZERO, shade(at));
        left += width;
    }
    ui.add_space(4.0);
    for (at, part) in known.parts.iter().enumerate() {
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), 17.0), Sense::hover());
        let painter = ui.painter();
        let y = rect.center().y;
        let square = Rect::from_center_size(pos2(rect.left() + 5.0, y), vec2(9.0, 9.0));
        painter.rect_filled(square, CornerRadius::same(radius::BAR), shade(at));
        let share = units::share(part.share);
        let name = Type::LABEL.galley_elided(painter, &part.name, theme.text, rect.width() - 70.0);
        let place = Align2::LEFT_CENTER.anchor_size(pos2(rect.left() + 16.0, y), name.size());
        painter.galley(place.min, name, theme.text);
        let right = pos2(rect.right(), y);
        paint(
            painter,
            right,
            Align2::RIGHT_CENTER,
            &share,
            Type::LABEL,
            theme.text2,
        );
        let words = format!("{}: {share} of the variance", part.name);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    }
}

/// Where the answer turns.
pub(super) fn turns_ui(ui: &mut Ui, known: &Known<'_>) {
    let theme = Theme::of(ui);
    heading_ui(
        ui,
        "What would change it",
        "one input at a time, and how likely that is",
    );
    if known.turns.is_empty() {
        let words = "No input alone changes the answer within its range.";
        Type::ROW.label(ui, words, theme.text2);
    }
    for item in &known.turns {
        item_ui(ui, item, false);
    }
}

/// What the worst futures have in common.
pub(super) fn failing_ui(ui: &mut Ui, known: &Known<'_>) {
    if known.failing.is_empty() {
        return;
    }
    let theme = Theme::of(ui);
    heading_ui(ui, "Futures that fail", "");
    for (at, words) in known.failing.iter().enumerate() {
        let color = if at == 0 { theme.text } else { theme.text2 };
        Type::ROW.label(ui, words, color);
    }
}

/// A name with a note beneath, a bar and a figure at the right.
fn item_ui(ui: &mut Ui, item: &Item, with_bar: bool) {
    let theme = Theme::of(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), TWO_LINES), Sense::hover());
    let painter = ui.painter();
    let first = rect.top() + 13.0;
    let second = rect.top() + 30.0;
    let bars = if with_bar { BARS + 10.0 } else { 0.0 };
    let room = rect.width() - FIGURE - bars - 6.0;
    let name = Type::ROW.galley_elided(painter, &item.name, theme.text, room);
    let elided = name.elided;
    let at = Align2::LEFT_CENTER.anchor_size(pos2(rect.left(), first), name.size());
    painter.galley(at.min, name, theme.text);
    let note = Type::LABEL.galley_elided(painter, &item.note, theme.text2, rect.width());
    let at = Align2::LEFT_CENTER.anchor_size(pos2(rect.left(), second), note.size());
    painter.galley(at.min, note, theme.text2);
    if with_bar {
        let end = rect.right() - FIGURE;
        let length = (BARS * item.share as f32).max(2.0);
        let bar = Rect::from_x_y_ranges(end - length..=end, first - 3.5..=first + 3.5);
        painter.rect_filled(bar, CornerRadius::same(radius::BAR), theme.neutral[0]);
    }
    let style = Type::LABEL_STRONG;
    let right = pos2(rect.right(), first);
    paint(
        painter,
        right,
        Align2::RIGHT_CENTER,
        &item.figure,
        style,
        theme.text,
    );
    line(ui, rect, theme.hairline);
    let words = format!("{}, {}: {}", item.name, item.note, item.figure);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    if elided {
        response.on_hover_text(item.name.as_str());
    }
}
