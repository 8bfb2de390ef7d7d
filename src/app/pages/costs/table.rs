//! The table of the Costs page: categories by family, one column a roadmap, the difference last.

use super::model::{CostsView, Row};
use crate::app::charts::marks::paint_swatch;
use crate::app::panels::why::ask;
use crate::app::theme::{Theme, Type, space, text};
use crate::app::view::look_of;
use crate::app::widgets::figure_hover;
use crate::export::costs::COST_LINES;
use crate::units::MINUS;
use eframe::egui::{Align2, Color32, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Where the columns stand, in points from the table's left.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Columns {
    /// Right edge of each roadmap's column.
    pub(super) edges: Vec<f32>,
    /// Width of a roadmap's column, gap included.
    pub(super) width: f32,
    /// Right edge of the table.
    pub(super) end: f32,
    /// Width of the last column, for the difference.
    pub(super) difference: f32,
}

/// Height of the head with names on one line.
const HEAD: f32 = 24.0;
/// Height of a second line of names.
const SECOND: f32 = 14.0;
/// Room left of a name in the head.
const NAME_GAP: f32 = 4.0;
/// Side of a swatch.
const SWATCH: f32 = 9.0;

/// Height of the table.
pub(super) fn height(ui: &Ui, view: &CostsView<'_>, columns: &Columns) -> f32 {
    head_height(ui, view, columns) + space::TABLE_ROW_DENSE * view.rows.len() as f32
}

fn head_height(ui: &Ui, view: &CostsView<'_>, columns: &Columns) -> f32 {
    let wraps = |name: &str, style: Type, room: f32| {
        style
            .galley(ui.painter(), name, Color32::PLACEHOLDER)
            .size()
            .x
            > room
    };
    let names = view.roadmaps.iter().any(|roadmap| {
        wraps(
            &roadmap.label,
            Type::CAPTION_STRONG,
            columns.width - NAME_GAP,
        )
    });
    let last = view
        .difference
        .as_ref()
        .is_some_and(|name| wraps(name, Type::CAPTION, columns.difference - NAME_GAP));
    HEAD + if names || last { SECOND } else { 0.0 }
}

/// Draws the table.
pub(super) fn table_ui(ui: &mut Ui, view: &CostsView<'_>, columns: &Columns) {
    let theme = Theme::of(ui);
    head_ui(ui, view, columns);
    for (index, row) in view.rows.iter().enumerate() {
        let (rect, _) =
            ui.allocate_exact_size(vec2(columns.end, space::TABLE_ROW_DENSE), Sense::hover());
        row_ui(ui, view, columns, row, rect);
        let next = view.rows.get(index + 1);
        let strong = row.ruled || next.is_none_or(|next| next.ruled);
        rule(ui, rect, if strong { theme.border } else { theme.hairline });
    }
}

fn rule(ui: &Ui, rect: Rect, color: Color32) {
    let y = rect.bottom().round() - 0.5;
    ui.painter()
        .hline(rect.x_range(), y, Stroke::new(1.0, color));
}

fn head_ui(ui: &mut Ui, view: &CostsView<'_>, columns: &Columns) {
    let theme = Theme::of(ui);
    let size = vec2(columns.end, head_height(ui, view, columns));
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let base = rect.bottom() - HEAD / 2.0;
    text::paint(
        ui.painter(),
        pos2(rect.left(), base),
        Align2::LEFT_CENTER,
        &view.unit(),
        Type::CAPTION,
        theme.text3,
    );
    for (roadmap, edge) in view.roadmaps.iter().zip(&columns.edges) {
        let color = look_of(roadmap).color(theme);
        let right = pos2(rect.left() + edge, base);
        let room = columns.width - NAME_GAP;
        name_ui(ui, &roadmap.label, Type::CAPTION_STRONG, color, right, room);
    }
    if let Some(difference) = &view.difference {
        let right = pos2(rect.right(), base);
        let room = columns.difference - NAME_GAP;
        name_ui(ui, difference, Type::CAPTION, theme.text3, right, room);
    }
    rule(ui, rect, theme.border);
}

/// A name that ends at `right`, on two lines where one is too short, in full when hovered.
fn name_ui(ui: &Ui, name: &str, style: Type, color: Color32, right: Pos2, room: f32) {
    let width = |words: &str| style.galley(ui.painter(), words, color).size().x;
    let lines = if width(name) <= room {
        vec![name]
    } else {
        in_two(name, width)
    };
    let mut place = right - vec2(0.0, SECOND * (lines.len() - 1) as f32);
    let mut elided = false;
    for line in lines {
        let galley = style.galley_elided(ui.painter(), line, color, room);
        elided |= galley.elided;
        let at = Align2::RIGHT_CENTER.anchor_size(place, galley.size());
        ui.painter().galley(at.min, galley, color);
        place.y += SECOND;
    }
    if elided {
        let at = Rect::from_min_max(
            right - vec2(room, SECOND * 1.5),
            right + vec2(0.0, SECOND / 2.0),
        );
        let response = ui.interact(at, ui.scope_id().with(("head", name)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
        response.on_hover_text(name);
    }
}

/// A name cut before its minus, else at the space that leaves the shorter longest line.
fn in_two(name: &str, width: impl Fn(&str) -> f32) -> Vec<&str> {
    let longest = |at: usize| width(&name[..at]).max(width(&name[at + 1..]));
    let minus = |at: &usize| name[at + 1..].starts_with(MINUS);
    let spaces = || name.match_indices(' ').map(|(at, _)| at);
    spaces()
        .find(minus)
        .or_else(|| spaces().min_by(|a, b| longest(*a).total_cmp(&longest(*b))))
        .map_or_else(|| vec![name], |at| vec![&name[..at], &name[at + 1..]])
}

fn row_ui(ui: &Ui, view: &CostsView<'_>, columns: &Columns, row: &Row, rect: Rect) {
    let theme = Theme::of(ui);
    let Some(line) = COST_LINES.get(row.line) else {
        return;
    };
    let (style, mut left) = if row.sum {
        (Type::ROW_STRONG, rect.left())
    } else {
        (Type::ROW, rect.left() + 10.0)
    };
    let middle = rect.center().y;
    let painter = ui.painter();
    if let Some(category) = row.category {
        let at = pos2(left + SWATCH / 2.0, middle);
        let swatch = Rect::from_center_size(at, vec2(SWATCH, SWATCH));
        paint_swatch(painter, swatch, category, theme);
        left += SWATCH + 7.0;
    }
    let room = columns.edges.first().copied().unwrap_or(columns.end) - columns.width.min(90.0);
    let label = style.galley_elided(painter, line.label, theme.text, room.max(110.0));
    let at = Align2::LEFT_CENTER.anchor_size(pos2(left, middle), label.size());
    painter.galley(at.min, label, theme.text);
    let cell = |right: f32, width: f32, column: usize, figure: &str, steps: i64, name: &str| {
        let asks = view.roadmaps.get(column);
        let color = if steps == 0 { theme.text3 } else { theme.text };
        let painted = text::paint(
            painter,
            pos2(right, middle),
            Align2::RIGHT_CENTER,
            figure,
            style,
            color,
        );
        let cell = Rect::from_x_y_ranges(right - width + 12.0..=right, rect.y_range());
        let id = ui.scope_id().with(("cell", row.line, column));
        let (sense, role) = match asks {
            Some(_) => (Sense::click(), Role::Button),
            None => (Sense::hover(), Role::Label),
        };
        let response = ui.interact(cell, id, sense);
        response.widget_info(|| {
            let words = format!("{}, {name}: {figure} {}", line.label, view.table.unit.label);
            WidgetInfo::labeled(role, true, words)
        });
        if asks.is_some() {
            figure_hover(ui, &response, painted);
        }
        if let Some(roadmap) = asks.filter(|_| response.clicked()) {
            ask(ui, line.series, &roadmap.id, None);
        }
    };
    for (column, (roadmap, edge)) in view.roadmaps.iter().zip(&columns.edges).enumerate() {
        if let Some((figure, steps)) = view.cell(column, row.line) {
            let right = rect.left() + edge;
            cell(right, columns.width, column, &figure, steps, &roadmap.label);
        }
    }
    if let (Some((figure, steps)), Some(name)) = (view.difference_cell(row.line), &view.difference)
    {
        let last = view.roadmaps.len();
        cell(rect.right(), columns.difference, last, &figure, steps, name);
    }
}
