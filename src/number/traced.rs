//! A number that remembers how it came about.
//!
//! [`Traced`] computes exactly what [`f64`] computes and notes every step on the [`Tape`] that is
//! being recorded: operations, where leaves come from, the names that formulas give, and what a
//! comparison decided. A tape is recorded by [`Tape::record`] for the length of a closure, on that
//! thread alone; outside of a recording a traced number is a plain number without a past. Handles
//! belong to the tape on which they were made and mean nothing on another.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Label, Number, Subject};

/// Place of a step on its tape.
pub type StepId = u32;

/// The place of a number that is on no tape: a constant of the code.
const NOWHERE: StepId = StepId::MAX;

/// A number and the step that made it.
#[derive(Clone, Copy, Debug)]
pub struct Traced {
    value: f64,
    step: StepId,
}

/// Where a leaf comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The field of a scenario, by its path.
    Stated(String),
    /// An entry of the catalogue, by its id.
    Catalogue(String),
    /// What was decided before, and how.
    Decided(&'static Label),
}

/// What a step does; operands are earlier steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A constant of the code.
    Constant,
    /// A leaf, by its place in [`Tape::origin`].
    Leaf(u32),
    /// a + b.
    Add(StepId, StepId),
    /// a − b.
    Sub(StepId, StepId),
    /// a · b.
    Mul(StepId, StepId),
    /// a / b.
    Div(StepId, StepId),
    /// −a.
    Neg(StepId),
    /// a to the power of b.
    Power(StepId, StepId),
    /// e to the power of a.
    Exp(StepId),
    /// Natural logarithm.
    Ln(StepId),
    /// Logarithm to base 2.
    Log2(StepId),
    /// Square root.
    Sqrt(StepId),
    /// The smaller of two.
    Min(StepId, StepId),
    /// The larger of two.
    Max(StepId, StepId),
    /// The next whole number.
    Ceil(StepId),
    /// What a comparison decided, by its place in [`Tape::choice`].
    Choice(u32),
    /// The same number under a name, by its place in [`Tape::name`].
    Named(StepId, u32),
}

/// A comparison and the two numbers it chose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Left of `<`.
    pub left: StepId,
    /// Right of `<`.
    pub right: StepId,
    /// Taken where left is less.
    pub when_less: StepId,
    /// Taken where it is not.
    pub otherwise: StepId,
}

/// Everything that was recorded, in order: a step's operands stand before it.
#[derive(Debug, Default)]
pub struct Tape {
    steps: Vec<Step>,
    values: Vec<f64>,
    choices: Vec<Choice>,
    names: Vec<(&'static Label, Subject)>,
    origins: Vec<Origin>,
    constants: BTreeMap<u64, StepId>,
}

thread_local! {
    static RECORDING: RefCell<Option<Tape>> = const { RefCell::new(None) };
}

/// Puts the recording before it back, also when the closure panics.
struct Outer(Option<Tape>);

impl Drop for Outer {
    fn drop(&mut self) {
        let outer = self.0.take();
        RECORDING.with(|recording| *recording.borrow_mut() = outer);
    }
}

impl Tape {
    /// Records what a closure computes with traced numbers, and gives its result and the tape.
    ///
    /// A recording within another has a tape of its own; the outer one goes on afterwards.
    pub fn record<R>(work: impl FnOnce() -> R) -> (R, Self) {
        let before = RECORDING.with(|recording| recording.borrow_mut().replace(Self::default()));
        let outer = Outer(before);
        let result = work();
        let tape = RECORDING.with(|recording| recording.borrow_mut().take());
        drop(outer);
        (result, tape.unwrap_or_default())
    }

    /// Steps recorded so far on this thread.
    pub fn recorded() -> usize {
        RECORDING.with(|recording| recording.borrow().as_ref().map_or(0, Self::len))
    }

    /// Steps.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What a step does.
    pub fn step(&self, id: StepId) -> Step {
        self.steps[id as usize]
    }

    /// The value of a step.
    pub fn value(&self, id: StepId) -> f64 {
        self.values[id as usize]
    }

    /// What a comparison chose from.
    pub fn choice(&self, choice: u32) -> Choice {
        self.choices[choice as usize]
    }

    /// Name and subject of a named step.
    pub fn name(&self, name: u32) -> (&'static Label, Subject) {
        self.names[name as usize]
    }

    /// Where a leaf comes from.
    pub fn origin(&self, leaf: u32) -> &Origin {
        &self.origins[leaf as usize]
    }

    /// Where all leaves come from.
    pub fn origins(&self) -> &[Origin] {
        &self.origins
    }

    /// The operands of a step; for a choice the one taken, then both sides of the comparison.
    pub fn operands(&self, id: StepId) -> impl Iterator<Item = StepId> {
        let (list, count) = match self.step(id) {
            Step::Constant | Step::Leaf(_) => ([0; 3], 0),
            Step::Add(a, b)
            | Step::Sub(a, b)
            | Step::Mul(a, b)
            | Step::Div(a, b)
            | Step::Power(a, b)
            | Step::Min(a, b)
            | Step::Max(a, b) => ([a, b, 0], 2),
            Step::Neg(a)
            | Step::Exp(a)
            | Step::Ln(a)
            | Step::Log2(a)
            | Step::Sqrt(a)
            | Step::Ceil(a)
            | Step::Named(a, _) => ([a, 0, 0], 1),
            Step::Choice(choice) => {
                let c = self.choice(choice);
                ([self.taken(choice), c.left, c.right], 3)
            }
        };
        list.into_iter().take(count)
    }

    /// The branch that a comparison took.
    pub fn taken(&self, choice: u32) -> StepId {
        let c = self.choice(choice);
        if self.value(c.left) < self.value(c.right) {
            c.when_less
        } else {
            c.otherwise
        }
    }

    /// The value of a step computed anew from the values of its operands.
    pub fn compute(&self, id: StepId, value: &impl Fn(StepId) -> f64) -> f64 {
        match self.step(id) {
            Step::Constant | Step::Leaf(_) => self.value(id),
            Step::Add(a, b) => value(a) + value(b),
            Step::Sub(a, b) => value(a) - value(b),
            Step::Mul(a, b) => value(a) * value(b),
            Step::Div(a, b) => value(a) / value(b),
            Step::Neg(a) => -value(a),
            Step::Power(a, b) => Number::powf(value(a), value(b)),
            Step::Exp(a) => Number::exp(value(a)),
            Step::Ln(a) => Number::ln(value(a)),
            Step::Log2(a) => Number::log2(value(a)),
            Step::Sqrt(a) => Number::sqrt(value(a)),
            Step::Min(a, b) => Number::min(value(a), value(b)),
            Step::Max(a, b) => Number::max(value(a), value(b)),
            Step::Ceil(a) => Number::ceil(value(a)),
            Step::Choice(choice) => {
                let c = self.choice(choice);
                if value(c.left) < value(c.right) {
                    value(c.when_less)
                } else {
                    value(c.otherwise)
                }
            }
            Step::Named(a, _) => value(a),
        }
    }

    /// All values computed anew from the leaves alone.
    pub fn replay(&self) -> Vec<f64> {
        let mut values: Vec<f64> = Vec::with_capacity(self.len());
        for id in 0..self.len() {
            let value = self.compute(id as StepId, &|at| values[at as usize]);
            values.push(value);
        }
        values
    }

    fn push(&mut self, step: Step, value: f64) -> Traced {
        let id = self.steps.len() as StepId;
        self.steps.push(step);
        self.values.push(value);
        Traced { value, step: id }
    }

    /// The step of a number; a constant of the code is put on the tape once.
    fn on_tape(&mut self, number: Traced) -> StepId {
        if number.step != NOWHERE {
            return number.step;
        }
        let bits = number.value.to_bits();
        if let Some(step) = self.constants.get(&bits) {
            return *step;
        }
        let step = self.push(Step::Constant, number.value).step;
        self.constants.insert(bits, step);
        step
    }
}

/// A step on the tape being recorded; without one the value alone.
fn note(value: f64, make: impl FnOnce(&mut Tape) -> Step) -> Traced {
    RECORDING.with(|recording| match recording.borrow_mut().as_mut() {
        None => Traced::constant(value),
        Some(tape) => {
            let step = make(tape);
            tape.push(step, value)
        }
    })
}

impl Traced {
    /// A leaf of the tape being recorded.
    pub fn leaf(value: f64, origin: Origin) -> Self {
        note(value, |tape| {
            tape.origins.push(origin);
            Step::Leaf(tape.origins.len() as u32 - 1)
        })
    }

    /// The value.
    pub fn value(self) -> f64 {
        self.value
    }

    /// Its step on the tape being recorded; constants are put on it.
    pub fn step(self) -> StepId {
        if self.step != NOWHERE {
            return self.step;
        }
        RECORDING.with(|recording| {
            recording
                .borrow_mut()
                .as_mut()
                .map_or(NOWHERE, |tape| tape.on_tape(self))
        })
    }

    fn is_constant(self) -> bool {
        self.step == NOWHERE
    }

    fn is_code(self, value: f64) -> bool {
        self.is_constant() && self.value == value
    }

    fn unary(self, value: f64, step: impl FnOnce(StepId) -> Step) -> Self {
        if self.is_constant() {
            return Self::constant(value);
        }
        note(value, |tape| step(tape.on_tape(self)))
    }

    fn binary(self, other: Self, value: f64, step: impl FnOnce(StepId, StepId) -> Step) -> Self {
        if self.is_constant() && other.is_constant() {
            return Self::constant(value);
        }
        note(value, |tape| {
            let (a, b) = (tape.on_tape(self), tape.on_tape(other));
            step(a, b)
        })
    }
}

/// Adding nothing and multiplying by one are no steps.
impl Add for Traced {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        if self.is_code(0.0) && !other.is_constant() {
            return other;
        }
        if other.is_code(0.0) && !self.is_constant() {
            return self;
        }
        self.binary(other, self.value + other.value, Step::Add)
    }
}

impl Sub for Traced {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        if other.is_code(0.0) && !self.is_constant() {
            return self;
        }
        self.binary(other, self.value - other.value, Step::Sub)
    }
}

impl Mul for Traced {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let value = self.value * other.value;
        if self.is_code(1.0) {
            return other;
        }
        if other.is_code(1.0) {
            return self;
        }
        if (self.is_code(0.0) || other.is_code(0.0)) && value == 0.0 {
            return Self::constant(value);
        }
        self.binary(other, value, Step::Mul)
    }
}

impl Div for Traced {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let value = self.value / other.value;
        if other.is_code(1.0) {
            return self;
        }
        if self.is_code(0.0) && value == 0.0 {
            return Self::constant(value);
        }
        self.binary(other, value, Step::Div)
    }
}

impl Neg for Traced {
    type Output = Self;
    fn neg(self) -> Self {
        self.unary(-self.value, Step::Neg)
    }
}

impl Number for Traced {
    /// Both sides of a comparison and what came out.
    type Mask = (bool, Self, Self);
    type Divisor = Self;
    const KEEPS_STEPS: bool = true;

    fn divisor(self) -> Self {
        self
    }
    fn over(self, divisor: Self) -> Self {
        self / divisor
    }

    fn constant(value: f64) -> Self {
        Self {
            value,
            step: NOWHERE,
        }
    }
    fn powf(self, exponent: Self) -> Self {
        let value = Number::powf(self.value, exponent.value);
        self.binary(exponent, value, Step::Power)
    }
    fn exp(self) -> Self {
        self.unary(Number::exp(self.value), Step::Exp)
    }
    fn ln(self) -> Self {
        self.unary(Number::ln(self.value), Step::Ln)
    }
    fn sqrt(self) -> Self {
        self.unary(Number::sqrt(self.value), Step::Sqrt)
    }
    fn min(self, other: Self) -> Self {
        self.binary(other, Number::min(self.value, other.value), Step::Min)
    }
    fn max(self, other: Self) -> Self {
        self.binary(other, Number::max(self.value, other.value), Step::Max)
    }
    fn ceil(self) -> Self {
        self.unary(Number::ceil(self.value), Step::Ceil)
    }
    fn log2(self) -> Self {
        self.unary(Number::log2(self.value), Step::Log2)
    }
    fn less(self, other: Self) -> Self::Mask {
        (self.value < other.value, self, other)
    }
    fn is_zero(self) -> bool {
        self.value == 0.0
    }
    fn select((less, left, right): Self::Mask, when_less: Self, otherwise: Self) -> Self {
        let taken = if less { when_less } else { otherwise };
        let decided = left.is_constant() && right.is_constant();
        let same = if when_less.is_constant() {
            otherwise.is_code(when_less.value)
        } else {
            when_less.step == otherwise.step
        };
        if decided || same {
            return taken;
        }
        note(taken.value, |tape| {
            let choice = Choice {
                left: tape.on_tape(left),
                right: tape.on_tape(right),
                when_less: tape.on_tape(when_less),
                otherwise: tape.on_tape(otherwise),
            };
            tape.choices.push(choice);
            Step::Choice(tape.choices.len() as u32 - 1)
        })
    }
    fn over_or(self, divisor: Self, otherwise: Self) -> Self {
        // A plain quotient where it is one: that the divisor is positive needs no saying.
        if divisor.value > 0.0 {
            return self / divisor;
        }
        Self::select(Self::zero().less(divisor), Self::zero(), otherwise)
    }
    fn named_of(self, label: &'static Label, subject: Subject) -> Self {
        note(self.value, |tape| {
            let inner = tape.on_tape(self);
            tape.names.push((label, subject));
            Step::Named(inner, tape.names.len() as u32 - 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, Step, Tape, Traced};
    use crate::number::{Label, Number, Subject};

    static COST: Label = Label::new("cost", "money");

    fn leaf(value: f64, name: &str) -> Traced {
        Traced::leaf(value, Origin::Stated(name.to_owned()))
    }

    #[test]
    fn values_are_those_of_plain_numbers_and_replay() {
        fn formula<N: Number>(x: N, y: N) -> N {
            let sum = N::sum([x, y * N::constant(2.0), (x / y).sqrt()]);
            let chosen = N::select(x.less(y), sum.ln().exp(), sum.powf(y).log2());
            chosen.max(x).min(sum + x).over_or(y, -x).ceil()
        }
        for (x, y) in [(0.3, 0.7), (1.7, 0.25), (2.0, 0.0), (5.0, 5.0)] {
            let (result, tape) =
                Tape::record(|| formula(leaf(x, "x"), leaf(y, "y")).named(&COST).step());
            assert_eq!(tape.value(result), formula(x, y), "{x} {y}");
            let replayed = tape.replay();
            for (id, value) in replayed.iter().enumerate() {
                assert_eq!(*value, tape.value(id as u32));
            }
        }
    }

    #[test]
    fn constants_fold_and_leave_no_steps() {
        let (steps, tape) = Tape::record(|| {
            let x = leaf(3.0, "x");
            let zero = Traced::zero();
            let same = [
                zero + x,
                x - zero,
                x * Traced::one(),
                Traced::one() * x,
                x / Traced::one(),
                Traced::select(zero.less(Traced::one()), x, zero),
            ];
            assert!((zero * x).is_constant() && (Traced::one() + Traced::one()).is_constant());
            same.map(Traced::step)
        });
        assert_eq!(steps, [0; 6]);
        assert_eq!(tape.len(), 1);
    }

    #[test]
    fn a_comparison_is_remembered_with_what_it_chose() {
        let (at, tape) = Tape::record(|| {
            let (a, b) = (leaf(1.0, "a"), leaf(2.0, "b"));
            Traced::select(a.less(b), a, b).step()
        });
        let Step::Choice(choice) = tape.step(at) else {
            panic!("{:?}", tape.step(at));
        };
        assert_eq!(tape.taken(choice), tape.choice(choice).left);
        assert_eq!(tape.operands(at).count(), 3);
    }

    #[test]
    fn names_stay_and_recordings_nest() {
        let (outer, tape) = Tape::record(|| {
            let before = leaf(1.0, "before");
            let (inner, other) = Tape::record(|| leaf(2.0, "inner").step());
            assert_eq!((inner, other.len()), (0, 1));
            before.named_of(&COST, Subject::Gpu(2)).step()
        });
        let Step::Named(_, name) = tape.step(outer) else {
            panic!("{:?}", tape.step(outer));
        };
        assert_eq!(tape.name(name), (&COST, Subject::Gpu(2)));
        // Outside of a recording nothing is kept.
        assert!((leaf(1.0, "x") + leaf(2.0, "y")).is_constant());
        assert_eq!(Tape::recorded(), 0);
    }
}
