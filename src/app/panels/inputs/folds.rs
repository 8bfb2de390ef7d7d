//! Headings within a group: captions, and folds for the elements of lists.

use super::InputsState;
use crate::app::action::{Action, EditKind};
use crate::app::theme::{Theme, Type, space};
use crate::app::widgets::anchor::note_row;
use crate::app::widgets::icons::{icon_button_sized, paint_focus};
use crate::app::widgets::{Icon, paint_icon};
use eframe::egui;
use eframe::egui::{Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// The header of a fold; copy and remove stand at its end. Returns whether it is open.
pub(super) fn fold_ui(
    ui: &mut Ui,
    local: &mut InputsState,
    key: &str,
    title: &str,
    detail: &str,
    element: Option<(&str, usize)>,
) -> (bool, Option<Action>) {
    let theme = Theme::of(ui);
    let open = local.folds.contains(key);
    let mut wanted = None;
    ui.push_id(("fold", key), |ui| {
        let (_, row) = ui.allocate_space(vec2(ui.available_width(), space::ROW));
        let buttons = if element.is_some() { 52.0 } else { 0.0 };
        let head = egui::Rect::from_min_max(row.min, pos2(row.right() - buttons, row.bottom()));
        let response = ui.interact(head, ui.scope_id().with("head"), Sense::click());
        note_row(ui, response.id, row);
        if local.fold_to_show.take_if(|shown| shown == key).is_some() {
            ui.scroll_to_rect(row, Some(egui::Align::Center));
        }
        let icon = if open {
            Icon::ChevronDown
        } else {
            Icon::ChevronRight
        };
        let hot = response.hovered() || response.has_focus();
        paint_icon(
            ui.painter(),
            icon,
            pos2(row.left() + 7.5, row.center().y),
            11.0,
            if hot { theme.text } else { theme.text3 },
        );
        let title_style = if open { Type::ROW_STRONG } else { Type::ROW };
        let name = title_style.galley_elided(ui.painter(), title, theme.text, head.width() - 24.0);
        let left = row.left() + 18.0;
        let name_width = name.size().x;
        ui.painter().galley(
            pos2(left, row.center().y - name.size().y / 2.0),
            name,
            theme.text,
        );
        let room = head.right() - left - name_width - 10.0;
        if room > 20.0 && !detail.is_empty() {
            let detail = Type::CAPTION.galley_elided(ui.painter(), detail, theme.text2, room);
            let at = pos2(
                head.right() - detail.size().x - 4.0,
                row.center().y - detail.size().y / 2.0,
            );
            ui.painter().galley(at, detail, theme.text2);
        }
        paint_focus(ui, head.shrink2(vec2(0.0, 2.0)), 4, &response);
        let state = if open { "open" } else { "closed" };
        response
            .widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{title}, {state}")));
        if response.clicked() && !local.folds.remove(key) {
            local.folds.insert(key.to_owned());
        }
        if let Some((list, index)) = element {
            let area = egui::Rect::from_min_max(pos2(head.right(), row.top()), row.max);
            let layout = egui::Layout::right_to_left(egui::Align::Center);
            let mut child = ui.new_child(egui::UiBuilder::new().max_rect(area).layout(layout));
            child.spacing_mut().item_spacing.x = 2.0;
            if icon_button_sized(&mut child, Icon::Trash, &format!("Remove {title}"), 24.0)
                .clicked()
            {
                wanted = Some(Action::change(list, EditKind::Remove(index)));
            }
            if icon_button_sized(&mut child, Icon::Copy, &format!("Copy {title}"), 24.0).clicked() {
                wanted = Some(Action::change(list, EditKind::Duplicate(index)));
            }
        }
    });
    (open, wanted)
}

/// The key of a fold, or a path, once the element at `old` is called as in `new`.
pub(super) fn followed(key: &str, old: &str, new: &str) -> String {
    match key.split_once(old) {
        // Only the whole name counts, and only where a path begins: "change components[a]".
        Some((before, rest)) if before.is_empty() || before.ends_with(' ') => {
            format!("{before}{new}{rest}")
        }
        _ => key.to_owned(),
    }
}

/// A small heading, in line with the labels of rows.
pub(super) fn caption_ui(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui);
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(14.0);
        Type::CAPTION.label(ui, text, theme.text3);
    });
}
