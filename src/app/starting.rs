//! With what a new component begins, by its kind.
//!
//! Values that an ordinary component of the kind has, on the small side: adding one must neither
//! double the bill nor do nothing. Models and APIs are those that the plan uses already. They are
//! places to begin from, shown as guesses, and not constants that any result rests on.

use crate::catalog::{Catalog, ModelKind};
use crate::scenario::Scenario;
use crate::scenario::schema::{Component, Hosting, Kind};

/// Fields of a new component with their text.
pub(crate) fn component(kind: Kind, plan: &Scenario, catalog: &Catalog) -> Vec<(String, String)> {
    let mut stated = vec![("kind", kind.word().to_owned())];
    let values: &[(&str, &str)] = match kind {
        Kind::Service => &[("calls", "1"), ("size_pm", "12"), ("changes", "2")],
        // One request in ten; the prompt and the answer of a small task beside the main one.
        Kind::Llm => &[
            ("calls", "0.1"),
            ("cpu_ms", "5"),
            ("tokens_in", "1000"),
            ("tokens_out", "200"),
            ("size_pm", "3"),
            ("changes", "2"),
        ],
        Kind::HostedApi => &[
            ("calls", "0.1"),
            ("cpu_ms", "5"),
            ("tokens_in", "600"),
            ("tokens_out", "150"),
            ("size_pm", "2"),
            ("changes", "1"),
        ],
        Kind::GpuJob => &[
            ("calls", "0.1"),
            ("gpu_seconds", "0.2"),
            ("gpu_memory_gib", "4"),
            ("size_pm", "4"),
            ("changes", "1"),
        ],
        Kind::DataStore => &[
            ("calls", "1"),
            ("cpu_ms", "5"),
            ("memory_gib", "4"),
            ("storage_gib", "50"),
            ("storage_gib_per_user", "0.01"),
            ("size_pm", "4"),
            ("changes", "0.5"),
        ],
        Kind::Batch => &[
            ("calls", "0.05"),
            ("cpu_ms", "500"),
            ("size_pm", "4"),
            ("changes", "0.5"),
        ],
        Kind::Stream => &[
            ("calls", "0"),
            ("cpu_ms", "5"),
            ("events_per_second", "1"),
            ("size_pm", "6"),
            ("changes", "1"),
        ],
    };
    stated.extend(
        values
            .iter()
            .map(|(field, text)| (*field, (*text).to_owned())),
    );
    let other = |pick: fn(&Component) -> Option<&String>| plan.components.iter().find_map(pick);
    let api = || {
        let used = other(|part| part.api.as_ref()).cloned();
        used.or_else(|| Some(catalog.apis.first()?.name.clone()))
    };
    match kind {
        Kind::Llm => {
            let used = other(|part| part.model.as_ref()).cloned();
            let hosted = used.is_none() && other(|part| part.api.as_ref()).is_some();
            if hosted {
                // A plan that hosts no model itself does not begin to by adding a component.
                stated.push(("hosting", Hosting::Hosted.word().to_owned()));
                stated.extend(api().map(|api| ("api", api)));
            } else {
                let first = || {
                    let mut models = catalog.models.iter();
                    models.find(|model| model.kind == ModelKind::Llm)
                };
                let model = used.or_else(|| Some(first()?.name.clone()));
                stated.extend(model.map(|model| ("model", model)));
            }
        }
        Kind::HostedApi => stated.extend(api().map(|api| ("api", api))),
        _ => {}
    }
    stated
        .into_iter()
        .map(|(field, text)| (field.to_owned(), text))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::component;
    use crate::analysis::{self, decided::DecidedScenario};
    use crate::app::action::{Edit, EditKind};
    use crate::app::edit::apply;
    use crate::catalog::Catalog;
    use crate::diagnostic::any_error;
    use crate::presets;
    use crate::scenario::schema::{Kind, Training};
    use crate::scenario::{Scenario, validate};

    /// Infrastructure over the horizon of the cheapest roadmap.
    fn bill(plan: &Scenario, catalog: &Catalog) -> f64 {
        let mut decided = DecidedScenario::new(plan, catalog).unwrap();
        let report = analysis::report(&mut decided).unwrap();
        let totals = report.roadmaps.iter().filter_map(|roadmap| roadmap.totals);
        totals
            .map(|totals| totals.infrastructure)
            .fold(f64::MAX, f64::min)
    }

    #[test]
    fn a_new_component_is_valid_and_neither_free_nor_half_the_bill() {
        let catalog = Catalog::builtin().unwrap();
        for preset in ["prototype-assistant", "support-copilot"] {
            let mut plan = presets::find(preset).unwrap().scenario().unwrap();
            // What is learned because of it saves more than it costs.
            plan.training = Training::Off;
            let before = bill(&plan, catalog);
            for kind in Kind::ALL {
                let edit = Edit {
                    path: "components".to_owned(),
                    change: EditKind::Add {
                        name: kind.label().to_lowercase(),
                        fields: component(*kind, &plan, catalog),
                    },
                    gesture: None,
                };
                let (next, _) = apply(&plan, &plan, &plan, &edit).unwrap();
                assert!(
                    !any_error(&validate(&next, catalog, None)),
                    "{preset}: {kind:?}"
                );
                let more = bill(&next, catalog) / before - 1.0;
                let most = if *kind == Kind::GpuJob { 1.0 } else { 0.3 };
                assert!(
                    more > 0.0 && more < most,
                    "{preset}: {kind:?} adds {more:.3}"
                );
            }
        }
    }
}
