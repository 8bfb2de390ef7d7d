//! Claims about change, failures and what services cost where they are not needed.

use splitpoint::analysis::report::Report;
use splitpoint::scenario::Quantity;
use splitpoint::scenario::schema::{Kind, Scenario};

use super::lab::{
    KEPT, Lab, MODELS, ONE, SERVICES, Set, busiest, cheapest, dearer, end, hours_an_incident,
    infrastructure_points, last_year, least, lost, millions, npv, one, roadmap, series, several,
    sum, two,
};
use super::{Claim, Criterion, Found, Verdict};
use crate::ladders::{more, percent, scenario};

/// Levels of the readiness ladder.
const LEVELS: [f64; 5] = [0.0, 1.0, 2.0, 3.0, 4.0];

pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        number: 25,
        said: "Where things change every week, several units win",
        experiment: "support-copilot, coding-assistant and agent-marketplace with `factors.changes` 0.5, 1 and 2; the best of several units against one unit",
        criterion: Criterion {
            measure: "points gained from half to twice the changes, least of three",
            unit: "points",
            shown: 1.0,
            weak: 0.2,
            contrary: -1.0,
        },
        run: weekly,
        verdict: Verdict::Contrary,
        why: "What several units save grows in money in two of three, not in shares: at twice the changes everybody who may be hired is busy in every shape and the backlog weighs on all of them alike.",
        before: Verdict::Shown,
    },
    Claim {
        number: 26,
        said: "A broken image module does not take the rest down",
        experiment: "image-studio: value lost while an image component fails, and hours down over the horizon, services against one unit",
        criterion: Criterion {
            measure: "how much less, the lesser of both",
            unit: "%",
            shown: 10.0,
            weak: 3.0,
            contrary: -3.0,
        },
        run: image_module,
        verdict: Verdict::Absent,
        why: "A failing image component takes down a tenth of the rest of its unit at most, and most hours are those of the hosted safety check, which no boundary shortens; an expert would expect processes that die to take more along.",
        before: Verdict::Weak,
    },
    Claim {
        number: 27,
        said: "… nor does any part that the product can do without",
        experiment: "support-copilot: value lost while a component fails that is not core, services against one unit; beside it a team at level 0.5 without training",
        criterion: Criterion {
            measure: "how much less, as the preset is",
            unit: "%",
            shown: 10.0,
            weak: 3.0,
            contrary: -3.0,
        },
        run: other_modules,
        verdict: Verdict::Weak,
        why: "What a boundary holds back inside, callers that wait without limit let through outside: skill in distributed systems is no gate and stays short for the whole plan.",
        before: Verdict::Contrary,
    },
    Claim {
        number: 28,
        said: "One service is rolled back or replaced by its backup",
        experiment: "support-copilot with its fallback and without; hours down over the horizon",
        criterion: Criterion {
            measure: "how many more hours it saves services than one unit",
            unit: "%",
            shown: 3.0,
            weak: 0.5,
            contrary: -0.5,
        },
        run: backup,
        verdict: Verdict::Shown,
        why: "A fallback stands in only for a component that shares no unit with its callers.",
        before: Verdict::Shown,
    },
    Claim {
        number: 29,
        said: "Services excel at analytics in real time",
        experiment: "agent-marketplace: its stream with 2,000 events a second, fresh within a day and within a second; infrastructure that services save, as a share of all cost of one unit",
        criterion: Criterion {
            measure: "how much it grows",
            unit: "points",
            shown: 1.0,
            weak: 0.2,
            contrary: -0.2,
        },
        run: real_time,
        verdict: Verdict::Shown,
        why: "A stream that must be fresh keeps replicas at the peak, in one unit those of everything.",
        before: Verdict::Weak,
    },
    Claim {
        number: 30,
        said: "They allow feedback loops in real time",
        experiment: "agent-marketplace: `feedback_share` of its stream 0 and 0.2, retrained weekly; services against one unit",
        criterion: Criterion {
            measure: "points gained",
            unit: "points",
            shown: 0.5,
            weak: 0.1,
            contrary: -0.1,
        },
        run: feedback,
        verdict: Verdict::Contrary,
        why: "Feeding back costs retraining and evaluations, which spare GPUs of one unit take up; what a better model earns is not in the model, so the claim cannot show.",
        before: Verdict::Absent,
    },
    Claim {
        number: 31,
        said: "Services without need are overhead",
        experiment: "services in rag-search and mature-product and the 140 services of over-split-startup, against one unit",
        criterion: Criterion {
            measure: "how much more they cost, least of three",
            unit: "%",
            shown: 10.0,
            weak: 3.0,
            contrary: -3.0,
        },
        run: overhead,
        verdict: Verdict::Absent,
        why: "In two it is large; merging 140 services takes three years and people, which eats most of what it saves within the horizon, while the last year alone shows the overhead.",
        before: Verdict::Weak,
    },
    Claim {
        number: 32,
        said: "A team that is not ready gets downtime",
        experiment: "support-copilot without training, all levels 0 to 4; services against one unit",
        criterion: Criterion {
            measure: "the lesser of how many more hours services are down at level 0 (%) and how much their cost falls against one unit from level 0 to 4 (points)",
            unit: "",
            shown: 10.0,
            weak: 3.0,
            contrary: -3.0,
        },
        run: unready,
        verdict: Verdict::Shown,
        why: "Gaps make more changes fail, leak along calls, lengthen the search, and ask for operations beyond what people can give.",
        before: Verdict::Shown,
    },
    Claim {
        number: 33,
        said: "… and latency",
        experiment: "the same: latency that calls between services add, at level 0 against 4",
        criterion: Criterion {
            measure: "how much more it is",
            unit: "%",
            shown: 20.0,
            weak: 5.0,
            contrary: -5.0,
        },
        run: latency,
        verdict: Verdict::Shown,
        why: "Each level missing in distributed skill lengthens the hop; beside the time of a model's answer it is immaterial.",
        before: Verdict::Shown,
    },
    Claim {
        number: 34,
        said: "… and it resolves incidents more slowly across ten services",
        experiment: "support-copilot at level 1 without training, every component core and without fallbacks, so that each incident counts alike; hours of an incident that a change caused, services against one unit",
        criterion: Criterion {
            measure: "how much longer they are",
            unit: "%",
            shown: 5.0,
            weak: 1.0,
            contrary: -1.0,
        },
        run: resolution,
        verdict: Verdict::Contrary,
        why: "A small unit is mended faster by the assumed exponent of size and by smaller releases, which outweighs the search across units in the share of incidents that span them; an expert would expect the opposite of a team without traces.",
        before: Verdict::Contrary,
    },
    Claim {
        number: 35,
        said: "… and ownership gets blurry",
        experiment: "support-copilot without training, `team.levels.ownership` 4 and 0; services against one unit",
        criterion: Criterion {
            measure: "points that services lose",
            unit: "points",
            shown: 1.0,
            weak: 0.2,
            contrary: -0.2,
        },
        run: ownership,
        verdict: Verdict::Shown,
        why: "Gaps in ownership lengthen crossing changes and the search for somebody who knows the part.",
        before: Verdict::Shown,
    },
    Claim {
        number: 36,
        said: "… and the surface for attacks grows",
        experiment: "expected loss to security over the horizon in support-copilot and document-analysis (services) and over-split-startup (140 services), against one unit",
        criterion: Criterion {
            measure: "how much more it is, least of three",
            unit: "%",
            shown: 10.0,
            weak: 3.0,
            contrary: -3.0,
        },
        run: attacks,
        verdict: Verdict::Contrary,
        why: "More units are attacked more often, but a breach reaches only the stores that its unit reads: with few units the first counts, with 140 the second, and an expert would not trust a startup's 140 services to hold a breach.",
        before: Verdict::Shown,
    },
];

fn list(cells: impl IntoIterator<Item = String>) -> String {
    cells.into_iter().collect::<Vec<_>>().join("; ")
}

fn weekly(lab: &Lab) -> Found {
    let presets = ["support-copilot", "coding-assistant", "agent-marketplace"];
    let gaps = presets.map(|preset| {
        [0.5, 1.0, 2.0].map(|factor| {
            let report = lab.run(preset, &[Set::At("factors.changes", factor)]);
            let best = cheapest(&report, false).totals.expect("it can run").npv;
            [
                several(&report, ONE),
                dearer(&report, SERVICES, ONE),
                npv(&report, ONE) - best,
            ]
        })
    });
    let cells = presets
        .iter()
        .zip(&gaps)
        .map(|(preset, [half, usual, twice])| {
            format!(
                "{preset} {}, {}, {} (services {}, {}, {}; saved {}, {}, {})",
                percent(half[0]),
                percent(usual[0]),
                percent(twice[0]),
                percent(half[1]),
                percent(usual[1]),
                percent(twice[1]),
                millions(half[2]),
                millions(usual[2]),
                millions(twice[2])
            )
        });
    Found {
        figures: list(cells),
        effect: least(gaps.iter().map(|[half, _, twice]| half[0] - twice[0])),
    }
}

fn hours(report: &Report, id: &str) -> f64 {
    sum(&series(report, id).down_hours)
}

fn image_module(lab: &Lab) -> Found {
    let plan = scenario("image-studio");
    let images: Vec<&str> = plan
        .components
        .iter()
        .filter(|part| part.kind == Kind::GpuJob)
        .map(|part| part.name.as_str())
        .collect();
    let report = lab.run("image-studio", &[]);
    let share = |id| lost(&report, id, |name, _| images.contains(&name));
    Found {
        figures: format!(
            "one unit → services: value lost {} → {}%, hours down {} → {}; one kept unit {}% and {}",
            one(share(ONE)),
            one(share(SERVICES)),
            one(hours(&report, ONE)),
            one(hours(&report, SERVICES)),
            one(share(KEPT)),
            one(hours(&report, KEPT))
        ),
        effect: -more(share(SERVICES), share(ONE))
            .max(more(hours(&report, SERVICES), hours(&report, ONE))),
    }
}

fn other_modules(lab: &Lab) -> Found {
    let usual = lab.run("support-copilot", &[]);
    let unready = lab.run("support-copilot", &[Set::Untrained, Set::Levels(0.5)]);
    let share = |report: &Report, id: &str| lost(report, id, |_, core| !core);
    Found {
        figures: format!(
            "one unit → services: {} → {}%; at level 0.5 {} → {}%",
            one(share(&usual, ONE)),
            one(share(&usual, SERVICES)),
            one(share(&unready, ONE)),
            one(share(&unready, SERVICES))
        ),
        effect: -more(share(&usual, SERVICES), share(&usual, ONE)),
    }
}

fn backup(lab: &Lab) -> Found {
    let drop = |plan: &mut Scenario, _: f64| plan.reliability.fallbacks.clear();
    let with = lab.run("support-copilot", &[]);
    let without = lab.run("support-copilot", &[Set::By("no fallback", drop, 0.0)]);
    let saved = |id: &str| -more(hours(&with, id), hours(&without, id));
    let line = |id: &str| format!("{} → {} h", two(hours(&without, id)), two(hours(&with, id)));
    Found {
        figures: format!(
            "without → with: one unit {}, models out {}, services {}",
            line(ONE),
            line(MODELS),
            line(SERVICES)
        ),
        effect: saved(SERVICES) - saved(ONE),
    }
}

fn real_time(lab: &Lab) -> Found {
    let stream = |plan: &mut Scenario, freshness: f64| {
        let stream = busiest(plan, Kind::Stream);
        stream.events_per_second = Quantity::point(2_000.0);
        stream.freshness_s = Quantity::point(freshness);
    };
    let at = |freshness| lab.run("agent-marketplace", &[Set::By("fresh", stream, freshness)]);
    let (day, second) = (at(86_400.0), at(1.0));
    let spent = |report: &Report, id: &str| sum(&series(report, id).infrastructure);
    let saved = |report: &Report| {
        infrastructure_points(report, ONE) - infrastructure_points(report, SERVICES)
    };
    Found {
        figures: format!(
            "infrastructure of one unit {} → {}, of services {} → {}; saved {} → {}",
            millions(spent(&day, ONE)),
            millions(spent(&second, ONE)),
            millions(spent(&day, SERVICES)),
            millions(spent(&second, SERVICES)),
            percent(saved(&day)),
            percent(saved(&second))
        ),
        effect: saved(&second) - saved(&day),
    }
}

fn feedback(lab: &Lab) -> Found {
    let stream = |plan: &mut Scenario, share: f64| {
        let stream = busiest(plan, Kind::Stream);
        stream.feedback_share = Quantity::point(share);
        stream.retrain_days = Quantity::point(7.0);
    };
    let at = |share| lab.run("agent-marketplace", &[Set::By("fed back", stream, share)]);
    let (open, closed) = (at(0.0), at(0.2));
    let spent = |report: &Report, id: &str| sum(&series(report, id).infrastructure);
    Found {
        figures: format!(
            "services {} → {}; infrastructure of one unit {} → {}, of services {} → {}",
            percent(dearer(&open, SERVICES, ONE)),
            percent(dearer(&closed, SERVICES, ONE)),
            millions(spent(&open, ONE)),
            millions(spent(&closed, ONE)),
            millions(spent(&open, SERVICES)),
            millions(spent(&closed, SERVICES))
        ),
        effect: dearer(&open, SERVICES, ONE) - dearer(&closed, SERVICES, ONE),
    }
}

fn overhead(lab: &Lab) -> Found {
    let presets = ["rag-search", "mature-product", "over-split-startup"];
    let reports = presets.map(|preset| lab.run(preset, &[]));
    let year = |report: &Report| {
        let total = |id| last_year(&series(report, id).total);
        more(total(SERVICES), total(ONE))
    };
    let cells = presets.iter().zip(&reports).map(|(preset, report)| {
        format!(
            "{preset} {} (last year alone {})",
            percent(dearer(report, SERVICES, ONE)),
            percent(year(report))
        )
    });
    Found {
        figures: list(cells),
        effect: least(reports.iter().map(|report| dearer(report, SERVICES, ONE))),
    }
}

/// support-copilot with a team of one level that learns only by practice.
fn at_level(lab: &Lab, level: f64) -> Report {
    lab.run("support-copilot", &[Set::Untrained, Set::Levels(level)])
}

fn unready(lab: &Lab) -> Found {
    let reports = LEVELS.map(|level| at_level(lab, level));
    let row = |id: &str| {
        let cells: Vec<String> = reports
            .iter()
            .map(|report| one(hours(report, id)))
            .collect();
        cells.join(", ")
    };
    let gaps = reports
        .each_ref()
        .map(|report| dearer(report, SERVICES, ONE));
    let cells: Vec<String> = gaps.iter().map(|gap| percent(*gap)).collect();
    let down = more(hours(&reports[0], SERVICES), hours(&reports[0], ONE));
    Found {
        figures: format!(
            "hours down of one unit {}, of services {}; cost of services {}",
            row(ONE),
            row(SERVICES),
            cells.join(", ")
        ),
        effect: down.min(gaps[0] - gaps[4]),
    }
}

fn latency(lab: &Lab) -> Found {
    let added = |level| end(&series(&at_level(lab, level), SERVICES).added_latency_ms);
    let (unready, ready) = (added(0.0), added(4.0));
    let base = scenario("support-copilot")
        .reliability
        .base_latency_ms
        .likely;
    Found {
        figures: format!(
            "{} → {} ms, beside {} ms",
            one(ready),
            one(unready),
            one(base)
        ),
        effect: more(unready, ready),
    }
}

fn resolution(lab: &Lab) -> Found {
    let alike = |plan: &mut Scenario, _: f64| {
        plan.reliability.fallbacks.clear();
        for part in &mut plan.components {
            part.core = true;
        }
    };
    let at = |level| {
        let settings = [
            Set::Untrained,
            Set::Levels(level),
            Set::By("all core", alike, 0.0),
        ];
        lab.run("support-copilot", &settings)
    };
    let (unready, ready) = (at(1.0), at(4.0));
    let line = |report: &Report| {
        format!(
            "{}, {}, {} h",
            two(hours_an_incident(report, ONE)),
            two(hours_an_incident(report, MODELS)),
            two(hours_an_incident(report, SERVICES))
        )
    };
    Found {
        figures: format!(
            "one unit, models out, services: {}; at level 4 {}",
            line(&unready),
            line(&ready)
        ),
        effect: more(
            hours_an_incident(&unready, SERVICES),
            hours_an_incident(&unready, ONE),
        ),
    }
}

fn ownership(lab: &Lab) -> Found {
    let at = |level| {
        let level = Set::At("team.levels.ownership", level);
        lab.run("support-copilot", &[Set::Untrained, level])
    };
    let (clear, blurry) = (at(4.0), at(0.0));
    Found {
        figures: format!(
            "services {} → {}; their hours down {} → {}, of one unit {} → {}",
            percent(dearer(&clear, SERVICES, ONE)),
            percent(dearer(&blurry, SERVICES, ONE)),
            one(hours(&clear, SERVICES)),
            one(hours(&blurry, SERVICES)),
            one(hours(&clear, ONE)),
            one(hours(&blurry, ONE))
        ),
        effect: dearer(&blurry, SERVICES, ONE) - dearer(&clear, SERVICES, ONE),
    }
}

fn attacks(lab: &Lab) -> Found {
    let presets = ["support-copilot", "document-analysis", "over-split-startup"];
    let pairs = presets.map(|preset| {
        let report = lab.run(preset, &[]);
        [ONE, SERVICES].map(|id| roadmap(&report, id).totals.expect("it can run").security)
    });
    let cells = presets
        .iter()
        .zip(&pairs)
        .map(|(preset, [one, many])| format!("{preset} {} → {}", millions(*one), millions(*many)));
    Found {
        figures: format!("one unit → many: {}", list(cells)),
        effect: least(pairs.iter().map(|[one, many]| more(*many, *one))),
    }
}
