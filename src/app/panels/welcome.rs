//! The welcome page: a card for each preset with its answer, the open plan, recent files.

use super::page::messages_ui;
use super::preset_card::{HEIGHT, card_ui};
use crate::app::action::{Action, PathPurpose};
use crate::app::settings::ago;
use crate::app::state::State;
use crate::app::theme::text::runs;
use crate::app::theme::{RoadmapLook, Theme, Type, radius};
use crate::app::widgets::{Button, Icon, legend_mark_ui, paint_icon};
use eframe::egui;
use eframe::egui::{Align2, CornerRadius, Margin, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Gap between cards.
const GAP: f32 = 15.0;

/// Draws the page.
pub(crate) fn welcome_ui(ui: &mut Ui, state: &State, narrow: bool) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    egui::Panel::right("welcome side")
        .exact_size(if narrow { 264.0 } else { 320.0 })
        .resizable(false)
        .show_separator_line(false)
        .frame(
            egui::Frame::NONE
                .fill(theme.panel)
                .inner_margin(Margin::symmetric(24, 28)),
        )
        .show(ui, |ui| {
            let edge = ui.max_rect().left() - 24.0;
            ui.painter().vline(
                edge + 0.5,
                ui.clip_rect().y_range(),
                Stroke::new(1.0, theme.hairline),
            );
            wanted = side_ui(ui, state);
        });
    let margin = if narrow { 20.0 } else { 32.0 };
    let frame = egui::Frame::NONE.fill(theme.bg).inner_margin(Margin {
        left: margin as i8,
        right: margin as i8,
        top: 20,
        bottom: 16,
    });
    egui::CentralPanel::default().frame(frame).show(ui, |ui| {
        wanted = messages_ui(ui, state, 0.0).or(wanted.take());
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            Type::VERDICT.label(ui, "Which is closest to you?", theme.text);
            ui.add_space(2.0);
            Type::LEAD_SMALL.label(
                ui,
                "Each preset is a complete plan with its answer. Pick one; everything in it can be changed.",
                theme.text2,
            );
            ui.add_space(22.0);
            wanted = cards_ui(ui, state).or(wanted.take());
            ui.add_space(24.0);
            legend_ui(ui, state);
            ui.add_space(30.0);
            wanted = super::history::history_ui(ui, state).or(wanted.take());
            ui.add_space(30.0);
            steps_ui(ui);
        });
    });
    wanted
}

fn cards_ui(ui: &mut Ui, state: &State) -> Option<Action> {
    let mut wanted = None;
    let width = ui.available_width();
    let columns = match width {
        width if width > 900.0 => 4,
        width if width > 560.0 => 3,
        _ => 2,
    };
    let card = vec2(
        ((width - GAP * (columns - 1) as f32) / columns as f32).floor(),
        HEIGHT,
    );
    for row in state.presets.chunks(columns) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for preset in row {
                let report = state.results.presets.get(&preset.name).map(AsRef::as_ref);
                if card_ui(ui, preset, report, card) {
                    wanted = Some(Action::OpenPreset(preset.name.clone()));
                }
            }
        });
        ui.add_space(GAP - 4.0);
    }
    wanted
}

fn legend_ui(ui: &mut Ui, state: &State) {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.top().round() + 0.5,
        Stroke::new(1.0, theme.border),
    );
    ui.add_space(10.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 22.0;
        let months = state
            .presets
            .iter()
            .map(|preset| preset.scenario.horizon_months)
            .max()
            .unwrap_or(60);
        let text = format!("Small charts: cumulative total cost over {months} months");
        Type::CAPTION.label(ui, text, theme.text2);
        for (kind, name) in [
            (RoadmapLook::Monolith, "Monolith"),
            (RoadmapLook::Modular, "Modular monolith"),
            (RoadmapLook::Microservices, "Microservices"),
            (RoadmapLook::Switch, "Switch"),
            (RoadmapLook::Hybrid, "Inference first"),
        ] {
            legend_mark_ui(ui, kind, name, Type::CAPTION, false);
        }
    });
}

fn steps_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let steps = [
        (
            "Say what you have",
            "Eight numbers, or a range where you are unsure: type 3 to 9.",
        ),
        (
            "Read one sentence",
            "Which roadmap, from when, and what it saves.",
        ),
        (
            "Ask where it comes from",
            "Every figure leads to an input or a dated source in two clicks.",
        ),
    ];
    ui.columns(3, |columns| {
        for (index, (column, (title, text))) in columns.iter_mut().zip(steps).enumerate() {
            column.horizontal_top(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(22.0, 22.0), Sense::hover());
                ui.painter()
                    .circle_stroke(rect.center(), 10.5, Stroke::new(1.0, theme.strong));
                let number = (index + 1).to_string();
                crate::app::theme::text::paint(
                    ui.painter(),
                    rect.center(),
                    Align2::CENTER_CENTER,
                    &number,
                    Type::LABEL_STRONG,
                    theme.text,
                );
                ui.add_space(4.0);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 1.0;
                    Type::ROW_STRONG.label(ui, title, theme.text);
                    Type::ROW.label(ui, text, theme.text2);
                });
            });
        }
    });
}

/// The open plan, other ways to begin, recent files.
fn side_ui(ui: &mut Ui, state: &State) -> Option<Action> {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = 6.0;
    let mut wanted = if state.first_run {
        first_ui(ui)
    } else {
        continue_ui(ui, state)
    };
    ui.add_space(18.0);
    Type::TITLE.label(ui, "From a file", theme.text);
    Type::ROW.label(
        ui,
        "A plan is a RON text file: easy to read, compare and review.",
        theme.text2,
    );
    ui.add_space(2.0);
    ui.horizontal(|ui| {
        if Button::secondary("Choose a file…").show(ui).clicked() {
            wanted = Some(Action::Open);
        }
        if Button::secondary("Type a path").show(ui).clicked() {
            wanted = Some(Action::TypePath(PathPurpose::Open));
        }
    });
    if !state.settings.recent.is_empty() {
        ui.add_space(18.0);
        Type::LABEL_STRONG.label(ui, "Recent", theme.text2);
        for recent in &state.settings.recent {
            if recent_ui(ui, &recent.path, recent.seconds) {
                wanted = Some(Action::OpenPath(recent.path.clone()));
            }
        }
    }
    wanted
}

/// What to do when nothing was ever opened.
fn first_ui(ui: &mut Ui) -> Option<Action> {
    let theme = Theme::of(ui);
    Type::TITLE.label(ui, "New here?", theme.text);
    let words = "Pick what is closest to you. It opens with its answer, and with the eight numbers that \
        move that answer most on top: put yours in, and leave what you do not know.";
    Type::ROW.label(ui, words, theme.text2);
    ui.add_space(4.0);
    let show = Button::primary("Show me an example").height(34.0);
    show.show(ui).clicked().then_some(Action::BackToPlan)
}

/// The open plan, to go back to.
fn continue_ui(ui: &mut Ui, state: &State) -> Option<Action> {
    let theme = Theme::of(ui);
    Type::TITLE.label(ui, "Continue", theme.text);
    let file = state.plan.file_name();
    let unsaved = if state.plan.is_dirty() {
        ", not saved"
    } else {
        ""
    };
    let job = runs(&[
        (&state.plan.now.name, Type::ROW_STRONG, theme.text),
        ("  ", Type::ROW, theme.text2),
        (&file, Type::ROW, theme.text2),
        (unsaved, Type::ROW, theme.text2),
    ]);
    ui.label(job);
    if let Some(report) = state.report() {
        Type::ROW.label(ui, &report.verdict.sentence, theme.text2);
    }
    ui.add_space(4.0);
    let back = Button::primary("Back to the plan").height(34.0);
    back.show(ui).clicked().then_some(Action::BackToPlan)
}

fn recent_ui(ui: &mut Ui, path: &std::path::Path, seconds: u64) -> bool {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 25.0), Sense::click());
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(
            rect.expand2(vec2(6.0, 0.0)),
            CornerRadius::same(radius::CHIP),
            theme.hover,
        );
    }
    paint_icon(
        ui.painter(),
        Icon::File,
        pos2(rect.left() + 7.0, rect.center().y),
        13.0,
        theme.text2,
    );
    let when = Type::CAPTION.galley(ui.painter(), &ago(seconds), theme.text3);
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let galley = Type::ROW.galley_elided(
        ui.painter(),
        &name,
        theme.text,
        rect.width() - 32.0 - when.size().x,
    );
    ui.painter().galley(
        pos2(rect.left() + 20.0, rect.center().y - galley.size().y / 2.0),
        galley,
        theme.text,
    );
    ui.painter().galley(
        pos2(
            rect.right() - when.size().x,
            rect.center().y - when.size().y / 2.0,
        ),
        when,
        theme.text3,
    );
    let label = format!("Open {name}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_str()));
    response.on_hover_text(path.display().to_string()).clicked()
}
