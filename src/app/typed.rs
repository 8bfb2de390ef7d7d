//! What is being typed when a command comes: it is taken first, or the command stops and says why.
//!
//! A field takes its text when the keyboard leaves it. So before a command is carried out, whatever it
//! came from, the keyboard is let go for one frame, the fields hand over their edits, and these go
//! first.

use super::action::Action;
use super::state::{State, Weight};
use super::update::{self, Services};
use super::values;
use eframe::egui;

/// The fields with a text that was not taken yet, as a frame begins.
pub(crate) struct Typing {
    inputs: Vec<String>,
    assumptions: Vec<String>,
    texts: Vec<String>,
    /// What had the keyboard and let it go for a command.
    let_go: Option<egui::Id>,
}

/// How the message begins that says why a command was not carried out.
const REFUSED: &str = "Not done yet: what you typed could not be taken.";

/// Whether a command reads the plan, leaves it or shows something else, so that what is typed counts.
fn needs_typed(action: &Action) -> bool {
    !matches!(
        action,
        Action::Edit(_)
            | Action::CloseDialog
            | Action::CloseMessage(_)
            | Action::CloseExplanation
            | Action::Ask(_)
            | Action::ToggleTheme
            | Action::SystemTheme
            | Action::ZoomIn
            | Action::ZoomOut
            | Action::ZoomReset
            | Action::FindInput
            | Action::Palette
            | Action::FindAnything(_)
            | Action::Shortcuts
    )
}

/// Whether any field holds a text that was not taken yet.
pub(crate) fn any_open(state: &State) -> bool {
    !Typing::of(state).is_empty()
}

impl Typing {
    fn of(state: &State) -> Self {
        Self {
            inputs: state.inputs.numbers.open().map(str::to_owned).collect(),
            assumptions: state
                .pages
                .assumptions
                .numbers
                .open()
                .map(str::to_owned)
                .collect(),
            texts: state.inputs.texts.keys().cloned().collect(),
            let_go: None,
        }
    }

    fn is_empty(&self) -> bool {
        self.inputs.is_empty() && self.assumptions.is_empty() && self.texts.is_empty()
    }

    /// Looks before the frame is drawn; a command that needs what is typed takes the keyboard away.
    pub(crate) fn before(ctx: &egui::Context, state: &State, commands: &[Action]) -> Self {
        let mut typing = Self::of(state);
        if !typing.is_empty() && commands.iter().any(needs_typed) {
            typing.let_go = ctx.memory(egui::Memory::focused);
            if let Some(id) = typing.let_go {
                ctx.memory_mut(|memory| memory.surrender_focus(id));
            }
        }
        typing
    }

    /// Carries out what a frame asked for: edits first, then the commands, unless a text that was
    /// typed could not be taken.
    pub(crate) fn carry_out(
        self,
        state: &mut State,
        services: &Services,
        ctx: &egui::Context,
        wanted: Vec<Action>,
    ) {
        let (edits, commands): (Vec<Action>, Vec<Action>) = wanted
            .into_iter()
            .partition(|action| matches!(action, Action::Edit(_)));
        if !edits.is_empty() || !commands.is_empty() {
            ctx.request_repaint();
        }
        let mut taken = true;
        for action in edits {
            if let Action::Edit(edit) = action {
                taken &= update::apply_edit(state, services, ctx, &edit);
            }
        }
        let (needing, others): (Vec<Action>, Vec<Action>) =
            commands.into_iter().partition(needs_typed);
        for action in others {
            carry_out_one(state, services, ctx, action);
        }
        if needing.is_empty() {
            return;
        }
        let why = self.why_not(state).or((!taken).then(String::new));
        if let Some(why) = why {
            let text = format!("{REFUSED} {why}");
            state.say(Weight::Error, text.trim_end(), Vec::new());
            state.waited = false;
        } else if self.still_open(state) && !state.waited {
            // The field was not drawn, or had the keyboard to the last: once more with it in sight.
            state.waited = true;
            state.pages.assumptions.show_open();
            state.queued = needing;
            return;
        } else {
            state.waited = false;
            state
                .messages
                .retain(|message| !message.text.starts_with(REFUSED));
            for action in needing {
                carry_out_one(state, services, ctx, action);
            }
        }
        let elsewhere = state.dialog.is_some() || state.palette.is_some() || !state.shows_plan();
        if let Some(id) = self.let_go.filter(|_| !elsewhere) {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// Why a text that was open as the frame began is refused now.
    fn why_not(&self, state: &State) -> Option<String> {
        let input = self.inputs.iter().find_map(|id| {
            let reason = state.inputs.numbers.refused(id)?;
            // The ends of a range are named behind their field.
            let at = id.split(' ').next().unwrap_or(id);
            Some(format!("{}: {reason}", values::label_of(at)))
        });
        input.or_else(|| {
            self.assumptions.iter().find_map(|id| {
                let reason = state.pages.assumptions.numbers.refused(id)?;
                let entry = state.catalog.entries.get(id);
                let label = entry.map_or(id.as_str(), |entry| entry.label.as_str());
                Some(format!("{label}: {reason}"))
            })
        })
    }

    fn still_open(&self, state: &State) -> bool {
        let inputs = &state.inputs;
        let open = |id: &String| inputs.numbers.is_editing(id);
        self.inputs.iter().any(open)
            || self.texts.iter().any(|at| inputs.texts.contains_key(at))
            || (self.assumptions.iter()).any(|id| state.pages.assumptions.numbers.is_editing(id))
    }
}

fn carry_out_one(state: &mut State, services: &Services, ctx: &egui::Context, action: Action) {
    // Whatever the palette or a menu started, the palette has served; what a page asks goes on behind it.
    let leaves_palette = matches!(
        action,
        Action::Palette | Action::FindAnything(_) | Action::Ask(_)
    );
    if state.palette.is_some() && !leaves_palette {
        state.palette = None;
    }
    update::apply(state, services, ctx, action);
}
