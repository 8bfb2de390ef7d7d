//! How the panel writes figures and months, and draws a figure, its operands and what changed.

use super::ROW;
use super::words;
use crate::analysis::explain::{Movement, Node};
use crate::app::theme::text::runs;
use crate::app::theme::{RoadmapLook, Theme, Type};
use crate::app::widgets::icons::paint_focus;
use crate::app::widgets::{Provenance, legend_mark_ui, paint_provenance};
use crate::catalog::Status;
use crate::units::{self, Currency, YearMonth};
use eframe::egui;
use eframe::egui::{CornerRadius, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// A metric's name in words.
pub(super) fn title(node: &Node) -> String {
    let name = words::months_of(&node.metric).map_or(node.metric.as_str(), |(name, ..)| name);
    words::of_metric(name)
}

pub(super) const fn standing(status: Status) -> Provenance {
    match status {
        Status::Measured => Provenance::Measured,
        Status::Quoted => Provenance::Quoted,
        Status::Published => Provenance::Published,
        Status::Assumed => Provenance::Guess,
    }
}

/// How values and months are written.
pub(super) struct Shown {
    pub(super) currency: String,
    pub(super) start: Option<YearMonth>,
    pub(super) kind: RoadmapLook,
    pub(super) roadmap: String,
}

impl Shown {
    pub(super) fn value(&self, node: &Node) -> String {
        if node.unit == self.currency {
            // As on every page: a figure has one rounding.
            return Currency::new(&self.currency).total(node.value);
        }
        units::with_unit(node.value, &node.unit, &self.currency)
    }

    /// The month of a figure in words.
    pub(super) fn when(&self, node: &Node) -> String {
        let month = node.month.map(|month| self.month(month));
        month.or_else(|| self.span(node)).unwrap_or_else(|| {
            let words = if node.is_leaf() {
                "in all months"
            } else {
                "over all months"
            };
            words.to_owned()
        })
    }

    /// First and last month of a group of them.
    pub(super) fn span(&self, node: &Node) -> Option<String> {
        let (_, first, last) = words::months_of(&node.metric)?;
        Some(format!("{} to {}", self.month(first), self.month(last)))
    }

    /// The name of an operand, with its month where that is another.
    pub(super) fn operand(&self, child: &Node, now: Option<usize>) -> String {
        // The formula above says of what.
        if let Some(span) = self.span(child) {
            return span;
        }
        let name = title(child);
        match child.month.filter(|then| Some(*then) != now) {
            Some(then) => format!("{name}, {}", self.month(then)),
            None => name,
        }
    }

    /// What something does to the figure above it.
    pub(super) fn effect(&self, effect: f64, above: &Node) -> String {
        if above.unit == self.currency {
            Currency::new(&self.currency).difference(effect)
        } else {
            // Written as the figure itself is: large numbers of things have no decimals.
            let size = units::with_unit(effect.abs(), &above.unit, &self.currency);
            match effect {
                e if e > 0.0 => format!("+{size}"),
                e if e < 0.0 => format!("{}{size}", units::MINUS),
                _ => size,
            }
        }
    }

    pub(super) fn month(&self, month: usize) -> String {
        self.start.map_or_else(
            || format!("month {month}"),
            |start| start.plus_months(month).short(),
        )
    }

    /// The figure, its formula, and the weakest that it rests on.
    pub(super) fn figure_ui(&self, ui: &mut Ui, node: &Node) {
        let theme = Theme::of(ui);
        ui.add_space(4.0);
        Type::HEADING.label(ui, title(node), theme.text);
        Type::FIGURE.label(ui, self.value(node), theme.text);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            legend_mark_ui(ui, self.kind, &self.roadmap, Type::LABEL_STRONG, true);
            Type::LABEL.label(ui, self.when(node), theme.text2);
        });
        if let Some(status) = node.status {
            let provenance = standing(status);
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(14.0, 16.0), Sense::hover());
                paint_provenance(ui.painter(), rect.center(), provenance, theme.text2);
                let words = if node.is_leaf() {
                    provenance.label().to_owned()
                } else {
                    format!("{} at its weakest", provenance.label())
                };
                Type::LABEL.label(ui, words, theme.text2);
            });
        }
        if !node.is_leaf() && !node.formula.is_empty() {
            ui.add_space(4.0);
            let text = Type::CODE.rich(format!("= {}", node.formula), theme.text2);
            ui.add(egui::Label::new(text).wrap());
        }
        ui.add_space(6.0);
    }

    /// The operands as rows; the place of one that was opened.
    pub(super) fn operands_ui(
        &self,
        ui: &mut Ui,
        children: &[Node],
        now: Option<usize>,
    ) -> Option<usize> {
        let theme = Theme::of(ui);
        let mut opened = None;
        for (place, child) in children.iter().enumerate() {
            let width = ui.available_width();
            let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
            if response.hovered() || response.has_focus() {
                let corner = CornerRadius::same(4);
                ui.painter().rect_filled(rect, corner, theme.hover);
            }
            if let Some(status) = child.status {
                let at = pos2(rect.left() + 8.0, rect.center().y);
                paint_provenance(ui.painter(), at, standing(status), theme.text2);
            }
            let value = self.value(child);
            let figure = Type::ROW_STRONG.galley(ui.painter(), &value, theme.text);
            let room = width - figure.size().x - 34.0;
            let name = self.operand(child, now);
            let galley = Type::ROW.galley_elided(ui.painter(), &name, theme.text, room.max(60.0));
            let elided = galley.elided;
            let y = rect.center().y;
            let at = pos2(rect.left() + 20.0, y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, theme.text);
            let at = pos2(
                rect.right() - figure.size().x - 4.0,
                y - figure.size().y / 2.0,
            );
            ui.painter().galley(at, figure, theme.text);
            let line = Stroke::new(1.0, theme.hairline);
            ui.painter()
                .hline(rect.x_range(), rect.bottom().round() - 0.5, line);
            paint_focus(ui, rect.shrink2(vec2(0.0, 1.0)), 4, &response);
            let spoken = format!("{name}: {value}");
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken.as_str()));
            let response = if elided {
                response.on_hover_text(&name)
            } else {
                response
            };
            if response.clicked() {
                opened = Some(place);
            }
        }
        opened
    }

    /// What moved the figure since the month before.
    pub(super) fn changes_ui(&self, ui: &mut Ui, node: &Node, changes: &[Movement], month: usize) {
        let theme = Theme::of(ui);
        let Some(before) = month.checked_sub(1) else {
            return;
        };
        ui.add_space(14.0);
        let text = format!("What changed since {}", self.month(before));
        Type::HEADING.label(ui, text, theme.text);
        if changes.is_empty() {
            Type::ROW.label(ui, "Nothing.", theme.text2);
        }
        for change in changes {
            ui.label(runs(&[
                (
                    &self.effect(change.effect, node),
                    Type::ROW_STRONG,
                    theme.text,
                ),
                ("  ", Type::ROW, theme.text2),
                (&cause(change), Type::ROW, theme.text2),
            ]));
        }
    }
}

/// What changed, and what moved it in its turn.
pub(super) fn cause(change: &Movement) -> String {
    let name = words::of_metric(&change.name);
    let because: Vec<&str> = change.because.iter().map(|c| c.name.as_str()).collect();
    match because.split_last() {
        None => name,
        Some((last, [])) => format!("{name}, by {last}"),
        Some((last, others)) => format!("{name}, by {} and {last}", others.join(", ")),
    }
}
