//! Which inputs are not known exactly, and what their values can be.
//!
//! One dimension for each input by its name: the path of a field, or the id of a constant. What the
//! plan states with a range takes part always, the catalogue's own ranges where the plan says so.

use std::collections::BTreeMap;
use std::fmt;

use crate::analysis::ReportError;
use crate::analysis::decided::DecidedScenario;
use crate::analysis::replay::{Deployed, replay};
use crate::catalog::{Catalog, UnknownEntry};
use crate::engine::compile::compile;
use crate::engine::constants::ConstantSource;
use crate::engine::inputs::{Inputs, Leaves};
use crate::metalog::Metalog;
use crate::scenario::Quantity;
use crate::scenario::fields::curve_of_constant;
use crate::scenario::{Scenario, limits};

/// An input with a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertain {
    /// Path of the field, or id of the constant.
    pub name: String,
    /// Whether it is a constant of the catalogue.
    pub is_constant: bool,
    /// Low, likely and high as stated.
    pub range: Quantity,
    /// Its values by how likely they are.
    pub curve: Metalog,
}

/// All inputs with a range that some formula reads, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dimensions {
    list: Vec<Uncertain>,
    stated: BTreeMap<String, usize>,
    constants: BTreeMap<String, usize>,
}

impl Dimensions {
    /// Lists the ranges that the decided roadmaps read.
    ///
    /// `with_catalogue`: whether the catalogue's own ranges count.
    ///
    /// # Errors
    /// When a field cannot be resolved.
    pub fn of(decided: &DecidedScenario<'_>, with_catalogue: bool) -> Result<Self, ReportError> {
        let mut seen = Seen {
            scenario: decided.scenario,
            catalog: &decided.catalog,
            builtin: decided.builtin,
            with_catalogue,
            found: BTreeMap::new(),
        };
        let inputs: Inputs<f64> = compile(decided.scenario, &decided.catalog, &mut seen)?;
        let mut deployed = Deployed::new();
        for ready in decided.roadmaps.iter().flatten() {
            let scenario = decided.scenario;
            replay(
                scenario,
                (&inputs, &mut deployed),
                ready,
                &mut seen,
                |value, _| value,
            );
        }
        let list: Vec<Uncertain> = seen.found.into_values().collect();
        let named = |constants: bool| {
            let places = list.iter().enumerate();
            places
                .filter(|(_, input)| input.is_constant == constants)
                .map(|(at, input)| (input.name.clone(), at))
                .collect()
        };
        Ok(Self {
            stated: named(false),
            constants: named(true),
            list,
        })
    }

    /// The inputs, by name.
    pub fn list(&self) -> &[Uncertain] {
        &self.list
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether everything is known exactly.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Place of a stated number.
    pub fn stated(&self, path: &str) -> Option<usize> {
        self.stated.get(path).copied()
    }

    /// Place of a constant.
    pub fn constant(&self, id: &str) -> Option<usize> {
        self.constants.get(id).copied()
    }

    /// Place of an input of either kind.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.stated(name).or_else(|| self.constant(name))
    }
}

#[cfg(test)]
impl Dimensions {
    /// Stated shares whose value is their chance.
    pub(super) fn of_shares(names: &[&str]) -> Self {
        let (low, likely, high) = (0.1, 0.5, 0.9);
        Self {
            list: names
                .iter()
                .map(|name| Uncertain {
                    name: (*name).to_owned(),
                    is_constant: false,
                    range: Quantity { low, likely, high },
                    curve: Metalog::nearest(low, likely, high, crate::metalog::Bounds::SHARE),
                })
                .collect(),
            stated: (0..names.len())
                .map(|at| (names[at].to_owned(), at))
                .collect(),
            constants: BTreeMap::new(),
        }
    }
}

/// A source that remembers which ranges were read.
struct Seen<'a> {
    scenario: &'a Scenario,
    catalog: &'a Catalog,
    builtin: &'a Catalog,
    with_catalogue: bool,
    found: BTreeMap<(bool, String), Uncertain>,
}

impl ConstantSource<f64> for Seen<'_> {
    type Error = UnknownEntry;

    fn constant(&mut self, id: &str) -> Result<f64, UnknownEntry> {
        let entry = self.catalog.entry(id)?;
        // What the plan replaced or added is the plan's own statement.
        let own = || self.builtin.entries.get(id) != Some(entry);
        if !entry.is_point() && (self.with_catalogue || own()) {
            let (low, likely, high) = (entry.low, entry.likely, entry.high);
            let range = Quantity { low, likely, high };
            self.found
                .entry((true, id.to_owned()))
                .or_insert_with(|| Uncertain {
                    name: id.to_owned(),
                    is_constant: true,
                    range,
                    curve: curve_of_constant(entry, range),
                });
        }
        Ok(entry.likely)
    }
}

impl Leaves<f64> for Seen<'_> {
    fn stated(&mut self, path: fmt::Arguments<'_>, quantity: Quantity) -> f64 {
        if !quantity.is_point() {
            let path = path.to_string();
            self.found
                .entry((false, path.clone()))
                .or_insert_with(|| Uncertain {
                    curve: limits::curve(self.scenario, &path, quantity),
                    name: path,
                    is_constant: false,
                    range: quantity,
                });
        }
        quantity.likely
    }
}
