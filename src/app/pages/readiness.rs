//! The Readiness page: ten dimensions against what each roadmap needs, and what closes the gaps.
//!
//! Model ([`model`], [`outlook`], [`words`]), layout (here), paint ([`table`], [`evidence`], [`plan`], [`strip`]).

mod evidence;
mod model;
mod outlook;
mod plan;
#[cfg(test)]
pub(in crate::app) mod sample;
mod strip;
mod table;
#[cfg(test)]
mod tests;
mod words;

use self::model::ReadinessView;
use super::heading::{heading_ui, infeasible_ui, scrolled_ui};
use crate::app::action::Action;
use crate::app::pages::page::{Copied, Page};
use crate::app::theme::{Theme, Type};
use crate::app::view::{PageView, ResultsView};
use crate::app::widgets::columns::{GAP, columns_ui};
use crate::catalog::Catalog;
use eframe::egui::{Sense, Stroke, Ui, vec2};

/// What the Readiness page remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReadinessState {
    /// Id of the roadmap shown; the one worth showing when none was picked.
    roadmap: Option<String>,
    /// Dimension whose evidence is open.
    open: Option<String>,
    /// Whose level is set there: the rater's place, or the team.
    rater: Option<usize>,
    /// Name typed for a new rater.
    name: String,
    /// Month under the pointer.
    hover: Option<usize>,
    /// Whether the page is higher than its room.
    overflows: bool,
}

/// Least width of the page; less is scrolled.
const LEAST_WIDTH: f32 = 600.0;
/// Height of the strip, with the rule above it.
const STRIP_RULE: f32 = 18.0;
/// Room under the table: notes and raters.
const FOOT: f32 = 76.0;

impl Page for ReadinessState {
    fn ui(&mut self, ui: &mut Ui, view: &PageView<'_>) -> Option<Action> {
        readiness_ui(ui, &view.results, view.catalog, self)
    }

    fn copied(&self, view: &PageView<'_>) -> Option<Copied> {
        let roadmap = self.roadmap.as_deref();
        let model = ReadinessView::from(&view.results, view.catalog, roadmap);
        Some(Copied::Plan(model.text()))
    }
}

/// Draws the Readiness page into the whole of `ui`, which already has the page's margin.
fn readiness_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    catalog: &Catalog,
    local: &mut ReadinessState,
) -> Option<Action> {
    let model = ReadinessView::from(view, catalog, local.roadmap.as_deref());
    let room = ui.available_height();
    let mut overflows = local.overflows;
    let wanted = scrolled_ui(ui, "readiness", LEAST_WIDTH, &mut overflows, |ui| {
        page_ui(ui, view, &model, local, room)
    });
    local.overflows = overflows;
    wanted
}

fn page_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &ReadinessView<'_>,
    local: &mut ReadinessState,
    room: f32,
) -> Option<Action> {
    let top = ui.cursor().top();
    let picked = heading_ui(
        ui,
        view,
        &model.claim,
        &model.lead,
        &model.roadmaps,
        model.chosen,
    );
    if let Some(roadmap) = picked.and_then(|index| model.roadmaps.get(index)) {
        local.roadmap = Some(roadmap.id.clone());
    }
    ui.add_space(if view.narrow { 10.0 } else { 16.0 });
    let strip = strip::height(ui, model) + STRIP_RULE;
    let body = room - (ui.cursor().top() - top) - strip - 10.0;
    let mut wanted = None;
    if view.narrow {
        wanted = main_ui(ui, view, model, local, body).or(wanted);
        strip_ui(ui, model, view.picture);
        ui.add_space(18.0);
        if let Some(training) = &model.plan {
            wanted = plan::plan_ui(ui, view, model, training, 0.0, &mut local.hover).or(wanted);
        }
    } else {
        let side = (ui.available_width() * 0.26).clamp(264.0, 420.0);
        let main = ui.available_width() - side - 2.0 * GAP;
        let mut from_plan = None;
        let mut hover = local.hover;
        columns_ui(
            ui,
            [main, side],
            |ui| wanted = main_ui(ui, view, model, local, body),
            |ui| {
                if let Some(training) = &model.plan {
                    from_plan = plan::plan_ui(ui, view, model, training, body, &mut hover);
                }
            },
        );
        local.hover = hover;
        wanted = wanted.or(from_plan);
        strip_ui(ui, model, view.picture);
    }
    infeasible_ui(ui, model.words.infeasible());
    wanted
}

/// The table, its notes, the raters.
fn main_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &ReadinessView<'_>,
    local: &mut ReadinessState,
    body: f32,
) -> Option<Action> {
    if model.rows.is_empty() {
        return None;
    }
    let mut wanted = table::table_ui(ui, view, model, local, body - FOOT);
    ui.add_space(10.0);
    Type::CAPTION.label(ui, &model.notes, Theme::of(ui).text3);
    if !view.picture {
        ui.add_space(8.0);
        wanted = evidence::raters_ui(ui, model, local).or(wanted);
    }
    wanted
}

fn strip_ui(ui: &mut Ui, model: &ReadinessView<'_>, picture: bool) {
    let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), STRIP_RULE), Sense::hover());
    let y = rule.top().round() + 8.5;
    ui.painter()
        .hline(rule.x_range(), y, Stroke::new(1.0, Theme::of(ui).border));
    strip::strip_ui(ui, model, picture);
}
