//! Questions asked, replaced, given up and answered, with threads that wait for the test.

use super::{Asked, Asker, Stage, Work};
use crate::app::questions::threads::Threads;
use eframe::egui;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

const STOPPED: &str = "it stopped";

/// A window that nobody looks at.
fn threads() -> Threads {
    Threads::of(egui::Context::default())
}

fn says(answer: &'static str) -> Work<&'static str> {
    Work::new(STOPPED, move |_| Ok(answer))
}

/// Work that goes on as long as the test wants.
fn held(
    run: impl FnOnce(&Asker<&'static str>) -> Result<&'static str, String> + Send + 'static,
) -> (Work<&'static str>, Sender<()>) {
    let (release, gate) = channel();
    let work = Work::new(STOPPED, move |asker| {
        gate.recv().unwrap();
        run(asker)
    });
    (work, release)
}

/// Whether the last question still waits for its answer.
fn waits(asked: &Asked<&'static str, &'static str>) -> bool {
    let last = asked.last.as_ref();
    last.is_some_and(|last| last.stage.is_on_its_way())
}

/// Takes in what comes until something is so.
fn until(
    asked: &mut Asked<&'static str, &'static str>,
    threads: &Threads,
    is_so: impl Fn(&Asked<&'static str, &'static str>) -> bool,
) {
    let begun = Instant::now();
    while !is_so(asked) {
        assert!(begun.elapsed() < Duration::from_mins(1), "nothing came");
        asked.receive(threads);
        std::thread::yield_now();
    }
}

fn stage(asked: &Asked<&'static str, &'static str>, version: u64, question: &'static str) -> Stage {
    asked.found(version, &question).stage.clone()
}

fn answer(
    asked: &Asked<&'static str, &'static str>,
    version: u64,
    question: &'static str,
) -> Option<&'static str> {
    asked.found(version, &question).answer.copied()
}

#[test]
fn one_question_is_worked_out_at_a_time_and_a_newer_one_takes_its_place() {
    let threads = threads();
    let mut asked = Asked::default();
    assert!(asked.found(1, &"a").may_be_asked());
    let (seen, sees) = channel();
    let (first, release) = held(move |asker| {
        seen.send(asker.is_waiting()).unwrap();
        Err("given up".to_owned())
    });
    asked.ask(1, "a", first, &threads);
    assert_eq!(stage(&asked, 1, "a"), Stage::Running);
    assert!(waits(&asked) && asked.found(1, &"a").since.is_some());
    // The second waits for the first, and the third comes in its place.
    let begun = Arc::new(AtomicUsize::new(0));
    let counted = |answer: &'static str| {
        let begun = Arc::clone(&begun);
        Work::new(STOPPED, move |_| {
            begun.fetch_add(1, Ordering::SeqCst);
            Ok(answer)
        })
    };
    asked.ask(1, "b", counted("of b"), &threads);
    assert_eq!(stage(&asked, 1, "b"), Stage::Asked);
    asked.ask(1, "c", counted("of c"), &threads);
    asked.receive(&threads);
    assert_eq!(stage(&asked, 1, "c"), Stage::Asked);
    assert_eq!(stage(&asked, 1, "b"), Stage::Open);
    assert_eq!(begun.load(Ordering::SeqCst), 0);
    release.send(()).unwrap();
    until(&mut asked, &threads, |asked| !waits(asked));
    assert!(!sees.recv().unwrap(), "the first was not told to stop");
    assert_eq!(stage(&asked, 1, "c"), Stage::Answered);
    assert_eq!(answer(&asked, 1, "c"), Some("of c"));
    assert_eq!(begun.load(Ordering::SeqCst), 1, "b was worked out, too");
    // What was given up for it can be asked again.
    assert!(asked.found(1, &"a").may_be_asked());
}

#[test]
fn what_is_on_its_way_is_not_asked_twice() {
    let threads = threads();
    let mut asked = Asked::default();
    let (first, release) = held(|asker| {
        assert!(asker.is_waiting());
        Ok("first")
    });
    asked.ask(1, "a", first, &threads);
    asked.ask(1, "a", says("second"), &threads);
    release.send(()).unwrap();
    until(&mut asked, &threads, |asked| !waits(asked));
    assert_eq!(answer(&asked, 1, "a"), Some("first"));
    // What has its answer is asked anew, and has none until it comes.
    let (again, release) = held(|_| Ok("again"));
    asked.ask(1, "a", again, &threads);
    assert_eq!(answer(&asked, 1, "a"), None);
    release.send(()).unwrap();
    until(&mut asked, &threads, |asked| !waits(asked));
    assert_eq!(answer(&asked, 1, "a"), Some("again"));
}

#[test]
fn a_panic_is_a_failure_in_words_and_the_next_question_is_answered() {
    let threads = threads();
    let mut asked = Asked::default();
    asked.ask(1, "a", says("of a"), &threads);
    until(&mut asked, &threads, |asked| !waits(asked));
    let broken = Work::new(STOPPED, |_| panic!("a defect, as the test wants it"));
    asked.ask(1, "b", broken, &threads);
    until(&mut asked, &threads, |asked| !waits(asked));
    let found = asked.found(1, &"b");
    assert_eq!((found.failure(), found.answer), (Some(STOPPED), None));
    // It would come to nothing again, and what was known stays known.
    assert!(!found.may_be_asked());
    assert_eq!(stage(&asked, 1, "a"), Stage::Answered);
    // A reason of its own is told in its words.
    let refused = Work::new(STOPPED, |_| Err("no such input".to_owned()));
    asked.ask(1, "c", refused, &threads);
    until(&mut asked, &threads, |asked| !waits(asked));
    assert_eq!(asked.found(1, &"c").failure(), Some("no such input"));
    asked.ask(2, "b", says("of b"), &threads);
    until(&mut asked, &threads, |asked| !waits(asked));
    assert_eq!(answer(&asked, 2, "b"), Some("of b"));
    assert_eq!(asked.found(2, &"b").failure(), None);
}

#[test]
fn an_answer_about_an_older_plan_is_stale() {
    let threads = threads();
    let mut asked = Asked::default();
    asked.ask(1, "a", says("before"), &threads);
    until(&mut asked, &threads, |asked| !waits(asked));
    let found = asked.found(2, &"a");
    assert_eq!((found.answer, found.stale), (None, Some(&"before")));
    assert_eq!(found.newest(), Some(&"before"));
    assert!(found.may_be_asked());
    // To another question it is no answer at all.
    let other = asked.found(2, &"b");
    assert_eq!((other.answer, other.stale), (None, None));
    let (work, release) = held(|_| Ok("after"));
    asked.ask(2, "a", work, &threads);
    assert_eq!(asked.found(2, &"a").stale, Some(&"before"));
    release.send(()).unwrap();
    until(&mut asked, &threads, |asked| !waits(asked));
    let found = asked.found(2, &"a");
    assert_eq!((found.answer, found.stale), (Some(&"after"), None));
}

#[test]
fn an_edit_gives_up_what_is_on_its_way() {
    let threads = threads();
    let mut asked = Asked::default();
    let (work, release) = held(|asker| {
        if asker.is_waiting() {
            Ok("to the end")
        } else {
            Err("given up".to_owned())
        }
    });
    asked.ask(1, "a", work, &threads);
    // The page asking for more about the same version is no edit.
    asked.give_up_before(1);
    assert_eq!(stage(&asked, 1, "a"), Stage::Running);
    asked.give_up_before(2);
    assert_eq!(stage(&asked, 1, "a"), Stage::Cancelled);
    assert!(!waits(&asked));
    asked.ask(2, "a", says("of the plan as it is"), &threads);
    assert_eq!(stage(&asked, 2, "a"), Stage::Asked);
    // What only waits is given up without having begun.
    asked.give_up_before(3);
    assert_eq!(stage(&asked, 2, "a"), Stage::Cancelled);
    release.send(()).unwrap();
    until(&mut asked, &threads, |asked| asked.running.is_none());
    assert_eq!(stage(&asked, 2, "a"), Stage::Cancelled);
    assert_eq!(asked.latest(), None);
}

#[test]
fn what_comes_although_it_was_given_up_is_of_its_own_version() {
    let threads = threads();
    let mut asked = Asked::default();
    let (work, release) = held(|_| Ok("late"));
    asked.ask(1, "a", work, &threads);
    asked.give_up_before(2);
    release.send(()).unwrap();
    until(&mut asked, &threads, |asked| asked.running.is_none());
    assert_eq!(stage(&asked, 1, "a"), Stage::Answered);
    let found = asked.found(2, &"a");
    assert_eq!((found.answer, found.stale), (None, Some(&"late")));
}

#[test]
fn what_is_asked_again_while_it_is_given_up_is_begun_again() {
    let threads = threads();
    let mut asked = Asked::default();
    let (first, release) = held(|_| Err("given up".to_owned()));
    asked.ask(1, "a", first, &threads);
    asked.ask(1, "b", says("of b"), &threads);
    asked.ask(1, "a", says("of a"), &threads);
    release.send(()).unwrap();
    until(&mut asked, &threads, |asked| !waits(asked));
    assert_eq!(answer(&asked, 1, "a"), Some("of a"));
}

#[test]
fn a_rough_answer_is_shown_until_the_fine_one_comes() {
    let threads = threads();
    let mut asked = Asked::default();
    let (release, gate) = channel::<()>();
    let work = Work::new(STOPPED, move |asker: &Asker<&'static str>| {
        asker.tell_roughly("rough");
        gate.recv().unwrap();
        Ok("fine")
    });
    asked.ask(1, "a", work, &threads);
    until(&mut asked, &threads, |asked| asked.latest().is_some());
    assert_eq!(stage(&asked, 1, "a"), Stage::Running);
    assert_eq!(answer(&asked, 1, "a"), Some("rough"));
    assert_eq!(asked.found(2, &"a").stale, None);
    release.send(()).unwrap();
    until(&mut asked, &threads, |asked| !waits(asked));
    assert_eq!(answer(&asked, 1, "a"), Some("fine"));
}

#[test]
fn without_threads_the_answer_is_there_at_once() {
    let threads = Threads::inline();
    let mut asked = Asked::default();
    asked.ask(1, "a", says("of a"), &threads);
    assert_eq!(answer(&asked, 1, "a"), Some("of a"));
    let broken = Work::new(STOPPED, |_| panic!("a defect, as the test wants it"));
    asked.ask(1, "b", broken, &threads);
    assert_eq!(asked.found(1, &"b").failure(), Some(STOPPED));
}

#[test]
fn where_nobody_asks_what_is_not_known_stays_so() {
    let threads = Threads::inline();
    let mut asked = Asked::default();
    asked.ask(1, "a", says("of a"), &threads);
    let known = asked.found(1, &"a").closed();
    assert_eq!(known.stage, &Stage::Answered);
    assert_eq!(known.answer, Some(&"of a"));
    let unknown = asked.found(1, &"b").closed();
    assert!(!unknown.may_be_asked() && unknown.failure().is_none());
}

#[test]
fn a_copy_knows_what_is_known_and_waits_for_nothing() {
    let threads = threads();
    let mut asked = Asked::default();
    asked.ask(1, "a", says("of a"), &threads);
    until(&mut asked, &threads, |asked| !waits(asked));
    let (work, release) = held(|_| Ok("of b"));
    asked.ask(1, "b", work, &threads);
    let copy = asked.clone();
    assert_eq!(answer(&copy, 1, "a"), Some("of a"));
    assert!(copy.found(1, &"b").may_be_asked() && !waits(&copy));
    // Forgotten, it is told to stop and comes too late.
    asked.forget();
    assert!(asked.found(1, &"b").may_be_asked() && asked.latest().is_none());
    release.send(()).unwrap();
}
