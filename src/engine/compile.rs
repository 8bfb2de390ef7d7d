//! From a scenario and the catalogue to the engine's [`Inputs`].
//!
//! Names become indices, money becomes the scenario's currency, optional numbers take the
//! catalogue's value. What cannot be resolved is an error that names the field.

//!
//! Here is what is common to all fields and the order in which they are read; fields of a subject are in
//! its file.

mod components;
mod demand;
mod own;
mod partition;
mod prices;
mod team;

use std::fmt;

use super::constants::{ConstantSource, Constants};
use super::inputs::{Api, Inputs, Launch, Leaves, Model};
use super::yearly::Yearly;
use crate::catalog::{Catalog, CatalogError, UnknownEntry};
use crate::number::Number;
use crate::scenario::Quantity;
use crate::scenario::schema::{self, DIMENSIONS, Scenario};
pub use own::catalog_of;
pub use partition::{fleets, partition};

/// Why a scenario cannot be projected.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CompileError {
    /// A catalogue entry is missing.
    #[error(transparent)]
    Unknown(#[from] UnknownEntry),
    /// An addition to the catalogue is not possible.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A field names something that is not there, or is missing what it needs.
    #[error("{path}: {message}")]
    Field {
        /// The field.
        path: String,
        /// What is wrong.
        message: String,
    },
}

fn field(path: impl Into<String>, message: impl Into<String>) -> CompileError {
    CompileError::Field {
        path: path.into(),
        message: message.into(),
    }
}

/// The likely value of everything.
#[derive(Clone, Copy, Debug)]
pub struct Likely<'a> {
    /// Where constants come from.
    pub catalog: &'a Catalog,
}

impl ConstantSource<f64> for Likely<'_> {
    type Error = UnknownEntry;
    fn constant(&mut self, id: &str) -> Result<f64, UnknownEntry> {
        self.catalog.likely(id)
    }
}

impl Leaves<f64> for Likely<'_> {
    fn stated(&mut self, _: fmt::Arguments<'_>, quantity: Quantity) -> f64 {
        quantity.likely
    }
}

/// Compiles a scenario.
///
/// `catalog`: as [`catalog_of`] gives it; `leaves`: where the numbers come from.
///
/// # Errors
/// The first field that cannot be resolved.
pub fn compile<N: Number, L: Leaves<N, Error = UnknownEntry>>(
    scenario: &Scenario,
    catalog: &Catalog,
    leaves: &mut L,
) -> Result<Inputs<N>, CompileError> {
    let mut c = Compiler {
        scenario,
        catalog,
        leaves,
        rate: N::one(),
        models: Vec::new(),
        apis: Vec::new(),
    };
    c.rate = c.at("units_per_usd", scenario.units_per_usd);
    let mut k = Constants::read(c.leaves)?;
    prices::in_currency(&mut k, c.rate);
    let mut order: Vec<usize> = (0..scenario.components.len()).collect();
    order.sort_by(|a, b| {
        scenario.components[*a]
            .name
            .cmp(&scenario.components[*b].name)
    });
    let names: Vec<&str> = order
        .iter()
        .map(|c| scenario.components[*c].name.as_str())
        .collect();
    if names.is_empty() {
        return Err(field("components", "there are no components"));
    }
    let levels = c.levels(&k);
    let mut components = order
        .iter()
        .enumerate()
        .map(|(index, at)| c.component((index, &scenario.components[*at]), &k, &levels))
        .collect::<Result<Vec<_>, _>>()?;
    let stated: Vec<&schema::Component> = order.iter().map(|c| &scenario.components[*c]).collect();
    let patience = catalog.likely("serving.job_patience")?;
    let apart = components::jobs_apart(&stated, patience);
    for (component, apart) in components.iter_mut().zip(apart) {
        component.apart = apart;
    }
    let edges = c.edges(&names)?;
    let gpus = c.gpus(&k)?;
    let today = partition(&scenario.today, scenario, "today")?;
    Ok(Inputs {
        months: scenario.horizon_months as usize,
        demand: c.demand()?,
        components,
        edges,
        gpus,
        gpu_terms: c.gpu_terms(&k),
        prices: c.prices(&k),
        change: c.change(&k, &levels),
        team: c.team(&k, levels),
        reliability: c.reliability(),
        money: c.money(&k),
        launch: scenario.launch.as_ref().map(|launch| Launch {
            month: launch.month as usize,
            value_per_month: c.at("launch.value_per_month", launch.value_per_month),
        }),
        required: c.required()?,
        events: c.events(),
        models: c.models,
        apis: c.apis,
        k,
        today,
    })
}

struct Compiler<'a, N, L> {
    scenario: &'a Scenario,
    catalog: &'a Catalog,
    leaves: &'a mut L,
    rate: N,
    models: Vec<Model<N>>,
    apis: Vec<Api<N>>,
}

impl<N: Number, L: Leaves<N, Error = UnknownEntry>> Compiler<'_, N, L> {
    fn at(&mut self, path: &str, quantity: Quantity) -> N {
        self.leaves.stated(format_args!("{path}"), quantity)
    }

    /// A stated number, or the catalogue's.
    fn or(&mut self, path: &str, quantity: Option<Quantity>, otherwise: N) -> N {
        match quantity {
            Some(quantity) => self.at(path, quantity),
            None => otherwise,
        }
    }

    /// Growth by a stated rate, or by the catalogue's.
    fn yearly(&mut self, path: &str, rate: Option<Quantity>, otherwise: N) -> Yearly<N> {
        let rate = self.or(path, rate, otherwise);
        Yearly::new(rate, self.scenario.horizon_months as usize)
    }

    fn entry(&mut self, id: &str) -> Result<N, CompileError> {
        Ok(self.leaves.constant(id)?)
    }

    fn required(&mut self) -> Result<[[N; 10]; 3], CompileError> {
        let mut tables = [[N::zero(); 10]; 3];
        for (table, size) in tables.iter_mut().zip(["one", "few", "many"]) {
            for (level, dimension) in table.iter_mut().zip(DIMENSIONS) {
                *level = self.entry(&format!("readiness.required.{dimension}.{size}"))?;
            }
        }
        Ok(tables)
    }
}
