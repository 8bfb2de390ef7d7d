//! Claims about what decides which way to go.

use std::collections::BTreeMap;

use splitpoint::analysis::report::Report;
use splitpoint::presets;
use splitpoint::units;

use super::lab::{KEPT, Lab, ONE, SERVICES, Set, dearer, least, millions, recommends_one, roadmap};
use super::{Claim, Criterion, Found, Verdict};
use crate::ladders::percent;

pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        number: 37,
        said: "Goals, change and expertise decide, not fashion",
        experiment: "what is recommended in the twelve presets",
        criterion: Criterion {
            measure: "presets on the side, of one unit and of several, that has fewer",
            unit: "",
            shown: 3.0,
            weak: 1.0,
            contrary: -1.0,
        },
        run: presets_differ,
        verdict: Verdict::Shown,
        why: "Small and settled products stay one unit, large ones with several models take these out.",
        before: Verdict::Shown,
    },
    Claim {
        number: 38,
        said: "How fast the business moves",
        experiment: "support-copilot with `change.delay_value_share` 0, 0.125, 0.5 and 1; services against one unit",
        criterion: Criterion {
            measure: "points that services gain from 0 to 1",
            unit: "points",
            shown: 3.0,
            weak: 0.5,
            contrary: -0.5,
        },
        run: velocity,
        verdict: Verdict::Weak,
        why: "What waits costs more, and less waits in services; since hiring looks ahead, little waits in either.",
        before: Verdict::Shown,
    },
    Claim {
        number: 39,
        said: "How mature the product is",
        experiment: "support-copilot, coding-assistant and agent-marketplace with `change.maturity` Exploring, Growing and Stable; services against one kept unit",
        criterion: Criterion {
            measure: "points that services gain from Exploring to Stable, least of three",
            unit: "points",
            shown: 2.0,
            weak: 0.5,
            contrary: -0.5,
        },
        run: maturity,
        verdict: Verdict::Shown,
        why: "What is still being explored crosses boundaries more often.",
        before: Verdict::Shown,
    },
    Claim {
        number: 40,
        said: "How much capital there is",
        experiment: "support-copilot at $20 a seat with `money.capital` 2, 5, 10 and 30M",
        criterion: Criterion {
            measure: "of nine: at each capital, nothing that runs out of money is recommended while something else does not, and services fall at least as low as what is recommended; and which roadmaps run out is not the same at every capital",
            unit: "",
            shown: 9.0,
            weak: 6.0,
            contrary: 2.0,
        },
        run: capital,
        verdict: Verdict::Shown,
        why: "Services need money before they save any, and running out of it breaks a goal.",
        before: Verdict::Contrary,
    },
];

fn list(cells: impl IntoIterator<Item = String>) -> String {
    cells.into_iter().collect::<Vec<_>>().join("; ")
}

fn presets_differ(lab: &Lab) -> Found {
    let mut chosen: BTreeMap<String, usize> = BTreeMap::new();
    let (mut ones, mut others) = (0_u32, 0_u32);
    for preset in presets::list() {
        let report = lab.run(preset.name, &[]);
        let id = report.verdict.recommended.replace('_', " ");
        *chosen.entry(id).or_default() += 1;
        if recommends_one(&report) {
            ones += 1;
        } else {
            others += 1;
        }
    }
    let cells = chosen.iter().map(|(id, count)| format!("{id} {count}"));
    Found {
        figures: list(cells),
        effect: f64::from(ones.min(others)),
    }
}

fn velocity(lab: &Lab) -> Found {
    let gaps = [0.0, 0.125, 0.5, 1.0].map(|share| {
        let share = Set::At("change.delay_value_share", share);
        dearer(&lab.run("support-copilot", &[share]), SERVICES, ONE)
    });
    Found {
        figures: gaps.map(percent).join(", "),
        effect: gaps[0] - gaps[3],
    }
}

fn maturity(lab: &Lab) -> Found {
    let presets = ["support-copilot", "coding-assistant", "agent-marketplace"];
    let gaps = presets.map(|preset| {
        ["Exploring", "Growing", "Stable"].map(|word| {
            let report = lab.run(preset, &[Set::Word("change.maturity", word)]);
            dearer(&report, SERVICES, KEPT)
        })
    });
    let cells = presets
        .iter()
        .zip(&gaps)
        .map(|(preset, gaps)| format!("{preset} {}", gaps.map(percent).join(", ")));
    Found {
        figures: list(cells),
        effect: least(gaps.iter().map(|gaps| gaps[0] - gaps[2])),
    }
}

/// Month in which a roadmap's money runs out.
fn broke(report: &Report, id: &str) -> Option<usize> {
    let runway = roadmap(report, id).runway.expect("capital is stated");
    runway.out_of_money_month
}

/// Ids of roadmaps whose money runs out.
fn all_broke(report: &Report) -> Vec<&str> {
    let ids = report.roadmaps.iter().map(|roadmap| roadmap.id.as_str());
    ids.filter(|id| broke(report, id).is_some()).collect()
}

fn capital(lab: &Lab) -> Found {
    let steps = [2e6, 5e6, 10e6, 30e6].map(|capital| {
        let settings = [
            Set::At("money.revenue_per_user_month", 20.0),
            Set::At("money.capital", capital),
        ];
        (capital, lab.run("support-copilot", &settings))
    });
    let mut held = 0_u32;
    let mut cells = Vec::new();
    for (capital, report) in &steps {
        let chosen = report.verdict.recommended.as_str();
        let out = all_broke(report);
        let low = |id| {
            roadmap(report, id)
                .runway
                .expect("capital is stated")
                .low_point
        };
        held += u32::from(!out.contains(&chosen) || out.len() == report.roadmaps.len());
        held += u32::from(low(SERVICES) <= low(chosen));
        let services = broke(report, SERVICES).map_or_else(
            || "last".to_owned(),
            |month| format!("end in month {month}"),
        );
        cells.push(format!(
            "{} {}, {} of {} roadmaps run out, services {services}, one unit {}",
            millions(*capital),
            chosen.replace('_', " "),
            out.len(),
            report.roadmaps.len(),
            broke(report, ONE).map_or_else(
                || "lasts".to_owned(),
                |month| format!("ends in month {}", units::decimal(month as f64, 0))
            )
        ));
    }
    let differs = steps
        .iter()
        .any(|(_, report)| all_broke(report) != all_broke(&steps[0].1));
    held += u32::from(differs);
    Found {
        figures: list(cells),
        effect: f64::from(held),
    }
}
