//! From the steps of a tape to a formula and the parts it is made of.
//!
//! What lies between a figure and the named figures, inputs and constants beneath it is one formula.
//! Sums of many like terms become a Σ over them; what would be a wall of arithmetic is cut into
//! parts that are explained in their turn.

use std::collections::{BTreeMap, BTreeSet};

use super::formula::{Expression as E, Function, number};
use super::record::called;
use super::{Explanation, Part};
use crate::number::Subject;
use crate::number::traced::{Step, StepId};
use crate::units::lower_first;

/// Like terms from which on a sum is written as Σ.
const LIKE_TERMS: usize = 3;
/// Parts that a figure shows at once; more are shown in groups of as many.
const PARTS: usize = 12;
/// Operands up to which arithmetic without a name is written out within a formula.
const WRITTEN_OUT: usize = 16;
/// Operands up to which arithmetic that is used twice is written out twice.
const TWICE: usize = 3;
/// Letters of a part that has no name but its formula.
const LETTERS: usize = 60;
/// Change of a part by which is found out whether a method depends on it.
const NUDGE: f64 = 1e-3;

/// A formula and what it is made of.
pub(super) struct Cut {
    pub(super) parts: Vec<Part>,
    pub(super) formula: E,
}

impl Explanation {
    /// The formula of a part and the parts beneath it.
    pub(super) fn cut(&self, part: &Part) -> Cut {
        match part {
            Part::Group(_, terms) => {
                let parts: Vec<Part> = terms.iter().map(|term| Part::Step(*term)).collect();
                let of = terms
                    .first()
                    .map_or_else(String::new, |t| self.shape(*t, 0));
                Cut {
                    formula: E::Over(0..parts.len(), of),
                    parts,
                }
            }
            Part::Step(id) => self.cut_step(*id),
        }
    }

    fn cut_step(&self, id: StepId) -> Cut {
        let mut body = id;
        while let Step::Named(inner, name) = self.tape.step(body) {
            let (label, subject) = self.tape.name(name);
            if !label.method.is_empty() {
                return self.cut_method(body, label.method);
            }
            body = inner;
            match self.tape.step(inner) {
                // The same name again is no step.
                Step::Named(_, again)
                    if {
                        let (below, of) = self.tape.name(again);
                        below.name == label.name && (of == subject || of == Subject::Product)
                    } => {}
                Step::Named(..) => {
                    return Cut {
                        parts: vec![Part::Step(inner)],
                        formula: E::Child(0),
                    };
                }
                _ => break,
            }
        }
        match self.tape.step(body) {
            Step::Constant => Cut {
                parts: Vec::new(),
                formula: E::Number(self.tape.value(body)),
            },
            Step::Leaf(leaf) => {
                let method = self.leaves[leaf as usize].method;
                if body == id {
                    let formula = if method.is_empty() {
                        E::Number(self.tape.value(body))
                    } else {
                        E::Method(method)
                    };
                    Cut {
                        parts: Vec::new(),
                        formula,
                    }
                } else {
                    Cut {
                        parts: vec![Part::Step(body)],
                        formula: E::Child(0),
                    }
                }
            }
            _ => {
                let mut cutter = Cutter::new(self, body);
                let formula = cutter.build(body);
                Cut {
                    parts: cutter.parts,
                    formula,
                }
            }
        }
    }

    /// A method and the parts that it depends on.
    fn cut_method(&self, id: StepId, method: &'static str) -> Cut {
        let region = self.region(id);
        let mut parts: Vec<StepId> = region
            .parts
            .iter()
            .copied()
            .filter(|part| self.moves(&region, id, *part))
            .collect();
        if parts.is_empty() {
            parts = region.parts.iter().copied().collect();
        }
        Cut {
            parts: parts.into_iter().map(Part::Step).collect(),
            formula: E::Method(method),
        }
    }

    /// What a method computes, down to its parts: names that occur again and again within it, as
    /// in every round of a search, are no parts.
    fn region(&self, id: StepId) -> Region {
        let mut repeated: BTreeSet<(&str, Option<String>)> = BTreeSet::new();
        loop {
            let mut region = Region::default();
            let mut names: BTreeMap<(&str, Option<String>), usize> = BTreeMap::new();
            let mut open = vec![id];
            while let Some(at) = open.pop() {
                let cut = match self.tape.step(at) {
                    Step::Constant => continue,
                    Step::Leaf(_) => true,
                    Step::Named(_, name) if at != id => {
                        let (label, subject) = self.tape.name(name);
                        let key = (label.name, called(subject, &self.names));
                        let cut = !repeated.contains(&key);
                        if cut && !region.parts.contains(&at) {
                            *names.entry(key).or_default() += 1;
                        }
                        cut
                    }
                    _ => false,
                };
                if cut {
                    region.parts.insert(at);
                } else if region.inside.insert(at) {
                    open.extend(self.tape.operands(at));
                    if let Step::Choice(choice) = self.tape.step(at) {
                        let choice = self.tape.choice(choice);
                        open.extend([choice.when_less, choice.otherwise]);
                    }
                }
            }
            let again: Vec<_> = names
                .into_iter()
                .filter(|(_, count)| *count >= LIKE_TERMS)
                .map(|(key, _)| key)
                .collect();
            if again.is_empty() {
                return region;
            }
            repeated.extend(again);
        }
    }

    /// The result of a method for other values of its parts.
    fn rerun(&self, region: &Region, id: StepId, values: &BTreeMap<StepId, f64>) -> f64 {
        let mut known = values.clone();
        for at in &region.inside {
            let value = self.tape.compute(*at, &|operand| {
                known
                    .get(&operand)
                    .copied()
                    .unwrap_or_else(|| self.tape.value(operand))
            });
            known.insert(*at, value);
        }
        known
            .get(&id)
            .copied()
            .unwrap_or_else(|| self.tape.value(id))
    }

    fn moves(&self, region: &Region, id: StepId, part: StepId) -> bool {
        let value = self.tape.value(part);
        [NUDGE, -NUDGE].iter().any(|nudge| {
            let other = if value == 0.0 {
                *nudge
            } else {
                value * (1.0 + nudge)
            };
            let values = BTreeMap::from([(part, other)]);
            self.rerun(region, id, &values) != self.tape.value(id)
        })
    }

    /// The value of a part's formula for these values of the parts beneath it.
    pub(super) fn value_of(&self, part: &Part, cut: &Cut, values: &[f64]) -> f64 {
        if let Some(value) = cut.formula.evaluate(values) {
            return value;
        }
        let Part::Step(id) = part else {
            return f64::NAN;
        };
        let mut id = *id;
        if cut.parts.is_empty() {
            return self.tape.value(id);
        }
        while let Step::Named(inner, name) = self.tape.step(id) {
            if !self.tape.name(name).0.method.is_empty() {
                break;
            }
            id = inner;
        }
        let region = self.region(id);
        let steps = cut.parts.iter().filter_map(|part| match part {
            Part::Step(step) => Some(*step),
            Part::Group(..) => None,
        });
        let known = steps.zip(values.iter().copied()).collect();
        self.rerun(&region, id, &known)
    }

    /// What a part is called.
    pub(super) fn name(&self, part: &Part) -> String {
        match part {
            Part::Group(name, _) => name.clone(),
            Part::Step(id) => match self.tape.step(*id) {
                Step::Named(_, name) => {
                    let (label, subject) = self.tape.name(name);
                    let name = lower_first(label.name);
                    match called(subject, &self.names) {
                        Some(of) => format!("{name} of {of}"),
                        None => name,
                    }
                }
                Step::Leaf(leaf) => self.leaves[leaf as usize].name.clone(),
                Step::Constant => number(self.tape.value(*id)),
                _ => shortened(&self.cut_text(*id)),
            },
        }
    }

    /// The formula of a step that has no name.
    fn cut_text(&self, id: StepId) -> String {
        let cut = self.cut_step(id);
        let names: Vec<String> = cut.parts.iter().map(|part| self.name(part)).collect();
        cut.formula.text(&names)
    }

    /// What a step is, whatever it is about: like terms have the same.
    fn shape(&self, id: StepId, depth: usize) -> String {
        const DEEP: usize = 6;
        let two = |sign: &str, a: StepId, b: StepId| {
            format!(
                "({}{sign}{})",
                self.shape(a, depth + 1),
                self.shape(b, depth + 1)
            )
        };
        let one = |name: &str, a: StepId| format!("{name}({})", self.shape(a, depth + 1));
        if depth > DEEP {
            return "…".to_owned();
        }
        match self.tape.step(id) {
            Step::Named(_, name) => lower_first(self.tape.name(name).0.name),
            Step::Leaf(leaf) => {
                let leaf = &self.leaves[leaf as usize];
                let name = leaf.name.as_str();
                name.split_once(" of ")
                    .map_or(name, |(head, _)| head)
                    .to_owned()
            }
            Step::Constant => number(self.tape.value(id)),
            Step::Add(a, b) => two(" + ", a, b),
            Step::Sub(a, b) => two(" − ", a, b),
            Step::Mul(a, b) => match (self.shape(a, depth + 1), self.shape(b, depth + 1)) {
                (a, b) if depth == 0 => format!("{a} · {b}"),
                (a, b) => format!("({a} · {b})"),
            },
            Step::Div(a, b) => two(" / ", a, b),
            Step::Power(a, b) => two("^", a, b),
            Step::Neg(a) => one("−", a),
            Step::Exp(a) => one("exp", a),
            Step::Ln(a) => one("ln", a),
            Step::Log2(a) => one("log2", a),
            Step::Sqrt(a) => one("√", a),
            Step::Ceil(a) => one("⌈⌉", a),
            Step::Min(a, b) => two(" min ", a, b),
            Step::Max(a, b) => two(" max ", a, b),
            Step::Choice(choice) => self.shape(self.tape.taken(choice), depth + 1),
        }
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LETTERS).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// The steps within a method and the parts beneath it.
#[derive(Default)]
struct Region {
    inside: BTreeSet<StepId>,
    parts: BTreeSet<StepId>,
}

/// Builds the formula of one figure.
struct Cutter<'a> {
    all: &'a Explanation,
    root: StepId,
    /// How often each step without a name is used, and how many operands it comes down to.
    uses: BTreeMap<StepId, (usize, usize)>,
    parts: Vec<Part>,
    places: BTreeMap<StepId, usize>,
}

impl<'a> Cutter<'a> {
    fn new(all: &'a Explanation, root: StepId) -> Self {
        let mut cutter = Self {
            all,
            root,
            uses: BTreeMap::new(),
            parts: Vec::new(),
            places: BTreeMap::new(),
        };
        cutter.count(root);
        cutter
    }

    fn is_end(&self, id: StepId) -> bool {
        matches!(
            self.all.tape.step(id),
            Step::Constant | Step::Leaf(_) | Step::Named(..)
        )
    }

    /// Operands that a step comes down to.
    fn count(&mut self, id: StepId) -> usize {
        if self.is_end(id) {
            return 1;
        }
        if let Some((uses, size)) = self.uses.get_mut(&id) {
            *uses += 1;
            return *size;
        }
        self.uses.insert(id, (1, 0));
        let operands: Vec<StepId> = self.all.tape.operands(id).collect();
        let mut size = 0_usize;
        for operand in operands {
            size = size.saturating_add(self.count(operand));
        }
        if let Some(entry) = self.uses.get_mut(&id) {
            entry.1 = size;
        }
        size
    }

    fn size(&self, id: StepId) -> usize {
        self.uses.get(&id).map_or(1, |(_, size)| *size)
    }

    fn child(&mut self, id: StepId) -> E {
        let parts = &mut self.parts;
        let at = *self.places.entry(id).or_insert_with(|| {
            parts.push(Part::Step(id));
            parts.len() - 1
        });
        E::Child(at)
    }

    /// Whether a step is a part of its own although it has no name.
    fn is_part(&self, id: StepId) -> bool {
        if id == self.root {
            return false;
        }
        let (uses, size) = self.uses.get(&id).copied().unwrap_or((1, 1));
        (uses > 1 && size > TWICE) || size > WRITTEN_OUT
    }

    fn build(&mut self, id: StepId) -> E {
        match self.all.tape.step(id) {
            Step::Constant => return E::Number(self.all.tape.value(id)),
            Step::Leaf(_) | Step::Named(..) => return self.child(id),
            _ if self.is_part(id) => return self.child(id),
            _ => {}
        }
        match self.all.tape.step(id) {
            Step::Add(..) | Step::Sub(..) => self.sum(id),
            Step::Mul(..) | Step::Div(..) => {
                let mut factors = Vec::new();
                self.factors(id, &mut factors);
                let crowded = self.size(id) > PARTS;
                let built = factors
                    .into_iter()
                    .map(|(divides, factor)| (divides, self.build_apart(factor, crowded)))
                    .collect();
                E::Product(built)
            }
            Step::Power(a, b) => E::Power(Box::new(self.build(a)), Box::new(self.build(b))),
            Step::Neg(a) => self.function(Function::Minus, a),
            Step::Exp(a) => self.function(Function::Exp, a),
            Step::Ln(a) => self.function(Function::Ln, a),
            Step::Log2(a) => self.function(Function::Log2, a),
            Step::Sqrt(a) => self.function(Function::Root, a),
            Step::Ceil(a) => self.function(Function::RoundUp, a),
            Step::Min(..) => {
                let mut list = Vec::new();
                self.flatten(id, false, &mut list);
                let crowded = self.size(id) > PARTS;
                E::Least(
                    list.into_iter()
                        .map(|at| self.build_apart(at, crowded))
                        .collect(),
                )
            }
            Step::Max(..) => {
                let mut list = Vec::new();
                self.flatten(id, true, &mut list);
                let crowded = self.size(id) > PARTS;
                E::Most(
                    list.into_iter()
                        .map(|at| self.build_apart(at, crowded))
                        .collect(),
                )
            }
            Step::Choice(choice) => {
                let c = self.all.tape.choice(choice);
                let taken = self.all.tape.taken(choice);
                E::Choice(
                    Box::new(self.build(taken)),
                    Box::new(self.build(c.left)),
                    Box::new(self.build(c.right)),
                    self.all.tape.value(c.left) < self.all.tape.value(c.right),
                )
            }
            Step::Constant | Step::Leaf(_) | Step::Named(..) => self.child(id),
        }
    }

    fn function(&mut self, function: Function, inner: StepId) -> E {
        E::Function(function, Box::new(self.build(inner)))
    }

    /// Where a formula is crowded, what comes down to several operands is a part of its own.
    fn build_apart(&mut self, id: StepId, crowded: bool) -> E {
        if crowded && self.size(id) > TWICE && !self.is_end(id) {
            self.child(id)
        } else {
            self.build(id)
        }
    }

    fn flatten(&self, id: StepId, most: bool, list: &mut Vec<StepId>) {
        match self.all.tape.step(id) {
            Step::Min(a, b) if !most && (id == self.root || !self.is_part(id)) => {
                self.flatten(a, most, list);
                self.flatten(b, most, list);
            }
            Step::Max(a, b) if most && (id == self.root || !self.is_part(id)) => {
                self.flatten(a, most, list);
                self.flatten(b, most, list);
            }
            _ => list.push(id),
        }
    }

    fn factors(&self, id: StepId, list: &mut Vec<(bool, StepId)>) {
        let apart = id != self.root && self.is_part(id);
        match self.all.tape.step(id) {
            Step::Mul(a, b) if !apart => {
                self.factors(a, list);
                // What is multiplied as a whole stays together unless it only multiplies.
                match self.all.tape.step(b) {
                    Step::Mul(..) if !self.is_part(b) => self.factors(b, list),
                    _ => list.push((false, b)),
                }
            }
            Step::Div(a, b) if !apart => {
                self.factors(a, list);
                list.push((true, b));
            }
            _ => list.push((false, id)),
        }
    }

    fn terms(&self, id: StepId, minus: bool, list: &mut Vec<(bool, StepId)>) {
        let shared = id != self.root
            && self
                .uses
                .get(&id)
                .is_some_and(|(uses, size)| *uses > 1 && *size > TWICE);
        match self.all.tape.step(id) {
            Step::Add(a, b) if !shared => {
                self.terms(a, minus, list);
                self.terms(b, minus, list);
            }
            Step::Sub(a, b) if !shared => {
                self.terms(a, minus, list);
                self.terms(b, !minus, list);
            }
            Step::Neg(a) if !shared => self.terms(a, !minus, list),
            _ => list.push((minus, id)),
        }
    }

    fn sum(&mut self, id: StepId) -> E {
        let mut terms = Vec::new();
        self.terms(id, false, &mut terms);
        let shapes: Vec<(bool, String)> = terms
            .iter()
            .map(|(minus, term)| (*minus, self.all.shape(*term, 0)))
            .collect();
        let mut like: BTreeMap<&(bool, String), Vec<StepId>> = BTreeMap::new();
        if terms.len() >= LIKE_TERMS {
            for (shape, (_, term)) in shapes.iter().zip(&terms) {
                if !matches!(self.all.tape.step(*term), Step::Constant) {
                    like.entry(shape).or_default().push(*term);
                }
            }
        }
        like.retain(|_, list| list.len() >= LIKE_TERMS);
        let crowded =
            like.is_empty() && self.size(id) > PARTS || !like.is_empty() && terms.len() > PARTS;
        let mut written: BTreeSet<&(bool, String)> = BTreeSet::new();
        let mut built = Vec::new();
        for (shape, (minus, term)) in shapes.iter().zip(&terms) {
            match like.get(shape) {
                None => built.push((*minus, self.build_apart(*term, crowded))),
                Some(list) if written.insert(shape) => {
                    built.push((*minus, self.over(list, &shape.1)));
                }
                Some(_) => {}
            }
        }
        match built.as_mut_slice() {
            [(false, _)] => built.remove(0).1,
            _ => E::Sum(built),
        }
    }

    /// The sum over like terms, each a part; in groups where there are many.
    fn over(&mut self, terms: &[StepId], shape: &str) -> E {
        let from = self.parts.len();
        if terms.len() <= PARTS {
            // A term that stands elsewhere in the formula too is a part once more here.
            self.parts
                .extend(terms.iter().map(|term| Part::Step(*term)));
        } else {
            for group in terms.chunks(PARTS) {
                let name = self.all.group_name(group, shape);
                self.parts.push(Part::Group(name, group.to_vec()));
            }
        }
        E::Over(from..self.parts.len(), shape.to_owned())
    }
}

impl Explanation {
    /// "GPU cost, months 0 to 11", or from the first to the last of the terms.
    fn group_name(&self, terms: &[StepId], shape: &str) -> String {
        let ends = (terms.first(), terms.last());
        let (Some(first), Some(last)) = ends else {
            return shape.to_owned();
        };
        match (self.month_of(*first), self.month_of(*last)) {
            (Some(a), Some(b)) if a != b => format!("{shape}, months {a} to {b}"),
            _ => format!(
                "{} to {}",
                self.name(&Part::Step(*first)),
                self.name(&Part::Step(*last))
            ),
        }
    }
}
