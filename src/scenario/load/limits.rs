//! How many elements the lists of a plan may have.

use super::super::locate::Outline;
use super::super::schema::Scenario;
use crate::diagnostic::Diagnostic;

/// Cuts lists to the number of elements that a plan may have.
pub(super) fn limit_lists(
    plan: &mut Scenario,
    outline: &Outline<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let mut limit = Limit { outline, findings };
    limit.cut(&mut plan.components, "components", 256);
    limit.cut(&mut plan.overrides, "overrides", 200);
    limit.cut(&mut plan.edges, "edges", 4_096);
    limit.cut(&mut plan.roadmaps, "roadmaps", 24);
    limit.cut(&mut plan.events, "events", 256);
    limit.cut(&mut plan.actuals, "actuals", 256);
    limit.cut(&mut plan.notes, "notes", 2_000);
    limit.cut(&mut plan.own_gpus, "own_gpus", 64);
    limit.cut(&mut plan.own_models, "own_models", 64);
    limit.cut(&mut plan.own_apis, "own_apis", 64);
    limit.cut(&mut plan.demand.spikes, "demand.spikes", 32);
    limit.cut(&mut plan.demand.growth.table, "demand.growth.table", 256);
    limit.cut(&mut plan.gpus.prices, "gpus.prices", 128);
    limit.cut(&mut plan.gpus.owned, "gpus.owned", 128);
    limit.cut(&mut plan.team.raters, "team.raters", 64);
    limit.cut(
        &mut plan.reliability.fallbacks,
        "reliability.fallbacks",
        256,
    );
    for (index, roadmap) in plan.roadmaps.iter_mut().enumerate() {
        limit.cut(
            &mut roadmap.stages,
            &format!("roadmaps[{index}].stages"),
            24,
        );
    }
    for (index, component) in plan.components.iter_mut().enumerate() {
        limit.cut(
            &mut component.swaps,
            &format!("components[{index}].swaps"),
            60,
        );
    }
}

struct Limit<'a> {
    outline: &'a Outline<'a>,
    findings: &'a mut Vec<Diagnostic>,
}

impl Limit<'_> {
    fn cut<T>(&mut self, list: &mut Vec<T>, path: &str, most: usize) {
        if list.len() <= most {
            return;
        }
        let count = list.len();
        let mut finding =
            Diagnostic::error("too-many-items", path, format!("there are {count} of them"))
                .found(count.to_string())
                .allowed(format!("at most {most}"));
        if let Some(at) = self.outline.line_column_of(path) {
            finding = finding.at(at);
        }
        self.findings.push(finding);
        list.truncate(most);
    }
}
