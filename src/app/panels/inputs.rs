//! The inputs panel: search, seven groups of rows, the legend of marks.
//!
//! Rows are made from [`crate::scenario::fields`], so a field added there appears here. One row is
//! drawn in `rows`, components in `parts`, other lists in `lists`, GPU prices in `gpus`, the inputs that
//! matter most in `key`, what the search finds in `search`, closed groups' summaries in `summary`, and
//! where a value comes from in `source`.

mod folds;
mod gpus;
mod key;
mod limits;
mod lists;
mod long_text;
mod names;
mod notes;
mod parts;
mod range;
mod rows;
mod search;
mod source;
mod summary;

pub(crate) use search::every_input;

use crate::analysis::report::Report;
use crate::app::action::Action;
use crate::app::plan_inputs::applies;
use crate::app::questions::Found;
use crate::app::theme::{Theme, space};
use crate::app::values;
use crate::app::view::{Effect, NotApplied};
use crate::app::widgets::anchor::Anchor;
use crate::app::widgets::{
    NumberFieldState, group_header_ui, provenance_legend_ui, search_box_ui, segment_ui,
};
use crate::catalog::Catalog;
use crate::scenario::fields::{self, Group};
use crate::scenario::{Leaf, Scenario, path};
use eframe::egui;
use eframe::egui::{Stroke, Ui};
use std::collections::{BTreeMap, BTreeSet};

/// Height of a row that says whose its value is.
const TALL_ROW: f32 = space::ROW_TALL;

/// What the panel remembers between frames.
#[derive(Debug)]
pub(crate) struct InputsState {
    /// Drafts and refused texts, by path.
    pub(crate) numbers: NumberFieldState,
    /// Drafts of long texts, by path.
    pub(crate) texts: BTreeMap<String, String>,
    /// What is searched for.
    pub(crate) search: String,
    /// Whether all inputs are shown, not only those that matter most.
    pub(crate) all: bool,
    /// The groups that are open.
    pub(crate) open: BTreeSet<Group>,
    /// The folds within groups that are open.
    pub(crate) folds: BTreeSet<String>,
    /// Counts drags.
    pub(crate) gesture: u64,
    /// Whether the search should take the keyboard.
    pub(crate) focus_search: bool,
    /// Whether the first value found should take the keyboard from the search.
    to_first: bool,
    /// Path of the input that was asked to be shown, until something else is searched for.
    pub(crate) revealed: Option<String>,
    /// Whether it is yet to be scrolled to.
    pub(crate) scroll_to_revealed: bool,
    /// The value box that has the keyboard without being edited.
    pub(crate) idle_focus: Option<egui::Id>,
    /// Whether the inputs that matter most are folded away.
    key_closed: bool,
    /// A fold that is to be open and in sight.
    fold_to_show: Option<String>,
    /// Where the rows were drawn last.
    anchor: Anchor,
    /// Where to scroll in the next pass, so that the row under the pointer stays there.
    scroll_to: Option<f32>,
}

impl Default for InputsState {
    fn default() -> Self {
        Self {
            numbers: NumberFieldState::default(),
            texts: BTreeMap::new(),
            search: String::new(),
            all: false,
            open: [Group::ProductAndDemand, Group::GpusAndPrices].into(),
            folds: BTreeSet::new(),
            gesture: 0,
            focus_search: false,
            to_first: false,
            revealed: None,
            scroll_to_revealed: false,
            idle_focus: None,
            key_closed: false,
            fold_to_show: None,
            anchor: Anchor::default(),
            scroll_to: None,
        }
    }
}

impl InputsState {
    /// The inputs whose text was refused, with the values that still count.
    pub(crate) fn not_applied(&self, plan: &Scenario, catalog: &Catalog) -> Vec<NotApplied> {
        self.numbers
            .all_refused()
            .map(|(at, _)| {
                let field = fields::field_for(at);
                let leaf = path::get(plan, at).unwrap_or(Leaf::Unset);
                let standing_in = field.and_then(|field| values::default_of(field, plan, catalog));
                let in_use = match (&leaf, standing_in) {
                    (Leaf::Unset, Some(value)) => {
                        values::shown(field, value, &plan.currency).full()
                    }
                    _ => values::in_words(field, &leaf, &plan.currency),
                };
                NotApplied {
                    label: values::label_of(at),
                    in_use,
                }
            })
            .collect()
    }

    /// Searches for the input at a path and marks its row among those found.
    pub(crate) fn reveal(&mut self, at: &str) {
        gpus::priced_by(at)
            .or_else(|| fields::field_for(at).map(|field| field.label))
            .unwrap_or(at)
            .clone_into(&mut self.search);
        self.revealed = Some(at.to_owned());
        self.scroll_to_revealed = true;
        self.focus_search = true;
    }

    /// Follows elements that have another name now, so that their folds stay as they are; `key`: the inputs that
    /// matter most.
    pub(crate) fn follow(&mut self, before: &Scenario, after: &Scenario, key: &mut [String]) {
        for (old, new) in names::renamed(before, after) {
            self.folds = std::mem::take(&mut self.folds)
                .into_iter()
                .map(|key| folds::followed(&key, &old, &new))
                .collect();
            for at in key.iter_mut().chain(&mut self.revealed) {
                *at = folds::followed(at, &old, &new);
            }
        }
    }

    /// Opens a fold and brings it in sight when it is next drawn.
    fn show_fold(&mut self, key: String) {
        self.folds.insert(key.clone());
        self.fold_to_show = Some(key);
    }

    /// Drops refused texts of fields that are no longer there.
    pub(crate) fn forget_missing(&mut self, plan: &Scenario) {
        let gone: Vec<String> = self
            .numbers
            .all_refused()
            .filter(|(at, _)| path::get(plan, at).is_err())
            .map(|(at, _)| at.to_owned())
            .collect();
        for at in gone {
            self.numbers.forget(&at);
        }
    }
}

/// What the panel reads.
pub(crate) struct InputsView<'a> {
    /// The plan as it is now.
    pub(crate) plan: &'a Scenario,
    /// What resets go back to.
    pub(crate) base: &'a Scenario,
    /// The preset that the plan began from.
    pub(crate) begun: Option<&'a Scenario>,
    /// The constants as they are built in.
    pub(crate) built_in: &'a Catalog,
    /// The constants as the plan has them.
    pub(crate) catalog: &'a Catalog,
    /// The report on screen.
    pub(crate) report: Option<&'a Report>,
    /// The inputs that matter most for the plan that is open.
    pub(crate) key: Found<'a, Vec<String>>,
    /// Whether the plan is shown and the report on screen is its own.
    pub(crate) settled: bool,
    /// What the last edit did.
    pub(crate) effect: Option<&'a Effect>,
    /// Findings about values, by path.
    pub(crate) findings: &'a BTreeMap<String, String>,
    /// Whether the panel is the small window's.
    pub(crate) narrow: bool,
}

/// What rows read.
#[derive(Clone, Copy)]
pub(crate) struct Inputs<'a> {
    /// The plan.
    plan: &'a Scenario,
    /// What resets go back to.
    base: &'a Scenario,
    /// The constants as they are built in.
    built_in: &'a Catalog,
    /// The constants as the plan has them.
    catalog: &'a Catalog,
    /// The report on screen.
    report: Option<&'a Report>,
    /// What the last edit did.
    effect: Option<&'a Effect>,
    /// Findings about values, by path.
    findings: &'a BTreeMap<String, String>,
    /// Whether the panel is the small window's.
    narrow: bool,
    /// Width of value boxes.
    box_width: f32,
    /// Whether only key inputs are shown.
    key_only: bool,
    /// The inputs that matter most; none while they are being worked out.
    key: Option<&'a [String]>,
    /// The preset that the plan began from.
    begun: Option<&'a Scenario>,
    /// Whether each row says whose its value is.
    tells_whose: bool,
}

impl Inputs<'_> {
    /// What stands under the label of a row.
    fn second_line(&self, at: &str) -> &'static str {
        if self.tells_whose {
            key::whose(self, at)
        } else {
            ""
        }
    }

    /// Whether an input is among those on top, and is thus not shown again in its group.
    fn is_shown_above(&self, at: &str, local: &InputsState) -> bool {
        let key = self.key.unwrap_or_default();
        self.key_only && !local.key_closed && key.iter().any(|chosen| chosen == at)
    }
}

/// Draws the panel. What it remembers is taken out of the state by the caller.
pub(crate) fn inputs_ui(
    ui: &mut Ui,
    view: &InputsView<'_>,
    local: &mut InputsState,
) -> Option<Action> {
    let narrow = view.narrow;
    let theme = Theme::of(ui);
    local.idle_focus = None;
    let mut wanted = None;
    head_ui(ui, local);
    let foot = if narrow { 76.0 } else { 56.0 };
    egui::Panel::bottom("inputs legend")
        .exact_size(foot)
        .show_separator_line(false)
        .frame(egui::Frame::NONE.inner_margin(egui::Margin::symmetric(13, 8)))
        .show(ui, |ui| {
            let top = ui.max_rect().top() - 8.0;
            ui.painter().hline(
                ui.clip_rect().x_range(),
                top.round() + 0.5,
                Stroke::new(1.0, theme.hairline),
            );
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.spacing_mut().interact_size.y = 16.0;
            provenance_legend_ui(ui);
        });
    let inputs = Inputs {
        plan: view.plan,
        base: view.base,
        built_in: view.built_in,
        catalog: view.catalog,
        report: view.report,
        effect: view.effect,
        findings: view.findings,
        narrow,
        box_width: if narrow {
            space::VALUE_BOX_NARROW
        } else {
            space::VALUE_BOX_WIDTH
        },
        key_only: !local.all && local.search.trim().is_empty(),
        key: key::chosen(&view.key),
        begun: view.begun,
        tells_whose: false,
    };
    let mut area = egui::ScrollArea::vertical().auto_shrink(false);
    if let Some(offset) = local.scroll_to.take() {
        area = area.vertical_scroll_offset(offset);
    }
    Anchor::begin(ui.ctx());
    let list = egui::Id::unique((&local.search, local.all));
    let shown = area.show(ui, |ui| {
        let top = ui.cursor().top();
        let frame = egui::Frame::NONE.inner_margin(egui::Margin {
            left: space::INPUTS_LEFT as i8,
            right: space::INPUTS_RIGHT as i8,
            top: 0,
            bottom: 12,
        });
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            wanted = if local.search.trim().is_empty() {
                groups_ui(ui, &inputs, local)
            } else {
                search::found_ui(ui, &inputs, local)
            };
        });
        top
    });
    let shift = local
        .anchor
        .end(ui.ctx(), shown.inner, shown.inner_rect, list);
    let offset = shown.state.clamped_offset().y;
    if shift != 0.0 && offset + shift >= 0.0 {
        local.scroll_to = Some(offset + shift);
        ui.ctx().request_repaint();
    }
    wanted.or_else(|| key::asks(view, &inputs))
}

/// Search and "Key | All".
fn head_ui(ui: &mut Ui, local: &mut InputsState) {
    let frame = egui::Frame::NONE.inner_margin(egui::Margin {
        left: 12,
        right: 12,
        top: 7,
        bottom: 3,
    });
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            let segment = 75.0;
            let width = ui.available_width() - segment - 8.0;
            let id = egui::Id::unique("find an input");
            if std::mem::take(&mut local.focus_search) {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
            let name = "Find an input";
            let search = search_box_ui(ui, id, width, name, name, &mut local.search);
            if search.changed {
                local.revealed = None;
            }
            local.to_first = search.entered;
            if let Some(chosen) =
                segment_ui(ui, "Inputs shown", &["Key", "All"], usize::from(local.all))
            {
                local.all = chosen == 1;
            }
        });
    });
}

fn groups_ui(ui: &mut Ui, inputs: &Inputs<'_>, local: &mut InputsState) -> Option<Action> {
    let mut wanted = None;
    if inputs.key_only {
        let told = Inputs {
            tells_whose: true,
            ..*inputs
        };
        wanted = ui
            .push_id("what matters most", |ui| key::key_ui(ui, &told, local))
            .inner;
    }
    for group in Group::ALL {
        let open = local.open.contains(&group);
        let summary = if inputs.narrow {
            String::new()
        } else {
            summary::of_group(group, inputs)
        };
        if group_header_ui(ui, open, group.label(), &summary).clicked()
            && !local.open.remove(&group)
        {
            local.open.insert(group);
        }
        if !open {
            continue;
        }
        ui.push_id(group, |ui| {
            let action = group_ui(ui, inputs, local, group);
            wanted = action.or(wanted.take());
        });
        ui.add_space(8.0);
    }
    wanted
}

fn group_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    local: &mut InputsState,
    group: Group,
) -> Option<Action> {
    let mut wanted = None;
    let mut keep = |action: Option<Action>| {
        if action.is_some() {
            wanted = action;
        }
    };
    if group == Group::ComponentsAndModels {
        keep(parts::components_ui(ui, inputs, local));
    }
    for field in fields::of_group(group) {
        if !field.in_list()
            && (!inputs.key_only || field.key)
            && applies(field, inputs.plan)
            && !inputs.is_shown_above(field.path, local)
        {
            keep(rows::row_ui(
                ui,
                inputs,
                local,
                field,
                field.path,
                field.label,
            ));
        }
        if group == Group::GpusAndPrices && field.path == "gpus.provider" {
            keep(gpus::prices_ui(ui, inputs, local));
        }
    }
    if group == Group::ChangeAndDelivery {
        keep(parts::changes_ui(ui, inputs, local));
    }
    if !inputs.key_only {
        keep(lists::of_group_ui(ui, inputs, local, group));
    }
    wanted
}

/// Whether a note stands in the preset in the same words, and is thus not about a value of one's own.
fn is_known_note(base: &Scenario, note: &crate::scenario::schema::Note) -> bool {
    base.notes.contains(note)
}
