//! What a figure rests on: the inputs and constants with the greatest part in it, in one list.
//!
//! A pass over the tape from the figure back to its leaves says how the figure follows each of them
//! (derivative times value; rounding up counts as if it did not round). Those that come out first are
//! then each made a tenth smaller and the figure is computed anew, steps and comparisons included.

use std::collections::BTreeMap;

use super::{ExplainError, Explanation, Node, Part};
use crate::number::traced::{Step, StepId, Tape};
use crate::scenario::path::is_within;

/// By what share a leaf is made smaller.
pub const LESS: f64 = 0.1;
/// Leaves of which the figure is computed anew, for each that is listed.
const LOOKED_AT: usize = 3;

/// A leaf and its part in a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Rest {
    /// The leaf.
    pub leaf: Node,
    /// What the figure would change by if the leaf were a tenth smaller, in the figure's unit.
    pub effect: f64,
}

impl Explanation {
    /// The leaves with the greatest part in a figure of the report, at most `most`, greatest first.
    ///
    /// Inputs and constants alone: what was decided on the way has no source to look up, what
    /// converts one unit into another can be no other, and a factor at one says nothing.
    ///
    /// # Errors
    /// When there is no such figure or month.
    pub fn rests_on(
        &self,
        metric: &str,
        month: Option<usize>,
        most: usize,
    ) -> Result<Vec<Rest>, ExplainError> {
        let (figure, _) = self.find(metric, month)?;
        let slopes = slopes(&self.tape, figure);
        let mut by_leaf: BTreeMap<(&str, &str), (f64, Vec<StepId>)> = BTreeMap::new();
        for (id, slope) in slopes.iter().enumerate() {
            let Step::Leaf(leaf) = self.tape.step(id as StepId) else {
                continue;
            };
            let value = self.tape.value(id as StepId);
            let part = slope * value;
            let leaf = &self.leaves[leaf as usize];
            let key = (
                leaf.input_path.as_deref().unwrap_or_default(),
                leaf.catalogue_id.as_deref().unwrap_or_default(),
            );
            let says_nothing = is_conversion(key.1) || is_unmoved(key.0, value);
            if key == ("", "") || says_nothing || part == 0.0 || !part.is_finite() {
                continue;
            }
            let known = by_leaf.entry(key).or_default();
            known.0 += part;
            known.1.push(id as StepId);
        }
        let mut leaves: Vec<(f64, Vec<StepId>)> = by_leaf.into_values().collect();
        leaves.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        leaves.truncate(most * LOOKED_AT);
        let mut again = Again::new(&self.tape, figure);
        let mut list: Vec<Rest> = leaves
            .into_iter()
            .map(|(_, steps)| Rest {
                leaf: self.node(Part::Step(steps[0])),
                effect: again.less(&steps),
            })
            .filter(|rest| rest.effect != 0.0 && rest.effect.is_finite())
            .collect();
        list.sort_by(|a, b| b.effect.abs().total_cmp(&a.effect.abs()));
        list.truncate(most);
        Ok(list)
    }
}

/// Whether an input that multiplies others leaves them as they are: a factor at one, a rate between
/// a currency and itself.
fn is_unmoved(path: &str, value: f64) -> bool {
    value == 1.0 && (is_within(path, "factors") || path == "units_per_usd")
}

/// Whether a constant is how long a month is.
fn is_conversion(id: &str) -> bool {
    id == "time.hours_per_month"
}

/// How a figure follows every step before it: its derivative, comparisons as they went.
fn slopes(tape: &Tape, figure: StepId) -> Vec<f64> {
    let mut slopes = vec![0.0; figure as usize + 1];
    slopes[figure as usize] = 1.0;
    for id in (0..=figure).rev() {
        let slope = slopes[id as usize];
        if slope == 0.0 {
            continue;
        }
        let value = |at: StepId| tape.value(at);
        let mut add = |at: StepId, by: f64| {
            let by = slope * by;
            if by.is_finite() {
                slopes[at as usize] += by;
            }
        };
        match tape.step(id) {
            Step::Constant | Step::Leaf(_) => {}
            Step::Add(a, b) => {
                add(a, 1.0);
                add(b, 1.0);
            }
            Step::Sub(a, b) => {
                add(a, 1.0);
                add(b, -1.0);
            }
            Step::Mul(a, b) => {
                add(a, value(b));
                add(b, value(a));
            }
            Step::Div(a, b) => {
                add(a, 1.0 / value(b));
                add(b, -value(id) / value(b));
            }
            Step::Neg(a) => add(a, -1.0),
            Step::Power(a, b) => {
                add(a, value(b) * value(id) / value(a));
                add(b, value(id) * crate::number::Number::ln(value(a)));
            }
            Step::Exp(a) => add(a, value(id)),
            Step::Ln(a) => add(a, 1.0 / value(a)),
            Step::Log2(a) => add(a, std::f64::consts::LOG2_E / value(a)),
            Step::Sqrt(a) => add(a, 0.5 / value(id)),
            Step::Min(a, b) => add(if value(b) < value(a) { b } else { a }, 1.0),
            Step::Max(a, b) => add(if value(b) > value(a) { b } else { a }, 1.0),
            Step::Ceil(a) | Step::Named(a, _) => add(a, 1.0),
            Step::Choice(choice) => add(tape.taken(choice), 1.0),
        }
    }
    slopes
}

/// Computes a figure anew with some leaves changed.
struct Again<'a> {
    tape: &'a Tape,
    figure: StepId,
    values: Vec<f64>,
    changed: Vec<bool>,
}

impl<'a> Again<'a> {
    fn new(tape: &'a Tape, figure: StepId) -> Self {
        let steps = figure as usize + 1;
        Self {
            tape,
            figure,
            values: (0..=figure).map(|id| tape.value(id)).collect(),
            changed: vec![false; steps],
        }
    }

    /// What the figure changes by when leaves are made smaller.
    fn less(&mut self, leaves: &[StepId]) -> f64 {
        let first = leaves.iter().copied().min().unwrap_or(self.figure);
        for leaf in leaves {
            self.values[*leaf as usize] *= 1.0 - LESS;
            self.changed[*leaf as usize] = true;
        }
        for id in first..=self.figure {
            let at = id as usize;
            if self.changed[at] || !self.reads_changed(id) {
                continue;
            }
            let values = &self.values;
            let value = self.tape.compute(id, &|operand| values[operand as usize]);
            if value.to_bits() != self.values[at].to_bits() {
                self.values[at] = value;
                self.changed[at] = true;
            }
        }
        let figure = self.figure as usize;
        let effect = self.values[figure] - self.tape.value(self.figure);
        for at in first as usize..=figure {
            if std::mem::take(&mut self.changed[at]) {
                self.values[at] = self.tape.value(at as StepId);
            }
        }
        effect
    }

    fn reads_changed(&self, id: StepId) -> bool {
        if let Step::Choice(choice) = self.tape.step(id) {
            // The branch that was not taken may be taken now, and may itself have changed.
            let c = self.tape.choice(choice);
            let all = [c.left, c.right, c.when_less, c.otherwise];
            return all.iter().any(|at| self.changed[*at as usize]);
        }
        let mut operands = self.tape.operands(id);
        operands.any(|at| self.changed[at as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::{Again, slopes};
    use crate::number::Number as _;
    use crate::number::traced::{Origin, Tape, Traced};

    fn leaf(value: f64, name: &str) -> Traced {
        Traced::leaf(value, Origin::Stated(name.to_owned()))
    }

    #[test]
    fn a_tenth_less_of_a_leaf_is_computed_through_steps_and_comparisons() {
        // f = price · ceil(load / 10) + max(load, 40): at price 3 and load 95 it is 30 + 95 = 125.
        let ((price, load, figure), tape) = Tape::record(|| {
            let (price, load) = (leaf(3.0, "price"), leaf(95.0, "load"));
            let replicas = (load / Traced::constant(10.0)).ceil();
            let figure = price * replicas + load.max(Traced::constant(40.0));
            (price.step(), load.step(), figure.step())
        });
        let slopes = slopes(&tape, figure);
        // By price 10 replicas; by load 3 / 10 as if it were not rounded, and 1.
        assert_eq!(slopes[price as usize], 10.0);
        assert!((slopes[load as usize] - 1.3).abs() < 1e-12);
        let mut again = Again::new(&tape, figure);
        // 2.7 · 10 + 95 = 122; at 85.5 nine replicas: 27 + 85.5 = 112.5.
        assert!((again.less(&[price]) + 3.0).abs() < 1e-12);
        assert!((again.less(&[load]) + 12.5).abs() < 1e-12);
        // Nothing is left behind of the change before.
        assert!((again.less(&[price]) + 3.0).abs() < 1e-12);
    }
}
