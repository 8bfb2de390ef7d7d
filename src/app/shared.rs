//! Plans that come as a share code from the clipboard, and go as one.

use super::disk::{self, OwnText};
use super::state::{OpenPlan, Origin, State, Weight};
use crate::scenario::{Scenario, load, share};
use eframe::egui::{self, Event};
use std::sync::Arc;

/// What a plan that came as a code is called until it is saved.
const NAME: &str = "shared-plan.ron";

/// The text that was pasted in this frame where it is a share code and no text field takes it.
pub(crate) fn pasted(ctx: &egui::Context) -> Option<String> {
    ctx.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Paste(text) if share::is_code(text) => Some(text.clone()),
            _ => None,
        })
    })
}

/// The share code of the open plan, with its unsaved edits.
pub(crate) fn code(state: &State) -> String {
    let cards = state.presets.iter().chain(&state.cases);
    share::code(&OwnText::of(&state.plan, cards, &state.catalog).text())
}

/// The plan that a share code holds, or what is wrong with it in a sentence.
fn plan_of(code: &str) -> Result<Scenario, String> {
    let text =
        share::text_of(code).map_err(|why| format!("The share code was not opened: {why}."))?;
    let loaded = load(&text);
    let mut findings = loaded.diagnostics.iter();
    match (loaded.scenario, findings.find(|finding| finding.is_error())) {
        (Some(plan), None) => Ok(plan),
        (_, Some(finding)) => Err(format!(
            "The plan of the share code was not opened. {}",
            finding.line_for("Plan")
        )),
        (None, None) => Err("The share code holds no plan.".to_owned()),
    }
}

/// Opens the plan of a share code; it is in no file, so saving asks where to. Whatever is wrong is said,
/// and the open plan stays.
pub(crate) fn open(state: &mut State, code: &str) -> bool {
    match plan_of(code) {
        Ok(plan) => {
            let generation = state.plan.generation + 1;
            let mut plan =
                OpenPlan::new(Arc::new(plan), Origin::Loose(NAME.to_owned()), generation);
            // No file holds it, so it is unsaved whatever it is.
            plan.saved = Arc::default();
            disk::show(state, plan);
            let text =
                "The plan of the share code is open. It is in no file yet; saving asks where to.";
            state.say(Weight::Info, text.to_owned(), Vec::new());
            true
        }
        Err(why) => {
            state.say(Weight::Error, why, Vec::new());
            false
        }
    }
}

/// Asks for what is on the clipboard; it comes as a paste.
pub(crate) fn ask(state: &mut State, ctx: &egui::Context) {
    state.wants_code = true;
    ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
}

/// Says so when what was asked for and came is no share code.
pub(crate) fn missed(state: &mut State, ctx: &egui::Context) {
    let came = |event: &Event| matches!(event, Event::Paste(_));
    if !state.wants_code || !ctx.input(|input| input.events.iter().any(came)) {
        return;
    }
    state.wants_code = false;
    if pasted(ctx).is_none() {
        let text = "The clipboard holds no share code; one begins with splitpoint:1:.";
        state.say(Weight::Caution, text.to_owned(), Vec::new());
    }
}

#[cfg(test)]
mod tests {
    use super::plan_of;
    use crate::scenario::{Scenario, save, share};

    #[test]
    fn a_code_is_a_plan_or_a_sentence_that_says_why_not() {
        let plan = Scenario {
            name: "Sent".to_owned(),
            ..Scenario::default()
        };
        assert_eq!(plan_of(&share::code(&save(&plan))), Ok(plan));
        let cut = plan_of("splitpoint:1:eJw").unwrap_err();
        assert_eq!(
            cut,
            "The share code was not opened: the code is cut or was changed on its way; copy it again, from \
             `splitpoint:` to its end."
        );
        let wrong = plan_of(&share::code("(version: 1, usres: 5)")).unwrap_err();
        assert!(wrong.contains("usres"), "{wrong}");
    }
}
