//! Roadmaps that come to the same, and how often each is the cheapest when those count as one.
//!
//! A switch in month 1 and microservices now are two roadmaps to the same units; where they cost the
//! same too, telling them apart would name a runner-up that is no alternative, and part their futures.

use super::report::{Figure, RoadmapReport};
use super::roadmaps::PlannedRoadmap;
use crate::analysis::report::uncertainty::Uncertainty;

/// Costs closer than this, relative to the larger, are equal.
const EXACTLY_THE_SAME: f64 = 1e-9;

/// How a roadmap stands in the choice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Whether it keeps every goal.
    pub(super) keeps: bool,
    /// Net present value of its total.
    pub(super) npv: f64,
}

impl Standing {
    /// Whether it is to be preferred to one that stands before it in the list: one that keeps all
    /// goals before one that does not, then the cheaper.
    pub(super) fn is_better_than(self, other: Self) -> bool {
        match (self.keeps, other.keeps) {
            (true, false) => true,
            (false, true) => false,
            _ => other.npv - self.npv > EXACTLY_THE_SAME * other.npv.abs(),
        }
    }
}

/// Notes of each roadmap the better one that it counts as one with: both keep or both break goals, and
/// they are the same, or end in the same units within `months` and cost the same within the tie.
///
/// `plans`: as decided, in the order of the roadmaps. `tie`: share of the cost.
pub(super) fn mark(
    roadmaps: &mut [RoadmapReport],
    plans: &[Option<PlannedRoadmap>],
    months: usize,
    tie: f64,
) {
    let of = |roadmap: &RoadmapReport| {
        Some(Standing {
            keeps: roadmap.keeps_goals(),
            npv: roadmap.totals?.npv,
        })
    };
    let standing: Vec<Option<Standing>> = roadmaps.iter().map(of).collect();
    let places = 0..roadmaps.len();
    let mut rest: Vec<usize> = places.filter(|r| standing[*r].is_some()).collect();
    let mut apart: Vec<usize> = Vec::new();
    let better = |one: usize, other: usize| match (standing[one], standing[other]) {
        (Some(one), Some(other)) => one.is_better_than(other),
        _ => false,
    };
    let same = |one: usize, other: usize| match (
        (&plans[one], &plans[other]),
        (standing[one], standing[other]),
    ) {
        ((Some(a), Some(b)), (Some(one), Some(other))) => {
            let near = (one.npv - other.npv).abs() < tie * other.npv.abs();
            one.keeps == other.keeps && (a.is_same_as(b) || near && a.ends_like(b, months))
        }
        _ => false,
    };
    while let Some(next) = rest
        .iter()
        .copied()
        .reduce(|best, one| if better(one, best) { one } else { best })
    {
        rest.retain(|r| *r != next);
        match apart.iter().find(|known| same(next, **known)) {
            Some(known) => roadmaps[next].same_as = Some(roadmaps[*known].id.clone()),
            None => apart.push(next),
        }
    }
}

/// In what share of the futures each roadmap is the cheapest, those that count as one together; one
/// entry for each that counts for itself, in display order.
pub fn chances<'a>(
    roadmaps: &'a [RoadmapReport],
    futures: &'a Uncertainty,
    figure: Figure,
) -> Vec<(&'a str, f64)> {
    shares(
        roadmaps,
        futures
            .roadmaps
            .iter()
            .map(|one| (one.id.as_str(), one.cheapest(figure))),
    )
}

/// Shares of roadmaps by id, those that count as one together.
pub fn shares<'a>(
    roadmaps: &'a [RoadmapReport],
    each: impl Iterator<Item = (&'a str, f64)>,
) -> Vec<(&'a str, f64)> {
    let mut sums: Vec<(&str, f64)> = Vec::new();
    for (id, share) in each {
        let found = roadmaps.iter().find(|roadmap| roadmap.id == id);
        let id = found.map_or(id, RoadmapReport::counts_as);
        match sums.iter_mut().find(|(known, _)| *known == id) {
            Some((_, sum)) => *sum += share,
            None => sums.push((id, share)),
        }
    }
    let place = |id: &str| roadmaps.iter().position(|roadmap| roadmap.id == id);
    sums.sort_by_key(|(id, _)| place(id));
    sums
}

#[cfg(test)]
mod tests {
    use super::{chances, mark};
    use crate::analysis;
    use crate::analysis::decided::DecidedScenario;
    use crate::analysis::futures::memory::Memory;
    use crate::analysis::futures::progress::{Ask, refine};
    use crate::analysis::report::{Figure, Report};
    use crate::analysis::roadmaps::PlannedRoadmap;
    use crate::catalog::Catalog;
    use crate::presets;
    use crate::scenario::schema::{Partition, Roadmap, Scaling, Stage};
    use crate::scenario::{Quantity, Scenario};

    /// A plan's report with a few futures, and its roadmaps as decided.
    fn told(plan: &Scenario, draws: &[usize]) -> (Report, Vec<Option<PlannedRoadmap>>) {
        let mut decided = DecidedScenario::new(plan, Catalog::builtin().unwrap()).unwrap();
        let mut report = analysis::report(&mut decided).unwrap();
        let plans = decided.roadmaps.iter();
        let plans = plans
            .map(|ready| ready.as_ref().ok().map(|ready| ready.plan.clone()))
            .collect();
        let ask = Ask {
            seed: 7,
            draws,
            series: &["total"],
            drivers: false,
            timing: false,
            work: None,
        };
        let likely = report.clone();
        refine(
            &mut decided,
            &likely,
            &ask,
            &mut Memory::default(),
            &|| true,
            &mut |step| report.clone_from(step),
        )
        .unwrap();
        (report, plans)
    }

    fn counted(report: &Report, id: &str) -> String {
        let found = report.roadmaps.iter().find(|roadmap| roadmap.id == id);
        found.unwrap().counts_as().to_owned()
    }

    fn preset(id: &str) -> Scenario {
        presets::find(id).unwrap().scenario().unwrap()
    }

    #[test]
    fn a_split_in_a_month_counts_as_the_split_that_it_is() {
        let mut plan = preset("voice-agent");
        plan.roadmaps = vec![Roadmap {
            id: "soon".to_owned(),
            label: "Soon".to_owned(),
            stages: vec![Stage {
                from_month: 1,
                partition: Partition::Split,
                scaling: Scaling::Pools,
                upkeep: Quantity::point(0.05),
                ..Stage::default()
            }],
            ..Roadmap::default()
        }];
        // Month 1 and now cost the same within a hundredth.
        let (mut report, plans) = told(&plan, &[64]);
        let first = counted(&report, "soon");
        assert_eq!(counted(&report, "microservices"), first);
        let second = if first == "soon" {
            "microservices"
        } else {
            "soon"
        };
        assert_eq!(counted(&report, "monolith"), "monolith");
        assert_ne!(report.verdict.alternative.as_deref(), Some(second));
        // Their futures are told as one: each of them counted once, all of them whole.
        let futures = report.uncertainty.as_ref().unwrap();
        for figure in [Figure::Total, Figure::Cash, Figure::PresentValue] {
            let all = chances(&report.roadmaps, futures, figure);
            assert!(all.iter().all(|(id, _)| *id != second));
            let sum: f64 = all.iter().map(|(_, share)| share).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{figure:?}: {all:?}");
            let own = |id: &str| futures.roadmap(id).unwrap().cheapest(figure);
            let split = all.iter().find(|(id, _)| *id == first).unwrap();
            assert_eq!(split.1, own("microservices") + own("soon"));
        }
        // With no tie at all only what is the same to the letter counts as one.
        for roadmap in &mut report.roadmaps {
            roadmap.same_as = None;
        }
        mark(&mut report.roadmaps, &plans, 60, 0.0);
        assert_eq!(counted(&report, "soon"), "soon");
    }

    #[test]
    fn other_units_at_the_same_cost_are_another_choice() {
        // A hundredth of a percent apart, and yet one keeps its modules apart and one does not.
        let (report, _) = told(&preset("mature-product"), &[16]);
        assert_eq!(counted(&report, "modular_monolith"), "modular_monolith");
        assert!(report.verdict.no_difference);
        // Nothing to take out: inference first is the modular monolith, and counts as it.
        let (report, _) = told(&preset("prototype-assistant"), &[16]);
        assert_eq!(counted(&report, "inference_first"), "modular_monolith");
    }
}
