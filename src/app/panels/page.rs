//! The middle of the window: tabs, messages, and the page of results.

use super::dialogs::open_failure_ui;
use crate::app::action::{Action, Tab};
use crate::app::state::{Message, State, Weight};
use crate::app::theme::{Theme, Type, space};
use crate::app::view::{PageView, ResultsView};
use crate::app::widgets::{Icon, Tone, message_bar_ui, tabs_ui};
use eframe::egui;
use eframe::egui::{Margin, Stroke, Ui};

/// Draws tabs and page.
pub(crate) fn page_ui(ui: &mut Ui, state: &mut State, narrow: bool) -> Option<Action> {
    let theme = Theme::of(ui);
    let mut wanted = None;
    let margin = if narrow {
        space::PAGE_SMALL
    } else {
        space::PAGE
    };
    ui.spacing_mut().item_spacing.y = 0.0;
    let tabs = egui::Frame::NONE.inner_margin(Margin::symmetric(27, 0));
    let row = tabs.show(ui, |ui| {
        let names: Vec<&str> = Tab::ALL.iter().map(|tab| tab.label()).collect();
        let active = Tab::ALL
            .iter()
            .position(|tab| *tab == state.tab)
            .unwrap_or(0);
        let limit = if narrow { 6 } else { usize::MAX };
        if let Some(tab) =
            tabs_ui(ui, &names, active, limit).and_then(|chosen| Tab::ALL.get(chosen))
        {
            wanted = Some(Action::ShowTab(*tab));
        }
    });
    let line = row.response.rect.bottom() - 0.5;
    ui.painter().hline(
        ui.max_rect().x_range(),
        line,
        Stroke::new(1.0, theme.hairline),
    );

    let messages = messages_ui(ui, state, margin);
    wanted = messages.or(wanted);
    let page = egui::Frame::NONE.inner_margin(Margin {
        left: margin as i8,
        right: margin as i8,
        top: if narrow { 8 } else { 12 },
        bottom: if narrow { 8 } else { 16 },
    });
    let rect = ui.available_rect_before_wrap();
    state.page = rect;
    page.show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 4.0);
        if let Some(failure) = &state.open_failure {
            wanted = open_failure_ui(ui, failure).or(wanted.take());
            return;
        }
        let not_applied = state.not_applied();
        let stale = state.is_stale();
        let Some((scenario, report)) = state.results.latest.clone() else {
            nothing_yet_ui(ui, state);
            return;
        };
        let former = state.results.futures.clone();
        let view = PageView {
            results: ResultsView {
                scenario: &scenario,
                report: &report,
                former: former.as_ref().and_then(|of| of.uncertainty.as_ref()),
                stale,
                not_applied: &not_applied,
                narrow,
                picture: false,
            },
            plan: &state.plan.now,
            catalog: &state.catalog,
            constants: state.own_catalog.as_deref().unwrap_or(&state.catalog),
            reads: state.questions.reads(),
            answers: state.questions.about(state.results.generation),
            effect: state.effect.as_ref(),
        };
        let action = state.pages.of_mut(state.tab).ui(ui, &view);
        wanted = match action {
            // What a page needs to know waits for a frame in which the user wants nothing else.
            Some(Action::Ask(_)) => wanted.take().or(action),
            _ => action.or(wanted.take()),
        };
    });
    super::why::taken(ui).or(wanted)
}

fn nothing_yet_ui(ui: &mut Ui, state: &State) {
    let theme = Theme::of(ui);
    match &state.results.failure {
        Some(reason) => {
            Type::CLAIM.label(ui, "This plan cannot be projected yet.", theme.text);
            Type::LEAD_SMALL.label(ui, reason, theme.text2);
            for finding in state.findings.iter().filter(|finding| finding.is_error()) {
                ui.add_space(10.0);
                Type::CODE.label(ui, &finding.path, theme.text2);
                Type::BODY.label(ui, crate::app::disk::in_sentences(finding), theme.text);
            }
        }
        None => {
            Type::LEAD.label(ui, "Computing", theme.text3);
        }
    }
}

/// What is so as long as the plan is as it is: it cannot be computed, or should not be believed.
fn standing_message(state: &State) -> Option<Message> {
    if state.results.latest.is_none() || !state.shows_plan() {
        return None;
    }
    let text = if let Some(reason) = &state.results.failure {
        format!("The figures below are from before the last edit. {reason}")
    } else {
        let mut errors = state.findings.iter().filter(|finding| finding.is_error());
        let first = crate::app::disk::in_sentences(errors.next()?);
        match errors.count() {
            0 => format!("The plan contradicts itself. {first}"),
            more => format!("The plan contradicts itself, and in {more} more places. {first}"),
        }
    };
    let can_undo = state.plan.history.undo_label().is_some();
    Some(Message {
        weight: Weight::Caution,
        text,
        actions: if can_undo {
            vec![("Undo".to_owned(), Action::Undo)]
        } else {
            Vec::new()
        },
        until: None,
    })
}

/// One bar for each message, and one for a plan that cannot be computed.
pub(super) fn messages_ui(ui: &mut Ui, state: &State, margin: f32) -> Option<Action> {
    let mut wanted = None;
    let standing = standing_message(state);
    for (index, message) in standing.iter().map(|message| (None, message)).chain(
        state
            .messages
            .iter()
            .enumerate()
            .map(|(index, message)| (Some(index), message)),
    ) {
        let frame = egui::Frame::NONE.inner_margin(Margin {
            left: margin as i8,
            right: margin as i8,
            top: 8,
            bottom: 0,
        });
        frame.show(ui, |ui| {
            let (tone, icon) = match message.weight {
                Weight::Info => (Tone::Neutral, Icon::Info),
                Weight::Caution => (Tone::Caution, Icon::Warning),
                Weight::Error => (Tone::Error, Icon::Warning),
            };
            let mut labels: Vec<&str> = message
                .actions
                .iter()
                .map(|(label, _)| label.as_str())
                .collect();
            let closable = index.filter(|_| labels.len() < 2);
            if closable.is_some() {
                labels.push("Close");
            }
            ui.push_id(("message", index), |ui| {
                let Some(pressed) = message_bar_ui(ui, tone, icon, &message.text, &labels) else {
                    return;
                };
                wanted = match message.actions.get(pressed) {
                    Some((_, action)) => Some(action.clone()),
                    None => closable.map(Action::CloseMessage),
                };
            });
        });
    }
    wanted
}
