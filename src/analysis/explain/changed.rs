//! What moved a figure from one month to the next.

use super::{ExplainError, Explanation, Node};

/// Operands named beneath a change.
const BENEATH: usize = 3;
/// Levels that are looked through.
const LEVELS: usize = 2;

/// One operand of a figure, in the month before and in the month.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// What it is called.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Value in the month before; absent when the figure did not depend on it then.
    pub before: Option<f64>,
    /// Value in the month; absent when the figure does not depend on it any more.
    pub after: Option<f64>,
    /// What the change of it alone does to the figure above it, in that figure's unit.
    pub effect: f64,
    /// The figure it is in the month, to be opened further.
    pub node: Option<Node>,
    /// What moved it in its turn.
    pub because: Vec<Self>,
}

impl Explanation {
    /// The operands of a figure that moved it most from the month before, first the one of most
    /// effect; none where nothing moved.
    ///
    /// # Errors
    /// When there is no such figure or month. The first month has none before it.
    pub fn what_changed(&self, metric: &str, month: usize) -> Result<Vec<Movement>, ExplainError> {
        let after = self.root(metric, Some(month))?;
        let Some(before) = month.checked_sub(1) else {
            return Ok(Vec::new());
        };
        let before = self.root(metric, Some(before))?;
        Ok(self.changes(&before, &after, LEVELS))
    }

    fn changes(&self, before: &Node, after: &Node, levels: usize) -> Vec<Movement> {
        let old = self.expand(before);
        let new = self.expand(after);
        let values: Vec<f64> = new.iter().map(|node| node.value).collect();
        let mut taken = vec![false; old.len()];
        let mut list = Vec::new();
        for (at, node) in new.iter().enumerate() {
            let same = old
                .iter()
                .enumerate()
                .position(|(place, other)| !taken[place] && other.metric == node.metric);
            if let Some(place) = same {
                taken[place] = true;
            }
            let earlier = same.map(|place| &old[place]);
            if earlier.is_some_and(|earlier| earlier.value == node.value) {
                continue;
            }
            let mut as_before = values.clone();
            as_before[at] = earlier.map_or(0.0, |earlier| earlier.value);
            let effect = after.value - self.evaluate(after, &as_before);
            let because = match earlier {
                Some(earlier) if levels > 1 => {
                    let mut below = self.changes(earlier, node, levels - 1);
                    below.truncate(BENEATH);
                    below
                }
                _ => Vec::new(),
            };
            list.push(Movement {
                name: node.metric.clone(),
                unit: node.unit.clone(),
                before: earlier.map(|earlier| earlier.value),
                after: Some(node.value),
                effect,
                node: Some(node.clone()),
                because,
            });
        }
        for (node, _) in old.iter().zip(&taken).filter(|(_, taken)| !**taken) {
            if node.value == 0.0 {
                continue;
            }
            list.push(Movement {
                name: node.metric.clone(),
                unit: node.unit.clone(),
                before: Some(node.value),
                after: None,
                effect: self.without(before, &old, node),
                node: None,
                because: Vec::new(),
            });
        }
        list.sort_by(|a, b| b.effect.abs().total_cmp(&a.effect.abs()));
        list
    }

    /// What the figure of the month before loses without one of its operands.
    fn without(&self, before: &Node, old: &[Node], node: &Node) -> f64 {
        let values: Vec<f64> = old
            .iter()
            .map(|other| {
                if std::ptr::eq(other, node) {
                    0.0
                } else {
                    other.value
                }
            })
            .collect();
        let left = self.evaluate(before, &values);
        if left.is_finite() {
            left - before.value
        } else {
            -before.value
        }
    }
}
