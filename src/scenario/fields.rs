//! What every field is called, measured in, allowed and typically set to.
//!
//! One entry per field by path pattern, `components[].tokens_out` for the field of any element.
//! The tables stand in one file per group of inputs; nothing here reads a scenario.

mod change;
mod components;
mod demand;
mod gpus;
mod money;
mod reliability;
mod team;

use super::Quantity;
use super::path::{first_element, without_elements};
use crate::catalog::Entry;
use crate::metalog::{Bounds, Metalog};
use std::sync::OnceLock;

/// The groups in which inputs are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The product, its users and their requests.
    ProductAndDemand,
    /// The parts of the product and the models they use.
    ComponentsAndModels,
    /// GPUs, hosted APIs and what they cost.
    GpusAndPrices,
    /// The people.
    TeamAndSkills,
    /// How the product changes, and along which roadmaps.
    ChangeAndDelivery,
    /// What failures cost and what must hold.
    ReliabilityAndValue,
    /// Currency, horizon, rates and budgets.
    Money,
}

impl Group {
    /// All groups, in the order shown.
    pub const ALL: [Self; 7] = [
        Self::ProductAndDemand,
        Self::ComponentsAndModels,
        Self::GpusAndPrices,
        Self::TeamAndSkills,
        Self::ChangeAndDelivery,
        Self::ReliabilityAndValue,
        Self::Money,
    ];

    /// The heading shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ProductAndDemand => "Product and demand",
            Self::ComponentsAndModels => "Components and models",
            Self::GpusAndPrices => "GPUs and prices",
            Self::TeamAndSkills => "Team and skills",
            Self::ChangeAndDelivery => "Change and delivery",
            Self::ReliabilityAndValue => "Reliability and value",
            Self::Money => "Money",
        }
    }
}

/// What kind of value a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A number, or (low, likely, high).
    Number,
    /// A whole number.
    Count,
    /// A text.
    Text,
    /// Yes or no.
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of names.
    Names,
    /// Units of components.
    Partition,
    /// Which training is bought.
    Training,
    /// Fields of its own, or not set.
    Optional,
}

impl FieldKind {
    /// The words that the field takes as they are.
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Choice(words) => words,
            Self::Partition => &["Whole", "Split", "InferenceOut", "ModelService", "Units"],
            Self::Training => &["Default", "Off", "To"],
            _ => &[],
        }
    }

    /// What the field takes, for people.
    pub fn allowed(self) -> String {
        match self {
            Self::Number => "a number, or (low, likely, high)".to_owned(),
            Self::Count => "a whole number from 0".to_owned(),
            Self::Text => "a text in quotes".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Choice(words) => words.join(", "),
            Self::Names => "a list of names as in [\"a\", \"b\"]".to_owned(),
            Self::Partition => {
                "Whole, Split, InferenceOut, ModelService, or Units([(name: \"a\", components: [\"b\"])])"
                    .to_owned()
            }
            Self::Training => "Default, Off, or To((delivery: 3))".to_owned(),
            Self::Optional => "its fields in ( ), or None".to_owned(),
        }
    }

    /// The kind in one or two words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Count => "whole number",
            Self::Text => "text",
            Self::Flag => "true or false",
            Self::Choice(_) => "word",
            Self::Names => "names",
            Self::Partition => "units",
            Self::Training => "training",
            Self::Optional => "fields",
        }
    }
}

/// One field of the format.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Path pattern; `[]` stands for any element.
    pub path: &'static str,
    /// Name shown, in sentence case.
    pub label: &'static str,
    /// Unit as displayed; `{currency}` stands for the scenario's currency.
    pub unit: &'static str,
    /// Group in which it is shown.
    pub group: Group,
    /// Whether it is among the few that matter most.
    pub key: bool,
    /// What it takes.
    pub kind: FieldKind,
    /// Whether it may be left unset, its value then coming from [`Field::source`].
    pub optional: bool,
    /// What it means.
    pub help: &'static str,
    /// Where the value comes from when it is not set: a catalogue id, or words.
    pub source: Option<&'static str>,
    /// Values seen in practice, in the stored unit.
    pub typical: Option<(f64, f64)>,
    /// Values accepted, in the stored unit.
    pub allowed: Option<(f64, f64)>,
    /// Further words to find it by, separated by blanks.
    pub synonyms: &'static str,
}

impl Field {
    /// What a stored value is multiplied by for display: 100 for shares shown in per cent.
    pub fn display_factor(&self) -> f64 {
        if self.unit.starts_with('%') {
            100.0
        } else {
            1.0
        }
    }

    /// Whether it is an amount of money, a price or a pay, stated in the plan's currency.
    pub fn is_money(&self) -> bool {
        self.unit.contains("{currency}") && !self.unit.contains("USD")
    }

    /// Whether it is what somebody asks for machines, tokens or calls.
    pub fn is_price(&self) -> bool {
        self.is_money() && (self.group == Group::GpusAndPrices || self.path.contains("price"))
    }

    /// The unit with the currency put in.
    pub fn unit_in(&self, currency: &str) -> String {
        self.unit.replace("{currency}", currency)
    }

    /// The catalogue entry that stands in when the field is not set.
    pub fn catalog_id(&self) -> Option<&'static str> {
        self.source
            .filter(|source| source.contains('.') && !source.contains(' '))
    }

    /// Whether the field belongs to the elements of a list.
    pub fn in_list(&self) -> bool {
        self.path.contains("[]")
    }

    /// Whether every word of a search is found in its label, path, synonyms or help.
    pub fn matches(&self, search: &str) -> bool {
        let hay = format!(
            "{} {} {} {}",
            self.label, self.path, self.synonyms, self.help
        )
        .to_lowercase();
        search
            .to_lowercase()
            .split_whitespace()
            .all(|word| hay.contains(word))
    }
}

macro_rules! kind {
    (number) => {
        (crate::scenario::fields::FieldKind::Number, false)
    };
    (maybe_number) => {
        (crate::scenario::fields::FieldKind::Number, true)
    };
    (count) => {
        (crate::scenario::fields::FieldKind::Count, false)
    };
    (maybe_count) => {
        (crate::scenario::fields::FieldKind::Count, true)
    };
    (text) => {
        (crate::scenario::fields::FieldKind::Text, false)
    };
    (maybe_text) => {
        (crate::scenario::fields::FieldKind::Text, true)
    };
    (flag) => {
        (crate::scenario::fields::FieldKind::Flag, false)
    };
    (names) => {
        (crate::scenario::fields::FieldKind::Names, false)
    };
    (partition) => {
        (crate::scenario::fields::FieldKind::Partition, false)
    };
    (training) => {
        (crate::scenario::fields::FieldKind::Training, false)
    };
    (optional) => {
        (crate::scenario::fields::FieldKind::Optional, true)
    };
    (choice $choice:ident) => {
        (
            crate::scenario::fields::FieldKind::Choice(crate::scenario::schema::$choice::WORDS),
            false,
        )
    };
}

/// A table of fields: `#key` if it matters most, kind, path, label, unit, `[allowed]`,
/// `(typical)`, help, `from` what stands in when it is not set, `also` other words for it.
macro_rules! table {
    ($group:ident; $(
        $(#$key:ident)? $kind:ident $(<$choice:ident>)? $path:literal $label:literal $unit:literal
        $([$low:expr, $high:expr])? $(($usual_low:expr, $usual_high:expr))?
        $help:literal $(from $source:literal)? $(also $also:literal)?;
    )*) => {
        pub(super) const FIELDS: &[crate::scenario::fields::Field] = &[$({
            let (kind, optional) = crate::scenario::fields::kind!($kind $($choice)?);
            crate::scenario::fields::Field {
                path: $path,
                label: $label,
                unit: $unit,
                group: crate::scenario::fields::Group::$group,
                key: crate::scenario::fields::last!(false $(, { let $key = true; $key })?),
                kind,
                optional,
                help: $help,
                source: crate::scenario::fields::last!(None $(, Some($source))?),
                typical: crate::scenario::fields::last!(None $(, Some(($usual_low, $usual_high)))?),
                allowed: crate::scenario::fields::last!(None $(, Some(($low, $high)))?),
                synonyms: crate::scenario::fields::last!("" $(, $also)?),
            }
        },)*];
    };
}

macro_rules! last {
    ($only:expr) => {
        $only
    };
    ($first:expr, $last:expr) => {
        $last
    };
}

use {kind, last, table};

/// Every field of the format, group by group.
pub fn all() -> &'static [Field] {
    static ALL: OnceLock<Vec<Field>> = OnceLock::new();
    ALL.get_or_init(|| {
        [
            demand::FIELDS,
            components::FIELDS,
            gpus::FIELDS,
            team::FIELDS,
            change::FIELDS,
            reliability::FIELDS,
            money::FIELDS,
        ]
        .concat()
    })
}

/// The entry for the field at a path, with names, indices or nothing between brackets.
///
/// ```
/// use splitpoint::scenario::fields;
/// let field = fields::field_for("components[chat].tokens_out").unwrap();
/// assert_eq!((field.label, field.unit), ("Answer", "tokens"));
/// ```
pub fn field_for(path: &str) -> Option<&'static Field> {
    static BY_PATH: OnceLock<std::collections::BTreeMap<&'static str, &'static Field>> =
        OnceLock::new();
    let by_path = BY_PATH.get_or_init(|| all().iter().map(|field| (field.path, field)).collect());
    by_path.get(pattern(path).as_str()).copied()
}

/// What the field at a path is called, with what it belongs to.
///
/// ```
/// use splitpoint::scenario::fields;
/// let name = fields::name_of("components[chat].tokens_out");
/// assert_eq!(name.as_deref(), Some("Answer of chat"));
/// ```
pub fn name_of(path: &str) -> Option<String> {
    let field = field_for(path)?;
    let element = first_element(path).map(|(_, name)| name);
    // Elements without a name are counted from one.
    Some(
        match element.map(|element| (element, element.parse::<usize>())) {
            None => field.label.to_owned(),
            Some((_, Ok(index))) => format!("{}, no. {}", field.label, index + 1),
            Some((element, Err(_))) => format!("{} of {element}", field.label),
        },
    )
}

/// Values that the field at a path can have in a plan in dollars; [`super::limits`] knows them for
/// any plan.
pub fn bounds_of(path: &str) -> Bounds {
    match field_for(path).and_then(|field| field.allowed) {
        Some((low, high)) => Bounds { low, high },
        None => Bounds::NONE,
    }
}

/// Values that a constant of the catalogue can have, by its unit and its range.
pub fn bounds_of_constant(unit: &str, low: f64, high: f64) -> Bounds {
    match unit {
        "share" if low >= 0.0 && high <= 1.0 => Bounds::SHARE,
        _ if low >= 0.0 => Bounds::POSITIVE,
        // A rate of change: nothing can lose more than all of it in a year.
        unit if unit.starts_with("share") && low > -1.0 => Bounds {
            low: -1.0,
            high: f64::INFINITY,
        },
        _ => Bounds::NONE,
    }
}

/// The values of a constant of the catalogue by how likely they are.
pub fn curve_of_constant(entry: &Entry, value: Quantity) -> Metalog {
    let Quantity { low, likely, high } = value;
    let bounds = bounds_of_constant(&entry.unit, low, high);
    let curve = Metalog::nearest(low, likely, high, bounds);
    if entry.is_price() {
        curve.of_price(high)
    } else {
        curve
    }
}

/// The pattern of a path: what stands between brackets is left out, and the levels that a rater
/// states count as the team's.
pub fn pattern(path: &str) -> String {
    if path.contains("[]") {
        return path.replace("team.raters[].levels", "team.levels");
    }
    without_elements(path).replace("team.raters[].levels", "team.levels")
}

/// The fields of a group, in file order.
pub fn of_group(group: Group) -> impl Iterator<Item = &'static Field> {
    all().iter().filter(move |field| field.group == group)
}

#[cfg(test)]
mod tests {
    use super::{FieldKind, Group, all, field_for, of_group, pattern};
    use crate::scenario::exemplar::exemplar;
    use crate::scenario::path::all_leaves;
    use crate::scenario::{Leaf, Scenario};
    use std::collections::BTreeSet;

    #[test]
    fn every_leaf_has_an_entry_of_its_kind() {
        for (path, leaf) in all_leaves(&exemplar())
            .into_iter()
            .chain(all_leaves(&Scenario::default()))
        {
            let Some(field) = field_for(&path) else {
                panic!("no entry for {path}");
            };
            let fits = match leaf {
                // The value of an override may be missing, which is an error of its own.
                Leaf::Number(_) => {
                    field.kind == FieldKind::Number
                        && (!field.optional || field.path == "overrides[].value")
                }
                Leaf::Count(_) => field.kind == FieldKind::Count && !field.optional,
                Leaf::Text(_) => matches!(field.kind, FieldKind::Text | FieldKind::Names),
                Leaf::Flag(_) => field.kind == FieldKind::Flag,
                Leaf::Choice(_) => !field.kind.words().is_empty(),
                Leaf::Unset => {
                    field.optional && (field.source.is_some() || field.kind == FieldKind::Optional)
                }
            };
            assert!(fits, "{path}: {leaf:?} and {field:?}");
        }
    }

    #[test]
    fn every_entry_matches_a_leaf() {
        let leaves: BTreeSet<String> = all_leaves(&exemplar())
            .into_iter()
            .chain(all_leaves(&Scenario::default()))
            .map(|(path, _)| pattern(&path))
            .collect();
        let mut seen = BTreeSet::new();
        for field in all() {
            assert!(leaves.contains(field.path), "{} leads nowhere", field.path);
            assert!(seen.insert(field.path), "{} stands twice", field.path);
        }
    }

    #[test]
    fn entries_are_complete() {
        let ids = crate::engine::constants::Constants::<f64>::ids();
        for field in all() {
            assert!(field.help.ends_with('.'), "{}", field.path);
            assert!(!field.label.is_empty(), "{}", field.path);
            let numeric = matches!(field.kind, FieldKind::Number | FieldKind::Count);
            assert_eq!(
                numeric,
                field.allowed.is_some(),
                "{}: allowed range",
                field.path
            );
            if let (Some((low, high)), Some((least, most))) = (field.typical, field.allowed) {
                assert!(least <= low && low < high && high <= most, "{}", field.path);
            }
            if let Some(id) = field.catalog_id() {
                assert!(ids.iter().any(|known| known == id), "{}: {id}", field.path);
            }
        }
    }

    #[test]
    fn defaults_are_typical() {
        for (path, leaf) in all_leaves(&exemplar()) {
            let value = match leaf {
                Leaf::Number(value) => value.likely,
                Leaf::Count(value) => value as f64,
                _ => continue,
            };
            let field = field_for(&path).unwrap();
            for (low, high) in field.typical.into_iter().chain(field.allowed) {
                assert!(
                    (low..=high).contains(&value),
                    "{path} is {value} by default"
                );
            }
        }
    }

    #[test]
    fn a_few_fields_of_each_group_are_key() {
        for group in Group::ALL {
            let keys = of_group(group).filter(|field| field.key).count();
            assert!((6..=10).contains(&keys), "{}: {keys}", group.label());
        }
    }

    #[test]
    fn fields_are_found_by_other_words() {
        assert!(field_for("demand.users").unwrap().matches("MAU"));
        assert!(
            field_for("components[x].tokens_in")
                .unwrap()
                .matches("input tokens")
        );
        assert_eq!(
            field_for("team.raters[ann].levels.cost").unwrap().path,
            "team.levels.cost"
        );
        assert!(field_for("demand.nothing").is_none());
    }
}
