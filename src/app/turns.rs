//! What is typed waits its turn while something before it moves the keyboard.
//!
//! A slow frame brings several inputs at once: Ctrl+F and the letters to look for, a click into a
//! value and its digits, letters and the Enter that chooses what they find. A frame gives all of its
//! letters to the field that had the keyboard as it began, and reads Enter before the letters have
//! found anything. So a frame takes no more than belongs together, and the rest comes with the next.

use eframe::egui::{Event, Key};
use std::collections::VecDeque;

/// The inputs that wait for a later frame.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    waiting: VecDeque<Event>,
    /// Whether the last frame took what moves the keyboard: what it opens takes it in the next one.
    moved: bool,
}

impl Turns {
    /// Whether a frame is owed to what waits.
    pub(crate) fn is_owed(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Leaves in `events` those that one frame may take together.
    pub(crate) fn take(&mut self, events: &mut Vec<Event>) {
        self.waiting.extend(events.drain(..));
        let opening = std::mem::take(&mut self.moved);
        let mut typed = false;
        while let Some(event) = self.waiting.pop_front() {
            let moves = moves_keyboard(&event);
            // Neither may Enter come before what the letters find, nor letters before what a key opens.
            if moves && typed || is_typed(&event) && (opening || self.moved) {
                self.waiting.push_front(event);
                return;
            }
            typed |= is_typed(&event);
            self.moved |= moves;
            events.push(event);
        }
    }
}

/// Whether an input is text for whatever has the keyboard.
fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Paste(_) | Event::Ime(_))
}

/// Whether what has the keyboard can be another after an input, or it means what was typed before.
fn moves_keyboard(event: &Event) -> bool {
    match event {
        Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        // Which commands open something is not known here; letters after one that does not wait a frame.
        } => modifiers.command || matches!(key, Key::Tab | Key::Enter | Key::Escape | Key::F2),
        // A click does what it does when the button comes up.
        Event::PointerButton { pressed: false, .. } | Event::AccessKitActionRequest(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{Modifiers, PointerButton, pos2};

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers,
        }
    }

    fn button(pressed: bool) -> Event {
        Event::PointerButton {
            pos: pos2(1.0, 2.0),
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        }
    }

    /// What each frame takes, all inputs having come with the first.
    fn frames(events: Vec<Event>) -> Vec<Vec<Event>> {
        let mut turns = Turns::default();
        let mut events = events;
        let mut frames = Vec::new();
        loop {
            turns.take(&mut events);
            frames.push(std::mem::take(&mut events));
            if !turns.is_owed() {
                return frames;
            }
        }
    }

    #[test]
    fn letters_wait_for_the_field_that_a_command_opens() {
        let find = key(Key::F, Modifiers::COMMAND);
        let sent = vec![text("x"), find.clone(), text("g"), text("p")];
        assert_eq!(
            frames(sent),
            [
                vec![text("x")],
                vec![find],
                vec![],
                vec![text("g"), text("p")]
            ]
        );
    }

    #[test]
    fn enter_waits_for_what_the_letters_find() {
        let enter = key(Key::Enter, Modifiers::NONE);
        let sent = vec![text("c"), text("o"), enter.clone()];
        assert_eq!(frames(sent), [vec![text("c"), text("o")], vec![enter]]);
    }

    #[test]
    fn digits_wait_for_the_value_that_a_click_opens() {
        let sent = vec![button(true), button(false), text("4"), text("0")];
        assert_eq!(
            frames(sent),
            [
                vec![button(true), button(false)],
                vec![],
                vec![text("4"), text("0")]
            ]
        );
    }

    #[test]
    fn what_belongs_together_is_taken_at_once() {
        let undo = || key(Key::Z, Modifiers::COMMAND);
        for together in [
            vec![],
            vec![text("1"), text("2")],
            vec![button(true), button(false), Event::PointerGone],
            // A key held down is not slowed.
            vec![undo(), undo(), undo()],
        ] {
            assert_eq!(frames(together.clone()), [together]);
        }
    }

    #[test]
    fn later_inputs_stay_behind_what_waits() {
        let mut turns = Turns::default();
        let enter = key(Key::Enter, Modifiers::NONE);
        let mut events = vec![enter.clone(), text("1")];
        turns.take(&mut events);
        assert_eq!(events, [enter]);
        let mut events = vec![text("2")];
        turns.take(&mut events);
        assert_eq!(events, []);
        let mut events = vec![text("3")];
        turns.take(&mut events);
        assert_eq!(events, [text("1"), text("2"), text("3")]);
        assert!(!turns.is_owed());
    }

    #[test]
    fn letters_that_come_a_frame_later_wait_for_what_is_opened_in_it() {
        let mut turns = Turns::default();
        let palette = key(Key::K, Modifiers::COMMAND);
        let mut events = vec![palette.clone()];
        turns.take(&mut events);
        assert_eq!(events, [palette]);
        assert!(!turns.is_owed());
        let mut events = vec![Event::PointerGone, text("c"), text("o")];
        turns.take(&mut events);
        assert_eq!(events, [Event::PointerGone]);
        assert!(turns.is_owed());
        events.clear();
        turns.take(&mut events);
        assert_eq!(events, [text("c"), text("o")]);
    }
}
