//! The plan whose futures are timed.

use splitpoint::catalog::Catalog;
use splitpoint::presets;
use splitpoint::scenario::schema::Training;
use splitpoint::scenario::{Quantity, Scenario};

/// The catalogue.
pub(crate) fn builtin() -> &'static Catalog {
    Catalog::builtin().expect("a catalogue")
}

/// A preset brought to a number of months and of components, ten of its numbers with ranges.
pub(crate) fn plan(months: u32, components: usize) -> Scenario {
    let preset = presets::find("support-copilot").expect("a preset");
    let mut plan = preset.scenario().expect("a plan");
    plan.horizon_months = months;
    plan.training = Training::Off;
    let dropped = plan.components[components.min(plan.components.len())..]
        .iter()
        .map(|c| c.name.clone())
        .collect::<Vec<_>>();
    plan.components.truncate(components);
    plan.edges
        .retain(|edge| !dropped.contains(&edge.from) && !dropped.contains(&edge.to));
    let widen = |quantity: &mut Quantity, factor: f64| {
        quantity.low = quantity.likely / factor;
        quantity.high = quantity.likely * factor;
    };
    widen(&mut plan.demand.users, 1.5);
    widen(&mut plan.demand.requests_per_user_month, 1.3);
    widen(&mut plan.demand.peak_to_mean, 1.2);
    widen(&mut plan.factors.gpu_price, 1.3);
    widen(&mut plan.factors.token_price, 1.3);
    widen(&mut plan.factors.changes, 1.4);
    widen(&mut plan.factors.salaries, 1.1);
    for component in plan.components.iter_mut().take(3) {
        widen(&mut component.changes, 1.3);
    }
    plan
}
