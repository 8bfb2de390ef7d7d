//! The column beside the charts: why, goals, runway, warnings.

use super::model::DecisionView;
use super::sure::Sure;
use crate::analysis::report::Warning;
use crate::app::charts::{Reason, Waterfall, futures_ui};
use crate::app::theme::{Theme, Type};
use crate::app::view::look_of;
use crate::app::widgets::{Icon, paint_icon};
use eframe::egui::{Role, Sense, Stroke, Ui, WidgetInfo, vec2};

/// Warnings shown before the rest is only counted.
const SHOWN: usize = 3;
/// Height of a heading, its room included.
const HEADING: f32 = 43.0;
/// Height of a rule between two warnings, its room included.
const RULE: f32 = 11.0;

/// Draws what the difference is made of across the available width.
pub(super) fn why_ui(ui: &mut Ui, view: &DecisionView<'_>) {
    let (Some(why), Some(best)) = (&view.why, view.words.recommended) else {
        return;
    };
    heading_ui(ui, "Why");
    ui.add_space(3.0);
    let reasons: Vec<Reason<'_>> = why
        .reasons
        .iter()
        .map(|reason| Reason {
            title: &reason.title,
            detail: &reason.detail,
            figure: &reason.figure,
            value: reason.value,
        })
        .collect();
    let waterfall = Waterfall {
        kind: look_of(best),
        reasons: &reasons,
        total_label: &why.total_label,
        total_figure: &why.total_figure,
        opens: false,
    };
    waterfall.show(ui);
}

/// Draws what would change the answer, as much of it as ends above `bottom`.
pub(super) fn changes_ui(ui: &mut Ui, view: &DecisionView<'_>, bottom: f32) {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    for (shown, change) in view.changes.iter().enumerate() {
        let painter = ui.painter();
        let title = Type::ROW.galley_wrapped(painter, &change.title, theme.text, width);
        let now = Type::LABEL.galley(painter, &change.now, theme.text2);
        // What is now stands beside the title where both fit on a line, else behind what follows.
        let beside = title.size().x + 8.0 + now.size().x <= width;
        let then = match (change.then.is_empty(), beside || change.now.is_empty()) {
            (false, false) => format!("{}; {}", change.then, change.now),
            _ => change.then.clone(),
        };
        let then = Type::LABEL.galley_wrapped(painter, &then, theme.text2, width);
        let under = if change.then.is_empty() {
            0.0
        } else {
            then.size().y
        };
        let head = if shown == 0 { HEADING } else { RULE };
        if ui.cursor().top() + head + title.size().y + under > bottom {
            break;
        }
        if shown == 0 {
            heading_ui(ui, "What would change it");
        } else {
            rule_ui(ui);
        }
        let size = vec2(width, title.size().y + under);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let painter = ui.painter();
        let second = rect.left_top() + vec2(0.0, title.size().y);
        painter.galley(rect.min, title, theme.text);
        if beside {
            let at = rect.right_top() + vec2(-now.size().x, 1.0);
            painter.galley(at, now, theme.text2);
        }
        if !change.then.is_empty() {
            painter.galley(second, then, theme.text2);
        }
        response.widget_info(|| {
            let words = format!("{} {} {}", change.title, change.then, change.now);
            WidgetInfo::labeled(Role::Label, true, words.trim())
        });
    }
}

/// Height of goals and runway, which stand under what would change the answer.
pub(super) fn notes_height(view: &DecisionView<'_>) -> f32 {
    let goals = view
        .goals
        .map_or(0.0, |broken| HEADING + 22.0 * broken.len().max(1) as f32);
    let lines = view.runway.as_ref().map_or(0, |runway| runway.lines.len());
    let runway = if lines > 0 {
        HEADING + 36.0 * lines as f32
    } else {
        0.0
    };
    goals + runway
}

/// Draws the futures as dots with what they say beside them; a line alone where there is no room.
pub(super) fn sure_ui(ui: &mut Ui, sure: &Sure, narrow: bool) {
    let theme = Theme::of(ui);
    let spoken = format!("{}. {}.", sure.title, sure.rest);
    if narrow {
        Type::LABEL.label(ui, spoken, theme.text3);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        let all = format!("{spoken} {}", sure.regret);
        futures_ui(ui, &all, &sure.counts).on_hover_text(&sure.regret);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.add_space(8.0);
            Type::ROW_STRONG.label(ui, &sure.title, theme.text);
            Type::LABEL.label(ui, &sure.rest, theme.text2);
        });
    });
}

/// Draws goals, runway and warnings across the available width; of the warnings as many as end
/// above `bottom`.
pub(super) fn notes_ui(ui: &mut Ui, view: &DecisionView<'_>, bottom: f32) {
    ui.spacing_mut().item_spacing.y = 0.0;
    if let Some(broken) = view.goals {
        goals_ui(ui, broken);
    }
    if let Some(runway) = &view.runway {
        heading_ui(ui, "Runway");
        for (index, line) in runway.lines.iter().enumerate() {
            note_ui(ui, line, runway.short && index == 0);
        }
    }
    warnings_ui(ui, &view.words.report.warnings, bottom);
}

fn goals_ui(ui: &mut Ui, broken: &[String]) {
    heading_ui(ui, "Goals");
    if broken.is_empty() {
        note_ui(ui, "Every goal stated is met.", false);
    }
    for goal in broken {
        note_ui(ui, goal, true);
    }
}

fn warnings_ui(ui: &mut Ui, warnings: &[Warning], bottom: f32) {
    if warnings.is_empty() {
        return;
    }
    let theme = Theme::of(ui);
    heading_ui(ui, "Before you rely on it");
    let width = ui.available_width();
    let height = |ui: &Ui, warning: &Warning| {
        let lines = |style: Type, text: &str| {
            style
                .galley_wrapped(ui.painter(), text, theme.text, width)
                .size()
                .y
        };
        lines(Type::ROW, &warning.message) + lines(Type::LABEL, &warning.hint) + RULE
    };
    let mut shown = 0;
    for warning in warnings.iter().take(SHOWN) {
        if shown > 0 && ui.cursor().top() + height(ui, warning) + RULE + 16.0 > bottom {
            break;
        }
        if shown > 0 {
            rule_ui(ui);
        }
        Type::ROW.label(ui, &warning.message, theme.text);
        Type::LABEL.label(ui, &warning.hint, theme.text2);
        shown += 1;
    }
    if warnings.len() > shown {
        rule_ui(ui);
        let text = format!("{} more", warnings.len() - shown);
        let more = ui.label(Type::LABEL.rich(text, theme.text2).underline());
        more.on_hover_ui(|ui| warnings_list_ui(ui, &warnings[shown..]));
    }
}

/// Warnings one under the other, for a card that hovers.
pub(super) fn warnings_list_ui(ui: &mut Ui, warnings: &[Warning]) {
    let theme = Theme::of(ui);
    for (index, warning) in warnings.iter().enumerate() {
        if index > 0 {
            ui.add_space(6.0);
        }
        Type::ROW.label(ui, &warning.message, theme.text);
        Type::LABEL.label(ui, &warning.hint, theme.text2);
    }
}

/// A heading with its room above; the first of a column is in line with the chart's title and
/// controls beside it.
fn heading_ui(ui: &mut Ui, text: &str) {
    let first = ui.min_rect().height() <= 4.0;
    ui.add_space(if first { 4.0 } else { 20.0 });
    Type::HEADING.label(ui, text, Theme::of(ui).text);
    ui.add_space(5.0);
}

/// A sentence, with a warning sign when it says what is wrong.
fn note_ui(ui: &mut Ui, text: &str, wrong: bool) {
    const SIGN: f32 = 21.0;
    let theme = Theme::of(ui);
    if !wrong {
        Type::ROW.label(ui, text, theme.text2);
        return;
    }
    let galley =
        Type::ROW.galley_wrapped(ui.painter(), text, theme.text, ui.available_width() - SIGN);
    let size = vec2(ui.available_width(), galley.size().y + 2.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let sign = rect.min + vec2(7.0, 9.0);
    paint_icon(ui.painter(), Icon::Warning, sign, 14.0, theme.caution);
    ui.painter()
        .galley(rect.min + vec2(SIGN, 0.0), galley, theme.text);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
}

fn rule_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), RULE), Sense::hover());
    let y = rule.center().y.round() + 0.5;
    ui.painter()
        .hline(rule.x_range(), y, Stroke::new(1.0, theme.hairline));
}
