//! The Assumptions page: every constant with its value, range, standing, source and date, what this plan
//! replaces, and beside them the inputs of the plan that have a range.
//!
//! Model (`model`, with `day`, `inputs`, `stated`), layout (here), paint (`table`, `line`, `detail`,
//! `controls`); `value` says what may be typed.
//! A value is edited in its own line of the table; the reason for it stands beside the table, with
//! everything else that is known of the selected constant.

mod controls;
mod day;
mod detail;
mod inputs;
mod line;
mod model;
mod stated;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod weights;

pub(crate) use self::day::Day;
use self::model::{Filter, Line, Model, Row, Scope};
use crate::analysis::reads::Reads;
use crate::app::action::{Action, Edit, EditKind, OverrideEdit, OverrideTo};
use crate::app::constants;
use crate::app::copied;
use crate::app::pages::page::{Copied, Page};
use crate::app::questions::Answers;
use crate::app::theme::{Theme, Type};
use crate::app::view::{Effect, NotApplied, PageView};
use crate::app::widgets::NumberFieldState;
use crate::catalog::Catalog;
use crate::scenario::{Leaf, Quantity, Scenario, path};
use eframe::egui::{Align, Layout, Rect, Stroke, Ui, UiBuilder, pos2, vec2};
use std::sync::Arc;

/// What the page reads.
pub(crate) struct AssumptionsView<'a> {
    /// The plan.
    pub(crate) plan: &'a Arc<Scenario>,
    /// The constants as they are built in.
    pub(crate) catalog: &'a Catalog,
    /// The constants as the plan has them.
    pub(crate) constants: &'a Catalog,
    /// What its figures ask for.
    pub(crate) reads: &'a Reads,
    /// What is known beside the report.
    pub(crate) answers: Answers<'a>,
    /// The roadmap whose lead is weighed and the one that it leads, where it is.
    pub(crate) lead: Option<[String; 2]>,
    /// Whether a newer report is being computed.
    pub(crate) stale: bool,
    /// What the last edit did.
    pub(crate) effect: Option<&'a Effect>,
    /// Whether the window is narrower than 1200 points.
    pub(crate) narrow: bool,
    /// Whether this is drawn for a picture.
    pub(crate) picture: bool,
}

impl<'a> AssumptionsView<'a> {
    fn from(view: &PageView<'a>) -> Self {
        Self {
            plan: view.plan,
            catalog: view.catalog,
            constants: view.constants,
            reads: view.reads,
            answers: view.answers,
            lead: weights::lead_of(view.results.report),
            stale: view.results.stale,
            effect: view.effect,
            narrow: view.results.narrow,
            picture: view.results.picture,
        }
    }
}

/// What the page remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct AssumptionsState {
    /// Today, from which the age of prices counts; none where only the catalogue's dates count.
    pub(crate) today: Option<Day>,
    /// Drafts and refused texts of values and reasons, by the entry's id.
    pub(crate) numbers: NumberFieldState,
    /// What is listed.
    filter: Filter,
    /// The constant whose details are shown.
    selected: Option<String>,
    /// The constant to bring into view.
    scroll_to: Option<String>,
    /// Whether the selected line takes the keyboard when it is next drawn.
    take_focus: bool,
    /// The constant whose reason takes the keyboard when it is next drawn.
    ask_reason: Option<String>,
    /// Counts drags.
    gesture: u64,
    /// What is known of every constant.
    model: Option<Arc<Model>>,
    /// The lines listed, and the filter that left them.
    lines: Option<(Filter, Arc<Vec<Line>>)>,
}

impl AssumptionsState {
    /// Selects a constant and brings it into view, whatever is filtered.
    pub(crate) fn show(&mut self, id: &str) {
        self.filter = Filter {
            scope: Scope::All,
            ..Filter::default()
        };
        self.selected = Some(id.to_owned());
        self.scroll_to = Some(id.to_owned());
        self.take_focus = true;
    }

    /// The values whose text was refused, with those that still count.
    pub(crate) fn not_applied(&self, plan: &Scenario, catalog: &Catalog) -> Vec<NotApplied> {
        self.numbers
            .all_refused()
            .filter_map(|(id, _)| {
                let Some(entry) = catalog.entries.get(id) else {
                    return input_not_applied(plan, id);
                };
                let own = plan.overrides.iter().find(|own| own.id == id);
                let stated = own.and_then(|own| own.value);
                let range = stated.map_or_else(|| entry.range(), range_of);
                Some(NotApplied {
                    label: entry.label.clone(),
                    in_use: constants::shown(range, &entry.unit).full(),
                })
            })
            .collect()
    }

    /// The listed constants as tab-separated text, for the clipboard.
    fn table(&self, view: &AssumptionsView<'_>) -> String {
        let model = self.known(view);
        let mut text = String::from(
            "Id\tAssumption\tUnit\tLow\tLikely\tHigh\tMoves the lead by (NPV)\tStanding\tDate\tSource\tReason\n",
        );
        for line in model.lines(&self.filter) {
            let Line::Row(index) = line else { continue };
            let Some(row) = model.rows.get(index) else {
                continue;
            };
            let entry = &row.entry;
            let cells = [
                entry.id.as_str(),
                &entry.label,
                &entry.unit,
                &copied::number(entry.low),
                &copied::number(entry.likely),
                &copied::number(entry.high),
                &row.weight
                    .as_ref()
                    .map_or_else(String::new, |weight| copied::number(weight.swing())),
                entry.status.label(),
                &entry.since,
                row.source(),
                &row.reason,
            ];
            text.push_str(&copied::row(cells));
        }
        text
    }

    fn known(&self, view: &AssumptionsView<'_>) -> Arc<Model> {
        let weights = weights::known(view).cloned();
        let model = match &self.model {
            Some(model) if Arc::ptr_eq(&model.plan, view.plan) => Arc::clone(model),
            _ => Arc::new(Model::new(view, self.today)),
        };
        let same = match (&model.rests, &weights) {
            (Some(known), Some(new)) => Arc::ptr_eq(known, new),
            (known, new) => known.is_none() && new.is_none(),
        };
        if same {
            return model;
        }
        let mut model = Model::clone(&model);
        model.weigh(weights);
        Arc::new(model)
    }

    /// Everything known, and the lines to list; both are kept until plan or filter change.
    fn refresh(&mut self, view: &AssumptionsView<'_>) -> (Arc<Model>, Arc<Vec<Line>>) {
        let model = self.known(view);
        if !self
            .model
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, &model))
        {
            self.lines = None;
        }
        self.model = Some(Arc::clone(&model));
        if let Some((filter, lines)) = &self.lines
            && *filter == self.filter
        {
            return (model, Arc::clone(lines));
        }
        let lines = Arc::new(model.lines(&self.filter));
        self.lines = Some((self.filter.clone(), Arc::clone(&lines)));
        (model, lines)
    }

    /// The row whose details are shown: the selected one, else the first one listed.
    fn shown<'m>(&self, model: &'m Model, lines: &[Line]) -> Option<&'m Row> {
        let selected = self.selected.as_deref().and_then(|id| model.row(id));
        selected.or_else(|| {
            lines.iter().find_map(|line| match line {
                Line::Row(index) => model.rows.get(*index),
                _ => None,
            })
        })
    }

    /// Brings the constant that is being typed into sight, so that its text can be taken.
    pub(crate) fn show_open(&mut self) {
        if let Some(id) = self.numbers.open().next().map(str::to_owned) {
            self.scroll_to = Some(id);
        }
    }

    /// Opens the value of a constant for typing.
    fn edit_value(&mut self, row: &Row, listed: bool) {
        if !listed {
            self.show(&row.entry.id);
        }
        self.selected = Some(row.entry.id.clone());
        self.scroll_to = Some(row.entry.id.clone());
        self.take_focus = false;
        let text = value::editable(row);
        self.numbers.edit(&row.entry.id, text);
    }
}

/// An input whose text was refused, with the value that still counts.
fn input_not_applied(plan: &Scenario, path: &str) -> Option<NotApplied> {
    let Ok(Leaf::Number(value)) = path::get(plan, path) else {
        return None;
    };
    let entry = inputs::entry_of(plan, path, value)?;
    Some(NotApplied {
        in_use: constants::shown(entry.range(), &entry.unit).full(),
        label: entry.label,
    })
}

/// Width of the details beside the table.
const DETAIL: f32 = 264.0;
/// The same where there is much room.
const DETAIL_WIDE: f32 = 328.0;
/// Least and greatest height of the details beneath the table in a narrow window.
const DETAIL_LOW: [f32; 2] = [132.0, 180.0];
/// Width from which there is much room.
const WIDE: f32 = 1_500.0;
/// Space on each side of the rule between table and details.
const GAP: f32 = 17.0;

impl Page for AssumptionsState {
    fn ui(&mut self, ui: &mut Ui, view: &PageView<'_>) -> Option<Action> {
        assumptions_ui(ui, &AssumptionsView::from(view), self)
    }

    fn copied(&self, view: &PageView<'_>) -> Option<Copied> {
        Some(Copied::Table(self.table(&AssumptionsView::from(view))))
    }
}

/// Draws the page into the whole of `ui`, which already has the page's margin.
fn assumptions_ui(
    ui: &mut Ui,
    view: &AssumptionsView<'_>,
    local: &mut AssumptionsState,
) -> Option<Action> {
    let (model, _) = local.refresh(view);
    ui.spacing_mut().item_spacing.y = 0.0;
    controls::header_ui(ui, view, &model, local);
    let mut wanted = None;
    if !view.picture {
        ui.add_space(12.0);
        wanted = controls::controls_ui(ui, view, &model, local);
    }
    ui.add_space(6.0);
    let (model, lines) = local.refresh(view);
    let body = ui.available_rect_before_wrap();
    let (table, detail) = areas(body, view, local);
    let mut child = child_of(ui, table, "table");
    let answer = table::table_ui(&mut child, view, &model, &lines, local);
    wanted = answer.or(wanted);
    if let Some(detail) = detail {
        wanted = detail_ui(ui, view, &model, &lines, local, detail).or(wanted);
    }
    ui.advance_cursor_after_rect(body);
    wanted.or_else(|| weights::asks(view))
}

/// Where the table goes, and the details of the selected constant.
fn areas(body: Rect, view: &AssumptionsView<'_>, local: &AssumptionsState) -> (Rect, Option<Rect>) {
    let (mut table, mut detail) = (body, body);
    if view.picture || (view.narrow && local.selected.is_none()) {
        return (body, None);
    }
    if view.narrow {
        let height = (body.height() * 0.4).clamp(DETAIL_LOW[0], DETAIL_LOW[1]);
        table.max.y = (body.bottom() - height).max(body.top());
        detail.min.y = table.max.y;
    } else {
        let width = if body.width() >= WIDE {
            DETAIL_WIDE
        } else {
            DETAIL
        };
        detail.min.x = body.right() - width;
        table.max.x = detail.min.x - 2.0 * GAP;
    }
    (table, Some(detail))
}

fn detail_ui(
    ui: &mut Ui,
    view: &AssumptionsView<'_>,
    model: &Model,
    lines: &[Line],
    local: &mut AssumptionsState,
    area: Rect,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let rule = Stroke::new(1.0, theme.hairline);
    let mut inner = area;
    if view.narrow {
        ui.painter().hline(
            area.x_range(),
            area.top().round() + 0.5,
            Stroke::new(1.0, theme.border),
        );
        inner.min.y += 10.0;
    } else {
        let x = (area.left() - GAP).round() + 0.5;
        ui.painter().vline(x, area.y_range(), rule);
        inner.min.y += 4.0;
    }
    let mut child = child_of(ui, inner, "detail");
    let Some(row) = local.shown(model, lines) else {
        Type::ROW.label(
            &mut child,
            "Choose a constant to see where it comes from.",
            theme.text3,
        );
        return None;
    };
    let listed = lines.iter().any(|line| match line {
        Line::Row(index) => model
            .rows
            .get(*index)
            .is_some_and(|other| other.entry.id == row.entry.id),
        _ => false,
    });
    if view.narrow {
        detail::low_ui(&mut child, view, model, row, listed, local)
    } else {
        detail::side_ui(&mut child, view, model, row, listed, local)
    }
}

fn child_of(ui: &mut Ui, area: Rect, salt: &str) -> Ui {
    let mut child = ui.new_child(
        UiBuilder::new()
            .id_salt(salt)
            .max_rect(area)
            .layout(Layout::top_down(Align::Min)),
    );
    child.set_clip_rect(
        Rect::from_min_max(
            area.min - vec2(4.0, 2.0),
            pos2(area.right() + 4.0, area.bottom() + 2.0),
        )
        .intersect(ui.clip_rect()),
    );
    child
}

/// The edit of an override.
fn override_edit(row: &Row, to: OverrideTo, gesture: Option<u64>) -> Action {
    if let Some(stated) = &row.stated {
        return stated.edit(to, gesture);
    }
    let entry = &row.entry;
    let label = match &to {
        OverrideTo::Value(value) | OverrideTo::Both(value, _) => format!(
            "{} to {}",
            entry.label,
            constants::shown(range_of(*value), &entry.unit).full()
        ),
        OverrideTo::Reason(_) => format!("reason for {}", entry.label),
        OverrideTo::Removed => format!("{} as in the catalogue", entry.label),
    };
    Action::Edit(Edit {
        path: path_of(&entry.id),
        change: EditKind::Override(OverrideEdit {
            id: entry.id.clone(),
            label,
            to,
        }),
        gesture,
    })
}

/// The path of an override's value, as findings and effects name it.
fn path_of(id: &str) -> String {
    format!("overrides[{id}].value")
}

fn range_of(value: Quantity) -> crate::catalog::Range {
    crate::catalog::Range::new(value.low, value.likely, value.high)
}
