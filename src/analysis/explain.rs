//! How a figure came about: a tree of formulas down to inputs and sourced constants.
//!
//! An [`Explainer`] projects a roadmap once more with numbers that remember their past and gives an
//! [`Explanation`]. Any figure of the report is then a [`Node`]: value, unit, formula, the weakest
//! status on the way, and the nodes that the formula runs over. Nodes open level by level, so a
//! figure of sixty months is never written out whole. Which hardware, month and training are best
//! is decided beforehand, as for the report; the search itself is not part of a tree.

mod changed;
mod cut;
mod formula;
mod leaves;
mod record;
mod rests;

use std::collections::{BTreeMap, VecDeque};

use serde::{Serialize, Serializer};

use super::ReportError;
use super::report::{Series, Totals};
use crate::catalog::{Status, nearest};
use crate::number::traced::{Step, StepId, Tape};
pub use changed::Movement;
pub use formula::{Expression, Function};
pub use record::Explainer;
pub use rests::{LESS, Rest};

/// Name and version of the format.
pub const SCHEMA: &str = "splitpoint.explain/1";

/// Nodes that a tree has at most; what lies deeper is cut as by depth.
const MOST_NODES: usize = 20_000;

/// Names of the totals, as in the report.
pub const TOTALS: &[&str] = Totals::NAMES;

/// Why a figure cannot be explained.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ExplainError {
    /// The scenario cannot be projected.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// There is no such roadmap.
    #[error("there is no roadmap `{name}`{}", hint(.nearest.as_ref()))]
    Roadmap {
        /// What was asked for.
        name: String,
        /// What was perhaps meant.
        nearest: Option<String>,
    },
    /// The roadmap cannot run, so it has no figures.
    #[error("the roadmap `{0}` cannot run, so it has no figures to explain")]
    Infeasible(String),
    /// There is no such figure.
    #[error("there is no figure `{name}`{}", hint(.nearest.as_ref()))]
    Metric {
        /// What was asked for.
        name: String,
        /// What was perhaps meant.
        nearest: Option<String>,
    },
    /// The month is not projected.
    #[error("month {month} is not projected; months run from 0 to {last}")]
    Month {
        /// What was asked for.
        month: usize,
        /// The last.
        last: usize,
    },
    /// A sum over the horizon has no month.
    #[error("`{0}` is a sum over all months; leave the month out, or ask for the series")]
    WholeHorizon(String),
}

fn hint(nearest: Option<&String>) -> String {
    nearest.map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
}

impl ExplainError {
    fn roadmap<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Roadmap {
            name: name.to_owned(),
            nearest: nearest(name, known).map(str::to_owned),
        }
    }

    /// There is no figure of this name.
    pub fn metric(name: &str) -> Self {
        Self::Metric {
            name: name.to_owned(),
            nearest: nearest(name, metrics().iter().map(String::as_str)).map(str::to_owned),
        }
    }

    /// Whether the question is at fault rather than the scenario.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::Roadmap { .. } | Self::Metric { .. } | Self::Month { .. } | Self::WholeHorizon(_)
        )
    }
}

/// A roadmap whose every figure can be explained.
pub struct Explanation {
    roadmap: String,
    currency: String,
    months: usize,
    names: Names,
    tape: Tape,
    series: BTreeMap<&'static str, Vec<StepId>>,
    totals: BTreeMap<&'static str, StepId>,
    month_starts: Vec<StepId>,
    status: Vec<Option<Status>>,
    leaves: Vec<leaves::Leaf>,
}

/// What subjects are called.
struct Names {
    components: Vec<String>,
    gpus: Vec<String>,
    models: Vec<String>,
    apis: Vec<String>,
}

/// What a node stands for.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// A step.
    Step(StepId),
    /// Like terms under a name.
    Group(String, Vec<StepId>),
}

/// A figure with what it is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Node {
    /// Always [`SCHEMA`]; on the root alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'static str>,
    /// What was asked for, or the term for the quantity.
    pub metric: String,
    /// The roadmap.
    pub roadmap: String,
    /// The month it was computed in; absent for what holds in all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<usize>,
    /// Its value.
    pub value: f64,
    /// Its unit; empty where it has none or is part of a formula.
    pub unit: String,
    /// How it follows from its children, by their names.
    pub formula: String,
    /// The weakest status of what it was computed from; absent where that is arithmetic alone.
    #[serde(serialize_with = "status")]
    pub status: Option<Status>,
    /// Where a constant or a stated number comes from, and when it was true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The field of the scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_path: Option<String>,
    /// The entry of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalogue_id: Option<String>,
    /// What the formula runs over; empty at a leaf and where the tree was cut.
    pub children: Vec<Self>,
    #[serde(skip)]
    part: Part,
}

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde calls"
)]
fn status<S: Serializer>(status: &Option<Status>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(status.map_or("exact", Status::as_str))
}

impl Node {
    /// Whether there is nothing beneath it: an input, a constant.
    pub fn is_leaf(&self) -> bool {
        self.input_path.is_some() || self.catalogue_id.is_some()
    }

    /// This node and all that were opened beneath it.
    pub fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }
}

/// Whether a series has a sum over the horizon; others are explained for their last month.
pub fn is_additive(series: &str) -> bool {
    record::is_additive(series)
}

/// Names of every figure that can be explained: series, then totals.
pub fn metrics() -> Vec<String> {
    let series = Series::COLUMNS.iter().map(|name| (*name).to_owned());
    let totals = TOTALS.iter().map(|name| format!("totals.{name}"));
    series.chain(totals).collect()
}

impl Explanation {
    /// The roadmap that is explained.
    pub fn roadmap(&self) -> &str {
        &self.roadmap
    }

    /// Months projected.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Currency code, for values in money.
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// Steps that were recorded.
    pub fn steps(&self) -> usize {
        self.tape.len()
    }

    /// A figure of the report, with its children.
    ///
    /// `metric`: a series, or `totals.` and a total. Without a month a series that can be added up
    /// is its sum over the horizon, any other one its last month.
    ///
    /// # Errors
    /// When there is no such figure or month.
    pub fn root(&self, metric: &str, month: Option<usize>) -> Result<Node, ExplainError> {
        let (step, month) = self.find(metric, month)?;
        let mut root = self.node(Part::Step(step));
        if month.is_none()
            && let Some(first) = self.series.get(metric.trim_start_matches("totals."))
            && let Some(first) = first.first()
        {
            root.unit = self.unit(*first);
        }
        root.schema = Some(SCHEMA);
        metric.clone_into(&mut root.metric);
        root.month = month;
        root.children = self.expand(&root);
        Ok(root)
    }

    fn find(
        &self,
        metric: &str,
        month: Option<usize>,
    ) -> Result<(StepId, Option<usize>), ExplainError> {
        let unknown = || ExplainError::metric(metric);
        if let Some(total) = metric.strip_prefix("totals.") {
            let step = TOTALS
                .contains(&total)
                .then(|| self.totals.get(total))
                .flatten()
                .ok_or_else(unknown)?;
            return match month {
                None => Ok((*step, None)),
                Some(_) => Err(ExplainError::WholeHorizon(metric.to_owned())),
            };
        }
        let months = self.series.get(metric).ok_or_else(unknown)?;
        let last = self.months.saturating_sub(1);
        match month {
            None => match self.totals.get(metric) {
                Some(step) => Ok((*step, None)),
                None => months
                    .last()
                    .map(|step| (*step, Some(last)))
                    .ok_or_else(unknown),
            },
            Some(month) => months
                .get(month)
                .map(|step| (*step, Some(month)))
                .ok_or(ExplainError::Month { month, last }),
        }
    }

    /// What a node's formula runs over, each without its own children.
    pub fn expand(&self, node: &Node) -> Vec<Node> {
        let cut = self.cut(&node.part);
        cut.parts.into_iter().map(|part| self.node(part)).collect()
    }

    /// A figure of the report, opened to a depth: 0 is the figure alone.
    ///
    /// # Errors
    /// When there is no such figure or month.
    pub fn tree(
        &self,
        metric: &str,
        month: Option<usize>,
        depth: usize,
    ) -> Result<Node, ExplainError> {
        let mut root = self.root(metric, month)?;
        root.children.clear();
        // Level by level, so that what is cut for its number of nodes is what lies deepest.
        let mut flat: Vec<(Node, Vec<usize>)> = vec![(root, Vec::new())];
        let mut open: VecDeque<(usize, usize)> = VecDeque::from([(0, 0)]);
        while let Some((at, level)) = open.pop_front() {
            if level >= depth || flat.len() >= MOST_NODES {
                continue;
            }
            for child in self.expand(&flat[at].0) {
                let place = flat.len();
                flat.push((child, Vec::new()));
                flat[at].1.push(place);
                open.push_back((place, level + 1));
            }
        }
        // Children stand after their parents: from the end, every node is complete when it is taken.
        let mut done: Vec<Option<Node>> = Vec::new();
        done.resize_with(flat.len(), || None);
        let mut root = None;
        while let Some((mut node, children)) = flat.pop() {
            node.children = children
                .into_iter()
                .filter_map(|child| done[child].take())
                .collect();
            if flat.is_empty() {
                root = Some(node);
            } else {
                let place = flat.len();
                done[place] = Some(node);
            }
        }
        root.map_or_else(|| self.root(metric, month), Ok)
    }

    /// The value of a node's formula, for these values of its children in order.
    ///
    /// The children's own values give the node's own; others say what it would be.
    pub fn evaluate(&self, node: &Node, children: &[f64]) -> f64 {
        let cut = self.cut(&node.part);
        self.value_of(&node.part, &cut, children)
    }

    /// All figures computed anew from the leaves alone, and the value of one of them.
    ///
    /// # Errors
    /// When there is no such figure or month.
    pub fn replayed(&self, metric: &str, month: Option<usize>) -> Result<f64, ExplainError> {
        let (step, _) = self.find(metric, month)?;
        Ok(self.tape.replay()[step as usize])
    }

    fn month_of(&self, step: StepId) -> Option<usize> {
        let begun = self.month_starts.partition_point(|start| *start <= step);
        // What was computed before the first month or after the last holds for all.
        (begun > 0 && begun < self.month_starts.len()).then(|| begun - 1)
    }

    fn unit(&self, step: StepId) -> String {
        match self.tape.step(step) {
            Step::Named(_, name) => self.tape.name(name).0.unit.replace("money", &self.currency),
            Step::Leaf(leaf) => self.leaves[leaf as usize].unit.clone(),
            _ => String::new(),
        }
    }

    fn node(&self, part: Part) -> Node {
        let cut = self.cut(&part);
        let month = match &part {
            Part::Step(step) => self.month_of(*step),
            Part::Group(..) => None,
        };
        let names: Vec<String> = cut
            .parts
            .iter()
            .map(|below| self.name_in(below, month))
            .collect();
        let (value, unit, status) = match &part {
            Part::Step(step) => (
                self.tape.value(*step),
                self.unit(*step),
                self.status[*step as usize],
            ),
            Part::Group(_, terms) => (
                terms.iter().map(|term| self.tape.value(*term)).sum(),
                terms.first().map_or_else(String::new, |t| self.unit(*t)),
                terms
                    .iter()
                    .filter_map(|term| self.status[*term as usize])
                    .max(),
            ),
        };
        let leaf = match &part {
            Part::Step(step) => match self.tape.step(*step) {
                Step::Leaf(leaf) => self.leaves.get(leaf as usize),
                _ => None,
            },
            Part::Group(..) => None,
        };
        Node {
            schema: None,
            metric: self.name(&part),
            roadmap: self.roadmap.clone(),
            month: if leaf.is_some() { None } else { month },
            value,
            unit,
            formula: cut.formula.text(&names),
            status,
            source: leaf.and_then(|leaf| leaf.source.clone()),
            input_path: leaf.and_then(|leaf| leaf.input_path.clone()),
            catalogue_id: leaf.and_then(|leaf| leaf.catalogue_id.clone()),
            children: Vec::new(),
            part,
        }
    }

    /// What a part is called within the formula of a figure of some month.
    fn name_in(&self, part: &Part, month: Option<usize>) -> String {
        let name = self.name(part);
        let Part::Step(step) = part else {
            return name;
        };
        let named = matches!(self.tape.step(*step), Step::Named(..));
        match (self.month_of(*step), month) {
            (Some(then), Some(now)) if named && then != now => format!("{name} in month {then}"),
            _ => name,
        }
    }
}
