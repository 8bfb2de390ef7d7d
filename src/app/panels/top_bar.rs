//! The top bar: logo, file menu, file name, undo and redo, theme, search, export.

use crate::app::action::{Action, PathPurpose};
use crate::app::commands;
use crate::app::state::{Origin, State};
use crate::app::theme::{Theme, Type};
use crate::app::widgets::buttons::Button;
use crate::app::widgets::icons::{Icon, icon_button, paint_focus, paint_icon, paint_logo};
use crate::app::widgets::menu_item_ui;
use eframe::egui;
use eframe::egui::{
    Align, Align2, CornerRadius, Layout, Popup, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

/// Draws the bar.
pub(crate) fn top_bar_ui(ui: &mut Ui, state: &State) -> Option<Action> {
    let mut wanted = None;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        wanted = left_ui(ui, state);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if let Some(action) = right_ui(ui, state) {
                wanted = Some(action);
            }
        });
    });
    wanted
}

fn left_ui(ui: &mut Ui, state: &State) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    if logo_ui(ui).clicked() {
        wanted = Some(if state.welcome {
            Action::BackToPlan
        } else {
            Action::NewPlan
        });
    }
    rule_ui(ui);
    let file = menu_button_ui(ui, "File");
    Popup::menu(&file).show(|ui| {
        ui.set_min_width(230.0);
        ui.set_max_width(320.0);
        if let Some(action) = file_menu_ui(ui, state) {
            wanted = Some(action);
        }
    });
    if state.shows_plan() {
        rule_ui(ui);
        let mut path = state.plan.file().map_or_else(
            || "Begun from a preset; not saved to a file yet".to_owned(),
            |path| path.display().to_string(),
        );
        let begun = &state.plan.now.begun_from;
        if !begun.preset.is_empty() {
            path = format!(
                "{path}\nBegun from the preset {}, with constants of {} (version {})",
                begun.preset, begun.date, begun.catalogue
            );
        }
        let name = state.plan.file_name();
        let shown = if name.chars().count() > 34 {
            name.chars().take(33).chain(['…']).collect()
        } else {
            name
        };
        Type::BODY.label(ui, shown, theme.text).on_hover_text(path);
        if state.plan.is_dirty() {
            let (dot, _) = ui.allocate_exact_size(vec2(8.0, 8.0), Sense::hover());
            ui.painter().circle_filled(dot.center(), 3.0, theme.caution);
            Type::LABEL.label(ui, "not saved", theme.text2);
        } else if matches!(state.plan.origin, Origin::Preset(_)) {
            Type::LABEL.label(ui, "preset", theme.text3);
        }
    }
    wanted
}

fn logo_ui(ui: &mut Ui) -> Response {
    let theme = Theme::of(ui);
    let galley = Type::HEADING.galley(ui.painter(), "Splitpoint", theme.text);
    let size = vec2(18.0 + 12.0 + galley.size().x + 8.0, 28.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    paint_logo(
        ui.painter(),
        pos2(rect.left() + 2.0, rect.center().y),
        theme.text,
    );
    let at =
        Align2::LEFT_CENTER.anchor_size(pos2(rect.left() + 30.0, rect.center().y), galley.size());
    ui.painter().galley(at.min, galley, theme.text);
    paint_focus(ui, rect, 6, &response);
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, "Splitpoint, presets and recent files")
    });
    response.on_hover_text("Presets and recent files")
}

fn rule_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(17.0, 20.0), Sense::hover());
    ui.painter().vline(
        rect.center().x.round() + 0.5,
        rect.y_range(),
        Stroke::new(1.0, theme.border),
    );
}

/// A word with a chevron that opens a menu.
fn menu_button_ui(ui: &mut Ui, name: &str) -> Response {
    let theme = Theme::of(ui);
    let galley = Type::BODY.galley(ui.painter(), name, theme.text);
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 30.0, 28.0), Sense::click());
    let fill = if response.is_pointer_button_down_on()
        || Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response))
    {
        theme.selected
    } else if response.hovered() {
        theme.hover
    } else {
        egui::Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect, CornerRadius::same(6), fill);
    let at =
        Align2::LEFT_CENTER.anchor_size(pos2(rect.left() + 8.0, rect.center().y), galley.size());
    ui.painter().galley(at.min, galley, theme.text);
    paint_icon(
        ui.painter(),
        Icon::ChevronDown,
        pos2(rect.right() - 12.0, rect.center().y + 0.5),
        11.0,
        theme.text2,
    );
    paint_focus(ui, rect, 6, &response);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response
}

/// A row of a menu with its keys at the right.
fn item_ui(ui: &mut Ui, label: &str, keys: Option<egui::KeyboardShortcut>, enabled: bool) -> bool {
    let keys = keys
        .map(|keys| ui.ctx().format_shortcut(&keys))
        .unwrap_or_default();
    let item = |ui: &mut Ui| menu_item_ui(ui, label, &keys, false);
    ui.add_enabled_ui(enabled, item).inner.clicked()
}

fn file_menu_ui(ui: &mut Ui, state: &State) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    let list = commands::all(state);
    for action in [
        Action::NewPlan,
        Action::Open,
        Action::TypePath(PathPurpose::Open),
        Action::Save,
        Action::SaveAs,
        Action::TypePath(PathPurpose::Save),
    ] {
        if action == Action::Save {
            ui.separator();
        }
        if let Some(command) = list.iter().find(|command| command.action == action)
            && item_ui(ui, &command.label, command.shortcut, command.enabled)
        {
            wanted = Some(action);
        }
    }
    if !state.settings.recent.is_empty() {
        ui.separator();
        Type::CAPTION.label(ui, "Recent", theme.text3);
        for recent in &state.settings.recent {
            let name = recent
                .path
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let item = menu_item_ui(ui, &name, "", false);
            if item
                .on_hover_text(recent.path.display().to_string())
                .clicked()
            {
                wanted = Some(Action::OpenPath(recent.path.clone()));
            }
        }
    }
    wanted
}

fn right_ui(ui: &mut Ui, state: &State) -> Option<Action> {
    let mut wanted = None;
    if state.shows_plan() {
        let export = Button::primary("Export…").show(ui);
        Popup::menu(&export).show(|ui| {
            ui.set_min_width(240.0);
            ui.set_max_width(320.0);
            let list = commands::all(state);
            for action in [
                Action::SavePicture,
                Action::CopyPicture,
                Action::CopyVerdict,
                Action::CopyShareCode,
                Action::CopyTable,
                Action::CopyMonths,
                Action::SaveMonths,
            ] {
                if let Some(command) = list.iter().find(|command| command.action == action)
                    && item_ui(
                        ui,
                        &command.label,
                        command.shortcut,
                        command.enabled && state.report().is_some(),
                    )
                {
                    wanted = Some(action);
                }
            }
        });
        if search_ui(ui).clicked() {
            wanted = Some(Action::Palette);
        }
    } else if Button::secondary("Open file…").show(ui).clicked() {
        wanted = Some(Action::Open);
    }
    let (icon, name) = if ui.visuals().dark_mode {
        (Icon::Moon, "Switch to light")
    } else {
        (Icon::Sun, "Switch to dark")
    };
    if icon_button(ui, icon, name).clicked() {
        wanted = Some(Action::ToggleTheme);
    }
    if state.shows_plan() {
        ui.add_space(6.0);
        for (icon, word, label, action) in [
            (
                Icon::Redo,
                "Redo",
                state.plan.history.redo_label(),
                Action::Redo,
            ),
            (
                Icon::Undo,
                "Undo",
                state.plan.history.undo_label(),
                Action::Undo,
            ),
        ] {
            let name = label.map_or_else(
                || format!("Nothing to {}", word.to_lowercase()),
                |label| format!("{word}: {label}"),
            );
            let pressed = ui
                .add_enabled_ui(label.is_some(), |ui| icon_button(ui, icon, &name))
                .inner
                .clicked();
            if pressed {
                wanted = Some(action);
            }
        }
    }
    wanted
}

/// The box that opens the command palette.
fn search_ui(ui: &mut Ui) -> Response {
    let theme = Theme::of(ui);
    let width = if ui.ctx().content_rect().width() < 1_200.0 {
        114.0
    } else {
        150.0
    };
    let (rect, response) = ui.allocate_exact_size(vec2(width, 28.0), Sense::click());
    let line = if response.hovered() {
        theme.strong
    } else {
        theme.border
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(6),
        theme.field,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    paint_icon(
        ui.painter(),
        Icon::Search,
        pos2(rect.left() + 17.0, rect.center().y),
        13.0,
        theme.text2,
    );
    let word = Type::ROW.galley(ui.painter(), "Search", theme.text2);
    let at =
        Align2::LEFT_CENTER.anchor_size(pos2(rect.left() + 29.0, rect.center().y), word.size());
    ui.painter().galley(at.min, word, theme.text2);
    let keys = ui
        .ctx()
        .format_shortcut(&commands::PALETTE)
        .replace('+', " ");
    let keys = Type::CAPTION.galley(ui.painter(), &keys, theme.text3);
    let at =
        Align2::RIGHT_CENTER.anchor_size(pos2(rect.right() - 9.0, rect.center().y), keys.size());
    ui.painter().galley(at.min, keys, theme.text3);
    paint_focus(ui, rect, 6, &response);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Search commands"));
    response
}
