//! The inputs of one future, or of several at once.

use std::fmt;

use super::dimensions::Dimensions;
use crate::catalog::{Catalog, UnknownEntry};
use crate::engine::constants::ConstantSource;
use crate::engine::inputs::Leaves;
use crate::number::Number;
use crate::scenario::Quantity;

/// Where the numbers of futures come from.
pub(super) struct Drawn<'a, N> {
    pub(super) catalog: &'a Catalog,
    pub(super) dimensions: &'a Dimensions,
    /// Value of each dimension.
    pub(super) values: &'a [N],
}

impl<N: Number> ConstantSource<N> for Drawn<'_, N> {
    type Error = UnknownEntry;

    fn constant(&mut self, id: &str) -> Result<N, UnknownEntry> {
        match self.dimensions.constant(id) {
            Some(at) => Ok(self.values[at]),
            None => self.catalog.likely(id).map(N::constant),
        }
    }
}

impl<N: Number> Leaves<N> for Drawn<'_, N> {
    fn stated(&mut self, path: fmt::Arguments<'_>, quantity: Quantity) -> N {
        if quantity.is_point() {
            return N::constant(quantity.likely);
        }
        match self.dimensions.stated(&path.to_string()) {
            Some(at) => self.values[at],
            None => N::constant(quantity.likely),
        }
    }
}
