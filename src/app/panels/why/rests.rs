//! What the figure asked about rests on: the inputs and constants with the greatest part in it, each
//! with its standing and where it comes from, and one click from where it is stated.

use super::shown::{Shown, standing, title};
use crate::analysis::explain::{Node, Rest};
use crate::app::action::Action;
use crate::app::questions::{Found, RESTS_LISTED};
use crate::app::theme::{Theme, Type};
use crate::app::widgets::icons::paint_focus;
use crate::app::widgets::paint_provenance;
use crate::scenario::fields::field_for;
use eframe::egui::{CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Height of one.
const ROW: f32 = 36.0;

/// Draws the list, that of before an edit until the new one is there; where one of it was clicked, the way to
/// it.
pub(super) fn rests_ui(
    ui: &mut Ui,
    shown: &Shown,
    found: &Found<'_, Vec<Rest>>,
    figure: &Node,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let list = found.newest();
    if list.is_some_and(Vec::is_empty) || found.failure().is_some() {
        return None;
    }
    Type::HEADING.label(ui, "What this rests on", theme.text);
    Type::LABEL.label(
        ui,
        "and what a tenth less of each would change",
        theme.text3,
    );
    let Some(list) = list else {
        // Room for what comes, so that nothing below moves under the pointer.
        let gaps = ui.spacing().item_spacing.y * (RESTS_LISTED - 1) as f32;
        let room = ROW * RESTS_LISTED as f32 + gaps;
        ui.allocate_space(vec2(ui.available_width(), room));
        return None;
    };
    let mut wanted = None;
    for rest in list {
        if row_ui(ui, shown, rest, figure) {
            wanted = way_to(&rest.leaf);
        }
    }
    ui.add_space(8.0);
    Type::HEADING.label(ui, "How it is worked out", theme.text);
    wanted
}

/// Where an input or a constant is stated and can be changed.
fn way_to(leaf: &Node) -> Option<Action> {
    let input = leaf
        .input_path
        .as_ref()
        .filter(|path| field_for(path).is_some());
    let constant = leaf.catalogue_id.as_ref();
    input
        .map(|path| Action::ShowInput(path.clone()))
        .or_else(|| constant.map(|id| Action::ShowAssumption(id.clone())))
}

/// Where a leaf comes from, in a few words.
pub(super) fn source(leaf: &Node) -> &str {
    match (&leaf.source, &leaf.input_path) {
        (Some(source), _) => source,
        (None, Some(_)) => "an input, no source given",
        (None, None) => "no source given",
    }
}

/// One of them; whether it was clicked.
fn row_ui(ui: &mut Ui, shown: &Shown, rest: &Rest, figure: &Node) -> bool {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    if response.hovered() || response.has_focus() {
        let corner = CornerRadius::same(4);
        ui.painter().rect_filled(rect, corner, theme.hover);
    }
    let (first, second) = (rect.top() + 11.0, rect.top() + 26.0);
    if let Some(status) = rest.leaf.status {
        let at = pos2(rect.left() + 8.0, first);
        paint_provenance(ui.painter(), at, standing(status), theme.text2);
    }
    let effect = shown.effect(rest.effect, figure);
    let amount = Type::ROW_STRONG.galley(ui.painter(), &effect, theme.text);
    let left = rect.left() + 20.0;
    let room = rect.right() - amount.size().x - 14.0 - left;
    let name = title(&rest.leaf);
    let words = Type::ROW.galley_elided(ui.painter(), &name, theme.text, room.max(60.0));
    let value = shown.value(&rest.leaf);
    let standing = rest
        .leaf
        .status
        .map_or("", |status| standing(status).label());
    let about = format!(
        "{value}, {}, {}",
        standing.to_lowercase(),
        source(&rest.leaf)
    );
    let beneath = rect.right() - 4.0 - left;
    let whence = Type::CAPTION.galley_elided(ui.painter(), &about, theme.text3, beneath);
    let elided = words.elided || whence.elided;
    let put = |galley: Arc<eframe::egui::Galley>, x: f32, y: f32, color| {
        let at = Rect::from_min_size(pos2(x, y - galley.size().y / 2.0), galley.size());
        ui.painter().galley(at.min, galley, color);
    };
    let end = rect.right() - amount.size().x - 4.0;
    put(words, left, first, theme.text);
    put(amount, end, first, theme.text);
    put(whence, left, second, theme.text3);
    let line = Stroke::new(1.0, theme.hairline);
    ui.painter()
        .hline(rect.x_range(), rect.bottom().round() - 0.5, line);
    paint_focus(ui, rect.shrink2(vec2(0.0, 1.0)), 4, &response);
    let spoken = format!("Rests on {name}, {about}: {effect} with a tenth less");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken.as_str()));
    let response = if elided {
        response.on_hover_text(format!("{name}\n{about}"))
    } else {
        response
    };
    response.clicked()
}
