//! One guard before every output: no figure that is not finite leaves the program.
//!
//! [`find`] walks anything that can be written and says where the first such figure stands, so that
//! no writer needs to know of it and no format has to say `null` for a number.

use std::fmt::{self, Write as _};

use serde::Serialize;
use serde::ser;

/// A step on the way to a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Field(&'static str),
    Key(String),
    Index(usize),
}

impl Step {
    /// What it is called; a place on a list has no name.
    fn name(&self) -> Option<&str> {
        match self {
            Self::Field(name) => Some(name),
            Self::Key(key) => Some(key),
            Self::Index(_) => None,
        }
    }
}

/// Where a figure stands that is not finite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place(Vec<Step>);

impl Place {
    /// The list of this name on the way, and the place of its element on it.
    pub fn index_in(&self, list: &str) -> Option<usize> {
        self.0.windows(2).find_map(|pair| match pair {
            [Step::Field(name), Step::Index(at)] if *name == list => Some(*at),
            _ => None,
        })
    }

    /// Whether it stands somewhere below a field.
    pub fn is_below(&self, field: &str) -> bool {
        self.0
            .iter()
            .any(|step| matches!(step, Step::Field(name) if *name == field))
    }

    /// The name of the figure: the last field on the way.
    pub fn name(&self) -> String {
        let last = self.0.iter().rev().find_map(Step::name);
        last.unwrap_or("value").to_owned()
    }

    /// Where it stands on its list, where it stands on one: the month of a series.
    pub fn last_index(&self) -> Option<usize> {
        match self.0.last() {
            Some(Step::Index(at)) => Some(*at),
            _ => None,
        }
    }
}

/// The way, as in `roadmaps[0].series.users[12]`.
impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            if let Step::Index(index) = step {
                write!(out, "[{index}]")?;
            }
            if let Some(name) = step.name() {
                let dot = if at == 0 { "" } else { "." };
                write!(out, "{dot}{name}")?;
            }
        }
        Ok(())
    }
}

/// Where the first figure stands that is not finite, if there is one.
///
/// ```
/// use splitpoint::analysis::finite::find;
/// let place = find(&[[1.0, 2.0], [3.0, f64::NAN]]).unwrap();
/// assert_eq!(place.to_string(), "[1][1]");
/// assert!(find(&[1.0]).is_none());
/// ```
pub fn find(value: &impl Serialize) -> Option<Place> {
    let mut walk = Walk::default();
    match value.serialize(&mut walk) {
        Err(Stop::Found) => Some(Place(walk.way)),
        // What cannot be written at all is for the writer to say.
        Err(Stop::Other) | Ok(()) => None,
    }
}

/// Why a walk ends before its end.
#[derive(Debug)]
enum Stop {
    Found,
    Other,
}

impl fmt::Display for Stop {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("stopped")
    }
}

impl std::error::Error for Stop {}

impl ser::Error for Stop {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Other
    }
}

#[derive(Default)]
struct Walk {
    way: Vec<Step>,
}

impl Walk {
    fn below<T: Serialize + ?Sized>(&mut self, step: Step, value: &T) -> Result<(), Stop> {
        self.way.push(step);
        value.serialize(&mut *self)?;
        self.way.pop();
        Ok(())
    }
}

/// A list or a map on the way.
struct Within<'w> {
    walk: &'w mut Walk,
    next: usize,
    key: String,
}

impl Within<'_> {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        let step = Step::Index(self.next);
        self.next += 1;
        self.walk.below(step, value)
    }
}

macro_rules! fine {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, _: $type) -> Result<(), Stop> {
            Ok(())
        })*
    };
}

impl<'w> ser::Serializer for &'w mut Walk {
    type Ok = ();
    type Error = Stop;
    type SerializeSeq = Within<'w>;
    type SerializeTuple = Within<'w>;
    type SerializeTupleStruct = Within<'w>;
    type SerializeTupleVariant = Within<'w>;
    type SerializeMap = Within<'w>;
    type SerializeStruct = Within<'w>;
    type SerializeStructVariant = Within<'w>;

    fine!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8]
    );

    fn serialize_f32(self, value: f32) -> Result<(), Stop> {
        self.serialize_f64(f64::from(value))
    }
    fn serialize_f64(self, value: f64) -> Result<(), Stop> {
        if value.is_finite() {
            Ok(())
        } else {
            Err(Stop::Found)
        }
    }
    fn serialize_none(self) -> Result<(), Stop> {
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Stop> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Stop> {
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Stop> {
        Ok(())
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Stop> {
        Ok(())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        self.below(Step::Field(variant), value)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Within<'w>, Stop> {
        Ok(within(self))
    }
    fn serialize_tuple(self, _: usize) -> Result<Within<'w>, Stop> {
        Ok(within(self))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Within<'w>, Stop> {
        Ok(within(self))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Within<'w>, Stop> {
        Ok(within(self))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Within<'w>, Stop> {
        Ok(within(self))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Within<'w>, Stop> {
        Ok(within(self))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Within<'w>, Stop> {
        Ok(within(self))
    }
}

fn within(walk: &mut Walk) -> Within<'_> {
    Within {
        walk,
        next: 0,
        key: String::new(),
    }
}

macro_rules! list {
    ($($trait:ident: $method:ident),*) => {
        $(impl ser::$trait for Within<'_> {
            type Ok = ();
            type Error = Stop;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
                self.element(value)
            }
            fn end(self) -> Result<(), Stop> {
                Ok(())
            }
        })*
    };
}

list!(
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
);

macro_rules! record {
    ($($trait:ident),*) => {
        $(impl ser::$trait for Within<'_> {
            type Ok = ();
            type Error = Stop;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Stop> {
                self.walk.below(Step::Field(name), value)
            }
            fn end(self) -> Result<(), Stop> {
                Ok(())
            }
        })*
    };
}

record!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Within<'_> {
    type Ok = ();
    type Error = Stop;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stop> {
        self.key.clear();
        // A key that is no text is called by its place.
        if write!(self.key, "{}", Shown(key)).is_err() {
            self.key.clear();
            let _ = write!(self.key, "{}", self.next);
        }
        self.next += 1;
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        let key = self.key.clone();
        self.walk.below(Step::Key(key), value)
    }
    fn end(self) -> Result<(), Stop> {
        Ok(())
    }
}

/// A key as text.
struct Shown<'k, T: ?Sized>(&'k T);

impl<T: Serialize + ?Sized> fmt::Display for Shown<'_, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(out)
    }
}

#[cfg(test)]
mod tests {
    use super::find;
    use serde::Serialize;
    use std::collections::BTreeMap;

    #[derive(Serialize)]
    struct Row {
        id: &'static str,
        values: Vec<f64>,
        more: Option<(u32, f32)>,
    }

    fn place(rows: &[Row]) -> Option<String> {
        find(&BTreeMap::from([("rows", rows)])).map(|place| place.to_string())
    }

    #[test]
    fn the_first_figure_that_is_not_finite_is_named() {
        let row = |values: &[f64], more| Row {
            id: "a",
            values: values.to_vec(),
            more,
        };
        let sound = || row(&[0.0, -1.0, f64::MAX], Some((1, 1.0)));
        assert_eq!(place(&[sound(), row(&[], None)]), None);
        let wrong = row(&[1.0, f64::INFINITY, f64::NAN], None);
        assert_eq!(
            place(&[sound(), wrong]).as_deref(),
            Some("rows[1].values[1]")
        );
        let wrong = row(&[1.0], Some((1, f32::NAN)));
        assert_eq!(place(&[wrong, sound()]).as_deref(), Some("rows[0].more[1]"));
        let found = find(&row(&[0.0, f64::NEG_INFINITY], None)).unwrap();
        assert_eq!(
            (found.name().as_str(), found.last_index()),
            ("values", Some(1))
        );
        assert_eq!(found.index_in("values"), Some(1));
        assert_eq!(found.index_in("rows"), None);
    }
}
