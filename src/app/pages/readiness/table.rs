//! The ten rows: level, gap, what each roadmap needs, and the price of the gap.

use super::ReadinessState;
use super::evidence::evidence_ui;
use super::model::{ReadinessView, Row};
use crate::app::action::Action;
use crate::app::charts::marks::hatch_rect;
use crate::app::charts::{Bullet, paint_bullet};
use crate::app::pages::heading::short_name;
use crate::app::theme::text::paint;
use crate::app::theme::{Theme, Type, radius};
use crate::app::view::ResultsView;
use crate::app::widgets::icons::{paint_focus, paint_hover};
use crate::app::widgets::{Icon, paint_icon};
use eframe::egui::{
    Align2, Color32, CornerRadius, Rangef, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// Highest level.
const TOP: usize = 4;
/// Height of the key and of the heads.
const KEY: f32 = 22.0;
const HEADS: f32 = 24.0;
/// Least and greatest height of a row.
const ROW: [f32; 2] = [34.0, 104.0];
/// Where names begin, after the chevron.
const INDENT: f32 = 18.0;
/// Distances of the right edges of "Gap" and "Costs to close" from the table's right edge.
const GAP_EDGE: f32 = 158.0;
const COST_EDGE: f32 = 62.0;
/// Room that the three columns of figures take.
const FIGURES: f32 = 240.0;

/// Where the columns stand.
struct Columns {
    left: f32,
    right: f32,
    axis: Rangef,
}

impl Columns {
    fn of(rect: Rect) -> Self {
        let names = (rect.width() * 0.275).clamp(188.0, 300.0);
        Self {
            left: rect.left(),
            right: rect.right(),
            axis: Rangef::new(rect.left() + names, rect.right() - FIGURES),
        }
    }

    fn x(&self, level: usize) -> f32 {
        self.axis.min + self.axis.span() * level as f32 / TOP as f32
    }
}

/// Draws the table, rows stretched to fill `room`.
pub(super) fn table_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &ReadinessView<'_>,
    local: &mut ReadinessState,
    room: f32,
) -> Option<Action> {
    key_ui(ui, model);
    heads_ui(ui);
    let count = model.rows.len().max(1) as f32;
    let height = ((room - KEY - HEADS) / count).clamp(ROW[0], ROW[1]).floor();
    let mut wanted = None;
    for row in &model.rows {
        row_ui(ui, view, row, local, height);
        if local.open.as_deref() == Some(row.dimension) && !view.picture {
            wanted = evidence_ui(ui, model, row, local).or(wanted);
        }
    }
    wanted
}

/// What bar, hatching and markers mean.
fn key_ui(ui: &mut Ui, model: &ReadinessView<'_>) {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), KEY), Sense::hover());
    let painter = ui.painter();
    let y = rect.top() + 7.0;
    let mut x = rect.left();
    let swatch = |x: f32| Rect::from_min_size(pos2(x, y - 4.0), vec2(22.0, 8.0));
    let words = |x: f32, text: &str| {
        let at = paint(
            painter,
            pos2(x, y),
            Align2::LEFT_CENTER,
            text,
            Type::LABEL,
            theme.text2,
        );
        at.right() + 18.0
    };
    painter.rect_filled(swatch(x), CornerRadius::same(radius::BAR), theme.neutral[0]);
    x = words(x + 29.0, "you today");
    hatch_rect(painter, swatch(x), 4.0, Stroke::new(1.6, theme.caution));
    let gap = model.chosen.map_or_else(String::new, |chosen| {
        format!("gap to {}", short_name(chosen))
    });
    x = words(x + 29.0, &gap);
    if model.rows.iter().any(|row| row.range.is_some()) {
        let stroke = Stroke::new(1.2, theme.text);
        painter.hline(x..=x + 22.0, y, stroke);
        for end in [x, x + 22.0] {
            painter.vline(end, y - 2.5..=y + 2.5, stroke);
        }
        x = words(x + 29.0, "raters");
    }
    words(x, "markers: what each roadmap needs");
    let told =
        format!("Levels of ten dimensions today, and the {gap}; markers: what each roadmap needs");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
}

fn heads_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADS), Sense::hover());
    let columns = Columns::of(rect);
    let painter = ui.painter();
    let y = rect.center().y;
    let head = |x: f32, anchor: Align2, words: &str| {
        paint(
            painter,
            pos2(x, y),
            anchor,
            words,
            Type::CAPTION,
            theme.text3,
        );
    };
    head(columns.left, Align2::LEFT_CENTER, "Dimension, level 0 to 4");
    for level in 0..=TOP {
        let x = columns.x(level);
        head(x, Align2::CENTER_CENTER, &level.to_string());
    }
    head(columns.right - GAP_EDGE, Align2::RIGHT_CENTER, "Gap");
    head(
        columns.right - COST_EDGE,
        Align2::RIGHT_CENTER,
        "Costs to close",
    );
    head(columns.right, Align2::RIGHT_CENTER, "Saves");
    rule(ui, rect, theme.border);
}

fn rule(ui: &Ui, rect: Rect, color: Color32) {
    let y = rect.bottom().round() - 0.5;
    ui.painter()
        .hline(rect.x_range(), y, Stroke::new(1.0, color));
}

fn row_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    row: &Row<'_>,
    local: &mut ReadinessState,
    height: f32,
) {
    let theme = Theme::of(ui);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let sense = if view.picture {
        Sense::hover()
    } else {
        Sense::click()
    };
    let open = local.open.as_deref() == Some(row.dimension);
    let id = ui.scope_id().with(("dimension", row.dimension));
    let response = ui.interact(rect, id, sense);
    if !view.picture {
        paint_hover(ui, rect.shrink2(vec2(0.0, 1.0)), &response);
        paint_focus(ui, rect.shrink(1.0), radius::CHIP, &response);
    }
    let columns = Columns::of(rect);
    for level in 0..=TOP {
        let x = columns.x(level).round() - 0.5;
        ui.painter()
            .vline(x, rect.y_range(), Stroke::new(1.0, theme.grid));
    }
    let elided = paint_row(ui, theme, row, &columns, rect, open, view.picture);
    rule(ui, rect, theme.hairline);
    response.widget_info(|| {
        if view.picture {
            WidgetInfo::labeled(Role::Label, true, &row.spoken)
        } else {
            WidgetInfo::selected(Role::Button, true, open, &row.spoken)
        }
    });
    let response = if elided {
        response.on_hover_text(row.name)
    } else {
        response
    };
    if response.clicked() {
        local.open = (!open).then(|| row.dimension.to_owned());
    }
}

/// Paints a row; whether its name had to be cut.
fn paint_row(
    ui: &Ui,
    theme: &Theme,
    row: &Row<'_>,
    columns: &Columns,
    rect: Rect,
    open: bool,
    picture: bool,
) -> bool {
    let painter = ui.painter();
    let y = rect.center().y;
    let mut left = columns.left;
    if !picture {
        let icon = if open {
            Icon::ChevronDown
        } else {
            Icon::ChevronRight
        };
        paint_icon(painter, icon, pos2(left + 5.0, y), 11.0, theme.text3);
        left += INDENT;
    }
    let style = if row.gate {
        Type::ROW_STRONG
    } else {
        Type::ROW
    };
    let room = columns.axis.min - left - 8.0;
    // A second line of the name has the room that the raters' line takes otherwise.
    let name = if row.disagreement.is_none() {
        style.galley_wrapped(painter, row.name, theme.text, room)
    } else {
        style.galley_elided(painter, row.name, theme.text, room)
    };
    let elided = name.elided;
    let lift = if row.disagreement.is_some() { 8.0 } else { 0.0 };
    let at = Align2::LEFT_CENTER.anchor_size(pos2(left, y - lift), name.size());
    painter.galley(at.min, name, theme.text);
    if let Some(words) = &row.disagreement {
        // It may run on under the axis, which has nothing there.
        let words = Type::CAPTION.galley_elided(painter, words, theme.text2, room + 120.0);
        let at = Align2::LEFT_CENTER.anchor_size(pos2(left, y + lift), words.size());
        if at.right() > columns.axis.min {
            painter.rect_filled(at.expand2(vec2(3.0, 0.0)), 0.0, theme.bg);
        }
        painter.galley(at.min, words, theme.text2);
    }
    let bullet = Bullet {
        level: row.level,
        goal: row.required,
        range: row.range,
        needs: &row.needs,
    };
    let lift = if row.disagreement.is_some() { 3.0 } else { 0.0 };
    paint_bullet(painter, theme, columns.axis, TOP as f64, y - lift, &bullet);
    let cell = |x: f32, words: &str, style: Type, color: Color32| {
        paint(
            painter,
            pos2(x, y),
            Align2::RIGHT_CENTER,
            words,
            style,
            color,
        );
    };
    match &row.gap {
        None => cell(columns.right - GAP_EDGE, "met", Type::ROW, theme.text3),
        Some(gap) => {
            cell(columns.right - GAP_EDGE, &gap.gap, Type::ROW, theme.text);
            cell(columns.right - COST_EDGE, &gap.costs, Type::ROW, theme.text);
            cell(columns.right, &gap.saves, Type::ROW_STRONG, theme.text);
        }
    }
    elided
}
