//! The inputs that matter most for the open plan, chosen from its own tornado.
//!
//! Chosen once when a plan is opened, so that no row moves away while numbers are put in; a button
//! chooses again.

use super::{Inputs, InputsState, InputsView, gpus, rows};
use crate::app::action::{Action, KeyInputs, Question};
use crate::app::questions::{Found, KEY_INPUTS, Stage};
use crate::app::theme::{Theme, Type};
use crate::app::values;
use crate::app::widgets::{Button, Icon, group_header_ui};
use crate::scenario::fields::{field_for, name_of};
use crate::scenario::{Leaf, Scenario, path};
use eframe::egui::{Sense, Stroke, Ui, vec2};

/// The paths chosen for the open plan; none while they are being worked out.
pub(super) fn chosen<'a>(found: &Found<'a, Vec<String>>) -> Option<&'a [String]> {
    match found.stage {
        Stage::Answered => found.answer.map(Vec::as_slice),
        Stage::Failed(_) => Some(&[]),
        _ => None,
    }
}

/// Asks for them once the plan is computed, where there are none.
pub(super) fn asks(view: &InputsView<'_>, inputs: &Inputs<'_>) -> Option<Action> {
    let missing = view.settled && view.key.may_be_asked();
    missing.then(|| choose(inputs)).flatten()
}

/// Has them chosen from the plan as it is now.
fn choose(inputs: &Inputs<'_>) -> Option<Action> {
    let verdict = &inputs.report?.verdict;
    let other = verdict.compared_with.as_ref();
    let other = other.or(verdict.alternative.as_ref());
    Some(Action::Ask(vec![Question::KeyInputs(KeyInputs {
        between: (verdict.recommended.clone(), other.cloned()),
        gpus: gpus::in_use(inputs.report, inputs.plan),
    })]))
}

/// What is said beneath an input: whose it is. Nothing where the plan did not begin from a preset.
pub(super) fn whose(inputs: &Inputs<'_>, at: &str) -> &'static str {
    if inputs.begun.is_none() {
        ""
    } else if is_yours(inputs, at) {
        "yours"
    } else if inputs.narrow {
        "not yours yet"
    } else if matches!(
        path::get(inputs.plan, at),
        Ok(Leaf::Number(_) | Leaf::Count(_))
    ) {
        "preset's, not yours yet"
    } else {
        "not yours yet"
    }
}

/// Whether an input differs from the preset's, or somebody has said what it rests on.
pub(super) fn is_yours(inputs: &Inputs<'_>, at: &str) -> bool {
    let Some(preset) = inputs.begun else {
        return true;
    };
    let value = |plan: &Scenario| path::get(plan, at).ok();
    let noted = inputs
        .plan
        .notes
        .iter()
        .any(|note| note.at == at && !preset.notes.contains(note));
    noted || value(inputs.plan) != value(preset)
}

/// Draws the section on top of the key inputs.
pub(super) fn key_ui(ui: &mut Ui, inputs: &Inputs<'_>, local: &mut InputsState) -> Option<Action> {
    let theme = Theme::of(ui);
    let paths: Vec<String> = inputs
        .key
        .unwrap_or_default()
        .iter()
        .filter(|at| gpus::priced_by(at).is_some() || path::get(inputs.plan, at).is_ok())
        .cloned()
        .collect();
    let yours = paths.iter().filter(|at| is_yours(inputs, at)).count();
    let known = inputs.begun.is_some() && !paths.is_empty();
    let summary = match (known, inputs.key.is_some()) {
        (true, _) => format!("{yours} of {} are yours", paths.len()),
        (false, true) => String::new(),
        (false, false) => "working out which".to_owned(),
    };
    let open = !local.key_closed;
    if group_header_ui(ui, open, "What matters most", &summary).clicked() {
        local.key_closed = open;
    }
    if !open {
        return None;
    }
    let mut wanted = None;
    if known {
        progress_ui(ui, inputs, &paths);
    }
    for at in &paths {
        let label = name_of(at).unwrap_or_else(|| values::label_of(at));
        let action = match (gpus::priced_by(at), field_for(at)) {
            (Some(gpu), _) => gpus::price_ui(ui, inputs, local, gpu, &label),
            (None, Some(field)) => rows::row_ui(ui, inputs, local, field, at, &label),
            (None, None) => None,
        };
        wanted = action.or(wanted);
    }
    if inputs.key.is_none() {
        // The room that the rows are going to take, so that nothing moves when they come.
        ui.add_space(super::TALL_ROW * KEY_INPUTS as f32);
    } else if paths.is_empty() {
        Type::ROW.label(ui, "No number of this plan moves its answer.", theme.text2);
    } else {
        let again = Button::plain("Choose again").icon(Icon::Reset).show(ui);
        let again = again.on_hover_text(
            "From the plan as it is now: the inputs that move the difference between the roadmaps most.",
        );
        if again.clicked() {
            wanted = choose(inputs).or(wanted);
        }
    }
    ui.add_space(8.0);
    wanted
}

/// A dot for each input, filled where it is yours.
fn progress_ui(ui: &mut Ui, inputs: &Inputs<'_>, paths: &[String]) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        ui.add_space(20.0);
        for at in paths {
            let (rect, _) = ui.allocate_exact_size(vec2(8.0, 14.0), Sense::hover());
            if is_yours(inputs, at) {
                ui.painter().circle_filled(rect.center(), 3.6, theme.accent);
            } else {
                let ring = Stroke::new(1.2, theme.strong);
                ui.painter().circle_stroke(rect.center(), 3.2, ring);
            }
        }
    });
}
