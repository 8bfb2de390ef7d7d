//! The head of a page that is about one roadmap at a time: claim, lead, and the choice of roadmap.
//!
//! The choice stands at the right of the claim where both fit, else of the lead, else beneath.

use crate::analysis::report::RoadmapReport;
use crate::app::theme::text::runs;
use crate::app::theme::{Theme, Type, space};
use crate::app::view::{ResultsView, look_of};
use crate::app::widgets::{Choice, segment_width, wrapped_segment_ui};
use crate::scenario::RoadmapKind;
use eframe::egui::{Align, Layout, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

/// Room between the claim and the choice.
const BETWEEN: f32 = 24.0;

/// Draws claim, lead and the choice among `roadmaps`, and returns one newly chosen.
pub(crate) fn heading_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    claim: &str,
    lead: &str,
    roadmaps: &[&RoadmapReport],
    chosen: Option<&RoadmapReport>,
) -> Option<usize> {
    let theme = Theme::of(ui);
    let style = if view.narrow {
        Type::VERDICT_SMALL
    } else {
        Type::CLAIM
    };
    let choices: Vec<Choice<'_>> = roadmaps.iter().map(|roadmap| choice(roadmap)).collect();
    let selected = roadmaps
        .iter()
        .position(|roadmap| chosen.is_some_and(|chosen| chosen.id == roadmap.id))
        .unwrap_or(usize::MAX);
    let width = ui.available_width();
    let needed = style.galley(ui.painter(), claim, theme.text).size().x;
    let segment = segment_width(ui, &choices);
    let shown = !view.picture && !choices.is_empty();
    let fits = |words: f32| shown && words + BETWEEN + segment <= width;
    let beside_ui = |ui: &mut Ui, top: f32| {
        let left = ui.max_rect().left() + width - segment;
        let at = Rect::from_min_size(pos2(left, top), vec2(segment, space::SEGMENT));
        let mut right = ui.new_child(
            UiBuilder::new()
                .id_salt("roadmaps")
                .max_rect(at)
                .layout(Layout::top_down(Align::Min)),
        );
        wrapped_segment_ui(&mut right, "Roadmap", &choices, selected)
    };
    let lead_width = Type::LEAD_SMALL.galley(ui.painter(), lead, theme.text2);
    let beside_lead = !fits(needed) && fits(lead_width.size().x);
    let mut picked = None;
    if fits(needed) {
        let top = ui.cursor().top();
        picked = beside_ui(ui, top);
    }
    style.label(ui, claim, theme.text);
    ui.add_space(3.0);
    let second = ui.cursor().top();
    Type::LEAD_SMALL.label(ui, lead, theme.text2);
    if beside_lead {
        picked = beside_ui(ui, second - 1.0);
        ui.add_space(4.0);
    } else if shown && !fits(needed) {
        ui.add_space(6.0);
        picked = wrapped_segment_ui(ui, "Roadmap", &choices, selected);
    }
    picked
}

fn choice(roadmap: &RoadmapReport) -> Choice<'_> {
    Choice {
        kind: Some(look_of(roadmap)),
        label: short_name(roadmap),
        full: &roadmap.label,
    }
}

/// A name for where room is short: "Switch" instead of "Switch in month 14".
pub(crate) fn short_name(roadmap: &RoadmapReport) -> &str {
    roadmap.kind().short().unwrap_or(&roadmap.label)
}

/// A name inside a sentence: "the switch in month 14".
pub(crate) fn name_within(roadmap: &RoadmapReport) -> String {
    if let Some(name) = roadmap.kind().within() {
        return name.to_owned();
    }
    let switch = RoadmapKind::Switch;
    match roadmap.label.strip_prefix(switch.label()) {
        Some(rest) if roadmap.kind() == switch => format!("the switch{rest}"),
        _ => roadmap.label.clone(),
    }
}

/// Why roadmaps without figures have none.
pub(crate) fn infeasible_ui<'a>(ui: &mut Ui, list: impl Iterator<Item = (&'a str, &'a str)>) {
    let theme = Theme::of(ui);
    for (label, reason) in list {
        ui.add_space(6.0);
        let title = format!("{label} does not fit: ");
        ui.label(runs(&[
            (&title, Type::LABEL_STRONG, theme.text),
            (reason, Type::LABEL, theme.text2),
        ]));
    }
}

/// Room kept free for the bar where a page scrolls.
const BAR: f32 = 12.0;
/// How much shorter than its room a page is before it takes the room of the bar.
const SLACK: f32 = 60.0;

/// The page's scroll area: as wide as there is room, but never narrower than `least`; where it
/// scrolls, which `overflows` remembers, figures keep clear of the bar.
pub(crate) fn scrolled_ui<R>(
    ui: &mut Ui,
    name: &str,
    least: f32,
    overflows: &mut bool,
    page: impl FnOnce(&mut Ui) -> R,
) -> R {
    let mut width = ui.available_width();
    if *overflows {
        width -= BAR;
    }
    let output = ScrollArea::both()
        .id_salt(name)
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.set_max_width(width.max(least));
            ui.spacing_mut().item_spacing.y = 0.0;
            page(ui)
        });
    // Beside the bar a page may be short enough to need none; then it keeps clear of where it would be,
    // or the two would take turns.
    let slack = if *overflows { -SLACK } else { 1.0 };
    let now = output.content_size.y > output.inner_rect.height() + slack;
    if now != *overflows {
        *overflows = now;
        ui.ctx().request_repaint();
    }
    output.inner
}
