//! The command palette: every command, found by a few letters.

use crate::app::action::Action;
use crate::app::commands::{self, Command};
use crate::app::state::State;
use crate::app::theme::{Theme, Type, radius};
use eframe::egui;
use eframe::egui::{
    Align2, Area, CornerRadius, Id, Key, Modifiers, Order, Role, Sense, Stroke, Ui, WidgetInfo,
    pos2, vec2,
};

/// Rows shown at once.
const ROWS: usize = 10;
/// Height of a row.
const ROW: f32 = 30.0;
/// Width of the box.
const WIDTH: f32 = 520.0;

/// What was typed and where the selection is.
#[derive(Clone, Debug, Default)]
pub(crate) struct PaletteState {
    text: String,
    selected: usize,
    focused: bool,
}

/// Draws the palette over the page. Its own state is taken out of `state` by the caller.
pub(crate) fn palette_ui(
    ctx: &egui::Context,
    state: &State,
    local: &mut PaletteState,
) -> Option<Action> {
    let theme = Theme::of_ctx(ctx);
    let list: Vec<Command> = commands::all(state)
        .into_iter()
        .filter(|command| command.enabled && command.action != Action::Palette)
        .filter(|command| matches(&command.label, &local.text))
        .collect();
    let mut wanted = keys(ctx, local, &list);
    let area = Area::new(Id::unique("palette"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, vec2(0.0, 76.0))
        .show(ctx, |ui| {
            egui::Frame::new()
                .fill(theme.raised)
                .stroke(Stroke::new(1.0, theme.border))
                .corner_radius(CornerRadius::same(radius::DIALOG))
                .shadow(ui.visuals().window_shadow)
                .inner_margin(8.0)
                .show(ui, |ui| {
                    ui.set_width(WIDTH);
                    contents_ui(ui, local, &list)
                })
                .inner
        });
    if let Some(action) = area.inner {
        wanted = Some(action);
    }
    let outside = ctx.input(|input| {
        input.pointer.any_pressed()
            && input
                .pointer
                .interact_pos()
                .is_some_and(|at| !area.response.rect.contains(at))
    });
    if outside && wanted.is_none() {
        wanted = Some(Action::Palette);
    }
    wanted
}

/// Whether every word typed occurs in the label.
fn matches(label: &str, text: &str) -> bool {
    let label = label.to_lowercase();
    text.to_lowercase()
        .split_whitespace()
        .all(|word| label.contains(word))
}

fn keys(ctx: &egui::Context, local: &mut PaletteState, list: &[Command]) -> Option<Action> {
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Escape) {
        return Some(Action::Palette);
    }
    if pressed(Key::ArrowDown) {
        local.selected += 1;
    }
    if pressed(Key::ArrowUp) {
        local.selected = local.selected.saturating_sub(1);
    }
    local.selected = local.selected.min(list.len().saturating_sub(1));
    if pressed(Key::Enter) {
        return list
            .get(local.selected)
            .map(|command| command.action.clone());
    }
    None
}

fn contents_ui(ui: &mut Ui, local: &mut PaletteState, list: &[Command]) -> Option<Action> {
    let theme = Theme::of(ui);
    let edit = ui.add(
        egui::TextEdit::singleline(&mut local.text)
            .hint_text("What would you like to do?")
            .font(Type::BODY.font())
            .margin(vec2(10.0, 7.0))
            .desired_width(WIDTH),
    );
    let edit = edit.accessible_name("Find a command");
    if !local.focused {
        edit.request_focus();
        local.focused = true;
    }
    if edit.changed() {
        local.selected = 0;
    }
    ui.add_space(4.0);
    let first = (local.selected + 1).saturating_sub(ROWS);
    let mut wanted = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    for (index, command) in list.iter().enumerate().skip(first).take(ROWS) {
        let (rect, response) = ui.allocate_exact_size(vec2(WIDTH, ROW), Sense::click());
        if index == local.selected || response.hovered() {
            let fill = if index == local.selected {
                theme.selected
            } else {
                theme.hover
            };
            ui.painter()
                .rect_filled(rect, CornerRadius::same(radius::BUTTON), fill);
        }
        let galley =
            Type::ROW.galley_elided(ui.painter(), &command.label, theme.text, WIDTH - 110.0);
        let at = Align2::LEFT_CENTER
            .anchor_size(pos2(rect.left() + 10.0, rect.center().y), galley.size());
        ui.painter().galley(at.min, galley, theme.text);
        if let Some(shortcut) = command.shortcut {
            let keys = Type::CAPTION.galley(
                ui.painter(),
                &ui.ctx().format_shortcut(&shortcut),
                theme.text3,
            );
            let at = Align2::RIGHT_CENTER
                .anchor_size(pos2(rect.right() - 10.0, rect.center().y), keys.size());
            ui.painter().galley(at.min, keys, theme.text3);
        }
        let name = command.label.clone();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.clicked() {
            wanted = Some(command.action.clone());
        }
    }
    if list.is_empty() {
        Type::ROW.label(ui, "Nothing is called that.", theme.text3);
    }
    wanted
}
