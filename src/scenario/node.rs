//! Every field of a scenario by its path.
//!
//! `demand.users` and `components[chat].tokens_out` name a field for `--set`, errors, undo labels
//! and explanations alike. The `record!` macro writes the walk for a struct from its field list,
//! together with its defaults and a serialiser that leaves out what equals its default.

use super::quantity::Quantity;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaf {
    /// A number with or without a range.
    Number(Quantity),
    /// A whole number.
    Count(u64),
    /// A text.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// One of several words.
    Choice(String),
    /// An optional field that is not set.
    Unset,
}

/// A part of a scenario that can be walked by path.
pub trait Node {
    /// The names of the parts beneath, in file order; empty for a leaf.
    fn keys(&self) -> Vec<String>;
    /// The part beneath with this name.
    fn child(&self, key: &str) -> Option<&dyn Node>;
    /// The part beneath with this name, to be changed.
    fn child_mut(&mut self, key: &str) -> Option<&mut dyn Node>;
    /// The value, when this is a leaf.
    fn leaf(&self) -> Option<Leaf>;
    /// Replaces the value by what the text says in scenario syntax.
    ///
    /// # Errors
    /// What is wrong with the text.
    fn set_text(&mut self, text: &str) -> Result<(), String>;
    /// The words allowed, when this is a choice.
    fn words(&self) -> &'static [&'static str] {
        &[]
    }
    /// Whether the parts beneath are the elements of a list.
    fn is_list(&self) -> bool {
        false
    }
}

/// An element of a list that a path names by its own name, as in `components[chat]`.
pub trait Named {
    /// The name that stands between the brackets.
    fn name(&self) -> &str;
}

/// Options under which scenarios are read.
pub fn ron_options() -> ron::Options {
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .with_recursion_limit(64)
}

/// Reads one value in scenario syntax.
///
/// # Errors
/// What the reader found wrong.
pub fn parse_value<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    ron_options()
        .from_str(text)
        .map_err(|error| error.code.to_string())
}

macro_rules! leaf_node {
    ($type:ty, $value:ident => $leaf:expr) => {
        impl Node for $type {
            fn keys(&self) -> Vec<String> {
                Vec::new()
            }
            fn child(&self, _: &str) -> Option<&dyn Node> {
                None
            }
            fn child_mut(&mut self, _: &str) -> Option<&mut dyn Node> {
                None
            }
            fn leaf(&self) -> Option<Leaf> {
                let $value = self;
                Some($leaf)
            }
            fn set_text(&mut self, text: &str) -> Result<(), String> {
                *self = parse_value(text)?;
                Ok(())
            }
        }
    };
}

leaf_node!(Quantity, value => Leaf::Number(*value));
leaf_node!(u32, value => Leaf::Count(u64::from(*value)));
leaf_node!(u64, value => Leaf::Count(*value));
leaf_node!(bool, value => Leaf::Flag(*value));

impl Node for String {
    fn keys(&self) -> Vec<String> {
        Vec::new()
    }
    fn child(&self, _: &str) -> Option<&dyn Node> {
        None
    }
    fn child_mut(&mut self, _: &str) -> Option<&mut dyn Node> {
        None
    }
    fn leaf(&self) -> Option<Leaf> {
        Some(Leaf::Text(self.clone()))
    }
    fn set_text(&mut self, text: &str) -> Result<(), String> {
        *self = if text.trim_start().starts_with('"') {
            parse_value(text)?
        } else {
            text.to_owned()
        };
        Ok(())
    }
}

impl<T: Node + serde::de::DeserializeOwned> Node for Option<T> {
    fn keys(&self) -> Vec<String> {
        self.as_ref().map(Node::keys).unwrap_or_default()
    }
    fn child(&self, key: &str) -> Option<&dyn Node> {
        self.as_ref()?.child(key)
    }
    fn child_mut(&mut self, key: &str) -> Option<&mut dyn Node> {
        self.as_mut()?.child_mut(key)
    }
    fn leaf(&self) -> Option<Leaf> {
        match self {
            Some(value) => value.leaf(),
            None => Some(Leaf::Unset),
        }
    }
    fn set_text(&mut self, text: &str) -> Result<(), String> {
        if text.trim() == "None" {
            *self = None;
            return Ok(());
        }
        if let Some(value) = self {
            return value.set_text(text);
        }
        // A bare word stands for a text, so that names need no quotes on the command line.
        *self = match parse_value(text) {
            Ok(value) => Some(value),
            Err(reason) => Some(parse_value(&format!("{text:?}")).or(Err(reason))?),
        };
        Ok(())
    }
}

impl<T: Node + Named + serde::de::DeserializeOwned> Node for Vec<T> {
    fn keys(&self) -> Vec<String> {
        self.iter().map(|item| item.name().to_owned()).collect()
    }
    fn is_list(&self) -> bool {
        true
    }
    fn child(&self, key: &str) -> Option<&dyn Node> {
        self.iter()
            .find(|item| item.name() == key)
            .or_else(|| self.get(key.parse::<usize>().ok()?))
            .map(|item| item as &dyn Node)
    }
    fn child_mut(&mut self, key: &str) -> Option<&mut dyn Node> {
        let at = self
            .iter()
            .position(|item| item.name() == key)
            .or_else(|| key.parse().ok())?;
        self.get_mut(at).map(|item| item as &mut dyn Node)
    }
    fn leaf(&self) -> Option<Leaf> {
        None
    }
    fn set_text(&mut self, text: &str) -> Result<(), String> {
        *self = parse_value(text)?;
        Ok(())
    }
}

/// Lists of plain texts are set and read whole.
impl Node for Vec<String> {
    fn keys(&self) -> Vec<String> {
        Self::new()
    }
    fn child(&self, _: &str) -> Option<&dyn Node> {
        None
    }
    fn child_mut(&mut self, _: &str) -> Option<&mut dyn Node> {
        None
    }
    fn leaf(&self) -> Option<Leaf> {
        Some(Leaf::Text(self.join(", ")))
    }
    fn set_text(&mut self, text: &str) -> Result<(), String> {
        *self = parse_value(text)?;
        Ok(())
    }
}

/// A struct of the scenario: fields with defaults, read with any of them left out, written
/// without those that equal their default, walked by name.
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$fmeta:meta])* pub $field:ident: $type:ty = $default:expr,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$fmeta])* pub $field: $type,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct as _;
                let usual = Self::default();
                let stated = 0 $(+ usize::from(self.$field != usual.$field))*;
                let mut fields = serializer.serialize_struct(stringify!($name), stated)?;
                $(if self.$field != usual.$field {
                    fields.serialize_field(stringify!($field), &self.$field)?;
                })*
                fields.end()
            }
        }

        impl $crate::scenario::node::Node for $name {
            fn keys(&self) -> Vec<String> {
                vec![$(stringify!($field).to_owned(),)*]
            }
            fn child(&self, key: &str) -> Option<&dyn $crate::scenario::node::Node> {
                match key {
                    $(stringify!($field) => Some(&self.$field),)*
                    _ => None,
                }
            }
            fn child_mut(&mut self, key: &str) -> Option<&mut dyn $crate::scenario::node::Node> {
                match key {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
            fn leaf(&self) -> Option<$crate::scenario::node::Leaf> {
                None
            }
            fn set_text(&mut self, text: &str) -> Result<(), String> {
                *self = $crate::scenario::node::parse_value(text)?;
                Ok(())
            }
        }
    };
}

/// A choice among words, the first of which is the default.
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$vmeta:meta])* $variant:ident = $label:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vmeta])* $variant,)*
        }

        impl $name {
            /// Every word, in the order shown to the user.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// Every word as the scenario file spells it.
            pub const WORDS: &'static [&'static str] = &[$(stringify!($variant),)*];
            /// The word as the scenario file spells it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)* }
            }
            /// The word as the window shows it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }
        }

        impl $crate::scenario::node::Node for $name {
            fn keys(&self) -> Vec<String> { Vec::new() }
            fn child(&self, _: &str) -> Option<&dyn $crate::scenario::node::Node> { None }
            fn child_mut(&mut self, _: &str) -> Option<&mut dyn $crate::scenario::node::Node> { None }
            fn leaf(&self) -> Option<$crate::scenario::node::Leaf> {
                Some($crate::scenario::node::Leaf::Choice(self.word().to_owned()))
            }
            fn set_text(&mut self, text: &str) -> Result<(), String> {
                *self = $crate::scenario::node::parse_value(text.trim().trim_matches('"'))?;
                Ok(())
            }
            fn words(&self) -> &'static [&'static str] {
                Self::WORDS
            }
        }
    };
}

pub(crate) use {choice, record};
