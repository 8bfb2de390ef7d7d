//! What the Decision page shows, shaped from the report before anything is drawn.

use super::figures::{Figure, figures};
use super::outside::{Outside, outside};
use super::sure::{ChangeOfMind, Sure, changes_of_mind, sure};
use super::why::{RunwayLines, WhyList, runway, why};
use super::words::{Words, key_figure};
use crate::analysis::alike;
use crate::analysis::futures::ensemble::{CUMULATIVE_CASH, PRESENT_VALUE, PRESENT_VALUE_SO_FAR};
use crate::analysis::report::band::Bands;
use crate::analysis::report::uncertainty::Uncertainty;
use crate::analysis::report::{Figure as Cost, Series, StageReport};
use crate::analysis::roadmaps::units_today;
use crate::app::charts::{Band, Emphasis};
use crate::app::theme::RoadmapLook;
use crate::app::view::{ResultsView, look_of};
use crate::scenario::Scenario;
use crate::scenario::schema::Goals;
use crate::units;
use std::borrow::Cow;
use std::ops::Range;

/// Roadmaps that are named as those that cost least up to a month, at most.
const LEADERS: usize = 3;

/// Which cost the charts show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measure {
    /// Total, cash or present value.
    pub(crate) figure: Cost,
    /// Each month by itself instead of the sum so far.
    pub(crate) monthly: bool,
}

impl Measure {
    /// The series of a roadmap in this measure.
    pub(crate) fn of<'a>(self, series: &'a Series, factors: &[f64]) -> Cow<'a, [f64]> {
        if self.monthly {
            series.monthly(self.figure, factors)
        } else {
            series.cumulative(self.figure, factors)
        }
    }

    /// Name of the series behind it.
    pub(crate) const fn series(self) -> &'static str {
        match (self.figure, self.monthly) {
            (Cost::Total, false) => "cumulative_total",
            (Cost::Total, true) => "total",
            (Cost::Cash, false) => CUMULATIVE_CASH,
            (Cost::Cash, true) => "cash",
            (Cost::PresentValue, false) => PRESENT_VALUE_SO_FAR,
            (Cost::PresentValue, true) => PRESENT_VALUE,
        }
    }

    /// Name of the report's series that explains it, where one does.
    pub(crate) const fn explained(self) -> Option<&'static str> {
        match (self.figure, self.monthly) {
            (Cost::Total, _) | (Cost::Cash, true) => Some(self.series()),
            _ => None,
        }
    }

    /// "Cumulative total cost".
    pub(crate) const fn title(self) -> &'static str {
        match (self.figure, self.monthly) {
            (Cost::Total, false) => "Cumulative total cost",
            (Cost::Cash, false) => "Cumulative cash cost",
            (Cost::PresentValue, false) => "Cumulative cost in present value",
            (Cost::Total, true) => "Total cost a month",
            (Cost::Cash, true) => "Cash cost a month",
            (Cost::PresentValue, true) => "Cost a month in present value",
        }
    }

    /// Whether it is the cumulative total, which months of crossing in the futures are known of.
    fn is_cumulative_total(self) -> bool {
        self.figure == Cost::Total && !self.monthly
    }
}

/// A roadmap's line.
pub(crate) struct Line<'a> {
    /// Id of the roadmap.
    pub(crate) id: &'a str,
    pub(crate) kind: RoadmapLook,
    pub(crate) number: Option<u8>,
    pub(crate) label: &'a str,
    pub(crate) emphasis: Emphasis,
    /// Amount by month.
    pub(crate) values: Cow<'a, [f64]>,
    /// Amount less that of the baseline; absent for the baseline itself.
    pub(crate) against: Option<Vec<f64>>,
    /// Range of the amounts in 8 of 10 futures.
    pub(crate) band: Option<Band<'a>>,
    /// Whether that is drawn without pointing at the line.
    pub(crate) band_shown: bool,
    /// Range of the difference.
    pub(crate) against_band: Option<Band<'a>>,
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
    pub(crate) kind: RoadmapLook,
    pub(crate) month: f64,
    pub(crate) span: f64,
    /// "Split starts, Mar 2028".
    pub(crate) title: String,
    /// "9 months, $890k".
    pub(crate) detail: String,
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
    /// Lines that leave the band drawn around them.
    pub(crate) outside: Vec<Outside>,
    /// Whether the bands are those of an older plan.
    pub(crate) old_bands: bool,
    pub(crate) against: Option<String>,
    pub(crate) ring: Option<Ring>,
    pub(crate) moves: Option<Move>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) why: Option<WhyList>,
    /// Goals that are broken; absent when none are stated.
    pub(crate) goals: Option<&'a [String]>,
    pub(crate) runway: Option<RunwayLines>,
    /// How sure the answer is.
    pub(crate) sure: Option<Sure>,
    /// What would change it.
    pub(crate) changes: Vec<ChangeOfMind>,
}

impl<'a> DecisionView<'a> {
    /// Shapes the page.
    pub(crate) fn from(view: &ResultsView<'a>, measure: Measure) -> Self {
        let words = Words::of(view);
        let verdict = &view.report.verdict;
        let (futures, old_bands) = view.bands();
        let lines = lines(&words, futures, measure);
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
            figures: figures(&words, measure.figure),
            why: why(&words),
            goals: (goals_stated || !verdict.goals_broken.is_empty())
                .then_some(verdict.goals_broken.as_slice()),
            runway: runway(&words),
            sure: sure(&words, measure.figure),
            changes: changes_of_mind(&words, view.scenario),
            outside: if old_bands {
                Vec::new()
            } else {
                outside(&lines)
            },
            lines,
            old_bands,
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
        let outside = self
            .outside_words()
            .map(|words| format!(" {words}"))
            .unwrap_or_default();
        format!(
            "{} over {}, {} to {}. In the last month: {}.{ring}{outside}",
            self.measure.title(),
            self.words.span(),
            self.words.short(0),
            self.words.last(),
            ends.join(", ")
        )
    }

    /// Which lines leave their bands, in how many months.
    pub(crate) fn outside_words(&self) -> Option<String> {
        let each = self.outside.iter().map(|out| {
            let months = units::months(out.months.len());
            format!("{} in {months}", units::lower_first(&out.label))
        });
        let told: Vec<String> = each.collect();
        (!told.is_empty()).then(|| format!("Likely lies outside its band: {}.", told.join(", ")))
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
            units::lower_first(self.measure.title()),
            self.words.last(),
            ends.join(", ")
        )
    }

    /// What stands beneath a hovered month: what happens in it, and who costs least up to it.
    pub(crate) fn note(&self, month: usize) -> Option<String> {
        let lines = [
            self.events(month),
            self.outside_in(month),
            self.least_so_far(month),
        ];
        let lines: Vec<String> = lines.into_iter().flatten().collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// Which lines lie outside their band in a month, and why.
    fn outside_in(&self, month: usize) -> Option<String> {
        let here = self
            .outside
            .iter()
            .filter(|out| out.months.contains(&month));
        let told: Vec<String> = here.map(|out| out.sentence(month)).collect();
        (!told.is_empty()).then(|| told.join("\n"))
    }

    /// In how many futures each roadmap has cost least up to a month.
    fn least_so_far(&self, month: usize) -> Option<String> {
        let futures = self.words.report.uncertainty.as_ref();
        let futures = futures.filter(|futures| futures.is_open())?;
        // Months are counted by totals alone.
        if self.measure.figure != Cost::Total {
            return None;
        }
        let each = futures.roadmaps.iter().map(|roadmap| {
            let by_month = &roadmap.probability_cheapest_by_month;
            Some((roadmap.id.as_str(), by_month.get(month).copied()?))
        });
        let each: Vec<(&str, f64)> = each.collect::<Option<_>>()?;
        let all = alike::shares(&self.words.report.roadmaps, each.into_iter());
        let shares: Vec<f64> = all.iter().map(|(_, share)| *share).collect();
        let of_100 = units::apportion(&shares, 100, 0.01);
        let mut wins: Vec<(i64, &str)> = of_100
            .iter()
            .zip(&all)
            .map(|(count, (id, _))| (*count, *id))
            .filter(|(count, _)| *count > 0)
            .collect();
        wins.sort_by_key(|(count, _)| -count);
        let told: Vec<String> = wins
            .iter()
            .take(LEADERS)
            .map(|(count, id)| format!("{} in {count}", units::lower_first(&self.words.label(id))))
            .collect();
        Some(format!(
            "Least total so far, of 100 futures: {}",
            told.join(", ")
        ))
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

fn not_applied(view: &ResultsView<'_>) -> Option<(String, String)> {
    let inputs = view.not_applied;
    let first = inputs.first()?;
    let title = format!(
        "{} not applied.",
        units::counted(inputs.len() as f64, "input", "inputs")
    );
    let in_use = |input: &crate::app::view::NotApplied| {
        format!("{} for {}", input.in_use, units::lower_first(&input.label))
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

fn lines<'a>(
    words: &Words<'a>,
    futures: Option<&'a Uncertainty>,
    measure: Measure,
) -> Vec<Line<'a>> {
    let factors = &words.report.scenario.present_value_factors;
    let base = words.baseline.and_then(|base| {
        let values = measure.of(base.series.as_ref()?, factors);
        Some((base.id.as_str(), values))
    });
    let is_baseline = |id: &str| words.baseline.is_some_and(|base| base.id == id);
    words
        .feasible()
        .filter_map(|roadmap| {
            let values = measure.of(roadmap.series.as_ref()?, factors);
            let bands = futures.and_then(|f| f.roadmap(&roadmap.id)?.band(measure.series()));
            // Futures of an older plan may have other months.
            let bands = bands.filter(|bands| bands.p10.len() == values.len());
            let against = base
                .as_ref()
                .filter(|(id, _)| *id != roadmap.id)
                .map(|(_, base)| values.iter().zip(base.iter()).map(|(a, b)| a - b).collect());
            let recommended = words.recommended.is_some_and(|best| best.id == roadmap.id);
            Some(Line {
                id: &roadmap.id,
                kind: look_of(roadmap),
                number: words.number(roadmap),
                label: &roadmap.label,
                emphasis: if recommended {
                    Emphasis::Recommended
                } else {
                    Emphasis::Normal
                },
                values,
                against,
                band: bands.map(band),
                band_shown: recommended || is_baseline(&roadmap.id),
                against_band: futures
                    .filter(|_| recommended && !measure.monthly)
                    .and_then(|f| f.difference.as_ref())
                    .filter(|difference| difference.between[0] == roadmap.id)
                    .and_then(|difference| difference.so_far(measure.figure))
                    .filter(|bands| bands.p10.len() == words.months)
                    .map(band),
            })
        })
        .collect()
}

fn band(bands: &Bands) -> Band<'_> {
    Band {
        low: &bands.p10,
        high: &bands.p90,
    }
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
    let factors = &words.report.scenario.present_value_factors;
    let one = measure.of(best.series.as_ref()?, factors);
    let other = measure.of(base.series.as_ref()?, factors);
    let (month, value) = crossing(&one, &other)?;
    // The verdict's month is the first whose end lies below, as in its sentence.
    let first = match words.report.verdict.pays_month {
        Some(pays) if measure.is_cumulative_total() => pays,
        _ => month.floor() as usize + 1,
    };
    let when = words.short(first);
    let title = match (measure.monthly, measure.figure) {
        _ if words.is_staying(best) => format!("Cheaper from {when}"),
        (true, _) => format!("Costs less a month from {when}"),
        (false, Cost::Cash) => format!("Pays for itself in cash in {when}"),
        (false, _) => format!("Pays for itself in {when}"),
    };
    Some(Ring {
        month,
        value,
        title,
        detail: format!("month {first}{}", likely_months(words, measure)),
    })
}

/// ", likely 26 to 42": the months of the crossing in 8 of 10 futures.
fn likely_months(words: &Words<'_>, measure: Measure) -> String {
    let futures = words.report.uncertainty.as_ref().filter(|f| f.is_open());
    let found = futures.and_then(|f| f.crossover.as_ref());
    match found.and_then(|found| Some((found.p10?.round(), found.p90?.round()))) {
        Some((low, high)) if measure.is_cumulative_total() && low < high => {
            format!(", likely {} to {}", units::count(low), units::count(high))
        }
        _ => String::new(),
    }
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
        kind: look_of(best),
        month: stage.from_month as f64,
        span: end.min(last).saturating_sub(stage.from_month) as f64,
        title: format!("{verb}, {}", words.short(stage.from_month)),
        detail: format!("{length}{cost}"),
    })
}
