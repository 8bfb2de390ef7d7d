//! What the Costs page says about a known report, and that it draws.

use super::model::{CostsView, Shown};
use super::{CostsState, costs_ui};
use crate::analysis::report::Report;
use crate::app::pages::decision::sample::{draws, story, with_view};
use crate::export::costs::COST_LINES;

fn with_costs<R>(report: &Report, shown: Shown, read: impl FnOnce(&CostsView<'_>) -> R) -> R {
    with_view(report, |view| read(&CostsView::from(view, shown)))
}

#[test]
fn the_claim_is_true_of_the_last_column() {
    let report = story();
    with_costs(&report, Shown::default(), |view| {
        // −6.0 GPUs, −3.8 downtime; back: 0.7 CPU + 1.6 platform + 0.1 storage + 0.5 training
        // + 0.7 migration work + 0.2 dual running + 0.3 security = 4.1
        assert_eq!(
            view.claim,
            "Switch in month 14 saves $6.0M on GPUs and $3.8M on downtime, and adds $4.1M elsewhere."
        );
    });
    let cash = Shown {
        cash: true,
        ..Shown::default()
    };
    with_costs(&report, cash, |view| {
        // Without consequences: −6.0 GPUs, −1.6 salaries (21% of 7.6, not named); back 3.8.
        assert_eq!(
            view.claim,
            "Switch in month 14 saves $6.0M on GPUs, and adds $3.8M elsewhere."
        );
    });
}

#[test]
fn a_dearer_choice_is_called_dearer() {
    let mut report = story();
    report.verdict.recommended = "microservices".to_owned();
    report.verdict.compared_with = Some("switch".to_owned());
    with_costs(&report, Shown::default(), |view| {
        // 90.8 − 85.9 = 4.9; platform +2.0, CPU +1.0, salaries +1.5, delay +0.9 …
        assert_eq!(
            view.claim,
            "Microservices now costs $4.9M more than Switch in month 14: $2.0M more in platform."
        );
    });
}

#[test]
fn alone_a_roadmap_says_what_it_costs() {
    let mut report = story();
    report.roadmaps.truncate(1);
    report.verdict.recommended = "monolith".to_owned();
    report.verdict.compared_with = None;
    report.verdict.alternative = None;
    with_costs(&report, Shown::default(), |view| {
        assert_eq!(view.claim, "Monolith costs $94.5M over 60 months.");
        assert_eq!(view.difference, None);
        assert_eq!(view.panels.len(), 1);
    });
}

#[test]
fn the_baseline_comes_first_and_the_recommended_second() {
    with_costs(&story(), Shown::default(), |view| {
        let ids: Vec<&str> = view
            .roadmaps
            .iter()
            .map(|roadmap| roadmap.id.as_str())
            .collect();
        let order = [
            "monolith",
            "switch",
            "modular_monolith",
            "microservices",
            "inference_first",
        ];
        assert_eq!(ids, order);
        assert_eq!(view.difference.as_deref(), Some("switch \u{2212} mono"));
    });
}

#[test]
fn shown_parts_add_up_in_every_column() {
    with_costs(&story(), Shown::default(), |view| {
        let at = |series: &str| {
            COST_LINES
                .iter()
                .position(|line| line.series == series)
                .unwrap()
        };
        for column in 0..view.roadmaps.len() {
            let steps = |series: &str| view.cell(column, at(series)).unwrap().1;
            assert_eq!(
                steps("cash"),
                steps("infrastructure") + steps("staff") + steps("migration")
            );
            assert_eq!(steps("total"), steps("cash") + steps("consequence"));
        }
        let difference = |series: &str| view.difference_cell(at(series)).unwrap().1;
        assert_eq!(
            difference("total"),
            difference("cash") + difference("consequence")
        );
        assert_eq!(view.difference_cell(at("total")).unwrap().0, "\u{2212}8.6");
    });
}

#[test]
fn the_stack_ends_at_the_figure() {
    for shown in [
        Shown::default(),
        Shown {
            cumulative: true,
            cash: true,
        },
    ] {
        with_costs(&story(), shown, |view| {
            for panel in &view.panels {
                let top: f32 = panel
                    .layers
                    .iter()
                    .map(|(_, values)| values[59] as f32)
                    .sum();
                assert_eq!(view.words.currency.total(f64::from(top)), panel.figure);
            }
        });
    }
}

#[test]
fn the_copied_table_has_a_line_for_every_row() {
    let report = story();
    let text = with_view(&report, |view| {
        CostsView::from(view, Shown::default()).text()
    });
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), COST_LINES.len() + 1);
    assert_eq!(
        lines[0],
        "USD over 60 months\tMonolith\tSwitch in month 14\tModular monolith\tMicroservices now\tInference first\tswitch less mono"
    );
    // As on the page in millions, but every digit of them.
    let total: Vec<f64> = lines[20]
        .split('\t')
        .skip(1)
        .map(|cell| cell.parse().unwrap())
        .collect();
    let shown = [94.5, 85.9, 93.1, 90.8, 88.0, -8.6];
    for (exact, shown) in total.iter().zip(shown) {
        assert!((exact / 1e6 - shown).abs() <= 0.1, "{exact} {shown}");
    }
    for line in &lines {
        assert_eq!(line.split('\t').count(), 7, "{line}");
    }
}

#[test]
fn the_page_draws_in_every_size_and_appearance() {
    let mut many = story();
    for own in [
        "Two by two",
        "A roadmap with a name far too long for any column",
    ] {
        let mut roadmap = many.roadmaps[4].clone();
        roadmap.id = own.to_owned();
        roadmap.label = own.to_owned();
        many.roadmaps.insert(5, roadmap);
    }
    for report in [story(), many] {
        draws(&report, |ui, view| {
            costs_ui(ui, view, &mut CostsState::default());
        });
    }
}

#[test]
fn controls_change_what_is_shown() {
    use crate::app::pages::decision::sample::harness;
    use egui_kittest::kittest::Queryable as _;
    let report = story();
    let mut local = CostsState::default();
    let mut harness = harness(&report, 1440.0, 900.0, false, |ui, view| {
        costs_ui(ui, view, &mut local);
    });
    harness.run();
    harness.get_by_label("GPUs, Switch in month 14: 10.2 $M");
    harness.get_by_label("Total, switch \u{2212} mono: \u{2212}8.6 $M");
    harness.get_by_label("Cost shown: Cash").click();
    harness.run();
    assert!(
        harness
            .query_by_label("Total, switch \u{2212} mono: \u{2212}8.6 $M")
            .is_none()
    );
    harness.get_by_label("Sum shown: Cumulative").click();
    harness.run();
    harness.get_by_label_contains("Cumulative cash by category: Monolith, $84.7M");
}
