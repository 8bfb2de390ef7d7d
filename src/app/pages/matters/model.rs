//! What the What matters page shows, shaped from the report before anything is drawn.

use crate::analysis::report::uncertainty::Driver;
use crate::analysis::report::uncertainty::Uncertainty;
use crate::app::charts::TornadoBar;
use crate::app::copied;
use crate::app::input_name::InputName;
use crate::app::pages::decision::sure::turning_points;
use crate::app::pages::decision::words::Words;
use crate::app::view::ResultsView;
use crate::scenario::Scenario;
use crate::units;
use std::fmt::Write as _;

/// Bars shown at most.
const BARS: usize = 10;
/// Inputs that move the difference by less than this share of the total do not matter.
const IDLE: f64 = 0.0005;
/// Inputs worth finding out that are listed.
const WORTH: usize = 5;
/// Turning points listed.
const TURNS: usize = 6;
/// Parts of the variance that are named.
const PARTS: usize = 4;

/// A name, a note and an amount with its bar.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) note: String,
    pub(super) figure: String,
    /// Share of the largest.
    pub(super) share: f64,
}

/// A part of the variance.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) share: f64,
}

/// An input and the part of the variance that it has a share in, interactions counted whole.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Share<'a> {
    pub(super) input: &'a str,
    pub(super) name: String,
    pub(super) index: f64,
    /// Standard error of that.
    pub(super) error: f64,
}

/// Everything that is known once futures were drawn.
pub(super) struct Known<'a> {
    pub(super) bars: Vec<TornadoBar>,
    /// Input of each bar.
    pub(super) inputs: Vec<&'a str>,
    pub(super) now: f64,
    pub(super) now_text: String,
    pub(super) tie_text: String,
    pub(super) idle: Vec<String>,
    pub(super) worth: Vec<Item>,
    pub(super) all: String,
    /// How far that may be off.
    pub(super) all_error: String,
    /// How that compares with the sum.
    pub(super) all_note: &'static str,
    pub(super) parts: Vec<Part>,
    /// The inputs with the largest parts of the variance.
    pub(super) shares: Vec<Share<'a>>,
    pub(super) turns: Vec<Item>,
    pub(super) failing: Vec<String>,
    /// Inputs that a map can be drawn over, by name, the strongest first.
    pub(super) axes: Vec<(&'a str, String)>,
}

/// What the page can show.
pub(super) enum Stage<'a> {
    /// The futures are being drawn.
    Waiting,
    /// No input has a range, or there is nothing to compare.
    Nothing,
    /// All of it.
    Known(Box<Known<'a>>),
}

/// Everything on the page.
pub(super) struct MattersView<'a> {
    pub(super) words: Words<'a>,
    pub(super) claim: String,
    pub(super) lead: String,
    pub(super) stage: Stage<'a>,
}

impl<'a> MattersView<'a> {
    /// Shapes the page.
    pub(super) fn from(view: &ResultsView<'a>) -> Self {
        let words = Words::of(view);
        let futures = view.report.uncertainty.as_ref();
        let (claim, lead, stage) = match futures {
            None => waiting(),
            Some(futures) if !futures.is_open() => (
                "No input has a range".to_owned(),
                "Click a number, say low and high, and this page tells which of them decide."
                    .to_owned(),
                Stage::Nothing,
            ),
            Some(futures) if futures.difference.is_none() => (
                "There is nothing to compare with".to_owned(),
                "Only one roadmap can run.".to_owned(),
                Stage::Nothing,
            ),
            Some(futures) if futures.drivers.is_empty() => waiting(),
            Some(futures) => {
                let known = known(&words, view.scenario, futures);
                (
                    claim(&words, view.scenario, futures),
                    lead(&words, futures),
                    Stage::Known(Box::new(known)),
                )
            }
        };
        Self {
            words,
            claim,
            lead,
            stage,
        }
    }

    /// The page's table as tab-separated text.
    pub(super) fn text(&self, scenario: &Scenario) -> String {
        let code = self.words.currency.code();
        let mut text = format!(
            "Input\tLow\tHigh\tDifference at low ({code})\tDifference at high\tPart of variance\tIts error\tWorth knowing\tIts error\n"
        );
        let futures = self.words.report.uncertainty.as_ref();
        for driver in futures.into_iter().flat_map(|futures| &futures.drivers) {
            let name = InputName::of(&driver.input, scenario);
            let _ = writeln!(
                text,
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                name.label,
                copied::number(driver.range[0]),
                copied::number(driver.range[2]),
                copied::number(driver.low_outcome),
                copied::number(driver.high_outcome),
                driver
                    .total_order_index
                    .map_or_else(String::new, copied::number),
                driver.error.map_or_else(String::new, copied::number),
                copied::number(driver.value_of_information),
                copied::number(driver.value_of_information_error),
            );
        }
        text
    }
}

fn waiting<'a>() -> (String, String, Stage<'a>) {
    (
        "Finding out what decides".to_owned(),
        "Each input alone, and all of them together.".to_owned(),
        Stage::Waiting,
    )
}

/// Both roadmaps of the difference, as they are called within a sentence.
fn pair(words: &Words<'_>, futures: &Uncertainty) -> [String; 2] {
    let Some(difference) = &futures.difference else {
        return [String::new(), String::new()];
    };
    difference.between.each_ref().map(|id| {
        let found = words.roadmap(id);
        found.map_or_else(|| id.clone(), crate::app::pages::heading::name_within)
    })
}

/// Difference at likely inputs (NPV).
fn likely(words: &Words<'_>, futures: &Uncertainty) -> f64 {
    let npv = |id: &str| {
        let found = words.roadmap(id);
        found
            .and_then(|r| r.totals)
            .map_or(0.0, |totals| totals.npv)
    };
    futures
        .difference
        .as_ref()
        .map_or(0.0, |d| npv(&d.between[0]) - npv(&d.between[1]))
}

fn by_swing(futures: &Uncertainty) -> Vec<&Driver> {
    let mut list: Vec<&Driver> = futures.drivers.iter().collect();
    list.sort_by(|a, b| b.swing().total_cmp(&a.swing()).then(a.input.cmp(&b.input)));
    list
}

/// Swing below which an input does not matter.
fn idle_below(words: &Words<'_>) -> f64 {
    let total = words.recommended.and_then(|best| best.totals);
    IDLE * total.map_or(0.0, |totals| totals.npv.abs())
}

fn claim(words: &Words<'_>, scenario: &Scenario, futures: &Uncertainty) -> String {
    let now = likely(words, futures);
    let list = by_swing(futures);
    let Some(first) = list
        .first()
        .filter(|first| first.swing() > idle_below(words))
    else {
        return "No single input moves the answer".to_owned();
    };
    let name = units::lower_first(&InputName::of(&first.input, scenario).label);
    let flips = list.iter().filter(|driver| driver.flips(now)).count();
    if first.flips(now) {
        format!("The answer hangs on {name}")
    } else if flips > 0 {
        format!(
            "Most hangs on {name}, and {} can turn the answer",
            units::counted(flips as f64, "other input", "other inputs")
        )
    } else if now < 0.0 {
        format!("The size of the saving, not its sign, hangs on {name}")
    } else {
        format!("The size of the difference, not its sign, hangs on {name}")
    }
}

fn lead(words: &Words<'_>, futures: &Uncertainty) -> String {
    let [one, other] = pair(words, futures);
    format!(
        "Each bar moves one input from its low to its high, the rest as planned. Difference in present value, {one} less {other}."
    )
}

fn known<'a>(words: &Words<'a>, scenario: &'a Scenario, futures: &'a Uncertainty) -> Known<'a> {
    let money = &words.currency;
    let now = likely(words, futures);
    let [_, other] = pair(words, futures);
    let limit = idle_below(words);
    let drivers = by_swing(futures);
    let (moving, idle): (Vec<&Driver>, Vec<&Driver>) = drivers
        .iter()
        .copied()
        .partition(|driver| driver.swing() > limit);
    let bar = |driver: &&Driver| {
        let name = InputName::of(&driver.input, scenario);
        let (low, high) = (name.value(driver.range[0]), name.value(driver.range[2]));
        TornadoBar {
            spoken: format!(
                "{}: {} at {low}, {} at {high}",
                name.label,
                money.difference(driver.low_outcome),
                money.difference(driver.high_outcome)
            ),
            low: (driver.low_outcome, low),
            high: (driver.high_outcome, high),
            label: name.label,
        }
    };
    let shares = shares(scenario, futures);
    let axes = drivers
        .iter()
        .map(|d| (d.input.as_str(), InputName::of(&d.input, scenario).label))
        .collect();
    Known {
        bars: moving.iter().take(BARS).map(bar).collect(),
        inputs: moving.iter().take(BARS).map(|d| d.input.as_str()).collect(),
        now,
        now_text: format!("now {}", money.difference(now)),
        tie_text: format!("tie with {other}"),
        idle: idle
            .iter()
            .map(|driver| InputName::of(&driver.input, scenario).label)
            .collect(),
        worth: worth(words, scenario, futures),
        all: money.total(futures.value_of_knowing_all),
        all_error: money.total(futures.value_of_knowing_all_error),
        all_note: all_note(futures),
        parts: parts(&shares),
        shares: shares.into_iter().take(BARS).collect(),
        turns: turns(words, scenario, futures),
        failing: failing(words, scenario, futures),
        axes,
    }
}

/// What it is worth to know, most first.
fn worth(words: &Words<'_>, scenario: &Scenario, futures: &Uncertainty) -> Vec<Item> {
    let total = words.recommended.and_then(|best| best.totals);
    let nothing = 1e-5 * total.map_or(0.0, |totals| totals.npv.abs());
    let mut list: Vec<&Driver> = futures
        .drivers
        .iter()
        .filter(|driver| driver.value_of_information > nothing && driver.worth().is_clear())
        .collect();
    list.sort_by(|a, b| b.value_of_information.total_cmp(&a.value_of_information));
    let most = list
        .first()
        .map_or(1.0, |driver| driver.value_of_information);
    list.into_iter()
        .take(WORTH)
        .map(|driver| {
            let name = InputName::of(&driver.input, scenario);
            Item {
                note: format!(
                    "{} to {}; the estimate is within {} or so",
                    name.value(driver.range[0]),
                    name.value(driver.range[2]),
                    words.currency.total(driver.value_of_information_error)
                ),
                figure: words.currency.total(driver.value_of_information),
                share: driver.value_of_information / most,
                name: name.label,
            }
        })
        .collect()
}

/// Why knowing everything is worth more or less than the sum.
fn all_note(futures: &Uncertainty) -> &'static str {
    let sum: f64 = futures.drivers.iter().map(|d| d.value_of_information).sum();
    if futures.value_of_knowing_all <= 0.0 {
        ""
    } else if futures.value_of_knowing_all < sum {
        "Less than the sum: some answers make others idle."
    } else {
        "More than the sum: it is how they come together that decides."
    }
}

/// Every input's part of the variance, the largest first.
fn shares<'a>(scenario: &Scenario, futures: &'a Uncertainty) -> Vec<Share<'a>> {
    let mut list: Vec<Share<'_>> = futures
        .drivers
        .iter()
        .filter_map(|driver| {
            Some(Share {
                input: &driver.input,
                name: InputName::of(&driver.input, scenario).label,
                index: driver.total_order_index?,
                error: driver.error.unwrap_or(0.0),
            })
        })
        .collect();
    list.sort_by(|a, b| b.index.total_cmp(&a.index));
    list
}

/// Parts of the variance as shares that add up to one, the rest as "Other".
fn parts(shares: &[Share<'_>]) -> Vec<Part> {
    let whole: f64 = shares.iter().map(|share| share.index).sum();
    if whole <= 0.0 {
        return Vec::new();
    }
    let mut parts: Vec<Part> = shares
        .iter()
        .take(PARTS)
        .map(|share| Part {
            name: share.name.clone(),
            share: share.index / whole,
        })
        .collect();
    let rest = 1.0 - parts.iter().map(|part| part.share).sum::<f64>();
    if rest > 1e-6 {
        parts.push(Part {
            name: "Other".to_owned(),
            share: rest,
        });
    }
    parts
}

/// Where the answer turns, the likeliest first.
fn turns(words: &Words<'_>, scenario: &Scenario, futures: &Uncertainty) -> Vec<Item> {
    turning_points(words, scenario, futures)
        .take(TURNS)
        .map(|turn| Item {
            name: turn.title,
            note: format!("then {}; you: {}", turn.then, turn.now),
            figure: format!(
                "{} of 100",
                units::count((turn.probability * 100.0).round())
            ),
            share: turn.probability,
        })
        .collect()
}

/// What the worst futures have in common.
fn failing(words: &Words<'_>, scenario: &Scenario, futures: &Uncertainty) -> Vec<String> {
    let Some(failing) = &futures.failing else {
        return Vec::new();
    };
    let money = &words.currency;
    let alternative = words
        .report
        .verdict
        .alternative
        .as_deref()
        .unwrap_or_default();
    let other = words
        .roadmap(alternative)
        .map_or_else(String::new, crate::app::pages::heading::name_within);
    let mut lines = vec![if failing.difference > 0.0 {
        format!(
            "In the worst tenth of the futures it costs at least {} more than {other}.",
            money.total(failing.difference)
        )
    } else {
        format!(
            "Even in the worst tenth of the futures it saves up to {} against {other}.",
            money.total(-failing.difference)
        )
    }];
    for condition in &failing.conditions {
        let name = InputName::of(&condition.input, scenario);
        lines.push(format!(
            "{} {} {}: eight in ten of them, {} of all.",
            name.label,
            if condition.above { "above" } else { "below" },
            name.value(condition.value),
            units::share(condition.share_of_all)
        ));
    }
    if failing.conditions.is_empty() {
        lines.push("No input sets them apart from the others.".to_owned());
    }
    lines
}
