//! Projects decided roadmaps in many futures.
//!
//! A block of eight futures is one pass of the engine over [`Lanes`]. Blocks do not depend on each
//! other and are collected in order, so the result is the same on any number of threads.

use std::ops::Range;

use rayon::prelude::*;

use super::dimensions::Dimensions;
use super::sample::Samples;
use super::source::{Drawn, InOrder, Noted, Slot};
use crate::analysis::ReportError;
use crate::analysis::branches::{BranchRuns, Branches};
use crate::analysis::decided::DecidedScenario;
use crate::analysis::ready::Ready;
use crate::analysis::replay::{Deployed, Replayed, replay};
use crate::engine::baseline::Baseline;
use crate::engine::compile::compile;
use crate::engine::inputs::Inputs;
use crate::engine::money::{balance_after, present_value_factor};
use crate::engine::month::{Listed, MonthValues, Observer, SoFar};
use crate::engine::projection::Projector;
use crate::engine::stage::Stage;
use crate::number::Number;
use crate::number::lanes::{Isa, LaneValues, Lanes, WIDTH, Work, on_best};

/// Name of the sum of cash so far, which charts show and no report has.
pub const CUMULATIVE_CASH: &str = "cumulative_cash";
/// Name of the present value of a month's total, likewise.
pub const PRESENT_VALUE: &str = "present_value";
/// Name of the sum of present values so far, likewise.
pub const PRESENT_VALUE_SO_FAR: &str = "cumulative_present_value";

/// The futures of a decided scenario.
pub struct Ensemble<'a> {
    /// What was decided.
    pub decided: &'a DecidedScenario<'a>,
    /// What is not known exactly.
    pub dimensions: Dimensions,
    /// Seed of the draws.
    pub samples: Samples,
    /// What compiling reads, in its order.
    order: Vec<Slot>,
}

/// A roadmap in eight futures.
#[derive(Clone, Debug)]
pub struct Block {
    /// Net present value of the total.
    pub npv: LaneValues,
    /// Sum of the total over the horizon.
    pub total: LaneValues,
    /// Sum of cash over the horizon.
    pub cash: LaneValues,
    /// Series asked for, month by month, one after the other.
    pub paths: Vec<[f32; WIDTH]>,
}

impl<'a> Ensemble<'a> {
    /// Finds out which inputs have ranges.
    ///
    /// # Errors
    /// When a field cannot be resolved.
    pub fn new(decided: &'a DecidedScenario<'a>, seed: u32) -> Result<Self, ReportError> {
        let dimensions = Dimensions::of(decided, decided.scenario.catalogue_ranges)?;
        let mut noted = Noted {
            catalog: &decided.catalog,
            dimensions: &dimensions,
            order: Vec::new(),
        };
        compile::<f64, _>(decided.scenario, &decided.catalog, &mut noted)?;
        Ok(Self {
            order: noted.order,
            dimensions,
            samples: Samples { seed },
            decided,
        })
    }

    /// Months projected.
    pub fn months(&self) -> usize {
        self.decided.session.inputs.months
    }

    /// The values of all inputs in the eight draws of a block.
    pub fn drawn(&self, block: usize) -> Vec<LaneValues> {
        let inputs = self.dimensions.list().iter().enumerate();
        inputs
            .map(|(d, input)| {
                std::array::from_fn(|lane| {
                    let draw = block * WIDTH + lane;
                    input.curve.quantile(self.samples.chance(draw, d))
                })
            })
            .collect()
    }

    /// The likely value of every input.
    pub fn likely(&self) -> Vec<LaneValues> {
        let inputs = self.dimensions.list().iter();
        inputs.map(|input| [input.range.likely; WIDTH]).collect()
    }

    /// Projects roadmaps in eight futures, given the value of every input.
    ///
    /// `series`: names of the series whose months are kept.
    pub fn project(
        &self,
        values: &[LaneValues],
        roadmaps: &[&Ready],
        series: &[&str],
    ) -> Vec<Block> {
        let branches = Branches::new(roadmaps, self.months());
        self.along_branches(values, roadmaps, &branches, &Kept::OfAll(series))
    }

    fn along_branches(
        &self,
        values: &[LaneValues],
        roadmaps: &[&Ready],
        branches: &Branches,
        kept: &Kept<'_>,
    ) -> Vec<Block> {
        on_best(Projection {
            ensemble: self,
            values,
            roadmaps,
            branches,
            kept,
        })
    }

    /// Compiles inputs of any number type and hands them to `run`, with what prepares a roadmap.
    fn each<N: Number>(
        &self,
        values: &[N],
        run: impl FnOnce(&Inputs<N>, &Baseline<N>, &mut dyn FnMut(&Ready) -> Replayed<N>),
    ) {
        let drawn = Drawn {
            catalog: &self.decided.catalog,
            dimensions: &self.dimensions,
            values,
        };
        let scenario = self.decided.scenario;
        let mut in_order = InOrder {
            slots: &self.order,
            by_name: drawn,
        };
        // The likely inputs were compiled before from the same names.
        let Ok(inputs) = compile::<N, _>(scenario, &self.decided.catalog, &mut in_order) else {
            return;
        };
        let baseline = self.decided.session.baseline.held(&inputs);
        let (mut deployed, mut source) = (Deployed::new(), drawn);
        run(&inputs, &baseline, &mut |ready| {
            replay(
                scenario,
                (&inputs, &mut deployed),
                ready,
                &mut source,
                |value, _| N::constant(value),
            )
        });
    }

    /// Projects roadmaps in the first `draws` futures, a whole number of blocks.
    ///
    /// Blocks come in order, each with one entry a roadmap. `go_on` is asked before each block; when
    /// it says no, what is missing is left out and the answer is `None`.
    pub fn run(
        &self,
        draws: usize,
        roadmaps: &[&Ready],
        series: &[&str],
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Vec<Block>>> {
        self.run_keeping(draws, roadmaps, &Kept::OfAll(series), go_on)
    }

    /// The same, keeping series of some of them only.
    pub(super) fn run_keeping(
        &self,
        draws: usize,
        roadmaps: &[&Ready],
        kept: &Kept<'_>,
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Vec<Block>>> {
        self.run_blocks(0..draws.div_ceil(WIDTH), roadmaps, kept, go_on)
    }

    /// The same for some of the blocks.
    pub(super) fn run_blocks(
        &self,
        blocks: Range<usize>,
        roadmaps: &[&Ready],
        kept: &Kept<'_>,
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Vec<Block>>> {
        let branches = Branches::new(roadmaps, self.months());
        blocks
            .into_par_iter()
            .map(|block| {
                go_on().then(|| self.along_branches(&self.drawn(block), roadmaps, &branches, kept))
            })
            .collect()
    }
}

/// Names of the series whose months are kept.
pub(super) enum Kept<'a> {
    /// Of every roadmap.
    OfAll(&'a [&'a str]),
    /// Of the first of the list alone.
    OfFirst(&'a [&'a str]),
}

impl<'a> Kept<'a> {
    fn of(&self, roadmap: usize) -> &'a [&'a str] {
        match self {
            Self::OfFirst(_) if roadmap > 0 => &[],
            Self::OfAll(series) | Self::OfFirst(series) => series,
        }
    }
}

/// The work of [`Ensemble::project`].
struct Projection<'a> {
    ensemble: &'a Ensemble<'a>,
    values: &'a [LaneValues],
    roadmaps: &'a [&'a Ready],
    branches: &'a Branches,
    kept: &'a Kept<'a>,
}

impl Work for Projection<'_> {
    type Output = Vec<Block>;

    #[inline]
    fn run<I: Isa>(self) -> Vec<Block> {
        let values: Vec<Lanes<I>> = self.values.iter().map(|v| Lanes::new(*v)).collect();
        let mut blocks = Vec::with_capacity(self.roadmaps.len());
        self.ensemble.each(&values, |inputs, baseline, replayed| {
            let mut runs = BranchRuns::new(self.branches);
            for (at, ready) in self.roadmaps.iter().enumerate() {
                let Replayed { stages, training } = replayed(ready);
                let mut projector = Projector::new(inputs, baseline, stages);
                let fresh = || Paths::new(inputs, self.kept.of(at));
                let paths = runs.project(at, &mut projector, &training, fresh, |paths, who| {
                    paths.fork(self.kept.of(who))
                });
                blocks.push(paths.done());
            }
        });
        blocks
    }
}

/// Adds up a projection in eight futures and keeps the series asked for.
struct Paths<'a, I> {
    inputs: &'a Inputs<Lanes<I>>,
    series: &'a [&'a str],
    npv: Lanes<I>,
    /// Of the last month's total alone.
    present: Lanes<I>,
    cumulative: Lanes<I>,
    cumulative_cash: Lanes<I>,
    balance: Option<Lanes<I>>,
    kept: Vec<[f32; WIDTH]>,
}

impl<'a, I: Isa> Paths<'a, I> {
    fn new(inputs: &'a Inputs<Lanes<I>>, series: &'a [&'a str]) -> Self {
        let zero = Lanes::zero();
        Self {
            inputs,
            series,
            npv: zero,
            present: zero,
            cumulative: zero,
            cumulative_cash: zero,
            balance: inputs.money.capital,
            kept: vec![[0.0; WIDTH]; series.len() * inputs.months],
        }
    }

    /// The same so far, for a roadmap that goes on from here; `series` are the same or none.
    fn fork(&self, series: &'a [&'a str]) -> Self {
        let kept = if series.is_empty() {
            Vec::new()
        } else {
            self.kept.clone()
        };
        Self {
            series,
            kept,
            ..*self
        }
    }

    fn done(self) -> Block {
        Block {
            npv: self.npv.values(),
            total: self.cumulative.values(),
            cash: self.cumulative_cash.values(),
            paths: self.kept,
        }
    }

    fn value(&self, name: &str, month: &Listed<'_, Lanes<I>>) -> Lanes<I> {
        match name {
            CUMULATIVE_CASH => self.cumulative_cash,
            PRESENT_VALUE => self.present,
            PRESENT_VALUE_SO_FAR => self.npv,
            name => month.get(name).unwrap_or_else(Lanes::zero),
        }
    }
}

/// A value as it is kept, in 32 bits: what is more than they hold is the most they hold, and what is
/// not finite stays so.
pub(super) fn kept(value: f64) -> f32 {
    if value.is_finite() {
        value.clamp(f64::from(f32::MIN), f64::from(f32::MAX)) as f32
    } else {
        value as f32
    }
}

impl<I: Isa> Observer<Lanes<I>> for Paths<'_, I> {
    fn month(
        &mut self,
        month: usize,
        values: &MonthValues<Lanes<I>>,
        _: &[Stage<Lanes<I>>],
        _: &[Lanes<I>],
        _: &[Lanes<I>; 10],
    ) {
        let factor = present_value_factor(&self.inputs.money.discount_rate, month);
        let total = values.total();
        self.present = total * factor;
        self.npv = self.npv + self.present;
        self.cumulative = self.cumulative + total;
        self.cumulative_cash = self.cumulative_cash + values.cash();
        if let Some(balance) = &mut self.balance {
            *balance = balance_after(*balance, values.income, values.cash());
        }
        let listed = values.listed(SoFar {
            cumulative_total: self.cumulative,
            availability: values.availability(self.inputs.k.hours_per_month),
            down_hours_per_thousand_changes: values.down_hours_per_thousand_changes(),
            cash_balance: self.balance,
        });
        for (s, name) in self.series.iter().enumerate() {
            let value = self.value(name, &listed).values();
            self.kept[s * self.inputs.months + month] = value.map(kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Ensemble, Kept, Ready, Replayed};
    use crate::analysis::branches::Branches;
    use crate::analysis::decided::DecidedScenario;
    use crate::analysis::futures::draws::Draws;
    use crate::analysis::futures::uncertainty::{uncertainty, wanted};
    use crate::analysis::session::NpvSum;
    use crate::catalog::Catalog;
    use crate::engine::month::{MonthValues, Observer};
    use crate::engine::projection::Projector;
    use crate::engine::stage::Stage;
    use crate::number::lanes::WIDTH;
    use crate::presets;
    use crate::scenario::Scenario;

    fn plan(preset: &str) -> Scenario {
        presets::find(preset).unwrap().scenario().unwrap()
    }

    fn builtin() -> &'static Catalog {
        Catalog::builtin().unwrap()
    }

    /// Months of a projection of single numbers.
    struct Months {
        npv: NpvSum,
        totals: Vec<f64>,
        lead_times: Vec<f64>,
    }

    impl Observer<f64> for Months {
        fn month(
            &mut self,
            month: usize,
            values: &MonthValues<f64>,
            stages: &[Stage<f64>],
            progress: &[f64],
            levels: &[f64; 10],
        ) {
            self.npv.month(month, values, stages, progress, levels);
            self.totals.push(values.total());
            self.lead_times.push(values.lead_time_days);
        }
    }

    #[track_caller]
    fn near(value: f64, expected: f64, tolerance: f64, what: &str) {
        let apart = (value - expected).abs() / expected.abs().max(1.0);
        assert!(apart < tolerance, "{what}: {value} instead of {expected}");
    }

    #[test]
    fn eight_futures_at_once_are_eight_projections() {
        // Constants too, so that every formula meets different numbers in every lane.
        for preset in presets::list()
            .iter()
            .filter(|p| p.name != "over-split-startup")
        {
            let mut plan = plan(preset.name);
            for with_catalogue in [false, true] {
                plan.catalogue_ranges = with_catalogue;
                let decided = DecidedScenario::new(&plan, builtin()).unwrap();
                let ensemble = Ensemble::new(&decided, 11).unwrap();
                assert!(!with_catalogue || ensemble.dimensions.len() > 100);
                let roadmaps: Vec<&Ready> = decided.roadmaps.iter().flatten().collect();
                let values = ensemble.drawn(2);
                let blocks = ensemble.project(&values, &roadmaps, &["total", "lead_time_days"]);
                for lane in 0..WIDTH {
                    let single: Vec<f64> = values.iter().map(|value| value[lane]).collect();
                    let mut at = 0;
                    ensemble.each(&single, |inputs, baseline, replayed| {
                        for ready in &roadmaps {
                            let mut months = Months {
                                npv: NpvSum::new(&inputs.money.discount_rate),
                                totals: Vec::new(),
                                lead_times: Vec::new(),
                            };
                            let Replayed { stages, training } = replayed(ready);
                            Projector::new(inputs, baseline, stages).run(&training, &mut months);
                            let what =
                                format!("{}, {}, lane {lane}", preset.name, roadmaps[at].plan.id);
                            near(blocks[at].npv[lane], months.npv.npv, 1e-9, &what);
                            let count = months.totals.len();
                            for (month, (total, days)) in
                                months.totals.iter().zip(&months.lead_times).enumerate()
                            {
                                let [a, b] =
                                    [month, count + month].map(|m| blocks[at].paths[m][lane]);
                                near(f64::from(a), *total, 1e-6, &what);
                                near(f64::from(b), *days, 1e-6, &what);
                            }
                            at += 1;
                        }
                    });
                }
            }
        }
    }

    #[test]
    fn what_begins_alike_is_projected_once_and_the_same() {
        let series = ["total", "cumulative_cash"];
        let bits = |block: &Block| {
            let sums = [block.npv, block.total].map(|sum| sum.map(f64::to_bits));
            let paths = block.paths.iter().map(|month| month.map(f32::to_bits));
            (sums, paths.collect::<Vec<_>>())
        };
        for preset in presets::list() {
            let plan = plan(preset.name);
            let mut decided = DecidedScenario::new(&plan, builtin()).unwrap();
            // The switch in three months and never, beside what the plan compares.
            let months = decided.session.inputs.months;
            let all = decided.roadmaps.iter().flatten();
            let switch = all
                .clone()
                .find(|ready| ready.plan.searches_month())
                .unwrap();
            let moved: Vec<Ready> = [months, 2, months / 2, months - 1]
                .map(|month| decided.session.moved(switch, month).unwrap())
                .into();
            let ensemble = Ensemble::new(&decided, 3).unwrap();
            let all = decided.roadmaps.iter().flatten();
            let roadmaps: Vec<&Ready> = moved.iter().chain(all).collect();
            let branches = Branches::new(&roadmaps, months);
            assert!(branches.shared_months() >= 2, "{}", preset.name);
            let values = ensemble.drawn(1);
            let together = ensemble.project(&values, &roadmaps, &series);
            for (ready, block) in roadmaps.iter().zip(&together) {
                let alone = ensemble.project(&values, &[ready], &series);
                let id = &ready.plan.id;
                assert!(bits(&alone[0]) == bits(block), "{}, {id}", preset.name);
            }
            // Series of the first alone: sums are the same, nothing else is kept.
            let kept = Kept::OfFirst(&series);
            let sums = ensemble.along_branches(&values, &roadmaps, &branches, &kept);
            assert!(bits(&sums[0]) == bits(&together[0]));
            for (one, other) in sums.iter().zip(&together).skip(1) {
                assert!(one.paths.is_empty() && bits(one).0 == bits(other).0);
            }
        }
    }

    #[test]
    fn every_future_has_a_cost() {
        for name in [
            "support-copilot",
            "agent-marketplace",
            "viral-app",
            "voice-agent",
        ] {
            let mut plan = plan(name);
            plan.catalogue_ranges = true;
            let decided = DecidedScenario::new(&plan, builtin()).unwrap();
            let ensemble = Ensemble::new(&decided, 7).unwrap();
            let roadmaps: Vec<&Ready> = decided.roadmaps.iter().flatten().collect();
            let blocks = ensemble.run(1024, &roadmaps, &[], &|| true).unwrap();
            for (at, block) in blocks.iter().enumerate() {
                for (ready, roadmap) in roadmaps.iter().zip(block) {
                    let id = &ready.plan.id;
                    let cost = roadmap.npv;
                    assert!(
                        cost.iter().all(|c| c.is_finite()),
                        "{name}, {id}, block {at}: {cost:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn threads_change_no_bit() {
        let plan = plan("support-copilot");
        let mut decided = DecidedScenario::new(&plan, builtin()).unwrap();
        let report = crate::analysis::report(&mut decided).unwrap();
        let ensemble = Ensemble::new(&decided, 7).unwrap();
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            pool.build().unwrap().install(|| {
                let wanted = wanted(&ensemble, &report, &["cash"]);
                let drawn = Draws::default().get(&ensemble, &wanted, 100, &|| true);
                let futures = uncertainty(&ensemble, &report, &drawn.unwrap());
                serde_json::to_string(&futures).unwrap()
            })
        };
        let one = on(1);
        assert_eq!(one, on(2));
        assert_eq!(one, on(8));
    }

    #[test]
    fn the_order_of_components_changes_nothing() {
        let plan = plan("support-copilot");
        let mut turned = plan.clone();
        turned.components.reverse();
        turned.edges.reverse();
        let npv = |plan: &Scenario| {
            let decided = DecidedScenario::new(plan, builtin()).unwrap();
            let ensemble = Ensemble::new(&decided, 7).unwrap();
            let roadmaps: Vec<&Ready> = decided.roadmaps.iter().flatten().collect();
            let blocks = ensemble.run(16, &roadmaps, &[], &|| true).unwrap();
            let all = blocks.iter().flatten().flat_map(|block| block.npv);
            all.collect::<Vec<f64>>()
        };
        for (one, other) in npv(&plan).iter().zip(npv(&turned)) {
            near(*one, other, 1e-9, "turned around");
        }
    }

    #[test]
    fn without_ranges_every_future_is_the_projection() {
        let mut plan = plan("prototype-assistant");
        for (path, leaf) in crate::scenario::path::all_leaves(&plan.clone()) {
            if let crate::scenario::Leaf::Number(number) = leaf
                && !number.is_point()
            {
                let likely = number.likely.to_string();
                crate::scenario::path::set(&mut plan, &path, &likely).unwrap();
            }
        }
        let mut decided = DecidedScenario::new(&plan, builtin()).unwrap();
        let report = crate::analysis::report(&mut decided).unwrap();
        let ensemble = Ensemble::new(&decided, 7).unwrap();
        assert!(ensemble.dimensions.is_empty());
        let wanted = wanted(&ensemble, &report, &["total"]);
        let drawn = Draws::default().get(&ensemble, &wanted, 8, &|| true);
        let futures = uncertainty(&ensemble, &report, &drawn.unwrap());
        for (roadmap, futures) in report.roadmaps.iter().zip(&futures.roadmaps) {
            let npv = roadmap.totals.unwrap().npv;
            for value in [futures.total_npv.p10, futures.total_npv.p90] {
                near(value, npv, 1e-9, &roadmap.id);
            }
        }
        assert_eq!(futures.confidence, 1.0);
    }

    #[test]
    fn nothing_is_shown_when_it_was_called_off() {
        let plan = plan("prototype-assistant");
        let decided = DecidedScenario::new(&plan, builtin()).unwrap();
        let ensemble = Ensemble::new(&decided, 7).unwrap();
        let roadmaps: Vec<&Ready> = decided.roadmaps.iter().flatten().collect();
        assert!(ensemble.run(64, &roadmaps, &[], &|| false).is_none());
    }
}
