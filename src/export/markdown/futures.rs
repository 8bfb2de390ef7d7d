//! How sure the answer is: the part of the page that speaks of many futures.

use super::Page;
use super::text::{Table, plain};
use crate::analysis::alike::chances;
use crate::analysis::report::Figure;
use crate::analysis::report::uncertainty::Driver;
use crate::analysis::report::uncertainty::{Crossover, Uncertainty};
use crate::units;
use std::fmt::Write as _;

/// Inputs listed at most.
const LISTED: usize = 10;

impl Page<'_> {
    /// What the figures are a projection of.
    pub(super) fn basis(&self) -> String {
        let likely = "Figures are one projection at the likely value of every input";
        match &self.report.uncertainty {
            None => format!("{likely}."),
            Some(futures) if futures.inputs == 0 => {
                format!(
                    "{likely}; no input has a range, so nothing is said about how sure they are."
                )
            }
            Some(futures) => format!(
                "{likely}; ranges hold 8 of 10 of {} futures (seed {}), drawn from the ranges of {}.",
                units::count(futures.draws as f64),
                futures.seed,
                units::counted(futures.inputs as f64, "input", "inputs"),
            ),
        }
    }

    pub(super) fn futures(&self) -> String {
        let Some(futures) = self.report.uncertainty.as_ref().filter(|f| f.inputs > 0) else {
            return String::new();
        };
        let figure = self.report.verdict.figure;
        let in_value = figure == Figure::PresentValue;
        let mut table = Table::new(
            "lrrrrr",
            [
                "Roadmap",
                "Low",
                "Median",
                "High",
                "Cheapest in",
                "Mean regret (NPV)",
            ],
        );
        let all = chances(&self.report.roadmaps, futures, figure);
        for roadmap in &futures.roadmaps {
            if !self.roadmaps.iter().any(|shown| shown.id == roadmap.id) {
                continue;
            }
            let band = if in_value {
                roadmap.total_npv
            } else {
                roadmap.total
            };
            let own = all.iter().find(|(id, _)| *id == roadmap.id);
            let same = self.report.roadmaps.iter().find(|r| r.id == roadmap.id);
            table.row([
                self.label(&roadmap.id),
                self.money.total(band.p10),
                self.money.total(band.p50),
                self.money.total(band.p90),
                match (own, same) {
                    (Some((_, share)), _) => units::share(*share),
                    (None, Some(same)) => format!("with {}", self.label(same.counts_as())),
                    (None, None) => units::NOT_KNOWN.to_owned(),
                },
                self.money.total(roadmap.mean_regret),
            ]);
        }
        let what = if in_value {
            "Net present value of the total"
        } else {
            "Total"
        };
        let mut text = format!(
            "## How sure this is\n\n{}\n\n{what} over the horizon:\n\n{}",
            self.confidence(futures),
            table.text(),
        );
        for sentence in [
            self.outside(futures),
            self.crossover(futures),
            self.money_gone(futures),
        ] {
            if !sentence.is_empty() {
                let _ = write!(text, "\n{sentence}\n");
            }
        }
        text.push_str(&self.drivers(futures));
        text
    }

    fn confidence(&self, futures: &Uncertainty) -> String {
        let best = self.label(&self.report.verdict.recommended);
        let of_100 = |share: f64| units::count((share * 100.0).round());
        let verdict = &self.report.verdict;
        let of_best = |figure: Figure| {
            let all = chances(&self.report.roadmaps, futures, figure);
            let own = all.iter().find(|(id, _)| *id == verdict.recommended);
            own.map_or(futures.confidence, |(_, share)| *share)
        };
        let by = if verdict.figure == Figure::PresentValue {
            " in present value"
        } else {
            ""
        };
        let (own, among_all) = (of_best(verdict.figure), of_best(Figure::PresentValue));
        let likely = units::likelihood(own);
        let mut text = if among_all < futures.confidence && self.report.alone_keeps_goals() {
            format!(
                "{best} is the cheapest{by} in {} of 100 futures ({likely}), and alone keeps every goal.",
                of_100(own),
            )
        } else if among_all < futures.confidence {
            format!(
                "{best} is the cheapest in present value of those that keep every goal in {} of 100 futures, and of all in {}.",
                of_100(futures.confidence),
                of_100(among_all)
            )
        } else {
            format!(
                "{best} is the cheapest{by} in {} of 100 futures ({likely}).",
                of_100(own),
            )
        };
        if let Some(lead) = &futures.lead {
            let _ = write!(
                text,
                " Against {}, the best alternative, it saves {} to {} in 8 of 10 (present value).",
                self.label(&lead.between[1]),
                self.money.total(-lead.npv.p90),
                self.money.total(-lead.npv.p10),
            );
        }
        if futures.value_of_knowing_all > 0.0 {
            let _ = write!(
                text,
                " Knowing every input before choosing would be worth {} on average (within {} or so).",
                self.money.total(futures.value_of_knowing_all),
                self.money.total(futures.value_of_knowing_all_error)
            );
        }
        text
    }

    /// Roadmaps whose likely figure lies outside 8 of 10 of their futures, and why.
    fn outside(&self, futures: &Uncertainty) -> String {
        let figure = self.report.verdict.figure;
        let each = futures.roadmaps.iter().filter_map(|roadmap| {
            let shown = self.roadmaps.iter().find(|shown| shown.id == roadmap.id)?;
            let likely = shown.totals?.of(figure);
            let band = match figure {
                Figure::PresentValue => roadmap.total_npv,
                Figure::Total | Figure::Cash => roadmap.total,
            };
            let slack = 1e-6 * likely.abs();
            let (place, far, near) = if likely < band.p10 - slack {
                ("below", "up", "down")
            } else if likely > band.p90 + slack {
                ("above", "down", "up")
            } else {
                return None;
            };
            Some(format!(
                "The likely figure of {} lies {place} 8 of 10 of its futures, for the ranges together reach further {far} in cost than {near}.",
                self.label(&roadmap.id)
            ))
        });
        each.collect::<Vec<String>>().join(" ")
    }

    fn between(&self, found: &Crossover) -> Option<String> {
        let month = |month: f64| self.short_month(month.round().max(0.0) as usize);
        Some(format!(
            "in {}, likely {} to {}",
            month(found.p50?),
            month(found.p10?),
            month(found.p90?)
        ))
    }

    fn crossover(&self, futures: &Uncertainty) -> String {
        let (Some(found), Some(difference)) = (&futures.crossover, &futures.difference) else {
            return String::new();
        };
        let [one, other] = difference.between.each_ref().map(|id| self.label(id));
        match self.between(found) {
            Some(when) => format!(
                "{one} has cost less than {other} for good {when}; it does within the horizon in {} of the futures.",
                units::share(found.probability)
            ),
            None => format!("In no future does {one} cost less than {other} for good."),
        }
    }

    fn money_gone(&self, futures: &Uncertainty) -> String {
        let best = &self.report.verdict.recommended;
        let mut all = futures.roadmaps.iter();
        let gone = all
            .find(|roadmap| roadmap.id == *best)
            .and_then(|r| r.out_of_money);
        match gone.filter(|gone| gone.probability > 0.0) {
            Some(gone) => format!(
                "The money runs out in {} of the futures{}.",
                units::share(gone.probability),
                self.between(&gone)
                    .map_or_else(String::new, |when| format!(", {when}"))
            ),
            None => String::new(),
        }
    }

    fn drivers(&self, futures: &Uncertainty) -> String {
        let Some(difference) = futures
            .difference
            .as_ref()
            .filter(|_| !futures.drivers.is_empty())
        else {
            return String::new();
        };
        let mut table = Table::new(
            "lrrrrrrr",
            [
                "Input",
                "Low",
                "High",
                "Difference at low",
                "Difference at high",
                "Part of the variance",
                "Worth knowing",
                "Its error",
            ],
        );
        for driver in futures.drivers.iter().take(LISTED) {
            table.row([
                format!("`{}`", plain(&driver.input)),
                units::significant(driver.range[0], 3),
                units::significant(driver.range[2], 3),
                self.money.difference(driver.low_outcome),
                self.money.difference(driver.high_outcome),
                match (driver.total_order_index, driver.error) {
                    (Some(part), Some(error)) => {
                        format!("{} \u{b1} {}", units::share(part), units::share(error))
                    }
                    (part, _) => part.map_or_else(String::new, units::share),
                },
                self.money.total(driver.value_of_information),
                self.money.total(driver.value_of_information_error),
            ]);
        }
        let likely = -self.report.verdict.margin;
        let idle = futures.drivers.iter().filter(|d| !d.flips(likely)).count();
        let [one, other] = difference.between.each_ref().map(|id| self.label(id));
        format!(
            "\nWhat the difference between {one} and {other} hangs on (present value, below zero {one} is cheaper):\n\n{}\n{}\n",
            table.text(),
            flipping(&futures.drivers, idle),
        )
    }
}

/// How many inputs decide, each alone.
fn flipping(drivers: &[Driver], idle: usize) -> String {
    let all = drivers.len();
    if idle == all {
        return "None of these alone, anywhere within its range, makes the other cheaper."
            .to_owned();
    }
    format!(
        "{} of {all} can alone make the other cheaper within their range.",
        units::number_word(all - idle)
    )
}
