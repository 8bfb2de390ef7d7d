//! Components, calls between them, people and goals: names that fit and parts that are there.

use super::super::node::Named;
use super::super::path::{self, below, element};
use super::super::roadmap_kind::RoadmapKind;
use super::super::schema::{Component, Kind};
use super::{Checker, component_path};
use crate::diagnostic::{Diagnostic, nearest_word, words_allowed};
use std::collections::BTreeSet;

pub(super) fn check(checker: &mut Checker<'_>) {
    lists(checker);
    components(checker);
    edges(checker);
    references(checker);
    people(checker);
    roadmap_names(checker);
    notes(checker);
}

fn names<T: Named>(list: &[T]) -> Vec<&str> {
    list.iter().map(Named::name).collect()
}

fn lists(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    checker.names("components", &names(&plan.components), true);
    checker.names("edges", &names(&plan.edges), false);
    checker.names("roadmaps", &names(&plan.roadmaps), true);
    checker.names("overrides", &names(&plan.overrides), true);
    checker.names("own_gpus", &names(&plan.own_gpus), true);
    checker.names("own_models", &names(&plan.own_models), true);
    checker.names("own_apis", &names(&plan.own_apis), true);
    checker.names("gpus.prices", &names(&plan.gpus.prices), true);
    checker.names("gpus.owned", &names(&plan.gpus.owned), true);
    checker.names(
        "reliability.fallbacks",
        &names(&plan.reliability.fallbacks),
        true,
    );
    checker.names("team.raters", &names(&plan.team.raters), false);
}

fn components(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    if plan.components.is_empty() {
        checker.push(
            Diagnostic::error("no-components", "components", "the plan has no components")
                .hint("Add at least one, as in components: [(name: \"web\", core: true)]"),
        );
        return;
    }
    if plan.components.iter().all(|part| !part.core) {
        checker.push(
            Diagnostic::warning("no-core", "components", "no component is core")
                .hint("Set `core: true` on what nothing works without"),
        );
    }
    for (index, part) in plan.components.iter().enumerate() {
        let path = component_path(plan, index);
        for field in unused(part) {
            checker.push(
                Diagnostic::warning(
                    "not-used",
                    below(&path, field),
                    format!("`{field}` does nothing for the kind {}", part.kind.word()),
                )
                .found(part.kind.word())
                .allowed(format!(
                    "on the kinds {}",
                    kinds_of(field)
                        .iter()
                        .map(|kind| kind.word())
                        .collect::<Vec<_>>()
                        .join(", ")
                )),
            );
        }
    }
}

/// Fields that only some kinds of component use.
const USED_BY: &[(&[&str], &[Kind])] = &[
    (&["model", "precision"], &[Kind::Llm, Kind::GpuJob]),
    (
        &["hosting", "time_to_first_token_ms", "inter_token_ms"],
        &[Kind::Llm],
    ),
    (
        &[
            "api",
            "tokens_in",
            "tokens_out",
            "cached_prefix",
            "answer_cache",
            "swaps",
            "price_per_call",
        ],
        &[Kind::Llm, Kind::HostedApi],
    ),
    (
        &["gpu_seconds", "gpu_memory_gib"],
        &[Kind::GpuJob, Kind::Batch, Kind::Stream],
    ),
    (&["latency_target_s"], &[Kind::GpuJob]),
    (
        &[
            "events_per_second",
            "feedback_share",
            "retrain_days",
            "retrain_gpu_seconds",
        ],
        &[Kind::Stream],
    ),
    (
        &["freshness_s"],
        &[Kind::Stream, Kind::Llm, Kind::HostedApi],
    ),
];

fn kinds_of(field: &str) -> &'static [Kind] {
    USED_BY
        .iter()
        .find(|(fields, _)| fields.contains(&field))
        .map_or(&[], |(_, kinds)| kinds)
}

/// The fields set on a component that its kind does not use.
fn unused(part: &Component) -> Vec<&'static str> {
    use super::super::node::Node as _;
    let usual = Component::default();
    let leaf = |part: &Component, field: &str| {
        part.child(field)
            .map(|node| (node.leaf(), node.keys().len()))
    };
    USED_BY
        .iter()
        .filter(|(_, kinds)| !kinds.contains(&part.kind))
        .flat_map(|(fields, _)| fields.iter().copied())
        .filter(|field| leaf(part, field) != leaf(&usual, field))
        .collect()
}

impl Checker<'_> {
    fn component(&mut self, path: &str, name: &str) {
        let plan = self.plan;
        if plan.components.iter().all(|part| part.name != name) {
            let known = names(&plan.components);
            self.unknown("unknown-component", path, "component", name, known);
        }
    }
}

fn edges(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    let edge_names: Vec<String> = plan.edges.iter().map(|edge| edge.name.clone()).collect();
    let mut seen = BTreeSet::new();
    for (index, edge) in plan.edges.iter().enumerate() {
        let path = element("edges", &edge_names, index);
        checker.component(&below(&path, "from"), &edge.from);
        checker.component(&below(&path, "to"), &edge.to);
        if edge.from == edge.to && !edge.from.is_empty() {
            checker.push(
                Diagnostic::error(
                    "self-edge",
                    below(&path, "to"),
                    format!("`{}` calls itself", edge.from),
                )
                .found(&edge.to)
                .hint("Calls within a component are part of its own cost; remove the edge"),
            );
        } else if !seen.insert((&edge.from, &edge.to)) {
            checker.push(
                Diagnostic::warning(
                    "duplicate-edge",
                    path,
                    format!(
                        "there is an edge from `{}` to `{}` already",
                        edge.from, edge.to
                    ),
                )
                .hint("Both count; join them unless that is meant"),
            );
        }
    }
}

fn references(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    let fallbacks = names(&plan.reliability.fallbacks);
    let keys: Vec<String> = fallbacks.iter().map(|name| (*name).to_owned()).collect();
    for (index, name) in fallbacks.iter().enumerate() {
        if !name.is_empty() {
            let path = element("reliability.fallbacks", &keys, index);
            checker.component(&below(&path, "component"), name);
        }
    }
    let spikes: Vec<String> = plan.demand.spikes.iter().map(|s| s.name.clone()).collect();
    for (index, spike) in plan.demand.spikes.iter().enumerate() {
        if let Some(name) = &spike.component {
            let path = element("demand.spikes", &spikes, index);
            checker.component(&below(&path, "component"), name);
        }
    }
    let goals = &plan.goals;
    for name in &goals.must_isolate {
        checker.component("goals.must_isolate", name);
        if goals.must_not_split.len() > 1 && goals.must_not_split.contains(name) {
            checker.push(
                Diagnostic::error(
                    "conflicting-goals",
                    "goals.must_isolate",
                    format!("`{name}` must be alone and must stay with others"),
                )
                .found(name)
                .hint("Remove it from `must_isolate` or from `must_not_split`"),
            );
        }
    }
    for name in &goals.must_not_split {
        checker.component("goals.must_not_split", name);
    }
}

fn people(checker: &mut Checker<'_>) {
    let team = &checker.plan.team;
    let mix = &team.mix;
    let roles = [mix.backend, mix.ml, mix.data, mix.platform, mix.security];
    if roles.iter().all(|role| role.likely <= 0.0) {
        checker.push(
            Diagnostic::error("no-engineers", "team.mix", "no role has anybody")
                .hint("Give at least one role a part above 0"),
        );
    }
    let hiring = &team.hiring;
    if hiring.min.likely > hiring.max.likely {
        checker.push(
            Diagnostic::error(
                "hiring-bounds",
                "team.hiring.min",
                format!(
                    "fewest engineers, {}, are above most, {}",
                    hiring.min.likely, hiring.max.likely
                ),
            )
            .found(hiring.min.likely.to_string())
            .allowed(format!("at most {}", hiring.max.likely)),
        );
    } else if team.engineers.likely > hiring.max.likely {
        checker.push(
            Diagnostic::warning(
                "hiring-bounds",
                "team.hiring.max",
                format!(
                    "today's {} engineers are above most, {}",
                    team.engineers.likely, hiring.max.likely
                ),
            )
            .hint("Leavers are not replaced until the team is below it"),
        );
    }
}

fn roadmap_names(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    let built_in = RoadmapKind::BUILT_IN.map(RoadmapKind::id);
    for roadmap in &plan.roadmaps {
        if built_in.contains(&roadmap.id.as_str()) {
            checker.push(
                Diagnostic::error(
                    "reserved-id",
                    format!("roadmaps[{}].id", roadmap.id),
                    format!("`{}` is the id of a built-in roadmap", roadmap.id),
                )
                .found(&roadmap.id)
                .allowed(format!("any id except {}", built_in.join(", "))),
            );
        }
    }
    let expected = plan.expected_roadmap.as_str();
    let mut known: Vec<&str> = built_in.to_vec();
    known.push("too_close");
    let own = names(&plan.roadmaps);
    known.extend(own.into_iter().filter(|id| !built_in.contains(id)));
    if !expected.is_empty() && !known.contains(&expected) {
        checker.push(
            Diagnostic::warning(
                "unknown-roadmap",
                "expected_roadmap",
                format!("there is no roadmap `{expected}`"),
            )
            .found(expected)
            .allowed(words_allowed(expected, known.iter().copied()))
            .nearest(nearest_word(expected, known)),
        );
    }
}

fn notes(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    for (index, note) in plan.notes.iter().enumerate() {
        let Err(error) = path::walk(plan, &note.at) else {
            continue;
        };
        let reason = error.diagnostic();
        let mut finding = Diagnostic::warning(
            "unknown-path",
            format!("notes[{index}].at"),
            format!("`{}` leads nowhere: {}", note.at, reason.message),
        )
        .found(&note.at)
        .nearest(reason.nearest);
        finding.allowed = reason.allowed;
        checker.push(finding);
    }
}
