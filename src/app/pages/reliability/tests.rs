//! What the Reliability page says about a known report, and that it draws.

use super::model::ReliabilityView;
use super::{ReliabilityState, reliability_ui};
use crate::analysis::detail::ComponentLoss;
use crate::analysis::report::Report;
use crate::app::pages::decision::sample::{draws, with_view};
use crate::app::pages::readiness::sample::told;

fn with_page<R>(
    report: &Report,
    wanted: Option<&str>,
    read: impl FnOnce(&ReliabilityView<'_>) -> R,
) -> R {
    with_view(report, |view| {
        read(&ReliabilityView::from(view, wanted, false))
    })
}

#[test]
fn the_claim_is_the_sum_of_the_causes() {
    with_page(&told(), None, |page| {
        // 36 + 14 + 6 + 5 = 61 and 7 + 8 + 1 + 5 = 21.
        assert_eq!(
            page.claim,
            "After the split the product is down 21 hours in 2031 instead of 61."
        );
        assert_eq!(page.lead, "Releases that fail take 7 hours instead of 36.");
        for column in &page.table.columns {
            assert_eq!(column.causes.iter().sum::<i64>(), column.all);
        }
        // Hosted APIs never fail here, so they have no row.
        assert_eq!(
            page.table.causes,
            [
                "Releases that fail",
                "Infrastructure incidents",
                "GPU failures",
                "Spikes above capacity"
            ]
        );
    });
}

#[test]
fn few_hours_have_decimals() {
    let mut report = told();
    for cause in &mut report.roadmaps[3]
        .detail
        .as_mut()
        .unwrap()
        .reliability
        .causes
    {
        cause.down_hours = vec![0.1; 60];
    }
    with_page(&report, None, |page| {
        // Five causes of 0.1 h a month: 6.0 h a year, beside 61.0.
        assert_eq!(
            page.claim,
            "After the split the product is down 6.0 hours in 2031 instead of 61.0."
        );
    });
}

#[test]
fn staying_is_compared_with_nothing() {
    with_page(&told(), Some("monolith"), |page| {
        assert_eq!(
            page.claim,
            "With the monolith the product is down 61 hours in 2031."
        );
        assert_eq!(page.matrices.len(), 1);
        assert_eq!(page.table.columns.len(), 1);
        assert!(page.spans.contains("one unit"));
        assert!(!page.goals[0].kept);
    });
    with_page(&told(), Some("modular_monolith"), |page| {
        assert_eq!(
            page.claim,
            "With the modular monolith the product is down 61 hours in 2031, as many as with the \
             monolith."
        );
    });
}

#[test]
fn what_spans_units_is_told_with_its_latency() {
    with_page(&told(), None, |page| {
        assert_eq!(
            page.spans,
            "Each part is alone in its unit, but one that fails takes 5.0% of those that call it with it."
        );
        assert_eq!(
            page.latency,
            "3.2 calls between units add 8.0 ms to an answer that takes 800 ms. Shown, not priced."
        );
        assert_eq!(page.parts[0].name, "web");
        assert_eq!(page.parts[0].note, "core");
        assert_eq!(page.parts[2].note, "loses 20%");
        assert_eq!(page.goals[0].name, "Availability at least 99.70%");
        assert!(page.goals[0].kept);
    });
    with_page(&told(), Some("inference_first"), |page| {
        assert!(page.goals.is_empty());
    });
}

#[test]
fn both_matrices_have_their_parts_in_the_same_order() {
    let mut report = told();
    // The one unit lists its parts the other way round.
    if let Some(detail) = &mut report.roadmaps[0].detail {
        detail.reliability.blast[0].lost.reverse();
    }
    with_page(&report, None, |page| {
        let names = |at: usize| -> Vec<&str> {
            page.matrices[at]
                .parts
                .iter()
                .map(|part| part.name)
                .collect()
        };
        assert_eq!(names(0), ["web", "chat", "search", "agents", "billing"]);
        assert_eq!(names(0), names(1));
        assert_eq!(page.matrices[0].title, "Monolith, one unit");
        assert_eq!(page.matrices[1].title, "Switch in month 14, five units");
        let units: Vec<usize> = page.matrices[1]
            .parts
            .iter()
            .map(|part| part.unit)
            .collect();
        assert_eq!(units, [0, 1, 2, 3, 4]);
    });
}

#[test]
fn the_table_can_be_copied() {
    let text = with_view(&told(), |view| {
        ReliabilityView::from(view, None, false).text()
    });
    assert!(
        text.contains("\n2031\tMonolith\tSwitch in month 14\n"),
        "{text}"
    );
    let cells = |name: &str| -> Vec<f64> {
        let row = text.lines().find(|row| row.starts_with(name)).unwrap();
        let cells = row.split('\t').skip(1);
        cells.map(|cell| cell.parse().unwrap()).collect()
    };
    let near = |cells: Vec<f64>, shown: [f64; 2]| {
        let pairs = cells.iter().zip(shown);
        pairs.fold(true, |near, (cell, shown)| {
            near && (cell - shown).abs() < 1e-9
        })
    };
    assert!(near(cells("Releases that fail"), [36.0, 7.0]), "{text}");
    assert!(near(cells("All"), [61.0, 21.0]), "{text}");
}

#[test]
fn the_page_draws_with_few_and_with_many_parts() {
    let mut local = ReliabilityState::default();
    draws(&told(), |ui, view| {
        reliability_ui(ui, view, &mut local);
    });
    let mut many = told();
    for roadmap in &mut many.roadmaps {
        for blast in roadmap
            .detail
            .iter_mut()
            .flat_map(|detail| &mut detail.reliability.blast)
        {
            blast.lost = (0..256)
                .map(|part| ComponentLoss {
                    component: format!("part-{part}"),
                    share: 0.1,
                    ..ComponentLoss::default()
                })
                .collect();
        }
    }
    let mut local = ReliabilityState {
        incidents: true,
        ..ReliabilityState::default()
    };
    draws(&many, |ui, view| {
        reliability_ui(ui, view, &mut local);
    });
    let mut none = told();
    none.roadmaps.retain(|roadmap| roadmap.series.is_none());
    draws(&none, |ui, view| {
        reliability_ui(ui, view, &mut ReliabilityState::default());
    });
}
