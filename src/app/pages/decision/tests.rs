//! What the Decision page says about a known report, and that it draws.

use super::model::{DecisionView, Measure, crossing};
use super::sample::{draws, futures, harness, story, with_view};
use super::{DecisionState, decision_ui};
use crate::analysis::report::band::Bands;
use crate::analysis::report::uncertainty::{Crossover, Uncertainty};
use crate::analysis::report::{Figure, Report, Runway};
use crate::app::view::NotApplied;
use egui_kittest::kittest::Queryable as _;

fn with_page<R>(report: &Report, measure: Measure, read: impl FnOnce(&DecisionView<'_>) -> R) -> R {
    with_view(report, |view| read(&DecisionView::from(view, measure)))
}

#[test]
fn lines_cross_between_two_months() {
    // One is 1 above at month 1 and 3 below at month 2: they meet a quarter of the way.
    let (month, value) = crossing(&[0.0, 2.0, 3.0], &[0.0, 1.0, 6.0]).unwrap();
    assert!((month - 1.25).abs() < 1e-12, "{month}");
    // 2.0 + 0.25 · (3.0 − 2.0)
    assert!((value - 2.25).abs() < 1e-12, "{value}");
    // Never above, never below, below only for a while.
    assert_eq!(crossing(&[1.0, 1.0], &[1.0, 2.0]), None);
    assert_eq!(crossing(&[1.0, 2.0], &[1.0, 2.0]), None);
    assert_eq!(crossing(&[2.0, 1.0, 9.0], &[1.0, 2.0, 3.0]), None);
    assert_eq!(crossing(&[], &[]), None);
}

#[test]
fn the_ring_stands_where_the_difference_is_zero() {
    let report = story();
    with_page(&report, Measure::default(), |page| {
        let ring = page.ring.as_ref().unwrap();
        let pays = report.verdict.pays_month.unwrap();
        assert!(ring.month > (pays - 1) as f64 && ring.month <= pays as f64);
        assert_eq!(ring.title, "Pays for itself in Sep 2029");
        assert_eq!(ring.detail, format!("month {pays}"));
        let switch = page
            .lines
            .iter()
            .find(|line| line.label == "Switch in month 14")
            .unwrap();
        let against = switch.against.as_ref().unwrap();
        assert!(against[pays - 1] >= 0.0 && against[pays] < 0.0);
    });
    let cash = Measure {
        figure: Figure::Cash,
        monthly: false,
    };
    with_page(&report, cash, |page| {
        assert!(
            page.ring
                .as_ref()
                .unwrap()
                .title
                .starts_with("Pays for itself in cash in ")
        );
    });
}

#[test]
fn the_move_is_named_with_its_length_and_cost() {
    with_page(&story(), Measure::default(), |page| {
        let moves = page.moves.as_ref().unwrap();
        assert_eq!((moves.month, moves.span), (14.0, 9.0));
        assert_eq!(moves.title, "Split starts, Mar 2028");
        assert_eq!(moves.detail, "9 months, $900k");
        assert_eq!(
            page.events(14)
                .as_deref()
                .map(|text| text.contains("the move starts")),
            Some(true)
        );
    });
}

#[test]
fn reasons_add_up_to_the_end_of_the_line() {
    with_page(&story(), Measure::default(), |page| {
        let why = page.why.as_ref().unwrap();
        assert_eq!(why.total_label, "Against staying a monolith");
        assert_eq!(why.total_figure, "\u{2212}$8.6M");
        let tenths = |figure: &str| -> i64 {
            let digits: String = figure.chars().filter(char::is_ascii_digit).collect();
            let size: i64 = digits.parse().unwrap();
            if figure.starts_with('\u{2212}') {
                -size
            } else {
                size
            }
        };
        let sum: i64 = why
            .reasons
            .iter()
            .map(|reason| tenths(&reason.figure))
            .sum();
        assert_eq!(sum, -86);
        assert_eq!(why.reasons[0].title, "Less capacity has to be bought");
        assert_eq!(why.reasons[0].detail, "134 GPUs at the end instead of 260");
    });
}

#[test]
fn figures_compare_with_staying() {
    with_page(&story(), Measure::default(), |page| {
        let shown: Vec<(&str, &str, &str)> = page
            .figures
            .iter()
            .map(|item| {
                (
                    item.label.as_str(),
                    item.figure.as_str(),
                    item.note.as_str(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("Total over 60 months", "$85.9M", "staying $94.5M"),
                ("Cash over 60 months", "$80.9M", "staying $84.7M"),
                // 133.6, rounded up to what can be bought
                ("GPUs in Dec 2031", "134 H100", "staying 260"),
                ("Lead time, Dec 2031", "5 days", "staying 21 days"),
                // 12 × 1.8 = 21.6; 12 × 5.1 = 61.2
                ("Hours down, 2031", "22 h", "staying 61 h"),
                // Month 13; security in month 40 is no gate
                ("Ready by", "Feb 2028", "staying now"),
            ]
        );
        assert_eq!(page.figures.iter().filter(|item| item.first).count(), 4);
    });
}

#[test]
fn money_that_runs_out_is_said_first() {
    let mut report = story();
    report.roadmaps[3].runway = Some(Runway {
        low_point: -1.2e6,
        low_month: 20,
        out_of_money_month: Some(18),
    });
    with_page(&report, Measure::default(), |page| {
        let runway = page.runway.as_ref().unwrap();
        assert!(runway.short);
        assert_eq!(
            runway.lines,
            [
                "The money runs out in July 2028.",
                "It is lowest at \u{2212}$1.2M in September 2028."
            ]
        );
    });
}

/// Futures in which the switch has a band over the months of a report.
fn futures_of(report: &Report) -> Uncertainty {
    let months = vec![1e6; report.scenario.horizon_months];
    let band = Bands {
        p10: months.clone(),
        p50: months.clone(),
        p90: months,
    };
    let mut futures = futures(Vec::new());
    futures.inputs = 1;
    futures.roadmaps[1].bands = vec![("cumulative_total", band)];
    futures
}

#[test]
fn futures_tell_regret_runway_and_who_costs_least_in_a_month() {
    let mut report = story();
    report.roadmaps[3].runway = Some(Runway {
        low_point: 3.4e6,
        low_month: 20,
        out_of_money_month: None,
    });
    let mut told = futures_of(&report);
    let months = report.scenario.horizon_months;
    told.roadmaps[0].probability_cheapest_by_month = vec![0.63; months];
    told.roadmaps[1].probability_cheapest_by_month = vec![0.37; months];
    told.roadmaps[1].mean_regret = 4e5;
    told.roadmaps[1].high_regret = 1.5e6;
    told.roadmaps[1].out_of_money = Some(Crossover {
        probability: 0.12,
        p10: Some(14.0),
        p50: Some(18.0),
        p90: Some(25.0),
    });
    report.uncertainty = Some(told.clone());
    with_page(&report, Measure::default(), |page| {
        let runway = page.runway.as_ref().unwrap();
        assert_eq!(
            runway.lines[1],
            "It runs out in 12 of 100 futures, likely Mar 2028 to Feb 2029."
        );
        let note = page.note(30).unwrap();
        assert!(
            note.ends_with(
                "Least total so far, of 100 futures: monolith in 63, switch in month 14 in 37"
            ),
            "{note}"
        );
        let sure = page.sure.as_ref().unwrap();
        assert_eq!(
            sure.regret,
            "Regret: against the cheapest of each future it costs $400k more on average, $1.5M or more in \
             one of ten (present value)."
        );
    });
    // Without regret, and where the money lasts in every future, there is less to say.
    told.roadmaps[1].mean_regret = 0.0;
    told.roadmaps[1].out_of_money = Some(Crossover {
        probability: 0.0,
        p10: None,
        p50: None,
        p90: None,
    });
    report.uncertainty = Some(told);
    with_page(&report, Measure::default(), |page| {
        assert_eq!(page.runway.as_ref().unwrap().lines.len(), 1);
        let sure = page.sure.as_ref().unwrap();
        assert_eq!(sure.regret, "In no future does another roadmap cost less.");
    });
}

#[test]
fn a_line_that_leaves_its_band_says_so_and_why() {
    let mut report = story();
    let months = report.scenario.horizon_months;
    let values = report.roadmaps[3]
        .series
        .as_ref()
        .unwrap()
        .cumulative_total
        .clone();
    // Futures lie above the line from month 40 on, and around it before.
    let shifted = |by: f64, from_40: f64| -> Vec<f64> {
        let all = values.iter().enumerate();
        all.map(|(month, v)| v * if month < 40 { by } else { from_40 })
            .collect()
    };
    let band = Bands {
        p10: shifted(0.9, 1.02),
        p50: shifted(1.0, 1.1),
        p90: shifted(1.1, 1.2),
    };
    let mut told = futures_of(&report);
    told.roadmaps[1].bands = vec![("cumulative_total", band)];
    report.uncertainty = Some(told);
    with_page(&report, Measure::default(), |page| {
        let words = format!(
            "Likely lies outside its band: switch in month 14 in {} months.",
            months - 40
        );
        assert_eq!(page.outside_words().as_deref(), Some(words.as_str()));
        assert!(page.summary().ends_with(&words));
        let why = "Switch in month 14: likely lies below 8 of 10 futures, for the ranges together reach \
                   further up in cost than down";
        assert!(page.note(50).unwrap().contains(why), "{:?}", page.note(50));
        assert!(
            page.note(20)
                .is_none_or(|note| !note.contains("8 of 10 futures, for"))
        );
    });
}

/// What stands on the page in a figure: the upper chart's ends, the first figure, the dots.
fn told_in(report: &Report, figure: Figure) -> (Vec<f64>, String, String) {
    let measure = Measure {
        figure,
        monthly: false,
    };
    with_page(report, measure, |page| {
        let ends = page
            .lines
            .iter()
            .filter_map(|line| line.values.last().copied());
        let sure = page.sure.as_ref().map(|sure| sure.title.clone());
        let first = format!("{} {}", page.figures[0].label, page.figures[0].figure);
        (ends.collect(), first, sure.unwrap_or_default())
    })
}

#[test]
fn ends_figures_and_dots_speak_of_the_figure_that_is_shown() {
    let mut report = story();
    let mut futures = futures_of(&report);
    for (roadmap, shares) in futures
        .roadmaps
        .iter_mut()
        .zip([[0.4, 0.3, 0.2], [0.6, 0.7, 0.8]])
    {
        roadmap.probability_cheapest_by_month = vec![shares[0]; 60];
        roadmap.probability_cheapest_cash = shares[1];
        roadmap.probability_cheapest = shares[2];
    }
    report.uncertainty = Some(futures);
    let totals = report.roadmaps[3].totals.unwrap();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6 * b, "{a} {b}");
    let (ends, first, dots) = told_in(&report, Figure::Total);
    near(ends[3], totals.total);
    assert_eq!(first, "Total over 60 months $85.9M");
    assert!(dots.starts_with("Cheapest in 60 of 100 futures"), "{dots}");
    let (ends, _, dots) = told_in(&report, Figure::Cash);
    near(ends[3], totals.cash);
    assert!(
        dots.starts_with("Least cash in 70 of 100 futures"),
        "{dots}"
    );
    let (ends, first, dots) = told_in(&report, Figure::PresentValue);
    near(ends[3], totals.npv);
    // 0.8 · 85.9
    assert_eq!(first, "Present value over 60 months $68.7M");
    assert!(
        dots.starts_with("Least present value in 80 of 100 futures"),
        "{dots}"
    );
}

#[test]
fn the_charts_begin_with_what_the_verdict_speaks_of() {
    let mut report = story();
    report.verdict.figure = Figure::PresentValue;
    let mut local = DecisionState::default();
    let mut harness = harness(&report, 1440.0, 900.0, false, |ui, view| {
        decision_ui(ui, view, &mut local);
    });
    harness.run();
    harness.get_by_label_contains("Cumulative cost in present value over 60 months");
    harness.get_by_label("Cost shown: Total").click();
    harness.run();
    harness.get_by_label_contains("Cumulative total cost over 60 months");
}

#[test]
fn bands_of_the_plan_before_stay_until_there_are_new_ones() {
    let report = story();
    let mut former = futures_of(&report);
    let read = |report: &Report, former: &Uncertainty| {
        with_view(report, |view| {
            let view = crate::app::view::ResultsView {
                former: Some(former),
                ..*view
            };
            let page = DecisionView::from(&view, Measure::default());
            let banded = page.lines.iter().filter(|line| line.band.is_some()).count();
            (banded, page.old_bands)
        })
    };
    assert_eq!(read(&report, &former), (1, true));
    // Futures of its own take their place.
    let own = Report {
        uncertainty: Some(futures_of(&report)),
        ..story()
    };
    assert_eq!(read(&own, &former), (1, false));
    // Bands over other months would stand beside the lines.
    for band in former.roadmaps.iter_mut().flat_map(|r| &mut r.bands) {
        band.1.p10.pop();
    }
    assert_eq!(read(&report, &former), (0, true));
}

#[test]
fn refused_inputs_are_told_before_the_answer() {
    let report = story();
    let refused = [NotApplied {
        label: "Peak to mean".to_owned(),
        in_use: "2.1".to_owned(),
    }];
    with_view(&report, |view| {
        let view = crate::app::view::ResultsView {
            not_applied: &refused,
            ..*view
        };
        let page = DecisionView::from(&view, Measure::default());
        assert_eq!(
            page.not_applied,
            Some((
                "1 input not applied.".to_owned(),
                "The answer below still uses 2.1 for peak to mean.".to_owned()
            ))
        );
    });
}

#[test]
fn the_summary_names_every_end_and_the_crossing() {
    with_page(&story(), Measure::default(), |page| {
        assert_eq!(
            page.summary(),
            "Cumulative total cost over 60 months, Jan 2027 to Dec 2031. In the last month: \
             Monolith $94.5M, Modular monolith $93.1M, Microservices now $90.8M, \
             Switch in month 14 $85.9M, Inference first $88.0M. Pays for itself in Sep 2029."
        );
    });
}

#[test]
fn the_page_draws_in_every_size_and_appearance() {
    let mut alone = story();
    alone.roadmaps.truncate(1);
    alone.verdict.recommended = "monolith".to_owned();
    alone.verdict.compared_with = None;
    alone.verdict.alternative = None;
    alone.verdict.reasons.clear();
    let mut nothing = story();
    nothing.roadmaps.drain(..5);
    let mut foreign = story();
    foreign.scenario.currency = "CHF".to_owned();
    for report in [story(), alone, nothing, foreign] {
        draws(&report, |ui, view| {
            decision_ui(ui, view, &mut DecisionState::default());
        });
    }
}

#[test]
fn months_can_be_read_as_a_table() {
    let report = story();
    let mut local = DecisionState::default();
    let mut harness = harness(&report, 1440.0, 900.0, false, |ui, view| {
        decision_ui(ui, view, &mut local);
    });
    harness.run();
    harness.get_by_label_contains("Cumulative total cost over 60 months");
    harness.get_by_label_contains("Against staying a monolith, cumulative total cost");
    harness.get_by_label("Show as table").click();
    harness.run();
    harness.get_by_label_contains("Jan 2027, Monolith: $");
    // The table is as tall as the charts that it replaces.
    harness.get_by_label_contains("Jan 2028, Switch in month 14: $");
    harness.get_by_label("Sum shown: Monthly").click();
    harness.run();
    harness.get_by_label("Show as charts").click();
    harness.run();
    harness.get_by_label_contains("Total cost a month over 60 months");
}

#[test]
fn nothing_is_drawn_twice_without_cause() {
    let report = story();
    let mut local = DecisionState::default();
    let mut harness = harness(&report, 1440.0, 900.0, false, |ui, view| {
        decision_ui(ui, view, &mut local);
    });
    harness.run();
    assert!(!harness.ctx.has_requested_repaint());
}
