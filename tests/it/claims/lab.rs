//! What experiments share: presets with settings, run once each, and figures read from their reports.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use splitpoint::analysis;
use splitpoint::analysis::decided::DecidedScenario;
use splitpoint::analysis::detail::Detail;
use splitpoint::analysis::futures::memory::Memory;
use splitpoint::analysis::futures::progress::{Ask, refine};
use splitpoint::analysis::report::{Report, RoadmapReport, Series};
use splitpoint::scenario::schema::{Kind, Levels, Training};
use splitpoint::scenario::{Quantity, Scenario, path};
use splitpoint::units;

use crate::ladders::{builtin, fix, more, scenario};

/// One unit, its GPU work and all else scaled as a whole, nothing spent on its modules.
pub(super) const ONE: &str = "monolith";
/// One unit whose modules are kept, in pools.
pub(super) const KEPT: &str = "modular_monolith";
/// A unit for each component.
pub(super) const SERVICES: &str = "microservices";
/// All models in one unit, the rest in another.
pub(super) const MODELS: &str = "inference_first";

/// Months of a year.
const YEAR: usize = 12;
/// Futures that signs are looked for in.
const DRAWS: usize = 128;
/// Their seed, as on the command line.
const SEED: u32 = 7;

/// A setting of an experiment.
#[derive(Clone, Copy, Debug)]
pub(super) enum Set {
    /// A field at a number.
    At(&'static str, f64),
    /// A field at a word.
    Word(&'static str, &'static str),
    /// A constant at a number.
    Constant(&'static str, f64),
    /// All ten levels.
    Levels(f64),
    /// No training.
    Untrained,
    /// The company at another number of engineers: changes and bounds of hiring in proportion.
    Engineers(f64),
    /// Anything else: what it is, what does it, and how much of it.
    By(
        #[expect(dead_code, reason = "says to the reader what the function does")] &'static str,
        fn(&mut Scenario, f64),
        f64,
    ),
}

impl Set {
    fn apply(self, plan: &mut Scenario) {
        match self {
            Self::At(field, value) => {
                path::set(plan, field, &value.to_string()).expect("a number fits");
            }
            Self::Word(field, word) => path::set(plan, field, word).expect("the word is known"),
            Self::Constant(id, value) => fix(plan, &[(id, value)]),
            Self::Levels(level) => {
                let at = Some(Quantity::point(level));
                plan.team.raters.clear();
                plan.team.levels = Levels {
                    delivery: at,
                    platform: at,
                    observability: at,
                    incident_response: at,
                    boundaries: at,
                    ownership: at,
                    distributed: at,
                    model_operations: at,
                    security: at,
                    cost: at,
                };
            }
            Self::Untrained => plan.training = Training::Off,
            Self::Engineers(engineers) => {
                let factor = engineers / plan.team.engineers.likely;
                plan.team.engineers = Quantity::point(engineers);
                let hiring = &mut plan.team.hiring;
                hiring.min = hiring.min.with_likely(hiring.min.likely * factor);
                hiring.max = hiring.max.with_likely(hiring.max.likely * factor);
                let changes = &mut plan.factors.changes;
                *changes = changes.with_likely(changes.likely * factor);
            }
            Self::By(_, change, much) => change(plan, much),
        }
    }
}

/// Presets with settings, each run once however many experiments ask for it.
#[derive(Default)]
pub(super) struct Lab {
    runs: Mutex<BTreeMap<String, Arc<OnceLock<Report>>>>,
}

impl Lab {
    /// The report of a preset with settings, at likely values.
    pub(super) fn run(&self, preset: &str, settings: &[Set]) -> Report {
        self.once(&format!("{preset} {settings:?}"), || {
            analysis::run(&set(preset, settings), builtin()).expect("it runs")
        })
    }

    /// The same with futures and with the timing that is read from them.
    pub(super) fn with_futures(&self, preset: &str) -> Report {
        self.once(&format!("{preset} in futures"), || {
            let plan = set(preset, &[]);
            let mut decided = DecidedScenario::new(&plan, builtin()).expect("it compiles");
            let likely = analysis::report(&mut decided).expect("it runs");
            let ask = Ask {
                seed: SEED,
                draws: &[DRAWS],
                series: &["total"],
                drivers: false,
                timing: true,
                work: None,
            };
            let mut last = likely.clone();
            refine(
                &mut decided,
                &likely,
                &ask,
                &mut Memory::default(),
                &|| true,
                &mut |step| last = step.clone(),
            )
            .expect("it runs");
            last
        })
    }

    fn once(&self, key: &str, report: impl FnOnce() -> Report) -> Report {
        let cell = {
            let mut runs = self.runs.lock().expect("no thread panics");
            Arc::clone(runs.entry(key.to_owned()).or_default())
        };
        cell.get_or_init(report).clone()
    }
}

fn set(preset: &str, settings: &[Set]) -> Scenario {
    let mut plan = scenario(preset);
    for setting in settings {
        setting.apply(&mut plan);
    }
    plan
}

/// The component of a kind of which most is asked: calls times tokens or GPU time, or the first.
pub(super) fn busiest(
    plan: &mut Scenario,
    kind: Kind,
) -> &mut splitpoint::scenario::schema::Component {
    let work = |part: &splitpoint::scenario::schema::Component| {
        let each = match kind {
            Kind::Llm => part.tokens_in.likely + part.tokens_out.likely,
            Kind::GpuJob => part.gpu_seconds.likely,
            _ => 1.0,
        };
        part.calls.likely * each
    };
    let of_kind = plan.components.iter_mut().filter(|part| part.kind == kind);
    of_kind
        .max_by(|a, b| work(a).total_cmp(&work(b)))
        .expect("the preset has one of the kind")
}

/// A roadmap of a report.
pub(super) fn roadmap<'r>(report: &'r Report, id: &str) -> &'r RoadmapReport {
    let found = report.roadmaps.iter().find(|roadmap| roadmap.id == id);
    found.expect("the roadmap is there")
}

/// Its months.
pub(super) fn series<'r>(report: &'r Report, id: &str) -> &'r Series {
    roadmap(report, id).series.as_ref().expect("it can run")
}

/// What its pages show beside them.
pub(super) fn detail<'r>(report: &'r Report, id: &str) -> &'r Detail {
    roadmap(report, id).detail.as_ref().expect("it can run")
}

/// Net present value of its total.
pub(super) fn npv(report: &Report, id: &str) -> f64 {
    roadmap(report, id).totals.expect("it can run").npv
}

/// How much more a roadmap costs than another (%).
pub(super) fn dearer(report: &Report, id: &str, than: &str) -> f64 {
    more(npv(report, id), npv(report, than))
}

/// Whether a roadmap ends in one unit.
fn is_one(roadmap: &RoadmapReport) -> bool {
    let last = roadmap.stages.last();
    last.is_some_and(|stage| stage.units.len() <= 1)
}

/// The cheapest roadmap that ends in one unit, or in several.
pub(super) fn cheapest(report: &Report, one: bool) -> &RoadmapReport {
    let cost = |roadmap: &RoadmapReport| roadmap.totals.map(|totals| totals.npv);
    let able = report.roadmaps.iter().filter(|roadmap| roadmap.feasible);
    able.filter(|roadmap| is_one(roadmap) == one)
        .min_by(|a, b| {
            let (a, b) = (cost(a), cost(b));
            a.partial_cmp(&b).expect("costs are numbers")
        })
        .expect("some of them run")
}

/// How much more the cheapest roadmap in several units costs than another (%).
pub(super) fn several(report: &Report, than: &str) -> f64 {
    let best = cheapest(report, false).totals.expect("it can run").npv;
    more(best, npv(report, than))
}

/// Whether the recommended roadmap ends in one unit.
pub(super) fn recommends_one(report: &Report) -> bool {
    is_one(roadmap(report, &report.verdict.recommended))
}

/// Sum of all months.
pub(super) fn sum(values: &[f64]) -> f64 {
    values.iter().sum()
}

/// Sum of the first twelve.
pub(super) fn first_year(values: &[f64]) -> f64 {
    sum(&values[..YEAR])
}

/// Sum of the last twelve.
pub(super) fn last_year(values: &[f64]) -> f64 {
    sum(&values[values.len() - YEAR..])
}

/// Mean of the last twelve.
pub(super) fn end(values: &[f64]) -> f64 {
    last_year(values) / YEAR as f64
}

/// Infrastructure, as a share of all cost of one unit (%).
pub(super) fn infrastructure_points(report: &Report, id: &str) -> f64 {
    let totals = |id| roadmap(report, id).totals.expect("it can run");
    totals(id).infrastructure / totals(ONE).total * 100.0
}

/// Mean share of the product's value that is lost while one of some components fails (%).
pub(super) fn lost(report: &Report, id: &str, counts: impl Fn(&str, bool) -> bool) -> f64 {
    let blast = detail(report, id).reliability.blast.last();
    let lost = blast.expect("there is a stage").lost.iter();
    let shares: Vec<f64> = lost
        .filter(|part| counts(&part.component, part.core))
        .map(|part| part.share)
        .collect();
    assert!(!shares.is_empty(), "no component counts");
    sum(&shares) / shares.len() as f64 * 100.0
}

/// Hours down of an incident that a change caused, in the last year (h).
pub(super) fn hours_an_incident(report: &Report, id: &str) -> f64 {
    let causes = &detail(report, id).reliability.causes;
    let changes = causes.iter().find(|cause| cause.cause == "changes");
    let changes = changes.expect("the cause is there");
    last_year(&changes.down_hours) / last_year(&changes.incidents)
}

/// The least of some effects.
pub(super) fn least(effects: impl IntoIterator<Item = f64>) -> f64 {
    effects.into_iter().fold(f64::INFINITY, f64::min)
}

/// `12.3`.
pub(super) fn one(value: f64) -> String {
    units::decimal(value, 1)
}

/// `12`.
pub(super) fn whole(value: f64) -> String {
    units::decimal(value, 0)
}

/// `1.23`.
pub(super) fn two(value: f64) -> String {
    units::decimal(value, 2)
}

/// `1.23M`.
pub(super) fn millions(value: f64) -> String {
    format!("{}M", two(value / 1e6))
}

/// `12.3k`.
pub(super) fn thousands(value: f64) -> String {
    format!("{}k", one(value / 1e3))
}
