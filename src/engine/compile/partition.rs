//! Units as a plan states them, as a partition of its components.

use super::components::is_gpu_job;
use super::{CompileError, field};
use crate::engine::partition::Partition;
use crate::scenario::schema::{self, Hosting, Kind, Scenario};

/// Index of a component by name among the sorted names.
pub(super) fn component_index(scenario: &Scenario, name: &str) -> Option<usize> {
    scenario.components.iter().any(|c| c.name == name).then(|| {
        scenario
            .components
            .iter()
            .filter(|c| c.name.as_str() < name)
            .count()
    })
}

/// A partition of the scenario in canonical order.
///
/// # Errors
/// When a unit names a component that is not there.
pub fn partition(
    stated: &schema::Partition,
    scenario: &Scenario,
    path: &str,
) -> Result<Partition, CompileError> {
    let count = scenario.components.len();
    Ok(match stated {
        schema::Partition::Whole => Partition::whole(count),
        schema::Partition::Split => Partition::split(count),
        schema::Partition::InferenceOut => inference_out(scenario),
        schema::Partition::ModelService => model_service(scenario),
        schema::Partition::Units(units) => {
            let mut found = Vec::with_capacity(units.len());
            for unit in units {
                let members = unit
                    .components
                    .iter()
                    .map(|name| {
                        component_index(scenario, name)
                            .ok_or_else(|| field(path, format!("there is no component {name}")))
                    })
                    .collect::<Result<Vec<_>, _>>()?;
                found.push((unit.name.clone(), members));
            }
            Partition::new(found)
        }
    })
}

/// Whether a component is a language model that may run on GPUs of the plan's own.
fn runs_model(component: &schema::Component) -> bool {
    component.kind == Kind::Llm && component.hosting != Hosting::Hosted
}

/// Self-hosted models and GPU jobs together one unit, the rest another.
fn model_service(scenario: &Scenario) -> Partition {
    let (mut models, mut rest) = (Vec::new(), Vec::new());
    for component in &scenario.components {
        let Some(index) = component_index(scenario, &component.name) else {
            continue;
        };
        if runs_model(component) || component.kind == Kind::GpuJob {
            models.push(index);
        } else {
            rest.push(index);
        }
    }
    Partition::new(vec![(String::new(), models), (String::new(), rest)])
}

/// For each component that works on GPUs, in canonical order, the fleet that it belongs to in a stage
/// that runs in pools: each job has its own, and so has each model, that of components which use the
/// same models at the same times being one where the plan shares models.
pub fn fleets(scenario: &Scenario) -> Vec<Option<usize>> {
    let mut fleets = vec![None; scenario.components.len()];
    let mut shared: Vec<(&schema::Component, usize)> = Vec::new();
    let mut count = 0;
    for component in &scenario.components {
        let Some(index) = component_index(scenario, &component.name) else {
            continue;
        };
        let model = runs_model(component) && component.model.is_some();
        if !model && !is_gpu_job(component) {
            continue;
        }
        let same =
            |(other, _): &&(&schema::Component, usize)| uses_the_same_models(component, other);
        let found = shared.iter().find(same).filter(|_| model);
        fleets[index] = Some(found.map_or(count, |(_, fleet)| *fleet));
        if found.is_none() {
            if model && scenario.gpus.shared_models {
                shared.push((component, count));
            }
            count += 1;
        }
    }
    fleets
}

/// Whether two components use the same models at the same times.
fn uses_the_same_models(one: &schema::Component, other: &schema::Component) -> bool {
    let swap = |swap: &schema::ModelSwap| (swap.month, swap.model.clone(), swap.precision);
    one.model == other.model
        && one.precision == other.precision
        && one.hosting == other.hosting
        && one.swaps.iter().map(swap).eq(other.swaps.iter().map(swap))
}

/// Each self-hosted model and each GPU job a unit, the rest one.
fn inference_out(scenario: &Scenario) -> Partition {
    let mut units: Vec<(String, Vec<usize>)> = Vec::new();
    let mut by_model: Vec<((&str, schema::Precision), usize)> = Vec::new();
    let mut rest = Vec::new();
    for component in &scenario.components {
        let Some(index) = component_index(scenario, &component.name) else {
            continue;
        };
        match (&component.model, runs_model(component)) {
            (Some(model), true) => {
                let key = (model.as_str(), component.precision);
                if let Some((_, unit)) = by_model.iter().find(|(k, _)| *k == key) {
                    units[*unit].1.push(index);
                } else {
                    by_model.push((key, units.len()));
                    units.push((String::new(), vec![index]));
                }
            }
            _ if component.kind == Kind::GpuJob => units.push((String::new(), vec![index])),
            _ => rest.push(index),
        }
    }
    units.push((String::new(), rest));
    Partition::new(units)
}

#[cfg(test)]
mod tests {
    use super::{fleets, partition};
    use crate::scenario::load;
    use crate::scenario::schema::{Partition, Scenario};

    fn plan(more: &str) -> Scenario {
        let text = format!(
            "(version: 1, components: [(name: \"e\", kind: Llm, model: \"m\", hosting: Hosted, api: \"x\"),
                (name: \"a\", kind: Llm, model: \"m\"), (name: \"b\"), (name: \"c\", kind: GpuJob, gpu_seconds: 1),
                (name: \"d\", kind: Llm, model: \"m\"), (name: \"f\", kind: Batch, gpu_seconds: 1),
                (name: \"g\", kind: Llm, model: \"m\", precision: Fp16)]{more})"
        );
        load(&text).scenario.expect("it can be read")
    }

    #[test]
    fn a_fleet_for_each_model_and_each_job() {
        let alike = |fleets: &[Option<usize>], one: usize, other: usize| {
            fleets[one].is_some() && fleets[one] == fleets[other]
        };
        // By name: a and d run one model, g the same in another precision, c and f are jobs.
        let shared = fleets(&plan(""));
        assert_eq!(shared.iter().flatten().count(), 5);
        assert!(alike(&shared, 0, 3) && !alike(&shared, 0, 6) && !alike(&shared, 2, 5));
        assert!(shared[1].is_none() && shared[4].is_none());
        let apart = fleets(&plan(", gpus: (shared_models: false)"));
        assert!(!alike(&apart, 0, 3) && apart.iter().flatten().count() == 5);
    }

    #[test]
    fn a_model_service_holds_models_and_gpu_jobs() {
        let units = partition(&Partition::ModelService, &plan(""), "today").expect("it is known");
        assert_eq!(units.units, [vec![0, 2, 3, 6], vec![1, 4, 5]]);
    }
}
