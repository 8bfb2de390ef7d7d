//! Which inputs matter most for a plan: those that move the difference between its roadmaps farthest.
//!
//! Single numbers count as known to a fifth, because a preset's are nobody's yet.

use super::Version;
use super::flow::Work;
use super::work::NOTHING;
use crate::analysis::futures::swings::swings;
use crate::app::action::KeyInputs;
use crate::app::plan_inputs::{applies, around, catalog_price, paths_of};
use crate::app::values;
use crate::catalog::Catalog;
use crate::engine::compile::catalog_of;
use crate::scenario::fields::{Field, FieldKind, all, bounds_of, field_for};
use crate::scenario::schema::GpuPrice;
use crate::scenario::{Leaf, Scenario, path};

/// How many are chosen.
pub(crate) const MOST: usize = 8;
/// With more components than this, only those of their numbers count that have a range.
const MANY_COMPONENTS: usize = 24;

/// Chooses the inputs that move the answer most; paths, the one that matters most first.
pub(super) fn choose(version: &Version<'_>, by: KeyInputs) -> Work<Vec<String>> {
    let (plan, catalog) = version.shared();
    Work::new(NOTHING, move |_| Ok(chosen(&plan, &catalog, &by)))
}

fn chosen(plan: &Scenario, catalog: &Catalog, by: &KeyInputs) -> Vec<String> {
    let loose = loosened(plan, catalog, &by.gpus);
    let between = (by.between.0.as_str(), by.between.1.as_deref());
    let found = swings(&loose, catalog, between).unwrap_or_default();
    let mut paths: Vec<String> = found
        .into_iter()
        .map(|swing| swing.input)
        .filter(|at| is_candidate(at))
        .collect();
    // Where less than eight move anything, the usual ones fill up.
    let usual = all()
        .iter()
        .filter(|field| field.key && !field.in_list() && field.kind == FieldKind::Number)
        .filter(|field| applies(field, plan))
        .map(|field| field.path.to_owned())
        .filter(|at| is_candidate(at));
    for at in usual {
        if !paths.contains(&at) {
            paths.push(at);
        }
    }
    paths.truncate(MOST);
    paths
}

/// Whether an input is a number that somebody could know; factors over everything are for playing.
fn is_candidate(at: &str) -> bool {
    field_for(at).is_some_and(|field| field.kind == FieldKind::Number)
        && !at.starts_with("factors.")
        && !at.starts_with("actuals")
}

/// The plan with a range for each key number that has none.
fn loosened(plan: &Scenario, catalog: &Catalog, gpus: &[String]) -> Scenario {
    let own = catalog_of(plan, catalog).ok();
    let catalog = own.as_deref().unwrap_or(catalog);
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
    for gpu in gpus {
        if plan.gpus.prices.iter().any(|own| own.gpu == *gpu) {
            continue;
        }
        if let Some(price) = catalog_price(plan, catalog, gpu) {
            let price = if price.is_point() {
                around(price.likely, bounds_of("gpus.prices[].per_hour"))
            } else {
                price
            };
            loose.gpus.prices.push(GpuPrice {
                gpu: gpu.clone(),
                per_hour: price,
                spot_per_hour: None,
            });
        }
    }
    loose
}
