//! What the When page shows, shaped from the report before anything is drawn.

use crate::analysis::futures::progress::timing_draws;
use crate::analysis::futures::rules::{Measure, rounded};
use crate::analysis::report::RoadmapReport;
use crate::analysis::report::band::Band;
use crate::analysis::report::timing::{CurvePoint, Sign, Timing, Tripwire};
use crate::app::copied;
use crate::app::pages::decision::words::Words;
use crate::app::theme::RoadmapLook;
use crate::app::view::{ResultsView, look_of};
use crate::scenario::RoadmapKind;
use crate::units::{self, Currency};
use std::fmt::Write as _;

/// Id of the roadmap whose month is moved.
const SWITCH: &str = RoadmapKind::Switch.id();
/// Share of the total within which two months count as the same.
const SAME: f64 = 0.01;
/// A year, for months that are looked at.
const YEAR: usize = 12;

/// A roadmap that does not move, as a line across.
pub(super) struct Other<'a> {
    pub(super) kind: RoadmapLook,
    pub(super) label: &'a str,
    pub(super) number: Option<u8>,
    pub(super) values: Vec<f64>,
}

/// Months that are as good as the best one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) until: usize,
    /// "Within $0.5M of the best".
    pub(super) title: String,
    /// "Jul 2027 to Sep 2028".
    pub(super) months: String,
}

/// A tripwire as a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rule {
    /// "Lead time passes 7 days".
    pub(super) rule: String,
    /// What it is: "34 people", or, as it turned out, "38 people, 9% above".
    pub(super) now: String,
    /// "$240k", or "no more".
    pub(super) worth: String,
    /// "Jan 2028 to Mar 2029".
    pub(super) when: String,
}

/// The tripwire worth watching.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Card {
    /// "Split when 45 people work in one unit."
    pub(super) rule: String,
    /// What follows it.
    pub(super) rest: String,
    /// Today and threshold, and how they are written.
    pub(super) bar: Option<CardBar>,
}

/// The bar of a card.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CardBar {
    pub(super) today: f64,
    pub(super) threshold: f64,
    pub(super) today_text: String,
    pub(super) threshold_text: String,
}

/// A name, a few words and an amount.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) note: String,
    pub(super) amount: f64,
    pub(super) figure: String,
}

/// Everything on the page, once it is known when to split.
pub(super) struct Shown<'a> {
    pub(super) extra: Vec<f64>,
    pub(super) low: Vec<f64>,
    pub(super) high: Vec<f64>,
    pub(super) others: Vec<Other<'a>>,
    pub(super) best: Option<usize>,
    /// "Month 14, mean $85.9M".
    pub(super) best_title: String,
    pub(super) span: Option<Span>,
    pub(super) card: Option<Card>,
    pub(super) rules: Vec<Rule>,
    pub(super) first: Vec<Item>,
    pub(super) partition: Option<String>,
    pub(super) months: Vec<Item>,
    /// What is known of months that turned out.
    pub(super) actuals: String,
    pub(super) summary: String,
}

/// Everything on the page.
pub(super) struct WhenView<'a> {
    pub(super) words: Words<'a>,
    pub(super) claim: String,
    pub(super) lead: String,
    /// Absent while it is being worked out, or where nothing can be moved.
    pub(super) shown: Option<Shown<'a>>,
}

impl<'a> WhenView<'a> {
    /// Shapes the page.
    pub(super) fn from(view: &ResultsView<'a>) -> Self {
        let words = Words::of(view);
        let switch = view.roadmap(SWITCH);
        let timing = view.report.timing.as_ref();
        let (claim, lead) = match (switch.filter(|s| s.feasible), timing) {
            (None, _) => (
                "There is no month to choose".to_owned(),
                reason(switch).unwrap_or_else(|| "No roadmap changes its units later.".to_owned()),
            ),
            (Some(_), None) => (
                "Comparing every month".to_owned(),
                "A split in each month of the plan, in the same futures.".to_owned(),
            ),
            (Some(_), Some(timing)) => {
                let futures = view.report.uncertainty.as_ref();
                let draws = futures.map_or(0, |futures| futures.draws);
                let count = timing_draws(view.scenario, draws);
                (
                    claim(&words, timing),
                    format!(
                        "Mean extra cost over {} against the best month, in present value, paired across {} futures.{}",
                        units::months(words.months),
                        units::count(count as f64),
                        beside(&words, timing)
                    ),
                )
            }
        };
        let shown = timing
            .filter(|_| switch.is_some_and(|switch| switch.feasible))
            .map(|timing| shown(&words, timing));
        Self {
            words,
            claim,
            lead,
            shown,
        }
    }

    /// The page's table as tab-separated text.
    pub(super) fn text(&self) -> String {
        let code = self.words.currency.code();
        let mut text = format!("Month\tExtra ({code})\tLow\tHigh\n");
        if let Some(shown) = &self.shown {
            for (month, extra) in shown.extra.iter().enumerate() {
                let at = |values: &[f64]| values.get(month).copied().unwrap_or_default();
                let _ = writeln!(
                    text,
                    "{}\t{}\t{}\t{}",
                    self.words.short(month),
                    copied::number(*extra),
                    copied::number(at(&shown.low)),
                    copied::number(at(&shown.high)),
                );
            }
        }
        text
    }
}

fn reason(switch: Option<&RoadmapReport>) -> Option<String> {
    switch?.reason.clone()
}

/// Points of the curve that are months, in order.
fn points(timing: &Timing) -> impl Iterator<Item = (usize, &CurvePoint)> {
    let points = timing.curve.iter();
    points.filter_map(|point| Some((point.month?, point)))
}

/// Amount within which two months count as the same, in round figures.
fn tolerance(timing: &Timing) -> f64 {
    let least = timing
        .curve
        .iter()
        .map(|p| p.mean)
        .fold(f64::INFINITY, f64::min);
    let exact = SAME * least.abs();
    if exact <= 0.0 || !exact.is_finite() {
        return 0.0;
    }
    let step = crate::units::decade(exact);
    (exact / step).round().max(1.0) * step
}

/// Months around the best one that cost no more than a tolerance more.
fn span(words: &Words<'_>, timing: &Timing) -> Option<Span> {
    let best = timing.best_month?;
    let within = tolerance(timing);
    let near = |month: usize| {
        let found = points(timing).find(|(m, _)| *m == month);
        found.is_some_and(|(_, point)| point.extra_mean <= within)
    };
    let from = (0..=best).rev().take_while(|m| near(*m)).last()?;
    let until = (best..words.months).take_while(|m| near(*m)).last()?;
    Some(Span {
        from,
        until,
        title: format!("Within {} of the best", words.currency.total(within)),
        months: if from == until {
            words.short(from)
        } else {
            format!("{} to {}", words.short(from), words.short(until))
        },
    })
}

/// Whether the verdict is this very change, and firm.
fn is_chosen(words: &Words<'_>) -> bool {
    let verdict = &words.report.verdict;
    let open = verdict.no_difference || verdict.too_close == Some(true);
    verdict.recommended == SWITCH && !open
}

/// Whether the verdict is one unit, so that never to split says the same.
fn is_whole(words: &Words<'_>) -> bool {
    words
        .recommended
        .is_some_and(|roadmap| roadmap.kind().is_one_unit())
}

/// A roadmap that costs less than the change in its best month, on average over the futures: the
/// recommended one, or where that is the change itself the cheapest other; and by how much.
fn cheaper<'a>(words: &Words<'a>, timing: &Timing) -> Option<(&'a RoadmapReport, f64)> {
    let recommended = words.report.verdict.recommended.as_str();
    let mut others: Vec<(&RoadmapReport, f64)> = timing
        .others
        .iter()
        .filter(|other| recommended == SWITCH || other.id == recommended)
        .filter_map(|other| Some((words.roadmap(&other.id)?, -other.extra_mean)))
        .collect();
    others.sort_by(|a, b| b.1.total_cmp(&a.1));
    let best = timing.best_month.and_then(|best| {
        let mut all = points(timing);
        all.find(|(month, _)| *month == best)
    });
    let whole = best.map_or(0.0, |(_, point)| point.mean.abs());
    let first = others.into_iter().next()?;
    (first.1 > 1e-6 * whole).then_some(first)
}

/// "modular monolith costs $3.1M less": that another roadmap is cheaper than this change ever is.
fn cheaper_words(words: &Words<'_>, timing: &Timing) -> Option<String> {
    let (roadmap, less) = cheaper(words, timing)?;
    let keeps = |id: &str| words.roadmap(id).is_some_and(RoadmapReport::keeps_goals);
    let but = if keeps(&words.report.verdict.recommended) && !roadmap.keeps_goals() {
        ", but breaks a goal"
    } else {
        ""
    };
    Some(format!(
        "{} costs {} less{but}",
        units::lower_first(&roadmap.label),
        words.currency.total(less)
    ))
}

/// " Modular monolith costs $2.3M less on average.", where the title does not say so.
fn beside(words: &Words<'_>, timing: &Timing) -> String {
    let whole_never = is_whole(words) && timing.best_month.is_none();
    if !is_chosen(words) && !whole_never {
        return String::new();
    }
    cheaper_words(words, timing).map_or_else(String::new, |cheaper| {
        format!(" In the same futures {cheaper}.")
    })
}

/// The best month of this change, where the verdict is another.
fn conditional(words: &Words<'_>, timing: &Timing) -> String {
    let best = match timing.best_month {
        None => format!(
            "No month to switch pays within {}",
            units::months(words.months)
        ),
        Some(0) => "If you switch, now is the best month".to_owned(),
        Some(best) => format!("If you switch, {} is the best month", words.long(best)),
    };
    let recommended = words.recommended.filter(|roadmap| roadmap.id != SWITCH);
    match (cheaper_words(words, timing), recommended) {
        (Some(cheaper), _) => format!("{best}; {cheaper}"),
        (None, Some(chosen)) => format!(
            "{best}; at likely values {} costs less",
            units::lower_first(&chosen.label)
        ),
        (None, None) => best,
    }
}

fn claim(words: &Words<'_>, timing: &Timing) -> String {
    let money = &words.currency;
    let horizon = units::months(words.months);
    let never = timing.best_month.is_none();
    let whole_never = is_whole(words) && never;
    if !is_chosen(words) && !whole_never {
        return conditional(words, timing);
    }
    let Some(best) = timing.best_month else {
        let earliest = points(timing)
            .next()
            .map_or(0.0, |(_, point)| point.extra_mean);
        return format!(
            "Do not split within {horizon}; splitting now would cost {} more",
            money.total(earliest)
        );
    };
    let within = tolerance(timing);
    match span(words, timing) {
        Some(span) if best == 0 && span.until == 0 => {
            let next = points(timing).nth(YEAR).map_or(0.0, |(_, p)| p.extra_mean);
            format!("Split now; a year later costs {} more", money.total(next))
        }
        Some(span) if best == 0 => format!(
            "Split now; any month to {} is within {}",
            words.short(span.until),
            money.total(within)
        ),
        Some(span) if span.from < span.until => format!(
            "Split in {}; any month from {} to {} is within {}",
            words.long(best),
            words.short(span.from),
            words.short(span.until),
            money.total(within)
        ),
        _ => format!("Split in {}", words.long(best)),
    }
}

fn shown<'a>(words: &Words<'a>, timing: &Timing) -> Shown<'a> {
    let column = |value: fn(&CurvePoint) -> f64| points(timing).map(|(_, p)| value(p)).collect();
    let extra: Vec<f64> = column(|point| point.extra_mean);
    let money = &words.currency;
    let others = timing.others.iter().filter_map(|other| {
        let roadmap = words.roadmap(&other.id)?;
        Some(Other {
            kind: look_of(roadmap),
            label: &roadmap.label,
            number: words.number(roadmap),
            values: vec![other.extra_mean; extra.len()],
        })
    });
    let mean = |month: usize| {
        points(timing)
            .find(|(m, _)| *m == month)
            .map(|(_, p)| p.mean)
    };
    let best_title = timing.best_month.map_or_else(String::new, |best| {
        let cost =
            mean(best).map_or_else(String::new, |mean| format!(", mean {}", money.total(mean)));
        format!("Month {best}{cost}")
    });
    let low = column(|point| point.extra.p10);
    let high = column(|point| point.extra.p90);
    Shown {
        summary: summary(words, timing, &extra),
        others: others.collect(),
        best: timing.best_month,
        best_title,
        span: span(words, timing),
        card: timing.tripwires.first().map(|rule| card(words, rule)),
        rules: timing
            .tripwires
            .iter()
            .map(|rule| row(words, rule))
            .collect(),
        first: first(words, timing),
        partition: partition(words, timing),
        months: months(words, timing),
        actuals: actuals(words, timing),
        extra,
        low,
        high,
    }
}

fn summary(words: &Words<'_>, timing: &Timing, extra: &[f64]) -> String {
    let money = &words.currency;
    let ends = match (extra.first(), extra.last()) {
        (Some(first), Some(last)) => format!(
            "now {}, in {} {}",
            money.difference(*first),
            words.last(),
            money.difference(*last)
        ),
        _ => String::new(),
    };
    let best = match timing.best_month {
        Some(best) => format!("least in {}", words.short(best)),
        None => "least when it never starts".to_owned(),
    };
    format!("Extra cost by the month in which the split starts: {ends}; {best}")
}

/// Whether watching saves anything to speak of.
fn is_worth(rule: &Tripwire) -> bool {
    rule.value_of_watching > 1e-5 * rule.expected_total.abs()
}

fn card(words: &Words<'_>, rule: &Tripwire) -> Card {
    let (first, rest) = rule
        .sentence
        .split_once(". ")
        .map_or((rule.sentence.as_str(), ""), |(first, rest)| (first, rest));
    let measure = Measure::of(&rule.metric);
    let write = |value: f64| measure.value(value, &words.currency);
    Card {
        rule: format!("{}.", first.trim_end_matches('.')),
        rest: rest.to_owned(),
        bar: rule
            .threshold
            .filter(|_| !rule.is_passed())
            .map(|threshold| CardBar {
                today: rule.today,
                threshold,
                today_text: format!("{} today", write(rule.today)),
                threshold_text: write(rounded(threshold)),
            }),
    }
}

fn row(words: &Words<'_>, rule: &Tripwire) -> Rule {
    let measure = Measure::of(&rule.metric);
    let band = |band: &Band| {
        let month = |month: f64| words.short(month.round().max(0.0) as usize);
        let (low, high) = (month(band.p10), month(band.p90));
        if low == high {
            low
        } else {
            format!("{low} to {high}")
        }
    };
    Rule {
        rule: match rule.threshold {
            Some(_) if rule.is_passed() => format!("{}: already passed", measure.name),
            Some(threshold) => measure.short_rule(threshold, &words.currency),
            None => format!("{}: never", measure.name),
        },
        now: match &rule.sign {
            Some(sign) => against_plan(&measure, sign, &words.currency),
            None => measure.value(rule.today, &words.currency),
        },
        worth: if is_worth(rule) {
            words.currency.total(rule.value_of_watching)
        } else {
            "nothing more".to_owned()
        },
        when: match (&rule.month, rule.threshold) {
            _ if rule.is_passed() => "at once".to_owned(),
            (_, Some(_)) if rule.sign.is_some_and(|sign| sign.trips.is_some()) => {
                let trips = rule.sign.and_then(|sign| sign.trips).unwrap_or(0);
                words.short(trips)
            }
            (_, Some(_)) if rule.sign.is_some() => "not at this rate".to_owned(),
            (Some(found), Some(_)) => band(found),
            _ => "not at all".to_owned(),
        },
    }
}

fn actuals(words: &Words<'_>, timing: &Timing) -> String {
    let signs = timing.tripwires.iter().filter_map(|rule| rule.sign);
    match signs.map(|sign| sign.month).max() {
        Some(month) => format!(
            "Known to {}; the rest of the plan is taken to go on in proportion.",
            words.short(month)
        ),
        None => {
            "Months as they turned out move no figure of the plan, only these signs.".to_owned()
        }
    }
}

/// "38 people, 9% above": what turned out, against the plan.
fn against_plan(measure: &Measure, sign: &Sign, money: &Currency) -> String {
    let actual = measure.value(sign.actual, money);
    if sign.planned <= 0.0 {
        return actual;
    }
    let apart = sign.actual / sign.planned - 1.0;
    match (apart * 100.0).round() {
        0.0 => format!("{actual}, as planned"),
        above if above > 0.0 => format!("{actual}, {} above", units::share(apart)),
        _ => format!("{actual}, {} below", units::share(-apart)),
    }
}

fn first(words: &Words<'_>, timing: &Timing) -> Vec<Item> {
    let steps = timing.extraction_order.iter().enumerate();
    steps
        .map(|(at, step)| Item {
            name: format!("{}  {}", at + 1, step.component),
            note: if step.gain < 0.0 {
                step.reason.clone()
            } else {
                "costs more than it saves".to_owned()
            },
            amount: step.gain,
            figure: words.currency.difference(step.gain),
        })
        .collect()
}

fn partition(words: &Words<'_>, timing: &Timing) -> Option<String> {
    let best = timing.best_partition.as_ref()?;
    let money = &words.currency;
    let units = best.units.len();
    let known = words.report.roadmaps.iter().filter_map(|roadmap| {
        let stage = roadmap.stages.last()?;
        (roadmap.stages.len() <= 2).then_some((roadmap, stage.units.len()))
    });
    let same = known
        .filter(|(roadmap, count)| {
            let npv = roadmap.totals.map_or(f64::INFINITY, |totals| totals.npv);
            *count == units && (npv - best.total).abs() < 1e-6 * best.total.abs()
        })
        .map(|(roadmap, _)| roadmap.label.as_str())
        .next();
    let names = best.names.join("; ");
    let limit = if best.complete {
        ""
    } else {
        " The search was ended at its limit; better units may exist."
    };
    Some(match (units, same) {
        (1, _) => format!("One unit costs least from the first month on.{limit}"),
        (_, Some(label)) => {
            format!("The units of {label} cost least from the first month on.{limit}")
        }
        (count, None) => format!(
            "{} units would cost least from the first month on, {} in present value at likely values: {names}.{limit}",
            capital(&units::number_word(count)),
            money.total(best.total)
        ),
    })
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next();
    first
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

/// What starting now and in each January costs more than the best month.
fn months(words: &Words<'_>, timing: &Timing) -> Vec<Item> {
    let time = words.time();
    let is_january = |month: usize| time.label(month).starts_with("Jan ");
    points(timing)
        .filter(|(month, _)| *month == 0 || is_january(*month))
        .filter(|(month, _)| timing.best_month != Some(*month))
        .map(|(month, point)| Item {
            name: if month == 0 {
                "Start now".to_owned()
            } else {
                format!("Start in {}", words.short(month))
            },
            note: String::new(),
            amount: point.extra_mean,
            figure: words.currency.difference(point.extra_mean),
        })
        .collect()
}
