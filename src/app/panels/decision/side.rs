//! The column beside the charts: why, goals, runway, warnings.

use super::model::DecisionView;
use crate::analysis::report::Warning;
use crate::app::charts::{Reason, Waterfall};
use crate::app::theme::{Theme, Type};
use crate::app::view::kind_of;
use crate::app::widgets::{Icon, paint_icon};
use eframe::egui::{Sense, Stroke, Ui, vec2};

/// Warnings shown before the rest is only counted.
const SHOWN: usize = 3;

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
        kind: kind_of(best),
        reasons: &reasons,
        total_label: &why.total_label,
        total_figure: &why.total_figure,
    };
    waterfall.show(ui);
}

/// Draws goals, runway and warnings across the available width.
pub(super) fn notes_ui(ui: &mut Ui, view: &DecisionView<'_>) {
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
    warnings_ui(ui, &view.words.report.warnings);
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

fn warnings_ui(ui: &mut Ui, warnings: &[Warning]) {
    if warnings.is_empty() {
        return;
    }
    let theme = Theme::of(ui);
    heading_ui(ui, "Before you rely on it");
    for (index, warning) in warnings.iter().take(SHOWN).enumerate() {
        if index > 0 {
            rule_ui(ui);
        }
        Type::ROW.label(ui, &warning.message, theme.text);
        Type::LABEL.label(ui, &warning.hint, theme.text2);
    }
    if warnings.len() > SHOWN {
        rule_ui(ui);
        let rest = warnings.len() - SHOWN;
        let more = Type::LABEL.label(ui, format!("{rest} more"), theme.text2);
        more.on_hover_ui(|ui| warnings_list_ui(ui, &warnings[SHOWN..]));
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

/// A heading with its room above, unless it is the first of the column.
fn heading_ui(ui: &mut Ui, text: &str) {
    if ui.min_rect().height() > 4.0 {
        ui.add_space(20.0);
    }
    Type::HEADING.label(ui, text, Theme::of(ui).text);
    ui.add_space(5.0);
}

/// A sentence, with a warning sign when it says what is wrong.
fn note_ui(ui: &mut Ui, text: &str, wrong: bool) {
    let theme = Theme::of(ui);
    if !wrong {
        Type::ROW.label(ui, text, theme.text2);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 7.0;
        let (sign, _) = ui.allocate_exact_size(vec2(14.0, 18.0), Sense::hover());
        paint_icon(ui.painter(), Icon::Warning, sign.center(), 14.0, theme.caution);
        Type::ROW.label(ui, text, theme.text);
    });
}

fn rule_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), 11.0), Sense::hover());
    let y = rule.center().y.round() + 0.5;
    ui.painter().hline(rule.x_range(), y, Stroke::new(1.0, theme.hairline));
}
