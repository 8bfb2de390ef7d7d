//! The When page's words and sums, by hand.

use super::model::{Item, WhenView};
use super::{WhenState, when_ui};
use crate::analysis::report::Report;
use crate::analysis::report::band::Band;
use crate::analysis::report::timing::{BestPartition, Extraction};
use crate::analysis::report::timing::{CurvePoint, OtherRoadmap, Sign, Timing, Tripwire};
use crate::app::pages::decision::sample::{draws, story, with_view};

/// A month in which the split starts: 100M and so much more.
fn point(month: Option<usize>, extra: f64) -> CurvePoint {
    let around = |middle: f64| Band {
        p10: middle - 1e6,
        p50: middle,
        p90: middle + 1e6,
    };
    CurvePoint {
        month,
        npv: around(100e6 + extra),
        mean: 100e6 + extra,
        extra: around(extra),
        extra_mean: extra,
    }
}

/// Least in month 14; within 1M from month 9 to month 19.
fn timing() -> Timing {
    let months = (0..60).map(|month: usize| point(Some(month), 2e5 * month.abs_diff(14) as f64));
    let engineers = Tripwire {
        metric: "engineers".to_owned(),
        threshold: Some(45.0),
        expected_total: 99e6,
        value_of_watching: 310e3,
        today: 34.0,
        month: Some(Band {
            p10: 10.0,
            p50: 14.0,
            p90: 19.0,
        }),
        probability: 1.0,
        sign: None,
        sentence: "Split when 45 people work in one unit. Watching this is worth $310k more."
            .to_owned(),
    };
    let users = Tripwire {
        metric: "users".to_owned(),
        threshold: None,
        expected_total: 109e6,
        value_of_watching: 0.0,
        today: 900.0,
        month: None,
        probability: 0.0,
        sign: None,
        sentence: "At no number of users does splitting pay.".to_owned(),
    };
    let step = |component: &str, gain: f64, reason: &str| Extraction {
        component: component.to_owned(),
        gain,
        reason: reason.to_owned(),
    };
    Timing {
        best_month: Some(14),
        curve: months.chain(std::iter::once(point(None, 9e6))).collect(),
        others: vec![OtherRoadmap {
            id: "monolith".to_owned(),
            extra: Band::default(),
            extra_mean: 8.6e6,
        }],
        tripwires: vec![engineers, users],
        extraction_order: vec![
            step("model-serving", -4.9e6, "less capacity to buy"),
            step("chat", 0.3e6, "lighter changes"),
        ],
        best_partition: Some(BestPartition {
            units: vec![vec!["a".to_owned()], vec!["b".to_owned(), "c".to_owned()]],
            names: vec!["a".to_owned(), "b and c".to_owned()],
            total: 88e6,
            tried: 40,
            complete: true,
        }),
    }
}

fn report(timing: Option<Timing>) -> Report {
    Report { timing, ..story() }
}

fn shown<R>(timing: Option<Timing>, read: impl FnOnce(&WhenView<'_>) -> R) -> R {
    with_view(&report(timing), |view| read(&WhenView::from(view)))
}

#[test]
fn the_claim_names_month_and_room() {
    shown(Some(timing()), |view| {
        // A hundredth of 100M is 1M: five months of 0.2M either way.
        assert_eq!(
            view.claim,
            "Split in March 2028; any month from Oct 2027 to Aug 2028 is within $1.0M"
        );
        let shown = view.shown.as_ref().unwrap();
        assert_eq!(shown.best_title, "Month 14, mean $100.0M");
        let span = shown.span.as_ref().unwrap();
        assert_eq!((span.from, span.until), (9, 19));
        assert_eq!(shown.others[0].values, [8.6e6; 60]);
    });
}

#[test]
fn the_claim_never_contradicts_the_verdict() {
    let told = |recommended: &str, extra_mean: f64, best_month: Option<usize>| {
        let mut report = report(Some(Timing {
            best_month,
            others: vec![OtherRoadmap {
                id: "modular_monolith".to_owned(),
                extra: Band::default(),
                extra_mean,
            }],
            ..timing()
        }));
        report.verdict.recommended = recommended.to_owned();
        with_view(&report, |view| {
            let page = WhenView::from(view);
            (page.claim, page.lead)
        })
    };
    // Another roadmap is recommended: the month is the best for that change alone.
    assert_eq!(
        told("modular_monolith", -3.1e6, Some(14)).0,
        "If you switch, March 2028 is the best month; modular monolith costs $3.1M less"
    );
    assert_eq!(
        told("modular_monolith", 0.4e6, Some(0)).0,
        "If you switch, now is the best month; at likely values modular monolith costs less"
    );
    assert_eq!(
        told("inference_first", 0.4e6, None).0,
        "No month to switch pays within 60 months; at likely values inference first costs less"
    );
    // The change is recommended, and another is cheaper on average.
    let (claim, lead) = told("switch", -2.3e6, Some(14));
    assert!(claim.starts_with("Split in March 2028"), "{claim}");
    assert!(
        lead.ends_with("In the same futures modular monolith costs $2.3M less."),
        "{lead}"
    );
    // What is too close to call is not called by this page either.
    let mut open = report(Some(timing()));
    open.verdict.too_close = Some(true);
    with_view(&open, |view| {
        assert_eq!(
            WhenView::from(view).claim,
            "If you switch, March 2028 is the best month"
        );
    });
}

#[test]
fn a_tripwire_that_is_crossed_gives_no_threshold() {
    let mut crossed = timing();
    crossed.tripwires[0].today = 52.0;
    shown(Some(crossed), |view| {
        let shown = view.shown.as_ref().unwrap();
        let rule = &shown.rules[0];
        assert_eq!(rule.rule, "People in one unit: already passed");
        assert_eq!(
            (rule.now.as_str(), rule.when.as_str()),
            ("52 people", "at once")
        );
        assert!(shown.card.as_ref().unwrap().bar.is_none());
    });
}

#[test]
fn rules_and_lists_say_what_they_are_worth() {
    shown(Some(timing()), |view| {
        let shown = view.shown.as_ref().unwrap();
        let rows: Vec<[&str; 3]> = shown
            .rules
            .iter()
            .map(|rule| [rule.rule.as_str(), &rule.worth, &rule.when])
            .collect();
        assert_eq!(
            rows,
            [
                [
                    "People in one unit pass 45",
                    "$310k",
                    "Nov 2027 to Aug 2028"
                ],
                ["Users: never", "nothing more", "not at all"],
            ]
        );
        let card = shown.card.as_ref().unwrap();
        assert_eq!(card.rule, "Split when 45 people work in one unit.");
        let items = |list: &[Item]| -> Vec<String> {
            list.iter()
                .map(|item| format!("{}|{}|{}", item.name, item.note, item.figure))
                .collect()
        };
        assert_eq!(
            items(&shown.first),
            [
                "1  model-serving|less capacity to buy|−$4.9M",
                "2  chat|costs more than it saves|+$300k",
            ]
        );
        assert_eq!(
            shown.partition.as_deref(),
            Some(
                "Two units would cost least from the first month on, $88.0M in present value at likely values: a; b and c."
            )
        );
        // Month 0 is 14 months of 0.2M early, January 2028 two, January 2029 ten late.
        assert_eq!(
            items(&shown.months)[..3],
            [
                "Start now||+$2.8M",
                "Start in Jan 2028||+$400k",
                "Start in Jan 2029||+$2.0M"
            ]
        );
    });
}

#[test]
fn what_turned_out_stands_beside_the_rule() {
    let rows = |sign: Option<Sign>| {
        let mut timing = timing();
        timing.tripwires[0].sign = sign;
        shown(Some(timing), |view| {
            let shown = view.shown.as_ref().unwrap();
            let rule = &shown.rules[0];
            (rule.now.clone(), rule.when.clone(), shown.actuals.clone())
        })
    };
    let sign = |actual: f64, trips| Sign {
        month: 2,
        actual,
        planned: 40.0,
        trips,
    };
    assert_eq!(rows(None).0, "34 people");
    let (now, when, known) = rows(Some(sign(44.0, Some(5))));
    assert_eq!(
        (now.as_str(), when.as_str()),
        ("44 people, 10% above", "Jun 2027")
    );
    assert!(known.starts_with("Known to Mar 2027"));
    let (now, when, _) = rows(Some(sign(30.0, None)));
    assert_eq!(
        (now.as_str(), when.as_str()),
        ("30 people, 25% below", "not at this rate")
    );
    assert_eq!(rows(Some(sign(39.9, None))).0, "40 people, as planned");
}

#[test]
fn never_and_not_yet_are_said() {
    let never = Timing {
        best_month: None,
        ..timing()
    };
    let mut whole = report(Some(never));
    whole.verdict.recommended = "modular_monolith".to_owned();
    with_view(&whole, |view| {
        assert_eq!(
            WhenView::from(view).claim,
            "Do not split within 60 months; splitting now would cost $2.8M more"
        );
    });
    shown(None, |view| {
        assert_eq!(view.claim, "Comparing every month");
        assert!(view.shown.is_none());
        assert_eq!(view.text().lines().count(), 1);
    });
    shown(Some(timing()), |view| {
        assert_eq!(view.text().lines().count(), 61);
    });
}

#[test]
fn it_draws_in_every_size() {
    for timing in [Some(timing()), None] {
        let mut local = WhenState::default();
        draws(&report(timing), |ui, view| {
            when_ui(ui, view, &mut local);
        });
    }
}
