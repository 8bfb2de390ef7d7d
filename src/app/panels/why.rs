//! The "why" panel: how a figure came about, level by level, and what moved it in its month.
//!
//! A figure anywhere on a page asks with [`ask`]; the question travels through the context, so that a
//! cell deep in a table need not hand an action up through everything around it. The projection that
//! remembers is recorded on a thread of its own and kept only while the panel is open.

use crate::analysis::explain::{Explainer, Explanation, Node};
use crate::app::action::Action;
use crate::app::state::State;
use crate::app::theme::text::runs;
use crate::app::theme::{Theme, Type};
use crate::app::widgets::{Button, Icon, Provenance, paint_provenance};
use crate::catalog::{Catalog, Status};
use crate::scenario::Scenario;
use crate::scenario::fields::field_for;
use crate::units::{self, Currency, YearMonth};
use eframe::egui;
use eframe::egui::{
    Align, CornerRadius, Key, Layout, Margin, Modifiers, Role, ScrollArea, Sense, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// Width of the panel, and in a small window.
const WIDTH: f32 = 388.0;
const NARROW: f32 = 320.0;
/// Changes told for a month.
const CHANGES: usize = 4;
/// Height of an operand's row.
const ROW: f32 = 27.0;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Question {
    /// A series of the report, or `totals.` and a total.
    pub(crate) metric: String,
    /// Id of the roadmap.
    pub(crate) roadmap: String,
    /// Month; none for all of them.
    pub(crate) month: Option<usize>,
}

/// A recorded projection, or why there is none.
pub(crate) type Recorded = Result<Box<Explanation>, String>;

/// What the panel remembers.
#[derive(Default)]
pub(crate) struct WhyState {
    question: Option<Question>,
    /// Version of the plan and roadmap that were recorded.
    about: Option<(u64, String)>,
    recorded: Option<Recorded>,
    waiting: Option<Receiver<Recorded>>,
    /// Places among the operands that were opened, from the figure down.
    path: Vec<usize>,
}

impl WhyState {
    /// Opens the panel on a figure.
    pub(crate) fn open(&mut self, question: Question) {
        self.question = Some(question);
        self.path.clear();
    }

    /// Whether it is open.
    pub(crate) const fn is_open(&self) -> bool {
        self.question.is_some()
    }

    /// Closes it and forgets what was recorded.
    pub(crate) fn close(&mut self) {
        *self = Self::default();
    }

    /// The roadmap that has to be recorded for the version of the plan shown, if it is not.
    pub(crate) fn missing(&self, generation: u64) -> Option<&str> {
        let question = self.question.as_ref()?;
        let about = self.about.as_ref();
        let is_there = about.is_some_and(|(of, id)| *of == generation && *id == question.roadmap);
        (!is_there).then_some(question.roadmap.as_str())
    }

    /// Waits for a recording that was begun.
    pub(crate) fn wait(&mut self, generation: u64, roadmap: String, from: Receiver<Recorded>) {
        self.about = Some((generation, roadmap));
        self.waiting = Some(from);
    }

    fn receive(&mut self) {
        if let Some(Ok(done)) = self.waiting.as_ref().map(Receiver::try_recv) {
            self.recorded = Some(done);
            self.waiting = None;
        }
    }
}

/// Records the projection of a roadmap; runs on a thread.
pub(crate) fn record(scenario: &Scenario, catalog: &Catalog, roadmap: &str) -> Recorded {
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut explainer = Explainer::new(scenario, catalog).map_err(|error| error.to_string())?;
        let explained = explainer.explain(roadmap);
        explained.map(Box::new).map_err(|error| error.to_string())
    }));
    outcome.unwrap_or_else(|_| Err("The explanation stopped unexpectedly.".to_owned()))
}

fn asked() -> egui::Id {
    egui::Id::unique("why asked")
}

/// Asks why a figure is what it is; the panel opens in the next frame.
pub(crate) fn ask(ui: &Ui, metric: &str, roadmap: &str, month: Option<usize>) {
    let question = Question {
        metric: metric.to_owned(),
        roadmap: roadmap.to_owned(),
        month,
    };
    ui.data_mut(|data| data.insert_temp(asked(), question));
}

/// The question that a page has asked since the last frame.
pub(crate) fn taken(ui: &Ui) -> Option<Action> {
    ui.data_mut(|data| data.remove_temp::<Question>(asked()))
        .map(Action::Explain)
}

/// Draws the panel at the right of the page when a figure is asked about.
pub(crate) fn why_ui(ui: &mut Ui, state: &mut State, narrow: bool) -> Option<Action> {
    state.why.receive();
    let question = state.why.question.clone()?;
    let theme = Theme::of(ui);
    let mut wanted = None;
    egui::Panel::right("why")
        .exact_size(if narrow { NARROW } else { WIDTH })
        .resizable(false)
        .show_separator_line(false)
        .frame(
            egui::Frame::NONE
                .fill(theme.panel)
                .inner_margin(Margin::symmetric(18, 14)),
        )
        .show(ui, |ui| {
            let edge = ui.max_rect().left() - 18.0;
            let line = Stroke::new(1.0, theme.hairline);
            ui.painter()
                .vline(edge + 0.5, ui.clip_rect().y_range(), line);
            wanted = panel_ui(ui, state, &question);
        });
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        wanted = Some(Action::CloseExplanation);
    }
    wanted
}

fn panel_ui(ui: &mut Ui, state: &mut State, question: &Question) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    ui.horizontal(|ui| {
        Type::CAPTION.label(ui, "Where it comes from", theme.text3);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = Button::plain("Close").icon(Icon::Close).show(ui);
            if close.clicked() {
                wanted = Some(Action::CloseExplanation);
            }
        });
    });
    let start = state.plan.now.start.clone();
    let State { why, .. } = state;
    let explanation = match &why.recorded {
        Some(Ok(explanation)) => explanation,
        Some(Err(reason)) => {
            Type::ROW.label(ui, reason, theme.text2);
            return wanted;
        }
        None => {
            Type::ROW.label(ui, "Working it out", theme.text2);
            return wanted;
        }
    };
    let root = match explanation.root(&question.metric, question.month) {
        Ok(root) => root,
        Err(error) => {
            Type::ROW.label(ui, error.to_string(), theme.text2);
            return wanted;
        }
    };
    // The figures opened, from the one asked about down; a path that an edit has cut ends early.
    let mut trail = vec![root];
    for place in &why.path {
        let last = &trail[trail.len() - 1];
        match explanation.expand(last).into_iter().nth(*place) {
            Some(node) => trail.push(node),
            None => break,
        }
    }
    why.path.truncate(trail.len() - 1);
    let shown = Shown {
        currency: explanation.currency().to_owned(),
        start: start.parse().ok(),
    };
    let mut cut = None;
    ScrollArea::vertical()
        .id_salt("why")
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            cut = trail_ui(ui, &shown, &trail);
            let node = &trail[trail.len() - 1];
            shown.figure_ui(ui, node, question);
            let children = explanation.expand(node);
            if let Some(place) = shown.operands_ui(ui, &children, node.month) {
                why.path.push(place);
            }
            wanted = leaf_ui(ui, node).or(wanted.take());
            if let (true, Some(month)) = (trail.len() == 1, question.month) {
                shown.changes_ui(ui, explanation, question, month);
            }
        });
    if let Some(depth) = cut {
        why.path.truncate(depth);
    }
    wanted
}

/// The way down, each step of which leads back to it.
fn trail_ui(ui: &mut Ui, shown: &Shown, trail: &[Node]) -> Option<usize> {
    let theme = Theme::of(ui);
    let mut back = None;
    for (depth, node) in trail[..trail.len() - 1].iter().enumerate() {
        let words = format!("{} {}", title(node), shown.value(node));
        let text = Type::LABEL.rich(&words, theme.text2).underline();
        let response = ui.add(egui::Label::new(text).sense(Sense::click()).truncate());
        response
            .widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Back to {words}")));
        if response.clicked() {
            back = Some(depth);
        }
    }
    back
}

/// A metric's name in words.
fn title(node: &Node) -> String {
    let name = node.metric.trim_start_matches("totals.").replace('_', " ");
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

const fn standing(status: Status) -> Provenance {
    match status {
        Status::Measured => Provenance::Measured,
        Status::Quoted => Provenance::Quoted,
        Status::Published => Provenance::Published,
        Status::Assumed => Provenance::Guess,
    }
}

/// How values and months are written.
struct Shown {
    currency: String,
    start: Option<YearMonth>,
}

impl Shown {
    fn value(&self, node: &Node) -> String {
        if node.unit == self.currency {
            // As on every page: a figure has one rounding.
            return Currency::new(&self.currency).total(node.value);
        }
        units::with_unit(node.value, &node.unit, &self.currency)
    }

    fn month(&self, month: usize) -> String {
        self.start.map_or_else(
            || format!("month {month}"),
            |start| start.plus_months(month).short(),
        )
    }

    /// The figure, its formula, and the weakest that it rests on.
    fn figure_ui(&self, ui: &mut Ui, node: &Node, question: &Question) {
        let theme = Theme::of(ui);
        ui.add_space(4.0);
        Type::HEADING.label(ui, title(node), theme.text);
        Type::FIGURE.label(ui, self.value(node), theme.text);
        let when = node
            .month
            .map_or_else(|| "over all months".to_owned(), |month| self.month(month));
        let roadmap = question.roadmap.replace('_', " ");
        Type::LABEL.label(ui, format!("{roadmap}, {when}"), theme.text2);
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
            let text = Type::LABEL.rich(format!("= {}", node.formula), theme.text2);
            ui.add(egui::Label::new(text.monospace()).wrap());
        }
        ui.add_space(6.0);
    }

    /// The operands as rows; the place of one that was opened.
    fn operands_ui(&self, ui: &mut Ui, children: &[Node], now: Option<usize>) -> Option<usize> {
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
            let mut name = title(child);
            if let Some(then) = child.month.filter(|then| Some(*then) != now) {
                name = format!("{name}, {}", self.month(then));
            }
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
    fn changes_ui(
        &self,
        ui: &mut Ui,
        explanation: &Explanation,
        question: &Question,
        month: usize,
    ) {
        let theme = Theme::of(ui);
        let Some(before) = month.checked_sub(1) else {
            return;
        };
        let Ok(changes) = explanation.what_changed(&question.metric, month) else {
            return;
        };
        ui.add_space(14.0);
        let text = format!("What changed since {}", self.month(before));
        Type::HEADING.label(ui, text, theme.text);
        if changes.is_empty() {
            Type::ROW.label(ui, "Nothing.", theme.text2);
        }
        let money = Currency::new(&self.currency);
        let unit = explanation
            .root(&question.metric, question.month)
            .map_or_else(|_| String::new(), |root| root.unit);
        let effect = |amount: f64| {
            if unit == self.currency {
                money.difference(amount)
            } else {
                format!("{} {unit}", units::signed(amount, 2))
            }
        };
        for change in changes.iter().take(CHANGES) {
            let because: Vec<&str> = change.because.iter().map(|c| c.name.as_str()).collect();
            let mut name = change.name.clone();
            if let Some(first) = because.first() {
                name = format!("{name}, by {first}");
            }
            ui.label(runs(&[
                (&effect(change.effect), Type::ROW_STRONG, theme.text),
                ("  ", Type::ROW, theme.text2),
                (&name, Type::ROW, theme.text2),
            ]));
        }
    }
}

/// Where an input or a constant comes from, and the way to it.
fn leaf_ui(ui: &mut Ui, node: &Node) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    if let Some(source) = &node.source {
        Type::ROW.label(ui, source, theme.text2);
    }
    if let Some(path) = &node.input_path {
        let label = field_for(path).map_or(path.as_str(), |field| field.label);
        Type::LABEL.label(ui, format!("Input {path}"), theme.text3);
        if Button::secondary("Show input").show(ui).clicked() {
            wanted = Some(Action::ShowInput(label.to_owned()));
        }
    }
    if let Some(id) = &node.catalogue_id {
        Type::LABEL.label(ui, format!("Constant {id}"), theme.text3);
        if Button::secondary("Show constant").show(ui).clicked() {
            wanted = Some(Action::ShowAssumption(id.clone()));
        }
    }
    wanted
}

/// What a thread needs to record a projection.
pub(crate) struct Recording {
    /// The plan.
    pub(crate) scenario: Arc<Scenario>,
    /// The constants.
    pub(crate) catalog: Arc<Catalog>,
    /// Id of the roadmap.
    pub(crate) roadmap: String,
}
