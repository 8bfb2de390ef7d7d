//! Which GPU and how many of them a unit runs on: the cheapest that fits, and why.
//!
//! Decided once for a stage, at likely inputs, from discounted rent, staging and operations of
//! every GPU type and placement; ties go to the name that comes first, then to fewer GPUs. The
//! load of every third month stands for its quarter.

use std::collections::BTreeMap;

use super::demand::users;
use super::deployment::{Hardware, UnitLoad, hosted_price, unit_load};
use super::infrastructure::{Conditions, unit_month};
use super::inputs::Inputs;
use super::money::gpu_hour;
use super::slot::{Placed, place};
use super::workload::{Workload, workloads};
use crate::scenario::schema::Hosting;

/// Months that one evaluated month stands for.
const QUARTER: usize = 3;
/// GPUs that a slot may own.
const SLOT_SIZES: [usize; 4] = [1, 2, 4, 8];
/// Most GPUs of a replica.
const MOST_GPUS: usize = 8;
/// Most components for which buying and hosting are tried in every combination.
const MOST_EITHER: usize = 4;

/// Why a model or job cannot run on a GPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misfit {
    /// The weights alone are larger than the memory.
    Weights,
    /// Beside the weights there is no room for the cache of one call.
    Cache,
    /// One token takes longer than the target between tokens.
    StepTooSlow,
    /// Reading the prompt takes longer than the target for the first token.
    PromptTooSlow,
    /// A job would block a language model for longer than its target between tokens.
    JobTooLong,
    /// Two models would block each other for longer than their targets.
    ModelsBlock,
}

impl Misfit {
    /// What would have to be said after "on this GPU".
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Weights => "the weights would not fit",
            Self::Cache => "the KV cache of one call would not fit beside the weights",
            Self::StepTooSlow => "tokens would come slower than the target",
            Self::PromptTooSlow => "the first token would come later than the target",
            Self::JobTooLong => "jobs would hold up the language model",
            Self::ModelsBlock => "the models would hold each other up",
        }
    }
}

/// One way to run a unit and what it costs over time.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The hardware; without slots when everything is bought.
    pub hardware: Hardware,
    /// Whether it fits in each era.
    pub fits: Vec<bool>,
    /// Discounted cost from each quarter to the end of the horizon.
    cost_from: Vec<f64>,
}

/// All ways to run one set of components.
#[derive(Clone, Debug)]
pub struct Options {
    /// Those that fit in at least one era.
    pub candidates: Vec<Candidate>,
    /// For GPU types that never fit, the least reason against their largest placement.
    pub misfits: BTreeMap<usize, Misfit>,
    eras: Vec<usize>,
}

/// A choice for a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The hardware.
    pub hardware: Hardware,
    /// Discounted cost over the stage (money).
    pub cost: f64,
    /// The best on another GPU type: index and cost.
    pub runner_up: Option<(usize, f64)>,
}

/// The best that one GPU type can do for a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct GpuOption {
    /// GPU type.
    pub gpu: usize,
    /// GPUs in a replica and discounted cost over the stage (money), where it fits.
    pub fits: Option<(usize, f64)>,
    /// Why it does not fit.
    pub misfit: Option<Misfit>,
}

impl Options {
    /// Ways that fit in all eras that the months `from..until` touch.
    fn fitting_in(&self, from: usize, until: usize) -> impl Iterator<Item = &Candidate> {
        let needed: Vec<usize> = (0..self.eras.len())
            .filter(|era| {
                let start = self.eras[*era];
                let end = self.eras.get(era + 1).copied().unwrap_or(usize::MAX);
                start < until.max(from + 1) && end > from
            })
            .collect();
        self.candidates
            .iter()
            .filter(move |candidate| needed.iter().all(|era| candidate.fits[*era]))
    }

    /// Ways that fit in a month.
    pub fn fitting(&self, month: usize) -> impl Iterator<Item = &Candidate> {
        self.fitting_in(month, month + 1)
    }

    /// Discounted cost over the months `from..until` of the cheapest way with a component bought or
    /// hosted (money).
    pub fn cost_of(
        &self,
        component: usize,
        bought: bool,
        from: usize,
        until: usize,
    ) -> Option<f64> {
        self.fitting_in(from, until)
            .filter(|candidate| candidate.hardware.bought.contains(&component) == bought)
            .map(|candidate| candidate.cost(from, until))
            .min_by(f64::total_cmp)
    }

    /// What every GPU type could do in the months `from..until`: those that fit by cost, then
    /// those that do not.
    pub fn by_gpu(&self, from: usize, until: usize) -> Vec<GpuOption> {
        let mut best: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
        for candidate in self.fitting_in(from, until) {
            if candidate.hardware.slots.is_empty() {
                continue;
            }
            let cost = candidate.cost(from, until);
            let found = best
                .entry(candidate.hardware.gpu)
                .or_insert((candidate.hardware.gpus(), cost));
            if cost < found.1 {
                *found = (candidate.hardware.gpus(), cost);
            }
        }
        let mut list: Vec<GpuOption> = best
            .into_iter()
            .map(|(gpu, fits)| GpuOption {
                gpu,
                fits: Some(fits),
                misfit: None,
            })
            .collect();
        list.sort_by(|a, b| {
            let cost = |option: &GpuOption| option.fits.map_or(f64::INFINITY, |fit| fit.1);
            cost(a).total_cmp(&cost(b))
        });
        list.extend(self.misfits.iter().map(|(gpu, misfit)| GpuOption {
            gpu: *gpu,
            fits: None,
            misfit: Some(*misfit),
        }));
        list
    }

    /// The cheapest way that fits in the months `from..until`.
    pub fn cheapest(&self, from: usize, until: usize) -> Option<Choice> {
        let mut best: Option<(&Candidate, f64)> = None;
        for candidate in self.fitting_in(from, until) {
            let cost = candidate.cost(from, until);
            if best.is_none_or(|(_, least)| cost < least) {
                best = Some((candidate, cost));
            }
        }
        let (winner, cost) = best?;
        let runner_up = self
            .fitting_in(from, until)
            .filter(|other| other.hardware.gpu != winner.hardware.gpu)
            .map(|other| (other.hardware.gpu, other.cost(from, until)))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        Some(Choice {
            hardware: winner.hardware.clone(),
            cost,
            runner_up,
        })
    }
}

impl Candidate {
    /// Whether it fits wherever another does and costs no more in any quarter.
    fn is_never_worse_than(&self, other: &Self) -> bool {
        self.compared(other, |own, other| own <= other)
    }

    /// Whether it fits wherever another does and costs less in every quarter.
    fn is_always_better_than(&self, other: &Self) -> bool {
        self.compared(other, |own, other| own < other)
    }

    fn compared(&self, other: &Self, holds: impl Fn(f64, f64) -> bool) -> bool {
        let fits = self.fits.iter().zip(&other.fits);
        let [own, others] = [self, other].map(|one| one.cost_from.windows(2));
        fits.into_iter().all(|(own, other)| *own || !*other)
            && own
                .zip(others)
                .all(|(a, b)| holds(a[0] - a[1], b[0] - b[1]))
    }

    /// Discounted cost over the months `from..until`, in whole quarters.
    fn cost(&self, from: usize, until: usize) -> f64 {
        let last = self.cost_from.len() - 1;
        let begin = self.cost_from[(from / QUARTER).min(last)];
        begin - self.cost_from[until.div_ceil(QUARTER).min(last)]
    }
}

/// The ways to run a set of components, or `None` when it needs no choice.
pub fn options(inputs: &Inputs<f64>, members: &[usize]) -> Option<Options> {
    let eras = inputs.eras();
    let either: Vec<usize> = members
        .iter()
        .copied()
        .filter(|c| inputs.components[*c].hosting == Hosting::Either)
        .take(MOST_EITHER)
        .collect();
    let mut options = Options {
        candidates: Vec::new(),
        misfits: BTreeMap::new(),
        eras,
    };
    let mut needs_gpus = false;
    for choice in 0..1usize << either.len() {
        let bought: Vec<usize> = either
            .iter()
            .enumerate()
            .filter(|(bit, _)| choice >> bit & 1 == 1)
            .map(|(_, c)| *c)
            .collect();
        needs_gpus |= add_candidates(inputs, members, &bought, &mut options);
    }
    (needs_gpus || !either.is_empty()).then_some(options)
}

/// Adds the placements on every GPU type; whether any were needed.
fn add_candidates(
    inputs: &Inputs<f64>,
    members: &[usize],
    bought: &[usize],
    options: &mut Options,
) -> bool {
    let by_era: Vec<Vec<Workload>> = options
        .eras
        .iter()
        .map(|month| workloads(inputs, members, *month, bought))
        .collect();
    let most = by_era.iter().map(Vec::len).max().unwrap_or(0);
    if most == 0 {
        let hardware = Hardware {
            gpu: 0,
            slots: Vec::new(),
            shared: false,
            bought: bought.to_vec(),
        };
        if !bought.is_empty() {
            let fits = vec![true; options.eras.len()];
            let found = candidate(inputs, members, hardware, fits, &options.eras);
            options.candidates.push(found);
        }
        return false;
    }
    let mut placements: Vec<(Vec<usize>, bool)> = Vec::new();
    owned_slots(most, MOST_GPUS, &mut Vec::new(), &mut placements);
    if most > 1 {
        placements.extend(SLOT_SIZES.iter().map(|n| (vec![*n], true)));
    }
    let bought_too = members
        .iter()
        .any(|c| inputs.components[*c].hosting == Hosting::Either);
    for gpu in 0..inputs.gpus.len() {
        let mut fitting: Vec<Candidate> = Vec::new();
        let mut least: Option<Misfit> = None;
        for (slots, shared) in &placements {
            let hardware = Hardware {
                gpu,
                slots: slots.clone(),
                shared: *shared,
                bought: bought.to_vec(),
            };
            let misfits: Vec<Option<Misfit>> = by_era
                .iter()
                .map(|work| misfit(inputs, work, &hardware))
                .collect();
            let fits: Vec<bool> = misfits.iter().map(Option::is_none).collect();
            if fits.iter().any(|fit| *fit) {
                let eras = &options.eras;
                fitting.push(candidate(inputs, members, hardware, fits, eras));
            } else {
                least = least.max(misfits.into_iter().flatten().max());
            }
        }
        if let (true, Some(reason)) = (fitting.is_empty(), least) {
            options.misfits.entry(gpu).or_insert(reason);
        }
        // What is bought or hosted is compared in every single month, the rest over whole quarters.
        if bought_too {
            options.candidates.append(&mut fitting);
        } else {
            keep_undominated(fitting, &mut options.candidates);
        }
    }
    true
}

/// Every way to give each of `count` slots 1, 2, 4 or 8 GPUs, `left` in all.
fn owned_slots(
    count: usize,
    left: usize,
    chosen: &mut Vec<usize>,
    found: &mut Vec<(Vec<usize>, bool)>,
) {
    if chosen.len() == count {
        found.push((chosen.clone(), false));
        return;
    }
    for size in SLOT_SIZES {
        if size + (count - chosen.len() - 1) > left {
            break;
        }
        chosen.push(size);
        owned_slots(count, left - size, chosen, found);
        chosen.pop();
    }
}

/// Why a unit's GPU work cannot run on this hardware, if it cannot.
pub fn misfit(inputs: &Inputs<f64>, work: &[Workload], hardware: &Hardware) -> Option<Misfit> {
    if hardware.shared {
        let gpus = hardware.gpus();
        let placed = place(inputs, work, hardware.gpu, gpus);
        return models_misfit(inputs, &placed, work, hardware.gpu, gpus)
            .or_else(|| sharing_misfit(inputs, &placed, work, hardware.gpu, gpus));
    }
    if work.len() > hardware.slots.len() {
        return Some(Misfit::Weights);
    }
    work.chunks(1).zip(&hardware.slots).find_map(|(one, gpus)| {
        let placed = place(inputs, one, hardware.gpu, *gpus);
        models_misfit(inputs, &placed, one, hardware.gpu, *gpus)
    })
}

fn models_misfit(
    inputs: &Inputs<f64>,
    placed: &[Placed<f64>],
    work: &[Workload],
    gpu: usize,
    gpus: usize,
) -> Option<Misfit> {
    if placed.is_empty() {
        let needed: f64 = work
            .iter()
            .map(|workload| match workload {
                Workload::Jobs(list) => list.iter().map(|c| inputs.components[*c].gpu_memory).sum(),
                Workload::Model(..) => 0.0,
            })
            .sum();
        let room = super::serving::usable_memory(&inputs.k, &inputs.gpus[gpu], gpus);
        return (needed > room).then_some(Misfit::Weights);
    }
    placed.iter().find_map(|p| {
        let one_call = (p.call.prompt + p.call.answer) * p.roofline.cache_per_token;
        if p.room <= 0.0 {
            Some(Misfit::Weights)
        } else if p.room < one_call {
            Some(Misfit::Cache)
        } else if p.roofline.step(&p.call, 1.0) > p.call.inter_token_target {
            Some(Misfit::StepTooSlow)
        } else if inputs.k.first_token_factor * p.roofline.prefill(p.call.fresh_prompt)
            > p.first_token_target
        {
            Some(Misfit::PromptTooSlow)
        } else {
            None
        }
    })
}

/// Whether jobs and models can take turns on the same GPUs.
fn sharing_misfit(
    inputs: &Inputs<f64>,
    placed: &[Placed<f64>],
    work: &[Workload],
    gpu: usize,
    gpus: usize,
) -> Option<Misfit> {
    let tightest = placed
        .iter()
        .map(|p| p.call.inter_token_target)
        .fold(f64::INFINITY, f64::min);
    let speed = inputs.gpus[gpu].fp16 * gpus as f64 / inputs.k.reference_compute;
    for workload in work {
        if let Workload::Jobs(list) = workload
            && list
                .iter()
                .any(|c| inputs.components[*c].gpu_seconds / speed > tightest)
        {
            return Some(Misfit::JobTooLong);
        }
    }
    for (i, a) in placed.iter().enumerate() {
        for (j, b) in placed.iter().enumerate() {
            let target = b.call.inter_token_target;
            let blocks = a.roofline.prefill(a.call.fresh_prompt) > target
                || a.roofline.step(&a.call, a.batch) > target;
            if i != j && blocks {
                return Some(Misfit::ModelsBlock);
            }
        }
    }
    None
}

/// What a unit costs in a month beside what every choice costs alike (money): GPUs with staging and
/// operations, CPUs paid apart, hosted calls.
pub(super) fn month_cost(
    inputs: &Inputs<f64>,
    members: &[usize],
    hardware: &Hardware,
    unit: &UnitLoad<f64>,
    month: usize,
    users: f64,
) -> f64 {
    let k = &inputs.k;
    let conditions = Conditions::new(inputs, month, users, &inputs.team.levels);
    let requests = conditions.mean * k.hours_per_month * super::demand::SECONDS_PER_HOUR;
    let mut cost = 0.0;
    for c in members {
        let price = hosted_price(inputs, *c, month, hardware.bought.contains(c));
        cost += price * requests * conditions.tokens;
    }
    if !unit.live {
        return cost;
    }
    let held = unit_month(k, unit, &[], &conditions, false);
    // CPUs come with GPU hosts; where all models are bought they are paid for apart.
    cost += held.cpu + held.staging_cpu;
    if !hardware.slots.is_empty() {
        let gpu = &inputs.gpus[hardware.gpu];
        let paid = if gpu.owned { held.gpus_peak } else { held.gpus };
        let wages = inputs.money.wage_growth.in_month(month);
        let hour_cost = inputs.team.platform_salary / 12.0 / k.productive_hours;
        cost +=
            (paid + held.staging_gpus) * k.hours_per_month * gpu_hour(inputs, hardware.gpu, month)
                + held.gpus * k.operations_per_gpu * hour_cost * wages;
    }
    cost
}

/// Adds those of one GPU type that are not as dear as an earlier one in every quarter, or dearer than a
/// later one: the others are never the cheapest, over no span of months.
fn keep_undominated(fitting: Vec<Candidate>, kept: &mut Vec<Candidate>) {
    let first = kept.len();
    for candidate in fitting {
        let here = &kept[first..];
        if here
            .iter()
            .any(|known| known.is_never_worse_than(&candidate))
        {
            continue;
        }
        let mut at = first;
        while at < kept.len() {
            if candidate.is_always_better_than(&kept[at]) {
                kept.remove(at);
            } else {
                at += 1;
            }
        }
        kept.push(candidate);
    }
}

/// A way to run a unit with its cost from every quarter on.
fn candidate(
    inputs: &Inputs<f64>,
    members: &[usize],
    hardware: Hardware,
    fits: Vec<bool>,
    eras: &[usize],
) -> Candidate {
    let quarters = inputs.months.div_ceil(QUARTER);
    let mut cost_from = vec![0.0; quarters + 1];
    let mut load = None;
    for quarter in (0..quarters).rev() {
        let month = quarter * QUARTER;
        let era = eras.iter().rposition(|start| *start <= month).unwrap_or(0);
        if load.as_ref().is_none_or(|(of, _)| *of != era) {
            let fresh = unit_load(inputs, members, eras[era], Some(&hardware));
            load = Some((era, fresh));
        }
        let cost = match (&load, fits[era]) {
            (Some((_, unit)), true) => {
                let users = users(inputs, month);
                month_cost(inputs, members, &hardware, unit, month, users)
            }
            _ => 0.0,
        };
        let months = QUARTER.min(inputs.months - month) as f64;
        let discount = inputs.money.discount_rate.in_month(month);
        cost_from[quarter] = cost_from[quarter + 1] + cost * months / discount;
    }
    Candidate {
        hardware,
        fits,
        cost_from,
    }
}

#[cfg(test)]
mod tests;
