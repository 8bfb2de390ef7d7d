//! Questions of the window about real plans, answered where they are asked.

use super::{KEY_INPUTS, Questions, RESTS_LISTED, Stage, Threads, Version};
use crate::app::action::{FigureAt, KeyInputs, Question, Tie};
use crate::catalog::Catalog;
use crate::presets;
use crate::scenario::Scenario;
use std::sync::Arc;

/// The preset that is soonest computed, and the constants.
fn small() -> (Arc<Scenario>, Arc<Catalog>) {
    let preset = presets::find("prototype-assistant").unwrap();
    let plan = Arc::new(preset.scenario().unwrap());
    (plan, Arc::new(Catalog::builtin().unwrap().clone()))
}

/// A version of a plan that was opened in the first one.
fn version(number: u64, (plan, catalog): &(Arc<Scenario>, Arc<Catalog>)) -> Version<'_> {
    Version {
        number,
        opened: 1,
        plan,
        catalog,
    }
}

fn two() -> [String; 2] {
    ["monolith", "microservices"].map(str::to_owned)
}

#[test]
fn an_explanation_comes_with_what_the_figure_rests_on() {
    let (plan, threads) = (small(), Threads::inline());
    let mut questions = Questions::default();
    let figure = FigureAt {
        metric: "totals.total".to_owned(),
        roadmap: "monolith".to_owned(),
        month: None,
    };
    assert!(questions.about(1).must_explain(&figure));
    let ask = Question::Explanation(figure.clone());
    questions.ask(ask.clone(), &version(1, &plan), &threads);
    let answers = questions.about(1);
    let recorded = answers.explanation("monolith").answer.unwrap();
    assert_eq!(recorded.roadmap(), "monolith");
    assert_eq!(answers.rests(&figure).answer.unwrap().len(), RESTS_LISTED);
    assert!(!answers.must_explain(&figure));
    // Another figure of the same roadmap is read from the same recording.
    let other = FigureAt {
        metric: "totals.cash".to_owned(),
        ..figure.clone()
    };
    let recorded = Arc::clone(recorded);
    assert!(answers.must_explain(&other));
    let ask_other = Question::Explanation(other.clone());
    questions.ask(ask_other, &version(1, &plan), &threads);
    let answers = questions.about(1);
    let same = answers.explanation("monolith").answer.unwrap();
    assert!(Arc::ptr_eq(same, &recorded) && answers.rests(&other).answer.is_some());
    // After an edit it is the former one, and is to be asked for again.
    questions.give_up_before(2, 1);
    let answers = questions.about(2);
    let former = answers.explanation("monolith");
    assert!(former.answer.is_none() && former.newest().is_some());
    assert!(answers.must_explain(&other));
    questions.forget_explanation();
    assert!(
        questions
            .about(2)
            .explanation("monolith")
            .newest()
            .is_none()
    );
}

#[test]
fn what_cannot_be_worked_out_says_why_and_is_not_asked_again() {
    let catalog = Arc::new(Catalog::builtin().unwrap().clone());
    let (plan, threads) = ((Arc::default(), catalog), Threads::inline());
    let mut questions = Questions::default();
    let tie = Tie {
        input: "demand.users".to_owned(),
        between: two(),
    };
    let figure = FigureAt {
        metric: "total".to_owned(),
        roadmap: "monolith".to_owned(),
        month: Some(0),
    };
    for question in [
        Question::Map(["demand.users", "demand.peak_to_mean"].map(str::to_owned)),
        Question::Tie(tie.clone()),
        Question::Weights(two()),
        Question::Explanation(figure.clone()),
    ] {
        questions.ask(question, &version(1, &plan), &threads);
    }
    let answers = questions.about(1);
    let map = answers.map(&["demand.users", "demand.peak_to_mean"].map(str::to_owned));
    assert_eq!(map.failure(), Some("This map could not be drawn."));
    // A plan without components.
    for reason in [
        answers.tie(&tie).failure(),
        answers.weights(&two()).failure(),
        answers.explanation("monolith").failure(),
    ] {
        assert!(
            reason.is_some_and(|reason| reason.contains("no components")),
            "{reason:?}"
        );
    }
    assert!(!answers.must_explain(&figure));
    assert!(answers.latest_weights().is_none());
}

#[test]
fn key_inputs_are_chosen_once_for_a_plan_and_follow_its_names() {
    let (plan, threads) = (small(), Threads::inline());
    let mut questions = Questions::default();
    let [one, other] = two();
    let ask = Question::KeyInputs(KeyInputs {
        between: (one, Some(other)),
        gpus: Vec::new(),
    });
    questions.ask(ask, &version(3, &plan), &threads);
    let chosen = questions.key_inputs(1).answer.unwrap().clone();
    assert_eq!(chosen.len(), KEY_INPUTS);
    // An edit leaves them as they are; another plan has none yet.
    questions.give_up_before(4, 1);
    assert_eq!(questions.key_inputs(1).answer, Some(&chosen));
    questions.key_inputs_mut()[0] = "components[other].calls".to_owned();
    assert_eq!(
        questions.key_inputs(1).answer.unwrap()[0],
        "components[other].calls"
    );
    assert_eq!(questions.key_inputs(5).stage, &Stage::Open);
    assert_eq!(questions.key_inputs(5).answer, None);
}

#[test]
fn what_a_plan_reads_is_that_of_the_version_found_last() {
    let plan = small();
    let mut questions = Questions::default();
    assert!(questions.reads().constants.is_empty());
    questions.find_reads(&version(1, &plan));
    assert!(questions.reads().constants.contains("people.loaded_cost"));
    // A plan that cannot be compiled uses none.
    let nothing = (Arc::default(), Arc::clone(&plan.1));
    questions.find_reads(&version(2, &nothing));
    assert!(questions.reads().constants.is_empty());
}
