//! A unit as a box: name and cost, components, what holds it up, how full that is.
//!
//! A box is measured first, so that boxes side by side are of one height.

use super::boxes::UnitBox;
use crate::app::theme::{RoadmapLook, Theme, Type, radius, text};
use crate::app::widgets::icons::paint_focus;
use crate::engine::series::CostCategory;
use crate::units;
use eframe::egui::{
    Align2, Color32, CornerRadius, Galley, Mesh, Painter, Pos2, Rect, Response, Role, Sense, Shape,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// Room inside a box, left and right.
pub(super) const PAD: f32 = 12.0;
/// Height of the line with name and cost.
const HEAD: f32 = 34.0;
/// Height of a chip, and the gaps around it.
const CHIP: f32 = 22.0;
const CHIP_GAP: f32 = 6.0;
/// Most rows of chips.
const CHIP_ROWS: usize = 3;
/// Height of a bar's line.
const BAR: f32 = 17.0;
/// Height of the curve of replicas.
const CURVE: f32 = 26.0;

/// A chip with its place in the box.
struct PlacedChip {
    rect: Rect,
    galley: Arc<Galley>,
    gpu: bool,
    /// Whether it stands for the chips without room.
    more: bool,
}

/// Where everything of a box goes, from its left top corner.
pub(super) struct BoxLayout {
    chips: Vec<PlacedChip>,
    /// How many components have no chip.
    hidden: usize,
    chips_height: f32,
    words: Vec<Arc<Galley>>,
    words_height: f32,
    curve: f32,
    bars: usize,
}

impl BoxLayout {
    /// Measures a box of a width.
    pub(super) fn of(painter: &Painter, unit: &UnitBox<'_>, width: f32) -> Self {
        let inner = width - 2.0 * PAD;
        let curve = (inner * 0.34).clamp(60.0, 110.0).round();
        let (chips, hidden, chips_height) = chips(painter, unit, inner);
        let room = inner - curve - 12.0;
        let mut words =
            vec![Type::ROW_STRONG.galley_wrapped(painter, &unit.title, Color32::PLACEHOLDER, room)];
        if !unit.detail.is_empty() {
            words.push(Type::LABEL.galley_wrapped(
                painter,
                &unit.detail,
                Color32::PLACEHOLDER,
                room,
            ));
        }
        for (line, _) in &unit.published {
            words.push(Type::CAPTION.galley_wrapped(painter, line, Color32::PLACEHOLDER, room));
        }
        let words_height = words.iter().map(|galley| galley.size().y).sum::<f32>();
        Self {
            chips,
            hidden,
            chips_height,
            words,
            words_height: words_height.max(CURVE + 18.0),
            curve,
            bars: unit.bars.len(),
        }
    }

    /// Height of the box.
    pub(super) fn height(&self) -> f32 {
        let bars = self.bars as f32 * BAR;
        HEAD + 10.0 + self.chips_height + 12.0 + self.words_height + 8.0 + bars + 10.0
    }
}

fn chips(painter: &Painter, unit: &UnitBox<'_>, inner: f32) -> (Vec<PlacedChip>, usize, f32) {
    let gpu = unit.gpus > 0.0;
    let mut placed: Vec<PlacedChip> = Vec::new();
    let (mut at, mut row) = (pos2(0.0, 0.0), 0);
    let most = unit.chips.len();
    let more_width = 78.0;
    for (index, chip) in unit.chips.iter().enumerate() {
        let style = if chip.core {
            Type::LABEL_STRONG
        } else {
            Type::LABEL
        };
        let galley = style.galley_elided(painter, chip.name, Color32::PLACEHOLDER, inner - 16.0);
        let size = vec2(galley.size().x + 16.0, CHIP);
        let last_row = row + 1 == CHIP_ROWS;
        let left_over = index + 1 < most;
        let limit = if last_row && left_over {
            inner - more_width
        } else {
            inner
        };
        if at.x > 0.0 && at.x + size.x > limit {
            if last_row {
                let hidden = most - index;
                let words = format!("{} more", units::count(hidden as f64));
                let galley = Type::LABEL.galley(painter, &words, Color32::PLACEHOLDER);
                let size = vec2(galley.size().x + 8.0, CHIP);
                placed.push(PlacedChip {
                    rect: Rect::from_min_size(at, size),
                    galley,
                    gpu: false,
                    more: true,
                });
                return (
                    placed,
                    hidden,
                    (row + 1) as f32 * (CHIP + CHIP_GAP) - CHIP_GAP,
                );
            }
            at = pos2(0.0, at.y + CHIP + CHIP_GAP);
            row += 1;
        }
        placed.push(PlacedChip {
            rect: Rect::from_min_size(at, size),
            galley,
            gpu,
            more: false,
        });
        at.x += size.x + CHIP_GAP;
    }
    (placed, 0, (row + 1) as f32 * (CHIP + CHIP_GAP) - CHIP_GAP)
}

/// Draws a box; true when it was clicked to compare its hardware.
pub(super) fn unit_box_ui(
    ui: &mut Ui,
    unit: &UnitBox<'_>,
    plan: &BoxLayout,
    rect: Rect,
    (kind, month): (RoadmapLook, usize),
    chosen: bool,
) -> bool {
    let theme = Theme::of(ui);
    let sense = if unit.gpus > 0.0 {
        Sense::click()
    } else {
        Sense::hover()
    };
    let id = ui.scope_id().with(("unit", unit.name));
    let response = ui.interact(rect, id, sense);
    let edge = if chosen || (unit.gpus > 0.0 && response.hovered()) {
        theme.strong
    } else {
        theme.border
    };
    let corner = CornerRadius::same(radius::BOX);
    ui.painter().rect(
        rect,
        corner,
        theme.raised,
        Stroke::new(1.0, edge),
        StrokeKind::Inside,
    );
    head(ui, unit, rect, theme);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let mut y = rect.top() + HEAD + 10.0;
    paint_chips(ui, unit, plan, pos2(inner.left(), y), theme);
    y += plan.chips_height;

    // What follows hangs from the foot, so that bars side by side are in line.
    let bars = rect.bottom() - 10.0 - plan.bars as f32 * BAR;
    let foot = bars - 8.0;
    let words: f32 = plan.words.iter().map(|galley| galley.size().y).sum();
    let mut at = (foot - words).max(y + 4.0);
    for (index, galley) in plan.words.iter().enumerate() {
        let color = match index {
            0 => theme.text,
            1 if !unit.detail.is_empty() => theme.text2,
            _ => theme.text3,
        };
        ui.painter().galley_with_override_text_color(
            pos2(inner.left(), at),
            Arc::clone(galley),
            color,
        );
        at += galley.size().y;
    }
    let curve = Rect::from_min_max(
        pos2(inner.right() - plan.curve, foot - CURVE - 16.0),
        pos2(inner.right(), foot - 16.0),
    );
    paint_curve(ui.painter(), unit.replicas, month, curve, kind, theme);
    text::paint(
        ui.painter(),
        pos2(inner.right(), foot - 7.0),
        Align2::RIGHT_CENTER,
        &unit.replicas_text,
        Type::LABEL_STRONG,
        theme.text,
    );
    paint_bars(ui.painter(), unit, inner, bars, theme);
    paint_focus(ui, rect, radius::BOX, &response);
    described(ui, unit, plan, &response, chosen);
    if !unit.published.is_empty() {
        let runs: Vec<&str> = unit.published.iter().map(|(_, run)| run.as_str()).collect();
        response.clone().on_hover_text(runs.join("\n"));
    }
    response.clicked()
}

fn head(ui: &Ui, unit: &UnitBox<'_>, rect: Rect, theme: &Theme) {
    let painter = ui.painter();
    let y = rect.top() + HEAD / 2.0;
    let month = text::paint(
        painter,
        pos2(rect.right() - PAD, y),
        Align2::RIGHT_CENTER,
        "/mo",
        Type::LABEL,
        theme.text3,
    );
    let cost = text::paint(
        painter,
        pos2(month.left() - 4.0, y),
        Align2::RIGHT_CENTER,
        &unit.figure,
        Type::HEADING,
        theme.text,
    );
    let core = unit
        .core
        .then(|| Type::LABEL.galley(painter, "core", theme.text3));
    let core_room = core.as_ref().map_or(0.0, |galley| galley.size().x + 8.0);
    let left = rect.left() + PAD;
    let room = cost.left() - 8.0 - left - core_room;
    let name = Type::HEADING.galley_elided(painter, unit.name, theme.text, room);
    let size = name.size();
    painter.galley(pos2(left, y - size.y / 2.0), name, theme.text);
    if let Some(core) = core {
        let at = pos2(left + size.x + 8.0, y - core.size().y / 2.0);
        painter.galley(at, core, theme.text3);
    }
    painter.hline(
        rect.left() + 1.0..=rect.right() - 1.0,
        (rect.top() + HEAD).round() - 0.5,
        Stroke::new(1.0, theme.hairline),
    );
}

fn paint_chips(ui: &Ui, unit: &UnitBox<'_>, plan: &BoxLayout, origin: Pos2, theme: &Theme) {
    let painter = ui.painter();
    for chip in &plan.chips {
        let rect = chip.rect.translate(origin.to_vec2());
        let rect = Rect::from_min_max(rect.min.round(), rect.max.round());
        if !chip.more {
            let corner = CornerRadius::same(radius::CHIP);
            let (fill, edge) = if chip.gpu {
                (theme.selected, theme.selected)
            } else {
                (theme.raised, theme.border)
            };
            let stroke = Stroke::new(1.0, edge);
            painter.rect(rect, corner, fill, stroke, StrokeKind::Inside);
        }
        let color = if chip.more { theme.text2 } else { theme.text };
        let at = Align2::CENTER_CENTER.anchor_size(rect.center(), chip.galley.size());
        painter.galley_with_override_text_color(at.min, Arc::clone(&chip.galley), color);
        if chip.more {
            let id = ui.scope_id().with(("more components", unit.name));
            let from = unit.chips.len() - plan.hidden;
            let names: Vec<&str> = unit.chips.iter().skip(from).map(|chip| chip.name).collect();
            let more = ui.interact(rect, id, Sense::hover());
            more.on_hover_text(names.join(", "));
        }
    }
}

/// The replicas as steps with a dot at the month; nothing where there are none.
fn paint_curve(
    painter: &Painter,
    replicas: &[f64],
    month: usize,
    rect: Rect,
    kind: RoadmapLook,
    theme: &Theme,
) {
    let base = rect.bottom().round() - 0.5;
    painter.hline(rect.x_range(), base, Stroke::new(1.0, theme.axis));
    let highest = replicas.iter().copied().fold(0.0, f64::max);
    if highest <= 0.0 {
        return;
    }
    let color = kind.color(theme);
    let last = replicas.len().saturating_sub(1).max(1) as f32;
    let point = |month: usize, value: f64| {
        let share = (value / highest) as f32;
        pos2(
            rect.left() + (rect.width() - 4.0) * month as f32 / last,
            base - (rect.height() - 5.0) * share,
        )
    };
    // A mesh has no soft edges, which would show where two columns meet.
    let mut area = Mesh::default();
    let mut line: Vec<Pos2> = Vec::with_capacity(2 * replicas.len());
    for (month, value) in replicas.iter().enumerate() {
        let at = point(month, *value);
        if let Some(before) = line.last().copied() {
            let corner = pos2(at.x, before.y);
            let (low, high) = (before.x, at.x);
            let ground = Rect::from_min_max(pos2(low, before.y), pos2(high, base));
            area.add_colored_rect(ground, kind.band(theme, false));
            line.push(corner);
        }
        line.push(at);
    }
    painter.add(area);
    painter.add(Shape::line(line, Stroke::new(1.5, color)));
    let at = point(month, replicas.get(month).copied().unwrap_or_default());
    painter.circle_filled(at, 4.2, theme.raised);
    painter.circle_filled(at, 2.8, color);
}

fn paint_bars(painter: &Painter, unit: &UnitBox<'_>, inner: Rect, top: f32, theme: &Theme) {
    const LABEL: f32 = 82.0;
    const FIGURE: f32 = 38.0;
    for (index, bar) in unit.bars.iter().enumerate() {
        let y = top + (index as f32 + 0.5) * BAR;
        text::paint(
            painter,
            pos2(inner.left(), y),
            Align2::LEFT_CENTER,
            bar.label,
            Type::LABEL,
            theme.text2,
        );
        text::paint(
            painter,
            pos2(inner.right(), y),
            Align2::RIGHT_CENTER,
            &share(bar.share),
            Type::LABEL,
            theme.text,
        );
        let track = Rect::from_min_max(
            pos2(inner.left() + LABEL, y - 3.5),
            pos2(inner.right() - FIGURE, y + 3.5),
        );
        let corner = CornerRadius::same(radius::BAR);
        painter.rect_filled(track, corner, theme.neutral[4]);
        let color = if bar.gpu {
            CostCategory::Gpus.color(theme)
        } else {
            CostCategory::HostedApis.color(theme)
        };
        let width = track.width() * bar.share.clamp(0.0, 1.0) as f32;
        if width > 0.5 {
            let filled = Rect::from_min_size(track.min, vec2(width, track.height()));
            painter.rect_filled(filled, corner, color);
        }
    }
}

/// A share in whole per cent; below one per cent with a decimal, for it is not nothing.
fn share(value: f64) -> String {
    if value > 0.0 && value < 0.0095 {
        units::share_fine(value)
    } else {
        units::share(value)
    }
}

/// What a screen reader says of a box.
fn described(ui: &Ui, unit: &UnitBox<'_>, plan: &BoxLayout, response: &Response, chosen: bool) {
    let mut words = format!("{}, {} a month, {}", unit.name, unit.figure, unit.title);
    if !unit.detail.is_empty() {
        words.push_str(", ");
        words.push_str(&unit.detail);
    }
    words.push_str(", ");
    words.push_str(&unit.replicas_text);
    for bar in &unit.bars {
        for part in [", ", bar.label, " ", &share(bar.share)] {
            words.push_str(part);
        }
    }
    for (line, _) in &unit.published {
        words.push_str(", ");
        words.push_str(line);
    }
    let shown = unit.chips.len() - plan.hidden;
    let names: Vec<&str> = unit
        .chips
        .iter()
        .take(shown)
        .map(|chip| chip.name)
        .collect();
    words.push_str("; components: ");
    words.push_str(&names.join(", "));
    if plan.hidden > 0 {
        words.push_str(" and ");
        words.push_str(&units::count(plan.hidden as f64));
        words.push_str(" more");
    }
    let enabled = ui.is_enabled();
    response.widget_info(|| {
        if unit.gpus > 0.0 {
            WidgetInfo::selected(Role::Button, enabled, chosen, &words)
        } else {
            WidgetInfo::labeled(Role::Label, enabled, &words)
        }
    });
}
