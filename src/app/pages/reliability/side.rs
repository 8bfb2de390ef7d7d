//! The column beside the matrices: the last year by cause, what spans units, latency, parts, goals.

use super::model::{Column, ReliabilityView};
use crate::app::theme::text::{paint, runs};
use crate::app::theme::{Theme, Type};
use crate::app::view::{ResultsView, look_of};
use crate::app::widgets::columns::{GAP, columns_ui};
use crate::app::widgets::segment_ui;
use eframe::egui::{Align2, Color32, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Width of a column of figures.
const FIGURES: f32 = 84.0;
/// Height of a line.
const LINE: f32 = 23.0;
/// Room above a section.
const ABOVE: f32 = 16.0;

/// The column in a window too narrow for it: table at the left, the rest at the right.
pub(super) fn below_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &ReliabilityView<'_>,
    incidents: &mut bool,
) {
    let width = (ui.available_width() - 2.0 * GAP) / 2.0;
    columns_ui(
        ui,
        [width, width],
        |ui| {
            table_ui(ui, view, model, incidents);
            goals_ui(ui, model);
        },
        |ui| {
            words_ui(ui, model, 0.0);
            parts_ui(ui, model);
        },
    );
}

/// The column as it stands beside the matrices.
pub(super) fn side_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &ReliabilityView<'_>,
    incidents: &mut bool,
) {
    table_ui(ui, view, model, incidents);
    words_ui(ui, model, ABOVE);
    parts_ui(ui, model);
    goals_ui(ui, model);
}

fn rule(ui: &Ui, rect: Rect, color: Color32) {
    let y = rect.bottom().round() - 0.5;
    ui.painter()
        .hline(rect.x_range(), y, Stroke::new(1.0, color));
}

fn table_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &ReliabilityView<'_>,
    incidents: &mut bool,
) {
    let theme = Theme::of(ui);
    let table = &model.table;
    if table.columns.is_empty() {
        return;
    }
    let shown = *incidents;
    if !view.picture {
        let selected = usize::from(shown);
        if let Some(chosen) = segment_ui(ui, "Counted", &["Hours down", "Incidents"], selected) {
            *incidents = chosen == 1;
        }
        ui.add_space(6.0);
    }
    let title = model.table_title(shown);
    let row =
        |ui: &mut Ui, name: &str, style: Type, cell: &dyn Fn(&Column<'_>) -> String, head: bool| {
            let (rect, _) =
                ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
            let y = rect.center().y;
            let painter = ui.painter();
            let (label, color) = if head {
                (Type::CAPTION, theme.text3)
            } else {
                (style, theme.text)
            };
            paint(
                painter,
                pos2(rect.left(), y),
                Align2::LEFT_CENTER,
                name,
                label,
                color,
            );
            for (place, column) in table.columns.iter().rev().enumerate() {
                let right = rect.right() - FIGURES * place as f32;
                let figure = cell(column);
                let color = if head {
                    look_of(column.roadmap).color(theme)
                } else {
                    color
                };
                let galley = style.galley_elided(painter, &figure, color, FIGURES - 6.0);
                let elided = galley.elided;
                let at = Align2::RIGHT_CENTER.anchor_size(pos2(right, y), galley.size());
                painter.galley(at.min, galley, color);
                let id = ui.scope_id().with(("reliability", name, place));
                let area = Rect::from_x_y_ranges(right - FIGURES + 6.0..=right, rect.y_range());
                let response = ui.interact(area, id, Sense::hover());
                let words = if head {
                    format!("{name}: {}", column.roadmap.label)
                } else {
                    format!("{name}, {}: {figure}", column.roadmap.label)
                };
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
                if elided {
                    response.on_hover_text(column.roadmap.label.as_str());
                }
            }
            rect
        };
    let rect = row(
        ui,
        &title,
        Type::CAPTION_STRONG,
        &|column| column.name.to_owned(),
        true,
    );
    rule(ui, rect, theme.border);
    for (index, cause) in table.causes.iter().enumerate() {
        let cell = |column: &Column<'_>| {
            table.figure(column.causes.get(index).copied().unwrap_or_default())
        };
        let rect = row(ui, cause, Type::ROW, &cell, false);
        let last = index + 1 == table.causes.len();
        rule(ui, rect, if last { theme.border } else { theme.hairline });
    }
    let all = |column: &Column<'_>| table.figure(column.all);
    let rect = row(ui, "All", Type::ROW_STRONG, &all, false);
    rule(ui, rect, theme.border);
    let availability = |column: &Column<'_>| column.availability.clone();
    let rect = row(ui, "Availability", Type::ROW, &availability, false);
    rule(ui, rect, theme.hairline);
    let per_thousand = |column: &Column<'_>| column.per_thousand.clone();
    let rect = row(ui, "Per 1,000 changes", Type::ROW, &per_thousand, false);
    rule(ui, rect, theme.hairline);
    let cost = |column: &Column<'_>| column.cost.clone();
    let rect = row(ui, "Cost to users", Type::ROW, &cost, false);
    rule(ui, rect, theme.hairline);
    if table
        .columns
        .iter()
        .any(|column| !column.latency.is_empty())
    {
        let latency = |column: &Column<'_>| column.latency.clone();
        let rect = row(ui, "of it latency", Type::ROW, &latency, false);
        rule(ui, rect, theme.hairline);
    }
    if shown {
        ui.add_space(4.0);
        let words = "Hosted APIs and spikes take hours but count no incidents.";
        Type::CAPTION.label(ui, words, theme.text3);
    }
}

fn words_ui(ui: &mut Ui, model: &ReliabilityView<'_>, above: f32) {
    let theme = Theme::of(ui);
    let mut above = above;
    for (title, text) in [
        ("What still spans units", &model.spans),
        ("Added latency", &model.latency),
    ] {
        if text.is_empty() {
            continue;
        }
        ui.add_space(above);
        above = ABOVE;
        Type::HEADING.label(ui, title, theme.text);
        ui.add_space(3.0);
        Type::LABEL.label(ui, text, theme.text2);
    }
}

fn parts_ui(ui: &mut Ui, model: &ReliabilityView<'_>) {
    let theme = Theme::of(ui);
    if model.parts.is_empty() {
        return;
    }
    ui.add_space(ABOVE);
    let title = format!(
        "Parts that cost the most hours, {}",
        model.words.last_year()
    );
    Type::HEADING.label(ui, title, theme.text);
    for part in &model.parts {
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
        let painter = ui.painter();
        let y = rect.center().y;
        let right = pos2(rect.right(), y);
        let hours = paint(
            painter,
            right,
            Align2::RIGHT_CENTER,
            &part.hours,
            Type::ROW_STRONG,
            theme.text,
        );
        let mut job = runs(&[
            (&part.name, Type::ROW, theme.text),
            ("  ", Type::LABEL, theme.text2),
            (&part.note, Type::LABEL, theme.text2),
        ]);
        let room = hours.left() - rect.left() - 8.0;
        job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(room);
        let galley = painter.layout_job(job);
        let elided = galley.elided;
        painter.galley(
            pos2(rect.left(), y - galley.size().y / 2.0),
            galley,
            theme.text,
        );
        rule(ui, rect, theme.hairline);
        let words = format!("{} {}: {}", part.name, part.note, part.hours);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        if elided {
            response.on_hover_text(words);
        }
    }
    ui.add_space(4.0);
    let words = "GPUs and spikes take whole units down and are not in it.";
    Type::CAPTION.label(ui, words, theme.text3);
}

fn goals_ui(ui: &mut Ui, model: &ReliabilityView<'_>) {
    let theme = Theme::of(ui);
    ui.add_space(ABOVE);
    Type::HEADING.label(ui, "Goals", theme.text);
    ui.add_space(3.0);
    if model.goals.is_empty() {
        let words = "No goals are set. Availability, lead time and latency can be asked for under \
                     Reliability and value.";
        Type::LABEL.label(ui, words, theme.text2);
        return;
    }
    for goal in &model.goals {
        let (word, color) = if goal.kept {
            ("Kept", theme.text)
        } else {
            ("Broken", theme.error)
        };
        let rest = if goal.kept {
            format!(", {}", goal.words)
        } else {
            format!(". {}", goal.words)
        };
        ui.label(runs(&[
            (&goal.name, Type::LABEL, theme.text),
            (": ", Type::LABEL, theme.text2),
            (word, Type::LABEL_STRONG, color),
            (&rest, Type::LABEL, theme.text2),
        ]));
        ui.add_space(3.0);
    }
}
