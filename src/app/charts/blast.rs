//! Blast matrix: which part goes down when another fails, and what the product loses by it.
//!
//! A row fails, a column goes down with it. The shade is the share that goes down, units are
//! outlined, and the bar at a row's end is the share of the product's value that is lost.

use crate::app::theme::{Theme, Type, radius, text};
use crate::engine::series::CostCategory;
use crate::units;
use eframe::egui;
use eframe::egui::epaint::TextShape;
use eframe::egui::{
    Align2, Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

/// A part of the product.
#[derive(Clone, Copy, Debug)]
pub struct BlastPart<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether the product is of no use without it: its name is bold.
    pub core: bool,
    /// The unit it belongs to.
    pub unit: usize,
    /// Share of the product's value lost while it fails.
    pub lost: f64,
    /// Parts of other units that call it.
    pub callers: &'a [String],
    /// Parts that cannot do without it, in whatever unit.
    pub needed_by: &'a [String],
}

/// A matrix to draw.
#[derive(Clone, Copy, Debug)]
pub struct BlastMatrix<'a> {
    /// Title.
    pub title: &'a str,
    /// Colour of the title.
    pub color: Color32,
    /// Sentence for screen readers.
    pub summary: &'a str,
    /// Parts, those of one unit side by side.
    pub parts: &'a [BlastPart<'a>],
    /// Share of another part of the same unit that goes down.
    pub inside: f64,
    /// Share of a part of another unit that goes down where it calls the one that fails.
    pub across: f64,
}

/// Sizes that two matrices side by side share (points).
#[derive(Clone, Copy, Debug)]
pub struct BlastSize {
    /// Of a cell, gap included.
    pub cell: Vec2,
    /// Width of the names at the left; 0 leaves them out.
    pub names: f32,
    /// Height of the names at the top.
    pub head: f32,
}

/// Height of the title.
pub const TITLE: f32 = 20.0;
/// Width of the bars and of the gap before them.
pub const BARS: f32 = 62.0;
const BAR_GAP: f32 = 10.0;
/// Angle of the names at the top (radians): 52 degrees.
const ANGLE: f32 = 52.0 * std::f32::consts::PI / 180.0;
/// Longest name that is written in full (points).
const LONGEST: f32 = 128.0;
/// Share from which a cell has its number.
const NUMBERED: f64 = 0.1;

/// Height that the names at the top need.
pub fn head_height(ui: &Ui, names: &[&str]) -> f32 {
    let longest = names.iter().map(|name| width(ui, name)).fold(0.0, f32::max);
    (longest.min(LONGEST) * ANGLE.sin() + 14.0).ceil()
}

/// Width that the names at the left need, gap included.
pub fn names_width(ui: &Ui, names: &[&str], most: f32) -> f32 {
    let longest = names.iter().map(|name| width(ui, name)).fold(0.0, f32::max);
    (longest + 10.0).min(most).ceil()
}

fn width(ui: &Ui, name: &str) -> f32 {
    Type::LABEL_STRONG
        .galley(ui.painter(), name, Color32::PLACEHOLDER)
        .size()
        .x
}

impl BlastMatrix<'_> {
    /// Space that the matrix takes.
    pub fn size(&self, size: &BlastSize) -> Vec2 {
        let count = self.parts.len() as f32;
        vec2(
            size.names + count * size.cell.x + BARS,
            TITLE + size.head + count * size.cell.y,
        )
    }

    /// Share of the column's part that goes down with the row's.
    fn share(&self, row: usize, column: usize) -> f64 {
        match (self.parts.get(row), self.parts.get(column)) {
            _ if row == column => 1.0,
            (Some(failing), Some(other))
                if failing.needed_by.iter().any(|name| name == other.name) =>
            {
                1.0
            }
            (Some(failing), Some(other)) if failing.unit == other.unit => self.inside,
            (Some(failing), Some(other))
                if failing.callers.iter().any(|name| name == other.name) =>
            {
                self.across
            }
            _ => 0.0,
        }
    }

    /// Draws the matrix.
    pub fn show(&self, ui: &mut Ui, size: &BlastSize) -> Response {
        let theme = Theme::of(ui);
        let (rect, response) = ui.allocate_exact_size(self.size(size), Sense::hover());
        let painter = ui.painter();
        let count = self.parts.len() as f32;
        let cells = Rect::from_min_size(
            pos2(
                (rect.left() + size.names).round(),
                (rect.top() + TITLE + size.head).round(),
            ),
            vec2(count * size.cell.x, count * size.cell.y),
        );
        text::paint(
            painter,
            pos2(cells.left(), rect.top() + TITLE / 2.0),
            Align2::LEFT_CENTER,
            self.title,
            Type::HEADING,
            self.color,
        );
        self.paint_names(ui, theme, cells, size);
        self.paint_cells(ui, theme, cells, size);
        self.paint_units(ui, theme, cells, size);
        self.paint_bars(ui, theme, cells, size);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, self.summary));
        let told = response
            .hover_pos()
            .and_then(|pointer| self.told(pointer, rect, cells, size));
        match told {
            Some(words) => response.on_hover_text_at_pointer(words),
            None => response,
        }
    }

    fn paint_names(&self, ui: &Ui, theme: &Theme, cells: Rect, size: &BlastSize) {
        let painter = ui.painter();
        for (index, part) in self.parts.iter().enumerate() {
            let (style, color) = if part.core {
                (Type::LABEL_STRONG, theme.text)
            } else {
                (Type::LABEL, theme.text2)
            };
            let middle = |step: f32| (index as f32 + 0.5) * step;
            if size.names > 0.0 {
                let galley = style.galley_elided(painter, part.name, color, size.names - 8.0);
                let y = cells.top() + middle(size.cell.y);
                let at =
                    Align2::RIGHT_CENTER.anchor_size(pos2(cells.left() - 8.0, y), galley.size());
                painter.galley(at.min, galley, color);
            }
            let galley = Type::LABEL.galley_elided(painter, part.name, theme.text2, LONGEST);
            // The foot of the text's left edge stands over the middle of the column.
            let foot = pos2(cells.left() + middle(size.cell.x), cells.top() - 4.0);
            let half = galley.size().y / 2.0;
            let at = foot - vec2(half * ANGLE.sin(), half * ANGLE.cos());
            painter.add(TextShape::new(at, galley, theme.text2).with_angle(-ANGLE));
        }
    }

    /// The cells on screen; a matrix of hundreds of parts has most of them elsewhere.
    fn paint_cells(&self, ui: &Ui, theme: &Theme, cells: Rect, size: &BlastSize) {
        let clip = ui.clip_rect().intersect(cells);
        if !clip.is_positive() {
            return;
        }
        let span = |from: f32, to: f32, start: f32, step: f32| {
            let first = ((from - start) / step).floor().max(0.0) as usize;
            let last = ((to - start) / step).ceil().max(0.0) as usize;
            first..last.min(self.parts.len())
        };
        let rows = span(clip.top(), clip.bottom(), cells.top(), size.cell.y);
        let columns = span(clip.left(), clip.right(), cells.left(), size.cell.x);
        let numbered = size.cell.x >= 15.0 && size.cell.y >= 13.0;
        for row in rows {
            for column in columns.clone() {
                let corner = vec2(column as f32 * size.cell.x, row as f32 * size.cell.y);
                let cell = Rect::from_min_size(cells.min + corner, size.cell).shrink(1.0);
                let share = self.share(row, column);
                let fill = shade(theme, share);
                ui.painter().rect_filled(cell, CornerRadius::same(2), fill);
                if numbered && share >= NUMBERED {
                    let color = if share > 0.5 { theme.bg } else { theme.text };
                    let figure = cell_figure(share);
                    text::paint(
                        ui.painter(),
                        cell.center(),
                        Align2::CENTER_CENTER,
                        &figure,
                        Type::CELL,
                        color,
                    );
                }
            }
        }
    }

    /// A frame around each run of parts of one unit.
    fn paint_units(&self, ui: &Ui, theme: &Theme, cells: Rect, size: &BlastSize) {
        let mut start = 0;
        while let Some(first) = self.parts.get(start) {
            let run = self.parts[start..]
                .iter()
                .take_while(|part| part.unit == first.unit)
                .count();
            let from = cells.min + size.cell * start as f32;
            let frame = Rect::from_min_size(from, size.cell * run as f32);
            ui.painter().rect_stroke(
                frame,
                CornerRadius::same(3),
                Stroke::new(1.4, theme.text),
                StrokeKind::Middle,
            );
            start += run;
        }
    }

    fn paint_bars(&self, ui: &Ui, theme: &Theme, cells: Rect, size: &BlastSize) {
        let left = cells.right() + BAR_GAP;
        let height = (size.cell.y * 0.46).clamp(5.0, 14.0);
        for (index, part) in self.parts.iter().enumerate() {
            let y = cells.top() + (index as f32 + 0.5) * size.cell.y;
            let length = (BARS - BAR_GAP - 4.0) * part.lost.clamp(0.0, 1.0) as f32;
            let bar = Rect::from_x_y_ranges(
                left..=left + length.max(1.0),
                y - height / 2.0..=y + height / 2.0,
            );
            ui.painter().rect_filled(
                bar,
                CornerRadius::same(radius::BAR),
                CostCategory::Downtime.color(theme),
            );
        }
    }

    /// What stands under the pointer, in words.
    fn told(
        &self,
        pointer: egui::Pos2,
        rect: Rect,
        cells: Rect,
        size: &BlastSize,
    ) -> Option<String> {
        let place = |at: f32, start: f32, step: f32| {
            let index = ((at - start) / step).floor();
            (index >= 0.0 && (index as usize) < self.parts.len()).then_some(index as usize)
        };
        let row = place(pointer.y, cells.top(), size.cell.y);
        let column = place(pointer.x, cells.left(), size.cell.x);
        let (Some(row), true) = (row, rect.contains(pointer)) else {
            return column
                .and_then(|column| self.parts.get(column))
                .filter(|_| pointer.y > rect.top() + TITLE)
                .map(|part| part.name.to_owned());
        };
        let failing = self.parts.get(row)?;
        match column.filter(|column| *column != row) {
            Some(column) => Some(format!(
                "{} fails: {} of {} goes down with it.",
                failing.name,
                units::share_fine(self.share(row, column)),
                self.parts.get(column)?.name
            )),
            None => Some(format!(
                "{} fails: {} of the product is lost.",
                failing.name,
                units::share(failing.lost)
            )),
        }
    }
}

/// Mix of text into the ground: 5 % for nothing, 36 % at 0.4, 83 % at 1.
fn shade(theme: &Theme, share: f64) -> Color32 {
    let weight = 0.05 + 0.78 * share.clamp(0.0, 1.0);
    let mix = |from: u8, to: u8| {
        (f64::from(from) + (f64::from(to) - f64::from(from)) * weight).round() as u8
    };
    let (bg, ink) = (theme.bg, theme.text);
    Color32::from_rgb(
        mix(bg.r(), ink.r()),
        mix(bg.g(), ink.g()),
        mix(bg.b(), ink.b()),
    )
}

/// A share as it stands in a cell: `1`, `.4`.
fn cell_figure(share: f64) -> String {
    let figure = units::decimal(share, 1);
    match figure.strip_prefix('0') {
        Some(rest) => rest.to_owned(),
        None => figure.strip_suffix(".0").unwrap_or(&figure).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_shaded_and_numbered_by_their_share() {
        assert_eq!(cell_figure(1.0), "1");
        assert_eq!(cell_figure(0.4), ".4");
        // White 255, ink 24: 255 − 231 · 0.362 = 171.4 for the red part at 0.4.
        assert_eq!(shade(&Theme::LIGHT, 0.4).r(), 171);
        // 255 − 231 · 0.83 = 63.3; 255 − 231 · 0.05 = 243.5.
        assert_eq!(shade(&Theme::LIGHT, 1.0).r(), 63);
        assert_eq!(shade(&Theme::LIGHT, 0.0).r(), 243);
    }

    #[test]
    fn a_failure_stays_in_its_unit() {
        let callers = ["c".to_owned()];
        let part = |name, unit, callers| BlastPart {
            name,
            core: false,
            unit,
            lost: 0.2,
            callers,
            needed_by: &[],
        };
        let parts = [
            part("a", 0, &callers[..]),
            part("b", 0, &[]),
            part("c", 1, &[]),
        ];
        let matrix = BlastMatrix {
            title: "",
            color: Color32::BLACK,
            summary: "",
            parts: &parts,
            inside: 0.4,
            across: 0.1,
        };
        assert_eq!(matrix.share(0, 0), 1.0);
        assert_eq!(matrix.share(0, 1), 0.4);
        assert_eq!(matrix.share(0, 2), 0.1);
        assert_eq!(matrix.share(1, 2), 0.0);
        assert_eq!(matrix.share(2, 0), 0.0);
    }
}
