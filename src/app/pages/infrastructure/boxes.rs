//! A unit's box before it is drawn: what it costs, what holds it up and why, how full that is.

use super::model::{Running, at, hardware_of};
use crate::analysis::report::{PublishedReport, StageReport, UnitReport};
use crate::analysis::serving::ConcurrencyStated;
use crate::app::pages::decision::words::Words;
use crate::app::view::ResultsView;
use crate::scenario::schema::{Hosting, Kind};
use crate::units;

/// A component in a unit's box.
pub(super) struct Chip<'a> {
    pub(super) name: &'a str,
    /// Whether the product is of no use without it.
    pub(super) core: bool,
}

/// A bar of a unit's box.
pub(super) struct Bar {
    pub(super) label: &'static str,
    /// Share in use.
    pub(super) share: f64,
    /// Whether it is about GPUs.
    pub(super) gpu: bool,
}

/// A unit's box.
pub(super) struct UnitBox<'a> {
    pub(super) name: &'a str,
    pub(super) core: bool,
    /// Money in the month.
    pub(super) cost: f64,
    /// "$130k".
    pub(super) figure: String,
    pub(super) chips: Vec<Chip<'a>>,
    /// GPUs held, mean of the month.
    pub(super) gpus: f64,
    /// "68 H100, 2 a replica".
    pub(super) title: String,
    /// First clause of why, or what it holds instead of GPUs.
    pub(super) detail: String,
    /// "published 4,205 tok/s, model says 4,050", each with the run it is about.
    pub(super) published: Vec<(String, String)>,
    /// Replicas by month, 0 before and after the stage.
    pub(super) replicas: &'a [f64],
    /// "34 replicas".
    pub(super) replicas_text: String,
    pub(super) bars: Vec<Bar>,
}

impl UnitBox<'_> {
    /// Whether it gets a wide box.
    pub(super) fn is_large(&self) -> bool {
        self.gpus > 0.0 || self.core
    }
}

/// Shapes the box of a unit that holds so many whole GPUs in a month.
pub(super) fn unit_box<'a>(
    view: &ResultsView<'a>,
    words: &Words<'a>,
    here: &Running<'a>,
    unit: &'a UnitReport,
    (whole, month): (i64, usize),
) -> UnitBox<'a> {
    let hardware = hardware_of(here.roadmap, here.stage, &unit.name);
    let gpus = at(&unit.gpus, month);
    let with_gpus = gpus > 0.0;
    let chips = chips(here, &unit.name);
    let held = |noun: &str| match whole {
        0 => format!("Less than 1 {noun}"),
        whole => format!("{} {noun}", units::decimal(whole as f64, 0)),
    };
    let vcpus = format!("{} vCPU", units::count(at(&unit.vcpus, month).round()));
    let (title, detail, published) = match hardware.filter(|_| with_gpus) {
        Some(hardware) => (
            format!(
                "{}, {} a replica",
                held(&hardware.gpu),
                hardware.gpus_per_replica
            ),
            first_clause(&hardware.reason).to_owned(),
            hardware.published.iter().map(published).collect(),
        ),
        None if with_gpus => (
            held(if whole > 1 { "GPUs" } else { "GPU" }),
            String::new(),
            Vec::new(),
        ),
        None if buys(view, here, &unit.name, &chips) => {
            ("Hosted API".to_owned(), vcpus, Vec::new())
        }
        None => ("CPU only".to_owned(), vcpus, Vec::new()),
    };
    let replicas = at(&unit.replicas, month);
    let (one, many) = if with_gpus {
        ("replica", "replicas")
    } else {
        ("pod", "pods")
    };
    let number = units::trimmed(replicas, usize::from(replicas < 9.95));
    let noun = if number == "1" { one } else { many };
    let cost = at(&unit.cost, month);
    UnitBox {
        name: &unit.name,
        core: unit.core,
        cost,
        figure: words.currency.total(cost),
        chips,
        gpus,
        title,
        detail,
        published,
        replicas: &unit.replicas,
        replicas_text: format!("{number} {noun}"),
        bars: bars(unit, with_gpus, month),
    }
}

/// Whether a unit buys anything from a model API: entered so, or found cheaper.
fn buys(view: &ResultsView<'_>, here: &Running<'_>, unit: &str, chips: &[Chip<'_>]) -> bool {
    let entered = view.scenario.components.iter().any(|component| {
        let buys = match component.kind {
            Kind::HostedApi => true,
            Kind::Llm => component.hosting == Hosting::Hosted,
            _ => false,
        };
        buys && chips.iter().any(|chip| chip.name == component.name)
    });
    let found = here.roadmap.detail.as_ref().is_some_and(|detail| {
        detail
            .buy_or_host
            .iter()
            .any(|choice| choice.stage == here.stage && choice.unit == unit && choice.bought)
    });
    entered || found
}

fn bars(unit: &UnitReport, with_gpus: bool, month: usize) -> Vec<Bar> {
    let bar = |label, values: &[f64], gpu| Bar {
        label,
        share: at(values, month),
        gpu,
    };
    if with_gpus {
        vec![
            bar("GPU at peak", &unit.peak_utilisation, true),
            bar("GPU memory", &unit.memory_utilisation, true),
            bar("CPU", &unit.cpu_utilisation, false),
        ]
    } else {
        vec![
            bar("CPU at peak", &unit.cpu_utilisation, false),
            bar("Memory", &unit.memory_utilisation, false),
        ]
    }
}

fn chips<'a>(here: &Running<'a>, unit: &str) -> Vec<Chip<'a>> {
    let stage: Option<&'a StageReport> = here.roadmap.stages.get(here.stage);
    let shape = stage.and_then(|stage| stage.units.iter().find(|shape| shape.name == unit));
    let blast = here
        .roadmap
        .detail
        .as_ref()
        .map(|detail| &detail.reliability.blast);
    let core = |name: &str| {
        blast.is_some_and(|blast| {
            let mut lost = blast.iter().flat_map(|stage| &stage.lost);
            lost.any(|loss| loss.core && loss.component == name)
        })
    };
    shape.map_or_else(Vec::new, |shape| {
        let names = shape.components.iter();
        names
            .map(|name| Chip {
                name,
                core: core(name),
            })
            .collect()
    })
}

/// The first clause of a sentence about hardware, without its full stop.
pub(super) fn first_clause(reason: &str) -> &str {
    let clause = reason.split([';', ':']).next().unwrap_or(reason);
    let clause = clause.split(". ").next().unwrap_or(clause);
    clause.trim_end_matches('.')
}

fn published(report: &PublishedReport) -> (String, String) {
    let run = &report.run;
    let calls = match &run.concurrency {
        ConcurrencyStated::Calls(calls) => {
            units::counted(*calls as f64, "call at once", "calls at once")
        }
        ConcurrencyStated::Word(word) => {
            format!("{word} calls at once")
        }
    };
    (
        format!(
            "Published {} tok/s, model says {}",
            units::decimal(run.measured, 0),
            units::decimal(run.predicted, 0)
        ),
        format!(
            "{} in {} on {}, {} tokens in, {} out, {calls}; {}.",
            report.model,
            run.precision,
            units::counted(run.tp as f64, "GPU", "GPUs"),
            units::count(run.input as f64),
            units::count(run.output as f64),
            run.source
        ),
    )
}
