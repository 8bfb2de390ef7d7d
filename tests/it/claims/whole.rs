//! Claims about one unit: what it is good for, and what becomes of it.

use splitpoint::analysis::report::Report;
use splitpoint::scenario::Quantity;
use splitpoint::scenario::schema::{GrowthShape, Launch, Scenario};

use super::lab::{
    KEPT, Lab, ONE, SERVICES, Set, cheapest, dearer, detail, end, first_year, hours_an_incident,
    last_year, least, millions, one, series, sum, two,
};
use super::{Claim, Criterion, Found, Verdict};
use crate::ladders::{more, percent};

pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        number: 16,
        said: "A monolith is built and shipped faster",
        experiment: "prototype-assistant and support-copilot as products still to be built for month 6, without training; month of the first user, services against one unit",
        criterion: Criterion {
            measure: "months that one unit is earlier, least of two",
            unit: "months",
            shown: 1.0,
            weak: 0.0,
            contrary: -1.0,
        },
        run: shipped,
        verdict: Verdict::Contrary,
        why: "A handful of people ship one unit earlier; thirty people building one unit lose more to coordination than units take to set up, and an expert would doubt it, since boundaries drawn before the product is known are drawn twice.",
        before: Verdict::Weak,
    },
    Claim {
        number: 17,
        said: "The whole is easier to understand and has less friction",
        experiment: "people whom operations need, mean over the horizon, in rag-search and support-copilot, services against one unit",
        criterion: Criterion {
            measure: "how many more they are, least of two",
            unit: "%",
            shown: 20.0,
            weak: 5.0,
            contrary: -5.0,
        },
        run: friction,
        verdict: Verdict::Shown,
        why: "One unit has one of everything to run.",
        before: Verdict::Shown,
    },
    Claim {
        number: 18,
        said: "It is debugged, tested and deployed once, which saves money",
        experiment: "platform cost, on-call pay and the salaries of those busy with operations, over the horizon, in prototype-assistant, rag-search, coding-assistant and agent-marketplace",
        criterion: Criterion {
            measure: "how much more services cost, least of four",
            unit: "%",
            shown: 5.0,
            weak: 0.0,
            contrary: -5.0,
        },
        run: once,
        verdict: Verdict::Contrary,
        why: "It holds for the smaller ones; in the largest product one unit tests all of its code at each build and takes more operations for incidents and GPUs, as an expert would expect of a large build.",
        before: Verdict::Contrary,
    },
    Claim {
        number: 19,
        said: "An early product needs no orchestration",
        experiment: "prototype-assistant, services against one unit",
        criterion: Criterion {
            measure: "how much more services cost",
            unit: "%",
            shown: 20.0,
            weak: 5.0,
            contrary: -5.0,
        },
        run: early,
        verdict: Verdict::Shown,
        why: "For four people the operations of units are a second job.",
        before: Verdict::Shown,
    },
    Claim {
        number: 20,
        said: "A stable and predictable product gains little from splitting",
        experiment: "rag-search with a tenth of its changes and flat demand, and mature-product; the best of several units against the best of one",
        criterion: Criterion {
            measure: "how much more it costs, least of two",
            unit: "%",
            shown: -1.0,
            weak: -3.0,
            contrary: -5.0,
        },
        run: stable,
        verdict: Verdict::Shown,
        why: "Where little changes there is little coordination to save.",
        before: Verdict::Shown,
    },
    Claim {
        number: 21,
        said: "A monolith expands and changes slow down",
        experiment: "support-copilot: days from wish to production in one unit, last month against first",
        criterion: Criterion {
            measure: "how much longer they are",
            unit: "%",
            shown: 10.0,
            weak: 3.0,
            contrary: -3.0,
        },
        run: slower,
        verdict: Verdict::Shown,
        why: "Modules erode and code grows until work waits for people; the work of a single change does not grow, because training towards better delivery makes up for it.",
        before: Verdict::Shown,
    },
    Claim {
        number: 22,
        said: "Testing takes longer",
        experiment: "support-copilot with four times the code: lead time of the last year in one unit",
        criterion: Criterion {
            measure: "how much longer it is",
            unit: "%",
            shown: 20.0,
            weak: 5.0,
            contrary: -5.0,
        },
        run: testing,
        verdict: Verdict::Weak,
        why: "Builds grow with the code, but suites are spread over machines from delivery level 3 on, and the wait for people, evaluation and release is most of the rest.",
        before: Verdict::Weak,
    },
    Claim {
        number: 23,
        said: "Bugs get harder to trace as it grows",
        experiment: "support-copilot without training: hours down of an incident that a change caused, in the last year of one unit, with a quarter of the changes and with all of them",
        criterion: Criterion {
            measure: "how much longer they are where more was built",
            unit: "%",
            shown: 5.0,
            weak: 1.0,
            contrary: -1.0,
        },
        run: tracing_bugs,
        verdict: Verdict::Shown,
        why: "More code in the unit and more changes in a release leave more suspects.",
        before: Verdict::Shown,
    },
    Claim {
        number: 24,
        said: "The signs can be known",
        experiment: "support-copilot and coding-assistant in 128 futures: measures with a threshold at which to split",
        criterion: Criterion {
            measure: "measures that are worth watching",
            unit: "",
            shown: 2.0,
            weak: 1.0,
            contrary: -1.0,
        },
        run: signs,
        verdict: Verdict::Absent,
        why: "Signs are looked for of the step to one unit for each component, which in these two presets is never best; the step that is best, models out, has none, and an expert would want its signs.",
        before: Verdict::Shown,
    },
];

fn list(cells: impl IntoIterator<Item = String>) -> String {
    cells.into_iter().collect::<Vec<_>>().join("; ")
}

fn shipped(lab: &Lab) -> Found {
    let presets = ["prototype-assistant", "support-copilot"];
    let unbuilt = |plan: &mut Scenario, month: f64| {
        plan.launch = Some(Launch {
            month: month as u32,
            value_per_month: Quantity::point(0.0),
        });
    };
    let launch = Set::By("launch", unbuilt, 6.0);
    let reports = presets.map(|preset| lab.run(preset, &[launch, Set::Untrained]));
    let live = |report: &Report, id| {
        let users = &series(report, id).users;
        users
            .iter()
            .position(|users| *users > 0.0)
            .unwrap_or(users.len())
    };
    let cells = presets.iter().zip(&reports).map(|(preset, report)| {
        format!(
            "{preset} {} against {}",
            live(report, ONE),
            live(report, SERVICES)
        )
    });
    Found {
        figures: format!("months of one unit against services: {}", list(cells)),
        effect: least(
            reports
                .iter()
                .map(|report| live(report, SERVICES) as f64 - live(report, ONE) as f64),
        ),
    }
}

fn friction(lab: &Lab) -> Found {
    let presets = ["rag-search", "support-copilot"];
    let pairs = presets.map(|preset| {
        let report = lab.run(preset, &[]);
        [ONE, SERVICES].map(|id| {
            let need = &detail(&report, id).people.need_operations;
            sum(need) / need.len() as f64
        })
    });
    let cells = presets
        .iter()
        .zip(&pairs)
        .map(|(preset, [one, many])| format!("{preset} {} → {}", two(*one), two(*many)));
    Found {
        figures: format!("one unit → services: {}", list(cells)),
        effect: least(pairs.iter().map(|[one, many]| more(*many, *one))),
    }
}

fn once(lab: &Lab) -> Found {
    let presets = [
        "prototype-assistant",
        "rag-search",
        "coding-assistant",
        "agent-marketplace",
    ];
    let costs = presets.map(|preset| {
        let report = lab.run(preset, &[]);
        [ONE, SERVICES].map(|id| {
            let months = series(&report, id);
            let salaries: f64 = (0..months.salaries.len())
                .map(|m| months.salaries[m] / months.engineers[m] * months.platform_engineers[m])
                .sum();
            let tools = sum(&months.platform);
            [tools + sum(&months.on_call) + salaries, tools]
        })
    });
    let cells = presets.iter().zip(&costs).map(|(preset, [one, many])| {
        format!(
            "{preset} {} → {} (platform alone {} → {})",
            millions(one[0]),
            millions(many[0]),
            millions(one[1]),
            millions(many[1])
        )
    });
    Found {
        figures: format!("one unit → services: {}", list(cells)),
        effect: least(costs.iter().map(|[one, many]| more(many[0], one[0]))),
    }
}

fn early(lab: &Lab) -> Found {
    let report = lab.run("prototype-assistant", &[]);
    let effect = dearer(&report, SERVICES, ONE);
    let people = |id| end(&series(&report, id).engineers);
    Found {
        figures: format!(
            "{}, {} people instead of {} in the last year",
            percent(effect),
            one(people(SERVICES)),
            one(people(ONE))
        ),
        effect,
    }
}

fn stable(lab: &Lab) -> Found {
    let flat = |plan: &mut Scenario, _: f64| plan.demand.growth.shape = GrowthShape::Flat;
    let calm = [Set::At("factors.changes", 0.1), Set::By("flat", flat, 0.0)];
    let reports = [
        ("rag-search", lab.run("rag-search", &calm)),
        ("mature-product", lab.run("mature-product", &[])),
    ];
    let extra = |report: &Report| {
        let npv = |one| cheapest(report, one).totals.expect("it can run").npv;
        more(npv(false), npv(true))
    };
    let cells = reports.iter().map(|(preset, report)| {
        format!(
            "{preset} {} ({}), services {}",
            percent(extra(report)),
            cheapest(report, false).id.replace('_', " "),
            percent(dearer(report, SERVICES, ONE))
        )
    });
    Found {
        figures: list(cells),
        effect: least(reports.iter().map(|(_, report)| extra(report))),
    }
}

fn slower(lab: &Lab) -> Found {
    let report = lab.run("support-copilot", &[]);
    let work = |id: &str| {
        let months = series(&report, id);
        let need = &detail(&report, id).people.need_changes;
        let new: Vec<f64> = (0..need.len())
            .map(|m| months.wanted_changes[m] - m.checked_sub(1).map_or(0.0, |b| months.backlog[b]))
            .collect();
        [
            first_year(need) / first_year(&new),
            last_year(need) / last_year(&new),
        ]
    };
    let days = |id: &str| {
        let months = series(&report, id);
        let at = |month: usize| months.lead_time_days[month] + months.queue_days[month];
        [at(0), at(months.lead_time_days.len() - 1)]
    };
    let line = |id: &str| {
        let ([first, last], [light, heavy]) = (days(id), work(id));
        let modularity = &series(&report, id).modularity;
        format!(
            "{} → {} days, modularity {} → {}, work of a wanted change {} → {} person-months",
            one(first),
            one(last),
            two(modularity[0]),
            two(*modularity.last().expect("there are months")),
            two(light),
            two(heavy)
        )
    };
    let [first, last] = days(ONE);
    Found {
        figures: format!("one unit {}; one kept unit {}", line(ONE), line(KEPT)),
        effect: more(last, first),
    }
}

fn testing(lab: &Lab) -> Found {
    let code = |plan: &mut Scenario, factor: f64| {
        for part in &mut plan.components {
            part.size_pm = part.size_pm.with_likely(part.size_pm.likely * factor);
        }
    };
    let at = |factor| lab.run("support-copilot", &[Set::By("code", code, factor)]);
    let (small, large) = (at(1.0), at(4.0));
    let lead = |report: &Report, id| end(&series(report, id).lead_time_days);
    Found {
        figures: format!(
            "one unit {} → {} days, services {} → {} days",
            two(lead(&small, ONE)),
            two(lead(&large, ONE)),
            two(lead(&small, SERVICES)),
            two(lead(&large, SERVICES))
        ),
        effect: more(lead(&large, ONE), lead(&small, ONE)),
    }
}

fn tracing_bugs(lab: &Lab) -> Found {
    let at = |factor| {
        let changes = Set::At("factors.changes", factor);
        hours_an_incident(&lab.run("support-copilot", &[Set::Untrained, changes]), ONE)
    };
    let (few, many) = (at(0.25), at(1.0));
    Found {
        figures: format!("{} → {} h", two(few), two(many)),
        effect: more(many, few),
    }
}

fn signs(lab: &Lab) -> Found {
    let mut worth = 0;
    let mut cells = Vec::new();
    for preset in ["support-copilot", "coding-assistant"] {
        let report = lab.with_futures(preset);
        let timing = report.timing.expect("futures were drawn");
        let wires = timing.tripwires.iter();
        let with_threshold = wires.clone().filter(|wire| wire.threshold.is_some());
        let watched = wires.filter(|wire| wire.threshold.is_some() && wire.value_of_watching > 0.0);
        worth += watched.clone().count();
        let best = watched.max_by(|a, b| a.value_of_watching.total_cmp(&b.value_of_watching));
        cells.push(format!(
            "{preset} {} with a threshold, the best {}",
            with_threshold.count(),
            best.map_or_else(
                || "worth nothing".to_owned(),
                |wire| format!("{} worth {}", wire.metric, millions(wire.value_of_watching))
            )
        ));
    }
    Found {
        figures: list(cells),
        effect: f64::from(u32::try_from(worth).expect("few")),
    }
}
