//! The column beside the boxes: fragmentation tax, selective scaling, what fits, buy or host.
//!
//! Parts of a shown total are rounded so that they add up to it.

use super::boxes::UnitBox;
use super::claim::counted;
use super::model::{Running, at, hardware_of};
use crate::analysis::detail::BuyOrHost;
use crate::analysis::report::{GpuOptionReport, Series};
use crate::app::pages::decision::words::Words;
use crate::engine::series::SERIES;
use crate::units::{self, Currency};

/// A part of a total.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) figure: String,
    /// Length of its bar, of the longest.
    pub(super) share: f64,
}

/// The fragmentation tax of a month.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tax {
    pub(super) title: String,
    pub(super) subtitle: String,
    /// Parts that add up to the total; none when there is no tax.
    pub(super) parts: Vec<Part>,
    pub(super) total: String,
}

impl Tax {
    pub(super) fn of(words: &Words<'_>, here: &Running<'_>, month: usize) -> Option<Self> {
        let tax = &here.roadmap.detail.as_ref()?.tax;
        let hops = here
            .roadmap
            .series
            .as_ref()
            .map(|series| at(&series.hops, month));
        let calls = hops.map_or_else(String::new, |hops| {
            let hops = units::count(hops);
            let noun = if hops == "1" { "call" } else { "calls" };
            format!("{hops} {noun} between units a request")
        });
        let rows = [
            (
                "Platform per unit",
                "balancers beyond the first, control planes",
                &tax.platform,
            ),
            ("Crossing calls", calls.as_str(), &tax.calls),
            ("Sidecars", "in units without GPUs", &tax.sidecars),
            ("Transfer", "between units", &tax.transfer),
            ("Fees", "of calls between units", &tax.fees),
            ("Tracing", "of calls between units", &tax.tracing),
        ];
        let amounts = rows.map(|(_, _, values)| at(values, month));
        let names = rows.map(|(title, detail, _)| (title.to_owned(), detail.to_owned()));
        let (parts, total) = parts(&words.currency, &names, &amounts, false);
        let one = here.units.len() == 1;
        Some(Self {
            title: format!("Fragmentation tax, {}", words.short(month)),
            subtitle: if parts.is_empty() && one {
                "No tax: one unit.".to_owned()
            } else if parts.is_empty() {
                "No tax in this month.".to_owned()
            } else if one {
                "what pools of one unit cost that whole replicas do not".to_owned()
            } else {
                format!("what {} cost that one does not", counted(here))
            },
            parts,
            total: format!("{total}/mo"),
        })
    }
}

/// What infrastructure costs here less what it costs in one unit; for one unit, in several.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scaling {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) parts: Vec<Part>,
    pub(super) total_label: String,
    pub(super) total: String,
}

impl Scaling {
    pub(super) fn of(
        words: &Words<'_>,
        here: &Running<'_>,
        other: &Running<'_>,
        month: usize,
    ) -> Option<Self> {
        let (mine, theirs) = (
            here.roadmap.series.as_ref()?,
            other.roadmap.series.as_ref()?,
        );
        let [here_gpus, other_gpus] = [here, other].map(|running| running.gpus(month));
        let detail = format!(
            "{} in {}, {} in {}",
            units::decimal(other_gpus, 0),
            counted(other),
            units::decimal(here_gpus, 0),
            counted(here)
        );
        let noun = match (here.gpu_type(month), other.gpu_type(month)) {
            (Some(a), Some(b)) if a == b => Some(a),
            _ => None,
        };
        let count = |difference: f64| {
            noun.map_or_else(
                || units::counted(difference, "GPU", "GPUs"),
                |kind| units::gpus(difference, kind),
            )
        };
        let title = match here_gpus - other_gpus {
            fewer if fewer < 0.0 => format!("{} fewer", count(-fewer)),
            more if more > 0.0 => format!("{} more", count(more)),
            _ => "GPUs".to_owned(),
        };
        let costs = SERIES.infrastructure.parts();
        let of = |series: &Series, id: &str| at(series.get(id).unwrap_or_default(), month);
        let amounts = costs
            .iter()
            .map(|row| of(mine, row.id) - of(theirs, row.id));
        let amounts: Vec<f64> = amounts.collect();
        let names = costs.iter().map(|row| match row.id {
            id if id == SERIES.gpu.id => (title.clone(), detail.clone()),
            _ => (row.label.to_owned(), String::new()),
        });
        let names: Vec<(String, String)> = names.collect();
        let (parts, total) = parts(&words.currency, &names, &amounts, true);
        Some(Self {
            title: format!("Selective scaling, {}", words.short(month)),
            subtitle: if here.units.len() == 1 {
                format!("what one unit costs, less what {} do", counted(other))
            } else {
                format!("what {} cost, less what one unit does", counted(here))
            },
            parts,
            total_label: "All infrastructure".to_owned(),
            total: format!("{total}/mo"),
        })
    }
}

/// Rounds parts so that they add up to the total as written; leaves out those of no step.
fn parts(
    currency: &Currency,
    names: &[(String, String)],
    amounts: &[f64],
    signed: bool,
) -> (Vec<Part>, String) {
    let total: f64 = amounts.iter().sum();
    let largest = amounts
        .iter()
        .map(|amount| amount.abs())
        .fold(0.0, f64::max);
    let step = match largest {
        size if size >= 9_950.0 => 1e3,
        size if size >= 999.5 => 1e2,
        _ => 1.0,
    };
    let text = |amount: f64| {
        let text = if signed {
            currency.difference(amount)
        } else {
            currency.total(amount)
        };
        // Parts are whole steps: the decimal of a small one would be an invented digit.
        if step >= 1e3 {
            text.replace(".0k", "k")
        } else {
            text
        }
    };
    let steps = (total / step).round() as i64;
    let rounded = units::apportion(amounts, steps, step);
    let parts = names
        .iter()
        .zip(rounded)
        .filter(|(_, steps)| *steps != 0)
        .map(|((title, detail), steps)| Part {
            title: title.clone(),
            detail: detail.clone(),
            figure: text(steps as f64 * step),
            share: (steps as f64 * step).abs() / largest.max(step),
        })
        .collect();
    (parts, text(steps as f64 * step))
}

/// How a type of GPU does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Chosen,
    Fits,
    DoesNotFit,
}

/// A type of GPU for a unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FitRow<'a> {
    pub(super) gpu: &'a str,
    pub(super) words: String,
    pub(super) standing: Standing,
}

/// Which GPUs fit a unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fit<'a> {
    pub(super) unit: &'a str,
    pub(super) rows: Vec<FitRow<'a>>,
}

impl<'a> Fit<'a> {
    /// For the unit wanted when it has GPUs, else for the costliest that has.
    pub(super) fn of(
        words: &Words<'_>,
        here: &Running<'a>,
        boxes: &[UnitBox<'a>],
        wanted: Option<&str>,
    ) -> Option<Self> {
        let with = |unit: &&UnitBox<'a>| unit.gpus > 0.0;
        let unit = boxes
            .iter()
            .filter(with)
            .find(|unit| Some(unit.name) == wanted)
            .or_else(|| boxes.iter().find(with))?;
        let hardware = hardware_of(here.roadmap, here.stage, unit.name)?;
        let chosen = hardware
            .options
            .iter()
            .find(|option| option.gpu == hardware.gpu);
        let cost = chosen.and_then(|option| option.cost);
        let rows = hardware
            .options
            .iter()
            .map(|option| fit_row(&words.currency, option, &hardware.gpu, cost))
            .collect();
        Some(Self {
            unit: unit.name,
            rows,
        })
    }
}

fn fit_row<'a>(
    currency: &Currency,
    option: &'a GpuOptionReport,
    chosen: &str,
    cost: Option<f64>,
) -> FitRow<'a> {
    let (words, standing) = if option.gpu == chosen {
        let each = option
            .gpus_per_replica
            .map_or_else(String::new, |count| format!(", {count} a replica"));
        let money = option.cost.filter(|cost| *cost > 0.0);
        let money = money.map_or_else(String::new, |cost| {
            format!(", {} over the stage", currency.total(cost))
        });
        (format!("chosen{each}{money}"), Standing::Chosen)
    } else {
        match (option.cost, cost, &option.reason) {
            (Some(other), Some(own), _) => (against(currency, other, own), Standing::Fits),
            (_, _, Some(reason)) => (reason.clone(), Standing::DoesNotFit),
            (Some(other), None, None) => (
                format!("{} over the stage", currency.total(other)),
                Standing::Fits,
            ),
            (None, _, None) => ("does not fit".to_owned(), Standing::DoesNotFit),
        }
    };
    FitRow {
        gpu: &option.gpu,
        words,
        standing,
    }
}

/// "1.2 times the cost", or the difference where that would read as the same.
fn against(currency: &Currency, other: f64, own: f64) -> String {
    if own <= 0.0 {
        return "fits".to_owned();
    }
    let times = units::decimal(other / own, 1);
    if times == "1.0" {
        return format!("{} over the stage", currency.difference(other - own));
    }
    format!("{times} times the cost")
}

/// A component that may be bought or hosted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hosted<'a> {
    pub(super) component: &'a str,
    pub(super) words: String,
    pub(super) costs: String,
}

impl<'a> Hosted<'a> {
    /// Those of the stage shown.
    pub(super) fn list(words: &Words<'_>, here: &Running<'a>) -> Vec<Self> {
        let Some(detail) = here.roadmap.detail.as_ref() else {
            return Vec::new();
        };
        let began = here
            .roadmap
            .stages
            .get(here.stage)
            .map_or(0, |stage| stage.from_month);
        let of_stage = detail
            .buy_or_host
            .iter()
            .filter(|choice| choice.stage == here.stage);
        of_stage
            .map(|choice| Self {
                component: &choice.component,
                words: hosted_words(choice, &words.short(began)),
                costs: hosted_costs(&words.currency, choice),
            })
            .collect()
    }
}

fn hosted_words(choice: &BuyOrHost, began: &str) -> String {
    let done = if choice.bought { "bought" } else { "hosted" };
    match (choice.break_even_calls, choice.host_cost) {
        (_, None) => format!("No GPU fits it: {done}."),
        (Some(calls), _) => format!(
            "Hosting pays above {} calls a month; {} in {began}: {done}.",
            units::count(calls),
            units::count(choice.calls_per_month)
        ),
        (None, Some(host)) if host < choice.buy_cost => {
            format!("Hosting is cheaper at any volume: {done}.")
        }
        (None, Some(_)) => format!("Buying is cheaper at any volume: {done}."),
    }
}

fn hosted_costs(currency: &Currency, choice: &BuyOrHost) -> String {
    if choice.buy_cost <= 0.0 {
        // The stage ends before anything is paid in it.
        return String::new();
    }
    let buy = currency.total(choice.buy_cost);
    match choice.host_cost {
        Some(host) => format!(
            "{} over the stage: {buy} with it bought, {} hosted",
            choice.unit,
            currency.total(host)
        ),
        None => format!("{} over the stage: {buy} with it bought", choice.unit),
    }
}
