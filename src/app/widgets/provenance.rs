//! The mark that says where a value comes from: a pie whose filling orders the four standings.

use super::icons::paint_focus;
use crate::app::theme::{Theme, Type, radius};
use eframe::egui::{
    Color32, Mesh, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};
use std::f32::consts::{FRAC_PI_2, TAU};

/// Where a value comes from, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// The user's own measurement.
    Measured,
    /// A vendor's price or a contract.
    Quoted,
    /// A publication.
    Published,
    /// An assumption.
    Guess,
}

impl Provenance {
    /// All four, strongest first.
    pub const ALL: [Self; 4] = [Self::Measured, Self::Quoted, Self::Published, Self::Guess];

    /// The word for it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Measured => "Measured",
            Self::Quoted => "Quoted",
            Self::Published => "Published",
            Self::Guess => "Guess",
        }
    }

    /// How much of the pie is filled.
    pub const fn share(self) -> f32 {
        match self {
            Self::Measured => 1.0,
            Self::Quoted => 0.75,
            Self::Published => 0.5,
            Self::Guess => 0.0,
        }
    }
}

/// Paints the mark, 10.5 points wide, centred at `center`.
pub fn paint_provenance(painter: &Painter, center: Pos2, provenance: Provenance, color: Color32) {
    const RADIUS: f32 = 4.3;
    match provenance {
        Provenance::Measured => {
            painter.circle_filled(center, RADIUS + 0.9, color);
        }
        other => {
            paint_pie(painter, center, RADIUS, other.share(), color);
            painter.circle_stroke(center, RADIUS, Stroke::new(1.3, color));
        }
    }
}

/// The filled part, clockwise: half of it is the right half, three quarters leaves the upper left.
fn paint_pie(painter: &Painter, center: Pos2, radius: f32, share: f32, color: Color32) {
    if share <= 0.0 {
        return;
    }
    let steps = (share * 32.0).ceil() as u32;
    let mut mesh = Mesh::default();
    mesh.colored_vertex(center, color);
    for step in 0..=steps {
        let angle = -FRAC_PI_2 + TAU * share * step as f32 / steps as f32;
        mesh.colored_vertex(center + vec2(angle.cos(), angle.sin()) * radius, color);
    }
    for step in 1..=steps {
        mesh.add_triangle(0, step, step + 1);
    }
    painter.add(Shape::mesh(mesh));
}

/// The mark as a button in `rect`; its name is the standing of `label`.
pub(crate) fn provenance_button(
    ui: &Ui,
    rect: Rect,
    label: &str,
    provenance: Provenance,
    note: &str,
) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(("mark", label)), Sense::click());
    let theme = Theme::of(ui);
    let center = pos2(rect.right() - 5.5, rect.center().y);
    let color = if response.hovered() {
        theme.text
    } else {
        theme.text2
    };
    paint_provenance(ui.painter(), center, provenance, color);
    paint_focus(
        ui,
        Rect::from_center_size(center, vec2(17.0, 17.0)),
        radius::BOX,
        &response,
    );
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Button,
            true,
            format!("{label}, source: {}", provenance.label()),
        )
    });
    if note.is_empty() {
        response.on_hover_text(provenance.label())
    } else {
        response.on_hover_text(format!("{}: {note}", provenance.label()))
    }
}

/// The legend at the bottom of the inputs: the "changed" dot and the four marks with their words, on as
/// many lines as they need.
pub fn provenance_legend_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (_, dot) = ui.allocate_space(vec2(7.0, 16.0));
        ui.painter().circle_filled(dot.center(), 2.75, theme.accent);
        Type::CAPTION.label(ui, "changed from the preset", theme.text2);
    });
    let marks = |ui: &mut Ui, marks: &[Provenance]| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for provenance in marks {
                let (_, mark) = ui.allocate_space(vec2(11.0, 16.0));
                paint_provenance(ui.painter(), mark.center(), *provenance, theme.text2);
                Type::CAPTION.label(ui, provenance.label(), theme.text2);
                ui.add_space(5.0);
            }
        });
    };
    if ui.available_width() < 280.0 {
        marks(ui, &Provenance::ALL[..3]);
        marks(ui, &Provenance::ALL[3..]);
    } else {
        marks(ui, &Provenance::ALL);
    }
}
