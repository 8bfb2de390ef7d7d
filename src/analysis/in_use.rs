//! Which entries of the catalogue the figures of a plan ask for.

use crate::catalog::{Catalog, UnknownEntry};
use crate::engine::compile::{Likely, compile};
use crate::engine::constants::ConstantSource;
use crate::engine::inputs::Leaves;
use crate::scenario::{Quantity, Scenario};
use std::collections::BTreeSet;

/// Notes which entries are asked for.
struct Recorder<'a> {
    likely: Likely<'a>,
    asked: BTreeSet<String>,
}

impl ConstantSource<f64> for Recorder<'_> {
    type Error = UnknownEntry;
    fn constant(&mut self, id: &str) -> Result<f64, UnknownEntry> {
        let value = self.likely.constant(id)?;
        self.asked.insert(id.to_owned());
        Ok(value)
    }
}

impl Leaves<f64> for Recorder<'_> {
    fn stated(&mut self, path: std::fmt::Arguments<'_>, quantity: Quantity) -> f64 {
        self.likely.stated(path, quantity)
    }
}

/// Ids of the entries that a plan asks for while it is compiled; none when it cannot be. One that a field
/// of the plan replaces entirely may be among them.
///
/// `catalog`: as [`catalog_of`](crate::engine::compile::catalog_of) gives it.
pub fn in_use(scenario: &Scenario, catalog: &Catalog) -> BTreeSet<String> {
    let mut recorder = Recorder {
        likely: Likely { catalog },
        asked: BTreeSet::new(),
    };
    match compile(scenario, catalog, &mut recorder) {
        Ok(_) => recorder.asked,
        Err(_) => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_use;
    use crate::catalog::Catalog;
    use crate::engine::constants::Constants;
    use crate::presets;
    use crate::scenario::Scenario;

    #[test]
    fn what_the_formulas_and_the_models_of_a_plan_read_is_in_use() {
        let catalog = Catalog::builtin().unwrap();
        let plan = presets::find("prototype-assistant").unwrap();
        let used = in_use(&plan.scenario().unwrap(), catalog);
        assert!(Constants::<f64>::ids().iter().all(|id| used.contains(id)));
        // The price of the model that it hosts elsewhere, and of no other.
        assert!(used.contains("api.gpt-5-mini.output"));
        assert!(!used.contains("api.gpt-4o.output"));
        assert!(used.iter().all(|id| catalog.entries.contains_key(id)));
        // A plan without components cannot be compiled.
        assert!(in_use(&Scenario::default(), catalog).is_empty());
    }
}
