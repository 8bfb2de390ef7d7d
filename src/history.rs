//! Six real companies: what they were, what they did, what came of it, and what the model says.
//!
//! Each case is a plan like a preset, in `cases/`, encoded before its first run from what was
//! published; unknown figures are assumed and say so. A case compares two roadmaps on three axes.
//! No constant is tuned to a case, and a miss stays. Encodings, scores and misses are told in
//! `docs/cases.md`; the outcomes are those that companies report of themselves after success, a
//! one-sided sample.

use crate::analysis::last_year::{self, last_year, mean_of_last_year};
use crate::analysis::report::{Report, RoadmapReport, Series};
use crate::scenario::{self, Scenario};

/// Difference below which two sides count as equal (share of the smaller).
pub const TIE: f64 = 0.05;
/// Lead times closer than this are equal (days).
const TIE_DAYS: f64 = 1.0;

/// Months at the end of the horizon over which pace and reliability are compared: after the move.
pub const MONTHS_AFTER: usize = last_year::MONTHS;

/// Which side of a case is better on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The one unit, or fewer.
    Monolith,
    /// The many.
    Microservices,
    /// Neither, by less than [`TIE`].
    Tie,
    /// Measures disagree.
    Mixed,
    /// Nobody can tell.
    Unclear,
}

impl Side {
    /// As a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Monolith => "monolith",
            Self::Microservices => "microservices",
            Self::Tie => "tie",
            Self::Mixed => "mixed",
            Self::Unclear => "unclear",
        }
    }
}

/// One verdict for each axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axes {
    /// Money for infrastructure over the horizon, without the people who run it and without the
    /// extra of running both while moving.
    pub infrastructure: Side,
    /// Lead time and changes delivered in the last year.
    pub pace: Side,
    /// Hours down in the last year.
    pub reliability: Side,
}

/// A real company and what came of its choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Short name, as of the file.
    pub name: &'static str,
    /// Title with the years.
    pub title: &'static str,
    /// The plan's text.
    pub text: &'static str,
    /// What the company did.
    pub did: &'static str,
    /// Id of the roadmap with one unit.
    pub one: &'static str,
    /// Id of the roadmap with many.
    pub many: &'static str,
    /// What is reported to have been better.
    pub reported: Axes,
    /// Where it was read (2026-11).
    pub source: &'static str,
}

const CASES: &[Case] = &[
    Case {
        name: "prime-video",
        title: "Prime Video quality monitoring, 2023",
        text: include_str!("../cases/prime-video.ron"),
        did: "merged three serverless steps into one process",
        one: "monolith",
        many: "microservices",
        reported: Axes {
            infrastructure: Side::Monolith,
            pace: Side::Monolith,
            reliability: Side::Monolith,
        },
        source: "hacktech.info/?p=39556; itservice.guru",
    },
    Case {
        name: "segment",
        title: "Segment destinations, 2017 to 2018",
        text: include_str!("../cases/segment.ron"),
        did: "merged 140 services into one",
        one: "monolith",
        many: "microservices",
        reported: Axes {
            infrastructure: Side::Monolith,
            pace: Side::Monolith,
            reliability: Side::Mixed,
        },
        source: "lukas.pustina.de; sudonull.com; changelog.com",
    },
    Case {
        name: "stack-overflow",
        title: "Stack Overflow, 2022",
        text: include_str!("../cases/stack-overflow.ron"),
        did: "stayed one application",
        one: "monolith",
        many: "microservices",
        reported: Axes {
            infrastructure: Side::Monolith,
            pace: Side::Monolith,
            reliability: Side::Monolith,
        },
        source: "vuink.com; sysdesign-wiki.pages.dev",
    },
    Case {
        name: "shopify",
        title: "Shopify, 2019 to 2024",
        text: include_str!("../cases/shopify.ron"),
        did: "divided one application into modules and did not split it",
        one: "modular_monolith",
        many: "microservices",
        reported: Axes {
            infrastructure: Side::Monolith,
            pace: Side::Tie,
            reliability: Side::Tie,
        },
        source: "techbehindbigtech.com; b.hatena.ne.jp",
    },
    Case {
        name: "netflix",
        title: "Netflix, 2008 to 2016",
        text: include_str!("../cases/netflix.ron"),
        did: "split one application into hundreds of services over seven years",
        one: "monolith",
        many: "microservices",
        reported: Axes {
            infrastructure: Side::Unclear,
            pace: Side::Microservices,
            reliability: Side::Microservices,
        },
        source: "sujeet.pro; dev.to/turacthethinker; yogreet.com",
    },
    Case {
        name: "monzo",
        title: "Monzo, from 2019",
        text: include_str!("../cases/monzo.ron"),
        did: "was born as services and stayed so",
        one: "monolith",
        many: "microservices",
        reported: Axes {
            infrastructure: Side::Monolith,
            pace: Side::Microservices,
            reliability: Side::Microservices,
        },
        source: "blog.jabid.in; computing.co.uk 3077715; infoq.com/presentations/monzo-microservices",
    },
];

/// Every case, in the order shown.
pub const fn list() -> &'static [Case] {
    CASES
}

/// A measure on both sides of a case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// With one unit.
    pub one: f64,
    /// With many.
    pub many: f64,
}

impl Pair {
    /// The better side when less is better.
    pub fn least(self) -> Side {
        if self.is_tie() {
            Side::Tie
        } else if self.one < self.many {
            Side::Monolith
        } else {
            Side::Microservices
        }
    }

    /// The better side when more is better.
    pub fn most(self) -> Side {
        match self.least() {
            Side::Monolith => Side::Microservices,
            Side::Microservices => Side::Monolith,
            equal => equal,
        }
    }

    /// The side of the shorter lead time: what is below a day is a tie.
    fn sooner(self) -> Side {
        if (self.one - self.many).abs() < TIE_DAYS {
            Side::Tie
        } else {
            self.least()
        }
    }

    fn is_tie(self) -> bool {
        (self.one - self.many).abs() < TIE * self.one.min(self.many)
            || self.one.max(self.many) <= 0.0
    }
}

/// What the model says about a case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Infrastructure over the horizon (currency).
    pub infrastructure: Pair,
    /// Mean lead time in the last year (days).
    pub lead_time_days: Pair,
    /// Changes delivered in the last year.
    pub delivered: Pair,
    /// Hours down in the last year (h).
    pub down_hours: Pair,
    /// The verdicts.
    pub modelled: Axes,
}

/// Whether the model agrees with what is reported; none when nothing clear is reported.
pub fn agrees(reported: Side, modelled: Side) -> Option<bool> {
    match reported {
        Side::Mixed | Side::Unclear => None,
        _ => Some(reported == modelled),
    }
}

impl Case {
    /// The plan; none when the file is broken, which the tests rule out.
    pub fn scenario(&self) -> Option<Scenario> {
        scenario::load(self.text).scenario
    }

    /// Compares the case's two roadmaps in a report of its plan.
    ///
    /// None when one of them is not there or cannot run.
    pub fn score(&self, report: &Report) -> Option<Score> {
        let one = roadmap(report, self.one)?;
        let many = roadmap(report, self.many)?;
        let (one_series, many_series) = (one.series.as_ref()?, many.series.as_ref()?);
        let pair = |measure: &dyn Fn(&Series) -> f64| Pair {
            one: measure(one_series),
            many: measure(many_series),
        };
        let infrastructure = Pair {
            one: one.totals?.infrastructure,
            many: many.totals?.infrastructure,
        };
        let lead_time_days = pair(&|series| mean_of_last_year(&series.lead_time_days));
        let delivered = pair(&|series| last_year(&series.delivered_changes).iter().sum());
        let down_hours = pair(&|series| last_year(&series.down_hours).iter().sum());
        Some(Score {
            infrastructure,
            lead_time_days,
            delivered,
            down_hours,
            modelled: Axes {
                infrastructure: infrastructure.least(),
                pace: both(lead_time_days.sooner(), delivered.most()),
                reliability: down_hours.least(),
            },
        })
    }
}

fn roadmap<'a>(report: &'a Report, id: &str) -> Option<&'a RoadmapReport> {
    report.roadmaps.iter().find(|roadmap| roadmap.id == id)
}

/// Two measures of one axis: a tie leaves it to the other, contradiction is mixed.
fn both(a: Side, b: Side) -> Side {
    match (a, b) {
        (Side::Tie, other) | (other, Side::Tie) => other,
        _ if a == b => a,
        _ => Side::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::{Pair, Side, agrees, both};

    #[test]
    fn a_difference_under_a_twentieth_is_a_tie() {
        let pair = |one, many| Pair { one, many };
        // 104 is 4% above 100, 106 is 6% above it.
        assert_eq!(pair(100.0, 104.0).least(), Side::Tie);
        assert_eq!(pair(100.0, 106.0).least(), Side::Monolith);
        assert_eq!(pair(106.0, 100.0).least(), Side::Microservices);
        assert_eq!(pair(106.0, 100.0).most(), Side::Monolith);
        assert_eq!(pair(0.0, 0.0).least(), Side::Tie);
        assert_eq!(pair(0.0, 1.0).least(), Side::Monolith);
        // Half a day is nothing to choose by, two days are.
        assert_eq!(pair(0.2, 0.7).sooner(), Side::Tie);
        assert_eq!(pair(3.0, 1.0).sooner(), Side::Microservices);
    }

    #[test]
    fn pace_is_what_both_measures_say() {
        assert_eq!(both(Side::Tie, Side::Monolith), Side::Monolith);
        assert_eq!(both(Side::Microservices, Side::Tie), Side::Microservices);
        assert_eq!(both(Side::Monolith, Side::Microservices), Side::Mixed);
        assert_eq!(both(Side::Tie, Side::Tie), Side::Tie);
    }

    #[test]
    fn what_is_not_clear_is_not_scored() {
        assert_eq!(agrees(Side::Unclear, Side::Monolith), None);
        assert_eq!(agrees(Side::Tie, Side::Tie), Some(true));
        assert_eq!(agrees(Side::Tie, Side::Monolith), Some(false));
    }
}
