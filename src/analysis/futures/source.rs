//! The inputs of one future, or of several at once.

use std::fmt;

use super::dimensions::Dimensions;
use crate::catalog::{Catalog, UnknownEntry};
use crate::engine::constants::ConstantSource;
use crate::engine::inputs::Leaves;
use crate::number::Number;
use crate::scenario::Quantity;

/// Where the numbers of futures come from, by their names.
#[derive(Clone, Copy)]
pub(super) struct Drawn<'a, N> {
    pub(super) catalog: &'a Catalog,
    pub(super) dimensions: &'a Dimensions,
    /// Value of each dimension.
    pub(super) values: &'a [N],
}

impl<N: Number> ConstantSource<N> for Drawn<'_, N> {
    type Error = UnknownEntry;

    fn constant(&mut self, id: &str) -> Result<N, UnknownEntry> {
        let slot = Slot::constant(self.catalog, self.dimensions, id)?;
        Ok(slot.number(self.values))
    }
}

impl<N: Number> Leaves<N> for Drawn<'_, N> {
    fn stated(&mut self, path: fmt::Arguments<'_>, quantity: Quantity) -> N {
        Slot::stated(self.dimensions, path, quantity).number(self.values)
    }
}

/// What stands for a name in every future: the same number, or that of a dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Slot {
    Known(f64),
    Drawn(usize),
}

impl Slot {
    fn constant(
        catalog: &Catalog,
        dimensions: &Dimensions,
        id: &str,
    ) -> Result<Self, UnknownEntry> {
        match dimensions.constant(id) {
            Some(at) => Ok(Self::Drawn(at)),
            None => catalog.likely(id).map(Self::Known),
        }
    }

    fn stated(dimensions: &Dimensions, path: fmt::Arguments<'_>, quantity: Quantity) -> Self {
        if quantity.is_point() {
            return Self::Known(quantity.likely);
        }
        match dimensions.stated(&path.to_string()) {
            Some(at) => Self::Drawn(at),
            None => Self::Known(quantity.likely),
        }
    }

    fn number<N: Number>(self, values: &[N]) -> N {
        match self {
            Self::Known(value) => N::constant(value),
            Self::Drawn(at) => values[at],
        }
    }
}

/// Notes what is read, in its order.
pub(super) struct Noted<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) dimensions: &'a Dimensions,
    pub(super) order: Vec<Slot>,
}

impl ConstantSource<f64> for Noted<'_> {
    type Error = UnknownEntry;

    fn constant(&mut self, id: &str) -> Result<f64, UnknownEntry> {
        self.order
            .push(Slot::constant(self.catalog, self.dimensions, id)?);
        self.catalog.likely(id)
    }
}

impl Leaves<f64> for Noted<'_> {
    fn stated(&mut self, path: fmt::Arguments<'_>, quantity: Quantity) -> f64 {
        self.order
            .push(Slot::stated(self.dimensions, path, quantity));
        quantity.likely
    }
}

/// The numbers of futures once it is known in which order they are read: no name is looked up.
pub(super) struct InOrder<'a, N> {
    /// What is still to be read.
    pub(super) slots: &'a [Slot],
    /// What the order stands for.
    pub(super) by_name: Drawn<'a, N>,
}

impl<N: Number> InOrder<'_, N> {
    fn next(&mut self) -> Option<Slot> {
        let (first, rest) = self.slots.split_first()?;
        self.slots = rest;
        Some(*first)
    }
}

impl<N: Number> ConstantSource<N> for InOrder<'_, N> {
    type Error = UnknownEntry;

    fn constant(&mut self, id: &str) -> Result<N, UnknownEntry> {
        let Drawn {
            catalog,
            dimensions,
            values,
        } = self.by_name;
        let Some(slot) = self.next() else {
            return self.by_name.constant(id);
        };
        debug_assert_eq!(Slot::constant(catalog, dimensions, id), Ok(slot), "{id}");
        Ok(slot.number(values))
    }
}

impl<N: Number> Leaves<N> for InOrder<'_, N> {
    fn stated(&mut self, path: fmt::Arguments<'_>, quantity: Quantity) -> N {
        let Drawn {
            dimensions, values, ..
        } = self.by_name;
        let Some(slot) = self.next() else {
            return self.by_name.stated(path, quantity);
        };
        debug_assert_eq!(Slot::stated(dimensions, path, quantity), slot, "{path}");
        slot.number(values)
    }
}
