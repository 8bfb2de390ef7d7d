//! The column beside the curve: the tripwire worth watching, what first, what another month costs.

use super::line;
use super::model::{Card, CardBar, Item, Shown};
use crate::app::theme::text::paint;
use crate::app::theme::{RoadmapLook, Theme, Type, radius};
use eframe::egui::{
    Align2, CornerRadius, Frame, Margin, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// Height of a line of a list.
const LINE: f32 = 25.0;
/// Width of the bars of gains.
const BARS: f32 = 56.0;
/// Room for a figure at the right.
const FIGURE: f32 = 66.0;
/// Room above a section.
const ABOVE: f32 = 20.0;

/// The rule for the wall.
pub(super) fn card_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let Some(card) = &shown.card else { return };
    let theme = Theme::of(ui);
    let frame = Frame::NONE
        .inner_margin(Margin::symmetric(16, 12))
        .corner_radius(CornerRadius::same(radius::BOX))
        .stroke(Stroke::new(1.0, theme.border));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        Type::LABEL_STRONG.label(ui, "Tripwire", theme.text2);
        ui.add_space(5.0);
        Type::TITLE.label(ui, &card.rule, theme.text);
        ui.add_space(3.0);
        Type::ROW.label(ui, &card.rest, theme.text2);
        if let Some(bar) = &card.bar {
            ui.add_space(8.0);
            bar_ui(ui, card, bar);
        }
    });
}

/// Today against the threshold.
fn bar_ui(ui: &mut Ui, card: &Card, bar: &CardBar) {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let most = bar.today.max(bar.threshold) * 1.25;
    if most <= 0.0 {
        return;
    }
    let x = |value: f64| rect.left() + rect.width() * (value / most).clamp(0.0, 1.0) as f32;
    let track = Rect::from_x_y_ranges(rect.x_range(), rect.top() + 4.0..=rect.top() + 12.0);
    let painter = ui.painter();
    let corner = CornerRadius::same(radius::BAR);
    painter.rect_filled(track, corner, theme.field);
    painter.rect_filled(track.with_max_x(x(bar.today)), corner, theme.neutral[0]);
    let color = RoadmapLook::Switch.color(theme);
    let at = x(bar.threshold);
    painter.vline(at, rect.top()..=rect.top() + 16.0, Stroke::new(2.0, color));
    let under = rect.top() + 26.0;
    let middle = |value: f32, words: &str, style: Type| {
        let half = style.galley(painter, words, theme.text).size().x / 2.0;
        value.clamp(rect.left() + half, rect.right() - half)
    };
    let today = middle(x(bar.today), &bar.today_text, Type::CAPTION);
    let threshold = middle(at, &bar.threshold_text, Type::CAPTION_STRONG);
    let near = (today - threshold).abs() < 90.0;
    if !near {
        let place = pos2(today, under);
        paint(
            painter,
            place,
            Align2::CENTER_CENTER,
            &bar.today_text,
            Type::CAPTION,
            theme.text2,
        );
    }
    let place = pos2(threshold, under);
    paint(
        painter,
        place,
        Align2::CENTER_CENTER,
        &bar.threshold_text,
        Type::CAPTION_STRONG,
        color,
    );
    let words = format!("{} {}; {}", card.rule, bar.today_text, bar.threshold_text);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &words));
}

/// What to take out first, and which units would be best.
pub(super) fn first_ui(ui: &mut Ui, shown: &Shown<'_>) {
    let theme = Theme::of(ui);
    if !shown.first.is_empty() {
        heading_ui(
            ui,
            "What first",
            "at likely values; each gain counts the steps before it",
        );
        let kind = RoadmapLook::Switch.color(theme);
        list_ui(ui, &shown.first, Some(kind));
    }
    if let Some(words) = &shown.partition {
        ui.add_space(8.0);
        Type::LABEL.label(ui, words, theme.text2);
    }
}

/// What another month costs.
pub(super) fn months_ui(ui: &mut Ui, shown: &Shown<'_>) {
    if shown.months.is_empty() {
        return;
    }
    let against = if shown.best.is_some() {
        "against the best month"
    } else {
        "against never splitting"
    };
    heading_ui(ui, "What another month costs", against);
    list_ui(ui, &shown.months, None);
}

fn heading_ui(ui: &mut Ui, title: &str, note: &str) {
    let theme = Theme::of(ui);
    let is_first = ui.min_rect().height() <= 4.0;
    ui.add_space(if is_first { 4.0 } else { ABOVE });
    Type::HEADING.label(ui, title, theme.text);
    Type::LABEL.label(ui, note, theme.text2);
    ui.add_space(2.0);
}

/// Names, notes, bars where a colour is given, and figures.
fn list_ui(ui: &mut Ui, items: &[Item], bars: Option<eframe::egui::Color32>) {
    let theme = Theme::of(ui);
    let most = items
        .iter()
        .map(|item| item.amount.abs())
        .fold(0.0, f64::max);
    for item in items {
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
        let painter = ui.painter();
        let y = rect.center().y;
        let right = rect.right() - FIGURE - if bars.is_some() { BARS + 8.0 } else { 0.0 };
        let name = Type::ROW.galley_elided(painter, &item.name, theme.text, right - rect.left());
        let end = rect.left() + name.size().x;
        let at = Align2::LEFT_CENTER.anchor_size(pos2(rect.left(), y), name.size());
        painter.galley(at.min, name, theme.text);
        let left = right - end - 10.0;
        if left > 30.0 && !item.note.is_empty() {
            // Half a reason is none.
            let note = Type::LABEL.galley(painter, &item.note, theme.text2);
            if note.size().x <= left {
                let at = Align2::LEFT_CENTER.anchor_size(pos2(end + 10.0, y), note.size());
                painter.galley(at.min, note, theme.text2);
            }
        }
        if let Some(color) = bars.filter(|_| most > 0.0) {
            let length = BARS * (item.amount.abs() / most) as f32;
            let start = rect.right() - FIGURE - BARS;
            let color = if item.amount < 0.0 {
                color
            } else {
                theme.neutral[0]
            };
            let bar = Rect::from_x_y_ranges(start..=start + length.max(2.0), y - 3.0..=y + 3.0);
            painter.rect_filled(bar, CornerRadius::same(radius::BAR), color);
        }
        let place = pos2(rect.right(), y);
        let style = Type::LABEL_STRONG;
        paint(
            painter,
            place,
            Align2::RIGHT_CENTER,
            &item.figure,
            style,
            theme.text,
        );
        line(ui, rect, theme.hairline);
        let words = format!("{}, {}: {}", item.name, item.note, item.figure);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    }
}
