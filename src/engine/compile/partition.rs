//! Units as a plan states them, as a partition of its components.

use super::{CompileError, field};
use crate::engine::partition::Partition;
use crate::scenario::schema::{self, Hosting, Kind, Scenario};

/// Index of a component by name among the sorted names.
fn component_index(scenario: &Scenario, name: &str) -> Option<usize> {
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

/// Each self-hosted model and each GPU job a unit, the rest one.
fn inference_out(scenario: &Scenario) -> Partition {
    let mut units: Vec<(String, Vec<usize>)> = Vec::new();
    let mut by_model: Vec<((&str, schema::Precision), usize)> = Vec::new();
    let mut rest = Vec::new();
    for component in &scenario.components {
        let Some(index) = component_index(scenario, &component.name) else {
            continue;
        };
        let runs_model = component.kind == Kind::Llm && component.hosting != Hosting::Hosted;
        match (&component.model, runs_model) {
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
