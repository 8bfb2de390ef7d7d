//! The inputs that matter most for the open plan, chosen from its own tornado.
//!
//! Chosen once when a plan is opened, so that no row moves away while numbers are put in; a button
//! chooses again. A preset's single numbers count as known to a fifth, because they are nobody's yet.

use super::{Inputs, InputsState, gpus, rows};
use crate::analysis::futures::swings::swings;
use crate::analysis::report::Report;
use crate::app::action::Action;
use crate::app::plan_inputs::{applies, around, catalog_price, paths_of};
use crate::app::theme::{Theme, Type};
use crate::app::values;
use crate::app::widgets::{Button, Icon, group_header_ui};
use crate::catalog::Catalog;
use crate::engine::compile::catalog_of;
use crate::scenario::fields::{Field, FieldKind, all, bounds_of, field_for, name_of};
use crate::scenario::{Leaf, Scenario, path};
use eframe::egui::{Sense, Stroke, Ui, vec2};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};

/// How many are chosen.
pub(super) const MOST: usize = 8;
/// With more components than this, only those of their numbers count that have a range.
const MANY_COMPONENTS: usize = 24;

/// The choice for the open plan.
#[derive(Debug, Default)]
pub(crate) struct KeyInputs {
    /// What the plan was when it was opened: another one means another choice.
    of: Option<Arc<Scenario>>,
    waiting: Option<Receiver<Option<Vec<String>>>>,
    /// Paths, the one that matters most first.
    chosen: Option<Vec<String>>,
    /// Whether the section is folded away.
    closed: bool,
}

/// What is needed to choose; taken to a thread.
pub(crate) struct Choosing {
    plan: Arc<Scenario>,
    catalog: Arc<Catalog>,
    gpus: Vec<String>,
    first: String,
    second: Option<String>,
}

impl KeyInputs {
    /// What has to be worked out, when the open plan has no choice yet.
    pub(crate) fn missing(&mut self, state: MissingOf<'_>) -> Option<Choosing> {
        let MissingOf {
            base,
            latest,
            catalog,
            gpus,
        } = state;
        if !self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, base)) {
            self.of = Some(Arc::clone(base));
            self.waiting = None;
            self.chosen = None;
        }
        if let Some(from) = self.waiting.take() {
            match from.try_recv() {
                Ok(found) => self.chosen = Some(found.unwrap_or_default()),
                Err(TryRecvError::Disconnected) => self.chosen = Some(Vec::new()),
                Err(TryRecvError::Empty) => self.waiting = Some(from),
            }
        }
        if self.chosen.is_some() || self.waiting.is_some() {
            return None;
        }
        let (plan, report) = latest?;
        let verdict = &report.verdict;
        let second = verdict
            .compared_with
            .clone()
            .or(verdict.alternative.clone());
        Some(Choosing {
            plan: Arc::clone(plan),
            catalog: Arc::clone(catalog),
            gpus,
            first: verdict.recommended.clone(),
            second,
        })
    }

    /// Waits for a choice that is being worked out.
    pub(crate) fn wait(&mut self, from: Receiver<Option<Vec<String>>>) {
        self.waiting = Some(from);
    }

    /// The paths chosen.
    pub(super) fn chosen(&self) -> &[String] {
        self.chosen.as_deref().unwrap_or_default()
    }

    /// Whether an input has its row in the section.
    pub(super) fn shows(&self, at: &str) -> bool {
        !self.closed && self.chosen().iter().any(|chosen| chosen == at)
    }

    /// Follows an element that has another name.
    pub(super) fn follow(&mut self, before: &str, after: &str) {
        for at in self.chosen.iter_mut().flatten() {
            *at = super::folds::followed(at, before, after);
        }
    }
}

/// The parts of the state that a choice depends on.
pub(crate) struct MissingOf<'a> {
    /// The plan as it was opened.
    pub(crate) base: &'a Arc<Scenario>,
    /// The plan computed last, with its report.
    pub(crate) latest: Option<(&'a Arc<Scenario>, &'a Arc<Report>)>,
    /// The constants.
    pub(crate) catalog: &'a Arc<Catalog>,
    /// The GPUs that the roadmaps pay for.
    pub(crate) gpus: Vec<String>,
}

/// The GPUs whose prices count, for [`MissingOf::gpus`].
pub(crate) fn gpus_in_use(report: Option<&Report>, plan: &Scenario) -> Vec<String> {
    gpus::in_use(report, plan)
}

/// Chooses the inputs that move the answer most; runs on a thread.
pub(crate) fn choose(about: &Choosing) -> Option<Vec<String>> {
    let look = || {
        let loose = loosened(about);
        let pair = (about.first.as_str(), about.second.as_deref());
        let found = swings(&loose, &about.catalog, pair).unwrap_or_default();
        let mut paths: Vec<String> = found
            .into_iter()
            .map(|swing| swing.input)
            .filter(|at| is_candidate(at))
            .collect();
        // Where less than eight move anything, the usual ones fill up.
        let usual = all()
            .iter()
            .filter(|field| field.key && !field.in_list() && field.kind == FieldKind::Number)
            .filter(|field| applies(field, &about.plan))
            .map(|field| field.path.to_owned())
            .filter(|at| is_candidate(at));
        for at in usual {
            if !paths.contains(&at) {
                paths.push(at);
            }
        }
        paths.truncate(MOST);
        paths
    };
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(look)).ok()
}

/// Whether an input is a number that somebody could know; factors over everything are for playing.
fn is_candidate(at: &str) -> bool {
    field_for(at).is_some_and(|field| field.kind == FieldKind::Number)
        && !at.starts_with("factors.")
        && !at.starts_with("actuals")
}

/// The plan with a range for each key number that has none.
fn loosened(about: &Choosing) -> Scenario {
    let plan = &*about.plan;
    let own = catalog_of(plan, &about.catalog).ok();
    let catalog = own.as_deref().unwrap_or(&about.catalog);
    let mut loose = plan.clone();
    let many = plan.components.len() > MANY_COMPONENTS;
    let is_wanted = |field: &&Field| {
        field.key
            && field.kind == FieldKind::Number
            && is_candidate(field.path)
            && !(many && field.in_list())
    };
    for field in all().iter().filter(is_wanted) {
        for at in paths_of(field, plan) {
            let value = match path::get(plan, &at) {
                Ok(Leaf::Number(value)) => Some(value),
                Ok(Leaf::Unset) => values::default_of(field, plan, catalog),
                _ => None,
            };
            let Some(value) = value.filter(|value| value.likely != 0.0) else {
                continue;
            };
            let range = if value.is_point() {
                around(value.likely, bounds_of(&at))
            } else {
                value
            };
            // A path that cannot be set keeps its number, and is simply not among those compared.
            path::set(&mut loose, &at, &values::quantity_text(range)).ok();
        }
    }
    for gpu in &about.gpus {
        if plan.gpus.prices.iter().any(|own| own.gpu == *gpu) {
            continue;
        }
        if let Some(price) = catalog_price(plan, catalog, gpu) {
            let price = if price.is_point() {
                around(price.likely, bounds_of("gpus.prices[].per_hour"))
            } else {
                price
            };
            loose.gpus.prices.push(crate::scenario::schema::GpuPrice {
                gpu: gpu.clone(),
                per_hour: price,
                spot_per_hour: None,
            });
        }
    }
    loose
}

/// What is said beneath an input: whose it is. Nothing where the plan did not begin from a preset.
pub(super) fn whose(inputs: &Inputs<'_>, at: &str) -> &'static str {
    if inputs.begun.is_none() {
        ""
    } else if is_yours(inputs, at) {
        "yours"
    } else if inputs.narrow {
        "not yours yet"
    } else if matches!(
        path::get(inputs.plan, at),
        Ok(Leaf::Number(_) | Leaf::Count(_))
    ) {
        "preset's, not yours yet"
    } else {
        "not yours yet"
    }
}

/// Whether an input differs from the preset's, or somebody has said what it rests on.
pub(super) fn is_yours(inputs: &Inputs<'_>, at: &str) -> bool {
    let Some(preset) = inputs.begun else {
        return true;
    };
    let value = |plan: &Scenario| path::get(plan, at).ok();
    let noted = inputs
        .plan
        .notes
        .iter()
        .any(|note| note.at == at && !preset.notes.contains(note));
    noted || value(inputs.plan) != value(preset)
}

/// Draws the section on top of the key inputs.
pub(super) fn key_ui(ui: &mut Ui, inputs: &Inputs<'_>, local: &mut InputsState) -> Option<Action> {
    let theme = Theme::of(ui);
    let paths: Vec<String> = local
        .key
        .chosen()
        .iter()
        .filter(|at| gpus::priced_by(at).is_some() || path::get(inputs.plan, at).is_ok())
        .cloned()
        .collect();
    let yours = paths.iter().filter(|at| is_yours(inputs, at)).count();
    let known = inputs.begun.is_some() && !paths.is_empty();
    let summary = match (known, local.key.chosen.is_some()) {
        (true, _) => format!("{yours} of {} are yours", paths.len()),
        (false, true) => String::new(),
        (false, false) => "working out which".to_owned(),
    };
    let open = !local.key.closed;
    if group_header_ui(ui, open, "What matters most", &summary).clicked() {
        local.key.closed = open;
    }
    if !open {
        return None;
    }
    let mut wanted = None;
    if known {
        progress_ui(ui, inputs, &paths);
    }
    for at in &paths {
        let label = name_of(at).unwrap_or_else(|| values::label_of(at));
        let action = match (gpus::priced_by(at), field_for(at)) {
            (Some(gpu), _) => gpus::price_ui(ui, inputs, local, gpu, &label),
            (None, Some(field)) => rows::row_ui(ui, inputs, local, field, at, &label),
            (None, None) => None,
        };
        wanted = action.or(wanted);
    }
    if local.key.chosen.is_none() {
        // The room that the rows are going to take, so that nothing moves when they come.
        ui.add_space(super::TALL_ROW * MOST as f32);
    } else if paths.is_empty() {
        Type::ROW.label(ui, "No number of this plan moves its answer.", theme.text2);
    } else {
        let again = Button::plain("Choose again").icon(Icon::Reset).show(ui);
        let again = again.on_hover_text(
            "From the plan as it is now: the inputs that move the difference between the roadmaps most.",
        );
        if again.clicked() {
            local.key.chosen = None;
        }
    }
    ui.add_space(8.0);
    wanted
}

/// A dot for each input, filled where it is yours.
fn progress_ui(ui: &mut Ui, inputs: &Inputs<'_>, paths: &[String]) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        ui.add_space(20.0);
        for at in paths {
            let (rect, _) = ui.allocate_exact_size(vec2(8.0, 14.0), Sense::hover());
            if is_yours(inputs, at) {
                ui.painter().circle_filled(rect.center(), 3.6, theme.accent);
            } else {
                let ring = Stroke::new(1.2, theme.strong);
                ui.painter().circle_stroke(rect.center(), 3.2, ring);
            }
        }
    });
}
