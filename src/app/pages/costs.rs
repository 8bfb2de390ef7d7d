//! The Costs page: what each roadmap costs by category, side by side, and the table beneath.
//!
//! Model ([`model`], [`claim`]), layout (here), paint ([`table`] and the stacked chart).

mod claim;
pub(crate) mod model;
mod table;
#[cfg(test)]
mod tests;

use self::model::{CostsView, Shown};
use self::table::{Columns, table_ui};
use crate::app::action::Action;
use crate::app::charts::scale::amount_scale;
use crate::app::charts::{StackLayer, StackPanel, StackedChart};
use crate::app::pages::decision::words::Ticks;
use crate::app::pages::page::{Copied, Page};
use crate::app::panels::why::ask;
use crate::app::theme::text::runs;
use crate::app::theme::{Theme, Type, space};
use crate::app::view::{PageView, ResultsView};
use crate::app::widgets::{Button, Icon, segment_ui};
use crate::export::LEFT_OUT;
use eframe::egui::{Align, Layout, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

/// What the Costs page remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct CostsState {
    /// Which cost is shown.
    shown: Shown,
    /// Month under the pointer, shared by all panels.
    hover: Option<usize>,
}

/// Width of the labels of the table, and of what stands left of the first panel.
const LABELS: f32 = 150.0;
/// The same where room is short.
const LABELS_NARROW: f32 = 140.0;
/// Width of the last column.
const DIFFERENCE: f32 = 92.0;
/// The same where room is short.
const DIFFERENCE_NARROW: f32 = 76.0;
/// Least width of a panel.
const LEAST_PANEL: f32 = 104.0;
/// Least and greatest height of the plots.
const PLOTS: [f32; 2] = [150.0, 620.0];
/// What the end of the scrolled page fades; the table's last line stays above it.
const FADE: f32 = 18.0;
/// Least height of the plots in a narrow window.
const PLOTS_NARROW: f32 = 140.0;

impl Page for CostsState {
    fn ui(&mut self, ui: &mut Ui, view: &PageView<'_>) -> Option<Action> {
        costs_ui(ui, &view.results, self)
    }

    fn copied(&self, view: &PageView<'_>) -> Option<Copied> {
        Some(Copied::Table(
            CostsView::from(&view.results, self.shown).text(),
        ))
    }
}

/// Draws the Costs page into the whole of `ui`, which already has the page's margin.
fn costs_ui(ui: &mut Ui, view: &ResultsView<'_>, local: &mut CostsState) -> Option<Action> {
    let model = CostsView::from(view, local.shown);
    let room = ui.available_height();
    ScrollArea::vertical()
        .id_salt("costs")
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let top = ui.cursor().top();
            let wanted = header_ui(ui, view, &model, local);
            ui.add_space(10.0);
            let used = ui.cursor().top() - top;
            body_ui(ui, view, &model, local, room - used);
            wanted
        })
        .inner
}

/// Claim and lead at the left, controls at the right; the controls move beside the lead where the
/// claim needs the width.
fn header_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &CostsView<'_>,
    local: &mut CostsState,
) -> Option<Action> {
    /// What the controls take, and the gap before them.
    const CONTROLS: f32 = 398.0;
    let theme = Theme::of(ui);
    let width = ui.available_width();
    let claim = if view.narrow {
        Type::VERDICT_SMALL
    } else {
        Type::CLAIM
    };
    let needed = claim
        .galley(ui.painter(), &model.claim, theme.text)
        .size()
        .x;
    let beside = needed <= width - CONTROLS || view.picture;
    let start = ui.cursor().min;
    if !beside {
        claim.label(ui, &model.claim, theme.text);
        ui.add_space(4.0);
    }
    let row = ui.cursor().min;
    let controls = Rect::from_min_size(row, vec2(width, space::SEGMENT));
    let mut wanted = None;
    let text = if view.picture {
        width
    } else {
        width - CONTROLS
    };
    let mut left = ui.new_child(
        UiBuilder::new()
            .id_salt("words")
            .max_rect(Rect::from_min_size(row, vec2(text, 0.0)))
            .layout(Layout::top_down(Align::Min)),
    );
    if beside {
        claim.label(&mut left, &model.claim, theme.text);
        left.add_space(3.0);
    } else {
        left.add_space(3.0);
    }
    if view.narrow {
        Type::LEAD_SMALL.label(&mut left, &model.lead, theme.text2);
    } else {
        let lead = format!("{} {}", model.lead, model.reading);
        Type::LEAD_SMALL.label(&mut left, lead, theme.text2);
    }
    if !view.picture {
        let mut right = ui.new_child(
            UiBuilder::new()
                .id_salt("controls")
                .max_rect(controls)
                .layout(Layout::right_to_left(Align::Center)),
        );
        wanted = controls_ui(&mut right, local);
    }
    let bottom = left.min_rect().bottom().max(row.y + space::SEGMENT);
    ui.advance_cursor_after_rect(Rect::from_min_max(start, pos2(start.x + width, bottom)));
    wanted
}

fn controls_ui(ui: &mut Ui, local: &mut CostsState) -> Option<Action> {
    ui.spacing_mut().item_spacing.x = 8.0;
    let copy = Button::secondary("Copy table")
        .icon(Icon::Copy)
        .height(space::SEGMENT);
    let copied = copy.show(ui).clicked();
    let cash = usize::from(!local.shown.cash);
    if let Some(chosen) = segment_ui(ui, "Cost shown", &["Cash", "Total"], cash) {
        local.shown.cash = chosen == 0;
    }
    let sum = usize::from(local.shown.cumulative);
    if let Some(chosen) = segment_ui(ui, "Sum shown", &["Monthly", "Cumulative"], sum) {
        local.shown.cumulative = chosen == 1;
    }
    copied.then_some(Action::CopyTable)
}

fn body_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &CostsView<'_>,
    local: &mut CostsState,
    room: f32,
) {
    let width = ui.available_width();
    let (gap, labels) = if view.narrow {
        (8.0, LABELS_NARROW)
    } else {
        (14.0, LABELS)
    };
    let difference = match (&model.difference, view.narrow) {
        (None, _) => 0.0,
        (Some(_), true) => DIFFERENCE_NARROW,
        (Some(_), false) => DIFFERENCE,
    };
    if !model.panels.is_empty() {
        let between = width - labels - difference;
        let fitting = ((between + gap) / (LEAST_PANEL + gap)).floor().max(1.0) as usize;
        let shown = model.panels.len().min(fitting);
        let columns = columns(model.panels.len(), width, [labels, difference, gap]);
        let table = table::height(ui, model, &columns);
        let height = room - 8.0 - table - FADE;
        panels_ui(
            ui,
            model,
            local,
            view.narrow,
            shown,
            [labels, difference, gap, height],
        );
        ui.add_space(8.0);
        table_ui(ui, model, &columns);
    }
    foot_ui(ui, model);
}

/// Columns that continue the panels' right edges.
fn columns(count: usize, width: f32, [labels, difference, gap]: [f32; 3]) -> Columns {
    let all = count.max(1) as f32;
    let panel = (width - labels - difference - gap * (all - 1.0)) / all;
    Columns {
        edges: (0..count)
            .map(|index| {
                let left = (labels + (panel + gap) * index as f32).round();
                left + panel.round()
            })
            .collect(),
        width: panel + gap,
        end: width,
        difference,
    }
}

fn panels_ui(
    ui: &mut Ui,
    model: &CostsView<'_>,
    local: &mut CostsState,
    narrow: bool,
    shown: usize,
    [labels, difference, gap, height]: [f32; 4],
) {
    let layers: Vec<Vec<StackLayer<'_>>> = model
        .panels
        .iter()
        .take(shown)
        .map(|panel| {
            panel
                .layers
                .iter()
                .map(|(category, values)| StackLayer {
                    category: *category,
                    values,
                })
                .collect()
        })
        .collect();
    let panels: Vec<StackPanel<'_>> = model
        .panels
        .iter()
        .zip(&layers)
        .map(|(panel, layers)| StackPanel {
            kind: panel.kind,
            label: panel.label,
            figure: &panel.figure,
            layers,
        })
        .collect();
    let highest = highest(model, shown);
    let ticks = Ticks::new(&model.words.currency, amount_scale(0.0, highest).max);
    let tick = |amount: f64| ticks.amount(amount);
    let figure = |amount: f64| model.words.currency.total(amount);
    let mut chart = StackedChart {
        id: "stacks",
        summary: model.lead.trim_end_matches('.'),
        time: model.words.time(),
        height: 0.0,
        panels: &panels,
        actual: &model.actual,
        tick_format: &tick,
        figure_format: &figure,
        left: labels,
        right: difference,
        gap,
        named: true,
    };
    let noted = narrow || !model.actual.is_empty();
    let note = if noted { Type::CAPTION.line } else { 0.0 };
    let least = if narrow { PLOTS_NARROW } else { PLOTS[0] };
    chart.height = (height - chart.edges(ui) - note).clamp(least, PLOTS[1]);
    if let Some((panel, month)) = chart.show(ui, &mut local.hover) {
        // Panels are those of the roadmaps with figures, in their order.
        let mut drawn = model.roadmaps.iter().filter(|of| of.series.is_some());
        if let Some(roadmap) = drawn.nth(panel) {
            // Cash so far is no series of the report; nothing else is shown in its place.
            let metric = match (local.shown.cash, local.shown.cumulative) {
                (true, false) => Some("cash"),
                (true, true) => None,
                (false, false) => Some("total"),
                (false, true) => Some("cumulative_total"),
            };
            if let Some(metric) = metric {
                ask(ui, metric, &roadmap.id, Some(month));
            }
        }
    }
    let mut notes = Vec::new();
    if narrow {
        notes.push(model.reading.clone());
    }
    if !model.actual.is_empty() {
        notes.push("Rings are the cash of months that are over.".to_owned());
    }
    let left_out: Vec<&str> = model
        .panels
        .iter()
        .skip(shown)
        .map(|panel| panel.label)
        .collect();
    if !left_out.is_empty() {
        notes.push(format!("In the table only: {}.", left_out.join(", ")));
    }
    if !notes.is_empty() {
        Type::CAPTION.label(ui, notes.join(" "), Theme::of(ui).text3);
    }
}

/// The highest stack of those shown.
fn highest(model: &CostsView<'_>, shown: usize) -> f64 {
    model
        .panels
        .iter()
        .take(shown)
        .flat_map(|panel| {
            (0..model.words.months).map(|month| {
                let at = |values: &[f64]| values.get(month).copied().unwrap_or_default().max(0.0);
                panel
                    .layers
                    .iter()
                    .map(|(_, values)| at(values))
                    .sum::<f64>()
            })
        })
        .chain(model.actual.iter().map(|(_, cash)| *cash))
        .fold(0.0, f64::max)
}

/// The contingency, roadmaps that do not fit, and what no figure contains.
fn foot_ui(ui: &mut Ui, model: &CostsView<'_>) {
    let theme = Theme::of(ui);
    if let Some(contingency) = &model.contingency {
        ui.add_space(10.0);
        Type::LABEL.label(ui, contingency, theme.text2);
    }
    for (label, reason) in model.words.infeasible() {
        ui.add_space(6.0);
        ui.label(runs(&[
            (
                &format!("{label} does not fit: "),
                Type::LABEL_STRONG,
                theme.text,
            ),
            (reason, Type::LABEL, theme.text2),
        ]));
    }
    ui.add_space(18.0);
    Type::HEADING.label(ui, "What this leaves out", theme.text);
    ui.add_space(4.0);
    let gap = 24.0;
    let start = ui.cursor().min;
    let width = (ui.available_width() - gap) / 2.0;
    let mut bottom = start.y;
    let half = LEFT_OUT.len().div_ceil(2);
    for (index, sentences) in LEFT_OUT.chunks(half.max(1)).enumerate() {
        let at = start + vec2((width + gap) * index as f32, 0.0);
        let mut column = ui.new_child(
            UiBuilder::new()
                .id_salt(("left out", index))
                .max_rect(Rect::from_min_size(at, vec2(width, 0.0)))
                .layout(Layout::top_down(Align::Min)),
        );
        for sentence in sentences {
            Type::LABEL.label(&mut column, *sentence, theme.text2);
            column.add_space(4.0);
        }
        bottom = bottom.max(column.min_rect().bottom());
    }
    let end = pos2(start.x + ui.available_width(), bottom);
    ui.advance_cursor_after_rect(Rect::from_min_max(start, end));
}
