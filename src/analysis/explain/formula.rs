//! Formulas as a person reads them, over the children of a node.
//!
//! An [`Expression`] is what lies between a figure and the named figures and leaves beneath it. It
//! is written out as readable algebra and can be evaluated from the children's values.

use crate::units;

/// Beyond this a constant of the code stands for "without limit", below its inverse for nothing.
const WITHOUT_LIMIT: f64 = 1e100;

/// A formula over the children of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A child, by its place.
    Child(usize),
    /// A constant of the code.
    Number(f64),
    /// Terms, those that are taken off marked.
    Sum(Vec<(bool, Self)>),
    /// Sum of the children from one place up to another, and what it runs over.
    Over(std::ops::Range<usize>, String),
    /// Factors, those that divide marked.
    Product(Vec<(bool, Self)>),
    /// A power.
    Power(Box<Self>, Box<Self>),
    /// A function of one number, by its name.
    Function(Function, Box<Self>),
    /// The smallest of several.
    Least(Vec<Self>),
    /// The largest of several.
    Most(Vec<Self>),
    /// What a comparison chose: the value taken, both sides, whether the left is less.
    Choice(Box<Self>, Box<Self>, Box<Self>, bool),
    /// A method, told in words.
    Method(&'static str),
}

/// A function of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// Minus.
    Minus,
    /// e to the power.
    Exp,
    /// Natural logarithm.
    Ln,
    /// Logarithm to base 2.
    Log2,
    /// Square root.
    Root,
    /// The next whole number.
    RoundUp,
}

/// How tightly an expression binds; a looser one within a tighter one needs brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Choice,
    Sum,
    Product,
    Power,
    Atom,
}

impl Expression {
    /// The value, from the children's values; none for a method.
    pub fn evaluate(&self, children: &[f64]) -> Option<f64> {
        use crate::number::Number;
        let of = |part: &Self| part.evaluate(children);
        Some(match self {
            Self::Child(at) => *children.get(*at)?,
            Self::Number(value) => *value,
            Self::Sum(terms) => {
                let mut sum = 0.0;
                for (minus, term) in terms {
                    let value = of(term)?;
                    sum += if *minus { -value } else { value };
                }
                sum
            }
            Self::Over(places, _) => children.get(places.clone())?.iter().sum(),
            Self::Product(factors) => {
                let mut product = 1.0;
                for (divides, factor) in factors {
                    let value = of(factor)?;
                    product = if *divides {
                        product / value
                    } else {
                        product * value
                    };
                }
                product
            }
            Self::Power(base, exponent) => Number::powf(of(base)?, of(exponent)?),
            Self::Function(function, inner) => {
                let x = of(inner)?;
                match function {
                    Function::Minus => -x,
                    Function::Exp => Number::exp(x),
                    Function::Ln => Number::ln(x),
                    Function::Log2 => Number::log2(x),
                    Function::Root => Number::sqrt(x),
                    Function::RoundUp => Number::ceil(x),
                }
            }
            Self::Least(list) => list
                .iter()
                .map(of)
                .collect::<Option<Vec<f64>>>()?
                .into_iter()
                .reduce(Number::min)?,
            Self::Most(list) => list
                .iter()
                .map(of)
                .collect::<Option<Vec<f64>>>()?
                .into_iter()
                .reduce(Number::max)?,
            Self::Choice(taken, ..) => of(taken)?,
            Self::Method(_) => return None,
        })
    }

    /// The formula in words and signs, with the children's names.
    pub fn text(&self, names: &[String]) -> String {
        self.write(names).0
    }

    fn write(&self, names: &[String]) -> (String, Binding) {
        let within = |part: &Self, least: Binding| {
            let (text, binding) = part.write(names);
            if binding < least {
                format!("({text})")
            } else {
                text
            }
        };
        let listed = |list: &[Self]| {
            let texts: Vec<String> = list.iter().map(|part| part.write(names).0).collect();
            texts.join(", ")
        };
        match self {
            Self::Child(at) => (names.get(*at).cloned().unwrap_or_default(), Binding::Atom),
            Self::Number(value) => (number(*value), Binding::Atom),
            Self::Sum(terms) => {
                let mut text = String::new();
                for (minus, term) in terms {
                    let least = if *minus {
                        Binding::Product
                    } else {
                        Binding::Sum
                    };
                    let term = within(term, least);
                    match (text.is_empty(), minus) {
                        (true, false) => {}
                        (true, true) => text.push(units::MINUS),
                        (false, false) => text.push_str(" + "),
                        (false, true) => {
                            text.push(' ');
                            text.push(units::MINUS);
                            text.push(' ');
                        }
                    }
                    text.push_str(&term);
                }
                (text, Binding::Sum)
            }
            Self::Over(_, of) => (format!("Σ {of}"), Binding::Product),
            Self::Product(factors) => {
                let mut text = String::new();
                for (at, (divides, factor)) in factors.iter().enumerate() {
                    let least = if *divides {
                        Binding::Power
                    } else {
                        Binding::Product
                    };
                    match (at, divides) {
                        (0, false) => {}
                        (0, true) => text.push_str("1 / "),
                        (_, false) => text.push_str(" · "),
                        (_, true) => text.push_str(" / "),
                    }
                    text.push_str(&within(factor, least));
                }
                (text, Binding::Product)
            }
            Self::Power(base, exponent) => {
                let part = |part: &Self| {
                    let text = within(part, Binding::Atom);
                    if text.contains(' ') && !text.starts_with('(') {
                        format!("({text})")
                    } else {
                        text
                    }
                };
                (format!("{}^{}", part(base), part(exponent)), Binding::Power)
            }
            Self::Function(Function::Minus, inner) => (
                format!("{}{}", units::MINUS, within(inner, Binding::Product)),
                Binding::Sum,
            ),
            Self::Function(Function::RoundUp, inner) => {
                (format!("⌈{}⌉", inner.write(names).0), Binding::Atom)
            }
            Self::Function(function, inner) => {
                let name = match function {
                    Function::Exp => "exp",
                    Function::Ln => "ln",
                    Function::Root => "√",
                    _ => "log2",
                };
                (format!("{name}({})", inner.write(names).0), Binding::Atom)
            }
            Self::Least(list) => (format!("min({})", listed(list)), Binding::Atom),
            Self::Most(list) => (format!("max({})", listed(list)), Binding::Atom),
            Self::Choice(taken, left, right, less) => {
                let sign = if *less { '<' } else { '≥' };
                let (taken, left, right) = (
                    within(taken, Binding::Sum),
                    within(left, Binding::Sum),
                    within(right, Binding::Sum),
                );
                (
                    format!("{taken}, because {left} {sign} {right}"),
                    Binding::Choice,
                )
            }
            Self::Method(text) => ((*text).to_owned(), Binding::Choice),
        }
    }
}

/// A constant of the code.
pub(super) fn number(value: f64) -> String {
    if value.abs() > WITHOUT_LIMIT {
        return if value > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    if value.abs() < 1.0 / WITHOUT_LIMIT {
        return "0".to_owned();
    }
    let exact = units::exact(value);
    if exact.chars().count() <= 8 {
        exact
    } else {
        units::significant(value, 4)
    }
}

#[cfg(test)]
mod tests {
    use super::{Expression as E, Function};

    fn child(at: usize) -> E {
        E::Child(at)
    }

    #[track_caller]
    fn check(formula: &E, text: &str, value: f64) {
        let names = ["a", "b", "size of c"].map(str::to_owned);
        assert_eq!(formula.text(&names), text);
        let found = formula.evaluate(&[2.0, 3.0, 16.0]).unwrap();
        // Powers go by their logarithms.
        assert!(
            (found - value).abs() <= 1e-14 * value.abs(),
            "{found} instead of {value}"
        );
    }

    #[test]
    fn algebra_reads_as_it_is_computed() {
        let sum = E::Sum(vec![(false, child(0)), (true, child(1))]);
        check(&sum, "a − b", -1.0);
        // 16 · (2 − 3) / (2 − 3) = 16.
        let product = E::Product(vec![
            (false, child(2)),
            (false, sum.clone()),
            (true, sum.clone()),
        ]);
        check(&product, "size of c · (a − b) / (a − b)", 16.0);
        check(
            &E::Sum(vec![(false, child(0)), (true, product.clone())]),
            "a − size of c · (a − b) / (a − b)",
            -14.0,
        );
        // 16^2 = 256.
        check(
            &E::Power(Box::new(child(2)), Box::new(child(0))),
            "(size of c)^a",
            256.0,
        );
        check(
            &E::Most(vec![E::Number(0.0), sum.clone()]),
            "max(0, a − b)",
            0.0,
        );
        check(
            &E::Function(Function::Root, Box::new(child(2))),
            "√(size of c)",
            4.0,
        );
        check(
            &E::Product(vec![(true, E::Number(4.0)), (false, child(2))]),
            "1 / 4 · size of c",
            4.0,
        );
        let choice = E::Choice(
            Box::new(child(0)),
            Box::new(child(0)),
            Box::new(child(1)),
            true,
        );
        check(&choice, "a, because a < b", 2.0);
        check(
            &E::Sum(vec![(false, choice), (false, child(1))]),
            "(a, because a < b) + b",
            5.0,
        );
        check(&E::Over(0..3, "size".to_owned()), "Σ size", 21.0);
    }

    #[test]
    fn limits_of_the_code_read_as_such() {
        assert_eq!(super::number(f64::MAX.sqrt()), "∞");
        assert_eq!(super::number(f64::MIN_POSITIVE), "0");
        assert_eq!(super::number(11.0 / 12.0), "0.9167");
        assert_eq!(super::number(12.0), "12");
    }
}
