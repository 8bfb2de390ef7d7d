//! Something that is worked out beside the window for one question about one version of the plan.

use std::sync::mpsc::{Receiver, TryRecvError};

/// The question that is open, what came back last, and what is on its way.
///
/// One at a time: while the plan is dragged from value to value, the last question is what counts.
#[derive(Debug)]
pub(crate) struct Awaited<K, T> {
    /// The answer that came last, and its question.
    answer: Option<(K, T)>,
    waiting: Option<(K, Receiver<Option<T>>)>,
    /// What was asked last and has no answer.
    failed: Option<K>,
}

impl<K, T> Default for Awaited<K, T> {
    fn default() -> Self {
        Self {
            answer: None,
            waiting: None,
            failed: None,
        }
    }
}

impl<K: Clone, T: Clone> Clone for Awaited<K, T> {
    /// The answer; what is on its way is not.
    fn clone(&self) -> Self {
        Self {
            answer: self.answer.clone(),
            waiting: None,
            failed: self.failed.clone(),
        }
    }
}

impl<K: PartialEq, T> Awaited<K, T> {
    /// The answer that came last, and its question.
    pub(crate) fn answer(&self) -> Option<&(K, T)> {
        self.answer.as_ref()
    }

    /// The question that was asked last and has no answer.
    pub(crate) fn failed(&self) -> Option<&K> {
        self.failed.as_ref()
    }

    /// Whether an answer is on its way.
    pub(crate) const fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Takes in what has come, and says whether a question may be asked now.
    pub(crate) fn may_ask(&mut self, question: &K) -> bool {
        if let Some((asked, from)) = self.waiting.take() {
            match from.try_recv() {
                Ok(Some(answer)) => self.answer = Some((asked, answer)),
                Ok(None) | Err(TryRecvError::Disconnected) => self.failed = Some(asked),
                Err(TryRecvError::Empty) => self.waiting = Some((asked, from)),
            }
        }
        self.waiting.is_none() && self.failed.as_ref() != Some(question)
    }

    /// Waits for the answer to a question.
    pub(crate) fn wait(&mut self, question: K, from: Receiver<Option<T>>) {
        self.waiting = Some((question, from));
    }
}

#[cfg(test)]
mod tests {
    use super::Awaited;
    use std::sync::mpsc::channel;

    #[test]
    fn one_question_at_a_time_and_none_twice_in_vain() {
        let mut awaited: Awaited<u32, &str> = Awaited::default();
        assert!(awaited.may_ask(&1));
        let (sender, from) = channel();
        awaited.wait(1, from);
        assert!(!awaited.may_ask(&2));
        sender.send(Some("one")).unwrap();
        assert!(awaited.may_ask(&2));
        assert_eq!(awaited.answer(), Some(&(1, "one")));
        // The second comes to nothing: the first stands, and it is not asked again.
        let (sender, from) = channel();
        awaited.wait(2, from);
        sender.send(None).unwrap();
        assert!(!awaited.may_ask(&2) && awaited.may_ask(&3));
        assert_eq!(
            (awaited.answer(), awaited.failed()),
            (Some(&(1, "one")), Some(&2))
        );
        // A thread that ends without a word is no answer either.
        let (sender, from) = channel::<Option<&str>>();
        awaited.wait(3, from);
        drop(sender);
        assert!(!awaited.may_ask(&3));
    }
}
