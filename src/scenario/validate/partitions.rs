//! Units of today and of every stage: each component in exactly one.

use super::super::schema::Partition;
use super::Checker;
use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;

pub(super) fn check(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    partition(checker, "today", &plan.today);
    for (index, roadmap) in plan.roadmaps.iter().enumerate() {
        for (stage_index, stage) in roadmap.stages.iter().enumerate() {
            let path = format!("roadmaps[{index}].stages[{stage_index}].partition");
            partition(checker, &path, &stage.partition);
        }
    }
}

fn partition(checker: &mut Checker<'_>, path: &str, partition: &Partition) {
    let Partition::Units(units) = partition else {
        return;
    };
    let plan = checker.plan;
    let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
    checker.names(&format!("{path}.Units"), &names, true);
    let mut placed: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        let inside = format!("{path}.Units[{index}].components");
        if unit.components.is_empty() {
            checker.push(
                Diagnostic::error(
                    "empty-unit",
                    &inside,
                    format!("unit `{}` has no components", unit.name),
                )
                .hint("Put a component in it or remove it"),
            );
        }
        for (at, name) in unit.components.iter().enumerate() {
            let here = format!("{inside}[{at}]");
            if plan.components.iter().all(|part| &part.name != name) {
                let known = plan.components.iter().map(|part| part.name.as_str());
                checker.unknown("unknown-component", &here, "component", name, known);
            } else if let Some(other) = placed.insert(name, index) {
                checker.push(
                    Diagnostic::error(
                        "placed-twice",
                        here,
                        format!("`{name}` is in unit `{}` already", units[other].name),
                    )
                    .found(name)
                    .allowed("each component in exactly one unit"),
                );
            }
        }
    }
    for part in &plan.components {
        if !part.name.is_empty() && !placed.contains_key(part.name.as_str()) {
            checker.push(
                Diagnostic::error(
                    "unplaced-component",
                    path,
                    format!("`{}` is in none of the units", part.name),
                )
                .found(&part.name)
                .allowed("each component in exactly one unit"),
            );
        }
    }
}
