//! What the Decision page shows, shaped from the report before anything is drawn.

use super::words::{Ticks, Words, key_figure};
use crate::analysis::report::{RoadmapReport, Series, StageReport};
use crate::app::charts::Emphasis;
use crate::app::theme::RoadmapKind;
use crate::app::view::{ResultsView, kind_of};
use crate::scenario::Scenario;
use crate::scenario::schema::{Goals, Partition};
use crate::units::{self, Currency, apportion};
use std::borrow::Cow;
use std::ops::Range;

/// Which cost the charts show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measure {
    /// Cash only, without the consequences.
    pub(crate) cash: bool,
    /// Each month by itself instead of the sum so far.
    pub(crate) monthly: bool,
}

impl Measure {
    /// The series of a roadmap in this measure.
    pub(crate) fn of(self, series: &Series) -> Cow<'_, [f64]> {
        let sums = |values: &[f64]| {
            let mut sum = 0.0;
            values
                .iter()
                .map(|value| {
                    sum += value;
                    sum
                })
                .collect::<Vec<f64>>()
        };
        match (self.cash, self.monthly) {
            (false, false) => Cow::Borrowed(&series.cumulative_total),
            (false, true) => Cow::Borrowed(&series.total),
            (true, true) => Cow::Borrowed(&series.cash),
            (true, false) => Cow::Owned(sums(&series.cash)),
        }
    }

    /// "Cumulative total cost".
    pub(crate) const fn title(self) -> &'static str {
        match (self.monthly, self.cash) {
            (false, false) => "Cumulative total cost",
            (false, true) => "Cumulative cash cost",
            (true, false) => "Total cost a month",
            (true, true) => "Cash cost a month",
        }
    }
}

/// A roadmap's line.
pub(crate) struct Line<'a> {
    pub(crate) kind: RoadmapKind,
    pub(crate) number: Option<u8>,
    pub(crate) label: &'a str,
    pub(crate) emphasis: Emphasis,
    /// Amount by month.
    pub(crate) values: Cow<'a, [f64]>,
    /// Amount less that of the baseline; absent for the baseline itself.
    pub(crate) against: Option<Vec<f64>>,
}

/// Where the recommended roadmap's line goes below the baseline's and stays.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ring {
    /// Month, with the fraction at which the lines cross.
    pub(crate) month: f64,
    /// Amount there.
    pub(crate) value: f64,
    /// "Pays for itself in Jun 2029".
    pub(crate) title: String,
    /// "month 29".
    pub(crate) detail: String,
}

/// When the recommended roadmap changes the units, and for how long.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Move {
    pub(crate) kind: RoadmapKind,
    pub(crate) month: f64,
    pub(crate) span: f64,
    /// "Split starts, Mar 2028".
    pub(crate) title: String,
    /// "9 months, $890k".
    pub(crate) detail: String,
}

/// A figure of the strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) label: String,
    pub(crate) figure: String,
    pub(crate) note: String,
    /// Whether it stays in a small window.
    pub(crate) first: bool,
}

/// A reason with its amount as shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Why {
    pub(crate) title: String,
    pub(crate) detail: String,
    pub(crate) figure: String,
    pub(crate) value: f64,
}

/// The reasons and what they add up to.
pub(crate) struct WhyList {
    pub(crate) reasons: Vec<Why>,
    pub(crate) total_label: String,
    pub(crate) total_figure: String,
}

/// What is known of the money in the bank.
pub(crate) struct RunwayLines {
    pub(crate) lines: Vec<String>,
    /// Whether the money runs out.
    pub(crate) short: bool,
}

/// Everything on the page.
pub(crate) struct DecisionView<'a> {
    pub(crate) words: Words<'a>,
    pub(crate) measure: Measure,
    /// "1 input not applied." and what it means.
    pub(crate) not_applied: Option<(String, String)>,
    pub(crate) sentence: &'a str,
    pub(crate) detail: &'a str,
    /// The part of `detail` in semibold.
    pub(crate) key: Option<Range<usize>>,
    /// "A contingency of 10% would add $8.1M."
    pub(crate) contingency: Option<String>,
    pub(crate) lines: Vec<Line<'a>>,
    pub(crate) against: Option<String>,
    pub(crate) ring: Option<Ring>,
    pub(crate) moves: Option<Move>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) why: Option<WhyList>,
    /// Goals that are broken; absent when none are stated.
    pub(crate) goals: Option<&'a [String]>,
    pub(crate) runway: Option<RunwayLines>,
}

impl<'a> DecisionView<'a> {
    /// Shapes the page.
    pub(crate) fn from(view: &ResultsView<'a>, measure: Measure) -> Self {
        let words = Words::of(view);
        let verdict = &view.report.verdict;
        let lines = lines(&words, measure);
        let goals_stated = view.scenario.goals != Goals::default();
        Self {
            measure,
            not_applied: not_applied(view),
            sentence: &verdict.sentence,
            detail: &verdict.detail,
            key: key_figure(&verdict.detail, words.currency.symbol()),
            contingency: contingency(&words),
            against: words.against(),
            ring: ring(&words, measure),
            moves: moves(&words, view.scenario),
            figures: figures(&words),
            why: why(&words),
            goals: (goals_stated || !verdict.goals_broken.is_empty())
                .then_some(verdict.goals_broken.as_slice()),
            runway: runway(&words),
            lines,
            words,
        }
    }

    /// The upper chart as a sentence.
    pub(crate) fn summary(&self) -> String {
        let ends: Vec<String> = self
            .lines
            .iter()
            .filter_map(|line| {
                let end = line.values.last()?;
                Some(format!(
                    "{} {}",
                    line.label,
                    self.words.currency.total(*end)
                ))
            })
            .collect();
        let ring = self
            .ring
            .as_ref()
            .map(|ring| format!(" {}.", ring.title))
            .unwrap_or_default();
        format!(
            "{} over {}, {} to {}. In the last month: {}.{ring}",
            self.measure.title(),
            self.words.span(),
            self.words.short(0),
            self.words.last(),
            ends.join(", ")
        )
    }

    /// The lower chart as a sentence.
    pub(crate) fn against_summary(&self) -> String {
        let ends: Vec<String> = self
            .lines
            .iter()
            .filter_map(|line| {
                let end = line.against.as_ref()?.last()?;
                Some(format!(
                    "{} {}",
                    line.label,
                    self.words.currency.difference(*end)
                ))
            })
            .collect();
        format!(
            "{}, {}; below zero is cheaper. In {}: {}.",
            self.against.as_deref().unwrap_or_default(),
            lower_first(self.measure.title()),
            self.words.last(),
            ends.join(", ")
        )
    }

    /// What happens to the recommended roadmap in a month: a move, a GPU step, a hire.
    pub(crate) fn events(&self, month: usize) -> Option<String> {
        let best = self.words.recommended?;
        let series = best.series.as_ref()?;
        let mut events = Vec::new();
        for stage in best
            .stages
            .iter()
            .filter(|stage| stage.done_month != Some(stage.from_month))
        {
            if stage.from_month == month {
                events.push("the move starts".to_owned());
            }
            if stage.done_month == Some(month) {
                events.push("the move is done".to_owned());
            }
        }
        let mut step = |values: &[f64], noun: &str| {
            let before = month.checked_sub(1).and_then(|before| values.get(before));
            if let (Some(before), Some(now)) = (before, values.get(month)) {
                let (before, now) = (units::bought(*before), units::bought(*now));
                if before != now {
                    let count = units::count;
                    events.push(format!("{noun} {} to {}", count(before), count(now)));
                }
            }
        };
        step(&series.gpus, "GPUs");
        step(&series.engineers, "engineers");
        (!events.is_empty()).then(|| format!("{}: {}", best.label, events.join(", ")))
    }
}

/// The text with its first letter in lower case.
pub(crate) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

fn not_applied(view: &ResultsView<'_>) -> Option<(String, String)> {
    let inputs = view.not_applied;
    let first = inputs.first()?;
    let title = format!(
        "{} not applied.",
        units::counted(inputs.len() as f64, "input", "inputs")
    );
    let in_use = |input: &crate::app::view::NotApplied| {
        format!("{} for {}", input.in_use, lower_first(&input.label))
    };
    let rest = match inputs {
        [_] => format!("The answer below still uses {}.", in_use(first)),
        [_, second] => format!(
            "The answer below still uses {} and {}.",
            in_use(first),
            in_use(second)
        ),
        _ => format!(
            "The answer below still uses {} and {} more earlier values.",
            in_use(first),
            inputs.len() - 1
        ),
    };
    Some((title, rest))
}

fn contingency(words: &Words<'_>) -> Option<String> {
    let share = words.report.scenario.contingency;
    let cash = words.recommended?.totals?.cash;
    (share > 0.0).then(|| {
        format!(
            "A contingency of {} on cash would add {}.",
            units::share(share),
            words.currency.total(share * cash)
        )
    })
}

fn lines<'a>(words: &Words<'a>, measure: Measure) -> Vec<Line<'a>> {
    let base = words
        .baseline
        .and_then(|base| Some((base.id.as_str(), measure.of(base.series.as_ref()?))));
    words
        .feasible()
        .filter_map(|roadmap| {
            let values = measure.of(roadmap.series.as_ref()?);
            let against = base
                .as_ref()
                .filter(|(id, _)| *id != roadmap.id)
                .map(|(_, base)| values.iter().zip(base.iter()).map(|(a, b)| a - b).collect());
            let recommended = words.recommended.is_some_and(|best| best.id == roadmap.id);
            Some(Line {
                kind: kind_of(roadmap),
                number: words.number(roadmap),
                label: &roadmap.label,
                emphasis: if recommended {
                    Emphasis::Recommended
                } else {
                    Emphasis::Normal
                },
                values,
                against,
            })
        })
        .collect()
}

/// Where one line goes below another and stays there; absent when it was never above.
pub(crate) fn crossing(one: &[f64], other: &[f64]) -> Option<(f64, f64)> {
    let months = one.len().min(other.len());
    let gap = |month: usize| one[month] - other[month];
    let large = other
        .iter()
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    let slack = large * 1e-9;
    let below = (0..months)
        .rev()
        .take_while(|&month| gap(month) < -slack)
        .count();
    let first = months - below;
    let was_above = (0..first).any(|month| gap(month) > slack);
    if below == 0 || first == 0 || !was_above {
        return None;
    }
    let (before, after) = (gap(first - 1).max(0.0), gap(first));
    let share = before / (before - after);
    let month = (first - 1) as f64 + share;
    Some((
        month,
        one[first - 1] + share * (one[first] - one[first - 1]),
    ))
}

fn ring(words: &Words<'_>, measure: Measure) -> Option<Ring> {
    let (best, base) = (words.recommended?, words.baseline?);
    let one = measure.of(best.series.as_ref()?);
    let other = measure.of(base.series.as_ref()?);
    let (month, value) = crossing(&one, &other)?;
    // The verdict's month is the first whose end lies below, as in its sentence.
    let first = match words.report.verdict.pays_month {
        Some(pays) if measure == Measure::default() => pays,
        _ => month.floor() as usize + 1,
    };
    let when = words.short(first);
    let title = match (measure.monthly, measure.cash) {
        _ if words.is_staying(best) => format!("Cheaper from {when}"),
        (true, _) => format!("Costs less a month from {when}"),
        (false, true) => format!("Pays for itself in cash in {when}"),
        (false, false) => format!("Pays for itself in {when}"),
    };
    Some(Ring {
        month,
        value,
        title,
        detail: format!("month {first}"),
    })
}

fn moves(words: &Words<'_>, scenario: &Scenario) -> Option<Move> {
    let best = words.recommended?;
    let lasting = |stage: &&StageReport| stage.done_month != Some(stage.from_month);
    let place = best.stages.iter().position(|stage| lasting(&stage))?;
    let stage = best.stages.get(place)?;
    let before = match place
        .checked_sub(1)
        .and_then(|before| best.stages.get(before))
    {
        Some(earlier) => earlier.units.len(),
        None => units_today(scenario),
    };
    if place == 0 && scenario.launch.is_some() {
        return None;
    }
    let verb = match stage.units.len().cmp(&before) {
        std::cmp::Ordering::Greater => "Split starts",
        std::cmp::Ordering::Less => "Merge starts",
        std::cmp::Ordering::Equal => "Move starts",
    };
    let last = words.months.saturating_sub(1);
    let (end, length) = match stage.done_month {
        Some(done) => (done, units::months(done.saturating_sub(stage.from_month))),
        None => (last, format!("not done by {}", words.last())),
    };
    let cost = best
        .totals
        .filter(|totals| totals.migration > 0.0)
        .map(|totals| format!(", {}", words.currency.total(totals.migration)))
        .unwrap_or_default();
    Some(Move {
        kind: kind_of(best),
        month: stage.from_month as f64,
        span: end.min(last).saturating_sub(stage.from_month) as f64,
        title: format!("{verb}, {}", words.short(stage.from_month)),
        detail: format!("{length}{cost}"),
    })
}

fn units_today(scenario: &Scenario) -> usize {
    match &scenario.today {
        Partition::Whole => 1,
        Partition::Split => scenario.components.len(),
        Partition::InferenceOut => 2,
        Partition::Units(units) => units.len(),
    }
}

fn figures(words: &Words<'_>) -> Vec<Figure> {
    let Some((best, series, totals)) = words
        .recommended
        .and_then(|best| Some((best, best.series.as_ref()?, best.totals?)))
    else {
        return Vec::new();
    };
    let base = words.baseline;
    let base_name = base.map(|base| words.note_name(base)).unwrap_or_default();
    let against = |figure: Option<String>| {
        figure.map_or_else(String::new, |figure| format!("{base_name} {figure}"))
    };
    let base_totals = base.and_then(|base| base.totals);
    let base_series = base.and_then(|base| base.series.as_ref());
    let money = |amount: f64| words.currency.total(amount);
    let last = |values: &[f64]| values.last().copied().unwrap_or(0.0);
    let year = |values: &[f64]| values.iter().rev().take(12).sum::<f64>();
    let (span, end) = (words.span(), words.last());
    let gpus = units::bought(last(&series.gpus));
    let base_gpus = base_series.map(|series| units::bought(last(&series.gpus)));
    let count = |gpus: f64| {
        if gpus > 0.0 {
            units::decimal(gpus, 0)
        } else {
            "none".to_owned()
        }
    };
    let holds = gpus + base_gpus.unwrap_or(0.0) > 0.0;
    let item = |label: String, figure: String, note: String, first: bool| Figure {
        label,
        figure,
        note,
        first,
    };
    vec![
        item(
            format!("Total over {span}"),
            money(totals.total),
            against(base_totals.map(|totals| money(totals.total))),
            true,
        ),
        item(
            format!("Cash over {span}"),
            money(totals.cash),
            against(base_totals.map(|totals| money(totals.cash))),
            !holds,
        ),
        if holds {
            item(
                format!("GPUs in {end}"),
                if gpus > 0.0 {
                    units::gpus(gpus, gpu_name(best).unwrap_or("GPUs"))
                } else {
                    "None".to_owned()
                },
                against(base_gpus.map(count)),
                true,
            )
        } else {
            let hosted = |series: &Series| money(series.hosted_api.iter().sum());
            item(
                format!("Hosted APIs over {span}"),
                hosted(series),
                against(base_series.map(hosted)),
                false,
            )
        },
        item(
            format!("Lead time, {end}"),
            units::days(last(&series.lead_time_days)),
            against(base_series.map(|series| units::days(last(&series.lead_time_days)))),
            true,
        ),
        item(
            format!("Hours down, {}", words.last_year()),
            units::hours(year(&series.down_hours)),
            against(base_series.map(|series| units::hours(year(&series.down_hours)))),
            true,
        ),
        ready(words, best, base),
    ]
}

/// The only type of GPU that a roadmap holds in the end.
fn gpu_name(roadmap: &RoadmapReport) -> Option<&str> {
    let last = roadmap.hardware.iter().map(|choice| choice.stage).max()?;
    let mut held = roadmap
        .hardware
        .iter()
        .filter(|choice| choice.stage == last);
    let first = held.next()?;
    held.all(|other| other.gpu == first.gpu)
        .then_some(first.gpu.as_str())
}

/// Dimensions without which a split fails; the others slow it down.
const GATES: [&str; 4] = ["delivery", "platform", "observability", "boundaries"];

/// When the gates are met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ready<'a> {
    From(usize),
    Never(&'a str),
}

fn readiness(roadmap: &RoadmapReport) -> Ready<'_> {
    let gates = || {
        roadmap
            .readiness
            .iter()
            .filter(|gate| GATES.contains(&gate.dimension.as_str()))
    };
    match gates().find(|gate| gate.ready_month.is_none()) {
        Some(missing) => Ready::Never(&missing.dimension),
        None => Ready::From(
            gates()
                .filter_map(|gate| gate.ready_month)
                .max()
                .unwrap_or(0),
        ),
    }
}

fn ready(words: &Words<'_>, best: &RoadmapReport, base: Option<&RoadmapReport>) -> Figure {
    let of = |state: Ready<'_>| match state {
        Ready::From(0) => "now".to_owned(),
        Ready::From(month) => words.short(month),
        Ready::Never(_) => "never".to_owned(),
    };
    let (figure, note) = match (readiness(best), base.map(|base| (base, readiness(base)))) {
        (Ready::Never(dimension), _) => (
            "Never".to_owned(),
            format!("{} stays short", dimension.replace('_', " ")),
        ),
        (state, Some((base, other))) => {
            let name = if words.is_staying(base) {
                "staying"
            } else {
                base.label.as_str()
            };
            (of(state), format!("{name} {}", of(other)))
        }
        (state, None) => (of(state), String::new()),
    };
    let mut letters = figure.chars();
    let figure = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    Figure {
        label: "Ready by".to_owned(),
        figure,
        note,
        first: false,
    }
}

fn why(words: &Words<'_>) -> Option<WhyList> {
    let reasons = &words.report.verdict.reasons;
    let total_label = words.against()?;
    if reasons.is_empty() {
        return None;
    }
    let amounts: Vec<f64> = reasons.iter().map(|reason| reason.amount).collect();
    let total: f64 = amounts.iter().sum();
    let (shown, total_figure) = shown_amounts(&words.currency, &amounts, total);
    let reasons = reasons
        .iter()
        .zip(shown)
        .filter_map(|(reason, figure)| Some((reason, figure?)))
        .map(|(reason, figure)| {
            let (title, detail) = reason
                .sentence
                .split_once(": ")
                .unwrap_or((&reason.sentence, ""));
            Why {
                title: title.to_owned(),
                detail: detail.to_owned(),
                figure,
                value: reason.amount,
            }
        })
        .collect();
    Some(WhyList {
        reasons,
        total_label,
        total_figure,
    })
}

/// Differences and their total as text, so that the shown parts add up to the shown total; those
/// that round to nothing are absent.
fn shown_amounts(
    currency: &Currency,
    amounts: &[f64],
    total: f64,
) -> (Vec<Option<String>>, String) {
    // What one step is worth where `Currency::total` rounds an amount of this size.
    let step = |size: f64| match size {
        s if s >= 999.5e3 => 1e5,
        s if s >= 9.95e3 => 1e3,
        s if s >= 999.5 => 100.0,
        _ => 1.0,
    };
    let largest = amounts
        .iter()
        .fold(0.0_f64, |most, amount| most.max(amount.abs()));
    // Parts in millions of a total in thousands are written in thousands, else they would not add up.
    let mixed = largest >= 999.5e3 && total.abs() < 999.5e3;
    let step = if mixed { 1e3 } else { step(largest) };
    let steps = (total / step).round();
    // All in one unit, so that no figure claims digits that the rounding took.
    let ticks = match step {
        s if s >= 1e5 => Some(Ticks::new(currency, 1e6)),
        _ if mixed => Some(Ticks::new(currency, 1e5)),
        _ => None,
    };
    let text = |amount: f64| match &ticks {
        Some(ticks) if amount != 0.0 => ticks.difference(amount),
        _ => currency.difference(amount),
    };
    let shown = apportion(amounts, steps as i64, step)
        .into_iter()
        .map(|steps| (steps != 0).then(|| text(steps as f64 * step)))
        .collect();
    (shown, currency.difference(steps * step))
}

fn runway(words: &Words<'_>) -> Option<RunwayLines> {
    let runway = words.recommended?.runway?;
    let out = runway.out_of_money_month;
    let mut lines = Vec::new();
    if let Some(month) = out {
        lines.push(format!("The money runs out in {}.", words.long(month)));
    }
    lines.push(format!(
        "{} {} in {}.",
        if out.is_some() {
            "It is lowest at"
        } else {
            "The money lasts; it is lowest at"
        },
        words.currency.total(runway.low_point),
        words.long(runway.low_month)
    ));
    Some(RunwayLines {
        lines,
        short: out.is_some(),
    })
}
