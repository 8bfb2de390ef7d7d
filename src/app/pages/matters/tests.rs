//! The What matters page's words and sums, by hand.

use super::model::{Known, MattersView, Stage};
use super::{MattersState, matters_ui};
use crate::analysis::report::Report;
use crate::analysis::report::uncertainty::Driver;
use crate::analysis::report::uncertainty::Uncertainty;
use crate::app::pages::decision::sample::{draws, futures, story, with_view};
use crate::app::questions::Questions;

fn driver(input: &str, range: [f64; 3], outcomes: [f64; 2], index: f64, worth: f64) -> Driver {
    Driver {
        input: input.to_owned(),
        range,
        total_order_index: Some(index),
        error: Some(0.02),
        value_of_information: worth,
        value_of_information_error: 0.1 * worth,
        low_outcome: outcomes[0],
        high_outcome: outcomes[1],
    }
}

fn report(futures: Option<Uncertainty>) -> Report {
    Report {
        uncertainty: futures,
        ..story()
    }
}

fn known<R>(drivers: Vec<Driver>, read: impl FnOnce(&MattersView<'_>, &Known<'_>) -> R) -> R {
    with_view(&report(Some(futures(drivers))), |view| {
        let view = MattersView::from(view);
        let Stage::Known(known) = &view.stage else {
            panic!("futures that are not known");
        };
        read(&view, known)
    })
}

/// Users flip the answer, GPU prices move it, the price of tokens does nothing.
fn three() -> Vec<Driver> {
    vec![
        driver("demand.users", [3e3, 6e3, 1e4], [2e6, -9e6], 0.6, 300e3),
        driver("factors.gpu_price", [0.7, 1.0, 1.4], [-6e6, -3e6], 0.3, 0.0),
        driver(
            "factors.token_price",
            [0.9, 1.0, 1.1],
            [-5e6, -5e6],
            0.1,
            0.0,
        ),
    ]
}

#[test]
fn the_widest_bar_comes_first_and_what_does_nothing_is_named() {
    known(three(), |view, known| {
        assert_eq!(view.claim, "The answer hangs on users today");
        let bars: Vec<&str> = known.bars.iter().map(|bar| bar.label.as_str()).collect();
        assert_eq!(bars, ["Users today", "GPU prices, all at once"]);
        assert_eq!(known.inputs, ["demand.users", "factors.gpu_price"]);
        assert_eq!(known.idle, ["Token prices, all at once"]);
        assert_eq!(known.bars[0].low, (2e6, "3,000 users".to_owned()));
        assert_eq!(
            known.bars[0].spoken,
            "Users today: +$2.0M at 3,000 users, −$9.0M at 10,000 users"
        );
        assert_eq!(known.tie_text, "tie with the monolith");
    });
}

#[test]
fn the_sign_is_safe_where_no_input_turns_it() {
    known(three().split_off(1), |view, _| {
        assert_eq!(
            view.claim,
            "The size of the saving, not its sign, hangs on GPU prices, all at once"
        );
    });
    known(three().split_off(2), |view, known| {
        assert_eq!(view.claim, "No single input moves the answer");
        assert!(known.bars.is_empty());
    });
}

#[test]
fn values_parts_and_turning_points_are_in_words() {
    known(three(), |_, known| {
        let worth: Vec<(&str, &str)> = known
            .worth
            .iter()
            .map(|item| (item.name.as_str(), item.figure.as_str()))
            .collect();
        assert_eq!(worth, [("Users today", "$300k")]);
        // Each says how far it may be off.
        assert_eq!(
            known.worth[0].note,
            "3,000 users to 10,000 users; the estimate is within $30k or so"
        );
        assert_eq!(
            (known.all.as_str(), known.all_error.as_str()),
            ("$500k", "$40k")
        );
        assert_eq!(known.shares[0].error, 0.02);
        assert_eq!(
            known.all_note,
            "More than the sum: it is how they come together that decides."
        );
        let shares: Vec<f64> = known.parts.iter().map(|part| part.share).collect();
        for (share, expected) in shares.iter().zip([0.6, 0.3, 0.1]) {
            assert!((share - expected).abs() < 1e-12, "{shares:?}");
        }
        let indices: Vec<(&str, f64)> = known.shares.iter().map(|s| (s.input, s.index)).collect();
        assert_eq!(
            indices[..2],
            [("demand.users", 0.6), ("factors.gpu_price", 0.3)]
        );
        assert_eq!(known.turns[0].name, "Users today below 3,100 users");
        assert_eq!(known.turns[0].note, "then Monolith; you: 6,000 users");
        assert_eq!(known.turns[0].figure, "8 of 100");
        assert_eq!(
            known.failing[1],
            "Users today below 3,100 users: eight in ten of them, 12% of all."
        );
    });
}

#[test]
fn waiting_and_nothing_to_say_are_said() {
    let claim = |futures: Option<Uncertainty>| {
        with_view(&report(futures), |view| MattersView::from(view).claim)
    };
    assert_eq!(claim(None), "Finding out what decides");
    assert_eq!(claim(Some(futures(Vec::new()))), "No input has a range");
    let mut waiting = futures(three());
    waiting.drivers.clear();
    assert_eq!(claim(Some(waiting)), "Finding out what decides");
}

#[test]
fn it_draws_in_every_size() {
    for futures in [Some(futures(three())), Some(futures(Vec::new())), None] {
        for parts in [false, true] {
            let mut local = MattersState {
                parts,
                ..MattersState::default()
            };
            let questions = Questions::default();
            draws(&report(futures.clone()), |ui, view| {
                matters_ui(ui, view, questions.about(0), &mut local);
            });
        }
    }
}
