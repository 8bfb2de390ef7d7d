//! Undo and redo of every edit, with a sentence for each.
//!
//! A step keeps the whole plan before the edit; plans are small and shared by reference, so a
//! few hundred steps cost little. Edits of one field within one gesture (a drag) are one step.

use crate::scenario::Scenario;
use std::sync::Arc;

/// Steps kept; older ones are forgotten first.
const MOST_STEPS: usize = 500;

/// An edit that can be taken back.
#[derive(Clone, Debug)]
struct Step {
    /// What the edit did, such as "GPU price 3.1 to 2.6".
    label: String,
    /// The plan on the other side of the edit.
    plan: Arc<Scenario>,
    /// Field and gesture; a further edit with the same pair joins this step.
    gesture: Option<(String, u64)>,
}

/// The steps before and after the plan shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    past: Vec<Step>,
    future: Vec<Step>,
}

impl History {
    /// Notes that `before` was edited. `gesture` is the field and the drag it belongs to.
    pub(crate) fn note(
        &mut self,
        before: &Arc<Scenario>,
        label: String,
        gesture: Option<(String, u64)>,
    ) {
        self.future.clear();
        if gesture.is_some()
            && let Some(last) = self.past.last_mut()
            && last.gesture == gesture
        {
            last.label = label;
            return;
        }
        if self.past.len() == MOST_STEPS {
            self.past.remove(0);
        }
        self.past.push(Step {
            label,
            plan: Arc::clone(before),
            gesture,
        });
    }

    /// The plan at the beginning of the gesture under way, when the last step belongs to it.
    pub(crate) fn gesture_start(&self, gesture: Option<&(String, u64)>) -> Option<&Arc<Scenario>> {
        let last = self.past.last()?;
        (gesture.is_some() && last.gesture.as_ref() == gesture).then_some(&last.plan)
    }

    /// Takes the last edit back: the plan before it.
    pub(crate) fn undo(&mut self, now: &Arc<Scenario>) -> Option<Arc<Scenario>> {
        let step = self.past.pop()?;
        self.future.push(Step {
            label: step.label,
            plan: Arc::clone(now),
            gesture: None,
        });
        Some(step.plan)
    }

    /// Does the edit again that was taken back last.
    pub(crate) fn redo(&mut self, now: &Arc<Scenario>) -> Option<Arc<Scenario>> {
        let step = self.future.pop()?;
        self.past.push(Step {
            label: step.label,
            plan: Arc::clone(now),
            gesture: None,
        });
        Some(step.plan)
    }

    /// What undo would take back.
    pub(crate) fn undo_label(&self) -> Option<&str> {
        self.past.last().map(|step| step.label.as_str())
    }

    /// What redo would do again.
    pub(crate) fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|step| step.label.as_str())
    }

    /// What the edits did, latest first.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &str> {
        self.past.iter().rev().map(|step| step.label.as_str())
    }

    /// Edits that can be taken back.
    pub(crate) fn len(&self) -> usize {
        self.past.len()
    }
}

#[cfg(test)]
mod tests {
    use super::History;
    use crate::scenario::Scenario;
    use std::sync::Arc;

    fn plan(name: &str) -> Arc<Scenario> {
        Arc::new(Scenario {
            name: name.to_owned(),
            ..Scenario::default()
        })
    }

    #[test]
    fn undo_and_redo_return_to_where_they_were() {
        let (a, b, c) = (plan("a"), plan("b"), plan("c"));
        let mut history = History::default();
        history.note(&a, "a to b".to_owned(), None);
        history.note(&b, "b to c".to_owned(), None);
        assert_eq!(history.undo_label(), Some("b to c"));
        let back = history.undo(&c).unwrap();
        assert_eq!(back.name, "b");
        assert_eq!(history.redo_label(), Some("b to c"));
        assert_eq!(history.undo(&back).unwrap().name, "a");
        assert_eq!(history.undo_label(), None);
        assert_eq!(history.redo(&a).unwrap().name, "b");
        history.note(&b, "b to d".to_owned(), None);
        assert_eq!(history.redo_label(), None);
    }

    #[test]
    fn a_drag_is_one_step() {
        let mut history = History::default();
        let gesture = Some(("demand.users".to_owned(), 7));
        history.note(&plan("a"), "1 to 2".to_owned(), gesture.clone());
        history.note(&plan("b"), "1 to 3".to_owned(), gesture.clone());
        assert_eq!(history.len(), 1);
        assert_eq!(history.undo_label(), Some("1 to 3"));
        assert_eq!(history.undo(&plan("c")).unwrap().name, "a");
    }
}
