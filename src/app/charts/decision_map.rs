//! Which roadmap is the cheapest for every pair of values of two inputs.

use crate::app::theme::text::paint;
use crate::app::theme::{RoadmapLook, Theme, Type};
use eframe::egui::{
    Align2, Mesh, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// A map. Fill the fields and call [`MapChart::show`].
pub struct MapChart<'a> {
    /// Sentence for screen readers.
    pub summary: &'a str,
    /// Cells along the map and up.
    pub cells: [usize; 2],
    /// Kind of the cheapest roadmap, row by row from the lowest.
    pub kinds: &'a [RoadmapLook],
    /// Where the plan is, in shares of both axes.
    pub here: [f32; 2],
    /// Where its futures are.
    pub cloud: &'a [[f32; 2]],
    /// Names of the axes.
    pub names: [&'a str; 2],
    /// Lowest and highest value of each, as text.
    pub ends: [[&'a str; 2]; 2],
    /// Height of the plot.
    pub height: f32,
    /// Says what a cell means, for the card under the pointer.
    pub about: &'a dyn Fn(usize, usize) -> (String, String),
}

/// Room left of the plot and under it.
const LEFT: f32 = 76.0;
const BENEATH: f32 = 40.0;
/// How strongly a cell wears its colour.
const STRENGTH: f32 = 0.55;

impl MapChart<'_> {
    /// Draws the map across the available width.
    pub fn show(&self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let size = vec2(ui.available_width(), self.height + BENEATH);
        let (outer, response) = ui.allocate_exact_size(size, Sense::hover());
        let plot = Rect::from_min_max(
            pos2(outer.left() + LEFT, outer.top()),
            pos2(outer.right(), outer.top() + self.height),
        );
        let [across, up] = self.cells.map(|count| count.max(1));
        let painter = ui.painter();
        let mut mesh = Mesh::default();
        for (index, kind) in self.kinds.iter().take(across * up).enumerate() {
            let (row, column) = (index / across, index % across);
            let x = |cell: usize| plot.left() + plot.width() * cell as f32 / across as f32;
            let y = |cell: usize| plot.bottom() - plot.height() * cell as f32 / up as f32;
            let cell = Rect::from_min_max(pos2(x(column), y(row + 1)), pos2(x(column + 1), y(row)));
            let color = theme.bg.lerp_to_gamma(kind.color(theme), STRENGTH);
            mesh.add_colored_rect(cell, color);
        }
        painter.add(Shape::mesh(mesh));
        let at = |[x, y]: [f32; 2]| -> Pos2 {
            pos2(
                plot.left() + plot.width() * x,
                plot.bottom() - plot.height() * y,
            )
        };
        for future in self.cloud {
            if future.iter().all(|share| (0.0..=1.0).contains(share)) {
                painter.circle_filled(at(*future), 1.6, theme.text.gamma_multiply(0.35));
            }
        }
        let here = at(self.here);
        painter.circle(here, 5.5, theme.bg, Stroke::new(1.8, theme.text));
        let label = here + vec2(9.0, -9.0);
        let words = Type::LABEL_STRONG.galley(painter, "you are here", theme.text);
        let width = words.size().x;
        let left = label.x.min(plot.right() - width - 4.0);
        painter.galley(pos2(left, label.y - 8.0), words, theme.text);
        let frame = Stroke::new(1.0, theme.border);
        painter.rect_stroke(plot, 0.0, frame, eframe::egui::StrokeKind::Inside);
        self.axes(ui, theme, outer, plot);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, self.summary));
        if let Some(pointer) = response.hover_pos().filter(|p| plot.contains(*p)) {
            let column = ((pointer.x - plot.left()) / plot.width() * across as f32) as usize;
            let row = ((plot.bottom() - pointer.y) / plot.height() * up as f32) as usize;
            let (title, rest) = (self.about)(column.min(across - 1), row.min(up - 1));
            response.on_hover_ui_at_pointer(|ui| {
                Type::LABEL_STRONG.label(ui, title, theme.text);
                Type::LABEL.label(ui, rest, theme.text2);
            });
        }
    }

    fn axes(&self, ui: &Ui, theme: &Theme, outer: Rect, plot: Rect) {
        let painter = ui.painter();
        let style = Type::CAPTION;
        let color = theme.text2;
        let under = plot.bottom() + 11.0;
        let [[low, high], [bottom, top]] = self.ends;
        paint(
            painter,
            pos2(plot.left(), under),
            Align2::LEFT_CENTER,
            low,
            style,
            color,
        );
        paint(
            painter,
            pos2(plot.right(), under),
            Align2::RIGHT_CENTER,
            high,
            style,
            color,
        );
        let middle = pos2(plot.center().x, under + 16.0);
        paint(
            painter,
            middle,
            Align2::CENTER_CENTER,
            self.names[0],
            Type::LABEL_STRONG,
            theme.text,
        );
        let right = plot.left() - 7.0;
        let ends = [(plot.bottom() - 7.0, bottom), (plot.top() + 7.0, top)];
        for (y, words) in ends {
            let galley = style.galley_elided(painter, words, color, LEFT - 8.0);
            let at = Align2::RIGHT_CENTER.anchor_size(pos2(right, y), galley.size());
            painter.galley(at.min, galley, color);
        }
        let name =
            Type::LABEL_STRONG.galley_wrapped(painter, self.names[1], theme.text, LEFT - 10.0);
        let at = pos2(outer.left(), plot.center().y - name.size().y / 2.0);
        painter.galley(at, name, theme.text);
    }
}
