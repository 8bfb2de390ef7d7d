//! One scenario, compiled once, with what its projections share.
//!
//! Hardware is chosen once for each set of components and training plans once for each roadmap,
//! both at likely inputs; projections then run over them as often as an analysis needs.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::ReportError;
use super::branches::{BranchRuns, Branches};
use super::chosen::{self, HardwareChoices};
use super::programme::add_programme;
use super::ready::{Infeasible, Ready};
use super::replay::Deployed;
use super::roadmaps::{PlannedRoadmap, PlannedStage};
use crate::engine::baseline::Baseline;
use crate::engine::deployment::Hardware;
use crate::engine::hardware::{Choice, Options};
use crate::engine::inputs::Inputs;
use crate::engine::money::present_value_factor;
use crate::engine::month::{MonthValues, Observer};
use crate::engine::partition::Members;
use crate::engine::projection::{Projector, TrainingSchedule};
use crate::engine::readiness::{GATES, required_levels};
use crate::engine::stage::{Layout, Stage};
use crate::engine::yearly::Yearly;
use crate::scenario::schema::Training;

/// Candidates that one thread projects as a tree.
const CANDIDATES_AT_ONCE: usize = 8;

/// A scenario at likely inputs and what its projections share.
pub struct Session {
    /// The inputs.
    pub inputs: Inputs<f64>,
    /// Today.
    pub baseline: Baseline<f64>,
    /// Hardware of today's pools, with which today was measured.
    pub today_hardware: Vec<Option<Hardware>>,
    sizes: Vec<f64>,
    hardware: HardwareChoices,
    deployed: Deployed<f64>,
}

impl Session {
    /// Chooses hardware for today and measures it.
    ///
    /// # Errors
    /// When today's own units cannot run on any GPU.
    pub fn new(inputs: Inputs<f64>) -> Result<Self, ReportError> {
        let sizes = inputs.components.iter().map(|c| c.size).collect();
        let mut session = Self {
            baseline: Baseline::empty(),
            today_hardware: Vec::new(),
            sizes,
            hardware: HardwareChoices::default(),
            deployed: Deployed::new(),
            inputs,
        };
        let today = session.inputs.today.clone();
        let months = session.inputs.months;
        // Today may be impossible where a roadmap is not: it is then measured without GPUs.
        let kept = BTreeMap::new();
        let chosen = session
            .hardware
            .choose(&session.inputs, &today, (0, months), &kept);
        let hardware = match chosen {
            Ok(choices) => hardware_of(&choices),
            Err(_) => vec![None; today.pools.len()],
        };
        session.baseline = Baseline::new(&session.inputs, hardware.clone());
        session.today_hardware = hardware;
        Ok(session)
    }

    /// All ways to run a set of components, once hardware was chosen for it.
    pub fn options(&self, members: &Members) -> Option<&Options> {
        self.hardware.options(members)
    }

    /// Hardware and stages of a roadmap, without training.
    ///
    /// # Errors
    /// When a unit of it can run on no GPU.
    pub fn prepare(&mut self, plan: &PlannedRoadmap) -> Result<Ready, Infeasible> {
        let today = chosen::today(&self.inputs);
        let all: Vec<&PlannedStage> = std::iter::once(&today).chain(&plan.stages).collect();
        let choices = self.hardware.of_stages(&self.inputs, &all)?;
        let mut stages: Vec<Stage<f64>> = Vec::with_capacity(all.len());
        for (s, planned) in all.iter().enumerate() {
            let before = s
                .checked_sub(1)
                .map(|b| (&all[b].partition, self.sizes.as_slice()));
            let layout = Arc::new(Layout::new(
                &self.inputs,
                planned.from_month,
                planned.partition.clone(),
                hardware_of(&choices[s]),
                before,
            ));
            let deployment = self.deployed.of(&self.inputs, &layout);
            stages.push(Stage::of(layout, planned.upkeep, deployment));
        }
        Ok(Ready {
            plan: plan.clone(),
            choices,
            stages,
            training: TrainingSchedule::none(),
        })
    }

    /// A roadmap by itself with its month found and its training chosen, see [`Self::decide_all`].
    ///
    /// # Errors
    /// When a unit of it can run on no GPU.
    pub fn decide(&mut self, plan: &PlannedRoadmap) -> Result<Ready, Infeasible> {
        let candidates = self.candidates(plan)?;
        let mut decided = [self.cheapest(candidates)];
        let mut all: Vec<&mut Ready> = decided.iter_mut().collect();
        add_programme(&self.inputs, &self.baseline, &mut all);
        let [ready] = decided;
        Ok(ready)
    }

    /// Several roadmaps: each with the gates' training and the month found for it, and all with the same
    /// programme of training beside that, so that what is bought by choice sets none apart.
    pub fn decide_all(&mut self, plans: &[PlannedRoadmap]) -> Vec<Result<Ready, Infeasible>> {
        let prepared: Vec<Result<Vec<Ready>, Infeasible>> =
            plans.iter().map(|plan| self.candidates(plan)).collect();
        let session = &*self;
        let decided = prepared
            .into_par_iter()
            .map(|candidates| Ok(session.cheapest(candidates?)));
        let mut decided: Vec<Result<Ready, Infeasible>> = decided.collect();
        let mut all: Vec<&mut Ready> = decided.iter_mut().flatten().collect();
        add_programme(&session.inputs, &session.baseline, &mut all);
        decided
    }

    /// The roadmap as planned, or with its last stage in every month that may be the best one;
    /// gates' training included. Never empty.
    fn candidates(&mut self, plan: &PlannedRoadmap) -> Result<Vec<Ready>, Infeasible> {
        let candidates = chosen::candidates(plan, self.inputs.months);
        candidates
            .iter()
            .map(|plan| self.with_gates(plan))
            .collect()
    }

    /// The candidate of least total NPV, the first of several.
    fn cheapest(&self, mut candidates: Vec<Ready>) -> Ready {
        if candidates.len() == 1 {
            return candidates.remove(0);
        }
        let costs: Vec<f64> = candidates
            .par_chunks(CANDIDATES_AT_ONCE)
            .flat_map_iter(|chunk| self.npvs(chunk))
            .collect();
        let best = (1..costs.len()).fold(
            0,
            |best, at| {
                if costs[at] < costs[best] { at } else { best }
            },
        );
        candidates.swap_remove(best)
    }

    /// Total NPV of roadmaps.
    fn npvs(&self, roadmaps: &[Ready]) -> Vec<f64> {
        let list: Vec<&Ready> = roadmaps.iter().collect();
        let branches = Branches::new(&list, self.inputs.months);
        let mut grown = BranchRuns::new(&branches);
        let costs = list.iter().enumerate().map(|(at, ready)| {
            let stages = ready.stages.clone();
            let mut projector = Projector::new(&self.inputs, &self.baseline, stages);
            let fresh = || NpvSum::new(&self.inputs.money.discount_rate);
            let sum = grown.project(at, &mut projector, &ready.training, fresh, |sum, _| {
                sum.clone()
            });
            sum.npv
        });
        costs.collect()
    }

    /// Training that closes the gates' gaps before the stages that need them.
    fn gates_training(&self, ready: &Ready, training: &Training) -> TrainingSchedule<f64> {
        let lead = self.inputs.k.training_lead.max(0.0) as usize;
        match training {
            Training::Off => TrainingSchedule::none(),
            Training::To(levels) => TrainingSchedule {
                targets: vec![(0, levels.all().map(|level| level.map_or(0.0, |l| l.likely)))],
            },
            Training::Default => TrainingSchedule {
                targets: ready.stages[1..]
                    .iter()
                    .filter(|stage| stage.layout.from_month < self.inputs.months)
                    .map(|stage| {
                        let units = stage.most_live_units(stage.layout.from_month);
                        let required = required_levels(&self.inputs.required, units);
                        let mut aims = [0.0; 10];
                        for gate in GATES {
                            aims[gate] = required[gate];
                        }
                        (stage.layout.from_month.saturating_sub(lead), aims)
                    })
                    .collect(),
            },
        }
    }

    /// A decided switch with its last change in another month, and the gates' training moved with it;
    /// what else is trained stays. From the horizon on it never changes.
    ///
    /// # Errors
    /// When a unit of it can run on no GPU.
    pub fn moved(&mut self, decided: &Ready, month: usize) -> Result<Ready, Infeasible> {
        let mut plan = decided.plan.clone();
        if let Some(last) = plan.stages.last_mut() {
            last.from_month = month;
        }
        let mut ready = self.prepare(&plan)?;
        ready.training = self.gates_training(&ready, &plan.training);
        let gates = self.gates_training(decided, &plan.training).targets.len();
        let more = decided.training.targets.iter().skip(gates);
        ready.training.targets.extend(more.copied());
        Ok(ready)
    }

    /// A roadmap with the gates' training alone.
    ///
    /// # Errors
    /// When a unit of it can run on no GPU.
    pub fn with_gates(&mut self, plan: &PlannedRoadmap) -> Result<Ready, Infeasible> {
        let mut ready = self.prepare(plan)?;
        ready.training = self.gates_training(&ready, &plan.training);
        Ok(ready)
    }

    /// Runs a roadmap and shows every month to an observer; its stages come back.
    pub fn observe(&self, ready: &mut Ready, observer: &mut impl Observer<f64>) {
        let stages = std::mem::take(&mut ready.stages);
        let mut projector = Projector::new(&self.inputs, &self.baseline, stages);
        projector.run(&ready.training, observer);
        ready.stages = projector.stages;
    }

    /// Total NPV if the team started with other levels.
    pub fn npv_from_levels(&self, ready: &mut Ready, levels: [f64; 10]) -> f64 {
        let stages = std::mem::take(&mut ready.stages);
        let mut projector = Projector::new(&self.inputs, &self.baseline, stages);
        projector.start_with_levels(levels);
        let mut sum = NpvSum::new(&self.inputs.money.discount_rate);
        projector.run(&ready.training, &mut sum);
        ready.stages = projector.stages;
        sum.npv
    }
}

fn hardware_of(choices: &[Option<Choice>]) -> Vec<Option<Hardware>> {
    choices
        .iter()
        .map(|choice| choice.as_ref().map(|choice| choice.hardware.clone()))
        .collect()
}

/// Adds up the present value of totals and of cash.
#[derive(Clone, Debug)]
pub struct NpvSum {
    rate: Yearly<f64>,
    /// NPV of the total.
    pub npv: f64,
    /// NPV of cash.
    pub cash: f64,
}

impl NpvSum {
    /// Nothing yet, at a discount rate.
    pub fn new(rate: &Yearly<f64>) -> Self {
        Self {
            rate: rate.clone(),
            npv: 0.0,
            cash: 0.0,
        }
    }
}

impl Observer<f64> for NpvSum {
    fn month(
        &mut self,
        month: usize,
        values: &MonthValues<f64>,
        _: &[Stage<f64>],
        _: &[f64],
        _: &[f64; 10],
    ) {
        let factor = present_value_factor(&self.rate, month);
        self.npv += values.total() * factor;
        self.cash += values.cash() * factor;
    }
}
