//! What was drawn, and whatever is asked for of it: only what is missing is drawn.
//!
//! A future of a roadmap depends on what the plan says, the inputs with a range, the seed and the
//! roadmap's own schedule. As long as those are equal its blocks are the same, bit for bit, and are not
//! drawn again: finer steps add to coarser ones, a roadmap that is edited leaves the others alone, and
//! names, notes, goals and actuals move nothing.

use std::ops::Range;
use std::sync::Arc;

use super::dimensions::Uncertain;
use super::ensemble::{Block, Ensemble, Kept};
use super::outcomes::{Outcomes, Wanted, kept_draws};
use super::uncertainty::running;
use crate::analysis::branches::Schedule;
use crate::analysis::ready::Ready;
use crate::number::lanes::WIDTH;
use crate::scenario::Scenario;
use crate::scenario::schema::{BegunFrom, Goals, Roadmap};

/// Blocks of a roadmap that are remembered, at most: finer steps are drawn, not kept.
const MOST_BLOCKS: usize = 128;

/// Futures drawn so far, always over the same catalogue.
#[derive(Debug, Default)]
pub struct Draws {
    about: Option<About>,
    roadmaps: Vec<Remembered>,
    last: Option<Last>,
}

/// What the futures of all roadmaps depend on.
#[derive(Debug, PartialEq)]
struct About {
    scenario: Scenario,
    inputs: Vec<Uncertain>,
    seed: u32,
    series: Vec<&'static str>,
}

/// A roadmap as far as its futures depend on it.
#[derive(Clone, Debug)]
struct Subject {
    schedule: Schedule,
    /// As the plan states it, where it is the user's own.
    own: Option<Roadmap>,
}

/// The roadmaps that run, in display order, as far as their futures depend on them.
#[derive(Clone, Debug)]
pub(super) struct Subjects {
    roadmaps: Vec<Subject>,
    months: usize,
}

/// The first futures of a roadmap, with their months.
#[derive(Debug)]
struct Remembered {
    subject: Subject,
    blocks: Vec<Arc<Block>>,
}

/// What was asked for last, of however many futures.
#[derive(Debug)]
struct Last {
    roadmaps: Subjects,
    pairs: Vec<[usize; 2]>,
    outcomes: Arc<Outcomes>,
}

/// Says whether to go on; asked before each block.
type GoOn<'a> = &'a (dyn Fn() -> bool + Sync);

impl Subject {
    fn of(ensemble: &Ensemble<'_>, ready: &Ready) -> Self {
        let mut all = ensemble.decided.scenario.roadmaps.iter();
        let own = all.find(|own| own.id == ready.plan.id);
        Self {
            schedule: Schedule::of(ready),
            own: own.map(|own| Roadmap {
                label: String::new(),
                ..own.clone()
            }),
        }
    }

    fn is_same_as(&self, other: &Self, months: usize) -> bool {
        self.own == other.own && self.schedule.months_alike(&other.schedule, months) >= months
    }
}

impl Subjects {
    pub(super) fn of(ensemble: &Ensemble<'_>) -> Self {
        let roadmaps = running(ensemble).into_iter();
        Self {
            roadmaps: roadmaps
                .map(|(_, ready)| Subject::of(ensemble, ready))
                .collect(),
            months: ensemble.months(),
        }
    }

    pub(super) fn are_same_as(&self, others: &Self) -> bool {
        let mut pairs = self.roadmaps.iter().zip(&others.roadmaps);
        self.months == others.months
            && self.roadmaps.len() == others.roadmaps.len()
            && pairs.all(|(one, other)| one.is_same_as(other, self.months))
    }
}

/// A plan without what moves no future of a roadmap.
fn without_what_moves_nothing(scenario: &Scenario) -> Scenario {
    Scenario {
        name: String::new(),
        story: String::new(),
        expected: String::new(),
        expected_roadmap: String::new(),
        begun_from: BegunFrom::default(),
        notes: Vec::new(),
        goals: Goals::default(),
        // Each of the user's roadmaps is compared by itself.
        roadmaps: Vec::new(),
        actuals: Vec::new(),
        ..scenario.clone()
    }
}

impl Draws {
    /// What all roadmaps that run come to in the first `draws` futures.
    ///
    /// `None` when `go_on`, which is asked before each block that is drawn, said no.
    pub fn get(
        &mut self,
        ensemble: &Ensemble<'_>,
        wanted: &Wanted,
        draws: usize,
        go_on: GoOn<'_>,
    ) -> Option<Arc<Outcomes>> {
        self.turn_to(ensemble, &wanted.series);
        let roadmaps = Subjects::of(ensemble);
        let same = |last: &&Last| {
            last.outcomes.draws() == draws
                && last.pairs == wanted.pairs
                && last.roadmaps.are_same_as(&roadmaps)
        };
        if let Some(last) = self.last.as_ref().filter(same) {
            return Some(Arc::clone(&last.outcomes));
        }
        let outcomes = Arc::new(self.outcomes(ensemble, &roadmaps, wanted, draws, go_on)?);
        self.last = Some(Last {
            roadmaps,
            pairs: wanted.pairs.clone(),
            outcomes: Arc::clone(&outcomes),
        });
        Some(outcomes)
    }

    /// Forgets what an ensemble has nothing to do with; whether that is all there was.
    pub(super) fn turn_to(&mut self, ensemble: &Ensemble<'_>, series: &[&'static str]) -> bool {
        let about = About {
            scenario: without_what_moves_nothing(ensemble.decided.scenario),
            inputs: ensemble.dimensions.list().to_vec(),
            seed: ensemble.samples.seed,
            series: series.to_vec(),
        };
        let is_other = self.about.as_ref() != Some(&about);
        if is_other {
            *self = Self {
                about: Some(about),
                ..Self::default()
            };
        }
        is_other
    }

    fn outcomes(
        &mut self,
        ensemble: &Ensemble<'_>,
        roadmaps: &Subjects,
        wanted: &Wanted,
        draws: usize,
        go_on: GoOn<'_>,
    ) -> Option<Outcomes> {
        let ready: Vec<&Ready> = running(ensemble).iter().map(|(_, ready)| *ready).collect();
        let months = ensemble.months();
        let held = kept_draws(draws, ready.len(), wanted.series.len(), months);
        let run = |blocks: Range<usize>, roadmaps: &[&Ready]| {
            ensemble.run_blocks(blocks, roadmaps, &Kept::OfAll(&wanted.series), go_on)
        };
        let blocks = self.blocks(held.div_ceil(WIDTH), roadmaps, |blocks, missing| {
            let missing: Vec<&Ready> = missing.iter().map(|at| ready[*at]).collect();
            run(blocks, &missing)
        })?;
        let mut outcomes = Outcomes::new(blocks, held, months, wanted.clone());
        // No more at once than were held before, with what they are counted in.
        let at_once = (held / WIDTH / 2).max(1);
        while outcomes.draws() < draws {
            let from = outcomes.draws() / WIDTH;
            let until = draws.div_ceil(WIDTH).min(from + at_once);
            outcomes.add(&run(from..until, &ready)?, draws.min(until * WIDTH));
        }
        Some(outcomes)
    }

    /// So many blocks of each roadmap or more: those remembered, and the others as they are drawn.
    ///
    /// `draw`: blocks, each with an entry for every roadmap at the places given.
    fn blocks(
        &mut self,
        needed: usize,
        roadmaps: &Subjects,
        draw: impl FnOnce(Range<usize>, &[usize]) -> Option<Vec<Vec<Block>>>,
    ) -> Option<Vec<Vec<Arc<Block>>>> {
        let mut all: Vec<Vec<Arc<Block>>> = roadmaps
            .roadmaps
            .iter()
            .map(|subject| {
                let mut known = self.roadmaps.iter();
                let known = known.find(|known| known.subject.is_same_as(subject, roadmaps.months));
                known.map_or_else(Vec::new, |known| known.blocks.clone())
            })
            .collect();
        let short: Vec<usize> = (0..all.len())
            .filter(|at| all[*at].len() < needed)
            .collect();
        if let Some(first) = short.iter().map(|at| all[*at].len()).min() {
            let drawn = draw(first..needed, &short)?;
            for at in &short {
                all[*at].truncate(first);
            }
            for block in drawn {
                for (at, roadmap) in short.iter().zip(block) {
                    all[*at].push(Arc::new(roadmap));
                }
            }
        }
        if needed <= MOST_BLOCKS {
            let pairs = roadmaps.roadmaps.iter().zip(&all);
            let remembered = pairs.map(|(subject, blocks)| Remembered {
                subject: subject.clone(),
                blocks: blocks.clone(),
            });
            self.roadmaps = remembered.collect();
        }
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::{Draws, kept_draws};
    use crate::analysis;
    use crate::analysis::decided::DecidedScenario;
    use crate::analysis::futures::ensemble::Ensemble;
    use crate::analysis::futures::outcomes::Outcomes;
    use crate::analysis::futures::uncertainty::{running, uncertainty, wanted};
    use crate::analysis::ready::Ready;
    use crate::analysis::report::Report;
    use crate::analysis::report::band::Bands;
    use crate::analysis::report::uncertainty::{RoadmapFutures, Uncertainty};
    use crate::catalog::Catalog;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Two components over six months; users, prices and pay are not known, and money may run out.
    const SMALL: &str = "(version: 1, horizon_months: 6,
        demand: (users: (2_000, 20_000, 90_000)),
        components: [(name: \"web\", cpu_ms: (5, 20, 90)),
            (name: \"mail\", kind: HostedApi, price_per_call: (0.001, 0.01, 0.04))],
        edges: [(from: \"web\", to: \"mail\")],
        factors: (salaries: (0.7, 1, 1.5)),
        money: (capital: 900_000))";

    fn with_small(then: impl FnOnce(&Ensemble<'_>, &Report)) {
        let plan = crate::scenario::load(SMALL).scenario.unwrap();
        let mut decided = DecidedScenario::new(&plan, Catalog::builtin().unwrap()).unwrap();
        let report = analysis::report(&mut decided).unwrap();
        then(&Ensemble::new(&decided, 7).unwrap(), &report);
    }

    fn drawn(ensemble: &Ensemble<'_>, report: &Report, draws: usize) -> Uncertainty {
        let wanted = wanted(ensemble, report, &["total", "cash"]);
        let outcomes = Draws::default().get(ensemble, &wanted, draws, &|| true);
        uncertainty(ensemble, report, &outcomes.unwrap())
    }

    /// The same with the months of every future held.
    fn held(ensemble: &Ensemble<'_>, report: &Report, draws: usize) -> Uncertainty {
        let wanted = wanted(ensemble, report, &["total", "cash"]);
        let ready: Vec<&Ready> = running(ensemble).iter().map(|(_, ready)| *ready).collect();
        let mut blocks = vec![Vec::new(); ready.len()];
        for block in ensemble
            .run(draws, &ready, &wanted.series, &|| true)
            .unwrap()
        {
            for (blocks, roadmap) in blocks.iter_mut().zip(block) {
                blocks.push(Arc::new(roadmap));
            }
        }
        let outcomes = Outcomes::new(blocks, draws, ensemble.months(), wanted);
        uncertainty(ensemble, report, &outcomes)
    }

    /// How far percentiles are from others at most, as a share of the others' bands.
    fn furthest<'a>(found: impl Iterator<Item = (&'a Bands, &'a Bands)>) -> f64 {
        let mut furthest: f64 = 0.0;
        for (found, truth) in found {
            for month in 0..truth.p10.len() {
                let width = (truth.p90[month] - truth.p10[month]).max(1e-9);
                for (found, truth) in [
                    (&found.p10, &truth.p10),
                    (&found.p50, &truth.p50),
                    (&found.p90, &truth.p90),
                ] {
                    furthest = furthest.max((found[month] - truth[month]).abs() / width);
                }
            }
        }
        furthest
    }

    fn bands<'a>(
        found: &'a Uncertainty,
        truth: &'a Uncertainty,
    ) -> impl Iterator<Item = (&'a Bands, &'a Bands)> {
        let roadmaps = found.roadmaps.iter().zip(&truth.roadmaps);
        let of_series = roadmaps.flat_map(|(found, truth)| {
            let pairs = found.bands.iter().zip(&truth.bands);
            pairs.map(|((_, found), (_, truth))| (found, truth))
        });
        let differences = found.difference.iter().zip(&truth.difference);
        of_series.chain(differences.flat_map(|(found, truth)| {
            [
                (&found.by_month, &truth.by_month),
                (&found.npv_by_month, &truth.npv_by_month),
            ]
        }))
    }

    #[test]
    fn months_of_all_futures_count_though_few_are_held() {
        with_small(|ensemble, report| {
            let draws = 16_384;
            let (all, truth) = (
                drawn(ensemble, report, draws),
                held(ensemble, report, draws),
            );
            let first = held(ensemble, report, 4_096);
            assert!(truth.difference.is_some() && all.draws_by_month == draws);
            // Counts lie between 257 edges, 1/256 of the futures apart; the first futures alone are further off.
            let [off, off_first] = [&all, &first].map(|found| furthest(bands(found, &truth)));
            assert!(off < 1.0 / 256.0, "{off}");
            assert!(off_first > off, "{off_first} and {off}");
            // What is counted is exact.
            assert_eq!(all.crossover, truth.crossover);
            for ((all, truth), first) in all
                .roadmaps
                .iter()
                .zip(&truth.roadmaps)
                .zip(&first.roadmaps)
            {
                assert_eq!(all.out_of_money, truth.out_of_money);
                let of = |futures: &RoadmapFutures| futures.probability_cheapest_by_month.clone();
                assert_eq!(of(all), of(truth));
                assert_eq!(
                    (all.total_npv, all.mean_regret),
                    (truth.total_npv, truth.mean_regret)
                );
                let gone =
                    |futures: &RoadmapFutures| futures.out_of_money.map(|gone| gone.probability);
                let [all, first] = [all, first].map(gone);
                assert!(all != first && all.is_some_and(|all| 0.0 < all && all < 1.0));
            }
        });
    }

    #[test]
    fn threads_change_no_count() {
        with_small(|ensemble, report| {
            let on = |threads: usize| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
                let pool = pool.build().unwrap();
                // More than are held, and the last block not full.
                let futures = pool.install(|| drawn(ensemble, report, 5_003));
                serde_json::to_string(&futures).unwrap()
            };
            let one = on(1);
            assert!(one == on(2) && one == on(8));
        });
    }

    #[test]
    fn what_was_asked_last_is_not_drawn_again() {
        with_small(|ensemble, report| {
            let wanted = wanted(ensemble, report, &[]);
            let held = kept_draws(usize::MAX, running(ensemble).len(), wanted.series.len(), 6);
            let blocks = AtomicUsize::new(0);
            let go_on = || blocks.fetch_add(1, Ordering::Relaxed) < 700;
            let mut draws = Draws::default();
            let mut get = |count: usize| {
                let outcomes = draws.get(ensemble, &wanted, count, &go_on);
                (
                    outcomes.map(|all| all.draws()),
                    blocks.swap(0, Ordering::Relaxed),
                )
            };
            assert_eq!(get(held + 20), (Some(held + 20), held / 8 + 3));
            assert_eq!(get(held + 20), (Some(held + 20), 0));
            assert_eq!(get(80), (Some(80), 10));
            assert_eq!(get(40), (Some(40), 0));
            assert_eq!(get(100), (Some(100), 3));
            // Called off while months are counted.
            assert_eq!(get(held + 2_000).0, None);
        });
    }
}
