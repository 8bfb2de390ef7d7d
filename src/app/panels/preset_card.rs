//! A preset as a card: its facts, its story, a small picture of its costs, its answer.

use crate::analysis::report::{Report, RoadmapReport};
use crate::app::charts::sparkline_ui;
use crate::app::state::PresetCard;
use crate::app::theme::text::runs;
use crate::app::theme::{RoadmapLook, Theme, Type, radius};
use crate::app::view::look_of;
use crate::app::widgets::legend_mark_ui;
use crate::scenario::schema::Kind;
use crate::scenario::{RoadmapKind, Scenario};
use crate::units::{count, counted};
use eframe::egui;
use eframe::egui::text::TextWrapping;
use eframe::egui::{
    Align, CornerRadius, Layout, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

/// Lines of the story that a card has room for; the rest is told on hover.
const STORY_LINES: usize = 4;
/// Height of a card.
pub(super) const HEIGHT: f32 = 224.0;

/// One card; true when it was clicked.
pub(super) fn card_ui(
    ui: &mut Ui,
    preset: &PresetCard,
    report: Option<&Report>,
    size: egui::Vec2,
) -> bool {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let hot = response.hovered() || response.has_focus();
    let line = match (response.has_focus(), hot) {
        (true, _) => Stroke::new(2.0, theme.focus),
        (false, true) => Stroke::new(1.2, theme.accent),
        (false, false) => Stroke::new(1.0, theme.border),
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(radius::BOX),
        theme.bg,
        line,
        StrokeKind::Inside,
    );
    let mut inner = ui.new_child(
        UiBuilder::new()
            .max_rect(rect.shrink2(vec2(15.0, 12.0)))
            .layout(Layout::top_down(Align::Min)),
    );
    inner.spacing_mut().item_spacing.y = 1.0;
    Type::TITLE.label(&mut inner, &preset.title, theme.text);
    let (facts, room) = (facts(&preset.scenario), inner.available_width());
    let galley = Type::LABEL.galley_elided(inner.painter(), &facts, theme.text2, room);
    inner.label(galley);
    inner.add_space(3.0);
    let story = one_line(&preset.scenario.story);
    let mut job = runs(&[(first_sentence(&story), Type::LABEL, theme.text2)]);
    job.wrap = TextWrapping {
        max_width: inner.available_width(),
        max_rows: STORY_LINES,
        ..TextWrapping::default()
    };
    let galley = inner.painter().layout_job(job);
    inner.label(galley);
    let foot = Rect::from_min_max(
        pos2(inner.min_rect().left(), rect.bottom() - 36.0),
        rect.max - vec2(15.0, 10.0),
    );
    if let Some(report) = report {
        let top = inner.min_rect().bottom() + 6.0;
        let chart = vec2(inner.available_width(), (foot.top() - top - 6.0).max(30.0));
        let lines = lines_of(report);
        let name = format!("Cumulative cost of {}", preset.title);
        inner.add_space(6.0);
        sparkline_ui(&mut inner, &name, chart, &lines);
        answer_ui(&mut ui.new_child(UiBuilder::new().max_rect(foot)), report);
    } else {
        let words = "working out its answer";
        let wait = ui.new_child(UiBuilder::new().max_rect(foot));
        crate::app::theme::text::paint(
            wait.painter(),
            pos2(foot.left(), foot.center().y),
            egui::Align2::LEFT_CENTER,
            words,
            Type::LABEL,
            theme.text3,
        );
    }
    let name = format!("Open preset {}", preset.title);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
    response
        .on_hover_cursor(egui::CursorIcon::PointingHand)
        .on_hover_ui(|ui| {
            ui.set_max_width(420.0);
            Type::ROW.label(ui, story, theme.text2);
        })
        .clicked()
}

/// The recommended roadmap and what it is compared with; the recommended one last, on top.
fn lines_of(report: &Report) -> Vec<(RoadmapLook, &[f64])> {
    let recommended = report
        .roadmaps
        .iter()
        .find(|roadmap| roadmap.id == report.verdict.recommended);
    [compared_with(report), recommended]
        .into_iter()
        .flatten()
        .filter_map(|roadmap| {
            Some((
                look_of(roadmap),
                roadmap.series.as_ref()?.cumulative_total.as_slice(),
            ))
        })
        .collect()
}

fn answer_ui(ui: &mut Ui, report: &Report) {
    let theme = Theme::of(ui);
    if report.verdict.no_difference {
        Type::LABEL_STRONG.label(ui, "Too close to call", theme.text2);
        return;
    }
    let recommended = report
        .roadmaps
        .iter()
        .find(|roadmap| roadmap.id == report.verdict.recommended);
    let Some(roadmap) = recommended else { return };
    ui.horizontal(|ui| {
        legend_mark_ui(
            ui,
            look_of(roadmap),
            &answer(roadmap),
            Type::LABEL_STRONG,
            true,
        );
    });
}

/// The roadmap that a report's recommendation is compared with.
fn compared_with(report: &Report) -> Option<&RoadmapReport> {
    let verdict = &report.verdict;
    let id = verdict
        .compared_with
        .as_deref()
        .or(verdict.alternative.as_deref())?;
    report.roadmaps.iter().find(|roadmap| roadmap.id == id)
}

fn answer(roadmap: &RoadmapReport) -> String {
    match roadmap.kind() {
        RoadmapKind::Monolith => "Stay a monolith".to_owned(),
        _ => roadmap.label.clone(),
    }
}

/// Three facts about a plan.
fn facts(plan: &Scenario) -> String {
    let people = counted(plan.team.engineers.likely, "engineer", "engineers");
    let users = format!("{} users", count(plan.demand.users.likely));
    let model = plan
        .components
        .iter()
        .filter(|part| part.kind == Kind::Llm)
        .find_map(|part| part.model.clone().or_else(|| part.api.clone()))
        .or_else(|| plan.components.iter().find_map(|part| part.api.clone()));
    match model {
        Some(model) => format!("{people}, {users}, {model}"),
        None => format!("{people}, {users}"),
    }
}

/// A text without the line breaks of its file.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn first_sentence(story: &str) -> &str {
    match story.find(". ") {
        Some(end) => &story[..=end],
        None => story,
    }
}
