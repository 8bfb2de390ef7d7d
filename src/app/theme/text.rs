//! The type scale, and short ways to lay text out in it.
//!
//! A [`Type`] is size, line height, weight and tracking. Use [`Type::rich`] in egui labels,
//! [`Type::format`] in layout jobs, and [`runs`] for one line that mixes several.

use super::fonts;
use eframe::egui;
use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{Color32, FontFamily, FontId, Galley, RichText};
use std::sync::Arc;

/// Weight of a face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 500.
    Medium,
    /// 600.
    Semibold,
    /// The monospaced face, 400.
    Mono,
}

/// One style of the type scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    /// Size in points.
    pub size: f32,
    /// Line height in points.
    pub line: f32,
    /// Weight.
    pub weight: Weight,
    /// Extra space between letters, in points.
    pub tracking: f32,
}

const fn style(size: f32, line: f32, weight: Weight, tracking: f32) -> Type {
    Type {
        size,
        line,
        weight,
        tracking,
    }
}

impl Type {
    /// The sentence on top of the Decision tab.
    pub const VERDICT: Self = style(25.0, 32.0, Weight::Semibold, -0.45);
    /// The same in a window narrower than 1200 points.
    pub const VERDICT_SMALL: Self = style(19.0, 24.0, Weight::Semibold, -0.3);
    /// The first line of every other tab.
    pub const CLAIM: Self = style(20.0, 26.0, Weight::Semibold, -0.3);
    /// Under the verdict.
    pub const LEAD: Self = style(15.0, 22.0, Weight::Regular, 0.0);
    /// A key figure inside a lead.
    pub const LEAD_STRONG: Self = style(15.0, 22.0, Weight::Semibold, 0.0);
    /// Under a claim.
    pub const LEAD_SMALL: Self = style(13.5, 20.0, Weight::Regular, 0.0);
    /// A key figure inside a small lead.
    pub const LEAD_SMALL_STRONG: Self = style(13.5, 20.0, Weight::Semibold, 0.0);
    /// KPI strip.
    pub const FIGURE: Self = style(21.0, 28.0, Weight::Semibold, -0.2);
    /// Secondary strips.
    pub const FIGURE_SMALL: Self = style(19.0, 27.0, Weight::Semibold, -0.2);
    /// Title of a dialog or a card.
    pub const TITLE: Self = style(15.0, 20.0, Weight::Semibold, -0.1);
    /// Section, chart title, group.
    pub const HEADING: Self = style(13.0, 18.0, Weight::Semibold, 0.0);
    /// Text and tabs.
    pub const BODY: Self = style(13.0, 18.0, Weight::Regular, 0.0);
    /// Form rows, tables, buttons.
    pub const ROW: Self = style(12.5, 18.0, Weight::Regular, 0.0);
    /// A selected or primary row, button or total.
    pub const ROW_STRONG: Self = style(12.5, 18.0, Weight::Semibold, 0.0);
    /// Sub-lines and segments.
    pub const LABEL: Self = style(12.0, 16.0, Weight::Regular, 0.0);
    /// Line ends and chosen segments.
    pub const LABEL_STRONG: Self = style(12.0, 16.0, Weight::Semibold, 0.0);
    /// Units, axes, column heads, status bar.
    pub const CAPTION: Self = style(11.5, 15.0, Weight::Regular, 0.0);
    /// Column heads that name a roadmap.
    pub const CAPTION_STRONG: Self = style(11.5, 15.0, Weight::Semibold, 0.0);
    /// Digits inside matrix cells; nothing else is this small.
    pub const CELL: Self = style(10.0, 12.0, Weight::Regular, 0.0);
    /// Formulas and RON.
    pub const CODE: Self = style(11.5, 16.0, Weight::Mono, 0.0);

    /// The same style `factor` times as large, for the board.
    #[must_use]
    pub const fn scaled(self, factor: f32) -> Self {
        Self {
            size: self.size * factor,
            line: self.line * factor,
            weight: self.weight,
            tracking: self.tracking * factor,
        }
    }

    /// The egui font.
    pub fn font(self) -> FontId {
        let family = match self.weight {
            Weight::Regular => FontFamily::Proportional,
            Weight::Medium => FontFamily::Name(fonts::MEDIUM.into()),
            Weight::Semibold => FontFamily::Name(fonts::SEMIBOLD.into()),
            Weight::Mono => FontFamily::Monospace,
        };
        FontId::new(self.size, family)
    }

    /// Text format for a layout job.
    pub fn format(self, color: Color32) -> TextFormat {
        TextFormat {
            font_id: self.font(),
            color,
            line_height: Some(self.line),
            extra_letter_spacing: self.tracking,
            valign: egui::Align::Center,
            ..TextFormat::default()
        }
    }

    /// Rich text for labels and buttons.
    pub fn rich(self, text: impl Into<String>, color: Color32) -> RichText {
        RichText::new(text)
            .font(self.font())
            .line_height(Some(self.line))
            .extra_letter_spacing(self.tracking)
            .color(color)
    }

    /// A label, wrapping at the available width.
    pub fn label(
        self,
        ui: &mut egui::Ui,
        text: impl Into<String>,
        color: Color32,
    ) -> egui::Response {
        ui.label(self.rich(text, color))
    }

    /// A laid-out single line.
    pub fn galley(self, painter: &egui::Painter, text: &str, color: Color32) -> Arc<Galley> {
        painter.layout_job(runs(&[(text, self, color)]))
    }

    /// A laid-out single line, cut with `…` at `width`.
    pub fn galley_elided(
        self,
        painter: &egui::Painter,
        text: &str,
        color: Color32,
        width: f32,
    ) -> Arc<Galley> {
        let mut job = runs(&[(text, self, color)]);
        job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
        painter.layout_job(job)
    }

    /// Laid-out text that wraps at `width`.
    pub fn galley_wrapped(
        self,
        painter: &egui::Painter,
        text: &str,
        color: Color32,
        width: f32,
    ) -> Arc<Galley> {
        let mut job = runs(&[(text, self, color)]);
        job.wrap = TextWrapping::wrap_at_width(width.max(0.0));
        painter.layout_job(job)
    }
}

/// A layout job of several runs of text, each in its own style and colour.
pub fn runs(parts: &[(&str, Type, Color32)]) -> LayoutJob {
    let mut job = LayoutJob::default();
    for &(text, style, color) in parts {
        job.append(text, 0.0, style.format(color));
    }
    job
}

/// Paints a line of text with `anchor` of its box at `pos`, and returns the box.
pub fn paint(
    painter: &egui::Painter,
    pos: egui::Pos2,
    anchor: egui::Align2,
    text: &str,
    style: Type,
    color: Color32,
) -> egui::Rect {
    let galley = style.galley(painter, text, color);
    let rect = anchor.anchor_size(pos, galley.size());
    painter.galley(rect.min, galley, color);
    rect
}
