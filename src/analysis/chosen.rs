//! Which hardware the units of a roadmap run on, stage by stage, and whether there is any.
//!
//! Each set of components is looked at once, at likely inputs. What decides whether a roadmap can run
//! stands here alone, so that a check of a plan and a report of it cannot disagree.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::ReportError;
use super::ready::Infeasible;
use super::roadmaps::{PlannedRoadmap, PlannedStage, plans};
use crate::catalog::Catalog;
use crate::engine::compile::{Likely, catalog_of, compile};
use crate::engine::hardware::{Choice, Options, options};
use crate::engine::inputs::Inputs;
use crate::engine::partition::{Members, Partition};
use crate::scenario::Scenario;

/// A switch leaves at least this many months in which it can pay.
const LEAST_MONTHS_AFTER_SWITCH: usize = 12;

/// A scenario resolved, before anything is decided.
pub(super) struct Resolved<'a> {
    /// The catalogue with what the scenario changes in it.
    pub(super) catalog: Cow<'a, Catalog>,
    /// Likely inputs.
    pub(super) inputs: Inputs<f64>,
    /// All roadmaps, in display order.
    pub(super) plans: Vec<PlannedRoadmap>,
}

impl<'a> Resolved<'a> {
    /// Compiles a scenario and lists its roadmaps.
    ///
    /// # Errors
    /// When a field cannot be resolved.
    pub(super) fn new(scenario: &Scenario, builtin: &'a Catalog) -> Result<Self, ReportError> {
        let catalog = catalog_of(scenario, builtin)?;
        let inputs = compile(scenario, &catalog, &mut Likely { catalog: &catalog })?;
        let plans = planned(scenario, &inputs)?;
        Ok(Self {
            catalog,
            inputs,
            plans,
        })
    }
}

/// All roadmaps of a scenario at likely inputs.
///
/// # Errors
/// When a stage names a component that is not there.
pub(super) fn planned(
    scenario: &Scenario,
    inputs: &Inputs<f64>,
) -> Result<Vec<PlannedRoadmap>, ReportError> {
    let kept = match scenario.change.upkeep {
        Some(upkeep) => upkeep.likely,
        None => inputs.k.upkeep_holding,
    };
    plans(scenario, kept, inputs.change.today_upkeep)
}

/// Says what a report would refuse, without projecting a month: a field that cannot be resolved, or that
/// no roadmap can run. Within the limits of [`validate`](crate::scenario::validate()) no plan comes to a
/// figure beyond all numbers, which is the one thing that months alone could show.
///
/// # Errors
/// As for [`run`](super::run).
pub fn can_run(scenario: &Scenario, builtin: &Catalog) -> Result<(), ReportError> {
    let Resolved { inputs, plans, .. } = Resolved::new(scenario, builtin)?;
    let mut hardware = HardwareChoices::default();
    let mut first = None;
    for plan in &plans {
        match hardware.can_run(&inputs, plan) {
            Ok(()) => return Ok(()),
            Err(infeasible) => {
                first.get_or_insert(infeasible);
            }
        }
    }
    let reason = first.map(|infeasible| infeasible.sentence(&inputs));
    Err(ReportError::NothingRuns {
        reason: reason.unwrap_or_default(),
    })
}

/// The roadmap as planned, or with its last stage in every month that may be the best one. Never empty.
pub(super) fn candidates(plan: &PlannedRoadmap, months: usize) -> Vec<PlannedRoadmap> {
    if !plan.searches_month() {
        return vec![plan.clone()];
    }
    let latest = months.saturating_sub(LEAST_MONTHS_AFTER_SWITCH).max(2);
    let in_month = |month| {
        let mut plan = plan.clone();
        if let Some(last) = plan.stages.last_mut() {
            last.from_month = month;
        }
        plan
    };
    (1..latest).map(in_month).collect()
}

/// Today's units as a stage.
pub(super) fn today(inputs: &Inputs<f64>) -> PlannedStage {
    PlannedStage {
        from_month: 0,
        partition: inputs.today.clone(),
        upkeep: inputs.change.today_upkeep,
    }
}

/// All ways to run the sets of components that hardware was chosen for.
#[derive(Default)]
pub(super) struct HardwareChoices {
    options: BTreeMap<Members, Option<Options>>,
}

impl HardwareChoices {
    /// All ways to run a set of components, once hardware was chosen for it.
    pub(super) fn options(&self, members: &Members) -> Option<&Options> {
        self.options.get(members).and_then(Option::as_ref)
    }

    /// The cheapest hardware of every pool over the months `from..until`; what is `kept` stays.
    ///
    /// # Errors
    /// When a pool can run on no GPU.
    pub(super) fn choose(
        &mut self,
        inputs: &Inputs<f64>,
        partition: &Partition,
        (from, until): (usize, usize),
        kept: &BTreeMap<Members, Choice>,
    ) -> Result<Vec<Option<Choice>>, Infeasible> {
        let mut choices = Vec::with_capacity(partition.pools.len());
        for members in &partition.pools {
            if let Some(choice) = kept.get(members) {
                choices.push(Some(choice.clone()));
                continue;
            }
            if !self.options.contains_key(members) {
                let found = options(inputs, members);
                self.options.insert(members.clone(), found);
            }
            match self.options(members) {
                None => choices.push(None),
                Some(options) => match options.cheapest(from, until) {
                    Some(choice) => choices.push(Some(choice)),
                    None => {
                        return Err(Infeasible {
                            members: members.clone(),
                            misfits: options.misfits.clone(),
                        });
                    }
                },
            }
        }
        Ok(choices)
    }

    /// The hardware of every pool of each stage in turn, today's among them; pools that stay keep theirs.
    ///
    /// # Errors
    /// When a unit of a stage other than the first can run on no GPU.
    pub(super) fn of_stages(
        &mut self,
        inputs: &Inputs<f64>,
        stages: &[&PlannedStage],
    ) -> Result<Vec<Vec<Option<Choice>>>, Infeasible> {
        let months = inputs.months;
        let mut kept = BTreeMap::new();
        let mut choices = Vec::with_capacity(stages.len());
        for (s, planned) in stages.iter().enumerate() {
            let from = planned.from_month.min(months);
            let until = stages[s + 1..]
                .iter()
                .find(|next| !next.partition.runs_like(&planned.partition))
                .map_or(months, |next| next.from_month.min(months));
            // Units that are on their way out before the first month still run while they move.
            let until = if until <= from { months } else { until };
            let span = (from, until);
            let here = match self.choose(inputs, &planned.partition, span, &kept) {
                Ok(choices) => choices,
                // Nothing has to run on today's units when they are left at once and do not fit.
                Err(_) if s == 0 => vec![None; planned.partition.pools.len()],
                Err(infeasible) => return Err(infeasible),
            };
            for (members, choice) in planned.partition.pools.iter().zip(&here) {
                if let Some(choice) = choice {
                    kept.insert(members.clone(), choice.clone());
                }
            }
            choices.push(here);
        }
        Ok(choices)
    }

    /// Whether there is hardware for every unit of a roadmap, in every month in which it may change.
    fn can_run(&mut self, inputs: &Inputs<f64>, plan: &PlannedRoadmap) -> Result<(), Infeasible> {
        let today = today(inputs);
        for candidate in candidates(plan, inputs.months) {
            let stages: Vec<&PlannedStage> =
                std::iter::once(&today).chain(&candidate.stages).collect();
            self.of_stages(inputs, &stages)?;
        }
        Ok(())
    }
}
