//! What a figure within a formula is called.
//!
//! Formulas name their results with [`super::Number::named`]. A plain number forgets the name at no
//! cost; [`super::traced::Traced`] keeps it, so that an explanation speaks the field's own words.

/// What a quantity is called, what it is measured in and, where its formula would not read well,
/// how it comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The field's word for it, such as "lead time for changes".
    pub name: &'static str,
    /// Its unit, such as "h"; `money` stands for the scenario's currency.
    pub unit: &'static str,
    /// How it comes about, for what is searched or looked up rather than computed in a line.
    pub method: &'static str,
}

impl Label {
    /// A quantity that its formula explains.
    pub const fn new(name: &'static str, unit: &'static str) -> Self {
        Self {
            name,
            unit,
            method: "",
        }
    }

    /// A quantity that is found by a method rather than by a formula of one line.
    pub const fn found(name: &'static str, unit: &'static str, method: &'static str) -> Self {
        Self { name, unit, method }
    }

    /// A quantity called as its documentation says: `Price of a vCPU, on demand (USD/h).` is "Price
    /// of a vCPU" in "USD/h". The name ends at the first comma or colon.
    pub const fn documented(text: &'static str) -> Self {
        Self::documented_as(text, "")
    }

    /// As [`Self::documented`], found by a method.
    pub const fn documented_as(text: &'static str, method: &'static str) -> Self {
        let text = text.trim_ascii();
        let bytes = text.as_bytes();
        let (mut open, mut close, mut end) = (0, 0, bytes.len());
        let mut at = bytes.len();
        while at > 0 {
            at -= 1;
            match bytes[at] {
                b')' if close == 0 => close = at,
                b'(' if open == 0 => {
                    open = at;
                    end = at;
                }
                b',' | b':' => end = at,
                b'.' if at + 1 == bytes.len() => end = at,
                _ => {}
            }
        }
        let unit = if open > 0 && close > open {
            text.split_at(close).0.split_at(open + 1).1
        } else {
            ""
        };
        Self {
            name: text.split_at(end).0.trim_ascii(),
            unit,
            method,
        }
    }
}

/// What a quantity is about, by its place in the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The product as a whole, or what the formula around it is about.
    Product,
    /// A component.
    Component(usize),
    /// A unit, by its first component and how many it has.
    Unit(usize, usize),
    /// A type of GPU.
    Gpu(usize),
    /// A language model.
    Model(usize),
    /// A hosted API.
    Api(usize),
    /// A stage of the roadmap, today being 0.
    Stage(usize),
    /// A dimension of readiness.
    Dimension(usize),
}

impl Subject {
    /// The unit that these components form.
    pub fn unit(members: &[usize]) -> Self {
        match members {
            [] => Self::Product,
            [first, ..] => Self::Unit(*first, members.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Label, Subject};

    #[test]
    fn names_and_units_come_from_documentation() {
        const PRICE: Label = Label::documented(" Price of a vCPU (USD/h).");
        assert_eq!((PRICE.name, PRICE.unit), ("Price of a vCPU", "USD/h"));
        let more = Label::documented(" Licences, by platform level (USD/month).");
        assert_eq!((more.name, more.unit), ("Licences", "USD/month"));
        let bare = Label::documented(" Users.");
        assert_eq!((bare.name, bare.unit), ("Users", ""));
        assert_eq!(Label::documented("").name, "");
    }

    #[test]
    fn units_are_known_by_their_components() {
        assert_eq!(Subject::unit(&[3, 5]), Subject::Unit(3, 2));
        assert_eq!(Subject::unit(&[]), Subject::Product);
    }
}
