//! Claims about splitting a product, what it takes and when it is time.

use std::fmt::Write as _;

use splitpoint::analysis::report::Report;
use splitpoint::scenario::Quantity;
use splitpoint::scenario::schema::{GrowthShape, Kind, Scenario, Spike};

use super::lab::{
    KEPT, Lab, MODELS, ONE, SERVICES, Set, busiest, dearer, detail, end, first_year,
    infrastructure_points, least, millions, npv, one, series, several, sum, thousands, two, whole,
};
use super::{Claim, Criterion, Found, Verdict};
use crate::ladders::{builtin, more, percent, scenario};

/// From a handful of people to a hundred and twenty.
const SIZES: [&str; 5] = [
    "prototype-assistant",
    "rag-search",
    "support-copilot",
    "coding-assistant",
    "agent-marketplace",
];
/// Products that run models on GPUs of their own.
const ON_GPUS: [&str; 4] = [
    "support-copilot",
    "viral-app",
    "voice-agent",
    "image-studio",
];
/// Engineers of the same product.
const PEOPLE: [f64; 6] = [6.0, 15.0, 30.0, 60.0, 120.0, 240.0];

pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        number: 1,
        said: "One component, such as inference, can be updated without touching the whole",
        experiment: "agent-marketplace: changes of its largest language model fourfold; how many of the additional ones are delivered in the last year, services against one unit",
        criterion: Criterion {
            measure: "how many more it is, as a share of the additional changes",
            unit: "points",
            shown: 10.0,
            weak: 2.0,
            contrary: -2.0,
        },
        run: one_component,
        verdict: Verdict::Shown,
        why: "One unit has no room left for more changes, because coordination grows with everybody who works in it; behind a boundary a change meets less code and fewer people.",
        before: Verdict::Shown,
    },
    Claim {
        number: 2,
        said: "Faster iterations, more experiments",
        experiment: "days from wish to production (wait for a start and lead time) in the last year of support-copilot, coding-assistant and agent-marketplace, services against one unit",
        criterion: Criterion {
            measure: "how many fewer they are, least of three",
            unit: "%",
            shown: 20.0,
            weak: 5.0,
            contrary: -5.0,
        },
        run: iterations,
        verdict: Verdict::Shown,
        why: "Nearly all of it is the wait for people; lead time itself, from start of work to production, is longer in services, because a change that crosses a boundary waits for the neighbour while one that crosses modules of one unit waits for nobody, which an expert would not grant.",
        before: Verdict::Shown,
    },
    Claim {
        number: 3,
        said: "There is an entry fee",
        experiment: "cash of the first year in five presets of four to 120 engineers, services against one unit",
        criterion: Criterion {
            measure: "how much more it is, least of five",
            unit: "%",
            shown: 5.0,
            weak: 1.0,
            contrary: -1.0,
        },
        run: entry_fee,
        verdict: Verdict::Contrary,
        why: "Migration, training towards the gates and operations of units come first, as the claim says, in products of people; where machines are half of the bill, whole replicas that buy everything along cost more from the first month than all of that.",
        before: Verdict::Shown,
    },
    Claim {
        number: 4,
        said: "It is paid for containers, orchestration and observability tools",
        experiment: "platform cost of the first year in the same presets",
        criterion: Criterion {
            measure: "how much more it is, least of five",
            unit: "%",
            shown: 5.0,
            weak: 1.0,
            contrary: -5.0,
        },
        run: entry_tools,
        verdict: Verdict::Shown,
        why: "Control planes, balancers, licences and tracing come with each unit; tests of all code at each build of one unit take a part of it back in the largest products.",
        before: Verdict::Contrary,
    },
    Claim {
        number: 5,
        said: "It is paid for people who know orchestration and secure interfaces",
        experiment: "people busy with operations in month 11 of the same presets",
        criterion: Criterion {
            measure: "how many more they are, least of five",
            unit: "%",
            shown: 15.0,
            weak: 5.0,
            contrary: -5.0,
        },
        run: entry_people,
        verdict: Verdict::Contrary,
        why: "Operations take hours for each unit and for each doubling of units, which shows in four of five; one unit of a product with sandboxes on GPU hosts holds so many GPUs, each of which takes operations too, that it needs more people.",
        before: Verdict::Shown,
    },
    Claim {
        number: 6,
        said: "Metrics and tracing in real time keep services upright",
        experiment: "support-copilot without training: observability 0 and 4; hours down of services over the horizon",
        criterion: Criterion {
            measure: "how many fewer they are",
            unit: "%",
            shown: 20.0,
            weak: 5.0,
            contrary: -5.0,
        },
        run: tracing,
        verdict: Verdict::Weak,
        why: "Tracing shortens the search across units, which a change that is rolled back does not need and which is less than half of what is left; an expert would expect more, since tracing also shows failures before users do.",
        before: Verdict::Weak,
    },
    Claim {
        number: 7,
        said: "The upfront cost buys control at scale",
        experiment: "support-copilot with 6 to 240 engineers, changes and bounds of hiring in proportion; services against one unit",
        criterion: Criterion {
            measure: "the lesser of what they cost more at 6 and less at 240",
            unit: "%",
            shown: 5.0,
            weak: 1.0,
            contrary: -1.0,
        },
        run: at_scale,
        verdict: Verdict::Shown,
        why: "Coordination grows faster than people, operations of units grow with units alone.",
        before: Verdict::Shown,
    },
    Claim {
        number: 8,
        said: "… more than any single block gives",
        experiment: "the same; the best of several units against one kept unit",
        criterion: Criterion {
            measure: "the lesser of what it costs more at 6 and less at 240",
            unit: "%",
            shown: 2.0,
            weak: 0.25,
            contrary: -5.0,
        },
        run: against_kept,
        verdict: Verdict::Shown,
        why: "At six engineers two units are dearer than one kept unit; with growth the model service comes below it first, separate services only in the largest companies, since upkeep gives one unit most of what boundaries give.",
        before: Verdict::Weak,
    },
    Claim {
        number: 9,
        said: "It is time when the product is too complex for its teams and they step on each other's code",
        experiment: "the same from 15 to 120 engineers, with losses to coordination and without (γ = 0)",
        criterion: Criterion {
            measure: "points of what services gain that go with coordination; 0 where their sign does not turn",
            unit: "points",
            shown: 5.0,
            weak: 1.0,
            contrary: -1.0,
        },
        run: timing,
        verdict: Verdict::Shown,
        why: "The sign turns as people work beside one another in one unit, and without losses to coordination it does not turn.",
        before: Verdict::Shown,
    },
    Claim {
        number: 10,
        said: "Selective scaling manages cost",
        experiment: "rent of GPUs over the horizon in support-copilot, viral-app, voice-agent and image-studio, services against one unit",
        criterion: Criterion {
            measure: "how much less it is, least of four",
            unit: "%",
            shown: 5.0,
            weak: 1.0,
            contrary: -1.0,
        },
        run: selective,
        verdict: Verdict::Weak,
        why: "Where one model of several is busy, each replica of one unit rents GPUs for all; in image-studio jobs that may take turns share the GPUs of a replica and films fill the rest, so that little is left to save, and an expert would expect little; pools inside one unit save as much.",
        before: Verdict::Shown,
    },
    Claim {
        number: 11,
        said: "… at scale",
        experiment: "the same four with `factors.users` 1 and 30: infrastructure saved by services, as a share of all cost of one unit",
        criterion: Criterion {
            measure: "how much it grows, least of four",
            unit: "points",
            shown: 2.0,
            weak: 0.5,
            contrary: -0.5,
        },
        run: selective_at_scale,
        verdict: Verdict::Contrary,
        why: "The worth of it grows with users in three of four; in image-studio the GPUs of a replica of one unit are full at any size while pools round up one by one, and an expert would not expect a gain there.",
        before: Verdict::Weak,
    },
    Claim {
        number: 12,
        said: "It pays with many users whose demand fluctuates",
        experiment: "viral-app and support-copilot with `demand.peak_to_mean` 1.1 and 4: infrastructure saved as above",
        criterion: Criterion {
            measure: "how much it grows, least of two",
            unit: "points",
            shown: 1.0,
            weak: 0.2,
            contrary: -0.2,
        },
        run: fluctuation,
        verdict: Verdict::Shown,
        why: "Peaks are bought for each model alone instead of for whole replicas.",
        before: Verdict::Weak,
    },
    Claim {
        number: 13,
        said: "Traffic of inference spikes, and capacity is added in one area",
        experiment: "viral-app: four spikes a month of three hours on its largest GPU job, once and twentyfold; what they cost, services against one unit",
        criterion: Criterion {
            measure: "how much less they cost (present value, hours down included)",
            unit: "%",
            shown: 20.0,
            weak: 5.0,
            contrary: -5.0,
        },
        run: spikes,
        verdict: Verdict::Weak,
        why: "Only the pools that are hit grow, in services, models out and pools of one unit alike; hours down add in every shape, so the saving falls short.",
        before: Verdict::Absent,
    },
    Claim {
        number: 14,
        said: "Adoption forces choices to evolve",
        experiment: "viral-app, coding-assistant and support-copilot, users flat and along three adoption curves; the best of several units against one unit",
        criterion: Criterion {
            measure: "points between the curves, most of three",
            unit: "points",
            shown: 5.0,
            weak: 1.0,
            contrary: -1.0,
        },
        run: adoption,
        verdict: Verdict::Shown,
        why: "Growth raises load and income; where machines are half of the bill, it moves who wins. Where people are, it does not, since people and changes do not follow users in the model.",
        before: Verdict::Weak,
    },
    Claim {
        number: 15,
        said: "Generative AI spreads faster than the personal computer and the internet did",
        experiment: "monthly rates of the catalogue's adoption curves, each with a source",
        criterion: Criterion {
            measure: "the lesser ratio of a curve's rate to that of the technology before it",
            unit: "",
            shown: 1.05,
            weak: 1.0,
            contrary: 0.95,
        },
        run: survey,
        verdict: Verdict::Shown,
        why: "The catalogue's curves were fitted to published series, generative AI with the steepest.",
        before: Verdict::Shown,
    },
];

fn one_component(lab: &Lab) -> Found {
    let times = |factor: f64| {
        let fourfold = |plan: &mut Scenario, factor: f64| {
            let model = busiest(plan, Kind::Llm);
            model.changes = model.changes.with_likely(model.changes.likely * factor);
        };
        lab.run(
            "agent-marketplace",
            &[Set::By("changes of the largest model", fourfold, factor)],
        )
    };
    let (few, many) = (times(1.0), times(4.0));
    let mut plan = scenario("agent-marketplace");
    let asked = 3.0 * busiest(&mut plan, Kind::Llm).changes.likely;
    let delivered = |report: &Report, id| end(&series(report, id).delivered_changes);
    let extra = |id| delivered(&many, id) - delivered(&few, id);
    let line = |id| {
        format!(
            "{} of {} ({} → {} days from wish to production; all of them cost {})",
            whole(extra(id)),
            whole(asked),
            one(days(&few, id)),
            one(days(&many, id)),
            millions(npv(&many, id) - npv(&few, id))
        )
    };
    Found {
        effect: (extra(SERVICES) - extra(ONE)) / asked * 100.0,
        figures: format!(
            "a month, one unit {}, models out {}, services {}",
            line(ONE),
            line(MODELS),
            line(SERVICES)
        ),
    }
}

/// Days from wish to production in the last year.
fn days(report: &Report, id: &str) -> f64 {
    let series = series(report, id);
    end(&series.lead_time_days) + end(&series.queue_days)
}

fn iterations(lab: &Lab) -> Found {
    let presets = ["support-copilot", "coding-assistant", "agent-marketplace"];
    let reports = presets.map(|preset| lab.run(preset, &[]));
    let cell = |report: &Report, id| {
        let lead = end(&series(report, id).lead_time_days);
        format!("{} ({})", one(days(report, id)), two(lead))
    };
    let cells = presets.iter().zip(&reports).map(|(preset, report)| {
        format!(
            "{preset} {}, {}, {}",
            cell(report, ONE),
            cell(report, MODELS),
            cell(report, SERVICES)
        )
    });
    Found {
        figures: format!(
            "one unit, models out, services, of which lead time: {}",
            list(cells)
        ),
        effect: least(
            reports
                .iter()
                .map(|report| -more(days(report, SERVICES), days(report, ONE))),
        ),
    }
}

fn list(cells: impl IntoIterator<Item = String>) -> String {
    cells.into_iter().collect::<Vec<_>>().join("; ")
}

/// A figure of one unit and of services in five sizes of company.
fn in_sizes(lab: &Lab, figure: fn(&Report, &str) -> f64, show: fn(f64) -> String) -> Found {
    let pairs = SIZES.map(|preset| {
        let report = lab.run(preset, &[]);
        [figure(&report, ONE), figure(&report, SERVICES)]
    });
    let cells = SIZES
        .iter()
        .zip(&pairs)
        .map(|(preset, [one, many])| format!("{preset} {} → {}", show(*one), show(*many)));
    Found {
        figures: format!("one unit → services: {}", list(cells)),
        effect: least(pairs.iter().map(|[one, many]| more(*many, *one))),
    }
}

fn entry_fee(lab: &Lab) -> Found {
    let cash = |report: &Report, id: &str| first_year(&series(report, id).cash);
    in_sizes(lab, cash, millions)
}

fn entry_tools(lab: &Lab) -> Found {
    let platform = |report: &Report, id: &str| first_year(&series(report, id).platform);
    let mut found = in_sizes(lab, platform, thousands);
    let report = lab.run("support-copilot", &[]);
    let tax = &detail(&report, SERVICES).tax;
    let parts = [
        &tax.platform,
        &tax.calls,
        &tax.sidecars,
        &tax.transfer,
        &tax.fees,
        &tax.tracing,
    ];
    let month: f64 = parts.iter().map(|part| end(part)).sum();
    let _ = write!(
        found.figures,
        "; all that calls and units add in support-copilot {} a month",
        thousands(month)
    );
    found
}

fn entry_people(lab: &Lab) -> Found {
    let people = |report: &Report, id: &str| series(report, id).platform_engineers[11];
    in_sizes(lab, people, two)
}

fn tracing(lab: &Lab) -> Found {
    let at = |level| {
        let level = Set::At("team.levels.observability", level);
        lab.run("support-copilot", &[Set::Untrained, level])
    };
    let (blind, seeing) = (at(0.0), at(4.0));
    let hours = |report: &Report, id| sum(&series(report, id).down_hours);
    let tools = |report: &Report| end(&series(report, SERVICES).platform);
    Found {
        figures: format!(
            "services {} → {} h, one unit {} → {} h; platform of services {} → {} a month",
            one(hours(&blind, SERVICES)),
            one(hours(&seeing, SERVICES)),
            one(hours(&blind, ONE)),
            one(hours(&seeing, ONE)),
            thousands(tools(&blind)),
            thousands(tools(&seeing))
        ),
        effect: -more(hours(&seeing, SERVICES), hours(&blind, SERVICES)),
    }
}

/// A figure of support-copilot at every number of engineers.
fn by_engineers(lab: &Lab, figure: impl Fn(&Report) -> f64) -> [f64; 6] {
    PEOPLE.map(|people| figure(&lab.run("support-copilot", &[Set::Engineers(people)])))
}

fn percents(values: &[f64]) -> String {
    let cells: Vec<String> = values.iter().map(|value| percent(*value)).collect();
    cells.join(", ")
}

fn at_scale(lab: &Lab) -> Found {
    let dear = by_engineers(lab, |report| dearer(report, SERVICES, ONE));
    Found {
        figures: format!("6, 15, 30, 60, 120, 240 engineers: {}", percents(&dear)),
        effect: dear[0].min(-dear[5]),
    }
}

fn against_kept(lab: &Lab) -> Found {
    let best = by_engineers(lab, |report| several(report, KEPT));
    let services = by_engineers(lab, |report| dearer(report, SERVICES, KEPT));
    Found {
        figures: format!(
            "6, 15, 30, 60, 120, 240 engineers: {}; services alone {}",
            percents(&best),
            percents(&services)
        ),
        effect: best[0].min(-best[5]),
    }
}

fn timing(lab: &Lab) -> Found {
    let at = |people, gamma: Option<f64>| {
        let mut settings = vec![Set::Engineers(people)];
        settings.extend(gamma.map(|gamma| Set::Constant("pace.coordination_exponent", gamma)));
        dearer(&lab.run("support-copilot", &settings), SERVICES, ONE)
    };
    let with = [at(15.0, None), at(120.0, None)];
    let without = [at(15.0, Some(0.0)), at(120.0, Some(0.0))];
    let gain = |pair: [f64; 2]| pair[0] - pair[1];
    let turns = with[0] > 0.0 && with[1] < 0.0;
    Found {
        figures: format!(
            "15 → 120 engineers: {} → {}, without losses to coordination {} → {}",
            percent(with[0]),
            percent(with[1]),
            percent(without[0]),
            percent(without[1])
        ),
        effect: if turns {
            gain(with) - gain(without)
        } else {
            0.0
        },
    }
}

fn selective(lab: &Lab) -> Found {
    let reports = ON_GPUS.map(|preset| lab.run(preset, &[]));
    let saved = |report: &Report, id| {
        let rent = |id| sum(&series(report, id).gpu);
        more(rent(id), rent(ONE))
    };
    let cells = ON_GPUS.iter().zip(&reports).map(|(preset, report)| {
        format!(
            "{preset} {}, {}, {}",
            percent(saved(report, KEPT)),
            percent(saved(report, MODELS)),
            percent(saved(report, SERVICES))
        )
    });
    Found {
        figures: format!(
            "one kept unit in pools, models out, services: {}",
            list(cells)
        ),
        effect: least(reports.iter().map(|report| -saved(report, SERVICES))),
    }
}

/// Infrastructure that services save, as a share of all cost of one unit (%).
fn saved(report: &Report) -> f64 {
    infrastructure_points(report, ONE) - infrastructure_points(report, SERVICES)
}

fn selective_at_scale(lab: &Lab) -> Found {
    let at = |preset, users| lab.run(preset, &[Set::At("factors.users", users)]);
    let pairs = ON_GPUS.map(|preset| [at(preset, 1.0), at(preset, 30.0)]);
    let cells = ON_GPUS.iter().zip(&pairs).map(|(preset, [now, later])| {
        format!(
            "{preset} {} → {} (best of several units in all {} → {})",
            percent(saved(now)),
            percent(saved(later)),
            percent(several(now, ONE)),
            percent(several(later, ONE))
        )
    });
    Found {
        figures: list(cells),
        effect: least(pairs.iter().map(|[now, later]| saved(later) - saved(now))),
    }
}

fn fluctuation(lab: &Lab) -> Found {
    let presets = ["viral-app", "support-copilot"];
    let at = |preset, peak| lab.run(preset, &[Set::At("demand.peak_to_mean", peak)]);
    let pairs = presets.map(|preset| [at(preset, 1.1), at(preset, 4.0)]);
    let cells = presets.iter().zip(&pairs).map(|(preset, [flat, peaky])| {
        format!(
            "{preset} {} → {}",
            percent(saved(flat)),
            percent(saved(peaky))
        )
    });
    Found {
        figures: list(cells),
        effect: least(pairs.iter().map(|[flat, peaky]| saved(peaky) - saved(flat))),
    }
}

fn spikes(lab: &Lab) -> Found {
    let spiked = |plan: &mut Scenario, times: f64| {
        let component = Some(busiest(plan, Kind::GpuJob).name.clone());
        plan.demand.spikes = vec![Spike {
            name: "spike".to_owned(),
            per_month: Quantity::point(4.0),
            times: Quantity::point(times),
            hours: Quantity::point(3.0),
            component,
        }];
    };
    let at = |times| lab.run("viral-app", &[Set::By("spikes", spiked, times)]);
    let (calm, wild) = (at(1.0), at(20.0));
    let extra = |id| npv(&wild, id) - npv(&calm, id);
    let hours = |report: &Report, id| sum(&series(report, id).down_hours);
    let line = |id| {
        format!(
            "{} ({} → {} h down)",
            millions(extra(id)),
            one(hours(&calm, id)),
            one(hours(&wild, id))
        )
    };
    let matters = extra(ONE) > 0.001 * npv(&calm, ONE);
    Found {
        figures: format!(
            "one unit {}, models out {}, services {}",
            line(ONE),
            line(MODELS),
            line(SERVICES)
        ),
        effect: if matters {
            -more(extra(SERVICES), extra(ONE))
        } else {
            0.0
        },
    }
}

fn adoption(lab: &Lab) -> Found {
    let presets = ["viral-app", "coding-assistant", "support-copilot"];
    let flat = |plan: &mut Scenario, _: f64| plan.demand.growth.shape = GrowthShape::Flat;
    let along = |curve| {
        [
            Set::Word("demand.growth.shape", "SCurve"),
            Set::Word("demand.growth.adoption", curve),
        ]
    };
    let mut effect = 0.0_f64;
    let mut cells = Vec::new();
    for preset in presets {
        let mut reports = vec![lab.run(preset, &[Set::By("flat", flat, 0.0)])];
        for curve in ["us_generative_ai", "internet", "chatgpt_weekly_users"] {
            reports.push(lab.run(preset, &along(curve)));
        }
        let gaps: Vec<f64> = reports.iter().map(|report| several(report, ONE)).collect();
        let most = gaps.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        effect = effect.max(most - least(gaps.iter().copied()));
        let mut chosen: Vec<String> = reports
            .iter()
            .map(|report| report.verdict.recommended.replace('_', " "))
            .collect();
        chosen.dedup();
        cells.push(format!(
            "{preset} {} (recommended: {})",
            percents(&gaps),
            chosen.join(", ")
        ));
    }
    Found {
        figures: format!(
            "flat, generative AI in the US, internet, ChatGPT: {}",
            list(cells)
        ),
        effect,
    }
}

fn survey(_: &Lab) -> Found {
    let rates = ["us_generative_ai", "internet", "personal_computers"].map(|curve| {
        let id = format!("adoption.{curve}.monthly_rate");
        let entry = builtin().entries.get(&id).expect("the entry is there");
        assert!(!entry.sources.is_empty(), "{id} has no source");
        entry.likely
    });
    Found {
        figures: format!(
            "generative AI {}, internet {}, personal computers {} a month",
            percent(rates[0] * 100.0),
            percent(rates[1] * 100.0),
            percent(rates[2] * 100.0)
        ),
        effect: (rates[0] / rates[1]).min(rates[1] / rates[2]),
    }
}
