//! The "why" panel: how a figure came about, level by level, and what moved it in its month.
//!
//! A figure anywhere on a page asks with [`ask`]; the question travels through the context, so that a
//! cell deep in a table need not hand an action up through everything around it. The projection that
//! remembers is recorded beside the window and kept only while the panel is open.

mod rests;
mod shown;
mod text;
mod words;

use self::rests::rests_ui;
use self::shown::{Shown, title};
use crate::analysis::explain::{Explanation, Movement, Node};
use crate::analysis::report::Report;
use crate::app::action::{Action, FigureAt, Question};
use crate::app::questions::Answers;
use crate::app::theme::{RoadmapLook, Theme, Type};
use crate::app::view::look_of;
use crate::app::widgets::{Button, Icon};
use crate::scenario::fields::field_for;
use eframe::egui;
use eframe::egui::{
    Align, Key, Layout, Margin, Modifiers, Popup, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo,
    pos2, vec2,
};
use std::sync::Arc;
use std::time::Duration;

/// Width of the panel, and in a small window.
const WIDTH: f32 = 388.0;
const NARROW: f32 = 320.0;
/// Margin at the sides, and above and below.
const PAD: [i8; 2] = [18, 14];
/// Changes told for a month.
const CHANGES: usize = 5;
/// What is worked out sooner than this says nothing about waiting.
const PATIENCE: Duration = Duration::from_millis(100);
/// Height of an operand's row.
const ROW: f32 = 27.0;

/// What the panel remembers.
#[derive(Default)]
pub(crate) struct WhyState {
    question: Option<FigureAt>,
    /// Whether a text had the keyboard in the last frame; Escape is for it then.
    typing: bool,
    /// Places among the operands that were opened, from the figure down.
    path: Vec<usize>,
    /// What is shown of them, worked out once.
    opened: Option<Opened>,
}

/// The level of an explanation that is open.
struct Opened {
    /// The recording that it was read from.
    from: Arc<Explanation>,
    /// What it answers, and how far down.
    of: (FigureAt, Vec<usize>),
    /// The figures from the one asked about to the one shown.
    trail: Vec<Node>,
    /// Operands of the last of them.
    children: Vec<Node>,
    /// What moved the figure in its month, most first.
    changes: Vec<Movement>,
}

impl Opened {
    /// Works a level out; a path that an edit has cut ends early.
    fn of(
        explanation: &Arc<Explanation>,
        question: &FigureAt,
        path: &[usize],
    ) -> Result<Self, String> {
        let root = explanation.root(&question.metric, question.month);
        let mut node = root.map_err(|error| error.to_string())?;
        let mut children = explanation.expand(&node);
        let mut trail = Vec::with_capacity(path.len() + 1);
        for place in path {
            let Some(next) = children.get(*place).cloned() else {
                break;
            };
            trail.push(std::mem::replace(&mut node, next));
            children = explanation.expand(&node);
        }
        trail.push(node);
        let mut changes = match question.month {
            Some(month) if trail.len() == 1 => explanation
                .what_changed(&question.metric, month)
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        changes.truncate(CHANGES);
        Ok(Self {
            from: Arc::clone(explanation),
            of: (question.clone(), path[..trail.len() - 1].to_vec()),
            trail,
            children,
            changes,
        })
    }
}

impl WhyState {
    /// Opens the panel on a figure.
    pub(crate) fn open(&mut self, question: FigureAt) {
        self.question = Some(question);
        self.path.clear();
    }

    /// Whether it is open.
    pub(crate) const fn is_open(&self) -> bool {
        self.question.is_some()
    }

    /// Closes it.
    pub(crate) fn close(&mut self) {
        *self = Self::default();
    }
}

fn asked() -> egui::Id {
    egui::Id::unique("why asked")
}

/// Asks why a figure is what it is; the panel opens in the next frame.
pub(crate) fn ask(ui: &Ui, metric: &str, roadmap: &str, month: Option<usize>) {
    let question = FigureAt {
        metric: metric.to_owned(),
        roadmap: roadmap.to_owned(),
        month,
    };
    ui.data_mut(|data| data.insert_temp(asked(), question));
}

fn pinned_id() -> egui::Id {
    egui::Id::unique("why month")
}

/// The month that the open panel is about, for charts to mark.
pub(crate) fn pinned(ui: &Ui) -> Option<usize> {
    ui.data(|data| data.get_temp::<Option<usize>>(pinned_id()))
        .flatten()
}

/// The question that a page has asked since the last frame.
pub(crate) fn taken(ui: &Ui) -> Option<Action> {
    ui.data_mut(|data| data.remove_temp::<FigureAt>(asked()))
        .map(Action::Explain)
}

/// What the panel reads.
pub(crate) struct WhyView<'a> {
    /// The report on screen, which names the roadmaps.
    pub(crate) report: Option<&'a Report>,
    /// What is known about its plan.
    pub(crate) answers: Answers<'a>,
    /// First month of the plan.
    pub(crate) start: &'a str,
    /// Whether the window is narrower than 1200 points.
    pub(crate) narrow: bool,
    /// Whether something stands in front of the page, which the keyboard is for then.
    pub(crate) behind: bool,
}

/// Draws the panel at the right of the page when a figure is asked about. What it remembers is taken out
/// of the state by the caller.
pub(crate) fn why_ui(ui: &mut Ui, view: &WhyView<'_>, local: &mut WhyState) -> Option<Action> {
    let month = local.question.as_ref().and_then(|asked| asked.month);
    ui.data_mut(|data| data.insert_temp(pinned_id(), month));
    let question = local.question.clone()?;
    let theme = Theme::of(ui);
    let mut wanted = None;
    let frame = egui::Frame::NONE
        .fill(theme.panel)
        .inner_margin(Margin::symmetric(PAD[0], PAD[1]));
    let mut content = |ui: &mut Ui, local: &mut WhyState| {
        let sheet = ui
            .max_rect()
            .expand2(vec2(f32::from(PAD[0]), f32::from(PAD[1])));
        let line = Stroke::new(1.0, theme.hairline);
        ui.painter()
            .vline(sheet.left() + 0.5, sheet.y_range(), line);
        wanted = panel_ui(ui, view, local, &question);
    };
    if view.narrow {
        // A page beside it would have no room, so it lies over the page's right side.
        let page = ui.available_rect_before_wrap();
        egui::Area::new(egui::Id::unique("why sheet"))
            .order(egui::Order::Middle)
            .fixed_pos(pos2(page.right() - NARROW, page.top()))
            .show(ui.ctx(), |ui| {
                frame.show(ui, |ui| {
                    let pad = 2.0 * vec2(f32::from(PAD[0]), f32::from(PAD[1]));
                    let inner = vec2(NARROW, page.height()) - pad;
                    ui.set_min_size(inner);
                    ui.set_max_size(inner);
                    content(ui, local);
                });
            });
    } else {
        egui::Panel::right("why")
            .exact_size(WIDTH)
            .resizable(false)
            .show_separator_line(false)
            .frame(frame)
            .show(ui, |ui| content(ui, local));
    }
    if view.report.is_some() && view.answers.must_explain(&question) {
        wanted = wanted.or(Some(Action::Ask(vec![Question::Explanation(question)])));
    }
    // What stands in front and what is being typed come first.
    let typing = ui.ctx().text_edit_focused();
    let was_typing = std::mem::replace(&mut local.typing, typing);
    if typing || was_typing || view.behind || Popup::is_any_open(ui.ctx()) {
        return wanted;
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::NONE, Key::Escape) {
        wanted = Some(Action::CloseExplanation);
    }
    if pressed(Modifiers::ALT, Key::ArrowLeft) {
        local.path.pop();
    }
    wanted
}

fn panel_ui(
    ui: &mut Ui,
    view: &WhyView<'_>,
    why: &mut WhyState,
    question: &FigureAt,
) -> Option<Action> {
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
    let (kind, roadmap) = named(view.report, &question.roadmap);
    let Some(explanation) = explanation_ui(ui, view.answers, question) else {
        return wanted;
    };
    let known = why.opened.take();
    let fits = |opened: &Opened| {
        Arc::ptr_eq(&opened.from, explanation)
            && opened.of.0 == *question
            && opened.of.1 == why.path
    };
    let opened = match known.filter(fits) {
        Some(opened) => opened,
        None => match Opened::of(explanation, question, &why.path) {
            Ok(opened) => opened,
            Err(reason) => {
                Type::ROW.label(ui, reason, theme.text2);
                return wanted;
            }
        },
    };
    let Opened {
        trail,
        children,
        changes,
        ..
    } = &opened;
    why.path.clone_from(&opened.of.1);
    let rests = view.answers.rests(question);
    let shown = Shown {
        currency: explanation.currency().to_owned(),
        start: view.start.parse().ok(),
        kind,
        roadmap,
    };
    let (mut cut, mut down) = (None, None);
    ScrollArea::vertical()
        .id_salt("why")
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            cut = trail_ui(ui, &shown, trail);
            let node = &trail[trail.len() - 1];
            shown.figure_ui(ui, node);
            if trail.len() == 1 && !node.is_leaf() {
                wanted = rests_ui(ui, &shown, &rests, node).or(wanted.take());
            }
            if let Some(place) = shown.operands_ui(ui, children, node.month) {
                down = Some(place);
            }
            wanted = leaf_ui(ui, node).or(wanted.take());
            if let (true, Some(month)) = (trail.len() == 1, question.month) {
                shown.changes_ui(ui, node, changes, month);
            }
            ui.add_space(12.0);
            let copy = Button::secondary("Copy as text").icon(Icon::Copy);
            if copy.show(ui).clicked() {
                let listed = rests.newest().map(Vec::as_slice);
                let text = text::as_text(&shown, explanation, trail, changes, listed);
                wanted = Some(Action::CopyText {
                    text,
                    what: "Explanation",
                });
            }
        });
    if let Some(depth) = cut {
        why.path.truncate(depth);
    }
    why.path.extend(down);
    why.opened = Some(opened);
    wanted
}

/// The recording that the figure is read from, until that of the plan is there the one before the last edit;
/// where there is none, why.
fn explanation_ui<'a>(
    ui: &mut Ui,
    answers: Answers<'a>,
    question: &FigureAt,
) -> Option<&'a Arc<Explanation>> {
    let theme = Theme::of(ui);
    let found = answers.explanation(&question.roadmap);
    if let Some(reason) = found.failure() {
        Type::ROW.label(ui, reason, theme.text2);
        return None;
    }
    let newest = found.newest();
    if newest.is_none() {
        let waited = found.since.map_or(Duration::ZERO, |since| since.elapsed());
        if let Some(left) = PATIENCE.checked_sub(waited).filter(|left| !left.is_zero()) {
            ui.ctx().request_repaint_after(left);
        } else {
            Type::ROW.label(ui, "Working it out", theme.text2);
        }
    }
    newest
}

/// The way down, each step of which leads back to it.
fn trail_ui(ui: &mut Ui, shown: &Shown, trail: &[Node]) -> Option<usize> {
    let theme = Theme::of(ui);
    let mut back = None;
    if trail.len() > 1
        && Button::plain("Back")
            .icon(Icon::ChevronLeft)
            .show(ui)
            .clicked()
    {
        back = Some(trail.len() - 2);
    }
    for (depth, node) in trail[..trail.len() - 1].iter().enumerate() {
        let words = match shown.span(node) {
            Some(span) => format!("{}, {span} {}", title(node), shown.value(node)),
            None => format!("{} {}", title(node), shown.value(node)),
        };
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

/// Kind and name of a roadmap, as the pages show it.
fn named(report: Option<&Report>, id: &str) -> (RoadmapLook, String) {
    let roadmaps = report.map(|report| report.roadmaps.as_slice());
    let found = roadmaps
        .unwrap_or_default()
        .iter()
        .find(|roadmap| roadmap.id == id);
    found.map_or_else(
        || (RoadmapLook::Hybrid, id.replace('_', " ")),
        |roadmap| (look_of(roadmap), roadmap.label.clone()),
    )
}

/// Where an input or a constant comes from, and the way to it.
fn leaf_ui(ui: &mut Ui, node: &Node) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    if let Some(source) = &node.source {
        Type::ROW.label(ui, source, theme.text2);
    }
    if let Some(path) = &node.input_path {
        Type::LABEL.label(ui, format!("Input {path}"), theme.text3);
        // What replaces a constant is no row of the inputs; it is shown with the constant.
        let is_row = field_for(path).is_some();
        if is_row && Button::secondary("Show input").show(ui).clicked() {
            wanted = Some(Action::ShowInput(path.clone()));
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
