//! Where the leaves of an explanation come from: inputs of the scenario, entries of the catalogue.

use std::fmt;

use crate::catalog::{Catalog, Status, UnknownEntry};
use crate::engine::constants::ConstantSource;
use crate::engine::inputs::Leaves;
use crate::number::traced::{Origin, Traced};
use crate::scenario::{Quantity, Scenario, fields, path};
use crate::units::lower_first;

/// Source of the entries that a scenario adds or replaces.
const SCENARIO: &str = "scenario";

/// The likely value of everything, each with its origin.
pub(super) struct Sourced<'a> {
    pub(super) catalog: &'a Catalog,
}

impl ConstantSource<Traced> for Sourced<'_> {
    type Error = UnknownEntry;
    fn constant(&mut self, id: &str) -> Result<Traced, UnknownEntry> {
        let value = self.catalog.likely(id)?;
        Ok(Traced::leaf(value, Origin::Catalogue(id.to_owned())))
    }
}

impl Leaves<Traced> for Sourced<'_> {
    fn stated(&mut self, path: fmt::Arguments<'_>, quantity: Quantity) -> Traced {
        Traced::leaf(quantity.likely, Origin::Stated(path.to_string()))
    }
}

/// What is known about a leaf.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) status: Status,
    pub(super) source: Option<String>,
    pub(super) input_path: Option<String>,
    pub(super) catalogue_id: Option<String>,
    pub(super) method: &'static str,
}

impl Leaf {
    pub(super) fn new(origin: &Origin, scenario: &Scenario, catalog: &Catalog) -> Self {
        match origin {
            Origin::Stated(path) => stated(path, scenario),
            Origin::Catalogue(id) => entry(id, scenario, catalog),
            Origin::Decided(label) => Self {
                name: label.name.to_owned(),
                unit: label.unit.to_owned(),
                status: Status::Assumed,
                source: None,
                input_path: None,
                catalogue_id: None,
                method: label.method,
            },
        }
    }
}

fn stated(at: &str, scenario: &Scenario) -> Leaf {
    let field = fields::field_for(at);
    let element = path::first_element(at).map(|(_, name)| name);
    let label = field.map_or_else(|| at.to_owned(), |field| lower_first(field.label));
    let name = match element {
        Some(element) if element.parse::<usize>().is_err() => format!("{label} of {element}"),
        _ => label,
    };
    let unit = field.map_or_else(String::new, |field| {
        let unit = field.unit_in(&scenario.currency);
        match unit.strip_prefix('%') {
            Some(rest) => format!("share{rest}"),
            None => unit,
        }
    });
    let note = scenario.notes.iter().find(|note| note.at == at);
    let source = note.map(|note| {
        let parts = [note.source.as_str(), note.date.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    });
    Leaf {
        name,
        unit,
        status: scenario.standing_of(at),
        source: source.filter(|source| !source.is_empty()),
        input_path: Some(at.to_owned()),
        catalogue_id: None,
        method: "",
    }
}

fn entry(id: &str, scenario: &Scenario, catalog: &Catalog) -> Leaf {
    let Ok(entry) = catalog.entry(id) else {
        return Leaf {
            name: id.to_owned(),
            unit: String::new(),
            status: Status::Assumed,
            source: None,
            input_path: None,
            catalogue_id: Some(id.to_owned()),
            method: "",
        };
    };
    let own = entry.sources.first().is_some_and(|key| key == SCENARIO);
    let cited = entry
        .sources
        .iter()
        .map(|key| match catalog.sources.get(key) {
            Some(source) => format!("{} ({key})", source.title),
            None => key.clone(),
        });
    let dated: Vec<String> = cited
        .chain(Some(entry.since.clone()).filter(|since| !since.is_empty()))
        .collect();
    Leaf {
        name: lower_first(&entry.label),
        unit: entry.unit.clone(),
        status: entry.status,
        source: Some(dated.join(", ")),
        input_path: own.then(|| own_path(id, scenario)).flatten(),
        catalogue_id: Some(id.to_owned()),
        method: "",
    }
}

/// The field of the scenario that stands behind an entry that it adds or replaces.
fn own_path(id: &str, scenario: &Scenario) -> Option<String> {
    let ids: Vec<String> = scenario
        .overrides
        .iter()
        .map(|replaced| replaced.id.clone())
        .collect();
    if let Some(at) = scenario.overrides.iter().rposition(|own| own.id == id) {
        return Some(path::below(&path::element("overrides", &ids, at), "value"));
    }
    let (family, rest) = id.split_once('.')?;
    let (name, field) = rest.rsplit_once('.')?;
    let at = match family {
        "gpu" => format!("own_gpus[{name}].{field}"),
        "model" => format!("own_models[{name}].{field}"),
        "api" => format!("own_apis[{name}].{field}"),
        "gpu_price" => format!("own_gpus[{name}].per_hour"),
        _ => return None,
    };
    path::get(scenario, &at).ok().map(|_| at)
}
