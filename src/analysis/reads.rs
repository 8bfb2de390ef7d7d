//! What the figures of a plan ask for: constants of the catalogue, and inputs of its own that have a
//! range.
//!
//! Recorded while the plan is compiled; what stages and training read later is added. A constant that
//! a field of the plan replaces entirely may be among them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::catalog::{Catalog, UnknownEntry};
use crate::engine::compile::{Likely, compile};
use crate::engine::constants::ConstantSource;
use crate::engine::inputs::Leaves;
use crate::scenario::schema::{DIMENSIONS, Training};
use crate::scenario::{Quantity, Scenario};

/// What a plan asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reads {
    /// Ids of the constants.
    pub constants: BTreeSet<String>,
    /// Inputs with a range, by path.
    pub ranges: BTreeMap<String, Quantity>,
}

/// What a plan asks for; nothing when it cannot be compiled.
///
/// `catalog`: as [`catalog_of`](crate::engine::compile::catalog_of) gives it.
pub fn reads(scenario: &Scenario, catalog: &Catalog) -> Reads {
    let mut recorder = Recorder {
        likely: Likely { catalog },
        found: Reads::default(),
    };
    if compile::<f64, _>(scenario, catalog, &mut recorder).is_err() {
        return Reads::default();
    }
    recorder.add_roadmaps(scenario);
    recorder.found
}

struct Recorder<'a> {
    likely: Likely<'a>,
    found: Reads,
}

impl Recorder<'_> {
    /// What a roadmap reads when its stages and its training are known.
    fn add_roadmaps(&mut self, scenario: &Scenario) {
        if let Some(upkeep) = scenario.change.upkeep {
            self.stated(format_args!("change.upkeep"), upkeep);
        }
        self.add_training("training", &scenario.training);
        for own in &scenario.roadmaps {
            for (at, stage) in own.stages.iter().enumerate() {
                let path = format_args!("roadmaps[{}].stages[{at}].upkeep", own.id);
                self.stated(path, stage.upkeep);
            }
            self.add_training(&format!("roadmaps[{}].training", own.id), &own.training);
        }
    }

    fn add_training(&mut self, path: &str, training: &Training) {
        let Training::To(levels) = training else {
            return;
        };
        for (dimension, level) in DIMENSIONS.iter().zip(levels.all()) {
            if let Some(level) = level {
                self.stated(format_args!("{path}.{dimension}"), level);
            }
        }
    }
}

impl ConstantSource<f64> for Recorder<'_> {
    type Error = UnknownEntry;

    fn constant(&mut self, id: &str) -> Result<f64, UnknownEntry> {
        let value = self.likely.constant(id)?;
        if !self.found.constants.contains(id) {
            self.found.constants.insert(id.to_owned());
        }
        Ok(value)
    }
}

impl Leaves<f64> for Recorder<'_> {
    fn stated(&mut self, path: fmt::Arguments<'_>, quantity: Quantity) -> f64 {
        if !quantity.is_point() {
            self.found.ranges.insert(path.to_string(), quantity);
        }
        self.likely.stated(path, quantity)
    }
}

#[cfg(test)]
mod tests {
    use super::reads;
    use crate::catalog::Catalog;
    use crate::scenario::schema::{Levels, Roadmap, Stage, Training};
    use crate::scenario::{Quantity, Scenario};

    fn plan() -> Scenario {
        let text = crate::presets::find("prototype-assistant").unwrap().text;
        crate::scenario::load(text).scenario.unwrap()
    }

    const WIDE: Quantity = Quantity {
        low: 0.1,
        likely: 0.2,
        high: 0.3,
    };

    #[test]
    fn constants_and_ranges_that_count_are_listed() {
        let catalog = Catalog::builtin().unwrap();
        let found = reads(&plan(), catalog);
        assert!(found.constants.contains("people.loaded_cost"));
        assert!(found.constants.contains("api.gpt-5-mini.output"));
        assert!(!found.constants.contains("api.gpt-4o.output"));
        assert!(found.ranges.contains_key("demand.growth.ceiling"));
        // It is stated without a range.
        assert!(!found.ranges.contains_key("demand.users"));
    }

    #[test]
    fn what_roadmaps_read_later_is_listed_too() {
        let mut plan = plan();
        plan.change.upkeep = Some(WIDE);
        plan.training = Training::To(Levels {
            delivery: Some(WIDE),
            ..Levels::default()
        });
        plan.roadmaps.push(Roadmap {
            id: "own".to_owned(),
            stages: vec![Stage {
                upkeep: WIDE,
                ..Stage::default()
            }],
            ..Roadmap::default()
        });
        let found = reads(&plan, Catalog::builtin().unwrap());
        for path in [
            "change.upkeep",
            "training.delivery",
            "roadmaps[own].stages[0].upkeep",
        ] {
            assert_eq!(found.ranges.get(path), Some(&WIDE), "{path}");
        }
    }
}
