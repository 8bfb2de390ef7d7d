//! What to take out first, and which units would be best.
//!
//! Both compare partitions that start in month 0 with the gates' training, at likely inputs; all are kept
//! with the same upkeep and run in pools. The
//! order is greedy: each step takes out the component that gains most after the steps before it. The
//! best partition is found by local search over merges, splits, moves and exchanges of components.

use std::collections::BTreeMap;

use super::decided::DecidedScenario;
use super::report::timing::{BestPartition, Extraction};
use super::roadmaps::{PlannedRoadmap, PlannedStage, unit_name};
use crate::engine::compile::fleets;
use crate::engine::money::present_value_factor;
use crate::engine::month::{MonthValues, Observer};
use crate::engine::partition::Partition;
use crate::engine::series::Part;
use crate::engine::stage::Stage;
use crate::engine::yearly::Yearly;

/// Improvements smaller than this share of the total do not count.
const SAME: f64 = 1e-9;
/// Steps of the order at most.
const MOST_STEPS: usize = 12;
/// Partitions looked at, times components, before the search ends where it stands.
const MOST_WORK: usize = 40_000;

/// Present value of a partition's costs by mechanism.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Parts {
    capacity: f64,
    outages: f64,
    changes: f64,
    running: f64,
}

impl Parts {
    fn total(&self) -> f64 {
        self.capacity + self.outages + self.changes + self.running
    }

    /// What is saved most against another partition, in words.
    fn reason(&self, before: &Self) -> &'static str {
        let saved = [
            (before.capacity - self.capacity, "less capacity to buy"),
            (before.outages - self.outages, "smaller blast radius"),
            (before.changes - self.changes, "lighter changes"),
            (before.running - self.running, "cheaper to run"),
        ];
        let most = saved.iter().max_by(|a, b| a.0.total_cmp(&b.0));
        match most {
            Some((amount, words)) if *amount > 0.0 => words,
            _ => "nothing gets cheaper",
        }
    }
}

/// Adds up a projection by mechanism.
struct Sum {
    rate: Yearly<f64>,
    parts: Parts,
}

impl Observer<f64> for Sum {
    fn month(
        &mut self,
        month: usize,
        values: &MonthValues<f64>,
        _: &[Stage<f64>],
        _: &[f64],
        _: &[f64; 10],
    ) {
        let factor = present_value_factor(&self.rate, month);
        let parts = &mut self.parts;
        parts.capacity += values.part(Part::Capacity) * factor;
        parts.outages += values.part(Part::Outages) * factor;
        parts.changes += values.part(Part::Changes) * factor;
        parts.running += (values.part(Part::Running) + values.part(Part::Moving)) * factor;
    }
}

/// Costs of partitions, each worked out once.
struct Search<'a, 'b> {
    decided: &'a mut DecidedScenario<'b>,
    known: BTreeMap<Partition, Option<Parts>>,
    /// The fleet of each component that works on GPUs.
    fleets: Vec<Option<usize>>,
    /// Share of effort that every partition spends on its boundaries.
    upkeep: f64,
    go_on: &'a (dyn Fn() -> bool + Sync),
}

impl<'a, 'b> Search<'a, 'b> {
    fn new(decided: &'a mut DecidedScenario<'b>, go_on: &'a (dyn Fn() -> bool + Sync)) -> Self {
        let upkeep = decided.scenario.change.upkeep;
        let k = &decided.session.inputs.k;
        Self {
            fleets: fleets(decided.scenario),
            upkeep: upkeep.map_or(k.upkeep_holding, |upkeep| upkeep.likely),
            decided,
            known: BTreeMap::new(),
            go_on,
        }
    }
}

impl Search<'_, '_> {
    /// Cost of a partition from month 0 on; none where a unit fits no GPU or the search was ended.
    fn parts(&mut self, partition: &Partition) -> Option<Parts> {
        if let Some(known) = self.known.get(partition) {
            return *known;
        }
        if !(self.go_on)() {
            return None;
        }
        let plan = PlannedRoadmap {
            id: String::new(),
            label: String::new(),
            stages: vec![PlannedStage {
                from_month: 0,
                partition: partition.clone().in_pools(&self.fleets),
                upkeep: self.upkeep,
            }],
            training: self.decided.scenario.training.clone(),
        };
        let session = &mut self.decided.session;
        let found = session.with_gates(&plan).ok().map(|mut ready| {
            let mut sum = Sum {
                rate: session.inputs.money.discount_rate.clone(),
                parts: Parts::default(),
            };
            session.observe(&mut ready, &mut sum);
            sum.parts
        });
        self.known.insert(partition.clone(), found);
        found
    }

    /// The partition in which steps that gain most, one after the other, come to an end.
    fn descend(&mut self, start: Partition) -> Option<(Partition, Parts)> {
        let mut least = self.parts(&start)?;
        let mut best = start;
        loop {
            let mut next: Option<(Partition, Parts)> = None;
            neighbours(&best, &mut |neighbour| {
                if self.is_full() {
                    return false;
                }
                if let Some(parts) = self.parts(&neighbour) {
                    let against = next
                        .as_ref()
                        .map_or(least.total(), |(_, parts)| parts.total());
                    if against - parts.total() > SAME * against.abs() {
                        next = Some((neighbour, parts));
                    }
                }
                true
            });
            match next {
                Some((partition, parts)) => (best, least) = (partition, parts),
                None => return Some((best, least)),
            }
        }
    }

    fn is_full(&self) -> bool {
        let components = self.decided.session.inputs.components.len();
        self.known.len() * components >= MOST_WORK || !(self.go_on)()
    }
}

/// A partition without names.
fn unnamed(units: Vec<Vec<usize>>) -> Partition {
    Partition::new(
        units
            .into_iter()
            .map(|unit| (String::new(), unit))
            .collect(),
    )
}

/// Shows every partition one merge, split, move or exchange away, one by one, until `visit` says no; all
/// at once would be more than memory holds of a product of hundreds of units.
fn neighbours(partition: &Partition, visit: &mut dyn FnMut(Partition) -> bool) {
    let units = &partition.units;
    for one in 0..units.len() {
        for other in one + 1..units.len() {
            let mut merged = units.clone();
            let taken = merged.remove(other);
            merged[one].extend(taken);
            if !visit(unnamed(merged)) {
                return;
            }
        }
        if units[one].len() < 2 {
            continue;
        }
        for member in &units[one] {
            let mut without = units.clone();
            without[one].retain(|c| c != member);
            for other in (0..units.len()).filter(|other| *other != one) {
                let mut moved = without.clone();
                moved[other].push(*member);
                if !visit(unnamed(moved)) {
                    return;
                }
            }
            without.push(vec![*member]);
            if !visit(unnamed(without)) {
                return;
            }
            // Two components that change places.
            for other in one + 1..units.len() {
                for theirs in &units[other] {
                    let mut exchanged = units.clone();
                    exchanged[one].retain(|c| c != member);
                    exchanged[other].retain(|c| c != theirs);
                    exchanged[one].push(*theirs);
                    exchanged[other].push(*member);
                    if !visit(unnamed(exchanged)) {
                        return;
                    }
                }
            }
        }
    }
}

/// How often [`what_first`] asks whether to go on, at most.
pub(super) fn what_first_steps(components: usize) -> usize {
    2 * MOST_WORK.div_ceil(components.max(1))
}

/// The order in which components would be taken out of the whole, while there is a gain and one step
/// further, and the best partition; nothing where the whole fits no GPU.
pub fn what_first(
    decided: &mut DecidedScenario<'_>,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<(Vec<Extraction>, BestPartition)> {
    let names: Vec<String> = {
        let components = decided.session.inputs.components.iter();
        components.map(|component| component.name.clone()).collect()
    };
    let count = names.len();
    let starts: Vec<Partition> = {
        let plans = decided.plans.iter();
        let stages = plans.flat_map(|plan| &plan.stages);
        stages
            .map(|stage| unnamed(stage.partition.units.clone()))
            .collect()
    };
    let mut search = Search::new(decided, go_on);
    let (order, greedy) = extraction_order(&mut search, &names);
    // Down from every partition that is known: one valley alone may not be the deepest.
    let split = Partition::split(count);
    let mut best: Option<(Partition, Parts)> = None;
    for start in starts.into_iter().chain([greedy, split]) {
        if let Some((end, parts)) = search.descend(start)
            && best
                .as_ref()
                .is_none_or(|(_, least)| parts.total() < least.total())
        {
            best = Some((end, parts));
        }
    }
    let (best, least) = best?;
    let of = |unit: &Vec<usize>| unit.iter().map(|c| names[*c].clone()).collect();
    let found = BestPartition {
        units: best.units.iter().map(of).collect(),
        names: (0..best.units.len())
            .map(|unit| unit_name(&best, unit, &names))
            .collect(),
        total: least.total(),
        tried: search.known.len(),
        complete: !search.is_full(),
    };
    Some((order, found))
}

/// Takes out what gains most, step by step; returns the steps and where they lead.
fn extraction_order(search: &mut Search<'_, '_>, names: &[String]) -> (Vec<Extraction>, Partition) {
    let mut rest: Vec<usize> = (0..names.len()).collect();
    let mut out: Vec<usize> = Vec::new();
    let mut order = Vec::new();
    let partition = |rest: &[usize], out: &[usize]| {
        let mut units: Vec<Vec<usize>> = out.iter().map(|c| vec![*c]).collect();
        units.push(rest.to_vec());
        unnamed(units)
    };
    let mut reached = partition(&rest, &out);
    let Some(mut before) = search.parts(&reached) else {
        return (order, reached);
    };
    while rest.len() > 1 && order.len() < MOST_STEPS && !search.is_full() {
        let mut best: Option<(usize, Parts)> = None;
        for at in 0..rest.len() {
            let mut without = rest.clone();
            let component = without.remove(at);
            let mut taken = out.clone();
            taken.push(component);
            if let Some(parts) = search.parts(&partition(&without, &taken))
                && best
                    .as_ref()
                    .is_none_or(|(_, least)| parts.total() < least.total())
            {
                best = Some((at, parts));
            }
        }
        let Some((at, parts)) = best else { break };
        let component = rest.remove(at);
        out.push(component);
        let gain = parts.total() - before.total();
        order.push(Extraction {
            component: names[component].clone(),
            gain,
            reason: parts.reason(&before).to_owned(),
        });
        if gain >= 0.0 {
            break;
        }
        before = parts;
        reached = partition(&rest, &out);
    }
    (order, reached)
}

#[cfg(test)]
mod tests {
    use super::{Partition, Search, neighbours, unnamed, what_first};
    use crate::analysis::decided::DecidedScenario;
    use crate::catalog::Catalog;
    use crate::presets;
    use crate::scenario::Scenario;
    use std::collections::BTreeSet;

    /// A preset with its first components alone.
    fn first(preset: &str, count: usize) -> Scenario {
        let mut plan = presets::find(preset).unwrap().scenario().unwrap();
        plan.components.truncate(count);
        let kept: Vec<String> = plan.components.iter().map(|c| c.name.clone()).collect();
        plan.edges
            .retain(|edge| kept.contains(&edge.from) && kept.contains(&edge.to));
        plan.reliability.fallbacks.clear();
        plan.roadmaps.clear();
        plan.today = crate::scenario::schema::Partition::Whole;
        plan
    }

    /// All partitions of so many components.
    fn all(count: usize) -> Vec<Partition> {
        let mut lists: Vec<Vec<Vec<usize>>> = vec![Vec::new()];
        for c in 0..count {
            let mut longer = Vec::new();
            for units in lists {
                for at in 0..units.len() {
                    let mut with = units.clone();
                    with[at].push(c);
                    longer.push(with);
                }
                let mut alone = units;
                alone.push(vec![c]);
                longer.push(alone);
            }
            lists = longer;
        }
        lists.into_iter().map(unnamed).collect()
    }

    fn all_neighbours(partition: &Partition) -> Vec<Partition> {
        let mut all = Vec::new();
        neighbours(partition, &mut |next| {
            all.push(next);
            true
        });
        all
    }

    #[test]
    fn the_search_finds_what_trying_everything_finds() {
        // Bell's numbers: 52 partitions of five, 203 of six.
        assert_eq!((all(5).len(), all(6).len()), (52, 203));
        for (preset, count) in [
            ("support-copilot", 6),
            ("viral-app", 5),
            ("agent-marketplace", 6),
            ("image-studio", 5),
        ] {
            let plan = first(preset, count);
            let catalog = Catalog::builtin().unwrap();
            let mut decided = DecidedScenario::new(&plan, catalog).unwrap();
            let (_, found) = what_first(&mut decided, &|| true).unwrap();
            let mut search = Search::new(&mut decided, &|| true);
            let count = plan.components.len();
            let costs = all(count).into_iter().filter_map(|p| search.parts(&p));
            let least = costs
                .map(|parts| parts.total())
                .fold(f64::INFINITY, f64::min);
            assert!(
                (found.total - least).abs() <= 1e-9 * least.abs(),
                "{preset}: {found:?} against {least}"
            );
            assert!(found.complete);
        }
    }

    #[test]
    fn every_partition_can_be_reached() {
        let all: BTreeSet<Partition> = all(4).into_iter().collect();
        let mut reached = BTreeSet::from([Partition::whole(4)]);
        let mut open = vec![Partition::whole(4)];
        while let Some(partition) = open.pop() {
            for next in all_neighbours(&partition) {
                if reached.insert(next.clone()) {
                    open.push(next);
                }
            }
        }
        assert_eq!(reached, all);
    }

    #[test]
    fn each_step_of_the_order_is_the_best_one() {
        let plan = first("agent-marketplace", 5);
        let catalog = Catalog::builtin().unwrap();
        let mut decided = DecidedScenario::new(&plan, catalog).unwrap();
        let (order, _) = what_first(&mut decided, &|| true).unwrap();
        assert!(!order.is_empty());
        // All steps but the last gain something, and the last is there to say where it ends.
        let (last, before) = order.split_last().unwrap();
        assert!(before.iter().all(|step| step.gain < 0.0), "{order:?}");
        assert!(last.gain >= 0.0 || order.len() == 4, "{order:?}");
    }
}
