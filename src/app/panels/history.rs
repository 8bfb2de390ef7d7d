//! Companies whose outcome is known: what was reported, and whether the model agrees.

use crate::analysis::report::Report;
use crate::app::action::Action;
use crate::app::state::State;
use crate::app::theme::text::paint;
use crate::app::theme::{Theme, Type, radius};
use crate::history::{self, Axes, Case, Side, agrees};
use eframe::egui::{Align2, CornerRadius, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use std::fmt::Write as _;

/// Height of a row.
const ROW: f32 = 44.0;
/// Share of the width that the company takes.
const COMPANY: f32 = 0.46;

/// What an axis says of a case, in words, and whether it is a miss.
fn verdict(reported: Side, modelled: Option<Side>) -> (String, bool) {
    let Some(modelled) = modelled else {
        return ("working it out".to_owned(), false);
    };
    match agrees(reported, modelled) {
        None => (format!("{} reported", reported.word()), false),
        Some(true) => (format!("{}, as it went", modelled.word()), false),
        Some(false) => (
            format!("{}; it went {}", modelled.word(), reported.word()),
            true,
        ),
    }
}

/// The three axes of a case by name, as reported and as the model has them.
fn axes(case: &Case, report: Option<&Report>) -> [(&'static str, Side, Option<Side>); 3] {
    let modelled: Option<Axes> = report
        .and_then(|report| case.score(report))
        .map(|score| score.modelled);
    [
        (
            "Infrastructure",
            case.reported.infrastructure,
            modelled.map(|axes| axes.infrastructure),
        ),
        ("Pace", case.reported.pace, modelled.map(|axes| axes.pace)),
        (
            "Reliability",
            case.reported.reliability,
            modelled.map(|axes| axes.reliability),
        ),
    ]
}

/// Draws the list; what was clicked.
pub(super) fn history_ui(ui: &mut Ui, state: &State) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    Type::TITLE.label(ui, "History", theme.text);
    let text = "Six companies whose outcome is known: which side the model finds better, and which was reported to be.";
    Type::ROW.label(ui, text, theme.text2);
    ui.add_space(6.0);
    let width = ui.available_width();
    let company = (width * COMPANY).round();
    let column = ((width - company) / 3.0).floor();
    let (head, _) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
    for (at, name) in ["Infrastructure", "Pace", "Reliability"]
        .into_iter()
        .enumerate()
    {
        let at = pos2(head.left() + company + at as f32 * column, head.center().y);
        paint(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            name,
            Type::CAPTION,
            theme.text3,
        );
    }
    let rule = |ui: &Ui, y: f32| {
        ui.painter().hline(
            head.x_range(),
            y.round() + 0.5,
            Stroke::new(1.0, theme.hairline),
        );
    };
    rule(ui, head.bottom());
    for case in history::list() {
        let report = state.results.presets.get(case.name).map(AsRef::as_ref);
        let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
        if response.hovered() || response.has_focus() {
            let corner = CornerRadius::same(radius::CHIP);
            ui.painter()
                .rect_filled(rect.shrink(1.0), corner, theme.hover);
        }
        let text = |y: f32, text: &str, style: Type, color| {
            let galley = style.galley_elided(ui.painter(), text, color, company - 16.0);
            let at = pos2(rect.left() + 4.0, rect.top() + y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, color);
        };
        text(14.0, case.title, Type::ROW_STRONG, theme.text);
        text(31.0, case.did, Type::LABEL, theme.text2);
        let mut spoken = format!("Open {}, which {}.", case.title, case.did);
        for (at, (name, reported, modelled)) in axes(case, report).into_iter().enumerate() {
            let (words, miss) = verdict(reported, modelled);
            let color = if miss { theme.caution } else { theme.text2 };
            let left = rect.left() + company + at as f32 * column;
            let galley = Type::LABEL.galley_wrapped(ui.painter(), &words, color, column - 12.0);
            let y = rect.center().y - galley.size().y / 2.0;
            ui.painter().galley(pos2(left, y), galley, color);
            let _ = write!(spoken, " {name}: {words}.");
        }
        rule(ui, rect.bottom());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken.as_str()));
        if response.on_hover_text(case.source).clicked() {
            wanted = Some(Action::OpenPreset(case.name.to_owned()));
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::verdict;
    use crate::history::Side;

    #[test]
    fn misses_are_said() {
        let miss = verdict(Side::Monolith, Some(Side::Microservices));
        assert!(miss.1 && miss.0.contains("it went"), "{}", miss.0);
        assert!(!verdict(Side::Tie, Some(Side::Tie)).1);
        assert!(!verdict(Side::Mixed, Some(Side::Monolith)).1);
        assert_eq!(verdict(Side::Tie, None).0, "working it out");
    }
}
