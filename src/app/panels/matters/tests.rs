//! The What matters page's words and sums, by hand.

use super::model::{Known, MattersView, Stage};
use super::{MattersState, matters_ui};
use crate::analysis::futures::drivers::Driver;
use crate::analysis::futures::failing::{Condition, Failing};
use crate::analysis::futures::outcomes::{Band, Bands};
use crate::analysis::futures::turning::Turning;
use crate::analysis::futures::uncertainty::{Difference, RoadmapFutures, Uncertainty};
use crate::analysis::report::Report;
use crate::app::panels::decision::sample::{draws, story, with_view};

fn driver(input: &str, range: [f64; 3], outcomes: [f64; 2], index: f64, worth: f64) -> Driver {
    Driver {
        input: input.to_owned(),
        range,
        total_order_index: Some(index),
        value_of_information: worth,
        low_outcome: outcomes[0],
        high_outcome: outcomes[1],
    }
}

/// Futures of the story: the switch against the monolith.
fn futures(drivers: Vec<Driver>) -> Uncertainty {
    let roadmap = |id: &str, share: f64| RoadmapFutures {
        id: id.to_owned(),
        total_npv: Band::default(),
        total: Band::default(),
        bands: Vec::new(),
        probability_cheapest: share,
        probability_cheapest_by_month: Vec::new(),
        mean_regret: 0.0,
        high_regret: 0.0,
        out_of_money: None,
    };
    Uncertainty {
        draws: 1024,
        seed: 7,
        inputs: drivers.len(),
        roadmaps: vec![roadmap("monolith", 0.1), roadmap("switch", 0.9)],
        difference: Some(Difference {
            between: ["switch".to_owned(), "monolith".to_owned()],
            npv: Band::default(),
            total: Band::default(),
            probability: 0.9,
            by_month: Bands::default(),
        }),
        lead: None,
        crossover: None,
        confidence: 0.9,
        value_of_knowing_all: 500e3,
        failing: Some(Failing {
            share: 0.1,
            difference: 1.2e6,
            probability: 0.1,
            conditions: vec![Condition {
                input: "demand.users".to_owned(),
                above: false,
                value: 3_140.0,
                share_of_all: 0.12,
            }],
        }),
        turning: vec![Turning {
            input: "demand.users".to_owned(),
            likely: 6_000.0,
            value: Some(3_060.0),
            then: Some("monolith".to_owned()),
            probability: 0.08,
            between: [2_000.0, 20_000.0],
        }],
        drivers,
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
        assert_eq!(known.all, "$500k");
        assert_eq!(
            known.all_note,
            "More than the sum: it is how they come together that decides."
        );
        let shares: Vec<f64> = known.parts.iter().map(|part| part.share).collect();
        for (share, expected) in shares.iter().zip([0.6, 0.3, 0.1]) {
            assert!((share - expected).abs() < 1e-12, "{shares:?}");
        }
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
        let mut local = MattersState::default();
        draws(&report(futures), |ui, view| {
            matters_ui(ui, view, &mut local);
        });
    }
}
