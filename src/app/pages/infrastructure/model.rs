//! What the Infrastructure page shows, shaped from the report before anything is drawn.
//!
//! Figures are picked, differenced and rounded; none is modelled here. GPUs held are means of a
//! month, rounded so that the boxes add up to the total of the claim. While a move is under way,
//! the units that still serve are shown: those of the last stage that is done.

use super::boxes::{UnitBox, unit_box};
use super::claim::{claim, lead};
use super::lines::{Line, chart};
use super::side::{Fit, Hosted, Scaling, Tax};
use crate::analysis::report::{HardwareReport, RoadmapReport, StageReport, UnitReport};
use crate::app::copied;
use crate::app::pages::decision::words::Words;
use crate::app::pages::heading::short_name;
use crate::app::theme::RoadmapLook;
use crate::app::view::{ResultsView, look_of};
use crate::scenario::RoadmapKind;
use crate::units;

/// What the Infrastructure page remembers between frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct InfrastructureState {
    /// Id of the roadmap shown; the recommended one until another is picked.
    pub(super) roadmap: Option<String>,
    /// Month shown; the last until another is picked.
    pub(super) month: Option<usize>,
    /// Name of the unit whose hardware is compared.
    pub(super) unit: Option<String>,
    /// Month under the pointer.
    pub(super) hover: Option<usize>,
    /// Whether the units without a box are listed.
    pub(super) listed: bool,
}

/// Most units drawn as boxes; the others are listed.
pub(super) const BOXES: usize = 12;

/// Everything on the page.
pub(crate) struct InfrastructureView<'a> {
    pub(super) words: Words<'a>,
    /// Place of the roadmap shown in the report.
    pub(super) chosen: usize,
    /// Its name.
    pub(super) name: &'a str,
    /// Month shown.
    pub(super) month: usize,
    pub(crate) claim: String,
    pub(super) lead: String,
    /// Why the roadmap cannot run, when it cannot.
    pub(super) unfit: Option<&'a str>,
    /// Kind of the roadmap shown.
    pub(super) kind: RoadmapLook,
    /// Units of the month: wide ones first, each group by cost.
    pub(super) boxes: Vec<UnitBox<'a>>,
    /// Units without a box, by cost.
    pub(super) rest: Vec<UnitBox<'a>>,
    /// What units share and no box contains.
    pub(super) shared: Option<String>,
    pub(super) tax: Option<Tax>,
    pub(super) scaling: Option<Scaling>,
    pub(super) fit: Option<Fit<'a>>,
    pub(super) hosted: Vec<Hosted<'a>>,
    /// Heading of the chart.
    pub(super) chart: String,
    /// Whether the chart counts GPUs; else it is of money.
    pub(super) counts_gpus: bool,
    pub(super) lines: Vec<Line<'a>>,
}

/// A roadmap's units in a month.
pub(super) struct Running<'a> {
    pub(super) roadmap: &'a RoadmapReport,
    pub(super) stage: usize,
    pub(super) units: Vec<&'a UnitReport>,
}

impl<'a> Running<'a> {
    /// The units that run in a month.
    pub(super) fn of(roadmap: &'a RoadmapReport, month: usize) -> Option<Self> {
        let stage = stage_of(roadmap, month)?;
        let units = roadmap.units.iter().filter(|unit| unit.stage == stage);
        Some(Self {
            roadmap,
            stage,
            units: units.collect(),
        })
    }

    /// GPUs held in a month, rounded to whole ones but not to none.
    pub(super) fn gpus(&self, month: usize) -> f64 {
        units::held(self.units.iter().map(|unit| at(&unit.gpus, month)).sum())
    }

    /// Whole GPUs of each unit, which add up to [`Running::gpus`].
    fn gpus_each(&self, month: usize) -> Vec<i64> {
        let held: Vec<f64> = self
            .units
            .iter()
            .map(|unit| at(&unit.gpus, month))
            .collect();
        units::apportion(&held, self.gpus(month) as i64, 1.0)
    }

    /// CPUs held in a month (vCPU).
    pub(super) fn vcpus(&self, month: usize) -> f64 {
        self.units.iter().map(|unit| at(&unit.vcpus, month)).sum()
    }

    /// The one type of GPU in use; none when there are several.
    pub(super) fn gpu_type(&self, month: usize) -> Option<&'a str> {
        let mut types = self
            .units
            .iter()
            .filter(|unit| at(&unit.gpus, month) > 0.0)
            .map(|unit| hardware_of(self.roadmap, self.stage, &unit.name))
            .map(|hardware| hardware.map(|hardware| hardware.gpu.as_str()));
        let first = types.next()??;
        types
            .all(|other| other.is_none_or(|other| other == first))
            .then_some(first)
    }
}

/// The value of a month; 0 beyond the list.
pub(super) fn at(values: &[f64], month: usize) -> f64 {
    values.get(month).copied().unwrap_or_default()
}

/// The stage whose units serve in a month: the last that is done by then and has units running.
fn stage_of(roadmap: &RoadmapReport, month: usize) -> Option<usize> {
    let runs = |stage: usize| {
        roadmap
            .units
            .iter()
            .filter(|unit| unit.stage == stage)
            .any(|unit| at(&unit.replicas, month) > 0.0 || at(&unit.cost, month) > 0.0)
    };
    let done = |stage: usize| {
        let stage = roadmap.stages.get(stage);
        stage
            .and_then(|stage| stage.done_month)
            .is_some_and(|done| done <= month)
    };
    let places = || (0..roadmap.stages.len()).rev().filter(|stage| runs(*stage));
    places()
        .find(|stage| done(*stage))
        .or_else(|| places().next_back())
}

pub(super) fn hardware_of<'a>(
    roadmap: &'a RoadmapReport,
    stage: usize,
    unit: &str,
) -> Option<&'a HardwareReport> {
    roadmap
        .hardware
        .iter()
        .find(|hardware| hardware.stage == stage && hardware.unit == unit)
}

impl<'a> InfrastructureView<'a> {
    /// Shapes the page.
    pub(crate) fn from(view: &ResultsView<'a>, state: &InfrastructureState) -> Self {
        let words = Words::of(view);
        let roadmaps = &view.report.roadmaps;
        let month = state
            .month
            .unwrap_or(usize::MAX)
            .min(words.months.saturating_sub(1));
        let place = |id: &str| roadmaps.iter().position(|roadmap| roadmap.id == id);
        let chosen = state
            .roadmap
            .as_deref()
            .and_then(place)
            .or_else(|| place(&view.report.verdict.recommended))
            .unwrap_or_default();
        let shown = roadmaps.get(chosen);
        let running = shown.and_then(|roadmap| Running::of(roadmap, month));
        let against = running.as_ref().and_then(|here| other(&words, here, month));
        let mut boxes: Vec<UnitBox<'a>> = running.as_ref().map_or_else(Vec::new, |here| {
            let each = here.gpus_each(month);
            here.units
                .iter()
                .zip(each)
                .map(|(unit, gpus)| unit_box(view, &words, here, unit, (gpus, month)))
                .collect()
        });
        boxes.sort_by(|a, b| b.cost.total_cmp(&a.cost));
        let rest = boxes.split_off(boxes.len().min(BOXES));
        let fit = running
            .as_ref()
            .and_then(|here| Fit::of(&words, here, &boxes, state.unit.as_deref()));
        boxes.sort_by_key(|unit| !unit.is_large());
        let (counts_gpus, chart, lines) = chart(&words, shown);
        Self {
            name: shown.map_or("", short_name),
            chosen,
            month,
            claim: claim(shown, running.as_ref(), against.as_ref(), month),
            lead: lead(&words, shown, running.as_ref(), month),
            unfit: shown
                .filter(|roadmap| roadmap.series.is_none())
                .map(|roadmap| roadmap.reason.as_deref().unwrap_or("No reason is known.")),
            kind: shown.map_or(RoadmapLook::Monolith, look_of),
            shared: running
                .as_ref()
                .and_then(|here| shared(&words, here, month)),
            tax: running
                .as_ref()
                .and_then(|here| Tax::of(&words, here, month)),
            scaling: running
                .as_ref()
                .zip(against.as_ref())
                .and_then(|(here, other)| Scaling::of(&words, here, other, month)),
            hosted: running
                .as_ref()
                .map_or_else(Vec::new, |here| Hosted::list(&words, here)),
            fit,
            boxes,
            rest,
            chart,
            counts_gpus,
            lines,
            words,
        }
    }

    /// How many boxes have GPUs, of which one is compared.
    pub(super) fn comparable(&self) -> usize {
        self.boxes.iter().filter(|unit| unit.gpus > 0.0).count()
    }

    /// "129 more units, $18k a month".
    pub(super) fn rest_text(&self) -> String {
        let cost: f64 = self.rest.iter().map(|unit| unit.cost).sum();
        let count = units::counted(self.rest.len() as f64, "more unit", "more units");
        format!("{count}, {} a month", self.words.currency.total(cost))
    }

    /// What the chart shows, for screen readers.
    pub(super) fn chart_summary(&self) -> String {
        let ends: Vec<String> = self
            .lines
            .iter()
            .filter_map(|line| {
                let last = *line.values.last()?;
                Some(format!("{} {}", line.label, self.chart_figure(last)))
            })
            .collect();
        format!(
            "{} by roadmap; in {}: {}. Month shown: {}.",
            self.chart,
            self.words.last(),
            ends.join(", "),
            self.words.short(self.month)
        )
    }

    /// A figure of the chart.
    pub(super) fn chart_figure(&self, value: f64) -> String {
        if self.counts_gpus {
            units::decimal(value, 0)
        } else {
            self.words.currency.total(value)
        }
    }

    /// The units of the month as tab-separated text.
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "{}, {}\tCost ({})\tHardware\tReplicas\n",
            self.name,
            self.words.short(self.month),
            self.words.currency.code()
        );
        for unit in self.boxes.iter().chain(&self.rest) {
            let cost = copied::number(unit.cost);
            for part in [unit.name, "\t", &cost, "\t", &unit.title, "\t"] {
                text.push_str(part);
            }
            text.push_str(&unit.replicas_text);
            text.push('\n');
        }
        text
    }
}

/// The roadmap that the claim compares with: one unit, or for one unit the best with several.
fn other<'a>(words: &Words<'a>, here: &Running<'a>, month: usize) -> Option<Running<'a>> {
    let several = here.units.len() > 1;
    let find = |wanted: &dyn Fn(&RoadmapReport) -> bool| {
        let roadmap = words.feasible().find(|roadmap| wanted(roadmap))?;
        let running = Running::of(roadmap, month)?;
        ((running.units.len() > 1) != several).then_some(running)
    };
    let of_kind = |kind| find(&|roadmap| roadmap.kind() == kind);
    if several {
        return of_kind(RoadmapKind::Monolith).or_else(|| of_kind(RoadmapKind::ModularMonolith));
    }
    let best = words
        .recommended
        .and_then(|best| find(&|roadmap| roadmap.id == best.id));
    best.or_else(|| of_kind(RoadmapKind::Microservices))
        .or_else(|| of_kind(RoadmapKind::Switch))
}

/// What the units share: the month's infrastructure less what stands in boxes and list.
fn shared(words: &Words<'_>, here: &Running<'_>, month: usize) -> Option<String> {
    let whole = at(&here.roadmap.series.as_ref()?.infrastructure, month);
    let own: f64 = here.units.iter().map(|unit| at(&unit.cost, month)).sum();
    if moving_to(here.roadmap, month).is_some() {
        return Some(
            "While a move is under way, a box says what its unit costs where it runs alone."
                .to_owned(),
        );
    }
    (whole - own >= 1.0).then(|| {
        let amount = words.currency.total(whole - own);
        format!(
            "Beside the units {amount} a month is for what they share: control planes, \
             observability, CI, GPU staging, licences."
        )
    })
}

/// The stage that a move under way in a month leads to.
pub(super) fn moving_to(roadmap: &RoadmapReport, month: usize) -> Option<&StageReport> {
    roadmap
        .stages
        .iter()
        .skip(1)
        .find(|stage| stage.from_month <= month && stage.done_month.is_none_or(|done| month < done))
}
